//! Readings: who reads which file, with which declared conflict, and what they score.

use std::collections::BTreeMap;

use base::{Outcome, Refusal, Say};
use people::{Actor, PersonId, Role};
use store::{Row, Tx, sql};

use crate::calls;
use crate::files::{self, add_event};
use crate::model::{File, FileId, FileState, Reading, ReadingId, ReadingState, Score};

/// Asks a reader to read a file. A reader of the file's own organisation cannot be asked.
pub fn assign_reader(tx: &mut Tx, actor: &Actor, id: FileId, reader: PersonId) -> Outcome<()> {
    let file = files::officer_file(tx, actor, id)?;
    if !matches!(file.state, FileState::Submitted | FileState::Complete) {
        return Err(Refusal::conflict("calls-conflict-not-readable"));
    }
    let who = Actor::of(tx, reader)?;
    if !who.holds_in(Role::Reader, &file.call.to_string()) {
        return Err(Refusal::field("reader", "calls-fault-not-a-reader"));
    }
    if who.acts_for(file.organisation) {
        return Err(Refusal::field("reader", "calls-fault-own-organisation"));
    }
    let reading: ReadingId = tx.id();
    let now = tx.now();
    let made = tx.run(
        sql("INSERT INTO calls_reading (id, version, file, reader, state, conflict, comment,
                assigned_by, assigned_at) VALUES ($1, 1, $2, $3, 'asked', '', '', $4, $5)
             ON CONFLICT (file, reader) DO NOTHING"),
        &[reading.into(), id.into(), reader.into(), actor.name_in_log().into(), now.into()],
    )?;
    if made == 1 {
        crate::notices::tell_reader(tx, reader, &file, reading)?;
        let detail = reader.to_string();
        people::record(tx, &actor.name_in_log(), "calls.reader-asked", &id.to_string(), &detail)?;
    }
    Ok(())
}

/// A reader's own reading with its file, while they are a reader of its call.
pub fn own_reading(tx: &mut Tx, actor: &Actor, id: ReadingId) -> Outcome<(Reading, File)> {
    let reading = reading(tx, id)?;
    if reading.reader != actor.person()? {
        return Err(Refusal::Unknown);
    }
    let file = files::file(tx, reading.file)?;
    let reads = actor.holds_in(Role::Reader, &file.call.to_string());
    if reads { Ok((reading, file)) } else { Err(Refusal::Unknown) }
}

/// Declares that there is no conflict of interest, or which: then the reader is out of the file.
pub fn declare(
    tx: &mut Tx,
    actor: &Actor,
    id: ReadingId,
    version: i64,
    conflict: Option<&str>,
) -> Outcome<()> {
    let (reading, file) = own_reading(tx, actor, id)?;
    if reading.state == ReadingState::Given {
        return Err(Refusal::conflict("calls-conflict-opinion-given"));
    }
    let state = if conflict.is_some() { ReadingState::Recused } else { ReadingState::Reading };
    tx.fence(
        sql("UPDATE calls_reading SET version = version + 1, state = $1, conflict = $2
             WHERE id = $3 AND version = $4"),
        &[state.code().into(), conflict.unwrap_or("").into(), id.into(), version.into()],
    )?;
    people::record(
        tx,
        &actor.name_in_log(),
        "calls.conflict-declared",
        &file.id.to_string(),
        state.code(),
    )
}

/// An opinion as given.
#[derive(Clone, Debug, Default)]
pub struct Opinion {
    /// Points and comments by criterion.
    pub scores: BTreeMap<String, Score>,
    /// On the whole.
    pub comment: String,
}

/// Saves an opinion; with `give` it is handed in and counts. It can be changed until the file is
/// decided.
pub fn give_opinion(
    tx: &mut Tx,
    actor: &Actor,
    id: ReadingId,
    version: i64,
    opinion: &Opinion,
    give: bool,
) -> Outcome<()> {
    let (reading, file) = own_reading(tx, actor, id)?;
    if !matches!(reading.state, ReadingState::Reading | ReadingState::Given) {
        return Err(Refusal::conflict("calls-conflict-declare-first"));
    }
    if matches!(file.state, FileState::Awarded | FileState::Refused) {
        return Err(Refusal::conflict("calls-conflict-decided"));
    }
    let rubric = calls::rules_of(tx, file.call, file.revision)?.rubric;
    let mut faults = Vec::new();
    for criterion in &rubric {
        let points = opinion.scores.get(&criterion.id).and_then(|score| score.points);
        if points.is_some_and(|points| !(0..=criterion.max_points).contains(&points)) {
            let say =
                Say::new("web-fault-number").with("min", 0i64).with("max", criterion.max_points);
            faults.push(base::Fault::new(format!("points.{}", criterion.id), say));
        }
    }
    let nothing = opinion.scores.values().all(|score| score.points.is_none());
    if give && nothing && opinion.comment.trim().is_empty() {
        faults.push(base::Fault::new("comment", "calls-fault-empty-opinion"));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let now = tx.now();
    let state = if give { ReadingState::Given } else { reading.state };
    tx.fence(
        sql("UPDATE calls_reading SET version = version + 1, state = $1, comment = $2,
                given_at = $3 WHERE id = $4 AND version = $5"),
        &[
            state.code().into(),
            opinion.comment.as_str().into(),
            (state == ReadingState::Given).then_some(now).into(),
            id.into(),
            version.into(),
        ],
    )?;
    for criterion in &rubric {
        let score = opinion.scores.get(&criterion.id).cloned().unwrap_or_default();
        tx.run(
            sql("INSERT INTO calls_score (reading, criterion, points, comment)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (reading, criterion)
                 DO UPDATE SET points = excluded.points, comment = excluded.comment"),
            &[id.into(), criterion.id.as_str().into(), score.points.into(), score.comment.into()],
        )?;
    }
    if give {
        add_event(tx, file.id, &actor.name_in_log(), "opinion", "", "")?;
        people::record(tx, &actor.name_in_log(), "calls.opinion-given", &file.id.to_string(), "")?;
    }
    Ok(())
}

/// One reading with its scores.
pub fn reading(tx: &mut Tx, id: ReadingId) -> Outcome<Reading> {
    let row = tx.one(
        sql("SELECT id, version, file, reader, state, conflict, comment FROM calls_reading
             WHERE id = $1"),
        &[id.into()],
    )?;
    let scores = tx.all(
        sql("SELECT reading, criterion, points, comment FROM calls_score WHERE reading = $1"),
        &[id.into()],
    )?;
    with_scores(vec![row], scores)?.pop().ok_or(Refusal::Unknown)
}

/// The readings of a file.
pub fn readings_of_file(tx: &mut Tx, file: FileId) -> Outcome<Vec<Reading>> {
    let rows = tx.all(
        sql("SELECT id, version, file, reader, state, conflict, comment FROM calls_reading
             WHERE file = $1 ORDER BY id"),
        &[file.into()],
    )?;
    let scores = tx.all(
        sql("SELECT reading, criterion, points, comment FROM calls_score
             WHERE reading IN (SELECT id FROM calls_reading WHERE file = $1)"),
        &[file.into()],
    )?;
    with_scores(rows, scores)
}

/// The readings of all files of a call: two queries for a whole table.
pub fn readings_of_call(tx: &mut Tx, call: crate::CallId) -> Outcome<Vec<Reading>> {
    let rows = tx.all(
        sql("SELECT r.id, r.version, r.file, r.reader, r.state, r.conflict, r.comment
             FROM calls_reading r JOIN calls_file f ON f.id = r.file
             WHERE f.call = $1 ORDER BY r.id"),
        &[call.into()],
    )?;
    let scores = tx.all(
        sql("SELECT s.reading, s.criterion, s.points, s.comment FROM calls_score s
             JOIN calls_reading r ON r.id = s.reading JOIN calls_file f ON f.id = r.file
             WHERE f.call = $1"),
        &[call.into()],
    )?;
    with_scores(rows, scores)
}

/// A reading on a reader's list.
#[derive(Clone, Debug)]
pub struct ToRead {
    /// The reading.
    pub reading: Reading,
    /// The call of its file.
    pub call: crate::CallId,
    /// The project's title.
    pub title: String,
    /// The number of the file.
    pub number: String,
}

/// What whoever acts was asked to read, in the calls whose readers they are, newest first.
pub fn own_readings(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<ToRead>> {
    let mut all = readings_of_reader(tx, actor.person()?)?;
    all.retain(|one| actor.holds_in(Role::Reader, &one.call.to_string()));
    Ok(all)
}

/// What a reader was ever asked to read, newest first.
pub fn readings_of_reader(tx: &mut Tx, reader: PersonId) -> Outcome<Vec<ToRead>> {
    tx.all(
        sql("SELECT r.id, r.version, r.file, r.reader, r.state, r.conflict, r.comment, f.call,
                f.title, f.number
             FROM calls_reading r JOIN calls_file f ON f.id = r.file
             WHERE r.reader = $1 ORDER BY r.id DESC LIMIT 500"),
        &[reader.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(ToRead {
            reading: read_reading(&mut columns)?,
            call: columns.take()?,
            title: columns.take()?,
            number: columns.take()?,
        })
    })
    .collect()
}

fn with_scores(rows: Vec<Row>, scores: Vec<Row>) -> Outcome<Vec<Reading>> {
    let mut by_reading: BTreeMap<ReadingId, BTreeMap<String, Score>> = BTreeMap::new();
    for row in scores {
        let mut columns = row.columns();
        let (reading, criterion): (ReadingId, String) = (columns.take()?, columns.take()?);
        let score = Score { points: columns.take()?, comment: columns.take()? };
        by_reading.entry(reading).or_default().insert(criterion, score);
    }
    rows.into_iter()
        .map(|row| {
            let mut reading = read_reading(&mut row.columns())?;
            reading.scores = by_reading.remove(&reading.id).unwrap_or_default();
            Ok(reading)
        })
        .collect()
}

fn read_reading(columns: &mut store::Columns) -> Outcome<Reading> {
    Ok(Reading {
        id: columns.take()?,
        version: columns.take()?,
        file: columns.take()?,
        reader: columns.take()?,
        state: columns.take()?,
        conflict: columns.take()?,
        comment: columns.take()?,
        scores: BTreeMap::new(),
    })
}
