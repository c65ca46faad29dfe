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
    Changed, NurseryId, SEATS_JOB, add_absence, book, cancel_stay, change_shift, declare_child,
    join_wait, later, leave_wait, own_seat_waits, roster, seat_waits, stays_of,
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

#[tokio::test]
async fn the_staff_asks_for_a_family_and_the_family_is_told() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let crib = house
            .write(move |tx| {
                let crib = crib(tx, &acting, &nursery_text(12))?;
                let day = hours(TUESDAY, (8, 0), (18, 0));
                on_duty(tx, &acting, &crib, crib.auxiliary, day)?;
                Ok(crib)
            })
            .await;
        let mut host = house.browser_of(&cast.manager);
        let base = format!("/creches/{}/accueil", crib.id);
        house.browser_of(&cast.other).get(&base).await.expect(404);
        let child = format!("{base}/enfant");
        let typed = [
            ("email", "nouveau.parent@essai.test"),
            ("given_name", "Zoé"),
            ("month", "3"),
            ("year", "2025"),
            ("contacts", "06 00 00 00 00"),
            ("fetchers", "Ses grands-parents"),
        ];
        let made = host.fill(&base, &child, &typed).await.expect(303);
        let next = made.leads_to().replace("&fait=places-notice-child-for", "");
        let seat = [("number", "1"), ("day", "2026-12-01"), ("from", "09:00"), ("to", "12:00")];
        let shown = host.get(&next).await.expect(200);
        host.fill_on(&shown, &base, &seat).await.expect(303);
        // Pressed twice it is one seat; another at the same time is refused with the reason.
        host.fill_on(&shown, &base, &seat).await.expect(303);
        let again = host.get(&next).await.expect(200);
        host.fill_on(&again, &base, &seat).await.expect(422).says("déjà une place");
        let nobody = [("number", "77"), seat[1], seat[2], seat[3]];
        host.fill_on(&again, &base, &nobody).await.expect(422).says("Aucun dossier");
        house.run_jobs().await;
        let told = house.outbox().await;
        let to: Vec<&str> = told
            .iter()
            .filter(|mail| mail.subject.starts_with("Une place est réservée"))
            .map(|mail| mail.to.as_str())
            .collect();
        assert_eq!(to, ["nouveau.parent@essai.test"]);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_shift_taken_away_is_told_to_the_families_it_touches_and_to_no_other() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let (crib, shift) = house
            .write(move |tx| {
                let crib = crib(tx, &acting, &nursery_text(12))?;
                let day = hours(TUESDAY, (8, 0), (18, 0));
                let shift = on_duty(tx, &acting, &crib, crib.auxiliary, day)?;
                comes(tx, crib.id, true, hours(TUESDAY, (9, 0), (12, 0)))?;
                comes(tx, crib.id, true, hours(TUESDAY, (14, 0), (16, 0)))?;
                Ok((crib, shift))
            })
            .await;
        // The afternoon stays, the morning goes.
        let to = Some(hours(TUESDAY, (13, 0), (18, 0)));
        let by = cast.manager.actor.clone();
        let change = move |tx: &mut store::Tx| {
            let changed = change_shift(tx, &by, (crib.id, shift), to, "")?;
            let Changed::Touches(_, seen) = changed else { return Ok(changed) };
            change_shift(tx, &by, (crib.id, shift), to, &seen)
        };
        assert_eq!(house.write(change).await, Changed::Done);
        house.run_jobs().await;
        let mails = house.outbox().await;
        let told: Vec<&str> = mails
            .iter()
            .filter(|mail| mail.subject.starts_with("L’accueil pourrait changer"))
            .map(|mail| mail.text.as_str())
            .collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("9\u{a0}h") && told[0].contains("appelez la crèche"), "{told:?}");
    }
}

async fn all_wait(house: &House, of: NurseryId, host: &Actor) -> (usize, Vec<(String, String)>) {
    let host = host.clone();
    let (waits, ordered) = house.read(move |tx| seat_waits(tx, &host, of)).await;
    (waits.len(), ordered.into_iter().rev().map(|one| (one.what, one.reason)).collect())
}

#[tokio::test]
async fn brothers_and_sisters_wait_together_and_are_passed_only_when_they_cannot_be_seated() {
    for house in houses().await {
        let (cast, crib) = opened(&house, 12).await;
        let acting = cast.clone();
        let morning = hours(TUESDAY, (9, 0), (12, 0));
        // One auxiliary alone: three children. Two come.
        let (first, second, pair) = house
            .write(move |tx| {
                let day = hours(TUESDAY, (8, 0), (18, 0));
                on_duty(tx, &acting, &crib, crib.auxiliary, day)?;
                let first = comes(tx, crib.id, true, morning)?;
                let second = comes(tx, crib.id, true, morning)?;
                let (parent, one) = family(tx, crib.id, true)?;
                let parent = Actor::of(tx, parent)?;
                let other = tx.id();
                declare_child(tx, &parent, crib.id, other, (true, ""))?;
                let seats = [(tx.id(), one), (tx.id(), other)];
                let refused = book(tx, &parent, crib.id, &seats, morning);
                assert_eq!(reason(refused), "places-child-why-alone");
                let wait = tx.id();
                join_wait(tx, &parent, crib.id, (wait, &[one, other]), morning)?;
                join_wait(tx, &parent, crib.id, (wait, &[one, other]), morning)?;
                let again = tx.id();
                let twice = join_wait(tx, &parent, crib.id, (again, &[one]), morning);
                assert_eq!(reason(twice), "places-child-conflict-free", "one alone has a seat");
                Ok((first, second, parent))
            })
            .await;
        // The pair cannot use the one seat left: somebody else may, and another waits.
        let (third, single) = house
            .write(move |tx| {
                let third = comes(tx, crib.id, true, morning)?;
                let (parent, child) = family(tx, crib.id, true)?;
                let parent = Actor::of(tx, parent)?;
                let wait = tx.id();
                join_wait(tx, &parent, crib.id, (wait, &[child]), morning)?;
                Ok((third, parent))
            })
            .await;
        let host = cast.manager.actor.clone();
        let gives_back = |id: BookingId| {
            let host = host.clone();
            move |tx: &mut store::Tx| cancel_stay(tx, &host, crib.id, id, "malade")
        };
        house.write(gives_back(third)).await;
        house.run_jobs().await;
        let (left, ordered) = all_wait(&house, crib.id, &host).await;
        assert_eq!(left, 1, "{ordered:?}");
        let last = ordered.last().unwrap();
        assert_eq!((last.0.as_str(), last.1.as_str()), ("ahead", "alone"));
        let own = single.clone();
        assert_eq!(house.read(move |tx| stays_of(tx, &own, crib.id)).await.len(), 1);
        // Two seats become free: nobody who asks now takes one from the pair.
        house.write(gives_back(first)).await;
        house.write(gives_back(second)).await;
        let late = house.app.store().write(move |tx| comes(tx, crib.id, true, morning)).await;
        assert_eq!(reason(late), "places-child-why-turn");
        house.run_jobs().await;
        let (left, ordered) = all_wait(&house, crib.id, &host).await;
        assert_eq!((left, ordered.last().unwrap().0.as_str()), (0, "seated"));
        let own = pair.clone();
        assert_eq!(house.read(move |tx| stays_of(tx, &own, crib.id)).await.len(), 2);
        let mails = house.outbox().await;
        let told = mails.iter().filter(|mail| mail.subject.starts_with("Une place s’est libérée"));
        assert_eq!(told.count(), 2);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn whoever_waits_leaves_or_is_passed_by_the_hour_and_sees_only_their_own_turn() {
    for house in houses().await {
        let (cast, crib) = opened(&house, 12).await;
        let acting = cast.clone();
        let morning = hours(TUESDAY, (9, 0), (12, 0));
        let (one, wait, other) = house
            .write(move |tx| {
                on_duty(tx, &acting, &crib, crib.auxiliary, hours(TUESDAY, (8, 0), (18, 0)))?;
                for _ in 0..3 {
                    comes(tx, crib.id, true, morning)?;
                }
                let mut all = Vec::new();
                for _ in 0..2 {
                    let (parent, child) = family(tx, crib.id, true)?;
                    let (parent, wait) = (Actor::of(tx, parent)?, tx.id());
                    join_wait(tx, &parent, crib.id, (wait, &[child]), morning)?;
                    all.push((parent, wait));
                }
                let (other, _) = all.remove(1);
                let (one, wait) = all.remove(0);
                Ok((one, wait, other))
            })
            .await;
        let own = other.clone();
        let turns = house.read(move |tx| own_seat_waits(tx, &own, crib.id)).await;
        assert_eq!((turns.len(), turns[0].1), (1, 2));
        let strange = other.clone();
        let tried = house.app.store().write(move |tx| leave_wait(tx, &strange, wait)).await;
        assert!(matches!(tried, Err(Refusal::Unknown)), "{tried:?}");
        let by = cast.other.actor.clone();
        let tried = house.app.store().read(move |tx| seat_waits(tx, &by, crib.id)).await;
        assert!(matches!(tried, Err(Refusal::Unknown)), "the list is of whoever keeps the nursery");
        house.write(move |tx| leave_wait(tx, &one, wait)).await;
        let own = other.clone();
        let turns = house.read(move |tx| own_seat_waits(tx, &own, crib.id)).await;
        assert_eq!(turns[0].1, 1);
        house.days_pass(30);
        house.write(|tx| work::enqueue(tx, SEATS_JOB, "late", &())).await;
        house.run_jobs().await;
        let (left, ordered) = all_wait(&house, crib.id, &cast.manager.actor).await;
        assert_eq!((left, ordered.last().unwrap().0.as_str()), (0, "passed"));
        let who = other.person().unwrap();
        let whole = house.read(move |tx| parvis::export_person(tx, who)).await;
        assert_eq!(whole["third_places"]["child_waits"][0]["state"], "passed");
    }
}
