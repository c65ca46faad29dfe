//! The pages of the ledger: the books that one keeps, and the wallet that one has.

mod bank;
mod bank_files;
mod book;
mod books;
mod claims;
mod desk;
mod entry;
mod files;
mod identifiers;
mod invoice_paper;
mod invoices;
mod keepers;
mod letters;
mod mandates;
mod orders;
mod outlook;
mod parties;
mod receipts;
mod reminders;
mod statement;
mod wallet;

use std::collections::BTreeMap;

use base::Cents;
use people::{Policy, Role};
use web::parts::{Badge, Cell, Choice, Column, Crumb, Table, Tone};
use web::{Routes, Voice};

use crate::entities::{Account, Entity};
use crate::model::{AccountId, Booked, Phase};
use crate::plan::Purpose;
use crate::statements::moved;

/// The routes of the ledger.
pub fn routes() -> Routes<Policy> {
    let (keeper, manager) = (Policy::Keeper, Policy::Holder(Role::Manager));
    Routes::new(people::guard)
        .get("/porte-monnaie", Policy::SignedIn, wallet::show)
        .get("/livres", keeper, books::list)
        .post("/livres", manager, books::begin)
        .get("/livres/{book}", keeper, book::show)
        .get("/livres/{book}/comptes", keeper, book::accounts)
        .get("/livres/{book}/comptes/{account}", keeper, statement::show)
        .get("/livres/{book}/comptes/{account}/releve.pdf", keeper, statement::pdf)
        .get("/livres/{book}/saisie/{kind}", keeper, entry::new)
        .post("/livres/{book}/saisie/{kind}", keeper, entry::record)
        .get("/livres/{book}/ecritures/{number}", keeper, entry::show)
        .post("/livres/{book}/ecritures/{number}/contrepassation", keeper, entry::reverse)
        .post("/livres/{book}/ecritures/{number}/ligne", keeper, entry::unmatch)
        .get("/livres/{book}/fichiers", keeper, files::show)
        .post("/livres/{book}/fichiers", keeper, files::make)
        .post("/livres/{book}/cloture", keeper, files::close)
        .get("/livres/{book}/banque", keeper, bank::show)
        .post("/livres/{book}/banque", keeper, bank::take)
        .get("/livres/{book}/banque/{line}", keeper, bank::line)
        .post("/livres/{book}/banque/{line}", keeper, bank::explain)
        .post("/livres/{book}/banque/{line}/rapprochement", keeper, bank::link)
        .post("/livres/{book}/banque/{line}/sens", keeper, bank::settle)
        .get("/livres/{book}/tresorerie", manager, keepers::show)
        .post("/livres/{book}/tresorerie", manager, keepers::give)
        .post("/livres/{book}/tresorerie/{grant}/fin", manager, keepers::end)
        .merge(payments(keeper))
        .merge(crate::api::routes())
}

/// Who pays and who is paid, and what becomes of it.
fn payments(keeper: Policy) -> Routes<Policy> {
    Routes::new(people::guard)
        .get("/livres/{book}/tiers/{party}/facturer", keeper, invoices::new)
        .post("/livres/{book}/tiers/{party}/facturer", keeper, invoices::write)
        .get("/livres/{book}/tiers/{party}/recapitulatif.pdf", keeper, receipts::party_summary)
        .get("/porte-monnaie/recapitulatif.pdf", Policy::SignedIn, receipts::own_summary)
        .get("/livres/{book}/recus", keeper, receipts::show)
        .post("/livres/{book}/recus", keeper, receipts::make)
        .post("/livres/{book}/recus/organisme", keeper, receipts::tell)
        .get("/livres/{book}/recus/{receipt}/recu.pdf", keeper, receipts::pdf)
        .get("/livres/{book}/factures", keeper, invoices::list)
        .get("/livres/{book}/factures/{invoice}", keeper, invoices::show)
        .get("/livres/{book}/factures/{invoice}/facture.pdf", keeper, invoices::pdf)
        .get("/livres/{book}/factures/{invoice}/facture.xml", keeper, invoices::xml)
        .post("/livres/{book}/factures/{invoice}/avoir", keeper, invoices::credit)
        .post("/livres/{book}/factures/{invoice}/avoir-partiel", keeper, invoices::credit_some)
        .get("/livres/{book}/prevision", keeper, outlook::show)
        .get("/livres/{book}/caisse", keeper, desk::show)
        .post("/livres/{book}/caisse", keeper, desk::count)
        .get("/livres/{book}/caisse.pdf", keeper, desk::print)
        .post("/livres/{book}/caisse/remise", keeper, desk::deposit)
        .get("/livres/{book}/coordonnees", keeper, parties::details_show)
        .post("/livres/{book}/coordonnees", keeper, parties::details_tell)
        .get("/livres/{book}/tiers", keeper, parties::list)
        .post("/livres/{book}/tiers", keeper, parties::add)
        .get("/livres/{book}/tiers/nouveau", keeper, parties::new)
        .get("/livres/{book}/tiers/{party}", keeper, parties::show)
        .get("/livres/{book}/tiers/{party}/modifier", keeper, parties::edit)
        .post("/livres/{book}/tiers/{party}/modifier", keeper, parties::change)
        .get("/livres/{book}/tiers/{party}/attendre", keeper, claims::new)
        .post("/livres/{book}/tiers/{party}/attendre", keeper, claims::expect)
        .get("/livres/{book}/tiers/{party}/payer", keeper, orders::new)
        .post("/livres/{book}/tiers/{party}/payer", keeper, orders::prepare)
        .post("/livres/{book}/tiers/{party}/mandats", keeper, mandates::draw)
        .get("/livres/{book}/creances", keeper, claims::list)
        .post("/livres/{book}/creances/relances", keeper, reminders::remind_all)
        .get("/livres/{book}/creances/{claim}", keeper, claims::show)
        .post("/livres/{book}/creances/{claim}/relance", keeper, reminders::remind_one)
        .get("/livres/{book}/creances/{claim}/relance.pdf", keeper, letters::reminder)
        .get("/livres/{book}/creances/{claim}/avis.pdf", keeper, letters::notice)
        .post("/livres/{book}/creances/{claim}/encaissement", keeper, claims::receive)
        .post("/livres/{book}/creances/{claim}/abandon", keeper, claims::drop)
        .get("/livres/{book}/creances/{claim}/remboursement", keeper, orders::refund)
        .post("/livres/{book}/creances/{claim}/remboursement", keeper, orders::prepare_refund)
        .get("/livres/{book}/virements", keeper, orders::list)
        .post("/livres/{book}/virements/fichier", keeper, orders::make_file)
        .get("/livres/{book}/virements/{order}", keeper, orders::show)
        .post("/livres/{book}/virements/{order}/accord", keeper, orders::approve)
        .post("/livres/{book}/virements/{order}/retrait", keeper, orders::withdraw)
        .post("/livres/{book}/prelevements/fichier", keeper, bank_files::collect)
        .get("/livres/{book}/prelevements/{debit}/annonce.pdf", keeper, letters::announcement)
        .post("/livres/{book}/fichiers-banque", keeper, bank_files::report)
        .get("/livres/{book}/fichiers-banque/{bank_file}", keeper, bank_files::show)
        .get("/livres/{book}/fichiers-banque/{bank_file}/fichier.xml", keeper, bank_files::download)
        .post("/livres/{book}/fichiers-banque/{bank_file}/abandon", keeper, bank_files::give_up)
        .get("/livres/{book}/mandats", keeper, mandates::list)
        .get("/livres/{book}/mandats/{mandate}", keeper, mandates::show)
        .get("/livres/{book}/mandats/{mandate}/mandat.pdf", keeper, mandates::print)
        .get("/livres/{book}/mandats/{mandate}/signe.pdf", keeper, mandates::paper)
        .post("/livres/{book}/mandats/{mandate}/signature", keeper, mandates::sign)
        .post("/livres/{book}/mandats/{mandate}/fin", keeper, mandates::end)
}

/// An amount in its unit: euros as money, minutes as time, other units as a number.
pub(crate) fn amount(voice: &Voice, minor: i64, unit: &str) -> String {
    match unit {
        "EUR" => voice.money(Cents(minor)),
        "MIN" => {
            let (hours, minutes) = (minor.abs() / 60, minor.abs() % 60);
            let sign = if minor < 0 { "−" } else { "" };
            let args = [("hours", hours.into()), ("minutes", format!("{minutes:02}").into())];
            format!("{sign}{}", voice.with_all("ledger-time", &args))
        }
        unit => format!("{}\u{a0}{unit}", voice.number(minor)),
    }
}

/// What stands on an account, as whoever keeps the book reads it: what one has and what was spent
/// are more than nothing, and so is what one owes and what came in.
pub(crate) fn shown_balance(voice: &Voice, account: &Account) -> String {
    let net = account.balances.net();
    let net = if account.data.purpose.is_debit_side() { -net } else { net };
    amount(voice, net, &account.data.unit)
}

/// What an account is called: its purpose, and whose it is.
pub(crate) fn account_name(
    voice: &Voice,
    account: &Account,
    names: &BTreeMap<String, String>,
) -> String {
    let purpose = voice.named("ledger-purpose", account.data.purpose.code());
    match names.get(&account.data.owner) {
        _ if account.data.owner.is_empty() => purpose,
        Some(name) => format!("{purpose} · {name}"),
        None => format!("{purpose} · {}", voice.say("ledger-owner-gone")),
    }
}

/// What a transfer is for: its words, or those of its kind.
fn label(voice: &Voice, booked: &Booked) -> String {
    match booked.transfer.label.as_str() {
        "" => voice.with("ledger-transfer-number", "number", booked.number),
        label => label.to_owned(),
    }
}

/// The same with its number: many transfers have the same words, and no two links may.
fn numbered(voice: &Voice, booked: &Booked) -> String {
    match booked.transfer.label.as_str() {
        "" => label(voice, booked),
        said => {
            let args = [("label", said.into()), ("number", booked.number.into())];
            voice.with_all("ledger-transfer-named", &args)
        }
    }
}

/// Purposes to choose from.
fn purpose_choices(voice: &Voice, purposes: &[Purpose]) -> Vec<Choice> {
    let name = |purpose: &Purpose| {
        let code = purpose.code();
        Choice::new(code, voice.named("ledger-purpose", code))
    };
    purposes.iter().map(name).collect()
}

/// The way to a page that stands below another page of the book.
fn sub_crumbs(
    voice: &Voice,
    entity: &Entity,
    (above, there): (&str, &str),
    here: &str,
) -> Vec<Crumb> {
    let mut way = crumbs(voice, entity, here);
    let above = Crumb { label: above.to_owned(), href: Some(there.to_owned()) };
    way.insert(way.len().saturating_sub(1), above);
    way
}

fn crumbs(voice: &Voice, entity: &Entity, here: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb { label: voice.say("ledger-books"), href: Some("/livres".into()) }];
    let book = format!("/livres/{}", entity.id.0);
    let own = here.is_empty();
    crumbs.push(Crumb { label: entity.name.clone(), href: (!own).then_some(book) });
    if !own {
        crumbs.push(Crumb { label: here.to_owned(), href: None });
    }
    crumbs
}

/// Transfers of one book as a table.
fn transfers<'a>(
    voice: &'a Voice,
    entity: &Entity,
    rows: &[Booked],
    accounts: &BTreeMap<AccountId, Account>,
    names: &BTreeMap<String, String>,
) -> Table<'a> {
    let columns = vec![
        Column::new("libelle", voice.say("ledger-column-label")),
        Column::new("date", voice.say("ledger-column-date")),
        Column::new("comptes", voice.say("ledger-column-accounts")),
        Column::new("montant", voice.say("ledger-column-amount")).numeric(),
    ];
    let name = |id: AccountId| accounts.get(&id).map(|account| account_name(voice, account, names));
    let row = |booked: &Booked| {
        let transfer = &booked.transfer;
        let unit = accounts.get(&transfer.debit).map_or("EUR", |account| &account.data.unit);
        let between = [name(transfer.debit), name(transfer.credit)];
        let between = between.map(Option::unwrap_or_default).join(" / ");
        let href = format!("/livres/{}/ecritures/{}", entity.id.0, booked.number);
        let mut first = Cell::link(numbered(voice, booked), href);
        if let Some(phase) = phase(voice, booked) {
            first = first.more(phase.text);
        }
        vec![
            first,
            Cell::text(voice.date(booked.effective.date())),
            Cell::text(between),
            Cell::text(amount(voice, transfer.amount, unit)),
        ]
    };
    let rows = rows.iter().map(row).collect();
    Table::new(voice, "ecritures", voice.say("ledger-transfers"), columns, rows)
}

/// What a transfer did to an account, or with its first phase will do; nothing where it frees.
fn change(voice: &Voice, booked: &Booked, account: &Account, sign: i64) -> String {
    let unit = &account.data.unit;
    match booked.transfer.phase {
        Phase::Single | Phase::Post { .. } => amount(voice, sign * moved(booked, account.id), unit),
        Phase::Pending { .. } if booked.transfer.debit == account.id => {
            amount(voice, -sign * booked.transfer.amount, unit)
        }
        Phase::Pending { .. } => amount(voice, sign * booked.transfer.amount, unit),
        Phase::Void { .. } | Phase::Expire { .. } => "–".to_owned(),
    }
}

/// What a transfer is, if it moves nothing for good.
fn phase(voice: &Voice, booked: &Booked) -> Option<Badge> {
    let (key, tone) = match booked.transfer.phase {
        Phase::Single | Phase::Post { .. } => return None,
        Phase::Pending { .. } => ("ledger-phase-pending", Tone::Waiting),
        Phase::Void { .. } => ("ledger-phase-void", Tone::Plain),
        Phase::Expire { .. } => ("ledger-phase-expired", Tone::Plain),
    };
    Some(Badge::new(voice.say(key), tone))
}
