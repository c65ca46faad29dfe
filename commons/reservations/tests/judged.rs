//! Things whose programme judges: asked behind the fence, once for all that is asked together.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "other tests of promises need the rest")]
mod place;

use base::{Outcome, Refusal, Say};
use parvis_reservations::*;
use people::{Actor, PersonId};
use place::*;
use store::testing::{Ground, on_each_engine, open, postgres_ground, sqlite_ground};
use store::{Isolation, Store, Tx};

/// At most so many at once, as a programme would count them.
fn at_most(most: usize, id: ResourceId, span: Span) -> impl Fn(&mut Tx) -> Outcome<Option<Say>> {
    move |tx| {
        let there = counted(tx, id, span)?.len();
        Ok((there >= most).then(|| Say::new("test-full").with("most", most)))
    }
}

async fn prepare(store: &Store, kind: Kind) -> (Place, ResourceId, Vec<PersonId>) {
    store
        .write(move |tx| {
            let place = opened(tx, "Mo-Su 06:00-20:00")?;
            let id = thing(tx, &place, many(kind, 14))?;
            let people = (0..30).map(|n| person(tx, &format!("P{n}"))).collect::<Result<_, _>>()?;
            Ok((place, id, people))
        })
        .await
        .unwrap()
}

fn ask(tx: &mut Tx, person: PersonId, asked: &Asked, id: BookingId, most: usize) -> Outcome<State> {
    let actor = Actor::of(tx, person)?;
    let judge = at_most(most, asked.resource, asked.span);
    hold_judged(tx, &actor, &[(id, asked.clone())], &judge)?;
    confirm(tx, &actor, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_judge_decides_and_the_same_id_is_judged_once() {
    on_each_engine(CONTEXTS, |store| async move {
        let (place, id, people) = prepare(&store, Kind::Derived).await;
        let asked = wish(id, quarters(store.world().now(), 0, 4), 1);
        let mine = store
            .write(move |tx| {
                let mine = tx.id();
                assert_eq!(ask(tx, people[0], &asked, mine, 1)?, State::Confirmed);
                // Full now, also for the judge; but this is the same promise.
                assert_eq!(ask(tx, people[0], &asked, mine, 1)?, State::Confirmed);
                let theirs = tx.id();
                let refused = ask(tx, people[1], &asked, theirs, 1);
                let full =
                    matches!(&refused, Err(Refusal::Conflict(say)) if say.key == "test-full");
                assert!(full, "{refused:?}");
                let actor = Actor::of(tx, people[0])?;
                cancel(tx, &actor, mine, "")?;
                assert_eq!(ask(tx, people[1], &asked, theirs, 1)?, State::Confirmed);
                Ok(theirs)
            })
            .await
            .unwrap();
        let start = quarters(store.world().now(), 0, 1).from;
        store.world().advance_seconds(start.seconds_since(store.world().now()));
        // What becomes of it is what becomes of any promise.
        let after = store
            .write(move |tx| {
                let host = Actor::of(tx, place.host)?;
                let there = check_in(tx, &host, mine, None)?;
                check_out(tx, &host, mine)?;
                Ok((there.state, booking(tx, &host, mine)?.0.state))
            })
            .await
            .unwrap();
        assert_eq!(after, (State::CheckedIn, State::Done));
        assert!(store.read(check).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_things_that_are_judged_are_judged_and_only_in_their_hours() {
    on_each_engine(CONTEXTS, |store| async move {
        let (_, desks, people) = prepare(&store, Kind::Units).await;
        let (_, judged, _) = prepare(&store, Kind::Derived).await;
        let now = store.world().now();
        let said = store
            .write(move |tx| {
                let mut said = Vec::new();
                let (noon, night) = (quarters(now, 0, 4), quarters(now, 40, 44));
                for (thing, span) in [(desks, noon), (judged, night)] {
                    let id = tx.id();
                    match ask(tx, people[0], &wish(thing, span, 1), id, 5) {
                        Err(Refusal::Conflict(say)) => said.push(say.key),
                        other => panic!("{other:?}"),
                    }
                }
                let actor = Actor::of(tx, people[0])?;
                let id = tx.id();
                match hold(tx, &actor, id, &wish(judged, noon, 1)) {
                    Err(Refusal::Conflict(say)) => said.push(say.key),
                    other => panic!("{other:?}"),
                }
                Ok(said)
            })
            .await
            .unwrap();
        let not_let = "reservations-fault-not-let";
        assert_eq!(said, [not_let, "reservations-fault-closed", not_let]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_who_ask_at_once_never_get_more_than_the_judge_allows() {
    let mut grounds: Vec<Ground> = vec![sqlite_ground()];
    grounds.extend(postgres_ground(Isolation::ReadCommitted));
    for ground in grounds {
        let store = open(&ground, CONTEXTS).await;
        let (_, id, people) = prepare(&store, Kind::Derived).await;
        let span = quarters(store.world().now(), 0, 4);
        let mut asking = Vec::new();
        for person in people {
            let (store, asked) = (store.clone(), wish(id, span, 1));
            asking.push(tokio::spawn(async move {
                let own = store.world().id();
                store.write(move |tx| ask(tx, person, &asked, own, 3)).await
            }));
        }
        let mut seated = 0;
        for answer in asking {
            seated += i32::from(answer.await.unwrap().is_ok());
        }
        assert_eq!(seated, 3);
        assert_eq!(store.read(move |tx| counted(tx, id, span)).await.unwrap().len(), 3);
    }
}
