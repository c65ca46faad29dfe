//! Addresses that mails reach, or do not, and how their owner mends that.
//!
//! A mail that a server refuses for good marks the address, three that come back for a passing
//! reason within two weeks do as well; a refusal that is not the address's doing (a policy, our own
//! credentials) never does. A marked address gets no mail but those that its owner asks for. The
//! mark goes when its owner opens a link that was mailed there.
//!
//! An account changes its address by a link to the new one; the old one is told. No answer tells
//! whether an address has an account.

mod pages;

use base::{Moment, Outcome, Refusal};
use serde_json::{Value, json};
use store::{Tx, sql};

use crate::data_map::BOUNCE_DAYS;
use crate::{Account, PersonId};

pub(crate) use pages::{PATH, routes};

/// Mails that come back for a passing reason mark an address when there are so many of them,
const SOFT_MAX: i64 = 3;
/// within so many days.
const SOFT_DAYS: i64 = 14;
/// A link to prove an address is good for so many seconds.
const LINK_S: i64 = 2 * 3_600;

/// What a refusal says of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is nobody there.
    Hard,
    /// Not now: a full mailbox, a server that is away.
    Soft,
    /// Nothing: the refusal is about something else.
    Nothing,
}

/// What a status says of the address: as in RFC 3463 (`5.1.1`), else an SMTP answer (`550`).
pub fn verdict(status: &str) -> Verdict {
    let parts: Vec<&str> = status.split('.').collect();
    match parts.as_slice() {
        // A full mailbox is emptied some day.
        ["5" | "4", "2", "2"] => Verdict::Soft,
        ["5", "1" | "2", _] | ["5", "4", "4"] | ["5", "0", "0"] => Verdict::Hard,
        ["4", _, _] => Verdict::Soft,
        // 5.3, 5.5, 5.6, 5.7: the server, the protocol, the content, a policy.
        ["5", _, _] => Verdict::Nothing,
        ["550" | "551"] => Verdict::Hard,
        ["552"] => Verdict::Soft,
        [code] if code.len() == 3 && code.starts_with('4') => Verdict::Soft,
        _ => Verdict::Nothing,
    }
}

/// Records that a mail to an address came back. The same mail counts once.
pub fn bounced(tx: &mut Tx, mail: &str, email: &str, verdict: Verdict, code: &str) -> Outcome<()> {
    if verdict == Verdict::Nothing {
        return Ok(());
    }
    let (now, email) = (tx.now(), email.to_lowercase());
    // The fence: mails that come back at once are counted one after the other.
    tx.run(
        sql("UPDATE people_person SET version = version + 1 WHERE email = $1"),
        &[email.as_str().into()],
    )?;
    let new = tx.run(
        sql("INSERT INTO people_bounce (mail, email, hard, code, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (mail) DO NOTHING"),
        &[
            mail.into(),
            email.as_str().into(),
            (verdict == Verdict::Hard).into(),
            code.into(),
            now.into(),
        ],
    )?;
    if new == 0 || (verdict == Verdict::Soft && soft(tx, &email)? < SOFT_MAX) {
        return Ok(());
    }
    let marked = tx.run(
        sql("INSERT INTO people_failing (email, code, at) VALUES ($1, $2, $3)
             ON CONFLICT (email) DO NOTHING"),
        &[email.as_str().into(), code.into(), now.into()],
    )?;
    match crate::account_by_email(tx, &email)? {
        Some(account) if marked == 1 => {
            crate::record(tx, "system", "people.address-failing", &account.id.to_string(), code)
        }
        _ => Ok(()),
    }
}

fn soft(tx: &mut Tx, email: &str) -> Outcome<i64> {
    let since = tx.now().plus_days(-SOFT_DAYS);
    tx.one(
        sql("SELECT count(*) FROM people_bounce WHERE email = $1 AND hard = 0 AND at > $2"),
        &[email.into(), since.into()],
    )?
    .single()
}

/// Whether mails to an address come back.
pub fn address_fails(tx: &mut Tx, email: &str) -> Outcome<bool> {
    fails(tx, email)
}

pub(crate) fn fails(tx: &mut Tx, email: &str) -> Outcome<bool> {
    let marked = tx.maybe(
        sql("SELECT email FROM people_failing WHERE email = $1"),
        &[email.to_lowercase().into()],
    )?;
    Ok(marked.is_some())
}

/// Addresses of accounts from which mails come back: how many.
pub(crate) fn count_failing(tx: &mut Tx) -> Outcome<i64> {
    tx.one(
        sql("SELECT count(*) FROM people_failing f JOIN people_person p ON p.email = f.email"),
        &[],
    )?
    .single()
}

/// Of everybody who has or had a right in a scope, the addresses from which mails come back.
pub(crate) fn failing_in(tx: &mut Tx, scope: &str) -> Outcome<Vec<String>> {
    tx.all(
        sql("SELECT DISTINCT f.email FROM people_failing f
             JOIN people_person p ON p.email = f.email
             JOIN people_grant g ON g.person = p.id WHERE g.scope = $1"),
        &[scope.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// A mail was read at an address: nothing is wrong with it any more.
pub(crate) fn proved(tx: &mut Tx, email: &str) -> Outcome<()> {
    tx.run(sql("DELETE FROM people_failing WHERE email = $1"), &[email.into()])?;
    tx.run(sql("DELETE FROM people_bounce WHERE email = $1"), &[email.into()]).map(drop)
}

/// Makes a link by which a person proves that they read an address: their own, or the one that
/// their account shall have. Nothing if it is somebody else's.
pub(crate) fn ask(tx: &mut Tx, person: PersonId, email: &str) -> Outcome<Option<String>> {
    let taken = crate::account_by_email(tx, email)?.is_some_and(|other| other.id != person);
    if taken {
        return Ok(None);
    }
    let (token, until) = (tx.world().token(), tx.now().plus_seconds(LINK_S));
    tx.run(
        sql("INSERT INTO people_address_link (token_hash, person, email, expires_at)
             VALUES ($1, $2, $3, $4)"),
        &[base::sha256(token.as_bytes()).into(), person.into(), email.into(), until.into()],
    )?;
    Ok(Some(token))
}

/// The account and the address of a link that is still good.
pub(crate) fn of_link(tx: &mut Tx, token: &str) -> Outcome<(Account, String)> {
    let now = tx.now();
    let mut row = tx
        .one(
            sql("SELECT person, email FROM people_address_link
                 WHERE token_hash = $1 AND expires_at > $2"),
            &[base::sha256(token.as_bytes()).into(), now.into()],
        )?
        .columns();
    let (person, email): (PersonId, String) = (row.take()?, row.take()?);
    Ok((crate::account(tx, person)?, email))
}

/// Uses a link: the address is the account's, and mails reach it. The account as it was.
pub(crate) fn confirm(tx: &mut Tx, token: &str) -> Outcome<(Account, String)> {
    let (account, email) = of_link(tx, token)?;
    // The fence: of two uses of one link only the first finds it.
    let used = tx.run(
        sql("DELETE FROM people_address_link WHERE token_hash = $1"),
        &[base::sha256(token.as_bytes()).into()],
    )?;
    if used == 0 {
        return Err(Refusal::Unknown);
    }
    proved(tx, &email)?;
    let id = account.id.to_string();
    if email == account.email {
        crate::record(tx, &id, "people.address-confirmed", &id, "")?;
        return Ok((account, email));
    }
    let changed = tx.run(
        sql("UPDATE people_person SET email = $1, version = version + 1 WHERE id = $2
               AND NOT EXISTS (SELECT 1 FROM people_person WHERE email = $1)"),
        &[email.as_str().into(), account.id.into()],
    )?;
    if changed == 0 {
        return Err(Refusal::conflict("people-conflict-address-taken"));
    }
    // Links that were mailed to the old address are worth nothing any more.
    tx.run(sql("DELETE FROM people_link WHERE person = $1"), &[account.id.into()])?;
    tx.run(sql("DELETE FROM people_address_link WHERE person = $1"), &[account.id.into()])?;
    proved(tx, &account.email)?;
    crate::notices::address_changed(tx, account.id)?;
    crate::record(tx, &id, "people.address-changed", &id, "")?;
    Ok((account, email))
}

/// What is kept of an address's failing.
pub(crate) fn export(tx: &mut Tx, email: &str) -> Outcome<Vec<Value>> {
    let failing = tx.all(
        sql("SELECT at, code FROM people_failing WHERE email = $1
             UNION ALL SELECT at, code FROM people_bounce WHERE email = $1 ORDER BY 1"),
        &[email.into()],
    )?;
    let entry = |row: store::Row| {
        let mut columns = row.columns();
        let at: Moment = columns.take()?;
        Ok(json!({"at": at.to_string(), "code": columns.take::<String>()?}))
    };
    failing.into_iter().map(entry).collect()
}

pub(crate) fn erase(tx: &mut Tx, person: PersonId, email: &str) -> Outcome<()> {
    tx.run(sql("DELETE FROM people_address_link WHERE person = $1"), &[person.into()])?;
    proved(tx, email)
}

/// Forgets links that have ended and mails that came back long ago.
pub(crate) fn forget_old(tx: &mut Tx) -> Outcome<()> {
    let now = tx.now();
    tx.run(sql("DELETE FROM people_address_link WHERE expires_at <= $1"), &[now.into()])?;
    let old = now.plus_days(-BOUNCE_DAYS);
    tx.run(sql("DELETE FROM people_bounce WHERE at < $1"), &[old.into()]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::{Verdict, verdict};

    /// RFC 3463, section 3, and the answers of RFC 5321, section 4.2.3.
    #[test]
    fn only_what_is_about_the_address_marks_it() {
        for hard in ["5.1.1", "5.1.2", "5.1.10", "5.2.1", "5.4.4", "5.0.0", "550", "551"] {
            assert_eq!(verdict(hard), Verdict::Hard, "{hard}");
        }
        for soft in ["4.2.2", "5.2.2", "4.4.1", "4.7.1", "552", "450", "451", "421"] {
            assert_eq!(verdict(soft), Verdict::Soft, "{soft}");
        }
        for other in
            ["5.7.1", "5.3.4", "5.6.0", "5.5.2", "535", "530", "553", "554", "", "2.0.0", "x.y"]
        {
            assert_eq!(verdict(other), Verdict::Nothing, "{other}");
        }
    }
}
