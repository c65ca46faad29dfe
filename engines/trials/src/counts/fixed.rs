//! Counts without random groups: weighted least squares, repeated.

use crate::analyse::{Options, add_means, aliased, begun, words};
use crate::counts::{Counts, back};
use crate::design_matrix::{Coding, Design};
use crate::distributions::{chi2_upper, t_two_sided};
use crate::fault::{Fault, Outcome};
use crate::frame::Frame;
use crate::linear::spread;
use crate::matrix::{Matrix, at};
use crate::means::Estimates;
use crate::qr::Qr;
use crate::report::{Analysis, AnovaRow, AnovaType, Coefficient, Deviance, Method};
use crate::table::Table;
use crate::terms::Spec;

const STEPS_MAX: usize = 100;
/// A predictor beyond this says that a count is always 0 or always all.
const SEPARATED: f64 = 30.0;

pub(crate) struct Fit {
    pub(crate) beta: Vec<f64>,
    /// Covariance of the coefficients.
    pub(crate) covariance: Matrix,
    pub(crate) deviance: f64,
    pub(crate) log_likelihood: f64,
    pearson: f64,
}

/// The fit of columns that do not depend on each other.
///
/// # Errors
/// No convergence; a predictor that goes to infinity.
pub(crate) fn fit(counts: &Counts, x: &Matrix) -> Outcome<Fit> {
    let mut predictor = counts.start();
    let mut last = f64::INFINITY;
    for _ in 0..STEPS_MAX {
        let points: Vec<_> = counts.points(&predictor).collect();
        let root: Vec<f64> = points.iter().map(|point| point.weight.max(1e-300).sqrt()).collect();
        let mut weighted = x.clone();
        for j in 0..x.cols() {
            weighted.col_mut(j).iter_mut().zip(&root).for_each(|(v, r)| *v *= r);
        }
        let working: Vec<f64> = predictor
            .iter()
            .zip(&points)
            .zip(&counts.counts)
            .zip(&root)
            .map(|(((eta, point), k), r)| r * eta + (k - point.mean) / r)
            .collect();
        let qr = Qr::new(&weighted);
        if qr.rank < x.cols() {
            return Err(separated());
        }
        let beta = qr.solve(&qr.effects(&working));
        predictor = x.times(&Matrix::column(&beta)).col(0).to_vec();
        let deviance: f64 = counts.points(&predictor).map(|point| point.deviance).sum();
        if predictor.iter().any(|eta| eta.abs() > SEPARATED) {
            return Err(separated());
        }
        if (last - deviance).abs() <= 1e-12 * (deviance.abs() + 0.1) {
            let inverse = qr.triangle_inverse();
            let points: Vec<_> = counts.points(&predictor).collect();
            let pearson = points.iter().zip(&counts.counts);
            return Ok(Fit {
                covariance: inverse.times(&inverse.transpose()),
                deviance,
                log_likelihood: points.iter().map(|point| point.log_likelihood).sum(),
                pearson: pearson.map(|(p, k)| (k - p.mean) * (k - p.mean) / p.weight).sum(),
                beta,
            });
        }
        last = deviance;
    }
    Err(Fault::NoAnswer("the likelihood did not converge".into()))
}

fn separated() -> Fault {
    Fault::NoAnswer(
        "a combination of levels has only zeros or only whole totals: its effect is without bound \
         (separation)"
            .into(),
    )
}

/// Fits and answers.
pub(crate) fn fixed(
    table: &Table,
    spec: &Spec,
    frame: &Frame,
    options: &Options,
) -> Outcome<Analysis> {
    let counts = Counts::new(table, frame, options.family)?;
    let design = Design::new(spec, &frame.variables, frame.n(), Coding::Treatment);
    let qr = Qr::new(&design.x);
    let kept: Vec<usize> = qr.order.iter().copied().take(qr.rank).collect();
    let fitted = fit(&counts, &design.x.columns(&kept))?;
    let null = fit(&counts, &Matrix::from_fn(frame.n(), 1, |_, _| 1.0))?;
    let mut out = begun(spec, frame, Method::Ml);
    out.aliased = aliased(&qr, &design);
    out.warnings.extend(words(&out.aliased));
    out.log_likelihood = fitted.log_likelihood;
    out.criterion = -2.0 * fitted.log_likelihood;
    let df = (frame.n() - qr.rank) as f64;
    let dispersion = if df > 0.0 { fitted.pearson / df } else { f64::NAN };
    out.deviance = Some(Deviance {
        residual: fitted.deviance,
        df,
        null: null.deviance,
        null_df: (frame.n() - 1) as f64,
        dispersion,
    });
    if dispersion > 1.5 {
        out.warnings.push(format!(
            "counts vary {dispersion:.1} times as much as the family says: errors and tests are \
             too sharp; a random group of the units would allow for it"
        ));
    }
    let covariance = spread(&fitted.covariance, &qr);
    let mut beta = vec![0.0; design.x.cols()];
    for (value, &column) in fitted.beta.iter().zip(&kept) {
        if let Some(slot) = beta.get_mut(column) {
            *slot = *value;
        }
    }
    out.fixed = coefficients(&design, &beta, &covariance, &kept);
    out.anova_type = AnovaType::I;
    out.anova = sequential(spec, &counts, &design, &kept)?;
    let estimates =
        Estimates { beta: &beta, covariance: &covariance, qr: &qr, df: &|_| f64::INFINITY };
    add_means(&mut out, table, spec, frame, &estimates, options, Some(back(options.family)))?;
    Ok(out)
}

/// Estimates with z.
pub(crate) fn coefficients(
    design: &Design,
    beta: &[f64],
    covariance: &Matrix,
    kept: &[usize],
) -> Vec<Coefficient> {
    let one = |(j, name): (usize, &String)| {
        if !kept.contains(&j) {
            return Coefficient { term: name.clone(), ..Coefficient::default() };
        }
        let (estimate, se) = (at(beta, j), covariance[(j, j)].sqrt());
        let (t, df) = (estimate / se, f64::INFINITY);
        Coefficient { term: name.clone(), estimate, se, df, t, p: t_two_sided(t, df) }
    };
    design.names.iter().enumerate().map(one).collect()
}

/// What each term takes from the deviance after those before it, tested by χ².
fn sequential(
    spec: &Spec,
    counts: &Counts,
    design: &Design,
    kept: &[usize],
) -> Outcome<Vec<AnovaRow>> {
    let through = |term: usize| -> Vec<usize> {
        let of = |column: &usize| design.term_of.get(*column).copied().unwrap_or(0);
        kept.iter().copied().filter(|column| of(column) <= term).collect()
    };
    let mut out = Vec::new();
    let mut before = through(0);
    let empty: f64 = counts.points(&vec![0.0; counts.counts.len()]).map(|p| p.deviance).sum();
    let mut last = match before.as_slice() {
        [] => empty,
        _ => fit(counts, &design.x.columns(&before))?.deviance,
    };
    for (place, term) in spec.terms.iter().enumerate() {
        let columns = through(place + 1);
        let df = (columns.len() - before.len()) as f64;
        if df > 0.0 {
            let deviance = fit(counts, &design.x.columns(&columns))?.deviance;
            let drop = last - deviance;
            out.push(AnovaRow {
                stratum: String::new(),
                term: spec.term_name(term),
                df,
                sum_sq: drop,
                mean_sq: drop / df,
                ddf: f64::INFINITY,
                f: drop / df,
                p: chi2_upper(drop, df),
            });
            last = deviance;
        }
        before = columns;
    }
    Ok(out)
}
