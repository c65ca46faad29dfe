//! Work that is done after the answer: jobs, and the outbox of mails, which is one kind of job.
//!
//! A job is enqueued in the transaction of the data that it is about: both are there or neither.
//! A runner takes a job under a lease; a runner that dies lets the lease run out and another takes
//! over. Handlers may therefore run more than once and must be idempotent; a mail keeps the same
//! Message-ID. After [`MAX_ATTEMPTS`] failures a job is dead, stays visible to administrators, and
//! can be sent round again. A kind for which this process has no handler waits.
//!
//! Deliberately absent: priorities, cron syntax, results of jobs (they write their own tables).

mod jobs;
mod outbox;
mod runner;

pub use jobs::{
    Backlog, Failure, Job, JobId, State, backlog, delete_dead, delete_done, enqueue, enqueue_at,
    list, retry,
};
pub use outbox::{
    Attachment, MAIL, Manner, OutgoingMail, forget_mails_to, mail_of, mails_to, post, post_with,
    posted,
};
pub use runner::{Handler, Periodic, Runner, handler, run_due};

/// The tables of this crate.
pub const MIGRATIONS: store::Migrations = store::Migrations {
    context: "work",
    steps: &[("0001_start", include_str!("../sql/0001_start.sql"))],
};

/// Failures after which a job is dead.
pub const MAX_ATTEMPTS: i64 = 8;
