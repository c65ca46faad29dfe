//! Terms of a search, and text made alike.

use std::collections::BTreeSet;

use proptest::prelude::*;
use words::{Lang, TERM_CHARS, TERMS, analyse, fold, sort_key};

fn set(lang: Lang, text: &str) -> BTreeSet<String> {
    analyse(lang, text).into_iter().collect()
}

#[test]
fn french_words_lose_elisions_stop_words_and_endings() {
    let terms =
        analyse(Lang::Fr, "L’Économie sociale et solidaire, c'est aujourd'hui qu’elle s'invente");
    assert_eq!(terms, ["econom", "social", "solidair", "aujourdhui", "invent"]);
}

#[test]
fn forms_of_a_french_word_meet() {
    for forms in [
        &["activité", "ACTIVITÉS", "activite", "active"][..],
        &["employé", "employée", "employées", "employes", "employer"],
        &["économie", "Économies", "economie"],
        &["première", "premier", "premieres"],
        &["l’atelier", "d'ateliers", "Atelier"],
        &["œuvre", "oeuvres", "ŒUVRE"],
        &["Île", "îles", "ile"],
    ] {
        let terms: BTreeSet<Vec<String>> =
            forms.iter().map(|form| analyse(Lang::Fr, form)).collect();
        assert_eq!(terms.len(), 1, "{forms:?} {terms:?}");
    }
}

#[test]
fn other_languages_are_cut_and_folded() {
    assert_eq!(analyse(Lang::En, "Gardens and gardening"), ["garden", "and", "garden"]);
    assert_eq!(analyse(Lang::Ht, "Jaden yo ap grandi"), ["jaden", "yo", "ap", "grandi"]);
    assert_eq!(analyse(Lang::Bm, "Sɛnɛ ɲɔgɔn"), ["sene", "nyogon"]);
    assert_eq!(analyse(Lang::Hy, "Երևան"), analyse(Lang::Hy, "երեւան"));
    assert!(!analyse(Lang::Km, "ដំបូលបៃតង").is_empty());
}

#[test]
fn terms_are_limited_in_number_and_length() {
    assert_eq!(analyse(Lang::Ht, &"pye ".repeat(TERMS + 5)).len(), TERMS);
    assert!(analyse(Lang::Fr, &"x".repeat(1_000)).iter().all(|t| t.chars().count() <= TERM_CHARS));
    assert_eq!(analyse(Lang::Fr, "… ! « »"), [""; 0]);
}

#[test]
fn folding_forgets_case_accents_and_ligatures() {
    assert_eq!(fold("Œuvres d’ÉTÉ à Straße"), "oeuvres d'ete a strasse");
    assert_eq!(fold("ﬁn co\u{ad}opé"), "fin coope");
    assert_eq!(fold("ភូមិ"), "ភូមិ");
    assert_eq!(sort_key("L’Haÿ-les-Roses "), "l hay les roses");
    assert_eq!(sort_key("ភូមិ"), "ភូមិ");
    let mut places = ["Évry", "Zoé", "eau", "École", "Œuf"];
    places.sort_by_key(|place| sort_key(place));
    assert_eq!(places, ["eau", "École", "Évry", "Œuf", "Zoé"]);
}

proptest! {
    #[test]
    fn case_and_accents_change_no_term(text in "[a-zàâäéèêëîïôöùûüÿçœæßA-ZÀÉÈÊÎÔÛÇŒ'’ .,-]{0,200}") {
        for lang in [Lang::Fr, Lang::En, Lang::Ht] {
            let terms = set(lang, &text);
            assert_eq!(set(lang, &text.to_uppercase()), terms);
            assert_eq!(set(lang, &text.to_lowercase()), terms);
            assert_eq!(set(lang, &fold(&text)), terms);
        }
    }

    #[test]
    fn any_text_is_cut_within_the_limits(text in ".*") {
        for lang in Lang::ALL {
            let terms = analyse(lang, &text);
            assert!(terms.len() <= TERMS);
            assert!(terms.iter().all(|t| !t.is_empty() && t.chars().count() <= TERM_CHARS));
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC*") {
        let once = fold(&text);
        assert_eq!(fold(&once), once);
        assert_eq!(sort_key(&once), sort_key(&text));
    }
}
