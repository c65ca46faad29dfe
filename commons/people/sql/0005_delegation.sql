ALTER TABLE people_grant ADD COLUMN source TEXT;
CREATE INDEX people_grant_source ON people_grant (source);
