//! Small problems, solved by trying everything.

use proptest::prelude::*;
use siting::{Effort, Fault, Problem, Siting, centre, cover_all, median, most_covered};

#[derive(Clone, Debug)]
struct Small {
    problem: Problem,
    places: usize,
    allowed: Vec<usize>,
}

fn small() -> impl Strategy<Value = Small> {
    (1usize..9, 1usize..9).prop_flat_map(|(demands, sites)| {
        let weights = proptest::collection::vec(0u32..20, demands);
        let minutes = proptest::collection::vec(0u32..40, demands * sites);
        let states = proptest::collection::vec(0u8..8, sites);
        (weights, minutes, states, 1..=sites, any::<bool>()).prop_map(
            move |(weights, minutes, states, places, halves)| {
                let scale = if halves { 0.37 } else { 1.0 };
                let weights = weights.into_iter().map(f64::from).collect();
                let minutes = minutes.into_iter().map(|m| f64::from(m) * scale).collect();
                let of = |state: u8| {
                    (0..sites).filter(|&site| states[site] == state).collect::<Vec<_>>()
                };
                let problem = Problem::new(weights, minutes, sites).unwrap();
                let allowed = (0..sites).filter(|&site| states[site] != 1).collect();
                Small { problem: problem.with(of(0), of(1)).unwrap(), places, allowed }
            },
        )
    })
}

/// Every choice of sites that keeps the kept and leaves out the forbidden.
fn choices(small: &Small) -> Vec<Vec<usize>> {
    let sites = small.problem.sites();
    let all = (0u32..1 << sites).map(|set| (0..sites).filter(|s| set >> s & 1 == 1).collect());
    all.filter(|open: &Vec<usize>| {
        small.problem.kept().iter().all(|site| open.contains(site))
            && open.iter().all(|site| small.allowed.contains(site))
    })
    .collect()
}

fn nearest(row: &[f64], open: &[usize]) -> f64 {
    open.iter().map(|&site| row[site]).fold(f64::INFINITY, f64::min)
}

fn total(problem: &Problem, open: &[usize]) -> f64 {
    problem.rows().zip(problem.weights()).map(|(row, weight)| weight * nearest(row, open)).sum()
}

fn worst(problem: &Problem, open: &[usize]) -> f64 {
    problem.rows().map(|row| nearest(row, open)).fold(0.0, f64::max)
}

fn covered(problem: &Problem, open: &[usize], limit: f64) -> f64 {
    let rows = problem.rows().zip(problem.weights());
    rows.filter(|(row, _)| nearest(row, open) <= limit).map(|(_, weight)| weight).sum()
}

/// The answer is what it says, keeps the rules, and is the best there is.
fn right(
    found: &Siting,
    small: &Small,
    places: usize,
    best: f64,
    value: f64,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.open.len(), places);
    prop_assert!(choices(small).contains(&found.open));
    prop_assert!((found.objective - value).abs() < 1e-6, "said {} is {value}", found.objective);
    prop_assert!((found.objective - best).abs() < 1e-6, "{} best {best}", found.objective);
    prop_assert!(found.gap() < 1e-6, "{} bound {}", found.objective, found.bound);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_is_better(small in small(), limit in 0u32..30, seed in 0u64..5) {
        let (problem, limit, effort) = (&small.problem, f64::from(limit), Effort::default());
        let all = choices(&small);
        let of_size: Vec<_> = all.iter().filter(|open| open.len() == small.places).collect();
        let refused = median(problem, small.places, seed, effort);
        prop_assert_eq!(refused.is_err(), of_size.is_empty());
        if let Ok(found) = refused {
            let best = of_size.iter().map(|open| total(problem, open)).fold(f64::INFINITY, f64::min);
            right(&found, &small, small.places, best, total(problem, &found.open))?;
            prop_assert_eq!(&median(problem, small.places, seed, effort).unwrap(), &found);

            let found = centre(problem, small.places, effort).unwrap();
            let best = of_size.iter().map(|open| worst(problem, open)).fold(f64::INFINITY, f64::min);
            right(&found, &small, small.places, best, worst(problem, &found.open))?;

            let found = most_covered(problem, small.places, limit, seed, effort).unwrap();
            let best = of_size.iter().map(|open| covered(problem, open, limit)).fold(0.0, f64::max);
            right(&found, &small, small.places, best, covered(problem, &found.open, limit))?;
        }
        let covers = all.iter().filter(|open| worst(problem, open) <= limit);
        let fewest = covers.map(Vec::len).min();
        match cover_all(problem, limit, seed, effort) {
            Ok(found) => {
                let best = fewest.unwrap() as f64;
                right(&found, &small, found.open.len(), best, found.open.len() as f64)?;
                prop_assert!(worst(problem, &found.open) <= limit);
            }
            Err(none) => {
                prop_assert_eq!(fewest, None);
                let row = problem.rows().nth(none.demand).unwrap();
                prop_assert!(nearest(row, &small.allowed) > limit);
            }
        }
    }

    /// On problems too large to try everything, the bound is never over what anybody can find, and
    /// another seed stays within it.
    #[test]
    fn bounds_hold_for_other_seeds(
        spots in proptest::collection::vec((0u32..1000, 0u32..1000, 1u32..50), 40..60),
        places in 2usize..9,
    ) {
        let weights = spots.iter().map(|spot| f64::from(spot.2)).collect();
        let far = |a: &(u32, u32, u32), b: &(u32, u32, u32)| {
            f64::from(a.0.abs_diff(b.0)).hypot(f64::from(a.1.abs_diff(b.1)))
        };
        let minutes = spots.iter().flat_map(|a| spots.iter().map(move |b| far(a, b))).collect();
        let problem = Problem::new(weights, minutes, spots.len()).unwrap();
        let slight = Effort { turns: 1, rounds: 60, kicks: 3, nodes: 3 };
        let found = [1, 2].map(|seed| median(&problem, places, seed, slight).unwrap());
        for (one, other) in [(&found[0], &found[1]), (&found[1], &found[0])] {
            prop_assert!(one.bound <= other.objective * (1.0 + 1e-9));
            prop_assert!((one.objective - total(&problem, &one.open)).abs() < 1e-6);
        }
        let found = [1, 2].map(|seed| most_covered(&problem, places, 150.0, seed, slight).unwrap());
        for (one, other) in [(&found[0], &found[1]), (&found[1], &found[0])] {
            prop_assert!(one.bound >= other.objective - 1e-6);
        }
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let problem = Problem::new(vec![1.0], vec![1.0, f64::INFINITY], 2).unwrap();
    let effort = Effort::default();
    assert_eq!(median(&problem, 1, 1, effort), Err(Fault::Unreached { demand: 0, site: 1 }));
    assert_eq!(centre(&problem, 3, effort), Err(Fault::Places { least: 1, most: 2 }));
    assert_eq!(median(&problem, 0, 1, effort), Err(Fault::Places { least: 1, most: 2 }));
    let both = problem.clone().with(vec![1], vec![1]);
    assert_eq!(both, Err(Fault::Site { site: 1 }));
    assert_eq!(problem.clone().with(vec![2], vec![]), Err(Fault::Site { site: 2 }));
    assert_eq!(problem.with(vec![], vec![2]), Err(Fault::Site { site: 2 }));
    assert_eq!(Problem::new(vec![], vec![], 0), Err(Fault::Size));
    assert_eq!(Problem::new(vec![1.0], vec![], usize::MAX), Err(Fault::Size));
    assert_eq!(Problem::new(vec![1.0], vec![1.0], 2), Err(Fault::Shape));
    assert_eq!(Problem::new(vec![-1.0], vec![1.0], 1), Err(Fault::Weight { demand: 0 }));
    assert_eq!(Problem::new(vec![f64::NAN], vec![1.0], 1), Err(Fault::Weight { demand: 0 }));
    let nan = Problem::new(vec![1.0], vec![0.0, f64::NAN], 2);
    assert_eq!(nan, Err(Fault::Minutes { demand: 0, site: 1 }));
}
