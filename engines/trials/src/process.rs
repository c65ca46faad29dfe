//! A Gaussian process: what noisy observations at some settings say about all settings (Rasmussen &
//! Williams 2006, ch. 2, 5), with a Matérn 5/2 kernel of one length for each factor.
//!
//! The noise is estimated with the rest: a trial is noisy, and a process that believes its
//! observations recommends the luckiest of them.

use std::f64::consts::PI;

use crate::chance::Chance;
use crate::fault::{Fault, Outcome};
use crate::matrix::{Cholesky, Matrix, at};
use crate::minimise::descend_slopes;

/// Observations of a process at most: the work grows with their third power.
pub const OBSERVATIONS_MAX: usize = 500;
/// Starts of the search for hyperparameters.
const STARTS: usize = 4;
/// From so many observations on their likelihood has one summit as a rule: one start is enough.
const MANY: usize = 100;
/// Bounds of lengths, of the variance, and of the noise, for settings between 0 and 1 and responses
/// of variance 1.
const LENGTH: (f64, f64) = (0.05, 5.0);
const VARIANCE: (f64, f64) = (0.05, 20.0);
const NOISE: (f64, f64) = (1e-6, 1.0);

/// What a kernel is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Hyper {
    /// Variance of the response over the settings.
    pub variance: f64,
    /// For each factor how far settings are alike.
    pub lengths: Vec<f64>,
    /// Variance of repeated observations.
    pub noise: f64,
}

/// A process that has seen its observations.
#[derive(Clone, Debug)]
pub struct Process {
    x: Vec<Vec<f64>>,
    hyper: Hyper,
    factor: Cholesky,
    weights: Matrix,
    log_likelihood: f64,
}

impl Process {
    /// A process of mean 0 with these hyperparameters.
    ///
    /// # Errors
    /// No observations or too many; a kernel that is not positive definite.
    pub fn new(x: &[Vec<f64>], y: &[f64], hyper: Hyper) -> Outcome<Self> {
        if x.is_empty() || x.len() != y.len() || x.len() > OBSERVATIONS_MAX {
            return Err(Fault::Data("a process has from 1 to 500 observations".into()));
        }
        let kernel = covariance(x, &hyper);
        let factor = kernel.cholesky().ok_or_else(|| {
            Fault::NoAnswer("settings that are repeated need noise to differ by".into())
        })?;
        let y = Matrix::column(y);
        let weights = factor.solve(&y);
        let n = x.len() as f64;
        let log_likelihood =
            -0.5 * (y.dot(&weights) + factor.ln_determinant() + n * (2.0 * PI).ln());
        Ok(Self { x: x.to_vec(), hyper, factor, weights, log_likelihood })
    }

    /// The hyperparameters under which the observations, of mean 0 and variance 1, are likeliest.
    ///
    /// # Errors
    /// As [`Process::new`].
    pub fn fitted(x: &[Vec<f64>], y: &[f64], seed: u64) -> Outcome<Self> {
        let factors = x.first().map_or(0, Vec::len);
        let mut chance = Chance::new(seed);
        let middle = |(low, high): (f64, f64), part: f64| low.ln() + part * (high / low).ln();
        let mut best: Option<Self> = None;
        for start in 0..if x.len() < MANY { STARTS } else { 1 } {
            let mut part = || if start == 0 { 0.5 } else { 0.2 + 0.6 * chance.unit() };
            let mut place = vec![middle(VARIANCE, part()), middle(NOISE, part())];
            place.extend((0..factors).map(|_| middle(LENGTH, part())));
            let height = |place: &[f64]| {
                let found = Self::new(x, y, hyper(place)).map(|process| process.log_likelihood);
                found.map_or(f64::INFINITY, |likelihood| outside(place).0 - likelihood)
            };
            let smooth = |place: &[f64]| {
                let process = Self::new(x, y, hyper(place)).ok()?;
                let (penalty, pushed) = outside(place);
                let slopes = process.slopes();
                let slopes = slopes.iter().zip(pushed).map(|(slope, push)| push - slope);
                Some((penalty - process.log_likelihood, slopes.collect()))
            };
            let end = descend_slopes(&smooth, &height, &place, 1e-8);
            if let Some(found) = end.and_then(|end| Self::new(x, y, hyper(&end)).ok())
                && best.as_ref().is_none_or(|best| found.log_likelihood > best.log_likelihood)
            {
                best = Some(found);
            }
        }
        best.ok_or_else(|| Fault::NoAnswer("the process has no likeliest form".into()))
    }

    /// The log marginal likelihood.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// The hyperparameters.
    pub fn hyper(&self) -> &Hyper {
        &self.hyper
    }

    /// Mean and standard deviation of the response at a setting, without noise.
    pub fn predict(&self, place: &[f64]) -> (f64, f64) {
        let near: Vec<f64> =
            self.x.iter().map(|x| self.hyper.variance * matern(x, place, &self.hyper)).collect();
        let near = Matrix::column(&near);
        let white = self.factor.whiten(&near);
        let variance = self.hyper.variance - white.dot(&white);
        (near.dot(&self.weights), variance.max(0.0).sqrt())
    }

    /// Derivatives of the log likelihood by the logarithms of variance, noise and lengths.
    fn slopes(&self) -> Vec<f64> {
        let n = self.x.len();
        let inverse = self.factor.inverse();
        let factors = self.hyper.lengths.len();
        let mut out = vec![0.0; 2 + factors];
        let mut add = |place: usize, value: f64| {
            if let Some(slot) = out.get_mut(place) {
                *slot += 0.5 * value;
            }
        };
        for (j, b) in self.x.iter().enumerate() {
            for (i, a) in self.x.iter().enumerate().take(j + 1) {
                let twice = if i == j { 1.0 } else { 2.0 };
                let pull = self.weights[(i, 0)] * self.weights[(j, 0)] - inverse[(i, j)];
                let pull = twice * pull * self.hyper.variance;
                add(0, pull * matern(a, b, &self.hyper));
                let scaled = 5.0_f64.sqrt() * distance(a, b, &self.hyper);
                let by_distance = 5.0 / 3.0 * (1.0 + scaled) * (-scaled).exp();
                for (k, length) in self.hyper.lengths.iter().enumerate() {
                    let part = (at(a, k) - at(b, k)) / length;
                    add(2 + k, pull * by_distance * part * part);
                }
            }
        }
        let own: f64 = (0..n).map(|i| self.weights[(i, 0)].powi(2) - inverse[(i, i)]).sum();
        add(1, own * self.hyper.noise);
        out
    }
}

/// From logarithms of variance, noise and lengths.
fn hyper(place: &[f64]) -> Hyper {
    Hyper {
        variance: at(place, 0).exp(),
        noise: at(place, 1).exp(),
        lengths: place.iter().skip(2).map(|v| v.exp()).collect(),
    }
}

/// What is added outside the bounds, and its slopes.
fn outside(place: &[f64]) -> (f64, Vec<f64>) {
    let bounds = [VARIANCE, NOISE].into_iter().chain(std::iter::repeat(LENGTH));
    let mut sum = 0.0;
    let slopes = place.iter().zip(bounds).map(|(v, (low, high))| {
        let away = (v - high.ln()).max(0.0) + (v - low.ln()).min(0.0);
        sum += 50.0 * away * away;
        100.0 * away
    });
    let slopes = slopes.collect();
    (sum, slopes)
}

fn distance(a: &[f64], b: &[f64], hyper: &Hyper) -> f64 {
    let parts = a.iter().zip(b).zip(&hyper.lengths).map(|((x, y), l)| ((x - y) / l).powi(2));
    parts.sum::<f64>().sqrt()
}

fn matern(a: &[f64], b: &[f64], hyper: &Hyper) -> f64 {
    let scaled = 5.0_f64.sqrt() * distance(a, b, hyper);
    (1.0 + scaled + scaled * scaled / 3.0) * (-scaled).exp()
}

fn covariance(x: &[Vec<f64>], hyper: &Hyper) -> Matrix {
    let mut out = Matrix::zeros(x.len(), x.len());
    for (j, b) in x.iter().enumerate() {
        for (i, a) in x.iter().enumerate().take(j) {
            let value = hyper.variance * matern(a, b, hyper);
            out[(i, j)] = value;
            out[(j, i)] = value;
        }
        out[(j, j)] = hyper.variance + hyper.noise;
    }
    out
}
