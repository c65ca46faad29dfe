CREATE TABLE third_places_profile (
    person TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    visible TEXT NOT NULL CHECK (visible IN ('nobody', 'places', 'everybody')),
    data TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX third_places_profile_visible ON third_places_profile (visible, person);

CREATE TABLE third_places_turned_down (
    person TEXT NOT NULL,
    other TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('dismissed', 'declined', 'blocked')),
    at BIGINT NOT NULL,
    PRIMARY KEY (person, other)
);
CREATE INDEX third_places_turned_down_other ON third_places_turned_down (other, person);

CREATE TABLE third_places_pace (
    person TEXT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL,
    asked BIGINT NOT NULL
);

CREATE TABLE third_places_introduction (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    pair TEXT UNIQUE,
    asker TEXT,
    asked TEXT,
    place TEXT,
    words TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'declined')),
    asked_at BIGINT NOT NULL,
    answered_at BIGINT
);
CREATE INDEX third_places_introduction_asker ON third_places_introduction (asker, asked_at) WHERE asker IS NOT NULL;
CREATE INDEX third_places_introduction_asked ON third_places_introduction (asked, asked_at) WHERE asked IS NOT NULL;
CREATE INDEX third_places_introduction_answered ON third_places_introduction (state, answered_at);
