//! The text of a QR code that fills in a transfer in the payer's bank application (EPC069-12,
//! *Quick Response Code: Guidelines to Enable the Data Capture for the Initiation of a SEPA Credit
//! Transfer*), version 002, in which the BIC may be left out.
//!
//! The picture is the caller's: error correction M, at most QR version 13, as the guidelines say.

use crate::fields::{Fault, FaultKind, Field, Texts, check_cents};
use crate::iban::Iban;
use crate::letters::Replacement;
use crate::{Bic, Reference, euros};

/// Bytes that a code may hold.
pub const BYTES_MAX: usize = 331;

/// What the payer is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whose account it is: 1 to 70 characters.
    pub name: String,
    /// The account that is paid to.
    pub iban: Iban,
    /// Its bank; needed for accounts outside the European Economic Area, and only there.
    pub bic: Option<Bic>,
    /// Euro cents, from 1 to 99 999 999 999.
    pub cents: i64,
    /// The kind of payment, a code of four letters from ISO 20022 (`CHAR`: charity), or nothing.
    pub purpose: Option<String>,
    /// What the payer's bank sends along.
    pub about: About,
    /// What the application shows the payer; up to 70 characters, not sent along.
    pub hint: String,
}

/// What is sent along with money.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Nothing.
    #[default]
    Nothing,
    /// Text for people: 1 to 140 characters.
    Text(String),
    /// A reference for machines.
    Reference(Reference),
}

/// The text of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// Lines that end with a line feed, but the last; at most [`BYTES_MAX`] bytes, all ASCII.
    pub text: String,
    /// Characters that banks do not take, and what stands for them.
    pub replaced: Vec<Replacement>,
}

/// The text of the code that asks for this.
///
/// # Errors
/// Every fault: a name, text or hint that is missing or too long, a BIC that is missing, an amount
/// out of range, a purpose that is no code, or more than [`BYTES_MAX`] bytes in all.
pub fn payload(asked: &Asked) -> Result<Payload, Vec<Fault>> {
    let mut texts = Texts::default();
    let name = texts.needed(Field::Name, &asked.name, 70);
    if asked.bic.is_none() && !asked.iban.in_eea() {
        texts.fault(Field::Bic, FaultKind::Missing);
    }
    check_cents(&mut texts, asked.cents);
    let purpose = asked.purpose.as_deref().unwrap_or_default();
    if asked.purpose.is_some()
        && !(purpose.len() == 4 && purpose.chars().all(|c| c.is_ascii_uppercase()))
    {
        texts.fault(Field::Purpose, FaultKind::NoCode);
    }
    let (reference, text) = match &asked.about {
        About::Nothing => ("", String::new()),
        About::Text(text) => ("", texts.needed(Field::Text, text, 140)),
        About::Reference(reference) => (reference.as_str(), String::new()),
    };
    let hint = texts.optional(Field::Hint, &asked.hint, 70);
    let amount = format!("EUR{}", euros(asked.cents));
    let bic = asked.bic.as_ref().map(Bic::as_str).unwrap_or_default();
    let lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        bic,
        &name,
        asked.iban.as_str(),
        &amount,
        purpose,
        reference,
        &text,
        &hint,
    ];
    // Empty lines at the end are left out.
    let used = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let joined = lines.iter().take(used).copied().collect::<Vec<&str>>().join("\n");
    if joined.len() > BYTES_MAX {
        let kind = FaultKind::TooLong { limit: BYTES_MAX, found: joined.len() };
        texts.fault(Field::Code, kind);
    }
    let replaced = texts.end()?;
    Ok(Payload { text: joined, replaced })
}

#[cfg(test)]
mod tests {
    use super::{About, Asked, payload};
    use crate::fields::{FaultKind, Field};
    use crate::{Iban, Reference};

    fn asked() -> Asked {
        Asked {
            name: "Maison de l’Économie".to_owned(),
            iban: Iban::parse("FR1420041010050500013M02606").unwrap(),
            bic: None,
            cents: 1_250,
            purpose: None,
            about: About::Nothing,
            hint: String::new(),
        }
    }

    #[test]
    fn empty_lines_at_the_end_are_left_out() {
        let told = payload(&asked()).unwrap();
        let wanted =
            "BCD\n002\n1\nSCT\n\nMaison de l'Economie\nFR1420041010050500013M02606\nEUR12.50";
        assert_eq!(told.text, wanted);
        assert_eq!(told.replaced.iter().map(|r| r.from).collect::<String>(), "’É");
    }

    #[test]
    fn a_reference_and_a_text_have_lines_of_their_own() {
        let reference = Reference::parse("RF18539007547034").unwrap();
        let about = About::Reference(reference);
        let told = payload(&Asked { about, ..asked() }).unwrap();
        assert!(told.text.ends_with("EUR12.50\n\nRF18539007547034"), "{}", told.text);
        let about = About::Text("don pour la halle".to_owned());
        let told = payload(&Asked { about, ..asked() }).unwrap();
        assert!(told.text.ends_with("EUR12.50\n\n\ndon pour la halle"), "{}", told.text);
    }

    #[test]
    fn amounts_have_two_ends() {
        for (cents, shown) in [(1, "EUR0.01"), (99_999_999_999, "EUR999999999.99")] {
            let told = payload(&Asked { cents, ..asked() }).unwrap();
            assert!(told.text.ends_with(shown), "{}", told.text);
        }
        for cents in [0, -1, i64::MIN, 100_000_000_000, i64::MAX] {
            let faults = payload(&Asked { cents, ..asked() }).unwrap_err();
            assert_eq!(faults.len(), 1);
            assert_eq!(faults[0].field, Field::Amount);
        }
    }

    #[test]
    fn outside_the_economic_area_the_bank_is_named() {
        let iban = Iban::parse("CH9300762011623852957").unwrap();
        let swiss = Asked { iban, ..asked() };
        let faults = payload(&swiss).unwrap_err();
        assert_eq!((faults[0].field, faults[0].kind), (Field::Bic, FaultKind::Missing));
        let bic = Some(crate::Bic::parse("ZKBKCHZZ80A").unwrap());
        assert!(payload(&Asked { bic, ..swiss }).unwrap().text.contains("\nZKBKCHZZ80A\n"));
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults = payload(&Asked {
            name: " ".to_owned(),
            cents: 0,
            purpose: Some("gift!".to_owned()),
            about: About::Text("x".repeat(141)),
            hint: "y".repeat(71),
            ..asked()
        })
        .unwrap_err();
        let fields: Vec<Field> = faults.iter().map(|fault| fault.field).collect();
        let wanted = [Field::Name, Field::Amount, Field::Purpose, Field::Text, Field::Hint];
        assert_eq!(fields, wanted);
    }

    #[test]
    fn the_fullest_code_that_is_allowed_is_under_the_limit() {
        let full = Asked {
            name: "n".repeat(70),
            about: About::Text("t".repeat(140)),
            hint: String::new(),
            purpose: Some("CHAR".to_owned()),
            bic: Some(crate::Bic::parse("PSSTFRPPPAR").unwrap()),
            cents: 99_999_999_999,
            ..asked()
        };
        // All but the hint are 288 bytes with their ends of lines.
        let told = payload(&Asked { hint: "h".repeat(43), ..full.clone() }).unwrap();
        assert_eq!(told.text.len(), 331);
        let faults = payload(&Asked { hint: "h".repeat(44), ..full }).unwrap_err();
        assert_eq!(faults[0].field, Field::Code);
        assert_eq!(faults[0].kind, FaultKind::TooLong { limit: 331, found: 332 });
    }
}
