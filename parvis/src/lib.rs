//! The assembly: which contexts make up an instance, their tables, texts, routes, jobs and checks.
//!
//! A new context is named here and nowhere else. Everything that the commands and the tests start
//! is assembled by these functions, so that both run the same instance.

mod accessibility;
pub mod allocation;
pub mod books;
mod bounces;
pub mod commands;
pub mod config;
pub mod demo;
mod departure;
mod drafts;
mod export_pdf;
mod home;
pub mod import;
mod jobs;
mod personal;
mod purge;
mod register;
pub mod selection;
pub mod siting;
pub mod trials;

use base::Outcome;
use people::data_map::DataMap;
use people::{NavEntry, Policy, Role};
use store::{Finding, Migrations, Store, Tx};
use web::{App, Assembly, Routes, Settings};
use words::Words;

pub use bounces::{
    leave as leave_bounce, read_bounce, record as record_bounce, take as take_bounce,
};
pub use departure::hand_over;
pub use drafts::draft_of_idea;
pub use jobs::runner;
pub use personal::{erase_account, erase_again, export_person};

/// The tables of all contexts, in the order of their floors.
pub const CONTEXTS: &[Migrations] = &[
    store::MIGRATIONS,
    work::MIGRATIONS,
    web::MIGRATIONS,
    people::MIGRATIONS,
    ledger::MIGRATIONS,
    reservations::MIGRATIONS,
    calls::MIGRATIONS,
    third_places::MIGRATIONS,
];

/// What the columns of all contexts say about people.
pub const DATA_MAPS: &[DataMap] = &[
    people::data_map::DATA_MAP,
    people::data_map::WEB_DATA_MAP,
    people::data_map::WORK_DATA_MAP,
    people::data_map::STORE_DATA_MAP,
    ledger::DATA_MAP,
    reservations::DATA_MAP,
    calls::DATA_MAP,
    third_places::DATA_MAP,
];

/// What people are told, by kind: each context declares its own.
pub const NOTICE_KINDS: &[&[people::notices::Kind]] = &[
    people::notices::KINDS,
    ledger::NOTICE_KINDS,
    reservations::NOTICE_KINDS,
    calls::NOTICE_KINDS,
    third_places::meeting::KINDS,
    third_places::childcare::KINDS,
    third_places::agenda::NOTICE_KINDS,
];

/// In what rights are given besides the whole instance and organisations.
pub const SCOPES: &[people::Scopes] = &[calls::SCOPES, ledger::SCOPES];

const OWN_TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "home", include_str!("../text/fr.ftl")),
    (words::Lang::En, "home", include_str!("../text/en.ftl")),
];

const NAV: &[NavEntry] = &[
    NavEntry { key: "calls-title", href: "/appels", policy: Policy::Anyone },
    NavEntry { key: "places-title", href: "/lieux", policy: Policy::Anyone },
    NavEntry { key: "calls-data", href: "/donnees", policy: Policy::Anyone },
    NavEntry { key: "calls-files", href: "/dossiers", policy: Policy::Applicant },
    NavEntry { key: "reservations-nav", href: "/reservations", policy: Policy::SignedIn },
    NavEntry { key: "places-meet", href: "/rencontres", policy: Policy::SignedIn },
    NavEntry { key: "reservations-sites", href: "/sites", policy: Policy::Host },
    NavEntry { key: "ledger-books", href: "/livres", policy: Policy::Keeper },
    NavEntry { key: "ledger-wallet-nav", href: "/porte-monnaie", policy: Policy::SignedIn },
    NavEntry { key: "calls-readings", href: "/lectures", policy: Policy::Holder(Role::Reader) },
    NavEntry { key: "calls-desk", href: "/bureau", policy: Policy::Holder(Role::Officer) },
    NavEntry {
        key: "people-administration",
        href: "/administration",
        policy: Policy::Holder(Role::Administrator),
    },
];

/// The texts of all contexts.
pub fn texts() -> Vec<words::Source> {
    [
        web::TEXTS,
        people::TEXTS,
        ledger::TEXTS,
        reservations::TEXTS,
        calls::TEXTS,
        third_places::TEXTS,
        OWN_TEXTS,
    ]
    .concat()
}

/// All routes with their policies.
pub fn routes() -> Routes<Policy> {
    let own = home::routes().merge(register::routes()).merge(personal::routes());
    let own = own.merge(departure::routes()).merge(drafts::routes());
    let notices = people::notices::routes(NOTICE_KINDS.concat().into());
    let all = people::routes(SCOPES).merge(notices).merge(ledger::routes());
    let all = all.merge(reservations::routes());
    all.merge(calls::routes()).merge(third_places::routes()).merge(own)
}

/// The OpenAPI document of all contexts, JSON.
pub fn openapi() -> Outcome<String> {
    let mut document = calls::api_document();
    document.merge(ledger::api_document());
    document.merge(reservations::api_document());
    document.to_pretty_json().map_err(base::Refusal::broken)
}

/// The application over a store, which is migrated first.
pub async fn app(store: Store, settings: Settings) -> Outcome<App> {
    store::migrate(&store, CONTEXTS, |context, step, at| {
        if at == store::Step::Committed {
            tracing::info!(context, step, "migrated");
        }
    })
    .await?;
    let words = Words::new(&texts()).map_err(base::Refusal::broken)?;
    App::new(store, words, settings).await
}

/// The router of an application.
pub fn router(app: &App) -> Outcome<axum::Router> {
    let assembly = Assembly { app: app.clone(), routes: routes(), openapi: openapi()? };
    let own = app.clone();
    Ok(assembly.into_router(move |router| people::identify(own, router, NAV)))
}

/// Every record that breaks an invariant, with the invariant.
pub fn check(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = store::check_engine(tx)?;
    findings.extend(people::check_chain(tx)?);
    findings.extend(ledger::check(tx)?);
    findings.extend(reservations::check(tx)?);
    findings.extend(calls::check(tx)?);
    findings.extend(third_places::check(tx)?);
    Ok(findings)
}
