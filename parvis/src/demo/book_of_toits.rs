//! A year in the accounts of the demonstration's own association: dues, gifts, baskets, wages, and
//! what a resident has paid in advance. All amounts are invented.

use bank::statement::{Balance, Code, Entry, EntryStatus, Number, Statement};
use base::{Moment, Outcome, Refusal};
use jiff::ToSpan;
use jiff::civil::Date;
use ledger::{Day, EntityId, Kind, NewAccount, Operation, Purpose, Transfer};
use people::{Actor, OrgId};
use store::Tx;

/// Kind, where the money is, what for, euros, day of the month, in words, document.
type Line = (Kind, Purpose, Purpose, i64, i8, &'static str, &'static str);

const MONTHLY: [Line; 7] = [
    (Kind::Receipt, Purpose::Bank, Purpose::Produce, 640, 4, "Paniers de légumes du mois", "P"),
    (Kind::Receipt, Purpose::Cash, Purpose::Produce, 185, 12, "Vente au pied de l’immeuble", "M"),
    (Kind::Receipt, Purpose::Cheques, Purpose::Dues, 60, 9, "Adhésions", "A"),
    (Kind::Expense, Purpose::Bank, Purpose::Wages, 480, 28, "Animatrice, temps partiel", "S"),
    (Kind::Expense, Purpose::Bank, Purpose::Supplies, 95, 15, "Terreau, graines, solution", "F"),
    (Kind::Expense, Purpose::Bank, Purpose::BankFees, 6, 30, "Tenue de compte", "B"),
    (Kind::Move, Purpose::Cash, Purpose::Bank, 150, 20, "Espèces portées à la banque", "D"),
];

/// What happened once: months ago, and the rest as above.
const ONCE: [(i32, Line); 5] = [
    (11, (Kind::Receipt, Purpose::Bank, Purpose::Subsidies, 6_000, 16, "Subvention", "Arrêté 12")),
    (9, (Kind::Expense, Purpose::Bank, Purpose::Insurance, 312, 3, "Assurance annuelle", "F-A")),
    (6, (Kind::Receipt, Purpose::Bank, Purpose::Gifts, 850, 22, "Dons de la fête d’été", "R")),
    (5, (Kind::Expense, Purpose::Bank, Purpose::Purchases, 1_240, 7, "Bacs et tuyaux", "F-B")),
    (2, (Kind::Expense, Purpose::Bank, Purpose::Rent, 400, 11, "Salle pour les ateliers", "F-C")),
];

/// Tells the year until today, and what a resident paid.
pub(super) fn keep(
    tx: &mut Tx,
    (organisation, manager): &(OrgId, Actor),
    resident: &Actor,
    today: Moment,
) -> Outcome<()> {
    let book = ledger::begin_book(tx, manager, *organisation)?;
    let today = today.in_france().date();
    let month = |back: i32| today.first_of_month().checked_sub(back.months());
    for (place, euros) in [(Purpose::Bank, 2_150), (Purpose::Cash, 80)] {
        let opening = (Kind::Opening, place, Purpose::Opening, euros, 1, "Solde de départ", "");
        write(tx, manager, book, month(12).map_err(Refusal::broken)?, &opening, 0)?;
    }
    for back in (0..12).rev() {
        let first = month(back).map_err(Refusal::broken)?;
        let once = ONCE.iter().filter(|(months, _)| *months == back).map(|(_, line)| line);
        for line in MONTHLY.iter().chain(once) {
            let days = i64::from(line.4);
            if first.checked_add((days - 1).days()).is_ok_and(|date| date <= today) {
                write(tx, manager, book, first, line, back)?;
            }
        }
    }
    advance(tx, book, resident, today)?;
    statement(tx, manager, book, month(1).map_err(Refusal::broken)?)
}

fn write(
    tx: &mut Tx,
    manager: &Actor,
    book: EntityId,
    first: Date,
    (kind, treasury, other, euros, day, label, document): &Line,
    back: i32,
) -> Outcome<()> {
    let on = first.with().day(*day).build().unwrap_or(first.last_of_month());
    // No month is quite like another.
    let season = 90 + i64::from((back * 7 + i32::from(*day) * 3) % 25);
    let varies = matches!(other, Purpose::Produce | Purpose::Supplies | Purpose::Dues);
    let amount = if varies { euros * season } else { euros * 100 };
    let reference = match (document.len(), varies || *kind == Kind::Move) {
        (0, _) => String::new(),
        (1, _) => format!("{document}-{}-{:02}", on.year(), on.month()),
        _ => (*document).to_owned(),
    };
    let operation = Operation {
        kind: *kind,
        treasury: *treasury,
        other: *other,
        amount,
        on: Day::of(on),
        label: (*label).to_owned(),
        reference,
    };
    ledger::record_operation(tx, manager, book, &operation).map(drop)
}

/// A resident pays forty euros in advance, takes two baskets, and has a third set aside.
fn advance(tx: &mut Tx, book: EntityId, resident: &Actor, today: Date) -> Outcome<()> {
    let own = |purpose| NewAccount::euros(purpose, "");
    let bank = ledger::open_account(tx, book, &own(Purpose::Bank))?;
    let produce = ledger::open_account(tx, book, &own(Purpose::Produce))?;
    let wallet = NewAccount::euros(Purpose::Wallet, resident.person()?).never_overdrawn();
    let wallet = ledger::open_account(tx, book, &wallet)?;
    let ago = |days: i64| today.checked_sub(days.days()).map(Day::of).ok();
    let basket = |tx: &Tx, number: i64| {
        let reference = format!("panier:{number}");
        let label = format!("Panier de légumes n° {number}");
        Transfer::new(tx.id(), wallet, produce, 1_250).about("demo.basket", &reference, &label)
    };
    let paid = Transfer::new(tx.id(), bank, wallet, 4_000);
    let paid = paid.about("demo.advance", "virement:1", "Avance par virement");
    let asked = [
        Transfer { effective: ago(40), ..paid },
        Transfer { effective: ago(30), ..basket(tx, 1) },
        Transfer { effective: ago(16), ..basket(tx, 2) },
        basket(tx, 3).pending(0),
    ];
    ledger::transfer_all(tx, &asked)
}

/// The bank's statement of a month: what the book says, and a movement that it lacks.
fn statement(tx: &mut Tx, manager: &Actor, book: EntityId, first: Date) -> Outcome<()> {
    let (last, bank) = (first.last_of_month(), NewAccount::euros(Purpose::Bank, ""));
    let account = ledger::open_account(tx, book, &bank)?;
    let eve = Day(Day::of(first).0 - 1);
    let opening = -ledger::balance_on(tx, account, eve)?;
    let booked = ledger::statement(tx, account, None, 200)?;
    let within = booked.iter().filter(|one| (first..=last).contains(&one.effective.date()));
    let mut entries: Vec<Entry> = within
        .map(|one| {
            let text = format!("{} {}", one.transfer.label, one.transfer.reference);
            entry(-ledger::moved(one, account), one.effective.date(), &text.to_uppercase())
        })
        .collect();
    entries.push(entry(-1_240, last, "PRLV ABONNEMENT EN LIGNE"));
    let closing = opening + entries.iter().map(|entry| entry.minor).sum::<i64>();
    let iban =
        bank::Iban::parse("FR14 2004 1010 0505 0001 3M02 606").map_err(|_| Refusal::Unknown)?;
    let statement = Statement {
        message: "R".to_owned(),
        id: format!("R-{}-{:02}", first.year(), first.month()),
        electronic_number: None,
        legal_number: None,
        page: None,
        from: Some(first),
        to: Some(last),
        account: Number::Iban(iban),
        currency: "EUR".to_owned(),
        opening: Balance { minor: opening, on: first },
        closing: Balance { minor: closing, on: last },
    };
    ledger::take_statements(tx, manager, book, &[(statement, entries)]).map(drop)
}

fn entry(minor: i64, on: Date, text: &str) -> Entry {
    Entry {
        line: 0,
        reference: None,
        minor,
        reversal: false,
        status: EntryStatus::Booked,
        booked_on: Some(on),
        value_on: Some(on),
        bank_reference: None,
        code: Code::default(),
        batch: None,
        transactions: Vec::new(),
        note: Some(text.to_owned()),
    }
}
