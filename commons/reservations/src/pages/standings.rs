//! Who is what to a site, and what that changes: members, residents, those who had a training; for
//! each thing, how early they may ask and what an hour costs them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Refusal};
use people::Actor;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::{crumbs, day_of, faults_of};
use crate::model::{Resource, ResourceId, Site, SiteId};
use crate::sites::{kept_resource, kept_site};
use crate::standings::{Standing, Window, set_standing, set_window, standings, windows};

type Answer = Result<Response, Refused>;

/// Somebody and what they are.
struct Line {
    person: String,
    name: String,
    code: String,
    until: String,
}

#[derive(Template)]
#[template(path = "standings.html")]
struct StandingsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    title: String,
    lines: Vec<Line>,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "windows.html")]
struct WindowsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    resource: &'a Resource,
    title: String,
    usual: String,
    /// Standing, days ahead, price of an hour.
    lines: Vec<(String, String, String)>,
    fields: Fields<'a>,
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    standings_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn standings_page(
    ctx: &Ctx,
    actor: &Actor,
    id: SiteId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (site, known, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &acting, id)?;
            let known = standings(tx, &acting, id)?;
            let ids: Vec<people::PersonId> = known.iter().map(|one| one.person).collect();
            Ok((site, known, people::names_of(tx, &ids)?))
        })
        .await?;
    let voice = &ctx.voice;
    let line = |one: &Standing| Line {
        person: one.person.to_string(),
        name: people::name_or_gone(voice, &names, one.person),
        code: one.code.clone(),
        until: one.until.map_or_else(String::new, |until| {
            voice.with("reservations-standing-until", "day", voice.day(until))
        }),
    };
    let title = voice.with("reservations-standings-count", "count", known.len());
    let main = StandingsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        site: &site,
        title: title.clone(),
        lines: known.iter().map(line).collect(),
        fields: Fields::new(voice, form, faults),
    };
    let crumbs = crumbs(&site, &voice.say("reservations-standings"));
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// Says what somebody is, or, with the person and the standing of a line, that they are it no more.
pub(super) async fn change(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: SiteId = id.parse()?;
    let there = format!("/sites/{id}/statuts");
    if !form.value("person").is_empty() {
        let (person, code) = (form.value("person").parse()?, form.value("code").to_owned());
        let ended = Standing { person, code, until: None };
        ctx.app.store().write(move |tx| set_standing(tx, &actor, id, &ended, false)).await?;
        return Ok(ctx.see(&there, "reservations-notice-standing-ended"));
    }
    let mut reader = form.reader();
    let (email, name) = (reader.email("email"), reader.required("name", 120));
    let code = reader.required("code", 60);
    let until = reader.date("until");
    if let Err(refusal) = reader.finish() {
        let faults = faults_of(refusal)?;
        return standings_page(&ctx, &actor, id, &form, &faults).await;
    }
    ctx.mails(&email).await?;
    let (acting, lang) = (actor.clone(), ctx.voice.lang);
    let work = move |tx: &mut store::Tx| {
        let site = kept_site(tx, &acting, id)?;
        let until = until.map(|day| day_of(&site, day)).transpose()?.map(|span| span.to);
        if until.is_some_and(|until| until <= tx.now()) {
            return Err(Refusal::field("until", "reservations-fault-past"));
        }
        let person = people::create_account(tx, &email, &name, lang.code())?;
        set_standing(tx, &acting, id, &Standing { person, code: code.clone(), until }, true)
    };
    match ctx.app.store().write(work).await {
        Ok(()) => Ok(ctx.see(&there, "reservations-notice-standing")),
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            standings_page(&ctx, &actor, id, &form, &faults).await
        }
    }
}

pub(super) async fn terms(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    windows_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn windows_page(
    ctx: &Ctx,
    actor: &Actor,
    id: ResourceId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (site, resource, known) = ctx
        .app
        .store()
        .read(move |tx| {
            let (site, resource) = kept_resource(tx, &acting, id)?;
            Ok((site, resource, windows(tx, &acting, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let days = |days: i64| voice.with("reservations-window-days-ahead", "days", days);
    let price = |cents: i64| match cents {
        0 => voice.say("reservations-free-of-charge"),
        cents => voice.with("reservations-by-hour", "price", voice.money(Cents(cents))),
    };
    let line = |one: &Window| {
        let cents = one.hour_cents.unwrap_or(resource.data.hour_cents);
        (one.standing.clone(), days(one.horizon_days), price(cents))
    };
    let title = voice.with("reservations-windows-of", "name", resource.data.name.as_str());
    let args = [
        ("days", days(resource.data.horizon_days).into()),
        ("price", price(resource.data.hour_cents).into()),
    ];
    let main = WindowsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        resource: &resource,
        title,
        usual: voice.with_all("reservations-windows-usual", &args),
        lines: known.iter().map(line).collect(),
        fields: Fields::new(voice, form, faults),
    };
    let head = voice.say("reservations-windows");
    let crumbs = crumbs(&site, &head);
    Ok(ctx.form_page(&PageHead { title: &head, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// Lays down what a standing changes for a thing, or takes it away.
pub(super) async fn set_terms(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: ResourceId = id.parse()?;
    let there = format!("/ressources/{id}/conditions");
    if !form.value("without").is_empty() {
        let code = form.value("without").to_owned();
        ctx.app.store().write(move |tx| set_window(tx, &actor, id, &code, None)).await?;
        return Ok(ctx.see(&there, "reservations-notice-changed"));
    }
    let mut reader = form.reader();
    let code = reader.required("code", 60);
    let days = reader.number("days", 0, 730);
    if days.is_none() && form.value("days").is_empty() {
        reader.fault("days", "web-fault-required");
    }
    let hour = reader.money("hour_cents");
    if let Err(refusal) = reader.finish() {
        let faults = faults_of(refusal)?;
        return windows_page(&ctx, &actor, id, &form, &faults).await;
    }
    let window = days.map(|days| (days, hour.map(|cents| cents.0)));
    ctx.app.store().write(move |tx| set_window(tx, &actor, id, &code, window)).await?;
    Ok(ctx.see(&there, "reservations-notice-changed"))
}
