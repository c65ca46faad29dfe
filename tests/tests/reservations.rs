//! Reserving as people do: by page, by program, by calendar.

use axum::body::Body;
use axum::http::Request;
use parvis_tests::*;
use reservations::State;
use serde_json::{Value, json};

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
        // The second, third and fifth: the fourth is left out.
        let dates = [("date", "1"), ("date", "2"), ("date", "4")];
        let answer = browser.fill_on(&preview, &page, &dates).await;
        browser.follow(answer).await.says("une série de 3 dates");
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

async fn put(program: &mut Browser, path: &str, body: &Value) -> Page {
    let request = Request::put(path).header("content-type", "application/json");
    program.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn a_program_holds_a_series_with_its_exceptions_once_however_often_it_asks() {
    for house in houses().await {
        let (cast, _, room) = with_room(&house).await;
        let by = cast.clone();
        house.write(move |tx| promised(tx, &by.member.actor, room)).await;
        let person = cast.resident.id;
        let made = house.write(move |tx| people::create_token(tx, person, "essai", "read write"));
        let token = made.await;
        let mut program = house.browser();
        program.headers.push(("authorization", format!("Bearer {token}")));
        let span = noon(house.app.world().now());
        let third = span.from.plus_days(2).in_france().strftime("%Y%m%dT%H%M%S").to_string();
        let id: reservations::BookingId = house.app.world().id();
        let quote = format!("/api/v1/order-quotes/{id}");
        let mut wanted = json!({
            "facility_use": room.to_string(),
            "start_date": span.from.to_string(),
            "end_date": span.to.to_string(),
            "recurrence": format!("FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/Paris:{third}"),
        });
        let refused = put(&mut program, &quote, &wanted).await.expect(409);
        assert!(refused.body.contains("Ce créneau est déjà pris."), "{}", refused.body);
        wanted["collisions"] = json!("skip");
        let held: Value = read(&put(&mut program, &quote, &wanted).await.expect(200));
        assert_eq!(held["dates"].as_array().unwrap().len(), 1, "{held}");
        assert_eq!(held["skipped"].as_array().unwrap().len(), 1, "{held}");
        let again: Value = read(&put(&mut program, &quote, &wanted).await.expect(200));
        assert_eq!(held, again);
        let order = format!("/api/v1/orders/{id}");
        let agreed = json!({"total_payment_due": held["total_payment_due"]});
        let ordered: Value = read(&put(&mut program, &order, &agreed).await.expect(200));
        assert_eq!(ordered["order_item_status"], "confirmed");
        let listed: Value = read(&program.get("/api/v1/orders").await.expect(200));
        let states: Vec<&Value> =
            listed.as_array().unwrap().iter().map(|one| &one["order_item_status"]).collect();
        assert_eq!(states, ["confirmed", "confirmed"]);
        wanted["recurrence"] = json!("FREQ=HOURLY;COUNT=2");
        let faults = read(&put(&mut program, &quote, &wanted).await.expect(422));
        assert_eq!(faults["faults"][0]["field"], "recurrence");
        house.expect_sound().await;
    }
}

fn read(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap()
}

#[tokio::test]
async fn hours_are_typed_by_the_day_and_standings_given_from_the_page() {
    for house in houses().await {
        let (cast, site, room) = with_room(&house).await;
        let mut host = house.browser_of(&cast.manager);
        let settings = format!("/sites/{site}/reglages");
        let kept = [
            ("name", "La Ruche"),
            ("hold_minutes", "10"),
            ("no_show_minutes", "30"),
            ("free_cancel_hours", "24"),
            ("late_refund_percent", "50"),
            ("hours_ph", "off"),
        ];
        let mut typed = kept.to_vec();
        typed.extend([("hours_1", "9 h à midi"), ("hours_3", "14h-18h30")]);
        host.fill(&settings, &settings, &typed).await.expect(422).says("Écrivez les heures comme");
        let last = typed.len() - 2;
        typed[last] = ("hours_1", "9h-12h 14h-18h");
        let answer = host.fill(&settings, &settings, &typed).await;
        host.follow(answer).await.expect(200);
        let hours = house.read(move |tx| reservations::site(tx, site)).await.data.hours;
        assert_eq!(hours, "Mo 09:00-12:00,14:00-18:00; We 14:00-18:30; PH closed");
        let shown = house.browser().get(&format!("/sites/{site}")).await.expect(200);
        shown.says("14\u{a0}h – 18\u{a0}h\u{a0}30").says("Jours fériés").says("fermé");

        let standings = format!("/sites/{site}/statuts");
        let given = [("name", "Rose"), ("email", "rose@ici.example"), ("code", "membre")];
        let answer = host.fill(&standings, &standings, &given).await;
        host.follow(answer).await.says("Un statut donné").says("Rose");
        let terms = format!("/ressources/{room}/conditions");
        let set = [("code", "membre"), ("days", "120"), ("hour_cents", "4,50")];
        let answer = host.fill(&terms, &terms, &set).await;
        host.follow(answer).await.says("jusqu’à 120 jours à l’avance").says("4,50");
        house.browser_of(&cast.other).get(&standings).await.expect(404);
        house.browser_of(&cast.other).get(&terms).await.expect(404);
        house.expect_sound().await;
    }
}
