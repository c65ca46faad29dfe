//! The pages of nurseries: what is free, for everybody; what a host lays down. Families are in
//! `childcare_family`, the staff's plan in `childcare_plan`, the record in `childcare_record`.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use jiff::civil::Date;
use people::{Actor, Policy};
use serde_json::json;
use web::parts::{Choice, Crumb, Fields, Filled, Html, Table, Tabs};
use web::{Ctx, Form, PageHead, Routes, Voice};

use super::childcare_picture::{halves_picture, halves_table};
use super::fields::{Kept, choices, kept};
use super::{
    Answer, Side, childcare_book, childcare_family, childcare_people, childcare_plan,
    childcare_reception, childcare_record, faults_of, shortened,
};
use crate::childcare::{self, HalfDay, Nursery, NurseryId, NurseryText, PLACES_MAX, RATIOS};
use crate::model::{Place, PlaceId};
use crate::places;

pub(super) fn routes(routes: Routes<Policy>) -> Routes<Policy> {
    let (anyone, family, host) = (Policy::Anyone, Policy::SignedIn, Policy::Host);
    let at = |end: &str| format!("/creches/{{nursery}}{end}");
    let (plan, record) = (childcare_plan::show, childcare_record::show);
    routes
        .get(&at(""), anyone, show)
        .get(&at("/places.csv"), anyone, csv)
        .get(&at("/places.json"), anyone, places_json)
        .get(&at("/enfants"), family, childcare_family::list)
        .post(&at("/enfants"), family, childcare_family::declare)
        .get(&at("/enfants/{child}"), family, childcare_family::show)
        .post(&at("/enfants/{child}"), family, childcare_family::save)
        .post(&at("/enfants/{child}/retrait"), family, childcare_family::remove)
        .post(&at("/enfants/{child}/lecteurs"), family, childcare_family::share)
        .get(&at("/reserver"), family, childcare_book::choose)
        .post(&at("/reserver"), family, childcare_book::ask)
        .post(&at("/attente"), family, childcare_book::wait)
        .post(&at("/attente/{seat_wait}/depart"), family, childcare_book::leave_wait)
        .post(&at("/sejours/{stay}/annulation"), family, childcare_book::cancel)
        .get(&at("/reglages"), host, settings)
        .post(&at("/reglages"), host, save_settings)
        .get(&at("/equipe"), host, plan)
        .post(&at("/equipe"), host, childcare_plan::add)
        .post(&at("/equipe/copie"), host, childcare_plan::copy)
        .get(&at("/equipe/{shift}"), host, childcare_plan::shift)
        .post(&at("/equipe/{shift}"), host, childcare_plan::change)
        .get(&at("/personnes"), host, childcare_people::people)
        .post(&at("/personnes"), host, childcare_people::add_person)
        .get(&at("/personnes/{carer}"), host, childcare_people::person)
        .post(&at("/personnes/{carer}/absence"), host, childcare_people::absent)
        .post(&at("/personnes/{carer}/depart"), host, childcare_people::leave)
        .get(&at("/registre"), host, record)
        .get(&at("/accueil"), host, childcare_reception::show)
        .post(&at("/accueil"), host, childcare_reception::book)
        .post(&at("/accueil/enfant"), host, childcare_reception::declare)
        .get("/mes-lieux/{id}/creches", Side::Host.policy(), list)
        .post("/mes-lieux/{id}/creches", Side::Host.policy(), create)
        .get("/bureau/lieux/{id}/creches", Side::Network.policy(), list)
        .post("/bureau/lieux/{id}/creches", Side::Network.policy(), create)
}

#[derive(Template)]
#[template(path = "childcare_public.html")]
struct PublicPage<'a> {
    voice: &'a Voice,
    nursery: &'a Nursery,
    base: String,
    lead: String,
    keeps: bool,
    picture: Html,
    table: Table<'a>,
}

#[derive(Template)]
#[template(path = "childcare_settings.html")]
struct SettingsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    title: String,
    action: String,
    known: Option<&'a Nursery>,
    all: &'a [Nursery],
    id: String,
    fields: Fields<'a>,
}

impl SettingsPage<'_> {
    fn ratios(&self) -> Vec<Choice> {
        choices(self.voice, "places-child-ratio", RATIOS)
    }
}

/// A nursery with its place, and whether whoever asks keeps it.
pub(super) struct Known {
    pub(super) place: Place,
    pub(super) nursery: Nursery,
    pub(super) keeps: bool,
}

pub(super) async fn known(ctx: &Ctx, actor: &Actor, id: NurseryId) -> Outcome<Known> {
    let acting = actor.clone();
    ctx.app
        .store()
        .read(move |tx| {
            let nursery = childcare::nursery(tx, &acting, id)?;
            let place = places::place(tx, &acting, nursery.place)?;
            let keeps = places::runs(&acting, &place);
            Ok(Known { place, nursery, keeps })
        })
        .await
}

/// The same, for whoever keeps it.
pub(super) async fn kept_by(ctx: &Ctx, actor: &Actor, id: NurseryId) -> Outcome<Known> {
    let known = known(ctx, actor, id).await?;
    if known.keeps { Ok(known) } else { Err(Refusal::Unknown) }
}

impl Known {
    pub(super) fn base(&self) -> String {
        format!("/creches/{}", self.nursery.id)
    }

    /// A page below that of the nursery.
    pub(super) fn answer(
        &self,
        ctx: &Ctx,
        key: &str,
        main: &impl Template,
        faults: &[Fault],
    ) -> Answer {
        let here = ctx.voice.say(key);
        let link = |label: &str, href: String| Crumb { label: label.to_owned(), href: Some(href) };
        let crumbs = [
            link(&self.place.text.name, format!("/lieux/{}", self.place.id)),
            link(&self.nursery.text.name, self.base()),
            Crumb { label: here.clone(), href: None },
        ];
        let title = format!("{here} – {}", shortened(&self.nursery.text.name));
        Ok(ctx.form_page(
            &PageHead { title: &title, crumbs: &crumbs, wide: false },
            main,
            faults,
        )?)
    }

    /// The pages of whoever keeps it.
    pub(super) fn tabs(&self, voice: &Voice, current: &str) -> Tabs {
        let tab = |key: &str, end: &str| web::parts::Tab {
            label: voice.say(key),
            href: format!("{}{end}", self.base()),
            current: end == current,
            count: None,
        };
        Tabs {
            label: self.nursery.text.name.clone(),
            tabs: vec![
                tab("places-child-plan", "/equipe"),
                tab("places-child-people", "/personnes"),
                tab("places-child-reception", "/accueil"),
                tab("places-child-record", "/registre"),
                tab("places-child-settings", "/reglages"),
            ],
        }
    }
}

fn lead(voice: &Voice, nursery: &Nursery) -> String {
    let category = match nursery.text.places {
        ..=12 => "places-child-micro",
        _ => "places-child-other",
    };
    let args =
        [("places", nursery.text.places.into()), ("hours", nursery.text.hours.clone().into())];
    voice.with_all(category, &args)
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let halves = halves(&ctx, &actor, known.nursery.id).await?;
    let voice = &ctx.voice;
    let main = PublicPage {
        voice,
        nursery: &known.nursery,
        base: known.base(),
        lead: lead(voice, &known.nursery),
        keeps: known.keeps,
        picture: halves_picture(voice, &halves),
        table: halves_table(voice, &halves),
    };
    let name = shortened(&known.nursery.text.name);
    let place = &known.place;
    let crumbs = [
        Crumb { label: voice.say("places-title"), href: Some("/lieux".to_owned()) },
        Crumb { label: place.text.name.clone(), href: Some(format!("/lieux/{}", place.id)) },
        Crumb { label: name.clone(), href: None },
    ];
    Ok(ctx.page_with(&PageHead { title: &name, crumbs: &crumbs, wide: false }, &main)?)
}

async fn halves(ctx: &Ctx, actor: &Actor, id: NurseryId) -> Outcome<Vec<HalfDay>> {
    let acting = actor.clone();
    ctx.app.store().read(move |tx| childcare::free_places(tx, &acting, id)).await
}

async fn csv(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let halves = halves(&ctx, &actor, known.nursery.id).await?;
    let sheet = childcare::places_sheet(&known.nursery.text.name, &halves);
    Ok(web::download(&sheet, "csv", "libres")?)
}

async fn places_json(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let halves = halves(&ctx, &actor, known.nursery.id).await?;
    Ok(free_json(&ctx, &known, &halves)?)
}

fn free_json(ctx: &Ctx, known: &Known, halves: &[HalfDay]) -> Outcome<Response> {
    let half = |half: &HalfDay| {
        json!({
            "date": half.day.to_string(),
            "part": if half.morning { "morning" } else { "afternoon" },
            "from": half.span.from.to_string(),
            "to": half.span.to.to_string(),
            "free_walking": half.walking,
            "free_not_walking": half.not_walking,
        })
    };
    let whole = json!({
        "id": known.nursery.id.to_string(),
        "name": known.nursery.text.name,
        "place": known.place.text.name,
        "commune_code": known.place.text.address.commune_code,
        "places": known.nursery.text.places,
        "made_at": ctx.app.world().now().to_string(),
        "half_days": halves.iter().map(half).collect::<Vec<_>>(),
    });
    let text = serde_json::to_vec(&whole).map_err(Refusal::broken)?;
    Ok(web::file(text, "application/json", "libres.json"))
}

fn keep(text: &NurseryText) -> Kept {
    kept(&[
        ("name", text.name.clone()),
        ("places", text.places.to_string()),
        ("ratio", text.ratio.clone()),
        ("surplus", if text.surplus { "1" } else { "" }.to_owned()),
        ("hours", text.hours.clone()),
        ("authorised_on", text.authorised_on.to_string()),
        ("authorisation", text.authorisation.clone()),
    ])
}

fn read(form: &Form) -> Outcome<NurseryText> {
    let mut reader = form.reader();
    let authorised_on = reader.date("authorised_on");
    if authorised_on.is_none() && form.value("authorised_on").trim().is_empty() {
        reader.fault("authorised_on", "web-fault-required");
    }
    let places = reader.number("places", 1, PLACES_MAX);
    if form.value("places").trim().is_empty() {
        reader.fault("places", "web-fault-required");
    }
    let text = NurseryText {
        name: reader.required("name", 120),
        places: places.unwrap_or(1),
        ratio: reader.choice("ratio", RATIOS),
        surplus: reader.ticked("surplus"),
        hours: reader.required("hours", 500),
        authorised_on: authorised_on.unwrap_or(Date::ZERO),
        authorisation: reader.required("authorisation", 60),
    };
    reader.finish()?;
    Ok(text)
}

async fn settings(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let filled = keep(&known.nursery.text);
    settings_page(&ctx, &known, &filled, &[])
}

fn settings_page(ctx: &Ctx, known: &Known, filled: &dyn Filled, faults: &[Fault]) -> Answer {
    let voice = &ctx.voice;
    let main = SettingsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: known.tabs(voice, "/reglages"),
        title: voice.say("places-child-settings"),
        action: format!("{}/reglages", known.base()),
        known: Some(&known.nursery),
        all: &[],
        id: String::new(),
        fields: Fields::new(voice, filled, faults),
    };
    known.answer(ctx, "places-child-settings", &main, faults)
}

async fn save_settings(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (id, version) = (known.nursery.id, form.version()?);
    let written = match faults_of(read(&form))? {
        Ok(text) => {
            let write =
                move |tx: &mut store::Tx| childcare::change_nursery(tx, &actor, id, version, &text);
            faults_of(ctx.app.store().write(write).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see(&format!("/creches/{id}/reglages"), "places-notice-saved")),
        Err(faults) => settings_page(&ctx, &known, &form, &faults),
    }
}

async fn list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    list_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn list_page(ctx: &Ctx, actor: &Actor, id: PlaceId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (place, all) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::own_place(tx, &acting, id)?;
            Ok((place, childcare::nurseries_at(tx, &acting, id)?))
        })
        .await?;
    let (voice, side) = (&ctx.voice, Side::of(ctx));
    let main = SettingsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: super::desk::tabs(voice, side, &place, super::desk::Tab::Nurseries),
        title: voice.say("places-child-nurseries"),
        action: format!("{}/{id}/creches", side.base()),
        known: None,
        all: &all,
        id: ctx.app.world().id::<Nursery>().to_string(),
        fields: Fields::new(voice, form, faults),
    };
    let crumbs = side.crumbs(voice, &place, "places-child-nurseries");
    let title = super::titled(voice, "places-child-nurseries", &place.text.name);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

async fn create(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (place, nursery): (PlaceId, NurseryId) = (id.parse()?, form.value("_id").parse()?);
    let written = match faults_of(read(&form))? {
        Ok(text) => {
            let acting = actor.clone();
            let write = move |tx: &mut store::Tx| {
                childcare::create_nursery(tx, &acting, place, nursery, &text)
            };
            faults_of(ctx.app.store().write(write).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(id) => Ok(ctx.see(&format!("/creches/{id}/personnes"), "places-notice-nursery")),
        Err(faults) => list_page(&ctx, &actor, place, &form, &faults).await,
    }
}
