//! A file as its organisation follows it: its state, timeline, versions, and taking it back.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use people::{Account, Actor, Entry, Grant, Organisation, PersonId, Role};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::apply::{file_crumbs, readable};
use super::form_view;
use crate::model::{Attachment, Call, Event, File, FileState, Session};
use crate::{calls, files, guests, looks};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "file.html")]
struct FilePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    file: &'a File,
    call: &'a Call,
    organisation: Organisation,
    timeline: web::parts::Timeline,
    summary: Vec<form_view::Answered>,
    attachments: Vec<Attachment>,
    versions: Vec<(i64, String, base::Moment)>,
    session: Option<Session>,
    wanted: Option<Event>,
    writes: bool,
    owns: bool,
    manages: bool,
    guests: Vec<(Account, Grant)>,
    looks: Vec<(String, String, base::Moment)>,
}

#[derive(Template)]
#[template(path = "version.html")]
struct VersionPage<'a> {
    voice: &'a Voice,
    file: &'a File,
    summary: Vec<form_view::Answered>,
    shown: String,
}

pub(super) async fn withdraw(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (file, version) = (id.parse()?, form.version()?);
    ctx.app.store().write(move |tx| files::withdraw_file(tx, &actor, file, version)).await?;
    Ok(ctx.see(&format!("/dossiers/{id}"), "calls-notice-withdrawn"))
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let loaded = readable(&ctx, &actor, &id).await?;
    let (acting, seen) = (actor.clone(), loaded.file.clone());
    let (organisation, events, versions, session, guests, looks) = ctx
        .app
        .store()
        .read(move |tx| {
            let events = files::events(tx, seen.id)?;
            let versions = files::versions(tx, seen.id, 20)?;
            let session = calls::session_of(tx, &seen)?;
            let guests = guests::guests(tx, &acting, &seen)?;
            let looks = looks::looks_at_pieces(tx, &acting, &seen)?;
            let organisation = people::organisation(tx, seen.organisation)?;
            Ok((organisation, events, versions, session, guests, looks))
        })
        .await?;
    let lookers = looks.iter().filter_map(|look| look.actor.parse().ok());
    let more = versions.iter().map(|version| version.1).chain(lookers);
    let names = super::names(&ctx, &events, more).await?;
    let voice = &ctx.voice;
    let wanted = events.iter().rev().find(|event| event.kind == FileState::Incomplete.code());
    // Until publication a decision is nobody's business but the officers'.
    let told: Vec<Event> = events
        .iter()
        .filter(|event| !matches!(event.kind.as_str(), "decided" | "opinion"))
        .cloned()
        .collect();
    let main = FilePage {
        voice,
        csrf: &ctx.visitor.csrf,
        file: &loaded.file,
        call: &loaded.call,
        organisation,
        timeline: super::timeline(voice, &told, &names),
        summary: form_view::summary(
            voice,
            &loaded.rules,
            &loaded.file.answers,
            &loaded.attachments,
        ),
        attachments: loaded.attachments.clone(),
        versions: versions
            .into_iter()
            .map(|(number, author, at)| (number, people::name_or_gone(voice, &names, author), at))
            .collect(),
        session,
        writes: files::may_write(&actor, &loaded.file),
        owns: actor.acts_for(loaded.file.organisation),
        manages: actor.holds_in(Role::Manager, &loaded.file.organisation.to_string()),
        guests,
        looks: looks.iter().map(|look| looked(voice, look, &names, &loaded.attachments)).collect(),
        wanted: wanted.filter(|_| loaded.file.state == FileState::Incomplete).cloned(),
    };
    let crumbs = file_crumbs(voice, &loaded.file);
    let title = crumbs.last().map_or_else(String::new, |crumb| crumb.label.clone());
    let title: String = title.chars().take(50).collect();
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

/// Who opened which piece, and when: of readers only that it was one.
fn looked(
    voice: &Voice,
    look: &Entry,
    names: &BTreeMap<PersonId, String>,
    pieces: &[Attachment],
) -> (String, String, base::Moment) {
    let (capacity, piece) = look.detail.split_once(' ').unwrap_or_default();
    let who = match (capacity, look.actor.parse()) {
        ("reader", _) | (_, Err(_)) => voice.say("people-looked-reader"),
        (_, Ok(person)) => people::name_or_gone(voice, names, person),
    };
    let piece = pieces.iter().find(|known| known.id.to_string() == piece);
    let piece = piece.map_or_else(|| voice.say("calls-piece-gone"), |known| known.name.clone());
    (who, piece, look.at)
}

pub(super) async fn version(
    ctx: Ctx,
    actor: Actor,
    Path((id, version)): Path<(String, i64)>,
) -> Answer {
    let loaded = readable(&ctx, &actor, &id).await?;
    let file = loaded.file.id;
    let answers = ctx.app.store().read(move |tx| files::version_answers(tx, file, version)).await?;
    let main = VersionPage {
        voice: &ctx.voice,
        file: &loaded.file,
        summary: form_view::summary(&ctx.voice, &loaded.rules, &answers, &[]),
        shown: version.to_string(),
    };
    let crumbs = file_crumbs(&ctx.voice, &loaded.file);
    let title = ctx.voice.with("calls-version", "number", version);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}
