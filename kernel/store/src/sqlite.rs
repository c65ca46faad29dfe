//! SQLite: one writer thread with group commit, a pool of connections for reading.
//!
//! The writer takes what waits in its queue, up to [`GROUP_LIMIT`] units, runs each in its own
//! savepoint, commits once and only then answers. A unit that fails spoils none of its neighbours.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use base::{Outcome, Refusal, World};
use crossbeam_channel::Receiver;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode};
use tokio::sync::Semaphore;

use crate::memory::Memory;
use crate::task::{self, Hands, Job};
use crate::tx::{Engine, Tx};
use crate::value::{Row, Value};

/// Units of work in one commit, at most.
const GROUP_LIMIT: usize = 64;
/// Connections for reading.
const READERS: usize = 8;
/// Prepared statements kept per connection.
const STATEMENT_CACHE: usize = 512;

/// How long a process that is ending may still hold the folder: a second.
const LOCK_TRIES: u32 = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// Takes the folder for this process, making it if needed. The lock ends with the file handle.
pub(crate) fn lock_folder(folder: &Path) -> Outcome<std::fs::File> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Refusal::broken(format_args!("{}: {error}", folder.display())))?;
    let path = folder.join("parvis.lock");
    let file = std::fs::File::create(&path)
        .map_err(|error| Refusal::broken(format_args!("{}: {error}", path.display())))?;
    for _ in 0..LOCK_TRIES {
        if file.try_lock().is_ok() {
            return Ok(file);
        }
        thread::sleep(LOCK_PAUSE);
    }
    Err(Refusal::broken(format_args!(
        "{} is in use by another process; stop it first",
        folder.display()
    )))
}

pub(crate) fn start_writer(
    file: &Path,
    writes: Receiver<Box<dyn Job>>,
    hands: Hands,
) -> Outcome<()> {
    let writer = connect(file)?;
    // In KiB. A batch of an import touches more pages than the usual 2 MB hold, and each that falls
    // out is written twice.
    writer.pragma_update(None, "cache_size", -32_768).map_err(refuse)?;
    // What a savepoint would put back: in memory, for a unit of work is small.
    writer.pragma_update(None, "temp_store", "MEMORY").map_err(refuse)?;
    // In pages. A page that many units change is copied into the file once for all of them.
    writer.pragma_update(None, "wal_autocheckpoint", 8_000).map_err(refuse)?;
    let body = move || write_loop(&writer, &writes, &hands);
    thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(body)
        .map(drop)
        .map_err(Refusal::broken)
}

/// Connections for reading. What reads runs where it is asked for: a page's reads are
/// small, and handing each to another thread and back wakes two threads.
pub(crate) struct Readers {
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
    waiting: AtomicUsize,
    world: World,
    memory: Arc<Memory>,
}

impl Readers {
    pub(crate) fn open(file: &Path, world: World, memory: Arc<Memory>) -> Outcome<Self> {
        let mut idle = Vec::new();
        for _ in 0..READERS {
            let reader = connect(file)?;
            reader.pragma_update(None, "query_only", "ON").map_err(refuse)?;
            idle.push(reader);
        }
        let permits = Semaphore::new(READERS);
        let (idle, waiting) = (Mutex::new(idle), AtomicUsize::new(0));
        Ok(Self { idle, permits, waiting, world, memory })
    }

    pub(crate) async fn read<T>(&self, mut work: impl FnMut(&mut Tx) -> Outcome<T>) -> Outcome<T> {
        let place = Waiting::join(&self.waiting)?;
        let _permit = self.permits.acquire().await.map_err(Refusal::broken)?;
        drop(place);
        let connection = self.idle().pop().ok_or(Refusal::Busy)?;
        let outcome = statement(&connection, "BEGIN").and_then(|()| {
            let engine = Engine::Sqlite(&connection);
            let tx = &mut Tx::reading(engine, &self.world, &self.memory);
            task::attempt(&mut work, tx)
        });
        let ended = statement(&connection, "COMMIT");
        self.idle().push(connection);
        ended.and(outcome)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among those who wait for a connection.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn join(count: &'a AtomicUsize) -> Outcome<Self> {
        let place = Waiting(count);
        let before = count.fetch_add(1, Ordering::Relaxed);
        if before < crate::QUEUE_LIMIT { Ok(place) } else { Err(Refusal::Busy) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Opens a file with the settings that the promises rest on.
pub(crate) fn connect(file: &Path) -> Outcome<Connection> {
    let connection = Connection::open(file).map_err(refuse)?;
    connection.pragma_update(None, "busy_timeout", 10_000).map_err(refuse)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(refuse)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(refuse)?;
    connection.pragma_update(None, "foreign_keys", "ON").map_err(refuse)?;
    // What is deleted is overwritten: no erased text stays in pages that are free.
    connection.pragma_update(None, "secure_delete", "ON").map_err(refuse)?;
    // Otherwise each new value bound to a range makes the statement be prepared anew.
    connection
        .set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(refuse)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    Ok(connection)
}

/// Moves all of the write-ahead log into the file and empties it: older states of pages, with what
/// was erased in them, are gone from the disk. Left for another time while somebody reads.
pub(crate) fn empty_log(file: &Path) -> Outcome<()> {
    let connection = connect(file)?;
    // Writers wait meanwhile: not for long.
    connection.pragma_update(None, "busy_timeout", 200).map_err(refuse)?;
    let mut emptied = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").map_err(refuse)?;
    emptied.query_row([], |_| Ok(())).map_err(refuse)
}

/// Opens a file that must not be changed.
pub(crate) fn open_read_only(file: &Path) -> Outcome<Connection> {
    Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(refuse)
}

fn write_loop(connection: &Connection, queue: &Receiver<Box<dyn Job>>, hands: &Hands) {
    while let Ok(first) = queue.recv() {
        let mut group = vec![first];
        let mut more = || queue.try_recv().ok();
        let committed = commit_together(connection, &mut group, &mut more, hands);
        if matches!(committed, Err(Refusal::Broken(_))) && group.len() > 1 {
            // A reference to nothing shows only at the commit; whose it is, only each alone.
            for job in group {
                let mut alone = vec![job];
                let committed = commit_together(connection, &mut alone, &mut || None, hands);
                answer(alone, &committed);
            }
        } else {
            answer(group, &committed);
        }
    }
}

fn answer(group: Vec<Box<dyn Job>>, committed: &Outcome<()>) {
    for job in group {
        job.answer(committed.clone());
    }
}

/// Runs the one job of `group`, and more that join it, in one transaction.
fn commit_together(
    connection: &Connection,
    group: &mut Vec<Box<dyn Job>>,
    more: &mut dyn FnMut() -> Option<Box<dyn Job>>,
    hands: &Hands,
) -> Outcome<()> {
    statement(connection, "BEGIN IMMEDIATE")?;
    let mut wakes = false;
    let mut ran = Ok(());
    let mut at = 0;
    while let Some(job) = group.get_mut(at) {
        ran = run_in_savepoint(connection, job.as_mut(), hands, &mut wakes);
        at += 1;
        if ran.is_ok() && at < GROUP_LIMIT {
            group.extend(more());
        }
    }
    let committed = ran.and_then(|()| statement(connection, "COMMIT"));
    if committed.is_err() && !connection.is_autocommit() {
        // Without this the next group could not begin.
        let _ = statement(connection, "ROLLBACK");
    }
    if wakes && committed.is_ok() {
        hands.woken.notify_one();
    }
    committed
}

/// An error means that the whole transaction is gone, as SQLite does when the disk is full.
fn run_in_savepoint(
    connection: &Connection,
    job: &mut dyn Job,
    hands: &Hands,
    wakes: &mut bool,
) -> Outcome<()> {
    statement(connection, "SAVEPOINT unit")?;
    let mut tx = Tx::new(Engine::Sqlite(connection), &hands.world);
    let keep = job.run(&mut tx);
    *wakes |= keep && tx.wakes;
    if connection.is_autocommit() {
        return Err(Refusal::NoSpace);
    }
    if !keep {
        statement(connection, "ROLLBACK TO unit")?;
    }
    statement(connection, "RELEASE unit")
}

fn statement(connection: &Connection, text: &str) -> Outcome<()> {
    connection
        .prepare_cached(text)
        .and_then(|mut prepared| prepared.execute([]))
        .map(drop)
        .map_err(refuse)
}

pub(crate) fn query(connection: &Connection, text: &str, params: &[Value]) -> Outcome<Vec<Row>> {
    let mut prepared = connection.prepare_cached(text).map_err(|error| blame(error, text))?;
    let mut rows = Vec::new();
    let mut keep = |row| {
        rows.push(row);
        Ok(())
    };
    each_row(&mut prepared, params, &mut keep).map_err(|error| blame(error, text))??;
    Ok(rows)
}

/// Hands over the rows one by one, however many there are.
pub(crate) fn each(
    connection: &Connection,
    text: &str,
    take: &mut dyn FnMut(Row) -> Outcome<()>,
) -> Outcome<()> {
    let mut prepared = connection.prepare(text).map_err(|error| blame(error, text))?;
    each_row(&mut prepared, &[], take).map_err(|error| blame(error, text))?
}

fn each_row(
    prepared: &mut rusqlite::Statement<'_>,
    params: &[Value],
    take: &mut dyn FnMut(Row) -> Outcome<()>,
) -> rusqlite::Result<Outcome<()>> {
    let width = prepared.column_count();
    let mut answer = prepared.query(rusqlite::params_from_iter(params))?;
    while let Some(found) = answer.next()? {
        let mut row = Vec::with_capacity(width);
        for column in 0..width {
            row.push(match found.get_ref(column)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Int(number),
                ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                ValueRef::Real(_) => {
                    let real = rusqlite::types::Type::Real;
                    return Err(rusqlite::Error::InvalidColumnType(column, "float".into(), real));
                }
            });
        }
        if let Err(refusal) = take(Row(row)) {
            return Ok(Err(refusal));
        }
    }
    Ok(Ok(()))
}

pub(crate) fn execute(connection: &Connection, text: &str, params: &[Value]) -> Outcome<u64> {
    let mut prepared = connection.prepare_cached(text).map_err(|error| blame(error, text))?;
    let changed =
        prepared.execute(rusqlite::params_from_iter(params)).map_err(|error| blame(error, text))?;
    Ok(changed as u64)
}

pub(crate) fn script(connection: &Connection, text: &str) -> Outcome<()> {
    connection.execute_batch(text).map_err(|error| blame(error, text))
}

pub(crate) fn prepare(connection: &Connection, text: &str) -> Outcome<()> {
    connection.prepare(text).map(drop).map_err(|error| blame(error, text))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(crate) fn refuse(error: rusqlite::Error) -> Refusal {
    blame(error, "")
}

fn blame(error: rusqlite::Error, text: &str) -> Refusal {
    let extended = error.sqlite_error().map_or(0, |failure| failure.extended_code);
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Refusal::NoSpace,
        Some(ErrorCode::SystemIoFailure) if is_write_failure(extended) => Refusal::NoSpace,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Refusal::Busy,
        _ => Refusal::broken(format_args!("{error} in {text}")),
    }
}

/// A full file system also shows as a failed write, or as a wal-index that cannot grow.
fn is_write_failure(extended: i32) -> bool {
    use rusqlite::ffi;
    [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_SHMSIZE,
        ffi::SQLITE_IOERR_SHMMAP,
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_TRUNCATE,
    ]
    .contains(&extended)
}
