//! The rows that a model can use, and its variables on them.
//!
//! A row without response, or without one of the variables, is left out and counted. A value that
//! cannot be computed from cells that are there (the logarithm of a negative number) is refused.

use crate::fault::{Fault, Outcome};
use crate::formula::{Formula, Kind, Node};
use crate::table::{Column, Factor, Table};
use crate::terms::{Grouping, Spec, is_factor_call};

/// A variable on the rows that are used.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) node: Node,
    pub(crate) values: Values,
}

#[derive(Clone, Debug)]
pub(crate) enum Values {
    Numbers(Vec<f64>),
    Levels { codes: Vec<usize>, levels: Vec<String> },
}

/// A model's data.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Rows of the table that are used.
    pub(crate) rows: Vec<usize>,
    pub(crate) no_response: usize,
    pub(crate) no_variable: usize,
    pub(crate) variables: Vec<Variable>,
    pub(crate) response: Response,
    pub(crate) groups: Vec<Units>,
    pub(crate) strata: Vec<Units>,
    /// Rows without response that have all variables, at levels that other rows have.
    pub(crate) absent: Vec<usize>,
    pub(crate) absent_variables: Vec<Variable>,
}

/// What is explained.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) name: String,
    /// Less `centre`, which keeps the digits of large values.
    pub(crate) values: Vec<f64>,
    pub(crate) centre: f64,
    /// Of how many each is the count, for `cbind(k, n - k)`.
    pub(crate) totals: Option<Vec<f64>>,
    pub(crate) node: Node,
}

/// Units of a group or stratum on the rows that are used.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    pub(crate) name: String,
    pub(crate) codes: Vec<usize>,
    pub(crate) levels: Vec<String>,
}

impl Frame {
    pub(crate) fn new(table: &Table, spec: &Spec) -> Outcome<Self> {
        let formula = &spec.formula;
        let Some(left) = &formula.left else {
            let at = Node { at: 0, kind: Kind::Number(0.0) };
            return Err(formula.fault(&at, "the response before “~” is missing"));
        };
        let mut usable = vec![true; table.rows()];
        let (mut values, totals) = response(table, formula, left)?;
        keep(&mut usable, |row| values.get(row).is_some_and(|v| !v.is_nan()));
        if let Some(totals) = &totals {
            keep(&mut usable, |row| totals.get(row).is_some_and(|v| !v.is_nan()));
        }
        let no_response = usable.iter().filter(|kept| !**kept).count();
        let absent: Vec<usize> = places(&usable, false);
        let mut raw = Vec::new();
        for node in &spec.variables {
            let found = evaluate(table, formula, node)?;
            match &found {
                Raw::Numbers(v) => keep(&mut usable, |row| v.get(row).is_some_and(|v| !v.is_nan())),
                Raw::Factor(f) => {
                    keep(&mut usable, |row| f.codes.get(row).is_some_and(Option::is_some));
                }
            }
            raw.push(found);
        }
        let groups = joined(table, formula, &spec.groups, &mut usable)?;
        let strata = joined(table, formula, &spec.strata, &mut usable)?;
        let rows = places(&usable, true);
        if rows.is_empty() {
            return Err(Fault::Data("no row has a response and all variables of the model".into()));
        }
        let at_rows = |values: &[f64]| pick(values, &rows);
        let centre = if spec.intercept && totals.is_none() {
            at_rows(&values).first().copied().unwrap_or(0.0)
        } else {
            0.0
        };
        subtract(&mut values, table, left, centre, *rows.first().unwrap_or(&0));
        let variables: Vec<Variable> = spec
            .variables
            .iter()
            .zip(&raw)
            .map(|(node, raw)| Variable {
                name: node.name(),
                node: node.clone(),
                values: raw.in_rows(&rows),
            })
            .collect();
        let (absent, absent_variables) = elsewhere(&absent, &variables, &raw);
        Ok(Self {
            absent,
            absent_variables,
            no_response,
            no_variable: table.rows() - no_response - rows.len(),
            variables,
            response: Response {
                name: left.name(),
                values: at_rows(&values),
                centre,
                totals: totals.as_deref().map(at_rows),
                node: left.clone(),
            },
            groups: groups.into_iter().map(|group| group.in_rows(&rows)).collect(),
            strata: strata.into_iter().map(|group| group.in_rows(&rows)).collect(),
            rows,
        })
    }

    pub(crate) fn n(&self) -> usize {
        self.rows.len()
    }
}

/// The variables on rows without response, as far as they have values that the fit knows.
fn elsewhere(rows: &[usize], fitted: &[Variable], raw: &[Raw]) -> (Vec<usize>, Vec<Variable>) {
    let code = |raw: &Raw, levels: &[String], row: usize| match raw {
        Raw::Factor(factor) => {
            let code = factor.codes.get(row).copied().flatten()?;
            let level = factor.levels.get(code)?;
            levels.iter().position(|known| known == level)
        }
        Raw::Numbers(values) => values.get(row).filter(|v| !v.is_nan()).map(|_| 0),
    };
    let known = |row: &&usize| {
        fitted.iter().zip(raw).all(|(variable, raw)| match &variable.values {
            Values::Levels { levels, .. } => code(raw, levels, **row).is_some(),
            Values::Numbers(_) => code(raw, &[], **row).is_some(),
        })
    };
    let rows: Vec<usize> = rows.iter().filter(known).copied().collect();
    let there = |(variable, raw): (&Variable, &Raw)| {
        let values = match &variable.values {
            Values::Levels { levels, .. } => Values::Levels {
                codes: rows.iter().filter_map(|&row| code(raw, levels, row)).collect(),
                levels: levels.clone(),
            },
            Values::Numbers(_) => raw.in_rows(&rows),
        };
        Variable { values, ..variable.clone() }
    };
    let variables = fitted.iter().zip(raw).map(there).collect();
    (rows, variables)
}

fn places(usable: &[bool], wanted: bool) -> Vec<usize> {
    let rows = usable.iter().enumerate().filter(|(_, kept)| **kept == wanted);
    rows.map(|(row, _)| row).collect()
}

/// Takes the centre away, with the digits that the cells have beyond 53 bits.
fn subtract(values: &mut [f64], table: &Table, node: &Node, centre: f64, first: usize) {
    let lost = match &node.kind {
        Kind::Name(name) => table.column(name).map_or(&[][..], Column::lost),
        _ => &[],
    };
    let of = |row: usize| lost.get(row).copied().unwrap_or(0.0);
    let centre_lost = if centre == 0.0 { 0.0 } else { of(first) };
    for (row, value) in values.iter_mut().enumerate() {
        *value = (*value - centre) + (of(row) - centre_lost);
    }
}

pub(crate) enum Raw {
    Numbers(Vec<f64>),
    Factor(Factor),
}

impl Raw {
    fn in_rows(&self, rows: &[usize]) -> Values {
        match self {
            Self::Numbers(values) => Values::Numbers(pick(values, rows)),
            Self::Factor(factor) => {
                let kept = factor.in_rows(rows);
                Values::Levels {
                    codes: kept.codes.iter().map(|code| code.unwrap_or(0)).collect(),
                    levels: kept.levels,
                }
            }
        }
    }
}

struct JoinedFactor {
    name: String,
    factor: Factor,
}

impl JoinedFactor {
    fn in_rows(self, rows: &[usize]) -> Units {
        let kept = self.factor.in_rows(rows);
        let codes = kept.codes.iter().map(|code| code.unwrap_or(0)).collect();
        Units { name: self.name, codes, levels: kept.levels }
    }
}

fn pick(values: &[f64], rows: &[usize]) -> Vec<f64> {
    rows.iter().filter_map(|&row| values.get(row).copied()).collect()
}

fn keep(usable: &mut [bool], test: impl Fn(usize) -> bool) {
    for (row, kept) in usable.iter_mut().enumerate() {
        *kept = *kept && test(row);
    }
}

/// The response, and for counts of a total their totals.
fn response(
    table: &Table,
    formula: &Formula,
    node: &Node,
) -> Outcome<(Vec<f64>, Option<Vec<f64>>)> {
    match &node.kind {
        Kind::Call(name, inner) if name == "cbind" => {
            let [hits, misses] = inner.as_slice() else {
                return Err(formula.fault(node, "cbind() takes two columns: hits and misses"));
            };
            let hits = numbers(table, formula, hits)?;
            let misses = numbers(table, formula, misses)?;
            let totals = hits.iter().zip(&misses).map(|(a, b)| a + b).collect();
            Ok((hits, Some(totals)))
        }
        _ => Ok((numbers(table, formula, node)?, None)),
    }
}

pub(crate) fn evaluate(table: &Table, formula: &Formula, node: &Node) -> Outcome<Raw> {
    match &node.kind {
        Kind::Name(name) => {
            let column = find(table, formula, node, name)?;
            if let Some((row, text)) = column.stray_text() {
                return Err(no_number(table, column, row, text));
            }
            if column.is_factor() {
                return Ok(Raw::Factor(column.factor()));
            }
        }
        Kind::Call(name, inner) if is_factor_call(name) => {
            let [Node { kind: Kind::Name(name), .. }] = inner.as_slice() else {
                return Err(formula.fault(node, "factor() takes one column"));
            };
            return Ok(Raw::Factor(find(table, formula, node, name)?.factor()));
        }
        _ => {}
    }
    numbers(table, formula, node).map(Raw::Numbers)
}

fn find<'a>(table: &'a Table, formula: &Formula, node: &Node, name: &str) -> Outcome<&'a Column> {
    table
        .column(name)
        .ok_or_else(|| formula.fault(node, format!("there is no column “{name}”{}", table.names())))
}

fn no_number(table: &Table, column: &Column, row: usize, text: &str) -> Fault {
    Fault::Cell {
        line: table.line(row),
        column: column.name.clone(),
        what: format!("“{text}” is no number"),
    }
}

/// The numbers that a node stands for, NaN where a cell of it is missing.
pub(crate) fn numbers(table: &Table, formula: &Formula, node: &Node) -> Outcome<Vec<f64>> {
    let mut columns = Vec::new();
    node.columns(&mut columns);
    let mut complete = vec![true; table.rows()];
    for (place, name) in columns {
        let column = find(table, formula, place, name)?;
        let Some(values) = column.numbers() else {
            let (row, text) = column.first_text().unwrap_or((0, ""));
            return Err(no_number(table, column, row, text));
        };
        keep(&mut complete, |row| values.get(row).is_some_and(|v| !v.is_nan()));
    }
    let values = arithmetic(table, formula, node)?;
    for (row, value) in values.iter().enumerate() {
        if complete.get(row) == Some(&true) && !value.is_finite() {
            return Err(Fault::Cell {
                line: table.line(row),
                column: node.name(),
                what: "the value cannot be computed".into(),
            });
        }
    }
    Ok(values)
}

fn arithmetic(table: &Table, formula: &Formula, node: &Node) -> Outcome<Vec<f64>> {
    let of = |node: &Node| arithmetic(table, formula, node);
    match &node.kind {
        Kind::Name(name) => {
            Ok(find(table, formula, node, name)?.numbers().unwrap_or_default().to_vec())
        }
        Kind::Number(value) => Ok(vec![*value; table.rows()]),
        Kind::Group(inner) => of(inner),
        Kind::Negative(inner) => Ok(of(inner)?.into_iter().map(|v| -v).collect()),
        Kind::Binary(sign, left, right) => {
            let does: fn(f64, f64) -> f64 = match sign {
                '+' => |a, b| a + b,
                '-' => |a, b| a - b,
                '*' => |a, b| a * b,
                '/' => |a, b| a / b,
                '^' => power,
                _ => return Err(formula.fault(node, format!("“{sign}” is no arithmetic"))),
            };
            Ok(of(left)?.into_iter().zip(of(right)?).map(|(a, b)| does(a, b)).collect())
        }
        Kind::Call(name, inner) => {
            let does: fn(f64) -> f64 = match name.as_str() {
                "I" => |v| v,
                "log" => f64::ln,
                "log10" => f64::log10,
                "log2" => f64::log2,
                "log1p" => f64::ln_1p,
                "exp" => f64::exp,
                "sqrt" => f64::sqrt,
                "abs" => f64::abs,
                _ => {
                    let known = "known are I, log, log2, log10, log1p, exp, sqrt, abs, factor";
                    return Err(formula.fault(node, format!("“{name}” is unknown; {known}")));
                }
            };
            let [inner] = inner.as_slice() else {
                return Err(formula.fault(node, format!("{name}() takes one value")));
            };
            Ok(of(inner)?.into_iter().map(does).collect())
        }
    }
}

fn power(base: f64, exponent: f64) -> f64 {
    if exponent.fract() == 0.0 && exponent.abs() <= 64.0 {
        base.powi(exponent as i32)
    } else {
        base.powf(exponent)
    }
}

/// The units of groupings: combinations that occur, in the order of their columns.
fn joined(
    table: &Table,
    formula: &Formula,
    groupings: &[Grouping],
    usable: &mut [bool],
) -> Outcome<Vec<JoinedFactor>> {
    let mut out = Vec::new();
    for grouping in groupings {
        let mut factor = Factor { codes: vec![Some(0); table.rows()], levels: vec![String::new()] };
        for node in &grouping.columns {
            let mut columns = Vec::new();
            node.columns(&mut columns);
            for (place, name) in columns {
                factor = cross(&factor, &find(table, formula, place, name)?.factor());
            }
        }
        keep(usable, |row| factor.codes.get(row).is_some_and(Option::is_some));
        out.push(JoinedFactor { name: grouping.name.clone(), factor });
    }
    Ok(out)
}

/// The units of the first group of a formula, on the rows of another's frame.
pub(crate) fn joined_units(table: &Table, spec: &Spec, frame: &Frame) -> Outcome<Units> {
    let mut usable = vec![true; table.rows()];
    let found = joined(table, &spec.formula, &spec.groups, &mut usable)?;
    let found = found.into_iter().next().map(|group| group.in_rows(&frame.rows));
    found.ok_or_else(|| Fault::Data("a unit is a column, or columns joined by “:”".into()))
}

fn cross(a: &Factor, b: &Factor) -> Factor {
    let width = b.levels.len();
    let both = |(a, b): (&Option<usize>, &Option<usize>)| Some((*a)? * width + (*b)?);
    let codes: Vec<Option<usize>> = a.codes.iter().zip(&b.codes).map(both).collect();
    let mut seen: Vec<usize> = codes.iter().flatten().copied().collect();
    seen.sort_unstable();
    seen.dedup();
    let label = |code: &usize| {
        let first = a.levels.get(code / width.max(1)).map_or("", String::as_str);
        let second = b.levels.get(code % width.max(1)).map_or("", String::as_str);
        if first.is_empty() { second.to_owned() } else { format!("{first}:{second}") }
    };
    let levels = seen.iter().map(label).collect();
    let place = |code: Option<usize>| code.and_then(|c| seen.binary_search(&c).ok());
    Factor { codes: codes.into_iter().map(place).collect(), levels }
}
