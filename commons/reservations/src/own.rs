//! What one person has, and the address of their calendar.

use std::collections::{BTreeMap, BTreeSet};

use base::{Moment, Outcome, Refusal};
use people::{Actor, PersonId};
use store::{Tx, sql};

use crate::bookings::{booking, read_booking};
use crate::model::{Booking, BookingId, FOR_GOOD, Resource, ResourceId, Site, SiteId};
use crate::sites::{resources_in, site, sites_in};

/// Promises that a list shows at once.
pub const OWN_PAGE: usize = 200;

/// What somebody has, the latest first: those after one that is known, or the first.
pub fn own_bookings(tx: &mut Tx, actor: &Actor, after: Option<BookingId>) -> Outcome<Vec<Booking>> {
    let after = after.map(|id| booking(tx, actor, id)).transpose()?;
    bookings_of(tx, actor.person()?, after.map(|(known, _, _)| (known.asked.span.from, known.id)))
}

pub(crate) fn bookings_of(
    tx: &mut Tx,
    person: PersonId,
    after: Option<(Moment, BookingId)>,
) -> Outcome<Vec<Booking>> {
    let (from, id) = match after {
        Some((from, id)) => (from, id.to_string()),
        None => (FOR_GOOD, String::new()),
    };
    tx.all(
        sql("SELECT id, version, resource, organisation, title, quantity, starts_at, ends_at,
                person, series, busy_from, busy_to, live_until, state, price_cents, refund_cents,
                units, sequence, made_at, changed_at
             FROM reservations_booking
             WHERE person = $1 AND starts_at <= $2 AND (starts_at < $2 OR id > $3)
             ORDER BY starts_at DESC, id LIMIT $4"),
        &[person.into(), from.into(), id.into(), OWN_PAGE.into()],
    )?
    .into_iter()
    .map(read_booking)
    .collect()
}

/// One of one's promises with all of its series, that one first; empty if it was never made.
pub(crate) fn series_of(tx: &mut Tx, actor: &Actor, id: BookingId) -> Outcome<Vec<Booking>> {
    let known = match booking(tx, actor, id) {
        Ok((known, _, _)) => known,
        Err(Refusal::Unknown) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    };
    let Some(series) = known.series else { return Ok(vec![known]) };
    let all = tx.all(
        sql("SELECT id, version, resource, organisation, title, quantity, starts_at, ends_at,
                person, series, busy_from, busy_to, live_until, state, price_cents, refund_cents,
                units, sequence, made_at, changed_at
             FROM reservations_booking WHERE series = $1 AND id <> $2 ORDER BY starts_at, id"),
        &[series.into(), id.into()],
    )?;
    let others = all.into_iter().map(read_booking);
    std::iter::once(Ok(known)).chain(others).collect()
}

/// The things of some ids, each with its site.
pub(crate) fn with_places(
    tx: &mut Tx,
    ids: impl Iterator<Item = ResourceId>,
) -> Outcome<BTreeMap<ResourceId, (Resource, Site)>> {
    let ids: BTreeSet<ResourceId> = ids.collect();
    let things = resources_in(tx, &ids.into_iter().collect::<Vec<_>>())?;
    let of: BTreeSet<SiteId> = things.iter().map(|thing| thing.site).collect();
    let sites: BTreeMap<SiteId, Site> = sites_in(tx, &of.into_iter().collect::<Vec<_>>())?
        .into_iter()
        .map(|site| (site.id, site))
        .collect();
    Ok(things
        .into_iter()
        .filter_map(|thing| {
            let site = sites.get(&thing.site)?.clone();
            Some((thing.id, (thing, site)))
        })
        .collect())
}

/// The secret in the address of one's calendar; made when it is first asked for.
pub fn feed_of(tx: &mut Tx, actor: &Actor) -> Outcome<String> {
    let (person, feed) = (actor.person()?, tx.world().token());
    tx.run(
        sql("INSERT INTO reservations_person (person, version, feed) VALUES ($1, 1, $2)
             ON CONFLICT (person) DO NOTHING"),
        &[person.into(), feed.into()],
    )?;
    tx.one(sql("SELECT feed FROM reservations_person WHERE person = $1"), &[person.into()])?
        .single()
}

/// Makes the address of one's calendar anew: the old one opens nothing from now on.
pub fn renew_feed(tx: &mut Tx, actor: &Actor) -> Outcome<()> {
    let (person, feed) = (actor.person()?, tx.world().token());
    tx.run(
        sql("UPDATE reservations_person SET feed = $1 WHERE person = $2"),
        &[feed.into(), person.into()],
    )
    .map(drop)
}

/// The site of the code on a wall, and what of one's own begins or goes on there now.
pub fn arriving_at(tx: &mut Tx, actor: &Actor, code: &str) -> Outcome<(Site, Vec<Booking>)> {
    let person = actor.person()?;
    let row = tx.maybe(sql("SELECT id FROM reservations_site WHERE code = $1"), &[code.into()])?;
    let id = row.ok_or(Refusal::Unknown)?.single::<String>()?.parse()?;
    let site = site(tx, id)?;
    let now = tx.now();
    let bookings = tx
        .all(
            sql("SELECT b.id, b.version, b.resource, b.organisation, b.title, b.quantity,
                    b.starts_at, b.ends_at, b.person, b.series, b.busy_from, b.busy_to,
                    b.live_until, b.state, b.price_cents, b.refund_cents, b.units, b.sequence,
                    b.made_at, b.changed_at
                 FROM reservations_booking b JOIN reservations_resource r ON r.id = b.resource
                 WHERE b.person = $1 AND r.site = $2 AND b.starts_at < $3 AND b.ends_at > $4
                    AND b.state IN ('confirmed', 'checked_in')
                 ORDER BY b.starts_at, b.id LIMIT 20"),
            &[person.into(), id.into(), now.plus_seconds(1_800).into(), now.into()],
        )?
        .into_iter()
        .map(read_booking)
        .collect::<Outcome<Vec<_>>>()?;
    Ok((site, bookings))
}
