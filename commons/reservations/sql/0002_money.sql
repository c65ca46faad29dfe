CREATE TABLE reservations_book (
    site TEXT NOT NULL PRIMARY KEY REFERENCES reservations_site (id) DEFERRABLE INITIALLY DEFERRED,
    version BIGINT NOT NULL,
    book BIGINT NOT NULL,
    vat TEXT NOT NULL,
    charges BIGINT NOT NULL CHECK (charges IN (0, 1)),
    chosen_by TEXT NOT NULL,
    chosen_at BIGINT NOT NULL
);

CREATE TABLE reservations_rate (
    resource TEXT NOT NULL REFERENCES reservations_resource (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    standing TEXT NOT NULL,
    label TEXT NOT NULL,
    hours TEXT NOT NULL,
    hour_cents BIGINT NOT NULL CHECK (hour_cents >= 0),
    PRIMARY KEY (resource, number)
);

CREATE TABLE reservations_part (
    booking TEXT NOT NULL PRIMARY KEY REFERENCES reservations_booking (id) DEFERRABLE INITIALLY DEFERRED,
    parts TEXT NOT NULL
);

CREATE TABLE reservations_plan (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    site TEXT NOT NULL REFERENCES reservations_site (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    pooled BIGINT NOT NULL CHECK (pooled IN (0, 1)),
    unit TEXT NOT NULL CHECK (unit IN ('', 'ENTREES', 'MIN')),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    each_month BIGINT NOT NULL CHECK (each_month IN (0, 1)),
    budget_cents BIGINT NOT NULL CHECK (budget_cents >= 0),
    standing TEXT NOT NULL,
    price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
    vat TEXT NOT NULL,
    months BIGINT NOT NULL CHECK (months BETWEEN 0 AND 36),
    days BIGINT NOT NULL CHECK (days BETWEEN 0 AND 366),
    audience TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX reservations_plan_site ON reservations_plan (site, id);

CREATE TABLE reservations_plan_thing (
    plan TEXT NOT NULL REFERENCES reservations_plan (id) DEFERRABLE INITIALLY DEFERRED,
    resource TEXT NOT NULL REFERENCES reservations_resource (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (plan, resource)
);

CREATE TABLE reservations_pass (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    plan TEXT NOT NULL REFERENCES reservations_plan (id) DEFERRABLE INITIALLY DEFERRED,
    site TEXT NOT NULL REFERENCES reservations_site (id) DEFERRABLE INITIALLY DEFERRED,
    person TEXT,
    organisation TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    told BIGINT NOT NULL CHECK (told IN (0, 1))
);
CREATE INDEX reservations_pass_site ON reservations_pass (site, ends_at);
CREATE INDEX reservations_pass_person ON reservations_pass (person) WHERE person IS NOT NULL;
CREATE INDEX reservations_pass_organisation ON reservations_pass (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX reservations_pass_untold ON reservations_pass (ends_at) WHERE told = 0;

CREATE TABLE reservations_user (
    pass TEXT NOT NULL REFERENCES reservations_pass (id) DEFERRABLE INITIALLY DEFERRED,
    person TEXT NOT NULL,
    named_at BIGINT NOT NULL,
    PRIMARY KEY (pass, person)
);
CREATE INDEX reservations_user_person ON reservations_user (person);

CREATE TABLE reservations_lot (
    id TEXT NOT NULL PRIMARY KEY,
    pass TEXT NOT NULL REFERENCES reservations_pass (id) DEFERRABLE INITIALLY DEFERRED,
    unit TEXT NOT NULL CHECK (unit IN ('ENTREES', 'MIN', 'BUDGET')),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    account TEXT NOT NULL,
    counter TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    lapsed BIGINT NOT NULL CHECK (lapsed >= 0),
    lapses BIGINT NOT NULL CHECK (lapses IN (0, 1))
);
CREATE UNIQUE INDEX reservations_lot_once ON reservations_lot (pass, unit, starts_at);
CREATE INDEX reservations_lot_due ON reservations_lot (ends_at) WHERE lapses = 1;

CREATE TABLE reservations_draw (
    id TEXT NOT NULL PRIMARY KEY,
    booking TEXT NOT NULL REFERENCES reservations_booking (id) DEFERRABLE INITIALLY DEFERRED,
    lot TEXT NOT NULL REFERENCES reservations_lot (id) DEFERRABLE INITIALLY DEFERRED,
    amount BIGINT NOT NULL CHECK (amount > 0),
    back BIGINT NOT NULL CHECK (back BETWEEN 0 AND amount),
    state TEXT NOT NULL CHECK (state IN ('held', 'used', 'freed'))
);
CREATE INDEX reservations_draw_booking ON reservations_draw (booking);
CREATE INDEX reservations_draw_lot ON reservations_draw (lot);

CREATE TABLE reservations_charge (
    id TEXT NOT NULL PRIMARY KEY,
    site TEXT NOT NULL REFERENCES reservations_site (id) DEFERRABLE INITIALLY DEFERRED,
    book BIGINT NOT NULL,
    payer TEXT NOT NULL,
    pooled BIGINT NOT NULL CHECK (pooled IN (0, 1)),
    pass TEXT,
    at BIGINT NOT NULL,
    label TEXT NOT NULL,
    owed_cents BIGINT NOT NULL CHECK (owed_cents >= 0),
    vat TEXT NOT NULL,
    invoice BIGINT,
    line BIGINT NOT NULL,
    invoiced_cents BIGINT NOT NULL CHECK (invoiced_cents >= 0),
    credited_cents BIGINT NOT NULL CHECK (credited_cents BETWEEN 0 AND invoiced_cents),
    papers TEXT NOT NULL
);
CREATE INDEX reservations_charge_site ON reservations_charge (site, book, at);
CREATE INDEX reservations_charge_payer ON reservations_charge (payer);
CREATE INDEX reservations_charge_pass ON reservations_charge (pass) WHERE pass IS NOT NULL;

CREATE TABLE reservations_payer (
    book BIGINT NOT NULL,
    payer TEXT NOT NULL,
    party TEXT NOT NULL,
    PRIMARY KEY (book, payer)
);
