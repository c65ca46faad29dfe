//! The answer of a mixed model.

use crate::analyse::{Options, add_means, aliased, begun, words};
use crate::design_matrix::Design;
use crate::distributions::{f_upper, t_two_sided};
use crate::fault::Outcome;
use crate::formula::Node;
use crate::frame::Frame;
use crate::linear::spread;
use crate::matrix::{Matrix, at};
use crate::means::{Estimates, back};
use crate::mixed::fit::fit;
use crate::mixed::hypotheses::hypotheses;
use crate::mixed::kenward_roger::KenwardRoger;
use crate::mixed::residual::{Found, criterion, no_place, search};
use crate::mixed::satterthwaite::Satterthwaite;
use crate::mixed::state::State;
use crate::mixed::{Problem, design, separate};
use crate::report::{
    Analysis, AnovaRow, AnovaType, Blup, Coefficient, Component, Heritability, Method, Residual,
};
use crate::structure::Laid;
use crate::table::Table;
use crate::terms::{Spec, Term};

/// How the error's degrees of freedom are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ddf {
    /// From the curvature of the likelihood.
    #[default]
    Satterthwaite,
    /// With the covariance of the fixed effects corrected.
    KenwardRoger,
}

/// Rows times the square of units at most, for a second fit with the group fixed.
const REFIT_MAX: usize = 20_000_000;

/// The error's degrees of freedom of a combination of coefficients.
type Freedom<'a> = dyn Fn(&[f64]) -> f64 + 'a;

/// A fitted mixed model, in the units of the response.
struct Fitted {
    design: Design,
    problem: Problem,
    state: State,
    /// Coefficients of the model's columns, 0 for those that others determine.
    beta: Vec<f64>,
    /// The same over the basis.
    in_basis: Matrix,
    /// Parameters of the residuals' structure.
    place: Vec<f64>,
    longer_is_likelier: bool,
    /// ln of the determinant of their correlations.
    ln_residual: f64,
}

impl Fitted {
    fn new(spec: &Spec, frame: &Frame, method: Method, structure: Option<&Laid>) -> Outcome<Self> {
        separate(frame)?;
        let design = design(spec, frame);
        let Found { place, longer_is_likelier } = match structure {
            Some(laid) => search(frame, &design, method, laid)?,
            None => Found { place: Vec::new(), longer_is_likelier: false },
        };
        let whitening = match structure {
            Some(laid) => Some(laid.whitening(&place).ok_or_else(no_place)?),
            None => None,
        };
        let problem = Problem::new(frame, &design, method, whitening.as_ref())?;
        let state = fit(&problem)?;
        let mut in_basis = Matrix::column(&problem.ordinary);
        in_basis.add_scaled(&state.beta, problem.scale);
        let kept = problem.triangle_inverse.times(&in_basis);
        let mut beta = vec![0.0; design.x.cols()];
        for (value, &column) in kept.col(0).iter().zip(&problem.qr.order) {
            if let Some(slot) = beta.get_mut(column) {
                *slot = *value;
            }
        }
        let ln_residual = whitening.map_or(0.0, |whitening| whitening.ln_determinant);
        Ok(Self { design, problem, state, beta, in_basis, place, longer_is_likelier, ln_residual })
    }

    /// -2 log-likelihood in the units of the response.
    fn criterion(&self) -> f64 {
        criterion(&self.problem, &self.state) + self.ln_residual
    }

    fn square(&self) -> f64 {
        self.problem.scale * self.problem.scale
    }

    /// A covariance of the basis as one of the model's columns.
    fn covariance(&self, of_basis: &Matrix) -> Matrix {
        let inverse = &self.problem.triangle_inverse;
        let kept = inverse.times(of_basis).times(&inverse.transpose());
        spread(&kept.scaled(self.square()), &self.problem.qr)
    }
}

/// Fits and answers.
pub(crate) fn mixed(
    table: &Table,
    spec: &Spec,
    frame: &Frame,
    options: &Options,
) -> Outcome<Analysis> {
    let method = if options.method == Some(Method::Ml) { Method::Ml } else { Method::Reml };
    let structure = match &options.structure {
        Some(structure) => Some(structure.over(table, frame)?),
        None => None,
    };
    let fitted = Fitted::new(spec, frame, method, structure.as_ref())?;
    let mut out = begun(spec, frame, method);
    out.aliased = aliased(&fitted.problem.qr, &fitted.design);
    out.warnings.extend(words(&out.aliased));
    variances(&mut out, frame, &fitted);
    let (problem, state) = (&fitted.problem, &fitted.state);
    if let (Some(laid), Some(residual)) = (&structure, &mut out.residual) {
        residual.parameters = laid.named(&fitted.place, residual.variance);
        out.warnings.push(
            "degrees of freedom and standard errors take the structure of the residuals as known"
                .into(),
        );
        if fitted.longer_is_likelier {
            out.warnings.push(
                "a longer range would be likelier: there may be a trend over the field".into(),
            );
        }
    }
    out.criterion = fitted.criterion();
    out.log_likelihood = -0.5 * out.criterion;
    let satterthwaite = Satterthwaite::new(problem, state);
    let kenward_roger = (options.ddf == Ddf::KenwardRoger && problem.restricted)
        .then(|| KenwardRoger::new(problem, state));
    if options.ddf == Ddf::KenwardRoger && kenward_roger.is_none() {
        out.warnings.push("Kenward-Roger needs REML: Satterthwaite is shown".into());
    }
    let methods = (&satterthwaite, kenward_roger.as_ref());
    tests(&mut out, spec, frame, options, &fitted, methods)?;
    let (covariance, df): (Matrix, Box<Freedom<'_>>) = match &kenward_roger {
        Some(method) => (
            fitted.covariance(&method.adjusted),
            Box::new(|weights| method.df(&problem.in_basis(weights))),
        ),
        None => (
            fitted.covariance(&state.phi),
            Box::new(|weights| satterthwaite.df(&problem.in_basis(weights))),
        ),
    };
    let estimates =
        Estimates { beta: &fitted.beta, covariance: &covariance, qr: &problem.qr, df: &*df };
    out.fixed = coefficients(&fitted, &estimates, frame.response.centre);
    let back = back(&frame.response.node);
    add_means(&mut out, table, spec, frame, &estimates, options, back)?;
    predictions(&mut out, frame, &fitted);
    if structure.is_none() {
        heritability(&mut out, spec, table, frame, &fitted);
    }
    Ok(out)
}

/// The test of each term.
fn tests(
    out: &mut Analysis,
    spec: &Spec,
    frame: &Frame,
    options: &Options,
    fitted: &Fitted,
    (satterthwaite, kenward_roger): (&Satterthwaite<'_>, Option<&KenwardRoger>),
) -> Outcome<()> {
    let problem = &fitted.problem;
    let kind = options.anova.unwrap_or(AnovaType::III);
    let (kind, tested) = match hypotheses(spec, frame, &fitted.design, problem, kind) {
        Ok(found) => (kind, found),
        Err(fault) => {
            out.warnings.push(format!("{fault}; type II is shown"));
            let kind = AnovaType::II;
            (kind, hypotheses(spec, frame, &fitted.design, problem, kind)?)
        }
    };
    out.anova_type = kind;
    for (term, rows) in spec.terms.iter().zip(tested) {
        let Some(rows) = rows else {
            continue;
        };
        let beta = fitted.in_basis.scaled(1.0 / problem.scale);
        let (f, ddf) = match kenward_roger {
            Some(method) => method.test(&rows, &beta),
            None => satterthwaite.test(&rows, &beta),
        };
        out.anova.push(anova_row(spec, term, rows.rows() as f64, f, ddf, fitted));
    }
    Ok(())
}

fn variances(out: &mut Analysis, frame: &Frame, fitted: &Fitted) {
    for (group, t) in frame.groups.iter().zip(&fitted.state.variances) {
        let variance = t * fitted.square();
        out.random.push(Component {
            group: group.name.clone(),
            term: "(Intercept)".into(),
            units: group.levels.len(),
            variance,
            sd: variance.sqrt(),
        });
        if variance == 0.0 {
            out.warnings.push(format!(
                "the variance of “{}” is 0, the least it can be: its units differ no more than \
                 the residual makes them",
                group.name
            ));
        }
    }
    let variance = fitted.state.residual() * fitted.square();
    out.residual = Some(Residual { variance, sd: variance.sqrt(), ..Residual::default() });
}

fn anova_row(spec: &Spec, term: &Term, df: f64, f: f64, ddf: f64, fitted: &Fitted) -> AnovaRow {
    let mean_sq = f * fitted.state.residual() * fitted.square();
    AnovaRow {
        stratum: String::new(),
        term: spec.term_name(term),
        df,
        sum_sq: mean_sq * df,
        mean_sq,
        ddf,
        f,
        p: f_upper(f, df, ddf),
    }
}

fn coefficients(fitted: &Fitted, estimates: &Estimates<'_>, centre: f64) -> Vec<Coefficient> {
    let columns = fitted.design.names.len();
    let kept = |j: usize| fitted.problem.qr.order.iter().take(fitted.problem.p).any(|&c| c == j);
    let one = |(j, name): (usize, &String)| {
        if !kept(j) {
            return Coefficient { term: name.clone(), ..Coefficient::default() };
        }
        let unit: Vec<f64> = (0..columns).map(|k| f64::from(k == j)).collect();
        // A coefficient is what it is under this coding, also where columns depend on others.
        let se = estimates.covariance[(j, j)].sqrt();
        let df = (estimates.df)(&unit);
        let estimate = at(estimates.beta, j) + if j == 0 { centre } else { 0.0 };
        let t = estimate / se;
        Coefficient { term: name.clone(), estimate, se, df, t, p: t_two_sided(t, df) }
    };
    fitted.design.names.iter().enumerate().map(one).collect()
}

/// The errors of prediction of a group's units, in units of [`Problem::scale`] squared.
fn error(fitted: &Fitted, (first, count): (usize, usize), t: f64) -> Matrix {
    let own = fitted.state.zpz().block((first, first), (count, count));
    Matrix::identity(count).scaled(t).minus(&own.scaled(t * t))
}

/// Random effects with their errors.
fn predictions(out: &mut Analysis, frame: &Frame, fitted: &Fitted) {
    let parts = frame.groups.iter().zip(&fitted.problem.groups).zip(&fitted.state.variances);
    for ((group, &units), &t) in parts {
        let error = error(fitted, units, t);
        for (unit, level) in group.levels.iter().enumerate() {
            out.blups.push(Blup {
                group: group.name.clone(),
                level: level.clone(),
                estimate: t * fitted.state.zpy[(units.0 + unit, 0)] * fitted.problem.scale,
                se: (error[(unit, unit)].max(0.0) * fitted.square()).sqrt(),
            });
        }
    }
}

/// How repeatable the units of single columns are.
fn heritability(out: &mut Analysis, spec: &Spec, table: &Table, frame: &Frame, fitted: &Fitted) {
    let parts = frame.groups.iter().zip(&fitted.problem.groups).zip(&fitted.state.variances);
    for (place, ((group, &units), &t)) in parts.enumerate() {
        let single = spec.groups.get(place).filter(|grouping| grouping.columns.len() == 1);
        if let Some(column) = single.and_then(|grouping| grouping.columns.first())
            && t > 0.0
        {
            let variance = t * fitted.square();
            let blup = mean_variance(&error(fitted, units, t)) * fitted.square();
            let work = frame.n() * units.1 * units.1;
            let blue = (work <= REFIT_MAX).then(|| fixed_instead(spec, table, place, column));
            let blue = blue.flatten().unwrap_or(f64::NAN);
            out.heritability.push(Heritability {
                group: group.name.clone(),
                cullis: 1.0 - blup / (2.0 * variance),
                piepho: variance / (variance + 0.5 * blue),
                mean_variance_blup: blup,
                mean_variance_blue: blue,
            });
        }
    }
}

/// Mean variance of a difference, from a covariance.
fn mean_variance(covariance: &Matrix) -> f64 {
    let m = covariance.rows() as f64;
    let sum: f64 = (0..covariance.cols()).flat_map(|j| covariance.col(j)).sum();
    2.0 / (m - 1.0) * (covariance.trace() - sum / m)
}

/// Mean variance of a difference of units when the group is fixed.
fn fixed_instead(spec: &Spec, table: &Table, group: usize, column: &Node) -> Option<f64> {
    let mut other = spec.clone();
    other.groups.remove(group);
    if other.groups.is_empty() {
        return None;
    }
    let variable = other.variables.len();
    if other.variables.iter().any(|known| known.name() == column.name()) {
        return None;
    }
    let call = crate::formula::Kind::Call("factor".into(), vec![column.clone()]);
    other.variables.push(Node { at: column.at, kind: call });
    other.terms.insert(0, vec![variable]);
    let frame = Frame::new(table, &other).ok()?;
    let fitted = Fitted::new(&other, &frame, Method::Reml, None).ok()?;
    if fitted.problem.p < fitted.design.x.cols() {
        return None;
    }
    let own = fitted.design.of_term(1);
    let covariance = fitted.covariance(&fitted.state.phi).columns(&own).select_rows(&own);
    // Differences from the first level: its own variance and covariances are 0.
    let mut whole = Matrix::zeros(own.len() + 1, own.len() + 1);
    for i in 0..own.len() {
        for j in 0..own.len() {
            whole[(i + 1, j + 1)] = covariance[(i, j)];
        }
    }
    Some(mean_variance(&whole))
}
