//! What people are told: once, by the way that they chose, on a page and by mails that can be
//! ended without signing in; reminders and digests each exactly once, whatever runs twice or at
//! once.

use base::{Moment, World};
use parvis_tests::{
    Cast, House, PASSWORD, Person, assigned, filed, gather, house_in, houses, houses_for_races,
    settings, with_password,
};
use people::notices::{Channel, DIGEST_JOB, Kind, MEMBERSHIP};
use people::{NewGrant, NewNotice, PersonId, Role, Said};
use store::testing::sqlite_ground;
use tokio::task::JoinSet;

fn kind(code: &str) -> &'static Kind {
    parvis::NOTICE_KINDS.iter().copied().flatten().find(|kind| kind.code == code).unwrap()
}

fn news(person: PersonId, code: &str, key: &str) -> NewNotice {
    NewNotice {
        person,
        kind: kind(code),
        unique_key: key.to_owned(),
        text: "calls-mail-receipt",
        args: vec![
            ("number", Said::Text(key.to_owned())),
            ("title", Said::Text("Le potager <b>".to_owned())),
        ],
        link: "/dossiers".to_owned(),
        attachments: Vec::new(),
    }
}

async fn tell(house: &House, person: &Person, code: &'static str, key: &'static str) -> bool {
    let id = person.id;
    house.write(move |tx| people::notify(tx, &news(id, code, key))).await
}

async fn set(house: &House, person: &Person, code: &'static str, channel: Channel) {
    let mut browser = house.browser_of(person);
    let page = browser.get("/compte/avis").await.expect(200);
    let codes = parvis::NOTICE_KINDS.iter().copied().flatten().map(|kind| kind.code);
    let asked = |other: &&str| page.body.contains(&format!("name=\"{other}\""));
    let usual = |other| if other == code { channel.code() } else { "mail" };
    let typed: Vec<(&str, &str)> = codes.filter(asked).map(|other| (other, usual(other))).collect();
    assert!(typed.iter().any(|(other, _)| *other == code), "{code} is not offered");
    browser.fill("/compte/avis", "/compte/avis", &typed).await.expect(303);
}

async fn subjects_to(house: &House, person: &Person) -> Vec<String> {
    let mails = house.outbox().await.into_iter().filter(|mail| mail.to == person.email);
    mails.map(|mail| mail.subject).collect()
}

/// Lets the clock of France come to an hour, on this day or after.
fn wait_until(house: &House, civil: &str) {
    let world = house.app.world();
    let then = Moment::from_france(civil.parse().unwrap());
    let seconds = then.seconds_since(world.now());
    assert!(seconds >= 0, "{civil} has passed");
    world.advance_seconds(seconds);
    assert_eq!(world.now().in_france().datetime(), civil.parse().unwrap());
}

/// As a job that runs again, or on another node: looks for digests and reminders anew.
async fn look_again(house: &House, name: &'static str) {
    house
        .write(move |tx| {
            work::enqueue(tx, DIGEST_JOB, &format!("{name}:digest"), &())?;
            work::enqueue(tx, calls::REMINDERS_JOB, &format!("{name}:reminder"), &())
        })
        .await;
    house.run_jobs().await;
}

async fn nodes_at_once(house: &House, nodes: usize) {
    house
        .write(move |tx| {
            for node in 0..nodes {
                work::enqueue(tx, DIGEST_JOB, &format!("digest at once {node}"), &())?;
                work::enqueue(tx, calls::REMINDERS_JOB, &format!("at once {node}"), &())?;
            }
            Ok(())
        })
        .await;
    let mut running = JoinSet::new();
    for _ in 0..nodes {
        let (store, runner) = (house.app.store().clone(), parvis::runner(&house.app, None));
        running.spawn(async move { work::run_due(&store, &runner).await });
    }
    while let Some(ended) = running.join_next().await {
        ended.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_makes_one_notice_and_one_mail_whatever_happens_at_once() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let id = cast.manager.id;
        let mut telling = JoinSet::new();
        for _ in 0..8 {
            let store = house.app.store().clone();
            telling.spawn(async move {
                store.write(move |tx| people::notify(tx, &news(id, "calls.received", "n"))).await
            });
        }
        let mut new = 0;
        while let Some(told) = telling.join_next().await {
            new += usize::from(told.unwrap().unwrap());
        }
        assert_eq!(new, 1, "{}", house.engine);
        nodes_at_once(&house, 3).await;
        assert_eq!(subjects_to(&house, &cast.manager).await.len(), 1, "{}", house.engine);
        assert!(!tell(&house, &cast.manager, "calls.received", "n").await, "told again");
        // Of another person the same key is another notice.
        assert!(tell(&house, &cast.other, "calls.received", "n").await);
    }
}

#[tokio::test]
async fn notices_are_listed_counted_and_marked_and_nobody_elses() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut browser = house.browser_of(&cast.resident);
        let empty = browser.get("/avis").await.expect(200);
        empty.says(&house.say("people-notices-none-what", &[])).says_not("Avis (");
        let id = cast.resident.id;
        for at in 0..32 {
            let new = news(id, "people.membership", &format!("2026-{at:04}"));
            house.write(move |tx| people::notify(tx, &new)).await;
            house.app.world().advance_seconds(1);
        }
        let page = browser.get("/avis").await.expect(200);
        let page = page.says("32 avis n’ont pas été lus").says("Dossier 2026-0031 déposé");
        let page = page.says_not("2026-0001").says_not("<b>");
        assert!(browser.get("/compte").await.body.contains("Avis (32)"), "not on every page");
        let at = page.body.find("/avis?apres=").unwrap();
        let next = page.body.get(at..).unwrap().split('"').next().unwrap().to_owned();
        browser.get(&next).await.expect(200).says("2026-0001").says_not("2026-0002 ");
        // Following one is to have read it.
        let at = page.body.find("href=\"/avis/").unwrap() + 6;
        let first = page.body.get(at..).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(browser.get(&first).await.expect(303).leads_to(), "/dossiers");
        let page = browser.get("/avis").await.expect(200).says("31 avis n’ont pas été lus");
        let mut other = house.browser_of(&cast.manager);
        assert_eq!(other.get(&first).await.expect(303).leads_to(), "/avis", "somebody else's");
        let read = format!("{first}/lu");
        let csrf = other.form("/compte/avis", "/compte/avis").await;
        other.post(&read, &csrf).await.expect(404);
        // What came after the page was made stays new.
        tell(&house, &cast.resident, "people.membership", "later").await;
        browser.fill_on(&page, "/avis/lus", &[]).await.expect(303);
        browser.get("/avis").await.expect(200).says("Un avis n’a pas été lu");
        let page = browser.get("/avis").await;
        let at = page.body.find("action=\"/avis/0").unwrap() + 8;
        let one = page.body.get(at..).unwrap().split('"').next().unwrap().to_owned();
        browser.fill_on(&page, &one, &[]).await.expect(303);
        browser.get("/avis").await.expect(200).says("Vous avez tout lu");
        house.browser().get("/avis").await.expect(303);
    }
}

#[tokio::test]
async fn each_kind_goes_by_the_way_that_was_set() {
    for house in houses().await {
        let cast = gather(&house).await;
        let person = &cast.resident;
        tell(&house, person, "people.membership", "at once").await;
        house.run_jobs().await;
        assert_eq!(subjects_to(&house, person).await.len(), 1, "usually at once");
        set(&house, person, "people.membership", Channel::Page).await;
        assert!(tell(&house, person, "people.membership", "on the page").await);
        set(&house, person, "people.membership", Channel::Off).await;
        assert!(!tell(&house, person, "people.membership", "nowhere").await);
        house.run_jobs().await;
        assert_eq!(subjects_to(&house, person).await.len(), 1);
        let page = house.browser_of(person).get("/avis").await.expect(200);
        page.says("on the page").says_not("nowhere");
        // What must reach a person is not offered, and is sent whatever is posted.
        let mut browser = house.browser_of(&cast.manager);
        let page = browser.get("/compte/avis").await.expect(200).says("Décisions sur vos dossiers");
        for fixed in ["calls.decided", "people.security", "calls.checked"] {
            assert!(!page.body.contains(&format!("name=\"{fixed}\"")), "{fixed} is offered");
        }
        assert!(!page.body.contains("name=\"calls.filed\""), "an officer's kind is offered");
        browser.fill("/compte/avis", "/compte/avis", &[("calls.received", "x")]).await.expect(422);
        let id = cast.manager.id;
        let decided = house.write(move |tx| people::notify(tx, &news(id, "calls.decided", "d")));
        assert!(decided.await);
        house.run_jobs().await;
        assert_eq!(subjects_to(&house, &cast.manager).await, ["Dossier d déposé"]);
        // A reminder cannot be put where it would come too late.
        let weekly = [("calls.reminder", "weekly")];
        browser.fill("/compte/avis", "/compte/avis", &weekly).await.expect(422);
    }
}

#[tokio::test]
async fn a_daily_digest_says_at_seven_what_is_new_and_nothing_else() {
    for house in houses().await {
        let cast = gather(&house).await;
        let person = &cast.resident;
        set(&house, person, "people.membership", Channel::Daily).await;
        tell(&house, person, "people.membership", "one").await;
        wait_until(&house, "2026-11-24T06:59:00");
        look_again(&house, "a").await;
        assert!(subjects_to(&house, person).await.is_empty(), "before seven");
        wait_until(&house, "2026-11-24T07:00:00");
        for again in ["b", "c", "d"] {
            look_again(&house, again).await;
        }
        assert_eq!(subjects_to(&house, person).await, ["Dossier one déposé"], "{}", house.engine);
        let mail = house.outbox().await.pop().unwrap();
        for said in ["http://parvis.test/dossiers", "/avis/desabonnement/", "/compte/avis"] {
            assert!(mail.text.contains(said), "{said}: {}", mail.text);
        }
        tell(&house, person, "people.membership", "two").await;
        tell(&house, person, "people.membership", "three").await;
        look_again(&house, "e").await;
        assert_eq!(subjects_to(&house, person).await.len(), 1, "twice in a day");
        // A node that was away at seven makes up for it.
        wait_until(&house, "2026-11-25T15:30:00");
        look_again(&house, "f").await;
        let said = subjects_to(&house, person).await;
        assert_eq!(said.last().map(String::as_str), Some("2 avis vous attendent"));
        tell(&house, person, "people.membership", "four").await;
        let mut browser = house.browser_of(person);
        let page = browser.get("/avis").await;
        browser.fill_on(&page, "/avis/lus", &[]).await.expect(303);
        wait_until(&house, "2026-11-26T07:00:00");
        look_again(&house, "g").await;
        assert_eq!(subjects_to(&house, person).await.len(), 2, "nothing is new, no mail");
        // What was set to the page meanwhile is in no digest.
        tell(&house, person, "people.membership", "five").await;
        set(&house, person, "people.membership", Channel::Page).await;
        wait_until(&house, "2026-11-27T07:00:00");
        look_again(&house, "h").await;
        assert_eq!(subjects_to(&house, person).await.len(), 2);
    }
}

#[tokio::test]
async fn a_weekly_digest_waits_for_monday() {
    for house in houses().await {
        let cast = gather(&house).await;
        set(&house, &cast.resident, "people.membership", Channel::Weekly).await;
        tell(&house, &cast.resident, "people.membership", "one").await;
        for (day, mails) in [("2026-11-29T12:00", 0), ("2026-11-30T06:59", 0)] {
            wait_until(&house, day);
            look_again(&house, day).await;
            assert_eq!(subjects_to(&house, &cast.resident).await.len(), mails, "{day}");
        }
        wait_until(&house, "2026-11-30T07:00");
        look_again(&house, "monday").await;
        look_again(&house, "monday again").await;
        assert_eq!(subjects_to(&house, &cast.resident).await.len(), 1);
    }
}

#[tokio::test]
async fn the_hour_of_a_digest_is_that_of_france_on_the_night_the_clocks_change() {
    for (evening, early, seven) in [
        ("2027-03-27T20:00:00", "2027-03-28T06:59:59", "2027-03-28T07:00:00"),
        ("2027-10-30T20:00:00", "2027-10-31T06:59:59", "2027-10-31T07:00:00"),
    ] {
        let world = World::fixed(Moment::from_france(evening.parse().unwrap()), 7);
        let house = house_in(world, sqlite_ground(), "SQLite", settings()).await;
        let cast = gather(&house).await;
        set(&house, &cast.resident, "people.membership", Channel::Daily).await;
        tell(&house, &cast.resident, "people.membership", "one").await;
        wait_until(&house, early);
        look_again(&house, "early").await;
        assert!(subjects_to(&house, &cast.resident).await.is_empty(), "{early}");
        wait_until(&house, seven);
        // Without looking again: the turn of the hour does it.
        house.run_jobs().await;
        assert_eq!(subjects_to(&house, &cast.resident).await.len(), 1, "{seven}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_that_race_make_one_digest_and_one_reminder_each() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        for person in [&cast.resident, &cast.reader, &cast.other] {
            set(&house, person, "people.membership", Channel::Daily).await;
            tell(&house, person, "people.membership", "one").await;
        }
        let acting = cast.clone();
        house
            .write(move |tx| {
                calls::begin_file(tx, &acting.member.actor, acting.call, acting.org_a).map(drop)
            })
            .await;
        wait_until(&house, "2026-11-26T07:00:00");
        nodes_at_once(&house, 4).await;
        for person in [&cast.resident, &cast.reader, &cast.other, &cast.manager, &cast.member] {
            let said = subjects_to(&house, person).await;
            assert_eq!(said.len(), 1, "{}: {}: {said:?}", house.engine, person.email);
        }
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_draft_is_recalled_a_week_and_a_day_before_its_session_closes_once_each() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        house
            .write(move |tx| {
                calls::begin_file(tx, &acting.member.actor, acting.call, acting.org_a)?;
                filed(tx, &acting.other.actor, acting.call, acting.org_b, "Déposé").map(drop)
            })
            .await;
        house.run_jobs().await;
        let receipts = subjects_to(&house, &cast.other).await;
        assert_eq!(receipts.len(), 1, "a receipt at once");
        // The session closes on 3 December at nine.
        let mut wanted = 0;
        for (hour, new) in [
            ("2026-11-25T23:00", 0),
            ("2026-11-26T05:59", 0),
            ("2026-11-26T06:00", 1),
            ("2026-11-26T18:00", 0),
            ("2026-11-29T12:00", 0),
            ("2026-12-02T05:30", 0),
            ("2026-12-02T06:00", 1),
            ("2026-12-03T08:59", 0),
            ("2026-12-03T09:30", 0),
        ] {
            wait_until(&house, hour);
            look_again(&house, hour).await;
            wanted += new;
            for person in [&cast.manager, &cast.member] {
                let said = subjects_to(&house, person).await;
                assert_eq!(said.len(), wanted, "{hour}: {} {said:?}", person.email);
                assert!(said.iter().all(|said| said.contains("encore un brouillon")));
            }
        }
        assert_eq!(subjects_to(&house, &cast.other).await, receipts, "it was filed");
        let mail = house.outbox().await.pop().unwrap();
        assert!(mail.text.contains("3 décembre 2026"), "{}", mail.text);
    }
}

#[tokio::test]
async fn readers_are_told_and_reminded_and_officers_know_what_came_in() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        house
            .write(move |tx| {
                for (title, reader) in [("A", &acting.reader), ("B", &acting.reader)] {
                    let (by, org) = (&acting.manager.actor, acting.org_a);
                    let file = filed(tx, by, acting.call, org, title)?;
                    assigned(tx, &acting, file, reader)?;
                }
                Ok(())
            })
            .await;
        house.run_jobs().await;
        assert!(subjects_to(&house, &cast.reader).await.is_empty(), "with the others of the day");
        wait_until(&house, "2026-11-24T07:00");
        look_again(&house, "a").await;
        assert_eq!(subjects_to(&house, &cast.reader).await, ["2 avis vous attendent"]);
        assert_eq!(subjects_to(&house, &cast.officer).await, ["2 avis vous attendent"]);
        for (hour, mails) in
            [("2026-11-30T05:59", 1), ("2026-11-30T06:00", 2), ("2026-12-01T09:00", 2)]
        {
            wait_until(&house, hour);
            look_again(&house, hour).await;
            assert_eq!(subjects_to(&house, &cast.reader).await.len(), mails, "{hour}");
        }
        let said = subjects_to(&house, &cast.reader).await;
        assert_eq!(said[1], "2 dossiers attendent votre lecture");
        assert!(subjects_to(&house, &cast.second_reader).await.is_empty());
    }
}

async fn sign_in(house: &House, person: &Person, agent: &str) {
    let mut browser = house.browser();
    browser.headers.push(("user-agent", agent.to_owned()));
    let typed = [("email", person.email.as_str()), ("password", PASSWORD)];
    browser.fill("/connexion", "/connexion", &typed).await.expect(303);
}

#[tokio::test]
async fn what_touches_an_account_is_told_to_its_owner_at_once() {
    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0";
    for house in houses().await {
        let cast = gather(&house).await;
        let person = &cast.resident;
        with_password(&house, &person.email).await;
        for agent in [FIREFOX, FIREFOX, &FIREFOX.replace("130", "131")] {
            sign_in(&house, person, agent).await;
        }
        house.run_jobs().await;
        assert!(subjects_to(&house, person).await.is_empty(), "its first password and browser");
        sign_in(&house, person, "Mozilla/5.0 (iPhone) Safari/600").await;
        sign_in(&house, person, "Mozilla/5.0 (iPhone) Safari/601").await;
        with_password(&house, &person.email).await;
        house.run_jobs().await;
        let mut said = subjects_to(&house, person).await;
        said.sort();
        let wanted = ["browser", "password"].map(|what| format!("people-mail-{what}-subject"));
        assert_eq!(said, wanted.map(|key| house.say(&key, &[])));
        for mail in house.outbox().await {
            let browser = mail.subject.contains("navigateur");
            assert!(!browser || mail.text.contains("Safari, iPhone"), "{}", mail.text);
            assert!(!mail.text.contains("desabonnement"), "it can be turned off");
        }
        let (by, id) = (cast.administrator.id.to_string(), person.id);
        house
            .write(move |tx| {
                let role = Role::Reader;
                let new = NewGrant { person: id, role, scope: String::new(), valid_until: None };
                people::grant(tx, &by, &new)?;
                people::grant(tx, &by, &new)?;
                let held = people::grants_of(tx, id)?.remove(0).id;
                people::revoke(tx, &by, "", held)
            })
            .await;
        house.run_jobs().await;
        let said = subjects_to(&house, person).await;
        for wanted in ["Un droit vous a été donné", "Un droit vous a été retiré"] {
            let told =
                said.iter().filter(|said| **said == format!("{wanted}\u{a0}: Lecteur (jury)"));
            assert_eq!(told.count(), 1, "{said:?}");
        }
    }
}

#[tokio::test]
async fn members_know_who_joins_and_leaves_and_an_invitation_is_one_mail() {
    for house in houses().await {
        let cast = gather(&house).await;
        let page = format!("/organisations/{}", cast.org_a);
        let mut browser = house.browser_of(&cast.manager);
        let typed =
            [("email", cast.resident.email.as_str()), ("member_name", "H"), ("role", "manager")];
        browser.fill(&page, &format!("{page}/membres"), &typed).await.expect(303);
        house.run_jobs().await;
        assert_eq!(subjects_to(&house, &cast.resident).await.len(), 1, "the invitation alone");
        house.browser_of(&cast.resident).get("/avis").await.expect(200).says("Vous avez rejoint");
        assert!(subjects_to(&house, &cast.manager).await.is_empty(), "by their own doing");
        let mut second = house.browser_of(&cast.resident);
        let typed =
            [("email", cast.other.email.as_str()), ("member_name", "B"), ("role", "manager")];
        let sent = second.fill(&page, &format!("{page}/membres"), &typed).await;
        sent.expect(303);
        house.run_jobs().await;
        assert_eq!(
            subjects_to(&house, &cast.manager).await,
            ["Les Jardins d’Essai a un nouveau gestionnaire"]
        );
        let removed = cast.member.actor.grants.first().unwrap().id;
        let action = format!("{page}/membres/{removed}/fin");
        browser.fill(&page, &action, &[]).await.expect(303);
        house.run_jobs().await;
        let said = subjects_to(&house, &cast.member).await;
        assert_eq!(said, ["Vous n’êtes plus membre de Les Jardins d’Essai"]);
        assert_eq!(MEMBERSHIP.usual, Channel::Mail);
    }
}

#[tokio::test]
async fn notices_end_a_year_after_they_were_read() {
    for house in houses().await {
        let cast: Cast = gather(&house).await;
        tell(&house, &cast.resident, "people.membership", "read").await;
        let mut browser = house.fresh_browser_of(&cast.resident).await;
        let page = browser.get("/avis").await;
        browser.fill_on(&page, "/avis/lus", &[]).await.expect(303);
        tell(&house, &cast.resident, "people.membership", "unread").await;
        for (days, left) in [(365, 2), (1, 1), (363, 1), (2, 0)] {
            house.days_pass(days);
            house.run_jobs().await;
            let kept =
                house.read(|tx| tx.all(store::sql("SELECT id FROM people_notice"), &[])).await;
            assert_eq!(kept.len(), left, "after {days} more days");
        }
    }
}
