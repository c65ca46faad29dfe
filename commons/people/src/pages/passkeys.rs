//! Passkeys: adding one, signing in with one. The browser's part is the element `parvis-passkey`.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::{Json, http::header};
use base::{Fault, Outcome, Refusal};
use serde_json::json;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::sign_in::{Proof, enter, own_path};
use super::{ask_again, is_fresh};
use crate::passkeys::{Asked, Opened, PasskeyInfo};
use crate::{Actor, passkeys};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "passkeys.html")]
struct PasskeysPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    passkeys: Vec<PasskeyInfo>,
    /// The instance has a name to which passkeys can belong.
    possible: bool,
}

fn site(ctx: &Ctx) -> Outcome<webauthn_rs::Webauthn> {
    passkeys::site(&ctx.app.settings().public_url).ok_or(Refusal::Unknown)
}

fn options(asked: &Asked) -> Response {
    let body = json!({ "suite": asked.token, "options": asked.options });
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    page(&ctx, &actor, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, form: &Form, faults: &[Fault]) -> Answer {
    let person = actor.person()?;
    let passkeys = ctx.app.store().read(move |tx| passkeys::passkeys_of(tx, person)).await?;
    let main = PasskeysPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, form, faults),
        passkeys,
        possible: site(ctx).is_ok(),
    };
    let title = ctx.voice.say("people-passkeys");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

/// What the browser needs to make a key: for whoever has just proved who they are.
pub(super) async fn new_options(ctx: Ctx, actor: Actor, _form: Form) -> Answer {
    let account = actor.account.clone().ok_or(Refusal::SignInFirst)?;
    if !is_fresh(&ctx) {
        return Err(Refusal::conflict("people-conflict-prove-first").into());
    }
    let site = site(&ctx)?;
    let asked = ctx.app.store().write(move |tx| passkeys::begin_new(tx, &site, &account)).await?;
    Ok(options(&asked))
}

/// Adds a key. Without the browser's answer, whoever asks is made to prove who they are first.
pub(super) async fn add(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let mut reader = form.reader();
    let name = reader.required("name", 80);
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return page(&ctx, &actor, &form, &faults).await;
    }
    if let Some(page) = ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let (person, site) = (actor.person()?, site(&ctx)?);
    let (suite, credential) =
        (form.value("_suite").to_owned(), form.value("_credential").to_owned());
    if credential.is_empty() {
        return page(&ctx, &actor, &form, &[]).await;
    }
    let added = ctx
        .app
        .store()
        .write(move |tx| passkeys::finish_new(tx, &site, person, &suite, &credential, &name));
    match added.await {
        Ok(()) => Ok(ctx.see("/compte/cles", "people-notice-passkey-added")),
        Err(Refusal::Unknown) => {
            page(&ctx, &actor, &form, &[Fault::new("", "people-fault-passkey")]).await
        }
        Err(Refusal::Invalid(faults)) => page(&ctx, &actor, &form, &faults).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn remove(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    if let Some(page) = ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let (person, id) = (actor.person()?, id.parse()?);
    ctx.app.store().write(move |tx| passkeys::remove(tx, person, id)).await?;
    Ok(ctx.see("/compte/cles", "people-notice-passkey-removed"))
}

/// What the browser needs to show a key: the same for everybody.
pub(super) async fn use_options(ctx: Ctx, _form: Form) -> Answer {
    ctx.costly().await?;
    let site = site(&ctx)?;
    let asked = ctx.app.store().write(move |tx| passkeys::begin_use(tx, &site)).await?;
    Ok(options(&asked))
}

pub(super) async fn sign_in(ctx: Ctx, form: Form) -> Answer {
    let site = site(&ctx)?;
    let (suite, credential) =
        (form.value("_suite").to_owned(), form.value("_credential").to_owned());
    ctx.secret(&suite).await?;
    let finish = move |tx: &mut store::Tx| passkeys::finish_use(tx, &site, &suite, &credential);
    match ctx.app.store().write(finish).await? {
        Opened::Account(account) => {
            enter(&ctx, account, own_path(form.value("retour")), Proof::Two).await
        }
        Opened::Nothing => {
            ctx.tell("sign-in-failed");
            Ok(ctx.see("/connexion", "people-notice-passkey-refused"))
        }
    }
}
