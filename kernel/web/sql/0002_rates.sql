CREATE TABLE web_rate (
    key TEXT NOT NULL PRIMARY KEY,
    spent_until BIGINT NOT NULL
);
