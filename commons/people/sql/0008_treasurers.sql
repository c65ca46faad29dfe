CREATE TABLE people_right (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'officer', 'reader', 'manager', 'member',
        'contributor', 'guest', 'treasurer')),
    scope TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT,
    revoked_at BIGINT,
    source TEXT
);
INSERT INTO people_right (id, person, role, scope, granted_by, valid_from, valid_until, revoked_at,
    source)
SELECT id, person, role, scope, granted_by, valid_from, valid_until, revoked_at, source
FROM people_grant;
