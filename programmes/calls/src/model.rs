//! The types of calls for projects.

use std::collections::BTreeMap;

use base::{Cents, Id, Moment};
use people::{OrgId, PersonId};
use serde::{Deserialize, Serialize};

/// Marks ids of calls.
pub enum CallKind {}
/// The id of a call.
pub type CallId = Id<CallKind>;
/// Marks ids of sessions.
pub enum SessionKind {}
/// The id of a session.
pub type SessionId = Id<SessionKind>;
/// Marks ids of files.
pub enum FileKind {}
/// The id of a file: an application.
pub type FileId = Id<FileKind>;
/// Marks ids of attachments.
pub enum AttachmentKind {}
/// The id of an attachment.
pub type AttachmentId = Id<AttachmentKind>;
/// Marks ids of readings.
pub enum ReadingKind {}
/// The id of a reading: one file for one reader.
pub type ReadingId = Id<ReadingKind>;

/// A type of states: stored codes, and texts `calls-…-CODE`.
macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All of them, in the order of a life.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// The code, as stored and as the end of the text's key.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The one of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.code() == code)
            }
        }

        impl store::FromValue for $name {
            fn from_value(value: store::Value) -> base::Outcome<Self> {
                let code = String::from_value(value)?;
                Self::from_code(&code)
                    .ok_or_else(|| base::Refusal::broken(format_args!("unknown state {code}")))
            }
        }
    };
}

states! {
    /// Where a call stands.
    CallState {
        /// Officers prepare it.
        Draft = "draft",
        /// Everybody sees it and may apply.
        Open = "open",
        /// No new files; those filed go on.
        Closed = "closed",
    }
}

states! {
    /// Where a session stands.
    SessionState {
        /// Files come in until its cut-off.
        Open = "open",
        /// Its batch is fixed.
        Frozen = "frozen",
        /// Its decisions are public.
        Published = "published",
    }
}

states! {
    /// Where a file stands.
    FileState {
        /// Its organisation writes it.
        Draft = "draft",
        /// It is filed and waits for the check of its pieces.
        Submitted = "submitted",
        /// Pieces are missing; the organisation was asked.
        Incomplete = "incomplete",
        /// It is complete and is read.
        Complete = "complete",
        /// It is outside the rules of the call.
        Ineligible = "ineligible",
        /// It is a laureate.
        Awarded = "awarded",
        /// It was not chosen.
        Refused = "refused",
        /// Its organisation took it back.
        Withdrawn = "withdrawn",
    }
}

states! {
    /// Where a reading stands.
    ReadingState {
        /// The reader was asked and has not said whether there is a conflict.
        Asked = "asked",
        /// The reader declared no conflict and reads.
        Reading = "reading",
        /// The reader stepped aside.
        Recused = "recused",
        /// The opinion is given.
        Given = "given",
    }
}

/// All that an officer lays down for a call; a file keeps to the revision it was begun under.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Who may apply.
    pub eligibility: Vec<Condition>,
    /// What may be asked for.
    pub lines: Vec<BudgetLine>,
    /// All lines of a project together, at most.
    pub project_cap: Option<Cents>,
    /// What is asked of applicants.
    pub form: Vec<Section>,
    /// What readers score.
    pub rubric: Vec<Criterion>,
    /// Readers of each file.
    pub readers_per_file: i64,
    /// Whoever decided on a file of a session does not publish it.
    #[serde(default)]
    pub four_eyes: bool,
}

/// One condition of eligibility, asked before anyone has an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Short name in addresses and answers.
    pub id: String,
    /// The question.
    pub question: String,
    /// What is said when it is not met: the rule and where it comes from.
    pub otherwise: String,
    /// How an answer is tested.
    pub test: Test,
}

/// How the answer to a condition is tested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// The answer is yes.
    Yes,
    /// The answer is no.
    No,
    /// The organisation's kind is one of these.
    KindIn(Vec<String>),
    /// The postcode begins so.
    PostcodeStarts(String),
    /// The number is at least this.
    AtLeast(i64),
    /// The number is at most this.
    AtMost(i64),
}

/// A line of the budget that a call supports: so much of a base, up to a cap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Short name.
    pub code: String,
    /// Name: fonctionnement, investissement.
    pub name: String,
    /// Share of the eligible base, in ten-thousandths.
    pub rate_basis_points: u32,
    /// At most.
    pub cap: Cents,
}

/// A step of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Short name, the same in all revisions.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// Help beside it.
    pub help: String,
    /// Must be answered before submission.
    pub required: bool,
    /// What kind of answer.
    pub kind: FieldKind,
}

/// What kind of answer a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text {
        /// Characters at most.
        max: usize,
    },
    /// Several lines, with a count.
    LongText {
        /// Characters at most.
        max: usize,
    },
    /// A whole number.
    Number {
        /// At least.
        min: i64,
        /// At most.
        max: i64,
    },
    /// An amount.
    Money,
    /// A date.
    Date,
    /// One of some.
    Choice {
        /// The options as shown.
        options: Vec<String>,
    },
    /// A table of texts.
    Table {
        /// Heads of its columns.
        columns: Vec<String>,
        /// Rows at most.
        rows: usize,
    },
    /// A budget whose expenses and income must be equal.
    Budget,
    /// Street, postcode, commune.
    Address,
    /// Files.
    Files {
        /// Files at most.
        max: usize,
    },
}

/// A criterion of the rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Short name, the same in all revisions.
    pub id: String,
    /// What is judged.
    pub label: String,
    /// What the points mean.
    pub help: String,
    /// Points at most.
    pub max_points: i64,
    /// Weight among the criteria.
    pub weight: i64,
}

/// What was typed, field by field, as it was typed. A field of several parts has a key for each:
/// `budget.e.0.amount`.
pub type Answers = BTreeMap<String, String>;

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// Counts the changes to it.
    pub version: i64,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// The whole text, Markdown.
    pub body: String,
    /// On which law the support rests.
    pub legal_basis: String,
    /// Where it stands.
    pub state: CallState,
    /// The revision of its rules now in force.
    pub revision: i64,
}

/// A call on a list, without its text.
#[derive(Clone, Debug)]
pub struct CallHead {
    /// Its id.
    pub id: CallId,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Where it stands.
    pub state: CallState,
}

/// A session: a cut-off that freezes a batch of files, and the envelopes to spend on it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Counts the changes to it.
    pub version: i64,
    /// The call.
    pub call: CallId,
    /// Its title.
    pub title: String,
    /// The last moment to be in its batch.
    pub cut_off_at: Moment,
    /// Where it stands.
    pub state: SessionState,
    /// What may be awarded, by line.
    pub envelopes: BTreeMap<String, Cents>,
    /// Reference of the deliberation.
    pub decision_reference: String,
    /// Date of the deliberation, ISO.
    pub decided_on: String,
    /// When it was published.
    pub published_at: Option<Moment>,
}

/// An application. It belongs to its organisation.
#[derive(Clone, Debug)]
pub struct File {
    /// Its id.
    pub id: FileId,
    /// Counts the changes to it.
    pub version: i64,
    /// The call.
    pub call: CallId,
    /// The revision of the rules it keeps to.
    pub revision: i64,
    /// Whose it is.
    pub organisation: OrgId,
    /// The organisation's name when the file was last saved.
    pub organisation_name: String,
    /// The project's title.
    pub title: String,
    /// Where it stands.
    pub state: FileState,
    /// What was typed.
    pub answers: Answers,
    /// Its number once filed: `2026-0007`.
    pub number: String,
    /// The session it is in.
    pub session: Option<SessionId>,
    /// When it was last saved.
    pub saved_at: Moment,
    /// By whom.
    pub saved_by: PersonId,
    /// When it was filed.
    pub submitted_at: Option<Moment>,
    /// Its session is published.
    pub published: bool,
}

impl File {
    /// The state as its organisation may know it: until publication a decision is nobody's
    /// business but the officers'.
    pub fn public_state(&self) -> FileState {
        match self.state {
            FileState::Awarded | FileState::Refused if !self.published => FileState::Complete,
            state => state,
        }
    }
}

/// A file sent with an application.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The form's field.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Its media type, found from its first bytes.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its hash in the store.
    pub blob: String,
}

/// Something that happened to a file, for its timeline.
#[derive(Clone, Debug)]
pub struct Event {
    /// What: the text `calls-event-…`.
    pub kind: String,
    /// Who: a person's id, or `system`.
    pub author: String,
    /// What was said.
    pub message: String,
    /// A date to keep, ISO, or empty.
    pub due_on: String,
    /// When.
    pub at: Moment,
}

/// One file for one reader.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its id.
    pub id: ReadingId,
    /// Counts the changes to it.
    pub version: i64,
    /// The file.
    pub file: FileId,
    /// The reader.
    pub reader: PersonId,
    /// Where it stands.
    pub state: ReadingState,
    /// The conflict declared, or empty.
    pub conflict: String,
    /// What the reader says of the whole.
    pub comment: String,
    /// Points and comments by criterion.
    pub scores: BTreeMap<String, Score>,
}

/// What a reader gives for one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Points; nothing means no opinion, which is not zero.
    pub points: Option<i64>,
    /// Why.
    pub comment: String,
}

/// What was decided on a file.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Laureate or not.
    pub awarded: bool,
    /// Why.
    pub reason: String,
    /// Amounts by line; none when refused.
    pub amounts: BTreeMap<String, Cents>,
    /// When.
    pub at: Moment,
}

impl Decision {
    /// All lines together.
    pub fn total(&self) -> Cents {
        Cents::sum(self.amounts.values().copied()).unwrap_or_default()
    }
}
