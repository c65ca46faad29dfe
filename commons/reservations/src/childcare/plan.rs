//! A plan of staff and children, swept from edge to edge and week by week.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};

use super::norms::{TABLE, norms};
use super::{Bound, Capacity, House, Mix, Qualification, Staff, capacity_at};
use crate::capacity::Amount;

/// Somebody on duty with the children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// What they have.
    pub qualification: Qualification,
}

/// A child that is there, or is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// Whether it walks.
    pub walks: bool,
}

/// Who is to be there.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// The place.
    pub house: &'a House,
    /// When how many places are open; the capacity as modulated, apart from each other.
    pub opening: &'a [Amount<Timestamp>],
    /// The staff.
    pub shifts: &'a [Shift],
    /// The children.
    pub presences: &'a [Presence],
}

/// A stretch in which nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// Places open.
    pub open: u32,
    /// Who is on duty.
    pub staff: Staff,
    /// Which children are there.
    pub there: Mix,
    /// How many may be.
    pub capacity: Capacity,
}

impl Point {
    /// What is broken, if something is.
    fn broken(&self) -> Option<Bound> {
        let limit = self.capacity.not_walking;
        (self.there.count() > limit.children).then_some(limit.bound)
    }
}

/// A stretch in which more children are there than may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// What is broken.
    pub bound: Bound,
    /// How many would have to go, at least.
    pub too_many: u32,
    /// Who is there, by their places in the list of presences.
    pub there: Vec<usize>,
}

/// What a week came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: Date,
    /// Seconds of presence of all children.
    pub present: i64,
    /// Seconds of all places while they were open.
    pub capacity: i64,
}

impl Week {
    /// Whether there was more presence than the rule of that week allows.
    pub fn is_over(&self) -> bool {
        let percent = norms(self.monday).map_or(0, |norms| i64::from(norms.week_percent));
        self.present * 100 > self.capacity * percent
    }

    /// The rate in per cent, rounded up, so that 100 is never shown for more; `None` while closed.
    pub fn percent(&self) -> Option<i64> {
        (self.capacity > 0).then(|| (self.present * 100 + self.capacity - 1) / self.capacity)
    }
}

/// Why a child cannot come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// There would be too many at an instant; the child is the last in [`Breach::there`].
    Instant(Breach),
    /// There would be too much in a week.
    Week(Week),
}

/// What changes at an edge.
#[derive(Clone, Copy, Default)]
struct Change {
    open: i64,
    first: i64,
    second: i64,
    walking: i64,
    not_walking: i64,
}

/// How many may be there and are, from the first edge to the last: sorted, neighbours differ.
/// Stretches without places, staff and children are left out.
pub fn curve(plan: &Plan<'_>) -> Vec<Point> {
    let edges = edges(plan);
    let mut now = Change::default();
    let mut points: Vec<Point> = Vec::new();
    for (place, (from, change)) in edges.iter().enumerate() {
        now.open += change.open;
        now.first += change.first;
        now.second += change.second;
        now.walking += change.walking;
        now.not_walking += change.not_walking;
        let Some((to, _)) = edges.get(place + 1).filter(|(to, _)| to > from) else {
            continue;
        };
        let count = |number: i64| u32::try_from(number).unwrap_or(0);
        let staff = Staff { first: count(now.first), second: count(now.second) };
        let there = Mix { walking: count(now.walking), not_walking: count(now.not_walking) };
        let open = count(now.open);
        if open == 0 && staff.count() == 0 && there.count() == 0 {
            continue;
        }
        let on = plan.house.zone.to_datetime(*from).date();
        let capacity = capacity_at(plan.house, on, open, staff, there);
        let point = Point { from: *from, to: *to, open, staff, there, capacity };
        match points.last_mut() {
            Some(last)
                if (Point { from: last.from, ..point }) == (Point { to: *to, ..*last })
                    && last.to == *from =>
            {
                last.to = *to;
            }
            _ => points.push(point),
        }
    }
    points
}

fn edges(plan: &Plan<'_>) -> Vec<(Timestamp, Change)> {
    let mut edges = Vec::new();
    let mut push = |from: Timestamp, to: Timestamp, change: &dyn Fn(i64) -> Change| {
        if from < to {
            edges.extend([(from, change(1)), (to, change(-1))]);
        }
    };
    for open in plan.opening {
        let places = i64::from(open.quantity);
        push(open.from, open.to, &|by| Change { open: by * places, ..Change::default() });
    }
    for shift in plan.shifts {
        push(shift.from, shift.to, &|by| match shift.qualification {
            Qualification::First => Change { first: by, ..Change::default() },
            Qualification::Second => Change { second: by, ..Change::default() },
        });
    }
    for child in plan.presences {
        push(child.from, child.to, &|by| match child.walks {
            true => Change { walking: by, ..Change::default() },
            false => Change { not_walking: by, ..Change::default() },
        });
    }
    // A rule that begins while somebody is there.
    for row in TABLE {
        let day = row.since.at(0, 0, 0, 0);
        edges.extend(crate::local::first(&plan.house.zone, day).map(|at| (at, Change::default())));
    }
    edges.sort_by_key(|edge| edge.0);
    edges
}

/// What a plan breaks that it did not break with a shift that is taken away, or breaks more: with
/// the children whom it touches. Empty if the shift is not needed, or is none of the plan's.
pub fn touched(plan: &Plan<'_>, shift: usize) -> Vec<Breach> {
    let mut rest = plan.shifts.to_vec();
    if shift < rest.len() {
        rest.remove(shift);
    }
    worsened(plan, &rest)
}

/// What other shifts break that those of a plan did not break, or break more.
pub fn worsened(plan: &Plan<'_>, shifts: &[Shift]) -> Vec<Breach> {
    let before = curve(plan);
    let after = Plan { shifts, ..*plan };
    let worse = |point: &Point| {
        let old = before.iter().filter(|old| old.from < point.to && point.from < old.to);
        let least = old.map(|old| too_many(plan.house, old)).min().unwrap_or(0);
        least < too_many(plan.house, point)
    };
    curve(&after).iter().filter(|point| worse(point)).filter_map(|p| breach(&after, p)).collect()
}

/// Why a child cannot come to what is planned, or `None` if it can: every instant of its stay, and
/// every week of it.
pub fn why_not(plan: &Plan<'_>, child: Presence) -> Option<WhyNot> {
    let all: Vec<Presence> = plan.presences.iter().copied().chain([child]).collect();
    let with = Plan { presences: &all, ..*plan };
    let during = |point: &&Point| point.from < child.to && child.from < point.to;
    let curve = curve(&with);
    let instant = curve.iter().filter(during).find_map(|point| breach(&with, point));
    if let Some(breach) = instant {
        return Some(WhyNot::Instant(breach));
    }
    let own = weeks(&Plan { opening: &[], shifts: &[], presences: &[child], ..*plan });
    let over = |week: &Week| week.is_over() && own.iter().any(|one| one.monday == week.monday);
    weeks(&with).into_iter().find(over).map(WhyNot::Week)
}

fn breach(plan: &Plan<'_>, point: &Point) -> Option<Breach> {
    let bound = point.broken()?;
    let there = plan.presences.iter().enumerate();
    let there = there.filter(|(_, child)| child.from < point.to && point.from < child.to);
    Some(Breach {
        from: point.from,
        to: point.to,
        bound,
        too_many: too_many(plan.house, point),
        there: there.map(|(place, _)| place).collect(),
    })
}

/// How few children would have to go for the others to be allowed: those first who do not walk,
/// because they need most.
fn too_many(house: &House, point: &Point) -> u32 {
    let on = house.zone.to_datetime(point.from).date();
    let mut there = point.there;
    let allowed = |there: Mix| {
        let limit = capacity_at(house, on, point.open, point.staff, there).not_walking;
        there.count() <= limit.children
    };
    while !allowed(there) && there.count() > 0 {
        let who = if there.not_walking > 0 { &mut there.not_walking } else { &mut there.walking };
        *who -= 1;
    }
    point.there.count() - there.count()
}

/// The weeks in which something is open or somebody is there, from Monday to Sunday on the wall.
/// Presence counts out of hours too.
pub fn weeks(plan: &Plan<'_>) -> Vec<Week> {
    let open = plan.opening.iter().map(|one| (one.from, one.to, 0, i64::from(one.quantity)));
    let there = plan.presences.iter().map(|child| (child.from, child.to, 1, 0));
    let mut weeks: Vec<Week> = Vec::new();
    for (from, to, child, places) in open.chain(there) {
        let mut begin = from;
        while begin < to {
            let Some((monday, next)) = week_of(plan.house, begin) else { break };
            let end = next.min(to);
            let seconds = end.as_second() - begin.as_second();
            let place = match weeks.binary_search_by_key(&monday, |week| week.monday) {
                Ok(place) => place,
                Err(place) => {
                    weeks.insert(place, Week { monday, present: 0, capacity: 0 });
                    place
                }
            };
            if let Some(week) = weeks.get_mut(place) {
                week.present += seconds * child;
                week.capacity += seconds * places;
            }
            begin = end;
        }
    }
    weeks
}

/// The Monday of a moment's week, and when the next week begins.
fn week_of(house: &House, at: Timestamp) -> Option<(Date, Timestamp)> {
    let day = house.zone.to_datetime(at).date();
    let monday = day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).ok()?;
    let next = monday.checked_add(7.days()).ok()?;
    let next = crate::local::first(&house.zone, next.at(0, 0, 0, 0))?;
    Some((monday, next))
}
