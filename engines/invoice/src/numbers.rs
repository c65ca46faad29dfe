//! Numbers by which France knows organisations: SIREN, SIRET, RNA, and VAT numbers of the Union.

use std::fmt;

/// Nine digits with a key: an organisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren(String);

/// Fourteen digits with a key: one of its places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(String);

/// W, then nine digits or capitals: an association in the national register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rna(String);

/// A VAT number with its country; that of a French organisation has the key of its SIREN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatNumber(String);

/// Why a text is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Too few or too many characters, or one that does not belong there.
    Form,
    /// The key does not fit: something is mistyped.
    Key,
}

/// Countries whose VAT numbers the Union knows, Greece by its own letters, with Northern Ireland.
const VAT_COUNTRIES: &str =
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI";

const LA_POSTE: &str = "356000000";

impl Siren {
    /// Reads what people type: spaces as well.
    ///
    /// # Errors
    /// The fault.
    pub fn parse(typed: &str) -> Result<Siren, NumberFault> {
        let digits = compact(typed);
        if digits.len() != 9 || !all_digits(&digits) {
            return Err(NumberFault::Form);
        }
        if luhn(&digits) { Ok(Siren(digits)) } else { Err(NumberFault::Key) }
    }

    /// Without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Siret {
    /// Reads what people type: spaces as well.
    ///
    /// # Errors
    /// The fault.
    pub fn parse(typed: &str) -> Result<Siret, NumberFault> {
        let digits = compact(typed);
        if digits.len() != 14 || !all_digits(&digits) {
            return Err(NumberFault::Form);
        }
        let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).sum();
        let postal = digits.starts_with(LA_POSTE) && sum.is_multiple_of(5);
        if luhn(&digits) || postal { Ok(Siret(digits)) } else { Err(NumberFault::Key) }
    }

    /// Without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The organisation's number.
    pub fn siren(&self) -> &str {
        self.0.get(..9).unwrap_or_default()
    }
}

impl Rna {
    /// Reads what people type: spaces and small letters as well.
    ///
    /// # Errors
    /// [`NumberFault::Form`]: it has no key.
    pub fn parse(typed: &str) -> Result<Rna, NumberFault> {
        let text = compact(typed);
        if text.len() == 10 && text.starts_with('W') && text.bytes().all(is_letter_or_digit) {
            return Ok(Rna(text));
        }
        Err(NumberFault::Form)
    }

    /// Without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl VatNumber {
    /// Reads what people type: spaces and small letters as well. Keys are checked for France.
    ///
    /// # Errors
    /// The fault.
    pub fn parse(typed: &str) -> Result<VatNumber, NumberFault> {
        let text = compact(typed);
        let (country, rest) = text.split_at_checked(2).ok_or(NumberFault::Form)?;
        let known = VAT_COUNTRIES.split(' ').any(|known| known == country);
        if !known || !(2..=13).contains(&rest.len()) || !rest.bytes().all(is_letter_or_digit) {
            return Err(NumberFault::Form);
        }
        let number = VatNumber(text.clone());
        if country != "FR" {
            return Ok(number);
        }
        let key = rest.get(..2).unwrap_or_default();
        let siren = number.siren().ok_or(NumberFault::Form)?;
        if rest.len() != 11 {
            return Err(NumberFault::Form);
        }
        let siren = Siren::parse(siren)?;
        // Keys with a letter, which hardly any number has, are taken as they are.
        let fits = key.parse::<u64>().is_err() || key.parse() == Ok(french_key(&siren));
        if fits { Ok(number) } else { Err(NumberFault::Key) }
    }

    /// The number that a French organisation has, or would have.
    pub fn of(siren: &Siren) -> VatNumber {
        VatNumber(format!("FR{:02}{}", french_key(siren), siren.as_str()))
    }

    /// Without spaces, the country first.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The SIREN inside, for France.
    pub fn siren(&self) -> Option<&str> {
        self.0.strip_prefix("FR").and_then(|rest| rest.get(2..))
    }
}

/// (12 + 3 × SIREN mod 97) mod 97.
fn french_key(siren: &Siren) -> u64 {
    let number: u64 = siren.as_str().parse().unwrap_or_default();
    (12 + 3 * (number % 97)) % 97
}

/// Without spaces, in upper case.
fn compact(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letter_or_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

fn luhn(digits: &str) -> bool {
    let worth = |(at, digit): (usize, u32)| match (at % 2, digit * 2) {
        (0, _) => digit,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    };
    let digits = digits.chars().rev().filter_map(|c| c.to_digit(10));
    digits.enumerate().map(worth).sum::<u32>().is_multiple_of(10)
}

/// Groups of three.
impl fmt::Display for Siren {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_threes(f, &self.0)
    }
}

/// Groups of three, then the five of the place.
impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_threes(f, self.siren())?;
        write!(f, "\u{a0}{}", self.0.get(9..).unwrap_or_default())
    }
}

fn write_threes(f: &mut fmt::Formatter<'_>, digits: &str) -> fmt::Result {
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == 0 {
            f.write_str("\u{a0}")?;
        }
        write!(f, "{digit}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{NumberFault, Rna, Siren, Siret, VatNumber};

    #[test]
    fn a_number_is_known_by_its_form_and_key() {
        assert_eq!(Siren::parse("732 829 320").unwrap().as_str(), "732829320");
        assert_eq!(Siren::parse("732829321"), Err(NumberFault::Key));
        assert_eq!(Siren::parse("73282932"), Err(NumberFault::Form));
        assert_eq!(Siren::parse("73282932O"), Err(NumberFault::Form));
        let siret = Siret::parse("732 829 320 00074").unwrap();
        assert_eq!(siret.siren(), "732829320");
        assert_eq!(siret.to_string(), "732\u{a0}829\u{a0}320\u{a0}00074");
        assert_eq!(Siret::parse("73282932000075"), Err(NumberFault::Key));
        assert!(Siret::parse("35600000000048").is_ok(), "La Poste has a rule of its own");
        assert_eq!(Rna::parse("w923001234").unwrap().as_str(), "W923001234");
        assert_eq!(Rna::parse("X923001234"), Err(NumberFault::Form));
    }

    #[test]
    fn a_vat_number_has_a_country_and_in_france_a_key() {
        let number = VatNumber::parse("fr 44 732 829 320").unwrap();
        assert_eq!(number, VatNumber::of(&Siren::parse("732829320").unwrap()));
        assert_eq!(number.siren(), Some("732829320"));
        assert_eq!(VatNumber::parse("FR45732829320"), Err(NumberFault::Key));
        assert_eq!(VatNumber::parse("FR44732829321"), Err(NumberFault::Key));
        assert!(VatNumber::parse("FRXX732829320").is_ok());
        for good in ["DE123456789", "EL123456789", "ATU12345678", "NL123456789B01"] {
            assert!(VatNumber::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["", "F", "é", "US123456789", "FR44", "FR447328293200", "DE12345678é", "GR123456789"]
        {
            assert_eq!(VatNumber::parse(bad), Err(NumberFault::Form), "{bad}");
        }
    }
}
