//! Who publishes this instance: the body, its addresses and contacts, as administrators fill them
//! in once for all nodes.
//!
//! [`publisher`] reads in the transaction of what needs it (a letter, a file of open data);
//! [`crate::App::publisher`] is the copy that pages show, at most [`FRESH_S`] seconds old, and not
//! old at all on the node that changed it. Whatever would print something that is not filled in
//! calls [`Publisher::need`] first. Deliberately absent: how this node is reached, which is
//! [`crate::Settings`].

use base::{Outcome, Refusal, Say};
use serde::{Deserialize, Serialize};
use store::{Tx, sql};
use words::Lang;

/// Pages of another node show a change after so many seconds at most.
pub(crate) const FRESH_S: i64 = 10;

/// What is filled in somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A few words.
    Line,
    /// 14 digits with their key.
    Siret,
    /// Five digits.
    Postcode,
    /// An e-mail address, or the address of a page, `https://…`.
    Contact,
    /// Codes of languages, a blank between.
    Languages,
}

/// Under which heading of the page of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The body itself.
    Body,
    /// What letters need besides.
    Letters,
    /// Personal data.
    Data,
    /// Whom to write to, and in which language.
    Help,
}

impl Part {
    /// All, in the order of the page.
    pub const ALL: [Part; 4] = [Part::Body, Part::Letters, Part::Data, Part::Help];

    /// The end of the key of its heading.
    pub fn code(self) -> &'static str {
        match self {
            Part::Body => "body",
            Part::Letters => "letters",
            Part::Data => "data",
            Part::Help => "help",
        }
    }
}

/// One of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name: of the form field, in the log, at the end of the keys of its texts.
    pub name: &'static str,
    /// Its heading.
    pub part: Part,
    /// What it takes.
    pub kind: Kind,
    /// Most characters.
    pub max: usize,
    /// May stay empty: something else stands in for it, or nothing is lost.
    pub optional: bool,
    /// Its value.
    pub of: fn(&Publisher) -> &str,
    /// Sets its value.
    pub set: fn(&mut Publisher, String),
}

macro_rules! settings {
    ($($(#[$doc:meta])+ $name:ident: $part:ident $kind:ident $max:literal $optional:literal,)+) => {
        /// What is filled in; a text that is not is empty.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Publisher {
            /// Counts the changes.
            #[serde(skip)]
            pub version: i64,
            $($(#[$doc])+ pub $name: String,)+
        }

        /// All settings, in the order of the page.
        pub const ENTRIES: &[Entry] = &[$(Entry {
            name: stringify!($name),
            part: Part::$part,
            kind: Kind::$kind,
            max: $max,
            optional: $optional,
            of: |publisher| &publisher.$name,
            set: |publisher, value| publisher.$name = value,
        },)+];
    };
}

settings! {
    /// The public body.
    name: Body Line 120 false,
    /// Its SIRET.
    siret: Body Siret 20 false,
    /// Street and number.
    address: Body Line 200 false,
    /// Postcode.
    postcode: Body Postcode 10 false,
    /// Commune.
    city: Body Line 100 false,
    /// Telephone number.
    phone: Body Line 30 true,
    /// Who answers for what is published: name and office.
    director: Body Line 160 false,
    /// Who houses the service: name, address, telephone.
    host: Body Line 300 false,
    /// In whose name letters are signed: « Pour le Président du Conseil départemental ».
    signatory: Letters Line 160 false,
    /// Where letters are dated; the commune unless another is named.
    town: Letters Line 100 true,
    /// Before which court a decision can be contested: « tribunal administratif de … ».
    court: Letters Line 160 false,
    /// Who answers for the processing of personal data; the body unless another is named.
    controller: Data Line 160 true,
    /// How to reach them.
    controller_contact: Data Contact 254 false,
    /// The data protection officer.
    officer: Data Line 160 false,
    /// How to reach them.
    officer_contact: Data Contact 254 false,
    /// Whom to tell of a page that is out of reach.
    accessibility: Help Contact 254 false,
    /// Whom to ask for help.
    help: Help Contact 254 false,
    /// Languages offered; all that are shipped unless some are chosen.
    languages: Help Languages 40 true,
}

impl Publisher {
    /// The languages offered; French always.
    pub fn languages(&self) -> Vec<Lang> {
        let chosen = |lang: &Lang| self.languages.split(' ').any(|code| code == lang.code());
        let offered = |lang: &Lang| *lang == Lang::Fr || self.languages.is_empty() || chosen(lang);
        Lang::SHIPPED.into_iter().filter(offered).collect()
    }

    /// Where letters are dated.
    pub fn town(&self) -> &str {
        if self.town.is_empty() { &self.city } else { &self.town }
    }

    /// Who answers for the processing of personal data.
    pub fn controller(&self) -> &str {
        if self.controller.is_empty() { &self.name } else { &self.controller }
    }

    /// Names of the settings that should be filled in and are not.
    pub fn missing(&self) -> Vec<&'static str> {
        let empty = |entry: &&Entry| !entry.optional && (entry.of)(self).is_empty();
        ENTRIES.iter().filter(empty).map(|entry| entry.name).collect()
    }

    /// Refuses, with a sentence, what needs a setting that is not filled in.
    pub fn need(&self, names: &[&str]) -> Outcome<()> {
        let missing = self.missing();
        let lacks = |name: &&&str| match **name {
            "town" => self.town().is_empty(),
            name => missing.contains(&name),
        };
        match names.iter().find(lacks) {
            Some(name) => {
                Err(Refusal::Conflict(Say::new("web-conflict-setting").with("name", *name)))
            }
            None => Ok(()),
        }
    }
}

/// Where a contact leads: a `mailto:` of an e-mail address, the address of a page as it is.
pub fn contact_link(contact: &str) -> String {
    if contact.contains("://") { contact.to_owned() } else { format!("mailto:{contact}") }
}

/// What is filled in at this moment.
pub fn publisher(tx: &mut Tx) -> Outcome<Publisher> {
    let row =
        tx.one(sql("SELECT version, value FROM web_setting WHERE name = 'publisher'"), &[])?;
    let mut columns = row.columns();
    let version = columns.take()?;
    let kept: Publisher =
        serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?;
    Ok(Publisher { version, ..kept })
}

/// A setting that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its name.
    pub name: &'static str,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// Fills in anew, from the version in `new`: what has changed. Nothing has: nothing is written.
pub fn change_publisher(tx: &mut Tx, new: &Publisher) -> Outcome<Vec<Changed>> {
    let old = publisher(tx)?;
    let change = |entry: &Entry| {
        let (old, new) = ((entry.of)(&old), (entry.of)(new));
        (old != new).then(|| Changed { name: entry.name, old: old.into(), new: new.into() })
    };
    let changed: Vec<Changed> = ENTRIES.iter().filter_map(change).collect();
    if !changed.is_empty() {
        let value = serde_json::to_string(new).map_err(Refusal::broken)?;
        tx.fence(
            sql("UPDATE web_setting SET version = version + 1, value = $1
                 WHERE name = 'publisher' AND version = $2"),
            &[value.into(), new.version.into()],
        )?;
    }
    Ok(changed)
}
