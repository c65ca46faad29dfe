//! Books as those who keep them see and write them: the managers of an organisation, and treasurers of
//! a book. For anybody else a book is unknown.

use ::store::{Tx, sql};
use base::{Id, Moment, Outcome, Refusal, Say};
use people::{Actor, OrgId, Role};
use sha2::{Digest, Sha256};

use crate::entities::{
    Account, Entity, NewAccount, account, close_period, entity, entity_of, open_account, open_book,
};
use crate::keepers::{keeps, of_scope};
use crate::model::{AccountId, Booked, Day, EntityId, Phase, Status, Transfer, TransferId};
use crate::plan::Purpose;
use crate::statements::page;
use crate::store::{read_booked, transfers_by_id};
use crate::transfers::{create_transfers, refusal};

/// What somebody who keeps a book writes into it by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money came in.
    Receipt,
    /// Money went out.
    Expense,
    /// Money went from one place to another: cash to the bank.
    Move,
    /// What was there when the book began.
    Opening,
}

impl Kind {
    /// All kinds, in the order of their use.
    pub const ALL: [Kind; 4] = [Kind::Receipt, Kind::Expense, Kind::Move, Kind::Opening];

    /// The kind in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Receipt => "recette",
            Kind::Expense => "depense",
            Kind::Move => "mouvement",
            Kind::Opening => "depart",
        }
    }

    /// The kind of a part of an address.
    pub fn from_code(code: &str) -> Option<Self> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What the money can come from or go to.
    pub fn others(self) -> Vec<Purpose> {
        let fits = |purpose: &Purpose| match self {
            Kind::Receipt => purpose.is_income() || *purpose == Purpose::Suspense,
            Kind::Expense => purpose.is_expense() || *purpose == Purpose::Suspense,
            Kind::Move => purpose.is_treasury(),
            Kind::Opening => *purpose == Purpose::Opening,
        };
        Purpose::all().filter(fits).collect()
    }
}

/// Something to be written into a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What happened.
    pub kind: Kind,
    /// Where the money is or was: bank, cash, cheques; of a move, where it comes from.
    pub treasury: Purpose,
    /// What it was for; of a move, where it goes.
    pub other: Purpose,
    /// How much, in cents; more than nothing.
    pub amount: i64,
    /// When.
    pub on: Day,
    /// In words.
    pub label: String,
    /// The document that proves it: a number of an invoice or a receipt.
    pub reference: String,
}

impl Operation {
    /// The purposes of the accounts to debit and to credit.
    pub fn sides(&self) -> (Purpose, Purpose) {
        match self.kind {
            Kind::Receipt | Kind::Opening => (self.treasury, self.other),
            Kind::Expense | Kind::Move => (self.other, self.treasury),
        }
    }
}

/// The book of an entity, for whoever keeps it.
pub fn book(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Entity> {
    let entity = entity(tx, id)?;
    match keeps(actor, &entity) {
        true => Ok(entity),
        false => Err(Refusal::Unknown),
    }
}

/// The organisations whose books an actor keeps or could keep, each with its book.
pub fn books_of(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(OrgId, String, Option<Entity>)>> {
    let managed = |id: &OrgId| actor.holds_in(Role::Manager, &id.to_string());
    let ids: Vec<OrgId> = actor.organisations().into_iter().filter(managed).collect();
    let names = people::organisation_names(tx, &ids)?;
    let mut books = Vec::new();
    // Few organisations have the same manager.
    for (id, name) in names {
        books.push((id, name, entity_of(tx, id)?));
    }
    for held in actor.grants.iter().filter(|grant| grant.role == Role::Treasurer) {
        let Some(id) = of_scope(&held.scope) else { continue };
        let kept = entity(tx, id)?;
        if !ids.contains(&kept.organisation) {
            books.push((kept.organisation, kept.name.clone(), Some(kept)));
        }
    }
    books.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(books)
}

/// Begins the book of an organisation that the actor manages, with where its money lies.
pub fn begin_book(tx: &mut Tx, actor: &Actor, organisation: OrgId) -> Outcome<EntityId> {
    if !actor.holds_in(Role::Manager, &organisation.to_string()) {
        return Err(Refusal::Unknown);
    }
    if let Some(entity) = entity_of(tx, organisation)? {
        return Ok(entity.id);
    }
    let id = open_book(tx, organisation)?;
    for purpose in [Purpose::Bank, Purpose::Cash, Purpose::Cheques] {
        open_account(tx, id, &own_account(purpose))?;
    }
    people::record(tx, &actor.name_in_log(), "ledger.book-begun", &organisation.to_string(), "")?;
    Ok(id)
}

/// An account of the entity's own. There is never less than nothing in a till or a drawer of
/// cheques.
pub(crate) fn own_account(purpose: Purpose) -> NewAccount {
    let floor = matches!(purpose, Purpose::Cash | Purpose::Cheques).then_some(0);
    NewAccount { max_credit: floor, ..NewAccount::euros(purpose, "") }
}

/// Writes an operation into a book; the number of its transfer.
pub fn record_operation(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    operation: &Operation,
) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    let (debit, credit) = operation.sides();
    let debit = open_account(tx, entity.id, &own_account(debit))?;
    let credit = open_account(tx, entity.id, &own_account(credit))?;
    let code = format!("ledger.{}", operation.kind.code());
    let transfer = Transfer {
        effective: Some(operation.on),
        ..Transfer::new(tx.id(), debit, credit, operation.amount).about(
            &code,
            &operation.reference,
            &operation.label,
        )
    };
    let number = book_one(tx, &transfer)?;
    let object = format!("{}-{number}", entity.id.0);
    people::record(tx, &actor.name_in_log(), "ledger.recorded", &object, "")?;
    Ok(number)
}

/// Carries out one transfer that must not exist yet.
pub(crate) fn book_one(tx: &mut Tx, transfer: &Transfer) -> Outcome<i64> {
    match create_transfers(tx, std::slice::from_ref(transfer))?.first() {
        Some(Status::Created) => {}
        Some(Status::Exists) => return Err(Refusal::conflict("ledger-conflict-reversed")),
        Some(status) => return Err(refusal(*status)),
        None => return Err(Refusal::broken("a transfer has no answer")),
    }
    let booked = transfers_by_id(tx, std::iter::once(&transfer.id))?;
    let booked = booked.get(&transfer.id);
    booked.map(|booked| booked.number).ok_or_else(|| Refusal::broken("a transfer is gone"))
}

/// The id that the reversal of a transfer has: there is one.
pub(crate) fn reversal_id(id: TransferId) -> TransferId {
    let digest = Sha256::new().chain_update("reversal of ").chain_update(id.bytes()).finalize();
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(digest) {
        *byte = from;
    }
    Id::from_bytes(bytes)
}

/// Takes back a final transfer by one the other way; the number of that one.
pub fn reverse(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    crate::claims::fence(tx, entity.id)?;
    let booked = transfer_in(tx, entity.id, number)?;
    let first = &booked.transfer;
    if !matches!(first.phase, Phase::Single | Phase::Post { .. }) {
        return Err(Refusal::conflict("ledger-conflict-not-final"));
    }
    crate::claims::before_reversal(tx, entity.id, first)?;
    let reversal = take_back(tx, &booked, None)?;
    let object = format!("{}-{number}", entity.id.0);
    people::record(tx, &actor.name_in_log(), "ledger.reversed", &object, &reversal.to_string())?;
    Ok(reversal)
}

/// Books the opposite of a transfer, on a day or today; its number. A payment that was taken back is
/// one again, and what only passed by a claim is no payment of it.
pub(crate) fn take_back(tx: &mut Tx, booked: &Booked, on: Option<Day>) -> Outcome<i64> {
    let first = &booked.transfer;
    let label = format!("Contrepassation du n° {} : {}", booked.number, first.label);
    let label: String = label.chars().take(200).collect();
    let back = Transfer::new(reversal_id(first.id), first.credit, first.debit, first.amount);
    let (code, reference) = match first.code.as_str() {
        "ledger.claim-returned" => ("ledger.claim", first.reference.as_str()),
        "ledger.bank-line" | "ledger.overpaid" => ("ledger.reversal", ""),
        _ => ("ledger.reversal", first.reference.as_str()),
    };
    let back = back.about(code, reference, &label);
    book_one(tx, &Transfer { effective: on, ..back })
}

/// Closes the days of a book up to one.
pub fn close_book(tx: &mut Tx, actor: &Actor, id: EntityId, through: Day) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    if entity.closed_through.is_some_and(|closed| closed >= through) {
        let day = entity.closed_through.unwrap_or_default().date().to_string();
        return Err(Refusal::conflict(Say::new("ledger-conflict-closed-already").with("day", day)));
    }
    close_period(tx, entity.id, through)?;
    let (organisation, day) = (entity.organisation.to_string(), through.date().to_string());
    people::record(tx, &actor.name_in_log(), "ledger.period-closed", &organisation, &day)
}

/// An account of a book, for whoever keeps it.
pub fn account_in(tx: &mut Tx, actor: &Actor, id: AccountId) -> Outcome<(Entity, Account)> {
    let entity = book(tx, actor, id.entity())?;
    Ok((entity, account(tx, id)?))
}

/// One transfer of a book.
pub fn transfer_in(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<Booked> {
    let rows = page(tx, entity, number.saturating_sub(1), 1)?;
    let found = rows.into_iter().map(|(booked, _)| booked).find(|row| row.number == number);
    found.ok_or(Refusal::Unknown)
}

/// The newest transfers of a book before a number, newest first.
pub fn newest_in(
    tx: &mut Tx,
    entity: EntityId,
    before: Option<i64>,
    limit: usize,
) -> Outcome<Vec<Booked>> {
    let rows = tx.all(
        sql("SELECT number, id, flags, debit, credit, amount, pending, timeout_s, code, reference,
                label, effective, at, debit_balance, credit_balance,
                debit_before, credit_before
             FROM ledger_transfer WHERE entity = $1 AND number < $2
             ORDER BY number DESC LIMIT $3"),
        &[entity.0.into(), before.unwrap_or(i64::MAX).into(), limit.into()],
    )?;
    rows.into_iter().map(|row| read_booked(&mut row.columns())).collect()
}

/// The transfer that took another back, if one did.
pub fn reversal_of(tx: &mut Tx, booked: &Booked) -> Outcome<Option<Booked>> {
    let id = reversal_id(booked.transfer.id);
    Ok(transfers_by_id(tx, std::iter::once(&id))?.remove(&id))
}

/// Where a first phase stands: waiting, posted, voided, expired; nothing for other transfers.
pub fn state_of(tx: &mut Tx, id: TransferId) -> Outcome<Option<(String, Option<Moment>)>> {
    let row = tx.maybe(
        sql("SELECT state, expires_at FROM ledger_pending WHERE id = $1"),
        &[id.bytes().to_vec().into()],
    )?;
    row.map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?))
    })
    .transpose()
}

/// Carries out a batch in one book, for whoever keeps it; what became of each, in order.
pub fn create_in(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    asked: &[Transfer],
) -> Outcome<Vec<Status>> {
    let entity = book(tx, actor, id)?;
    only_in(tx, entity.id, asked)?;
    create_transfers(tx, asked)
}

/// A program moves money in the book that it names and in no other.
fn only_in(tx: &mut Tx, id: EntityId, asked: &[Transfer]) -> Outcome<()> {
    let own = |account: AccountId| account == AccountId::UNSET || account.entity() == id;
    // What claims, orders and invoices put into a book is theirs to end.
    let ours = |transfer: &Transfer| transfer.code.starts_with("ledger.");
    let ends: Vec<TransferId> = asked.iter().filter_map(Transfer::ends).collect();
    let firsts = transfers_by_id(tx, ends.iter())?;
    if asked.iter().any(ours) || firsts.values().any(|first| ours(&first.transfer)) {
        return Err(Refusal::conflict("ledger-conflict-own-code"));
    }
    let named = asked.iter().chain(firsts.values().map(|first| &first.transfer));
    match named.into_iter().all(|transfer| own(transfer.debit) && own(transfer.credit)) {
        true => Ok(()),
        false => Err(Refusal::Unknown),
    }
}
