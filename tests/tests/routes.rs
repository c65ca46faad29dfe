//! Who may use which route: the table of routes × roles × methods, asked of the running router and
//! kept in docs/routes.md. `UPDATE=1` writes that file anew.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Request;
use parvis_tests::{
    Cast, House, Page, Scoped, assigned, camt, filed, gather, house, house_on, names_a_role,
    scoped, settings,
};
use people::{Policy, Role};
use store::Place;
use store::testing::grounds;
use web::{Method, RouteInfo};

/// Parts of addresses by what stands before them, from things that exist.
async fn places(house: &House, cast: &Cast) -> BTreeMap<&'static str, String> {
    let third_places = house_of_places(house, cast).await;
    let acting = cast.clone();
    let (file, piece, reading, link, grant, version, book, line, party) = house
        .write(move |tx| {
            let cast = &acting;
            let file = filed(tx, &cast.manager.actor, cast.call, cast.org_a, "Potager")?;
            let reading = assigned(tx, cast, file, &cast.reader)?;
            calls::declare(tx, &cast.reader.actor, reading, 1, None)?;
            let piece = calls::attachments(tx, file)?.remove(0).id;
            let link = people::request_link(tx, cast.resident.id)?;
            let grant = cast.manager.actor.grants.first().map(|grant| grant.id.to_string());
            let version = calls::versions(tx, file, 1)?.remove(0).0;
            let book = ledger::begin_book(tx, &cast.manager.actor, cast.org_a)?;
            let operation = ledger::Operation {
                kind: ledger::Kind::Receipt,
                treasury: ledger::Purpose::Bank,
                other: ledger::Purpose::Gifts,
                amount: 100,
                on: ledger::Day::of(tx.now().in_france().date()),
                label: "Don".to_owned(),
                reference: String::new(),
            };
            ledger::record_operation(tx, &cast.manager.actor, book, &operation)?;
            let line = bank_line(tx, &cast.manager.actor, book)?;
            let party = parvis_tests::paid_and_paying(tx, &cast.manager.actor, book)?;
            let grant = grant.unwrap_or_default();
            Ok((file, piece, reading, link, grant, version, book, line, party))
        })
        .await;
    let known = [
        ("/dossiers/{id}", file.to_string()),
        ("/api/v1/files/{id}", file.to_string()),
        ("/bureau/dossiers/{id}", file.to_string()),
        ("/bureau/appels/{id}", cast.call.to_string()),
        ("/bureau/sessions/{id}", cast.session.to_string()),
        ("/lectures/{id}", reading.to_string()),
        ("/organisations/{id}", cast.org_a.to_string()),
        ("{book}", book.0.to_string()),
        ("{account}", ledger::AccountId::new(book, 1).to_string()),
        ("{number}", "1".to_owned()),
        ("{kind}", "recette".to_owned()),
        ("{line}", line),
        ("{party}", party.to_string()),
        ("{claim}", "1".to_owned()),
        ("{debit}", "1".to_owned()),
        ("{order}", "1".to_owned()),
        ("{mandate}", "1".to_owned()),
        ("{bank_file}", "1".to_owned()),
        ("{invoice}", "1".to_owned()),
        ("{receipt}", "1".to_owned()),
        ("{piece}", piece.to_string()),
        ("{slug}", cast.slug.clone()),
        ("{step}", "1".to_owned()),
        ("{part}", "lignes".to_owned()),
        ("{version}", version.to_string()),
        ("{token}", link),
        ("{grant}", grant),
        ("{service}", "franceconnect".to_owned()),
        ("{id}", cast.org_b.to_string()),
    ];
    let promised = house_of_promises(house, cast).await;
    let met = house_of_meetings(house, cast).await;
    known.into_iter().chain(third_places).chain(promised).chain(met).collect()
}

/// The resident's profile, and the member who asks to meet them.
async fn house_of_meetings(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    use third_places::meeting;
    let acting = cast.clone();
    let (profile, asked, idea) = house
        .write(move |tx| {
            let place = parvis_tests::square(tx, &acting, "La Place d’Essai")?.place;
            let (one, other) = (&acting.resident.actor, &acting.member.actor);
            let text = parvis_tests::says("law", "food", &[place]);
            meeting::save_profile(tx, one, 0, meeting::Visible::Everybody, &text)?;
            let profile = meeting::own_profile(tx, one)?.ok_or(base::Refusal::Unknown)?;
            parvis_tests::opts_in(tx, other, &parvis_tests::says("food", "law", &[place]))?;
            let asked = tx.id();
            meeting::ask(tx, other, asked, profile.id, (None, "Bonjour."))?;
            meeting::answer(tx, one, asked, true)?;
            let (idea, text) = (
                tx.id(),
                meeting::IdeaText {
                    title: "Une presse".to_owned(),
                    purpose: "Presser.".to_owned(),
                    ..meeting::IdeaText::default()
                },
            );
            meeting::open_idea(tx, other, idea, (None, &text), &[acting.resident.id])?;
            Ok((profile.id, asked, idea))
        })
        .await;
    vec![
        ("{profile}", profile.to_string()),
        ("{introduction}", asked.to_string()),
        ("{idea}", idea.to_string()),
        ("{subject}", asked.to_string()),
    ]
}

/// A site of organisation A with a thing, a promise of it and somebody who waits.
async fn house_of_promises(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    let acting = cast.clone();
    let (site, thing, booking, wait, own, (plan, pass)) = house
        .write(move |tx| {
            let host = &acting.manager.actor;
            let site = parvis_tests::let_site(tx, host, acting.org_a)?;
            let thing = parvis_tests::let_room(tx, host, site)?;
            let booking = parvis_tests::promised(tx, &acting.member.actor, thing)?;
            let wait = parvis_tests::waiting(tx, &acting.resident.actor, thing)?;
            let own = reservations::feed_of(tx, &acting.resident.actor)?;
            ledger::begin_book(tx, host, acting.org_a)?;
            reservations::set_book(tx, host, site, "non-profit", true)?;
            let sold = parvis_tests::bought(tx, host, &acting.resident.actor, site)?;
            Ok((reservations::site(tx, site)?, thing, booking, wait, own, sold))
        })
        .await;
    vec![
        ("{site}", site.id.to_string()),
        ("{door_token}", site.code),
        ("{feed_token}", site.feed),
        ("{own_token}", own),
        ("{thing}", thing.to_string()),
        ("{booking}", booking.to_string()),
        ("{wait}", wait.to_string()),
        ("{plan}", plan.to_string()),
        ("{pass}", pass.to_string()),
    ]
}

/// A place of organisation A with all that can be in one, and a tour that stops there.
async fn house_of_places(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    let acting = cast.clone();
    let (place, inside, tour, stage, upload, (workshop, draw, proposal)) = house
        .write(move |tx| {
            let (officer, org) = (&acting.officer.actor, acting.org_a);
            let place = parvis_tests::opened_place(tx, officer, org, "La Halle d’Essai")?;
            let inside = parvis_tests::furnished(tx, officer, place)?;
            let (tour, stage) = parvis_tests::toured(tx, officer, place)?;
            let lines = b"ID,NOM,VILLE\n1,Le Quai,Clichy\n";
            let upload = third_places::keep_upload(tx, officer, ("essai", "a.csv"), lines)?;
            let workshop = parvis_tests::announced(tx, &acting.manager.actor, place, 8)?;
            let draw = parvis_tests::to_draw(tx, &acting.manager.actor, place, 4)?;
            let proposal = parvis_tests::proposed(tx, &acting.resident.actor, place)?;
            Ok((place, inside, tour, stage, upload, (workshop, draw.0, proposal)))
        })
        .await;
    let nursery = house_of_children(house, cast).await;
    let (space, service, picture) = inside;
    let place = place.to_string();
    vec![
        ("/lieux/{id}", place.clone()),
        ("/mes-lieux/{id}", place.clone()),
        ("/bureau/lieux/{id}", place),
        ("/tournees/{id}", tour.to_string()),
        ("/bureau/tournees/{id}", tour.to_string()),
        ("{gathering}", workshop.to_string()),
        ("{draw}", draw.to_string()),
        ("{proposal}", proposal.to_string()),
        ("{space}", space.to_string()),
        ("{offer}", service.to_string()),
        ("{picture}", picture.to_string()),
        ("{stage}", stage.to_string()),
        ("{upload}", upload.to_string()),
    ]
    .into_iter()
    .chain(nursery)
    .collect()
}

/// A nursery of organisation A with somebody on duty and a child of the resident's, who has a seat.
async fn house_of_children(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    use parvis_tests::{TUESDAY, hours};
    let acting = cast.clone();
    let (crib, shift, child, stay, wait) = house
        .write(move |tx| {
            let crib = parvis_tests::crib(tx, &acting, &parvis_tests::nursery_text(12))?;
            let (day, parent) = (hours(TUESDAY, (8, 0), (18, 0)), &acting.resident.actor);
            let shift = parvis_tests::on_duty(tx, &acting, &crib, crib.auxiliary, day)?;
            let (child, stay) = (tx.id(), tx.id());
            third_places::childcare::declare_child(tx, parent, crib.id, child, (true, ""))?;
            let morning = hours(TUESDAY, (9, 0), (12, 0));
            third_places::childcare::book(tx, parent, crib.id, &[(stay, child)], morning)?;
            let (wait, late) = (tx.id(), hours(TUESDAY, (13, 0), (14, 0)));
            for _ in 0..3 {
                parvis_tests::comes(tx, crib.id, true, late)?;
            }
            third_places::childcare::join_wait(tx, parent, crib.id, (wait, &[child]), late)?;
            Ok((crib, shift, child, stay, wait))
        })
        .await;
    vec![
        ("{nursery}", crib.id.to_string()),
        ("{carer}", crib.auxiliary.to_string()),
        ("{shift}", shift.to_string()),
        ("{child}", child.to_string()),
        ("{stay}", stay.to_string()),
        ("{seat_wait}", wait.to_string()),
    ]
}

/// A line of a bank's statement that is left to explain.
fn bank_line(
    tx: &mut store::Tx,
    actor: &people::Actor,
    book: ledger::EntityId,
) -> base::Outcome<String> {
    let days = (("2026-11-01", 0), ("2026-11-02", 700));
    let file = camt("R-1", days.0, days.1, &[(700, "2026-11-02", "Mairie", "Virement")]);
    let statements = bank::statement::read_all(file.as_bytes()).unwrap();
    ledger::take_statements(tx, actor, book, &statements)?;
    let (_, now) = ledger::situation(tx, actor, book)?;
    Ok(now.lines[0].line.id.to_string())
}

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
