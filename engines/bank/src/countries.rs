//! Countries: those of SEPA with the structure of their account numbers, and all codes.

/// What the IBAN registry says of a country.
pub(crate) struct Country {
    pub(crate) code: &'static str,
    /// The BBAN as runs of characters, in the registry's order: `5n` is five digits, `a` stands
    /// for upper-case letters, `c` for letters and digits.
    pub(crate) bban: &'static str,
    /// Whether it is in the European Economic Area.
    pub(crate) eea: bool,
}

/// Countries and territories of the SEPA schemes that have account numbers of their own
/// (EPC409-09, December 2025), with the structures of the SWIFT IBAN registry, release 101.
/// Overseas departments and collectivities of France have French account numbers, Jersey,
/// Guernsey and Man British ones.
pub(crate) const SEPA: &[Country] = &[
    beside("AD", "4n 4n 12c"),
    beside("AL", "8n 16c"),
    within("AT", "5n 11n"),
    within("BE", "3n 7n 2n"),
    within("BG", "4a 4n 2n 8c"),
    beside("CH", "5n 12c"),
    within("CY", "3n 5n 16c"),
    within("CZ", "4n 16n"),
    within("DE", "8n 10n"),
    within("DK", "4n 9n 1n"),
    within("EE", "2n 14n"),
    within("ES", "4n 4n 1n 1n 10n"),
    within("FI", "3n 11n"),
    within("FR", "5n 5n 11c 2n"),
    beside("GB", "4a 6n 8n"),
    beside("GI", "4a 15c"),
    within("GR", "3n 4n 16c"),
    within("HR", "7n 10n"),
    within("HU", "3n 4n 1n 15n 1n"),
    within("IE", "4a 6n 8n"),
    within("IS", "4n 2n 6n 10n"),
    within("IT", "1a 5n 5n 12c"),
    within("LI", "5n 12c"),
    within("LT", "5n 11n"),
    within("LU", "3n 13c"),
    within("LV", "4a 13c"),
    beside("MC", "5n 5n 11c 2n"),
    beside("MD", "2c 18c"),
    beside("ME", "3n 13n 2n"),
    beside("MK", "3n 10c 2n"),
    within("MT", "4a 5n 18c"),
    within("NL", "4a 10n"),
    within("NO", "4n 6n 1n"),
    within("PL", "8n 16n"),
    within("PT", "4n 4n 11n 2n"),
    within("RO", "4a 16c"),
    beside("RS", "3n 13n 2n"),
    within("SE", "3n 16n 1n"),
    within("SI", "5n 8n 2n"),
    within("SK", "4n 6n 10n"),
    beside("SM", "1a 5n 5n 12c"),
    beside("VA", "3n 15n"),
];

const fn within(code: &'static str, bban: &'static str) -> Country {
    Country { code, bban, eea: true }
}

const fn beside(code: &'static str, bban: &'static str) -> Country {
    Country { code, bban, eea: false }
}

/// What a character of an account number must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A digit.
    Digit,
    /// A letter from A to Z.
    Letter,
    /// A digit, or a letter from A to Z.
    DigitOrLetter,
}

impl Kind {
    pub(crate) fn admits(self, character: char) -> bool {
        match self {
            Kind::Digit => character.is_ascii_digit(),
            Kind::Letter => character.is_ascii_uppercase(),
            Kind::DigitOrLetter => character.is_ascii_digit() || character.is_ascii_uppercase(),
        }
    }
}

impl Country {
    /// The kind of each character of the BBAN.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for run in self.bban.split(' ') {
            let kind = match run.chars().last() {
                Some('n') => Kind::Digit,
                Some('a') => Kind::Letter,
                _ => Kind::DigitOrLetter,
            };
            let count = run.trim_end_matches(char::is_alphabetic).parse().unwrap_or(0);
            kinds.extend(std::iter::repeat_n(kind, count));
        }
        kinds
    }
}

/// The SEPA country of this code.
pub(crate) fn sepa(code: &str) -> Option<&'static Country> {
    SEPA.iter().find(|country| country.code == code)
}

/// The officially assigned codes of ISO 3166-1, and XK, which banks use for Kosovo.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
    BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ \
    DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP \
    GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI \
    KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
    MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX \
    SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU \
    WF WS XK YE YT ZA ZM ZW";

/// Whether a country has this code of two upper-case letters.
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && CODES.split_ascii_whitespace().any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::{CODES, SEPA, is_country};

    #[test]
    fn there_are_as_many_as_the_lists_say() {
        // ISO 3166-1 assigns 249 codes.
        assert_eq!(CODES.split_ascii_whitespace().count(), 250);
        // 27 of the Union and three of the area, and twelve beside it.
        assert_eq!(SEPA.iter().filter(|country| country.eea).count(), 30);
        assert_eq!(SEPA.len(), 42);
        assert!(SEPA.iter().all(|country| is_country(country.code)));
        assert!(SEPA.is_sorted_by_key(|country| country.code));
        assert!(!is_country("ZZ") && !is_country("") && !is_country("F"));
    }
}
