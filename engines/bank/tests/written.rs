//! Files that we write, read back by a parser that knows nothing of them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use bank::debit_file::{self, Debit, DebitFile, Mandate, Sequence};
use bank::transfer_file::{self, Transfer, TransferFile};
use bank::{About, Account, CreditorId, Iban, Party};
use jiff::civil::date;
use proptest::prelude::*;
use quick_xml::events::Event;

/// Every leaf as `name` and text, in order.
fn leaves(xml: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut leaves, mut name, mut text) = (Vec::new(), None, String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                name = Some(start.name().as_ref().to_owned());
                text.clear();
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::End(_) => leaves.extend(name.take().map(|name| (name, text.clone()))),
            Event::Eof => return leaves,
            _ => {}
        }
    }
}

fn all<'a>(leaves: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    leaves.iter().filter(|(known, _)| known == name).map(|(_, text)| text.as_str()).collect()
}

fn cents(text: &str) -> i64 {
    let (euros, cents) = text.split_once('.').unwrap();
    assert_eq!(cents.len(), 2);
    euros.parse::<i64>().unwrap() * 100 + cents.parse::<i64>().unwrap()
}

fn account() -> Account {
    let holder = Party { name: "Régie".to_owned(), address: None };
    Account { holder, iban: Iban::parse("FR1420041010050500013M02606").unwrap(), bic: None }
}

fn payments() -> impl Strategy<Value = Vec<(i8, i64, usize)>> {
    let cents = prop_oneof![1..100_000_i64, 1..=99_999_999_999_i64];
    proptest::collection::vec((1..=28_i8, cents, 0..4_usize), 1..40)
}

/// Sums and counts of the file and of its batches are those of what is in them.
fn check(xml: &str, given: &[(i8, i64, usize)]) {
    let leaves = leaves(xml);
    let mut amounts: Vec<i64> = all(&leaves, "InstdAmt").into_iter().map(cents).collect();
    let mut wanted: Vec<i64> = given.iter().map(|(_, cents, _)| *cents).collect();
    amounts.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(amounts, wanted);
    let sums: Vec<i64> = all(&leaves, "CtrlSum").into_iter().map(cents).collect();
    let counts = all(&leaves, "NbOfTxs");
    assert_eq!(sums[0], wanted.iter().sum::<i64>());
    assert_eq!(counts[0], wanted.len().to_string());
    let batches: Vec<&str> = xml.split("<PmtInf>").skip(1).collect();
    assert_eq!(batches.len() + 1, sums.len());
    for ((batch, sum), count) in batches.iter().zip(&sums[1..]).zip(&counts[1..]) {
        let inside: Vec<i64> = batch
            .split("<InstdAmt Ccy=\"EUR\">")
            .skip(1)
            .map(|rest| cents(rest.split('<').next().unwrap()))
            .collect();
        assert_eq!(
            (inside.iter().sum::<i64>(), inside.len().to_string()),
            (*sum, count.to_string())
        );
    }
    let mut ids = all(&leaves, "EndToEndId");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), given.len());
}

proptest! {
    #[test]
    fn random_transfers_survive(given in payments()) {
        let transfers = given.iter().enumerate().map(|(number, (day, cents, _))| Transfer {
            end_to_end: format!("E{number}"),
            on: date(2026, 12, *day),
            cents: *cents,
            creditor: account(),
            about: About::Nothing,
        });
        let file = TransferFile {
            message: "M".to_owned(),
            made_at: date(2026, 11, 27).at(0, 0, 0, 0),
            debtor: account(),
            transfers: transfers.collect(),
        };
        let written = transfer_file::write(&file).unwrap();
        check(&written.xml, &given);
        prop_assert_eq!(written.cents, given.iter().map(|(_, cents, _)| cents).sum::<i64>());
    }

    #[test]
    fn random_debits_survive(given in payments()) {
        let sequences = [Sequence::First, Sequence::Recurrent, Sequence::Single, Sequence::Last];
        let debits = given.iter().enumerate().map(|(number, (day, cents, place))| Debit {
            end_to_end: format!("E{number}"),
            on: date(2026, 12, *day),
            sequence: sequences[*place],
            cents: *cents,
            debtor: account(),
            mandate: Mandate { id: "R".to_owned(), signed_on: date(2026, 1, 1), former: None },
            about: About::Nothing,
        });
        let file = DebitFile {
            message: "M".to_owned(),
            made_at: date(2026, 11, 27).at(0, 0, 0, 0),
            creditor: account(),
            creditor_id: CreditorId::parse("FR72ZZZ123456").unwrap(),
            debits: debits.collect(),
        };
        let written = debit_file::write(&file).unwrap();
        check(&written.xml, &given);
        let days: Vec<_> = written.batches.iter().map(|batch| batch.on).collect();
        prop_assert!(days.is_sorted());
    }

    #[test]
    fn whatever_is_written_into_a_text_is_well_formed(text in "\\PC{0,200}", name in "\\PC{0,90}") {
        let mut creditor = account();
        creditor.holder.name = name;
        let transfer = Transfer {
            end_to_end: "E".to_owned(),
            on: date(2026, 12, 1),
            cents: 1,
            creditor,
            about: About::Text(text),
        };
        let file = TransferFile {
            message: "M".to_owned(),
            made_at: date(2026, 11, 27).at(0, 0, 0, 0),
            debtor: account(),
            transfers: vec![transfer],
        };
        if let Ok(written) = transfer_file::write(&file) {
            let leaves = leaves(&written.xml);
            let told = all(&leaves, "Ustrd")[0];
            prop_assert!((1..=140).contains(&told.len()));
            prop_assert!(told.chars().all(|c| c.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(c)));
        }
    }
}
