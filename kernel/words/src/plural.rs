//! Plural categories of whole numbers, after CLDR.
//!
//! Written here because no table at hand is complete: the one inside Fluent (CLDR 37) lacks Haitian
//! Creole altogether and the French `many`. Deliberately absent: fractions and ordinals.

use crate::Lang;

/// The CLDR category of a count: `one`, `many` or `other`. French and Armenian count 0 and 1 as
/// `one`; in French, whole millions are `many`: « 2 millions de personnes ».
pub fn plural(lang: Lang, n: i64) -> &'static str {
    let n = n.unsigned_abs();
    match lang {
        Lang::Fr | Lang::Hy if n <= 1 => "one",
        Lang::Fr if n.is_multiple_of(1_000_000) => "many",
        Lang::En if n == 1 => "one",
        _ => "other",
    }
}
