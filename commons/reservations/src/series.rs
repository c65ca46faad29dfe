//! Series: bookings that come again, by recurrence rules of RFC 5545 with EXDATE and RDATE.
//!
//! A rule is laid out on the clock of the wall and only then turned into moments, so that 9:00 to
//! 17:00 stays 9:00 to 17:00 through changes of clocks. A local time that does not exist is read by
//! the offset before the jump (02:30 becomes 03:30), one that comes twice is the first (§3.3.5).
//! Where the start does not fit the rule, which the RFC leaves open, the first occurrence is the
//! first that fits. The crate `rrule` lays out; it sees neither zones nor UNTIL.
//!
//! Deliberately refused: rules within the day (every hour), rules without end, occurrences that
//! would overlap each other.

mod pattern;
mod text;

pub use pattern::{Every, Pattern, Until};

use std::collections::BTreeSet;

use base::Say;
use chrono::{Datelike, TimeZone as _, Timelike};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

/// Occurrences of a series, and exceptions to it.
pub const MAX_OCCURRENCES: usize = 400;
/// Years from the first start to the last.
pub const MAX_YEARS: i64 = 3;
/// Characters of a rule with its exceptions.
pub const MAX_TEXT: usize = 20_000;

/// One time of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// When it begins by the rule, on the wall; that time may not exist on its day.
    pub local: DateTime,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends; after its start.
    pub end: Timestamp,
}

/// What is wrong with a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriesFault {
    /// It ends before it begins, or lasts a week or more.
    Length,
    /// A part of the rule that is not one, or that cannot stand there.
    NotUnderstood {
        /// The part.
        part: String,
    },
    /// More than once a day by rule.
    TooOften,
    /// No end is said.
    Endless,
    /// More than [`MAX_OCCURRENCES`].
    TooMany,
    /// Longer than [`MAX_YEARS`].
    TooLong,
    /// It never takes place.
    Never,
    /// Its occurrences overlap each other.
    Overlap,
}

impl SeriesFault {
    /// The sentence to say: `part` and `limit` are its arguments where it has any.
    pub fn say(&self) -> Say {
        match self {
            SeriesFault::Length => Say::new("reservations-series-length"),
            SeriesFault::NotUnderstood { part } => {
                Say::new("reservations-series-not-understood").with("part", part)
            }
            SeriesFault::TooOften => Say::new("reservations-series-too-often"),
            SeriesFault::Endless => Say::new("reservations-series-endless"),
            SeriesFault::TooMany => {
                Say::new("reservations-series-too-many").with("limit", MAX_OCCURRENCES)
            }
            SeriesFault::TooLong => {
                Say::new("reservations-series-too-long").with("limit", MAX_YEARS)
            }
            SeriesFault::Never => Say::new("reservations-series-never"),
            SeriesFault::Overlap => Say::new("reservations-series-overlap"),
        }
    }
}

/// A booking that comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    zone: TimeZone,
    start: DateTime,
    end: DateTime,
    rule: text::Rule,
    /// What the rule gives, on the wall; not empty.
    times: Vec<DateTime>,
    except: BTreeSet<DateTime>,
    also: BTreeSet<DateTime>,
}

impl Series {
    /// Reads a rule (`FREQ=WEEKLY;COUNT=10`, with or without `RRULE:`), and lines `EXDATE` and
    /// `RDATE` after it. `start` and `end` are the first occurrence, on the wall of `zone`. UNTIL may
    /// be a day, which it then includes, a local time or a moment. The zone has a name of IANA.
    ///
    /// # Errors
    /// What is wrong, in the order of [`SeriesFault`].
    pub fn parse(
        rule: &str,
        start: DateTime,
        end: DateTime,
        zone: &TimeZone,
    ) -> Result<Series, SeriesFault> {
        let in_week = start.checked_add(1.week()).is_ok_and(|week| end < week);
        if end <= start || !in_week {
            return Err(SeriesFault::Length);
        }
        let text = text::read(rule, zone)?;
        let times = lay_out(&text.rule, start, zone)?;
        let first = times.first().copied().ok_or(SeriesFault::Never)?;
        let series = Series {
            zone: zone.clone(),
            start: first,
            end: shifted(start, end, first).ok_or(SeriesFault::TooLong)?,
            rule: text.rule,
            times,
            except: text.except,
            also: text.also,
        };
        series.checked()
    }

    /// The series that a form means.
    ///
    /// # Errors
    /// As [`Series::parse`].
    pub fn of(
        pattern: &Pattern,
        start: DateTime,
        end: DateTime,
        zone: &TimeZone,
    ) -> Result<Series, SeriesFault> {
        Series::parse(&pattern.rule(), start, end, zone)
    }

    /// What a form shows, or `None` where the rule says more than a form can.
    pub fn pattern(&self) -> Option<Pattern> {
        pattern::of(&self.rule, self.start, &self.zone)
    }

    /// The first occurrence of the rule, from when until when on the wall.
    pub fn first(&self) -> (DateTime, DateTime) {
        (self.start, self.end)
    }

    /// The zone on whose wall it takes place.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// All times, sorted, each once; none if all were taken out.
    pub fn occurrences(&self) -> Vec<Occurrence> {
        let local: BTreeSet<DateTime> = self.times.iter().chain(&self.also).copied().collect();
        local.difference(&self.except).filter_map(|at| self.occurrence(*at)).collect()
    }

    /// The same without what begins on a day (EXDATE).
    #[must_use]
    pub fn without(mut self, day: Date) -> Series {
        let on_day = |at: &&DateTime| at.date() == day;
        self.except.extend(self.times.iter().filter(on_day));
        self.also.retain(|at| at.date() != day);
        self
    }

    /// The same with one more time (RDATE), as long as the others.
    ///
    /// # Errors
    /// It overlaps another, or there are too many.
    pub fn with(mut self, start: DateTime) -> Result<Series, SeriesFault> {
        if !self.except.remove(&start) && !self.times.contains(&start) {
            self.also.insert(start);
        }
        self.checked()
    }

    /// The lines RRULE, EXDATE and RDATE, as a calendar wants them. [`Series::parse`] reads them.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("RRULE:{}", self.rule)];
        let zone = self.zone.iana_name().unwrap_or("UTC");
        for (name, times) in [("EXDATE", &self.except), ("RDATE", &self.also)] {
            if !times.is_empty() {
                let times: Vec<String> = times.iter().map(|at| text::local(*at)).collect();
                lines.push(format!("{name};TZID={zone}:{}", times.join(",")));
            }
        }
        lines
    }

    /// An occurrence that begins at a local time. Its end is the same on the wall as that of all;
    /// where a jump of clocks would leave nothing of it, it lasts as long as all.
    fn occurrence(&self, at: DateTime) -> Option<Occurrence> {
        let start = crate::local::by_calendar(&self.zone, at)?;
        let end = crate::local::by_calendar(&self.zone, shifted(self.start, self.end, at)?)?;
        let length = self.end.duration_since(self.start);
        Some(Occurrence { local: at, start, end: if end > start { end } else { start + length } })
    }

    fn checked(self) -> Result<Series, SeriesFault> {
        let occurrences = self.occurrences();
        let exceptions = self.except.len().max(self.also.len());
        if occurrences.len() > MAX_OCCURRENCES || exceptions > MAX_OCCURRENCES {
            return Err(SeriesFault::TooMany);
        }
        let latest = self.start.checked_add(MAX_YEARS.years()).map_err(|_| SeriesFault::TooLong)?;
        let earliest =
            self.start.checked_sub(MAX_YEARS.years()).map_err(|_| SeriesFault::TooLong)?;
        if self.also.iter().any(|at| *at < earliest || *at > latest) {
            return Err(SeriesFault::TooLong);
        }
        let overlaps = |pair: &[Occurrence]| matches!(pair, [one, next] if next.start < one.end);
        if occurrences.windows(2).any(overlaps) {
            return Err(SeriesFault::Overlap);
        }
        Ok(self)
    }
}

/// An end as far on the wall from `at` as `end` is from `start`.
fn shifted(start: DateTime, end: DateTime, at: DateTime) -> Option<DateTime> {
    at.checked_add(end.duration_since(start)).ok()
}

/// What a rule gives from a start on, on the wall.
fn lay_out(
    rule: &text::Rule,
    start: DateTime,
    zone: &TimeZone,
) -> Result<Vec<DateTime>, SeriesFault> {
    let latest = start.checked_add(MAX_YEARS.years()).map_err(|_| SeriesFault::TooLong)?;
    let part = || SeriesFault::NotUnderstood { part: rule.to_string() };
    let begin = to_chrono(start).ok_or_else(part)?;
    let unbounded = rule.without_until();
    let parsed: RRule<Unvalidated> = unbounded.parse().map_err(|_| part())?;
    let set = RRuleSet::new(begin).rrule(parsed.validate(begin).map_err(|_| part())?).limit();
    let mut times = Vec::new();
    for at in &set {
        let at = from_chrono(&at).ok_or(SeriesFault::TooLong)?;
        let past = rule.until.is_some_and(|until| {
            crate::local::by_calendar(zone, at).is_none_or(|moment| moment > until)
        });
        if past {
            break;
        }
        if at > latest {
            return Err(SeriesFault::TooLong);
        }
        if times.len() == MAX_OCCURRENCES {
            return Err(SeriesFault::TooMany);
        }
        times.push(at);
    }
    Ok(times)
}

/// The wall as if it were in UTC: there the crate meets no change of clocks.
fn to_chrono(at: DateTime) -> Option<chrono::DateTime<Tz>> {
    let date = (i32::from(at.year()), at.month().unsigned_abs(), at.day().unsigned_abs());
    let time = (at.hour().unsigned_abs(), at.minute().unsigned_abs(), at.second().unsigned_abs());
    let (month, day) = (u32::from(date.1), u32::from(date.2));
    let (hour, minute, second) = (u32::from(time.0), u32::from(time.1), u32::from(time.2));
    Tz::UTC.with_ymd_and_hms(date.0, month, day, hour, minute, second).single()
}

fn from_chrono(at: &chrono::DateTime<Tz>) -> Option<DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    DateTime::new(
        i16::try_from(at.year()).ok()?,
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
        0,
    )
    .ok()
}
