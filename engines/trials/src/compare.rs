//! Means in a table, and differences of means that allow for how many they are: all pairs by Tukey
//! (and Kramer), each against a control by Dunnett, any set by Holm. A p-value is refused where
//! its method would not hold.

use crate::distributions::{t_quantile, t_two_sided};
use crate::matrix::Matrix;
use crate::means::{Estimate, Estimates, Marginal};
use crate::report::{Adjustment, Difference, Mean, OnResponse};
use crate::studentised::{dunnett_quantile, dunnett_upper, range_quantile, range_upper};

/// More levels than this are not compared pair by pair unless asked for.
pub(crate) const PAIRED_MAX: usize = 30;

/// Which differences are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// How their number is allowed for.
    pub adjustment: Adjustment,
    /// The control, for Dunnett; the first level otherwise.
    pub control: Option<String>,
}

pub(crate) fn means(
    marginal: &Marginal,
    estimates: &Estimates<'_>,
    centre: f64,
    back: Option<fn(f64) -> (f64, f64)>,
) -> Vec<Mean> {
    let one = |(i, level): (usize, &String)| {
        let found = estimates.of(&marginal.weights.row_values(i));
        let (value, half) = (found.value + centre, t_quantile(0.95, found.df) * found.se);
        let response = back.map(|back| {
            let (mean, slope) = back(value);
            let ends = (back(value - half).0, back(value + half).0);
            OnResponse { mean, se: slope.abs() * found.se, lower: ends.0, upper: ends.1 }
        });
        Mean {
            term: marginal.term.clone(),
            level: level.clone(),
            emmean: value,
            se: found.se,
            df: found.df,
            lower: value - half,
            upper: value + half,
            letters: String::new(),
            response,
        }
    };
    marginal.levels.iter().enumerate().map(one).collect()
}

/// A difference of two rows of means.
struct Pair {
    label: String,
    weights: Vec<f64>,
    found: Estimate,
}

pub(crate) fn differences(
    marginal: &Marginal,
    estimates: &Estimates<'_>,
    wanted: &Comparison,
) -> Vec<Difference> {
    let count = marginal.levels.len();
    let control = match &wanted.control {
        Some(name) => marginal.levels.iter().position(|level| level == name),
        None => Some(0),
    };
    let places: Vec<(usize, usize)> = match wanted.adjustment {
        Adjustment::Dunnett => {
            let Some(control) = control else {
                return Vec::new();
            };
            (0..count).filter(|i| *i != control).map(|i| (i, control)).collect()
        }
        _ => (0..count).flat_map(|i| (i + 1..count).map(move |j| (i, j))).collect(),
    };
    let pair = |&(i, j): &(usize, usize)| {
        let weights: Vec<f64> = (0..marginal.weights.cols())
            .map(|k| marginal.weights[(i, k)] - marginal.weights[(j, k)])
            .collect();
        let name = |i: usize| marginal.levels.get(i).map_or("", String::as_str);
        let found = estimates.of(&weights);
        Pair { label: format!("{} - {}", name(i), name(j)), weights, found }
    };
    let pairs: Vec<Pair> = places.iter().map(pair).collect();
    let value = |i: usize| estimates.of(&marginal.weights.row_values(i)).value;
    let values: Vec<f64> = match wanted.adjustment {
        Adjustment::Duncan => (0..count).map(value).collect(),
        _ => Vec::new(),
    };
    let spans: Vec<usize> = places.iter().map(|&(i, j)| span(&values, i, j)).collect();
    let p = adjusted(&pairs, estimates, wanted.adjustment, count, &spans);
    let critical = critical(&pairs, estimates, wanted.adjustment, count);
    pairs
        .iter()
        .zip(p)
        .zip(critical)
        .map(|((pair, p), critical)| Difference {
            term: marginal.term.clone(),
            contrast: pair.label.clone(),
            estimate: pair.found.value,
            se: pair.found.se,
            df: pair.found.df,
            t: t_of(pair),
            adjustment: wanted.adjustment,
            p,
            lower: pair.found.value - critical * pair.found.se,
            upper: pair.found.value + critical * pair.found.se,
        })
        .collect()
}

fn t_of(pair: &Pair) -> f64 {
    if pair.found.se > 0.0 { pair.found.value / pair.found.se } else { f64::NAN }
}

fn adjusted(
    pairs: &[Pair],
    estimates: &Estimates<'_>,
    adjustment: Adjustment,
    groups: usize,
    spans: &[usize],
) -> Vec<f64> {
    let single = |pair: &Pair| t_two_sided(t_of(pair), pair.found.df);
    match adjustment {
        Adjustment::Tukey => {
            let root = std::f64::consts::SQRT_2;
            let p = |pair: &Pair| range_upper(t_of(pair).abs() * root, groups, pair.found.df);
            pairs.iter().map(p).collect()
        }
        Adjustment::Dunnett => {
            let b = shared_factor(pairs, estimates);
            let p = |pair: &Pair| {
                b.as_ref().map_or(f64::NAN, |b| dunnett_upper(t_of(pair), b, pair.found.df))
            };
            pairs.iter().map(p).collect()
        }
        // The level for s means is 1 - (1 - α)^(s-1) (Duncan 1955).
        Adjustment::Duncan => {
            let root = std::f64::consts::SQRT_2;
            let p = |(pair, &span): (&Pair, &usize)| {
                let whole = range_upper(t_of(pair).abs() * root, span, pair.found.df);
                -((-whole).ln_1p() / (span as f64 - 1.0)).exp_m1()
            };
            pairs.iter().zip(spans).map(p).collect()
        }
        Adjustment::Holm => holm(&pairs.iter().map(single).collect::<Vec<_>>()),
        Adjustment::None => pairs.iter().map(single).collect(),
    }
}

/// How many standard errors the interval reaches; equal degrees of freedom are looked up once.
fn critical(
    pairs: &[Pair],
    estimates: &Estimates<'_>,
    adjustment: Adjustment,
    groups: usize,
) -> Vec<f64> {
    let b = match adjustment {
        Adjustment::Dunnett => shared_factor(pairs, estimates),
        _ => None,
    };
    let mut known: Vec<(f64, f64)> = Vec::new();
    let mut look_up = |df: f64| {
        if df.is_nan() {
            return f64::NAN;
        }
        if let Some((_, value)) = known.iter().find(|(of, _)| (of - df).abs() < 1e-9) {
            return *value;
        }
        let value = match adjustment {
            Adjustment::Tukey => range_quantile(0.05, groups, df) / std::f64::consts::SQRT_2,
            Adjustment::Dunnett => b.as_ref().map_or(f64::NAN, |b| dunnett_quantile(0.05, b, df)),
            Adjustment::Holm => t_quantile(1.0 - 0.05 / pairs.len() as f64, df),
            // Duncan's levels differ by pair: its differences have intervals of their own level.
            Adjustment::Duncan | Adjustment::None => t_quantile(0.95, df),
        };
        known.push((df, value));
        value
    };
    pairs.iter().map(|pair| look_up(pair.found.df)).collect()
}

/// Numbers b with bᵢ bⱼ the correlation of the differences i and j, as differences from one control
/// have; `None` when the correlations are not of that form.
fn shared_factor(pairs: &[Pair], estimates: &Estimates<'_>) -> Option<Vec<f64>> {
    let correlation = |i: &Pair, j: &Pair| {
        let (a, b) = (Matrix::row(&i.weights), Matrix::row(&j.weights));
        a.times(estimates.covariance).dot(&b) / (i.found.se * j.found.se)
    };
    match pairs {
        [] => None,
        [_] => Some(vec![0.0]),
        [first, second] => {
            let r = correlation(first, second);
            (r >= 0.0).then(|| vec![r.sqrt(), r.sqrt()])
        }
        [first, second, third, ..] => {
            let (r12, r13, r23) =
                (correlation(first, second), correlation(first, third), correlation(second, third));
            let b0 = (r12 * r13 / r23).sqrt();
            let rest = pairs.iter().skip(1).map(|pair| correlation(first, pair) / b0);
            let b: Vec<f64> = [b0].into_iter().chain(rest).collect();
            let fits = pairs.iter().zip(&b).enumerate().all(|(i, (x, bx))| {
                let mut later = pairs.iter().zip(&b).skip(i + 1);
                later.all(|(y, by)| (correlation(x, y) - bx * by).abs() < 1e-6)
            });
            (fits && b.iter().all(|b| (0.0..1.0).contains(b))).then_some(b)
        }
    }
}

/// How many means lie from the one to the other, both included.
fn span(values: &[f64], i: usize, j: usize) -> usize {
    let (Some(a), Some(b)) = (values.get(i), values.get(j)) else {
        return 2;
    };
    values.iter().filter(|v| **v >= a.min(*b) && **v <= a.max(*b)).count().max(2)
}

/// Letters of means: sets that do not differ, each as large as it can be, from the largest mean.
pub(crate) fn letters(rows: &mut [Mean], pairs: &[Difference]) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mean = |i: &usize| rows.get(*i).map_or(f64::NAN, |row| row.emmean);
    order.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
    let name = |i: usize| rows.get(i).map_or("", |row| row.level.as_str());
    let differ = |i: usize, j: usize| {
        let (one, other) =
            (format!("{} - {}", name(i), name(j)), format!("{} - {}", name(j), name(i)));
        let found = pairs.iter().find(|pair| pair.contrast == one || pair.contrast == other);
        found.is_none_or(|pair| pair.p < 0.05 || pair.p.is_nan())
    };
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (first, &i) in order.iter().enumerate() {
        let mut set = vec![i];
        for &j in order.iter().skip(first + 1) {
            if set.iter().any(|&k| differ(k, j)) {
                break;
            }
            set.push(j);
        }
        if !sets.iter().any(|known| set.iter().all(|i| known.contains(i))) {
            sets.push(set);
        }
    }
    for (set, letter) in sets.iter().zip('a'..='z') {
        for &i in set {
            if let Some(row) = rows.get_mut(i) {
                row.letters.push(letter);
            }
        }
    }
}

/// Holm 1979: the smallest p times their number, the next times one less, never falling.
pub(crate) fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    let of = |i: usize| p.get(i).copied().unwrap_or(f64::NAN);
    order.sort_by(|&a, &b| of(a).total_cmp(&of(b)));
    let mut out = vec![f64::NAN; p.len()];
    let mut least: f64 = 0.0;
    for (done, &place) in order.iter().enumerate() {
        least = least.max(((p.len() - done) as f64 * of(place)).min(1.0));
        if let Some(slot) = out.get_mut(place).filter(|_| !of(place).is_nan()) {
            *slot = least;
        }
    }
    out
}
