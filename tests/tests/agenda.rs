//! The programme of places: announced, taken part in, waited for, called off, told of.

use base::Refusal;
use parvis_tests::*;
use reservations::State;
use third_places::PlaceId;
use third_places::agenda::{self, GatheringId};

/// A house with an open place of organisation A, and a workshop there with some seats.
async fn with_workshop(house: &House, seats: i64) -> (Cast, PlaceId, GatheringId) {
    let cast = gather(house).await;
    let acting = cast.clone();
    let (place, id) = house
        .write(move |tx| {
            let officer = &acting.officer.actor;
            let place = opened_place(tx, officer, acting.org_a, "Halle d’Essai")?;
            Ok((place, announced(tx, &acting.manager.actor, place, seats)?))
        })
        .await;
    (cast, place, id)
}

async fn part(browser: &mut Browser, id: GatheringId, quantity: &str) -> Page {
    let page = format!("/rendez-vous/{id}");
    let to = format!("{page}/participation");
    let answer = browser.fill(&page, &to, &[("quantity", quantity)]).await;
    if answer.status == 303 { browser.follow(answer).await } else { answer }
}

#[tokio::test]
async fn a_host_prepares_announces_and_tells_what_came_of_it() {
    for house in houses().await {
        let cast = gather(&house).await;
        let by = cast.clone();
        let place = house
            .write(move |tx| opened_place(tx, &by.officer.actor, by.org_a, "Halle d’Essai"))
            .await;
        let mut host = house.browser_of(&cast.manager);
        let base = format!("/mes-lieux/{place}/agenda");
        let new = format!("{base}/nouveau");
        let day = afternoon(house.app.world().now(), 5).from.in_france().date().to_string();
        let typed = [
            ("title", "Atelier compost"),
            ("kind", "workshop"),
            ("description", "Du seau au **jardin**."),
            ("day", day.as_str()),
            ("from", "14:00"),
            ("to", "16:30"),
            ("seats", "8"),
            ("party_max", "2"),
            ("language", "fr"),
            ("price", "2 €, ou un légume"),
        ];
        let mut past = typed;
        past[3].1 = "2020-01-02";
        host.fill(&new, &new, &past).await.expect(422).says("Ce moment est passé");
        let answer = host.fill(&new, &new, &typed).await;
        let draft = host.follow(answer).await.says("Brouillon");
        let one = draft.body.split(&format!("{base}/")).find(|part| part.contains("/annonce\""));
        let id: String = one.unwrap().chars().take(36).collect();
        let public = format!("/rendez-vous/{id}");
        house.browser().get(&public).await.expect(404);
        house.browser().get("/agenda").await.says("Aucun rendez-vous n’est annoncé");
        let answer = host.fill_on(&draft, &format!("{base}/{id}/annonce"), &[]).await;
        host.follow(answer).await.says("Le rendez-vous est annoncé.");
        let mut anyone = house.browser();
        for path in ["/agenda".to_owned(), format!("/lieux/{place}/agenda")] {
            let page = anyone.get(&path).await.expect(200).says("Prochain rendez-vous");
            page.says("Atelier compost")
                .says("de 14\u{a0}h à 16\u{a0}h\u{a0}30")
                .says("Encore 8 places");
        }
        anyone.get("/agenda?genre=meal").await.says("Aucun rendez-vous ne correspond");
        anyone.get("/agenda?q=COMPOST&commune=nanterre").await.says("Un rendez-vous correspond");
        anyone.get(&format!("/lieux/{place}")).await.says("Atelier compost");
        let shown = anyone.get(&public).await.expect(200).says("2 €, ou un légume");
        shown.says("Connectez-vous pour participer").holds("<strong>jardin</strong>");
        let json = anyone.get("/agenda?format=json").await.expect(200).body;
        assert!(json.contains("Atelier compost") && json.contains("Nanterre"), "{json}");
        let csv = anyone.get("/agenda?format=csv").await.expect(200).body;
        assert!(csv.contains("Atelier compost"), "{csv}");
        for path in [format!("{public}/rendez-vous.ics"), format!("/lieux/{place}/agenda.ics")] {
            let feed = anyone.get(&path).await.expect(200).body;
            assert!(feed.contains("SUMMARY:Atelier compost"), "{feed}");
        }
        house.days_pass(6);
        let mut host = house.fresh_browser_of(&cast.manager).await;
        let page = host.get(&format!("{base}/{id}")).await.expect(200);
        let told = [("came", "7"), ("results", "Trois composteurs de quartier.")];
        let answer = host.fill_on(&page, &format!("{base}/{id}/bilan"), &told).await;
        host.follow(answer).await.says("Le bilan est public.");
        anyone.get(&public).await.says("7 personnes sont venues").says("Trois composteurs");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_family_has_seats_together_or_waits_together() {
    for house in houses().await {
        let (cast, _, id) = with_workshop(&house, 3).await;
        let mut resident = house.browser_of(&cast.resident);
        part(&mut resident, id, "2").await.says("Vous participez").says("2 places sont à vous");
        let mut other = house.browser_of(&cast.other);
        part(&mut other, id, "2").await.says("liste d’attente\u{a0}: rang 1");
        let mut reader = house.browser_of(&cast.reader);
        part(&mut reader, id, "1").await.says("une place est à vous");
        let mut member = house.browser_of(&cast.member);
        part(&mut member, id, "1").await.says("rang 2");
        // The first in the list has too few seats with one; both come back.
        let by = cast.clone();
        house
            .write(move |tx| {
                let own = agenda::own_standing(tx, &by.resident.actor, id)?.seats.unwrap();
                reservations::cancel(tx, &by.resident.actor, own.id, "")
            })
            .await;
        let page = format!("/rendez-vous/{id}");
        other.get(&page).await.says("vous est gardée");
        member.get(&page).await.says("rang 1");
        house.run_jobs().await;
        let subject = "Une place se libère\u{a0}: Atelier compost";
        assert!(house.outbox().await.iter().any(|mail| mail.subject == subject));
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn who_comes_is_known_to_who_leads_it_and_to_nobody_else() {
    for house in houses().await {
        let (cast, place, _) = with_workshop(&house, 3).await;
        let by = cast.clone();
        let id = house
            .write(move |tx| {
                let mut text = workshop(tx.now(), 5);
                text.leader = Some(by.reader.id);
                text.partner = Some(by.org_b);
                announced_as(tx, &by.manager.actor, place, &text)
            })
            .await;
        part(&mut house.browser_of(&cast.resident), id, "2").await.says("Vous participez");
        let name = cast.resident.actor.account.as_ref().unwrap().name.clone();
        let list = format!("/rendez-vous/{id}/presences");
        for who in [&cast.reader, &cast.other, &cast.manager, &cast.officer] {
            let page = house.browser_of(who).get(&list).await.expect(200);
            page.says(&name).says("2 places sur 5 sont prises");
        }
        for who in [&cast.resident, &cast.second_reader, &cast.administrator] {
            house.browser_of(who).get(&list).await.expect(404);
        }
        let public = [
            format!("/rendez-vous/{id}"),
            format!("/lieux/{place}/agenda"),
            format!("/calendriers/ressource/{id}/agenda.ics"),
            format!("/sites/{place}"),
        ];
        for path in public {
            house.browser().get(&path).await.expect(200).says_not(&name);
        }
        // The desk of the place sees who comes that day, as for all that is reserved.
        house.days_pass(5);
        let mut host = house.fresh_browser_of(&cast.manager).await;
        let desk = host.get(&format!("/sites/{place}/accueil")).await.expect(200);
        desk.says(&name).says("Atelier compost");
    }
}

#[tokio::test]
async fn what_is_let_is_not_flooded_by_events_and_these_are_asked_for_on_their_page() {
    for house in houses().await {
        let (cast, place, id) = with_workshop(&house, 3).await;
        house
            .browser()
            .get(&format!("/sites/{place}"))
            .await
            .expect(200)
            .says_not("Atelier compost");
        house.browser().get(&format!("/ressources/{id}")).await.expect(404);
        let by = cast.clone();
        let asked = house
            .write(move |tx| {
                let asked = reservations::Asked {
                    resource: id.cast(),
                    span: noon(tx.now()),
                    quantity: 3,
                    title: String::new(),
                    organisation: None,
                };
                // At another time there is nothing to be had.
                Ok(reservations::quote(tx, &by.resident.actor, &asked)?.is_err())
            })
            .await;
        assert!(asked);
        let mut host = house.browser_of(&cast.manager);
        host.get(&format!("/ressources/{id}/reglages")).await.expect(409);
    }
}

#[tokio::test]
async fn what_is_called_off_frees_and_tells_everybody() {
    for house in houses().await {
        let (cast, place, id) = with_workshop(&house, 2).await;
        part(&mut house.browser_of(&cast.resident), id, "2").await.says("Vous participez");
        part(&mut house.browser_of(&cast.other), id, "1").await.says("rang 1");
        let mut host = house.browser_of(&cast.manager);
        let page = format!("/mes-lieux/{place}/agenda/{id}");
        let off = format!("{page}/annulation");
        host.fill(&page, &off, &[("reason", "")]).await.expect(422);
        let answer = host.fill(&page, &off, &[("reason", "L’animatrice est malade.")]).await;
        host.follow(answer).await.says("est annulé");
        house.run_jobs().await;
        let mails = house.outbox().await;
        for who in [&cast.resident, &cast.other] {
            let told = mails.iter().filter(|mail| mail.to == who.email);
            assert!(told.clone().any(|mail| mail.text.contains("L’animatrice est malade.")));
        }
        let offered = mails.iter().any(|mail| mail.subject.contains("se libère"));
        assert!(!offered, "nothing is offered of what does not take place");
        let by = cast.clone();
        let own =
            house.read(move |tx| reservations::own_bookings(tx, &by.resident.actor, None)).await;
        assert_eq!(own[0].state, State::Cancelled);
        let gone = house.browser_of(&cast.member).get(&format!("/rendez-vous/{id}")).await;
        gone.expect(200).says("L’animatrice est malade.").says("Annulé");
        let by = cast.clone();
        let key = house.write(|tx| Ok(tx.id())).await;
        let late = house
            .app
            .store()
            .write(move |tx| agenda::take_part(tx, &by.member.actor, id, (key, 1)))
            .await;
        assert!(matches!(late, Err(Refusal::Conflict(_))), "{late:?}");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_place_that_closes_calls_off_what_it_announced() {
    for house in houses().await {
        let (cast, place, id) = with_workshop(&house, 3).await;
        let mut resident = house.browser_of(&cast.resident);
        part(&mut resident, id, "1").await;
        let mut network = house.browser_of(&cast.officer);
        let desk = format!("/bureau/lieux/{place}");
        let page = network.get(&desk).await.expect(200);
        let page = page.says("Une réservation à venir sera annulée");
        let typed = [("state", "closed"), ("reason", "Fin du bail")];
        let answer = network.fill_on(&page, &format!("{desk}/etat"), &typed).await;
        network.follow(answer).await.expect(200);
        house.run_jobs().await;
        let mails = house.outbox().await;
        assert!(mails.iter().any(|mail| mail.text.contains("Fin du bail")), "{mails:?}");
        let agenda = house.browser().get("/agenda").await.expect(200);
        assert!(!agenda.body.contains(&format!("/rendez-vous/{id}")), "{}", agenda.words());
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn nothing_is_announced_outside_the_life_of_its_place_or_by_others() {
    for house in houses().await {
        let (cast, place, id) = with_workshop(&house, 2).await;
        let by = cast.clone();
        let refused = house
            .write(move |tx| {
                let officer = &by.officer.actor;
                let known = third_places::own_place(tx, officer, place)?;
                let mut text = known.text.clone();
                text.stay = third_places::Stay::Ephemeral;
                let day = |days| Some(tx.now().plus_days(days).in_france().date());
                text.days = third_places::Days { first: day(2), last: day(3) };
                third_places::change_place(tx, officer, place, known.version, &text)?;
                let late = workshop(tx.now(), 3);
                let late = agenda::create_gatherings(tx, &by.manager.actor, place, &late, &[]);
                let early = agenda::announce(tx, &by.other.actor, (id, 1));
                Ok((late, early))
            })
            .await;
        let said = |fault: &base::Fault| fault.say.key == "places-agenda-fault-life";
        assert!(
            matches!(&refused.0, Err(Refusal::Invalid(f)) if f.iter().any(said)),
            "{refused:?}"
        );
        assert!(matches!(refused.1, Err(Refusal::Unknown)), "{refused:?}");
        house.browser_of(&cast.other).get(&format!("/mes-lieux/{place}/agenda")).await.expect(404);
    }
}

#[tokio::test]
async fn hundreds_ask_at_once_and_each_is_answered_seat_turn_or_no() {
    const ASKING: usize = 300;
    const SEATS: i64 = 40;
    for house in houses_for_races().await {
        let (_, _, id) = with_workshop(&house, SEATS).await;
        let people = crowd(&house, ASKING).await;
        let asks = people.into_iter().enumerate().map(|(number, actor)| {
            let store = house.app.store().clone();
            let key = house.app.world().id();
            let quantity = i64::try_from(number % 3).unwrap() + 1;
            tokio::spawn(async move {
                let ask =
                    move |tx: &mut store::Tx| agenda::take_part(tx, &actor, id, (key, quantity));
                // Told that all are busy, one asks again: with the same key it is the same.
                loop {
                    match store.write(ask.clone()).await {
                        Err(Refusal::Busy) => {}
                        answer => return (quantity, answer),
                    }
                }
            })
        });
        let (mut seats, mut turns, mut no) = (0, 0, 0);
        for ask in asks.collect::<Vec<_>>() {
            match ask.await.unwrap() {
                (quantity, Ok(standing)) if standing.seats.is_some() => seats += quantity,
                (_, Ok(standing)) if standing.wait.is_some() => turns += 1,
                (_, Err(Refusal::Conflict(_))) => no += 1,
                other => panic!("{}: neither seat nor turn nor no: {other:?}", house.engine),
            }
        }
        assert_eq!(seats, SEATS, "{}: {turns} turns, {no} times no", house.engine);
        house.expect_sound().await;
    }
}
