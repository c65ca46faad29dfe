//! Notices about accounts and rights: what changes who may do what is told to its owner.
//!
//! What somebody does to themselves by their own right (their first organisation) is not told.

use ::store::{Tx, sql};
use base::Outcome;

use super::{MEMBERSHIP, NewNotice, SECURITY, Said, notify};
use crate::{GrantId, NewGrant, OrgId, PersonId, Role};

fn security(person: PersonId, text: &'static str, key: String) -> NewNotice {
    NewNotice {
        person,
        kind: &SECURITY,
        unique_key: key,
        text,
        args: Vec::new(),
        link: "/compte".to_owned(),
        attachments: Vec::new(),
    }
}

/// A key that no other notice has: of an event that happens each time anew.
fn fresh(tx: &Tx, what: &str) -> String {
    let id: super::NoticeId = tx.id();
    format!("{what}:{id}")
}

/// Told before a new password is set: the first one of an account is no news.
pub(crate) fn password_changes(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let had = tx.maybe(
        sql("SELECT id FROM people_person WHERE id = $1 AND password_hash <> ''"),
        &[person.into()],
    )?;
    if had.is_none() {
        return Ok(());
    }
    let (key, at) = (fresh(tx, "password"), tx.now());
    let args = vec![("at", Said::When(at))];
    let new = NewNotice { args, ..security(person, "people-mail-password", key) };
    notify(tx, &new).map(drop)
}

/// Told before a second step is taken away, if there is one.
pub(crate) fn second_step_ends(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    if !crate::has_second_step(tx, person)? {
        return Ok(());
    }
    let (key, at) = (fresh(tx, "second-step"), tx.now());
    let args = vec![("at", Said::When(at))];
    let new = NewNotice { args, ..security(person, "people-mail-second-step-ended", key) };
    notify(tx, &new).map(drop)
}

/// Told when a way into an account was added: what, as the log says it.
pub(crate) fn way_in_added(tx: &mut Tx, person: PersonId, what: &'static str) -> Outcome<()> {
    let (key, at) = (fresh(tx, "way-in"), tx.now());
    let args = vec![("what", Said::Key(what.to_owned())), ("at", Said::When(at))];
    let new = NewNotice { args, ..security(person, "people-mail-way-in", key) };
    notify(tx, &new).map(drop)
}

/// Told once a new address is in force.
pub(crate) fn address_changed(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let (key, at) = (fresh(tx, "address"), tx.now());
    let args = vec![("at", Said::When(at))];
    let new = NewNotice { args, ..security(person, "people-mail-address-changed", key) };
    notify(tx, &new).map(drop)
}

/// Somebody signs in: from a browser that their account never had, this is told. A new release of
/// a browser is the same browser; the first browser of an account is no news.
pub(crate) fn browser_seen(tx: &mut Tx, person: PersonId, agent: &str) -> Outcome<()> {
    let name = crate::pages::device(agent);
    let browser: String = name.chars().filter(|c| !c.is_ascii_digit()).take(200).collect();
    let (hash, now) = (base::sha256(format!("{person} {browser}").as_bytes()), tx.now());
    let known: i64 = tx
        .one(sql("SELECT count(*) FROM people_browser WHERE person = $1"), &[person.into()])?
        .single()?;
    let updated = tx.run(
        sql("UPDATE people_browser SET seen_at = $1 WHERE person = $2 AND browser_hash = $3"),
        &[now.into(), person.into(), hash.as_str().into()],
    )?;
    if updated == 1 {
        return Ok(());
    }
    tx.run(
        sql("INSERT INTO people_browser (person, browser_hash, seen_at) VALUES ($1, $2, $3)
             ON CONFLICT (person, browser_hash) DO NOTHING"),
        &[person.into(), hash.as_str().into(), now.into()],
    )?;
    if known == 0 {
        return Ok(());
    }
    let named = match name.trim() {
        "" => Said::Key("people-session-unknown".to_owned()),
        name => Said::Text(name.chars().take(80).collect()),
    };
    let args = vec![("browser", named), ("at", Said::When(now))];
    let key = format!("browser:{hash}:{}", now.0);
    let new = NewNotice { args, ..security(person, "people-mail-browser", key) };
    notify(tx, &new).map(drop)
}

/// A right was given: told to who has it, and of a new manager to the others.
pub(crate) fn right_given(tx: &mut Tx, by: &str, new: &NewGrant, id: GrantId) -> Outcome<()> {
    // Whoever invites to a file tells by a mail of their own.
    if by == new.person.to_string() || matches!(new.role, Role::Contributor | Role::Guest) {
        return Ok(());
    }
    told(tx, new.person, new.role, &new.scope, (id, true))?;
    if new.role != Role::Manager {
        return Ok(());
    }
    for other in crate::holders(tx, Role::Manager, &new.scope)? {
        if other.id != new.person && other.id.to_string() != by {
            let text = "people-mail-new-manager";
            membership(tx, other.id, &new.scope, text, format!("manager:{id}"), new.role)?;
        }
    }
    Ok(())
}

/// A right was ended: told to who had it.
pub(crate) fn right_ended(
    tx: &mut Tx,
    by: &str,
    person: PersonId,
    (role, scope): (&str, &str),
    id: GrantId,
) -> Outcome<()> {
    match Role::from_code(role) {
        Some(role) if by != person.to_string() => told(tx, person, role, scope, (id, false)),
        _ => Ok(()),
    }
}

fn told(
    tx: &mut Tx,
    person: PersonId,
    role: Role,
    scope: &str,
    (id, given): (GrantId, bool),
) -> Outcome<()> {
    let key = format!("{}:{id}", if given { "given" } else { "ended" });
    if matches!(role, Role::Manager | Role::Member) {
        let text = if given { "people-mail-member-added" } else { "people-mail-member-removed" };
        return membership(tx, person, scope, text, key, role);
    }
    let text = if given { "people-mail-right-given" } else { "people-mail-right-ended" };
    let name = match role {
        Role::Officer | Role::Reader if !scope.is_empty() => {
            Said::Key(format!("people-role-{}-scoped", role.code()))
        }
        role => role_name(role),
    };
    let new = NewNotice { args: vec![("role", name)], ..security(person, text, key) };
    notify(tx, &new).map(drop)
}

fn role_name(role: Role) -> Said {
    Said::Key(format!("people-role-{}", role.code()))
}

fn membership(
    tx: &mut Tx,
    person: PersonId,
    scope: &str,
    text: &'static str,
    key: String,
    role: Role,
) -> Outcome<()> {
    let organisation: OrgId = scope.parse()?;
    let name = crate::organisation(tx, organisation)?.data.name;
    // Who was removed can see the organisation no more.
    let removed = text == "people-mail-member-removed";
    let link = if removed { "/compte".to_owned() } else { format!("/organisations/{scope}") };
    let args = vec![("organisation", Said::Text(name)), ("role", role_name(role))];
    let new = NewNotice { kind: &MEMBERSHIP, args, link, ..security(person, text, key) };
    notify(tx, &new).map(drop)
}
