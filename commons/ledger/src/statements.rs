//! What stood in an account at any moment, and what moved it.
//!
//! A transfer keeps the balances that it left behind, so that a balance of the past is the one that
//! the last transfer before it left; sums by day of effect are kept apart. Neither reads more rows
//! than it shows.

use std::collections::BTreeMap;

use ::store::{Columns, Row, Tx, sql};
use base::{Moment, Outcome, Refusal, Say};

use crate::model::{AccountId, Booked, Day, EntityId, Phase};
use crate::store::read_booked;
use crate::trail::MARK_EVERY;

/// Final credits less final debits of an account, as the book stood at a moment.
pub fn balance_at(tx: &mut Tx, account: AccountId, at: Moment) -> Outcome<i64> {
    let last = last_number(tx, account.entity(), at)?;
    let newest = newest_rows(tx, account, last + 1, 1)?;
    Ok(newest.first().map_or(0, |row| net_after(row, account)))
}

/// The number of the last transfer of a book at a moment. Moments in a book never go back, so that
/// it is found by halving.
fn last_number(tx: &mut Tx, entity: EntityId, at: Moment) -> Outcome<i64> {
    let mut high: i64 = tx
        .one(sql("SELECT transfers FROM ledger_entity WHERE number = $1"), &[entity.0.into()])?
        .single()?;
    let mut low = 0;
    while low < high {
        let middle = low + (high - low + 1) / 2;
        let booked_at: Moment = tx
            .one(
                sql("SELECT at FROM ledger_transfer WHERE entity = $1 AND number = $2"),
                &[entity.0.into(), middle.into()],
            )?
            .single()?;
        if booked_at <= at {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Ok(low)
}

/// Final credits less final debits of an account on the evening of a day, by day of effect.
pub fn balance_on(tx: &mut Tx, account: AccountId, day: Day) -> Outcome<i64> {
    let sums = tx.one(
        sql("SELECT CAST(COALESCE(SUM(credits - debits), 0) AS BIGINT) FROM ledger_day
             WHERE account = $1 AND day <= $2"),
        &[account.0.into(), day.0.into()],
    )?;
    sums.single()
}

/// The same of all accounts of a book in which something ever moved.
pub fn balances_on(tx: &mut Tx, entity: EntityId, day: Day) -> Outcome<BTreeMap<AccountId, i64>> {
    let (first, last) = (AccountId::new(entity, 0), AccountId::new(EntityId(entity.0 + 1), 0));
    let rows = tx.all(
        sql("SELECT account, CAST(SUM(credits - debits) AS BIGINT) FROM ledger_day
             WHERE account >= $1 AND account < $2 AND day <= $3 GROUP BY account"),
        &[first.0.into(), last.0.into(), day.0.into()],
    )?;
    let read = |row: Row| {
        let mut columns = row.columns();
        Ok((AccountId(columns.take()?), columns.take()?))
    };
    rows.into_iter().map(read).collect()
}

/// What moved in an account on each day of a span: day, debits, credits.
pub fn days_of(
    tx: &mut Tx,
    account: AccountId,
    from: Day,
    through: Day,
) -> Outcome<Vec<(Day, i64, i64)>> {
    let rows = tx.all(
        sql("SELECT day, debits, credits FROM ledger_day
             WHERE account = $1 AND day >= $2 AND day <= $3 ORDER BY day"),
        &[account.0.into(), from.0.into(), through.0.into()],
    )?;
    let read = |row: Row| {
        let mut columns = row.columns();
        Ok((Day(columns.take()?), columns.take()?, columns.take()?))
    };
    rows.into_iter().map(read).collect()
}

/// The newest transfers of an account before a number, newest first.
pub fn statement(
    tx: &mut Tx,
    account: AccountId,
    before: Option<i64>,
    limit: usize,
) -> Outcome<Vec<Booked>> {
    newest_rows(tx, account, before.unwrap_or(i64::MAX), limit)
}

/// What an account did between two moments of booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Final credits less final debits before.
    pub opening: i64,
    /// The same after.
    pub closing: i64,
    /// What was booked from the first moment on and before the second one, oldest first.
    pub rows: Vec<Booked>,
}

/// The statement of an account from one moment until before another. More than `limit` transfers
/// are a conflict: a statement with some of them would be wrong.
pub fn statement_between(
    tx: &mut Tx,
    account: AccountId,
    from: Moment,
    until: Moment,
    limit: usize,
) -> Outcome<Statement> {
    let before = Moment(from.0 - 1);
    let first = last_number(tx, account.entity(), before)?;
    let last = last_number(tx, account.entity(), Moment(until.0 - 1))?;
    let mut rows = newest_rows(tx, account, last + 1, limit + 1)?;
    rows.retain(|booked| booked.number > first);
    rows.sort_by_key(|booked| booked.number);
    if rows.len() > limit {
        let say = Say::new("ledger-conflict-long-statement").with("limit", limit);
        return Err(Refusal::conflict(say));
    }
    let opening = balance_at(tx, account, before)?;
    let closing = rows.last().map_or(opening, |booked| net_after(booked, account));
    Ok(Statement { opening, closing, rows })
}

/// What a transfer left in one of its accounts.
pub fn net_after(booked: &Booked, account: AccountId) -> i64 {
    if booked.transfer.debit == account { booked.debit_balance } else { booked.credit_balance }
}

/// What a transfer gave to an account, or with a minus took from it, for good.
pub fn moved(booked: &Booked, account: AccountId) -> i64 {
    match booked.transfer.phase {
        Phase::Single | Phase::Post { .. } if booked.transfer.debit == account => {
            -booked.transfer.amount
        }
        Phase::Single | Phase::Post { .. } => booked.transfer.amount,
        Phase::Pending { .. } | Phase::Void { .. } | Phase::Expire { .. } => 0,
    }
}

/// The newest transfers of an account before a number, newest first: from the nearest mark back
/// along its trail.
fn newest_rows(tx: &mut Tx, account: AccountId, before: i64, limit: usize) -> Outcome<Vec<Booked>> {
    let mark: Option<i64> = tx
        .one(
            sql("SELECT MIN(number) FROM ledger_mark WHERE account = $1 AND number >= $2"),
            &[account.0.into(), before.into()],
        )?
        .single()?;
    let start = match mark {
        Some(number) => number,
        None => tx
            .one(
                sql("SELECT last_transfer FROM ledger_account WHERE number = $1"),
                &[account.0.into()],
            )?
            .single()?,
    };
    let steps = limit + usize::try_from(MARK_EVERY).unwrap_or(0);
    let rows = tx.all(
        sql("WITH RECURSIVE ledger_trail (number, before, step) AS (
                SELECT number, CASE WHEN debit = $1 THEN debit_before ELSE credit_before END,
                    CAST(1 AS BIGINT)
                FROM ledger_transfer WHERE entity = $2 AND number = $3
                UNION ALL
                SELECT t.number,
                    CASE WHEN t.debit = $1 THEN t.debit_before ELSE t.credit_before END,
                    ledger_trail.step + 1
                FROM ledger_trail
                JOIN ledger_transfer t ON t.entity = $2 AND t.number = ledger_trail.before
                WHERE ledger_trail.step < $4)
             SELECT t.number, t.id, t.flags, t.debit, t.credit, t.amount, t.pending, t.timeout_s,
                t.code, t.reference, t.label, t.effective, t.at, t.debit_balance,
                t.credit_balance, t.debit_before, t.credit_before
             FROM ledger_trail
             JOIN ledger_transfer t ON t.entity = $2 AND t.number = ledger_trail.number
             WHERE ledger_trail.number < $5 ORDER BY t.number DESC LIMIT $6"),
        &[
            account.0.into(),
            account.entity().0.into(),
            start.into(),
            steps.into(),
            before.into(),
            limit.into(),
        ],
    )?;
    rows.into_iter().map(|row| read_booked(&mut row.columns())).collect()
}

/// The transfers of a business object, oldest first, in all books.
pub fn transfers_about(tx: &mut Tx, reference: &str) -> Outcome<Vec<Booked>> {
    let rows = tx.all(
        sql("SELECT number, id, flags, debit, credit, amount, pending, timeout_s, code, reference,
                label, effective, at, debit_balance, credit_balance,
                debit_before, credit_before
             FROM ledger_transfer WHERE reference = $1 AND reference <> ''
             ORDER BY at, entity, number LIMIT 1000"),
        &[reference.into()],
    )?;
    rows.into_iter().map(|row| read_booked(&mut row.columns())).collect()
}

/// The transfers of a book after a number, oldest first, with their seals.
pub(crate) fn page(
    tx: &mut Tx,
    entity: EntityId,
    after: i64,
    limit: usize,
) -> Outcome<Vec<(Booked, Vec<u8>)>> {
    let rows = tx.all(
        sql("SELECT number, id, flags, debit, credit, amount, pending, timeout_s, code, reference,
                label, effective, at, debit_balance, credit_balance,
                debit_before, credit_before, seal
             FROM ledger_transfer WHERE entity = $1 AND number > $2 ORDER BY number LIMIT $3"),
        &[entity.0.into(), after.into(), limit.into()],
    )?;
    let read = |row: Row| {
        let mut columns: Columns = row.columns();
        Ok((read_booked(&mut columns)?, columns.take()?))
    };
    rows.into_iter().map(read).collect()
}
