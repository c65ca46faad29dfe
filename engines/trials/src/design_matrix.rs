//! The matrix of a model: columns in R's order, coded as R codes them.
//!
//! A factor takes one column less than it has levels where an earlier term holds the same variables
//! without it (or the intercept does), and one for each level otherwise.

use crate::frame::{Values, Variable};
use crate::matrix::Matrix;
use crate::terms::Spec;

/// How a factor that yields one degree of freedom to what stands before it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Coding {
    /// Differences from the first level.
    Treatment,
    /// Deviations from the mean of levels; hypotheses of type III are read off it.
    Sum,
}

/// A model's columns.
#[derive(Clone, Debug)]
pub(crate) struct Design {
    pub(crate) x: Matrix,
    pub(crate) names: Vec<String>,
    /// For each column its term, counted from 1; 0 is the intercept.
    pub(crate) term_of: Vec<usize>,
}

impl Design {
    /// The columns on the rows of these variables, which may be others than those of the fit.
    pub(crate) fn new(spec: &Spec, variables: &[Variable], rows: usize, coding: Coding) -> Self {
        let mut columns: Vec<Vec<f64>> = Vec::new();
        let mut names = Vec::new();
        let mut term_of = Vec::new();
        if spec.intercept {
            columns.push(vec![1.0; rows]);
            names.push("(Intercept)".to_owned());
            term_of.push(0);
        }
        for (place, term) in spec.terms.iter().enumerate() {
            let mut made = vec![(String::new(), vec![1.0; rows])];
            for &variable in term {
                if let Some(found) = variables.get(variable) {
                    let full = is_full(spec, variables, place, variable);
                    made = crossed(&made, &coded(found, full, coding));
                }
            }
            for (name, column) in made {
                columns.push(column);
                names.push(name);
                term_of.push(place + 1);
            }
        }
        let mut x = Matrix::zeros(rows, columns.len());
        for (j, column) in columns.iter().enumerate() {
            x.col_mut(j).copy_from_slice(column);
        }
        Self { x, names, term_of }
    }

    /// Columns of a term, counted from 1.
    pub(crate) fn of_term(&self, term: usize) -> Vec<usize> {
        let places = self.term_of.iter().enumerate();
        places.filter(|(_, of)| **of == term).map(|(place, _)| place).collect()
    }
}

/// Whether the factor takes a column for each level in this term.
fn is_full(spec: &Spec, variables: &[Variable], place: usize, variable: usize) -> bool {
    let Some(term) = spec.terms.get(place) else {
        return false;
    };
    let is_factor = |v: &usize| {
        variables.get(*v).is_some_and(|found| matches!(found.values, Values::Levels { .. }))
    };
    if !spec.intercept {
        let first = spec.terms.iter().position(|term| term.iter().any(is_factor));
        if first == Some(place) && term.iter().find(|v| is_factor(v)) == Some(&variable) {
            return true;
        }
    }
    let others: Vec<usize> = term.iter().copied().filter(|v| *v != variable).collect();
    let earlier = spec.terms.iter().take(place);
    let held = |term: &Vec<usize>| others.iter().all(|v| term.contains(v));
    !others.is_empty() && !earlier.into_iter().any(held)
}

fn coded(variable: &Variable, full: bool, coding: Coding) -> Vec<(String, Vec<f64>)> {
    let (codes, levels) = match &variable.values {
        Values::Numbers(values) => return vec![(variable.name.clone(), values.clone())],
        Values::Levels { codes, levels } => (codes, levels),
    };
    let last = levels.len().saturating_sub(1);
    let column = |level: usize| -> Vec<f64> {
        let cell = |code: &usize| match coding {
            Coding::Sum if !full && *code == last => -1.0,
            _ => f64::from(*code == level),
        };
        codes.iter().map(cell).collect()
    };
    let wanted = match (full, coding) {
        (true, _) => 0..levels.len(),
        (false, Coding::Treatment) => 1..levels.len(),
        (false, Coding::Sum) => 0..last,
    };
    let named = levels.iter().enumerate().skip(wanted.start).take(wanted.len());
    named.map(|(place, level)| (format!("{}{level}", variable.name), column(place))).collect()
}

/// The first varies fastest, as in R.
fn crossed(a: &[(String, Vec<f64>)], b: &[(String, Vec<f64>)]) -> Vec<(String, Vec<f64>)> {
    let mut out = Vec::with_capacity(a.len() * b.len());
    for (name_b, column_b) in b {
        for (name_a, column_a) in a {
            let name =
                if name_a.is_empty() { name_b.clone() } else { format!("{name_a}:{name_b}") };
            let column = column_a.iter().zip(column_b).map(|(x, y)| x * y).collect();
            out.push((name, column));
        }
    }
    out
}
