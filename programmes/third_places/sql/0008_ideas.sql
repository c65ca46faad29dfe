CREATE TABLE third_places_idea (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    place TEXT,
    data TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    opened_at BIGINT,
    organisation TEXT,
    file TEXT,
    changed_at BIGINT NOT NULL
);
CREATE INDEX third_places_idea_opened ON third_places_idea (opened_at) WHERE opened_at IS NOT NULL;

CREATE TABLE third_places_idea_member (
    idea TEXT NOT NULL REFERENCES third_places_idea (id) DEFERRABLE INITIALLY DEFERRED,
    person TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('invited', 'member')),
    at BIGINT NOT NULL,
    PRIMARY KEY (idea, person)
);
CREATE INDEX third_places_idea_member_person ON third_places_idea_member (person, idea);

CREATE TABLE third_places_idea_text (
    idea TEXT NOT NULL REFERENCES third_places_idea (id) DEFERRABLE INITIALLY DEFERRED,
    version BIGINT NOT NULL,
    author TEXT,
    data TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (idea, version)
);
CREATE INDEX third_places_idea_text_author ON third_places_idea_text (author) WHERE author IS NOT NULL;

CREATE TABLE third_places_outcome (
    subject TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('introduction', 'idea')),
    person TEXT,
    times BIGINT NOT NULL CHECK (times BETWEEN 1 AND 2),
    asked_at BIGINT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('', 'nothing', 'talked', 'together', 'project', 'created')),
    count BIGINT NOT NULL CHECK (count BETWEEN 0 AND 1000),
    words TEXT NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (subject, number)
);
CREATE UNIQUE INDEX third_places_outcome_person ON third_places_outcome (person, subject) WHERE person IS NOT NULL;
CREATE INDEX third_places_outcome_due ON third_places_outcome (asked_at) WHERE answer = '';
