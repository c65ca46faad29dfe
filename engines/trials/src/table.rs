//! Data as they come: a table with a header, from CSV text.
//!
//! Commas, semicolons and tabs divide cells; between semicolons a comma may be the decimal sign. A
//! cell that is empty or `NA` is missing. A column is of numbers as long as each of its cells is
//! one; otherwise it is of texts and remembers the first cell that is no number.

use std::collections::HashMap;

use crate::fault::{Fault, Outcome};

/// A table of named columns of equal length.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    /// Line of the file that each row came from.
    lines: Vec<u64>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the header.
    pub name: String,
    cells: Cells,
    categorical: bool,
}

#[derive(Clone, Debug)]
enum Cells {
    /// Numbers, NaN where missing, and what each lost when it was rounded to 53 bits.
    Numbers { values: Vec<f64>, lost: Vec<f64> },
    /// Places in `labels`, `None` where missing.
    Texts(Texts),
}

#[derive(Clone, Debug, Default)]
struct Texts {
    codes: Vec<Option<u32>>,
    labels: Vec<String>,
    places: HashMap<String, u32>,
    numbers: usize,
    first_text: Option<usize>,
}

/// A factor: for each row the place of its level, levels in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Place of the level, `None` where missing.
    pub codes: Vec<Option<usize>>,
    /// Numbers in the order of numbers, texts in that of letters.
    pub levels: Vec<String>,
}

impl Table {
    /// Reads CSV text whose first line names the columns.
    ///
    /// # Errors
    /// A header without names or with one twice, and a row with more or fewer cells.
    pub fn from_csv(text: &str) -> Outcome<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().next().unwrap_or_default();
        let count = |sign: char| header.matches(sign).count();
        let (sign, _) = [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))]
            .into_iter()
            .rev()
            .max_by_key(|&(_, count)| count)
            .unwrap_or((b',', 0));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(sign)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut table = Self::default();
        let mut record = csv::StringRecord::new();
        let mut named = false;
        while reader.read_record(&mut record).map_err(|error| Fault::Data(error.to_string()))? {
            let line = record.position().map_or(0, csv::Position::line);
            if named {
                table.push(&record, line, sign == b';')?;
            } else {
                table.name(&record)?;
                named = true;
            }
        }
        if table.lines.is_empty() {
            return Err(Fault::Data("the file holds no row below its header".into()));
        }
        Ok(table)
    }

    fn name(&mut self, header: &csv::StringRecord) -> Outcome<()> {
        for (place, name) in header.iter().enumerate() {
            let fault = |what: &str| Fault::Cell {
                line: 1,
                column: (place + 1).to_string(),
                what: what.into(),
            };
            if name.is_empty() {
                return Err(fault("the column has no name"));
            }
            if self.columns.iter().any(|column| column.name == name) {
                return Err(fault(&format!("the name “{name}” is already that of a column")));
            }
            let cells = Cells::Numbers { values: Vec::new(), lost: Vec::new() };
            self.columns.push(Column { name: name.into(), cells, categorical: false });
        }
        Ok(())
    }

    fn push(&mut self, record: &csv::StringRecord, line: u64, comma: bool) -> Outcome<()> {
        if record.len() != self.columns.len() {
            return Err(Fault::Cell {
                line,
                column: record.len().min(self.columns.len()).to_string(),
                what: format!("{} cells under {} names", record.len(), self.columns.len()),
            });
        }
        for (column, cell) in self.columns.iter_mut().zip(record) {
            column.push(cell, comma);
        }
        self.lines.push(line);
        Ok(())
    }

    /// A table of numbers, for data that do not come from a file.
    pub fn from_columns(columns: &[(&str, &[f64])]) -> Self {
        let rows = columns.iter().map(|(_, values)| values.len()).min().unwrap_or(0);
        let made = columns.iter().map(|(name, values)| Column {
            name: (*name).into(),
            cells: Cells::Numbers {
                values: values.iter().copied().take(rows).collect(),
                lost: vec![0.0; rows],
            },
            categorical: false,
        });
        Self { columns: made.collect(), lines: (2..).take(rows).collect() }
    }

    /// Puts a column of numbers in the place of the one of that name, or after the last.
    pub fn set_numbers(&mut self, name: &str, values: &[f64]) {
        let mut values: Vec<f64> = values.to_vec();
        values.resize(self.rows(), f64::NAN);
        let cells = Cells::Numbers { lost: vec![0.0; values.len()], values };
        let made = Column { name: name.into(), cells, categorical: false };
        match self.columns.iter_mut().find(|column| column.name == name) {
            Some(column) => *column = made,
            None => self.columns.push(made),
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The line of the file that a row came from.
    pub fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or(0)
    }

    /// All columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Makes a column a factor; under a new name beside the old one when `new` differs.
    ///
    /// # Errors
    /// No column of that name, or one of the new name already.
    pub fn make_categorical(&mut self, new: &str, old: &str) -> Outcome<()> {
        let Some(found) = self.columns.iter_mut().find(|column| column.name == old) else {
            return Err(Fault::Data(format!("there is no column “{old}”{}", self.names())));
        };
        if new == old {
            found.categorical = true;
            return Ok(());
        }
        let copy = Column { name: new.into(), categorical: true, ..found.clone() };
        if self.column(new).is_some() {
            return Err(Fault::Data(format!("there is a column “{new}” already")));
        }
        self.columns.push(copy);
        Ok(())
    }

    pub(crate) fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        format!("; the columns are {}", names.join(", "))
    }
}

impl Column {
    fn push(&mut self, cell: &str, comma: bool) {
        let missing = cell.is_empty() || cell == "NA";
        let number = if missing { Some((f64::NAN, 0.0)) } else { parse(cell, comma) };
        if let (Cells::Numbers { values, .. }, None) = (&self.cells, number) {
            let mut texts = Texts::default();
            values.iter().for_each(|&value| texts.push(&value.to_string(), Some(value)));
            self.cells = Cells::Texts(texts);
        }
        match (&mut self.cells, number) {
            (Cells::Numbers { values, lost }, Some((value, rest))) => {
                values.push(value);
                lost.push(rest);
            }
            (Cells::Numbers { .. }, None) => {}
            (Cells::Texts(texts), number) => texts.push(cell, number.map(|(value, _)| value)),
        }
    }

    /// Whether the column is a factor rather than numbers.
    pub fn is_factor(&self) -> bool {
        self.categorical || matches!(self.cells, Cells::Texts(_))
    }

    /// The first cell that is no number in a column where most are: its row and text.
    pub(crate) fn stray_text(&self) -> Option<(usize, &str)> {
        let Cells::Texts(texts) = &self.cells else {
            return None;
        };
        let present = texts.codes.iter().flatten().count();
        let stray = !self.categorical && texts.numbers * 2 > present;
        stray.then(|| self.first_text()).flatten()
    }

    /// The first text of a column of texts.
    pub(crate) fn first_text(&self) -> Option<(usize, &str)> {
        let Cells::Texts(texts) = &self.cells else {
            return None;
        };
        let row = texts.first_text?;
        let code = texts.codes.get(row).copied().flatten()?;
        Some((row, texts.labels.get(code as usize)?))
    }

    /// The numbers, NaN where missing; `None` when a cell is a text.
    pub fn numbers(&self) -> Option<&[f64]> {
        match &self.cells {
            Cells::Numbers { values, .. } => Some(values),
            Cells::Texts(_) => None,
        }
    }

    /// What each number lost when it was rounded to 53 bits.
    pub(crate) fn lost(&self) -> &[f64] {
        match &self.cells {
            Cells::Numbers { lost, .. } => lost,
            Cells::Texts(_) => &[],
        }
    }

    /// The column as a factor.
    pub fn factor(&self) -> Factor {
        match &self.cells {
            Cells::Numbers { values, .. } => {
                let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
                sorted.sort_by(f64::total_cmp);
                sorted.dedup();
                let code = |value: &f64| sorted.binary_search_by(|s| s.total_cmp(value)).ok();
                Factor {
                    codes: values.iter().map(code).collect(),
                    levels: sorted.iter().map(f64::to_string).collect(),
                }
            }
            Cells::Texts(Texts { codes, labels, .. }) => {
                let mut order: Vec<usize> = (0..labels.len()).collect();
                order.sort_by_key(|&place| labels.get(place));
                let mut rank = vec![0; labels.len()];
                for (to, &from) in order.iter().enumerate() {
                    if let Some(place) = rank.get_mut(from) {
                        *place = to;
                    }
                }
                let code = |code: &Option<u32>| code.and_then(|c| rank.get(c as usize).copied());
                Factor {
                    codes: codes.iter().map(code).collect(),
                    levels: order.iter().filter_map(|&place| labels.get(place).cloned()).collect(),
                }
            }
        }
    }
}

impl Factor {
    /// Only the levels that occur in these rows, in their order.
    pub(crate) fn in_rows(&self, rows: &[usize]) -> Self {
        let mut seen = vec![false; self.levels.len()];
        let codes: Vec<Option<usize>> =
            rows.iter().map(|&row| self.codes.get(row).copied().flatten()).collect();
        for code in codes.iter().flatten() {
            if let Some(place) = seen.get_mut(*code) {
                *place = true;
            }
        }
        let mut next = 0;
        let new: Vec<usize> = seen
            .iter()
            .map(|&kept| {
                next += usize::from(kept);
                next.saturating_sub(1)
            })
            .collect();
        Self {
            codes: codes.iter().map(|code| code.and_then(|c| new.get(c).copied())).collect(),
            levels: self
                .levels
                .iter()
                .zip(&seen)
                .filter(|(_, kept)| **kept)
                .map(|(level, _)| level.clone())
                .collect(),
        }
    }
}

impl Texts {
    /// A text, or a number by its shortest text; NaN is missing.
    fn push(&mut self, cell: &str, number: Option<f64>) {
        if number.is_some_and(f64::is_nan) {
            self.codes.push(None);
            return;
        }
        let label = number.map_or_else(|| cell.to_owned(), |value| value.to_string());
        if number.is_none() && self.first_text.is_none() {
            self.first_text = Some(self.codes.len());
        }
        self.numbers += usize::from(number.is_some());
        let next = self.labels.len() as u32;
        let code = *self.places.entry(label.clone()).or_insert(next);
        if code == next {
            self.labels.push(label);
        }
        self.codes.push(Some(code));
    }
}

/// A number and what its decimal digits say beyond 53 bits.
fn parse(cell: &str, comma: bool) -> Option<(f64, f64)> {
    let dotted = if comma { cell.replace(',', ".") } else { cell.to_owned() };
    if !dotted.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: f64 = dotted.parse().ok().filter(|v: &f64| v.is_finite())?;
    Some((value, lost_digits(&dotted, value)))
}

/// The decimal text less the number: exact for texts of up to 18 digits without an exponent.
fn lost_digits(text: &str, value: f64) -> f64 {
    let unsigned = text.trim_start_matches(['-', '+']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = || whole.bytes().chain(fraction.bytes());
    if fraction.is_empty() || fraction.len() > 15 || digits().count() > 18 {
        return 0.0;
    }
    let Ok(scaled) = format!("{whole}{fraction}").parse::<i128>() else {
        return 0.0;
    };
    // value = m 2^e with e ≥ -52 here, so that both fit in 128 bits.
    let power = 10_i128.pow(fraction.len() as u32);
    let size = value.abs();
    let bits = size.to_bits();
    let exponent = ((bits >> 52) as i32) - 1075;
    if !(-52..=0).contains(&exponent) {
        return 0.0;
    }
    let mantissa = i128::from((bits & ((1 << 52) - 1)) | (1 << 52));
    let unit = 1_i128 << -exponent;
    let (Some(left), Some(right)) = (scaled.checked_mul(unit), mantissa.checked_mul(power)) else {
        return 0.0;
    };
    let rest = (left - right) as f64 / (unit as f64 * power as f64);
    if text.starts_with('-') { -rest } else { rest }
}
