//! What the bank says of a file (pain.002), and files that never arrived: what was not carried out is
//! free again.
//!
//! Invariants: a refusal frees its order or claim, and is told once; what a statement showed as paid
//! stays paid.

use ::store::{Tx, sql};
use bank::status::{Report, Status};
use base::{Outcome, Refusal, Say};
use people::Actor;

use crate::bank_files::bank_file;
use crate::books::book;
use crate::claims::{fence, record};
use crate::debits::{debits_of_file, refuse_debit};
use crate::model::{EntityId, Transfer};
use crate::orders::{OrderState, orders_of_file, set_state};
use crate::told::tell_preparer;
use crate::transfers::transfer_all;

/// What a report of the bank changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The file that it is about.
    pub file: i64,
    /// Payments that the bank refused.
    pub refused: usize,
}

/// Takes the bank's report on a file: what it refuses is freed.
pub fn take_report(tx: &mut Tx, actor: &Actor, id: EntityId, report: &Report) -> Outcome<Reported> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let row = tx.maybe(
        sql("SELECT number, kind FROM ledger_file WHERE entity = $1 AND message = $2"),
        &[entity.id.0.into(), report.original.as_str().into()],
    )?;
    let Some(mut columns) = row.map(::store::Row::columns) else {
        let say = Say::new("ledger-conflict-report-unknown").with("name", &report.original);
        return Err(Refusal::conflict(say));
    };
    let (number, kind): (i64, String) = (columns.take()?, columns.take()?);
    let refused = match kind.as_str() {
        "transfers" => refuse_orders(tx, actor, entity.id, number, report)?,
        _ => refuse_debits(tx, entity.id, number, report)?,
    };
    record(tx, actor, "ledger.report-read", entity.id, number)?;
    Ok(Reported { file: number, refused })
}

/// Says that a file never reached the bank, or that the bank carried out nothing of it: what it
/// holds is free again. What a statement showed as paid stays paid.
pub fn give_up_file(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<usize> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let (file, _) = bank_file(tx, actor, entity.id, number)?;
    let nothing = Report {
        original: file.message,
        verdict: bank::status::Verdict {
            status: Some(Status::Cancelled),
            ..bank::status::Verdict::default()
        },
        ..Report::default()
    };
    let freed = match file.collects {
        false => refuse_orders(tx, actor, entity.id, number, &nothing)?,
        true => refuse_debits(tx, entity.id, number, &nothing)?,
    };
    if freed == 0 {
        return Err(Refusal::conflict("ledger-conflict-file-settled"));
    }
    record(tx, actor, "ledger.bank-file-given-up", entity.id, number)?;
    Ok(freed)
}

fn refuse_orders(
    tx: &mut Tx,
    actor: &Actor,
    entity: EntityId,
    file: i64,
    report: &Report,
) -> Outcome<usize> {
    let mut refused = 0;
    for order in orders_of_file(tx, actor, entity, file)? {
        let reason = refusal(report, &order.batch, &order.end_to_end(entity));
        let (Some(reason), OrderState::Sent) = (reason, order.state) else { continue };
        if let Some(pending) = order.transfer {
            transfer_all(tx, &[Transfer::void(tx.id(), pending)])?;
        }
        set_state(tx, entity, order.number, (OrderState::Refused, &reason))?;
        tell_preparer(tx, "", entity, &order, "ledger-mail-order-refused")?;
        refused += 1;
    }
    Ok(refused)
}

fn refuse_debits(tx: &mut Tx, entity: EntityId, file: i64, report: &Report) -> Outcome<usize> {
    let mut refused = 0;
    for debit in debits_of_file(tx, entity, file)? {
        let reason = refusal(report, &debit.batch, &debit.end_to_end(entity));
        let Some(reason) = reason.filter(|_| debit.state == "sent") else { continue };
        refuse_debit(tx, entity, &debit, &reason)?;
        refused += 1;
    }
    Ok(refused)
}

/// Why a payment of a batch is refused, if it is: by itself, with its batch or with the file.
fn refusal(report: &Report, batch: &str, end_to_end: &str) -> Option<String> {
    let batch = report.batches.iter().find(|told| told.id == batch);
    let payment = batch.and_then(|batch| {
        batch.payments.iter().find(|told| told.end_to_end.as_deref() == Some(end_to_end))
    });
    let said = [
        payment.map(|payment| &payment.verdict),
        batch.map(|batch| &batch.verdict),
        Some(&report.verdict),
    ];
    // What is nearest counts: a batch that is accepted in part names its refusals.
    let verdict = said.into_iter().flatten().find(|verdict| verdict.status.is_some())?;
    let refused = matches!(verdict.status, Some(Status::Rejected | Status::Cancelled));
    let told: Vec<&str> =
        verdict.reasons.iter().chain(&verdict.notes).map(String::as_str).collect();
    refused.then(|| told.join(" · ").chars().take(200).collect())
}
