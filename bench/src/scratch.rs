//! Where the benchmarks put their data: beside the program, which is on a disk, while the folder
//! for temporary files may be in memory, where durability costs nothing and means nothing.

use base::World;
use store::{MIGRATIONS, Migrations, Place, Store, migrate};
use tempfile::TempDir;

/// The tables of the benchmarks.
pub(crate) const SCHEMA: &str = include_str!("../sql/0001_start.sql");
const BENCH: Migrations = Migrations { context: "bench", steps: &[("0001_start", SCHEMA)] };

/// A folder that vanishes with this value.
pub(crate) fn folder() -> Result<TempDir, String> {
    let program = std::env::current_exe().map_err(|error| format!("our own program: {error}"))?;
    let folder = program.parent().unwrap_or(&program);
    tempfile::tempdir_in(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// The store in a folder, with the tables of the benchmarks.
pub(crate) async fn open(folder: &std::path::Path) -> Result<Store, String> {
    let opened = Store::open(Place::Folder(folder.to_owned()), World::system());
    let store = opened.map_err(|refusal| refusal.to_string())?;
    let migrated = migrate(&store, &[MIGRATIONS, BENCH], |_, _, _| {}).await;
    migrated.map_err(|refusal| refusal.to_string())?;
    Ok(store)
}

/// A run time with as many threads as the machine has cores.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Runtime::new().map_err(|error| format!("the run time: {error}"))
}
