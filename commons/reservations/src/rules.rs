//! Pure decisions: what is wrong with a wish, what it costs, what is given back.
//!
//! No clock and no store: everything is handed in.

use base::{Cents, Moment, Outcome, Refusal, Say};

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
    /// Price of an hour, in cents.
    pub hour_cents: i64,
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

/// What a promise costs: by the hour for each, rounded to the cent, at most the ceiling of a day
/// for every 24 hours begun.
pub fn price(resource: &NewResource, terms: Terms, span: Span, quantity: i64) -> Outcome<Cents> {
    let too_much = || Refusal::broken("a price is beyond numbers");
    let by_hour = terms.hour_cents.checked_mul(span.minutes()).ok_or_else(too_much)?;
    let mut one = (by_hour + 30) / 60;
    if resource.day_cents > 0 {
        let days = (span.minutes() + 1_439) / 1_440;
        one = one.min(resource.day_cents.checked_mul(days).ok_or_else(too_much)?);
    }
    one.checked_mul(quantity).map(Cents).ok_or_else(too_much)
}

/// What is given back of a promise that is cancelled now: all in good time, a part later, nothing
/// once it has begun; all of it when the host cancels.
pub fn refund(site: &NewSite, booking: &Booking, now: Moment, by_host: bool) -> i64 {
    let begins = booking.asked.span.from;
    if by_host || booking.state == State::Requested {
        booking.price_cents
    } else if now >= begins {
        0
    } else if begins >= now.plus_seconds(site.free_cancel_hours * 3_600) {
        booking.price_cents
    } else {
        booking.price_cents * site.late_refund_percent / 100
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
