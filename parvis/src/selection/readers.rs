//! `parvis selection assign`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use selection::assign::{self, AssignFault, Assignment, Loads, Objective, Readers};
use selection::tables::{FaultKind, Table};
use serde_json::json;

use super::{
    Failed, INFEASIBLE, INPUT, USAGE, aligned, bytes, in_file, line, plain, positive, table,
};

/// Readers.
#[derive(Args, Clone, Debug)]
pub struct Assign {
    /// CSV: reviewer, proposal, score. `-` is standard input.
    #[arg(long)]
    affinity: PathBuf,
    /// CSV: reviewer, proposal; such a pair is never used.
    #[arg(long)]
    conflicts: Option<PathBuf>,
    /// Readers of each proposal.
    #[arg(long, default_value_t = 3, value_parser = positive)]
    per_proposal: usize,
    /// The most that each reviewer reads.
    #[arg(long, value_parser = positive)]
    max_load: usize,
    /// The least that each reviewer reads.
    #[arg(long, default_value_t = 0)]
    min_load: usize,
    /// The greatest sum, or the best service of the proposal served worst and then the sum.
    #[arg(long, value_enum, default_value_t = Aim::Sum)]
    objective: Aim,
    /// A pair that is not listed is never used; otherwise its affinity is zero.
    #[arg(long)]
    listed_only: bool,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// What an assignment is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Aim {
    /// Of the greatest sum.
    Sum,
    /// The fairest.
    Fair,
}

/// Answers.
pub(super) fn assign(asked: &Assign) -> Result<String, Failed> {
    let affinities = table(&asked.affinity)?;
    let mut readers = Readers::read(&affinities).map_err(in_file(&asked.affinity))?;
    if let Some(path) = &asked.conflicts {
        // A file with its first line only says that there are none.
        match Table::read(&bytes(path)?) {
            Ok(conflicts) => readers.read_conflicts(&conflicts).map_err(in_file(path))?,
            Err(fault) if fault.kind == FaultKind::NoLine => {}
            Err(fault) => return Err(in_file(path)(fault)),
        }
    }
    let loads = Loads {
        per_proposal: asked.per_proposal,
        least: asked.min_load,
        most: asked.max_load,
        unlisted: !asked.listed_only,
    };
    let objective = if asked.objective == Aim::Fair { Objective::Fair } else { Objective::Sum };
    let found = assign::assign(&readers, &loads, objective).map_err(|fault| match fault {
        AssignFault::Impossible(_) => Failed(INFEASIBLE, fault.to_string()),
        AssignFault::Loads => Failed(USAGE, fault.to_string()),
        AssignFault::Size(_) => Failed(INPUT, format!("{}: {fault}", asked.affinity.display())),
    })?;
    if asked.json {
        return Ok(line(&json!({
            "objective": found.sum,
            "bound": found.sum_bound,
            "smallest_proposal_score": found.smallest,
            "smallest_bound": found.smallest_bound,
            "pairs": found.pairs,
        })));
    }
    Ok(assignment_table(&found))
}

/// A value beside what it cannot pass.
fn bounded(value: f64, bound: f64) -> String {
    match value == bound {
        true => format!("{} (no assignment has more)", plain(value)),
        false => format!("{} (no assignment has more than {})", plain(value), plain(bound)),
    }
}

fn assignment_table(found: &Assignment) -> String {
    let mut text = format!("sum of affinities {}\n", bounded(found.sum, found.sum_bound));
    text += "the proposal served worst has ";
    text += &match found.smallest_bound {
        Some(bound) => bounded(found.smallest, bound),
        None => plain(found.smallest),
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (reviewer, proposal) in &found.pairs {
        match rows.last_mut().filter(|row| row.first() == Some(proposal)) {
            Some(row) => row.push(reviewer.clone()),
            None => rows.push(vec![proposal.clone(), reviewer.clone()]),
        }
    }
    text + "\n\n" + &aligned(&rows)
}
