//! Promises for the tests: a site with a room, somebody who has it, somebody who waits.

use base::{Moment, Outcome};
use people::{Actor, OrgId};
use reservations::{Asked, BookingId, NewResource, NewSite, ResourceId, SiteId, Span, WaitId};
use store::Tx;

/// A site of an organisation, open day and night.
pub fn let_site(tx: &mut Tx, host: &Actor, organisation: OrgId) -> Outcome<SiteId> {
    let id = tx.id();
    let_site_of(tx, host, id, organisation)
}

/// The same with an id that is given: that of its place.
pub fn let_site_of(tx: &mut Tx, host: &Actor, id: SiteId, organisation: OrgId) -> Outcome<SiteId> {
    let new = NewSite {
        name: "Le Site d’Essai".to_owned(),
        hours: "24/7".to_owned(),
        ..NewSite::usual(organisation)
    };
    reservations::open_site(tx, host, id, &new)
}

/// A room for one at a time.
pub fn let_room(tx: &mut Tx, host: &Actor, site: SiteId) -> Outcome<ResourceId> {
    let id = tx.id();
    let new = NewResource { name: "Salle Seine".to_owned(), ..NewResource::default() };
    reservations::add_resource(tx, host, site, id, &new)
}

/// Noon of the day after tomorrow, for an hour.
pub fn noon(now: Moment) -> Span {
    let day = now.in_france().date().saturating_add(jiff::Span::new().days(2));
    let from = Moment::from_france(day.at(12, 0, 0, 0));
    Span { from, to: from.plus_seconds(3_600) }
}

/// What is asked for of a thing at that noon.
pub fn wished(tx: &Tx, thing: ResourceId) -> Asked {
    Asked {
        resource: thing,
        span: noon(tx.now()),
        quantity: 1,
        title: "Réunion".to_owned(),
        organisation: None,
    }
}

/// A promise of a thing, confirmed.
pub fn promised(tx: &mut Tx, who: &Actor, thing: ResourceId) -> Outcome<BookingId> {
    let (id, asked) = (tx.id(), wished(tx, thing));
    reservations::hold(tx, who, id, &asked)?;
    reservations::confirm(tx, who, id)?;
    Ok(id)
}

/// Somebody who waits for the same.
pub fn waiting(tx: &mut Tx, who: &Actor, thing: ResourceId) -> Outcome<WaitId> {
    let (id, asked) = (tx.id(), wished(tx, thing));
    reservations::join(tx, who, id, &asked)?;
    Ok(id)
}

/// A site that charges in the book of its organisation, with a desk at six euros an hour.
pub fn charging_site(
    tx: &mut Tx,
    host: &Actor,
    organisation: OrgId,
) -> Outcome<(SiteId, ResourceId)> {
    let site = let_site(tx, host, organisation)?;
    ledger::begin_book(tx, host, organisation)?;
    reservations::set_book(tx, host, site, "non-profit", true)?;
    let id = tx.id();
    let new = NewResource {
        name: "Bureaux".to_owned(),
        kind: reservations::Kind::Units,
        capacity: 20,
        hour_cents: 600,
        ..NewResource::default()
    };
    Ok((site, reservations::add_resource(tx, host, site, id, &new)?))
}

/// A pass of ten entries at fifty euros, good for three months.
pub fn ten_entries() -> reservations::NewPlan {
    reservations::NewPlan {
        name: "Dix entrées".to_owned(),
        unit: Some(reservations::Unit::Entries),
        amount: 10,
        price_cents: 5_000,
        vat: "non-profit".to_owned(),
        months: 3,
        ..reservations::NewPlan::default()
    }
}

/// An offer of a site, and the pass of somebody who bought it today.
pub fn bought(
    tx: &mut Tx,
    host: &Actor,
    who: &Actor,
    site: SiteId,
) -> Outcome<(reservations::PlanId, reservations::PassId)> {
    let (plan, pass) = (tx.id(), tx.id());
    reservations::add_plan(tx, host, site, plan, &ten_entries())?;
    let holder = reservations::Holder::Person(who.person()?);
    let today = tx.now().in_france().date();
    Ok((plan, reservations::buy(tx, who, plan, pass, (holder, today))?))
}
