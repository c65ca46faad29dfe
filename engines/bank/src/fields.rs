//! What goes into a file or code for a bank, checked field by field.
//!
//! Texts for people are put into the letters of banks and the caller is told; identifiers come
//! back from the bank and must be recognised, so that they are never changed, only refused.

use crate::letters::{Replacement, is_plain, plain};

/// The largest amount of one payment: 999 999 999.99 euros.
pub const CENTS_MAX: i64 = 99_999_999_999;

/// The name of a thing that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The identifier of the whole file.
    Message,
    /// The payments of a file, taken together.
    Payments,
    /// The identifier of a payment, from end to end.
    EndToEnd,
    /// The amount.
    Amount,
    /// Somebody's name.
    Name,
    /// An address as a whole.
    Address,
    /// The street of an address.
    Street,
    /// The number in the street.
    Number,
    /// The postal code.
    Postcode,
    /// The town.
    Town,
    /// The country.
    Country,
    /// The code of a bank.
    Bic,
    /// The text sent along.
    Text,
    /// The text shown to the payer.
    Hint,
    /// The kind of payment.
    Purpose,
    /// The identifier of a mandate.
    Mandate,
    /// The day on which a mandate was signed.
    Signed,
    /// The text of the whole code.
    Code,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It must be there.
    Missing,
    /// Too many characters.
    TooLong {
        /// How many there may be.
        limit: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that banks do not take, in an identifier.
    Character {
        /// Which.
        found: char,
    },
    /// An identifier begins or ends with a slash or a space, or holds two slashes or spaces in a
    /// row (EPC230-15 for slashes; banks drop spaces).
    Separators,
    /// None of its letters could be kept.
    Unreadable,
    /// Outside the range from `least` to `most`: cents for amounts, payments for files.
    Range {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// It is no code of the kind.
    NoCode,
    /// An earlier payment of the file has the same.
    Repeated,
    /// The mandate is signed after the day of the debit.
    Late,
}

/// A fault, where it is and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which payment, from 0 in the order given; nothing for what the whole file shares.
    pub payment: Option<usize>,
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// Takes texts in, and remembers what is wrong or was replaced.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// Where faults are now: the payment, if it is one.
    pub(crate) payment: Option<usize>,
    faults: Vec<Fault>,
    replaced: Vec<Replacement>,
}

impl Texts {
    pub(crate) fn fault(&mut self, field: Field, kind: FaultKind) {
        self.faults.push(Fault { payment: self.payment, field, kind });
    }

    /// A text for people that must be there.
    pub(crate) fn needed(&mut self, field: Field, text: &str, limit: usize) -> String {
        let taken = self.optional(field, text, limit);
        if taken.is_empty() {
            self.fault(field, FaultKind::Missing);
        }
        taken
    }

    /// A text for people, perhaps empty.
    pub(crate) fn optional(&mut self, field: Field, text: &str, limit: usize) -> String {
        let plain = plain(text);
        let found = plain.text.chars().count();
        if found > limit {
            self.fault(field, FaultKind::TooLong { limit, found });
        } else if found > 0 && !plain.text.chars().any(|c| c.is_ascii_alphanumeric()) {
            self.fault(field, FaultKind::Unreadable);
        }
        for one in plain.replaced {
            if !self.replaced.contains(&one) {
                self.replaced.push(one);
            }
        }
        plain.text
    }

    /// An identifier, taken as it is.
    pub(crate) fn identifier(&mut self, field: Field, text: &str, limit: usize) {
        let found = text.chars().count();
        let ends = |sign: char| text.starts_with(sign) || text.ends_with(sign);
        if text.is_empty() {
            self.fault(field, FaultKind::Missing);
        } else if let Some(found) = text.chars().find(|c| !is_plain(*c)) {
            self.fault(field, FaultKind::Character { found });
        } else if found > limit {
            self.fault(field, FaultKind::TooLong { limit, found });
        } else if ends('/') || ends(' ') || text.contains("//") || text.contains("  ") {
            self.fault(field, FaultKind::Separators);
        }
    }

    /// What was replaced, or every fault.
    pub(crate) fn end(self) -> Result<Vec<Replacement>, Vec<Fault>> {
        if self.faults.is_empty() { Ok(self.replaced) } else { Err(self.faults) }
    }
}

/// An amount of one payment.
pub(crate) fn check_cents(texts: &mut Texts, cents: i64) {
    if !(1..=CENTS_MAX).contains(&cents) {
        texts.fault(Field::Amount, FaultKind::Range { least: 1, most: CENTS_MAX });
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultKind, Field, Texts};

    #[test]
    fn an_identifier_is_taken_as_it_is_or_refused() {
        let kind = |text: &str| {
            let mut texts = Texts::default();
            texts.identifier(Field::EndToEnd, text, 35);
            texts.end().err().map(|faults| faults[0].kind)
        };
        assert_eq!(kind("DON-2026/1 A"), None);
        assert_eq!(kind(&"9".repeat(35)), None);
        assert_eq!(kind(""), Some(FaultKind::Missing));
        assert_eq!(kind("dé"), Some(FaultKind::Character { found: 'é' }));
        assert_eq!(kind(&"9".repeat(36)), Some(FaultKind::TooLong { limit: 35, found: 36 }));
        for text in ["/1", "1/", "1//2", " 1", "1 ", "1  2"] {
            assert_eq!(kind(text), Some(FaultKind::Separators), "{text}");
        }
    }

    #[test]
    fn a_text_of_which_nothing_is_left_is_refused() {
        let mut texts = Texts::default();
        assert_eq!(texts.needed(Field::Name, "Հայ", 70), "...");
        assert_eq!(texts.end().unwrap_err()[0].kind, FaultKind::Unreadable);
    }
}
