//! Series as a form shows them, and as a sentence says them.

use base::Say;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use super::text::Rule;

/// How often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Every {
    /// Each day.
    Day,
    /// From Monday to Friday.
    WorkingDay,
    /// Each week on these days; on that of the start if none is named.
    Week(Vec<Weekday>),
    /// Each month on this day, from 1 to 31; months that are shorter are left out. -1 is the last.
    MonthDay(i8),
    /// Each month on the nth such day, from 1 to 4, or the last: -1.
    MonthWeekday(i8, Weekday),
}

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until this day, which is in.
    Day(Date),
    /// So many times.
    Count(u16),
}

/// A series as a form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// How often.
    pub every: Every,
    /// Each (1), or every so many days, weeks or months. Working days know only 1.
    pub interval: u16,
    /// Until when.
    pub until: Until,
}

impl Pattern {
    /// The sentence of how often; it has the arguments `interval`, `day` (of the month), `nth`. The
    /// days of the week ([`Pattern::weekdays`]) and the end are said by who has the words for them.
    pub fn say(&self) -> Say {
        let interval = i64::from(self.interval);
        match &self.every {
            Every::Day => Say::new("reservations-series-days").with("interval", interval),
            Every::WorkingDay => Say::new("reservations-series-working-days"),
            Every::Week(_) => Say::new("reservations-series-weeks").with("interval", interval),
            Every::MonthDay(-1) => {
                Say::new("reservations-series-months-last-day").with("interval", interval)
            }
            Every::MonthDay(day) => Say::new("reservations-series-months-day")
                .with("interval", interval)
                .with("day", i64::from(*day)),
            Every::MonthWeekday(-1, _) => {
                Say::new("reservations-series-months-last").with("interval", interval)
            }
            Every::MonthWeekday(nth, _) => Say::new("reservations-series-months-nth")
                .with("interval", interval)
                .with("nth", i64::from(*nth)),
        }
    }

    /// The days of the week that the sentence names, Monday first.
    pub fn weekdays(&self) -> Vec<Weekday> {
        match &self.every {
            Every::Week(days) => {
                let mut days = days.clone();
                days.sort_by_key(|day| day.to_monday_zero_offset());
                days.dedup();
                days
            }
            Every::MonthWeekday(_, day) => vec![*day],
            Every::Day | Every::WorkingDay | Every::MonthDay(_) => Vec::new(),
        }
    }

    /// The rule in the syntax of RFC 5545.
    pub fn rule(&self) -> String {
        let days = || self.weekdays().iter().map(|day| short(*day)).collect::<Vec<_>>().join(",");
        let mut rule = match &self.every {
            Every::Day => "FREQ=DAILY".to_owned(),
            Every::WorkingDay => "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR".to_owned(),
            Every::Week(listed) if listed.is_empty() => "FREQ=WEEKLY".to_owned(),
            Every::Week(_) => format!("FREQ=WEEKLY;BYDAY={}", days()),
            Every::MonthDay(day) => format!("FREQ=MONTHLY;BYMONTHDAY={day}"),
            Every::MonthWeekday(nth, _) => format!("FREQ=MONTHLY;BYDAY={nth}{}", days()),
        };
        if self.interval != 1 {
            rule.push_str(&format!(";INTERVAL={}", self.interval));
        }
        match self.until {
            Until::Day(day) => rule.push_str(&format!(";UNTIL={}", day.strftime("%Y%m%d"))),
            Until::Count(count) => rule.push_str(&format!(";COUNT={count}")),
        }
        rule
    }
}

/// The pattern of a rule, where a form can show it.
pub(super) fn of(rule: &Rule, start: DateTime, zone: &TimeZone) -> Option<Pattern> {
    let shown = ["FREQ", "INTERVAL", "COUNT", "BYMONTHDAY", "BYDAY", "WKST"];
    if rule.names().any(|name| !shown.contains(&name))
        || rule.part("WKST").is_some_and(|day| day != "MO")
    {
        return None;
    }
    let days: Option<Vec<(i8, Weekday)>> = rule
        .part("BYDAY")
        .map(|days| days.split(',').map(numbered).collect())
        .unwrap_or(Some(vec![]));
    let (days, on) = (days?, rule.part("BYMONTHDAY"));
    let interval = rule.part("INTERVAL").map_or(Some(1), |interval| interval.parse().ok())?;
    let every = match (rule.part("FREQ")?, on, days.as_slice()) {
        ("DAILY", None, []) => Every::Day,
        (
            "WEEKLY",
            None,
            [
                (0, Weekday::Monday),
                (0, Weekday::Tuesday),
                (0, Weekday::Wednesday),
                (0, Weekday::Thursday),
                (0, Weekday::Friday),
            ],
        ) if interval == 1 => Every::WorkingDay,
        ("WEEKLY", None, []) => Every::Week(vec![start.date().weekday()]),
        ("WEEKLY", None, days) => Every::Week(days.iter().map(|(_, day)| *day).collect()),
        ("MONTHLY", None, []) => Every::MonthDay(start.day()),
        ("MONTHLY", Some(day), []) => {
            let day: i8 = day.parse().ok()?;
            if day < -1 {
                return None;
            }
            Every::MonthDay(day)
        }
        ("MONTHLY", None, [(nth @ (1..=4 | -1), day)]) => Every::MonthWeekday(*nth, *day),
        _ => return None,
    };
    let until = match (rule.until, rule.part("COUNT")) {
        (Some(until), None) => {
            // A day stands for all of it: an end within the day is one that no form has said.
            let next = zone.to_datetime(until).date().tomorrow().ok()?;
            let last = crate::local::first(zone, next.at(0, 0, 0, 0))?;
            let whole = last.as_second() - 1 == until.as_second();
            Until::Day(whole.then(|| zone.to_datetime(until).date())?)
        }
        (None, Some(count)) => Until::Count(count.parse().ok()?),
        _ => return None,
    };
    Some(Pattern { every, interval, until })
}

fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

/// `MO`, `2TU`, `-1FR`: the number, 0 if there is none, and the day.
fn numbered(text: &str) -> Option<(i8, Weekday)> {
    let (number, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let number = if number.is_empty() { 0 } else { number.parse().ok()? };
    let days = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
    days.into_iter().find(|day| short(*day) == name).map(|day| (number, day))
}
