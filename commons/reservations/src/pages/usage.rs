//! How much of a site was used: by hour of the day and day of the week, as a picture and a table.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use paper::{Cell as SheetCell, Sheet};
use people::Actor;
use web::parts::{Cell, Column, Figure, Figures, Table};
use web::{Ctx, Listing, PageHead, Refused, Voice};

use super::{crumbs, local};
use crate::availability::use_by_hour;
use crate::model::{SiteId, Span};
use crate::sites::{kept_site, resources_of};

type Answer = Result<Response, Refused>;

/// Days back that are counted.
const DAYS: i64 = 28;

#[derive(Template)]
#[template(path = "usage.html")]
struct UsagePage<'a> {
    voice: &'a Voice,
    title: String,
    figures: Figures,
    map: String,
    table: Table<'a>,
}

/// Minutes used and minutes open, by day of the week (Monday first) and hour.
type Week = [[(i64, i64); 24]; 7];

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: SiteId = id.parse()?;
    let listing = Listing::of(&ctx);
    let now = ctx.app.world().now();
    let (site, hours) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &actor, id)?;
            let things = resources_of(tx, id)?;
            let within = Span { from: now.plus_days(-DAYS), to: now };
            let hours = use_by_hour(tx, &site, &things, within)?;
            Ok((site, hours))
        })
        .await?;
    let voice = &ctx.voice;
    let mut week: Week = [[(0, 0); 24]; 7];
    for (at, used, open) in hours {
        let here = local(&site, at)?;
        let day = usize::from(here.weekday().to_monday_zero_offset().unsigned_abs());
        let hour = usize::from(here.hour().unsigned_abs());
        if let Some(cell) = week.get_mut(day).and_then(|day| day.get_mut(hour)) {
            cell.0 += used;
            cell.1 += open;
        }
    }
    if let Some(format) = &listing.format {
        let name = format!("occupation-{id}");
        return Ok(web::download(&sheet(voice, &week), format, &name)?);
    }
    let (used, open) =
        week.iter().flatten().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
    let share = if open > 0 { used * 10_000 / open } else { 0 };
    let title = voice.with("reservations-use-title", "share", voice.percent(share));
    let figures = Figures(vec![
        Figure::new(voice.say("reservations-use-hours"), voice.number(used / 60)),
        Figure::new(voice.say("reservations-use-open"), voice.number(open / 60)),
    ]);
    let mut table = table(voice, &week);
    table.exports = listing.exports(&format!("/sites/{id}/occupation"));
    let main = UsagePage { voice, title: title.clone(), figures, map: heat(voice, &week), table };
    let crumbs = crumbs(&site, &voice.say("reservations-use"));
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

fn share((used, open): (i64, i64)) -> Option<i64> {
    (open > 0).then(|| used * 10_000 / open)
}

fn day_name(voice: &Voice, day: usize) -> String {
    voice.named("reservations-weekday", &(day + 1).to_string())
}

/// Hours in which something is ever open.
fn shown(week: &Week) -> Vec<usize> {
    (0..24)
        .filter(|hour| week.iter().any(|day| day.get(*hour).is_some_and(|cell| cell.1 > 0)))
        .collect()
}

/// Darker where more is used: a square an hour, a row a day.
fn heat(voice: &Voice, week: &Week) -> String {
    use std::fmt::Write;
    let hours = shown(week);
    if hours.is_empty() {
        return String::new();
    }
    let (width, mut drawn) = (hours.len() * 24 + 40, String::new());
    for (row, day) in week.iter().enumerate() {
        let name: String = day_name(voice, row).chars().take(2).collect();
        _ = write!(drawn, r#"<text x="0" y="{}">{name}</text>"#, row * 24 + 36);
        for (column, hour) in hours.iter().enumerate() {
            let Some(share) = day.get(*hour).copied().and_then(share) else { continue };
            let level = (share + 1_999) / 2_000;
            _ = write!(
                drawn,
                r#"<rect class="heat-{level}" x="{}" y="{}" width="22" height="22"/>"#,
                column * 24 + 40,
                row * 24 + 20,
            );
        }
    }
    for (column, hour) in hours.iter().enumerate().step_by(2) {
        _ = write!(drawn, r#"<text x="{}" y="14">{hour}</text>"#, column * 24 + 42);
    }
    format!(r#"<svg class="heat" viewBox="0 0 {width} 190" aria-hidden="true">{drawn}</svg>"#)
}

fn table<'a>(voice: &'a Voice, week: &Week) -> Table<'a> {
    let hours = shown(week);
    let mut columns = vec![Column::new("heure", voice.say("reservations-use-hour"))];
    columns.extend((0..7).map(|day| Column::new(day.to_string(), day_name(voice, day)).numeric()));
    let row = |hour: &usize| {
        let mut cells = vec![Cell::text(voice.with("reservations-hour", "hour", *hour))];
        cells.extend(week.iter().map(|day| {
            let share = day.get(*hour).copied().and_then(share);
            Cell::text(share.map_or_else(|| "–".to_owned(), |share| voice.percent(share)))
        }));
        cells
    };
    let rows = hours.iter().map(row).collect();
    Table::new(voice, "occupation", voice.say("reservations-use-table"), columns, rows)
}

fn sheet(voice: &Voice, week: &Week) -> Sheet {
    let mut rows = Vec::new();
    for (day, hours) in week.iter().enumerate() {
        for (hour, (used, open)) in hours.iter().enumerate().filter(|(_, cell)| cell.1 > 0) {
            rows.push(vec![
                SheetCell::Text(day_name(voice, day)),
                SheetCell::Number(hour as f64),
                SheetCell::Number(*used as f64),
                SheetCell::Number(*open as f64),
            ]);
        }
    }
    let head = ["day", "hour", "used", "open"];
    Sheet {
        name: voice.say("reservations-use"),
        head: head.map(|column| voice.named("reservations-sheet", column)).to_vec(),
        rows,
    }
}
