//! Tours: a place that is somewhere else at every stage, each with its dates and, afterwards, with
//! what came of it. Only the network writes them.

use base::{Fault, Outcome, Refusal};
use people::Actor;
use store::{Row, Tx, sql};

use crate::model::{Event, Life, PlaceId, Stage, StageId, StageText, Tour, TourId, TourText};
use crate::places::{self, events, is_network, network, note, refuse, written};
use crate::rules;

/// Stages of a tour, at most.
const STAGE_LIMIT: usize = 120;
/// Tours that a list looks at, at most.
const LIST_LIMIT: usize = 1_000;

/// What an officer writes of a stage.
#[derive(Clone, Debug, Default)]
pub struct NewStage {
    /// Its number, from 1.
    pub number: i64,
    /// The place where it is, if that is one of this service.
    pub place: Option<PlaceId>,
    /// What there is to say of it.
    pub text: StageText,
    /// What came of it; empty before.
    pub results: String,
}

/// The tour of an id, for everybody: a draft is known to the network.
pub fn tour(tx: &mut Tx, actor: &Actor, id: TourId) -> Outcome<Tour> {
    let row = tx.one(
        sql("SELECT id, version, state, name, host_name, description, website, results, folded
             FROM third_places_tour WHERE id = $1"),
        &[id.into()],
    )?;
    let tour = read(row)?;
    if tour.state != Life::Draft || is_network(actor) { Ok(tour) } else { Err(Refusal::Unknown) }
}

/// The tours that somebody may see, by name.
pub fn tours(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Tour>> {
    let all: Vec<Tour> = tx
        .all(
            sql("SELECT id, version, state, name, host_name, description, website, results, folded
                 FROM third_places_tour ORDER BY folded, id LIMIT $1"),
            &[LIST_LIMIT.into()],
        )?
        .into_iter()
        .map(read)
        .collect::<Outcome<_>>()?;
    let seen = |tour: &Tour| tour.state != Life::Draft || is_network(actor);
    Ok(all.into_iter().filter(seen).collect())
}

/// The stages of a tour that is known to whoever asks, in order.
pub fn stages(tx: &mut Tx, actor: &Actor, id: TourId) -> Outcome<Vec<Stage>> {
    tour(tx, actor, id)?;
    tx.all(
        sql("SELECT id, number, place, data, results FROM third_places_stage WHERE tour = $1
             ORDER BY number"),
        &[id.into()],
    )?
    .into_iter()
    .map(read_stage)
    .collect()
}

/// The public tours that stop at a place: tour, number of the stage.
pub fn tours_at(tx: &mut Tx, actor: &Actor, place: PlaceId) -> Outcome<Vec<(Tour, i64)>> {
    let rows = tx.all(
        sql("SELECT tour, number FROM third_places_stage WHERE place = $1 ORDER BY tour"),
        &[place.into()],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let tours = tours(tx, actor)?;
    let mut found = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        let (id, number): (TourId, i64) = (columns.take()?, columns.take()?);
        found.extend(tours.iter().filter(|tour| tour.id == id).map(|tour| (tour.clone(), number)));
    }
    Ok(found)
}

fn tour_faults(text: &TourText) -> Vec<Fault> {
    let mut faults = Vec::new();
    if text.name.trim().is_empty() {
        faults.push(Fault::new("name", "web-fault-required"));
    }
    if !text.website.is_empty() && !rules::is_web_address(&text.website) {
        faults.push(Fault::new("website", "places-fault-website"));
    }
    faults
}

fn folded(text: &TourText) -> String {
    [&text.name, &text.host_name, &text.description].map(|part| words::sort_key(part)).join(" ")
}

/// Enters a tour, not yet public.
pub fn create_tour(tx: &mut Tx, actor: &Actor, text: &TourText) -> Outcome<TourId> {
    network(actor)?;
    refuse(tour_faults(text))?;
    let id: TourId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_tour (id, version, state, host_name, name, folded,
                description, website, results, created_at, changed_at)
             VALUES ($1, 1, 'draft', $2, $3, $4, $5, $6, '', $7, $7)"),
        &[
            id.into(),
            text.host_name.as_str().into(),
            text.name.as_str().into(),
            folded(text).into(),
            text.description.as_str().into(),
            text.website.as_str().into(),
            now.into(),
        ],
    )?;
    note(tx, actor, &id.to_string(), "tour-created", "")?;
    Ok(id)
}

fn fenced(tx: &mut Tx, actor: &Actor, id: TourId, version: i64) -> Outcome<Tour> {
    network(actor)?;
    let tour = tour(tx, actor, id)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE third_places_tour SET version = version + 1, changed_at = $1
             WHERE id = $2 AND version = $3"),
        &[now.into(), id.into(), version.into()],
    )?;
    Ok(tour)
}

/// Changes what there is to say of a tour.
pub fn change_tour(
    tx: &mut Tx,
    actor: &Actor,
    id: TourId,
    version: i64,
    text: &TourText,
) -> Outcome<()> {
    fenced(tx, actor, id, version)?;
    refuse(tour_faults(text))?;
    tx.run(
        sql("UPDATE third_places_tour SET name = $1, host_name = $2, description = $3,
                website = $4, folded = $5 WHERE id = $6"),
        &[
            text.name.as_str().into(),
            text.host_name.as_str().into(),
            text.description.as_str().into(),
            text.website.as_str().into(),
            folded(text).into(),
            id.into(),
        ],
    )?;
    note(tx, actor, &id.to_string(), "tour-changed", "")
}

/// Moves a tour on in its life; what is archived says what came of it.
pub fn set_tour_state(
    tx: &mut Tx,
    actor: &Actor,
    id: TourId,
    version: i64,
    state: Life,
    results: &str,
) -> Outcome<()> {
    let tour = fenced(tx, actor, id, version)?;
    if !rules::may_become(tour.state, state) {
        return Err(Refusal::conflict("places-conflict-state"));
    }
    if state != Life::Draft && stages(tx, actor, id)?.is_empty() {
        return Err(Refusal::conflict("places-conflict-no-stage"));
    }
    if state == Life::Archived && results.trim().is_empty() {
        return Err(Refusal::field("results", "places-fault-results"));
    }
    let results = if state == Life::Archived { results } else { &tour.results };
    tx.run(
        sql("UPDATE third_places_tour SET state = $1, results = $2 WHERE id = $3"),
        &[state.code().into(), results.into(), id.into()],
    )?;
    note(tx, actor, &id.to_string(), "tour-state", state.code())
}

/// Enters a stage, or changes the one of an id.
pub fn save_stage(
    tx: &mut Tx,
    actor: &Actor,
    (tour, version): (TourId, i64),
    id: Option<StageId>,
    new: &NewStage,
) -> Outcome<StageId> {
    fenced(tx, actor, tour, version)?;
    let own = stages(tx, actor, tour)?;
    let mut faults = rules::address_faults(&new.text.address);
    faults.extend(rules::days_faults(&new.text.days));
    if new.text.title.trim().is_empty() {
        faults.push(Fault::new("title", "web-fault-required"));
    }
    if own.iter().any(|stage| Some(stage.id) != id && stage.number == new.number) {
        faults.push(Fault::new("number", "places-fault-number-taken"));
    }
    if id.is_none() && own.len() >= STAGE_LIMIT {
        faults.push(Fault::new("title", "places-fault-many"));
    }
    refuse(faults)?;
    if let Some(place) = new.place {
        places::place(tx, actor, place)?;
    }
    let place = new.place.map(|place| place.to_string()).unwrap_or_default();
    let stage = id.unwrap_or_else(|| tx.id());
    let values: [store::Value; 6] = [
        new.number.into(),
        place.into(),
        written(&new.text)?.into(),
        new.results.as_str().into(),
        stage.into(),
        tour.into(),
    ];
    match id {
        Some(_) => tx.fence(
            sql("UPDATE third_places_stage SET number = $1, place = $2, data = $3, results = $4
                 WHERE id = $5 AND tour = $6"),
            &values,
        )?,
        None => tx
            .run(
                sql("INSERT INTO third_places_stage (number, place, data, results, id, tour)
                     VALUES ($1, $2, $3, $4, $5, $6)"),
                &values,
            )
            .map(drop)?,
    }
    note(tx, actor, &tour.to_string(), "stage", &new.text.title)?;
    Ok(stage)
}

/// Removes a stage.
pub fn remove_stage(
    tx: &mut Tx,
    actor: &Actor,
    (tour, version): (TourId, i64),
    id: StageId,
) -> Outcome<()> {
    fenced(tx, actor, tour, version)?;
    let gone = tx.run(
        sql("DELETE FROM third_places_stage WHERE id = $1 AND tour = $2"),
        &[id.into(), tour.into()],
    )?;
    if gone == 0 {
        return Err(Refusal::Unknown);
    }
    note(tx, actor, &tour.to_string(), "stage-removed", "")
}

/// What was done to a tour, newest first.
pub fn tour_events(tx: &mut Tx, actor: &Actor, id: TourId) -> Outcome<Vec<Event>> {
    network(actor)?;
    events(tx, &id.to_string())
}

fn read(row: Row) -> Outcome<Tour> {
    let mut columns = row.columns();
    Ok(Tour {
        id: columns.take()?,
        version: columns.take()?,
        state: columns.take()?,
        text: TourText {
            name: columns.take()?,
            host_name: columns.take()?,
            description: columns.take()?,
            website: columns.take()?,
        },
        results: columns.take()?,
        folded: columns.take()?,
    })
}

fn read_stage(row: Row) -> Outcome<Stage> {
    let mut columns = row.columns();
    Ok(Stage {
        id: columns.take()?,
        number: columns.take()?,
        place: columns.take::<String>()?.parse().ok(),
        text: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        results: columns.take()?,
    })
}
