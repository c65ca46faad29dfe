//! Invoices: written line by line, looked at before they are issued, printed, credited.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use invoice::{Gap, Unit, platform_gaps};
use paper::{Cell as SheetCell, Sheet};
use people::Actor;
use store::Tx;
use web::parts::{Cell, Choice, Column, Empty, Fields, Next, Table};
use web::{Ctx, Form, Listing, PageHead, Refused, Voice};

use super::identifiers::{day, faults_of, thousandths};
use super::{crumbs, invoice_paper, purpose_choices, sub_crumbs};
use crate::books::book;
use crate::credits::{Part, credit_invoice, credit_part};
use crate::entities::Entity;
use crate::invoice_file::{BUYERS, InvoiceLine, VATS};
use crate::invoices::{Kept, NewInvoice, draft_invoice, invoice_in, invoices, issue_invoice};
use crate::model::{Day, EntityId};
use crate::parties::{Party, PartyId, party};
use crate::plan::Purpose;

type Answer = Result<Response, Refused>;

/// Lines that a form begins with, and that it gets more of.
const ROWS: usize = 4;
/// Lines of an invoice made here.
const ROWS_MAX: usize = 60;

#[derive(Template)]
#[template(path = "invoice_form.html")]
struct InvoiceForm<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    entity: &'a Entity,
    party: &'a Party,
    key: String,
    rows: Vec<usize>,
    due: String,
    today: String,
    /// What the invoice comes to, if it may be issued as it stands.
    drafted: Option<Drafted>,
    typed: Vec<(String, String)>,
}

/// An invoice that only waits for a yes.
struct Drafted {
    number: String,
    table: Vec<Vec<String>>,
    sums: Vec<(String, String)>,
}

impl InvoiceForm<'_> {
    fn choices(&self, prefix: &str, codes: &[&str]) -> Vec<Choice> {
        codes.iter().map(|code| Choice::new(*code, self.voice.named(prefix, code))).collect()
    }

    fn purposes(&self) -> Vec<Choice> {
        purpose_choices(self.voice, &incomes())
    }

    fn units(&self) -> Vec<Choice> {
        let codes: Vec<&str> = Unit::ALL.iter().map(|unit| unit.code()).collect();
        self.choices("ledger-unit", &codes)
    }

    fn vats(&self) -> Vec<Choice> {
        let codes: Vec<&str> = VATS.iter().map(|(code, _)| *code).collect();
        self.choices("ledger-vat", &codes)
    }

    fn buyers(&self) -> Vec<Choice> {
        self.choices("ledger-buyer", &BUYERS)
    }

    fn natures(&self) -> Vec<Choice> {
        self.choices("ledger-nature", &["services", "goods"])
    }

    fn kind(&self) -> &'static str {
        if self.party.data.siren.is_empty() { "person" } else { "company" }
    }
}

fn incomes() -> [Purpose; 6] {
    [
        Purpose::Services,
        Purpose::Produce,
        Purpose::Goods,
        Purpose::Dues,
        Purpose::Subsidies,
        Purpose::OtherIncome,
    ]
}

#[derive(Template)]
#[template(path = "invoices.html")]
struct InvoicesPage<'a> {
    entity: &'a Entity,
    title: &'a str,
    table: Table<'a>,
}

#[derive(Template)]
#[template(path = "invoice.html")]
struct InvoicePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    kept: &'a Kept,
    title: &'a str,
    gross: String,
    table: Vec<Vec<String>>,
    sums: Vec<(String, String)>,
    gaps: Vec<String>,
    credits: Vec<(i64, String)>,
    fields: Fields<'a>,
}

pub(super) async fn new(ctx: Ctx, actor: Actor, Path((id, of)): Path<(i64, String)>) -> Answer {
    form_page(&ctx, &actor, (EntityId(id), of.parse()?), &Form::default(), None, &[]).await
}

async fn form_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, of): (EntityId, PartyId),
    form: &Form,
    drafted: Option<Drafted>,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, known) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, party(tx, &acting, id, of)?)))
        .await?;
    let voice = &ctx.voice;
    let today = ctx.app.world().now().in_france().date();
    let own = |(name, _): &(&str, &str)| *name != "_csrf" && *name != "_confirm";
    let typed = form.beginning("").filter(own);
    let main = InvoiceForm {
        voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(voice, form, faults),
        entity: &entity,
        party: &known,
        key: ctx.key_of(form),
        rows: (0..rows_of(form)).collect(),
        due: Day(Day::of(today).0 + 30).date().to_string(),
        today: today.to_string(),
        drafted,
        typed: typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
    };
    let title = voice.say("ledger-invoice-new");
    let there = format!("/livres/{}/tiers/{of}", id.0);
    let crumbs = sub_crumbs(voice, &entity, (&known.data.name, &there), &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main, faults)?)
}

/// Lines that the form shows: those that it had, and some more when more are asked for.
fn rows_of(form: &Form) -> usize {
    let had = form.value("_rows").parse().unwrap_or(ROWS).clamp(ROWS, ROWS_MAX);
    if form.has("more") { (had + ROWS).min(ROWS_MAX) } else { had }
}

/// The lines of a form that say something, each with its place.
fn lines(form: &Form, reader: &mut web::Reader<'_>) -> Vec<(usize, InvoiceLine)> {
    let mut lines = Vec::new();
    for row in 0..rows_of(form) {
        let field = |part: &str| format!("{part}-{row}");
        let said = |part: &str| !form.value(&field(part)).trim().is_empty();
        if !said("name") && !said("price") {
            continue;
        }
        let units: Vec<&str> = Unit::ALL.iter().map(|unit| unit.code()).collect();
        let vats: Vec<&str> = VATS.iter().map(|(code, _)| *code).collect();
        let line = InvoiceLine {
            name: reader.required(&field("name"), 200),
            quantity: thousandths(reader, form, &field("quantity")),
            unit: reader.choice(&field("unit"), &units),
            price: thousandths(reader, form, &field("price")),
            vat: reader.choice(&field("vat"), &vats),
        };
        lines.push((row, line));
    }
    if lines.is_empty() {
        reader.fault("name-0", "web-fault-required");
    }
    lines
}

fn read(form: &Form, party: PartyId) -> Outcome<(NewInvoice, Vec<usize>)> {
    let mut reader = form.reader();
    let codes: Vec<&str> = incomes().iter().map(|purpose| purpose.code()).collect();
    let purpose = reader.choice("purpose", &codes);
    let delivered = day(&mut reader, form, "delivered");
    let due = day(&mut reader, form, "due");
    let goods = reader.choice("nature", &["services", "goods"]) == "goods";
    let buyer_kind = reader.choice("buyer", &BUYERS);
    let (service, order) = (reader.text("service", 50), reader.text("order", 50));
    let note = reader.text("note", 500);
    let lines = lines(form, &mut reader);
    reader.finish()?;
    let purpose = Purpose::from_code(&purpose).ok_or(Refusal::Malformed)?;
    let (rows, lines) = lines.into_iter().unzip();
    let new = NewInvoice {
        party,
        purpose,
        delivered,
        due,
        goods,
        buyer_kind,
        service,
        order,
        lines,
        note,
    };
    Ok((new, rows))
}

/// Faults of the lines that say something, at the rows where they stand.
fn at_rows(faults: Vec<Fault>, rows: &[usize]) -> Vec<Fault> {
    let moved = |fault: Fault| {
        let row = fault.field.rsplit_once('-').and_then(|(part, line)| {
            let row = rows.get(line.parse::<usize>().ok()?)?;
            Some(format!("{part}-{row}"))
        });
        Fault { field: row.unwrap_or(fault.field), say: fault.say }
    };
    faults.into_iter().map(moved).collect()
}

pub(super) async fn write(
    ctx: Ctx,
    actor: Actor,
    Path((id, of)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let at = (EntityId(id), of.parse()?);
    if form.has("more") || form.has("back") {
        return form_page(&ctx, &actor, at, &form, None, &[]).await;
    }
    let (new, rows) = match read(&form, at.1) {
        Ok(read) => read,
        Err(refusal) => {
            return form_page(&ctx, &actor, at, &form, None, &faults_of(refusal)?).await;
        }
    };
    let (acting, asked) = (actor.clone(), new.clone());
    let drafted = ctx.app.store().read(move |tx| draft_invoice(tx, &acting, at.0, &asked)).await;
    let (issued, totals) = match drafted {
        Ok(drafted) => drafted,
        Err(refusal) => {
            let faults = at_rows(faults_of(refusal)?, &rows);
            return form_page(&ctx, &actor, at, &form, None, &faults).await;
        }
    };
    if !form.has("_confirm") {
        let drafted = Drafted {
            number: issued.number.clone(),
            table: invoice_paper::lines(&ctx.voice, &issued, &totals),
            sums: invoice_paper::sums(&ctx.voice, &totals, 1),
        };
        return form_page(&ctx, &actor, at, &form, Some(drafted), &[]).await;
    }
    let key = form.key("ledger-invoice", &actor.name_in_log())?;
    let write = move |tx: &mut Tx| {
        let request = format!("{} {new:?}", at.0.0);
        store::once(tx, &key, &request, |tx| issue_invoice(tx, &actor, at.0, &new))
    };
    let number: i64 = ctx.app.store().write_once(write).await?;
    Ok(ctx.see(&format!("/livres/{id}/factures/{number}"), "ledger-notice-invoice"))
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let listing = Listing::of(&ctx);
    let (entity, kept) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let kept = invoices(tx, &actor, entity.id)?;
            Ok((entity, kept))
        })
        .await?;
    let voice = &ctx.voice;
    if let Some(format) = &listing.format {
        return Ok(web::download(&sheet(voice, &kept), format, &format!("factures-{id}"))?);
    }
    let columns = vec![
        Column::new("numero", voice.say("ledger-column-number")),
        Column::new("a", voice.say("ledger-invoice-to")),
        Column::new("date", voice.say("ledger-column-date")),
        Column::new("montant", voice.say("ledger-column-amount")).numeric(),
    ];
    let path = format!("/livres/{id}/factures");
    let row = |kept: &Kept| {
        vec![
            Cell::link(&kept.content.number, format!("{path}/{}", kept.number)),
            Cell::text(&kept.content.buyer.name),
            Cell::text(voice.date(kept.content.issued.date())),
            Cell::text(voice.money(Cents(sign(kept) * kept.gross()))),
        ]
    };
    let title = voice.say("ledger-invoices");
    let rows = kept.iter().map(row).collect();
    let caption = voice.say("ledger-invoices-all");
    let mut table = Table::new(voice, "factures", caption, columns, rows);
    table.exports = listing.exports(&path);
    table.empty = Some(Empty {
        title: voice.say("ledger-invoices-none"),
        what: voice.say("ledger-invoices-none-what"),
        next: Some(Next {
            label: voice.say("ledger-parties"),
            href: format!("/livres/{id}/tiers"),
        }),
    });
    let main = InvoicesPage { entity: &entity, title: &title, table };
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

/// A credit note counts the other way.
fn sign(kept: &Kept) -> i64 {
    if kept.credits.is_some() { -1 } else { 1 }
}

fn sheet(voice: &Voice, kept: &[Kept]) -> Sheet {
    let row = |kept: &Kept| {
        let money = |cents: i64| SheetCell::Money(Cents(sign(kept) * cents));
        vec![
            SheetCell::Text(kept.content.number.clone()),
            SheetCell::Date(kept.content.issued.date()),
            SheetCell::Text(kept.content.buyer.name.clone()),
            SheetCell::Date(kept.content.due.date()),
            money(kept.net),
            money(kept.tax),
            money(kept.gross()),
        ]
    };
    let head = ["number", "effective", "with", "due", "net-of-tax", "tax", "amount"];
    Sheet {
        name: voice.say("ledger-invoices"),
        head: head.map(|column| voice.named("ledger-sheet", column)).to_vec(),
        rows: kept.iter().map(row).collect(),
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    invoice_page(&ctx, &actor, (EntityId(id), number), &Form::default(), &[]).await
}

async fn invoice_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, number): (EntityId, i64),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, (kept, credits)) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &acting, id)?;
            let invoice = invoice_in(tx, &acting, entity.id, number)?;
            Ok((entity, invoice))
        })
        .await?;
    let voice = &ctx.voice;
    let invoice = kept.content.invoice();
    let broken = |_| Refusal::broken("an invoice that was issued does not add up");
    let totals = invoice::total(&invoice).map_err(broken)?;
    let gap = |gap: &Gap| {
        voice.say(match gap {
            Gap::SellerSiren => "ledger-gap-siren",
            Gap::SellerEndpoint => "ledger-gap-seller",
            Gap::BuyerEndpoint => "ledger-gap-buyer",
        })
    };
    let title = invoice_paper::title(voice, &kept.content);
    let main = InvoicePage {
        voice,
        csrf: &ctx.visitor.csrf,
        gross: voice.money(Cents(sign(&kept) * kept.gross())),
        table: invoice_paper::lines(voice, &kept.content, &totals),
        sums: invoice_paper::sums(voice, &totals, sign(&kept)),
        gaps: platform_gaps(&invoice).iter().map(gap).collect(),
        title: &title,
        fields: Fields::new(voice, form, faults),
        entity: &entity,
        kept: &kept,
        credits,
    };
    let there = format!("/livres/{}/factures", id.0);
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-invoices"), &there), &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn pdf(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let read = move |tx: &mut Tx| invoice_in(tx, &actor, EntityId(id), number);
    let (kept, _) = ctx.app.store().read(read).await?;
    let name = format!("{}.pdf", kept.content.number);
    let voice = ctx.voice.clone();
    let printed = tokio::task::spawn_blocking(move || invoice_paper::print(&voice, &kept)).await;
    Ok(web::file(printed.map_err(Refusal::broken)??, "application/pdf", &name))
}

pub(super) async fn xml(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let read = move |tx: &mut Tx| invoice_in(tx, &actor, EntityId(id), number);
    let (kept, _) = ctx.app.store().read(read).await?;
    let name = format!("{}.xml", kept.content.number);
    Ok(web::file(kept.xml.into_bytes(), "application/xml", &name))
}

pub(super) async fn credit(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let acting = actor.clone();
    let write = move |tx: &mut Tx| credit_invoice(tx, &acting, EntityId(id), number);
    credited(&ctx, &actor, (EntityId(id), number), &form, ctx.app.store().write(write).await).await
}

async fn credited(
    ctx: &Ctx,
    actor: &Actor,
    (id, number): (EntityId, i64),
    form: &Form,
    credit: Outcome<i64>,
) -> Answer {
    match credit {
        Ok(credit) => {
            Ok(ctx.see(&format!("/livres/{}/factures/{credit}", id.0), "ledger-notice-credit"))
        }
        Err(refusal) => invoice_page(ctx, actor, (id, number), form, &faults_of(refusal)?).await,
    }
}

/// Takes a part back: an amount without tax for each line that one is typed for.
pub(super) async fn credit_some(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    let mut reader = form.reader();
    let mut parts: Vec<Part> = Vec::new();
    for row in 0..ROWS_MAX {
        if let Some(amount) = reader.money(&format!("credit-{row}")) {
            parts.push((row, amount.0));
        }
    }
    if let Err(refusal) = reader.finish() {
        let faults = faults_of(refusal)?;
        return invoice_page(&ctx, &actor, (EntityId(id), number), &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let acting = actor.clone();
    let write = move |tx: &mut Tx| credit_part(tx, &acting, EntityId(id), number, &parts);
    credited(&ctx, &actor, (EntityId(id), number), &form, ctx.app.store().write(write).await).await
}
