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
        ("reservations_event", &["booking", "number"]),
        ("reservations_wait", &["id", "resource", "booking"]),
        ("reservations_order", &["resource", "number", "wait"]),
    ],
};
