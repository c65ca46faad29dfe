//! Opening hours as a form shows them: hours for each day of the week and for public holidays, and
//! days that are not as usual. What says more than that (weeks of the year, the first Monday of a
//! month, every August) stays text.

use jiff::civil::{Date, Time};
use opening_hours::RuleKind;
use opening_hours_syntax::rules::day::{
    Date as RuleDate, HolidayKind, MonthdayRange, WeekDayRange,
};
use opening_hours_syntax::rules::time::{Time as RuleTime, TimeSpan};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};

use super::{DAY, Hours};

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// From when until when, on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Minutes after midnight, below 1,440.
    pub from: u16,
    /// Minutes after the same midnight; beyond 1,440 on the day after. Less than a day after `from`,
    /// or the day from midnight to midnight.
    pub to: u16,
}

impl Span {
    /// From one time to another; if the second is not later, it is one of the day after.
    pub fn between(from: Time, to: Time) -> Span {
        let minute = |time: Time| time.hour().unsigned_abs() as u16 * 60 + time.minute() as u16;
        let (from, to) = (minute(from), minute(to));
        Span { from, to: if to > from { to } else { to + DAY } }
    }

    /// Both times of the clock; an end at midnight is 00:00.
    pub fn times(&self) -> (Time, Time) {
        let time = |minute: u16| {
            let (hour, minute) = (minute % DAY / 60, minute % 60);
            Time::new(hour as i8, minute as i8, 0, 0).unwrap_or_default()
        };
        (time(self.from), time(self.to))
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let to = if self.to > DAY { self.to - DAY } else { self.to };
        let (from, to) = ((self.from / 60, self.from % 60), (to / 60, to % 60));
        write!(f, "{:02}:{:02}-{:02}:{:02}", from.0, from.1, to.0, to.1)
    }
}

/// What public holidays change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OnHolidays {
    /// Nothing.
    #[default]
    AsUsual,
    /// Closed.
    Closed,
    /// Open at these hours.
    Open(Vec<Span>),
}

/// Days that are not as usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// The hours; none when closed.
    pub hours: Vec<Span>,
}

/// Opening hours as a form shows them. An exception goes before holidays, holidays before the days
/// of the week; of two exceptions for a day, the later in the list goes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// Hours from Monday to Sunday; none when closed.
    pub days: [Vec<Span>; 7],
    /// On public holidays.
    pub holidays: OnHolidays,
    /// Days that are not as usual.
    pub exceptions: Vec<Exception>,
}

/// What is wrong with the hours of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekFault {
    /// Where.
    pub part: WeekPart,
    /// What.
    pub kind: WeekFaultKind,
}

/// A part of a form of opening hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekPart {
    /// The form as a whole.
    Whole,
    /// A day of the week, from 0 for Monday.
    Day(usize),
    /// Public holidays.
    Holidays,
    /// An exception, from 0.
    Exception(usize),
}

/// What can be wrong with the hours of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekFaultKind {
    /// Two spans of a day overlap.
    Overlap,
    /// A span is empty, or lasts a day and more.
    Length,
    /// An exception ends before it begins, or lies outside the years 1900 to 9999.
    Dates,
    /// More than a text can hold ([`super::MAX_TEXT`]).
    TooMuch,
}

/// The text that a form means.
pub(super) fn write(week: &Week) -> Result<Hours, WeekFault> {
    let mut text = usual(week)?;
    match &week.holidays {
        OnHolidays::AsUsual => {}
        OnHolidays::Closed => text.push_str("; PH off"),
        OnHolidays::Open(spans) => {
            text.push_str("; PH ");
            text.push_str(&times(spans, WeekPart::Holidays)?);
        }
    }
    for (index, exception) in week.exceptions.iter().enumerate() {
        let part = WeekPart::Exception(index);
        let years = 1900..=9999;
        let known = years.contains(&exception.from.year()) && years.contains(&exception.to.year());
        if !known || exception.to < exception.from {
            return Err(WeekFault { part, kind: WeekFaultKind::Dates });
        }
        text.push_str("; ");
        text.push_str(&date(exception.from));
        if exception.from != exception.to {
            text.push('-');
            text.push_str(&date(exception.to));
        }
        text.push(' ');
        text.push_str(&times(&exception.hours, part)?);
    }
    let too_much = |_| WeekFault { part: WeekPart::Whole, kind: WeekFaultKind::TooMuch };
    Hours::parse(&text).map_err(too_much)
}

/// The rules of the days of the week, days with the same hours together.
fn usual(week: &Week) -> Result<String, WeekFault> {
    let mut groups: Vec<(Vec<usize>, String)> = Vec::new();
    for (day, spans) in week.days.iter().enumerate().filter(|(_, spans)| !spans.is_empty()) {
        let hours = times(spans, WeekPart::Day(day))?;
        match groups.iter_mut().find(|(_, of)| *of == hours) {
            Some((days, _)) => days.push(day),
            None => groups.push((vec![day], hours)),
        }
    }
    if groups.is_empty() {
        return Ok("off".to_owned());
    }
    // A rule of its own for a day would take away the hours after midnight of the day before.
    let late = week.days.iter().flatten().any(|span| span.to > DAY);
    let rules: Vec<String> = groups
        .iter()
        .map(|(days, hours)| match (days.len(), hours.as_str()) {
            (7, "00:00-24:00") => "24/7".to_owned(),
            _ => format!("{} {hours}", named(days)),
        })
        .collect();
    Ok(rules.join(if late { ", " } else { "; " }))
}

/// Days in their short form: `Mo-Fr`, `Mo,We`.
fn named(days: &[usize]) -> String {
    let name = |day: &usize| DAYS.get(*day).copied().unwrap_or_default();
    days.chunk_by(|day, next| day + 1 == *next)
        .map(|run| match run {
            [first, _, .., last] => format!("{}-{}", name(first), name(last)),
            _ => run.iter().map(name).collect::<Vec<_>>().join(","),
        })
        .collect::<Vec<_>>()
        .join(",")
}

fn times(spans: &[Span], part: WeekPart) -> Result<String, WeekFault> {
    let fault = |kind| WeekFault { part, kind };
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    for span in &sorted {
        let whole = span.from == 0 && span.to == DAY;
        if span.from >= DAY || span.to <= span.from || (span.to - span.from >= DAY && !whole) {
            return Err(fault(WeekFaultKind::Length));
        }
    }
    if sorted.windows(2).any(|pair| matches!(pair, [one, next] if next.from < one.to)) {
        return Err(fault(WeekFaultKind::Overlap));
    }
    if sorted.is_empty() {
        return Ok("off".to_owned());
    }
    Ok(sorted.iter().map(Span::to_string).collect::<Vec<_>>().join(","))
}

fn date(date: Date) -> String {
    let month = usize::from(date.month().unsigned_abs());
    let month = MONTHS.get(month.wrapping_sub(1)).copied().unwrap_or_default();
    format!("{:04} {month} {:02}", date.year(), date.day())
}

/// The form that means the same as a text, if there is one.
pub(super) fn of(hours: &Hours) -> Option<Week> {
    let mut week = Week::default();
    for rule in &hours.rules.get_expression().rules {
        take(&mut week, rule)?;
    }
    let again = write(&week).ok()?;
    let alike = probes(&week).all(|day| again.on(day) == hours.on(day));
    alike.then_some(week)
}

/// Days on which a form must mean the same as its text: two years and more, and the exceptions.
fn probes(week: &Week) -> impl Iterator<Item = Date> {
    let start = jiff::civil::date(2024, 1, 1);
    let usual = start.series(jiff::Span::new().days(1)).take(800);
    let near = |day: Date, by: i64| day.checked_add(jiff::Span::new().days(by)).ok();
    let unusual = week.exceptions.iter().flat_map(move |exception| {
        let edges = [(exception.from, -1), (exception.from, 0), (exception.to, 0)];
        let beyond = [(exception.to, 1), (exception.to, 2)];
        edges.into_iter().chain(beyond).filter_map(move |(day, by)| near(day, by))
    });
    usual.chain(unusual)
}

/// Takes one rule into the form, or says that it does not fit.
fn take(week: &mut Week, rule: &RuleSequence) -> Option<()> {
    let days = &rule.day_selector;
    let mut spans = rule.time_selector.spans.iter().map(span).collect::<Option<Vec<Span>>>()?;
    let whole = [Span { from: 0, to: DAY }];
    match rule.kind {
        RuleKind::Open => {}
        RuleKind::Closed if spans == whole => spans.clear(),
        _ => return None,
    }
    if rule.operator == RuleOperator::Fallback || !days.year.is_empty() || !days.week.is_empty() {
        return None;
    }
    let more = rule.operator == RuleOperator::Additional && !spans.is_empty();
    if days.monthday.is_empty() {
        let every = [WeekDayRange::Fixed {
            range: chrono::Weekday::Mon..=chrono::Weekday::Sun,
            offset: 0,
            nth_from_start: [true; 5],
            nth_from_end: [true; 5],
        }];
        let listed = if days.weekday.is_empty() { &every[..] } else { &days.weekday };
        return listed.iter().try_for_each(|range| weekdays(week, range, &spans, more));
    }
    if more || !days.weekday.is_empty() {
        return None;
    }
    for range in &days.monthday {
        let (from, to) = dates(range)?;
        week.exceptions.push(Exception { from, to, hours: spans.clone() });
    }
    Some(())
}

fn weekdays(week: &mut Week, range: &WeekDayRange, spans: &[Span], more: bool) -> Option<()> {
    match range {
        WeekDayRange::Holiday { kind: HolidayKind::Public, offset: 0 } if !more => {
            week.holidays = match spans {
                [] => OnHolidays::Closed,
                _ => OnHolidays::Open(spans.to_vec()),
            };
        }
        WeekDayRange::Fixed { range, offset: 0, nth_from_start, nth_from_end }
            if *nth_from_start == [true; 5] && *nth_from_end == [true; 5] =>
        {
            let (first, last) = (range.start(), range.end());
            let length = last.days_since(*first) + 1;
            for step in 0..length {
                let day = (first.num_days_from_monday() + step) % 7;
                let hours = week.days.get_mut(day as usize)?;
                if !more {
                    hours.clear();
                }
                hours.extend_from_slice(spans);
                hours.sort_unstable();
            }
        }
        _ => return None,
    }
    Some(())
}

fn span(span: &TimeSpan) -> Option<Span> {
    let RuleTime::Fixed(from) = span.range.start else { return None };
    let RuleTime::Fixed(to) = span.range.end else { return None };
    let (from, to) = (from.mins_from_midnight(), to.mins_from_midnight());
    Some(Span { from, to: if to > from { to } else { to + DAY } })
}

/// The first and the last day of a range of dates with their years.
fn dates(range: &MonthdayRange) -> Option<(Date, Date)> {
    let day = |year: i32, month: u8, day: u8| {
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
    };
    match range {
        MonthdayRange::Month { range, year: Some(year) } => {
            let (first, last) = (*range.start() as u8, *range.end() as u8);
            let from = day(**year, first, 1)?;
            let to = day(**year, last, 1)?.last_of_month();
            (from <= to).then_some((from, to))
        }
        MonthdayRange::Date { start: (start, moved), end: (end, moved_too) } => {
            let still = Default::default();
            if *moved != still || *moved_too != still {
                return None;
            }
            let fixed = |date: &RuleDate| match *date {
                RuleDate::Fixed { year: Some(year), month, day: number } => {
                    day(*year, month as u8, number)
                }
                _ => None,
            };
            Some((fixed(start)?, fixed(end)?))
        }
        MonthdayRange::Month { .. } => None,
    }
}
