//! Migrations: ordered steps of SQL per context, each applied once, in one transaction with the
//! row that records it. A process killed in a step has done all of it or nothing; the next start
//! goes on where it stopped.

use base::{Outcome, Refusal};

use crate::Store;
use crate::tx::Tx;
use crate::value::sql;

/// One step: its name and its SQL.
pub type Migration = (&'static str, &'static str);

/// The steps of one context, in order.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// Short name of the context; also the prefix of its tables.
    pub context: &'static str,
    /// Its steps, oldest first; a published step never changes.
    pub steps: &'static [Migration],
}

/// Where a migration stands, told to whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The step's SQL has run, nothing is committed.
    Ran,
    /// The step is committed.
    Committed,
}

/// Brings the database to the newest step of every context, in the order given.
///
/// Refuses a database that a newer release has changed, and a step whose text is not the one that
/// was applied. `watch` is called before and after each commit.
pub async fn migrate(
    store: &Store,
    contexts: &[Migrations],
    watch: fn(&str, &str, Step),
) -> Outcome<()> {
    store.write(create_table).await?;
    for &context in contexts {
        let applied = store.read(move |tx| applied_steps(tx, context.context)).await?;
        verify_applied(context, &applied)?;
        for (at, &step) in context.steps.iter().enumerate().skip(applied.len()) {
            store.write(move |tx| apply(tx, context.context, at, step, watch)).await?;
            watch(context.context, step.0, Step::Committed);
        }
    }
    Ok(())
}

fn create_table(tx: &mut Tx) -> Outcome<()> {
    tx.run(
        sql("CREATE TABLE IF NOT EXISTS store_migration (
                context TEXT NOT NULL,
                number BIGINT NOT NULL,
                name TEXT NOT NULL,
                checksum TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (context, number))"),
        &[],
    )
    .map(drop)
}

fn applied_steps(tx: &mut Tx, context: &str) -> Outcome<Vec<(String, String)>> {
    tx.all(
        sql("SELECT name, checksum FROM store_migration WHERE context = $1 ORDER BY number"),
        &[context.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?))
    })
    .collect()
}

fn verify_applied(context: Migrations, applied: &[(String, String)]) -> Outcome<()> {
    for (at, (name, checksum)) in applied.iter().enumerate() {
        let Some((own_name, text)) = context.steps.get(at) else {
            return Err(Refusal::broken(format_args!(
                "this database was changed by a newer release ({}: {name}); \
                 start that release, or restore a backup made before it",
                context.context
            )));
        };
        if own_name != name || base::sha256(text.as_bytes()) != *checksum {
            return Err(Refusal::broken(format_args!(
                "migration {} {name} is not the text that was applied to this database",
                context.context
            )));
        }
    }
    Ok(())
}

fn apply(
    tx: &mut Tx,
    context: &str,
    number: usize,
    (name, text): Migration,
    watch: fn(&str, &str, Step),
) -> Outcome<()> {
    let now = tx.now();
    // Two nodes that start together: the second waits here and then finds the step done.
    let inserted = tx.run(
        sql("INSERT INTO store_migration (context, number, name, checksum, at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (context, number) DO NOTHING"),
        &[
            context.into(),
            number.into(),
            name.into(),
            base::sha256(text.as_bytes()).into(),
            now.into(),
        ],
    )?;
    if inserted == 1 {
        tx.script(text)?;
        watch(context, name, Step::Ran);
    }
    Ok(())
}
