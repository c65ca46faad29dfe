//! Grants: time-bound rights of a person in a scope.

use base::{Id, Moment, Outcome, Refusal};
use store::{Tx, sql};

use crate::{Account, PersonId, Role};

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

/// Gives a right; the same right twice is one. `by` is who gives it.
pub fn grant(tx: &mut Tx, by: &str, new: &NewGrant) -> Outcome<()> {
    let held = grants_of(tx, new.person)?;
    if held.iter().any(|held| held.role == new.role && held.scope == new.scope) {
        return Ok(());
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

/// Ends a right within a scope. The last manager of an organisation keeps theirs.
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
    if role == Role::Manager.code() && holders(tx, Role::Manager, scope)?.is_empty() {
        return Err(Refusal::conflict("people-conflict-last-manager"));
    }
    crate::notices::right_ended(tx, by, person, (&role, scope), id)?;
    let detail = format!("{role} {scope}");
    crate::record(tx, by, "people.grant-ended", &person.to_string(), detail.trim())?;
    crate::delegations::end_those_of(tx, by, id)
}

/// The rights of an agent over the whole instance go to another, who keeps those held already;
/// sessions and tokens of the one who leaves end.
pub(crate) fn hand_over(tx: &mut Tx, from: PersonId, to: PersonId) -> Outcome<u64> {
    let by = "system";
    let own = grants_of(tx, from)?;
    let service: Vec<Grant> = own.into_iter().filter(|grant| grant.scope.is_empty()).collect();
    for held in &service {
        let new = NewGrant {
            person: to,
            role: held.role,
            scope: String::new(),
            valid_until: held.valid_until,
        };
        grant(tx, by, &new)?;
        revoke(tx, by, "", held.id)?;
    }
    web::sessions::revoke_all(tx, &from.to_string())?;
    tx.run(sql("DELETE FROM people_token WHERE person = $1"), &[from.into()])?;
    u64::try_from(service.len()).map_err(Refusal::broken)
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
    .map(|row| {
        let mut columns = row.columns();
        Ok(Grant {
            id: columns.take()?,
            role: Role::of_column(&mut columns)?,
            scope: columns.take()?,
            valid_until: columns.take()?,
        })
    })
    .collect()
}

/// People who hold a role in a scope, or in the whole instance.
pub fn holders(tx: &mut Tx, role: Role, scope: &str) -> Outcome<Vec<Account>> {
    let all = scope_members(tx, scope)?;
    Ok(all.into_iter().filter(|(_, held, _)| *held == role).map(|(who, _, _)| who).collect())
}

/// Everybody with a right in a scope, with the right.
pub fn scope_members(tx: &mut Tx, scope: &str) -> Outcome<Vec<(Account, Role, GrantId)>> {
    let now = tx.now();
    tx.all(
        sql("SELECT p.id, p.email, p.name, p.lang, g.role, g.id FROM people_grant g
             JOIN people_person p ON p.id = g.person
             WHERE g.scope = $1 AND g.revoked_at IS NULL AND g.valid_from <= $2
               AND (g.valid_until IS NULL OR g.valid_until > $2)
             ORDER BY g.role, p.name, g.id"),
        &[scope.into(), now.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        let account = Account {
            id: columns.take()?,
            email: columns.take()?,
            name: columns.take()?,
            lang: columns.take()?,
        };
        Ok((account, Role::of_column(&mut columns)?, columns.take()?))
    })
    .collect()
}
