//! Mails that came back: reports on delivery (RFC 3464) in the mails that carry them (RFC 6522).
//!
//! What came back is told by ids alone: of the Message-ID in the head that the report returns, and
//! of the address that it was sent to, if that bears one. Whose mail it was is the caller's to
//! know; addresses in a report are not believed.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// A mail larger than this is not a report, in bytes.
const LIMIT_BYTES: usize = 5_000_000;

/// What a report says of one mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Ids that may be the mail's: what stands before the `@` of a Message-ID, or after the `+` of
    /// the address that the report was sent to.
    pub ids: Vec<String>,
    /// What became of it, in lower case: `failed`, `delayed`, `delivered`, `relayed`, `expanded`.
    pub action: String,
    /// Why, as in RFC 3463: `5.1.1`.
    pub status: String,
}

/// Reads a report; nothing if the mail is none, or says nothing of any recipient.
pub fn read_bounce(mail: &[u8]) -> Option<Returned> {
    if mail.len() > LIMIT_BYTES {
        return None;
    }
    let message = MessageParser::default().parse(mail)?;
    let report = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            let sub = kind.subtype().unwrap_or_default().to_ascii_lowercase();
            kind.ctype().eq_ignore_ascii_case("message") && sub.ends_with("delivery-status")
        })
    })?;
    let text = String::from_utf8_lossy(report.contents()).into_owned();
    let (action, status) = recipient(&text)?;
    let ids = ids(&message);
    (!ids.is_empty()).then_some(Returned { ids, action, status })
}

/// Action and status of the first recipient that a report tells of.
fn recipient(text: &str) -> Option<(String, String)> {
    let text = text.replace("\r\n", "\n");
    let fields = |group: &str, wanted: &str| {
        group.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let found = name.trim().eq_ignore_ascii_case(wanted);
            // What follows a bracket or a space is a comment.
            found.then(|| value.trim().split([' ', '(']).next().unwrap_or("").to_lowercase())
        })
    };
    text.split("\n\n")
        .find_map(|group| Some((fields(group, "action")?, fields(group, "status")?)))
        .filter(|(action, status)| !action.is_empty() && !status.is_empty())
}

fn ids(message: &Message) -> Vec<String> {
    let mut ids = Vec::new();
    for part in &message.parts {
        let returned = match &part.body {
            PartType::Message(inner) => inner.message_id().map(str::to_owned),
            PartType::Text(head) if is_head(part) => MessageParser::default()
                .parse_headers(head.as_bytes())
                .and_then(|inner| inner.message_id().map(str::to_owned)),
            _ => None,
        };
        ids.extend(returned.as_deref().map(before_at));
    }
    let to = message.to().and_then(|to| to.first()).and_then(|to| to.address());
    if let Some((_, id)) = to.map(before_at).as_deref().and_then(|local| local.split_once('+')) {
        ids.push(id.to_owned());
    }
    ids.retain(|id| !id.is_empty());
    ids
}

fn is_head(part: &mail_parser::MessagePart) -> bool {
    part.content_type().is_some_and(|kind| {
        kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("rfc822-headers"))
    })
}

fn before_at(text: &str) -> String {
    let text = text.trim_start_matches('<');
    text.split_once('@').map_or(text, |(local, _)| local).to_owned()
}
