//! What a line of a bank's statement may mean, beside what is in the book already: the payment of a
//! claim, orders and debits that the bank carried out, and what came back: pure.
//!
//! A meaning is certain when the line names it and the amount is its own, and nothing else is named.
//! It is likely when only one of the two holds, or when the amount comes from whom it should; what is
//! likely is offered to a person.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Day;

/// What a line of a statement is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// The payment of a claim.
    Claim(i64),
    /// An order that was carried out.
    Order(i64),
    /// A debit that was collected.
    Debit(i64),
    /// A batch of orders or debits, booked as one.
    Batch(String),
    /// The money of an order came back.
    ReturnedOrder(i64),
    /// A debit was taken back.
    ReturnedDebit(i64),
}

impl Meaning {
    /// The kind and what it names, as forms send it.
    pub fn code(&self) -> String {
        match self {
            Meaning::Claim(number) => format!("claim:{number}"),
            Meaning::Order(number) => format!("order:{number}"),
            Meaning::Debit(number) => format!("debit:{number}"),
            Meaning::Batch(id) => format!("batch:{id}"),
            Meaning::ReturnedOrder(number) => format!("returned-order:{number}"),
            Meaning::ReturnedDebit(number) => format!("returned-debit:{number}"),
        }
    }

    /// The meaning of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, named) = code.split_once(':')?;
        let number = named.parse().ok();
        match kind {
            "claim" => number.map(Meaning::Claim),
            "order" => number.map(Meaning::Order),
            "debit" => number.map(Meaning::Debit),
            "batch" => Some(Meaning::Batch(named.to_owned())),
            "returned-order" => number.map(Meaning::ReturnedOrder),
            "returned-debit" => number.map(Meaning::ReturnedDebit),
            _ => None,
        }
    }

    /// The kind alone: the text `ledger-offer-…`.
    pub fn kind(&self) -> &'static str {
        match self {
            Meaning::Claim(_) => "claim",
            Meaning::Order(_) => "order",
            Meaning::Debit(_) => "debit",
            Meaning::Batch(_) => "batch",
            Meaning::ReturnedOrder(_) => "returned-order",
            Meaning::ReturnedDebit(_) => "returned-debit",
        }
    }
}

/// Something that a bank may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// What it is.
    pub meaning: Meaning,
    /// In cents; what comes in is more than nothing.
    pub amount: i64,
    /// The identifier that a bank names, without spaces.
    pub name: String,
    /// Whose account is on the other side.
    pub party: String,
    /// Its number, as machines write it, or nothing.
    pub iban: String,
    /// What it is for.
    pub label: String,
    /// The day it is due.
    pub due: Day,
}

impl Expected {
    /// A claim may be paid in parts, or too well.
    fn takes(&self, amount: i64) -> bool {
        match self.meaning {
            Meaning::Claim(_) => amount > 0,
            _ => self.amount == amount,
        }
    }

    /// What comes back is known by its name alone: any payment may have its amount.
    fn comes_back(&self) -> bool {
        matches!(self.meaning, Meaning::ReturnedOrder(_) | Meaning::ReturnedDebit(_))
    }
}

/// A line as far as its meaning goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// In cents; what came in is more than nothing.
    pub(crate) amount: i64,
    /// Who is on the other side.
    pub(crate) party: String,
    /// The number of their account, or nothing.
    pub(crate) iban: String,
    /// All that the bank says.
    pub(crate) text: String,
}

/// What is expected, to be found by name and by amount.
pub(crate) struct Book<'a> {
    expected: &'a [Expected],
    by_name: BTreeMap<&'a str, Vec<usize>>,
    by_amount: BTreeMap<i64, Vec<usize>>,
}

/// The longest identifier that banks take (35 characters in every message).
const NAME_MAX: usize = 35;

impl<'a> Book<'a> {
    /// What is expected, indexed.
    pub(crate) fn of(expected: &'a [Expected]) -> Self {
        let (mut by_name, mut by_amount) = (BTreeMap::new(), BTreeMap::new());
        for (at, one) in expected.iter().enumerate() {
            by_name.entry(one.name.as_str()).or_insert_with(Vec::new).push(at);
            by_amount.entry(one.amount).or_insert_with(Vec::new).push(at);
        }
        Self { expected, by_name, by_amount }
    }

    /// What a line may be, the likeliest first; certain is a single one that is named and fits.
    pub(crate) fn meanings(&self, shown: &Shown) -> (Option<&'a Expected>, Vec<&'a Expected>) {
        let named = self.named(&shown.text);
        let of = |at: &usize| self.expected.get(*at).filter(|one| one.takes(shown.amount));
        let fitting: Vec<&Expected> = named.iter().filter_map(of).collect();
        let exact = |one: &&&Expected| {
            let part = matches!(one.meaning, Meaning::Claim(_)) && shown.amount < one.amount;
            one.amount == shown.amount || part
        };
        let certain = match fitting.as_slice() {
            [one] => Some(*one).filter(|one| exact(&one)),
            _ => None,
        };
        let mut likely = fitting;
        let same = self.by_amount.get(&shown.amount).into_iter().flatten();
        let mut others: Vec<&Expected> =
            same.filter(|at| !named.contains(at)).filter_map(of).collect();
        others.retain(|one| !one.comes_back());
        others.sort_by_key(|one| (!one.is_from(shown), one.due));
        likely.extend(others);
        (certain, likely)
    }

    /// What a text names: whole words, and references whose groups banks may part by spaces.
    fn named(&self, text: &str) -> BTreeSet<usize> {
        let upper = text.to_uppercase();
        let mut found = BTreeSet::new();
        for word in upper.split(|c: char| c.is_whitespace() || c == '·' || c == '/') {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            found.extend(self.by_name.get(word).into_iter().flatten().copied());
        }
        let compact: String = upper.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        for (start, _) in compact.match_indices("RF") {
            let rest = compact.get(start..).unwrap_or_default();
            let name = (5..=NAME_MAX.min(rest.len())).rev().find_map(|end| {
                let name = rest.get(..end)?;
                self.by_name.get(name)
            });
            found.extend(name.into_iter().flatten().copied());
        }
        found
    }
}

impl Expected {
    fn is_from(&self, shown: &Shown) -> bool {
        let plain = |name: &str| {
            let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
            bank::plain(&letters).text.to_uppercase()
        };
        (!self.iban.is_empty() && self.iban == shown.iban)
            || (!self.party.is_empty() && plain(&self.party) == plain(&shown.party))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(number: i64, amount: i64, name: &str, party: &str) -> Expected {
        Expected {
            meaning: Meaning::Claim(number),
            amount,
            name: name.to_owned(),
            party: party.to_owned(),
            iban: String::new(),
            label: String::new(),
            due: Day(number),
        }
    }

    fn order(number: i64, amount: i64, back: bool) -> Expected {
        let meaning = if back { Meaning::ReturnedOrder(number) } else { Meaning::Order(number) };
        Expected { meaning, ..claim(number, amount, &format!("VIR1-{number}"), "") }
    }

    fn shown(amount: i64, party: &str, text: &str) -> Shown {
        let (party, text) = (party.to_owned(), text.to_owned());
        Shown { amount, party, iban: String::new(), text }
    }

    fn certain(expected: &[Expected], shown: &Shown) -> Option<Meaning> {
        Book::of(expected).meanings(shown).0.map(|one| one.meaning.clone())
    }

    fn likely(expected: &[Expected], shown: &Shown) -> Vec<Meaning> {
        Book::of(expected).meanings(shown).1.into_iter().map(|one| one.meaning.clone()).collect()
    }

    #[test]
    fn a_reference_is_known_however_banks_part_it() {
        let book = [claim(1, 1500, "RF471C1", ""), claim(12, 1500, "RF181C12", "")];
        for text in ["RF471C1", "don rf47 1c1 merci", "/ROC/RF47 1C1//", "RF471C1merci"] {
            assert_eq!(certain(&book, &shown(1500, "", text)), Some(Meaning::Claim(1)), "{text}");
        }
        assert_eq!(certain(&book, &shown(1500, "", "RF181C12")), Some(Meaning::Claim(12)));
    }

    #[test]
    fn a_part_of_a_claim_is_certain_and_too_much_is_likely() {
        let book = [claim(1, 1500, "RF471C1", "")];
        assert_eq!(certain(&book, &shown(1000, "", "RF471C1")), Some(Meaning::Claim(1)));
        assert_eq!(certain(&book, &shown(1600, "", "RF471C1")), None);
        assert_eq!(likely(&book, &shown(1600, "", "RF471C1")), [Meaning::Claim(1)]);
        assert_eq!(likely(&book, &shown(-1500, "", "RF471C1")), []);
    }

    #[test]
    fn two_that_are_named_leave_the_choice_to_a_person() {
        let book = [claim(1, 1500, "RF471C1", ""), claim(2, 1500, "RF201C2", "")];
        let line = shown(1500, "", "RF471C1 et RF201C2");
        assert_eq!(certain(&book, &line), None);
        assert_eq!(likely(&book, &line), [Meaning::Claim(1), Meaning::Claim(2)]);
    }

    #[test]
    fn an_amount_is_likely_first_from_whom_it_should_come() {
        let book = [claim(1, 1500, "RF471C1", "Awa Sy"), claim(2, 1500, "RF201C2", "Léa Roux")];
        let line = shown(1500, "ROUX LEA", "adhésion");
        assert_eq!(certain(&book, &line), None);
        assert_eq!(likely(&book, &line), [Meaning::Claim(1), Meaning::Claim(2)]);
        let line = shown(1500, "Lea  ROUX", "adhésion");
        assert_eq!(likely(&book, &line), [Meaning::Claim(2), Meaning::Claim(1)]);
    }

    #[test]
    fn identifiers_are_whole_words() {
        let book = [order(1, -500, false), order(12, -500, false)];
        assert_eq!(certain(&book, &shown(-500, "", "SEPA VIR1-12 2026")), Some(Meaning::Order(12)));
        assert_eq!(certain(&book, &shown(-500, "", "SEPA VIR1-1/2026")), Some(Meaning::Order(1)));
        assert_eq!(certain(&book, &shown(-501, "", "SEPA VIR1-1")), None);
    }

    #[test]
    fn what_comes_back_is_never_guessed_by_its_amount() {
        let book = [order(1, 500, true)];
        assert_eq!(likely(&book, &shown(500, "", "remise de chèques")), []);
        let line = shown(500, "", "REJET VIR1-1 AC04");
        assert_eq!(certain(&book, &line), Some(Meaning::ReturnedOrder(1)));
    }

    #[test]
    fn each_meaning_reads_back_from_its_code() {
        for meaning in [
            Meaning::Claim(1),
            Meaning::Order(2),
            Meaning::Debit(3),
            Meaning::Batch("VIREMENTS-1-2-1".to_owned()),
            Meaning::ReturnedOrder(4),
            Meaning::ReturnedDebit(5),
        ] {
            assert_eq!(Meaning::from_code(&meaning.code()), Some(meaning));
        }
        assert_eq!(Meaning::from_code("claim:x"), None);
        assert_eq!(Meaning::from_code("tout:1"), None);
    }
}
