CREATE TABLE ledger_details (
    entity BIGINT NOT NULL PRIMARY KEY REFERENCES ledger_entity (number) DEFERRABLE INITIALLY DEFERRED,
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    creditor TEXT NOT NULL
);

CREATE TABLE ledger_party (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    entity BIGINT NOT NULL REFERENCES ledger_entity (number) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    email TEXT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    town TEXT NOT NULL,
    siren TEXT NOT NULL,
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    owner TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX ledger_party_name ON ledger_party (entity, folded, id);
CREATE INDEX ledger_party_owner ON ledger_party (owner) WHERE owner <> '';

CREATE TABLE ledger_claim (
    entity BIGINT NOT NULL,
    number BIGINT NOT NULL,
    party TEXT NOT NULL REFERENCES ledger_party (id) DEFERRABLE INITIALLY DEFERRED,
    purpose TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    paid BIGINT NOT NULL CHECK (paid >= 0),
    refunded BIGINT NOT NULL CHECK (refunded >= 0),
    due BIGINT NOT NULL,
    label TEXT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'paid', 'dropped')),
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (entity, number)
);
CREATE INDEX ledger_claim_open ON ledger_claim (entity, due, number) WHERE state IN ('open', 'sent');
CREATE INDEX ledger_claim_party ON ledger_claim (party, number);

CREATE TABLE ledger_order (
    entity BIGINT NOT NULL,
    number BIGINT NOT NULL,
    party TEXT NOT NULL REFERENCES ledger_party (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    purpose TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    due BIGINT NOT NULL,
    label TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'approved', 'sent', 'paid', 'refused', 'returned', 'withdrawn')),
    prepared_by TEXT NOT NULL,
    prepared_at BIGINT NOT NULL,
    approved_by TEXT NOT NULL,
    approved_at BIGINT,
    claim BIGINT,
    file BIGINT,
    batch TEXT NOT NULL,
    transfer BYTEA,
    reason TEXT NOT NULL,
    PRIMARY KEY (entity, number)
);
CREATE INDEX ledger_order_open ON ledger_order (entity, state, due, number) WHERE state IN ('prepared', 'approved', 'sent');
CREATE INDEX ledger_order_claim ON ledger_order (entity, claim) WHERE claim IS NOT NULL;
CREATE INDEX ledger_order_file ON ledger_order (entity, file) WHERE file IS NOT NULL;

CREATE TABLE ledger_mandate (
    entity BIGINT NOT NULL,
    number BIGINT NOT NULL,
    party TEXT NOT NULL REFERENCES ledger_party (id) DEFERRABLE INITIALLY DEFERRED,
    rum TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    recurrent BIGINT NOT NULL,
    signed_on BIGINT,
    document BYTEA,
    state TEXT NOT NULL CHECK (state IN ('drawn', 'signed', 'ended')),
    debits BIGINT NOT NULL,
    last_debit BIGINT,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (entity, number)
);
CREATE INDEX ledger_mandate_party ON ledger_mandate (party, number);

CREATE TABLE ledger_debit (
    entity BIGINT NOT NULL,
    number BIGINT NOT NULL,
    claim BIGINT NOT NULL,
    mandate BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    due BIGINT NOT NULL,
    file BIGINT NOT NULL,
    batch TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'paid', 'refused', 'returned')),
    reason TEXT NOT NULL,
    PRIMARY KEY (entity, number)
);
CREATE INDEX ledger_debit_file ON ledger_debit (entity, file);
CREATE INDEX ledger_debit_claim ON ledger_debit (entity, claim);

CREATE TABLE ledger_file (
    entity BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('transfers', 'debits')),
    message TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL,
    payments BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (entity, number)
);

ALTER TABLE ledger_line ADD COLUMN iban TEXT NOT NULL DEFAULT '';

CREATE TABLE ledger_count (
    entity BIGINT NOT NULL,
    day BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    counted BIGINT NOT NULL CHECK (counted >= 0),
    counted_by TEXT NOT NULL,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (entity, day)
);
