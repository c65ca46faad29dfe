//! The interface for programs: tokens and their scopes, keys that make a change happen once, lists
//! by page, errors as RFC 9457 has them.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use parvis_tests::{Browser, House, Page, Person, gather, house, houses};
use serde_json::{Value, json};

async fn program(house: &House, person: &Person, scopes: &'static str) -> Browser {
    let id = person.id;
    let token = house.write(move |tx| people::create_token(tx, id, "essai", scopes)).await;
    let mut browser = house.browser();
    browser.headers.push(("authorization", format!("Bearer {token}")));
    browser
}

async fn send(program: &mut Browser, path: &str, key: &str, body: &Value) -> Page {
    let mut request = Request::post(path).header("content-type", "application/json");
    if !key.is_empty() {
        request = request.header("idempotency-key", key);
    }
    program.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn read(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap()
}

/// A refusal as machines read it.
#[track_caller]
fn problem(page: Page, status: u16) -> Value {
    let page = page.expect(status);
    assert_eq!(page.header("content-type"), "application/problem+json");
    let problem = read(&page);
    assert_eq!(problem["status"], status);
    assert!(problem["type"].as_str().unwrap().starts_with("/problems/"), "{problem}");
    for text in ["title", "detail"] {
        assert!(!problem[text].as_str().unwrap().is_empty(), "{problem}");
        assert!(!problem[text].as_str().unwrap().contains("web-refusal"), "{problem}");
    }
    assert!(problem["faults"].is_array());
    problem
}

#[tokio::test]
async fn a_program_files_an_application_once_however_often_it_asks() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut program = program(&house, &cast.member, "read write").await;
        let begin = format!("/api/v1/calls/{}/files", cast.slug);
        let body = json!({"organisation": cast.org_a.to_string()});
        let faults = problem(send(&mut program, &begin, "", &body).await, 422);
        assert_eq!(faults["faults"][0]["field"], "Idempotency-Key");
        problem(send(&mut program, &begin, "court", &body).await, 422);
        let file = read(&send(&mut program, &begin, "begin-0001", &body).await.expect(200));
        let again = read(&send(&mut program, &begin, "begin-0001", &body).await.expect(200));
        assert_eq!(file, again);
        let other = json!({"organisation": cast.org_b.to_string()});
        problem(send(&mut program, &begin, "begin-0001", &other).await, 409);
        problem(send(&mut program, &begin, "begin-0002", &other).await, 404);
        let path = format!("/api/v1/files/{}", file["id"].as_str().unwrap());
        let answers = parvis_tests::answers("Par programme");
        let save = json!({"version": file["version"], "answers": answers});
        let saved = read(&send(&mut program, &path, "save-00001", &save).await.expect(200));
        assert_eq!(saved["title"], "Par programme");
        let again = read(&send(&mut program, &path, "save-00001", &save).await.expect(200));
        assert_eq!(saved["version"], again["version"], "the same save was done twice");
        problem(send(&mut program, &path, "save-00002", &save).await, 409);
        let submit = format!("{path}/submission");
        let version = json!({"version": saved["version"]});
        let told = problem(send(&mut program, &submit, "submit-001", &version).await, 422);
        assert_eq!(told["faults"][0]["field"], "statuts");
        let id = file["id"].as_str().unwrap().parse().unwrap();
        let actor = cast.member.actor.clone();
        house
            .write(move |tx| {
                let pdf = parvis_tests::PDF.to_vec();
                calls::attach(tx, &actor, id, "statuts", "statuts.pdf", pdf).map(drop)
            })
            .await;
        let shown = read(&program.get(&path).await.expect(200));
        let version = json!({"version": shown["version"]});
        let number = read(&send(&mut program, &submit, "submit-001", &version).await.expect(200));
        let again = read(&send(&mut program, &submit, "submit-001", &version).await.expect(200));
        assert_eq!(number, again);
        assert_eq!(read(&program.get(&path).await)["state"], "submitted");
        let listed = read(&program.get("/api/v1/files").await.expect(200));
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_token_allows_its_scopes_and_a_cookie_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let begin = format!("/api/v1/calls/{}/files", cast.slug);
        let body = json!({"organisation": cast.org_a.to_string()});
        let mut reading = program(&house, &cast.manager, "read").await;
        reading.get("/api/v1/files").await.expect(200);
        problem(send(&mut reading, &begin, "begin-0001", &body).await, 403);
        let mut signed_in = house.browser_of(&cast.manager);
        problem(signed_in.get("/api/v1/files").await, 401);
        problem(send(&mut signed_in, &begin, "begin-0001", &body).await, 401);
        let mut wrong = house.browser();
        wrong.headers.push(("authorization", "Bearer parvis_0000".to_owned()));
        problem(wrong.get("/api/v1/files").await, 401);
        // A token opens the API alone, not the pages of its owner.
        let page = reading.get("/compte").await.expect(303);
        assert!(page.leads_to().starts_with("/connexion"));
        let id = cast.manager.id;
        house
            .write(move |tx| {
                let tokens = people::tokens_of(tx, id)?;
                tokens.iter().try_for_each(|token| people::revoke_token(tx, id, token.id))
            })
            .await;
        problem(reading.get("/api/v1/files").await, 401);
        let mut outsider = program(&house, &cast.resident, "read write").await;
        let none = read(&outsider.get("/api/v1/files").await.expect(200));
        assert_eq!(none["items"], json!([]));
        house.days_pass(366);
        problem(outsider.get("/api/v1/files").await, 401);
    }
}

#[tokio::test]
async fn bad_bodies_are_told_what_is_wrong_with_them() {
    let house = house().await;
    let cast = gather(&house).await;
    let mut program = program(&house, &cast.manager, "read write").await;
    let begin = format!("/api/v1/calls/{}/files", cast.slug);
    for body in ["", "{", "[]", "null", "{\"organisation\":7}", "{\"organisation\":\"x\"}"] {
        let request = Request::post(&begin).header("idempotency-key", "begin-0001");
        let page = program.send(request.body(Body::from(body)).unwrap()).await;
        let status = page.status.as_u16();
        assert!(status == 422 || status == 404, "{body}: {status}");
        problem(page, status);
    }
    let request = Request::post(&begin).header("idempotency-key", "begin-0001");
    let page = program.send(request.body(Body::from(vec![0xff, 0xfe])).unwrap()).await;
    problem(page, 400);
    problem(program.get("/api/v1/calls/rien-de-tel").await, 404);
    problem(program.get("/api/v1/calls?after=zzz").await, 404);
    problem(program.get("/api/v1/rien").await, 404);
}

#[tokio::test]
async fn pages_of_a_list_leave_nothing_out_and_repeat_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        house
            .write(move |tx| {
                let officer = &acting.officer.actor;
                for at in 0..119 {
                    let title = format!("Appel {at}");
                    let text = calls::CallText { title, ..Default::default() };
                    let call = calls::create_call(tx, officer, &text, &parvis_tests::call_rules())?;
                    let version = calls::call(tx, call)?.version;
                    let closed = calls::CallState::Closed;
                    calls::set_call_state(tx, officer, call, version, closed)?;
                }
                Ok(())
            })
            .await;
        let mut browser = house.browser();
        for limit in [7usize, 50, 100] {
            let (mut seen, mut after, mut pages) = (Vec::new(), String::new(), 0);
            loop {
                let path = format!("/api/v1/calls?limit={limit}{after}");
                let page = read(&browser.get(&path).await.expect(200));
                let items = page["items"].as_array().unwrap();
                assert!(items.len() <= limit);
                seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
                pages += 1;
                match page["next"].as_str() {
                    Some(next) => after = format!("&after={next}"),
                    None => break,
                }
            }
            assert_eq!(pages, 120usize.div_ceil(limit), "{}", house.engine);
            assert_eq!(seen.len(), 120);
            let distinct: BTreeSet<&String> = seen.iter().collect();
            assert_eq!(distinct.len(), 120, "a call came twice");
            assert!(seen.is_sorted_by(|a, b| a > b), "not newest first");
        }
        for wrong in ["0", "-1", "101", "100000", "beaucoup"] {
            browser.get(&format!("/api/v1/calls?limit={wrong}")).await.expect(422);
        }
    }
}

/// A book of organisation A with somebody who pays and is paid.
async fn kept(house: &House, cast: &parvis_tests::Cast) -> (ledger::EntityId, ledger::PartyId) {
    let acting = cast.clone();
    let made = house.write(move |tx| {
        let keeper = &acting.manager.actor;
        let book = ledger::begin_book(tx, keeper, acting.org_a)?;
        Ok((book, parvis_tests::paid_and_paying(tx, keeper, book)?))
    });
    made.await
}

#[tokio::test]
async fn a_program_expects_payments_once_and_reads_what_leaves() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (book, party) = kept(&house, &cast).await;
        let at = format!("/api/v1/books/{}", book.0);
        let mut reading = program(&house, &cast.manager, "read").await;
        let parties = read(&reading.get(&format!("{at}/parties")).await.expect(200));
        assert_eq!(parties["items"][0]["name"], "Awa Sy");
        assert_eq!(parties["items"][0]["id"], party.to_string());
        let new = json!({"party": party.to_string(), "purpose": "dues", "amount": 2500,
            "due": "2026-12-31", "label": "Adhésion 2027"});
        let claims = format!("{at}/claims");
        problem(send(&mut reading, &claims, "claim-0001", &new).await, 403);

        let mut program = program(&house, &cast.manager, "read write").await;
        problem(send(&mut program, &claims, "", &new).await, 422);
        let made = read(&send(&mut program, &claims, "claim-0001", &new).await.expect(200));
        assert_eq!((&made["amount"], &made["state"]), (&json!(2500), &json!("open")));
        assert!(made["reference"].as_str().unwrap().starts_with("RF"), "{made}");
        let again = read(&send(&mut program, &claims, "claim-0001", &new).await.expect(200));
        assert_eq!(made, again, "the same key is the same claim");
        let mut other = new.clone();
        other["amount"] = json!(2600);
        problem(send(&mut program, &claims, "claim-0001", &other).await, 409);
        let one = format!("{claims}/{}", made["number"]);
        assert_eq!(read(&reading.get(&one).await.expect(200)), made);
        let before = read(&reading.get(&claims).await.expect(200));
        // Lists go on where they were cut, newest first.
        let page = read(&reading.get(&format!("{claims}?limit=1")).await.expect(200));
        assert_eq!(page["items"][0], made);
        let next = page["next"].as_str().unwrap();
        let page =
            read(&reading.get(&format!("{claims}?limit=100&after={next}")).await.expect(200));
        assert_eq!(
            page["items"].as_array().unwrap().len() + 1,
            before["items"].as_array().unwrap().len()
        );
        let orders = read(&reading.get(&format!("{at}/orders")).await.expect(200));
        assert_eq!(orders["items"][0]["state"], "prepared");
        assert_eq!(orders["items"][0]["end_to_end"], format!("VIR{}-1", book.0));
        let order = read(&reading.get(&format!("{at}/orders/1")).await.expect(200));
        assert_eq!(order, orders["items"][0]);

        // A book is unknown to the programs of whoever does not keep it.
        let mut stranger = self::program(&house, &cast.other, "read write").await;
        for path in ["parties", "claims", "claims/1", "orders", "orders/1"] {
            problem(stranger.get(&format!("{at}/{path}")).await, 404);
        }
        problem(send(&mut stranger, &claims, "claim-0003", &new).await, 404);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_claim_that_cannot_be_is_told_its_field_and_changes_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (book, party) = kept(&house, &cast).await;
        let mut program = program(&house, &cast.manager, "read write").await;
        let claims = format!("/api/v1/books/{}/claims", book.0);
        let new = json!({"party": party.to_string(), "purpose": "dues", "amount": 2500,
            "due": "2026-12-31", "label": "Adhésion 2027"});
        let before = read(&program.get(&claims).await.expect(200));
        for (field, value) in [
            ("amount", json!(0)),
            ("amount", json!(-2500)),
            ("amount", json!(100_000_000_000_i64)),
            ("due", json!("2026-02-30")),
            ("label", json!(" ")),
            ("label", json!("x".repeat(141))),
            ("purpose", json!("bank")),
        ] {
            let mut wrong = new.clone();
            wrong[field] = value;
            let told = problem(send(&mut program, &claims, "claim-0002", &wrong).await, 422);
            assert_eq!(told["faults"][0]["field"], field, "{told}");
        }
        let mut nobody = new.clone();
        nobody["party"] = json!(cast.resident.id.to_string());
        problem(send(&mut program, &claims, "claim-0002", &nobody).await, 404);
        assert_eq!(read(&program.get(&claims).await.expect(200)), before, "{}", house.engine);
    }
}
