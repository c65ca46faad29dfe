//! What came of meetings: answered by those who met, counted for the network.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use paper::{Cell as Held, Sheet};
use people::Actor;
use web::chart::{BarChart, Datum, bar_chart};
use web::parts::{Cell, Column, Empty, Html, Table};
use web::{Ctx, Form, Listing, PageHead, Voice};

use super::Answer;
use super::meeting::crumbs;
use crate::meeting::{self, ANSWERS, COUNTED, LEAST, Line, Question};

const FIGURES: &str = "/bureau/rencontres";
/// Lines that the picture shows.
const DRAWN: usize = 12;

#[derive(Template)]
#[template(path = "meeting_outcomes.html")]
struct OutcomesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    all: &'a [(Question, String)],
}

impl OutcomesPage<'_> {
    fn answers(&self) -> [&'static str; 5] {
        ANSWERS
    }
}

#[derive(Template)]
#[template(path = "meeting_figures.html")]
struct FiguresPage<'a> {
    voice: &'a Voice,
    picture: Html,
    table: Table<'a>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    let (questions, met, ideas) = ctx
        .app
        .store()
        .read(move |tx| {
            let questions = meeting::questions(tx, &actor)?;
            let met = meeting::introductions(tx, &actor)?;
            Ok((questions, met, meeting::ideas(tx, &actor)?))
        })
        .await?;
    let voice = &ctx.voice;
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for one in met {
        names.insert(one.id.to_string(), voice.with("places-meet-with", "name", one.name));
    }
    for (idea, _) in ideas {
        names.insert(
            idea.id.to_string(),
            voice.with("places-meet-idea-called", "title", idea.text.title),
        );
    }
    let named = |one: Question| {
        let name = names.get(&one.subject).cloned();
        let name = name.unwrap_or_else(|| voice.named("places-meet-about", &one.kind));
        (one, name)
    };
    let all: Vec<(Question, String)> = questions.into_iter().map(named).collect();
    let main = OutcomesPage { voice, csrf: &ctx.visitor.csrf, all: &all };
    let title = voice.say("places-meet-outcomes");
    let crumbs = crumbs(voice, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, ..PageHead::default() }, &main)?)
}

pub(super) async fn answer(
    ctx: Ctx,
    actor: Actor,
    Path(subject): Path<String>,
    form: Form,
) -> Answer {
    let mut reader = form.reader();
    let answer = form.value("answer").to_owned();
    let count = reader.number("count", 1, 1_000).unwrap_or(1);
    let words = reader.text("words", 600);
    reader.finish()?;
    let write = move |tx: &mut store::Tx| {
        meeting::answer_question(tx, &actor, &subject, (&answer, count, &words))
    };
    ctx.app.store().write(write).await?;
    Ok(ctx.see("/rencontres/suites", "places-notice-outcome"))
}

/// A number as it may be told.
fn told(voice: &Voice, count: i64) -> String {
    match meeting::told(count) {
        Some(count) => voice.number(count),
        None => voice.with("places-meet-fewer", "least", LEAST),
    }
}

fn name(voice: &Voice, line: &Line) -> String {
    match line.place {
        Some(_) if !line.name.is_empty() => line.name.clone(),
        _ => voice.say("places-meet-no-place"),
    }
}

fn when(voice: &Voice, line: &Line) -> String {
    let args =
        [("quarter", line.quarter.to_string().into()), ("year", line.year.to_string().into())];
    voice.with_all("places-meet-quarter", &args)
}

pub(super) async fn figures(ctx: Ctx, actor: Actor) -> Answer {
    let lines = ctx.app.store().read(move |tx| meeting::figures(tx, &actor)).await?;
    let voice = &ctx.voice;
    let listing = Listing::of(&ctx);
    if let Some(format) = &listing.format {
        return Ok(web::download(&sheet(voice, &lines), format, "rencontres")?);
    }
    let bar = |line: &Line| {
        let accepted = line.counts.get(1).copied().unwrap_or_default();
        let label = format!("{}, {}", name(voice, line), when(voice, line));
        let value = meeting::told(accepted).unwrap_or(0) as f64;
        Datum::new(label, value, told(voice, accepted))
    };
    let picture = bar_chart(
        voice,
        &BarChart {
            title: voice.say("places-meet-picture"),
            unit: voice.say("places-meet-count-accepted"),
            bars: lines.iter().take(DRAWN).map(bar).collect(),
            caption: voice.with("places-meet-picture-caption", "least", LEAST),
        },
    );
    let main = FiguresPage { voice, picture, table: table(voice, &lines, &listing) };
    let title = voice.say("places-meet-figures");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &[], wide: true }, &main)?)
}

fn heads(voice: &Voice) -> Vec<String> {
    let own = ["quarter", "place"].map(|code| voice.named("places-meet-column", code));
    own.into_iter().chain(COUNTED.map(|code| voice.named("places-meet-count", code))).collect()
}

fn table<'a>(voice: &'a Voice, lines: &[Line], listing: &Listing) -> Table<'a> {
    let codes = ["quarter", "place"].into_iter().chain(COUNTED);
    let columns = codes.zip(heads(voice)).enumerate().map(|(at, (code, head))| {
        let column = Column::new(code, head);
        if at < 2 { column } else { column.numeric() }
    });
    let row = |line: &Line| {
        let own = [Cell::text(when(voice, line)), Cell::text(name(voice, line))];
        let counts = line.counts.iter().map(|count| Cell::text(told(voice, *count)));
        own.into_iter().chain(counts).collect()
    };
    let caption = voice.say("places-meet-figures-table");
    let rows = lines.iter().map(row).collect();
    Table {
        exports: listing.exports(FIGURES),
        empty: lines.is_empty().then(|| Empty {
            title: voice.say("places-meet-figures-none"),
            what: voice.say("places-meet-figures-none-what"),
            next: None,
        }),
        ..Table::new(voice, "figures", caption, columns.collect(), rows)
    }
}

/// The same as a file; what is small is left as the words that say so.
fn sheet(voice: &Voice, lines: &[Line]) -> Sheet {
    let row = |line: &Line| {
        let own = [Held::Text(when(voice, line)), Held::Text(name(voice, line))];
        let counts = line.counts.iter().map(|count| match meeting::told(*count) {
            Some(count) => Held::Number(count as f64),
            None => Held::Text(format!("<{LEAST}")),
        });
        own.into_iter().chain(counts).collect()
    };
    Sheet {
        name: voice.say("places-meet-figures"),
        head: heads(voice),
        rows: lines.iter().map(row).collect(),
    }
}
