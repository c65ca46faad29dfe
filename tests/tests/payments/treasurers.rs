//! Treasurers: people to whom a manager gives one book, and nothing else.

use parvis_tests::{Scoped, scoped};

use super::*;

/// Somebody who keeps the book and belongs to no organisation.
async fn treasurer(house: &House, cast: &Cast) -> Scoped {
    scoped(house, cast).await
}

#[tokio::test]
async fn a_treasurer_keeps_one_book_and_approves_what_another_prepared() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let scoped = treasurer(&house, &cast).await;
        let (mut browser, book) =
            (house.fresh_browser_of(&scoped.treasurer).await, format!("/livres/{}", kept.book.0));
        browser.get("/livres").await.expect(200).says("Les Jardins d’Essai").says_not("La Coop");
        browser.get(&book).await.expect(200).says_not("Qui tient ce livre");
        let page = format!("{book}/saisie/recette");
        let typed = [
            ("amount", "12"),
            ("on", "2026-11-20"),
            ("other", "dues"),
            ("treasury", "cash"),
            ("label", "Adhésion"),
        ];
        browser.fill(&page, &page, &typed).await.expect(303);

        // What a manager prepared the treasurer approves, and the other way round; never one's own.
        let (manager, own) = (kept.first.actor.clone(), scoped.treasurer.actor.clone());
        let (id, party) = (kept.book, kept.party);
        let [theirs, mine] = house
            .write(move |tx| {
                let theirs = ledger::prepare_order(tx, &manager, id, &order(party, 1_000))?;
                Ok([theirs, ledger::prepare_order(tx, &own, id, &order(party, 2_000))?])
            })
            .await;
        let approve = |number: i64| {
            (format!("{book}/virements/{number}"), format!("{book}/virements/{number}/accord"))
        };
        let (page, action) = approve(theirs);
        browser.fill(&page, &action, &[]).await.expect(303);
        let (page, action) = approve(mine);
        browser.get(&page).await.says("autre personne").says_not("accord\"");
        let mut managers = house.fresh_browser_of(&cast.manager).await;
        managers.fill(&page, &action, &[]).await.expect(303);
        managers.get("/avis").await.says("Un virement attend votre accord");
        browser.get("/avis").await.says("Votre virement est approuvé");

        // Nothing else of the organisation, no other book, and no say in who keeps it.
        let acting = cast.clone();
        let other =
            house.write(move |tx| ledger::begin_book(tx, &acting.other.actor, acting.org_b)).await;
        browser.get(&format!("/livres/{}", other.0)).await.expect(404);
        browser.get(&format!("/organisations/{}", cast.org_a)).await.expect(403);
        browser.get(&format!("{book}/tresorerie")).await.expect(403);
        let own = scoped.treasurer.actor.clone();
        let begun = house.app.store().write(move |tx| ledger::begin_book(tx, &own, cast.org_b));
        assert_eq!(begun.await.unwrap_err(), base::Refusal::Unknown);
        let (own, resident) = (scoped.treasurer.actor.clone(), cast.resident.id);
        let given =
            house.app.store().write(move |tx| ledger::add_treasurer(tx, &own, id, resident, None));
        assert_eq!(given.await.unwrap_err(), base::Refusal::Forbidden);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn managers_say_who_keeps_a_book_and_until_when() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let here = format!("/livres/{}/tresorerie", kept.book.0);
        browser.get(&format!("/livres/{}", kept.book.0)).await.says("Qui tient ce livre");
        browser.get(&here).await.expect(200).says("Personne d’autre que les gestionnaires");
        let typed = |email, until| [("name", "Habiba"), ("email", email), ("until", until)];
        let own = cast.manager.email.as_str();
        browser.fill(&here, &here, &typed(own, "")).await.expect(422).says("tient déjà ses livres");
        let email = cast.resident.email.as_str();
        browser.fill(&here, &here, &typed(email, "2026-11-01")).await.expect(422).says("à venir");
        let answer = browser.fill(&here, &here, &typed(email, "2026-12-24")).await;
        browser.follow(answer).await.expect(200).says(email).says("24 décembre 2026");
        let book = format!("/livres/{}", kept.book.0);
        let mut theirs = house.fresh_browser_of(&cast.resident).await;
        theirs.get(&book).await.expect(200);
        theirs.get("/compte").await.says("Trésorerie d’un livre de comptes\u{a0}: Les Jardins");
        theirs.get("/avis").await.says("Trésorerie d’un livre de comptes");
        // It ends on its day by itself, or before by hand.
        house.days_pass(40);
        let mut theirs = house.fresh_browser_of(&cast.resident).await;
        theirs.get(&book).await.expect(403);
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let answer = browser.fill(&here, &here, &typed(email, "")).await;
        let page = browser.follow(answer).await;
        theirs.get(&book).await.expect(200);
        let end = page.body.split("action=\"").find(|part| part.contains("/fin\"")).unwrap();
        let end = end.split('"').next().unwrap().to_owned();
        browser.fill_on(&page, &end, &[]).await.expect(303);
        theirs.get(&book).await.expect(403);
        house.expect_sound().await;
    }
}
