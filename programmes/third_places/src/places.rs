//! Places: who reads and who writes them, their life, what was done to them.
//!
//! What a place says of itself is one document, kept with its version; what is in it (spaces,
//! services, pictures) stands in tables of its own and changes under the same fence.

use std::collections::BTreeSet;

use base::{Outcome, Refusal};
use people::{Actor, OrgId, Role};
use store::{Row, Tx, sql};

use crate::model::{Event, Life, Place, PlaceId, PlaceText};
use crate::rules;

/// Places that a list looks at, at most.
const LIST_LIMIT: usize = 20_000;

/// Who runs a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// The organisation, if it is one of this service.
    pub organisation: Option<OrgId>,
    /// What it is called, where it is not.
    pub name: String,
}

/// Whether somebody is of the network: an officer of the whole service.
pub fn is_network(actor: &Actor) -> bool {
    actor.holds_in(Role::Officer, "")
}

/// Only the network: for others what it does does not exist.
pub(crate) fn network(actor: &Actor) -> Outcome<()> {
    if is_network(actor) { Ok(()) } else { Err(Refusal::Unknown) }
}

/// The place of an id, for everybody: a draft is known to its host and to the network.
pub fn place(tx: &mut Tx, actor: &Actor, id: PlaceId) -> Outcome<Place> {
    let place = load(tx, id)?;
    if place.state != Life::Draft || runs(actor, &place) {
        Ok(place)
    } else {
        Err(Refusal::Unknown)
    }
}

/// Whether somebody runs a place: for its host, or for the network.
pub fn runs(actor: &Actor, place: &Place) -> bool {
    is_network(actor) || place.host.is_some_and(|host| actor.acts_for(host))
}

/// The place of an id, for whoever runs it.
pub fn own_place(tx: &mut Tx, actor: &Actor, id: PlaceId) -> Outcome<Place> {
    let place = load(tx, id)?;
    if runs(actor, &place) { Ok(place) } else { Err(Refusal::Unknown) }
}

/// The place of an id for a change by whoever runs it, fenced by the version that the change was
/// made from.
pub(crate) fn fenced(tx: &mut Tx, actor: &Actor, id: PlaceId, version: i64) -> Outcome<Place> {
    let place = own_place(tx, actor, id)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE third_places_place SET version = version + 1, changed_at = $1
             WHERE id = $2 AND version = $3"),
        &[now.into(), id.into(), version.into()],
    )?;
    if !is_network(actor) && !rules::host_may_edit(place.state) {
        return Err(Refusal::conflict("places-conflict-archived"));
    }
    Ok(place)
}

/// The public places, by name: for everybody.
pub fn public_places(tx: &mut Tx, _: &Actor) -> Outcome<Vec<Place>> {
    tx.all(
        sql("SELECT id, version, state, host, host_name, data, results, folded, changed_at
             FROM third_places_place WHERE state <> 'draft' ORDER BY folded, id LIMIT $1"),
        &[LIST_LIMIT.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// The places that somebody runs, by name: the network all of them.
pub fn own_places(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Place>> {
    let all: Vec<Place> = tx
        .all(
            sql("SELECT id, version, state, host, host_name, data, results, folded, changed_at
                 FROM third_places_place ORDER BY folded, id LIMIT $1"),
            &[LIST_LIMIT.into()],
        )?
        .into_iter()
        .map(read)
        .collect::<Outcome<_>>()?;
    Ok(all.into_iter().filter(|place| runs(actor, place)).collect())
}

/// Enters a place, not yet public. Only the network does.
pub fn create_place(tx: &mut Tx, actor: &Actor, host: &Host, text: &PlaceText) -> Outcome<PlaceId> {
    network(actor)?;
    refuse(rules::place_faults(text))?;
    let host = named(tx, host)?;
    let id: PlaceId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_place (id, version, state, host, host_name, name, folded,
                data, results, source, source_id, created_at, changed_at)
             VALUES ($1, 1, 'draft', $2, $3, $4, $5, $6, '', '', '', $7, $7)"),
        &[
            id.into(),
            host.organisation.map(|id| id.to_string()).unwrap_or_default().into(),
            host.name.as_str().into(),
            text.name.as_str().into(),
            folded(text, &host.name).into(),
            written(text)?.into(),
            now.into(),
        ],
    )?;
    note(tx, actor, &id.to_string(), "created", "")?;
    Ok(id)
}

/// Changes what a place says of itself.
pub fn change_place(
    tx: &mut Tx,
    actor: &Actor,
    id: PlaceId,
    version: i64,
    text: &PlaceText,
) -> Outcome<()> {
    let place = fenced(tx, actor, id, version)?;
    let public = place.state != Life::Draft;
    refuse(if public { rules::public_faults(text) } else { rules::place_faults(text) })?;
    let now = tx.now();
    tx.run(
        sql("UPDATE third_places_place SET edited_at = $1 WHERE id = $2"),
        &[now.into(), id.into()],
    )?;
    rewrite(tx, &place, text)?;
    note(tx, actor, &id.to_string(), "changed", &changed_fields(&place.text, text)?)
}

/// Writes what a fenced place says of itself from now on.
pub(crate) fn rewrite(tx: &mut Tx, place: &Place, text: &PlaceText) -> Outcome<()> {
    tx.run(
        sql("UPDATE third_places_place SET name = $1, folded = $2, data = $3 WHERE id = $4"),
        &[
            text.name.as_str().into(),
            folded(text, &place.host_name).into(),
            written(text)?.into(),
            place.id.into(),
        ],
    )
    .map(drop)
}

/// Says who runs a place. Only the network does.
pub fn set_host(tx: &mut Tx, actor: &Actor, id: PlaceId, version: i64, host: &Host) -> Outcome<()> {
    network(actor)?;
    let place = fenced(tx, actor, id, version)?;
    let host = named(tx, host)?;
    tx.run(
        sql("UPDATE third_places_place SET host = $1, host_name = $2, folded = $3 WHERE id = $4"),
        &[
            host.organisation.map(|id| id.to_string()).unwrap_or_default().into(),
            host.name.as_str().into(),
            folded(&place.text, &host.name).into(),
            id.into(),
        ],
    )?;
    // What is let in a place goes to its host with it, and to nobody else.
    let sites = sites_of(tx, actor, id)?;
    match host.organisation {
        Some(organisation) => {
            for site in sites {
                reservations::entrust_site(tx, actor, site, organisation)?;
            }
        }
        None if !sites.is_empty() => return Err(Refusal::conflict("places-conflict-let")),
        None => {}
    }
    note(tx, actor, &id.to_string(), "host", &host.name)
}

/// Moves a place on in its life; what is archived says what came of it. Only the network does.
pub fn set_place_state(
    tx: &mut Tx,
    actor: &Actor,
    id: PlaceId,
    version: i64,
    state: Life,
    said: &str,
) -> Outcome<()> {
    become_state(tx, actor, (id, version, state), (said, ""))
}

/// Closes a place whose site has promises to come: those that were `shown`
/// ([`reservations::mark_of`]) are ended for a reason, and no others.
pub fn close_place(
    tx: &mut Tx,
    actor: &Actor,
    id: PlaceId,
    version: i64,
    (reason, shown): (&str, &str),
) -> Outcome<()> {
    become_state(tx, actor, (id, version, Life::Closed), (reason, shown))
}

fn become_state(
    tx: &mut Tx,
    actor: &Actor,
    (id, version, state): (PlaceId, i64, Life),
    (results, shown): (&str, &str),
) -> Outcome<()> {
    network(actor)?;
    let place = fenced(tx, actor, id, version)?;
    if !rules::may_become(place.state, state) {
        return Err(Refusal::conflict("places-conflict-state"));
    }
    if state != Life::Draft && !rules::public_faults(&place.text).is_empty() {
        return Err(Refusal::conflict("places-conflict-incomplete"));
    }
    if state == Life::Archived && results.trim().is_empty() {
        return Err(Refusal::field("results", "places-fault-results"));
    }
    let kept = if state == Life::Archived { results } else { &place.results };
    tx.run(
        sql("UPDATE third_places_place SET state = $1, results = $2 WHERE id = $3"),
        &[state.code().into(), kept.into(), id.into()],
    )?;
    match (place.state, state) {
        (_, Life::Closed) => end_all(tx, actor, &place, (results, shown))?,
        (Life::Closed, Life::Open) => {
            for site in sites_of(tx, actor, id)? {
                reservations::resume_site(tx, actor, site)?;
            }
        }
        _ => {}
    }
    note(tx, actor, &id.to_string(), state.code(), "")
}

/// The sites of a place: its own if things are let there, and that of each nursery.
fn sites_of(tx: &mut Tx, actor: &Actor, id: PlaceId) -> Outcome<Vec<reservations::SiteId>> {
    let own = reservations::find_site(tx, id.cast())?.map(|site| site.id);
    let nurseries = crate::childcare::nurseries_at(tx, actor, id)?;
    Ok(own.into_iter().chain(nurseries.into_iter().map(|one| one.id.cast())).collect())
}

/// What was promised in a place and its nurseries and is to come: what closing it ends.
pub(crate) fn ending(
    tx: &mut Tx,
    actor: &Actor,
    id: PlaceId,
) -> Outcome<Vec<reservations::Booking>> {
    let mut all = Vec::new();
    for site in sites_of(tx, actor, id)? {
        all.extend(reservations::to_come(tx, actor, site)?);
    }
    Ok(all)
}

/// Ends all that is to come in a place: what is announced is called off, what was promised is given
/// back, whoever it touches is told why.
fn end_all(
    tx: &mut Tx,
    actor: &Actor,
    place: &Place,
    (reason, shown): (&str, &str),
) -> Outcome<()> {
    let ending = ending(tx, actor, place.id)?;
    if reservations::mark_of(&ending) != shown {
        return Err(Refusal::conflict(
            base::Say::new("reservations-conflict-touched").with("count", ending.len()),
        ));
    }
    let reason = if reason.trim().is_empty() { place.text.name.as_str() } else { reason };
    crate::agenda::call_off_all(tx, actor, place.id, reason)?;
    for site in sites_of(tx, actor, place.id)? {
        let left = reservations::mark_of(&reservations::to_come(tx, actor, site)?);
        reservations::end_site(tx, actor, site, (reason, &left))?;
    }
    Ok(())
}

/// Lets things be reserved in a place: opens the site that has its id, with its name and hours.
/// Asked twice, it is opened once.
pub fn let_things(tx: &mut Tx, actor: &Actor, id: PlaceId) -> Outcome<()> {
    let place = own_place(tx, actor, id)?;
    if reservations::find_site(tx, id.cast())?.is_some() {
        return Ok(());
    }
    if !matches!(place.state, Life::Announced | Life::Open) {
        return Err(Refusal::conflict("places-conflict-not-open"));
    }
    let host = place.host.ok_or_else(|| Refusal::conflict("places-conflict-no-host"))?;
    let usual = reservations::NewSite::usual(host);
    let hours = reservations::hours::Hours::parse(&place.text.hours);
    let new = reservations::NewSite {
        name: place.text.name.chars().take(80).collect(),
        hours: hours.map_or(usual.hours, |hours| hours.write().to_owned()),
        ..usual
    };
    reservations::open_site(tx, actor, id.cast(), &new)?;
    note(tx, actor, &id.to_string(), "let", "")
}

/// What was done to a place, newest first, for whoever runs it.
pub fn place_events(tx: &mut Tx, actor: &Actor, id: PlaceId) -> Outcome<Vec<Event>> {
    own_place(tx, actor, id)?;
    events(tx, &id.to_string())
}

/// What was done to a place or a tour, newest first.
pub(crate) fn events(tx: &mut Tx, subject: &str) -> Outcome<Vec<Event>> {
    tx.all(
        sql("SELECT kind, detail, author, at FROM third_places_event WHERE subject = $1
             ORDER BY id DESC LIMIT 200"),
        &[subject.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Event {
            kind: columns.take()?,
            detail: columns.take()?,
            author: columns.take()?,
            at: columns.take()?,
        })
    })
    .collect()
}

/// Records what was done, beside the place or tour and in the log.
pub(crate) fn note(
    tx: &mut Tx,
    actor: &Actor,
    subject: &str,
    kind: &'static str,
    detail: &str,
) -> Outcome<()> {
    let id: base::Id<Event> = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_event (id, subject, kind, detail, author, at)
             VALUES ($1, $2, $3, $4, $5, $6)"),
        &[
            id.into(),
            subject.into(),
            kind.into(),
            detail.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), &format!("places.{kind}"), subject, detail)
}

/// The host that an officer names: by the number of an organisation of this service, or by a name.
pub fn host_of(tx: &mut Tx, actor: &Actor, number: &str, name: &str) -> Outcome<Host> {
    network(actor)?;
    let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    if number.is_empty() {
        return Ok(Host { organisation: None, name: name.to_owned() });
    }
    let found = people::organisations(tx)?
        .into_iter()
        .find(|one| one.data.siret == number || one.data.rna == number);
    match found {
        Some(one) => Ok(Host { organisation: Some(one.id), name: one.data.name }),
        None => Err(Refusal::field("host_number", "places-fault-host")),
    }
}

/// The number of the organisation that runs a place, as [`host_of`] takes it; nothing without one.
pub(crate) fn host_number(tx: &mut Tx, actor: &Actor, place: &Place) -> Outcome<String> {
    network(actor)?;
    let Some(host) = place.host else { return Ok(String::new()) };
    let known = people::organisation(tx, host)?.data;
    Ok(if known.siret.is_empty() { known.rna } else { known.siret })
}

/// The host with the name that its organisation has now.
fn named(tx: &mut Tx, host: &Host) -> Outcome<Host> {
    match host.organisation {
        Some(id) => {
            let name = people::organisation(tx, id)?.data.name;
            Ok(Host { organisation: Some(id), name })
        }
        None => Ok(host.clone()),
    }
}

/// Refuses what has faults.
pub(crate) fn refuse(faults: Vec<base::Fault>) -> Outcome<()> {
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

pub(crate) fn written(text: &impl serde::Serialize) -> Outcome<String> {
    serde_json::to_string(text).map_err(Refusal::broken)
}

/// What a place is sorted and found by: its name first.
pub(crate) fn folded(text: &PlaceText, host: &str) -> String {
    let address = &text.address;
    let words = [&text.name, host, &address.commune, &address.postcode, &text.description];
    words.map(words::sort_key).join(" ")
}

/// Names of the fields that differ, for the record of the change.
pub(crate) fn changed_fields(before: &PlaceText, after: &PlaceText) -> Outcome<String> {
    let fields = |text: &PlaceText| match serde_json::to_value(text) {
        Ok(serde_json::Value::Object(fields)) => Ok(fields),
        _ => Err(Refusal::broken("a place is no document")),
    };
    let (before, after) = (fields(before)?, fields(after)?);
    let differ = after.iter().filter(|(name, value)| before.get(*name) != Some(*value));
    let names: BTreeSet<&str> = differ.map(|(name, _)| name.as_str()).collect();
    Ok(names.into_iter().collect::<Vec<_>>().join(" "))
}

pub(crate) fn load(tx: &mut Tx, id: PlaceId) -> Outcome<Place> {
    read(tx.one(
        sql("SELECT id, version, state, host, host_name, data, results, folded, changed_at
             FROM third_places_place WHERE id = $1"),
        &[id.into()],
    )?)
}

pub(crate) fn read(row: Row) -> Outcome<Place> {
    let mut columns = row.columns();
    Ok(Place {
        id: columns.take()?,
        version: columns.take()?,
        state: columns.take()?,
        host: columns.take::<String>()?.parse().ok(),
        host_name: columns.take()?,
        text: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        results: columns.take()?,
        folded: columns.take()?,
        changed_at: columns.take()?,
    })
}
