//! What a host lays down: the things that are let, and closures.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Choice, Fields, Html};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::week::{read_week, week_fields};
use super::{crumbs, day_of, faults_of, when};
use crate::closing::{close, mark_of, reopen, touched};
use crate::model::{Kind, NewResource, ResourceId, Site, SiteId, Span};
use crate::openings::{Closure, closures};
use crate::sites::{add_resource, change_resource, kept_resource, kept_site, resources_of};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "thing_form.html")]
struct ThingForm<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    title: String,
    action: String,
    key: String,
    fresh: bool,
    closed: &'static str,
    data: NewResource,
    hours: Html,
    money: (String, String),
    back: String,
}

impl ThingForm<'_> {
    fn closed_value(&self) -> &'static str {
        self.closed
    }

    fn approval(&self) -> &'static str {
        if self.data.approval { "1" } else { "" }
    }

    fn kinds(&self) -> Vec<Choice> {
        let name = |kind: Kind| {
            Choice::new(kind.code(), self.voice.named("reservations-kind", kind.code()))
        };
        Kind::CHOSEN.map(name).to_vec()
    }
}

#[derive(Template)]
#[template(path = "closures.html")]
struct ClosuresPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    title: String,
    lines: Vec<(String, String, String)>,
    things: Vec<Choice>,
    fields: Fields<'a>,
    touched: Vec<String>,
    seen: String,
    asks: bool,
}

pub(super) async fn new_thing(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    thing_form(&ctx, &actor, To::Add(id.parse()?), &Form::default(), &[]).await
}

pub(super) async fn edit_thing(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    thing_form(&ctx, &actor, To::Change(id.parse()?), &Form::default(), &[]).await
}

/// What a form of a thing is for.
#[derive(Clone, Copy)]
enum To {
    Add(SiteId),
    Change(ResourceId),
}

async fn thing_form(ctx: &Ctx, actor: &Actor, to: To, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (site, known) = ctx
        .app
        .store()
        .read(move |tx| match to {
            To::Add(id) => Ok((kept_site(tx, &acting, id)?, None)),
            To::Change(id) => {
                let (site, resource) = kept_resource(tx, &acting, id)?;
                crate::occasions::by_its_programme(&resource)?;
                Ok((site, Some(resource)))
            }
        })
        .await?;
    let voice = &ctx.voice;
    let (title, action, back) = match &known {
        None => (
            voice.say("reservations-thing-new"),
            format!("/sites/{}/ressources", site.id),
            format!("/sites/{}", site.id),
        ),
        Some(thing) => (
            voice.with("reservations-thing-settings", "name", thing.data.name.as_str()),
            format!("/ressources/{}/reglages", thing.id),
            format!("/ressources/{}", thing.id),
        ),
    };
    let closed = if known.as_ref().is_some_and(|thing| thing.closed) { "1" } else { "" };
    let data = known.map(|thing| thing.data).unwrap_or_default();
    let typed = |cents: i64| match cents {
        0 => String::new(),
        cents => Cents(cents).decimal().replace('.', ","),
    };
    let fields = Fields::new(voice, form, faults);
    let main = ThingForm {
        voice,
        csrf: &ctx.visitor.csrf,
        hours: week_fields(fields, "reservations-thing-hours", &data.hours),
        fields,
        title: title.clone(),
        action,
        key: ctx.key_of(form),
        fresh: matches!(to, To::Add(_)),
        closed,
        money: (typed(data.hour_cents), typed(data.day_cents)),
        data,
        back,
    };
    let crumbs = crumbs(&site, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn read_thing(form: &Form) -> Outcome<NewResource> {
    let mut reader = form.reader();
    let name = reader.required("name", 80);
    let what = reader.text("what", 300);
    let kind = reader.choice("kind", &Kind::CHOSEN.map(Kind::code));
    let capacity = reader.number("capacity", 1, 10_000);
    let hours = read_week(form, &mut reader);
    let mut number = |name: &str, least: i64, most: i64| reader.number(name, least, most);
    let before_minutes = number("before_minutes", 0, 1_440);
    let after_minutes = number("after_minutes", 0, 1_440);
    let step_minutes = number("step_minutes", 5, 1_440);
    let min_minutes = number("min_minutes", 5, 44_640);
    let max_minutes = number("max_minutes", 5, 44_640);
    let notice_minutes = number("notice_minutes", 0, 44_640);
    let horizon_days = number("horizon_days", 0, 730);
    let person_max = number("person_max", 1, 1_000);
    let requires = reader.text("requires", 60);
    let mut money = |name: &str| match form.value(name) {
        "" => Some(Cents(0)),
        _ => reader.money(name),
    };
    let (hour, day) = (money("hour_cents"), money("day_cents"));
    reader.finish()?;
    let need = |number: Option<i64>| number.ok_or(Refusal::Malformed);
    Ok(NewResource {
        name,
        what,
        kind: Kind::from_code(&kind).ok_or(Refusal::Malformed)?,
        capacity: need(capacity)?,
        hours,
        before_minutes: need(before_minutes)?,
        after_minutes: need(after_minutes)?,
        step_minutes: need(step_minutes)?,
        min_minutes: need(min_minutes)?,
        max_minutes: need(max_minutes)?,
        notice_minutes: need(notice_minutes)?,
        horizon_days: need(horizon_days)?,
        person_max: need(person_max)?,
        approval: form.has("approval"),
        requires,
        hour_cents: hour.map_or(0, |cents| cents.0),
        day_cents: day.map_or(0, |cents| cents.0),
    })
}

pub(super) async fn add_thing(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: SiteId = id.parse()?;
    let key: ResourceId = ctx.key_of(&form).parse()?;
    let acting = actor.clone();
    let added = match read_thing(&form) {
        Ok(new) => ctx
            .app
            .store()
            .write(move |tx| add_resource(tx, &acting, id, key, &new))
            .await
            .map(drop),
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(()) => Ok(ctx.see(&format!("/ressources/{key}"), "reservations-notice-thing")),
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            thing_form(&ctx, &actor, To::Add(id), &form, &faults).await
        }
    }
}

pub(super) async fn change_thing(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: ResourceId = id.parse()?;
    let closed = form.has("closed");
    let acting = actor.clone();
    let changed = match read_thing(&form) {
        Ok(new) => {
            let change = move |tx: &mut store::Tx| {
                crate::occasions::by_its_programme(&kept_resource(tx, &acting, id)?.1)?;
                change_resource(tx, &acting, id, &new, closed)
            };
            ctx.app.store().write(change).await
        }
        Err(refusal) => Err(refusal),
    };
    match changed {
        Ok(()) => Ok(ctx.see(&format!("/ressources/{id}"), "reservations-notice-changed")),
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            thing_form(&ctx, &actor, To::Change(id), &form, &faults).await
        }
    }
}

pub(super) async fn closures_show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    closures_page(&ctx, &actor, id.parse()?, &Form::default(), (&[], None)).await
}

async fn closures_page(
    ctx: &Ctx,
    actor: &Actor,
    id: SiteId,
    form: &Form,
    (faults, touched): (&[Fault], Option<Vec<crate::model::Booking>>),
) -> Answer {
    let (acting, now) = (actor.clone(), ctx.app.world().now());
    let (site, known, things) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &acting, id)?;
            let to_come = Span { from: now, to: base::Moment(i64::MAX) };
            Ok((site, closures(tx, id, to_come)?, resources_of(tx, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let all = voice.say("reservations-closure-all");
    let name = |closure: &Closure| {
        let thing = closure.resource.and_then(|id| things.iter().find(|one| one.id == id));
        thing.map_or(all.clone(), |thing| thing.data.name.clone())
    };
    let mut lines = Vec::new();
    for closure in &known {
        let said = format!("{} · {}", name(closure), closure.reason);
        lines.push((closure.id.clone(), when(voice, &site, closure.span)?, said));
    }
    let mut choices = vec![Choice::new("", all.clone())];
    choices.extend(things.iter().map(|one| Choice::new(one.id.to_string(), &one.data.name)));
    let asks = touched.is_some();
    let seen = mark_of(touched.as_deref().unwrap_or_default());
    let mut said = Vec::new();
    for booking in touched.iter().flatten() {
        let thing = things.iter().find(|one| one.id == booking.asked.resource);
        let thing = thing.map_or("", |thing| thing.data.name.as_str());
        said.push(format!("{} · {thing}", when(voice, &site, booking.asked.span)?));
    }
    let title = voice.say("reservations-closures");
    let main = ClosuresPage {
        voice,
        csrf: &ctx.visitor.csrf,
        site: &site,
        title: title.clone(),
        lines,
        things: choices,
        fields: Fields::new(voice, form, faults),
        touched: said,
        seen,
        asks,
    };
    let crumbs = crumbs(&site, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// First who would be touched, then, said again, the closing itself.
pub(super) async fn close_times(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: SiteId = id.parse()?;
    if !form.value("reopen").is_empty() {
        let closure = form.value("reopen").to_owned();
        ctx.app.store().write(move |tx| reopen(tx, &actor, id, &closure)).await?;
        return Ok(ctx.see(&format!("/sites/{id}/fermetures"), "reservations-notice-changed"));
    }
    let mut reader = form.reader();
    let (from, until) = (reader.date("from"), reader.date("until"));
    let reason = reader.required("reason", 200);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        reader.fault("until", "reservations-fault-order");
    }
    if let Err(refusal) = reader.finish() {
        let faults = faults_of(refusal)?;
        return closures_page(&ctx, &actor, id, &form, (&faults, None)).await;
    }
    let (Some(from), Some(until)) = (from, until) else { return Err(Refusal::Malformed.into()) };
    let thing: Option<ResourceId> = match form.value("thing") {
        "" => None,
        one => Some(one.parse()?),
    };
    let acting = actor.clone();
    let (span, known) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &acting, id)?;
            let span = Span { from: day_of(&site, from)?.from, to: day_of(&site, until)?.to };
            Ok((span, touched(tx, &acting, id, thing, span)?))
        })
        .await?;
    let shown = mark_of(&known);
    if !form.has("seen") || form.value("seen") != shown {
        return closures_page(&ctx, &actor, id, &form, (&[], Some(known))).await;
    }
    ctx.app.store().write(move |tx| close(tx, &actor, id, (thing, span, &reason), &shown)).await?;
    Ok(ctx.see(&format!("/sites/{id}/fermetures"), "reservations-notice-closed"))
}
