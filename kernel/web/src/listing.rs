//! Lists: what the address asks of one (search, order, page, format), and downloads.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::{Outcome, Refusal};
use paper::{Cell, Csv, Sheet};

use crate::Ctx;
use crate::parts::Export;

/// What the address asks of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Words to search for.
    pub search: String,
    /// A filter's value.
    pub filter: String,
    /// Key of the column to sort by.
    pub sort: String,
    /// Largest first.
    pub descending: bool,
    /// Id of the last row of the page before.
    pub after: Option<String>,
    /// A format to download the list in.
    pub format: Option<String>,
}

/// Pairs as the query of an address; empty values are left out.
pub fn query_of(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

impl Listing {
    /// Reads the parameters `q`, `filtre`, `tri`, `ordre`, `apres` and `format`.
    pub fn of(ctx: &Ctx) -> Self {
        let get = |name| ctx.query(name).unwrap_or_default();
        Self {
            search: get("q").chars().take(200).collect(),
            filter: get("filtre"),
            sort: get("tri"),
            descending: get("ordre") == "desc",
            after: ctx.query("apres"),
            format: ctx.query("format"),
        }
    }

    /// The address of the same list in another order.
    pub fn sorted_url(&self, path: &str, key: &str) -> String {
        let turn = self.sort == key && !self.descending;
        self.url(path, &[("tri", key), ("ordre", if turn { "desc" } else { "asc" })])
    }

    /// The same list in the formats that it can be downloaded in.
    pub fn exports(&self, path: &str) -> Vec<Export> {
        ["csv", "xlsx", "json"]
            .map(|format| Export {
                label: format.to_uppercase(),
                url: self.url(path, &[("format", format)]),
            })
            .to_vec()
    }

    /// The address of the same list with some parameters set.
    pub fn url(&self, path: &str, set: &[(&str, &str)]) -> String {
        let order = if self.descending { "desc" } else { "" };
        let own = [
            ("q", self.search.as_str()),
            ("filtre", self.filter.as_str()),
            ("tri", self.sort.as_str()),
            ("ordre", order),
        ];
        let kept = own.into_iter().filter(|(name, value)| {
            !value.is_empty() && !set.iter().any(|(other, _)| other == name)
        });
        let pairs: Vec<(&str, &str)> = kept.chain(set.iter().copied()).collect();
        let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// A sheet as a file in one of the formats `csv`, `xlsx`, `json`.
pub fn download(sheet: &Sheet, format: &str, name: &str) -> Outcome<Response> {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let (bytes, kind) = match format {
        "csv" => (paper::to_csv(sheet, Csv::OFFICE), "text/csv; charset=utf-8"),
        "xlsx" => (paper::to_xlsx(sheet), XLSX),
        "json" => (Ok(to_json(sheet)), "application/json"),
        _ => return Err(Refusal::Unknown),
    };
    Ok(file(bytes.map_err(Refusal::broken)?, kind, &format!("{name}.{format}")))
}

/// One object a row, keyed by the heads; amounts as decimal texts, dates in ISO 8601.
fn to_json(sheet: &Sheet) -> Vec<u8> {
    let value = |cell: &Cell| match cell {
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(number) => (*number).into(),
        Cell::Money(amount) => amount.decimal().into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Empty => serde_json::Value::Null,
    };
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = sheet
        .rows
        .iter()
        .map(|row| sheet.head.iter().cloned().zip(row.iter().map(value)).collect())
        .collect();
    serde_json::to_vec(&rows).unwrap_or_default()
}

/// A file to keep: never shown by the browser in our own origin, and powerless if it were.
pub fn file(bytes: Vec<u8>, media_type: &str, name: &str) -> Response {
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' })
        .collect();
    (
        [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{ascii}\"")),
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
            (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        ],
        bytes,
    )
        .into_response()
}
