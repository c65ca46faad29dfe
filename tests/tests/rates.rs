//! Limits on rates as people and their enemies meet them: on several nodes, and without harm to
//! those whom somebody would lock out.

use std::net::SocketAddr;

use parvis_tests::{
    Browser, House, PASSWORD, Page, gather, house, house_on, houses, settings, with_password,
};
use store::{Place, Store};

/// A browser at another node of the same instance.
async fn at_another_node(house: &House) -> Browser {
    let store = match house.app.store().place() {
        Place::Folder(_) => house.app.store().clone(),
        place => Store::open(place.clone(), house.app.world().clone()).unwrap(),
    };
    let app = parvis::app(store, settings()).await.unwrap();
    house.browser().at(parvis::router(&app).unwrap())
}

fn from(browser: &mut Browser, last: u8) {
    browser.address = SocketAddr::from(([198, 51, 100, last], 5_000));
}

async fn try_at(browser: &mut Browser, email: &str, password: &str) -> Page {
    let typed = [("email", email), ("password", password)];
    browser.fill("/connexion", "/connexion", &typed).await
}

fn wait(page: &Page) -> i64 {
    page.header("retry-after").parse().unwrap()
}

#[tokio::test]
async fn all_nodes_share_the_limits() {
    for house in houses().await {
        let (mut here, mut there) = (house.browser(), at_another_node(&house).await);
        for at in 0..10 {
            let browser = if at % 2 == 0 { &mut here } else { &mut there };
            try_at(browser, "personne@parvis.test", "essai").await.expect(422);
        }
        // The address has tried ten times: one more every twelve seconds, told to the second.
        for browser in [&mut here, &mut there] {
            let page = try_at(browser, "personne@parvis.test", "essai").await.expect(429);
            assert_eq!(wait(&page), 12, "{}", house.engine);
        }
        house.app.world().advance_seconds(12);
        // It is the account's turn, which strangers from all addresses share.
        let page = try_at(&mut there, "personne@parvis.test", "essai").await.expect(429);
        assert_eq!(wait(&page), 48, "{}", house.engine);
        from(&mut here, 7);
        try_at(&mut here, "personne@parvis.test", "essai").await.expect(429);
        try_at(&mut here, "autre@parvis.test", "essai").await.expect(422);
    }
}

#[tokio::test]
async fn nobody_is_locked_out_by_strangers() {
    for house in houses().await {
        let cast = gather(&house).await;
        let email = cast.resident.email.as_str();
        with_password(&house, email).await;
        let mut own = house.browser();
        from(&mut own, 1);
        try_at(&mut own, email, PASSWORD).await.expect(303);
        own.fill("/compte", "/deconnexion", &[]).await.expect(303);
        // Strangers try at the account, from its owner's address too.
        for last in 1..4 {
            let mut stranger = house.browser();
            from(&mut stranger, last);
            for _ in 0..11 {
                let page = try_at(&mut stranger, email, "essai").await;
                assert!(matches!(page.status.as_u16(), 422 | 429), "{}", page.status);
            }
        }
        let mut new = house.browser();
        from(&mut new, 9);
        try_at(&mut new, email, PASSWORD).await.expect(429);
        // Her own browser is not asked how often others have failed.
        try_at(&mut own, email, PASSWORD).await.expect(303);
        // In a new one a link lets her in, and makes it known.
        new.fill("/mot-de-passe", "/mot-de-passe", &[("email", email)]).await.expect(200);
        let mail = house.outbox().await.pop().unwrap();
        let start = mail.text.find("/mot-de-passe/").unwrap();
        let link = mail.text.get(start..).unwrap().split_whitespace().next().unwrap();
        new.fill(link, link, &[("password", "quatre poires jaunes")]).await.expect(303);
        new.fill("/compte", "/deconnexion", &[]).await.expect(303);
        try_at(&mut new, email, "quatre poires jaunes").await.expect(303);
    }
}

#[tokio::test]
async fn a_known_browser_is_known_to_one_account_and_limited_itself() {
    let house = house().await;
    let cast = gather(&house).await;
    with_password(&house, &cast.resident.email).await;
    with_password(&house, &cast.reader.email).await;
    let mut thief = house.browser();
    try_at(&mut thief, &cast.resident.email, PASSWORD).await.expect(303);
    let known = thief.cookies.get("parvis-known").unwrap().clone();
    // Signed in to one's own account one is a stranger to others'.
    let mut other = house.browser();
    from(&mut other, 2);
    for _ in 0..10 {
        try_at(&mut other, &cast.reader.email, "essai").await.expect(422);
    }
    from(&mut thief, 3);
    thief.cookies.remove("parvis-session");
    try_at(&mut thief, &cast.reader.email, PASSWORD).await.expect(429);
    // Nor does a token of one's own making help.
    let (token, _) = known.split_once('.').unwrap();
    for forged in [token.to_owned(), format!("{token}."), format!("{token}.{token}")] {
        thief.cookies.insert("parvis-known".to_owned(), forged);
        try_at(&mut thief, &cast.reader.email, PASSWORD).await.expect(429);
    }
    // And in a known browser too passwords are tried ten times.
    thief.cookies.insert("parvis-known".to_owned(), known);
    for _ in 0..10 {
        try_at(&mut thief, &cast.resident.email, "essai").await.expect(422);
    }
    let page = try_at(&mut thief, &cast.resident.email, PASSWORD).await.expect(429);
    assert_eq!(wait(&page), 60);
}

#[tokio::test]
async fn mails_to_typed_addresses_are_few() {
    for house in houses().await {
        let cast = gather(&house).await;
        for email in [cast.resident.email.as_str(), "personne@parvis.test"] {
            for last in 10..15 {
                let mut browser = house.browser();
                from(&mut browser, last);
                browser
                    .fill("/mot-de-passe", "/mot-de-passe", &[("email", email)])
                    .await
                    .expect(200);
            }
            // Whoever asks, from wherever: the address has had its mails.
            let mut browser = house.browser();
            from(&mut browser, 15);
            let form = [("email", email), ("name", "Rose")];
            let page = browser.fill("/inscription", "/inscription", &form).await.expect(429);
            assert_eq!(wait(&page), 600, "{}", house.engine);
        }
        let mails = house.outbox().await;
        let to_her = mails.iter().filter(|mail| mail.to == cast.resident.email).count();
        assert_eq!(to_her, 5, "{}", house.engine);
        // One address writes to ten others, and then waits.
        let mut browser = house.browser();
        for at in 0..10 {
            let email = format!("personne-{at}@parvis.test");
            browser.fill("/mot-de-passe", "/mot-de-passe", &[("email", &email)]).await.expect(200);
        }
        let last = [("email", "personne-10@parvis.test")];
        let page = browser.fill("/mot-de-passe", "/mot-de-passe", &last).await.expect(429);
        assert_eq!(wait(&page), 60, "{}", house.engine);
    }
}

#[tokio::test]
async fn what_is_costly_is_limited_by_account_and_the_rest_goes_on() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut browser = house.browser_of(&cast.officer);
        for _ in 0..60 {
            browser.get("/donnees/subventions.csv").await.expect(200);
        }
        let page = browser.get("/donnees-personnelles/registre.pdf").await.expect(429);
        assert_eq!(wait(&page), 2, "{}", house.engine);
        browser.get("/bureau").await.expect(200);
        // At the same address another account is another, and so is nobody.
        house.browser_of(&cast.reader).get("/donnees/subventions.csv").await.expect(200);
        house.browser().get("/donnees/subventions.csv").await.expect(200);
        house.app.world().advance_seconds(2);
        browser.get("/donnees/subventions.csv").await.expect(200);
    }
}

#[tokio::test]
async fn a_signed_in_person_is_counted_apart_from_their_neighbours() {
    let slow = web::Settings { requests_per_second: 2, ..settings() };
    let house = house_on(store::testing::sqlite_ground(), "SQLite", slow).await;
    let cast = gather(&house).await;
    let mut neighbour = house.browser();
    while neighbour.get("/connexion").await.status != 429 {}
    let mut browser = house.browser_of(&cast.resident);
    browser.get("/compte").await.expect(200);
    // Nor does another address give the same account more.
    while browser.get("/compte").await.status != 429 {}
    from(&mut browser, 200);
    browser.get("/compte").await.expect(429);
    // Writing has a limit of its own.
    let mut writer = house.browser_of(&cast.reader);
    let form = writer.form("/compte", "/deconnexion").await;
    let mut tries = 0;
    while writer.post("/connexion/code", &form).await.status != 429 {
        tries += 1;
        assert!(tries < 20, "writing is not limited");
    }
    writer.get("/compte").await.expect(200);
}
