//! Messages, handed to a mail server by SMTP.
//!
//! Invariants: one message goes to one mailbox; nothing that enters the head of a message may
//! hold a control character, so that no header can be smuggled in; the Message-ID is the caller's,
//! so that a message sent twice is recognised as one. The connection is as safe as its URL says:
//! `smtps://…`, `smtp://…?tls=required`, or plain `smtp://…` for a server of the same machine.
//! Deliberately absent: queues and further tries (`work`), HTML, several recipients.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, SmtpTransport, Transport};

use crate::PaperError;

/// How long a mail server may take for each answer.
const TIME_OUT: Duration = Duration::from_secs(20);

/// A message to one mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Address, with or without a name: `Awa Diallo <awa@example.org>`.
    pub to: String,
    /// Subject, one line.
    pub subject: String,
    /// The text, plain.
    pub text: String,
    /// Message-ID, with or without its angle brackets: `0192…@parvis.example.org`.
    pub message_id: String,
    /// Attached files: name, media type, bytes.
    pub attachments: Vec<(String, String, Vec<u8>)>,
    /// Where one request ends mails of this kind (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// The mail server and the address of the sender.
#[derive(Clone)]
pub struct SmtpSettings {
    /// `smtps://user:password@host:port`, percent-encoded.
    pub url: String,
    /// Address of the sender, with or without a name.
    pub from: String,
    /// Address to which mails that cannot be delivered come back; each adds its own id to it after
    /// a plus sign, so that it is known which came back. The sender's where there is none.
    pub bounces: Option<String>,
}

/// The URL holds a password and is not shown.
impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpSettings").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Sends a message and waits for the server to take it, at most 20 seconds an answer. Refusals
/// tell those for good from those that may pass ([`PaperError::is_temporary`]).
pub fn send(settings: &SmtpSettings, mail: &Mail) -> Result<(), PaperError> {
    let message = message(settings, mail)?;
    let transport = SmtpTransport::from_url(&settings.url)
        .map_err(|error| PaperError::Server(error.to_string()))?
        .timeout(Some(TIME_OUT))
        .build();
    match transport.send(&message) {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(PaperError::RefusedForGood(error.to_string())),
        Err(error) => Err(PaperError::RefusedForNow(error.to_string())),
    }
}

fn message(settings: &SmtpSettings, mail: &Mail) -> Result<Message, PaperError> {
    one_line("subject", &mail.subject)?;
    one_line("message id", &mail.message_id)?;
    let id = mail.message_id.trim_start_matches('<').trim_end_matches('>');
    let to = mailbox("recipient", &mail.to)?;
    let mut builder = Message::builder()
        .from(mailbox("sender", &settings.from)?)
        .to(to.clone())
        .subject(mail.subject.as_str())
        .message_id(Some(format!("<{id}>")));
    if let Some(url) = &mail.unsubscribe {
        for (name, value) in unsubscribing(url)? {
            let name = HeaderName::new_from_ascii_str(name);
            let same = value.clone();
            builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value, same));
        }
    }
    if let Some(bounces) = &settings.bounces {
        let back = returning(bounces, id)?;
        let envelope = Envelope::new(Some(back), vec![to.email])
            .map_err(|error| PaperError::Address(error.to_string()))?;
        builder = builder.envelope(envelope);
    }
    let text = SinglePart::plain(mail.text.clone());
    let built = if mail.attachments.is_empty() {
        builder.singlepart(text)
    } else {
        let mut parts = MultiPart::mixed().singlepart(text);
        for (name, media_type, bytes) in &mail.attachments {
            one_line("name of an attachment", name)?;
            one_line("media type of an attachment", media_type)?;
            let media_type = ContentType::parse(media_type)
                .map_err(|_| PaperError::MediaType(media_type.clone()))?;
            // Base64 always: other encodings would let servers change the ends of lines.
            let body = Body::new_with_encoding(bytes.clone(), ContentTransferEncoding::Base64)
                .map_err(|_| PaperError::MediaType(name.clone()))?;
            parts = parts.singlepart(Attachment::new(name.clone()).body(body, media_type));
        }
        builder.multipart(parts)
    };
    built.map_err(|error| PaperError::Address(error.to_string()))
}

/// The headers by which programmes for mail offer to unsubscribe.
fn unsubscribing(url: &str) -> Result<[(&'static str, String); 2], PaperError> {
    one_line("address to unsubscribe", url)?;
    if !url.is_ascii() || url.contains(['<', '>', ' ']) {
        return Err(PaperError::Address(url.to_owned()));
    }
    let click = "List-Unsubscribe=One-Click".to_owned();
    Ok([("List-Unsubscribe", format!("<{url}>")), ("List-Unsubscribe-Post", click)])
}

/// `bounces@example.org` for the message `0192…@parvis`: `bounces+0192…@example.org`.
fn returning(bounces: &str, message_id: &str) -> Result<Address, PaperError> {
    let base = mailbox("address of bounces", bounces)?.email;
    let (local, _) = message_id.split_once('@').unwrap_or((message_id, ""));
    Address::new(format!("{}+{local}", base.user()), base.domain())
        .map_err(|_| PaperError::Address(bounces.to_owned()))
}

fn mailbox(what: &'static str, address: &str) -> Result<Mailbox, PaperError> {
    one_line(what, address)?;
    address.trim().parse().map_err(|_| PaperError::Address(address.to_owned()))
}

fn one_line(what: &'static str, text: &str) -> Result<(), PaperError> {
    let ends_line = |sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}');
    if text.contains(ends_line) { Err(PaperError::ControlCharacter(what)) } else { Ok(()) }
}
