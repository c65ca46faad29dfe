//! Writes the files that are validated against the schemas of ISO 20022: one of each kind, with
//! every element that Parvis writes. The folder is the only argument.

use std::path::Path;
use std::process::ExitCode;

use bank::debit_file::{self, Debit, DebitFile, Former, Mandate, Sequence};
use bank::transfer_file::{self, Transfer, TransferFile};
use bank::{About, Account, Address, Bic, CreditorId, Iban, Party, Reference, Written};
use jiff::civil::date;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("samples: name a folder");
        return ExitCode::from(2);
    };
    match write_all(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("samples: {message}");
            ExitCode::FAILURE
        }
    }
}

fn write_all(folder: &Path) -> Result<(), String> {
    for (name, written) in
        [("pain.001.001.09.xml", transfers()?), ("pain.008.001.08.xml", debits()?)]
    {
        let path = folder.join(name);
        std::fs::write(&path, written.xml)
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn transfers() -> Result<Written, String> {
    let paid = |end_to_end: &str, day, cents, creditor, about| Transfer {
        end_to_end: end_to_end.to_owned(),
        on: date(2026, 12, day),
        cents,
        creditor,
        about,
    };
    let about = About::Reference(Reference::make("DON 2026 17").map_err(said)?);
    let text = About::Text("Soutien à « La Ruche » <2026> & suite".to_owned());
    let transfers = vec![
        paid("A-1", 3, 1, account("L’Œuvre de l’Été", "DE89370400440532013000")?, text),
        paid("A-2", 2, 99_999_999_999, at_home()?, about),
        paid("A-3", 3, 12_345, account("Bureau <38>", "NL91ABNA0417164300")?, About::Nothing),
    ];
    let file = TransferFile {
        message: "VIR-20261127-000001".to_owned(),
        made_at: date(2026, 11, 27).at(9, 5, 7, 0),
        debtor: at_home()?,
        transfers,
    };
    transfer_file::write(&file).map_err(said)
}

fn debits() -> Result<Written, String> {
    let sequences = [Sequence::First, Sequence::Recurrent, Sequence::Single, Sequence::Last];
    let formers = [None, Some(Former::Untold), Some(Former::Iban(iban("NO9386011117947")?)), None];
    let mut debits = Vec::new();
    for (number, (sequence, former)) in sequences.into_iter().zip(formers).enumerate() {
        let mut debtor = account("Anne Élémentaire", "CH9300762011623852957")?;
        debtor.holder.address = Some(address("Genève", "CH"));
        let id = format!("RUM {number}");
        debits.push(Debit {
            end_to_end: format!("B-{number}"),
            on: date(2026, 12, 5),
            sequence,
            cents: 1_000,
            debtor,
            mandate: Mandate { id, signed_on: date(2026, 1, 31), former },
            about: About::Text("Panier de décembre".to_owned()),
        });
    }
    let file = DebitFile {
        message: "PRLV-20261127-000001".to_owned(),
        made_at: date(2026, 11, 27).at(9, 5, 7, 0),
        creditor: at_home()?,
        creditor_id: CreditorId::parse("FR72ZZZ123456").map_err(said)?,
        debits,
    };
    debit_file::write(&file).map_err(said)
}

/// With everything that may be said of an account.
fn at_home() -> Result<Account, String> {
    let mut account = account("Régie de démonstration", "FR1420041010050500013M02606")?;
    account.bic = Some(Bic::parse("PSSTFRPPPAR").map_err(said)?);
    account.holder.address = Some(address("Nanterre", "FR"));
    Ok(account)
}

fn account(name: &str, number: &str) -> Result<Account, String> {
    let holder = Party { name: name.to_owned(), address: None };
    Ok(Account { holder, iban: iban(number)?, bic: None })
}

fn address(town: &str, country: &str) -> Address {
    Address {
        street: "rue des Essais".to_owned(),
        number: "7 bis".to_owned(),
        postcode: "92000".to_owned(),
        town: town.to_owned(),
        country: country.to_owned(),
    }
}

fn iban(number: &str) -> Result<Iban, String> {
    Iban::parse(number).map_err(said)
}

fn said(fault: impl std::fmt::Debug) -> String {
    format!("{fault:?}")
}
