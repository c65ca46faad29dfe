//! What the columns of the kernel say about people: commands, kept files, jobs and mails, sessions.

use super::{COMMAND_DAYS, DataMap, Erasure, MAIL_DAYS, Personal, Retention};

const SECURITY: Personal = Personal {
    table: "",
    columns: &[],
    what: "",
    persons: "people-map-persons-account",
    purpose: "people-map-purpose-security",
    basis: "people-map-basis-security",
    retention: Retention::said("people-map-kept-account"),
    seen_by: "people-map-seen-nobody",
    erasure: Erasure::Delete,
};

/// The columns of the store.
pub const STORE_DATA_MAP: DataMap = DataMap {
    context: "store",
    personal: &[
        Personal {
            table: "store_command",
            columns: &["key", "digest", "answer", "at"],
            what: "people-map-what-command",
            retention: Retention::days("people-map-kept-command", COMMAND_DAYS),
            ..SECURITY
        },
        Personal {
            table: "store_blob",
            columns: &["bytes"],
            what: "people-map-what-file",
            persons: "people-map-persons-named",
            purpose: "people-map-purpose-file",
            basis: "people-map-basis-mission",
            retention: Retention::said("people-map-kept-file"),
            seen_by: "people-map-seen-file",
            erasure: Erasure::Keep("people-map-keep-file"),
        },
    ],
    other: &[
        ("store_migration", &["context", "number", "name", "checksum", "at"]),
        ("store_blob", &["hash", "size", "uses"]),
        ("store_term", &["collection", "term", "document", "count"]),
    ],
};

/// The columns of jobs and mails.
pub const WORK_DATA_MAP: DataMap = DataMap {
    context: "work",
    personal: &[Personal {
        table: "work_job",
        columns: &["payload", "last_error", "unique_key"],
        what: "people-map-what-mail",
        purpose: "people-map-purpose-mail",
        basis: "people-map-basis-mission",
        retention: Retention::days("people-map-kept-mail", MAIL_DAYS),
        seen_by: "people-map-seen-administrators",
        ..SECURITY
    }],
    other: &[(
        "work_job",
        &["id", "kind", "state", "due_at", "lease_until", "attempts", "created_at", "ended_at"],
    )],
};

/// The columns of sessions.
pub const WEB_DATA_MAP: DataMap = DataMap {
    context: "web",
    personal: &[
        Personal {
            table: "web_session",
            columns: &[
                "subject",
                "token_hash",
                "agent",
                "created_at",
                "seen_at",
                "proved_at",
                "expires_at",
                "strong",
            ],
            what: "people-map-what-session",
            purpose: "people-map-purpose-account",
            basis: "people-map-basis-mission",
            retention: Retention::days("people-map-kept-session", web::sessions::IDLE_DAYS),
            seen_by: "people-map-seen-self",
            ..SECURITY
        },
        Personal {
            table: "web_rate",
            columns: &["key", "spent_until"],
            what: "people-map-what-rate",
            retention: Retention::said("people-map-kept-rate"),
            erasure: Erasure::Keep("people-map-keep-rate"),
            ..SECURITY
        },
        Personal {
            table: "web_setting",
            columns: &["value"],
            what: "people-map-what-setting",
            persons: "people-map-persons-answering",
            purpose: "people-map-purpose-publish",
            basis: "people-map-basis-law",
            retention: Retention::said("people-map-kept-setting"),
            seen_by: "people-map-seen-public",
            erasure: Erasure::Keep("people-map-keep-setting"),
        },
    ],
    other: &[
        ("web_session", &["id"]),
        ("web_secret", &["name", "value"]),
        ("web_setting", &["name", "version"]),
    ],
};
