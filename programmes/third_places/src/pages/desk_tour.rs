//! A tour on the network's desk: what there is to say of it, its life, its stages.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Badge, Crumb, Fields, Filled, Tabs, Timeline};
use web::{Ctx, Form, PageHead, Voice};

use super::fields::{Kept, keep_address, keep_days, kept, read_address, read_days};
use super::{Answer, faults_of, timeline, titled, tone_of};
use crate::model::{Life, PlaceId, Stage, StageId, StageText, Tour, TourId, TourText};
use crate::rules;
use crate::tours::{self, NewStage};

#[derive(Template)]
#[template(path = "desk_tour.html")]
struct TourPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tour: Option<&'a Tour>,
    key: String,
    tabs: Option<Tabs>,
    fields: Fields<'a>,
    timeline: Timeline,
}

#[derive(Template)]
#[template(path = "desk_stages.html")]
struct StagesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: String,
    tour: &'a Tour,
    tabs: Tabs,
    stages: &'a [Stage],
    one: Option<&'a Stage>,
    fields: Fields<'a>,
}

impl TourPage<'_> {
    fn badge(&self, tour: &Tour) -> Badge {
        Badge::new(self.voice.named("places-state", tour.state.code()), tone_of(tour.state))
    }

    fn next_states(&self, tour: &Tour) -> Vec<Life> {
        rules::next_states(tour.state)
    }
}

fn tabs(voice: &Voice, tour: &Tour, stages: bool) -> Tabs {
    let base = format!("/bureau/tournees/{}", tour.id);
    let tab = |key: &str, end: &str, current: bool| web::parts::Tab {
        label: voice.say(key),
        href: format!("{base}{end}"),
        current,
        count: None,
    };
    let tabs =
        vec![tab("places-summary", "", !stages), tab("places-stages-title", "/etapes", stages)];
    Tabs { label: tour.text.name.clone(), tabs }
}

fn crumbs(voice: &Voice, tour: Option<&Tour>, here: &str) -> Vec<Crumb> {
    let desk = Crumb { label: voice.say("places-desk"), href: Some("/bureau/lieux".to_owned()) };
    let tour = tour.map(|tour| Crumb {
        label: tour.text.name.clone(),
        href: Some(format!("/bureau/tournees/{}", tour.id)),
    });
    let here = Crumb { label: voice.say(here), href: None };
    [Some(desk), tour, Some(here)].into_iter().flatten().collect()
}

fn read_text(form: &Form) -> Outcome<TourText> {
    let mut reader = form.reader();
    let text = TourText {
        name: reader.required("name", 150),
        host_name: reader.text("host_name", 150),
        description: reader.text("description", 5_000),
        website: reader.text("website", 300),
    };
    reader.finish()?;
    Ok(text)
}

fn keep_text(tour: &Tour) -> Kept {
    kept(&[
        ("name", tour.text.name.clone()),
        ("host_name", tour.text.host_name.clone()),
        ("description", tour.text.description.clone()),
        ("website", tour.text.website.clone()),
        ("results", tour.results.clone()),
    ])
}

pub(super) async fn new(ctx: Ctx) -> Answer {
    new_page(&ctx, &Form::default(), &[])
}

fn new_page(ctx: &Ctx, form: &Form, faults: &[Fault]) -> Answer {
    let key: base::Id<Form> = ctx.app.world().id();
    let voice = &ctx.voice;
    let main = TourPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tour: None,
        key: key.to_string(),
        tabs: None,
        fields: Fields::new(voice, form, faults),
        timeline: Timeline(Vec::new()),
    };
    let title = voice.say("places-new-tour");
    let crumbs = crumbs(voice, None, "places-new-tour");
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn create(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let key = form.key("new-tour", &actor.name_in_log())?;
    let text = match faults_of(read_text(&form))? {
        Ok(text) => text,
        Err(faults) => return new_page(&ctx, &form, &faults),
    };
    let made = ctx
        .app
        .store()
        .write_once(move |tx| {
            store::once(tx, &key, &format!("{text:?}"), |tx| tours::create_tour(tx, &actor, &text))
        })
        .await;
    match faults_of(made)? {
        Ok(id) => Ok(ctx.see(&format!("/bureau/tournees/{id}/etapes"), "places-notice-created")),
        Err(faults) => new_page(&ctx, &form, &faults),
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, None, &[]).await
}

async fn page(
    ctx: &Ctx,
    actor: &Actor,
    id: TourId,
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (tour, events) = ctx
        .app
        .store()
        .read(move |tx| Ok((tours::tour(tx, &acting, id)?, tours::tour_events(tx, &acting, id)?)))
        .await?;
    let voice = &ctx.voice;
    let timeline = timeline(ctx, &events).await?;
    let kept = keep_text(&tour);
    let filled: &dyn Filled = match form {
        Some(form) => form,
        None => &kept,
    };
    let main = TourPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tour: Some(&tour),
        key: String::new(),
        tabs: Some(tabs(voice, &tour, false)),
        fields: Fields::new(voice, filled, faults),
        timeline,
    };
    let title = titled(voice, "places-run-tour", &tour.text.name);
    let crumbs = crumbs(voice, Some(&tour), "places-summary");
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main, faults)?)
}

pub(super) async fn save(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (id, version): (TourId, i64) = (id.parse()?, form.version()?);
    let written = match faults_of(read_text(&form))? {
        Ok(text) => {
            let acting = actor.clone();
            let writing = ctx
                .app
                .store()
                .write(move |tx| tours::change_tour(tx, &acting, id, version, &text));
            faults_of(writing.await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see(&format!("/bureau/tournees/{id}"), "places-notice-saved")),
        Err(faults) => page(&ctx, &actor, id, Some(&form), &faults).await,
    }
}

pub(super) async fn set_state(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, version): (TourId, i64) = (id.parse()?, form.version()?);
    let state = Life::from_code(form.value("state")).ok_or(Refusal::Malformed)?;
    let results: String = form.value("results").trim().chars().take(5_000).collect();
    let acting = actor.clone();
    let written = ctx
        .app
        .store()
        .write(move |tx| tours::set_tour_state(tx, &acting, id, version, state, &results))
        .await;
    match faults_of(written)? {
        Ok(()) => Ok(ctx.see(&format!("/bureau/tournees/{id}"), "places-notice-state")),
        Err(faults) => page(&ctx, &actor, id, None, &faults).await,
    }
}

async fn load(ctx: &Ctx, actor: &Actor, id: TourId) -> Outcome<(Tour, Vec<Stage>)> {
    let acting = actor.clone();
    ctx.app
        .store()
        .read(move |tx| Ok((tours::tour(tx, &acting, id)?, tours::stages(tx, &acting, id)?)))
        .await
}

fn stages_page(
    ctx: &Ctx,
    (tour, stages): (&Tour, &[Stage]),
    one: Option<StageId>,
    filled: &dyn Filled,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let one = stages.iter().find(|stage| Some(stage.id) == one);
    let main = StagesPage {
        voice,
        csrf: &ctx.visitor.csrf,
        base: format!("/bureau/tournees/{}/etapes", tour.id),
        tabs: tabs(voice, tour, true),
        tour,
        stages,
        one,
        fields: Fields::new(voice, filled, faults),
    };
    let key = if one.is_some() { "places-stage-one" } else { "places-stages-title" };
    let name = one.map_or(&tour.text.name, |stage| &stage.text.title);
    let title = titled(voice, key, name);
    let crumbs = crumbs(voice, Some(tour), key);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn stages(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let (tour, stages) = load(&ctx, &actor, id.parse()?).await?;
    let next = stages.iter().map(|stage| stage.number).max().unwrap_or(0) + 1;
    let kept = kept(&[("number", next.to_string())]);
    stages_page(&ctx, (&tour, &stages), None, &kept, &[])
}

pub(super) async fn stage(
    ctx: Ctx,
    actor: Actor,
    Path((id, stage)): Path<(String, String)>,
) -> Answer {
    let stage: StageId = stage.parse()?;
    let (tour, stages) = load(&ctx, &actor, id.parse()?).await?;
    let one = stages.iter().find(|known| known.id == stage).ok_or(Refusal::Unknown)?;
    let mut filled = kept(&[
        ("number", one.number.to_string()),
        ("title", one.text.title.clone()),
        ("description", one.text.description.clone()),
        ("stage_results", one.results.clone()),
        ("place", one.place.map(|place| format!("/lieux/{place}")).unwrap_or_default()),
    ]);
    filled.extend(keep_address(&one.text.address));
    filled.extend(keep_days(&one.text.days));
    stages_page(&ctx, (&tour, &stages), Some(stage), &filled, &[])
}

/// Reads a stage; its place is named by the address of that place's page.
fn read_stage(form: &Form) -> Outcome<NewStage> {
    let mut reader = form.reader();
    let typed = reader.text("place", 300);
    let last = typed.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let place: Option<PlaceId> = last.parse().ok();
    if !typed.is_empty() && place.is_none() {
        reader.fault("place", "places-fault-stage-place");
    }
    let number = reader.number("number", 1, 999);
    if number.is_none() && form.value("number").trim().is_empty() {
        reader.fault("number", "web-fault-required");
    }
    let new = NewStage {
        number: number.unwrap_or_default(),
        place,
        text: StageText {
            title: reader.required("title", 150),
            address: read_address(&mut reader),
            days: read_days(&mut reader),
            description: reader.text("description", 2_000),
        },
        results: reader.text("stage_results", 5_000),
    };
    reader.finish()?;
    Ok(new)
}

async fn write_stage(
    ctx: &Ctx,
    actor: &Actor,
    id: TourId,
    stage: Option<StageId>,
    form: &Form,
) -> Answer {
    let version = form.version()?;
    let written = match faults_of(read_stage(form))? {
        Ok(new) => {
            let acting = actor.clone();
            let writing = ctx
                .app
                .store()
                .write(move |tx| tours::save_stage(tx, &acting, (id, version), stage, &new));
            faults_of(writing.await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(_) => Ok(ctx.see(&format!("/bureau/tournees/{id}/etapes"), "places-notice-saved")),
        Err(faults) => {
            let (tour, stages) = load(ctx, actor, id).await?;
            stages_page(ctx, (&tour, &stages), stage, form, &faults)
        }
    }
}

pub(super) async fn add_stage(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    write_stage(&ctx, &actor, id.parse()?, None, &form).await
}

pub(super) async fn change_stage(
    ctx: Ctx,
    actor: Actor,
    Path((id, stage)): Path<(String, String)>,
    form: Form,
) -> Answer {
    write_stage(&ctx, &actor, id.parse()?, Some(stage.parse()?), &form).await
}

pub(super) async fn remove_stage(
    ctx: Ctx,
    actor: Actor,
    Path((id, stage)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, stage): (TourId, StageId) = (id.parse()?, stage.parse()?);
    let version = form.version()?;
    ctx.app.store().write(move |tx| tours::remove_stage(tx, &actor, (id, version), stage)).await?;
    Ok(ctx.see(&format!("/bureau/tournees/{id}/etapes"), "places-notice-removed"))
}
