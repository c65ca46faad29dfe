//! The book as plain-text accounting: a journal that hledger or beancount reads, so that anybody
//! can add it up again with a program that is not ours.
//!
//! Every final transfer is a transaction of two postings; what is pending or void moves nothing and
//! is left out. Accounts are named by the root that their class of the chart belongs to, by the
//! chart's number and by their own: `Assets:C512000:A3-1`. Made in parts, since a book may be larger than
//! memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ::store::{Store, Tx};
use base::{Cents, Outcome};

use crate::entities::{Account, Entity, accounts_in};
use crate::model::{AccountId, Booked, Phase};
use crate::plan::Purpose;
use crate::statements::page;

/// Transfers in one part.
const PART: usize = 5_000;

/// Which program is to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainText {
    /// hledger, from 1.25.
    Hledger,
    /// beancount, from 2.3.
    Beancount,
}

/// A journal in the making.
#[derive(Clone)]
struct PlainJournal {
    entity: Entity,
    kind: PlainText,
    accounts: BTreeMap<AccountId, Account>,
    done: i64,
}

/// Writes the journal of a book, part by part.
pub async fn write_plain_text(
    store: &Store,
    entity: &Entity,
    kind: PlainText,
    mut to: impl FnMut(&str) -> Outcome<()>,
) -> Outcome<()> {
    let own = entity.clone();
    let (mut journal, mut text) = store.read(move |tx| begin(tx, &own, kind)).await?;
    loop {
        to(&text)?;
        let now = journal.clone();
        match store.read(move |tx| now.clone().part(tx)).await? {
            Some(next) => (journal, text) = next,
            None => return Ok(()),
        }
    }
}

fn begin(tx: &mut Tx, entity: &Entity, kind: PlainText) -> Outcome<(PlainJournal, String)> {
    let accounts: BTreeMap<AccountId, Account> =
        accounts_in(tx, entity.id)?.into_iter().map(|account| (account.id, account)).collect();
    let mut text = match kind {
        PlainText::Hledger => format!("; {}\n", one_line(&entity.name)),
        PlainText::Beancount => format!("option \"title\" \"{}\"\n", one_line(&entity.name)),
    };
    for account in accounts.values() {
        let (name, unit) = (plain_name(account), unit(&account.data.unit));
        // A string takes whatever is written to it.
        let _ = match kind {
            PlainText::Hledger => writeln!(text, "account {name}"),
            PlainText::Beancount => writeln!(text, "2000-01-01 open {name} {unit}"),
        };
    }
    let journal = PlainJournal { entity: entity.clone(), kind, accounts, done: 0 };
    Ok((journal, text))
}

impl PlainJournal {
    /// The next part; nothing after the last one.
    fn part(mut self, tx: &mut Tx) -> Outcome<Option<(Self, String)>> {
        let rows = page(tx, self.entity.id, self.done, PART)?;
        let mut text = String::new();
        let mut last = None;
        for (booked, _) in rows.iter().filter(|(row, _)| row.number <= self.entity.transfers) {
            last = Some(booked.number);
            self.transaction(booked, &mut text);
        }
        self.done = last.unwrap_or(self.done);
        Ok(last.map(|_| (self, text)))
    }

    fn transaction(&self, booked: &Booked, text: &mut String) {
        let transfer = &booked.transfer;
        let moves = matches!(transfer.phase, Phase::Single | Phase::Post { .. });
        let (Some(debit), Some(credit)) =
            (self.accounts.get(&transfer.debit), self.accounts.get(&transfer.credit))
        else {
            return;
        };
        if !moves {
            return;
        }
        let (date, label) = (booked.effective.date(), one_line(&transfer.label));
        let (commodity, digits) =
            (unit(&debit.data.unit), amount(transfer.amount, &debit.data.unit));
        let _ = match self.kind {
            PlainText::Hledger => writeln!(text, "\n{date} * ({}) {label}", booked.number),
            PlainText::Beancount => {
                writeln!(text, "\n{date} * \"{label}\"\n  number: {}", booked.number)
            }
        };
        let _ = writeln!(
            text,
            "  {}  {digits} {commodity}\n  {}  -{digits} {commodity}",
            plain_name(debit),
            plain_name(credit)
        );
    }
}

/// The name of an account in a journal of plain text.
pub fn plain_name(account: &Account) -> String {
    let purpose: Purpose = account.data.purpose;
    let code = purpose.chart().0;
    let root = match code.as_bytes().first() {
        Some(b'1' | b'8') => "Equity",
        Some(b'4') if !purpose.is_debit_side() => "Liabilities",
        Some(b'6') => "Expenses",
        Some(b'7') => "Income",
        _ => "Assets",
    };
    format!("{root}:C{code}:A{}", account.id)
}

/// Commodities of beancount begin and end with letters or figures and are capitals, as units are;
/// hledger wants quotes around those with figures, which beancount would refuse.
fn unit(unit: &str) -> String {
    unit.replace(|c: char| c.is_ascii_digit(), "X")
}

/// Euros with their cents; other units are whole.
fn amount(minor: i64, unit: &str) -> String {
    if unit == "EUR" { Cents(minor).decimal() } else { minor.to_string() }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '"', ';', '|', '\\'], " ")
}
