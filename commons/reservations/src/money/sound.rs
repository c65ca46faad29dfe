//! What promises took and owe, beside what the ledger says.

use std::collections::BTreeMap;

use base::Outcome;
use ledger::Phase;
use store::{Finding, Tx, sql};

use super::LotId;
use super::draws::reference;
use super::lots::read as read_lot;
use crate::model::BookingId;

/// Every charge that the ledger does not bear out.
pub(crate) fn check(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = lots(tx)?;
    findings.extend(draws(tx)?);
    findings.extend(invoices(tx)?);
    Ok(findings)
}

/// What is left of each lot is what stands in its account.
fn lots(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let rows = tx.all(
        sql("SELECT l.id, l.pass, l.unit, l.amount, l.account, l.counter, l.starts_at, l.ends_at
             FROM reservations_lot l ORDER BY l.id"),
        &[],
    )?;
    let mut findings = Vec::new();
    for row in rows {
        let lot = read_lot(row)?;
        let mut columns = tx
            .one(
                sql("SELECT CAST(COALESCE(SUM(CASE WHEN d.state <> 'freed' THEN d.amount - d.back
                        END), 0) AS BIGINT), MIN(l.lapsed)
                     FROM reservations_lot l LEFT JOIN reservations_draw d ON d.lot = l.id
                     WHERE l.id = $1"),
                &[lot.id.into()],
            )?
            .columns();
        let (used, lapsed): (i64, i64) = (columns.take()?, columns.take()?);
        let left = lot.amount - used - lapsed;
        if ledger::account(tx, lot.account)?.balances.available() != left {
            let invariant = "what is left of a lot is what its account holds";
            findings.push(Finding { invariant, record: lot.id.to_string() });
        }
    }
    Ok(findings)
}

/// What each promise took is what the transfers about it moved.
fn draws(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let rows = tx.all(
        sql("SELECT booking, lot, id, amount, back, state FROM reservations_draw ORDER BY booking"),
        &[],
    )?;
    let mut wanted: BTreeMap<BookingId, BTreeMap<LotId, i64>> = BTreeMap::new();
    let mut findings = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        let (booking, lot): (BookingId, LotId) = (columns.take()?, columns.take()?);
        let id = columns.take()?;
        let (amount, back): (i64, i64) = (columns.take()?, columns.take()?);
        let state: String = columns.take()?;
        let stands = ledger::state_of(tx, id)?.map(|(state, _)| state).unwrap_or_default();
        let fits = [("held", "waiting"), ("used", "posted"), ("freed", "voided")]
            .contains(&(state.as_str(), stands.as_str()));
        if !fits {
            let invariant = "what a promise took stands in the ledger";
            findings.push(Finding { invariant, record: booking.to_string() });
        }
        let taken = if state == "used" { amount - back } else { 0 };
        *wanted.entry(booking).or_default().entry(lot).or_default() += taken;
    }
    for (booking, lots) in wanted {
        let mut moved = 0;
        for booked in ledger::transfers_about(tx, &reference(booking))? {
            match (booked.transfer.phase, booked.transfer.code.as_str()) {
                (Phase::Post { .. }, "reservations.used") => moved += booked.transfer.amount,
                (Phase::Single, "reservations.back") => moved -= booked.transfer.amount,
                _ => {}
            }
        }
        if moved != lots.values().sum::<i64>() {
            let invariant = "what a promise took is what the ledger moved";
            findings.push(Finding { invariant, record: booking.to_string() });
        }
    }
    Ok(findings)
}

/// What charges say of an invoice is what it put under an income of the book.
fn invoices(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let rows = tx.all(
        sql("SELECT book, papers, invoiced_cents, credited_cents FROM reservations_charge
             WHERE invoice IS NOT NULL ORDER BY book, papers"),
        &[],
    )?;
    let mut wanted: BTreeMap<(i64, String), i64> = BTreeMap::new();
    let mut credited: BTreeMap<(i64, String), (i64, Vec<String>)> = BTreeMap::new();
    for row in rows {
        let mut columns = row.columns();
        let book: i64 = columns.take()?;
        let papers: String = columns.take()?;
        let (invoiced, back): (i64, i64) = (columns.take()?, columns.take()?);
        let mut papers = papers.split_whitespace().map(str::to_owned);
        let Some(name) = papers.next() else { continue };
        *wanted.entry((book, name.clone())).or_default() += invoiced;
        let entry = credited.entry((book, name)).or_default();
        entry.0 += back;
        entry.1.extend(papers);
    }
    let mut findings = Vec::new();
    for ((book, name), cents) in wanted {
        let (back, notes) = credited.remove(&(book, name.clone())).unwrap_or_default();
        let mut noted = 0;
        for note in &notes {
            noted -= income(tx, ledger::EntityId(book), note)?;
        }
        if income(tx, ledger::EntityId(book), &name)? != cents || noted != back {
            let invariant = "what was invoiced of promises is what the book says";
            findings.push(Finding { invariant, record: name });
        }
    }
    Ok(findings)
}

/// What an invoice or a credit note put under the incomes of a book.
fn income(tx: &mut Tx, book: ledger::EntityId, name: &str) -> Outcome<i64> {
    let mut sum = 0;
    for booked in ledger::transfers_about(tx, name)? {
        let transfer = booked.transfer;
        if transfer.code != "ledger.invoice" || transfer.debit.entity() != book {
            continue;
        }
        if ledger::account(tx, transfer.credit)?.data.purpose.is_income() {
            sum += transfer.amount;
        }
        if ledger::account(tx, transfer.debit)?.data.purpose.is_income() {
            sum -= transfer.amount;
        }
    }
    Ok(sum)
}
