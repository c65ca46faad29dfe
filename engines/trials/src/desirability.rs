//! Several responses at once: each is given a desirability between 0 and 1, and the settings are
//! sought where their geometric mean is largest (Derringer & Suich 1980, J. Qual. Technol. 12).
//!
//! A response below its low or above its high limit makes the whole worthless, so that limits act as
//! constraints. Costs and prices are responses like others.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fault::{Fault, Outcome};
use crate::formula::{Formula, Kind, Node};
use crate::frame::numbers;
use crate::matrix::at;
use crate::minimise::minimise;
use crate::table::Table;

/// Starts along each factor.
const STARTS: usize = 5;
/// Starts in all.
const STARTS_MAX: usize = 700;
/// Starts that are followed to their end.
const FOLLOWED: usize = 24;

/// What is wanted of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Worthless up to the first, perfect from the second on.
    Most(f64, f64),
    /// Perfect up to the first, worthless from the second on.
    Least(f64, f64),
    /// Worthless outside the first and last, perfect in the middle.
    Target(f64, f64, f64),
}

/// A response: its model, and what is wanted of it.
#[derive(Clone, Debug)]
pub struct Response {
    /// `name ~ arithmetic of the factors`.
    pub model: Formula,
    /// What is wanted.
    pub wanted: Wanted,
}

/// Where settings are sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Region {
    /// Each factor between minus and plus this.
    Cube(f64),
    /// Factors whose squares sum to the square of this at most.
    Sphere(f64),
}

/// Settings and what they give.
#[derive(Clone, Debug, Serialize)]
pub struct Desirable {
    /// Geometric mean of the desirabilities.
    pub desirability: f64,
    /// The settings.
    pub factors: BTreeMap<String, f64>,
    /// The responses there.
    pub responses: BTreeMap<String, f64>,
    /// The desirability of each.
    pub each: BTreeMap<String, f64>,
}

impl Wanted {
    /// Between 0 and 1.
    pub fn desirability(&self, value: f64) -> f64 {
        let share = |from: f64, to: f64| ((value - from) / (to - from)).clamp(0.0, 1.0);
        match *self {
            Self::Most(low, high) => share(low, high),
            Self::Least(low, high) => share(high, low),
            Self::Target(low, target, high) if value <= target => {
                share(low, target) * f64::from(value <= high)
            }
            Self::Target(_, target, high) => share(high, target),
        }
    }
}

/// The desirability at given settings.
///
/// # Errors
/// A model that cannot be computed.
pub fn desirability_at(responses: &[Response], factors: &[(&str, f64)]) -> Outcome<Desirable> {
    let cells: Vec<(&str, [f64; 1])> = factors.iter().map(|(name, v)| (*name, [*v])).collect();
    let columns: Vec<(&str, &[f64])> =
        cells.iter().map(|(name, v)| (*name, v.as_slice())).collect();
    let table = Table::from_columns(&columns);
    let mut out = Desirable {
        desirability: 1.0,
        factors: factors.iter().map(|(name, v)| ((*name).to_owned(), *v)).collect(),
        responses: BTreeMap::new(),
        each: BTreeMap::new(),
    };
    for response in responses {
        let node = &response.model.right;
        let inner = Node { at: node.at, kind: Kind::Group(Box::new(node.clone())) };
        let value = at(&numbers(&table, &response.model, &inner)?, 0);
        let name = response.model.left.as_ref().map(Node::name).unwrap_or_default();
        let desirability = response.wanted.desirability(value);
        out.desirability *= desirability.powf(1.0 / responses.len() as f64);
        out.responses.insert(name.clone(), value);
        out.each.insert(name, desirability);
    }
    Ok(out)
}

/// The most desirable settings.
///
/// # Errors
/// A model that cannot be computed; no settings that satisfy all limits.
pub fn most_desirable(responses: &[Response], region: Region) -> Outcome<Desirable> {
    let mut names: Vec<String> = Vec::new();
    for response in responses {
        let mut found = Vec::new();
        response.model.right.columns(&mut found);
        for (_, name) in found {
            if names.iter().all(|known| known != name) {
                names.push(name.to_owned());
            }
        }
    }
    names.sort();
    let whole = |place: &[f64]| -> Outcome<Desirable> {
        let settings: Vec<(&str, f64)> =
            names.iter().map(String::as_str).zip(region.nearest(place)).collect();
        desirability_at(responses, &settings)
    };
    whole(&vec![0.0; names.len()])?;
    let mut height =
        |place: &[f64]| whole(place).map_or(f64::INFINITY, |found| -found.desirability);
    let mut starts: Vec<(f64, Vec<f64>)> = region
        .starts(names.len())
        .into_iter()
        .map(|place| (height(&place), place))
        .filter(|(value, _)| *value < 0.0)
        .collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Option<(Vec<f64>, f64)> = None;
    for (_, start) in starts.into_iter().take(FOLLOWED) {
        let mut found = minimise(&mut height, &start, 0.2, 1e-13);
        // Where a target is met the summit is an edge, along which one descent may stop early.
        for step in [0.1, 0.03, 0.01, 0.003] {
            let next = minimise(&mut height, &region.nearest(&found.0), step, 1e-13);
            if next.1 <= found.1 {
                found = next;
            }
        }
        if best.as_ref().is_none_or(|best| found.1 < best.1) {
            best = Some(found);
        }
    }
    match best {
        Some((place, _)) => whole(&place),
        None => Err(Fault::NoAnswer("no settings in the region satisfy all limits".into())),
    }
}

impl Region {
    /// The point of the region that is meant by one outside of it.
    fn nearest(&self, place: &[f64]) -> Vec<f64> {
        match *self {
            Self::Cube(half) => place.iter().map(|v| v.clamp(-half, half)).collect(),
            Self::Sphere(radius) => {
                let length = crate::qr::length(place);
                let by = if length > radius { radius / length } else { 1.0 };
                place.iter().map(|v| v * by).collect()
            }
        }
    }

    fn starts(&self, factors: usize) -> Vec<Vec<f64>> {
        let half = match *self {
            Self::Cube(half) | Self::Sphere(half) => half,
        };
        let mut each = STARTS;
        while each > 2 && each.saturating_pow(factors as u32) > STARTS_MAX {
            each -= 1;
        }
        let count = each.saturating_pow(factors as u32).min(STARTS_MAX);
        let place = |number: usize| {
            let mut rest = number;
            let axis = |_| {
                let level = rest % each;
                rest /= each;
                half * (2.0 * level as f64 / (each - 1) as f64 - 1.0)
            };
            (0..factors).map(axis).collect()
        };
        (0..count).map(place).collect()
    }
}
