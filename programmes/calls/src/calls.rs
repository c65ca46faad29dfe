//! Calls, the revisions of their rules, their sessions.

use std::collections::{BTreeMap, BTreeSet};

use base::{Cents, Moment, Outcome, Refusal};
use people::{Actor, Role};
use store::{Row, Tx, sql};

use crate::model::{Call, CallHead, CallId, CallState, File, Rules, Session, SessionId};
use crate::rules;

/// What an officer writes of a call.
#[derive(Clone, Debug, Default)]
pub struct CallText {
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// The whole text, Markdown.
    pub body: String,
    /// On which law the support rests.
    pub legal_basis: String,
}

/// Only officers of the call, or of the whole instance.
pub fn officer_of(actor: &Actor, call: CallId) -> Outcome<()> {
    if actor.holds_in(Role::Officer, &call.to_string()) { Ok(()) } else { Err(Refusal::Unknown) }
}

/// The call of an id, for its officers.
pub fn officer_call(tx: &mut Tx, actor: &Actor, id: CallId) -> Outcome<Call> {
    officer_of(actor, id)?;
    call(tx, id)
}

/// The session of an id, for officers of its call.
pub fn officer_session(tx: &mut Tx, actor: &Actor, id: SessionId) -> Outcome<Session> {
    let session = session(tx, id)?;
    officer_of(actor, session.call)?;
    Ok(session)
}

/// Makes a call, not yet public.
pub fn create_call(tx: &mut Tx, actor: &Actor, text: &CallText, rules: &Rules) -> Outcome<CallId> {
    if !actor.holds_in(Role::Officer, "") {
        return Err(Refusal::Forbidden);
    }
    let id: CallId = tx.id();
    let now = tx.now();
    let slug = free_slug(tx, &text.title)?;
    tx.run(
        sql("INSERT INTO calls_call (id, version, slug, title, summary, body, legal_basis, state,
                revision, created_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, 'draft', 1, $7)"),
        &[
            id.into(),
            slug.into(),
            text.title.as_str().into(),
            text.summary.as_str().into(),
            text.body.as_str().into(),
            text.legal_basis.as_str().into(),
            now.into(),
        ],
    )?;
    keep_revision(tx, actor, id, 1, rules)?;
    index_call(tx, id, text)?;
    people::record(tx, &actor.name_in_log(), "calls.call-created", &id.to_string(), "")?;
    Ok(id)
}

fn free_slug(tx: &mut Tx, title: &str) -> Outcome<String> {
    let base_slug = match rules::slug_of(title) {
        slug if slug.is_empty() => "appel".to_owned(),
        slug => slug,
    };
    for number in 1..1_000 {
        let slug = if number == 1 { base_slug.clone() } else { format!("{base_slug}-{number}") };
        let taken =
            tx.maybe(sql("SELECT id FROM calls_call WHERE slug = $1"), &[slug.as_str().into()])?;
        if taken.is_none() {
            return Ok(slug);
        }
    }
    Err(Refusal::field("title", "calls-fault-title-taken"))
}

fn keep_revision(
    tx: &mut Tx,
    actor: &Actor,
    call: CallId,
    revision: i64,
    rules: &Rules,
) -> Outcome<()> {
    let text = serde_json::to_string(rules).map_err(Refusal::broken)?;
    let now = tx.now();
    tx.run(
        sql("INSERT INTO calls_revision (call, revision, rules, at, author)
             VALUES ($1, $2, $3, $4, $5)"),
        &[call.into(), revision.into(), text.into(), now.into(), actor.name_in_log().into()],
    )
    .map(drop)
}

fn index_call(tx: &mut Tx, id: CallId, text: &CallText) -> Outcome<()> {
    let whole = format!("{} {} {} {}", text.title, text.title, text.summary, text.body);
    let terms = words::analyse(words::Lang::Fr, &whole);
    let document = id.to_string();
    store::index(tx, &store::Index { collection: "calls.call", document: &document, terms: &terms })
}

/// Changes the text of a call.
pub fn change_text(
    tx: &mut Tx,
    actor: &Actor,
    id: CallId,
    version: i64,
    text: &CallText,
) -> Outcome<()> {
    officer_of(actor, id)?;
    tx.fence(
        sql("UPDATE calls_call SET version = version + 1, title = $1, summary = $2, body = $3,
                legal_basis = $4 WHERE id = $5 AND version = $6"),
        &[
            text.title.as_str().into(),
            text.summary.as_str().into(),
            text.body.as_str().into(),
            text.legal_basis.as_str().into(),
            id.into(),
            version.into(),
        ],
    )?;
    index_call(tx, id, text)?;
    people::record(tx, &actor.name_in_log(), "calls.text-changed", &id.to_string(), "")
}

/// Lays down new rules as a new revision. Files begun before keep to theirs.
pub fn change_rules(
    tx: &mut Tx,
    actor: &Actor,
    id: CallId,
    version: i64,
    rules: &Rules,
) -> Outcome<()> {
    officer_of(actor, id)?;
    let revision: i64 = tx
        .maybe(
            sql("UPDATE calls_call SET version = version + 1, revision = revision + 1
                 WHERE id = $1 AND version = $2 RETURNING revision"),
            &[id.into(), version.into()],
        )?
        .ok_or(Refusal::Stale)?
        .single()?;
    keep_revision(tx, actor, id, revision, rules)?;
    let detail = format!("revision {revision}");
    people::record(tx, &actor.name_in_log(), "calls.rules-changed", &id.to_string(), &detail)
}

/// Opens a call to everybody, or closes it to new files.
pub fn set_call_state(
    tx: &mut Tx,
    actor: &Actor,
    id: CallId,
    version: i64,
    state: CallState,
) -> Outcome<()> {
    officer_of(actor, id)?;
    let call = call(tx, id)?;
    let rules = rules_of(tx, id, call.revision)?;
    if state == CallState::Open && rules.lines.is_empty() {
        return Err(Refusal::conflict("calls-conflict-no-lines"));
    }
    if state == CallState::Open && sessions_of(tx, id)?.is_empty() {
        return Err(Refusal::conflict("calls-conflict-no-session"));
    }
    let now = tx.now();
    tx.fence(
        sql("UPDATE calls_call SET version = version + 1, state = $1,
                opened_at = COALESCE(opened_at, $2) WHERE id = $3 AND version = $4"),
        &[state.code().into(), now.into(), id.into(), version.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "calls.state-set", &id.to_string(), state.code())
}

/// The call of an id.
pub fn call(tx: &mut Tx, id: CallId) -> Outcome<Call> {
    read_call(tx.one(
        sql("SELECT id, version, slug, title, summary, body, legal_basis, state, revision
             FROM calls_call WHERE id = $1"),
        &[id.into()],
    )?)
}

/// The public call of an address: a draft is unknown.
pub fn public_call(tx: &mut Tx, slug: &str) -> Outcome<Call> {
    read_call(tx.one(
        sql("SELECT id, version, slug, title, summary, body, legal_basis, state, revision
             FROM calls_call WHERE slug = $1 AND state <> 'draft'"),
        &[slug.into()],
    )?)
}

/// Calls in one of two states, newest first, before a given id when paging.
pub fn calls_in(
    tx: &mut Tx,
    states: [CallState; 2],
    before: Option<CallId>,
    limit: usize,
) -> Outcome<Vec<CallHead>> {
    let [one, other] = states;
    let before = before.map_or_else(|| "~".into(), store::Value::from);
    tx.all(
        sql("SELECT id, slug, title, summary, state
             FROM calls_call WHERE state IN ($1, $2) AND id < $3 ORDER BY id DESC LIMIT $4"),
        &[one.code().into(), other.code().into(), before, limit.into()],
    )?
    .into_iter()
    .map(read_head)
    .collect()
}

/// All calls, newest first: for officers.
pub fn all_calls(tx: &mut Tx) -> Outcome<Vec<Call>> {
    tx.all(
        sql("SELECT id, version, slug, title, summary, body, legal_basis, state, revision
             FROM calls_call ORDER BY id DESC LIMIT 1000"),
        &[],
    )?
    .into_iter()
    .map(read_call)
    .collect()
}

/// Public calls that hold every word asked, best first.
pub fn search_calls(tx: &mut Tx, query: &str) -> Outcome<Vec<CallHead>> {
    let terms = words::analyse(words::Lang::Fr, query);
    let ids = store::find(tx, "calls.call", &terms, 50)?;
    let mut found = Vec::new();
    for some in ids.chunks(10) {
        let mut params: Vec<store::Value> = some.iter().map(store::Value::from).collect();
        params.resize(10, "".into());
        for row in tx.all(
            sql("SELECT id, slug, title, summary, state
                 FROM calls_call
                 WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AND state <> 'draft'"),
            &params,
        )? {
            found.push(read_head(row)?);
        }
    }
    found.sort_by_cached_key(|call| ids.iter().position(|id| *id == call.id.to_string()));
    Ok(found)
}

/// The titles of the calls of some files.
pub(crate) fn titles(tx: &mut Tx, files: &[File]) -> Outcome<BTreeMap<CallId, String>> {
    let wanted: BTreeSet<CallId> = files.iter().map(|file| file.call).collect();
    let all: BTreeMap<CallId, String> = tx
        .all(sql("SELECT id, title FROM calls_call"), &[])?
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            Ok((columns.take()?, columns.take()?))
        })
        .collect::<Outcome<_>>()?;
    Ok(all.into_iter().filter(|(id, _)| wanted.contains(id)).collect())
}

fn read_head(row: Row) -> Outcome<CallHead> {
    let mut columns = row.columns();
    Ok(CallHead {
        id: columns.take()?,
        slug: columns.take()?,
        title: columns.take()?,
        summary: columns.take()?,
        state: columns.take()?,
    })
}

fn read_call(row: Row) -> Outcome<Call> {
    let mut columns = row.columns();
    Ok(Call {
        id: columns.take()?,
        version: columns.take()?,
        slug: columns.take()?,
        title: columns.take()?,
        summary: columns.take()?,
        body: columns.take()?,
        legal_basis: columns.take()?,
        state: columns.take()?,
        revision: columns.take()?,
    })
}

/// The rules of a revision.
pub fn rules_of(tx: &mut Tx, call: CallId, revision: i64) -> Outcome<Rules> {
    let text: String = tx
        .one(
            sql("SELECT rules FROM calls_revision WHERE call = $1 AND revision = $2"),
            &[call.into(), revision.into()],
        )?
        .single()?;
    serde_json::from_str(&text).map_err(Refusal::broken)
}

/// What an officer lays down for a session.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its title.
    pub title: String,
    /// The last moment to be in its batch.
    pub cut_off_at: Moment,
    /// What may be awarded, by line.
    pub envelopes: BTreeMap<String, Cents>,
}

/// Adds a session. Files that came too late for the one before are taken into it.
pub fn add_session(
    tx: &mut Tx,
    actor: &Actor,
    call: CallId,
    new: &NewSession,
) -> Outcome<SessionId> {
    officer_of(actor, call)?;
    if new.cut_off_at <= tx.now() {
        return Err(Refusal::field("cut_off", "calls-fault-cut-off-past"));
    }
    fence_call(tx, call)?;
    let id: SessionId = tx.id();
    let envelopes = serde_json::to_string(&new.envelopes).map_err(Refusal::broken)?;
    tx.run(
        sql("INSERT INTO calls_session (id, version, call, title, cut_off_at, state, envelopes,
                decision_reference, decided_on) VALUES ($1, 1, $2, $3, $4, 'open', $5, '', '')"),
        &[
            id.into(),
            call.into(),
            new.title.as_str().into(),
            new.cut_off_at.into(),
            envelopes.into(),
        ],
    )?;
    tx.run(
        sql("UPDATE calls_file SET session = $1, version = version + 1
             WHERE call = $2 AND session IS NULL
               AND state IN ('submitted', 'incomplete', 'complete')"),
        &[id.into(), call.into()],
    )?;
    work::enqueue_at(tx, crate::FREEZE_JOB, &format!("freeze:{id}"), &(), new.cut_off_at)?;
    people::record(tx, &actor.name_in_log(), "calls.session-added", &call.to_string(), &new.title)?;
    Ok(id)
}

/// Locks a call against other commands that number files or move them between sessions.
pub(crate) fn fence_call(tx: &mut Tx, call: CallId) -> Outcome<()> {
    let found =
        tx.run(sql("UPDATE calls_call SET version = version + 1 WHERE id = $1"), &[call.into()])?;
    if found == 1 { Ok(()) } else { Err(Refusal::Unknown) }
}

/// The sessions of a call, by cut-off.
pub fn sessions_of(tx: &mut Tx, call: CallId) -> Outcome<Vec<Session>> {
    tx.all(
        sql("SELECT id, version, call, title, cut_off_at, state, envelopes, decision_reference,
                decided_on, published_at
             FROM calls_session WHERE call = $1 ORDER BY cut_off_at, id"),
        &[call.into()],
    )?
    .into_iter()
    .map(read_session)
    .collect()
}

/// The next cut-off of every open session, by call: one query for a page of calls.
pub fn next_cut_offs(tx: &mut Tx) -> Outcome<BTreeMap<CallId, Moment>> {
    let now = tx.now();
    tx.all(
        sql("SELECT call, min(cut_off_at) FROM calls_session
             WHERE state = 'open' AND cut_off_at > $1 GROUP BY call"),
        &[now.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?))
    })
    .collect()
}

/// The session that a file is in.
pub(crate) fn session_of(tx: &mut Tx, file: &File) -> Outcome<Option<Session>> {
    file.session.map(|id| session(tx, id)).transpose()
}

/// The session of an id.
pub fn session(tx: &mut Tx, id: SessionId) -> Outcome<Session> {
    read_session(tx.one(
        sql("SELECT id, version, call, title, cut_off_at, state, envelopes, decision_reference,
                decided_on, published_at FROM calls_session WHERE id = $1"),
        &[id.into()],
    )?)
}

/// Sessions in a state, by cut-off.
pub fn sessions_in(tx: &mut Tx, state: crate::SessionState) -> Outcome<Vec<Session>> {
    tx.all(
        sql("SELECT id, version, call, title, cut_off_at, state, envelopes, decision_reference,
                decided_on, published_at
             FROM calls_session WHERE state = $1 ORDER BY cut_off_at, id LIMIT 1000"),
        &[state.code().into()],
    )?
    .into_iter()
    .map(read_session)
    .collect()
}

fn read_session(row: Row) -> Outcome<Session> {
    let mut columns = row.columns();
    Ok(Session {
        id: columns.take()?,
        version: columns.take()?,
        call: columns.take()?,
        title: columns.take()?,
        cut_off_at: columns.take()?,
        state: columns.take()?,
        envelopes: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        decision_reference: columns.take()?,
        decided_on: columns.take()?,
        published_at: columns.take()?,
    })
}

/// Freezes every session whose cut-off has passed: its batch is fixed, files still incomplete go
/// to the next session or wait for one. How many were frozen.
pub fn freeze_due(tx: &mut Tx) -> Outcome<usize> {
    let now = tx.now();
    let mut frozen = 0;
    for session in sessions_in(tx, crate::SessionState::Open)? {
        if session.cut_off_at > now {
            continue;
        }
        fence_call(tx, session.call)?;
        let changed = tx.run(
            sql("UPDATE calls_session SET state = 'frozen', version = version + 1
                 WHERE id = $1 AND state = 'open'"),
            &[session.id.into()],
        )?;
        if changed == 0 {
            continue;
        }
        let next = open_session(tx, session.call)?.map(|next| next.id);
        tx.run(
            sql("UPDATE calls_file SET session = $1, version = version + 1
                 WHERE session = $2 AND state = 'incomplete'"),
            &[next.into(), session.id.into()],
        )?;
        people::record(tx, "system", "calls.session-frozen", &session.id.to_string(), "")?;
        frozen += 1;
    }
    Ok(frozen)
}

/// The session that a file submitted now would be in.
pub fn open_session(tx: &mut Tx, call: CallId) -> Outcome<Option<Session>> {
    let now = tx.now();
    let sessions = sessions_of(tx, call)?;
    Ok(sessions.into_iter().find(|s| s.state == crate::SessionState::Open && s.cut_off_at > now))
}
