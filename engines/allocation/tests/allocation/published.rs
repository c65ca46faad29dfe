//! Published examples, each with its source.

use allocation::checker::complaints;
use allocation::{Entered, Market, Rule, Standing, lottery, solve};

use crate::markets::{categorised, drawn, entered, quota, seats};

fn deferred(entered: &Entered) -> (Vec<String>, Standing) {
    let (market, draw) = drawn(entered, "any seed: the orders are strict");
    let allocation = solve(&market, &draw, Rule::Deferred);
    (seats(&market, &allocation.got), allocation.standing)
}

/// All allocations of a market that the checker finds nothing wrong with.
fn all_stable(entered: &Entered) -> Vec<Vec<String>> {
    let (market, draw) = drawn(entered, "any");
    every(&market, &mut Vec::new(), &draw)
}

fn every(market: &Market, got: &mut Vec<Option<usize>>, draw: &lottery::Draw) -> Vec<Vec<String>> {
    if got.len() == market.parties().len() {
        let fine = complaints(market, draw, Rule::Deferred, got).is_empty();
        return if fine { vec![seats(market, got)] } else { Vec::new() };
    }
    let mut found = Vec::new();
    let wishes = market.party(got.len()).wishes;
    // Where there are seats for all and all is wished for, nobody is without one.
    let room: u32 = market.offers().iter().map(|offer| offer.seats).sum();
    let scarce = wishes < market.offers().len() || market.persons().len() > room as usize;
    for rank in (0..wishes).map(Some).chain(scarce.then_some(None)) {
        got.push(rank);
        found.extend(every(market, got, draw));
        got.pop();
    }
    found
}

/// Gale & Shapley, *College Admissions and the Stability of Marriage*, Amer. Math. Monthly 69
/// (1962), example 1: three of the six sets of marriages are stable.
#[test]
fn the_first_example_of_gale_and_shapley() {
    let women = [("A", 1), ("B", 1), ("C", 1)];
    let order = ["A: beta gamma alpha", "B: gamma alpha beta", "C: alpha beta gamma"];
    let men = ["alpha: A B C", "beta: B C A", "gamma: C A B"];
    let market = entered(&women, &order, &men);
    assert_eq!(
        deferred(&market),
        (["alpha A", "beta B", "gamma C"].map(String::from).to_vec(), Standing::Stable)
    );
    let mut stable = all_stable(&market);
    stable.sort();
    assert_eq!(
        stable,
        [
            ["alpha A", "beta B", "gamma C"],
            ["alpha B", "beta C", "gamma A"],
            ["alpha C", "beta A", "gamma B"]
        ]
    );
    let women = ["A: beta gamma alpha", "B: gamma alpha beta", "C: alpha beta gamma"];
    let men = [("alpha", 1), ("beta", 1), ("gamma", 1)];
    let order = ["alpha: A B C", "beta: B C A", "gamma: C A B"];
    assert_eq!(deferred(&entered(&men, &order, &women)).0, ["A beta", "B gamma", "C alpha"]);
}

/// The same, example 2: one stable set of marriages, in which nobody has their first choice.
#[test]
fn the_second_example_of_gale_and_shapley() {
    let women = [("A", 1), ("B", 1), ("C", 1), ("D", 1)];
    let order = [
        "A: delta gamma alpha beta",
        "B: beta delta alpha gamma",
        "C: delta alpha beta gamma",
        "D: gamma beta alpha delta",
    ];
    let men = ["alpha: A B C D", "beta: A D C B", "gamma: B A C D", "delta: D B C A"];
    let market = entered(&women, &order, &men);
    let only = ["alpha C", "beta D", "gamma A", "delta B"];
    assert_eq!(deferred(&market).0, only);
    assert_eq!(all_stable(&market), [only]);
}

/// Abdulkadiroğlu & Sönmez, *School Choice: A Mechanism Design Approach*, AER 93 (2003), example 1
/// (after Roth, *Math. Oper. Res.* 7 (1982)): the only stable matching, though all students of
/// the first two schools would be happy to exchange.
#[test]
fn the_first_example_of_abdulkadiroglu_and_sonmez() {
    let schools = [("s1", 1), ("s2", 1), ("s3", 1)];
    let order = ["s1: i1 i3 i2", "s2: i2 i1 i3", "s3: i2 i1 i3"];
    let market = entered(&schools, &order, &["i1: s2 s1 s3", "i2: s1 s2 s3", "i3: s1 s2 s3"]);
    let only = ["i1 s1", "i2 s2", "i3 s3"];
    assert_eq!(deferred(&market).0, only);
    assert_eq!(all_stable(&market), [only]);
}

/// The market of the same article's example 2, there solved by top trading cycles, here checked
/// against all of its stable matchings: each student has the best school of any of them.
#[test]
fn the_second_market_of_abdulkadiroglu_and_sonmez() {
    let schools = [("s1", 2), ("s2", 2), ("s3", 3), ("s4", 3)];
    let order = [
        "s1: i1 i2 i3 i4 i5 i6 i7 i8",
        "s2: i3 i5 i4 i8 i7 i2 i1 i6",
        "s3: i5 i3 i1 i7 i2 i8 i6 i4",
        "s4: i6 i8 i7 i4 i2 i3 i5 i1",
    ];
    let students = [
        "i1: s2 s1 s3 s4",
        "i2: s1 s2 s3 s4",
        "i3: s3 s2 s1 s4",
        "i4: s3 s4 s1 s2",
        "i5: s1 s3 s4 s2",
        "i6: s4 s1 s2 s3",
        "i7: s1 s2 s3 s4",
        "i8: s1 s2 s4 s3",
    ];
    let market = entered(&schools, &order, &students);
    let (best, standing) = deferred(&market);
    assert_eq!(standing, Standing::Stable);
    let wish = |seat: &str| {
        let (who, offer) = seat.split_once(' ').unwrap();
        let line = students.iter().find(|line| line.starts_with(who)).unwrap();
        line.split(' ').position(|wish| wish == offer).unwrap()
    };
    let all = all_stable(&market);
    assert!(all.contains(&best));
    for other in all {
        assert!(best.iter().zip(&other).all(|(ours, theirs)| wish(ours) <= wish(theirs)));
    }
}

/// Klaus & Klijn, *Stable matchings and preferences of couples*, J. Econ. Theory 121 (2005): one
/// couple and one other person are enough for no stable matching to exist.
#[test]
fn with_a_couple_there_may_be_no_stable_answer() {
    let order = ["h1: s1 s3", "h2: s3 s2"];
    let students = ["s1/couple: h1", "s2/couple: h2", "s3: h1 h2"];
    let market = entered(&[("h1", 1), ("h2", 1)], &order, &students);
    let (_, standing) = deferred(&market);
    assert_eq!(standing, Standing::NoneExists);
    assert!(all_stable(&market).is_empty());
}

/// Kojima, *School choice: impossibilities for affirmative action*, GEB 75 (2012): a limit for the
/// majority can leave the minority worse off; Hafalir, Yenmez & Yildirim, *Effective affirmative
/// action in school choice*, Theor. Econ. 8 (2013): the seat reserved instead does not.
#[test]
fn a_limit_harms_whom_a_reserve_does_not() {
    let order = ["c1: s1 s2 s3", "c2: s2 s3 s1"];
    let plain = || {
        let mut market =
            entered(&[("c1", 2), ("c2", 1)], &order, &["s1: c1", "s2: c1 c2", "s3: c2 c1"]);
        categorised(&mut market, "majority", &["s1", "s2"]);
        categorised(&mut market, "minority", &["s3"]);
        market
    };
    assert_eq!(deferred(&plain()).0, ["s1 c1", "s2 c1", "s3 c2"]);
    let mut limited = plain();
    quota(&mut limited, "c1", "majority", 0, 1);
    assert_eq!(deferred(&limited).0, ["s1 c1", "s2 c2", "s3 c1"]);
    let mut reserved = plain();
    quota(&mut reserved, "c1", "minority", 1, 2);
    assert_eq!(deferred(&reserved).0, ["s1 c1", "s2 c1", "s3 c2"]);
}

/// FIPS 180-2, appendix B.1: SHA-256 of `abc` is what is announced for the seed `abc`.
#[test]
fn the_announced_hash_is_that_of_the_standard() {
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(lottery::commitment("abc"), hash);
}
