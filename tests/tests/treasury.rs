//! What a treasurer sees: what waits, the weeks to come, the till of a day.

use ledger::{Day, NewClaim, NewOrder, Purpose};
use parvis_tests::{Browser, Cast, House, gather, houses, new_party, own_details};

/// A book with a thousand euros in the bank, a party, and a claim that is late.
async fn kept(house: &House, cast: &Cast) -> (Browser, String) {
    let (actor, organisation) = (cast.manager.actor.clone(), cast.org_a);
    let book = house
        .write(move |tx| {
            let book = ledger::begin_book(tx, &actor, organisation)?;
            ledger::set_details(tx, &actor, book, &own_details())?;
            let party = ledger::add_party(tx, &actor, book, &new_party("Awa Sy"))?;
            let today = Day::of(tx.now().in_france().date());
            let opening = ledger::Operation {
                kind: ledger::Kind::Opening,
                treasury: Purpose::Bank,
                other: Purpose::Opening,
                amount: 100_000,
                on: today,
                label: "Solde de départ".to_owned(),
                reference: String::new(),
            };
            ledger::record_operation(tx, &actor, book, &opening)?;
            for (days, amount) in [(-3, 1_500), (8, 20_000)] {
                let (purpose, due) = (Purpose::Dues, Day(today.0 + days));
                let label = "Adhésion".to_owned();
                let claim = NewClaim { party, purpose, amount, due, label };
                ledger::expect_payment(tx, &actor, book, &claim)?;
            }
            let order = NewOrder {
                party,
                purpose: Purpose::Rent,
                amount: 130_000,
                due: Day(today.0 + 15),
                label: "Loyer".to_owned(),
                reference: String::new(),
                claim: None,
            };
            ledger::prepare_order(tx, &actor, book, &order)?;
            Ok(book)
        })
        .await;
    (house.fresh_browser_of(&cast.manager).await, format!("/livres/{}", book.0))
}

#[tokio::test]
async fn what_waits_is_said_first_and_leads_to_where_it_is_done() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = kept(&house, &cast).await;
        let page = browser.get(&book).await.expect(200).says("Ce qui attend");
        page.says("Un paiement en retard\u{a0}: 15\u{a0}€")
            .says("Un de vos virements attend l’accord d’une autre personne")
            .says_not("à expliquer");
        let page = browser.get(&format!("{book}/creances")).await.expect(200);
        page.says("215\u{a0}€ à recevoir").says("En retard").says("Awa Sy");
        let sheet = browser.get(&format!("{book}/creances?format=csv")).await.expect(200);
        sheet.holds("Adhésion").holds("Awa Sy");
    }
}

#[tokio::test]
async fn the_weeks_to_come_say_when_money_will_be_short() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = kept(&house, &cast).await;
        // A thousand, two hundred more in the second week, thirteen hundred less in the third.
        let page = browser.get(&format!("{book}/prevision")).await.expect(200);
        page.says("L’argent manquera avant le").says("1\u{202f}200\u{a0}€").says("−100\u{a0}€");
        let (actor, id) = (cast.manager.actor.clone(), ledger::EntityId(1));
        let (there, weeks) = house.read(move |tx| ledger::forecast(tx, &actor, id)).await;
        let left: Vec<i64> = weeks.iter().take(4).map(|week| week.left).collect();
        assert_eq!((there, left), (100_000, vec![100_000, 120_000, -10_000, -10_000]));
    }
}

#[tokio::test]
async fn a_till_that_is_counted_is_what_the_book_says() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (mut browser, book) = kept(&house, &cast).await;
        let today = house.app.world().now().in_france().date().to_string();
        let entry = format!("{book}/saisie/recette");
        for (place, amount) in [("cash", "12,50"), ("cash", "7"), ("cheques", "30")] {
            let typed = [
                ("amount", amount),
                ("on", today.as_str()),
                ("other", "produce"),
                ("treasury", place),
                ("label", "Panier"),
            ];
            browser.fill(&entry, &entry, &typed).await.expect(303);
        }
        let desk = format!("{book}/caisse");
        browser.get(&desk).await.expect(200).says("19,50\u{a0}€").says("30\u{a0}€");
        browser.fill(&desk, &desk, &[("counted", "")]).await.expect(422);
        let answer = browser.fill(&desk, &desk, &[("counted", "19")]).await;
        let page = browser.follow(answer).await.says("Compté\u{a0}: 19\u{a0}€");
        page.says("−0,50\u{a0}€").says("Écart de caisse");
        // Counted again it is right, and nothing more is booked.
        browser.fill(&desk, &desk, &[("counted", "19")]).await.expect(303);
        browser.get(&desk).await.says("écart avec le livre\u{a0}: 0\u{a0}€");
        let answer = browser.fill(&desk, &format!("{desk}/remise"), &[]).await;
        browser.follow(answer).await.says("Remise de chèques").says("30\u{a0}€");
        browser.get(&desk).await.says_not("Remettre tous les chèques");
        let sheet = browser.get(&format!("{desk}.pdf?jour={today}")).await.expect(200);
        assert!(sheet.body.starts_with("%PDF-"));
        let (actor, id) = (cast.manager.actor.clone(), ledger::EntityId(1));
        let later = Day::of(house.app.world().now().in_france().date());
        let tomorrow = (Day(later.0 + 1), 0);
        let early = move |tx: &mut store::Tx| ledger::count_till(tx, &actor, id, tomorrow);
        assert!(house.app.store().write(early).await.is_err());
        house.expect_sound().await;
    }
}
