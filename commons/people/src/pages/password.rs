//! A new password from one's account: whoever changes it knows the old one.
//!
//! Every session of the account ends but the one that asks, which begins anew. Deliberately
//! absent: a first password for whoever signs in otherwise; a mailed link makes one.

use askama::Template;
use axum::response::Response;
use base::{Fault, Refusal};
use web::parts::Fields;
use web::{Ctx, Form, Refused, Voice};

use super::sign_in::{Proof, answer, begin_session, breached, device};
use crate::accounts::{self, Account};
use crate::actor::Actor;
use crate::{passwords, rules};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "change_password.html")]
struct ChangePassword<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    csrf: &'a str,
    email: &'a str,
    has_one: bool,
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    page(&ctx, &own(&actor)?, &[]).await
}

fn own(actor: &Actor) -> Result<Account, Refusal> {
    actor.account.clone().ok_or(Refusal::SignInFirst)
}

/// The hash of the password, empty if there is none.
async fn hash_of(ctx: &Ctx, account: &Account) -> Result<String, Refusal> {
    let email = account.email.clone();
    let found = ctx.app.store().read(move |tx| accounts::sign_in_hash(tx, &email)).await?;
    Ok(found.map(|(_, hash)| hash).unwrap_or_default())
}

async fn page(ctx: &Ctx, account: &Account, faults: &[Fault]) -> Answer {
    let has_one = !hash_of(ctx, account).await?.is_empty();
    let nothing = Form::default();
    let main = ChangePassword {
        voice: &ctx.voice,
        fields: Fields::new(&ctx.voice, &nothing, faults),
        csrf: &ctx.visitor.csrf,
        email: &account.email,
        has_one,
    };
    answer(ctx, "people-change-password", &main, faults)
}

pub(super) async fn submit(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let account = own(&actor)?;
    ctx.secret(&account.email).await?;
    let hash = hash_of(&ctx, &account).await?;
    if !passwords::verify_password(Some(hash), form.value("old_password").to_owned()).await? {
        ctx.tell("proof-failed");
        return page(&ctx, &account, &[Fault::new("old_password", "people-fault-proof")]).await;
    }
    let password = form.value("password").to_owned();
    if let Some(key) = rules::password_fault(&password, &account.email, &account.name) {
        return page(&ctx, &account, &[Fault::new("password", key)]).await;
    }
    if breached(&ctx, &password).await? {
        let fault = Fault::new("password", "people-fault-password-breached");
        return page(&ctx, &account, &[fault]).await;
    }
    let hash = passwords::hash_password(ctx.app.world(), password).await?;
    let device = device(&ctx);
    let strong = ctx.visitor.session.as_ref().is_some_and(|session| session.strong);
    let proof = if strong { Proof::Two } else { Proof::One };
    let change = move |tx: &mut store::Tx| {
        accounts::change_password(tx, &actor, &hash)?;
        begin_session(tx, &account, &device, proof)
    };
    let token = ctx.app.store().write(change).await?;
    Ok(ctx.signed_in(&token, "/compte?fait=people-notice-password"))
}
