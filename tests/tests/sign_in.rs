//! Signing in: nobody learns which addresses have accounts; secrets are tried a few times only;
//! what is ended has ended at the next request.

use base::Moment;
use parvis_tests::{
    Browser, PASSWORD, Page, gather, house, house_on, houses, settings, with_password,
};
use people::{NewGrant, Role};

async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Page {
    let typed = [("email", email), ("password", password)];
    browser.fill("/connexion", "/connexion", &typed).await
}

/// A body without what differs because the address typed is shown again.
fn without(page: &Page, email: &str) -> String {
    page.body.replace(email, "ADDRESS")
}

#[tokio::test]
async fn known_and_unknown_addresses_are_answered_alike() {
    let house = house().await;
    let cast = gather(&house).await;
    with_password(&house, &cast.resident.email).await;
    let (known, unknown) = (cast.resident.email.as_str(), "personne@parvis.test");
    let mut browser = house.browser();
    let name = ("name", "Rose Diallo");
    let forms: [(&str, Vec<(&str, &str)>); 3] = [
        ("/mot-de-passe", vec![]),
        ("/inscription", vec![name]),
        ("/connexion", vec![("password", "ce n'est pas celui-là")]),
    ];
    for (path, more) in forms {
        let mut answers = Vec::new();
        for email in [known, unknown] {
            let typed = [&more[..], &[("email", email)]].concat();
            let page = browser.fill(path, path, &typed).await;
            answers.push((page.status, without(&page, email)));
        }
        assert_eq!(answers[0], answers[1], "{path}");
    }
}

#[tokio::test]
async fn registering_needs_the_mail_and_a_link_serves_once() {
    for house in houses().await {
        let mut browser = house.browser();
        let new = [("email", "Nouvelle@Parvis.test"), ("name", "Nora Petit")];
        browser.fill("/inscription", "/inscription", &new).await.expect(200);
        let mails = house.outbox().await;
        assert_eq!(mails[0].to, "nouvelle@parvis.test");
        let start = mails[0].text.find("/mot-de-passe/").unwrap();
        let link = mails[0].text.get(start..).unwrap().split_whitespace().next().unwrap();
        for bad in ["onze lettre", "aaaaaaaaaaaaaaaa", "nora petit nora petit"] {
            let page = browser.fill(link, link, &[("password", bad)]).await.expect(422);
            assert!(!page.body.contains(&format!("value=\"{bad}\"")), "the password is shown");
        }
        let page = browser.fill(link, link, &[("password", "onze lettre")]).await.expect(422);
        page.says(&house.say("people-fault-password-short", &[]));
        let fields = browser.form(link, link).await;
        let done = browser.fill(link, link, &[("password", PASSWORD)]).await;
        browser.follow(done).await.expect(200).says("nouvelle@parvis.test");
        browser.get(link).await.expect(404);
        let mut other = house.browser();
        let mut again = fields;
        again.push(("password".to_owned(), "quatre poires jaunes".to_owned()));
        assert_ne!(other.post(link, &again).await.status, 303, "a link was used twice");
        sign_in(&mut other, "nouvelle@parvis.test", PASSWORD).await.expect(303);
    }
}

#[tokio::test]
async fn links_end_and_a_new_password_ends_every_session() {
    let house = house().await;
    let cast = gather(&house).await;
    let id = cast.resident.id;
    let old = house.write(move |tx| people::request_link(tx, id)).await;
    house.app.world().advance_seconds(2 * 3_600 + 1);
    let mut browser = house.browser_of(&cast.resident);
    browser.get(&format!("/mot-de-passe/{old}")).await.expect(404);
    browser.get("/compte").await.expect(200);
    with_password(&house, &cast.resident.email).await;
    let page = browser.get("/compte").await.expect(303);
    assert_eq!(page.leads_to(), "/connexion?retour=%2Fcompte");
}

#[tokio::test]
async fn the_page_of_a_link_is_kept_nowhere() {
    let house = house().await;
    let cast = gather(&house).await;
    let id = cast.resident.id;
    let token = house.write(move |tx| people::request_link(tx, id)).await;
    for path in [format!("/mot-de-passe/{token}"), "/mot-de-passe/rien".to_owned()] {
        let page = house.browser().get(&path).await;
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{path}");
    }
}

#[tokio::test]
async fn sessions_end_without_use_and_in_the_end() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut idle = house.fresh_browser_of(&cast.resident).await;
        let mut used = house.fresh_browser_of(&cast.reader).await;
        idle.get("/compte").await.expect(200);
        house.days_pass(13);
        idle.get("/compte").await.expect(200);
        used.get("/compte").await.expect(200);
        house.days_pass(14);
        idle.get("/compte").await.expect(303);
        // Daily use does not carry a session beyond ninety days.
        let mut days = 27;
        let mut used = house.fresh_browser_of(&cast.reader).await;
        let begun = days;
        while used.get("/compte").await.status == 200 {
            house.days_pass(1);
            days += 1;
            assert!(days - begun <= 90, "{}: a session lives on", house.engine);
        }
        assert_eq!(days - begun, 90, "{}", house.engine);
    }
}

#[tokio::test]
async fn tries_at_a_secret_are_limited_for_known_and_unknown_alike() {
    let house = house().await;
    let cast = gather(&house).await;
    for (email, address) in [(cast.resident.email.as_str(), 1), ("personne@parvis.test", 2)] {
        let mut browser = house.browser();
        browser.address = std::net::SocketAddr::from(([198, 51, 100, address], 5_000));
        let mut fields = browser.form("/connexion", "/connexion").await;
        fields.push(("email".to_owned(), email.to_owned()));
        fields.push(("password".to_owned(), "ce n'est pas lui".to_owned()));
        for at in 0..10 {
            let page = browser.post("/connexion", &fields).await;
            assert_eq!(page.status, 422, "try {at} for {email}");
        }
        let page = browser.post("/connexion", &fields).await.expect(429);
        let wait: u64 = page.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
        assert!(page.words().len() > 40, "no sentence: {}", page.words());
        // From another address the account is protected all the same.
        browser.address = std::net::SocketAddr::from(([198, 51, 100, address + 10], 5_000));
        browser.post("/connexion", &fields).await.expect(429);
    }
}

#[tokio::test]
async fn requests_of_one_address_are_limited() {
    let slow = web::Settings { requests_per_second: 2, ..settings() };
    let house = house_on(store::testing::sqlite_ground(), "SQLite", slow).await;
    let mut browser = house.browser();
    let mut last = browser.get("/connexion").await;
    for _ in 0..40 {
        last = browser.get("/connexion").await;
    }
    let page = last.expect(429);
    assert!(!page.header("retry-after").is_empty());
    browser.address = std::net::SocketAddr::from(([203, 0, 113, 9], 1));
    browser.get("/connexion").await.expect(200);
}

#[tokio::test]
async fn each_sign_in_is_a_new_session_that_can_be_ended_elsewhere() {
    for house in houses().await {
        let cast = gather(&house).await;
        let email = cast.resident.email.as_str();
        with_password(&house, email).await;
        let mut phone = house.browser();
        phone.headers.push(("user-agent", "Téléphone".replace('é', "e")));
        phone.cookies.insert("parvis-session".to_owned(), "0".repeat(64));
        sign_in(&mut phone, email, PASSWORD).await.expect(303);
        let first = phone.cookies.get("parvis-session").unwrap().clone();
        assert_ne!(first, "0".repeat(64), "a session of somebody's choosing was kept");
        let mut desk = house.browser();
        desk.headers.push(("user-agent", "Bureau".to_owned()));
        sign_in(&mut desk, email, PASSWORD).await.expect(303);
        assert_ne!(&first, desk.cookies.get("parvis-session").unwrap());
        let page = desk.get("/compte").await.expect(200).says("Telephone").says("Bureau");
        let id = cast.resident.id.to_string();
        let sessions = house.read(move |tx| web::sessions::of_subject(tx, &id)).await;
        let other = sessions.iter().find(|session| session.agent == "Telephone").unwrap().id;
        assert!(page.body.contains(&format!("/compte/sessions/{other}/fin")));
        desk.fill("/compte", &format!("/compte/sessions/{other}/fin"), &[]).await.expect(303);
        phone.get("/compte").await.expect(303);
        desk.get("/compte").await.expect(200).says_not("Telephone");
        desk.fill("/compte", "/deconnexion", &[]).await.expect(303);
        let mut replayed = house.browser();
        replayed.cookies = desk.cookies.clone();
        replayed.get("/compte").await.expect(303);
    }
}

#[tokio::test]
async fn changing_a_password_asks_for_the_old_one_and_takes_it_as_typed() {
    // What cleaning would take away: a password is verified to the last character.
    const EXACT: &str = "quatre\u{202e} poires\u{1} jaunes ";
    for house in houses().await {
        let cast = gather(&house).await;
        let email = cast.resident.email.as_str();
        with_password(&house, email).await;
        let (mut desk, mut phone) = (house.browser(), house.browser());
        sign_in(&mut desk, email, PASSWORD).await.expect(303);
        sign_in(&mut phone, email, PASSWORD).await.expect(303);
        let page = "/compte/mot-de-passe";
        let typed = |old, new| [("old_password", old), ("password", new)];
        let wrong = desk.fill(page, page, &typed("deux pommes vertes", EXACT)).await.expect(422);
        wrong.says(&house.say("people-fault-proof", &[]));
        let common = desk.fill(page, page, &typed(PASSWORD, "Departement2026")).await.expect(422);
        common.says(&house.say("people-fault-password-common", &[]));
        phone.get("/compte").await.expect(200);
        desk.fill(page, page, &typed(PASSWORD, EXACT)).await.expect(303);
        desk.get("/compte").await.expect(200);
        phone.get("/compte").await.expect(303);
        let mut again = house.browser();
        for wrong in [PASSWORD, "quatre poires jaunes", EXACT.trim_end()] {
            sign_in(&mut again, email, wrong).await.expect(422);
        }
        sign_in(&mut again, email, EXACT).await.expect(303);
    }
}

#[tokio::test]
async fn sessions_are_ended_by_who_has_just_proved_who_they_are_and_by_administrators() {
    for house in houses().await {
        let cast = gather(&house).await;
        let email = cast.resident.email.as_str();
        with_password(&house, email).await;
        let (mut desk, mut phone) = (house.browser(), house.browser());
        phone.headers.push(("user-agent", "Telephone".to_owned()));
        sign_in(&mut phone, email, PASSWORD).await.expect(303);
        sign_in(&mut desk, email, PASSWORD).await.expect(303);
        house.app.world().advance_seconds(301);
        let id = cast.resident.id.to_string();
        let sessions = house.read(move |tx| web::sessions::of_subject(tx, &id)).await;
        let other = sessions.iter().find(|session| session.agent == "Telephone").unwrap().id;
        let action = format!("/compte/sessions/{other}/fin");
        let asked = desk.fill("/compte", &action, &[]).await.expect(200);
        phone.get("/compte").await.expect(200);
        desk.fill_on(&asked, &action, &[("_proof", PASSWORD)]).await.expect(303);
        phone.get("/compte").await.expect(303);
        let mut administrator = house.fresh_browser_of(&cast.administrator).await;
        let action = "/administration/sessions";
        let nobody = [("person", "personne@parvis.test")];
        let missed = administrator.fill("/administration", action, &nobody).await.expect(422);
        missed.says(&house.say("people-fault-nobody", &[]));
        desk.get("/compte").await.expect(200);
        administrator.fill("/administration", action, &[("person", email)]).await.expect(303);
        desk.get("/compte").await.expect(303);
    }
}

#[tokio::test]
async fn a_right_that_ends_is_gone_at_the_next_request() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (id, until) = (cast.resident.id, Moment(house.app.world().now().0 + 60_000_000));
        house
            .write(move |tx| {
                let valid_until = Some(until);
                let scope = String::new();
                let new = NewGrant { person: id, role: Role::Officer, scope, valid_until };
                people::grant(tx, "system", &new)
            })
            .await;
        let mut browser = house.browser_of(&cast.resident);
        browser.get("/bureau").await.expect(200);
        house.app.world().advance_seconds(61);
        browser.get("/bureau").await.expect(403);
        let mut member = house.browser_of(&cast.member);
        let page = format!("/organisations/{}", cast.org_a);
        member.get(&page).await.expect(200);
        let mut manager = house.browser_of(&cast.manager);
        let (scope, person) = (cast.org_a.to_string(), cast.member.id);
        let members = house.read(move |tx| people::scope_members(tx, &scope)).await;
        let grant = members.iter().find(|(who, _)| who.id == person).unwrap().1.id;
        manager.fill(&page, &format!("{page}/membres/{grant}/fin"), &[]).await.expect(303);
        let gone = member.get(&page).await.status;
        assert!(gone == 403 || gone == 404, "{gone}");
        // The last manager cannot shut everybody out.
        let own = members.iter().find(|(_, held)| held.role == Role::Manager).unwrap().1.id;
        let csrf = manager.form(&page, "/deconnexion").await;
        let answer = manager.post(&format!("{page}/membres/{own}/fin"), &csrf).await.expect(409);
        answer.says(&house.say("people-conflict-last-manager", &[]));
    }
}

#[tokio::test]
async fn cookies_are_for_us_alone() {
    for (public_url, prefix, secure) in
        [("http://parvis.test", "", false), ("https://parvis.test", "__Host-", true)]
    {
        let settings = web::Settings { public_url: public_url.to_owned(), ..settings() };
        let house = house_on(store::testing::sqlite_ground(), "SQLite", settings).await;
        let cast = gather(&house).await;
        with_password(&house, &cast.resident.email).await;
        let mut browser = house.browser();
        let visit = browser.get("/connexion").await;
        let signed = sign_in(&mut browser, &cast.resident.email, PASSWORD).await.expect(303);
        let chosen = browser.get("/?lang=en").await;
        for (page, name) in
            [(visit, "parvis-visit"), (signed, "parvis-session"), (chosen, "parvis-lang")]
        {
            let cookies = page.headers.get_all("set-cookie").iter();
            let cookies: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
            let named = |cookie: &&&str| cookie.starts_with(&format!("{prefix}{name}="));
            let cookie =
                cookies.iter().find(named).unwrap_or_else(|| panic!("{name}: {cookies:?}"));
            assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
            assert!(cookie.contains("; Path=/;") && !cookie.contains("Domain"), "{cookie}");
            assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
        }
    }
}

#[tokio::test]
async fn only_an_own_page_is_gone_back_to() {
    let house = house().await;
    let cast = gather(&house).await;
    with_password(&house, &cast.resident.email).await;
    for (back, wanted) in [
        ("/compte", "/compte"),
        ("//elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let mut browser = house.browser();
        let typed =
            [("email", cast.resident.email.as_str()), ("password", PASSWORD), ("retour", back)];
        // The page's own field comes first: send ours alone.
        let mut fields = browser.form("/connexion", "/connexion").await;
        fields.retain(|(name, _)| name != "retour");
        fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let page = browser.post("/connexion", &fields).await.expect(303);
        assert_eq!(page.leads_to(), wanted, "{back}");
    }
}

#[tokio::test]
async fn signing_in_again_ends_the_session_that_the_browser_had() {
    for house in houses().await {
        let cast = gather(&house).await;
        with_password(&house, &cast.resident.email).await;
        let mut browser = house.browser();
        sign_in(&mut browser, &cast.resident.email, PASSWORD).await.expect(303);
        let mut before = browser.clone();
        before.get("/compte").await.expect(200);
        sign_in(&mut browser, &cast.resident.email, PASSWORD).await.expect(303);
        browser.get("/compte").await.expect(200);
        before.get("/compte").await.expect(303);
    }
}

#[tokio::test]
async fn rights_that_cannot_be_read_are_a_page_that_says_so() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut browser = house.browser_of(&cast.officer);
        browser.get("/bureau").await.expect(200);
        let gone = store::sql("ALTER TABLE people_grant RENAME TO people_gone");
        house.write(move |tx| tx.run(gone, &[])).await;
        let page = browser.get("/bureau").await.expect(500);
        page.says(&house.say("web-refusal-broken-what", &[]));
    }
}
