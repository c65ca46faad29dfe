//! The statement of an account: what moved it and what it left, on the page, as a sheet, as a PDF.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Moment, Outcome, Refusal};
use jiff::ToSpan;
use jiff::civil::Date;
use paper::{Block, Cell as SheetCell, Document, Sheet};
use people::Actor;
use web::parts::{Cell, Column, Empty, Field, Kind, Table};
use web::{Ctx, Listing, PageHead, Refused, Voice};

use super::{account_name, amount, change, crumbs, label, numbered, phase, shown_balance};
use crate::books::account_in;
use crate::entities::{Account, Entity};
use crate::model::{AccountId, Booked};
use crate::owners;
use crate::statements::{Statement, moved, net_after, statement, statement_between};

type Answer = Result<Response, Refused>;

/// Transfers on a page.
const PAGE: usize = 50;
/// Transfers in a sheet, and in a document to print.
const SHEET: usize = 50_000;
const PRINTED: usize = 1_500;

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage<'a> {
    voice: &'a Voice,
    entity: &'a Entity,
    account: &'a Account,
    title: &'a str,
    balance: String,
    pending: Option<String>,
    table: Table<'a>,
    from: Field<'a>,
    through: Field<'a>,
}

/// An account with what it is called.
struct Named {
    entity: Entity,
    account: Account,
    names: BTreeMap<String, String>,
}

fn named(tx: &mut Tx, actor: &Actor, book: i64, id: AccountId) -> Outcome<Named> {
    if id.entity().0 != book {
        return Err(Refusal::Unknown);
    }
    let (entity, account) = account_in(tx, actor, id)?;
    let owners: BTreeSet<String> = [account.data.owner.clone()].into();
    let names = owners::names(tx, owners)?;
    Ok(Named { entity, account, names })
}

/// Which way an amount is shown: of what one has and spends, debits are more.
fn sign(account: &Account) -> i64 {
    if account.data.purpose.is_debit_side() { -1 } else { 1 }
}

pub(super) async fn show(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, String)>,
) -> Answer {
    let account: AccountId = number.parse()?;
    let listing = Listing::of(&ctx);
    let before = listing.after.as_deref().and_then(|number| number.parse().ok());
    let limit = if listing.format.is_some() { SHEET } else { PAGE + 1 };
    let (named, mut rows) = ctx
        .app
        .store()
        .read(move |tx| {
            let named = named(tx, &actor, id, account)?;
            let rows = statement(tx, named.account.id, before, limit)?;
            Ok((named, rows))
        })
        .await?;
    let voice = &ctx.voice;
    let Named { entity, account, names } = named;
    let title = account_name(voice, &account, &names);
    if let Some(format) = &listing.format {
        let sheet = sheet(voice, &account, &rows);
        return Ok(web::download(&sheet, format, &format!("compte-{}", account.id))?);
    }
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let path = format!("/livres/{id}/comptes/{}", account.id);
    let mut table = table(voice, &account, &rows);
    table.next_url = rows.last().filter(|_| more).map(|r| format!("{path}?apres={}", r.number));
    table.prev_url = before.map(|_: i64| path.clone());
    table.exports = Listing::default().exports(&path);
    let held = account.balances.debits_pending + account.balances.credits_pending;
    let today = ctx.app.world().now().in_france().date();
    let main = StatementPage {
        voice,
        balance: shown_balance(voice, &account),
        pending: (held > 0).then(|| amount(voice, held, &account.data.unit)),
        table,
        from: day(voice, "du", "ledger-from-day", today.first_of_year()),
        through: day(voice, "au", "ledger-through-day", today),
        entity: &entity,
        account: &account,
        title: &title,
    };
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

fn day<'a>(voice: &'a Voice, name: &str, key: &str, date: Date) -> Field<'a> {
    let field = Field::new(voice, Kind::Input("date"), name, voice.say(key));
    field.value(date.to_string()).short()
}

fn table<'a>(voice: &'a Voice, account: &Account, rows: &[Booked]) -> Table<'a> {
    let columns = vec![
        Column::new("libelle", voice.say("ledger-column-label")),
        Column::new("date", voice.say("ledger-column-date")),
        Column::new("montant", voice.say("ledger-column-amount")).numeric(),
        Column::new("solde", voice.say("ledger-column-balance")).numeric(),
    ];
    let (unit, sign) = (&account.data.unit, sign(account));
    let row = |booked: &Booked| {
        let href = format!("/livres/{}/ecritures/{}", account.id.entity().0, booked.number);
        let mut first = Cell::link(numbered(voice, booked), href);
        if let Some(badge) = phase(voice, booked) {
            first = first.more(badge.text);
        } else if !booked.transfer.reference.is_empty() {
            first = first.more(&booked.transfer.reference);
        }
        vec![
            first,
            Cell::text(voice.date(booked.effective.date())),
            Cell::text(change(voice, booked, account, sign)),
            Cell::text(amount(voice, sign * net_after(booked, account.id), unit)),
        ]
    };
    let rows = rows.iter().map(row).collect();
    let mut table = Table::new(voice, "releve", voice.say("ledger-statement"), columns, rows);
    table.empty = Some(Empty {
        title: voice.say("ledger-statement-none"),
        what: voice.say("ledger-statement-none-what"),
        next: None,
    });
    table
}

fn sheet(voice: &Voice, account: &Account, rows: &[Booked]) -> Sheet {
    let euros = account.data.unit == "EUR";
    let value = |minor: i64| match euros {
        true => SheetCell::Money(Cents(minor)),
        false => SheetCell::Number(minor as f64),
    };
    let row = |booked: &Booked| {
        vec![
            SheetCell::Number(booked.number as f64),
            SheetCell::Date(booked.effective.date()),
            SheetCell::Text(booked.transfer.label.clone()),
            SheetCell::Text(booked.transfer.reference.clone()),
            value(moved(booked, account.id)),
            value(net_after(booked, account.id)),
            SheetCell::Text(account.data.unit.clone()),
        ]
    };
    let head = ["number", "effective", "label", "reference", "moved", "net", "unit"];
    Sheet {
        name: account.id.to_string(),
        head: head.map(|column| voice.named("ledger-sheet", column)).to_vec(),
        rows: rows.iter().map(row).collect(),
    }
}

/// Midnight in France at the beginning of a day.
fn midnight(date: Date) -> Moment {
    Moment::from_france(date.at(0, 0, 0, 0))
}

pub(super) async fn pdf(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, String)>) -> Answer {
    let account: AccountId = number.parse()?;
    let today = ctx.app.world().now().in_france().date();
    let asked = |name: &str| ctx.query(name).and_then(|typed| web::parse_date(&typed));
    let from = asked("du").unwrap_or(today.first_of_year());
    let through = asked("au").unwrap_or(today);
    let until = through.checked_add(1.day()).map_err(|_| Refusal::Malformed)?;
    if from > through {
        return Err(Refusal::conflict("ledger-conflict-period").into());
    }
    let (begin, end) = (midnight(from), midnight(until));
    let (named, statement) = ctx
        .app
        .store()
        .read(move |tx| {
            let named = named(tx, &actor, id, account)?;
            let statement = statement_between(tx, named.account.id, begin, end, PRINTED)?;
            Ok((named, statement))
        })
        .await?;
    let document = document(&ctx.voice, &named, &statement, (from, through));
    let bytes = paper::pdf(&document).map_err(Refusal::broken)?;
    let name = format!("releve-{account}-{from}-{through}.pdf");
    Ok(web::file(bytes, "application/pdf", &name))
}

fn document(
    voice: &Voice,
    named: &Named,
    statement: &Statement,
    (from, through): (Date, Date),
) -> Document {
    let Named { entity, account, names } = named;
    let (unit, sign) = (&account.data.unit, sign(account));
    let date = |date: Date| voice.date(date);
    let row = |booked: &Booked| {
        vec![
            booked.number.to_string(),
            date(booked.effective.date()),
            label(voice, booked),
            change(voice, booked, account, sign),
            amount(voice, sign * net_after(booked, account.id), unit),
        ]
    };
    let heads = ["number", "date", "label", "amount", "balance"];
    let span = [("from", date(from).into()), ("through", date(through).into())];
    Document {
        lang: voice.lang,
        title: voice.with("ledger-statement-of", "account", account_name(voice, account, names)),
        sender: vec![entity.name.clone()],
        recipient: Vec::new(),
        place_date: String::new(),
        reference: Some(account.id.to_string()),
        blocks: vec![
            Block::Paragraph(voice.with_all("ledger-statement-span", &span)),
            Block::Pairs(vec![
                (voice.say("ledger-opening"), amount(voice, sign * statement.opening, unit)),
                (voice.say("ledger-closing"), amount(voice, sign * statement.closing, unit)),
            ]),
            Block::Table {
                head: heads.map(|head| voice.named("ledger-column", head)).to_vec(),
                rows: statement.rows.iter().map(row).collect(),
                right_aligned: vec![0, 3, 4],
            },
        ],
        footer: voice.say("ledger-statement-footer"),
    }
}
