//! Writes what programs that are not ours read again: when places with given opening hours are open
//! (`hours.json`); a calendar (`feed.ics`), an invitation (`request.ics`), a cancellation of one of a
//! series (`cancel.ics`), and what stands in the calendar (`events.json`). The folder is the only
//! argument.

use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use parvis_reservations::calendar::{Attendee, Event, Method, Person, Status, When, feed, message};
use parvis_reservations::hours::Hours;
use parvis_reservations::series::Series;
use serde_json::json;

/// Texts that both must understand alike: what hosts write, and the corners of the syntax.
const HOURS: &[&str] = &[
    "24/7",
    "24/7; PH off",
    "Mo-Fr 09:00-18:00",
    "Mo-Fr 09:00-12:30,14:00-18:00; Sa 10:00-12:00",
    "Mo-Fr 09:00-18:00; PH off",
    "Mo-Fr,PH 09:00-18:00",
    "PH 10:00-16:00",
    "Mo-Su 09:00-18:00; PH 10:00-16:00",
    "Fr 20:00-02:00",
    "Fr 20:00-02:00; Sa off",
    "Fr 20:00-02:00; Sa 10:00-12:00",
    // Not Saturday: opening_hours 3.15.0 adds an hour after a Sunday of 23 hours.
    "Th,Fr 20:00-02:00, Sa 10:00-12:00",
    "Mo-Su 20:00-02:00; PH off",
    "Mo-Su 22:00-26:00",
    "Mo-Su 01:30-03:30",
    "Mo-Su 02:00-03:00",
    "Mo-Su 00:00-24:00",
    "week 2-52/2 We 14:00-18:00",
    "week 1-53/2 Mo-Fr 08:00-12:00; week 2-52/2 Mo-Fr 13:00-17:00",
    "Mo[1] 10:00-12:00, We[-1] 14:00-16:00",
    "Sa[1,3] 10:00-12:00",
    "Mo-Sa 10:00-18:00; Dec 25-Jan 01 off",
    "Mo-Fr 10:00-18:00; Aug off",
    "Apr-Sep Mo-Sa 08:00-20:00; Oct-Mar Mo-Sa 09:00-17:00",
    "2026 Jan-Mar 10:00-12:00",
    "Mo-Fr 10:00-18:00; 2026 Jul 14 off; 2026 Dec 24-2027 Jan 02 off",
    "Mo-Fr 10:00-18:00; 2026 May 01-2026 May 03 08:00-10:00",
    "10:00-12:00; easter +1 day off",
    "easter -2 days 15:00-17:00",
    "Mo-Fr 09:00-18:00; 12:00-14:00 off",
    "Mo-Fr 09:00-18:00 || Sa 10:00-12:00",
    "Mo-Fr 10:00-20:00; Dec 24,Dec 31 10:00-16:00",
    "Sa-Mo 10:00-12:00",
    "2026-2028 Mo 10:00-12:00",
    "off",
];

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("samples: name a folder");
        return ExitCode::from(2);
    };
    let folder = Path::new(&folder);
    match hours(&folder.join("hours.json")).and_then(|()| calendars(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("samples: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Two years of each text: its intervals, as seconds since 1970.
fn hours(path: &Path) -> Result<(), String> {
    let said = |error: jiff::Error| error.to_string();
    let zone = TimeZone::get("Europe/Paris").map_err(said)?;
    let from = zone.to_timestamp(date(2026, 1, 1).at(0, 0, 0, 0)).map_err(said)?;
    let to = zone.to_timestamp(date(2028, 1, 1).at(0, 0, 0, 0)).map_err(said)?;
    let mut cases = Vec::new();
    for text in HOURS {
        let hours = Hours::parse(text).map_err(|fault| format!("{text}: {fault:?}"))?;
        let open = hours.open(&zone, from, to);
        let open: Vec<[i64; 2]> =
            open.iter().map(|(from, to)| [from.as_second(), to.as_second()]).collect();
        let (from, to) = (from.as_second(), to.as_second());
        cases.push(json!({
            "text": text, "written": hours.write(), "from": from, "to": to, "open": open,
        }));
    }
    write(path, &json!(cases).to_string())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Rules whose occurrences are read again, from when until when in Paris: through both changes of
/// clocks, over midnight, with exceptions.
const SERIES: &[(&str, &str, &str)] = &[
    ("FREQ=DAILY;COUNT=5", "2026-03-27T09:00", "2026-03-27T17:00"),
    ("FREQ=DAILY;COUNT=5", "2026-10-23T22:00", "2026-10-24T06:00"),
    ("FREQ=DAILY;COUNT=5", "2027-03-26T22:00", "2027-03-27T06:00"),
    ("FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261231", "2026-09-01T13:15", "2026-09-01T14:00"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=40", "2026-09-03T08:00", "2026-09-03T12:00"),
    ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=30", "2026-01-30T18:00", "2026-01-30T19:30"),
    ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=9", "2026-01-31T10:00", "2026-01-31T11:00"),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=12",
        "2026-01-05T10:00",
        "2026-01-05T11:00",
    ),
    (
        "FREQ=WEEKLY;COUNT=8\nEXDATE;TZID=Europe/Paris:20260316T090000,20260330T090000\n\
         RDATE;TZID=Europe/Paris:20260401T140000",
        "2026-03-09T09:00",
        "2026-03-09T10:00",
    ),
];

/// Texts that try to be more than texts.
const HOSTILE: &[&str] = &[
    "Atelier « fab » ; 3,5 h \\ fin",
    "une ligne\nEND:VEVENT\nBEGIN:VEVENT",
    "🏛️🏛️🏛️🏛️🏛️🏛️🏛️🏛️🏛️🏛️🏛️🏛️🏛️🏛️ é🏛️ pour la pliure des lignes à soixante-quinze octets",
    "\"guillemets\" : deux-points; =égal= \\n \\, \\;",
];

fn calendars(folder: &Path) -> Result<(), String> {
    let said = |error: jiff::Error| error.to_string();
    let zone = TimeZone::get("Europe/Paris").map_err(said)?;
    let modified: Timestamp = "2026-01-02T03:04:05Z".parse().map_err(said)?;
    let host =
        Person { name: "Accueil, \"Pivot\"".to_owned(), address: "a@parvis.example".to_owned() };
    let event = |number: usize, when: When, summary: &str, status| Event {
        uid: format!("{number}@parvis.example"),
        when,
        sequence: 3,
        status,
        modified,
        summary: summary.to_owned(),
        location: "12, rue des Arts; Nanterre".to_owned(),
        description: format!("{summary}\n\nÀ bientôt."),
        url: format!("https://parvis.example/r/{number}"),
        organizer: Some(host.clone()),
    };
    let mut events = Vec::new();
    for (index, text) in HOSTILE.iter().enumerate() {
        let start = modified + jiff::SignedDuration::from_hours(24 * 60 * (1 + index as i64));
        let when = When::Once { start, end: start + jiff::SignedDuration::from_mins(95) };
        let status = if index == 1 { Status::Cancelled } else { Status::Confirmed };
        events.push(event(index, when, text, status));
    }
    for (rule, start, end) in SERIES {
        let (start, end): (DateTime, DateTime) =
            (start.parse().map_err(said)?, end.parse().map_err(said)?);
        let series =
            Series::parse(rule, start, end, &zone).map_err(|fault| format!("{rule}: {fault:?}"))?;
        let when = When::Series(Box::new(series));
        events.push(event(events.len(), when, "Bureau partagé", Status::Confirmed));
    }
    write(&folder.join("feed.ics"), &feed("Réservations ; « Pivot », Nanterre", 60, &events))?;
    write(&folder.join("events.json"), &expected(&events))?;
    let guest = Person { name: "Ana".to_owned(), address: "ana@parvis.example".to_owned() };
    let guests = [Attendee { person: guest, accepted: true }];
    let last = events.last().ok_or("no event")?;
    let request = message(Method::Request, last, &host, &guests, modified);
    write(&folder.join("request.ics"), &request)?;
    let When::Series(series) = &last.when else { return Err("no series".to_owned()) };
    let one = *series.occurrences().first().ok_or("no occurrence")?;
    let (series, of) = (series.clone(), one.local);
    let when = When::Instance { series, of, start: one.start, end: one.end };
    let one = Event { when, ..last.clone() };
    write(&folder.join("cancel.ics"), &message(Method::Cancel, &one, &host, &guests, modified))
}

/// What a reader must find: uid, begin and end in seconds, title, cancelled or not.
fn expected(events: &[Event]) -> String {
    let mut found = Vec::new();
    for event in events {
        let times = match &event.when {
            When::Once { start, end } | When::Instance { start, end, .. } => vec![(*start, *end)],
            When::Series(series) => {
                series.occurrences().iter().map(|one| (one.start, one.end)).collect()
            }
        };
        for (start, end) in times {
            let cancelled = event.status == Status::Cancelled;
            let (start, end) = (start.as_second(), end.as_second());
            found.push(json!([event.uid, start, end, event.summary, cancelled]));
        }
    }
    json!(found).to_string()
}
