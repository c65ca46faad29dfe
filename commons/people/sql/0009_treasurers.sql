-- In a step of its own: rows copied in the same one would have their references still to be checked.
DROP TABLE people_grant;
ALTER TABLE people_right RENAME TO people_grant;
CREATE INDEX people_grant_person ON people_grant (person);
CREATE INDEX people_grant_scope ON people_grant (scope, role);
CREATE INDEX people_grant_source ON people_grant (source);
