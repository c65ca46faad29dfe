//! What is owed to the person behind an account: all that is kept about them, its erasure, and the
//! end of accounts that nobody uses.
//!
//! Erasing deletes the row that links the person's number to a name: whatever must stay (the log,
//! versions of files) goes on naming a number that leads to nobody.

use std::collections::{BTreeMap, BTreeSet};

use base::{Moment, Outcome, Say};
use serde_json::{Value, json};
use store::{Tx, sql};
use web::{App, Voice};

use crate::data_map::Custodian;
use crate::identities::identities_of;
use crate::passkeys::passkeys_of;
use crate::{Account, Organisation, PersonId, Role};

/// How exactly the last use of an account is recorded, in seconds: a day.
const SEEN_STEP_S: i64 = 86_400;
/// Accounts that one round of the purge looks at.
const ROUND: usize = 2_000;

/// What this crate, and the kernel under it, do for the person behind an account.
pub const CUSTODIAN: Custodian = Custodian {
    context: "people",
    export,
    hindrances,
    erase,
    seen: |tx, person| crate::looks_at(tx, &person.to_string()),
    hand_over: crate::grants::hand_over,
};

/// The name of a person in a record, or that their account is gone.
pub fn name_or_gone(voice: &Voice, names: &BTreeMap<PersonId, String>, id: PersonId) -> String {
    names.get(&id).cloned().unwrap_or_else(|| voice.say("people-gone"))
}

fn export(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let (account, (created_at, seen_at)) = (crate::account(tx, person)?, uses(tx, person)?);
    let organisations = crate::organisations_of(tx, person)?;
    let sessions = web::sessions::of_subject(tx, &person.to_string())?;
    let tokens = crate::tokens_of(tx, person)?;
    let mails = work::mails_to(tx, &account.email)?;
    let shown = |moment: Moment| moment.to_string();
    let told = crate::notices::export(tx, person)?;
    let mut whole = json!({
        "account": [{
            "id": person, "email": account.email, "name": account.name,
            "language": account.lang, "created_at": shown(created_at),
            "last_use": (seen_at.0 > 0).then(|| shown(seen_at)),
            "second_step": crate::has_second_step(tx, person)?,
        }],
        "organisations": organisations
            .iter()
            .map(|o| json!({"id": o.id, "name": o.data.name}))
            .collect::<Vec<_>>(),
        "rights": rights(tx, person)?,
        "sessions": sessions
            .iter()
            .map(|s| json!({
                "browser": s.agent, "begun_at": shown(s.created_at), "last_use": shown(s.seen_at),
            }))
            .collect::<Vec<_>>(),
        "tokens": tokens
            .iter()
            .map(|t| json!({"name": t.name, "scopes": t.scopes, "until": shown(t.expires_at)}))
            .collect::<Vec<_>>(),
        "passkeys": passkeys_of(tx, person)?
            .iter()
            .map(|key| json!({"name": key.name, "added_at": shown(key.created_at)}))
            .collect::<Vec<_>>(),
        "identities": identities_of(tx, person)?
            .iter()
            .map(|one| json!({
                "service": one.service, "siret": one.siret, "employer": one.employer,
                "joined_at": shown(one.joined_at), "last_use": shown(one.used_at),
            }))
            .collect::<Vec<_>>(),
        "mails": mails
            .iter()
            .map(|(at, m)| json!({"at": shown(*at), "subject": m.subject, "text": m.text}))
            .collect::<Vec<_>>(),
        "log": log(tx, person)?,
        "address": crate::addresses::export(tx, &account.email)?,
    });
    if let Some(sections) = whole.as_object_mut() {
        sections.extend(told.into_iter().map(|(name, entries)| (name.to_owned(), entries)));
    }
    Ok(whole)
}

fn uses(tx: &mut Tx, person: PersonId) -> Outcome<(Moment, Moment)> {
    let mut row = tx
        .one(sql("SELECT created_at, seen_at FROM people_person WHERE id = $1"), &[person.into()])?
        .columns();
    Ok((row.take()?, row.take()?))
}

/// All rights that a person has or had.
fn rights(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    tx.all(
        sql("SELECT role, scope, valid_from, valid_until, revoked_at FROM people_grant
             WHERE person = $1 ORDER BY id"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(json!({
            "role": columns.take::<String>()?,
            "scope": columns.take::<String>()?,
            "from": columns.take::<Moment>()?.to_string(),
            "until": columns.take::<Option<Moment>>()?.map(|at| at.to_string()),
            "ended_at": columns.take::<Option<Moment>>()?.map(|at| at.to_string()),
        }))
    })
    .collect()
}

/// What the log says that a person did, and what was done to their account.
fn log(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    tx.all(
        sql("SELECT number, at, action, object, detail FROM people_audit
             WHERE actor = $1 OR object = $1 ORDER BY number"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(json!({
            "number": columns.take::<i64>()?,
            "at": columns.take::<Moment>()?.to_string(),
            "action": columns.take::<String>()?,
            "object": columns.take::<String>()?,
            "detail": columns.take::<String>()?,
        }))
    })
    .collect()
}

fn hindrances(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Say>> {
    let mut said = Vec::new();
    let administrators = crate::holders(tx, Role::Administrator, "")?;
    if !administrators.is_empty() && administrators.iter().all(|who| who.id == person) {
        said.push(Say::new("people-conflict-erase-last-administrator"));
    }
    let worked_in = scopes_of_others(tx, person)?;
    for organisation in sole_charge(tx, person)? {
        if worked_in.contains(&organisation.id.to_string()) {
            let say = Say::new("people-conflict-erase-last-manager");
            said.push(say.with("organisation", organisation.data.name));
        }
    }
    Ok(said)
}

/// The organisations of which a person is the only manager.
pub fn sole_charge(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Organisation>> {
    let now = tx.now();
    let others = tx.all(
        sql("SELECT DISTINCT scope FROM people_grant
             WHERE person <> $1 AND role = 'manager' AND revoked_at IS NULL AND valid_from <= $2
               AND (valid_until IS NULL OR valid_until > $2)
               AND scope IN (SELECT scope FROM people_grant WHERE person = $1)"),
        &[person.into(), now.into()],
    )?;
    let shared: BTreeSet<String> =
        others.into_iter().map(store::Row::single).collect::<Outcome<_>>()?;
    let managed: BTreeSet<String> = crate::grants_of(tx, person)?
        .into_iter()
        .filter(|grant| grant.role == Role::Manager && !shared.contains(&grant.scope))
        .map(|grant| grant.scope)
        .collect();
    let all = crate::organisations_of(tx, person)?;
    Ok(all.into_iter().filter(|one| managed.contains(&one.id.to_string())).collect())
}

/// The scopes of a person's rights in which somebody else has a right too.
fn scopes_of_others(tx: &mut Tx, person: PersonId) -> Outcome<BTreeSet<String>> {
    let now = tx.now();
    tx.all(
        sql("SELECT DISTINCT scope FROM people_grant
             WHERE person <> $1 AND revoked_at IS NULL AND valid_from <= $2
               AND (valid_until IS NULL OR valid_until > $2)
               AND scope IN (SELECT scope FROM people_grant WHERE person = $1)"),
        &[person.into(), now.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let email = crate::account(tx, person)?.email;
    crate::keys::forget_later(tx, person)?;
    // The fence: whoever works on this account meanwhile begins again, and finds it gone.
    tx.run(sql("UPDATE people_person SET version = version + 1 WHERE id = $1"), &[person.into()])?;
    work::forget_mails_to(tx, &email)?;
    crate::notices::erase(tx, person)?;
    crate::addresses::erase(tx, person, &email)?;
    store::forget_commands_of(tx, person)?;
    web::sessions::revoke_all(tx, &person.to_string())?;
    for table in [
        sql("DELETE FROM people_grant WHERE person = $1"),
        sql("DELETE FROM people_link WHERE person = $1"),
        sql("DELETE FROM people_token WHERE person = $1"),
        sql("DELETE FROM people_second_step WHERE person = $1"),
        sql("DELETE FROM people_spare_code WHERE person = $1"),
        sql("DELETE FROM people_half_sign_in WHERE person = $1"),
        sql("DELETE FROM people_ceremony WHERE person = $1"),
        sql("DELETE FROM people_passkey WHERE person = $1"),
        sql("DELETE FROM people_identity WHERE person = $1"),
        sql("DELETE FROM people_person WHERE id = $1"),
    ] {
        tx.run(table, &[person.into()])?;
    }
    Ok(())
}

/// Forgets links, tokens and half sign-ins that have ended.
pub fn forget_ended(tx: &mut Tx) -> Outcome<()> {
    let now = tx.now();
    for table in [
        sql("DELETE FROM people_link WHERE expires_at <= $1"),
        sql("DELETE FROM people_token WHERE expires_at <= $1"),
        sql("DELETE FROM people_half_sign_in WHERE expires_at <= $1"),
        sql("DELETE FROM people_ceremony WHERE expires_at <= $1"),
    ] {
        tx.run(table, &[now.into()])?;
    }
    crate::addresses::forget_old(tx)?;
    crate::notices::forget_old(tx)
}

/// Records that an account was used, once a day; reading goes on where nothing can be written.
pub(crate) async fn record_use(app: &App, person: PersonId) {
    let old = app.store().read(move |tx| seen_long_ago(tx, person)).await;
    if old == Ok(true)
        && let Err(refusal) = app.store().write(move |tx| touch(tx, person)).await
    {
        tracing::warn!(?refusal, "the use of an account is not recorded");
    }
}

/// Whether the last use of an account on record is more than a day old.
fn seen_long_ago(tx: &mut Tx, person: PersonId) -> Outcome<bool> {
    let before = tx.now().plus_seconds(-SEEN_STEP_S);
    let old = tx.maybe(
        sql("SELECT id FROM people_person WHERE id = $1 AND seen_at < $2"),
        &[person.into(), before.into()],
    )?;
    Ok(old.is_some())
}

/// Records that an account was used.
fn touch(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("UPDATE people_person SET seen_at = $1 WHERE id = $2 AND seen_at < $1"),
        &[now.into(), person.into()],
    )
    .map(drop)
}

/// The accounts that nobody has used since a moment and whose owners have not been told so.
pub fn idle_since(tx: &mut Tx, since: Moment) -> Outcome<Vec<PersonId>> {
    tx.all(
        sql("SELECT id FROM people_person WHERE created_at <= $1 AND seen_at <= $1
               AND (warned_at IS NULL OR warned_at < seen_at) ORDER BY id LIMIT $2"),
        &[since.into(), ROUND.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// The accounts that nobody has used since a moment, nor since they were warned, before another.
pub fn warned_and_idle(tx: &mut Tx, since: Moment, warned: Moment) -> Outcome<Vec<PersonId>> {
    tx.all(
        sql("SELECT id FROM people_person WHERE created_at <= $1 AND seen_at <= $1
               AND warned_at >= seen_at AND warned_at <= $2 ORDER BY id LIMIT $3"),
        &[since.into(), warned.into(), ROUND.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// Records that the owner of an account is told that it will end; their account and its last
/// use, unless they were told before or have used it since.
pub fn warn(tx: &mut Tx, person: PersonId, since: Moment) -> Outcome<Option<(Account, Moment)>> {
    let now = tx.now();
    let told = tx.run(
        sql("UPDATE people_person SET warned_at = $1 WHERE id = $2 AND seen_at <= $3
               AND (warned_at IS NULL OR warned_at < seen_at)"),
        &[now.into(), person.into(), since.into()],
    )?;
    if told == 0 {
        return Ok(None);
    }
    let (created_at, seen_at) = uses(tx, person)?;
    Ok(Some((crate::account(tx, person)?, created_at.max(seen_at))))
}

/// Fences an account that is about to end: whether nobody has used it since a moment after all.
pub fn still_idle(tx: &mut Tx, person: PersonId, since: Moment) -> Outcome<bool> {
    let idle = tx.run(
        sql("UPDATE people_person SET version = version + 1
             WHERE id = $1 AND seen_at <= $2 AND warned_at >= seen_at"),
        &[person.into(), since.into()],
    )?;
    Ok(idle == 1)
}
