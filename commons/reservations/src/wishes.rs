//! Why a wish cannot be: its number, its time, or that too little is free. Nothing is kept by asking.

use base::{Moment, Outcome, Say};
use store::Tx;

use crate::bookings::{Ground, taken};
use crate::capacity::{Amount, peak};
use crate::model::{Asked, BookingId, Resource, Span};
use crate::openings::Openings;
use crate::rules;

/// Why a wish cannot be, if so: its time, or that too little is free. `except` is the promise that
/// would be moved.
pub(crate) fn refusal_of(
    tx: &mut Tx,
    ground: &Ground,
    asked: &Asked,
    except: Option<BookingId>,
) -> Outcome<Option<Say>> {
    if !rules::is_let(&ground.resource) {
        return Ok(Some(Say::new("reservations-fault-not-let")));
    }
    if let Some(say) = fault_of(tx, ground, asked)? {
        return Ok(Some(say));
    }
    let busy = rules::busy(&ground.resource.data, asked.span);
    let taken = taken(tx, &ground.resource, busy, except)?;
    Ok(lack(&ground.resource, asked, taken))
}

/// That too little of a thing is free for a wish beside what is taken, if so.
fn lack(
    resource: &Resource,
    asked: &Asked,
    taken: impl IntoIterator<Item = Amount<Moment>>,
) -> Option<Say> {
    let busy = rules::busy(&resource.data, asked.span);
    let most = i64::try_from(peak(taken, busy.from, busy.to)).unwrap_or(i64::MAX);
    let free = resource.data.capacity - most;
    (free < asked.quantity).then(|| match free {
        ..=0 => Say::new("reservations-conflict-taken"),
        left => Say::new("reservations-conflict-few").with("left", left),
    })
}

/// Why each of many wishes for one thing cannot be, if so: the calendar and what is taken are looked
/// at once for all of them.
pub(crate) fn refusals_of(
    tx: &mut Tx,
    ground: &Ground,
    all: &[Asked],
) -> Outcome<Vec<Option<Say>>> {
    let Ground { site, resource, terms } = ground;
    let from = all.iter().map(|asked| asked.span.from).min().unwrap_or_default();
    let to = all.iter().map(|asked| asked.span.to).max().unwrap_or_default();
    let whole = Span { from, to: to.max(from) };
    let open = Openings::of(tx, site, whole)?.open(site, resource)?;
    let taken = taken(tx, resource, rules::busy(&resource.data, whole), None)?;
    let now = tx.now();
    let refusal = |asked: &Asked| {
        if !rules::is_let(resource) {
            return Some(Say::new("reservations-fault-not-let"));
        }
        too_many(resource, asked)
            .or_else(|| rules::fault(&resource.data, *terms, asked.span, now, &open))
            .or_else(|| lack(resource, asked, taken.iter().copied()))
    };
    Ok(all.iter().map(refusal).collect())
}

/// That more is asked for than there is, whenever it may be.
fn too_many(resource: &Resource, asked: &Asked) -> Option<Say> {
    let most = resource.data.capacity.min(1_000);
    let fits = (1..=most).contains(&asked.quantity);
    (!fits).then(|| Say::new("reservations-fault-quantity").with("most", most))
}

/// What is wrong with a wish whatever else is promised: its number, its time.
pub(crate) fn fault_of(tx: &mut Tx, ground: &Ground, asked: &Asked) -> Outcome<Option<Say>> {
    let Ground { site, resource, terms } = ground;
    if let Some(say) = too_many(resource, asked) {
        return Ok(Some(say));
    }
    let now = tx.now();
    let within = Span { from: asked.span.from, to: asked.span.to.max(asked.span.from) };
    let open = match rules::fault(&resource.data, *terms, within, now, &[within]) {
        Some(say) => return Ok(Some(say)),
        None => Openings::of(tx, site, within)?.open(site, resource)?,
    };
    Ok(rules::fault(&resource.data, *terms, within, now, &open))
}
