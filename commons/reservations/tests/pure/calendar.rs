//! Calendars as other programs get them. Three readers of others read them again in the step
//! `standards`.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use parvis_reservations::calendar::{Attendee, Event, Method, Person, Status, When, feed, message};
use parvis_reservations::series::Series;
use proptest::prelude::*;

use super::{paris, utc};

fn once() -> Event {
    Event {
        uid: "0190-booking@parvis.example".to_owned(),
        when: When::Once { start: utc("2026-12-01 08:00"), end: utc("2026-12-01 10:00") },
        sequence: 2,
        status: Status::Confirmed,
        modified: utc("2026-11-27 09:30"),
        summary: "Salle Pivot".to_owned(),
        location: "12, rue des Arts".to_owned(),
        description: String::new(),
        url: "https://parvis.example/reservations/0190".to_owned(),
        organizer: None,
    }
}

fn series(rule: &str, start: &str, end: &str, zone: &TimeZone) -> When {
    let at = |text: &str| text.parse::<DateTime>().unwrap();
    When::Series(Box::new(Series::parse(rule, at(start), at(end), zone).unwrap()))
}

fn person(name: &str, address: &str) -> Person {
    Person { name: name.to_owned(), address: address.to_owned() }
}

/// Lines as a reader sees them: unfolded.
fn lines(file: &str) -> Vec<String> {
    file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_feed_has_a_name_and_says_when_to_ask_again() {
    let file = feed("Réservations de l’Atelier", 30, &[once()]);
    assert_eq!(
        lines(&file),
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Parvis//Reservations//FR",
            "VERSION:2.0",
            "NAME:Réservations de l’Atelier",
            "X-WR-CALNAME:Réservations de l’Atelier",
            "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
            "X-PUBLISHED-TTL:PT30M",
            "BEGIN:VEVENT",
            "UID:0190-booking@parvis.example",
            "DTSTAMP:20261127T093000Z",
            "LAST-MODIFIED:20261127T093000Z",
            "SEQUENCE:2",
            "DTSTART:20261201T080000Z",
            "DTEND:20261201T100000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:Salle Pivot",
            "LOCATION:12\\, rue des Arts",
            "URL:https://parvis.example/reservations/0190",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

#[test]
fn what_was_cancelled_stays_and_blocks_nothing() {
    let file = feed("x", 60, &[Event { status: Status::Cancelled, ..once() }]);
    let lines = lines(&file);
    assert!(lines.contains(&"STATUS:CANCELLED".to_owned()));
    assert!(lines.contains(&"TRANSP:TRANSPARENT".to_owned()));
}

#[test]
fn a_series_brings_the_rules_of_its_zone() {
    let when = series(
        "FREQ=WEEKLY;COUNT=3\nEXDATE:20261028T080000Z",
        "2026-10-21T09:00",
        "2026-10-21T17:00",
        &paris(),
    );
    let file = feed("x", 60, &[Event { when: when.clone(), ..once() }, Event { when, ..once() }]);
    let wanted = "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n\
        BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZNAME:CET\r\n\
        TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZNAME:CEST\r\n\
        TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    assert!(file.contains(wanted), "{file}");
    assert_eq!(file.matches("BEGIN:VTIMEZONE").count(), 1);
    let event = "DTSTART;TZID=Europe/Paris:20261021T090000\r\n\
        DTEND;TZID=Europe/Paris:20261021T170000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n\
        EXDATE;TZID=Europe/Paris:20261028T090000\r\n";
    assert!(file.contains(event), "{file}");
}

#[test]
fn zones_without_or_with_other_changes_are_written_too() {
    let zone = |name: &str| {
        let zone = TimeZone::get(name).unwrap();
        let when = series("FREQ=DAILY;COUNT=2", "2026-10-21T09:00", "2026-10-21T10:00", &zone);
        feed("x", 60, &[Event { when, ..once() }])
    };
    assert!(zone("Indian/Reunion").contains(
        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZNAME:+04\r\n\
         TZOFFSETFROM:+0400\r\nTZOFFSETTO:+0400\r\nEND:STANDARD"
    ));
    let miquelon = zone("America/Miquelon");
    assert!(miquelon.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZNAME:-02"), "{miquelon}");
    // Ramadan moves: each change is listed.
    assert!(zone("Africa/Casablanca").contains("\r\nRDATE:"));
}

#[test]
fn a_night_that_a_change_of_clocks_shortens_has_its_own_end() {
    let when = series("FREQ=DAILY;COUNT=3", "2026-03-27T22:00", "2026-03-28T06:00", &paris());
    let file = feed("x", 60, &[Event { when, ..once() }]);
    assert_eq!(file.matches("BEGIN:VEVENT").count(), 2);
    let own = "RECURRENCE-ID;TZID=Europe/Paris:20260328T220000\r\n\
        DTSTART:20260328T210000Z\r\nDTEND:20260329T040000Z\r\n";
    assert!(file.contains(own), "{file}");
}

#[test]
fn an_invitation_asks_and_a_cancellation_takes_out() {
    let host = person("Atelier « Pivot »", "accueil@parvis.example");
    let guests = [
        Attendee { person: person("Lô, Ana", "ana@parvis.example"), accepted: true },
        Attendee { person: person("Bo", "bo@parvis.example"), accepted: false },
    ];
    let now = utc("2026-11-27 12:00");
    let request = lines(&message(Method::Request, &once(), &host, &guests, now));
    for line in [
        "METHOD:REQUEST",
        "DTSTAMP:20261127T120000Z",
        "STATUS:CONFIRMED",
        "ORGANIZER;CN=\"Atelier « Pivot »\":mailto:accueil@parvis.example",
        "ATTENDEE;CN=\"Lô, Ana\";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:ana@parvis.example",
        "ATTENDEE;CN=\"Bo\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:\
         mailto:bo@parvis.example",
    ] {
        assert!(request.contains(&line.to_owned()), "{line} in {request:#?}");
    }
    let cancel = lines(&message(Method::Cancel, &once(), &host, &guests, now));
    assert!(cancel.contains(&"METHOD:CANCEL".to_owned()));
    assert!(cancel.contains(&"STATUS:CANCELLED".to_owned()));
    let kind = Method::Cancel.content_type();
    assert_eq!(kind, "text/calendar; method=CANCEL; charset=UTF-8");
    // One of a series, alone.
    let When::Series(all) =
        series("FREQ=WEEKLY;COUNT=3", "2026-12-01T09:00", "2026-12-01T10:00", &paris())
    else {
        unreachable!()
    };
    let one = all.occurrences()[1];
    let when = When::Instance { series: all, of: one.local, start: one.start, end: one.end };
    let cancel = message(Method::Cancel, &Event { when, ..once() }, &host, &guests, now);
    assert!(cancel.contains("RECURRENCE-ID;TZID=Europe/Paris:20261208T090000\r\n"));
    assert!(!cancel.contains("RRULE:FREQ=WEEKLY"));
}

#[test]
fn hostile_texts_add_no_line_of_their_own() {
    let evil = "a\r\nEND:VEVENT\rX-EVIL:1\n;,\\\"\u{85}\u{2028}b\u{7}\t🏛";
    let event = Event {
        uid: evil.to_owned(),
        summary: evil.to_owned(),
        url: format!("https://parvis.example/{evil}"),
        organizer: Some(person(evil, evil)),
        ..once()
    };
    let file = feed(evil, 60, &[event]);
    let names: Vec<String> = lines(&file)
        .iter()
        .map(|line| line.split([':', ';']).next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(names.iter().filter(|name| *name == "END").count(), 2, "{file}");
    assert!(!names.contains(&"X-EVIL".to_owned()), "{file}");
    assert!(file.contains("SUMMARY:a\\nEND:VEVENT\\nX-EVIL:1\\n\\;\\,\\\\\"\\n\\nb 🏛\r\n"));
    assert!(file.contains("ORGANIZER;CN=\"a  END:VEVENT X-EVIL:1 ;,\\'"));
}

proptest! {
    #[test]
    fn lines_are_folded_between_characters_and_read_back(summary in "[ -~é€🏛\\n]{0,300}") {
        let summary = summary.trim().to_owned();
        let file = feed("x", 60, &[Event { summary: summary.clone(), ..once() }]);
        prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
        prop_assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        let all = lines(&file);
        let line = all.iter().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap_or_default();
        let mut read = String::new();
        let mut rest = line.chars();
        while let Some(character) = rest.next() {
            match (character, if character == '\\' { rest.next() } else { None }) {
                (_, Some('n')) => read.push('\n'),
                (_, Some(escaped)) => read.push(escaped),
                (plain, None) => read.push(plain),
            }
        }
        prop_assert_eq!(read, summary);
    }
}
