//! One transfer: written by hand, looked at, taken back.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Badge, Choice, Fields};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::bank::said;
use super::{account_name, amount, crumbs, label, phase, purpose_choices};
use crate::books::{Kind, Operation, book, record_operation, reversal_of, reverse as take_back};
use crate::books::{state_of, transfer_in};
use crate::entities::{Account, Entity, account};
use crate::model::{Booked, Day, EntityId, Phase};
use crate::owners;
use crate::plan::Purpose;
use crate::unmatch::{matched_line, unmatch_line};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    entity: &'a Entity,
    kind: Kind,
    key: String,
    today: String,
}

impl EntryPage<'_> {
    fn treasuries(&self) -> Vec<Choice> {
        purpose_choices(self.voice, &[Purpose::Bank, Purpose::Cash, Purpose::Cheques])
    }

    fn others(&self) -> Vec<Choice> {
        purpose_choices(self.voice, &self.kind.others())
    }

    fn asks_what_for(&self) -> bool {
        matches!(self.kind, Kind::Receipt | Kind::Expense)
    }

    fn key_of(&self, part: &str) -> String {
        format!("ledger-{}-{part}", self.kind.code())
    }
}

#[derive(Template)]
#[template(path = "transfer.html")]
struct TransferPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    booked: &'a Booked,
    title: &'a str,
    shown: String,
    badge: Option<Badge>,
    debit: (String, String),
    credit: (String, String),
    state: Option<String>,
    expires: Option<base::Moment>,
    reversal: Option<i64>,
    may_reverse: bool,
    /// The line of the bank that it is, in words.
    line: Option<String>,
}

pub(super) async fn new(ctx: Ctx, actor: Actor, Path((id, kind)): Path<(i64, String)>) -> Answer {
    let kind = Kind::from_code(&kind).ok_or(Refusal::Unknown)?;
    entry_page(&ctx, &actor, EntityId(id), kind, &Form::default(), &[]).await
}

async fn entry_page(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    kind: Kind,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let entity = ctx.app.store().read(move |tx| book(tx, &acting, id)).await?;
    let main = EntryPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, form, faults),
        entity: &entity,
        kind,
        key: ctx.key_of(form),
        today: ctx.app.world().now().in_france().date().to_string(),
    };
    let title = ctx.voice.named("ledger-entry", kind.code());
    let crumbs = crumbs(&ctx.voice, &entity, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    Ok(ctx.form_page(&head, &main, faults)?)
}

fn read(kind: Kind, form: &Form) -> Outcome<Operation> {
    let mut reader = form.reader();
    let codes = |purposes: &[Purpose]| -> Vec<&'static str> {
        purposes.iter().map(|purpose| purpose.code()).collect()
    };
    let places = codes(&[Purpose::Bank, Purpose::Cash, Purpose::Cheques]);
    let treasury = reader.choice("treasury", &places);
    let other = match kind {
        Kind::Opening => Purpose::Opening.code().to_owned(),
        kind => reader.choice("other", &codes(&kind.others())),
    };
    if kind == Kind::Move && other == treasury {
        reader.fault("other", "ledger-fault-same-place");
    }
    let amount = reader.money("amount");
    if amount.is_some_and(|amount| amount.0 == 0) {
        reader.fault("amount", "ledger-fault-nothing");
    }
    if amount.is_none() && form.value("amount").trim().is_empty() {
        reader.fault("amount", "web-fault-required");
    }
    let on = reader.date("on");
    if on.is_none() && form.value("on").trim().is_empty() {
        reader.fault("on", "web-fault-required");
    }
    let label = reader.required("label", 200);
    let reference = reader.text("reference", 80);
    reader.finish()?;
    let purpose = |code: &str| Purpose::from_code(code).ok_or(Refusal::Malformed);
    Ok(Operation {
        kind,
        treasury: purpose(&treasury)?,
        other: purpose(&other)?,
        amount: amount.map_or(0, |amount| amount.0),
        on: on.map_or(Day::default(), Day::of),
        label,
        reference,
    })
}

pub(super) async fn record(
    ctx: Ctx,
    actor: Actor,
    Path((id, code)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let kind = Kind::from_code(&code).ok_or(Refusal::Unknown)?;
    let operation = match read(kind, &form) {
        Ok(operation) => operation,
        Err(Refusal::Invalid(faults)) => {
            return entry_page(&ctx, &actor, EntityId(id), kind, &form, &faults).await;
        }
        Err(refusal) => return Err(refusal.into()),
    };
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let key = form.key("ledger-entry", &actor.name_in_log())?;
    let acting = actor.clone();
    let recorded = ctx
        .app
        .store()
        .write_once(move |tx| {
            let request = format!("{id} {operation:?}");
            store::once(tx, &key, &request, |tx| {
                record_operation(tx, &acting, EntityId(id), &operation)
            })
        })
        .await;
    match recorded {
        Ok(number) => {
            let there = format!("/livres/{id}/ecritures/{number}");
            Ok(ctx.see(&there, "ledger-notice-recorded"))
        }
        Err(Refusal::Conflict(say)) => {
            let fault = Fault::new(field_of(say.key), say);
            entry_page(&ctx, &actor, EntityId(id), kind, &form, &[fault]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The field that a refusal of the book is about.
fn field_of(key: &str) -> &'static str {
    match key {
        "ledger-conflict-period-closed" | "ledger-conflict-day" => "on",
        "ledger-conflict-ceiling" | "ledger-conflict-not-enough" => "amount",
        _ => "",
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let (entity, booked, sides, names, state, reversal, line) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let booked = transfer_in(tx, entity.id, number)?;
            let sides = (account(tx, booked.transfer.debit)?, account(tx, booked.transfer.credit)?);
            let owners = [sides.0.data.owner.clone(), sides.1.data.owner.clone()].into();
            let names = owners::names(tx, owners)?;
            let state = state_of(tx, booked.transfer.id)?;
            let reversal = reversal_of(tx, &booked)?.map(|reversal| reversal.number);
            let line = matched_line(tx, &actor, entity.id, number)?.map(|matched| matched.line);
            Ok((entity, booked, sides, names, state, reversal, line))
        })
        .await?;
    let voice = &ctx.voice;
    let side = |account: &Account| side(voice, account, &names);
    let moves = matches!(booked.transfer.phase, Phase::Single | Phase::Post { .. });
    let title = label(voice, &booked);
    let main = TransferPage {
        voice,
        csrf: &ctx.visitor.csrf,
        entity: &entity,
        booked: &booked,
        title: &title,
        shown: amount(voice, booked.transfer.amount, &sides.0.data.unit),
        badge: phase(voice, &booked),
        debit: side(&sides.0),
        credit: side(&sides.1),
        expires: state.as_ref().and_then(|(_, expires)| *expires),
        state: state.map(|(state, _)| voice.named("ledger-pending", &state)),
        reversal,
        may_reverse: moves && reversal.is_none() && booked.transfer.code != "ledger.reversal",
        line: line.map(|line| {
            let args = [
                ("date", voice.date(line.day.date()).into()),
                ("amount", voice.money(Cents(line.amount)).into()),
                ("said", said(voice, &line).into()),
            ];
            voice.with_all("ledger-transfer-line", &args)
        }),
    };
    let short: String = title.chars().take(50).collect();
    let crumbs = crumbs(voice, &entity, &short);
    Ok(ctx.page_with(&PageHead { title: &short, crumbs: &crumbs, wide: false }, &main)?)
}

fn side(voice: &Voice, account: &Account, names: &BTreeMap<String, String>) -> (String, String) {
    let href = format!("/livres/{}/comptes/{}", account.id.entity().0, account.id);
    (account_name(voice, account, names), href)
}

pub(super) async fn reverse(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let back = move |tx: &mut store::Tx| take_back(tx, &actor, EntityId(id), number);
    let reversal = ctx.app.store().write(back).await?;
    Ok(ctx.see(&format!("/livres/{id}/ecritures/{reversal}"), "ledger-notice-reversed"))
}

pub(super) async fn unmatch(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let open = move |tx: &mut store::Tx| unmatch_line(tx, &actor, EntityId(id), number);
    ctx.app.store().write(open).await?;
    Ok(ctx.see(&format!("/livres/{id}/banque"), "ledger-notice-unmatched"))
}
