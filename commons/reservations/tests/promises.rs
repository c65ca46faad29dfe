//! What a promise is worth: one slot, one booking, whoever asks at the same moment.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod place;

use base::Refusal;
use parvis_reservations::*;
use people::Actor;
use place::*;
use rand::{RngExt, SeedableRng};
use store::testing::{Ground, on_each_engine, open, postgres_ground, sqlite_ground};
use store::{Isolation, Store};

fn said(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Conflict(say) => say.key,
        Refusal::Invalid(faults) => faults.first().map_or("", |fault| fault.say.key),
        _ => "another refusal",
    }
}

/// SQLite, and PostgreSQL where a forgotten fence shows.
fn racing_grounds() -> Vec<Ground> {
    let mut grounds = vec![sqlite_ground()];
    grounds.extend(postgres_ground(Isolation::ReadCommitted));
    grounds
}

async fn prepare(store: &Store, new: NewResource) -> (Place, ResourceId, Vec<people::PersonId>) {
    store
        .write(move |tx| {
            let place = opened(tx, "24/7")?;
            let id = thing(tx, &place, new.clone())?;
            let people = (0..32).map(|n| person(tx, &format!("P{n}"))).collect::<Result<_, _>>()?;
            Ok((place, id, people))
        })
        .await
        .unwrap()
}

/// Everybody asks for random times of the same thing; afterwards no moment has more than there is.
async fn race(store: Store, new: NewResource, rounds: u64) {
    let capacity = new.capacity;
    let (place, id, people) = prepare(&store, new).await;
    let now = store.world().now();
    for round in 0..rounds {
        let mut asking = Vec::new();
        for (n, person) in people.iter().copied().enumerate() {
            let store = store.clone();
            asking.push(tokio::spawn(async move {
                let seed = round * 100 + u64::try_from(n).unwrap();
                let mut chance = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
                let from = chance.random_range(0..40);
                let span = quarters(now, from, from + chance.random_range(1..8));
                let asked = wish(id, span, chance.random_range(1..=capacity.min(3)));
                store.write(move |tx| promised(tx, person, &asked)).await
            }));
        }
        for answer in asking {
            if let Err(refusal) = answer.await.unwrap() {
                let key = said(&refusal);
                let known = [
                    "reservations-conflict-taken",
                    "reservations-conflict-few",
                    "reservations-conflict-person",
                ];
                assert!(known.contains(&key), "{refusal:?}");
            }
        }
    }
    let findings = store.read(check).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let all = store
        .read(move |tx| {
            let site = site(tx, place.site)?;
            let things = resources_of(tx, place.site)?;
            availability(tx, &site, &things, quarters(now, 0, 60))
        })
        .await
        .unwrap();
    let least = all[0].spans.iter().map(|(_, free)| *free).min().unwrap();
    assert_eq!(least, 0, "a race that fills nothing proves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_never_promised_twice_whoever_asks_at_the_same_moment() {
    for ground in racing_grounds() {
        race(open(&ground, CONTEXTS).await, room(), 6).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_seven_desks_never_more_than_seven_are_promised() {
    for ground in racing_grounds() {
        race(open(&ground, CONTEXTS).await, many(Kind::Units, 7), 12).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fragments_refuse_nobody_and_a_desk_is_said_on_arrival() {
    on_each_engine(CONTEXTS, |store| async move {
        let (place, id, people) = prepare(&store, many(Kind::Units, 2)).await;
        let now = store.world().now();
        // With fixed seats the last of these would find both desks cut into pieces.
        let spans = [(0, 8), (8, 16), (4, 12), (12, 20), (0, 4)];
        let booked = store
            .write(move |tx| {
                let mut booked = Vec::new();
                for ((from, to), person) in spans.into_iter().zip(&people) {
                    booked.push(promised(tx, *person, &wish(id, quarters(now, from, to), 1))?);
                }
                Ok(booked)
            })
            .await
            .unwrap();
        let start = quarters(now, 0, 1).from;
        store.world().advance_seconds(start.seconds_since(now));
        let units = store
            .write(move |tx| {
                let host = Actor::of(tx, place.host)?;
                let first = check_in(tx, &host, booked[0], None)?;
                let second = check_in(tx, &host, booked[4], None)?;
                let early = check_in(tx, &host, booked[1], None);
                Ok((first.units, second.units, early.is_err()))
            })
            .await
            .unwrap();
        assert_eq!(units, ("1".to_owned(), "2".to_owned(), true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_id_is_the_same_promise() {
    on_each_engine(CONTEXTS, |store| async move {
        let (_, id, people) = prepare(&store, room()).await;
        let now = store.world().now();
        let (ada, bob) = (people[0], people[1]);
        let asked = wish(id, quarters(now, 0, 4), 1);
        let twice = store
            .write(move |tx| {
                let (ada, bob) = (Actor::of(tx, ada)?, Actor::of(tx, bob)?);
                let key = tx.id();
                let first = hold(tx, &ada, key, &asked)?;
                let again = hold(tx, &ada, key, &asked)?;
                let other = Asked { quantity: 1, span: quarters(now, 8, 9), ..asked.clone() };
                let refused = hold(tx, &ada, key, &other).is_err();
                let stolen = hold(tx, &bob, key, &asked).is_err();
                Ok((first == again, refused, stolen))
            })
            .await
            .unwrap();
        assert_eq!(twice, (true, true, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_ran_out_counts_no_more_even_before_a_job_says_so() {
    on_each_engine(CONTEXTS, |store| async move {
        let (_, id, people) = prepare(&store, room()).await;
        let now = store.world().now();
        let (ada, bob) = (people[0], people[1]);
        let asked = wish(id, quarters(now, 0, 4), 1);
        let again = asked.clone();
        let held = store
            .write(move |tx| {
                let (ada, bob) = (Actor::of(tx, ada)?, Actor::of(tx, bob)?);
                let key = tx.id();
                hold(tx, &ada, key, &asked)?;
                let key_of_bob = tx.id();
                assert_eq!(
                    said(&hold(tx, &bob, key_of_bob, &asked).unwrap_err()),
                    "reservations-conflict-taken"
                );
                Ok(key)
            })
            .await
            .unwrap();
        store.world().advance_seconds(10 * 60);
        let late = store
            .write(move |tx| {
                promised(tx, bob, &again)?;
                let ada = Actor::of(tx, ada)?;
                Ok(said(&confirm(tx, &ada, held).unwrap_err()))
            })
            .await
            .unwrap();
        assert_eq!(late, "reservations-conflict-expired");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_keeps_more_than_three_things_without_saying_yes() {
    on_each_engine(CONTEXTS, |store| async move {
        let (_, id, people) = prepare(&store, many(Kind::Pool, 100)).await;
        let now = store.world().now();
        let ada = people[0];
        let refused = store
            .write(move |tx| {
                let ada = Actor::of(tx, ada)?;
                for n in 0..3 {
                    let key = tx.id();
                    hold(tx, &ada, key, &wish(id, quarters(now, n, n + 1), 1))?;
                }
                let key = tx.id();
                let fourth = hold(tx, &ada, key, &wish(id, quarters(now, 5, 6), 1));
                Ok(said(&fourth.unwrap_err()))
            })
            .await
            .unwrap();
        assert_eq!(refused, "reservations-conflict-holds");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn times_that_cannot_be_are_refused_by_their_reason() {
    on_each_engine(CONTEXTS, |store| async move {
        let new = NewResource {
            notice_minutes: 60,
            horizon_days: 10,
            min_minutes: 30,
            max_minutes: 120,
            requires: "laser".to_owned(),
            ..room()
        };
        let (place, id, people) = prepare(&store, new).await;
        let now = store.world().now();
        let ada = people[0];
        let keys = store
            .write(move |tx| {
                let ada = Actor::of(tx, ada)?;
                let long_ago =
                    Span { from: now.plus_days(-2), to: now.plus_days(-2).plus_seconds(3_600) };
                let shift = |span: Span, s: i64| Span {
                    from: span.from.plus_seconds(s),
                    to: span.to.plus_seconds(s),
                };
                let spans = [
                    shift(quarters(now, 0, 4), 60),
                    quarters(now, 0, 1),
                    quarters(now, 0, 12),
                    quarters(now, 4, 0),
                    shift(long_ago, (900 - long_ago.from.0 / 1_000_000 % 900) % 900),
                    shift(quarters(now, 0, 4), 86_400 * 20),
                    quarters(now, 0, 4),
                ];
                let mut keys = Vec::new();
                for span in spans {
                    keys.push(quote(tx, &ada, &wish(id, span, 1))?.unwrap_err().key);
                }
                let host = Actor::of(tx, place.host)?;
                let person = ada.person()?;
                let trained = Standing { person, code: "laser".to_owned(), until: None };
                set_standing(tx, &host, place.site, &trained, true)?;
                keys.push(
                    quote(tx, &ada, &wish(id, quarters(now, 0, 4), 1))?.map_or("still", |_| "yes"),
                );
                Ok(keys)
            })
            .await
            .unwrap();
        assert_eq!(
            keys,
            [
                "reservations-fault-step",
                "reservations-fault-short",
                "reservations-fault-long",
                "reservations-fault-order",
                "reservations-fault-past",
                "reservations-fault-horizon",
                "reservations-fault-training",
                "yes",
            ]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_back_in_time_is_refunded_whole_and_later_in_part() {
    on_each_engine(CONTEXTS, |store| async move {
        let new = NewResource { hour_cents: 1_000, day_cents: 5_000, ..room() };
        let (place, id, people) = prepare(&store, new).await;
        let now = store.world().now();
        let (ada, bob) = (people[0], people[1]);
        let (early, late) = store
            .write(move |tx| {
                let early = promised(tx, ada, &wish(id, quarters(now, 0, 6), 1))?;
                let late = promised(tx, bob, &wish(id, quarters(now, 6, 40), 1))?;
                Ok((early, late))
            })
            .await
            .unwrap();
        let refunds = store
            .write(move |tx| {
                let (own, host) = (Actor::of(tx, ada)?, Actor::of(tx, place.host)?);
                let (paid, _, _) = booking(tx, &own, early)?;
                let (capped, _, _) = booking(tx, &host, late)?;
                Ok((paid.price_cents, cancel(tx, &own, early, "")?, capped.price_cents))
            })
            .await
            .unwrap();
        assert_eq!(refunds, (1_500, 1_500, 5_000), "1 h 30 at 10 €; at most 50 € a day");
        store.world().advance_seconds(quarters(now, 0, 1).from.seconds_since(now));
        let half = store
            .write(move |tx| {
                let own = Actor::of(tx, bob)?;
                cancel(tx, &own, late, "malade")
            })
            .await
            .unwrap();
        assert_eq!(half, 2_500);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_offered_what_becomes_free_in_order_and_groups_whole() {
    on_each_engine(CONTEXTS, |store| async move {
        let (place, id, people) = prepare(&store, many(Kind::Pool, 3)).await;
        let now = store.world().now();
        let span = quarters(now, 0, 4);
        let who = people.clone();
        let (one, group, single) = store
            .write(move |tx| {
                let one = promised(tx, who[0], &wish(id, span, 1))?;
                promised(tx, who[1], &wish(id, span, 2))?;
                let (family, alone) = (Actor::of(tx, who[2])?, Actor::of(tx, who[3])?);
                let key = tx.id();
                let group = join(tx, &family, key, &wish(id, span, 2))?;
                let key = tx.id();
                let single = join(tx, &alone, key, &wish(id, span, 1))?;
                Ok((one, group, single))
            })
            .await
            .unwrap();
        let who = people.clone();
        let (waits, order) = store
            .write(move |tx| {
                let own = Actor::of(tx, who[0])?;
                cancel(tx, &own, one, "")?;
                let host = Actor::of(tx, place.host)?;
                Ok((waits(tx, &host, id)?, order_of(tx, &host, id)?))
            })
            .await
            .unwrap();
        assert_eq!(waits.len(), 1, "the group of two still waits");
        assert_eq!(waits[0].id, group.id);
        assert_eq!(
            order[0].what, "ahead",
            "somebody went ahead with a place that a group cannot take"
        );
        assert_eq!(order[0].wait, single.id);
        let who = people.clone();
        let taken = store
            .write(move |tx| {
                let alone = Actor::of(tx, who[3])?;
                let offered = own_waits(tx, &alone)?[0].0.clone();
                confirm(tx, &alone, offered.booking.unwrap())?;
                Ok((offered.state, own_waits(tx, &alone)?[0].0.state))
            })
            .await
            .unwrap();
        assert_eq!(taken, (WaitState::Offered, WaitState::Taken));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_is_held_whole_or_not_at_all() {
    on_each_engine(CONTEXTS, |store| async move {
        let (_, id, people) = prepare(&store, room()).await;
        let now = store.world().now();
        let (ada, bob) = (people[0], people[1]);
        let counts = store
            .write(move |tx| {
                promised(tx, bob, &wish(id, quarters(now, 8, 12), 1))?;
                let ada = Actor::of(tx, ada)?;
                let series = |tx: &mut store::Tx, spans: &[(i64, i64)]| {
                    let all: Vec<(BookingId, Asked)> = spans
                        .iter()
                        .map(|(from, to)| (tx.id(), wish(id, quarters(now, *from, *to), 1)))
                        .collect();
                    all
                };
                let free = series(tx, &[(0, 4), (4, 8), (12, 16)]);
                let held = hold_all(tx, &ada, &free)?;
                confirm(tx, &ada, held[0].id)?;
                let (last, _, _) = booking(tx, &ada, held[2].id)?;
                Ok((held.len(), last.state))
            })
            .await
            .unwrap();
        assert_eq!(counts, (3, State::Confirmed));
        let refused = store
            .write(move |tx| {
                let ada = Actor::of(tx, people[2])?;
                let all = [
                    (tx.id(), wish(id, quarters(now, 20, 24), 1)),
                    (tx.id(), wish(id, quarters(now, 9, 10), 1)),
                ];
                hold_all(tx, &ada, &all).map(|_| ())
            })
            .await;
        assert_eq!(said(&refused.unwrap_err()), "reservations-conflict-taken");
        let free = store
            .write(move |tx| {
                let cat = person(tx, "Cat")?;
                promised(tx, cat, &wish(id, quarters(now, 20, 24), 1)).map(|_| true)
            })
            .await
            .unwrap();
        assert!(free, "nothing is left of a series that was refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_gives_back_no_more_than_cancelling_and_asks_the_host_again() {
    on_each_engine(CONTEXTS, |store| async move {
        let new = NewResource { hour_cents: 1_000, approval: true, ..room() };
        let (place, id, people) = prepare(&store, new).await;
        let now = store.world().now();
        let ada = people[0];
        let (own, moved) = store
            .write(move |tx| {
                let own = promised(tx, ada, &wish(id, quarters(now, 0, 4), 1))?;
                let host = Actor::of(tx, place.host)?;
                answer(tx, &host, own, true, "")?;
                let actor = Actor::of(tx, ada)?;
                move_to(tx, &actor, own, quarters(now, 8, 16))?;
                Ok((own, booking(tx, &actor, own)?.0))
            })
            .await
            .unwrap();
        assert_eq!(moved.state, State::Requested, "the host agreed to another time");
        assert_eq!(moved.price_cents, 2_000);
        store.world().advance_seconds(quarters(now, 4, 5).from.seconds_since(now));
        let late = store
            .write(move |tx| {
                let actor = Actor::of(tx, ada)?;
                Ok(said(&move_to(tx, &actor, own, quarters(now, 80, 84)).unwrap_err()))
            })
            .await
            .unwrap();
        assert_eq!(late, "reservations-conflict-late");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_list_takes_a_person_once_for_a_time_and_within_their_limit() {
    on_each_engine(CONTEXTS, |store| async move {
        let (_, id, people) = prepare(&store, NewResource { person_max: 1, ..room() }).await;
        let now = store.world().now();
        let keys = store
            .write(move |tx| {
                promised(tx, people[0], &wish(id, quarters(now, 0, 4), 1))?;
                promised(tx, people[1], &wish(id, quarters(now, 8, 12), 1))?;
                let (bob, cat) = (Actor::of(tx, people[1])?, Actor::of(tx, people[2])?);
                let asked = wish(id, quarters(now, 0, 4), 1);
                let key = tx.id();
                let limited = said(&join(tx, &bob, key, &asked).unwrap_err());
                let key = tx.id();
                join(tx, &cat, key, &asked)?;
                let key = tx.id();
                let again = said(&join(tx, &cat, key, &asked).unwrap_err());
                Ok((limited, again))
            })
            .await
            .unwrap();
        assert_eq!(keys, ("reservations-conflict-person", "reservations-conflict-waits"));
    })
    .await;
}
