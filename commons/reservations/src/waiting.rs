//! Waiting lists that promote by themselves.
//!
//! Whoever waits is offered a place in the order of the list, as a hold that lasts longer. A group
//! comes together or not at all; somebody further down goes ahead only with a place that nobody
//! before them can take, and that is written down. A host may change the order, with a reason that
//! those in the list can read.

use base::{Moment, Outcome, Refusal, Say};
use people::{Actor, PersonId};
use store::{Columns, Row, Tx, sql};

use crate::bookings::{Ground, Who, fence, fence_person, ground, promises_left, write};
use crate::model::{Asked, BookingId, Resource, ResourceId, Span, State, Wait, WaitId, WaitState};
use crate::notices::{self, Told};
use crate::rules;
use crate::sites::{kept_resource, site};
use crate::standings::terms;
use crate::wishes::refusal_of;

/// Those who wait for one thing, at most.
pub(crate) const WAITING_MAX: i64 = 500;
/// Lists that one person may be in at once.
pub(crate) const LISTS_MAX: i64 = 20;

/// Joins the waiting list of a thing. Asked again with the same id, it is the same place.
///
/// # Errors
/// A conflict when it could be booked at once, or never.
pub fn join(tx: &mut Tx, actor: &Actor, id: WaitId, asked: &Asked) -> Outcome<Wait> {
    let person = actor.person()?;
    if let Some(known) = find(tx, id)? {
        let same = known.person == person && known.asked.resource == asked.resource;
        return if same { Ok(known) } else { Err(Refusal::conflict("reservations-conflict-id")) };
    }
    fence_person(tx, person)?;
    fence(tx, asked.resource)?;
    let ground = ground(tx, actor, asked.resource)?;
    promises_left(tx, &ground, person, 1)?;
    if waits_already(tx, person, asked)? {
        return Err(Refusal::conflict("reservations-conflict-waits"));
    }
    match refusal_of(tx, &ground, asked, None)? {
        None => return Err(Refusal::conflict("reservations-conflict-free")),
        Some(say) if !FULL.contains(&say.key) => return Err(Refusal::conflict(say)),
        Some(_) => {}
    }
    let (mine, all, last): (i64, i64, i64) = counts(tx, person, asked.resource)?;
    if mine >= LISTS_MAX || all >= WAITING_MAX {
        return Err(Refusal::conflict("reservations-conflict-lists"));
    }
    insert(tx, (id, person), asked, last + 1)?;
    order(tx, &actor.name_in_log(), asked.resource, id, ("joined", ""))?;
    find(tx, id)?.ok_or(Refusal::Unknown)
}

/// Puts somebody at the end of a list, as their programme has drawn, behind the fence of the thing.
pub(crate) fn enlist(tx: &mut Tx, id: WaitId, person: PersonId, asked: &Asked) -> Outcome<()> {
    if find(tx, id)?.is_some() {
        return Ok(());
    }
    let (_, _, last) = counts(tx, person, asked.resource)?;
    insert(tx, (id, person), asked, last + 1)?;
    order(tx, "nobody", asked.resource, id, ("drawn", ""))
}

/// What somebody waited for is called off.
pub(crate) fn pass_over(tx: &mut Tx, id: WaitId) -> Outcome<()> {
    set(tx, id, WaitState::Passed, None)
}

fn insert(tx: &mut Tx, (id, person): (WaitId, PersonId), asked: &Asked, rank: i64) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO reservations_wait (id, resource, person, title, quantity, starts_at,
                ends_at, rank, state, booking, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', NULL, $9)"),
        &[
            id.into(),
            asked.resource.into(),
            person.into(),
            asked.title.as_str().into(),
            asked.quantity.into(),
            asked.span.from.into(),
            asked.span.to.into(),
            rank.into(),
            now.into(),
        ],
    )
    .map(drop)
}

/// Whether somebody waits for the same thing at a time that meets this one already.
fn waits_already(tx: &mut Tx, person: PersonId, asked: &Asked) -> Outcome<bool> {
    let row = tx.maybe(
        sql("SELECT id FROM reservations_wait WHERE person = $1 AND resource = $2
                AND starts_at < $3 AND ends_at > $4 AND state IN ('waiting', 'offered') LIMIT 1"),
        &[person.into(), asked.resource.into(), asked.span.to.into(), asked.span.from.into()],
    )?;
    Ok(row.is_some())
}

/// Refusals that time may mend.
const FULL: [&str; 2] = ["reservations-conflict-taken", "reservations-conflict-few"];

fn counts(tx: &mut Tx, person: PersonId, resource: ResourceId) -> Outcome<(i64, i64, i64)> {
    let row = tx.one(
        sql("SELECT CAST(COALESCE(SUM(CASE WHEN person = $1 THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*),
                COALESCE(MAX(rank), 0)
             FROM reservations_wait WHERE state = 'waiting' AND (resource = $2 OR person = $1)"),
        &[person.into(), resource.into()],
    )?;
    let mut columns = row.columns();
    Ok((columns.take()?, columns.take()?, columns.take()?))
}

fn read_wait(row: Row) -> Outcome<Wait> {
    read_columns(&mut row.columns())
}

fn read_columns(columns: &mut Columns) -> Outcome<Wait> {
    Ok(Wait {
        id: columns.take::<String>()?.parse()?,
        asked: Asked {
            resource: columns.take::<String>()?.parse()?,
            title: columns.take()?,
            quantity: columns.take()?,
            span: Span { from: columns.take()?, to: columns.take()? },
            organisation: None,
        },
        person: columns.take::<String>()?.parse()?,
        rank: columns.take()?,
        state: WaitState::from_code(&columns.take::<String>()?)?,
        booking: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
        asked_at: columns.take()?,
    })
}

fn find(tx: &mut Tx, id: WaitId) -> Outcome<Option<Wait>> {
    tx.maybe(
        sql("SELECT id, resource, title, quantity, starts_at, ends_at, person, rank, state, booking,
                asked_at
             FROM reservations_wait WHERE id = $1"),
        &[id.into()],
    )?
    .map(read_wait)
    .transpose()
}

/// Where one waits, newest first, each with its turn: how many are before who want the same time,
/// and one.
pub fn own_waits(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(Wait, i64)>> {
    let person = actor.person()?;
    tx.all(
        sql("SELECT w.id, w.resource, w.title, w.quantity, w.starts_at, w.ends_at, w.person, w.rank,
                w.state, w.booking, w.asked_at,
                (SELECT COUNT(*) FROM reservations_wait b
                 WHERE b.resource = w.resource AND b.state = 'waiting' AND b.rank < w.rank
                    AND b.starts_at < w.ends_at AND b.ends_at > w.starts_at)
             FROM reservations_wait w WHERE w.person = $1 ORDER BY w.asked_at DESC, w.id LIMIT 100"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        let wait = read_columns(&mut columns)?;
        Ok((wait, columns.take::<i64>()? + 1))
    })
    .collect()
}

/// Why others were put before one in the lists in which one waits, newest first.
pub fn put_before(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(WaitId, Moment, String)>> {
    let person = actor.person()?;
    tx.all(
        sql("SELECT w.id, o.at, o.reason
             FROM reservations_wait w JOIN reservations_order o ON o.resource = w.resource
             WHERE w.person = $1 AND w.state = 'waiting' AND o.what = 'first' AND o.wait <> w.id
                AND o.at >= w.asked_at
             ORDER BY o.at DESC LIMIT 100"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take::<String>()?.parse()?, columns.take()?, columns.take()?))
    })
    .collect()
}

/// Who waits for a thing, in their order: for whoever keeps it.
pub fn waits(tx: &mut Tx, actor: &Actor, id: ResourceId) -> Outcome<Vec<Wait>> {
    kept_resource(tx, actor, id)?;
    waiting(tx, id)
}

pub(crate) fn waiting(tx: &mut Tx, id: ResourceId) -> Outcome<Vec<Wait>> {
    tx.all(
        sql("SELECT id, resource, title, quantity, starts_at, ends_at, person, rank, state, booking,
                asked_at
             FROM reservations_wait WHERE resource = $1 AND state = 'waiting'
             ORDER BY rank, id LIMIT $2"),
        &[id.into(), WAITING_MAX.into()],
    )?
    .into_iter()
    .map(read_wait)
    .collect()
}

/// Leaves a waiting list.
pub fn leave(tx: &mut Tx, actor: &Actor, id: WaitId) -> Outcome<()> {
    let person = actor.person()?;
    let known = find(tx, id)?.filter(|wait| wait.person == person).ok_or(Refusal::Unknown)?;
    fence(tx, known.asked.resource)?;
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    match (known.state, known.booking) {
        (WaitState::Waiting, _) => {
            set(tx, id, WaitState::Left, None)?;
            order(tx, &actor.name_in_log(), known.asked.resource, id, ("left", ""))
        }
        (WaitState::Offered, Some(booking)) => {
            crate::life::cancel(tx, actor, booking, "").map(drop)
        }
        _ => Ok(()),
    }
}

/// Puts somebody first, and says why.
pub fn put_first(tx: &mut Tx, actor: &Actor, id: WaitId, reason: &str) -> Outcome<()> {
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    let (_, resource) = kept_resource(tx, actor, known.asked.resource)?;
    if reason.trim().is_empty() {
        return Err(Refusal::field("reason", "web-fault-required"));
    }
    fence(tx, resource.id)?;
    let first: i64 = tx
        .one(
            sql("SELECT COALESCE(MIN(rank), 1) FROM reservations_wait
                 WHERE resource = $1 AND state = 'waiting'"),
            &[resource.id.into()],
        )?
        .single()?;
    tx.run(
        sql("UPDATE reservations_wait SET rank = $1 WHERE id = $2"),
        &[(first - 1).into(), id.into()],
    )?;
    order(tx, &actor.name_in_log(), resource.id, id, ("first", reason))?;
    people::record(tx, &actor.name_in_log(), "reservations.order", &id.to_string(), reason)
}

fn set(tx: &mut Tx, id: WaitId, state: WaitState, booking: Option<BookingId>) -> Outcome<()> {
    tx.run(
        sql("UPDATE reservations_wait SET state = $1, booking = $2 WHERE id = $3"),
        &[state.code().into(), booking.into(), id.into()],
    )
    .map(drop)
}

fn order(
    tx: &mut Tx,
    actor: &str,
    resource: ResourceId,
    wait: WaitId,
    (what, reason): (&str, &str),
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO reservations_order (resource, number, at, actor, wait, what, reason)
             SELECT $1, COALESCE(MAX(number), 0) + 1, CAST($2 AS BIGINT), $3, $4, $5, $6
             FROM reservations_order WHERE resource = $1"),
        &[resource.into(), now.into(), actor.into(), wait.into(), what.into(), reason.into()],
    )
    .map(drop)
}

/// A change of the order of a waiting list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// When.
    pub at: Moment,
    /// Whose place.
    pub wait: WaitId,
    /// What: the text `reservations-order-…`.
    pub what: String,
    /// Why.
    pub reason: String,
}

/// Each change of the order of a list, newest first: for whoever keeps it.
pub fn order_of(tx: &mut Tx, actor: &Actor, id: ResourceId) -> Outcome<Vec<Ordered>> {
    kept_resource(tx, actor, id)?;
    tx.all(
        sql("SELECT at, wait, what, reason FROM reservations_order WHERE resource = $1
             ORDER BY number DESC LIMIT 100"),
        &[id.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Ordered {
            at: columns.take()?,
            wait: columns.take::<String>()?.parse()?,
            what: columns.take()?,
            reason: columns.take()?,
        })
    })
    .collect()
}

/// Offers what has become free to whoever waits for it, behind the fence of the thing.
pub(crate) fn promote(tx: &mut Tx, resource: &Resource, freed: Span) -> Outcome<()> {
    let now = tx.now();
    if freed.to <= now {
        return Ok(());
    }
    let all = waiting(tx, resource.id)?;
    if all.is_empty() {
        return Ok(());
    }
    let site = site(tx, resource.site)?;
    let mut before = Vec::new();
    for wait in all {
        let busy = rules::busy(&resource.data, wait.asked.span);
        if wait.asked.span.from <= now {
            set(tx, wait.id, WaitState::Passed, None)?;
            continue;
        }
        if !busy.meets(freed) {
            continue;
        }
        let actor = match Actor::of(tx, wait.person) {
            Ok(actor) => actor,
            // Their account has gone.
            Err(Refusal::Unknown) => {
                set(tx, wait.id, WaitState::Passed, None)?;
                continue;
            }
            Err(other) => return Err(other),
        };
        let terms = terms(tx, &actor, &site, resource)?;
        let (site, resource) = (site.clone(), resource.clone());
        let mut ground = Ground { site, resource, terms };
        let has_enough = promises_left(tx, &ground, wait.person, 1).is_err();
        if has_enough || refusal_of(tx, &ground, &wait.asked, None)?.is_some() {
            before.push(wait);
            continue;
        }
        offer(tx, &mut ground, &wait, &before)?;
    }
    Ok(())
}

fn offer(tx: &mut Tx, ground: &mut Ground, wait: &Wait, before: &[Wait]) -> Outcome<()> {
    let id: BookingId = tx.id();
    let who = Who { person: Some(wait.person), series: None };
    let mut held = write(tx, ground, (id, &wait.asked), who, State::Held)?;
    let place = (&ground.site, &ground.resource);
    crate::money::charge(tx, place, &mut held, crate::money::Means::Usual)?;
    held.live_until = rules::offered_until(tx.now(), wait.asked.span.from);
    tx.run(
        sql("UPDATE reservations_booking SET live_until = $1 WHERE id = $2"),
        &[held.live_until.into(), id.into()],
    )?;
    set(tx, wait.id, WaitState::Offered, Some(id))?;
    let ahead = before.iter().any(|other| other.asked.span.meets(wait.asked.span));
    let what = if ahead { "ahead" } else { "offered" };
    order(tx, "nobody", ground.resource.id, wait.id, (what, ""))?;
    notices::tell(tx, &held, &ground.resource, Told::Offered, "")
}

/// Whoever was offered a place has taken it.
pub(crate) fn taken_up(tx: &mut Tx, booking: BookingId) -> Outcome<()> {
    end(tx, booking, WaitState::Taken)
}

/// Whoever was offered a place has not taken it.
pub(crate) fn given_up(tx: &mut Tx, booking: BookingId) -> Outcome<()> {
    end(tx, booking, WaitState::Passed)
}

fn end(tx: &mut Tx, booking: BookingId, state: WaitState) -> Outcome<()> {
    tx.run(
        sql("UPDATE reservations_wait SET state = $1 WHERE booking = $2 AND state = 'offered'"),
        &[state.code().into(), booking.into()],
    )
    .map(drop)
}

/// Says what a wish cannot be, or that one may wait for it.
pub fn may_wait(say: &Say) -> bool {
    FULL.contains(&say.key)
}
