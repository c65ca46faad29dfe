//! Power before planting: how often a trial of this size would find a difference of that size.
//!
//! One-way analysis of variance under the non-central F distribution (Cohen 1988): effect size f is
//! the standard deviation of the group means over that within groups, and the non-centrality n·k·f².

use serde::Serialize;

use crate::distributions::{beta, f_quantile};
use crate::fault::{Fault, Outcome};
use libm::lgamma;

/// More units in a group than this are no trial.
const GROUP_MAX: f64 = 1e6;

/// A trial's power.
#[derive(Clone, Debug, Serialize)]
pub struct Power {
    /// Number of treatments.
    pub groups: f64,
    /// Units of each; what was asked for may be a fraction, to be rounded up.
    pub n: f64,
    /// Cohen's f.
    pub f: f64,
    /// Probability of a difference found where there is none.
    pub alpha: f64,
    /// Probability that the difference is found.
    pub power: f64,
    /// The same in words.
    pub sentence: String,
}

/// Power of n units in each of k groups.
pub fn anova_power(groups: f64, n: f64, f: f64, alpha: f64) -> f64 {
    let (df1, df2) = (groups - 1.0, groups * (n - 1.0));
    if df1 < 1.0 || df2 <= 0.0 || f.is_nan() || f < 0.0 || !(0.0..1.0).contains(&alpha) {
        return f64::NAN;
    }
    f_upper_shifted(f_quantile(alpha, df1, df2), df1, df2, n * groups * f * f)
}

/// P(F ≥ f) where the numerator has a non-centrality: beta functions weighted by Poisson's
/// probabilities, from the likeliest outwards.
fn f_upper_shifted(f: f64, df1: f64, df2: f64, shift: f64) -> f64 {
    let (rest, x) = (df2 / (df2 + df1 * f), df1 * f / (df2 + df1 * f));
    let half = 0.5 * shift;
    let term = |j: f64| {
        let weight = if half > 0.0 {
            (j * half.ln() - half - lgamma(j + 1.0)).exp()
        } else {
            f64::from(j == 0.0)
        };
        (weight, weight * beta(0.5 * df2, 0.5 * df1 + j, rest, x))
    };
    let middle = half.floor();
    let mut sum = term(middle).1;
    for direction in [-1.0, 1.0] {
        let mut j = middle + direction;
        while j >= 0.0 {
            let (weight, part) = term(j);
            sum += part;
            if weight < 1e-17 {
                break;
            }
            j += direction;
        }
    }
    sum.min(1.0)
}

/// The power of a trial, in words too.
///
/// # Errors
/// Fewer than two groups or units, or an effect that is none.
pub fn power(groups: f64, n: f64, f: f64, alpha: f64) -> Outcome<Power> {
    let found = anova_power(groups, n, f, alpha);
    if found.is_nan() {
        return Err(Fault::Data(
            "power needs two groups, more than one unit in each, an effect from 0 and a level \
             between 0 and 1"
                .into(),
        ));
    }
    let share = (100.0 * found).round();
    let judged = match found {
        0.8.. => "That is enough for most purposes.",
        0.5..0.8 => "More units, or fewer treatments, would make it surer.",
        _ => "Most such trials would see nothing: it is not worth planting like this.",
    };
    let sentence = format!(
        "With {n:.0} units of each of {groups:.0} treatments, {share} of 100 such trials would \
         find a difference of this size. {judged}"
    );
    Ok(Power { groups, n, f, alpha, power: found, sentence })
}

/// How many units of each treatment give this power.
///
/// # Errors
/// An effect that no number of units would find.
pub fn units_for(groups: f64, wanted: f64, f: f64, alpha: f64) -> Outcome<Power> {
    let none = || Fault::NoAnswer("no number of units gives this power".into());
    let of = |n: f64| anova_power(groups, n, f, alpha);
    let (mut low, mut high) = (1.0, 2.0);
    if !(alpha..1.0).contains(&wanted) {
        return Err(none());
    }
    while of(high).total_cmp(&wanted).is_lt() {
        (low, high) = (high, 2.0 * high);
        if high > GROUP_MAX {
            return Err(none());
        }
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if of(middle) < wanted { low = middle } else { high = middle }
    }
    let found = power(groups, high.ceil(), f, alpha)?;
    Ok(Power { n: high, power: wanted, ..found })
}
