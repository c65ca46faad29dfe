//! Mixed models with random intercepts of nested and crossed groups, by REML or ML.
//!
//! y = Xβ + Σ Zᵢuᵢ + e with V = Σ tᵢ ZᵢZᵢ' + t₀ I. All is computed among the units of the groups
//! (q × q), never among rows: V⁻¹ = (I - Z W Z')/t₀ with W = S(I + S Z'Z S)⁻¹S (Bates et al. 2015,
//! JSS 67(1)). X is replaced by an orthonormal basis and y by its residual, which changes neither
//! the likelihood nor the variances and keeps digits. Variances are found by Newton's method on the
//! exact first and second derivatives (Searle, Casella & McCulloch 1992, ch. 6), with 0 as a bound
//! where a variance can lie: in balanced designs they are the estimates of the analysis of
//! variance.

mod answer;
mod fit;
mod hypotheses;
mod kenward_roger;
mod residual;
mod satterthwaite;
mod state;

use crate::design_matrix::{Coding, Design};
use crate::fault::{Fault, Outcome};
use crate::frame::{Frame, Units};
use crate::matrix::{Matrix, at, dot};
use crate::qr::Qr;
use crate::report::Method;
use crate::structure::Whitening;
use crate::terms::Spec;

pub use answer::Ddf;
pub(crate) use answer::mixed;

/// A model's sums of squares and products, all that its likelihood needs.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) restricted: bool,
    pub(crate) n: usize,
    pub(crate) p: usize,
    /// Where the units of each group begin among all units, and how many they are.
    pub(crate) groups: Vec<(usize, usize)>,
    /// Z'Z.
    pub(crate) zz: Matrix,
    /// Z'Q, Q an orthonormal basis of X.
    pub(crate) zq: Matrix,
    /// Z'y, y the residual of least squares over `scale`.
    pub(crate) zy: Matrix,
    pub(crate) yy: f64,
    /// The standard deviation that y was divided by.
    pub(crate) scale: f64,
    /// Q'y of the response itself.
    pub(crate) ordinary: Vec<f64>,
    pub(crate) qr: Qr,
    pub(crate) triangle_inverse: Matrix,
}

impl Problem {
    pub(crate) fn new(
        frame: &Frame,
        design: &Design,
        method: Method,
        whitening: Option<&Whitening>,
    ) -> Outcome<Self> {
        let white = |m: &Matrix| whitening.map_or_else(|| m.clone(), |w| w.apply(m));
        let qr = Qr::new(&white(&design.x));
        let (n, p) = (frame.n(), qr.rank);
        if n <= p {
            return Err(Fault::NoAnswer(
                "as many fixed coefficients as rows: nothing is left over to measure variances by"
                    .into(),
            ));
        }
        let effects = qr.effects(white(&Matrix::column(&frame.response.values)).col(0));
        let mut rest = effects.clone();
        rest.iter_mut().take(p).for_each(|e| *e = 0.0);
        let rss = dot(&rest, &rest);
        if rss <= 1e-24 * dot(&effects, &effects) {
            return Err(Fault::NoAnswer("the fixed effects fit without error".into()));
        }
        let scale = (rss / (n - p) as f64).sqrt();
        let y: Vec<f64> = qr.unrotate(&rest).iter().map(|v| v / scale).collect();
        let mut groups = Vec::new();
        let mut first = 0;
        for group in &frame.groups {
            groups.push((first, group.levels.len()));
            first += group.levels.len();
        }
        let (zz, zq, zy) = match whitening {
            _ if first == 0 => (Matrix::zeros(0, 0), Matrix::zeros(0, p), Matrix::zeros(0, 1)),
            Some(whitening) => products(whitening, frame, &groups, &qr.basis(n), &y),
            None => sums(frame, &groups, &qr.basis(n), &y),
        };
        Ok(Self {
            restricted: method != Method::Ml,
            n,
            p,
            groups,
            zz,
            zq,
            zy,
            yy: dot(&y, &y),
            scale,
            ordinary: effects.iter().copied().take(p).collect(),
            triangle_inverse: qr.triangle_inverse(),
            qr,
        })
    }

    /// Weights of the model's columns as weights of the basis; what is determined by other columns
    /// has no part in them.
    pub(crate) fn in_basis(&self, weights: &[f64]) -> Matrix {
        let kept: Vec<f64> =
            self.qr.order.iter().take(self.p).map(|&column| at(weights, column)).collect();
        Matrix::row(&kept).times(&self.triangle_inverse)
    }

    /// ln |R'R|, by which the restricted likelihood of X differs from that of its basis.
    pub(crate) fn ln_triangle(&self) -> f64 {
        let inverse = &self.triangle_inverse;
        -2.0 * (0..self.p).map(|i| inverse[(i, i)].abs().ln()).sum::<f64>()
    }
}

/// Refuses groups that no data could tell apart.
pub(crate) fn separate(frame: &Frame) -> Outcome<()> {
    for (place, group) in frame.groups.iter().enumerate() {
        let name = &group.name;
        if group.levels.len() < 2 {
            return Err(Fault::NoAnswer(format!("the random group “{name}” has one unit")));
        }
        if group.levels.len() >= frame.n() {
            return Err(Fault::NoAnswer(format!(
                "the random group “{name}” has a unit for each row: its variance and that of the \
                 residual cannot be told apart"
            )));
        }
        let same = |other: &&Units| {
            other.levels.len() == group.levels.len() && {
                let mut map = vec![usize::MAX; group.levels.len()];
                group.codes.iter().zip(&other.codes).all(|(a, b)| match map.get_mut(*a) {
                    Some(slot) if *slot == usize::MAX => {
                        *slot = *b;
                        true
                    }
                    Some(slot) => slot == b,
                    None => false,
                })
            }
        };
        if let Some(other) = frame.groups.iter().take(place).find(same) {
            let other = &other.name;
            return Err(Fault::NoAnswer(format!(
                "the random groups “{other}” and “{name}” have the same units: their variances \
                 cannot be told apart"
            )));
        }
    }
    Ok(())
}

/// Z'Z, Z'Q and Z'y by adding within units.
fn sums(
    frame: &Frame,
    groups: &[(usize, usize)],
    basis: &Matrix,
    y: &[f64],
) -> (Matrix, Matrix, Matrix) {
    let size = groups.last().map_or(0, |(first, count)| first + count);
    let mut zq = Matrix::zeros(size, basis.cols());
    for j in 0..basis.cols() {
        add_by_unit(&frame.groups, groups, basis.col(j), zq.col_mut(j));
    }
    let mut zy = Matrix::zeros(size, 1);
    add_by_unit(&frame.groups, groups, y, zy.col_mut(0));
    (counts(&frame.groups, groups, size), zq, zy)
}

/// The same where residuals are correlated: Z is whitened first.
fn products(
    whitening: &Whitening,
    frame: &Frame,
    groups: &[(usize, usize)],
    basis: &Matrix,
    y: &[f64],
) -> (Matrix, Matrix, Matrix) {
    let size = groups.last().map_or(0, |(first, count)| first + count);
    let mut z = Matrix::zeros(frame.n(), size);
    for (group, (first, _)) in frame.groups.iter().zip(groups) {
        group.codes.iter().enumerate().for_each(|(row, code)| z[(row, first + code)] = 1.0);
    }
    let z = whitening.apply(&z);
    (z.t_times(&z), z.t_times(basis), z.t_times(&Matrix::column(y)))
}

fn add_by_unit(units: &[Units], groups: &[(usize, usize)], values: &[f64], sums: &mut [f64]) {
    for (group, (first, _)) in units.iter().zip(groups) {
        for (code, value) in group.codes.iter().zip(values) {
            if let Some(sum) = sums.get_mut(first + code) {
                *sum += value;
            }
        }
    }
}

fn counts(units: &[Units], groups: &[(usize, usize)], size: usize) -> Matrix {
    let mut out = Matrix::zeros(size, size);
    for (a, (first_a, _)) in units.iter().zip(groups) {
        for (b, (first_b, _)) in units.iter().zip(groups) {
            for (code_a, code_b) in a.codes.iter().zip(&b.codes) {
                out[(first_a + code_a, first_b + code_b)] += 1.0;
            }
        }
    }
    out
}

/// The design of a mixed model's fixed part.
pub(crate) fn design(spec: &Spec, frame: &Frame) -> Design {
    Design::new(spec, &frame.variables, frame.n(), Coding::Treatment)
}
