//! What the columns of third places say about people: who wrote, and whoever can be reached at a
//! place. The rest speaks of places.

use people::data_map::{DataMap, Erasure, Personal, Retention};

/// A file of places is kept so many days after it was sent: as long as its import takes.
pub const UPLOAD_DAYS: i64 = 30;

/// How to reach a place, and what it says of itself: people may be named there.
const TEXT: Personal = Personal {
    table: "third_places_place",
    columns: &["data", "results"],
    what: "places-map-what-text",
    persons: "places-map-persons-hosts",
    purpose: "places-map-purpose",
    basis: "people-map-basis-mission",
    retention: Retention::said("places-map-kept"),
    seen_by: "people-map-seen-public",
    erasure: Erasure::Keep("places-map-keep-text"),
};

/// Who changed something: a number that leads to an account.
const AUTHOR: Personal = Personal {
    table: "third_places_event",
    columns: &["author", "at"],
    what: "places-map-what-author",
    persons: "places-map-persons-writers",
    seen_by: "places-map-seen-author",
    erasure: Erasure::Keep("people-map-keep-number"),
    ..TEXT
};

/// What parents say of a child, sealed under a key of its own.
const CHILD: Personal = Personal {
    table: "third_places_child",
    columns: &["parent", "number", "walks", "sealed", "created_at", "changed_at"],
    what: "places-map-what-child",
    persons: "places-map-persons-families",
    purpose: "places-map-purpose-child",
    basis: "places-map-basis-child",
    retention: Retention::said("places-map-kept-child"),
    seen_by: "places-map-seen-child",
    erasure: Erasure::Delete,
};

/// When a child was there; without its file it says nothing of anybody.
const STAY: Personal = Personal {
    table: "third_places_stay",
    columns: &["booking", "child", "walks", "starts_at", "ends_at", "made_at"],
    what: "places-map-what-stay",
    retention: Retention::said("places-map-kept-stay"),
    erasure: Erasure::Blank,
    ..CHILD
};

/// The staff's plan.
const CARER: Personal = Personal {
    table: "third_places_carer",
    columns: &["name", "qualification", "left_at"],
    what: "places-map-what-carer",
    persons: "places-map-persons-carers",
    retention: Retention::said("places-map-kept-carer"),
    seen_by: "places-map-seen-carer",
    erasure: Erasure::Keep("places-map-keep-carer"),
    ..CHILD
};

/// What somebody says to be met; it rests on their consent.
const PROFILE: Personal = Personal {
    table: "third_places_profile",
    columns: &["person", "id", "version", "visible", "data", "changed_at"],
    what: "places-map-what-profile",
    persons: "places-map-persons-meeting",
    purpose: "places-map-purpose-meeting",
    basis: "places-map-basis-consent",
    retention: Retention::said("places-map-kept-profile"),
    seen_by: "places-map-seen-profile",
    erasure: Erasure::Delete,
};

/// Who leads an event.
const LEADER: Personal = Personal {
    table: "third_places_gathering",
    columns: &["leader", "data", "folded"],
    what: "places-map-what-leader",
    persons: "places-map-persons-members",
    purpose: "places-map-purpose-agenda",
    seen_by: "places-map-seen-leader",
    erasure: Erasure::Blank,
    ..TEXT
};

/// Who asked for what is drawn.
const WISH: Personal = Personal {
    table: "third_places_wish",
    columns: &["person", "number", "quantity", "wishes", "answer", "reasons", "asked_at"],
    what: "places-map-what-wish",
    seen_by: "places-map-seen-wish",
    ..LEADER
};

/// What is proposed to a place.
const PROPOSAL: Personal = Personal {
    table: "third_places_proposal",
    columns: &["person", "title", "data", "created_at", "changed_at"],
    what: "places-map-what-proposal",
    seen_by: "places-map-seen-proposal",
    ..LEADER
};

/// The columns of this programme.
pub const DATA_MAP: DataMap = DataMap {
    context: "third_places",
    personal: &[
        TEXT,
        Personal {
            table: "third_places_picture",
            columns: &["bytes"],
            what: "places-map-what-picture",
            ..TEXT
        },
        AUTHOR,
        Personal { table: "third_places_picture", ..AUTHOR },
        Personal {
            table: "third_places_upload",
            columns: &["author", "at"],
            retention: Retention::days("places-map-kept-upload", UPLOAD_DAYS),
            seen_by: "places-map-seen-network",
            ..AUTHOR
        },
        Personal {
            table: "third_places_upload",
            columns: &["text"],
            what: "places-map-what-upload",
            retention: Retention::days("places-map-kept-upload", UPLOAD_DAYS),
            seen_by: "places-map-seen-network",
            ..TEXT
        },
        CHILD,
        Personal {
            table: "third_places_child_reader",
            columns: &["child", "person", "given_at"],
            what: "places-map-what-reader",
            ..CHILD
        },
        STAY,
        Personal {
            table: "third_places_seat_wait",
            columns: &["parent", "children", "starts_at", "ends_at", "rank", "state", "asked_at"],
            what: "places-map-what-seat-wait",
            retention: Retention::days("places-map-kept-seat-wait", crate::childcare::WAIT_DAYS),
            ..CHILD
        },
        CARER,
        Personal {
            table: "third_places_shift",
            columns: &["carer", "starts_at", "ends_at"],
            ..CARER
        },
        Personal {
            table: "third_places_absence",
            columns: &["carer", "starts_at", "ends_at"],
            ..CARER
        },
        PROFILE,
        Personal {
            table: "third_places_turned_down",
            columns: &["person", "other", "kind", "at"],
            what: "places-map-what-turned-down",
            retention: Retention::said("places-map-kept-turned-down"),
            seen_by: "places-map-seen-own",
            ..PROFILE
        },
        Personal {
            table: "third_places_pace",
            columns: &["person", "since", "asked"],
            what: "places-map-what-pace",
            retention: Retention::days("places-map-kept-pace", crate::meeting::WEEK_DAYS),
            seen_by: "places-map-seen-own",
            ..PROFILE
        },
        Personal {
            table: "third_places_introduction",
            columns: &["pair", "asker", "asked", "words"],
            what: "places-map-what-introduction",
            seen_by: "places-map-seen-pair",
            erasure: Erasure::Blank,
            ..PROFILE
        },
        Personal {
            table: "third_places_idea",
            columns: &["data"],
            what: "places-map-what-idea",
            retention: Retention::said("places-map-kept-idea"),
            seen_by: "places-map-seen-idea",
            erasure: Erasure::Keep("places-map-keep-idea"),
            ..PROFILE
        },
        Personal {
            table: "third_places_idea_member",
            columns: &["idea", "person", "state", "at"],
            what: "places-map-what-idea-member",
            retention: Retention::said("places-map-kept-idea"),
            seen_by: "places-map-seen-idea",
            ..PROFILE
        },
        Personal {
            table: "third_places_idea_text",
            columns: &["author", "data", "at"],
            what: "places-map-what-idea",
            retention: Retention::said("places-map-kept-idea"),
            seen_by: "places-map-seen-idea",
            erasure: Erasure::Keep("places-map-keep-idea"),
            ..PROFILE
        },
        Personal {
            table: "third_places_outcome",
            columns: &["person", "words"],
            what: "places-map-what-outcome",
            seen_by: "places-map-seen-own",
            erasure: Erasure::Blank,
            ..PROFILE
        },
        LEADER,
        Personal { table: "third_places_gathering", columns: &["author"], ..AUTHOR },
        Personal { table: "third_places_draw", columns: &["author"], ..AUTHOR },
        WISH,
        PROPOSAL,
        Personal { table: "third_places_exchange", columns: &["person", "said", "at"], ..PROPOSAL },
    ],
    other: &[
        (
            "third_places_draw",
            &[
                "id",
                "version",
                "place",
                "state",
                "title",
                "closes_at",
                "priority",
                "kept_for",
                "kept_percent",
                "seed",
                "commitment",
                "last_number",
                "published",
                "drawn_at",
                "created_at",
            ],
        ),
        (
            "third_places_gathering",
            &[
                "id",
                "version",
                "place",
                "state",
                "kind",
                "language",
                "starts_at",
                "ends_at",
                "seats",
                "party_max",
                "title",
                "partner",
                "draw",
                "results",
                "came",
                "reason",
                "created_at",
                "changed_at",
            ],
        ),
        ("third_places_wish", &["id", "draw", "gathering", "told"]),
        (
            "third_places_proposal",
            &["id", "version", "place", "what", "organisation", "state", "became"],
        ),
        ("third_places_exchange", &["proposal", "number", "by_host", "what"]),
        (
            "third_places_place",
            &[
                "id",
                "version",
                "state",
                "host",
                "host_name",
                "name",
                "folded",
                "source",
                "source_id",
                "edited_at",
                "created_at",
                "changed_at",
            ],
        ),
        (
            "third_places_space",
            &["id", "place", "kind", "name", "surface_m2", "seats", "description", "equipment"],
        ),
        ("third_places_service", &["id", "place", "name", "data", "changed_at"]),
        (
            "third_places_picture",
            &["id", "place", "space", "kind", "alt", "media_type", "width", "height"],
        ),
        (
            "third_places_tour",
            &[
                "id",
                "version",
                "state",
                "host_name",
                "name",
                "folded",
                "description",
                "website",
                "results",
                "created_at",
                "changed_at",
            ],
        ),
        ("third_places_stage", &["id", "tour", "number", "place", "data", "results"]),
        ("third_places_event", &["id", "subject", "kind", "detail"]),
        (
            "third_places_upload",
            &["id", "version", "source", "name", "mapping", "department", "report"],
        ),
        (
            "third_places_nursery",
            &[
                "id",
                "version",
                "place",
                "name",
                "places",
                "ratio",
                "surplus",
                "hours",
                "authorised_on",
                "authorisation",
                "last_number",
                "created_at",
                "changed_at",
            ],
        ),
        ("third_places_carer", &["id", "nursery"]),
        ("third_places_shift", &["id", "nursery"]),
        ("third_places_absence", &["id", "nursery"]),
        ("third_places_child", &["id", "version", "nursery"]),
        ("third_places_stay", &["nursery"]),
        ("third_places_seat_wait", &["id", "nursery"]),
        ("third_places_seat_order", &["nursery", "number", "at", "wait", "what", "reason"]),
        (
            "third_places_introduction",
            &["id", "version", "place", "state", "asked_at", "answered_at"],
        ),
        (
            "third_places_idea",
            &[
                "id",
                "version",
                "place",
                "made_at",
                "opened_at",
                "organisation",
                "file",
                "changed_at",
            ],
        ),
        ("third_places_idea_text", &["idea", "version"]),
        (
            "third_places_outcome",
            &["subject", "number", "kind", "times", "asked_at", "answer", "count", "answered_at"],
        ),
    ],
};
