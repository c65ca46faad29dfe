//! The ledger: every euro, hour and unit that moves, in double entry.
//!
//! A legal entity keeps a book; a book has accounts, each for a purpose, of an owner, in a unit;
//! transfers move whole minor units from one account to another of the same book and unit. The
//! vocabulary and its meaning are those that TigerBeetle publishes: client ids, pending transfers
//! that are posted, voided or expire, linked transfers, balancing transfers. The platform holds no
//! money: it keeps the book, and proves that book and bank agree.
//!
//! Invariants: each unit of each book sums to zero at every commit; no account goes beyond its
//! limits; the same id is the same transfer; nothing is rewritten, a correction is a transfer the
//! other way; each transfer is sealed by the one before; nothing takes effect in a closed period.
//! Deliberately absent: exchange between units; floating numbers.

mod api;
mod books;
mod chain;
mod check;
mod custody;
mod data_map;
mod entities;
mod fec;
mod matching;
mod model;
mod owners;
mod pages;
mod plain_text;
mod plan;
mod reconcile;
pub mod rules;
mod statements;
mod store;
mod trail;
mod transfers;
mod wallet;

pub use api::document as api_document;
pub use books::{
    Kind, Operation, account_in, begin_book, book, books_of, close_book, create_in, newest_in,
    record_operation, reversal_of, reverse, state_of, transfer_in,
};
pub use check::check;
pub use custody::CUSTODIAN;
pub use data_map::DATA_MAP;
pub use entities::{
    Account, Entity, NewAccount, account, accounts_in, accounts_of, close_account, close_period,
    entities, entity_of, open_account, open_book, set_limits,
};
pub use fec::write_fec;
pub use model::{
    ALL, AccountId, Balances, Booked, Day, EntityId, Phase, Status, Transfer, TransferId,
};
pub use pages::routes;
pub use plain_text::{PlainText, plain_name, write_plain_text};
pub use plan::{Journal, Purpose, journal};
pub use reconcile::{
    Line, LineId, Situation, Taken, explain_line, link_line, open_line, situation, take_statements,
};
pub use statements::{
    Statement, balance_at, balance_on, balances_on, days_of, moved, net_after, statement,
    statement_between, transfers_about,
};
pub use trail::Trail;
pub use transfers::{BATCH_LIMIT, CHAIN_LIMIT, create_transfers, refusal, transfer_all};

/// The tables of this crate.
pub const MIGRATIONS: ::store::Migrations = ::store::Migrations {
    context: "ledger",
    steps: &[
        ("0001_start", include_str!("../sql/0001_start.sql")),
        ("0002_bank", include_str!("../sql/0002_bank.sql")),
    ],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "ledger", include_str!("../text/fr.ftl")),
    (words::Lang::En, "ledger", include_str!("../text/en.ftl")),
];
