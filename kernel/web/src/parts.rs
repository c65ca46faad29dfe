//! The parts that pages are made of: the page itself, fields, tables, and smaller pieces.
//!
//! One approach for all: a part is a plain struct with public fields that derives
//! [`askama::Template`] over a file of `templates/`, and is [`HtmlSafe`], so that the template of a
//! page, in this crate or another, writes `{{ part }}` and gets its HTML, escaped inside and not
//! again outside. A handler fills the struct; its texts are already said, and what a part says of
//! itself comes from its [`Voice`](crate::Voice). A template of another crate that must hand HTML
//! to a part (the body of a [`Dialog`]) renders its own template into [`Html`].
//!
//! Invariants: every part works without script and by keyboard; nothing inline (no style, no
//! handler) is ever written. `data-hx-*` attributes and `parvis-*` elements only improve on that.
//! Deliberately absent: macros and inheritance of templates, and any word of the field.

mod fields;
mod layout;
mod money;
mod pieces;
mod tables;

pub(crate) use fields::name_faults;

pub use fields::{Choice, FaultSummary, Field, Fields, Filled, Kind, field_id};
pub use layout::{Bar, Crumb, Layout, NavItem};
pub use money::{Autosave, Budget, BudgetLine};
pub use pieces::{
    Badge, Dialog, Empty, Event, Figure, Figures, Next, Progress, Stage, Step, Steps, Tab, Tabs,
    Timeline, Tone,
};
pub use tables::{Cell, Column, Export, Filter, Order, Table};

use askama::Template;
use askama::filters::HtmlSafe;

/// HTML made by a template: shown as it is.
#[derive(Clone, Debug, Default)]
pub struct Html(String);

impl Html {
    /// The HTML of a template; nothing if it cannot be rendered.
    pub fn of(template: &impl Template) -> Self {
        Self(template.render().unwrap_or_default())
    }

    /// Text, escaped.
    pub fn text(text: &str) -> Self {
        Self(escape(text))
    }

    /// HTML that is known to be well made: from [`crate::markdown`] or [`crate::chart`].
    pub fn trusted(html: String) -> Self {
        Self(html)
    }
}

impl std::fmt::Display for Html {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// A hidden field: `hidden("_version", …)`.
pub fn hidden(name: &str, value: &str) -> Html {
    Html(format!(r#"<input type="hidden" name="{}" value="{}">"#, escape(name), escape(value)))
}

/// The hidden field that every form of a visitor carries.
pub fn csrf(token: &str) -> Html {
    hidden("_csrf", token)
}

/// Text with the five characters of HTML replaced.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
