//! The life of a promise: held, confirmed, kept or given back.
//!
//! Invariants: whatever changes the promises of a thing passes the fence of the thing, so that at
//! no moment more is promised than there is; the same id is the same promise; a price is said once,
//! when the promise is held, and stands. A hold that has run out counts no more from that moment,
//! whether or not a job has already written so.

use base::{Moment, Outcome, Refusal, Say};
use people::{Actor, PersonId};
use store::{Columns, Row, Tx, sql};

use crate::capacity::{Amount, peak};
use crate::model::{Asked, Booking, BookingId, FOR_GOOD, Resource, ResourceId, Site, Span, State};
use crate::money::{self, Means};
use crate::rules::{self, HOLDS_MAX, SERIES_MAX, Terms};
use crate::sites::{keeps, resource, with_site};
use crate::standings::terms;
use crate::waiting;
use crate::wishes::{fault_of, refusal_of};

/// Everybody who changes the promises of a thing waits here for the others.
pub(crate) fn fence(tx: &mut Tx, id: ResourceId) -> Outcome<()> {
    tx.fence(
        sql("UPDATE reservations_resource SET version = version + 1 WHERE id = $1"),
        &[id.into()],
    )
}

/// What somebody asks of one person waits for what else they ask: limits count all of it.
pub(crate) fn fence_person(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let feed = tx.world().token();
    tx.run(
        sql("INSERT INTO reservations_person (person, version, feed) VALUES ($1, 1, $2)
             ON CONFLICT (person) DO UPDATE SET version = reservations_person.version + 1"),
        &[person.into(), feed.into()],
    )
    .map(drop)
}

/// All that a decision about a thing looks at.
pub(crate) struct Ground {
    pub(crate) site: Site,
    pub(crate) resource: Resource,
    pub(crate) terms: Terms,
}

pub(crate) fn ground(tx: &mut Tx, actor: &Actor, id: ResourceId) -> Outcome<Ground> {
    let (resource, site) = with_site(tx, id)?;
    let terms = terms(tx, actor, &site, &resource)?;
    Ok(Ground { site, resource, terms })
}

/// The promises that keep a span busy, each with how many it takes.
pub(crate) fn taken(
    tx: &mut Tx,
    resource: &Resource,
    busy: Span,
    except: Option<BookingId>,
) -> Outcome<Vec<Amount<Moment>>> {
    let now = tx.now();
    let except = except.map_or_else(String::new, |id| id.to_string());
    let latest = Moment(busy.to.0.saturating_add(resource.longest));
    tx.all(
        sql("SELECT busy_from, busy_to, quantity FROM reservations_booking
             WHERE resource = $1 AND busy_to > $2 AND busy_to <= $3 AND busy_from < $4
                AND live_until > $5 AND id <> $6"),
        &[
            resource.id.into(),
            busy.from.into(),
            latest.into(),
            busy.to.into(),
            now.into(),
            except.into(),
        ],
    )?
    .into_iter()
    .map(|row| read_amount(&mut row.columns()))
    .collect()
}

/// From when until when, and how many.
pub(crate) fn read_amount(columns: &mut Columns) -> Outcome<Amount<Moment>> {
    let (from, to, quantity): (Moment, Moment, i64) =
        (columns.take()?, columns.take()?, columns.take()?);
    Ok(Amount { from, to, quantity: u32::try_from(quantity).map_err(Refusal::broken)? })
}

/// A promise that counts, for the programme that judges its thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its id.
    pub id: BookingId,
    /// When: it ends early for those who left early or did not come.
    pub span: Span,
    /// Where it stands.
    pub state: State,
}

/// The promises of a thing that count within a span: held, confirmed, kept. No names.
pub fn counted(tx: &mut Tx, thing: ResourceId, within: Span) -> Outcome<Vec<Counted>> {
    let now = tx.now();
    let latest = Moment(within.to.0.saturating_add(resource(tx, thing)?.longest));
    tx.all(
        sql("SELECT id, busy_from, busy_to, state FROM reservations_booking
             WHERE resource = $1 AND busy_to > $2 AND busy_to <= $3 AND busy_from < $4
                AND live_until > $5 ORDER BY busy_from, id"),
        &[thing.into(), within.from.into(), latest.into(), within.to.into(), now.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Counted {
            id: columns.take::<String>()?.parse()?,
            span: Span { from: columns.take()?, to: columns.take()? },
            state: State::from_code(&columns.take::<String>()?)?,
        })
    })
    .collect()
}

/// The most of a thing that is promised at one moment from now on.
pub(crate) fn peak_to_come(tx: &mut Tx, resource: &Resource) -> Outcome<i64> {
    let to_come = Span { from: tx.now(), to: Moment(i64::MAX / 2) };
    let most = peak(taken(tx, resource, to_come, None)?, to_come.from, to_come.to);
    Ok(i64::try_from(most).unwrap_or(i64::MAX))
}

/// Keeps what is asked for, for a few minutes, at the price that it has now. Asked again with the
/// same id, it is the same promise.
///
/// # Errors
/// Why it cannot be: its time, too little free, too many promises of this person already.
pub fn hold(tx: &mut Tx, actor: &Actor, id: BookingId, asked: &Asked) -> Outcome<Booking> {
    let mut held = hold_all(tx, actor, &[(id, asked.clone())])?;
    held.pop().ok_or_else(|| Refusal::broken("nothing was held"))
}

/// Keeps several at once, all or none: a series, or a group's things.
pub fn hold_all(tx: &mut Tx, actor: &Actor, all: &[(BookingId, Asked)]) -> Outcome<Vec<Booking>> {
    hold_by(tx, actor, all, None, Means::Usual)
}

/// Why all that is asked for together cannot be, if so.
pub type Judge<'a> = &'a dyn Fn(&mut Tx) -> Outcome<Option<Say>>;

/// As [`hold_all`], for a thing of the kind [`Kind::Derived`]: its programme judges behind the fence
/// of the thing, instead of a count of what is free. Whatever the judgement rests on is changed
/// behind a fence that the judge passes too.
pub fn hold_judged(
    tx: &mut Tx,
    actor: &Actor,
    all: &[(BookingId, Asked)],
    judge: Judge<'_>,
) -> Outcome<Vec<Booking>> {
    hold_by(tx, actor, all, Some(judge), Means::Usual)
}

pub(crate) fn hold_by(
    tx: &mut Tx,
    actor: &Actor,
    all: &[(BookingId, Asked)],
    judge: Option<Judge<'_>>,
    means: Means,
) -> Outcome<Vec<Booking>> {
    let person = actor.person()?;
    let Some((first, _)) = all.first() else { return Err(Refusal::Malformed) };
    if all.len() > SERIES_MAX {
        return Err(Refusal::conflict("reservations-conflict-series"));
    }
    if let Some(known) = known_again(tx, person, all)? {
        return Ok(known);
    }
    fence_person(tx, person)?;
    holds_left(tx, actor, person)?;
    let mut things: Vec<ResourceId> = all.iter().map(|(_, asked)| asked.resource).collect();
    things.sort();
    things.dedup();
    for thing in &things {
        fence(tx, *thing)?;
    }
    // The same may have been asked for meanwhile.
    if let Some(known) = known_again(tx, person, all)? {
        return Ok(known);
    }
    let series = (all.len() > 1).then_some(*first);
    let mut grounds = Vec::with_capacity(things.len());
    for thing in things {
        let wanted = all.iter().filter(|(_, asked)| asked.resource == thing).count();
        let ground = ground(tx, actor, thing)?;
        promises_left(tx, &ground, person, wanted)?;
        // An offer that ran out a moment ago goes to whoever waits next, not to whoever asks first.
        let spans = all.iter().filter(|(_, asked)| asked.resource == thing);
        let from = spans.clone().map(|(_, asked)| asked.span.from).min().unwrap_or_default();
        let to = spans.map(|(_, asked)| asked.span.to).max().unwrap_or_default();
        let busy = rules::busy(&ground.resource.data, Span { from, to });
        waiting::promote(tx, &ground.resource, busy)?;
        grounds.push(ground);
    }
    let judged = match judge {
        Some(judge) => judged(tx, &grounds, all, judge)?,
        None => None,
    };
    if let Some(say) = judged {
        return Err(Refusal::conflict(say));
    }
    let mut held = Vec::with_capacity(all.len());
    for (id, asked) in all {
        let found = grounds.iter_mut().find(|ground| ground.resource.id == asked.resource);
        let ground = found.ok_or(Refusal::Unknown)?;
        let refused = if judge.is_some() { None } else { refusal_of(tx, ground, asked, None)? };
        if let Some(say) = refused {
            return Err(Refusal::conflict(say));
        }
        let who = Who { person: Some(person), series };
        let mut booking = write(tx, ground, (*id, asked), who, State::Held)?;
        money::charge(tx, (&ground.site, &ground.resource), &mut booking, means)?;
        held.push(booking);
    }
    Ok(held)
}

/// What keeps judged things from being held: their times, then the judgement.
fn judged(
    tx: &mut Tx,
    grounds: &[Ground],
    all: &[(BookingId, Asked)],
    judge: Judge<'_>,
) -> Outcome<Option<Say>> {
    for (_, asked) in all {
        let found = grounds.iter().find(|ground| ground.resource.id == asked.resource);
        let ground = found.ok_or(Refusal::Unknown)?;
        if !rules::is_judged(&ground.resource) {
            return Ok(Some(Say::new("reservations-fault-not-let")));
        }
        if let Some(say) = fault_of(tx, ground, asked)? {
            return Ok(Some(say));
        }
    }
    judge(tx)
}

/// The promises of these ids, if they were all asked for before, by the same person and alike.
fn known_again(
    tx: &mut Tx,
    person: PersonId,
    all: &[(BookingId, Asked)],
) -> Outcome<Option<Vec<Booking>>> {
    let mut known = Vec::new();
    for (id, asked) in all {
        match find(tx, *id)? {
            None if known.is_empty() => return Ok(None),
            Some(booking)
                if booking.person == Some(person) && requested(tx, *id)? == said(asked) =>
            {
                known.push(booking);
            }
            _ => return Err(Refusal::conflict("reservations-conflict-id")),
        }
    }
    Ok(Some(known))
}

fn said(asked: &Asked) -> String {
    serde_json::to_string(asked).unwrap_or_default()
}

fn requested(tx: &mut Tx, id: BookingId) -> Outcome<String> {
    tx.one(sql("SELECT request FROM reservations_booking WHERE id = $1"), &[id.into()])?.single()
}

/// Refuses whoever keeps too much for themselves without saying yes.
fn holds_left(tx: &mut Tx, actor: &Actor, person: PersonId) -> Outcome<()> {
    let now = tx.now();
    let held: i64 = tx
        .one(
            sql("SELECT COUNT(DISTINCT COALESCE(series, id)) FROM reservations_booking
                 WHERE person = $1 AND state = 'held' AND live_until > $2
                    AND id NOT IN
                        (SELECT booking FROM reservations_wait WHERE booking IS NOT NULL)"),
            &[person.into(), now.into()],
        )?
        .single()?;
    if held >= HOLDS_MAX && !actor.holds_in(people::Role::Officer, "") {
        return Err(Refusal::conflict(
            Say::new("reservations-conflict-holds").with("most", HOLDS_MAX),
        ));
    }
    Ok(())
}

pub(crate) fn promises_left(
    tx: &mut Tx,
    ground: &Ground,
    person: PersonId,
    wanted: usize,
) -> Outcome<()> {
    if ground.terms.host {
        return Ok(());
    }
    let now = tx.now();
    let to_come: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM reservations_booking
                 WHERE person = $1 AND ends_at > $2 AND resource = $3 AND live_until > $4
                    AND state IN ('held', 'requested', 'confirmed', 'checked_in')"),
            &[person.into(), now.into(), ground.resource.id.into(), now.into()],
        )?
        .single()?;
    let most = ground.resource.data.person_max;
    let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
    if to_come.saturating_add(wanted) > most {
        return Err(Refusal::conflict(Say::new("reservations-conflict-person").with("most", most)));
    }
    Ok(())
}

/// To whom something is promised, and within which series.
#[derive(Clone, Copy)]
pub(crate) struct Who {
    pub(crate) person: Option<PersonId>,
    pub(crate) series: Option<BookingId>,
}

/// Writes a promise that was found possible, behind the fence of its thing.
pub(crate) fn write(
    tx: &mut Tx,
    ground: &mut Ground,
    (id, asked): (BookingId, &Asked),
    who: Who,
    state: State,
) -> Outcome<Booking> {
    let Ground { site, resource, terms } = ground;
    let (now, busy) = (tx.now(), rules::busy(&resource.data, asked.span));
    let parts = money::parts_of(tx, (site, resource), *terms, who.person, asked.span)?;
    let price = rules::total(&parts, asked.quantity)?;
    let live_until = match state {
        State::Held => now.plus_seconds(site.data.hold_minutes * 60),
        _ => FOR_GOOD,
    };
    lengthen(tx, resource, busy)?;
    tx.run(
        sql(
            "INSERT INTO reservations_booking (id, version, resource, series, person, organisation,
                title, quantity, starts_at, ends_at, busy_from, busy_to, live_until, state,
                price_cents, refund_cents, units, request, sequence, made_at, changed_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, '', $15,
                0, $16, $17)",
        ),
        &[
            id.into(),
            asked.resource.into(),
            who.series.into(),
            who.person.into(),
            asked.organisation.into(),
            asked.title.as_str().into(),
            asked.quantity.into(),
            asked.span.from.into(),
            asked.span.to.into(),
            busy.from.into(),
            busy.to.into(),
            live_until.into(),
            state.code().into(),
            price.into(),
            said(asked).into(),
            now.into(),
            now.into(),
        ],
    )?;
    money::keep_parts(tx, id, &parts)?;
    Ok(Booking {
        id,
        version: 1,
        asked: asked.clone(),
        person: who.person,
        series: who.series,
        busy,
        live_until,
        state,
        price_cents: price.0,
        refund_cents: 0,
        units: String::new(),
        sequence: 0,
        made_at: now,
        changed_at: now,
    })
}

/// Remembers the longest time that a thing was ever busy at once: no search looks further.
pub(crate) fn lengthen(tx: &mut Tx, resource: &mut Resource, busy: Span) -> Outcome<()> {
    let length = busy.to.0 - busy.from.0;
    if length > resource.longest {
        resource.longest = length;
        tx.run(
            sql("UPDATE reservations_resource SET longest = $1 WHERE id = $2"),
            &[length.into(), resource.id.into()],
        )?;
    }
    Ok(())
}

pub(crate) fn read_booking(row: Row) -> Outcome<Booking> {
    let mut columns = row.columns();
    Ok(Booking {
        id: columns.take::<String>()?.parse()?,
        version: columns.take()?,
        asked: Asked {
            resource: columns.take::<String>()?.parse()?,
            organisation: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
            title: columns.take()?,
            quantity: columns.take()?,
            span: Span { from: columns.take()?, to: columns.take()? },
        },
        person: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
        series: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
        busy: Span { from: columns.take()?, to: columns.take()? },
        live_until: columns.take()?,
        state: State::from_code(&columns.take::<String>()?)?,
        price_cents: columns.take()?,
        refund_cents: columns.take()?,
        units: columns.take()?,
        sequence: columns.take()?,
        made_at: columns.take()?,
        changed_at: columns.take()?,
    })
}

pub(crate) fn find(tx: &mut Tx, id: BookingId) -> Outcome<Option<Booking>> {
    tx.maybe(
        sql("SELECT id, version, resource, organisation, title, quantity, starts_at, ends_at,
                person, series, busy_from, busy_to, live_until, state, price_cents, refund_cents,
                units, sequence, made_at, changed_at
             FROM reservations_booking WHERE id = $1"),
        &[id.into()],
    )?
    .map(read_booking)
    .transpose()
}

/// A promise with its thing and its site, for the person it was made to and for the host.
pub fn booking(tx: &mut Tx, actor: &Actor, id: BookingId) -> Outcome<(Booking, Resource, Site)> {
    let booking = find(tx, id)?.ok_or(Refusal::Unknown)?;
    let (resource, site) = with_site(tx, booking.asked.resource)?;
    let own = actor.account.as_ref().is_some_and(|account| booking.person == Some(account.id));
    if own || keeps(actor, &site) { Ok((booking, resource, site)) } else { Err(Refusal::Unknown) }
}
