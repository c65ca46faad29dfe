DROP INDEX ledger_invoice_credits;
CREATE INDEX ledger_invoice_credited ON ledger_invoice (entity, credits) WHERE credits IS NOT NULL;
CREATE INDEX ledger_invoice_claim ON ledger_invoice (entity, claim) WHERE claim IS NOT NULL;
