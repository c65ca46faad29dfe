//! A company's account: who may use it, and how much they did. Who sat where is nobody's business.

use std::collections::BTreeMap;

use base::{Outcome, Refusal};
use people::{Actor, PersonId, Role};
use store::{Tx, sql};

use super::lots::day;
use super::passes::{Held, Holder, find, lend_standing};
use super::{PassId, Unit};
use crate::sites::site;

/// People who use one account at most.
const USERS_MAX: usize = 200;
/// Uses that a page adds up.
const COUNTED: usize = 20_000;

/// What somebody used of an account in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The month: its year and its number.
    pub month: (i16, i8),
    /// Who; nobody once they are forgotten.
    pub person: Option<PersonId>,
    /// How much of what.
    pub amounts: BTreeMap<Unit, i64>,
}

/// An account, for the managers of its organisation.
fn managed(tx: &mut Tx, actor: &Actor, id: PassId) -> Outcome<Held> {
    let held = find(tx, id)?.ok_or(Refusal::Unknown)?;
    match held.holder {
        Some(Holder::Organisation(org)) if actor.holds_in(Role::Manager, &org.to_string()) => {
            Ok(held)
        }
        _ => Err(Refusal::Unknown),
    }
}

/// Who may use an account, for the managers of its organisation.
pub fn users(tx: &mut Tx, actor: &Actor, id: PassId) -> Outcome<Vec<PersonId>> {
    managed(tx, actor, id)?;
    tx.all(
        sql("SELECT person FROM reservations_user WHERE pass = $1 ORDER BY named_at, person"),
        &[id.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// Lets somebody use an account.
pub fn name_user(tx: &mut Tx, actor: &Actor, id: PassId, person: PersonId) -> Outcome<()> {
    let held = managed(tx, actor, id)?;
    super::lots::fence(tx, id)?;
    if users(tx, actor, id)?.len() >= USERS_MAX {
        return Err(Refusal::conflict("reservations-conflict-users"));
    }
    let now = tx.now();
    tx.run(
        sql("INSERT INTO reservations_user (pass, person, named_at) VALUES ($1, $2, $3)
             ON CONFLICT (pass, person) DO NOTHING"),
        &[id.into(), person.into(), now.into()],
    )?;
    let standing = super::plan(tx, held.plan)?.data.standing;
    if !standing.is_empty() {
        let by = actor.name_in_log();
        lend_standing(tx, (held.site, person, &standing), (held.life.to, &by))?;
    }
    people::record(tx, &actor.name_in_log(), "reservations.user", &id.to_string(), "")
}

/// Lets somebody use an account no more; what they have stays promised.
pub fn end_user(tx: &mut Tx, actor: &Actor, id: PassId, person: PersonId) -> Outcome<()> {
    let held = managed(tx, actor, id)?;
    super::lots::fence(tx, id)?;
    tx.run(
        sql("DELETE FROM reservations_user WHERE pass = $1 AND person = $2"),
        &[id.into(), person.into()],
    )?;
    let standing = super::plan(tx, held.plan)?.data.standing;
    // What the account lent ends with it; what the host gave for longer stays.
    tx.run(
        sql("DELETE FROM reservations_standing
             WHERE site = $1 AND person = $2 AND code = $3 AND until = $4"),
        &[held.site.into(), person.into(), standing.into(), held.life.to.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.user-ended", &id.to_string(), "")
}

/// What was used of an account, by month and person, the latest first.
pub fn used(tx: &mut Tx, actor: &Actor, id: PassId) -> Outcome<Vec<Used>> {
    let held = managed(tx, actor, id)?;
    let site = site(tx, held.site)?;
    let rows = tx.all(
        sql("SELECT b.person, b.starts_at, l.unit, d.amount - d.back
             FROM reservations_lot l JOIN reservations_draw d ON d.lot = l.id
             JOIN reservations_booking b ON b.id = d.booking
             WHERE l.pass = $1 AND d.state = 'used' ORDER BY b.starts_at DESC LIMIT $2"),
        &[id.into(), COUNTED.into()],
    )?;
    let mut found: Vec<Used> = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        let person: Option<PersonId> = columns.take()?;
        let on = day(&site, columns.take()?)?;
        let unit = Unit::from_code(&columns.take::<String>()?).ok_or(Refusal::Unknown)?;
        let amount: i64 = columns.take()?;
        let month = (on.year(), on.month());
        let at = found.iter().position(|one| one.month == month && one.person == person);
        let at = at.unwrap_or_else(|| {
            found.push(Used { month, person, amounts: BTreeMap::new() });
            found.len() - 1
        });
        if let Some(one) = found.get_mut(at) {
            *one.amounts.entry(unit).or_default() += amount;
        }
    }
    Ok(found)
}
