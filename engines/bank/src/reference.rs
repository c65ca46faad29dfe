//! Creditor references with a key (ISO 11649), which banks carry unchanged from the payer to the
//! payee: `RF18 5390 0754 7034`.

use std::fmt;

use crate::countries::Kind;
use crate::iban::{compact, write_groups};
use crate::mod97;

const BODY_MAX: usize = 21;

/// A reference whose key fits: `RF`, two digits, 1 to 21 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

/// Why a text is no reference, or makes none. Places are counted from 1, without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceFault {
    /// It does not begin with RF and two digits.
    Prefix,
    /// A character that is neither a letter from A to Z nor a digit.
    Character {
        /// Where.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// Nothing, or more than 21 characters, after the key.
    Length {
        /// How many there are after the key.
        found: usize,
    },
    /// The key does not fit: something is mistyped.
    Key,
}

impl Reference {
    /// Makes the reference of a number of ours: 1 to 21 letters and digits, small ones as well.
    ///
    /// # Errors
    /// [`ReferenceFault::Character`] or [`ReferenceFault::Length`].
    pub fn make(number: &str) -> Result<Reference, ReferenceFault> {
        let body = compact(number);
        check_body(&body, 0)?;
        let key = mod97::check_digits(&body, "RF").ok_or(ReferenceFault::Key)?;
        Ok(Reference(format!("RF{key:02}{body}")))
    }

    /// Reads what people type: spaces and small letters as well.
    ///
    /// # Errors
    /// The first fault found.
    pub fn parse(typed: &str) -> Result<Reference, ReferenceFault> {
        let compact = compact(typed);
        let rest = compact.strip_prefix("RF").ok_or(ReferenceFault::Prefix)?;
        let key = rest.get(..2).filter(|key| key.chars().all(|c| Kind::Digit.admits(c)));
        let body = rest.get(2..).filter(|_| key.is_some()).ok_or(ReferenceFault::Prefix)?;
        check_body(body, 4)?;
        if !mod97::fits(body, compact.get(..4).unwrap_or_default()) {
            return Err(ReferenceFault::Key);
        }
        Ok(Reference(compact))
    }

    /// As machines write it, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the key: the number that it was made from.
    pub fn number(&self) -> &str {
        self.0.get(4..).unwrap_or_default()
    }
}

fn check_body(body: &str, before: usize) -> Result<(), ReferenceFault> {
    let strange = |(_, found): &(usize, char)| !Kind::DigitOrLetter.admits(*found);
    if let Some((index, found)) = body.chars().enumerate().find(strange) {
        return Err(ReferenceFault::Character { place: before + index + 1, found });
    }
    if (1..=BODY_MAX).contains(&body.len()) {
        return Ok(());
    }
    Err(ReferenceFault::Length { found: body.len() })
}

/// Groups of four, as on paper.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_groups(f, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Reference, ReferenceFault};

    #[test]
    fn what_is_made_reads_back() {
        let made = Reference::make("don 2026/1");
        assert_eq!(made, Err(ReferenceFault::Character { place: 8, found: '/' }));
        let made = Reference::make("don 2026 1").unwrap();
        assert_eq!(Reference::parse(&made.to_string()), Ok(made.clone()));
        assert_eq!(made.number(), "DON20261");
    }

    #[test]
    fn each_fault_says_what_is_wrong() {
        assert_eq!(Reference::make(""), Err(ReferenceFault::Length { found: 0 }));
        assert!(Reference::make(&"9".repeat(21)).is_ok());
        assert_eq!(Reference::make(&"9".repeat(22)), Err(ReferenceFault::Length { found: 22 }));
        for typed in ["", "RF", "RF1", "18539007547034", "RFA8539007547034", "R\u{e9}F18"] {
            assert_eq!(Reference::parse(typed), Err(ReferenceFault::Prefix), "{typed}");
        }
        assert_eq!(Reference::parse("RF18"), Err(ReferenceFault::Length { found: 0 }));
        assert_eq!(Reference::parse("RF18539007547035"), Err(ReferenceFault::Key));
        assert_eq!(
            Reference::parse("RF18 5390-0754"),
            Err(ReferenceFault::Character { place: 9, found: '-' })
        );
    }
}
