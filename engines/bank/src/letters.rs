//! The letters that every bank of SEPA takes, and how others become such (EPC217-08, 2012).
//!
//! Letters lose their accents; Greek and Bulgarian ones follow the table of the guidance, which
//! gives one letter for a ligature (Œ is O). Where it says a full stop for lack of better, signs
//! that have a plain twin get that: typographic apostrophes and dashes, narrow spaces. What has
//! none becomes a full stop, and the caller is told.

use unicode_normalization::UnicodeNormalization;

/// A text in the letters that banks take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// `a-z A-Z 0-9 / - ? : ( ) . , ' +` and the space, none at an end, never two in a row.
    pub text: String,
    /// What was replaced, each once, in the order met. Spaces are not told.
    pub replaced: Vec<Replacement>,
}

/// A character that banks do not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// As it was written.
    pub from: char,
    /// What stands for it; `.` when nothing does.
    pub to: String,
}

/// Whether banks take a character.
pub(crate) fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(character)
}

/// A text in the letters that banks take, and what was replaced.
pub fn plain(text: &str) -> Plain {
    let mut plain = Plain::default();
    for character in text.nfc() {
        if character.is_whitespace() {
            if !plain.text.is_empty() && !plain.text.ends_with(' ') {
                plain.text.push(' ');
            }
        } else if is_plain(character) {
            plain.text.push(character);
        } else {
            let to = plain_of(character);
            plain.text.push_str(&to);
            if plain.replaced.iter().all(|known| known.from != character) {
                plain.replaced.push(Replacement { from: character, to });
            }
        }
    }
    let kept = plain.text.trim_end().len();
    plain.text.truncate(kept);
    plain
}

fn plain_of(character: char) -> String {
    let fixed = match character {
        'Æ' => "A",
        'æ' => "a",
        'Œ' | 'Ø' => "O",
        'œ' | 'ø' => "o",
        'ß' | 'ſ' => "s",
        'ẞ' => "S",
        'Ð' | 'Đ' => "D",
        'ð' | 'đ' => "d",
        'Þ' | 'Ŧ' => "T",
        'þ' | 'ŧ' => "t",
        'Ħ' => "H",
        'ħ' => "h",
        'ı' | 'ĳ' => "i",
        'Ĳ' => "I",
        'Ł' | 'Ŀ' => "L",
        'ł' | 'ŀ' => "l",
        '€' => "E",
        '&' => "+",
        '[' | '{' | '<' => "(",
        ']' | '}' | '>' => ")",
        '\\' | '|' => "/",
        ';' => ",",
        '¿' => "?",
        '`' | '"' | '‘' | '’' | 'ʼ' | '“' | '”' => "'",
        '_' | '~' | '‐' | '‑' | '–' | '—' | '−' => "-",
        _ => return letter(character),
    };
    fixed.to_owned()
}

/// A letter without its accents, by alphabet.
fn letter(character: char) -> String {
    let base = character.nfd().next().unwrap_or(character);
    if base.is_ascii_alphabetic() {
        return base.to_string();
    }
    // A breve makes a Cyrillic letter of its own, which the table has in its place.
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    let found = [small(character), small(base)]
        .into_iter()
        .find_map(|wanted| TABLE.iter().find(|(known, _)| *known == wanted));
    match found {
        Some((_, to)) if character.is_uppercase() => to.to_uppercase(),
        Some((_, to)) => (*to).to_owned(),
        None => ".".to_owned(),
    }
}

/// Greek and Bulgarian letters, as the guidance gives them.
const TABLE: &[(char, &str)] = &[
    ('α', "a"),
    ('β', "v"),
    ('γ', "g"),
    ('δ', "d"),
    ('ε', "e"),
    ('ζ', "z"),
    ('η', "i"),
    ('θ', "th"),
    ('ι', "i"),
    ('κ', "k"),
    ('λ', "l"),
    ('μ', "m"),
    ('ν', "n"),
    ('ξ', "x"),
    ('ο', "o"),
    ('π', "p"),
    ('ρ', "r"),
    ('σ', "s"),
    ('ς', "s"),
    ('τ', "t"),
    ('υ', "y"),
    ('φ', "f"),
    ('χ', "ch"),
    ('ψ', "ps"),
    ('ω', "o"),
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "y"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "sht"),
    ('ъ', "a"),
    ('ь', "y"),
    ('ю', "yu"),
    ('я', "ya"),
];

#[cfg(test)]
mod tests {
    use super::{is_plain, plain};

    #[test]
    fn accents_go_and_the_caller_is_told() {
        let name = plain("L’Œuvre de Saint-Étienne & Cie");
        assert_eq!(name.text, "L'Ouvre de Saint-Etienne + Cie");
        let told: Vec<String> =
            name.replaced.iter().map(|r| format!("{}{}", r.from, r.to)).collect();
        assert_eq!(told, ["’'", "ŒO", "ÉE", "&+"]);
        assert_eq!(plain("Saint-E\u{301}tienne").text, "Saint-Etienne");
        assert_eq!(plain("déjà vu").replaced.len(), 2);
    }

    #[test]
    fn what_is_plain_stays() {
        let text = "azAZ09/-?:().,'+ x";
        assert_eq!(plain(text).text, text);
        assert!(plain(text).replaced.is_empty());
    }

    #[test]
    fn spaces_are_single_and_inside() {
        assert_eq!(plain(" \u{a0}a \n\u{202f}b\t").text, "a b");
        assert_eq!(plain("« a »").text, ". a .");
        assert_eq!(plain("\u{2003}").text, "");
    }

    #[test]
    fn alphabets_follow_the_guidance_and_the_rest_is_a_full_stop() {
        assert_eq!(plain("Θεσσαλονίκη").text, "THessaloniki");
        assert_eq!(plain("Щърк Ѝ Йовков").text, "SHTark I Yovkov");
        assert_eq!(plain("ភ្នំ").text.replace('.', ""), "");
        assert_eq!(plain("Հայաստան").text, "........");
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_plain_and_again_the_same(text in "\\PC*") {
            let once = plain(&text);
            proptest::prop_assert!(once.text.chars().all(is_plain));
            let twice = plain(&once.text);
            proptest::prop_assert_eq!(&twice.text, &once.text);
            proptest::prop_assert!(twice.replaced.is_empty());
        }
    }
}
