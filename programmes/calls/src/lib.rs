//! Calls for projects: open all the year, decided by sessions.
//!
//! A call lays down rules (who may apply, which budget lines, the form, the rubric); a file keeps
//! to the revision it was begun under and belongs to its organisation. Sessions have a cut-off that
//! freezes a batch; what is late goes to the next one. Readers declare conflicts, then score; an
//! officer decides per file and line within the envelopes; publication sends letters and makes the
//! awards open data.
//!
//! Invariants: a submitted file has a number and is in the session that was open, or waits for the
//! next; decisions of a session never exceed its envelopes; nothing awarded exceeds what was
//! asked; a criterion without an answer is not a zero. Deliberately absent: payments (the ledger's),
//! automatic choice of laureates.

mod api;
mod attachments;
mod calls;
mod check;
mod custody;
mod data_map;
mod decisions;
mod files;
mod guests;
mod jobs;
mod letters;
mod looks;
mod media;
mod model;
mod notices;
mod open_data;
mod pages;
mod readings;
mod rights;
pub mod rules;
mod waiting;

pub use api::document as api_document;
pub use attachments::{attach, attached_counts, attachments, detach};
pub use calls::{
    CallText, NewSession, add_session, all_calls, call, calls_in, change_rules, change_text,
    create_call, freeze_due, next_cut_offs, officer_call, officer_of, officer_session,
    open_session, public_call, rules_of, search_calls, session, sessions_in, sessions_of,
    set_call_state,
};
pub use check::check;
pub use custody::CUSTODIAN;
pub use data_map::{DATA_MAP, DRAFT_DAYS};
pub use decisions::{
    Check, PublicAward, award_totals, check_file, decide, decisions, public_awards, publish, spent,
};
pub use files::{
    batch, begin_file, events, filed_files, files_of, officer_file, own_file, own_files,
    readable_file, save_answers, submit_file, version_answers, versions, withdraw_file,
    writable_file,
};
pub use guests::{GUEST_DAYS, SCOPES, end_guest, guests, invite_guest};
pub use jobs::{handlers, periodic};
pub use looks::looks_at_pieces;
pub use media::media_type;
pub use model::*;
pub use notices::NOTICE_KINDS;
pub use open_data::{awards_sheet, scdl};
pub use pages::routes;
pub use readings::{
    Opinion, ToRead, assign_reader, declare, give_opinion, own_reading, own_readings, reading,
    readings_of_call, readings_of_file, readings_of_reader,
};
pub use rights::{call_rights, end_call_right, give_call_right};

/// The tables of this crate.
pub const MIGRATIONS: store::Migrations = store::Migrations {
    context: "calls",
    steps: &[("0001_start", include_str!("../sql/0001_start.sql"))],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "calls", include_str!("../text/fr.ftl")),
    (words::Lang::En, "calls", include_str!("../text/en.ftl")),
];

/// The job that mails the receipt of a submission.
pub const RECEIPT_JOB: &str = "calls.receipt";
/// The job that tells an organisation of missing pieces or of ineligibility.
pub const NOTICE_JOB: &str = "calls.notice";
/// The job that makes and mails the letter of a decision.
pub const LETTER_JOB: &str = "calls.letter";
/// The periodic job that freezes sessions.
pub const FREEZE_JOB: &str = "calls.freeze";
/// The periodic job that reminds of cut-offs.
pub const REMINDERS_JOB: &str = "calls.reminders";
/// The periodic job that ends drafts that everybody has left.
pub const DRAFTS_JOB: &str = "calls.drafts";
