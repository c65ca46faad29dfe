//! What people propose to a place: asked back, accepted, declined, and told at each step.

use base::Refusal;
use parvis_tests::*;
use third_places::PlaceId;
use third_places::agenda;

async fn with_place(house: &House) -> (Cast, PlaceId) {
    let cast = gather(house).await;
    let by = cast.clone();
    let place =
        house.write(move |tx| opened_place(tx, &by.officer.actor, by.org_a, "Halle d’Essai")).await;
    (cast, place)
}

/// Proposes on the page; the address of the proposal.
async fn propose(browser: &mut Browser, place: PlaceId, title: &str, of: &str) -> String {
    let page = format!("/lieux/{place}/proposer");
    let mut typed = vec![
        ("title", title),
        ("about", "On apporte ses aiguilles."),
        ("when", "Le samedi"),
        ("led_by", "Habiba, de Nanterre"),
    ];
    if !of.is_empty() {
        typed.push(("organisation", of));
    }
    let answer = browser.fill(&page, &page, &typed).await.expect(303);
    answer.leads_to().split('?').next().unwrap().to_owned()
}

async fn told(house: &House, who: &Person, start: &str) -> bool {
    house.run_jobs().await;
    let mails = house.outbox().await;
    mails.iter().any(|mail| mail.to == who.email && mail.subject.starts_with(start))
}

#[tokio::test]
async fn an_event_is_proposed_asked_back_accepted_and_led_by_who_proposed_it() {
    for house in houses().await {
        let (cast, place) = with_place(&house).await;
        let mut resident = house.browser_of(&cast.resident);
        let page = propose(&mut resident, place, "Atelier tricot", "").await;
        resident.get(&page).await.expect(200).says("n’a pas encore répondu");
        assert!(told(&house, &cast.manager, "Une proposition").await);
        let mut host = house.browser_of(&cast.manager);
        let list = host.get(&format!("/mes-lieux/{place}/propositions")).await.expect(200);
        list.says("Une proposition attend votre réponse").says("Atelier tricot");
        house.browser_of(&cast.other).get(&page).await.expect(404);
        let say = format!("{page}/message");
        let answer = host.fill(&page, &say, &[("said", "Combien serez-vous ?")]).await;
        host.follow(answer).await.says("la réponse de la personne est attendue");
        assert!(told(&house, &cast.resident, "Une question sur votre proposition").await);
        resident.fill(&page, &say, &[("said", "Huit.")]).await.expect(303);
        assert!(told(&house, &cast.manager, "Réponse au sujet").await);
        let day = afternoon(house.app.world().now(), 9).from.in_france().date().to_string();
        let typed = [("day", day.as_str()), ("from", "10:00"), ("to", "12:00"), ("seats", "8")];
        let answer = host.fill(&page, &format!("{page}/accord"), &typed).await;
        host.follow(answer).await.says("La proposition est acceptée").says("Huit.");
        assert!(told(&house, &cast.resident, "Proposition acceptée").await);
        let by = cast.clone();
        let own = house.read(move |tx| agenda::gatherings_at(tx, &by.manager.actor, place)).await;
        let draft = own.first().unwrap().clone();
        assert_eq!(draft.text.leader, Some(cast.resident.id));
        let (by, id) = (cast.clone(), draft.id);
        house.write(move |tx| agenda::announce(tx, &by.manager.actor, (id, 1))).await;
        resident.get(&format!("/rendez-vous/{id}/presences")).await.expect(200);
        house.browser().get(&format!("/rendez-vous/{id}")).await.says("Habiba, de Nanterre");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn nobody_accepts_their_own_and_what_is_too_much_is_refused() {
    for house in houses().await {
        let (cast, place) = with_place(&house).await;
        let by = cast.clone();
        let id = house.write(move |tx| proposed(tx, &by.resident.actor, place)).await;
        let by = cast.clone();
        let own = house
            .app
            .store()
            .write(move |tx| {
                let span = (afternoon(tx.now(), 8), 6);
                agenda::accept_event(tx, &by.resident.actor, (id, 1), span)
            })
            .await;
        assert!(matches!(own, Err(Refusal::Unknown)), "{own:?}");
        let page = format!("/propositions/{id}");
        let mut host = house.browser_of(&cast.manager);
        let decline = format!("{page}/refus");
        host.fill(&page, &decline, &[("reason", "")]).await.expect(422);
        let answer = host.fill(&page, &decline, &[("reason", "La salle est prise.")]).await;
        host.follow(answer).await.says("est refusée");
        let mut resident = house.browser_of(&cast.resident);
        resident.get(&page).await.says("La salle est prise.");
        assert!(told(&house, &cast.resident, "Proposition refusée").await);
        for number in 0..5 {
            propose(&mut resident, place, &format!("Idée {number}"), "").await;
        }
        let by = cast.clone();
        let more = house.app.store().write(move |tx| proposed(tx, &by.resident.actor, place)).await;
        assert!(matches!(more, Err(Refusal::Conflict(_))), "{more:?}");
        let list = resident.get("/propositions").await.expect(200);
        list.says("5 de vos propositions attendent une réponse");
    }
}

#[tokio::test]
async fn a_partner_offers_a_service_and_it_is_one_of_the_place() {
    for house in houses().await {
        let (cast, place) = with_place(&house).await;
        let mut other = house.browser_of(&cast.other);
        let org = cast.org_b.to_string();
        let page = propose(&mut other, place, "Permanence logement", &org).await;
        let mut host = house.browser_of(&cast.manager);
        let answer = host.fill(&page, &format!("{page}/accord"), &[]).await;
        host.follow(answer).await.says("est acceptée");
        let shown = house.browser().get(&format!("/lieux/{place}")).await.expect(200);
        shown.says("Permanence logement").says("La Coop voisine");
        // Nobody offers in the name of others.
        let by = cast.clone();
        let forged = house
            .app
            .store()
            .write(move |tx| {
                let (id, text) = (tx.id(), agenda::ProposalText::default());
                let of = (Some(by.org_b), &text);
                agenda::propose(tx, &by.resident.actor, place, id, of)
            })
            .await;
        assert!(matches!(forged, Err(Refusal::Invalid(_))), "{forged:?}");
    }
}

#[tokio::test]
async fn whoever_goes_leaves_neither_wish_nor_name_behind() {
    for house in houses().await {
        let (cast, place) = with_place(&house).await;
        let by = cast.clone();
        house
            .write(move |tx| {
                let (who, host) = (&by.resident.actor, &by.manager.actor);
                let id = proposed(tx, who, place)?;
                agenda::say(tx, who, (id, 1), "Je m’appelle Habiba.")?;
                let span = (afternoon(tx.now(), 8), 6);
                agenda::accept_event(tx, host, (id, 2), span)?;
                let (draw, workshops) = to_draw(tx, host, place, 2)?;
                agenda::wish(tx, who, draw, (&workshops, 1)).map(drop)
            })
            .await;
        let id = cast.resident.id;
        let whole = house.read(move |tx| (third_places::CUSTODIAN.export)(tx, id)).await;
        for section in ["gatherings_led", "draw_wishes", "proposals"] {
            let entries = whole[section].as_array().unwrap();
            assert!(!entries.is_empty(), "{section} is not exported");
        }
        house.write(move |tx| (third_places::CUSTODIAN.erase)(tx, id)).await;
        let left = house
            .read(move |tx| {
                let mut found = store::testing::places_of(tx, "Habiba")?;
                found.extend(store::testing::places_of(tx, &id.to_string())?);
                Ok(found)
            })
            .await;
        let own = |place: &&String| place.contains("third_places_");
        let left: Vec<&String> = left.iter().filter(own).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
