//! Payments that come and go: claims known by their reference, orders that two people sign, files for
//! the bank, its reports, and what comes back.

mod left_out;
mod sent;
mod told;
mod treasurers;
mod unmatched;

use ledger::{
    ClaimState, Day, EntityId, Meaning, NewClaim, NewOrder, OrderState, PartyId, Purpose, Situation,
};
use parvis_tests::{
    Browser, Cast, House, PDF, Person, THEIR_IBAN, camt, gather, houses, new_party, own_details,
};
use people::{Actor, NewGrant, Role};

/// A book with bank details, two who keep it, and a party.
struct Kept {
    book: EntityId,
    first: Person,
    second: Person,
    party: PartyId,
}

async fn kept(house: &House, cast: &Cast) -> Kept {
    let (acting, member, organisation) = (cast.manager.clone(), cast.member.clone(), cast.org_a);
    let (book, second, party) = house
        .write(move |tx| {
            let scope = organisation.to_string();
            let role = Role::Manager;
            let new = NewGrant { person: member.id, role, scope, valid_until: None };
            people::grant(tx, &acting.id.to_string(), &new)?;
            let second = Person { actor: Actor::of(tx, member.id)?, ..member.clone() };
            let book = ledger::begin_book(tx, &acting.actor, organisation)?;
            ledger::set_details(tx, &acting.actor, book, &own_details())?;
            let party = ledger::add_party(tx, &acting.actor, book, &new_party("Awa Sy"))?;
            let opening = ledger::Operation {
                kind: ledger::Kind::Opening,
                treasury: Purpose::Bank,
                other: Purpose::Opening,
                amount: 100_000,
                on: day("2026-11-01"),
                label: "Solde de départ".to_owned(),
                reference: String::new(),
            };
            ledger::record_operation(tx, &acting.actor, book, &opening)?;
            Ok((book, second, party))
        })
        .await;
    Kept { book, first: cast.manager.clone(), second, party }
}

/// Where an answer leads, without the notice.
fn place(answer: &parvis_tests::Page) -> String {
    answer.leads_to().split('?').next().unwrap().to_owned()
}

fn day(date: &str) -> Day {
    Day::of(date.parse().unwrap())
}

async fn claim(house: &House, kept: &Kept, amount: i64, label: &str) -> ledger::Claim {
    let (actor, book, party) = (kept.first.actor.clone(), kept.book, kept.party);
    let (purpose, due) = (Purpose::Dues, day("2026-11-20"));
    let new = NewClaim { party, purpose, amount, due, label: label.to_owned() };
    house
        .write(move |tx| {
            let number = ledger::expect_payment(tx, &actor, book, &new)?;
            ledger::claim(tx, &actor, book, number)
        })
        .await
}

/// An order of each amount, prepared by the first and approved by the second.
async fn orders(house: &House, kept: &Kept, amounts: &[i64]) {
    let (first, second) = (kept.first.actor.clone(), kept.second.actor.clone());
    let (book, party, amounts) = (kept.book, kept.party, amounts.to_vec());
    house
        .write(move |tx| {
            for amount in &amounts {
                let new = order(party, *amount);
                let number = ledger::prepare_order(tx, &first, book, &new)?;
                ledger::approve_order(tx, &second, book, number)?;
            }
            Ok(())
        })
        .await;
}

fn order(party: PartyId, amount: i64) -> NewOrder {
    let (purpose, due, label) = (Purpose::Supplies, day("2026-11-10"), "Terreau".to_owned());
    NewOrder { party, purpose, amount, due, label, reference: String::new(), claim: None }
}

async fn read(house: &House, kept: &Kept, file: String) -> ledger::Taken {
    let (actor, book) = (kept.first.actor.clone(), kept.book);
    let statements = bank::statement::read_all(file.as_bytes()).unwrap();
    house.write(move |tx| ledger::take_statements(tx, &actor, book, &statements)).await
}

async fn situation(house: &House, kept: &Kept) -> Situation {
    let (actor, book) = (kept.first.actor.clone(), kept.book);
    house.read(move |tx| Ok(ledger::situation(tx, &actor, book)?.1)).await
}

/// What stands on the entity's own accounts of these purposes: credits less debits.
async fn nets<const N: usize>(house: &House, kept: &Kept, purposes: [Purpose; N]) -> [i64; N] {
    let book = kept.book;
    let accounts = house.read(move |tx| ledger::accounts_in(tx, book)).await;
    purposes.map(|purpose| {
        let of = accounts.iter().filter(|account| account.data.purpose == purpose);
        of.map(|account| account.balances.net()).sum()
    })
}

async fn states(house: &House, kept: &Kept) -> Vec<OrderState> {
    let (actor, book) = (kept.first.actor.clone(), kept.book);
    let mut orders = house.read(move |tx| ledger::newest_orders(tx, &actor, book)).await;
    orders.reverse();
    orders.into_iter().map(|order| order.state).collect()
}

async fn claim_now(house: &House, kept: &Kept, number: i64) -> ledger::Claim {
    let (actor, book) = (kept.first.actor.clone(), kept.book);
    house.read(move |tx| ledger::claim(tx, &actor, book, number)).await
}

#[tokio::test]
async fn a_payment_is_known_by_its_reference_or_chosen_with_one_key() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let named = claim(&house, &kept, 1_500, "Adhésion").await;
        claim(&house, &kept, 2_500, "Atelier").await;
        let too_much = claim(&house, &kept, 1_000, "Panier").await;
        let spaced = format!("merci {}", named.reference);
        let overpaid = format!("{}", too_much.reference);
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-20", 105_200),
            &[
                (1_500, "2026-11-10", "SY AWA", &spaced),
                (2_500, "2026-11-11", "Awa Sy", "atelier"),
                (1_200, "2026-11-12", "Sy", &overpaid),
            ],
        );
        let taken = read(&house, &kept, file).await;
        assert_eq!((taken.lines, taken.matched), (3, 1), "{}", house.engine);
        assert_eq!(claim_now(&house, &kept, 1).await.state, ClaimState::Paid);

        // The others are offered; a press on Enter says yes to the first offer.
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let bank = format!("/livres/{}/banque", kept.book.0);
        let page = browser.get(&bank).await.expect(200).says("Traiter les lignes une à une");
        let line = page.body.split(&format!("href=\"{bank}/")).nth(1).unwrap();
        let line = format!("{bank}/{}", line.split('"').next().unwrap());
        let page = browser.get(&line).await.expect(200).says("C’est sans doute");
        assert_eq!(page.body.matches(" autofocus").count(), 1);
        page.says("Le paiement de Awa Sy\u{a0}: «\u{a0}Atelier\u{a0}»");
        let page = browser.get(&line).await;
        let answer = browser.fill_on(&page, &format!("{line}/sens"), &[]).await;
        // The queue goes on with the next line by itself.
        let there = place(&answer);
        let page = browser.follow(answer).await.expect(200).says("«\u{a0}Panier\u{a0}»");
        let answer = browser.fill_on(&page, &format!("{there}/sens"), &[]).await;
        let page = browser.follow(answer).await.expect(200);
        page.says("s’accordent au 20 novembre 2026");

        let totals = nets(&house, &kept, [Purpose::Dues, Purpose::Wallet, Purpose::Transit]).await;
        assert_eq!(totals, [5_000, 200, 0], "what was too much is held for who paid it");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_claim_is_paid_in_parts_in_cash_and_given_back_by_two_people() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        claim(&house, &kept, 3_000, "Atelier").await;
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let here = format!("/livres/{}/creances/1", kept.book.0);
        let page = browser.get(&here).await.expect(200).says("30\u{a0}€").holds("class=\"qr\"");
        page.says("RF");
        let typed = |amount| [("treasury", "cash"), ("amount", amount), ("on", "2026-11-05")];
        let desk = format!("{here}/encaissement");
        browser.fill(&here, &desk, &typed("30,01")).await.expect(422).says("Il reste 30\u{a0}€");
        browser.fill(&here, &desk, &typed("0")).await.expect(422);
        let answer = browser.fill(&here, &desk, &typed("10")).await;
        browser.follow(answer).await.says("En retard").says("20\u{a0}€");
        browser.fill(&here, &desk, &typed("20")).await.expect(303);
        browser.get(&here).await.says("Payé").says_not("Encaisser au guichet");

        // What was paid may be given back, no more, and by somebody else's leave.
        let refund = format!("{here}/remboursement");
        let asked =
            |amount| [("amount", amount), ("label", "Atelier annulé"), ("due", "2026-11-30")];
        browser.fill(&refund, &refund, &asked("30,01")).await.expect(422).says("30\u{a0}€");
        let answer = browser.fill(&refund, &refund, &asked("25")).await;
        let order = place(&answer);
        let page = browser.follow(answer).await.says("une autre personne");
        browser.fill(&refund, &refund, &asked("6")).await.expect(422).says("Il reste 5\u{a0}€");
        page.says_not("Approuver ce virement");
        let (actor, book) = (kept.first.actor.clone(), kept.book);
        let own = move |tx: &mut store::Tx| ledger::approve_order(tx, &actor, book, 1);
        assert!(house.app.store().write(own).await.is_err(), "nobody approves their own");
        let mut other = house.fresh_browser_of(&kept.second).await;
        let answer = other.fill(&order, &format!("{order}/accord"), &[]).await;
        other.follow(answer).await.says("Le virement est approuvé");

        let list = format!("/livres/{}/virements", kept.book.0);
        let answer = browser.fill(&list, &format!("{list}/fichier"), &[]).await;
        let xml = browser.get(&format!("{}/fichier.xml", place(&answer))).await;
        xml.holds("<InstdAmt Ccy=\"EUR\">25.00</InstdAmt>")
            .holds(THEIR_IBAN)
            .holds("Atelier annule");
        // Once in a file it cannot be taken back, nor go into another.
        browser.get(&order).await.says("À la banque").says_not("Retirer ce virement");
        let actor = kept.first.actor.clone();
        let taken_back = move |tx: &mut store::Tx| ledger::withdraw_order(tx, &actor, book, 1);
        assert!(house.app.store().write(taken_back).await.is_err());
        let actor = kept.first.actor.clone();
        let again = move |tx: &mut store::Tx| ledger::make_transfer_file(tx, &actor, book);
        assert!(house.app.store().write(again).await.is_err());

        let name = format!("VIR{}-1", kept.book.0);
        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-30", 97_500),
            &[(-2_500, "2026-11-30", "Awa Sy", &name)],
        );
        assert_eq!(read(&house, &kept, file).await.matched, 1);
        let now = claim_now(&house, &kept, 1).await;
        assert_eq!((now.paid, now.refunded), (3_000, 2_500));
        let totals = nets(&house, &kept, [Purpose::Dues, Purpose::Cash, Purpose::Transit]).await;
        assert_eq!(totals, [500, -3_000, 0]);
        browser.get(&here).await.says("Remboursé");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_file_is_paid_in_one_line_less_what_the_bank_refused() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        orders(&house, &kept, &[1_000, 2_000, 4_000]).await;
        let (actor, book) = (kept.first.actor.clone(), kept.book);
        let number = house.write(move |tx| ledger::make_transfer_file(tx, &actor, book)).await;
        let message = format!("VIREMENTS-{}-{number}", kept.book.0);
        let report = format!(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>\
             <GrpHdr><MsgId>B-1</MsgId><CreDtTm>2026-11-10T08:00:00</CreDtTm></GrpHdr>\
             <OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>\
             <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>\
             <OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}-1</OrgnlPmtInfId><TxInfAndSts>\
             <OrgnlEndToEndId>VIR{0}-2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn>\
             <Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>\
             </Document>",
            kept.book.0
        );
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let list = format!("/livres/{}/virements", kept.book.0);
        let reports = format!("/livres/{}/fichiers-banque", kept.book.0);
        for (bad, told) in [
            (report.replace(&message, "AUTRE-1"), "n’est pas un fichier fait ici"),
            (camt("R", ("2026-11-02", 0), ("2026-11-03", 0), &[]), "pas un compte rendu pain.002"),
            ("<a/>".to_owned(), "Ligne 1"),
        ] {
            let sent = ("file", "rapport.xml", bad.as_bytes());
            browser.upload(&list, &reports, sent).await.expect(422).says(told);
        }
        let sent = ("file", "rapport.xml", report.as_bytes());
        let answer = browser.upload(&list, &reports, sent).await;
        browser.follow(answer).await.says("la banque a refusé").says("AC04");
        // Read again it changes nothing.
        browser.upload(&list, &reports, sent).await.expect(303);

        let file = camt(
            "R-1",
            ("2026-11-02", 100_000),
            ("2026-11-12", 95_000),
            &[(-5_000, "2026-11-12", "", &format!("{message}-1"))],
        );
        assert_eq!(read(&house, &kept, file).await.matched, 1, "{}", house.engine);
        use OrderState::{Paid, Refused};
        assert_eq!(states(&house, &kept).await, [Paid, Refused, Paid]);
        let totals = nets(&house, &kept, [Purpose::Supplies, Purpose::Transit]).await;
        assert_eq!(totals, [-5_000, 0]);
        let now = situation(&house, &kept).await;
        assert!(now.lines.is_empty() && now.transfers.is_empty());

        // One of the two comes back.
        let file = camt(
            "R-2",
            ("2026-11-13", 95_000),
            ("2026-11-16", 96_000),
            &[(1_000, "2026-11-16", "Awa Sy", &format!("REJET VIR{}-1 MD07", kept.book.0))],
        );
        assert_eq!(read(&house, &kept, file).await.matched, 1);
        assert_eq!(states(&house, &kept).await, [OrderState::Returned, Refused, Paid]);
        assert_eq!(nets(&house, &kept, [Purpose::Supplies]).await, [-4_000]);
        // What the bank did is not undone by hand.
        let page = browser.get(&format!("/livres/{}/ecritures/9", kept.book.0)).await.expect(200);
        let reversal = format!("/livres/{}/ecritures/9/contrepassation", kept.book.0);
        browser.fill_on(&page, &reversal, &[]).await.expect(409).says("vient du relevé");
        house.expect_sound().await;
    }
}

async fn typed(browser: &mut Browser, page: &str, iban: &str) -> parvis_tests::Page {
    browser.fill(&format!("{page}/nouveau"), page, &[("name", "Essai"), ("iban", iban)]).await
}

#[tokio::test]
async fn a_mistyped_account_number_says_what_is_wrong() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let mut browser = house.fresh_browser_of(&cast.manager).await;
        let list = format!("/livres/{}/tiers", kept.book.0);
        for (iban, told) in [
            ("FR7630006000011234567890188", "La clé ne correspond pas"),
            ("FR763000600001123456789018", "compte 27 caractères"),
            ("US7630006000011234567890189", "commence par «\u{a0}US\u{a0}»"),
            ("FR76300060000112345678X0189", "La clé ne correspond pas"),
            ("FR763A006000011234567890189", "À la place 6, il faut un chiffre"),
            ("FR76 3000 6000 0112?", "n’a rien à faire ici"),
        ] {
            typed(&mut browser, &list, iban).await.expect(422).says(told);
        }
        typed(&mut browser, &list, "fr76 3000 6000 0112 3456 7890 189").await.expect(303);
        browser.get(&list).await.says("FR76 3000 6000 0112 3456 7890 189");
        browser.get(&format!("{list}?q=ess")).await.says("Essai").says_not("Awa Sy");
        // A book is unknown to whoever does not keep it.
        let mut stranger = house.fresh_browser_of(&cast.other).await;
        for path in ["tiers", "creances", "virements", "coordonnees"] {
            stranger.get(&format!("/livres/{}/{path}", kept.book.0)).await.expect(404);
        }
    }
}
