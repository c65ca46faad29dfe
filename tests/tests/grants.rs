//! Rights in one thing alone, given from the pages: of one call, of one file, until a day.

use parvis_tests::{Cast, House, Page, Person, gather, houses, scoped};

const UNTIL: &str = "2026-12-24";

/// Somebody who is invited by their address signs in.
async fn arrived(house: &House, email: &str) -> Person {
    let email = email.to_owned();
    house
        .write(move |tx| {
            let account = people::account_by_email(tx, &email)?.ok_or(base::Refusal::Unknown)?;
            let token = web::sessions::begin(tx, &account.id.to_string(), "test browser")?;
            let actor = people::Actor::of(tx, account.id)?;
            Ok(Person { id: account.id, email: email.clone(), token, actor })
        })
        .await
}

/// The address of the form that ends the first right on a page, after some words.
fn ending(page: &Page, after: &str) -> String {
    let rest = page.body.split_once(after).unwrap().1;
    let form = rest.split("action=\"").find(|part| part.contains("/fin\"")).unwrap();
    form.split('"').next().unwrap().to_owned()
}

async fn give_call(house: &House, cast: &Cast, page: &str, typed: &[(&str, &str)]) -> Page {
    let giver =
        if page.starts_with("/administration") { &cast.administrator } else { &cast.officer };
    let mut browser = house.fresh_browser_of(giver).await;
    let action = if page == "/administration" {
        "/administration/droits".to_owned()
    } else {
        page.to_owned()
    };
    browser.fill(page, &action, typed).await
}

#[tokio::test]
async fn administrators_and_officers_give_a_right_in_one_call_until_a_day() {
    for house in houses().await {
        let cast = gather(&house).await;
        let scoped = scoped(&house, &cast).await;
        let call = scoped.call.to_string();
        let typed = [
            ("email", "nina@parvis.test"),
            ("name", "Nina"),
            ("role", "officer"),
            ("scope", call.as_str()),
            ("until", UNTIL),
        ];
        give_call(&house, &cast, "/administration", &typed).await.expect(303);
        let page = house.browser_of(&cast.administrator).get("/administration").await.expect(200);
        page.says("Économie circulaire").says("24 décembre 2026");
        let nina = arrived(&house, "nina@parvis.test").await;
        let mut browser = house.browser_of(&nina);
        browser.get(&format!("/bureau/appels/{call}")).await.expect(200);
        browser.get(&format!("/bureau/appels/{}", cast.call)).await.expect(404);
        browser.get("/compte").await.expect(200).says("Économie circulaire");
        // Nobody is administrator of one call, and what is over is not given.
        let wrong = [typed[0], typed[1], ("role", "administrator"), typed[3]];
        let page = give_call(&house, &cast, "/administration", &wrong).await.expect(422);
        page.says(&house.say("people-fault-administrator-scope", &[]));
        let over = [typed[0], typed[1], typed[2], ("until", "2026-11-01")];
        let page = give_call(&house, &cast, "/administration", &over).await.expect(422);
        page.says(&house.say("people-fault-right-over", &[]));
        // On the desk, by officers of the whole service alone.
        let rights = format!("/bureau/appels/{call}/droits");
        browser.get(&rights).await.expect(403);
        let reader = [("email", "lea@parvis.test"), ("name", "Léa"), ("role", "reader")];
        give_call(&house, &cast, &rights, &reader).await.expect(303);
        let lea = arrived(&house, "lea@parvis.test").await;
        house.browser_of(&lea).get("/lectures").await.expect(200);
        let page = house.browser_of(&cast.officer).get(&rights).await.expect(200).says("Nina");
        let end = ending(&page, "Léa");
        house.fresh_browser_of(&cast.officer).await.fill(&rights, &end, &[]).await.expect(303);
        house.browser_of(&lea).get("/lectures").await.expect(403);
        house.days_pass(32);
        let mut browser = house.fresh_browser_of(&nina).await;
        browser.get(&format!("/bureau/appels/{call}")).await.expect(403);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_reader_whose_right_in_the_call_ended_reads_it_no_more() {
    for house in houses().await {
        let cast = gather(&house).await;
        let scoped = scoped(&house, &cast).await;
        let (acting, call, other) = (cast.clone(), cast.call, scoped.call);
        let person = cast.resident.id;
        let (reading, held) = house
            .write(move |tx| {
                for scope in [call.to_string(), other.to_string()] {
                    let new = people::NewGrant {
                        person,
                        role: people::Role::Reader,
                        scope,
                        valid_until: None,
                    };
                    people::grant(tx, "system", &new)?;
                }
                let by = &acting.manager.actor;
                let file = parvis_tests::filed(tx, by, call, acting.org_a, "Potager")?;
                let reading = parvis_tests::assigned(tx, &acting, file, &acting.resident)?;
                let held = people::grants_of(tx, person)?;
                let held = held.into_iter().find(|held| held.scope == call.to_string());
                Ok((reading, held.ok_or(base::Refusal::Unknown)?.id))
            })
            .await;
        let mut browser = house.browser_of(&cast.resident);
        browser.get(&format!("/lectures/{reading}")).await.expect(200);
        browser.get("/lectures").await.expect(200).says("Potager");
        house.write(move |tx| people::revoke(tx, "system", &call.to_string(), held)).await;
        browser.get(&format!("/lectures/{reading}")).await.expect(404);
        browser.get("/lectures").await.expect(200).says_not("Potager");
    }
}

#[tokio::test]
async fn a_manager_lets_somebody_to_one_file_until_a_day_and_ends_it() {
    for house in houses().await {
        let cast = gather(&house).await;
        let scoped = scoped(&house, &cast).await;
        let file = format!("/dossiers/{}", scoped.file);
        let invites = format!("{file}/invites");
        let typed = [
            ("email", "paul@parvis.test"),
            ("name", "Paul"),
            ("role", "contributor"),
            ("until", UNTIL),
        ];
        let mut manager = house.fresh_browser_of(&cast.other).await;
        let without = [typed[0], typed[1], typed[2]];
        manager.fill(&invites, &invites, &without).await.expect(422);
        let long = [typed[0], typed[1], typed[2], ("until", "2028-12-24")];
        manager.fill(&invites, &invites, &long).await.expect(422).says("24 novembre 2027");
        manager.fill(&invites, &invites, &typed).await.expect(303);
        let mails = house.outbox().await;
        let mail = mails.iter().find(|mail| mail.to == "paul@parvis.test").unwrap();
        assert!(mail.text.contains(&file) && mail.text.contains("24 décembre 2026"), "{mail:?}");
        assert!(mail.text.contains("/mot-de-passe/"), "{mail:?}");
        let paul = arrived(&house, "paul@parvis.test").await;
        let mut browser = house.browser_of(&paul);
        browser.get(&file).await.expect(200);
        browser.get("/compte").await.expect(200).says("Atelier partagé").says("24 décembre 2026");
        let action = format!("{file}/etape/2");
        let page = browser.fill(&action, &action, &[("resume", "Revu par Paul")]).await;
        assert!(page.status == 303 || page.status == 200, "{}", page.status);
        manager.get(&file).await.expect(200).says("Paul").says("24 décembre 2026");
        // A member is no guest.
        let own = [("email", cast.other.email.as_str()), typed[1], typed[2], typed[3]];
        manager.fill(&invites, &invites, &own).await.expect(422);
        let page = manager.get(&file).await;
        let end = ending(&page, "Paul</strong>");
        // Its form asks for a proof again after five minutes.
        house.app.world().advance_seconds(301);
        manager.fill(&file, &end, &[]).await.expect(200).says(&house.say("people-ask-again", &[]));
        let mut manager = house.fresh_browser_of(&cast.other).await;
        manager.fill(&file, &end, &[]).await.expect(303);
        let gone = browser.get(&file).await.status;
        assert_eq!(gone, 403, "nothing is left to him");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn with_a_draft_goes_the_right_to_it() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (guest, owner) = (scoped(&house, &cast).await.guest.id, cast.other.id);
        let held = house.read(move |tx| people::grants_of(tx, guest)).await;
        assert_eq!(held.len(), 1);
        house.write(move |tx| parvis::erase_account(tx, owner, "system")).await;
        let held = house.read(move |tx| people::grants_of(tx, guest)).await;
        assert!(held.is_empty(), "{held:?}");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn rights_in_one_call_are_lent_and_handed_over_with_their_call() {
    for house in houses().await {
        let cast = gather(&house).await;
        let scoped = scoped(&house, &cast).await;
        let lent = "/compte/delegations";
        let mut browser = house.fresh_browser_of(&scoped.officer).await;
        let page = browser.get(lent).await.expect(200).says("Économie circulaire");
        let right = page.body.split("name=\"right\" value=\"").nth(1).unwrap();
        let right = right.split('"').next().unwrap().to_owned();
        let email = cast.resident.email.as_str();
        let typed =
            [("right", right.as_str()), ("email", email), ("name", "X"), ("until", "2026-12-01")];
        browser.fill_on(&page, lent, &typed).await.expect(303);
        let call = format!("/bureau/appels/{}", scoped.call);
        let mut friend = house.browser_of(&cast.resident);
        friend.get(&call).await.expect(200);
        friend.get(&format!("/bureau/appels/{}", cast.call)).await.expect(404);
        friend.get(lent).await.expect(200).says("Économie circulaire");
        let path = "/administration/depart";
        let mut browser = house.fresh_browser_of(&cast.administrator).await;
        let (from, to) = (scoped.officer.id.to_string(), cast.second_reader.id.to_string());
        let both = [("from", from.as_str()), ("to", to.as_str())];
        browser.fill(path, path, &both).await.expect(303);
        let mut heir = house.browser_of(&cast.second_reader);
        heir.get(&call).await.expect(200);
        heir.get(&format!("/bureau/appels/{}", cast.call)).await.expect(404);
        // What was lent from the right ended with it.
        friend.get(&call).await.expect(403);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_right_given_again_lasts_until_the_later_day_and_the_last_lasting_one_stays() {
    for house in houses().await {
        let cast = gather(&house).await;
        let person = cast.resident.id;
        let ends = house
            .write(move |tx| {
                let mut ends = Vec::new();
                for days in [Some(10), Some(5), Some(20), None, Some(30)] {
                    let now = tx.now();
                    let new = people::NewGrant {
                        person,
                        role: people::Role::Reader,
                        scope: String::new(),
                        valid_until: days.map(|days| now.plus_days(days)),
                    };
                    people::grant(tx, "system", &new)?;
                    let held = people::grants_of(tx, person)?;
                    assert_eq!(held.len(), 1);
                    ends.push(held[0].valid_until.map(|end| end.seconds_since(now) / 86_400));
                }
                Ok(ends)
            })
            .await;
        assert_eq!(ends, [Some(10), Some(10), Some(20), None, None]);
        // A manager until a day does not make up for the one who goes.
        let page = format!("/organisations/{}", cast.org_a);
        let membres = format!("{page}/membres");
        let mut manager = house.fresh_browser_of(&cast.manager).await;
        let typed = [
            ("email", "yves@parvis.test"),
            ("member_name", "Yves"),
            ("role", "manager"),
            ("until", UNTIL),
        ];
        manager.fill(&page, &membres, &typed).await.expect(303);
        let shown = manager.get(&page).await.expect(200).says("24 décembre 2026");
        let end = ending(&shown, "Mathilde</strong>");
        manager.fill(&page, &end, &[]).await.expect(409);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn rights_of_before_guests_are_there_afterwards() {
    for ground in store::testing::grounds() {
        let old: Vec<store::Migrations> = parvis::CONTEXTS
            .iter()
            .map(|context| match context.context {
                "people" => store::Migrations { steps: &context.steps[..5], ..*context },
                _ => *context,
            })
            .collect();
        let store = store::testing::open(&ground, &old).await;
        let person = store
            .write(|tx| {
                let person = people::create_account(tx, "ancien@parvis.test", "Ancien", "fr")?;
                let valid_until = Some(tx.now().plus_days(9));
                for (role, scope) in [(people::Role::Officer, ""), (people::Role::Member, "x")] {
                    let scope = scope.to_owned();
                    let new = people::NewGrant { person, role, scope, valid_until };
                    people::grant(tx, &person.to_string(), &new)?;
                }
                Ok(person)
            })
            .await
            .unwrap();
        let before = store.read(move |tx| people::grants_of(tx, person)).await.unwrap();
        store::migrate(&store, parvis::CONTEXTS, |_, _, _| {}).await.unwrap();
        let after = store.read(move |tx| people::grants_of(tx, person)).await.unwrap();
        assert_eq!(before.len(), 2);
        assert_eq!(before, after);
    }
}
