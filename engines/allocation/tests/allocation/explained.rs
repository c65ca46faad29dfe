//! Each refusal has its reason: who went before, by which rule.

use allocation::reasons::{Ground, Seated};
use allocation::{Entered, Rule, solve};

use crate::markets::{categorised, drawn, entered, quota};

/// Why a person's party has not its first wish: the ground, how many before, and the last.
fn why(market: &Entered, rule: Rule, person: &str) -> Option<(Ground, usize, Option<String>)> {
    let (market, draw) = drawn(market, "winter");
    let allocation = solve(&market, &draw, rule);
    let party = market.persons().iter().find(|other| other.id == person).unwrap().party;
    let reasons = Seated::new(&market, &draw, rule, &allocation).reasons(party);
    let first = reasons.first()?;
    assert_eq!(first.wish, 0);
    let last = first.last.map(|index| market.person(index).id.clone());
    Some((first.ground, first.before, last))
}

#[test]
fn a_class_before() {
    let market = entered(&[("a", 1)], &["a: x y"], &["y: a", "x: a"]);
    assert_eq!(why(&market, Rule::Deferred, "x"), None);
    let reason = Some((Ground::Class, 1, Some("x".to_owned())));
    assert_eq!(why(&market, Rule::Deferred, "y"), reason);
}

#[test]
fn the_draw() {
    let market = entered(&[("a", 1)], &[], &["x: a", "y: a"]);
    for rule in [Rule::Serial, Rule::Deferred] {
        let reasons = ["x", "y"].map(|person| why(&market, rule, person));
        let (first, second) = (&reasons[0], &reasons[1]);
        assert!(first.is_none() != second.is_none());
        let refused = first.as_ref().or(second.as_ref()).unwrap();
        assert_eq!((refused.0, refused.1), (Ground::Draw, 1));
    }
}

#[test]
fn a_category_that_is_full_and_one_that_has_a_seat_reserved() {
    let mut market = entered(&[("a", 2)], &["a: x y z"], &["x: a", "y: a", "z: a"]);
    categorised(&mut market, "far", &["x", "y"]);
    let mut limited = market.clone();
    quota(&mut limited, "a", "far", 0, 1);
    let reason = Some((Ground::AtMost, 1, Some("x".to_owned())));
    assert_eq!(why(&limited, Rule::Deferred, "y"), reason);
    assert_eq!(why(&limited, Rule::Deferred, "z"), None);
    categorised(&mut market, "near", &["z"]);
    quota(&mut market, "a", "near", 1, 2);
    let reason = Some((Ground::AtLeast, 2, Some("z".to_owned())));
    assert_eq!(why(&market, Rule::Deferred, "y"), reason);
}

#[test]
fn a_group_goes_together_or_not_at_all() {
    let order = ["a: x g1 g2 y"];
    let market = entered(&[("a", 2)], &order, &["x: a", "g1/g: a", "g2/g: a", "y: a"]);
    let reason = Some((Ground::Together, 1, Some("x".to_owned())));
    assert_eq!(why(&market, Rule::Deferred, "g1"), reason);
    assert_eq!(why(&market, Rule::Deferred, "y"), None, "the smaller takes what the group cannot");
    let small = entered(&[("a", 1)], &[], &["g1/g: a", "g2/g: a"]);
    for rule in [Rule::Serial, Rule::Deferred] {
        assert_eq!(why(&small, rule, "g2"), Some((Ground::Room, 0, None)));
    }
}

#[test]
fn without_a_stable_answer_somebody_is_told_that_nothing_justifies_it() {
    let order = ["h1: s1 s3", "h2: s3 s2"];
    let students = ["s1/couple: h1", "s2/couple: h2", "s3: h1 h2"];
    let market = entered(&[("h1", 1), ("h2", 1)], &order, &students);
    let grounds = ["s1", "s3"].map(|person| why(&market, Rule::Deferred, person).map(|r| r.0));
    assert!(grounds.contains(&Some(Ground::Unjustified)));
}
