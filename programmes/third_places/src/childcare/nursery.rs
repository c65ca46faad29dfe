//! Nurseries: made with their site and their thing in the reservations, changed by whoever runs the
//! place.

use base::{Outcome, Refusal, Say};
use jiff::civil::Date;
use people::Actor;
use reservations::hours::Hours;
use reservations::{NewResource, NewSite};
use store::{Row, Tx, sql};

use super::model::{Nursery, NurseryId, NurseryText, PLACES_MAX, RATIOS, STEP_MINUTES, ZONE};
use crate::model::{Life, Place, PlaceId};
use crate::places;

/// Drop-in is asked for so many days ahead at most.
const HORIZON_DAYS: i64 = 60;
/// Stays to come that one family may have.
const FAMILY_MAX: i64 = 200;
/// Minutes of the shortest and the longest stay.
const STAY: (i64, i64) = (30, 660);

/// Whether somebody keeps a nursery: whoever runs its place.
pub fn keeps_nursery(tx: &mut Tx, actor: &Actor, nursery: &Nursery) -> Outcome<bool> {
    Ok(places::runs(actor, &places::load(tx, nursery.place)?))
}

/// A nursery, for everybody: that of a draft is known to those who run the place.
pub fn nursery(tx: &mut Tx, actor: &Actor, id: NurseryId) -> Outcome<Nursery> {
    let nursery = load(tx, id)?;
    places::place(tx, actor, nursery.place)?;
    Ok(nursery)
}

/// A nursery, for whoever keeps it.
pub fn kept_nursery(tx: &mut Tx, actor: &Actor, id: NurseryId) -> Outcome<Nursery> {
    let nursery = load(tx, id)?;
    if keeps_nursery(tx, actor, &nursery)? { Ok(nursery) } else { Err(Refusal::Unknown) }
}

/// The nurseries of a place, for everybody.
pub fn nurseries_at(tx: &mut Tx, actor: &Actor, place: PlaceId) -> Outcome<Vec<Nursery>> {
    places::place(tx, actor, place)?;
    tx.all(
        sql("SELECT id, version, place, name, places, ratio, surplus, hours, authorised_on,
                authorisation
             FROM third_places_nursery WHERE place = $1 ORDER BY id"),
        &[place.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// Makes a nursery in a place that one runs, with its site and its thing in the reservations. Made
/// twice with the same id, it is made once.
pub fn create_nursery(
    tx: &mut Tx,
    actor: &Actor,
    of: PlaceId,
    id: NurseryId,
    text: &NurseryText,
) -> Outcome<NurseryId> {
    let place = places::own_place(tx, actor, of)?;
    let today = tx.now().in_france().date();
    faults(text)?;
    if let Some(known) = find(tx, id)? {
        return if known.place == of { Ok(id) } else { Err(Refusal::Unknown) };
    }
    let site = site_of(&place, text)?;
    reservations::open_site(tx, actor, id.cast(), &site)?;
    reservations::add_resource(tx, actor, id.cast(), id.cast(), &thing_of(text, today))?;
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_nursery (id, version, place, name, places, ratio, surplus,
                hours, authorised_on, authorisation, last_number, created_at, changed_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10)"),
        &[
            id.into(),
            of.into(),
            text.name.as_str().into(),
            text.places.into(),
            text.ratio.as_str().into(),
            text.surplus.into(),
            text.hours.as_str().into(),
            text.authorised_on.to_string().into(),
            text.authorisation.as_str().into(),
            now.into(),
        ],
    )?;
    places::note(tx, actor, &of.to_string(), "nursery", &text.name)?;
    Ok(id)
}

/// Changes a nursery. What was promised stays promised; the plan shows what no longer holds.
pub fn change_nursery(
    tx: &mut Tx,
    actor: &Actor,
    id: NurseryId,
    version: i64,
    text: &NurseryText,
) -> Outcome<()> {
    let known = kept_nursery(tx, actor, id)?;
    faults(text)?;
    let place = places::load(tx, known.place)?;
    let site = reservations::site(tx, id.cast())?;
    reservations::change_site(tx, actor, id.cast(), site.version, &site_of(&place, text)?)?;
    let today = tx.now().in_france().date();
    let mut thing = thing_of(text, today);
    // Fewer places take no seat away that was promised.
    thing.capacity = thing.capacity.max(reservations::resource(tx, id.cast())?.data.capacity);
    reservations::change_resource(tx, actor, id.cast(), &thing, false)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE third_places_nursery SET version = version + 1, name = $1, places = $2,
                ratio = $3, surplus = $4, hours = $5, authorised_on = $6, authorisation = $7,
                changed_at = $8
             WHERE id = $9 AND version = $10"),
        &[
            text.name.as_str().into(),
            text.places.into(),
            text.ratio.as_str().into(),
            text.surplus.into(),
            text.hours.as_str().into(),
            text.authorised_on.to_string().into(),
            text.authorisation.as_str().into(),
            now.into(),
            id.into(),
            version.into(),
        ],
    )?;
    places::note(tx, actor, &known.place.to_string(), "nursery-changed", &text.name)
}

/// Everybody who judges, or changes what is judged by, waits here for the others. The version is
/// that of the settings: a form of theirs stays good whatever is booked meanwhile.
pub(super) fn fence(tx: &mut Tx, id: NurseryId) -> Outcome<()> {
    tx.fence(sql("UPDATE third_places_nursery SET version = version WHERE id = $1"), &[id.into()])
}

fn faults(text: &NurseryText) -> Outcome<()> {
    let mut faults = Vec::new();
    if text.name.trim().is_empty() {
        faults.push(base::Fault::new("name", "web-fault-required"));
    }
    if !(1..=PLACES_MAX).contains(&text.places) {
        let say = Say::new("web-fault-number").with("min", 1_i64).with("max", PLACES_MAX);
        faults.push(base::Fault::new("places", say));
    }
    if !RATIOS.contains(&text.ratio.as_str()) {
        faults.push(base::Fault::new("ratio", "web-fault-choose"));
    }
    if let Err(fault) = Hours::parse(&text.hours) {
        faults.push(base::Fault::new("hours", fault.say()));
    }
    places::refuse(faults)
}

fn site_of(place: &Place, text: &NurseryText) -> Outcome<NewSite> {
    let Some(organisation) = place.host else {
        return Err(Refusal::conflict("places-conflict-no-host"));
    };
    if place.state == Life::Archived {
        return Err(Refusal::conflict("places-conflict-archived"));
    }
    Ok(NewSite {
        name: text.name.clone(),
        zone: ZONE.to_owned(),
        hours: text.hours.clone(),
        no_show_minutes: 60,
        late_refund_percent: 0,
        ..NewSite::usual(organisation)
    })
}

/// The thing whose seats are judged; its capacity is the most that any staff could have.
fn thing_of(text: &NurseryText, on: Date) -> NewResource {
    let norms = reservations::childcare::norms(on).filter(|_| text.surplus);
    let percent = norms.map_or(100, |norms| i64::from(norms.surplus_percent));
    NewResource {
        name: text.name.clone(),
        kind: reservations::Kind::Derived,
        capacity: (text.places * percent + 99) / 100,
        step_minutes: STEP_MINUTES,
        min_minutes: STAY.0,
        max_minutes: STAY.1,
        horizon_days: HORIZON_DAYS,
        person_max: FAMILY_MAX,
        ..NewResource::default()
    }
}

pub(super) fn load(tx: &mut Tx, id: NurseryId) -> Outcome<Nursery> {
    find(tx, id)?.ok_or(Refusal::Unknown)
}

fn find(tx: &mut Tx, id: NurseryId) -> Outcome<Option<Nursery>> {
    tx.maybe(
        sql("SELECT id, version, place, name, places, ratio, surplus, hours, authorised_on,
                authorisation
             FROM third_places_nursery WHERE id = $1"),
        &[id.into()],
    )?
    .map(read)
    .transpose()
}

fn read(row: Row) -> Outcome<Nursery> {
    let mut columns = row.columns();
    Ok(Nursery {
        id: columns.take()?,
        version: columns.take()?,
        place: columns.take()?,
        text: NurseryText {
            name: columns.take()?,
            places: columns.take()?,
            ratio: columns.take()?,
            surplus: columns.take()?,
            hours: columns.take()?,
            authorised_on: columns.take::<String>()?.parse().map_err(Refusal::broken)?,
            authorisation: columns.take()?,
        },
    })
}
