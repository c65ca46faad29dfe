//! Participatory budgets as Pabulib publishes them: a text in three sections, META, PROJECTS and
//! VOTES, with semicolons (Faliszewski et al. 2023, « Participatory budgeting: data, tools and
//! analysis »).

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use crate::equal_shares::{Ballot, Utility};
use crate::tables::{BYTES_MAX, Fault, FaultKind, parse, text};

/// A participatory budget.
#[derive(Clone, Debug, Default)]
pub struct Pabulib {
    /// What may be spent.
    pub budget: f64,
    /// Projects: name, cost, and what they are worth (their score, or else their votes).
    pub projects: Vec<(String, f64, f64)>,
    /// Which of the two that is.
    pub worth: Worth,
    /// The ballots, by places in the projects.
    pub ballots: Vec<Ballot>,
    /// What a supported project is to a voter: the points given, or its cost.
    pub utility: Utility,
}

/// What a project is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Worth {
    /// The column `score`.
    #[default]
    Score,
    /// The column `votes`.
    Votes,
    /// Neither is there: the ballots are counted.
    Ballots,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Before,
    Meta,
    Projects,
    Votes,
}

/// Lines of a section, with the names of their columns.
#[derive(Default)]
struct Lines {
    header: Option<(u64, StringRecord)>,
    rows: Vec<(u64, StringRecord)>,
}

impl Lines {
    fn column(&self, section: &'static str, name: &str) -> Result<usize, Fault> {
        let Some((line, header)) = &self.header else {
            return Err(FaultKind::NoSection(section).at(1, ""));
        };
        let missing = || {
            let all: Vec<&str> = header.iter().collect();
            FaultKind::NoColumn(all.join(", ")).at(*line, name)
        };
        self.find(name).ok_or_else(missing)
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.header.as_ref()?.1.iter().position(|column| column == name)
    }
}

/// Reads a participatory budget.
///
/// # Errors
/// The first fault.
pub fn read(bytes: &[u8]) -> Result<Pabulib, Fault> {
    if bytes.len() > BYTES_MAX {
        return Err(FaultKind::Size.at(1, ""));
    }
    let [meta, projects, votes] = sections(text(bytes)?)?;
    let value = meta.column("META", "value")?;
    let key = meta.column("META", "key")?;
    let meta: HashMap<&str, (u64, &str)> = meta
        .rows
        .iter()
        .filter_map(|(line, row)| {
            Some((row.get(key)?, (*line, row.get(value).unwrap_or_default())))
        })
        .collect();
    let Some((line, budget)) = meta.get("budget") else {
        return Err(FaultKind::NoBudget.at(1, "budget"));
    };
    let mut read = Pabulib { budget: number(*line, "budget", budget)?, ..Pabulib::default() };
    if read.budget < 0.0 {
        return Err(FaultKind::Negative((*budget).to_owned()).at(*line, "budget"));
    }
    let places = take_projects(&projects, &mut read)?;
    take_votes(&votes, &places, &mut read)?;
    let is_ordinal = meta.get("vote_type").is_some_and(|(_, kind)| *kind == "ordinal");
    if is_ordinal || votes.find("points").is_none() {
        read.utility = Utility::Cost;
    }
    if read.worth == Worth::Ballots {
        for ballot in &read.ballots {
            for (place, points) in &ballot.support {
                read.projects.get_mut(*place).into_iter().for_each(|project| project.2 += points);
            }
        }
    }
    Ok(read)
}

fn sections(text: &str) -> Result<[Lines; 3], Fault> {
    let mut reader = ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut all = [Lines::default(), Lines::default(), Lines::default()];
    let mut section = Section::Before;
    for record in reader.records() {
        let record = record.map_err(|error| {
            FaultKind::Encoding.at(error.position().map_or(1, csv::Position::line), "")
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let first = record.get(0).unwrap_or_default();
        let named = match first {
            "META" => Some(Section::Meta),
            "PROJECTS" => Some(Section::Projects),
            "VOTES" => Some(Section::Votes),
            _ => None,
        };
        if let Some(named) = named.filter(|_| record.iter().skip(1).all(str::is_empty)) {
            section = named;
            continue;
        }
        if record.iter().all(str::is_empty) {
            continue;
        }
        let [meta, projects, votes] = &mut all;
        let into = match section {
            Section::Before => return Err(FaultKind::NoSection("META").at(line, "")),
            Section::Meta => meta,
            Section::Projects => projects,
            Section::Votes => votes,
        };
        match into.header {
            None => into.header = Some((line, record)),
            Some(_) => into.rows.push((line, record)),
        }
    }
    Ok(all)
}

fn number(line: u64, column: &str, text: &str) -> Result<f64, Fault> {
    parse(text, true).map_err(|kind| kind.at(line, column))
}

/// Takes projects in, and tells where each name is.
fn take_projects(
    lines: &Lines,
    read: &mut Pabulib,
) -> Result<HashMap<String, (usize, u64)>, Fault> {
    let id = lines.column("PROJECTS", "project_id")?;
    let cost = lines.column("PROJECTS", "cost")?;
    let (worth, column) = match (lines.find("score"), lines.find("votes")) {
        (Some(score), _) => (Worth::Score, Some((score, "score"))),
        (None, Some(votes)) => (Worth::Votes, Some((votes, "votes"))),
        (None, None) => (Worth::Ballots, None),
    };
    read.worth = worth;
    let mut places = HashMap::new();
    for (line, row) in &lines.rows {
        let name = row.get(id).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| FaultKind::Missing.at(*line, "project_id"))?;
        let price = number(*line, "cost", row.get(cost).unwrap_or_default())?;
        if price < 0.0 {
            return Err(FaultKind::Negative(price.to_string()).at(*line, "cost"));
        }
        let value = column.map_or(Ok(0.0), |(place, column)| {
            number(*line, column, row.get(place).unwrap_or_default())
        })?;
        if let Some((_, before)) = places.insert(name.to_owned(), (read.projects.len(), *line)) {
            let what = name.to_owned();
            return Err(FaultKind::Repeated { what, before }.at(*line, "project_id"));
        }
        read.projects.push((name.to_owned(), price, value));
    }
    if read.projects.is_empty() {
        return Err(FaultKind::NoSection("PROJECTS").at(1, ""));
    }
    Ok(places)
}

fn take_votes(
    lines: &Lines,
    places: &HashMap<String, (usize, u64)>,
    read: &mut Pabulib,
) -> Result<(), Fault> {
    if lines.header.is_none() {
        return Ok(());
    }
    let vote = lines.column("VOTES", "vote")?;
    let points = lines.find("points");
    for (line, row) in &lines.rows {
        let listed = |column: usize| {
            row.get(column)
                .unwrap_or_default()
                .split(',')
                .map(str::trim)
                .filter(|one| !one.is_empty())
        };
        let mut ballot = Ballot::default();
        let mut given = points.map(listed);
        for name in listed(vote) {
            let unknown = || FaultKind::Unknown(name.to_owned()).at(*line, "vote");
            let (place, _) = places.get(name).ok_or_else(unknown)?;
            let weight = match &mut given {
                None => 1.0,
                Some(given) => {
                    let text =
                        given.next().ok_or_else(|| FaultKind::Missing.at(*line, "points"))?;
                    number(*line, "points", text)?
                }
            };
            ballot.support.push((*place, weight));
        }
        read.ballots.push(ballot);
    }
    Ok(())
}
