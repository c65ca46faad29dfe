//! Books as those who keep them meet them: through pages, files and the interface for programs.

use axum::body::Body;
use axum::http::Request;
use parvis_tests::{Browser, Cast, House, Page, gather, houses};
use serde_json::{Value, json};

/// Begins the book of organisation A through the page, and says what is in the bank.
async fn begun(house: &House, cast: &Cast) -> (Browser, String) {
    let mut browser = house.fresh_browser_of(&cast.manager).await;
    let page = browser.get("/livres").await.expect(200).says("Les Jardins d’Essai");
    let organisation = cast.org_a.to_string();
    let answer = browser.fill_on(&page, "/livres", &[("organisation", &organisation)]).await;
    let book = answer.leads_to().split('?').next().unwrap().to_owned();
    browser.get(&book).await.expect(200).says("0\u{a0}€ en banque et en caisse");
    let answer = write(&mut browser, &book, "depart", "1 000", "", "Relevé du 1er").await;
    browser.follow(answer).await.expect(200).says("L’écriture est enregistrée");
    (browser, book)
}

/// Fills in the form of a kind of operation.
async fn write(
    browser: &mut Browser,
    book: &str,
    kind: &str,
    amount: &str,
    other: &str,
    label: &str,
) -> Page {
    let page = format!("{book}/saisie/{kind}");
    let typed = [
        ("amount", amount),
        ("on", "2026-11-20"),
        ("other", other),
        ("treasury", "bank"),
        ("label", label),
        ("reference", "F-1"),
    ];
    browser.fill(&page, &page, &typed).await
}

#[tokio::test]
async fn a_treasurer_writes_what_came_in_and_went_out() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        let answer =
            write(&mut browser, &book, "recette", "250,50", "gifts", "Don de la fête").await;
        let entry = answer.leads_to().split('?').next().unwrap().to_owned();
        browser.follow(answer).await.expect(200).says("Don de la fête").says("250,50\u{a0}€");
        let answer = write(&mut browser, &book, "depense", "40", "supplies", "Terreau").await;
        answer.expect(303);
        let page = browser.get(&book).await.expect(200);
        assert_eq!(result(&page), "210,50\u{a0}€");
        page.says("1\u{202f}210,50\u{a0}€ en banque");

        // An error is taken back by the opposite entry, once.
        let back = format!("{entry}/contrepassation");
        let answer = browser.fill(&entry, &back, &[]).await.expect(303);
        browser.follow(answer).await.says("Contrepassation du n°");
        browser.get(&entry).await.says("Contrepassée par l’écriture").says_not("contrepassation\"");
        let again =
            browser.fill(&format!("{book}/fichiers"), &format!("{book}/cloture"), &[]).await;
        again.expect(422);
        let page = browser.get(&book).await.says("960\u{a0}€ en banque");
        assert_eq!(result(&page), "−40\u{a0}€");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_form_sent_twice_is_written_once_and_one_that_is_wrong_loses_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        let path = format!("{book}/saisie/recette");
        let mut fields = browser.form(&path, &path).await;
        for (name, value) in [
            ("amount", "12"),
            ("on", "20/11/2026"),
            ("other", "dues"),
            ("treasury", "cash"),
            ("label", "Adhésion"),
        ] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        let first = browser.post(&path, &fields).await.expect(303).leads_to().to_owned();
        let second = browser.post(&path, &fields).await.expect(303).leads_to().to_owned();
        assert_eq!(first, second);
        browser.get(&book).await.says("1\u{202f}012\u{a0}€ en banque");

        for (amount, told) in [
            ("-5", "montant"),
            ("douze", "montant"),
            ("0", "supérieur à zéro"),
            ("", "champ"),
            ("99999999999", "montant"),
        ] {
            let page =
                write(&mut browser, &book, "recette", amount, "dues", "Adhésion de mai").await;
            page.expect(422).says(told).says_not("stack");
        }
        let page = write(&mut browser, &book, "recette", "x", "dues", "Adhésion de mai").await;
        assert!(page.body.contains("Adhésion de mai"), "what was typed is lost");
        // A till holds no less than nothing.
        let path = format!("{book}/saisie/depense");
        let typed = [
            ("amount", "12,01"),
            ("on", "2026-11-20"),
            ("other", "supplies"),
            ("treasury", "cash"),
            ("label", "Trop"),
        ];
        browser.fill(&path, &path, &typed).await.expect(422).says("ne reste pas assez");
        browser.get(&book).await.says("1\u{202f}012\u{a0}€ en banque");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_is_closed_takes_nothing_more() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        let (page, close) = (format!("{book}/fichiers"), format!("{book}/cloture"));
        browser.fill(&page, &close, &[("day", "2026-11-30")]).await.expect(422).says("terminée");
        let answer = browser.fill(&page, &close, &[("day", "2026-11-21")]).await.expect(303);
        browser.follow(answer).await.says("Clos jusqu’au 21 novembre 2026");
        let page = write(&mut browser, &book, "recette", "5", "gifts", "Trop tard").await;
        page.expect(422).says("La période est close");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_book_is_unknown_to_whoever_does_not_keep_it() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (_, book) = begun(&house, &cast).await;
        let account = format!("{book}/comptes/1-1");
        let entry = format!("{book}/ecritures/1");
        let pages = [
            book.clone(),
            format!("{book}/comptes"),
            account.clone(),
            format!("{account}/releve.pdf"),
            format!("{book}/saisie/recette"),
            entry,
            format!("{book}/fichiers"),
        ];
        let mut other = house.fresh_browser_of(&cast.other).await;
        for page in &pages {
            let unknown = page.replace("/livres/1", "/livres/77").replace("1-1", "77-1");
            let (real, nobodys) = (other.get(page).await, other.get(&unknown).await);
            assert_eq!((real.status.as_u16(), real.words()), (404, nobodys.words()), "{page}");
        }
        let token = other.form("/livres", "/livres").await.remove(0);
        for end in ["/saisie/recette", "/ecritures/1/contrepassation", "/fichiers", "/cloture"] {
            let typed = [
                token.clone(),
                ("_key".to_owned(), house.app.world().id::<()>().to_string()),
                ("format".to_owned(), "fec".to_owned()),
                ("day".to_owned(), "2026-11-01".to_owned()),
                ("amount".to_owned(), "1".to_owned()),
                ("on".to_owned(), "2026-11-20".to_owned()),
                ("other".to_owned(), "gifts".to_owned()),
                ("treasury".to_owned(), "bank".to_owned()),
                ("label".to_owned(), "x".to_owned()),
            ];
            other.post(&format!("{book}{end}"), &typed).await.expect(404);
        }
        let organisation = ("organisation".to_owned(), cast.org_a.to_string());
        other.post("/livres", &[token, organisation]).await.expect(404);
        let mut member = house.browser_of(&cast.member);
        member.get(&book).await.expect(403);
        house.expect_sound().await;
    }
}

/// The columns of each line.
fn rows(file: &str) -> Vec<Vec<&str>> {
    let lines = file.strip_suffix("\r\n").unwrap().split("\r\n");
    lines.map(|line| line.split('\t').collect()).collect()
}

/// The result of the year, as the first page of a book says it.
fn result(page: &Page) -> &str {
    let told = page.body.split("Résultat de l’année").nth(1).unwrap();
    told.split("class=\"figure\">").nth(1).unwrap().split('<').next().unwrap()
}

#[tokio::test]
async fn the_accounts_leave_as_files() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        write(&mut browser, &book, "recette", "250,50", "gifts", "Don\tà | tabulations")
            .await
            .expect(303);
        let page = format!("{book}/fichiers");
        let typed = [("format", "fec"), ("from", "2026-01-01"), ("through", "2026-12-31")];
        let file = browser.fill(&page, &page, &typed).await.expect(200);
        assert!(file.header("content-disposition").contains("FEC20261231.txt"));
        let lines = rows(&file.body);
        assert!(lines.iter().all(|columns| columns.len() == 18), "{}", file.body);
        // Two entries of two lines, and the head.
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[3][10], "Don à   tabulations");
        assert_eq!((lines[3][4], lines[3][11], lines[3][12]), ("512000", "250,50", "0,00"));
        assert_eq!((lines[4][4], lines[4][11], lines[4][12]), ("754100", "0,00", "250,50"));
        assert_eq!((lines[1][2], lines[3][2]), ("BQ-000001", "BQ-000002"));

        // The year after begins with what was there, the result brought forward.
        let typed = [("format", "fec"), ("from", "2027-01-01"), ("through", "2027-12-31")];
        let file = browser.fill(&page, &page, &typed).await.expect(200);
        let opening = rows(&file.body).split_off(1);
        let accounts: Vec<_> = opening.iter().map(|l| (l[0], l[4], l[11], l[12])).collect();
        assert_eq!(
            accounts,
            [("AN", "512000", "1250,50", "0,00"), ("AN", "110000", "0,00", "1250,50")],
        );

        for (format, told) in [("hledger", "250.50 EUR"), ("beancount", "open Assets:C512000")] {
            let file = browser.fill(&page, &page, &[("format", format)]).await.expect(200);
            assert!(file.body.contains(told), "{}", file.body);
        }
        let typed = [("format", "handover"), ("from", "2026-01-01"), ("through", "2026-12-31")];
        let file = browser.fill(&page, &page, &typed).await.expect(200);
        let lines: Vec<&str> = file.body.split("\r\n").collect();
        assert!(lines[0].starts_with("numero,date_effet,date_saisie,sens,tiers,"));
        assert!(
            lines.iter().any(|line| line.contains(",recette,") && line.contains(",250.50,EUR,"))
        );
        let pdf = format!("{book}/comptes/1-1/releve.pdf?du=2026-11-01&au=2026-11-30");
        assert!(browser.get(&pdf).await.expect(200).bytes.starts_with(b"%PDF"));
        for format in ["csv", "xlsx", "json"] {
            browser.get(&format!("{book}/comptes/1-1?format={format}")).await.expect(200);
            browser.get(&format!("{book}/comptes?format={format}")).await.expect(200);
        }
        // After five minutes the password is asked for again.
        house.app.world().advance_seconds(301);
        let typed = [("format", "fec")];
        browser.fill(&page, &page, &typed).await.expect(200).says("mot de passe");
    }
}

#[tokio::test]
async fn a_member_sees_one_wallet_with_what_was_paid_and_why() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut resident = house.browser_of(&cast.resident);
        resident.get("/porte-monnaie").await.expect(200).says("Rien n’a été payé");
        let (_, book) = begun(&house, &cast).await;
        let (person, book) =
            (cast.resident.id, book.trim_start_matches("/livres/").parse().unwrap());
        house
            .write(move |tx| {
                let entity = ledger::EntityId(book);
                let bank = ledger::NewAccount::euros(ledger::Purpose::Bank, "");
                let bank = ledger::open_account(tx, entity, &bank)?;
                let wallet = ledger::NewAccount::euros(ledger::Purpose::Wallet, person);
                let wallet = ledger::open_account(tx, entity, &wallet.never_overdrawn())?;
                let paid = ledger::Transfer::new(tx.id(), bank, wallet, 4_000);
                let kept = ledger::Transfer::new(tx.id(), wallet, bank, 1_250).pending(0);
                let asked =
                    [paid.about("t", "v:1", "Avance"), kept.about("t", "p:1", "Panier gardé")];
                ledger::transfer_all(tx, &asked)
            })
            .await;
        let page = resident.get("/porte-monnaie").await.expect(200);
        page.says("Les Jardins d’Essai")
            .says("40\u{a0}€")
            .says("dont 12,50\u{a0}€ réservés")
            .says("Avance")
            .says("Panier gardé");
        // Their account cannot end while their money is there, and the page says why.
        let path = "/compte/suppression";
        resident.get(path).await.expect(200).says("n’est pas soldé");
        house.expect_sound().await;
    }
}

async fn send(program: &mut Browser, path: &str, body: &Value) -> Page {
    let request = Request::post(path).header("content-type", "application/json");
    program.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn statuses(page: &Page) -> Vec<String> {
    let answers: Value = serde_json::from_str(&page.body).unwrap();
    let status = |answer: &Value| answer["status"].as_str().unwrap().to_owned();
    answers.as_array().unwrap().iter().map(status).collect()
}

#[tokio::test]
async fn a_program_moves_money_in_its_owners_book_and_no_other() {
    for house in houses().await {
        let cast = gather(&house).await;
        begun(&house, &cast).await;
        let acting = cast.clone();
        let other =
            house.write(move |tx| ledger::begin_book(tx, &acting.other.actor, acting.org_b)).await;
        let id = cast.manager.id;
        let token =
            house.write(move |tx| people::create_token(tx, id, "essai", "read write")).await;
        let mut program = house.browser();
        program.headers.push(("authorization", format!("Bearer {token}")));
        let books = program.get("/api/v1/books").await.expect(200);
        assert!(books.body.contains("Les Jardins d’Essai") && !books.body.contains("\"id\":2"));
        let accounts = program.get("/api/v1/books/1/accounts").await.expect(200);
        let accounts: Value = serde_json::from_str(&accounts.body).unwrap();
        let of = |purpose: &str| {
            let found = accounts.as_array().unwrap().iter().find(|one| one["purpose"] == purpose);
            found.unwrap()["id"].as_str().unwrap().to_owned()
        };
        let (bank, cash) = (of("bank"), of("cash"));
        let ids: Vec<String> = (0..4).map(|_| house.app.world().id::<()>().to_string()).collect();
        let batch = json!({"transfers": [
            {"id": ids[0], "debit": cash, "credit": bank, "amount": 1500, "phase": "pending"},
            {"id": ids[1], "pending_id": ids[0], "phase": "post", "amount": 500},
            {"id": ids[2], "debit": bank, "credit": cash, "amount": 501},
        ]});
        let path = "/api/v1/books/1/transfers";
        let answer = send(&mut program, path, &batch).await.expect(200);
        assert_eq!(statuses(&answer), ["created", "created", "exceeds_debits"]);
        let again = send(&mut program, path, &batch).await.expect(200);
        assert_eq!(statuses(&again), ["exists", "exists", "id_already_failed"]);
        let list = format!("/api/v1/books/1/accounts/{cash}/transfers");
        let list = program.get(&list).await.expect(200);
        assert!(list.body.contains(&ids[1]) && !list.body.contains(&ids[2]), "{}", list.body);

        let theirs = ledger::AccountId::new(other, 1).to_string();
        for body in [
            json!({"transfers": [{"id": ids[3], "debit": theirs, "credit": bank, "amount": 1}]}),
            json!({"transfers": [{"id": "x", "debit": cash, "credit": bank, "amount": 1}]}),
        ] {
            send(&mut program, path, &body).await.expect(404);
        }
        send(&mut program, "/api/v1/books/2/transfers", &batch).await.expect(404);
        let negative =
            json!({"transfers": [{"id": ids[3], "debit": cash, "credit": bank, "amount": -1}]});
        let answer = send(&mut program, path, &negative).await.expect(200);
        assert_eq!(statuses(&answer), ["amount_must_not_be_negative"]);
        for body in [json!({"transfers": [{"id": ids[3], "amount": 1e30}]}), json!([1]), json!({})]
        {
            send(&mut program, path, &body).await.expect(422);
        }
        house.expect_sound().await;
    }
}
