//! The table of jobs and what may be done with it.

use base::{Id, Moment, Outcome};
use serde::Serialize;
use store::{Tx, Value, sql};

/// A runner holds a job this long; then another may take it.
const LEASE_S: i64 = 120;
/// The wait after the first failure; it quadruples with each further one, up to six hours.
const FIRST_WAIT_S: i64 = 10;
const LONGEST_WAIT_S: i64 = 6 * 3_600;

/// Marks ids of jobs.
pub enum JobKind {}
/// The id of a job.
pub type JobId = Id<JobKind>;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for its hour, or for a handler.
    Ready,
    /// A runner holds it.
    Running,
    /// It is done.
    Done,
    /// It failed too often; an administrator decides.
    Dead,
}

impl State {
    /// The state as stored.
    pub fn code(self) -> &'static str {
        match self {
            State::Ready => "ready",
            State::Running => "running",
            State::Done => "done",
            State::Dead => "dead",
        }
    }

    /// The state of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [State::Ready, State::Running, State::Done, State::Dead]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// One job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id; also what makes a mail's Message-ID.
    pub id: JobId,
    /// Which handler does it.
    pub kind: String,
    /// What the handler is told, JSON.
    pub payload: String,
    /// Where it stands.
    pub state: State,
    /// Not before this moment.
    pub due_at: Moment,
    /// Times it was begun.
    pub attempts: i64,
    /// Why it last failed, or empty.
    pub last_error: String,
    /// When it was enqueued.
    pub created_at: Moment,
}

/// Enqueues a job to be done as soon as possible. A `unique_key` seen before enqueues nothing.
pub fn enqueue(tx: &mut Tx, kind: &str, unique_key: &str, payload: &impl Serialize) -> Outcome<()> {
    let now = tx.now();
    enqueue_at(tx, kind, unique_key, payload, now)
}

/// Enqueues a job to be done not before `due_at`.
pub fn enqueue_at(
    tx: &mut Tx,
    kind: &str,
    unique_key: &str,
    payload: &impl Serialize,
    due_at: Moment,
) -> Outcome<()> {
    let payload = serde_json::to_string(payload).map_err(base::Refusal::broken)?;
    let id: JobId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO work_job (id, kind, unique_key, payload, state, due_at, lease_until,
                attempts, last_error, created_at)
             VALUES ($1, $2, $3, $4, 'ready', $5, 0, 0, '', $6)
             ON CONFLICT (unique_key) DO NOTHING"),
        &[id.into(), kind.into(), unique_key.into(), payload.into(), due_at.into(), now.into()],
    )?;
    tx.wake();
    Ok(())
}

/// The kinds of the jobs that are due.
pub(crate) fn due_kinds(tx: &mut Tx) -> Outcome<Vec<String>> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT DISTINCT kind FROM work_job
             WHERE state IN ('ready', 'running') AND due_at <= $1 AND lease_until < $1"),
        &[now.into()],
    )?;
    rows.into_iter().map(store::Row::single).collect()
}

/// Takes the next due job of a kind, if there is one.
pub(crate) fn claim(tx: &mut Tx, kind: &str) -> Outcome<Option<Job>> {
    let now = tx.now();
    let row = tx.maybe(
        sql("UPDATE work_job SET state = 'running', lease_until = $1, attempts = attempts + 1
             WHERE id = (SELECT id FROM work_job
                         WHERE state IN ('ready', 'running') AND due_at <= $2
                           AND lease_until < $2 AND kind = $3
                         ORDER BY due_at, id LIMIT 1)
               AND state IN ('ready', 'running') AND lease_until < $2
             RETURNING id, kind, payload, state, due_at, attempts, last_error, created_at"),
        &[now.plus_seconds(LEASE_S).into(), now.into(), kind.into()],
    )?;
    row.map(read).transpose()
}

/// Records how a run of a job ended: `failure` is nothing when it was done.
pub(crate) fn finish(tx: &mut Tx, job: &Job, failure: Option<&Failure>) -> Outcome<()> {
    let now = tx.now();
    let (state, due_at, error) = match failure {
        None => (State::Done, now, ""),
        Some(Failure { permanent, why }) if *permanent || job.attempts >= crate::MAX_ATTEMPTS => {
            (State::Dead, now, why.as_str())
        }
        Some(failure) => {
            (State::Ready, now.plus_seconds(wait_after(job.attempts)), failure.why.as_str())
        }
    };
    let ended: Option<Moment> = matches!(state, State::Done | State::Dead).then_some(now);
    tx.run(
        sql("UPDATE work_job SET state = $1, due_at = $2, last_error = $3, ended_at = $4,
                lease_until = 0
             WHERE id = $5 AND attempts = $6"),
        &[
            state.code().into(),
            due_at.into(),
            error.into(),
            ended.into(),
            job.id.into(),
            job.attempts.into(),
        ],
    )
    .map(drop)
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Trying again will not help.
    pub permanent: bool,
    /// For the administrator.
    pub why: String,
}

fn wait_after(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or(0);
    FIRST_WAIT_S.saturating_mul(4i64.saturating_pow(doublings)).min(LONGEST_WAIT_S)
}

/// The newest jobs in a state, of one kind or of all, before a given id when paging.
pub fn list(
    tx: &mut Tx,
    state: State,
    kind: Option<&str>,
    before: Option<JobId>,
    limit: usize,
) -> Outcome<Vec<Job>> {
    let before = before.map_or_else(|| Value::from("~"), Value::from);
    tx.all(
        sql("SELECT id, kind, payload, state, due_at, attempts, last_error, created_at
             FROM work_job WHERE state = $1 AND (kind = $2 OR $2 = '') AND id < $3
             ORDER BY id DESC LIMIT $4"),
        &[state.code().into(), kind.unwrap_or("").into(), before, limit.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// How the jobs stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs given up.
    pub dead: i64,
    /// Mails that wait to be sent.
    pub mails: i64,
    /// Since when the oldest job that should have been done waits, mails apart.
    pub late_since: Option<Moment>,
}

/// How the jobs stand now.
pub fn backlog(tx: &mut Tx) -> Outcome<Backlog> {
    let now = tx.now();
    let mut columns = tx
        .one(
            sql("SELECT (SELECT count(*) FROM work_job WHERE state = 'dead'),
                    (SELECT count(*) FROM work_job WHERE state = 'ready' AND kind = $1),
                    (SELECT min(due_at) FROM work_job
                     WHERE state = 'ready' AND due_at <= $2 AND kind <> $1)"),
            &[crate::MAIL.into(), now.into()],
        )?
        .columns();
    Ok(Backlog { dead: columns.take()?, mails: columns.take()?, late_since: columns.take()? })
}

/// Sends a dead or waiting job round again, now.
pub fn retry(tx: &mut Tx, id: JobId) -> Outcome<()> {
    let now = tx.now();
    let changed = tx.run(
        sql("UPDATE work_job SET state = 'ready', due_at = $1, attempts = 0, ended_at = NULL
             WHERE id = $2 AND state IN ('dead', 'ready')"),
        &[now.into(), id.into()],
    )?;
    tx.wake();
    if changed == 1 { Ok(()) } else { Err(base::Refusal::Unknown) }
}

/// Forgets jobs done before a moment.
pub fn delete_done(tx: &mut Tx, before: Moment) -> Outcome<u64> {
    tx.run(sql("DELETE FROM work_job WHERE state = 'done' AND ended_at < $1"), &[before.into()])
}

/// Forgets jobs that failed for good before a moment.
pub fn delete_dead(tx: &mut Tx, before: Moment) -> Outcome<u64> {
    tx.run(sql("DELETE FROM work_job WHERE state = 'dead' AND ended_at < $1"), &[before.into()])
}

fn read(row: store::Row) -> Outcome<Job> {
    let mut columns = row.columns();
    Ok(Job {
        id: columns.take()?,
        kind: columns.take()?,
        payload: columns.take()?,
        state: State::from_code(&columns.take::<String>()?)
            .ok_or_else(|| base::Refusal::broken("a job has an unknown state"))?,
        due_at: columns.take()?,
        attempts: columns.take()?,
        last_error: columns.take()?,
        created_at: columns.take()?,
    })
}

#[cfg(test)]
mod tests {
    use super::wait_after;

    #[test]
    fn waits_grow_and_stay_under_six_hours() {
        let waits: Vec<i64> = (1..=8).map(wait_after).collect();
        assert_eq!(waits, [10, 40, 160, 640, 2_560, 10_240, 21_600, 21_600]);
    }
}
