CREATE TABLE store_command (
    key TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX store_command_at ON store_command (at);

CREATE TABLE store_blob (
    hash TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    bytes BYTEA NOT NULL
);

CREATE TABLE store_term (
    collection TEXT NOT NULL,
    term TEXT NOT NULL,
    document TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (collection, term, document)
);
CREATE INDEX store_term_document ON store_term (collection, document);
