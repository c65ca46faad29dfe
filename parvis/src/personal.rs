//! What a person may ask of the whole instance: all that it keeps about them, and to be erased.
//!
//! Each context answers for its own tables; here they are asked one after the other, in one
//! transaction.

use askama::Template;
use axum::response::Response;
use base::{Fault, Outcome, Refusal, Say};
use people::data_map::{Custodian, Erasure};
use people::{Actor, Entry, PersonId, Policy};
use serde_json::Value;
use store::Tx;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Routes, Voice};

use crate::{DATA_MAPS, export_pdf};

type Answer = Result<Response, Refused>;

/// The contexts in the order of erasure: accounts last, since all others know people by them.
pub(crate) const CUSTODIANS: &[Custodian] = &[
    third_places::CUSTODIAN,
    calls::CUSTODIAN,
    reservations::CUSTODIAN,
    ledger::CUSTODIAN,
    people::CUSTODIAN,
];

#[derive(Template)]
#[template(path = "erase.html")]
struct ErasePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    hindrances: Vec<String>,
    gone: Vec<String>,
    kept: Vec<(String, Vec<String>)>,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "looks.html")]
struct LooksPage<'a> {
    voice: &'a Voice,
    looks: Vec<(String, String, String)>,
}

pub(crate) fn routes() -> Routes<Policy> {
    Routes::new(people::guard)
        .get("/compte/consultations", Policy::SignedIn, show_looks)
        .post("/compte/donnees", Policy::SignedIn, download)
        .get("/compte/suppression", Policy::SignedIn, show_erase)
        .post("/compte/suppression", Policy::SignedIn, erase)
}

/// All that the instance keeps about a person, by context and section.
pub fn export_person(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let mut whole = serde_json::Map::new();
    whole.insert("made_at".to_owned(), tx.now().to_string().into());
    for custodian in CUSTODIANS.iter().rev() {
        whole.insert(custodian.context.to_owned(), (custodian.export)(tx, person)?);
    }
    Ok(Value::Object(whole))
}

/// Why an account cannot be erased yet, and what to do about it.
pub(crate) fn hindrances(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Say>> {
    let mut said = Vec::new();
    for custodian in CUSTODIANS {
        said.extend((custodian.hindrances)(tx, person)?);
    }
    Ok(said)
}

/// Erases a person in all contexts, as the data map says. `by` is whose doing it is, for the log.
pub fn erase_account(tx: &mut Tx, person: PersonId, by: &str) -> Outcome<()> {
    if let Some(say) = hindrances(tx, person)?.into_iter().next() {
        return Err(Refusal::Conflict(say));
    }
    for custodian in CUSTODIANS {
        (custodian.erase)(tx, person)?;
    }
    people::record(tx, by, "people.account-erased", &person.to_string(), "")
}

/// Erases whoever was erased since the backup from which the data may come: their keys say so.
pub async fn erase_again(app: &web::App) -> Outcome<()> {
    for person in app.keys().forgotten().await? {
        let Ok(person) = person.parse::<PersonId>() else {
            let gone = move |tx: &mut Tx| third_places::childcare::erase_again(tx, &person);
            app.store().write(gone).await?;
            continue;
        };
        let back = move |tx: &mut Tx| match people::account(tx, person) {
            Ok(_) => {
                for custodian in CUSTODIANS {
                    (custodian.erase)(tx, person)?;
                }
                people::record(tx, "system", "people.account-erased", &person.to_string(), "")
            }
            Err(Refusal::Unknown) => Ok(()),
            Err(refusal) => Err(refusal),
        };
        app.store().write(back).await?;
    }
    Ok(())
}

/// Who looked at what is sensitive and says something of a person, newest first.
fn looks(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Entry>> {
    let mut looks = Vec::new();
    for custodian in CUSTODIANS {
        looks.extend((custodian.seen)(tx, person)?);
    }
    looks.sort_by_key(|look| std::cmp::Reverse(look.number));
    Ok(looks)
}

async fn show_looks(ctx: Ctx, actor: Actor) -> Answer {
    let person = actor.person()?;
    let (looks, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let looks = looks(tx, person)?;
            let by: Vec<PersonId> = looks.iter().filter_map(|one| one.actor.parse().ok()).collect();
            Ok((looks, people::names_of(tx, &by)?))
        })
        .await?;
    let voice = &ctx.voice;
    let shown = |look: &Entry| {
        let who = match look.actor.parse() {
            // Who is in a jury is not told.
            Ok(person) if !look.detail.starts_with("reader ") => {
                people::name_or_gone(voice, &names, person)
            }
            _ => voice.say("people-looked-reader"),
        };
        (voice.say(&look.action.replacen('.', "-action-", 1)), who, voice.day(look.at))
    };
    let main = LooksPage { voice, looks: looks.iter().map(shown).collect() };
    Ok(ctx.page(&voice.say("home-looks"), &main)?)
}

async fn download(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    ctx.costly().await?;
    let person = actor.person()?;
    let mut whole = ctx.app.store().read(move |tx| export_person(tx, person)).await?;
    if let Some(serde_json::Value::Object(people)) = whole.get_mut("people") {
        let identities = people::civil_identities(&ctx.app, person).await?;
        people.insert("civil_identity".to_owned(), identities.into());
    }
    if let Some(serde_json::Value::Object(places)) = whole.get_mut("third_places") {
        let files = third_places::childcare::child_files(&ctx.app, person).await?;
        places.insert("child_files".to_owned(), files.into());
    }
    if form.value("format") != "pdf" {
        let text = serde_json::to_vec_pretty(&whole).map_err(Refusal::broken)?;
        return Ok(web::file(text, "application/json", "parvis.json"));
    }
    let document = export_pdf::document(&ctx.voice, &whole, ctx.app.world().now());
    let printed = tokio::task::spawn_blocking(move || paper::pdf(&document)).await;
    let bytes = printed.map_err(Refusal::broken)?.map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", "parvis.pdf"))
}

async fn show_erase(ctx: Ctx, actor: Actor) -> Answer {
    erase_page(&ctx, &actor, &Form::default(), &[]).await
}

async fn erase_page(ctx: &Ctx, actor: &Actor, form: &Form, faults: &[Fault]) -> Answer {
    let (person, voice) = (actor.person()?, &ctx.voice);
    let said = ctx.app.store().read(move |tx| hindrances(tx, person)).await?;
    let (gone, kept) = fates(voice);
    let main = ErasePage {
        voice,
        csrf: &ctx.visitor.csrf,
        hindrances: said.iter().map(|say| voice.it(say)).collect(),
        gone,
        kept,
        fields: Fields::new(voice, form, faults),
    };
    let title = voice.say("people-erase");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(if faults.is_empty() {
        ctx.page_with(&head, &main)?
    } else {
        ctx.faulty_page(&head, &main)?
    })
}

/// What the data map says will go, and the reasons why the rest stays, each with what it keeps.
fn fates(voice: &Voice) -> (Vec<String>, Vec<(String, Vec<String>)>) {
    let (mut gone, mut kept) = (Vec::new(), Vec::<(String, Vec<String>)>::new());
    for row in DATA_MAPS.iter().flat_map(|map| map.personal) {
        let list = match row.erasure {
            Erasure::Delete | Erasure::Blank => &mut gone,
            Erasure::Keep(why) => {
                let why = voice.say(why);
                let known = kept.iter().position(|(known, _)| *known == why);
                let at = known.unwrap_or(kept.len());
                if known.is_none() {
                    kept.push((why, Vec::new()));
                }
                match kept.get_mut(at) {
                    Some((_, list)) => list,
                    None => continue,
                }
            }
        };
        let what = voice.say(row.what);
        if !list.contains(&what) {
            list.push(what);
        }
    }
    (gone, kept)
}

async fn erase(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let account = actor.account.clone().ok_or(Refusal::SignInFirst)?;
    if form.value("email").trim().to_lowercase() != account.email {
        let fault = Fault::new("email", "home-fault-own-address");
        return erase_page(&ctx, &actor, &form, &[fault]).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let person = account.id;
    ctx.app.store().write(move |tx| erase_account(tx, person, &person.to_string())).await?;
    Ok(ctx.signed_out("/", "home-notice-erased"))
}
