//! PostgreSQL: a few workers, each with its own connection, one transaction a unit of work.
//!
//! A unit runs again when the engine asks for it (serialization failure, deadlock, out of
//! predicate locks) or when the connection was lost before the commit was sent. A connection lost
//! during the commit leaves the outcome unknown: only work with a key, or a read, runs again.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use base::{Outcome, Refusal};
use crossbeam_channel::Receiver;
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, NoTls};

use crate::task::{Hands, Job, Kind};
use crate::tx::{Engine, Tx};
use crate::value::{Row, Value};

/// A unit of work is tried again for so long; by time, for under load each try takes longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether texts sort by their bytes, as they do on SQLite.
const BYTE_ORDER: &str = "SELECT CASE WHEN 'Z' < 'e' AND 'e' < 'É' THEN 1 ELSE 0 END";

/// How transactions are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// The belt: a forgotten fence cannot corrupt.
    Serializable,
    /// The fence alone: for Citus, and for tests that must see a forgotten fence.
    ReadCommitted,
}

impl Isolation {
    /// A read sees one moment at either level, and holds up no write.
    fn begin(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (_, Kind::Read) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Isolation::Serializable, _) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            (Isolation::ReadCommitted, _) => "BEGIN ISOLATION LEVEL READ COMMITTED",
        }
    }
}

/// What a failed statement means for the transaction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Again,
    Lost,
}

/// A connection with its prepared statements and what last went wrong on it.
pub(crate) struct Link {
    client: Client,
    prepared: HashMap<String, postgres::Statement>,
    trouble: Option<Trouble>,
}

impl Link {
    fn open(url: &str) -> Outcome<Self> {
        let client = Client::connect(url, NoTls).map_err(Refusal::broken)?;
        let mut link = Self { client, prepared: HashMap::new(), trouble: None };
        let rows = link.query(BYTE_ORDER, &[])?;
        if rows.first().is_some_and(|row| row.0 == [Value::Int(1)]) {
            return Ok(link);
        }
        Err(Refusal::broken(
            "this database sorts texts by a language, Parvis needs the order of bytes; \
             create it with TEMPLATE template0 LOCALE 'C.UTF-8'",
        ))
    }

    /// A connection inside a transaction that sees one moment of the database.
    pub(crate) fn snapshot(url: &str) -> Outcome<Self> {
        let mut link = Self::open(url)?;
        link.script("BEGIN ISOLATION LEVEL REPEATABLE READ")?;
        Ok(link)
    }

    fn statement(&mut self, text: &str) -> Outcome<postgres::Statement> {
        if let Some(statement) = self.prepared.get(text) {
            return Ok(statement.clone());
        }
        let answer = self.client.prepare(text);
        let statement = self.judge(answer, text)?;
        self.prepared.insert(text.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(&mut self, text: &str, params: &[Value]) -> Outcome<Vec<Row>> {
        let statement = self.statement(text)?;
        let answer = self.client.query(&statement, &bound(params));
        self.judge(answer, text)?.iter().map(read_row).collect()
    }

    /// Hands over the rows one by one, however many there are.
    pub(crate) fn each(
        &mut self,
        text: &str,
        take: &mut dyn FnMut(Row) -> Outcome<()>,
    ) -> Outcome<()> {
        let mut taken = Ok(());
        let answer = self.client.query_raw(text, bound(&[])).and_then(|mut rows| {
            while taken.is_ok()
                && let Some(row) = rows.next()?
            {
                taken = read_row(&row).and_then(&mut *take);
            }
            Ok(())
        });
        self.judge(answer, text).and(taken)
    }

    pub(crate) fn execute(&mut self, text: &str, params: &[Value]) -> Outcome<u64> {
        let statement = self.statement(text)?;
        let answer = self.client.execute(&statement, &bound(params));
        self.judge(answer, text)
    }

    pub(crate) fn script(&mut self, text: &str) -> Outcome<()> {
        let answer = self.client.batch_execute(text);
        self.judge(answer, text)
    }

    pub(crate) fn prepare(&mut self, text: &str) -> Outcome<()> {
        let answer = self.client.prepare(text);
        let statement = self.judge(answer, text)?;
        for (at, ty) in statement.params().iter().enumerate() {
            if !matches!(*ty, Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA) {
                let number = at + 1;
                return Err(Refusal::broken(format_args!("${number} would be {ty} in {text}")));
            }
        }
        for column in statement.columns() {
            if !is_read(column.type_()) {
                let (name, ty) = (column.name(), column.type_());
                return Err(Refusal::broken(format_args!("column {name} is {ty} in {text}")));
            }
        }
        Ok(())
    }

    fn judge<T>(&mut self, answer: Result<T, postgres::Error>, text: &str) -> Outcome<T> {
        answer.map_err(|error| {
            if self.client.is_closed() || error.is_closed() {
                self.trouble = Some(Trouble::Lost);
                return Refusal::Busy;
            }
            let state = error.code().cloned().unwrap_or(SqlState::INTERNAL_ERROR);
            if state == SqlState::T_R_SERIALIZATION_FAILURE
                || state == SqlState::T_R_DEADLOCK_DETECTED
                || state == SqlState::OUT_OF_MEMORY
            {
                self.trouble = Some(Trouble::Again);
                return Refusal::Busy;
            }
            if state == SqlState::DISK_FULL {
                return Refusal::NoSpace;
            }
            if state == SqlState::ADMIN_SHUTDOWN || state == SqlState::CRASH_SHUTDOWN {
                self.trouble = Some(Trouble::Lost);
                return Refusal::Busy;
            }
            let detail = error.as_db_error().map_or_else(|| error.to_string(), |e| e.to_string());
            Refusal::broken(format_args!("{detail} in {text}"))
        })
    }
}

pub(crate) fn start(
    url: &str,
    isolation: Isolation,
    workers: usize,
    queue: &Receiver<Box<dyn Job>>,
    hands: &Hands,
) -> Outcome<()> {
    try_address(url)?;
    for number in 0..workers.max(1) {
        let mut worker =
            Worker { url: url.to_owned(), isolation, link: None, hands: hands.clone() };
        let queue = queue.clone();
        thread::Builder::new()
            .name(format!("store-{number}"))
            .spawn(move || {
                while let Ok(job) = queue.recv() {
                    worker.carry_out(job);
                }
            })
            .map_err(Refusal::broken)?;
    }
    Ok(())
}

/// In a thread of its own: the client brings a runtime, and the caller may be in one.
fn try_address(url: &str) -> Outcome<()> {
    let url = url.to_owned();
    let tried = thread::spawn(move || Link::open(&url).map(drop)).join();
    tried.unwrap_or_else(|_| Err(Refusal::broken("connecting to PostgreSQL panicked")))
}

struct Worker {
    url: String,
    isolation: Isolation,
    link: Option<Link>,
    hands: Hands,
}

enum Attempt {
    Done(Outcome<()>),
    Again,
}

impl Worker {
    fn carry_out(&mut self, mut job: Box<dyn Job>) {
        let began = Instant::now();
        let mut tries = 0;
        while began.elapsed() < PATIENCE {
            match self.attempt(job.as_mut()) {
                Attempt::Done(commit) => return job.answer(commit),
                Attempt::Again => thread::sleep(self.pause(tries)),
            }
            tries += 1;
        }
        job.answer(Err(Refusal::Busy));
    }

    /// Anything up to a limit that doubles, so that units which met do not meet again: of eight
    /// that wait for one row all but one must run again.
    fn pause(&self, tries: u32) -> Duration {
        let limit_us = 500_u64 << tries.min(5);
        let [high, low] = self.hands.world.bytes().map(u64::from);
        Duration::from_micros(limit_us * (high * 256 + low) / 65_536)
    }

    fn attempt(&mut self, job: &mut dyn Job) -> Attempt {
        if self.link.as_ref().is_none_or(|link| link.client.is_closed()) {
            match Link::open(&self.url) {
                Ok(link) => self.link = Some(link),
                Err(_) => {
                    thread::sleep(Duration::from_millis(200));
                    return Attempt::Again;
                }
            }
        }
        let Some(link) = self.link.as_mut() else { return Attempt::Again };
        link.trouble = None;
        if link.script(self.isolation.begin(job.kind())).is_err() {
            return Attempt::Again;
        }
        let (engine, hands) = (Engine::Postgres(link), &self.hands);
        let mut tx = match job.kind() {
            Kind::Read => Tx::reading(engine, &hands.world, &hands.memory),
            _ => Tx::new(engine, &hands.world),
        };
        let keep = job.run(&mut tx);
        let wakes = tx.wakes;
        if link.trouble.is_some() || !keep {
            let again = link.trouble.is_some();
            // Its failure shows as a closed connection at the next attempt.
            let _ = link.client.batch_execute("ROLLBACK");
            return if again { Attempt::Again } else { Attempt::Done(Ok(())) };
        }
        match (link.script("COMMIT"), link.trouble) {
            (Ok(()), _) => {
                if wakes {
                    self.hands.woken.notify_one();
                }
                Attempt::Done(Ok(()))
            }
            (Err(_), Some(Trouble::Again)) => Attempt::Again,
            (Err(_), Some(Trouble::Lost)) if job.kind() != Kind::Write => Attempt::Again,
            (Err(refusal), _) => Attempt::Done(Err(refusal)),
        }
    }
}

fn bound(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// Whether [`read_row`] reads columns of a type.
fn is_read(ty: &Type) -> bool {
    let read = [Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::NAME, Type::BYTEA];
    read.contains(ty)
}

fn read_row(row: &postgres::Row) -> Outcome<Row> {
    let mut values = Vec::with_capacity(row.len());
    for (at, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at).map(Value::from),
            Type::INT4 => row.try_get::<_, Option<i32>>(at).map(|n| n.map(i64::from).into()),
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                row.try_get::<_, Option<String>>(at).map(Value::from)
            }
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at).map(Value::from),
            ref other => {
                return Err(Refusal::broken(format_args!("column {at} has type {other}")));
            }
        };
        values.push(value.map_err(Refusal::broken)?);
    }
    Ok(Row(values))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql_checked(ty, out),
            Value::Text(text) => text.to_sql_checked(ty, out),
            Value::Bytes(bytes) => bytes.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Makes the database of an address where it is missing and its account may make one.
pub(crate) async fn create_missing(url: &str) -> Outcome<()> {
    let url = url.to_owned();
    let work = move || match Client::connect(&url, NoTls) {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_DATABASE) => create(&url),
        Err(error) => Err(Refusal::broken(error)),
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(Refusal::broken(error)))
}

fn create(url: &str) -> Outcome<()> {
    let mut config: postgres::Config = url.parse().map_err(Refusal::broken)?;
    let name = config.get_dbname().unwrap_or_default().replace('"', "\"\"");
    let said = |error: postgres::Error| {
        Refusal::broken(format_args!(
            "the database {name} is missing and cannot be made ({error}); \
             create it with TEMPLATE template0 LOCALE 'C.UTF-8'"
        ))
    };
    let mut client = config.dbname("postgres").connect(NoTls).map_err(said)?;
    let made = client
        .batch_execute(&format!("CREATE DATABASE \"{name}\" TEMPLATE template0 LOCALE 'C.UTF-8'"));
    match made {
        // Two nodes that start together: the other was first.
        Err(error) if error.code() == Some(&SqlState::DUPLICATE_DATABASE) => Ok(()),
        other => other.map_err(said),
    }
}
