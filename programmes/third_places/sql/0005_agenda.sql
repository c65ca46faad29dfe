CREATE TABLE third_places_draw (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    place TEXT NOT NULL REFERENCES third_places_place (id) DEFERRABLE INITIALLY DEFERRED,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
    title TEXT NOT NULL,
    closes_at BIGINT NOT NULL,
    priority TEXT NOT NULL,
    kept_for TEXT NOT NULL,
    kept_percent BIGINT NOT NULL CHECK (kept_percent BETWEEN 0 AND 100),
    seed TEXT NOT NULL,
    commitment TEXT NOT NULL,
    last_number BIGINT NOT NULL,
    published TEXT NOT NULL,
    drawn_at BIGINT,
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX third_places_draw_place ON third_places_draw (place, id);
CREATE INDEX third_places_draw_due ON third_places_draw (closes_at) WHERE state = 'open';

CREATE TABLE third_places_gathering (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    place TEXT NOT NULL REFERENCES third_places_place (id) DEFERRABLE INITIALLY DEFERRED,
    state TEXT NOT NULL CHECK (state IN ('draft', 'announced', 'cancelled', 'over')),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    seats BIGINT NOT NULL CHECK (seats BETWEEN 1 AND 500),
    party_max BIGINT NOT NULL CHECK (party_max BETWEEN 1 AND 10),
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    data TEXT NOT NULL,
    leader TEXT NOT NULL,
    partner TEXT NOT NULL,
    draw TEXT REFERENCES third_places_draw (id) DEFERRABLE INITIALLY DEFERRED,
    results TEXT NOT NULL,
    came BIGINT CHECK (came >= 0),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX third_places_gathering_place ON third_places_gathering (place, starts_at, id);
CREATE INDEX third_places_gathering_when ON third_places_gathering (state, ends_at, id);
CREATE INDEX third_places_gathering_draw ON third_places_gathering (draw) WHERE draw IS NOT NULL;
CREATE INDEX third_places_gathering_leader ON third_places_gathering (leader, starts_at);

CREATE TABLE third_places_wish (
    id TEXT NOT NULL PRIMARY KEY,
    draw TEXT NOT NULL REFERENCES third_places_draw (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    person TEXT,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 10),
    wishes TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('', 'seat', 'wait', 'none')),
    gathering TEXT,
    reasons TEXT NOT NULL,
    told BIGINT NOT NULL CHECK (told IN (0, 1)),
    asked_at BIGINT NOT NULL,
    UNIQUE (draw, number)
);
CREATE UNIQUE INDEX third_places_wish_person ON third_places_wish (draw, person) WHERE person IS NOT NULL;
CREATE INDEX third_places_wish_untold ON third_places_wish (id) WHERE told = 0 AND answer <> '';
CREATE INDEX third_places_wish_own ON third_places_wish (person, asked_at);

CREATE TABLE third_places_proposal (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    place TEXT NOT NULL REFERENCES third_places_place (id) DEFERRABLE INITIALLY DEFERRED,
    what TEXT NOT NULL CHECK (what IN ('event', 'service')),
    person TEXT,
    organisation TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'accepted', 'declined', 'withdrawn')),
    title TEXT NOT NULL,
    data TEXT NOT NULL,
    became TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX third_places_proposal_place ON third_places_proposal (place, state, id);
CREATE INDEX third_places_proposal_person ON third_places_proposal (person, id);

CREATE TABLE third_places_exchange (
    proposal TEXT NOT NULL REFERENCES third_places_proposal (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    person TEXT,
    by_host BIGINT NOT NULL CHECK (by_host IN (0, 1)),
    what TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (proposal, number)
);
