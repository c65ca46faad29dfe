//! Smaller pieces: badges, figures, tabs, steps, timelines, dialogs, progress, empty states.

use askama::Template;
use askama::filters::HtmlSafe;

use super::Html;
use crate::Voice;

/// What a state means to whoever reads it; never told by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Done, accepted, open.
    Good,
    /// Waits for somebody.
    Waiting,
    /// Refused, late, wrong.
    Bad,
}

impl Tone {
    /// The class of this tone.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "plain-tone",
            Tone::Good => "good",
            Tone::Waiting => "waiting",
            Tone::Bad => "bad",
        }
    }
}

/// A state in a word or two.
#[derive(Clone, Debug, Template)]
#[template(ext = "html", source = r#"<span class="badge {{ tone.class() }}">{{ text }}</span>"#)]
pub struct Badge {
    /// The state.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

impl HtmlSafe for Badge {}

impl Badge {
    /// A state.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

/// The one obvious next action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// What it does.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Nothing here yet, and what to do about it.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/empty.html")]
pub struct Empty {
    /// What there is none of.
    pub title: String,
    /// Why, or what will come.
    pub what: String,
    /// What to do.
    pub next: Option<Next>,
}

impl HtmlSafe for Empty {}

/// One number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// The number, as it is shown.
    pub value: String,
    /// Since when, from where, by which method.
    pub source: Option<String>,
    /// The list behind it.
    pub href: Option<String>,
}

impl Figure {
    /// A number and what it counts.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }
}

/// A few numbers side by side.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/figures.html")]
pub struct Figures(
    /// The numbers.
    pub Vec<Figure>,
);

impl HtmlSafe for Figures {}

/// One of several pages about the same thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// What it is called.
    pub label: String,
    /// Where it is.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
    /// How many are in it.
    pub count: Option<String>,
}

/// Several pages about the same thing, as links.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/tabs.html")]
pub struct Tabs {
    /// What they are about.
    pub label: String,
    /// The pages.
    pub tabs: Vec<Tab>,
}

impl HtmlSafe for Tabs {}

/// Where a step is on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Behind.
    Done,
    /// Here.
    Current,
    /// Ahead.
    Ahead,
}

/// A step of a way through several pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub label: String,
    /// Where it is, if one may go there now.
    pub href: Option<String>,
    /// Where it is on the way.
    pub stage: Stage,
}

/// A way through several pages.
#[derive(Clone, Template)]
#[template(path = "parts/steps.html")]
pub struct Steps<'a> {
    /// What it speaks with.
    pub voice: &'a Voice,
    /// Where the way leads.
    pub label: String,
    /// The steps.
    pub steps: Vec<Step>,
}

impl HtmlSafe for Steps<'_> {}

impl Steps<'_> {
    fn class(&self, step: &Step) -> &'static str {
        match step.stage {
            Stage::Done => "done",
            Stage::Current => "current",
            Stage::Ahead => "ahead",
        }
    }
}

/// Something that happened, or will.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// The time for machines: `2027-03-31` or `2027-03-31T14:00:00+02:00`.
    pub time: String,
    /// The time in words.
    pub shown: String,
    /// What happened.
    pub title: String,
    /// More about it.
    pub body: Html,
    /// Who did it.
    pub by: Option<String>,
    /// What it means.
    pub tone: Tone,
}

/// What happened, in order.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/timeline.html")]
pub struct Timeline(
    /// The events, in the order to be read.
    pub Vec<Event>,
);

impl HtmlSafe for Timeline {}

/// Something opened from a button: a `<dialog>` with script, an unfolding `<details>` without.
#[derive(Clone, Template)]
#[template(path = "parts/dialog.html")]
pub struct Dialog<'a> {
    /// What it speaks with.
    pub voice: &'a Voice,
    /// Its `id` in the page.
    pub id: String,
    /// What the button says.
    pub open: String,
    /// What it is about.
    pub title: String,
    /// What is in it, often a form.
    pub body: Html,
    /// The button's tone: `Bad` for what cannot be undone.
    pub tone: Tone,
}

impl HtmlSafe for Dialog<'_> {}

/// How far something is.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/progress.html")]
pub struct Progress {
    /// Its `id` in the page.
    pub id: String,
    /// What advances.
    pub label: String,
    /// How far, in hundredths; nothing if that is not known.
    pub percent: Option<u8>,
    /// How far, in words.
    pub shown: String,
    /// Where the page asks again while it lasts; the answer holds this part with the same `id`.
    pub poll_url: Option<String>,
}

impl HtmlSafe for Progress {}
