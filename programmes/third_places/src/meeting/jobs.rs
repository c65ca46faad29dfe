//! What a day does by itself: suggestions are told, it is asked what came of meetings, weeks that are over are forgotten.

use store::Store;
use work::{Failure, Handler, Periodic};

use super::{introductions, outcomes, suggestions};

/// The job of the day.
pub const MEETING_JOB: &str = "places.meeting";

/// The handlers of meetings.
pub fn handlers() -> Vec<Handler> {
    vec![work::handler(MEETING_JOB, |store, _| day(store))]
}

/// Their periodic jobs.
pub fn periodic() -> Vec<Periodic> {
    vec![Periodic { kind: MEETING_JOB, every_s: 86_400 }]
}

async fn day(store: Store) -> Result<(), Failure> {
    store.write(introductions::forget_paces).await.map_err(Failure::passing)?;
    store.write(outcomes::ask_due).await.map_err(Failure::passing)?;
    let all = store.read(suggestions::all_new).await.map_err(Failure::passing)?;
    for new in all {
        let tell = move |tx: &mut store::Tx| suggestions::tell_new(tx, &new);
        store.write(tell).await.map_err(Failure::passing)?;
    }
    Ok(())
}
