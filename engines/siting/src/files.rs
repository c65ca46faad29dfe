//! Reading demands, sites and minutes from CSV: UTF-8, comma, a first line with the names of the
//! columns in any order.
//!
//! | file | columns |
//! |---|---|
//! | demands | `demand`, `weight`, and without a file of minutes `x`, `y` |
//! | sites | `site`, perhaps `state` (`kept`, `forbidden` or nothing), and without a file of minutes `x`, `y` |
//! | minutes | `demand`, `site`, `minutes`; a pair that is not there has no way |
//!
//! `x` and `y` are metres of a plane (Lambert-93): minutes are then the straight line × 1.3 at
//! 4.8 km/h on foot, an estimate.

use std::collections::HashMap;
use std::io::Read;

use crate::problem::CELLS_MAX;
use crate::{Fault, Problem};

/// Bytes of one file.
pub const BYTES_MAX: u64 = 500_000_000;
/// How much longer than the straight line a way is.
const DETOUR: f64 = 1.3;
/// Metres a minute on foot, at 4.8 km/h.
const PACE: f64 = 80.0;

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// Whom to serve.
    Demands,
    /// From where.
    Sites,
    /// How far.
    Minutes,
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadFault {
    /// The file.
    pub file: File,
    /// The line, from 1; 0 for the whole.
    pub line: u64,
    /// The column, from 1; 0 for the whole line.
    pub column: usize,
    /// What.
    pub kind: ReadFaultKind,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadFaultKind {
    /// It cannot be read, or is no CSV in UTF-8.
    Malformed(String),
    /// The first line does not name this column.
    NoColumn(&'static str),
    /// The first line names a column that is unknown, or twice.
    Column(String),
    /// No number, or a negative one where there can be none.
    Number(String),
    /// Neither `kept`, `forbidden` nor nothing.
    State(String),
    /// Empty, or named before.
    Id(String),
    /// Nothing has this identifier.
    Unknown(String),
    /// The pair was given before.
    Again,
    /// More bytes than so many.
    Bytes(u64),
    /// What the problem says.
    Problem(Fault),
}

/// The files of a problem; without minutes they are estimated from coordinates.
pub struct Files<R> {
    /// Whom to serve.
    pub demands: R,
    /// From where.
    pub sites: R,
    /// How far.
    pub minutes: Option<R>,
}

/// A problem with the names of its demands and sites.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The problem.
    pub problem: Problem,
    /// Demands, in its order.
    pub demands: Vec<String>,
    /// Sites, in its order.
    pub sites: Vec<String>,
    /// Minutes are estimated from coordinates.
    pub estimated: bool,
}

/// Identifiers and positions of one file.
#[derive(Default)]
struct Points {
    ids: Vec<String>,
    index: HashMap<String, usize>,
    places: Vec<(f64, f64)>,
}

/// Reads a problem.
pub fn read<R: Read>(files: Files<R>) -> Result<Named, ReadFault> {
    let placed = files.minutes.is_none();
    let (mut weights, mut kept, mut forbidden) = (Vec::new(), Vec::new(), Vec::new());
    let demands = points(files.demands, File::Demands, "demand", placed, |row| {
        weights.push(row.positive("weight")?);
        Ok(())
    })?;
    let mut count = 0;
    let sites = points(files.sites, File::Sites, "site", placed, |row| {
        match row.text("state") {
            "" => {}
            "kept" => kept.push(count),
            "forbidden" => forbidden.push(count),
            other => return Err(row.fault("state", ReadFaultKind::State(other.to_owned()))),
        }
        count += 1;
        Ok(())
    })?;
    let problem = |kind, file| ReadFault { file, line: 0, column: 0, kind };
    let cells = demands.ids.len().checked_mul(sites.ids.len());
    let Some(cells) = cells.filter(|cells| (1..=CELLS_MAX).contains(cells)) else {
        return Err(problem(ReadFaultKind::Problem(Fault::Size), File::Demands));
    };
    let minutes = match files.minutes {
        Some(file) => given(file, &demands, &sites, cells)?,
        None => estimated(&demands, &sites),
    };
    let made = Problem::new(weights, minutes, sites.ids.len());
    let made = made.and_then(|made| made.with(kept, forbidden));
    let made = made.map_err(|fault| problem(ReadFaultKind::Problem(fault), File::Demands))?;
    Ok(Named { problem: made, demands: demands.ids, sites: sites.ids, estimated: placed })
}

fn estimated(demands: &Points, sites: &Points) -> Vec<f64> {
    let walk =
        |from: &(f64, f64), to: &(f64, f64)| (from.0 - to.0).hypot(from.1 - to.1) * DETOUR / PACE;
    let rows = demands.places.iter();
    rows.flat_map(|from| sites.places.iter().map(move |to| walk(from, to))).collect()
}

fn given(
    reader: impl Read,
    demands: &Points,
    sites: &Points,
    cells: usize,
) -> Result<Vec<f64>, ReadFault> {
    let mut all = vec![f64::INFINITY; cells];
    rows(reader, File::Minutes, &["demand", "site", "minutes"], &[], |row| {
        let find = |name, points: &Points| {
            let index = points.index.get(row.text(name)).copied();
            let unknown = || row.fault(name, ReadFaultKind::Unknown(row.text(name).to_owned()));
            index.ok_or_else(unknown)
        };
        let (demand, site) = (find("demand", demands)?, find("site", sites)?);
        let minutes = row.positive("minutes")?;
        match all.get_mut(demand * sites.ids.len() + site) {
            Some(cell) if cell.is_infinite() => *cell = minutes,
            _ => return Err(row.fault("minutes", ReadFaultKind::Again)),
        }
        Ok(())
    })?;
    Ok(all)
}

fn points(
    reader: impl Read,
    file: File,
    id: &'static str,
    placed: bool,
    mut more: impl FnMut(&Row<'_>) -> Result<(), ReadFault>,
) -> Result<Points, ReadFault> {
    let mut points = Points::default();
    let own = if file == File::Demands { "weight" } else { "state" };
    let (mut wanted, mut allowed) = (vec![id], Vec::new());
    if file == File::Demands {
        wanted.push(own)
    } else {
        allowed.push(own)
    }
    if placed {
        wanted.extend(["x", "y"])
    } else {
        allowed.extend(["x", "y"])
    }
    rows(reader, file, &wanted, &allowed, |row| {
        let name = row.text(id).to_owned();
        if name.is_empty() || points.index.insert(name.clone(), points.ids.len()).is_some() {
            return Err(row.fault(id, ReadFaultKind::Id(name)));
        }
        points.ids.push(name);
        if placed {
            points.places.push((row.number("x")?, row.number("y")?));
        }
        more(row)
    })?;
    Ok(points)
}

/// One line of a file, by the names of its columns.
struct Row<'a> {
    file: File,
    line: u64,
    names: &'a HashMap<&'static str, usize>,
    cells: &'a csv::StringRecord,
}

impl Row<'_> {
    fn text(&self, name: &str) -> &str {
        let column = self.names.get(name);
        column.and_then(|&column| self.cells.get(column)).unwrap_or("").trim()
    }

    fn number(&self, name: &str) -> Result<f64, ReadFault> {
        let text = self.text(name);
        let number = text.parse::<f64>().ok().filter(|number| number.abs() < 1e12);
        number.ok_or_else(|| self.fault(name, ReadFaultKind::Number(text.to_owned())))
    }

    fn positive(&self, name: &str) -> Result<f64, ReadFault> {
        let number = self.number(name)?;
        if number < 0.0 {
            return Err(self.fault(name, ReadFaultKind::Number(self.text(name).to_owned())));
        }
        Ok(number)
    }

    fn fault(&self, name: &str, kind: ReadFaultKind) -> ReadFault {
        let column = self.names.get(name).map_or(0, |column| column + 1);
        ReadFault { file: self.file, line: self.line, column, kind }
    }
}

fn rows(
    reader: impl Read,
    file: File,
    wanted: &[&'static str],
    allowed: &[&'static str],
    mut take: impl FnMut(&Row<'_>) -> Result<(), ReadFault>,
) -> Result<HashMap<&'static str, usize>, ReadFault> {
    let fault = |line, column, kind| ReadFault { file, line, column, kind };
    let mut bytes = Vec::new();
    let read = reader.take(BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| fault(0, 0, ReadFaultKind::Malformed(error.to_string())))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > BYTES_MAX) {
        return Err(fault(0, 0, ReadFaultKind::Bytes(BYTES_MAX)));
    }
    let mut count = LineCount { bytes: &bytes, at: 0, line: 1 };
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes.as_slice());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(fault(1, 0, ReadFaultKind::Malformed(error.to_string()))),
    };
    let names = named(&header, wanted, allowed).map_err(|(column, kind)| fault(1, column, kind))?;
    let mut cells = csv::StringRecord::new();
    loop {
        let start = reader.position().byte();
        match reader.read_record(&mut cells) {
            Ok(true) => {}
            Ok(false) => return Ok(names),
            Err(error) => {
                let kind = ReadFaultKind::Malformed(error.to_string());
                return Err(fault(count.line_from(start), 0, kind));
            }
        }
        take(&Row { file, line: count.line_from(start), names: &names, cells: &cells })?;
    }
}

/// Which column has which name.
fn named(
    header: &csv::StringRecord,
    wanted: &[&'static str],
    allowed: &[&'static str],
) -> Result<HashMap<&'static str, usize>, (usize, ReadFaultKind)> {
    let mut names = HashMap::new();
    for (column, cell) in header.iter().enumerate() {
        let cell = cell.trim_start_matches('\u{feff}').trim();
        let known = wanted.iter().chain(allowed).find(|name| **name == cell);
        match known.map(|name| names.insert(*name, column)) {
            Some(None) => {}
            _ => return Err((column + 1, ReadFaultKind::Column(cell.to_owned()))),
        }
    }
    match wanted.iter().find(|name| !names.contains_key(*name)) {
        Some(name) => Err((0, ReadFaultKind::NoColumn(name))),
        None => Ok(names),
    }
}

/// Lines of a text, counted as one goes: csv leaves out empty ones, and counts CR LF late.
struct LineCount<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCount<'_> {
    /// The line of the first byte from here on that ends no line.
    fn line_from(&mut self, start: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        for (index, byte) in self.bytes.iter().enumerate().skip(self.at) {
            self.at = index;
            if index >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
        }
        self.line
    }
}
