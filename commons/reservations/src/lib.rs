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
mod money;
mod network;
mod notices;
mod occasions;
mod openings;
mod own;
mod pages;
mod presence;
mod quotes;
pub mod rules;
pub mod series;
mod sites;
mod standings;
mod taken;
mod waiting;
mod wishes;

pub use api::document as api_document;
pub use availability::{Free, alternatives, availability, fits, use_by_hour};
pub use bookings::{Counted, Judge, booking, counted, hold, hold_all, hold_judged};
pub use check::check;
pub use closing::{TOUCHED_MAX, close, end_site, mark_of, reopen, resume_site, to_come, touched};
pub use custody::{BOOKING_DAYS, CUSTODIAN};
pub use data_map::DATA_MAP;
pub use desk::{Coming, coming};
pub use jobs::{FORGET_JOB, PASS_JOB, PASSES_JOB, handlers, periodic};
pub use life::{
    Happened, answer, cancel, check_in, check_out, confirm, count_in_series, events, move_to,
    walk_in,
};
pub use model::*;
pub use money::{
    Book, Charged, Choice, Due, Held, Holder, Left, Means, Month, NewPlan, PassId, Plan, PlanId,
    Rate, Unit, Used, add_plan, add_rate, book_of, buy, charged, choices, end_plan, end_rate,
    end_user, give, held_pass, hold_with, issue_for, left_of, make_good, managed, may_buy,
    month_of, name_user, own_passes, passes_of, payers_of, place_party, plan, plans_of,
    quote_parts, rates, set_book, used, users,
};
pub use network::{SiteUse, use_of_sites};
pub use notices::NOTICE_KINDS;
pub use occasions::{
    NewOccasion, OCCASION_SEATS_MAX, Part, add_occasion, attendance, change_occasion,
    close_occasion, codes_of, count_waiting, end_occasion, enlist, open_occasion, own_part,
    queue_for, seat, seats_taken, take_part,
};
pub use openings::{Closure, closures};
pub use own::{OWN_PAGE, arriving_at, feed_of, own_bookings, renew_feed};
pub use pages::{hours_in_a_line, hours_in_words, read_week, routes, week_fields};
pub use presence::{Presence, days_there};
pub use quotes::{ask, quote, quote_all};
pub use sites::{
    add_resource, change_resource, change_site, entrust_site, find_site, keeps, kept_resource,
    kept_site, open_site, own_sites, renew_secrets, resource, resources_of, site, sites, sites_of,
};
pub use standings::{Standing, Window, set_standing, set_window, standings, windows};
pub use waiting::{
    Ordered, join, leave, may_wait, order_of, own_waits, put_before, put_first, waits,
};

/// The tables of this crate.
pub const MIGRATIONS: store::Migrations = store::Migrations {
    context: "reservations",
    steps: &[
        ("0001_start", include_str!("../sql/0001_start.sql")),
        ("0002_money", include_str!("../sql/0002_money.sql")),
    ],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "reservations", include_str!("../text/fr.ftl")),
    (words::Lang::En, "reservations", include_str!("../text/en.ftl")),
    (words::Lang::Fr, "reservations", include_str!("../text/occasions_fr.ftl")),
    (words::Lang::En, "reservations", include_str!("../text/occasions_en.ftl")),
];
