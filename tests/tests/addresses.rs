//! Mails that are ended without signing in, addresses that fail, and how their owners mend that.

use axum::body::Body;
use axum::http::{Request, header};
use parvis_tests::{
    Browser, Cast, House, Page, Person, filed, gather, houses, mail_server, with_password,
};
use people::notices::{Kind, unsubscribe_token};
use people::{NewNotice, Verdict};

async fn send_all(house: &House, url: &str) {
    let config = parvis::config::Config {
        smtp_url: Some(url.to_owned()),
        mail_from: Some("ess@parvis.test".to_owned()),
        mail_bounces: Some("retours@parvis.test".to_owned()),
        ..Default::default()
    };
    let runner = parvis::runner(&house.app, config.smtp());
    work::run_due(house.app.store(), &runner).await.unwrap();
}

fn news(person: &Person, code: &str, key: &str) -> NewNotice {
    let kinds = parvis::NOTICE_KINDS.iter().copied().flatten();
    let kind: &'static Kind = kinds.into_iter().find(|kind| kind.code == code).unwrap();
    NewNotice {
        person: person.id,
        kind,
        unique_key: key.to_owned(),
        text: "people-mail-new-manager",
        args: Vec::new(),
        link: "/compte".to_owned(),
        attachments: Vec::new(),
    }
}

async fn tell(house: &House, person: &Person, code: &str, key: &str) {
    let new = news(person, code, key);
    assert!(house.write(move |tx| people::notify(tx, &new)).await);
}

async fn mails_to(house: &House, person: &Person) -> usize {
    house.outbox().await.iter().filter(|mail| mail.to == person.email).count()
}

async fn fails(house: &House, person: &Person) -> bool {
    let email = person.email.clone();
    house.read(move |tx| people::address_fails(tx, &email)).await
}

/// Somebody whose address the server does not take.
async fn renamed(house: &House, person: &Person, email: &'static str) -> Person {
    let id = person.id;
    let sql = store::sql("UPDATE people_person SET email = $1 WHERE id = $2");
    house.write(move |tx| tx.run(sql, &[email.into(), id.into()])).await;
    Person { email: email.to_owned(), ..person.clone() }
}

#[tokio::test]
async fn whoever_has_the_mail_ends_its_kind_and_nothing_else_without_signing_in() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (url, taken) = mail_server();
        tell(&house, &cast.resident, "people.membership", "one").await;
        send_all(&house, &url).await;
        let (_, _, message) = taken.lock().unwrap().pop().unwrap();
        let head = message.replace("\n ", " ");
        assert!(head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{head}");
        let at = head.find("List-Unsubscribe: <http://parvis.test").unwrap() + 37;
        let link = head.get(at..).unwrap().split('>').next().unwrap().to_owned();
        assert!(link.starts_with("/avis/desabonnement/"), "{link}");
        let mut browser = house.browser();
        let page = browser.get(&link).await.expect(200);
        let page = page.says("Membres de vos organisations").says_not(&cast.resident.email);
        tell(&house, &cast.resident, "people.membership", "two").await;
        house.run_jobs().await;
        assert_eq!(mails_to(&house, &cast.resident).await, 1, "looking turns nothing off");
        let done = browser.fill_on(&page, &link, &[]).await.expect(200);
        let done = done.says("C’est fait");
        for (kind, key, mails) in
            [("people.membership", "three", 1), ("people.security", "four", 2)]
        {
            tell(&house, &cast.resident, kind, key).await;
            house.run_jobs().await;
            assert_eq!(mails_to(&house, &cast.resident).await, mails, "{kind}");
        }
        house.browser_of(&cast.resident).get("/avis").await.expect(200).says("4 avis");
        tell(&house, &cast.member, "people.membership", "five").await;
        house.run_jobs().await;
        assert_eq!(mails_to(&house, &cast.member).await, 1, "somebody else's are untouched");
        let undo = format!("{link}/retour");
        browser.fill_on(&done, &undo, &[]).await.expect(200).says("C’est rétabli");
        tell(&house, &cast.resident, "people.membership", "six").await;
        house.run_jobs().await;
        assert_eq!(mails_to(&house, &cast.resident).await, 3);
    }
}

async fn one_click(browser: &mut Browser, path: &str, kind: &str, body: &str) -> Page {
    let request = Request::post(path).header(header::CONTENT_TYPE, kind);
    browser.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn one_click_of_a_programme_for_mail_needs_neither_cookie_nor_page() {
    const FORM: &str = "application/x-www-form-urlencoded";
    const PART: &str = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--";
    for house in houses().await {
        let cast = gather(&house).await;
        for (person, kind, body) in [
            (&cast.resident, FORM, "List-Unsubscribe=One-Click"),
            (&cast.member, "multipart/form-data; boundary=b", PART),
        ] {
            let token = unsubscribe_token(&house.app, person.id, "people.membership");
            let path = format!("/avis/desabonnement/{token}");
            let mut browser = house.browser();
            one_click(&mut browser, &path, FORM, "").await.expect(409);
            browser.headers.push(("origin", "https://elsewhere.example".to_owned()));
            one_click(&mut browser, &path, kind, body).await.expect(403);
            browser.headers.clear();
            browser.cookies.clear();
            // A programme may try again.
            for _ in 0..2 {
                one_click(&mut browser, &path, kind, body).await.expect(200);
            }
            tell(&house, person, "people.membership", "one").await;
            house.run_jobs().await;
            assert_eq!(mails_to(&house, person).await, 0, "{kind}");
        }
        // A digest's link ends what went into it.
        let person = &cast.other;
        let daily = unsubscribe_token(&house.app, person.id, "daily");
        let path = "/compte/avis";
        let typed = [
            ("people.membership", "daily"),
            ("ledger.to-approve", "mail"),
            ("ledger.answered", "mail"),
            ("reservations.own", "mail"),
            ("reservations.requests", "mail"),
            ("reservations.passes", "mail"),
            ("places.agenda", "mail"),
            ("places.proposals", "mail"),
            ("calls.received", "weekly"),
            ("calls.reminder", "daily"),
            ("places.meeting", "mail"),
            ("places.suggestions", "daily"),
            ("places.childcare", "mail"),
        ];
        house.browser_of(person).fill(path, path, &typed).await.expect(303);
        let link = format!("/avis/desabonnement/{daily}");
        let body = "List-Unsubscribe=One-Click";
        one_click(&mut house.browser(), &link, FORM, body).await.expect(200);
        let page = house.browser_of(person).get(path).await.expect(200);
        for (kind, way) in [
            ("people.membership", "page"),
            ("calls.received", "weekly"),
            ("calls.reminder", "page"),
        ] {
            let chosen = format!("name=\"{kind}\" value=\"{way}\" checked");
            assert!(page.body.contains(&chosen), "{kind}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn forged_links_are_unknown_whomever_they_name_and_true_ones_tell_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let nobody: people::PersonId = base::Id::from_parts(1, &[7; 10]);
        let good = unsubscribe_token(&house.app, cast.resident.id, "people.membership");
        let (digest, named) = good.split_once('.').unwrap();
        let mut browser = house.browser();
        let mut said = Vec::new();
        for forged in [
            format!("{}.{named}", "0".repeat(64)),
            format!("{digest}.{}.people.membership", cast.member.id),
            format!("{digest}.{nobody}.people.membership"),
            format!("{digest}.{}.calls.received", cast.resident.id),
            unsubscribe_token(&house.app, cast.resident.id, "people.security"),
            unsubscribe_token(&house.app, cast.resident.id, "mail"),
            digest.to_owned(),
            "x".to_owned(),
        ] {
            let path = format!("/avis/desabonnement/{forged}");
            let page = browser.get(&path).await.expect(404);
            said.push(page.words());
            let body = "List-Unsubscribe=One-Click";
            one_click(&mut browser, &path, "text/plain", body).await.expect(404);
        }
        assert!(said.iter().all(|words| words == &said[0]), "{said:?}");
        // A true link of an account that is gone is answered like any other.
        let known = format!("/avis/desabonnement/{good}");
        let gone = unsubscribe_token(&house.app, nobody, "people.membership");
        let gone = format!("/avis/desabonnement/{gone}");
        let mut answers = Vec::new();
        for path in [&known, &gone] {
            let page = browser.get(path).await.expect(200).words();
            let done = browser.fill(path, path, &[]).await.expect(200).words();
            answers.push((page, done));
        }
        assert_eq!(answers[0], answers[1]);
    }
}

#[tokio::test]
async fn an_address_that_a_server_refuses_gets_no_more_mail_but_what_its_owner_asks_for() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (url, taken) = mail_server();
        let person = renamed(&house, &cast.member, "absent@parvis.test").await;
        let filtered = renamed(&house, &cast.reader, "filtre@parvis.test").await;
        for who in [&person, &filtered, &cast.resident] {
            tell(&house, who, "people.membership", "one").await;
        }
        send_all(&house, &url).await;
        assert!(fails(&house, &person).await, "{}", house.engine);
        assert!(!fails(&house, &filtered).await, "a policy is not the address's fault");
        let dead = house.read(|tx| work::list(tx, work::State::Dead, None, None, 10)).await;
        assert_eq!(dead.iter().map(|job| job.attempts).collect::<Vec<_>>(), [1, 1], "tried again");
        // Nothing more is even put into the outbox; it stays on the page, which says why.
        tell(&house, &person, "people.membership", "two").await;
        house.run_jobs().await;
        assert_eq!(mails_to(&house, &person).await, 0);
        let mut browser = house.browser_of(&person);
        let page = browser.get("/avis").await.expect(200).says("2 avis");
        assert!(page.body.contains("absent@parvis.test ne reçoit pas nos courriels"), "no bar");
        assert!(page.body.contains("href=\"/compte/adresse\""));
        assert!(
            !house.browser_of(&cast.resident).get("/avis").await.body.contains("ne reçoit pas")
        );
        seen_by_others(&house, &cast).await;
        // The link that its owner asks for is sent, and opening it mends the address.
        taken.lock().unwrap().clear();
        let mut fresh = house.fresh_browser_of(&person).await;
        let path = "/compte/adresse";
        let sent = fresh.fill(path, path, &[("email", "absent@parvis.test")]).await;
        sent.expect(200).says("absent@parvis.test");
        let mail = house.outbox().await.pop().unwrap();
        assert_eq!(mail.to, "absent@parvis.test");
        let link = link_in(&mail.text, "/adresse/");
        fresh.get(&link).await.expect(200).says("absent@parvis.test");
        assert!(fails(&house, &person).await, "looking confirms nothing");
        fresh.fill(&link, &link, &[]).await.expect(303);
        assert!(!fails(&house, &person).await);
        assert!(!fresh.get("/compte").await.body.contains("ne reçoit pas"));
        house.expect_sound().await;
    }
}

async fn seen_by_others(house: &House, cast: &Cast) {
    let page = format!("/organisations/{}", cast.org_a);
    house.browser_of(&cast.manager).get(&page).await.expect(200).says("courriels refusés");
    let mut administrator = house.browser_of(&cast.administrator);
    let health = administrator.get("/administration/sante").await.expect(200);
    health.says("Une adresse refuse nos courriels");
}

fn link_in(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap();
    text.get(at..).unwrap().split_whitespace().next().unwrap().to_owned()
}

/// A report as in the examples of RFC 3464, appendix E, about one of our mails.
fn report(mail: &str, action: &str, status: &str, whole: bool) -> String {
    let returned = if whole {
        format!(
            "Content-Type: message/rfc822\r\n\r\nFrom: ess@parvis.test\r\nTo: louisl@larry.test\r\n\
             Message-ID: <{mail}@parvis>\r\nSubject: =?utf-8?q?Dossier?=\r\n\r\nBonjour\r\n"
        )
    } else {
        format!(
            "Content-Type: text/rfc822-headers\r\n\r\nFrom: ess@parvis.test\r\n\
             Message-ID:\r\n <{mail}@parvis>\r\n"
        )
    };
    format!(
        "Date: Thu, 7 Jul 1994 17:16:05 -0400\r\n\
         From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.TEST>\r\n\
         Message-Id: <199407072116.RAA14128@CS.UTK.TEST>\r\nTo: <retours@parvis.test>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\
         \x20boundary=\"RAA14128.773615765/CS.UTK.TEST\"\r\n\
         Subject: Returned mail: Cannot send message for 5 days\r\n\r\n\
         --RAA14128.773615765/CS.UTK.TEST\r\n\r\nThe original message was received.\r\n\r\n\
         --RAA14128.773615765/CS.UTK.TEST\r\ncontent-type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; cs.utk.test\r\n\r\n\
         Original-Recipient: rfc822;louisl@larry.test\r\n\
         Final-Recipient: rfc822;louisl@larry.test\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 426 connection timed out\r\n\
         Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400\r\n\r\n\
         --RAA14128.773615765/CS.UTK.TEST\r\n{returned}\r\n\
         --RAA14128.773615765/CS.UTK.TEST--\r\n"
    )
}

/// Sends a mail to somebody; its id.
async fn sent(house: &House, url: &str, person: &Person, key: &'static str) -> String {
    tell(house, person, "people.membership", key).await;
    send_all(house, url).await;
    let done = house.read(|tx| work::list(tx, work::State::Done, Some(work::MAIL), None, 1)).await;
    done[0].id.to_string()
}

async fn take(house: &House, mail: &str) {
    let bounce = parvis::read_bounce(mail.as_bytes()).unwrap();
    house.write(move |tx| parvis::record_bounce(tx, &bounce)).await;
}

#[tokio::test]
async fn a_mail_that_comes_back_marks_its_address_at_once_or_at_the_third_time() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (url, _) = mail_server();
        let id = sent(&house, &url, &cast.resident, "hard").await;
        for harmless in ["delayed", "delivered", "relayed"] {
            let mail = report(&id, harmless, "5.1.1", true);
            assert!(parvis::read_bounce(mail.as_bytes()).is_none(), "{harmless}");
        }
        take(&house, &report(&id, "failed", "5.7.1", true)).await;
        take(&house, &report("01a2076b-4400-7389-bf16-c362a87526cd", "failed", "5.1.1", true))
            .await;
        assert!(!fails(&house, &cast.resident).await, "not about the address, or not our mail");
        take(&house, &report(&id, "failed", "5.1.1", true)).await;
        assert!(fails(&house, &cast.resident).await);
        let mut keys = ["a", "b", "c", "d"].into_iter();
        for (days, marked) in [(0, false), (13, false), (2, false), (1, true)] {
            house.days_pass(days);
            let id = sent(&house, &url, &cast.member, keys.next().unwrap()).await;
            for _ in 0..3 {
                // The same mail, told again and again, counts once.
                take(&house, &report(&id, "failed", "4.4.7 (delivery time expired)", false)).await;
            }
            assert_eq!(fails(&house, &cast.member).await, marked, "{}: {days}", house.engine);
        }
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_report_is_known_by_the_address_that_it_came_to_and_read_beside_a_running_server() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (url, taken) = mail_server();
        let id = sent(&house, &url, &cast.resident, "one").await;
        let (from, _, _) = taken.lock().unwrap().pop().unwrap();
        assert!(from.contains(&format!("<retours+{id}@parvis.test>")), "{from}");
        let bare = report("nothing", "failed", "5.1.1", false);
        let mail = bare.replace("<retours@parvis.test>", &format!("<retours+{id}@parvis.test>"));
        if let store::Place::Folder(_) = house.app.store().place().clone() {
            let place = house.app.store().place().clone();
            parvis::leave_bounce(&place, mail.as_bytes()).unwrap();
            parvis::leave_bounce(&place, mail.as_bytes()).unwrap();
            house.app.world().advance_seconds(60);
            house.run_jobs().await;
        } else {
            take(&house, &mail).await;
        }
        assert!(fails(&house, &cast.resident).await, "{}", house.engine);
        for no_report in ["", "Subject: bonjour\r\n\r\nJe suis en congé.\r\n", "\0\u{ff}%%%"] {
            assert!(parvis::read_bounce(no_report.as_bytes()).is_none());
        }
    }
}

#[tokio::test]
async fn an_address_changes_once_the_new_one_is_proved_and_the_old_one_is_told() {
    for house in houses().await {
        let cast = gather(&house).await;
        with_password(&house, &cast.resident.email).await;
        let mut browser = house.fresh_browser_of(&cast.resident).await;
        let path = "/compte/adresse";
        let old = house.write({
            let id = cast.resident.id;
            move |tx| people::request_link(tx, id)
        });
        let old = format!("/mot-de-passe/{}", old.await);
        let mut answers = Vec::new();
        for email in ["neuve@parvis.test", cast.member.email.as_str()] {
            let page = browser.fill(path, path, &[("email", email)]).await.expect(200);
            answers.push(page.words().replace(email, "ADDRESS"));
        }
        assert_eq!(answers[0], answers[1], "it tells which addresses have accounts");
        let mails = house.outbox().await;
        let taken = mails.iter().find(|mail| mail.to == cast.member.email).unwrap();
        assert!(!taken.text.contains("/adresse/"), "{}", taken.text);
        let proof = mails.iter().find(|mail| mail.to == "neuve@parvis.test").unwrap();
        let link = link_in(&proof.text, "/adresse/");
        let id = cast.resident.id;
        let email = move |tx: &mut store::Tx| Ok(people::account(tx, id)?.email);
        assert_eq!(house.read(email).await, cast.resident.email, "not before it is proved");
        // Whoever reads the mail need not be signed in where they do.
        let mut phone = house.browser();
        phone.fill(&link, &link, &[]).await.expect(303);
        assert_eq!(house.read(email).await, "neuve@parvis.test");
        phone.get(&link).await.expect(404);
        phone.get(&old).await.expect(404);
        house.run_jobs().await;
        let mails = house.outbox().await;
        let told: Vec<_> = mails.iter().filter(|mail| mail.to == cast.resident.email).collect();
        assert_eq!(told[0].subject, house.say("people-mail-address-left-subject", &[]));
        assert!(mails.iter().any(|mail| mail.to == "neuve@parvis.test"
            && mail.subject == house.say("people-mail-address-changed-subject", &[])));
        let mut late = house.fresh_browser_of(&cast.resident).await;
        late.fill(path, path, &[("email", "tard@parvis.test")]).await.expect(200);
        let mails = house.outbox().await;
        let proof = mails.iter().find(|mail| mail.to == "tard@parvis.test").unwrap();
        let link = link_in(&proof.text, "/adresse/");
        house.app.world().advance_seconds(2 * 3_600 + 1);
        late.get(&link).await.expect(404);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn an_address_that_somebody_else_takes_meanwhile_is_refused() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut browser = house.fresh_browser_of(&cast.resident).await;
        let path = "/compte/adresse";
        browser.fill(path, path, &[("email", "libre@parvis.test")]).await.expect(200);
        let link = link_in(&house.outbox().await.pop().unwrap().text, "/adresse/");
        house.write(|tx| people::create_account(tx, "libre@parvis.test", "Vite", "fr")).await;
        browser.fill(&link, &link, &[]).await.expect(409);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn an_erased_account_leaves_no_notice_and_no_bounce() {
    for house in houses().await {
        let cast = gather(&house).await;
        let person = &cast.member;
        tell(&house, person, "people.membership", "one").await;
        let email = person.email.clone();
        let acting = cast.clone();
        house
            .write(move |tx| {
                filed(tx, &acting.manager.actor, acting.call, acting.org_a, "Potager")?;
                people::bounced(tx, "m", &email, Verdict::Hard, "5.1.1")
            })
            .await;
        let path = "/compte/avis";
        let typed = [
            ("people.membership", "daily"),
            ("ledger.to-approve", "mail"),
            ("ledger.answered", "mail"),
            ("reservations.own", "mail"),
            ("reservations.requests", "mail"),
            ("reservations.passes", "mail"),
            ("places.agenda", "mail"),
            ("places.proposals", "mail"),
            ("calls.received", "page"),
            ("calls.reminder", "mail"),
            ("places.meeting", "mail"),
            ("places.suggestions", "daily"),
            ("places.childcare", "mail"),
        ];
        house.browser_of(person).fill(path, path, &typed).await.expect(303);
        let id = person.id;
        let whole = house.read(move |tx| parvis::export_person(tx, id)).await;
        for section in ["notices", "notice_choices", "address"] {
            let entries = whole["people"][section].as_array().unwrap();
            assert!(!entries.is_empty(), "{section} is not exported");
        }
        house.write(move |tx| parvis::erase_account(tx, id, "system")).await;
        for wanted in [id.to_string(), person.email.clone()] {
            let places = house.read(move |tx| store::testing::places_of(tx, &wanted)).await;
            let told = |place: &String| {
                ["notice", "bounce", "failing", "browser", "address"]
                    .iter()
                    .any(|part| place.contains(part))
            };
            assert!(!places.iter().any(told), "{}: {places:?}", house.engine);
        }
        house.expect_sound().await;
    }
}
