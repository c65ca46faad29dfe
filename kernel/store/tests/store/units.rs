//! A unit of work happens whole or not at all, and troubles nobody else.

use std::sync::mpsc;
use std::time::Duration;

use base::{Outcome, Refusal};
use parvis_store::testing::{on_each_engine, open};
use parvis_store::{QUEUE_LIMIT, Store, sql};
use tokio::task::JoinHandle;

use crate::ground::{
    ALL, grounds_and_read_committed, insert_pair, number, said, whole_pairs, write_pair,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// Holds up one writer until the sender is dropped; answers once it is held.
async fn hold(store: &Store) -> (mpsc::Sender<()>, JoinHandle<Outcome<()>>) {
    let (release, held) = mpsc::channel::<()>();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let mut begun = Some(begun);
    let store = store.clone();
    let unit = tokio::spawn(async move {
        let work = move |_: &mut parvis_store::Tx| {
            if let Some(begun) = begun.take() {
                let _ = begun.send(());
            }
            let _ = held.recv_timeout(PATIENCE);
            Ok(())
        };
        store.write(work).await
    });
    begins.await.unwrap();
    (release, unit)
}

#[tokio::test]
async fn a_failing_unit_spoils_none_of_its_neighbours() {
    on_each_engine(ALL, async |store| {
        let (release, _unit) = hold(&store).await;
        let tasks: Vec<_> = (0..64)
            .map(|at| {
                let store = store.clone();
                tokio::spawn(async move {
                    let work = move |tx: &mut parvis_store::Tx| {
                        insert_pair(tx, &format!("{at:02}"))?;
                        if at % 3 == 0 { Err(Refusal::Forbidden) } else { Ok(at) }
                    };
                    store.write(work).await
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(release);
        let mut expected = Vec::new();
        for (at, task) in tasks.into_iter().enumerate() {
            let answer = task.await.unwrap();
            if at % 3 == 0 {
                assert_eq!(answer, Err(Refusal::Forbidden));
            } else {
                assert_eq!(answer, Ok(at));
                expected.push(format!("{at:02}"));
            }
        }
        assert_eq!(whole_pairs(&store).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_statement_error_fails_its_unit_whatever_the_closure_makes_of_it() {
    on_each_engine(ALL, async |store| {
        let swallowed = store.write(|tx| {
            insert_pair(tx, "a")?;
            let twice = insert_pair(tx, "a");
            assert!(twice.is_err());
            Ok("all is well")
        });
        said(swallowed.await);
        assert!(whole_pairs(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_answered_and_the_store_lives_on() {
    on_each_engine(ALL, async |store| {
        for _ in 0..20 {
            let panicked = store.write(|tx| -> Outcome<()> {
                insert_pair(tx, "a")?;
                panic!("on purpose");
            });
            assert!(said(panicked.await).contains("panicked"));
            let reading = store.read(|_| -> Outcome<()> { panic!("on purpose") });
            assert!(said(reading.await).contains("panicked"));
        }
        write_pair(&store, "b".into()).await.unwrap();
        assert_eq!(whole_pairs(&store).await, ["b"]);
    })
    .await;
}

#[tokio::test]
async fn a_reference_to_nothing_fails_at_the_commit_and_spoils_no_neighbour() {
    on_each_engine(ALL, async |store| {
        let (release, _unit) = hold(&store).await;
        let tasks: Vec<_> = (0..40)
            .map(|at| {
                let store = store.clone();
                tokio::spawn(async move {
                    let work = move |tx: &mut parvis_store::Tx| {
                        insert_pair(tx, &format!("{at:02}"))?;
                        if at == 20 {
                            tx.run(
                                sql("INSERT INTO trial_booking (id, place, begins, ends)
                                     VALUES ('b', 'nowhere', 1, 2)"),
                                &[],
                            )?;
                        }
                        Ok(())
                    };
                    store.write(work).await
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(release);
        let mut refused = Vec::new();
        for (at, task) in tasks.into_iter().enumerate() {
            if let Err(refusal) = task.await.unwrap() {
                refused.push((at, refusal));
            }
        }
        assert!(matches!(refused.as_slice(), [(20, Refusal::Broken(_))]), "{refused:?}");
        assert_eq!(whole_pairs(&store).await.len(), 39);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_sees_one_moment() {
    for ground in grounds_and_read_committed() {
        let store = open(&ground, ALL).await;
        let (first_look, looked) = tokio::sync::oneshot::channel();
        let (written, wait) = mpsc::channel();
        let mut first_look = Some(first_look);
        let reader = store.clone();
        let reading = tokio::spawn(async move {
            let look = move |tx: &mut parvis_store::Tx| {
                let count = sql("SELECT count(*) FROM trial_pair");
                let before: i64 = tx.one(count, &[])?.single()?;
                if let Some(first_look) = first_look.take() {
                    first_look.send(()).unwrap();
                    wait.recv_timeout(PATIENCE).unwrap();
                }
                Ok((before, tx.one(count, &[])?.single::<i64>()?))
            };
            reader.read(look).await
        });
        looked.await.unwrap();
        write_pair(&store, "a".into()).await.unwrap();
        written.send(()).unwrap();
        assert_eq!(reading.await.unwrap(), Ok((0, 0)), "{:?}", ground.place);
        assert_eq!(number(&store, sql("SELECT count(*) FROM trial_pair")).await, 2);
    }
}

#[tokio::test]
async fn a_read_changes_nothing() {
    on_each_engine(ALL, async |store| {
        said(store.read(|tx| insert_pair(tx, "a")).await);
        assert!(whole_pairs(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn too_many_that_wait_are_refused_as_busy() {
    on_each_engine(ALL, async |store| {
        let mut held = Vec::new();
        for _ in 0..8 {
            // PostgreSQL has eight workers, SQLite one writer: the others wait behind it.
            match tokio::time::timeout(Duration::from_millis(500), hold(&store)).await {
                Ok(hold) => held.push(hold),
                Err(_) => break,
            }
        }
        let waiting: Vec<_> = (0..QUEUE_LIMIT + 10)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.write(|_| Ok(())).await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(100)).await;
        drop(held);
        let mut answers = Vec::new();
        for task in waiting {
            answers.push(task.await.unwrap());
        }
        let done = answers.iter().filter(|answer| answer.is_ok()).count();
        let busy = answers.iter().filter(|answer| **answer == Err(Refusal::Busy)).count();
        assert_eq!(done + busy, answers.len());
        assert!(busy >= 10 && done >= QUEUE_LIMIT - 1, "{busy} busy, {done} done");
    })
    .await;
}

#[tokio::test]
async fn only_a_commit_wakes() {
    on_each_engine(ALL, async |store| {
        let refused = store.write(|tx| -> Outcome<()> {
            tx.wake();
            Err(Refusal::Stale)
        });
        assert_eq!(refused.await, Err(Refusal::Stale));
        let early = tokio::time::timeout(Duration::from_millis(100), store.woken()).await;
        assert!(early.is_err(), "a refused unit woke somebody");
        let done = store.write(|tx| {
            tx.wake();
            insert_pair(tx, "a")
        });
        done.await.unwrap();
        tokio::time::timeout(PATIENCE, store.woken()).await.unwrap();
    })
    .await;
}
