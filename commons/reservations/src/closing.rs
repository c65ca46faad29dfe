//! Closing for a while: whoever had something then is named first, then told, and has their money
//! back.

use base::{Outcome, Refusal};
use people::Actor;
use store::{Tx, sql};

use crate::bookings::{fence, read_booking};
use crate::life::end_by_host;
use crate::model::{Booking, FOR_GOOD, ResourceId, SiteId, Span};
use crate::openings::closures;
use crate::sites::{kept_site, let_there, resource};

/// Promises that one closing ends at most: more are closed in parts.
pub const TOUCHED_MAX: usize = 500;

/// The promises that a closing would end: of a thing, or of the whole site.
pub fn touched(
    tx: &mut Tx,
    actor: &Actor,
    id: SiteId,
    thing: Option<ResourceId>,
    span: Span,
) -> Outcome<Vec<Booking>> {
    kept_site(tx, actor, id)?;
    let now = tx.now();
    let thing = thing.map_or_else(String::new, |id| id.to_string());
    tx.all(
        sql("SELECT b.id, b.version, b.resource, b.organisation, b.title, b.quantity,
                b.starts_at, b.ends_at, b.person, b.series, b.busy_from, b.busy_to,
                b.live_until, b.state, b.price_cents, b.refund_cents, b.units, b.sequence,
                b.made_at, b.changed_at
             FROM reservations_resource r JOIN reservations_booking b ON b.resource = r.id
             WHERE r.site = $1 AND b.starts_at < $2 AND b.ends_at > $3
                AND b.state IN ('held', 'requested', 'confirmed') AND b.live_until > $4
                AND ($5 = '' OR r.id = $5)
             ORDER BY b.starts_at, b.id LIMIT $6"),
        &[
            id.into(),
            span.to.into(),
            span.from.into(),
            now.into(),
            thing.into(),
            (TOUCHED_MAX + 1).into(),
        ],
    )?
    .into_iter()
    .map(read_booking)
    .collect()
}

/// Which promises were shown, in one word, empty for none: a closing ends those and no others.
pub fn mark_of(touched: &[Booking]) -> String {
    if touched.is_empty() {
        return String::new();
    }
    let ids: Vec<String> = touched.iter().map(|booking| booking.id.to_string()).collect();
    base::sha256(ids.join(" ").as_bytes())
}

/// Closes a site or one thing of it, and ends what was promised then. How many that were.
///
/// # Errors
/// A conflict when others are touched than those that the host has seen: it is looked at again.
pub fn close(
    tx: &mut Tx,
    actor: &Actor,
    id: SiteId,
    (thing, span, reason): (Option<ResourceId>, Span, &str),
    shown: &str,
) -> Outcome<usize> {
    if span.from >= span.to {
        return Err(Refusal::field("until", "reservations-fault-order"));
    }
    for one in let_there(tx, id)?.into_iter().filter(|one| thing.is_none_or(|id| id == *one)) {
        fence(tx, one)?;
    }
    let ended = touched(tx, actor, id, thing, span)?;
    as_shown(&ended, shown)?;
    let (key, now) = (tx.id::<Span>(), tx.now());
    tx.run(
        sql("INSERT INTO reservations_closure (id, site, resource, starts_at, ends_at, reason,
                made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        &[
            key.into(),
            id.into(),
            thing.into(),
            span.from.into(),
            span.to.into(),
            reason.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    for booking in &ended {
        end_by_host(tx, actor, booking, reason)?;
    }
    people::record(tx, &actor.name_in_log(), "reservations.closed", &id.to_string(), reason)?;
    Ok(ended.len())
}

fn as_shown(ended: &[Booking], shown: &str) -> Outcome<()> {
    if mark_of(ended) != shown {
        return Err(Refusal::conflict(
            base::Say::new("reservations-conflict-touched").with("count", ended.len()),
        ));
    }
    if ended.len() > TOUCHED_MAX {
        return Err(Refusal::conflict("reservations-conflict-touched-many"));
    }
    Ok(())
}

/// What ending a site now would end.
pub fn to_come(tx: &mut Tx, actor: &Actor, id: SiteId) -> Outcome<Vec<Booking>> {
    let span = Span { from: tx.now(), to: FOR_GOOD };
    touched(tx, actor, id, None, span)
}

/// Ends a site now, as the place ends that it is of: what is to come is told and given back.
///
/// # Errors
/// As [`close`].
pub fn end_site(
    tx: &mut Tx,
    actor: &Actor,
    id: SiteId,
    (reason, shown): (&str, &str),
) -> Outcome<()> {
    for one in let_there(tx, id)? {
        fence(tx, one)?;
    }
    let ended = to_come(tx, actor, id)?;
    as_shown(&ended, shown)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE reservations_site SET version = version + 1, closes_at = $1 WHERE id = $2"),
        &[now.into(), id.into()],
    )?;
    for booking in &ended {
        end_by_host(tx, actor, booking, reason)?;
    }
    people::record(tx, &actor.name_in_log(), "reservations.ended", &id.to_string(), reason)
}

/// Opens a site again that was ended.
pub fn resume_site(tx: &mut Tx, actor: &Actor, id: SiteId) -> Outcome<()> {
    kept_site(tx, actor, id)?;
    tx.fence(
        sql("UPDATE reservations_site SET version = version + 1, closes_at = NULL WHERE id = $1"),
        &[id.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.resumed", &id.to_string(), "")?;
    let span = Span { from: tx.now(), to: FOR_GOOD };
    offer_again(tx, id, None, span)
}

/// Offers what is free again to whoever waits for it.
fn offer_again(tx: &mut Tx, id: SiteId, thing: Option<ResourceId>, span: Span) -> Outcome<()> {
    for one in let_there(tx, id)?.into_iter().filter(|one| thing.is_none_or(|id| id == *one)) {
        fence(tx, one)?;
        let thing = resource(tx, one)?;
        crate::waiting::promote(tx, &thing, span)?;
    }
    Ok(())
}

/// Opens again what was to be closed; what was ended stays ended, and what is free now is offered to
/// whoever waits.
pub fn reopen(tx: &mut Tx, actor: &Actor, id: SiteId, closure: &str) -> Outcome<()> {
    kept_site(tx, actor, id)?;
    let to_come = Span { from: tx.now(), to: FOR_GOOD };
    let known = closures(tx, id, to_come)?.into_iter().find(|known| known.id == closure);
    tx.run(
        sql("DELETE FROM reservations_closure WHERE id = $1 AND site = $2"),
        &[closure.into(), id.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.reopened", &id.to_string(), "")?;
    match known {
        Some(known) => offer_again(tx, id, known.resource, known.span),
        None => Ok(()),
    }
}
