//! What goes in comes out, and only as what it is.

use base::{Cents, Id, Moment, Outcome, Refusal};
use parvis_store::testing::{on_each_engine, open, postgres_ground};
use parvis_store::{FromValue, Isolation, Row, Store, Value, sql};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::ground::{ALL, said};

enum Thing {}

/// Writes one row and reads it back.
async fn round_trip(store: &Store, number: Value, words: Value, bytes: Value) -> Row {
    store
        .write(move |tx| {
            let id: Id<Thing> = tx.id();
            let row = [id.into(), number.clone(), words.clone(), bytes.clone()];
            tx.run(
                sql("INSERT INTO trial_value (id, number, words, bytes) VALUES ($1, $2, $3, $4)"),
                &row,
            )?;
            tx.one(sql("SELECT number, words, bytes FROM trial_value WHERE id = $1"), &[id.into()])
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn every_value_comes_back_as_it_went() {
    let every_byte: Vec<u8> = (0..=255).collect();
    let long = "é".repeat(200_000);
    let sent = [
        (i64::MIN, "", Vec::new()),
        (i64::MAX, "É’œ — ភាសា հայերեն 🌿", every_byte),
        (0, "a 'quoted' \"text\"; -- $1 ? \\ %\n\t", vec![0]),
        (-1, long.as_str(), vec![7; 300_000]),
    ];
    on_each_engine(ALL, async |store| {
        for (number, words, bytes) in sent.clone() {
            let row = round_trip(&store, number.into(), words.into(), bytes.clone().into()).await;
            let mut columns = row.columns();
            assert_eq!(columns.take(), Ok(number));
            assert_eq!(columns.take(), Ok(words.to_owned()));
            assert_eq!(columns.take(), Ok(bytes));
        }
    })
    .await;
}

#[tokio::test]
async fn moments_money_truth_and_ids_come_back_as_they_went() {
    on_each_engine(ALL, async |store| {
        let (now, id) = (store.world().now(), store.world().id::<Thing>());
        let row = round_trip(&store, now.into(), id.into(), Value::Null).await;
        let mut columns = row.columns();
        assert_eq!(columns.take::<Moment>(), Ok(now));
        assert!(columns.take::<Id<Thing>>().is_ok_and(|read| read == id));

        let row = round_trip(&store, Cents(-1_234).into(), Value::Null, Value::Null).await;
        assert_eq!(row.single(), Ok(Cents(-1_234)));
        for truth in [true, false] {
            let row = round_trip(&store, truth.into(), Value::Null, Value::Null).await;
            assert_eq!(row.single(), Ok(truth));
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_is_kept_as_nothing() {
    on_each_engine(ALL, async |store| {
        let absent: Option<i64> = None;
        let row = round_trip(&store, absent.into(), Value::Null, Value::Null).await;
        let mut columns = row.clone().columns();
        assert_eq!(columns.take::<Option<i64>>(), Ok(None));
        assert_eq!(columns.take::<Option<String>>(), Ok(None));
        assert_eq!(columns.take::<Option<Vec<u8>>>(), Ok(None));
        said(row.single::<i64>());

        let row = round_trip(&store, Some(5i64).into(), "".into(), Vec::new().into()).await;
        let mut columns = row.columns();
        assert_eq!(columns.take(), Ok(Some(5)));
        assert_eq!(columns.take(), Ok(Some(String::new())));
        assert_eq!(columns.take(), Ok(Some(Vec::<u8>::new())));
    })
    .await;
}

fn assert_broken<T: FromValue>(row: &Row, place: usize) {
    let mut columns = row.clone().columns();
    for _ in 0..place {
        columns.take::<Option<Anything>>().unwrap();
    }
    let refused = matches!(columns.take::<T>(), Err(Refusal::Broken(_)));
    assert!(refused, "column {place} was read as {}", std::any::type_name::<T>());
}

struct Anything;

impl FromValue for Anything {
    fn from_value(_: Value) -> Outcome<Self> {
        Ok(Anything)
    }
}

#[tokio::test]
async fn a_column_read_as_something_else_is_broken() {
    on_each_engine(ALL, async |store| {
        let row = round_trip(&store, 2i64.into(), "no id".into(), vec![1u8].into()).await;
        assert_broken::<String>(&row, 0);
        assert_broken::<Vec<u8>>(&row, 0);
        assert_broken::<bool>(&row, 0);
        assert_broken::<i64>(&row, 1);
        assert_broken::<Option<Moment>>(&row, 1);
        assert_broken::<Id<Thing>>(&row, 1);
        assert_broken::<String>(&row, 2);
        assert_broken::<Cents>(&row, 2);
        assert_broken::<i64>(&row, 3);
    })
    .await;
}

/// PostgreSQL takes no zero byte inside a text; a test on SQLite alone must see that too.
#[tokio::test]
async fn a_text_with_a_zero_byte_is_refused() {
    on_each_engine(ALL, async |store| {
        let written = store.write(|tx| {
            tx.run(sql("INSERT INTO trial_value (id, words) VALUES ('zero', $1)"), &["a\0b".into()])
        });
        assert_eq!(written.await, Err(Refusal::Malformed));
    })
    .await;
}

#[tokio::test]
async fn any_text_and_any_bytes_come_back_as_they_went() {
    let mut runner = TestRunner::deterministic();
    let strategy = (".*", proptest::collection::vec(proptest::num::u8::ANY, 0..100));
    let drawn: Vec<(String, Vec<u8>)> =
        (0..200).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    let drawn: Vec<_> = drawn.into_iter().filter(|(text, _)| !text.contains('\0')).collect();
    on_each_engine(ALL, async |store| {
        for (text, bytes) in drawn.clone() {
            let row = round_trip(&store, 1i64.into(), text.as_str().into(), bytes.clone().into());
            let mut columns = row.await.columns();
            assert_eq!(columns.take(), Ok(1));
            assert_eq!(columns.take(), Ok(text));
            assert_eq!(columns.take(), Ok(bytes));
        }
    })
    .await;
}

/// Only PostgreSQL knows types before a statement runs.
#[tokio::test]
async fn a_statement_with_a_type_that_no_value_has_is_found_by_preparing_it() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    let store = open(&ground, ALL).await;
    for (text, what) in [
        ("SELECT sum(number) FROM trial_value", "column sum is numeric"),
        ("SELECT id FROM trial_value WHERE length(words) = $1", "$1 would be int4"),
        ("SELECT number > 1 AS large FROM trial_value", "column large is bool"),
        ("SELECT nothing FROM trial_value", "does not exist"),
    ] {
        let said = said(store.write(move |tx| tx.prepare(text)).await);
        assert!(said.contains(what), "{said}");
    }
    let good = "SELECT id, CAST(sum(number) AS BIGINT), count(*), min(length(words)), max(words)
                FROM trial_value WHERE number = $1 AND words = $2 AND bytes = $3 GROUP BY id";
    assert_eq!(store.write(move |tx| tx.prepare(good)).await, Ok(()));
}
