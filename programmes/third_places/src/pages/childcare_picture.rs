//! The plan of a nursery drawn: how many children may be there as a line, those expected as
//! surfaces, the shifts as bars below; the same in a table beside it.

use std::fmt::Write as _;

use base::Moment;
use reservations::Span;
use reservations::childcare::{Bound, Point, Shift};
use web::Voice;
use web::parts::{Cell, Column, Html, Table, Tone};

use crate::childcare::{HalfDay, Roster};

/// Height of the curve, of one bar, in units of the picture.
const CURVE: i64 = 160;
const BAR: i64 = 14;

fn escape(text: &str) -> String {
    Html::text(text).to_string()
}

/// A time as a clock shows it.
pub(super) fn clock(at: Moment) -> String {
    at.in_france().datetime().strftime("%H:%M").to_string()
}

/// From when until when, on one day.
pub(super) fn times(span: Span) -> String {
    format!("{}–{}", clock(span.from), clock(span.to))
}

/// What a picture shows.
pub(super) struct Picture<'a> {
    pub(super) title: String,
    pub(super) caption: String,
    pub(super) points: &'a [Point],
    /// Bars below: nothing for families.
    pub(super) roster: Option<&'a Roster>,
    pub(super) within: Span,
}

/// The curve with the shifts under it, for whoever keeps the nursery; for families what is free.
pub(super) fn picture(voice: &Voice, picture: &Picture<'_>) -> Html {
    let rows = picture.roster.map(bars).unwrap_or_default();
    let most = picture.points.iter().map(highest).max().unwrap_or(1).max(1);
    let (from, to) = bounds(picture);
    let scale = Scale { from, to, most };
    let mut drawn = hours(&scale);
    for point in picture.points {
        scale.point(&mut drawn, point, picture.roster.is_some());
    }
    for (row, shifts) in rows.iter().enumerate() {
        let y = CURVE + 6 + i64::try_from(row).unwrap_or(0) * BAR;
        for shift in shifts {
            let (x, width) = scale.across(shift.from.into(), shift.to.into());
            let height = BAR - 4;
            _ = write!(
                drawn,
                r#"<rect class="key-2" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
            );
        }
    }
    let height = CURVE + 6 + i64::try_from(rows.len()).unwrap_or(0) * BAR;
    let keys: &[(&str, &str)] = match picture.roster {
        Some(_) => &[
            ("key-0", "places-child-key-there"),
            ("key-1", "places-child-key-left"),
            ("over", "places-child-key-over"),
            ("key-2", "places-child-key-shift"),
        ],
        None => &[("key-0", "places-child-key-free"), ("key-1", "places-child-key-free-walking")],
    };
    let legend: String = keys
        .iter()
        .map(|(class, key)| {
            format!(
                r#"<li><span class="key {class}"></span><span>{}</span></li>"#,
                escape(&voice.say(key))
            )
        })
        .collect();
    let (title, caption) = (escape(&picture.title), escape(&picture.caption));
    let told = escape(&format!("{} – {}", clock(from), clock(to)));
    Html::trusted(format!(
        r#"<figure class="chart" role="figure" aria-label="{title}"><figcaption><strong>{title}</strong> <span class="more">{caption}</span></figcaption><svg role="img" aria-label="{title}, {told}" viewBox="0 0 1000 {height}" preserveAspectRatio="none" width="100%" height="{height}">{drawn}</svg><ul class="legend">{legend}</ul></figure>"#
    ))
}

/// The bars of everybody who has a shift.
fn bars(roster: &Roster) -> Vec<Vec<Shift>> {
    let of = roster.carers.iter().map(|carer| roster.on_duty(carer.id).copied().collect());
    of.filter(|shifts: &Vec<Shift>| !shifts.is_empty()).collect()
}

fn highest(point: &Point) -> u32 {
    point
        .capacity
        .walking
        .children
        .max(point.there.count())
        .max(point.capacity.not_walking.children)
}

/// From the first moment at which something is until the last.
fn bounds(picture: &Picture<'_>) -> (Moment, Moment) {
    let first = picture.points.first().map(|point| Moment::from(point.from));
    let last = picture.points.last().map(|point| Moment::from(point.to));
    let (first, last) = (first.unwrap_or(picture.within.from), last.unwrap_or(picture.within.to));
    (first.max(picture.within.from), last.min(picture.within.to).max(first))
}

struct Scale {
    from: Moment,
    to: Moment,
    most: u32,
}

impl Scale {
    fn x(&self, at: Moment) -> i64 {
        let whole = (self.to.0 - self.from.0).max(1);
        (at.0.clamp(self.from.0, self.to.0) - self.from.0) / 1_000 * 1_000 / (whole / 1_000).max(1)
    }

    fn across(&self, from: Moment, to: Moment) -> (i64, i64) {
        let x = self.x(from);
        (x, (self.x(to) - x).max(0))
    }

    fn y(&self, children: u32) -> i64 {
        CURVE - i64::from(children) * (CURVE - 10) / i64::from(self.most)
    }

    /// For the staff: who is there, what is left up to the line, what is too much. For families:
    /// what is free.
    fn point(&self, drawn: &mut String, point: &Point, staff: bool) {
        let (x, width) = self.across(point.from.into(), point.to.into());
        let mut surface = |class: &str, low: u32, high: u32| {
            let (top, bottom) = (self.y(high), self.y(low));
            if top < bottom {
                let height = bottom - top;
                _ = write!(
                    drawn,
                    r#"<rect class="{class}" x="{x}" y="{top}" width="{width}" height="{height}"/>"#
                );
            }
        };
        let there = point.there.count();
        let (small, large) = limits(point);
        if staff {
            surface("key-0", 0, there.min(small.max(large)));
            surface("key-1", there, large);
            surface("bar below", large, there);
            let y = self.y(large);
            let end = x + width;
            _ = write!(drawn, r#"<line class="limit" x1="{x}" x2="{end}" y1="{y}" y2="{y}"/>"#);
        } else {
            let (small, large) = (small.saturating_sub(there), large.saturating_sub(there));
            surface("key-1", small, large);
            surface("key-0", 0, small);
        }
    }
}

/// How many children may be there if more come who do not walk, or who do.
fn limits(point: &Point) -> (u32, u32) {
    (point.capacity.not_walking.children, point.capacity.walking.children)
}

/// A line for every hour on the clock, or every day of a longer stretch.
fn hours(scale: &Scale) -> String {
    const HOUR: i64 = 3_600_000_000;
    let step = if scale.to.0 - scale.from.0 > 36 * HOUR { 24 * HOUR } else { HOUR };
    let mut drawn = format!(r#"<line class="axis" x1="0" x2="1000" y1="{CURVE}" y2="{CURVE}"/>"#);
    let first = scale.from.0.div_euclid(step) + 1;
    for turn in first..=scale.to.0.div_euclid(step) {
        let x = scale.x(Moment(turn * step));
        _ = write!(
            drawn,
            r#"<line class="axis" x1="{x}" x2="{x}" y1="{}" y2="{CURVE}"/>"#,
            CURVE - 6
        );
    }
    drawn
}

/// The rule that binds, in words.
pub(super) fn rule(voice: &Voice, bound: Bound) -> String {
    let code = match bound {
        Bound::NoRule => "no-rule",
        Bound::Closed => "closed",
        Bound::LeastStaff => "least-staff",
        Bound::AloneUnqualified => "alone-unqualified",
        Bound::Alone => "alone",
        Bound::FirstCategory => "first-category",
        Bound::Ratio => "ratio",
        Bound::Places => "places",
    };
    voice.named("places-child-rule", code)
}

fn when(voice: &Voice, point: &Point, with_day: bool) -> String {
    let span = Span { from: point.from.into(), to: point.to.into() };
    if with_day { format!("{}, {}", voice.day(span.from), times(span)) } else { times(span) }
}

/// The same in a table: stretch by stretch, with the rule that binds.
pub(super) fn plan_table<'a>(voice: &'a Voice, points: &[Point], with_day: bool) -> Table<'a> {
    let columns = vec![
        Column::new("when", voice.say("places-child-column-when")),
        Column::new("staff", voice.say("places-child-column-staff")).numeric(),
        Column::new("there", voice.say("places-child-column-there")).numeric(),
        Column::new("small", voice.say("places-child-column-small")).numeric(),
        Column::new("large", voice.say("places-child-column-large")).numeric(),
        Column::new("rule", voice.say("places-child-column-rule")),
    ];
    let row = |point: &Point| {
        let (small, large) = limits(point);
        let there = point.there.count();
        let bound = rule(voice, point.capacity.not_walking.bound);
        let rule = match there > small {
            true => Cell::badge(voice.with("places-child-broken", "rule", bound), Tone::Bad),
            false => Cell::text(bound),
        };
        vec![
            Cell::text(when(voice, point, with_day)),
            Cell::text(point.staff.count().to_string()),
            Cell::text(there.to_string()),
            Cell::text(small.to_string()),
            Cell::text(large.to_string()),
            rule,
        ]
    };
    let rows = points.iter().map(row).collect();
    Table::new(voice, "plan", voice.say("places-child-plan-table"), columns, rows)
}

/// What is free, stretch by stretch, for families.
pub(super) fn free_table<'a>(voice: &'a Voice, points: &[Point]) -> Table<'a> {
    let columns = vec![
        Column::new("when", voice.say("places-child-column-when")),
        Column::new("small", voice.say("places-child-column-free-small")).numeric(),
        Column::new("large", voice.say("places-child-column-free-large")).numeric(),
    ];
    let open = points.iter().filter(|point| point.open > 0);
    let row = |point: &Point| {
        let (small, large) = limits(point);
        let there = point.there.count();
        vec![
            Cell::text(when(voice, point, false)),
            Cell::text(small.saturating_sub(there).to_string()),
            Cell::text(large.saturating_sub(there).to_string()),
        ]
    };
    let rows = open.map(row).collect();
    Table::new(voice, "libre", voice.say("places-child-free-table"), columns, rows)
}

/// Half days drawn: a column each, as high as there are places.
pub(super) fn halves_picture(voice: &Voice, halves: &[HalfDay]) -> Html {
    let most =
        halves.iter().map(|half| half.walking.max(half.not_walking)).max().unwrap_or(0).max(1);
    let width = i64::try_from(halves.len()).unwrap_or(0).max(1) * 10;
    let mut drawn = format!(r#"<line class="axis" x1="0" x2="{width}" y1="100" y2="100"/>"#);
    for (place, half) in halves.iter().enumerate() {
        let x = i64::try_from(place).unwrap_or(0) * 10 + 1;
        for (class, places) in [("key-1", half.walking), ("key-0", half.not_walking)] {
            let height = places * 95 / most;
            let y = 100 - height;
            _ = write!(
                drawn,
                r#"<rect class="{class}" x="{x}" y="{y}" width="8" height="{height}"/>"#
            );
        }
    }
    let title = escape(&voice.say("places-child-free-title"));
    let caption = escape(&voice.say("places-child-free-caption"));
    let (small, large) = (
        escape(&voice.say("places-child-key-free")),
        escape(&voice.say("places-child-key-free-walking")),
    );
    Html::trusted(format!(
        r#"<figure class="chart" role="figure" aria-label="{title}"><figcaption><strong>{title}</strong> <span class="more">{caption}</span></figcaption><svg role="img" aria-label="{title}" viewBox="0 0 {width} 102" preserveAspectRatio="none" width="100%" height="120">{drawn}</svg><ul class="legend"><li><span class="key key-0"></span><span>{small}</span></li><li><span class="key key-1"></span><span>{large}</span></li></ul></figure>"#
    ))
}

/// The same in a table: a line a half day.
pub(super) fn halves_table<'a>(voice: &'a Voice, halves: &[HalfDay]) -> Table<'a> {
    let columns = vec![
        Column::new("when", voice.say("places-child-column-when")),
        Column::new("small", voice.say("places-child-column-free-small")).numeric(),
        Column::new("large", voice.say("places-child-column-free-large")).numeric(),
    ];
    let row = |half: &HalfDay| {
        let day = format!("{}, {}", voice.date(half.day), times(half.span));
        vec![
            Cell::text(day),
            Cell::text(half.not_walking.to_string()),
            Cell::text(half.walking.to_string()),
        ]
    };
    let rows = halves.iter().map(row).collect();
    Table::new(voice, "places", voice.say("places-child-free-table"), columns, rows)
}
