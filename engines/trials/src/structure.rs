//! Residuals that are not alike and independent: different variances by group, correlation in time
//! on the same unit, correlation in space (Pinheiro & Bates 2000, ch. 5).
//!
//! `by(group)`, `ar1(time|unit)`, `exponential(x,y)`, `spherical(x,y)` and `ratio(x,y)`, the last
//! three also with `+nugget`. In `ar1` the lag is the difference of ranks among all times of the
//! trial, not of the times themselves.

use std::collections::BTreeMap;

use crate::fault::{Fault, Outcome};
use crate::frame::Frame;
use crate::matrix::{Cholesky, Matrix, at};
use crate::table::{Column, Table};

/// Ranges are tried in steps of this part.
const STEP: f64 = 0.05;

/// A structure of residuals.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    kind: Kind,
    columns: Vec<String>,
    nugget: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    By,
    Ar1,
    Exponential,
    Spherical,
    Ratio,
}

impl Structure {
    /// Reads a structure.
    ///
    /// # Errors
    /// A text of another form.
    pub fn parse(text: &str) -> Outcome<Self> {
        let fault = || {
            Fault::Data(format!(
                "“{text}” is no structure of residuals; known are by(group), ar1(time|unit), \
                 exponential(x,y), spherical(x,y), ratio(x,y), the last three also with +nugget"
            ))
        };
        let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let (plain, nugget) = match plain.strip_suffix("+nugget") {
            Some(rest) => (rest, true),
            None => (plain.as_str(), false),
        };
        let (name, inner) = plain.split_once('(').ok_or_else(fault)?;
        let inner = inner.strip_suffix(')').ok_or_else(fault)?;
        let (kind, sign, count) = match name {
            "by" => (Kind::By, ',', 1),
            "ar1" => (Kind::Ar1, '|', 2),
            "exponential" => (Kind::Exponential, ',', 2),
            "spherical" => (Kind::Spherical, ',', 2),
            "ratio" => (Kind::Ratio, ',', 2),
            _ => return Err(fault()),
        };
        let columns: Vec<String> = inner.split(sign).map(str::to_owned).collect();
        let spatial = matches!(kind, Kind::Exponential | Kind::Spherical | Kind::Ratio);
        if columns.len() != count || columns.iter().any(String::is_empty) || (nugget && !spatial) {
            return Err(fault());
        }
        Ok(Self { kind, columns, nugget })
    }

    /// The structure laid over the rows of a model.
    pub(crate) fn over(&self, table: &Table, frame: &Frame) -> Outcome<Laid> {
        let column = |place: usize| -> Outcome<&Column> {
            let name = self.columns.get(place).map_or("", String::as_str);
            let found = table.column(name);
            found
                .ok_or_else(|| Fault::Data(format!("there is no column “{name}”{}", table.names())))
        };
        let levels = |place: usize| -> Outcome<(Vec<usize>, Vec<String>)> {
            let found = column(place)?.factor().in_rows(&frame.rows);
            let missing = found.codes.iter().position(Option::is_none);
            if let Some(row) = missing.and_then(|place| frame.rows.get(place)) {
                return Err(missing_cell(table, *row, column(place)?));
            }
            Ok((found.codes.into_iter().flatten().collect(), found.levels))
        };
        match self.kind {
            Kind::By => {
                let (codes, levels) = levels(0)?;
                Ok(Laid { structure: self.clone(), codes, levels, blocks: Vec::new() })
            }
            Kind::Ar1 => {
                let (time, _) = levels(0)?;
                let (unit, levels) = levels(1)?;
                let mut rows: Vec<Vec<usize>> = vec![Vec::new(); levels.len()];
                for (row, code) in unit.iter().enumerate() {
                    if let Some(block) = rows.get_mut(*code) {
                        block.push(row);
                    }
                }
                let rank = |row: usize| time.get(row).copied().unwrap_or(0) as f64;
                let blocks =
                    rows.into_iter().map(|rows| Block::new(rows, |a, b| rank(a) - rank(b)));
                let blocks: Vec<Block> = blocks.collect();
                self.apart(table, frame, &blocks, "time of the same unit")?;
                Ok(Laid { structure: self.clone(), codes: Vec::new(), levels: Vec::new(), blocks })
            }
            _ => {
                let mut axes = Vec::new();
                for place in 0..2 {
                    let found = column(place)?;
                    let Some(values) = found.numbers() else {
                        let what = "a place is wanted as two columns of numbers";
                        return Err(Fault::Data(format!("“{}”: {what}", found.name)));
                    };
                    if let Some(row) = frame.rows.iter().find(|&&row| at(values, row).is_nan()) {
                        return Err(missing_cell(table, *row, found));
                    }
                    axes.push(frame.rows.iter().map(|&row| at(values, row)).collect::<Vec<f64>>());
                }
                let distance = |a: usize, b: usize| {
                    axes.iter().map(|axis| (at(axis, a) - at(axis, b)).powi(2)).sum::<f64>().sqrt()
                };
                let blocks = vec![Block::new((0..frame.n()).collect(), distance)];
                if !self.nugget {
                    self.apart(table, frame, &blocks, "place")?;
                }
                Ok(Laid { structure: self.clone(), codes: Vec::new(), levels: Vec::new(), blocks })
            }
        }
    }

    /// Two rows at no distance would be the same observation twice.
    fn apart(&self, table: &Table, frame: &Frame, blocks: &[Block], what: &str) -> Outcome<()> {
        for block in blocks {
            for (j, row) in block.rows.iter().enumerate() {
                if let Some(other) =
                    (0..j).find(|&i| block.distance[(i, j)] == 0.0).and_then(|i| block.rows.get(i))
                {
                    let line = |row: &usize| table.line(frame.rows.get(*row).copied().unwrap_or(0));
                    return Err(Fault::Cell {
                        line: line(row),
                        column: self.columns.join(", "),
                        what: format!("the same {what} as in line {}", line(other)),
                    });
                }
            }
        }
        Ok(())
    }
}

fn missing_cell(table: &Table, row: usize, column: &Column) -> Fault {
    Fault::Cell {
        line: table.line(row),
        column: column.name.clone(),
        what: "the cell is missing, and the structure of residuals needs it".into(),
    }
}

/// A structure with the rows that it ties.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    structure: Structure,
    codes: Vec<usize>,
    levels: Vec<String>,
    blocks: Vec<Block>,
}

/// Rows that are correlated with each other alone.
#[derive(Clone, Debug)]
struct Block {
    rows: Vec<usize>,
    distance: Matrix,
}

impl Block {
    fn new(rows: Vec<usize>, apart: impl Fn(usize, usize) -> f64) -> Self {
        let of = |i: usize| rows.get(i).copied().unwrap_or(0);
        let distance = Matrix::from_fn(rows.len(), rows.len(), |i, j| apart(of(i), of(j)).abs());
        Self { rows, distance }
    }
}

/// What makes residuals alike and independent: rows times the inverse of a factor.
pub(crate) struct Whitening {
    scales: Vec<f64>,
    blocks: Vec<(Vec<usize>, Cholesky)>,
    pub(crate) ln_determinant: f64,
}

impl Whitening {
    pub(crate) fn apply(&self, m: &Matrix) -> Matrix {
        let mut out = m.clone();
        if !self.scales.is_empty() {
            for j in 0..out.cols() {
                out.col_mut(j).iter_mut().zip(&self.scales).for_each(|(v, s)| *v /= s);
            }
        }
        for (rows, factor) in &self.blocks {
            let white = factor.whiten(&m.select_rows(rows));
            for (i, &row) in rows.iter().enumerate() {
                (0..m.cols()).for_each(|j| out[(row, j)] = white[(i, j)]);
            }
        }
        out
    }
}

impl Laid {
    /// Places from which to look for the parameters, on a scale without bounds.
    pub(crate) fn starts(&self) -> Vec<Vec<f64>> {
        match self.structure.kind {
            Kind::By => vec![vec![0.0; self.levels.len().saturating_sub(1)]],
            _ => [-0.3_f64, 0.3, 0.7].iter().map(|r| vec![r.atanh()]).collect(),
        }
    }

    /// Logarithms of ranges from the shortest distance to the longest; none without a range.
    pub(crate) fn ranges(&self) -> Vec<f64> {
        if matches!(self.structure.kind, Kind::By | Kind::Ar1) {
            return Vec::new();
        }
        let all = self.blocks.iter().flat_map(|block| {
            (0..block.rows.len()).flat_map(|j| block.distance.col(j).iter().take(j))
        });
        let (near, far) = all
            .filter(|d| **d > 0.0)
            .fold((f64::INFINITY, 0.0_f64), |(low, high), d| (low.min(*d), high.max(*d)));
        let steps = ((far / near).ln() / STEP).ceil() as usize;
        (0..=steps).map(|i| near.ln() + STEP * i as f64).collect()
    }

    pub(crate) fn has_nugget(&self) -> bool {
        self.structure.nugget
    }

    /// None where the correlations are not those of anything.
    pub(crate) fn whitening(&self, place: &[f64]) -> Option<Whitening> {
        let kind = self.structure.kind;
        if kind == Kind::By {
            let scale =
                |code: &usize| (0.5 * code.checked_sub(1).map_or(0.0, |i| at(place, i))).exp();
            let scales: Vec<f64> = self.codes.iter().map(scale).collect();
            let ln_determinant = scales.iter().map(|s| 2.0 * s.ln()).sum();
            return Some(Whitening { scales, blocks: Vec::new(), ln_determinant });
        }
        let first = at(place, 0);
        let range = first.exp();
        let nugget = if self.structure.nugget { 1.0 / (1.0 + (-at(place, 1)).exp()) } else { 0.0 };
        let correlation = |d: f64| match kind {
            Kind::Ar1 => first.tanh().powi(d as i32),
            Kind::Exponential => (1.0 - nugget) * (-d / range).exp(),
            Kind::Spherical if d >= range => 0.0,
            Kind::Spherical => {
                let part = d / range;
                (1.0 - nugget) * (1.0 - 1.5 * part + 0.5 * part * part * part)
            }
            _ => (1.0 - nugget) / (1.0 + (d / range) * (d / range)),
        };
        let mut blocks = Vec::new();
        let mut ln_determinant = 0.0;
        for block in &self.blocks {
            let size = block.rows.len();
            let matrix = Matrix::from_fn(size, size, |i, j| {
                if i == j { 1.0 } else { correlation(block.distance[(i, j)]) }
            });
            let factor = matrix.cholesky()?;
            ln_determinant += factor.ln_determinant();
            blocks.push((block.rows.clone(), factor));
        }
        Some(Whitening { scales: Vec::new(), blocks, ln_determinant })
    }

    /// The parameters as they are read, given the variance of residuals.
    pub(crate) fn named(&self, place: &[f64], variance: f64) -> BTreeMap<String, f64> {
        let mut out = BTreeMap::new();
        let first = at(place, 0);
        match self.structure.kind {
            Kind::By => {
                for (code, level) in self.levels.iter().enumerate() {
                    let ratio = code.checked_sub(1).map_or(0.0, |i| at(place, i)).exp();
                    out.insert(format!("variance {level}"), variance * ratio);
                }
            }
            Kind::Ar1 => {
                out.insert("phi".into(), first.tanh());
            }
            _ => {
                out.insert("range".into(), first.exp());
                if self.structure.nugget {
                    out.insert("nugget".into(), 1.0 / (1.0 + (-at(place, 1)).exp()));
                }
            }
        }
        out
    }
}
