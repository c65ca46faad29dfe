//! What the bank says beside what the book says: lines of statements are matched with transfers of the
//! bank account, and what differs is named line by line.
//!
//! Invariants: a line is one transfer at most, and a transfer one line;
//! the bank's balance is the book's on that day and what they differed by before the first statement,
//! more the lines that no transfer explains, less the transfers that no line shows.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Columns, Tx, sql};
use base::{Id, Outcome, Refusal};
use people::Actor;

use crate::books::{Operation, book, record_operation, reversal_id};
use crate::claims::fence;
use crate::entities::{Account, Entity, NewAccount, accounts_in, open_account};
use crate::expected::{Book, Expected, Shown};
use crate::matching::{LOOKED_AT, Said, Written, certain, is_likely};
use crate::model::{Booked, Day, EntityId, TransferId};
use crate::plan::Purpose;
use crate::settle::{expected, settle_certain};
use crate::statements::{balance_on, moved, statement};

/// Marks ids of lines.
pub enum LineKind {}
/// The id of a line of a statement.
pub type LineId = Id<LineKind>;

/// Lines shown that no transfer explains.
const OPEN_MAX: usize = 200;
/// What a line may be that is offered.
const OFFERED: usize = 5;

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: LineId,
    /// When the bank booked it.
    pub day: Day,
    /// In cents; what came in is more than nothing.
    pub amount: i64,
    /// Who paid or was paid, as the bank says.
    pub party: String,
    /// What for, as the bank says.
    pub text: String,
    /// The number of their account, or nothing.
    pub iban: String,
    /// Why it was not booked although it can only be one thing: a text; or nothing.
    pub reason: String,
}

/// How a line came to be a transfer: what it was booked as, or one of these two.
pub(crate) const LINKED: &str = "linked";
/// Somebody wrote it into the book.
pub(crate) const WRITTEN: &str = "written";
/// An open line that somebody said is not what it was matched with: it is matched by hand alone.
pub(crate) const BY_HAND: &str = "by-hand";

/// A line that nothing explains yet, with what it may be.
#[derive(Clone, Debug)]
pub struct Riddle {
    /// The line.
    pub line: Line,
    /// Transfers of the book that it may be.
    pub transfers: Vec<Booked>,
    /// What is expected that it may be, the likeliest first.
    pub expected: Vec<Expected>,
}

/// How book and bank stand to each other.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The last statement: its end and the bank's balance then.
    pub bank: Option<(Day, i64)>,
    /// The book's balance on that day.
    pub book: i64,
    /// By what they differed before the first statement.
    pub before: i64,
    /// Lines whose transfer takes effect after the last statement.
    pub later: i64,
    /// Lines that no transfer explains, each with what it may be.
    pub lines: Vec<Riddle>,
    /// Transfers of the time of the statements that no line shows.
    pub transfers: Vec<Booked>,
}

impl Situation {
    /// What is left to explain when all that differs is counted: nothing, unless statements are
    /// missing.
    pub fn unexplained(&self, bank_account: &Account) -> i64 {
        let lines: i64 = self.lines.iter().map(|riddle| riddle.line.amount).sum();
        let transfers: i64 = self.transfers.iter().map(|one| -moved(one, bank_account.id)).sum();
        self.bank.map_or(0, |(_, bank)| {
            bank - (self.book + self.before + self.later + lines - transfers)
        })
    }
}

/// The bank account of a book.
pub(crate) fn bank_account(tx: &mut Tx, entity: EntityId) -> Outcome<Account> {
    let id = open_account(tx, entity, &NewAccount::euros(Purpose::Bank, ""))?;
    crate::entities::account(tx, id)
}

/// The same, where nothing is to be opened.
fn bank_account_of(tx: &mut Tx, entity: EntityId) -> Outcome<Account> {
    let own = |account: &Account| {
        let NewAccount { purpose, owner, unit, .. } = &account.data;
        *purpose == Purpose::Bank && owner.is_empty() && unit == "EUR"
    };
    accounts_in(tx, entity)?.into_iter().find(own).ok_or(Refusal::Unknown)
}

/// Transfers of the bank account that no line is, newest first.
fn unmatched(tx: &mut Tx, account: &Account) -> Outcome<Vec<Booked>> {
    let rows = tx.all(
        sql("SELECT transfer FROM ledger_line WHERE entity = $1 AND transfer IS NOT NULL"),
        &[account.id.entity().0.into()],
    )?;
    let taken: BTreeSet<i64> = rows.into_iter().map(|row| row.single()).collect::<Outcome<_>>()?;
    let mut booked = statement(tx, account.id, None, LOOKED_AT)?;
    booked.retain(|one| moved(one, account.id) != 0 && !taken.contains(&one.number));
    Ok(booked)
}

/// Transfers that were taken back, and those that took them back, are no movements at the bank.
fn drop_reversed(booked: &mut Vec<Booked>) {
    let ids: BTreeMap<TransferId, i64> =
        booked.iter().map(|one| (one.transfer.id, one.number)).collect();
    let pair = |one: &Booked| Some([one.number, *ids.get(&reversal_id(one.transfer.id))?]);
    let pairs: BTreeSet<i64> = booked.iter().filter_map(pair).flatten().collect();
    booked.retain(|one| !pairs.contains(&one.number));
}

/// Finds what the open lines of a book are, as far as nothing else could be meant; how many.
pub(crate) fn match_lines(tx: &mut Tx, entity: &Entity) -> Outcome<usize> {
    let Entity { id, closed_through, .. } = *entity;
    let account = bank_account(tx, id)?;
    // What a line names comes first: any transfer may have its amount.
    let lines = lines_to_match(tx, id)?;
    let settled = settle_certain(tx, id, &lines, closed_through)?;
    let lines = lines_to_match(tx, id)?;
    let mut booked = unmatched(tx, &account)?;
    drop_reversed(&mut booked);
    let said: Vec<Said> = lines.iter().map(said).collect();
    let written: Vec<Written> = booked.iter().map(|one| written(one, &account)).collect();
    let pairs = certain(&said, &written);
    for (at, number) in &pairs {
        if let Some(line) = lines.get(*at) {
            set_transfer(tx, id, line.id, (*number, LINKED, None))?;
        }
    }
    Ok(pairs.len() + settled)
}

/// A line as far as its meaning goes.
pub(crate) fn shown(line: &Line) -> Shown {
    let (party, iban) = (line.party.clone(), line.iban.clone());
    Shown { amount: line.amount, party, iban, text: line.text.clone() }
}

fn said(line: &Line) -> Said {
    let text = format!("{} {}", line.party, line.text);
    Said { amount: line.amount, day: line.day, text }
}

fn written(booked: &Booked, account: &Account) -> Written {
    Written {
        number: booked.number,
        amount: -moved(booked, account.id),
        day: booked.effective,
        reference: booked.transfer.reference.clone(),
    }
}

/// Says that a line is a transfer, how it came to be, and the first and the last of those that were
/// booked for it; a line that is one already, or a transfer that is another line, is refused.
pub(crate) fn set_transfer(
    tx: &mut Tx,
    entity: EntityId,
    line: LineId,
    (number, meaning, booked): (i64, &str, Option<(i64, i64)>),
) -> Outcome<()> {
    let taken = tx.maybe(
        sql("SELECT id FROM ledger_line WHERE entity = $1 AND transfer = $2"),
        &[entity.0.into(), number.into()],
    )?;
    if taken.is_some() {
        return Err(Refusal::conflict("ledger-conflict-matched"));
    }
    tx.fence(
        sql("UPDATE ledger_line SET transfer = $1, meaning = $2, reason = '', first_booked = $3,
                last_booked = $4
             WHERE id = $5 AND entity = $6 AND transfer IS NULL"),
        &[
            number.into(),
            meaning.into(),
            booked.map(|(first, _)| first).into(),
            booked.map(|(_, last)| last).into(),
            line.into(),
            entity.0.into(),
        ],
    )
}

/// Says why a line that can only be one thing was not booked.
pub(crate) fn set_reason(tx: &mut Tx, entity: EntityId, line: LineId, reason: &str) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_line SET reason = $1
             WHERE id = $2 AND entity = $3 AND transfer IS NULL"),
        &[reason.into(), line.into(), entity.0.into()],
    )
}

/// Open lines that nobody has said no to.
fn lines_to_match(tx: &mut Tx, entity: EntityId) -> Outcome<Vec<Line>> {
    tx.all(
        sql("SELECT id, day, amount, party, text, iban, reason FROM ledger_line
             WHERE entity = $1 AND transfer IS NULL AND meaning <> $2 ORDER BY day, id LIMIT $3"),
        &[entity.0.into(), BY_HAND.into(), LOOKED_AT.into()],
    )?
    .into_iter()
    .map(|row| read_line(&mut row.columns()))
    .collect()
}

fn open_lines(tx: &mut Tx, entity: EntityId, limit: usize) -> Outcome<Vec<Line>> {
    tx.all(
        sql("SELECT id, day, amount, party, text, iban, reason FROM ledger_line
             WHERE entity = $1 AND transfer IS NULL ORDER BY day, id LIMIT $2"),
        &[entity.0.into(), limit.into()],
    )?
    .into_iter()
    .map(|row| read_line(&mut row.columns()))
    .collect()
}

pub(crate) fn read_line(columns: &mut Columns) -> Outcome<Line> {
    Ok(Line {
        id: columns.take()?,
        day: Day(columns.take()?),
        amount: columns.take()?,
        party: columns.take()?,
        text: columns.take()?,
        iban: columns.take()?,
        reason: columns.take()?,
    })
}

/// A line of a book that no transfer explains yet.
pub fn open_line(tx: &mut Tx, actor: &Actor, id: EntityId, line: LineId) -> Outcome<Line> {
    let entity = book(tx, actor, id)?;
    let row = tx.one(
        sql("SELECT id, day, amount, party, text, iban, reason FROM ledger_line
             WHERE id = $1 AND entity = $2 AND transfer IS NULL"),
        &[line.into(), entity.id.0.into()],
    )?;
    read_line(&mut row.columns())
}

/// A line of a book that nothing explains yet, with what it may be.
pub fn riddle(tx: &mut Tx, actor: &Actor, id: EntityId, line: LineId) -> Outcome<Riddle> {
    let line = open_line(tx, actor, id, line)?;
    let account = bank_account_of(tx, id)?;
    let mut transfers = unmatched(tx, &account)?;
    drop_reversed(&mut transfers);
    let expected = expected(tx, id)?;
    Ok(riddle_of(line, (&account, &transfers), &Book::of(&expected)))
}

fn riddle_of(line: Line, (account, transfers): (&Account, &[Booked]), awaited: &Book) -> Riddle {
    let fits = |one: &&Booked| is_likely(&said(&line), &written(one, account));
    let transfers = transfers.iter().filter(fits).take(OFFERED).cloned().collect();
    let (_, meanings) = awaited.meanings(&shown(&line));
    let expected = meanings.into_iter().take(OFFERED).cloned().collect();
    Riddle { line, transfers, expected }
}

/// The first line that nothing explains.
pub(crate) fn first_open(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Option<LineId>> {
    let entity = book(tx, actor, id)?;
    Ok(open_lines(tx, entity.id, 1)?.first().map(|line| line.id))
}

/// Says that a line is a transfer that is in the book already.
pub fn link_line(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    line: LineId,
    number: i64,
) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let line = open_line(tx, actor, id, line)?;
    let account = bank_account(tx, entity.id)?;
    let booked = crate::books::transfer_in(tx, entity.id, number)?;
    if !is_likely(&said(&line), &written(&booked, &account)) {
        return Err(Refusal::conflict("ledger-conflict-not-the-line"));
    }
    set_transfer(tx, entity.id, line.id, (number, LINKED, None))?;
    let object = format!("{}-{number}", entity.id.0);
    people::record(tx, &actor.name_in_log(), "ledger.line-matched", &object, "")
}

/// Writes what a line says into the book; the number of its transfer.
pub fn explain_line(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    line: LineId,
    operation: &Operation,
) -> Outcome<i64> {
    let line = open_line(tx, actor, id, line)?;
    if operation.amount != line.amount.abs() || operation.treasury != Purpose::Bank {
        return Err(Refusal::conflict("ledger-conflict-not-the-line"));
    }
    let number = record_operation(tx, actor, id, operation)?;
    set_transfer(tx, id, line.id, (number, WRITTEN, Some((number, number))))?;
    Ok(number)
}

/// How a book and its bank stand to each other, and its bank account.
pub fn situation(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<(Account, Situation)> {
    let entity = book(tx, actor, id)?;
    let account = bank_account_of(tx, entity.id)?;
    let ends = tx.maybe(
        sql("SELECT last_day, closing FROM ledger_statement WHERE entity = $1
             ORDER BY last_day DESC, id DESC LIMIT 1"),
        &[entity.id.0.into()],
    )?;
    let Some(mut ends) = ends.map(::store::Row::columns) else {
        let lines = Vec::new();
        let empty =
            Situation { bank: None, book: 0, before: 0, later: 0, lines, transfers: Vec::new() };
        return Ok((account, empty));
    };
    let (last, closing) = (Day(ends.take()?), ends.take()?);
    let mut begins = tx
        .one(
            sql("SELECT first_day, opening FROM ledger_statement WHERE entity = $1
                 ORDER BY first_day, id LIMIT 1"),
            &[entity.id.0.into()],
        )?
        .columns();
    let (first, opening): (Day, i64) = (Day(begins.take()?), begins.take()?);
    let (matched_before, later) = matched_outside(tx, entity.id, first, last)?;
    let before = opening + balance_on(tx, account.id, Day(first.0 - 1))? + matched_before;
    let mut transfers = unmatched(tx, &account)?;
    transfers.retain(|one| (first..=last).contains(&one.effective));
    drop_reversed(&mut transfers);
    let lines = open_lines(tx, entity.id, OPEN_MAX)?;
    let expected = expected(tx, entity.id)?;
    let awaited = Book::of(&expected);
    let likely = |line: Line| riddle_of(line, (&account, &transfers), &awaited);
    let lines = lines.into_iter().map(likely).collect();
    let book = -balance_on(tx, account.id, last)?;
    let bank = Some((last, closing));
    Ok((account, Situation { bank, book, before, later, lines, transfers }))
}

/// Sums of the lines whose transfer takes effect before and after the time of the statements.
fn matched_outside(tx: &mut Tx, entity: EntityId, first: Day, last: Day) -> Outcome<(i64, i64)> {
    let mut sums = tx
        .one(
            sql("SELECT
                    CAST(COALESCE(SUM(CASE WHEN t.effective < $1 THEN l.amount ELSE 0 END), 0)
                        AS BIGINT),
                    CAST(COALESCE(SUM(CASE WHEN t.effective > $2 THEN l.amount ELSE 0 END), 0)
                        AS BIGINT)
                 FROM ledger_line l
                 JOIN ledger_transfer t ON t.entity = l.entity AND t.number = l.transfer
                 WHERE l.entity = $3"),
            &[first.0.into(), last.0.into(), entity.0.into()],
        )?
        .columns();
    Ok((sums.take()?, sums.take()?))
}
