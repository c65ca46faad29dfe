//! The next batch of a trial that goes on season after season: settings that promise most, and what
//! to recommend today.
//!
//! A [`Process`] with estimated noise is fitted; each point of the batch is where the expected
//! improvement over the lowest mean (not the lowest observation) is largest, and its own mean is
//! then believed (Jones, Schonlau & Welch 1998; Ginsbourger, Le Riche & Carraro 2010). What is
//! recommended is where the mean is best, with its interval.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::chance::Chance;
use crate::distributions::normal;
use crate::fault::{Fault, Outcome};
use crate::formula::Formula;
use crate::frame::numbers;
use crate::matrix::at;
use crate::minimise::minimise;
use crate::process::Process;
use crate::table::Table;

/// Settings that are looked at before the best are followed.
const CANDIDATES: usize = 500;
const FOLLOWED: usize = 2;
/// Settings of a first batch, when nothing has been observed.
const FIRST: usize = 8;
/// A trial may end when the expected gain is below this part of the responses' spread.
const STOP: f64 = 0.01;

/// A factor that is to be set.
#[derive(Clone, Debug, PartialEq)]
pub enum Axis {
    /// Anything between two numbers.
    Between(f64, f64),
    /// One of these numbers.
    OneOf(Vec<f64>),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Column or expression of the response.
    pub response: String,
    /// Factors with where they may be set.
    pub axes: Vec<(String, Axis)>,
    /// Pairs of expressions of the factors of which the first must not exceed the second.
    pub limits: Vec<(Formula, Formula)>,
    /// Whether the most is sought instead of the least.
    pub most: bool,
    /// Settings wanted.
    pub batch: usize,
    /// Of the search.
    pub seed: u64,
}

/// The answer. Keys are those of `parvis trials next --json`.
#[derive(Clone, Debug, Serialize)]
pub struct Batch {
    /// Observations used.
    pub n: usize,
    /// Seed of the search.
    pub seed: u64,
    /// What is best by what is known; none before the first observations.
    pub recommended: Option<Setting>,
    /// What to try next.
    pub batch: Vec<BTreeMap<String, f64>>,
    /// By how much the first of them is expected to improve on what is recommended.
    pub expected_improvement: f64,
    /// Standard deviation of repeated observations, as estimated.
    pub noise_sd: f64,
    /// For each factor how far settings are alike, as a part of its range.
    pub lengths: BTreeMap<String, f64>,
    /// Whether going on promises less than a hundredth of the responses' spread.
    pub stop: bool,
}

/// A setting and what is expected there.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// The setting.
    pub factors: BTreeMap<String, f64>,
    /// Expected response.
    pub mean: f64,
    /// End of its 95 % interval, without the noise of an observation.
    pub lower: f64,
    /// End of its 95 % interval.
    pub upper: f64,
}

/// The next batch.
///
/// # Errors
/// Columns or expressions that cannot be read; limits that no setting satisfies.
pub fn next_batch(table: Option<&Table>, asked: &Asked) -> Outcome<Batch> {
    let space = Space { asked };
    space.check()?;
    let mut chance = Chance::new(asked.seed);
    let (x, y) = match table {
        Some(table) => observed(table, asked)?,
        None => (Vec::new(), Vec::new()),
    };
    let spread = spread(&y);
    if y.len() < 2 || spread.1 == 0.0 {
        return first(&space, &mut chance, y.len());
    }
    let sign = if asked.most { -1.0 } else { 1.0 };
    let scaled: Vec<f64> = y.iter().map(|v| sign * (v - spread.0) / spread.1).collect();
    let process = Process::fitted(&x, &scaled, asked.seed)?;
    let (best, best_mean) = space.least(&mut |u| process.predict(u).0, &x, &mut chance)?;
    let (mut believed, mut means) = (x.clone(), scaled);
    let mut known = process.clone();
    let (mut batch, mut lowest, mut promised) = (Vec::new(), best_mean, f64::NAN);
    for _ in 0..asked.batch {
        let gain = |u: &[f64]| {
            let (mean, sd) = known.predict(u);
            expected_improvement(mean, sd, lowest)
        };
        let (place, value) = space.least(&mut |u| -gain(u), &[], &mut chance)?;
        promised = if batch.is_empty() { -value } else { promised };
        let mean = known.predict(&place).0;
        lowest = lowest.min(mean);
        believed.push(place.clone());
        means.push(mean);
        known = Process::new(&believed, &means, process.hyper().clone())?;
        batch.push(space.named(&place));
    }
    let sd = process.predict(&best).1;
    let back = |v: f64| spread.0 + sign * spread.1 * v;
    let ends = [back(best_mean - 1.959964 * sd), back(best_mean + 1.959964 * sd)];
    Ok(Batch {
        n: y.len(),
        seed: asked.seed,
        recommended: Some(Setting {
            factors: space.named(&best),
            mean: back(best_mean),
            lower: at(&ends, 0).min(at(&ends, 1)),
            upper: at(&ends, 0).max(at(&ends, 1)),
        }),
        batch,
        expected_improvement: promised * spread.1,
        noise_sd: process.hyper().noise.sqrt() * spread.1,
        lengths: asked
            .axes
            .iter()
            .map(|(name, _)| name.clone())
            .zip(process.hyper().lengths.iter().copied())
            .collect(),
        stop: promised < STOP,
    })
}

/// By how much a normal variable is below the lowest value, on average.
pub fn expected_improvement(mean: f64, sd: f64, lowest: f64) -> f64 {
    if sd <= 0.0 {
        return (lowest - mean).max(0.0);
    }
    let z = (lowest - mean) / sd;
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    ((lowest - mean) * normal(z) + sd * density).max(0.0)
}

fn observed(table: &Table, asked: &Asked) -> Outcome<(Vec<Vec<f64>>, Vec<f64>)> {
    let formula = Formula::parse(&format!("{} ~ 1", asked.response))?;
    let left = formula.left.as_ref().unwrap_or(&formula.right);
    let response = numbers(table, &formula, left)?;
    let mut columns = Vec::new();
    for (name, axis) in &asked.axes {
        let formula = Formula::parse(&format!("`{name}` ~ 1"))?;
        let node = formula.left.as_ref().unwrap_or(&formula.right);
        let values = numbers(table, &formula, node)?;
        columns.push(values.iter().map(|v| axis.to_unit(*v)).collect::<Vec<f64>>());
    }
    let whole = |row: &usize| {
        !at(&response, *row).is_nan() && columns.iter().all(|column| !at(column, *row).is_nan())
    };
    let rows: Vec<usize> = (0..table.rows()).filter(whole).collect();
    let place = |row: &usize| columns.iter().map(|column| at(column, *row)).collect();
    Ok((rows.iter().map(place).collect(), rows.iter().map(|row| at(&response, *row)).collect()))
}

/// Mean and standard deviation.
fn spread(y: &[f64]) -> (f64, f64) {
    let n = y.len() as f64;
    let mean = y.iter().sum::<f64>() / n;
    (mean, (y.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt())
}

/// A Latin hypercube: each factor evenly over its range.
fn first(space: &Space<'_>, chance: &mut Chance, n: usize) -> Outcome<Batch> {
    let count = space.asked.batch.max(FIRST);
    let factors = space.asked.axes.len();
    let mut batch = Vec::new();
    for _ in 0..200 {
        let orders: Vec<Vec<usize>> = (0..factors)
            .map(|_| {
                let mut order: Vec<usize> = (0..count).collect();
                chance.shuffle(&mut order);
                order
            })
            .collect();
        for i in 0..count {
            let cell = |order: &Vec<usize>| order.get(i).copied().unwrap_or(0) as f64;
            let place: Vec<f64> =
                orders.iter().map(|order| (cell(order) + 0.5) / count as f64).collect();
            let place = space.snapped(&place);
            if batch.len() < count && space.allowed(&place) {
                batch.push(space.named(&place));
            }
        }
        if batch.len() == count {
            break;
        }
    }
    Ok(Batch {
        n,
        seed: space.asked.seed,
        recommended: None,
        batch,
        expected_improvement: f64::NAN,
        noise_sd: f64::NAN,
        lengths: BTreeMap::new(),
        stop: false,
    })
}

impl Axis {
    fn ends(&self) -> (f64, f64) {
        match self {
            Self::Between(low, high) => (*low, *high),
            Self::OneOf(values) => values
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v))),
        }
    }

    fn to_unit(&self, value: f64) -> f64 {
        let (low, high) = self.ends();
        (value - low) / (high - low)
    }

    fn to_value(&self, unit: f64) -> f64 {
        let (low, high) = self.ends();
        low + unit.clamp(0.0, 1.0) * (high - low)
    }

    /// The nearest that can be set.
    fn snap(&self, unit: f64) -> f64 {
        let inside = unit.clamp(0.0, 1.0);
        match self {
            Self::Between(..) => inside,
            Self::OneOf(values) => {
                let away = |v: &f64| (self.to_unit(*v) - inside).abs();
                let nearest = values.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
                nearest.map_or(inside, |v| self.to_unit(*v))
            }
        }
    }
}

/// Where settings may be, each factor between 0 and 1.
struct Space<'a> {
    asked: &'a Asked,
}

impl Space<'_> {
    fn check(&self) -> Outcome<()> {
        for (name, axis) in &self.asked.axes {
            let (low, high) = axis.ends();
            if !(low < high && low.is_finite() && high.is_finite()) {
                return Err(Fault::Data(format!("“{name}” needs two ends, the lower one first")));
            }
        }
        if self.asked.axes.is_empty() || self.asked.batch == 0 {
            return Err(Fault::Data("a batch needs a factor and a setting".into()));
        }
        let middle = vec![0.5; self.asked.axes.len()];
        for (low, high) in &self.asked.limits {
            self.value(low, &middle)?;
            self.value(high, &middle)?;
        }
        Ok(())
    }

    fn snapped(&self, place: &[f64]) -> Vec<f64> {
        self.asked.axes.iter().zip(place).map(|((_, axis), v)| axis.snap(*v)).collect()
    }

    fn named(&self, place: &[f64]) -> BTreeMap<String, f64> {
        let axes = self.asked.axes.iter().zip(place);
        axes.map(|((name, axis), v)| (name.clone(), axis.to_value(*v))).collect()
    }

    fn value(&self, expression: &Formula, place: &[f64]) -> Outcome<f64> {
        let named = self.named(place);
        let cells: Vec<(&str, [f64; 1])> = named.iter().map(|(n, v)| (n.as_str(), [*v])).collect();
        let columns: Vec<(&str, &[f64])> = cells.iter().map(|(n, v)| (*n, v.as_slice())).collect();
        let table = Table::from_columns(&columns);
        Ok(at(&numbers(&table, expression, &expression.right)?, 0))
    }

    fn allowed(&self, place: &[f64]) -> bool {
        self.asked.limits.iter().all(|(low, high)| {
            matches!((self.value(low, place), self.value(high, place)), (Ok(a), Ok(b)) if a <= b)
        })
    }

    /// The allowed place where a function is least.
    fn least(
        &self,
        of: &mut dyn FnMut(&[f64]) -> f64,
        known: &[Vec<f64>],
        chance: &mut Chance,
    ) -> Outcome<(Vec<f64>, f64)> {
        let mut height = |place: &[f64]| {
            let snapped = self.snapped(place);
            if self.allowed(&snapped) { of(&snapped) } else { f64::INFINITY }
        };
        let drawn =
            (0..CANDIDATES).map(|_| self.asked.axes.iter().map(|_| chance.unit()).collect());
        let mut places: Vec<(f64, Vec<f64>)> = drawn
            .chain(known.iter().cloned())
            .map(|place: Vec<f64>| (height(&place), place))
            .filter(|(value, _)| value.is_finite())
            .collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let ends =
            places.iter().take(FOLLOWED).map(|(_, place)| minimise(&mut height, place, 0.05, 1e-6));
        let best = ends.min_by(|a, b| a.1.total_cmp(&b.1));
        let none = || Fault::NoAnswer("no setting that was tried satisfies all limits".into());
        best.map(|(place, value)| (self.snapped(&place), value)).ok_or_else(none)
    }
}
