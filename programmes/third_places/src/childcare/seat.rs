//! Seats asked for and judged: promised at once, or refused with the rule that keeps the child out.

use base::{Outcome, Refusal, Say};
use people::Actor;
use reservations::childcare::Presence;
use reservations::{Asked, BookingId, Span};
use store::{Tx, sql};

use super::family::{ChildId, own_child};
use super::judge::{Roster, planned, refusal, weeks_of};
use super::model::{Nursery, NurseryId};
use super::nursery::{fence, load, nursery};
use super::waits;

/// When, and before whom in the list: without a rank, after all who wait.
pub(super) type Turn = (Span, Option<i64>);

/// Asks for seats for one's children at the same time, all or none: promised at once, or refused
/// with the rule that keeps them out. Asked again with the same ids, they are the same seats.
pub fn book(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    seats: &[(BookingId, ChildId)],
    span: Span,
) -> Outcome<()> {
    book_in_turn(tx, actor, of, seats, (span, None))
}

/// The same for whoever has a place in the list: those behind it do not count.
pub(super) fn book_in_turn(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    seats: &[(BookingId, ChildId)],
    turn: Turn,
) -> Outcome<()> {
    actor.person()?;
    nursery(tx, actor, of)?;
    let span = turn.0;
    let asked =
        Asked { resource: of.cast(), span, quantity: 1, title: String::new(), organisation: None };
    let all: Vec<(BookingId, Asked)> = seats.iter().map(|(id, _)| (*id, asked.clone())).collect();
    let children: Vec<ChildId> = seats.iter().map(|(_, child)| *child).collect();
    let judge = |tx: &mut Tx| why_not(tx, actor, of, &children, turn);
    reservations::hold_judged(tx, actor, &all, &judge)?;
    let now = tx.now();
    for (booking, id) in seats {
        let child = own_child(tx, actor, *id)?;
        tx.run(
            sql(
                "INSERT INTO third_places_stay (booking, nursery, child, walks, starts_at, ends_at,
                    made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (booking) DO NOTHING",
            ),
            &[
                (*booking).into(),
                of.into(),
                child.id.into(),
                child.walks.into(),
                span.from.into(),
                span.to.into(),
                now.into(),
            ],
        )?;
    }
    let (first, _) = seats.first().ok_or(Refusal::Malformed)?;
    reservations::confirm(tx, actor, *first).map(drop)
}

/// Why one's children cannot be seated together now, if so. Behind the fence: all that a judgement
/// rests on is read after it.
pub(super) fn why_not(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    children: &[ChildId],
    (span, rank): Turn,
) -> Outcome<Option<Say>> {
    fence(tx, of)?;
    let nursery = load(tx, of)?;
    let roster = roster_of(tx, &nursery, span)?;
    let mut presences = Vec::with_capacity(children.len());
    for (place, id) in children.iter().enumerate() {
        let child = own_child(tx, actor, *id)?;
        if child.nursery != of {
            return Err(Refusal::Unknown);
        }
        let twice = children.iter().take(place).any(|other| other == id);
        let there = |seat: &super::Seated| seat.child == Some(*id) && seat.span.meets(span);
        if twice || roster.seats.iter().any(there) {
            return Ok(Some(Say::new("places-child-conflict-there")));
        }
        let (from, to) = (span.from.timestamp(), span.to.timestamp());
        presences.push(Presence { from, to, walks: child.walks });
    }
    match refusal(&roster, &presences) {
        Some(say) => Ok(Some(say)),
        None => waits::others_first(tx, of, &roster, (span, rank)),
    }
}

/// Staff and seats of the weeks that a span touches.
pub(super) fn roster_of(tx: &mut Tx, nursery: &Nursery, span: Span) -> Outcome<Roster> {
    planned(tx, nursery, weeks_of(span))
}
