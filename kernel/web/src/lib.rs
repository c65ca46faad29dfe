//! The web edge: server, limits, sessions, forms, refusals, and the face that all pages share.
//!
//! A programme brings [`Routes`], each with its policy; handlers return [`base::Outcome`] of a
//! response, and every refusal becomes a page, or problem+json under `/api/`, in one place
//! (`refusals.rs`). Pages work without JavaScript; nothing inline is ever written, so that the
//! content security policy can forbid it.
//!
//! Deliberately absent: any word of the field. Who a session belongs to is an opaque subject;
//! `commons/people` knows the person.

pub mod api;
mod app;
pub mod assets;
pub mod chart;
mod context;
mod cookies;
mod forms;
mod listing;
mod markdown;
mod metering;
mod outgoing;
pub mod parts;
mod publisher;
pub mod rates;
mod refusals;
mod routes;
mod server;
pub mod sessions;
mod voice;
mod watch;
mod wire;

pub use app::{App, Service, Settings};
pub use context::{Ctx, PageHead, Visitor, refuse};
pub use forms::{Form, Reader, Upload, parse_date};
pub use listing::{Listing, download, file, query_of};
pub use markdown::to_html as markdown;
pub use outgoing::{ANSWER_LIMIT_BYTES, Outgoing, TIME_LIMIT_S, Undelivered};
pub use publisher::{
    Changed, ENTRIES, Entry, Kind as EntryKind, Part, Publisher, change_publisher, contact_link,
    publisher,
};
pub use refusals::{Refused, status_of};
pub use routes::{Guard, Method, RouteInfo, Routes};
pub use server::Assembly;
pub use voice::Voice;
pub use wire::{HEAD_LIMIT_BYTES, Wire, serve};

/// The tables of this crate.
pub const MIGRATIONS: store::Migrations = store::Migrations {
    context: "web",
    steps: &[
        ("0001_start", include_str!("../sql/0001_start.sql")),
        ("0002_rates", include_str!("../sql/0002_rates.sql")),
        ("0003_settings", include_str!("../sql/0003_settings.sql")),
        ("0004_strong", include_str!("../sql/0004_strong.sql")),
    ],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "web", include_str!("../text/fr.ftl")),
    (words::Lang::En, "web", include_str!("../text/en.ftl")),
    (words::Lang::Fr, "web", include_str!("../text/edge.fr.ftl")),
    (words::Lang::En, "web", include_str!("../text/edge.en.ftl")),
];

/// A whole request, in bytes.
pub const BODY_LIMIT_BYTES: usize = 12_000_000;
/// One sent file, in bytes.
pub const FILE_LIMIT_BYTES: usize = 10_000_000;
/// Fields of one form.
pub const FIELD_LIMIT: usize = 2_000;
/// One typed text, in characters.
pub const TEXT_LIMIT_CHARS: usize = 100_000;
