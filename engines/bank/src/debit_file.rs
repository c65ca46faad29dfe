//! Direct debits for the bank to collect: pain.008.001.08, by the customer-to-bank guidelines of
//! the SEPA direct debit, core scheme (EPC130-08).
//!
//! One creditor, one batch for each day and place in the sequence. Everything is checked before
//! anything is written; all faults are told at once. The business scheme (B2B) is deliberately
//! absent, and so are amendments other than a new account of the debtor.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

use crate::batches::{self, Batch, Written};
use crate::epc_qr::About;
use crate::fields::{Fault, FaultKind, Field, Texts, check_cents};
use crate::parties::{self, Account};
use crate::writer::Xml;
use crate::{CreditorId, Iban};

/// Debits to one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebitFile {
    /// The identifier of the file: 1 to 28 characters, new for each file.
    pub message: String,
    /// When it was made, local time.
    pub made_at: DateTime,
    /// Who is paid.
    pub creditor: Account,
    /// The identifier that mandates name.
    pub creditor_id: CreditorId,
    /// What is collected: 1 to [`batches::PAYMENTS_MAX`].
    pub debits: Vec<Debit>,
}

/// One debit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debit {
    /// Its identifier, which comes back on the statement: 1 to 35 characters, new in the file.
    pub end_to_end: String,
    /// The day on which the debtor's account is to be debited.
    pub on: Date,
    /// Its place in the sequence of the mandate.
    pub sequence: Sequence,
    /// Euro cents, from 1 to 99 999 999 999.
    pub cents: i64,
    /// Who pays; with an address if the account is outside the European Economic Area.
    pub debtor: Account,
    /// What allows it.
    pub mandate: Mandate,
    /// What is sent along.
    pub about: About,
}

/// The place of a debit in the sequence of its mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sequence {
    /// The first of several (FRST); banks take RCUR for it as well.
    First,
    /// One of several (RCUR).
    Recurrent,
    /// The only one (OOFF).
    Single,
    /// The last of several (FNAL).
    Last,
}

/// What allows a debit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// In French *référence unique de mandat*, RUM: 1 to 35 characters.
    pub id: String,
    /// When the debtor signed, not after the day of the debit.
    pub signed_on: Date,
    /// The account debited before, if this is the first debit after a change.
    pub former: Option<Former>,
}

/// The account that was debited before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Former {
    /// This one.
    Iban(Iban),
    /// Another, at the same or another bank; its number is not told (`SMNDA`).
    Untold,
}

impl Sequence {
    fn code(self) -> &'static str {
        match self {
            Sequence::First => "FRST",
            Sequence::Recurrent => "RCUR",
            Sequence::Single => "OOFF",
            Sequence::Last => "FNAL",
        }
    }
}

/// Writes the file.
///
/// # Errors
/// Every fault of the file and of its debits.
pub fn write(file: &DebitFile) -> Result<Written, Vec<Fault>> {
    let mut texts = Texts::default();
    batches::check_head(&mut texts, &file.message, file.debits.len());
    let creditor = parties::checked_account(&mut texts, &file.creditor);
    let mut seen = BTreeSet::new();
    let mut checked = Vec::with_capacity(file.debits.len());
    for (index, debit) in file.debits.iter().enumerate() {
        texts.payment = Some(index);
        batches::check_end_to_end(&mut texts, &mut seen, &debit.end_to_end);
        check_cents(&mut texts, debit.cents);
        let debtor = parties::checked_account(&mut texts, &debit.debtor);
        if debtor.holder.address.is_none() && !debtor.iban.in_eea() {
            texts.fault(Field::Address, FaultKind::Missing);
        }
        texts.identifier(Field::Mandate, &debit.mandate.id, 35);
        if debit.mandate.signed_on > debit.on {
            texts.fault(Field::Signed, FaultKind::Late);
        }
        let about = parties::checked_about(&mut texts, &debit.about);
        checked.push(((debit.on, debit.sequence), Debit { debtor, about, ..debit.clone() }));
    }
    let replaced = texts.end()?;

    let (count, cents) = (checked.len(), batches::sum(checked.iter().map(|(_, d)| d.cents)));
    let mut xml = parties::message("pain.008.001.08");
    let mut told = Vec::new();
    xml.within("CstmrDrctDbtInitn", |xml| {
        let head = (file.message.as_str(), file.made_at);
        batches::write_head(xml, head, (count, cents), &creditor.holder.name);
        for (number, ((on, sequence), debits)) in batches::by_batch(checked).iter().enumerate() {
            let batch = Batch {
                id: format!("{}-{}", file.message, number + 1),
                on: *on,
                count: debits.len(),
                cents: batches::sum(debits.iter().map(|debit| debit.cents)),
            };
            write_batch(xml, &batch, *sequence, (&creditor, &file.creditor_id), debits);
            told.push(batch);
        }
    });
    Ok(Written { xml: xml.end(), count, cents, batches: told, replaced })
}

fn write_batch(
    xml: &mut Xml,
    batch: &Batch,
    sequence: Sequence,
    (creditor, creditor_id): (&Account, &CreditorId),
    debits: &[Debit],
) {
    xml.within("PmtInf", |xml| {
        batches::write_batch_head(xml, batch, "DD");
        xml.within("PmtTpInf", |xml| {
            xml.nested(&["SvcLvl", "Cd"], "SEPA");
            xml.nested(&["LclInstrm", "Cd"], "CORE");
            xml.leaf("SeqTp", sequence.code());
        });
        xml.leaf("ReqdColltnDt", &batch.on.to_string());
        parties::write_party(xml, "Cdtr", &creditor.holder);
        parties::write_account(xml, "CdtrAcct", &creditor.iban);
        parties::write_agent(xml, "CdtrAgt", creditor.bic.as_ref());
        xml.leaf("ChrgBr", "SLEV");
        xml.within("CdtrSchmeId", |xml| {
            xml.within("Id", |xml| {
                xml.within("PrvtId", |xml| {
                    xml.within("Othr", |xml| {
                        xml.leaf("Id", creditor_id.as_str());
                        xml.nested(&["SchmeNm", "Prtry"], "SEPA");
                    });
                });
            });
        });
        for debit in debits {
            write_debit(xml, debit);
        }
    });
}

fn write_debit(xml: &mut Xml, debit: &Debit) {
    xml.within("DrctDbtTxInf", |xml| {
        xml.nested(&["PmtId", "EndToEndId"], &debit.end_to_end);
        parties::write_amount(xml, "InstdAmt", debit.cents);
        xml.within("DrctDbtTx", |xml| {
            xml.within("MndtRltdInf", |xml| {
                xml.leaf("MndtId", &debit.mandate.id);
                xml.leaf("DtOfSgntr", &debit.mandate.signed_on.to_string());
                if let Some(former) = &debit.mandate.former {
                    xml.leaf("AmdmntInd", "true");
                    xml.within("AmdmntInfDtls", |xml| match former {
                        Former::Iban(iban) => parties::write_account(xml, "OrgnlDbtrAcct", iban),
                        Former::Untold => {
                            xml.nested(&["OrgnlDbtrAcct", "Id", "Othr", "Id"], "SMNDA");
                        }
                    });
                }
            });
        });
        let debtor = &debit.debtor;
        parties::write_agent(xml, "DbtrAgt", debtor.bic.as_ref());
        parties::write_party(xml, "Dbtr", &debtor.holder);
        parties::write_account(xml, "DbtrAcct", &debtor.iban);
        parties::write_about(xml, &debit.about);
    });
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Debit, DebitFile, Former, Mandate, Sequence, write};
    use crate::fields::{FaultKind, Field};
    use crate::{About, Account, Address, CreditorId, Iban, Party};

    fn account(name: &str, iban: &str) -> Account {
        let holder = Party { name: name.to_owned(), address: None };
        Account { holder, iban: Iban::parse(iban).unwrap(), bic: None }
    }

    fn debit(end_to_end: &str, sequence: Sequence, iban: &str) -> Debit {
        Debit {
            end_to_end: end_to_end.to_owned(),
            on: date(2026, 12, 5),
            sequence,
            cents: 1_000,
            debtor: account("Anne", iban),
            mandate: Mandate { id: "RUM-1".to_owned(), signed_on: date(2026, 12, 5), former: None },
            about: About::Nothing,
        }
    }

    fn file(debits: Vec<Debit>) -> DebitFile {
        DebitFile {
            message: "PRLV-1".to_owned(),
            made_at: date(2026, 11, 27).at(9, 0, 0, 0),
            creditor: account("Régie", "FR1420041010050500013M02606"),
            creditor_id: CreditorId::parse("FR72ZZZ123456").unwrap(),
            debits,
        }
    }

    #[test]
    fn each_place_in_the_sequence_has_its_batch() {
        let german = "DE89370400440532013000";
        let written = write(&file(vec![
            debit("a", Sequence::Recurrent, german),
            debit("b", Sequence::First, german),
            debit("c", Sequence::Recurrent, german),
            debit("d", Sequence::Last, german),
            debit("e", Sequence::Single, german),
        ]))
        .unwrap();
        let codes: Vec<&str> =
            written.xml.split("<SeqTp>").skip(1).filter_map(|rest| rest.get(..4)).collect();
        assert_eq!(codes, ["FRST", "RCUR", "OOFF", "FNAL"]);
        assert_eq!(
            written.batches.iter().map(|b| b.cents).collect::<Vec<_>>(),
            [1000, 2000, 1000, 1000]
        );
    }

    #[test]
    fn a_changed_account_is_told_or_kept_untold() {
        let mut changed = debit("a", Sequence::Recurrent, "DE89370400440532013000");
        changed.mandate.former = Some(Former::Untold);
        let text = write(&file(vec![changed.clone()])).unwrap().xml;
        assert!(text.contains("<Id>SMNDA</Id>") && text.contains("<AmdmntInd>true</AmdmntInd>"));
        changed.mandate.former = Some(Former::Iban(Iban::parse("NO9386011117947").unwrap()));
        assert!(write(&file(vec![changed])).unwrap().xml.contains("<IBAN>NO9386011117947</IBAN>"));
    }

    #[test]
    fn outside_the_economic_area_the_debtor_needs_an_address() {
        let mut swiss = debit("a", Sequence::Single, "CH9300762011623852957");
        let faults = write(&file(vec![swiss.clone()])).unwrap_err();
        assert_eq!((faults[0].field, faults[0].kind), (Field::Address, FaultKind::Missing));
        let town = "Genève".to_owned();
        let address = Address { town, country: "ch".to_owned(), ..Address::default() };
        swiss.debtor.holder.address = Some(address);
        assert!(write(&file(vec![swiss.clone()])).unwrap().xml.contains("<Ctry>CH</Ctry>"));
        if let Some(address) = &mut swiss.debtor.holder.address {
            address.country = "Suisse".to_owned();
        }
        let faults = write(&file(vec![swiss])).unwrap_err();
        assert_eq!((faults[0].field, faults[0].kind), (Field::Country, FaultKind::NoCode));
    }

    #[test]
    fn a_mandate_is_signed_before_the_debit() {
        let mut late = debit("a", Sequence::Single, "DE89370400440532013000");
        late.mandate.signed_on = date(2026, 12, 6);
        let faults = write(&file(vec![late])).unwrap_err();
        assert_eq!((faults[0].field, faults[0].kind), (Field::Signed, FaultKind::Late));
    }
}
