//! Counts: of a total (binomial, logit) and without one (Poisson, logarithm), by maximum likelihood
//! (McCullagh & Nelder 1989).

mod fixed;
mod random;

use libm::lgamma;

use crate::fault::{Fault, Outcome};
use crate::frame::Frame;
use crate::table::Table;

pub(crate) use fixed::fixed;
pub(crate) use random::random;

/// What the response is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// A measure.
    #[default]
    Gaussian,
    /// A count of a total, `cbind(k, n - k)`, or 0 and 1.
    Binomial,
    /// A count without a total.
    Poisson,
}

/// Counts with their totals; 1 for Poisson.
pub(crate) struct Counts {
    pub(crate) family: Family,
    pub(crate) counts: Vec<f64>,
    pub(crate) totals: Vec<f64>,
}

/// What a linear predictor says of one count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) mean: f64,
    /// Variance of the count, which is the slope of its mean too.
    pub(crate) weight: f64,
    pub(crate) log_likelihood: f64,
    /// Its part of the deviance.
    pub(crate) deviance: f64,
}

impl Counts {
    pub(crate) fn new(table: &Table, frame: &Frame, family: Family) -> Outcome<Self> {
        let centre = frame.response.centre;
        let counts: Vec<f64> = frame.response.values.iter().map(|v| v + centre).collect();
        let totals = match (&frame.response.totals, family) {
            (Some(_), Family::Poisson) => {
                return Err(Fault::Data("counts of a total are of the family binomial".into()));
            }
            (Some(totals), _) => totals.clone(),
            (None, _) => vec![1.0; counts.len()],
        };
        for ((row, k), n) in frame.rows.iter().zip(&counts).zip(&totals) {
            let most = if family == Family::Poisson { f64::INFINITY } else { *n };
            if *k < 0.0 || k.fract() != 0.0 || *k > most || n.fract() != 0.0 {
                let what = match family {
                    Family::Poisson => "a count is a whole number from 0",
                    _ if frame.response.totals.is_none() => "0 or 1 is wanted, or cbind(k, n - k)",
                    _ => "a count of a total is a whole number from 0 to the total",
                };
                return Err(Fault::Cell {
                    line: table.line(*row),
                    column: frame.response.name.clone(),
                    what: what.into(),
                });
            }
        }
        Ok(Self { family, counts, totals })
    }

    pub(crate) fn points<'a>(&'a self, predictor: &'a [f64]) -> impl Iterator<Item = Point> + 'a {
        let all = self.counts.iter().zip(&self.totals).zip(predictor);
        all.map(|((k, n), eta)| match self.family {
            Family::Poisson => poisson(*k, *eta),
            _ => binomial(*k, *n, *eta),
        })
    }

    /// A first predictor, from each count alone.
    pub(crate) fn start(&self) -> Vec<f64> {
        let each = self.counts.iter().zip(&self.totals).map(|(k, n)| match self.family {
            Family::Poisson => (k + 0.1).ln(),
            _ => ((k + 0.5) / (n - k + 0.5)).ln(),
        });
        each.collect()
    }
}

fn binomial(k: f64, n: f64, eta: f64) -> Point {
    // ln p and ln(1 - p) without loss at either end.
    let (ln_p, ln_q) = (-(-eta).exp().ln_1p(), -eta.exp().ln_1p());
    let ln_p = if eta < -700.0 { eta } else { ln_p };
    let ln_q = if eta > 700.0 { -eta } else { ln_q };
    let (p, q) = (ln_p.exp(), ln_q.exp());
    let choose = lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
    let part = |k: f64, ln_share: f64| if k > 0.0 { k * ((k / n).ln() - ln_share) } else { 0.0 };
    Point {
        mean: n * p,
        weight: n * p * q,
        log_likelihood: choose + k * ln_p + (n - k) * ln_q,
        deviance: 2.0 * (part(k, ln_p) + part(n - k, ln_q)),
    }
}

fn poisson(k: f64, eta: f64) -> Point {
    let mean = eta.exp();
    let part = if k > 0.0 { k * (k.ln() - eta) } else { 0.0 };
    Point {
        mean,
        weight: mean,
        log_likelihood: k * eta - mean - lgamma(k + 1.0),
        deviance: 2.0 * (part - (k - mean)),
    }
}

/// How means on the scale of the model go back to shares or counts, with the derivative.
pub(crate) fn back(family: Family) -> fn(f64) -> (f64, f64) {
    match family {
        Family::Poisson => |eta| (eta.exp(), eta.exp()),
        _ => |eta| {
            let p = 1.0 / (1.0 + (-eta).exp());
            (p, p * (1.0 - p))
        },
    }
}
