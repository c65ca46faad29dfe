//! Credit transfers for the bank to execute: pain.001.001.09, by the customer-to-bank guidelines
//! of the SEPA credit transfer (EPC132-08).
//!
//! One payer, one batch for each day. Everything is checked before anything is written; all
//! faults are told at once. Instant transfers and other currencies are deliberately absent.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

use crate::batches::{self, Batch, Written};
use crate::epc_qr::About;
use crate::fields::{Fault, Texts, check_cents};
use crate::parties::{self, Account};
use crate::writer::Xml;

/// Transfers from one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferFile {
    /// The identifier of the file: 1 to 28 characters, new for each file.
    pub message: String,
    /// When it was made, local time.
    pub made_at: DateTime,
    /// Who pays.
    pub debtor: Account,
    /// What is paid: 1 to [`batches::PAYMENTS_MAX`].
    pub transfers: Vec<Transfer>,
}

/// One transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its identifier, which comes back on the statement: 1 to 35 characters, new in the file.
    pub end_to_end: String,
    /// The day on which the bank shall execute it.
    pub on: Date,
    /// Euro cents, from 1 to 99 999 999 999.
    pub cents: i64,
    /// Who is paid.
    pub creditor: Account,
    /// What is sent along.
    pub about: About,
}

/// Writes the file.
///
/// # Errors
/// Every fault of the file and of its transfers.
pub fn write(file: &TransferFile) -> Result<Written, Vec<Fault>> {
    let mut texts = Texts::default();
    batches::check_head(&mut texts, &file.message, file.transfers.len());
    let debtor = parties::checked_account(&mut texts, &file.debtor);
    let mut seen = BTreeSet::new();
    let mut checked = Vec::with_capacity(file.transfers.len());
    for (index, transfer) in file.transfers.iter().enumerate() {
        texts.payment = Some(index);
        batches::check_end_to_end(&mut texts, &mut seen, &transfer.end_to_end);
        check_cents(&mut texts, transfer.cents);
        let creditor = parties::checked_account(&mut texts, &transfer.creditor);
        let about = parties::checked_about(&mut texts, &transfer.about);
        checked.push((transfer.on, Transfer { creditor, about, ..transfer.clone() }));
    }
    let replaced = texts.end()?;

    let (count, cents) = (checked.len(), batches::sum(checked.iter().map(|(_, t)| t.cents)));
    let mut xml = parties::message("pain.001.001.09");
    let mut told = Vec::new();
    xml.within("CstmrCdtTrfInitn", |xml| {
        let head = (file.message.as_str(), file.made_at);
        batches::write_head(xml, head, (count, cents), &debtor.holder.name);
        for (number, (on, transfers)) in batches::by_batch(checked).iter().enumerate() {
            let batch = Batch {
                id: format!("{}-{}", file.message, number + 1),
                on: *on,
                count: transfers.len(),
                cents: batches::sum(transfers.iter().map(|transfer| transfer.cents)),
            };
            write_batch(xml, &batch, &debtor, transfers);
            told.push(batch);
        }
    });
    Ok(Written { xml: xml.end(), count, cents, batches: told, replaced })
}

fn write_batch(xml: &mut Xml, batch: &Batch, debtor: &Account, transfers: &[Transfer]) {
    xml.within("PmtInf", |xml| {
        batches::write_batch_head(xml, batch, "TRF");
        xml.nested(&["PmtTpInf", "SvcLvl", "Cd"], "SEPA");
        xml.nested(&["ReqdExctnDt", "Dt"], &batch.on.to_string());
        parties::write_party(xml, "Dbtr", &debtor.holder);
        parties::write_account(xml, "DbtrAcct", &debtor.iban);
        parties::write_agent(xml, "DbtrAgt", debtor.bic.as_ref());
        xml.leaf("ChrgBr", "SLEV");
        for transfer in transfers {
            write_transfer(xml, transfer);
        }
    });
}

fn write_transfer(xml: &mut Xml, transfer: &Transfer) {
    xml.within("CdtTrfTxInf", |xml| {
        xml.nested(&["PmtId", "EndToEndId"], &transfer.end_to_end);
        xml.within("Amt", |xml| parties::write_amount(xml, "InstdAmt", transfer.cents));
        let creditor = &transfer.creditor;
        if creditor.bic.is_some() {
            parties::write_agent(xml, "CdtrAgt", creditor.bic.as_ref());
        }
        parties::write_party(xml, "Cdtr", &creditor.holder);
        parties::write_account(xml, "CdtrAcct", &creditor.iban);
        parties::write_about(xml, &transfer.about);
    });
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Transfer, TransferFile, write};
    use crate::fields::{FaultKind, Field};
    use crate::{About, Account, Iban, Party};

    fn account(name: &str, iban: &str) -> Account {
        let holder = Party { name: name.to_owned(), address: None };
        Account { holder, iban: Iban::parse(iban).unwrap(), bic: None }
    }

    fn transfer(end_to_end: &str, day: i8, cents: i64) -> Transfer {
        Transfer {
            end_to_end: end_to_end.to_owned(),
            on: date(2026, 12, day),
            cents,
            creditor: account("La Ruche", "DE89370400440532013000"),
            about: About::Nothing,
        }
    }

    fn file(transfers: Vec<Transfer>) -> TransferFile {
        TransferFile {
            message: "VIR-1".to_owned(),
            made_at: date(2026, 11, 27).at(9, 5, 7, 0),
            debtor: account("Régie", "FR1420041010050500013M02606"),
            transfers,
        }
    }

    #[test]
    fn batches_follow_days_and_add_up() {
        let given = vec![transfer("a", 3, 1), transfer("b", 2, 20), transfer("c", 3, 300)];
        let written = write(&file(given.clone())).unwrap();
        let told: Vec<_> =
            written.batches.iter().map(|b| (b.id.as_str(), b.on.day(), b.count, b.cents)).collect();
        assert_eq!(told, [("VIR-1-1", 2, 1, 20), ("VIR-1-2", 3, 2, 301)]);
        assert_eq!((written.count, written.cents), (3, 321));
        for part in [
            "<NbOfTxs>3</NbOfTxs>\n      <CtrlSum>3.21</CtrlSum>",
            "<NbOfTxs>2</NbOfTxs>\n      <CtrlSum>3.01</CtrlSum>",
            "<CreDtTm>2026-11-27T09:05:07</CreDtTm>",
            "<InstdAmt Ccy=\"EUR\">0.01</InstdAmt>",
        ] {
            assert!(written.xml.contains(part), "{part}\n{}", written.xml);
        }
        assert_eq!(write(&file(given)).unwrap().xml, written.xml);
        assert_eq!(written.replaced.len(), 1);
    }

    #[test]
    fn every_fault_is_told_with_its_payment() {
        let mut wrong = transfer("a", 2, 0);
        wrong.creditor.holder.name = "n".repeat(71);
        wrong.about = About::Text(String::new());
        let mut faulty = file(vec![transfer("a", 2, 1), wrong]);
        faulty.message = "n°1".to_owned();
        let faults = write(&faulty).unwrap_err();
        let told: Vec<_> = faults.iter().map(|f| (f.payment, f.field)).collect();
        let wanted = [
            (None, Field::Message),
            (Some(1), Field::EndToEnd),
            (Some(1), Field::Amount),
            (Some(1), Field::Name),
            (Some(1), Field::Text),
        ];
        assert_eq!(told, wanted);
        assert_eq!(faults[1].kind, FaultKind::Repeated);
    }

    #[test]
    fn an_empty_file_is_not_written() {
        let faults = write(&file(Vec::new())).unwrap_err();
        assert_eq!(faults[0].field, Field::Payments);
    }
}
