//! Sentences with values in their places, and what happens where one is missing.

use base::{Arg, Cents, Moment, Say};
use jiff::civil::datetime;
use proptest::prelude::*;
use words::{Lang, Words};

const FR: &str = "
-calls-house = Parvis
calls-title = Appels à projets de { -calls-house }
calls-open = { $n ->
    [0] Aucun projet
    [one] { $n } projet
    [many] { $n } de projets
   *[other] { $n } projets
}
calls-award = { $who } reçoit { $amount } le { $when }
calls-only-french = Seulement { $amount }
";
const EN: &str = "
calls-title = Calls for projects
calls-open = { $n ->
    [0] No project
    [one] { $n } project
   *[other] { $n } projects
}
calls-award = { $who } receives { $amount } on { $when }
";

#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
fn words() -> Words {
    Words::new(&[(Lang::Fr, "calls", FR), (Lang::En, "calls", EN)]).unwrap()
}

#[test]
fn values_are_shown_in_the_language_of_the_sentence() {
    let words = words();
    let args = [
        ("who", Arg::from("Les {$amount} *Abeilles*")),
        ("amount", Arg::from(Cents::euros(15_000))),
        ("when", Arg::from(Moment::from_france(datetime(2027, 3, 3, 18, 30, 0, 0)))),
    ];
    assert_eq!(
        words.say(Lang::Fr, "calls-award", &args),
        "Les {$amount} *Abeilles* reçoit 15\u{202f}000\u{a0}€ le 3 mars 2027 à 18\u{a0}h\u{a0}30"
    );
    assert_eq!(
        words.say(Lang::En, "calls-award", &args),
        "Les {$amount} *Abeilles* receives €15,000 on 3 March 2027, 18:30"
    );
}

#[test]
fn counts_choose_the_variant_and_are_grouped() {
    let words = words();
    let said = |lang, n: i64| words.say(lang, "calls-open", &[("n", n.into())]);
    assert_eq!(said(Lang::Fr, 0), "Aucun projet");
    assert_eq!(said(Lang::Fr, 1), "1 projet");
    assert_eq!(said(Lang::Fr, 15_000), "15\u{202f}000 projets");
    assert_eq!(said(Lang::Fr, 2_000_000), "2\u{202f}000\u{202f}000 de projets");
    assert_eq!(
        said(Lang::Fr, i64::MAX),
        "9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}807 projets"
    );
    assert_eq!(said(Lang::En, 0), "No project");
    assert_eq!(said(Lang::En, 15_000), "15,000 projects");
    let say = Say::new("calls-open").with("n", 2i64);
    assert_eq!(words.say_it(Lang::En, &say), "2 projects");
}

#[test]
fn what_is_missing_falls_back_to_french_and_then_to_the_key() {
    let words = words();
    let args = [("amount", Arg::from(Cents::euros(1_000)))];
    let french = "Seulement 1\u{202f}000\u{a0}€";
    assert_eq!(words.say(Lang::En, "calls-only-french", &args), french);
    assert_eq!(words.say(Lang::Km, "calls-only-french", &args), french);
    assert_eq!(words.say(Lang::En, "calls-nowhere", &[]), "⟦calls-nowhere⟧");
    assert!(words.has(Lang::Fr, "calls-only-french") && !words.has(Lang::En, "calls-only-french"));
    assert_eq!(words.keys(Lang::En), ["calls-award", "calls-open", "calls-title"]);
    assert_eq!(words.keys(Lang::Hy), [""; 0]);
    assert_eq!(words.say(Lang::Fr, "calls-title", &[]), "Appels à projets de Parvis");
}

#[test]
fn a_missing_value_leaves_its_name() {
    assert_eq!(words().say(Lang::En, "calls-award", &[]), "{$who} receives {$amount} on {$when}");
}

#[test]
fn unreadable_texts_and_keys_given_twice_are_refused_by_name() {
    let broken = [(Lang::Fr, "calls", "calls-a = bien\ncalls-b = { $n\n")];
    let refused = Words::new(&broken).err().unwrap();
    assert!(refused.starts_with("calls/fr.ftl: line 2"), "{refused}");
    let twice = [
        (Lang::Fr, "calls", "calls-a = un\ncalls-b = deux\n"),
        (Lang::En, "calls", "calls-a = one\n"),
        (Lang::Fr, "club", "calls-a = encore\n"),
    ];
    let refused = Words::new(&twice).err().unwrap();
    assert_eq!(refused, "club/fr.ftl: calls-a is given twice");
}

#[test]
fn words_are_shared_by_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let words = words();
    shared(&words);
    std::thread::scope(|scope| {
        for n in 0..8i64 {
            let words = &words;
            scope.spawn(move || words.say(Lang::Fr, "calls-open", &[("n", n.into())]));
        }
    });
}

fn any_arg() -> impl Strategy<Value = Arg> {
    prop_oneof![
        ".*".prop_map(Arg::Text),
        any::<i64>().prop_map(Arg::Count),
        any::<i64>().prop_map(|cents| Arg::Money(Cents(cents))),
        any::<i64>().prop_map(|us| Arg::When(Moment(us))),
    ]
}

proptest! {
    #[test]
    fn any_value_in_any_place_is_said(
        a in any_arg(), b in any_arg(), key in "calls-(open|award|title|x)|.*",
    ) {
        let words = words();
        for lang in Lang::ALL {
            words.say(lang, &key, &[("n", a.clone()), ("who", b.clone()), ("when", a.clone())]);
        }
    }
}
