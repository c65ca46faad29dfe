//! A call out of a table of files: what each is worth, what it asks of which line, to which groups
//! it belongs.

use crate::equal_shares::{Ballot, Utility};
use crate::portfolio::{Call, Counted, File, Quota};
use crate::scores::Names;
use crate::tables::{Fault, FaultKind, Pairs, Row, Table};

/// Names that the column of names may have, the first that is there.
const IDS: [&str; 4] = ["id", "project_id", "project", "proposal"];
/// Names that the column of values may have.
const VALUES: [&str; 4] = ["value", "score", "votes", "estimate"];
/// The column of costs where one budget has no name.
const COST: &str = "cost";

/// A budget line: the column that asks of it, if it has a name, and what it may spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The column; `cost` where nothing is named.
    pub column: String,
    /// What it may spend.
    pub budget: f64,
}

/// A quota as it is typed: `theme=mobility>=2`, `amount:town=Nanterre<=50000`.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    text: String,
    counted: Counted,
    column: String,
    value: String,
    at_least: bool,
    bound: f64,
}

/// Reads a line: `177000`, or `investissement=94478`.
///
/// # Errors
/// What is wrong with it.
pub fn line(typed: &str) -> Result<Line, String> {
    let (column, amount) = typed.rsplit_once('=').unwrap_or((COST, typed));
    let budget = amount.trim().parse::<f64>().ok().filter(|budget| (0.0..=1e12).contains(budget));
    let budget = budget.ok_or_else(|| format!("« {amount} » is no amount"))?;
    Ok(Line { column: column.trim().to_owned(), budget })
}

/// Reads a quota.
///
/// # Errors
/// What is wrong with it.
pub fn quota(typed: &str) -> Result<Asked, String> {
    let wrong = || "a quota is COLUMN=VALUE>=N or COLUMN=VALUE<=N, amount: before it counts money";
    let (counted, rest) = match typed.strip_prefix("amount:") {
        Some(rest) => (Counted::Money, rest),
        None => (Counted::Files, typed),
    };
    let (at_least, sign) = if rest.contains(">=") { (true, ">=") } else { (false, "<=") };
    let (group, bound) = rest.rsplit_once(sign).ok_or_else(wrong)?;
    let (column, value) = group.split_once('=').ok_or_else(wrong)?;
    let bound = bound.trim().parse::<f64>().ok().filter(|bound| (0.0..=1e12).contains(bound));
    let [column, value] = [column, value].map(|text| text.trim().to_owned());
    Ok(Asked {
        text: typed.to_owned(),
        counted,
        column,
        value,
        at_least,
        bound: bound.ok_or_else(wrong)?,
    })
}

/// Reads files: a column of names and one of values, a column for each line, and if they are there
/// `se`, `minimum`, and `exclusive` (of the files with the same word there one at most is chosen).
///
/// # Errors
/// The first fault, also of a quota that is about nothing.
pub fn read(table: &Table, lines: &[Line], quotas: &[Asked]) -> Result<Call, Fault> {
    let first = |names: &[&str]| {
        let found = names.iter().find_map(|name| table.find(name));
        found.map_or_else(|| table.column(names.first().copied().unwrap_or_default()), Ok)
    };
    let (id, value) = (first(&IDS)?, first(&VALUES)?);
    let costs: Vec<usize> =
        lines.iter().map(|line| table.column(&line.column)).collect::<Result<_, _>>()?;
    let optional = |name: &str| table.find(name);
    let (se, minimum, exclusive) = (optional("se"), optional("minimum"), optional("exclusive"));
    let mut call =
        Call { budgets: lines.iter().map(|line| line.budget).collect(), ..Call::default() };
    let mut pairs = Pairs::default();
    let mut groups = Names::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for row in table.rows() {
        let name = row.needed(id)?;
        pairs.add(&row, id, name, "")?;
        let place = call.files.len();
        if let Some(group) =
            exclusive.map(|column| row.text(column)).filter(|text| !text.is_empty())
        {
            let index = groups.index(group);
            members.resize(groups.list.len().max(members.len()), Vec::new());
            members.get_mut(index).into_iter().for_each(|of| of.push(place));
        }
        call.files.push(File {
            id: name.to_owned(),
            value: row.number(value)?,
            se: if_there(&row, se)?,
            costs: costs.iter().map(|column| amount(&row, *column)).collect::<Result<_, _>>()?,
            minimum: if_there(&row, minimum)?,
        });
    }
    for asked in quotas {
        call.quotas.push(members_of(table, asked)?);
    }
    for (group, files) in groups.list.into_iter().zip(members) {
        let name = format!("one of {group}");
        let counted = Counted::Files;
        call.quotas.push(Quota { name, counted, files, at_least: false, bound: 1.0 });
    }
    Ok(call)
}

fn members_of(table: &Table, asked: &Asked) -> Result<Quota, Fault> {
    let column = table.column(&asked.column)?;
    let rows = table.rows().enumerate();
    let files: Vec<usize> =
        rows.filter(|(_, row)| row.text(column) == asked.value).map(|(place, _)| place).collect();
    if files.is_empty() {
        return Err(FaultKind::Unknown(asked.value.clone()).at(1, &asked.column));
    }
    let name = asked.text.clone();
    Ok(Quota { name, counted: asked.counted, files, at_least: asked.at_least, bound: asked.bound })
}

/// A number that is not negative.
fn amount(row: &Row<'_>, column: usize) -> Result<f64, Fault> {
    match row.number(column)? {
        amount if amount < 0.0 => {
            Err(row.fault(column, FaultKind::Negative(row.text(column).to_owned())))
        }
        amount => Ok(amount),
    }
}

fn if_there(row: &Row<'_>, column: Option<usize>) -> Result<f64, Fault> {
    match column.filter(|column| !row.text(*column).is_empty()) {
        None => Ok(0.0),
        Some(column) => amount(row, column),
    }
}

/// Reads ballots: columns voter, project and, if it is there, points.
///
/// # Errors
/// The first fault; a project that is not among the files is one.
pub fn ballots(table: &Table, call: &Call) -> Result<(Vec<Ballot>, Utility), Fault> {
    let voter = table.column("voter")?;
    let project = table.column("project")?;
    let points = table.find("points");
    let mut files = Names::default();
    call.files.iter().for_each(|file| {
        files.index(&file.id);
    });
    let mut voters = Names::default();
    let mut ballots: Vec<Ballot> = Vec::new();
    let mut pairs = Pairs::default();
    for row in table.rows() {
        let (by, of) = (row.needed(voter)?, row.needed(project)?);
        pairs.add(&row, project, by, of)?;
        let unknown = || row.fault(project, FaultKind::Unknown(of.to_owned()));
        let place = files.find(of).ok_or_else(unknown)?;
        let given = points.map_or(Ok(1.0), |column| amount(&row, column))?;
        let index = voters.index(by);
        ballots.resize(voters.list.len(), Ballot::default());
        ballots.get_mut(index).into_iter().for_each(|ballot| ballot.support.push((place, given)));
    }
    Ok((ballots, if points.is_some() { Utility::Points } else { Utility::Cost }))
}
