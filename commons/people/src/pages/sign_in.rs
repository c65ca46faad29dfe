//! Signing in and out, registering, choosing a password by a link.
//!
//! No answer, by its words or its time, tells whether an address has an account.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};
use work::OutgoingMail;

use crate::{Account, accounts, passwords, rules};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    csrf: &'a str,
    back: &'a str,
}

#[derive(Template)]
#[template(path = "address_form.html")]
struct AddressForm<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    csrf: &'a str,
    register: bool,
}

#[derive(Template)]
#[template(path = "link_sent.html")]
struct LinkSent<'a> {
    voice: &'a Voice,
    email: &'a str,
    demonstration: bool,
}

#[derive(Template)]
#[template(path = "choose_password.html")]
struct ChoosePassword<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    csrf: &'a str,
    email: &'a str,
}

/// Only a path of our own is gone back to.
fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n']);
    if own { path } else { "/" }
}

pub(super) async fn show(ctx: Ctx) -> Answer {
    sign_in_page(&ctx, &Form::default(), &[])
}

fn sign_in_page(ctx: &Ctx, form: &Form, faults: &[Fault]) -> Answer {
    let asked = ctx.query("retour").unwrap_or_default();
    let back = if form.has("retour") { form.value("retour") } else { &asked };
    let main = SignIn {
        voice: &ctx.voice,
        fields: Fields::new(&ctx.voice, form, faults),
        csrf: &ctx.visitor.csrf,
        back: own_path(back),
    };
    answer(ctx, "people-sign-in", &main, faults)
}

fn answer(ctx: &Ctx, title: &str, main: &impl Template, faults: &[Fault]) -> Answer {
    let title = ctx.voice.say(title);
    let head = PageHead { title: &title, ..PageHead::default() };
    let page = if faults.is_empty() { Ctx::page_with } else { Ctx::faulty_page };
    Ok(page(ctx, &head, main)?)
}

pub(super) async fn submit(ctx: Ctx, form: Form) -> Answer {
    let mut reader = form.reader();
    let email = reader.email("email");
    let password = form.value("password").to_owned();
    if password.is_empty() {
        reader.fault("password", "web-fault-required");
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return sign_in_page(&ctx, &form, &faults);
    }
    ctx.app.rates().secret(&ctx.visitor.address, &email)?;
    let found = {
        let email = email.clone();
        ctx.app.store().read(move |tx| accounts::sign_in_hash(tx, &email)).await?
    };
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    if !passwords::verify_password(hash, password).await? {
        return sign_in_page(&ctx, &form, &[Fault::new("", "people-fault-sign-in")]);
    }
    let Some((account, _)) = found else { return Err(Refusal::Unknown.into()) };
    let token = begin_session(&ctx, &account).await?;
    Ok(ctx.signed_in(&token, own_path(form.value("retour"))))
}

async fn begin_session(ctx: &Ctx, account: &Account) -> Outcome<String> {
    let subject = account.id.to_string();
    let agent = ctx.headers.get("user-agent").and_then(|agent| agent.to_str().ok());
    let agent = agent.unwrap_or("").to_owned();
    ctx.app
        .store()
        .write(move |tx| {
            let token = web::sessions::begin(tx, &subject, &agent)?;
            crate::record(tx, &subject, "people.signed-in", &subject, "")?;
            Ok(token)
        })
        .await
}

pub(super) async fn sign_out(ctx: Ctx, _form: Form) -> Answer {
    if let Some(session) = ctx.visitor.session.clone() {
        ctx.app
            .store()
            .write(move |tx| web::sessions::revoke(tx, &session.subject, session.id))
            .await?;
    }
    Ok(ctx.signed_out("/", "people-notice-signed-out"))
}

pub(super) async fn show_register(ctx: Ctx) -> Answer {
    address_page(&ctx, &Form::default(), &[], true)
}

pub(super) async fn show_forgotten(ctx: Ctx) -> Answer {
    address_page(&ctx, &Form::default(), &[], false)
}

fn address_page(ctx: &Ctx, form: &Form, faults: &[Fault], register: bool) -> Answer {
    let main = AddressForm {
        voice: &ctx.voice,
        fields: Fields::new(&ctx.voice, form, faults),
        csrf: &ctx.visitor.csrf,
        register,
    };
    answer(ctx, if register { "people-register" } else { "people-forgotten" }, &main, faults)
}

pub(super) async fn register(ctx: Ctx, form: Form) -> Answer {
    let mut reader = form.reader();
    let name = reader.required("name", 120);
    let email = reader.email("email");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return address_page(&ctx, &form, &faults, true);
    }
    send_link(&ctx, email, Some(name)).await
}

pub(super) async fn forgotten(ctx: Ctx, form: Form) -> Answer {
    let mut reader = form.reader();
    let email = reader.email("email");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return address_page(&ctx, &form, &faults, false);
    }
    send_link(&ctx, email, None).await
}

/// With a name an account is made if the address has none; without one, nothing is sent to an
/// address without an account. The answer is the same.
async fn send_link(ctx: &Ctx, email: String, name: Option<String>) -> Answer {
    ctx.app.rates().secret(&ctx.visitor.address, &email)?;
    let voice = ctx.voice.clone();
    let public_url = ctx.app.settings().public_url.clone();
    let address = email.clone();
    ctx.app
        .store()
        .write(move |tx| {
            let person = match &name {
                Some(name) => accounts::create_account(tx, &address, name, voice.lang.code())?,
                None => match accounts::account_by_email(tx, &address)? {
                    Some(account) => account.id,
                    None => return Ok(()),
                },
            };
            let token = accounts::request_link(tx, person)?;
            let link = format!("{public_url}/mot-de-passe/{token}");
            let mail = OutgoingMail {
                to: address.clone(),
                subject: voice.say("people-mail-link-subject"),
                text: voice.with("people-mail-link-text", "link", link),
                attachments: Vec::new(),
            };
            work::post(tx, &format!("link:{}", base::sha256(token.as_bytes())), &mail)
        })
        .await?;
    let main = LinkSent {
        voice: &ctx.voice,
        email: &email,
        demonstration: ctx.app.settings().demonstration,
    };
    answer(ctx, "people-link-sent", &main, &[])
}

async fn account_of(ctx: &Ctx, token: &str) -> Outcome<Account> {
    let token = token.to_owned();
    ctx.app.store().read(move |tx| accounts::account_of_link(tx, &token)).await
}

pub(super) async fn show_choose(ctx: Ctx, Path(token): Path<String>) -> Answer {
    let account = account_of(&ctx, &token).await?;
    choose_page(&ctx, &account, &Form::default(), &[])
}

fn choose_page(ctx: &Ctx, account: &Account, form: &Form, faults: &[Fault]) -> Answer {
    let main = ChoosePassword {
        voice: &ctx.voice,
        fields: Fields::new(&ctx.voice, form, faults),
        csrf: &ctx.visitor.csrf,
        email: &account.email,
    };
    answer(ctx, "people-choose-password", &main, faults)
}

pub(super) async fn choose(ctx: Ctx, Path(token): Path<String>, form: Form) -> Answer {
    ctx.app.rates().secret(&ctx.visitor.address, &token)?;
    let account = account_of(&ctx, &token).await?;
    let password = form.value("password").to_owned();
    if let Some(key) = rules::password_fault(&password, &account.email, &account.name) {
        return choose_page(&ctx, &account, &form, &[Fault::new("password", key)]);
    }
    let hash = passwords::hash_password(ctx.app.world(), password).await?;
    let account =
        ctx.app.store().write(move |tx| accounts::set_password_by_link(tx, &token, &hash)).await?;
    let session = begin_session(&ctx, &account).await?;
    Ok(ctx.signed_in(&session, "/compte?fait=people-notice-password"))
}
