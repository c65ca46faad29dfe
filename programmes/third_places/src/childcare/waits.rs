//! Families who wait for seats: each with its children together, in the order in which they asked.
//!
//! Brothers and sisters are seated together or not at all. Nobody is seated, from the list or by
//! asking directly, with seats that a family before them could take at that moment; a smaller group
//! goes ahead only when the families before it cannot be seated, and that is written down with the
//! rule that keeps them out.

use std::collections::BTreeMap;

use base::{Id, Moment, Outcome, Refusal, Say};
use people::{Actor, PersonId};
use reservations::childcare::Presence;
use reservations::{BookingId, Span};
use serde_json::{Value, json};
use store::{Row, Store, Tx, sql};
use work::{Failure, Handler, Periodic};

use super::family::{ChildId, children_of};
use super::judge::{Roster, refusal};
use super::model::NurseryId;
use super::nursery::{fence, kept_nursery, load, nursery};
use super::{seat, told};

/// Marks ids of those who wait.
pub enum SeatWaitKind {}
/// The id of a family's place in a list, chosen by whoever asks.
pub type SeatWaitId = Id<SeatWaitKind>;

/// The job that seats whoever waits.
pub const SEATS_JOB: &str = "places.seats";
/// Families that wait at one nursery, and places in the list of one family, at most.
const WAITING_MAX: i64 = 200;
const LISTS_MAX: i64 = 20;
/// Children of one group, at most.
const GROUP_MAX: usize = 8;
/// Whoever is seated knows it so many seconds ahead.
const AHEAD_S: i64 = 3_600;
/// Where somebody waited is forgotten so many days after the time that was wanted.
pub const WAIT_DAYS: i64 = 30;
/// Days for which one may wait.
const HORIZON_DAYS: i64 = 60;

/// A family that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatWait {
    /// Its id.
    pub id: SeatWaitId,
    /// Where.
    pub nursery: NurseryId,
    /// Whose children.
    pub parent: PersonId,
    /// Which children, together.
    pub children: Vec<ChildId>,
    /// When.
    pub span: Span,
    /// Where in the order.
    pub rank: i64,
    /// Whether it still waits.
    pub waiting: bool,
    /// Since when.
    pub asked_at: Moment,
}

/// A change of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatOrdered {
    /// When.
    pub at: Moment,
    /// Whose place.
    pub wait: SeatWaitId,
    /// What: the text `places-child-order-…`.
    pub what: String,
    /// The rule that kept out who was before: the end of `places-child-rule-…`.
    pub reason: String,
}

/// Refusals that time may mend.
pub fn may_wait_for_seat(say: &Say) -> bool {
    const NEVER: [&str; 3] =
        ["places-child-why-closed", "places-child-why-no-rule", "places-child-conflict-there"];
    say.key.starts_with("places-child-why-") && !NEVER.contains(&say.key)
}

/// Joins the list for some of one's children at the same time. Asked again with the same id, it is
/// the same place.
///
/// # Errors
/// A conflict when they could be seated at once, or never.
pub fn join_wait(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    (id, children): (SeatWaitId, &[ChildId]),
    span: Span,
) -> Outcome<()> {
    let parent = actor.person()?;
    nursery(tx, actor, of)?;
    fence(tx, of)?;
    if let Some(known) = find(tx, id)? {
        let same = known.parent == parent && known.nursery == of;
        return if same { Ok(()) } else { Err(Refusal::Unknown) };
    }
    let own: Vec<ChildId> = children_of(tx, actor, of)?.iter().map(|child| child.id).collect();
    let mut group = children.to_vec();
    group.sort();
    group.dedup();
    if group.is_empty() || group.len() > GROUP_MAX || group.iter().any(|one| !own.contains(one)) {
        return Err(Refusal::Unknown);
    }
    let now = tx.now();
    let soon = now.plus_seconds(AHEAD_S);
    if span.from < soon || span.from > now.plus_days(HORIZON_DAYS) || span.to <= span.from {
        return Err(Refusal::conflict("places-child-conflict-wait-when"));
    }
    match seat::why_not(tx, actor, of, &group, (span, None))? {
        None => return Err(Refusal::conflict("places-child-conflict-free")),
        Some(say) if !may_wait_for_seat(&say) => return Err(Refusal::conflict(say)),
        Some(_) => {}
    }
    let all = waiting(tx, of)?;
    let mine = all.iter().filter(|one| one.parent == parent).count();
    let twice = |one: &SeatWait| {
        one.span.meets(span) && one.children.iter().any(|child| group.contains(child))
    };
    if all.iter().any(twice) {
        return Err(Refusal::conflict("places-child-conflict-waits"));
    }
    if all.len() as i64 >= WAITING_MAX || mine as i64 >= LISTS_MAX {
        return Err(Refusal::conflict("places-child-conflict-lists"));
    }
    let rank = all.iter().map(|one| one.rank).max().unwrap_or(0) + 1;
    let listed: Vec<String> = group.iter().map(ToString::to_string).collect();
    tx.run(
        sql(
            "INSERT INTO third_places_seat_wait (id, nursery, parent, children, starts_at, ends_at,
                rank, state, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)",
        ),
        &[
            id.into(),
            of.into(),
            parent.into(),
            listed.join(" ").into(),
            span.from.into(),
            span.to.into(),
            rank.into(),
            now.into(),
        ],
    )?;
    order(tx, of, id, ("joined", ""))?;
    people::record(tx, &actor.name_in_log(), "places.seat-wait", &id.to_string(), "")
}

/// Leaves the list.
pub fn leave_wait(tx: &mut Tx, actor: &Actor, id: SeatWaitId) -> Outcome<()> {
    let parent = actor.person()?;
    let known = find(tx, id)?.filter(|one| one.parent == parent).ok_or(Refusal::Unknown)?;
    fence(tx, known.nursery)?;
    if set(tx, id, "left")? {
        order(tx, known.nursery, id, ("left", ""))?;
    }
    people::record(tx, &actor.name_in_log(), "places.seat-wait-left", &id.to_string(), "")
}

/// Where one waits at a nursery, each with its turn among those who want the same time.
pub fn own_seat_waits(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
) -> Outcome<Vec<(SeatWait, usize)>> {
    let parent = actor.person()?;
    nursery(tx, actor, of)?;
    let all = waiting(tx, of)?;
    let turn = |one: &SeatWait| {
        all.iter().filter(|other| other.rank < one.rank && other.span.meets(one.span)).count() + 1
    };
    let own = all.iter().filter(|one| one.parent == parent);
    Ok(own.map(|one| (one.clone(), turn(one))).collect())
}

/// Who waits, in their order, and how the list came to be: for whoever keeps the nursery.
pub fn seat_waits(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
) -> Outcome<(Vec<SeatWait>, Vec<SeatOrdered>)> {
    kept_nursery(tx, actor, of)?;
    let ordered = tx
        .all(
            sql("SELECT at, wait, what, reason FROM third_places_seat_order WHERE nursery = $1
                 ORDER BY number DESC LIMIT 50"),
            &[of.into()],
        )?
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            Ok(SeatOrdered {
                at: columns.take()?,
                wait: columns.take()?,
                what: columns.take()?,
                reason: columns.take()?,
            })
        })
        .collect::<Outcome<_>>()?;
    Ok((waiting(tx, of)?, ordered))
}

/// Why a group must wait for others, if so: somebody before it could take seats at a time that meets
/// its own. Behind the fence of the nursery. Without a rank, all who wait are before.
pub(super) fn others_first(
    tx: &mut Tx,
    of: NurseryId,
    roster: &Roster,
    (span, rank): (Span, Option<i64>),
) -> Outcome<Option<Say>> {
    let before = before(tx, of, (span, rank))?;
    let walking = walking(tx, of, &before)?;
    let seated = before.iter().any(|one| kept_out(roster, one, &walking).is_none());
    Ok(seated.then(|| Say::new("places-child-why-turn")))
}

fn before(tx: &mut Tx, of: NurseryId, (span, rank): (Span, Option<i64>)) -> Outcome<Vec<SeatWait>> {
    let soon = tx.now().plus_seconds(AHEAD_S);
    let is_before = |one: &SeatWait| rank.is_none_or(|rank| one.rank < rank);
    Ok(waiting(tx, of)?
        .into_iter()
        .filter(|one| is_before(one) && one.span.meets(span) && one.span.from > soon)
        .collect())
}

/// Which rule keeps a group out now.
fn kept_out(roster: &Roster, one: &SeatWait, walking: &BTreeMap<ChildId, bool>) -> Option<Say> {
    let (from, to) = (one.span.from.timestamp(), one.span.to.timestamp());
    let there = |child: &ChildId| Some(Presence { from, to, walks: *walking.get(child)? });
    let presences: Option<Vec<Presence>> = one.children.iter().map(there).collect();
    match presences {
        Some(presences) => refusal(roster, &presences),
        None => Some(Say::new("places-child-why-gone")),
    }
}

/// Whether each child of those who wait walks; those whose file is gone are missing.
fn walking(tx: &mut Tx, of: NurseryId, waits: &[SeatWait]) -> Outcome<BTreeMap<ChildId, bool>> {
    if waits.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows =
        tx.all(sql("SELECT id, walks FROM third_places_child WHERE nursery = $1"), &[of.into()])?;
    let mut walking = BTreeMap::new();
    for row in rows {
        let mut columns = row.columns();
        let (id, walks): (ChildId, bool) = (columns.take()?, columns.take()?);
        if waits.iter().any(|one| one.children.contains(&id)) {
            walking.insert(id, walks);
        }
    }
    Ok(walking)
}

/// What seats those who wait: soon after seats may have become free, and every few minutes.
pub fn seats_handler() -> Handler {
    work::handler(SEATS_JOB, |store, _| seat_all(store))
}

/// Its turn.
pub fn seats_periodic() -> Periodic {
    Periodic { kind: SEATS_JOB, every_s: 300 }
}

/// Asks for the job, because seats may have become free.
pub(super) fn seats_freed(tx: &mut Tx) -> Outcome<()> {
    let key = format!("seats:{}", tx.id::<SeatWait>());
    work::enqueue(tx, SEATS_JOB, &key, &())
}

async fn seat_all(store: Store) -> Result<(), Failure> {
    store.write(forget_old).await.map_err(Failure::passing)?;
    let all = store.read(everybody).await.map_err(Failure::passing)?;
    // One family a transaction: each waits at the fences in the same order as whoever asks.
    for id in all {
        let seated = store.write(move |tx| seat_one(tx, id)).await;
        seated.map_err(Failure::passing)?;
    }
    Ok(())
}

fn forget_old(tx: &mut Tx) -> Outcome<()> {
    let before = tx.now().plus_days(-WAIT_DAYS);
    tx.run(sql("DELETE FROM third_places_seat_wait WHERE ends_at < $1"), &[before.into()]).map(drop)
}

fn everybody(tx: &mut Tx) -> Outcome<Vec<SeatWaitId>> {
    tx.all(
        sql("SELECT id FROM third_places_seat_wait WHERE state = 'waiting'
             ORDER BY nursery, rank LIMIT 5000"),
        &[],
    )?
    .into_iter()
    .map(Row::single)
    .collect()
}

fn seat_one(tx: &mut Tx, id: SeatWaitId) -> Outcome<()> {
    let Some(one) = find(tx, id)?.filter(|one| one.waiting) else { return Ok(()) };
    let now = tx.now();
    let known = walking(tx, one.nursery, std::slice::from_ref(&one))?;
    let family = match Actor::of(tx, one.parent) {
        Ok(family) if known.len() == one.children.len() => Some(family),
        Ok(_) | Err(Refusal::Unknown) => None,
        Err(refusal) => return Err(refusal),
    };
    let Some(family) = family.filter(|_| one.span.from > now.plus_seconds(AHEAD_S)) else {
        fence(tx, one.nursery)?;
        if set(tx, id, "passed")? {
            order(tx, one.nursery, id, ("passed", ""))?;
        }
        return Ok(());
    };
    let seats: Vec<(BookingId, ChildId)> =
        one.children.iter().map(|&child| (tx.id(), child)).collect();
    let booked = tx.attempt(|tx| {
        seat::book_in_turn(tx, &family, one.nursery, &seats, (one.span, Some(one.rank)))
    })?;
    // A child that has a seat then already cannot wait for it: nobody waits behind them.
    if booked.as_ref().is_err_and(|say| say.key == "places-child-conflict-there") {
        if set(tx, id, "passed")? {
            order(tx, one.nursery, id, ("passed", ""))?;
        }
        return Ok(());
    }
    if booked.is_err() || !set(tx, id, "seated")? {
        return Ok(());
    }
    let nursery = load(tx, one.nursery)?;
    let left = before(tx, one.nursery, (one.span, Some(one.rank)))?;
    let reason = match left.first() {
        Some(first) => {
            let roster = seat::roster_of(tx, &nursery, one.span)?;
            let walking = walking(tx, one.nursery, &left)?;
            kept_out(&roster, first, &walking)
                .map_or("", |say| say.key.strip_prefix("places-child-why-").unwrap_or_default())
        }
        None => "",
    };
    let what = if left.is_empty() { "seated" } else { "ahead" };
    order(tx, one.nursery, id, (what, reason))?;
    told::tell(tx, &nursery, one.parent, ("places-mail-seated", &id.to_string()), one.span)?;
    people::record(tx, "system", "places.seat-wait-seated", &id.to_string(), "")
}

fn set(tx: &mut Tx, id: SeatWaitId, state: &'static str) -> Outcome<bool> {
    let changed = tx.run(
        sql("UPDATE third_places_seat_wait SET state = $1 WHERE id = $2 AND state = 'waiting'"),
        &[state.into(), id.into()],
    )?;
    Ok(changed > 0)
}

fn order(
    tx: &mut Tx,
    of: NurseryId,
    wait: SeatWaitId,
    (what, reason): (&'static str, &str),
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_seat_order (nursery, number, at, wait, what, reason)
             SELECT $1, COALESCE(MAX(number), 0) + 1, CAST($2 AS BIGINT), $3, $4, $5
             FROM third_places_seat_order WHERE nursery = $1"),
        &[of.into(), now.into(), wait.into(), what.into(), reason.into()],
    )
    .map(drop)
}

fn waiting(tx: &mut Tx, of: NurseryId) -> Outcome<Vec<SeatWait>> {
    tx.all(
        sql("SELECT id, nursery, parent, children, starts_at, ends_at, rank, state, asked_at
             FROM third_places_seat_wait WHERE nursery = $1 AND state = 'waiting'
             ORDER BY rank LIMIT $2"),
        &[of.into(), WAITING_MAX.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

fn find(tx: &mut Tx, id: SeatWaitId) -> Outcome<Option<SeatWait>> {
    tx.maybe(
        sql("SELECT id, nursery, parent, children, starts_at, ends_at, rank, state, asked_at
             FROM third_places_seat_wait WHERE id = $1"),
        &[id.into()],
    )?
    .map(read)
    .transpose()
}

fn read(row: Row) -> Outcome<SeatWait> {
    let mut columns = row.columns();
    let (id, nursery, parent) = (columns.take()?, columns.take()?, columns.take()?);
    let children = columns.take::<String>()?;
    Ok(SeatWait {
        id,
        nursery,
        parent,
        children: children.split(' ').map(str::parse).collect::<Outcome<_>>()?,
        span: Span { from: columns.take()?, to: columns.take()? },
        rank: columns.take()?,
        waiting: columns.take::<String>()? == "waiting",
        asked_at: columns.take()?,
    })
}

/// Nothing is left of where somebody waited.
pub(super) fn erase(tx: &mut Tx, parent: PersonId) -> Outcome<()> {
    tx.run(sql("DELETE FROM third_places_seat_wait WHERE parent = $1"), &[parent.into()]).map(drop)
}

/// Where somebody waits and waited, for their export.
pub(crate) fn export_waits(tx: &mut Tx, parent: PersonId) -> Outcome<Vec<Value>> {
    let rows = tx.all(
        sql("SELECT state, starts_at, ends_at, asked_at FROM third_places_seat_wait
             WHERE parent = $1 ORDER BY asked_at LIMIT 2000"),
        &[parent.into()],
    )?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        let state: String = columns.take()?;
        let (from, to): (Moment, Moment) = (columns.take()?, columns.take()?);
        let at: Moment = columns.take()?;
        all.push(json!({
            "state": state,
            "from": from.to_string(),
            "to": to.to_string(),
            "at": at.to_string(),
        }));
    }
    Ok(all)
}
