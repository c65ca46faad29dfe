CREATE TABLE ledger_statement (
    id TEXT NOT NULL PRIMARY KEY,
    entity BIGINT NOT NULL REFERENCES ledger_entity (number) DEFERRABLE INITIALLY DEFERRED,
    iban TEXT NOT NULL,
    name TEXT NOT NULL,
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    opening BIGINT NOT NULL,
    closing BIGINT NOT NULL,
    read_by TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    UNIQUE (entity, iban, name)
);

CREATE TABLE ledger_line (
    id TEXT NOT NULL PRIMARY KEY,
    entity BIGINT NOT NULL,
    statement TEXT NOT NULL REFERENCES ledger_statement (id) DEFERRABLE INITIALLY DEFERRED,
    day BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    party TEXT NOT NULL,
    text TEXT NOT NULL,
    transfer BIGINT
);
CREATE UNIQUE INDEX ledger_line_transfer ON ledger_line (entity, transfer) WHERE transfer IS NOT NULL;
CREATE INDEX ledger_line_open ON ledger_line (entity, day, id) WHERE transfer IS NULL;
