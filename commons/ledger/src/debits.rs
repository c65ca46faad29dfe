//! Debits of claims on mandates, one by one: sent to the bank, collected, refused, or taken back.

use ::store::{Columns, Tx, sql};
use base::Outcome;

use crate::claims::{Claim, ClaimState, set_state};
use crate::mandates::Mandate;
use crate::model::{Day, EntityId};

/// A debit of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Debit {
    /// Its number in the book.
    pub(crate) number: i64,
    /// The claim that it collects.
    pub(crate) claim: i64,
    /// The mandate that allows it.
    pub(crate) mandate: i64,
    /// In cents.
    pub(crate) amount: i64,
    /// When the account is debited.
    pub(crate) due: Day,
    /// The file that took it.
    pub(crate) file: i64,
    /// Its batch.
    pub(crate) batch: String,
    /// Where it stands: `sent`, `paid`, `refused` or `returned`; its name is the text
    /// `ledger-debit-…`.
    pub(crate) state: String,
    /// What the bank said against it.
    pub(crate) reason: String,
    /// When its payer was told of it by mail.
    pub(crate) told_at: Option<base::Moment>,
}

impl Debit {
    /// The identifier that comes back on the statement.
    pub(crate) fn end_to_end(&self, entity: EntityId) -> String {
        end_to_end(entity, self.number)
    }
}

pub(crate) fn end_to_end(entity: EntityId, number: i64) -> String {
    format!("PRLV{}-{number}", entity.0)
}

pub(crate) fn next_debit(tx: &mut Tx, entity: EntityId) -> Outcome<i64> {
    tx.one(
        sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_debit WHERE entity = $1"),
        &[entity.0.into()],
    )?
    .single()
}

/// The claim is at the bank, and its mandate is used once more.
pub(crate) fn insert_debit(
    tx: &mut Tx,
    entity: EntityId,
    (number, file, batch): (i64, i64, &str),
    (claim, mandate): &(Claim, Mandate),
    on: Day,
) -> Outcome<()> {
    tx.run(
        sql("INSERT INTO ledger_debit (entity, number, claim, mandate, amount, due, file, batch,
                state, reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'sent', '')"),
        &[
            entity.0.into(),
            number.into(),
            claim.number.into(),
            mandate.number.into(),
            claim.left().into(),
            on.0.into(),
            file.into(),
            batch.into(),
        ],
    )?;
    set_state(tx, entity, claim.number, ClaimState::Sent)?;
    tx.fence(
        sql("UPDATE ledger_mandate SET debits = debits + 1, last_debit = $1
             WHERE entity = $2 AND number = $3"),
        &[on.0.into(), entity.0.into(), mandate.number.into()],
    )
}

/// The bank did not carry a debit out: its claim waits again, and the mandate was not used.
pub(crate) fn refuse_debit(
    tx: &mut Tx,
    entity: EntityId,
    debit: &Debit,
    reason: &str,
) -> Outcome<()> {
    set_debit(tx, entity, debit.number, ("refused", reason))?;
    set_state(tx, entity, debit.claim, ClaimState::Open)?;
    tx.fence(
        sql("UPDATE ledger_mandate SET debits = debits - 1 WHERE entity = $1 AND number = $2"),
        &[entity.0.into(), debit.mandate.into()],
    )
}

pub(crate) fn set_debit(
    tx: &mut Tx,
    entity: EntityId,
    number: i64,
    (state, reason): (&str, &str),
) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_debit SET state = $1, reason = $2 WHERE entity = $3 AND number = $4"),
        &[state.into(), reason.into(), entity.0.into(), number.into()],
    )
}

/// The debits of a file.
pub(crate) fn debits_of_file(tx: &mut Tx, entity: EntityId, file: i64) -> Outcome<Vec<Debit>> {
    let rows = tx.all(
        sql("SELECT number, claim, mandate, amount, due, file, batch, state, reason,
                told_at
             FROM ledger_debit WHERE entity = $1 AND file = $2 ORDER BY number"),
        &[entity.0.into(), file.into()],
    )?;
    rows.into_iter().map(|row| read_debit(&mut row.columns())).collect()
}

/// The debits of a batch.
pub(crate) fn debits_of_batch(tx: &mut Tx, entity: EntityId, batch: &str) -> Outcome<Vec<Debit>> {
    let rows = tx.all(
        sql("SELECT number, claim, mandate, amount, due, file, batch, state, reason,
                told_at
             FROM ledger_debit WHERE entity = $1 AND batch = $2 ORDER BY number"),
        &[entity.0.into(), batch.into()],
    )?;
    rows.into_iter().map(|row| read_debit(&mut row.columns())).collect()
}

/// The debits that the bank has, or that a payer's bank may still take back: for thirteen months
/// (directive (EU) 2015/2366, article 71).
pub(crate) fn live_debits(tx: &mut Tx, entity: EntityId, today: Day) -> Outcome<Vec<Debit>> {
    let rows = tx.all(
        sql("SELECT number, claim, mandate, amount, due, file, batch, state, reason,
                told_at
             FROM ledger_debit WHERE entity = $1 AND state IN ('sent', 'paid') AND due >= $2
             ORDER BY number DESC LIMIT $3"),
        &[entity.0.into(), (today.0 - 400).into(), crate::matching::LOOKED_AT.into()],
    )?;
    rows.into_iter().map(|row| read_debit(&mut row.columns())).collect()
}

/// One debit of a book.
pub(crate) fn debit_in(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<Debit> {
    let row = tx.one(
        sql("SELECT number, claim, mandate, amount, due, file, batch, state, reason,
                told_at
             FROM ledger_debit WHERE entity = $1 AND number = $2"),
        &[entity.0.into(), number.into()],
    )?;
    read_debit(&mut row.columns())
}

/// The debits of a claim, the newest first.
pub(crate) fn debits_of_claim(tx: &mut Tx, entity: EntityId, claim: i64) -> Outcome<Vec<Debit>> {
    let rows = tx.all(
        sql("SELECT number, claim, mandate, amount, due, file, batch, state, reason,
                told_at
             FROM ledger_debit WHERE entity = $1 AND claim = $2 ORDER BY number DESC LIMIT 50"),
        &[entity.0.into(), claim.into()],
    )?;
    rows.into_iter().map(|row| read_debit(&mut row.columns())).collect()
}

fn read_debit(columns: &mut Columns) -> Outcome<Debit> {
    Ok(Debit {
        number: columns.take()?,
        claim: columns.take()?,
        mandate: columns.take()?,
        amount: columns.take()?,
        due: Day(columns.take()?),
        file: columns.take()?,
        batch: columns.take()?,
        state: columns.take()?,
        reason: columns.take()?,
        told_at: columns.take()?,
    })
}
