//! Counts with random intercepts of groups, by Laplace's approximation to the likelihood (Breslow &
//! Clayton 1993; Bates et al. 2015): the random effects at their mode, for every β and every
//! standard deviation that is tried.

use crate::analyse::{Options, add_means, aliased, begun, words};
use crate::counts::fixed::{coefficients, fit as fit_fixed};
use crate::counts::{Counts, back};
use crate::design_matrix::{Coding, Design};
use crate::distributions::chi2_upper;
use crate::fault::{Fault, Outcome};
use crate::frame::Frame;
use crate::linear::{spread, type_three};
use crate::matrix::{Cholesky, Matrix, at};
use crate::means::Estimates;
use crate::minimise::{curvature, descend};
use crate::qr::Qr;
use crate::report::{Analysis, AnovaRow, AnovaType, Blup, Component, Method};
use crate::table::Table;
use crate::terms::Spec;

const MODE_STEPS_MAX: usize = 100;
/// A standard deviation below this is 0.
const ZERO: f64 = 1e-4;

/// The data of a model, by unit.
struct Model<'a> {
    counts: &'a Counts,
    x: Matrix,
    /// For each row its units among all units.
    units: Vec<Vec<usize>>,
    /// For each unit its group.
    group_of: Vec<usize>,
    groups: usize,
}

/// The random effects at their mode, in standard deviations.
struct Mode {
    effects: Vec<f64>,
    factor: Cholesky,
    criterion: f64,
}

impl Model<'_> {
    /// Standard deviations of the groups first, then coefficients.
    fn split<'b>(&self, place: &'b [f64]) -> (&'b [f64], &'b [f64]) {
        place.split_at_checked(self.groups).unwrap_or_default()
    }

    fn predictor(&self, fixed: &[f64], spreads: &[f64], effects: &[f64]) -> Vec<f64> {
        let of = |unit: &usize| {
            at(effects, *unit) * at(spreads, self.group_of.get(*unit).copied().unwrap_or(0))
        };
        let rows = fixed.iter().zip(&self.units);
        rows.map(|(eta, units)| eta + units.iter().map(of).sum::<f64>()).collect()
    }

    /// -2 ln of the integrand's part that depends on the effects.
    fn height(&self, predictor: &[f64], effects: &[f64]) -> f64 {
        let data: f64 = self.counts.points(predictor).map(|point| point.log_likelihood).sum();
        -2.0 * data + effects.iter().map(|u| u * u).sum::<f64>()
    }

    /// -2 ln of Laplace's likelihood.
    fn mode(&self, place: &[f64], start: &[f64]) -> Option<Mode> {
        let (spreads, beta) = self.split(place);
        let fixed = self.x.times(&Matrix::column(beta)).col(0).to_vec();
        let mut effects = start.to_vec();
        let mut predictor = self.predictor(&fixed, spreads, &effects);
        let mut height = self.height(&predictor, &effects);
        for _ in 0..MODE_STEPS_MAX {
            let (slope, inner) = self.slope(&predictor, spreads, &effects);
            let factor = inner.cholesky()?;
            let step = factor.solve(&slope);
            let gain = step.dot(&slope);
            if gain < 1e-18 * (1.0 + height.abs()) {
                let criterion = height + factor.ln_determinant();
                return criterion.is_finite().then_some(Mode { effects, factor, criterion });
            }
            let mut part = 1.0;
            loop {
                let next: Vec<f64> =
                    effects.iter().zip(step.col(0)).map(|(u, d)| u + part * d).collect();
                let next_predictor = self.predictor(&fixed, spreads, &next);
                let next_height = self.height(&next_predictor, &next);
                // Near the mode rounding decides: the step is taken as it is.
                if next_height <= height || gain < 1e-10 {
                    (effects, predictor, height) = (next, next_predictor, next_height);
                    break;
                }
                part *= 0.5;
                if part < 1e-10 {
                    return None;
                }
            }
        }
        None
    }

    /// Half the negative gradient of the height by the effects, and half its second derivatives.
    fn slope(&self, predictor: &[f64], spreads: &[f64], effects: &[f64]) -> (Matrix, Matrix) {
        let size = effects.len();
        let spread = |unit: usize| at(spreads, self.group_of.get(unit).copied().unwrap_or(0));
        let mut slope = Matrix::column(&effects.iter().map(|u| -u).collect::<Vec<f64>>());
        let mut inner = Matrix::identity(size);
        let points = self.counts.points(predictor).zip(&self.counts.counts).zip(&self.units);
        for ((point, k), units) in points {
            for &a in units {
                slope[(a, 0)] += spread(a) * (k - point.mean);
                for &b in units {
                    inner[(a, b)] += spread(a) * spread(b) * point.weight;
                }
            }
        }
        (slope, inner)
    }
}

/// Fits and answers.
pub(crate) fn random(
    table: &Table,
    spec: &Spec,
    frame: &Frame,
    options: &Options,
) -> Outcome<Analysis> {
    let counts = Counts::new(table, frame, options.family)?;
    let design = Design::new(spec, &frame.variables, frame.n(), Coding::Treatment);
    let qr = Qr::new(&design.x);
    let kept: Vec<usize> = qr.order.iter().copied().take(qr.rank).collect();
    let model = laid(&counts, frame, design.x.columns(&kept));
    let start = fit_fixed(&counts, &model.x)?;
    let mut place = vec![0.5; model.groups];
    place.extend(&start.beta);
    let none = vec![0.0; model.group_of.len()];
    let of = |place: &[f64]| model.mode(place, &none).map_or(f64::INFINITY, |mode| mode.criterion);
    let failed = || Fault::NoAnswer("the likelihood has no maximum that can be found".into());
    place = descend(&of, &place).ok_or_else(failed)?;
    for spread in place.iter_mut().take(model.groups) {
        *spread = if spread.abs() < ZERO { 0.0 } else { spread.abs() };
    }
    let mode = model.mode(&place, &none).ok_or_else(failed)?;
    let mut out = begun(spec, frame, Method::Laplace);
    out.aliased = aliased(&qr, &design);
    out.warnings.extend(words(&out.aliased));
    out.criterion = mode.criterion;
    out.log_likelihood = -0.5 * mode.criterion;
    effects(&mut out, frame, &model, &place, &mode);
    // Spreads at 0 are known; the others are estimated with β.
    let moving: Vec<usize> =
        (0..place.len()).filter(|&i| at(&place, i) != 0.0 || i >= model.groups).collect();
    let second = curvature(&of, &place, &moving).scaled(0.5);
    let inverse = second.cholesky().ok_or_else(failed)?.inverse();
    let first = moving.len() - kept.len();
    let own = inverse.block((first, first), (kept.len(), kept.len()));
    let covariance = spread(&own, &qr);
    let mut beta = vec![0.0; design.x.cols()];
    for (value, &column) in model.split(&place).1.iter().zip(&kept) {
        if let Some(slot) = beta.get_mut(column) {
            *slot = *value;
        }
    }
    out.fixed = coefficients(&design, &beta, &covariance, &kept);
    out.anova_type = AnovaType::III;
    wald(&mut out, spec, frame, &design, &beta, &covariance);
    let estimates =
        Estimates { beta: &beta, covariance: &covariance, qr: &qr, df: &|_| f64::INFINITY };
    add_means(&mut out, table, spec, frame, &estimates, options, Some(back(options.family)))?;
    Ok(out)
}

fn laid<'a>(counts: &'a Counts, frame: &Frame, x: Matrix) -> Model<'a> {
    let mut units = vec![Vec::new(); frame.n()];
    let mut group_of = Vec::new();
    for (place, group) in frame.groups.iter().enumerate() {
        let first = group_of.len();
        for (row, code) in units.iter_mut().zip(&group.codes) {
            row.push(first + code);
        }
        group_of.extend(std::iter::repeat_n(place, group.levels.len()));
    }
    Model { counts, x, units, group_of, groups: frame.groups.len() }
}

fn effects(out: &mut Analysis, frame: &Frame, model: &Model<'_>, place: &[f64], mode: &Mode) {
    let inverse = mode.factor.inverse();
    let mut first = 0;
    for (group, &sd) in frame.groups.iter().zip(place) {
        out.random.push(Component {
            group: group.name.clone(),
            term: "(Intercept)".into(),
            units: group.levels.len(),
            variance: sd * sd,
            sd,
        });
        if sd == 0.0 {
            out.warnings
                .push(format!("the variance of “{}” is 0, the least it can be", group.name));
        }
        for (unit, level) in group.levels.iter().enumerate() {
            let place = first + unit;
            out.blups.push(Blup {
                group: group.name.clone(),
                level: level.clone(),
                estimate: sd * at(&mode.effects, place),
                se: sd * inverse[(place, place)].sqrt(),
            });
        }
        first += group.levels.len();
    }
    debug_assert_eq!(first, model.group_of.len());
}

/// Wald's tests of type III.
fn wald(
    out: &mut Analysis,
    spec: &Spec,
    frame: &Frame,
    design: &Design,
    beta: &[f64],
    covariance: &Matrix,
) {
    let rows = match type_three(spec, frame, design) {
        Ok(rows) => rows,
        Err(fault) => {
            out.warnings.push(fault.to_string());
            return;
        }
    };
    let beta = Matrix::column(beta);
    for (term, rows) in spec.terms.iter().zip(rows) {
        let estimate = rows.times(&beta);
        let spread = rows.times(covariance).times(&rows.transpose());
        let solved = spread.cholesky().map(|factor| factor.solve(&estimate));
        let square = solved.map_or(f64::NAN, |solved| solved.dot(&estimate));
        let df = rows.rows() as f64;
        out.anova.push(AnovaRow {
            term: spec.term_name(term),
            df,
            ddf: f64::INFINITY,
            f: square / df,
            p: chi2_upper(square, df),
            ..AnovaRow::default()
        });
    }
}
