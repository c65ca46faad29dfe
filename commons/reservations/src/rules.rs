//! Pure decisions: what is wrong with a wish, what it costs, what is given back.
//!
//! No clock and no store: everything is handed in.

use base::{Cents, Moment, Outcome, Refusal, Say};
use serde::{Deserialize, Serialize};

use crate::model::{Booking, Kind, NewResource, NewSite, Resource, Site, Span, State};

/// Holds that one person may have at once: more would be squatting.
pub const HOLDS_MAX: i64 = 3;
/// Promises of one series at most.
pub const SERIES_MAX: usize = 400;
/// Minutes of the longest promise: 31 days.
pub const LONGEST_MINUTES: i64 = 44_640;

/// What whoever asks is to this thing: how far ahead they may ask, and what an hour costs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Not earlier than so many days before.
    pub horizon_days: i64,
    /// Price of an hour, in cents, where no price by hours of the week goes before it.
    pub hour_cents: i64,
    /// Price of an hour that a standing of theirs gives them, whatever the hour.
    pub own_cents: Option<i64>,
    /// Whether they have the standing that the thing requires.
    pub admitted: bool,
    /// Whether they keep the place: hosts are bound by neither notice nor horizon.
    pub host: bool,
}

/// What is wrong with a time that is asked for; `open` are the spans in which the thing is let,
/// disjoint and in order.
pub fn fault(
    resource: &NewResource,
    terms: Terms,
    span: Span,
    now: Moment,
    open: &[Span],
) -> Option<Say> {
    let length = span.to.0.saturating_sub(span.from.0);
    let step = resource.step_minutes.max(1) * 60_000_000;
    if length <= 0 {
        return Some(Say::new("reservations-fault-order"));
    }
    if span.from.0 % step != 0 || span.to.0 % step != 0 {
        return Some(Say::new("reservations-fault-step").with("minutes", resource.step_minutes));
    }
    if span.minutes() < resource.min_minutes {
        return Some(Say::new("reservations-fault-short").with("minutes", resource.min_minutes));
    }
    if span.minutes() > resource.max_minutes {
        return Some(Say::new("reservations-fault-long").with("minutes", resource.max_minutes));
    }
    if span.to <= now || (!terms.host && span.from < now) {
        return Some(Say::new("reservations-fault-past"));
    }
    if !terms.host {
        if span.from < now.plus_seconds(resource.notice_minutes * 60) {
            let minutes = resource.notice_minutes;
            return Some(Say::new("reservations-fault-notice").with("minutes", minutes));
        }
        if span.from > now.plus_days(terms.horizon_days) {
            let day = now.plus_days(terms.horizon_days);
            return Some(
                Say::new("reservations-fault-horizon")
                    .with("days", terms.horizon_days)
                    .with("day", day),
            );
        }
        if !terms.admitted {
            return Some(Say::new("reservations-fault-training"));
        }
    }
    let covered = open.iter().any(|open| open.from <= span.from && span.to <= open.to);
    (!covered).then(|| Say::new("reservations-fault-closed"))
}

/// The time that a promise keeps others out: itself, and what is kept free around it.
pub fn busy(resource: &NewResource, span: Span) -> Span {
    Span {
        from: span.from.plus_seconds(-resource.before_minutes * 60),
        to: span.to.plus_seconds(resource.after_minutes * 60),
    }
}

/// A price by hours of the week, laid on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// What the host calls it: the evening.
    pub label: String,
    /// When it holds, disjoint and in order.
    pub open: Vec<Span>,
    /// Price of an hour then, in cents.
    pub hour_cents: i64,
    /// Whether it is for a standing that whoever asks has, rather than for everybody.
    pub own: bool,
}

/// A part of a price, and why it is so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// So many minutes; none for what a ceiling takes off.
    pub minutes: i64,
    /// Price of an hour, in cents.
    pub hour_cents: i64,
    /// What the part comes to for one, in cents; less than nothing for what a ceiling takes off.
    pub cents: i64,
    /// The name of the price by hours that holds; empty for the usual price.
    pub label: String,
}

/// What a promise costs for one, in parts that add up: at each moment the price of everybody then, or
/// that of a standing if it is less; each part rounded to the cent; at most the ceiling of a day for
/// every 24 hours begun. Minutes are those that pass, on days of 23 and 25 hours too.
pub fn parts(
    resource: &NewResource,
    terms: Terms,
    span: Span,
    tariffs: &[Tariff],
) -> Outcome<Vec<Part>> {
    let mut cuts = vec![span.from, span.to];
    let edges = tariffs.iter().flat_map(|one| &one.open).flat_map(|open| [open.from, open.to]);
    cuts.extend(edges.filter(|at| span.from < *at && *at < span.to));
    cuts.sort();
    cuts.dedup();
    let mut found: Vec<Part> = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let minutes = Span { from: *from, to: *to }.minutes();
        let (hour_cents, label) = price_at(terms, *from, tariffs);
        match found.last_mut() {
            Some(last) if last.label == label && last.hour_cents == hour_cents => {
                last.minutes += minutes;
            }
            _ => found.push(Part { minutes, hour_cents, cents: 0, label }),
        }
    }
    let mut sum = 0;
    for part in &mut found {
        let exact = part.hour_cents.checked_mul(part.minutes).ok_or_else(too_much)?;
        part.cents = (exact + 30) / 60;
        sum += part.cents;
    }
    if resource.day_cents > 0 {
        let days = (span.minutes() + 1_439) / 1_440;
        let most = resource.day_cents.checked_mul(days).ok_or_else(too_much)?;
        if sum > most {
            let cents = most - sum;
            found.push(Part { minutes: 0, hour_cents: 0, cents, label: String::new() });
        }
    }
    Ok(found)
}

/// The price of an hour at a moment, and the name of the price that holds.
fn price_at(terms: Terms, at: Moment, tariffs: &[Tariff]) -> (i64, String) {
    let holds = |one: &&Tariff| one.open.iter().any(|open| open.from <= at && at < open.to);
    let usual = tariffs.iter().filter(holds).find(|one| !one.own);
    let (mut cents, mut label) = match usual {
        Some(one) => (one.hour_cents, one.label.clone()),
        None => (terms.hour_cents, String::new()),
    };
    if let Some(own) = terms.own_cents.filter(|own| *own < cents) {
        (cents, label) = (own, String::new());
    }
    for one in tariffs.iter().filter(holds).filter(|one| one.own) {
        if one.hour_cents < cents {
            (cents, label) = (one.hour_cents, one.label.clone());
        }
    }
    (cents, label)
}

/// What the parts of a price come to for so many.
pub fn total(parts: &[Part], quantity: i64) -> Outcome<Cents> {
    let one: i64 = parts.iter().map(|part| part.cents).sum();
    one.checked_mul(quantity).map(Cents).ok_or_else(too_much)
}

fn too_much() -> Refusal {
    Refusal::broken("a price is beyond numbers")
}

/// What is given back of a promise that is cancelled now: all in good time, a part later, nothing
/// once it has begun; all of it when the host cancels.
pub fn refund(site: &NewSite, booking: &Booking, now: Moment, by_host: bool) -> i64 {
    booking.price_cents * back_percent(site, booking, now, by_host) / 100
}

/// The same in hundredths, of whatever was given for it.
pub fn back_percent(site: &NewSite, booking: &Booking, now: Moment, by_host: bool) -> i64 {
    let begins = booking.asked.span.from;
    if by_host || booking.state == State::Requested {
        100
    } else if now >= begins {
        0
    } else if begins >= now.plus_seconds(site.free_cancel_hours * 3_600) {
        100
    } else {
        site.late_refund_percent
    }
}

/// Until when a place is kept for somebody from the waiting list: two days, but at the latest half
/// of the time that is left.
pub fn offered_until(now: Moment, begins: Moment) -> Moment {
    let half = Moment(now.0 + (begins.0 - now.0).max(0) / 2);
    now.plus_days(2).min(half)
}

/// What is left of open spans beside closures, and of the life of the site.
pub fn without(open: &[Span], closed: &[Span], site: &Site) -> Vec<Span> {
    let life = Span {
        from: site.data.opens_at.unwrap_or(Moment(i64::MIN)),
        to: site.data.closes_at.unwrap_or(Moment(i64::MAX)),
    };
    let clip = |span: &Span| Span { from: span.from.max(life.from), to: span.to.min(life.to) };
    let mut left: Vec<Span> = open.iter().map(clip).filter(|span| span.from < span.to).collect();
    for gap in closed {
        let cut = |span: Span| {
            let before = Span { from: span.from, to: span.to.min(gap.from) };
            let after = Span { from: span.from.max(gap.to), to: span.to };
            let parts = if span.meets(*gap) { vec![before, after] } else { vec![span] };
            parts.into_iter().filter(|part| part.from < part.to)
        };
        left = left.into_iter().flat_map(cut).collect();
    }
    left
}

/// What a host typed of a thing and cannot be.
pub fn resource_fault(resource: &NewResource) -> Option<(&'static str, &'static str)> {
    if resource.kind == Kind::Exclusive && resource.capacity != 1 {
        return Some(("capacity", "reservations-fault-exclusive"));
    }
    if resource.min_minutes > resource.max_minutes {
        return Some(("max_minutes", "reservations-fault-lengths"));
    }
    if 60 % resource.step_minutes.max(1) != 0 {
        return Some(("step_minutes", "reservations-fault-hour"));
    }
    let fits = |minutes: i64| minutes % resource.step_minutes.max(1) == 0;
    if !fits(resource.min_minutes) || !fits(resource.max_minutes) {
        return Some(("step_minutes", "reservations-fault-steps"));
    }
    None
}

/// Whether a thing can be asked for as it is, at all.
pub fn is_let(resource: &Resource) -> bool {
    !resource.closed && resource.data.kind != Kind::Derived
}

/// Whether a thing can be asked for as its programme judges.
pub fn is_judged(resource: &Resource) -> bool {
    !resource.closed && resource.data.kind == Kind::Derived
}
