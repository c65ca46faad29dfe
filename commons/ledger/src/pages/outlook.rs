//! The weeks to come, as a picture and as a table.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::Cents;
use people::Actor;
use web::chart::{Datum, LineChart, line_chart};
use web::parts::{Cell, Column, Html, Table};
use web::{Ctx, PageHead, Refused, Voice};

use super::crumbs;
use crate::books::book;
use crate::entities::Entity;
use crate::model::EntityId;
use crate::outlook::{Week, forecast};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "outlook.html")]
struct OutlookPage<'a> {
    voice: &'a Voice,
    entity: &'a Entity,
    title: String,
    chart: Html,
    table: Table<'a>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let (entity, (there, weeks)) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let forecast = forecast(tx, &actor, entity.id)?;
            Ok((entity, forecast))
        })
        .await?;
    let voice = &ctx.voice;
    let money = |cents: i64| voice.money(Cents(cents));
    let lowest = weeks.iter().min_by_key(|week| week.left);
    let title = match lowest.filter(|week| week.left < 0) {
        Some(week) => voice.with("ledger-outlook-short", "date", voice.date(week.ends.date())),
        None => {
            let least = lowest.map_or(there, |week| week.left.min(there));
            voice.with("ledger-outlook-enough", "amount", money(least))
        }
    };
    let main = OutlookPage {
        voice,
        entity: &entity,
        title,
        chart: chart(voice, there, &weeks),
        table: table(voice, &weeks),
    };
    let title = voice.say("ledger-outlook");
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

fn chart(voice: &Voice, there: i64, weeks: &[Week]) -> Html {
    let datum = |label: String, cents: i64| {
        Datum::new(label, cents as f64 / 100.0, voice.money(Cents(cents)))
    };
    let today = datum(voice.say("ledger-outlook-today"), there);
    let weeks = weeks.iter().map(|week| datum(voice.date(week.ends.date()), week.left));
    let chart = LineChart {
        title: voice.say("ledger-outlook-chart"),
        unit: voice.say("ledger-euros"),
        points: std::iter::once(today).chain(weeks).collect(),
        caption: voice.say("ledger-outlook-source"),
    };
    line_chart(voice, &chart)
}

fn table<'a>(voice: &'a Voice, weeks: &[Week]) -> Table<'a> {
    let columns = vec![
        Column::new("semaine", voice.say("ledger-outlook-week")),
        Column::new("entre", voice.say("ledger-outlook-comes")).numeric(),
        Column::new("sort", voice.say("ledger-outlook-goes")).numeric(),
        Column::new("reste", voice.say("ledger-outlook-left")).numeric(),
    ];
    let row = |week: &Week| {
        let money = |cents: i64| Cell::text(voice.money(Cents(cents)));
        let until = voice.with("ledger-outlook-until", "date", voice.date(week.ends.date()));
        vec![Cell::text(until), money(week.comes), money(week.goes), money(week.left)]
    };
    let rows = weeks.iter().map(row).collect();
    Table::new(voice, "semaines", voice.say("ledger-outlook-weeks"), columns, rows)
}
