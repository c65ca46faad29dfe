//! The bank beside the book: statements are sent, and what differs is explained line by line.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Choice, Field, Fields};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::{crumbs, numbered, purpose_choices, sub_crumbs};
use crate::books::{Kind, Operation, book};
use crate::entities::{Account, Entity};
use crate::expected::{Expected, Meaning};
use crate::intake::{Taken, no_statement, take_statements};
use crate::model::{Booked, EntityId};
use crate::plan::Purpose;
use crate::reconcile::{
    Line, LineId, Riddle, Situation, explain_line, first_open, link_line, riddle, situation,
};
use crate::settle::settle_line;
use crate::statements::moved;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "bank.html")]
struct BankPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    faults: web::parts::FaultSummary<'a>,
    file: Field<'a>,
    account: Account,
    now: Situation,
}

impl BankPage<'_> {
    fn agrees(&self) -> bool {
        let Situation { lines, transfers, later, .. } = &self.now;
        let open = lines.is_empty() && transfers.is_empty() && *later == 0;
        open && self.now.before == 0 && self.left() == 0
    }

    fn left(&self) -> i64 {
        self.now.unexplained(&self.account)
    }

    fn money(&self, cents: &i64) -> String {
        self.voice.money(Cents(*cents))
    }

    fn change(&self, booked: &Booked) -> String {
        self.voice.money(Cents(-moved(booked, self.account.id)))
    }

    fn label(&self, booked: &Booked) -> String {
        numbered(self.voice, booked)
    }

    fn said(&self, line: &Line) -> String {
        said(self.voice, line)
    }

    fn offer(&self, one: &Expected) -> String {
        offer(self.voice, one)
    }
}

pub(super) fn said(voice: &Voice, line: &Line) -> String {
    let parts = [&line.party, &line.text].into_iter().filter(|part| !part.is_empty());
    let said = parts.cloned().collect::<Vec<String>>().join(" · ");
    if said.is_empty() { voice.say("ledger-line-silent") } else { said }
}

/// What a line may be, as a person says yes to it.
fn offer(voice: &Voice, one: &Expected) -> String {
    let args = [
        ("name", one.party.as_str().into()),
        ("label", one.label.as_str().into()),
        ("reference", one.name.as_str().into()),
        ("amount", voice.money(Cents(one.amount.abs())).into()),
    ];
    voice.with_all(&format!("ledger-offer-{}", one.meaning.kind()), &args)
}

#[derive(Template)]
#[template(path = "line.html")]
struct LinePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    fields: Fields<'a>,
    kind: Kind,
    line: &'a Line,
    riddle: &'a Riddle,
    shown: String,
}

impl LinePage<'_> {
    fn others(&self) -> Vec<Choice> {
        purpose_choices(self.voice, &self.kind.others())
    }

    fn offer(&self, one: &Expected) -> String {
        offer(self.voice, one)
    }

    fn label(&self, booked: &Booked) -> String {
        numbered(self.voice, booked)
    }

    fn question(&self) -> String {
        format!("ledger-{}-other", self.kind.code())
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    bank_page(&ctx, &actor, EntityId(id), &[]).await
}

async fn bank_page(ctx: &Ctx, actor: &Actor, id: EntityId, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (entity, (account, now)) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, situation(tx, &acting, id)?)))
        .await?;
    let voice = &ctx.voice;
    let nothing = Form::default();
    let fields = Fields::new(voice, &nothing, faults);
    let main = BankPage {
        voice,
        csrf: &ctx.visitor.csrf,
        faults: fields.summary(),
        file: fields.file(
            "file",
            "ledger-statement-file",
            ".xml",
            &voice.say("ledger-statement-file-what"),
        ),
        entity: &entity,
        account,
        now,
    };
    let title = voice.say("ledger-bank");
    let crumbs = crumbs(voice, &entity, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn take(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let Some(upload) = form.uploads.first().cloned() else {
        let fault = Fault::new("file", "web-fault-required");
        return bank_page(&ctx, &actor, id, &[fault]).await;
    };
    match read(&ctx, actor.clone(), id, upload.bytes).await {
        Ok(taken) if taken.lines == taken.matched => {
            Ok(ctx.see(&format!("/livres/{}/banque", id.0), "ledger-notice-statement-matched"))
        }
        Ok(_) => Ok(ctx.see(&format!("/livres/{}/banque", id.0), "ledger-notice-statement-read")),
        Err(Refusal::Conflict(say)) => {
            bank_page(&ctx, &actor, id, &[Fault::new("file", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

async fn read(ctx: &Ctx, actor: Actor, id: EntityId, bytes: Vec<u8>) -> Outcome<Taken> {
    let reading = tokio::task::spawn_blocking(move || bank::statement::read_all(bytes.as_slice()));
    let read = reading.await.map_err(Refusal::broken)?;
    let statements = read.map_err(|fault| no_statement(&fault))?;
    if statements.is_empty() {
        return Err(Refusal::conflict("ledger-conflict-no-statement"));
    }
    ctx.app.store().write(move |tx| take_statements(tx, &actor, id, &statements)).await
}

pub(super) async fn line(ctx: Ctx, actor: Actor, Path((id, line)): Path<(i64, String)>) -> Answer {
    line_page(&ctx, &actor, EntityId(id), line.parse()?, &Form::default(), &[]).await
}

async fn line_page(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    line: LineId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, riddle) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, riddle(tx, &acting, id, line)?)))
        .await?;
    let voice = &ctx.voice;
    let line = &riddle.line;
    let main = LinePage {
        voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(voice, form, faults),
        kind: kind_of(line),
        shown: voice.money(Cents(line.amount)),
        line,
        riddle: &riddle,
        entity: &entity,
    };
    let title = voice.say("ledger-line");
    let there = format!("/livres/{}/banque", id.0);
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-bank"), &there), &title);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    Ok(ctx.form_page(&head, &main, faults)?)
}

fn kind_of(line: &Line) -> Kind {
    if line.amount < 0 { Kind::Expense } else { Kind::Receipt }
}

pub(super) async fn explain(
    ctx: Ctx,
    actor: Actor,
    Path((id, line)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let (id, line): (EntityId, LineId) = (EntityId(id), line.parse()?);
    let acting = actor.clone();
    let said = ctx.app.store().read(move |tx| riddle(tx, &acting, id, line)).await?.line;
    let kind = kind_of(&said);
    let mut reader = form.reader();
    let codes: Vec<&str> = kind.others().iter().map(|purpose| purpose.code()).collect();
    let other = reader.choice("other", &codes);
    let label = reader.required("label", 200);
    let reference = reader.text("reference", 80);
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return line_page(&ctx, &actor, id, line, &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let other = Purpose::from_code(&other).ok_or(Refusal::Malformed)?;
    let (treasury, amount, on) = (Purpose::Bank, said.amount.abs(), said.day);
    let operation = Operation { kind, treasury, other, amount, on, label, reference };
    let acting = actor.clone();
    let write = move |tx: &mut store::Tx| explain_line(tx, &acting, id, line, &operation);
    match ctx.app.store().write(write).await {
        Ok(_) => next_line(&ctx, &actor, id, "ledger-notice-recorded").await,
        Err(Refusal::Conflict(say)) => {
            line_page(&ctx, &actor, id, line, &form, &[Fault::new("", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn link(
    ctx: Ctx,
    actor: Actor,
    Path((id, line)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let (id, line): (EntityId, LineId) = (EntityId(id), line.parse()?);
    let number = form.value("number").parse().map_err(|_| Refusal::Malformed)?;
    let acting = actor.clone();
    ctx.app.store().write(move |tx| link_line(tx, &acting, id, line, number)).await?;
    next_line(&ctx, &actor, id, "ledger-notice-matched").await
}

pub(super) async fn settle(
    ctx: Ctx,
    actor: Actor,
    Path((id, line)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let (id, line): (EntityId, LineId) = (EntityId(id), line.parse()?);
    let meaning = Meaning::from_code(form.value("meaning")).ok_or(Refusal::Malformed)?;
    let acting = actor.clone();
    ctx.app.store().write(move |tx| settle_line(tx, &acting, id, line, &meaning)).await?;
    next_line(&ctx, &actor, id, "ledger-notice-matched").await
}

/// The next line that nothing explains, so that a queue is worked off key by key.
async fn next_line(ctx: &Ctx, actor: &Actor, id: EntityId, notice: &str) -> Answer {
    let acting = actor.clone();
    let next = ctx.app.store().read(move |tx| first_open(tx, &acting, id)).await?;
    let bank = format!("/livres/{}/banque", id.0);
    Ok(match next {
        Some(line) => ctx.see(&format!("{bank}/{line}"), notice),
        None => ctx.see(&bank, notice),
    })
}
