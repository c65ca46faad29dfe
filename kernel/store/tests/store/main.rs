//! What the store promises, kept on both engines, through its public face.
//!
//! PostgreSQL takes part when `PARVIS_TEST_POSTGRES` names a server (`cargo xtask postgres`).
//! Tests that need a process of their own to kill run this same program again; see `child.rs`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod backups;
mod child;
mod concurrency;
mod ground;
mod kept;
mod kill;
mod links;
mod migrations;
mod once;
mod search;
mod space;
mod units;
mod values;
