//! Fields of forms: label, hint, what is wrong, and the control, tied together for every reader.
//!
//! [`Fields`] knows what was typed and what is wrong, and makes a [`Field`] by name; a field is then
//! refined by chained verbs, in the handler or in the template itself:
//! `{{ fields.text("nom", "calls-nom").max(120) }}`.

use askama::Template;
use askama::filters::HtmlSafe;
use base::Fault;

use crate::{Form, Voice};

/// Something that was typed before: a form sent back, a draft, a record.
pub trait Filled {
    /// The values of a field, in order; empty if it was never filled.
    fn typed(&self, name: &str) -> Vec<String>;
}

impl Filled for Form {
    fn typed(&self, name: &str) -> Vec<String> {
        self.values(name).map(str::to_owned).collect()
    }
}

impl Filled for Vec<(String, String)> {
    fn typed(&self, name: &str) -> Vec<String> {
        self.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }
}

/// What a field is filled in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An `input` of this type: text, email, tel, url, password, search, date, time, number.
    Input(&'static str),
    /// An amount in euros.
    Money,
    /// A text of several lines.
    Area {
        /// Lines shown at first.
        rows: u8,
    },
    /// One of a list, folded.
    Select(Vec<Choice>),
    /// One of a few, all in sight.
    Radios(Vec<Choice>),
    /// Any of a few.
    Checks(Vec<Choice>),
    /// One box to tick; its value is `1`.
    Check,
    /// A file.
    File {
        /// For the `accept` attribute: `.pdf,.odt`.
        accept: String,
        /// Accepted kinds and largest size, in words.
        said: String,
        /// Name of the file already there.
        present: Option<String>,
    },
}

/// One of the values to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A few words more.
    pub hint: Option<String>,
}

impl Choice {
    /// A value and its label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }
}

/// A field of a form.
#[derive(Clone, Template)]
#[template(path = "parts/field.html")]
pub struct Field<'a> {
    /// What the field speaks with.
    pub voice: &'a Voice,
    /// What it is filled in with.
    pub kind: Kind,
    /// Its name in the form.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// How to answer.
    pub hint: Option<String>,
    /// What was typed or chosen.
    pub values: Vec<String>,
    /// What is wrong, already said.
    pub faults: Vec<String>,
    /// May not be left empty.
    pub required: bool,
    /// Token of the `autocomplete` attribute.
    pub autocomplete: Option<&'static str>,
    /// Most characters; shows a count in a text of several lines.
    pub max_chars: Option<usize>,
    /// Bounds of numbers and dates, as the browser knows them.
    pub bounds: Option<(String, String)>,
    /// Shown but not to be changed.
    pub read_only: bool,
    /// Language of what is to be typed, if it is not the page's.
    pub lang: Option<&'static str>,
    /// Half the line: for short answers side by side.
    pub short: bool,
}

impl HtmlSafe for Field<'_> {}

/// The `id` of a field's control: where links of a [`FaultSummary`] lead.
pub fn field_id(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    format!("f-{}", name.chars().map(plain).collect::<String>())
}

impl<'a> Field<'a> {
    /// A field that must be filled in, empty so far.
    pub fn new(
        voice: &'a Voice,
        kind: Kind,
        name: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            voice,
            kind,
            name: name.into(),
            label: label.into(),
            hint: None,
            values: Vec::new(),
            faults: Vec::new(),
            required: true,
            autocomplete: None,
            max_chars: None,
            bounds: None,
            read_only: false,
            lang: None,
            short: false,
        }
    }

    /// With how to answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With this in it, instead of what was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values = vec![value.into()];
        self
    }

    /// With this in it when nothing was typed.
    #[must_use]
    pub fn or(mut self, value: impl Into<String>) -> Self {
        if self.values.is_empty() {
            self.values.push(value.into());
        }
        self
    }

    /// May be left empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// With a token of the `autocomplete` attribute: `email`, `given-name`, `organization`.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// With at most so many characters.
    #[must_use]
    pub fn max(mut self, chars: usize) -> Self {
        self.max_chars = Some(chars);
        self
    }

    /// Between two numbers or two ISO dates.
    #[must_use]
    pub fn between(mut self, least: impl ToString, most: impl ToString) -> Self {
        self.bounds = Some((least.to_string(), most.to_string()));
        self
    }

    /// Shown but not to be changed.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// To be typed in another language than the page's.
    #[must_use]
    pub fn in_language(mut self, code: &'static str) -> Self {
        self.lang = Some(code);
        self
    }

    /// Half the line.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.short = true;
        self
    }

    fn id(&self) -> String {
        field_id(&self.name)
    }

    fn first(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    fn chosen(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }

    /// Ids of all that explains the control.
    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let file = matches!(self.kind, Kind::File { .. });
        let parts = [
            (self.kind == Kind::Money, "unit"),
            (self.hint.is_some(), "hint"),
            (file, "said"),
            (!self.faults.is_empty(), "fault"),
        ];
        let ids: Vec<String> = parts
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{id}-{part}"))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// A folded list begins with a choice of nothing, so that nothing is chosen by itself.
    fn lacks_empty(&self, choices: &[Choice]) -> bool {
        !choices.iter().any(|choice| choice.value.is_empty())
    }

    fn most(&self, max_chars: &usize) -> String {
        self.voice.with("web-count-max", "max", *max_chars)
    }

    fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Radios(_) | Kind::Checks(_))
    }
}

/// Makes the fields of one form: what was typed and what is wrong come with them.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    /// What the fields speak with.
    pub voice: &'a Voice,
    /// What was typed before.
    pub filled: &'a dyn Filled,
    /// What is wrong.
    pub faults: &'a [Fault],
}

impl<'a> Fields<'a> {
    /// The fields of a form.
    pub fn new(voice: &'a Voice, filled: &'a dyn Filled, faults: &'a [Fault]) -> Self {
        Self { voice, filled, faults }
    }

    /// A field of any kind. Its label is the text of `key`; its hint that of `key-hint`, if any.
    pub fn field(&self, kind: Kind, name: &str, key: &str) -> Field<'a> {
        let mut field = Field::new(self.voice, kind, name, self.voice.say(key));
        let hint = format!("{key}-hint");
        field.hint = self.voice.has(&hint).then(|| self.voice.say(&hint));
        field.values = self.filled.typed(name);
        let wrong = self.faults.iter().filter(|fault| fault.field == name);
        field.faults = wrong.map(|fault| self.voice.it(&fault.say)).collect();
        field
    }

    /// One line.
    pub fn text(&self, name: &str, key: &str) -> Field<'a> {
        self.field(Kind::Input("text"), name, key)
    }

    /// An e-mail address.
    pub fn email(&self, name: &str, key: &str) -> Field<'a> {
        self.field(Kind::Input("email"), name, key).autocomplete("email")
    }

    /// A telephone number.
    pub fn tel(&self, name: &str, key: &str) -> Field<'a> {
        self.field(Kind::Input("tel"), name, key).autocomplete("tel").short()
    }

    /// A pass phrase; what was typed is not shown again.
    pub fn password(&self, name: &str, key: &str) -> Field<'a> {
        let mut field = self.field(Kind::Input("password"), name, key);
        field.values.clear();
        field
    }

    /// A day.
    pub fn date(&self, name: &str, key: &str) -> Field<'a> {
        self.field(Kind::Input("date"), name, key).short()
    }

    /// A whole number within bounds.
    pub fn number(&self, name: &str, key: &str, least: i64, most: i64) -> Field<'a> {
        self.field(Kind::Input("number"), name, key).between(least, most).short()
    }

    /// An amount in euros.
    pub fn money(&self, name: &str, key: &str) -> Field<'a> {
        self.field(Kind::Money, name, key).short()
    }

    /// A text of several lines, at most so many characters.
    pub fn area(&self, name: &str, key: &str, max_chars: usize) -> Field<'a> {
        let rows = if max_chars > 600 { 8 } else { 4 };
        self.field(Kind::Area { rows }, name, key).max(max_chars)
    }

    /// One of a list, folded.
    pub fn select(&self, name: &str, key: &str, choices: Vec<Choice>) -> Field<'a> {
        self.field(Kind::Select(choices), name, key)
    }

    /// One of a few, all in sight.
    pub fn radios(&self, name: &str, key: &str, choices: Vec<Choice>) -> Field<'a> {
        self.field(Kind::Radios(choices), name, key)
    }

    /// Any of a few.
    pub fn checks(&self, name: &str, key: &str, choices: Vec<Choice>) -> Field<'a> {
        self.field(Kind::Checks(choices), name, key).optional()
    }

    /// One box to tick.
    pub fn check(&self, name: &str, key: &str) -> Field<'a> {
        self.field(Kind::Check, name, key)
    }

    /// A file: `accept` as in the attribute, `said` in words.
    pub fn file(&self, name: &str, key: &str, accept: &str, said: &str) -> Field<'a> {
        let kind = Kind::File { accept: accept.to_owned(), said: said.to_owned(), present: None };
        self.field(kind, name, key)
    }

    /// All that is wrong, to be shown above the form; nothing if nothing is.
    pub fn summary(&self) -> FaultSummary<'a> {
        let said = |fault: &Fault| (fault.field.clone(), self.voice.it(&fault.say));
        FaultSummary { voice: self.voice, faults: self.faults.iter().map(said).collect() }
    }
}

/// What is wrong with a form, above it: read first, with a link to each field.
#[derive(Clone, Template)]
#[template(path = "parts/fault_summary.html")]
pub struct FaultSummary<'a> {
    /// What it speaks with.
    pub voice: &'a Voice,
    /// Field (empty for the whole form) and what is wrong with it.
    pub faults: Vec<(String, String)>,
}

impl HtmlSafe for FaultSummary<'_> {}

/// The same page, each link of its summary beginning with the label of the field that it leads to:
/// the summary is written before the labels are known, and "fill in this field" names none.
pub(crate) fn name_faults(main: &str) -> String {
    let summary = main.find(r#"id="faults""#).and_then(|start| {
        let length = main.get(start..)?.find("</ul>")?;
        Some((start, start + length))
    });
    let Some((start, end)) = summary else { return main.to_owned() };
    let (before, after) = (main.get(..start).unwrap_or(""), main.get(end..).unwrap_or(""));
    let mut parts = main.get(start..end).unwrap_or("").split(r##"<a href="#"##);
    let mut named = format!("{before}{}", parts.next().unwrap_or(""));
    for part in parts {
        named.push_str(r##"<a href="#"##);
        match part.split_once(r#"">"#).map(|(id, what)| (id, what, label_of(after, id))) {
            Some((id, what, Some(label))) => named.push_str(&format!(r#"{id}">{label} – {what}"#)),
            _ => named.push_str(part),
        }
    }
    named + after
}

/// What a field is called on a page: its label, or the legend of its group.
fn label_of<'m>(page: &'m str, id: &str) -> Option<&'m str> {
    let place = page.find(&format!(r#" id="{id}""#))?;
    let tag = page.get(..place).and_then(|before| before.rfind('<'))?;
    let text = match page.get(tag..place)? {
        "<fieldset" => page.get(place..)?.split_once("<legend>")?.1,
        r#"<input type="radio""# => page.get(..place)?.rsplit_once("<legend>")?.1,
        _ => page.split_once(&format!(r#"<label for="{id}">"#))?.1,
    };
    text.split('<').next().map(str::trim).filter(|label| !label.is_empty())
}

impl FaultSummary<'_> {
    fn target(&self, name: &str) -> Option<String> {
        (!name.is_empty()).then(|| format!("#{}", field_id(name)))
    }
}
