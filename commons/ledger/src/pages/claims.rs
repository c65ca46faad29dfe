//! What is still to be paid: who owes what, the notice with the code that a payer's telephone reads,
//! and what came.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use bank::About;
use bank::epc_qr::{Asked, payload};
use base::{Cents, Fault, Outcome, Refusal};
use jiff::civil::Date;
use paper::{Cell as SheetCell, Sheet};
use people::Actor;
use store::Tx;
use web::parts::{Badge, Cell, Choice, Column, Empty, Fields, Figure, Figures, Table, Tone};
use web::{Ctx, Form, Listing, PageHead, Refused, Voice};

use super::identifiers::{amount, day, faults_of};
use super::{crumbs, purpose_choices, sub_crumbs};
use crate::books::book;
use crate::claims::{
    Claim, ClaimState, NewClaim, claim, drop_claim, expect_payment, open_claims, receive_payment,
};
use crate::debits::{Debit, debits_of_claim};
use crate::entities::Entity;
use crate::model::{Booked, Day, EntityId};
use crate::parties::{Details, Party, PartyId, details, party};
use crate::plan::Purpose;
use crate::reminders::{Level, Reminder, next_level, reminders};
use crate::statements::transfers_about;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "claims.html")]
struct ClaimsPage<'a> {
    voice: &'a Voice,
    entity: &'a Entity,
    csrf: &'a str,
    title: String,
    figures: Figures,
    table: Table<'a>,
    /// How many are late.
    late: usize,
    faults: web::parts::FaultSummary<'a>,
}

#[derive(Template)]
#[template(path = "claim_form.html")]
struct ClaimForm<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    entity: &'a Entity,
    party: &'a Party,
    key: String,
    due: String,
}

impl ClaimForm<'_> {
    fn purposes(&self) -> Vec<Choice> {
        purpose_choices(self.voice, &incomes())
    }
}

fn incomes() -> Vec<Purpose> {
    Purpose::all().filter(|purpose| purpose.is_income()).collect()
}

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    claim: &'a Claim,
    badge: Badge,
    left: String,
    amount: String,
    paid: String,
    refunded: String,
    iban: String,
    code: String,
    payments: Vec<(i64, String, String)>,
    debits: Vec<String>,
    reminders: Vec<String>,
    /// The level of the next reminder, if there may be one today.
    remind: Option<Level>,
    fields: Fields<'a>,
    key: String,
    today: String,
}

impl ClaimPage<'_> {
    fn waits(&self) -> bool {
        self.claim.state == ClaimState::Open
    }

    fn left_typed(&self) -> String {
        typed(self.claim.left())
    }

    fn may_drop(&self) -> bool {
        self.waits() && self.claim.data.purpose != Purpose::Receivable
    }

    fn may_refund(&self) -> bool {
        self.claim.paid > self.claim.refunded
    }

    fn places(&self) -> Vec<Choice> {
        purpose_choices(self.voice, &[Purpose::Cash, Purpose::Cheques])
    }
}

/// An amount as one types it.
pub(super) fn typed(cents: i64) -> String {
    format!("{},{:02}", cents / 100, cents % 100)
}

/// Where a claim stands, and since when it is late.
pub(super) fn badge(voice: &Voice, claim: &Claim, today: Date) -> Badge {
    let late = claim.data.due.date() < today;
    let (key, tone) = match claim.state {
        ClaimState::Open if late => ("ledger-claim-late", Tone::Bad),
        ClaimState::Open if claim.paid > 0 => ("ledger-claim-part", Tone::Waiting),
        ClaimState::Open => ("ledger-claim-open", Tone::Waiting),
        ClaimState::Sent => ("ledger-claim-sent", Tone::Waiting),
        ClaimState::Paid if claim.refunded > 0 => ("ledger-claim-refunded", Tone::Plain),
        ClaimState::Paid => ("ledger-claim-paid", Tone::Good),
        ClaimState::Dropped => ("ledger-claim-dropped", Tone::Plain),
    };
    Badge::new(voice.say(key), tone)
}

/// Claims as a table, with who owes them or without.
pub(super) fn table<'a>(
    voice: &'a Voice,
    entity: &Entity,
    claims: &[Claim],
    (today, with_name): (Date, bool),
) -> Table<'a> {
    let mut columns = vec![
        Column::new("objet", voice.say("ledger-claim-label")),
        Column::new("echeance", voice.say("ledger-claim-due")),
        Column::new("etat", voice.say("ledger-state")),
        Column::new("reste", voice.say("ledger-claim-left")).numeric(),
    ];
    if with_name {
        columns.insert(1, Column::new("qui", voice.say("ledger-claim-who")));
    }
    let row = |claim: &Claim| {
        let href = format!("/livres/{}/creances/{}", entity.id.0, claim.number);
        let badge = badge(voice, claim, today);
        let args = [("label", claim.data.label.as_str().into()), ("number", claim.number.into())];
        let mut cells = vec![
            Cell::link(voice.with_all("ledger-transfer-named", &args), href),
            Cell::text(voice.date(claim.data.due.date())),
            Cell::badge(badge.text, badge.tone),
            Cell::text(voice.money(Cents(claim.left()))),
        ];
        if with_name {
            cells.insert(1, Cell::text(&claim.name));
        }
        cells
    };
    let rows = claims.iter().map(row).collect();
    let mut table = Table::new(voice, "creances", voice.say("ledger-claims"), columns, rows);
    table.empty = Some(Empty {
        title: voice.say("ledger-claims-none"),
        what: voice.say("ledger-claims-none-what"),
        next: None,
    });
    table
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    list_page(&ctx, &actor, EntityId(id), &[]).await
}

pub(super) async fn list_page(ctx: &Ctx, actor: &Actor, id: EntityId, faults: &[Fault]) -> Answer {
    let listing = Listing::of(ctx);
    let acting = actor.clone();
    let (entity, claims) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, open_claims(tx, &acting, id)?)))
        .await?;
    let voice = &ctx.voice;
    if let Some(format) = &listing.format {
        return Ok(web::download(&sheet(voice, &claims), format, &format!("creances-{}", id.0))?);
    }
    let today = ctx.app.world().now().in_france().date();
    let is_late = |claim: &&Claim| claim.data.due.date() < today;
    let money = |cents: i64| voice.money(Cents(cents));
    let all = claims.iter().map(Claim::left).sum();
    let late = claims.iter().filter(is_late).map(Claim::left).sum();
    let mut table = table(voice, &entity, &claims, (today, true));
    let path = format!("/livres/{}/creances", id.0);
    table.exports = listing.exports(&path);
    let title = voice.say("ledger-who-owes");
    let nothing = Form::default();
    let waiting = claims.iter().filter(|claim| claim.state == ClaimState::Open);
    let main = ClaimsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        title: voice.with("ledger-owed", "amount", money(all)),
        figures: Figures(vec![Figure::new(voice.say("ledger-claim-late"), money(late))]),
        table,
        late: waiting.filter(is_late).count(),
        faults: Fields::new(voice, &nothing, faults).summary(),
        entity: &entity,
    };
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main, faults)?)
}

fn sheet(voice: &Voice, claims: &[Claim]) -> Sheet {
    let row = |claim: &Claim| {
        vec![
            SheetCell::Number(claim.number as f64),
            SheetCell::Text(claim.name.clone()),
            SheetCell::Text(claim.data.label.clone()),
            SheetCell::Text(claim.reference.as_str().to_owned()),
            SheetCell::Date(claim.data.due.date()),
            SheetCell::Money(Cents(claim.data.amount)),
            SheetCell::Money(Cents(claim.left())),
        ]
    };
    let head = ["number", "with", "label", "reference", "due", "amount", "left"];
    Sheet {
        name: voice.say("ledger-who-owes"),
        head: head.map(|column| voice.named("ledger-sheet", column)).to_vec(),
        rows: claims.iter().map(row).collect(),
    }
}

pub(super) async fn new(ctx: Ctx, actor: Actor, Path((id, of)): Path<(i64, String)>) -> Answer {
    form_page(&ctx, &actor, (EntityId(id), of.parse()?), &Form::default(), &[]).await
}

async fn form_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, of): (EntityId, PartyId),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, known) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, party(tx, &acting, id, of)?)))
        .await?;
    let voice = &ctx.voice;
    let today = Day::of(ctx.app.world().now().in_france().date());
    let main = ClaimForm {
        voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(voice, form, faults),
        entity: &entity,
        party: &known,
        key: ctx.key_of(form),
        due: Day(today.0 + 30).date().to_string(),
    };
    let title = voice.say("ledger-claim-new");
    let there = format!("/livres/{}/tiers/{of}", id.0);
    let crumbs = sub_crumbs(voice, &entity, (&known.data.name, &there), &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn read(form: &Form, party: PartyId) -> Outcome<NewClaim> {
    let mut reader = form.reader();
    let codes: Vec<&str> = incomes().iter().map(|purpose| purpose.code()).collect();
    let purpose = reader.choice("purpose", &codes);
    let amount = amount(&mut reader, form, "amount");
    let due = day(&mut reader, form, "due");
    let label = reader.required("label", 140);
    reader.finish()?;
    let purpose = Purpose::from_code(&purpose).ok_or(Refusal::Malformed)?;
    Ok(NewClaim { party, purpose, amount, due, label })
}

pub(super) async fn expect(
    ctx: Ctx,
    actor: Actor,
    Path((id, of)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let (id, of): (EntityId, PartyId) = (EntityId(id), of.parse()?);
    let new = match read(&form, of) {
        Ok(new) => new,
        Err(refusal) => {
            return form_page(&ctx, &actor, (id, of), &form, &faults_of(refusal)?).await;
        }
    };
    let key = form.key("ledger-claim", &actor.name_in_log())?;
    let write = move |tx: &mut Tx| {
        let request = format!("{} {new:?}", id.0);
        store::once(tx, &key, &request, |tx| expect_payment(tx, &actor, id, &new))
    };
    let number: i64 = ctx.app.store().write_once(write).await?;
    Ok(ctx.see(&format!("/livres/{}/creances/{number}", id.0), "ledger-notice-claim"))
}

/// A claim with all that its page shows.
pub(super) struct Known {
    pub(super) entity: Entity,
    pub(super) claim: Claim,
    pub(super) details: Option<Details>,
    payments: Vec<Booked>,
    debits: Vec<Debit>,
    reminders: Vec<Reminder>,
}

pub(super) fn known(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<Known> {
    let entity = book(tx, actor, id)?;
    let claim = claim(tx, actor, id, number)?;
    let details = details(tx, actor, id)?;
    let mut payments = transfers_about(tx, claim.reference.as_str())?;
    let shown = ["ledger.claim", "ledger.claim-returned", "ledger.reversal"];
    let own = |one: &Booked| {
        one.transfer.debit.entity() == id && shown.contains(&one.transfer.code.as_str())
    };
    payments.retain(own);
    let debits = debits_of_claim(tx, entity.id, number)?;
    let reminders = reminders(tx, actor, entity.id, number)?;
    Ok(Known { entity, claim, details, payments, debits, reminders })
}

/// The text of the code that fills in the transfer in the payer's application.
pub(super) fn code_of(entity: &Entity, claim: &Claim, details: &Details) -> Option<String> {
    let asked = Asked {
        name: entity.name.chars().take(70).collect(),
        iban: details.iban.clone(),
        bic: details.bic.clone(),
        cents: claim.left(),
        purpose: None,
        about: About::Reference(claim.reference.clone()),
        hint: String::new(),
    };
    payload(&asked).ok().map(|payload| payload.text)
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    claim_page(&ctx, &actor, (EntityId(id), number), &Form::default(), &[]).await
}

async fn claim_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, number): (EntityId, i64),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let read = move |tx: &mut Tx| known(tx, &acting, id, number);
    let Known { entity, claim, details, payments, debits, reminders } =
        ctx.app.store().read(read).await?;
    let voice = &ctx.voice;
    let today = ctx.app.world().now().in_france().date();
    let code = match &details {
        Some(details) if claim.state == ClaimState::Open => code_of(&entity, &claim, details),
        _ => None,
    };
    let label = voice.say("ledger-claim-code");
    let picture = code.map(|code| paper::qr_svg(&code, &label)).transpose();
    let money = |cents: i64| voice.money(Cents(cents));
    let payment = |one: &Booked| {
        let args =
            [("date", voice.date(one.effective.date()).into()), ("number", one.number.into())];
        let back = one.transfer.code != "ledger.claim";
        let sign = if back { -one.transfer.amount } else { one.transfer.amount };
        (one.number, voice.with_all("ledger-claim-payment", &args), money(sign))
    };
    let main = ClaimPage {
        voice,
        csrf: &ctx.visitor.csrf,
        badge: badge(voice, &claim, today),
        left: money(claim.left()),
        amount: money(claim.data.amount),
        paid: money(claim.paid),
        refunded: money(claim.refunded),
        iban: details.as_ref().map(|own| own.iban.to_string()).unwrap_or_default(),
        code: picture.map_err(Refusal::broken)?.unwrap_or_default(),
        payments: payments.iter().map(payment).collect(),
        debits: debits.iter().map(|debit| debit_line(voice, debit)).collect(),
        remind: may_remind(&claim, &reminders, today),
        reminders: reminders.iter().map(|made| reminder_line(voice, made)).collect(),
        fields: Fields::new(voice, form, faults),
        key: ctx.key_of(form),
        today: today.to_string(),
        entity: &entity,
        claim: &claim,
    };
    let args = [("label", claim.data.label.as_str().into()), ("number", claim.number.into())];
    let title = voice.with_all("ledger-transfer-named", &args);
    let there = format!("/livres/{}/creances", id.0);
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-who-owes"), &there), &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// The level of a reminder that may be sent today.
fn may_remind(claim: &Claim, made: &[Reminder], today: Date) -> Option<Level> {
    let late = claim.state == ClaimState::Open && claim.data.due.date() < today;
    let rested = made.iter().all(|one| one.day.date() != today);
    (late && rested).then(|| next_level(made))
}

fn reminder_line(voice: &Voice, made: &Reminder) -> String {
    let args = [
        ("date", voice.date(made.day.date()).into()),
        ("level", voice.named("ledger-reminder", made.level.code()).into()),
        ("amount", voice.money(Cents(made.amount)).into()),
    ];
    let key = if made.by_mail { "ledger-reminder-line-mail" } else { "ledger-reminder-line" };
    voice.with_all(key, &args)
}

fn debit_line(voice: &Voice, debit: &Debit) -> String {
    let state = voice.named("ledger-debit", &debit.state);
    let args = [("date", voice.date(debit.due.date()).into()), ("state", state.into())];
    let said = voice.with_all("ledger-debit-line", &args);
    if debit.reason.is_empty() { said } else { format!("{said} ({})", debit.reason) }
}

pub(super) async fn receive(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    let id = EntityId(id);
    let mut reader = form.reader();
    let place = reader.choice("treasury", &[Purpose::Cash.code(), Purpose::Cheques.code()]);
    let amount = amount(&mut reader, &form, "amount");
    let on = day(&mut reader, &form, "on");
    if let Err(refusal) = reader.finish() {
        return claim_page(&ctx, &actor, (id, number), &form, &faults_of(refusal)?).await;
    }
    let place = Purpose::from_code(&place).ok_or(Refusal::Malformed)?;
    let key = form.key("ledger-claim-receive", &actor.name_in_log())?;
    let acting = actor.clone();
    let write = move |tx: &mut Tx| {
        let request = format!("{} {number} {place:?} {amount} {on:?}", id.0);
        store::once(tx, &key, &request, |tx| {
            receive_payment(tx, &acting, id, number, (place, amount, on))
        })
    };
    match ctx.app.store().write_once(write).await {
        Ok(_) => {
            Ok(ctx.see(&format!("/livres/{}/creances/{number}", id.0), "ledger-notice-recorded"))
        }
        Err(refusal) => claim_page(&ctx, &actor, (id, number), &form, &faults_of(refusal)?).await,
    }
}

pub(super) async fn drop(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    _: Form,
) -> Answer {
    ctx.app.store().write(move |tx| drop_claim(tx, &actor, EntityId(id), number)).await?;
    Ok(ctx.see(&format!("/livres/{id}/creances/{number}"), "ledger-notice-claim-dropped"))
}
