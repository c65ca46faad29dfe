//! What protection maternelle et infantile may ask for: each quarter of an hour with the children
//! who were there, the staff, how many children might have been there and by which rule; and the
//! rate of each week.

use base::{Moment, Outcome, Refusal};
use jiff::civil::Date;
use paper::{Cell, Sheet};
use people::Actor;
use reservations::State;
use reservations::childcare::{Bound, Mix, Plan, Point, Presence, Staff, Week, curve, weeks};
use store::Tx;

use super::judge::{Roster, planned};
use super::model::{NurseryId, days, later};
use super::nursery::kept_nursery;

/// Days of one record at most.
const DAYS_MAX: i64 = 62;
const QUARTER: i64 = 900_000_000;

/// A quarter of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// When it begins.
    pub at: Moment,
    /// The children.
    pub there: Mix,
    /// The staff.
    pub staff: Staff,
    /// Places open.
    pub open: u32,
    /// How many children might have been there.
    pub capacity: u32,
    /// What kept more out.
    pub bound: Bound,
}

/// The record of some days, the last included, for whoever keeps the nursery: of the past whoever
/// came, of what is to come whoever is expected.
pub fn record(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    (first, last): (Date, Date),
) -> Outcome<(Vec<Quarter>, Vec<Week>)> {
    let nursery = kept_nursery(tx, actor, of)?;
    let within = days(first, later(last, 1));
    let length = within.to.seconds_since(within.from) / 86_400;
    if within.from >= within.to || length > DAYS_MAX {
        return Err(Refusal::field("last", "places-child-fault-period"));
    }
    let roster = planned(tx, &nursery, within)?;
    let came = came(&roster, tx.now());
    let plan = Plan { presences: &came, ..roster.plan() };
    Ok((curve(&plan).iter().flat_map(quarters).collect(), weeks(&plan)))
}

/// Of what has begun, only who came counts.
fn came(roster: &Roster, now: Moment) -> Vec<Presence> {
    let counts = |seat: &&super::Seated| {
        seat.span.from > now || matches!(seat.state, State::CheckedIn | State::Done)
    };
    let presence = |seat: &super::Seated| Presence {
        from: seat.span.from.timestamp(),
        to: seat.span.to.timestamp(),
        walks: seat.walks,
    };
    roster.seats.iter().filter(counts).map(presence).collect()
}

fn quarters(point: &Point) -> impl Iterator<Item = Quarter> + use<> {
    let (from, to) = (Moment::from(point.from).0, Moment::from(point.to).0);
    let limit = point.capacity.not_walking;
    let (point, first) = (*point, from.div_euclid(QUARTER) + i64::from(from % QUARTER != 0));
    // A stretch that ends within a quarter is told at the beginning of the next one.
    (first..).map(|turn| turn * QUARTER).take_while(move |at| *at < to).map(move |at| Quarter {
        at: Moment(at),
        there: point.there,
        staff: point.staff,
        open: point.open,
        capacity: limit.children,
        bound: limit.bound,
    })
}

fn sheet(name: &str, head: Vec<String>, rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet { name: name.to_owned(), head, rows }
}

/// The quarters as a sheet; `head` and the names of rules are said by whoever asks.
pub fn record_sheet(
    name: &str,
    head: Vec<String>,
    quarters: &[Quarter],
    rule: &dyn Fn(Bound) -> String,
) -> Sheet {
    let count = |number: u32| Cell::Number(f64::from(number));
    let row = |quarter: &Quarter| {
        let local = quarter.at.in_france().datetime();
        vec![
            Cell::Date(local.date()),
            Cell::Text(local.strftime("%H:%M").to_string()),
            count(quarter.there.walking),
            count(quarter.there.not_walking),
            count(quarter.staff.first),
            count(quarter.staff.second),
            count(quarter.open),
            count(quarter.capacity),
            Cell::Text(rule(quarter.bound)),
        ]
    };
    sheet(name, head, quarters.iter().map(row).collect())
}

/// The weeks as a sheet.
pub fn weeks_sheet(name: &str, head: Vec<String>, weeks: &[Week]) -> Sheet {
    let hours = |seconds: i64| {
        Cell::Text(format!("{}.{:02}", seconds / 3_600, seconds % 3_600 * 100 / 3_600))
    };
    let row = |week: &Week| {
        vec![
            Cell::Date(week.monday),
            hours(week.present),
            hours(week.capacity),
            week.percent().map_or(Cell::Empty, |percent| Cell::Number(percent as f64)),
        ]
    };
    sheet(name, head, weeks.iter().map(row).collect())
}
