//! Acknowledged writes lost to kill -9: none may be.
//!
//! A child writes with as many tasks as in `writes.rs` and prints each id after its answer; it is
//! killed while it writes; what it printed must be there.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use base::{Outcome, World};
use store::sql;

use crate::{Line, scratch, writes};

/// The argument that makes this program the child.
pub(crate) const WRITER: &str = "write-until-killed";

const ROUNDS: usize = 10;
const WRITERS: usize = 32;
/// The child ends by itself after this, in case nobody kills it.
const LIFE: Duration = Duration::from_secs(20);

/// Kills a child in each round and counts what is lost.
pub(crate) fn measure() -> Result<Line, String> {
    let chance = World::system();
    let runtime = scratch::runtime()?;
    let (mut acknowledged, mut lost) = (0, 0);
    for _ in 0..ROUNDS {
        let folder = scratch::folder()?;
        let [draw] = chance.bytes::<1>();
        let printed =
            killed_child(folder.path(), Duration::from_millis(150 + 2 * u64::from(draw)))?;
        let there = runtime.block_on(all_ids(folder.path()))?;
        acknowledged += printed.len();
        lost += printed.iter().filter(|id| !there.contains(*id)).count();
    }
    println!("kill -9: {ROUNDS} kills, {acknowledged} acknowledged");
    Ok(Line {
        what: "acknowledged and lost to kill -9",
        ours: format!("{lost} of {acknowledged}"),
        rival: String::new(),
        ratio: None,
        target: "0",
        met: lost == 0 && acknowledged > ROUNDS,
    })
}

/// Runs a child on `folder`, kills it after some time, and returns the ids that it printed.
fn killed_child(folder: &Path, time: Duration) -> Result<Vec<String>, String> {
    let program = std::env::current_exe().map_err(|error| format!("our own program: {error}"))?;
    let said = |error: std::io::Error| format!("the child: {error}");
    let mut command = Command::new(program);
    command.arg(WRITER).arg(folder).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(said)?;
    let output = child.stdout.take();
    let listener = std::thread::spawn(move || {
        let mut text = String::new();
        let read = output.map_or(Ok(0), |mut output| output.read_to_string(&mut text));
        read.map(|_| text)
    });
    std::thread::sleep(time);
    child.kill().map_err(said)?;
    child.wait().map_err(said)?;
    let text = listener.join().map_err(|_| "the listener panicked".to_owned())?.map_err(said)?;
    // What follows the last line's end was cut off by the kill.
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    Ok(whole.lines().map(str::to_owned).collect())
}

async fn all_ids(folder: &Path) -> Result<BTreeSet<String>, String> {
    let store = scratch::open(folder).await?;
    let ids = store.read(|tx| {
        tx.all(sql("SELECT id FROM bench_reservation"), &[])?
            .into_iter()
            .map(|row| row.single())
            .collect::<Outcome<BTreeSet<String>>>()
    });
    ids.await.map_err(|refusal| refusal.to_string())
}

/// The child.
pub(crate) fn write_until_killed(folder: &Path) -> Result<(), String> {
    scratch::runtime()?.block_on(async {
        let store = scratch::open(folder).await?;
        for _ in 0..WRITERS {
            let store = store.clone();
            tokio::spawn(async move {
                loop {
                    let id = base::hex(&store.world().bytes::<16>());
                    let own = id.clone();
                    if let Err(refusal) = store.write(move |tx| writes::reserve(tx, &own)).await {
                        eprintln!("the child: {refusal}");
                        return;
                    }
                    println!("{id}");
                }
            });
        }
        tokio::time::sleep(LIFE).await;
        Ok(())
    })
}
