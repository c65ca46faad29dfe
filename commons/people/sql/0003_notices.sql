CREATE TABLE people_notice (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    unique_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    text_key TEXT NOT NULL,
    args TEXT NOT NULL,
    link TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('page', 'mail', 'daily', 'weekly')),
    made_at BIGINT NOT NULL,
    read_at BIGINT,
    sent_at BIGINT,
    UNIQUE (person, unique_key)
);
CREATE INDEX people_notice_person ON people_notice (person, id);
CREATE INDEX people_notice_unread ON people_notice (person) WHERE read_at IS NULL;
CREATE INDEX people_notice_waiting ON people_notice (channel, sent_at, person);

CREATE TABLE people_notice_choice (
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('page', 'mail', 'daily', 'weekly', 'off')),
    previous TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, kind)
);

CREATE TABLE people_browser (
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    browser_hash TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (person, browser_hash)
);

CREATE TABLE people_bounce (
    mail TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    hard BIGINT NOT NULL CHECK (hard IN (0, 1)),
    code TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX people_bounce_email ON people_bounce (email, at);

CREATE TABLE people_failing (
    email TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE people_address_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    email TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX people_address_link_person ON people_address_link (person);

ALTER TABLE people_person ADD COLUMN daily_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE people_person ADD COLUMN weekly_at BIGINT NOT NULL DEFAULT 0;
