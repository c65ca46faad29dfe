ALTER TABLE ledger_debit ADD COLUMN told_at BIGINT;

CREATE TABLE ledger_reminder (
    entity BIGINT NOT NULL,
    claim BIGINT NOT NULL,
    day BIGINT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('first', 'second', 'formal')),
    amount BIGINT NOT NULL,
    by_mail BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (entity, claim, day),
    FOREIGN KEY (entity, claim) REFERENCES ledger_claim (entity, number) DEFERRABLE INITIALLY DEFERRED
);
