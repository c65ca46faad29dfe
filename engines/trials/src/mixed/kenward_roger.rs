//! Kenward and Roger's F: a covariance of β corrected for the estimation of the variances, and a
//! scale and degrees of freedom that match the first two moments of the statistic (Kenward & Roger
//! 1997, Biometrics 53; as computed by Halekoh & Højsgaard 2014, JSS 59(9)).

use crate::matrix::Matrix;
use crate::mixed::Problem;
use crate::mixed::state::State;

pub(crate) struct KenwardRoger {
    phi: Matrix,
    /// The corrected covariance of β.
    pub(crate) adjusted: Matrix,
    /// Φ Pᵢ Φ, by variance.
    spread: Vec<Matrix>,
    /// Covariance of the estimates of the variances, from the expected information.
    weights: Matrix,
}

impl KenwardRoger {
    pub(crate) fn new(problem: &Problem, state: &State) -> Self {
        let weights = state.derivatives(problem).expected.pseudo_inverse().scaled(2.0);
        let (first, second) = parts(problem, state);
        let phi = &state.phi;
        let mut correction = Matrix::zeros(problem.p, problem.p);
        for (i, row) in second.iter().enumerate() {
            for (j, both) in row.iter().enumerate() {
                correction.add_scaled(both, weights[(i, j)]);
                if let (Some(a), Some(b)) = (first.get(i), first.get(j)) {
                    correction.add_scaled(&a.times(phi).times(b), -weights[(i, j)]);
                }
            }
        }
        let lambda = phi.times(&correction).times(phi);
        Self {
            adjusted: phi.plus(&lambda.plus(&lambda.transpose())),
            spread: first.iter().map(|part| phi.times(part).times(phi)).collect(),
            phi: phi.clone(),
            weights,
        }
    }

    /// F and the error's degrees of freedom for several combinations at once, rows of a matrix.
    pub(crate) fn test(&self, rows: &Matrix, beta: &Matrix) -> (f64, f64) {
        let (df, scale) = self.moments(rows);
        let estimate = rows.times(beta);
        let spread = rows.times(&self.adjusted).times(&rows.transpose());
        let solved = spread.cholesky().map(|factor| factor.solve(&estimate));
        let wald = solved.map_or(f64::NAN, |solved| solved.dot(&estimate));
        (scale * wald / rows.rows() as f64, df)
    }

    pub(crate) fn df(&self, row: &Matrix) -> f64 {
        self.moments(row).0
    }

    /// Degrees of freedom and scale.
    fn moments(&self, rows: &Matrix) -> (f64, f64) {
        let q = rows.rows() as f64;
        let spread = rows.times(&self.phi).times(&rows.transpose());
        let Some(factor) = spread.cholesky() else {
            return (f64::NAN, f64::NAN);
        };
        let seen: Vec<Matrix> = self
            .spread
            .iter()
            .map(|part| factor.solve(&rows.times(part).times(&rows.transpose())))
            .collect();
        let (mut a1, mut a2) = (0.0, 0.0);
        for (i, x) in seen.iter().enumerate() {
            for (j, y) in seen.iter().enumerate() {
                a1 += self.weights[(i, j)] * x.trace() * y.trace();
                a2 += self.weights[(i, j)] * x.dot(&y.transpose());
            }
        }
        let b = (a1 + 6.0 * a2) / (2.0 * q);
        let g = ((q + 1.0) * a1 - (q + 4.0) * a2) / ((q + 2.0) * a2);
        let under = 3.0 * q + 2.0 * (1.0 - g);
        let (c1, c2, c3) = (g / under, (q - g) / under, (q + 2.0 - g) / under);
        let (v0, v1, v2) = (1.0 + c1 * b, 1.0 - c2 * b, 1.0 - c3 * b);
        let top = 1.0 - a2 / q;
        // Both are 0 where the moments do not exist (two degrees of freedom).
        let ratio = if top.abs() < 1e-7 && v1.abs() < 1e-7 { 1.0 } else { top / v1 };
        let rho = ratio * ratio * v0 / v2 / q;
        let df = 4.0 + (q + 2.0) / (q * rho - 1.0);
        let scale = if (df - 2.0).abs() < 1e-2 { 1.0 } else { df * top / (df - 2.0) };
        (df, scale)
    }
}

/// Q'V⁻¹VᵢV⁻¹Q and Q'V⁻¹VᵢV⁻¹VⱼV⁻¹Q for all variances.
fn parts(problem: &Problem, state: &State) -> (Vec<Matrix>, Vec<Vec<Matrix>>) {
    let p = problem.p;
    let seen: Vec<Matrix> = problem
        .groups
        .iter()
        .map(|&(start, count)| state.zvq.block((start, 0), (count, p)))
        .collect();
    let mut first: Vec<Matrix> = seen.iter().map(|part| part.t_times(part)).collect();
    let mut second: Vec<Vec<Matrix>> = Vec::new();
    for (a, &(start_a, count_a)) in seen.iter().zip(&problem.groups) {
        let row = seen.iter().zip(&problem.groups).map(|(b, &(start_b, count_b))| {
            let between = state.zvz.block((start_a, start_b), (count_a, count_b));
            a.t_times(&between.times(b))
        });
        second.push(row.collect());
    }
    // The residual's follow from Σ tⱼVⱼ = V.
    for (row, whole) in second.iter_mut().zip(&first) {
        row.push(last(state, row, whole));
    }
    first.push(last(state, &first, &state.information));
    let columns: Vec<Matrix> =
        second.iter().filter_map(|row| row.last()).map(Matrix::transpose).collect();
    let whole = first.last().cloned().unwrap_or_else(|| Matrix::zeros(p, p));
    let corner = last(state, &columns, &whole);
    second.push(columns.into_iter().chain([corner]).collect());
    (first, second)
}

fn last(state: &State, parts: &[Matrix], whole: &Matrix) -> Matrix {
    let mut out = whole.clone();
    for (part, t) in parts.iter().zip(&state.variances) {
        out.add_scaled(part, -t);
    }
    out.scaled(1.0 / state.residual())
}
