//! What a place says of itself, its access and its energy: three forms over one document.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Choice, Crumb, Field, Fields, Filled, Html, Tabs};
use web::{Ctx, Form, PageHead, Voice};

use super::desk::{Tab, tabs};
use super::fields::{choices, keep_place, kept, read_place};
use super::{Answer, Side, faults_of, titled};
use crate::model::{Energy, Place, PlaceId, PlaceText, Stay};
use crate::{places, vocabulary};

/// Rows of energy that a form offers beyond those that are there.
const SPARE_ROWS: usize = 3;
/// Rows of energy of a place, at most.
const ENERGY_MOST: usize = 60;

#[derive(Template)]
#[template(path = "desk_text.html")]
struct TextPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    action: String,
    version: Option<i64>,
    key: Option<String>,
    tabs: Option<Tabs>,
    hours: Html,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "desk_access.html")]
struct AccessPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    place: &'a Place,
    tabs: Tabs,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "desk_energy.html")]
struct EnergyPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    place: &'a Place,
    tabs: Tabs,
    fields: Fields<'a>,
    rows: usize,
}

impl TextPage<'_> {
    fn stays(&self) -> Vec<Choice> {
        choices(self.voice, "places-kind", &Stay::ALL.map(Stay::code))
    }

    fn typologies(&self) -> Vec<Choice> {
        choices(self.voice, "places-typology", vocabulary::TYPOLOGIES)
    }
}

impl AccessPage<'_> {
    fn questions(&self) -> Vec<Field<'_>> {
        let question = |(key, _): &(&str, &str)| {
            let answers = [("oui", "places-yes"), ("non", "places-no"), ("", "places-unsaid")]
                .map(|(value, said)| Choice::new(value, self.voice.say(said)));
            let label = format!("places-access-{key}");
            self.fields.radios(key, &label, answers.to_vec()).or("").optional()
        };
        vocabulary::ACCESS.iter().map(question).collect()
    }
}

impl EnergyPage<'_> {
    fn row(&self, at: usize) -> Vec<Field<'_>> {
        let named = |field: &str| format!("energy.{at}.{field}");
        let sources = choices(self.voice, "places-energy", vocabulary::ENERGY);
        vec![
            self.fields.number(&named("year"), "places-energy-year", 1990, 2100).optional(),
            self.fields.select(&named("source"), "places-energy-source", sources).optional(),
            self.fields.number(&named("kwh"), "places-energy-kwh", 0, 1_000_000_000).optional(),
            self.fields.text(&named("origin"), "places-energy-origin").max(150).optional(),
        ]
    }

    /// Each row with its legend.
    fn rows(&self) -> Vec<(String, Vec<Field<'_>>)> {
        let legend =
            |at: usize| self.voice.with("places-energy-row", "number", (at + 1).to_string());
        (0..self.rows).map(|at| (legend(at), self.row(at))).collect()
    }
}

async fn load(ctx: &Ctx, actor: &Actor, id: PlaceId) -> Outcome<Place> {
    let acting = actor.clone();
    ctx.app.store().read(move |tx| places::own_place(tx, &acting, id)).await
}

pub(super) async fn new(ctx: Ctx) -> Answer {
    new_page(&ctx, &Form::default(), &[])
}

fn new_page(ctx: &Ctx, form: &Form, faults: &[Fault]) -> Answer {
    let key: base::Id<Form> = ctx.app.world().id();
    let main = TextPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        action: "/bureau/lieux/nouveau".to_owned(),
        version: None,
        key: Some(key.to_string()),
        tabs: None,
        hours: hours(Fields::new(&ctx.voice, form, faults), ""),
        fields: Fields::new(&ctx.voice, form, faults),
    };
    let title = ctx.voice.say("places-new");
    let crumbs = [
        Crumb { label: ctx.voice.say("places-desk"), href: Some("/bureau/lieux".to_owned()) },
        Crumb { label: title.clone(), href: None },
    ];
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn create(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let key = form.key("new-place", &actor.name_in_log())?;
    let text = match faults_of(read_place(&form, &PlaceText::default()))? {
        Ok(text) => text,
        Err(faults) => return new_page(&ctx, &form, &faults),
    };
    let number = form.value("host_number").to_owned();
    let name: String = form.value("host_name").trim().chars().take(150).collect();
    let made = ctx
        .app
        .store()
        .write_once(move |tx| {
            let host = places::host_of(tx, &actor, &number, &name)?;
            store::once(tx, &key, &format!("{host:?} {text:?}"), |tx| {
                places::create_place(tx, &actor, &host, &text)
            })
        })
        .await;
    match faults_of(made)? {
        Ok(id) => Ok(ctx.see(&format!("/bureau/lieux/{id}"), "places-notice-created")),
        Err(faults) => new_page(&ctx, &form, &faults),
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let place = load(&ctx, &actor, id.parse()?).await?;
    let kept = keep_place(&place.text);
    text_page(&ctx, &place, &kept, &[])
}

fn text_page(ctx: &Ctx, place: &Place, filled: &dyn Filled, faults: &[Fault]) -> Answer {
    let (side, voice) = (Side::of(ctx), &ctx.voice);
    let main = TextPage {
        voice,
        csrf: &ctx.visitor.csrf,
        action: format!("{}/{}/fiche", side.base(), place.id),
        version: Some(place.version),
        key: None,
        tabs: Some(tabs(voice, side, place, Tab::Text)),
        hours: hours(Fields::new(voice, filled, faults), &place.text.hours),
        fields: Fields::new(voice, filled, faults),
    };
    answer(ctx, place, "places-text", &main, faults)
}

fn hours(fields: Fields<'_>, text: &str) -> Html {
    reservations::week_fields(fields, "places-edit-hours", text)
}

fn answer(
    ctx: &Ctx,
    place: &Place,
    key: &'static str,
    main: &impl Template,
    faults: &[Fault],
) -> Answer {
    let title = titled(&ctx.voice, key, &place.text.name);
    let crumbs = Side::of(ctx).crumbs(&ctx.voice, place, key);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, main, faults)?)
}

/// Writes what a place says of itself from now on, and leads on.
async fn write(
    ctx: &Ctx,
    actor: &Actor,
    place: &Place,
    version: i64,
    (text, end): (PlaceText, &str),
) -> Outcome<Result<axum::response::Response, Vec<Fault>>> {
    let (acting, id) = (actor.clone(), place.id);
    let written = ctx
        .app
        .store()
        .write(move |tx| places::change_place(tx, &acting, id, version, &text))
        .await;
    let there = format!("{}/{}{end}", Side::of(ctx).base(), place.id);
    Ok(faults_of(written)?.map(|()| ctx.see(&there, "places-notice-saved")))
}

pub(super) async fn save(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let version = form.version()?;
    let place = load(&ctx, &actor, id.parse()?).await?;
    let text = match faults_of(read_place(&form, &place.text))? {
        Ok(text) => text,
        Err(faults) => return text_page(&ctx, &place, &form, &faults),
    };
    match write(&ctx, &actor, &place, version, (text, "/fiche")).await? {
        Ok(answer) => Ok(answer),
        Err(faults) => text_page(&ctx, &place, &form, &faults),
    }
}

pub(super) async fn show_access(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let place = load(&ctx, &actor, id.parse()?).await?;
    let said = |(key, answer): (&String, &bool)| {
        (key.clone(), if *answer { "oui" } else { "non" }.to_owned())
    };
    let filled: Vec<(String, String)> = place.text.access.iter().map(said).collect();
    let (side, voice) = (Side::of(&ctx), &ctx.voice);
    let main = AccessPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: tabs(voice, side, &place, Tab::Access),
        place: &place,
        fields: Fields::new(voice, &filled, &[]),
    };
    answer(&ctx, &place, "places-access", &main, &[])
}

pub(super) async fn save_access(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let version = form.version()?;
    let place = load(&ctx, &actor, id.parse()?).await?;
    let answers = vocabulary::ACCESS.iter().filter_map(|(key, _)| match form.value(key) {
        "oui" => Some(((*key).to_owned(), true)),
        "non" => Some(((*key).to_owned(), false)),
        _ => None,
    });
    let access: BTreeMap<String, bool> = answers.collect();
    let text = PlaceText { access, ..place.text.clone() };
    match write(&ctx, &actor, &place, version, (text, "/acces")).await? {
        Ok(answer) => Ok(answer),
        Err(faults) => Err(Refusal::Invalid(faults).into()),
    }
}

pub(super) async fn show_energy(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let place = load(&ctx, &actor, id.parse()?).await?;
    let row = |(at, one): (usize, &Energy)| {
        kept(&[
            (&format!("energy.{at}.year"), one.year.to_string()),
            (&format!("energy.{at}.source"), one.source.clone()),
            (&format!("energy.{at}.kwh"), one.kwh.to_string()),
            (&format!("energy.{at}.origin"), one.origin.clone()),
        ])
    };
    let filled: Vec<(String, String)> =
        place.text.energy.iter().enumerate().flat_map(row).collect();
    energy_page(&ctx, &place, &filled, &[])
}

fn energy_page(ctx: &Ctx, place: &Place, filled: &dyn Filled, faults: &[Fault]) -> Answer {
    let (side, voice) = (Side::of(ctx), &ctx.voice);
    let main = EnergyPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: tabs(voice, side, place, Tab::Energy),
        rows: (place.text.energy.len() + SPARE_ROWS).min(ENERGY_MOST),
        fields: Fields::new(voice, filled, faults),
        place,
    };
    answer(ctx, place, "places-energy", &main, faults)
}

/// Reads the rows that say something; a row that begins must be whole.
fn read_energy(form: &Form) -> Outcome<Vec<Energy>> {
    let mut reader = form.reader();
    let mut rows: Vec<Energy> = Vec::new();
    for at in 0..ENERGY_MOST {
        let named = |field: &str| format!("energy.{at}.{field}");
        let fields = ["year", "source", "kwh", "origin"].map(named);
        if fields.iter().all(|name| form.value(name).trim().is_empty()) {
            continue;
        }
        for name in fields.iter().filter(|name| form.value(name).trim().is_empty()) {
            reader.fault(name, "web-fault-required");
        }
        let [year, source, kwh, origin] = &fields;
        let row = Energy {
            year: reader.number(year, 1990, 2100).unwrap_or_default(),
            source: reader.text(source, 20),
            kwh: reader.number(kwh, 0, 1_000_000_000).unwrap_or_default(),
            origin: reader.text(origin, 150),
        };
        if !row.source.is_empty() && !vocabulary::ENERGY.contains(&row.source.as_str()) {
            reader.fault(source, "web-fault-choice");
        }
        if rows.iter().any(|one| (one.year, &one.source) == (row.year, &row.source)) {
            reader.fault(source, "places-fault-energy-twice");
        }
        rows.push(row);
    }
    reader.finish()?;
    rows.sort_by(|one, other| (other.year, &one.source).cmp(&(one.year, &other.source)));
    Ok(rows)
}

pub(super) async fn save_energy(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let version = form.version()?;
    let place = load(&ctx, &actor, id.parse()?).await?;
    let energy = match faults_of(read_energy(&form))? {
        Ok(energy) => energy,
        Err(faults) => return energy_page(&ctx, &place, &form, &faults),
    };
    let text = PlaceText { energy, ..place.text.clone() };
    match write(&ctx, &actor, &place, version, (text, "/energie")).await? {
        Ok(answer) => Ok(answer),
        Err(faults) => energy_page(&ctx, &place, &form, &faults),
    }
}
