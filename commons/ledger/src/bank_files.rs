//! The files that take payments to the bank: transfers from approved orders (pain.001), and debits of
//! claims with a mandate (pain.008).
//!
//! Invariants: a file is kept as it was made; what it holds is in no other file.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Columns, Tx, sql};
use bank::batches::Written;
use bank::debit_file::{Debit, DebitFile, Mandate as Allowed, Sequence};
use bank::transfer_file::{Transfer as Sent, TransferFile};
use bank::{About, Account as BankAccount, Iban, Party as Named};
use base::{Moment, Outcome, Refusal, Say};
use people::Actor;

use crate::books::{book, own_account};
use crate::claims::{Claim, ClaimState, account_of, claim_in, fence, open_claims_in, record};
use crate::debits::{insert_debit, next_debit};
use crate::entities::{Entity, NewAccount, open_account};
use crate::left_out::{by_payment, leave_claim, leave_order, nothing_goes, why_not};
use crate::mandates::{Mandate, signed_mandates};
use crate::model::{AccountId, Day, EntityId, Transfer};
use crate::orders::{Order, OrderState, open_orders_in, still_refundable};
use crate::parties::{Details, details_of};
use crate::plan::Purpose;
use crate::told::{TOLD_BEFORE, announce_debit};
use crate::transfers::transfer_all;

/// Payments of one file: what a chain of transfers holds.
const PAYMENTS: usize = 900;
/// Files that a list shows.
const LISTED: usize = 100;

/// A file for the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// Its number in the book.
    pub number: i64,
    /// Whether it collects, rather than pays.
    pub collects: bool,
    /// Its identifier, which the bank's reports name.
    pub message: String,
    /// Payments in it.
    pub payments: i64,
    /// Their sum, in cents.
    pub amount: i64,
    /// When it was made.
    pub made_at: Moment,
}

fn own_details(tx: &mut Tx, entity: &Entity) -> Outcome<Details> {
    details_of(tx, entity.id)?.ok_or_else(|| Refusal::conflict("ledger-conflict-no-details"))
}

fn account(name: &str, iban: &Iban, bic: Option<&bank::Bic>) -> BankAccount {
    // Names of more than seventy characters are cut by banks.
    let holder = Named { name: name.chars().take(70).collect(), address: None };
    BankAccount { holder, iban: iban.clone(), bic: bic.cloned() }
}

fn own_account_at_bank(entity: &Entity, details: &Details) -> BankAccount {
    account(&entity.name, &details.iban, details.bic.as_ref())
}

/// The place among sorted batches of each payment: batches are numbered from 1.
fn batch_ids<K: Ord + Clone>(message: &str, keys: &[K]) -> Vec<String> {
    let sorted: BTreeSet<K> = keys.iter().cloned().collect();
    let places: BTreeMap<K, usize> = sorted.into_iter().zip(1..).collect();
    let id = |key: &K| format!("{message}-{}", places.get(key).copied().unwrap_or(0));
    keys.iter().map(id).collect()
}

/// Makes a file of the approved orders; its number. An order that cannot go is left out with the reason.
pub fn make_transfer_file(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let details = own_details(tx, &entity)?;
    let mut orders = open_orders_in(tx, entity.id)?;
    orders.retain(|order| order.state == OrderState::Approved);
    orders.truncate(PAYMENTS);
    if orders.is_empty() {
        return Err(Refusal::conflict("ledger-conflict-nothing-approved"));
    }
    let number = next_file(tx, entity.id)?;
    let message = format!("VIREMENTS-{}-{number}", entity.id.0);
    let (today, made_at) = (crate::rules::today(tx.now()), tx.now().in_france().datetime());
    let write = |orders: &[Order]| {
        bank::transfer_file::write(&TransferFile {
            message: message.clone(),
            made_at,
            debtor: own_account_at_bank(&entity, &details),
            transfers: orders.iter().map(|order| sent(&entity, order, today)).collect(),
        })
    };
    let mut left = Vec::new();
    if let Err(faults) = write(&orders) {
        left = part(&mut orders, &by_payment(&faults, false)?);
    }
    let mut going = Vec::new();
    for order in orders {
        match tx.attempt(|tx| set_aside(tx, &entity, &order))? {
            Ok(transfer) => going.push((order, transfer)),
            Err(say) => left.push((order, why_not(&say))),
        }
    }
    if let (true, Some((order, reason))) = (going.is_empty(), left.first()) {
        return Err(nothing_goes(reason, &order.name));
    }
    for (order, reason) in &left {
        leave_order(tx, entity.id, order.number, reason)?;
    }
    let orders: Vec<Order> = going.iter().map(|(order, _)| order.clone()).collect();
    let broken = |_| Refusal::broken("what is left of a file cannot be written");
    let written = write(&orders).map_err(broken)?;
    let days: Vec<Day> = orders.iter().map(|order| order.data.due.max(today)).collect();
    for ((order, transfer), batch) in going.iter().zip(&batch_ids(&message, &days)) {
        take_order(tx, &entity, order, (number, batch), transfer)?;
    }
    keep(tx, actor, entity.id, (number, "transfers", &message), &written)?;
    Ok(number)
}

/// Takes those at some places out of a list, each with its reason.
fn part<T>(all: &mut Vec<T>, faults: &[(usize, &'static str)]) -> Vec<(T, &'static str)> {
    let reason = |at: usize| faults.iter().find(|(place, _)| *place == at).map(|(_, why)| *why);
    let mut left = Vec::new();
    for (at, one) in std::mem::take(all).into_iter().enumerate() {
        match reason(at) {
            Some(why) => left.push((one, why)),
            None => all.push(one),
        }
    }
    left
}

/// An order as the bank reads it.
fn sent(entity: &Entity, order: &Order, today: Day) -> Sent {
    Sent {
        end_to_end: order.end_to_end(entity.id),
        on: order.data.due.max(today).date(),
        cents: order.data.amount,
        creditor: account(&order.name, &order.iban, order.bic.as_ref()),
        about: About::Text(order.data.label.clone()),
    }
}

/// Sets the amount of an order aside while it is at the bank.
fn set_aside(tx: &mut Tx, entity: &Entity, order: &Order) -> Outcome<Transfer> {
    still_refundable(tx, entity.id, order)?;
    let debit = account_of_order(tx, entity.id, order)?;
    let credit = open_account(tx, entity.id, &own_account(Purpose::Transit))?;
    let transfer = Transfer::new(tx.id(), debit, credit, order.data.amount)
        .about("ledger.order", &order.end_to_end(entity.id), &order.data.label)
        .pending(0);
    transfer_all(tx, std::slice::from_ref(&transfer))?;
    Ok(transfer)
}

/// The order is at the bank, and its transfer waits.
fn take_order(
    tx: &mut Tx,
    entity: &Entity,
    order: &Order,
    (file, batch): (i64, &str),
    transfer: &Transfer,
) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_order SET state = 'sent', file = $1, batch = $2, transfer = $3,
                left_out = ''
             WHERE entity = $4 AND number = $5 AND state = 'approved'"),
        &[
            file.into(),
            batch.into(),
            transfer.id.bytes().to_vec().into(),
            entity.id.0.into(),
            order.number.into(),
        ],
    )
}

/// What an order is booked on: the expense, what is owed to the payee, or the claim given back.
pub(crate) fn account_of_order(tx: &mut Tx, entity: EntityId, order: &Order) -> Outcome<AccountId> {
    match (order.data.claim, order.data.purpose) {
        (Some(claim), _) => {
            let claim = claim_in(tx, entity, claim)?;
            account_of(tx, entity, &claim)
        }
        (None, Purpose::Payable) => {
            open_account(tx, entity, &NewAccount::euros(Purpose::Payable, order.data.party))
        }
        (None, Purpose::Wallet) => {
            let wallet = NewAccount::euros(Purpose::Wallet, order.data.party).never_overdrawn();
            open_account(tx, entity, &wallet)
        }
        (None, purpose) => open_account(tx, entity, &own_account(purpose)),
    }
}

/// Open claims that are due on a day and that a mandate covers, each with its mandate.
pub fn collectable(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    on: Day,
) -> Outcome<Vec<(Claim, Mandate)>> {
    let entity = book(tx, actor, id)?;
    let mandates = signed_mandates(tx, entity.id)?;
    let mut found = Vec::new();
    // A single mandate covers one claim.
    let mut used = BTreeSet::new();
    for claim in open_claims_in(tx, entity.id)? {
        let fits = |mandate: &&Mandate| {
            mandate.party == claim.data.party
                && mandate.allows(on)
                && (mandate.recurrent || !used.contains(&mandate.number))
        };
        let mandate = mandates.iter().rev().find(fits).cloned();
        let due = claim.state == ClaimState::Open && claim.data.due <= on;
        if let Some(mandate) = mandate.filter(|_| due) {
            used.insert(mandate.number);
            found.push((claim, mandate));
        }
    }
    found.truncate(PAYMENTS);
    Ok(found)
}

/// Makes a file that debits the accounts of all who gave a mandate for what they owe; its number. What
/// cannot go is left out with the reason.
/// The bank wants it a working day ahead, and payers are told [`TOLD_BEFORE`] days before, by mail where
/// there is an address: `on` leaves time for both.
pub fn make_debit_file(tx: &mut Tx, actor: &Actor, id: EntityId, on: Day) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let details = own_details(tx, &entity)?;
    let Some(creditor_id) = details.creditor.clone() else {
        return Err(Refusal::conflict("ledger-conflict-no-creditor"));
    };
    let first = Day(crate::rules::today(tx.now()).0 + TOLD_BEFORE);
    if on < first {
        let say = Say::new("ledger-conflict-debit-day").with("day", first.date().to_string());
        return Err(Refusal::conflict(say));
    }
    let mut due = collectable(tx, actor, entity.id, on)?;
    if due.is_empty() {
        return Err(Refusal::conflict("ledger-conflict-nothing-to-collect"));
    }
    let number = next_file(tx, entity.id)?;
    let message = format!("PRELEVEMENTS-{}-{number}", entity.id.0);
    let first_debit = next_debit(tx, entity.id)?;
    let made_at = tx.now().in_france().datetime();
    let write = |due: &[(Claim, Mandate)]| {
        let numbered = (first_debit..).zip(due.iter().zip(sequences(due)));
        let debits = numbered.map(|(number, ((claim, mandate), sequence))| {
            let end_to_end = crate::debits::end_to_end(entity.id, number);
            debited((end_to_end, sequence), claim, mandate, on)
        });
        bank::debit_file::write(&DebitFile {
            message: message.clone(),
            made_at,
            creditor: own_account_at_bank(&entity, &details),
            creditor_id: creditor_id.clone(),
            debits: debits.collect(),
        })
    };
    let mut left = Vec::new();
    if let Err(faults) = write(&due) {
        left = part(&mut due, &by_payment(&faults, true)?);
    }
    if let (true, Some(((claim, _), reason))) = (due.is_empty(), left.first()) {
        return Err(nothing_goes(reason, &claim.name));
    }
    for ((claim, _), reason) in &left {
        leave_claim(tx, entity.id, claim.number, reason)?;
    }
    let broken = |_| Refusal::broken("what is left of a file cannot be written");
    let written = write(&due).map_err(broken)?;
    let batches = batch_ids(&message, &sequences(&due));
    for ((at, pair), batch) in (first_debit..).zip(&due).zip(&batches) {
        insert_debit(tx, entity.id, (at, number, batch), pair, on)?;
        announce_debit(tx, entity.id, at)?;
        leave_claim(tx, entity.id, pair.0.number, "")?;
    }
    keep(tx, actor, entity.id, (number, "debits", &message), &written)?;
    Ok(number)
}

/// A debit of a claim as the bank reads it.
fn debited(
    (end_to_end, sequence): (String, Sequence),
    claim: &Claim,
    mandate: &Mandate,
    on: Day,
) -> Debit {
    Debit {
        end_to_end,
        on: on.date(),
        sequence,
        cents: claim.left(),
        debtor: account(&mandate.name, &mandate.iban, mandate.bic.as_ref()),
        mandate: Allowed {
            id: mandate.rum.clone(),
            signed_on: mandate.signed_on.unwrap_or(on).date(),
            former: None,
        },
        about: About::Text(claim.data.label.clone()),
    }
}

/// The place of each debit in the sequence of its mandate.
fn sequences(due: &[(Claim, Mandate)]) -> Vec<Sequence> {
    let mut begun = BTreeSet::new();
    let place = |(_, mandate): &(Claim, Mandate)| match mandate.recurrent {
        false => Sequence::Single,
        true if mandate.debits == 0 && begun.insert(mandate.number) => Sequence::First,
        true => Sequence::Recurrent,
    };
    due.iter().map(place).collect()
}

fn next_file(tx: &mut Tx, entity: EntityId) -> Outcome<i64> {
    tx.one(
        sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_file WHERE entity = $1"),
        &[entity.0.into()],
    )?
    .single()
}

fn keep(
    tx: &mut Tx,
    actor: &Actor,
    entity: EntityId,
    (number, kind, message): (i64, &str, &str),
    written: &Written,
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO ledger_file (entity, number, kind, message, content, payments, amount,
                made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        &[
            entity.0.into(),
            number.into(),
            kind.into(),
            message.into(),
            written.xml.as_str().into(),
            written.count.into(),
            written.cents.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    record(tx, actor, "ledger.bank-file-made", entity, number)
}

/// The newest files of a book.
pub fn bank_files(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<BankFile>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT number, kind, message, payments, amount, made_at FROM ledger_file
             WHERE entity = $1 ORDER BY number DESC LIMIT $2"),
        &[entity.id.0.into(), LISTED.into()],
    )?;
    rows.into_iter().map(|row| read_file(&mut row.columns())).collect()
}

/// A file with its content.
pub fn bank_file(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    number: i64,
) -> Outcome<(BankFile, String)> {
    let entity = book(tx, actor, id)?;
    let mut columns = tx
        .one(
            sql("SELECT number, kind, message, payments, amount, made_at, content FROM ledger_file
                 WHERE entity = $1 AND number = $2"),
            &[entity.id.0.into(), number.into()],
        )?
        .columns();
    Ok((read_file(&mut columns)?, columns.take()?))
}

fn read_file(columns: &mut Columns) -> Outcome<BankFile> {
    Ok(BankFile {
        number: columns.take()?,
        collects: columns.take::<String>()? == "debits",
        message: columns.take()?,
        payments: columns.take()?,
        amount: columns.take()?,
        made_at: columns.take()?,
    })
}
