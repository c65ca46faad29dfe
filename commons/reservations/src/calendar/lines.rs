//! Lines of an iCalendar file: escaped, folded at 75 octets, ended by CR LF.

use jiff::Timestamp;
use jiff::civil::DateTime;

/// Octets of a line, without its end.
const WIDTH: usize = 75;

/// A file in the making.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A line of ours, which needs no escaping.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut used = 0;
        for character in line.chars() {
            if used + character.len_utf8() > WIDTH {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(character);
            used += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A text that somebody wrote (§3.3.11); none if it is empty.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let value =
            value.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
        let mut escaped = String::with_capacity(value.len());
        for character in value.trim().chars() {
            match character {
                '\n' => escaped.push_str("\\n"),
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                '\t' => escaped.push(' '),
                _ if character.is_control() => {}
                _ => escaped.push(character),
            }
        }
        if !escaped.is_empty() {
            self.raw(name, &escaped);
        }
    }

    /// An address; none if it is empty. What no address has is left out.
    pub(super) fn uri(&mut self, name: &str, scheme: &str, value: &str) {
        let clean: String =
            value.chars().filter(|c| !c.is_control() && !c.is_whitespace() && *c != '"').collect();
        if !clean.is_empty() {
            self.raw(name, &format!("{scheme}{clean}"));
        }
    }

    pub(super) fn done(self) -> String {
        self.0
    }
}

/// The value of a parameter (§3.1), where neither quotation marks nor ends of line can stand.
pub(super) fn quoted(value: &str) -> String {
    let clean: String = value
        .chars()
        .map(|c| {
            if c == '"' {
                '\''
            } else if c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect();
    format!("\"{}\"", clean.trim())
}

/// A moment in UTC.
pub(super) fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A time on the wall.
pub(super) fn local(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}
