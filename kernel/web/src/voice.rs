//! A language and all that is said in it: what templates speak with.

use std::borrow::Borrow;
use std::sync::Arc;

use base::{Arg, Cents, Moment, Say};
use words::{Lang, Words};

/// Says texts, dates and amounts in one language.
#[derive(Clone)]
pub struct Voice {
    words: Arc<Words>,
    /// The language.
    pub lang: Lang,
}

impl Voice {
    /// A voice in a language.
    pub fn new(words: Arc<Words>, lang: Lang) -> Self {
        Self { words, lang }
    }

    /// The same in another language: for papers whose language the law says.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> Self {
        Self { lang, ..self.clone() }
    }

    /// The text of a key.
    pub fn say(&self, key: &str) -> String {
        self.words.say(self.lang, key, &[])
    }

    /// The name of a code: the text of `prefix-code`.
    pub fn named(&self, prefix: &str, code: &str) -> String {
        self.say(&format!("{prefix}-{code}"))
    }

    /// The text of a key with one argument.
    pub fn with(&self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.words.say(self.lang, key, &[(name, value.into())])
    }

    /// The text of a key with several arguments.
    pub fn with_all(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.words.say(self.lang, key, args)
    }

    /// The sentence of a situation.
    pub fn it(&self, say: &Say) -> String {
        self.words.say_it(self.lang, say)
    }

    /// Whether a key has a text.
    pub fn has(&self, key: &str) -> bool {
        self.words.has(self.lang, key)
    }

    /// A date and time of France.
    pub fn moment(&self, moment: impl Borrow<Moment>) -> String {
        words::moment(self.lang, *moment.borrow())
    }

    /// The date of a moment in France.
    pub fn day(&self, moment: impl Borrow<Moment>) -> String {
        words::date(self.lang, moment.borrow().in_france().date())
    }

    /// A date.
    pub fn date(&self, date: impl Borrow<jiff::civil::Date>) -> String {
        words::date(self.lang, *date.borrow())
    }

    /// An amount of money.
    pub fn money(&self, amount: impl Borrow<Cents>) -> String {
        words::money(self.lang, *amount.borrow())
    }

    /// A whole number.
    pub fn number(&self, number: impl Borrow<i64>) -> String {
        words::number(self.lang, *number.borrow())
    }

    /// A share in ten-thousandths as a percentage.
    pub fn percent(&self, basis_points: impl Borrow<i64>) -> String {
        words::percent(self.lang, *basis_points.borrow())
    }

    /// A size of a file.
    pub fn bytes(&self, bytes: impl Borrow<i64>) -> String {
        words::bytes(self.lang, u64::try_from(*bytes.borrow()).unwrap_or(0))
    }
}
