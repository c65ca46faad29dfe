//! Guests of one file: people outside its organisation whom a manager lets read it, or write it, for
//! a time. They see nothing else of the organisation, and neither submit nor withdraw.

use base::{Moment, Outcome, Refusal};
use people::{Account, Actor, Grant, GrantId, NewGrant, PersonId, Role, Scopes};
use store::{Tx, sql};

use crate::files::own_file;
use crate::model::{File, FileId};

/// Guests of one file at a time.
const GUESTS_MAX: usize = 20;
/// A guest is let in for so many days at most.
pub const GUEST_DAYS: i64 = 366;

/// What rights of this programme are given in.
pub const SCOPES: Scopes = Scopes { offered: crate::rights::choices, name };

/// The name of a call or a file.
fn name(tx: &mut Tx, scope: &str) -> Outcome<Option<String>> {
    let call = tx.maybe(sql("SELECT title FROM calls_call WHERE id = $1"), &[scope.into()])?;
    if let Some(row) = call {
        return row.single().map(Some);
    }
    let file = tx.maybe(
        sql("SELECT title, organisation_name FROM calls_file WHERE id = $1"),
        &[scope.into()],
    )?;
    file.map(|row| {
        let mut columns = row.columns();
        let (title, owner): (String, String) = (columns.take()?, columns.take()?);
        Ok(if title.is_empty() { owner } else { format!("{title} ({owner})") })
    })
    .transpose()
}

/// Only managers of the organisation whose file it is.
pub(crate) fn managed_file(tx: &mut Tx, actor: &Actor, id: FileId) -> Outcome<File> {
    let file = own_file(tx, actor, id)?;
    let manages = actor.holds_in(Role::Manager, &file.organisation.to_string());
    if manages { Ok(file) } else { Err(Refusal::Forbidden) }
}

/// Lets somebody read a file until a moment, or also write it.
pub fn invite_guest(
    tx: &mut Tx,
    actor: &Actor,
    id: FileId,
    guest: PersonId,
    (role, until): (Role, Moment),
) -> Outcome<File> {
    let file = managed_file(tx, actor, id)?;
    let now = tx.now();
    if !matches!(role, Role::Contributor | Role::Guest) || until <= now {
        return Err(Refusal::Malformed);
    }
    if Actor::of(tx, guest)?.acts_for(file.organisation) {
        return Err(Refusal::conflict("calls-conflict-guest-is-member"));
    }
    let scope = id.to_string();
    let held = people::scope_members(tx, &scope)?;
    if held.len() >= GUESTS_MAX {
        return Err(Refusal::conflict("calls-conflict-guests"));
    }
    // One of both rights at a time.
    for (_, other) in held.iter().filter(|(who, held)| who.id == guest && held.role != role) {
        people::revoke(tx, &actor.name_in_log(), &scope, other.id)?;
    }
    let new = NewGrant {
        person: guest,
        role,
        scope,
        valid_until: Some(until.min(now.plus_days(GUEST_DAYS))),
    };
    people::grant(tx, &actor.name_in_log(), &new)?;
    Ok(file)
}

/// Ends what a guest may do with a file.
pub fn end_guest(tx: &mut Tx, actor: &Actor, id: FileId, grant: GrantId) -> Outcome<()> {
    managed_file(tx, actor, id)?;
    people::revoke(tx, &actor.name_in_log(), &id.to_string(), grant)
}

/// The guests of a file, for its organisation; nobody for others.
pub fn guests(tx: &mut Tx, actor: &Actor, file: &File) -> Outcome<Vec<(Account, Grant)>> {
    if !actor.acts_for(file.organisation) {
        return Ok(Vec::new());
    }
    people::scope_members(tx, &file.id.to_string())
}
