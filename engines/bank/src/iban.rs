//! International bank account numbers (ISO 13616), of the countries of SEPA.

use std::fmt;

use crate::countries::{self, Kind};
use crate::mod97;

/// An account number that was checked: country, length, structure, key, and for France and Monaco
/// the key of the RIB. It exists or not; whether the account does, only its bank knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iban(String);

/// Why a text is no IBAN of SEPA. Places are counted from 1, without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IbanFault {
    /// Nothing is there.
    Empty,
    /// A character that no IBAN has.
    Character {
        /// Where.
        place: usize,
        /// What stands there.
        found: char,
    },
    /// The two first characters name no country of SEPA.
    Country {
        /// What they are, in upper case.
        found: String,
    },
    /// Too short or too long for the country.
    Length {
        /// The country's code.
        country: &'static str,
        /// How many characters its IBANs have.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A letter where the country has a digit, or the other way round.
    Structure {
        /// The country's code.
        country: &'static str,
        /// Where.
        place: usize,
        /// What should stand there.
        expected: Kind,
        /// What stands there.
        found: char,
    },
    /// The key does not fit: something is mistyped.
    Key,
    /// The IBAN's key fits, that of the French RIB inside does not.
    RibKey,
}

/// The parts of a French or Monegasque account number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rib<'a> {
    /// Code banque, 5 digits.
    pub bank: &'a str,
    /// Code guichet, 5 digits.
    pub branch: &'a str,
    /// Numéro de compte, 11 digits or letters.
    pub account: &'a str,
    /// Clé RIB, 2 digits.
    pub key: &'a str,
}

impl Iban {
    /// Reads what people type: spaces wherever they are, small letters as well.
    ///
    /// # Errors
    /// The first fault found, in the order of [`IbanFault`].
    pub fn parse(typed: &str) -> Result<Iban, IbanFault> {
        let compact = compact(typed);
        if compact.is_empty() {
            return Err(IbanFault::Empty);
        }
        let strange = |(_, found): &(usize, char)| !Kind::DigitOrLetter.admits(*found);
        if let Some((index, found)) = compact.chars().enumerate().find(strange) {
            return Err(IbanFault::Character { place: index + 1, found });
        }
        let code = compact.get(..2).unwrap_or(&compact);
        let country =
            countries::sepa(code).ok_or_else(|| IbanFault::Country { found: code.to_owned() })?;
        let mut kinds = vec![Kind::Letter, Kind::Letter, Kind::Digit, Kind::Digit];
        kinds.extend(country.kinds());
        let (country, expected, found) = (country.code, kinds.len(), compact.len());
        if expected != found {
            return Err(IbanFault::Length { country, expected, found });
        }
        for (index, (found, expected)) in compact.chars().zip(kinds).enumerate() {
            if !expected.admits(found) {
                return Err(IbanFault::Structure { country, place: index + 1, expected, found });
            }
        }
        let (head, bban) = compact.split_at(4);
        if !mod97::fits(bban, head) {
            return Err(IbanFault::Key);
        }
        let iban = Iban(compact);
        if iban.rib().is_some_and(|rib| !rib.fits()) {
            return Err(IbanFault::RibKey);
        }
        Ok(iban)
    }

    /// As machines write it, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of its country, of two letters.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// Whether its country is in the European Economic Area.
    pub(crate) fn in_eea(&self) -> bool {
        countries::sepa(self.country()).is_some_and(|country| country.eea)
    }

    /// Its parts, for France and Monaco.
    pub fn rib(&self) -> Option<Rib<'_>> {
        if !matches!(self.country(), "FR" | "MC") {
            return None;
        }
        let part = |from, to| self.0.get(from..to);
        Some(Rib {
            bank: part(4, 9)?,
            branch: part(9, 14)?,
            account: part(14, 25)?,
            key: part(25, 27)?,
        })
    }
}

impl Rib<'_> {
    /// 97 divides 89 × bank + 15 × branch + 3 × account + key, where letters are digits: A and J
    /// are 1, B, K and S are 2, to I, R and Z, which are 9 (comité français d'organisation et de
    /// normalisation bancaires).
    fn fits(&self) -> bool {
        let number = |text: &str| {
            text.chars().fold(0_u64, |sum, character| sum * 10 + u64::from(rib_digit(character)))
        };
        let sum = 89 * number(self.bank)
            + 15 * number(self.branch)
            + 3 * number(self.account)
            + number(self.key);
        sum.is_multiple_of(97)
    }
}

fn rib_digit(character: char) -> u32 {
    match (character.to_digit(10), character.to_digit(36)) {
        (Some(digit), _) => digit,
        (None, Some(value @ 10..=27)) => (value - 10) % 9 + 1,
        // S is 2: the third row begins at 2.
        (None, Some(value)) => value - 26,
        (None, None) => 0,
    }
}

/// Groups of four, as on paper.
impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_groups(f, &self.0)
    }
}

/// Without spaces, in upper case.
pub(crate) fn compact(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

pub(crate) fn write_groups(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for (index, character) in text.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            f.write_str(" ")?;
        }
        write!(f, "{character}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Iban, IbanFault, Kind, rib_digit};

    const PARIS: &str = "FR14 2004 1010 0505 0001 3M02 606";

    #[test]
    fn reads_what_people_type_and_writes_groups_of_four() {
        for typed in
            [PARIS, "fr1420041010050500013m02606", " FR14\u{202f}20041010050500013M02606\n"]
        {
            let iban = Iban::parse(typed).unwrap();
            assert_eq!(iban.as_str(), "FR1420041010050500013M02606");
            assert_eq!(iban.to_string(), PARIS);
            assert_eq!(iban.country(), "FR");
        }
        let norwegian = Iban::parse("NO9386011117947").unwrap();
        assert_eq!(norwegian.to_string(), "NO93 8601 1117 947");
        assert_eq!(norwegian.rib(), None);
    }

    #[test]
    fn a_french_number_has_its_parts() {
        let iban = Iban::parse(PARIS).unwrap();
        let rib = iban.rib().unwrap();
        let parts = (rib.bank, rib.branch, rib.account, rib.key);
        assert_eq!(parts, ("20041", "01005", "0500013M026", "06"));
    }

    #[test]
    fn each_fault_says_what_is_wrong() {
        let fault = |typed: &str| Iban::parse(typed).unwrap_err();
        assert_eq!(fault(" "), IbanFault::Empty);
        assert_eq!(fault("FR14-2004"), IbanFault::Character { place: 5, found: '-' });
        assert_eq!(fault("FR١4"), IbanFault::Character { place: 3, found: '١' });
        assert_eq!(fault("ß"), IbanFault::Character { place: 1, found: 'ß' });
        assert_eq!(fault("US12"), IbanFault::Country { found: "US".to_owned() });
        assert_eq!(fault("F"), IbanFault::Country { found: "F".to_owned() });
        assert_eq!(
            fault("FR1420041010050500013M026"),
            IbanFault::Length { country: "FR", expected: 27, found: 25 }
        );
        assert_eq!(
            fault("FR14 2004 1010 O505 0001 3M02 606"),
            IbanFault::Structure { country: "FR", place: 13, expected: Kind::Digit, found: 'O' }
        );
        assert_eq!(
            fault("GB29 NWB1 6016 1331 9268 19"),
            IbanFault::Structure { country: "GB", place: 8, expected: Kind::Letter, found: '1' }
        );
        assert_eq!(fault("FR15 2004 1010 0505 0001 3M02 606"), IbanFault::Key);
    }

    #[test]
    fn a_false_rib_key_under_a_right_iban_key_is_found() {
        // The registry's example with RIB key 07, and the IBAN key that goes with it.
        let body = "20041010050500013M02607";
        let key = crate::mod97::check_digits(body, "FR").unwrap();
        assert_eq!(Iban::parse(&format!("FR{key:02}{body}")), Err(IbanFault::RibKey));
    }

    #[test]
    fn letters_of_a_rib_are_digits() {
        let row: String = "AIJRSZ07".chars().map(|c| rib_digit(c).to_string()).collect();
        assert_eq!(row, "19192907");
    }

    #[test]
    fn a_single_slip_or_a_swap_is_always_found() {
        let right = "DE89370400440532013000";
        for place in 4..right.len() {
            for digit in '0'..='9' {
                let mut typed: Vec<char> = right.chars().collect();
                typed[place] = digit;
                let typed: String = typed.into_iter().collect();
                assert_eq!(Iban::parse(&typed).is_ok(), typed == right, "{typed}");
            }
            let mut typed: Vec<char> = right.chars().collect();
            typed.swap(place - 1, place);
            let typed: String = typed.into_iter().collect();
            assert_eq!(Iban::parse(&typed).is_ok(), typed == right, "{typed}");
        }
    }
}
