CREATE TABLE third_places_seat_wait (
    id TEXT NOT NULL PRIMARY KEY,
    nursery TEXT NOT NULL REFERENCES third_places_nursery (id) DEFERRABLE INITIALLY DEFERRED,
    parent TEXT NOT NULL,
    children TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    rank BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'seated', 'left', 'passed')),
    asked_at BIGINT NOT NULL
);
CREATE INDEX third_places_seat_wait_nursery ON third_places_seat_wait (nursery, rank) WHERE state = 'waiting';
CREATE INDEX third_places_seat_wait_parent ON third_places_seat_wait (parent, asked_at);

CREATE TABLE third_places_seat_order (
    nursery TEXT NOT NULL REFERENCES third_places_nursery (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    wait TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('joined', 'seated', 'ahead', 'left', 'passed')),
    reason TEXT NOT NULL,
    PRIMARY KEY (nursery, number)
);
