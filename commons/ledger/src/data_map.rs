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
            columns: &["party", "text", "amount", "day", "iban", "meaning", "reason"],
            what: "ledger-map-what-line",
            ..BOOK
        },
        Personal {
            table: "ledger_statement",
            columns: &["read_by", "read_at"],
            what: "ledger-map-what-reader",
            ..BOOK
        },
        Personal {
            table: "ledger_party",
            columns: &[
                "name",
                "folded",
                "email",
                "street",
                "postcode",
                "town",
                "siren",
                "iban",
                "bic",
                "owner",
                "created_at",
            ],
            what: "ledger-map-what-party",
            ..BOOK
        },
        Personal {
            table: "ledger_claim",
            columns: &[
                "amount",
                "paid",
                "refunded",
                "due",
                "label",
                "reference",
                "state",
                "left_out",
            ],
            what: "ledger-map-what-claim",
            ..BOOK
        },
        Personal {
            table: "ledger_order",
            columns: &[
                "name",
                "iban",
                "bic",
                "amount",
                "due",
                "label",
                "reference",
                "state",
                "reason",
                "left_out",
            ],
            what: "ledger-map-what-order",
            ..BOOK
        },
        Personal {
            table: "ledger_mandate",
            columns: &[
                "name",
                "iban",
                "bic",
                "rum",
                "recurrent",
                "signed_on",
                "document",
                "state",
                "debits",
                "last_debit",
                "made_at",
            ],
            what: "ledger-map-what-mandate",
            ..BOOK
        },
        Personal {
            table: "ledger_debit",
            columns: &["amount", "due", "state", "reason", "told_at"],
            what: "ledger-map-what-debit",
            ..BOOK
        },
        Personal {
            table: "ledger_reminder",
            columns: &["day", "level", "amount", "by_mail"],
            what: "ledger-map-what-reminder",
            ..BOOK
        },
        Personal {
            table: "ledger_reminder",
            columns: &["made_by", "made_at"],
            what: "ledger-map-what-maker",
            ..BOOK
        },
        Personal {
            table: "ledger_file",
            columns: &["content", "payments", "amount"],
            what: "ledger-map-what-file",
            ..BOOK
        },
        Personal {
            table: "ledger_invoice",
            columns: &["content", "xml", "issued", "net", "tax"],
            what: "ledger-map-what-invoice",
            ..BOOK
        },
        Personal {
            table: "ledger_invoice",
            columns: &["made_by", "made_at"],
            what: "ledger-map-what-maker",
            ..BOOK
        },
        Personal {
            table: "ledger_receipt",
            columns: &["content", "year", "amount"],
            what: "ledger-map-what-receipt",
            ..BOOK
        },
        Personal {
            table: "ledger_receipt",
            columns: &["made_by", "made_at"],
            what: "ledger-map-what-maker",
            ..BOOK
        },
        Personal {
            table: "ledger_count",
            columns: &["counted_by", "counted_at"],
            what: "ledger-map-what-maker",
            ..BOOK
        },
        Personal {
            table: "ledger_claim",
            columns: &["made_by", "made_at"],
            what: "ledger-map-what-maker",
            ..BOOK
        },
        Personal {
            table: "ledger_order",
            columns: &["prepared_by", "prepared_at", "approved_by", "approved_at"],
            what: "ledger-map-what-maker",
            ..BOOK
        },
        Personal {
            table: "ledger_file",
            columns: &["made_by", "made_at"],
            what: "ledger-map-what-maker",
            ..BOOK
        },
    ],
    other: &[
        (
            "ledger_statement",
            &["id", "entity", "iban", "name", "first_day", "last_day", "opening", "closing"],
        ),
        ("ledger_invoice", &["entity", "number", "name", "credits", "party", "claim"]),
        ("ledger_receipt", &["entity", "number", "name", "party"]),
        ("ledger_charity", &["entity", "object", "quality", "signer"]),
        ("ledger_count", &["entity", "day", "expected", "counted"]),
        ("ledger_details", &["entity", "iban", "bic", "creditor"]),
        ("ledger_party", &["id", "version", "entity"]),
        ("ledger_claim", &["entity", "number", "party", "purpose"]),
        (
            "ledger_order",
            &["entity", "number", "party", "purpose", "claim", "file", "batch", "transfer"],
        ),
        ("ledger_mandate", &["entity", "number", "party"]),
        ("ledger_reminder", &["entity", "claim"]),
        ("ledger_debit", &["entity", "number", "claim", "mandate", "file", "batch"]),
        ("ledger_file", &["entity", "number", "kind", "message"]),
        ("ledger_line", &["id", "entity", "statement", "transfer", "first_booked", "last_booked"]),
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
