//! What becomes of a promise once it is held.
//!
//! Every verb here passes the fence of the thing before it reads the promise, so that of two who
//! decide about the same promise one finds what the other has done.

use base::{Moment, Outcome, Refusal};
use people::Actor;
use store::{Tx, sql};

use crate::bookings::{Ground, Who, booking, fence, find, ground, lengthen, write};
use crate::model::{Asked, Booking, BookingId, FOR_GOOD, Kind, Resource, Site, Span, State};
use crate::sites::{keeps, resource, site};
use crate::standings::terms;
use crate::wishes::refusal_of;
use crate::{money, notices, rules, waiting};

/// A promise behind the fence of its thing.
fn fenced(tx: &mut Tx, actor: &Actor, id: BookingId) -> Outcome<(Booking, Resource, Site)> {
    let (known, _, _) = booking(tx, actor, id)?;
    fence(tx, known.asked.resource)?;
    booking(tx, actor, id)
}

/// What is written of a promise when it changes.
struct Change {
    state: State,
    live_until: Moment,
    busy_to: Moment,
    refund: i64,
    /// What is given back of what was taken of a pass, in hundredths.
    back: i64,
    units: String,
}

impl Change {
    fn to(booking: &Booking, state: State) -> Self {
        let live = match state {
            State::Cancelled | State::Refused | State::Expired => Moment(0),
            _ => FOR_GOOD,
        };
        Self {
            state,
            live_until: live,
            busy_to: booking.busy.to,
            refund: booking.refund_cents,
            back: 0,
            units: booking.units.clone(),
        }
    }
}

fn change(
    tx: &mut Tx,
    actor: &str,
    booking: &Booking,
    change: &Change,
    detail: &str,
) -> Outcome<()> {
    let now = tx.now();
    let busy_to = change.busy_to.max(Moment(booking.busy.from.0 + 1));
    tx.fence(
        sql("UPDATE reservations_booking SET version = version + 1, sequence = sequence + 1,
                state = $1, live_until = $2, busy_to = $3, refund_cents = $4, units = $5,
                changed_at = $6
             WHERE id = $7 AND version = $8"),
        &[
            change.state.code().into(),
            change.live_until.into(),
            busy_to.into(),
            change.refund.into(),
            change.units.as_str().into(),
            now.into(),
            booking.id.into(),
            booking.version.into(),
        ],
    )?;
    money::follow(tx, booking, (change.state, change.refund, change.back))?;
    log(tx, actor, booking.id, change.state.code(), detail)
}

pub(crate) fn log(
    tx: &mut Tx,
    actor: &str,
    id: BookingId,
    what: &str,
    detail: &str,
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO reservations_event (booking, number, at, actor, what, detail)
             SELECT $1, COALESCE(MAX(number), 0) + 1, CAST($2 AS BIGINT), $3, $4, $5
             FROM reservations_event WHERE booking = $1"),
        &[id.into(), now.into(), actor.into(), what.into(), detail.into()],
    )
    .map(drop)
}

/// All of a series that are in the same state as the one named; itself alone if it has none.
fn together(tx: &mut Tx, booking: &Booking) -> Outcome<Vec<Booking>> {
    let Some(series) = booking.series else { return Ok(vec![booking.clone()]) };
    tx.all(
        sql("SELECT id, version, resource, organisation, title, quantity, starts_at, ends_at,
                person, series, busy_from, busy_to, live_until, state, price_cents, refund_cents,
                units, sequence, made_at, changed_at
             FROM reservations_booking WHERE series = $1 AND state = $2 ORDER BY starts_at, id"),
        &[series.into(), booking.state.code().into()],
    )?
    .into_iter()
    .map(crate::bookings::read_booking)
    .collect()
}

/// Says yes to what is held, with all of its series. Said twice, it is said once.
///
/// # Errors
/// A conflict when the hold has run out: it is asked for anew.
pub fn confirm(tx: &mut Tx, actor: &Actor, id: BookingId) -> Outcome<State> {
    let person = actor.person()?;
    let (known, resource, _) = fenced(tx, actor, id)?;
    if known.person != Some(person) {
        return Err(Refusal::Unknown);
    }
    match known.state {
        State::Held if known.live_until > tx.now() => {}
        State::Requested | State::Confirmed | State::CheckedIn | State::Done => {
            return Ok(known.state);
        }
        State::Held | State::Expired => {
            return Err(Refusal::conflict("reservations-conflict-expired"));
        }
        _ => return Err(Refusal::conflict("reservations-conflict-ended")),
    }
    let all = together(tx, &known)?;
    for thing in all.iter().map(|one| one.asked.resource).filter(|id| *id != resource.id) {
        fence(tx, thing)?;
    }
    // Each date has its own end: none is confirmed that others may have by now.
    let now = tx.now();
    if all.iter().any(|one| one.state == State::Held && one.live_until <= now) {
        return Err(Refusal::conflict("reservations-conflict-expired"));
    }
    let state = if resource.data.approval { State::Requested } else { State::Confirmed };
    for one in &all {
        change(tx, &actor.name_in_log(), one, &Change::to(one, state), "")?;
        waiting::taken_up(tx, one.id)?;
    }
    match state {
        State::Requested => notices::tell_hosts(tx, &known, &resource)?,
        _ => notices::tell(tx, &known, &resource, notices::Told::Confirmed, "")?,
    }
    Ok(state)
}

/// The host agrees, or does not and says why.
pub fn answer(
    tx: &mut Tx,
    actor: &Actor,
    id: BookingId,
    agrees: bool,
    reason: &str,
) -> Outcome<()> {
    let (known, resource, site) = fenced(tx, actor, id)?;
    if !keeps(actor, &site) {
        return Err(Refusal::Unknown);
    }
    if known.state != State::Requested {
        return Err(Refusal::conflict("reservations-conflict-answered"));
    }
    let state = if agrees { State::Confirmed } else { State::Refused };
    let all = together(tx, &known)?;
    if all.iter().any(|one| one.asked.resource != resource.id) {
        return Err(Refusal::conflict("reservations-conflict-ended"));
    }
    for one in &all {
        let mut to = Change::to(one, state);
        to.refund = if agrees { 0 } else { one.price_cents };
        change(tx, &actor.name_in_log(), one, &to, reason)?;
    }
    let told = if agrees { notices::Told::Confirmed } else { notices::Told::Refused };
    notices::tell(tx, &known, &resource, told, reason)?;
    for one in all.iter().filter(|_| !agrees) {
        waiting::promote(tx, &resource, one.busy)?;
    }
    Ok(())
}

/// Gives a promise back; whoever waits for it is offered it. What is refunded.
pub fn cancel(tx: &mut Tx, actor: &Actor, id: BookingId, reason: &str) -> Outcome<i64> {
    let (known, resource, site) = fenced(tx, actor, id)?;
    let own = actor.account.as_ref().is_some_and(|account| known.person == Some(account.id));
    if !matches!(known.state, State::Held | State::Requested | State::Confirmed) {
        return Err(Refusal::conflict("reservations-conflict-ended"));
    }
    let kept = known.state != State::Held;
    let refund = if kept { rules::refund(&site.data, &known, tx.now(), !own) } else { 0 };
    let mut to = Change::to(&known, State::Cancelled);
    to.refund = refund;
    to.back = rules::back_percent(&site.data, &known, tx.now(), !own);
    change(tx, &actor.name_in_log(), &known, &to, reason)?;
    money::settle(tx, actor, id)?;
    waiting::given_up(tx, known.id)?;
    if kept {
        notices::tell(tx, &known, &resource, notices::Told::Cancelled, reason)?;
    }
    waiting::promote(tx, &resource, known.busy)?;
    Ok(refund)
}

/// The host ends a promise: all of its price is given back, and the person is told why. The fence of
/// its thing has been passed.
pub(crate) fn end_by_host(
    tx: &mut Tx,
    actor: &Actor,
    booking: &Booking,
    reason: &str,
) -> Outcome<()> {
    let resource = resource(tx, booking.asked.resource)?;
    let mut to = Change::to(booking, State::Cancelled);
    to.refund = if booking.state == State::Held { 0 } else { booking.price_cents };
    to.back = 100;
    change(tx, &actor.name_in_log(), booking, &to, reason)?;
    money::settle(tx, actor, booking.id)?;
    waiting::given_up(tx, booking.id)?;
    notices::tell(tx, booking, &resource, notices::Told::Cancelled, reason)
}

/// Moves a promise to another time, at the price of then; the promise stays the same.
pub fn move_to(tx: &mut Tx, actor: &Actor, id: BookingId, span: Span) -> Outcome<()> {
    let (known, _, _) = fenced(tx, actor, id)?;
    if !matches!(known.state, State::Requested | State::Confirmed) {
        return Err(Refusal::conflict("reservations-conflict-ended"));
    }
    let mut ground = ground(tx, actor, known.asked.resource)?;
    let now = tx.now();
    let free_until = now.plus_seconds(ground.site.data.free_cancel_hours * 3_600);
    // Late, a move would give back what a cancellation no longer does.
    if !ground.terms.host && (free_until > known.asked.span.from || now >= known.asked.span.from) {
        return Err(Refusal::conflict("reservations-conflict-late"));
    }
    let asked = Asked { span, ..known.asked.clone() };
    if let Some(say) = refusal_of(tx, &ground, &asked, Some(id))? {
        return Err(Refusal::conflict(say));
    }
    // The price is that of the person, whoever moves their promise.
    let own_terms = match known.person {
        Some(person) => {
            let person = Actor::of(tx, person)?;
            terms(tx, &person, &ground.site, &ground.resource)?
        }
        None => ground.terms,
    };
    let Ground { site, resource, terms } = &mut ground;
    let busy = rules::busy(&resource.data, span);
    let place = (&*site, &*resource);
    let parts = money::parts_of(tx, place, own_terms, known.person, span)?;
    let price = rules::total(&parts, asked.quantity)?;
    let asks_again = resource.data.approval && !terms.host;
    let state = if asks_again { State::Requested } else { known.state };
    lengthen(tx, resource, busy)?;
    tx.fence(
        sql("UPDATE reservations_booking SET version = version + 1, sequence = sequence + 1,
                starts_at = $1, ends_at = $2, busy_from = $3, busy_to = $4, price_cents = $5,
                changed_at = $6, state = $7
             WHERE id = $8 AND version = $9"),
        &[
            span.from.into(),
            span.to.into(),
            busy.from.into(),
            busy.to.into(),
            price.into(),
            now.into(),
            state.code().into(),
            id.into(),
            known.version.into(),
        ],
    )?;
    log(tx, &actor.name_in_log(), id, "moved", "")?;
    let mut moved = find(tx, id)?.ok_or(Refusal::Unknown)?;
    money::replace_parts(tx, id, &parts)?;
    money::moved(tx, (site, resource), &mut moved)?;
    if asks_again {
        notices::tell_hosts(tx, &moved, resource)?;
    } else {
        notices::tell(tx, &moved, resource, notices::Told::Moved, "")?;
    }
    waiting::promote(tx, resource, known.busy)
}

/// Somebody has come: by the host's hand, or by the code on the wall. Which unit is theirs is said
/// now, the lowest that is free.
pub fn check_in(tx: &mut Tx, actor: &Actor, id: BookingId, code: Option<&str>) -> Outcome<Booking> {
    let (known, resource, site) = fenced(tx, actor, id)?;
    if !keeps(actor, &site) && code != Some(site.code.as_str()) {
        return Err(Refusal::Forbidden);
    }
    if known.state == State::CheckedIn {
        return Ok(known);
    }
    if known.state != State::Confirmed {
        return Err(Refusal::conflict("reservations-conflict-ended"));
    }
    let now = tx.now();
    if now < known.asked.span.from.plus_seconds(-EARLY_MINUTES * 60) {
        return Err(Refusal::conflict(
            base::Say::new("reservations-conflict-early").with("minutes", EARLY_MINUTES),
        ));
    }
    if now >= known.asked.span.to {
        return Err(Refusal::conflict("reservations-conflict-over"));
    }
    let mut to = Change::to(&known, State::CheckedIn);
    if resource.data.kind == Kind::Units {
        to.units = free_units(tx, &resource, &known)?;
    }
    change(tx, &actor.name_in_log(), &known, &to, "")?;
    find(tx, id)?.ok_or(Refusal::Unknown)
}

/// One may come so many minutes early.
const EARLY_MINUTES: i64 = 30;

/// The lowest units that nobody has who is still there. Since at most as many overlap as there are,
/// enough are free: units are given as people come, so that none is kept for later.
fn free_units(tx: &mut Tx, resource: &Resource, known: &Booking) -> Outcome<String> {
    let from = known.busy.from.min(tx.now());
    let rows = tx.all(
        sql("SELECT units FROM reservations_booking
             WHERE resource = $1 AND busy_to > $2 AND busy_from < $3 AND state = 'checked_in'"),
        &[resource.id.into(), from.into(), known.busy.to.into()],
    )?;
    let mut used = Vec::new();
    for row in rows {
        let units: String = row.single()?;
        used.extend(units.split(' ').filter_map(|unit| unit.parse::<i64>().ok()));
    }
    let wanted = usize::try_from(known.asked.quantity).unwrap_or(usize::MAX);
    let free = (1..=resource.data.capacity).filter(|unit| !used.contains(unit));
    let units: Vec<String> = free.take(wanted).map(|unit| unit.to_string()).collect();
    if units.len() < wanted {
        return Err(Refusal::conflict("reservations-conflict-units"));
    }
    Ok(units.join(" "))
}

/// Somebody leaves; what is left of their time is free again.
pub fn check_out(tx: &mut Tx, actor: &Actor, id: BookingId) -> Outcome<()> {
    let (known, resource, _) = fenced(tx, actor, id)?;
    if known.state != State::CheckedIn {
        return Err(Refusal::conflict("reservations-conflict-ended"));
    }
    let after = tx.now().plus_seconds(resource.data.after_minutes * 60);
    let mut to = Change::to(&known, State::Done);
    to.busy_to = known.busy.to.min(after);
    change(tx, &actor.name_in_log(), &known, &to, "")?;
    waiting::promote(tx, &resource, known.busy)
}

/// Somebody is there without having asked: the host writes them down, with or without an account.
pub fn walk_in(tx: &mut Tx, actor: &Actor, id: BookingId, asked: &Asked) -> Outcome<Booking> {
    crate::sites::kept_resource(tx, actor, asked.resource)?;
    fence(tx, asked.resource)?;
    if let Some(known) = find(tx, id)? {
        let same = known.asked == *asked;
        return if same { Ok(known) } else { Err(Refusal::conflict("reservations-conflict-id")) };
    }
    let mut ground = ground(tx, actor, asked.resource)?;
    if let Some(say) = refusal_of(tx, &ground, asked, None)? {
        return Err(Refusal::conflict(say));
    }
    let who = Who { person: None, series: None };
    let written = write(tx, &mut ground, (id, asked), who, State::Confirmed)?;
    log(tx, &actor.name_in_log(), id, "walk_in", "")?;
    Ok(written)
}

/// What time alone changes of one promise: a hold that ran out, a request that nobody answered,
/// somebody who did not come, a stay that is over.
pub(crate) fn pass(tx: &mut Tx, id: BookingId) -> Outcome<()> {
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    fence(tx, known.asked.resource)?;
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    let resource = resource(tx, known.asked.resource)?;
    let site = site(tx, resource.site)?;
    let (now, begins) = (tx.now(), known.asked.span.from);
    let grace = site.data.no_show_minutes;
    let missed = grace > 0 && now >= begins.plus_seconds(grace * 60);
    let to = match known.state {
        State::Held if known.live_until <= now => Change::to(&known, State::Expired),
        State::Requested if now >= begins => {
            let mut to = Change::to(&known, State::Expired);
            to.refund = known.price_cents;
            to
        }
        State::Confirmed if missed => {
            let mut to = Change::to(&known, State::NoShow);
            to.busy_to = known.busy.to.min(now);
            to
        }
        State::Confirmed | State::CheckedIn if now >= known.asked.span.to => {
            Change::to(&known, State::Done)
        }
        _ => return Ok(()),
    };
    change(tx, "nobody", &known, &to, "")?;
    match to.state {
        State::Expired => {
            waiting::given_up(tx, known.id)?;
            if known.state == State::Requested {
                notices::tell(tx, &known, &resource, notices::Told::Unanswered, "")?;
            }
        }
        State::NoShow => notices::tell(tx, &known, &resource, notices::Told::Missed, "")?,
        _ => return Ok(()),
    }
    waiting::promote(tx, &resource, known.busy)
}

/// What has become of a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Moment,
    /// By whom, as the log names them.
    pub actor: String,
    /// What: the text `reservations-event-…`.
    pub what: String,
    /// Why, if it was said.
    pub detail: String,
}

/// What has become of a promise, in order, for the person it was made to and for the host.
pub fn events(tx: &mut Tx, actor: &Actor, id: BookingId) -> Outcome<Vec<Happened>> {
    booking(tx, actor, id)?;
    tx.all(
        sql("SELECT at, actor, what, detail FROM reservations_event WHERE booking = $1
             ORDER BY number LIMIT 200"),
        &[id.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Happened {
            at: columns.take()?,
            actor: columns.take()?,
            what: columns.take()?,
            detail: columns.take()?,
        })
    })
    .collect()
}

/// How many promises stand in the series of one, in its state; 1 if it has none.
pub fn count_in_series(tx: &mut Tx, booking: &Booking) -> Outcome<i64> {
    let Some(series) = booking.series else { return Ok(1) };
    tx.one(
        sql("SELECT COUNT(*) FROM reservations_booking WHERE series = $1 AND state = $2"),
        &[series.into(), booking.state.code().into()],
    )?
    .single()
}
