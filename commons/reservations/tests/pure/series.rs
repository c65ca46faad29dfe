//! Series. The examples are those of RFC 5545, §3.8.5.3, in its order: rules without end get one
//! here (UNTIL or COUNT), and what goes on for more than three years is cut after some.

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::TimeZone;
use parvis_reservations::series::{Every, Pattern, Series, SeriesFault, Until};
use proptest::prelude::*;

use super::paris;

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// An hour from `start`, in New York, as the examples are.
fn in_new_york(rule: &str, start: &str) -> Result<Series, SeriesFault> {
    let start = at(start);
    let end = start.checked_add(jiff::Span::new().hours(1)).unwrap();
    Series::parse(rule, start, end, &TimeZone::get("America/New_York").unwrap())
}

/// The days on which it takes place, `1997 Sep 2 3; Oct 1`: each month once.
fn days(series: &Series) -> String {
    let mut said = String::new();
    let mut before = (0, 0);
    for one in series.occurrences() {
        let day = one.start.to_zoned_datetime(series.zone().clone()).date();
        if day.year() != before.0 {
            said.push_str(&format!("; {}", day.year()));
        }
        if (day.year(), day.month()) != before {
            said.push_str(&day.strftime(" %b").to_string());
        }
        before = (day.year(), day.month());
        said.push_str(&format!(" {}", day.day()));
    }
    said.trim_start_matches("; ").to_owned()
}

/// Every so many days or weeks: rule, start, days.
const DAYS_AND_WEEKS: &[(&str, &str, &str)] = &[
    ("FREQ=DAILY;COUNT=10", "1997-09-02T09:00", "1997 Sep 2 3 4 5 6 7 8 9 10 11"),
    (
        "FREQ=DAILY;INTERVAL=2;COUNT=20",
        "1997-09-02T09:00",
        "1997 Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 Oct 2 4 6 8 10",
    ),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02T09:00", "1997 Sep 2 12 22 Oct 2 12"),
    ("FREQ=WEEKLY;COUNT=10", "1997-09-02T09:00", "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4"),
    (
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997-09-02T09:00",
        "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4 11 18 25 Dec 2 9 16 23",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=13",
        "1997-09-02T09:00",
        "1997 Sep 2 16 30 Oct 14 28 Nov 11 25 Dec 9 23; 1998 Jan 6 20 Feb 3 17",
    ),
    (
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "1997-09-02T09:00",
        "1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01T09:00",
        "1997 Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 27 29 31 Nov 10 12 14 24 26 28 \
             Dec 8 10 12 22",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09-02T09:00",
        "1997 Sep 2 4 16 18 30 Oct 2 14 16",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997-08-05T09:00",
        "1997 Aug 5 10 19 24",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08-05T09:00",
        "1997 Aug 5 17 19 31",
    ),
];

/// Every so many months: rule, start, days.
const MONTHS: &[(&str, &str, &str)] = &[
    (
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05T09:00",
        "1997 Sep 5 Oct 3 Nov 7 Dec 5; 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5",
    ),
    (
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1997-09-05T09:00",
        "1997 Sep 5 Oct 3 Nov 7 Dec 5",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07T09:00",
        "1997 Sep 7 28 Nov 2 30; 1998 Jan 4 25 Mar 1 29 May 3 31",
    ),
    (
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09-22T09:00",
        "1997 Sep 22 Oct 20 Nov 17 Dec 22; 1998 Jan 19 Feb 16",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6",
        "1997-09-28T09:00",
        "1997 Sep 28 Oct 29 Nov 28 Dec 29; 1998 Jan 29 Feb 26",
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02T09:00",
        "1997 Sep 2 15 Oct 2 15 Nov 2 15 Dec 2 15; 1998 Jan 2 15",
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30T09:00",
        "1997 Sep 30 Oct 1 31 Nov 1 30 Dec 1 31; 1998 Jan 1 31 Feb 1",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09-10T09:00",
        "1997 Sep 10 11 12 13 14 15; 1999 Mar 10 11 12 13",
    ),
    (
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4",
        "1998-02-13T09:00",
        "1998 Feb 13 Mar 13 Nov 13; 1999 Aug 13",
    ),
    (
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=10",
        "1997-09-13T09:00",
        "1997 Sep 13 Oct 11 Nov 8 Dec 13; 1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13",
    ),
    (
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997-09-04T09:00",
        "1997 Sep 4 Oct 7 Nov 6",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7",
        "1997-09-29T09:00",
        "1997 Sep 29 Oct 30 Nov 27 Dec 30; 1998 Jan 29 Feb 26 Mar 30",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007-01-15T09:00",
        "2007 Jan 15 30 Feb 15 Mar 15 30",
    ),
];

/// Every so many years: rule, start, days.
const YEARS: &[(&str, &str, &str)] = &[
    ("FREQ=YEARLY;UNTIL=20000901T000000Z;BYMONTH=6,7", "1997-06-10T09:00", "too long"),
    (
        "FREQ=YEARLY;UNTIL=20000601T000000Z;BYMONTH=6,7",
        "1997-06-10T09:00",
        "1997 Jun 10 Jul 10; 1998 Jun 10 Jul 10; 1999 Jun 10 Jul 10",
    ),
    (
        "FREQ=YEARLY;INTERVAL=3;UNTIL=19991231T000000Z;BYYEARDAY=1,100,200",
        "1997-01-01T09:00",
        "1997 Jan 1 Apr 10 Jul 19",
    ),
    ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19T09:00", "1997 May 19; 1998 May 18; 1999 May 17"),
    (
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3",
        "1997-05-12T09:00",
        "1997 May 12; 1998 May 11; 1999 May 17",
    ),
    (
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=11",
        "1997-03-13T09:00",
        "1997 Mar 13 20 27; 1998 Mar 5 12 19 26; 1999 Mar 4 11 18 25",
    ),
];

#[test]
fn the_examples_of_the_rfc() {
    for &(rule, start, wanted) in DAYS_AND_WEEKS.iter().chain(MONTHS).chain(YEARS) {
        match in_new_york(rule, start) {
            Ok(series) => assert_eq!(days(&series), wanted, "{rule}"),
            Err(SeriesFault::TooLong) => assert_eq!("too long", wanted, "{rule}"),
            Err(fault) => panic!("{rule}: {fault:?}"),
        }
    }
    // Every day until Christmas Eve; 113 days.
    let daily = in_new_york("FREQ=DAILY;UNTIL=19971224T000000Z", "1997-09-02T09:00").unwrap();
    assert_eq!(daily.occurrences().len(), 113);
    // Friday the 13th, where the start itself is taken out.
    let friday = "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4\n\
                  EXDATE;TZID=America/New_York:19970902T090000";
    let friday = in_new_york(friday, "1997-09-02T09:00").unwrap();
    assert_eq!(days(&friday), "1998 Feb 13 Mar 13 Nov 13; 1999 Aug 13");
    assert_eq!(friday.first().0, at("1998-02-13T09:00"));
}

/// In Paris, from when until when, in UTC.
fn in_paris(rule: &str, start: &str, end: &str) -> Series {
    Series::parse(rule, at(start), at(end), &paris()).unwrap()
}

fn utc(series: &Series) -> Vec<String> {
    let said = |at: jiff::Timestamp| at.strftime("%d %H:%M").to_string();
    let all = series.occurrences();
    all.iter().map(|one| format!("{} – {}", said(one.start), said(one.end))).collect()
}

#[test]
fn nine_to_five_stays_nine_to_five() {
    let spring = in_paris("FREQ=DAILY;COUNT=3", "2026-03-28T09:00", "2026-03-28T17:00");
    assert_eq!(utc(&spring), ["28 08:00 – 28 16:00", "29 07:00 – 29 15:00", "30 07:00 – 30 15:00"]);
    let autumn = in_paris("FREQ=DAILY;COUNT=2", "2026-10-24T09:00", "2026-10-24T17:00");
    assert_eq!(utc(&autumn), ["24 07:00 – 24 15:00", "25 08:00 – 25 16:00"]);
    // A night is an hour shorter or longer, as it is for who sleeps.
    let night = in_paris("FREQ=DAILY;COUNT=2", "2026-03-27T22:00", "2026-03-28T06:00");
    assert_eq!(utc(&night), ["27 21:00 – 28 05:00", "28 21:00 – 29 04:00"]);
}

#[test]
fn a_time_that_does_not_exist_or_comes_twice() {
    let lost = in_paris("FREQ=DAILY;COUNT=2", "2026-03-28T02:30", "2026-03-28T04:00");
    assert_eq!(utc(&lost), ["28 01:30 – 28 03:00", "29 01:30 – 29 02:00"]);
    // All of it lies where the clock jumps: it keeps its length.
    let gone = in_paris("FREQ=DAILY;COUNT=2", "2026-03-28T02:30", "2026-03-28T03:15");
    assert_eq!(utc(&gone), ["28 01:30 – 28 02:15", "29 01:30 – 29 02:15"]);
    let twice = in_paris("FREQ=DAILY;COUNT=2", "2026-10-24T02:30", "2026-10-24T03:00");
    assert_eq!(utc(&twice), ["24 00:30 – 24 01:00", "25 00:30 – 25 02:00"]);
}

#[test]
fn an_end_may_be_a_day_a_local_time_or_a_moment() {
    let last = |until: &str| {
        let rule = format!("FREQ=DAILY;UNTIL={until}");
        utc(&in_paris(&rule, "2026-06-01T09:00", "2026-06-01T10:00")).len()
    };
    assert_eq!(last("20260603"), 3);
    assert_eq!(last("20260603T090000"), 3);
    assert_eq!(last("20260603T085959"), 2);
    assert_eq!(last("20260603T070000Z"), 3);
    assert_eq!(last("20260603T065959Z"), 2);
}

#[test]
fn times_are_taken_out_and_added() {
    let series = in_paris("FREQ=WEEKLY;COUNT=4", "2026-06-01T09:00", "2026-06-01T10:00");
    let fewer = series.without(date(2026, 6, 8)).with(at("2026-06-10T14:00")).unwrap();
    assert_eq!(days(&fewer), "2026 Jun 1 10 15 22");
    let lines = [
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Paris:20260608T090000",
        "RDATE;TZID=Europe/Paris:20260610T140000",
    ];
    assert_eq!(fewer.lines(), lines);
    let again = in_paris(&lines.join("\r\n"), "2026-06-01T09:00", "2026-06-01T10:00");
    assert_eq!(again, fewer);
    // The same moment, said in UTC and in another zone.
    for exdate in ["EXDATE:20260608T070000Z", "EXDATE;TZID=America/New_York:20260608T030000"] {
        let text = format!("FREQ=WEEKLY;COUNT=4\n{exdate}");
        let read = in_paris(&text, "2026-06-01T09:00", "2026-06-01T10:00");
        assert_eq!(days(&read), "2026 Jun 1 15 22");
    }
    let back = fewer.clone().with(at("2026-06-08T09:00")).unwrap().without(date(2026, 6, 10));
    assert_eq!(days(&back), "2026 Jun 1 8 15 22");
    assert_eq!(fewer.with(at("2026-06-15T09:30")), Err(SeriesFault::Overlap));
}

#[test]
fn what_is_wrong_is_named() {
    let fault = |rule: &str| {
        Series::parse(rule, at("2026-06-01T09:00"), at("2026-06-01T10:00"), &paris()).unwrap_err()
    };
    let part = |part: &str| SeriesFault::NotUnderstood { part: part.to_owned() };
    assert_eq!(fault("FREQ=HOURLY;COUNT=3"), SeriesFault::TooOften);
    assert_eq!(fault("FREQ=DAILY"), SeriesFault::Endless);
    assert_eq!(fault("FREQ=DAILY;COUNT=401"), SeriesFault::TooMany);
    assert_eq!(fault("FREQ=DAILY;UNTIL=20280101"), SeriesFault::TooMany);
    assert_eq!(fault("FREQ=YEARLY;COUNT=5"), SeriesFault::TooLong);
    assert_eq!(fault("FREQ=WEEKLY;UNTIL=20300101"), SeriesFault::TooLong);
    assert_eq!(fault("FREQ=DAILY;UNTIL=20260501"), SeriesFault::Never);
    assert_eq!(fault("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"), SeriesFault::Never);
    assert_eq!(fault("FREQ=DAILY;BYHOUR=9;BYMINUTE=0,30;COUNT=4"), SeriesFault::Overlap);
    assert_eq!(fault("FREQ=SOMETIMES;COUNT=2"), part("FREQ=SOMETIMES;COUNT=2"));
    assert_eq!(fault("FREQ=DAILY;COUNT=0"), part("COUNT=0"));
    assert_eq!(fault("FREQ=DAILY;INTERVAL=0;COUNT=2"), part("INTERVAL=0"));
    assert_eq!(fault("FREQ=DAILY;COUNT=2;UNTIL=20270101"), part("COUNT"));
    assert_eq!(fault("FREQ=WEEKLY;BYDAY=2MO;COUNT=2"), part("BYDAY"));
    assert_eq!(fault("FREQ=DAILY;COUNT=2;COUNT=3"), part("COUNT=3"));
    assert_eq!(fault("FREQ=DAILY;UNTIL=20261301"), part("UNTIL=20261301"));
    assert_eq!(fault("DESCRIPTION:x"), part("DESCRIPTION:X"));
    assert_eq!(fault("FREQ=DAILY;COUNT=2\nEXDATE:soon"), part("SOON"));
    let length = |end: &str| {
        Series::parse("FREQ=WEEKLY;COUNT=2", at("2026-06-01T09:00"), at(end), &paris()).unwrap_err()
    };
    assert_eq!(length("2026-06-01T09:00"), SeriesFault::Length);
    assert_eq!(length("2026-06-08T09:00"), SeriesFault::Length);
    assert_eq!(SeriesFault::TooMany.say().key, "reservations-series-too-many");
}

#[test]
fn a_form_says_how_often_and_until_when() {
    let cases = [
        (Every::Day, 2, Until::Count(3), "2026 Jun 3 5 7"),
        (Every::WorkingDay, 1, Until::Count(5), "2026 Jun 3 4 5 8 9"),
        (
            Every::Week(vec![Weekday::Monday, Weekday::Friday]),
            2,
            Until::Day(date(2026, 6, 19)),
            "2026 Jun 5 15 19",
        ),
        (Every::MonthDay(31), 1, Until::Count(3), "2026 Jul 31 Aug 31 Oct 31"),
        (Every::MonthDay(-1), 1, Until::Count(3), "2026 Jun 30 Jul 31 Aug 31"),
        (Every::MonthWeekday(2, Weekday::Tuesday), 1, Until::Count(2), "2026 Jun 9 Jul 14"),
        (Every::MonthWeekday(-1, Weekday::Friday), 3, Until::Count(2), "2026 Jun 26 Sep 25"),
    ];
    for (every, interval, until, wanted) in cases {
        let pattern = Pattern { every, interval, until };
        let (start, end) = (at("2026-06-03T09:00"), at("2026-06-03T10:00"));
        let series = Series::of(&pattern, start, end, &paris()).unwrap();
        assert_eq!(days(&series), wanted);
        assert_eq!(series.pattern(), Some(pattern));
    }
    let nth = Pattern {
        every: Every::MonthWeekday(2, Weekday::Tuesday),
        interval: 1,
        until: Until::Count(2),
    };
    assert_eq!(nth.say().key, "reservations-series-months-nth");
    assert_eq!(nth.weekdays(), [Weekday::Tuesday]);
    for rule in ["FREQ=YEARLY;COUNT=2", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=2"] {
        let series = in_paris(rule, "2026-06-01T09:00", "2026-06-01T10:00");
        assert_eq!(series.pattern(), None, "{rule}");
    }
}

/// Rules near the syntax, right and wrong.
fn rules() -> impl Strategy<Value = String> {
    let often = prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
    let end =
        prop::sample::select(vec!["COUNT=7", "COUNT=400", "UNTIL=20270301", "UNTIL=20280601"]);
    let parts = prop::sample::subsequence(
        vec![
            "INTERVAL=3",
            "BYDAY=MO,-1SU",
            "BYDAY=SA,SU",
            "BYMONTH=2,3,10",
            "BYMONTHDAY=29,-31",
            "BYWEEKNO=53,-1,13",
            "BYYEARDAY=366,-1,88",
            "BYHOUR=2,23",
            "BYSETPOS=-1,2",
            "WKST=SU",
        ],
        0..4,
    );
    (often, parts, end).prop_map(|(often, parts, end)| {
        let parts: String = parts.iter().map(|part| format!(";{part}")).collect();
        format!("FREQ={often}{parts};{end}")
    })
}

proptest! {
    // Rules that never come take their time in an unoptimised build.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn times_are_sorted_bounded_and_read_again(rule in rules(), day in 0_i64..700, hour in 0_i8..24) {
        let start = date(2026, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        let start = start.at(hour, 30, 0, 0);
        let end = start.checked_add(jiff::Span::new().minutes(45)).unwrap();
        if let Ok(series) = Series::parse(&rule, start, end, &paris()) {
            let all = series.occurrences();
            prop_assert!(!all.is_empty() && all.len() <= 400);
            prop_assert!(all.iter().all(|one| one.start < one.end));
            prop_assert!(all.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let three_years = start.checked_add(jiff::Span::new().years(3).hours(1)).unwrap();
            let last = paris().to_datetime(all[all.len() - 1].start);
            prop_assert!(start <= series.first().0 && last <= three_years);
            // Read again from its own first occurrence, the rule gives the same times.
            let (first, end) = series.first();
            let again = Series::parse(&series.lines().join("\n"), first, end, &paris()).unwrap();
            prop_assert_eq!(again.occurrences(), all);
        }
    }
}

proptest! {
    #[test]
    fn a_day_taken_out_is_gone(count in 1_u16..60, skip in 0_usize..60) {
        let pattern = Pattern { every: Every::WorkingDay, interval: 1, until: Until::Count(count) };
        let (start, end) = (at("2026-10-01T02:30"), at("2026-10-01T03:30"));
        let series = Series::of(&pattern, start, end, &paris()).unwrap();
        let all = series.occurrences();
        let gone = all[skip % all.len()];
        let day: Date = paris().to_datetime(gone.start).date();
        let rest = series.without(day).occurrences();
        prop_assert_eq!(rest.len(), all.len() - 1);
        prop_assert!(!rest.contains(&gone));
    }

    #[test]
    fn any_rule_is_answered(rule in "\\PC{0,60}") {
        let _ = Series::parse(&rule, at("2026-06-01T09:00"), at("2026-06-01T10:00"), &paris());
    }
}
