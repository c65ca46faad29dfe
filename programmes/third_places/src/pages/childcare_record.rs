//! The record that protection maternelle et infantile may ask for, on a page and as files.

use askama::Template;
use axum::extract::Path;
use base::Refusal;
use jiff::civil::Date;
use people::{Actor, Look};
use reservations::childcare::Week;
use web::parts::{Cell, Column, Fields, Table, Tabs, Tone};
use web::{Ctx, Voice};

use super::childcare::kept_by;
use super::childcare_picture::rule;
use super::fields::{Kept, kept};
use super::{Answer, faults_of};
use crate::childcare::{self, later, monday};

#[derive(Template)]
#[template(path = "childcare_record.html")]
struct RecordPage<'a> {
    voice: &'a Voice,
    tabs: Tabs,
    base: String,
    period: String,
    table: Table<'a>,
    fields: Fields<'a>,
}

/// From which day until which: four weeks until today, unless the address says otherwise.
fn period(ctx: &Ctx) -> (Date, Date) {
    let today = ctx.app.world().now().in_france().date();
    let day = |name| ctx.query(name).and_then(|text| web::parse_date(&text));
    (day("first").unwrap_or(later(monday(today), -21)), day("last").unwrap_or(today))
}

fn weeks_table<'a>(voice: &'a Voice, weeks: &[Week]) -> Table<'a> {
    let columns = vec![
        Column::new("week", voice.say("places-child-column-week")),
        Column::new("present", voice.say("places-child-column-present")).numeric(),
        Column::new("capacity", voice.say("places-child-column-capacity")).numeric(),
        Column::new("rate", voice.say("places-child-column-rate")),
    ];
    let hours = |seconds: i64| voice.number(seconds / 3_600);
    let row = |week: &Week| {
        let percent = voice.percent(week.percent().unwrap_or(0) * 100);
        let tone = if week.is_over() { Tone::Bad } else { Tone::Good };
        vec![
            Cell::text(voice.date(week.monday)),
            Cell::text(hours(week.present)),
            Cell::text(hours(week.capacity)),
            Cell::badge(percent, tone),
        ]
    };
    let rows = weeks.iter().map(row).collect();
    Table::new(voice, "semaines", voice.say("places-child-weeks"), columns, rows)
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (id, days) = (known.nursery.id, period(&ctx));
    let acting = actor.clone();
    let read = ctx.app.store().read(move |tx| childcare::record(tx, &acting, id, days)).await;
    let voice = &ctx.voice;
    let (quarters, weeks, faults) = match faults_of(read)? {
        Ok((quarters, weeks)) => (quarters, weeks, Vec::new()),
        Err(faults) => (Vec::new(), Vec::new(), faults),
    };
    if let Some(format) = ctx.query("format") {
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults).into());
        }
        let look = Look {
            action: "places.record-seen",
            object: id.to_string(),
            detail: format!("{} {}", days.0, days.1),
        };
        people::looked(&ctx, &actor, vec![look]).await?;
        let sheet = match ctx.query("fiche").as_deref() {
            Some("semaines") => {
                childcare::weeks_sheet(&voice.say("places-child-weeks"), heads(voice, WEEK), &weeks)
            }
            _ => {
                let name = voice.say("places-child-record");
                let rule = |bound| rule(voice, bound);
                childcare::record_sheet(&name, heads(voice, QUARTER), &quarters, &rule)
            }
        };
        return Ok(web::download(&sheet, &format, "registre")?);
    }
    let filled: Kept = kept(&[("first", days.0.to_string()), ("last", days.1.to_string())]);
    let main = RecordPage {
        voice,
        tabs: known.tabs(voice, "/registre"),
        base: format!("{}/registre", known.base()),
        period: format!("first={}&last={}", days.0, days.1),
        table: weeks_table(voice, &weeks),
        fields: Fields::new(voice, &filled, &faults),
    };
    known.answer(&ctx, "places-child-record", &main, &faults)
}

const WEEK: &[&str] = &["week", "present", "capacity", "rate"];
const QUARTER: &[&str] =
    &["day", "time", "walking", "not-walking", "first", "second", "open", "most", "rule"];

fn heads(voice: &Voice, codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| voice.named("places-child-column", code)).collect()
}
