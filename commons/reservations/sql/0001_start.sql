CREATE TABLE reservations_site (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    organisation TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    hours TEXT NOT NULL,
    hold_minutes BIGINT NOT NULL CHECK (hold_minutes BETWEEN 1 AND 60),
    no_show_minutes BIGINT NOT NULL CHECK (no_show_minutes >= 0),
    free_cancel_hours BIGINT NOT NULL CHECK (free_cancel_hours >= 0),
    late_refund_percent BIGINT NOT NULL CHECK (late_refund_percent BETWEEN 0 AND 100),
    opens_at BIGINT,
    closes_at BIGINT,
    code TEXT NOT NULL,
    feed TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE INDEX reservations_site_organisation ON reservations_site (organisation, id);

CREATE TABLE reservations_resource (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    site TEXT NOT NULL REFERENCES reservations_site (id) DEFERRABLE INITIALLY DEFERRED,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    what TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('exclusive', 'units', 'pool', 'derived')),
    capacity BIGINT NOT NULL CHECK (capacity BETWEEN 1 AND 10000),
    hours TEXT NOT NULL,
    before_minutes BIGINT NOT NULL CHECK (before_minutes BETWEEN 0 AND 1440),
    after_minutes BIGINT NOT NULL CHECK (after_minutes BETWEEN 0 AND 1440),
    step_minutes BIGINT NOT NULL CHECK (step_minutes BETWEEN 5 AND 1440),
    min_minutes BIGINT NOT NULL CHECK (min_minutes >= 5),
    max_minutes BIGINT NOT NULL CHECK (max_minutes BETWEEN 5 AND 44640),
    notice_minutes BIGINT NOT NULL CHECK (notice_minutes >= 0),
    horizon_days BIGINT NOT NULL CHECK (horizon_days BETWEEN 0 AND 730),
    person_max BIGINT NOT NULL CHECK (person_max BETWEEN 1 AND 1000),
    approval BIGINT NOT NULL CHECK (approval IN (0, 1)),
    requires TEXT NOT NULL,
    hour_cents BIGINT NOT NULL CHECK (hour_cents >= 0),
    day_cents BIGINT NOT NULL CHECK (day_cents >= 0),
    closed BIGINT NOT NULL CHECK (closed IN (0, 1)),
    longest BIGINT NOT NULL
);
CREATE INDEX reservations_resource_site ON reservations_resource (site, position, id);

CREATE TABLE reservations_standing (
    site TEXT NOT NULL REFERENCES reservations_site (id) DEFERRABLE INITIALLY DEFERRED,
    person TEXT NOT NULL,
    code TEXT NOT NULL,
    until BIGINT,
    given_by TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (site, person, code)
);
CREATE INDEX reservations_standing_person ON reservations_standing (person);

CREATE TABLE reservations_window (
    resource TEXT NOT NULL REFERENCES reservations_resource (id) DEFERRABLE INITIALLY DEFERRED,
    standing TEXT NOT NULL,
    horizon_days BIGINT NOT NULL CHECK (horizon_days BETWEEN 0 AND 730),
    hour_cents BIGINT,
    PRIMARY KEY (resource, standing)
);

CREATE TABLE reservations_closure (
    id TEXT NOT NULL PRIMARY KEY,
    site TEXT NOT NULL REFERENCES reservations_site (id) DEFERRABLE INITIALLY DEFERRED,
    resource TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX reservations_closure_site ON reservations_closure (site, ends_at);

CREATE TABLE reservations_person (
    person TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    feed TEXT NOT NULL UNIQUE
);

CREATE TABLE reservations_booking (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    resource TEXT NOT NULL REFERENCES reservations_resource (id) DEFERRABLE INITIALLY DEFERRED,
    series TEXT,
    person TEXT,
    organisation TEXT,
    title TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 1000),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    busy_from BIGINT NOT NULL,
    busy_to BIGINT NOT NULL CHECK (busy_to > busy_from),
    live_until BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'requested', 'confirmed', 'checked_in', 'done', 'no_show', 'cancelled', 'refused', 'expired')),
    price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
    refund_cents BIGINT NOT NULL CHECK (refund_cents BETWEEN 0 AND price_cents),
    units TEXT NOT NULL,
    request TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX reservations_booking_busy ON reservations_booking (resource, busy_to, busy_from, live_until, quantity);
CREATE INDEX reservations_booking_person ON reservations_booking (person, starts_at);
CREATE INDEX reservations_booking_open ON reservations_booking (state, live_until) WHERE state IN ('held', 'requested', 'confirmed', 'checked_in');
CREATE INDEX reservations_booking_series ON reservations_booking (series) WHERE series IS NOT NULL;

CREATE TABLE reservations_event (
    booking TEXT NOT NULL REFERENCES reservations_booking (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (booking, number)
);

CREATE TABLE reservations_wait (
    id TEXT NOT NULL PRIMARY KEY,
    resource TEXT NOT NULL REFERENCES reservations_resource (id) DEFERRABLE INITIALLY DEFERRED,
    person TEXT NOT NULL,
    title TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 1000),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    rank BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'taken', 'left', 'passed')),
    booking TEXT,
    asked_at BIGINT NOT NULL
);
CREATE INDEX reservations_wait_resource ON reservations_wait (resource, rank) WHERE state = 'waiting';
CREATE INDEX reservations_wait_booking ON reservations_wait (booking) WHERE booking IS NOT NULL;
CREATE INDEX reservations_wait_person ON reservations_wait (person, asked_at);

CREATE TABLE reservations_order (
    resource TEXT NOT NULL REFERENCES reservations_resource (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    wait TEXT NOT NULL,
    what TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (resource, number)
);
