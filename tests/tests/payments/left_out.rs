//! One payment that cannot go stops no other: it is left out, named, and told why and what to do.

use super::*;

/// A party of this name, with an account.
async fn named(house: &House, kept: &Kept, name: &str) -> PartyId {
    let (actor, book, new) = (kept.first.actor.clone(), kept.book, new_party(name));
    house.write(move |tx| ledger::add_party(tx, &actor, book, &new)).await
}

/// An order to a party, which two people signed.
async fn signed(house: &House, kept: &Kept, new: NewOrder) -> i64 {
    let (first, second, book) = (kept.first.actor.clone(), kept.second.actor.clone(), kept.book);
    house
        .write(move |tx| {
            let number = ledger::prepare_order(tx, &first, book, &new)?;
            ledger::approve_order(tx, &second, book, number)?;
            Ok(number)
        })
        .await
}

#[tokio::test]
async fn an_order_that_cannot_go_is_left_out_and_the_others_go() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let far = named(&house, &kept, "北京").await;
        // What was paid and is to be given back is taken back by the bank meanwhile.
        claim(&house, &kept, 500, "Panier").await;
        let (actor, book) = (kept.first.actor.clone(), kept.book);
        let cash = (Purpose::Cash, 500, day("2026-11-12"));
        let paid = house.write(move |tx| ledger::receive_payment(tx, &actor, book, 1, cash)).await;
        signed(&house, &kept, order(kept.party, 1_000)).await;
        signed(&house, &kept, order(far, 2_000)).await;
        let refund = NewOrder { claim: Some(1), purpose: Purpose::Dues, ..order(kept.party, 500) };
        signed(&house, &kept, refund).await;
        let unread = NewOrder { label: "北京".to_owned(), ..order(kept.party, 700) };
        signed(&house, &kept, unread).await;
        signed(&house, &kept, order(kept.party, 4_000)).await;
        let taken = house.write(move |tx| {
            tx.run(store::sql("UPDATE ledger_claim SET refunded = 300 WHERE number = 1"), &[])
        });
        assert_eq!((taken.await, paid > 0), (1, true));

        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let list = format!("/livres/{}/virements", kept.book.0);
        let answer = browser.fill(&list, &format!("{list}/fichier"), &[]).await;
        let page = browser.follow(answer).await.expect(200).says("Restés à l’écart du fichier");
        page.says("Virement n°\u{a0}2")
            .says("Le nom de 北京 n’a aucune lettre que les banques lisent")
            .says("Virement n°\u{a0}3")
            .says("Ce que ce virement rembourse à Awa Sy n’est plus payé")
            .says("Virement n°\u{a0}4")
            .says("L’objet du paiement de Awa Sy")
            .says_not("Virement n°\u{a0}1<")
            .says("50\u{a0}€");
        use OrderState::{Approved, Sent};
        assert_eq!(states(&house, &kept).await, [Sent, Approved, Approved, Approved, Sent]);
        let xml = browser.get(&format!("/livres/{}/fichiers-banque/1/fichier.xml", book.0)).await;
        xml.holds("<NbOfTxs>2</NbOfTxs>").holds("<CtrlSum>50.00</CtrlSum>").says_not("VIR1-2");

        // When nothing can go no file is made, and the first reason is told.
        let page = browser.fill(&list, &format!("{list}/fichier"), &[]).await.expect(422);
        page.says("Le nom de 北京 n’a aucune lettre");
        // Done as told, it goes.
        let (actor, second) = (kept.first.actor.clone(), kept.second.actor.clone());
        house
            .write(move |tx| {
                for number in [2, 3, 4] {
                    ledger::withdraw_order(tx, &actor, book, number)?;
                }
                let version = ledger::party(tx, &actor, book, far)?.version;
                let mended = new_party("Bei Jing");
                ledger::change_party(tx, &actor, book, (far, version), &mended)?;
                let number = ledger::prepare_order(tx, &actor, book, &order(far, 2_000))?;
                ledger::approve_order(tx, &second, book, number)
            })
            .await;
        let answer = browser.fill(&list, &format!("{list}/fichier"), &[]).await;
        browser.follow(answer).await.expect(200).says("Le fichier est prêt. Déposez-le");
        browser.get(&list).await.says_not("Restés à l’écart");
        house.write(|tx| tx.run(store::sql("UPDATE ledger_claim SET refunded = 0"), &[])).await;
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_debit_that_cannot_go_is_left_out_and_the_others_go() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let far = named(&house, &kept, "北京").await;
        let (actor, book, near) = (kept.first.actor.clone(), kept.book, kept.party);
        house
            .write(move |tx| {
                let today = Day::of(tx.now().in_france().date());
                for (number, party) in [(1, far), (2, near)] {
                    ledger::draw_mandate(tx, &actor, book, party, true)?;
                    ledger::sign_mandate(tx, &actor, book, number, (today, None))?;
                    let new = NewClaim {
                        party,
                        purpose: Purpose::Dues,
                        amount: 1_500,
                        due: today,
                        label: "Adhésion".to_owned(),
                    };
                    ledger::expect_payment(tx, &actor, book, &new)?;
                }
                Ok(())
            })
            .await;
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let list = format!("/livres/{}/virements", kept.book.0);
        let collect = format!("/livres/{}/prelevements/fichier", kept.book.0);
        let typed = [("debit_on", "2026-12-20")];
        let answer = browser.fill(&list, &collect, &typed).await;
        let page = browser.follow(answer).await.expect(200).says("Paiement attendu n°\u{a0}1");
        page.says("Le nom de 北京 sur le mandat");
        assert_eq!(claim_now(&house, &kept, 1).await.state, ClaimState::Open);
        assert_eq!(claim_now(&house, &kept, 2).await.state, ClaimState::Sent);
        browser
            .fill(&list, &collect, &typed)
            .await
            .expect(422)
            .says("Le nom de 北京 sur le mandat");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn an_invoice_is_no_more_than_a_bank_moves_at_once() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let (actor, book, party) = (kept.first.actor.clone(), kept.book, kept.party);
        // Prices and quantities are in thousandths: exactly the limit, and a cent more.
        let most = parvis_tests::new_invoice(party, 999_999_999_990);
        let acting = actor.clone();
        house.write(move |tx| ledger::issue_invoice(tx, &acting, book, &most)).await;
        let mut more = parvis_tests::new_invoice(party, 500_000_000_000);
        more.lines[0].quantity = 2_000;
        let told =
            house.app.store().write(move |tx| ledger::issue_invoice(tx, &actor, book, &more));
        let base::Refusal::Invalid(faults) = told.await.unwrap_err() else { panic!() };
        assert_eq!(faults.len(), 1);
        let said = house.say(faults[0].say.key, &faults[0].say.args);
        assert!(said.contains("ne dépasse pas 999\u{202f}999\u{202f}999,99\u{a0}€"), "{said}");
        house.expect_sound().await;
    }
}
