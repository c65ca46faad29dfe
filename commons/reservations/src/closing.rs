//! Closing for a while: whoever had something then is named first, then told, and has their money
//! back.

use base::{Outcome, Refusal};
use people::Actor;
use store::{Tx, sql};

use crate::bookings::{fence, read_booking};
use crate::life::end_by_host;
use crate::model::{Booking, ResourceId, SiteId, Span};
use crate::sites::{kept_site, let_there};

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
    let thing = thing.map_or_else(String::new, |id| id.to_string());
    tx.all(
        sql("SELECT b.id, b.version, b.resource, b.organisation, b.title, b.quantity,
                b.starts_at, b.ends_at, b.person, b.series, b.busy_from, b.busy_to,
                b.live_until, b.state, b.price_cents, b.refund_cents, b.units, b.sequence,
                b.made_at, b.changed_at
             FROM reservations_resource r JOIN reservations_booking b ON b.resource = r.id
             WHERE r.site = $1 AND b.starts_at < $2 AND b.ends_at > $3
                AND b.state IN ('held', 'requested', 'confirmed')
                AND ($4 = '' OR r.id = $4)
             ORDER BY b.starts_at, b.id LIMIT $5"),
        &[id.into(), span.to.into(), span.from.into(), thing.into(), (TOUCHED_MAX + 1).into()],
    )?
    .into_iter()
    .map(read_booking)
    .collect()
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
    seen: usize,
) -> Outcome<usize> {
    if span.from >= span.to {
        return Err(Refusal::field("until", "reservations-fault-order"));
    }
    for one in let_there(tx, id)?.into_iter().filter(|one| thing.is_none_or(|id| id == *one)) {
        fence(tx, one)?;
    }
    let ended = touched(tx, actor, id, thing, span)?;
    if ended.len() != seen {
        return Err(Refusal::conflict(
            base::Say::new("reservations-conflict-touched").with("count", ended.len()),
        ));
    }
    if ended.len() > TOUCHED_MAX {
        return Err(Refusal::conflict("reservations-conflict-touched-many"));
    }
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

/// Opens again what was to be closed; what was ended stays ended.
pub fn reopen(tx: &mut Tx, actor: &Actor, id: SiteId, closure: &str) -> Outcome<()> {
    kept_site(tx, actor, id)?;
    tx.run(
        sql("DELETE FROM reservations_closure WHERE id = $1 AND site = $2"),
        &[closure.into(), id.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.reopened", &id.to_string(), "")
}
