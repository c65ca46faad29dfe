//! What an analysis answers. A number that does not hold is NaN, which JSON writes as null; why is
//! among the warnings.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::checks::Checks;

/// The answer of an analysis. Keys are those of `parvis trials analyse --json`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Analysis {
    /// The formula.
    pub model: String,
    /// How it was fitted.
    pub method: Method,
    /// Rows used.
    pub n: usize,
    /// Rows left out because the response is missing.
    pub without_response: usize,
    /// Rows left out because a variable of the model is missing.
    pub without_variable: usize,
    /// Fixed effects.
    pub fixed: Vec<Coefficient>,
    /// Columns of the model that others determine, with what they are.
    pub aliased: Vec<Aliased>,
    /// Variance components.
    pub random: Vec<Component>,
    /// What is left over.
    pub residual: Option<Residual>,
    /// Logarithm of the likelihood, restricted for `reml`.
    pub log_likelihood: f64,
    /// -2 log-likelihood.
    pub criterion: f64,
    /// Coefficient of determination, for fixed models.
    pub r_squared: f64,
    /// The same, adjusted for degrees of freedom.
    pub adjusted_r_squared: f64,
    /// Coefficient of variation in percent, for fixed models.
    pub cv_percent: f64,
    /// Deviance and its degrees of freedom, for families other than the normal.
    pub deviance: Option<Deviance>,
    /// Which sums of squares the table shows.
    pub anova_type: AnovaType,
    /// Analysis of variance, or tests of the terms.
    pub anova: Vec<AnovaRow>,
    /// Estimated marginal means of every factor and interaction.
    pub emmeans: Vec<Mean>,
    /// Differences of means.
    pub comparisons: Vec<Difference>,
    /// Whether residuals are as a fixed model takes them.
    pub checks: Option<Checks>,
    /// What rows without response would have by the fixed effects.
    pub predictions: Vec<Prediction>,
    /// Predicted random effects.
    pub blups: Vec<Blup>,
    /// How repeatable the units of each random group are.
    pub heritability: Vec<Heritability>,
    /// What the answer must be read with.
    pub warnings: Vec<String>,
}

/// How a model was fitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Least squares.
    #[default]
    Ols,
    /// Least squares in each error stratum.
    Strata,
    /// Restricted maximum likelihood.
    Reml,
    /// Maximum likelihood.
    Ml,
    /// Maximum likelihood by Laplace's approximation.
    Laplace,
}

/// Which hypotheses the terms' tests are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum AnovaType {
    /// Each after those before it.
    #[default]
    I,
    /// Each after all that do not contain it.
    II,
    /// Each after all others.
    III,
}

/// A fixed effect.
#[derive(Clone, Debug, Serialize)]
pub struct Coefficient {
    /// Column of the model, named as in R.
    pub term: String,
    /// NaN when other columns determine it.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
    /// Degrees of freedom of the error; infinite for z.
    pub df: f64,
    /// Estimate in standard errors.
    pub t: f64,
    /// Two-sided.
    pub p: f64,
}

impl Default for Coefficient {
    fn default() -> Self {
        let none = f64::NAN;
        Self { term: String::new(), estimate: none, se: none, df: none, t: none, p: none }
    }
}

/// A column that others determine.
#[derive(Clone, Debug, Serialize)]
pub struct Aliased {
    /// The column.
    pub term: String,
    /// What it is: columns and their weights.
    pub equals: Vec<Weighted>,
}

/// A column with its weight in a sum.
#[derive(Clone, Debug, Serialize)]
pub struct Weighted {
    /// The column.
    pub term: String,
    /// Its weight.
    pub weight: f64,
}

/// A variance component.
#[derive(Clone, Debug, Serialize)]
pub struct Component {
    /// Columns whose combinations are the group's units, joined by `:`.
    pub group: String,
    /// What varies: `(Intercept)`.
    pub term: String,
    /// Number of units.
    pub units: usize,
    /// Variance; exactly 0 on the boundary.
    pub variance: f64,
    /// Its root.
    pub sd: f64,
}

/// The variance left over, and parameters of its structure.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Residual {
    /// Variance.
    pub variance: f64,
    /// Its root.
    pub sd: f64,
    /// Parameters of a correlation, or variances by group.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, f64>,
}

/// Of a model of counts.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Deviance {
    /// Deviance from the saturated model.
    pub residual: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// Deviance of the model with an intercept alone.
    pub null: f64,
    /// Its degrees of freedom.
    pub null_df: f64,
    /// Pearson's χ² over its degrees of freedom: well above 1 says that counts vary more than the
    /// family does.
    pub dispersion: f64,
}

/// A row of the analysis of variance.
#[derive(Clone, Debug, Serialize)]
pub struct AnovaRow {
    /// Error stratum; empty without `Error()`.
    pub stratum: String,
    /// Term, or `Residuals`.
    pub term: String,
    /// Degrees of freedom.
    pub df: f64,
    /// Sum of squares.
    pub sum_sq: f64,
    /// Over its degrees of freedom.
    pub mean_sq: f64,
    /// Degrees of freedom of the error.
    pub ddf: f64,
    /// Ratio.
    pub f: f64,
    /// P(F ≥ f).
    pub p: f64,
}

impl Default for AnovaRow {
    fn default() -> Self {
        let none = f64::NAN;
        Self {
            stratum: String::new(),
            term: String::new(),
            df: none,
            sum_sq: none,
            mean_sq: none,
            ddf: none,
            f: none,
            p: none,
        }
    }
}

/// An estimated marginal mean: over the other factors with equal weights, covariates at their mean.
#[derive(Clone, Debug, Serialize)]
pub struct Mean {
    /// Factors, joined by `:`.
    pub term: String,
    /// Their levels, joined by `:`.
    pub level: String,
    /// NaN when the data do not determine it.
    pub emmean: f64,
    /// Standard error.
    pub se: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// End of the 95 % interval.
    pub lower: f64,
    /// End of the 95 % interval.
    pub upper: f64,
    /// Means that share a letter do not differ at 5 %; `a` is the largest's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub letters: String,
    /// The same in units of the response, where the model is on another scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<OnResponse>,
}

/// A mean brought back to the units of the response.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OnResponse {
    /// The mean.
    pub mean: f64,
    /// Standard error by the delta method.
    pub se: f64,
    /// End of the 95 % interval.
    pub lower: f64,
    /// End of the 95 % interval.
    pub upper: f64,
}

/// A difference of two means.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// Factors, joined by `:`.
    pub term: String,
    /// `a - b`.
    pub contrast: String,
    /// The difference.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Difference in standard errors.
    pub t: f64,
    /// How `p` and the interval allow for the number of differences.
    pub adjustment: Adjustment,
    /// Adjusted.
    pub p: f64,
    /// End of the simultaneous 95 % interval.
    pub lower: f64,
    /// End of the simultaneous 95 % interval.
    pub upper: f64,
}

/// How the number of differences is allowed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Adjustment {
    /// All pairs, by the studentised range.
    #[default]
    Tukey,
    /// Each against a control.
    Dunnett,
    /// Any set, step by step.
    Holm,
    /// By the range of the means between the two, each with its own level.
    Duncan,
    /// Not at all.
    None,
}

/// A row without response.
#[derive(Clone, Debug, Serialize)]
pub struct Prediction {
    /// Its line in the file.
    pub line: u64,
    /// The mean that the fixed effects give it.
    pub predicted: f64,
    /// Standard error of that mean.
    pub se: f64,
}

/// A predicted random effect.
#[derive(Clone, Debug, Serialize)]
pub struct Blup {
    /// Group.
    pub group: String,
    /// Unit.
    pub level: String,
    /// Best linear unbiased prediction.
    pub estimate: f64,
    /// Root of the variance of prediction less truth.
    pub se: f64,
}

/// How repeatable the units of a group are.
#[derive(Clone, Debug, Serialize)]
pub struct Heritability {
    /// Group.
    pub group: String,
    /// 1 - mean variance of a difference of two predictions / 2 σ² (Cullis et al. 2006).
    pub cullis: f64,
    /// σ² / (σ² + half the mean variance of a difference of two fixed means) (Piepho & Möhring
    /// 2007).
    pub piepho: f64,
    /// Mean variance of a difference of two predictions.
    pub mean_variance_blup: f64,
    /// Mean variance of a difference of two means, with the group fixed.
    pub mean_variance_blue: f64,
}
