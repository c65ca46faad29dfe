//! One question, one answer: from data and a formula to an [`Analysis`].

use crate::checks::checks;
use crate::compare::{Comparison, PAIRED_MAX, differences, letters, means};
use crate::counts::{self, Family};
use crate::design_matrix::{Coding, Design};
use crate::fault::{Fault, Outcome};
use crate::formula::Formula;
use crate::frame::{Frame, Values, joined_units};
use crate::linear::{anova, coefficients, fit};
use crate::means::{Estimates, back, marginals};
use crate::mixed::{Ddf, mixed};
use crate::qr::Qr;
use crate::report::{
    Adjustment, Aliased, Analysis, AnovaType, Method, Prediction, Residual, Weighted,
};
use crate::strata::strata;
use crate::structure::Structure;
use crate::table::Table;
use crate::terms::Spec;

/// Rows times columns of a model at most: 800 MB.
const CELLS_MAX: usize = 100_000_000;
/// Units of random groups at most: 800 MB.
const UNITS_MAX: usize = 10_000;

/// What is wanted of an analysis beside its model.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the response is.
    pub family: Family,
    /// `Reml` or `Ml`. When not said, `Reml` with random groups or a structure of residuals, and the
    /// likelihood of a fixed model is not restricted.
    pub method: Option<Method>,
    /// Degrees of freedom of the error, for models with random groups.
    pub ddf: Ddf,
    /// Which sums of squares; I for fixed models, III for mixed ones when not said.
    pub anova: Option<AnovaType>,
    /// Columns whose combinations were randomised, where they are larger than a row.
    pub unit: Vec<String>,
    /// Structure of the residuals; alike and independent when not said.
    pub structure: Option<Structure>,
    /// Differences of means.
    pub comparison: Comparison,
}

/// Analyses a trial.
///
/// # Errors
/// A formula or data that cannot be read, and questions that have no answer that would hold.
pub fn analyse(table: &Table, formula: &Formula, options: &Options) -> Outcome<Analysis> {
    let spec = Spec::new(formula)?;
    let frame = Frame::new(table, &spec)?;
    varies(&spec, &frame)?;
    bounded(&spec, &frame)?;
    replicated(table, &spec, &frame, &options.unit)?;
    if options.family != Family::Gaussian {
        return of_counts(table, &spec, &frame, options);
    }
    if options.method == Some(Method::Laplace) {
        return Err(Fault::Data("Laplace's approximation is for counts: name their family".into()));
    }
    if frame.response.totals.is_some() {
        let left = formula.left.as_ref().unwrap_or(&formula.right);
        return Err(formula.fault(left, "counts of a total are of the family binomial"));
    }
    if !spec.strata.is_empty() {
        if !spec.groups.is_empty() {
            let both = "a model has either Error() or random groups";
            return Err(formula.fault(&formula.right, both));
        }
        return Ok(stratified(&spec, &frame, options));
    }
    if !spec.groups.is_empty() || options.structure.is_some() {
        return mixed(table, &spec, &frame, options);
    }
    fixed(table, &spec, &frame, options)
}

fn of_counts(table: &Table, spec: &Spec, frame: &Frame, options: &Options) -> Outcome<Analysis> {
    if !spec.strata.is_empty() || options.structure.is_some() {
        let what = "counts have neither error strata nor a structure of residuals";
        return Err(spec.formula.fault(&spec.formula.right, what));
    }
    match spec.groups.is_empty() {
        true => counts::fixed(table, spec, frame, options),
        false => counts::random(table, spec, frame, options),
    }
}

/// Refuses what would not fit into the memory of a usual machine.
fn bounded(spec: &Spec, frame: &Frame) -> Outcome<()> {
    let width = |variable: &usize| match frame.variables.get(*variable).map(|v| &v.values) {
        Some(Values::Levels { levels, .. }) => levels.len(),
        _ => 1,
    };
    let columns = |term: &Vec<usize>| {
        term.iter().map(width).fold(1_usize, |all, own| all.saturating_mul(own))
    };
    let columns = spec.terms.iter().map(columns).fold(1_usize, usize::saturating_add);
    let units: usize = frame.groups.iter().chain(&frame.strata).map(|g| g.levels.len()).sum();
    let strata = if spec.strata.is_empty() { 0 } else { units };
    let wide = columns.saturating_add(strata).saturating_mul(frame.n());
    if wide > CELLS_MAX || (strata == 0 && units > UNITS_MAX) {
        return Err(Fault::NoAnswer(format!(
            "the model is too large: {columns} columns and {units} units on {} rows",
            frame.n()
        )));
    }
    Ok(())
}

/// A factor of one level explains nothing, and a response of one value has nothing to explain.
fn varies(spec: &Spec, frame: &Frame) -> Outcome<()> {
    for variable in &frame.variables {
        if let Values::Levels { levels, .. } = &variable.values
            && levels.len() < 2
        {
            return Err(spec.formula.fault(
                &variable.node,
                format!("“{}” has one level in the rows that are used", variable.name),
            ));
        }
    }
    let values = &frame.response.values;
    if values.iter().all(|v| Some(v) == values.first()) {
        let name = &frame.response.name;
        return Err(Fault::NoAnswer(format!("all values of “{name}” are equal")));
    }
    Ok(())
}

/// Refuses pseudo-replication: a treatment that is the same for all rows of a unit is tested against
/// differences between units, never between rows (Hurlbert 1984).
fn replicated(table: &Table, spec: &Spec, frame: &Frame, unit: &[String]) -> Outcome<()> {
    if unit.is_empty() {
        return Ok(());
    }
    let name = unit.join(":");
    let text = format!("y ~ 1 + (1|{name})");
    let asked = Spec::new(&Formula::parse(&text)?)?;
    let units = joined_units(table, &asked, frame)?;
    let known = frame.groups.iter().chain(&frame.strata);
    let same = |codes: &[usize]| {
        let pairs: std::collections::BTreeSet<_> = codes.iter().zip(&units.codes).collect();
        let own: std::collections::BTreeSet<_> = codes.iter().collect();
        pairs.len() == own.len() && own.len() == units.levels.len()
    };
    if units.levels.len() == frame.n() || known.into_iter().any(|group| same(&group.codes)) {
        return Ok(());
    }
    for variable in &frame.variables {
        if let Values::Levels { codes, .. } = &variable.values {
            let pairs: std::collections::BTreeSet<_> = codes.iter().zip(&units.codes).collect();
            if pairs.len() == units.levels.len() {
                let what = format!(
                    "“{}” is the same in all rows of a unit of {name}: that unit was randomised, \
                     and its rows are samples of it, no replicates. Add (1|{name}) or \
                     Error({name}), or analyse the means of units",
                    variable.name
                );
                return Err(spec.formula.fault(&variable.node, what));
            }
        }
    }
    Ok(())
}

pub(crate) fn begun(spec: &Spec, frame: &Frame, method: Method) -> Analysis {
    Analysis {
        model: spec.formula.text().into(),
        method,
        n: frame.n(),
        without_response: frame.no_response,
        without_variable: frame.no_variable,
        log_likelihood: f64::NAN,
        criterion: f64::NAN,
        r_squared: f64::NAN,
        adjusted_r_squared: f64::NAN,
        cv_percent: f64::NAN,
        ..Analysis::default()
    }
}

fn stratified(spec: &Spec, frame: &Frame, options: &Options) -> Analysis {
    let kind = options.anova.unwrap_or_default();
    let mut out = begun(spec, frame, Method::Strata);
    out.anova_type = kind;
    out.anova = strata(spec, frame, kind);
    if kind == AnovaType::III {
        out.anova_type = AnovaType::II;
        out.warnings.push("tests of type III are not defined by strata: type II is shown".into());
    }
    for term in spec.terms.iter().map(|term| spec.term_name(term)) {
        let rows: Vec<&str> = out
            .anova
            .iter()
            .filter(|row| row.term == term)
            .map(|row| row.stratum.as_str())
            .collect();
        if rows.len() > 1 {
            let places = rows.join(", ");
            out.warnings.push(format!("“{term}” is estimated in several strata: {places}"));
        }
    }
    out
}

fn fixed(table: &Table, spec: &Spec, frame: &Frame, options: &Options) -> Outcome<Analysis> {
    let kind = options.anova.unwrap_or_default();
    let design = Design::new(spec, &frame.variables, frame.n(), Coding::Treatment);
    let fitted = fit(&design.x, &frame.response.values, spec.intercept);
    let mut out = begun(spec, frame, Method::Ols);
    out.aliased = aliased(&fitted.qr, &design);
    out.warnings.extend(words(&out.aliased));
    out.fixed = coefficients(&fitted, &design, frame.response.centre);
    out.anova_type = kind;
    out.anova = anova(spec, frame, kind)?;
    if fitted.df == 0 {
        out.warnings.push(
            "as many coefficients as rows: nothing is left over to measure error by, so there are \
             no standard errors and no tests"
                .into(),
        );
        return Ok(out);
    }
    if fitted.perfect {
        out.warnings.push("the model fits without error: tests would not hold".into());
    } else {
        out.checks = Some(checks(frame, &fitted.residuals()));
    }
    let (n, df, variance) = (frame.n() as f64, fitted.df as f64, fitted.variance());
    out.residual = Some(Residual { variance, sd: variance.sqrt(), ..Residual::default() });
    out.log_likelihood =
        -0.5 * n * ((2.0 * std::f64::consts::PI).ln() + 1.0 + (fitted.rss / n).ln());
    if options.method == Some(Method::Reml) {
        let triangle = fitted.qr.triangle();
        let ln_triangle: f64 = (0..fitted.qr.rank).map(|i| triangle[(i, i)].abs().ln()).sum();
        let constant = (2.0 * std::f64::consts::PI).ln() + 1.0;
        out.log_likelihood = -0.5 * df * (constant + variance.ln()) - ln_triangle;
        out.method = Method::Reml;
    }
    out.criterion = -2.0 * out.log_likelihood;
    out.r_squared = 1.0 - fitted.rss / fitted.total;
    let about_mean = f64::from(spec.intercept);
    out.adjusted_r_squared = 1.0 - (1.0 - out.r_squared) * (n - about_mean) / df;
    let mean = frame.response.values.iter().sum::<f64>() / n + frame.response.centre;
    out.cv_percent = 100.0 * variance.sqrt() / mean.abs();
    let covariance = fitted.unscaled().scaled(variance);
    let estimates = Estimates {
        beta: &fitted.filled(),
        covariance: &covariance,
        qr: &fitted.qr,
        df: &|_| fitted.df as f64,
    };
    add_means(&mut out, table, spec, frame, &estimates, options, back(&frame.response.node))?;
    Ok(out)
}

/// From the scale of a model to the units of its response, with the derivative.
pub(crate) type Back = fn(f64) -> (f64, f64);

/// Means of every factor and interaction, and differences of the means of single factors.
pub(crate) fn add_means(
    out: &mut Analysis,
    table: &Table,
    spec: &Spec,
    frame: &Frame,
    estimates: &Estimates<'_>,
    options: &Options,
    back: Option<Back>,
) -> Outcome<()> {
    let absent = Design::new(spec, &frame.absent_variables, frame.absent.len(), Coding::Treatment);
    for (i, &row) in frame.absent.iter().enumerate() {
        let found = estimates.of(&absent.x.row_values(i));
        let predicted = found.value + frame.response.centre;
        out.predictions.push(Prediction { line: table.line(row), predicted, se: found.se });
    }
    let mut undetermined = Vec::new();
    for marginal in marginals(spec, frame, table)? {
        let mut rows = means(&marginal, estimates, frame.response.centre, back);
        if rows.iter().any(|row| row.emmean.is_nan()) {
            undetermined.push(marginal.term.clone());
        }
        if marginal.factors == 1 && marginal.levels.len() <= PAIRED_MAX {
            let pairs = differences(&marginal, estimates, &options.comparison);
            if options.comparison.adjustment != Adjustment::Dunnett {
                letters(&mut rows, &pairs);
            }
            out.comparisons.extend(pairs);
        }
        out.emmeans.extend(rows);
    }
    if !undetermined.is_empty() {
        let terms = undetermined.join(", ");
        out.warnings.push(format!("the data do not determine all means of {terms}"));
    }
    Ok(())
}

pub(crate) fn aliased(qr: &Qr, design: &Design) -> Vec<Aliased> {
    let name = |column: usize| design.names.get(column).cloned().unwrap_or_default();
    qr.dependencies()
        .into_iter()
        .map(|(column, parts)| Aliased {
            term: name(column),
            equals: parts
                .into_iter()
                .map(|(part, weight)| Weighted { term: name(part), weight })
                .collect(),
        })
        .collect()
}

pub(crate) fn words(aliased: &[Aliased]) -> Vec<String> {
    let sum = |parts: &[Weighted]| -> String {
        let shown: Vec<String> =
            parts.iter().map(|part| format!("{:.4} × {}", part.weight, part.term)).collect();
        if shown.is_empty() { "0 in every row".into() } else { shown.join(" + ") }
    };
    let one = |one: &Aliased| format!("{} is not estimable: it is {}", one.term, sum(&one.equals));
    aliased.iter().map(one).collect()
}
