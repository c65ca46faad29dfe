//! Legal entities, each with its own book, and the accounts in it.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Row, Tx, Value, sql};
use base::{Id, Moment, Outcome, Refusal};
use people::OrgId;

use crate::chain;
use crate::model::{ACCOUNTS_LIMIT, AccountId, Balances, Day, EntityId};
use crate::plan::Purpose;
use crate::store::read_balances;
use crate::trail::Trail;

/// A legal entity that keeps a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its number.
    pub id: EntityId,
    /// The organisation that it is.
    pub organisation: OrgId,
    /// Its name, as on its documents.
    pub name: String,
    /// Its SIREN, if it has one.
    pub siren: String,
    /// Transfers in its book.
    pub transfers: i64,
    /// The last day of its closed periods.
    pub closed_through: Option<Day>,
}

/// What an account is: whose, what for, in which unit, how far it may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// What it is for.
    pub purpose: Purpose,
    /// Whose it is, the id of a person, an organisation or a project; nothing for the entity's own.
    pub owner: String,
    /// In what it counts: `EUR`, `MIN` for time in minutes, or a unit of the entity's own.
    pub unit: String,
    /// How far debits may exceed credits: 0 forbids an overdraft, nothing allows any.
    pub max_debit: Option<i64>,
    /// How far credits may exceed debits.
    pub max_credit: Option<i64>,
}

impl NewAccount {
    /// An account in euros without limits.
    pub fn euros(purpose: Purpose, owner: impl ToString) -> Self {
        let unit = "EUR".to_owned();
        Self { purpose, owner: owner.to_string(), unit, max_debit: None, max_credit: None }
    }

    /// The same, which cannot be overdrawn.
    #[must_use]
    pub fn never_overdrawn(self) -> Self {
        Self { max_debit: Some(0), ..self }
    }
}

/// An account of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// What it is.
    pub data: NewAccount,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// What stands in it.
    pub balances: Balances,
    /// The transfers that touched it.
    pub trail: Trail,
}

/// Begins the book of an organisation; it has one.
pub fn open_book(tx: &mut Tx, organisation: OrgId) -> Outcome<EntityId> {
    if let Some(entity) = entity_of(tx, organisation)? {
        return Ok(entity.id);
    }
    let data = people::organisation(tx, organisation)?.data;
    let now = tx.now();
    let number: i64 =
        tx.one(sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_entity"), &[])?.single()?;
    tx.run(
        sql("INSERT INTO ledger_entity (number, version, organisation, name, siren, accounts,
                transfers, seal, next_expiry, closed_through, created_at)
             VALUES ($1, 1, $2, $3, $4, 0, 0, $5, $6, 0, $7)"),
        &[
            number.into(),
            organisation.into(),
            data.name.into(),
            data.siret.chars().take(9).collect::<String>().into(),
            chain::BEGINNING.to_vec().into(),
            i64::MAX.into(),
            now.into(),
        ],
    )?;
    Ok(EntityId(number))
}

/// The book of an organisation, if it keeps one.
pub fn entity_of(tx: &mut Tx, organisation: OrgId) -> Outcome<Option<Entity>> {
    tx.maybe(
        sql("SELECT number, organisation, name, siren, transfers, closed_through
             FROM ledger_entity WHERE organisation = $1"),
        &[organisation.into()],
    )?
    .map(read_entity)
    .transpose()
}

/// A legal entity.
pub(crate) fn entity(tx: &mut Tx, id: EntityId) -> Outcome<Entity> {
    read_entity(tx.one(
        sql("SELECT number, organisation, name, siren, transfers, closed_through
             FROM ledger_entity WHERE number = $1"),
        &[id.0.into()],
    )?)
}

/// All books, oldest first.
pub fn entities(tx: &mut Tx) -> Outcome<Vec<Entity>> {
    tx.all(
        sql("SELECT number, organisation, name, siren, transfers, closed_through
             FROM ledger_entity ORDER BY number"),
        &[],
    )?
    .into_iter()
    .map(read_entity)
    .collect()
}

/// The names of some books.
pub(crate) fn entities_named(
    tx: &mut Tx,
    ids: impl Iterator<Item = EntityId>,
) -> Outcome<BTreeMap<EntityId, String>> {
    let ids: Vec<i64> = ids.map(|id| id.0).collect::<BTreeSet<_>>().into_iter().collect();
    let mut names = BTreeMap::new();
    for list in ids.chunks(8) {
        let mut list: Vec<Value> = list.iter().map(|id| (*id).into()).collect();
        list.resize(8, Value::Int(0));
        for row in tx.all(
            sql("SELECT number, name FROM ledger_entity
                 WHERE number IN ($1, $2, $3, $4, $5, $6, $7, $8)"),
            &list,
        )? {
            let mut columns = row.columns();
            names.insert(EntityId(columns.take()?), columns.take()?);
        }
    }
    Ok(names)
}

fn read_entity(row: Row) -> Outcome<Entity> {
    let mut columns = row.columns();
    Ok(Entity {
        id: EntityId(columns.take()?),
        organisation: columns.take()?,
        name: columns.take()?,
        siren: columns.take()?,
        transfers: columns.take()?,
        closed_through: Some(Day(columns.take()?)).filter(|day| day.0 > 0),
    })
}

/// Opens an account, or finds the one that has the same purpose, owner and unit: limits of one that
/// is there stay as they are.
pub fn open_account(tx: &mut Tx, entity: EntityId, new: &NewAccount) -> Outcome<AccountId> {
    let whole = |limit: Option<i64>| limit.is_none_or(|limit| limit >= 0);
    if !is_unit(&new.unit) || !whole(new.max_debit) || !whole(new.max_credit) {
        return Err(Refusal::broken("an account has an unknown unit or a negative limit"));
    }
    // The fence: two that open the same account wait for each other.
    let serial: i64 = tx
        .one(
            sql("UPDATE ledger_entity SET accounts = accounts + 1 WHERE number = $1
                 RETURNING accounts"),
            &[entity.0.into()],
        )?
        .single()?;
    let there = tx.maybe(
        sql("SELECT number FROM ledger_account
             WHERE entity = $1 AND purpose = $2 AND owner = $3 AND unit = $4"),
        &[
            entity.0.into(),
            new.purpose.code().into(),
            new.owner.as_str().into(),
            new.unit.as_str().into(),
        ],
    )?;
    if let Some(row) = there {
        return row.single().map(AccountId);
    }
    if serial >= ACCOUNTS_LIMIT {
        return Err(Refusal::broken("a book has too many accounts"));
    }
    let (id, now) = (AccountId::new(entity, serial), tx.now());
    tx.run(
        sql("INSERT INTO ledger_account (number, entity, owner, purpose, unit, max_debit,
                max_credit, debits_pending, debits_posted, credits_pending, credits_posted,
                last_transfer, moves, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, 0, $8)"),
        &[
            id.0.into(),
            entity.0.into(),
            new.owner.as_str().into(),
            new.purpose.code().into(),
            new.unit.as_str().into(),
            new.max_debit.into(),
            new.max_credit.into(),
            now.into(),
        ],
    )?;
    Ok(id)
}

/// Whether a text names a unit: `EUR`, `MIN`, or three to twelve capitals and digits.
fn is_unit(unit: &str) -> bool {
    let good = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    (3..=12).contains(&unit.len()) && unit.chars().all(good)
}

/// Closes an account in which nothing stands; it takes part in no transfer any more.
pub fn close_account(tx: &mut Tx, id: AccountId) -> Outcome<()> {
    tx.run(
        sql("UPDATE ledger_entity SET version = version + 1 WHERE number = $1"),
        &[id.entity().0.into()],
    )?;
    let account = account(tx, id)?;
    let Balances { debits_pending, credits_pending, .. } = account.balances;
    if account.balances.net() != 0 || debits_pending != 0 || credits_pending != 0 {
        return Err(Refusal::conflict("ledger-conflict-not-empty"));
    }
    let now = tx.now();
    tx.run(
        sql("UPDATE ledger_account SET closed_at = $1 WHERE number = $2 AND closed_at IS NULL"),
        &[now.into(), id.0.into()],
    )
    .map(drop)
}

/// Sets how far an account may go.
pub fn set_limits(
    tx: &mut Tx,
    id: AccountId,
    max_debit: Option<i64>,
    max_credit: Option<i64>,
) -> Outcome<()> {
    tx.run(
        sql("UPDATE ledger_entity SET version = version + 1 WHERE number = $1"),
        &[id.entity().0.into()],
    )?;
    tx.fence(
        sql("UPDATE ledger_account SET max_debit = $1, max_credit = $2 WHERE number = $3"),
        &[max_debit.into(), max_credit.into(), id.0.into()],
    )
}

/// An account.
pub fn account(tx: &mut Tx, id: AccountId) -> Outcome<Account> {
    read_account(tx.one(
        sql("SELECT number, owner, purpose, unit, max_debit, max_credit, closed_at,
                debits_pending, debits_posted, credits_pending, credits_posted,
                last_transfer, moves
             FROM ledger_account WHERE number = $1"),
        &[id.0.into()],
    )?)
}

/// The accounts of a book, by purpose.
pub fn accounts_in(tx: &mut Tx, entity: EntityId) -> Outcome<Vec<Account>> {
    tx.all(
        sql("SELECT number, owner, purpose, unit, max_debit, max_credit, closed_at,
                debits_pending, debits_posted, credits_pending, credits_posted,
                last_transfer, moves
             FROM ledger_account WHERE entity = $1 ORDER BY purpose, owner, unit"),
        &[entity.0.into()],
    )?
    .into_iter()
    .map(read_account)
    .collect()
}

/// The accounts of an owner, in all books.
pub fn accounts_of<K>(tx: &mut Tx, owner: Id<K>) -> Outcome<Vec<Account>> {
    tx.all(
        sql("SELECT number, owner, purpose, unit, max_debit, max_credit, closed_at,
                debits_pending, debits_posted, credits_pending, credits_posted,
                last_transfer, moves
             FROM ledger_account WHERE owner = $1 AND owner <> '' ORDER BY number"),
        &[owner.into()],
    )?
    .into_iter()
    .map(read_account)
    .collect()
}

fn read_account(row: Row) -> Outcome<Account> {
    let mut columns = row.columns();
    let id = AccountId(columns.take()?);
    let owner = columns.take()?;
    let purpose = Purpose::from_code(&columns.take::<String>()?)
        .ok_or_else(|| Refusal::broken("an account has an unknown purpose"))?;
    let data = NewAccount {
        purpose,
        owner,
        unit: columns.take()?,
        max_debit: columns.take()?,
        max_credit: columns.take()?,
    };
    let closed_at = columns.take()?;
    let balances = read_balances(&mut columns)?;
    let trail = Trail { last: columns.take()?, moves: columns.take()? };
    Ok(Account { id, data, closed_at, balances, trail })
}

/// Closes all days up to one: no transfer takes effect there any more. A closed period stays closed.
pub fn close_period(tx: &mut Tx, entity: EntityId, through: Day) -> Outcome<()> {
    if through >= crate::rules::today(tx.now()) {
        return Err(Refusal::conflict("ledger-conflict-not-over"));
    }
    tx.run(
        sql("UPDATE ledger_entity SET version = version + 1, closed_through = $1
             WHERE number = $2 AND closed_through < $1"),
        &[through.0.into(), entity.0.into()],
    )
    .map(drop)
}
