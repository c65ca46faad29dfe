//! The end of a person's key: by a job, since the keys live in a store of their own.

use base::Outcome;
use store::Tx;
use web::App;

use crate::PersonId;

/// The job that forgets the key of somebody who is gone.
const FORGET_KEY: &str = "people.forget-key";

/// In the transaction that erases a person: their key will be forgotten, whatever happens next.
pub(crate) fn forget_later(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    work::enqueue(tx, FORGET_KEY, &format!("forget-key:{person}"), &person.to_string())
}

/// Forgets keys.
pub fn handler(app: &App) -> work::Handler {
    let keys = app.keys().clone();
    work::handler(FORGET_KEY, move |_, job| {
        let keys = keys.clone();
        async move {
            let person: String =
                serde_json::from_str(&job.payload).map_err(work::Failure::permanent)?;
            keys.forget(person).await.map_err(work::Failure::passing)
        }
    })
}
