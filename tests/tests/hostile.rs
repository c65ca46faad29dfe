//! Bad input of every kind, to every form: an answer with a sentence, never a mistake of ours; what
//! is kept is shown as text and exported as text.

use axum::body::Body;
use axum::http::{Request, header};
use parvis_tests::{
    Browser, Cast, House, Page, assigned, decided, encode, filed, frozen, gather, house, houses,
};

const SCRIPT: &str = "<script>alert(1)</script>";
const FORMULA: &str = "=cmd|' /C calc'!A0";

/// Values that nobody means well.
fn values() -> Vec<(&'static str, String)> {
    vec![
        ("nothing", String::new()),
        ("spaces", " \t\n ".to_owned()),
        ("a script", SCRIPT.to_owned()),
        ("an attribute", "\" onfocus=\"alert(1)\" autofocus=\"".to_owned()),
        ("a formula", FORMULA.to_owned()),
        ("SQL", "'; DROP TABLE calls_file; --".to_owned()),
        ("control characters", "a\0b\u{1}c\u{7f}d\u{85}".to_owned()),
        ("directions", "abc\u{202e}fed\u{2066}x\u{feff}".to_owned()),
        ("emoji", "👩🏽‍🌾🏳️‍🌈".repeat(40)),
        ("combining marks", format!("e{}", "\u{301}".repeat(500))),
        ("a long line", "é".repeat(30_000)),
        ("a huge number", "9".repeat(400)),
        ("a small number", "-9223372036854775809".to_owned()),
        ("no number", "NaN".to_owned()),
        ("a float", "1e309".to_owned()),
        ("a wrong date", "2027-02-30".to_owned()),
        ("a far date", "+999999-01-01".to_owned()),
        ("a template", "{{7*7}}${7*7}{% raw %}".to_owned()),
        ("a path", "../../../etc/passwd".to_owned()),
        ("an unknown id", "01a2076b-4400-7389-bf16-c362a87526cd".to_owned()),
    ]
}

/// A form that somebody may send: where it is served, where it goes, what it takes.
struct Target {
    page: String,
    /// The form on that page, by where it goes.
    form: String,
    action: String,
    fields: Vec<&'static str>,
    who: &'static str,
}

async fn targets(house: &House, cast: &Cast) -> Vec<Target> {
    let acting = cast.clone();
    let (file, draft, reading) = house
        .write(move |tx| {
            let (manager, org) = (&acting.manager.actor, acting.org_a);
            let file = filed(tx, manager, acting.call, org, "Potager")?;
            let draft = calls::begin_file(tx, manager, acting.call, org)?;
            Ok((file, draft, assigned(tx, &acting, file, &acting.reader)?))
        })
        .await;
    // The page's script saves the form of the step at an address of its own.
    let autosave = Target {
        page: format!("/dossiers/{draft}/etape/1"),
        form: format!("/dossiers/{draft}/etape/1"),
        action: format!("/dossiers/{draft}/enregistrement"),
        fields: vec!["_step", "title"],
        who: "manager",
    };
    let step = |number: usize| format!("/dossiers/{draft}/etape/{number}");
    let organisation = format!("/organisations/{}", cast.org_a);
    let request = ["title", "line.fonctionnement.base", "line.fonctionnement.amount"];
    let budget = ["budget-expense-label", "budget-expense-amount", "budget-income-amount"];
    let entered = ["name", "kind", "siret", "rna", "address", "postcode", "city", "retour"];
    let mut targets = officer_targets(&cast.call.to_string(), &file.to_string());
    targets.extend([
        own("nobody", "/connexion", &["email", "password", "retour"]),
        own("nobody", "/inscription", &["email", "name"]),
        own("manager", "/organisations/nouvelle", &entered),
        own("manager", &organisation, &["name", "kind", "postcode", "_version"]),
        target(
            "manager",
            organisation.clone(),
            format!("{organisation}/membres"),
            &["email", "role"],
        ),
        own("manager", &step(1), &request),
        own("manager", &step(2), &["resume", "debut", "_version"]),
        own("manager", &step(3), &budget),
        autosave,
        target("manager", "/compte".to_owned(), "/compte/jetons".to_owned(), &["name", "scopes"]),
        target(
            "reader",
            format!("/lectures/{reading}"),
            format!("/lectures/{reading}/conflit"),
            &["conflict", "what", "_version"],
        ),
        target(
            "administrator",
            "/administration".to_owned(),
            "/administration/droits".to_owned(),
            &["email", "name", "role", "until"],
        ),
    ]);
    targets
}

fn target(who: &'static str, page: String, action: String, fields: &[&'static str]) -> Target {
    Target { page, form: action.clone(), action, fields: fields.to_vec(), who }
}

fn own(who: &'static str, page: &str, fields: &[&'static str]) -> Target {
    target(who, page.to_owned(), page.to_owned(), fields)
}

fn officer_targets(call: &str, file: &str) -> Vec<Target> {
    let call = format!("/bureau/appels/{call}");
    let desk = format!("/bureau/dossiers/{file}");
    let text = ["title", "summary", "body", "legal_basis"];
    let row = ["grille.0.label", "grille.0.max", "grille.0.weight", "readers_per_file"];
    let line = ["lignes.0.name", "lignes.0.rate", "lignes.0.cap", "lignes.0.id", "project_cap"];
    let condition = ["eligibilite.0.question", "eligibilite.0.test", "eligibilite.0.value"];
    let field = ["formulaire.0.section", "formulaire.0.label", "formulaire.0.kind"];
    vec![
        own("officer", "/bureau/appels/nouveau", &["_key", "title", "body"]),
        own("officer", &call, &text),
        target("officer", call.clone(), format!("{call}/etat"), &["state", "_version"]),
        target("officer", call.clone(), format!("{call}/sessions"), &["session_title", "cut_off"]),
        own("officer", &format!("{call}/regles/lignes"), &line),
        own("officer", &format!("{call}/regles/eligibilite"), &condition),
        own("officer", &format!("{call}/regles/formulaire"), &field),
        own("officer", &format!("{call}/regles/grille"), &row),
        target(
            "officer",
            desk.clone(),
            format!("{desk}/controle"),
            &["verdict", "message", "due_on"],
        ),
        target("officer", desk.clone(), format!("{desk}/lecteurs"), &["reader"]),
    ]
}

fn browser_for(house: &House, cast: &Cast, who: &str) -> Browser {
    match who {
        "manager" => house.browser_of(&cast.manager),
        "officer" => house.browser_of(&cast.officer),
        "reader" => house.browser_of(&cast.reader),
        "administrator" => house.browser_of(&cast.administrator),
        _ => house.browser(),
    }
}

/// An answer that a person can do something with.
#[track_caller]
fn told(page: &Page, what: &str) {
    let status = page.status.as_u16();
    assert!(status < 500, "{what}: {status}\n{}", page.words());
    let led = status == 303 || page.header("content-type").contains("json");
    assert!(led || page.words().trim().len() > 20, "{what}: {status} without a sentence");
    assert!(!page.body.contains(SCRIPT), "{what}: a script is in the page");
    assert!(!page.body.contains("\" onfocus=\""), "{what}: an attribute is in the page");
    assert!(!page.body.contains("web-fault-") && !page.body.contains("calls-fault-"), "{what}");
}

#[tokio::test]
async fn what_is_nested_or_repeated_without_measure_is_refused() {
    let house = house().await;
    let cast = gather(&house).await;
    let person = cast.manager.id;
    let token = house.write(move |tx| people::create_token(tx, person, "t", "read write")).await;
    let mut browser = house.browser();
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"answers\":[", "]}")] {
        let body = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let path = format!("/api/v1/calls/{}/files", cast.slug);
        let request = Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("idempotency-key", "12345678")
            .body(Body::from(body));
        browser.send(request.unwrap()).await.expect(422);
    }
    let many: Vec<(String, String)> =
        (0..10_000).map(|at| (format!("f{at}"), "x".to_owned())).collect();
    browser.post("/connexion", &many).await.expect(400);
    let part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
    let request = Request::post("/connexion")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from(format!("{}--b--\r\n", part.repeat(10_000))));
    browser.send(request.unwrap()).await.expect(400);
}

#[tokio::test]
async fn bad_values_in_any_field_are_answered_with_a_sentence() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut sent = 0;
        for target in targets(&house, &cast).await {
            let mut browser = browser_for(&house, &cast, target.who);
            for (at, (name, value)) in values().into_iter().enumerate() {
                // Tries at a secret are limited by address.
                browser.address.set_ip(std::net::IpAddr::from([10, 1, sent as u8, at as u8]));
                let bad = |field: &&str| ((**field).to_owned(), value.clone());
                let typed: Vec<(String, String)> = target.fields.iter().map(bad).collect();
                let hidden = browser.form(&target.page, &target.form).await;
                let fresh =
                    hidden.into_iter().filter(|(key, _)| !target.fields.contains(&key.as_str()));
                let fields: Vec<_> = fresh.chain(typed).collect();
                let page = browser.post(&target.action, &fields).await;
                told(&page, &format!("{}: {name} to {}", house.engine, target.action));
            }
            sent += 1;
        }
        assert!(sent * values().len() >= 400);
        house.expect_sound().await;
    }
}

async fn raw(browser: &mut Browser, path: &str, kind: &str, body: Vec<u8>) -> Page {
    let request = Request::post(path).header(header::CONTENT_TYPE, kind);
    browser.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn bodies_that_are_no_forms_are_answered_with_a_sentence() {
    for house in houses().await {
        let cast = gather(&house).await;
        let form = "application/x-www-form-urlencoded";
        let multipart = "multipart/form-data; boundary=b";
        for target in targets(&house, &cast).await {
            let mut browser = browser_for(&house, &cast, target.who);
            let hidden = browser.form(&target.page, &target.form).await;
            let good = encode(&hidden);
            let many: String = (0..3_000).map(|at| format!("&f{at}=1")).collect();
            let twice = format!("{good}&{good}&title=a&title=b&email=a&email=b");
            let csrf = hidden.iter().find(|(name, _)| name == "_csrf").unwrap().1.clone();
            let bodies: Vec<(&str, &str, Vec<u8>)> = vec![
                ("nothing", form, Vec::new()),
                ("a token alone", form, format!("_csrf={csrf}").into_bytes()),
                ("3,000 fields", form, format!("{good}{many}").into_bytes()),
                ("fields twice", form, twice.into_bytes()),
                ("no UTF-8", form, [good.as_bytes(), b"&title=%ff%fe\xff"].concat()),
                ("no form", form, b"%%%===&&&%zz".to_vec()),
                ("JSON", "application/json", b"{}".to_vec()),
                ("no kind", "", good.clone().into_bytes()),
                ("no boundary", "multipart/form-data", b"--b\r\n".to_vec()),
                (
                    "a cut part",
                    multipart,
                    b"--b\r\nContent-Disposition: form-data; name=\"x".to_vec(),
                ),
                (
                    "no end",
                    multipart,
                    b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1".to_vec(),
                ),
                ("no head", multipart, b"--b\r\n\r\n\xff\xfe\r\n--b--\r\n".to_vec()),
            ];
            for (name, kind, body) in bodies {
                browser.address.set_ip(std::net::IpAddr::from([10, 2, body.len() as u8, 1]));
                let page = raw(&mut browser, &target.action, kind, body).await;
                told(&page, &format!("{}: {name} to {}", house.engine, target.action));
            }
        }
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_is_too_large_is_told_its_limit() {
    for house in houses().await {
        let cast = gather(&house).await;
        let targets = targets(&house, &cast).await;
        let step = targets.iter().find(|target| target.fields.contains(&"resume")).unwrap();
        let mut browser = house.browser_of(&cast.manager);
        for megabytes in [10, 13] {
            let mut fields = browser.form(&step.page, &step.action).await;
            fields.push(("resume".to_owned(), "a".repeat(megabytes * 1024 * 1024)));
            let page = browser.post(&step.action, &fields).await;
            told(&page, &format!("{megabytes} MB"));
            if megabytes > 12 {
                page.expect(413).says("Mo");
            }
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_text_everywhere() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let title = format!("{FORMULA} {SCRIPT}");
        let file = house
            .write(move |tx| {
                let cast = &acting;
                let file = filed(tx, &cast.manager.actor, cast.call, cast.org_a, &title)?;
                assigned(tx, cast, file, &cast.reader)?;
                frozen(tx, cast.session)?;
                decided(tx, cast, file, 1_000)?;
                let version = calls::session(tx, cast.session)?.version;
                let officer = &cast.officer.actor;
                calls::publish(tx, officer, cast.session, version, "D", "2027-01-15")?;
                Ok(file)
            })
            .await;
        house.run_jobs().await;
        let laureates = format!("/appels/{}/laureats", cast.slug);
        for (who, path) in [
            ("manager", format!("/dossiers/{file}")),
            ("manager", "/dossiers".to_owned()),
            ("officer", format!("/bureau/dossiers/{file}")),
            ("officer", format!("/bureau/dossiers/{file}/decision")),
            ("officer", format!("/bureau/appels/{}/dossiers", cast.call)),
            ("officer", format!("/bureau/sessions/{}", cast.session)),
            ("reader", "/lectures".to_owned()),
            ("administrator", "/administration/taches?filtre=ready".to_owned()),
            ("administrator", "/administration/journal".to_owned()),
            ("nobody", laureates.clone()),
        ] {
            let page = browser_for(&house, &cast, who).get(&path).await.expect(200);
            assert!(!page.body.contains(SCRIPT), "{path}");
        }
        let mut manager = house.browser_of(&cast.manager);
        for name in ["lettre.pdf", "recepisse.pdf"] {
            let pdf = manager.get(&format!("/dossiers/{file}/{name}")).await.expect(200);
            assert!(pdf.bytes.starts_with(b"%PDF"));
        }
        let csv = house.browser().get(&format!("{laureates}?format=csv")).await.expect(200).body;
        assert!(csv.contains("cmd|"), "{csv}");
        for cell in csv.lines().flat_map(|line| line.split([';', ','])) {
            let start = cell.trim_start_matches(['"', '\u{feff}']);
            assert!(!start.starts_with(['=', '+', '-', '@']), "a formula: {cell}");
        }
        let scdl = house.browser().get("/donnees/subventions.csv").await.expect(200).body;
        assert!(!scdl.lines().any(|line| line.split(',').any(|cell| cell.starts_with('='))));
    }
}
