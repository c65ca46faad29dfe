//! The pages of childcare: a family from the child's file to a seat, the staff's plan, what the
//! public and the authorities take away, what is left of a child.

use parvis_tests::{
    Cast, Crib, House, Person, TUESDAY, crib, gather, hours, house, houses, nursery_text, on_duty,
};
use third_places::childcare::{ChildId, add_carer};

/// A name that stands nowhere else.
const NAME: &str = "Zéphyrinette";

async fn opened(house: &House) -> (Cast, Crib) {
    let cast = gather(house).await;
    let acting = cast.clone();
    let crib = house
        .write(move |tx| {
            let crib = crib(tx, &acting, &nursery_text(12))?;
            let day = hours(TUESDAY, (8, 0), (18, 0));
            on_duty(tx, &acting, &crib, crib.auxiliary, day)?;
            on_duty(tx, &acting, &crib, crib.second, hours(TUESDAY, (8, 0), (12, 0)))?;
            Ok(crib)
        })
        .await;
    (cast, crib)
}

/// A parent declares a child by the page; the id of its file.
async fn declared(house: &House, who: &Person, crib: Crib, name: &str) -> ChildId {
    let page = format!("/creches/{}/enfants", crib.id);
    let typed = [
        ("given_name", name),
        ("month", "4"),
        ("year", "2024"),
        ("walks", "1"),
        ("contacts", "06 00 00 00 00"),
        ("health", "œufs"),
        ("fetchers", "Sa grand-mère"),
    ];
    let mut browser = house.browser_of(who);
    browser.fill(&page, &page, &typed).await.expect(303);
    let actor = who.actor.clone();
    let all = house.read(move |tx| third_places::childcare::children_of(tx, &actor, crib.id)).await;
    all.last().unwrap().id
}

#[tokio::test]
async fn a_family_declares_a_child_asks_in_three_steps_and_gives_the_seat_back() {
    for house in houses().await {
        let (cast, crib) = opened(&house).await;
        let base = format!("/creches/{}", crib.id);
        let mut parent = house.browser_of(&cast.resident);
        let page = parent.get(&format!("{base}/reserver")).await.expect(200);
        page.says("Aucun enfant n’est encore déclaré");
        let child = declared(&house, &cast.resident, crib, NAME).await;
        parent.get(&format!("{base}/reserver")).await.expect(200).says(NAME);
        let days = format!("{base}/reserver?enfant={child}");
        parent.get(&days).await.expect(200).holds(&format!("jour={TUESDAY}"));
        let day = format!("{days}&jour={TUESDAY}");
        let ask = format!("{base}/reserver");
        parent.get(&day).await.expect(200).says("Places libres");
        // In the evening nobody is there who could look after a child.
        let late = [("from", "17:00"), ("to", "19:00")];
        let page = parent.fill(&day, &ask, &late).await.expect(422);
        page.holds("17:00").says(NAME);
        let odd = [("from", "9h"), ("to", "11:00")];
        parent.fill(&day, &ask, &odd).await.expect(422).says("par exemple 08:30");
        let good = [("from", "09:00"), ("to", "11:15")];
        let done = parent.fill(&day, &ask, &good).await.expect(303);
        let page = parent.follow(done).await.expect(200);
        page.says("La place est à vous.").says("09:00–11:15");
        let page = parent.fill(&day, &ask, &good).await.expect(422);
        page.says("Cet enfant a déjà une place");
        let children = format!("{base}/enfants");
        let served = parent.get(&children).await.expect(200);
        let action = served.body.split("action=\"").find(|part| part.contains("/annulation"));
        let action = action.unwrap().split('"').next().unwrap().to_owned();
        // Nobody else gives it back.
        let fields = house.browser_of(&cast.other).form(&children, &children).await;
        house.browser_of(&cast.other).post(&action, &fields).await.expect(404);
        let done = parent.fill_on(&served, &action, &[]).await.expect(303);
        parent.follow(done).await.expect(200).says("La place est rendue.");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_childs_file_is_read_by_its_parent_and_by_the_staff_who_leave_a_trace() {
    for house in houses().await {
        let (cast, crib) = opened(&house).await;
        let child = declared(&house, &cast.resident, crib, NAME).await;
        let page = format!("/creches/{}/enfants/{child}", crib.id);
        house.browser_of(&cast.other).get(&page).await.expect(404);
        house.browser_of(&cast.reader).get(&page).await.expect(404);
        house.browser().get(&page).await.expect(303);
        house.browser_of(&cast.resident).get(&page).await.expect(200).holds(NAME).holds("œufs");
        let looks = "/compte/consultations";
        let mut parent = house.browser_of(&cast.resident);
        parent.get(looks).await.expect(200).says(&house.say("home-looks-none", &[]));
        let seen = house.browser_of(&cast.member).get(&page).await.expect(200);
        seen.says(NAME).says("œufs").says("Sa grand-mère");
        parent.get(looks).await.expect(200).says("Dossier d’enfant lu");
        // Another's version of a file is refused, and so is another parent's hand.
        let typed = [("given_name", "Autre")];
        let fields = parent.form(&page, &page).await;
        let mut forged = fields.clone();
        forged.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let mut other = house.browser_of(&cast.member);
        let list = format!("/creches/{}/enfants", crib.id);
        let own = other.form(&list, &list).await;
        forged.retain(|(name, _)| name != "_csrf");
        forged.extend(own.into_iter().filter(|(name, _)| name == "_csrf"));
        let refused = other.post(&page, &forged).await;
        assert!([403, 404].contains(&refused.status.as_u16()), "{}", refused.status);
    }
}

#[tokio::test]
async fn a_parent_lets_somebody_else_read_the_file_and_ends_that() {
    for house in houses().await {
        let (cast, crib) = opened(&house).await;
        let child = declared(&house, &cast.resident, crib, NAME).await;
        let list = format!("/creches/{}/enfants", crib.id);
        let (page, share) = (format!("{list}/{child}"), format!("{list}/{child}/lecteurs"));
        let mut parent = house.browser_of(&cast.resident);
        let unknown = [("email", "personne@parvis.test")];
        // An address is answered alike, whether it had an account or not.
        parent.fill(&page, &share, &unknown).await.expect(303);
        let served = parent.get(&page).await.expect(200).says("personne@parvis.test");
        let form = served.body.split("<form").find(|part| part.contains("name=\"person\""));
        let fields = parvis_tests::hidden_fields(&format!("<form{}", form.unwrap()), &share);
        parent.post(&share, &fields).await.expect(303);
        let other = [("email", cast.other.email.as_str())];
        parent.fill(&page, &share, &other).await.expect(303);
        let mut reader = house.browser_of(&cast.other);
        reader.get(&list).await.expect(200).says("Dossiers que l’on vous laisse lire");
        reader
            .get(&page)
            .await
            .expect(200)
            .says(NAME)
            .says("Votre lecture de ce dossier est notée");
        // To read is not to write, nor to let others read.
        let mut fields = reader.form(&list, &list).await;
        fields.retain(|(name, _)| name == "_csrf");
        fields.push(("email".to_owned(), cast.reader.email.clone()));
        reader.post(&share, &fields).await.expect(404);
        parent.get("/compte/consultations").await.expect(200).says("Dossier d’enfant lu");
        let served = parent.get(&page).await.expect(200).says(&cast.other.email);
        let form = served.body.split("<form").find(|part| part.contains("name=\"person\""));
        let fields = parvis_tests::hidden_fields(&format!("<form{}", form.unwrap()), &share);
        parent.post(&share, &fields).await.expect(303);
        reader.get(&page).await.expect(404);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn after_erasure_nothing_of_the_child_stands_anywhere() {
    for house in houses().await {
        let (cast, crib) = opened(&house).await;
        let child = declared(&house, &cast.resident, crib, NAME).await;
        let actor = cast.resident.actor.clone();
        let span = hours(TUESDAY, (9, 0), (11, 0));
        let seat = house
            .write(move |tx| {
                let seat = tx.id();
                third_places::childcare::book(tx, &actor, crib.id, &[(seat, child)], span)?;
                Ok(seat)
            })
            .await;
        let resident = cast.resident.id;
        let erase = move |tx: &mut store::Tx| parvis::erase_account(tx, resident, "test");
        let early = house.app.store().write(erase).await;
        assert!(early.is_err(), "a seat to come is given back first");
        let manager = cast.manager.actor.clone();
        house.app.world().advance_seconds(span.from.seconds_since(house.app.world().now()));
        house
            .write(move |tx| {
                reservations::check_in(tx, &manager, seat, None)?;
                Ok(())
            })
            .await;
        house.days_pass(1);
        house.run_jobs().await;
        // What was said of the child stands in no table, not even before.
        let places = house.read(|tx| store::testing::places_of(tx, NAME)).await;
        assert!(places.is_empty(), "{}: {places:?}", house.engine);
        let owner = format!("child {child}");
        assert!(house.app.keys().existing(owner.clone()).await.unwrap().is_some());
        house.write(erase).await;
        house.run_jobs().await;
        assert!(house.app.keys().existing(owner.clone()).await.unwrap().is_none());
        assert!(house.app.keys().forgotten().await.unwrap().contains(&owner));
        let manager = cast.manager.actor.clone();
        let day = hours(TUESDAY, (0, 0), (23, 0));
        let (left, seats) = house
            .read(move |tx| {
                let left = third_places::childcare::child(tx, &manager, child).is_ok();
                let seats = third_places::childcare::roster(tx, &manager, crib.id, day)?.seats;
                Ok((left, seats))
            })
            .await;
        assert!(!left, "the file is gone");
        // Its number stands where numbers lead to nobody: in the log, in the job that was done.
        let places = house.read(move |tx| store::testing::places_of(tx, &child.to_string())).await;
        let known = ["people_audit.object", "work_job.payload", "work_job.unique_key"];
        assert!(places.iter().all(|one| known.contains(&one.as_str())), "{places:?}");
        // The record still knows that somebody was there, and nobody knows who.
        assert_eq!(seats.len(), 1);
        assert_eq!((seats[0].child, seats[0].number), (None, 0));
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn the_staff_plan_asks_before_a_shift_ends_and_shows_what_binds() {
    for house in houses().await {
        let (cast, crib) = opened(&house).await;
        let acting = cast.clone();
        house
            .write(move |tx| {
                for _ in 0..4 {
                    parvis_tests::comes(tx, crib.id, true, hours(TUESDAY, (9, 0), (11, 0)))?;
                }
                add_carer(tx, &acting.manager.actor, crib.id, "Dina", "trainee").map(drop)
            })
            .await;
        let mut member = house.browser_of(&cast.member);
        let plan = format!("/creches/{}/equipe", crib.id);
        let day = format!("{plan}?jour={TUESDAY}");
        let page = member.get(&day).await.expect(200);
        let page = page.says("Bruno, 08:00–18:00").says("Chloé, 08:00–12:00");
        let page = page.says("un adulte seul\u{a0}: trois enfants au plus");
        let shift = page.body.split("href=\"").find(|part| part.contains(">Chloé, 08:00"));
        let shift = shift.unwrap().split('"').next().unwrap().to_owned();
        let typed = [("from", "08:00"), ("to", "10:00")];
        let asked = member.fill(&shift, &shift, &typed).await.expect(200);
        let asked = asked.says("Rien n’est encore changé").says("dossier n°\u{a0}1 (09:00–11:00)");
        member.get(&day).await.expect(200).says("Chloé, 08:00–12:00");
        let confirmed = asked.body.split("<form").find(|part| part.contains("name=\"seen\""));
        let fields = parvis_tests::hidden_fields(&format!("<form{}", confirmed.unwrap()), &shift);
        member.post(&shift, &fields).await.expect(303);
        let page = member.get(&day).await.expect(200).says("Chloé, 08:00–10:00");
        page.says("Trop d’enfants\u{a0}: un adulte seul");
        member.get(&format!("{plan}?semaine={TUESDAY}")).await.expect(200).says("semaine du");
        let copied = member.fill(&day, &format!("{plan}/copie"), &[("weeks", "2")]).await;
        let next = member.follow(copied.expect(303)).await.expect(200);
        next.says("Chloé, 08:00–10:00");
        house.browser_of(&cast.other).get(&plan).await.expect(404);
    }
}

#[tokio::test]
async fn an_absence_takes_seats_away_and_its_end_gives_them_back() {
    for house in houses().await {
        let (cast, crib) = opened(&house).await;
        let mut member = house.browser_of(&cast.member);
        let page = format!("/creches/{}/personnes/{}", crib.id, crib.auxiliary);
        let away = format!("{page}/absence");
        let day = TUESDAY.to_string();
        let typed = [("first", day.as_str()), ("last", &day), ("from", "08:00"), ("to", "18:00")];
        member.fill(&page, &away, &typed[..2]).await.expect(422).holds(&day);
        member.fill(&page, &away, &typed).await.expect(303);
        let morning = hours(TUESDAY, (9, 0), (10, 0));
        let comes = move |tx: &mut store::Tx| parvis_tests::comes(tx, crib.id, true, morning);
        assert!(house.app.store().write(comes).await.is_err(), "Chloé alone has no diploma");
        let served = member.get(&page).await.expect(200).says("Retirer");
        let form = served.body.split("<form").find(|part| part.contains("name=\"ended\""));
        let fields = parvis_tests::hidden_fields(&format!("<form{}", form.unwrap()), &away);
        member.post(&away, &fields).await.expect(303);
        member.get(&page).await.expect(200).says("Aucune absence prévue.");
        house.write(comes).await;
    }
}

#[tokio::test]
async fn the_public_takes_away_free_places_and_the_host_the_record() {
    for house in houses().await {
        let (cast, crib) = opened(&house).await;
        house
            .write(move |tx| {
                parvis_tests::comes(tx, crib.id, false, hours(TUESDAY, (12, 0), (12, 30))).map(drop)
            })
            .await;
        let base = format!("/creches/{}", crib.id);
        let mut browser = house.browser();
        browser.get(&base).await.expect(200).says("Les Loupiots").says("Micro-crèche de 12 places");
        let file = browser.get(&format!("{base}/places.json")).await.expect(200);
        let whole: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
        let halves = whole["half_days"].as_array().unwrap();
        let day = TUESDAY.to_string();
        let free: Vec<(&str, i64, i64)> = halves
            .iter()
            .filter(|half| half["date"] == day.as_str())
            .map(|half| {
                let count = |key: &str| half[key].as_i64().unwrap();
                let part = half["part"].as_str().unwrap();
                (part, count("free_walking"), count("free_not_walking"))
            })
            .collect();
        // From noon on somebody is alone: three at most, one of whom is there for half an hour.
        assert_eq!(free, [("morning", 2, 2), ("afternoon", 3, 3)]);
        let csv = browser.get(&format!("{base}/places.csv")).await.expect(200);
        assert!(csv.body.contains("places_enfant_marche"), "{}", csv.body);
        let record = format!("{base}/registre?first={TUESDAY}&last={TUESDAY}");
        house.browser_of(&cast.other).get(&record).await.expect(404);
        let mut member = house.browser_of(&cast.member);
        member.get(&record).await.expect(200).says("Taux par semaine");
        let csv = member.get(&format!("{record}&format=csv")).await.expect(200);
        let lines: Vec<&str> = csv.body.lines().collect();
        let quarter = lines.iter().find(|line| line.contains("12:15")).unwrap();
        assert!(quarter.contains("0;1;1;0;12;3;"), "{quarter}");
        assert_eq!(lines.len(), 1 + 40, "a line for each quarter of ten hours");
        member.get(&format!("{record}&format=xlsx")).await.expect(200);
        member.get(&format!("{record}&fiche=semaines&format=csv")).await.expect(200);
    }
}

#[tokio::test]
async fn a_host_makes_a_nursery_and_its_staff_by_the_pages() {
    let house = house().await;
    let cast = gather(&house).await;
    let acting = cast.clone();
    let place = house
        .write(move |tx| {
            parvis_tests::opened_place(tx, &acting.officer.actor, acting.org_a, "La Halle")
        })
        .await;
    let mut member = house.browser_of(&cast.member);
    let page = format!("/mes-lieux/{place}/creches");
    let mut typed = vec![
        ("name", "Les Loupiots"),
        ("places", "12"),
        ("ratio", "walking"),
        ("hours", "Mo-Fr 8h-18h"),
        ("authorised_on", "2025-09-01"),
        ("authorisation", "PMI-12"),
    ];
    member.fill(&page, &page, &typed).await.expect(422).holds("Mo-Fr 8h-18h");
    typed[3] = ("hours", "Mo-Fr 08:00-18:00");
    let made = member.fill(&page, &page, &typed).await.expect(303);
    let people = made.leads_to().split('?').next().unwrap().to_owned();
    let carer = [("name", "Amélie"), ("qualification", "auxiliary")];
    member.fill(&people, &people, &carer).await.expect(303);
    member.get(&people).await.expect(200).says("Amélie").says("auxiliaire de puériculture");
    let settings = people.replace("/personnes", "/reglages");
    typed[1] = ("places", "10");
    member.fill(&settings, &settings, &typed).await.expect(303);
    house.browser().get(&format!("/lieux/{place}")).await.expect(200).says("Les Loupiots");
    house.browser_of(&cast.other).get(&page).await.expect(404);
}
