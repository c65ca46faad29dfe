//! What the columns of the ledger say about people: whose an account is, and what was paid for.

use people::data_map::{DataMap, Erasure, Personal, Retention};

/// What the books of a legal entity say, which the law has it keep for ten years.
const BOOK: Personal = Personal {
    table: "ledger_account",
    columns: &[],
    what: "ledger-map-what-account",
    persons: "ledger-map-persons",
    purpose: "ledger-map-purpose",
    basis: "ledger-map-basis",
    retention: Retention::said("ledger-map-kept"),
    seen_by: "ledger-map-seen",
    erasure: Erasure::Keep("ledger-map-keep"),
};

/// The columns of the ledger.
pub const DATA_MAP: DataMap = DataMap {
    context: "ledger",
    personal: &[
        Personal { columns: &["owner", "created_at"], ..BOOK },
        Personal {
            columns: &["debits_pending", "debits_posted", "credits_pending", "credits_posted"],
            what: "ledger-map-what-balance",
            ..BOOK
        },
        Personal {
            table: "ledger_transfer",
            columns: &["amount", "code", "reference", "label", "effective", "at"],
            what: "ledger-map-what-transfer",
            ..BOOK
        },
        Personal {
            table: "ledger_line",
            columns: &["party", "text", "amount", "day"],
            what: "ledger-map-what-line",
            ..BOOK
        },
        Personal {
            table: "ledger_statement",
            columns: &["read_by", "read_at"],
            what: "ledger-map-what-reader",
            ..BOOK
        },
    ],
    other: &[
        (
            "ledger_statement",
            &["id", "entity", "iban", "name", "first_day", "last_day", "opening", "closing"],
        ),
        ("ledger_line", &["id", "entity", "statement", "transfer"]),
        (
            "ledger_entity",
            &[
                "number",
                "version",
                "organisation",
                "name",
                "siren",
                "accounts",
                "transfers",
                "seal",
                "next_expiry",
                "closed_through",
                "created_at",
            ],
        ),
        (
            "ledger_account",
            &[
                "number",
                "entity",
                "purpose",
                "unit",
                "max_debit",
                "max_credit",
                "closed_at",
                "last_transfer",
                "moves",
            ],
        ),
        (
            "ledger_transfer",
            &[
                "entity",
                "number",
                "id",
                "flags",
                "debit",
                "credit",
                "pending",
                "timeout_s",
                "debit_balance",
                "credit_balance",
                "debit_before",
                "credit_before",
                "seal",
            ],
        ),
        ("ledger_mark", &["account", "number"]),
        ("ledger_pending", &["id", "entity", "state", "expires_at"]),
        ("ledger_failed", &["id", "status", "at"]),
        ("ledger_day", &["account", "day", "debits", "credits"]),
    ],
};
