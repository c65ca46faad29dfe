//! What the columns of calls say about people: those who write files, those named in them, those
//! who read them, and those who decide.

use people::data_map::{DataMap, Erasure, Personal, Retention};

/// A draft that nobody has changed for so many days is erased: three months.
pub const DRAFT_DAYS: i64 = 90;

/// What an application says: it belongs to its organisation.
const FILE: Personal = Personal {
    table: "calls_file",
    columns: &[],
    what: "calls-map-what-file",
    persons: "people-map-persons-named",
    purpose: "people-map-purpose-file",
    basis: "people-map-basis-mission",
    retention: Retention::days("calls-map-kept-file", DRAFT_DAYS),
    seen_by: "people-map-seen-file",
    erasure: Erasure::Keep("people-map-keep-file"),
};

/// Who did something with an application: a number that leads to an account.
const AUTHOR: Personal = Personal {
    what: "calls-map-what-author",
    persons: "calls-map-persons-writers",
    retention: Retention::said("calls-map-kept-record"),
    erasure: Erasure::Keep("people-map-keep-number"),
    ..FILE
};

/// What a reader declares and gives.
const READING: Personal = Personal {
    table: "calls_reading",
    what: "calls-map-what-reading",
    persons: "calls-map-persons-readers",
    purpose: "calls-map-purpose-reading",
    retention: Retention::said("calls-map-kept-record"),
    seen_by: "calls-map-seen-reading",
    erasure: Erasure::Keep("calls-map-keep-opinion"),
    ..FILE
};

/// Who laid down rules and decided, for the département.
const OFFICER: Personal = Personal {
    what: "calls-map-what-officer",
    persons: "calls-map-persons-officers",
    purpose: "calls-map-purpose-decision",
    retention: Retention::said("calls-map-kept-record"),
    seen_by: "calls-map-seen-officers",
    erasure: Erasure::Keep("people-map-keep-number"),
    ..FILE
};

/// The columns of this programme.
pub const DATA_MAP: DataMap = DataMap {
    context: "calls",
    personal: &[
        Personal { columns: &["title", "answers"], ..FILE },
        Personal { table: "calls_file_version", columns: &["answers"], ..FILE },
        Personal {
            table: "calls_attachment",
            columns: &["name", "blob"],
            what: "calls-map-what-attachment",
            ..FILE
        },
        Personal {
            table: "calls_event",
            columns: &["message"],
            what: "calls-map-what-message",
            retention: Retention::said("calls-map-kept-record"),
            ..FILE
        },
        Personal { columns: &["created_by", "saved_by", "created_at", "saved_at"], ..AUTHOR },
        Personal { table: "calls_file_version", columns: &["author", "at"], ..AUTHOR },
        Personal { table: "calls_attachment", columns: &["author", "at"], ..AUTHOR },
        Personal { table: "calls_event", columns: &["author", "at"], ..AUTHOR },
        Personal {
            columns: &["reader", "state", "assigned_at", "given_at"],
            what: "calls-map-what-reader",
            ..READING
        },
        Personal {
            columns: &["conflict"],
            what: "calls-map-what-conflict",
            erasure: Erasure::Blank,
            ..READING
        },
        Personal { columns: &["comment"], ..READING },
        Personal { table: "calls_score", columns: &["points", "comment"], ..READING },
        Personal { table: "calls_reading", columns: &["assigned_by"], ..OFFICER },
        Personal { table: "calls_revision", columns: &["author", "at"], ..OFFICER },
        Personal { table: "calls_decision", columns: &["author", "at"], ..OFFICER },
    ],
    other: &[
        (
            "calls_call",
            &[
                "id",
                "version",
                "slug",
                "title",
                "summary",
                "body",
                "legal_basis",
                "state",
                "revision",
                "opened_at",
                "created_at",
            ],
        ),
        ("calls_numbering", &["year", "last_number"]),
        ("calls_revision", &["call", "revision", "rules"]),
        (
            "calls_session",
            &[
                "id",
                "version",
                "call",
                "title",
                "cut_off_at",
                "state",
                "envelopes",
                "decision_reference",
                "decided_on",
                "published_at",
            ],
        ),
        (
            "calls_file",
            &[
                "id",
                "version",
                "call",
                "revision",
                "organisation",
                "organisation_name",
                "state",
                "number",
                "session",
                "warned_at",
                "submitted_at",
            ],
        ),
        ("calls_file_version", &["file", "version"]),
        ("calls_attachment", &["id", "file", "field", "media_type", "size"]),
        ("calls_event", &["id", "file", "kind", "due_on"]),
        ("calls_reading", &["id", "version", "file"]),
        ("calls_score", &["reading", "criterion"]),
        ("calls_decision", &["file", "session", "outcome", "reason"]),
        ("calls_award", &["file", "line", "amount"]),
    ],
};
