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
mod api_payments;
mod bank_files;
mod bank_reports;
mod books;
mod chain;
mod check;
mod check_payments;
mod claims;
mod credits;
mod custody;
mod data_map;
mod debits;
mod desk;
mod entities;
mod expected;
mod fec;
mod handover;
mod intake;
mod invoice_file;
mod invoices;
mod keepers;
mod left_out;
mod lines;
mod mandates;
mod matching;
mod model;
mod orders;
mod outlook;
mod owners;
mod pages;
mod parties;
mod plain_text;
mod plan;
mod receipts;
mod reconcile;
mod reminders;
pub mod rules;
mod settle;
mod statements;
mod store;
mod told;
mod trail;
mod transfers;
mod unmatch;
mod wallet;

pub use api::document as api_document;
pub use bank_files::{
    BankFile, bank_file, bank_files, collectable, make_debit_file, make_transfer_file,
};
pub use bank_reports::{Reported, give_up_file, take_report};
pub use books::{
    Kind, Operation, account_in, begin_book, book, books_of, close_book, create_in, newest_in,
    record_operation, reversal_of, reverse, state_of, transfer_in,
};
pub use check::check;
pub use claims::{
    Claim, ClaimState, NewClaim, claim, claims_on, drop_claim, expect_payment, open_claims,
    receive_payment,
};
pub use credits::{Part, credit_invoice, credit_part};
pub use custody::CUSTODIAN;
pub use data_map::DATA_MAP;
pub use desk::{Count, Sheet, count_till, day_sheets, deposit_cheques};
pub use entities::{
    Account, Entity, NewAccount, account, accounts_in, accounts_of, close_account, close_period,
    entities, entity_of, open_account, open_book, set_limits,
};
pub use expected::{Expected, Meaning};
pub use fec::write_fec;
pub use handover::write_handover;
pub use intake::{Taken, no_statement, take_file, take_statements, try_file};
pub use invoice_file::{BUYERS, InvoiceLine, Issued, Named, VATS};
pub use invoices::{Kept, NewInvoice, draft_invoice, invoice_in, invoices, issue_invoice};
pub use keepers::{SCOPES, add_treasurer, end_treasurer, treasurers};
pub use left_out::{LeftOut, left_out};
pub use mandates::{
    Mandate, MandateState, draw_mandate, end_mandate, mandate, mandate_document, mandates,
    mandates_of, sign_mandate,
};
pub use model::{
    ALL, AccountId, Balances, Booked, Day, EntityId, Phase, Status, Transfer, TransferId,
};
pub use orders::{
    NewOrder, Order, OrderState, approve_order, newest_orders, open_orders, order, orders_of_file,
    prepare_order, withdraw_order,
};
pub use outlook::{WEEKS, Waits, Week, forecast, waits};
pub use pages::routes;
pub use parties::{
    Details, NewParty, Party, PartyId, add_party, change_party, details, parties, party,
    set_details,
};
pub use plain_text::{PlainText, plain_name, write_plain_text};
pub use plan::{Journal, Purpose, journal};
pub use receipts::{
    Charity, Donor, Paid, QUALITIES, Receipt, charity, donors, make_receipts, receipt, set_charity,
    summaries_of, summary,
};
pub use reconcile::{
    Line, LineId, Riddle, Situation, explain_line, link_line, open_line, riddle, situation,
};
pub use reminders::{Level, REMIND_EVERY, Reminder, remind, remind_late, reminders};
pub use settle::settle_line;
pub use statements::{
    Statement, balance_at, balance_on, balances_on, days_of, moved, net_after, statement,
    statement_between, transfers_about,
};
pub use told::{NOTICE_KINDS, TOLD_BEFORE, handlers};
pub use trail::Trail;
pub use transfers::{BATCH_LIMIT, CHAIN_LIMIT, create_transfers, refusal, transfer_all};
pub use unmatch::{Matched, matched_line, unmatch_line};

/// The tables of this crate.
pub const MIGRATIONS: ::store::Migrations = ::store::Migrations {
    context: "ledger",
    steps: &[
        ("0001_start", include_str!("../sql/0001_start.sql")),
        ("0002_bank", include_str!("../sql/0002_bank.sql")),
        ("0003_payments", include_str!("../sql/0003_payments.sql")),
        ("0004_documents", include_str!("../sql/0004_documents.sql")),
        ("0005_matching", include_str!("../sql/0005_matching.sql")),
        ("0006_told", include_str!("../sql/0006_told.sql")),
        ("0007_credits", include_str!("../sql/0007_credits.sql")),
    ],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "ledger", include_str!("../text/fr.ftl")),
    (words::Lang::En, "ledger", include_str!("../text/en.ftl")),
];
