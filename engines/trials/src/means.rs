//! Estimated marginal means: predictions on a grid of all levels, averaged over the factors that
//! are not asked for (Searle, Speed & Milliken 1980; R's emmeans). A mean that the data do not
//! determine is not given.

use crate::design_matrix::{Coding, Design};
use crate::fault::Outcome;
use crate::formula::{Kind, Node};
use crate::frame::{Frame, Values, Variable, numbers};
use crate::matrix::{Matrix, at, dot};
use crate::qr::Qr;
use crate::table::Table;
use crate::terms::Spec;

/// More cells than this are not laid out.
const GRID_MAX: usize = 20_000;

/// What the means of one term are made of: for each combination of levels, weights of the columns.
#[derive(Clone, Debug)]
pub(crate) struct Marginal {
    pub(crate) term: String,
    pub(crate) factors: usize,
    pub(crate) levels: Vec<String>,
    /// One row a combination.
    pub(crate) weights: Matrix,
}

/// Estimates with what their errors are made of.
pub(crate) struct Estimates<'a> {
    pub(crate) beta: &'a [f64],
    pub(crate) covariance: &'a Matrix,
    pub(crate) qr: &'a Qr,
    /// Degrees of freedom of a combination of coefficients.
    pub(crate) df: &'a dyn Fn(&[f64]) -> f64,
}

/// A combination of coefficients.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) se: f64,
    pub(crate) df: f64,
}

impl Estimates<'_> {
    pub(crate) fn of(&self, weights: &[f64]) -> Estimate {
        if !self.determined(weights) {
            return Estimate { value: f64::NAN, se: f64::NAN, df: f64::NAN };
        }
        let row = Matrix::row(weights);
        let variance = row.times(self.covariance).dot(&row);
        let se = variance.max(0.0).sqrt();
        Estimate { value: dot(weights, self.beta), se, df: (self.df)(weights) }
    }

    /// Whether every solution of the normal equations gives the combination the same value.
    fn determined(&self, weights: &[f64]) -> bool {
        let scale = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
        self.qr.dependencies().iter().all(|(column, parts)| {
            let made: f64 = parts.iter().map(|(part, w)| at(weights, *part) * w).sum();
            (at(weights, *column) - made).abs() <= 1e-8 * scale.max(1.0)
        })
    }
}

/// The marginal means of every term made of factors alone; none, with a word, for a grid too large.
pub(crate) fn marginals(spec: &Spec, frame: &Frame, table: &Table) -> Outcome<Vec<Marginal>> {
    let axes: Vec<Axis> = axes(spec, frame);
    let cells: usize = axes.iter().map(|axis| axis.levels.len()).product();
    if cells > GRID_MAX || axes.is_empty() {
        return Ok(Vec::new());
    }
    let grid = grid(spec, frame, table, &axes, cells)?;
    let design = Design::new(spec, &grid, cells, Coding::Treatment);
    let mut out = Vec::new();
    for term in &spec.terms {
        let names: Vec<String> = term.iter().filter_map(|&v| axis_of(spec, v)).collect();
        let wanted: Vec<usize> =
            names.iter().filter_map(|n| axes.iter().position(|axis| axis.column == *n)).collect();
        let all_factors = term.iter().all(|&v| {
            frame.variables.get(v).is_some_and(|v| matches!(v.values, Values::Levels { .. }))
        });
        if all_factors && wanted.len() == term.len() {
            out.push(averaged(&axes, &wanted, &design.x, spec.term_name(term)));
        }
    }
    Ok(out)
}

/// A factor column of the grid.
struct Axis {
    column: String,
    levels: Vec<String>,
}

/// The column that a factor variable reads.
fn axis_of(spec: &Spec, variable: usize) -> Option<String> {
    let mut columns = Vec::new();
    spec.variables.get(variable)?.columns(&mut columns);
    columns.first().map(|(_, name)| (*name).to_owned())
}

fn axes(spec: &Spec, frame: &Frame) -> Vec<Axis> {
    let mut out: Vec<Axis> = Vec::new();
    for (place, variable) in frame.variables.iter().enumerate() {
        if let (Values::Levels { levels, .. }, Some(column)) =
            (&variable.values, axis_of(spec, place))
            && out.iter().all(|axis| axis.column != column)
        {
            out.push(Axis { column, levels: levels.clone() });
        }
    }
    out
}

/// The level of an axis in a cell; the first axis varies fastest.
fn level_in(axes: &[Axis], axis: usize, cell: usize) -> usize {
    let before: usize = axes.iter().take(axis).map(|axis| axis.levels.len()).product();
    cell / before % axes.get(axis).map_or(1, |axis| axis.levels.len())
}

/// The model's variables on the cells: levels, and covariates at their mean.
fn grid(
    spec: &Spec,
    frame: &Frame,
    table: &Table,
    axes: &[Axis],
    cells: usize,
) -> Outcome<Vec<Variable>> {
    let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
    for (place, axis) in axes.iter().enumerate() {
        let value = |cell| axis.levels.get(level_in(axes, place, cell)).map(|l| l.parse::<f64>());
        let values = (0..cells).map(|cell| value(cell).and_then(Result::ok).unwrap_or(f64::NAN));
        columns.push((axis.column.clone(), values.collect()));
    }
    for column in table.columns() {
        if let (Some(values), false) =
            (column.numbers(), columns.iter().any(|(name, _)| *name == column.name))
        {
            let used = frame.rows.iter().filter_map(|&row| values.get(row));
            let mean = used.sum::<f64>() / frame.n() as f64;
            columns.push((column.name.clone(), vec![mean; cells]));
        }
    }
    let named: Vec<(&str, &[f64])> =
        columns.iter().map(|(name, values)| (name.as_str(), values.as_slice())).collect();
    let cells_table = Table::from_columns(&named);
    let mut out = Vec::new();
    for (place, variable) in frame.variables.iter().enumerate() {
        let values = match &variable.values {
            Values::Numbers(_) => {
                Values::Numbers(numbers(&cells_table, &spec.formula, &variable.node)?)
            }
            Values::Levels { levels, .. } => {
                let column = axis_of(spec, place).unwrap_or_default();
                let axis = axes.iter().position(|axis| axis.column == column).unwrap_or(0);
                let codes = (0..cells).map(|cell| level_in(axes, axis, cell)).collect();
                Values::Levels { codes, levels: levels.clone() }
            }
        };
        out.push(Variable { values, ..variable.clone() });
    }
    Ok(out)
}

fn averaged(axes: &[Axis], wanted: &[usize], x: &Matrix, term: String) -> Marginal {
    let sizes: Vec<usize> =
        wanted.iter().filter_map(|&axis| axes.get(axis).map(|a| a.levels.len())).collect();
    let combinations: usize = sizes.iter().product();
    let mut weights = Matrix::zeros(combinations, x.cols());
    let share = combinations as f64 / x.rows() as f64;
    let mut levels = vec![String::new(); combinations];
    for cell in 0..x.rows() {
        let mut place = 0;
        let mut step = 1;
        let mut label = Vec::new();
        for (&axis, size) in wanted.iter().zip(&sizes) {
            let level = level_in(axes, axis, cell);
            place += step * level;
            step *= size;
            label.push(
                axes.get(axis).and_then(|a| a.levels.get(level)).cloned().unwrap_or_default(),
            );
        }
        for j in 0..x.cols() {
            weights[(place, j)] += share * x[(cell, j)];
        }
        if let Some(slot) = levels.get_mut(place) {
            *slot = label.join(":");
        }
    }
    Marginal { term, factors: wanted.len(), levels, weights }
}

/// How a response on another scale goes back to its units, with the derivative.
pub(crate) fn back(node: &Node) -> Option<fn(f64) -> (f64, f64)> {
    let Kind::Call(name, inner) = &node.kind else {
        return None;
    };
    let [Node { kind: Kind::Name(_), .. }] = inner.as_slice() else {
        return None;
    };
    match name.as_str() {
        "log" => Some(|v| (v.exp(), v.exp())),
        "log10" => Some(|v| (10_f64.powf(v), 10_f64.powf(v) * std::f64::consts::LN_10)),
        "log2" => Some(|v| (v.exp2(), v.exp2() * std::f64::consts::LN_2)),
        "log1p" => Some(|v| (v.exp_m1(), v.exp())),
        "sqrt" => Some(|v| (v * v, 2.0 * v)),
        _ => None,
    }
}
