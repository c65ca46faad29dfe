//! The account's address: confirming it, changing it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Refusal};
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Routes, Voice};
use work::{Manner, OutgoingMail};

use crate::{Actor, Policy};

type Answer = Result<Response, Refused>;

/// Where a person confirms or changes their address.
pub(crate) const PATH: &str = "/compte/adresse";

#[derive(Template)]
#[template(path = "address.html")]
struct AddressPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    email: &'a str,
    fails: bool,
    sent: Option<String>,
}

#[derive(Template)]
#[template(path = "confirm_address.html")]
struct ConfirmPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    email: &'a str,
    token: &'a str,
}

pub(crate) fn routes() -> Routes<Policy> {
    Routes::new(crate::guard)
        .get(PATH, Policy::SignedIn, show)
        .post(PATH, Policy::SignedIn, ask)
        .get("/adresse/{token}", Policy::Anyone, show_confirm)
        .post("/adresse/{token}", Policy::Anyone, confirm)
}

async fn show(ctx: Ctx, actor: Actor) -> Answer {
    page(&ctx, &actor, &Form::default(), &[], None)
}

fn page(ctx: &Ctx, actor: &Actor, form: &Form, faults: &[Fault], sent: Option<String>) -> Answer {
    let account = actor.account.as_ref().ok_or(Refusal::SignInFirst)?;
    let main = AddressPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, form, faults),
        email: &account.email,
        fails: actor.told.address_fails,
        sent,
    };
    let title = ctx.voice.say("people-address");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

/// Sends a link to the address typed. If it is another account's its owner is told so; the answer
/// is the same.
async fn ask(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let mut reader = form.reader();
    let email = reader.email("email");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return page(&ctx, &actor, &form, &faults, None);
    }
    if let Some(page) = crate::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    ctx.mails(&email).await?;
    let (person, voice, to) = (actor.person()?, ctx.voice.clone(), email.clone());
    let url = ctx.app.settings().public_url.clone();
    ctx.app
        .store()
        .write(move |tx| {
            let (text, key, link) = match super::ask(tx, person, &to)? {
                Some(token) => {
                    let key = base::sha256(token.as_bytes());
                    ("people-mail-address-link", key, format!("{url}/adresse/{token}"))
                }
                None => {
                    let key: base::Id<Form> = tx.id();
                    ("people-mail-address-taken", key.to_string(), format!("{url}/mot-de-passe"))
                }
            };
            let mail = OutgoingMail {
                to: to.clone(),
                subject: voice.say(&format!("{text}-subject")),
                text: voice.with(&format!("{text}-text"), "link", link),
                attachments: Vec::new(),
            };
            let asked = Manner { asked: true, ..Manner::default() };
            work::post_with(tx, &format!("address:{key}"), &mail, &asked)
        })
        .await?;
    page(&ctx, &actor, &Form::default(), &[], Some(email))
}

async fn show_confirm(ctx: Ctx, Path(token): Path<String>) -> Answer {
    let sent = token.clone();
    let (_, email) = ctx.app.store().read(move |tx| super::of_link(tx, &sent)).await?;
    let main =
        ConfirmPage { voice: &ctx.voice, csrf: &ctx.visitor.csrf, email: &email, token: &token };
    Ok(ctx.page(&ctx.voice.say("people-address"), &main)?)
}

async fn confirm(ctx: Ctx, Path(token): Path<String>, _form: Form) -> Answer {
    ctx.secret(&token).await?;
    let words = ctx.app.words().clone();
    ctx.app
        .store()
        .write(move |tx| {
            let (before, email) = super::confirm(tx, &token)?;
            if before.email == email {
                return Ok(());
            }
            let lang = words::Lang::from_code(&before.lang).unwrap_or(words::Lang::Fr);
            let voice = Voice::new(words.clone(), lang);
            let mail = OutgoingMail {
                to: before.email,
                subject: voice.say("people-mail-address-left-subject"),
                text: voice.say("people-mail-address-left-text"),
                attachments: Vec::new(),
            };
            let key = base::sha256(token.as_bytes());
            work::post(tx, &format!("address-left:{key}"), &mail)
        })
        .await?;
    Ok(ctx.see("/compte", "people-notice-address"))
}
