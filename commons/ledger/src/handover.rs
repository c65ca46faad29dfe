//! The hand-over file of a period: what a public body's own finance software needs to issue its
//! *titres* and *mandats* (M57), which the book of Parvis does not replace. docs/handover.md
//! describes the columns.
//!
//! One line per final transfer in euros, oldest first, in CSV of RFC 4180 (UTF-8, comma, CRLF). The
//! seal lets whoever takes the file prove which book it came from.

use std::collections::BTreeMap;

use ::store::{Store, Tx};
use base::{Cents, Outcome, Refusal};

use crate::entities::{Account, Entity, accounts_in};
use crate::model::{AccountId, Booked, Day, Phase};
use crate::statements::page;

/// Transfers in one part.
const PART: usize = 5_000;

/// The columns, in order.
const COLUMNS: [&str; 15] = [
    "numero",
    "date_effet",
    "date_saisie",
    "sens",
    "tiers",
    "tiers_numero",
    "objet",
    "piece",
    "compte_debit",
    "libelle_debit",
    "compte_credit",
    "libelle_credit",
    "montant",
    "devise",
    "sceau",
];

/// What the file is made from.
#[derive(Clone)]
struct Handover {
    accounts: BTreeMap<AccountId, Account>,
    names: BTreeMap<String, String>,
    from: Day,
    through: Day,
    done: i64,
}

/// Writes the file of a book from one day of effect through another, part by part.
pub async fn write_handover(
    store: &Store,
    entity: &Entity,
    (from, through): (Day, Day),
    mut to: impl FnMut(&str) -> Outcome<()>,
) -> Outcome<()> {
    if from > through {
        return Err(Refusal::conflict("ledger-conflict-period"));
    }
    let own = entity.clone();
    let begin = move |tx: &mut Tx| {
        let accounts: Vec<Account> = accounts_in(tx, own.id)?;
        let owners = accounts.iter().map(|account| account.data.owner.clone()).collect();
        let names = crate::owners::names(tx, owners)?;
        let accounts = accounts.into_iter().map(|account| (account.id, account)).collect();
        Ok(Handover { accounts, names, from, through, done: 0 })
    };
    let mut handover = store.read(begin).await?;
    to(&line(&COLUMNS.map(str::to_owned))?)?;
    while handover.done < entity.transfers {
        let (id, done) = (entity.id, handover.done);
        let rows = store.read(move |tx| page(tx, id, done, PART)).await?;
        let Some((last, _)) = rows.last() else { break };
        handover.done = last.number;
        let mut text = String::new();
        for (booked, seal) in rows.iter().filter(|(one, _)| one.number <= entity.transfers) {
            text.push_str(&handover.line(booked, seal)?);
        }
        to(&text)?;
    }
    Ok(())
}

impl Handover {
    /// The line of a transfer; nothing of one that is not final, not of the period or not in euros.
    fn line(&self, booked: &Booked, seal: &[u8]) -> Outcome<String> {
        let transfer = &booked.transfer;
        let moves = matches!(transfer.phase, Phase::Single | Phase::Post { .. });
        let within = (self.from..=self.through).contains(&booked.effective);
        let sides = (self.accounts.get(&transfer.debit), self.accounts.get(&transfer.credit));
        let (Some(debit), Some(credit)) = sides else { return Ok(String::new()) };
        if !moves || !within || transfer.amount == 0 || debit.data.unit != "EUR" {
            return Ok(String::new());
        }
        let (debit, credit) = (&debit.data, &credit.data);
        let sense = match (debit.purpose, credit.purpose) {
            (_, credit) if credit.is_income() => "recette",
            (debit, _) if debit.is_expense() => "depense",
            (debit, _) if debit.is_income() => "annulation de recette",
            (_, credit) if credit.is_expense() => "annulation de depense",
            _ => "ordre",
        };
        let owner = [debit, credit].into_iter().find(|side| !side.owner.is_empty());
        let owner = owner.map(|side| side.owner.clone()).unwrap_or_default();
        line(&[
            booked.number.to_string(),
            booked.effective.date().to_string(),
            booked.at.in_france().date().to_string(),
            sense.to_owned(),
            self.names.get(&owner).cloned().unwrap_or_default(),
            owner,
            transfer.label.clone(),
            transfer.reference.clone(),
            debit.purpose.chart().0.to_owned(),
            debit.purpose.chart().1.to_owned(),
            credit.purpose.chart().0.to_owned(),
            credit.purpose.chart().1.to_owned(),
            Cents(transfer.amount).decimal(),
            "EUR".to_owned(),
            seal.iter().map(|byte| format!("{byte:02x}")).collect(),
        ])
    }
}

/// A line of CSV. What a sheet would take for a formula is data.
fn line(fields: &[String; COLUMNS.len()]) -> Outcome<String> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let safe = fields.iter().map(|field| match field.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{field}"),
        _ => field.clone(),
    });
    writer.write_record(safe).map_err(Refusal::broken)?;
    let bytes = writer.into_inner().map_err(Refusal::broken)?;
    String::from_utf8(bytes).map_err(Refusal::broken)
}
