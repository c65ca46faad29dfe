//! What is free, when: what is taken of all the things of a site, and a sweep over it.
//!
//! Nobody sees here who has what: only how many are free.

use std::collections::BTreeMap;

use base::{Moment, Outcome};
use store::Tx;

use crate::capacity::{Amount, free_over};
use crate::model::{Resource, ResourceId, Site, Span};
use crate::openings::Openings;
use crate::rules;

/// Days that one look may span.
pub(crate) const DAYS_MAX: i64 = 62;

/// What is free of one thing: spans in order within its opening hours, each with how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    /// Of what.
    pub resource: ResourceId,
    /// How many at once, if nobody had any.
    pub capacity: i64,
    /// Spans that follow each other, disjoint; 0 where nothing is free.
    pub spans: Vec<(Span, i64)>,
}

/// What is free of the things of a site within a span.
pub fn availability(
    tx: &mut Tx,
    site: &Site,
    resources: &[Resource],
    within: Span,
) -> Outcome<Vec<Free>> {
    let within = Span { from: within.from, to: within.to.min(within.from.plus_days(DAYS_MAX)) };
    let mut openings = Openings::of(tx, site, within)?;
    let mut taken = crate::taken::taken_in(tx, resources, within)?;
    let mut free = Vec::with_capacity(resources.len());
    for resource in resources {
        let open = openings.open(site, resource)?;
        let taken = taken.remove(&resource.id).unwrap_or_default();
        free.push(Free {
            resource: resource.id,
            capacity: resource.data.capacity,
            spans: free_spans(&open, taken, resource.data.capacity),
        });
    }
    Ok(free)
}

/// Open spans cut where what is left changes.
fn free_spans(open: &[Span], taken: Vec<Amount<Moment>>, capacity: i64) -> Vec<(Span, i64)> {
    let (Some(first), Some(last)) = (open.first(), open.last()) else { return Vec::new() };
    let quantity = u32::try_from(capacity).unwrap_or(0);
    let given = open.iter().map(|span| Amount { from: span.from, to: span.to, quantity });
    let free = free_over(taken, given, first.from, last.to);
    let mut spans = Vec::new();
    for whole in open {
        // What is closed and what is full are both nothing: only what is open is told.
        let next = free.partition_point(|part| part.to <= whole.from);
        for part in free.iter().skip(next).take_while(|part| part.from < whole.to) {
            let span = Span { from: part.from.max(whole.from), to: part.to.min(whole.to) };
            spans.push((span, i64::from(part.quantity)));
        }
    }
    spans
}

/// Whether so many of a thing can be had during a span of what is free.
pub fn fits(free: &Free, span: Span, quantity: i64) -> bool {
    let mut at = span.from;
    for (part, left) in &free.spans {
        if part.from <= at && at < part.to && *left >= quantity {
            at = part.to;
        }
    }
    at >= span.to
}

/// The most of a thing that was taken in each hour of a span, for pictures of use: hours that begin
/// in order, each with minutes taken and minutes open, times the capacity.
pub fn use_by_hour(
    tx: &mut Tx,
    site: &Site,
    resources: &[Resource],
    within: Span,
) -> Outcome<Vec<(Moment, i64, i64)>> {
    const HOUR: i64 = 3_600_000_000;
    let free = availability(tx, site, resources, within)?;
    let mut hours: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for one in &free {
        for (span, left) in &one.spans {
            let mut from = span.from.0;
            while from < span.to.0 {
                let hour = from.div_euclid(HOUR);
                let to = span.to.0.min((hour + 1) * HOUR);
                let minutes = (to - from) / 60_000_000;
                let sum = hours.entry(hour).or_default();
                sum.0 += (one.capacity - left) * minutes;
                sum.1 += one.capacity * minutes;
                from = to;
            }
        }
    }
    Ok(hours.into_iter().map(|(hour, (used, all))| (Moment(hour * HOUR), used, all)).collect())
}

/// The closest times to a wish at which it could be had, at most so many: earlier and later on the
/// same steps, within a week either way.
pub fn alternatives(
    tx: &mut Tx,
    site: &Site,
    resource: &Resource,
    (wished, quantity): (Span, i64),
    most: usize,
) -> Outcome<Vec<Span>> {
    let now = tx.now();
    let around = Span { from: wished.from.plus_days(-7).max(now), to: wished.to.plus_days(7) };
    let mut free = availability(tx, site, std::slice::from_ref(resource), around)?;
    let Some(free) = free.pop() else { return Ok(Vec::new()) };
    let step = resource.data.step_minutes.max(5) * 60_000_000;
    let mut found = Vec::new();
    for turn in 1..=(7 * 86_400_000_000 / step) {
        for shift in [-turn * step, turn * step] {
            let span =
                Span { from: Moment(wished.from.0 + shift), to: Moment(wished.to.0 + shift) };
            let busy = rules::busy(&resource.data, span);
            let open = fits(&free, span, quantity);
            if span.from > now && open && free_around(&free, busy, quantity) {
                found.push(span);
            }
            if found.len() >= most {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

/// Whether nothing of what is kept free around a promise is taken; outside opening hours it may be.
fn free_around(free: &Free, busy: Span, quantity: i64) -> bool {
    free.spans.iter().filter(|(span, _)| span.meets(busy)).all(|(_, left)| *left >= quantity)
}
