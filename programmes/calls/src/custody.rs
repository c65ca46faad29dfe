//! What is owed to the people behind files and readings: what they wrote, its erasure, and the end
//! of drafts that everybody has left.

use base::{Moment, Outcome, Refusal, Say};
use people::PersonId;
use people::data_map::Custodian;
use serde_json::{Value, json};
use store::{Sql, Tx, sql};

use crate::looks;
use crate::model::FileId;

/// Drafts that one round of the purge looks at.
const ROUND: usize = 2_000;

/// What this programme does for the person behind an account.
pub const CUSTODIAN: Custodian =
    Custodian { context: "calls", export, hindrances, erase, seen: looks::at_pieces_of, hand_over };

/// Readings not yet given go to another reader, who begins anew; those of files that the other
/// reads already end.
fn hand_over(tx: &mut Tx, from: PersonId, to: PersonId) -> Outcome<u64> {
    let (from, to) = (from.to_string(), to.to_string());
    tx.run(
        sql("DELETE FROM calls_score WHERE reading IN (
                SELECT id FROM calls_reading WHERE reader = $1 AND state IN ('asked', 'reading'))"),
        &[from.as_str().into()],
    )?;
    let moved = tx.run(
        sql("UPDATE calls_reading SET reader = $1, state = 'asked', conflict = '', comment = '',
                version = version + 1
             WHERE reader = $2 AND state IN ('asked', 'reading')
               AND file NOT IN (SELECT file FROM calls_reading WHERE reader = $1)"),
        &[to.into(), from.as_str().into()],
    )?;
    tx.run(
        sql("DELETE FROM calls_reading WHERE reader = $1 AND state IN ('asked', 'reading')"),
        &[from.into()],
    )?;
    Ok(moved)
}

fn export(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    Ok(json!({
        "files": listed(tx, person, FILES, &["id", "number", "title", "organisation", "saved_at"])?,
        "versions": versions(tx, person)?,
        "attachments": listed(tx, person, ATTACHMENTS, &["file", "name", "at"])?,
        "events": listed(tx, person, EVENTS, &["file", "event", "message", "at"])?,
        "readings": listed(tx, person, READINGS, &[
            "file", "title", "state", "conflict", "comment", "assigned_at", "given_at",
        ])?,
        "scores": listed(tx, person, SCORES, &["file", "criterion", "points", "comment"])?,
        "decisions": listed(tx, person, DECISIONS, &["file", "outcome", "reason", "at"])?,
        "rules": listed(tx, person, REVISIONS, &["call", "revision", "at"])?,
    }))
}

const FILES: Sql = sql("SELECT id, number, title, organisation_name, saved_at FROM calls_file
     WHERE created_by = $1 OR saved_by = $1 ORDER BY id");
const ATTACHMENTS: Sql =
    sql("SELECT file, name, at FROM calls_attachment WHERE author = $1 ORDER BY id");
const EVENTS: Sql =
    sql("SELECT file, kind, message, at FROM calls_event WHERE author = $1 ORDER BY id");
const READINGS: Sql =
    sql("SELECT r.file, f.title, r.state, r.conflict, r.comment, r.assigned_at, r.given_at
     FROM calls_reading r JOIN calls_file f ON f.id = r.file WHERE r.reader = $1 ORDER BY r.id");
const SCORES: Sql = sql("SELECT r.file, s.criterion, s.points, s.comment FROM calls_score s
     JOIN calls_reading r ON r.id = s.reading WHERE r.reader = $1 ORDER BY r.id, s.criterion");
const DECISIONS: Sql =
    sql("SELECT file, outcome, reason, at FROM calls_decision WHERE author = $1 ORDER BY at, file");
const REVISIONS: Sql =
    sql("SELECT call, revision, at FROM calls_revision WHERE author = $1 ORDER BY at, call");

/// The rows of a query about one person, as objects; moments, whose names tell them, in words of
/// ISO 8601.
fn listed(tx: &mut Tx, person: PersonId, query: Sql, names: &[&str]) -> Outcome<Vec<Value>> {
    let rows = tx.all(query, &[person.into()])?;
    let object = |row: store::Row| {
        let mut columns = row.columns();
        let mut object = serde_json::Map::new();
        for name in names {
            let value = match columns.take::<store::Value>()? {
                store::Value::Int(at) if *name == "at" || name.ends_with("_at") => {
                    Moment(at).to_string().into()
                }
                store::Value::Int(number) => number.into(),
                store::Value::Text(text) => text.into(),
                store::Value::Null | store::Value::Bytes(_) => Value::Null,
            };
            object.insert((*name).to_owned(), value);
        }
        Ok(Value::Object(object))
    };
    rows.into_iter().map(object).collect()
}

/// The versions that a person wrote, with what they had typed by then.
fn versions(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    tx.all(
        sql("SELECT file, version, at, answers FROM calls_file_version WHERE author = $1
             ORDER BY at, file, version"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        let (file, version): (String, i64) = (columns.take()?, columns.take()?);
        let (at, answers): (Moment, String) = (columns.take()?, columns.take()?);
        let answers: Value = serde_json::from_str(&answers).map_err(Refusal::broken)?;
        Ok(json!({"file": file, "version": version, "at": at.to_string(), "answers": answers}))
    })
    .collect()
}

/// An organisation keeps somebody who can be told of its files while others have written them, or
/// while a decision on one is awaited.
fn hindrances(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Say>> {
    let sole = people::sole_charge(tx, person)?;
    let mut said = Vec::new();
    for page in sole.chunks(8) {
        let mut params: Vec<store::Value> = vec![person.into()];
        params.extend(page.iter().map(|organisation| organisation.id.into()));
        params.resize(9, "".into());
        let rows = tx.all(
            sql("SELECT DISTINCT organisation FROM calls_file
                 WHERE (state IN ('submitted', 'incomplete', 'complete')
                    OR (state IN ('awarded', 'refused') AND session NOT IN
                        (SELECT id FROM calls_session WHERE state = 'published'))
                    OR created_by <> $1 OR saved_by <> $1
                    OR id IN (SELECT file FROM calls_file_version WHERE author <> $1))
                   AND organisation IN ($2, $3, $4, $5, $6, $7, $8, $9)"),
            &params,
        )?;
        let held: Vec<String> = rows.into_iter().map(store::Row::single).collect::<Outcome<_>>()?;
        for organisation in page.iter().filter(|one| held.contains(&one.id.to_string())) {
            let say = Say::new("calls-conflict-erase-files");
            said.push(say.with("organisation", organisation.data.name.as_str()));
        }
    }
    Ok(said)
}

/// Readings that were not handed in are deleted with their scores; declared conflicts are blanked.
/// Drafts that nobody else can reach go too: whatever was filed stays, by the number of its author.
fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    for statement in [
        sql(
            "DELETE FROM calls_score WHERE reading IN
                (SELECT id FROM calls_reading WHERE reader = $1 AND state IN ('asked', 'reading'))",
        ),
        sql("DELETE FROM calls_reading WHERE reader = $1 AND state IN ('asked', 'reading')"),
        sql("UPDATE calls_reading SET version = version + 1, conflict = ''
             WHERE reader = $1 AND conflict <> ''"),
    ] {
        tx.run(statement, &[person.into()])?;
    }
    let alone = people::sole_charge(tx, person)?;
    for draft in drafts_of(tx, &alone)? {
        delete_draft(tx, draft, &person.to_string())?;
    }
    Ok(())
}

fn drafts_of(tx: &mut Tx, organisations: &[people::Organisation]) -> Outcome<Vec<FileId>> {
    let mut drafts = Vec::new();
    for page in organisations.chunks(8) {
        let mut params: Vec<store::Value> = page.iter().map(|one| one.id.into()).collect();
        params.resize(8, "".into());
        for row in tx.all(
            sql("SELECT id FROM calls_file WHERE number = '' AND state IN ('draft', 'withdrawn')
                   AND organisation IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY id"),
            &params,
        )? {
            drafts.push(row.single()?);
        }
    }
    Ok(drafts)
}

/// Deletes what was never filed, with its pieces. `by` is whose doing it is, for the log.
fn delete_draft(tx: &mut Tx, id: FileId, by: &str) -> Outcome<()> {
    let blobs = tx.all(sql("SELECT blob FROM calls_attachment WHERE file = $1"), &[id.into()])?;
    for statement in [
        sql("DELETE FROM calls_attachment WHERE file = $1"),
        sql("DELETE FROM calls_file_version WHERE file = $1"),
        sql("DELETE FROM calls_event WHERE file = $1"),
        sql("DELETE FROM calls_file WHERE id = $1"),
    ] {
        tx.run(statement, &[id.into()])?;
    }
    for blob in blobs {
        store::delete_blob(tx, &blob.single::<String>()?)?;
    }
    people::end_scope(tx, by, &id.to_string())?;
    people::record(tx, by, "calls.draft-erased", &id.to_string(), "")
}

/// Deletes what was never filed, unless it was changed after a moment.
pub(crate) fn end_draft(tx: &mut Tx, id: FileId, since: Moment) -> Outcome<()> {
    let still = tx.run(
        sql("UPDATE calls_file SET version = version + 1
             WHERE id = $1 AND number = '' AND saved_at <= $2"),
        &[id.into(), since.into()],
    )?;
    if still == 1 { delete_draft(tx, id, "system") } else { Ok(()) }
}

/// Drafts that nobody has changed since a moment and whose organisations have not been told so.
pub(crate) fn left_since(tx: &mut Tx, since: Moment) -> Outcome<Vec<FileId>> {
    tx.all(
        sql("SELECT id FROM calls_file WHERE state = 'draft' AND saved_at <= $1
               AND (warned_at IS NULL OR warned_at < saved_at) ORDER BY id LIMIT $2"),
        &[since.into(), ROUND.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// Records that an organisation is told that its draft will end; whether it was not told before
/// and has not changed it since.
pub(crate) fn warn(tx: &mut Tx, id: FileId, since: Moment) -> Outcome<bool> {
    let now = tx.now();
    let told = tx.run(
        sql("UPDATE calls_file SET warned_at = $1 WHERE id = $2 AND state = 'draft'
               AND saved_at <= $3 AND (warned_at IS NULL OR warned_at < saved_at)"),
        &[now.into(), id.into(), since.into()],
    )?;
    Ok(told == 1)
}

/// What was never filed and has not changed since a moment; a draft only if its organisation was
/// told before another moment.
pub(crate) fn abandoned(tx: &mut Tx, since: Moment, warned: Moment) -> Outcome<Vec<FileId>> {
    tx.all(
        sql("SELECT id FROM calls_file WHERE number = '' AND saved_at <= $1
               AND (state = 'withdrawn'
                    OR (state = 'draft' AND warned_at >= saved_at AND warned_at <= $2))
             ORDER BY id LIMIT $3"),
        &[since.into(), warned.into(), ROUND.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}
