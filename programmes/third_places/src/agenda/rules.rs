//! What is wrong with a gathering, pure: no clock and no store.

use base::{Fault, Moment, Say};
use jiff::civil::{Date, Time};
use reservations::Span;

use super::model::{GatheringText, KINDS, LANGUAGES, PARTY_MAX, SEATS_MAX};
use crate::model::{Life, Place, Stay};

/// So many days ahead at most.
pub const DAYS_AHEAD: i64 = 700;

/// From one time of a day until another; one that is not later is of the next day.
pub fn span(day: Date, from: Time, to: Time) -> Span {
    let end = if to > from { day } else { day.tomorrow().unwrap_or(day) };
    Span {
        from: Moment::from_france(day.to_datetime(from)),
        to: Moment::from_france(end.to_datetime(to)),
    }
}

/// What is wrong with what is told of a gathering.
pub fn faults(text: &GatheringText) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |wrong: bool, field: &str, say: Say| {
        if wrong {
            faults.push(Fault::new(field, say));
        }
    };
    let required = || Say::new("web-fault-required");
    fault(text.title.trim().is_empty(), "title", required());
    fault(text.told.description.trim().is_empty(), "description", required());
    fault(!KINDS.contains(&text.kind.as_str()), "kind", Say::new("web-fault-choose"));
    fault(!LANGUAGES.contains(&text.language.as_str()), "language", Say::new("web-fault-choose"));
    let between = |most: i64| Say::new("web-fault-number").with("min", 1_i64).with("max", most);
    fault(!(1..=SEATS_MAX).contains(&text.seats), "seats", between(SEATS_MAX));
    let most = PARTY_MAX.min(text.seats.max(1));
    fault(!(1..=most).contains(&text.party_max), "party_max", between(most));
    let minute = 60_000_000;
    let uneven = text.span.from.0 % (5 * minute) != 0 || text.span.to.0 % (5 * minute) != 0;
    fault(uneven, "from", Say::new("places-agenda-fault-five"));
    let long = !(5..1_440).contains(&text.span.minutes());
    fault(long, "to", Say::new("places-agenda-fault-length"));
    faults
}

/// What keeps a gathering from being announced: it would be over, or outside the life of its place.
pub fn time_faults(place: &Place, span: Span, now: Moment) -> Vec<Fault> {
    let mut faults = Vec::new();
    if span.from <= now {
        faults.push(Fault::new("day", Say::new("places-agenda-fault-past")));
    }
    if span.from > now.plus_days(DAYS_AHEAD) {
        faults.push(Fault::new("day", Say::new("places-agenda-fault-far")));
    }
    let (first, last) = (span.from.in_france().date(), span.to.plus_seconds(-1).in_france().date());
    let days = &place.text.days;
    let early = days.first.is_some_and(|opens| first < opens);
    let late = days.last.is_some_and(|closes| last > closes);
    let dated = place.text.stay == Stay::Ephemeral;
    if (dated && (early || late)) || matches!(place.state, Life::Closed | Life::Archived) {
        faults.push(Fault::new("day", Say::new("places-agenda-fault-life")));
    }
    faults
}

/// The Monday of the week of a day.
pub fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(jiff::Span::new().days(back))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn a_gathering_that_ends_before_it_begins_goes_on_over_midnight() {
        let day = date(2026, 12, 5);
        let late = span(day, time(22, 0, 0, 0), time(1, 0, 0, 0));
        assert_eq!(late.minutes(), 180);
        // The night in which clocks go back has an hour more.
        let autumn = span(date(2026, 10, 24), time(22, 0, 0, 0), time(4, 0, 0, 0));
        assert_eq!(autumn.minutes(), 7 * 60);
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday(date(2026, 11, 29)), date(2026, 11, 23));
        assert_eq!(monday(date(2026, 11, 23)), date(2026, 11, 23));
    }
}
