//! A transaction, whichever the engine.

use std::any::Any;
use std::sync::Arc;

use base::{Id, Moment, Outcome, Refusal, Say, World};

use crate::memory::Memory;
use crate::value::{Row, Sql, Value};
use crate::{postgresql, sqlite};

/// A transaction in progress: what a unit of work may touch, and all that it may touch.
pub struct Tx<'a> {
    engine: Engine<'a>,
    world: &'a World,
    memory: Option<&'a Memory>,
    pub(crate) failure: Option<Refusal>,
    pub(crate) wakes: bool,
}

pub(crate) enum Engine<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut postgresql::Link),
}

impl<'a> Tx<'a> {
    pub(crate) fn new(engine: Engine<'a>, world: &'a World) -> Self {
        Self { engine, world, memory: None, failure: None, wakes: false }
    }

    pub(crate) fn reading(engine: Engine<'a>, world: &'a World, memory: &'a Memory) -> Self {
        Self { memory: Some(memory), ..Self::new(engine, world) }
    }

    /// What this process keeps of what it has read, one value of each type; nothing within a write,
    /// which may yet be undone. What is kept is true at the version that it was read at, and no other.
    pub fn kept<T: Any + Default + Send + Sync>(&self) -> Option<Arc<T>> {
        self.memory.and_then(Memory::of)
    }

    /// All rows of an answer.
    pub fn all(&mut self, sql: Sql, params: &[Value]) -> Outcome<Vec<Row>> {
        let answer = storable(params).and_then(|()| match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::query(connection, sql.0, params),
            Engine::Postgres(link) => link.query(sql.0, params),
        });
        self.remember(answer)
    }

    /// The first row of an answer, if there is one.
    pub fn maybe(&mut self, sql: Sql, params: &[Value]) -> Outcome<Option<Row>> {
        Ok(self.all(sql, params)?.into_iter().next())
    }

    /// The first row of an answer, or [`Refusal::Unknown`].
    pub fn one(&mut self, sql: Sql, params: &[Value]) -> Outcome<Row> {
        self.maybe(sql, params)?.ok_or(Refusal::Unknown)
    }

    /// Runs a statement; how many rows it changed.
    pub fn run(&mut self, sql: Sql, params: &[Value]) -> Outcome<u64> {
        self.raw_run(sql.0, params)
    }

    /// Runs a fence: a conditional UPDATE of one aggregate's version row. No row changed means
    /// that somebody else changed the record since it was read.
    pub fn fence(&mut self, sql: Sql, params: &[Value]) -> Outcome<()> {
        if self.run(sql, params)? == 1 { Ok(()) } else { Err(Refusal::Stale) }
    }

    /// Does a part of the work that may meet a conflict: what it wrote is then put back, and the work
    /// goes on without it.
    pub fn attempt<T>(
        &mut self,
        part: impl FnOnce(&mut Self) -> Outcome<T>,
    ) -> Outcome<Result<T, Say>> {
        self.raw_run("SAVEPOINT attempt", &[])?;
        match part(self) {
            Ok(done) => {
                self.raw_run("RELEASE SAVEPOINT attempt", &[])?;
                Ok(Ok(done))
            }
            Err(Refusal::Conflict(say)) => {
                self.raw_run("ROLLBACK TO SAVEPOINT attempt", &[])?;
                self.raw_run("RELEASE SAVEPOINT attempt", &[])?;
                Ok(Err(say))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Several statements of a migration at once.
    pub(crate) fn script(&mut self, text: &str) -> Outcome<()> {
        let answer = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::script(connection, text),
            Engine::Postgres(link) => link.script(text),
        };
        self.remember(answer)
    }

    /// Prepares a text without running it: whether this engine takes it, and, where it tells types
    /// beforehand, whether all of them are those of values.
    pub fn prepare(&mut self, text: &str) -> Outcome<()> {
        let answer = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::prepare(connection, text),
            Engine::Postgres(link) => link.prepare(text),
        };
        self.remember(answer)
    }

    /// Rows of an engine's own text: for the store's introspection only.
    pub(crate) fn raw(&mut self, text: &str) -> Outcome<Vec<Row>> {
        let mut rows = Vec::new();
        self.each(text, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The same, handed over one by one: for tables of any size.
    pub(crate) fn each(
        &mut self,
        text: &str,
        take: &mut dyn FnMut(Row) -> Outcome<()>,
    ) -> Outcome<()> {
        let answer = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::each(connection, text, take),
            Engine::Postgres(link) => link.each(text, take),
        };
        self.remember(answer)
    }

    /// Runs a text made at run time: for the store's own copying only.
    pub(crate) fn raw_run(&mut self, text: &str, params: &[Value]) -> Outcome<u64> {
        let answer = storable(params).and_then(|()| match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::execute(connection, text, params),
            Engine::Postgres(link) => link.execute(text, params),
        });
        self.remember(answer)
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// After the commit, wakes whoever waits in [`crate::Store::woken`].
    pub fn wake(&mut self) {
        self.wakes = true;
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.world.now()
    }

    /// A new id.
    pub fn id<K>(&self) -> Id<K> {
        self.world.id()
    }

    /// The clock and chance.
    pub fn world(&self) -> &World {
        self.world
    }

    fn remember<T>(&mut self, answer: Outcome<T>) -> Outcome<T> {
        if let Err(refusal) = &answer {
            self.failure = Some(refusal.clone());
        }
        answer
    }
}

/// No text with a NUL character: PostgreSQL has none, and nobody can type one.
fn storable(params: &[Value]) -> Outcome<()> {
    let broken = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    if params.iter().any(broken) { Err(Refusal::Malformed) } else { Ok(()) }
}
