//! Third places: who sees and who edits what, a life from draft to archive, what is in a place,
//! tours, the public list.

use base::Refusal;
use parvis_tests::{
    PNG, Page, furnished, gather, house, houses, let_room, opened_place, place_text, promised,
    toured,
};
use third_places::{Days, Host, Life, PlaceId, PlaceText, Stay};

#[tokio::test]
async fn the_network_enters_a_place_announces_opens_closes_and_archives_it() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut officer = house.browser_of(&cast.officer);
        let new = "/bureau/lieux/nouveau";
        let typed = [("name", "La Halle"), ("stay", "permanent"), ("host_number", "W922000123")];
        let made = officer.fill(new, new, &typed).await.expect(303);
        let desk = made.leads_to().split('?').next().unwrap().to_owned();
        let public = desk.replace("/bureau/lieux", "/lieux");
        officer.get(&desk).await.expect(200).says("Les Jardins d’Essai").says("Commune");
        house.browser().get(&public).await.expect(404);
        house.browser_of(&cast.other).get(&public).await.expect(404);
        house.browser_of(&cast.member).get(&public).await.expect(200).says("brouillon");
        let state = format!("{desk}/etat");
        let refused = officer.fill(&desk, &state, &[]).await;
        refused.expect(409).says("La fiche n’est pas complète");
        let text = format!("{desk}/fiche");
        let typed = [
            ("name", "La Halle"),
            ("stay", "permanent"),
            ("commune", "Nanterre"),
            ("commune_code", "92050"),
            ("lat", "48,8924"),
            ("lon", "2.2065"),
        ];
        officer.fill(&text, &text, &typed).await.expect(303);
        officer.fill(&desk, &state, &[]).await.expect(303);
        let page = house.browser().get(&public).await.expect(200);
        page.says("annoncé")
            .says("Nanterre, bientôt ouvert.")
            .says("Porté par Les Jardins d’Essai");
        let id: PlaceId = public.rsplit('/').next().unwrap().parse().unwrap();
        let by = cast.officer.actor.clone();
        house
            .write(move |tx| {
                third_places::set_place_state(tx, &by, id, 3, Life::Open, "")?;
                third_places::set_place_state(tx, &by, id, 4, Life::Closed, "")
            })
            .await;
        for (results, status) in [(" ", 422), ("Trois projets.", 303)] {
            let mut fields = officer.form(&desk, &state).await;
            fields.retain(|(name, _)| name != "state");
            fields.push(("state".to_owned(), "archived".to_owned()));
            fields.push(("results".to_owned(), results.to_owned()));
            officer.post(&state, &fields).await.expect(status);
        }
        house.browser().get(&public).await.expect(200).says("Trois projets.").says("archivé");
        officer.get(&desk).await.expect(200).says("Archivé").says("Fiche modifiée").says("Olga");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn members_of_the_host_edit_their_place_and_nobody_elses() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let (own, other) = house
            .write(move |tx| {
                let by = &acting.officer.actor;
                let own = opened_place(tx, by, acting.org_a, "La Halle")?;
                Ok((own, opened_place(tx, by, acting.org_b, "Le Quai")?))
            })
            .await;
        let mut member = house.browser_of(&cast.member);
        member.get("/mes-lieux").await.expect(200).says("La Halle").says_not("Le Quai");
        member.get(&format!("/mes-lieux/{other}")).await.expect(404);
        let text = format!("/mes-lieux/{own}/fiche");
        let served = member.get(&text).await.expect(200);
        let mut typed = vec![
            ("name", "La Halle"),
            ("stay", "permanent"),
            ("commune", "Nanterre"),
            ("hours", "Mo-Fr 09:00-18:00"),
            ("website", "halle.example"),
        ];
        let page = member.fill_on(&served, &text, &typed).await.expect(422);
        page.says("Écrivez l’adresse en entier").holds("Mo-Fr 09:00-18:00");
        typed.pop();
        member.fill_on(&served, &text, &typed).await.expect(303);
        // A page that was served before: somebody else has changed the place since.
        typed[3] = ("hours", "24/7");
        member.fill_on(&served, &text, &typed).await.expect(409);
        let page = house.browser().get(&format!("/lieux/{own}")).await.expect(200);
        page.says("ouvert du lundi au vendredi 9\u{a0}h – 18\u{a0}h").says_not("24/7");
        let by = cast.member.actor.clone();
        let tried = house
            .app
            .store()
            .write(move |tx| third_places::set_place_state(tx, &by, own, 3, Life::Closed, ""));
        assert!(matches!(tried.await, Err(Refusal::Unknown)), "the network alone closes");
        let by = cast.member.actor.clone();
        let tried = house.app.store().write(move |tx| {
            let text = place_text("À nous");
            third_places::change_place(tx, &by, other, 2, &text)
        });
        assert!(matches!(tried.await, Err(Refusal::Unknown)), "another's place is unknown");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_is_archived_is_left_to_the_network() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let own = house
            .write(move |tx| {
                let by = &acting.officer.actor;
                let own = opened_place(tx, by, acting.org_a, "La Halle")?;
                third_places::set_place_state(tx, by, own, 2, Life::Closed, "")?;
                third_places::set_place_state(tx, by, own, 3, Life::Archived, "Dix projets.")?;
                Ok(own)
            })
            .await;
        let text = format!("/mes-lieux/{own}/fiche");
        let typed = [("name", "La Halle"), ("stay", "permanent"), ("commune", "Nanterre")];
        let mut member = house.browser_of(&cast.member);
        member.fill(&text, &text, &typed).await.expect(409).says("demandez au réseau");
        let text = format!("/bureau/lieux/{own}/fiche");
        house.browser_of(&cast.officer).fill(&text, &text, &typed).await.expect(303);
    }
}

#[tokio::test]
async fn spaces_services_energy_and_access_stand_on_the_public_page() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let own = house
            .write(move |tx| opened_place(tx, &acting.officer.actor, acting.org_a, "La Halle"))
            .await;
        let mut member = house.browser_of(&cast.member);
        let base = format!("/mes-lieux/{own}");
        let spaces = format!("{base}/espaces");
        let typed = [("name", "Atelier bois"), ("kind", "workshop"), ("seats", "12")];
        member.fill(&spaces, &spaces, &typed).await.expect(303);
        let again = member.fill(&spaces, &spaces, &typed).await.expect(422);
        again.says("Un autre porte déjà ce nom");
        let services = format!("{base}/services");
        let both = [
            ("name", "Conseil"),
            ("description", "Sur rendez-vous."),
            ("publics", "tous-publics"),
            ("publics", "jeunes"),
        ];
        member.fill(&services, &services, &both).await.expect(422).says("exclut les autres");
        member.fill(&services, &services, &both[..3]).await.expect(303);
        let energy = format!("{base}/energie");
        let half = [("energy.0.year", "2025"), ("energy.0.kwh", "1200")];
        member.fill(&energy, &energy, &half).await.expect(422).holds("1200");
        let whole = [
            ("energy.0.year", "2025"),
            ("energy.0.source", "electricity"),
            ("energy.0.kwh", "1200"),
            ("energy.0.origin", "factures"),
        ];
        member.fill(&energy, &energy, &whole).await.expect(303);
        let access = format!("{base}/acces");
        member.fill(&access, &access, &[("toilets", "oui"), ("hearing", "non")]).await.expect(303);
        let page = house.browser().get(&format!("/lieux/{own}")).await.expect(200);
        page.says("Atelier bois")
            .says("atelier, 12 places")
            .says("Conseil")
            .says("tous publics")
            .says("1\u{202f}200 kWh")
            .says("factures")
            .says("Toilettes adaptées  Oui")
            .says("Équipement d’aide à l’audition  Non")
            .says("11 points ne sont pas précisés");
        let page = member.get(&spaces).await.expect(200);
        let at = page.body.find(&format!("{spaces}/")).unwrap() + spaces.len() + 1;
        let space = format!("{spaces}/{}", &page.body[at..at + 36]);
        let typed = [("name", "Grand atelier"), ("kind", "workshop")];
        member.fill(&space, &space, &typed).await.expect(303);
        member.fill(&space, &format!("{space}/retrait"), &[]).await.expect(303);
        let page = house.browser().get(&format!("/lieux/{own}")).await.expect(200);
        page.says_not("atelier, 12").says_not("Grand atelier");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_picture_is_known_by_its_content_and_told_in_words() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let own = house
            .write(move |tx| opened_place(tx, &acting.officer.actor, acting.org_a, "La Halle"))
            .await;
        let page = format!("/mes-lieux/{own}/images");
        let mut member = house.browser_of(&cast.member);
        for (alt, bytes, status, said) in [
            ("Une image", &b"<svg onload=x>"[..], 422, "n’est pas une image PNG"),
            ("", PNG, 422, "Dites en quelques mots"),
            ("La façade", PNG, 303, ""),
        ] {
            let file = ("file", "a.png", bytes);
            let sent =
                member.upload_with(&page, &page, &[("alt", alt), ("kind", "plan")], file).await;
            sent.expect(status).says(said);
        }
        let shown = house.browser().get(&format!("/lieux/{own}")).await.expect(200);
        let shown = shown.holds("alt=\"La façade\"").holds("width=\"1\" height=\"1\"").says("plan");
        let start = format!("/lieux/{own}/images/");
        let at = shown.body.find(&start).unwrap();
        let address = shown.body[at..at + start.len() + 36].to_owned();
        let picture = house.browser().get(&address).await.expect(200);
        assert_eq!((picture.header("content-type"), &picture.bytes[..]), ("image/png", PNG));
        let removal = address.replace("/lieux/", "/mes-lieux/") + "/retrait";
        member.fill(&page, &removal, &[]).await.expect(303);
        house.browser().get(&address).await.expect(404);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_tour_shows_its_stages_in_order_the_next_one_marked() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let (own, tour) = house
            .write(move |tx| {
                let by = &acting.officer.actor;
                let own = opened_place(tx, by, acting.org_a, "La Halle")?;
                furnished(tx, by, own)?;
                Ok((own, toured(tx, by, own)?.0))
            })
            .await;
        let page = house.browser().get(&format!("/tournees/{tour}")).await.expect(200);
        page.says("Une tournée en une étape. Prochaine étape\u{a0}: Nanterre").says("prochaine");
        house.browser().get(&format!("/lieux/{own}")).await.expect(200).says("Tournée d’Essai");
        let mut officer = house.browser_of(&cast.officer);
        let stages = format!("/bureau/tournees/{tour}/etapes");
        let taken = [("number", "1"), ("title", "Clichy")];
        officer.fill(&stages, &stages, &taken).await.expect(422).says("porte déjà ce numéro");
        let typed = [
            ("number", "2"),
            ("title", "Clichy"),
            ("commune", "Clichy"),
            ("lat", "48.9045"),
            ("lon", "2.3048"),
            ("first_day", "2027-12-01"),
            ("last_day", "2027-12-02"),
        ];
        officer.fill(&stages, &stages, &typed).await.expect(303);
        house.days_pass(12);
        let page = house.browser().get(&format!("/tournees/{tour}")).await.expect(200);
        page.says("Prochaine étape\u{a0}: Clichy, du 1er au 2 décembre 2027.")
            .says("Nanterre    passée")
            .says("2. Clichy   prochaine");
        house.browser_of(&cast.manager).get(&stages).await.expect(403);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn the_public_list_is_searched_filtered_sorted_and_taken_away() {
    let house = house().await;
    let cast = gather(&house).await;
    let acting = cast.clone();
    house
        .write(move |tx| {
            let by = &acting.officer.actor;
            for name in ["Zénith", "Éclaireuse"] {
                opened_place(tx, by, acting.org_a, name)?;
            }
            let text = PlaceText {
                stay: Stay::Ephemeral,
                days: Days::from(("2027-06-12".to_owned(), "2027-06-13".to_owned())),
                ..place_text("Marché d’été")
            };
            let host = Host { organisation: None, name: "Les Marchands".to_owned() };
            let id = third_places::create_place(tx, by, &host, &text)?;
            third_places::set_place_state(tx, by, id, 1, Life::Announced, "")?;
            third_places::create_place(tx, by, &host, &place_text("Caché"))?;
            Ok(())
        })
        .await;
    let mut browser = house.browser();
    let all =
        browser.get("/lieux").await.expect(200).says("2 lieux sont ouverts").says_not("Caché");
    let place = |page: &Page, name: &str| page.words().find(name).unwrap();
    let order = ["Éclaireuse", "Marché d’été", "Zénith"].map(|name| place(&all, name));
    assert!(order.is_sorted(), "names in the order of the alphabet: {order:?}");
    let one = browser.get("/lieux?q=eclaireuse").await.expect(200);
    one.says("Un lieu correspond").says_not("Zénith");
    browser.get("/lieux?genre=ephemeral").await.expect(200).says("du 12 au 13 juin 2027");
    browser.get("/lieux?commune=Clichy").await.expect(200).says("Aucun lieu à montrer");
    browser.get("/lieux?typologie=coworking&etat=open").await.expect(200).says("2 lieux corr");
    let back = browser.get("/lieux?tri=name&ordre=desc").await.expect(200);
    assert!(place(&back, "Zénith") < place(&back, "Éclaireuse"));
    let csv = browser.get("/lieux?genre=ephemeral&format=csv").await.expect(200);
    assert!(
        csv.body.contains(";Marché d’été;éphémère;Les Marchands;Nanterre;92000;"),
        "{}",
        csv.body
    );
    let json = browser.get("/lieux?format=json").await.expect(200);
    let json: Vec<serde_json::Value> = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(json.len(), 3, "the draft stays at home");
    let xlsx = browser.get("/lieux?format=xlsx").await.expect(200);
    assert!(xlsx.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_place() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut officer = house.browser_of(&cast.officer);
        let new = "/bureau/lieux/nouveau";
        let served = officer.get(new).await.expect(200);
        let typed = [("name", "La Halle"), ("stay", "permanent")];
        let first = officer.fill_on(&served, new, &typed).await.expect(303);
        let second = officer.fill_on(&served, new, &typed).await.expect(303);
        assert_eq!(first.leads_to(), second.leads_to());
    }
}

#[tokio::test]
async fn what_is_done_to_a_place_has_a_name_in_its_timeline_and_in_the_log() {
    let house = house().await;
    let words = house.app.words();
    let keys = words.keys(words::Lang::Fr);
    let named = |start: &str| -> Vec<String> {
        keys.iter().filter_map(|key| key.strip_prefix(start).map(str::to_owned)).collect()
    };
    let (events, actions) = (named("places-event-"), named("places-action-"));
    assert!(events.len() > 15, "{events:?}");
    let unnamed: Vec<_> = events.iter().filter(|event| !actions.contains(event)).collect();
    assert!(unnamed.is_empty(), "the log has no name for {unnamed:?}");
}

#[tokio::test]
async fn a_place_lets_its_things_and_closing_it_ends_what_was_promised() {
    for house in houses().await {
        let cast = gather(&house).await;
        let by = cast.clone();
        let own =
            house.write(move |tx| opened_place(tx, &by.officer.actor, by.org_a, "La Halle")).await;
        let mut host = house.browser_of(&cast.manager);
        let desk = format!("/mes-lieux/{own}");
        let asked = host.get(&desk).await.expect(200).says("Ouvrir les réservations");
        let open = format!("/mes-lieux/{own}/reservations");
        let answer = host.fill_on(&asked, &open, &[]).await;
        host.follow(answer).await.says("Les réservations sont ouvertes");
        let by = cast.clone();
        let booking = house
            .write(move |tx| {
                let room = let_room(tx, &by.manager.actor, own.cast())?;
                promised(tx, &by.resident.actor, room)
            })
            .await;
        house.browser().get(&format!("/lieux/{own}")).await.says("Réserver ici");
        let by = cast.officer.actor.clone();
        let silent = house
            .app
            .store()
            .write(move |tx| third_places::set_place_state(tx, &by, own, 2, Life::Closed, ""));
        assert!(matches!(silent.await, Err(Refusal::Conflict(_))), "nobody was shown");
        let mut network = house.browser_of(&cast.officer);
        let desk = format!("/bureau/lieux/{own}");
        let page = network.get(&desk).await.expect(200);
        let page = page.says("Une réservation à venir sera annulée, remboursée");
        let typed = [("state", "closed"), ("reason", "Dégât des eaux")];
        let answer = network.fill_on(&page, &format!("{desk}/etat"), &typed).await;
        network.follow(answer).await.expect(200);
        let by = cast.resident.actor.clone();
        let known = house.read(move |tx| reservations::booking(tx, &by, booking)).await;
        assert_eq!(known.0.state, reservations::State::Cancelled);
        house.run_jobs().await;
        let mails = house.outbox().await;
        assert!(mails.iter().any(|mail| mail.text.contains("Dégât des eaux")), "{mails:?}");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn the_network_sees_how_much_is_used_and_who_is_not_served() {
    for house in houses().await {
        let cast = gather(&house).await;
        let by = cast.clone();
        house
            .write(move |tx| {
                let own = opened_place(tx, &by.officer.actor, by.org_a, "La Halle")?;
                third_places::let_things(tx, &by.manager.actor, own)?;
                let room = let_room(tx, &by.manager.actor, own.cast())?;
                promised(tx, &by.resident.actor, room).map(drop)
            })
            .await;
        house.app.world().advance_seconds(3 * 86_400);
        let mut network = house.browser_of(&cast.officer);
        let page = network.get("/bureau/reseau").await.expect(200);
        page.says("Une heure réservée depuis quatre semaines").says("La Halle");
        let page = network.get("/bureau/desserte").await.expect(200);
        page.says("Antony").says("64\u{202f}263").says("Estimation");
        let csv = network.get("/bureau/desserte?format=csv").await.expect(200);
        assert!(csv.body.contains("Nanterre"), "{}", csv.body);
        for person in [&cast.manager, &cast.resident] {
            house.browser_of(person).get("/bureau/reseau").await.expect(403);
        }
    }
}
