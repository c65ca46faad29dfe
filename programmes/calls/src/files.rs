//! Files: written together by the members of an organisation, submitted once.
//!
//! Every save is a version; saves of one person within ten minutes are one. A save names the
//! version that it was made from: of two that name the same, the second is refused as stale and
//! shown what changed. Submission numbers the file and puts it in the session that is open.

use base::{Moment, Outcome, Refusal};
use people::{Actor, OrgId, PersonId, Role};
use store::{Row, Tx, sql};

use crate::attachments;
use crate::calls::{self, fence_call};
use crate::model::{Answers, CallId, CallState, Event, File, FileId, FileState, SessionId};
use crate::rules;

/// Saves by one person closer together than this are one version, in seconds.
const VERSION_STEP_S: i64 = 600;
/// Versions kept of a file; after so many the latest is overwritten.
const VERSION_LIMIT: i64 = 500;
/// Answers of a file, in bytes of JSON, at most.
const ANSWERS_LIMIT_BYTES: usize = 1_000_000;

/// Loads a file for somebody of its organisation; guests are refused, and for anybody else it is
/// unknown.
pub fn own_file(tx: &mut Tx, actor: &Actor, id: FileId) -> Outcome<File> {
    let file = readable_file(tx, actor, id)?;
    if actor.acts_for(file.organisation) { Ok(file) } else { Err(Refusal::Forbidden) }
}

/// Loads a file for its organisation, and for guests of it.
pub fn readable_file(tx: &mut Tx, actor: &Actor, id: FileId) -> Outcome<File> {
    let file = file(tx, id)?;
    let readable = actor.acts_for(file.organisation) || actor.is_guest_of(&id.to_string());
    if readable { Ok(file) } else { Err(Refusal::Unknown) }
}

/// Loads a file for whoever may write it: its organisation, and guests who were let to.
pub fn writable_file(tx: &mut Tx, actor: &Actor, id: FileId) -> Outcome<File> {
    let file = readable_file(tx, actor, id)?;
    if may_write(actor, &file) { Ok(file) } else { Err(Refusal::Forbidden) }
}

/// Whether somebody may write a file that they may read.
pub(crate) fn may_write(actor: &Actor, file: &File) -> bool {
    actor.acts_for(file.organisation) || actor.holds_in(Role::Contributor, &file.id.to_string())
}

/// Loads a filed file for an officer of its call.
pub fn officer_file(tx: &mut Tx, actor: &Actor, id: FileId) -> Outcome<File> {
    let file = file(tx, id)?;
    calls::officer_of(actor, file.call)?;
    // What is not filed is not the département's business.
    if file.state == FileState::Draft { Err(Refusal::Unknown) } else { Ok(file) }
}

pub(crate) fn file(tx: &mut Tx, id: FileId) -> Outcome<File> {
    read_file(tx.one(
        sql("SELECT id, version, call, revision, organisation, organisation_name, title, state,
                answers, number, session, saved_at, saved_by, submitted_at,
                CASE WHEN session IN (SELECT id FROM calls_session WHERE state = 'published')
                    THEN 1 ELSE 0 END
             FROM calls_file WHERE id = $1"),
        &[id.into()],
    )?)
}

/// Begins a file for an organisation; a second draft for the same call is a conflict.
pub fn begin_file(
    tx: &mut Tx,
    actor: &Actor,
    call: CallId,
    organisation: OrgId,
) -> Outcome<FileId> {
    if !actor.acts_for(organisation) {
        return Err(Refusal::Unknown);
    }
    // The fence also keeps two tabs from beginning two drafts.
    fence_call(tx, call)?;
    let call = calls::call(tx, call)?;
    if call.state != CallState::Open {
        return Err(Refusal::conflict("calls-conflict-closed"));
    }
    let draft = tx.maybe(
        sql("SELECT id FROM calls_file WHERE call = $1 AND organisation = $2 AND state = 'draft'"),
        &[call.id.into(), organisation.into()],
    )?;
    if let Some(row) = draft {
        return row.single();
    }
    let owner = people::organisation(tx, organisation)?;
    let id: FileId = tx.id();
    let now = tx.now();
    let person = actor.person()?;
    tx.run(
        sql("INSERT INTO calls_file (id, version, call, revision, organisation, organisation_name,
                title, state, answers, number, created_by, created_at, saved_at, saved_by)
             VALUES ($1, 1, $2, $3, $4, $5, '', 'draft', '{}', '', $6, $7, $7, $6)"),
        &[
            id.into(),
            call.id.into(),
            call.revision.into(),
            organisation.into(),
            owner.data.name.into(),
            person.into(),
            now.into(),
        ],
    )?;
    add_event(tx, id, &actor.name_in_log(), "begun", "", "")?;
    people::record(tx, &actor.name_in_log(), "calls.file-begun", &id.to_string(), "")?;
    Ok(id)
}

/// Saves some answers of a file, over those it had; empty answers are taken out. Returns the new
/// version. What is typed is kept as it is typed, right or wrong: only submission asks for right.
/// What the form does not ask for is left out.
pub fn save_answers(
    tx: &mut Tx,
    actor: &Actor,
    id: FileId,
    version: i64,
    changes: &Answers,
) -> Outcome<i64> {
    let file = writable_file(tx, actor, id)?;
    if !rules::may_write(file.state) {
        return Err(Refusal::conflict("calls-conflict-filed"));
    }
    let rules = calls::rules_of(tx, file.call, file.revision)?;
    let mut answers = file.answers.clone();
    for (key, typed) in changes.iter().filter(|(key, _)| rules::asks_for(&rules, key)) {
        if typed.trim().is_empty() {
            answers.remove(key);
        } else {
            answers.insert(key.clone(), typed.clone());
        }
    }
    if file.version == version && answers == file.answers {
        return Ok(version);
    }
    let text = serde_json::to_string(&answers).map_err(Refusal::broken)?;
    if text.len() > ANSWERS_LIMIT_BYTES {
        return Err(Refusal::TooLarge { limit_bytes: ANSWERS_LIMIT_BYTES as u64 });
    }
    let now = tx.now();
    let person = actor.person()?;
    let title: String =
        answers.get("title").map_or("", |title| title.trim()).chars().take(200).collect();
    tx.fence(
        sql("UPDATE calls_file SET version = version + 1, answers = $1, title = $2, saved_at = $3,
                saved_by = $4 WHERE id = $5 AND version = $6"),
        &[text.as_str().into(), title.into(), now.into(), person.into(), id.into(), version.into()],
    )?;
    keep_version(tx, &file, version + 1, &text, person, now)?;
    Ok(version + 1)
}

fn keep_version(
    tx: &mut Tx,
    file: &File,
    version: i64,
    answers: &str,
    person: PersonId,
    now: Moment,
) -> Outcome<()> {
    let last = versions(tx, file.id, 1)?.into_iter().next();
    let count: i64 = tx
        .one(sql("SELECT count(*) FROM calls_file_version WHERE file = $1"), &[file.id.into()])?
        .single()?;
    if let Some((number, author, at)) = last
        && ((author == person && now.seconds_since(at) < VERSION_STEP_S) || count >= VERSION_LIMIT)
    {
        tx.run(
            sql("UPDATE calls_file_version SET version = $1, answers = $2, author = $3
                 WHERE file = $4 AND version = $5"),
            &[version.into(), answers.into(), person.into(), file.id.into(), number.into()],
        )?;
        return Ok(());
    }
    tx.run(
        sql("INSERT INTO calls_file_version (file, version, answers, author, at)
             VALUES ($1, $2, $3, $4, $5)"),
        &[file.id.into(), version.into(), answers.into(), person.into(), now.into()],
    )
    .map(drop)
}

/// The newest versions of a file: number, author, begun when.
pub fn versions(tx: &mut Tx, file: FileId, limit: usize) -> Outcome<Vec<(i64, PersonId, Moment)>> {
    tx.all(
        sql("SELECT version, author, at FROM calls_file_version WHERE file = $1
             ORDER BY version DESC LIMIT $2"),
        &[file.into(), limit.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?, columns.take()?))
    })
    .collect()
}

/// The answers of one version.
pub fn version_answers(tx: &mut Tx, file: FileId, version: i64) -> Outcome<Answers> {
    let text: String = tx
        .one(
            sql("SELECT answers FROM calls_file_version WHERE file = $1 AND version = $2"),
            &[file.into(), version.into()],
        )?
        .single()?;
    serde_json::from_str(&text).map_err(Refusal::broken)
}

/// Submits a file: numbers it, puts it in the open session, makes its receipt possible. A file
/// that was asked for missing pieces is handed in again with its number. Doing it twice does it
/// once.
pub fn submit_file(tx: &mut Tx, actor: &Actor, id: FileId, version: i64) -> Outcome<String> {
    let seen = own_file(tx, actor, id)?;
    if seen.state == FileState::Submitted {
        return Ok(seen.number);
    }
    fence_call(tx, seen.call)?;
    let file = own_file(tx, actor, id)?;
    if file.state == FileState::Submitted {
        // Another tab was quicker: the same answer.
        return Ok(file.number);
    }
    tx.fence(
        sql("UPDATE calls_file SET version = version + 1 WHERE id = $1 AND version = $2"),
        &[id.into(), version.into()],
    )?;
    if !rules::may_move(file.state, FileState::Submitted) {
        return Err(Refusal::conflict("calls-conflict-filed"));
    }
    let call = calls::call(tx, file.call)?;
    if file.state == FileState::Draft && call.state != CallState::Open {
        return Err(Refusal::conflict("calls-conflict-closed"));
    }
    let call_rules = calls::rules_of(tx, file.call, file.revision)?;
    let attached = attachments::attached_counts(tx, id)?;
    let faults = rules::submission_faults(&call_rules, &file.answers, &attached);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let again = file.state == FileState::Incomplete;
    let number = if again { file.number.clone() } else { next_number(tx)? };
    let session = match file.session {
        Some(session) => Some(session),
        None => calls::open_session(tx, file.call)?.map(|session| session.id),
    };
    let now = tx.now();
    tx.run(
        sql("UPDATE calls_file SET state = 'submitted', number = $1, session = $2,
                submitted_at = COALESCE(submitted_at, $3) WHERE id = $4"),
        &[number.as_str().into(), session.into(), now.into(), id.into()],
    )?;
    add_event(tx, id, &actor.name_in_log(), if again { "completed" } else { "submitted" }, "", "")?;
    work::enqueue(tx, crate::RECEIPT_JOB, &format!("receipt:{id}:{version}"), &id)?;
    people::record(tx, &actor.name_in_log(), "calls.file-submitted", &id.to_string(), &number)?;
    Ok(number)
}

/// A number of the year, whichever the call: short enough to be read out on the telephone.
fn next_number(tx: &mut Tx) -> Outcome<String> {
    let year = tx.now().in_france().year();
    // The year's row is the fence: files of all calls are numbered one after the other.
    let number: i64 = tx
        .one(
            sql("INSERT INTO calls_numbering (year, last_number) VALUES ($1, 1)
                 ON CONFLICT (year) DO UPDATE SET last_number = calls_numbering.last_number + 1
                 RETURNING last_number"),
            &[i64::from(year).into()],
        )?
        .single()?;
    Ok(format!("{year}-{number:04}"))
}

/// Takes a file back.
///
/// A decision that is not yet published neither prevents it, which would tell that there is one,
/// nor outlives it.
pub fn withdraw_file(tx: &mut Tx, actor: &Actor, id: FileId, version: i64) -> Outcome<()> {
    if let Some(session) = own_file(tx, actor, id)?.session {
        // The fence: nobody decides or publishes meanwhile.
        tx.run(
            sql("UPDATE calls_session SET version = version + 1 WHERE id = $1"),
            &[session.into()],
        )?;
    }
    let file = own_file(tx, actor, id)?;
    if !rules::may_move(file.public_state(), FileState::Withdrawn) {
        return Err(Refusal::conflict("calls-conflict-filed"));
    }
    tx.run(sql("DELETE FROM calls_award WHERE file = $1"), &[id.into()])?;
    tx.run(sql("DELETE FROM calls_decision WHERE file = $1"), &[id.into()])?;
    tx.fence(
        sql("UPDATE calls_file SET version = version + 1, state = 'withdrawn'
             WHERE id = $1 AND version = $2"),
        &[id.into(), version.into()],
    )?;
    add_event(tx, id, &actor.name_in_log(), "withdrawn", "", "")?;
    people::record(tx, &actor.name_in_log(), "calls.file-withdrawn", &id.to_string(), "")
}

/// Adds to the timeline of a file.
pub(crate) fn add_event(
    tx: &mut Tx,
    file: FileId,
    author: &str,
    kind: &str,
    message: &str,
    due_on: &str,
) -> Outcome<()> {
    let id: base::Id<Event> = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO calls_event (id, file, kind, author, message, due_on, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        &[
            id.into(),
            file.into(),
            kind.into(),
            author.into(),
            message.into(),
            due_on.into(),
            now.into(),
        ],
    )
    .map(drop)
}

/// The timeline of a file, oldest first.
pub fn events(tx: &mut Tx, file: FileId) -> Outcome<Vec<Event>> {
    tx.all(
        sql("SELECT kind, author, message, due_on, at FROM calls_event WHERE file = $1
             ORDER BY at, id LIMIT 1000"),
        &[file.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Event {
            kind: columns.take()?,
            author: columns.take()?,
            message: columns.take()?,
            due_on: columns.take()?,
            at: columns.take()?,
        })
    })
    .collect()
}

/// The files of whoever acts, newest first, older than one when paging: those of their
/// organisations, and those that they are guests of.
pub fn own_files(
    tx: &mut Tx,
    actor: &Actor,
    before: Option<FileId>,
    limit: usize,
) -> Outcome<Vec<File>> {
    let mut own = files_of(tx, &actor.organisations(), before, limit)?;
    for scope in actor.guest_scopes() {
        let Ok(id) = scope.parse::<FileId>() else { continue };
        if before.is_none_or(|before| id < before) && !own.iter().any(|file| file.id == id) {
            match file(tx, id) {
                Err(Refusal::Unknown) => {}
                found => own.push(found?),
            }
        }
    }
    own.sort_by_key(|file| std::cmp::Reverse(file.id));
    own.truncate(limit);
    Ok(own)
}

/// The files of some organisations, newest first, older than one when paging.
pub fn files_of(
    tx: &mut Tx,
    organisations: &[OrgId],
    before: Option<FileId>,
    limit: usize,
) -> Outcome<Vec<File>> {
    let mut files: Vec<File> = Vec::new();
    for page in organisations.chunks(8) {
        let mut params: Vec<store::Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(8, "".into());
        params.push(before.map_or_else(|| "~".into(), store::Value::from));
        params.push(limit.into());
        for row in tx.all(
            sql(
                "SELECT id, version, call, revision, organisation, organisation_name, title, state,
                    answers, number, session, saved_at, saved_by, submitted_at,
                CASE WHEN session IN (SELECT id FROM calls_session WHERE state = 'published')
                    THEN 1 ELSE 0 END FROM calls_file
                 WHERE organisation IN ($1, $2, $3, $4, $5, $6, $7, $8) AND id < $9
                 ORDER BY id DESC LIMIT $10",
            ),
            &params,
        )? {
            files.push(read_file(row)?);
        }
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.id));
    files.truncate(limit);
    Ok(files)
}

/// The filed files of a call, newest first.
pub fn filed_files(tx: &mut Tx, call: CallId) -> Outcome<Vec<File>> {
    tx.all(
        sql("SELECT id, version, call, revision, organisation, organisation_name, title, state,
                answers, number, session, saved_at, saved_by, submitted_at,
                CASE WHEN session IN (SELECT id FROM calls_session WHERE state = 'published')
                    THEN 1 ELSE 0 END FROM calls_file
             WHERE call = $1 AND state <> 'draft' ORDER BY id DESC LIMIT 5000"),
        &[call.into()],
    )?
    .into_iter()
    .map(read_file)
    .collect()
}

/// The batch of a session, by number.
pub fn batch(tx: &mut Tx, session: SessionId) -> Outcome<Vec<File>> {
    tx.all(
        sql("SELECT id, version, call, revision, organisation, organisation_name, title, state,
                answers, number, session, saved_at, saved_by, submitted_at,
                CASE WHEN session IN (SELECT id FROM calls_session WHERE state = 'published')
                    THEN 1 ELSE 0 END FROM calls_file
             WHERE session = $1 ORDER BY number, id LIMIT 5000"),
        &[session.into()],
    )?
    .into_iter()
    .map(read_file)
    .collect()
}

fn read_file(row: Row) -> Outcome<File> {
    let mut columns = row.columns();
    Ok(File {
        id: columns.take()?,
        version: columns.take()?,
        call: columns.take()?,
        revision: columns.take()?,
        organisation: columns.take()?,
        organisation_name: columns.take()?,
        title: columns.take()?,
        state: columns.take()?,
        answers: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        number: columns.take()?,
        session: columns.take()?,
        saved_at: columns.take()?,
        saved_by: columns.take()?,
        submitted_at: columns.take()?,
        published: columns.take::<i64>()? == 1,
    })
}
