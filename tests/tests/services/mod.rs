//! Signing in by FranceConnect and ProConnect, against a service made here that can be told to
//! lie. `tests/browser/services.test.mjs` does the same with the software that both run.

mod liar;

use liar::{Liar, Lie};
use parvis_tests::{Browser, House, Page, Person, gather, house_on, settings, with_password};
use people::Role;
use serde_json::json;
use store::testing::grounds;

const RESIDENT: &str = "franceconnect";
const WORKER: &str = "proconnect";

/// An instance on each engine with both services, which are one liar.
async fn houses() -> Vec<(House, Liar)> {
    let mut houses = Vec::new();
    for ground in grounds() {
        let liar = Liar::start().await;
        let service = |code, levels: &[&str]| web::Service {
            code,
            issuer: liar.issuer.clone(),
            client_id: "parvis".to_owned(),
            client_secret: base::Secret::new("un secret"),
            levels: levels.iter().map(|level| (*level).to_owned()).collect(),
        };
        let services = vec![service(RESIDENT, &["eidas1"]), service(WORKER, &[])];
        let settings = web::Settings { services, second_step: true, ..settings() };
        houses.push((house_on(ground, "with services", settings).await, liar));
    }
    houses
}

/// There and back again; what comes of it.
async fn travel(house: &House, liar: &Liar, browser: &mut Browser, service: &str) -> Page {
    let sent = browser.get(&format!("/connexion/service/{service}?retour=/compte")).await;
    let back = liar.authorise(sent.expect(303).leads_to(), house.app.world().now());
    browser.get(&back).await
}

fn code_in(mail: &work::OutgoingMail) -> String {
    let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.lines().find(is_code).unwrap().to_owned()
}

async fn last_code(house: &House, email: &str) -> String {
    let mails = house.outbox().await;
    code_in(mails.iter().rfind(|mail| mail.to == email).unwrap())
}

const NEWCOMER: &str = "/connexion/identite";
const CODE: &str = "/connexion/identite/code";

/// Signs in by a service the first time, with an address.
async fn arrive(house: &House, liar: &Liar, browser: &mut Browser, email: &str) {
    let page = travel(house, liar, browser, RESIDENT).await.expect(303);
    assert_eq!(page.leads_to(), NEWCOMER);
    // Mails of one moment have no order.
    house.app.world().advance_seconds(1);
    browser.fill(NEWCOMER, NEWCOMER, &[("email", email)]).await.expect(303);
    let code = last_code(house, email).await;
    browser.fill(NEWCOMER, CODE, &[("code", &code)]).await.expect(303);
}

#[tokio::test]
async fn a_resident_is_known_by_number_and_their_civil_identity_is_sealed() {
    for (house, liar) in houses().await {
        let mut browser = house.browser();
        arrive(&house, &liar, &mut browser, "angela@residents.test").await;
        let account = browser.get("/compte").await.expect(200);
        account.says("Angela Dubois").says("1962-08-24").says("75107");
        for canary in ["75107", "1962-08-24"] {
            let places = house.read(move |tx| store::testing::places_of(tx, canary)).await;
            assert!(places.is_empty(), "{}: {canary} can be read in {places:?}", house.engine);
        }
        // Later, elsewhere, under another address: the number is enough.
        liar.tell("email", json!("autre@residents.test"));
        let mut elsewhere = house.browser();
        let page = travel(&house, &liar, &mut elsewhere, RESIDENT).await.expect(303);
        assert_eq!(page.leads_to(), "/compte");
        elsewhere.get("/compte").await.expect(200).says("angela@residents.test");
        let whole = browser.fill("/compte", "/compte/donnees", &[("format", "json")]).await;
        let whole: serde_json::Value = serde_json::from_slice(&whole.expect(200).bytes).unwrap();
        assert_eq!(whole["people"]["civil_identity"][0]["birth_place"], "75107");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn erasure_reaches_old_backups() {
    for (house, liar) in houses().await {
        let mut browser = house.browser();
        arrive(&house, &liar, &mut browser, "angela@residents.test").await;
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("old");
        store::backup(house.app.store().place(), parvis::CONTEXTS, &old).await.unwrap();
        let path = "/compte/suppression";
        browser.fill(path, path, &[("email", "angela@residents.test")]).await.expect(303);
        house.run_jobs().await;
        // The backup of the data is restored; the keys are those of today.
        let place = store::Place::Folder(folder.path().join("restored"));
        store::restore(&place, parvis::CONTEXTS, &old).await.unwrap();
        let read = |text: &'static str| {
            let bytes = std::fs::read(&old).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        };
        assert!(read("angela@residents.test"), "the backup was not made");
        assert!(!read("75107") && !read("1962-08-24"), "{}: the identity is plain", house.engine);
        let store = store::Store::open(place, house.app.world().clone()).unwrap();
        let keys = Some(match house.app.store().place() {
            store::Place::Folder(folder) => store::Place::Folder(folder.join("keys")),
            store::Place::Database { url, .. } => store::Place::database(format!("{url}_keys")),
        });
        // The house holds the keys' folder: it ends first.
        let (engine, person) = (house.engine, "angela@residents.test");
        let settings = web::Settings { keys, ..house.app.settings().clone() };
        let House { ground: _ground, app, router, .. } = house;
        drop((app, router, browser));
        let restored = parvis::app(store, settings).await.unwrap();
        let there = |app: &web::App| {
            let store = app.store().clone();
            async move { store.read(|tx| people::account_by_email(tx, person)).await.unwrap() }
        };
        let back = there(&restored).await.unwrap();
        let shown = people::civil_identities(&restored, back.id).await.unwrap();
        assert!(shown.is_empty(), "{engine}: {shown:?} can be read from an old backup");
        parvis::erase_again(&restored).await.unwrap();
        assert!(there(&restored).await.is_none(), "{engine}: erased, and back by a restoration");
        let places = restored.store().read(|tx| store::testing::places_of(tx, "angela")).await;
        assert_eq!(places.unwrap(), Vec::<String>::new(), "{engine}");
    }
}

#[tokio::test]
async fn no_lie_signs_anybody_in() {
    for (house, liar) in houses().await {
        let mut first = house.browser();
        arrive(&house, &liar, &mut first, "angela@residents.test").await;
        for lie in Lie::ALL {
            liar.lie(Some(*lie));
            let mut browser = house.browser();
            let page = travel(&house, &liar, &mut browser, RESIDENT).await;
            assert!(!browser.cookies.contains_key("parvis-session"), "{lie:?} is believed");
            assert_eq!(page.status.as_u16(), 409, "{lie:?} leads to {}", page.leads_to());
            liar.lie(None);
        }
        let mut honest = house.browser();
        travel(&house, &liar, &mut honest, RESIDENT).await.expect(303);
        honest.get("/compte").await.expect(200);
    }
}

#[tokio::test]
async fn the_way_back_is_good_for_one_browser_and_once() {
    for (house, liar) in houses().await {
        let now = house.app.world().now();
        let start = format!("/connexion/service/{RESIDENT}");
        let unclear = house.say("people-conflict-service-unclear", &[]);
        let mut other = house.browser();
        let sent = other.get(&start).await.expect(303);
        let there = liar.authorise(sent.leads_to(), now).replace(RESIDENT, WORKER);
        other.get(&there).await.expect(409).says(&unclear);
        let mut browser = house.browser();
        let sent = browser.get(&start).await.expect(303);
        let back = liar.authorise(sent.leads_to(), now);
        let lost = house.say("people-conflict-service-lost", &[]);
        house.browser().get(&back).await.expect(409).says(&lost);
        let wrong = back.replace("state=", "state=0");
        browser.clone().get(&wrong).await.expect(409).says(&lost);
        browser.get(&back).await.expect(303);
        browser.get(&back).await.expect(409).says(&lost);
        // Giving up there, or a level that cannot be reached.
        let sent = browser.get(&start).await.expect(303);
        let back = liar.authorise(sent.leads_to(), now).replace("code=", "error=access_denied&x=");
        let page = browser.get(&back).await.expect(303);
        assert_eq!(page.leads_to(), "/connexion?fait=people-notice-service-denied");
        // A quarter of an hour is enough.
        let sent = browser.get(&start).await.expect(303);
        let back = liar.authorise(sent.leads_to(), now);
        house.app.world().advance_seconds(15 * 60 + 1);
        browser.get(&back).await.expect(409).says(&lost);
    }
}

#[tokio::test]
async fn an_address_alone_joins_nothing() {
    for (house, liar) in houses().await {
        let cast = gather(&house).await;
        let victim = cast.manager.email.clone();
        liar.tell("email", json!(victim));
        let mut browser = house.browser();
        travel(&house, &liar, &mut browser, RESIDENT).await.expect(303);
        assert!(!browser.cookies.contains_key("parvis-session"));
        let known = browser.get(NEWCOMER).await.expect(200).words();
        browser.fill(NEWCOMER, NEWCOMER, &[("email", &victim)]).await.expect(303);
        let sent = browser.get(NEWCOMER).await.expect(200).words();
        // The same pages for an address that nobody has.
        let mut other = house.browser();
        liar.tell("sub", json!("another"));
        travel(&house, &liar, &mut other, RESIDENT).await.expect(303);
        assert_eq!(other.get(NEWCOMER).await.expect(200).words(), known);
        other.fill(NEWCOMER, NEWCOMER, &[("email", "nobody@residents.test")]).await.expect(303);
        let page = other.get(NEWCOMER).await.expect(200).words();
        assert_eq!(page.replace("nobody@residents.test", &victim), sent);
        // Another browser cannot use the code, and five wrong ones end it all.
        let code = last_code(&house, &victim).await;
        let wrong = if code == "12345678" { "87654321" } else { "12345678" };
        other.fill(NEWCOMER, CODE, &[("code", &code)]).await.expect(422);
        for _ in 0..5 {
            browser.fill(NEWCOMER, CODE, &[("code", wrong)]).await.expect(422);
        }
        let page = browser.get(NEWCOMER).await.expect(303);
        assert_eq!(page.leads_to(), "/connexion?fait=people-notice-sign-in-again");
        assert!(!browser.cookies.contains_key("parvis-session"));
        // With the code, the identity is joined to the account that there is.
        liar.tell("sub", json!("the manager"));
        arrive(&house, &liar, &mut browser, &victim).await;
        let page = browser.get(&format!("/organisations/{}", cast.org_a)).await;
        page.expect(200);
    }
}

#[tokio::test]
async fn an_identity_is_joined_and_left_by_its_owner() {
    for (house, liar) in houses().await {
        let cast = gather(&house).await;
        with_password(&house, &cast.manager.email).await;
        let join = format!("/compte/identites/{RESIDENT}");
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let page = browser.fill("/compte", &join, &[]).await.expect(200);
        let address = page.header("refresh").strip_prefix("0; url=").unwrap().to_owned();
        let back = liar.authorise(&address, house.app.world().now());
        // Whoever is signed in as somebody else joins nothing.
        let mut other = house.fresh_browser_of(&cast.other).await;
        other.cookies.insert("parvis-trajet".to_owned(), browser.cookies["parvis-trajet"].clone());
        other.clone().get(&back).await.expect(409);
        let page = browser.fill("/compte", &join, &[]).await.expect(200);
        let address = page.header("refresh").strip_prefix("0; url=").unwrap().to_owned();
        let back = liar.authorise(&address, house.app.world().now());
        let page = browser.get(&back).await.expect(303);
        assert_eq!(page.leads_to(), "/compte?fait=people-notice-identity-joined");
        let mut elsewhere = house.browser();
        travel(&house, &liar, &mut elsewhere, RESIDENT).await.expect(303);
        elsewhere.get(&format!("/organisations/{}", cast.org_a)).await.expect(200);
        // Another account cannot have it, too.
        let page = other.fill("/compte", &join, &[]).await.expect(200);
        let address = page.header("refresh").strip_prefix("0; url=").unwrap().to_owned();
        let back = liar.authorise(&address, house.app.world().now());
        other.get(&back).await.expect(409).says(&house.say("people-conflict-identity-taken", &[]));
        browser.fill("/compte", &format!("{join}/fin"), &[]).await.expect(303);
        let mut again = house.browser();
        let page = travel(&house, &liar, &mut again, RESIDENT).await.expect(303);
        assert_eq!(page.leads_to(), NEWCOMER);
    }
}

/// Joins the worker's identity to a person's account.
async fn joined(house: &House, liar: &Liar, person: &Person) -> Browser {
    let mut browser = house.fresh_browser_of(person).await;
    let join = format!("/compte/identites/{WORKER}");
    let page = browser.fill("/compte", &join, &[]).await.expect(200);
    let address = page.header("refresh").strip_prefix("0; url=").unwrap().to_owned();
    let back = liar.authorise(&address, house.app.world().now());
    browser.get(&back).await.expect(303);
    browser
}

#[tokio::test]
async fn two_ways_at_the_service_count_as_a_second_step_and_one_does_not() {
    for (house, liar) in houses().await {
        let cast = gather(&house).await;
        joined(&house, &liar, &cast.officer).await;
        let mut browser = house.browser();
        travel(&house, &liar, &mut browser, WORKER).await.expect(303);
        browser.get("/bureau").await.expect(409);
        liar.tell("amr", json!(["pwd", "mfa"]));
        let mut browser = house.browser();
        travel(&house, &liar, &mut browser, WORKER).await.expect(303);
        browser.get("/bureau").await.expect(200);
    }
}

#[tokio::test]
async fn who_has_no_password_proves_again_by_the_service() {
    for (house, liar) in houses().await {
        let cast = gather(&house).await;
        let mut browser = joined(&house, &liar, &cast.resident).await;
        house.app.world().advance_seconds(301);
        let export = [("format", "json")];
        let page = browser.fill("/compte", "/compte/donnees", &export).await.expect(200);
        let prove = format!("/connexion/service/{WORKER}?preuve=1");
        assert!(page.body.contains(&prove), "no way to prove it:\n{}", page.words());
        let sent = browser.get(&prove).await.expect(303);
        assert!(sent.leads_to().contains("prompt=login"), "{}", sent.leads_to());
        let back = liar.authorise(sent.leads_to(), house.app.world().now());
        browser.get(&back).await.expect(303);
        let done = browser.fill_on(&page, "/compte/donnees", &[]).await.expect(200);
        assert_eq!(done.header("content-type"), "application/json");
        // Somebody else's proof is none.
        house.app.world().advance_seconds(301);
        liar.tell("sub", json!("somebody else"));
        let sent = browser.get(&prove).await.expect(303);
        let back = liar.authorise(sent.leads_to(), house.app.world().now());
        let other = house.say("people-conflict-identity-other", &[]);
        browser.get(&back).await.expect(409).says(&other);
    }
}

#[tokio::test]
async fn an_employer_is_suggested_and_its_managers_are_asked() {
    for (house, liar) in houses().await {
        let cast = gather(&house).await;
        let id = cast.org_b;
        let there = house.read(move |tx| people::organisation(tx, id)).await;
        liar.tell("siret", json!(there.data.siret));
        let mut browser = joined(&house, &liar, &cast.resident).await;
        browser.get("/compte").await.expect(200).says(&there.data.name);
        let asked = browser.fill("/compte", "/organisations/demande", &[]).await.expect(303);
        assert_eq!(asked.leads_to(), "/compte?fait=people-notice-workplace-asked");
        let subject = house.say("people-mail-workplace-subject", &[]);
        let mails = house.outbox().await;
        let told: Vec<&str> =
            mails.iter().filter(|m| m.subject == subject).map(|m| m.to.as_str()).collect();
        let managers =
            house.read(move |tx| people::holders(tx, Role::Manager, &id.to_string())).await;
        assert_eq!(told, managers.iter().map(|who| who.email.as_str()).collect::<Vec<_>>());
        // Only where the service says that one works.
        let mut stranger = house.fresh_browser_of(&cast.manager).await;
        let csrf =
            parvis_tests::hidden_fields(&stranger.get("/compte").await.body, "/compte/jetons");
        let mut fields = csrf;
        fields.push(("siret".to_owned(), there.data.siret.clone()));
        stranger.post("/organisations/demande", &fields).await.expect(404);
        // An employer that is not there yet can be entered.
        liar.tell("siret", json!("22920050600017"));
        liar.tell("organization_label", json!("Département des Hauts-de-Seine"));
        let mut again = house.browser();
        travel(&house, &liar, &mut again, WORKER).await.expect(303);
        let page = again.get("/compte").await.expect(200);
        assert!(page.body.contains("/organisations/nouvelle?siret=22920050600017"), "no way in");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_there_too() {
    for (house, liar) in houses().await {
        let mut browser = house.browser();
        arrive(&house, &liar, &mut browser, "angela@residents.test").await;
        let page = browser.fill("/compte", "/deconnexion", &[]).await.expect(200);
        let address = page.header("refresh").strip_prefix("0; url=").unwrap().to_owned();
        let address = url::Url::parse(&address).unwrap();
        let asked: std::collections::BTreeMap<_, _> = address.query_pairs().collect();
        assert!(address.as_str().starts_with(&format!("{}/session/end", liar.issuer)));
        assert_eq!(asked["post_logout_redirect_uri"], "http://parvis.test/deconnexion/retour");
        assert!(asked["state"].len() >= 32 && asked["id_token_hint"].split('.').count() == 3);
        browser.get("/compte").await.expect(303);
        let page = browser.get("/deconnexion/retour").await.expect(303);
        assert_eq!(page.leads_to(), "/?fait=people-notice-signed-out");
    }
}
