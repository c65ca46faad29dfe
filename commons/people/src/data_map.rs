//! The data map: of every column, whether it says something about a person, and then what, of
//! whom, why, on which legal ground, for how long, seen by whom, and what erasing an account does.
//!
//! Each context declares its own columns; the kernel, which knows no word of the field, has its
//! columns declared here. The register of processing, the export, the erasure, the purge and the
//! page that announces them read the same rows. Invariant, kept by a test: the maps name each
//! column of the migrated schema once, and no other. Deliberately absent: a retention that nobody
//! carries out; `days` are those that the purge takes.

mod kernel;
mod own;

use base::{Outcome, Say};
use store::Tx;

use crate::PersonId;
pub use kernel::{STORE_DATA_MAP, WEB_DATA_MAP, WORK_DATA_MAP};
pub use own::DATA_MAP;

/// An account that nobody has used for so many days is erased: two years.
pub const IDLE_DAYS: i64 = 730;
/// What ends for want of use is announced so many days ahead.
pub const NOTICE_DAYS: i64 = 14;
/// A mail is kept so many days after it was sent.
pub const MAIL_DAYS: i64 = 30;
/// A mail that could not be sent is kept so many days after the last try.
pub const DEAD_MAIL_DAYS: i64 = 90;
/// A notice is kept so many days after it was read.
pub const NOTICE_KEPT_DAYS: i64 = 365;
/// A notice that nobody reads is kept so many days.
pub const NOTICE_UNREAD_DAYS: i64 = 730;
/// What is known of a mail that came back is kept so many days.
pub const BOUNCE_DAYS: i64 = 30;
/// What keeps a command from being carried out twice is kept so many days.
pub const COMMAND_DAYS: i64 = 30;

/// Columns of one table that say one thing about people. Texts are keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Personal {
    /// The table.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// What they say.
    pub what: &'static str,
    /// Of whom.
    pub persons: &'static str,
    /// What for: rows of one purpose are one processing in the register.
    pub purpose: &'static str,
    /// On which legal ground.
    pub basis: &'static str,
    /// For how long.
    pub retention: Retention,
    /// Who sees it.
    pub seen_by: &'static str,
    /// What the erasure of the account does to it.
    pub erasure: Erasure,
}

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// The sentence; it may say the days as `$period`.
    pub said: &'static str,
    /// The days that the purge counts; none where it lasts as long as what it belongs to.
    pub days: Option<i64>,
}

/// What the erasure of an account does to what is said of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// The row is deleted.
    Delete,
    /// The row stays and says nothing any more here.
    Blank,
    /// It stays, because of this: a text.
    Keep(&'static str),
}

/// All columns of a context.
#[derive(Clone, Copy, Debug)]
pub struct DataMap {
    /// Short name of the context, which begins its tables.
    pub context: &'static str,
    /// Columns that say something about people.
    pub personal: &'static [Personal],
    /// The other columns, by table.
    pub other: &'static [(&'static str, &'static [&'static str])],
}

/// What a context does for the person behind an account.
#[derive(Clone, Copy, Debug)]
pub struct Custodian {
    /// Short name of the context.
    pub context: &'static str,
    /// All that the context's map calls personal about them: sections by name, each a list.
    pub export: fn(&mut Tx, PersonId) -> Outcome<serde_json::Value>,
    /// Why their account cannot be erased yet, and what to do about it.
    pub hindrances: fn(&mut Tx, PersonId) -> Outcome<Vec<Say>>,
    /// Erases them, as the map says.
    pub erase: fn(&mut Tx, PersonId) -> Outcome<()>,
    /// Who looked at what is sensitive and says something of them.
    pub seen: fn(&mut Tx, PersonId) -> Outcome<Vec<crate::Entry>>,
    /// Hands what waits for an agent who leaves over to another; how much that was.
    pub hand_over: fn(&mut Tx, PersonId, PersonId) -> Outcome<u64>,
}

impl Retention {
    /// As long as the sentence says.
    pub const fn said(said: &'static str) -> Self {
        Self { said, days: None }
    }

    /// So many days after what the sentence says.
    pub const fn days(said: &'static str, days: i64) -> Self {
        Self { said, days: Some(days) }
    }
}

impl DataMap {
    /// Every `(table, column)` that the map names, in its order.
    pub fn columns(&self) -> Vec<(&'static str, &'static str)> {
        let personal = self.personal.iter().map(|row| (row.table, row.columns));
        personal
            .chain(self.other.iter().copied())
            .flat_map(|(table, columns)| columns.iter().map(move |column| (table, *column)))
            .collect()
    }
}

/// A number of days as people say it: in years or months where it is whole ones.
pub fn period(voice: &web::Voice, days: i64) -> String {
    let (key, count) = match days {
        days if days > 0 && days % 365 == 0 => ("people-map-years", days / 365),
        days if days > 0 && days % 30 == 0 => ("people-map-months", days / 30),
        days => ("people-map-days", days),
    };
    voice.with(key, "count", count)
}

impl Retention {
    /// The sentence in a language.
    pub fn in_words(&self, voice: &web::Voice) -> String {
        match self.days {
            Some(days) => voice.with(self.said, "period", period(voice, days)),
            None => voice.say(self.said),
        }
    }
}

impl Erasure {
    /// What it does, in a language.
    pub fn in_words(&self, voice: &web::Voice) -> String {
        match self {
            Erasure::Delete => voice.say("people-map-erase-delete"),
            Erasure::Blank => voice.say("people-map-erase-blank"),
            Erasure::Keep(why) => voice.with("people-map-erase-keep", "why", voice.say(why)),
        }
    }
}
