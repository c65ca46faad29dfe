//! The developer commands of Parvis: `cargo xtask COMMAND`.
//!
//! One module a command. `tidy` and `statements` are also called by tests of other crates, so
//! they read a tree and return what they found; they print nothing. Whatever a command needs and
//! the machine lacks is installed into one cache folder or named in a clear sentence.
//! Deliberately absent: any code that the product itself needs to run.

mod bank_files;
mod books;
mod browser;
mod certified;
mod fuzz;
mod invoices;
mod postgres;
mod reservations;
mod run;
mod standards;
mod steps;
mod tidy;
mod tools;

pub use browser::{browser, screenshots};
pub use fuzz::fuzz;
pub use postgres::{Cluster, keep as keep_postgres, start as start_postgres};
pub use run::{cargo, find_root, replace_with, run, target_dir};
pub use steps::{STEPS, test};
pub use tidy::{Finding, Statement, migrations, statements, tidy};
