//! The loop that does jobs.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use base::Outcome;
use store::Store;

use crate::jobs::{self, Failure, Job};

type Run = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

/// What does the jobs of one kind.
#[derive(Clone)]
pub struct Handler {
    kind: &'static str,
    run: Arc<dyn Fn(Store, Job) -> Run + Send + Sync>,
}

/// A handler from a kind and an async function of the store and the job.
pub fn handler<F, Fut>(kind: &'static str, run: F) -> Handler
where
    F: Fn(Store, Job) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), Failure>> + Send + 'static,
{
    Handler { kind, run: Arc::new(move |store, job| Box::pin(run(store, job))) }
}

/// A job enqueued again and again: its kind and the seconds between.
#[derive(Clone, Copy, Debug)]
pub struct Periodic {
    /// The kind of job.
    pub kind: &'static str,
    /// Seconds from one to the next.
    pub every_s: i64,
}

/// The handlers and periodic jobs of a process.
#[derive(Clone)]
pub struct Runner {
    /// What can be done here.
    pub handlers: Vec<Handler>,
    /// What is enqueued by the clock.
    pub periodic: Vec<Periodic>,
}

impl Failure {
    /// A failure that may pass.
    pub fn passing(why: impl std::fmt::Display) -> Self {
        Failure { permanent: false, why: why.to_string() }
    }

    /// A failure that trying again will not mend.
    pub fn permanent(why: impl std::fmt::Display) -> Self {
        Failure { permanent: true, why: why.to_string() }
    }
}

impl Runner {
    /// Does jobs until the future is dropped: at once when woken, else every two seconds.
    pub async fn run(&self, store: &Store) {
        loop {
            if let Err(refusal) = run_due(store, self).await {
                tracing::warn!(%refusal, "jobs wait: the store refused");
            }
            let _ = tokio::time::timeout(Duration::from_secs(2), store.woken()).await;
        }
    }
}

/// Does every job that is due now, one after the other; how many were done or failed.
pub async fn run_due(store: &Store, runner: &Runner) -> Outcome<usize> {
    enqueue_periodic(store, &runner.periodic).await?;
    let mut count = 0;
    loop {
        let due = store.read(jobs::due_kinds).await?;
        let before = count;
        for handler in runner.handlers.iter().filter(|h| due.iter().any(|kind| kind == h.kind)) {
            count += run_kind(store, handler).await?;
        }
        if count == before {
            return Ok(count);
        }
    }
}

async fn run_kind(store: &Store, handler: &Handler) -> Outcome<usize> {
    let kind = handler.kind;
    let mut count = 0;
    while let Some(job) = store.write(move |tx| jobs::claim(tx, kind)).await? {
        let failure = attempt(store, handler, &job).await.err();
        if let Some(failure) = &failure {
            tracing::warn!(job = %job.id, kind, why = failure.why, "job failed");
        }
        store.write(move |tx| jobs::finish(tx, &job, failure.as_ref())).await?;
        count += 1;
    }
    Ok(count)
}

/// One run of a job. A panic is a failure of this job alone, and so is a run that ended its process
/// too often to be begun again.
async fn attempt(store: &Store, handler: &Handler, job: &Job) -> Result<(), Failure> {
    if job.attempts > crate::MAX_ATTEMPTS {
        return Err(Failure::permanent("no runner lived to the end of it"));
    }
    // A set, so that the run ends when this future is dropped.
    let mut run = tokio::task::JoinSet::new();
    run.spawn((handler.run)(store.clone(), job.clone()));
    match run.join_next().await {
        Some(Ok(ended)) => ended,
        _ => Err(Failure::passing("the handler panicked")),
    }
}

async fn enqueue_periodic(store: &Store, periodic: &[Periodic]) -> Outcome<()> {
    let now_s = store.world().now().0 / 1_000_000;
    for &Periodic { kind, every_s } in periodic {
        let turn = now_s.div_euclid(every_s.max(1));
        let key = format!("{kind}:{turn}");
        let seen = key.clone();
        let known = store
            .read(move |tx| {
                tx.maybe(
                    store::sql("SELECT id FROM work_job WHERE unique_key = $1"),
                    &[seen.as_str().into()],
                )
            })
            .await?;
        if known.is_none() {
            store.write(move |tx| jobs::enqueue(tx, kind, &key, &())).await?;
        }
    }
    Ok(())
}
