//! The page of notices, its count on every page, and the settings.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request};
use axum::response::Response;
use base::{Fault, Refusal};
use web::parts::{Bar, Choice, Empty, Fields, NavItem};
use web::{Ctx, Form, PageHead, Refused, Routes, Visitor, Voice};

use super::{Channel, Kind, NoticeId, rules, say, store, unsubscribe};
use crate::{Actor, Policy, addresses};

type Answer = Result<Response, Refused>;

const PAGE: usize = 30;
const PATH: &str = "/avis";
const SETTINGS: &str = "/compte/avis";

#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    lines: Vec<Line>,
    newest: Option<NoticeId>,
    unread: i64,
    next: Option<String>,
    empty: Empty,
}

struct Line {
    id: NoticeId,
    said: String,
    kind: String,
    made_at: base::Moment,
    read: bool,
}

#[derive(Template)]
#[template(path = "notice_settings.html")]
struct SettingsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    email: &'a str,
    fixed: Vec<String>,
    kinds: Vec<(&'static str, String, Vec<Choice>)>,
    fields: Fields<'a>,
}

/// The routes of notices; `kinds` are those of all contexts.
pub fn routes(kinds: Arc<[Kind]>) -> Routes<Policy> {
    let [a, b, c, d, e] = std::array::from_fn(|_| kinds.clone());
    Routes::new(crate::guard)
        .get(PATH, Policy::SignedIn, show)
        .post("/avis/lus", Policy::SignedIn, read_all)
        .get("/avis/{id}", Policy::SignedIn, open)
        .post("/avis/{id}/lu", Policy::SignedIn, read)
        .get(SETTINGS, Policy::SignedIn, move |ctx: Ctx, actor: Actor| {
            show_settings(ctx, actor, a.clone())
        })
        .post(SETTINGS, Policy::SignedIn, move |ctx: Ctx, actor: Actor, form: Form| {
            set(ctx, actor, b.clone(), form)
        })
        .get("/avis/desabonnement/{token}", Policy::Anyone, {
            move |ctx: Ctx, Path(token): Path<String>| unsubscribe::show(ctx, token, c.clone())
        })
        .post("/avis/desabonnement/{token}", Policy::Anyone, {
            move |ctx: Ctx, token: Path<String>, request: Request| {
                unsubscribe::submit(ctx, token, d.clone(), request)
            }
        })
        .post("/avis/desabonnement/{token}/retour", Policy::Anyone, {
            move |ctx: Ctx, token: Path<String>, form: Form| {
                unsubscribe::undo(ctx, token, e.clone(), form)
            }
        })
}

/// Puts on every page of a person how many notices wait, and that their mails come back.
pub(crate) fn greet(visitor: &mut Visitor, actor: &Actor, voice: &Voice) {
    let Some(account) = &actor.account else { return };
    let label = voice.with("people-notices-link", "count", actor.told.unread);
    visitor.notices = Some(NavItem { label, href: PATH.to_owned() });
    visitor.bar = actor.told.address_fails.then(|| Bar {
        said: voice.with("people-address-fails", "email", account.email.as_str()),
        label: voice.say("people-address-fails-do"),
        href: addresses::PATH.to_owned(),
    });
}

async fn show(ctx: Ctx, actor: Actor) -> Answer {
    let person = actor.person()?;
    let before = ctx.query("apres").map(|id| id.parse()).transpose()?;
    let mut found =
        ctx.app.store().read(move |tx| store::list(tx, person, before, PAGE + 1)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let voice = &ctx.voice;
    let line = |notice: &store::Notice| Line {
        id: notice.id,
        said: say(voice, &format!("{}-subject", notice.text), &notice.args, &notice.link),
        kind: voice.say(&notice.kind.replacen('.', "-told-", 1)),
        made_at: notice.made_at,
        read: notice.read,
    };
    let last = found.last().filter(|_| more);
    let main = NoticesPage {
        voice,
        csrf: &ctx.visitor.csrf,
        lines: found.iter().map(line).collect(),
        newest: found.first().map(|notice| notice.id).filter(|_| before.is_none()),
        unread: actor.told.unread,
        next: last.map(|last| format!("{PATH}?apres={}", last.id)),
        empty: Empty {
            title: voice.say("people-notices-none"),
            what: voice.say("people-notices-none-what"),
            next: None,
        },
    };
    let title = voice.say("people-notices");
    Ok(ctx.page_with(&PageHead { title: &title, ..PageHead::default() }, &main)?)
}

/// Follows a notice to what it is about: that is to have read it. One that is gone, or another's,
/// leads back to the list.
async fn open(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let person = actor.person()?;
    let Ok(id) = id.parse() else { return Ok(ctx.see(PATH, "")) };
    let link = ctx.app.store().write(move |tx| store::read(tx, person, id)).await?;
    Ok(ctx.see(link.as_deref().unwrap_or(PATH), ""))
}

async fn read(ctx: Ctx, actor: Actor, Path(id): Path<String>, _form: Form) -> Answer {
    let (person, id) = (actor.person()?, id.parse()?);
    let link = ctx.app.store().write(move |tx| store::read(tx, person, id)).await?;
    link.ok_or(Refusal::Unknown)?;
    Ok(ctx.see(PATH, "people-notice-read"))
}

async fn read_all(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let (person, newest) = (actor.person()?, form.value("newest").parse()?);
    ctx.app.store().write(move |tx| store::read_all(tx, person, newest)).await?;
    Ok(ctx.see(PATH, "people-notice-all-read"))
}

async fn show_settings(ctx: Ctx, actor: Actor, kinds: Arc<[Kind]>) -> Answer {
    let person = actor.person()?;
    let offered = offered(&actor, &kinds);
    let kept = ctx
        .app
        .store()
        .read(move |tx| {
            let set = |kind: Kind| {
                let channel = store::channel(tx, person, &kind)?;
                Ok((kind.code.to_owned(), channel.code().to_owned()))
            };
            offered.clone().into_iter().map(set).collect::<base::Outcome<Vec<_>>>()
        })
        .await?;
    settings_page(&ctx, &actor, &kinds, Fields::new(&ctx.voice, &kept, &[]), &[])
}

/// What a person may set: kinds for their roles that are not fixed.
fn offered(actor: &Actor, kinds: &[Kind]) -> Vec<Kind> {
    let theirs = |kind: &&Kind| !kind.fixed && crate::pages::sees(actor, kind.seen_by);
    kinds.iter().filter(theirs).copied().collect()
}

fn settings_page(
    ctx: &Ctx,
    actor: &Actor,
    kinds: &[Kind],
    fields: Fields,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let account = actor.account.as_ref().ok_or(Refusal::SignInFirst)?;
    let way = |channel: Channel| {
        Choice::new(channel.code(), voice.named("people-channel", channel.code()))
    };
    let ways = |kind: Kind| {
        let ways = rules::offered(&kind).into_iter().map(way).collect();
        (kind.code, kind.name(), ways)
    };
    let fixed = |kind: &&Kind| kind.fixed && crate::pages::sees(actor, kind.seen_by);
    let main = SettingsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        email: &account.email,
        fixed: kinds.iter().filter(fixed).map(|kind| voice.say(&kind.name())).collect(),
        kinds: offered(actor, kinds).into_iter().map(ways).collect(),
        fields,
    };
    let title = voice.say("people-notices-settings");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

async fn set(ctx: Ctx, actor: Actor, kinds: Arc<[Kind]>, form: Form) -> Answer {
    let person = actor.person()?;
    let mut reader = form.reader();
    let mut chosen = Vec::new();
    for kind in offered(&actor, &kinds) {
        let ways: Vec<&str> = rules::offered(&kind).into_iter().map(Channel::code).collect();
        let way = reader.choice(kind.code, &ways);
        chosen.extend(Channel::from_code(&way).map(|channel| (kind, channel)));
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        let fields = Fields::new(&ctx.voice, &form, &faults);
        return settings_page(&ctx, &actor, &kinds, fields, &faults);
    }
    ctx.app
        .store()
        .write(move |tx| {
            chosen.iter().try_for_each(|(kind, to)| store::choose(tx, person, kind, *to))
        })
        .await?;
    Ok(ctx.see(SETTINGS, "people-notice-saved"))
}
