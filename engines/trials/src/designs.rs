//! Designs of trials: who stands where, drawn by lot from a seed that replays it.
//!
//! | module | designs |
//! |---|---|
//! | [`plots`] | complete randomisation, blocks, squares, split and strip plots, alpha, augmented |
//! | [`factorial`] | 2^k in blocks, fractions with their aliases |
//! | [`surfaces`] | central composite, Box-Behnken, D-optimal |
//!
//! Every design is a field book: columns and rows of texts, with facts about it as numbers.

pub mod factorial;
pub mod plots;
pub mod surfaces;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fault::{Fault, Outcome};

/// More plots than this are not laid out.
pub const PLOTS_MAX: usize = 100_000;

/// A design.
#[derive(Clone, Debug, Serialize)]
pub struct Layout {
    /// Which design.
    pub kind: String,
    /// From which it can be drawn again.
    pub seed: u64,
    /// Heads of the field book.
    pub columns: Vec<String>,
    /// One row a plot or run.
    pub rows: Vec<Vec<String>>,
    /// What is known of it.
    pub facts: BTreeMap<String, f64>,
    /// Effects that cannot be told apart, one set a line.
    pub aliases: Vec<String>,
    /// What was randomised, in words: the experimental unit.
    pub unit: String,
}

impl Layout {
    fn new(kind: &str, seed: u64, columns: &[&str], unit: &str) -> Self {
        Self {
            kind: kind.into(),
            seed,
            columns: ["plot"].iter().chain(columns).map(|head| (*head).to_owned()).collect(),
            rows: Vec::new(),
            facts: BTreeMap::new(),
            aliases: Vec::new(),
            unit: unit.into(),
        }
    }

    fn push(&mut self, cells: &[&str]) {
        let plot = (self.rows.len() + 1).to_string();
        let cells = cells.iter().map(|cell| (*cell).to_owned());
        self.rows.push([plot].into_iter().chain(cells).collect());
    }

    fn fact(mut self, name: &str, value: f64) -> Self {
        self.facts.insert(name.into(), value);
        self
    }
}

fn few(what: &str) -> Fault {
    Fault::Data(what.into())
}

fn bounded(plots: usize) -> Outcome<()> {
    if plots > PLOTS_MAX {
        return Err(few("more plots than a trial has: 100,000 are laid out at most"));
    }
    Ok(())
}
