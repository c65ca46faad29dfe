CREATE TABLE store_key (
    owner TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL,
    forgotten_at BIGINT
);
