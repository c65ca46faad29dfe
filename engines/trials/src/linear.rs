//! Least squares by orthogonal decomposition, and the tables of analysis of variance.
//!
//! Type I takes terms in the order of the formula; type II takes each after all that do not
//! contain it; type III takes each after all others, by the hypothesis that equally weighted means
//! do not differ, whatever the coding. Sources: Searle 1971, *Linear Models*; Goodnight 1980.

use crate::design_matrix::{Coding, Design};
use crate::distributions::{f_upper, t_two_sided};
use crate::fault::{Fault, Outcome};
use crate::frame::{Frame, Values};
use crate::matrix::{Matrix, at, dot};
use crate::qr::Qr;
use crate::report::{AnovaRow, AnovaType, Coefficient};
use crate::terms::Spec;

/// A residual below this part of the whole is rounding.
const PERFECT: f64 = 1e-24;

#[derive(Clone, Debug)]
pub(crate) struct Fit {
    pub(crate) qr: Qr,
    /// Coefficients of all columns; NaN for those that others determine.
    pub(crate) coefficients: Vec<f64>,
    pub(crate) effects: Vec<f64>,
    pub(crate) rss: f64,
    /// Sum of squares about the mean, or about 0 without intercept.
    pub(crate) total: f64,
    pub(crate) df: usize,
    /// Nothing is left over but rounding.
    pub(crate) perfect: bool,
}

/// Fits the columns to the response.
pub(crate) fn fit(x: &Matrix, y: &[f64], intercept: bool) -> Fit {
    let qr = Qr::new(x);
    let effects = qr.effects(y);
    let rss = effects.iter().skip(qr.rank).map(|e| e * e).sum::<f64>();
    let mut coefficients = vec![f64::NAN; x.cols()];
    for (value, &column) in qr.solve(&effects).iter().zip(&qr.order) {
        if let Some(place) = coefficients.get_mut(column) {
            *place = *value;
        }
    }
    let total = dot(&effects, &effects)
        - if intercept { effects.first().map_or(0.0, |e| e * e) } else { 0.0 };
    let whole: f64 = dot(y, y);
    let df = y.len() - qr.rank;
    Fit { coefficients, rss, total, df, perfect: rss <= PERFECT * whole, qr, effects }
}

impl Fit {
    pub(crate) fn variance(&self) -> f64 {
        self.rss / self.df as f64
    }

    /// (X'X)⁻¹ of all columns, 0 for those that others determine.
    pub(crate) fn unscaled(&self) -> Matrix {
        let inverse = self.qr.triangle_inverse();
        spread(&inverse.times(&inverse.transpose()), &self.qr)
    }

    /// What the columns leave of the response.
    pub(crate) fn residuals(&self) -> Vec<f64> {
        let mut rest = self.effects.clone();
        rest.iter_mut().take(self.qr.rank).for_each(|e| *e = 0.0);
        self.qr.unrotate(&rest)
    }

    /// The coefficients with 0 for the columns that others determine.
    pub(crate) fn filled(&self) -> Vec<f64> {
        self.coefficients.iter().map(|b| if b.is_nan() { 0.0 } else { *b }).collect()
    }

    /// Whether tests hold: something is left over to measure error by.
    pub(crate) fn tests_hold(&self) -> bool {
        self.df > 0 && !self.perfect
    }
}

/// A matrix of the columns that count, among all columns.
pub(crate) fn spread(of_rank: &Matrix, qr: &Qr) -> Matrix {
    let mut out = Matrix::zeros(qr.order.len(), qr.order.len());
    for (i, &row) in qr.order.iter().take(qr.rank).enumerate() {
        for (j, &col) in qr.order.iter().take(qr.rank).enumerate() {
            out[(row, col)] = of_rank[(i, j)];
        }
    }
    out
}

/// The table of coefficients.
pub(crate) fn coefficients(fit: &Fit, design: &Design, centre: f64) -> Vec<Coefficient> {
    let unscaled = fit.unscaled();
    let holds = fit.tests_hold();
    let row = |(j, name): (usize, &String)| {
        let estimate = at(&fit.coefficients, j) + if j == 0 { centre } else { 0.0 };
        let se = if fit.df > 0 { (unscaled[(j, j)] * fit.variance()).sqrt() } else { f64::NAN };
        let se = if estimate.is_nan() { f64::NAN } else { se };
        let t = if holds { estimate / se } else { f64::NAN };
        let df = fit.df as f64;
        let p = t_two_sided(t, df);
        Coefficient { term: name.clone(), estimate, se, df, t, p }
    };
    design.names.iter().enumerate().map(row).collect()
}

/// The analysis of variance of a fixed model.
pub(crate) fn anova(spec: &Spec, frame: &Frame, kind: AnovaType) -> Outcome<Vec<AnovaRow>> {
    let design = Design::new(spec, &frame.variables, frame.n(), Coding::Treatment);
    let y = &frame.response.values;
    let fitted = fit(&design.x, y, spec.intercept);
    let parts = match kind {
        AnovaType::I => sequential(&fitted, &design, spec.terms.len()),
        AnovaType::II => marginal(spec, &design, y),
        AnovaType::III => hypotheses(spec, frame, &design, &fitted)?,
    };
    Ok(rows(spec, &parts, &fitted, ""))
}

/// Degrees of freedom and sums of squares with an F test against what is left over.
pub(crate) fn rows(spec: &Spec, parts: &[(usize, f64)], fit: &Fit, stratum: &str) -> Vec<AnovaRow> {
    let mut out = Vec::new();
    for (term, &(df, sum_sq)) in spec.terms.iter().zip(parts) {
        if df == 0 {
            continue;
        }
        let mean_sq = sum_sq / df as f64;
        let f = if fit.tests_hold() { mean_sq / fit.variance() } else { f64::NAN };
        out.push(AnovaRow {
            stratum: stratum.into(),
            term: spec.term_name(term),
            df: df as f64,
            sum_sq,
            mean_sq,
            ddf: fit.df as f64,
            f,
            p: f_upper(f, df as f64, fit.df as f64),
        });
    }
    if fit.df > 0 {
        out.push(AnovaRow {
            stratum: stratum.into(),
            term: "Residuals".into(),
            df: fit.df as f64,
            sum_sq: fit.rss,
            mean_sq: fit.variance(),
            ..AnovaRow::default()
        });
    }
    out
}

/// Type I: each term after those before it, read off the rotated response.
pub(crate) fn sequential(fit: &Fit, design: &Design, terms: usize) -> Vec<(usize, f64)> {
    let mut out = vec![(0, 0.0); terms];
    for (&column, effect) in fit.qr.order.iter().take(fit.qr.rank).zip(&fit.effects) {
        let term = design.term_of.get(column).copied().unwrap_or(0);
        if let Some((df, sum)) = term.checked_sub(1).and_then(|place| out.get_mut(place)) {
            *df += 1;
            *sum += effect * effect;
        }
    }
    out
}

/// Type II: each term after all that do not contain it.
pub(crate) fn marginal(spec: &Spec, design: &Design, y: &[f64]) -> Vec<(usize, f64)> {
    let contains = |other: &[usize], term: &[usize]| term.iter().all(|v| other.contains(v));
    let one = |(place, term): (usize, &Vec<usize>)| {
        let before = |column: &usize| {
            let of = design.term_of.get(*column).copied().unwrap_or(0);
            of == 0 || spec.terms.get(of - 1).is_some_and(|other| !contains(other, term))
        };
        let mut columns: Vec<usize> = (0..design.x.cols()).filter(before).collect();
        let others = columns.len();
        columns.extend(design.of_term(place + 1));
        let fitted = fit(&design.x.columns(&columns), y, spec.intercept);
        let effects = fitted.qr.order.iter().take(fitted.qr.rank).zip(&fitted.effects);
        let own = effects.filter(|(column, _)| **column >= others);
        own.fold((0, 0.0), |(df, sum), (_, effect)| (df + 1, sum + effect * effect))
    };
    spec.terms.iter().enumerate().map(one).collect()
}

/// Type III: the hypothesis of each term tested by the coefficients.
fn hypotheses(
    spec: &Spec,
    frame: &Frame,
    design: &Design,
    fitted: &Fit,
) -> Outcome<Vec<(usize, f64)>> {
    let unscaled = fitted.unscaled();
    let beta = Matrix::column(&fitted.filled());
    let mut out = Vec::new();
    for hypothesis in type_three(spec, frame, design)? {
        let found = hypothesis.times(&beta);
        let spread = hypothesis.times(&unscaled).times(&hypothesis.transpose());
        let solved = spread.cholesky().map(|c| c.solve(&found));
        let sum = solved.map_or(f64::NAN, |solved| found.dot(&solved));
        out.push((hypothesis.rows(), sum));
    }
    Ok(out)
}

/// For each term the rows of its hypothesis of type III, over the columns of the design.
pub(crate) fn type_three(spec: &Spec, frame: &Frame, design: &Design) -> Outcome<Vec<Matrix>> {
    let sums = Design::new(spec, &frame.variables, frame.n(), Coding::Sum);
    let qr = Qr::new(&sums.x);
    if qr.rank < sums.x.cols() {
        return Err(Fault::NoAnswer(
            "tests of type III need every combination of levels, and some have no row or are \
             determined by others: ask for type I or II"
                .into(),
        ));
    }
    let mut map = Matrix::zeros(sums.x.cols(), design.x.cols());
    for j in 0..design.x.cols() {
        let effects = qr.effects(design.x.col(j));
        map.col_mut(j).copy_from_slice(&qr.solve(&effects));
    }
    let of_term = |(place, term): (usize, &Vec<usize>)| {
        let rows = map.select_rows(&sums.of_term(place + 1));
        let turn = differences(term, frame);
        if turn.cols() == rows.rows() { turn.times(&rows) } else { rows }
    };
    Ok(spec.terms.iter().enumerate().map(of_term).collect())
}

/// Deviations from the mean of levels as differences from the first: F does not change, but
/// Satterthwaite's degrees of freedom do, and those of lmerTest are of differences.
fn differences(term: &[usize], frame: &Frame) -> Matrix {
    let mut out = Matrix::identity(1);
    for variable in term.iter().filter_map(|&v| frame.variables.get(v)) {
        let Values::Levels { levels, .. } = &variable.values else {
            continue;
        };
        let size = levels.len() - 1;
        let own = Matrix::from_fn(size, size, |i, j| {
            // The last level is less the sum of the others.
            let upper = if i + 1 == size { -1.0 } else { f64::from(i + 1 == j) };
            upper - f64::from(j == 0)
        });
        // The first variable varies fastest.
        let inner = out.rows();
        out = Matrix::from_fn(inner * size, inner * size, |i, j| {
            own[(i / inner, j / inner)] * out[(i % inner, j % inner)]
        });
    }
    out
}
