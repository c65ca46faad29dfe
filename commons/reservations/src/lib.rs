//! Reservations: every promise of a thing at a time.
//!
//! An organisation opens a site; on it things are let: one at a time (a room, a car), so many alike
//! (desks: which one is said on arrival), so many seats, or as many as a programme finds at each
//! moment. A promise is quoted, held for some minutes at the price that was said, confirmed, kept
//! or given back; whoever finds nothing free may wait, and is offered what becomes free.
//!
//! Invariants: never more is promised than there is, because whatever changes the promises of a
//! thing passes its fence; the same id is the same promise; a hold that ran out counts no more;
//! each change of the order of a waiting list has its reason. Times are moments; wall clocks are
//! those of the site. Deliberately absent: who sits where, for anybody but themselves and the host.

mod api;
mod availability;
mod bookings;
pub mod calendar;
pub mod capacity;
mod check;
pub mod childcare;
mod closing;
mod custody;
mod data_map;
mod desk;
mod feeds;
pub mod hours;
mod jobs;
mod life;
mod local;
mod model;
mod notices;
mod occasions;
mod openings;
mod own;
mod pages;
pub mod rules;
pub mod series;
mod sites;
mod standings;
mod waiting;

pub use api::document as api_document;
pub use availability::{Free, alternatives, availability, fits, use_by_hour};
pub use bookings::{Counted, Judge, booking, counted, hold, hold_all, hold_judged, quote};
pub use check::check;
pub use closing::{TOUCHED_MAX, close, reopen, touched};
pub use custody::{BOOKING_DAYS, CUSTODIAN};
pub use data_map::DATA_MAP;
pub use desk::{Coming, coming};
pub use jobs::{FORGET_JOB, PASS_JOB, handlers, periodic};
pub use life::{
    Happened, answer, cancel, check_in, check_out, confirm, count_in_series, events, move_to,
    walk_in,
};
pub use model::*;
pub use notices::NOTICE_KINDS;
pub use occasions::{
    NewOccasion, OCCASION_SEATS_MAX, Part, add_occasion, attendance, change_occasion,
    close_occasion, codes_of, count_waiting, end_occasion, enlist, open_occasion, own_part,
    queue_for, seat, seats_taken, take_part,
};
pub use openings::{Closure, closures};
pub use own::{arriving_at, feed_of, own_bookings};
pub use pages::routes;
pub use sites::{
    add_resource, change_resource, change_site, find_site, keeps, kept_resource, kept_site,
    open_site, own_sites, resource, resources_of, site, sites, sites_of,
};
pub use standings::{Standing, set_standing, set_window, standings};
pub use waiting::{Ordered, join, leave, may_wait, order_of, own_waits, put_first, waits};

/// The tables of this crate.
pub const MIGRATIONS: store::Migrations = store::Migrations {
    context: "reservations",
    steps: &[("0001_start", include_str!("../sql/0001_start.sql"))],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "reservations", include_str!("../text/fr.ftl")),
    (words::Lang::En, "reservations", include_str!("../text/en.ftl")),
    (words::Lang::Fr, "reservations", include_str!("../text/occasions_fr.ftl")),
    (words::Lang::En, "reservations", include_str!("../text/occasions_en.ftl")),
];
