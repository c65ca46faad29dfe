//! One wallet: all accounts in the name of whoever is signed in and of the organisations that they
//! manage, whichever the book, and one list of what was paid and why.

use askama::Template;
use axum::response::Response;
use paper::{Cell as SheetCell, Sheet};
use people::Actor;
use web::parts::{Cell, Column, Empty, Table};
use web::{Ctx, Listing, PageHead, Refused, Voice};

use super::{amount, change, label, phase};
use crate::claims::Claim;
use crate::entities::Account;
use crate::model::{Booked, EntityId};
use crate::statements::moved;
use crate::wallet::{Wallet, wallet};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "wallet.html")]
struct WalletPage<'a> {
    title: String,
    voice: &'a Voice,
    accounts: Vec<(String, String, String)>,
    owed: Vec<[String; 3]>,
    table: Table<'a>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    let listing = Listing::of(&ctx);
    let wallet = ctx.app.store().read(move |tx| wallet(tx, &actor)).await?;
    let voice = &ctx.voice;
    if let Some(format) = &listing.format {
        return Ok(web::download(&sheet(voice, &wallet), format, "porte-monnaie")?);
    }
    let line = |account: &Account| {
        let book = wallet.books.get(&account.id.entity()).cloned().unwrap_or_default();
        let mut purpose = voice.named("ledger-wallet", account.data.purpose.code());
        let held = account.balances.debits_pending;
        if held > 0 {
            let held = amount(voice, held, &account.data.unit);
            purpose = format!("{purpose} ({})", voice.with("ledger-wallet-held", "amount", held));
        }
        (book, purpose, amount(voice, account.balances.net(), &account.data.unit))
    };
    let title = voice.say("ledger-wallet");
    let main = WalletPage {
        title: title.clone(),
        voice,
        accounts: wallet.accounts.iter().map(line).collect(),
        owed: wallet.owed.iter().map(|one| owed(voice, &wallet, one)).collect(),
        table: table(voice, &wallet),
    };
    Ok(ctx.page_with(&PageHead { title: &title, ..PageHead::default() }, &main)?)
}

/// A claim as its payer reads it: what and to whom, how much until when, with which reference.
fn owed(voice: &Voice, wallet: &Wallet, (entity, claim): &(EntityId, Claim)) -> [String; 3] {
    let name = wallet.books.get(entity).cloned().unwrap_or_default();
    let what = [("label", claim.data.label.as_str().into()), ("name", name.into())];
    let left = voice.money(base::Cents(claim.left()));
    let until = [("amount", left.into()), ("date", voice.date(claim.data.due.date()).into())];
    [
        voice.with_all("ledger-owed-to", &what),
        voice.with_all("ledger-owed-by", &until),
        voice.with("ledger-owed-how", "reference", claim.reference.to_string()),
    ]
}

fn table<'a>(voice: &'a Voice, wallet: &Wallet) -> Table<'a> {
    let columns = vec![
        Column::new("libelle", voice.say("ledger-column-label")),
        Column::new("avec", voice.say("ledger-column-with")),
        Column::new("date", voice.say("ledger-column-date")),
        Column::new("montant", voice.say("ledger-column-amount")).numeric(),
    ];
    let row = |(at, booked): &(usize, Booked)| {
        let account = wallet.accounts.get(*at);
        let change = account.map(|account| change(voice, booked, account, 1));
        let book = account.and_then(|account| wallet.books.get(&account.id.entity()));
        let mut first = Cell::text(label(voice, booked));
        if let Some(badge) = phase(voice, booked) {
            first = first.more(badge.text);
        } else if !booked.transfer.reference.is_empty() {
            first = first.more(&booked.transfer.reference);
        }
        vec![
            first,
            Cell::text(book.cloned().unwrap_or_default()),
            Cell::text(voice.date(booked.effective.date())),
            Cell::text(change.unwrap_or_default()),
        ]
    };
    let rows = wallet.rows.iter().map(row).collect();
    let mut table = Table::new(voice, "mouvements", voice.say("ledger-paid"), columns, rows);
    table.exports = Listing::default().exports("/porte-monnaie");
    table.empty = Some(Empty {
        title: voice.say("ledger-wallet-none"),
        what: voice.say("ledger-wallet-none-what"),
        next: None,
    });
    table
}

fn sheet(voice: &Voice, wallet: &Wallet) -> Sheet {
    let row = |(at, booked): &(usize, Booked)| {
        let account = wallet.accounts.get(*at);
        let change = account.map_or(0, |account| moved(booked, account.id));
        let unit = account.map_or("EUR", |account| &account.data.unit);
        let value = match unit {
            "EUR" => SheetCell::Money(base::Cents(change)),
            _ => SheetCell::Number(change as f64),
        };
        let book = account.and_then(|account| wallet.books.get(&account.id.entity()));
        vec![
            SheetCell::Date(booked.effective.date()),
            SheetCell::Text(book.cloned().unwrap_or_default()),
            SheetCell::Text(booked.transfer.label.clone()),
            SheetCell::Text(booked.transfer.reference.clone()),
            value,
            SheetCell::Text(unit.to_owned()),
        ]
    };
    let head = ["effective", "with", "label", "reference", "moved", "unit"];
    Sheet {
        name: voice.say("ledger-wallet"),
        head: head.map(|column| voice.named("ledger-sheet", column)).to_vec(),
        rows: wallet.rows.iter().map(row).collect(),
    }
}
