//! What can be reserved in the workshop of the demonstration, and who has.

use base::{Moment, Outcome};
use jiff::civil::Date;
use people::Actor;
use reservations::{Asked, Kind, NewResource, NewSite, ResourceId, Span};
use store::Tx;
use third_places::PlaceId;

use super::people_of_demo::Cast;

/// Opens the site of a place, and fills the next working days.
pub(super) fn tell(tx: &mut Tx, cast: &Cast, place: PlaceId, today: Moment) -> Outcome<()> {
    let (organisation, host) = &cast.own;
    let site = NewSite {
        name: "L’Atelier partagé (démonstration)".to_owned(),
        hours: "Mo-Fr 08:30-19:00; Sa 10:00-17:00; PH off".to_owned(),
        ..NewSite::usual(*organisation)
    };
    let site = reservations::open_site(tx, host, place.cast(), &site)?;
    let mut things = Vec::new();
    for new in things_let() {
        let id = tx.id();
        things.push(reservations::add_resource(tx, host, site, id, &new)?);
    }
    let [room, desks, sewing, laser] = things.as_slice() else { return Ok(()) };
    let day = working_day(today.in_france().date());
    let others: Vec<&Actor> = cast.organisations.iter().map(|(_, actor)| actor).collect();
    for (turn, actor) in others.iter().enumerate().take(6) {
        let start = 9 + i8::try_from(turn % 3).unwrap_or(0);
        promise(tx, actor, (*desks, 1), (day, start, start + 4), "")?;
    }
    promise(tx, host, (*room, 1), (day, 9, 11), "Conseil d’administration")?;
    promise(tx, &cast.resident, (*room, 1), (day, 14, 16), "Réunion de quartier")?;
    promise(tx, &cast.resident, (*desks, 1), (day, 9, 12), "")?;
    for actor in others.iter().take(5) {
        promise(tx, actor, (*sewing, 1), (day, 14, 17), "")?;
    }
    // Somebody from elsewhere asks for what the host must agree to.
    if let Some(actor) = others.first() {
        let person = actor.person()?;
        let code = "découpe laser".to_owned();
        let trained = reservations::Standing { person, code, until: None };
        reservations::set_standing(tx, host, site, &trained, true)?;
        promise(tx, actor, (*laser, 1), (day, 10, 12), "Présentoirs")?;
    }
    // Two places are wanted where one is left.
    let (id, span) = (tx.id(), span((day, 14, 17)));
    let asked = wish(*sewing, span, 2, "Avec ma voisine");
    match reservations::quote(tx, &cast.resident, &asked)? {
        Err(say) if reservations::may_wait(&say) => {
            reservations::join(tx, &cast.resident, id, &asked).map(drop)
        }
        _ => Ok(()),
    }
}

fn things_let() -> [NewResource; 4] {
    [
        NewResource {
            name: "Salle Seine".to_owned(),
            what: "Douze personnes, un écran, un tableau.".to_owned(),
            hour_cents: 1_500,
            day_cents: 9_000,
            after_minutes: 15,
            ..NewResource::default()
        },
        NewResource {
            name: "Bureaux partagés".to_owned(),
            what: "Le numéro du bureau est donné à l’arrivée.".to_owned(),
            kind: Kind::Units,
            capacity: 8,
            hour_cents: 250,
            day_cents: 1_500,
            ..NewResource::default()
        },
        NewResource {
            name: "Atelier couture".to_owned(),
            what: "Six machines, une animatrice.".to_owned(),
            kind: Kind::Pool,
            capacity: 6,
            step_minutes: 60,
            min_minutes: 60,
            ..NewResource::default()
        },
        NewResource {
            name: "Découpe laser".to_owned(),
            what: "Après une formation d’une heure.".to_owned(),
            requires: "découpe laser".to_owned(),
            approval: true,
            hour_cents: 800,
            ..NewResource::default()
        },
    ]
}

/// The first day from Monday to Friday after a day.
fn working_day(day: Date) -> Date {
    let next = day.saturating_add(jiff::Span::new().days(1));
    if next.weekday().to_monday_zero_offset() < 5 { next } else { working_day(next) }
}

fn span((day, from, to): (Date, i8, i8)) -> Span {
    let at = |hour| Moment::from_france(day.at(hour, 0, 0, 0));
    Span { from: at(from), to: at(to) }
}

fn wish(resource: ResourceId, span: Span, quantity: i64, title: &str) -> Asked {
    Asked { resource, span, quantity, title: title.to_owned(), organisation: None }
}

/// Holds and confirms; what is closed on that day, a public holiday, is left out.
fn promise(
    tx: &mut Tx,
    actor: &Actor,
    (thing, quantity): (ResourceId, i64),
    when: (Date, i8, i8),
    title: &str,
) -> Outcome<()> {
    let asked = wish(thing, span(when), quantity, title);
    if reservations::quote(tx, actor, &asked)?.is_err() {
        return Ok(());
    }
    let id = tx.id();
    reservations::hold(tx, actor, id, &asked)?;
    reservations::confirm(tx, actor, id).map(drop)
}
