//! Ranks and chances of proposals whose worth is known as a normal distribution.

use faer::{Mat, Side};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use statrs::function::erf::erfc;

use crate::calibrate::Options;

/// Draws made at once.
const BATCH: usize = 128;

/// The mean of each one's rank, where 1 is the greatest worth: one, and the probability of being
/// less than each other, summed.
pub(crate) fn expected_ranks(worth: &[f64], covariance: &Mat<f64>) -> Vec<f64> {
    let mut ranks = vec![1.0; worth.len()];
    for (one, its) in worth.iter().enumerate() {
        let mut sum = 0.0;
        let (before, _) = ranks.split_at_mut(one);
        for (other, (rank, others)) in before.iter_mut().zip(worth).enumerate() {
            let variance = covariance[(one, one)] + covariance[(other, other)]
                - 2.0 * covariance[(one, other)];
            let less = probability_less(its - others, variance);
            sum += less;
            *rank += 1.0 - less;
        }
        if let Some(rank) = ranks.get_mut(one) {
            *rank += sum;
        }
    }
    ranks
}

/// Probability that a normal difference is below zero; of two that are surely equal, a half.
fn probability_less(difference: f64, variance: f64) -> f64 {
    if variance > 0.0 {
        return 0.5 * erfc(difference / (2.0 * variance).sqrt());
    }
    match difference.total_cmp(&0.0) {
        std::cmp::Ordering::Less => 1.0,
        std::cmp::Ordering::Greater => 0.0,
        std::cmp::Ordering::Equal => 0.5,
    }
}

/// The probability of each of being among the `first`, over draws in pairs of opposites.
pub(crate) fn selected(
    worth: &[f64],
    covariance: &Mat<f64>,
    first: usize,
    options: &Options,
) -> Vec<f64> {
    let size = worth.len();
    let Ok(factor) = covariance.llt(Side::Lower) else {
        return vec![first as f64 / size as f64; size];
    };
    let lower = factor.L();
    let mut chance = ChaCha20Rng::seed_from_u64(options.seed);
    let mut counts = vec![0_u64; size];
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(size);
    let pairs = options.draws.div_ceil(2);
    let mut made = 0;
    while made < pairs {
        let now = BATCH.min(pairs - made);
        let normal = Mat::from_fn(size, now, |_, _| standard_normal(&mut chance));
        let drawn = lower * &normal;
        for draw in 0..now {
            for sign in [1.0, -1.0] {
                order.clear();
                let of = worth.iter().zip(drawn.col_as_slice(draw)).enumerate();
                order.extend(of.map(|(index, (worth, by))| (worth + sign * by, index)));
                if first < size {
                    order.select_nth_unstable_by(first, |one, other| other.0.total_cmp(&one.0));
                }
                for (_, index) in order.iter().take(first) {
                    if let Some(count) = counts.get_mut(*index) {
                        *count += 1;
                    }
                }
            }
        }
        made += now;
    }
    counts.into_iter().map(|count| count as f64 / (2 * pairs).max(1) as f64).collect()
}

/// A draw from the standard normal distribution (Box and Muller 1958).
pub(crate) fn standard_normal(chance: &mut impl Rng) -> f64 {
    let radius = (-2.0 * (1.0 - chance.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * chance.random::<f64>()).cos()
}
