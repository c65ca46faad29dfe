//! The home page, and the pages that the law asks of a public site.

use askama::Template;
use axum::response::Response;
use calls::{CallHead, CallState};
use people::Policy;
use web::{Ctx, Refused, Routes, Voice};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    voice: &'a Voice,
    calls: Vec<CallHead>,
    awards: i64,
    total: base::Cents,
}

#[derive(Template)]
#[template(path = "text.html")]
struct TextPage<'a> {
    title: &'a str,
    body: String,
}

#[derive(Template)]
#[template(path = "sitemap.html")]
struct SitemapPage<'a> {
    voice: &'a Voice,
    calls: Vec<CallHead>,
}

pub(crate) fn routes() -> Routes<Policy> {
    Routes::new(people::guard)
        .get("/", Policy::Anyone, home)
        .get("/accessibilite", Policy::Anyone, crate::accessibility::show)
        .get("/mentions-legales", Policy::Anyone, legal)
        .get("/donnees-personnelles", Policy::Anyone, privacy)
        .get("/plan-du-site", Policy::Anyone, sitemap)
}

async fn home(ctx: Ctx) -> Answer {
    let (calls, (awards, total)) = ctx
        .app
        .store()
        .read(|tx| {
            let open = calls::calls_in(tx, [CallState::Open, CallState::Open], None, 5)?;
            Ok((open, calls::award_totals(tx, None)?))
        })
        .await?;
    let main = HomePage { voice: &ctx.voice, calls, awards, total };
    Ok(ctx.page(&ctx.voice.say("web-site"), &main)?)
}

fn text(ctx: &Ctx, title: &str, body: &str) -> Answer {
    let title = ctx.voice.say(title);
    let main = TextPage { title: &title, body: web::markdown(&ctx.voice.say(body)) };
    Ok(ctx.page(&title, &main)?)
}

async fn legal(ctx: Ctx) -> Answer {
    text(&ctx, "home-legal", "home-legal-text")
}

async fn privacy(ctx: Ctx) -> Answer {
    text(&ctx, "home-privacy", "home-privacy-text")
}

async fn sitemap(ctx: Ctx) -> Answer {
    let calls = ctx
        .app
        .store()
        .read(|tx| calls::calls_in(tx, [CallState::Open, CallState::Closed], None, 50))
        .await?;
    Ok(ctx.page(&ctx.voice.say("web-sitemap"), &SitemapPage { voice: &ctx.voice, calls })?)
}
