//! Invoices that are issued once and taken back, whole or in part, receipts for gifts, and what somebody paid in
//! a year.

use ledger::{ClaimState, Day, EntityId, PartyId, Purpose};
use parvis_tests::{
    Browser, Cast, House, gather, gift, houses, new_invoice, new_party, own_details,
};

struct Kept {
    book: EntityId,
    party: PartyId,
    browser: Browser,
    at: String,
}

async fn kept(house: &House, cast: &Cast) -> Kept {
    let (actor, organisation) = (cast.manager.actor.clone(), cast.org_a);
    let (book, party) = house
        .write(move |tx| {
            let book = ledger::begin_book(tx, &actor, organisation)?;
            ledger::set_details(tx, &actor, book, &own_details())?;
            Ok((book, ledger::add_party(tx, &actor, book, &new_party("Awa Sy"))?))
        })
        .await;
    let browser = house.fresh_browser_of(&cast.manager).await;
    Kept { book, party, browser, at: format!("/livres/{}", book.0) }
}

/// What stands on the accounts of these purposes: credits less debits.
async fn nets<const N: usize>(house: &House, book: EntityId, purposes: [Purpose; N]) -> [i64; N] {
    let accounts = house.read(move |tx| ledger::accounts_in(tx, book)).await;
    purposes.map(|purpose| {
        let of = accounts.iter().filter(|account| account.data.purpose == purpose);
        of.map(|account| account.balances.net()).sum()
    })
}

#[tokio::test]
async fn an_invoice_is_read_again_then_issued_once_under_the_next_number() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut kept = kept(&house, &cast).await;
        let year = house.app.world().now().in_france().date().year();
        let form = format!("{}/tiers/{}/facturer", kept.at, kept.party);
        let page = kept.browser.get(&form).await.expect(200);
        let typed = [
            ("name-0", "Visite du toit"),
            ("quantity-0", "2,5"),
            ("unit-0", "HUR"),
            ("price-0", "30"),
            ("vat-0", "20"),
            ("name-2", "Semences"),
            ("quantity-2", "3"),
            ("unit-2", "C62"),
            ("price-2", "1,255"),
            ("vat-2", "5-5"),
            ("purpose", "services"),
            ("nature", "services"),
            ("delivered", "2026-11-20"),
            ("due", "2026-12-20"),
            ("buyer", "person"),
        ];
        // 75.00 and 3.77 (3.765 rounded), tax 15.00 and 0.21; VAT wants a SIREN, which a plain
        // association has not.
        let page = kept.browser.fill_on(&page, &form, &typed).await.expect(422);
        page.says("La fiche de votre organisation est incomplète");
        let exempt: Vec<(&str, &str)> = typed
            .iter()
            .map(|(name, value)| {
                (*name, if name.starts_with("vat-") { "non-profit" } else { *value })
            })
            .collect();
        let mut wrong = exempt.clone();
        wrong[1] = ("quantity-0", "2,5555");
        wrong[12] = ("due", "2026-11-01");
        let page = kept.browser.get(&form).await;
        let page = kept.browser.fill_on(&page, &form, &wrong).await.expect(422);
        let page = page.says("trois décimales au plus");
        let page = kept.browser.fill_on(&page, &form, &exempt).await.expect(200);
        let number = format!("F-{year}-000001");
        let page = page.says(&format!("Relisez la facture {number}")).says("78,77\u{a0}€");
        // Nothing is issued until somebody says yes; twice yes is once.
        assert_eq!(nets(&house, kept.book, [Purpose::Services]).await, [0]);
        let answer = kept.browser.fill_on(&page, &form, &[("_confirm", "1")]).await;
        let again = kept.browser.fill_on(&page, &form, &[("_confirm", "1")]).await;
        assert_eq!(answer.leads_to(), again.leads_to());
        let page = kept.browser.follow(answer).await.expect(200);
        page.says(&format!("Facture n°\u{a0}{number}")).says("78,77\u{a0}€");
        let totals = nets(&house, kept.book, [Purpose::Services, Purpose::Receivable]).await;
        assert_eq!(totals, [7_877, -7_877]);
        let at = format!("{}/factures/1", kept.at);
        let xml = kept.browser.get(&format!("{at}/facture.xml")).await.expect(200);
        xml.holds(&number).holds("urn:cen.eu:en16931:2017").holds("RF").holds("<ram:TypeCode>380");
        let pdf = kept.browser.get(&format!("{at}/facture.pdf")).await.expect(200);
        assert!(pdf.bytes.windows(12).any(|bytes| bytes == b"factur-x.xml"));
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_credit_note_takes_an_invoice_back_and_lets_what_was_paid_be_refunded() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut kept = kept(&house, &cast).await;
        let (actor, book, party) = (cast.manager.actor.clone(), kept.book, kept.party);
        house
            .write(move |tx| {
                let today = Day::of(tx.now().in_france().date());
                for price in [10_000, 20_000] {
                    let new = new_invoice(party, price * 10);
                    ledger::issue_invoice(tx, &actor, book, &new)?;
                }
                ledger::receive_payment(tx, &actor, book, 1, (Purpose::Cash, 4_000, today))
            })
            .await;
        let at = kept.at.clone();
        // A payment of an invoice goes back through a credit note only.
        let refund = format!("{at}/creances/1/remboursement");
        let asked = [("amount", "40"), ("label", "Annulé"), ("due", "2026-11-30")];
        kept.browser
            .fill(&refund, &refund, &asked)
            .await
            .expect(422)
            .says("faites d’abord un avoir");
        for number in [1, 2] {
            let page = format!("{at}/factures/{number}");
            let answer = kept.browser.fill(&page, &format!("{page}/avoir"), &[]).await;
            kept.browser.follow(answer).await.says("Avoir n°").says("−");
            kept.browser
                .get(&page)
                .await
                .says("L’avoir A-2026-00000")
                .says("revient sur cette facture");
        }
        let (actor, again) = (cast.manager.actor.clone(), kept.book);
        let twice = move |tx: &mut store::Tx| ledger::credit_invoice(tx, &actor, again, 1);
        assert!(house.app.store().write(twice).await.is_err());
        let totals = nets(&house, book, [Purpose::Services, Purpose::Receivable]).await;
        assert_eq!(totals, [0, 4_000], "what was paid is owed to the buyer");
        let actor = cast.manager.actor.clone();
        let states = house
            .read(move |tx| {
                let first = ledger::claim(tx, &actor, book, 1)?;
                let second = ledger::claim(tx, &actor, book, 2)?;
                Ok((first.state, first.left(), second.state))
            })
            .await;
        assert_eq!(states, (ClaimState::Paid, 0, ClaimState::Dropped));
        let answer = kept.browser.fill(&refund, &refund, &asked).await;
        kept.browser.follow(answer).await.says("À approuver");
        let page = kept.browser.get(&format!("{at}/factures?format=csv")).await.expect(200);
        page.holds("F-2026-000001").holds("A-2026-000002").holds("-200,00");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn numbers_have_no_gap_whatever_fails() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let (book, party) = (kept.book, kept.party);
        for price in [1_000, -5, 2_000, i64::MAX, 3_000] {
            let actor = cast.manager.actor.clone();
            let new = new_invoice(party, price);
            let issue = move |tx: &mut store::Tx| ledger::issue_invoice(tx, &actor, book, &new);
            let done = house.app.store().write(issue).await;
            assert_eq!(done.is_ok(), (0..1_000_000).contains(&price), "{price}");
        }
        let actor = cast.manager.actor.clone();
        let all = house.read(move |tx| ledger::invoices(tx, &actor, book)).await;
        let names: Vec<String> = all.into_iter().rev().map(|one| one.content.number).collect();
        assert_eq!(names, ["F-2026-000001", "F-2026-000002", "F-2026-000003"]);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn gifts_of_a_year_that_is_over_make_one_receipt_each() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut kept = kept(&house, &cast).await;
        let (actor, book, party) = (cast.manager.actor.clone(), kept.book, kept.party);
        house
            .write(move |tx| {
                let day = |date: &str| Day::of(date.parse().unwrap());
                gift(tx, &actor, book, party, (2_000, day("2025-03-01")))?;
                gift(tx, &actor, book, party, (5_050, day("2025-12-31")))?;
                gift(tx, &actor, book, party, (9_900, day("2026-01-01")))?;
                // Given in the year, taken back after it: it was not given.
                let wrong = gift(tx, &actor, book, party, (50_000, day("2025-06-01")))?;
                let booked = ledger::claim(tx, &actor, book, wrong)?;
                let booked = ledger::transfers_about(tx, booked.reference.as_str())?;
                ledger::reverse(tx, &actor, book, booked[0].number)?;
                let company =
                    ledger::NewParty { siren: "732829320".to_owned(), ..new_party("Une SARL") };
                let company = ledger::add_party(tx, &actor, book, &company)?;
                gift(tx, &actor, book, company, (7_000, day("2025-05-01")))?;
                let nowhere = ledger::NewParty { town: String::new(), ..new_party("Sans adresse") };
                let nowhere = ledger::add_party(tx, &actor, book, &nowhere)?;
                gift(tx, &actor, book, nowhere, (1_000, day("2025-05-01"))).map(drop)
            })
            .await;
        let list = format!("{}/recus?annee=2025", kept.at);
        let page = kept.browser.get(&list).await.expect(200);
        page.says("70,50\u{a0}€")
            .says("Adresse manquante")
            .says("reçu 16216*01")
            .says_not("Établir un reçu");
        let tell = format!("{}/recus/organisme?annee=2025", kept.at);
        let typed = [
            ("object", "Jardiner ensemble"),
            ("quality", "general-interest"),
            ("signer", "Mathilde, présidente"),
        ];
        let answer = kept.browser.fill(&list, &tell, &typed).await;
        let page = kept.browser.follow(answer).await.says("Établir un reçu");
        let make = format!("{}/recus", kept.at);
        let answer = kept.browser.fill_on(&page, &make, &[]).await;
        kept.browser.follow(answer).await.says("Reçu n°\u{a0}1 de Awa Sy");
        let paper = kept.browser.get(&format!("{make}/1/recu.pdf")).await.expect(200);
        assert!(paper.body.starts_with("%PDF-"));
        let actor = cast.manager.actor.clone();
        let receipt = house.read(move |tx| ledger::receipt(tx, &actor, book, 1)).await;
        assert_eq!((receipt.amount, receipt.gifts.len()), (7_050, 2));
        let actor = cast.manager.actor.clone();
        let again = house.write(move |tx| ledger::make_receipts(tx, &actor, book, 2025)).await;
        assert_eq!(again, 0, "one receipt a donor and year");
        let this = format!("{}/recus?annee=2026", kept.at);
        kept.browser.get(&this).await.says("L’année n’est pas finie").says("99\u{a0}€");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_member_sees_what_they_owe_and_what_they_paid_in_a_year() {
    for house in houses().await {
        let cast = gather(&house).await;
        let kept = kept(&house, &cast).await;
        let (actor, book, email) =
            (cast.manager.actor.clone(), kept.book, cast.resident.email.clone());
        let owed = house
            .write(move |tx| {
                let email = email.clone();
                let new = ledger::NewParty { email, ..new_party("Habiba") };
                let party = ledger::add_party(tx, &actor, book, &new)?;
                let (purpose, due) = (Purpose::Dues, Day(20_800));
                let label = "Adhésion".to_owned();
                let claim = ledger::NewClaim { party, purpose, amount: 1_500, due, label };
                let number = ledger::expect_payment(tx, &actor, book, &claim)?;
                ledger::claim(tx, &actor, book, number)
            })
            .await;
        let mut resident = house.fresh_browser_of(&cast.resident).await;
        let page = resident.get("/porte-monnaie").await.expect(200).says("Ce que vous devez");
        page.says("Adhésion, à Les Jardins d’Essai").says(&owed.reference.to_string());
        let paper = resident.get("/porte-monnaie/recapitulatif.pdf").await.expect(200);
        assert!(paper.body.starts_with("%PDF-"));
        let (actor, person) = (cast.manager.actor.clone(), cast.resident.id);
        let paid = house
            .write(move |tx| {
                let today = Day::of(tx.now().in_france().date());
                let cash = (Purpose::Cash, 1_500, today);
                ledger::receive_payment(tx, &actor, book, owed.number, cash)?;
                ledger::summaries_of(tx, person, today.date().year())
            })
            .await;
        assert_eq!(paid.len(), 1);
        assert_eq!((paid[0].1[0].amount, paid[0].1[0].how.as_str()), (1_500, "cash"));
        resident.get("/porte-monnaie").await.says_not("Ce que vous devez");
    }
}

/// What is owed of the first claim, where it stands, and what stands under three purposes.
async fn stands(house: &House, cast: &Cast, book: EntityId) -> (i64, i64, ClaimState, [i64; 3]) {
    let actor = cast.other.actor.clone();
    let claim = house.read(move |tx| ledger::claim(tx, &actor, book, 1)).await;
    let purposes = [Purpose::Services, Purpose::VatCollected, Purpose::Receivable];
    (claim.data.amount, claim.left(), claim.state, nets(house, book, purposes).await)
}

#[tokio::test]
async fn a_part_of_an_invoice_is_credited_and_never_more_than_the_invoice() {
    for house in houses().await {
        let cast = gather(&house).await;
        // Who writes tax on an invoice has a SIRET.
        let taxed = Cast { manager: cast.other.clone(), org_a: cast.org_b, ..cast.clone() };
        let mut kept = kept(&house, &taxed).await;
        let (actor, book, party) = (cast.other.actor.clone(), kept.book, kept.party);
        house
            .write(move |tx| {
                let mut new = new_invoice(party, 100_000);
                let line = |name: &str, quantity, price, vat: &str| ledger::InvoiceLine {
                    name: name.to_owned(),
                    quantity,
                    unit: "C62".to_owned(),
                    price,
                    vat: vat.to_owned(),
                };
                new.lines =
                    vec![line("Taille", 2_000, 50_000, "20"), line("Plants", 1_000, 30_000, "10")];
                ledger::issue_invoice(tx, &actor, book, &new)?;
                let today = Day::of(tx.now().in_france().date());
                ledger::receive_payment(tx, &actor, book, 1, (Purpose::Cash, 10_000, today))
            })
            .await;
        assert_eq!(
            stands(&house, &cast, book).await,
            (15_300, 5_300, ClaimState::Open, [13_000, 2_300, -5_300])
        );
        let page = format!("{}/factures/1", kept.at);
        let some = format!("{page}/avoir-partiel");
        for (typed, told) in [
            (vec![], "Indiquez un montant pour une ligne"),
            (vec![("credit-0", "100,01")], "il reste au plus 100\u{a0}€"),
            (vec![("credit-1", "31")], "il reste au plus 30\u{a0}€"),
            (vec![("credit-0", "0")], "il reste au plus 100\u{a0}€"),
            (vec![("credit-0", "x")], "montant"),
        ] {
            kept.browser.fill(&page, &some, &typed).await.expect(422).says(told);
        }
        // A part of one line: less is owed, and the tax follows.
        let answer = kept.browser.fill(&page, &some, &[("credit-0", "25")]).await;
        kept.browser.follow(answer).await.says("Avoir n°").says("30\u{a0}€");
        assert_eq!(
            stands(&house, &cast, book).await,
            (12_300, 2_300, ClaimState::Open, [10_500, 1_800, -2_300])
        );
        // A whole line: what was paid covers the rest now, and nothing is to be refunded.
        kept.browser.fill(&page, &some, &[("credit-1", "30")]).await.expect(303);
        let now = stands(&house, &cast, book).await;
        assert_eq!(now, (10_000, 0, ClaimState::Paid, [7_500, 1_500, 1_000]));
        let refund = format!("{}/creances/1/remboursement", kept.at);
        let asked = |amount| [("amount", amount), ("label", "Trop payé"), ("due", "2026-11-30")];
        kept.browser.fill(&refund, &refund, &asked("10,01")).await.expect(422).says("10\u{a0}€");
        kept.browser.fill(&refund, &refund, &asked("10")).await.expect(303);
        // The rest, and then nothing more.
        let (actor, acting) = (cast.other.actor.clone(), cast.other.actor.clone());
        house.write(move |tx| ledger::credit_invoice(tx, &actor, book, 1)).await;
        let now = stands(&house, &cast, book).await;
        assert_eq!(now, (10_000, 0, ClaimState::Paid, [0, 0, 10_000]));
        let more = move |tx: &mut store::Tx| ledger::credit_part(tx, &acting, book, 1, &[(0, 1)]);
        assert!(house.app.store().write(more).await.is_err());
        let shown = kept.browser.get(&page).await.expect(200);
        shown.says("A-2026-000001").says("A-2026-000002").says("A-2026-000003");
        let xml = kept.browser.get(&format!("{}/factures/2/facture.xml", kept.at)).await;
        xml.holds("<ram:TypeCode>381</ram:TypeCode>").holds("F-2026-000001");
        house.expect_sound().await;
    }
}
