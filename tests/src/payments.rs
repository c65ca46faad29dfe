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

/// An invoice of one line, exempt from tax.
pub fn new_invoice(party: PartyId, price: i64) -> ledger::NewInvoice {
    ledger::NewInvoice {
        party,
        purpose: Purpose::Services,
        delivered: Day(20_000),
        due: Day(21_000),
        goods: false,
        buyer_kind: "person".to_owned(),
        service: String::new(),
        order: String::new(),
        lines: vec![ledger::InvoiceLine {
            name: "Atelier de taille".to_owned(),
            quantity: 1_000,
            unit: "C62".to_owned(),
            price,
            vat: "non-profit".to_owned(),
        }],
        note: String::new(),
    }
}

/// A gift of somebody that was received in cash.
pub fn gift(
    tx: &mut Tx,
    keeper: &Actor,
    book: EntityId,
    party: PartyId,
    (amount, on): (i64, Day),
) -> Outcome<i64> {
    let (purpose, label) = (Purpose::Gifts, "Don".to_owned());
    let claim = NewClaim { party, purpose, amount, due: on, label };
    let number = ledger::expect_payment(tx, keeper, book, &claim)?;
    ledger::receive_payment(tx, keeper, book, number, (Purpose::Cash, amount, on))?;
    Ok(number)
}

/// Tells the bank details, and makes a party with a claim, an order, a signed mandate, a file of a
/// debit, an invoice and a receipt for gifts; each has the number 1, and the claim without a mandate
/// the number 2.
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
    ledger::issue_invoice(tx, keeper, book, &new_invoice(party, 12_500))?;
    let year = today.date().year() - 1;
    let on = Day::of(today.date().with().year(year).build().map_err(base::Refusal::broken)?);
    gift(tx, keeper, book, party, (2_000, on))?;
    let charity = ledger::Charity {
        object: "Jardiner ensemble".to_owned(),
        quality: "general-interest".to_owned(),
        signer: "La présidente".to_owned(),
    };
    ledger::set_charity(tx, keeper, book, &charity)?;
    ledger::make_receipts(tx, keeper, book, year)?;
    Ok(party)
}
