//! The store: one code base over SQLite (one file, the default) and PostgreSQL.
//!
//! A unit of work is one re-runnable closure over [`Tx`], synchronous and small; [`Store::write`]
//! answers only after the commit. SQL is written once, in the subset that both engines read alike,
//! as `sql("…")` beside the function that runs it; a test prepares every such text on both.
//!
//! Invariants: what was answered is on the disk; a closure either happens whole or not at all; an
//! error of one statement fails its closure, whatever the closure makes of it; only one process
//! writes an SQLite file. A closure may run more than once and therefore touches nothing but its
//! [`Tx`]. Deliberately absent: an ORM, triggers, sequences, session state, engine-specific SQL
//! outside `backup.rs` and the two engine files.

mod backup;
mod blobs;
mod check;
mod condition;
mod keys;
mod memory;
mod migrate;
mod once;
mod postgresql;
mod search;
mod sqlite;
mod task;
#[cfg(feature = "testing")]
#[expect(clippy::unwrap_used, reason = "only tests use it")]
pub mod testing;
mod tx;
mod value;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::{Outcome, Refusal, World};
use crossbeam_channel::{Sender, TrySendError};

pub use backup::{BackupReport, backup, restore, schema, table_digests};
pub use blobs::{delete_blob, get_blob, put_blob};
pub use check::{Finding, check_engine};
pub use condition::Condition;
pub use keys::{KEYS_CONTEXTS, Key, Keys};
pub use migrate::{Migration, Migrations, Step, migrate};
pub use once::{forget_commands, forget_commands_of, once};
pub use postgresql::Isolation;
pub use search::{Index, MAX_QUERY_TERMS, find, index, unindex};
pub use tx::Tx;
pub use value::{Columns, FromValue, Row, Sql, Value, sql};

use task::{Job, Task};

/// The store's own tables.
pub const MIGRATIONS: Migrations = Migrations {
    context: "store",
    steps: &[
        ("0001_start", include_str!("../sql/0001_start.sql")),
        ("0002_uses", include_str!("../sql/0002_uses.sql")),
    ],
};

/// Units of work that may wait; one more is refused as busy.
pub const QUEUE_LIMIT: usize = 4_096;

/// Where the data live.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder holding `parvis.db`.
    Folder(PathBuf),
    /// A PostgreSQL address, `postgres://…`.
    Database {
        /// The address.
        url: String,
        /// Isolation of every transaction.
        isolation: Isolation,
        /// Connections, each with its own thread.
        workers: usize,
    },
}

impl Place {
    /// The default way to open a PostgreSQL address: serializable, eight connections.
    pub fn database(url: impl Into<String>) -> Self {
        Place::Database { url: url.into(), isolation: Isolation::Serializable, workers: 8 }
    }
}

/// A handle on the open store; clones share it. The threads end when the last handle is dropped.
#[derive(Clone)]
pub struct Store {
    writes: Sender<Box<dyn Job>>,
    /// Connections of SQLite; PostgreSQL reads where it writes.
    readers: Option<Arc<sqlite::Readers>>,
    place: Arc<Place>,
    world: World,
    woken: Arc<tokio::sync::Notify>,
    _lock: Option<Arc<std::fs::File>>,
}

impl Store {
    /// Opens the store; an SQLite folder is made if it is missing, and refused if another process
    /// writes it.
    pub fn open(place: Place, world: World) -> Outcome<Self> {
        let woken = Arc::new(tokio::sync::Notify::new());
        let (writes, write_queue) = crossbeam_channel::bounded(QUEUE_LIMIT);
        let memory = Arc::new(memory::Memory::default());
        let hands =
            task::Hands { world: world.clone(), woken: woken.clone(), memory: memory.clone() };
        let (readers, lock) = match &place {
            Place::Folder(folder) => {
                let (lock, file) = (sqlite::lock_folder(folder)?, sqlite_file(folder));
                sqlite::start_writer(&file, write_queue, hands)?;
                let readers = sqlite::Readers::open(&file, world.clone(), memory)?;
                (Some(Arc::new(readers)), Some(Arc::new(lock)))
            }
            Place::Database { url, isolation, workers } => {
                postgresql::start(url, *isolation, *workers, &write_queue, &hands)?;
                (None, None)
            }
        };
        Ok(Self { writes, readers, place: Arc::new(place), world, woken, _lock: lock })
    }

    /// Opens the store of a running instance beside it: for reading alone. Writes are refused.
    pub fn inspect(place: Place, world: World) -> Outcome<Self> {
        let Place::Folder(folder) = &place else { return Self::open(place, world) };
        let file = sqlite_file(folder);
        if !file.is_file() {
            return Err(Refusal::broken(format_args!("{} holds no data", folder.display())));
        }
        let woken = Arc::new(tokio::sync::Notify::new());
        let (writes, _) = crossbeam_channel::bounded(1);
        let readers = Some(Arc::new(sqlite::Readers::open(&file, world.clone(), Arc::default())?));
        Ok(Self { writes, readers, place: Arc::new(place), world, woken, _lock: None })
    }

    /// Carries out `work` and answers after its commit.
    pub async fn write<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Outcome<T> + Send + 'static,
    {
        self.ask(work, task::Kind::Write).await
    }

    /// Like [`Store::write`], for work that begins with [`once`]: after a connection lost during
    /// the commit it is safe to run it again, because the key tells whether it had happened.
    pub async fn write_once<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Outcome<T> + Send + 'static,
    {
        self.ask(work, task::Kind::KeyedWrite).await
    }

    /// Reads one consistent snapshot.
    pub async fn read<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Outcome<T> + Send + 'static,
    {
        match &self.readers {
            Some(readers) => readers.read(work).await,
            None => self.ask(work, task::Kind::Read).await,
        }
    }

    async fn ask<T, F>(&self, work: F, kind: task::Kind) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Outcome<T> + Send + 'static,
    {
        let (reply, answer) = tokio::sync::oneshot::channel();
        let job = Box::new(Task { work, kind, outcome: None, reply });
        match self.writes.try_send(job) {
            Ok(()) => answer.await.unwrap_or(Err(Refusal::Busy)),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(Refusal::Busy),
        }
    }

    /// Leaves nothing of what was erased beside the data: SQLite's write-ahead log is emptied.
    /// PostgreSQL sees to its own by itself.
    pub async fn settle(&self) -> Outcome<()> {
        let Place::Folder(folder) = self.place.as_ref() else { return Ok(()) };
        let file = sqlite_file(folder);
        let emptied = tokio::task::spawn_blocking(move || sqlite::empty_log(&file)).await;
        emptied.map_err(Refusal::broken)?
    }

    /// Resolves after a commit that called [`Tx::wake`].
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// The clock and chance that this store's transactions use.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Where the data live.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

fn sqlite_file(folder: &Path) -> PathBuf {
    folder.join("parvis.db")
}
