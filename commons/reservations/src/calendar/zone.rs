//! VTIMEZONE: when the clocks of a zone change (RFC 5545, §3.6.5).
//!
//! The changes come from jiff, from a year before the first event to a year after the last. Where
//! they keep to a rule (« the last Sunday of March, at two ») the rule is written, because widespread
//! readers know nothing else; else each is listed.

use jiff::civil::DateTime;
use jiff::tz::{Dst, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::lines::{Lines, local};

/// A year and a little, so that each kind of change is met before and after.
const AROUND: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Changes from one offset to another.
struct Change {
    summer: bool,
    name: String,
    before: Offset,
    after: Offset,
    /// On the wall as it was until then.
    onsets: Vec<DateTime>,
}

/// Writes a zone, right from `first` to `last`.
pub(super) fn write(
    out: &mut Lines,
    name: &str,
    zone: &TimeZone,
    first: Timestamp,
    last: Timestamp,
) {
    let changes = changes(zone, first, last);
    out.raw("BEGIN", "VTIMEZONE");
    out.raw("TZID", name);
    for change in &changes {
        let kind = if change.summer { "DAYLIGHT" } else { "STANDARD" };
        out.raw("BEGIN", kind);
        let mut onsets = change.onsets.iter();
        if let Some(onset) = onsets.next() {
            out.raw("DTSTART", &local(*onset));
        }
        match yearly(&change.onsets) {
            Some(rule) => out.raw("RRULE", &rule),
            None => onsets.for_each(|onset| out.raw("RDATE", &local(*onset))),
        }
        out.text("TZNAME", &change.name);
        out.raw("TZOFFSETFROM", &offset(change.before));
        out.raw("TZOFFSETTO", &offset(change.after));
        out.raw("END", kind);
    }
    out.raw("END", "VTIMEZONE");
}

fn changes(zone: &TimeZone, first: Timestamp, last: Timestamp) -> Vec<Change> {
    let begin = first.checked_sub(AROUND).unwrap_or(first);
    let end = last.checked_add(AROUND).unwrap_or(last);
    let mut found: Vec<Change> = Vec::new();
    for jump in zone.following(begin).take_while(|jump| jump.timestamp() <= end) {
        let at = jump.timestamp();
        let before = zone.to_offset(at - SignedDuration::from_secs(1));
        let (summer, after, name) = (jump.dst() == Dst::Yes, jump.offset(), jump.abbreviation());
        let onset = before.to_datetime(at);
        let alike = |change: &&mut Change| {
            change.summer == summer
                && change.before == before
                && change.after == after
                && change.name == name
        };
        match found.iter_mut().find(alike) {
            Some(change) => change.onsets.push(onset),
            None => {
                let (name, onsets) = (name.to_owned(), vec![onset]);
                found.push(Change { summer, name, before, after, onsets });
            }
        }
    }
    if found.is_empty() {
        let info = zone.to_offset_info(first);
        let (name, after) = (info.abbreviation().to_owned(), info.offset());
        let onsets = vec![jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0)];
        found.push(Change { summer: false, name, before: after, after, onsets });
    }
    found
}

/// The rule that changes keep to: the nth or the last such day of a month, at the same time.
fn yearly(onsets: &[DateTime]) -> Option<String> {
    let (first, rest) = onsets.split_first()?;
    let day = first.date();
    let same = |next: &DateTime| {
        next.time() == first.time()
            && next.month() == first.month()
            && next.date().weekday() == day.weekday()
    };
    let in_turn = onsets.windows(2).all(|pair| match pair {
        [one, next] => next.year() == one.year() + 1,
        _ => true,
    });
    if rest.is_empty() || !in_turn || !rest.iter().all(same) {
        return None;
    }
    let last = |at: &DateTime| at.day() + 7 > at.date().days_in_month();
    let nth = |at: &DateTime| (at.day() - 1) / 7 + 1;
    let number = if onsets.iter().all(last) {
        -1
    } else if onsets.iter().all(|at| nth(at) == nth(first)) {
        nth(first)
    } else {
        return None;
    };
    let short = day.strftime("%a").to_string().to_uppercase();
    let short = short.get(..2)?;
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={number}{short}", day.month()))
}

/// `+0200`, with seconds only where there are some.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, length) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, rest) = (length / 3600, length / 60 % 60, length % 60);
    let rest = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{rest}")
}
