//! A site for everybody: what is let there and what is free now; the same for a wall, and for the
//! page of another site. Nobody is named.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use base::{Moment, Outcome, Refusal};
use people::Actor;
use web::parts::Badge;
use web::{Ctx, PageHead, Refused, Voice};

use super::{crumbs, day_of, local, picture, thing};
use crate::availability::{Free, availability};
use crate::model::{Resource, Site, SiteId};
use crate::sites::{keeps, resources_of, site};

type Answer = Result<Response, Refused>;

/// A thing as a list shows it.
struct Line {
    href: String,
    name: String,
    what: String,
    badge: Badge,
    price: String,
    /// How many are free now, in words.
    now: String,
    /// Whether any is.
    free: bool,
    /// What is free today, in words.
    today: String,
    bar: String,
}

#[derive(Template)]
#[template(path = "site.html")]
struct SitePage<'a> {
    voice: &'a Voice,
    site: &'a Site,
    open: String,
    lines: Vec<Line>,
    hours: Vec<(String, String)>,
    is_host: bool,
    offers: bool,
}

#[derive(Template)]
#[template(path = "display.html")]
struct Display<'a> {
    voice: &'a Voice,
    site: &'a Site,
    at: String,
    lines: Vec<Line>,
    /// For the page of another site: links open there.
    framed: bool,
    style: &'static str,
    icon: &'static str,
}

async fn lines(ctx: &Ctx, id: SiteId) -> Outcome<(Site, Vec<Line>, String)> {
    let now = ctx.app.world().now();
    let (site, things, free) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = site(tx, id)?;
            let mut things = resources_of(tx, id)?;
            things.retain(crate::rules::is_let);
            let today = day_of(&site, local(&site, now)?.date())?;
            let free = availability(tx, &site, &things, today)?;
            Ok((site, things, free))
        })
        .await?;
    let voice = &ctx.voice;
    let mut lines = Vec::with_capacity(things.len());
    let mut closes: Option<Moment> = None;
    for (thing, free) in things.iter().zip(&free) {
        lines.push(line(voice, &site, (thing, free), now)?);
        let ends = free.spans.iter().filter(|(span, _)| span.from <= now && now < span.to);
        closes = closes.max(ends.map(|_| last_of(free)).max());
    }
    let open = match closes {
        Some(end) => {
            let at = super::clock(voice, local(&site, end)?.time());
            voice.with("reservations-open-until", "time", at)
        }
        None => voice.say("reservations-closed-now"),
    };
    Ok((site, lines, open))
}

fn last_of(free: &Free) -> Moment {
    free.spans.iter().map(|(span, _)| span.to).max().unwrap_or_default()
}

fn line(
    voice: &Voice,
    site: &Site,
    (resource, free): (&Resource, &Free),
    now: Moment,
) -> Outcome<Line> {
    let here = free.spans.iter().find(|(span, _)| span.from <= now && now < span.to);
    let said = match here {
        None => voice.say("reservations-closed-now"),
        Some((_, 0)) => voice.say("reservations-taken-now"),
        Some((span, left)) => {
            let until = super::clock(voice, local(site, span.to)?.time());
            voice.with_all(
                "reservations-free-now",
                &[("left", (*left).into()), ("time", until.into())],
            )
        }
    };
    let today = local(site, now)?.date();
    let mut days = picture::days(voice, site, free, &[today], now)?;
    let day = days.pop().ok_or(Refusal::Unknown)?;
    Ok(Line {
        href: format!("/ressources/{}", resource.id),
        name: resource.data.name.clone(),
        what: resource.data.what.clone(),
        badge: thing::kind_badge(voice, resource),
        price: thing::price_of(voice, resource),
        now: said,
        free: here.is_some_and(|(_, left)| *left > 0),
        today: day.said.join(", "),
        bar: day.bar,
    })
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: SiteId = id.parse()?;
    let (site, lines, open) = lines(&ctx, id).await?;
    let book = ctx.app.store().read(move |tx| crate::money::book_of(tx, id)).await?;
    let main = SitePage {
        offers: book.is_some_and(|book| book.charges),
        voice: &ctx.voice,
        site: &site,
        open,
        lines,
        hours: super::hours_in_words(&ctx.voice, &site.data.hours),
        is_host: keeps(&actor, &site),
    };
    let crumbs = crumbs(&site, "");
    Ok(ctx.page_with(&PageHead { title: &site.data.name, crumbs: &crumbs, wide: false }, &main)?)
}

/// For a screen on the wall: it asks again by itself each minute, without script.
pub(super) async fn display(ctx: Ctx, Path(id): Path<String>) -> Answer {
    let mut answer = bare(&ctx, id.parse()?, false).await?;
    answer.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("60"));
    Ok(answer)
}

/// For the host's own web site, which may show it in a frame.
pub(super) async fn frame(ctx: Ctx, Path(id): Path<String>) -> Answer {
    let mut answer = bare(&ctx, id.parse()?, true).await?;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMED));
    for name in ["cross-origin-resource-policy", "cross-origin-embedder-policy"] {
        let value = if name.ends_with("resource-policy") { "cross-origin" } else { "unsafe-none" };
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    Ok(answer)
}

/// A page without form, script or cookie to misuse: it may stand in any frame.
const FRAMED: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
    frame-ancestors *; base-uri 'none'; form-action 'none'";

async fn bare(ctx: &Ctx, id: SiteId, framed: bool) -> Result<Response, Refused> {
    let (site, lines, open) = lines(ctx, id).await?;
    let page = Display {
        voice: &ctx.voice,
        site: &site,
        at: open,
        lines,
        framed,
        style: web::assets::url("parvis.css"),
        icon: web::assets::url("mark.svg"),
    };
    let body = page.render().map_err(Refusal::broken)?;
    Ok(([(header::CACHE_CONTROL, "no-cache")], Html(body)).into_response())
}
