//! Satterthwaite's degrees of freedom, from the curvature of the likelihood (Fai & Cornelius 1996;
//! Kuznetsova, Brockhoff & Christensen 2017, JSS 82(13)). A variance at 0 counts as known.

use crate::matrix::{Matrix, at};
use crate::mixed::Problem;
use crate::mixed::state::State;

pub(crate) struct Satterthwaite<'a> {
    problem: &'a Problem,
    state: &'a State,
    /// Variances that are not at 0, and the covariance of their estimates.
    free: Vec<usize>,
    covariance: Matrix,
}

impl<'a> Satterthwaite<'a> {
    pub(crate) fn new(problem: &'a Problem, state: &'a State) -> Self {
        let places = state.variances.iter().enumerate();
        let free: Vec<usize> = places.filter(|(_, t)| **t > 0.0).map(|(i, _)| i).collect();
        let observed = state.derivatives(problem).observed;
        let part = observed.columns(&free).select_rows(&free);
        let covariance = match part.cholesky() {
            Some(factor) => factor.inverse(),
            None => part.pseudo_inverse(),
        };
        Self { problem, state, free, covariance: covariance.scaled(2.0) }
    }

    /// Degrees of freedom of a combination of coefficients of the basis, given as a row.
    pub(crate) fn df(&self, row: &Matrix) -> f64 {
        let spread = row.times(&self.state.phi);
        let variance = spread.dot(row);
        let mut slopes = Vec::new();
        for &(first, count) in &self.problem.groups {
            let part = self.state.zvq.block((first, 0), (count, self.problem.p));
            let seen = part.times(&spread.transpose());
            slopes.push(seen.dot(&seen));
        }
        slopes.push(self.state.last(&slopes, variance));
        let free: Vec<f64> = self.free.iter().map(|&place| at(&slopes, place)).collect();
        let free = Matrix::row(&free);
        2.0 * variance * variance / free.times(&self.covariance).dot(&free)
    }

    /// Those of a test of several combinations at once, the rows of a matrix: F, and the error's.
    pub(crate) fn test(&self, rows: &Matrix, beta: &Matrix) -> (f64, f64) {
        let (values, vectors) = rows.times(&self.state.phi).times(&rows.transpose()).eigen();
        let turned = vectors.t_times(rows);
        let q = values.len();
        let mut f = 0.0;
        let mut each = Vec::new();
        for (m, value) in values.iter().enumerate() {
            let row = Matrix::row(&turned.row_values(m));
            let estimate = row.times(beta)[(0, 0)];
            f += estimate * estimate / value / q as f64;
            each.push(self.df(&row));
        }
        (f, joined(&each))
    }
}

/// The degrees of freedom of an F from those of its parts.
fn joined(each: &[f64]) -> f64 {
    let first = at(each, 0);
    if each.iter().all(|df| (df - first).abs() < 1e-8) {
        return first;
    }
    if each.iter().any(|df| *df <= 2.0) {
        return 2.0;
    }
    let expected: f64 = each.iter().map(|df| df / (df - 2.0)).sum();
    2.0 * expected / (expected - each.len() as f64)
}
