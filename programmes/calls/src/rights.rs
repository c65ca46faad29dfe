//! Rights in one call alone: officers and readers of it, given by officers of the whole service.

use base::{Outcome, Refusal};
use people::{Account, Actor, Grant, GrantId, NewGrant, Role};
use store::{Tx, sql};

use crate::calls;
use crate::model::CallId;

/// The calls that officers and readers can be given, newest first.
pub(crate) fn choices(tx: &mut Tx) -> Outcome<people::NamedScopes> {
    tx.all(sql("SELECT id, title FROM calls_call ORDER BY id DESC LIMIT 1000"), &[])?
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            Ok((columns.take()?, columns.take()?))
        })
        .collect()
}

/// Gives a right in one call: only officers of the whole service do.
pub fn give_call_right(tx: &mut Tx, actor: &Actor, id: CallId, new: &NewGrant) -> Outcome<()> {
    manages_rights(actor, id)?;
    calls::call(tx, id)?;
    if !matches!(new.role, Role::Officer | Role::Reader) || new.scope != id.to_string() {
        return Err(Refusal::Malformed);
    }
    people::grant(tx, &actor.name_in_log(), new)
}

/// Ends a right in one call.
pub fn end_call_right(tx: &mut Tx, actor: &Actor, id: CallId, grant: GrantId) -> Outcome<()> {
    manages_rights(actor, id)?;
    people::revoke(tx, &actor.name_in_log(), &id.to_string(), grant)
}

/// Who has a right in one call alone.
pub fn call_rights(tx: &mut Tx, actor: &Actor, id: CallId) -> Outcome<Vec<(Account, Grant)>> {
    calls::officer_of(actor, id)?;
    people::scope_members(tx, &id.to_string())
}

fn manages_rights(actor: &Actor, call: CallId) -> Outcome<()> {
    calls::officer_of(actor, call)?;
    if actor.holds_in(Role::Officer, "") { Ok(()) } else { Err(Refusal::Forbidden) }
}
