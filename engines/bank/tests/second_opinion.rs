//! The same questions to another code base.

use bank::statement::read_all;
use bank::status::read;
use bank::{CreditorId, Iban, Reference, plain};
use proptest::prelude::*;

/// Characters for which we knowingly leave the table of EPC217-08: letters that it gives a full
/// stop for, and whose plain form is beyond doubt.
const BETTER: &str = "ŌōŎŏſ";

#[test]
fn letters_of_western_europe_greece_and_bulgaria_become_the_same() {
    let table = ('\u{a0}'..='\u{17f}').chain('\u{386}'..='\u{3ce}').chain('\u{410}'..='\u{44f}');
    for character in table.filter(|c| c.is_alphabetic() && !BETTER.contains(*c)) {
        let text = character.to_string();
        let theirs = sepa::transliterate(&text, sepa::Transliteration::Epc);
        assert_eq!(plain(&text).text, theirs, "{character}");
    }
}

/// Check digits that are given; theirs takes 00, 01 and 99 as well.
const KEYS: &str = "0[2-9]|[1-8][0-9]|9[0-8]";

proptest! {
    #[test]
    fn account_numbers(
        country in "AD|BE|CH|DE|ES|FR|GB|IT|MT|NO",
        key in KEYS,
        body in "[0-9]{10,27}|[0-9]{11}[A-Z0-9]{12}|[A-Z]{4}[0-9]{14}",
    ) {
        let keyed = format!("{country}{}{body}", sepa::iban_check_digits(&country, &body));
        for typed in [format!("{country}{key}{body}"), keyed] {
            // They do not look at the key of the RIB.
            let ours = !matches!(Iban::parse(&typed), Err(fault) if fault != bank::IbanFault::RibKey);
            prop_assert_eq!(ours, sepa::validate_iban(&typed).is_ok(), "{}", typed);
        }
    }

    #[test]
    fn references(number in "[A-Za-z0-9]{1,21}", key in KEYS, end in "[A-Z0-9]{0,3}") {
        let ours = Reference::make(&number).unwrap();
        let theirs = sepa::RfReference::generate(&number).unwrap();
        prop_assert_eq!(ours.as_str(), theirs.as_str());
        let typed = format!("RF{key}{end}");
        let theirs = typed.parse::<sepa::RfReference>().is_ok();
        prop_assert_eq!(Reference::parse(&typed).is_ok(), theirs, "{}", typed);
    }

    #[test]
    fn creditor_identifiers(country in "DE|ES|NL|FR", national in "[A-Z0-9]{6}", key in KEYS) {
        let right = sepa::creditor_id_check_digits(&national, &country);
        for key in [key, right.clone()] {
            let ours = CreditorId::parse(&format!("{country}{key}ZZZ{national}"));
            prop_assert_eq!(ours.is_ok(), key == right);
        }
    }
}

#[test]
fn a_statement() {
    let text = include_str!("files/camt.053.001.08.xml");
    let theirs = sepa::parse_camt053(text).unwrap();
    let (statement, entries) = read_all(text.as_bytes()).unwrap().remove(0);
    let other = &theirs.statements[0];
    assert_eq!(other.opening_balance().and_then(|b| b.signed_ct()), Some(statement.opening.minor));
    assert_eq!(other.closing_balance().and_then(|b| b.signed_ct()), Some(statement.closing.minor));
    assert_eq!(other.entries.len(), entries.len());
    for (ours, theirs) in entries.iter().zip(&other.entries) {
        assert_eq!(Some(ours.minor), theirs.amount.signed_ct());
    }
}

#[test]
fn a_report() {
    let text = include_str!("files/pain.002.001.10.xml");
    let theirs = sepa::parse_pain002(text).unwrap();
    let ours = read(text.as_bytes()).unwrap();
    assert_eq!(ours.original, theirs.original_msg_id);
    assert_eq!(ours.batches.len(), theirs.payment_info_statuses.len());
    for (ours, theirs) in ours.batches.iter().zip(&theirs.payment_info_statuses) {
        assert_eq!(Some(&ours.id), theirs.original_payment_info_id.as_ref());
        let told: Vec<_> = ours.payments.iter().map(|payment| &payment.end_to_end).collect();
        let other: Vec<_> = theirs.transactions.iter().map(|t| &t.original_end_to_end_id).collect();
        assert_eq!(told, other);
    }
}
