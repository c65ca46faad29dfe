//! Payments that leave: somebody prepares an order, somebody else approves it, a file takes it to
//! the bank, and the bank's statement says that it is paid.
//!
//! Invariants: nobody approves what they prepared; an order goes into one file; while it is at the
//! bank its transfer is pending, which the statement posts and a refusal voids; a claim is never
//! refunded beyond what was paid of it.

use ::store::{Columns, Tx, sql};
use bank::{Bic, Iban};
use base::{Cents, Moment, Outcome, Refusal, Say};
use people::Actor;

use crate::books::book;
use crate::claims::{claim_in, fence, record, refunds_under_way};
use crate::credits::owed;
use crate::entities::{NewAccount, account, open_account};
use crate::model::{Day, EntityId, TransferId};
use crate::parties::{PartyId, party, stored_bic, stored_iban};
use crate::plan::Purpose;
use crate::store::transfer_id;
use crate::told::{tell_approvers, tell_preparer};

/// Orders that a list shows.
pub(crate) const LISTED: usize = 500;

/// Something to be paid to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    /// To whom; the account is the one that is known when the order is prepared.
    pub party: PartyId,
    /// What for: an expense, what was owed, or the purpose of the claim that is refunded.
    pub purpose: Purpose,
    /// How much, in cents.
    pub amount: i64,
    /// On which day.
    pub due: Day,
    /// What the payee reads on their statement.
    pub label: String,
    /// The document that proves it.
    pub reference: String,
    /// The claim that it gives back.
    pub claim: Option<i64>,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderState {
    /// It waits for somebody else to approve it.
    Prepared,
    /// It waits for a file.
    Approved,
    /// It is in a file for the bank.
    Sent,
    /// The bank's statement shows it.
    Paid,
    /// The bank did not carry it out.
    Refused,
    /// The money came back.
    Returned,
    /// It was taken back before a file.
    Withdrawn,
}

impl OrderState {
    const ALL: [OrderState; 7] = [
        OrderState::Prepared,
        OrderState::Approved,
        OrderState::Sent,
        OrderState::Paid,
        OrderState::Refused,
        OrderState::Returned,
        OrderState::Withdrawn,
    ];

    /// The state as stored; its name is the text `ledger-order-…`.
    pub fn code(self) -> &'static str {
        match self {
            OrderState::Prepared => "prepared",
            OrderState::Approved => "approved",
            OrderState::Sent => "sent",
            OrderState::Paid => "paid",
            OrderState::Refused => "refused",
            OrderState::Returned => "returned",
            OrderState::Withdrawn => "withdrawn",
        }
    }

    fn from_code(code: &str) -> Outcome<Self> {
        let found = OrderState::ALL.into_iter().find(|state| state.code() == code);
        found.ok_or_else(|| Refusal::broken("an order has an unknown state"))
    }
}

/// An order of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its number in the book.
    pub number: i64,
    /// What it is.
    pub data: NewOrder,
    /// Who is paid, as it was known when the order was prepared.
    pub name: String,
    /// On which account.
    pub iban: Iban,
    /// At which bank.
    pub bic: Option<Bic>,
    /// Where it stands.
    pub state: OrderState,
    /// Who prepared it: the id of a person.
    pub prepared_by: String,
    /// When.
    pub prepared_at: Moment,
    /// Who approved it.
    pub approved_by: String,
    /// The number of the file that took it.
    pub file: Option<i64>,
    /// The batch of the file.
    pub batch: String,
    /// The transfer that waits while it is at the bank.
    pub transfer: Option<TransferId>,
    /// What the bank said against it.
    pub reason: String,
}

impl Order {
    /// The identifier that goes with it from bank to bank and comes back on the statement.
    pub fn end_to_end(&self, entity: EntityId) -> String {
        format!("VIR{}-{}", entity.0, self.number)
    }
}

/// Prepares an order; its number.
pub fn prepare_order(tx: &mut Tx, actor: &Actor, id: EntityId, new: &NewOrder) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    let known = party(tx, actor, entity.id, new.party)?;
    let Some(iban) = known.data.iban else {
        return Err(Refusal::conflict("ledger-conflict-no-iban"));
    };
    fence(tx, entity.id)?;
    match new.claim {
        Some(claim) => refundable(tx, entity.id, claim, new)?,
        None if new.purpose == Purpose::Wallet => held(tx, entity.id, new)?,
        None if new.purpose.is_expense() || new.purpose == Purpose::Payable => {}
        None => return Err(Refusal::broken("an order is booked under an expense")),
    }
    let number: i64 = tx
        .one(
            sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_order WHERE entity = $1"),
            &[entity.id.0.into()],
        )?
        .single()?;
    let now = tx.now();
    tx.run(
        sql("INSERT INTO ledger_order (entity, number, party, name, iban, bic, purpose, amount, due,
                label, reference, state, prepared_by, prepared_at, approved_by, claim, batch,
                reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'prepared', $12, $13, '', $14,
                '', '')"),
        &[
            entity.id.0.into(),
            number.into(),
            known.id.into(),
            known.data.name.into(),
            iban.as_str().into(),
            known.data.bic.as_ref().map_or("", Bic::as_str).into(),
            new.purpose.code().into(),
            new.amount.into(),
            new.due.0.into(),
            new.label.as_str().into(),
            new.reference.as_str().into(),
            actor.name_in_log().into(),
            now.into(),
            new.claim.into(),
        ],
    )?;
    tell_approvers(tx, actor, &entity, (number, &new.label))?;
    record(tx, actor, "ledger.order-prepared", entity.id, number)?;
    Ok(number)
}

/// A refund goes to who paid, under what they paid for, and with the others under way is at most
/// what they paid.
fn refundable(tx: &mut Tx, entity: EntityId, number: i64, new: &NewOrder) -> Outcome<()> {
    let claim = claim_in(tx, entity, number)?;
    let owed = match owed(tx, entity, number)? {
        Some((gross, owed)) if owed == gross => {
            return Err(Refusal::conflict("ledger-conflict-not-credited"));
        }
        Some((_, owed)) => owed,
        None => 0,
    };
    let left = claim.paid - owed - claim.refunded - refunds_under_way(tx, entity, number)?;
    let left = left.max(0);
    if new.amount > left {
        let say = Say::new("ledger-conflict-refund").with("left", Cents(left));
        return Err(Refusal::conflict(say));
    }
    let same = claim.data.party == new.party && claim.data.purpose == new.purpose;
    if same { Ok(()) } else { Err(Refusal::broken("a refund goes to somebody else")) }
}

/// What is held for somebody is given back to them as far as it is there.
fn held(tx: &mut Tx, entity: EntityId, new: &NewOrder) -> Outcome<()> {
    let wallet = NewAccount::euros(Purpose::Wallet, new.party).never_overdrawn();
    let wallet = open_account(tx, entity, &wallet)?;
    match account(tx, wallet)?.balances.net() >= new.amount {
        true => Ok(()),
        false => Err(Refusal::conflict("ledger-conflict-not-enough")),
    }
}

/// A claim may have been paid back by its payer's bank since its refund was prepared.
pub(crate) fn still_refundable(tx: &mut Tx, entity: EntityId, order: &Order) -> Outcome<()> {
    let Some(number) = order.data.claim else { return Ok(()) };
    let claim = claim_in(tx, entity, number)?;
    let left = claim.paid - claim.refunded - refunds_under_way(tx, entity, number)?;
    if left >= 0 {
        return Ok(());
    }
    let left = Cents(left + order.data.amount);
    Err(Refusal::conflict(Say::new("ledger-conflict-refund").with("left", left)))
}

/// Approves an order that somebody else prepared.
pub fn approve_order(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let order = order_in(tx, entity.id, number)?;
    if order.state != OrderState::Prepared {
        return Err(Refusal::conflict("ledger-conflict-order-not-prepared"));
    }
    let who = actor.name_in_log();
    if order.prepared_by == who {
        return Err(Refusal::conflict("ledger-conflict-four-eyes"));
    }
    still_refundable(tx, entity.id, &order)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE ledger_order SET state = 'approved', approved_by = $1, approved_at = $2
             WHERE entity = $3 AND number = $4"),
        &[who.as_str().into(), now.into(), entity.id.0.into(), number.into()],
    )?;
    tell_preparer(tx, &who, entity.id, &order, "ledger-mail-order-approved")?;
    record(tx, actor, "ledger.order-approved", entity.id, number)
}

/// Takes back an order that is in no file.
pub fn withdraw_order(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let order = order_in(tx, entity.id, number)?;
    if !matches!(order.state, OrderState::Prepared | OrderState::Approved) {
        return Err(Refusal::conflict("ledger-conflict-order-sent"));
    }
    set_state(tx, entity.id, number, (OrderState::Withdrawn, ""))?;
    tell_preparer(tx, &actor.name_in_log(), entity.id, &order, "ledger-mail-order-withdrawn")?;
    record(tx, actor, "ledger.order-withdrawn", entity.id, number)
}

pub(crate) fn set_state(
    tx: &mut Tx,
    entity: EntityId,
    number: i64,
    (state, reason): (OrderState, &str),
) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_order SET state = $1, reason = $2 WHERE entity = $3 AND number = $4"),
        &[state.code().into(), reason.into(), entity.0.into(), number.into()],
    )
}

/// An order is at the bank again, with a transfer that waits.
pub(crate) fn set_sent(
    tx: &mut Tx,
    entity: EntityId,
    number: i64,
    transfer: TransferId,
) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_order SET state = 'sent', reason = '', transfer = $1
             WHERE entity = $2 AND number = $3"),
        &[transfer.bytes().to_vec().into(), entity.0.into(), number.into()],
    )
}

/// An order of a book, for whoever keeps it.
pub fn order(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<Order> {
    let entity = book(tx, actor, id)?;
    order_in(tx, entity.id, number)
}

pub(crate) fn order_in(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<Order> {
    let row = tx.one(
        sql("SELECT number, party, purpose, amount, due, label, reference, claim, name, iban, bic,
                state, prepared_by, prepared_at, approved_by, file, batch, transfer, reason
             FROM ledger_order WHERE entity = $1 AND number = $2"),
        &[entity.0.into(), number.into()],
    )?;
    read_order(&mut row.columns())
}

/// What is on its way to somebody, by state and then by day.
pub fn open_orders(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<Order>> {
    let entity = book(tx, actor, id)?;
    open_orders_in(tx, entity.id)
}

pub(crate) fn open_orders_in(tx: &mut Tx, entity: EntityId) -> Outcome<Vec<Order>> {
    let rows = tx.all(
        sql("SELECT number, party, purpose, amount, due, label, reference, claim, name, iban, bic,
                state, prepared_by, prepared_at, approved_by, file, batch, transfer, reason
             FROM ledger_order WHERE entity = $1 AND state IN ('prepared', 'approved', 'sent')
             ORDER BY due, number LIMIT $2"),
        &[entity.0.into(), crate::matching::LOOKED_AT.into()],
    )?;
    rows.into_iter().map(|row| read_order(&mut row.columns())).collect()
}

/// The newest orders of a book, whatever became of them.
pub fn newest_orders(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<Order>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT number, party, purpose, amount, due, label, reference, claim, name, iban, bic,
                state, prepared_by, prepared_at, approved_by, file, batch, transfer, reason
             FROM ledger_order WHERE entity = $1 ORDER BY number DESC LIMIT $2"),
        &[entity.id.0.into(), LISTED.into()],
    )?;
    rows.into_iter().map(|row| read_order(&mut row.columns())).collect()
}

/// The orders of a book before a number, newest first.
pub(crate) fn orders_page(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    before: Option<i64>,
    limit: usize,
) -> Outcome<Vec<Order>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT number, party, purpose, amount, due, label, reference, claim, name, iban, bic,
                state, prepared_by, prepared_at, approved_by, file, batch, transfer, reason
             FROM ledger_order WHERE entity = $1 AND number < $2 ORDER BY number DESC LIMIT $3"),
        &[entity.id.0.into(), before.unwrap_or(i64::MAX).into(), limit.into()],
    )?;
    rows.into_iter().map(|row| read_order(&mut row.columns())).collect()
}

/// The orders of a file, in the order in which they were prepared.
pub fn orders_of_file(tx: &mut Tx, actor: &Actor, id: EntityId, file: i64) -> Outcome<Vec<Order>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT number, party, purpose, amount, due, label, reference, claim, name, iban, bic,
                state, prepared_by, prepared_at, approved_by, file, batch, transfer, reason
             FROM ledger_order WHERE entity = $1 AND file = $2 ORDER BY number"),
        &[entity.id.0.into(), file.into()],
    )?;
    rows.into_iter().map(|row| read_order(&mut row.columns())).collect()
}

/// Orders that were paid and were due on a day or later.
pub(crate) fn paid_orders_since(tx: &mut Tx, entity: EntityId, day: Day) -> Outcome<Vec<Order>> {
    let rows = tx.all(
        sql("SELECT number, party, purpose, amount, due, label, reference, claim, name, iban, bic,
                state, prepared_by, prepared_at, approved_by, file, batch, transfer, reason
             FROM ledger_order WHERE entity = $1 AND state = 'paid' AND due >= $2
             ORDER BY number DESC LIMIT $3"),
        &[entity.0.into(), day.0.into(), crate::matching::LOOKED_AT.into()],
    )?;
    rows.into_iter().map(|row| read_order(&mut row.columns())).collect()
}

fn read_order(columns: &mut Columns) -> Outcome<Order> {
    let number = columns.take()?;
    let party = columns.take()?;
    let purpose = Purpose::from_code(&columns.take::<String>()?)
        .ok_or_else(|| Refusal::broken("an order has an unknown purpose"))?;
    let data = NewOrder {
        party,
        purpose,
        amount: columns.take()?,
        due: Day(columns.take()?),
        label: columns.take()?,
        reference: columns.take()?,
        claim: columns.take()?,
    };
    let name = columns.take()?;
    let iban = stored_iban(&columns.take::<String>()?)?;
    Ok(Order {
        number,
        data,
        name,
        iban: iban.ok_or_else(|| Refusal::broken("an order has no account"))?,
        bic: stored_bic(&columns.take::<String>()?)?,
        state: OrderState::from_code(&columns.take::<String>()?)?,
        prepared_by: columns.take()?,
        prepared_at: columns.take()?,
        approved_by: columns.take()?,
        file: columns.take()?,
        batch: columns.take()?,
        transfer: columns.take::<Option<Vec<u8>>>()?.map(transfer_id).transpose()?,
        reason: columns.take()?,
    })
}
