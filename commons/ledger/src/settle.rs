//! Books what a line of the bank's statement was found to be. The bank account of the book then
//! shows one transfer for one line: what a bank books together goes through the account of internal
//! transfers, which stands at nothing afterwards.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use base::{Outcome, Refusal};
use people::Actor;

use crate::bank_files::account_of_order;
use crate::books::{book, book_one, own_account};
use crate::claims::{
    ClaimState, add_refunded, claim_in, fence, open_claims_in, pay_claim, unpay_claim,
};
use crate::debits::{Debit, debit_in, live_debits, set_debit};
use crate::entities::{NewAccount, open_account};
use crate::expected::{Book, Expected, Meaning};
use crate::model::{AccountId, Day, EntityId, Transfer};
use crate::orders::{Order, OrderState, open_orders_in, order_in, paid_orders_since, set_state};
use crate::plan::Purpose;
use crate::reconcile::{Line, LineId, bank_account, open_line, set_reason, set_transfer, shown};
use crate::transfers::transfer_all;

/// Days after its due day for which the money of an order is looked for on its way back.
const RETURN_DAYS: i64 = 400;

/// All that a statement may show beside what is in the book already.
pub(crate) fn expected(tx: &mut Tx, entity: EntityId) -> Outcome<Vec<Expected>> {
    let today = crate::rules::today(tx.now());
    let mut found = Vec::new();
    for claim in open_claims_in(tx, entity)? {
        if claim.state == ClaimState::Open {
            found.push(Expected {
                meaning: Meaning::Claim(claim.number),
                amount: claim.left(),
                name: claim.reference.as_str().to_owned(),
                party: claim.name,
                iban: String::new(),
                label: claim.data.label,
                due: claim.data.due,
            });
        }
    }
    let mut sent = open_orders_in(tx, entity)?;
    sent.retain(|order| order.state == OrderState::Sent);
    let of = |order: &Order, meaning: Meaning, amount: i64| Expected {
        meaning,
        amount,
        name: order.end_to_end(entity),
        party: order.name.clone(),
        iban: order.iban.as_str().to_owned(),
        label: order.data.label.clone(),
        due: order.data.due,
    };
    found.extend(sent.iter().map(|one| of(one, Meaning::Order(one.number), -one.data.amount)));
    let batched = sent.iter().map(|one| (one.batch.as_str(), -one.data.amount, one.data.due));
    found.extend(batches(batched));
    for order in paid_orders_since(tx, entity, Day(today.0 - RETURN_DAYS))? {
        found.push(of(&order, Meaning::ReturnedOrder(order.number), order.data.amount));
    }
    let debits = live_debits(tx, entity, today)?;
    found.extend(debits.iter().map(|debit| of_debit(entity, debit)));
    let waiting = debits.iter().filter(|debit| debit.state == "sent");
    found.extend(batches(waiting.map(|one| (one.batch.as_str(), one.amount, one.due))));
    Ok(found)
}

/// A debit is to be collected, or may still be taken back.
fn of_debit(entity: EntityId, debit: &Debit) -> Expected {
    let waits = debit.state == "sent";
    let number = debit.number;
    Expected {
        meaning: if waits { Meaning::Debit(number) } else { Meaning::ReturnedDebit(number) },
        amount: if waits { debit.amount } else { -debit.amount },
        name: debit.end_to_end(entity),
        party: String::new(),
        iban: String::new(),
        label: String::new(),
        due: debit.due,
    }
}

/// Batches of more than one payment, each with its sum.
fn batches<'a>(payments: impl Iterator<Item = (&'a str, i64, Day)>) -> Vec<Expected> {
    let mut sums: BTreeMap<&str, (usize, i64, Day)> = Default::default();
    for (batch, amount, due) in payments {
        let sum = sums.entry(batch).or_insert((0, 0, due));
        (sum.0, sum.1) = (sum.0 + 1, sum.1 + amount);
    }
    let several = sums.into_iter().filter(|(_, (count, _, _))| *count > 1);
    let of = |(batch, (_, amount, due)): (&str, (usize, i64, Day))| Expected {
        meaning: Meaning::Batch(batch.to_owned()),
        amount,
        name: batch.to_owned(),
        party: String::new(),
        iban: String::new(),
        label: batch.to_owned(),
        due,
    };
    several.map(of).collect()
}

/// Says what a line is, and books it; the number of the transfer on the bank account.
pub fn settle_line(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    line: LineId,
    meaning: &Meaning,
) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let line = open_line(tx, actor, id, line)?;
    let expected = expected(tx, entity.id)?;
    let Some(one) = expected.iter().find(|one| one.meaning == *meaning) else {
        return Err(Refusal::conflict("ledger-conflict-not-the-line"));
    };
    let of_claim = matches!(one.meaning, Meaning::Claim(_)) && line.amount > 0;
    if !of_claim && one.amount != line.amount {
        return Err(Refusal::conflict("ledger-conflict-not-the-line"));
    }
    let number = settle(tx, entity.id, &line, meaning)?;
    let object = format!("{}-{number}", entity.id.0);
    people::record(tx, &actor.name_in_log(), "ledger.line-matched", &object, &meaning.code())?;
    Ok(number)
}

/// Books a line as what it is.
pub(crate) fn settle(
    tx: &mut Tx,
    entity: EntityId,
    line: &Line,
    meaning: &Meaning,
) -> Outcome<i64> {
    let bank = bank_account(tx, entity)?.id;
    let before = crate::entities::entity(tx, entity)?.transfers;
    let number = match meaning {
        Meaning::Claim(number) => settle_claim(tx, (entity, bank), line, *number)?,
        Meaning::Order(number) => {
            let order = order_in(tx, entity, *number)?;
            settle_orders(tx, (entity, bank), line, &[order])?
        }
        Meaning::Debit(number) => {
            let debit = debit_in(tx, entity, *number)?;
            settle_debits(tx, (entity, bank), line, &[debit])?
        }
        Meaning::Batch(batch) => settle_batch(tx, (entity, bank), line, batch)?,
        Meaning::ReturnedOrder(number) => return_order(tx, (entity, bank), line, *number)?,
        Meaning::ReturnedDebit(number) => {
            let debit = debit_in(tx, entity, *number)?;
            let claim = claim_in(tx, entity, debit.claim)?;
            set_debit(tx, entity, *number, ("returned", &line.text))?;
            unpay_claim(tx, &claim, (bank, entity), debit.amount, line.day)?
        }
    };
    let last = crate::entities::entity(tx, entity)?.transfers;
    let booked = Some((before + 1, last));
    set_transfer(tx, entity, line.id, (number, &meaning.code(), booked))?;
    Ok(number)
}

/// What is paid beyond a claim is held for who paid it.
fn settle_claim(
    tx: &mut Tx,
    (entity, bank): (EntityId, AccountId),
    line: &Line,
    number: i64,
) -> Outcome<i64> {
    let claim = claim_in(tx, entity, number)?;
    if claim.state != ClaimState::Open {
        return Err(Refusal::conflict("ledger-conflict-not-the-line"));
    }
    let left = claim.left();
    if line.amount <= left {
        return pay_claim(tx, &claim, (bank, entity), line.amount, line.day);
    }
    let transit = open_account(tx, entity, &own_account(Purpose::Transit))?;
    let booked = arrive(tx, line, (bank, transit), claim.reference.as_str())?;
    pay_claim(tx, &claim, (transit, entity), left, line.day)?;
    let wallet = NewAccount::euros(Purpose::Wallet, claim.data.party).never_overdrawn();
    let wallet = open_account(tx, entity, &wallet)?;
    let rest = Transfer {
        effective: Some(line.day),
        ..Transfer::new(tx.id(), transit, wallet, line.amount - left).about(
            "ledger.overpaid",
            claim.reference.as_str(),
            &claim.data.label,
        )
    };
    transfer_all(tx, &[rest])?;
    Ok(booked)
}

/// One transfer between the bank and the account of internal transfers, as the line says.
fn arrive(
    tx: &mut Tx,
    line: &Line,
    (bank, transit): (AccountId, AccountId),
    reference: &str,
) -> Outcome<i64> {
    let (debit, credit) = if line.amount > 0 { (bank, transit) } else { (transit, bank) };
    let said = if line.party.is_empty() { &line.text } else { &line.party };
    let label: String = said.chars().take(200).collect();
    let transfer = Transfer {
        effective: Some(line.day),
        ..Transfer::new(tx.id(), debit, credit, line.amount.abs()).about(
            "ledger.bank-line",
            reference,
            &label,
        )
    };
    book_one(tx, &transfer)
}

fn settle_orders(
    tx: &mut Tx,
    (entity, bank): (EntityId, AccountId),
    line: &Line,
    orders: &[Order],
) -> Outcome<i64> {
    let transit = open_account(tx, entity, &own_account(Purpose::Transit))?;
    let mut posts = Vec::new();
    for order in orders {
        let pending = order.transfer.filter(|_| order.state == OrderState::Sent);
        let Some(pending) = pending else {
            return Err(Refusal::conflict("ledger-conflict-not-the-line"));
        };
        let post = Transfer::post(tx.id(), pending, order.data.amount).about(
            "ledger.order",
            &order.end_to_end(entity),
            &order.data.label,
        );
        posts.push(Transfer { effective: Some(line.day), ..post });
        set_state(tx, entity, order.number, (OrderState::Paid, ""))?;
        if let Some(claim) = order.data.claim {
            add_refunded(tx, entity, claim, order.data.amount)?;
        }
    }
    transfer_all(tx, &posts)?;
    let reference = match orders {
        [order] => order.end_to_end(entity),
        orders => orders.first().map(|order| order.batch.clone()).unwrap_or_default(),
    };
    arrive(tx, line, (bank, transit), &reference)
}

fn settle_debits(
    tx: &mut Tx,
    (entity, bank): (EntityId, AccountId),
    line: &Line,
    debits: &[Debit],
) -> Outcome<i64> {
    if debits.iter().any(|debit| debit.state != "sent") {
        return Err(Refusal::conflict("ledger-conflict-not-the-line"));
    }
    if let [debit] = debits {
        let claim = claim_in(tx, entity, debit.claim)?;
        set_debit(tx, entity, debit.number, ("paid", ""))?;
        return pay_claim(tx, &claim, (bank, entity), debit.amount, line.day);
    }
    let transit = open_account(tx, entity, &own_account(Purpose::Transit))?;
    let batch = debits.first().map(|debit| debit.batch.clone()).unwrap_or_default();
    let booked = arrive(tx, line, (bank, transit), &batch)?;
    for debit in debits {
        let claim = claim_in(tx, entity, debit.claim)?;
        set_debit(tx, entity, debit.number, ("paid", ""))?;
        pay_claim(tx, &claim, (transit, entity), debit.amount, line.day)?;
    }
    Ok(booked)
}

/// A batch of orders, or else of debits.
fn settle_batch(tx: &mut Tx, at: (EntityId, AccountId), line: &Line, batch: &str) -> Outcome<i64> {
    let mut orders = open_orders_in(tx, at.0)?;
    orders.retain(|order| order.batch == batch && order.state == OrderState::Sent);
    if !orders.is_empty() {
        return settle_orders(tx, at, line, &orders);
    }
    let today = crate::rules::today(tx.now());
    let mut debits = live_debits(tx, at.0, today)?;
    debits.retain(|debit| debit.batch == batch && debit.state == "sent");
    settle_debits(tx, at, line, &debits)
}

fn return_order(
    tx: &mut Tx,
    (entity, bank): (EntityId, AccountId),
    line: &Line,
    number: i64,
) -> Outcome<i64> {
    let order = order_in(tx, entity, number)?;
    if order.state != OrderState::Paid {
        return Err(Refusal::conflict("ledger-conflict-not-the-line"));
    }
    let account = account_of_order(tx, entity, &order)?;
    let back = Transfer {
        effective: Some(line.day),
        ..Transfer::new(tx.id(), bank, account, order.data.amount).about(
            "ledger.order-returned",
            &order.end_to_end(entity),
            &order.data.label,
        )
    };
    let reason: String = line.text.chars().take(200).collect();
    set_state(tx, entity, number, (OrderState::Returned, &reason))?;
    if let Some(claim) = order.data.claim {
        add_refunded(tx, entity, claim, -order.data.amount)?;
    }
    book_one(tx, &back)
}

/// Books every open line that can only be one thing; how many. Lines of a closed period are left, and
/// one that meets a conflict stays open with the reason.
pub(crate) fn settle_certain(
    tx: &mut Tx,
    entity: EntityId,
    lines: &[Line],
    closed_through: Option<Day>,
) -> Outcome<usize> {
    let expected = expected(tx, entity)?;
    let book = Book::of(&expected);
    let mut settled = 0;
    // What one line is, no other can be; and a batch is taken whole or apart.
    let mut taken = BTreeSet::new();
    for line in lines.iter().filter(|line| closed_through.is_none_or(|day| line.day > day)) {
        let (certain, _) = book.meanings(&shown(line));
        let Some(one) = certain else { continue };
        let fresh = taken.insert(&one.meaning) && still_stands(tx, entity, one)?;
        if !fresh {
            continue;
        }
        match tx.attempt(|tx| settle(tx, entity, line, &one.meaning))? {
            Ok(_) => settled += 1,
            Err(say) => set_reason(tx, entity, line.id, say.key)?,
        }
    }
    Ok(settled)
}

/// Whether what was expected before other lines were booked is expected still.
fn still_stands(tx: &mut Tx, entity: EntityId, one: &Expected) -> Outcome<bool> {
    Ok(match &one.meaning {
        Meaning::Order(number) => order_in(tx, entity, *number)?.state == OrderState::Sent,
        Meaning::Debit(number) => debit_in(tx, entity, *number)?.state == "sent",
        Meaning::Batch(_) => expected(tx, entity)?.contains(one),
        _ => true,
    })
}
