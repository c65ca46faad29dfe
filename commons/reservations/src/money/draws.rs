//! What promises take from lots: set aside by a hold, taken by a yes, freed or given back.

use base::Outcome;
use ledger::{Transfer, TransferId};
use store::{Tx, sql};

use super::lots::{self, Lot};
use super::{LotId, PassId};
use crate::model::BookingId;

/// Holds that ran out have set nothing aside any more, whether or not a job has written so.
pub(super) fn free_run_out(tx: &mut Tx, pass: PassId) -> Outcome<()> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT DISTINCT b.id FROM reservations_lot l
             JOIN reservations_draw d ON d.lot = l.id
             JOIN reservations_booking b ON b.id = d.booking
             WHERE l.pass = $1 AND d.state = 'held' AND b.state = 'held' AND b.live_until <= $2"),
        &[pass.into(), now.into()],
    )?;
    for row in rows {
        free(tx, row.single()?)?;
    }
    Ok(())
}

/// A part of a lot that a promise took.
struct Draw {
    id: TransferId,
    lot: LotId,
    amount: i64,
    back: i64,
    state: String,
}

/// What a promise took, from the oldest lot on.
fn draws(tx: &mut Tx, booking: BookingId) -> Outcome<Vec<Draw>> {
    tx.all(
        sql("SELECT d.id, d.lot, d.amount, d.back, d.state
             FROM reservations_draw d JOIN reservations_lot l ON l.id = d.lot
             WHERE d.booking = $1 ORDER BY l.starts_at, l.id, d.id"),
        &[booking.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Draw {
            id: columns.take()?,
            lot: columns.take()?,
            amount: columns.take()?,
            back: columns.take()?,
            state: columns.take()?,
        })
    })
    .collect()
}

pub(super) fn reference(booking: BookingId) -> String {
    format!("booking:{booking}")
}

pub(super) fn set_aside(tx: &mut Tx, booking: BookingId, parts: &[(Lot, i64)]) -> Outcome<()> {
    let mut transfers = Vec::with_capacity(parts.len());
    for (lot, amount) in parts {
        let id: TransferId = tx.id();
        let transfer = Transfer::new(id, lot.account, lot.counter, *amount).pending(0);
        transfers.push(transfer.about("reservations.used", &reference(booking), ""));
        tx.run(
            sql("INSERT INTO reservations_draw (id, booking, lot, amount, back, state)
                 VALUES ($1, $2, $3, $4, 0, 'held')"),
            &[id.into(), booking.into(), lot.id.into(), (*amount).into()],
        )?;
    }
    ledger::transfer_all(tx, &transfers)
}

/// Ends what was set aside: it is taken, or free again.
pub(super) fn end_draws(tx: &mut Tx, booking: BookingId, used: bool) -> Outcome<()> {
    let held: Vec<Draw> =
        draws(tx, booking)?.into_iter().filter(|one| one.state == "held").collect();
    if held.is_empty() {
        return Ok(());
    }
    let transfers: Vec<Transfer> = held
        .iter()
        .map(|one| {
            let (id, code) = (tx.id(), "reservations.used");
            let ended = match used {
                true => Transfer::post(id, one.id, ledger::ALL),
                false => Transfer::void(id, one.id),
            };
            ended.about(code, &reference(booking), "")
        })
        .collect();
    ledger::transfer_all(tx, &transfers)?;
    tx.run(
        sql("UPDATE reservations_draw SET state = $1 WHERE booking = $2 AND state = 'held'"),
        &[if used { "used" } else { "freed" }.into(), booking.into()],
    )?;
    if used { Ok(()) } else { lapses_again(tx, booking) }
}

pub(super) fn free(tx: &mut Tx, booking: BookingId) -> Outcome<()> {
    end_draws(tx, booking, false)
}

/// Gives back so much in a hundred of what was taken; what does not divide stays taken.
pub(super) fn give_back(tx: &mut Tx, booking: BookingId, percent: i64) -> Outcome<()> {
    let used = still_taken(tx, booking)?;
    let all: i64 = used.iter().map(|one| one.amount).sum();
    let before: i64 = used.iter().map(|one| one.back).sum();
    to_lots(tx, booking, &used, all * percent / 100 - before)
}

/// Gives back so much of what was taken.
pub(super) fn give_back_of(tx: &mut Tx, booking: BookingId, amount: i64) -> Outcome<()> {
    let used = still_taken(tx, booking)?;
    to_lots(tx, booking, &used, amount)
}

fn still_taken(tx: &mut Tx, booking: BookingId) -> Outcome<Vec<Draw>> {
    let taken = |one: &Draw| one.state == "used" && one.back < one.amount;
    Ok(draws(tx, booking)?.into_iter().filter(taken).collect())
}

/// To the lots that it came from, oldest first.
fn to_lots(tx: &mut Tx, booking: BookingId, used: &[Draw], mut wanted: i64) -> Outcome<()> {
    let mut transfers = Vec::new();
    for one in used {
        let amount = wanted.min(one.amount - one.back);
        if amount <= 0 {
            continue;
        }
        wanted -= amount;
        let lot = lots::lot(tx, one.lot)?;
        let back = Transfer::new(tx.id(), lot.counter, lot.account, amount);
        transfers.push(back.about("reservations.back", &reference(booking), ""));
        tx.run(
            sql("UPDATE reservations_draw SET back = back + $1 WHERE id = $2"),
            &[amount.into(), one.id.into()],
        )?;
    }
    if transfers.is_empty() {
        return Ok(());
    }
    ledger::transfer_all(tx, &transfers)?;
    lapses_again(tx, booking)
}

/// What comes back to a lot whose time is over lapses too.
fn lapses_again(tx: &mut Tx, booking: BookingId) -> Outcome<()> {
    tx.run(
        sql("UPDATE reservations_lot SET lapses = 1
             WHERE id IN (SELECT lot FROM reservations_draw WHERE booking = $1)"),
        &[booking.into()],
    )
    .map(drop)
}
