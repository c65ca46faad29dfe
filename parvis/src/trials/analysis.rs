//! `parvis trials analyse`.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use trials::{
    Adjustment, Analysis, AnovaType, Comparison, Ddf, Family, Formula, Method, Options, Structure,
};

use super::tables::{Row, shown};
use super::{Answer, json, nowhere, of_file, read};

/// An analysis.
#[derive(Args, Clone, Debug)]
pub struct Analyse {
    /// CSV file with a header.
    #[arg(long)]
    data: PathBuf,
    /// Formula in the notation of R and lme4: `y ~ a*b + (1|block/a)`, `y ~ a*b + Error(block/a)`.
    #[arg(long)]
    model: String,
    /// Columns that are factors; `new=old` makes one under a new name.
    #[arg(long, value_delimiter = ',')]
    categorical: Vec<String>,
    /// What the response is.
    #[arg(long, default_value = "gaussian")]
    family: Response,
    /// How random groups are fitted; REML when not said.
    #[arg(long)]
    method: Option<Fitting>,
    /// Degrees of freedom of the error, with random groups.
    #[arg(long, default_value = "satterthwaite")]
    ddf: Freedom,
    /// Columns whose combinations were randomised, where they are larger than a row: a treatment that
    /// is the same in all rows of such a unit is not tested against rows.
    #[arg(long, value_delimiter = ',')]
    unit: Vec<String>,
    /// Structure of the residuals: `by(group)`, `ar1(time|unit)`, `exponential(x,y)`,
    /// `spherical(x,y)`, `ratio(x,y)`, the last three also with `+nugget`.
    #[arg(long)]
    residual: Option<String>,
    /// Sums of squares of the table: I for fixed models and III for mixed ones when not said.
    #[arg(long)]
    anova: Option<Type>,
    /// How differences of means allow for their number.
    #[arg(long, default_value = "tukey")]
    adjust: Adjust,
    /// The level that Dunnett's differences are from; the first one when not said.
    #[arg(long)]
    control: Option<String>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Sums of squares.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Type {
    /// Each term after those before it.
    #[value(name = "I", alias = "1")]
    One,
    /// Each after all that do not contain it.
    #[value(name = "II", alias = "2")]
    Two,
    /// Each after all others.
    #[value(name = "III", alias = "3")]
    Three,
}

/// Families of responses.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Response {
    /// A measure.
    Gaussian,
    /// A count of a total: `cbind(k, n - k)`, or 0 and 1.
    Binomial,
    /// A count.
    Poisson,
}

/// Ways to fit random groups.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Fitting {
    /// Restricted maximum likelihood.
    Reml,
    /// Maximum likelihood.
    Ml,
    /// Maximum likelihood by Laplace's approximation, for counts.
    Laplace,
}

/// Degrees of freedom of the error.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Freedom {
    /// From the curvature of the likelihood.
    Satterthwaite,
    /// With the covariance of the fixed effects corrected.
    KenwardRoger,
}

/// Adjustments of p-values.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Adjust {
    /// All pairs.
    Tukey,
    /// Each against the control.
    Dunnett,
    /// Step by step.
    Holm,
    /// By the range of the means between the two.
    Duncan,
    /// None.
    None,
}

/// The answer as text.
pub(super) fn answer(asked: &Analyse) -> Answer {
    let table = read(&asked.data, &asked.categorical)?;
    let formula = Formula::parse(&asked.model).map_err(nowhere)?;
    let options = Options {
        family: match asked.family {
            Response::Gaussian => Family::Gaussian,
            Response::Binomial => Family::Binomial,
            Response::Poisson => Family::Poisson,
        },
        method: asked.method.map(|method| match method {
            Fitting::Reml => Method::Reml,
            Fitting::Ml => Method::Ml,
            Fitting::Laplace => Method::Laplace,
        }),
        ddf: match asked.ddf {
            Freedom::Satterthwaite => Ddf::Satterthwaite,
            Freedom::KenwardRoger => Ddf::KenwardRoger,
        },
        anova: asked.anova.map(|kind| match kind {
            Type::One => AnovaType::I,
            Type::Two => AnovaType::II,
            Type::Three => AnovaType::III,
        }),
        unit: asked.unit.clone(),
        structure: match &asked.residual {
            Some(text) => Some(Structure::parse(text).map_err(nowhere)?),
            None => None,
        },
        comparison: Comparison {
            adjustment: match asked.adjust {
                Adjust::Tukey => Adjustment::Tukey,
                Adjust::Dunnett => Adjustment::Dunnett,
                Adjust::Holm => Adjustment::Holm,
                Adjust::Duncan => Adjustment::Duncan,
                Adjust::None => Adjustment::None,
            },
            control: asked.control.clone(),
        },
    };
    let found =
        trials::analyse(&table, &formula, &options).map_err(|fault| of_file(&asked.data, fault))?;
    if asked.json { json(&found) } else { Ok(readable(&found)) }
}

fn readable(found: &Analysis) -> String {
    let mut out = format!("{}\n{} rows", found.model, found.n);
    let mut left_out = |count: usize, what: &str| {
        if count > 0 {
            let _ = write!(out, ", {count} left out without {what}");
        }
    };
    left_out(found.without_response, "response");
    left_out(found.without_variable, "a variable of the model");
    out.push('\n');
    let rows = found.anova.iter().map(|row| {
        let numbers = [row.df, row.sum_sq, row.mean_sq, row.f, row.ddf, row.p];
        (vec![row.stratum.clone(), row.term.clone()], numbers.to_vec())
    });
    let title = format!("Analysis of variance, type {:?}", found.anova_type);
    let heads = ["stratum", "term", "df", "sum sq", "mean sq", "F", "error df", "p"];
    out.push_str(&shown(&title, &heads, rows.collect()));
    let rows = found
        .random
        .iter()
        .map(|row| (vec![row.group.clone()], vec![row.units as f64, row.variance, row.sd]));
    let mut rows: Vec<Row> = rows.collect();
    if let Some(residual) = &found.residual {
        rows.push((vec!["residual".into()], vec![f64::NAN, residual.variance, residual.sd]));
    }
    out.push_str(&shown("Variances", &["group", "units", "variance", "sd"], rows));
    let rows = found
        .fixed
        .iter()
        .map(|row| (vec![row.term.clone()], vec![row.estimate, row.se, row.df, row.t, row.p]));
    let heads = ["term", "estimate", "se", "df", "t", "p"];
    out.push_str(&shown("Fixed effects", &heads, rows.collect()));
    let rows = found.emmeans.iter().map(|row| {
        let numbers = [row.emmean, row.se, row.df, row.lower, row.upper];
        (vec![row.term.clone(), row.level.clone()], numbers.to_vec())
    });
    let heads = ["term", "level", "mean", "se", "df", "lower", "upper"];
    out.push_str(&shown("Means, equally weighted", &heads, rows.collect()));
    let rows = found.comparisons.iter().map(|row| {
        let numbers = [row.estimate, row.se, row.df, row.t, row.p, row.lower, row.upper];
        (vec![row.term.clone(), row.contrast.clone()], numbers.to_vec())
    });
    let heads = ["term", "difference", "estimate", "se", "df", "t", "p", "lower", "upper"];
    out.push_str(&shown("Differences", &heads, rows.collect()));
    for warning in &found.warnings {
        let _ = writeln!(out, "\nNote: {warning}.");
    }
    out
}
