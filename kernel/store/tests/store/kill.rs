//! What was acknowledged is there after kill -9, and nothing is there by half.

use std::collections::BTreeSet;
use std::time::Duration;

use base::World;
use parvis_store::sql;
use parvis_store::testing::{Ground, open, postgres_ground, sqlite_ground};
use parvis_store::{Isolation, check_engine};

use crate::child;
use crate::ground::{ALL, open_as_is, whole_pairs, write_pair};

const ROUNDS: usize = 50;
const TASKS: usize = 16;
const LONGEST_MS: u64 = 120;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the child of the tests below"]
async fn writer() {
    let Some(place) = child::place() else { return };
    let store = open_as_is(&place).unwrap();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                loop {
                    let id = store.world().token();
                    write_pair(&store, id.clone()).await.unwrap();
                    child::say(id);
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(5)).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
}

async fn kill_and_look(ground: &Ground) {
    drop(open(ground, ALL).await);
    let chance = World::system();
    let mut acknowledged = 0;
    for _ in 0..ROUNDS {
        let writer = child::start(child::command("kill::writer", &ground.place, ""));
        let [high, low] = chance.bytes().map(u64::from);
        let said = writer.kill_after(Duration::from_millis((high * 256 + low) % LONGEST_MS));
        let store = open_as_is(&ground.place).unwrap();
        let there: BTreeSet<String> = whole_pairs(&store).await.into_iter().collect();
        let lost: Vec<&String> = said.iter().filter(|id| !there.contains(*id)).collect();
        assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), said.len());
        acknowledged += said.len();
        let empty = |tx: &mut parvis_store::Tx| tx.run(sql("DELETE FROM trial_pair"), &[]);
        store.write(empty).await.unwrap();
    }
    let store = open_as_is(&ground.place).unwrap();
    assert_eq!(store.read(check_engine).await, Ok(Vec::new()));
    println!("{ROUNDS} kills, {acknowledged} acknowledged, 0 lost: {:?}", ground.place);
    assert!(acknowledged > ROUNDS, "the children wrote too little");
}

#[tokio::test]
async fn what_sqlite_acknowledged_survives_kill_9() {
    kill_and_look(&sqlite_ground()).await;
}

#[tokio::test]
async fn what_postgresql_acknowledged_survives_kill_9_of_the_client() {
    if let Some(ground) = postgres_ground(Isolation::Serializable) {
        kill_and_look(&ground).await;
    }
}
