//! What time alone does: holds run out, requests go unanswered, whoever did not come loses the
//! place, stays end.

use base::Outcome;
use store::{Store, Tx, sql};
use work::{Failure, Handler, Periodic};

use crate::model::BookingId;
use crate::{custody, life, money};

/// The job that lets time pass over promises.
pub const PASS_JOB: &str = "reservations.pass";
/// The job that forgets whose promises were.
pub const FORGET_JOB: &str = "reservations.forget";
/// The job that tells of passes that end, and lets lapse what is left of them.
pub const PASSES_JOB: &str = "reservations.passes";
/// The job that forgets what a mail brought to a calendar.
pub(crate) const ENTRY_JOB: &str = "reservations.entry";
/// Promises that one round looks at.
const ROUND: usize = 2_000;

/// The handlers of this context.
pub fn handlers() -> Vec<Handler> {
    vec![
        work::handler(PASS_JOB, |store, _| pass(store)),
        work::handler(PASSES_JOB, |store, _| passes(store)),
        work::handler(FORGET_JOB, |store, _| async move {
            store.write(custody::forget).await.map(drop).map_err(Failure::passing)
        }),
        work::handler(ENTRY_JOB, |store, job| async move {
            let blob: String = serde_json::from_str(&job.payload).map_err(Failure::permanent)?;
            let forgotten = store.write(move |tx| store::delete_blob(tx, &blob)).await;
            forgotten.map_err(Failure::passing)
        }),
    ]
}

/// Its periodic jobs.
pub fn periodic() -> Vec<Periodic> {
    vec![
        Periodic { kind: PASS_JOB, every_s: 60 },
        Periodic { kind: PASSES_JOB, every_s: 3_600 },
        Periodic { kind: FORGET_JOB, every_s: 86_400 },
    ]
}

/// Each pass and each lot is a unit of work by itself too.
async fn passes(store: Store) -> Result<(), Failure> {
    let mut failed = None;
    for id in store.read(money::due_passes).await.map_err(Failure::passing)? {
        failed = store.write(move |tx| money::remind(tx, id)).await.err().or(failed);
    }
    for id in store.read(money::due_lots).await.map_err(Failure::passing)? {
        failed = store.write(move |tx| money::lapse(tx, id)).await.err().or(failed);
    }
    failed.map_or(Ok(()), |refusal| Err(Failure::passing(refusal)))
}

/// Each promise is a unit of work by itself: one that cannot go on holds up no other.
async fn pass(store: Store) -> Result<(), Failure> {
    let due = store.read(due).await.map_err(Failure::passing)?;
    let mut failed = None;
    for id in due {
        if let Err(refusal) = store.write(move |tx| life::pass(tx, id)).await {
            failed = Some(refusal);
        }
    }
    failed.map_or(Ok(()), |refusal| Err(Failure::passing(refusal)))
}

/// Promises that time has something to say of.
fn due(tx: &mut Tx) -> Outcome<Vec<BookingId>> {
    let now = tx.now();
    tx.all(
        sql("SELECT b.id FROM reservations_booking b
             JOIN reservations_resource r ON r.id = b.resource
             JOIN reservations_site s ON s.id = r.site
             WHERE b.state IN ('held', 'requested', 'confirmed', 'checked_in')
                AND ((b.state = 'held' AND b.live_until <= $1)
                    OR (b.state = 'requested' AND b.starts_at <= $1)
                    OR (b.state = 'confirmed' AND s.no_show_minutes > 0
                        AND b.starts_at + s.no_show_minutes * 60000000 <= $1)
                    OR (b.state IN ('confirmed', 'checked_in') AND b.ends_at <= $1))
             ORDER BY b.starts_at, b.id LIMIT $2"),
        &[now.into(), ROUND.into()],
    )?
    .into_iter()
    .map(|row| row.single::<String>()?.parse())
    .collect()
}
