CREATE TABLE people_ceremony (
    token_hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    person TEXT REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    content TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX people_ceremony_person ON people_ceremony (person);

CREATE TABLE people_passkey (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    credential TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX people_passkey_person ON people_passkey (person);

CREATE TABLE people_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    service TEXT NOT NULL,
    siret TEXT NOT NULL,
    employer TEXT NOT NULL,
    pivot TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX people_identity_person ON people_identity (person);
