//! The spaces of a place and the services offered there: each a list with a form to add, and a page
//! to change or remove one.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Choice, Fields, Filled, Tabs};
use web::{Ctx, Form, PageHead, Voice};

use super::desk::{Tab, tabs};
use super::fields::{choices, keep_service, keep_space, read_service, read_space};
use super::{Answer, Side, faults_of, titled};
use crate::model::{Place, PlaceId, Service, ServiceId, Space, SpaceId};
use crate::{inside, places, vocabulary};

#[derive(Template)]
#[template(path = "desk_spaces.html")]
struct SpacesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: String,
    place: &'a Place,
    tabs: Tabs,
    spaces: &'a [Space],
    one: Option<&'a Space>,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "desk_services.html")]
struct ServicesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: String,
    place: &'a Place,
    tabs: Tabs,
    services: &'a [Service],
    one: Option<&'a Service>,
    fields: Fields<'a>,
}

impl SpacesPage<'_> {
    fn kinds(&self) -> Vec<Choice> {
        choices(self.voice, "places-space", vocabulary::SPACES)
    }
}

impl ServicesPage<'_> {
    fn of(&self, prefix: &str, codes: &[&str]) -> Vec<Choice> {
        choices(self.voice, prefix, codes)
    }
}

async fn load_spaces(ctx: &Ctx, actor: &Actor, id: PlaceId) -> Outcome<(Place, Vec<Space>)> {
    let acting = actor.clone();
    ctx.app
        .store()
        .read(move |tx| Ok((places::own_place(tx, &acting, id)?, inside::spaces(tx, &acting, id)?)))
        .await
}

async fn load_services(ctx: &Ctx, actor: &Actor, id: PlaceId) -> Outcome<(Place, Vec<Service>)> {
    let acting = actor.clone();
    ctx.app
        .store()
        .read(move |tx| {
            Ok((places::own_place(tx, &acting, id)?, inside::services(tx, &acting, id)?))
        })
        .await
}

fn answer(
    ctx: &Ctx,
    place: &Place,
    (key, name): (&'static str, Option<&str>),
    main: &impl Template,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let title = match name {
        Some(name) => format!("{} – {}", super::shortened(name), titled(voice, key, "")),
        None => titled(voice, key, &place.text.name),
    };
    let title = title.trim_end_matches([' ', '–']).to_owned();
    let crumbs = Side::of(ctx).crumbs(voice, place, key);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, main, faults)?)
}

fn base_of(ctx: &Ctx, place: PlaceId, end: &str) -> String {
    format!("{}/{place}/{end}", Side::of(ctx).base())
}

fn spaces_page(
    ctx: &Ctx,
    (place, spaces): (&Place, &[Space]),
    one: Option<SpaceId>,
    filled: &dyn Filled,
    faults: &[Fault],
) -> Answer {
    let one = spaces.iter().find(|space| Some(space.id) == one);
    let main = SpacesPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        base: base_of(ctx, place.id, "espaces"),
        tabs: tabs(&ctx.voice, Side::of(ctx), place, Tab::Spaces),
        place,
        spaces,
        one,
        fields: Fields::new(&ctx.voice, filled, faults),
    };
    let name = one.map(|space| space.text.name.as_str());
    let key = if one.is_some() { "places-space-one" } else { "places-spaces" };
    answer(ctx, place, (key, name), &main, faults)
}

pub(super) async fn spaces(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let (place, spaces) = load_spaces(&ctx, &actor, id.parse()?).await?;
    spaces_page(&ctx, (&place, &spaces), None, &Form::default(), &[])
}

pub(super) async fn space(
    ctx: Ctx,
    actor: Actor,
    Path((id, space)): Path<(String, String)>,
) -> Answer {
    let space: SpaceId = space.parse()?;
    let (place, spaces) = load_spaces(&ctx, &actor, id.parse()?).await?;
    let one = spaces.iter().find(|known| known.id == space).ok_or(Refusal::Unknown)?;
    let kept = keep_space(&one.text);
    spaces_page(&ctx, (&place, &spaces), Some(space), &kept, &[])
}

async fn write_space(
    ctx: &Ctx,
    actor: &Actor,
    id: PlaceId,
    space: Option<SpaceId>,
    form: &Form,
) -> Answer {
    let version = form.version()?;
    let written = match faults_of(read_space(form))? {
        Ok(text) => {
            let acting = actor.clone();
            let writing = ctx
                .app
                .store()
                .write(move |tx| inside::save_space(tx, &acting, (id, version), space, &text));
            faults_of(writing.await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(_) => Ok(ctx.see(&base_of(ctx, id, "espaces"), "places-notice-saved")),
        Err(faults) => {
            let (place, spaces) = load_spaces(ctx, actor, id).await?;
            spaces_page(ctx, (&place, &spaces), space, form, &faults)
        }
    }
}

pub(super) async fn add_space(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    write_space(&ctx, &actor, id.parse()?, None, &form).await
}

pub(super) async fn change_space(
    ctx: Ctx,
    actor: Actor,
    Path((id, space)): Path<(String, String)>,
    form: Form,
) -> Answer {
    write_space(&ctx, &actor, id.parse()?, Some(space.parse()?), &form).await
}

pub(super) async fn remove_space(
    ctx: Ctx,
    actor: Actor,
    Path((id, space)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, space): (PlaceId, SpaceId) = (id.parse()?, space.parse()?);
    let version = form.version()?;
    ctx.app.store().write(move |tx| inside::remove_space(tx, &actor, (id, version), space)).await?;
    Ok(ctx.see(&base_of(&ctx, id, "espaces"), "places-notice-removed"))
}

fn services_page(
    ctx: &Ctx,
    (place, services): (&Place, &[Service]),
    one: Option<ServiceId>,
    filled: &dyn Filled,
    faults: &[Fault],
) -> Answer {
    let one = services.iter().find(|service| Some(service.id) == one);
    let main = ServicesPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        base: base_of(ctx, place.id, "services"),
        tabs: tabs(&ctx.voice, Side::of(ctx), place, Tab::Services),
        place,
        services,
        one,
        fields: Fields::new(&ctx.voice, filled, faults),
    };
    let name = one.map(|service| service.text.name.as_str());
    let key = if one.is_some() { "places-service-one" } else { "places-services" };
    answer(ctx, place, (key, name), &main, faults)
}

pub(super) async fn services(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let (place, services) = load_services(&ctx, &actor, id.parse()?).await?;
    services_page(&ctx, (&place, &services), None, &Form::default(), &[])
}

pub(super) async fn service(
    ctx: Ctx,
    actor: Actor,
    Path((id, service)): Path<(String, String)>,
) -> Answer {
    let service: ServiceId = service.parse()?;
    let (place, services) = load_services(&ctx, &actor, id.parse()?).await?;
    let one = services.iter().find(|known| known.id == service).ok_or(Refusal::Unknown)?;
    let kept = keep_service(&one.text);
    services_page(&ctx, (&place, &services), Some(service), &kept, &[])
}

async fn write_service(
    ctx: &Ctx,
    actor: &Actor,
    id: PlaceId,
    service: Option<ServiceId>,
    form: &Form,
) -> Answer {
    let version = form.version()?;
    let written = match faults_of(read_service(form))? {
        Ok(text) => {
            let acting = actor.clone();
            let writing = ctx
                .app
                .store()
                .write(move |tx| inside::save_service(tx, &acting, (id, version), service, &text));
            faults_of(writing.await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(_) => Ok(ctx.see(&base_of(ctx, id, "services"), "places-notice-saved")),
        Err(faults) => {
            let (place, services) = load_services(ctx, actor, id).await?;
            services_page(ctx, (&place, &services), service, form, &faults)
        }
    }
}

pub(super) async fn add_service(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    write_service(&ctx, &actor, id.parse()?, None, &form).await
}

pub(super) async fn change_service(
    ctx: Ctx,
    actor: Actor,
    Path((id, service)): Path<(String, String)>,
    form: Form,
) -> Answer {
    write_service(&ctx, &actor, id.parse()?, Some(service.parse()?), &form).await
}

pub(super) async fn remove_service(
    ctx: Ctx,
    actor: Actor,
    Path((id, service)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, service): (PlaceId, ServiceId) = (id.parse()?, service.parse()?);
    let version = form.version()?;
    ctx.app
        .store()
        .write(move |tx| inside::remove_service(tx, &actor, (id, version), service))
        .await?;
    Ok(ctx.see(&base_of(&ctx, id, "services"), "places-notice-removed"))
}
