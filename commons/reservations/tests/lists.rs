//! What becomes free goes to whoever waits, however it became free; and secrets that are renewed.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod place;

use base::Outcome;
use parvis_reservations::*;
use people::{Actor, PersonId};
use place::*;
use store::Tx;
use store::testing::on_each_engine;

fn waits_for(tx: &mut Tx, person: PersonId, asked: &Asked) -> Outcome<WaitId> {
    let actor = Actor::of(tx, person)?;
    let id = tx.id();
    Ok(join(tx, &actor, id, asked)?.id)
}

fn state_of(tx: &mut Tx, person: PersonId) -> Outcome<WaitState> {
    let actor = Actor::of(tx, person)?;
    Ok(own_waits(tx, &actor)?[0].0.state)
}

#[tokio::test]
async fn what_a_reopening_or_more_seats_make_free_is_offered() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let span = quarters(now, 0, 4);
        let states = store
            .write(move |tx| {
                let place = opened(tx, "24/7")?;
                let host = Actor::of(tx, place.host)?;
                let seats = thing(tx, &place, many(Kind::Pool, 1))?;
                let (ada, bob) = (person(tx, "Ada")?, person(tx, "Bob")?);
                promised(tx, place.host, &wish(seats, span, 1))?;
                waits_for(tx, ada, &wish(seats, span, 1))?;
                let two = NewResource { capacity: 2, ..many(Kind::Pool, 1) };
                change_resource(tx, &host, seats, &two, false)?;
                let more = state_of(tx, ada)?;

                let room = thing(tx, &place, room())?;
                let taken = promised(tx, place.host, &wish(room, span, 1))?;
                waits_for(tx, bob, &wish(room, span, 1))?;
                let ended = touched(tx, &host, place.site, Some(room), span)?;
                let shown = mark_of(&ended);
                close(tx, &host, place.site, (Some(room), span, "Travaux"), &shown)?;
                assert_eq!(booking(tx, &host, taken)?.0.state, State::Cancelled);
                let closed = state_of(tx, bob)?;
                let to_come = Span { from: now, to: span.to };
                let closure = closures(tx, place.site, to_come)?.remove(0);
                reopen(tx, &host, place.site, &closure.id)?;
                Ok([more, closed, state_of(tx, bob)?])
            })
            .await
            .unwrap();
        assert_eq!(states, [WaitState::Offered, WaitState::Waiting, WaitState::Offered]);
    })
    .await;
}

#[tokio::test]
async fn a_closing_ends_the_promises_that_were_shown_and_no_others() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let span = quarters(now, 0, 4);
        let refused = store
            .write(move |tx| {
                let place = opened(tx, "24/7")?;
                let host = Actor::of(tx, place.host)?;
                let room = thing(tx, &place, room())?;
                let ada = person(tx, "Ada")?;
                let first = promised(tx, ada, &wish(room, span, 1))?;
                let shown = mark_of(&touched(tx, &host, place.site, None, span)?);
                let acting = Actor::of(tx, ada)?;
                cancel(tx, &acting, first, "")?;
                promised(tx, ada, &wish(room, span, 1))?;
                let closing = (None, span, "Travaux");
                Ok(close(tx, &host, place.site, closing, &shown))
            })
            .await
            .unwrap();
        let Err(base::Refusal::Conflict(say)) = refused else { panic!("{refused:?}") };
        assert_eq!(say.key, "reservations-conflict-touched");
    })
    .await;
}

#[tokio::test]
async fn an_offer_that_ran_out_goes_to_who_waits_next_not_to_who_asks_first() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let span = quarters(now, 0, 4);
        let (room, people, offered) = store
            .write(move |tx| {
                let place = opened(tx, "24/7")?;
                let room = thing(tx, &place, room())?;
                let people = ["Ada", "Bob", "Cleo", "Dan"].map(|name| person(tx, name));
                let people = people.into_iter().collect::<Outcome<Vec<_>>>()?;
                let taken = promised(tx, people[0], &wish(room, span, 1))?;
                waits_for(tx, people[1], &wish(room, span, 1))?;
                waits_for(tx, people[2], &wish(room, span, 1))?;
                let ada = Actor::of(tx, people[0])?;
                cancel(tx, &ada, taken, "")?;
                let bob = Actor::of(tx, people[1])?;
                let offered = own_waits(tx, &bob)?[0].0.booking.unwrap();
                let offered = booking(tx, &bob, offered)?.0;
                Ok((room, people, offered))
            })
            .await
            .unwrap();
        store.world().advance_seconds(offered.live_until.seconds_since(now) + 1);
        // No job has run. Dan, who never waited, asks.
        let dan = people[3];
        let asked = wish(room, span, 1);
        let refused = store.write(move |tx| promised(tx, dan, &asked)).await;
        let Err(base::Refusal::Conflict(say)) = refused else { panic!("{refused:?}") };
        assert_eq!(say.key, "reservations-conflict-taken");
        // Once nobody waits, it is for whoever asks.
        let (cleo, asked) = (people[2], wish(room, span, 1));
        store
            .write(move |tx| {
                let cleo = Actor::of(tx, cleo)?;
                let id = own_waits(tx, &cleo)?[0].0.id;
                leave(tx, &cleo, id)?;
                promised(tx, dan, &asked)
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn whoever_waits_reads_why_somebody_was_put_before_them() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let span = quarters(now, 0, 4);
        let (bob, cleo) = store
            .write(move |tx| {
                let place = opened(tx, "24/7")?;
                let room = thing(tx, &place, room())?;
                let people = ["Bob", "Cleo"].map(|name| person(tx, name));
                let people = people.into_iter().collect::<Outcome<Vec<_>>>()?;
                promised(tx, place.host, &wish(room, span, 1))?;
                waits_for(tx, people[0], &wish(room, span, 1))?;
                let last = waits_for(tx, people[1], &wish(room, span, 1))?;
                let host = Actor::of(tx, place.host)?;
                put_first(tx, &host, last, "Entretien d’embauche")?;
                let (bob, cleo) = (Actor::of(tx, people[0])?, Actor::of(tx, people[1])?);
                Ok((put_before(tx, &bob)?, put_before(tx, &cleo)?))
            })
            .await
            .unwrap();
        assert_eq!(bob.len(), 1);
        assert_eq!(bob[0].2, "Entretien d’embauche");
        assert!(cleo.is_empty(), "{cleo:?}");
    })
    .await;
}

#[tokio::test]
async fn secrets_that_were_renewed_open_nothing_any_more() {
    on_each_engine(CONTEXTS, |store| async move {
        let (old, new) = store
            .write(move |tx| {
                let place = opened(tx, "24/7")?;
                let host = Actor::of(tx, place.host)?;
                let old = site(tx, place.site)?;
                renew_secrets(tx, &host, place.site)?;
                let new = site(tx, place.site)?;
                assert_ne!(old.feed, new.feed);
                let own = feed_of(tx, &host)?;
                renew_feed(tx, &host)?;
                assert_ne!(own, feed_of(tx, &host)?);
                let opens = |code: &str, tx: &mut Tx| arriving_at(tx, &host, code).is_ok();
                Ok((opens(&old.code, tx), opens(&new.code, tx)))
            })
            .await
            .unwrap();
        assert_eq!((old, new), (false, true));
    })
    .await;
}

#[tokio::test]
async fn what_is_free_is_told_anew_after_every_change_though_it_is_kept_in_between() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let (place, id, ada, bob) = store
            .write(move |tx| {
                let place = opened(tx, "24/7")?;
                let id = thing(tx, &place, many(Kind::Pool, 3))?;
                Ok((place, id, person(tx, "Ada")?, person(tx, "Bob")?))
            })
            .await
            .unwrap();
        let span = quarters(now, 0, 4);
        let look = async |store: &store::Store| {
            let site_id = place.site;
            let free = store
                .read(move |tx| {
                    let site = site(tx, site_id)?;
                    let things = resources_of(tx, site_id)?;
                    availability(tx, &site, &things, span)
                })
                .await
                .unwrap();
            free[0].spans.iter().map(|(_, left)| *left).min().unwrap()
        };
        assert_eq!((look(&store).await, look(&store).await), (3, 3));
        let booked = store.write(move |tx| promised(tx, ada, &wish(id, span, 1))).await.unwrap();
        assert_eq!(look(&store).await, 2);
        // A unit that fails has changed nothing, whatever it saw.
        let undone = store.write(move |tx| {
            promised(tx, bob, &wish(id, span, 1))?;
            let site = site(tx, place.site)?;
            let things = resources_of(tx, place.site)?;
            availability(tx, &site, &things, span)?;
            Err::<(), _>(base::Refusal::Malformed)
        });
        undone.await.unwrap_err();
        assert_eq!(look(&store).await, 2);
        store
            .write(move |tx| {
                let actor = Actor::of(tx, bob)?;
                let key = tx.id();
                hold(tx, &actor, key, &wish(id, span, 1))
            })
            .await
            .unwrap();
        assert_eq!(look(&store).await, 1);
        store.world().advance_seconds(11 * 60);
        assert_eq!(look(&store).await, 2, "the hold ran out");
        store
            .write(move |tx| {
                let actor = Actor::of(tx, ada)?;
                cancel(tx, &actor, booked, "").map(drop)
            })
            .await
            .unwrap();
        assert_eq!(look(&store).await, 3);
    })
    .await;
}
