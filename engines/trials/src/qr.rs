//! Orthogonal decomposition by Householder reflections, column by column. A column that the ones
//! before it determine (what is left of it is less than 1e-7 of it) goes to the end, so that the
//! first of several collinear columns keeps its coefficient, as in R's `lm`.

use crate::matrix::{Matrix, at, dot};

/// R's tolerance.
const LEFT_MIN: f64 = 1e-7;

#[derive(Clone, Debug)]
pub(crate) struct Qr {
    /// R on and above the diagonal, columns in the order of `order`.
    r: Matrix,
    reflections: Vec<Vec<f64>>,
    /// Columns of the matrix: first those that count, then those determined by them.
    pub(crate) order: Vec<usize>,
    pub(crate) rank: usize,
}

impl Qr {
    pub(crate) fn new(x: &Matrix) -> Self {
        let (n, p) = (x.rows(), x.cols());
        let mut a = x.clone();
        let lengths: Vec<f64> = (0..p).map(|j| length(x.col(j))).collect();
        let mut order: Vec<usize> = Vec::new();
        let mut last: Vec<usize> = Vec::new();
        let mut reflections = Vec::new();
        for j in 0..p {
            let row = order.len();
            let left = length(a.col(j).get(row..).unwrap_or_default());
            if row >= n || left <= LEFT_MIN * at(&lengths, j) {
                last.push(j);
                continue;
            }
            let v = reflection(a.col(j).get(row..).unwrap_or_default(), left);
            for k in j..p {
                reflect(&v, a.col_mut(k).get_mut(row..).unwrap_or_default());
            }
            reflections.push(v);
            order.push(j);
        }
        let rank = order.len();
        order.extend(last);
        let kept = rank.min(n);
        let r = Matrix::from_fn(kept, p, |i, j| {
            let column = order.get(j).copied().unwrap_or_default();
            if j < rank && i > j { 0.0 } else { a[(i, column)] }
        });
        Self { r, reflections, order, rank }
    }

    /// Q' y: the first `rank` values belong to the columns, the others to the residual.
    pub(crate) fn effects(&self, y: &[f64]) -> Vec<f64> {
        let mut out = y.to_vec();
        for (row, v) in self.reflections.iter().enumerate() {
            reflect(v, out.get_mut(row..).unwrap_or_default());
        }
        out
    }

    /// Q times the values.
    pub(crate) fn unrotate(&self, effects: &[f64]) -> Vec<f64> {
        let mut out = effects.to_vec();
        for (row, v) in self.reflections.iter().enumerate().rev() {
            reflect(v, out.get_mut(row..).unwrap_or_default());
        }
        out
    }

    /// R of the columns that count, square.
    pub(crate) fn triangle(&self) -> Matrix {
        self.r.block((0, 0), (self.rank, self.rank))
    }

    /// Coefficients of the columns that count, in the order of `order`.
    pub(crate) fn solve(&self, effects: &[f64]) -> Vec<f64> {
        let mut out = effects.get(..self.rank).unwrap_or_default().to_vec();
        for i in (0..self.rank).rev() {
            let known: f64 = (i + 1..self.rank).map(|j| self.r[(i, j)] * at(&out, j)).sum();
            let value = (at(&out, i) - known) / self.r[(i, i)];
            if let Some(place) = out.get_mut(i) {
                *place = value;
            }
        }
        out
    }

    /// The inverse of R, upper triangular.
    pub(crate) fn triangle_inverse(&self) -> Matrix {
        let mut out = Matrix::zeros(self.rank, self.rank);
        for j in 0..self.rank {
            let unit: Vec<f64> = (0..self.rank).map(|i| f64::from(i == j)).collect();
            out.col_mut(j).copy_from_slice(&self.solve(&unit));
        }
        out
    }

    /// The columns of Q that span the columns that count.
    pub(crate) fn basis(&self, rows: usize) -> Matrix {
        let mut out = Matrix::zeros(rows, self.rank);
        for j in 0..self.rank {
            let unit: Vec<f64> = (0..rows).map(|i| f64::from(i == j)).collect();
            out.col_mut(j).copy_from_slice(&self.unrotate(&unit));
        }
        out
    }

    /// For each column that does not count, how it is made of those that do.
    pub(crate) fn dependencies(&self) -> Vec<(usize, Vec<(usize, f64)>)> {
        let columns = self.order.iter().enumerate().skip(self.rank);
        columns
            .map(|(place, &column)| {
                let weights = self.solve(self.r.col(place));
                let parts = self.order.iter().copied().zip(weights);
                (column, parts.filter(|(_, w)| w.abs() > 1e-9).collect())
            })
            .collect()
    }
}

pub(crate) fn length(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    largest * values.iter().map(|v| (v / largest) * (v / largest)).sum::<f64>().sqrt()
}

/// The unit vector whose reflection turns the column onto its first axis.
fn reflection(column: &[f64], length_left: f64) -> Vec<f64> {
    let mut v = column.to_vec();
    if let Some(first) = v.first_mut() {
        *first += if *first < 0.0 { -length_left } else { length_left };
    }
    let size = length(&v);
    v.iter_mut().for_each(|value| *value /= size);
    v
}

fn reflect(v: &[f64], column: &mut [f64]) {
    let twice = 2.0 * dot(v, column);
    if twice != 0.0 {
        for (value, part) in column.iter_mut().zip(v) {
            *value -= twice * part;
        }
    }
}
