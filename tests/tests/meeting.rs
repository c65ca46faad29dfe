//! Meetings: off until one writes a profile, seen by whom its author chose, suggested where both
//! will be, introduced by two who say yes; no is silent, withdrawing leaves nothing.

use base::Refusal;
use parvis_tests::{
    Cast, House, comes_in, gather, houses, houses_for_races, opts_in, says, square,
    two_who_could_meet,
};
use people::Actor;
use third_places::meeting::{self, Profile, ProfileText, Seen, Visible};
use tokio::task::JoinSet;

/// Two who could meet: the member, and the manager of another organisation.
async fn two(house: &House, cast: &Cast) -> (Profile, Profile) {
    let acting = cast.clone();
    let (_, one, other) = house.write(move |tx| two_who_could_meet(tx, &acting)).await;
    (one, other)
}

async fn suggested(house: &House, who: &Actor) -> Vec<people::PersonId> {
    let who = who.clone();
    let all = house.read(move |tx| meeting::suggested(tx, &who)).await;
    all.iter().map(|one| one.suggestion.person).collect()
}

async fn asks(house: &House, who: &Actor, of: &Profile) -> Result<(), Refusal> {
    let (who, of) = (who.clone(), of.id);
    let ask = move |tx: &mut store::Tx| {
        let id = tx.id();
        meeting::ask(tx, &who, id, of, (None, "Bonjour, parlons-en."))
    };
    house.app.store().write(ask).await
}

async fn seen_by(house: &House, who: &Actor) -> Vec<(meeting::IntroductionId, Seen)> {
    let who = who.clone();
    let all = house.read(move |tx| meeting::introductions(tx, &who)).await;
    all.into_iter().map(|one| (one.id, one.seen)).collect()
}

async fn answers(house: &House, who: &Actor, yes: bool) {
    let asked = seen_by(house, who).await;
    let (id, _) = asked.into_iter().find(|(_, seen)| *seen == Seen::AskedOfMe).unwrap();
    let who = who.clone();
    house.write(move |tx| meeting::answer(tx, &who, id, yes)).await;
}

#[tokio::test]
async fn whoever_has_no_profile_is_seen_by_nobody_and_sees_only_what_is_for_everybody() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (one, _) = two(&house, &cast).await;
        let mut resident = house.browser_of(&cast.resident);
        let home = resident.get("/rencontres").await.expect(200);
        home.says("Vous n’avez pas de fiche").says_not("La Halle").says_not("Les Essais");
        let list = resident.get("/rencontres/personnes").await.expect(200);
        list.says("Aucune fiche à voir").says_not("Les Essais");
        let page = format!("/rencontres/personnes/{}", one.id);
        resident.get(&page).await.expect(404);
        house.browser().get("/rencontres/personnes").await.expect(303);
        // The page of the place and its host see nothing of it either.
        let mut host = house.browser_of(&cast.manager);
        host.get(&page).await.expect(404);
        host.get("/rencontres/personnes").await.expect(200).says_not("Les Essais");
        house.browser_of(&cast.officer).get(&page).await.expect(404);
        house.browser_of(&cast.administrator).get(&page).await.expect(404);
        let who = cast.resident.id;
        let whole = house.read(move |tx| parvis::export_person(tx, who)).await.to_string();
        assert!(!whole.contains("Les Essais") && !whole.contains(&cast.member.id.to_string()));
        let asked = asks(&house, &cast.resident.actor, &one).await;
        assert!(matches!(asked, Err(Refusal::Conflict(_))), "{asked:?}");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn two_who_will_be_there_are_suggested_to_each_other_with_the_reason() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (_, other) = two(&house, &cast).await;
        let page = house.browser_of(&cast.member).get("/rencontres").await.expect(200);
        page.says("Vous serez tous deux à La Halle")
            .says("cherche\u{a0}: comptabilité et gestion. Vous l’offrez.")
            .says("Économie sociale et entreprise classique\u{a0}: 2 points")
            .says("6 points");
        let page = house.browser_of(&cast.other).get("/rencontres").await.expect(200);
        page.says("offre\u{a0}: comptabilité et gestion. Vous le cherchez.");
        house.run_jobs().await;
        let who = cast.member.id;
        let export = house.read(move |tx| parvis::export_person(tx, who)).await;
        let told = export["people"]["notices"].to_string();
        assert!(told.contains("places.suggestions"), "{told}");
        assert!(!told.contains(&cast.other.id.to_string()), "a notice names nobody");
        // Not for me: never again, for neither; it looks as if a booking had been cancelled.
        let by = cast.member.actor.clone();
        house.write(move |tx| meeting::dismiss(tx, &by, other.id)).await;
        assert!(suggested(&house, &cast.member.actor).await.is_empty());
        assert!(suggested(&house, &cast.other.actor).await.is_empty());
    }
}

#[tokio::test]
async fn days_of_others_are_told_to_nobody_who_could_not_meet_them_there() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        house
            .write(move |tx| {
                let (hall, quay) =
                    (square(tx, &acting, "La Halle")?, square(tx, &acting, "Le Quai")?);
                let (one, other) = (&acting.member.actor, &acting.other.actor);
                // Each agreed to another place; both come to both on the same day.
                opts_in(tx, one, &says("accounting", "reuse", &[hall.place]))?;
                opts_in(tx, other, &says("reuse", "accounting", &[quay.place]))?;
                comes_in(tx, one, hall.desks, 3)?;
                comes_in(tx, one, quay.desks, 4)?;
                comes_in(tx, other, hall.desks, 3)?;
                comes_in(tx, other, quay.desks, 4)?;
                // Somebody at the first place offers nothing that is sought, on the same day.
                let third = &acting.resident.actor;
                opts_in(tx, third, &says("energy", "law", &[hall.place, quay.place]))?;
                comes_in(tx, third, hall.desks, 3)?;
                Ok(())
            })
            .await;
        for who in [&cast.member, &cast.other, &cast.resident] {
            assert!(suggested(&house, &who.actor).await.is_empty(), "{}", who.email);
        }
    }
}

#[tokio::test]
async fn a_profile_that_rests_is_in_no_suggestion_and_a_booking_cancelled_ends_one() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (one, _) = two(&house, &cast).await;
        let by = cast.member.actor.clone();
        let text = one.text.clone();
        house.write(move |tx| meeting::save_profile(tx, &by, 1, Visible::Nobody, &text)).await;
        assert!(suggested(&house, &cast.member.actor).await.is_empty());
        assert!(suggested(&house, &cast.other.actor).await.is_empty());
        let page = format!("/rencontres/personnes/{}", one.id);
        house.browser_of(&cast.other).get(&page).await.expect(404);
        let (by, text) = (cast.member.actor.clone(), one.text.clone());
        house.write(move |tx| meeting::save_profile(tx, &by, 2, Visible::Places, &text)).await;
        assert_eq!(suggested(&house, &cast.other.actor).await, [cast.member.id]);
        let by = cast.member.actor.clone();
        house
            .write(move |tx| {
                let booking = reservations::own_bookings(tx, &by, None)?.remove(0);
                reservations::cancel(tx, &by, booking.id, "").map(drop)
            })
            .await;
        assert!(suggested(&house, &cast.other.actor).await.is_empty());
    }
}

#[tokio::test]
async fn addresses_are_shown_once_both_said_yes() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (_, other) = two(&house, &cast).await;
        let mut member = house.browser_of(&cast.member);
        let page = format!("/rencontres/personnes/{}", other.id);
        let ask = format!("{page}/demande");
        let empty = member.fill(&page, &ask, &[("words", " ")]).await;
        empty.expect(422);
        let words = "J’ai une presse, vous avez des livres.";
        member.fill(&page, &ask, &[("words", words)]).await.expect(303);
        member.get("/rencontres").await.says("Pas de réponse").says_not(&cast.other.email);
        let mut asked = house.browser_of(&cast.other);
        let home = asked.get("/rencontres").await.expect(200);
        let home = home.says("On vous demande une rencontre").says(words);
        let home = home.says_not(&cast.member.email);
        let (id, _) = seen_by(&house, &cast.other.actor).await.remove(0);
        let answer = format!("/rencontres/demandes/{id}");
        asked.fill_on(&home, &answer, &[("answer", "yes")]).await.expect(303);
        asked.get("/rencontres").await.says(&cast.member.email);
        member.get("/rencontres").await.says(&cast.other.email);
        let by = cast.resident.actor.clone();
        let tried = house.app.store().write(move |tx| meeting::answer(tx, &by, id, true)).await;
        assert!(matches!(tried, Err(Refusal::Unknown)), "{tried:?}");
        house.run_jobs().await;
        let told: Vec<String> = house.outbox().await.into_iter().map(|mail| mail.subject).collect();
        let asked = told.iter().filter(|subject| subject.contains("demande une rencontre")).count();
        let said = told.iter().filter(|subject| subject.contains("acceptée")).count();
        assert_eq!((asked, said), (1, 1), "{told:?}");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn declining_is_silent_everywhere_and_asking_again_changes_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (one, other) = two(&house, &cast).await;
        asks(&house, &cast.member.actor, &other).await.unwrap();
        let mut member = house.browser_of(&cast.member);
        let who = cast.member.id;
        house.run_jobs().await;
        let mails = house.outbox().await.len();
        let before = member.get("/rencontres").await.words();
        let export = house.read(move |tx| parvis::export_person(tx, who)).await;
        answers(&house, &cast.other.actor, false).await;
        house.run_jobs().await;
        assert_eq!(member.get("/rencontres").await.words(), before);
        let after = house.read(move |tx| parvis::export_person(tx, who)).await;
        assert_eq!(after["third_places"], export["third_places"]);
        assert_eq!(house.outbox().await.len(), mails, "no mail tells of it");
        asks(&house, &cast.member.actor, &other).await.unwrap();
        assert_eq!(member.get("/rencontres").await.words(), before);
        assert!(seen_by(&house, &cast.other.actor).await.is_empty(), "they are not asked again");
        // Nor by forgetting that one had asked.
        let (by, away) = (cast.member.actor.clone(), cast.other.id);
        house
            .write(move |tx| {
                meeting::block(tx, &by, other.id)?;
                meeting::unblock(tx, &by, away)
            })
            .await;
        asks(&house, &cast.member.actor, &other).await.unwrap();
        assert!(seen_by(&house, &cast.other.actor).await.is_empty(), "they are not asked again");
        assert!(suggested(&house, &cast.other.actor).await.is_empty());
        // They may change their mind: the first has said yes already.
        asks(&house, &cast.other.actor, &one).await.unwrap();
        let seen = seen_by(&house, &cast.member.actor).await;
        assert!(matches!(&seen[0].1, Seen::Met(address) if *address == cast.other.email));
    }
}

#[tokio::test]
async fn withdrawing_leaves_nothing_to_anybody() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (one, other) = two(&house, &cast).await;
        asks(&house, &cast.member.actor, &other).await.unwrap();
        answers(&house, &cast.other.actor, true).await;
        let mut member = house.browser_of(&cast.member);
        let gone = member.fill("/rencontres/fiche", "/rencontres/fiche/retrait", &[]).await;
        member.follow(gone.expect(303)).await.says("Il n’en reste rien");
        for id in [cast.member.id, cast.other.id] {
            let whole = house.read(move |tx| parvis::export_person(tx, id)).await;
            let own = whole["third_places"].to_string();
            assert!(!own.contains("parlons-en"), "{own}");
            assert_eq!(whole["third_places"]["introductions"], serde_json::json!([]));
        }
        let mut left = house.browser_of(&cast.other);
        let home = left.get("/rencontres").await.expect(200);
        home.says_not(&cast.member.email).says_not("La Halle");
        left.get(&format!("/rencontres/personnes/{}", one.id)).await.expect(404);
        left.get("/rencontres/personnes").await.says("Aucune fiche à voir");
        // Whoever comes back begins anew: the old address of the profile leads nowhere.
        let by = cast.member.actor.clone();
        let text = one.text.clone();
        let again = house.write(move |tx| opts_in(tx, &by, &text)).await;
        assert_ne!(again.id, one.id);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn whom_one_keeps_away_finds_nothing_as_if_one_had_withdrawn() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (one, other) = two(&house, &cast).await;
        asks(&house, &cast.other.actor, &one).await.unwrap();
        let by = cast.member.actor.clone();
        house.write(move |tx| meeting::block(tx, &by, other.id)).await;
        let page = format!("/rencontres/personnes/{}", one.id);
        house.browser_of(&cast.other).get(&page).await.expect(404);
        assert!(seen_by(&house, &cast.other.actor).await.is_empty());
        assert!(suggested(&house, &cast.other.actor).await.is_empty());
        assert!(matches!(asks(&house, &cast.other.actor, &one).await, Err(Refusal::Unknown)));
        let mut member = house.browser_of(&cast.member);
        let form = member.get("/rencontres/fiche").await.expect(200).says("tenues à l’écart");
        member.fill_on(&form, "/rencontres/blocages", &[]).await.expect(303);
        asks(&house, &cast.other.actor, &one).await.unwrap();
    }
}

#[tokio::test]
async fn so_many_are_asked_in_a_week_whatever_one_withdraws() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let (place, all) = house
            .write(move |tx| {
                let place = square(tx, &acting, "La Halle")?.place;
                opts_in(tx, &acting.member.actor, &says("law", "food", &[place]))?;
                let mut all = Vec::new();
                for at in 0..7 {
                    let email = format!("p{at}@essai.test");
                    let id = people::create_account(tx, &email, &format!("Personne {at}"), "fr")?;
                    let who = Actor::of(tx, id)?;
                    all.push(opts_in(tx, &who, &says("food", "law", &[place]))?);
                }
                Ok((place, all))
            })
            .await;
        let (last, first) = all.split_last().unwrap();
        for of in &first[..5] {
            asks(&house, &cast.member.actor, of).await.unwrap();
        }
        let refused = asks(&house, &cast.member.actor, last).await;
        assert!(matches!(refused, Err(Refusal::Conflict(_))), "{refused:?}");
        let by = cast.member.actor.clone();
        house
            .write(move |tx| {
                meeting::withdraw(tx, &by)?;
                opts_in(tx, &by, &says("law", "food", &[place])).map(drop)
            })
            .await;
        assert!(asks(&house, &cast.member.actor, last).await.is_err());
        house.days_pass(8);
        asks(&house, &cast.member.actor, last).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_ask_each_other_at_once_have_one_introduction() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let (one, other) = two(&house, &cast).await;
        let mut tasks = JoinSet::new();
        for (who, of) in [(&cast.member, &other), (&cast.other, &one)].repeat(3) {
            let (store, who, of) = (house.app.store().clone(), who.actor.clone(), of.id);
            tasks.spawn(async move {
                let ask = move |tx: &mut store::Tx| {
                    let id = tx.id();
                    meeting::ask(tx, &who, id, of, (None, "Bonjour."))
                };
                store.write(ask).await
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        for who in [&cast.member, &cast.other] {
            let seen = seen_by(&house, &who.actor).await;
            assert_eq!(seen.len(), 1, "{}: {seen:?}", house.engine);
            assert!(matches!(seen[0].1, Seen::Met(_)), "{}: both said yes", house.engine);
        }
        house.expect_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_withdraws_while_being_asked_leaves_nothing() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let (_, other) = two(&house, &cast).await;
        for _ in 0..4 {
            let (store, who, of) = (house.app.store().clone(), cast.member.actor.clone(), other.id);
            let asking = tokio::spawn(async move {
                let ask = move |tx: &mut store::Tx| {
                    let id = tx.id();
                    meeting::ask(tx, &who, id, of, (None, "Bonjour."))
                };
                store.write(ask).await
            });
            let by = cast.other.actor.clone();
            house.write(move |tx| meeting::withdraw(tx, &by)).await;
            let _ = asking.await.unwrap();
            assert!(seen_by(&house, &cast.member.actor).await.is_empty(), "{}", house.engine);
            let (by, text) = (cast.other.actor.clone(), other.text.clone());
            house.write(move |tx| opts_in(tx, &by, &text).map(drop)).await;
        }
    }
}

#[tokio::test]
async fn a_profile_says_something_and_is_written_over_the_version_that_was_read() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let place = house.write(move |tx| Ok(square(tx, &acting, "La Halle")?.place)).await;
        let mut member = house.browser_of(&cast.member);
        let fiche = "/rencontres/fiche";
        let shown = member.get(fiche).await.expect(200).says("La Halle");
        let id = place.to_string();
        let typed = [("visible", "places"), ("form", "social"), ("places", id.as_str())];
        member.fill_on(&shown, fiche, &typed).await.expect(422).says("au moins une chose");
        let words = [("seek_words", "presse à pommes, Étagères")];
        let typed = [typed.as_slice(), words.as_slice()].concat();
        member.fill_on(&shown, fiche, &typed).await.expect(303);
        member.fill_on(&shown, fiche, &typed).await.expect(409);
        let by = cast.member.actor.clone();
        let tried = house.app.store().write(move |tx| {
            let text =
                ProfileText { places: vec![by.person()?.to_string()], ..says("law", "food", &[]) };
            meeting::save_profile(tx, &by, 1, Visible::Places, &text)
        });
        assert!(matches!(tried.await, Err(Refusal::Invalid(_))), "a place that is none");
    }
}
