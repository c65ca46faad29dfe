CREATE TABLE third_places_nursery (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    place TEXT NOT NULL REFERENCES third_places_place (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    places BIGINT NOT NULL CHECK (places BETWEEN 1 AND 60),
    ratio TEXT NOT NULL CHECK (ratio IN ('walking', 'all')),
    surplus BIGINT NOT NULL CHECK (surplus IN (0, 1)),
    hours TEXT NOT NULL,
    authorised_on TEXT NOT NULL,
    authorisation TEXT NOT NULL,
    last_number BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX third_places_nursery_place ON third_places_nursery (place, id);

CREATE TABLE third_places_carer (
    id TEXT NOT NULL PRIMARY KEY,
    nursery TEXT NOT NULL REFERENCES third_places_nursery (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    qualification TEXT NOT NULL,
    left_at BIGINT
);
CREATE INDEX third_places_carer_nursery ON third_places_carer (nursery, id);

CREATE TABLE third_places_shift (
    id TEXT NOT NULL PRIMARY KEY,
    nursery TEXT NOT NULL REFERENCES third_places_nursery (id) DEFERRABLE INITIALLY DEFERRED,
    carer TEXT NOT NULL REFERENCES third_places_carer (id) DEFERRABLE INITIALLY DEFERRED,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at)
);
CREATE INDEX third_places_shift_nursery ON third_places_shift (nursery, ends_at, starts_at);
CREATE INDEX third_places_shift_carer ON third_places_shift (carer, ends_at);

CREATE TABLE third_places_absence (
    id TEXT NOT NULL PRIMARY KEY,
    nursery TEXT NOT NULL REFERENCES third_places_nursery (id) DEFERRABLE INITIALLY DEFERRED,
    carer TEXT NOT NULL REFERENCES third_places_carer (id) DEFERRABLE INITIALLY DEFERRED,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at)
);
CREATE INDEX third_places_absence_nursery ON third_places_absence (nursery, ends_at, starts_at);

CREATE TABLE third_places_child (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    nursery TEXT NOT NULL REFERENCES third_places_nursery (id) DEFERRABLE INITIALLY DEFERRED,
    parent TEXT NOT NULL,
    number BIGINT NOT NULL,
    walks BIGINT NOT NULL CHECK (walks IN (0, 1)),
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX third_places_child_number ON third_places_child (nursery, number);
CREATE INDEX third_places_child_parent ON third_places_child (parent, id);

CREATE TABLE third_places_child_reader (
    child TEXT NOT NULL REFERENCES third_places_child (id) DEFERRABLE INITIALLY DEFERRED,
    person TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (child, person)
);
CREATE INDEX third_places_child_reader_person ON third_places_child_reader (person);

CREATE TABLE third_places_stay (
    booking TEXT NOT NULL PRIMARY KEY,
    nursery TEXT NOT NULL REFERENCES third_places_nursery (id) DEFERRABLE INITIALLY DEFERRED,
    child TEXT,
    walks BIGINT NOT NULL CHECK (walks IN (0, 1)),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    made_at BIGINT NOT NULL
);
CREATE INDEX third_places_stay_nursery ON third_places_stay (nursery, ends_at, starts_at);
CREATE INDEX third_places_stay_child ON third_places_stay (child, starts_at) WHERE child IS NOT NULL;
