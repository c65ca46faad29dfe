//! The next batch: a process that is right at known points, and trials that go on find the optimum.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use trials::next_batch::{Asked, Axis, expected_improvement, next_batch};
use trials::process::{Hyper, Process};
use trials::{Formula, Table};

#[track_caller]
fn near(found: f64, exact: f64, by: f64) {
    assert!((found - exact).abs() <= by, "{found} is not {exact}");
}

/// Two observations, by hand: K = v [[1 + s, m], [m, 1 + s]].
#[test]
fn a_process_of_two_observations() {
    let hyper = Hyper { variance: 2.0, lengths: vec![0.5], noise: 0.3 };
    let process = Process::new(&[vec![0.0], vec![0.5]], &[1.0, -1.0], hyper).unwrap();
    let matern = |d: f64| {
        let s = 5.0_f64.sqrt() * d / 0.5;
        (1.0 + s + s * s / 3.0) * (-s).exp()
    };
    let (own, both) = (2.3, 2.0 * matern(0.5));
    // (1, -1) is an eigenvector of K with the value own - both.
    let likelihood = -0.5
        * (2.0 / (own - both)
            + (own * own - both * both).ln()
            + 2.0 * (2.0 * std::f64::consts::PI).ln());
    near(process.log_likelihood(), likelihood, 1e-12);
    let near_first = 2.0 * (matern(0.1) - matern(0.4)) / (own - both);
    near(process.predict(&[0.1]).0, near_first, 1e-12);
    // Half way the two cancel.
    near(process.predict(&[0.25]).0, 0.0, 1e-12);
    near(expected_improvement(0.0, 1.0, 0.0), 0.3989422804014327, 1e-15);
    near(expected_improvement(1.0, 0.0, 3.0), 2.0, 0.0);
}

/// Branin 1972: three minima of 0.397887.
fn branin(x: f64, y: f64) -> f64 {
    let pi = std::f64::consts::PI;
    let curve = y - 5.1 / (4.0 * pi * pi) * x * x + 5.0 / pi * x - 6.0;
    curve * curve + 10.0 * (1.0 - 1.0 / (8.0 * pi)) * x.cos() + 10.0
}

/// Noise of standard deviation 2 that is the same in every run: a sum of uniform numbers.
fn noise(state: &mut u64) -> f64 {
    let mut sum = 0.0;
    for _ in 0..12 {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        sum += (*state >> 11) as f64 / (1_u64 << 53) as f64;
    }
    2.0 * (sum - 6.0)
}

fn asked(batch: usize, seed: u64) -> Asked {
    Asked {
        response: "y".into(),
        axes: vec![("u".into(), Axis::Between(-5.0, 10.0)), ("v".into(), Axis::Between(0.0, 15.0))],
        limits: Vec::new(),
        most: false,
        batch,
        seed,
    }
}

/// What is recommended after 40 noisy observations in batches of 4.
fn regret(seed: u64) -> f64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut points: Vec<[f64; 3]> = Vec::new();
    let mut found = next_batch(None, &asked(4, seed)).unwrap();
    loop {
        for setting in &found.batch {
            let (u, v) = (setting["u"], setting["v"]);
            points.push([u, v, branin(u, v) + noise(&mut state)]);
        }
        let column = |k: usize| points.iter().map(|point| point[k]).collect::<Vec<f64>>();
        let (u, v, y) = (column(0), column(1), column(2));
        let table = Table::from_columns(&[("u", &u), ("v", &v), ("y", &y)]);
        found = next_batch(Some(&table), &asked(4, seed)).unwrap();
        if points.len() >= 40 {
            let best = found.recommended.unwrap();
            return branin(best.factors["u"], best.factors["v"]) - 0.397887;
        }
    }
}

#[test]
fn batches_find_the_minimum_under_noise() {
    let mut regrets: Vec<f64> = (1..=5).map(regret).collect();
    regrets.sort_by(f64::total_cmp);
    assert!(regrets[2] <= 0.25, "{regrets:?}");
}

#[test]
fn limits_levels_and_seeds_are_kept() {
    let y: Vec<f64> = vec![3.0, 1.0, 4.0, 1.5, 2.0, 2.5];
    let (u, v) = (vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0], vec![1.0, 2.0, 1.0, 2.0, 4.0, 1.0]);
    let table = Table::from_columns(&[("u", &u), ("v", &v), ("y", &y)]);
    let side = |text: &str| Formula::parse(text).unwrap();
    let question = Asked {
        axes: vec![
            ("u".into(), Axis::Between(0.0, 5.0)),
            ("v".into(), Axis::OneOf(vec![1.0, 2.0, 4.0])),
        ],
        limits: vec![(side("~ u + v"), side("~ 5"))],
        ..asked(3, 4)
    };
    let found = next_batch(Some(&table), &question).unwrap();
    assert_eq!(found.batch.len(), 3);
    for setting in &found.batch {
        assert!([1.0, 2.0, 4.0].contains(&setting["v"]), "{setting:?}");
        assert!(setting["u"] + setting["v"] <= 5.0 + 1e-9, "{setting:?}");
    }
    assert_eq!(found.batch, next_batch(Some(&table), &question).unwrap().batch);
    let never = Asked { limits: vec![(side("~ u + 9"), side("~ 5"))], ..question };
    assert!(next_batch(Some(&table), &never).unwrap_err().is_no_answer());
}
