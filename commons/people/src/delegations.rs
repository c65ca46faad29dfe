//! Rights lent to somebody else for a time: seen and ended by who lent them, and ended with the
//! right that they come from. What is lent is not lent on.

use base::{Moment, Outcome, Refusal};
use store::{Tx, sql};

use crate::{Account, Actor, Grant, GrantId, PersonId, Role};

/// A right is lent for so many days at most.
pub const DELEGATION_DAYS: i64 = 90;

/// A right that is lent.
#[derive(Clone, Debug)]
pub struct Delegation {
    /// The lent right.
    pub id: GrantId,
    /// Who has it now, or who lent it: the other one.
    pub other: Account,
    /// What it allows.
    pub role: Role,
    /// Where.
    pub scope: String,
    /// Until when.
    pub until: Moment,
}

/// The rights that their holder may lend.
pub(crate) fn lendable(actor: &Actor) -> impl Iterator<Item = &Grant> {
    actor.grants.iter().filter(|grant| matches!(grant.role, Role::Officer | Role::Manager))
}

/// Lends a right to a person until a moment.
pub fn delegate(
    tx: &mut Tx,
    actor: &Actor,
    source: GrantId,
    to: PersonId,
    until: Moment,
) -> Outcome<()> {
    let (by, now) = (actor.person()?, tx.now());
    let lent = lendable(actor).find(|grant| grant.id == source).ok_or(Refusal::Unknown)?;
    // The fence: the right may be ended at this moment.
    tx.fence(
        sql("UPDATE people_grant SET granted_by = granted_by
             WHERE id = $1 AND person = $2 AND source IS NULL AND revoked_at IS NULL"),
        &[source.into(), by.into()],
    )?;
    let latest = now.plus_days(DELEGATION_DAYS);
    let until = lent.valid_until.map_or(until, |end| until.min(end)).min(latest);
    if until <= now || to == by {
        return Err(Refusal::conflict("people-conflict-delegation"));
    }
    let held = crate::grants_of(tx, to)?;
    if held.iter().any(|held| held.role == lent.role && held.scope == lent.scope) {
        return Err(Refusal::conflict("people-conflict-delegation-held"));
    }
    let id: GrantId = tx.id();
    tx.run(
        sql("INSERT INTO people_grant
                (id, person, role, scope, granted_by, valid_from, valid_until, source)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        &[
            id.into(),
            to.into(),
            lent.role.code().into(),
            lent.scope.as_str().into(),
            by.to_string().into(),
            now.into(),
            until.into(),
            source.into(),
        ],
    )?;
    let detail = format!("{} {}", lent.role.code(), lent.scope);
    crate::record(tx, &by.to_string(), "people.right-lent", &to.to_string(), detail.trim())
}

/// Ends a right that a person lent, or was lent.
pub fn end_delegation(tx: &mut Tx, person: PersonId, id: GrantId) -> Outcome<()> {
    let now = tx.now();
    let row = tx.maybe(
        sql("UPDATE people_grant SET revoked_at = $1
             WHERE id = $2 AND source IS NOT NULL AND revoked_at IS NULL
               AND (granted_by = $3 OR person = $3) RETURNING person"),
        &[now.into(), id.into(), person.to_string().into()],
    )?;
    let holder: PersonId = row.ok_or(Refusal::Unknown)?.single()?;
    crate::record(tx, &person.to_string(), "people.lent-right-ended", &holder.to_string(), "")
}

/// With a right end those that were lent from it.
pub(crate) fn end_those_of(tx: &mut Tx, by: &str, source: GrantId) -> Outcome<()> {
    let now = tx.now();
    let rows = tx.all(
        sql("UPDATE people_grant SET revoked_at = $1
             WHERE source = $2 AND revoked_at IS NULL RETURNING person"),
        &[now.into(), source.into()],
    )?;
    for row in rows {
        let holder: PersonId = row.single()?;
        crate::record(tx, by, "people.lent-right-ended", &holder.to_string(), "")?;
    }
    Ok(())
}

/// The rights that a person lends now, with who has them.
pub fn delegations_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Delegation>> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT g.id, p.id, p.email, p.name, p.lang, g.role, g.scope, g.valid_until
             FROM people_grant g JOIN people_person p ON p.id = g.person
             WHERE g.granted_by = $1 AND g.source IS NOT NULL AND g.revoked_at IS NULL
               AND g.valid_until > $2 ORDER BY g.id"),
        &[person.to_string().into(), now.into()],
    )?;
    rows.into_iter().map(read).collect()
}

/// The rights that are lent to a person now, with who lent them.
pub fn delegations_to(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Delegation>> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT g.id, p.id, p.email, p.name, p.lang, g.role, g.scope, g.valid_until
             FROM people_grant g JOIN people_person p ON p.id = g.granted_by
             WHERE g.person = $1 AND g.source IS NOT NULL AND g.revoked_at IS NULL
               AND g.valid_until > $2 ORDER BY g.id"),
        &[person.into(), now.into()],
    )?;
    rows.into_iter().map(read).collect()
}

fn read(row: store::Row) -> Outcome<Delegation> {
    let mut columns = row.columns();
    Ok(Delegation {
        id: columns.take()?,
        other: Account {
            id: columns.take()?,
            email: columns.take()?,
            name: columns.take()?,
            lang: columns.take()?,
        },
        role: Role::of_column(&mut columns)?,
        scope: columns.take()?,
        until: columns.take()?,
    })
}
