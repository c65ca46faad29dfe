CREATE TABLE web_setting (
    name TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    value TEXT NOT NULL
);
INSERT INTO web_setting (name, version, value) VALUES ('publisher', 1, '{}');
