//! The checks that every context runs on its language files.

use words::{Lang, typography_faults, verify};

#[test]
fn good_files_have_no_fault() {
    let french = "calls-open = { $n ->\n    [one] { $n } projet\n   *[other] { $n } projets\n}\n";
    let english = "calls-open = { $n } project(s)\n";
    assert_eq!(verify(&[(Lang::Fr, "calls", french), (Lang::En, "calls", english)]), [""; 0]);
}

#[test]
fn each_fault_is_named() {
    let french = "calls-a = Un { $x }\ncalls-b = Deux\ncalls-c = { \"\" }\nweb-d = x\n\
        calls-e = { NUMBER($n) } { calls-b }\n    .title = x\n";
    let english = "calls-a = One { $y }\ncalls-a = Again { $x }\ncalls-z =\ncalls-f = f\n";
    let creole = "calls-b = De { $z }\n";
    let faults = verify(&[
        (Lang::Fr, "calls", french),
        (Lang::En, "calls", english),
        (Lang::Ht, "calls", creole),
    ]);
    for fault in [
        "calls/fr: web-d does not begin with calls-",
        "calls/fr: calls-e uses an attribute",
        "calls/fr: calls-e uses a function",
        "calls/fr: calls-e uses a reference to another sentence",
        "calls/en: calls-a is given twice",
        "calls-b is missing in en",
        "calls-f is missing in fr",
        "calls-b: $z is not in both fr and ht",
    ] {
        assert!(faults.iter().any(|found| found == fault), "{fault} not in {faults:#?}");
    }
    assert!(faults.iter().any(|found| found.starts_with("calls/en: line 3")), "{faults:#?}");
}

#[test]
fn an_empty_variant_is_a_fault() {
    let ftl = "calls-a = { $n ->\n    [one] { \"\" }\n   *[other] x\n}\n";
    assert_eq!(verify(&[(Lang::Fr, "calls", ftl), (Lang::En, "calls", ftl)]), [""; 0]);
    let french = "calls-a =\n    .x = y\n";
    let faults = verify(&[(Lang::Fr, "calls", french), (Lang::En, "calls", "calls-a = x\n")]);
    assert!(faults.contains(&"calls/fr: calls-a is empty".to_owned()), "{faults:#?}");
}

#[test]
fn french_typography_is_checked() {
    let good = "a = Voilà\u{202f}! Vraiment\u{202f}?! L’heure\u{a0}: 18:30, https://parvis.fr/?a=1\n\
        b = «\u{a0}{ $x }\u{a0}» … (?)\n\
        c = { $x }\u{202f}; suite\n";
    assert_eq!(typography_faults(good), [""; 0]);
    for bad in [
        "a = Voilà !\n",
        "a = Voilà!\n",
        "a = { $x }?\n",
        "a = Un\u{a0}; deux\n",
        "a = Heure : midi\n",
        "a = Heure: midi\n",
        "a = Heure :\n",
        "a = « x\u{a0}»\n",
        "a = «\u{a0}x »\n",
        "a = l'heure\n",
        "a = Attendez...\n",
        "a = { $n ->\n    [one] un !\n   *[other] x\n}\n",
    ] {
        assert_eq!(typography_faults(bad).len(), 1, "{bad} {:?}", typography_faults(bad));
    }
}
