//! Text made alike for comparison: case, accents, ligatures and kinds of apostrophe forgotten.
//!
//! Invariants: folding twice is folding once; the upper-case form of a French or English text
//! folds as the text itself. Only the accents of Latin, Greek and Cyrillic are taken away: the
//! signs above and below Khmer letters are vowels, and stay.

use unicode_normalization::UnicodeNormalization;

/// A text without case and accents, for matching: `Œuvres d’été` is `oeuvres d'ete`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for decomposed in text.nfkd() {
        for letter in decomposed.to_lowercase() {
            push_folded(letter, &mut folded);
        }
    }
    // Lower-casing may bring back what the first decomposition had taken apart.
    folded.nfkd().filter(|letter| !is_accent(*letter)).nfc().collect()
}

/// A key to sort by: folded, with all that is neither letter nor digit as single spaces.
pub fn sort_key(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|letter| !is_part(letter)).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// Letters, digits, and the signs that are written with a letter (Khmer vowels).
fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{1780}'..='\u{17d3}')
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn push_folded(letter: char, folded: &mut String) {
    let pair = match letter {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'þ' => "th",
        'ɲ' => "ny",
        'ŋ' => "ng",
        'ø' | 'ɔ' => "o",
        'ɛ' => "e",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'ς' => "σ",
        '’' | '‘' | 'ʼ' | '＇' | '`' => "'",
        // Soft hyphen, word joiner, byte order mark: never seen, never typed in a search.
        '\u{ad}' | '\u{2060}' | '\u{feff}' => "",
        letter if is_accent(letter) => "",
        letter => return folded.push(letter),
    };
    folded.push_str(pair);
}
