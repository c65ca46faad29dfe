//! Business identifier codes of banks (ISO 9362:2022), once called SWIFT codes.

use std::fmt;

use crate::countries::{Kind, is_country};
use crate::iban::compact;

/// A code of 8 or 11 characters with a country that exists; no directory was asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bic(String);

/// Why a text is no BIC. Places are counted from 1, without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BicFault {
    /// Neither 8 nor 11 characters.
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that a BIC does not have there.
    Character {
        /// Where.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// The fifth and sixth characters name no country.
    Country {
        /// What they are.
        found: String,
    },
}

impl Bic {
    /// Reads what people type: spaces and small letters as well.
    ///
    /// # Errors
    /// The first fault found.
    pub fn parse(typed: &str) -> Result<Bic, BicFault> {
        let compact = compact(typed);
        let strange = |(_, found): &(usize, char)| !Kind::DigitOrLetter.admits(*found);
        if let Some((index, found)) = compact.chars().enumerate().find(strange) {
            return Err(BicFault::Character { place: index + 1, found });
        }
        if !matches!(compact.len(), 8 | 11) {
            return Err(BicFault::Length { found: compact.len() });
        }
        let country = compact.get(4..6).unwrap_or_default();
        if !is_country(country) {
            return Err(BicFault::Country { found: country.to_owned() });
        }
        Ok(Bic(compact))
    }

    /// In upper case, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of its country, of two letters.
    pub fn country(&self) -> &str {
        self.0.get(4..6).unwrap_or_default()
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bic, BicFault};

    #[test]
    fn eight_or_eleven_characters_and_a_country() {
        assert_eq!(Bic::parse("psst frpp par").unwrap().as_str(), "PSSTFRPPPAR");
        assert_eq!(Bic::parse("BPOTBEB1").unwrap().country(), "BE");
        assert_eq!(Bic::parse("BPOTBEB"), Err(BicFault::Length { found: 7 }));
        assert_eq!(Bic::parse(""), Err(BicFault::Length { found: 0 }));
        assert_eq!(Bic::parse("BPOTBEB1XX"), Err(BicFault::Length { found: 10 }));
        assert_eq!(Bic::parse("BPOTZZB1"), Err(BicFault::Country { found: "ZZ".to_owned() }));
        assert_eq!(Bic::parse("BPOT-EB1"), Err(BicFault::Character { place: 5, found: '-' }));
    }
}
