//! Promises for the tests: a site with a room, somebody who has it, somebody who waits.

use base::{Moment, Outcome};
use people::{Actor, OrgId};
use reservations::{Asked, BookingId, NewResource, NewSite, ResourceId, SiteId, Span, WaitId};
use store::Tx;

/// A site of an organisation, open day and night.
pub fn let_site(tx: &mut Tx, host: &Actor, organisation: OrgId) -> Outcome<SiteId> {
    let new = NewSite {
        organisation,
        name: "Le Site d’Essai".to_owned(),
        zone: "Europe/Paris".to_owned(),
        hours: "24/7".to_owned(),
        hold_minutes: 10,
        no_show_minutes: 30,
        free_cancel_hours: 24,
        late_refund_percent: 50,
        opens_at: None,
        closes_at: None,
    };
    let id = tx.id();
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
