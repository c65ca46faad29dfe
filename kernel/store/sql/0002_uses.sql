ALTER TABLE store_blob ADD COLUMN uses BIGINT NOT NULL DEFAULT 1;
-- How often what is there already is used was never counted: it stays.
UPDATE store_blob SET uses = 1000000;
