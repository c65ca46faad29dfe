//! A unit of work on its way through a queue, with the place where its answer goes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use base::{Outcome, Refusal, World};

use crate::tx::Tx;

/// What every engine thread holds besides its connection.
#[derive(Clone)]
pub(crate) struct Hands {
    pub(crate) world: World,
    pub(crate) woken: Arc<tokio::sync::Notify>,
    pub(crate) memory: Arc<crate::memory::Memory>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Write,
    /// A write that finds out by its key whether it has already happened.
    KeyedWrite,
}

pub(crate) trait Job: Send {
    fn kind(&self) -> Kind;
    /// Runs the work in `tx`; true when it may be committed.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// Answers whoever asked: with the outcome of the run, or with why the commit failed.
    fn answer(self: Box<Self>, commit: Outcome<()>);
}

/// Runs a unit of work: a panic is a refusal, and so is a statement that failed unnoticed.
pub(crate) fn attempt<T>(work: &mut impl FnMut(&mut Tx) -> Outcome<T>, tx: &mut Tx) -> Outcome<T> {
    let ran = catch_unwind(AssertUnwindSafe(|| work(tx)))
        .unwrap_or_else(|_| Err(Refusal::broken("a unit of work panicked")));
    match (ran, tx.failure.take()) {
        (Ok(_), Some(failure)) => Err(failure),
        (ran, _) => ran,
    }
}

pub(crate) struct Task<T, F> {
    pub(crate) work: F,
    pub(crate) kind: Kind,
    pub(crate) outcome: Option<Outcome<T>>,
    pub(crate) reply: tokio::sync::oneshot::Sender<Outcome<T>>,
}

impl<T, F> Job for Task<T, F>
where
    T: Send,
    F: FnMut(&mut Tx) -> Outcome<T> + Send,
{
    fn kind(&self) -> Kind {
        self.kind
    }

    fn run(&mut self, tx: &mut Tx) -> bool {
        let outcome = attempt(&mut self.work, tx);
        let may_commit = outcome.is_ok();
        self.outcome = Some(outcome);
        may_commit
    }

    fn answer(self: Box<Self>, commit: Outcome<()>) {
        let outcome = match (commit, self.outcome) {
            (_, Some(Err(refusal))) => Err(refusal),
            (Err(refusal), _) => Err(refusal),
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(Refusal::Busy),
        };
        // Whoever asked may have gone away; the work stands all the same.
        let _ = self.reply.send(outcome);
    }
}
