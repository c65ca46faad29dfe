//! What may be promised when, as the verbs and the pages use it: no database, no clock.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calendar;
mod capacity;
mod childcare;
mod hours;
mod series;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The zone that all places of the programme live in.
fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap()
}

/// A moment from its text in UTC, `2026-03-29 01:00`.
fn utc(text: &str) -> Timestamp {
    format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
}
