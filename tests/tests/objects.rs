//! What belongs to one organisation is, for everybody else, as if it did not exist: the answer to
//! its address is the answer to an address that nobody has.

use parvis_tests::{
    Browser, Cast, House, PDF, Page, Person, answers, assigned, decided, filed, frozen, gather,
    houses, scoped,
};

/// Ids of what organisation A has, and of what it has to do with.
#[derive(Clone)]
struct Things {
    file: String,
    draft: String,
    piece: String,
    version: i64,
    reading: String,
    organisation: String,
    other_file: String,
    call: String,
    session: String,
    grant: String,
    login: String,
}

async fn things(house: &House, cast: &Cast) -> Things {
    let acting = cast.clone();
    house
        .write(move |tx| {
            let cast = &acting;
            let manager = &cast.manager.actor;
            let file = filed(tx, manager, cast.call, cast.org_a, "Potager")?;
            let other = filed(tx, &cast.other.actor, cast.call, cast.org_b, "Atelier")?;
            let draft = calls::begin_file(tx, manager, cast.call, cast.org_a)?;
            let version = calls::save_answers(tx, manager, draft, 1, &answers("Brouillon"))?;
            calls::attach(tx, manager, draft, "statuts", "statuts.pdf", PDF.to_vec())?;
            let reading = assigned(tx, cast, file, &cast.second_reader)?;
            assigned(tx, cast, other, &cast.second_reader)?;
            calls::declare(tx, &cast.second_reader.actor, reading, 1, None)?;
            frozen(tx, cast.session)?;
            decided(tx, cast, file, 5_000)?;
            decided(tx, cast, other, 0)?;
            let session = calls::session(tx, cast.session)?.version;
            let officer = &cast.officer.actor;
            calls::publish(tx, officer, cast.session, session, "D-1", "2027-01-15")?;
            let logins = web::sessions::of_subject(tx, &cast.manager.id.to_string())?;
            Ok(Things {
                file: file.to_string(),
                draft: draft.to_string(),
                piece: calls::attachments(tx, file)?.remove(0).id.to_string(),
                version,
                reading: reading.to_string(),
                organisation: cast.org_a.to_string(),
                other_file: other.to_string(),
                call: cast.call.to_string(),
                session: cast.session.to_string(),
                grant: manager.grants.first().unwrap().id.to_string(),
                login: logins.first().unwrap().id.to_string(),
            })
        })
        .await
}

/// Addresses with the id that is somebody's; the same with an id that nobody has.
fn addresses(things: &Things) -> Vec<(&'static str, String, String)> {
    let nobodys = base::Id::<()>::from_parts(1_795_000_000_000, &[7; 10]).to_string();
    let Things { file, draft, piece, version, reading, other_file, .. } = things;
    let mut all = Vec::new();
    let mut put = |method: &'static str, address: String, id: &str| {
        let unknown = address.replace(id, &nobodys);
        assert_ne!(unknown, address);
        all.push((method, address, unknown));
    };
    for own in [file, draft] {
        for end in ["", "/etape/1", "/etape/4", "/depot", "/recepisse.pdf", "/lettre.pdf"] {
            put("GET", format!("/dossiers/{own}{end}"), own);
        }
        put("GET", format!("/dossiers/{own}/versions/{version}"), own);
        put("GET", format!("/dossiers/{own}/invites"), own);
        for end in ["/etape/1", "/enregistrement", "/depot", "/retrait", "/pieces", "/invites"] {
            put("POST", format!("/dossiers/{own}{end}"), own);
        }
    }
    put("GET", format!("/dossiers/{file}/pieces/{piece}"), file);
    put("POST", format!("/dossiers/{file}/pieces/{piece}/retrait"), file);
    put("POST", format!("/dossiers/{file}/invites/{}/fin", things.grant), file);
    // Somebody else's piece under one's own file.
    put("GET", format!("/dossiers/{other_file}/pieces/{piece}"), piece);
    put("POST", format!("/dossiers/{other_file}/pieces/{piece}/retrait"), piece);
    let organisation = &things.organisation;
    put("GET", format!("/organisations/{organisation}"), organisation);
    put("POST", format!("/organisations/{organisation}"), organisation);
    put("POST", format!("/organisations/{organisation}/membres"), organisation);
    let grant = &things.grant;
    put("POST", format!("/organisations/{organisation}/membres/{grant}/fin"), organisation);
    put("POST", format!("/compte/sessions/{}/fin", things.login), &things.login);
    put("GET", format!("/lectures/{reading}"), reading);
    put("POST", format!("/lectures/{reading}"), reading);
    put("POST", format!("/lectures/{reading}/conflit"), reading);
    put("GET", format!("/lectures/{reading}/pieces/{piece}"), reading);
    for end in ["", "/decision"] {
        put("GET", format!("/bureau/dossiers/{file}{end}"), file);
    }
    put("GET", format!("/bureau/dossiers/{file}/pieces/{piece}"), file);
    for end in ["/controle", "/lecteurs", "/decision"] {
        put("POST", format!("/bureau/dossiers/{file}{end}"), file);
    }
    for end in ["", "/regles/lignes", "/dossiers", "/dossiers?format=csv", "/droits"] {
        put("GET", format!("/bureau/appels/{}{end}", things.call), &things.call);
    }
    for end in ["", "/etat", "/regles/lignes", "/sessions", "/droits"] {
        put("POST", format!("/bureau/appels/{}{end}", things.call), &things.call);
    }
    for format in ["", "?format=csv", "?format=xlsx", "?format=json"] {
        put("GET", format!("/bureau/sessions/{}{format}", things.session), &things.session);
    }
    put("POST", format!("/bureau/sessions/{}/publication", things.session), &things.session);
    put("GET", format!("/api/v1/files/{file}"), file);
    put("POST", format!("/api/v1/files/{file}"), file);
    put("POST", format!("/api/v1/files/{file}/submission"), file);
    all
}

async fn ask(browser: &mut Browser, csrf: &str, method: &str, address: &str) -> Page {
    if method == "GET" {
        return browser.get(address).await;
    }
    if address.starts_with("/api/") {
        let body = r#"{"version":1,"answers":{"title":"à moi"}}"#;
        let request = axum::http::Request::post(address).header("idempotency-key", "k-0123456789");
        return browser.send(request.body(body.into()).unwrap()).await;
    }
    let fields = [
        ("_csrf", csrf),
        ("_version", "1"),
        ("_step", "1"),
        ("title", "à moi"),
        ("verdict", "complete"),
        ("outcome", "refused"),
        ("reason", "parce que"),
        ("conflict", "none"),
        ("reference", "D-2"),
        ("decided_on", "2027-01-15"),
    ];
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    browser.post(address, &fields).await
}

/// Status, the kind of answer and its text, with every id made the same.
fn told(page: &Page, address: &str) -> (u16, String, String) {
    let path = address.split('?').next().unwrap();
    let quoted: String = address.replace('/', "%2F").replace('?', "%3F").replace('=', "%3D");
    let same = |text: &str| text.replace(path, "HERE").replace(&quoted, "HERE");
    (
        page.status.as_u16(),
        same(page.header("content-type")) + &same(page.leads_to()),
        same(&page.body),
    )
}

async fn token(house: &House, person: &Person) -> String {
    let id = person.id;
    house.write(move |tx| people::create_token(tx, id, "essai", "read write")).await
}

#[tokio::test]
async fn what_is_somebody_elses_looks_like_what_nobody_has() {
    for house in houses().await {
        let cast = gather(&house).await;
        let things = things(&house, &cast).await;
        let scoped = scoped(&house, &cast).await;
        let strangers = [
            ("administrator", Some(&cast.administrator)),
            ("officer of another call", Some(&scoped.officer)),
            ("reader not asked", Some(&cast.reader)),
            ("guest of another file", Some(&scoped.guest)),
            ("contributor to another file", Some(&scoped.contributor)),
            ("manager of B", Some(&cast.other)),
            ("resident", Some(&cast.resident)),
            ("nobody", None),
        ];
        for (name, person) in strangers {
            let mut browser = person.map_or_else(|| house.browser(), |who| house.browser_of(who));
            let csrf = browser.form("/mot-de-passe", "/mot-de-passe").await.remove(0).1;
            if let Some(person) = person {
                let token = token(&house, person).await;
                browser.headers.push(("authorization", format!("Bearer {token}")));
            }
            for (method, address, unknown) in addresses(&things) {
                let real = ask(&mut browser, &csrf, method, &address).await;
                let nobodys = ask(&mut browser, &csrf, method, &unknown).await;
                let (real, nobodys) = (told(&real, &address), told(&nobodys, &unknown));
                assert_eq!(real, nobodys, "{}: {method} {address} by {name}", house.engine);
                assert!(real.0 >= 303, "{method} {address} by {name}: {}", real.0);
            }
        }
    }
}

#[tokio::test]
async fn the_same_addresses_answer_those_whose_they_are() {
    for house in houses().await {
        let cast = gather(&house).await;
        let things = things(&house, &cast).await;
        let token = token(&house, &cast.member).await;
        let mut asked = 0;
        for (_, address, _) in addresses(&things).iter().filter(|(method, _, _)| *method == "GET") {
            let whose = match address.split('/').nth(1).unwrap() {
                "bureau" => &cast.officer,
                "lectures" => &cast.second_reader,
                _ if address.contains(&things.other_file) => continue,
                _ if address.ends_with("/invites") => &cast.manager,
                _ => &cast.member,
            };
            let mut browser = house.browser_of(whose);
            browser.headers.push(("authorization", format!("Bearer {token}")));
            let page = browser.get(address).await;
            // A draft has neither receipt nor letter; what is filed is no longer written.
            let nothing = address.contains(&things.draft) && address.ends_with(".pdf");
            let writing = address.contains("/etape/") || address.ends_with("/depot");
            let wanted = match address.contains(&things.draft) {
                true if nothing => 404,
                false if writing => 303,
                _ => 200,
            };
            assert_eq!(page.status, wanted, "{}: {address}: {}", house.engine, page.words());
            assert!(!page.leads_to().starts_with("/connexion"), "{address}");
            asked += 1;
        }
        assert!(asked > 20);
    }
}

/// What the addresses of one file answer.
async fn of_file(house: &House, person: &Person, file: calls::FileId) -> Vec<(String, u16)> {
    let mut browser = house.browser_of(person);
    let mut answers = Vec::new();
    for end in ["", "/etape/1", "/depot", "/invites"] {
        let page = browser.get(&format!("/dossiers/{file}{end}")).await;
        answers.push((end.to_owned(), page.status.as_u16()));
    }
    let csrf = browser.form("/mot-de-passe", "/mot-de-passe").await.remove(0).1;
    for end in ["/etape/1", "/depot", "/retrait"] {
        let page = ask(&mut browser, &csrf, "POST", &format!("/dossiers/{file}{end}")).await;
        answers.push((format!("POST {end}"), page.status.as_u16()));
    }
    answers
}

#[tokio::test]
async fn a_guest_has_one_file_and_nothing_else_of_its_organisation() {
    for house in houses().await {
        let cast = gather(&house).await;
        let scoped = scoped(&house, &cast).await;
        let (actor, call, org) = (cast.other.actor.clone(), cast.call, cast.org_b);
        house.write(move |tx| filed(tx, &actor, call, org, "Un autre dossier")).await;
        let told = of_file(&house, &scoped.guest, scoped.file).await;
        let codes: Vec<u16> = told.iter().map(|(_, code)| *code).collect();
        assert_eq!(codes, [200, 303, 303, 403, 403, 403, 403], "reads: {told:?}");
        let told = of_file(&house, &scoped.contributor, scoped.file).await;
        let codes: Vec<u16> = told.iter().map(|(_, code)| *code).collect();
        assert_eq!(codes, [200, 200, 200, 403, 200, 403, 403], "writes: {told:?}");
        for person in [&scoped.guest, &scoped.contributor] {
            let mut browser = house.browser_of(person);
            let list = browser.get("/dossiers").await.expect(200).says("Atelier partagé");
            list.says_not("Un autre dossier").says_not(&format!("/organisations/{org}"));
            browser.get(&format!("/organisations/{org}")).await.expect(403);
            let page = browser.get(&format!("/dossiers/{}", scoped.file)).await.expect(200);
            page.says_not("/retrait").says_not("/invites");
            let token = token(&house, person).await;
            browser.headers.push(("authorization", format!("Bearer {token}")));
            let page = browser.get("/api/v1/files").await.expect(200);
            assert!(page.body.contains("Atelier partagé"));
            page.says_not("Un autre dossier");
            browser.get(&format!("/api/v1/files/{}", scoped.file)).await.expect(200);
        }
    }
}

#[tokio::test]
async fn an_officer_of_one_call_has_that_call_and_no_other() {
    for house in houses().await {
        let cast = gather(&house).await;
        let scoped = scoped(&house, &cast).await;
        let (acting, call, file) = (cast.clone(), scoped.call, scoped.file);
        house
            .write(move |tx| {
                filed(tx, &acting.manager.actor, acting.call, acting.org_a, "Potager")?;
                let version = calls::own_file(tx, &acting.other.actor, file)?.version;
                calls::submit_file(tx, &acting.other.actor, file, version).map(drop)
            })
            .await;
        let mut browser = house.browser_of(&scoped.officer);
        let desk = browser.get("/bureau").await.expect(200).says("Économie circulaire");
        let desk = desk.says("Atelier partagé").says_not("Potager").says_not("Progrès 2026");
        desk.says_not("/bureau/appels/nouveau");
        for path in ["", "/dossiers", "/regles/lignes"] {
            browser.get(&format!("/bureau/appels/{call}{path}")).await.expect(200);
        }
        let page = browser.get(&format!("/bureau/dossiers/{file}")).await.expect(200);
        let session = page.body.split("/bureau/sessions/").nth(1).unwrap();
        let session = session.split('"').next().unwrap().to_owned();
        browser.get(&format!("/bureau/sessions/{session}")).await.expect(200);
        let list = browser.get(&format!("/bureau/appels/{call}/dossiers?format=csv")).await;
        assert!(list.expect(200).body.contains("Atelier partagé"));
        browser.get("/bureau/appels/nouveau").await.expect(403);
        browser.get(&format!("/bureau/appels/{call}/droits")).await.expect(403);
        // Whom they ask to read is a reader of the call or of the whole service.
        let path = format!("/bureau/dossiers/{file}");
        browser.get(&path).await.expect(200).says("Rachid");
    }
}
