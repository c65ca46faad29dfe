//! Lots: what a pass gives at once, each an account of the ledger that is never overdrawn.
//!
//! A lot is good for what begins from its first moment up to its last. Whoever takes from the lots of
//! a pass has passed the fence of the pass, so that what is read of them is what there is.

use base::{Moment, Outcome, Refusal};
use jiff::civil::Date;
use ledger::{AccountId, EntityId, NewAccount, Purpose, Transfer};
use store::{Row, Tx, sql};

use super::plans::Plan;
use super::{LotId, PassId, Unit};
use crate::local::{midnight, wall};
use crate::model::{Site, Span};

/// A lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lot {
    pub(crate) id: LotId,
    pub(crate) pass: PassId,
    pub(crate) unit: Unit,
    pub(crate) amount: i64,
    pub(crate) account: AccountId,
    /// Where what is taken goes, and comes back from.
    pub(crate) counter: AccountId,
    pub(crate) good: Span,
}

/// Everybody who takes from the lots of a pass waits here for the others.
pub(crate) fn fence(tx: &mut Tx, pass: PassId) -> Outcome<()> {
    tx.fence(
        sql("UPDATE reservations_pass SET version = version + 1 WHERE id = $1"),
        &[pass.into()],
    )
}

/// The day of a moment on the wall of a site.
pub(crate) fn day(site: &Site, at: Moment) -> Outcome<Date> {
    Ok(wall(site, at)?.date())
}

/// A day some months and days later; at the end of a shorter month its last.
pub(crate) fn later(day: Date, months: i64, days: i64) -> Outcome<Date> {
    let span = jiff::Span::new().try_months(months).and_then(|span| span.try_days(days));
    span.and_then(|span| day.checked_add(span)).map_err(Refusal::broken)
}

/// The lots of a pass that are good at a moment; those of a month are made when they are first wanted.
pub(crate) fn lots_at(
    tx: &mut Tx,
    (site, book): (&Site, EntityId),
    (pass, life): (PassId, Span),
    plan: &Plan,
    at: Moment,
) -> Outcome<Vec<Lot>> {
    let mut wanted = Vec::new();
    let month = month_at(site, life, at)?;
    if let Some(unit) = plan.data.unit {
        wanted.push((unit, plan.data.amount, if plan.data.each_month { month } else { life }));
    }
    if plan.data.budget_cents > 0 {
        wanted.push((Unit::Budget, plan.data.budget_cents, month));
    }
    let mut lots = Vec::new();
    for (unit, amount, good) in wanted {
        let known = tx.maybe(
            sql("SELECT id, pass, unit, amount, account, counter, starts_at, ends_at
                 FROM reservations_lot
                 WHERE pass = $1 AND unit = $2 AND starts_at <= $3 AND ends_at > $3"),
            &[pass.into(), unit.code().into(), at.into()],
        )?;
        lots.push(match known {
            Some(row) => read(row)?,
            None => open(tx, book, pass, (unit, amount), good)?,
        });
    }
    Ok(lots)
}

/// The month of a pass, counted from its first day, in which a moment lies.
fn month_at(site: &Site, life: Span, at: Moment) -> Outcome<Span> {
    let first = day(site, life.from)?;
    let mut month = Span { from: life.from, to: life.to };
    for count in 1..=60 {
        let next = midnight(site, later(first, count, 0)?)?;
        if next > at {
            month.to = life.to.min(next);
            break;
        }
        month.from = next;
    }
    Ok(month)
}

/// Makes a lot and gives what it holds.
fn open(
    tx: &mut Tx,
    book: EntityId,
    pass: PassId,
    (unit, amount): (Unit, i64),
    good: Span,
) -> Outcome<Lot> {
    let id: LotId = tx.id();
    let account = |purpose, owner: String, floor| NewAccount {
        purpose,
        owner,
        unit: unit.code().to_owned(),
        max_debit: floor,
        max_credit: None,
    };
    let own = ledger::open_account(tx, book, &account(Purpose::Wallet, id.to_string(), Some(0)))?;
    let counter = account(Purpose::Services, String::new(), None);
    let counter = ledger::open_account(tx, book, &counter)?;
    tx.run(
        sql("INSERT INTO reservations_lot (id, pass, unit, amount, account, counter, starts_at,
                ends_at, lapsed, lapses)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 1)"),
        &[
            id.into(),
            pass.into(),
            unit.code().into(),
            amount.into(),
            own.to_string().into(),
            counter.to_string().into(),
            good.from.into(),
            good.to.into(),
        ],
    )?;
    let given = Transfer::new(tx.id(), counter, own, amount);
    let given = given.about("reservations.given", &format!("pass:{pass}"), "");
    ledger::transfer_all(tx, &[given])?;
    Ok(Lot { id, pass, unit, amount, account: own, counter, good })
}

/// What is left of a lot: what holds have set aside is not.
pub(crate) fn left(tx: &mut Tx, lot: &Lot) -> Outcome<i64> {
    Ok(ledger::account(tx, lot.account)?.balances.available())
}

/// A lot.
pub(crate) fn lot(tx: &mut Tx, id: LotId) -> Outcome<Lot> {
    read(tx.one(
        sql("SELECT id, pass, unit, amount, account, counter, starts_at, ends_at
             FROM reservations_lot WHERE id = $1"),
        &[id.into()],
    )?)
}

pub(crate) fn read(row: Row) -> Outcome<Lot> {
    let mut columns = row.columns();
    Ok(Lot {
        id: columns.take()?,
        pass: columns.take()?,
        unit: Unit::from_code(&columns.take::<String>()?)
            .ok_or_else(|| Refusal::broken("a lot has an unknown unit"))?,
        amount: columns.take()?,
        account: columns.take::<String>()?.parse()?,
        counter: columns.take::<String>()?.parse()?,
        good: Span { from: columns.take()?, to: columns.take()? },
    })
}
