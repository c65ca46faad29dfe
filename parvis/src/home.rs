//! The home page, and the pages that the law asks of a public site.

use askama::Template;
use axum::response::Response;
use calls::{CallHead, CallState};
use people::{Actor, Policy, Role};
use web::parts::NavItem;
use web::{Ctx, Publisher, Refused, Routes, Voice};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    voice: &'a Voice,
    calls: Vec<CallHead>,
    awards: i64,
    total: base::Cents,
    published_by: &'a str,
    unfilled: bool,
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
    signed_in: bool,
    own: Vec<&'a NavItem>,
}

pub(crate) fn routes() -> Routes<Policy> {
    Routes::new(people::guard)
        .get("/", Policy::Anyone, home)
        .get("/accessibilite", Policy::Anyone, crate::accessibility::show)
        .get("/mentions-legales", Policy::Anyone, legal)
        .get("/donnees-personnelles", Policy::Anyone, privacy)
        .get("/plan-du-site", Policy::Anyone, sitemap)
}

#[derive(Template)]
#[template(path = "legal.html")]
struct LegalPage<'a> {
    voice: &'a Voice,
    publisher: &'a Publisher,
    body: String,
}

impl LegalPage<'_> {
    /// What is told of the publisher, by the key of its name; what is not filled in says so.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let Publisher { name, siret, address, postcode, city, phone, director, host, .. } =
            self.publisher;
        let place = format!("{address}, {postcode} {city}");
        let place = if address.is_empty() { String::new() } else { place };
        let mut facts = vec![
            ("name", name.clone()),
            ("siret", siret.clone()),
            ("address", place),
            ("director", director.clone()),
            ("host", host.clone()),
        ];
        if !phone.is_empty() {
            facts.insert(3, ("phone", phone.clone()));
        }
        facts
    }
}

async fn home(ctx: Ctx, actor: Actor) -> Answer {
    let (calls, (awards, total)) = ctx
        .app
        .store()
        .read(|tx| {
            let open = calls::calls_in(tx, [CallState::Open, CallState::Open], None, 5)?;
            Ok((open, calls::award_totals(tx, None)?))
        })
        .await?;
    let publisher = &ctx.visitor.publisher;
    let unfilled = actor.holds(Role::Administrator) && !publisher.missing().is_empty();
    let published_by = &publisher.name;
    let main = HomePage { voice: &ctx.voice, calls, awards, total, published_by, unfilled };
    Ok(ctx.page(&ctx.voice.say("web-site"), &main)?)
}

async fn legal(ctx: Ctx) -> Answer {
    let voice = &ctx.voice;
    let body = web::markdown(&voice.say("home-legal-text"));
    let main = LegalPage { voice, publisher: &ctx.visitor.publisher, body };
    Ok(ctx.page(&voice.say("home-legal"), &main)?)
}

async fn privacy(ctx: Ctx) -> Answer {
    let voice = &ctx.voice;
    let text = [voice.say("home-privacy-text"), answering(voice, &ctx.visitor.publisher)];
    let title = voice.say("home-privacy");
    let main = TextPage { title: &title, body: web::markdown(&text.join("\n\n")) };
    Ok(ctx.page(&title, &main)?)
}

/// Who answers for personal data, and how to reach them, as far as it is filled in.
pub(crate) fn answering(voice: &Voice, publisher: &Publisher) -> String {
    let unfilled = || voice.say("home-unfilled");
    let told = |text: &str| if text.is_empty() { unfilled() } else { text.to_owned() };
    voice.with_all(
        "home-answering",
        &[
            ("controller", told(publisher.controller()).into()),
            ("contact", told(&publisher.controller_contact).into()),
            ("officer", told(&publisher.officer).into()),
            ("write", told(&publisher.officer_contact).into()),
        ],
    )
}

async fn sitemap(ctx: Ctx) -> Answer {
    let calls = ctx
        .app
        .store()
        .read(|tx| calls::calls_in(tx, [CallState::Open, CallState::Closed], None, 50))
        .await?;
    // What the menu offers beyond what everybody is offered.
    let everybody = ["/appels", "/lieux", "/donnees"];
    let own = ctx.visitor.nav.iter().filter(|item| !everybody.contains(&item.href.as_str()));
    let main = SitemapPage {
        voice: &ctx.voice,
        calls,
        signed_in: ctx.visitor.account.is_some(),
        own: own.collect(),
    };
    Ok(ctx.page(&ctx.voice.say("web-sitemap"), &main)?)
}
