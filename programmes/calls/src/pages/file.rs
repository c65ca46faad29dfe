//! A file as its organisation follows it: its state, timeline, versions, and taking it back.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use people::{Actor, Organisation};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::apply::{file_crumbs, own};
use super::form_view;
use crate::model::{Attachment, Call, Event, File, FileState, Session};
use crate::{calls, files};

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
    let loaded = own(&ctx, &actor, &id).await?;
    let (file, organisation) = (loaded.file.id, loaded.file.organisation);
    let session = loaded.file.session;
    let (organisation, events, versions, session) = ctx
        .app
        .store()
        .read(move |tx| {
            let events = files::events(tx, file)?;
            let versions = files::versions(tx, file, 20)?;
            let session = session.map(|session| calls::session(tx, session)).transpose()?;
            Ok((people::organisation(tx, organisation)?, events, versions, session))
        })
        .await?;
    let names = super::names(&ctx, &events, versions.iter().map(|version| version.1)).await?;
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
        wanted: wanted.filter(|_| loaded.file.state == FileState::Incomplete).cloned(),
    };
    let crumbs = file_crumbs(voice, &loaded.file);
    let title = crumbs.last().map_or_else(String::new, |crumb| crumb.label.clone());
    let title: String = title.chars().take(50).collect();
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

pub(super) async fn version(
    ctx: Ctx,
    actor: Actor,
    Path((id, version)): Path<(String, i64)>,
) -> Answer {
    let loaded = own(&ctx, &actor, &id).await?;
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
