//! Who is told what of money: approvals, debits to come, and what is late.

use super::*;

/// The subjects of the notices of somebody, newest first, as their page says them.
async fn page_of(house: &House, person: &Person) -> parvis_tests::Page {
    house.fresh_browser_of(person).await.get("/avis").await.expect(200)
}

#[tokio::test]
async fn who_may_approve_is_told_and_who_prepared_learns_what_became_of_it() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let (first, second) = (kept.first.actor.clone(), kept.second.actor.clone());
        let (book, party) = (kept.book, kept.party);
        let prepare = move |tx: &mut store::Tx| {
            (0..3).map(|_| ledger::prepare_order(tx, &first, book, &order(party, 1_000))).collect()
        };
        let numbers: Vec<i64> = house.write(prepare).await;
        page_of(&house, &kept.second).await.says("Un virement attend votre accord\u{a0}: Terreau");
        page_of(&house, &kept.first).await.says_not("attend votre accord");
        let acting = second.clone();
        house
            .write(move |tx| {
                ledger::approve_order(tx, &acting, book, numbers[0])?;
                ledger::approve_order(tx, &acting, book, numbers[1])?;
                ledger::withdraw_order(tx, &acting, book, numbers[2])?;
                let file = ledger::make_transfer_file(tx, &acting, book)?;
                ledger::give_up_file(tx, &acting, book, file).map(drop)
            })
            .await;
        page_of(&house, &kept.first)
            .await
            .says("Votre virement est approuvé\u{a0}: Terreau")
            .says("Votre virement n’est pas approuvé\u{a0}: Terreau")
            .says("La banque n’a pas exécuté votre virement\u{a0}: Terreau");
        house.run_jobs().await;
        // Whoever prepared is told at once; whoever may approve with the digest of the day.
        let mails = house.outbox().await;
        let to = |email: &str, part: &str| {
            let fits = |m: &&work::OutgoingMail| m.to == email && m.subject.contains(part);
            mails.iter().filter(fits).count()
        };
        assert_eq!(to(&kept.first.email, "est approuvé"), 2, "{}", house.engine);
        assert_eq!(to(&kept.second.email, "attend votre accord"), 0);
        house.days_pass(1);
        house.run_jobs().await;
        let digest = house.outbox().await;
        let told = |m: &&work::OutgoingMail| {
            m.to == kept.second.email && m.text.contains("attend votre accord")
        };
        assert_eq!(digest.iter().filter(told).count(), 1, "one digest");
        house.expect_sound().await;
    }
}

/// Two parties with a mandate and a claim: somebody with an account here, and somebody without, who
/// has an address or not.
async fn two_debtors(house: &House, kept: &Kept, email: &str) {
    let (actor, book, near, email) =
        (kept.first.actor.clone(), kept.book, kept.party, email.to_owned());
    house
        .write(move |tx| {
            let new = ledger::NewParty { email: email.clone(), ..new_party("Léa Roux") };
            let other = ledger::add_party(tx, &actor, book, &new)?;
            let today = Day::of(tx.now().in_france().date());
            for (number, party) in [(1, near), (2, other)] {
                ledger::draw_mandate(tx, &actor, book, party, true)?;
                ledger::sign_mandate(tx, &actor, book, number, (today, None))?;
                let new = NewClaim {
                    party,
                    purpose: Purpose::Dues,
                    amount: 1_500,
                    due: Day(today.0 - 3),
                    label: "Adhésion".to_owned(),
                };
                ledger::expect_payment(tx, &actor, book, &new)?;
            }
            Ok(())
        })
        .await;
}

#[tokio::test]
async fn a_debtor_is_told_a_fortnight_before_by_mail_or_named_for_a_letter() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        two_debtors(&house, &kept, "lea@exemple.fr").await;
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let list = format!("/livres/{}/virements", kept.book.0);
        let collect = format!("/livres/{}/prelevements/fichier", kept.book.0);
        let today = Day::of(house.app.world().now().in_france().date());
        let on = |days: i64| Day(today.0 + days).date().to_string();
        let page = browser.fill(&list, &collect, &[("debit_on", &on(13))]).await.expect(422);
        page.says("prévenu quatorze jours avant").says(&on(14));
        let answer = browser.fill(&list, &collect, &[("debit_on", &on(14))]).await;
        let file = place(&answer);
        house.run_jobs().await;
        let mails = house.outbox().await;
        let mail = mails.iter().find(|mail| mail.to == "lea@exemple.fr").expect("no mail");
        let day = words::date(words::Lang::Fr, Day(today.0 + 14).date());
        assert!(mail.subject.contains("prélèvement de 15\u{a0}€ le"), "{}", mail.subject);
        for part in ["Les Jardins d’Essai", "15\u{a0}€", "0189", "Adhésion", "FR72ZZZ123456", &day]
        {
            assert!(mail.text.contains(part), "« {part} » is not in {}", mail.text);
        }
        assert!(mail.text.contains(&format!("MANDAT-{}-2", kept.book.0)), "{}", mail.text);
        assert_eq!(mails.iter().filter(|mail| mail.subject.contains("prélèvement de")).count(), 1);
        let page = browser.get(&file).await.says("prévenu par courriel le");
        let page = page.says("à prévenir par courrier").says("imprimer l’annonce");
        let letter = page.body.split("href=\"").find(|part| part.contains("annonce.pdf")).unwrap();
        let letter = letter.split('"').next().unwrap().to_owned();
        assert!(browser.get(&letter).await.expect(200).bytes.starts_with(b"%PDF"));
        let mut stranger = house.fresh_browser_of(&cast.other).await;
        stranger.get(&letter).await.expect(404);
        // Told once, whatever runs again.
        house.run_jobs().await;
        assert_eq!(house.outbox().await.len(), mails.len());
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_is_late_is_reminded_of_by_mail_and_letter_once_a_day_and_ever_more_firmly() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        two_debtors(&house, &kept, &cast.resident.email).await;
        claim(&house, &kept, 700, "Pas encore").await;
        let (actor, book) = (kept.first.actor.clone(), kept.book);
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let list = format!("/livres/{}/creances", kept.book.0);
        let all = format!("{list}/relances");
        let page = browser.get(&list).await.expect(200).says("3 paiements sont en retard");
        let answer = browser.fill_on(&page, &all, &[]).await;
        browser.follow(answer).await.says("La relance est notée");
        house.run_jobs().await;
        let mails = house.outbox().await;
        let mine: Vec<_> = mails.iter().filter(|mail| mail.to == cast.resident.email).collect();
        assert_eq!(mine.len(), 1, "{mails:?}");
        assert!(mine[0].subject.contains("Adhésion, 15\u{a0}€ à payer"), "{}", mine[0].subject);
        let owed = claim_now(&house, &kept, 2).await;
        assert!(mine[0].text.contains(&owed.reference.to_string()), "{}", mine[0].text);
        // Never twice on a day.
        browser.fill(&list, &all, &[]).await.expect(422).says("Personne n’est à relancer");
        let here = format!("{list}/2");
        browser.get(&here).await.says("Relance, 15\u{a0}€, par courriel").says_not("Envoyer");
        let pdf = browser.get(&format!("{here}/relance.pdf")).await.expect(200);
        assert!(pdf.bytes.starts_with(b"%PDF"));
        browser.get(&format!("{list}/1")).await.says("Relance, 15\u{a0}€, par courrier");
        let again = |level: ledger::Level| {
            let actor = actor.clone();
            house.app.store().write(move |tx| ledger::remind(tx, &actor, book, 2, level))
        };
        let conflict = |told: base::Outcome<ledger::Reminder>| match told {
            Err(base::Refusal::Conflict(say)) => say.key,
            other => panic!("{other:?}"),
        };
        let told = conflict(again(ledger::Level::Second).await);
        assert_eq!(told, "ledger-conflict-reminded-today");

        // Eight days later the second goes; then only a person gives formal notice.
        house.days_pass(8);
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let answer = browser.fill(&list, &all, &[]).await;
        answer.expect(303);
        house.days_pass(8);
        assert_eq!(conflict(again(ledger::Level::First).await), "ledger-conflict-reminded-higher");
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        browser.fill(&list, &all, &[]).await.expect(422).says("Personne n’est à relancer");
        let page = browser.get(&here).await.says("Envoyer\u{a0}: Mise en demeure");
        let answer = browser.fill_on(&page, &format!("{here}/relance"), &[]).await;
        browser.follow(answer).await.says("Mise en demeure, 15\u{a0}€");
        house.run_jobs().await;
        let mails = house.outbox().await;
        let mine = mails.iter().filter(|mail| mail.to == cast.resident.email);
        let subjects: Vec<&str> = mine.map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects.len(), 3, "{subjects:?}");
        assert!(subjects[2].contains("mise en demeure"), "{subjects:?}");
        // What is not late is not reminded of, and a stranger reminds nobody.
        let paid = (Purpose::Cash, 1_500, day("2026-11-20"));
        let acting = actor.clone();
        house.write(move |tx| ledger::receive_payment(tx, &acting, book, 2, paid)).await;
        house.days_pass(8);
        assert_eq!(conflict(again(ledger::Level::Formal).await), "ledger-conflict-not-late");
        let mut stranger = house.fresh_browser_of(&cast.other).await;
        let token = stranger.form("/livres", "/livres").await.remove(0);
        stranger.post(&all, &[token]).await.expect(404);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_person_takes_away_what_books_keep_of_them() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        two_debtors(&house, &kept, &cast.resident.email).await;
        let (actor, second, book) =
            (kept.first.actor.clone(), kept.second.actor.clone(), kept.book);
        house
            .write(move |tx| {
                let found = ledger::parties(tx, &actor, book, "Léa")?;
                let theirs = found[0].id;
                ledger::remind(tx, &actor, book, 2, ledger::Level::First)?;
                ledger::prepare_order(tx, &second, book, &order(theirs, 1_000))?;
                let invoice = parvis_tests::new_invoice(theirs, 125_000);
                ledger::issue_invoice(tx, &actor, book, &invoice).map(drop)
            })
            .await;
        let taken = async |person: &Person| {
            let mut browser = house.fresh_browser_of(person).await;
            let sent = browser.fill("/compte", "/compte/donnees", &[("format", "json")]).await;
            let whole: serde_json::Value = serde_json::from_slice(&sent.expect(200).bytes).unwrap();
            whole["ledger"].clone()
        };
        let theirs = taken(&cast.resident).await;
        for (section, field, value) in [
            ("address_book", "street", "3 rue des Vignes"),
            ("address_book", "iban", "FR7630006000011234567890189"),
            ("mandates", "mandate", &format!("MANDAT-{}-2", kept.book.0)),
            ("payments_received", "label", "Terreau"),
            ("invoices", "amount", "12500"),
            ("reminders", "level", "first"),
            ("claims", "label", "Adhésion"),
        ] {
            let entries = theirs[section].as_array().unwrap();
            let found = entries.iter().any(|entry| entry[field] == value);
            assert!(found, "no {value} in {section}: {entries:?}");
        }
        assert_eq!(theirs["payments_prepared"], serde_json::json!([]));
        // Who prepared a payment takes away that they did, and nothing of whom it pays.
        let own = taken(&kept.second).await;
        assert_eq!(own["payments_prepared"][0]["action"], "prepared");
        assert_eq!(own["address_book"], serde_json::json!([]));
        assert!(!own.to_string().contains("Léa"), "{own}");
    }
}

#[tokio::test]
async fn whoever_has_no_account_any_more_is_reminded_where_the_book_knows() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        two_debtors(&house, &kept, &cast.resident.email).await;
        let (actor, book, gone) = (kept.first.actor.clone(), kept.book, cast.resident.id);
        house.write(move |tx| parvis::erase_account(tx, gone, "system")).await;
        let made =
            house.write(move |tx| ledger::remind(tx, &actor, book, 2, ledger::Level::First)).await;
        assert!(made.by_mail);
        house.run_jobs().await;
        let mails = house.outbox().await;
        assert!(mails.iter().any(|mail| mail.to == cast.resident.email), "{}", house.engine);
        house.expect_sound().await;
    }
}
