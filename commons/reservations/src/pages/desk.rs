//! The desk of a host: who comes today, who is there, what is free now, who waits for an answer.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Moment, Outcome, Refusal};
use people::Actor;
use web::parts::{Badge, Choice, Fields, Figure, Figures};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::thing::clock_choices;
use super::{badge, clock, crumbs, day_of, faults_of, local, times, when};
use crate::availability::{Free, availability};
use crate::desk::{Coming, coming};
use crate::life::{answer, check_in, check_out, walk_in};
use crate::model::{Asked, BookingId, Resource, Site, SiteId, Span, State};
use crate::sites::{kept_resource, kept_site, resources_of};

type Answer = Result<Response, Refused>;

/// Somebody who comes today.
struct Line {
    id: String,
    href: String,
    when: String,
    who: String,
    thing: String,
    badge: Badge,
    units: String,
    may_arrive: bool,
    may_leave: bool,
}

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    title: String,
    figures: Figures,
    requests: Vec<Line>,
    lines: Vec<Line>,
    free: Vec<(String, String)>,
    things: Vec<Choice>,
    ends: Vec<Choice>,
    end: String,
    fields: Fields<'a>,
    key: String,
    refused: Option<String>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    desk_page(&ctx, &actor, id.parse()?, &Form::default(), (&[], None)).await
}

async fn desk_page(
    ctx: &Ctx,
    actor: &Actor,
    id: SiteId,
    form: &Form,
    (faults, refused): (&[Fault], Option<String>),
) -> Answer {
    let (acting, now) = (actor.clone(), ctx.app.world().now());
    let (site, things, free, coming) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &acting, id)?;
            let today = day_of(&site, local(&site, now)?.date())?;
            let mut things = resources_of(tx, id)?;
            things.retain(|thing| !thing.closed);
            let free = availability(tx, &site, &things, today)?;
            let coming = coming(tx, &acting, id, today)?;
            Ok((site, things, free, coming))
        })
        .await?;
    let voice = &ctx.voice;
    let there = coming.iter().filter(|one| one.booking.state == State::CheckedIn).count();
    let expected = coming.iter().filter(|one| one.booking.state == State::Confirmed).count();
    let (mut lines, mut requests) = (Vec::new(), Vec::new());
    for one in &coming {
        let mut line = line(voice, &site, one, now)?;
        if one.booking.state == State::Requested {
            line.when = when(voice, &site, one.booking.asked.span)?;
            requests.push(line);
        } else {
            lines.push(line);
        }
    }
    let free_now = free_now(voice, &site, (&things, &free), now)?;
    let title = voice.with_all(
        "reservations-desk-title",
        &[("expected", expected.into()), ("there", there.into())],
    );
    let figures = Figures(vec![
        Figure::new(voice.say("reservations-there"), voice.number(there as i64)),
        Figure::new(voice.say("reservations-expected"), voice.number(expected as i64)),
        Figure::new(voice.say("reservations-requests"), voice.number(requests.len() as i64)),
    ]);
    let (ends, end) = ends(voice, &site, now)?;
    let main = DeskPage {
        voice,
        csrf: &ctx.visitor.csrf,
        site: &site,
        title: title.clone(),
        figures,
        requests,
        lines,
        free: free_now,
        things: things.iter().filter(|thing| crate::rules::is_let(thing)).map(choice).collect(),
        ends,
        end,
        fields: Fields::new(voice, form, faults),
        key: ctx.key_of(form),
        refused,
    };
    let crumbs = crumbs(&site, &voice.say("reservations-desk"));
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    let wrong = main.refused.is_some() || !faults.is_empty();
    Ok(if wrong { ctx.faulty_page(&head, &main)? } else { ctx.page_with(&head, &main)? })
}

/// What is free at this moment, thing by thing.
fn free_now(
    voice: &Voice,
    site: &Site,
    (things, free): (&[Resource], &[Free]),
    now: Moment,
) -> Outcome<Vec<(String, String)>> {
    let mut free_now = Vec::new();
    for (thing, free) in things.iter().zip(free) {
        let here = free.spans.iter().find(|(span, _)| span.from <= now && now < span.to);
        let said = match here {
            None => voice.say("reservations-closed-now"),
            Some((_, 0)) => voice.say("reservations-taken-now"),
            Some((span, left)) => {
                let until = clock(voice, local(site, span.to)?.time());
                let args = [("left", (*left).into()), ("time", until.into())];
                voice.with_all("reservations-free-now", &args)
            }
        };
        free_now.push((thing.data.name.clone(), said));
    }
    Ok(free_now)
}

fn choice(thing: &Resource) -> Choice {
    Choice::new(thing.id.to_string(), &thing.data.name)
}

/// Times of today that are to come, and the one an hour away.
fn ends(voice: &Voice, site: &Site, now: Moment) -> Outcome<(Vec<Choice>, String)> {
    let here = local(site, now)?;
    let now = format!("{:02}:{:02}", here.hour(), here.minute());
    let later = format!("{:02}:{:02}", here.hour() + 1, here.minute());
    let times = clock_choices(voice, 15)?;
    let to_come: Vec<_> = times.into_iter().filter(|(value, _)| *value > now).collect();
    let hour = to_come.iter().map(|(value, _)| value).find(|value| **value >= later);
    let end = hour.or(to_come.last().map(|(value, _)| value)).cloned().unwrap_or_default();
    Ok((to_come.iter().map(|(value, label)| Choice::new(value, label)).collect(), end))
}

fn line(voice: &Voice, site: &Site, one: &Coming, now: Moment) -> Outcome<Line> {
    let booking = &one.booking;
    let begins = booking.asked.span.from.plus_seconds(-1_800);
    let who = match (one.name.as_str(), booking.asked.title.as_str()) {
        ("", title) => title.to_owned(),
        (name, "") => name.to_owned(),
        (name, title) => format!("{name} · {title}"),
    };
    Ok(Line {
        id: booking.id.to_string(),
        href: format!("/reservations/{}", booking.id),
        when: times(voice, site, booking.asked.span)?,
        who,
        thing: match booking.asked.quantity {
            1 => one.thing.clone(),
            count => format!("{} × {count}", one.thing),
        },
        badge: badge(voice, booking, now),
        units: booking.units.clone(),
        may_arrive: booking.state == State::Confirmed
            && now >= begins
            && now < booking.asked.span.to,
        may_leave: booking.state == State::CheckedIn,
    })
}

/// Somebody is there without having asked: until when, and on what.
pub(super) async fn walk(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let site: SiteId = id.parse()?;
    let mut reader = form.reader();
    let title = reader.required("who", 120);
    let end = super::wish::time(&mut reader, &form, "end");
    let quantity = reader.number("quantity", 1, 1_000);
    if let Err(refusal) = reader.finish() {
        let faults = faults_of(refusal)?;
        return desk_page(&ctx, &actor, site, &form, (&faults, None)).await;
    }
    let (Some(end), Some(quantity)) = (end, quantity) else {
        return Err(Refusal::Malformed.into());
    };
    let thing = form.value("thing").parse()?;
    let key: BookingId = ctx.key_of(&form).parse()?;
    let acting = actor.clone();
    let written = ctx
        .app
        .store()
        .write(move |tx| {
            let (site, resource) = kept_resource(tx, &acting, thing)?;
            let now = local(&site, tx.now())?;
            let to = super::wish::span_of(&site, now.datetime(), now.date().to_datetime(end))?.to;
            let step = resource.data.step_minutes.max(1) * 60_000_000;
            let from = Moment(tx.now().0.div_euclid(step) * step);
            let span = Span { from, to };
            let asked =
                Asked { resource: thing, span, quantity, title: title.clone(), organisation: None };
            let booking = walk_in(tx, &acting, key, &asked)?;
            check_in(tx, &acting, booking.id, None)
        })
        .await;
    match written {
        Ok(_) => Ok(ctx.see(&format!("/sites/{site}/accueil"), "reservations-notice-walked")),
        Err(Refusal::Conflict(say)) => {
            let why = ctx.voice.it(&say);
            desk_page(&ctx, &actor, site, &form, (&[], Some(why))).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Back to the desk of the site that a promise is of.
async fn back(ctx: &Ctx, actor: Actor, id: BookingId, notice: &str) -> Answer {
    let (_, _, site) =
        ctx.app.store().read(move |tx| crate::bookings::booking(tx, &actor, id)).await?;
    Ok(ctx.see(&format!("/sites/{}/accueil", site.id), notice))
}

pub(super) async fn arrived(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: BookingId = id.parse()?;
    let acting = actor.clone();
    ctx.app.store().write(move |tx| check_in(tx, &acting, id, None)).await?;
    back(&ctx, actor, id, "reservations-notice-arrived").await
}

pub(super) async fn left(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: BookingId = id.parse()?;
    let acting = actor.clone();
    ctx.app.store().write(move |tx| check_out(tx, &acting, id)).await?;
    back(&ctx, actor, id, "reservations-notice-left").await
}

pub(super) async fn answer_request(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: BookingId = id.parse()?;
    let agrees = form.value("agrees") == "1";
    let reason: String = form.value("reason").chars().take(300).collect();
    let acting = actor.clone();
    ctx.app.store().write(move |tx| answer(tx, &acting, id, agrees, &reason)).await?;
    back(&ctx, actor, id, "reservations-notice-answered").await
}
