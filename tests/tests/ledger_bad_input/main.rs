//! What is wrong is refused with a sentence that names the line or the field, and the book is as it was.
//!
//! Each test says in its name what is sent. [`Picture`] is all that a book holds: whatever a refused
//! file, form or batch had changed would show in it.

mod long;

use axum::body::Body;
use axum::http::Request;
use parvis_tests::{
    Browser, Cast, House, Page, THEIR_IBAN, camt, gather, houses, new_party, own_details,
};
use serde_json::{Value, json};

/// The book's journal in full, and how many rows stand in each of its tables.
type Picture = (String, Vec<i64>);

const TABLES: [&str; 12] = [
    "SELECT COUNT(*) FROM ledger_account",
    "SELECT COUNT(*) FROM ledger_transfer",
    "SELECT COUNT(*) FROM ledger_pending WHERE state = 'waiting'",
    "SELECT COUNT(*) FROM ledger_statement",
    "SELECT COUNT(*) FROM ledger_line",
    "SELECT COUNT(*) FROM ledger_line WHERE transfer IS NOT NULL",
    "SELECT COUNT(*) FROM ledger_party",
    "SELECT COUNT(*) FROM ledger_claim",
    "SELECT COUNT(*) FROM ledger_order",
    "SELECT COUNT(*) FROM ledger_invoice",
    "SELECT COUNT(*) FROM ledger_mandate",
    "SELECT COUNT(*) FROM ledger_details",
];

async fn picture(house: &House) -> Picture {
    let entity = house.read(ledger::entities).await.remove(0);
    let mut journal = String::new();
    let add = |part: &str| {
        journal.push_str(part);
        Ok(())
    };
    ledger::write_plain_text(house.app.store(), &entity, ledger::PlainText::Hledger, add)
        .await
        .unwrap();
    let counts = house
        .read(|tx| TABLES.iter().map(|text| tx.one(store::sql(text), &[])?.single()).collect());
    (journal, counts.await)
}

/// A book with 1,000 € at the bank, a party and a claim of 15 €.
async fn begun(house: &House, cast: &Cast) -> (Browser, String) {
    let (keeper, organisation) = (cast.manager.actor.clone(), cast.org_a);
    let id = house
        .write(move |tx| {
            let book = ledger::begin_book(tx, &keeper, organisation)?;
            ledger::set_details(tx, &keeper, book, &own_details())?;
            let party = ledger::add_party(tx, &keeper, book, &new_party("Awa Sy"))?;
            let on = ledger::Day::of("2026-11-01".parse().map_err(base::Refusal::broken)?);
            let opening = ledger::Operation {
                kind: ledger::Kind::Opening,
                treasury: ledger::Purpose::Bank,
                other: ledger::Purpose::Opening,
                amount: 100_000,
                on,
                label: "Solde de départ".to_owned(),
                reference: String::new(),
            };
            ledger::record_operation(tx, &keeper, book, &opening)?;
            let claim = ledger::NewClaim {
                party,
                purpose: ledger::Purpose::Dues,
                amount: 1_500,
                due: on,
                label: "Adhésion".to_owned(),
            };
            ledger::expect_payment(tx, &keeper, book, &claim)?;
            Ok(book)
        })
        .await;
    (house.fresh_browser_of(&cast.manager).await, format!("/livres/{}", id.0))
}

/// A statement that is good and whose only line pays the claim.
fn good() -> String {
    let line = (1_500, "2026-11-10", "Awa Sy", "RF981C1");
    camt("R-1", ("2026-11-02", 100_000), ("2026-11-15", 101_500), &[line])
}

async fn send(browser: &mut Browser, book: &str, file: &[u8]) -> Page {
    let bank = format!("{book}/banque");
    browser.upload(&bank, &bank, ("file", "releve.xml", file)).await
}

/// Sends files that are no good, each with what is to be said of it; the book stays as it is.
async fn refuses(cases: &[(&str, Vec<u8>, &str)]) {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        let before = picture(&house).await;
        for (what, file, told) in cases {
            println!("{what}");
            let page = send(&mut browser, &book, file).await.expect(422).says(told);
            // The sentence stands at the field, and says that there is nothing to undo.
            page.holds("id=\"f-file-fault\"").says_not("⟦");
            assert_eq!(picture(&house).await, before, "{what}: {}", house.engine);
        }
        // The same file, mended, is read.
        send(&mut browser, &book, good().as_bytes()).await.expect(303);
        assert_ne!(picture(&house).await, before);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_statement_whose_balance_is_wrong() {
    refuses(&[
        (
            "a line is missing",
            camt("R-1", ("2026-11-02", 100_000), ("2026-11-15", 101_500), &[]).into(),
            "Ligne 1\u{a0}: le relevé est faux. Solde initial 1\u{202f}000\u{a0}€, mouvements \
             0\u{a0}€, mais solde final 1\u{202f}015\u{a0}€",
        ),
        (
            "an amount is another",
            good().replacen(">15.00<", ">15.01<", 1).into(),
            "mouvements 15,01\u{a0}€",
        ),
        (
            "the sign of the end is another",
            good()
                .replacen("1015.00</Amt><CdtDbtInd>CRDT", "1015.00</Amt><CdtDbtInd>DBIT", 1)
                .into(),
            "mais solde final −1\u{202f}015\u{a0}€",
        ),
        ("the end is missing", good().replace("CLBD", "CLAV").into(), "Ligne 1"),
    ])
    .await;
}

#[tokio::test]
async fn a_statement_in_which_an_amount_or_a_currency_is_none() {
    let amount = |text: &str| good().replacen(">15.00<", &format!(">{text}<"), 1).into_bytes();
    let element =
        "il manque une valeur, ou elle ne se lit pas (Document/BkToCstmrStmt/Stmt/Ntry/Amt)";
    refuses(&[
        ("negative", amount("-15.00"), element),
        ("three decimals", amount("15.001"), element),
        ("with a comma", amount("15,00"), element),
        ("a word", amount("quinze"), element),
        ("beyond what can be counted", amount("99999999999999999999.00"), element),
        (
            "an unknown currency",
            good().replacen("<Amt Ccy=\"EUR\">15.00", "<Amt Ccy=\"EUX\">15.00", 1).into(),
            "Ligne 1\u{a0}: la monnaie «\u{a0}EUX\u{a0}»",
        ),
        (
            "the currency of another account",
            good().replacen("<Amt Ccy=\"EUR\">15.00", "<Amt Ccy=\"CHF\">15.00", 1).into(),
            "la monnaie «\u{a0}CHF\u{a0}»",
        ),
        (
            "an account in dollars",
            good().replace("Ccy=\"EUR\"", "Ccy=\"USD\"").replace(">EUR<", ">USD<").into(),
            "Ce relevé est en USD",
        ),
        (
            "the account of somebody else",
            good().replace("FR1420041010050500013M02606", THEIR_IBAN).into(),
            "Ce relevé est celui du compte",
        ),
        (
            "an account number whose key is wrong",
            good().replace("FR1420041010050500013M02606", "FR1420041010050500013M02607").into(),
            "Acct/Id/IBAN",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_statement_that_is_a_bomb() {
    let (head, rest) =
        good().split_once("<Document").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let laughs: String = (1..10)
        .map(|at| format!("<!ENTITY l{at} \"{}\">", format!("&l{};", at - 1).repeat(10)))
        .collect();
    let bomb = format!("{head}<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]><Document{rest}");
    let outside = format!("{head}<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Document{rest}");
    let used = good().replacen("RF981C1", "&secret;", 1);
    let deep = good().replacen("<Ntry>", &format!("{}<Ntry>", "<A>".repeat(10_000)), 1);
    let long = good().replacen("RF981C1", &"A".repeat(600_000), 1);
    let wide = good().replacen("<Ntry>", &format!("<Ntry a=\"{}\">", "A".repeat(600_000)), 1);
    let entities = "Ligne 1\u{a0}: le fichier déclare des entités XML";
    refuses(&[
        ("a billion laughs", bomb.replace("RF981C1", "&l9;").into(), entities),
        ("a document type that names a file", outside.into(), entities),
        ("an entity that nobody declared", used.into(), entities),
        ("ten thousand elements in one another", deep.into(), "emboîte ses éléments"),
        ("a text of 600 kB", long.into(), "plus que ce qui se lit en une fois"),
        ("a tag of 600 kB", wide.into(), "plus que ce qui se lit en une fois"),
    ])
    .await;
}

#[tokio::test]
async fn a_statement_in_another_dialect_of_a_bank() {
    let other = |name: &str| good().replace("camt.053.001.08", name).into_bytes();
    let mt940 = ":20:STARTUMS\r\n:25:20041010/05000130260\r\n:28C:1/1\r\n:60F:C261102EUR1000,00\r\n\
                 :61:2611101110CR15,00NTRFNONREF\r\n:86:Adhésion\r\n:62F:C261115EUR1015,00\r\n-\r\n";
    let csv = "Date;Libellé;Montant\r\n10/11/2026;VIR AWA SY;15,00\r\n";
    let cfonb =
        "0120041    00013EUR2 05000130260  021126                    0000000100000{\n".repeat(9);
    let none = "n’est pas un relevé en XML";
    let advice = "n’est pas un relevé camt.053. Demandez à la banque le relevé de compte";
    refuses(&[
        ("a report within the day", other("camt.052.001.08"), advice),
        ("an advice of a movement", other("camt.054.001.08"), advice),
        ("a version that is not read", other("camt.053.001.99"), advice),
        ("orders to the bank", other("pain.001.001.09"), advice),
        ("no namespace at all", good().replacen(" xmlns=", " x=", 1).into(), advice),
        ("an MT940", mt940.into(), none),
        ("a table", csv.into(), none),
        ("a long table", csv.repeat(20_000).into(), none),
        ("a CFONB 120", cfonb.into(), none),
        ("a PDF", parvis_tests::PDF.into(), none),
        ("UTF-16", good().encode_utf16().flat_map(u16::to_be_bytes).collect(), "Ligne 1"),
        ("Latin-1, and it says so", good().replace("UTF-8", "ISO-8859-1").into(), "UTF-8"),
    ])
    .await;
    // What some banks still send is read, and pays the claim.
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        let old = good().replace("camt.053.001.08", "camt.053.001.02");
        let old = old.replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>");
        let old = old.replace("<Dbtr><Pty>", "<Dbtr>").replace("</Pty></Dbtr>", "</Dbtr>");
        let answer = send(&mut browser, &book, old.as_bytes()).await;
        browser.follow(answer).await.says("chacune de ses lignes rapprochée");
        browser.get(&format!("{book}/creances/1")).await.says("Payé");
    }
}

#[tokio::test]
async fn a_statement_that_is_cut_off() {
    let good = good();
    // At every tag, and in the middle of each.
    let ends = good.match_indices('<').map(|(at, _)| at).skip(3).step_by(7);
    let cut: Vec<(&str, Vec<u8>, &str)> = ends
        .flat_map(|at| [at, at + 2])
        .map(|at| {
            ("cut", good.as_bytes()[..at].to_vec(), "Ligne 1\u{a0}: le fichier est incomplet")
        })
        .collect();
    assert!(cut.len() > 20);
    refuses(&cut).await;
}

#[tokio::test]
async fn a_statement_that_was_read_already() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        send(&mut browser, &book, good().as_bytes()).await.expect(303);
        let before = picture(&house).await;
        let name = "Le relevé R-1 a déjà été lu. Rien n’a été changé";
        send(&mut browser, &book, good().as_bytes()).await.expect(422).says(name);
        let renamed = good().replace("R-1", "R-1-bis");
        send(&mut browser, &book, renamed.as_bytes()).await.expect(422).says("déjà apportés");
        // A file of two, of which the second is wrong, brings neither.
        let (start, end) = (good().find("<Stmt>").unwrap(), good().find("</BkTo").unwrap());
        let first = camt("R-2", ("2026-11-16", 101_500), ("2026-11-20", 101_500), &[]);
        let second = good()[start..end].to_owned();
        let both = first.replace("</BkToCstmrStmt>", &format!("{second}</BkToCstmrStmt>"));
        send(&mut browser, &book, both.as_bytes()).await.expect(422).says(name);
        assert_eq!(picture(&house).await, before);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn an_amount_or_an_account_number_that_is_none_typed_into_a_form() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = begun(&house, &cast).await;
        let before = picture(&house).await;
        let party = {
            let page = browser.get(&format!("{book}/tiers")).await;
            let start = format!("href=\"{book}/tiers/");
            let ids = page.body.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap());
            ids.map(str::to_owned).find(|id| id.len() > 30).unwrap()
        };
        let there = format!("{book}/tiers/{party}");
        for (amount, told) in [
            ("-15", "montant"),
            ("0", "supérieur à zéro"),
            ("", "champ"),
            ("1 000 000 000,00", "ne dépasse pas 999\u{202f}999\u{202f}999,99"),
            ("99999999999999999999", "montant"),
            ("1e9", "montant"),
            ("12,345", "montant"),
        ] {
            let typed = [
                ("amount", amount),
                ("due", "2026-12-01"),
                ("purpose", "dues"),
                ("label", "Adhésion de mai"),
            ];
            for form in ["attendre", "payer"] {
                let path = format!("{there}/{form}");
                let typed = typed.map(|(name, value)| match (name, form) {
                    ("purpose", "payer") => (name, "supplies"),
                    _ => (name, value),
                });
                let page = browser.fill(&path, &path, &typed).await.expect(422).says(told);
                page.holds("id=\"f-amount-fault\"").holds("Adhésion de mai");
            }
            let path = format!("{book}/saisie/recette");
            let typed = [
                ("amount", amount),
                ("on", "2026-11-20"),
                ("other", "dues"),
                ("treasury", "bank"),
                ("label", "Adhésion de mai"),
            ];
            // What a book holds may be more than what a bank moves at once.
            if !told.contains("ne dépasse pas") {
                let page = browser.fill(&path, &path, &typed).await.expect(422);
                page.holds("id=\"f-amount-fault\"");
            }
        }
        for iban in ["FR7630006000011234567890188", "FR76", "GB00", "FR76 3000?", "💶"] {
            let (list, new) = (format!("{book}/tiers"), format!("{book}/tiers/nouveau"));
            let typed = [("name", "Essai"), ("iban", iban)];
            browser.fill(&new, &list, &typed).await.expect(422).holds("id=\"f-iban-fault\"");
            let own = format!("{book}/coordonnees");
            browser
                .fill(&own, &own, &[("iban", iban)])
                .await
                .expect(422)
                .holds("id=\"f-iban-fault\"");
        }
        assert_eq!(picture(&house).await, before, "{}", house.engine);
        house.expect_sound().await;
    }
}

/// A program of somebody who keeps the book.
async fn program(house: &House, cast: &Cast) -> Browser {
    let id = cast.manager.id;
    let token = house.write(move |tx| people::create_token(tx, id, "essai", "read write")).await;
    let mut browser = house.browser();
    browser.headers.push(("authorization", format!("Bearer {token}")));
    browser
}

async fn batch(program: &mut Browser, transfers: Value) -> Page {
    let body = json!({ "transfers": transfers }).to_string();
    let request = Request::post("/api/v1/books/1/transfers");
    program
        .send(request.header("content-type", "application/json").body(Body::from(body)).unwrap())
        .await
}

fn statuses(page: Page) -> Vec<String> {
    let answers: Value = serde_json::from_str(&page.expect(200).body).unwrap();
    let status = |answer: &Value| answer["status"].as_str().unwrap().to_owned();
    answers.as_array().unwrap().iter().map(status).collect()
}

#[tokio::test]
async fn transfers_that_cannot_be() {
    for house in houses().await {
        let cast = gather(&house).await;
        begun(&house, &cast).await;
        let mut program = program(&house, &cast).await;
        let (bank, cash) = ("1-1", "1-2");
        let id = || house.app.world().id::<()>().to_string();
        let pending = id();
        let first = json!([
            {"id": pending, "debit": cash, "credit": bank, "amount": 1500, "phase": "pending"},
            {"id": id(), "phase": "void", "pending_id": pending},
        ]);
        assert_eq!(statuses(batch(&mut program, first).await), ["created", "created"]);
        let before = picture(&house).await;
        let half = i64::MAX / 2 + 1;
        for (transfer, status) in [
            (json!({"phase": "post", "pending_id": pending}), "pending_transfer_already_voided"),
            (json!({"phase": "void", "pending_id": pending}), "pending_transfer_already_voided"),
            (json!({"phase": "post", "pending_id": id()}), "pending_transfer_not_found"),
            (json!({"debit": cash, "credit": bank, "amount": -1}), "amount_must_not_be_negative"),
            (json!({"debit": bank, "credit": bank, "amount": 1}), "accounts_must_be_different"),
            (json!({"debit": cash, "credit": "1-99", "amount": 1}), "credit_account_not_found"),
            (
                json!({"debit": cash, "credit": bank, "amount": 1, "phase": "pending", "timeout": -1}),
                "overflows_timeout",
            ),
            (
                json!({"debit": cash, "credit": bank, "amount": 1, "effective": "2026-02-30"}),
                "effective_out_of_range",
            ),
            (
                json!({"debit": cash, "credit": bank, "amount": 1, "label": "x".repeat(201)}),
                "text_too_long",
            ),
        ] {
            let mut transfer = transfer;
            transfer["id"] = json!(id());
            assert_eq!(statuses(batch(&mut program, json!([transfer])).await), [status]);
            assert_eq!(picture(&house).await, before, "{status}: {}", house.engine);
        }
        // Two halves of all that can be counted: the second one is too much, and undoes the first.
        let pair = json!([
            {"id": id(), "debit": bank, "credit": cash, "amount": half, "linked": true},
            {"id": id(), "debit": cash, "credit": bank, "amount": half, "linked": true},
            {"id": id(), "debit": bank, "credit": cash, "amount": half},
        ]);
        let told = statuses(batch(&mut program, pair).await);
        assert!(told.iter().all(|status| status != "created"), "{told:?}");
        for amount in [json!("15"), json!(1.5), json!(1e30), json!(9_223_372_036_854_775_808_u64)] {
            let wrong = json!([{"id": id(), "debit": cash, "credit": bank, "amount": amount}]);
            let page = batch(&mut program, wrong).await.expect(422);
            assert!(page.body.contains("at line 1 column"), "{}", page.body);
        }
        assert_eq!(picture(&house).await, before);
        // A verb that meets a voided transfer says so in words.
        let refusal = ledger::refusal(ledger::Status::PendingTransferAlreadyVoided);
        let base::Refusal::Conflict(say) = refusal else { panic!() };
        assert_eq!(house.say(say.key, &say.args), "Cette réserve a été annulée.");
        house.expect_sound().await;
    }
}
