//! What one has: promises to come and past, waiting lists, the address of one's calendar; and the
//! door, where one says by a code on the wall that one has come.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Moment, Refusal};
use people::Actor;
use web::parts::{Badge, Tone};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::{badge, when};
use crate::model::{Booking, Resource, Site, Wait, WaitState};
use crate::own::{OWN_PAGE, arriving_at, feed_of, own_bookings, renew_feed, with_places};
use crate::waiting::{own_waits, put_before};

type Answer = Result<Response, Refused>;

/// A line of a list.
struct Line {
    href: String,
    name: String,
    when: String,
    badge: Badge,
    units: String,
}

/// A place in a waiting list.
struct Turn {
    id: String,
    href: String,
    name: String,
    when: String,
    badge: Badge,
    turn: String,
    /// Why others were put before.
    reasons: Vec<String>,
    waits: bool,
}

#[derive(Template)]
#[template(path = "own.html")]
struct OwnPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    title: String,
    to_come: Vec<Line>,
    past: Vec<Line>,
    turns: Vec<Turn>,
    passes: Vec<super::passes::Line>,
    feed: String,
    older: Option<String>,
}

#[derive(Template)]
#[template(path = "arriving.html")]
struct ArrivingPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    token: &'a str,
    lines: Vec<(String, Line)>,
}

fn line(
    voice: &Voice,
    (booking, resource, site): &(Booking, Resource, Site),
    now: Moment,
) -> base::Outcome<Line> {
    Ok(Line {
        href: format!("/reservations/{}", booking.id),
        name: format!("{} · {}", resource.data.name, site.data.name),
        when: when(voice, site, booking.asked.span)?,
        badge: badge(voice, booking, now),
        units: booking.units.clone(),
    })
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    let now = ctx.app.world().now();
    let after = ctx.query("apres").map(|id| id.parse()).transpose()?;
    let acting = actor.clone();
    let (bookings, waits, feed, reasons, passes) = ctx
        .app
        .store()
        .write(move |tx| {
            let bookings = own_bookings(tx, &acting, after)?;
            let turns = own_waits(tx, &acting)?;
            let places = with_places(tx, turns.iter().map(|(wait, _)| wait.asked.resource))?;
            let bookings = with_sites(tx, bookings)?;
            let reasons = put_before(tx, &acting)?;
            let passes = super::passes::own(tx, &acting)?;
            Ok((bookings, (turns, places), feed_of(tx, &acting)?, reasons, passes))
        })
        .await?;
    let voice = &ctx.voice;
    let (mut to_come, mut past) = (Vec::new(), Vec::new());
    for known in &bookings {
        let over = known.0.asked.span.to <= now || !known.0.state.is_open();
        let list = if over { &mut past } else { &mut to_come };
        list.push(line(voice, known, now)?);
    }
    to_come.reverse();
    let (waits, places) = waits;
    let mut turns = Vec::new();
    for (wait, turn) in &waits {
        let Some((resource, site)) = places.get(&wait.asked.resource) else { continue };
        let mut line = turn_line(voice, wait, *turn, (resource, site))?;
        for (_, at, reason) in reasons.iter().filter(|(id, _, _)| *id == wait.id) {
            let args = [("day", voice.day(*at).into()), ("reason", reason.as_str().into())];
            line.reasons.push(voice.with_all("reservations-put-before", &args));
        }
        turns.push(line);
    }
    let last = bookings.get(OWN_PAGE - 1).map(|(booking, _, _)| booking.id);
    let title = match to_come.len() {
        0 => voice.say("reservations-own-none"),
        count => voice.with("reservations-own-count", "count", count),
    };
    let main = OwnPage {
        older: last.map(|id| format!("/reservations?apres={id}")),
        voice,
        csrf: &ctx.visitor.csrf,
        title: title.clone(),
        to_come,
        past,
        turns,
        passes: super::passes::own_lines(voice, &passes, now)?,
        feed: format!("{}/calendriers/personne/{feed}/agenda.ics", ctx.app.settings().public_url),
    };
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &[], wide: false }, &main)?)
}

pub(super) async fn renew(ctx: Ctx, actor: Actor, _: Form) -> Answer {
    ctx.app.store().write(move |tx| renew_feed(tx, &actor)).await?;
    Ok(ctx.see("/reservations", "reservations-notice-renewed"))
}

fn with_sites(
    tx: &mut store::Tx,
    bookings: Vec<Booking>,
) -> base::Outcome<Vec<(Booking, Resource, Site)>> {
    let places = with_places(tx, bookings.iter().map(|one| one.asked.resource))?;
    bookings
        .into_iter()
        .map(|one| {
            let known = places.get(&one.asked.resource).cloned();
            let (resource, site) = known.ok_or(Refusal::Unknown)?;
            Ok((one, resource, site))
        })
        .collect()
}

fn turn_line(
    voice: &Voice,
    wait: &Wait,
    turn: i64,
    (resource, site): (&Resource, &Site),
) -> base::Outcome<Turn> {
    let waits = wait.state == WaitState::Waiting;
    let tone = match wait.state {
        WaitState::Waiting => Tone::Waiting,
        WaitState::Offered | WaitState::Taken => Tone::Good,
        WaitState::Left | WaitState::Passed => Tone::Plain,
    };
    let href = match (wait.state, wait.booking) {
        (WaitState::Offered, Some(id)) => format!("/reservations/{id}"),
        _ => resource.page(),
    };
    Ok(Turn {
        id: wait.id.to_string(),
        href,
        name: format!("{} · {}", resource.data.name, site.data.name),
        when: when(voice, site, wait.asked.span)?,
        badge: Badge::new(voice.named("reservations-wait", wait.state.code()), tone),
        reasons: Vec::new(),
        turn: if waits { voice.with("reservations-turn", "turn", turn) } else { String::new() },
        waits,
    })
}

/// Behind the code on the wall: which of one's promises begins now.
pub(super) async fn arriving(ctx: Ctx, actor: Actor, Path(token): Path<String>) -> Answer {
    let (now, code) = (ctx.app.world().now(), token.clone());
    let (site, bookings) = ctx
        .app
        .store()
        .read(move |tx| {
            let (site, bookings) = arriving_at(tx, &actor, &code)?;
            Ok((site, with_sites(tx, bookings)?))
        })
        .await?;
    let voice = &ctx.voice;
    let mut lines = Vec::new();
    for known in &bookings {
        lines.push((known.0.id.to_string(), line(voice, known, now)?));
    }
    let main = ArrivingPage { voice, csrf: &ctx.visitor.csrf, site: &site, token: &token, lines };
    let title = voice.with("reservations-arriving", "name", site.data.name.as_str());
    let crumbs = super::crumbs(&site, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

pub(super) async fn arrive(
    ctx: Ctx,
    actor: Actor,
    Path(token): Path<String>,
    form: Form,
) -> Answer {
    let id: crate::model::BookingId = form.value("booking").parse()?;
    ctx.app.store().write(move |tx| crate::life::check_in(tx, &actor, id, Some(&token))).await?;
    Ok(ctx.see(&format!("/reservations/{id}"), "reservations-notice-arrived"))
}
