//! Codes of languages and the choice among them.

use words::{Lang, negotiate};

#[test]
fn a_code_reads_back() {
    for lang in Lang::ALL {
        assert_eq!(Lang::from_code(lang.code()), Some(lang));
        assert!(!lang.name().is_empty());
    }
    assert_eq!(Lang::from_code("EN_gb"), Some(Lang::En));
    assert_eq!(Lang::from_code(" fr-CA "), Some(Lang::Fr));
    assert_eq!(Lang::from_code("de"), None);
    assert_eq!(Lang::from_code(""), None);
}

#[test]
fn the_best_shipped_language_is_chosen() {
    for (header, lang) in [
        ("", Lang::Fr),
        ("en", Lang::En),
        ("en-GB,en;q=0.9,fr;q=0.8", Lang::En),
        ("fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7", Lang::Fr),
        ("de,en;q=0.5,fr;q=0.4", Lang::En),
        ("fr;q=0.4, en ; q=0.5", Lang::En),
        ("en;q=0", Lang::Fr),
        ("en;q=abc, fr;q=0.1", Lang::Fr),
        ("km, ht;q=0.9", Lang::Fr),
        ("*", Lang::Fr),
        ("en;q=NaN", Lang::Fr),
        (";;;,,=,q=", Lang::Fr),
    ] {
        assert_eq!(negotiate(header), lang, "{header}");
    }
}

proptest::proptest! {
    #[test]
    fn any_header_is_read(header in ".*") {
        assert!(Lang::SHIPPED.contains(&negotiate(&header)));
    }
}
