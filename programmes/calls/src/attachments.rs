//! Files sent with an application: only kinds that are known, kept under their content's hash.

use std::collections::BTreeMap;

use base::{Outcome, Refusal, Say};
use people::Actor;
use store::{Tx, sql};

use crate::files::writable_file;
use crate::model::{Attachment, AttachmentId, FileId};
use crate::rules;

/// Attachments of a file.
const ATTACHMENT_LIMIT: usize = 40;

/// Attaches a sent file to a field. Only documents, images and sheets are taken: their
/// first bytes and the ending of their name must say the same.
pub fn attach(
    tx: &mut Tx,
    actor: &Actor,
    id: FileId,
    field: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Outcome<AttachmentId> {
    let file = writable_file(tx, actor, id)?;
    if !rules::may_write(file.state) {
        return Err(Refusal::conflict("calls-conflict-filed"));
    }
    let refuse = |say: Say| Err(Refusal::field(field, say));
    if bytes.len() > web::FILE_LIMIT_BYTES {
        return Err(Refusal::TooLarge { limit_bytes: web::FILE_LIMIT_BYTES as u64 });
    }
    let Some(media_type) = crate::media::media_type(name, &bytes) else {
        return refuse(Say::new("calls-fault-file-kind").with("name", name));
    };
    if attachments(tx, id)?.len() >= ATTACHMENT_LIMIT {
        return refuse(Say::new("calls-fault-files").with("max", ATTACHMENT_LIMIT));
    }
    tx.run(
        sql("UPDATE calls_file SET saved_at = $1 WHERE id = $2"),
        &[tx.now().into(), id.into()],
    )?;
    let size = bytes.len();
    let blob = store::put_blob(tx, bytes)?;
    let attachment: AttachmentId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO calls_attachment (id, file, field, name, media_type, size, blob, author, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        &[
            attachment.into(),
            id.into(),
            field.into(),
            name.into(),
            media_type.into(),
            size.into(),
            blob.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), "calls.piece-attached", &id.to_string(), field)?;
    Ok(attachment)
}

/// Takes an attachment out again, while the file is being written.
pub fn detach(tx: &mut Tx, actor: &Actor, id: FileId, attachment: AttachmentId) -> Outcome<()> {
    let file = writable_file(tx, actor, id)?;
    if !rules::may_write(file.state) {
        return Err(Refusal::conflict("calls-conflict-filed"));
    }
    let blob: String = tx
        .one(
            sql("DELETE FROM calls_attachment WHERE id = $1 AND file = $2 RETURNING blob"),
            &[attachment.into(), id.into()],
        )?
        .single()?;
    store::delete_blob(tx, &blob)?;
    people::record(tx, &actor.name_in_log(), "calls.piece-removed", &id.to_string(), "")
}

/// The attachments of a file.
pub fn attachments(tx: &mut Tx, file: FileId) -> Outcome<Vec<Attachment>> {
    tx.all(
        sql("SELECT id, field, name, media_type, size, blob FROM calls_attachment WHERE file = $1
             ORDER BY id"),
        &[file.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Attachment {
            id: columns.take()?,
            field: columns.take()?,
            name: columns.take()?,
            media_type: columns.take()?,
            size: columns.take()?,
            blob: columns.take()?,
        })
    })
    .collect()
}

/// How many files each field has.
pub fn attached_counts(tx: &mut Tx, file: FileId) -> Outcome<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for attachment in attachments(tx, file)? {
        *counts.entry(attachment.field).or_default() += 1;
    }
    Ok(counts)
}
