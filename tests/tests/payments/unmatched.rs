//! Lines of the bank that were matched with the wrong thing, and lines that nothing can be booked for.

use super::*;

/// Where all claims and orders stand, and what stands on the accounts.
type Standing = (Vec<OrderState>, Vec<(ClaimState, i64, i64)>, [i64; 5]);

async fn standing(house: &House, kept: &Kept) -> Standing {
    let mut claims = Vec::new();
    for number in 1..=5 {
        let claim = claim_now(house, kept, number).await;
        claims.push((claim.state, claim.paid, claim.refunded));
    }
    use Purpose::{Bank, Dues, Supplies, Transit, Wallet};
    let nets = nets(house, kept, [Bank, Dues, Supplies, Transit, Wallet]).await;
    (states(house, kept).await, claims, nets)
}

/// The newest transfer that moved an amount on the bank account and that a line shows.
async fn moved(house: &House, kept: &Kept, amount: i64) -> i64 {
    let (actor, book) = (kept.first.actor.clone(), kept.book);
    let bank = ledger::AccountId::new(book, 1);
    let found = house.read(move |tx| {
        for one in ledger::newest_in(tx, book, None, 200)? {
            let of_line = ledger::matched_line(tx, &actor, book, one.number)?.is_some();
            if of_line && -ledger::moved(&one, bank) == amount {
                return Ok(one.number);
            }
        }
        panic!("nothing moved {amount}")
    });
    found.await
}

async fn unmatch(house: &House, kept: &Kept, number: i64) -> base::Outcome<()> {
    let (actor, book) = (kept.first.actor.clone(), kept.book);
    house.app.store().write(move |tx| ledger::unmatch_line(tx, &actor, book, number)).await
}

/// Reads a statement of one line, says what it is if that is not certain, takes that back, and says it
/// again by hand: between the two all is as it was before.
async fn there_and_back(
    house: &House,
    kept: &Kept,
    (name, day, balance): (&str, &str, i64),
    (amount, text, meaning): (i64, &str, Meaning),
) {
    println!("{name}: {meaning:?}");
    let before = standing(house, kept).await;
    let line = (amount, day, "Awa Sy", text);
    read(house, kept, camt(name, (day, balance), (day, balance + amount), &[line])).await;
    settle(house, kept, &meaning).await;
    let after = standing(house, kept).await;
    assert_ne!(before, after);
    unmatch(house, kept, moved(house, kept, amount).await).await.unwrap();
    assert_eq!(standing(house, kept).await, before, "{meaning:?}: {}", house.engine);
    house.expect_sound().await;
    let now = situation(house, kept).await;
    assert_eq!((now.lines.len(), now.transfers.len()), (1, 0), "the line alone is open");
    settle(house, kept, &meaning).await;
    assert_eq!(standing(house, kept).await, after, "{meaning:?}: {}", house.engine);
    house.expect_sound().await;
}

/// Says what the open line is, if there is one.
async fn settle(house: &House, kept: &Kept, meaning: &Meaning) {
    let now = situation(house, kept).await;
    let Some(riddle) = now.lines.first() else { return };
    let (actor, book, line) = (kept.first.actor.clone(), kept.book, riddle.line.id);
    let meaning = meaning.clone();
    house.write(move |tx| ledger::settle_line(tx, &actor, book, line, &meaning)).await;
}

#[tokio::test]
async fn whatever_a_line_was_taken_for_stands_as_before_when_it_is_not_that() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let [own, over] =
            [claim(&house, &kept, 1_500, "A").await, claim(&house, &kept, 1_000, "B").await];
        orders(&house, &kept, &[1_000]).await;
        let (actor, book, party) = (kept.first.actor.clone(), kept.book, kept.party);
        house
            .write(move |tx| {
                ledger::make_transfer_file(tx, &actor, book)?;
                ledger::draw_mandate(tx, &actor, book, party, true)?;
                let today = Day::of(tx.now().in_france().date());
                ledger::sign_mandate(tx, &actor, book, 1, (today, None))
            })
            .await;
        orders(&house, &kept, &[2_000, 4_000]).await;
        let actor = kept.first.actor.clone();
        house.write(move |tx| ledger::make_transfer_file(tx, &actor, book)).await;
        // The first two claims are paid, so that the mandate debits the others.
        let (own, over) = (own.reference.to_string(), over.reference.to_string());
        let at = |name: &'static str, day: &'static str, balance: i64| (name, day, balance);
        let one = (1_500, own.as_str(), Meaning::Claim(1));
        let early = at("R-1", "2026-11-02", 100_000);
        for (amount, label) in [(800, "C"), (700, "D"), (900, "E")] {
            claim(&house, &kept, amount, label).await;
        }
        there_and_back(&house, &kept, early, one).await;
        let two = (1_200, over.as_str(), Meaning::Claim(2));
        there_and_back(&house, &kept, at("R-2", "2026-11-03", 101_500), two).await;

        let actor = kept.first.actor.clone();
        house
            .write(move |tx| {
                let today = Day::of(tx.now().in_france().date());
                ledger::make_debit_file(tx, &actor, book, Day(today.0 + 14))
            })
            .await;
        let b = kept.book.0;
        let vir = format!("SEPA VIR{b}-1");
        let sent = (-1_000, vir.as_str(), Meaning::Order(1));
        there_and_back(&house, &kept, at("R-3", "2026-11-04", 102_700), sent).await;
        let name = format!("VIREMENTS-{b}-2-1");
        let batch = (-6_000, name.as_str(), Meaning::Batch(name.clone()));
        there_and_back(&house, &kept, at("R-4", "2026-11-05", 101_700), batch).await;
        // The first debit of the mandate is alone in its batch, the others are together.
        let first = format!("PRLV{b}-1");
        let debit = (800, first.as_str(), Meaning::Debit(1));
        there_and_back(&house, &kept, at("R-5", "2026-11-06", 95_700), debit).await;
        let name = format!("PRELEVEMENTS-{b}-3-2");
        let batch = (1_600, name.as_str(), Meaning::Batch(name.clone()));
        there_and_back(&house, &kept, at("R-6", "2026-11-07", 96_500), batch).await;
        let back = (1_000, vir.as_str(), Meaning::ReturnedOrder(1));
        there_and_back(&house, &kept, at("R-7", "2026-11-08", 98_100), back).await;
        let back = (-800, first.as_str(), Meaning::ReturnedDebit(1));
        there_and_back(&house, &kept, at("R-8", "2026-11-09", 99_100), back).await;
        // What came after stands in the way of what came before.
        let (paid, collected) =
            (moved(&house, &kept, -1_000).await, moved(&house, &kept, 800).await);
        for number in [paid, collected] {
            let told = unmatch(&house, &kept, number).await.unwrap_err();
            let base::Refusal::Conflict(say) = told else { panic!("{told:?}") };
            assert_eq!(say.key, "ledger-conflict-changed-since");
        }
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_line_that_was_matched_wrongly_is_opened_on_its_page_and_stays_open() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let wrong = claim(&house, &kept, 1_500, "Adhésion").await;
        claim(&house, &kept, 1_500, "Atelier").await;
        let text = wrong.reference.to_string();
        let line = (1_500, "2026-11-10", "Awa Sy", text.as_str());
        let file = camt("R-1", ("2026-11-02", 100_000), ("2026-11-12", 101_500), &[line]);
        assert_eq!(read(&house, &kept, file).await.matched, 1);
        let number = moved(&house, &kept, 1_500).await;
        let here = format!("/livres/{}/ecritures/{number}", kept.book.0);
        // Nobody else opens it.
        let mut stranger = house.fresh_browser_of(&cast.other).await;
        let token = stranger.form("/livres", "/livres").await.remove(0);
        stranger.post(&format!("{here}/ligne"), &[token]).await.expect(404);

        let mut browser = house.fresh_browser_of(&cast.manager).await;
        browser
            .get(&here)
            .await
            .says("10 novembre 2026, 15\u{a0}€")
            .says("Défaire le rapprochement");
        let answer = browser.fill(&here, &format!("{here}/ligne"), &[]).await;
        let page = browser.follow(answer).await.expect(200).says("Le rapprochement est défait");
        page.says("Une ligne de la banque reste à expliquer").says_not("pas au relevé");
        browser.get(&here).await.says("Contrepassée par").says_not("Défaire le rapprochement");
        assert_eq!(claim_now(&house, &kept, 1).await.state, ClaimState::Open);
        let object = format!("{}-{number}", kept.book.0);
        let log = house.read(move |tx| people::entries(tx, Some(&object), None, 1)).await;
        assert_eq!(
            (log[0].action.as_str(), log[0].detail.as_str()),
            ("ledger.line-unmatched", "claim:1")
        );

        // The next statement does not match it again; a person says what it is.
        let file = camt("R-2", ("2026-11-13", 101_500), ("2026-11-14", 101_500), &[]);
        assert_eq!(read(&house, &kept, file).await.matched, 0);
        settle(&house, &kept, &Meaning::Claim(2)).await;
        let states =
            [claim_now(&house, &kept, 1).await.state, claim_now(&house, &kept, 2).await.state];
        assert_eq!(states, [ClaimState::Open, ClaimState::Paid]);
        browser.get(&format!("/livres/{}/banque", kept.book.0)).await.says("s’accordent");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_was_linked_stays_and_what_was_written_is_taken_back() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let (actor, book) = (kept.first.actor.clone(), kept.book);
        let soil = |label: &str| ledger::Operation {
            kind: ledger::Kind::Expense,
            treasury: Purpose::Bank,
            other: Purpose::Supplies,
            amount: 4_000,
            on: day("2026-11-09"),
            label: label.to_owned(),
            reference: String::new(),
        };
        let first = soil("Terreau");
        house.write(move |tx| ledger::record_operation(tx, &actor, book, &first)).await;
        let line = (-4_000, "2026-11-10", "Jardinerie", "CB");
        let file = camt("R-1", ("2026-11-02", 100_000), ("2026-11-12", 96_000), &[line]);
        assert_eq!(read(&house, &kept, file).await.matched, 1);
        let number = moved(&house, &kept, -4_000).await;
        unmatch(&house, &kept, number).await.unwrap();
        let now = situation(&house, &kept).await;
        // The entry was in the book before: it stays, and is offered.
        assert_eq!((now.lines.len(), now.transfers.len()), (1, 1));
        assert_eq!(now.lines[0].transfers[0].number, number);
        assert_eq!(nets(&house, &kept, [Purpose::Supplies]).await, [-4_000]);

        let (actor, line) = (kept.first.actor.clone(), now.lines[0].line.id);
        let written = ledger::Operation { on: day("2026-11-10"), ..soil("Une autre dépense") };
        let explain =
            move |tx: &mut store::Tx| ledger::explain_line(tx, &actor, book, line, &written);
        let written = house.write(explain).await;
        // The days are closed meanwhile: the opposite entry is of the first one that is open.
        let actor = kept.first.actor.clone();
        house.write(move |tx| ledger::close_book(tx, &actor, book, day("2026-11-15"))).await;
        unmatch(&house, &kept, written).await.unwrap();
        let last = house.read(move |tx| ledger::newest_in(tx, book, None, 1)).await.remove(0);
        assert_eq!((last.effective, last.transfer.amount), (day("2026-11-16"), 4_000));
        assert_eq!(nets(&house, &kept, [Purpose::Supplies]).await, [-4_000]);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_line_that_meets_a_conflict_is_left_to_a_person_and_the_others_are_booked() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let [first, second] =
            [claim(&house, &kept, 1_500, "A").await, claim(&house, &kept, 900, "B").await];
        let (actor, book, party) = (kept.first.actor.clone(), kept.book, kept.party);
        // Nothing is booked under gifts any more.
        let gift = house
            .write(move |tx| {
                let gifts = ledger::NewAccount::euros(Purpose::Gifts, "");
                let account = ledger::open_account(tx, book, &gifts)?;
                ledger::close_account(tx, account)?;
                let (purpose, due) = (Purpose::Gifts, day("2026-11-20"));
                let label = "Don".to_owned();
                let new = NewClaim { party, purpose, amount: 2_000, due, label };
                let number = ledger::expect_payment(tx, &actor, book, &new)?;
                ledger::claim(tx, &actor, book, number)
            })
            .await;
        let names = [&first, &gift, &second].map(|one| one.reference.to_string());
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-12", 104_400),
            &[
                (1_500, "2026-11-10", "Awa Sy", &names[0]),
                (2_000, "2026-11-10", "Awa Sy", &names[1]),
                (900, "2026-11-11", "Awa Sy", &names[2]),
            ],
        );
        let taken = read(&house, &kept, file).await;
        assert_eq!((taken.lines, taken.matched), (3, 2), "{}", house.engine);
        for (number, state) in [(1, ClaimState::Paid), (2, ClaimState::Paid), (3, ClaimState::Open)]
        {
            let now = claim_now(&house, &kept, number).await;
            assert_eq!((now.state, now.paid > 0), (state, state == ClaimState::Paid));
        }
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let bank = format!("/livres/{}/banque", kept.book.0);
        let page = browser
            .get(&bank)
            .await
            .says("n’a pu être enregistrée")
            .says("L’un des deux comptes est clos");
        let line = page.body.split(&format!("href=\"{bank}/")).nth(1).unwrap();
        let line = format!("{bank}/{}", line.split('"').next().unwrap());
        let page = browser.get(&line).await.expect(200).says("L’un des deux comptes est clos");
        // To say yes to it is told the same, and written otherwise it is explained.
        browser
            .fill_on(&page, &format!("{line}/sens"), &[])
            .await
            .expect(409)
            .says("des deux comptes est clos");
        let typed = [("other", "other-income"), ("label", "Don")];
        browser.fill(&line, &line, &typed).await.expect(303);
        browser.get(&bank).await.says("s’accordent");
        house.expect_sound().await;
    }
}
