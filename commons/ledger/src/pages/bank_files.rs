//! The files that go to the bank, and its reports on them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Refusal};
use people::Actor;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::identifiers::{day, faults_of};
use super::sub_crumbs;
use crate::bank_files::{BankFile, bank_file, make_debit_file};
use crate::bank_reports::{give_up_file, take_report};
use crate::books::book;
use crate::debits::{Debit, debits_of_file};
use crate::entities::Entity;
use crate::intake::unreadable;
use crate::left_out::left_out;
use crate::model::EntityId;
use crate::orders::{Order, OrderState, orders_of_file};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "bank_file.html")]
struct FilePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    file: &'a BankFile,
    amount: String,
    orders: Vec<Order>,
    debits: Vec<Debit>,
}

impl FilePage<'_> {
    fn waits(&self) -> bool {
        let order = |order: &Order| order.state == OrderState::Sent;
        self.orders.iter().any(order) || self.debits.iter().any(|debit| debit.state == "sent")
    }

    fn money(&self, cents: &i64) -> String {
        self.voice.money(Cents(*cents))
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let (entity, file, orders, debits) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let (file, _) = bank_file(tx, &actor, entity.id, number)?;
            let orders = orders_of_file(tx, &actor, entity.id, number)?;
            let debits = debits_of_file(tx, entity.id, number)?;
            Ok((entity, file, orders, debits))
        })
        .await?;
    let voice = &ctx.voice;
    let title = file.message.clone();
    let amount = voice.money(Cents(file.amount));
    let csrf = ctx.visitor.csrf.as_str();
    let main = FilePage { voice, csrf, entity: &entity, file: &file, amount, orders, debits };
    let there = format!("/livres/{id}/virements");
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-payments"), &there), &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

pub(super) async fn give_up(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let write = move |tx: &mut store::Tx| give_up_file(tx, &actor, EntityId(id), number);
    ctx.app.store().write(write).await?;
    Ok(ctx.see(&format!("/livres/{id}/fichiers-banque/{number}"), "ledger-notice-file-given-up"))
}

pub(super) async fn download(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
) -> Answer {
    let read = move |tx: &mut store::Tx| bank_file(tx, &actor, EntityId(id), number);
    let (file, content) = ctx.app.store().read(read).await?;
    let name = format!("{}.xml", file.message);
    Ok(web::file(content.into_bytes(), "application/xml", &name))
}

pub(super) async fn collect(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let mut reader = form.reader();
    let on = day(&mut reader, &form, "debit_on");
    if let Err(refusal) = reader.finish() {
        return super::orders::list_page(&ctx, &actor, id, &form, &faults_of(refusal)?).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let acting = actor.clone();
    let make = move |tx: &mut store::Tx| {
        let number = make_debit_file(tx, &acting, id, on)?;
        Ok((number, left_out(tx, &acting, id)?.iter().filter(|one| one.collects).count()))
    };
    match ctx.app.store().write(make).await {
        Ok(file) => Ok(super::orders::made(&ctx, id, file)),
        Err(refusal) => {
            super::orders::list_page(&ctx, &actor, id, &form, &faults_of(refusal)?).await
        }
    }
}

/// A report is small: what is larger is none.
const REPORT_BYTES: usize = 5_000_000;

pub(super) async fn report(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let Some(upload) = form.uploads.first().cloned() else {
        let fault = Fault::new("file", "web-fault-required");
        return super::orders::list_page(&ctx, &actor, id, &form, &[fault]).await;
    };
    if upload.bytes.len() > REPORT_BYTES {
        return Err(Refusal::conflict("ledger-conflict-file-large").into());
    }
    let reading = tokio::task::spawn_blocking(move || bank::status::read(upload.bytes.as_slice()));
    let read = reading.await.map_err(Refusal::broken)?;
    let acting = actor.clone();
    let taken = match read {
        Ok(report) => ctx.app.store().write(move |tx| take_report(tx, &acting, id, &report)).await,
        Err(fault) => Err(unreadable(&fault, "ledger-conflict-file-no-report")),
    };
    match taken {
        Ok(reported) => {
            let there = format!("/livres/{}/fichiers-banque/{}", id.0, reported.file);
            let notice = match reported.refused {
                0 => "ledger-notice-report-good",
                _ => "ledger-notice-report-refused",
            };
            Ok(ctx.see(&there, notice))
        }
        Err(Refusal::Conflict(say)) => {
            let fault = Fault::new("file", say);
            super::orders::list_page(&ctx, &actor, id, &form, &[fault]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
