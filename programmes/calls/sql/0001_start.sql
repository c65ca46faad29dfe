CREATE TABLE calls_call (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    revision BIGINT NOT NULL,
    opened_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE calls_numbering (
    year BIGINT NOT NULL PRIMARY KEY,
    last_number BIGINT NOT NULL
);

CREATE TABLE calls_revision (
    call TEXT NOT NULL REFERENCES calls_call (id) DEFERRABLE INITIALLY DEFERRED,
    revision BIGINT NOT NULL,
    rules TEXT NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (call, revision)
);

CREATE TABLE calls_session (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    call TEXT NOT NULL REFERENCES calls_call (id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL,
    cut_off_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'frozen', 'published')),
    envelopes TEXT NOT NULL,
    decision_reference TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    published_at BIGINT
);
CREATE INDEX calls_session_call ON calls_session (call, cut_off_at);

CREATE TABLE calls_file (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    call TEXT NOT NULL REFERENCES calls_call (id) DEFERRABLE INITIALLY DEFERRED,
    revision BIGINT NOT NULL,
    organisation TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'incomplete', 'complete',
        'ineligible', 'awarded', 'refused', 'withdrawn')),
    answers TEXT NOT NULL,
    number TEXT NOT NULL,
    session TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    warned_at BIGINT,
    submitted_at BIGINT
);
CREATE INDEX calls_file_call ON calls_file (call, state, id);
CREATE INDEX calls_file_session ON calls_file (session, id);
CREATE INDEX calls_file_organisation ON calls_file (organisation, id);
CREATE UNIQUE INDEX calls_file_number ON calls_file (number) WHERE number <> '';

CREATE TABLE calls_file_version (
    file TEXT NOT NULL REFERENCES calls_file (id) DEFERRABLE INITIALLY DEFERRED,
    version BIGINT NOT NULL,
    answers TEXT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (file, version)
);

CREATE TABLE calls_attachment (
    id TEXT NOT NULL PRIMARY KEY,
    file TEXT NOT NULL REFERENCES calls_file (id) DEFERRABLE INITIALLY DEFERRED,
    field TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    blob TEXT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX calls_attachment_file ON calls_attachment (file, id);
CREATE INDEX calls_attachment_blob ON calls_attachment (blob);

CREATE TABLE calls_event (
    id TEXT NOT NULL PRIMARY KEY,
    file TEXT NOT NULL REFERENCES calls_file (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    author TEXT NOT NULL,
    message TEXT NOT NULL,
    due_on TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX calls_event_file ON calls_event (file, id);

CREATE TABLE calls_reading (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    file TEXT NOT NULL REFERENCES calls_file (id) DEFERRABLE INITIALLY DEFERRED,
    reader TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'reading', 'recused', 'given')),
    conflict TEXT NOT NULL,
    comment TEXT NOT NULL,
    assigned_by TEXT NOT NULL,
    assigned_at BIGINT NOT NULL,
    given_at BIGINT,
    UNIQUE (file, reader)
);
CREATE INDEX calls_reading_reader ON calls_reading (reader, state, id);

CREATE TABLE calls_score (
    reading TEXT NOT NULL REFERENCES calls_reading (id) DEFERRABLE INITIALLY DEFERRED,
    criterion TEXT NOT NULL,
    points BIGINT,
    comment TEXT NOT NULL,
    PRIMARY KEY (reading, criterion)
);

CREATE TABLE calls_decision (
    file TEXT NOT NULL PRIMARY KEY REFERENCES calls_file (id) DEFERRABLE INITIALLY DEFERRED,
    session TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('awarded', 'refused')),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX calls_decision_session ON calls_decision (session);

CREATE TABLE calls_award (
    file TEXT NOT NULL REFERENCES calls_decision (file) DEFERRABLE INITIALLY DEFERRED,
    line TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (file, line)
);
