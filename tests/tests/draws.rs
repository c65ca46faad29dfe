//! Seats that are drawn: announced by a hash, asked for until a day, done once, and done again by
//! whoever doubts.

use base::Refusal;
use parvis_tests::*;
use reservations::Standing;
use third_places::PlaceId;
use third_places::agenda::{self, DrawId, GatheringId};

/// A house with a place of organisation A, and two workshops there that are drawn in two days.
async fn with_draw(house: &House, seats: i64) -> (Cast, PlaceId, DrawId, Vec<GatheringId>) {
    let cast = gather(house).await;
    let acting = cast.clone();
    let (place, (draw, workshops)) = house
        .write(move |tx| {
            let officer = &acting.officer.actor;
            let place = opened_place(tx, officer, acting.org_a, "Halle d’Essai")?;
            Ok((place, to_draw(tx, &acting.manager.actor, place, seats)?))
        })
        .await;
    (cast, place, draw, workshops)
}

/// What somebody asks for, on the page.
async fn wish(house: &House, who: &Person, draw: DrawId, wishes: &[GatheringId]) -> Page {
    let page = format!("/tirages/{draw}");
    let ids: Vec<String> = wishes.iter().map(ToString::to_string).collect();
    let names = ["wish.1", "wish.2"];
    let typed: Vec<(&str, &str)> = names.into_iter().zip(ids.iter().map(String::as_str)).collect();
    let mut browser = house.browser_of(who);
    let answer = browser.fill(&page, &page, &typed).await;
    if answer.status == 303 { browser.follow(answer).await } else { answer }
}

/// Whoever doubts does it again; a file that was changed is found out.
fn done_again(draw: DrawId, file: &str) {
    let folder = std::env::temp_dir().join(format!("parvis-draw-{draw}"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("tirage.json");
    let check = |text: &str| {
        std::fs::write(&path, text).unwrap();
        parvis::allocation::answer(parvis::allocation::Asked::Check { file: path.clone() })
    };
    assert_eq!(check(file).unwrap(), 0);
    let changed = file.replacen("\"party\": \"5\"", "\"party\": \"9\"", 1);
    assert_ne!(changed, file);
    assert_ne!(check(&changed).unwrap(), 0);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_draw_is_announced_asked_for_done_once_and_done_again_from_its_file() {
    for house in houses().await {
        let (cast, place, draw, workshops) = with_draw(&house, 2).await;
        let [sewing, bikes] = workshops.as_slice() else { panic!("two workshops") };
        let page = format!("/tirages/{draw}");
        let before = house.browser().get(&page).await.expect(200);
        let hash = before.body.split("<code>").nth(1).unwrap().get(..64).unwrap().to_owned();
        house.browser().get(&format!("{page}/resultat.json")).await.expect(404);
        // The first to come has nothing of it: seats wait to be drawn.
        let event = format!("/rendez-vous/{sewing}");
        house.browser_of(&cast.resident).get(&event).await.says("tirées au sort");
        house.browser().get("/agenda").await.says("Tirage au sort").says_not("Encore");
        // One is a resident, and goes first.
        let (by, of) = (cast.clone(), place);
        house
            .write(move |tx| {
                let standing =
                    Standing { person: by.resident.id, code: "resident".to_owned(), until: None };
                let host = &by.manager.actor;
                reservations::set_standing(tx, host, of.cast(), &standing, true)
            })
            .await;
        let asking = [&cast.reader, &cast.second_reader, &cast.other, &cast.member, &cast.resident];
        for who in asking {
            wish(&house, who, draw, &[*sewing, *bikes]).await.says("Votre demande n°");
        }
        wish(&house, &cast.reader, draw, &[*sewing, *sewing]).await.expect(422);
        // Changed, it keeps its number.
        wish(&house, &cast.reader, draw, &[*bikes, *sewing]).await.says("Votre demande n° 1");
        house.days_pass(3);
        for _ in 0..2 {
            house.write(|tx| work::enqueue(tx, agenda::DRAW_JOB, "now", &())).await;
            house.run_jobs().await;
        }
        let late = house.fresh_browser_of(&cast.manager).await.get(&page).await.expect(200);
        late.says_not("Envoyer ma demande").says("Tirage du").says("Ont leur vœu 1");
        let mut own = house.fresh_browser_of(&cast.resident).await;
        own.get(&page).await.says("Vous avez une place\u{a0}: Atelier couture");
        let file = house.browser().get(&format!("{page}/resultat.json")).await.expect(200).body;
        let published: serde_json::Value = serde_json::from_str(&file).unwrap();
        assert_eq!(published["commitment"], hash.as_str(), "the hash that was announced");
        for who in asking {
            let account = who.actor.account.as_ref().unwrap();
            assert!(!file.contains(&account.name) && !file.contains(&who.id.to_string()));
        }
        done_again(draw, &file);
        // What the file says is what people have: four seats, and one who waits and is told.
        let seated = published["answer"].as_array().unwrap();
        assert_eq!(seated.iter().filter(|answer| !answer["offer"].is_null()).count(), 4);
        let mails = house.outbox().await;
        let told =
            |start: &str| mails.iter().filter(|mail| mail.subject.starts_with(start)).count();
        assert_eq!((told("Réservation confirmée"), told("Pas encore de place")), (4, 1));
        let loser = asking.into_iter().find(|who| {
            mails.iter().any(|mail| mail.to == who.email && mail.subject.starts_with("Pas encore"))
        });
        let mut browser = house.fresh_browser_of(loser.unwrap()).await;
        browser.get(&page).await.says("liste d’attente, dans l’ordre du tirage").says("avant vous");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_wish_is_taken_back_until_the_closing_and_not_after() {
    for house in houses().await {
        let (cast, _, draw, workshops) = with_draw(&house, 2).await;
        wish(&house, &cast.resident, draw, &workshops).await.says("Votre demande n°");
        let page = format!("/tirages/{draw}");
        let mut browser = house.browser_of(&cast.resident);
        let answer = browser.fill(&page, &format!("{page}/retrait"), &[]).await;
        browser.follow(answer).await.says("Votre demande est retirée.");
        house.days_pass(3);
        let by = cast.clone();
        let late = house
            .app
            .store()
            .write(move |tx| agenda::wish(tx, &by.resident.actor, draw, (&workshops, 1)))
            .await;
        assert!(matches!(late, Err(Refusal::Conflict(_))), "{late:?}");
        house.write(|tx| work::enqueue(tx, agenda::DRAW_JOB, "now", &())).await;
        house.run_jobs().await;
        // Nobody asked: seats go to the first from now on.
        let event =
            house.read(move |tx| agenda::draw(tx, &cast.member.actor, draw)).await.1.remove(0);
        let cast = event.id;
        house.browser().get(&format!("/rendez-vous/{cast}")).await.says("Encore 2 places");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn hundreds_wish_at_once_and_each_has_a_number_of_their_own() {
    const ASKING: usize = 200;
    for house in houses_for_races().await {
        let (_, _, draw, workshops) = with_draw(&house, 20).await;
        let people = crowd(&house, ASKING).await;
        let asks = people.into_iter().map(|actor| {
            let (store, workshops) = (house.app.store().clone(), workshops.clone());
            let ask = move |tx: &mut store::Tx| agenda::wish(tx, &actor, draw, (&workshops, 1));
            tokio::spawn(async move { store.write(ask).await.unwrap() })
        });
        let mut numbers = Vec::new();
        for ask in asks.collect::<Vec<_>>() {
            numbers.push(ask.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=200).collect::<Vec<i64>>(), "{}", house.engine);
        house.days_pass(3);
        house.write(move |tx| agenda::run_draw(tx, draw)).await;
        let count = store::sql("SELECT COUNT(*) FROM third_places_wish WHERE answer = $1");
        for (answer, wanted) in [("seat", 40_i64), ("wait", 160), ("", 0)] {
            let found =
                house.read(move |tx| tx.one(count, &[answer.into()])?.single::<i64>()).await;
            assert_eq!(found, wanted, "{}: {answer}", house.engine);
        }
        house.expect_sound().await;
    }
}
