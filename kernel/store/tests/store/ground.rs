//! What the tests share: a context of their own, and what they do with its tables.

use base::{Outcome, Refusal, World};
use parvis_store::testing::Ground;
use parvis_store::{Isolation, MIGRATIONS, Migrations, Place, Store, Tx, sql};

/// The tables of these tests. As in the product, one refers to another that comes after it in the
/// alphabet, and one has a row from its migration.
pub(crate) const TRIAL: Migrations = Migrations {
    context: "trial",
    steps: &[
        (
            "0001_start",
            "CREATE TABLE trial_value (id TEXT NOT NULL PRIMARY KEY, number BIGINT, words TEXT,
                bytes BYTEA);
             CREATE TABLE trial_pair (id TEXT NOT NULL, half TEXT NOT NULL,
                PRIMARY KEY (id, half));
             CREATE TABLE trial_place (id TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL);
             CREATE TABLE trial_booking (id TEXT NOT NULL PRIMARY KEY,
                place TEXT NOT NULL REFERENCES trial_place (id) DEFERRABLE INITIALLY DEFERRED,
                begins BIGINT NOT NULL, ends BIGINT NOT NULL);
             CREATE INDEX trial_booking_place ON trial_booking (place, begins);",
        ),
        (
            "0002_head",
            "CREATE TABLE trial_head (name TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL);
             INSERT INTO trial_head (name, number) VALUES ('chain', 0);",
        ),
    ],
};

/// All contexts of these tests.
pub(crate) const ALL: &[Migrations] = &[MIGRATIONS, TRIAL];

/// Inserts the two rows that are only ever there together.
pub(crate) fn insert_pair(tx: &mut Tx, id: &str) -> Outcome<()> {
    for half in ["left", "right"] {
        tx.run(
            sql("INSERT INTO trial_pair (id, half) VALUES ($1, $2)"),
            &[id.into(), half.into()],
        )?;
    }
    Ok(())
}

/// The ids of all pairs, sorted; fails the test when half of a pair is missing.
pub(crate) async fn whole_pairs(store: &Store) -> Vec<String> {
    let read = store.read(|tx| {
        tx.all(sql("SELECT id, count(*) FROM trial_pair GROUP BY id ORDER BY id"), &[])?
            .into_iter()
            .map(|row| {
                let mut columns = row.columns();
                Ok((columns.take()?, columns.take()?))
            })
            .collect::<Outcome<Vec<(String, i64)>>>()
    });
    let pairs = read.await.unwrap();
    let torn: Vec<&(String, i64)> = pairs.iter().filter(|(_, halves)| *halves != 2).collect();
    assert!(torn.is_empty(), "halves without the other: {torn:?}");
    pairs.into_iter().map(|(id, _)| id).collect()
}

/// The only number that a statement answers.
pub(crate) async fn number(store: &Store, statement: parvis_store::Sql) -> i64 {
    store.read(move |tx| tx.one(statement, &[])?.single()).await.unwrap()
}

/// Writes one pair.
pub(crate) async fn write_pair(store: &Store, id: String) -> Outcome<()> {
    store.write(move |tx| insert_pair(tx, &id)).await
}

/// A store at a place, as it is, with the machine's clock.
pub(crate) fn open_as_is(place: &Place) -> Outcome<Store> {
    Store::open(place.clone(), World::system())
}

/// Every engine, and PostgreSQL also as it is under Citus.
pub(crate) fn grounds_and_read_committed() -> Vec<Ground> {
    let mut grounds = parvis_store::testing::grounds();
    grounds.extend(parvis_store::testing::postgres_ground(Isolation::ReadCommitted));
    grounds
}

/// What a refusal of our own making says; fails the test on anything else.
pub(crate) fn said<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Refusal::Broken(said)) => said,
        other => panic!("expected a broken store, got {other:?}"),
    }
}
