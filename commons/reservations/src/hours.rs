//! Opening hours: the opening_hours syntax of OpenStreetMap, read, written and laid on a calendar.
//!
//! The crate `opening-hours` reads the syntax and says what holds on a day; the local times become
//! moments here, by jiff. A place is open at a moment if the clock on its wall shows a time at which
//! it is open: on a day of 23 hours the hour that is jumped over is missing, on one of 25 the hour
//! that comes twice lasts two. Public holidays (`PH`) are those of France, 2000 to 2076, without the
//! two of Alsace-Moselle. As the syntax has it, a rule for a day also decides on the hours after
//! midnight that the day before left: `Fr 20:00-02:00; Sa off` ends at midnight.
//!
//! Deliberately refused, because nobody could be promised a seat by it: hours of the sun, an end
//! that is left open, `unknown` and comments (which the syntax reads as "unknown"), departures every
//! so many minutes, school holidays (no calendar of them is known here).

mod fault;
mod week;

pub use fault::{HoursFault, HoursFaultKind};
pub use week::{Exception, OnHolidays, Span, Week, WeekFault, WeekFaultKind, WeekPart};

use std::sync::LazyLock;

use chrono::NaiveDate;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use opening_hours::localization::Country;
use opening_hours::{Context, OpeningHours, RuleKind};

/// Characters of a text of opening hours.
pub const MAX_TEXT: usize = 2_000;
/// Local days that [`Hours::open`] looks at.
pub const MAX_DAYS: usize = 1_200;
/// Intervals that [`Hours::open`] answers with.
pub const MAX_INTERVALS: usize = 20_000;

/// Minutes of a day on the wall.
const DAY: u16 = 24 * 60;
const WHOLE: SignedDuration = SignedDuration::from_hours(24);

static FRANCE: LazyLock<Context> =
    LazyLock::new(|| Context::default().with_holidays(Country::FR.holidays()));

/// When a place is open. Equal if they read alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    rules: OpeningHours,
    text: String,
}

impl Hours {
    /// Reads a text in the opening_hours syntax; line ends and runs of spaces count as one space.
    ///
    /// # Errors
    /// What is wrong, and at which character.
    pub fn parse(text: &str) -> Result<Hours, HoursFault> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let rules = fault::read(&text)?.with_context(FRANCE.clone());
        let normal = rules.to_string();
        let same = fault::read(&normal).is_ok_and(|again| {
            again.get_expression() == rules.get_expression() && normal.chars().count() <= MAX_TEXT
        });
        Ok(Hours { rules, text: if same { normal } else { text } })
    }

    /// The text in its usual form; as it was typed where the usual form would not read back alike.
    pub fn write(&self) -> &str {
        &self.text
    }

    /// When it is open within a window, as half-open intervals in UTC: sorted, apart from each
    /// other, within the window. What lies beyond [`MAX_DAYS`] local days or [`MAX_INTERVALS`]
    /// counts as closed.
    pub fn open(
        &self,
        zone: &TimeZone,
        from: Timestamp,
        to: Timestamp,
    ) -> Vec<(Timestamp, Timestamp)> {
        let mut found: Vec<(Timestamp, Timestamp)> = Vec::new();
        if from >= to {
            return found;
        }
        let mut day = zone.to_datetime(from).date();
        let last = zone.to_datetime(to).date();
        let mut midnight = moment(zone, day, 0);
        for _ in 0..MAX_DAYS {
            let next = moment(zone, day, DAY);
            for (begin, end) in self.on(day) {
                // Most days have 24 hours: then minutes are minutes, and no zone need be asked.
                let at = |minute: u16| match (midnight, next) {
                    (Some(first), Some(next)) if next.duration_since(first) == WHOLE => {
                        Some(first + SignedDuration::from_mins(minute.into()))
                    }
                    _ => moment(zone, day, minute),
                };
                let (Some(begin), Some(end)) = (at(begin), at(end)) else {
                    continue;
                };
                let (begin, end) = (begin.max(from), end.min(to));
                let full = found.len() == MAX_INTERVALS;
                match found.last_mut() {
                    _ if begin >= end => {}
                    Some(last) if last.1 >= begin => last.1 = last.1.max(end),
                    _ if full => return found,
                    _ => found.push((begin, end)),
                }
            }
            match day.tomorrow() {
                Ok(tomorrow) if tomorrow <= last => (day, midnight) = (tomorrow, next),
                _ => return found,
            }
        }
        found
    }

    /// When it is open on a local day, the hours after midnight of the day before included: from and
    /// to in minutes on the wall, at most 1,440; sorted and apart.
    pub fn on(&self, day: Date) -> Vec<(u16, u16)> {
        let ymd = (i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs());
        let Some(day) = NaiveDate::from_ymd_opt(ymd.0, ymd.1.into(), ymd.2.into()) else {
            return Vec::new();
        };
        let ranges = self.rules.schedule_at(day).into_iter();
        ranges
            .filter(|range| range.kind == RuleKind::Open)
            .map(|range| {
                let (begin, end) = (range.range.start, range.range.end);
                (begin.mins_from_midnight(), end.mins_from_midnight().min(DAY))
            })
            .collect()
    }

    /// The hours as a form shows them, or `None` where they say more than a form can.
    pub fn weekly(&self) -> Option<Week> {
        week::of(self)
    }

    /// The hours that a form means.
    ///
    /// # Errors
    /// Hours that overlap or go on for too long, exceptions that end before they begin, more than a
    /// text can hold.
    pub fn from_week(week: &Week) -> Result<Hours, WeekFault> {
        week::write(week)
    }
}

/// The moment at which so many minutes after midnight begin.
fn moment(zone: &TimeZone, day: Date, minute: u16) -> Option<Timestamp> {
    let (day, minute) = if minute >= DAY { (day.tomorrow().ok()?, 0) } else { (day, minute) };
    let at: DateTime = day.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes()).ok()?;
    crate::local::first(zone, at)
}
