//! Who owes the demonstration's own association, and whom it pays: one thing of each kind, at each
//! stage. People, accounts and amounts are invented.

use base::{Moment, Outcome, Refusal};
use ledger::{
    Charity, Day, Details, EntityId, InvoiceLine, NewClaim, NewInvoice, NewOrder, NewParty,
    PartyId, Purpose,
};
use people::{Actor, OrgId};
use store::Tx;

/// Name, address, and the account of the example of each country's register.
const PARTIES: [(&str, &str, &str); 4] = [
    ("Rose Diallo", "4 allée des Essais", "FR7630006000011234567890189"),
    ("Jardinerie de la Boucle", "18 quai des Exemples", "DE89370400440532013000"),
    ("Collège des Coteaux", "1 place des Modèles", "BE68539007547034"),
    ("Aminata Bakayoko", "9 rue des Démonstrations", "ES9121000418450200051332"),
];

/// Makes the parties and what goes on with them.
pub(super) fn keep(
    tx: &mut Tx,
    (organisation, manager): &(OrgId, Actor),
    resident: &Actor,
    today: Moment,
) -> Outcome<()> {
    let book = ledger::begin_book(tx, manager, *organisation)?;
    let treasurer = treasurer(tx, manager, book)?;
    let details = Details {
        iban: iban("FR1420041010050500013M02606")?,
        bic: None,
        creditor: bank::CreditorId::parse("FR72ZZZ123456").ok(),
    };
    ledger::set_details(tx, manager, book, &details)?;
    let mut parties = Vec::new();
    for (name, street, account) in PARTIES {
        let email = resident.account.as_ref().filter(|own| own.name == name);
        let new = NewParty {
            name: name.to_owned(),
            email: email.map(|own| own.email.clone()).unwrap_or_default(),
            street: street.to_owned(),
            postcode: "92000".to_owned(),
            town: "Nanterre".to_owned(),
            iban: Some(iban(account)?),
            ..NewParty::default()
        };
        parties.push(ledger::add_party(tx, manager, book, &new)?);
    }
    let [rose, nursery, school, aminata] = parties.try_into().map_err(|_| Refusal::Unknown)?;
    let today = Day::of(today.in_france().date());
    owed(tx, manager, book, (rose, aminata, today))?;
    invoiced(tx, manager, book, (school, today))?;
    paid(tx, (manager, &treasurer), book, (nursery, today))
}

fn iban(text: &str) -> Outcome<bank::Iban> {
    bank::Iban::parse(text).map_err(|_| Refusal::Malformed)
}

/// A second person keeps the accounts, and they alone: nobody approves what they prepared.
fn treasurer(tx: &mut Tx, manager: &Actor, book: EntityId) -> Outcome<Actor> {
    let email = "tresorerie@demo.parvis.example";
    let person = people::create_account(tx, email, "Inès Faure", "fr")?;
    ledger::add_treasurer(tx, manager, book, person, None)?;
    Actor::of(tx, person)
}

/// Dues late, part paid and by debit, a gift of last year with its receipt.
fn owed(
    tx: &mut Tx,
    manager: &Actor,
    book: EntityId,
    (rose, aminata, today): (PartyId, PartyId, Day),
) -> Outcome<()> {
    let claim = |party, purpose, amount, days: i64, label: &str| {
        let (due, label) = (Day(today.0 + days), label.to_owned());
        NewClaim { party, purpose, amount, due, label }
    };
    let last_year = Day(today.0 - 365);
    let gift = claim(rose, Purpose::Gifts, 6_000, -365, "Don pour les bacs");
    let gift = ledger::expect_payment(tx, manager, book, &gift)?;
    let cash = (Purpose::Cheques, 6_000, last_year);
    ledger::receive_payment(tx, manager, book, gift, cash)?;
    let charity = Charity {
        object: "Cultiver ensemble les toits des bâtiments publics".to_owned(),
        quality: "general-interest".to_owned(),
        signer: "Sofia Marchetti, présidente".to_owned(),
    };
    ledger::set_charity(tx, manager, book, &charity)?;
    ledger::make_receipts(tx, manager, book, last_year.date().year())?;
    let late = claim(rose, Purpose::Dues, 2_500, -12, "Adhésion de l’année");
    let late = ledger::expect_payment(tx, manager, book, &late)?;
    let part = (Purpose::Cash, 1_000, Day(today.0 - 5));
    ledger::receive_payment(tx, manager, book, late, part)?;
    ledger::remind(tx, manager, book, late, ledger::Level::First)?;
    let soon = claim(rose, Purpose::Services, 4_500, 18, "Stage de taille");
    ledger::expect_payment(tx, manager, book, &soon)?;
    ledger::draw_mandate(tx, manager, book, aminata, true)?;
    ledger::sign_mandate(tx, manager, book, 1, (Day(today.0 - 40), None))?;
    let debited = claim(aminata, Purpose::Produce, 3_600, 3, "Paniers du mois");
    ledger::expect_payment(tx, manager, book, &debited)?;
    ledger::make_debit_file(tx, manager, book, Day(today.0 + 14))?;
    let next = claim(aminata, Purpose::Produce, 3_600, 33, "Paniers du mois prochain");
    ledger::expect_payment(tx, manager, book, &next).map(drop)
}

/// An invoice to a school, and one taken back.
fn invoiced(
    tx: &mut Tx,
    manager: &Actor,
    book: EntityId,
    (school, today): (PartyId, Day),
) -> Outcome<()> {
    let line = |name: &str, quantity, unit: &str, price| InvoiceLine {
        name: name.to_owned(),
        quantity,
        unit: unit.to_owned(),
        price,
        vat: "non-profit".to_owned(),
    };
    let new = NewInvoice {
        party: school,
        purpose: Purpose::Services,
        delivered: Day(today.0 - 8),
        due: Day(today.0 + 30),
        goods: false,
        buyer_kind: "association".to_owned(),
        service: String::new(),
        order: "ENG-2026-118".to_owned(),
        lines: vec![
            line("Atelier « du toit à l’assiette »", 3_000, "HUR", 65_000),
            line("Plants de basilic", 24_000, "C62", 1_250),
        ],
        note: String::new(),
    };
    ledger::issue_invoice(tx, manager, book, &new)?;
    let wrong = ledger::issue_invoice(tx, manager, book, &new)?;
    ledger::credit_invoice(tx, manager, book, wrong).map(drop)
}

/// Orders that are sent, approved, and waiting for the manager's approval.
fn paid(
    tx: &mut Tx,
    (manager, treasurer): (&Actor, &Actor),
    book: EntityId,
    (nursery, today): (PartyId, Day),
) -> Outcome<()> {
    let order = |amount, days: i64, label: &str| NewOrder {
        party: nursery,
        purpose: Purpose::Supplies,
        amount,
        due: Day(today.0 + days),
        label: label.to_owned(),
        reference: String::new(),
        claim: None,
    };
    let sent = ledger::prepare_order(tx, treasurer, book, &order(18_650, 1, "Facture 2026-311"))?;
    ledger::approve_order(tx, manager, book, sent)?;
    ledger::make_transfer_file(tx, treasurer, book)?;
    let ready = ledger::prepare_order(tx, treasurer, book, &order(7_480, 6, "Facture 2026-340"))?;
    ledger::approve_order(tx, manager, book, ready)?;
    ledger::prepare_order(tx, treasurer, book, &order(31_200, 12, "Facture 2026-352"))?;
    Ok(())
}
