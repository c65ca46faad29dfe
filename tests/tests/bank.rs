//! The bank beside the book: a statement is read once, its lines are matched or explained, and the
//! page says whether the two agree and, if not, what differs.

use parvis_tests::{Browser, Cast, House, Page, camt, gather, houses};

async fn begun(house: &House, cast: &Cast) -> (Browser, String) {
    let (manager, organisation) = (cast.manager.actor.clone(), cast.org_a);
    let id = house.write(move |tx| ledger::begin_book(tx, &manager, organisation)).await;
    let mut browser = house.fresh_browser_of(&cast.manager).await;
    let book = format!("/livres/{}", id.0);
    for (kind, amount, on, other, label) in [
        ("depart", "1000", "2026-11-01", "", "Solde de départ"),
        ("recette", "250,50", "2026-11-05", "gifts", "Don de la fête"),
        ("depense", "40", "2026-11-06", "supplies", "Terreau"),
        ("recette", "15", "2026-11-07", "dues", "Adhésion 1"),
        ("recette", "15", "2026-11-08", "dues", "Adhésion 2"),
    ] {
        let page = format!("{book}/saisie/{kind}");
        let reference = if label == "Adhésion 2" { "ADH-2026-2" } else { "" };
        let typed = [
            ("amount", amount),
            ("on", on),
            ("other", other),
            ("treasury", "bank"),
            ("label", label),
            ("reference", reference),
        ];
        browser.fill(&page, &page, &typed).await.expect(303);
    }
    (browser, format!("{book}/banque"))
}

async fn send(browser: &mut Browser, bank: &str, file: &str) -> Page {
    browser.upload(bank, bank, ("file", "releve.xml", file.as_bytes())).await
}

#[tokio::test]
async fn lines_are_matched_or_explained_until_book_and_bank_agree() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, bank) = begun(&house, &cast).await;
        browser.get(&bank).await.expect(200).says("Comparez le livre et la banque");
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-15", 122_950),
            &[
                (25_050, "2026-11-06", "Comité des fêtes", "DON"),
                (-4_000, "2026-11-09", "Jardinerie", "CB 0612"),
                (1_500, "2026-11-10", "M. Sy", "adhésion adh-2026-2"),
                (1_500, "2026-11-10", "Mme Roux", "adhésion"),
                (-600, "2026-11-14", "Banque", "FRAIS"),
                (-500, "2026-11-15", "", ""),
            ],
        );
        let answer = send(&mut browser, &bank, &file).await;
        // The gift, the soil, the membership that the bank names, and then the other one.
        let page = browser.follow(answer).await.expect(200);
        page.says("diffèrent au 15 novembre 2026")
            .says("2 lignes de la banque restent à expliquer");
        let page = browser.get(&bank).await.says("FRAIS").says("Sans libellé");
        let line = |page: &Page| {
            let start = format!("href=\"{bank}/");
            page.body.split(&start).nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        for (other, label) in [("bank-fees", "Frais"), ("other-expense", "Prélèvement inconnu")] {
            let here = format!("{bank}/{}", line(&browser.get(&bank).await));
            browser.fill(&here, &here, &[("other", "gifts"), ("label", label)]).await.expect(422);
            let answer = browser.fill(&here, &here, &[("other", other), ("label", label)]).await;
            answer.expect(303);
            // It is explained: there is nothing left to explain.
            browser.get(&here).await.expect(404);
        }
        drop(page);
        let page = browser.get(&bank).await.expect(200);
        page.says("s’accordent au 15 novembre 2026").says("1\u{202f}229,50\u{a0}€");
        house.expect_sound().await;

        // The next statement has a movement that the book lacks, and lacks one that the book has.
        let book = bank.trim_end_matches("/banque").to_owned();
        let page = format!("{book}/saisie/recette");
        let typed = [
            ("amount", "70"),
            ("on", "2026-11-18"),
            ("other", "gifts"),
            ("treasury", "bank"),
            ("label", "Chèque annoncé"),
        ];
        browser.fill(&page, &page, &typed).await.expect(303);
        let file = camt(
            "R-2",
            ("2026-11-16", 122_950),
            ("2026-11-20", 130_000),
            &[(7_050, "2026-11-19", "Mairie", "Virement 12")],
        );
        let answer = send(&mut browser, &bank, &file).await;
        let page = browser.follow(answer).await.expect(200);
        page.says("diffèrent au 20 novembre 2026")
            .says("Une ligne de la banque reste à expliquer")
            .says("Une écriture n’est pas au relevé")
            .says("Chèque annoncé")
            .says_not("restent sans explication");
    }
}

#[tokio::test]
async fn twins_are_chosen_by_a_person() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, bank) = begun(&house, &cast).await;
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-15", 101_500),
            &[(1_500, "2026-11-09", "M. Sy", "adhésion")],
        );
        let answer = send(&mut browser, &bank, &file).await;
        let page = browser.follow(answer).await.expect(200);
        let page = page.says("C’est «\u{a0}Adhésion 1 (n° 4)\u{a0}»");
        let start = format!("action=\"{bank}/");
        let action = page.body.split(&start).nth(1).unwrap().split('"').next().unwrap();
        let action = format!("{bank}/{action}");
        assert!(action.ends_with("/rapprochement"), "{action}");
        let answer = browser.fill_on(&page, &action, &[]).await;
        let page = browser.follow(answer).await.says("La ligne est rapprochée");
        page.says("3 écritures ne sont pas au relevé");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_file_that_is_wrong_changes_nothing_and_says_where() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, bank) = begun(&house, &cast).await;
        let good = camt("R-1", ("2026-11-02", 0), ("2026-11-15", 0), &[]);
        for (file, told) in [
            (good.replace(">0.00<", ">0.001<"), "Ligne 1"),
            (good.replace("camt.053.001.08", "pain.001.001.09"), "n’est pas un relevé camt.053"),
            (good.replace("<Document", "<!DOCTYPE a [<!ENTITY b \"c\">]><Document"), "entités"),
            (good.replace("</Stmt>", ""), "incomplet"),
            (good.replacen("0.00", "12.00", 1), "Solde initial 12\u{a0}€"),
            (good.replace("Ccy=\"EUR\"", "Ccy=\"USD\"").replace(">EUR<", ">USD<"), "en USD"),
            ("pas du XML".to_owned(), "Ligne 1"),
            (String::new(), ""),
        ] {
            send(&mut browser, &bank, &file).await.expect(422).says(told);
        }
        browser.get(&bank).await.says("Comparez le livre et la banque");
        send(&mut browser, &bank, &good).await.expect(303);
        send(&mut browser, &bank, &good).await.expect(422).says("a déjà été lu");
        // The statement of the month after that of its first half.
        let month = camt("R-M", ("2026-11-01", 0), ("2026-11-30", 0), &[]);
        send(&mut browser, &bank, &month).await.expect(422).says("deux fois");
        let other = good.replace("FR1420041010050500013M02606", "DE89370400440532013000");
        let other = other.replace("R-1", "R-2");
        send(&mut browser, &bank, &other).await.expect(422).says("suit le compte");
        // To whoever does not keep the book it is unknown.
        let mut stranger = house.fresh_browser_of(&cast.other).await;
        stranger.get(&bank).await.expect(404);
        house.expect_sound().await;
    }
}
