//! A plain double entry on PostgreSQL: both accounts' rows are locked in the order of their
//! numbers, the transfer is inserted, both balances are updated; one call of a function a transfer,
//! which is the least that a client can ask. Durable: `synchronous_commit` and `fsync` are on.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};

const CLIENTS: u64 = 32;
const ROUND: Duration = Duration::from_secs(3);

const SCHEMA: &str = "
    CREATE TABLE account (
        number BIGINT PRIMARY KEY, debits BIGINT NOT NULL, credits BIGINT NOT NULL);
    CREATE TABLE transfer (
        id BIGINT PRIMARY KEY, debit BIGINT NOT NULL, credit BIGINT NOT NULL,
        amount BIGINT NOT NULL, label TEXT NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now());
    CREATE INDEX ON transfer (debit);
    CREATE INDEX ON transfer (credit);
    INSERT INTO account SELECT n, 0, 0 FROM generate_series(0, 1000) AS n;
    CREATE FUNCTION pay(id BIGINT, d BIGINT, c BIGINT, a BIGINT) RETURNS VOID AS $$
    BEGIN
        PERFORM 1 FROM account WHERE number IN (d, c) ORDER BY number FOR UPDATE;
        INSERT INTO transfer (id, debit, credit, amount, label)
            VALUES (id, d, c, a, 'Une part de récolte');
        UPDATE account SET debits = debits + a WHERE number = d;
        UPDATE account SET credits = credits + a WHERE number = c;
    END $$ LANGUAGE plpgsql;";

/// A server with the tables.
pub(crate) struct Rival {
    cluster: xtask::Cluster,
    next: AtomicU64,
}

impl Rival {
    pub(crate) fn start() -> Result<Self, String> {
        let cluster = xtask::start_postgres()?;
        let mut client = connect(&cluster.url)?;
        client.batch_execute(SCHEMA).map_err(|error| error.to_string())?;
        Ok(Self { cluster, next: AtomicU64::new(1) })
    }

    /// Transfers a second from 32 clients, between any accounts or all from one.
    pub(crate) fn per_second(&self, hot: bool) -> Result<f64, String> {
        let began = Instant::now();
        let pay = || -> Result<u64, String> {
            let mut client = connect(&self.cluster.url)?;
            let statement = client.prepare("SELECT pay($1, $2, $3, $4)");
            let statement = statement.map_err(|error| error.to_string())?;
            let mut done = 0;
            while began.elapsed() < ROUND {
                let id = self.next.fetch_add(1, Ordering::Relaxed) as i64;
                let debit = if hot { 0 } else { (id * 7 + 1) % 1_000 + 1 };
                let credit = (id * 7 + 3) % 1_000 + 1;
                let paid = client.execute(&statement, &[&id, &debit, &credit, &100_i64]);
                paid.map_err(|error| error.to_string())?;
                done += 1;
            }
            Ok(done)
        };
        let done = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(pay)).collect();
            clients.into_iter().try_fold(0, |sum, client| {
                let done = client.join().map_err(|_| "a client ended".to_owned())??;
                Ok::<u64, String>(sum + done)
            })
        })?;
        Ok(done as f64 / began.elapsed().as_secs_f64())
    }
}

fn connect(url: &str) -> Result<Client, String> {
    Client::connect(url, NoTls).map_err(|error| format!("PostgreSQL: {error}"))
}
