//! A book at a glance: what there is, how it went, what was last written; and all its accounts.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Outcome};
use jiff::ToSpan;
use jiff::civil::Date;
use paper::{Cell as SheetCell, Sheet};
use people::Actor;
use web::chart::{Datum, LineChart, line_chart};
use web::parts::{Cell, Column, Empty, Figure, Figures, Html, Next, Table};
use web::{Ctx, Listing, PageHead, Refused, Voice};

use super::{account_name, crumbs, shown_balance, transfers};
use crate::books::{book, newest_in};
use crate::entities::{Account, Entity, accounts_in};
use crate::keepers::manages;
use crate::model::{AccountId, Booked, Day, EntityId};
use crate::outlook::{Waits, waits};
use crate::owners;
use crate::plan::Purpose;
use crate::statements::{balances_on, days_of};

type Answer = Result<Response, Refused>;

/// Months that the chart shows.
const MONTHS: i32 = 12;
/// Transfers shown on the first page.
const NEWEST: usize = 15;
/// Transfers on a page of the list.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "book.html")]
struct BookPage<'a> {
    voice: &'a Voice,
    entity: &'a Entity,
    available: Cents,
    figures: Figures,
    chart: Html,
    table: Table<'a>,
    first: bool,
    waits: Vec<(String, String)>,
    /// Whether the reader says who keeps the book.
    manages: bool,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage<'a> {
    voice: &'a Voice,
    entity: &'a Entity,
    table: Table<'a>,
    /// Accounts in other units, which are not shown.
    others: i64,
}

/// What the first page is made of.
struct Glance {
    entity: Entity,
    accounts: BTreeMap<AccountId, Account>,
    names: BTreeMap<String, String>,
    rows: Vec<Booked>,
    /// Treasury on the evening of each date.
    treasury: Vec<(Date, i64)>,
    /// What came in less what went out since the first of January.
    result: i64,
    waits: Waits,
}

/// The ends of the last months, and today.
fn evenings(today: Date) -> Vec<Date> {
    let first = today.first_of_month();
    let ends = (0..MONTHS).rev().filter_map(|back| {
        let month = first.checked_sub(back.months()).ok()?;
        month.yesterday().ok()
    });
    ends.chain([today]).collect()
}

fn glance(tx: &mut Tx, actor: &Actor, id: EntityId, before: Option<i64>) -> Outcome<Glance> {
    let entity = book(tx, actor, id)?;
    let accounts: BTreeMap<AccountId, Account> =
        accounts_in(tx, entity.id)?.into_iter().map(|account| (account.id, account)).collect();
    let owners: BTreeSet<String> = accounts.values().map(|a| a.data.owner.clone()).collect();
    let names = owners::names(tx, owners)?;
    let limit = if before.is_some() { PAGE } else { NEWEST };
    let rows = newest_in(tx, entity.id, before, limit + 1)?;
    let today = tx.now().in_france().date();
    let dates = evenings(today);
    let mut treasury: Vec<(Date, i64)> = dates.iter().map(|date| (*date, 0)).collect();
    let first = dates.first().map_or(Day::default(), |date| Day::of(*date));
    let before_all = balances_on(tx, entity.id, first)?;
    let euros = |account: &&Account| account.data.unit == "EUR";
    for account in accounts.values().filter(euros).filter(|a| a.data.purpose.is_treasury()) {
        let begun = -before_all.get(&account.id).copied().unwrap_or(0);
        let days = days_of(tx, account.id, Day(first.0 + 1), Day::of(today))?;
        for (date, sum) in &mut treasury {
            let until = days.iter().filter(|(day, _, _)| *day <= Day::of(*date));
            *sum += begun + until.map(|(_, debits, credits)| debits - credits).sum::<i64>();
        }
    }
    let new_year = Day(Day::of(today.first_of_year()).0 - 1);
    let (then, now) =
        (balances_on(tx, entity.id, new_year)?, balances_on(tx, entity.id, Day::of(today))?);
    let gained = |account: &Account| {
        let at = |day: &BTreeMap<AccountId, i64>| day.get(&account.id).copied().unwrap_or(0);
        at(&now) - at(&then)
    };
    let counts = |a: &&Account| a.data.purpose.is_income() || a.data.purpose.is_expense();
    let result = accounts.values().filter(euros).filter(counts).map(gained).sum();
    let waits = waits(tx, actor, entity.id)?;
    Ok(Glance { entity, accounts, names, rows, treasury, result, waits })
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let before = ctx.query("apres").and_then(|number| number.parse().ok());
    let acting = actor.clone();
    let read = move |tx: &mut Tx| glance(tx, &acting, EntityId(id), before);
    let glance = ctx.app.store().read(read).await?;
    let voice = &ctx.voice;
    let Glance { entity, accounts, names, mut rows, treasury, result, waits } = glance;
    let limit = if before.is_some() { PAGE } else { NEWEST };
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut table = transfers(voice, &entity, &rows, &accounts, &names);
    let path = format!("/livres/{id}");
    table.next_url = rows.last().filter(|_| more).map(|r| format!("{path}?apres={}", r.number));
    table.prev_url = before.map(|_| path.clone());
    table.empty = Some(Empty {
        title: voice.say("ledger-transfers-none"),
        what: voice.say("ledger-transfers-none-what"),
        next: Some(Next {
            label: voice.say("ledger-entry-depart"),
            href: format!("{path}/saisie/depart"),
        }),
    });
    let main = BookPage {
        voice,
        available: Cents(treasury.last().map_or(0, |(_, sum)| *sum)),
        figures: figures(voice, &accounts, result),
        chart: chart(voice, &treasury),
        table,
        first: before.is_none(),
        waits: waiting(voice, &entity, &waits),
        manages: manages(&actor, &entity),
        entity: &entity,
    };
    let crumbs = crumbs(voice, &entity, "");
    let title = voice.with("ledger-book-of", "name", entity.name.as_str());
    let head = PageHead { title: &title, crumbs: &crumbs, wide: true };
    Ok(ctx.page_with(&head, &main)?)
}

/// What waits, each with where it is done.
fn waiting(voice: &Voice, entity: &Entity, waits: &Waits) -> Vec<(String, String)> {
    let book = format!("/livres/{}", entity.id.0);
    let late = voice.money(Cents(waits.late_amount));
    let all = [
        (waits.to_approve, "ledger-wait-approve", "virements"),
        (waits.to_send, "ledger-wait-send", "virements"),
        (waits.lines, "ledger-wait-lines", "banque"),
        (waits.late, "ledger-wait-late", "creances"),
        (waits.own, "ledger-wait-own", "virements"),
    ];
    let said = |(count, key, place): &(i64, &str, &str)| {
        let args = [("count", (*count).into()), ("amount", late.as_str().into())];
        (voice.with_all(key, &args), format!("{book}/{place}"))
    };
    all.iter().filter(|(count, _, _)| *count > 0).map(said).collect()
}

fn figures(voice: &Voice, accounts: &BTreeMap<AccountId, Account>, result: i64) -> Figures {
    let mut figures = Vec::new();
    for purpose in [Purpose::Bank, Purpose::Cash, Purpose::Cheques] {
        let own = accounts.values().find(|a| a.data.purpose == purpose && a.data.unit == "EUR");
        if let Some(account) = own {
            let name = voice.named("ledger-purpose", purpose.code());
            figures.push(Figure {
                href: Some(format!("/livres/{}/comptes/{}", account.id.entity().0, account.id)),
                ..Figure::new(name, shown_balance(voice, account))
            });
        }
    }
    figures.push(Figure {
        source: Some(voice.say("ledger-result-source")),
        ..Figure::new(voice.say("ledger-result"), voice.money(Cents(result)))
    });
    Figures(figures)
}

fn chart(voice: &Voice, treasury: &[(Date, i64)]) -> Html {
    if treasury.iter().all(|(_, sum)| *sum == 0) {
        return Html::default();
    }
    let point = |(date, sum): &(Date, i64)| {
        let label = voice.date(*date);
        Datum::new(label, *sum as f64 / 100.0, voice.money(Cents(*sum)))
    };
    let chart = LineChart {
        title: voice.say("ledger-chart"),
        unit: voice.say("ledger-euros"),
        points: treasury.iter().map(point).collect(),
        caption: voice.say("ledger-chart-source"),
    };
    line_chart(voice, &chart)
}

pub(super) async fn accounts(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let listing = Listing::of(&ctx);
    let (entity, accounts, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let accounts = accounts_in(tx, entity.id)?;
            let owners = accounts.iter().map(|account| account.data.owner.clone()).collect();
            Ok((entity, accounts, owners::names(tx, owners)?))
        })
        .await?;
    let voice = &ctx.voice;
    // Other units have as many accounts as there are lots: each is told by its number.
    let named = |one: Account| match one.data.unit.as_str() {
        "EUR" => (account_name(voice, &one, &names), one),
        unit => {
            let purpose = voice.named("ledger-purpose", one.data.purpose.code());
            (format!("{purpose} · {unit} · {}", one.id), one)
        }
    };
    let mut accounts: Vec<(String, Account)> = accounts.into_iter().map(named).collect();
    accounts.sort_by_key(|(name, one)| (one.data.purpose.chart().0, name.clone()));
    let wanted = listing.search.to_lowercase();
    accounts.retain(|(name, _)| name.to_lowercase().contains(&wanted));
    if let Some(format) = &listing.format {
        let sheet = sheet(voice, &accounts);
        return Ok(web::download(&sheet, format, &format!("comptes-{id}"))?);
    }
    let in_euros = |one: &(String, Account)| one.1.data.unit == "EUR";
    let others = accounts.iter().filter(|one| !in_euros(one)).count();
    let all = ctx.query("unites").is_some();
    accounts.retain(|one| all || in_euros(one));
    let title = voice.say("ledger-accounts");
    let main = AccountsPage {
        voice,
        others: if all { 0 } else { i64::try_from(others).unwrap_or(0) },
        table: accounts_table(voice, &listing, &entity, &accounts),
        entity: &entity,
    };
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

fn accounts_table<'a>(
    voice: &'a Voice,
    listing: &Listing,
    entity: &Entity,
    accounts: &[(String, Account)],
) -> Table<'a> {
    let columns = vec![
        Column::new("compte", voice.say("ledger-column-account")),
        Column::new("plan", voice.say("ledger-column-chart")),
        Column::new("solde", voice.say("ledger-column-balance")).numeric(),
    ];
    let path = format!("/livres/{}/comptes", entity.id.0);
    let row = |(name, account): &(String, Account)| {
        let (code, chart) = account.data.purpose.chart();
        vec![
            Cell::link(name, format!("{path}/{}", account.id)),
            Cell::text(code).more(chart),
            Cell::text(shown_balance(voice, account)),
        ]
    };
    let rows = accounts.iter().map(row).collect();
    let mut table = Table::new(voice, "comptes", voice.say("ledger-accounts"), columns, rows);
    let field = web::parts::Field::new(
        voice,
        web::parts::Kind::Input("search"),
        "q",
        voice.say("ledger-search-accounts"),
    );
    table.filter = Some(web::parts::Filter {
        action: path.clone(),
        fields: vec![field.value(listing.search.as_str()).optional()],
        kept: Vec::new(),
        clear_url: (!listing.search.is_empty()).then(|| path.clone()),
    });
    table.exports = listing.exports(&path);
    table
}

fn sheet(voice: &Voice, accounts: &[(String, Account)]) -> Sheet {
    let row = |(name, account): &(String, Account)| {
        let (code, chart) = account.data.purpose.chart();
        let net = account.balances.net();
        let euros = account.data.unit == "EUR";
        vec![
            SheetCell::Text(account.id.to_string()),
            SheetCell::Text(name.clone()),
            SheetCell::Text(code.to_owned()),
            SheetCell::Text(chart.to_owned()),
            SheetCell::Text(account.data.unit.clone()),
            if euros { SheetCell::Money(Cents(net)) } else { SheetCell::Number(net as f64) },
        ]
    };
    let head = ["number", "account", "code", "chart", "unit", "net"];
    Sheet {
        name: voice.say("ledger-accounts"),
        head: head.map(|column| voice.named("ledger-sheet", column)).to_vec(),
        rows: accounts.iter().map(row).collect(),
    }
}
