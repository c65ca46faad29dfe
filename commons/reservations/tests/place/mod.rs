//! A place with a host and people, for the tests of promises.

use base::{Moment, Outcome};
use parvis_reservations::*;
use people::{Actor, NewOrganisation, PersonId};
use store::{Migrations, Tx};

pub(crate) const CONTEXTS: &[Migrations] = &[
    store::MIGRATIONS,
    work::MIGRATIONS,
    web::MIGRATIONS,
    people::MIGRATIONS,
    ledger::MIGRATIONS,
    parvis_reservations::MIGRATIONS,
];

/// A host and the site that they opened.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) host: PersonId,
    pub(crate) site: SiteId,
}

pub(crate) fn person(tx: &mut Tx, name: &str) -> Outcome<PersonId> {
    let email = format!("{}@test.example", tx.id::<()>());
    people::create_account(tx, &email, name, "fr")
}

pub(crate) fn opened(tx: &mut Tx, hours: &str) -> Outcome<Place> {
    let host = person(tx, "Hélène")?;
    let new = NewOrganisation {
        name: "La Ruche".to_owned(),
        kind: "association".to_owned(),
        rna: String::new(),
        address: "1 rue du Test".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        siret: String::new(),
        invented: true,
    };
    let organisation = people::create_organisation(tx, host, &new)?;
    let actor = Actor::of(tx, host)?;
    let new = NewSite {
        organisation,
        name: "La Ruche".to_owned(),
        zone: "Europe/Paris".to_owned(),
        hours: hours.to_owned(),
        hold_minutes: 10,
        no_show_minutes: 30,
        free_cancel_hours: 24,
        late_refund_percent: 50,
        opens_at: None,
        closes_at: None,
    };
    let id = tx.id();
    let site = open_site(tx, &actor, id, &new)?;
    Ok(Place { host, site })
}

pub(crate) fn thing(tx: &mut Tx, place: &Place, new: NewResource) -> Outcome<ResourceId> {
    let actor = Actor::of(tx, place.host)?;
    let id = tx.id();
    add_resource(tx, &actor, place.site, id, &new)
}

/// A room for one at a time, and so many desks or seats.
pub(crate) fn room() -> NewResource {
    NewResource { name: "Salle Seine".to_owned(), ..NewResource::default() }
}

pub(crate) fn many(kind: Kind, capacity: i64) -> NewResource {
    NewResource { name: "Bureaux".to_owned(), kind, capacity, ..NewResource::default() }
}

/// Quarter hours from tomorrow at noon of the test's clock, UTC.
pub(crate) fn quarters(now: Moment, from: i64, to: i64) -> Span {
    let day = 86_400_000_000;
    let noon = (now.0.div_euclid(day) + 1) * day + day / 2;
    Span { from: Moment(noon + from * 900_000_000), to: Moment(noon + to * 900_000_000) }
}

pub(crate) fn wish(resource: ResourceId, span: Span, quantity: i64) -> Asked {
    Asked { resource, span, quantity, title: "Réunion".to_owned(), organisation: None }
}

/// Holds and confirms at once.
pub(crate) fn promised(tx: &mut Tx, person: PersonId, asked: &Asked) -> Outcome<BookingId> {
    let actor = Actor::of(tx, person)?;
    let id = tx.id();
    hold(tx, &actor, id, asked)?;
    confirm(tx, &actor, id)?;
    Ok(id)
}
