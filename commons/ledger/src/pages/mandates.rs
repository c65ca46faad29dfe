//! Mandates for direct debits: drawn up, printed for a signature, signed, ended.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use paper::{Block, Document};
use people::Actor;
use web::parts::{Badge, Cell, Column, Empty, Field, Fields, Table, Tone};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::identifiers::{day, faults_of};
use super::letters::address;
use super::sub_crumbs;
use crate::books::book;
use crate::entities::Entity;
use crate::mandates::{
    DOCUMENT_BYTES, Mandate, MandateState, draw_mandate, end_mandate, mandate, mandate_document,
    mandates, sign_mandate,
};
use crate::model::EntityId;
use crate::parties::{Details, Party, PartyId, details, party};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "mandate.html")]
struct MandatePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    mandate: &'a Mandate,
    badge: Badge,
    fields: Fields<'a>,
    document: Field<'a>,
    today: String,
}

impl MandatePage<'_> {
    fn waits(&self) -> bool {
        self.mandate.state == MandateState::Drawn
    }

    fn ended(&self) -> bool {
        self.mandate.state == MandateState::Ended
    }
}

fn badge(voice: &Voice, mandate: &Mandate) -> Badge {
    let tone = match mandate.state {
        MandateState::Drawn => Tone::Waiting,
        MandateState::Signed => Tone::Good,
        MandateState::Ended => Tone::Plain,
    };
    Badge::new(voice.named("ledger-mandate", mandate.state.code()), tone)
}

#[derive(Template)]
#[template(path = "mandates.html")]
struct MandatesPage<'a> {
    voice: &'a Voice,
    entity: &'a Entity,
    title: &'a str,
    table: Table<'a>,
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let read = move |tx: &mut store::Tx| {
        let entity = book(tx, &actor, EntityId(id))?;
        let all = mandates(tx, &actor, entity.id)?;
        Ok((entity, all))
    };
    let (entity, all) = ctx.app.store().read(read).await?;
    let voice = &ctx.voice;
    let title = voice.say("ledger-mandates");
    let main =
        MandatesPage { voice, title: &title, table: table(voice, &entity, &all), entity: &entity };
    let there = format!("/livres/{id}/virements");
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-payments"), &there), &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

/// Mandates as a table.
pub(super) fn table<'a>(voice: &'a Voice, entity: &Entity, mandates: &[Mandate]) -> Table<'a> {
    let columns = vec![
        Column::new("rum", voice.say("ledger-mandate-rum")),
        Column::new("nom", voice.say("ledger-party-name")),
        Column::new("compte", voice.say("ledger-party-iban")),
        Column::new("etat", voice.say("ledger-state")),
    ];
    let row = |mandate: &Mandate| {
        let badge = badge(voice, mandate);
        let href = format!("/livres/{}/mandats/{}", entity.id.0, mandate.number);
        vec![
            Cell::link(&mandate.rum, href),
            Cell::text(&mandate.name),
            Cell::text(mandate.iban.to_string()),
            Cell::badge(badge.text, badge.tone),
        ]
    };
    let rows = mandates.iter().map(row).collect();
    let mut table = Table::new(voice, "mandats", voice.say("ledger-mandates"), columns, rows);
    table.empty = Some(Empty {
        title: voice.say("ledger-mandates-none"),
        what: voice.say("ledger-mandates-none-what"),
        next: None,
    });
    table
}

pub(super) async fn draw(
    ctx: Ctx,
    actor: Actor,
    Path((id, of)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let of: PartyId = of.parse()?;
    let recurrent = form.value("kind") != "single";
    let number = ctx
        .app
        .store()
        .write(move |tx| draw_mandate(tx, &actor, EntityId(id), of, recurrent))
        .await?;
    Ok(ctx.see(&format!("/livres/{id}/mandats/{number}"), "ledger-notice-mandate-drawn"))
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    mandate_page(&ctx, &actor, (EntityId(id), number), &Form::default(), &[]).await
}

async fn mandate_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, number): (EntityId, i64),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, mandate) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, mandate(tx, &acting, id, number)?)))
        .await?;
    let voice = &ctx.voice;
    let fields = Fields::new(voice, form, faults);
    let said = voice.say("ledger-mandate-paper-what");
    let main = MandatePage {
        voice,
        csrf: &ctx.visitor.csrf,
        badge: badge(voice, &mandate),
        fields,
        document: fields.file("document", "ledger-mandate-paper", ".pdf", &said).optional(),
        today: ctx.app.world().now().in_france().date().to_string(),
        entity: &entity,
        mandate: &mandate,
    };
    let there = format!("/livres/{}/tiers/{}", id.0, mandate.party);
    let title = mandate.rum.clone();
    let crumbs = sub_crumbs(voice, &entity, (&mandate.name, &there), &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn sign(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    let id = EntityId(id);
    let mut reader = form.reader();
    let on = day(&mut reader, &form, "signed_on");
    let document = form.upload("document").map(|upload| upload.bytes.clone());
    let is_pdf = |bytes: &Vec<u8>| bytes.starts_with(b"%PDF-") && bytes.len() <= DOCUMENT_BYTES;
    if document.as_ref().is_some_and(|bytes| !is_pdf(bytes)) {
        reader.fault("document", "ledger-fault-mandate-paper");
    }
    if let Err(refusal) = reader.finish() {
        return mandate_page(&ctx, &actor, (id, number), &form, &faults_of(refusal)?).await;
    }
    let acting = actor.clone();
    let signed = ctx
        .app
        .store()
        .write(move |tx| sign_mandate(tx, &acting, id, number, (on, document.clone())))
        .await;
    match signed {
        Ok(()) => {
            let there = format!("/livres/{}/mandats/{number}", id.0);
            Ok(ctx.see(&there, "ledger-notice-mandate-signed"))
        }
        Err(refusal) => mandate_page(&ctx, &actor, (id, number), &form, &faults_of(refusal)?).await,
    }
}

pub(super) async fn end(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    _: Form,
) -> Answer {
    ctx.app.store().write(move |tx| end_mandate(tx, &actor, EntityId(id), number)).await?;
    Ok(ctx.see(&format!("/livres/{id}/mandats/{number}"), "ledger-notice-mandate-ended"))
}

pub(super) async fn paper(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let read = move |tx: &mut store::Tx| mandate_document(tx, &actor, EntityId(id), number);
    let bytes = ctx.app.store().read(read).await?;
    Ok(web::file(bytes, "application/pdf", &format!("mandat-signe-{id}-{number}.pdf")))
}

pub(super) async fn print(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let (entity, mandate, debtor, own) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let mandate = mandate(tx, &actor, entity.id, number)?;
            let debtor = party(tx, &actor, entity.id, mandate.party)?;
            let own = details(tx, &actor, entity.id)?;
            Ok((entity, mandate, debtor, own))
        })
        .await?;
    let document = document(&ctx.voice, &entity, &mandate, (&debtor, own.as_ref()))?;
    let bytes = paper::pdf(&document).map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", &format!("mandat-{id}-{number}.pdf")))
}

/// The paper to sign, with the mentions of the rulebook (SEPA Core EPC016-06, §4.8).
fn document(
    voice: &Voice,
    entity: &Entity,
    mandate: &Mandate,
    (debtor, own): (&Party, Option<&Details>),
) -> Outcome<Document> {
    let creditor = own.and_then(|own| own.creditor.as_ref());
    let creditor = creditor.ok_or_else(|| Refusal::conflict("ledger-conflict-no-creditor"))?;
    let pair = |key: &str, value: String| (voice.say(key), value);
    let kind = if mandate.recurrent { "recurrent" } else { "single" };
    let name = entity.name.as_str();
    let mut pairs = vec![
        pair("ledger-mandate-rum", mandate.rum.clone()),
        pair("ledger-mandate-creditor", entity.name.clone()),
        pair("ledger-details-creditor", creditor.as_str().to_owned()),
        pair("ledger-mandate-kind", voice.named("ledger-mandate-kind", kind)),
        pair("ledger-mandate-debtor", address(debtor).join("\n")),
        pair("ledger-party-iban", mandate.iban.to_string()),
    ];
    pairs.extend(mandate.bic.as_ref().map(|bic| pair("ledger-party-bic", bic.as_str().into())));
    Ok(Document {
        lang: voice.lang,
        title: voice.say("ledger-mandate-title"),
        sender: vec![entity.name.clone()],
        recipient: Vec::new(),
        place_date: String::new(),
        reference: Some(mandate.rum.clone()),
        blocks: vec![
            Block::Paragraph(voice.with("ledger-mandate-text", "name", name)),
            Block::Paragraph(voice.say("ledger-mandate-rights")),
            Block::Pairs(pairs),
            Block::Paragraph(voice.say("ledger-mandate-place")),
            Block::Signature(voice.say("ledger-mandate-signature")),
        ],
        footer: voice.with("ledger-mandate-footer", "name", name),
    })
}
