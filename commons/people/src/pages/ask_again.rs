//! Proving again who one is, before money, rights and personal data.

use askama::Template;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use web::parts::Fields;
use web::sessions::Session;
use web::{Ctx, Form, PageHead, Refused, Voice};

use crate::{Account, Actor, identities, passkeys, passwords};

/// What proves who one is serves for so many seconds.
const FRESH_S: i64 = 5 * 60;

#[derive(Template)]
#[template(path = "ask_again.html")]
struct AskAgain<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    path: &'a str,
    typed: Vec<(&'a str, &'a str)>,
    ways: Ways,
}

/// The ways in which a person can prove who they are.
#[derive(Default)]
struct Ways {
    password: bool,
    passkey: bool,
    services: Vec<String>,
}

/// Whether whoever is signed in has lately proved who they are.
pub(crate) fn is_fresh(ctx: &Ctx) -> bool {
    let now = ctx.app.world().now();
    let session = ctx.visitor.session.as_ref();
    session.is_some_and(|session| now.seconds_since(session.proved_at) < FRESH_S)
}

/// Before money, rights and personal data: nothing if whoever is signed in has proved within five
/// minutes who they are, or does so by this form; else the page that asks for the proof and
/// carries all that was typed.
pub async fn ask_again(ctx: &Ctx, actor: &Actor, form: &Form) -> Result<Option<Response>, Refused> {
    let account = actor.account.clone().ok_or(Refusal::SignInFirst)?;
    let session = ctx.visitor.session.clone().ok_or(Refusal::SignInFirst)?;
    if is_fresh(ctx) || proves(ctx, &account, &session, form).await? {
        return Ok(None);
    }
    let mut faults = Vec::new();
    if form.has("_proof") {
        faults.push(Fault::new("_proof", "people-fault-proof"));
    } else if form.has("_credential") {
        faults.push(Fault::new("", "people-fault-passkey"));
    }
    let ways = ways(ctx, &account).await?;
    let nothing = Form::default();
    let own =
        |(name, _): &(&str, &str)| !["_csrf", "_proof", "_suite", "_credential"].contains(name);
    let main = AskAgain {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, &nothing, &faults),
        path: ctx.uri.path(),
        typed: form.beginning("").filter(own).collect(),
        ways,
    };
    let title = ctx.voice.say("people-ask-again");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(Some(ctx.form_page(&head, &main, &faults)?))
}

async fn proves(ctx: &Ctx, account: &Account, session: &Session, form: &Form) -> Outcome<bool> {
    let id = session.id;
    if form.has("_credential") {
        let Some(site) = passkeys::site(&ctx.app.settings().public_url) else { return Ok(false) };
        let person = account.id;
        let (suite, credential) =
            (form.value("_suite").to_owned(), form.value("_credential").to_owned());
        let prove = move |tx: &mut store::Tx| {
            let opened = passkeys::finish_use(tx, &site, &suite, &credential)?;
            let right = matches!(opened, passkeys::Opened::Account(holder) if holder.id == person);
            if right {
                web::sessions::prove(tx, id)?;
            }
            Ok(right)
        };
        return ctx.app.store().write(prove).await;
    }
    if !form.has("_proof") {
        return Ok(false);
    }
    ctx.secret(&account.email).await?;
    let email = account.email.clone();
    let found = ctx.app.store().read(move |tx| crate::sign_in_hash(tx, &email)).await?;
    let hash = found.map(|(_, hash)| hash);
    let right = passwords::verify_password(hash, form.value("_proof").to_owned()).await?;
    if !right {
        ctx.tell("proof-failed");
    }
    if right {
        ctx.app.store().write(move |tx| web::sessions::prove(tx, id)).await?;
    }
    Ok(right)
}

async fn ways(ctx: &Ctx, account: &Account) -> Outcome<Ways> {
    let (id, email) = (account.id, account.email.clone());
    let here = passkeys::site(&ctx.app.settings().public_url).is_some();
    let known = ctx.app.settings().services.clone();
    ctx.app
        .store()
        .read(move |tx| {
            let hash = crate::sign_in_hash(tx, &email)?.map(|(_, hash)| hash);
            let joined = identities::identities_of(tx, id)?;
            let usable = joined.into_iter().map(|one| one.service);
            Ok(Ways {
                password: hash.is_some_and(|hash| !hash.is_empty()),
                passkey: here && !passkeys::passkeys_of(tx, id)?.is_empty(),
                services: usable.filter(|code| known.iter().any(|s| s.code == code)).collect(),
            })
        })
        .await
}
