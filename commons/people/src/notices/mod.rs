//! What a person is told: one place for the page, mails at once, and digests.
//!
//! A programme tells by [`notify`], in the transaction of what it tells of. The same key makes one
//! notice for a person, ever, whatever runs twice or at once. A notice keeps the key of its text
//! and the arguments, never a sentence, so that it is said in the language of who reads it; it
//! names organisations and files, and no person. Each kind of notice is declared by its context as
//! data ([`Kind`]); what must reach a person (decisions, matters of security) cannot be turned
//! off and goes by mail at once; everything else is theirs to set.
//!
//! Exactly once is the notice, and its entry in the outbox: a mail is handed to a server at least
//! once, with the same Message-ID at each try. Deliberately absent: notices to anybody without an
//! account, texts typed by people, pushes to browsers.

mod digests;
mod mails;
mod pages;
mod rules;
mod security;
mod store;
mod unsubscribe;

use ::store::{Tx, sql};
use base::{Id, Moment, Outcome, Refusal};
use serde::{Deserialize, Serialize};
use web::Voice;
use words::Lang;
use work::Attachment;

use crate::{PersonId, Policy};

pub use mails::{DIGEST_JOB, NOTICE_JOB, handlers, periodic};
pub(crate) use pages::greet;
pub use pages::routes;
pub(crate) use security::{
    address_changed, browser_seen, password_changes, right_ended, right_given, second_step_ends,
    way_in_added,
};
pub(crate) use store::{Told, account_and_told, erase, export, forget_old, sent_otherwise};
pub use unsubscribe::token as unsubscribe_token;

/// Marks ids of notices.
pub enum NoticeKind {}
/// The id of a notice.
pub type NoticeId = Id<NoticeKind>;

/// By which way a notice reaches a person. All but `Off` are on the page, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// On the page alone.
    Page,
    /// By a mail of its own.
    Mail,
    /// With the others of the day, at seven.
    Daily,
    /// With the others of the week, on Monday at seven.
    Weekly,
    /// Not at all.
    Off,
}

impl Channel {
    /// All of them, as they are offered.
    pub const ALL: [Channel; 5] =
        [Channel::Mail, Channel::Daily, Channel::Weekly, Channel::Page, Channel::Off];

    /// The code, as stored; its name is the text `people-channel-…`.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Page => "page",
            Channel::Mail => "mail",
            Channel::Daily => "daily",
            Channel::Weekly => "weekly",
            Channel::Off => "off",
        }
    }

    /// The channel of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Channel::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// A kind of notices, declared by the context that sends them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// `context.name`; what it is called is the text `context-told-name`.
    pub code: &'static str,
    /// Who is offered to set it.
    pub seen_by: Policy,
    /// How it goes if nothing was set.
    pub usual: Channel,
    /// Goes by mail at once, whatever is set.
    pub fixed: bool,
    /// Would come too late in a weekly digest.
    pub urgent: bool,
}

impl Kind {
    /// What it is called.
    pub fn name(&self) -> String {
        self.code.replacen('.', "-told-", 1)
    }
}

/// Matters of security: passwords, second steps, browsers, rights.
pub const SECURITY: Kind = Kind {
    code: "people.security",
    seen_by: Policy::SignedIn,
    usual: Channel::Mail,
    fixed: true,
    urgent: true,
};

/// Who joins or leaves one's organisations, oneself included.
pub const MEMBERSHIP: Kind = Kind {
    code: "people.membership",
    seen_by: Policy::SignedIn,
    usual: Channel::Mail,
    fixed: false,
    urgent: false,
};

/// The kinds of this context.
pub const KINDS: &[Kind] = &[SECURITY, MEMBERSHIP];

/// A value in the text of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// As it is.
    Text(String),
    /// A number, which also chooses the plural.
    Count(i64),
    /// A date and hour.
    When(Moment),
    /// A day, ISO; nothing if it is none.
    Day(String),
    /// The text of this key.
    Key(String),
}

/// Names that arguments may have: their texts are written for these.
const ARGS: [&str; 13] = [
    "what",
    "number",
    "title",
    "message",
    "due",
    "organisation",
    "call",
    "date",
    "at",
    "count",
    "role",
    "browser",
    "session",
];

/// Something to tell a person.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Whom.
    pub person: PersonId,
    /// What kind of notice it is.
    pub kind: &'static Kind,
    /// What makes it this one and no other: of one person a key makes one notice.
    pub unique_key: String,
    /// Beginning of its texts: `…-subject` is the line on the page and the subject of the mail,
    /// `…-text` the mail, which also knows `$link`.
    pub text: &'static str,
    /// Arguments of both texts, by name.
    pub args: Vec<(&'static str, Said)>,
    /// The page that it is about: a path.
    pub link: String,
    /// Files that go with its mail.
    pub attachments: Vec<Attachment>,
}

/// Tells a person something, once: whether it was new. Nothing happens to a person who is gone.
pub fn notify(tx: &mut Tx, new: &NewNotice) -> Outcome<bool> {
    let known = new.args.iter().all(|(name, _)| ARGS.contains(name));
    if !known || !new.link.starts_with('/') {
        return Err(Refusal::broken(format_args!("a notice of {} is malformed", new.kind.code)));
    }
    let channel = store::channel(tx, new.person, new.kind)?;
    if channel == Channel::Off {
        return Ok(false);
    }
    let id: NoticeId = tx.id();
    let (now, args) = (tx.now(), serde_json::to_string(&new.args).map_err(Refusal::broken)?);
    let made = tx.run(
        sql("INSERT INTO people_notice (id, person, unique_key, kind, text_key, args, link,
                channel, made_at)
             SELECT $1, p.id, $2, $3, $4, $5, $6, $7, $8 FROM people_person p WHERE p.id = $9
             ON CONFLICT (person, unique_key) DO NOTHING"),
        &[
            id.into(),
            new.unique_key.as_str().into(),
            new.kind.code.into(),
            new.text.into(),
            args.into(),
            new.link.as_str().into(),
            channel.code().into(),
            now.into(),
            new.person.into(),
        ],
    )?;
    if made == 1 && channel == Channel::Mail {
        work::enqueue(tx, NOTICE_JOB, &format!("notice:{id}"), &(id, &new.attachments))?;
    }
    Ok(made == 1)
}

/// A text of a notice as it was kept, in a language; arguments that it has not are left out.
fn say(voice: &Voice, key: &str, args: &str, link: &str) -> String {
    let kept: Vec<(String, Said)> = serde_json::from_str(args).unwrap_or_default();
    let mut known: Vec<(&'static str, base::Arg)> = kept
        .into_iter()
        .filter_map(|(name, said)| {
            let name = ARGS.into_iter().find(|known| *known == name)?;
            Some((name, argument(voice, said)))
        })
        .collect();
    known.push(("link", link.into()));
    voice.with_all(key, &known)
}

fn argument(voice: &Voice, said: Said) -> base::Arg {
    match said {
        Said::Text(text) => text.into(),
        Said::Count(count) => count.into(),
        Said::When(at) => at.into(),
        Said::Day(day) => {
            day.parse().map_or_else(|_| String::new(), |day| words::date(voice.lang, day)).into()
        }
        Said::Key(key) => voice.say(&key).into(),
    }
}

/// The voice of mails to somebody of this language.
fn voice_of(words: &std::sync::Arc<words::Words>, lang: &str) -> Voice {
    Voice::new(words.clone(), Lang::from_code(lang).unwrap_or(Lang::Fr))
}
