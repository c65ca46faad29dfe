//! Durable transactions a second: the store, which commits in groups, against a writer thread that
//! commits each transaction by itself, as most programs on SQLite do.
//!
//! Both insert a reservation and read it back in one transaction, on the same schema with the same
//! settings (WAL, synchronous FULL), asked by the same number of tasks through a queue. They take
//! turns, so that whatever else the machine does troubles both alike.

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use base::{Outcome, Refusal, World};
use rusqlite::Connection;
use store::{Tx, sql};
use tokio::sync::oneshot;

use crate::Line;
use crate::scratch;

const WRITERS: usize = 32;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(3);
const RATIO_MIN: f64 = 5.0;

/// Measures both in turns; the ratio is the median of those of the rounds, for what else the
/// machine does changes more from round to round than within one.
pub(crate) fn measure() -> Result<Line, String> {
    let runtime = scratch::runtime()?;
    let (mut ours, mut rival, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let folder = scratch::folder()?;
        let grouped = runtime.block_on(grouped(&folder.path().join("grouped")))?;
        let single = runtime.block_on(single(&folder.path().join("single.db")))?;
        let ratio = grouped / single;
        println!(
            "round {round}: {grouped:>7.0} /s in groups, {single:>7.0} /s each by itself, {ratio:.1} ×"
        );
        ours.push(grouped);
        rival.push(single);
        ratios.push(ratio);
    }
    let (ours, rival, ratio) = (median(ours), median(rival), median(ratios));
    Ok(Line {
        what: "durable transactions",
        ours: format!("{ours:.0} /s"),
        rival: format!("{rival:.0} /s"),
        ratio: Some(ratio),
        target: "≥ 5 ×",
        met: ratio >= RATIO_MIN,
    })
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

async fn grouped(folder: &Path) -> Result<f64, String> {
    let store = scratch::open(folder).await?;
    per_second(move |id| {
        let store = store.clone();
        async move { store.write(move |tx| reserve(tx, &id)).await.map_err(|r| r.to_string()) }
    })
    .await
}

/// Inserts one reservation and reads it back.
pub(crate) fn reserve(tx: &mut Tx, id: &str) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO bench_reservation
                (id, place, person, begins, ends, state, note, created_at)
             VALUES ($1, $2, 'somebody', $3, $4, 'asked', 'a note of some words', $5)"),
        &[id.into(), place(id).into(), now.into(), now.plus_seconds(3_600).into(), now.into()],
    )?;
    let read = sql("SELECT place FROM bench_reservation WHERE id = $1");
    let kept: String = tx.one(read, &[id.into()])?.single()?;
    if kept == place(id) { Ok(()) } else { Err(Refusal::broken("read back something else")) }
}

/// One of 256 places.
fn place(id: &str) -> &str {
    id.get(id.len().saturating_sub(2)..).unwrap_or(id)
}

/// Marks the ids, which grow with time as all of the store's do.
enum Reservation {}

type Question = (String, oneshot::Sender<rusqlite::Result<()>>);

async fn single(file: &Path) -> Result<f64, String> {
    let connection = open_single(file).map_err(|error| error.to_string())?;
    let (questions, queue) = mpsc::channel::<Question>();
    let writer = std::thread::spawn(move || {
        let world = World::system();
        while let Ok((id, answer)) = queue.recv() {
            // Whoever asked may have gone away.
            let _ = answer.send(reserve_single(&connection, &world, &id));
        }
    });
    let rate = per_second(move |id| {
        let questions = questions.clone();
        async move {
            let (sender, answer) = oneshot::channel();
            questions.send((id, sender)).map_err(|error| error.to_string())?;
            let answered = answer.await.map_err(|error| error.to_string())?;
            answered.map_err(|error| error.to_string())
        }
    })
    .await?;
    writer.join().map_err(|_| "the writer panicked".to_owned())?;
    Ok(rate)
}

fn open_single(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(scratch::SCHEMA)?;
    Ok(connection)
}

fn reserve_single(connection: &Connection, world: &World, id: &str) -> rusqlite::Result<()> {
    let now = world.now().0;
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    connection
        .prepare_cached(
            "INSERT INTO bench_reservation
                (id, place, person, begins, ends, state, note, created_at)
             VALUES ($1, $2, 'somebody', $3, $4, 'asked', 'a note of some words', $5)",
        )?
        .execute((id, place(id), now, now + 3_600_000_000, now))?;
    let kept: String = connection
        .prepare_cached("SELECT place FROM bench_reservation WHERE id = $1")?
        .query_row([id], |row| row.get(0))?;
    if kept != place(id) {
        return Err(rusqlite::Error::QueryReturnedNoRows);
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

/// How often a second `transact`, given new ids, comes to its end when many ask all the time.
async fn per_second<F, Fut>(transact: F) -> Result<f64, String>
where
    F: Fn(String) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Result<(), String>> + Send,
{
    let world = World::system();
    let began = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let (transact, world) = (transact.clone(), world.clone());
            tokio::spawn(async move {
                let mut count = 0_u32;
                while began.elapsed() < ROUND {
                    transact(world.id::<Reservation>().to_string()).await?;
                    count += 1;
                }
                Ok::<u32, String>(count)
            })
        })
        .collect();
    drop(transact);
    let mut total = 0.0;
    for writer in writers {
        total += f64::from(writer.await.map_err(|error| error.to_string())??);
    }
    Ok(total / began.elapsed().as_secs_f64())
}
