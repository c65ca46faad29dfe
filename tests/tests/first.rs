//! A new instance: its first administrator is made by a link that serves once.

use parvis_tests::{House, houses};
use people::Role;

async fn first_link(house: &House) -> Option<String> {
    let token = house.write(people::first_link).await?;
    Some(format!("/premier-administrateur/{token}"))
}

#[tokio::test]
async fn the_first_link_makes_one_administrator_and_no_second() {
    for house in houses().await {
        let old = first_link(&house).await.unwrap();
        let page = first_link(&house).await.unwrap();
        let mut browser = house.browser();
        browser.get(&old).await.expect(404);
        browser.get("/premier-administrateur/rien").await.expect(404);
        let short = [("name", "Ada"), ("email", "ada@parvis.test"), ("password", "court")];
        browser.fill(&page, &page, &short).await.expect(422);
        let form = browser.get(&page).await.expect(200);
        let typed =
            [("name", "Ada"), ("email", "ada@parvis.test"), ("password", "trois pommes vertes")];
        browser.fill_on(&form, &page, &typed).await.expect(303);
        browser.get("/administration").await.expect(200);
        let mut other = house.browser();
        let form = other.get("/connexion").await;
        let token = parvis_tests::hidden_fields(&form.body, "/connexion").remove(0);
        let late = [token, ("name".into(), "Eve".into()), ("email".into(), "e@parvis.test".into())];
        let late = [&late[..], &[("password".into(), "quatre poires mûres".into())]].concat();
        other.post(&page, &late).await.expect(404);
        other.get(&page).await.expect(404);
        assert_eq!(first_link(&house).await, None);
        let held = house.read(|tx| people::holders(tx, Role::Administrator, "")).await;
        assert_eq!(held.len(), 1);
        house.expect_sound().await;
    }
}
