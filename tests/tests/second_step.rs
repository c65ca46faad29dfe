//! The second step of signing in, and proving again who one is before what matters.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};

use parvis_tests::{
    Browser, Cast, House, PASSWORD, Page, gather, house_on, settings, with_password,
};
use people::Role;
use store::testing::grounds;
use totp_rs::{Builder, Secret};

const SETUP: &str = "/compte/second-facteur";

/// An instance on each engine where those who run it need a second step.
async fn strict_houses() -> Vec<House> {
    let mut houses = Vec::new();
    for ground in grounds() {
        let settings = web::Settings { second_step: true, ..settings() };
        houses.push(house_on(ground, "strict", settings).await);
    }
    houses
}

/// Signs in from an address of its own, so that no limit on tries is met by chance.
async fn sign_in(browser: &mut Browser, email: &str) -> Page {
    static ADDRESSES: AtomicU8 = AtomicU8::new(1);
    let last = ADDRESSES.fetch_add(1, Ordering::Relaxed);
    browser.address = SocketAddr::from(([198, 51, 100, last], 4_000));
    browser.fill("/connexion", "/connexion", &[("email", email), ("password", PASSWORD)]).await
}

/// The code that an application shows now for the key that the page shows.
fn code(house: &House, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let seconds = u64::try_from(house.app.world().now().0 / 1_000_000).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(seconds).to_string()
}

fn shown_codes(page: &Page) -> Vec<String> {
    let codes = page.body.split("<code>").skip(1).filter_map(|part| part.split("</code>").next());
    codes.map(|code| code.replace(' ', "")).collect()
}

/// Sets the second step up; its secret and the spare codes.
async fn set_up(house: &House, browser: &mut Browser) -> (String, Vec<String>) {
    browser.fill(SETUP, SETUP, &[]).await.expect(303);
    let page = browser.get(SETUP).await.expect(200);
    assert!(page.body.contains("<svg class=\"qr\""), "no picture");
    let secret = shown_codes(&page).remove(0);
    let confirmation = format!("{SETUP}/confirmation");
    browser.fill_on(&page, &confirmation, &[("code", "000000")]).await.expect(422);
    let now = code(house, &secret);
    let page = browser.fill(SETUP, &confirmation, &[("code", now.as_str())]).await.expect(200);
    let spare = shown_codes(&page);
    assert_eq!(spare.len(), 10);
    (secret, spare)
}

async fn officer_with_second_step(house: &House) -> (Cast, String, Vec<String>) {
    let cast = gather(house).await;
    with_password(house, &cast.officer.email).await;
    let mut browser = house.browser();
    let entered = sign_in(&mut browser, &cast.officer.email).await.expect(303);
    assert_eq!(entered.leads_to(), SETUP);
    let desk = browser.get("/bureau").await.expect(409);
    desk.says(&house.say("people-conflict-second-step", &[]));
    let (secret, spare) = set_up(house, &mut browser).await;
    browser.get("/bureau").await.expect(200);
    (cast, secret, spare)
}

#[tokio::test]
async fn rights_wait_for_the_second_step_and_a_code_serves_once() {
    for house in strict_houses().await {
        let (cast, secret, spare) = officer_with_second_step(&house).await;
        let email = cast.officer.email.as_str();
        let mut browser = house.browser();
        let asked = sign_in(&mut browser, email).await.expect(200);
        browser.get("/bureau").await.expect(303);
        let used = code(&house, &secret);
        browser.fill_on(&asked, "/connexion/code", &[("code", used.as_str())]).await.expect(422);
        house.app.world().advance_seconds(30);
        let fresh = code(&house, &secret);
        let entered = browser.fill_on(&asked, "/connexion/code", &[("code", &fresh)]).await;
        entered.expect(303);
        browser.get("/bureau").await.expect(200);

        for (code, status) in [(&fresh, 422), (&spare[0], 303), (&spare[0], 422), (&spare[1], 303)]
        {
            let mut other = house.browser();
            let asked = sign_in(&mut other, email).await.expect(200);
            other.fill_on(&asked, "/connexion/code", &[("code", code)]).await.expect(status);
        }
    }
}

#[tokio::test]
async fn a_half_sign_in_is_worth_five_codes_and_five_minutes() {
    for house in strict_houses().await {
        let (cast, secret, _) = officer_with_second_step(&house).await;
        let mut browser = house.browser();
        let asked = sign_in(&mut browser, &cast.officer.email).await.expect(200);
        for _ in 0..5 {
            browser.fill_on(&asked, "/connexion/code", &[("code", "000000")]).await.expect(422);
        }
        house.app.world().advance_seconds(60);
        let right = code(&house, &secret);
        let late =
            browser.fill_on(&asked, "/connexion/code", &[("code", &right)]).await.expect(303);
        assert!(late.leads_to().starts_with("/connexion"), "{}", late.leads_to());
        let asked = sign_in(&mut browser, &cast.officer.email).await.expect(200);
        house.app.world().advance_seconds(301);
        let right = code(&house, &secret);
        let late =
            browser.fill_on(&asked, "/connexion/code", &[("code", &right)]).await.expect(303);
        assert!(late.leads_to().starts_with("/connexion"), "{}", late.leads_to());
    }
}

#[tokio::test]
async fn rights_are_given_by_who_has_just_proved_who_they_are() {
    for house in parvis_tests::houses().await {
        let cast = gather(&house).await;
        with_password(&house, &cast.administrator.email).await;
        let mut browser = house.browser();
        sign_in(&mut browser, &cast.administrator.email).await.expect(303);
        let action = "/administration/droits";
        let typed = [("email", "neuve@parvis.test"), ("name", "Neuve"), ("role", "reader")];
        house.app.world().advance_seconds(301);
        let asked = browser.fill("/administration", action, &typed).await.expect(200);
        assert!(asked.body.contains("neuve@parvis.test"), "what was typed is lost");
        let wrong = browser.fill_on(&asked, action, &[("_proof", "autre chose")]).await.expect(422);
        let found = house.read(|tx| people::account_by_email(tx, "neuve@parvis.test")).await;
        assert_eq!(found, None);
        browser.fill_on(&wrong, action, &[("_proof", PASSWORD)]).await.expect(303);
        let found = house.read(|tx| people::account_by_email(tx, "neuve@parvis.test")).await;
        let neuve = found.unwrap().id;
        let held = house.read(move |tx| people::grants_of(tx, neuve)).await;
        assert!(held.iter().any(|grant| grant.role == Role::Reader));
        // Proved: for five minutes nobody asks.
        let typed = [("email", "autre@parvis.test"), ("name", "Autre"), ("role", "reader")];
        browser.fill("/administration", action, &typed).await.expect(303);
    }
}

#[tokio::test]
async fn stolen_passwords_are_refused() {
    use sha1::Digest;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stolen");
    let stolen = base::hex(&sha1::Sha1::digest(PASSWORD)).to_uppercase();
    std::fs::write(&file, format!("{stolen}:3\n")).unwrap();
    let settings = web::Settings { breached_passwords: Some(file), ..settings() };
    let house = house_on(store::testing::sqlite_ground(), "SQLite", settings).await;
    let cast = gather(&house).await;
    let person = cast.resident.id;
    let token = house.write(move |tx| people::request_link(tx, person)).await;
    let (page, mut browser) = (format!("/mot-de-passe/{token}"), house.browser());
    let refused = browser.fill(&page, &page, &[("password", PASSWORD)]).await.expect(422);
    refused.says(&house.say("people-fault-password-breached", &[]));
    browser.fill(&page, &page, &[("password", "quatre poires mûres")]).await.expect(303);
}
