//! One slot, one booking: "look for an overlap, then insert", by many at once.
//!
//! The suite runs at READ COMMITTED, where nothing but the fence keeps two bookings apart; the
//! second test shows that it would see a forgotten fence.

use std::sync::{Arc, Barrier};

use base::{Outcome, Refusal};
use parvis_store::testing::{open, postgres_ground};
use parvis_store::{Isolation, Store, Tx, sql};

use crate::ground::{ALL, grounds_and_read_committed, number};

const PLACES: usize = 8;
const TASKS: usize = 32;
const TRIES: usize = 250;
/// Hours that can be booked in each place: so few that most tries meet an earlier booking.
const HOURS: i64 = 400;

struct Asked {
    place: String,
    begins: i64,
    ends: i64,
}

fn fence(tx: &mut Tx, asked: &Asked) -> Outcome<()> {
    tx.fence(
        sql("UPDATE trial_place SET version = version + 1 WHERE id = $1"),
        &[asked.place.as_str().into()],
    )
}

fn is_free(tx: &mut Tx, asked: &Asked) -> Outcome<bool> {
    let taken = tx.maybe(
        sql("SELECT id FROM trial_booking WHERE place = $1 AND begins < $2 AND ends > $3 LIMIT 1"),
        &[asked.place.as_str().into(), asked.ends.into(), asked.begins.into()],
    )?;
    Ok(taken.is_none())
}

fn insert(tx: &mut Tx, asked: &Asked) -> Outcome<()> {
    let id = tx.world().token();
    tx.run(
        sql("INSERT INTO trial_booking (id, place, begins, ends) VALUES ($1, $2, $3, $4)"),
        &[id.into(), asked.place.as_str().into(), asked.begins.into(), asked.ends.into()],
    )
    .map(drop)
}

fn book(tx: &mut Tx, asked: &Asked) -> Outcome<()> {
    fence(tx, asked)?;
    if is_free(tx, asked)? { insert(tx, asked) } else { Err(Refusal::conflict("taken")) }
}

async fn open_places(store: &Store) {
    let opened = store.write(|tx| {
        for place in 0..PLACES {
            tx.run(
                sql("INSERT INTO trial_place (id, version) VALUES ($1, 0)"),
                &[place.to_string().into()],
            )?;
        }
        Ok(())
    });
    opened.await.unwrap();
}

async fn overlaps(store: &Store) -> i64 {
    let overlaps = sql("SELECT count(*) FROM trial_booking a JOIN trial_booking b
        ON a.place = b.place AND a.id < b.id AND a.begins < b.ends AND b.begins < a.ends");
    number(store, overlaps).await
}

/// Tries at random places and hours; how many were granted and how many were taken already.
async fn try_often(store: Store) -> (usize, usize) {
    let (mut granted, mut taken) = (0, 0);
    for _ in 0..TRIES {
        let [place, high, low, length] = store.world().bytes().map(i64::from);
        let begins = (high * 256 + low) % HOURS;
        let place = (place % 8).to_string();
        let asked = Asked { place, begins, ends: begins + 1 + length % 3 };
        match store.write(move |tx| book(tx, &asked)).await {
            Ok(()) => granted += 1,
            Err(Refusal::Conflict(_)) => taken += 1,
            Err(other) => panic!("{other}"),
        }
    }
    (granted, taken)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_fence_no_two_bookings_overlap() {
    for ground in grounds_and_read_committed() {
        let store = open(&ground, ALL).await;
        open_places(&store).await;
        let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(try_often(store.clone()))).collect();
        let (mut granted, mut taken) = (0, 0);
        for task in tasks {
            let counts = task.await.unwrap();
            granted += counts.0;
            taken += counts.1;
        }
        println!("{granted} granted, {taken} taken: {:?}", ground.place);
        assert_eq!(overlaps(&store).await, 0);
        let kept = number(&store, sql("SELECT count(*) FROM trial_booking")).await;
        assert_eq!(usize::try_from(kept), Ok(granted));
        let fences = sql("SELECT CAST(sum(version) AS BIGINT) FROM trial_place");
        assert_eq!(usize::try_from(number(&store, fences).await), Ok(granted));
        assert!(granted > 500 && taken > 500, "too little was contended");
    }
}

/// Two look at the same hour at the same time, then both insert, without a fence.
async fn book_twice_without_fence(store: &Store) -> i64 {
    open_places(store).await;
    let both_looked = Arc::new(Barrier::new(2));
    let tasks: Vec<_> = (0..2)
        .map(|_| {
            let (store, both_looked) = (store.clone(), both_looked.clone());
            let mut first_run = true;
            let work = move |tx: &mut Tx| {
                let asked = Asked { place: "0".to_owned(), begins: 9, ends: 11 };
                let free = is_free(tx, &asked)?;
                if std::mem::take(&mut first_run) {
                    both_looked.wait();
                }
                if free { insert(tx, &asked) } else { Err(Refusal::conflict("taken")) }
            };
            tokio::spawn(async move { store.write(work).await })
        })
        .collect();
    for task in tasks {
        let _ = task.await.unwrap();
    }
    overlaps(store).await
}

#[tokio::test]
async fn a_forgotten_fence_shows_at_read_committed_and_serializable_makes_up_for_it() {
    let seen = [(Isolation::ReadCommitted, 1), (Isolation::Serializable, 0)];
    for (isolation, expected) in seen {
        let Some(ground) = postgres_ground(isolation) else { return };
        let store = open(&ground, ALL).await;
        assert_eq!(book_twice_without_fence(&store).await, expected, "{isolation:?}");
    }
}
