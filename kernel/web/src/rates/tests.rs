//! The rule of the limits, and two nodes that share them.

use axum::body::Body;
use axum::extract::Request;
use base::{Refusal, World};
use proptest::prelude::*;
use store::testing::{Ground, grounds, open};
use store::{Place, Store};

use super::{Quota, Rates, is_costly, network_of};

const QUOTA: Quota = Quota { class: "test", at_once: 3, step_us: 2_000_000 };

fn node(store: Store) -> Rates {
    Rates::new(store, 2, |key| base::sha256(key.as_bytes()))
}

fn wait(outcome: Result<(), Refusal>) -> u64 {
    match outcome {
        Ok(()) => 0,
        Err(Refusal::TooMany { wait_s }) => wait_s,
        Err(other) => panic!("{other}"),
    }
}

/// Two nodes on each engine; a folder of SQLite is held by one process, so that they share it.
async fn each_two() -> Vec<(Ground, [Rates; 2], World)> {
    let mut all = Vec::new();
    for ground in grounds() {
        let first = open(&ground, &[store::MIGRATIONS, crate::MIGRATIONS]).await;
        let world = first.world().clone();
        let second = match &ground.place {
            Place::Folder(_) => first.clone(),
            place => Store::open(place.clone(), world.clone()).unwrap(),
        };
        all.push((ground, [first, second].map(node), world));
    }
    all
}

#[tokio::test]
async fn what_is_rare_is_counted_for_all_nodes_at_once() {
    for (_ground, [here, there], world) in each_two().await {
        let one = || vec![(QUOTA, "somebody".to_owned())];
        assert_eq!(wait(here.shared(one()).await), 0);
        assert_eq!(wait(there.shared(one()).await), 0);
        assert_eq!(wait(here.shared(one()).await), 0);
        assert_eq!(wait(there.shared(one()).await), 2);
        assert_eq!(wait(here.shared(one()).await), 2);
        assert_eq!(wait(there.shared(vec![(QUOTA, "another".to_owned())]).await), 0);
        // What is told to wait is right on both: a second early is refused, in time admitted.
        world.advance_seconds(1);
        assert_eq!(wait(here.shared(one()).await), 1);
        world.advance_seconds(1);
        assert_eq!(wait(there.shared(one()).await), 0);
        assert_eq!(wait(here.shared(one()).await), 2);
    }
}

#[tokio::test]
async fn the_second_of_two_quotas_is_not_spent_when_the_first_refuses() {
    for (_ground, [here, _], _) in each_two().await {
        let both = || vec![(QUOTA, "address".to_owned()), (QUOTA, "account".to_owned())];
        for _ in 0..5 {
            let _ = here.shared(both()).await;
        }
        assert_eq!(wait(here.shared(vec![(QUOTA, "account".to_owned())]).await), 2);
        let other = vec![(QUOTA, "address 2".to_owned()), (QUOTA, "account 2".to_owned())];
        assert_eq!(wait(here.shared(other).await), 0);
    }
}

#[tokio::test]
async fn a_flood_on_one_node_is_known_to_the_other_after_an_exchange() {
    for (_ground, [here, there], world) in each_two().await {
        let reading = here.reading;
        while here.spend_here(reading, "somebody").is_ok() {}
        assert!(there.spend_here(reading, "somebody").is_ok(), "counted apart until they speak");
        here.exchange().await.unwrap();
        // This node tells of a key when it has itself seen a quarter of a flood.
        for _ in 0..reading.at_once / 4 {
            there.spend_here(reading, "somebody").unwrap();
        }
        there.exchange().await.unwrap();
        assert!(there.spend_here(reading, "somebody").is_err());
        assert!(there.spend_here(reading, "another").is_ok());
        // And it ends.
        world.advance_seconds(60);
        assert!(there.spend_here(reading, "somebody").is_ok());
    }
}

#[tokio::test]
async fn readers_cost_no_write_and_quiet_keys_are_forgotten() {
    for (_ground, [here, _], world) in each_two().await {
        for reader in 0..100 {
            here.spend_here(here.reading, &format!("reader {reader}")).unwrap();
        }
        here.exchange().await.unwrap();
        let count = |store: &Store| {
            let store = store.clone();
            async move {
                let all = store::sql("SELECT COUNT(*) FROM web_rate");
                store.read(move |tx| tx.one(all, &[])?.single::<i64>()).await.unwrap()
            }
        };
        assert_eq!(count(&here.store).await, 0, "a reader was written down");
        here.shared(vec![(QUOTA, "somebody".to_owned())]).await.unwrap();
        assert_eq!(count(&here.store).await, 1);
        world.advance_seconds(3_600);
        here.store.write(super::forget_quiet).await.unwrap();
        here.exchange().await.unwrap();
        assert_eq!(count(&here.store).await, 0);
        assert_eq!(here.counts().len(), 0);
    }
}

proptest! {
    /// In no stretch of time more than what is allowed at once and one each step.
    #[test]
    fn no_stretch_of_time_holds_more(gaps in prop::collection::vec(0_i64..5_000_000, 1..200)) {
        let (mut now, mut spent_until, mut admitted) = (0_i64, 0_i64, Vec::new());
        for gap in gaps {
            now += gap;
            match QUOTA.wait_us(spent_until, now) {
                None => {
                    spent_until = spent_until.max(now) + QUOTA.step_us;
                    admitted.push(now);
                }
                // Who waits as told is admitted; who comes a moment earlier is not.
                Some(wait) => {
                    prop_assert_eq!(QUOTA.wait_us(spent_until, now + wait), None);
                    prop_assert_eq!(QUOTA.wait_us(spent_until, now + wait - 1), Some(1));
                }
            }
        }
        for (at, first) in admitted.iter().enumerate() {
            for (further, last) in admitted.iter().enumerate().skip(at) {
                let count = i64::try_from(further - at + 1).unwrap();
                prop_assert!(count <= QUOTA.at_once + (last - first) / QUOTA.step_us);
            }
        }
    }
}

#[test]
fn a_household_counts_as_one() {
    assert_eq!(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2::9"));
    assert_ne!(network_of("2001:db8:1:2::9"), network_of("2001:db8:1:3::9"));
    assert_eq!(network_of("::ffff:192.0.2.7"), "192.0.2.7");
    assert_ne!(network_of("192.0.2.7"), network_of("192.0.2.8"));
}

#[test]
fn what_makes_or_brings_a_file_is_costly() {
    let asked = |method: &str, path: &str, kind: &str| {
        let request = Request::builder().method(method).uri(path).header("content-type", kind);
        is_costly(&request.body(Body::empty()).unwrap())
    };
    assert!(asked("GET", "/dossiers/1/lettre.pdf", ""));
    assert!(asked("GET", "/bureau/appels/1/dossiers?q=a&format=xlsx", ""));
    assert!(asked("POST", "/dossiers/1/pieces", "multipart/form-data; boundary=b"));
    assert!(!asked("GET", "/bureau/appels/1/dossiers?q=format=&format=", ""));
    assert!(!asked("POST", "/dossiers/1/etape/1", "application/x-www-form-urlencoded"));
}
