CREATE TABLE third_places_place (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'open', 'closed', 'archived')),
    host TEXT NOT NULL,
    host_name TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    data TEXT NOT NULL,
    results TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    imported TEXT NOT NULL,
    edited_at BIGINT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX third_places_place_host ON third_places_place (host, id);
CREATE UNIQUE INDEX third_places_place_source ON third_places_place (source, source_id)
    WHERE source_id <> '';

CREATE TABLE third_places_space (
    id TEXT NOT NULL PRIMARY KEY,
    place TEXT NOT NULL REFERENCES third_places_place (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    surface_m2 BIGINT,
    seats BIGINT,
    description TEXT NOT NULL,
    equipment TEXT NOT NULL
);
CREATE INDEX third_places_space_place ON third_places_space (place, id);

CREATE TABLE third_places_service (
    id TEXT NOT NULL PRIMARY KEY,
    place TEXT NOT NULL REFERENCES third_places_place (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX third_places_service_place ON third_places_service (place, id);

CREATE TABLE third_places_picture (
    id TEXT NOT NULL PRIMARY KEY,
    place TEXT NOT NULL REFERENCES third_places_place (id) DEFERRABLE INITIALLY DEFERRED,
    space TEXT NOT NULL,
    alt TEXT NOT NULL,
    media_type TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL,
    bytes BYTEA NOT NULL
);
CREATE INDEX third_places_picture_place ON third_places_picture (place, id);

CREATE TABLE third_places_tour (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'open', 'closed', 'archived')),
    host_name TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    description TEXT NOT NULL,
    website TEXT NOT NULL,
    results TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE third_places_stage (
    id TEXT NOT NULL PRIMARY KEY,
    tour TEXT NOT NULL REFERENCES third_places_tour (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    place TEXT NOT NULL,
    data TEXT NOT NULL,
    results TEXT NOT NULL,
    UNIQUE (tour, number)
);
CREATE INDEX third_places_stage_place ON third_places_stage (place, id);

CREATE TABLE third_places_event (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX third_places_event_subject ON third_places_event (subject, id);
