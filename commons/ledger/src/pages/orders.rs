//! Payments that leave: prepared by one, approved by another, taken to the bank in a file.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use people::Actor;
use store::Tx;
use web::parts::{Badge, Cell, Choice, Column, Empty, Fields, Next, Table, Tone};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::claims::typed;
use super::identifiers::{amount, day, faults_of};
use super::{crumbs, purpose_choices, sub_crumbs};
use crate::bank_files::{BankFile, bank_files, collectable, make_transfer_file};
use crate::books::book;
use crate::claims::{Claim, claim};
use crate::entities::Entity;
use crate::left_out::{LeftOut, left_out};
use crate::model::{Day, EntityId};
use crate::orders::{
    NewOrder, Order, OrderState, approve_order, newest_orders, open_orders, order, prepare_order,
    withdraw_order,
};
use crate::owners;
use crate::parties::{Party, PartyId, details, party};
use crate::plan::Purpose;
use crate::told::TOLD_BEFORE;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "orders.html")]
struct OrdersPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    title: String,
    approved: usize,
    to_send: String,
    has_details: bool,
    table: Table<'a>,
    files: Table<'a>,
    collect: Option<(usize, String)>,
    fields: Fields<'a>,
    report: web::parts::Field<'a>,
    on: String,
    /// Payments that were left out of a file: where each is, what it is called, and why.
    left: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "order_form.html")]
struct OrderForm<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    entity: &'a Entity,
    party: &'a Party,
    refund: Option<&'a Claim>,
    title: &'a str,
    action: String,
    key: String,
    due: String,
}

impl OrderForm<'_> {
    fn purposes(&self) -> Vec<Choice> {
        purpose_choices(self.voice, &purposes())
    }

    fn iban(&self) -> String {
        self.party.data.iban.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn refundable(&self) -> String {
        self.refund.map(|claim| typed(claim.paid - claim.refunded)).unwrap_or_default()
    }

    fn about(&self) -> String {
        let said =
            |claim: &Claim| self.voice.with("ledger-refund-of", "label", claim.data.label.as_str());
        self.refund.map(said).unwrap_or_default()
    }
}

fn purposes() -> Vec<Purpose> {
    let fits =
        |one: &Purpose| one.is_expense() || matches!(one, Purpose::Payable | Purpose::Wallet);
    Purpose::all().filter(fits).collect()
}

#[derive(Template)]
#[template(path = "order.html")]
struct OrderPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    order: &'a Order,
    badge: Badge,
    amount: String,
    title: &'a str,
    prepared: String,
    approved: String,
    own: bool,
}

impl OrderPage<'_> {
    fn may_withdraw(&self) -> bool {
        matches!(self.order.state, OrderState::Prepared | OrderState::Approved)
    }

    fn waits(&self) -> bool {
        self.order.state == OrderState::Prepared
    }
}

fn badge(voice: &Voice, order: &Order) -> Badge {
    let tone = match order.state {
        OrderState::Prepared | OrderState::Approved | OrderState::Sent => Tone::Waiting,
        OrderState::Paid => Tone::Good,
        OrderState::Refused | OrderState::Returned => Tone::Bad,
        OrderState::Withdrawn => Tone::Plain,
    };
    Badge::new(voice.named("ledger-order", order.state.code()), tone)
}

fn table<'a>(voice: &'a Voice, entity: &Entity, orders: &[Order]) -> Table<'a> {
    let columns = vec![
        Column::new("objet", voice.say("ledger-order-label")),
        Column::new("qui", voice.say("ledger-order-who")),
        Column::new("jour", voice.say("ledger-order-due")),
        Column::new("etat", voice.say("ledger-state")),
        Column::new("montant", voice.say("ledger-column-amount")).numeric(),
    ];
    let row = |order: &Order| {
        let badge = badge(voice, order);
        let args = [("label", order.data.label.as_str().into()), ("number", order.number.into())];
        let href = format!("/livres/{}/virements/{}", entity.id.0, order.number);
        vec![
            Cell::link(voice.with_all("ledger-transfer-named", &args), href),
            Cell::text(&order.name),
            Cell::text(voice.date(order.data.due.date())),
            Cell::badge(badge.text, badge.tone),
            Cell::text(voice.money(Cents(order.data.amount))),
        ]
    };
    let rows = orders.iter().map(row).collect();
    let mut table = Table::new(voice, "ordres", voice.say("ledger-orders"), columns, rows);
    table.empty = Some(Empty {
        title: voice.say("ledger-orders-none"),
        what: voice.say("ledger-orders-none-what"),
        next: Some(Next {
            label: voice.say("ledger-parties"),
            href: format!("/livres/{}/tiers", entity.id.0),
        }),
    });
    table
}

fn files_table<'a>(voice: &'a Voice, entity: &Entity, files: &[BankFile]) -> Table<'a> {
    let columns = vec![
        Column::new("fichier", voice.say("ledger-bank-file")),
        Column::new("date", voice.say("ledger-column-date")),
        Column::new("paiements", voice.say("ledger-bank-file-payments")).numeric(),
        Column::new("montant", voice.say("ledger-column-amount")).numeric(),
    ];
    let row = |file: &BankFile| {
        let href = format!("/livres/{}/fichiers-banque/{}", entity.id.0, file.number);
        let kind = if file.collects { "ledger-file-debits" } else { "ledger-file-transfers" };
        vec![
            Cell::link(&file.message, href).more(voice.say(kind)),
            Cell::text(voice.day(file.made_at)),
            Cell::text(voice.number(file.payments)),
            Cell::text(voice.money(Cents(file.amount))),
        ]
    };
    let rows = files.iter().map(row).collect();
    let mut table = Table::new(voice, "envois", voice.say("ledger-bank-files"), columns, rows);
    table.empty = Some(Empty {
        title: voice.say("ledger-bank-files-none"),
        what: voice.say("ledger-bank-files-none-what"),
        next: None,
    });
    table
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    list_page(&ctx, &actor, EntityId(id), &Form::default(), &[]).await
}

pub(super) async fn list_page(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let today = Day::of(ctx.app.world().now().in_france().date());
    let on = Day(today.0 + TOLD_BEFORE);
    let (entity, orders, open, files, own, due, left) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &acting, id)?;
            let orders = newest_orders(tx, &acting, id)?;
            let open = open_orders(tx, &acting, id)?;
            let files = bank_files(tx, &acting, id)?;
            let own = details(tx, &acting, id)?;
            let due = collectable(tx, &acting, id, on)?;
            Ok((entity, orders, open, files, own, due, left_out(tx, &acting, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let sum = |state: OrderState| -> (usize, i64) {
        let of = open.iter().filter(|order| order.state == state);
        (of.clone().count(), of.map(|order| order.data.amount).sum())
    };
    let (waiting, _) = sum(OrderState::Prepared);
    let (approved, to_send) = sum(OrderState::Approved);
    let fields = Fields::new(voice, form, faults);
    let collects = own.as_ref().is_some_and(|own| own.creditor.is_some()) && !due.is_empty();
    let collected: i64 = due.iter().map(|(claim, _)| claim.left()).sum();
    let main = OrdersPage {
        voice,
        csrf: &ctx.visitor.csrf,
        title: voice.with("ledger-orders-waiting", "count", waiting),
        approved,
        to_send: voice.money(Cents(to_send)),
        has_details: own.is_some(),
        table: table(voice, &entity, &orders),
        files: files_table(voice, &entity, &files),
        collect: collects.then(|| (due.len(), voice.money(Cents(collected)))),
        fields,
        report: fields.file("file", "ledger-report-file", ".xml", &voice.say("ledger-report-what")),
        on: on.date().to_string(),
        left: left.iter().map(|one| left_line(voice, &entity, one)).collect(),
        entity: &entity,
    };
    let title = voice.say("ledger-payments");
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main, faults)?)
}

fn left_line(voice: &Voice, entity: &Entity, one: &LeftOut) -> (String, String, String) {
    let (kind, place) = match one.collects {
        true => ("ledger-claim-number", "creances"),
        false => ("ledger-order-number", "virements"),
    };
    let said = voice.with(kind, "number", one.number);
    let href = format!("/livres/{}/{place}/{}", entity.id.0, one.number);
    (href, said, voice.with(&one.reason, "name", one.name.as_str()))
}

/// Where to go on when a file was made: to the file, or to what was left out of it.
pub(super) fn made(ctx: &Ctx, id: EntityId, (number, left): (i64, usize)) -> Response {
    match left {
        0 => ctx
            .see(&format!("/livres/{}/fichiers-banque/{number}", id.0), "ledger-notice-file-made"),
        _ => ctx.see(&format!("/livres/{}/virements", id.0), "ledger-notice-file-part"),
    }
}

pub(super) async fn new(ctx: Ctx, actor: Actor, Path((id, of)): Path<(i64, String)>) -> Answer {
    let about = (Some(of.parse()?), None);
    form_page(&ctx, &actor, EntityId(id), about, &Form::default(), &[]).await
}

pub(super) async fn refund(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    form_page(&ctx, &actor, EntityId(id), (None, Some(number)), &Form::default(), &[]).await
}

/// A form for a payment to a party, or that gives a claim back to who paid it.
async fn form_page(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    (of, refunded): (Option<PartyId>, Option<i64>),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, known, refunded) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &acting, id)?;
            let refunded = refunded.map(|number| claim(tx, &acting, id, number)).transpose()?;
            let of = of.or(refunded.as_ref().map(|claim| claim.data.party));
            let known = party(tx, &acting, id, of.ok_or(Refusal::Unknown)?)?;
            Ok((entity, known, refunded))
        })
        .await?;
    let voice = &ctx.voice;
    let there = format!("/livres/{}/tiers/{}", id.0, known.id);
    let (title, action) = match &refunded {
        Some(claim) => (
            voice.say("ledger-refund"),
            format!("/livres/{}/creances/{}/remboursement", id.0, claim.number),
        ),
        None => (voice.say("ledger-order-new"), format!("{there}/payer")),
    };
    let main = OrderForm {
        voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(voice, form, faults),
        entity: &entity,
        party: &known,
        refund: refunded.as_ref(),
        title: &title,
        action,
        key: ctx.key_of(form),
        due: ctx.app.world().now().in_france().date().to_string(),
    };
    let crumbs = sub_crumbs(voice, &entity, (&known.data.name, &there), &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn read(form: &Form, (party, refunded): (PartyId, Option<&Claim>)) -> Outcome<NewOrder> {
    let mut reader = form.reader();
    let amount = amount(&mut reader, form, "amount");
    let due = day(&mut reader, form, "due");
    let label = reader.required("label", 140);
    let reference = reader.text("reference", 80);
    let purpose = match refunded {
        Some(claim) => claim.data.purpose.code().to_owned(),
        None => {
            let codes: Vec<&str> = purposes().iter().map(|purpose| purpose.code()).collect();
            reader.choice("purpose", &codes)
        }
    };
    reader.finish()?;
    let purpose = Purpose::from_code(&purpose).ok_or(Refusal::Malformed)?;
    let claim = refunded.map(|claim| claim.number);
    Ok(NewOrder { party, purpose, amount, due, label, reference, claim })
}

pub(super) async fn prepare(
    ctx: Ctx,
    actor: Actor,
    Path((id, of)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let (id, of): (EntityId, PartyId) = (EntityId(id), of.parse()?);
    let new = read(&form, (of, None));
    keep(&ctx, &actor, id, (Some(of), None), &form, new).await
}

pub(super) async fn prepare_refund(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    let id = EntityId(id);
    let acting = actor.clone();
    let refunded = ctx.app.store().read(move |tx| claim(tx, &acting, id, number)).await?;
    let new = read(&form, (refunded.data.party, Some(&refunded)));
    keep(&ctx, &actor, id, (None, Some(number)), &form, new).await
}

async fn keep(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    about: (Option<PartyId>, Option<i64>),
    form: &Form,
    new: Outcome<NewOrder>,
) -> Answer {
    let new = match new {
        Ok(new) => new,
        Err(refusal) => {
            return form_page(ctx, actor, id, about, form, &faults_of(refusal)?).await;
        }
    };
    let key = form.key("ledger-order", &actor.name_in_log())?;
    let acting = actor.clone();
    let write = move |tx: &mut Tx| {
        let request = format!("{} {new:?}", id.0);
        store::once(tx, &key, &request, |tx| prepare_order(tx, &acting, id, &new))
    };
    let prepared: Outcome<i64> = ctx.app.store().write_once(write).await;
    match prepared {
        Ok(number) => {
            let there = format!("/livres/{}/virements/{number}", id.0);
            Ok(ctx.see(&there, "ledger-notice-order-prepared"))
        }
        Err(refusal) => form_page(ctx, actor, id, about, form, &faults_of(refusal)?).await,
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let who = actor.name_in_log();
    let (entity, order, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let order = order(tx, &actor, entity.id, number)?;
            let names = [order.prepared_by.clone(), order.approved_by.clone()].into();
            Ok((entity, order, owners::names(tx, names)?))
        })
        .await?;
    let voice = &ctx.voice;
    let name =
        |id: &String| names.get(id).cloned().unwrap_or_else(|| voice.say("ledger-owner-gone"));
    let args = [("label", order.data.label.as_str().into()), ("number", order.number.into())];
    let title = voice.with_all("ledger-transfer-named", &args);
    let main = OrderPage {
        voice,
        csrf: &ctx.visitor.csrf,
        badge: badge(voice, &order),
        amount: voice.money(Cents(order.data.amount)),
        title: &title,
        prepared: name(&order.prepared_by),
        approved: name(&order.approved_by),
        own: order.prepared_by == who,
        entity: &entity,
        order: &order,
    };
    let there = format!("/livres/{id}/virements");
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-payments"), &there), &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

pub(super) async fn approve(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    ctx.app.store().write(move |tx| approve_order(tx, &actor, EntityId(id), number)).await?;
    Ok(ctx.see(&format!("/livres/{id}/virements/{number}"), "ledger-notice-order-approved"))
}

pub(super) async fn withdraw(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    _: Form,
) -> Answer {
    ctx.app.store().write(move |tx| withdraw_order(tx, &actor, EntityId(id), number)).await?;
    Ok(ctx.see(&format!("/livres/{id}/virements/{number}"), "ledger-notice-order-withdrawn"))
}

pub(super) async fn make_file(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let acting = actor.clone();
    let id = EntityId(id);
    let make = move |tx: &mut Tx| {
        let number = make_transfer_file(tx, &acting, id)?;
        Ok((number, left_out(tx, &acting, id)?.iter().filter(|one| !one.collects).count()))
    };
    match ctx.app.store().write(make).await {
        Ok(file) => Ok(made(&ctx, id, file)),
        Err(refusal) => list_page(&ctx, &actor, id, &form, &faults_of(refusal)?).await,
    }
}
