//! Calendars that other programs subscribe to, and the bodies of invitations: iCalendar (RFC 5545),
//! names and refreshing of RFC 7986, iMIP (RFC 6047).
//!
//! A single event is written in UTC, which every reader understands alike. A series is written by
//! its rule in its zone, with the zone's changes of clocks; an occurrence that a change makes longer
//! or shorter than the first is written again with its own end, because a rule repeats the exact
//! length of the first. Cancelled events stay, as STATUS:CANCELLED, so that they leave the calendars
//! that have them. The same events give the same bytes.
//!
//! Written here and not by the crate `icalendar` (0.17): that one stamps a component without
//! DTSTAMP from the machine's clock, gives zones a stamp and a random UID, and leaves NAME, quotation
//! marks of parameters and carriage returns as they come, by which a title could add properties.

mod lines;
mod zone;

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::series::Series;
use lines::Lines;

/// Who wrote the file.
const PRODUCT: &str = "-//Parvis//Reservations//FR";

/// Somebody with an address of mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As they are called.
    pub name: String,
    /// Where mail reaches them.
    pub address: String,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// Who.
    pub person: Person,
    /// Whether they have said yes, as who booked has; else they are asked.
    pub accepted: bool,
}

/// How firm an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Held, or waiting for approval.
    Tentative,
    /// Confirmed.
    Confirmed,
    /// Cancelled.
    Cancelled,
}

/// When an event takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Once.
    Once {
        /// When it begins.
        start: Timestamp,
        /// When it ends.
        end: Timestamp,
    },
    /// Again and again.
    Series(Box<Series>),
    /// One of a series: moved, or alone in a cancellation. It has the UID of the series.
    Instance {
        /// The series.
        series: Box<Series>,
        /// When it began by the rule, on the wall ([`crate::series::Occurrence::local`]).
        of: DateTime,
        /// When it begins.
        start: Timestamp,
        /// When it ends.
        end: Timestamp,
    },
}

/// What stands in a calendar. Empty texts are not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name for good, the same in feeds and in mails.
    pub uid: String,
    /// When it takes place.
    pub when: When,
    /// How often it was changed: higher replaces lower.
    pub sequence: u32,
    /// How firm it is.
    pub status: Status,
    /// When it was changed last.
    pub modified: Timestamp,
    /// Its title.
    pub summary: String,
    /// Where.
    pub location: String,
    /// More of it; may have several lines.
    pub description: String,
    /// Its page.
    pub url: String,
    /// Who holds it.
    pub organizer: Option<Person>,
}

/// What an invitation wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Enter it, or replace what was entered.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        }
    }

    /// The type of the part of a mail that carries the invitation.
    pub fn content_type(self) -> String {
        format!("text/calendar; method={}; charset=UTF-8", self.name())
    }
}

/// A calendar to subscribe to; `refresh_minutes` is how often it is worth asking again.
pub fn feed(name: &str, refresh_minutes: u32, events: &[Event]) -> String {
    let mut out = opened();
    out.text("NAME", name);
    out.text("X-WR-CALNAME", name);
    let every = format!("PT{refresh_minutes}M");
    out.raw("REFRESH-INTERVAL;VALUE=DURATION", &every);
    out.raw("X-PUBLISHED-TTL", &every);
    zones(&mut out, events);
    for event in events {
        let organizer = event.organizer.as_ref();
        components(&mut out, event, &Sent { stamp: event.modified, organizer, attendees: &[] });
    }
    out.raw("END", "VCALENDAR");
    out.done()
}

/// The body of a mail that asks to enter an event or to take it out. A cancellation says so
/// whatever the event's status is.
pub fn message(
    method: Method,
    event: &Event,
    organizer: &Person,
    attendees: &[Attendee],
    now: Timestamp,
) -> String {
    let mut out = opened();
    out.raw("METHOD", method.name());
    zones(&mut out, std::slice::from_ref(event));
    let cancelled = Event { status: Status::Cancelled, ..event.clone() };
    let event = if method == Method::Cancel { &cancelled } else { event };
    components(&mut out, event, &Sent { stamp: now, organizer: Some(organizer), attendees });
    out.raw("END", "VCALENDAR");
    out.done()
}

/// What a file says of its sending.
struct Sent<'a> {
    stamp: Timestamp,
    organizer: Option<&'a Person>,
    attendees: &'a [Attendee],
}

fn opened() -> Lines {
    let mut out = Lines::default();
    out.raw("BEGIN", "VCALENDAR");
    out.raw("PRODID", PRODUCT);
    out.raw("VERSION", "2.0");
    out
}

/// The zones that series name, each once, with their changes of clocks while a series goes on.
fn zones(out: &mut Lines, events: &[Event]) {
    let mut written: Vec<&str> = Vec::new();
    let series = events.iter().filter_map(|event| match &event.when {
        When::Once { .. } => None,
        When::Series(series) | When::Instance { series, .. } => Some(series),
    });
    for one in series.clone() {
        let name = zone_name(one);
        if written.contains(&name) {
            continue;
        }
        written.push(name);
        let same = series.clone().filter(|other| zone_name(other) == name);
        let moments: Vec<Timestamp> = same
            .flat_map(|other| other.occurrences())
            .flat_map(|occurrence| [occurrence.start, occurrence.end])
            .collect();
        let first = moments.iter().min().copied().unwrap_or_default();
        let last = moments.iter().max().copied().unwrap_or_default();
        zone::write(out, name, one.zone(), first, last);
    }
}

fn zone_name(series: &Series) -> &str {
    series.zone().iana_name().unwrap_or("UTC")
}

/// An event, and what of a series has a length of its own.
fn components(out: &mut Lines, event: &Event, sent: &Sent<'_>) {
    component(out, event, sent, |out| match &event.when {
        When::Once { start, end } => {
            out.raw("DTSTART", &lines::utc(*start));
            out.raw("DTEND", &lines::utc(*end));
        }
        When::Series(series) => {
            let (start, end) = series.first();
            local(out, "DTSTART", series, start);
            local(out, "DTEND", series, end);
            for line in series.lines() {
                if let Some((name, value)) = line.split_once(':') {
                    out.raw(name, value);
                }
            }
        }
        When::Instance { series, of, start, end } => {
            local(out, "RECURRENCE-ID", series, *of);
            out.raw("DTSTART", &lines::utc(*start));
            out.raw("DTEND", &lines::utc(*end));
        }
    });
    let When::Series(series) = &event.when else { return };
    let (start, end) = series.first();
    let moment = |at| crate::local::by_calendar(series.zone(), at).unwrap_or_default();
    let length = moment(end).duration_since(moment(start));
    for one in series.occurrences() {
        if one.end.duration_since(one.start) == length {
            continue;
        }
        component(out, event, sent, |out| {
            local(out, "RECURRENCE-ID", series, one.local);
            out.raw("DTSTART", &lines::utc(one.start));
            out.raw("DTEND", &lines::utc(one.end));
        });
    }
}

fn local(out: &mut Lines, name: &str, series: &Series, at: DateTime) {
    out.raw(&format!("{name};TZID={}", zone_name(series)), &lines::local(at));
}

fn component(out: &mut Lines, event: &Event, sent: &Sent<'_>, when: impl FnOnce(&mut Lines)) {
    out.raw("BEGIN", "VEVENT");
    out.text("UID", &event.uid);
    out.raw("DTSTAMP", &lines::utc(sent.stamp));
    out.raw("LAST-MODIFIED", &lines::utc(event.modified));
    out.raw("SEQUENCE", &event.sequence.to_string());
    when(out);
    out.raw(
        "STATUS",
        match event.status {
            Status::Tentative => "TENTATIVE",
            Status::Confirmed => "CONFIRMED",
            Status::Cancelled => "CANCELLED",
        },
    );
    if event.status == Status::Cancelled {
        out.raw("TRANSP", "TRANSPARENT");
    }
    out.text("SUMMARY", &event.summary);
    out.text("LOCATION", &event.location);
    out.text("DESCRIPTION", &event.description);
    out.uri("URL", "", &event.url);
    if let Some(organizer) = sent.organizer {
        let name = format!("ORGANIZER;CN={}", lines::quoted(&organizer.name));
        out.uri(&name, "mailto:", &organizer.address);
    }
    for attendee in sent.attendees {
        let answer =
            if attendee.accepted { "PARTSTAT=ACCEPTED" } else { "PARTSTAT=NEEDS-ACTION;RSVP=TRUE" };
        let name = lines::quoted(&attendee.person.name);
        let name = format!("ATTENDEE;CN={name};ROLE=REQ-PARTICIPANT;{answer}");
        out.uri(&name, "mailto:", &attendee.person.address);
    }
    out.raw("END", "VEVENT");
}
