//! The desk where people pay in cash and by cheque: what a day brought, what must be in the till, and
//! what was counted there.
//!
//! Invariant: what is counted is what the book says afterwards; a difference is booked as one.

use ::store::{Tx, sql};
use base::{Outcome, Refusal};
use people::Actor;

use crate::books::{Kind, Operation, book, own_account, record_operation};
use crate::entities::{Account, account, open_account};
use crate::model::{Booked, Day, EntityId};
use crate::plan::Purpose;
use crate::statements::{balance_on, statement};

/// Transfers that a day's sheet looks through, the newest ones.
const LOOKED_AT: usize = 2_000;

/// A till or a drawer of cheques on a day.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The account.
    pub account: Account,
    /// What was in it on the evening before, in cents.
    pub opening: i64,
    /// What moved on the day, oldest first.
    pub rows: Vec<Booked>,
    /// What is in it on the evening.
    pub closing: i64,
}

/// What was counted in the till.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// What the book said.
    pub expected: i64,
    /// What was there.
    pub counted: i64,
}

/// The sheets of the till and of the cheques on a day, and what was counted.
pub fn day_sheets(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    day: Day,
) -> Outcome<([Sheet; 2], Option<Count>)> {
    let entity = book(tx, actor, id)?;
    let sheets =
        [sheet(tx, entity.id, Purpose::Cash, day)?, sheet(tx, entity.id, Purpose::Cheques, day)?];
    let row = tx.maybe(
        sql("SELECT expected, counted FROM ledger_count WHERE entity = $1 AND day = $2"),
        &[entity.id.0.into(), day.0.into()],
    )?;
    let count = row.map(|row| {
        let mut columns = row.columns();
        Ok::<_, Refusal>(Count { expected: columns.take()?, counted: columns.take()? })
    });
    Ok((sheets, count.transpose()?))
}

fn sheet(tx: &mut Tx, entity: EntityId, purpose: Purpose, day: Day) -> Outcome<Sheet> {
    let accounts = crate::entities::accounts_in(tx, entity)?;
    let own = |account: &Account| {
        account.data.purpose == purpose
            && account.data.owner.is_empty()
            && account.data.unit == "EUR"
    };
    let account = accounts.into_iter().find(own).ok_or(Refusal::Unknown)?;
    let mut rows = statement(tx, account.id, None, LOOKED_AT)?;
    rows.retain(|row| row.effective == day);
    rows.reverse();
    let opening = -balance_on(tx, account.id, Day(day.0 - 1))?;
    let closing = -balance_on(tx, account.id, day)?;
    Ok(Sheet { account, opening, rows, closing })
}

/// Writes down what was counted in the till on the evening of a day, which is not to come; what it
/// differs by from the book is booked.
pub fn count_till(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    (day, counted): (Day, i64),
) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    let now = tx.now();
    if day > crate::rules::today(now) {
        return Err(Refusal::conflict("ledger-conflict-count-later"));
    }
    crate::claims::fence(tx, entity.id)?;
    let till = open_account(tx, entity.id, &own_account(Purpose::Cash))?;
    let expected = -balance_on(tx, till, day)?;
    tx.run(
        sql("INSERT INTO ledger_count (entity, day, expected, counted, counted_by, counted_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (entity, day) DO UPDATE
             SET expected = excluded.expected, counted = excluded.counted,
                counted_by = excluded.counted_by, counted_at = excluded.counted_at"),
        &[
            entity.id.0.into(),
            day.0.into(),
            expected.into(),
            counted.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    let missing = counted < expected;
    if counted != expected {
        let operation = Operation {
            kind: if missing { Kind::Expense } else { Kind::Receipt },
            treasury: Purpose::Cash,
            other: if missing { Purpose::OtherExpense } else { Purpose::OtherIncome },
            amount: (counted - expected).abs(),
            on: day,
            label: format!("Écart de caisse du {}", day.date()),
            reference: String::new(),
        };
        record_operation(tx, actor, entity.id, &operation)?;
    }
    let object = entity.organisation.to_string();
    let detail = day.date().to_string();
    people::record(tx, &actor.name_in_log(), "ledger.till-counted", &object, &detail)
}

/// Takes all cheques to the bank; the number of the transfer.
pub fn deposit_cheques(tx: &mut Tx, actor: &Actor, id: EntityId, on: Day) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    crate::claims::fence(tx, entity.id)?;
    let drawer = open_account(tx, entity.id, &own_account(Purpose::Cheques))?;
    let amount = -account(tx, drawer)?.balances.net();
    if amount < 1 {
        return Err(Refusal::conflict("ledger-conflict-no-cheques"));
    }
    let operation = Operation {
        kind: Kind::Move,
        treasury: Purpose::Cheques,
        other: Purpose::Bank,
        amount,
        on,
        label: format!("Remise de chèques du {}", on.date()),
        reference: String::new(),
    };
    record_operation(tx, actor, entity.id, &operation)
}
