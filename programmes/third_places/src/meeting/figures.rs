//! What meetings came to, by place and quarter, for the network. Small numbers are not told: a
//! number below five says so, and no sum is given from which it could be found.

use std::collections::BTreeMap;

use base::{Moment, Outcome};
use people::Actor;
use store::{Tx, sql};

use super::outcomes::ANSWERS;
use crate::model::PlaceId;
use crate::places;

/// Numbers below this one are not told.
pub const LEAST: i64 = 5;
/// Introductions and ideas that are counted.
const READ_MAX: usize = 200_000;

/// What is counted, in the order of the columns; each has a text `places-meet-count-…`.
pub const COUNTED: [&str; 9] =
    ["asked", "accepted", "nothing", "talked", "together", "project", "created", "ideas", "drafts"];

/// A quarter at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The year.
    pub year: i16,
    /// The quarter, from 1.
    pub quarter: i8,
    /// The place; none is named if the two have none in common.
    pub place: Option<PlaceId>,
    /// Its name.
    pub name: String,
    /// The numbers of [`COUNTED`].
    pub counts: [i64; 9],
}

/// A number as it may be told: nothing if it is small.
pub fn told(count: i64) -> Option<i64> {
    (count == 0 || count >= LEAST).then_some(count)
}

type Key = (i16, i8, Option<PlaceId>);

/// What meetings came to, the latest quarter first: for the network.
pub fn figures(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Line>> {
    places::network(actor)?;
    let best = best_answers(tx)?;
    let mut lines: BTreeMap<Key, [i64; 9]> = BTreeMap::new();
    count_introductions(tx, &best, &mut lines)?;
    count_ideas(tx, &mut lines)?;
    let at: Vec<PlaceId> = lines.keys().filter_map(|(_, _, place)| *place).collect();
    let names = super::profiles::names_of_places(tx, &at)?;
    let line = |((year, quarter, place), counts): (Key, [i64; 9])| {
        let name = place.and_then(|place| names.get(&place).cloned()).unwrap_or_default();
        Line { year, quarter, place, name, counts }
    };
    let mut all: Vec<Line> = lines.into_iter().map(line).collect();
    all.sort_by_cached_key(|one| {
        (std::cmp::Reverse((one.year, one.quarter)), words::sort_key(&one.name), one.place)
    });
    Ok(all)
}

fn quarter(at: Moment) -> (i16, i8) {
    let day = at.in_france().date();
    (day.year(), (day.month() + 2) / 3)
}

fn add(lines: &mut BTreeMap<Key, [i64; 9]>, key: Key, what: &str, count: i64) {
    let counts = lines.entry(key).or_default();
    let at = COUNTED.iter().position(|one| *one == what);
    if let Some(number) = at.and_then(|at| counts.get_mut(at)) {
        *number += count;
    }
}

fn count_introductions(
    tx: &mut Tx,
    best: &BTreeMap<String, (usize, i64)>,
    lines: &mut BTreeMap<Key, [i64; 9]>,
) -> Outcome<()> {
    let rows = tx.all(
        sql("SELECT id, place, state, asked_at FROM third_places_introduction
             ORDER BY asked_at LIMIT $1"),
        &[READ_MAX.into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        let (id, place): (String, Option<PlaceId>) = (columns.take()?, columns.take()?);
        let (state, at): (String, Moment) = (columns.take()?, columns.take()?);
        let (year, quarter) = quarter(at);
        let key = (year, quarter, place);
        add(lines, key, "asked", 1);
        if state == "accepted" {
            add(lines, key, "accepted", 1);
        }
        if let Some((answer, count)) = best.get(&id) {
            let what = ANSWERS.get(*answer).copied().unwrap_or_default();
            add(lines, key, what, if what == "created" { *count } else { 1 });
        }
    }
    Ok(())
}

fn count_ideas(tx: &mut Tx, lines: &mut BTreeMap<Key, [i64; 9]>) -> Outcome<()> {
    let rows = tx.all(
        sql("SELECT place, opened_at, file FROM third_places_idea
             WHERE opened_at IS NOT NULL ORDER BY opened_at LIMIT $1"),
        &[READ_MAX.into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        let (place, at): (Option<PlaceId>, Moment) = (columns.take()?, columns.take()?);
        let (year, quarter) = quarter(at);
        add(lines, (year, quarter, place), "ideas", 1);
        if columns.take::<Option<String>>()?.is_some() {
            add(lines, (year, quarter, place), "drafts", 1);
        }
    }
    Ok(())
}

/// Of each introduction the most that one of the two says came of it, and how much was created.
fn best_answers(tx: &mut Tx) -> Outcome<BTreeMap<String, (usize, i64)>> {
    let mut best: BTreeMap<String, (usize, i64)> = BTreeMap::new();
    let rows = tx.all(
        sql("SELECT subject, answer, count FROM third_places_outcome
             WHERE kind = 'introduction' AND answer <> '' ORDER BY subject LIMIT $1"),
        &[READ_MAX.into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        let (subject, answer): (String, String) = (columns.take()?, columns.take()?);
        let count: i64 = columns.take()?;
        let Some(at) = ANSWERS.iter().position(|one| *one == answer) else { continue };
        let known = best.entry(subject).or_default();
        *known = (*known).max((at, count));
    }
    Ok(best)
}
