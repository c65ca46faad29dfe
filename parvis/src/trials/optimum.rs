//! `parvis trials surface` and `parvis trials desirability`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use trials::desirability::{Region, Response, Wanted, most_desirable};
use trials::surface::{Point, Surface, SurfaceFound, surface as found_by};
use trials::{Fault, Formula, Table};

use super::tables::{Row, shown};
use super::{Answer, json, nowhere, of_file, read};

/// A surface.
#[derive(Args, Clone, Debug)]
pub struct SurfaceAsked {
    /// CSV file with a header.
    #[arg(long)]
    data: PathBuf,
    /// Column of the response, or an expression of it.
    #[arg(long)]
    response: String,
    /// Factors: columns, or codings of columns as `x1=(Time-85)/5`.
    #[arg(long, value_delimiter = ',')]
    factors: Vec<String>,
    /// Column of blocks.
    #[arg(long)]
    block: Option<String>,
    /// Whether the most or the least is sought.
    #[arg(long, default_value = "max")]
    goal: Goal,
    /// Seed of the resampling.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// What is sought.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Goal {
    /// The most.
    Max,
    /// The least.
    Min,
}

/// Several responses.
#[derive(Args, Clone, Debug)]
pub struct DesirabilityAsked {
    /// CSV file with the columns response, type (max, min, target), low, target, high.
    #[arg(long)]
    responses: PathBuf,
    /// Model of a response, once for each: `yield ~ 80 + 2*x1 - 3*x1^2`.
    #[arg(long, required = true)]
    model: Vec<String>,
    /// Whether each factor is bounded, or their distance from the centre.
    #[arg(long, default_value = "cube")]
    region: Shape,
    /// The bound.
    #[arg(long, default_value_t = 1.0)]
    radius: f64,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Regions of settings.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Shape {
    /// Each factor between minus and plus the bound.
    Cube,
    /// No farther from the centre than the bound.
    Sphere,
}

/// The answer as text.
pub(super) fn surface(asked: &SurfaceAsked) -> Answer {
    let table = read(&asked.data, &[])?;
    let question = Surface {
        response: asked.response.clone(),
        factors: asked.factors.clone(),
        block: asked.block.clone(),
        least: matches!(asked.goal, Goal::Min),
        seed: asked.seed,
    };
    let found = found_by(&table, &question).map_err(|fault| of_file(&asked.data, fault))?;
    if asked.json { json(&found) } else { Ok(readable(&found)) }
}

fn readable(found: &SurfaceFound) -> String {
    let mut out = format!("{}\n{} runs, R² {:.4}\n", found.verdict.text, found.n, found.r_squared);
    let rows = found
        .coefficients
        .iter()
        .map(|row| (vec![row.term.clone()], vec![row.estimate, row.se, row.df, row.t, row.p]));
    let heads = ["term", "estimate", "se", "df", "t", "p"];
    out.push_str(&shown("Coefficients", &heads, rows.collect()));
    let rows = found.anova.iter().map(|row| {
        (vec![row.term.clone()], vec![row.df, row.sum_sq, row.mean_sq, row.f, row.ddf, row.p])
    });
    let heads = ["term", "df", "sum sq", "mean sq", "F", "error df", "p"];
    out.push_str(&shown("Analysis of variance", &heads, rows.collect()));
    let points: Vec<&Point> = found.stationary.iter().collect();
    out.push_str(&path(&format!("Stationary point ({:?})", found.kind), &points));
    let values: Vec<String> = found.eigenvalues.iter().map(|v| format!("{v:.5}")).collect();
    let _ = writeln!(out, "Eigenvalues: {}", values.join(", "));
    if let Some(confidence) = &found.confidence {
        for (factor, (low, high)) in &confidence.intervals {
            let _ = writeln!(out, "{factor}: 95 % between {low:.4} and {high:.4}");
        }
    }
    out.push_str(&path("Best point at each distance", &found.ridge.iter().collect::<Vec<_>>()));
    out
}

fn path(title: &str, points: &[&Point]) -> String {
    let Some(first) = points.first() else {
        return String::new();
    };
    let units = if first.units == first.coded { BTreeMap::new() } else { first.units.clone() };
    let mut heads = vec!["distance"];
    heads.extend(first.coded.keys().chain(units.keys()).map(String::as_str));
    heads.push("predicted");
    let row = |point: &&Point| -> Row {
        let own = point.units.iter().filter(|(name, _)| units.contains_key(*name));
        let values = point.coded.values().chain(own.map(|(_, value)| value));
        let numbers = [point.distance].into_iter().chain(values.copied()).chain([point.predicted]);
        (Vec::new(), numbers.collect())
    };
    shown(title, &heads, points.iter().map(row).collect())
}

/// The answer as text.
pub(super) fn desirability(asked: &DesirabilityAsked) -> Answer {
    let table = read(&asked.responses, &["response".into(), "type".into()])?;
    let mut responses = Vec::new();
    for text in &asked.model {
        let model = Formula::parse(text).map_err(nowhere)?;
        let name = text.split('~').next().unwrap_or_default().trim();
        let wanted = wanted(&table, name).map_err(|fault| of_file(&asked.responses, fault))?;
        responses.push(Response { model, wanted });
    }
    let region = match asked.region {
        Shape::Cube => Region::Cube(asked.radius),
        Shape::Sphere => Region::Sphere(asked.radius),
    };
    let found = most_desirable(&responses, region).map_err(nowhere)?;
    if asked.json {
        return json(&found);
    }
    let mut out = format!("Desirability {:.5}\n", found.desirability);
    let rows = |map: &BTreeMap<String, f64>| -> Vec<Row> {
        map.iter().map(|(name, value)| (vec![name.clone()], vec![*value])).collect()
    };
    out.push_str(&shown("Settings", &["factor", "value"], rows(&found.factors)));
    out.push_str(&shown("Responses", &["response", "value"], rows(&found.responses)));
    Ok(out)
}

/// The row of a response.
fn wanted(table: &Table, name: &str) -> Result<Wanted, Fault> {
    let missing = |column: &str| {
        Fault::Data(format!("for “{name}” the column “{column}” is missing or empty"))
    };
    let text = |row: usize, column: &str| -> Option<String> {
        let factor = table.column(column)?.factor();
        let code = factor.codes.get(row).copied().flatten()?;
        factor.levels.get(code).cloned()
    };
    let row = (0..table.rows())
        .find(|&row| text(row, "response").as_deref() == Some(name))
        .ok_or_else(|| Fault::Data(format!("no row is of the response “{name}”")))?;
    let number = |column: &str| -> Result<f64, Fault> {
        let found = table.column(column).and_then(|column| column.numbers());
        let value = found.and_then(|values| values.get(row)).copied();
        value.filter(|value| !value.is_nan()).ok_or_else(|| missing(column))
    };
    let fault = |what: &str| Fault::Cell {
        line: table.line(row),
        column: "type".into(),
        what: what.into(),
    };
    let wanted = match text(row, "type").as_deref() {
        Some("max") => Wanted::Most(number("low")?, number("target")?),
        Some("min") => Wanted::Least(number("target")?, number("high")?),
        Some("target") => Wanted::Target(number("low")?, number("target")?, number("high")?),
        _ => return Err(fault("max, min or target is wanted")),
    };
    let rising = match wanted {
        Wanted::Most(a, b) | Wanted::Least(a, b) => a < b,
        Wanted::Target(a, b, c) => a < b && b < c,
    };
    if rising { Ok(wanted) } else { Err(fault("low, target and high must rise")) }
}
