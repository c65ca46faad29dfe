//! What an organisation waits for: who is to pay how much, what for, until when. Each claim has a
//! reference of its own (ISO 11649) that the payer's bank sends along, by which the payment is known.
//!
//! Invariants: what is paid is the sum of the transfers that name the reference; nothing is given back
//! beyond what is paid when it leaves; a claim that is dropped was never paid.

use ::store::{Columns, Tx, sql};
use bank::Reference;
use base::{Fault, Outcome, Refusal, Say};
use people::{Actor, PersonId};

use crate::books::{book, book_one, own_account};
use crate::entities::{NewAccount, open_account};
use crate::model::{AccountId, Day, EntityId, Transfer};
use crate::parties::{PartyId, party};
use crate::plan::Purpose;

/// Claims that a list shows.
pub(crate) const LISTED: usize = 500;

/// Something to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// By whom.
    pub party: PartyId,
    /// What it is booked under when it is paid: an income, or what an invoice wrote down before.
    pub purpose: Purpose,
    /// How much, in cents.
    pub amount: i64,
    /// Until when.
    pub due: Day,
    /// What for, as the payer reads it.
    pub label: String,
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// It waits for a payment.
    Open,
    /// A debit of it is at the bank.
    Sent,
    /// It is paid.
    Paid,
    /// It will not be paid.
    Dropped,
}

impl ClaimState {
    /// The state as stored; its name is the text `ledger-claim-…`.
    pub fn code(self) -> &'static str {
        match self {
            ClaimState::Open => "open",
            ClaimState::Sent => "sent",
            ClaimState::Paid => "paid",
            ClaimState::Dropped => "dropped",
        }
    }

    fn from_code(code: &str) -> Outcome<Self> {
        [ClaimState::Open, ClaimState::Sent, ClaimState::Paid, ClaimState::Dropped]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| Refusal::broken("a claim has an unknown state"))
    }
}

/// A claim of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its number in the book.
    pub number: i64,
    /// What it is.
    pub data: NewClaim,
    /// The name of who is to pay.
    pub name: String,
    /// What was paid of it.
    pub paid: i64,
    /// What was given back of that.
    pub refunded: i64,
    /// What the payer's bank is to send along.
    pub reference: Reference,
    /// Where it stands.
    pub state: ClaimState,
}

impl Claim {
    /// What is left to pay.
    pub fn left(&self) -> i64 {
        self.data.amount - self.paid
    }
}

/// Expects a payment; the number of the claim.
pub fn expect_payment(tx: &mut Tx, actor: &Actor, id: EntityId, new: &NewClaim) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    let known = party(tx, actor, entity.id, new.party)?;
    if !(new.purpose.is_income() || new.purpose == Purpose::Receivable) {
        return Err(Refusal::broken("a claim is booked under an income"));
    }
    if !(1..=bank::fields::CENTS_MAX).contains(&new.amount) {
        return Err(Refusal::Invalid(vec![Fault::new("amount", "ledger-fault-too-much")]));
    }
    fence(tx, entity.id)?;
    let number: i64 = tx
        .one(
            sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_claim WHERE entity = $1"),
            &[entity.id.0.into()],
        )?
        .single()?;
    let reference = reference_of(entity.id, number)?;
    let now = tx.now();
    tx.run(
        sql(
            "INSERT INTO ledger_claim (entity, number, party, purpose, amount, paid, refunded, due,
                label, reference, state, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, 'open', $9, $10)",
        ),
        &[
            entity.id.0.into(),
            number.into(),
            known.id.into(),
            new.purpose.code().into(),
            new.amount.into(),
            new.due.0.into(),
            new.label.as_str().into(),
            reference.as_str().into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    record(tx, actor, "ledger.payment-expected", entity.id, number)?;
    Ok(number)
}

/// Writers of a book wait for each other.
pub(crate) fn fence(tx: &mut Tx, id: EntityId) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_entity SET version = version + 1 WHERE number = $1"),
        &[id.0.into()],
    )
}

pub(crate) fn record(
    tx: &mut Tx,
    actor: &Actor,
    act: &str,
    entity: EntityId,
    number: i64,
) -> Outcome<()> {
    people::record(tx, &actor.name_in_log(), act, &format!("{}-{number}", entity.0), "")
}

fn reference_of(entity: EntityId, number: i64) -> Outcome<Reference> {
    let body = format!("{}C{number}", entity.0);
    Reference::make(&body).map_err(|_| Refusal::broken("a claim has too long a number"))
}

/// A claim of a book, for whoever keeps it.
pub fn claim(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<Claim> {
    let entity = book(tx, actor, id)?;
    claim_in(tx, entity.id, number)
}

pub(crate) fn claim_in(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<Claim> {
    let row = tx.one(
        sql("SELECT c.number, c.party, c.purpose, c.amount, c.due, c.label, p.name, c.paid,
                c.refunded, c.reference, c.state
             FROM ledger_claim c JOIN ledger_party p ON p.id = c.party
             WHERE c.entity = $1 AND c.number = $2"),
        &[entity.0.into(), number.into()],
    )?;
    read_claim(&mut row.columns())
}

/// What is still to be paid, the most pressing first.
pub fn open_claims(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<Claim>> {
    let entity = book(tx, actor, id)?;
    open_claims_in(tx, entity.id)
}

pub(crate) fn open_claims_in(tx: &mut Tx, entity: EntityId) -> Outcome<Vec<Claim>> {
    let rows = tx.all(
        sql("SELECT c.number, c.party, c.purpose, c.amount, c.due, c.label, p.name, c.paid,
                c.refunded, c.reference, c.state
             FROM ledger_claim c JOIN ledger_party p ON p.id = c.party
             WHERE c.entity = $1 AND c.state IN ('open', 'sent')
             ORDER BY c.due, c.number LIMIT $2"),
        &[entity.0.into(), crate::matching::LOOKED_AT.into()],
    )?;
    rows.into_iter().map(|row| read_claim(&mut row.columns())).collect()
}

/// All claims on a party, the newest first.
pub fn claims_on(tx: &mut Tx, actor: &Actor, id: EntityId, on: PartyId) -> Outcome<Vec<Claim>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT c.number, c.party, c.purpose, c.amount, c.due, c.label, p.name, c.paid,
                c.refunded, c.reference, c.state
             FROM ledger_claim c JOIN ledger_party p ON p.id = c.party
             WHERE c.party = $1 AND c.entity = $2 ORDER BY c.number DESC LIMIT $3"),
        &[on.into(), entity.id.0.into(), LISTED.into()],
    )?;
    rows.into_iter().map(|row| read_claim(&mut row.columns())).collect()
}

/// The claims of a book before a number, newest first.
pub(crate) fn claims_page(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    before: Option<i64>,
    limit: usize,
) -> Outcome<Vec<Claim>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT c.number, c.party, c.purpose, c.amount, c.due, c.label, p.name, c.paid,
                c.refunded, c.reference, c.state
             FROM ledger_claim c JOIN ledger_party p ON p.id = c.party
             WHERE c.entity = $1 AND c.number < $2 ORDER BY c.number DESC LIMIT $3"),
        &[entity.id.0.into(), before.unwrap_or(i64::MAX).into(), limit.into()],
    )?;
    rows.into_iter().map(|row| read_claim(&mut row.columns())).collect()
}

/// Claims on a person, in all books, the newest first, with the entity of each.
pub(crate) fn claims_of_person(tx: &mut Tx, person: PersonId) -> Outcome<Vec<(EntityId, Claim)>> {
    let rows = tx.all(
        sql("SELECT c.entity, c.number, c.party, c.purpose, c.amount, c.due, c.label, p.name,
                c.paid, c.refunded, c.reference, c.state
             FROM ledger_party p JOIN ledger_claim c ON c.party = p.id
             WHERE p.owner = $1 AND p.owner <> '' ORDER BY c.made_at DESC LIMIT $2"),
        &[person.into(), LISTED.into()],
    )?;
    let read = |row: ::store::Row| {
        let mut columns = row.columns();
        Ok((EntityId(columns.take()?), read_claim(&mut columns)?))
    };
    rows.into_iter().map(read).collect()
}

fn read_claim(columns: &mut Columns) -> Outcome<Claim> {
    let number = columns.take()?;
    let party = columns.take()?;
    let purpose = Purpose::from_code(&columns.take::<String>()?)
        .ok_or_else(|| Refusal::broken("a claim has an unknown purpose"))?;
    let amount = columns.take()?;
    let due = Day(columns.take()?);
    let data = NewClaim { party, purpose, amount, due, label: columns.take()? };
    Ok(Claim {
        number,
        data,
        name: columns.take()?,
        paid: columns.take()?,
        refunded: columns.take()?,
        reference: Reference::parse(&columns.take::<String>()?)
            .map_err(|_| Refusal::broken("a reference that was kept is none"))?,
        state: ClaimState::from_code(&columns.take::<String>()?)?,
    })
}

/// Waits no longer for a payment, or for what is left of it.
pub fn drop_claim(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let claim = claim_in(tx, entity.id, number)?;
    if claim.state != ClaimState::Open {
        return Err(Refusal::conflict("ledger-conflict-claim-under-way"));
    }
    if claim.data.purpose == Purpose::Receivable {
        return Err(Refusal::conflict("ledger-conflict-claim-invoiced"));
    }
    forgo(tx, entity.id, &claim)?;
    record(tx, actor, "ledger.claim-dropped", entity.id, number)
}

/// Writes down that a claim is paid at the desk, wholly or in part; the number of the transfer.
pub fn receive_payment(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    number: i64,
    (treasury, amount, on): (Purpose, i64, Day),
) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let claim = claim_in(tx, entity.id, number)?;
    if claim.state != ClaimState::Open || amount > claim.left() || amount < 1 {
        let say = Say::new("ledger-conflict-claim-left").with("left", base::Cents(claim.left()));
        return Err(Refusal::conflict(say));
    }
    let place = open_account(tx, entity.id, &own_account(treasury))?;
    let booked = pay_claim(tx, &claim, (place, entity.id), amount, on)?;
    record(tx, actor, "ledger.claim-paid", entity.id, number)?;
    Ok(booked)
}

/// The account that the payment of a claim is booked on.
pub(crate) fn account_of(tx: &mut Tx, entity: EntityId, claim: &Claim) -> Outcome<AccountId> {
    match claim.data.purpose {
        Purpose::Receivable => {
            open_account(tx, entity, &NewAccount::euros(Purpose::Receivable, claim.data.party))
        }
        purpose => open_account(tx, entity, &own_account(purpose)),
    }
}

/// Books a payment of a claim that came to a place; the number of the transfer.
pub(crate) fn pay_claim(
    tx: &mut Tx,
    claim: &Claim,
    (place, entity): (AccountId, EntityId),
    amount: i64,
    on: Day,
) -> Outcome<i64> {
    let account = account_of(tx, entity, claim)?;
    let transfer = Transfer::new(tx.id(), place, account, amount);
    let booked = book_about(tx, claim, ("ledger.claim", on), transfer)?;
    add_paid(tx, entity, claim.number, amount)?;
    Ok(booked)
}

/// Books that a payment of a claim was taken back by the payer's bank; the number of the transfer.
pub(crate) fn unpay_claim(
    tx: &mut Tx,
    claim: &Claim,
    (place, entity): (AccountId, EntityId),
    amount: i64,
    on: Day,
) -> Outcome<i64> {
    let account = account_of(tx, entity, claim)?;
    let transfer = Transfer::new(tx.id(), account, place, amount);
    let booked = book_about(tx, claim, ("ledger.claim-returned", on), transfer)?;
    add_paid(tx, entity, claim.number, -amount)?;
    Ok(booked)
}

fn book_about(
    tx: &mut Tx,
    claim: &Claim,
    (code, on): (&str, Day),
    transfer: Transfer,
) -> Outcome<i64> {
    let transfer = transfer.about(code, claim.reference.as_str(), &claim.data.label);
    book_one(tx, &Transfer { effective: Some(on), ..transfer })
}

/// What a payment was taken for is not paid when the payment is taken back. What the bank did is
/// known from its statements alone.
pub(crate) fn before_reversal(tx: &mut Tx, entity: EntityId, first: &Transfer) -> Outcome<()> {
    match first.code.as_str() {
        "ledger.claim" if is_desk(tx, first.debit)? => {}
        "ledger.reversal" => return Err(Refusal::conflict("ledger-conflict-is-reversal")),
        "ledger.invoice" => return Err(Refusal::conflict("ledger-conflict-claim-invoiced")),
        "ledger.claim"
        | "ledger.claim-returned"
        | "ledger.order"
        | "ledger.order-returned"
        | "ledger.overpaid"
        | "ledger.bank-line" => return Err(Refusal::conflict("ledger-conflict-bank-said")),
        _ => return Ok(()),
    }
    let row = tx.maybe(
        sql("SELECT number FROM ledger_claim WHERE reference = $1 AND entity = $2"),
        &[first.reference.as_str().into(), entity.0.into()],
    )?;
    let Some(number) = row.map(::store::Row::single).transpose()? else { return Ok(()) };
    let claim = claim_in(tx, entity, number)?;
    take_payment_back(tx, &claim, entity, first.amount)
}

/// A claim is paid by so much less: what is given back of it must stay covered.
pub(crate) fn take_payment_back(
    tx: &mut Tx,
    claim: &Claim,
    entity: EntityId,
    amount: i64,
) -> Outcome<()> {
    let given_back = claim.refunded + refunds_under_way(tx, entity, claim.number)?;
    if given_back > claim.paid - amount {
        return Err(Refusal::conflict("ledger-conflict-claim-refunded"));
    }
    add_paid(tx, entity, claim.number, -amount)
}

/// Whether an account is the till or the drawer of cheques: what came there is undone by hand.
fn is_desk(tx: &mut Tx, id: AccountId) -> Outcome<bool> {
    let purpose = crate::entities::account(tx, id)?.data.purpose;
    Ok(matches!(purpose, Purpose::Cash | Purpose::Cheques))
}

/// What orders under way will give back of a claim.
pub(crate) fn refunds_under_way(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<i64> {
    tx.one(
        sql("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM ledger_order
             WHERE entity = $1 AND claim = $2 AND state IN ('prepared', 'approved', 'sent')"),
        &[entity.0.into(), number.into()],
    )?
    .single()
}

/// A claim is paid by so much more or less, and stands where that and its debits leave it: of an
/// invoice that was taken back nothing is waited for.
pub(crate) fn add_paid(tx: &mut Tx, entity: EntityId, number: i64, amount: i64) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_claim SET paid = paid + $1 WHERE entity = $2 AND number = $3"),
        &[amount.into(), entity.0.into(), number.into()],
    )?;
    let claim = claim_in(tx, entity, number)?;
    if let Some((gross, owed)) = crate::credits::owed(tx, entity, number)?
        && owed < gross
    {
        return set_owed(tx, entity, number, owed);
    }
    match claim.left() {
        left if left <= 0 => set_state(tx, entity, number, ClaimState::Paid),
        _ if is_sent(tx, entity, number)? => set_state(tx, entity, number, ClaimState::Sent),
        _ => set_state(tx, entity, number, ClaimState::Open),
    }
}

/// Of a claim so much is owed; what was paid beyond that can be given back.
pub(crate) fn set_owed(tx: &mut Tx, entity: EntityId, number: i64, owed: i64) -> Outcome<()> {
    let claim = claim_in(tx, entity, number)?;
    let amount = owed.max(claim.paid);
    if amount == 0 {
        return set_state(tx, entity, number, ClaimState::Dropped);
    }
    tx.fence(
        sql("UPDATE ledger_claim SET amount = $1 WHERE entity = $2 AND number = $3"),
        &[amount.into(), entity.0.into(), number.into()],
    )?;
    let state = match amount == claim.paid {
        true => ClaimState::Paid,
        false if is_sent(tx, entity, number)? => ClaimState::Sent,
        false => ClaimState::Open,
    };
    set_state(tx, entity, number, state)
}

/// Whether a debit of a claim is at the bank.
fn is_sent(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<bool> {
    let sent = tx.maybe(
        sql("SELECT number FROM ledger_debit
             WHERE entity = $1 AND claim = $2 AND state = 'sent' LIMIT 1"),
        &[entity.0.into(), number.into()],
    )?;
    Ok(sent.is_some())
}

/// What is left of a claim is not waited for any more.
fn forgo(tx: &mut Tx, entity: EntityId, claim: &Claim) -> Outcome<()> {
    if claim.paid == 0 {
        return set_state(tx, entity, claim.number, ClaimState::Dropped);
    }
    tx.fence(
        sql("UPDATE ledger_claim SET amount = paid, state = 'paid'
             WHERE entity = $1 AND number = $2 AND paid > 0"),
        &[entity.0.into(), claim.number.into()],
    )
}

pub(crate) fn add_refunded(tx: &mut Tx, entity: EntityId, number: i64, amount: i64) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_claim SET refunded = refunded + $1 WHERE entity = $2 AND number = $3"),
        &[amount.into(), entity.0.into(), number.into()],
    )
}

pub(crate) fn set_state(
    tx: &mut Tx,
    entity: EntityId,
    number: i64,
    state: ClaimState,
) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_claim SET state = $1 WHERE entity = $2 AND number = $3"),
        &[state.code().into(), entity.0.into(), number.into()],
    )
}
