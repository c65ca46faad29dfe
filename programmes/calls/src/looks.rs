//! Who looked at pieces of files, at declared conflicts and at whole lists.
//!
//! An organisation learns when and by whom its pieces were opened; of readers only that it was one,
//! since who is in the jury is not theirs to know. The log has the number of each.

use std::collections::BTreeSet;

use base::Outcome;
use people::{Actor, Entry, Look, PersonId, Role};
use store::{Tx, sql};

use crate::model::{AttachmentId, File, FileId, Reading};

/// A piece was opened by somebody outside its organisation.
pub(crate) const PIECE_SEEN: &str = "calls.piece-seen";
const CONFLICT_SEEN: &str = "calls.conflict-seen";
const LIST_SEEN: &str = "calls.list-seen";

/// In which capacity somebody looks.
#[derive(Clone, Copy)]
pub(crate) enum As {
    Officer,
    Reader,
    Guest,
}

impl As {
    fn code(self) -> &'static str {
        match self {
            As::Officer => "officer",
            As::Reader => "reader",
            As::Guest => "guest",
        }
    }
}

/// A piece is about to be sent to somebody.
pub(crate) fn at_piece(file: FileId, piece: AttachmentId, capacity: As) -> Look {
    let detail = format!("{} {piece}", capacity.code());
    Look { action: PIECE_SEEN, object: file.to_string(), detail }
}

/// Declared conflicts are about to be shown to an officer: each is its reader's.
pub(crate) fn at_conflicts(readings: &[Reading]) -> Vec<Look> {
    let declared = readings.iter().filter(|reading| !reading.conflict.is_empty());
    let look = |reading: &Reading| Look {
        action: CONFLICT_SEEN,
        object: reading.reader.to_string(),
        detail: format!("{} {}", As::Officer.code(), reading.file),
    };
    declared.map(look).collect()
}

/// A list is about to be taken away: of a call or a session, in a format.
pub(crate) fn at_list(object: String, format: &str) -> Look {
    let known = ["csv", "xlsx", "json"].into_iter().find(|known| *known == format);
    let detail = format!("{} {}", As::Officer.code(), known.unwrap_or("csv"));
    Look { action: LIST_SEEN, object, detail }
}

/// Whether somebody sees a file only as its guest.
pub(crate) fn as_guest(actor: &Actor, file: &File) -> bool {
    !actor.acts_for(file.organisation)
}

/// Who opened the pieces of a file, for managers of its organisation; nothing for others.
pub fn looks_at_pieces(tx: &mut Tx, actor: &Actor, file: &File) -> Outcome<Vec<Entry>> {
    if !actor.holds_in(Role::Manager, &file.organisation.to_string()) {
        return Ok(Vec::new());
    }
    let mut looks = people::looks_at(tx, &file.id.to_string())?;
    looks.retain(|entry| entry.action == PIECE_SEEN);
    Ok(looks)
}

/// Who opened the pieces that a person attached.
pub(crate) fn at_pieces_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Entry>> {
    let rows = tx.all(
        sql("SELECT id, file FROM calls_attachment WHERE author = $1 ORDER BY id DESC LIMIT 200"),
        &[person.into()],
    )?;
    let (mut pieces, mut files) = (BTreeSet::<String>::new(), BTreeSet::<String>::new());
    for row in rows {
        let mut columns = row.columns();
        pieces.insert(columns.take()?);
        files.insert(columns.take()?);
    }
    let mut looks = Vec::new();
    for file in files {
        looks.extend(people::looks_at(tx, &file)?);
    }
    let own = person.to_string();
    looks.retain(|entry| {
        let piece = entry.detail.split(' ').next_back().unwrap_or_default();
        entry.action == PIECE_SEEN && pieces.contains(piece) && entry.actor != own
    });
    Ok(looks)
}
