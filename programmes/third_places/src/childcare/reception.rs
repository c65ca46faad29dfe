//! What the staff of a nursery does for families who ask at the door or by telephone: a file opened
//! for a child, a seat asked for. The seat is judged as any other, and the family is told.

use base::{Outcome, Refusal};
use people::Actor;
use reservations::{BookingId, Span};
use store::{Tx, sql};

use super::family::{Child, ChildId, declare_child, read};
use super::model::NurseryId;
use super::nursery::kept_nursery;
use super::seat::book;
use super::told;

/// Opens a file for a child whose parent has this address. The file is the parent's; whether the
/// address had an account before is told to nobody. Returns the number of the file.
pub fn declare_for(
    tx: &mut Tx,
    actor: &Actor,
    (of, email): (NurseryId, &str),
    id: ChildId,
    (walks, sealed): (bool, &str),
) -> Outcome<i64> {
    let nursery = kept_nursery(tx, actor, of)?;
    let parent = people::create_account(tx, email, email, "fr")?;
    let family = Actor::of(tx, parent)?;
    let number = declare_child(tx, &family, of, id, (walks, sealed))?;
    told::tell_opened(tx, &nursery, parent, id)?;
    people::record(tx, &actor.name_in_log(), "places.child-for-family", &id.to_string(), "")?;
    Ok(number)
}

/// Asks for a seat for a child by the number of its file, in the name of its family.
pub fn book_for(
    tx: &mut Tx,
    actor: &Actor,
    (of, number): (NurseryId, i64),
    id: BookingId,
    span: Span,
) -> Outcome<()> {
    let nursery = kept_nursery(tx, actor, of)?;
    let child = numbered(tx, of, number)?;
    let child = child.ok_or_else(|| Refusal::field("number", "places-child-fault-number"))?;
    let family = Actor::of(tx, child.parent)?;
    book(tx, &family, of, &[(id, child.id)], span)?;
    told::tell(tx, &nursery, child.parent, ("places-mail-seat", &id.to_string()), span)?;
    people::record(tx, &actor.name_in_log(), "places.seat-for-family", &id.to_string(), "")
}

fn numbered(tx: &mut Tx, of: NurseryId, number: i64) -> Outcome<Option<Child>> {
    tx.maybe(
        sql("SELECT id, version, nursery, parent, number, walks, sealed FROM third_places_child
             WHERE nursery = $1 AND number = $2"),
        &[of.into(), number.into()],
    )?
    .map(read)
    .transpose()
}
