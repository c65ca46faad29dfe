CREATE TABLE ledger_entity (
    number BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    organisation TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    siren TEXT NOT NULL,
    accounts BIGINT NOT NULL,
    transfers BIGINT NOT NULL,
    seal BYTEA NOT NULL,
    next_expiry BIGINT NOT NULL,
    closed_through BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE ledger_account (
    number BIGINT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    purpose TEXT NOT NULL,
    unit TEXT NOT NULL,
    max_debit BIGINT,
    max_credit BIGINT,
    closed_at BIGINT,
    debits_pending BIGINT NOT NULL CHECK (debits_pending >= 0),
    debits_posted BIGINT NOT NULL CHECK (debits_posted >= 0),
    credits_pending BIGINT NOT NULL CHECK (credits_pending >= 0),
    credits_posted BIGINT NOT NULL CHECK (credits_posted >= 0),
    last_transfer BIGINT NOT NULL,
    moves BIGINT NOT NULL,
    entity BIGINT NOT NULL REFERENCES ledger_entity (number) DEFERRABLE INITIALLY DEFERRED,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX ledger_account_key ON ledger_account (entity, purpose, owner, unit);
CREATE INDEX ledger_account_owner ON ledger_account (owner) WHERE owner <> '';

CREATE TABLE ledger_transfer (
    entity BIGINT NOT NULL,
    number BIGINT NOT NULL,
    id BYTEA NOT NULL,
    flags BIGINT NOT NULL,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    pending BYTEA,
    timeout_s BIGINT NOT NULL,
    code TEXT NOT NULL,
    reference TEXT NOT NULL,
    label TEXT NOT NULL,
    effective BIGINT NOT NULL,
    at BIGINT NOT NULL,
    debit_balance BIGINT NOT NULL,
    credit_balance BIGINT NOT NULL,
    debit_before BIGINT NOT NULL,
    credit_before BIGINT NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (entity, number)
);
CREATE UNIQUE INDEX ledger_transfer_id ON ledger_transfer (id);
CREATE INDEX ledger_transfer_reference ON ledger_transfer (reference) WHERE reference <> '';

CREATE TABLE ledger_mark (
    account BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (account, number)
);

CREATE TABLE ledger_pending (
    id BYTEA NOT NULL PRIMARY KEY,
    entity BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'posted', 'voided', 'expired')),
    expires_at BIGINT
);
CREATE INDEX ledger_pending_due ON ledger_pending (entity, expires_at)
    WHERE state = 'waiting' AND expires_at IS NOT NULL;

CREATE TABLE ledger_failed (
    id BYTEA NOT NULL PRIMARY KEY,
    status TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE ledger_day (
    account BIGINT NOT NULL,
    day BIGINT NOT NULL,
    debits BIGINT NOT NULL,
    credits BIGINT NOT NULL,
    PRIMARY KEY (account, day)
);
