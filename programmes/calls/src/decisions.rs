//! Decisions: completeness, amounts within the envelopes, publication.

use std::collections::BTreeMap;

use base::{Cents, Fault, Outcome, Refusal, Say};
use people::Actor;
use store::{Tx, sql};

use crate::calls;
use crate::files::{self, add_event};
use crate::letters;
use crate::model::{Decision, File, FileId, FileState, SessionId, SessionState};
use crate::rules;

/// Awards read at once, at most.
const AWARDS_LIMIT: usize = 20_000;

/// What an officer finds when checking a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Nothing is missing.
    Complete,
    /// These pieces are missing, wanted by a date (ISO).
    Missing {
        /// What to send, in words.
        message: String,
        /// Until when.
        due_on: String,
    },
    /// It is outside the rules.
    Ineligible {
        /// Why, in words.
        reason: String,
    },
}

/// Records the check of a filed file, and tells its organisation.
pub fn check_file(
    tx: &mut Tx,
    actor: &Actor,
    id: FileId,
    version: i64,
    check: &Check,
) -> Outcome<()> {
    let file = files::officer_file(tx, actor, id)?;
    let (state, message, due_on) = match check {
        Check::Complete => (FileState::Complete, "", ""),
        Check::Missing { message, due_on } => {
            (FileState::Incomplete, message.as_str(), due_on.as_str())
        }
        Check::Ineligible { reason } => (FileState::Ineligible, reason.as_str(), ""),
    };
    if !rules::may_move(file.state, state) {
        return Err(Refusal::conflict("calls-conflict-decided"));
    }
    tx.fence(
        sql("UPDATE calls_file SET version = version + 1, state = $1 WHERE id = $2 AND version = $3"),
        &[state.code().into(), id.into(), version.into()],
    )?;
    add_event(tx, id, &actor.name_in_log(), state.code(), message, due_on)?;
    if state != FileState::Complete {
        let key = format!("check:{id}:{version}");
        work::enqueue(tx, crate::NOTICE_JOB, &key, &(id, state.code(), message, due_on))?;
    }
    people::record(tx, &actor.name_in_log(), "calls.file-checked", &id.to_string(), state.code())
}

/// Decides on a file: amounts by line, or none, and why. Until its session is published the
/// decision can be taken again; the envelopes of the session are never exceeded.
pub fn decide(
    tx: &mut Tx,
    actor: &Actor,
    id: FileId,
    version: i64,
    amounts: &BTreeMap<String, Cents>,
    reason: &str,
) -> Outcome<()> {
    let seen = files::officer_file(tx, actor, id)?;
    let session = seen.session.ok_or_else(|| Refusal::conflict("calls-conflict-not-in-session"))?;
    // The fence: decisions of one session queue here, so that none overlooks another.
    tx.run(sql("UPDATE calls_session SET version = version + 1 WHERE id = $1"), &[session.into()])?;
    let state = if amounts.values().any(|amount| *amount > Cents::ZERO) {
        FileState::Awarded
    } else {
        FileState::Refused
    };
    tx.fence(
        sql("UPDATE calls_file SET version = version + 1, state = $1 WHERE id = $2 AND version = $3"),
        &[state.code().into(), id.into(), version.into()],
    )?;
    let session = calls::session(tx, session)?;
    if session.state == SessionState::Published {
        return Err(Refusal::conflict("calls-conflict-published"));
    }
    if !rules::may_move(seen.state, state) {
        return Err(Refusal::conflict("calls-conflict-not-complete"));
    }
    let faults = amount_faults(tx, &seen, session.id, amounts, reason)?;
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    keep_decision(tx, actor, id, session.id, state, reason)?;
    for (line, amount) in amounts.iter().filter(|(_, amount)| **amount > Cents::ZERO) {
        tx.run(
            sql("INSERT INTO calls_award (file, line, amount) VALUES ($1, $2, $3)"),
            &[id.into(), line.as_str().into(), (*amount).into()],
        )?;
    }
    add_event(tx, id, &actor.name_in_log(), "decided", "", "")?;
    people::record(tx, &actor.name_in_log(), "calls.file-decided", &id.to_string(), state.code())
}

fn keep_decision(
    tx: &mut Tx,
    actor: &Actor,
    id: FileId,
    session: SessionId,
    state: FileState,
    reason: &str,
) -> Outcome<()> {
    let now = tx.now();
    tx.run(sql("DELETE FROM calls_award WHERE file = $1"), &[id.into()])?;
    tx.run(
        sql("INSERT INTO calls_decision (file, session, outcome, reason, author, at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (file) DO UPDATE
             SET outcome = excluded.outcome, reason = excluded.reason, author = excluded.author,
                at = excluded.at, session = excluded.session"),
        &[
            id.into(),
            session.into(),
            state.code().into(),
            reason.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )
    .map(drop)
}

fn amount_faults(
    tx: &mut Tx,
    file: &File,
    session: SessionId,
    amounts: &BTreeMap<String, Cents>,
    reason: &str,
) -> Outcome<Vec<Fault>> {
    let call_rules = calls::rules_of(tx, file.call, file.revision)?;
    let asked = rules::asked(&call_rules, &file.answers);
    let envelopes = calls::session(tx, session)?.envelopes;
    let spent = spent(tx, session, Some(file.id))?;
    let mut faults = Vec::new();
    for (line, &amount) in amounts {
        let field = format!("amount.{line}");
        let wanted = asked.get(line).map_or(Cents::ZERO, |asked| asked.amount);
        if amount > wanted {
            faults.push(Fault::new(
                &field,
                Say::new("calls-fault-above-asked").with("asked", wanted),
            ));
        }
        let envelope = envelopes.get(line).copied().unwrap_or(Cents::ZERO);
        let left = envelope.minus(spent.get(line).copied().unwrap_or_default());
        let left = left.unwrap_or(Cents::ZERO);
        if amount > left {
            faults.push(Fault::new(&field, Say::new("calls-fault-envelope").with("left", left)));
        }
    }
    let total = Cents::sum(amounts.values().copied()).unwrap_or(Cents(i64::MAX));
    if let (Some(cap), Some(line)) = (call_rules.project_cap, amounts.keys().next())
        && total > cap
    {
        let say = Say::new("calls-fault-above-project-cap").with("cap", cap);
        faults.push(Fault::new(format!("amount.{line}"), say));
    }
    if reason.trim().is_empty() {
        faults.push(Fault::new("reason", "web-fault-required"));
    }
    Ok(faults)
}

/// What a session has awarded so far, by line; without one file if asked.
pub fn spent(
    tx: &mut Tx,
    session: SessionId,
    without: Option<FileId>,
) -> Outcome<BTreeMap<String, Cents>> {
    let without = without.map(|id| id.to_string()).unwrap_or_default();
    tx.all(
        sql("SELECT a.line, CAST(sum(a.amount) AS BIGINT) FROM calls_award a
             JOIN calls_decision d ON d.file = a.file
             WHERE d.session = $1 AND a.file <> $2 GROUP BY a.line"),
        &[session.into(), without.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?))
    })
    .collect()
}

/// The decisions of a session by file.
pub fn decisions(tx: &mut Tx, session: SessionId) -> Outcome<BTreeMap<FileId, Decision>> {
    let mut found: BTreeMap<FileId, Decision> = BTreeMap::new();
    for row in tx.all(
        sql("SELECT d.file, d.outcome, d.reason, d.at, a.line, a.amount FROM calls_decision d
             LEFT JOIN calls_award a ON a.file = d.file WHERE d.session = $1"),
        &[session.into()],
    )? {
        let mut columns = row.columns();
        let file: FileId = columns.take()?;
        let outcome: String = columns.take()?;
        let (reason, at) = (columns.take()?, columns.take()?);
        let decision = found.entry(file).or_insert_with(|| Decision {
            awarded: outcome == FileState::Awarded.code(),
            reason,
            amounts: BTreeMap::new(),
            at,
        });
        if let (Some(line), Some(amount)) = (columns.take()?, columns.take()?) {
            decision.amounts.insert(line, amount);
        }
    }
    Ok(found)
}

/// Publishes a session: its decisions become public, a letter is made for every file. Every file
/// of the batch must have been decided, found ineligible, or withdrawn.
pub fn publish(
    tx: &mut Tx,
    actor: &Actor,
    id: SessionId,
    version: i64,
    reference: &str,
    decided_on: &str,
) -> Outcome<()> {
    let seen = calls::session(tx, id)?;
    calls::officer_of(actor, seen.call)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE calls_session SET version = version + 1, state = 'published',
                decision_reference = $1, decided_on = $2, published_at = $3
             WHERE id = $4 AND version = $5"),
        &[reference.into(), decided_on.into(), now.into(), id.into(), version.into()],
    )?;
    match seen.state {
        SessionState::Open => return Err(Refusal::conflict("calls-conflict-not-frozen")),
        SessionState::Published => return Err(Refusal::conflict("calls-conflict-published")),
        SessionState::Frozen => {}
    }
    let revision = calls::call(tx, seen.call)?.revision;
    if calls::rules_of(tx, seen.call, revision)?.four_eyes && has_decided(tx, actor, id)? {
        return Err(Refusal::conflict("calls-conflict-four-eyes"));
    }
    // The letters that follow could not be made.
    web::publisher(tx)?.need(&letters::FOR_LETTER)?;
    let files = files::batch(tx, id)?;
    let waiting = files
        .iter()
        .filter(|f| {
            matches!(f.state, FileState::Submitted | FileState::Complete | FileState::Incomplete)
        })
        .count();
    if waiting > 0 {
        let say = Say::new("calls-conflict-undecided").with("count", waiting);
        return Err(Refusal::Conflict(say));
    }
    for file in files {
        if matches!(file.state, FileState::Awarded | FileState::Refused) {
            work::enqueue(tx, crate::LETTER_JOB, &format!("letter:{}", file.id), &file.id)?;
            add_event(tx, file.id, "system", file.state.code(), "", "")?;
        }
    }
    people::record(tx, &actor.name_in_log(), "calls.session-published", &id.to_string(), reference)
}

/// Whether somebody decided on a file of a session.
fn has_decided(tx: &mut Tx, actor: &Actor, session: SessionId) -> Outcome<bool> {
    let found = tx.maybe(
        sql("SELECT file FROM calls_decision WHERE session = $1 AND author = $2 LIMIT 1"),
        &[session.into(), actor.name_in_log().into()],
    )?;
    Ok(found.is_some())
}

/// An award as it is published.
#[derive(Clone, Debug)]
pub struct PublicAward {
    /// The file.
    pub file: FileId,
    /// Its number.
    pub number: String,
    /// The project.
    pub title: String,
    /// Whose it is.
    pub organisation: people::OrgId,
    /// Its name.
    pub organisation_name: String,
    /// The call's title.
    pub call_title: String,
    /// The call's name in addresses.
    pub call_slug: String,
    /// The session's title.
    pub session_title: String,
    /// Reference of the deliberation.
    pub decision_reference: String,
    /// Date of the deliberation, ISO.
    pub decided_on: String,
    /// All lines together.
    pub amount: Cents,
}

/// How many awards are published, of one call or of all, and their sum.
pub fn award_totals(tx: &mut Tx, call: Option<crate::CallId>) -> Outcome<(i64, Cents)> {
    let call = call.map(|id| id.to_string()).unwrap_or_default();
    let mut columns = tx
        .one(
            sql("SELECT count(DISTINCT a.file), CAST(COALESCE(sum(a.amount), 0) AS BIGINT)
                 FROM calls_award a
                 JOIN calls_decision d ON d.file = a.file
                 JOIN calls_session s ON s.id = d.session
                 WHERE s.state = 'published' AND (s.call = $1 OR $1 = '')"),
            &[call.into()],
        )?
        .columns();
    Ok((columns.take()?, columns.take()?))
}

/// All published awards, of one call or of all, newest file first.
pub fn public_awards(tx: &mut Tx, call: Option<crate::CallId>) -> Outcome<Vec<PublicAward>> {
    public_awards_before(tx, call, None, AWARDS_LIMIT)
}

/// Published awards of files older than one, newest first.
pub(crate) fn public_awards_before(
    tx: &mut Tx,
    call: Option<crate::CallId>,
    before: Option<FileId>,
    limit: usize,
) -> Outcome<Vec<PublicAward>> {
    let call = call.map(|id| id.to_string()).unwrap_or_default();
    let before = before.map_or_else(|| "~".into(), store::Value::from);
    tx.all(
        sql("SELECT f.id, f.number, f.title, f.organisation, f.organisation_name, c.title, c.slug,
                s.title, s.decision_reference, s.decided_on, CAST(sum(a.amount) AS BIGINT)
             FROM calls_award a
             JOIN calls_decision d ON d.file = a.file
             JOIN calls_file f ON f.id = a.file
             JOIN calls_call c ON c.id = f.call
             JOIN calls_session s ON s.id = d.session
             WHERE s.state = 'published' AND (f.call = $1 OR $1 = '') AND f.id < $2
             GROUP BY f.id, f.number, f.title, f.organisation, f.organisation_name, c.title,
                c.slug, s.title, s.decision_reference, s.decided_on
             ORDER BY f.id DESC LIMIT $3"),
        &[call.into(), before, limit.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(PublicAward {
            file: columns.take()?,
            number: columns.take()?,
            title: columns.take()?,
            organisation: columns.take()?,
            organisation_name: columns.take()?,
            call_title: columns.take()?,
            call_slug: columns.take()?,
            session_title: columns.take()?,
            decision_reference: columns.take()?,
            decided_on: columns.take()?,
            amount: columns.take()?,
        })
    })
    .collect()
}
