//! Childcare: how many children may come, by places, staff and week; what a shift's end touches;
//! who reads a child's file, and what is left of it.

use base::{Outcome, Refusal};
use parvis_tests::{
    Cast, Crib, House, TUESDAY, comes, crib, family, gather, hours, houses, houses_for_races,
    nursery_text, on_duty,
};
use people::Actor;
use reservations::{BookingId, Span, State};
use third_places::childcare::{
    Changed, add_absence, book, cancel_stay, change_shift, later, roster,
};

/// The key of the reason for which a seat was refused.
fn reason<T: std::fmt::Debug>(refused: Outcome<T>) -> &'static str {
    match refused {
        Err(Refusal::Conflict(say)) => say.key,
        other => panic!("{other:?}"),
    }
}

async fn opened(house: &House, places: i64) -> (Cast, Crib) {
    let cast = gather(house).await;
    let acting = cast.clone();
    let crib = house.write(move |tx| crib(tx, &acting, &nursery_text(places))).await;
    (cast, crib)
}

/// So many more children come, one after the other, until one is refused: how many came, and why
/// no more did.
async fn fill(house: &House, crib: Crib, walks: bool, span: Span) -> (usize, &'static str) {
    for came in 0..40 {
        let asked = house.app.store().write(move |tx| comes(tx, crib.id, walks, span)).await;
        if asked.is_err() {
            return (came, reason(asked));
        }
    }
    panic!("forty children came");
}

#[tokio::test]
async fn twelve_places_are_fourteen_only_where_the_staff_suffices() {
    for house in houses().await {
        let (cast, crib) = opened(&house, 12).await;
        let acting = cast.clone();
        let wednesday = later(TUESDAY, 1);
        house
            .write(move |tx| {
                for day in [TUESDAY, wednesday] {
                    for carer in [crib.educator, crib.second] {
                        on_duty(tx, &acting, &crib, carer, hours(day, (8, 0), (18, 0)))?;
                    }
                }
                Ok(())
            })
            .await;
        let morning = hours(TUESDAY, (9, 0), (12, 0));
        assert_eq!(fill(&house, crib, true, morning).await, (14, "places-child-why-places"));
        // Two adults may have ten who do not walk, whatever the places.
        let morning = hours(wednesday, (9, 0), (12, 0));
        assert_eq!(fill(&house, crib, false, morning).await, (10, "places-child-why-ratio"));
        // Before the staff comes nobody may be there.
        let thursday = hours(later(TUESDAY, 2), (9, 0), (12, 0));
        assert_eq!(fill(&house, crib, true, thursday).await, (0, "places-child-why-least-staff"));
        let closed = hours(later(TUESDAY, 4), (9, 0), (12, 0));
        assert_eq!(fill(&house, crib, true, closed).await, (0, "reservations-fault-closed"));
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn whoever_is_alone_has_three_children_and_a_diploma() {
    for house in houses().await {
        let (cast, crib) = opened(&house, 12).await;
        let acting = cast.clone();
        house
            .write(move |tx| {
                on_duty(tx, &acting, &crib, crib.auxiliary, hours(TUESDAY, (8, 0), (18, 0)))?;
                on_duty(tx, &acting, &crib, crib.second, hours(TUESDAY, (8, 0), (12, 0)))?;
                let day = later(TUESDAY, 1);
                on_duty(tx, &acting, &crib, crib.second, hours(day, (8, 0), (18, 0))).map(drop)
            })
            .await;
        // The second adult leaves at noon: then the fourth child is one too many.
        let long = hours(TUESDAY, (11, 0), (13, 0));
        assert_eq!(fill(&house, crib, true, long).await, (3, "places-child-why-alone"));
        let short = hours(TUESDAY, (11, 0), (12, 0));
        house.write(move |tx| comes(tx, crib.id, true, short)).await;
        let alone = hours(later(TUESDAY, 1), (9, 0), (10, 0));
        let refused = fill(&house, crib, true, alone).await;
        assert_eq!(refused, (0, "places-child-why-alone-unqualified"));
    }
}

#[tokio::test]
async fn seats_above_the_places_are_given_back_over_the_week() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let crib = house
            .write(move |tx| {
                let mut text = nursery_text(4);
                text.hours = "Tu 08:00-10:00".to_owned();
                let crib = crib(tx, &acting, &text)?;
                for carer in [crib.educator, crib.auxiliary] {
                    on_duty(tx, &acting, &crib, carer, hours(TUESDAY, (8, 0), (10, 0)))?;
                }
                Ok(crib)
            })
            .await;
        // Four places for two hours are eight hours; five children for two hours would be ten.
        let whole = hours(TUESDAY, (8, 0), (10, 0));
        assert_eq!(fill(&house, crib, true, whole).await, (4, "places-child-why-week"));
        let next = Span { from: whole.from.plus_days(7), to: whole.to.plus_days(7) };
        assert_eq!(fill(&house, crib, true, next).await, (0, "places-child-why-least-staff"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_thirty_families_at_once_no_moment_has_more_than_the_rule_allows() {
    for house in houses_for_races().await {
        let (cast, crib) = opened(&house, 12).await;
        let acting = cast.clone();
        let families = house
            .write(move |tx| {
                on_duty(tx, &acting, &crib, crib.auxiliary, hours(TUESDAY, (8, 0), (18, 0)))?;
                (0..30).map(|_| family(tx, crib.id, true)).collect::<Outcome<Vec<_>>>()
            })
            .await;
        let mut asking = Vec::new();
        for (turn, (parent, child)) in (0_i8..).zip(families) {
            let store = house.app.store().clone();
            // Three stretches that overlap by halves: only instants tell whether there is a seat.
            let from = 8 + turn % 3;
            let span = hours(TUESDAY, (from, 0), (from + 2, 0));
            asking.push(tokio::spawn(async move {
                let own = store.world().id();
                let ask = move |tx: &mut store::Tx| {
                    let actor = Actor::of(tx, parent)?;
                    book(tx, &actor, crib.id, &[(own, child)], span)
                };
                store.write(ask).await
            }));
        }
        let mut seated = 0;
        for answer in asking {
            match answer.await.unwrap() {
                Ok(()) => seated += 1,
                refused => assert_eq!(reason(refused), "places-child-why-alone"),
            }
        }
        let manager = cast.manager.actor.clone();
        let seats = house
            .read(move |tx| {
                Ok(roster(tx, &manager, crib.id, hours(TUESDAY, (0, 0), (23, 0)))?.seats)
            })
            .await;
        assert_eq!(seats.len(), seated, "{}", house.engine);
        for quarter in 0..48 {
            let at = hours(TUESDAY, (8, 0), (9, 0)).from.plus_seconds(quarter * 900);
            let there = seats.iter().filter(|seat| seat.span.from <= at && at < seat.span.to);
            assert!(there.count() <= 3, "{}: too many in quarter {quarter}", house.engine);
        }
        assert!(seated >= 3, "{}: a race that seats nobody proves nothing", house.engine);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn siblings_come_together_or_not_at_all() {
    for house in houses().await {
        let (cast, crib) = opened(&house, 12).await;
        let acting = cast.clone();
        let span = hours(TUESDAY, (9, 0), (11, 0));
        house
            .write(move |tx| {
                on_duty(tx, &acting, &crib, crib.auxiliary, hours(TUESDAY, (8, 0), (18, 0)))?;
                comes(tx, crib.id, true, span)?;
                comes(tx, crib.id, true, span)?;
                let (parent, first) = family(tx, crib.id, true)?;
                let actor = Actor::of(tx, parent)?;
                let second = tx.id();
                third_places::childcare::declare_child(tx, &actor, crib.id, second, (false, ""))?;
                let both: [(BookingId, _); 2] = [(tx.id(), first), (tx.id(), second)];
                let asked = book(tx, &actor, crib.id, &both, span);
                assert_eq!(reason(asked), "places-child-why-alone");
                let alone = [both[0]];
                book(tx, &actor, crib.id, &alone, span)?;
                // The same again is the same seat; another at that time would be two of one child.
                book(tx, &actor, crib.id, &alone, span)?;
                let again = book(tx, &actor, crib.id, &[(tx.id(), first)], span);
                assert_eq!(reason(again), "places-child-conflict-there");
                cancel_stay(tx, &actor, crib.id, alone[0].0, "")?;
                let stays = third_places::childcare::stays_of(tx, &actor, crib.id)?;
                assert!(stays.iter().all(|stay| stay.state != State::Confirmed));
                Ok(())
            })
            .await;
    }
}

#[tokio::test]
async fn before_a_shift_ends_the_children_whom_that_touches_are_named() {
    for house in houses().await {
        let (cast, crib) = opened(&house, 12).await;
        let acting = cast.clone();
        let day = hours(TUESDAY, (8, 0), (18, 0));
        let afternoon = hours(TUESDAY, (14, 0), (16, 0));
        let shift = house
            .write(move |tx| {
                on_duty(tx, &acting, &crib, crib.auxiliary, day)?;
                let shift = on_duty(tx, &acting, &crib, crib.second, day)?;
                comes(tx, crib.id, true, hours(TUESDAY, (9, 0), (12, 0)))?;
                for _ in 0..4 {
                    comes(tx, crib.id, true, afternoon)?;
                }
                Ok(shift)
            })
            .await;
        let manager = cast.manager.actor.clone();
        house
            .write(move |tx| {
                // Until 16:00 she is needed; after it she is not.
                let shorter = Some(hours(TUESDAY, (8, 0), (16, 0)));
                let done = change_shift(tx, &manager, (crib.id, shift), shorter, "")?;
                assert_eq!(done, Changed::Done);
                let asked = change_shift(tx, &manager, (crib.id, shift), None, "")?;
                let Changed::Touches(touched, seen) = asked else { panic!("nobody was named") };
                assert_eq!(touched.len(), 1);
                assert_eq!((touched[0].span, touched[0].too_many), (afternoon, 1));
                assert_eq!(touched[0].children, [2, 3, 4, 5].map(|number| (number, afternoon)));
                // A fifth child meanwhile: what was seen is no more what is touched.
                comes(tx, crib.id, true, afternoon)?;
                let asked = change_shift(tx, &manager, (crib.id, shift), None, &seen)?;
                let Changed::Touches(touched, seen) = asked else { panic!("not asked again") };
                assert_eq!(touched[0].children.len(), 5);
                let done = change_shift(tx, &manager, (crib.id, shift), None, &seen)?;
                assert_eq!(done, Changed::Done);
                // Now the other one alone: nobody more comes, and her absence is asked about too.
                assert_eq!(reason(comes(tx, crib.id, true, afternoon)), "places-child-why-alone");
                let away = add_absence(tx, &manager, (crib.id, crib.auxiliary), day, "")?;
                let Changed::Touches(touched, _) = away else { panic!("nobody was named") };
                let morning: Vec<i64> = touched[0].children.iter().map(|child| child.0).collect();
                assert_eq!((touched.len(), morning), (2, vec![1]));
                Ok(())
            })
            .await;
    }
}
