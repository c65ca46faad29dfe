//! Backup and restore, the same form for both engines: one SQLite file.
//!
//! A backup is one snapshot, taken while others write. It restores into an empty SQLite folder or
//! an empty PostgreSQL database, which is also how an instance moves from one engine to the other.

use std::path::Path;

use base::{Outcome, Refusal, World};
use sha2::Digest;

use crate::migrate::{Migrations, migrate};
use crate::{Place, Store, Tx, postgresql, sqlite};

/// Tables and how many rows each held.
pub type BackupReport = Vec<(String, usize)>;

/// Copies everything at `place` as it stands at one moment into the new file `to`.
///
/// `contexts` are the migrations of this release: a PostgreSQL backup is laid out by them.
pub async fn backup(place: &Place, contexts: &[Migrations], to: &Path) -> Outcome<BackupReport> {
    if to.exists() {
        return Err(Refusal::broken(format_args!("{} exists already", to.display())));
    }
    match place.clone() {
        Place::Folder(folder) => {
            let target = to.to_owned();
            blocking(move || vacuum(&crate::sqlite_file(&folder), &target)).await?;
        }
        Place::Database { url, .. } => {
            let folder = to.with_extension("partial");
            lay_out(Place::Folder(folder.clone()), contexts).await?;
            let target = to.to_owned();
            blocking(move || copy_postgres_out(&url, &folder, &target)).await?;
        }
    }
    let copy = to.to_owned();
    blocking(move || count_rows(&copy)).await
}

/// Fills the empty `place` from the backup file `from`.
pub async fn restore(place: &Place, contexts: &[Migrations], from: &Path) -> Outcome<()> {
    if !from.is_file() {
        return Err(Refusal::broken(format_args!("{} is not a backup file", from.display())));
    }
    let from = from.to_owned();
    match place.clone() {
        Place::Folder(folder) => {
            let file = crate::sqlite_file(&folder);
            if file.exists() {
                return Err(Refusal::broken(format_args!(
                    "{} holds data already; restore into an empty folder",
                    folder.display()
                )));
            }
            let _lock = sqlite::lock_folder(&folder)?;
            blocking(move || vacuum(&from, &file)).await
        }
        Place::Database { url, .. } => {
            lay_out(place.clone(), contexts).await?;
            blocking(move || copy_postgres_in(&url, &from)).await
        }
    }
}

async fn lay_out(place: Place, contexts: &[Migrations]) -> Outcome<()> {
    migrate(&Store::open(place, World::system())?, contexts, |_, _, _| {}).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(Refusal::broken(error)))
}

/// SQLite's own online copy: one snapshot, without holding up the writer.
fn vacuum(from: &Path, to: &Path) -> Outcome<()> {
    let target = to.to_string_lossy().into_owned();
    sqlite::open_read_only(from)?.execute("VACUUM INTO ?1", [target]).map_err(sqlite::refuse)?;
    std::fs::File::open(to).and_then(|file| file.sync_all()).map_err(Refusal::broken)
}

fn count_rows(file: &Path) -> Outcome<BackupReport> {
    let copy = sqlite::open_read_only(file)?;
    let world = World::system();
    let mut tx = Tx::new(crate::tx::Engine::Sqlite(&copy), &world);
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
        let mut rows: Vec<String> = tx
            .raw(&format!("SELECT {columns} FROM {table}"))?
            .into_iter()
            .map(|row| base::sha256(format!("{row:?}").as_bytes()))
            .collect();
        rows.sort_unstable();
        let mut hasher = sha2::Sha256::new();
        rows.iter().for_each(|row| hasher.update(row.as_bytes()));
        digests.push((table, base::hex(&hasher.finalize())));
    }
    Ok(digests)
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

fn copy_postgres_out(url: &str, folder: &Path, to: &Path) -> Outcome<()> {
    let world = World::system();
    let file = crate::sqlite_file(folder);
    let target = sqlite::connect(&file)?;
    let mut link = postgresql::Link::snapshot(url)?;
    copy(
        &mut Tx::new(crate::tx::Engine::Postgres(&mut link), &world),
        &mut Tx::new(crate::tx::Engine::Sqlite(&target), &world),
    )?;
    drop(target);
    vacuum(&file, to)?;
    std::fs::remove_dir_all(folder).map_err(Refusal::broken)
}

fn copy_postgres_in(url: &str, from: &Path) -> Outcome<()> {
    let world = World::system();
    let source = sqlite::open_read_only(from)?;
    let mut link = postgresql::Link::snapshot(url)?;
    let mut target = Tx::new(crate::tx::Engine::Postgres(&mut link), &world);
    copy(&mut Tx::new(crate::tx::Engine::Sqlite(&source), &world), &mut target)?;
    target.script("COMMIT")
}

/// Row by row, all tables; the target's own migration rows give way to the source's.
fn copy(source: &mut Tx, target: &mut Tx) -> Outcome<()> {
    let atomic = target.is_sqlite();
    if atomic {
        target.script("BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON")?;
    }
    for table in tables(source)? {
        let names = columns(source, &table)?;
        let list = names.join(", ");
        if table == "store_migration" {
            target.script("DELETE FROM store_migration")?;
        } else if !target.raw(&format!("SELECT 1 FROM {table} LIMIT 1"))?.is_empty() {
            return Err(Refusal::broken(format_args!("{table} holds data already")));
        }
        let marks: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let insert = format!("INSERT INTO {table} ({list}) VALUES ({})", marks.join(", "));
        for row in source.raw(&format!("SELECT {list} FROM {table}"))? {
            target.raw_run(&insert, &row.0)?;
        }
    }
    if atomic { target.script("COMMIT") } else { Ok(()) }
}
