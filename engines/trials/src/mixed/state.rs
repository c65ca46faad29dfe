//! A mixed model at given variances: its likelihood, what follows for β, and the derivatives.

use crate::matrix::{Cholesky, Matrix};
use crate::mixed::Problem;

/// Everything at one point; variances in units of [`Problem::scale`] squared, the residual's last.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) variances: Vec<f64>,
    /// -2 log-likelihood, restricted where the problem is.
    pub(crate) criterion: f64,
    /// (Q'V⁻¹Q)⁻¹.
    pub(crate) phi: Matrix,
    /// Q'V⁻¹Q.
    pub(crate) information: Matrix,
    /// Coefficients of the basis, for y less its least squares fit.
    pub(crate) beta: Matrix,
    /// Z'V⁻¹Z.
    pub(crate) zvz: Matrix,
    /// Z'V⁻¹Q.
    pub(crate) zvq: Matrix,
    /// Z'Py, P = V⁻¹ - V⁻¹Q(Q'V⁻¹Q)⁻¹Q'V⁻¹.
    pub(crate) zpy: Matrix,
    /// y'Py.
    pub(crate) ypy: f64,
}

/// First and second derivatives of the criterion by the variances.
#[derive(Clone, Debug)]
pub(crate) struct Derivatives {
    pub(crate) gradient: Vec<f64>,
    pub(crate) observed: Matrix,
    /// Mean of observed and expected: never indefinite.
    pub(crate) average: Matrix,
    /// tr(PVᵢPVⱼ), P replaced by V⁻¹ for ML.
    pub(crate) expected: Matrix,
}

impl State {
    /// None where the matrices are not positive definite.
    pub(crate) fn new(problem: &Problem, variances: &[f64]) -> Option<Self> {
        let residual = *variances.last()?;
        let roots = spread_roots(problem, variances, residual);
        let size = problem.zz.rows();
        let inner = Matrix::from_fn(size, size, |i, j| {
            roots[(i, 0)] * problem.zz[(i, j)] * roots[(j, 0)] + f64::from(i == j)
        });
        let factor = inner.cholesky()?;
        let at_rows =
            |m: &Matrix| Matrix::from_fn(m.rows(), m.cols(), |i, j| roots[(i, 0)] * m[(i, j)]);
        // L⁻¹ S Z'·, so that ·'Z W Z'· is the product of two of them.
        let whiten = |factor: &Cholesky, m: &Matrix| factor.whiten(&at_rows(m));
        let z = whiten(&factor, &problem.zz);
        let q = whiten(&factor, &problem.zq);
        let y = whiten(&factor, &problem.zy);
        let over = 1.0 / residual;
        let zvz = problem.zz.minus(&z.t_times(&z)).scaled(over);
        let zvq = problem.zq.minus(&z.t_times(&q)).scaled(over);
        let zvy = problem.zy.minus(&z.t_times(&y)).scaled(over);
        let information = Matrix::identity(problem.p).minus(&q.t_times(&q)).scaled(over);
        let qvy = q.t_times(&y).scaled(-over);
        let yvy = (problem.yy - y.dot(&y)) * over;
        let (phi, ln_information) = match problem.p {
            0 => (Matrix::zeros(0, 0), 0.0),
            _ => {
                let factor = information.cholesky()?;
                (factor.inverse(), factor.ln_determinant())
            }
        };
        let beta = phi.times(&qvy);
        let ypy = yvy - qvy.dot(&beta);
        let n = problem.n as f64;
        let free = if problem.restricted { n - problem.p as f64 } else { n };
        let restricted = if problem.restricted { ln_information } else { 0.0 };
        let constant = (2.0 * std::f64::consts::PI).ln();
        let criterion =
            free * constant + n * residual.ln() + factor.ln_determinant() + restricted + ypy;
        criterion.is_finite().then(|| Self {
            variances: variances.to_vec(),
            criterion,
            zpy: zvy.minus(&zvq.times(&beta)),
            phi,
            information,
            beta,
            zvz,
            zvq,
            ypy,
        })
    }

    /// Z'PZ.
    pub(crate) fn zpz(&self) -> Matrix {
        self.zvz.minus(&self.zvq.times(&self.phi).times(&self.zvq.transpose()))
    }

    pub(crate) fn derivatives(&self, problem: &Problem) -> Derivatives {
        let zpz = self.zpz();
        let traced = if problem.restricted { &zpz } else { &self.zvz };
        let free = problem.n as f64 - if problem.restricted { problem.p as f64 } else { 0.0 };
        let groups = &problem.groups;
        let k = groups.len();
        let mut squares = Vec::new();
        let mut first = Vec::new();
        let mut expected = Matrix::zeros(k + 1, k + 1);
        let mut quadratic = Matrix::zeros(k + 1, k + 1);
        for (i, &a) in groups.iter().enumerate() {
            let u = self.zpy.block((a.0, 0), (a.1, 1));
            squares.push(u.dot(&u));
            first.push(traced.block((a.0, a.0), (a.1, a.1)).trace());
            for (j, &b) in groups.iter().enumerate() {
                let part = traced.block((a.0, b.0), (a.1, b.1));
                expected[(i, j)] = part.dot(&part);
                let v = self.zpy.block((b.0, 0), (b.1, 1));
                quadratic[(i, j)] = u.dot(&zpz.block((a.0, b.0), (a.1, b.1)).times(&v));
            }
        }
        // The residual's row follows from Σ tⱼVⱼ = V.
        first.push(self.last(&first, free));
        squares.push(self.last(&squares, self.ypy));
        for (matrix, sums) in [(&mut expected, &first), (&mut quadratic, &squares)] {
            for i in 0..k {
                let row: Vec<f64> = (0..k).map(|j| matrix[(i, j)]).collect();
                let value = self.last(&row, crate::matrix::at(sums, i));
                matrix[(i, k)] = value;
                matrix[(k, i)] = value;
            }
            let row: Vec<f64> = (0..k).map(|j| matrix[(k, j)]).collect();
            matrix[(k, k)] = self.last(&row, crate::matrix::at(sums, k));
        }
        Derivatives {
            gradient: first.iter().zip(&squares).map(|(trace, square)| trace - square).collect(),
            observed: quadratic.scaled(2.0).minus(&expected),
            average: quadratic,
            expected,
        }
    }

    /// What the residual adds, where all parts times their variances make the whole.
    pub(crate) fn last(&self, parts: &[f64], whole: f64) -> f64 {
        let groups: f64 = parts.iter().zip(&self.variances).map(|(part, t)| part * t).sum();
        (whole - groups) / self.residual()
    }

    pub(crate) fn residual(&self) -> f64 {
        self.variances.last().copied().unwrap_or(f64::NAN)
    }
}

/// For each unit the standard deviation of its group over that of the residual.
fn spread_roots(problem: &Problem, variances: &[f64], residual: f64) -> Matrix {
    let mut out = Matrix::zeros(problem.zz.rows(), 1);
    for (&(first, count), variance) in problem.groups.iter().zip(variances) {
        for unit in first..first + count {
            out[(unit, 0)] = (variance / residual).sqrt();
        }
    }
    out
}
