//! Pure rules: numbers of the registers and passwords.
//!
//! SIREN (9 digits) and SIRET (14: SIREN and 5 of the establishment) carry a Luhn key (INSEE,
//! ISO/IEC 7812-1); La Poste's establishments instead have digits that sum to a multiple of five.
//! RNA numbers are W and nine digits or letters.

/// SIREN of La Poste, whose establishments have their own key.
const LA_POSTE: &str = "356000000";

/// Characters that people put between the digits are dropped, letters become capitals.
pub fn compact(typed: &str) -> String {
    typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Whether 14 digits are a SIRET with a right key.
pub fn is_siret(text: &str) -> bool {
    if text.len() != 14 || !all_digits(text) {
        return false;
    }
    let sum: u32 = text.chars().filter_map(|c| c.to_digit(10)).sum();
    luhn(text) || (text.starts_with(LA_POSTE) && sum.is_multiple_of(5))
}

/// Whether 9 digits are a SIREN with a right key.
pub fn is_siren(text: &str) -> bool {
    text.len() == 9 && all_digits(text) && luhn(text)
}

/// Whether a text is an RNA number: W, then nine digits or capitals.
pub fn is_rna(text: &str) -> bool {
    let good = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    text.len() == 10 && text.starts_with('W') && text.chars().skip(1).all(good)
}

/// Whether a text is a French postcode: five digits.
pub fn is_postcode(text: &str) -> bool {
    text.len() == 5 && all_digits(text)
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn luhn(text: &str) -> bool {
    let sum: u32 = text
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit * 2 - 9,
            (_, digit) => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Characters of a password, at least (ANSSI and CNIL advise length over composition).
pub const PASSWORD_MIN_CHARS: usize = 12;
/// Characters of a password, at most.
pub const PASSWORD_MAX_CHARS: usize = 200;

/// Words of this place, which whoever knows it tries first; those that all try are in zxcvbn, in
/// English, with the thirty thousand commonest passwords.
const UNFIT: [&str; 32] = [
    "parvis",
    "departement",
    "département",
    "hautsdeseine",
    "hauts-de-seine",
    "nanterre",
    "economie",
    "économie",
    "sociale",
    "solidaire",
    "solidarite",
    "solidarité",
    "association",
    "subvention",
    "appel",
    "projets",
    "projet",
    "progress",
    "dossier",
    "mairie",
    "motdepasse",
    "motdepass",
    "mdp",
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "bonjour",
    "soleil",
    "doudou",
    "chouchou",
    "marseille",
];
/// Guesses, as zxcvbn counts them, that a password must withstand: its third step of five.
const GUESSES_MIN: u64 = 100_000_000;

/// Whether a password is among the first that anybody would try: a common one, a word with its
/// usual changes, a row of keys, a date, a repetition.
fn is_common(password: &str, email: &str, name: &str) -> bool {
    let own = name.split(' ').chain(email.split(['@', '.']));
    let words: Vec<&str> = UNFIT.into_iter().chain(own).filter(|word| !word.is_empty()).collect();
    zxcvbn::zxcvbn(password, &words).guesses() < GUESSES_MIN
}

/// What is wrong with a password chosen for an account, as the key of a text.
pub fn password_fault(password: &str, email: &str, name: &str) -> Option<&'static str> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let local = email.split('@').next().unwrap_or("");
    let distinct: std::collections::BTreeSet<char> = password.chars().collect();
    let holds = |part: &str| part.chars().count() > 3 && lower.contains(&part.to_lowercase());
    if length < PASSWORD_MIN_CHARS {
        Some("people-fault-password-short")
    } else if length > PASSWORD_MAX_CHARS {
        Some("people-fault-password-long")
    } else if distinct.len() < 5 {
        Some("people-fault-password-simple")
    } else if holds(local) || name.split(' ').any(holds) {
        Some("people-fault-password-own-name")
    } else if is_common(password, email, name) {
        Some("people-fault-password-common")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The SIREN of the Département des Hauts-de-Seine, an establishment number with its key, and
    /// La Poste's head office, whose key is the usual one too.
    #[test]
    fn known_numbers_pass() {
        assert!(is_siren("229200506"));
        assert!(is_siret("22920050600017"));
        assert!(is_siret("35600000000048"));
        // An establishment of La Poste, right by its own key alone.
        assert!(is_siret("35600000009075"));
        assert!(is_rna("W922000123"));
    }

    #[test]
    fn wrong_keys_and_shapes_fail() {
        for bad in ["22920050600018", "2292005060001", "229200506000170", "ABCDEFGHIJKLMN", ""] {
            assert!(!is_siret(bad), "{bad}");
        }
        assert!(!is_siren("229200507"));
        for bad in ["922000123", "W92200012", "W9220001234", "w922000123"] {
            assert!(!is_rna(bad), "{bad}");
        }
    }

    #[test]
    fn spaces_and_small_letters_are_forgiven() {
        assert_eq!(compact(" 229 200 506 00017 "), "22920050600017");
        assert_eq!(compact("w922-000-123"), "W922000123");
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let fault = |password: &str| password_fault(password, "rose@x.fr", "Rose Diallo");
        for common in [
            "123456789012",
            "1q2w3e4r5t6y",
            "qwertyuiop123",
            "passwordpassword",
            "P@ssw0rd1234",
            "iloveyou1234",
            "motdepasse123",
            "azertyuiop12",
            "Departement92!",
            "parvisparvis1",
            "HautsDeSeine2026",
            "subvention2027",
            "unbelievable",
            "administrator",
            "soleilsoleil",
        ] {
            assert_eq!(fault(common), Some("people-fault-password-common"), "{common}");
        }
        for good in [
            "trois pommes vertes",
            "quatre poires jaunes",
            "kz7-QMp2vxTq",
            "le chat dort au grenier",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn passwords_are_long_and_not_the_own_name() {
        let fault = |password| password_fault(password, "jeanne.martin@x.fr", "Jeanne Martin");
        assert_eq!(fault("court"), Some("people-fault-password-short"));
        assert_eq!(fault("aaaaaaaaaaaaaa"), Some("people-fault-password-simple"));
        assert_eq!(fault("Jeanne2026!!"), Some("people-fault-password-own-name"));
        assert_eq!(fault("trois pommes vertes"), None);
    }

    proptest::proptest! {
        #[test]
        fn one_wrong_digit_is_found(siren in "[0-9]{8}", at in 0usize..8, add in 1u32..10) {
            let key = (0..10).map(|d| format!("{siren}{d}")).find(|s| is_siren(s)).unwrap();
            let mut digits: Vec<u32> = key.chars().map(|c| c.to_digit(10).unwrap()).collect();
            digits[at] = (digits[at] + add) % 10;
            let other: String = digits.iter().map(u32::to_string).collect();
            proptest::prop_assert!(!is_siren(&other));
        }
    }
}
