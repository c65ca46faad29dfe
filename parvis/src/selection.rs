//! `parvis selection`: what scores say, who reads what, which files for which money; on files,
//! without an instance. The mathematics are in the engine of that name.
//!
//! Ends with 0 done, 2 bad usage, 3 a file that cannot be taken, 4 no feasible answer.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use selection::tables::{self, BYTES_MAX, Table};
use serde_json::Value;

mod money;
mod readers;
mod scores;

/// What is asked.
#[derive(Clone, Debug, Subcommand)]
pub enum Asked {
    /// What scores say of proposals and reviewers, and how surely (REML).
    Calibrate(scores::Calibrate),
    /// Who reads what: the greatest sum of affinities, or the fairest.
    Assign(readers::Assign),
    /// Which files for the money there is: exact, greedy, and by equal shares.
    Portfolio(money::Portfolio),
}

const DRAWS_MAX: usize = 1_000_000;

fn draws(typed: &str) -> Result<usize, String> {
    let draws = typed.parse().ok().filter(|draws| *draws <= DRAWS_MAX);
    draws.ok_or_else(|| format!("a whole number, at most {DRAWS_MAX}"))
}

fn positive(typed: &str) -> Result<usize, String> {
    draws(typed)
        .ok()
        .filter(|count| *count > 0)
        .ok_or_else(|| "a whole number from 1 on".to_owned())
}

/// Why there is no answer: how the command ends, and a sentence.
struct Failed(u8, String);

const USAGE: u8 = 2;
const INPUT: u8 = 3;
const INFEASIBLE: u8 = 4;

/// Answers on standard output.
pub fn answer(asked: Asked) -> ExitCode {
    let made = match asked {
        Asked::Calibrate(asked) => scores::calibrate(&asked),
        Asked::Assign(asked) => readers::assign(&asked),
        Asked::Portfolio(asked) => money::choose(&asked),
    };
    match made {
        Ok(text) => match io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(Failed(code, why)) => {
            eprintln!("parvis: {why}");
            ExitCode::from(code)
        }
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failed> {
    let refused = |error: io::Error| Failed(INPUT, format!("{}: {error}", path.display()));
    let source: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(io::stdin().lock()),
        _ => Box::new(std::fs::File::open(path).map_err(refused)?),
    };
    let mut bytes = Vec::new();
    source.take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

fn in_file(path: &Path) -> impl Fn(tables::Fault) -> Failed {
    move |fault| Failed(INPUT, format!("{}: {fault}", path.display()))
}

fn table(path: &Path) -> Result<Table, Failed> {
    Table::read(&bytes(path)?).map_err(in_file(path))
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}

/// A number, or nothing to say.
fn shown(number: Option<f64>, decimals: usize) -> String {
    number.map_or_else(|| "-".to_owned(), |number| format!("{number:.decimals$}"))
}

/// A number with as many decimals as it has, four at most.
fn plain(number: f64) -> String {
    let written = format!("{number:.4}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Lines of cells, each column as wide as its widest cell; the first to the left, others right.
fn aligned(rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        for (index, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let cell =
                if index == 0 { format!("{cell:<width$}") } else { format!("  {cell:>width$}") };
            text.push_str(&cell);
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
