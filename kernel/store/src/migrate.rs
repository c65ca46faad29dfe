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
/// `contexts` are all those of this release. Refuses a database that a newer release has changed,
/// and a step whose text is not the one that was applied. `watch` is called before and after each commit.
pub async fn migrate(
    store: &Store,
    contexts: &[Migrations],
    watch: fn(&str, &str, Step),
) -> Outcome<()> {
    // Nodes that start together on an empty database: PostgreSQL may refuse all but one of them.
    if store.write(create_table).await.is_err() {
        store.write(create_table).await?;
    }
    let own = contexts.to_vec();
    let seen = store.read(move |tx| steps_seen(tx, &own)).await?;
    for (&context, seen) in contexts.iter().zip(seen) {
        for (at, &step) in context.steps.iter().enumerate().skip(seen.steps.len()) {
            store.write(move |tx| apply(tx, context.context, at, step, watch)).await?;
            watch(context.context, step.0, Step::Committed);
        }
    }
    Ok(())
}

pub(crate) fn create_table(tx: &mut Tx) -> Outcome<()> {
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

/// Of each context the steps that a database has seen. Refuses what [`migrate`] refuses.
pub(crate) fn steps_seen(tx: &mut Tx, contexts: &[Migrations]) -> Outcome<Vec<Migrations>> {
    let mut seen: Vec<Migrations> =
        contexts.iter().map(|&context| Migrations { steps: &[], ..context }).collect();
    let applied = tx.all(
        sql("SELECT context, name, checksum FROM store_migration ORDER BY context, number"),
        &[],
    )?;
    for row in applied {
        let mut columns = row.columns();
        let (context, name): (String, String) = (columns.take()?, columns.take()?);
        let checksum: String = columns.take()?;
        let known = contexts.iter().zip(&mut seen).find(|(own, _)| own.context == context);
        let next = known.and_then(|(own, seen)| {
            let at = seen.steps.len();
            Some((own.steps.get(at)?, own.steps.get(..=at)?, seen))
        });
        let Some(((own_name, text), steps, seen)) = next else {
            return Err(Refusal::broken(format_args!(
                "this database was changed by a newer release ({context}: {name}); \
                 start that release, or restore a backup made before it"
            )));
        };
        if **own_name != name || base::sha256(text.as_bytes()) != checksum {
            return Err(Refusal::broken(format_args!(
                "migration {context} {name} is not the text that was applied to this database"
            )));
        }
        seen.steps = steps;
    }
    Ok(seen)
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
