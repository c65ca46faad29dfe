//! Forms: read once, parsed into types, all faults at once.
//!
//! [`Form`] takes urlencoded and multipart bodies within the limits of this crate, cleans what
//! nobody can type (control characters, direction overrides), but in passwords, and refuses a form without the
//! visitor's token. [`Reader`] turns fields into types and gathers every fault; what was typed
//! stays in the form, to be shown again beside them.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use base::{Cents, Fault, Id, Outcome, Refusal, Say};
use jiff::civil::Date;

use crate::context::Visitor;
use crate::refusals::Refused;
use crate::{App, BODY_LIMIT_BYTES, FIELD_LIMIT, FILE_LIMIT_BYTES, TEXT_LIMIT_CHARS};

/// A form is large from here on: to read one takes as long as a small page.
const LARGE_FORM_BYTES: usize = 200_000;

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Name of the field.
    pub field: String,
    /// Name of the file, without folders or control characters.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Form {
    values: Vec<(String, String)>,
    /// The files that came with it; empty file fields are left out.
    pub uploads: Vec<Upload>,
}

impl FromRequest<App> for Form {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let expected = request.extensions().get::<Visitor>().map(|visitor| visitor.csrf.clone());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let form = if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            read_multipart(request, app).await?
        } else {
            read_urlencoded(request).await?
        };
        let sent = form.value("_csrf");
        let digest = |token: &str| app.keyed_digest("compare", token);
        match expected {
            Some(expected) if digest(&expected) == digest(sent) => Ok(form),
            _ => Err(Refused(Refusal::conflict("web-refusal-csrf-what"))),
        }
    }
}

async fn read_urlencoded(request: Request) -> Outcome<Form> {
    let limit_bytes = BODY_LIMIT_BYTES as u64;
    let body = axum::body::to_bytes(request.into_body(), BODY_LIMIT_BYTES)
        .await
        .map_err(|error| cut_short(&error, limit_bytes))?;
    if body.len() <= LARGE_FORM_BYTES {
        return parse_urlencoded(&body);
    }
    // Others are not kept waiting for a large one.
    let parsed = tokio::task::spawn_blocking(move || parse_urlencoded(&body)).await;
    parsed.unwrap_or_else(|error| Err(Refusal::broken(error)))
}

fn parse_urlencoded(body: &[u8]) -> Outcome<Form> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(body).map_err(|_| Refusal::Malformed)?;
    if pairs.len() > FIELD_LIMIT {
        return Err(Refusal::Malformed);
    }
    let values = pairs.into_iter().map(kept).collect();
    Ok(Form { values, uploads: Vec::new() })
}

/// Why a body did not come whole: it is too large, or its sender gave up.
pub(crate) fn cut_short(error: &axum::Error, limit_bytes: u64) -> Refusal {
    let mut cause = std::error::Error::source(error);
    while let Some(within) = cause.filter(|cause| !cause.is::<http_body_util::LengthLimitError>()) {
        cause = within.source();
    }
    if cause.is_some() { Refusal::TooLarge { limit_bytes } } else { Refusal::Malformed }
}

async fn read_multipart(request: Request, app: &App) -> Outcome<Form> {
    let too_large = Refusal::TooLarge { limit_bytes: FILE_LIMIT_BYTES as u64 };
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| Refusal::Malformed)?;
    let mut form = Form::default();
    let refused = |error: MultipartError| {
        let large = error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
        if large { too_large.clone() } else { Refusal::Malformed }
    };
    while let Some(part) = parts.next_field().await.map_err(refused)? {
        let field = part.name().unwrap_or("").to_owned();
        let file_name = part.file_name().map(safe_file_name);
        let bytes = part.bytes().await.map_err(refused)?;
        if bytes.len() > FILE_LIMIT_BYTES {
            return Err(too_large);
        }
        match file_name {
            Some(name) if !name.is_empty() => {
                form.uploads.push(Upload { field, name, bytes: bytes.to_vec() });
            }
            Some(_) => {}
            None => {
                let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::Malformed)?;
                form.values.push(kept((field, text.to_owned())));
            }
        }
        if form.values.len() + form.uploads.len() > FIELD_LIMIT {
            return Err(Refusal::Malformed);
        }
    }
    Ok(form)
}

/// Fields whose every character counts: passwords are verified as they were typed.
const EXACT: [&str; 3] = ["password", "old_password", "_proof"];

fn kept((name, value): (String, String)) -> (String, String) {
    let value = if EXACT.contains(&name.as_str()) { value } else { clean(&value) };
    (name, value)
}

/// Text as it is kept: one kind of line end, nothing invisible that could mislead or break.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|&c| {
            let invisible = c.is_control() && c != '\n' && c != '\t';
            let direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            !invisible && !direction && c != '\u{feff}'
        })
        .collect()
}

/// The last part of a path, Windows' or ours, of at most 120 characters.
fn safe_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    clean(last).replace(['"', '\n', '\t'], " ").trim().trim_matches('.').chars().take(120).collect()
}

impl Form {
    /// A form made by ourselves: for drafts read back and for tests.
    pub fn from_values(values: Vec<(String, String)>) -> Self {
        Self { values, uploads: Vec::new() }
    }

    /// The value of a field, or the empty text.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Whether the form had the field at all.
    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(key, _)| key == name)
    }

    /// All values of a field that may be there several times.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All fields whose name begins so, in the order sent: name without the beginning, value.
    pub fn beginning<'a>(&'a self, start: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.values
            .iter()
            .filter_map(move |(key, value)| Some((key.strip_prefix(start)?, value.as_str())))
    }

    /// The file of a field.
    pub fn upload(&self, field: &str) -> Option<&Upload> {
        self.uploads.iter().find(|upload| upload.field == field)
    }

    /// The version of the record that the form was made from.
    pub fn version(&self) -> Outcome<i64> {
        self.value("_version").parse().map_err(|_| Refusal::Malformed)
    }

    /// The key that makes this form happen once: made with the page, kept by a double click.
    pub fn key(&self, verb: &str, subject: &str) -> Outcome<String> {
        let key: Id<Form> = self.value("_key").parse().map_err(|_| Refusal::Malformed)?;
        Ok(format!("{subject}:{verb}:{key}"))
    }

    /// A reader over the fields.
    pub fn reader(&self) -> Reader<'_> {
        Reader { form: self, faults: Vec::new() }
    }
}

/// Reads fields as types; faults are gathered until [`Reader::finish`].
pub struct Reader<'a> {
    form: &'a Form,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    /// A text that may be missing, trimmed.
    pub fn text(&mut self, name: &str, max_chars: usize) -> String {
        let text = self.form.value(name).trim().to_owned();
        let max = max_chars.min(TEXT_LIMIT_CHARS);
        let length = text.chars().count();
        if length > max {
            let say = Say::new("web-fault-too-long").with("max", max).with("length", length);
            self.fault(name, say);
        }
        text
    }

    /// A text that must be there.
    pub fn required(&mut self, name: &str, max_chars: usize) -> String {
        let text = self.text(name, max_chars);
        if text.is_empty() {
            self.fault(name, "web-fault-required");
        }
        text
    }

    /// An e-mail address, lower-cased.
    pub fn email(&mut self, name: &str) -> String {
        let text = self.required(name, 254).to_lowercase();
        if !text.is_empty() && !looks_like_email(&text) {
            self.fault(name, "web-fault-email");
        }
        text
    }

    /// How to reach somebody, which may be missing: an e-mail address, or a page, `https://…`.
    pub fn contact(&mut self, name: &str) -> String {
        let text = self.text(name, 254);
        let page = text.strip_prefix("https://").is_some_and(|rest| {
            rest.contains('.') && rest.bytes().all(|byte| byte.is_ascii_graphic())
        });
        if page {
            return text;
        }
        let text = text.to_lowercase();
        if !text.is_empty() && !looks_like_email(&text) {
            self.fault(name, "web-fault-contact");
        }
        text
    }

    /// An amount that may be missing.
    pub fn money(&mut self, name: &str) -> Option<Cents> {
        let typed = self.form.value(name).trim();
        if typed.is_empty() {
            return None;
        }
        let amount = Cents::parse(typed).filter(|amount| amount.0 >= 0);
        if amount.is_none() {
            self.fault(name, "web-fault-money");
        }
        amount
    }

    /// A whole number within bounds that may be missing.
    pub fn number(&mut self, name: &str, min: i64, max: i64) -> Option<i64> {
        let typed: String = self.form.value(name).chars().filter(|c| !c.is_whitespace()).collect();
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| (min..=max).contains(number));
        if number.is_none() {
            self.fault(name, Say::new("web-fault-number").with("min", min).with("max", max));
        }
        number
    }

    /// A date that may be missing; `2027-03-31` as browsers send it, or `31/03/2027` as typed.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let typed = self.form.value(name).trim();
        if typed.is_empty() {
            return None;
        }
        let date = parse_date(typed);
        if date.is_none() {
            self.fault(name, "web-fault-date");
        }
        date
    }

    /// One of some values.
    pub fn choice(&mut self, name: &str, choices: &[&str]) -> String {
        let value = self.form.value(name).to_owned();
        if !choices.contains(&value.as_str()) {
            let missing = value.is_empty();
            self.fault(name, if missing { "web-fault-choose" } else { "web-fault-choice" });
        }
        value
    }

    /// A box that is ticked or not.
    pub fn ticked(&self, name: &str) -> bool {
        !self.form.value(name).is_empty()
    }

    /// A fault found by a rule.
    pub fn fault(&mut self, field: &str, say: impl Into<Say>) {
        self.faults.push(Fault::new(field, say));
    }

    /// All faults, or none.
    pub fn finish(self) -> Outcome<()> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(self.faults)) }
    }
}

/// A date between the years 1900 and 2199, in either notation.
pub fn parse_date(typed: &str) -> Option<Date> {
    let iso = match typed.split('/').collect::<Vec<_>>().as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => typed.to_owned(),
    };
    let plain = iso.len() == 10 && iso.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    iso.parse::<Date>().ok().filter(|date| plain && (1900..2200).contains(&date.year()))
}

fn looks_like_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let good = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let labels_good = domain.split('.').all(|label| {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty() && label.len() <= 63 && label.chars().all(inner)
    });
    !local.is_empty()
        && local.len() <= 64
        && local.chars().all(good)
        && domain.contains('.')
        && labels_good
}

#[cfg(test)]
mod tests {
    use super::{Form, clean, parse_date, safe_file_name};

    fn form(name: &str, value: &str) -> Form {
        Form::from_values(vec![(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn what_nobody_can_type_is_left_out() {
        assert_eq!(clean("a\0b\u{202e}c\r\nd\te\u{7}"), "abc\nd\te");
    }

    #[test]
    fn file_names_lose_their_folders() {
        assert_eq!(safe_file_name("../../etc/passwd"), "passwd");
        assert_eq!(safe_file_name("C:\\dossier\\statuts.pdf"), "statuts.pdf");
        assert_eq!(safe_file_name(".."), "");
    }

    #[test]
    fn dates_are_read_in_both_notations() {
        let date = jiff::civil::date(2027, 3, 1);
        for typed in ["2027-03-01", "01/03/2027", "1/3/2027"] {
            assert_eq!(parse_date(typed), Some(date), "{typed}");
        }
        for typed in ["2027-02-30", "3/2027", "hier", "99999-01-01", "2027-3-1T00", "1/1/27"] {
            assert_eq!(parse_date(typed), None, "{typed}");
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let form = Form::from_values(vec![
            ("amount".into(), "douze".into()),
            ("count".into(), "12".into()),
        ]);
        let mut reader = form.reader();
        reader.required("title", 10);
        reader.money("amount");
        reader.number("count", 0, 10);
        let base::Refusal::Invalid(faults) = reader.finish().unwrap_err() else { panic!() };
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["title", "amount", "count"]);
    }

    #[test]
    fn e_mail_addresses_are_plausible_or_refused() {
        for good in ["a@b.fr", "Jeanne.Martin+ess@mairie-clichy.fr"] {
            assert!(form("m", good).reader().email("m").contains('@'));
            let form = form("m", good);
            let mut reader = form.reader();
            reader.email("m");
            assert!(reader.finish().is_ok(), "{good}");
        }
        for bad in ["", "a@b", "@b.fr", "a b@c.fr", "a@b..fr", "a@b.fr\nBcc: x@y.z"] {
            let form = form("m", bad);
            let mut reader = form.reader();
            reader.email("m");
            assert!(reader.finish().is_err(), "{bad}");
        }
    }
}
