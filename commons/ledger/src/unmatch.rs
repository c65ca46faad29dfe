//! A line of the bank that was matched with the wrong thing: what was booked for it is taken back by
//! opposite entries, what it paid waits again, and the line is open.
//!
//! Invariants: nothing is rewritten; an opposite entry takes effect on the day of the first one, or on
//! the first day that is open after it; what happened since stands in the way, and is undone first;
//! the line is matched by hand from then on.

use ::store::{Tx, sql};
use base::{Outcome, Refusal};
use people::Actor;

use crate::bank_files::account_of_order;
use crate::books::{book, own_account, reversal_of, take_back};
use crate::claims::{
    Claim, ClaimState, add_paid, add_refunded, claim_in, fence, refunds_under_way,
    take_payment_back,
};
use crate::debits::{Debit, debit_in, debits_of_batch, set_debit};
use crate::entities::{Entity, open_account};
use crate::expected::Meaning;
use crate::model::{Booked, Day, EntityId, Phase, Transfer};
use crate::orders::{OrderState, order_in, set_sent, set_state};
use crate::plan::Purpose;
use crate::reconcile::{BY_HAND, LINKED, Line, WRITTEN, read_line};
use crate::statements::page;
use crate::transfers::transfer_all;

/// A line with what was booked for it.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The line.
    pub line: Line,
    /// What it was taken for.
    meaning: String,
    /// The first and the last transfer that were booked for it; none if it was in the book already.
    booked: Option<(i64, i64)>,
}

/// The line of the bank that a transfer is, or was booked for.
pub fn matched_line(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    number: i64,
) -> Outcome<Option<Matched>> {
    let entity = book(tx, actor, id)?;
    let own = tx.maybe(
        sql("SELECT id, day, amount, party, text, iban, reason, meaning, first_booked, last_booked
             FROM ledger_line WHERE entity = $1 AND transfer = $2"),
        &[entity.id.0.into(), number.into()],
    )?;
    let row = match own {
        Some(row) => Some(row),
        None => tx.maybe(
            sql("SELECT id, day, amount, party, text, iban, reason, meaning, first_booked,
                    last_booked
                 FROM ledger_line WHERE entity = $1 AND first_booked <= $2 AND last_booked >= $2
                 ORDER BY first_booked DESC LIMIT 1"),
            &[entity.id.0.into(), number.into()],
        )?,
    };
    row.map(|row| {
        let mut columns = row.columns();
        let line = read_line(&mut columns)?;
        let meaning = columns.take()?;
        let (first, last): (Option<i64>, Option<i64>) = (columns.take()?, columns.take()?);
        Ok(Matched { line, meaning, booked: first.zip(last) })
    })
    .transpose()
}

/// Says that the line which a transfer is matched with is something else. What was booked for it is
/// taken back; a transfer that was in the book before stays.
pub fn unmatch_line(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let matched = matched_line(tx, actor, entity.id, number)?.ok_or(Refusal::Unknown)?;
    let booked = booked_for(tx, &entity, &matched)?;
    let first_open = entity.closed_through.map_or(Day(0), |day| Day(day.0 + 1));
    // What was booked last may rest on what was booked before it.
    for one in booked.iter().rev() {
        if reversal_of(tx, one)?.is_none() {
            take_back(tx, one, Some(one.effective.max(first_open)))?;
        }
    }
    put_back(tx, entity.id, &matched.meaning, &booked)?;
    tx.fence(
        sql("UPDATE ledger_line SET transfer = NULL, meaning = $1, first_booked = NULL,
                last_booked = NULL
             WHERE id = $2 AND entity = $3 AND transfer IS NOT NULL"),
        &[BY_HAND.into(), matched.line.id.into(), entity.id.0.into()],
    )?;
    let object = format!("{}-{number}", entity.id.0);
    people::record(tx, &actor.name_in_log(), "ledger.line-unmatched", &object, &matched.meaning)
}

/// The final transfers that were booked for a line.
fn booked_for(tx: &mut Tx, entity: &Entity, matched: &Matched) -> Outcome<Vec<Booked>> {
    let Some((first, last)) = matched.booked else { return Ok(Vec::new()) };
    let count = usize::try_from(last - first + 1).unwrap_or(0);
    let rows = page(tx, entity.id, first - 1, count)?.into_iter().map(|(booked, _)| booked);
    // What expired meanwhile is nothing of the line's.
    let is_final = |one: &Booked| matches!(one.transfer.phase, Phase::Single | Phase::Post { .. });
    Ok(rows.filter(is_final).collect())
}

fn since() -> Refusal {
    Refusal::conflict("ledger-conflict-changed-since")
}

/// What a line had paid, collected or brought back stands where it stood.
fn put_back(tx: &mut Tx, entity: EntityId, meaning: &str, booked: &[Booked]) -> Outcome<()> {
    if [LINKED, WRITTEN].contains(&meaning) {
        return Ok(());
    }
    // Nothing says as what a line was matched before this was kept.
    let unsaid = || Refusal::conflict("ledger-conflict-matched-before");
    let meaning = Meaning::from_code(meaning).ok_or_else(unsaid)?;
    match meaning {
        Meaning::Claim(number) => {
            let claim = claim_in(tx, entity, number)?;
            let paid = paid_of(booked, &claim).ok_or_else(since)?;
            take_payment_back(tx, &claim, entity, paid)
        }
        Meaning::Debit(number) => {
            let debit = debit_in(tx, entity, number)?;
            uncollect(tx, entity, &debit)
        }
        Meaning::Order(_) => unpay_orders(tx, entity, booked),
        Meaning::Batch(batch) => {
            for debit in debits_of_batch(tx, entity, &batch)? {
                let claim = claim_in(tx, entity, debit.claim)?;
                if paid_of(booked, &claim).is_some() {
                    uncollect(tx, entity, &debit)?;
                }
            }
            unpay_orders(tx, entity, booked)
        }
        Meaning::ReturnedOrder(number) => pay_again(tx, entity, number),
        Meaning::ReturnedDebit(number) => {
            let debit = debit_in(tx, entity, number)?;
            let claim = claim_in(tx, entity, debit.claim)?;
            // It may have been paid another way since, or be on its way again.
            let waits = claim.state == ClaimState::Open && claim.left() >= debit.amount;
            if debit.state != "returned" || !waits {
                return Err(since());
            }
            set_debit(tx, entity, number, ("paid", ""))?;
            add_paid(tx, entity, claim.number, debit.amount)
        }
    }
}

/// What was booked as paid of a claim.
fn paid_of(booked: &[Booked], claim: &Claim) -> Option<i64> {
    let of = |one: &&Booked| {
        one.transfer.code == "ledger.claim" && one.transfer.reference == claim.reference.as_str()
    };
    booked.iter().find(of).map(|one| one.transfer.amount)
}

/// A debit is at the bank again.
fn uncollect(tx: &mut Tx, entity: EntityId, debit: &Debit) -> Outcome<()> {
    if debit.state != "paid" {
        return Err(since());
    }
    let claim = claim_in(tx, entity, debit.claim)?;
    set_debit(tx, entity, debit.number, ("sent", ""))?;
    take_payment_back(tx, &claim, entity, debit.amount)
}

/// Orders are at the bank again, and their amounts set aside.
fn unpay_orders(tx: &mut Tx, entity: EntityId, booked: &[Booked]) -> Outcome<()> {
    let start = format!("VIR{}-", entity.0);
    for one in booked.iter().filter(|one| one.transfer.code == "ledger.order") {
        let number = one.transfer.reference.strip_prefix(&start);
        let number = number.and_then(|number| number.parse().ok()).ok_or_else(since)?;
        let order = order_in(tx, entity, number)?;
        if order.state != OrderState::Paid {
            return Err(since());
        }
        let debit = account_of_order(tx, entity, &order)?;
        let credit = open_account(tx, entity, &own_account(Purpose::Transit))?;
        let waiting = Transfer::new(tx.id(), debit, credit, order.data.amount)
            .about("ledger.order", &order.end_to_end(entity), &order.data.label)
            .pending(0);
        transfer_all(tx, std::slice::from_ref(&waiting))?;
        set_sent(tx, entity, number, waiting.id)?;
        if let Some(claim) = order.data.claim {
            add_refunded(tx, entity, claim, -order.data.amount)?;
        }
    }
    Ok(())
}

/// The money of an order did not come back after all.
fn pay_again(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<()> {
    let order = order_in(tx, entity, number)?;
    if order.state != OrderState::Returned {
        return Err(since());
    }
    if let Some(number) = order.data.claim {
        let claim = claim_in(tx, entity, number)?;
        let given_back = claim.refunded + refunds_under_way(tx, entity, number)?;
        if given_back + order.data.amount > claim.paid {
            return Err(Refusal::conflict("ledger-conflict-claim-refunded"));
        }
        add_refunded(tx, entity, number, order.data.amount)?;
    }
    set_state(tx, entity, number, (OrderState::Paid, ""))
}
