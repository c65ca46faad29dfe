//! A micro-crèche for the tests: twelve places, staff, families.

use base::{Moment, Outcome};
use jiff::civil::Date;
use people::{Actor, PersonId};
use reservations::{BookingId, Span};
use store::Tx;
use third_places::childcare::{
    CarerId, ChildId, NurseryId, NurseryText, ShiftId, add_carer, add_shift, book, create_nursery,
    declare_child,
};

use crate::Cast;

/// The Tuesday of the week after the tests' day.
pub const TUESDAY: Date = jiff::civil::date(2026, 12, 1);

/// From so many hours until so many, on a day in France.
pub fn hours(day: Date, from: (i8, i8), to: (i8, i8)) -> Span {
    let at = |(hour, minute)| Moment::from_france(day.at(hour, minute, 0, 0));
    Span { from: at(from), to: at(to) }
}

/// A nursery and its staff.
#[derive(Clone, Copy, Debug)]
pub struct Crib {
    /// The nursery.
    pub id: NurseryId,
    /// An educator: category 1°.
    pub educator: CarerId,
    /// An auxiliaire de puériculture: category 1°.
    pub auxiliary: CarerId,
    /// Of category 2°.
    pub second: CarerId,
}

/// What a micro-crèche of so many places lays down.
pub fn nursery_text(places: i64) -> NurseryText {
    NurseryText {
        name: "Les Loupiots".to_owned(),
        places,
        ratio: "walking".to_owned(),
        surplus: true,
        hours: "Mo-Fr 08:00-18:00".to_owned(),
        authorised_on: jiff::civil::date(2025, 9, 1),
        authorisation: "2025-PMI-12".to_owned(),
    }
}

/// A micro-crèche in an open place of organisation A.
pub fn crib(tx: &mut Tx, cast: &Cast, text: &NurseryText) -> Outcome<Crib> {
    let place = crate::opened_place(tx, &cast.officer.actor, cast.org_a, "La Halle")?;
    let manager = &cast.manager.actor;
    let id = tx.id();
    create_nursery(tx, manager, place, id, text)?;
    Ok(Crib {
        id,
        educator: add_carer(tx, manager, id, "Amélie", "educator")?,
        auxiliary: add_carer(tx, manager, id, "Bruno", "auxiliary")?,
        second: add_carer(tx, manager, id, "Chloé", "second")?,
    })
}

/// Somebody of the staff is there.
pub fn on_duty(
    tx: &mut Tx,
    cast: &Cast,
    crib: &Crib,
    carer: CarerId,
    span: Span,
) -> Outcome<ShiftId> {
    add_shift(tx, &cast.manager.actor, (crib.id, carer), span)
}

/// A family with one child, whose file holds nothing.
pub fn family(tx: &mut Tx, of: NurseryId, walks: bool) -> Outcome<(PersonId, ChildId)> {
    let email = format!("{}@parvis.test", tx.id::<()>());
    let parent = people::create_account(tx, &email, "Parent", "fr")?;
    let actor = Actor::of(tx, parent)?;
    let id = tx.id();
    declare_child(tx, &actor, of, id, (walks, ""))?;
    Ok((parent, id))
}

/// A new family asks for a seat.
pub fn comes(tx: &mut Tx, of: NurseryId, walks: bool, span: Span) -> Outcome<BookingId> {
    let (parent, child) = family(tx, of, walks)?;
    let actor = Actor::of(tx, parent)?;
    let id = tx.id();
    book(tx, &actor, of, &[(id, child)], span)?;
    Ok(id)
}
