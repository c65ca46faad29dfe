ALTER TABLE ledger_line ADD COLUMN meaning TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger_line ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger_line ADD COLUMN first_booked BIGINT;
ALTER TABLE ledger_line ADD COLUMN last_booked BIGINT;
CREATE INDEX ledger_line_booked ON ledger_line (entity, first_booked) WHERE first_booked IS NOT NULL;

ALTER TABLE ledger_order ADD COLUMN left_out TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger_claim ADD COLUMN left_out TEXT NOT NULL DEFAULT '';
