CREATE TABLE people_person (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    lang TEXT NOT NULL,
    seen_at BIGINT NOT NULL DEFAULT 0,
    warned_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE people_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    expires_at BIGINT NOT NULL
);
CREATE INDEX people_link_person ON people_link (person);

CREATE TABLE people_organisation (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    siret TEXT NOT NULL,
    rna TEXT NOT NULL,
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    invented BIGINT NOT NULL CHECK (invented IN (0, 1)),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_organisation_siret ON people_organisation (siret) WHERE siret <> '';
CREATE UNIQUE INDEX people_organisation_rna ON people_organisation (rna) WHERE rna <> '';

CREATE TABLE people_grant (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'officer', 'reader', 'manager', 'member')),
    scope TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT,
    revoked_at BIGINT
);
CREATE INDEX people_grant_person ON people_grant (person);
CREATE INDEX people_grant_scope ON people_grant (scope, role);

CREATE TABLE people_audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX people_audit_object ON people_audit (object, number);

CREATE TABLE people_audit_head (
    name TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO people_audit_head (name, number, hash) VALUES ('chain', 0, '');

CREATE TABLE people_token (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX people_token_person ON people_token (person);

CREATE TABLE people_second_step (
    person TEXT NOT NULL PRIMARY KEY REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    secret TEXT NOT NULL,
    confirmed_at BIGINT,
    last_turn BIGINT NOT NULL
);

CREATE TABLE people_spare_code (
    code_hash TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX people_spare_code_person ON people_spare_code (person);

CREATE TABLE people_half_sign_in (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    attempts BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE people_first_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
