//! Promises as calendars understand them.

use std::collections::BTreeSet;

use base::{Moment, Outcome, Refusal};
use store::{Tx, sql};

use crate::bookings::read_booking;
use crate::calendar::{Event, Status, When};
use crate::model::{Booking, Resource, ResourceId, Site, State};
use crate::own::{bookings_of, with_places};
use crate::rules;
use crate::sites::{resource, resources_in, site};

/// Promises that a feed holds: those of the last month and to come.
const HELD: usize = 2_000;
/// Days back that a feed goes.
const DAYS: i64 = 31;

/// How a promise stands in a calendar, without its place and page. What is cancelled stays, so that
/// calendars take it out.
pub(crate) fn event_of(booking: &Booking, summary: String) -> Event {
    let status = match booking.state {
        State::Held | State::Requested => Status::Tentative,
        State::Confirmed | State::CheckedIn | State::Done => Status::Confirmed,
        State::NoShow | State::Cancelled | State::Refused | State::Expired => Status::Cancelled,
    };
    Event {
        uid: format!("{}@parvis", booking.id),
        when: When::Once {
            start: booking.asked.span.from.timestamp(),
            end: booking.asked.span.to.timestamp(),
        },
        sequence: u32::try_from(booking.sequence).unwrap_or(u32::MAX),
        status,
        modified: booking.changed_at.timestamp(),
        summary,
        location: String::new(),
        description: String::new(),
        url: String::new(),
        organizer: None,
    }
}

/// The same with its place and its page.
pub(crate) fn event(
    (booking, resource, site): &(Booking, Resource, Site),
    public_url: &str,
    summary: String,
) -> Event {
    Event {
        location: format!("{}, {}", resource.data.name, site.data.name),
        url: format!("{public_url}/reservations/{}", booking.id),
        ..event_of(booking, summary)
    }
}

/// Promises with their things and their site.
pub(crate) type Known = Vec<(Booking, Resource, Site)>;

/// What the person has whose calendar a secret opens.
pub(crate) fn own_calendar(tx: &mut Tx, token: &str) -> Outcome<Known> {
    let row =
        tx.maybe(sql("SELECT person FROM reservations_person WHERE feed = $1"), &[token.into()])?;
    let person = row.ok_or(Refusal::Unknown)?.single::<String>()?.parse()?;
    let bookings = bookings_of(tx, person, None)?;
    let places = with_places(tx, bookings.iter().map(|one| one.asked.resource))?;
    Ok(bookings
        .into_iter()
        .filter_map(|one| {
            let (resource, site) = places.get(&one.asked.resource).cloned()?;
            Some((one, resource, site))
        })
        .collect())
}

/// What is promised on the site whose calendar a secret opens.
pub(crate) fn site_calendar(tx: &mut Tx, token: &str) -> Outcome<(Site, Known)> {
    let row = tx.maybe(sql("SELECT id FROM reservations_site WHERE feed = $1"), &[token.into()])?;
    let site = site(tx, row.ok_or(Refusal::Unknown)?.single::<String>()?.parse()?)?;
    let known = held(tx, &site, "")?;
    Ok((site, known))
}

/// When a thing is taken.
pub(crate) fn taken_times(tx: &mut Tx, id: ResourceId) -> Outcome<(Resource, Known)> {
    let thing = resource(tx, id)?;
    if !rules::is_let(&thing) {
        return Err(Refusal::Unknown);
    }
    let site = site(tx, thing.site)?;
    let mut known = held(tx, &site, &id.to_string())?;
    let counts = |state| matches!(state, State::Confirmed | State::CheckedIn | State::Done);
    known.retain(|(booking, _, _)| counts(booking.state));
    Ok((thing, known))
}

fn held(tx: &mut Tx, site: &Site, thing: &str) -> Outcome<Known> {
    let since: Moment = tx.now().plus_days(-DAYS);
    let bookings = tx
        .all(
            sql("SELECT b.id, b.version, b.resource, b.organisation, b.title, b.quantity,
                    b.starts_at, b.ends_at, b.person, b.series, b.busy_from, b.busy_to,
                    b.live_until, b.state, b.price_cents, b.refund_cents, b.units, b.sequence,
                    b.made_at, b.changed_at
                 FROM reservations_resource r JOIN reservations_booking b ON b.resource = r.id
                 WHERE r.site = $1 AND b.busy_to > $2 AND ($3 = '' OR r.id = $3)
                    AND b.state NOT IN ('held', 'expired')
                 ORDER BY b.starts_at DESC, b.id LIMIT $4"),
            &[site.id.into(), since.into(), thing.into(), HELD.into()],
        )?
        .into_iter()
        .map(read_booking)
        .collect::<Outcome<Vec<_>>>()?;
    let of: BTreeSet<ResourceId> = bookings.iter().map(|one| one.asked.resource).collect();
    let things = resources_in(tx, &of.into_iter().collect::<Vec<_>>())?;
    Ok(bookings
        .into_iter()
        .filter_map(|one| {
            let thing = things.iter().find(|thing| thing.id == one.asked.resource)?.clone();
            Some((one, thing, site.clone()))
        })
        .collect())
}
