CREATE TABLE people_directory (
    source TEXT NOT NULL CHECK (source IN ('unit', 'site', 'rna')),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    sought TEXT NOT NULL,
    sign TEXT NOT NULL,
    siret TEXT NOT NULL,
    rna TEXT NOT NULL,
    category TEXT NOT NULL,
    activity TEXT NOT NULL,
    ess BIGINT NOT NULL CHECK (ess IN (0, 1)),
    seat BIGINT NOT NULL CHECK (seat IN (0, 1)),
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    commune TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    seen BIGINT NOT NULL,
    PRIMARY KEY (source, key)
);
CREATE INDEX people_directory_sought ON people_directory (sought, key)
    WHERE state = 'open' AND source <> 'unit';
CREATE INDEX people_directory_siret ON people_directory (siret)
    WHERE source = 'rna' AND siret <> '';

CREATE TABLE people_directory_import (
    source TEXT NOT NULL PRIMARY KEY,
    run BIGINT NOT NULL,
    digest TEXT NOT NULL,
    byte BIGINT NOT NULL,
    line BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    bad BIGINT NOT NULL,
    kept_before BIGINT NOT NULL,
    closed_to TEXT NOT NULL,
    ended_at BIGINT
);
