//! Whatever can refuse a request, named after the situation.
//!
//! A refusal carries what to say (the key of a text and its arguments), never the sentence: the
//! web edge says it in the reader's language and chooses the HTTP status (`web::refusals`).

use crate::Cents;

/// A value inside a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A text shown as it is.
    Text(String),
    /// A whole number; also chooses the plural.
    Count(i64),
    /// An amount of money.
    Money(Cents),
    /// A moment, shown as date and time of France.
    When(crate::Moment),
}

/// A sentence to be said: the key of a text and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Say {
    /// Key of the text in the language files.
    pub key: &'static str,
    /// Arguments by name.
    pub args: Vec<(&'static str, Arg)>,
}

impl Say {
    /// A sentence without arguments.
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

impl From<&'static str> for Say {
    fn from(key: &'static str) -> Self {
        Say::new(key)
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}
impl From<i64> for Arg {
    fn from(count: i64) -> Self {
        Arg::Count(count)
    }
}
impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Arg::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}
impl From<&usize> for Arg {
    fn from(count: &usize) -> Self {
        Arg::from(*count)
    }
}
impl From<&i64> for Arg {
    fn from(count: &i64) -> Self {
        Arg::from(*count)
    }
}
impl From<&Cents> for Arg {
    fn from(amount: &Cents) -> Self {
        Arg::Money(*amount)
    }
}
impl From<&crate::Moment> for Arg {
    fn from(moment: &crate::Moment) -> Self {
        Arg::When(*moment)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Arg::from(text.as_str())
    }
}
impl From<Cents> for Arg {
    fn from(amount: Cents) -> Self {
        Arg::Money(amount)
    }
}
impl From<crate::Moment> for Arg {
    fn from(moment: crate::Moment) -> Self {
        Arg::When(moment)
    }
}

/// What is wrong with one field, or, when `field` is empty, with the form as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the form field.
    pub field: String,
    /// What to say beside it.
    pub say: Say,
}

impl Fault {
    /// A fault of one field.
    pub fn new(field: impl Into<String>, say: impl Into<Say>) -> Self {
        Self { field: field.into(), say: say.into() }
    }
}

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// No such thing, or it is somebody else's: both look the same from outside.
    #[error("unknown")]
    Unknown,
    /// The request needs somebody signed in.
    #[error("sign in first")]
    SignInFirst,
    /// Somebody is signed in and may not do this.
    #[error("forbidden")]
    Forbidden,
    /// What was typed cannot be taken; all faults at once.
    #[error("invalid: {0:?}")]
    Invalid(Vec<Fault>),
    /// The record was changed by somebody else since it was shown.
    #[error("stale")]
    Stale,
    /// The present state of things does not allow it.
    #[error("conflict: {0:?}")]
    Conflict(Say),
    /// Too many tries; how long to wait.
    #[error("too many, wait {wait_s} s")]
    TooMany {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// More was sent than is taken; the limit in bytes.
    #[error("larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// The request could not be read at all.
    #[error("malformed")]
    Malformed,
    /// The queue is full or the database does not answer; nothing was done.
    #[error("busy")]
    Busy,
    /// The disk is full; nothing was done.
    #[error("no space")]
    NoSpace,
    /// Our own mistake: logged in full, shown as an apology.
    #[error("broken: {0}")]
    Broken(String),
}

impl Refusal {
    /// A refusal for one fault of one field.
    pub fn field(field: impl Into<String>, say: impl Into<Say>) -> Self {
        Refusal::Invalid(vec![Fault::new(field, say)])
    }

    /// A refusal because of the state of things.
    pub fn conflict(say: impl Into<Say>) -> Self {
        Refusal::Conflict(say.into())
    }

    /// Our own mistake, in words for the log.
    pub fn broken(what: impl std::fmt::Display) -> Self {
        Refusal::Broken(what.to_string())
    }
}
