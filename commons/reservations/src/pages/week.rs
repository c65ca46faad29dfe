//! Opening hours in a form and in words: a line for each day of the week, one for public holidays,
//! and, for what says more than that, the syntax of OpenStreetMap.
//!
//! Hours of a day are typed as people write them: `9 h – 12 h 30, 14 h – 18 h`, `9:00-12:30`,
//! `9h à 18h`. Whatever is in the field of the syntax goes before the lines of the days.

use askama::Template;
use base::Say;
use jiff::civil::Time;
use web::parts::{Choice, Field, Fields, Html};
use web::{Form, Reader, Voice};

use super::clock;
use crate::hours::{Exception, Hours, OnHolidays, Span, Week, WeekFaultKind, WeekPart};

/// Characters of the hours of a day.
const DAY_CHARS: usize = 100;
/// Characters of a text of opening hours in a form.
const TEXT_CHARS: usize = 500;

#[derive(Template)]
#[template(path = "week_fields.html")]
struct WeekFields<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    legend: &'static str,
    days: Vec<Field<'a>>,
    holidays: &'static str,
    text: String,
    unfolded: bool,
}

impl WeekFields<'_> {
    fn holidays(&self) -> Vec<Choice> {
        let name =
            |code: &str| Choice::new(code, self.voice.named("reservations-week-holidays", code));
        ["usual", "off"].map(name).to_vec()
    }
}

/// The fields of opening hours, filled in with a text; `legend` is the key of their title.
pub fn week_fields(fields: Fields<'_>, legend: &'static str, text: &str) -> Html {
    let voice = fields.voice;
    let week = Hours::parse(text).ok().and_then(|hours| hours.weekly()).filter(is_plain);
    let days = (0..7).map(|day| {
        let spans = week.as_ref().and_then(|week| week.days.get(day));
        let said = spans.map(|spans| or_closed(voice, spans)).unwrap_or_default();
        let label = format!("reservations-weekday-{}", day + 1);
        fields.text(&format!("hours_{}", day + 1), &label).optional().or(said)
    });
    let off = week.as_ref().is_some_and(|week| week.holidays == OnHolidays::Closed);
    let part = WeekFields {
        voice,
        fields,
        legend,
        days: days.collect(),
        unfolded: week.is_none() && !text.is_empty()
            || fields.faults.iter().any(|fault| fault.field == "hours"),
        holidays: if off || text.is_empty() { "off" } else { "usual" },
        text: if week.is_some() { String::new() } else { text.to_owned() },
    };
    Html::of(&part)
}

/// Whether the lines of a form say all of it.
fn is_plain(week: &Week) -> bool {
    week.exceptions.is_empty() && !matches!(week.holidays, OnHolidays::Open(_))
}

/// The text of opening hours that a form means; empty if nothing was typed.
pub fn read_week(form: &Form, reader: &mut Reader<'_>) -> String {
    let typed = reader.text("hours", TEXT_CHARS);
    if !typed.is_empty() {
        return match Hours::parse(&typed) {
            Ok(hours) => hours.write().to_owned(),
            Err(fault) => {
                reader.fault("hours", fault.say());
                typed
            }
        };
    }
    let mut week = Week::default();
    for (day, spans) in week.days.iter_mut().enumerate() {
        let field = format!("hours_{}", day + 1);
        match spans_of(&reader.text(&field, DAY_CHARS)) {
            Some(read) => *spans = read,
            None => reader.fault(&field, "reservations-fault-day-hours"),
        }
    }
    if week.days.iter().all(Vec::is_empty) {
        return String::new();
    }
    if form.value("hours_ph") == "off" {
        week.holidays = OnHolidays::Closed;
    }
    match Hours::from_week(&week) {
        Ok(hours) => hours.write().to_owned(),
        Err(fault) => {
            let field = match fault.part {
                WeekPart::Day(day) => format!("hours_{}", day + 1),
                _ => "hours".to_owned(),
            };
            let key = match fault.kind {
                WeekFaultKind::Overlap => "reservations-fault-hours-overlap",
                _ => "reservations-fault-day-hours",
            };
            reader.fault(&field, Say::new(key));
            String::new()
        }
    }
}

/// The hours of a day as people write them; nothing if they cannot be understood.
fn spans_of(typed: &str) -> Option<Vec<Span>> {
    let text = typed.to_lowercase();
    if matches!(text.as_str(), "" | "-" | "–" | "fermé" | "ferme" | "closed" | "off") {
        return Some(Vec::new());
    }
    let times = times_of(&text)?;
    let (pairs, rest) = times.as_chunks::<2>();
    (rest.is_empty() && !pairs.is_empty())
        .then(|| pairs.iter().map(|[from, to]| Span::between(*from, *to)).collect())
}

/// The times of a line, in order: `9`, `9h`, `9 h 30`, `09:30`, `9.30`, `24h`.
fn times_of(text: &str) -> Option<Vec<Time>> {
    let mut rest = text.trim_start();
    let mut times = Vec::new();
    while let Some(sign) = rest.chars().next() {
        if !sign.is_ascii_digit() {
            rest = BETWEEN.iter().find_map(|word| rest.strip_prefix(word))?.trim_start();
            continue;
        }
        let hour = leading_number(&mut rest)?;
        let mut minute = 0;
        if let Some(more) = rest.trim_start().strip_prefix(['h', ':', '.']) {
            rest = more.trim_start();
            // In « 12 h 14 h » the second number is an hour, in « 12 h 30 » it is minutes.
            let mut after = rest;
            if let Some(number) = leading_number(&mut after)
                && !after.trim_start().starts_with(['h', ':', '.'])
            {
                (minute, rest) = (number, after);
            }
        }
        rest = rest.trim_start();
        let hour = if hour == 24 && minute == 0 { 0 } else { hour };
        times.push(Time::new(hour, minute, 0, 0).ok()?);
    }
    Some(times)
}

/// What may stand between two times.
const BETWEEN: [&str; 10] = ["-", "–", "—", "à", "to", "et", "and", ",", ";", "/"];

/// The number of one or two digits that a text begins with, taken off it.
fn leading_number(rest: &mut &str) -> Option<i8> {
    let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(digits)?;
    *rest = after;
    number.parse().ok()
}

fn spans_in_words(voice: &Voice, spans: &[Span]) -> String {
    let span = |span: &Span| {
        let (from, to) = span.times();
        let to = match to == Time::midnight() {
            true => voice.with("reservations-hour", "hour", 24_i64),
            false => clock(voice, to),
        };
        let args = [("from", clock(voice, from).into()), ("to", to.into())];
        voice.with_all("reservations-week-span", &args)
    };
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}

/// Opening hours as people read them: days, and their hours. What says more than a week is given as
/// it is written, under no day.
pub fn hours_in_words(voice: &Voice, text: &str) -> Vec<(String, String)> {
    let Ok(hours) = Hours::parse(text) else { return vec![(String::new(), text.to_owned())] };
    let Some(week) = hours.weekly() else { return vec![(String::new(), text.to_owned())] };
    let mut lines = Vec::new();
    let days: Vec<(usize, &Vec<Span>)> = week.days.iter().enumerate().collect();
    for run in days.chunk_by(|one, next| one.1 == next.1) {
        let [(first, spans), ..] = run else { continue };
        let last = run.last().map_or(*first, |(day, _)| *day);
        lines.push((days_in_words(voice, *first, last), or_closed(voice, spans)));
    }
    match &week.holidays {
        OnHolidays::AsUsual => {}
        OnHolidays::Closed => {
            lines.push((voice.say("reservations-week-ph"), or_closed(voice, &[])))
        }
        OnHolidays::Open(spans) => {
            lines.push((voice.say("reservations-week-ph"), or_closed(voice, spans)));
        }
    }
    for Exception { from, to, hours } in &week.exceptions {
        let days = match from == to {
            true => voice.date(*from),
            false => voice.with_all(
                "reservations-week-dates",
                &[("from", voice.date(*from).into()), ("to", voice.date(*to).into())],
            ),
        };
        lines.push((days, or_closed(voice, hours)));
    }
    lines
}

/// The days on which it is open with their hours, in one sentence.
pub fn hours_in_a_line(voice: &Voice, text: &str) -> String {
    let closed = or_closed(voice, &[]);
    let said = |(days, hours): (String, String)| match days.as_str() {
        "" => hours,
        _ => voice
            .with_all("reservations-week-line", &[("days", days.into()), ("hours", hours.into())]),
    };
    let lines = hours_in_words(voice, text).into_iter().filter(|(_, hours)| *hours != closed);
    lines.map(said).collect::<Vec<_>>().join(", ")
}

fn or_closed(voice: &Voice, spans: &[Span]) -> String {
    match spans {
        [] => voice.say("reservations-week-closed"),
        _ => spans_in_words(voice, spans),
    }
}

fn days_in_words(voice: &Voice, first: usize, last: usize) -> String {
    let name = |day: usize| voice.named("reservations-weekday", &(day + 1).to_string());
    match last - first {
        0 => name(first),
        _ => voice.with_all(
            "reservations-week-days",
            &[("first", name(first).into()), ("last", name(last).into())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::spans_of;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let said = |typed: &str| {
            spans_of(typed)
                .map(|spans| spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
        };
        let two = Some("09:00-12:30,14:00-18:00".to_owned());
        for typed in [
            "9 h – 12 h 30, 14 h – 18 h",
            "9h-12h30 14h-18h",
            "9 h 00 - 12 h 30 14 h - 18 h",
            "09:00-12:30, 14:00-18:00",
            "9\u{a0}h à 12\u{a0}h\u{a0}30 et 14 h à 18 h",
            "9-12.30/14-18",
        ] {
            assert_eq!(said(typed), two, "{typed}");
        }
        assert_eq!(said("9h-12h 14h-18h"), Some("09:00-12:00,14:00-18:00".to_owned()));
        assert_eq!(said("20h-2h"), Some("20:00-02:00".to_owned()));
        assert_eq!(said("0h-24h"), Some("00:00-24:00".to_owned()));
        assert_eq!(said("fermé"), Some(String::new()));
        assert_eq!(said(""), Some(String::new()));
        for typed in ["9h", "9h-12h-14h", "matin", "25h-26h", "9h60-10h", "9h-12h sauf lundi"] {
            assert_eq!(said(typed), None, "{typed}");
        }
    }
}
