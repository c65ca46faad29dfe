//! Somebody who pays and is paid, with one of each thing that leads to.

use base::Outcome;
use ledger::{Day, Details, EntityId, NewClaim, NewOrder, NewParty, PartyId, Purpose};
use people::Actor;
use store::Tx;

use crate::PDF;

/// The account of the organisation, that of [`crate::camt`].
pub const OWN_IBAN: &str = "FR1420041010050500013M02606";
/// The account of a party.
pub const THEIR_IBAN: &str = "FR7630006000011234567890189";
/// A creditor identifier (the example of the European Payments Council for France).
pub const CREDITOR: &str = "FR72ZZZ123456";

/// The bank details of an organisation.
pub fn own_details() -> Details {
    Details {
        iban: bank::Iban::parse(OWN_IBAN).unwrap(),
        bic: None,
        creditor: Some(bank::CreditorId::parse(CREDITOR).unwrap()),
    }
}

/// A party with an account.
pub fn new_party(name: &str) -> NewParty {
    NewParty {
        name: name.to_owned(),
        street: "3 rue des Vignes".to_owned(),
        postcode: "92000".to_owned(),
        town: "Nanterre".to_owned(),
        iban: Some(bank::Iban::parse(THEIR_IBAN).unwrap()),
        ..NewParty::default()
    }
}

/// Tells the bank details, and makes a party with a claim, an order, a signed mandate and a file of
/// a debit; each has the number 1, and the claim without a mandate the number 2.
pub fn paid_and_paying(tx: &mut Tx, keeper: &Actor, book: EntityId) -> Outcome<PartyId> {
    ledger::set_details(tx, keeper, book, &own_details())?;
    let party = ledger::add_party(tx, keeper, book, &new_party("Awa Sy"))?;
    let today = Day::of(tx.now().in_france().date());
    ledger::draw_mandate(tx, keeper, book, party, true)?;
    ledger::sign_mandate(tx, keeper, book, 1, (today, Some(PDF.to_vec())))?;
    let claim = NewClaim {
        party,
        purpose: Purpose::Dues,
        amount: 1_500,
        due: today,
        label: "Adhésion".to_owned(),
    };
    ledger::expect_payment(tx, keeper, book, &claim)?;
    ledger::make_debit_file(tx, keeper, book, Day(today.0 + 14))?;
    ledger::expect_payment(tx, keeper, book, &claim)?;
    let order = NewOrder {
        party,
        purpose: Purpose::Supplies,
        amount: 4_000,
        due: today,
        label: "Terreau".to_owned(),
        reference: "F-12".to_owned(),
        claim: None,
    };
    ledger::prepare_order(tx, keeper, book, &order)?;
    Ok(party)
}
