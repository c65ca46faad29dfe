//! The register of processing (article 30 of the RGPD), made from the data map: what stands in the
//! tables and what stands in the register cannot differ.

use askama::Template;
use axum::response::Response;
use base::{Moment, Refusal};
use paper::{Block, Document};
use people::Policy;
use people::data_map::Personal;
use web::parts::{Cell, Column, Table};
use web::{Ctx, PageHead, Publisher, Refused, Routes, Voice};

use crate::DATA_MAPS;

type Answer = Result<Response, Refused>;

const PATH: &str = "/donnees-personnelles/registre";

/// What is told of each piece of data, in the order of the columns.
const COLUMNS: [&str; 6] = ["data", "persons", "recipients", "retention", "basis", "erasure"];

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage<'a> {
    voice: &'a Voice,
    body: String,
    tables: Vec<Table<'a>>,
}

/// One processing: a purpose and the data that serve it.
struct Processing {
    purpose: &'static str,
    lines: Vec<Line>,
}

/// Columns of any tables that the map treats alike.
struct Line {
    row: Personal,
    places: Vec<String>,
}

impl Line {
    /// What is told of it, in the order of [`COLUMNS`].
    fn cells(&self, voice: &Voice) -> [String; 6] {
        let Personal { what, persons, seen_by, retention, basis, erasure, .. } = self.row;
        [
            voice.say(what),
            voice.say(persons),
            voice.say(seen_by),
            retention.in_words(voice),
            voice.say(basis),
            erasure.in_words(voice),
        ]
    }
}

pub(crate) fn routes() -> Routes<Policy> {
    Routes::new(people::guard).get(PATH, Policy::Anyone, show).get(
        "/donnees-personnelles/registre.pdf",
        Policy::Anyone,
        print,
    )
}

/// The map by purpose, each in the order of its first mention.
fn processings() -> Vec<Processing> {
    let mut all: Vec<Processing> = Vec::new();
    for row in DATA_MAPS.iter().flat_map(|map| map.personal) {
        let place = format!("{}: {}", row.table, row.columns.join(", "));
        let at = all.iter().position(|known| known.purpose == row.purpose);
        let at = at.unwrap_or_else(|| {
            all.push(Processing { purpose: row.purpose, lines: Vec::new() });
            all.len() - 1
        });
        let Some(processing) = all.get_mut(at) else { continue };
        let row = Personal { table: "", columns: &[], ..*row };
        match processing.lines.iter_mut().find(|line| line.row == row) {
            Some(line) => line.places.push(place),
            None => processing.lines.push(Line { row, places: vec![place] }),
        }
    }
    all
}

async fn show(ctx: Ctx) -> Answer {
    let voice = &ctx.voice;
    let columns =
        || COLUMNS.map(|key| Column::new(key, voice.named("home-register-column", key))).to_vec();
    let table = |(at, processing): (usize, &Processing)| {
        let rows = processing.lines.iter().map(|line| {
            let mut cells = line.cells(voice).map(Cell::text);
            if let Some(first) = cells.first_mut() {
                first.more = Some(line.places.join(" ; "));
            }
            cells.to_vec()
        });
        let caption = voice.say(processing.purpose);
        Table::new(voice, format!("traitement-{}", at + 1), caption, columns(), rows.collect())
    };
    let main = RegisterPage {
        voice,
        body: web::markdown(&introduction(voice, &ctx.visitor.publisher)),
        tables: processings().iter().enumerate().map(table).collect(),
    };
    let title = voice.say("home-register");
    Ok(ctx.page_with(&PageHead { title: &title, wide: true, ..PageHead::default() }, &main)?)
}

async fn print(ctx: Ctx) -> Answer {
    let document = document(&ctx.voice, &ctx.visitor.publisher, ctx.app.world().now());
    let printed = tokio::task::spawn_blocking(move || paper::pdf(&document)).await;
    let bytes = printed.map_err(Refusal::broken)?.map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", "registre.pdf"))
}

/// What stands above the tables; who answers comes second.
fn introduction(voice: &Voice, publisher: &Publisher) -> String {
    let text = voice.say("home-register-text");
    let (first, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
    [first, &crate::home::answering(voice, publisher), rest].join("\n\n")
}

fn document(voice: &Voice, publisher: &Publisher, now: Moment) -> Document {
    let introduction = introduction(voice, publisher);
    let paragraphs = introduction.split("\n\n").map(|text| Block::Paragraph(text.to_owned()));
    let mut blocks: Vec<Block> = paragraphs.collect();
    for processing in processings() {
        blocks.push(Block::Heading(voice.say(processing.purpose)));
        for line in &processing.lines {
            let names = COLUMNS.map(|key| voice.named("home-register-column", key));
            let mut pairs: Vec<(String, String)> =
                names.into_iter().zip(line.cells(voice)).collect();
            pairs.push((voice.say("home-register-places"), line.places.join("\n")));
            blocks.push(Block::Pairs(pairs));
        }
    }
    Document {
        lang: voice.lang,
        title: voice.say("home-register"),
        sender: vec![match publisher.name.as_str() {
            "" => voice.say("web-site"),
            name => name.to_owned(),
        }],
        recipient: Vec::new(),
        place_date: voice.day(now),
        reference: None,
        blocks,
        footer: voice.say("home-register-footer"),
    }
}
