//! Unsubscribing without signing in: by a link of a mail, or by a programme for mail (RFC 8058).
//!
//! The link holds the person's number, the kind, and a digest of both that only this instance can
//! make. It does one thing, to one kind: what went by mail stays on the page. A link that was not
//! made here is unknown, whoever it names, before the database is asked; one that was made here
//! is answered alike whether its account is still there.

use std::sync::Arc;

use ::store::Tx;
use askama::Template;
use axum::extract::{FromRequest, Path, Request};
use axum::response::Response;
use base::{Outcome, Refusal};
use web::{App, Ctx, Form, PageHead, Refused, Voice};

use super::{Channel, Kind, store};
use crate::PersonId;

type Answer = Result<Response, Refused>;

/// The body of a programme for mail is a few bytes.
const BODY_BYTES_MAX: usize = 10_000;

#[derive(Template)]
#[template(path = "unsubscribe.html")]
struct Page<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    token: &'a str,
    what: String,
    stage: Stage,
}

/// What has just been done.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Asked,
    Stopped,
    Resumed,
}

/// What a link turns off: the mails of one kind, or a digest.
#[derive(Clone, Copy)]
enum What {
    Kind(Kind),
    Digest(Channel),
}

/// The token of a kind, or of a digest by the code of its channel, for a person.
pub fn token(app: &App, person: PersonId, what: &str) -> String {
    let named = format!("{person}.{what}");
    format!("{}.{named}", app.keyed_digest("unsubscribe", &named))
}

pub(super) fn address(app: &App, person: PersonId, what: &str) -> String {
    format!("{}/avis/desabonnement/{}", app.settings().public_url, token(app, person, what))
}

/// Whose token it is and what for, if it was made here.
fn read(app: &App, kinds: &[Kind], token: &str) -> Outcome<(PersonId, What)> {
    let (digest, named) = token.split_once('.').ok_or(Refusal::Unknown)?;
    // Digests are compared by digests of them: the time taken tells nothing.
    let compared = |text: &str| app.keyed_digest("compare", text);
    if compared(digest) != compared(&app.keyed_digest("unsubscribe", named)) {
        return Err(Refusal::Unknown);
    }
    let (person, what) = named.split_once('.').ok_or(Refusal::Unknown)?;
    let kind = kinds.iter().find(|kind| kind.code == what && !kind.fixed);
    let what = match (Channel::from_code(what), kind) {
        (Some(channel @ (Channel::Daily | Channel::Weekly)), _) => What::Digest(channel),
        (_, Some(kind)) => What::Kind(*kind),
        _ => return Err(Refusal::Unknown),
    };
    Ok((person.parse()?, what))
}

fn page(ctx: &Ctx, token: &str, what: &What, stage: Stage) -> Answer {
    let what = match what {
        What::Kind(kind) => ctx.voice.say(&kind.name()),
        What::Digest(channel) => ctx.voice.named("people-channel", channel.code()),
    };
    let main = Page { voice: &ctx.voice, csrf: &ctx.visitor.csrf, token, what, stage };
    let title = ctx.voice.say("people-unsubscribe");
    Ok(ctx.page_with(&PageHead { title: &title, ..PageHead::default() }, &main)?)
}

pub(super) async fn show(ctx: Ctx, token: String, kinds: Arc<[Kind]>) -> Answer {
    let (_, what) = read(&ctx.app, &kinds, &token)?;
    page(&ctx, &token, &what, Stage::Asked)
}

/// By the page's form with its token, or by the one click of a programme for mail, which has
/// neither cookie nor page: the link is its proof.
pub(super) async fn submit(
    ctx: Ctx,
    Path(token): Path<String>,
    kinds: Arc<[Kind]>,
    request: Request,
) -> Answer {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| Refusal::Malformed)?;
    let says = |text: &[u8]| body.windows(text.len()).any(|part| part == text);
    // As a form, or as the one part of a multipart body.
    let one_click = says(b"List-Unsubscribe=One-Click")
        || (says(b"name=\"List-Unsubscribe\"") && says(b"One-Click"));
    if !one_click {
        Form::from_request(Request::from_parts(head, body.into()), &ctx.app).await?;
    }
    let (person, what) = read(&ctx.app, &kinds, &token)?;
    ctx.app.store().write(move |tx| stop(tx, person, what, &kinds)).await?;
    page(&ctx, &token, &what, Stage::Stopped)
}

/// Takes it back, by the form that follows.
pub(super) async fn undo(
    ctx: Ctx,
    Path(token): Path<String>,
    kinds: Arc<[Kind]>,
    _form: Form,
) -> Answer {
    let (person, what) = read(&ctx.app, &kinds, &token)?;
    ctx.app.store().write(move |tx| resume(tx, person, what, &kinds)).await?;
    page(&ctx, &token, &what, Stage::Resumed)
}

/// The kinds that a link is about.
fn meant(what: What, kinds: &[Kind]) -> Vec<Kind> {
    match what {
        What::Kind(kind) => vec![kind],
        What::Digest(_) => kinds.iter().copied().filter(|kind| !kind.fixed).collect(),
    }
}

fn sends(what: What, channel: Channel) -> bool {
    match what {
        What::Digest(digest) => channel == digest,
        What::Kind(_) => matches!(channel, Channel::Mail | Channel::Daily | Channel::Weekly),
    }
}

fn stop(tx: &mut Tx, person: PersonId, what: What, kinds: &[Kind]) -> Outcome<()> {
    for kind in meant(what, kinds) {
        if sends(what, store::channel(tx, person, &kind)?) {
            store::choose(tx, person, &kind, Channel::Page)?;
        }
    }
    Ok(())
}

fn resume(tx: &mut Tx, person: PersonId, what: What, kinds: &[Kind]) -> Outcome<()> {
    for kind in meant(what, kinds) {
        let before = store::previous(tx, person, &kind)?;
        let stopped = store::channel(tx, person, &kind)? == Channel::Page;
        if let Some(before) = before.filter(|before| stopped && sends(what, *before)) {
            store::choose(tx, person, &kind, before)?;
        }
    }
    Ok(())
}
