//! Power before planting: how often a trial of this size would find a difference of that size.
//!
//! By simulation for any model that can be analysed: responses are drawn on a field book with the
//! means and variances that are thought likely, and analysed as the trial will be. By formula for
//! one-way analysis of variance under the non-central F distribution (Cohen 1988): effect size f is
//! the standard deviation of the group means over that within groups, and the non-centrality n·k·f².

use libm::lgamma;
use serde::Serialize;

use crate::analyse::{Options, analyse};
use crate::chance::Chance;
use crate::compare::Comparison;
use crate::distributions::{beta, f_quantile};
use crate::fault::{Fault, Outcome};
use crate::formula::Formula;
use crate::frame::{Frame, Values};
use crate::mixed::Ddf;
use crate::report::Adjustment;
use crate::table::Table;
use crate::terms::Spec;

/// More units in a group than this are no trial.
const GROUP_MAX: f64 = 1e6;

/// Simulated trials at most.
const SIMULATED_MAX: usize = 100_000;

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
    let sentence = format!(
        "With {n:.0} units of each of {groups:.0} treatments, {share} of 100 such trials would \
         find a difference of this size. {}",
        judged(found)
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

/// A trial that is to be simulated.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The model by which the trial will be analysed.
    pub model: Formula,
    /// The factor that is asked about, and the mean of each of its levels, in their order.
    pub effect: (String, Vec<f64>),
    /// Variance of each random group.
    pub groups: Vec<(String, f64)>,
    /// Variance of the residual.
    pub residual: f64,
    /// Probability of a difference found where there is none.
    pub alpha: f64,
    /// How many trials are drawn.
    pub trials: usize,
    /// From which they can be drawn again.
    pub seed: u64,
}

/// How often a simulated trial found the difference.
#[derive(Clone, Debug, Serialize)]
pub struct Simulated {
    /// Trials drawn.
    pub trials: usize,
    /// Those that had no answer; they count as not finding anything.
    pub unanswered: usize,
    /// Share that found the difference.
    pub power: f64,
    /// Standard error of that share.
    pub se: f64,
    /// Seed.
    pub seed: u64,
    /// The same in words.
    pub sentence: String,
}

/// Draws trials on a field book and analyses them, with Kenward and Roger's degrees of freedom.
///
/// # Errors
/// A model, factor or group that the field book does not have.
pub fn simulate(book: &Table, asked: &Simulation) -> Outcome<Simulated> {
    if !(1..=SIMULATED_MAX).contains(&asked.trials) {
        return Err(Fault::Data(format!("from 1 to {SIMULATED_MAX} trials are simulated")));
    }
    let left = asked.model.left.as_ref().map(crate::formula::Node::name).unwrap_or_default();
    let mut book = book.clone();
    book.set_numbers(&left, &vec![0.0; book.rows()]);
    let spec = Spec::new(&asked.model)?;
    let frame = Frame::new(&book, &spec)?;
    let (factor, means) = &asked.effect;
    let mean: Vec<f64> = frame
        .variables
        .iter()
        .find(|variable| variable.name == *factor)
        .and_then(|variable| match &variable.values {
            Values::Levels { codes, levels } if levels.len() == means.len() => {
                Some(codes.iter().filter_map(|&code| means.get(code).copied()).collect())
            }
            _ => None,
        })
        .ok_or_else(|| {
            Fault::Data(format!("“{factor}” is no factor with {} levels", means.len()))
        })?;
    let mut spreads = Vec::new();
    for group in &frame.groups {
        let found = asked.groups.iter().find(|(name, _)| *name == group.name);
        let none = || Fault::Data(format!("the variance of “{}” is not given", group.name));
        spreads.push((group, found.ok_or_else(none)?.1.sqrt()));
    }
    let comparison = Comparison { adjustment: Adjustment::None, control: None };
    let options = Options { ddf: Ddf::KenwardRoger, comparison, ..Options::default() };
    let mut chance = Chance::new(asked.seed);
    let (mut found, mut unanswered) = (0, 0);
    for _ in 0..asked.trials {
        let mut y = mean.clone();
        for (group, sd) in &spreads {
            let drawn: Vec<f64> = group.levels.iter().map(|_| sd * chance.normal()).collect();
            y.iter_mut().zip(&group.codes).for_each(|(y, &code)| {
                *y += drawn.get(code).copied().unwrap_or(0.0);
            });
        }
        y.iter_mut().for_each(|y| *y += asked.residual.sqrt() * chance.normal());
        let mut whole = vec![f64::NAN; book.rows()];
        for (value, &row) in y.iter().zip(&frame.rows) {
            if let Some(slot) = whole.get_mut(row) {
                *slot = *value;
            }
        }
        book.set_numbers(&left, &whole);
        match analyse(&book, &asked.model, &options) {
            Ok(answer) => {
                let row = answer.anova.iter().find(|row| row.term == *factor);
                found += usize::from(row.is_some_and(|row| row.p < asked.alpha));
            }
            Err(_) => unanswered += 1,
        }
    }
    let power = found as f64 / asked.trials.max(1) as f64;
    let se = (power * (1.0 - power) / asked.trials.max(1) as f64).sqrt();
    let share = (100.0 * power).round();
    let sentence =
        format!("{share} of 100 such trials would find this difference. {}", judged(power));
    Ok(Simulated { trials: asked.trials, unanswered, power, se, seed: asked.seed, sentence })
}

fn judged(power: f64) -> &'static str {
    match power {
        0.8.. => "That is enough for most purposes.",
        0.5..0.8 => "More units, or fewer treatments, would make it surer.",
        _ => "Most such trials would see nothing: it is not worth planting like this.",
    }
}
