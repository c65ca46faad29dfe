//! What is said, in six languages: sentences, dates, numbers, plurals, and words for search.
//!
//! Invariants: the sentences of a context live in its own language files and are read once, into a
//! [`Words`] shared by all threads; French is complete, English follows it, and whatever lacks a
//! sentence falls back to French, so that nobody ever meets an empty page; nothing here panics,
//! whatever the arguments. Deliberately absent: sentences (each context has its own), the clock,
//! right-to-left languages, and currencies other than the euro.

mod analyse;
mod dates;
mod fold;
mod lang;
mod numbers;
mod plural;
mod sentences;
mod syntax;
mod typography;
mod verify;

pub use analyse::{TERM_CHARS, TERMS, analyse};
pub use dates::{date, moment, relative};
pub use fold::{fold, sort_key};
pub use lang::{Lang, negotiate};
pub use numbers::{bytes, decimal, money, number, percent};
pub use plural::plural;
pub use sentences::{Source, Words};
pub use typography::typography_faults;
pub use verify::verify;
