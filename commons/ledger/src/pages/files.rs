//! What leaves a book as files, and the closing of its periods.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal, Say};
use jiff::civil::Date;
use people::Actor;
use web::parts::{Choice, Fields};
use web::{App, Ctx, Form, PageHead, Refused, Voice};

use super::crumbs;
use crate::books::{book, close_book};
use crate::entities::Entity;
use crate::fec::write_fec;
use crate::handover::write_handover;
use crate::model::{Day, EntityId};
use crate::plain_text::{PlainText, write_plain_text};

type Answer = Result<Response, Refused>;

/// Transfers of a book that a page makes files of; larger ones are made by `parvis ledger`.
const TRANSFERS_MAX: i64 = 100_000;

const FORMATS: [&str; 4] = ["fec", "handover", "hledger", "beancount"];

#[derive(Template)]
#[template(path = "files.html")]
struct FilesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    entity: &'a Entity,
    first: String,
    last: String,
}

impl FilesPage<'_> {
    fn formats(&self) -> Vec<Choice> {
        let choice = |code: &str| Choice {
            hint: Some(self.voice.named("ledger-format-what", code)),
            ..Choice::new(code, self.voice.named("ledger-format", code))
        };
        FORMATS.map(choice).to_vec()
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    files_page(&ctx, &actor, EntityId(id), &Form::default(), &[]).await
}

async fn files_page(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let entity = ctx.app.store().read(move |tx| book(tx, &acting, id)).await?;
    let today = ctx.app.world().now().in_france().date();
    let main = FilesPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, form, faults),
        entity: &entity,
        first: today.first_of_year().to_string(),
        last: today.last_of_year().to_string(),
    };
    let title = ctx.voice.say("ledger-files");
    let crumbs = crumbs(&ctx.voice, &entity, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn make(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let mut reader = form.reader();
    let format = reader.choice("format", &FORMATS);
    let (from, through) = (reader.date("from"), reader.date("through"));
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return files_page(&ctx, &actor, id, &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let acting = actor.clone();
    let entity = ctx.app.store().read(move |tx| book(tx, &acting, id)).await?;
    let made = match () {
        () if entity.transfers > TRANSFERS_MAX => {
            let say = Say::new("ledger-conflict-large-book").with("limit", TRANSFERS_MAX);
            Err(Refusal::conflict(say))
        }
        () if format == "fec" => {
            let today = ctx.app.world().now().in_france().date();
            let first = from.unwrap_or(today.first_of_year());
            fec(&ctx.app, &entity, first, through.unwrap_or(today.last_of_year())).await
        }
        () if format == "handover" => {
            let today = ctx.app.world().now().in_france().date();
            let first = from.unwrap_or(today.first_of_year());
            handover(&ctx.app, &entity, first, through.unwrap_or(today.last_of_year())).await
        }
        () => plain(&ctx.app, &entity, &format).await,
    };
    match made {
        Ok((name, text)) => {
            let (who, what) = (actor.name_in_log(), entity.organisation.to_string());
            let taken = move |tx: &mut store::Tx| {
                people::record(tx, &who, "ledger.taken-out", &what, &format)
            };
            ctx.app.store().write(taken).await?;
            Ok(web::file(text.into_bytes(), "text/plain; charset=utf-8", &name))
        }
        Err(Refusal::Conflict(say)) => {
            files_page(&ctx, &actor, id, &form, &[Fault::new("", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn fec(app: &App, entity: &Entity, from: Date, through: Date) -> Outcome<(String, String)> {
    let mut text = String::new();
    let mut to = |part: &str| {
        text.push_str(part);
        Ok(())
    };
    let name = write_fec(app.store(), entity, Day::of(from), Day::of(through), &mut to).await?;
    Ok((name, text))
}

async fn handover(
    app: &App,
    entity: &Entity,
    from: Date,
    through: Date,
) -> Outcome<(String, String)> {
    let mut text = String::new();
    let mut to = |part: &str| {
        text.push_str(part);
        Ok(())
    };
    write_handover(app.store(), entity, (Day::of(from), Day::of(through)), &mut to).await?;
    Ok((format!("transfert-{}-{from}-{through}.csv", entity.id.0), text))
}

async fn plain(app: &App, entity: &Entity, format: &str) -> Outcome<(String, String)> {
    let (kind, ending) = match format {
        "beancount" => (PlainText::Beancount, "beancount"),
        _ => (PlainText::Hledger, "journal"),
    };
    let mut text = String::new();
    let mut to = |part: &str| {
        text.push_str(part);
        Ok(())
    };
    write_plain_text(app.store(), entity, kind, &mut to).await?;
    Ok((format!("livre-{}.{ending}", entity.id.0), text))
}

pub(super) async fn close(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let mut reader = form.reader();
    let day = reader.date("day");
    if day.is_none() && form.value("day").trim().is_empty() {
        reader.fault("day", "web-fault-required");
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return files_page(&ctx, &actor, id, &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let through = day.map_or(Day::default(), Day::of);
    let acting = actor.clone();
    match ctx.app.store().write(move |tx| close_book(tx, &acting, id, through)).await {
        Ok(()) => Ok(ctx.see(&format!("/livres/{}", id.0), "ledger-notice-closed")),
        Err(Refusal::Conflict(say)) => {
            files_page(&ctx, &actor, id, &form, &[Fault::new("day", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
