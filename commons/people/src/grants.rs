//! Grants: time-bound rights of a person in a scope.

use base::{Id, Moment, Outcome, Refusal};
use store::{Tx, sql};

use crate::{Account, Actor, PersonId, Role};

/// Marks ids of grants.
pub enum GrantKind {}
/// The id of a grant.
pub type GrantId = Id<GrantKind>;

/// A right in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// What it allows.
    pub role: Role,
    /// Where: the id of an organisation or a call, or nothing for the whole instance.
    pub scope: String,
    /// Until when, if it ends by itself.
    pub valid_until: Option<Moment>,
}

/// A right to be given.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// To whom.
    pub person: PersonId,
    /// What it allows.
    pub role: Role,
    /// Where.
    pub scope: String,
    /// Until when, if it ends by itself.
    pub valid_until: Option<Moment>,
}

/// Gives a right; the same right twice is one, with the later of both ends. `by` is who gives it.
pub fn grant(tx: &mut Tx, by: &str, new: &NewGrant) -> Outcome<()> {
    if let Some((held, until)) = own_right(tx, new)? {
        let longer = until.is_some_and(|end| new.valid_until.is_none_or(|later| later > end));
        return if longer { prolong(tx, by, new, held) } else { Ok(()) };
    }
    let id: GrantId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO people_grant (id, person, role, scope, granted_by, valid_from, valid_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        &[
            id.into(),
            new.person.into(),
            new.role.code().into(),
            new.scope.as_str().into(),
            by.into(),
            now.into(),
            new.valid_until.into(),
        ],
    )?;
    crate::notices::right_given(tx, by, new, id)?;
    let detail = format!("{} {}", new.role.code(), new.scope);
    crate::record(tx, by, "people.grant-given", &new.person.to_string(), detail.trim())
}

/// The right that a person has already, unless it is lent.
fn own_right(tx: &mut Tx, new: &NewGrant) -> Outcome<Option<(GrantId, Option<Moment>)>> {
    let now = tx.now();
    tx.maybe(
        sql("SELECT id, valid_until FROM people_grant
             WHERE person = $1 AND role = $2 AND scope = $3 AND source IS NULL
               AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until > $4)
             ORDER BY id LIMIT 1"),
        &[new.person.into(), new.role.code().into(), new.scope.as_str().into(), now.into()],
    )?
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?))
    })
    .transpose()
}

fn prolong(tx: &mut Tx, by: &str, new: &NewGrant, held: GrantId) -> Outcome<()> {
    tx.fence(
        sql("UPDATE people_grant SET valid_until = $1 WHERE id = $2 AND revoked_at IS NULL"),
        &[new.valid_until.into(), held.into()],
    )?;
    let detail = format!("{} {}", new.role.code(), new.scope);
    crate::record(tx, by, "people.grant-prolonged", &new.person.to_string(), detail.trim())
}

/// Ends a right within a scope. The last manager of an organisation keeps theirs: one whose right
/// ends by itself does not count.
pub fn revoke(tx: &mut Tx, by: &str, scope: &str, id: GrantId) -> Outcome<()> {
    let now = tx.now();
    let mut row = tx
        .one(
            sql("UPDATE people_grant SET revoked_at = $1
                 WHERE id = $2 AND scope = $3 AND revoked_at IS NULL RETURNING person, role"),
            &[now.into(), id.into(), scope.into()],
        )?
        .columns();
    let (person, role): (PersonId, String) = (row.take()?, row.take()?);
    if role == Role::Manager.code() && !has_lasting(tx, Role::Manager, scope)? {
        return Err(Refusal::conflict("people-conflict-last-manager"));
    }
    crate::notices::right_ended(tx, by, person, (&role, scope), id)?;
    let detail = format!("{role} {scope}");
    crate::record(tx, by, "people.grant-ended", &person.to_string(), detail.trim())?;
    crate::delegations::end_those_of(tx, by, id)
}

/// Whether somebody holds a role in a scope without an end.
pub(crate) fn has_lasting(tx: &mut Tx, role: Role, scope: &str) -> Outcome<bool> {
    let held = tx.maybe(
        sql("SELECT id FROM people_grant WHERE scope = $1 AND role = $2 AND revoked_at IS NULL
               AND valid_until IS NULL LIMIT 1"),
        &[scope.into(), role.code().into()],
    )?;
    Ok(held.is_some())
}

/// Ends all rights in a scope that is gone.
pub fn end_scope(tx: &mut Tx, by: &str, scope: &str) -> Outcome<()> {
    for (_, held) in scope_members(tx, scope)? {
        revoke(tx, by, scope, held.id)?;
    }
    Ok(())
}

/// The rights that the service gave an agent, in all of it or in one call, go to another, who keeps
/// those held already; what was lent to them ends. Sessions and tokens of the one who leaves end.
pub(crate) fn hand_over(tx: &mut Tx, from: PersonId, to: PersonId) -> Outcome<u64> {
    let by = "system";
    let lent = crate::delegations_to(tx, from)?;
    let mut count = 0;
    for held in grants_of(tx, from)?.into_iter().filter(|held| held.role.is_of_service()) {
        let new = NewGrant {
            person: to,
            role: held.role,
            scope: held.scope.clone(),
            valid_until: held.valid_until,
        };
        if !lent.iter().any(|one| one.id == held.id) {
            grant(tx, by, &new)?;
            count += 1;
        }
        revoke(tx, by, &held.scope, held.id)?;
    }
    web::sessions::revoke_all(tx, &from.to_string())?;
    tx.run(sql("DELETE FROM people_token WHERE person = $1"), &[from.into()])?;
    Ok(count)
}

/// The rights of a person that are in force now.
pub fn grants_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Grant>> {
    let now = tx.now();
    tx.all(
        sql("SELECT id, role, scope, valid_until FROM people_grant
             WHERE person = $1 AND revoked_at IS NULL AND valid_from <= $2
               AND (valid_until IS NULL OR valid_until > $2) ORDER BY id"),
        &[person.into(), now.into()],
    )?
    .into_iter()
    .map(|row| read_grant(&mut row.columns()))
    .collect()
}

/// People who hold a role in a scope, or in the whole instance.
pub fn holders(tx: &mut Tx, role: Role, scope: &str) -> Outcome<Vec<Account>> {
    let all = scope_members(tx, scope)?;
    Ok(all.into_iter().filter(|(_, held)| held.role == role).map(|(who, _)| who).collect())
}

/// Everybody with a right in a scope, with the right.
pub fn scope_members(tx: &mut Tx, scope: &str) -> Outcome<Vec<(Account, Grant)>> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT p.id, p.email, p.name, p.lang, g.id, g.role, g.scope, g.valid_until
             FROM people_grant g JOIN people_person p ON p.id = g.person
             WHERE g.scope = $1 AND g.revoked_at IS NULL AND g.valid_from <= $2
               AND (g.valid_until IS NULL OR g.valid_until > $2)
             ORDER BY g.role, p.name, g.id"),
        &[scope.into(), now.into()],
    )?;
    rows.into_iter().map(read_held).collect()
}

/// Everybody to whom the service gave a right, in all of it or in one call: for administrators.
pub fn service_rights(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(Account, Grant)>> {
    if !actor.holds_in(Role::Administrator, "") {
        return Err(Refusal::Forbidden);
    }
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT p.id, p.email, p.name, p.lang, g.id, g.role, g.scope, g.valid_until
             FROM people_grant g JOIN people_person p ON p.id = g.person
             WHERE g.role IN ('administrator', 'officer', 'reader') AND g.revoked_at IS NULL
               AND g.valid_from <= $1 AND (g.valid_until IS NULL OR g.valid_until > $1)
             ORDER BY g.role, g.scope, p.name, g.id"),
        &[now.into()],
    )?;
    rows.into_iter().map(read_held).collect()
}

fn read_held(row: store::Row) -> Outcome<(Account, Grant)> {
    let mut columns = row.columns();
    let account = Account {
        id: columns.take()?,
        email: columns.take()?,
        name: columns.take()?,
        lang: columns.take()?,
    };
    Ok((account, read_grant(&mut columns)?))
}

fn read_grant(columns: &mut store::Columns) -> Outcome<Grant> {
    Ok(Grant {
        id: columns.take()?,
        role: Role::of_column(columns)?,
        scope: columns.take()?,
        valid_until: columns.take()?,
    })
}
