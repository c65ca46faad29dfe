//! Who may use which route: the table of routes × roles × methods, asked of the running router and
//! kept in docs/routes.md. `UPDATE=1` writes that file anew.

mod places;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Request;
use parvis_tests::{
    Cast, House, Page, Scoped, gather, house, house_on, names_a_role, scoped, settings,
};
use people::{Policy, Role};
use places::places;
use store::Place;
use store::testing::grounds;
use web::{Method, RouteInfo};

/// A service of sign-in that nobody answers for: its routes are there all the same.
async fn houses_with_a_service() -> Vec<House> {
    let service = web::Service {
        code: "franceconnect",
        issuer: "http://127.0.0.1:9".to_owned(),
        client_id: String::new(),
        client_secret: base::Secret::default(),
        levels: Vec::new(),
    };
    let settings = web::Settings { services: vec![service], ..settings() };
    let mut houses = Vec::new();
    for ground in grounds() {
        let engine = if matches!(ground.place, Place::Folder(_)) { "SQLite" } else { "PostgreSQL" };
        houses.push(house_on(ground, engine, settings.clone()).await);
    }
    houses
}

fn address(path: &str, places: &BTreeMap<&'static str, String>) -> String {
    let mut address = path.to_owned();
    for (pattern, value) in places {
        if let Some((before, _)) = pattern.split_once("{id}")
            && !before.is_empty()
            && address.starts_with(pattern)
        {
            address = address.replacen("{id}", value, 1);
        }
    }
    for (pattern, value) in places.iter().filter(|(pattern, _)| pattern.starts_with('{')) {
        address = address.replace(pattern, value);
    }
    assert!(!address.contains('{'), "{path} has a part without a value");
    address
}

fn admits(policy: Policy, role: &str) -> bool {
    match policy {
        Policy::Anyone => true,
        Policy::SignedIn => role != "nobody",
        Policy::Holder(held) => role.split(' ').next() == Some(held.code()),
        Policy::Service(held) => held.code() == role,
        Policy::Organisation => role == Role::Manager.code() || role == Role::Member.code(),
        Policy::Applicant => admits(Policy::Organisation, role) || role == "guest of one file",
        Policy::Host => admits(Policy::Organisation, role) || role == Role::Officer.code(),
        Policy::Keeper => role == Role::Manager.code() || role == "treasurer of one book",
        Policy::Token(_) => false,
    }
}

/// What an answer comes down to.
fn class(page: &Page) -> &'static str {
    match page.status.as_u16() {
        303 if page.leads_to().starts_with("/connexion?retour=") => "sign in",
        401 => "sign in",
        403 => "no",
        // A form without its token has got past the guard and no further.
        409 if page.body.contains("data-leave") => "yes",
        200 | 303 => "yes",
        // Before publication there is no letter; a POST by a program is without a body.
        404 => "nothing there",
        _ => "broken",
    }
}

fn wanted(route: &RouteInfo<Policy>, role: &str) -> &'static str {
    // An instance that has an administrator has no page to make the first.
    // A link to choose a password opens neither an address nor the end of mails.
    let other = ["/premier-administrateur/", "/adresse/", "/avis/desabonnement/"];
    let first =
        other.iter().any(|start| route.path.starts_with(start)) && route.method == Method::Get;
    match (admits(route.policy, role), role, route.policy) {
        (true, _, _) if first => "nothing there",
        (true, _, _) if route.path.ends_with("/lettre.pdf") => "nothing there",
        // Nor is there a result before the draw.
        (true, _, _) if route.path.ends_with("/resultat.json") => "nothing there",
        (true, _, _) => "yes",
        // Cookies mean nothing to the API.
        (false, _, Policy::Token(_)) | (false, "nobody", _) => "sign in",
        (false, _, _) => "no",
    }
}

/// The same things, some of them other ones.
fn things(
    places: &BTreeMap<&'static str, String>,
    others: &[(&'static str, String)],
) -> BTreeMap<&'static str, String> {
    let mut places = places.clone();
    places.extend(others.iter().cloned());
    places
}

async fn guests_things(house: &House, scoped: &Scoped) -> Vec<(&'static str, String)> {
    let (file, actor) = (scoped.file, scoped.guest.actor.clone());
    let (piece, version) = house
        .read(move |tx| {
            calls::readable_file(tx, &actor, file)?;
            let piece = calls::attachments(tx, file)?.remove(0).id;
            Ok((piece, calls::versions(tx, file, 1)?.remove(0).0))
        })
        .await;
    vec![
        ("/dossiers/{id}", file.to_string()),
        ("{piece}", piece.to_string()),
        ("{version}", version.to_string()),
    ]
}

/// A route that admits a role of which it shows nothing here: the officer of one call has neither
/// file nor session, the guest's file is a draft.
fn nothing_of_theirs(route: &RouteInfo<Policy>, role: &str) -> bool {
    // A promise is seen by the person it was made to, by the host and by officers; a child's file
    // by its parent and by whoever keeps the nursery; an idea by its members; who comes, by who
    // leads it; a proposal, by who made it and by the host.
    let hidden = [
        "/reservations/{booking}",
        "/forfaits/{pass}",
        "{child}",
        "{idea}",
        "{gathering}/presences",
        "{proposal}",
    ];
    if hidden.iter().any(|part| route.path.contains(part)) {
        return true;
    }
    match role {
        "officer of one call" => {
            route.path.starts_with("/bureau/dossiers/") || route.path.contains("/sessions/{id}")
        }
        "guest of one file" => route.path.ends_with(".pdf"),
        _ => false,
    }
}

async fn asked(house: &House, cast: &Cast) -> (Vec<String>, String) {
    let places = places(house, cast).await;
    let scoped = scoped(house, cast).await;
    // Whoever has one thing alone asks for that one.
    let officers = things(&places, &[("/bureau/appels/{id}", scoped.call.to_string())]);
    let guests = things(&places, &guests_things(house, &scoped).await);
    let mut wrong = Vec::new();
    let names: Vec<&str> = names_a_role(cast, &scoped).iter().map(|(name, _)| *name).collect();
    let mut table = format!("| Route | Method | Policy | {} |\n", names.join(" | "));
    table.push_str(&format!("|---|---|---|{}\n", "---|".repeat(names.len())));
    let routes = parvis::routes();
    let mut lines: Vec<&RouteInfo<Policy>> = routes.table().iter().collect();
    lines.sort();
    for route in lines {
        let mut cells = Vec::new();
        for (role, person) in names_a_role(cast, &scoped) {
            let own = match role {
                "officer of one call" => &officers,
                "guest of one file" => &guests,
                _ => &places,
            };
            let address = address(&route.path, own);
            let mut browser = person.map_or_else(|| house.browser(), |who| house.browser_of(who));
            let page = match route.method {
                Method::Get => browser.get(&address).await,
                Method::Post => browser.post(&address, &[]).await,
                Method::Put => browser.put(&address).await,
            };
            let (got, mut wanted) = (class(&page), wanted(route, role));
            if wanted == "yes" && nothing_of_theirs(route, role) {
                wanted = if got == "yes" { "yes" } else { "nothing there" };
            }
            if got != wanted {
                let line =
                    format!("{} {address} by {role}: {got} for {wanted}", route.method.name());
                wrong.push(format!("{line} ({})", page.status));
            }
            cells.push(if got == "nothing there" { "yes" } else { got });
        }
        let (method, policy) = (route.method.name(), route.policy);
        table.push_str(&format!(
            "| `{}` | {method} | {policy} | {} |\n",
            route.path,
            cells.join(" | ")
        ));
    }
    (wrong, table)
}

#[tokio::test]
async fn every_route_answers_every_role_as_its_policy_says() {
    for house in houses_with_a_service().await {
        let cast = gather(&house).await;
        let (wrong, table) = asked(&house, &cast).await;
        assert!(wrong.is_empty(), "{}:\n{}", house.engine, wrong.join("\n"));
        let text = format!(
            "# Who may use which route\n\nWritten by `tests/tests/routes.rs` from the router's own \
             table, after asking every route as every role; `UPDATE=1 cargo test -p parvis-tests \
             --test behaviour routes` writes it anew. *yes*: the route admits the role, and which objects \
             it shows is decided where they are loaded (`tests/tests/objects.rs`); *no*: 403; \
             *sign in*: 401, or the page to sign in at. Programs come with a token instead: its \
             scope is the policy.\n\n{table}"
        );
        let file = xtask::find_root().unwrap().join("docs/routes.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == text, "docs/routes.md is not what the router says: run with UPDATE=1");
    }
}

#[tokio::test]
async fn no_form_is_taken_without_its_token_or_from_another_site() {
    let house = house().await;
    let cast = gather(&house).await;
    let places = places(&house, &cast).await;
    let routes = parvis::routes();
    let scoped = scoped(&house, &cast).await;
    let posts = routes.table().iter().filter(|route| route.method == Method::Post);
    let mut seen = 0;
    for route in posts.filter(|route| !route.path.starts_with("/api/")) {
        let address = address(&route.path, &places);
        let mut roles = names_a_role(&cast, &scoped).into_iter().rev();
        let role = roles.find(|(role, _)| admits(route.policy, role));
        let (_, person) = role.unwrap();
        let mut browser = person.map_or_else(|| house.browser(), |who| house.browser_of(who));
        let page = browser.post(&address, &[]).await;
        assert_eq!(page.status, 409, "{address} without a token");
        let wrong = ("_csrf".to_owned(), "0".repeat(64));
        assert_eq!(browser.post(&address, &[wrong]).await.status, 409, "{address}, a wrong token");
        browser.headers.push(("sec-fetch-site", "cross-site".to_owned()));
        assert_eq!(browser.post(&address, &[]).await.status, 403, "{address} from elsewhere");
        browser.headers = vec![("origin", "https://elsewhere.example".to_owned())];
        assert_eq!(browser.post(&address, &[]).await.status, 403, "{address}, another origin");
        seen += 1;
    }
    assert!(seen >= 25, "only {seen} routes take forms");
}

#[tokio::test]
async fn the_document_of_the_api_names_its_routes_and_no_others() {
    let document: serde_json::Value = serde_json::from_str(&parvis::openapi().unwrap()).unwrap();
    let mut told = BTreeSet::new();
    for (path, item) in document.pointer("/paths").unwrap().as_object().unwrap() {
        let methods = item.as_object().unwrap().keys();
        for method in methods.filter(|key| ["get", "post", "put"].contains(&key.as_str())) {
            told.insert((path.clone(), method.to_uppercase()));
        }
    }
    let routes = parvis::routes();
    let api = routes.table().iter().filter(|route| route.path.starts_with("/api/"));
    let served: BTreeSet<(String, String)> =
        api.map(|route| (route.path.clone(), route.method.name().to_owned())).collect();
    assert_eq!(told, served);
    let house = house().await;
    let page = house.browser().get("/api/v1/openapi.json").await.expect(200);
    assert_eq!(page.body, parvis::openapi().unwrap());
}

#[tokio::test]
async fn other_methods_and_unknown_addresses_get_a_sentence() {
    for house in houses_with_a_service().await {
        let cast = gather(&house).await;
        let mut browser = house.browser_of(&cast.manager);
        browser.get("/rien-de-tel").await.expect(404).says("n’existe");
        browser.get("/api/v1/rien").await.expect(404).says_not("<html");
        let request = Request::builder().method("DELETE").uri("/appels");
        let page = browser.send(request.body(Body::empty()).unwrap()).await.expect(405);
        assert!(page.words().len() > 20, "{}", page.body);
        let file = base::Id::<()>::from_parts(1, &[7; 10]);
        for path in [
            "/dossiers/%ff".to_owned(),
            "/appels/%ff".to_owned(),
            "/appels/a%00b".to_owned(),
            format!("/dossiers/{file}/etape/deux"),
            format!("/dossiers/{file}/versions/99999999999999999999"),
            "/api/v1/calls/%ff".to_owned(),
            "/api/v1/calls/a%00b".to_owned(),
            "/mot-de-passe/%00".to_owned(),
        ] {
            let page = browser.get(&path).await;
            assert!(page.status == 404 || page.status == 400, "{path}: {}", page.body);
            let told = page.body.contains("</html>") || page.body.contains("\"detail\"");
            assert!(told, "{path}: {}", page.body);
        }
        for query in ["q=%00", "q=%ff", "q=%27%22&tri=%00&ordre=x", "lang=%00", "fait=%00"] {
            for path in ["/appels", &format!("/appels/{}/laureats", cast.slug)] {
                let page = browser.get(&format!("{path}?{query}")).await;
                assert!(page.status.as_u16() < 500, "{path}?{query}: {}", page.words());
            }
        }
    }
}
