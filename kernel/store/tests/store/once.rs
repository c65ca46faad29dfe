//! A command with a key happens once.

use base::{Outcome, Refusal};
use parvis_store::testing::{on_each_engine, open};
use parvis_store::{Store, Tx, forget_commands, once, sql};

use crate::ground::{ALL, grounds_and_read_committed, insert_pair, number, whole_pairs};

/// A command that makes a new pair and answers its id.
async fn make(store: &Store, key: &str, request: &str) -> Outcome<String> {
    let (key, request) = (key.to_owned(), request.to_owned());
    let work = move |tx: &mut parvis_store::Tx| {
        once(tx, &key, &request, |tx| {
            let id = tx.world().token();
            insert_pair(tx, &id)?;
            Ok(id)
        })
    };
    store.write_once(work).await
}

#[tokio::test]
async fn the_same_command_twice_has_one_effect_and_one_answer() {
    on_each_engine(ALL, async |store| {
        let first = make(&store, "ana:1", "a pair").await.unwrap();
        assert_eq!(make(&store, "ana:1", "a pair").await, Ok(first.clone()));
        assert_eq!(whole_pairs(&store).await, [first.as_str()]);
        let other = make(&store, "ana:2", "a pair").await.unwrap();
        assert_ne!(other, first);
        assert_eq!(whole_pairs(&store).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_same_command_sent_at_once_has_one_effect() {
    for ground in grounds_and_read_committed() {
        let store = open(&ground, ALL).await;
        for round in 0..5 {
            let tasks: Vec<_> = (0..32)
                .map(|_| {
                    let store = store.clone();
                    let key = format!("ana:{round}");
                    tokio::spawn(async move { make(&store, &key, "a pair").await })
                })
                .collect();
            let mut answers = Vec::new();
            for task in tasks {
                answers.push(task.await.unwrap().unwrap());
            }
            answers.dedup();
            assert_eq!(answers.len(), 1, "{:?}", ground.place);
            assert!(whole_pairs(&store).await.contains(&answers[0]));
            assert_eq!(whole_pairs(&store).await.len(), round + 1);
        }
    }
}

#[tokio::test]
async fn the_same_key_for_something_else_is_a_conflict() {
    on_each_engine(ALL, async |store| {
        make(&store, "ana:1", "a pair").await.unwrap();
        let other = make(&store, "ana:1", "another").await;
        assert_eq!(other, Err(Refusal::conflict("web-conflict-key-reused")));
        assert_eq!(whole_pairs(&store).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_refused_command_keeps_no_key() {
    on_each_engine(ALL, async |store| {
        let refused = store.write_once(|tx| {
            once(tx, "ana:1", "a pair", |tx| -> Outcome<String> {
                insert_pair(tx, "a")?;
                Err(Refusal::Forbidden)
            })
        });
        assert_eq!(refused.await, Err(Refusal::Forbidden));
        assert!(whole_pairs(&store).await.is_empty());
        // Even another request may now use it.
        make(&store, "ana:1", "another").await.unwrap();
        assert_eq!(whole_pairs(&store).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn only_keys_older_than_asked_are_forgotten() {
    on_each_engine(ALL, async |store| {
        make(&store, "ana:1", "a pair").await.unwrap();
        store.world().advance_seconds(10);
        let second = make(&store, "ana:2", "a pair").await.unwrap();
        let now = store.world().now();
        assert_eq!(store.write(move |tx| forget_commands(tx, now)).await, Ok(1));
        assert_eq!(number(&store, sql("SELECT count(*) FROM store_command")).await, 1);
        assert_eq!(make(&store, "ana:2", "a pair").await, Ok(second));
        make(&store, "ana:1", "a pair").await.unwrap();
        assert_eq!(whole_pairs(&store).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_part_that_meets_a_conflict_is_put_back_and_the_rest_is_kept() {
    on_each_engine(ALL, async |store| {
        let add = |tx: &mut Tx, key: &str| {
            tx.run(
                sql("INSERT INTO store_command (key, digest, answer, at) VALUES ($1, '', '', 0)"),
                &[key.into()],
            )
        };
        let said = store.write(move |tx| {
            add(tx, "before")?;
            let refused = tx.attempt(|tx| {
                add(tx, "refused")?;
                Err::<(), _>(Refusal::conflict("once"))
            })?;
            let within = tx.attempt(|tx| {
                add(tx, "outer")?;
                tx.attempt(|tx| {
                    add(tx, "inner")?;
                    Err::<(), _>(Refusal::conflict("twice"))
                })
            })?;
            add(tx, "after")?;
            Ok((refused.unwrap_err().key, within.unwrap().unwrap_err().key))
        });
        assert_eq!(said.await.unwrap(), ("once", "twice"));
        let kept = store.read(|tx| tx.all(sql("SELECT key FROM store_command ORDER BY key"), &[]));
        let kept: Vec<String> =
            kept.await.unwrap().into_iter().map(|row| row.single().unwrap()).collect();
        assert_eq!(kept, ["after", "before", "outer"]);
        // What is no conflict ends all of it.
        let gone = store.write(move |tx| {
            add(tx, "gone")?;
            tx.attempt(|_| Err::<(), _>(Refusal::Stale)).map(drop)
        });
        assert_eq!(gone.await.unwrap_err(), Refusal::Stale);
    })
    .await;
}
