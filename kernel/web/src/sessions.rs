//! Sessions: stored hashed, listed, revoked one by one or all; a new token at each sign-in.

use base::{Id, Moment, Outcome};
use store::{Tx, sql};

/// A session without use ends after so many days.
pub const IDLE_DAYS: i64 = 14;
const IDLE_S: i64 = IDLE_DAYS * 86_400;
/// Any session ends after so many seconds, ninety days.
const LONGEST_S: i64 = 90 * 86_400;
/// How exactly the last use is recorded, in seconds.
pub(crate) const SEEN_STEP_S: i64 = 300;

/// Marks ids of sessions.
pub enum SessionKind {}
/// The id of a session: not its token.
pub type SessionId = Id<SessionKind>;

/// One session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub subject: String,
    /// The browser, as it presents itself.
    pub agent: String,
    /// When it began.
    pub created_at: Moment,
    /// When it was last used, to within five minutes.
    pub seen_at: Moment,
    /// When its holder last proved who they are.
    pub proved_at: Moment,
    /// Whether its holder proved who they are in two ways.
    pub strong: bool,
}

/// Begins a session; the token goes into the cookie and nowhere else.
pub fn begin(tx: &mut Tx, subject: &str, agent: &str) -> Outcome<String> {
    insert(tx, subject, agent, false)
}

/// The same for a holder who has proved who they are in two ways.
pub fn begin_strong(tx: &mut Tx, subject: &str, agent: &str) -> Outcome<String> {
    insert(tx, subject, agent, true)
}

fn insert(tx: &mut Tx, subject: &str, agent: &str, strong: bool) -> Outcome<String> {
    let token = tx.world().token();
    let now = tx.now();
    let id: SessionId = tx.id();
    let agent: String = agent.chars().take(200).collect();
    tx.run(
        sql("INSERT INTO web_session (id, token_hash, subject, agent, created_at, seen_at,
                proved_at, expires_at, strong) VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7)"),
        &[
            id.into(),
            base::sha256(token.as_bytes()).into(),
            subject.into(),
            agent.into(),
            now.into(),
            now.plus_seconds(LONGEST_S).into(),
            i64::from(strong).into(),
        ],
    )?;
    Ok(token)
}

/// The live session of a token.
pub fn by_token(tx: &mut Tx, token: &str) -> Outcome<Option<Session>> {
    let now = tx.now();
    tx.maybe(
        sql("SELECT id, subject, agent, created_at, seen_at, proved_at, strong
             FROM web_session
             WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3"),
        &[base::sha256(token.as_bytes()).into(), now.into(), now.plus_seconds(-IDLE_S).into()],
    )?
    .map(read)
    .transpose()
}

/// Records that a session was used.
pub fn touch(tx: &mut Tx, id: SessionId) -> Outcome<()> {
    let now = tx.now();
    tx.run(sql("UPDATE web_session SET seen_at = $1 WHERE id = $2"), &[now.into(), id.into()])
        .map(drop)
}

/// Records that the holder has proved again who they are.
pub fn prove(tx: &mut Tx, id: SessionId) -> Outcome<()> {
    let now = tx.now();
    tx.run(sql("UPDATE web_session SET proved_at = $1 WHERE id = $2"), &[now.into(), id.into()])
        .map(drop)
}

/// Records that the holder has proved who they are in a second way.
pub fn strengthen(tx: &mut Tx, id: SessionId) -> Outcome<()> {
    tx.run(sql("UPDATE web_session SET strong = 1 WHERE id = $1"), &[id.into()]).map(drop)
}

/// Records that what proved a subject in a second way is gone.
pub fn weaken_all(tx: &mut Tx, subject: &str) -> Outcome<()> {
    tx.run(sql("UPDATE web_session SET strong = 0 WHERE subject = $1"), &[subject.into()]).map(drop)
}

/// The live sessions of a subject, newest first.
pub fn of_subject(tx: &mut Tx, subject: &str) -> Outcome<Vec<Session>> {
    let now = tx.now();
    tx.all(
        sql("SELECT id, subject, agent, created_at, seen_at, proved_at, strong
             FROM web_session
             WHERE subject = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY id DESC LIMIT 100"),
        &[subject.into(), now.into(), now.plus_seconds(-IDLE_S).into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// Ends one session of a subject.
pub fn revoke(tx: &mut Tx, subject: &str, id: SessionId) -> Outcome<()> {
    let ended = tx.run(
        sql("DELETE FROM web_session WHERE id = $1 AND subject = $2"),
        &[id.into(), subject.into()],
    )?;
    if ended == 1 { Ok(()) } else { Err(base::Refusal::Unknown) }
}

/// Ends all sessions of a subject: after a new password, and at the owner's wish.
pub fn revoke_all(tx: &mut Tx, subject: &str) -> Outcome<u64> {
    tx.run(sql("DELETE FROM web_session WHERE subject = $1"), &[subject.into()])
}

/// Forgets sessions that have ended.
pub fn forget_ended(tx: &mut Tx) -> Outcome<u64> {
    let now = tx.now();
    tx.run(
        sql("DELETE FROM web_session WHERE expires_at <= $1 OR seen_at <= $2"),
        &[now.into(), now.plus_seconds(-IDLE_S).into()],
    )
}

fn read(row: store::Row) -> Outcome<Session> {
    let mut columns = row.columns();
    Ok(Session {
        id: columns.take()?,
        subject: columns.take()?,
        agent: columns.take()?,
        created_at: columns.take()?,
        seen_at: columns.take()?,
        proved_at: columns.take()?,
        strong: columns.take::<i64>()? == 1,
    })
}
