ALTER TABLE third_places_place DROP COLUMN imported;

CREATE TABLE third_places_upload (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    mapping TEXT NOT NULL,
    department TEXT NOT NULL,
    report TEXT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL
);
