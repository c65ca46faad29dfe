//! What is at the bank and comes back: debits on mandates, batches, files that never arrived, and what
//! may be undone by hand.

use super::*;

#[tokio::test]
async fn who_signed_a_mandate_is_debited_and_may_take_it_back() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        claim(&house, &kept, 1_500, "Adhésion").await;
        claim(&house, &kept, 700, "Panier").await;
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let book = format!("/livres/{}", kept.book.0);
        let party = format!("{book}/tiers/{}", kept.party);
        let draw = format!("{party}/mandats");
        let answer = browser.fill(&party, &draw, &[("kind", "recurrent")]).await;
        let mandate = place(&answer);
        browser.follow(answer).await.expect(200).says("À signer");
        let paper = browser.get(&format!("{mandate}/mandat.pdf")).await.expect(200);
        assert!(paper.body.starts_with("%PDF-"));
        // A mandate that is not signed is not debited.
        let list = format!("{book}/virements");
        let collect = format!("{book}/prelevements/fichier");
        let today = house.app.world().now().in_france().date();
        let soon = Day(Day::of(today).0 + 14).date().to_string();
        browser.get(&list).await.expect(200).says_not("peuvent être prélevés");
        let sign = format!("{mandate}/signature");
        let on = [("signed_on", "2031-01-01")];
        browser.fill(&mandate, &sign, &on).await.expect(422).says("à venir");
        let typed = today.to_string();
        let answer = browser.fill(&mandate, &sign, &[("signed_on", &typed)]).await;
        browser.follow(answer).await.says("Signé");
        browser.get(&list).await.says("2 paiements attendus peuvent être prélevés");
        browser.fill(&list, &collect, &[("debit_on", &typed)]).await.expect(422).says("à venir");
        let answer = browser.fill(&list, &collect, &[("debit_on", &soon)]).await;
        let xml = browser.get(&format!("{}/fichier.xml", place(&answer))).await;
        // The first debit of a mandate says so; the other one of the same day does not.
        xml.holds("<SeqTp>FRST</SeqTp>").holds("<SeqTp>RCUR</SeqTp>").holds("<MndtId>MANDAT-");
        browser.get(&list).await.says_not("peut être prélevé").says_not("peuvent être prélevés");

        let name = |number: i64| format!("PRLV{}-{number}", kept.book.0);
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-12", 102_200),
            &[(1_500, "2026-11-12", "", &name(1)), (700, "2026-11-12", "", &name(2))],
        );
        assert_eq!(read(&house, &kept, file).await.matched, 2);
        assert_eq!(claim_now(&house, &kept, 1).await.state, ClaimState::Paid);
        let file = camt(
            "R-2",
            ("2026-11-13", 102_200),
            ("2026-11-14", 100_700),
            &[(-1_500, "2026-11-14", "Awa Sy", &format!("{} MD06", name(1)))],
        );
        assert_eq!(read(&house, &kept, file).await.matched, 1);
        let now = claim_now(&house, &kept, 1).await;
        assert_eq!((now.state, now.paid), (ClaimState::Open, 0), "it waits again");
        browser.get(&format!("{book}/creances/1")).await.says("repris par la banque du payeur");
        let answer = browser.fill(&mandate, &format!("{mandate}/fin"), &[]).await;
        browser.follow(answer).await.says("Terminé");
        browser.get(&list).await.says_not("peut être prélevé");
        house.expect_sound().await;
    }
}

/// What the book says of its own codes when somebody takes a transfer back by hand.
async fn taken_back(house: &House, kept: &Kept, number: i64) -> bool {
    let (actor, book) = (kept.first.actor.clone(), kept.book);
    let back = move |tx: &mut store::Tx| ledger::reverse(tx, &actor, book, number);
    house.app.store().write(back).await.is_ok()
}

#[tokio::test]
async fn only_what_came_at_the_desk_is_taken_back_by_hand_and_once() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let named = claim(&house, &kept, 1_500, "Adhésion").await;
        let reference = named.reference.to_string();
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-20", 101_500),
            &[(1_500, "2026-11-10", "Awa Sy", &reference)],
        );
        assert_eq!(read(&house, &kept, file).await.matched, 1);
        assert!(!taken_back(&house, &kept, 2).await, "the bank said so");
        claim(&house, &kept, 1_000, "Atelier").await;
        let (actor, book) = (kept.first.actor.clone(), kept.book);
        let cash = (Purpose::Cash, 1_000, day("2026-11-12"));
        let paid = house.write(move |tx| ledger::receive_payment(tx, &actor, book, 2, cash)).await;
        assert!(taken_back(&house, &kept, paid).await);
        assert_eq!(claim_now(&house, &kept, 2).await.state, ClaimState::Open);
        assert!(!taken_back(&house, &kept, paid + 1).await, "a reversal is not reversed");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_claim_is_at_the_bank_once_and_free_again_when_the_file_never_arrived() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        claim(&house, &kept, 10_000, "Stage").await;
        let (actor, book, party) = (kept.first.actor.clone(), kept.book, kept.party);
        let cash = house
            .write(move |tx| {
                ledger::draw_mandate(tx, &actor, book, party, true)?;
                let today = Day::of(tx.now().in_france().date());
                ledger::sign_mandate(tx, &actor, book, 1, (today, None))?;
                let later = NewClaim {
                    party,
                    purpose: Purpose::Dues,
                    amount: 700,
                    due: Day(today.0 + 90),
                    label: "Dans trois mois".to_owned(),
                };
                ledger::expect_payment(tx, &actor, book, &later)?;
                let cash = (Purpose::Cash, 4_000, day("2026-11-12"));
                let cash = ledger::receive_payment(tx, &actor, book, 1, cash)?;
                ledger::make_debit_file(tx, &actor, book, Day(today.0 + 14))?;
                Ok(cash)
            })
            .await;
        // What is not due is not debited.
        assert_eq!(claim_now(&house, &kept, 2).await.state, ClaimState::Open);
        // The till gives the cash back while the rest is at the bank: no second debit leaves.
        assert!(taken_back(&house, &kept, cash).await);
        assert_eq!(claim_now(&house, &kept, 1).await.state, ClaimState::Sent);
        orders(&house, &kept, &[2_500]).await;
        let (actor, book) = (kept.first.actor.clone(), kept.book);
        house.write(move |tx| ledger::make_transfer_file(tx, &actor, book)).await;
        house.expect_sound().await;
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        for number in [1, 2] {
            let page = format!("/livres/{}/fichiers-banque/{number}", kept.book.0);
            let answer = browser.fill(&page, &format!("{page}/abandon"), &[]).await;
            browser.follow(answer).await.says("est libéré").says_not("La banque n’a rien exécuté");
        }
        let now = claim_now(&house, &kept, 1).await;
        assert_eq!((now.state, now.left()), (ClaimState::Open, 10_000));
        assert_eq!(states(&house, &kept).await, [OrderState::Refused]);
        assert_eq!(nets(&house, &kept, [Purpose::Supplies, Purpose::Transit]).await, [0, 0]);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_was_paid_too_much_is_given_back_and_no_more() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let named = claim(&house, &kept, 1_000, "Panier").await;
        let (actor, book, party) = (kept.first.actor.clone(), kept.book, kept.party);
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-20", 101_300),
            &[(1_300, "2026-11-10", "Awa Sy", &named.reference.to_string())],
        );
        read(&house, &kept, file).await;
        let line = situation(&house, &kept).await.lines.first().unwrap().line.id;
        house
            .write(move |tx| ledger::settle_line(tx, &actor, book, line, &Meaning::Claim(1)))
            .await;
        let held = |amount| NewOrder { purpose: Purpose::Wallet, ..order(party, amount) };
        for (amount, good) in [(301, false), (300, true)] {
            let (actor, new) = (kept.first.actor.clone(), held(amount));
            let prepare = move |tx: &mut store::Tx| ledger::prepare_order(tx, &actor, book, &new);
            assert_eq!(house.app.store().write(prepare).await.is_ok(), good, "{amount}");
        }
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_batch_of_debits_comes_in_one_line_and_another_meaning_is_refused() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let (actor, book, party) = (kept.first.actor.clone(), kept.book, kept.party);
        house
            .write(move |tx| {
                ledger::draw_mandate(tx, &actor, book, party, true)?;
                let today = Day::of(tx.now().in_france().date());
                ledger::sign_mandate(tx, &actor, book, 1, (today, Some(PDF.to_vec())))
            })
            .await;
        for amount in [1_000, 1_100, 1_200] {
            claim(&house, &kept, amount, "Panier").await;
        }
        let actor = kept.first.actor.clone();
        house
            .write(move |tx| {
                let today = Day::of(tx.now().in_france().date());
                ledger::make_debit_file(tx, &actor, book, Day(today.0 + 14)).map(drop)
            })
            .await;
        let batch = format!("PRELEVEMENTS-{}-1-2", kept.book.0);
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-12", 103_400),
            &[(2_300, "2026-11-12", "", &batch), (1_100, "2026-11-12", "", "autre")],
        );
        assert_eq!(read(&house, &kept, file).await.matched, 1, "{}", house.engine);
        let now = situation(&house, &kept).await;
        let line = now.lines.first().unwrap().line.id;
        let actor = kept.first.actor.clone();
        let wrong = house
            .app
            .store()
            .write(move |tx| ledger::settle_line(tx, &actor, book, line, &Meaning::Debit(1)))
            .await;
        assert!(wrong.is_err(), "the first debit is of ten euros");
        let totals = nets(&house, &kept, [Purpose::Dues, Purpose::Transit]).await;
        assert_eq!(totals, [2_300, 0]);
        house.expect_sound().await;
    }
}
