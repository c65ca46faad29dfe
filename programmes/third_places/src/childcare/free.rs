//! What is free, for everybody: by half day, for children who walk and for those who do not.

use base::{Moment, Outcome};
use jiff::Timestamp;
use jiff::civil::{Date, time};
use paper::{Cell, Sheet};
use people::Actor;
use reservations::Span;
use reservations::childcare::{Point, Week, curve, norms, weeks};
use store::Tx;

use super::judge::{Roster, planned};
use super::model::{NurseryId, days, later, monday};
use super::nursery::nursery;

/// Days that are shown.
const DAYS: i64 = 28;

/// A half day on which it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfDay {
    /// The day.
    pub day: Date,
    /// Whether it is the morning: until 13:00.
    pub morning: bool,
    /// From opening until closing.
    pub span: Span,
    /// How many children who walk could still come for all of it.
    pub walking: i64,
    /// How many who do not.
    pub not_walking: i64,
}

/// Half days of the four weeks to come, for everybody.
pub fn free_places(tx: &mut Tx, actor: &Actor, of: NurseryId) -> Outcome<Vec<HalfDay>> {
    let nursery = nursery(tx, actor, of)?;
    let today = tx.now().in_france().date();
    let until = later(today, DAYS);
    let whole = days(monday(today), later(monday(until), 7));
    let roster = planned(tx, &nursery, whole)?;
    let (points, weeks) = (curve(&roster.plan()), weeks(&roster.plan()));
    let now = tx.now();
    Ok((0..DAYS)
        .map(|shift| later(today, shift))
        .flat_map(|day| [(day, true), (day, false)])
        .filter_map(|(day, morning)| half_day(&roster, (&points, &weeks), day, morning))
        .filter(|half| half.span.from >= now)
        .collect())
}

fn half_day(
    roster: &Roster,
    (points, weeks): (&[Point], &[Week]),
    day: Date,
    morning: bool,
) -> Option<HalfDay> {
    let noon = Moment::from_france(day.to_datetime(time(13, 0, 0, 0)));
    let whole = days(day, later(day, 1));
    let (from, to) = if morning { (whole.from, noon) } else { (noon, whole.to) };
    let (from, to) = (from.timestamp(), to.timestamp());
    let open = roster.opening.iter().filter(|open| open.from < to && from < open.to);
    let bounds = open.map(|open| (open.from.max(from), open.to.min(to)));
    let (from, to) = bounds.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))?;
    let during = |point: &&Point| point.from < to && from < point.to && point.open > 0;
    let least = |of: &dyn Fn(&Point) -> u32| {
        let left = points
            .iter()
            .filter(during)
            .map(|point| i64::from(of(point)) - i64::from(point.there.count()));
        left.min().unwrap_or(0).min(week_left(weeks, day, (from, to))).max(0)
    };
    Some(HalfDay {
        day,
        morning,
        span: Span { from: from.into(), to: to.into() },
        walking: least(&|point| point.capacity.walking.children),
        not_walking: least(&|point| point.capacity.not_walking.children),
    })
}

/// How often a stretch still fits into what a week allows.
fn week_left(weeks: &[Week], day: Date, (from, to): (Timestamp, Timestamp)) -> i64 {
    let Some(week) = weeks.iter().find(|week| week.monday == monday(day)) else { return 0 };
    let percent = norms(week.monday).map_or(0, |norms| i64::from(norms.week_percent));
    let left = week.capacity * percent / 100 - week.present;
    left / (to.as_second() - from.as_second()).max(1)
}

/// The free places as a file that others take up.
pub fn places_sheet(name: &str, halves: &[HalfDay]) -> Sheet {
    let head = [
        "creche",
        "date",
        "demi_journee",
        "debut",
        "fin",
        "places_enfant_marche",
        "places_enfant_ne_marche_pas",
    ];
    let clock = |at: Moment| at.in_france().datetime().strftime("%H:%M").to_string();
    let row = |half: &HalfDay| {
        let part = if half.morning { "matin" } else { "après-midi" };
        vec![
            Cell::Text(name.to_owned()),
            Cell::Date(half.day),
            Cell::Text(part.to_owned()),
            Cell::Text(clock(half.span.from)),
            Cell::Text(clock(half.span.to)),
            Cell::Number(half.walking as f64),
            Cell::Number(half.not_walking as f64),
        ]
    };
    Sheet {
        name: name.to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: halves.iter().map(row).collect(),
    }
}
