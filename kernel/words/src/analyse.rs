//! Text cut into the terms of a search index.
//!
//! Words are found after Unicode (UAX 29), folded, cleared of French elisions and stop words, and
//! reduced to their Snowball stem in French and English. Invariants: the same terms whatever the
//! case and accents of the text, so that a search typed in haste finds what was written with care;
//! never more than [`TERMS`] terms of [`TERM_CHARS`] characters. Deliberately absent: a dictionary
//! of Khmer, whose words are not separated: it is cut at its written syllables.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use crate::{Lang, fold};

/// The most terms taken from one text; what follows is not indexed.
pub const TERMS: usize = 20_000;

/// The most characters of a term; longer words are cut.
pub const TERM_CHARS: usize = 64;

const ELIDED: [&str; 13] =
    ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];

const STOP_WORDS: &[&str] = &[
    "a", "ai", "au", "aux", "avec", "c", "ce", "ces", "cet", "cette", "d", "dans", "de", "des",
    "du", "elle", "elles", "en", "est", "et", "eux", "il", "ils", "j", "je", "l", "la", "le",
    "les", "leur", "leurs", "lui", "m", "ma", "mais", "me", "mes", "moi", "mon", "n", "ne", "nos",
    "notre", "nous", "on", "ont", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se",
    "ses", "si", "son", "sont", "sur", "t", "ta", "te", "tes", "toi", "ton", "tu", "un", "une",
    "vos", "votre", "vous", "y",
];

/// The terms of a text in the order of its words, with repetitions.
pub fn analyse(lang: Lang, text: &str) -> Vec<String> {
    let stemmer = match lang {
        Lang::Fr => Some(Stemmer::create(Algorithm::French)),
        Lang::En => Some(Stemmer::create(Algorithm::English)),
        Lang::Ht | Lang::Km | Lang::Hy | Lang::Bm => None,
    };
    let mut terms = Vec::new();
    for word in fold(text).unicode_words() {
        let word = if lang == Lang::Fr { without_elision(word) } else { word };
        let word: String = word.chars().take(TERM_CHARS).collect();
        if word.is_empty() || (lang == Lang::Fr && STOP_WORDS.binary_search(&&*word).is_ok()) {
            continue;
        }
        let stem = match &stemmer {
            Some(stemmer) if lang == Lang::Fr => french_stem(stemmer, &word),
            Some(stemmer) => stemmer.stem(&word).into_owned(),
            None => word,
        };
        let term: String = stem.chars().filter(|letter| *letter != '\'').collect();
        if !term.is_empty() {
            terms.push(term);
        }
        if terms.len() == TERMS {
            break;
        }
    }
    terms
}

fn without_elision(word: &str) -> &str {
    match word.split_once('\'') {
        Some((head, rest)) if ELIDED.contains(&head) => rest,
        _ => word,
    }
}

/// The stemmer leaves `employ` of *employé* without its accent and `emploi` of *employer*: the
/// second form is taken for both.
fn french_stem(stemmer: &Stemmer, word: &str) -> String {
    let stem = fold(&stemmer.stem(&accented(word)));
    match stem.strip_suffix('y') {
        Some(head) => format!("{head}i"),
        None => stem,
    }
}

/// The stemmer knows endings by their accents, which folding has taken: they are put back where
/// only one is possible, so that `activite` and `activité` both become `activ`.
fn accented(word: &str) -> String {
    const ENDINGS: [(&str, &str); 7] = [
        ("ites", "ités"),
        ("ite", "ité"),
        ("ees", "ées"),
        ("ee", "ée"),
        ("ieres", "ières"),
        ("iere", "ière"),
        ("erent", "èrent"),
    ];
    for (bare, restored) in ENDINGS {
        if let Some(head) = word.strip_suffix(bare) {
            return format!("{head}{restored}");
        }
    }
    word.to_owned()
}
