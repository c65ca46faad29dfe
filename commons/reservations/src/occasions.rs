//! What is there once: seats of an event, let by the programme that holds it.
//!
//! An occasion is a pool that is open from one moment to another and at no other time: what is asked
//! for is all of it or nothing. Its promises, waiting list, arrivals and calendars are those of any
//! thing of its site; lists of what is let leave it out, and people ask for it through its
//! programme, which has judged who may. Invariant: whatever changes who has a seat passes its fence.

use std::collections::BTreeMap;

use base::{Outcome, Refusal, Say};
use jiff::civil::Date;
use people::{Actor, NewNotice, PersonId, Said};
use store::{Tx, Value, sql};

use crate::bookings::{Ground, Who, fence, find, read_booking, write};
use crate::hours::{Exception, Hours, Span as Times, Week};
use crate::life::{end_by_host, log};
use crate::local::wall;
use crate::model::{
    Asked, Booking, BookingId, Kind, NewResource, Resource, ResourceId, SiteId, Span, State, Wait,
    WaitId,
};
use crate::notices::{self, Told};
use crate::rules::{self, Terms};
use crate::sites::{kept_resource, kept_site, laid_down, resource, site};
use crate::waiting::{self, WAITING_MAX};
use crate::wishes::refusal_of;

/// Seats of one occasion at most: so many are told at once when it is called off.
pub const OCCASION_SEATS_MAX: i64 = 500;

/// What a programme lays down of an occasion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOccasion {
    /// What it is called.
    pub name: String,
    /// When it is, less than a day.
    pub span: Span,
    /// How many seats.
    pub seats: i64,
    /// Whether its seats can be asked for already.
    pub open: bool,
}

/// What somebody has of an occasion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Their seats: the last that they asked for.
    pub booking: Option<Booking>,
    /// Where they wait, with their turn.
    pub wait: Option<(Wait, i64)>,
}

/// Adds an occasion to a site that one keeps; the id is the one given, so that adding it twice adds
/// it once.
pub fn add_occasion(
    tx: &mut Tx,
    actor: &Actor,
    of: SiteId,
    id: ResourceId,
    new: &NewOccasion,
) -> Outcome<()> {
    let site = kept_site(tx, actor, of)?;
    let minutes = new.span.minutes();
    if !(5..1_440).contains(&minutes) || !(1..=OCCASION_SEATS_MAX).contains(&new.seats) {
        return Err(Refusal::Malformed);
    }
    let (from, to) = (wall(&site, new.span.from)?, wall(&site, new.span.to)?);
    let once = NewResource {
        name: new.name.clone(),
        kind: Kind::Pool,
        capacity: new.seats,
        hours: once(from.date(), Times::between(from.time(), to.time()))?,
        step_minutes: 5,
        min_minutes: minutes,
        max_minutes: minutes,
        horizon_days: 730,
        person_max: 1,
        ..NewResource::default()
    };
    let values = [vec![id.into(), of.into(), (!new.open).into()], laid_down(&once, once.kind)];
    tx.run(
        sql("INSERT INTO reservations_resource (id, version, site, position, closed, name, what,
                kind, capacity, hours, before_minutes, after_minutes, step_minutes, min_minutes,
                max_minutes, notice_minutes, horizon_days, person_max, approval, requires,
                hour_cents, day_cents, longest)
             VALUES ($1, 1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                $17, $18, $19, $20, 0)
             ON CONFLICT (id) DO NOTHING"),
        &values.concat(),
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.resource", &id.to_string(), "")
}

/// Opening hours that hold on one day and never again.
fn once(day: Date, times: Times) -> Outcome<String> {
    let exception = Exception { from: day, to: day, hours: vec![times] };
    let week = Week { exceptions: vec![exception], ..Week::default() };
    let hours = Hours::from_week(&week);
    hours.map(|hours| hours.write().to_owned()).map_err(|_| Refusal::Malformed)
}

/// Changes the name and the seats of an occasion: not fewer than are promised.
pub fn change_occasion(
    tx: &mut Tx,
    actor: &Actor,
    id: ResourceId,
    (name, seats): (&str, i64),
) -> Outcome<()> {
    let (_, known) = kept_resource(tx, actor, id)?;
    let more = seats > known.data.capacity;
    let new = NewResource { name: name.to_owned(), capacity: seats, ..known.data };
    crate::sites::change_resource(tx, actor, id, &new, known.closed)?;
    if more && !known.closed {
        let thing = resource(tx, id)?;
        let to_come = Span { from: tx.now(), to: base::Moment(i64::MAX / 2) };
        waiting::promote(tx, &thing, to_come)?;
    }
    Ok(())
}

/// Calls an occasion off: whoever has a seat or waits for one is told why, and nothing is kept. How
/// many that were.
pub fn end_occasion(tx: &mut Tx, actor: &Actor, id: ResourceId, reason: &str) -> Outcome<usize> {
    let (_, thing) = kept_resource(tx, actor, id)?;
    fence(tx, id)?;
    // Closed first: what is given back is offered to nobody.
    shut(tx, id)?;
    let waits = waiting::waiting(tx, id)?;
    for wait in &waits {
        waiting::pass_over(tx, wait.id)?;
        tell_waiting(tx, wait, &thing, reason)?;
    }
    let ended = promised(tx, id, &["held", "requested", "confirmed", ""])?;
    for booking in &ended {
        end_by_host(tx, actor, booking, reason)?;
    }
    people::record(tx, &actor.name_in_log(), "reservations.closed", &id.to_string(), reason)?;
    Ok(ended.len() + waits.len())
}

/// An occasion that is over is let no more.
pub fn close_occasion(tx: &mut Tx, actor: &Actor, id: ResourceId) -> Outcome<()> {
    kept_resource(tx, actor, id)?;
    shut(tx, id)
}

fn shut(tx: &mut Tx, id: ResourceId) -> Outcome<()> {
    tx.run(sql("UPDATE reservations_resource SET closed = 1 WHERE id = $1"), &[id.into()]).map(drop)
}

/// Lets the seats of an occasion be asked for from now on: for its programme, when it has given out
/// what was drawn.
pub fn open_occasion(tx: &mut Tx, id: ResourceId) -> Outcome<()> {
    fence(tx, id)?;
    tx.run(sql("UPDATE reservations_resource SET closed = 0 WHERE id = $1"), &[id.into()]).map(drop)
}

fn tell_waiting(tx: &mut Tx, wait: &Wait, thing: &Resource, reason: &str) -> Outcome<()> {
    let site = site(tx, thing.site)?;
    let new = NewNotice {
        person: wait.person,
        kind: &notices::OWN,
        unique_key: format!("reservation:{}:called-off", wait.id),
        text: "reservations-mail-called-off",
        args: vec![
            ("title", Said::Text(thing.data.name.clone())),
            ("organisation", Said::Text(site.data.name)),
            ("at", Said::When(wait.asked.span.from)),
            ("message", Said::Text(reason.to_owned())),
        ],
        link: "/reservations".to_owned(),
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}

/// Seats that count now, for each of some occasions that has any.
pub fn seats_taken(tx: &mut Tx, ids: &[ResourceId]) -> Outcome<BTreeMap<ResourceId, i64>> {
    let now = tx.now();
    let mut taken = BTreeMap::new();
    for page in ids.chunks(16) {
        let mut params: Vec<Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(16, "".into());
        params.push(now.into());
        let rows = tx.all(
            sql("SELECT resource, CAST(SUM(quantity) AS BIGINT) FROM reservations_booking
                 WHERE resource IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                    $15, $16) AND live_until > $17
                    AND state IN ('held', 'requested', 'confirmed', 'checked_in', 'done')
                 GROUP BY resource"),
            &params,
        )?;
        for row in rows {
            let mut columns = row.columns();
            taken.insert(columns.take::<String>()?.parse()?, columns.take()?);
        }
    }
    Ok(taken)
}

/// How many wait for an occasion.
pub fn count_waiting(tx: &mut Tx, id: ResourceId) -> Outcome<i64> {
    tx.one(
        sql("SELECT COUNT(*) FROM reservations_wait WHERE resource = $1 AND state = 'waiting'"),
        &[id.into()],
    )?
    .single()
}

/// What the person who asks has of an occasion.
pub fn own_part(tx: &mut Tx, actor: &Actor, id: ResourceId) -> Outcome<Part> {
    let Some(person) = actor.account.as_ref().map(|account| account.id) else {
        return Ok(Part::default());
    };
    let now = tx.now();
    let booking = tx
        .maybe(
            sql("SELECT id, version, resource, organisation, title, quantity, starts_at, ends_at,
                    person, series, busy_from, busy_to, live_until, state, price_cents,
                    refund_cents, units, sequence, made_at, changed_at
                 FROM reservations_booking WHERE resource = $1 AND person = $2 AND live_until > $3
                    AND state IN ('held', 'requested', 'confirmed', 'checked_in', 'done')
                 ORDER BY made_at DESC, id LIMIT 1"),
            &[id.into(), person.into(), now.into()],
        )?
        .map(read_booking)
        .transpose()?;
    let turns = waiting::own_waits(tx, actor)?.into_iter();
    let wait = turns
        .filter(|(wait, _)| wait.state == crate::WaitState::Waiting)
        .find(|(wait, _)| wait.asked.resource == id);
    Ok(Part { booking, wait })
}

/// Who comes to an occasion, in the order of their asking: for its programme, which has judged who
/// may see that.
pub fn attendance(tx: &mut Tx, id: ResourceId) -> Outcome<Vec<Booking>> {
    promised(tx, id, &["confirmed", "checked_in", "done", "no_show"])
}

fn promised(tx: &mut Tx, id: ResourceId, states: &[&str; 4]) -> Outcome<Vec<Booking>> {
    tx.all(
        sql("SELECT id, version, resource, organisation, title, quantity, starts_at, ends_at,
                person, series, busy_from, busy_to, live_until, state, price_cents, refund_cents,
                units, sequence, made_at, changed_at
             FROM reservations_booking WHERE resource = $1 AND state IN ($2, $3, $4, $5)
             ORDER BY made_at, id LIMIT 5000"),
        &[id.into(), states[0].into(), states[1].into(), states[2].into(), states[3].into()],
    )?
    .into_iter()
    .map(read_booking)
    .collect()
}

/// The whole of an occasion, for one who asks for so many of its seats.
fn asked(thing: ResourceId, span: Span, quantity: i64) -> Asked {
    Asked { resource: thing, span, quantity, title: String::new(), organisation: None }
}

/// Promises what was drawn to somebody, and tells them: for the programme that drew. Done again
/// with the same id, it is the same promise.
///
/// # Errors
/// A conflict when so many seats are not there.
pub fn seat(
    tx: &mut Tx,
    (thing, span): (ResourceId, Span),
    id: BookingId,
    (person, quantity): (PersonId, i64),
) -> Outcome<()> {
    fence(tx, thing)?;
    if find(tx, id)?.is_some() {
        return Ok(());
    }
    let resource = resource(tx, thing)?;
    let site = site(tx, resource.site)?;
    let asked = asked(thing, span, quantity);
    // As if the host had said yes: the programme has judged.
    let terms =
        Terms { horizon_days: 730, hour_cents: 0, own_cents: None, admitted: true, host: true };
    let mut ground = Ground { site, resource, terms };
    if let Some(say) = refusal_of(tx, &ground, &asked, None)? {
        return Err(Refusal::conflict(say));
    }
    let who = Who { person: Some(person), series: None };
    let written = write(tx, &mut ground, (id, &asked), who, State::Confirmed)?;
    log(tx, "nobody", id, "drawn", "")?;
    notices::tell(tx, &written, &ground.resource, Told::Confirmed, "")
}

/// Puts somebody at the end of the waiting list of an occasion, as they were drawn. Their turn;
/// nothing when the list is full.
pub fn enlist(
    tx: &mut Tx,
    (thing, span): (ResourceId, Span),
    id: WaitId,
    (person, quantity): (PersonId, i64),
) -> Outcome<Option<i64>> {
    fence(tx, thing)?;
    let before = count_waiting(tx, thing)?;
    if before >= WAITING_MAX {
        return Ok(None);
    }
    waiting::enlist(tx, id, person, &asked(thing, span, quantity))?;
    Ok(Some(before + 1))
}

/// What each person is to a site now, by the codes of their standing: for its programme.
pub fn codes_of(tx: &mut Tx, of: SiteId) -> Outcome<BTreeMap<PersonId, Vec<String>>> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT person, code FROM reservations_standing
             WHERE site = $1 AND (until IS NULL OR until > $2) ORDER BY person, code"),
        &[of.into(), now.into()],
    )?;
    let mut codes: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
    for row in rows {
        let mut columns = row.columns();
        codes.entry(columns.take::<String>()?.parse()?).or_default().push(columns.take()?);
    }
    Ok(codes)
}

/// Waits for whoever else asks for seats of an occasion, before anything is read: of many at once,
/// those who must begin again have done little.
pub fn queue_for(tx: &mut Tx, actor: &Actor, thing: ResourceId) -> Outcome<()> {
    crate::bookings::fence_person(tx, actor.person()?)?;
    match fence(tx, thing) {
        // It was never announced: there is nothing to wait for.
        Err(Refusal::Stale) => Err(Refusal::Unknown),
        other => other,
    }
}

/// Asks for seats of an occasion: they are promised at once, or one waits for them. Asked again with
/// the same id, it is the same.
///
/// # Errors
/// A clear no: its time has passed, its list is full, they have seats already.
pub fn take_part(
    tx: &mut Tx,
    actor: &Actor,
    (thing, span): (ResourceId, Span),
    (id, quantity): (BookingId, i64),
) -> Outcome<Part> {
    let resource = resource(tx, thing)?;
    let asked = asked(thing, span, quantity);
    match crate::bookings::hold(tx, actor, id, &asked) {
        Ok(_) => crate::life::confirm(tx, actor, id).map(drop)?,
        Err(Refusal::Conflict(say)) if waiting::may_wait(&say) && fits(&resource, quantity) => {
            waiting::join(tx, actor, id.cast(), &asked)?;
        }
        Err(refusal) => return Err(refusal),
    }
    own_part(tx, actor, thing)
}

/// Whether so many could ever have a seat together.
fn fits(resource: &Resource, quantity: i64) -> bool {
    quantity <= resource.data.capacity && rules::is_let(resource)
}

/// What keeps somebody from asking for an occasion by its address among things.
pub(crate) fn by_its_programme(resource: &Resource) -> Outcome<()> {
    if resource.once {
        Err(Refusal::conflict(Say::new("reservations-conflict-once")))
    } else {
        Ok(())
    }
}
