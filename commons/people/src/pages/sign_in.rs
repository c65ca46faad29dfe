//! Signing in and out, registering, choosing a password by a link.
//!
//! No answer, by its words or its time, tells whether an address has an account.

use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use store::Tx;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};
use work::OutgoingMail;

use crate::services::Services;
use crate::{Account, Role, accounts, passwords, rules, second_step};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    csrf: &'a str,
    back: &'a str,
    passkeys: bool,
    services: Vec<&'static str>,
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

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    csrf: &'a str,
    token: &'a str,
    back: &'a str,
}

/// Only a path of our own is gone back to.
pub(super) fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n']);
    if own { path } else { "/" }
}

pub(super) async fn show(ctx: Ctx) -> Answer {
    sign_in_page(&ctx, &Form::default(), &[])
}

fn sign_in_page(ctx: &Ctx, form: &Form, faults: &[Fault]) -> Answer {
    let asked = ctx.query("retour").unwrap_or_default();
    let back = if form.has("retour") { form.value("retour") } else { &asked };
    let settings = ctx.app.settings();
    let main = SignIn {
        voice: &ctx.voice,
        fields: Fields::new(&ctx.voice, form, faults),
        csrf: &ctx.visitor.csrf,
        back: own_path(back),
        passkeys: crate::passkeys::site(&settings.public_url).is_some(),
        services: settings.services.iter().map(|service| service.code).collect(),
    };
    answer(ctx, "people-sign-in", &main, faults)
}

pub(super) fn answer(ctx: &Ctx, title: &str, main: &impl Template, faults: &[Fault]) -> Answer {
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
    ctx.secret(&email).await?;
    let found = {
        let email = email.clone();
        ctx.app.store().read(move |tx| accounts::sign_in_hash(tx, &email)).await?
    };
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    if !passwords::verify_password(hash, password).await? {
        ctx.tell("sign-in-failed");
        return sign_in_page(&ctx, &form, &[Fault::new("", "people-fault-sign-in")]);
    }
    let Some((account, _)) = found else { return Err(Refusal::Unknown.into()) };
    enter(&ctx, account, own_path(form.value("retour")), Proof::One).await
}

/// In how many ways somebody has shown who they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// A password, a mailed link, a service's simple answer.
    One,
    /// A passkey, or a service that has asked for two.
    Two,
}

/// What proof leads to.
enum Entered {
    /// A session; where their rights wait for a second step, it is set up next.
    Whole(String, bool),
    /// The second step, with the token of its form.
    Half(String),
}

/// Lets in whoever has shown who they are: whole, or to the second step.
pub(super) async fn enter(ctx: &Ctx, account: Account, path: &str, proof: Proof) -> Answer {
    let (device, email) = (device(ctx), account.email.clone());
    let wanted = ctx.app.settings().second_step;
    let entered = ctx
        .app
        .store()
        .write(move |tx| {
            if proof == Proof::Two {
                let token = begin_session(tx, &account, &device, proof)?;
                return Ok(Entered::Whole(token, false));
            }
            if crate::has_second_step(tx, account.id)? {
                return second_step::half_sign_in(tx, account.id).map(Entered::Half);
            }
            let actor = crate::Actor::of(tx, account.id)?;
            let runs = actor.holds(Role::Administrator) || actor.holds(Role::Officer);
            Ok(Entered::Whole(begin_session(tx, &account, &device, proof)?, runs && wanted))
        })
        .await?;
    let page = match entered {
        Entered::Whole(token, true) => ctx.signed_in(&token, "/compte/second-facteur"),
        Entered::Whole(token, false) => ctx.signed_in(&token, path),
        Entered::Half(token) => code_page(ctx, &token, path, &[])?,
    };
    Ok(ctx.knowing(&email, page))
}

/// A browser: how it presents itself, and the session that it had.
pub(super) struct Device {
    agent: String,
    session: Option<web::sessions::Session>,
}

pub(super) fn device(ctx: &Ctx) -> Device {
    let agent = ctx.headers.get("user-agent").and_then(|agent| agent.to_str().ok());
    Device { agent: agent.unwrap_or("").to_owned(), session: ctx.visitor.session.clone() }
}

/// A new session; the one that the browser had ends.
pub(super) fn begin_session(
    tx: &mut Tx,
    account: &Account,
    device: &Device,
    proof: Proof,
) -> Outcome<String> {
    let subject = account.id.to_string();
    if let Some(old) = &device.session {
        // It may have ended meanwhile.
        let _ = web::sessions::revoke(tx, &old.subject, old.id);
    }
    let token = match proof {
        Proof::One => web::sessions::begin(tx, &subject, &device.agent)?,
        Proof::Two => web::sessions::begin_strong(tx, &subject, &device.agent)?,
    };
    crate::notices::browser_seen(tx, account.id, &device.agent)?;
    crate::record(tx, &subject, "people.signed-in", &subject, "")?;
    Ok(token)
}

fn code_page(ctx: &Ctx, token: &str, path: &str, faults: &[Fault]) -> Answer {
    let nothing = Form::default();
    let main = CodePage {
        voice: &ctx.voice,
        fields: Fields::new(&ctx.voice, &nothing, faults),
        csrf: &ctx.visitor.csrf,
        token,
        back: path,
    };
    answer(ctx, "people-code", &main, faults)
}

/// The second step: the code of the application, or a spare code.
pub(super) async fn code(ctx: Ctx, form: Form) -> Answer {
    let (token, code) = (form.value("suite").to_owned(), form.value("code").to_owned());
    let path = own_path(form.value("retour")).to_owned();
    ctx.secret(&token).await?;
    let (sent, device) = (token.clone(), device(&ctx));
    let opened = ctx
        .app
        .store()
        .write(move |tx| {
            let Some(account) = second_step::complete_sign_in(tx, &sent, &code)? else {
                return Ok(None);
            };
            begin_session(tx, &account, &device, Proof::Two).map(Some)
        })
        .await;
    match opened {
        Ok(Some(session)) => Ok(ctx.signed_in(&session, &path)),
        Ok(None) => {
            ctx.tell("code-failed");
            code_page(&ctx, &token, &path, &[Fault::new("code", "people-fault-code")])
        }
        // Too old, or tried too often: from the beginning.
        Err(Refusal::Unknown) => Ok(ctx.see("/connexion", "people-notice-sign-in-again")),
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn sign_out(
    ctx: Ctx,
    Extension(services): Extension<Services>,
    _form: Form,
) -> Answer {
    if let Some(session) = ctx.visitor.session.clone() {
        ctx.app
            .store()
            .write(move |tx| web::sessions::revoke(tx, &session.subject, session.id))
            .await?;
    }
    match super::services::farewell(&ctx, &services).await {
        Some(page) => Ok(page),
        None => Ok(ctx.signed_out("/", "people-notice-signed-out")),
    }
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
    ctx.mails(&email).await?;
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
            let asked = work::Manner { asked: true, ..work::Manner::default() };
            work::post_with(tx, &format!("link:{}", base::sha256(token.as_bytes())), &mail, &asked)
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
    ctx.secret(&token).await?;
    let account = account_of(&ctx, &token).await?;
    let password = form.value("password").to_owned();
    if let Some(key) = rules::password_fault(&password, &account.email, &account.name) {
        return choose_page(&ctx, &account, &form, &[Fault::new("password", key)]);
    }
    if breached(&ctx, &password).await? {
        let fault = Fault::new("password", "people-fault-password-breached");
        return choose_page(&ctx, &account, &form, &[fault]);
    }
    let hash = passwords::hash_password(ctx.app.world(), password).await?;
    let account =
        ctx.app.store().write(move |tx| accounts::set_password_by_link(tx, &token, &hash)).await?;
    enter(&ctx, account, "/compte?fait=people-notice-password", Proof::One).await
}

/// Whether the password is in the file of stolen ones, where there is one.
pub(super) async fn breached(ctx: &Ctx, password: &str) -> Outcome<bool> {
    let Some(file) = ctx.app.settings().breached_passwords.clone() else { return Ok(false) };
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || passwords::is_breached(&file, &password))
        .await
        .map_err(Refusal::broken)?
        .map_err(Refusal::broken)
}
