//! The sentences of all contexts, said in a language with values in their places.
//!
//! Fluent reads and resolves; what it shows of a value, and which plural it takes, is decided by
//! this crate. Invariants: keys are unique among all contexts; a value is shown in the language of
//! the sentence it stands in, also where that sentence is the French one in want of another.
//! Deliberately absent: functions and attributes of Fluent, and isolation marks around values, for
//! none of our languages is written from right to left.

use std::collections::{BTreeMap, BTreeSet};

use base::{Arg, Say};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions, FluentNumberType};
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};

use crate::{Lang, moment, money, number, plural, syntax};

/// A language file: its language, the context it belongs to, and its text.
pub type Source = (Lang, &'static str, &'static str);

/// All sentences, by language. Read once, shared by all threads.
pub struct Words {
    tongues: BTreeMap<Lang, Tongue>,
}

struct Tongue {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

impl Words {
    /// Reads language files. Refused, with every fault named: a text that is not Fluent, a key
    /// given twice in one language.
    pub fn new(sources: &[Source]) -> Result<Words, String> {
        let mut tongues = BTreeMap::new();
        let mut faults = Vec::new();
        for (lang, context, ftl) in sources {
            let file = format!("{context}/{}.ftl", lang.code());
            let tongue = tongues.entry(*lang).or_insert_with(|| Tongue::new(*lang));
            faults.extend(tongue.add(ftl).into_iter().map(|fault| format!("{file}: {fault}")));
        }
        if faults.is_empty() { Ok(Words { tongues }) } else { Err(faults.join("\n")) }
    }

    /// The sentence of a key with values in their places; in French if the language lacks it, and
    /// the key itself, as `⟦key⟧`, if French lacks it too.
    pub fn say(&self, lang: Lang, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.said_in(lang, key, args)
            .or_else(|| self.said_in(Lang::Fr, key, args))
            .unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// The same for a sentence carried by a refusal or a notice.
    pub fn say_it(&self, lang: Lang, say: &Say) -> String {
        self.say(lang, say.key, &say.args)
    }

    /// Whether the language itself has the sentence.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.tongues.get(&lang).is_some_and(|tongue| tongue.keys.contains(key))
    }

    /// The keys that the language itself has, in alphabetical order.
    pub fn keys(&self, lang: Lang) -> Vec<&str> {
        let tongue = self.tongues.get(&lang);
        tongue.map(|tongue| tongue.keys.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    fn said_in(&self, lang: Lang, key: &str, args: &[(&'static str, Arg)]) -> Option<String> {
        let bundle = &self.tongues.get(&lang)?.bundle;
        let pattern = bundle.get_message(key)?.value()?;
        let args: FluentArgs = args.iter().map(|(name, arg)| (*name, value(lang, arg))).collect();
        // A missing argument leaves its name in braces, which says more than an error would.
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned())
    }
}

impl Tongue {
    fn new(lang: Lang) -> Self {
        let locale = plural_locale(lang).parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Fr => |value, _| shown(Lang::Fr, value),
            Lang::En => |value, _| shown(Lang::En, value),
            Lang::Ht => |value, _| shown(Lang::Ht, value),
            Lang::Km => |value, _| shown(Lang::Km, value),
            Lang::Hy => |value, _| shown(Lang::Hy, value),
            Lang::Bm => |value, _| shown(Lang::Bm, value),
        }));
        Self { bundle, keys: BTreeSet::new() }
    }

    fn add(&mut self, ftl: &str) -> Vec<String> {
        let resource = match FluentResource::try_new(ftl.to_owned()) {
            Ok(resource) => resource,
            Err((_, errors)) => {
                return errors.iter().map(|error| syntax::at_line(ftl, error)).collect();
            }
        };
        let (sentences, _) = syntax::sentences(ftl);
        let faults = match self.bundle.add_resource(resource) {
            Ok(()) => Vec::new(),
            Err(errors) => errors.iter().map(said_twice).collect(),
        };
        let keys = sentences.into_iter().map(|sentence| sentence.key);
        self.keys.extend(keys.filter(|key| !key.starts_with('-')));
        faults
    }
}

fn said_twice(error: &FluentError) -> String {
    match error {
        FluentError::Overriding { id, .. } => format!("{id} is given twice"),
        other => other.to_string(),
    }
}

/// The language whose plural table inside Fluent serves ours. Fluent has no Haitian Creole: Khmer
/// has the same single category. Its French lacks `many`: Hindi agrees with French on whole
/// numbers, and its ordinal table has a `many` to borrow (see [`counted`]).
fn plural_locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "hi",
        Lang::Ht => "km",
        other => other.code(),
    }
}

fn value(lang: Lang, arg: &Arg) -> FluentValue<'static> {
    match arg {
        Arg::Text(text) => FluentValue::from(text.clone()),
        Arg::Count(n) => FluentValue::Number(counted(lang, *n)),
        Arg::Money(amount) => FluentValue::from(money(lang, *amount)),
        Arg::When(when) => FluentValue::from(moment(lang, *when)),
    }
}

/// A count as Fluent can choose a variant by it. From a million on a stand-in with the right
/// plural is passed instead, since Fluent's tables do not know `many` and its numbers are not
/// exact; the text to show then travels in an option that nothing else uses.
fn counted(lang: Lang, n: i64) -> FluentNumber {
    if n.unsigned_abs() < 1_000_000 {
        return FluentNumber::from(n);
    }
    let mut options =
        FluentNumberOptions { currency: Some(number(lang, n)), ..FluentNumberOptions::default() };
    if plural(lang, n) == "many" {
        options.r#type = FluentNumberType::Ordinal;
        return FluentNumber::new(6.0, options);
    }
    FluentNumber::new(7.0, options)
}

fn shown(lang: Lang, value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(n) => match &n.options.currency {
            Some(text) => Some(text.clone()),
            // Literals of the language file may have a fraction; counts never do.
            None if n.value.fract() != 0.0 => None,
            None => Some(number(lang, n.value as i64)),
        },
        _ => None,
    }
}
