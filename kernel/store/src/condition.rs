//! How the place of the data fares, for whoever runs the instance.

use base::{Moment, Outcome, Refusal};

use crate::{Place, Store, sqlite_file};

/// Beside the database: when it was last backed up, as the time of this file.
const MARK: &str = "parvis.backup";

/// How a folder of data fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Bytes of the database.
    pub size: u64,
    /// Bytes still free on its disk.
    pub free: u64,
    /// When the last backup was made.
    pub backed_up_at: Option<Moment>,
}

impl Store {
    /// How the folder of the data fares; nothing for PostgreSQL, which is watched by its own tools.
    pub fn condition(&self) -> Outcome<Option<Condition>> {
        let Place::Folder(folder) = self.place() else { return Ok(None) };
        let disk = rustix::fs::statvfs(folder).map_err(Refusal::broken)?;
        let size = std::fs::metadata(sqlite_file(folder)).map_err(Refusal::broken)?.len();
        let backed_up_at = std::fs::metadata(folder.join(MARK))
            .and_then(|mark| mark.modified())
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|age| i64::try_from(age.as_micros()).ok())
            .map(Moment);
        Ok(Some(Condition { size, free: disk.f_bavail * disk.f_frsize, backed_up_at }))
    }
}

/// Marks that a backup was made just now.
pub(crate) fn mark_backup(place: &Place) -> std::io::Result<()> {
    match place {
        Place::Folder(folder) => std::fs::write(folder.join(MARK), ""),
        Place::Database { .. } => Ok(()),
    }
}
