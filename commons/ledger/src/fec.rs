//! The book of a period as the French tax office reads it: the *fichier des écritures comptables*
//! of article A47 A-1 of the *livre des procédures fiscales*.
//!
//! Eighteen columns between tabs, dates as AAAAMMJJ, a decimal comma, entries in the order of their
//! recording, numbered without gaps within each journal. What stood on the eve of the period comes
//! first, in the journal of openings: balances of classes 1 to 5, and the result of the years
//! before as *report à nouveau*. Only euros are accounting; what is pending or void is no entry.
//! The file is made in parts, since a book may be larger than memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ::store::{Store, Tx};
use base::{Cents, Outcome, Refusal};
use jiff::civil::Date;

use crate::entities::{Account, Entity, accounts_in};
use crate::model::{AccountId, Booked, Day, Phase};
use crate::plan::{Purpose, journal};
use crate::statements::{balances_on, page};

/// Transfers in one part.
const PART: usize = 5_000;

const HEAD: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\t\
                    CompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\t\
                    EcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n";

/// A file in the making.
#[derive(Clone)]
struct Fec {
    entity: Entity,
    from: Day,
    through: Day,
    accounts: BTreeMap<AccountId, Account>,
    names: BTreeMap<String, String>,
    /// The last transfer in it, and the one that it ends with.
    done: i64,
    end: i64,
    numbers: BTreeMap<&'static str, i64>,
}

/// One line of an entry.
struct Line<'a> {
    purpose: Purpose,
    owner: &'a str,
    debit: i64,
    credit: i64,
}

/// What the lines of an entry share.
struct Entry<'a> {
    journal: (&'static str, &'static str),
    number: i64,
    date: Date,
    valid: Date,
    piece: &'a str,
    label: &'a str,
}

/// Writes the file of a book from one day through another, part by part; the name that the law
/// asks for, of the SIREN and the day of closing. The same book gives the same file as long as
/// nothing is recorded in the period.
pub async fn write_fec(
    store: &Store,
    entity: &Entity,
    from: Day,
    through: Day,
    mut to: impl FnMut(&str) -> Outcome<()>,
) -> Outcome<String> {
    let own = entity.clone();
    let (mut fec, mut text) = store.read(move |tx| begin(tx, &own, from, through)).await?;
    loop {
        to(&text)?;
        let now = fec.clone();
        match store.read(move |tx| now.clone().part(tx)).await? {
            Some(next) => (fec, text) = next,
            None => return Ok(fec.name()),
        }
    }
}

fn begin(tx: &mut Tx, entity: &Entity, from: Day, through: Day) -> Outcome<(Fec, String)> {
    if from > through {
        return Err(Refusal::conflict("ledger-conflict-period"));
    }
    let accounts: BTreeMap<AccountId, Account> = accounts_in(tx, entity.id)?
        .into_iter()
        .filter(|account| account.data.unit == "EUR")
        .map(|account| (account.id, account))
        .collect();
    let owners = accounts.values().map(|account| account.data.owner.clone());
    let names = crate::owners::names(tx, owners.collect())?;
    let fec = Fec {
        entity: entity.clone(),
        from,
        through,
        accounts,
        names,
        done: 0,
        end: entity.transfers,
        numbers: BTreeMap::new(),
    };
    let mut text = HEAD.to_owned();
    fec.opening(tx, &mut text)?;
    Ok((fec, text))
}

impl Fec {
    fn name(&self) -> String {
        let siren = match self.entity.siren.as_str() {
            "" => "000000000",
            siren => siren,
        };
        format!("{siren}FEC{}.txt", compact(self.through.date()))
    }

    /// The next part; nothing after the last one.
    fn part(mut self, tx: &mut Tx) -> Outcome<Option<(Self, String)>> {
        let rows = page(tx, self.entity.id, self.done, PART)?;
        let mut text = String::new();
        let end = self.end;
        let within = rows.iter().filter(|(booked, _)| booked.number <= end);
        let mut last = None;
        for (booked, _) in within {
            last = Some(booked.number);
            self.entry(booked, &mut text);
        }
        Ok(last.map(|last| (Self { done: last, ..self }, text)))
    }

    fn entry(&mut self, booked: &Booked, text: &mut String) {
        let transfer = &booked.transfer;
        let moves = matches!(transfer.phase, Phase::Single | Phase::Post { .. });
        let within = (self.from..=self.through).contains(&booked.effective);
        if !moves || !within || transfer.amount == 0 {
            return;
        }
        let (Some(debit), Some(credit)) =
            (self.accounts.get(&transfer.debit), self.accounts.get(&transfer.credit))
        else {
            return;
        };
        let (debit, credit) = (&debit.data, &credit.data);
        let journal = journal(debit.purpose, credit.purpose).code_and_name();
        let number = self.numbers.entry(journal.0).or_default();
        *number += 1;
        let date = booked.effective.date();
        let own = format!("{}-{}", self.entity.id.0, booked.number);
        let or_own = |said: &str| if said.is_empty() { own.clone() } else { said.to_owned() };
        let entry = Entry {
            journal,
            number: *number,
            date,
            valid: booked.at.in_france().date().max(date),
            piece: &or_own(&transfer.reference),
            label: &or_own(&transfer.label),
        };
        let line = |data: &'_ crate::NewAccount, debit, credit| {
            let line = Line { purpose: data.purpose, owner: &data.owner, debit, credit };
            self.line(&entry, &line)
        };
        text.push_str(&line(debit, transfer.amount, 0));
        text.push_str(&line(credit, 0, transfer.amount));
    }

    /// What stood on the eve: one entry, if anything did.
    fn opening(&self, tx: &mut Tx, text: &mut String) -> Outcome<()> {
        let eve = Day(self.from.0 - 1);
        let date = self.from.date();
        let entry = Entry {
            journal: ("AN", "À nouveaux"),
            number: 1,
            date,
            valid: date,
            piece: "AN",
            label: "À nouveaux",
        };
        let balances = balances_on(tx, self.entity.id, eve)?;
        let mut result = 0;
        for account in self.accounts.values() {
            let balance = balances.get(&account.id).copied().unwrap_or(0);
            let data = &account.data;
            if matches!(data.purpose.chart().0.as_bytes().first(), Some(b'6'..=b'8')) {
                result += balance;
            } else if balance != 0 {
                let (debit, credit) = ((-balance).max(0), balance.max(0));
                let line = Line { purpose: data.purpose, owner: &data.owner, debit, credit };
                text.push_str(&self.line(&entry, &line));
            }
        }
        if result != 0 {
            let (purpose, debit, credit) = match result {
                loss if loss < 0 => (Purpose::LossBroughtForward, -loss, 0),
                profit => (Purpose::ProfitBroughtForward, 0, profit),
            };
            text.push_str(&self.line(&entry, &Line { purpose, owner: "", debit, credit }));
        }
        Ok(())
    }

    fn line(&self, entry: &Entry, line: &Line) -> String {
        let (account, account_name) = line.purpose.chart();
        let name = self.names.get(line.owner).map_or(line.owner, String::as_str);
        let (aux, aux_name) = match line.purpose.is_auxiliary() && !line.owner.is_empty() {
            true => (line.owner, name),
            false => ("", ""),
        };
        let mut text = String::with_capacity(200);
        // A string takes whatever is written to it.
        let _ = write!(
            text,
            "{}\t{}\t{}-{:06}\t{}\t{account}\t{account_name}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t\t\t{}\t\t\r\n",
            entry.journal.0,
            entry.journal.1,
            entry.journal.0,
            entry.number,
            compact(entry.date),
            plain(aux),
            plain(aux_name),
            plain(entry.piece),
            compact(entry.date),
            plain(entry.label),
            comma(line.debit),
            comma(line.credit),
            compact(entry.valid),
        );
        text
    }
}

fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn comma(cents: i64) -> String {
    Cents(cents).decimal().replace('.', ",")
}

/// Without what parts columns and lines.
fn plain(text: &str) -> String {
    text.replace(['\t', '\r', '\n', '|'], " ")
}
