//! Opening hours. The expected intervals were also read out of npm `opening_hours` 3.15.0.

use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use parvis_reservations::hours::{
    Exception, Hours, HoursFaultKind, MAX_TEXT, OnHolidays, Span, Week, WeekFaultKind, WeekPart,
};
use proptest::prelude::*;

use super::{paris, utc};

/// The intervals of a window, in the wall time of Paris with its offset.
fn open(text: &str, from: &str, to: &str) -> Vec<String> {
    let hours = Hours::parse(text).unwrap();
    let day = |text: &str| paris().to_timestamp(text.parse::<Date>().unwrap().at(0, 0, 0, 0));
    let found = hours.open(&paris(), day(from).unwrap(), day(to).unwrap());
    let said = |at: Timestamp| at.to_zoned_datetime(paris()).strftime("%d %H:%M%z").to_string();
    found.iter().map(|(from, to)| format!("{} – {}", said(*from), said(*to))).collect()
}

#[test]
fn an_evening_goes_on_after_midnight() {
    assert_eq!(
        open("Fr 20:00-02:00", "2026-11-26", "2026-11-30"),
        ["27 20:00+0100 – 28 02:00+0100"]
    );
    // As the syntax has it, a rule for Saturday decides on all of Saturday.
    assert_eq!(
        open("Fr 20:00-02:00; Sa off", "2026-11-26", "2026-11-30"),
        ["27 20:00+0100 – 28 00:00+0100"]
    );
    assert_eq!(
        open("Fr 20:00-02:00, Sa 10:00-12:00", "2026-11-26", "2026-11-30"),
        ["27 20:00+0100 – 28 02:00+0100", "28 10:00+0100 – 28 12:00+0100"]
    );
    // A window in the middle cuts both ends.
    let hours = Hours::parse("Fr 20:00-02:00").unwrap();
    let (from, to) = (utc("2026-11-27 20:00"), utc("2026-11-28 00:30"));
    assert_eq!(hours.open(&paris(), from, to), [(from, to)]);
}

#[test]
fn days_of_23_and_25_hours_are_right() {
    assert_eq!(
        open("Mo-Su 09:00-17:00", "2026-03-28", "2026-03-30"),
        ["28 09:00+0100 – 28 17:00+0100", "29 09:00+0200 – 29 17:00+0200"]
    );
    // The hour that is jumped over is missing, the hour that comes twice lasts two.
    assert_eq!(
        open("Mo-Su 01:30-03:30", "2026-03-29", "2026-03-30"),
        ["29 01:30+0100 – 29 03:30+0200"]
    );
    assert_eq!(open("Mo-Su 02:00-03:00", "2026-03-29", "2026-03-30"), [""; 0]);
    assert_eq!(
        open("Mo-Su 02:15-04:00", "2026-03-29", "2026-03-30"),
        ["29 03:00+0200 – 29 04:00+0200"]
    );
    assert_eq!(
        open("Mo-Su 02:00-03:00", "2026-10-25", "2026-10-26"),
        ["25 02:00+0200 – 25 03:00+0100"]
    );
    let hours = |from: &str, to: &str| {
        let day = |text: &str| paris().to_timestamp(text.parse::<Date>().unwrap().at(0, 0, 0, 0));
        let found =
            Hours::parse("24/7").unwrap().open(&paris(), day(from).unwrap(), day(to).unwrap());
        found.iter().map(|(from, to)| to.as_second() - from.as_second()).collect::<Vec<_>>()
    };
    assert_eq!(hours("2026-03-29", "2026-03-30"), [23 * 3600]);
    assert_eq!(hours("2026-10-25", "2026-10-26"), [25 * 3600]);
}

#[test]
fn public_holidays_are_those_of_france() {
    let open_on = |text: &str, day: &str| {
        !Hours::parse(text).unwrap().on(day.parse::<Date>().unwrap()).is_empty()
    };
    let off = "Mo-Su 09:00-18:00; PH off";
    for holiday in [
        "2026-01-01",
        "2026-04-06",
        "2026-05-01",
        "2026-05-08",
        "2026-05-14",
        "2026-05-25",
        "2026-07-14",
        "2026-08-15",
        "2026-11-01",
        "2026-11-11",
        "2026-12-25",
        "2027-03-29",
    ] {
        assert!(!open_on(off, holiday), "{holiday}");
        assert!(open_on("PH 10:00-12:00", holiday), "{holiday}");
    }
    // Good Friday and the 26th of December are holidays in Alsace-Moselle only.
    for usual in ["2026-04-03", "2026-12-26", "2026-07-13", "2026-04-05"] {
        assert!(open_on(off, usual), "{usual}");
        assert!(!open_on("PH 10:00-12:00", usual), "{usual}");
    }
}

#[test]
fn weeks_dates_and_exceptions_are_read() {
    let days = |text: &str, from: &str, to: &str| {
        let hours = Hours::parse(text).unwrap();
        let last = to.parse::<Date>().unwrap();
        let all = from.parse::<Date>().unwrap().series(jiff::Span::new().days(1));
        let open = all.take_while(|day| *day <= last).filter(|day| !hours.on(*day).is_empty());
        open.map(|day| day.strftime("%m-%d").to_string()).collect::<Vec<_>>()
    };
    assert_eq!(days("week 02-52/2 We 14:00-18:00", "2026-11-02", "2026-11-30"), ["11-11", "11-25"]);
    assert_eq!(
        days("Mo[1] 10:00-12:00, We[-1] 14:00-16:00", "2026-11-01", "2026-11-30"),
        ["11-02", "11-25"]
    );
    assert_eq!(
        days("Mo-Sa 10:00-18:00; Dec 25-Jan 01 off", "2026-12-23", "2027-01-03"),
        ["12-23", "12-24", "01-02"]
    );
    assert_eq!(
        days("10:00-12:00; easter +1 day off", "2026-04-04", "2026-04-07"),
        ["04-04", "04-05", "04-07"]
    );
    assert_eq!(
        days("Mo-Fr 10:00-18:00; 2026 Aug off", "2026-07-30", "2026-09-01"),
        ["07-30", "07-31", "09-01"]
    );
    assert_eq!(days("off", "2026-01-01", "2026-12-31"), [""; 0]);
    assert_eq!(days("24/7", "2026-01-01", "2026-12-31").len(), 365);
}

#[test]
fn what_is_wrong_is_named_at_its_place() {
    let fault = |text: &str| {
        let fault = Hours::parse(text).unwrap_err();
        (fault.kind, fault.place, fault.found)
    };
    let at = |kind, place, found: &str| (kind, place, found.to_owned());
    assert_eq!(fault("  "), at(HoursFaultKind::Empty, 0, ""));
    assert_eq!(fault("Lu-Ve 09:00-18:00"), at(HoursFaultKind::NotUnderstood, 1, "Lu-Ve"));
    assert_eq!(fault("Mo-Fr 9h-18h"), at(HoursFaultKind::NotUnderstood, 7, "9h-18h"));
    assert_eq!(fault("Mo-Fr 09:00-49:00").0, HoursFaultKind::NotUnderstood);
    assert_eq!(fault("Mo 09:00-48:30"), at(HoursFaultKind::OutOfBounds, 10, "48:30"));
    assert_eq!(fault("2027-2026 Mo 09:00-10:00").0, HoursFaultKind::Backwards);
    assert_eq!(fault("Mo 09:00-sunset"), at(HoursFaultKind::Sun, 10, "sunset"));
    assert_eq!(fault("Mo-Fr 18:00+"), at(HoursFaultKind::OpenEnd, 12, "+"));
    assert_eq!(fault("10:00-16:00/01:30"), at(HoursFaultKind::Repeats, 12, "/01:30"));
    assert_eq!(fault("Mo 09:00-12:00; SH off"), at(HoursFaultKind::SchoolHolidays, 17, "SH"));
    assert_eq!(fault("10:00-12:00 unknown"), at(HoursFaultKind::Unknown, 13, "unknown"));
    assert_eq!(fault("Mo 10:00-12:00 \"été\""), at(HoursFaultKind::Comment, 16, "\"été\""));
    assert_eq!(fault(&"é".repeat(MAX_TEXT + 1)).0, HoursFaultKind::TooLong);
    let said = Hours::parse("Lu 9h").unwrap_err().say();
    assert_eq!(said.key, "reservations-hours-not-understood");
}

fn span(from: (i8, i8), to: (i8, i8)) -> Span {
    Span::between(time(from.0, from.1, 0, 0), time(to.0, to.1, 0, 0))
}

#[test]
fn a_form_shows_what_a_text_says() {
    let day = vec![span((9, 0), (12, 30)), span((14, 0), (18, 0))];
    let week = Week {
        days: [day.clone(), day.clone(), day.clone(), day.clone(), day, vec![], vec![]],
        holidays: OnHolidays::Closed,
        exceptions: vec![
            Exception { from: date(2026, 12, 24), to: date(2027, 1, 2), hours: vec![] },
            Exception {
                from: date(2026, 6, 21),
                to: date(2026, 6, 21),
                hours: vec![span((18, 0), (23, 0))],
            },
        ],
    };
    let text = "Mo-Fr 09:00-12:30,14:00-18:00; PH closed; 2026 Dec 24-2027 Jan 2 closed; \
                2026 Jun 21 18:00-23:00";
    let hours = Hours::from_week(&week).unwrap();
    assert_eq!(hours.write(), text);
    assert_eq!(Hours::parse(text).unwrap().weekly().unwrap(), week);
    assert_eq!(hours.on(date(2026, 6, 21)), [(18 * 60, 23 * 60)]);
    assert_eq!(hours.on(date(2026, 12, 28)), []);
}

#[test]
fn the_longest_text_is_still_read() {
    let spans =
        (0..150).map(|at| format!("{:02}:{:02}-{0:02}:{:02}", at / 7, at % 7 * 8, at % 7 * 8 + 1));
    let text = spans.collect::<Vec<_>>().join(",");
    let hours = Hours::parse(&text).unwrap();
    assert_eq!(hours.on(date(2026, 11, 28)).len(), 150);
    let all = hours.open(&paris(), utc("2026-01-01 00:00"), utc("2030-01-01 00:00"));
    assert_eq!(all.len(), 20_000);
}

#[test]
fn a_form_keeps_the_hours_after_midnight() {
    let mut week = Week::default();
    week.days[4] = vec![span((20, 0), (2, 0))];
    week.days[5] = vec![span((10, 0), (12, 0))];
    let hours = Hours::from_week(&week).unwrap();
    assert_eq!(hours.write(), "Fr 20:00-02:00, Sa 10:00-12:00");
    assert_eq!(hours.on(date(2026, 11, 28)), [(0, 120), (600, 720)]);
    assert_eq!(hours.weekly().unwrap(), week);
    assert_eq!(week.days[4][0].times(), (time(20, 0, 0, 0), time(2, 0, 0, 0)));
}

#[test]
fn what_a_form_cannot_show_stays_text() {
    for text in [
        "week 02-52/2 We 14:00-18:00",
        "Mo[1] 10:00-12:00",
        "Aug off",
        "PH off; Mo-Fr 09:00-18:00",
        "Fr 20:00-02:00; Sa 10:00-12:00",
        "Mo-Fr 09:00-18:00; 12:00-14:00 off",
        "Mo-Fr 09:00-18:00 || Sa 10:00-12:00",
        "Mo-Fr 09:00-18:00; PH -1 day off",
    ] {
        assert_eq!(Hours::parse(text).unwrap().weekly(), None, "{text}");
    }
}

#[test]
fn a_form_is_refused_where_it_is_wrong() {
    let fault = |week: &Week| {
        let fault = Hours::from_week(week).unwrap_err();
        (fault.part, fault.kind)
    };
    let mut week = Week::default();
    week.days[2] = vec![span((9, 0), (12, 0)), span((11, 0), (13, 0))];
    assert_eq!(fault(&week), (WeekPart::Day(2), WeekFaultKind::Overlap));
    week.days[2] = vec![span((9, 0), (9, 0))];
    assert_eq!(fault(&week), (WeekPart::Day(2), WeekFaultKind::Length));
    week.days[2] = vec![];
    week.holidays = OnHolidays::Open(vec![Span { from: 600, to: 600 }]);
    assert_eq!(fault(&week), (WeekPart::Holidays, WeekFaultKind::Length));
    week.holidays = OnHolidays::AsUsual;
    let (from, to) = (date(2026, 2, 2), date(2026, 2, 1));
    week.exceptions = vec![Exception { from, to, hours: vec![] }];
    assert_eq!(fault(&week), (WeekPart::Exception(0), WeekFaultKind::Dates));
    week.exceptions = vec![Exception { from, to: from, hours: vec![] }; 200];
    assert_eq!(fault(&week), (WeekPart::Whole, WeekFaultKind::TooMuch));
}

/// Texts near the syntax, right and wrong.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Mo",
        "Tu-Sa",
        "Su",
        "PH",
        "PH off",
        "Mo[1]",
        "week 10-20",
        "2026",
        "Jan",
        "Feb 30",
        "Dec 25-Jan 1",
        "easter",
        "2026 Oct 25",
        "2026 Mar 29",
        "off",
        "open",
        "24/7",
        "00:00-24:00",
        "01:30-02:30",
        "02:15-04:00",
        "20:00-02:00",
        "09:00-12:00",
        "22:00-48:00",
        "23:59-23:58",
        "; ",
        ", ",
        ",",
        " || ",
        " ",
        "-",
        "+1 day",
        "é",
    ]);
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.join(" "))
}

/// Forms that may be meant, with evenings.
fn weeks() -> impl Strategy<Value = Week> {
    let spans = || {
        prop::collection::btree_set(0_u16..96, 0..3).prop_map(|marks| {
            let marks: Vec<u16> = marks.into_iter().map(|mark| mark * 15).collect();
            match marks[..] {
                [a, b] => vec![Span { from: a, to: b }],
                [a] => vec![Span { from: a, to: a + 300 }],
                _ => vec![],
            }
        })
    };
    let exception = (0_i64..900, 0_i64..5, spans()).prop_map(|(from, days, hours)| {
        let from = date(2026, 1, 1).checked_add(jiff::Span::new().days(from)).unwrap();
        let to = from.checked_add(jiff::Span::new().days(days)).unwrap();
        Exception { from, to, hours }
    });
    let holidays = prop_oneof![
        Just(OnHolidays::AsUsual),
        Just(OnHolidays::Closed),
        Just(OnHolidays::Open(vec![Span { from: 600, to: 720 }])),
    ];
    (prop::array::uniform7(spans()), holidays, prop::collection::vec(exception, 0..4))
        .prop_map(|(days, holidays, exceptions)| Week { days, holidays, exceptions })
}

proptest! {
    #[test]
    fn intervals_are_sorted_apart_and_within(text in texts(), start in 0_i64..900, length in 0_i64..9) {
        let from = utc("2025-12-01 03:17") + jiff::SignedDuration::from_hours(start * 24);
        let to = from + jiff::SignedDuration::from_hours(length * 24 + 5);
        if let Ok(hours) = Hours::parse(&text) {
            let found = hours.open(&paris(), from, to);
            prop_assert!(found.iter().all(|(begin, end)| from <= *begin && begin < end && *end <= to));
            prop_assert!(found.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }

    #[test]
    fn open_at_a_moment_is_open_by_the_clock(text in texts(), minutes in 0_i64..1_500) {
        // Both changes of clocks of 2026, minute by minute in UTC.
        if let Ok(hours) = Hours::parse(&text) {
            for day in ["2026-03-28 22:00", "2026-10-24 22:00"] {
                let at = utc(day) + jiff::SignedDuration::from_mins(minutes);
                let clock = paris().to_datetime(at);
                let minute = u16::from(clock.hour().unsigned_abs()) * 60
                    + u16::from(clock.minute().unsigned_abs());
                let by_clock =
                    hours.on(clock.date()).iter().any(|(from, to)| (*from..*to).contains(&minute));
                let after = at + jiff::SignedDuration::from_mins(1);
                let by_moment = !hours.open(&paris(), at, after).is_empty();
                // In the repeated hour a span that begins or ends within it is open throughout.
                let repeated = paris().to_ambiguous_timestamp(clock).is_ambiguous();
                prop_assert!(by_clock == by_moment || repeated, "{text} at {clock}");
            }
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,80}") {
        if let Ok(hours) = Hours::parse(&text) {
            hours.open(&TimeZone::UTC, utc("2026-01-01 00:00"), utc("2026-02-01 00:00"));
        }
    }
}

proptest! {
    // Each lays years of days.
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_reads_alike(text in texts()) {
        if let Ok(hours) = Hours::parse(&text) {
            let again = Hours::parse(hours.write()).unwrap();
            prop_assert_eq!(again.write(), hours.write());
            for day in date(2026, 1, 1).series(jiff::Span::new().days(1)).take(400) {
                prop_assert_eq!(again.on(day), hours.on(day));
            }
        }
    }

    #[test]
    fn a_form_comes_back_as_it_went(week in weeks()) {
        let hours = Hours::from_week(&week).unwrap();
        let again = hours.weekly();
        prop_assert_eq!(again, Some(week));
    }
}
