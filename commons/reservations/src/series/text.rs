//! The text of a series: a rule, and what is taken out of it or added.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{MAX_OCCURRENCES, MAX_TEXT, SeriesFault};

/// The parts that a rule may have, in the order in which they are written.
const PARTS: [&str; 13] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "BYMONTH",
    "BYWEEKNO",
    "BYYEARDAY",
    "BYMONTHDAY",
    "BYDAY",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
    "BYSETPOS",
    "WKST",
];

/// A rule, its parts in capitals; UNTIL apart, as a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    parts: Vec<(&'static str, String)>,
    pub(super) until: Option<Timestamp>,
}

impl Rule {
    /// The value of a part.
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Names of the parts, without UNTIL.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().map(|(name, _)| *name)
    }

    /// The text without UNTIL.
    pub(super) fn without_until(&self) -> String {
        let parts: Vec<String> =
            self.parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        parts.join(";")
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.without_until())?;
        match self.until {
            Some(until) => write!(f, ";UNTIL={}", until.strftime("%Y%m%dT%H%M%SZ")),
            None => Ok(()),
        }
    }
}

/// All that a text says.
pub(super) struct Text {
    pub(super) rule: Rule,
    pub(super) except: BTreeSet<DateTime>,
    pub(super) also: BTreeSet<DateTime>,
}

/// Reads the lines of a series.
pub(super) fn read(text: &str, zone: &TimeZone) -> Result<Text, SeriesFault> {
    if text.len() > MAX_TEXT {
        return Err(SeriesFault::TooMany);
    }
    let (mut rule, mut except, mut also) = (None, BTreeSet::new(), BTreeSet::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = line.to_ascii_uppercase();
        let (head, value) = line.split_once(':').unwrap_or(("RRULE", &line));
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        match name {
            "RRULE" if rule.is_none() && parameters.is_empty() => {
                rule = Some(read_rule(value, zone)?);
            }
            "EXDATE" | "RDATE" => {
                let set = if name == "EXDATE" { &mut except } else { &mut also };
                for one in value.split(',') {
                    set.insert(read_time(one, parameters, zone).ok_or_else(|| fault(one))?);
                }
            }
            _ => return Err(fault(&line)),
        }
    }
    let rule = rule.ok_or_else(|| fault(text))?;
    if rule.until.is_none() && rule.part("COUNT").is_none() {
        return Err(SeriesFault::Endless);
    }
    Ok(Text { rule, except, also })
}

fn fault(part: &str) -> SeriesFault {
    SeriesFault::NotUnderstood { part: part.chars().take(60).collect() }
}

fn read_rule(text: &str, zone: &TimeZone) -> Result<Rule, SeriesFault> {
    let mut rule = Rule { parts: Vec::new(), until: None };
    for part in text.split(';').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').ok_or_else(|| fault(part))?;
        if name == "UNTIL" && rule.until.is_none() {
            rule.until = Some(read_until(value, zone).ok_or_else(|| fault(part))?);
            continue;
        }
        let name = PARTS.into_iter().find(|known| *known == name).ok_or_else(|| fault(part))?;
        if value.is_empty() || rule.part(name).is_some() {
            return Err(fault(part));
        }
        rule.parts.push((name, value.to_owned()));
    }
    rule.parts.sort_by_key(|(name, _)| PARTS.iter().position(|known| known == name));
    let within = |name: &str, most: usize| match rule.part(name).map(str::parse::<usize>) {
        None => Ok(()),
        Some(Ok(number)) if (1..=most).contains(&number) => Ok(()),
        Some(Ok(number)) if name == "COUNT" && number > most => Err(SeriesFault::TooMany),
        Some(_) => Err(fault(&format!("{name}={}", rule.part(name).unwrap_or_default()))),
    };
    within("COUNT", MAX_OCCURRENCES)?;
    within("INTERVAL", 1_100)?;
    if rule.until.is_some() && rule.part("COUNT").is_some() {
        return Err(fault("COUNT"));
    }
    let frequency = rule.part("FREQ").ok_or_else(|| fault("FREQ"))?;
    let numbered =
        rule.part("BYDAY").is_some_and(|days| days.contains(|c: char| c.is_ascii_digit()));
    let (monthly, yearly) = (frequency == "MONTHLY", frequency == "YEARLY");
    match frequency {
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err(SeriesFault::TooOften),
        // §3.3.10: a number before a day has no meaning in these.
        _ if numbered && (!(monthly || yearly) || rule.part("BYWEEKNO").is_some()) => {
            Err(fault("BYDAY"))
        }
        _ => Ok(rule),
    }
}

/// The last moment that counts: a day counts whole.
fn read_until(value: &str, zone: &TimeZone) -> Option<Timestamp> {
    if value.len() == 8 {
        let next = read_date(value)?.tomorrow().ok()?;
        let end = crate::local::first(zone, next.at(0, 0, 0, 0))?;
        return end.checked_sub(1.second()).ok();
    }
    match value.strip_suffix('Z') {
        Some(utc) => TimeZone::UTC.to_timestamp(read_local(utc)?).ok(),
        None => crate::local::by_calendar(zone, read_local(value)?),
    }
}

/// A time on the wall of `zone`.
fn read_time(value: &str, parameters: &str, zone: &TimeZone) -> Option<DateTime> {
    if let Some(utc) = value.strip_suffix('Z') {
        let moment = TimeZone::UTC.to_timestamp(read_local(utc)?).ok()?;
        return Some(zone.to_datetime(moment));
    }
    let local = read_local(value)?;
    match parameters.split(';').find_map(|parameter| parameter.strip_prefix("TZID=")) {
        Some(name) if !zone.iana_name()?.eq_ignore_ascii_case(name) => {
            let other = TimeZone::get(name).ok()?;
            Some(zone.to_datetime(crate::local::by_calendar(&other, local)?))
        }
        _ => Some(local),
    }
}

fn read_date(text: &str) -> Option<Date> {
    (text.len() == 8).then(|| Date::strptime("%Y%m%d", text).ok()).flatten()
}

fn read_local(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once('T')?;
    let time = (time.len() == 6).then(|| Time::strptime("%H%M%S", time).ok()).flatten()?;
    Some(read_date(date)?.to_datetime(time))
}

/// A local time as a calendar writes it.
pub(super) fn local(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}
