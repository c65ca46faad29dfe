//! Whether residuals are as the model takes them: near normal (Shapiro & Wilk 1965, by Royston 1995,
//! AS R94) and as large in every group (Bartlett 1937).

use serde::Serialize;

use crate::distributions::{chi2_upper, normal, normal_quantile};
use crate::frame::{Frame, Values};
use crate::matrix::at;

/// The algorithm is not calibrated beyond.
const ROWS_MAX: usize = 5_000;

/// A test's statistic and its p-value.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Check {
    /// W of Shapiro and Wilk, K² of Bartlett.
    pub statistic: f64,
    /// A small one says that the model's assumption does not hold.
    pub p: f64,
}

/// Checks of a fixed model's residuals.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Checks {
    /// Normal residuals.
    pub shapiro_wilk: Option<Check>,
    /// Equal variances of the groups, for a model of one factor.
    pub bartlett: Option<Check>,
}

pub(crate) fn checks(frame: &Frame, residuals: &[f64]) -> Checks {
    let bartlett = match frame.variables.as_slice() {
        [one] => match &one.values {
            Values::Levels { codes, levels } => {
                bartlett(&frame.response.values, codes, levels.len())
            }
            Values::Numbers(_) => None,
        },
        _ => None,
    };
    Checks { shapiro_wilk: shapiro_wilk(residuals), bartlett }
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// For 3 to 5,000 values that are not all equal.
pub(crate) fn shapiro_wilk(values: &[f64]) -> Option<Check> {
    let n = values.len();
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mean = sorted.iter().sum::<f64>() / n as f64;
    let square: f64 = sorted.iter().map(|v| (v - mean) * (v - mean)).sum();
    if !(3..=ROWS_MAX).contains(&n) || square <= 0.0 {
        return None;
    }
    let top: f64 = weights(n)
        .iter()
        .zip(sorted.iter().zip(sorted.iter().rev()))
        .map(|(a, (low, high))| a * (high - low))
        .sum();
    let w = (top * top / square).min(1.0);
    Some(Check { statistic: w, p: shapiro_wilk_p(w, n as f64) })
}

/// Of the lower half; those of the upper are their opposites.
fn weights(n: usize) -> Vec<f64> {
    if n == 3 {
        return vec![0.5_f64.sqrt()];
    }
    let m: Vec<f64> =
        (1..=n / 2).map(|i| normal_quantile((i as f64 - 0.375) / (n as f64 + 0.25))).collect();
    let square = 2.0 * m.iter().map(|v| v * v).sum::<f64>();
    let root = 1.0 / (n as f64).sqrt();
    let first = polynomial(&[0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], root)
        - at(&m, 0) / square.sqrt();
    let second = polynomial(&[0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], root)
        - at(&m, 1) / square.sqrt();
    let ends = if n > 5 { vec![first, second] } else { vec![first] };
    let of_m: f64 = m.iter().take(ends.len()).map(|v| v * v).sum();
    let of_a: f64 = ends.iter().map(|v| v * v).sum();
    let scale = ((square - 2.0 * of_m) / (1.0 - 2.0 * of_a)).sqrt();
    let rest = m.iter().skip(ends.len()).map(|v| -v / scale);
    ends.iter().copied().chain(rest).collect()
}

fn shapiro_wilk_p(w: f64, n: f64) -> f64 {
    if n == 3.0 {
        let p = 6.0 / std::f64::consts::PI * (w.sqrt().asin() - 0.75_f64.sqrt().asin());
        return p.max(0.0);
    }
    let y = (1.0 - w).ln();
    let (y, mean, sd) = if n <= 11.0 {
        let bound = polynomial(&[-2.273, 0.459], n);
        if y >= bound {
            return 0.0;
        }
        (
            -(bound - y).ln(),
            polynomial(&[0.544, -0.39978, 0.025054, -6.714e-4], n),
            polynomial(&[1.3822, -0.77857, 0.062767, -0.0020322], n).exp(),
        )
    } else {
        let x = n.ln();
        (
            y,
            polynomial(&[-1.5861, -0.31082, -0.083751, 0.0038915], x),
            polynomial(&[-0.4803, -0.082676, 0.0030302], x).exp(),
        )
    };
    normal(-(y - mean) / sd)
}

fn bartlett(values: &[f64], codes: &[usize], groups: usize) -> Option<Check> {
    let mut sums = vec![(0.0, 0.0); groups];
    for (value, code) in values.iter().zip(codes) {
        let (count, sum) = sums.get_mut(*code)?;
        *count += 1.0;
        *sum += value;
    }
    let mut squares = vec![0.0; groups];
    for (value, code) in values.iter().zip(codes) {
        let (count, sum) = sums.get(*code)?;
        *squares.get_mut(*code)? += (value - sum / count) * (value - sum / count);
    }
    if groups < 2 || sums.iter().any(|(count, _)| *count < 2.0) || squares.iter().any(|s| *s <= 0.0)
    {
        return None;
    }
    let df: f64 = sums.iter().map(|(count, _)| count - 1.0).sum();
    let pooled = squares.iter().sum::<f64>() / df;
    let own: f64 = sums
        .iter()
        .zip(&squares)
        .map(|((count, _), s)| (count - 1.0) * (s / (count - 1.0)).ln())
        .sum();
    let inverse: f64 = sums.iter().map(|(count, _)| 1.0 / (count - 1.0)).sum();
    let between = groups as f64 - 1.0;
    let statistic = (df * pooled.ln() - own) / (1.0 + (inverse - 1.0 / df) / (3.0 * between));
    Some(Check { statistic, p: chi2_upper(statistic, between) })
}
