//! What calibration does with the scores that juries really give.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use selection::Scores;
use selection::calibrate::{CalibrateFault, Calibration, Note, Options, calibrate};

fn of(ratings: &[(&str, &str, f64)]) -> Scores {
    let mut scores = Scores::default();
    for (proposal, reviewer, score) in ratings {
        scores.add(proposal, reviewer, *score);
    }
    scores
}

fn calibrated(scores: &Scores) -> Calibration {
    calibrate(scores, &Options::default()).unwrap()
}

/// Twelve proposals read by four of six reviewers each; the last reviewer takes off `severe`.
fn jury(severe: f64) -> Scores {
    let mut scores = Scores::default();
    for proposal in 0..12_usize {
        for turn in 0..4 {
            let reviewer = (proposal * 5 + turn * (1 + proposal % 2)) % 6;
            let noise = ((proposal * 7 + reviewer * 11) % 5) as f64 / 4.0;
            let taken = if reviewer == 5 { severe } else { 0.0 };
            let score = proposal as f64 / 2.0 + noise - taken;
            scores.add(&format!("p{proposal}"), &format!("r{reviewer}"), score);
        }
    }
    scores
}

#[test]
fn the_data_decide_whether_severity_matters() {
    let mild = calibrated(&jury(0.0));
    assert_eq!(mild.variance.reviewer, 0.0);
    assert!(mild.notes.contains(&Note::NoReviewerVariance));
    assert!(mild.reviewers.iter().all(|reviewer| reviewer.effect == 0.0 && reviewer.se == 0.0));
    assert_eq!(mild.severity.unwrap().p_value, 1.0);

    let severe = calibrated(&jury(4.0));
    assert!(severe.severity.unwrap().p_value < 0.001);
    let last = severe.reviewers.iter().find(|reviewer| reviewer.id == "r5").unwrap();
    assert!(last.effect < -2.0 && last.interval[1] < 0.0, "{last:?}");
    // p11 has the severe reader, and is the best all the same.
    let best = severe.proposals.iter().min_by(|a, b| a.expected_rank.total_cmp(&b.expected_rank));
    assert_eq!(best.unwrap().id, "p11");
}

#[test]
fn few_readings_are_drawn_further_towards_the_mean() {
    let mut scores = jury(0.0);
    scores.add("once", "r0", 6.0);
    for reviewer in ["r0", "r1", "r2", "r3"] {
        scores.add("often", reviewer, 6.0);
    }
    let found = calibrated(&scores);
    let get = |id: &str| found.proposals.iter().find(|proposal| proposal.id == id).unwrap();
    assert!(get("once").effect < get("often").effect);
    assert!(get("once").se > get("often").se);
    assert!(found.mean < get("once").estimate && get("often").estimate < 6.0);
}

#[test]
fn chances_and_ranks_add_up_and_repeat() {
    let options = Options { first: Some(5), draws: 2_000, seed: 3, ..Options::default() };
    let found = calibrate(&jury(1.0), &options).unwrap();
    let ranks: f64 = found.proposals.iter().map(|proposal| proposal.expected_rank).sum();
    assert!((ranks - 78.0).abs() < 1e-9);
    let chances: f64 = found.proposals.iter().map(|proposal| proposal.selected.unwrap()).sum();
    assert!((chances - 5.0).abs() < 1e-9);
    assert_eq!(calibrate(&jury(1.0), &options).unwrap(), found);
    let other = calibrate(&jury(1.0), &Options { seed: 4, ..options }).unwrap();
    assert_ne!(other, found);
    let low = calibrate(&jury(1.0), &Options { lowest_is_best: true, ..options }).unwrap();
    for (one, other) in found.proposals.iter().zip(&low.proposals) {
        assert!((one.expected_rank + other.expected_rank - 13.0).abs() < 1e-9);
    }
}

#[test]
fn juries_from_which_little_can_be_told() {
    assert_eq!(calibrate(&Scores::default(), &Options::default()), Err(CalibrateFault::Empty));
    let one = calibrated(&of(&[("p", "r", 3.0)]));
    assert_eq!((one.notes, one.proposals[0].estimate), (vec![Note::AllEqual], 3.0));
    let equal = calibrated(&of(&[("p", "r", 0.1), ("p", "s", 0.1), ("q", "r", 0.1)]));
    assert_eq!(equal.notes, [Note::AllEqual]);
    assert_eq!((equal.log_likelihood, equal.proposals[0].expected_rank), (None, 1.5));
    let file = calibrated(&of(&[("p", "r", 1.0), ("p", "s", 2.0), ("p", "t", 4.0)]));
    assert_eq!(file.notes, [Note::OneProposal, Note::ReviewersOnce]);
    assert!((file.mean - 7.0 / 3.0).abs() < 1e-12);
    let reader = calibrated(&of(&[("p", "r", 1.0), ("q", "r", 2.0)]));
    assert_eq!(reader.notes, [Note::ProposalsOnce, Note::OneReviewer]);
    let additive: Vec<(String, String, f64)> = (0..9)
        .map(|n| (format!("p{}", n % 3), format!("r{}", n / 3), f64::from(n % 3 + 2 * (n / 3))))
        .collect();
    let additive: Vec<(&str, &str, f64)> =
        additive.iter().map(|(p, r, score)| (p.as_str(), r.as_str(), *score)).collect();
    let exact = calibrated(&of(&additive));
    assert!(exact.notes.contains(&Note::NoResidual), "{exact:?}");
    assert_eq!(exact.log_likelihood, None);
    let first = Options { first: Some(2), ..Options::default() };
    let asked = calibrate(&of(&[("p", "r", 1.0), ("q", "r", 2.0)]), &first);
    assert_eq!(asked, Err(CalibrateFault::First { asked: 2, found: 2 }));
}

#[test]
fn who_has_not_scored_is_known_all_the_same() {
    let mut scores = jury(4.0);
    scores.name("unread", "absent");
    let found = calibrated(&scores);
    let unread = found.proposals.last().unwrap();
    assert_eq!((unread.readings, unread.mean, unread.estimate), (0, None, found.mean));
    assert!((unread.se - found.variance.proposal.sqrt()).abs() < 1e-9);
    let absent = found.reviewers.last().unwrap();
    assert_eq!((absent.readings, absent.effect, absent.spread), (0, 0.0, None));
}

#[test]
fn groups_without_a_common_reader_are_told() {
    let mut scores = jury(1.0);
    for proposal in ["x", "y", "z"] {
        for reviewer in ["a", "b", "c"] {
            let score = f64::from(u8::from(proposal == "x") + 2 * u8::from(reviewer == "a"));
            scores.add(proposal, reviewer, score);
        }
    }
    assert!(calibrated(&scores).notes.contains(&Note::Groups(2)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    /// Whatever the scores: finite answers, and another unit of score changes only the unit.
    #[test]
    fn any_jury_gets_an_answer(
        given in prop::collection::btree_map((0_u8..9, 0_u8..6), 0_i32..7, 1..40),
        times in prop::sample::select(vec![0.01, 3.0, 1000.0]),
        plus in -50.0..50.0,
    ) {
        let scaled = |times: f64, plus: f64| {
            let mut scores = Scores::default();
            for ((proposal, reviewer), score) in &given {
                let score = f64::from(*score) * times + plus;
                scores.add(&proposal.to_string(), &reviewer.to_string(), score);
            }
            calibrated(&scores)
        };
        let found = scaled(1.0, 0.0);
        let count = found.proposals.len() as f64;
        for proposal in &found.proposals {
            prop_assert!(proposal.estimate.is_finite() && proposal.se.is_finite());
            prop_assert!((1.0..=count).contains(&proposal.expected_rank));
        }
        if found.notes.contains(&Note::NoResidual) {
            return Ok(());
        }
        let other = scaled(times, plus);
        if other.notes.contains(&Note::NoResidual) || found.notes.contains(&Note::AllEqual) {
            return Ok(());
        }
        for (one, other) in found.proposals.iter().zip(&other.proposals) {
            let expected = one.estimate * times + plus;
            prop_assert!((other.estimate - expected).abs() < 1e-3 * times.max(1.0), "{one:?} {other:?}");
        }
    }
}
