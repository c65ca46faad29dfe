//! Mails that came back, as the operator's mail server hands them over: `parvis bounce < mail`.
//!
//! The database of a folder is written by the server alone: beside a running one the command
//! leaves what it read in the folder `bounces` of the data, and the server takes it in within a
//! minute. A report names one of our mails by an id that only its recipient knows; whom it was
//! for is read from the mail, not from the report.

use std::io::Read;
use std::path::{Path, PathBuf};

use base::{Outcome, Refusal};
use serde::{Deserialize, Serialize};
use store::{Place, Store, Tx};
use work::Failure;

/// A mail that came back is not larger, in bytes.
const LIMIT_BYTES: u64 = 5_000_000;
/// Reports that one round takes in.
const ROUND: usize = 1_000;

/// What is kept of a report until it is taken in.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    ids: Vec<String>,
    status: String,
}

/// Reads a report from standard input and takes it in, or leaves it for the server.
pub async fn take(place: Place) -> Outcome<()> {
    let mut mail = Vec::new();
    std::io::stdin().take(LIMIT_BYTES).read_to_end(&mut mail).map_err(Refusal::broken)?;
    // Whatever else comes to that address is no business of ours, nor of the mail server's.
    match (&place, read_bounce(&mail)) {
        (_, None) => {
            eprintln!("parvis: no report of a mail that failed");
            Ok(())
        }
        (Place::Folder(_), Some(_)) => leave(&place, &mail),
        (Place::Database { .. }, Some(bounce)) => {
            let store = Store::open(place, base::World::system())?;
            store.write(move |tx| record(tx, &bounce)).await
        }
    }
}

/// What a mail says of one of ours that failed, if it does.
pub fn read_bounce(mail: &[u8]) -> Option<Bounce> {
    let paper::Returned { ids, action, status } = paper::read_bounce(mail)?;
    (action == "failed").then_some(Bounce { ids, status })
}

/// Leaves a report for the server whose folder this is.
pub fn leave(place: &Place, mail: &[u8]) -> Outcome<()> {
    let (Place::Folder(folder), Some(bounce)) = (place, read_bounce(mail)) else { return Ok(()) };
    let folder = folder.join("bounces");
    std::fs::create_dir_all(&folder).map_err(Refusal::broken)?;
    let name = base::sha256(mail);
    let (written, whole) =
        (folder.join(format!("{name}.new")), folder.join(format!("{name}.json")));
    let text = serde_json::to_vec(&bounce).map_err(Refusal::broken)?;
    std::fs::write(&written, text).map_err(Refusal::broken)?;
    // Whole or not at all: the server may look at any moment.
    std::fs::rename(&written, &whole).map_err(Refusal::broken)
}

/// Takes in what the command left in the folder of the data.
pub(crate) async fn take_in(store: Store) -> Result<(), Failure> {
    let Place::Folder(folder) = store.place().clone() else { return Ok(()) };
    let left = tokio::task::spawn_blocking(move || left_in(&folder.join("bounces")));
    for (file, bounce) in left.await.map_err(Failure::passing)? {
        if let Some(bounce) = bounce {
            let taken = store.write(move |tx| record(tx, &bounce)).await;
            taken.map_err(Failure::passing)?;
        }
        std::fs::remove_file(&file).map_err(Failure::passing)?;
    }
    Ok(())
}

fn left_in(folder: &Path) -> Vec<(PathBuf, Option<Bounce>)> {
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    let whole = |path: &PathBuf| path.extension().is_some_and(|end| end == "json");
    let read = |path: PathBuf| {
        let text = std::fs::read(&path).unwrap_or_default();
        (path, serde_json::from_slice(&text).ok())
    };
    files.flatten().map(|file| file.path()).filter(whole).take(ROUND).map(read).collect()
}

/// Records a report of the first of its ids that is one of our mails'.
pub fn record(tx: &mut Tx, bounce: &Bounce) -> Outcome<()> {
    for id in &bounce.ids {
        let Ok(mail) = id.parse() else { continue };
        if let Some(outgoing) = work::mail_of(tx, mail)? {
            let verdict = people::verdict(&bounce.status);
            return people::bounced(tx, id, &outgoing.to, verdict, &bounce.status);
        }
    }
    Ok(())
}
