//! Reserving as people do: by page, by program, by calendar.

use parvis_tests::*;
use reservations::State;

/// A house with a site and a room on it.
async fn with_room(house: &House) -> (Cast, reservations::SiteId, reservations::ResourceId) {
    let cast = gather(house).await;
    let acting = cast.clone();
    let (site, room) = house
        .write(move |tx| {
            let site = let_site(tx, &acting.manager.actor, acting.org_a)?;
            Ok((site, let_room(tx, &acting.manager.actor, site)?))
        })
        .await;
    (cast, site, room)
}

/// The day and times of a wish, as the form of a thing holds them.
fn typed(house: &House) -> [(&'static str, String); 3] {
    let day = noon(house.app.world().now()).from.in_france().date().to_string();
    [("day", day), ("from", "12:00".to_owned()), ("to", "13:00".to_owned())]
}

fn borrowed<'a>(typed: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    typed.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn a_resident_reserves_in_three_steps_and_gives_back() {
    for house in houses().await {
        let (cast, _, room) = with_room(&house).await;
        let mut browser = house.browser_of(&cast.resident);
        let page = format!("/ressources/{room}");
        let shown = browser.get(&page).await.expect(200).says("Salle Seine");
        let typed = typed(&house);
        let answer = browser.fill_on(&shown, &page, &borrowed(&typed)).await;
        let held = browser.follow(answer).await.says("vous est gardé jusqu’à");
        let id = held.body.split("/reservations/").nth(1).unwrap();
        let id: String = id.chars().take(36).collect();
        let to = format!("/reservations/{id}/confirmation");
        let answer = browser.fill_on(&held, &to, &[]).await;
        let confirmed = browser.follow(answer).await.says("La réservation est confirmée.");
        browser.get("/reservations").await.says("Une réservation à venir");
        house.run_jobs().await;
        let mails = house.outbox().await;
        let subject = "Réservation confirmée\u{a0}: Salle Seine";
        let mail = mails.iter().find(|mail| mail.subject == subject).unwrap();
        let entry = mail.attachments.first().unwrap().clone();
        assert!(entry.media_type.contains("method=REQUEST"), "{entry:?}");
        let text = house.read(move |tx| store::get_blob(tx, &entry.blob)).await;
        assert!(String::from_utf8(text).unwrap().contains("SUMMARY:Salle Seine"));
        let to = format!("/reservations/{id}/annulation");
        let answer = browser.fill_on(&confirmed, &to, &[("reason", "malade")]).await;
        browser.follow(answer).await.says("La réservation est annulée.").says("malade");
        browser.get("/reservations").await.says("Vous n’avez aucune réservation à venir");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_is_taken_is_refused_with_the_closest_times_and_a_waiting_list() {
    for house in houses().await {
        let (cast, _, room) = with_room(&house).await;
        let by = cast.clone();
        let first = house.write(move |tx| promised(tx, &by.member.actor, room)).await;
        let mut browser = house.browser_of(&cast.resident);
        let page = format!("/ressources/{room}");
        let typed = typed(&house);
        let refused = browser.fill(&page, &page, &borrowed(&typed)).await.expect(422);
        let refused = refused.says("Ce créneau est déjà pris.").says("de 11\u{a0}h à 12\u{a0}h");
        let to = format!("/ressources/{room}/attente");
        let answer = browser.fill_on(&refused, &to, &[]).await;
        browser.follow(answer).await.says("Rang 1");
        let by = cast.clone();
        house.write(move |tx| reservations::cancel(tx, &by.member.actor, first, "")).await;
        browser.get("/reservations").await.says("Place proposée");
        house.run_jobs().await;
        let mails = house.outbox().await;
        let subject = "Une place se libère\u{a0}: Salle Seine";
        assert!(mails.iter().any(|mail| mail.subject == subject), "{mails:?}");
    }
}

#[tokio::test]
async fn nobody_but_oneself_and_the_host_sees_who_sits_where() {
    for house in houses().await {
        let (cast, site, room) = with_room(&house).await;
        let by = cast.clone();
        let id = house.write(move |tx| promised(tx, &by.resident.actor, room)).await;
        let name = cast.resident.actor.account.as_ref().unwrap().name.clone();
        let promise = format!("/reservations/{id}");
        house.browser_of(&cast.other).get(&promise).await.expect(404);
        house.browser().get(&promise).await.expect(303);
        house.browser_of(&cast.manager).get(&promise).await.expect(200).says(&name);
        let paths = [
            format!("/ressources/{room}"),
            format!("/sites/{site}"),
            format!("/sites/{site}/ecran"),
            format!("/sites/{site}/cadre"),
            format!("/calendriers/ressource/{room}/agenda.ics"),
            format!("/api/v1/sites/{site}/slots"),
        ];
        for path in paths {
            let page = house.browser().get(&path).await.expect(200);
            assert!(!page.body.contains(&name) && !page.body.contains("Réunion"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_host_closes_and_everybody_touched_is_named_told_and_refunded() {
    for house in houses().await {
        let (cast, site, room) = with_room(&house).await;
        let by = cast.clone();
        let id = house.write(move |tx| promised(tx, &by.resident.actor, room)).await;
        let mut host = house.browser_of(&cast.manager);
        let page = format!("/sites/{site}/fermetures");
        let day = typed(&house)[0].1.clone();
        let form = [("from", day.as_str()), ("until", day.as_str()), ("reason", "Travaux")];
        let asked = host.fill(&page, &page, &form).await.expect(200);
        let asked = asked.says("Une réservation serait annulée").says("Salle Seine");
        let answer = host.fill_on(&asked, &page, &form).await;
        host.follow(answer).await.says("La fermeture est enregistrée").says("Travaux");
        let by = cast.clone();
        let known = house.read(move |tx| reservations::booking(tx, &by.resident.actor, id)).await;
        assert_eq!(known.0.state, State::Cancelled);
        house.run_jobs().await;
        let mails = house.outbox().await;
        let text = |mail: &work::OutgoingMail| mail.text.contains("Travaux");
        assert!(mails.iter().any(text), "{mails:?}");
        let typed = typed(&house);
        let page = format!("/ressources/{room}");
        let mut browser = house.browser_of(&cast.resident);
        browser.fill(&page, &page, &borrowed(&typed)).await.expect(422).says("C’est fermé");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_series_shows_its_collisions_before_anything_is_kept() {
    for house in houses().await {
        let (cast, _, room) = with_room(&house).await;
        let by = cast.clone();
        house.write(move |tx| promised(tx, &by.member.actor, room)).await;
        let mut browser = house.browser_of(&cast.resident);
        let page = format!("/ressources/{room}");
        let mut typed = typed(&house).to_vec();
        let day: jiff::civil::Date = typed[0].1.parse().unwrap();
        let until = day.saturating_add(jiff::Span::new().days(4)).to_string();
        typed.push(("repeat", "day".to_owned()));
        typed.push(("until", until));
        let preview = browser.fill(&page, &page, &borrowed(&typed)).await.expect(200);
        let preview = preview.says("4 dates possibles sur 5").says("Ce créneau est déjà pris.");
        let answer = browser.fill_on(&preview, &page, &[("which", "fits")]).await;
        browser.follow(answer).await.says("une série de 4 dates");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn who_reads_the_code_on_the_wall_is_there() {
    for house in houses().await {
        let (cast, site, room) = with_room(&house).await;
        let by = cast.clone();
        let id = house.write(move |tx| promised(tx, &by.resident.actor, room)).await;
        let code = house.read(move |tx| reservations::site(tx, site)).await.code;
        let door = format!("/arrivees/{code}");
        let mut browser = house.browser_of(&cast.resident);
        browser.get(&door).await.says("Aucune de vos réservations ne commence ici");
        let now = house.app.world().now();
        house.app.world().advance_seconds(noon(now).from.seconds_since(now));
        let shown = browser.get(&door).await.says("Je suis arrivé");
        let booking = id.to_string();
        let answer = browser.fill_on(&shown, &door, &[("booking", &booking)]).await;
        browser.follow(answer).await.says("L’arrivée est enregistrée.").says("Sur place");
        let mut host = house.browser_of(&cast.manager);
        host.get(&format!("/sites/{site}/accueil")).await.says("1 sur place");
        house.browser_of(&cast.other).get(&format!("/sites/{site}/accueil")).await.expect(404);
    }
}

#[tokio::test]
async fn whoever_does_not_come_loses_the_place_to_those_who_wait() {
    for house in houses().await {
        let (cast, _, room) = with_room(&house).await;
        let by = cast.clone();
        let missed = house.write(move |tx| promised(tx, &by.resident.actor, room)).await;
        let now = house.app.world().now();
        let late = noon(now).from.plus_seconds(31 * 60);
        house.app.world().advance_seconds(late.seconds_since(now));
        house.write(|tx| work::enqueue(tx, reservations::PASS_JOB, "now", &())).await;
        house.run_jobs().await;
        let by = cast.clone();
        let known =
            house.read(move |tx| reservations::booking(tx, &by.resident.actor, missed)).await.0;
        assert_eq!(known.state, State::NoShow);
        assert!(known.busy.to <= late, "the rest of the hour is free");
        let mails = house.outbox().await;
        let subject = "Réservation non honorée\u{a0}: Salle Seine";
        assert!(mails.iter().any(|mail| mail.subject == subject), "{mails:?}");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_calendar_holds_what_one_has_and_takes_out_what_is_cancelled() {
    for house in houses().await {
        let (cast, _, room) = with_room(&house).await;
        let by = cast.clone();
        let id = house.write(move |tx| promised(tx, &by.resident.actor, room)).await;
        let by = cast.clone();
        let feed = house.write(move |tx| reservations::feed_of(tx, &by.resident.actor)).await;
        let path = format!("/calendriers/personne/{feed}/agenda.ics");
        let calendar = house.browser().get(&path).await.expect(200);
        assert!(
            calendar.body.contains("STATUS:CONFIRMED") && calendar.body.contains("Salle Seine")
        );
        let by = cast.clone();
        house.write(move |tx| reservations::cancel(tx, &by.resident.actor, id, "")).await;
        let calendar = house.browser().get(&path).await.expect(200);
        assert!(calendar.body.contains("STATUS:CANCELLED"), "{}", calendar.body);
        house.browser().get("/calendriers/personne/0000/agenda.ics").await.expect(404);
    }
}
