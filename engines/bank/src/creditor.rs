//! SEPA creditor identifiers (EPC262-08), in French *identifiant créancier SEPA*, ICS.
//!
//! A direct debit names its creditor by one: country, key, business code, national number. The
//! creditor chooses the business code, so that the key does not count it.

use std::fmt;

use crate::countries::{self, Kind};
use crate::iban::compact;
use crate::mod97;

/// An identifier that was checked: country of SEPA, length, characters and key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditorId(String);

/// Why a text is no creditor identifier. Places are counted from 1, without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditorFault {
    /// A character that it does not have there.
    Character {
        /// Where.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// The two first characters name no country of SEPA.
    Country {
        /// What they are.
        found: String,
    },
    /// Too short or too long: 13 characters in France, 8 to 35 elsewhere.
    Length {
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// The key does not fit: something is mistyped.
    Key,
}

impl CreditorId {
    /// Reads what people type: spaces and small letters as well.
    ///
    /// # Errors
    /// The first fault found.
    pub fn parse(typed: &str) -> Result<CreditorId, CreditorFault> {
        let compact = compact(typed);
        for (index, found) in compact.chars().enumerate() {
            let expected = match index {
                0 | 1 => Kind::Letter,
                2 | 3 => Kind::Digit,
                _ => Kind::DigitOrLetter,
            };
            if !expected.admits(found) {
                return Err(CreditorFault::Character { place: index + 1, found });
            }
        }
        let code = compact.get(..2).unwrap_or(&compact);
        if countries::sepa(code).is_none() {
            return Err(CreditorFault::Country { found: code.to_owned() });
        }
        let (least, most) = if code == "FR" { (13, 13) } else { (8, 35) };
        if !(least..=most).contains(&compact.len()) {
            return Err(CreditorFault::Length { least, most, found: compact.len() });
        }
        let head = compact.get(..4).unwrap_or_default();
        if !mod97::fits(compact.get(7..).unwrap_or_default(), head) {
            return Err(CreditorFault::Key);
        }
        Ok(CreditorId(compact))
    }

    /// In upper case, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{CreditorFault, CreditorId};

    #[test]
    fn the_business_code_does_not_change_the_key() {
        assert!(CreditorId::parse("fr72 zzz 123456").is_ok());
        assert!(CreditorId::parse("FR72ABC123456").is_ok());
        assert_eq!(CreditorId::parse("FR73ZZZ123456"), Err(CreditorFault::Key));
        assert_eq!(CreditorId::parse("FR72ZZZ123465"), Err(CreditorFault::Key));
    }

    #[test]
    fn each_fault_says_what_is_wrong() {
        let fault = |typed: &str| CreditorId::parse(typed).unwrap_err();
        assert_eq!(fault("US72ZZZ123456"), CreditorFault::Country { found: "US".to_owned() });
        assert_eq!(fault(""), CreditorFault::Country { found: String::new() });
        assert_eq!(fault("FR7"), CreditorFault::Length { least: 13, most: 13, found: 3 });
        assert_eq!(fault("FR72ZZZ12345"), CreditorFault::Length { least: 13, most: 13, found: 12 });
        assert_eq!(fault("DE98ZZZ"), CreditorFault::Length { least: 8, most: 35, found: 7 });
        assert_eq!(fault("FRX2ZZZ123456"), CreditorFault::Character { place: 3, found: 'X' });
    }
}
