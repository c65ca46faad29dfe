//! Accounts: one a person, named by an e-mail address that its owner has proved to read.

use base::{Id, Outcome, Refusal};
use store::{Tx, sql};
use web::sessions::SessionId;

use crate::{Actor, Role};

/// A link to choose a password is good for so many seconds, two hours; an invitation for a week.
const LINK_S: i64 = 2 * 3_600;
const INVITATION_S: i64 = 7 * 86_400;

/// Marks ids of people.
pub enum PersonKind {}
/// The id of a person.
pub type PersonId = Id<PersonKind>;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: PersonId,
    /// Its address.
    pub email: String,
    /// How the person wants to be called.
    pub name: String,
    /// The language of mails to them.
    pub lang: String,
}

/// Makes an account without a password, or finds the one that the address has.
pub fn create_account(tx: &mut Tx, email: &str, name: &str, lang: &str) -> Outcome<PersonId> {
    let id: PersonId = tx.id();
    let now = tx.now();
    let email = email.to_lowercase();
    let made = tx.run(
        sql("INSERT INTO people_person (id, version, email, name, password_hash, lang, created_at)
             VALUES ($1, 1, $2, $3, '', $4, $5) ON CONFLICT (email) DO NOTHING"),
        &[id.into(), email.as_str().into(), name.into(), lang.into(), now.into()],
    )?;
    if made == 1 {
        crate::record(tx, &id.to_string(), "people.account-created", &id.to_string(), "")?;
        return Ok(id);
    }
    // Whoever was written down by their address alone is called by their name from now on.
    tx.run(
        sql("UPDATE people_person SET name = $1 WHERE email = $2 AND name = email"),
        &[name.into(), email.as_str().into()],
    )?;
    tx.one(sql("SELECT id FROM people_person WHERE email = $1"), &[email.into()])?.single()
}

/// The account of an id.
pub fn account(tx: &mut Tx, id: PersonId) -> Outcome<Account> {
    read(
        tx.one(sql("SELECT id, email, name, lang FROM people_person WHERE id = $1"), &[id.into()])?,
    )
}

/// The account of an address, if there is one: for administrators, never for the public.
pub fn account_by_email(tx: &mut Tx, email: &str) -> Outcome<Option<Account>> {
    tx.maybe(
        sql("SELECT id, email, name, lang FROM people_person WHERE email = $1"),
        &[email.to_lowercase().into()],
    )?
    .map(read)
    .transpose()
}

/// Names by id, for lists; people who are gone are absent.
pub fn names_of(
    tx: &mut Tx,
    ids: &[PersonId],
) -> Outcome<std::collections::BTreeMap<PersonId, String>> {
    let mut wanted = ids.to_vec();
    wanted.sort();
    wanted.dedup();
    let mut names = std::collections::BTreeMap::new();
    for page in wanted.chunks(16) {
        let mut params: Vec<store::Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(16, "".into());
        for row in tx.all(
            sql("SELECT id, name FROM people_person WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8,
                 $9, $10, $11, $12, $13, $14, $15, $16)"),
            &params,
        )? {
            let mut columns = row.columns();
            names.insert(columns.take()?, columns.take()?);
        }
    }
    Ok(names)
}

/// The password's hash for an address, with the account that it opens.
pub fn sign_in_hash(tx: &mut Tx, email: &str) -> Outcome<Option<(Account, String)>> {
    let row = tx.maybe(
        sql("SELECT id, email, name, lang, password_hash FROM people_person WHERE email = $1"),
        &[email.to_lowercase().into()],
    )?;
    row.map(|row| {
        let mut columns = row.columns();
        let account = Account {
            id: columns.take()?,
            email: columns.take()?,
            name: columns.take()?,
            lang: columns.take()?,
        };
        Ok((account, columns.take()?))
    })
    .transpose()
}

/// Makes a link by which the owner of an address may choose a password; its token.
pub fn request_link(tx: &mut Tx, person: PersonId) -> Outcome<String> {
    link(tx, person, LINK_S)
}

/// Like [`request_link`], for somebody invited by another: it is good for a week.
pub fn invite(tx: &mut Tx, person: PersonId) -> Outcome<String> {
    link(tx, person, INVITATION_S)
}

fn link(tx: &mut Tx, person: PersonId, seconds: i64) -> Outcome<String> {
    let token = tx.world().token();
    let now = tx.now();
    tx.run(sql("DELETE FROM people_link WHERE expires_at < $1"), &[now.into()])?;
    tx.run(
        sql("INSERT INTO people_link (token_hash, person, expires_at) VALUES ($1, $2, $3)"),
        &[base::sha256(token.as_bytes()).into(), person.into(), now.plus_seconds(seconds).into()],
    )?;
    Ok(token)
}

/// The account that a link opens, if the link is still good.
pub(crate) fn account_of_link(tx: &mut Tx, token: &str) -> Outcome<Account> {
    let now = tx.now();
    read(tx.one(
        sql("SELECT p.id, p.email, p.name, p.lang FROM people_link l
             JOIN people_person p ON p.id = l.person
             WHERE l.token_hash = $1 AND l.expires_at > $2"),
        &[base::sha256(token.as_bytes()).into(), now.into()],
    )?)
}

/// Sets the password of the account that a link opens. The link, every other link and every
/// session of the account end.
pub fn set_password_by_link(tx: &mut Tx, token: &str, hash: &str) -> Outcome<Account> {
    let account = account_of_link(tx, token)?;
    // The fence: of two uses of one link only the first finds it.
    let used = tx.run(
        sql("DELETE FROM people_link WHERE token_hash = $1"),
        &[base::sha256(token.as_bytes()).into()],
    )?;
    if used == 0 {
        return Err(Refusal::Unknown);
    }
    crate::addresses::proved(tx, &account.email)?;
    set_password(tx, &account, hash)?;
    Ok(account)
}

/// Chooses a password anew, for whoever acts; all their sessions end.
pub(crate) fn change_password(tx: &mut Tx, actor: &Actor, hash: &str) -> Outcome<()> {
    let account = actor.account.as_ref().ok_or(Refusal::SignInFirst)?;
    set_password(tx, account, hash)
}

/// Whether a session is one of the actor's own; those of others are unknown.
pub(crate) fn own_session(tx: &mut Tx, actor: &Actor, id: SessionId) -> Outcome<()> {
    let own = web::sessions::of_subject(tx, &actor.person()?.to_string())?;
    if own.iter().any(|session| session.id == id) { Ok(()) } else { Err(Refusal::Unknown) }
}

/// Ends one of the actor's own sessions.
pub(crate) fn end_session(tx: &mut Tx, actor: &Actor, id: SessionId) -> Outcome<()> {
    web::sessions::revoke(tx, &actor.person()?.to_string(), id)
}

/// Ends all sessions of the person of an address, for an administrator: a lost device, a suspicious
/// account. Whether there is such a person.
pub(crate) fn end_sessions_of(tx: &mut Tx, actor: &Actor, email: &str) -> Outcome<bool> {
    if !actor.holds(Role::Administrator) {
        return Err(Refusal::Forbidden);
    }
    let Some(account) = account_by_email(tx, email)? else { return Ok(false) };
    let id = account.id.to_string();
    web::sessions::revoke_all(tx, &id)?;
    crate::record(tx, &actor.name_in_log(), "people.sessions-ended", &id, "")?;
    Ok(true)
}

/// Sets the password of an account whose owner is known. Every link and every session of it end.
pub(crate) fn set_password(tx: &mut Tx, account: &Account, hash: &str) -> Outcome<()> {
    crate::notices::password_changes(tx, account.id)?;
    tx.run(
        sql("UPDATE people_person SET password_hash = $1, version = version + 1 WHERE id = $2"),
        &[hash.into(), account.id.into()],
    )?;
    tx.run(sql("DELETE FROM people_link WHERE person = $1"), &[account.id.into()])?;
    web::sessions::revoke_all(tx, &account.id.to_string())?;
    let id = account.id.to_string();
    crate::record(tx, &id, "people.password-set", &id, "")
}

fn read(row: store::Row) -> Outcome<Account> {
    let mut columns = row.columns();
    Ok(Account {
        id: columns.take()?,
        email: columns.take()?,
        name: columns.take()?,
        lang: columns.take()?,
    })
}
