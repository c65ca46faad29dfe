//! Statements as they are taken into a book: all of a file or nothing of it. What a file is not is said
//! with its line.
//!
//! Invariants: a statement is read once, and no day by two of them; of a file of any length one entry
//! is held at a time.

use std::io::BufRead;

use ::store::{Tx, sql};
use bank::statement::{Entry, EntryStatus, Number, Part, Statement, Statements};
use bank::{ReadFault, ReadFaultKind};
use base::{Cents, Id, Outcome, Refusal, Say};
use people::Actor;

use crate::books::book;
use crate::claims::fence;
use crate::entities::Entity;
use crate::lines::insert_line;
use crate::model::{Day, EntityId};
use crate::reconcile::match_lines;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Lines in it.
    pub lines: usize,
    /// Lines that were matched with a transfer.
    pub matched: usize,
}

/// A statement that its lines belong to: its id, and its last day.
type Begun = (Id<Statement>, Day);

/// Takes the statements of a file into a book; all of them or none.
pub fn take_statements(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    statements: &[(Statement, Vec<Entry>)],
) -> Outcome<Taken> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let mut lines = 0;
    for (statement, entries) in statements {
        let begun = begin(tx, actor, entity.id, statement)?;
        for entry in entries {
            lines += keep(tx, entity.id, begun, entry)?;
        }
    }
    finish(tx, actor, &entity, lines)
}

/// The same from a file that is read meanwhile, however long it is.
pub fn take_file(tx: &mut Tx, actor: &Actor, id: EntityId, input: impl BufRead) -> Outcome<Taken> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let (mut lines, mut begun) = (0, None);
    let mut statements = Statements::open(input).map_err(|fault| no_statement(&fault))?;
    while let Some(part) = statements.next_part().map_err(|fault| no_statement(&fault))? {
        match (part, begun) {
            (Part::Begins(statement), _) => {
                begun = Some(begin(tx, actor, entity.id, &statement)?);
            }
            (Part::Entry(entry), Some(begun)) => lines += keep(tx, entity.id, begun, &entry)?,
            (Part::Entry(_) | Part::Ends, _) => {}
        }
    }
    finish(tx, actor, &entity, lines)
}

/// Reads a file of statements to its end and keeps nothing: how many entries it has, or why it is none.
pub fn try_file(input: impl BufRead) -> Outcome<usize> {
    let mut statements = Statements::open(input).map_err(|fault| no_statement(&fault))?;
    let mut entries = 0;
    while let Some(part) = statements.next_part().map_err(|fault| no_statement(&fault))? {
        entries += usize::from(matches!(part, Part::Entry(_)));
    }
    Ok(entries)
}

/// Why a file cannot be read as statements, with the line.
pub fn no_statement(fault: &ReadFault) -> Refusal {
    let other = match is_no_xml(fault) {
        true => "ledger-conflict-file-no-xml",
        false => "ledger-conflict-file-other",
    };
    unreadable(fault, other)
}

/// Nothing was opened before the fault: a table, plain text, a letter.
fn is_no_xml(fault: &ReadFault) -> bool {
    use ReadFaultKind::{Length, Malformed, Truncated};
    fault.path.is_empty() && matches!(fault.kind, Malformed(_) | Truncated | Length)
}

/// Why a file cannot be read, with the line; `other` says that it is another message.
pub(crate) fn unreadable(fault: &ReadFault, other: &'static str) -> Refusal {
    use ReadFaultKind as Kind;
    let line = i64::try_from(fault.line).unwrap_or(i64::MAX);
    let say = match &fault.kind {
        _ if is_no_xml(fault) => Say::new(other),
        Kind::DocumentType | Kind::Entity(_) => Say::new("ledger-conflict-file-entities"),
        Kind::Message(_) => Say::new(other),
        Kind::Unbalanced { opening, booked, closing } => {
            Say::new("ledger-conflict-file-unbalanced")
                .with("opening", Cents(*opening))
                .with("booked", Cents(*booked))
                .with("closing", Cents(*closing))
        }
        Kind::Malformed(_) | Kind::Truncated | Kind::Encoding(_) => {
            Say::new("ledger-conflict-file-malformed")
        }
        Kind::Depth => Say::new("ledger-conflict-file-deep"),
        Kind::Length | Kind::Count => Say::new("ledger-conflict-file-large"),
        Kind::Currency(found) | Kind::OtherCurrency(found) => {
            Say::new("ledger-conflict-file-currency").with("found", found.as_str())
        }
        _ => Say::new("ledger-conflict-file-element").with("path", fault.path.as_str()),
    };
    Refusal::conflict(say.with("line", line))
}

fn finish(tx: &mut Tx, actor: &Actor, entity: &Entity, lines: usize) -> Outcome<Taken> {
    let matched = match_lines(tx, entity)?;
    let detail = format!("{lines} lines");
    let object = entity.organisation.to_string();
    people::record(tx, &actor.name_in_log(), "ledger.statement-read", &object, &detail)?;
    Ok(Taken { lines, matched })
}

/// What the bank does not count yet is no line.
fn keep(tx: &mut Tx, entity: EntityId, (id, last): Begun, entry: &Entry) -> Outcome<usize> {
    if entry.status != EntryStatus::Booked {
        return Ok(0);
    }
    insert_line(tx, entity, &id.to_string(), entry, last)?;
    Ok(1)
}

fn begin(tx: &mut Tx, actor: &Actor, entity: EntityId, statement: &Statement) -> Outcome<Begun> {
    if statement.currency != "EUR" {
        let say = Say::new("ledger-conflict-currency").with("currency", &statement.currency);
        return Err(Refusal::conflict(say));
    }
    let iban = match &statement.account {
        Number::Iban(iban) => iban.to_string(),
        Number::Other(number) => number.clone(),
    };
    refuse_other_account(tx, entity, &iban)?;
    let there = tx.maybe(
        sql("SELECT id FROM ledger_statement WHERE entity = $1 AND iban = $2 AND name = $3"),
        &[entity.0.into(), iban.as_str().into(), statement.id.as_str().into()],
    )?;
    if there.is_some() {
        let say = Say::new("ledger-conflict-statement-read").with("name", &statement.id);
        return Err(Refusal::conflict(say));
    }
    let (id, now): (Id<Statement>, _) = (tx.id(), tx.now());
    let (first, last) = (Day::of(statement.opening.on), Day::of(statement.closing.on));
    let first = statement.from.map_or(first, Day::of);
    if statement.page.is_none() {
        refuse_days_read(tx, entity, first, last)?;
    }
    tx.run(
        sql("INSERT INTO ledger_statement (id, entity, iban, name, first_day, last_day, opening,
                closing, read_by, read_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        &[
            id.into(),
            entity.0.into(),
            iban.into(),
            statement.id.as_str().into(),
            first.0.into(),
            last.0.into(),
            statement.opening.minor.into(),
            statement.closing.minor.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    Ok((id, last))
}

/// A book follows one account at the bank.
fn refuse_other_account(tx: &mut Tx, entity: EntityId, iban: &str) -> Outcome<()> {
    let known = tx.maybe(
        sql("SELECT iban FROM ledger_statement WHERE entity = $1 AND iban <> $2 LIMIT 1"),
        &[entity.0.into(), iban.into()],
    )?;
    let known = known.map(::store::Row::single::<String>).transpose()?;
    let told = crate::parties::details_of(tx, entity)?.map(|own| own.iban.to_string());
    match known.or(told).filter(|known| known != iban) {
        None => Ok(()),
        Some(known) => {
            let say = Say::new("ledger-conflict-other-account").with("iban", iban);
            Err(Refusal::conflict(say.with("known", known)))
        }
    }
}

/// A statement of a month after those of its days would bring each movement twice. Some banks begin
/// a statement on the evening on which the one before ended.
fn refuse_days_read(tx: &mut Tx, entity: EntityId, first: Day, last: Day) -> Outcome<()> {
    let there = tx.maybe(
        sql("SELECT name FROM ledger_statement WHERE entity = $1
                AND ((first_day < $2 AND last_day > $3) OR (first_day = $3 AND last_day = $2))
             LIMIT 1"),
        &[entity.0.into(), last.0.into(), first.0.into()],
    )?;
    match there {
        None => Ok(()),
        Some(row) => {
            let say = Say::new("ledger-conflict-days-read").with("name", row.single::<String>()?);
            Err(Refusal::conflict(say))
        }
    }
}
