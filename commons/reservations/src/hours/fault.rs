//! What can be wrong with a text of opening hours, and where.

use base::Say;
use opening_hours::{OpeningHours, RuleKind};
use opening_hours_syntax::rules::day::{HolidayKind, WeekDayRange};
use opening_hours_syntax::rules::time::Time;
use opening_hours_syntax::{Error, Parser};
use pest::error::InputLocation;

use super::MAX_TEXT;

/// What is wrong with a text of opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursFault {
    /// The character where it shows, from 1; 0 when it is the text as a whole.
    pub place: usize,
    /// What stands there, at most a word.
    pub found: String,
    /// What is wrong.
    pub kind: HoursFaultKind,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursFaultKind {
    /// Nothing was typed.
    Empty,
    /// More than [`MAX_TEXT`] characters.
    TooLong,
    /// Not in the syntax: `Lu` for `Mo`, `9h` for `09:00`.
    NotUnderstood,
    /// A number beyond its bounds, as in `25:30`, or a day that no month has.
    OutOfBounds,
    /// Years or weeks that end before they begin.
    Backwards,
    /// Sunrise, sunset, dawn or dusk.
    Sun,
    /// `18:00+`: an end that is left open.
    OpenEnd,
    /// `10:00-16:00/01:30`: departures, not hours.
    Repeats,
    /// `SH`: no calendar of school holidays is known.
    SchoolHolidays,
    /// `unknown`: open or not.
    Unknown,
    /// Words between quotation marks, which mean that it depends.
    Comment,
}

impl HoursFault {
    /// The sentence to say: `place`, `found` and `limit` are its arguments.
    pub fn say(&self) -> Say {
        let (key, limit) = match self.kind {
            HoursFaultKind::Empty => ("reservations-hours-empty", 0),
            HoursFaultKind::TooLong => ("reservations-hours-too-long", MAX_TEXT),
            HoursFaultKind::NotUnderstood => ("reservations-hours-not-understood", 0),
            HoursFaultKind::OutOfBounds => ("reservations-hours-out-of-bounds", 0),
            HoursFaultKind::Backwards => ("reservations-hours-backwards", 0),
            HoursFaultKind::Sun => ("reservations-hours-sun", 0),
            HoursFaultKind::OpenEnd => ("reservations-hours-open-end", 0),
            HoursFaultKind::Repeats => ("reservations-hours-repeats", 0),
            HoursFaultKind::SchoolHolidays => ("reservations-hours-school-holidays", 0),
            HoursFaultKind::Unknown => ("reservations-hours-unknown", 0),
            HoursFaultKind::Comment => ("reservations-hours-comment", 0),
        };
        Say::new(key)
            .with("place", self.place)
            .with("found", self.found.as_str())
            .with("limit", limit)
    }
}

/// Reads the rules, and refuses what we do not promise by.
pub(super) fn read(text: &str) -> Result<OpeningHours, HoursFault> {
    let whole = |kind| HoursFault { place: 0, found: String::new(), kind };
    if text.is_empty() {
        return Err(whole(HoursFaultKind::Empty));
    }
    if text.chars().count() > MAX_TEXT {
        return Err(whole(HoursFaultKind::TooLong));
    }
    let rules = OpeningHours::parse_with(&mut Parser::default(), text)
        .map_err(|error| of_reader(text, &error))?;
    let expression = rules.get_expression();
    let refused = expression.rules.iter().find_map(|rule| {
        let school = |day: &WeekDayRange| {
            matches!(day, WeekDayRange::Holiday { kind: HolidayKind::School, .. })
        };
        let sun = |time: &Time| matches!(time, Time::Variable(_));
        let spans = &rule.time_selector.spans;
        if !rule.comment.is_empty() {
            Some((HoursFaultKind::Comment, "\""))
        } else if rule.kind == RuleKind::Unknown {
            Some((HoursFaultKind::Unknown, "unknown"))
        } else if rule.day_selector.weekday.iter().any(school) {
            Some((HoursFaultKind::SchoolHolidays, "SH"))
        } else if spans.iter().any(|span| sun(&span.range.start) || sun(&span.range.end)) {
            Some((HoursFaultKind::Sun, "s"))
        } else if spans.iter().any(|span| span.repeats.is_some()) {
            Some((HoursFaultKind::Repeats, "/"))
        } else if spans.iter().any(|span| span.open_end) {
            Some((HoursFaultKind::OpenEnd, "+"))
        } else {
            None
        }
    });
    match refused {
        None => Ok(rules),
        Some((kind, sign)) => Err(at(text, place_of(text, kind, sign), kind)),
    }
}

/// The byte where a sign that is not taken stands.
fn place_of(text: &str, kind: HoursFaultKind, sign: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    let events = ["sunrise", "sunset", "dawn", "dusk"];
    let place = match kind {
        HoursFaultKind::Sun => events.iter().filter_map(|event| lower.find(event)).min(),
        HoursFaultKind::Unknown => lower.find(sign),
        HoursFaultKind::Repeats | HoursFaultKind::OpenEnd => text
            .match_indices(sign)
            .map(|(at, _)| at)
            .find(|at| text.get(..*at).is_some_and(after_a_clock)),
        _ => text.find(sign),
    };
    place.unwrap_or(0)
}

/// Whether a text ends in `H:MM`.
fn after_a_clock(text: &str) -> bool {
    let mut last = text.trim_end().chars().rev();
    let two = last.by_ref().take(2).filter(char::is_ascii_digit).count() == 2;
    two && last.next() == Some(':')
}

fn of_reader(text: &str, error: &Error) -> HoursFault {
    let whole = |kind| HoursFault { place: 0, found: String::new(), kind };
    match error {
        Error::Syntax(error) => {
            let byte = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            at(text, byte, HoursFaultKind::NotUnderstood)
        }
        Error::Overflow { .. } => whole(HoursFaultKind::OutOfBounds),
        Error::InvalidExtendedTime { hour, minutes } => {
            let clock = format!("{hour:02}:{minutes:02}");
            let byte = text.find(&clock).unwrap_or(0);
            at(text, byte, HoursFaultKind::OutOfBounds)
        }
        Error::InvertedYearRange { .. } | Error::InvertedWeekRange { .. } => {
            whole(HoursFaultKind::Backwards)
        }
        Error::Unsupported(_)
        | Error::GrammarUnexpectedToken { .. }
        | Error::GrammarLogic { .. } => whole(HoursFaultKind::NotUnderstood),
    }
}

fn at(text: &str, byte: usize, kind: HoursFaultKind) -> HoursFault {
    let (before, rest) = text.split_at_checked(byte).unwrap_or((text, ""));
    let found = rest.split([' ', ';']).next().unwrap_or_default();
    HoursFault { place: before.chars().count() + 1, found: found.chars().take(20).collect(), kind }
}
