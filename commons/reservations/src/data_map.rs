//! What the columns of reservations say about people: who promised to be where, when.

use people::data_map::{DataMap, Erasure, Personal, Retention};

use crate::custody::BOOKING_DAYS;

const BOOKING: Personal = Personal {
    table: "reservations_booking",
    columns: &[],
    what: "reservations-map-what-booking",
    persons: "reservations-map-persons",
    purpose: "reservations-map-purpose",
    basis: "reservations-map-basis",
    retention: Retention::days("reservations-map-kept", BOOKING_DAYS),
    seen_by: "reservations-map-seen",
    erasure: Erasure::Blank,
};

/// The columns of reservations.
pub const DATA_MAP: DataMap = DataMap {
    context: "reservations",
    personal: &[
        Personal {
            columns: &[
                "person",
                "organisation",
                "title",
                "quantity",
                "starts_at",
                "ends_at",
                "state",
                "price_cents",
                "refund_cents",
                "units",
                "request",
                "made_at",
                "changed_at",
            ],
            ..BOOKING
        },
        Personal {
            table: "reservations_event",
            columns: &["at", "actor", "what", "detail"],
            what: "reservations-map-what-event",
            ..BOOKING
        },
        Personal {
            table: "reservations_wait",
            columns: &[
                "person",
                "title",
                "quantity",
                "starts_at",
                "ends_at",
                "rank",
                "state",
                "asked_at",
            ],
            what: "reservations-map-what-wait",
            erasure: Erasure::Delete,
            ..BOOKING
        },
        Personal {
            table: "reservations_order",
            columns: &["at", "actor", "what", "reason"],
            what: "reservations-map-what-order",
            retention: Retention::said("reservations-map-kept-site"),
            erasure: Erasure::Keep("reservations-map-keep-order"),
            ..BOOKING
        },
        Personal {
            table: "reservations_standing",
            columns: &["person", "code", "until", "given_by", "given_at"],
            what: "reservations-map-what-standing",
            retention: Retention::said("reservations-map-kept-standing"),
            erasure: Erasure::Delete,
            ..BOOKING
        },
        Personal {
            table: "reservations_person",
            columns: &["person", "feed"],
            what: "reservations-map-what-feed",
            retention: Retention::said("reservations-map-kept-account"),
            erasure: Erasure::Delete,
            ..BOOKING
        },
        Personal {
            table: "reservations_closure",
            columns: &["made_by", "made_at"],
            what: "reservations-map-what-maker",
            retention: Retention::said("reservations-map-kept-site"),
            erasure: Erasure::Keep("reservations-map-keep-order"),
            ..BOOKING
        },
        Personal {
            table: "reservations_pass",
            columns: &["person", "organisation", "starts_at", "ends_at", "made_by", "made_at"],
            what: "reservations-map-what-pass",
            retention: Retention::days("reservations-map-kept-pass", BOOKING_DAYS),
            ..BOOKING
        },
        Personal {
            table: "reservations_user",
            columns: &["person", "named_at"],
            what: "reservations-map-what-user",
            retention: Retention::said("reservations-map-kept-user"),
            erasure: Erasure::Delete,
            ..BOOKING
        },
        Personal {
            table: "reservations_charge",
            columns: &["payer", "pass", "at", "label", "owed_cents", "papers"],
            what: "reservations-map-what-charge",
            ..BOOKING
        },
        Personal {
            table: "reservations_payer",
            columns: &["payer", "party"],
            what: "reservations-map-what-payer",
            retention: Retention::said("reservations-map-kept-account"),
            erasure: Erasure::Delete,
            ..BOOKING
        },
        Personal {
            table: "reservations_book",
            columns: &["chosen_by", "chosen_at"],
            what: "reservations-map-what-maker",
            retention: Retention::said("reservations-map-kept-site"),
            erasure: Erasure::Keep("reservations-map-keep-order"),
            ..BOOKING
        },
    ],
    other: &[
        (
            "reservations_site",
            &[
                "id",
                "version",
                "organisation",
                "name",
                "zone",
                "hours",
                "hold_minutes",
                "no_show_minutes",
                "free_cancel_hours",
                "late_refund_percent",
                "opens_at",
                "closes_at",
                "code",
                "feed",
                "created_at",
            ],
        ),
        (
            "reservations_resource",
            &[
                "id",
                "version",
                "site",
                "position",
                "name",
                "what",
                "kind",
                "capacity",
                "hours",
                "before_minutes",
                "after_minutes",
                "step_minutes",
                "min_minutes",
                "max_minutes",
                "notice_minutes",
                "horizon_days",
                "person_max",
                "approval",
                "requires",
                "hour_cents",
                "day_cents",
                "closed",
                "longest",
            ],
        ),
        ("reservations_standing", &["site"]),
        ("reservations_window", &["resource", "standing", "horizon_days", "hour_cents"]),
        ("reservations_closure", &["id", "site", "resource", "starts_at", "ends_at", "reason"]),
        ("reservations_person", &["version"]),
        (
            "reservations_booking",
            &[
                "id",
                "version",
                "resource",
                "series",
                "busy_from",
                "busy_to",
                "live_until",
                "sequence",
            ],
        ),
        ("reservations_book", &["site", "version", "book", "vat", "charges"]),
        ("reservations_rate", &["resource", "number", "standing", "label", "hours", "hour_cents"]),
        ("reservations_part", &["booking", "parts"]),
        (
            "reservations_plan",
            &[
                "id",
                "version",
                "site",
                "name",
                "pooled",
                "unit",
                "amount",
                "each_month",
                "budget_cents",
                "standing",
                "price_cents",
                "vat",
                "months",
                "days",
                "audience",
                "made_at",
                "ended_at",
            ],
        ),
        ("reservations_plan_thing", &["plan", "resource"]),
        ("reservations_pass", &["id", "version", "plan", "site", "told"]),
        ("reservations_user", &["pass"]),
        (
            "reservations_lot",
            &[
                "id",
                "pass",
                "unit",
                "amount",
                "account",
                "counter",
                "starts_at",
                "ends_at",
                "lapsed",
                "lapses",
            ],
        ),
        ("reservations_draw", &["id", "booking", "lot", "amount", "back", "state"]),
        (
            "reservations_charge",
            &[
                "id",
                "site",
                "book",
                "pooled",
                "vat",
                "invoice",
                "line",
                "invoiced_cents",
                "credited_cents",
            ],
        ),
        ("reservations_payer", &["book"]),
        ("reservations_event", &["booking", "number"]),
        ("reservations_wait", &["id", "resource", "booking"]),
        ("reservations_order", &["resource", "number", "wait"]),
    ],
};
