//! The settings of the instance: filled in once, used by all that is published or printed.

use parvis_tests::{
    Browser, Cast, House, assigned, decided, filed, frozen, gather, hidden_fields, house, house_on,
    houses, publisher, settings, with_password,
};

const PATH: &str = "/administration/reglages";

/// The form as the page holds it, with some fields typed anew.
async fn form(
    house: &House,
    browser: &mut Browser,
    typed: &[(&str, &str)],
) -> Vec<(String, String)> {
    let mut fields = browser.form(PATH, PATH).await;
    let now = house.read(web::publisher).await;
    for entry in web::ENTRIES {
        let anew = typed.iter().find(|(name, _)| *name == entry.name);
        let value = match entry.kind {
            web::EntryKind::Languages => "en",
            _ => anew.map_or((entry.of)(&now), |(_, value)| value),
        };
        fields.push((entry.name.to_owned(), value.to_owned()));
    }
    fields
}

async fn save(house: &House, browser: &mut Browser, typed: &[(&str, &str)]) -> parvis_tests::Page {
    let fields = form(house, browser, typed).await;
    browser.post(PATH, &fields).await
}

/// Empties the settings.
async fn emptied(house: &House) {
    house
        .write(|tx| {
            let version = web::publisher(tx)?.version;
            let empty = web::Publisher { version, ..web::Publisher::default() };
            web::change_publisher(tx, &empty).map(drop)
        })
        .await;
    house.app.renew_publisher().await.unwrap();
}

#[tokio::test]
async fn what_is_filled_in_is_said_wherever_it_belongs() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut browser = house.fresh_browser_of(&cast.administrator).await;
        browser.get("/").await.expect(200).says("Département des Hauts-de-Seine");
        let typed = [
            ("name", "Métropole d’Essai"),
            ("siret", "356 000 000 00048"),
            ("director", "Jeanne Martin, présidente"),
            ("officer_contact", "DPO@metropole.test"),
            ("accessibility", "https://metropole.test/accessibilite"),
            ("help", "aide@metropole.test"),
        ];
        let saved = save(&house, &mut browser, &typed).await;
        browser.follow(saved).await.expect(200).says("Les réglages sont enregistrés.");
        let mut public = house.browser();
        for (page, said) in [
            ("/", "Métropole d’Essai"),
            ("/appels", "aide@metropole.test"),
            ("/rien-de-tel", "aide@metropole.test"),
            ("/mentions-legales", "Jeanne Martin, présidente"),
            ("/mentions-legales", "35600000000048"),
            ("/donnees-personnelles", "dpo@metropole.test"),
            ("/donnees-personnelles/registre", "Métropole d’Essai"),
            ("/accessibilite", "https://metropole.test/accessibilite"),
            ("/accessibilite", "Métropole d’Essai s’engage"),
        ] {
            let shown = public.get(page).await;
            assert!(shown.body.contains(said), "{page} does not say {said}: {}", shown.words());
        }
        let scdl = public.get("/donnees/subventions.csv").await.expect(200).body;
        assert!(!scdl.contains("Hauts-de-Seine"), "{scdl}");
        let log = house.read(|tx| people::entries(tx, Some("name"), None, 10)).await;
        assert_eq!(log[0].action, "people.setting-changed");
        assert!(log[0].detail.contains("Hauts-de-Seine") && log[0].detail.contains("Métropole"));
        assert_eq!(log[0].actor, cast.administrator.id.to_string());
        let journal = browser.get("/administration/journal").await.expect(200);
        journal.says("Réglage modifié").says("356");
    }
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    let house = house().await;
    let cast = gather(&house).await;
    let mut browser = house.fresh_browser_of(&cast.administrator).await;
    let typed = [
        ("name", "Métropole d’Essai"),
        ("siret", "12345678901234"),
        ("postcode", "9200"),
        ("help", "aide chez nous"),
    ];
    let page = save(&house, &mut browser, &typed).await.expect(422);
    let page = page
        .says(&house.say("people-fault-siret", &[]))
        .says(&house.say("people-fault-postcode", &[]))
        .says(&house.say("web-fault-contact", &[]));
    for kept in ["Métropole d’Essai", "12345678901234", "aide chez nous"] {
        assert!(page.body.contains(kept), "{kept} is gone");
    }
    assert!(page.body.contains("aria-describedby=\"f-siret-hint f-siret-fault\""));
    let now = house.read(web::publisher).await;
    assert_eq!(now.name, "Département des Hauts-de-Seine", "something was written");
}

#[tokio::test]
async fn two_who_change_at_once_see_each_other() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut first = house.fresh_browser_of(&cast.administrator).await;
        let mut second = house.fresh_browser_of(&cast.administrator).await;
        let stale = form(&house, &mut second, &[("phone", "01 23 45 67 89")]).await;
        save(&house, &mut first, &[("host", "Chez le premier")]).await.expect(303);
        let page = second.post(PATH, &stale).await.expect(422);
        let page = page.says(&house.say("people-settings-stale", &[])).says("Chez le premier");
        assert!(page.body.contains("01 23 45 67 89"), "what was typed is gone");
        let now = house.read(web::publisher).await;
        assert_eq!((now.host.as_str(), now.phone.as_str()), ("Chez le premier", ""));
        // Sent again after reading, it is taken.
        let mut again = hidden_fields(&page.body, PATH);
        again.extend(stale.into_iter().filter(|(name, _)| !name.starts_with('_')));
        second.post(PATH, &again).await.expect(303);
        assert_eq!(house.read(web::publisher).await.phone, "01 23 45 67 89");
    }
}

#[tokio::test]
async fn the_password_is_asked_for_again_before_a_change() {
    let house = house().await;
    let cast = gather(&house).await;
    with_password(&house, &cast.administrator.email).await;
    let mut browser = house.fresh_browser_of(&cast.administrator).await;
    house.app.world().advance_seconds(301);
    let page = save(&house, &mut browser, &[("phone", "01 23 45 67 89")]).await.expect(200);
    let page = page.says(&house.say("people-ask-again", &[]));
    assert!(page.body.contains("01 23 45 67 89"), "what was typed is gone");
    assert_eq!(house.read(web::publisher).await.phone, "");
    house.browser_of(&cast.officer).get(PATH).await.expect(403);
}

#[tokio::test]
async fn what_is_not_filled_in_is_told_and_nothing_false_is_printed() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let file = house
            .write(move |tx| {
                let by = &acting.manager.actor;
                let file = filed(tx, by, acting.call, acting.org_a, "Épicerie")?;
                frozen(tx, acting.session)?;
                assigned(tx, &acting, file, &acting.reader)?;
                decided(tx, &acting, file, 5_000)?;
                Ok(file)
            })
            .await;
        emptied(&house).await;
        let mut browser = house.browser_of(&cast.administrator);
        for page in ["/administration/sante", "/administration", PATH] {
            let page = browser.get(page).await.expect(200);
            page.says("Il reste à renseigner").says("Nom de l’organisme").says("SIRET");
        }
        browser.get("/").await.expect(200).says(&house.say("home-settings-missing", &[]));
        let mut public = house.browser();
        public.get("/").await.expect(200).says_not(&house.say("home-settings-missing", &[]));
        public.get("/mentions-legales").await.expect(200).says("(non renseigné)");
        let unnamed = house.say("web-conflict-setting", &[("name", "name".into())]);
        public.get("/donnees/subventions.csv").await.expect(409).says(&unnamed);
        let mut manager = house.browser_of(&cast.manager);
        let receipt = format!("/dossiers/{file}/recepisse.pdf");
        manager.get(&receipt).await.expect(409).says(&unnamed);
        refused_to_publish(&house, &cast, &unnamed).await;
        house
            .write(|tx| {
                let version = web::publisher(tx)?.version;
                web::change_publisher(tx, &web::Publisher { version, ..publisher() }).map(drop)
            })
            .await;
        manager.get(&receipt).await.expect(200);
        public.get("/donnees/subventions.csv").await.expect(200);
    }
}

async fn refused_to_publish(house: &House, cast: &Cast, sentence: &str) {
    let mut officer = house.fresh_browser_of(&cast.officer).await;
    let page = format!("/bureau/sessions/{}", cast.session);
    let typed = [("reference", "2027-12"), ("decided_on", "2027-03-01")];
    let told = officer.fill(&page, &format!("{page}/publication"), &typed).await;
    told.expect(422).says(sentence);
}

#[tokio::test]
async fn a_language_that_is_not_offered_is_not_spoken() {
    let house = house().await;
    let cast = gather(&house).await;
    let mut browser = house.fresh_browser_of(&cast.administrator).await;
    let page = browser.get("/?lang=en").await.expect(200);
    assert!(page.body.contains("<html lang=\"en\">"));
    let mut fields = form(&house, &mut browser, &[]).await;
    fields.retain(|(name, _)| name != "languages");
    browser.post(PATH, &fields).await.expect(303);
    for address in ["/?lang=en", "/"] {
        let page = browser.get(address).await.expect(200);
        assert!(page.body.contains("<html lang=\"fr\">"), "{address}");
        assert!(!page.body.contains("hreflang"), "one language needs no choice");
    }
}

#[tokio::test]
async fn another_node_shows_a_change_within_seconds() {
    // SQLite has one node.
    let Some(ground) = store::testing::postgres_ground(store::Isolation::Serializable) else {
        return;
    };
    let place = ground.place.clone();
    let one = house_on(ground, "PostgreSQL", settings()).await;
    let cast = gather(&one).await;
    let store = store::Store::open(place, one.app.world().clone()).unwrap();
    let other = parvis::app(store, settings()).await.unwrap();
    assert_eq!(other.publisher().await.name, "Département des Hauts-de-Seine");
    let mut browser = one.fresh_browser_of(&cast.administrator).await;
    save(&one, &mut browser, &[("name", "Métropole d’Essai")]).await.expect(303);
    assert_eq!(one.app.publisher().await.name, "Métropole d’Essai", "old on its own node");
    one.app.world().advance_seconds(11);
    assert_eq!(other.publisher().await.name, "Métropole d’Essai");
}
