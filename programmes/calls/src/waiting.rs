//! What waits for an officer, over all calls at once: asked in four statements however many calls
//! and files there are; of an officer of some calls alone, in one more for each.

use std::collections::BTreeMap;

use base::{Moment, Outcome, Refusal};
use people::{Actor, Role};
use store::{Tx, sql};

use crate::calls;
use crate::model::{Call, CallId, FileId, Rules, SessionId};

/// Files on the desk, at most; what is done makes room for the others.
const FILES_MAX: usize = 2_000;

/// What a file waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To be checked.
    Check,
    /// To be given readers.
    Readers,
    /// To be decided.
    Decide,
}

/// A file that waits.
pub(crate) struct WaitingFile {
    pub(crate) id: FileId,
    pub(crate) title: String,
    pub(crate) organisation_name: String,
    pub(crate) number: String,
    pub(crate) call: CallId,
    pub(crate) step: Step,
}

/// A frozen session whose files are all decided.
pub(crate) struct Publishable {
    pub(crate) id: SessionId,
    pub(crate) title: String,
    pub(crate) cut_off_at: Moment,
    pub(crate) call: CallId,
}

/// What is on an officer's desk.
pub(crate) struct Desk {
    /// The officer's calls, newest first, each with how many files were filed.
    pub(crate) calls: Vec<(Call, usize)>,
    pub(crate) files: Vec<WaitingFile>,
    pub(crate) sessions: Vec<Publishable>,
}

/// What is on the desk of whoever acts.
pub(crate) fn desk(tx: &mut Tx, actor: &Actor) -> Outcome<Desk> {
    let counts = filed_counts(tx)?;
    let own = |call: &Call| calls::officer_of(actor, call.id).is_ok();
    let calls: Vec<(Call, usize)> = calls::all_calls(tx)?
        .into_iter()
        .filter(own)
        .map(|call| {
            let count = counts.get(&call.id).copied().unwrap_or(0);
            (call, count)
        })
        .collect();
    let mine = |id: CallId| calls.iter().any(|(call, _)| call.id == id);
    let mut waiting = Vec::new();
    if actor.holds_in(Role::Officer, "") {
        waiting = files(tx, None)?;
    } else {
        // The others' files must not crowd these out.
        for (call, _) in &calls {
            waiting.extend(files(tx, Some(call.id))?);
        }
    }
    let sessions = publishable(tx)?.into_iter().filter(|session| mine(session.call)).collect();
    Ok(Desk { calls, files: waiting, sessions })
}

fn filed_counts(tx: &mut Tx) -> Outcome<BTreeMap<CallId, usize>> {
    let counted = sql("SELECT call, count(*) FROM calls_file WHERE state <> 'draft' GROUP BY call");
    let count = |row: store::Row| {
        let mut columns = row.columns();
        let (call, count): (CallId, i64) = (columns.take()?, columns.take()?);
        Ok((call, usize::try_from(count).unwrap_or(0)))
    };
    tx.all(counted, &[])?.into_iter().map(count).collect()
}

/// The files that wait, of one call or of all.
fn files(tx: &mut Tx, call: Option<CallId>) -> Outcome<Vec<WaitingFile>> {
    let call = call.map(|id| id.to_string()).unwrap_or_default();
    let wanted = readers_wanted(tx)?;
    let rows = tx.all(
        sql("SELECT f.id, f.title, f.organisation_name, f.number, f.call, f.state,
                COALESCE(s.state, ''),
                CAST(COALESCE(sum(CASE WHEN r.state <> 'recused' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(sum(CASE WHEN r.state = 'given' THEN 1 ELSE 0 END), 0) AS BIGINT)
             FROM calls_file f
             LEFT JOIN calls_session s ON s.id = f.session
             LEFT JOIN calls_reading r ON r.file = f.id
             WHERE f.state IN ('submitted', 'complete') AND (f.call = $1 OR $1 = '')
             GROUP BY f.id, f.title, f.organisation_name, f.number, f.call, f.state, s.state
             ORDER BY f.call DESC, f.id DESC LIMIT $2"),
        &[call.into(), FILES_MAX.into()],
    )?;
    let mut files = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        let (id, title, organisation_name, number, call) = (
            columns.take()?,
            columns.take()?,
            columns.take()?,
            columns.take()?,
            columns.take::<CallId>()?,
        );
        let (state, session): (String, String) = (columns.take()?, columns.take()?);
        let (asked, given): (i64, i64) = (columns.take()?, columns.take()?);
        let step = match state.as_str() {
            "submitted" => Step::Check,
            _ if asked < wanted.get(&call).copied().unwrap_or(0) => Step::Readers,
            _ if given == asked && session == "frozen" => Step::Decide,
            _ => continue,
        };
        files.push(WaitingFile { id, title, organisation_name, number, call, step });
    }
    Ok(files)
}

/// How many readers a file of each call has, by the rules now in force.
fn readers_wanted(tx: &mut Tx) -> Outcome<BTreeMap<CallId, i64>> {
    let rules = sql("SELECT c.id, v.rules FROM calls_call c
         JOIN calls_revision v ON v.call = c.id AND v.revision = c.revision");
    let wanted = |row: store::Row| {
        let mut columns = row.columns();
        let (call, text): (CallId, String) = (columns.take()?, columns.take()?);
        let rules: Rules = serde_json::from_str(&text).map_err(Refusal::broken)?;
        Ok((call, rules.readers_per_file))
    };
    tx.all(rules, &[])?.into_iter().map(wanted).collect()
}

fn publishable(tx: &mut Tx) -> Outcome<Vec<Publishable>> {
    let decided = sql("SELECT s.id, s.title, s.cut_off_at, s.call FROM calls_session s
         WHERE s.state = 'frozen'
           AND EXISTS (SELECT 1 FROM calls_file f
                       WHERE f.session = s.id AND f.state <> 'draft')
           AND NOT EXISTS (SELECT 1 FROM calls_file f WHERE f.session = s.id
                           AND f.state IN ('submitted', 'incomplete', 'complete'))
         ORDER BY s.cut_off_at, s.id");
    let session = |row: store::Row| {
        let mut columns = row.columns();
        Ok(Publishable {
            id: columns.take()?,
            title: columns.take()?,
            cut_off_at: columns.take()?,
            call: columns.take()?,
        })
    };
    tx.all(decided, &[])?.into_iter().map(session).collect()
}
