//! French typography of the language files, for the tests of every context.
//!
//! The rules: a narrow no-break space (U+202F) before `;` `!` `?`, a no-break space (U+00A0)
//! before `:` and inside « », the typographic apostrophe and the ellipsis sign. Deliberately
//! absent: everything that needs the meaning of the sentence.

use crate::syntax::{PLACE, sentences};

/// The faults of French typography in a language file, each with the key of its sentence.
pub fn typography_faults(fr_ftl: &str) -> Vec<String> {
    let (sentences, mut faults) = sentences(fr_ftl);
    for sentence in &sentences {
        for text in &sentence.texts {
            for fault in faults_of(text) {
                faults.push(format!("{}: {fault} in “{text}”", sentence.key));
            }
        }
    }
    faults
}

fn faults_of(text: &str) -> Vec<&'static str> {
    let letters: Vec<char> = text.chars().collect();
    let mut faults = Vec::new();
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| letters.get(place)).copied();
        let after = letters.get(place + 1).copied();
        // In `https://`, `18:30`, `?page=2` the sign is not punctuation.
        let punctuation = after.is_none_or(|next| !next.is_alphanumeric() && next != '/');
        match letter {
            ';' | '!' | '?' if punctuation && !narrow_or_joined(before) => {
                faults.push("no narrow no-break space before ; ! or ?");
            }
            ':' if punctuation && before != Some('\u{a0}') => {
                faults.push("no no-break space before :");
            }
            '»' if before != Some('\u{a0}') => faults.push("no no-break space before »"),
            '«' if after != Some('\u{a0}') => faults.push("no no-break space after «"),
            '\'' => faults.push("a straight apostrophe"),
            _ => {}
        }
    }
    if text.contains("...") {
        faults.push("three dots instead of …");
    }
    faults
}

/// A sign that opens a text or a bracket, or follows another such sign, needs no space: `?!`.
fn narrow_or_joined(before: Option<char>) -> bool {
    match before {
        None => true,
        Some(PLACE) => false,
        Some(letter) => matches!(letter, '\u{202f}' | '?' | '!' | '('),
    }
}
