//! Signing in by another service, joining its identity to an account, leaving it.
//!
//! Whoever comes the first time proves that they read an address, by a code sent to it: only then
//! is the identity joined to the account of that address, made now if there is none. The pages are
//! the same whether there is one or not.

use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use base::{Fault, Outcome, Refusal};
use serde::{Deserialize, Serialize};
use store::Tx;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};
use work::OutgoingMail;

use super::ask_again;
use super::sign_in::{Proof, answer, enter, own_path};
use crate::services::{Errand, Journey, Proved, Services, service};
use crate::{Account, Actor, PersonId, accounts, ceremonies, identities};

type Answer = Result<Response, Refused>;

/// The cookie of somebody who is at a service, and how long they may stay there.
const JOURNEY: &str = "parvis-trajet";
const JOURNEY_S: i64 = 15 * 60;
/// The cookie of somebody whom a service knows and Parvis does not yet.
const NEWCOMER: &str = "parvis-identite";
const NEWCOMER_S: i64 = 15 * 60;
/// The cookie with which the service's session can be ended, for as long as ours may last.
const FAREWELL: &str = "parvis-service";
const FAREWELL_S: i64 = 90 * 86_400;

/// Somebody whom a service knows, on their way to an account.
#[derive(Serialize, Deserialize)]
struct Newcomer {
    proved: Proved,
    back: String,
    /// The address to which a code was sent, and the code.
    sent: Option<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct Farewell {
    service: String,
    id_token: String,
}

#[derive(Template)]
#[template(path = "onward.html")]
struct Onward<'a> {
    voice: &'a Voice,
    what: String,
    address: String,
}

#[derive(Template)]
#[template(path = "newcomer.html")]
struct NewcomerPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    what: String,
    sent: Option<String>,
}

fn service_name(ctx: &Ctx, code: &str) -> String {
    ctx.voice.say(&format!("people-service-{code}"))
}

/// A page that leads to another site: a form's answer may not, by the content security policy.
fn onward(ctx: &Ctx, key: &str, code: &str, address: &str) -> Answer {
    let what = ctx.voice.with(key, "service", service_name(ctx, code));
    let main = Onward { voice: &ctx.voice, what, address: address.to_owned() };
    let title = ctx.voice.say("people-onward");
    let head = PageHead { title: &title, ..PageHead::default() };
    let mut page = ctx.page_with(&head, &main)?;
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={address}")) {
        page.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(page)
}

/// The address at the service, and the cookie's value with which its answer will be believed.
async fn set_out(
    ctx: &Ctx,
    services: &Services,
    journey: Journey,
    person: Option<PersonId>,
) -> Outcome<(String, String)> {
    let kept = journey.clone();
    let begin = move |tx: &mut Tx| ceremonies::begin(tx, JOURNEY, person, &kept, JOURNEY_S);
    let token = ctx.app.store().write(begin).await?;
    let service = service(&ctx.app, &journey.service)?;
    let state = base::sha256(token.as_bytes());
    let address = services.address(&ctx.app, service, &journey, state).await?;
    Ok((address, token))
}

/// To the service, to sign in or to prove again who one is.
pub(super) async fn set_out_to_enter(
    ctx: Ctx,
    Extension(services): Extension<Services>,
    Path(code): Path<String>,
) -> Answer {
    let service = service(&ctx.app, &code)?;
    let proving = ctx.query("preuve").is_some() && ctx.visitor.session.is_some();
    let errand = if proving { Errand::Prove } else { Errand::Enter };
    let back = ctx.query("retour").unwrap_or_default();
    let journey = Journey::new(&ctx.app, service, errand, own_path(&back));
    let (address, token) = set_out(&ctx, &services, journey, None).await?;
    Ok(ctx.keep(Redirect::to(&address).into_response(), JOURNEY, &token, JOURNEY_S))
}

/// To the service, to join its identity to the account.
pub(super) async fn set_out_to_join(
    ctx: Ctx,
    actor: Actor,
    Extension(services): Extension<Services>,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let service = service(&ctx.app, &code)?;
    if let Some(page) = ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let journey = Journey::new(&ctx.app, service, Errand::Join, "/compte");
    let (address, token) = set_out(&ctx, &services, journey, Some(actor.person()?)).await?;
    let page = onward(&ctx, "people-onward-to", service.code, &address)?;
    Ok(ctx.keep(page, JOURNEY, &token, JOURNEY_S))
}

/// Back from the service.
pub(super) async fn come_back(
    ctx: Ctx,
    actor: Actor,
    Extension(services): Extension<Services>,
    Path(code): Path<String>,
) -> Answer {
    let token = ctx.kept(JOURNEY).unwrap_or_default();
    if token.is_empty() || ctx.query("state") != Some(base::sha256(token.as_bytes())) {
        return Err(Refusal::conflict("people-conflict-service-lost").into());
    }
    let used = ctx.app.store().write(move |tx| ceremonies::take::<Journey>(tx, JOURNEY, &token));
    let (traveller, journey) = match used.await {
        Err(Refusal::Unknown) => {
            return Err(Refusal::conflict("people-conflict-service-lost").into());
        }
        other => other?,
    };
    let service = service(&ctx.app, &code)?;
    if journey.service != code || ctx.query("iss").as_deref() != Some(service.issuer.as_str()) {
        return Err(Refusal::conflict("people-conflict-service-unclear").into());
    }
    let Some(sent) = ctx.query("code").filter(|_| ctx.query("error").is_none()) else {
        let said = ctx.query("error").unwrap_or_default();
        let known = said == "access_denied";
        let notice =
            if known { "people-notice-service-denied" } else { "people-notice-service-error" };
        return Ok(ctx.see(if traveller.is_some() { "/compte" } else { "/connexion" }, notice));
    };
    let proved = services.proved(&ctx.app, service, &journey, sent).await?;
    match journey.errand {
        Errand::Enter => arrive(&ctx, proved, &journey.back).await,
        Errand::Join => join(&ctx, &actor, traveller, proved).await,
        Errand::Prove => prove(&ctx, &actor, proved).await,
    }
}

/// In, if the identity is known; else on to the address.
async fn arrive(ctx: &Ctx, proved: Proved, back: &str) -> Answer {
    let who = proved.clone();
    let known = ctx.app.store().write(move |tx| {
        let person = identities::recognise(tx, &who)?;
        person.map(|person| crate::account(tx, person)).transpose()
    });
    if let Some(account) = known.await? {
        return greet(ctx, account, &proved, back).await;
    }
    let newcomer = Newcomer { proved, back: back.to_owned(), sent: None };
    let begin = move |tx: &mut Tx| ceremonies::begin(tx, NEWCOMER, None, &newcomer, NEWCOMER_S);
    let token = ctx.app.store().write(begin).await?;
    Ok(ctx.keep(ctx.see("/connexion/identite", ""), NEWCOMER, &token, NEWCOMER_S))
}

/// Signs in, keeps what ends the service's session, and the civil identity, sealed.
async fn greet(ctx: &Ctx, account: Account, proved: &Proved, back: &str) -> Answer {
    keep_pivot(ctx, account.id, proved).await?;
    let kept = Farewell { service: proved.service.clone(), id_token: proved.id_token.clone() };
    let person = account.id;
    let begin = move |tx: &mut Tx| ceremonies::begin(tx, FAREWELL, Some(person), &kept, FAREWELL_S);
    let token = ctx.app.store().write(begin).await?;
    let proof = if proved.strong { Proof::Two } else { Proof::One };
    let inside = enter(ctx, account, own_path(back), proof).await?;
    Ok(ctx.keep(inside, FAREWELL, &token, FAREWELL_S))
}

async fn keep_pivot(ctx: &Ctx, person: PersonId, proved: &Proved) -> Outcome<()> {
    if proved.pivot.is_none() {
        return Ok(());
    }
    let key = ctx.app.keys().of(person.to_string()).await?;
    let proved = proved.clone();
    ctx.app.store().write(move |tx| identities::keep_pivot(tx, person, &proved, &key)).await
}

async fn join(ctx: &Ctx, actor: &Actor, traveller: Option<PersonId>, proved: Proved) -> Answer {
    let person = actor.person()?;
    if traveller != Some(person) {
        return Err(Refusal::conflict("people-conflict-service-lost").into());
    }
    let who = proved.clone();
    ctx.app.store().write(move |tx| identities::join(tx, person, &who)).await?;
    keep_pivot(ctx, person, &proved).await?;
    Ok(ctx.see("/compte", "people-notice-identity-joined"))
}

async fn prove(ctx: &Ctx, actor: &Actor, proved: Proved) -> Answer {
    let (person, session) = (actor.person()?, ctx.visitor.session.clone());
    let session = session.ok_or(Refusal::SignInFirst)?.id;
    ctx.app
        .store()
        .write(move |tx| {
            if identities::recognise(tx, &proved)? != Some(person) {
                return Err(Refusal::conflict("people-conflict-identity-other"));
            }
            if proved.strong {
                web::sessions::strengthen(tx, session)?;
            }
            web::sessions::prove(tx, session)
        })
        .await?;
    Ok(ctx.see("/compte", "people-notice-proved"))
}

async fn newcomer(ctx: &Ctx) -> Outcome<(String, Newcomer)> {
    let token = ctx.kept(NEWCOMER).filter(|token| !token.is_empty()).ok_or(Refusal::Unknown)?;
    let sought = token.clone();
    let look = move |tx: &mut Tx| ceremonies::look::<Newcomer>(tx, NEWCOMER, &sought);
    let (_, found) = ctx.app.store().read(look).await?;
    Ok((token, found))
}

/// Too late, or too many wrong codes: from the beginning.
fn lost(ctx: &Ctx, refusal: Refusal) -> Answer {
    match refusal {
        Refusal::Unknown => Ok(ctx.see("/connexion", "people-notice-sign-in-again")),
        other => Err(other.into()),
    }
}

pub(super) async fn show_newcomer(ctx: Ctx) -> Answer {
    match newcomer(&ctx).await {
        Ok((_, newcomer)) => newcomer_page(&ctx, &newcomer, None, &[]),
        Err(refusal) => lost(&ctx, refusal),
    }
}

fn newcomer_page(ctx: &Ctx, newcomer: &Newcomer, form: Option<&Form>, faults: &[Fault]) -> Answer {
    let told = Form::from_values(vec![("email".to_owned(), newcomer.proved.email.clone())]);
    let service = service_name(ctx, &newcomer.proved.service);
    let args = [("service", service.into()), ("name", newcomer.proved.name.clone().into())];
    let main = NewcomerPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, form.unwrap_or(&told), faults),
        what: ctx.voice.with_all("people-newcomer-what", &args),
        sent: newcomer.sent.as_ref().map(|(email, _)| email.clone()),
    };
    answer(ctx, "people-newcomer", &main, faults)
}

/// Sends a code to the address that the newcomer says is theirs.
pub(super) async fn send_code(ctx: Ctx, form: Form) -> Answer {
    let (token, mut newcomer) = match newcomer(&ctx).await {
        Ok(found) => found,
        Err(refusal) => return lost(&ctx, refusal),
    };
    let mut reader = form.reader();
    let email = reader.email("email");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        newcomer.sent = None;
        return newcomer_page(&ctx, &newcomer, Some(&form), &faults);
    }
    ctx.mails(&email).await?;
    let code = digits(ctx.app.world().bytes::<8>());
    let service = service_name(&ctx, &newcomer.proved.service);
    let args = [("service", service.into()), ("code", code.clone().into())];
    let mail = OutgoingMail {
        to: email.clone(),
        subject: ctx.voice.say("people-mail-newcomer-subject"),
        text: ctx.voice.with_all("people-mail-newcomer-text", &args),
        attachments: Vec::new(),
    };
    newcomer.sent = Some((email, code.clone()));
    let send = move |tx: &mut Tx| {
        ceremonies::amend(tx, NEWCOMER, &token, &newcomer)?;
        let key = format!("newcomer:{}", base::sha256(format!("{token} {code}").as_bytes()));
        work::post(tx, &key, &mail)
    };
    ctx.app.store().write(send).await?;
    Ok(ctx.see("/connexion/identite", ""))
}

/// Eight digits.
fn digits(chance: [u8; 8]) -> String {
    format!("{:08}", u64::from_be_bytes(chance) % 100_000_000)
}

/// The code: joins the identity to the account of the address, and signs in.
pub(super) async fn enter_code(ctx: Ctx, form: Form) -> Answer {
    let (token, newcomer) = match newcomer(&ctx).await {
        Ok(found) => found,
        Err(refusal) => return lost(&ctx, refusal),
    };
    // Tries at once are held here: the ceremony counts wrong ones only after it was read.
    ctx.secret(&token).await?;
    let Some((email, code)) = newcomer.sent.clone() else {
        return Ok(ctx.see("/connexion/identite", ""));
    };
    let typed: String = form.value("code").chars().filter(char::is_ascii_digit).collect();
    if base::sha256(typed.as_bytes()) != base::sha256(code.as_bytes()) {
        ctx.tell("sign-in-failed");
        ctx.app.store().write(move |tx| ceremonies::count_wrong(tx, &token)).await?;
        let fault = Fault::new("code", "people-fault-newcomer-code");
        return newcomer_page(&ctx, &newcomer, Some(&form), &[fault]);
    }
    let (proved, lang) = (newcomer.proved.clone(), ctx.voice.lang);
    let joined = ctx.app.store().write(move |tx| {
        ceremonies::take::<Newcomer>(tx, NEWCOMER, &token)?;
        let name = if proved.name.is_empty() { email.clone() } else { proved.name.clone() };
        let person = accounts::create_account(tx, &email, &name, lang.code())?;
        identities::join(tx, person, &proved)?;
        crate::account(tx, person)
    });
    match joined.await {
        Ok(account) => {
            let inside = greet(&ctx, account, &newcomer.proved, &newcomer.back).await?;
            Ok(ctx.keep(inside, NEWCOMER, "", 0))
        }
        Err(refusal) => lost(&ctx, refusal),
    }
}

pub(super) async fn leave(ctx: Ctx, actor: Actor, Path(code): Path<String>, form: Form) -> Answer {
    if let Some(page) = ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let person = actor.person()?;
    ctx.app.store().write(move |tx| identities::leave(tx, person, &code)).await?;
    Ok(ctx.see("/compte", "people-notice-identity-left"))
}

/// After signing out here: on to the service by which this browser signed in, if it did.
pub(super) async fn farewell(ctx: &Ctx, services: &Services) -> Option<Response> {
    let token = ctx.kept(FAREWELL).filter(|token| !token.is_empty())?;
    let take = move |tx: &mut Tx| ceremonies::take::<Farewell>(tx, FAREWELL, &token);
    let (_, kept) = ctx.app.store().write(take).await.ok()?;
    let service = service(&ctx.app, &kept.service).ok()?;
    // A service that cannot be reached keeps nobody signed in here.
    let address = services.farewell(&ctx.app, service, &kept.id_token).await.ok()??;
    let page = onward(ctx, "people-onward-farewell", service.code, &address).ok()?;
    Some(ctx.keep(ctx.keep_signed_out(page), FAREWELL, "", 0))
}

pub(super) async fn come_back_from_farewell(ctx: Ctx) -> Answer {
    Ok(ctx.see("/", "people-notice-signed-out"))
}
