//! What is kept ends when the data map says so, announced once and in time; what is used stays.

use std::collections::BTreeMap;

use parvis_tests::{House, PDF, Person, gather, houses};
use people::data_map::{DEAD_MAIL_DAYS, IDLE_DAYS, MAIL_DAYS, NOTICE_DAYS};

/// How many mails wait for each of some people.
async fn mails_of(house: &House, people: &[&Person]) -> Vec<usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for mail in house.outbox().await {
        *counts.entry(mail.to).or_default() += 1;
    }
    people.iter().map(|person| counts.get(&person.email).copied().unwrap_or(0)).collect()
}

async fn there(house: &House, person: &Person) -> bool {
    let id = person.id;
    let kept = house.read(move |tx| people::names_of(tx, &[id])).await;
    !kept.is_empty()
}

/// Signs in anew, as after a password, and looks at one page.
async fn visit(house: &House, person: &Person) {
    let id = person.id.to_string();
    let token = house.write(move |tx| web::sessions::begin(tx, &id, "Firefox")).await;
    let mut browser = house.browser();
    browser.cookies.insert("parvis-session".to_owned(), token);
    browser.get("/compte").await.expect(200);
}

#[tokio::test]
async fn an_unused_account_ends_after_two_years_announced_once() {
    for house in houses().await {
        let cast = gather(&house).await;
        let all = [&cast.resident, &cast.member, &cast.reader, &cast.manager, &cast.administrator];
        house.days_pass(IDLE_DAYS - NOTICE_DAYS - 1);
        visit(&house, &cast.reader).await;
        house.run_jobs().await;
        assert_eq!(mails_of(&house, &all).await, [0; 5], "too early");
        house.days_pass(1);
        // Of three nodes whose clocks strike together, and of every day after, one mail comes.
        for _ in 0..3 {
            house.run_jobs().await;
        }
        let told = mails_of(&house, &all).await;
        assert_eq!(told, [1, 1, 0, 0, 0], "the last of their kind cannot be erased");
        let mails = house.outbox().await;
        let mail = mails.iter().find(|mail| mail.to == cast.resident.email).unwrap();
        assert_eq!(mail.subject, house.say("home-mail-idle-subject", &[]));
        assert!(mail.text.contains("22 novembre 2028"), "{}", mail.text);
        house.days_pass(NOTICE_DAYS - 1);
        visit(&house, &cast.member).await;
        house.run_jobs().await;
        assert!(there(&house, &cast.resident).await, "before the announced day");
        house.days_pass(1);
        house.run_jobs().await;
        assert!(!there(&house, &cast.resident).await, "after the announced day");
        for person in &all[1..] {
            assert!(there(&house, person).await, "{} is used or needed", person.email);
        }
        assert_eq!(
            mails_of(&house, &all).await,
            [0, 1, 0, 0, 0],
            "told again, or told of the dead"
        );
        house.expect_sound().await;
        // Whoever came back has two more years, and then a word of their own.
        house.days_pass(IDLE_DAYS - NOTICE_DAYS);
        house.run_jobs().await;
        assert_eq!(mails_of(&house, &[&cast.member]).await, [2]);
    }
}

#[tokio::test]
async fn an_account_is_not_ended_before_two_weeks_of_notice_however_late_that_comes() {
    for house in houses().await {
        let cast = gather(&house).await;
        house.days_pass(IDLE_DAYS * 2);
        house.run_jobs().await;
        house.days_pass(NOTICE_DAYS - 1);
        house.run_jobs().await;
        assert!(there(&house, &cast.resident).await);
        house.days_pass(1);
        house.run_jobs().await;
        assert!(!there(&house, &cast.resident).await);
    }
}

#[tokio::test]
async fn an_abandoned_draft_ends_after_three_months_announced_once() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let (left, kept) = house
            .write(move |tx| {
                let left = calls::begin_file(tx, &acting.member.actor, acting.call, acting.org_a)?;
                calls::attach(tx, &acting.member.actor, left, "statuts", "s.pdf", PDF.to_vec())?;
                let kept = calls::begin_file(tx, &acting.other.actor, acting.call, acting.org_b)?;
                Ok((left, kept))
            })
            .await;
        let managers = [&cast.manager, &cast.other, &cast.member];
        house.days_pass(calls::DRAFT_DAYS - NOTICE_DAYS - 1);
        house.run_jobs().await;
        assert_eq!(mails_of(&house, &managers).await, [0, 0, 0], "too early");
        house.days_pass(1);
        for _ in 0..2 {
            house.run_jobs().await;
        }
        assert_eq!(mails_of(&house, &managers).await, [1, 1, 0]);
        house.days_pass(NOTICE_DAYS - 1);
        let by = cast.other.actor.clone();
        house
            .write(move |tx| {
                let version = calls::own_file(tx, &by, kept)?.version;
                let typed = calls::Answers::from([("title".to_owned(), "Repris".to_owned())]);
                calls::save_answers(tx, &by, kept, version, &typed)
            })
            .await;
        house.run_jobs().await;
        let org = cast.org_a;
        let drafts = house.read(move |tx| calls::files_of(tx, &[org], None, 9)).await;
        assert_eq!(drafts.len(), 1, "before the announced day");
        house.days_pass(1);
        house.run_jobs().await;
        let (a, b) = (cast.member.actor.clone(), cast.other.actor.clone());
        house
            .read(move |tx| {
                assert!(calls::own_file(tx, &a, left).is_err(), "after the announced day");
                assert!(calls::own_file(tx, &b, kept).is_ok(), "somebody works on it");
                let blob = base::sha256(PDF);
                assert!(store::get_blob(tx, &blob).is_err(), "its piece is still kept");
                Ok(())
            })
            .await;
        assert_eq!(mails_of(&house, &managers).await, [1, 1, 0], "told again");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_piece_taken_out_is_forgotten_unless_another_is_the_same() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let kept = house
            .write(move |tx| {
                let by = &acting.member.actor;
                let file = calls::begin_file(tx, by, acting.call, acting.org_a)?;
                let attach = |tx: &mut store::Tx, name: &str| {
                    calls::attach(tx, by, file, "statuts", name, PDF.to_vec())
                };
                let (one, two) = (attach(tx, "a.pdf")?, attach(tx, "b.pdf")?);
                let mut kept = Vec::new();
                for piece in [one, two] {
                    calls::detach(tx, by, file, piece)?;
                    let blobs = tx.all(store::sql("SELECT hash FROM store_blob"), &[])?;
                    kept.push(blobs.len());
                }
                Ok(kept)
            })
            .await;
        assert_eq!(kept, [1, 0]);
    }
}

#[tokio::test]
async fn mails_are_forgotten_a_month_after_they_were_sent() {
    for house in houses().await {
        house
            .write(|tx| {
                let mail = work::OutgoingMail {
                    to: "quelquun@parvis.test".to_owned(),
                    subject: "Bonjour".to_owned(),
                    text: String::new(),
                    attachments: Vec::new(),
                };
                work::post(tx, "one", &mail)?;
                work::post(tx, "two", &work::OutgoingMail { subject: "Non".to_owned(), ..mail })
            })
            .await;
        let send = work::handler(work::MAIL, |_, job| async move {
            let refused = job.payload.contains("Non");
            if refused { Err(work::Failure::permanent("no such address")) } else { Ok(()) }
        });
        let runner = work::Runner { handlers: vec![send], periodic: Vec::new() };
        work::run_due(house.app.store(), &runner).await.unwrap();
        let mut wanted = [2, 2, 1, 1, 0].into_iter();
        for days in [0, MAIL_DAYS, 1, DEAD_MAIL_DAYS - MAIL_DAYS - 1, 1] {
            house.days_pass(days);
            house.run_jobs().await;
            let kept = house.read(|tx| work::mails_to(tx, "quelquun@parvis.test")).await.len();
            assert_eq!(Some(kept), wanted.next());
        }
    }
}

#[tokio::test]
async fn the_demonstration_loses_nobody() {
    let settings = web::Settings { demonstration: true, ..parvis_tests::settings() };
    let ground = store::testing::sqlite_ground();
    let house = parvis_tests::house_on(ground, "SQLite", settings).await;
    let cast = gather(&house).await;
    for _ in 0..3 {
        house.days_pass(IDLE_DAYS);
        house.run_jobs().await;
    }
    assert!(there(&house, &cast.resident).await);
    assert!(house.outbox().await.is_empty());
}
