//! Rights that are lent, work that is handed over, and decisions that two people see.

use base::Refusal;
use calls::Rules;
use parvis_tests::{
    Cast, House, Person, assigned, call_rules, decided, filed, frozen, gather, houses,
};
use people::{NewGrant, PersonId, Role};

const LENT: &str = "/compte/delegations";

async fn lend(house: &House, from: &Person, to: &Person, until: &str) -> parvis_tests::Page {
    let mut browser = house.fresh_browser_of(from).await;
    let page = browser.get(LENT).await.expect(200);
    let right = page.body.split("name=\"right\" value=\"").nth(1).unwrap();
    let right = right.split('"').next().unwrap().to_owned();
    let typed = [("right", right.as_str()), ("email", &to.email), ("name", "X"), ("until", until)];
    browser.fill_on(&page, LENT, &typed).await
}

/// The address that ends the first delegation on a person's page.
async fn ending(house: &House, person: &Person) -> String {
    let page = house.browser_of(person).get(LENT).await.expect(200);
    let form = page.body.split("action=\"").find(|part| part.contains("/fin\"")).unwrap();
    form.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_right_is_lent_until_its_day_and_ended_by_either() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (giver, friend) = (&cast.officer, &cast.resident);
        house.browser_of(friend).get("/bureau").await.expect(403);
        let page = lend(&house, giver, friend, "2027-03-01").await.expect(422);
        page.says("21 février 2027");
        lend(&house, giver, friend, "2026-11-30").await.expect(303);
        house.browser_of(friend).get("/bureau").await.expect(200);
        house.browser_of(giver).get(LENT).await.expect(200).says("Habiba").says("30 novembre 2026");
        let told = house.outbox().await;
        assert!(
            told.iter().any(|mail| mail.to == friend.email && mail.text.contains("30 novembre"))
        );
        // Not lent on, not twice, not ended by others.
        let page = house.fresh_browser_of(friend).await.get(LENT).await.expect(200);
        assert!(!page.body.contains("name=\"right\""), "a lent right can be lent on");
        lend(&house, giver, friend, "2026-11-29").await.expect(409);
        let path = ending(&house, giver).await;
        let mut other = house.browser_of(&cast.manager);
        let csrf = parvis_tests::hidden_fields(&other.get("/compte").await.body, "/compte/jetons");
        other.post(&path, &csrf).await.expect(404);
        house.browser_of(giver).fill(LENT, &path, &[]).await.expect(303);
        house.browser_of(friend).get("/bureau").await.expect(403);
        // Its day ends it, and whoever has it may give it back.
        lend(&house, giver, friend, "2026-11-24").await.expect(303);
        house.browser_of(friend).get("/bureau").await.expect(200);
        house.days_pass(2);
        house.browser_of(friend).get("/bureau").await.expect(403);
        lend(&house, giver, friend, "2026-12-24").await.expect(303);
        let path = ending(&house, friend).await;
        house.browser_of(friend).fill(LENT, &path, &[]).await.expect(303);
        house.browser_of(friend).get("/bureau").await.expect(403);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn with_a_right_end_those_lent_from_it() {
    for house in houses().await {
        let cast = gather(&house).await;
        lend(&house, &cast.officer, &cast.resident, "2026-12-24").await.expect(303);
        let officer = cast.officer.id;
        house
            .write(move |tx| {
                let held = people::grants_of(tx, officer)?;
                let own = held.iter().find(|grant| grant.role == Role::Officer);
                people::revoke(tx, "system", "", own.ok_or(Refusal::Unknown)?.id)
            })
            .await;
        house.browser_of(&cast.resident).get("/bureau").await.expect(403);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn who_leaves_hands_everything_over_in_one_step() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (acting, leaving, staying) =
            (cast.clone(), cast.reader.clone(), cast.second_reader.clone());
        house
            .write(move |tx| {
                let own = filed(tx, &acting.manager.actor, acting.call, acting.org_a, "Potager")?;
                let other =
                    filed(tx, &acting.other.actor, acting.call, acting.org_b, "Recyclerie")?;
                let begun = assigned(tx, &acting, own, &acting.reader)?;
                calls::declare(tx, &acting.reader.actor, begun, 1, None)?;
                assigned(tx, &acting, other, &acting.reader)?;
                assigned(tx, &acting, other, &acting.second_reader).map(drop)
            })
            .await;
        let path = "/administration/depart";
        let mut browser = house.fresh_browser_of(&cast.administrator).await;
        let (from, to) = (leaving.id.to_string(), staying.id.to_string());
        let same = [("from", from.as_str()), ("to", from.as_str())];
        let page = browser.fill(path, path, &same).await.expect(422);
        page.says(&house.say("home-fault-departure-same", &[]));
        let both = [("from", from.as_str()), ("to", to.as_str())];
        browser.fill(path, path, &both).await.expect(303);
        house.browser_of(&leaving).get("/lectures").await.expect(303);
        let page = house.browser_of(&staying).get("/lectures").await.expect(200);
        page.says("Potager").says("Recyclerie");
        let left = house.read(move |tx| people::grants_of(tx, leaving.id)).await;
        assert!(left.iter().all(|grant| !grant.scope.is_empty()), "{left:?}");
        let (call, reader) = (cast.call, leaving.id);
        let readings = house.read(move |tx| calls::readings_of_call(tx, call)).await;
        assert!(readings.iter().all(|reading| reading.reader != reader), "{readings:?}");
        house.expect_sound().await;
    }
}

/// A frozen session of one decided file, of a call whose rule wants four eyes.
fn decided_session(tx: &mut store::Tx, cast: &Cast) -> base::Outcome<()> {
    let rules = Rules { four_eyes: true, ..call_rules() };
    let version = calls::call(tx, cast.call)?.version;
    calls::change_rules(tx, &cast.officer.actor, cast.call, version, &rules)?;
    let file = filed(tx, &cast.manager.actor, cast.call, cast.org_a, "Potager")?;
    assigned(tx, cast, file, &cast.reader)?;
    frozen(tx, cast.session)?;
    decided(tx, cast, file, 5_000)
}

#[tokio::test]
async fn who_decided_does_not_publish_where_the_rule_wants_four_eyes() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        house.write(move |tx| decided_session(tx, &acting)).await;
        let colleague: PersonId = cast.resident.id;
        house
            .write(move |tx| {
                let new = NewGrant {
                    person: colleague,
                    role: Role::Officer,
                    scope: String::new(),
                    valid_until: None,
                };
                people::grant(tx, "system", &new)
            })
            .await;
        let session = format!("/bureau/sessions/{}", cast.session);
        let publish = format!("{session}/publication");
        let typed = [("reference", "DELIB-2027-01"), ("decided_on", "2027-01-15")];
        let mut own = house.fresh_browser_of(&cast.officer).await;
        let refused = own.fill(&session, &publish, &typed).await.expect(422);
        refused.says(&house.say("calls-conflict-four-eyes", &[]));
        let mut other = house.fresh_browser_of(&cast.resident).await;
        other.fill(&session, &publish, &typed).await.expect(303);
        house.expect_sound().await;
    }
}
