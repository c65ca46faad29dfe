CREATE TABLE web_session (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_session_subject ON web_session (subject, id);

CREATE TABLE web_secret (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
