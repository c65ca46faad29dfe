CREATE TABLE ledger_invoice (
    entity BIGINT NOT NULL REFERENCES ledger_entity (number) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    credits BIGINT,
    party TEXT NOT NULL REFERENCES ledger_party (id) DEFERRABLE INITIALLY DEFERRED,
    claim BIGINT,
    issued BIGINT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    content TEXT NOT NULL,
    xml TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (entity, number)
);
CREATE UNIQUE INDEX ledger_invoice_name ON ledger_invoice (entity, name);
CREATE UNIQUE INDEX ledger_invoice_credits ON ledger_invoice (entity, credits) WHERE credits IS NOT NULL;

CREATE TABLE ledger_receipt (
    entity BIGINT NOT NULL REFERENCES ledger_entity (number) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    party TEXT NOT NULL REFERENCES ledger_party (id) DEFERRABLE INITIALLY DEFERRED,
    year BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    content TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (entity, number)
);
CREATE UNIQUE INDEX ledger_receipt_name ON ledger_receipt (entity, name);
CREATE UNIQUE INDEX ledger_receipt_once ON ledger_receipt (entity, party, year);

CREATE TABLE ledger_charity (
    entity BIGINT NOT NULL PRIMARY KEY REFERENCES ledger_entity (number) DEFERRABLE INITIALLY DEFERRED,
    object TEXT NOT NULL,
    quality TEXT NOT NULL,
    signer TEXT NOT NULL
);
