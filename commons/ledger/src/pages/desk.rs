//! The desk: what a day brought in cash and by cheque, and what was counted in the till.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Refusal};
use jiff::civil::Date;
use paper::{Block, Document};
use people::Actor;
use store::Tx;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::claims::typed;
use super::identifiers::{day, faults_of};
use super::{crumbs, label, numbered};
use crate::books::book;
use crate::desk::{Count, Sheet, count_till, day_sheets, deposit_cheques};
use crate::entities::Entity;
use crate::model::{Booked, Day, EntityId};
use crate::plan::Purpose;
use crate::statements::moved;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    title: String,
    date: Date,
    before: String,
    after: Option<String>,
    sheets: [Sheet; 2],
    count: Option<Count>,
    fields: Fields<'a>,
}

impl DeskPage<'_> {
    fn money(&self, cents: impl Borrow<i64>) -> String {
        self.voice.money(Cents(*cents.borrow()))
    }

    fn change(&self, sheet: &Sheet, booked: &Booked) -> String {
        self.money(-moved(booked, sheet.account.id))
    }

    fn label(&self, booked: &Booked) -> String {
        numbered(self.voice, booked)
    }

    fn name(&self, sheet: &Sheet) -> String {
        self.voice.named("ledger-purpose", sheet.account.data.purpose.code())
    }

    fn is_till(&self, sheet: &Sheet) -> bool {
        sheet.account.data.purpose == Purpose::Cash
    }

    fn cheques(&self) -> bool {
        self.sheets.iter().any(|sheet| !self.is_till(sheet) && sheet.account.balances.net() < 0)
    }

    fn counted(&self) -> String {
        self.count.map(|count| typed(count.counted)).unwrap_or_default()
    }
}

/// The day that is asked for, or today.
fn asked(ctx: &Ctx) -> Date {
    let today = ctx.app.world().now().in_france().date();
    ctx.query("jour").and_then(|typed| web::parse_date(&typed)).unwrap_or(today)
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let date = asked(&ctx);
    desk_page(&ctx, &actor, (EntityId(id), date), &Form::default(), &[]).await
}

async fn desk_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, date): (EntityId, Date),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, (sheets, count)) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, day_sheets(tx, &acting, id, Day::of(date))?)))
        .await?;
    let voice = &ctx.voice;
    let today = ctx.app.world().now().in_france().date();
    let path = format!("/livres/{}/caisse", id.0);
    let other = |days: i64| format!("{path}?jour={}", Day(Day::of(date).0 + days).date());
    let main = DeskPage {
        voice,
        csrf: &ctx.visitor.csrf,
        title: voice.with("ledger-desk-on", "date", voice.date(date)),
        date,
        before: other(-1),
        after: (date < today).then(|| other(1)),
        sheets,
        count,
        fields: Fields::new(voice, form, faults),
        entity: &entity,
    };
    let title = voice.say("ledger-desk");
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn count(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let mut reader = form.reader();
    let on = day(&mut reader, &form, "day");
    let counted = reader.money("counted");
    if form.value("counted").trim().is_empty() {
        reader.fault("counted", "web-fault-required");
    }
    let date = web::parse_date(form.value("day").trim()).unwrap_or_else(|| asked(&ctx));
    let id = EntityId(id);
    if let Err(refusal) = reader.finish() {
        return desk_page(&ctx, &actor, (id, date), &form, &faults_of(refusal)?).await;
    }
    let counted = counted.map_or(0, |counted| counted.0);
    let acting = actor.clone();
    match ctx.app.store().write(move |tx| count_till(tx, &acting, id, (on, counted))).await {
        Ok(()) => {
            let there = format!("/livres/{}/caisse?jour={date}", id.0);
            Ok(ctx.see(&there, "ledger-notice-counted"))
        }
        Err(refusal) => desk_page(&ctx, &actor, (id, date), &form, &faults_of(refusal)?).await,
    }
}

pub(super) async fn deposit(ctx: Ctx, actor: Actor, Path(id): Path<i64>, _: Form) -> Answer {
    let today = Day::of(ctx.app.world().now().in_france().date());
    let write = move |tx: &mut Tx| deposit_cheques(tx, &actor, EntityId(id), today);
    let number = ctx.app.store().write(write).await?;
    Ok(ctx.see(&format!("/livres/{id}/ecritures/{number}"), "ledger-notice-recorded"))
}

pub(super) async fn print(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let date = asked(&ctx);
    let (entity, (sheets, count)) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let sheets = day_sheets(tx, &actor, entity.id, Day::of(date))?;
            Ok((entity, sheets))
        })
        .await?;
    let document = document(&ctx.voice, &entity, date, &sheets, count);
    let bytes = paper::pdf(&document).map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", &format!("caisse-{id}-{date}.pdf")))
}

fn document(
    voice: &Voice,
    entity: &Entity,
    date: Date,
    sheets: &[Sheet; 2],
    count: Option<Count>,
) -> Document {
    let money = |cents: i64| voice.money(Cents(cents));
    let mut blocks = Vec::new();
    for sheet in sheets {
        let purpose = sheet.account.data.purpose.code();
        blocks.push(Block::Heading(voice.named("ledger-purpose", purpose)));
        blocks.push(Block::Pairs(vec![
            (voice.say("ledger-desk-opening"), money(sheet.opening)),
            (voice.say("ledger-desk-closing"), money(sheet.closing)),
        ]));
        let row = |booked: &Booked| {
            let change = money(-moved(booked, sheet.account.id));
            let reference = booked.transfer.reference.clone();
            vec![booked.number.to_string(), label(voice, booked), reference, change]
        };
        if !sheet.rows.is_empty() {
            let heads = ["number", "label", "reference", "amount"];
            blocks.push(Block::Table {
                head: heads.map(|head| voice.named("ledger-column", head)).to_vec(),
                rows: sheet.rows.iter().map(row).collect(),
                right_aligned: vec![0, 3],
            });
        }
    }
    if let Some(count) = count {
        blocks.push(Block::Pairs(vec![
            (voice.say("ledger-desk-counted"), money(count.counted)),
            (voice.say("ledger-desk-difference"), money(count.counted - count.expected)),
        ]));
    }
    blocks.push(Block::Signature(voice.say("ledger-desk-signature")));
    Document {
        lang: voice.lang,
        title: voice.with("ledger-desk-on", "date", voice.date(date)),
        sender: vec![entity.name.clone()],
        recipient: Vec::new(),
        place_date: String::new(),
        reference: None,
        blocks,
        footer: entity.name.clone(),
    }
}
