//! Matrices of numbers, as the methods of this crate want them: over nalgebra, with an index that
//! reads like the page of a book. Shapes are the caller's to keep; a wrong one is a fault of this
//! crate and ends the program.

use std::ops::{Index, IndexMut};

use nalgebra::DMatrix;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix(DMatrix<f64>);

impl Matrix {
    pub(crate) fn zeros(rows: usize, cols: usize) -> Self {
        Self(DMatrix::zeros(rows, cols))
    }

    pub(crate) fn identity(size: usize) -> Self {
        Self(DMatrix::identity(size, size))
    }

    pub(crate) fn from_fn(rows: usize, cols: usize, cell: impl FnMut(usize, usize) -> f64) -> Self {
        Self(DMatrix::from_fn(rows, cols, cell))
    }

    /// One column.
    pub(crate) fn column(values: &[f64]) -> Self {
        Self(DMatrix::from_column_slice(values.len(), 1, values))
    }

    /// One row.
    pub(crate) fn row(values: &[f64]) -> Self {
        Self(DMatrix::from_row_slice(1, values.len(), values))
    }

    pub(crate) fn rows(&self) -> usize {
        self.0.nrows()
    }

    pub(crate) fn cols(&self) -> usize {
        self.0.ncols()
    }

    pub(crate) fn col(&self, j: usize) -> &[f64] {
        let rows = self.rows();
        self.0.as_slice().get(j * rows..(j + 1) * rows).unwrap_or_default()
    }

    pub(crate) fn col_mut(&mut self, j: usize) -> &mut [f64] {
        let rows = self.rows();
        self.0.as_mut_slice().get_mut(j * rows..(j + 1) * rows).unwrap_or_default()
    }

    pub(crate) fn row_values(&self, i: usize) -> Vec<f64> {
        (0..self.cols()).map(|j| self[(i, j)]).collect()
    }

    pub(crate) fn transpose(&self) -> Self {
        Self(self.0.transpose())
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    /// The transpose of this times the other.
    pub(crate) fn t_times(&self, other: &Self) -> Self {
        Self(self.0.tr_mul(&other.0))
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    pub(crate) fn scaled(&self, by: f64) -> Self {
        Self(&self.0 * by)
    }

    pub(crate) fn add_scaled(&mut self, other: &Self, by: f64) {
        for (a, b) in self.0.iter_mut().zip(other.0.iter()) {
            *a += by * b;
        }
    }

    /// Sum of the products of equal places: the trace of one times the other's transpose.
    pub(crate) fn dot(&self, other: &Self) -> f64 {
        self.0.dot(&other.0)
    }

    pub(crate) fn trace(&self) -> f64 {
        self.0.trace()
    }

    /// These columns, in this order.
    pub(crate) fn columns(&self, which: &[usize]) -> Self {
        let mut out = Self::zeros(self.rows(), which.len());
        for (to, &from) in which.iter().enumerate() {
            out.col_mut(to).copy_from_slice(self.col(from));
        }
        out
    }

    /// These rows, in this order.
    pub(crate) fn select_rows(&self, which: &[usize]) -> Self {
        let mut out = Self::zeros(which.len(), self.cols());
        for (to, &from) in which.iter().enumerate() {
            for j in 0..self.cols() {
                out[(to, j)] = self[(from, j)];
            }
        }
        out
    }

    pub(crate) fn block(&self, (row, col): (usize, usize), (rows, cols): (usize, usize)) -> Self {
        Self(self.0.view((row, col), (rows, cols)).into_owned())
    }

    /// Eigenvalues in descending order and, as columns, eigenvectors of a symmetric matrix.
    pub(crate) fn eigen(&self) -> (Vec<f64>, Self) {
        let found = self.0.clone().symmetric_eigen();
        let mut order: Vec<(f64, usize)> =
            found.eigenvalues.iter().copied().zip(0..self.rows()).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let which: Vec<usize> = order.iter().map(|&(_, j)| j).collect();
        (order.iter().map(|&(value, _)| value).collect(), Self(found.eigenvectors).columns(&which))
    }

    /// None when the matrix is not positive definite.
    pub(crate) fn cholesky(&self) -> Option<Cholesky> {
        self.0.clone().cholesky().map(Cholesky)
    }

    /// The inverse, or where the matrix is singular that of its regular part.
    pub(crate) fn pseudo_inverse(&self) -> Self {
        let (values, vectors) = self.eigen();
        let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let mut out = Self::zeros(self.rows(), self.rows());
        for (k, value) in values.iter().enumerate().filter(|(_, v)| v.abs() > 1e-12 * largest) {
            let column = Self::column(vectors.col(k));
            out.add_scaled(&column.times(&column.transpose()), 1.0 / value);
        }
        out
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    #[expect(clippy::indexing_slicing, reason = "the one place where matrices are indexed")]
    fn index(&self, place: (usize, usize)) -> &f64 {
        &self.0[place]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    #[expect(clippy::indexing_slicing, reason = "the one place where matrices are indexed")]
    fn index_mut(&mut self, place: (usize, usize)) -> &mut f64 {
        &mut self.0[place]
    }
}

/// The Cholesky factor of a positive definite matrix.
#[derive(Clone, Debug)]
pub(crate) struct Cholesky(nalgebra::Cholesky<f64, nalgebra::Dyn>);

impl Cholesky {
    pub(crate) fn solve(&self, right: &Matrix) -> Matrix {
        Matrix(self.0.solve(&right.0))
    }

    pub(crate) fn inverse(&self) -> Matrix {
        Matrix(self.0.inverse())
    }

    pub(crate) fn ln_determinant(&self) -> f64 {
        2.0 * self.0.l_dirty().diagonal().iter().map(|d| d.ln()).sum::<f64>()
    }

    /// L⁻¹ times the right side, where the matrix is L L'.
    pub(crate) fn whiten(&self, right: &Matrix) -> Matrix {
        let mut out = right.0.clone();
        self.0.l_dirty().solve_lower_triangular_mut(&mut out);
        Matrix(out)
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The value at a place that the caller knows to be there.
pub(crate) fn at(values: &[f64], i: usize) -> f64 {
    values.get(i).copied().unwrap_or(f64::NAN)
}
