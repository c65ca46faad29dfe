//! The outbox: mails as jobs. Without mail settings nobody handles them and they wait, visible.

use base::Outcome;
use serde::{Deserialize, Serialize};
use store::Tx;

/// The kind of job that sends a mail.
pub const MAIL: &str = "mail";

/// A mail to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingMail {
    /// The address of one recipient.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// Files that go with it, kept in the store.
    pub attachments: Vec<Attachment>,
}

/// A kept file that goes with a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name for the recipient.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its hash in the store.
    pub blob: String,
}

/// Puts a mail in the outbox. The same `unique_key` again posts nothing.
pub fn post(tx: &mut Tx, unique_key: &str, mail: &OutgoingMail) -> Outcome<()> {
    crate::enqueue(tx, MAIL, unique_key, mail)
}
