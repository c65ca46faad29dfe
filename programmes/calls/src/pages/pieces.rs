//! Files sent with an application, its receipt and its letter.

use axum::extract::Path;
use axum::response::Response;
use base::{Outcome, Refusal};
use people::Actor;
use web::{Ctx, Form, Refused};

use crate::looks::{self, As};
use crate::model::{Attachment, File, FileId, FileState};
use crate::{attachments, calls, files, jobs, letters};

type Answer = Result<Response, Refused>;

/// Back to the step of the form that has the field.
fn step_of(rules: &crate::Rules, field: &str) -> usize {
    let has = |section: &crate::Section| section.fields.iter().any(|known| known.id == field);
    rules.form.iter().position(has).map_or(1, |at| at + 2)
}

pub(super) async fn attach(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let file: FileId = id.parse()?;
    let upload = form.uploads.first().cloned();
    let Some(upload) = upload else {
        return Err(Refusal::conflict("calls-conflict-no-file").into());
    };
    let field = upload.field.clone();
    let (step, limit) = {
        let (acting, field) = (actor.clone(), field.clone());
        ctx.app
            .store()
            .read(move |tx| {
                let file = files::writable_file(tx, &acting, file)?;
                let rules = calls::rules_of(tx, file.call, file.revision)?;
                let known = rules.form.iter().flat_map(|s| &s.fields).find(|f| f.id == field);
                let limit = match known.map(|field| &field.kind) {
                    Some(crate::FieldKind::Files { max }) => *max,
                    _ => return Err(Refusal::Unknown),
                };
                Ok((step_of(&rules, &field), limit))
            })
            .await?
    };
    ctx.app
        .store()
        .write(move |tx| {
            let seen = files::writable_file(tx, &actor, file)?;
            let counts = attachments::attached_counts(tx, seen.id)?;
            let held = counts.get(&upload.field).copied().unwrap_or(0);
            if held >= limit {
                let say = base::Say::new("calls-fault-files").with("max", limit);
                return Err(Refusal::Conflict(say));
            }
            let bytes = upload.bytes.clone();
            attachments::attach(tx, &actor, file, &upload.field, &upload.name, bytes)
        })
        .await
        .map_err(one_sentence)?;
    Ok(ctx.see(&format!("/dossiers/{id}/etape/{step}"), "calls-notice-attached"))
}

/// A fault of the only field says all.
fn one_sentence(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Invalid(mut faults) => match faults.pop() {
            Some(fault) => Refusal::Conflict(fault.say),
            None => Refusal::Malformed,
        },
        other => other,
    }
}

pub(super) async fn detach(
    ctx: Ctx,
    actor: Actor,
    Path((id, piece)): Path<(String, String)>,
    _form: Form,
) -> Answer {
    let (file, piece): (FileId, crate::AttachmentId) = (id.parse()?, piece.parse()?);
    let step = ctx
        .app
        .store()
        .write(move |tx| {
            let seen = files::writable_file(tx, &actor, file)?;
            let rules = calls::rules_of(tx, seen.call, seen.revision)?;
            let known =
                attachments::attachments(tx, seen.id)?.into_iter().find(|known| known.id == piece);
            attachments::detach(tx, &actor, file, piece)?;
            Ok(known.map_or(1, |known| step_of(&rules, &known.field)))
        })
        .await?;
    Ok(ctx.see(&format!("/dossiers/{id}/etape/{step}"), "calls-notice-detached"))
}

/// The bytes of one piece, always as a download.
pub(super) fn piece_response(piece: &Attachment, bytes: Vec<u8>) -> Response {
    web::file(bytes, &piece.media_type, &piece.name)
}

pub(super) async fn download(
    ctx: Ctx,
    actor: Actor,
    Path((id, piece)): Path<(String, String)>,
) -> Answer {
    let (file, piece): (FileId, crate::AttachmentId) = (id.parse()?, piece.parse()?);
    let acting = actor.clone();
    let (file, piece, bytes) = ctx
        .app
        .store()
        .read(move |tx| {
            let file = files::readable_file(tx, &acting, file)?;
            let (piece, bytes) = piece_of(tx, &file, piece)?;
            Ok((file, piece, bytes))
        })
        .await?;
    if looks::as_guest(&actor, &file) {
        people::looked(&ctx, &actor, vec![looks::at_piece(file.id, piece.id, As::Guest)]).await?;
    }
    Ok(piece_response(&piece, bytes))
}

/// A piece of a file that the caller has been let to.
pub(super) fn piece_of(
    tx: &mut store::Tx,
    file: &File,
    piece: crate::AttachmentId,
) -> Outcome<(Attachment, Vec<u8>)> {
    let known = attachments::attachments(tx, file.id)?.into_iter().find(|known| known.id == piece);
    let known = known.ok_or(Refusal::Unknown)?;
    let bytes = store::get_blob(tx, &known.blob)?;
    Ok((known, bytes))
}

async fn printed(document: paper::Document) -> Outcome<Vec<u8>> {
    tokio::task::spawn_blocking(move || paper::pdf(&document))
        .await
        .map_err(Refusal::broken)?
        .map_err(Refusal::broken)
}

pub(super) async fn receipt(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: FileId = id.parse()?;
    let voice = ctx.voice.clone();
    let (document, number) = ctx
        .app
        .store()
        .read(move |tx| {
            let file = files::readable_file(tx, &actor, id)?;
            if file.number.is_empty() {
                return Err(Refusal::Unknown);
            }
            let from = web::publisher(tx)?;
            from.need(&letters::FOR_RECEIPT)?;
            let organisation = people::organisation(tx, file.organisation)?;
            let call = calls::call(tx, file.call)?;
            let rules = calls::rules_of(tx, file.call, file.revision)?;
            let document = letters::receipt(&voice, &from, &file, &organisation, &call, &rules);
            Ok((document, file.number))
        })
        .await?;
    let pdf = printed(document).await?;
    Ok(web::file(pdf, "application/pdf", &format!("{number}-recepisse.pdf")))
}

pub(super) async fn letter(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: FileId = id.parse()?;
    // Letters speak French, whoever reads them.
    let voice = web::Voice::new(ctx.app.words().clone(), words::Lang::Fr);
    let (document, number) = ctx
        .app
        .store()
        .read(move |tx| {
            let file = files::readable_file(tx, &actor, id)?;
            if !matches!(file.state, FileState::Awarded | FileState::Refused) {
                return Err(Refusal::Unknown);
            }
            Ok((jobs::letter_of(tx, &voice, file.id)?, file.number))
        })
        .await?;
    let pdf = printed(document).await?;
    Ok(web::file(pdf, "application/pdf", &format!("{number}-lettre.pdf")))
}
