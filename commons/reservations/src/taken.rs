//! What is taken of many things at once, kept in memory at the version of each thing.
//!
//! Whatever changes the promises of a thing counts its version on (decision 18), so that what was
//! read at a version is true as long as the thing has it. A hold that runs out changes nothing: its
//! end is kept with it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use base::{Moment, Outcome};
use store::{Tx, Value, sql};

use crate::availability::DAYS_MAX;
use crate::bookings::read_amount;
use crate::capacity::Amount;
use crate::model::{Resource, ResourceId, Span};

/// A promise that counts until a moment.
#[derive(Clone, Copy)]
struct Live {
    amount: Amount<Moment>,
    until: Moment,
}

/// What is taken of a thing within a window, as it was at a version.
struct Known {
    version: i64,
    window: Span,
    promises: Vec<Live>,
}

/// What reads have found, for the reads after them.
#[derive(Default)]
struct Kept(Mutex<HashMap<ResourceId, Arc<Known>>>);

/// Things that are kept; beyond, all are forgotten and found again.
const KEPT_THINGS: usize = 5_000;
/// A thing with more promises in its window is not kept.
const KEPT_PROMISES: usize = 2_000;
/// Things asked for in one query.
const TOGETHER: usize = 16;

/// The promises that keep things busy within a span, by thing.
pub(crate) fn taken_in(
    tx: &mut Tx,
    things: &[Resource],
    within: Span,
) -> Outcome<BTreeMap<ResourceId, Vec<Amount<Moment>>>> {
    let now = tx.now();
    let kept = tx.kept::<Kept>();
    let mut known: HashMap<ResourceId, Arc<Known>> = HashMap::with_capacity(things.len());
    if let Some(kept) = &kept {
        let all = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |thing: &Resource, known: &Known| {
            let window = known.window.from <= within.from && within.to <= known.window.to;
            known.version == thing.version && window
        };
        known.extend(things.iter().filter_map(|thing| {
            let found = all.get(&thing.id).filter(|found| fits(thing, found))?;
            Some((thing.id, Arc::clone(found)))
        }));
    }
    let missing: Vec<&Resource> =
        things.iter().filter(|thing| !known.contains_key(&thing.id)).collect();
    // Days from midnight on, so that who asks next, a moment later, finds it kept.
    let window = if kept.is_some() { whole_days(within) } else { within };
    for some in missing.chunks(TOGETHER) {
        for (id, found) in find(tx, some, window)? {
            known.insert(id, Arc::new(found));
        }
    }
    if let Some(kept) = &kept {
        let mut all = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() + missing.len() > KEPT_THINGS {
            all.clear();
        }
        let found = missing.iter().filter_map(|thing| known.get_key_value(&thing.id));
        let small = found.filter(|(_, found)| found.promises.len() <= KEPT_PROMISES);
        all.extend(small.map(|(id, found)| (*id, Arc::clone(found))));
    }
    let counts = |live: &&Live| {
        live.until > now && live.amount.from < within.to && live.amount.to > within.from
    };
    Ok(known
        .into_iter()
        .map(|(id, known)| {
            (id, known.promises.iter().filter(counts).map(|live| live.amount).collect())
        })
        .collect())
}

/// From the midnight before, for as many days as one look may span.
fn whole_days(span: Span) -> Span {
    const DAY: i64 = 86_400_000_000;
    let from = Moment(span.from.0.div_euclid(DAY).saturating_mul(DAY));
    Span { from, to: span.to.max(from.plus_days(DAYS_MAX + 1)) }
}

fn find(tx: &mut Tx, things: &[&Resource], window: Span) -> Outcome<Vec<(ResourceId, Known)>> {
    let longest = things.iter().map(|thing| thing.longest).max().unwrap_or(0);
    let now = tx.now();
    let latest = Moment(window.to.0.saturating_add(longest));
    let mut params: Vec<Value> = things.iter().map(|thing| thing.id.into()).collect();
    params.resize(TOGETHER, "".into());
    params.extend([window.from.into(), latest.into(), window.to.into(), now.into()]);
    let mut found: Vec<(ResourceId, Known)> = things
        .iter()
        .map(|thing| (thing.id, Known { version: thing.version, window, promises: Vec::new() }))
        .collect();
    let rows = tx.all(
        sql(
            "SELECT busy_from, busy_to, quantity, live_until, resource FROM reservations_booking
             WHERE resource IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                $16) AND busy_to > $17 AND busy_to <= $18 AND busy_from < $19 AND live_until > $20",
        ),
        &params,
    )?;
    for row in rows {
        let mut columns = row.columns();
        let live = Live { amount: read_amount(&mut columns)?, until: columns.take()? };
        let id: ResourceId = columns.take::<String>()?.parse()?;
        if let Some((_, known)) = found.iter_mut().find(|(of, _)| *of == id) {
            known.promises.push(live);
        }
    }
    for (_, known) in &mut found {
        known.promises.sort_unstable_by_key(|live| live.amount.from);
    }
    Ok(found)
}
