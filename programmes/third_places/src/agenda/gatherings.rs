//! Gatherings: prepared, announced, over or called off by whoever runs the place; read by everybody
//! once they are announced.

use base::{Moment, Outcome, Refusal};
use people::{Actor, PersonId};
use reservations::{NewOccasion, NewSite, Span};
use store::{Row, Tx, Value, sql};

use super::model::{DATES_MAX, Gathering, GatheringId, GatheringText, State, Told};
use super::rules;
use crate::model::{Life, Place, PlaceId, TourId};
use crate::places::{self, note, refuse, written};
use crate::{inside, tours};

/// Gatherings of a place that a list looks at: the latest.
const LISTED: usize = 500;
/// Gatherings of the whole network that a list looks at: the next.
const NETWORK_LISTED: usize = 2_000;
/// Drafts and announced gatherings to come of one place.
const TO_COME_MAX: i64 = 300;

/// Prepares a gathering at one or several dates: all of them or none.
pub fn create_gatherings(
    tx: &mut Tx,
    actor: &Actor,
    of: PlaceId,
    text: &GatheringText,
    more: &[Span],
) -> Outcome<Vec<GatheringId>> {
    let place = places::own_place(tx, actor, of)?;
    if more.len() >= DATES_MAX {
        return Err(Refusal::field("more_days", "places-agenda-fault-dates"));
    }
    let spans: Vec<Span> = std::iter::once(text.span).chain(more.iter().copied()).collect();
    judged(tx, actor, &place, text)?;
    let now = tx.now();
    for span in &spans {
        refuse(rules::time_faults(&place, *span, now))?;
    }
    fence_place(tx, of)?;
    let known: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM third_places_gathering
                 WHERE place = $1 AND ends_at > $2 AND state IN ('draft', 'announced')"),
            &[of.into(), now.into()],
        )?
        .single()?;
    if known.saturating_add(i64::try_from(spans.len()).unwrap_or(i64::MAX)) > TO_COME_MAX {
        return Err(Refusal::field("title", "places-fault-many"));
    }
    let mut made = Vec::with_capacity(spans.len());
    for span in spans {
        let dated = GatheringText { span, ..text.clone() };
        made.push(insert(tx, actor, of, &dated)?);
    }
    note(tx, actor, &of.to_string(), "gathering", &text.title)?;
    Ok(made)
}

/// Those who change what takes place at a place wait here for each other; its text is another matter.
fn fence_place(tx: &mut Tx, of: PlaceId) -> Outcome<()> {
    tx.fence(sql("UPDATE third_places_place SET version = version WHERE id = $1"), &[of.into()])
}

fn insert(tx: &mut Tx, actor: &Actor, of: PlaceId, text: &GatheringText) -> Outcome<GatheringId> {
    let (id, now) = (tx.id(), tx.now());
    let values = [
        vec![Value::from(id), of.into(), actor.name_in_log().into(), now.into()],
        columns_of(text)?,
    ];
    tx.run(
        sql("INSERT INTO third_places_gathering (id, version, place, state, draw, results, came,
                reason, author, created_at, changed_at, kind, language, starts_at, ends_at, seats,
                party_max, title, folded, data, leader, partner)
             VALUES ($1, 1, $2, 'draft', NULL, '', NULL, '', $3, $4, $4, $5, $6, $7, $8, $9, $10,
                $11, $12, $13, $14, $15)"),
        &values.concat(),
    )?;
    Ok(id)
}

/// A text with who leads it, as whoever runs the place names them: the address of an account, the
/// number of an organisation.
pub fn with_leader(
    tx: &mut Tx,
    actor: &Actor,
    of: PlaceId,
    text: &GatheringText,
    (address, number): (&str, &str),
) -> Outcome<GatheringText> {
    places::own_place(tx, actor, of)?;
    let mut led = GatheringText { leader: None, partner: None, ..text.clone() };
    if !address.trim().is_empty() {
        let known = people::account_by_email(tx, address.trim())?;
        let fault = || Refusal::field("leader", "places-agenda-fault-leader");
        led.leader = Some(known.ok_or_else(fault)?.id);
    }
    let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    if !number.is_empty() {
        let found = people::organisations(tx)?
            .into_iter()
            .find(|one| one.data.siret == number || one.data.rna == number);
        let fault = || Refusal::field("partner", "places-fault-host");
        led.partner = Some(found.ok_or_else(fault)?.id);
    }
    Ok(led)
}

/// Who leads a gathering, as [`with_leader`] takes them.
pub fn who_leads(tx: &mut Tx, actor: &Actor, known: &Gathering) -> Outcome<(String, String)> {
    places::own_place(tx, actor, known.place)?;
    let address = match known.text.leader.map(|id| people::account(tx, id)) {
        Some(Ok(account)) => account.email,
        // Their account has gone.
        None | Some(Err(Refusal::Unknown)) => String::new(),
        Some(Err(other)) => return Err(other),
    };
    let number = match known.text.partner {
        Some(id) => {
            let data = people::organisation(tx, id)?.data;
            if data.siret.is_empty() { data.rna } else { data.siret }
        }
        None => String::new(),
    };
    Ok((address, number))
}

/// What is written of a text, in the order of its columns.
fn columns_of(text: &GatheringText) -> Outcome<Vec<Value>> {
    let folded = [&text.title, &text.told.led_by, &text.told.description];
    Ok(vec![
        text.kind.as_str().into(),
        text.language.as_str().into(),
        text.span.from.into(),
        text.span.to.into(),
        text.seats.into(),
        text.party_max.into(),
        text.title.as_str().into(),
        folded.map(|part| words::sort_key(part)).join(" ").into(),
        written(&text.told)?.into(),
        text.leader.map(|id| id.to_string()).unwrap_or_default().into(),
        text.partner.map(|id| id.to_string()).unwrap_or_default().into(),
    ])
}

/// Refuses a text with faults, or one that names a space, a picture or a tour of elsewhere.
fn judged(tx: &mut Tx, actor: &Actor, place: &Place, text: &GatheringText) -> Outcome<()> {
    refuse(rules::faults(text))?;
    let told = &text.told;
    if let Some(space) = told.space
        && !inside::spaces(tx, actor, place.id)?.iter().any(|known| known.id == space)
    {
        return Err(Refusal::field("space", "web-fault-choice"));
    }
    if let Some(picture) = told.picture
        && !inside::pictures(tx, actor, place.id)?.iter().any(|known| known.id == picture)
    {
        return Err(Refusal::field("picture", "web-fault-choice"));
    }
    if let Some(tour) = told.tour
        && !tours::tours_at(tx, actor, place.id)?.iter().any(|(known, _)| known.id == tour)
    {
        return Err(Refusal::field("tour", "web-fault-choice"));
    }
    Ok(())
}

/// A gathering of a place that one runs, behind the fence of its version.
pub(super) fn fenced(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (GatheringId, i64),
) -> Outcome<(Gathering, Place)> {
    let known = load(tx, id)?;
    let place = places::own_place(tx, actor, known.place)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE third_places_gathering SET version = version + 1, changed_at = $1
             WHERE id = $2 AND version = $3"),
        &[now.into(), id.into(), version.into()],
    )?;
    Ok((load(tx, id)?, place))
}

/// Changes what is told of a gathering. Once it is announced its time stands: people come for it.
pub fn change_gathering(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (GatheringId, i64),
    text: &GatheringText,
) -> Outcome<()> {
    let (known, place) = fenced(tx, actor, (id, version))?;
    match known.state {
        State::Draft => refuse(rules::time_faults(&place, text.span, tx.now()))?,
        State::Announced if text.span != known.text.span => {
            return Err(Refusal::field("day", "places-agenda-fault-time"));
        }
        State::Announced if known.text.span.to > tx.now() => {}
        _ => return Err(Refusal::conflict("places-agenda-conflict-ended")),
    }
    judged(tx, actor, &place, text)?;
    tx.run(
        sql("UPDATE third_places_gathering SET kind = $1, language = $2, starts_at = $3,
                ends_at = $4, seats = $5, party_max = $6, title = $7, folded = $8, data = $9,
                leader = $10, partner = $11
             WHERE id = $12"),
        &[columns_of(text)?, vec![id.into()]].concat(),
    )?;
    if known.state == State::Announced {
        let changed = (text.title.as_str(), text.seats);
        match reservations::change_occasion(tx, actor, known.occasion(), changed) {
            Err(Refusal::Invalid(faults)) => {
                let faults = faults.into_iter().map(|fault| base::Fault::new("seats", fault.say));
                return Err(Refusal::Invalid(faults.collect()));
            }
            other => other?,
        }
    }
    note(tx, actor, &known.place.to_string(), "gathering-changed", &text.title)
}

/// Announces a gathering: it is public, and one can take part. Its seats are let on the site of the
/// place, which is opened when it has none yet.
pub fn announce(tx: &mut Tx, actor: &Actor, (id, version): (GatheringId, i64)) -> Outcome<()> {
    let (known, place) = fenced(tx, actor, (id, version))?;
    if known.state != State::Draft {
        return Err(Refusal::conflict("places-agenda-conflict-state"));
    }
    if place.state == Life::Draft {
        return Err(Refusal::conflict("places-agenda-conflict-place"));
    }
    refuse(rules::time_faults(&place, known.text.span, tx.now()))?;
    site_of(tx, actor, &place)?;
    let new = NewOccasion {
        name: known.text.title.clone(),
        span: known.text.span,
        seats: known.text.seats,
        open: known.draw.is_none(),
    };
    reservations::add_occasion(tx, actor, place.id.cast(), known.occasion(), &new)?;
    set(tx, id, State::Announced)?;
    note(tx, actor, &place.id.to_string(), "gathering-announced", &known.text.title)
}

/// The site on which the seats of a place are let.
fn site_of(tx: &mut Tx, actor: &Actor, place: &Place) -> Outcome<()> {
    let Some(organisation) = place.host else {
        return Err(Refusal::conflict("places-conflict-no-host"));
    };
    if let Some(known) = reservations::find_site(tx, place.id.cast())? {
        let same = known.data.organisation == organisation;
        return if same { Ok(()) } else { Err(Refusal::conflict("places-conflict-no-host")) };
    }
    let site = NewSite {
        name: place.text.name.clone(),
        hours: "24/7".to_owned(),
        no_show_minutes: 0,
        free_cancel_hours: 0,
        late_refund_percent: 0,
        ..NewSite::usual(organisation)
    };
    reservations::open_site(tx, actor, place.id.cast(), &site).map(drop)
}

/// Calls a gathering off, or drops one that was not announced: whoever has a seat or waits for one
/// is told why. How many that were.
pub fn call_off(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (GatheringId, i64),
    reason: &str,
) -> Outcome<usize> {
    let (known, place) = fenced(tx, actor, (id, version))?;
    let told = match known.state {
        State::Draft => 0,
        State::Announced if known.text.span.to > tx.now() => {
            if reason.trim().is_empty() {
                return Err(Refusal::field("reason", "web-fault-required"));
            }
            reservations::end_occasion(tx, actor, known.occasion(), reason)?
        }
        _ => return Err(Refusal::conflict("places-agenda-conflict-ended")),
    };
    tx.run(
        sql("UPDATE third_places_gathering SET reason = $1 WHERE id = $2"),
        &[reason.trim().into(), id.into()],
    )?;
    set(tx, id, State::Cancelled)?;
    note(tx, actor, &place.id.to_string(), "gathering-cancelled", &known.text.title)?;
    Ok(told)
}

/// Calls off all that is announced in a place and to come, because the place closes.
pub(crate) fn call_off_all(tx: &mut Tx, actor: &Actor, of: PlaceId, reason: &str) -> Outcome<()> {
    let now = tx.now();
    let announced = sql("SELECT id, version FROM third_places_gathering
                         WHERE place = $1 AND state = 'announced' AND ends_at > $2 ORDER BY id");
    for row in tx.all(announced, &[of.into(), now.into()])? {
        let mut columns = row.columns();
        let at = (columns.take::<String>()?.parse()?, columns.take()?);
        call_off(tx, actor, at, reason)?;
    }
    Ok(())
}

/// Tells what came of a gathering that has taken place.
pub fn finish(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (GatheringId, i64),
    (came, results): (i64, &str),
) -> Outcome<()> {
    let (known, place) = fenced(tx, actor, (id, version))?;
    let told = matches!(known.state, State::Announced | State::Over);
    if !told || known.text.span.to > tx.now() {
        return Err(Refusal::conflict("places-agenda-conflict-not-over"));
    }
    if results.trim().is_empty() {
        return Err(Refusal::field("results", "web-fault-required"));
    }
    reservations::close_occasion(tx, actor, known.occasion())?;
    tx.run(
        sql("UPDATE third_places_gathering SET came = $1, results = $2 WHERE id = $3"),
        &[came.into(), results.trim().into(), id.into()],
    )?;
    set(tx, id, State::Over)?;
    note(tx, actor, &place.id.to_string(), "gathering-over", &known.text.title)
}

fn set(tx: &mut Tx, id: GatheringId, state: State) -> Outcome<()> {
    tx.run(
        sql("UPDATE third_places_gathering SET state = $1 WHERE id = $2"),
        &[state.code().into(), id.into()],
    )
    .map(drop)
}

/// A gathering with its place, for everybody: a draft is known to those who run the place.
pub fn gathering(tx: &mut Tx, actor: &Actor, id: GatheringId) -> Outcome<(Gathering, Place)> {
    let known = load(tx, id)?;
    let place = places::place(tx, actor, known.place)?;
    // What was never announced is nobody else's.
    let hidden = known.state == State::Draft
        || (known.state == State::Cancelled && reservations_unknown(tx, &known)?);
    if hidden && !places::runs(actor, &place) { Err(Refusal::Unknown) } else { Ok((known, place)) }
}

fn reservations_unknown(tx: &mut Tx, known: &Gathering) -> Outcome<bool> {
    match reservations::resource(tx, known.occasion()) {
        Ok(_) => Ok(false),
        Err(Refusal::Unknown) => Ok(true),
        Err(other) => Err(other),
    }
}

/// A gathering with its place, for whoever runs that.
pub fn own_gathering(tx: &mut Tx, actor: &Actor, id: GatheringId) -> Outcome<(Gathering, Place)> {
    let known = load(tx, id)?;
    let place = places::own_place(tx, actor, known.place)?;
    Ok((known, place))
}

/// All gatherings of a place, the latest first, for whoever runs it.
pub fn gatherings_at(tx: &mut Tx, actor: &Actor, of: PlaceId) -> Outcome<Vec<Gathering>> {
    places::own_place(tx, actor, of)?;
    at(tx, of)
}

/// What was announced of a place, the latest first, for everybody.
pub fn agenda_of(tx: &mut Tx, actor: &Actor, of: PlaceId) -> Outcome<Vec<Gathering>> {
    places::place(tx, actor, of)?;
    let mut known = at(tx, of)?;
    known.retain(|one| matches!(one.state, State::Announced | State::Over));
    Ok(known)
}

fn at(tx: &mut Tx, of: PlaceId) -> Outcome<Vec<Gathering>> {
    tx.all(
        sql("SELECT id, version, place, state, kind, language, starts_at, ends_at, seats, party_max,
                title, data, leader, partner, draw, results, came, reason, folded, changed_at
             FROM third_places_gathering WHERE place = $1 ORDER BY starts_at DESC, id LIMIT $2"),
        &[of.into(), LISTED.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// What takes place in the whole network from a moment on, the next first, each with its place.
pub fn to_come(tx: &mut Tx, actor: &Actor, from: Moment) -> Outcome<Vec<(Gathering, Place)>> {
    let known = tx
        .all(
            sql("SELECT id, version, place, state, kind, language, starts_at, ends_at, seats,
                    party_max, title, data, leader, partner, draw, results, came, reason, folded,
                    changed_at
                 FROM third_places_gathering WHERE state = 'announced' AND ends_at > $1
                 ORDER BY starts_at, id LIMIT $2"),
            &[from.into(), NETWORK_LISTED.into()],
        )?
        .into_iter()
        .map(read)
        .collect::<Outcome<Vec<_>>>()?;
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let places = places::public_places(tx, actor)?;
    let with = |one: Gathering| {
        let place = places.iter().find(|place| place.id == one.place)?.clone();
        Some((one, place))
    };
    Ok(known.into_iter().filter_map(with).collect())
}

/// What takes place at the stages of a tour, the next first.
pub fn to_come_on_tour(tx: &mut Tx, actor: &Actor, of: TourId) -> Outcome<Vec<Gathering>> {
    tours::tour(tx, actor, of)?;
    let now = tx.now();
    let known = to_come(tx, actor, now)?.into_iter();
    Ok(known.map(|(one, _)| one).filter(|one| one.text.told.tour == Some(of)).collect())
}

/// What somebody leads who does not run the place, the latest first.
pub fn led_by(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Gathering>> {
    let person = actor.person()?;
    tx.all(
        sql("SELECT id, version, place, state, kind, language, starts_at, ends_at, seats, party_max,
                title, data, leader, partner, draw, results, came, reason, folded, changed_at
             FROM third_places_gathering WHERE leader = $1 AND state <> 'draft'
             ORDER BY starts_at DESC, id LIMIT 100"),
        &[person.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// What somebody led is told without their name from now on.
pub(super) fn forget_leader(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let led = tx
        .all(
            sql("SELECT id, version, place, state, kind, language, starts_at, ends_at, seats,
                    party_max, title, data, leader, partner, draw, results, came, reason, folded,
                    changed_at
                 FROM third_places_gathering WHERE leader = $1"),
            &[person.into()],
        )?
        .into_iter()
        .map(read)
        .collect::<Outcome<Vec<_>>>()?;
    for one in led {
        let told = Told { led_by: String::new(), ..one.text.told };
        let folded = [&one.text.title, &told.description].map(|part| words::sort_key(part));
        tx.run(
            sql("UPDATE third_places_gathering SET leader = '', data = $1, folded = $2
                 WHERE id = $3"),
            &[written(&told)?.into(), folded.join(" ").into(), one.id.into()],
        )?;
    }
    Ok(())
}

pub(super) fn load(tx: &mut Tx, id: GatheringId) -> Outcome<Gathering> {
    read(tx.one(
        sql("SELECT id, version, place, state, kind, language, starts_at, ends_at, seats, party_max,
                title, data, leader, partner, draw, results, came, reason, folded, changed_at
             FROM third_places_gathering WHERE id = $1"),
        &[id.into()],
    )?)
}

pub(super) fn read(row: Row) -> Outcome<Gathering> {
    let mut columns = row.columns();
    let (id, version, place) = (columns.take()?, columns.take()?, columns.take()?);
    let (state, kind, language) = (columns.take()?, columns.take()?, columns.take()?);
    let span = Span { from: columns.take()?, to: columns.take()? };
    let (seats, party_max, title) = (columns.take()?, columns.take()?, columns.take()?);
    let told: Told = serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?;
    let leader = columns.take::<String>()?.parse().ok();
    let partner = columns.take::<String>()?.parse().ok();
    let text =
        GatheringText { title, kind, language, span, seats, party_max, leader, partner, told };
    Ok(Gathering {
        id,
        version,
        place,
        state,
        text,
        draw: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
        results: columns.take()?,
        came: columns.take()?,
        reason: columns.take()?,
        folded: columns.take()?,
        changed_at: columns.take()?,
    })
}
