//! Plural categories, as CLDR 48 gives them, and the variant that Fluent chooses by them.

use words::{Lang, Words, plural};

const COUNTS: [i64; 13] =
    [-1_000_000, -2, -1, 0, 1, 2, 6, 11, 21, 100, 999_999, 1_000_000, 3_000_000];

fn expected(lang: Lang) -> [&'static str; 13] {
    let (i, m, o) = ("one", "many", "other");
    match lang {
        Lang::Fr => [m, o, i, i, i, o, o, o, o, o, o, m, m],
        Lang::En => [o, o, i, o, i, o, o, o, o, o, o, o, o],
        Lang::Hy => [o, o, i, i, i, o, o, o, o, o, o, o, o],
        Lang::Ht | Lang::Km | Lang::Bm => [o; 13],
    }
}

#[test]
fn categories_are_those_of_cldr() {
    for lang in Lang::ALL {
        assert_eq!(COUNTS.map(|n| plural(lang, n)), expected(lang), "{lang:?}");
    }
}

#[test]
fn a_sentence_takes_the_variant_of_its_category() {
    let ftl = "t-n = { $n ->
        [one] one
        [many] many
       *[other] other
    }
";
    let sources: Vec<words::Source> = Lang::ALL.iter().map(|lang| (*lang, "t", ftl)).collect();
    let words = Words::new(&sources).unwrap();
    for lang in Lang::ALL {
        for n in COUNTS.into_iter().chain([i64::MIN, i64::MAX, 9_007_199_254_740_993]) {
            let said = words.say(lang, "t-n", &[("n", n.into())]);
            assert_eq!(said, plural(lang, n), "{lang:?} {n}");
        }
    }
}
