//! Choices against every choice that there is; the three methods on small calls.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use proptest::prelude::*;
use selection::equal_shares::{Ballot, Utility, buy, complete};
use selection::portfolio::{
    Call, Counted, File, Portfolio, PortfolioFault, Quota, chances, exact, greedy, prices,
};

fn file(id: &str, value: f64, costs: &[f64]) -> File {
    File { id: id.to_owned(), value, costs: costs.to_vec(), ..File::default() }
}

fn call(budget: f64, files: &[(f64, f64)]) -> Call {
    let name = |place: usize| place.to_string();
    let files = files.iter().enumerate().map(|(p, (value, cost))| file(&name(p), *value, &[*cost]));
    Call { budgets: vec![budget], files: files.collect(), ..Call::default() }
}

fn at_least(files: &[usize], bound: f64) -> Quota {
    let name = format!("at least {bound}");
    Quota { name, counted: Counted::Files, files: files.to_vec(), at_least: true, bound }
}

fn places(found: &Portfolio) -> Vec<usize> {
    found.chosen.iter().map(|(place, _)| *place).collect()
}

#[test]
fn the_best_choice_is_not_the_greedy_one() {
    let call = call(100.0, &[(60.0, 100.0), (40.0, 50.0), (35.0, 50.0)]);
    let found = exact(&call).unwrap();
    assert_eq!((found.value, found.bound, places(&found)), (75.0, Some(75.0), vec![1, 2]));
    assert_eq!((greedy(&call).value, greedy(&call).bound), (60.0, None));
}

#[test]
fn a_quota_has_a_price_and_may_be_impossible() {
    let mut call = call(100.0, &[(60.0, 50.0), (50.0, 50.0), (10.0, 50.0)]);
    call.quotas.push(at_least(&[2], 1.0));
    let found = exact(&call).unwrap();
    assert_eq!((found.value, places(&found)), (70.0, vec![0, 2]));
    assert_eq!(prices(&call, &found).unwrap(), [("at least 1".to_owned(), 40.0)]);
    call.quotas = vec![at_least(&[2], 2.0)];
    let fault = exact(&call).unwrap_err();
    assert_eq!(fault, PortfolioFault::Impossible(vec!["at least 2".to_owned()]));
    assert_eq!(fault.to_string(), "no choice keeps the quota at least 2 together with the rest");
    let most =
        Quota { at_least: false, bound: 50.0, counted: Counted::Money, ..at_least(&[0, 1], 0.0) };
    call.quotas = vec![most];
    assert_eq!(places(&exact(&call).unwrap()), [0, 2]);
    assert_eq!(places(&greedy(&call)), [0, 2]);
}

#[test]
fn lines_steps_and_least_amounts() {
    let files = vec![
        File { minimum: 90.0, ..file("all or nothing", 10.0, &[80.0, 20.0]) },
        file("flexible", 10.0, &[100.0, 0.0]),
    ];
    let steps = vec![0.5, 1.0];
    let call = Call { budgets: vec![130.0, 20.0], files, steps, ..Call::default() };
    let found = exact(&call).unwrap();
    assert_eq!((found.value, found.costs), (15.0, vec![130.0, 20.0]));
    assert_eq!(found.chosen, [(0, 1.0), (1, 0.5)]);
    let poor = Call { budgets: vec![130.0, 19.99], ..call };
    assert_eq!(exact(&poor).unwrap().chosen, [(1, 1.0)]);
}

#[test]
fn chances_follow_the_uncertainty() {
    let mut call = call(100.0, &[(60.0, 50.0), (50.0, 50.0), (40.0, 50.0)]);
    assert_eq!(chances(&call, 50, 1).unwrap(), [1.0, 1.0, 0.0]);
    call.files.iter_mut().for_each(|file| file.se = 10.0);
    let drawn = chances(&call, 400, 1).unwrap();
    assert!(drawn[0] > drawn[1] && drawn[1] > drawn[2] && drawn[2] > 0.05, "{drawn:?}");
    assert_eq!(drawn, chances(&call, 400, 1).unwrap());
    assert!((drawn.iter().sum::<f64>() - 2.0).abs() < 1e-9);
}

/// Peters, Pierczyński and Skowron 2021, in words: a majority cannot take all. Three of ten voters
/// have three tenths of the money, and get their project though it has the fewest votes.
#[test]
fn equal_shares_leave_a_minority_its_part() {
    let majority = Ballot { support: vec![(0, 1.0), (1, 1.0), (2, 1.0)] };
    let minority = Ballot { support: vec![(3, 1.0)] };
    let ballots: Vec<Ballot> =
        std::iter::repeat_n(majority, 7).chain(std::iter::repeat_n(minority, 3)).collect();
    let projects = [(35.0, 7.0), (35.0, 7.0), (30.0, 7.0), (30.0, 3.0)];
    let mut bought = buy(&projects, &ballots, Utility::Cost, 100.0);
    bought.sort_unstable();
    assert_eq!(bought, [0, 2, 3]);
    let first = buy(&projects, &ballots, Utility::Points, 100.0);
    assert_eq!(first[0], 2, "with points the cheapest comes first");
    assert_eq!(complete(&projects, &[3], 100.0), [3, 2, 0]);
    assert!(buy(&projects, &[], Utility::Cost, 100.0).is_empty());
}

/// The greatest value, by trying every option of every file.
fn by_trying(call: &Call) -> Option<f64> {
    let mut best: Option<f64> = None;
    let options = call.steps.len() + 1;
    for code in 0..options.pow(call.files.len() as u32) {
        let (mut rest, mut value) = (code, 0.0);
        let mut left = call.budgets.clone();
        let mut counts = vec![0.0; call.quotas.len()];
        let mut allowed = true;
        for (place, file) in call.files.iter().enumerate() {
            let option = rest % options;
            rest /= options;
            if option == 0 {
                continue;
            }
            let share = call.steps[option - 1];
            let money: f64 = file.costs.iter().map(|cost| cost * share).sum();
            allowed &= money >= file.minimum - 1e-9;
            value += file.value * share;
            left.iter_mut().zip(&file.costs).for_each(|(left, cost)| *left -= cost * share);
            for (count, quota) in counts.iter_mut().zip(&call.quotas) {
                if quota.files.contains(&place) {
                    *count += if quota.counted == Counted::Files { 1.0 } else { money };
                }
            }
        }
        allowed &= left.iter().all(|left| *left > -1e-9);
        allowed &= call.quotas.iter().zip(&counts).all(|(quota, count)| match quota.at_least {
            true => *count >= quota.bound - 1e-9,
            false => *count <= quota.bound + 1e-9,
        });
        if allowed && best.is_none_or(|best| value > best) {
            best = Some(value);
        }
    }
    best
}

fn quota() -> impl Strategy<Value = Quota> {
    let files = prop::collection::vec(0_usize..7, 1..5);
    (files, any::<bool>(), any::<bool>(), 0_u8..4).prop_map(
        |(mut files, money, at_least, bound)| {
            files.sort_unstable();
            files.dedup();
            let counted = if money { Counted::Money } else { Counted::Files };
            let bound = f64::from(bound) * if money { 20.0 } else { 1.0 };
            Quota { name: "drawn".to_owned(), counted, files, at_least, bound }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_choice_is_better(
        drawn in prop::collection::vec((-3_i32..30, 0_u8..40, 0_u8..40, 0_u8..20), 1..7),
        quotas in prop::collection::vec(quota(), 0..3),
        lines in 1_usize..3,
        partial in any::<bool>(),
        budget in 0_u8..120,
    ) {
        let files = drawn.iter().map(|(value, one, two, minimum)| File {
            minimum: f64::from(*minimum),
            ..file("f", f64::from(*value), &[f64::from(*one), f64::from(*two)][..lines])
        });
        let call = Call {
            budgets: [f64::from(budget), f64::from(budget) / 2.0][..lines].to_vec(),
            files: files.collect(),
            quotas,
            steps: if partial { vec![0.5, 1.0] } else { vec![1.0] },
        };
        match (exact(&call), by_trying(&call)) {
            (Ok(found), Some(value)) => {
                prop_assert_eq!(found.value, value);
                prop_assert_eq!(found.bound, Some(value));
                prop_assert!(found.costs.iter().zip(&call.budgets).all(|(cost, line)| cost <= line));
                let price = prices(&call, &found).unwrap();
                prop_assert!(price.iter().all(|(_, price)| *price >= 0.0));
            }
            (Err(PortfolioFault::Impossible(_)), None) => {}
            other => prop_assert!(false, "{:?}", other),
        }
        let greedy = greedy(&call);
        prop_assert!(greedy.costs.iter().zip(&call.budgets).all(|(cost, line)| cost <= line));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Files whose value is their cost, where bounds help least.
    #[test]
    fn value_for_value_is_decided_too(costs in prop::collection::vec(100_u32..999, 1..40), share in 1_u32..99) {
        let files: Vec<(f64, f64)> = costs.iter().map(|c| (f64::from(*c), f64::from(*c))).collect();
        let budget = (costs.iter().sum::<u32>() * share / 100).max(1);
        let found = exact(&call(f64::from(budget), &files)).unwrap();
        let mut reached = vec![false; budget as usize + 1];
        reached[0] = true;
        for cost in &costs {
            for sum in (*cost as usize..=budget as usize).rev() {
                reached[sum] |= reached[sum - *cost as usize];
            }
        }
        let best = reached.iter().rposition(|is| *is).unwrap();
        prop_assert_eq!((found.value, found.bound), (best as f64, Some(best as f64)));
    }
}
