//! The outbox: mails as jobs. Without mail settings nobody handles them and they wait, visible.

use base::{Moment, Outcome, Refusal};
use serde::{Deserialize, Serialize};
use store::{Tx, sql};

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

/// How a mail is sent, besides what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manner {
    /// Where its recipient ends mails of its kind with one click (RFC 8058).
    #[serde(default)]
    pub unsubscribe: Option<String>,
    /// Its recipient has just asked for it: it goes to an address that is known to fail, too.
    #[serde(default)]
    pub asked: bool,
}

/// A mail and its manner, in one object that begins with the recipient like any other mail.
#[derive(Serialize, Deserialize)]
struct Posted {
    #[serde(flatten)]
    mail: OutgoingMail,
    #[serde(flatten)]
    manner: Manner,
}

/// As [`post`], in some manner.
pub fn post_with(
    tx: &mut Tx,
    unique_key: &str,
    mail: &OutgoingMail,
    manner: &Manner,
) -> Outcome<()> {
    let posted = Posted { mail: mail.clone(), manner: manner.clone() };
    crate::enqueue(tx, MAIL, unique_key, &posted)
}

/// The mail that a job of the outbox sends, and its manner.
pub fn posted(payload: &str) -> Outcome<(OutgoingMail, Manner)> {
    let Posted { mail, manner } = serde_json::from_str(payload).map_err(Refusal::broken)?;
    Ok((mail, manner))
}

/// The mail of an id, sent or not, while it is kept.
pub fn mail_of(tx: &mut Tx, id: crate::JobId) -> Outcome<Option<OutgoingMail>> {
    let row = tx
        .maybe(sql("SELECT payload FROM work_job WHERE id = $1 AND kind = 'mail'"), &[id.into()])?;
    row.map(|row| Ok(posted(&row.single::<String>()?)?.0)).transpose()
}

/// The mails to an address that are still kept, oldest first: when enqueued, and what they say.
pub fn mails_to(tx: &mut Tx, address: &str) -> Outcome<Vec<(Moment, OutgoingMail)>> {
    tx.all(
        sql("SELECT created_at, payload FROM work_job
             WHERE kind = 'mail' AND substr(payload, 1, length(CAST($1 AS TEXT))) = $1
             ORDER BY id"),
        &[beginning(address)?.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        let (at, payload): (Moment, String) = (columns.take()?, columns.take()?);
        Ok((at, serde_json::from_str(&payload).map_err(Refusal::broken)?))
    })
    .collect()
}

/// Forgets all mails to an address, sent or not.
pub fn forget_mails_to(tx: &mut Tx, address: &str) -> Outcome<u64> {
    tx.run(
        sql("DELETE FROM work_job
             WHERE kind = 'mail' AND substr(payload, 1, length(CAST($1 AS TEXT))) = $1"),
        &[beginning(address)?.into()],
    )
}

/// How the payload of every mail to an address begins: the recipient is its first field.
fn beginning(address: &str) -> Outcome<String> {
    let quoted = serde_json::to_string(address).map_err(Refusal::broken)?;
    Ok(format!("{{\"to\":{quoted},"))
}
