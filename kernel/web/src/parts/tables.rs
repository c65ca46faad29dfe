//! Lists as tables: filtered, sorted, paged and exported by links and a form that the address keeps.
//!
//! On small screens each row becomes a card, the column's label beside each cell. With script, the
//! filter, the order and the pages replace the table alone.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Empty, Field, Tone};
use crate::Voice;

/// How a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its name in addresses.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// The same list sorted by it.
    pub sort_url: Option<String>,
    /// How it is sorted now.
    pub sorted: Option<Order>,
    /// Figures: aligned at their ends.
    pub numeric: bool,
}

impl Column {
    /// A column of words, not to be sorted by.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), ..Self::default() }
    }

    /// A column of figures.
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// To be sorted by at this address.
    #[must_use]
    pub fn sort(mut self, url: impl Into<String>, sorted: Option<Order>) -> Self {
        self.sort_url = Some(url.into());
        self.sorted = sorted;
        self
    }

    fn aria_sort(&self) -> &'static str {
        match self.sorted {
            Some(Order::Ascending) => "ascending",
            Some(Order::Descending) => "descending",
            None => "none",
        }
    }
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Shown as a badge of this tone.
    pub badge: Option<Tone>,
    /// A second, quieter line.
    pub more: Option<String>,
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()), ..Self::default() }
    }

    /// A state.
    pub fn badge(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), badge: Some(tone), ..Self::default() }
    }

    /// With a second, quieter line.
    #[must_use]
    pub fn more(mut self, more: impl Into<String>) -> Self {
        self.more = Some(more.into());
        self
    }
}

/// The list in a format to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Name of the format: CSV.
    pub label: String,
    /// Where it is.
    pub url: String,
}

/// What narrows the list down.
#[derive(Clone)]
pub struct Filter<'a> {
    /// The path of the list.
    pub action: String,
    /// The fields, the first one being the search.
    pub fields: Vec<Field<'a>>,
    /// What else the address keeps: name and value.
    pub kept: Vec<(String, String)>,
    /// The whole list again, when it is narrowed down now.
    pub clear_url: Option<String>,
}

/// A list.
#[derive(Clone, Template)]
#[template(path = "parts/table.html")]
pub struct Table<'a> {
    /// What it speaks with.
    pub voice: &'a Voice,
    /// Its `id` in the page.
    pub id: String,
    /// What is listed.
    pub caption: String,
    /// The columns; the first one names the row.
    pub columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// What narrows it down.
    pub filter: Option<Filter<'a>>,
    /// Formats to keep it in.
    pub exports: Vec<Export>,
    /// The page before.
    pub prev_url: Option<String>,
    /// The next page.
    pub next_url: Option<String>,
    /// How many there are, in words.
    pub total: Option<String>,
    /// Said instead of a table without rows.
    pub empty: Option<Empty>,
}

impl HtmlSafe for Table<'_> {}

impl<'a> Table<'a> {
    /// A list without filter, exports or pages.
    pub fn new(
        voice: &'a Voice,
        id: impl Into<String>,
        caption: impl Into<String>,
        columns: Vec<Column>,
        rows: Vec<Vec<Cell>>,
    ) -> Self {
        Self {
            voice,
            id: id.into(),
            caption: caption.into(),
            columns,
            rows,
            filter: None,
            exports: Vec::new(),
            prev_url: None,
            next_url: None,
            total: None,
            empty: None,
        }
    }

    /// Each cell with its column.
    fn cells<'t>(&'t self, row: &'t [Cell]) -> impl Iterator<Item = (&'t Column, &'t Cell)> {
        self.columns.iter().zip(row)
    }
}
