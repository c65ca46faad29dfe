//! Backup and restore, the same form for both engines: one SQLite file.
//!
//! A backup is one snapshot, taken while others write. It restores into an empty SQLite folder or
//! an empty PostgreSQL database, which is also how an instance moves from one engine to the other.
//! A backup that has its name is whole; a restore that was interrupted has left nothing.

use std::path::Path;

use base::{Outcome, Refusal, World};
use rusqlite::Connection;
use sha2::Digest;

use crate::migrate::{self, Migrations};
use crate::tx::Engine;
use crate::{Place, Tx, postgresql, sqlite};

/// Tables and how many rows each held.
pub type BackupReport = Vec<(String, usize)>;

/// Copies everything at `place` as it stands at one moment into the new file `to`.
///
/// `contexts` are the migrations of this release: a PostgreSQL backup is laid out by them.
pub async fn backup(place: &Place, contexts: &[Migrations], to: &Path) -> Outcome<BackupReport> {
    if to.exists() {
        return Err(Refusal::broken(format_args!("{} exists already", to.display())));
    }
    let (place, contexts, to) = (place.clone(), contexts.to_vec(), to.to_owned());
    blocking(move || {
        make_whole(&to, |draft| match &place {
            Place::Folder(folder) => vacuum(&crate::sqlite_file(folder), draft),
            Place::Database { url, .. } => copy_postgres_out(url, &contexts, draft),
        })?;
        crate::condition::mark_backup(&place).map_err(refuse)?;
        count_rows(&to)
    })
    .await
}

/// Fills the empty `place` from the backup file `from`.
pub async fn restore(place: &Place, contexts: &[Migrations], from: &Path) -> Outcome<()> {
    if !from.is_file() {
        return Err(Refusal::broken(format_args!("{} is not a backup file", from.display())));
    }
    let (place, contexts, from) = (place.clone(), contexts.to_vec(), from.to_owned());
    blocking(move || {
        let world = World::system();
        let source = sqlite::open_read_only(&from)?;
        let mut source = Tx::new(Engine::Sqlite(&source), &world);
        migrate::steps_seen(&mut source, &contexts)?;
        match place {
            Place::Folder(folder) => fill_folder(&folder, &from),
            Place::Database { url, .. } => {
                let mut link = postgresql::Link::snapshot(&url)?;
                copy(&mut source, &mut Tx::new(Engine::Postgres(&mut link), &world), &contexts)
            }
        }
    })
    .await
}

fn fill_folder(folder: &Path, from: &Path) -> Outcome<()> {
    let file = crate::sqlite_file(folder);
    if file.exists() {
        return Err(Refusal::broken(format_args!(
            "{} holds data already; restore into an empty folder",
            folder.display()
        )));
    }
    let _lock = sqlite::lock_folder(folder)?;
    make_whole(&file, |draft| vacuum(from, draft))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(Refusal::broken(error)))
}

/// Lets `write` make a file beside `to`, which gets that name when it is whole and on the disk.
fn make_whole(to: &Path, write: impl FnOnce(&Path) -> Outcome<()>) -> Outcome<()> {
    let draft = to.with_added_extension("partial");
    // Of a backup that was killed.
    let _ = std::fs::remove_file(&draft);
    let made = write(&draft).and_then(|()| name_on_disk(&draft, to).map_err(refuse));
    if made.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    made
}

fn name_on_disk(draft: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::File::open(draft)?.sync_all()?;
    std::fs::rename(draft, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn refuse(error: std::io::Error) -> Refusal {
    let full = error.kind() == std::io::ErrorKind::StorageFull;
    if full { Refusal::NoSpace } else { Refusal::broken(error) }
}

/// SQLite's own online copy: one snapshot, without holding up the writer.
fn vacuum(from: &Path, to: &Path) -> Outcome<()> {
    let target = to.to_string_lossy().into_owned();
    let copied = sqlite::open_read_only(from)?.execute("VACUUM INTO ?1", [target]);
    copied.map(drop).map_err(sqlite::refuse)
}

fn count_rows(file: &Path) -> Outcome<BackupReport> {
    let copy = sqlite::open_read_only(file)?;
    let world = World::system();
    let mut tx = Tx::new(Engine::Sqlite(&copy), &world);
    let mut report = Vec::new();
    for table in tables(&mut tx)? {
        let rows = tx.raw(&format!("SELECT count(*) FROM {table}"))?;
        let count: i64 = rows.into_iter().next().map_or(Ok(0), |row| row.single())?;
        report.push((table, usize::try_from(count).unwrap_or(0)));
    }
    Ok(report)
}

/// SHA-256 of every table's rows, in no order: equal digests mean equal content, on any engine.
pub fn table_digests(tx: &mut Tx) -> Outcome<Vec<(String, String)>> {
    let mut digests = Vec::new();
    for table in tables(tx)? {
        let columns = columns(tx, &table)?.join(", ");
        let mut rows: Vec<String> = Vec::new();
        tx.each(&format!("SELECT {columns} FROM {table}"), &mut |row| {
            rows.push(base::sha256(format!("{row:?}").as_bytes()));
            Ok(())
        })?;
        rows.sort_unstable();
        let mut hasher = sha2::Sha256::new();
        rows.iter().for_each(|row| hasher.update(row.as_bytes()));
        digests.push((table, base::hex(&hasher.finalize())));
    }
    Ok(digests)
}

/// Every table with its columns, by name.
pub fn schema(tx: &mut Tx) -> Outcome<Vec<(String, Vec<String>)>> {
    let listed = tables(tx)?;
    listed.into_iter().map(|table| Ok((table.clone(), columns(tx, &table)?))).collect()
}

fn tables(tx: &mut Tx) -> Outcome<Vec<String>> {
    let listing = if tx.is_sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
         ORDER BY name"
    } else {
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    };
    tx.raw(listing)?.into_iter().map(|row| row.single()).collect()
}

fn columns(tx: &mut Tx, table: &str) -> Outcome<Vec<String>> {
    let listing = if tx.is_sqlite() {
        format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name")
    } else {
        format!(
            "SELECT column_name::text FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY column_name"
        )
    };
    tx.raw(&listing)?.into_iter().map(|row| row.single()).collect()
}

/// Into a file that is thrown away when anything fails: it needs no journal, and one sync at the
/// end.
fn copy_postgres_out(url: &str, contexts: &[Migrations], to: &Path) -> Outcome<()> {
    let world = World::system();
    let target = Connection::open(to).map_err(sqlite::refuse)?;
    sqlite::script(&target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")?;
    let mut link = postgresql::Link::snapshot(url)?;
    copy(
        &mut Tx::new(Engine::Postgres(&mut link), &world),
        &mut Tx::new(Engine::Sqlite(&target), &world),
        contexts,
    )
}

/// All tables, row by row, into the empty `target`, laid out by the steps that `source` has seen.
/// Both are in a transaction; that of `target` ends here.
fn copy(source: &mut Tx, target: &mut Tx, contexts: &[Migrations]) -> Outcome<()> {
    if !tables(target)?.is_empty() {
        return Err(Refusal::broken(
            "the database holds data already; restore into an empty database",
        ));
    }
    migrate::create_table(target)?;
    for context in migrate::steps_seen(source, contexts)? {
        for (_, text) in context.steps {
            target.script(text)?;
        }
    }
    for table in tables(source)? {
        let names = columns(source, &table)?;
        let list = names.join(", ");
        let marks: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let insert = format!("INSERT INTO {table} ({list}) VALUES ({})", marks.join(", "));
        // Rows that came with a migration.
        target.raw_run(&format!("DELETE FROM {table}"), &[])?;
        source.each(&format!("SELECT {list} FROM {table}"), &mut |row| {
            target.raw_run(&insert, &row.0).map(drop)
        })?;
    }
    target.script("COMMIT")
}
