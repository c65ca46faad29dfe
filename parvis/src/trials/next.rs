//! `parvis trials next`.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use trials::next_batch::{Asked, Axis, Batch, next_batch};
use trials::{Fault, Formula, Outcome};

use super::optimum::Goal;
use super::tables::{Row, shown};
use super::{Answer, json, nowhere, of_file, read};

/// A batch.
#[derive(Args, Clone, Debug)]
pub struct NextAsked {
    /// CSV file of what has been observed; without it a first batch is laid out.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Column of the response, or an expression of it.
    #[arg(long, default_value = "y")]
    response: String,
    /// Factors with where they may be set: `ec=1..4` or `days=14|21|28`.
    #[arg(long, value_delimiter = ',', required = true)]
    factors: Vec<String>,
    /// What must hold: `ec + ph <= 9`.
    #[arg(long)]
    limit: Vec<String>,
    /// Whether the most or the least is sought.
    #[arg(long, default_value = "max")]
    goal: Goal,
    /// Settings wanted.
    #[arg(long, default_value_t = 4)]
    batch: usize,
    /// Seed of the search.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// The answer as text.
pub(super) fn answer(asked: &NextAsked) -> Answer {
    let table = match &asked.data {
        Some(file) => Some(read(file, &[])?),
        None => None,
    };
    let axes = asked.factors.iter().map(|text| axis(text)).collect::<Outcome<Vec<_>>>();
    let limits = asked.limit.iter().map(|text| limit(text)).collect::<Outcome<Vec<_>>>();
    let question = Asked {
        response: asked.response.clone(),
        axes: axes.map_err(nowhere)?,
        limits: limits.map_err(nowhere)?,
        most: matches!(asked.goal, Goal::Max),
        batch: asked.batch,
        seed: asked.seed,
    };
    let found = next_batch(table.as_ref(), &question).map_err(|fault| match &asked.data {
        Some(file) => of_file(file, fault),
        None => nowhere(fault),
    })?;
    if asked.json { json(&found) } else { Ok(readable(&found)) }
}

fn axis(text: &str) -> Outcome<(String, Axis)> {
    let wanted =
        || Fault::Data(format!("“{text}” is no factor; one is written ec=1..4 or days=14|21|28"));
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| wanted());
    let (name, place) = text.split_once('=').ok_or_else(wanted)?;
    let axis = match place.split_once("..") {
        Some((low, high)) => Axis::Between(number(low)?, number(high)?),
        None => Axis::OneOf(place.split('|').map(number).collect::<Outcome<Vec<f64>>>()?),
    };
    Ok((name.trim().to_owned(), axis))
}

fn limit(text: &str) -> Outcome<(Formula, Formula)> {
    let side = |text: &str| Formula::parse(&format!("~{text}"));
    match (text.split_once("<="), text.split_once(">=")) {
        (Some((low, high)), None) | (None, Some((high, low))) => Ok((side(low)?, side(high)?)),
        _ => Err(Fault::Data(format!("“{text}” is no limit; one is written a + b <= 9"))),
    }
}

fn readable(found: &Batch) -> String {
    let mut out = String::new();
    if let Some(best) = &found.recommended {
        let _ = writeln!(
            out,
            "Best by what is known: {:.5}, 95 % between {:.5} and {:.5}",
            best.mean, best.lower, best.upper
        );
        let rows = best.factors.iter().map(|(name, value)| (vec![name.clone()], vec![*value]));
        out.push_str(&shown("There", &["factor", "value"], rows.collect()));
    }
    let heads: Vec<&str> =
        found.batch.first().map_or(Vec::new(), |first| first.keys().map(String::as_str).collect());
    let rows: Vec<Row> = found
        .batch
        .iter()
        .map(|setting| (Vec::new(), setting.values().copied().collect()))
        .collect();
    out.push_str(&shown("Next batch", &heads, rows));
    if found.recommended.is_some() {
        let _ = writeln!(
            out,
            "\nThe first of them is expected to gain {:.4}; repeated observations differ by {:.4} \
             (standard deviation).",
            found.expected_improvement, found.noise_sd
        );
    }
    if found.stop {
        out.push_str("Going on promises little: confirm what is best, and stop.\n");
    }
    out
}
