//! What is free, drawn: a bar a day, from the first hour to the last; the same in words beside it.

use std::fmt::Write;

use base::{Moment, Outcome};
use jiff::civil::Date;
use web::Voice;

use super::{day_of, local, times};
use crate::availability::Free;
use crate::model::{Site, Span};

/// A day of a picture.
pub(super) struct Day {
    /// Its name.
    pub(super) name: String,
    /// What is free, in words.
    pub(super) said: Vec<String>,
    /// The bar; empty when closed.
    pub(super) bar: String,
}

/// Days in words and bars. What has begun is not shown as free.
pub(super) fn days(
    voice: &Voice,
    site: &Site,
    free: &Free,
    dates: &[Date],
    now: Moment,
) -> Outcome<Vec<Day>> {
    let (first, last) = hours(site, free)?;
    dates
        .iter()
        .map(|date| {
            let day = day_of(site, *date)?;
            let parts: Vec<(Span, i64)> = free
                .spans
                .iter()
                .filter(|(span, _)| span.meets(day))
                .map(|(span, left)| {
                    (Span { from: span.from.max(day.from), to: span.to.min(day.to) }, *left)
                })
                .collect();
            let mut said = Vec::new();
            for (span, left) in &parts {
                let to_come = Span { from: span.from.max(now), to: span.to };
                if *left > 0 && to_come.from < to_come.to {
                    let times = times(voice, site, to_come)?;
                    said.push(match free.capacity {
                        1 => times,
                        _ => voice.with_all(
                            "reservations-free-of",
                            &[("times", times.into()), ("left", (*left).into())],
                        ),
                    });
                }
            }
            let bar = bar(site, free.capacity, &parts, (first, last), now)?;
            Ok(Day { name: named(voice, *date), said, bar })
        })
        .collect()
}

/// A day with its name: samedi 28 novembre.
fn named(voice: &Voice, date: Date) -> String {
    let weekday = (date.weekday().to_monday_zero_offset() + 1).to_string();
    let weekday = voice.named("reservations-weekday", &weekday);
    let args = [("weekday", weekday.into()), ("day", voice.date(date).into())];
    voice.with_all("reservations-day-named", &args)
}

/// The first and the last hour that something is let, on the wall: from there to there a picture
/// goes.
pub(super) fn hours(site: &Site, free: &Free) -> Outcome<(i64, i64)> {
    let (mut first, mut last) = (24, 0);
    for (span, _) in &free.spans {
        let (from, to) = (local(site, span.from)?, local(site, span.to)?);
        let over = to.date() != from.date();
        first = first.min(if over && span.minutes() >= 1_440 { 0 } else { i64::from(from.hour()) });
        let end = i64::from(to.hour()) + i64::from(to.minute() > 0);
        last = last.max(if over { 24 } else { end });
    }
    Ok(if first >= last { (8, 20) } else { (first, last) })
}

fn bar(
    site: &Site,
    capacity: i64,
    parts: &[(Span, i64)],
    (first, last): (i64, i64),
    now: Moment,
) -> Outcome<String> {
    if parts.is_empty() {
        return Ok(String::new());
    }
    let width = ((last - first) * 60).max(60);
    let mut drawn = String::new();
    for (span, left) in parts {
        let from = local(site, span.from)?;
        let x = i64::from(from.hour()) * 60 + i64::from(from.minute()) - first * 60;
        let used = capacity - left;
        let class = match (span.to <= now, *left) {
            (true, _) => "past",
            (false, 0) => "full",
            (false, _) if used > 0 => "part",
            (false, _) => "free",
        };
        _ = write!(
            drawn,
            r#"<rect class="{class}" x="{x}" y="0" width="{}" height="20"/>"#,
            span.minutes(),
        );
    }
    for hour in 1..(last - first) {
        let x = hour * 60;
        _ = write!(drawn, r#"<line x1="{x}" x2="{x}" y1="14" y2="20"/>"#);
    }
    Ok(format!(
        r#"<svg class="day-bar" viewBox="0 0 {width} 20" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>"#
    ))
}
