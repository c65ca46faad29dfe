//! Tables as people's programs write them: CSV with a comma or a semicolon, with or without a byte
//! order mark, lines ended either way, decimals with a point or (between semicolons) a comma.
//!
//! A table is read as a whole; its first line names the columns, which may stand in any order
//! among others. What cannot be taken is refused with its line, its column and what is wrong.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use crate::scores::Scores;

/// The most bytes of a table.
pub const BYTES_MAX: usize = 256 << 20;
/// The largest number that is taken, and the opposite of the smallest.
pub const NUMBER_MAX: f64 = 1e12;

/// What is wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {kind}", place(column))]
pub struct Fault {
    /// Line, from 1.
    pub line: u64,
    /// The column, if it is one.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

fn place(column: &Option<String>) -> String {
    column.as_ref().map_or_else(String::new, |column| format!(", column {column}"))
}

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// Nothing is in it.
    #[error("the file is empty: its first line must name the columns")]
    Empty,
    /// No line follows the first.
    #[error("no line follows the first")]
    NoLine,
    /// More than [`BYTES_MAX`].
    #[error("the file is larger than {} MB", BYTES_MAX >> 20)]
    Size,
    /// A column is missing; those that there are.
    #[error("there is no such column; those that there are: {0}")]
    NoColumn(String),
    /// A column stands there twice.
    #[error("two columns have this name")]
    TwoColumns,
    /// Bytes that are no UTF-8.
    #[error("the text is not UTF-8: save the file as « CSV UTF-8 »")]
    Encoding,
    /// More or fewer fields than the first line.
    #[error("{found} fields, where the first line has {expected}")]
    Fields {
        /// Fields of the first line.
        expected: u64,
        /// Fields of this one.
        found: u64,
    },
    /// An empty field that must not be.
    #[error("nothing is written here")]
    Missing,
    /// No number.
    #[error("« {0} » is no number")]
    NoNumber(String),
    /// A number beyond [`NUMBER_MAX`].
    #[error("{0} is too large: at most a million million")]
    TooLarge(String),
    /// A number below zero.
    #[error("{0} is less than zero")]
    Negative(String),
    /// More decimals than cents.
    #[error("{0} has more than two decimals")]
    Decimals(String),
    /// A section of the file is missing or empty.
    #[error("there is no section {0}, or nothing in it")]
    NoSection(&'static str),
    /// It is not said what may be spent.
    #[error("META has no line budget")]
    NoBudget,
    /// What stands here stands in an earlier line already.
    #[error("« {what} » stands in line {before} already")]
    Repeated {
        /// What.
        what: String,
        /// Where first.
        before: u64,
    },
    /// The name is in none of the other files.
    #[error("« {0} » is known nowhere else")]
    Unknown(String),
}

impl FaultKind {
    pub(crate) fn at(self, line: u64, column: &str) -> Fault {
        let column = (!column.is_empty()).then(|| column.to_owned());
        Fault { line, column, kind: self }
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    header: Vec<String>,
    semicolons: bool,
    rows: Vec<(u64, StringRecord)>,
}

/// A line of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    /// Its line, from 1.
    pub line: u64,
    fields: &'a StringRecord,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// The first fault.
    pub fn read(bytes: &[u8]) -> Result<Table, Fault> {
        if bytes.len() > BYTES_MAX {
            return Err(FaultKind::Size.at(1, ""));
        }
        let text = text(bytes)?;
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let count = |sign: char| first.matches(sign).count();
        let semicolons = count(';') > count(',');
        let delimiter = if semicolons { b';' } else { b',' };
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| of_reader(&error))?;
        let header: Vec<String> = header.iter().map(str::to_owned).collect();
        if header.iter().all(String::is_empty) {
            return Err(FaultKind::Empty.at(1, ""));
        }
        for (index, name) in header.iter().enumerate() {
            if !name.is_empty() && header.iter().take(index).any(|other| other == name) {
                return Err(FaultKind::TwoColumns.at(1, name));
            }
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| of_reader(&error))?;
            // Of a table programs often write lines that are empty to the end.
            if record.iter().any(|field| !field.is_empty()) {
                rows.push((record.position().map_or(0, csv::Position::line), record));
            }
        }
        if rows.is_empty() {
            return Err(FaultKind::NoLine.at(1, ""));
        }
        Ok(Table { header, semicolons, rows })
    }

    /// Names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.header
    }

    /// The place of a column; capital letters do not matter.
    ///
    /// # Errors
    /// [`FaultKind::NoColumn`].
    pub fn column(&self, name: &str) -> Result<usize, Fault> {
        self.find(name).ok_or_else(|| FaultKind::NoColumn(self.header.join(", ")).at(1, name))
    }

    /// The place of a column that need not be there.
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.header.iter().position(|column| column.to_lowercase() == name)
    }

    /// The lines after the first.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, fields)| Row { table: self, line: *line, fields })
    }
}

impl<'a> Row<'a> {
    /// What stands in a column, perhaps nothing.
    pub fn text(&self, column: usize) -> &'a str {
        self.fields.get(column).unwrap_or_default()
    }

    /// A fault in this line.
    pub fn fault(&self, column: usize, kind: FaultKind) -> Fault {
        kind.at(self.line, self.table.header.get(column).map_or("", String::as_str))
    }

    /// What stands in a column.
    ///
    /// # Errors
    /// [`FaultKind::Missing`].
    pub fn needed(&self, column: usize) -> Result<&'a str, Fault> {
        match self.text(column) {
            "" => Err(self.fault(column, FaultKind::Missing)),
            text => Ok(text),
        }
    }

    /// The number in a column.
    ///
    /// # Errors
    /// [`FaultKind::Missing`], [`FaultKind::NoNumber`], [`FaultKind::TooLarge`].
    pub fn number(&self, column: usize) -> Result<f64, Fault> {
        parse(self.text(column), self.table.semicolons).map_err(|kind| self.fault(column, kind))
    }
}

/// The number in a text; with a comma for decimals, where commas separate nothing.
pub(crate) fn parse(text: &str, commas: bool) -> Result<f64, FaultKind> {
    if text.is_empty() {
        return Err(FaultKind::Missing);
    }
    let commas = commas && !text.contains('.');
    let written = if commas { text.replacen(',', ".", 1) } else { text.to_owned() };
    // « inf » and « nan » are numbers for a machine only.
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    match written.parse::<f64>().ok().filter(|_| written.chars().all(digits)) {
        None => Err(FaultKind::NoNumber(text.to_owned())),
        Some(number) if number.abs() > NUMBER_MAX => Err(FaultKind::TooLarge(text.to_owned())),
        Some(number) => Ok(number),
    }
}

pub(crate) fn text(bytes: &[u8]) -> Result<&str, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64;
        FaultKind::Encoding.at(line, "")
    })?;
    if text.trim().is_empty() { Err(FaultKind::Empty.at(1, "")) } else { Ok(text) }
}

fn of_reader(error: &csv::Error) -> Fault {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            FaultKind::Fields { expected: *expected_len, found: *len }.at(line, "")
        }
        _ => FaultKind::Encoding.at(error.position().map_or(1, csv::Position::line), ""),
    }
}

/// Columns of a table of scores.
#[derive(Clone, Debug)]
pub struct ScoreColumns {
    /// The column of the proposal.
    pub proposal: String,
    /// The column of the reviewer.
    pub reviewer: String,
    /// The column of the score.
    pub score: String,
}

impl Default for ScoreColumns {
    fn default() -> Self {
        let [proposal, reviewer, score] = ["proposal", "reviewer", "score"].map(str::to_owned);
        ScoreColumns { proposal, reviewer, score }
    }
}

/// Scores out of a table, and how many lines had none: who abstains has not scored.
///
/// # Errors
/// The first fault.
pub fn scores(table: &Table, columns: &ScoreColumns) -> Result<(Scores, usize), Fault> {
    let proposal = table.column(&columns.proposal)?;
    let reviewer = table.column(&columns.reviewer)?;
    let score = table.column(&columns.score)?;
    let mut scores = Scores::default();
    let mut pairs = Pairs::default();
    let mut abstained = 0;
    for row in table.rows() {
        let (of, by) = (row.needed(proposal)?, row.needed(reviewer)?);
        pairs.add(&row, reviewer, by, of)?;
        scores.name(of, by);
        if row.text(score).is_empty() {
            abstained += 1;
        } else {
            scores.add(of, by, row.number(score)?);
        }
    }
    Ok((scores, abstained))
}

/// Pairs of names that may stand once.
#[derive(Default)]
pub(crate) struct Pairs<'a>(HashMap<(&'a str, &'a str), u64>);

impl<'a> Pairs<'a> {
    pub(crate) fn add(
        &mut self,
        row: &Row<'a>,
        column: usize,
        one: &'a str,
        other: &'a str,
    ) -> Result<(), Fault> {
        match self.0.insert((one, other), row.line) {
            None => Ok(()),
            Some(before) => {
                let both = if other.is_empty() { "" } else { ", " };
                let what = format!("{one}{both}{other}");
                Err(row.fault(column, FaultKind::Repeated { what, before }))
            }
        }
    }
}
