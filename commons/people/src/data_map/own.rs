//! What the columns of this crate say about people.

use super::{BOUNCE_DAYS, DataMap, Erasure, IDLE_DAYS, NOTICE_KEPT_DAYS, Personal, Retention};

/// The longest-lived link, an invitation, is good for so many days.
const LINK_DAYS: i64 = 7;

const ACCOUNT: Personal = Personal {
    table: "people_person",
    columns: &[],
    what: "",
    persons: "people-map-persons-account",
    purpose: "people-map-purpose-account",
    basis: "people-map-basis-mission",
    retention: Retention::days("people-map-kept-idle", IDLE_DAYS),
    seen_by: "people-map-seen-account",
    erasure: Erasure::Delete,
};

/// What only the owner knows, kept in a form that cannot be read back.
const SECRET: Personal = Personal {
    seen_by: "people-map-seen-nobody",
    purpose: "people-map-purpose-security",
    basis: "people-map-basis-security",
    ..ACCOUNT
};

/// What somebody is told, how, and whether it reaches them.
const TOLD: Personal = Personal {
    purpose: "people-map-purpose-mail",
    retention: Retention::said("people-map-kept-account"),
    seen_by: "people-map-seen-self",
    ..ACCOUNT
};

/// The columns of accounts, organisations, rights and the log.
pub const DATA_MAP: DataMap = DataMap {
    context: "people",
    personal: &[
        Personal {
            columns: &["email", "name", "lang"],
            what: "people-map-what-account",
            ..ACCOUNT
        },
        Personal {
            columns: &["id", "created_at", "seen_at", "warned_at", "daily_at", "weekly_at"],
            what: "people-map-what-use",
            seen_by: "people-map-seen-self",
            ..ACCOUNT
        },
        Personal { columns: &["password_hash"], what: "people-map-what-password", ..SECRET },
        Personal {
            table: "people_link",
            columns: &["token_hash", "person", "expires_at"],
            what: "people-map-what-link",
            retention: Retention::days("people-map-kept-link", LINK_DAYS),
            ..SECRET
        },
        Personal {
            table: "people_grant",
            columns: &[
                "person",
                "role",
                "scope",
                "valid_from",
                "valid_until",
                "revoked_at",
                "source",
            ],
            what: "people-map-what-grant",
            retention: Retention::said("people-map-kept-account"),
            ..ACCOUNT
        },
        Personal {
            table: "people_grant",
            columns: &["granted_by"],
            what: "people-map-what-granted-by",
            retention: Retention::said("people-map-kept-grant"),
            seen_by: "people-map-seen-administrators",
            erasure: Erasure::Keep("people-map-keep-number"),
            ..ACCOUNT
        },
        Personal {
            table: "people_token",
            columns: &["person", "name", "token_hash", "scopes", "created_at", "expires_at"],
            what: "people-map-what-token",
            retention: Retention::days("people-map-kept-token", crate::tokens::TOKEN_DAYS),
            seen_by: "people-map-seen-self",
            ..ACCOUNT
        },
        Personal {
            table: "people_second_step",
            columns: &["person", "secret", "confirmed_at", "last_turn"],
            what: "people-map-what-second-step",
            retention: Retention::said("people-map-kept-account"),
            ..SECRET
        },
        Personal {
            table: "people_spare_code",
            columns: &["code_hash", "person"],
            what: "people-map-what-spare-code",
            retention: Retention::said("people-map-kept-account"),
            ..SECRET
        },
        Personal {
            table: "people_half_sign_in",
            columns: &["token_hash", "person", "attempts", "expires_at"],
            what: "people-map-what-half-sign-in",
            retention: Retention::said("people-map-kept-half-sign-in"),
            ..SECRET
        },
        Personal {
            table: "people_ceremony",
            columns: &["token_hash", "purpose", "person", "content", "attempts", "expires_at"],
            what: "people-map-what-ceremony",
            retention: Retention::said("people-map-kept-ceremony"),
            ..SECRET
        },
        Personal {
            table: "people_passkey",
            columns: &["id", "person", "credential", "name", "public_key", "created_at", "used_at"],
            what: "people-map-what-passkey",
            retention: Retention::said("people-map-kept-account"),
            seen_by: "people-map-seen-self",
            ..SECRET
        },
        Personal {
            table: "people_identity",
            columns: &[
                "issuer",
                "subject",
                "person",
                "service",
                "siret",
                "employer",
                "joined_at",
                "used_at",
            ],
            what: "people-map-what-identity",
            retention: Retention::said("people-map-kept-account"),
            seen_by: "people-map-seen-self",
            ..SECRET
        },
        Personal {
            table: "people_identity",
            columns: &["pivot"],
            what: "people-map-what-pivot",
            purpose: "people-map-purpose-pivot",
            retention: Retention::said("people-map-kept-pivot"),
            seen_by: "people-map-seen-self",
            ..ACCOUNT
        },
        Personal {
            table: "people_notice",
            columns: &[
                "person",
                "unique_key",
                "kind",
                "text_key",
                "args",
                "link",
                "channel",
                "made_at",
                "read_at",
                "sent_at",
            ],
            what: "people-map-what-notice",
            retention: Retention::days("people-map-kept-notice", NOTICE_KEPT_DAYS),
            ..TOLD
        },
        Personal {
            table: "people_notice_choice",
            columns: &["person", "kind", "channel", "previous", "at"],
            what: "people-map-what-choice",
            ..TOLD
        },
        Personal {
            table: "people_failing",
            columns: &["email", "code", "at"],
            what: "people-map-what-failing",
            seen_by: "people-map-seen-account",
            ..TOLD
        },
        Personal {
            table: "people_bounce",
            columns: &["mail", "email", "hard", "code", "at"],
            what: "people-map-what-bounce",
            retention: Retention::days("people-map-kept-bounce", BOUNCE_DAYS),
            ..TOLD
        },
        Personal {
            table: "people_browser",
            columns: &["person", "browser_hash", "seen_at"],
            what: "people-map-what-browser",
            retention: Retention::days("people-map-kept-browser", NOTICE_KEPT_DAYS),
            ..SECRET
        },
        Personal {
            table: "people_address_link",
            columns: &["token_hash", "person", "email", "expires_at"],
            what: "people-map-what-address-link",
            retention: Retention::said("people-map-kept-address-link"),
            ..SECRET
        },
        Personal {
            table: "people_organisation",
            columns: &["address", "postcode", "city"],
            what: "people-map-what-address",
            persons: "people-map-persons-managers",
            retention: Retention::said("people-map-kept-organisation"),
            seen_by: "people-map-seen-organisation",
            erasure: Erasure::Keep("people-map-keep-organisation"),
            ..ACCOUNT
        },
        Personal {
            table: "people_directory",
            columns: &["address", "postcode", "city", "commune"],
            what: "people-map-what-address",
            persons: "people-map-persons-managers",
            purpose: "people-map-purpose-directory",
            retention: Retention::said("people-map-kept-directory"),
            seen_by: "people-map-seen-account-holders",
            erasure: Erasure::Keep("people-map-keep-directory"),
            ..ACCOUNT
        },
        Personal {
            table: "people_audit",
            columns: &["at", "actor", "action", "object", "detail"],
            what: "people-map-what-audit",
            retention: Retention::said("people-map-kept-audit"),
            seen_by: "people-map-seen-administrators",
            erasure: Erasure::Keep("people-map-keep-audit"),
            ..SECRET
        },
    ],
    other: &[
        ("people_person", &["version"]),
        (
            "people_organisation",
            &["id", "version", "name", "kind", "siret", "rna", "invented", "created_at"],
        ),
        ("people_notice", &["id"]),
        (
            "people_directory",
            &[
                "source", "key", "name", "sought", "sign", "siret", "rna", "category", "activity",
                "ess", "seat", "state", "seen",
            ],
        ),
        (
            "people_directory_import",
            &[
                "source",
                "run",
                "digest",
                "byte",
                "line",
                "kept",
                "skipped",
                "bad",
                "kept_before",
                "closed_to",
                "ended_at",
            ],
        ),
        ("people_first_link", &["token_hash", "expires_at"]),
        ("people_grant", &["id"]),
        ("people_token", &["id"]),
        ("people_audit", &["number", "hash"]),
        ("people_audit_head", &["name", "number", "hash"]),
    ],
};
