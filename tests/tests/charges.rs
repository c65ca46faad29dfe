//! What promises cost: the invoices of a month, passes bought and used, what is given back.

use base::{Cents, Moment, Outcome, Refusal};
use jiff::civil::Date;
use parvis_tests::*;
use reservations::{Asked, BookingId, Means, PassId, ResourceId, SiteId, Span, State};
use store::Tx;

/// A house with a site that charges, and the first day of this month.
async fn charging(house: &House) -> (Cast, SiteId, ResourceId, Date) {
    let cast = gather(house).await;
    let acting = cast.clone();
    let (site, desks) =
        house.write(move |tx| charging_site(tx, &acting.manager.actor, acting.org_a)).await;
    let first = house.app.world().now().in_france().date().first_of_month();
    (cast, site, desks, first)
}

/// Some hours from noon of the day after tomorrow, paid by the hour.
fn for_hours(tx: &mut Tx, who: &Person, desks: ResourceId, hours: i64) -> Outcome<BookingId> {
    let span = noon(tx.now());
    let span = Span { from: span.from, to: span.from.plus_seconds(hours * 3_600) };
    let asked = Asked { span, ..wished(tx, desks) };
    let id = tx.id();
    reservations::hold_with(tx, &who.actor, &[(id, asked)], Means::Hours)?;
    reservations::confirm(tx, &who.actor, id)?;
    Ok(id)
}

/// Goes on to noon of the third day of the next month.
fn month_passes(house: &House, first: Date) {
    let next = first.last_of_month().saturating_add(jiff::Span::new().days(3));
    let (then, now) = (Moment::from_france(next.at(12, 0, 0, 0)), house.app.world().now());
    house.app.world().advance_seconds(then.seconds_since(now));
}

async fn time_tells(house: &House) {
    house.write(|tx| work::enqueue(tx, reservations::PASS_JOB, "now", &())).await;
    house.write(|tx| work::enqueue(tx, reservations::PASSES_JOB, "then", &())).await;
    house.run_jobs().await;
}

/// The address that an invoice needs.
async fn lives_in(house: &House, cast: &Cast, who: &Person) {
    let (acting, email) = (cast.clone(), who.email.clone());
    let name = who.actor.account.as_ref().unwrap().name.clone();
    house
        .write(move |tx| {
            let book = ledger::entity_of(tx, acting.org_a)?.unwrap().id;
            let new = ledger::NewParty { email: email.clone(), iban: None, ..new_party(&name) };
            ledger::add_party(tx, &acting.manager.actor, book, &new)
        })
        .await;
}

/// The invoices and credit notes of the book, oldest first: number, and cents without tax.
async fn papers(house: &House, cast: &Cast) -> Vec<(String, i64)> {
    let acting = cast.clone();
    let kept = house
        .read(move |tx| {
            let book = ledger::entity_of(tx, acting.org_a)?.unwrap().id;
            ledger::invoices(tx, &acting.manager.actor, book)
        })
        .await;
    kept.into_iter().rev().map(|one| (one.content.number, one.net)).collect()
}

#[tokio::test]
async fn one_key_issues_the_invoices_of_a_month_once_and_one_faulty_payer_holds_up_no_other() {
    for house in houses().await {
        let (cast, site, desks, first) = charging(&house).await;
        let by = cast.clone();
        house
            .write(move |tx| {
                for_hours(tx, &by.resident, desks, 2)?;
                for_hours(tx, &by.resident, desks, 1)?;
                for_hours(tx, &by.other, desks, 1)
            })
            .await;
        lives_in(&house, &cast, &cast.resident).await;
        let page =
            format!("/sites/{site}/facturation?mois={:04}-{:02}", first.year(), first.month());
        let form = format!("/sites/{site}/facturation");
        let mut host = house.browser_of(&cast.manager);
        host.get(&page).await.expect(200).says("Ce mois n’est pas terminé.").says("doivent 24");
        let acting = cast.clone();
        let early = move |tx: &mut Tx| {
            let payer = acting.resident.id.to_string();
            reservations::issue_for(tx, &acting.manager.actor, site, first, &payer)
        };
        let early = house.app.store().write(early).await;
        assert_eq!(early, Err(Refusal::conflict("reservations-conflict-month")));
        month_passes(&house, first);
        time_tells(&house).await;
        // Neither has come: the policy charges what nobody gave back.
        let mut host = house.fresh_browser_of(&cast.manager).await;
        let shown = host.get(&page).await.expect(200).says("2 factures à émettre, 24");
        let shown = host.fill_on(&shown, &form, &[("do", "issue")]).await.expect(422);
        let name = &cast.other.actor.account.as_ref().unwrap().name;
        shown
            .says("Ces factures n’ont pas pu être émises")
            .says(name)
            .says("Il manque l’adresse")
            .says("F-2026-000001");
        assert_eq!(papers(&house, &cast).await, [("F-2026-000001".to_owned(), 1_800)]);
        // Again: what is issued is issued.
        let shown = host.get(&page).await;
        host.fill_on(&shown, &form, &[("do", "issue")]).await.expect(422);
        assert_eq!(papers(&house, &cast).await.len(), 1);
        house.expect_sound().await;
        // The record completed, the other one goes too.
        let acting = cast.clone();
        house
            .write(move |tx| {
                let keeper = &acting.manager.actor;
                let book = ledger::entity_of(tx, acting.org_a)?.unwrap().id;
                let all = ledger::parties(tx, keeper, book, "")?;
                let party = all.iter().find(|one| one.data.town.is_empty()).unwrap();
                let new = ledger::NewParty { town: "Clichy".to_owned(), ..party.data.clone() };
                ledger::change_party(tx, keeper, book, (party.id, party.version), &new)
            })
            .await;
        let shown = host.get(&page).await.expect(200);
        let answer = host.fill_on(&shown, &form, &[("do", "issue")]).await.expect(303);
        host.follow(answer).await.says("Les factures sont émises.").says("rien à facturer");
        let all = [("F-2026-000001".to_owned(), 1_800), ("F-2026-000002".to_owned(), 600)];
        assert_eq!(papers(&house, &cast).await, all);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_the_policy_keeps_is_invoiced_and_what_went_wrong_is_credited() {
    for house in houses().await {
        let (cast, site, desks, first) = charging(&house).await;
        lives_in(&house, &cast, &cast.resident).await;
        let by = cast.clone();
        let (late, whole) = house
            .write(move |tx| {
                let late = for_hours(tx, &by.resident, desks, 2)?;
                let early = for_hours(tx, &by.resident, desks, 4)?;
                reservations::cancel(tx, &by.resident.actor, early, "")?;
                Ok((late, for_hours(tx, &by.resident, desks, 1)?))
            })
            .await;
        // Six hours before, half of one is given back; the other is missed.
        let (now, begins) = (house.app.world().now(), noon(house.app.world().now()).from);
        house.app.world().advance_seconds(begins.seconds_since(now) - 6 * 3_600);
        let by = cast.clone();
        house.write(move |tx| reservations::cancel(tx, &by.resident.actor, late, "")).await;
        month_passes(&house, first);
        time_tells(&house).await;
        let by = cast.clone();
        house
            .write(move |tx| {
                let keeper = &by.manager.actor;
                for payer in reservations::payers_of(tx, keeper, site, first)? {
                    reservations::place_party(tx, keeper, site, &payer)?;
                    reservations::issue_for(tx, keeper, site, first, &payer)?;
                }
                Ok(())
            })
            .await;
        assert_eq!(papers(&house, &cast).await, [("F-2026-000001".to_owned(), 1_200)]);
        let by = cast.clone();
        let lines = house
            .read(move |tx| {
                let book = ledger::entity_of(tx, by.org_a)?.unwrap().id;
                Ok(ledger::invoices(tx, &by.manager.actor, book)?.remove(0).content.lines)
            })
            .await;
        let ends = |at: usize, why: &str| lines.get(at).is_some_and(|one| one.name.ends_with(why));
        assert!(lines.iter().any(|one| one.name.ends_with("(annulation tardive)")), "{lines:?}");
        assert!(ends(0, "(non honorée)") || ends(1, "(non honorée)"), "{lines:?}");
        // The room had no heating: the host gives two euros back, from the page.
        let page = format!("/reservations/{whole}");
        let mut host = house.fresh_browser_of(&cast.manager).await;
        let shown = host.get(&page).await.expect(200).says("Non honorée").says("F-2026-000001");
        let to = format!("/reservations/{whole}/geste");
        let typed = [("cents", "2,00"), ("reason", "pas de chauffage")];
        let answer = host.fill_on(&shown, &to, &typed).await.expect(303);
        host.follow(answer)
            .await
            .says("A-2026-000001")
            .says("Rendu par avoir")
            .says("pas de chauffage");
        let all = papers(&house, &cast).await;
        assert_eq!(all.last(), Some(&("A-2026-000001".to_owned(), 200)));
        house.expect_sound().await;
        // More than is left is not given back, nor by whoever does not keep the book.
        let by = cast.clone();
        let good = move |tx: &mut Tx| {
            let more = reservations::make_good(tx, &by.manager.actor, whole, (401, ""));
            let own = reservations::make_good(tx, &by.resident.actor, whole, (100, ""));
            Ok((more.is_err(), own))
        };
        let refused = house.app.store().write(good).await.unwrap();
        assert_eq!(refused, (true, Err(Refusal::Unknown)));
    }
}

#[tokio::test]
async fn what_is_cancelled_after_its_invoice_is_credited_by_whoever_keeps_the_book() {
    for house in houses().await {
        let (cast, site, desks, first) = charging(&house).await;
        lives_in(&house, &cast, &cast.resident).await;
        let by = cast.clone();
        let (one, other) = house
            .write(move |tx| {
                let one = for_hours(tx, &by.resident, desks, 1)?;
                Ok((one, for_hours(tx, &by.resident, desks, 2)?))
            })
            .await;
        month_passes(&house, first);
        let page =
            format!("/sites/{site}/facturation?mois={:04}-{:02}", first.year(), first.month());
        let form = format!("/sites/{site}/facturation");
        let mut host = house.fresh_browser_of(&cast.manager).await;
        let shown = host.get(&page).await.expect(200);
        host.fill_on(&shown, &form, &[("do", "issue")]).await.expect(303);
        // Whoever keeps the book credits at once; a member does not, and the key does it then.
        let by = cast.clone();
        house
            .write(move |tx| {
                reservations::cancel(tx, &by.manager.actor, one, "fuite d’eau")?;
                reservations::cancel(tx, &by.member.actor, other, "fuite d’eau")
            })
            .await;
        let known = [("F-2026-000001".to_owned(), 1_800), ("A-2026-000001".to_owned(), 600)];
        assert_eq!(papers(&house, &cast).await, known);
        let shown = host.get(&page).await.expect(200).says("À rendre par un avoir");
        for _ in 0..2 {
            host.fill_on(&shown, &form, &[("do", "issue")]).await.expect(303);
            let all = papers(&house, &cast).await;
            assert_eq!((all.len(), all.last().map(|last| last.1)), (3, Some(1_200)));
        }
        let mut own = house.fresh_browser_of(&cast.resident).await;
        own.get(&format!("/reservations/{other}")).await.says("F-2026-000001, A-2026-000002");
        house.expect_sound().await;
    }
}

/// A person's pass as its page says it.
async fn pass_of(house: &House, who: &Person) -> PassId {
    let acting = who.actor.clone();
    let held = house.read(move |tx| reservations::own_passes(tx, &acting)).await;
    held.first().unwrap().id
}

#[tokio::test]
async fn a_resident_buys_a_pass_in_two_steps_and_pays_with_it_or_by_the_hour() {
    for house in houses().await {
        let (cast, site, desks, _) = charging(&house).await;
        let mut host = house.browser_of(&cast.manager);
        let page = format!("/sites/{site}/formules");
        let typed = [
            ("name", "Dix entrées"),
            ("price_cents", "50"),
            ("vat", "20"),
            ("unit", "ENTREES"),
            ("amount", "10"),
            ("months", "3"),
            ("days", "0"),
        ];
        let answer = host.fill(&page, &page, &typed).await.expect(303);
        host.follow(answer).await.says("50").says("10 entrées").says("60");
        let mut browser = house.browser_of(&cast.resident);
        browser.get(&format!("/sites/{site}")).await.says("Formules et forfaits");
        let offers = browser.get(&format!("/sites/{site}/offres")).await.expect(200);
        let id = offers.body.split("/offres/").nth(1).unwrap().chars().take(36).collect::<String>();
        let offer = format!("/offres/{id}");
        let answer = browser.fill(&offer, &offer, &[]).await.expect(303);
        browser.follow(answer).await.says("Le forfait est à vous.").says("il reste 10 entrées");
        browser.get("/reservations").await.says("Mes forfaits").says("il reste 10 entrées");
        // The form offers both; what one has left goes first.
        let day = noon(house.app.world().now()).from.in_france().date().to_string();
        let thing = format!("/ressources/{desks}");
        let shown = browser.get(&thing).await.says("Dix entrées (il reste 10 entrées)");
        let pass = pass_of(&house, &cast.resident).await;
        let wish = [("day", day.as_str()), ("from", "12:00"), ("to", "14:00"), ("quantity", "1")];
        let means = pass.to_string();
        let typed = [&wish[..], &[("means", means.as_str())]].concat();
        let answer = browser.fill_on(&shown, &thing, &typed).await.expect(303);
        browser.follow(answer).await.says("payé par un forfait").says("une entrée");
        let shown = browser.get(&thing).await.says("Dix entrées (il reste 9 entrées)");
        let typed = [&wish[..], &[("means", "hours")]].concat();
        let answer = browser.fill_on(&shown, &thing, &typed).await.expect(303);
        browser.follow(answer).await.says("12");
        // Nobody else sees the pass; whoever keeps the site does.
        let page = format!("/forfaits/{pass}");
        house.browser_of(&cast.other).get(&page).await.expect(404);
        host.get(&page).await.expect(200);
        let name = &cast.resident.actor.account.as_ref().unwrap().name;
        host.get(&format!("/sites/{site}/forfaits")).await.says(name).says("9 entrées");
        for path in ["forfaits", "formules", "facturation"] {
            let path = format!("/sites/{site}/{path}");
            house.browser_of(&cast.other).get(&path).await.expect(404);
        }
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_company_names_who_uses_its_account_and_sees_amounts_alone() {
    for house in houses().await {
        let (cast, site, desks, _) = charging(&house).await;
        let acting = cast.clone();
        let plan = house
            .write(move |tx| {
                let new = reservations::NewPlan {
                    name: "Compte d’équipe".to_owned(),
                    pooled: true,
                    unit: Some(reservations::Unit::Minutes),
                    amount: 600,
                    each_month: true,
                    ..ten_entries()
                };
                let id = tx.id();
                reservations::add_plan(tx, &acting.manager.actor, site, id, &new)
            })
            .await;
        // The host gives it to the company by the address of its manager.
        let mut host = house.browser_of(&cast.manager);
        let page = format!("/sites/{site}/forfaits");
        let typed = [("name", "Olivia"), ("email", cast.other.email.as_str()), ("gift", "1")];
        let plan = plan.to_string();
        let typed = [&typed[..], &[("plan", plan.as_str())]].concat();
        let answer = host.fill(&page, &page, &typed).await.expect(303);
        host.follow(answer).await.says("Le forfait est remis.").says("10\u{a0}h");
        let pass = pass_of(&house, &cast.other).await;
        let account = format!("/forfaits/{pass}");
        let mut company = house.browser_of(&cast.other);
        let typed = [("name", "Résident"), ("email", cast.resident.email.as_str())];
        let answer = company.fill(&account, &account, &typed).await.expect(303);
        company.follow(answer).await.expect(200);
        let by = cast.clone();
        house
            .write(move |tx| {
                let (id, asked) = (tx.id(), wished(tx, desks));
                let means = Means::Pass(pass);
                reservations::hold_with(tx, &by.resident.actor, &[(id, asked)], means)?;
                reservations::confirm(tx, &by.resident.actor, id)
            })
            .await;
        let name = &cast.resident.actor.account.as_ref().unwrap().name;
        let shown = company.get(&account).await.expect(200).says(name).says("9\u{a0}h");
        assert!(!shown.body.contains("Bureaux"), "amounts, not places");
        // Whoever uses it sees what is left, not who else does.
        let shown = house.browser_of(&cast.resident).get(&account).await.expect(200);
        assert!(!shown.body.contains("Qui utilise ce compte"));
        let typed = [("end", cast.resident.id.to_string())];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let shown = company.get(&account).await;
        company.fill_on(&shown, &account, &typed).await.expect(303);
        house.browser_of(&cast.resident).get(&account).await.expect(404);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_week_before_its_end_a_pass_says_so_and_on_its_day_what_is_left_lapses() {
    for house in houses().await {
        let (cast, site, desks, _) = charging(&house).await;
        let by = cast.clone();
        let pass = house
            .write(move |tx| {
                let host = &by.manager.actor;
                let (_, pass) = bought(tx, host, &by.resident.actor, site)?;
                let (id, asked) = (tx.id(), wished(tx, desks));
                reservations::hold(tx, &by.resident.actor, id, &asked)?;
                reservations::confirm(tx, &by.resident.actor, id)?;
                Ok(pass)
            })
            .await;
        let by = cast.clone();
        let held =
            house.read(move |tx| reservations::held_pass(tx, &by.resident.actor, pass)).await;
        let subject = "Votre forfait se termine\u{a0}: Dix entrées";
        let told = async |house: &House| {
            let mails = house.outbox().await;
            mails.iter().filter(|mail| mail.subject == subject).count()
        };
        let to = |at: Moment| {
            let now = house.app.world().now();
            house.app.world().advance_seconds(at.seconds_since(now));
        };
        to(held.life.to.plus_days(-8));
        time_tells(&house).await;
        assert_eq!(told(&house).await, 0);
        to(held.life.to.plus_days(-6));
        for _ in 0..2 {
            house.write(|tx| work::enqueue(tx, reservations::PASSES_JOB, "again", &())).await;
            house.run_jobs().await;
        }
        assert_eq!(told(&house).await, 1);
        house.expect_sound().await;
        to(held.life.to.plus_seconds(1));
        house.write(|tx| work::enqueue(tx, reservations::PASSES_JOB, "end", &())).await;
        house.run_jobs().await;
        let moved = house
            .read(move |tx| {
                let about = ledger::transfers_about(tx, &format!("pass:{pass}"))?;
                Ok(about.into_iter().map(|one| (one.transfer.code, one.transfer.amount)).collect())
            })
            .await;
        let moved: Vec<(String, i64)> = moved;
        let wanted = [("reservations.given", 10), ("reservations.lapsed", 9)];
        assert_eq!(moved, wanted.map(|(code, amount)| (code.to_owned(), amount)));
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_booking_whose_charge_the_ledger_does_not_bear_out_is_named() {
    for house in houses().await {
        let (cast, site, desks, _) = charging(&house).await;
        let by = cast.clone();
        let id = house
            .write(move |tx| {
                bought(tx, &by.manager.actor, &by.resident.actor, site)?;
                let (id, asked) = (tx.id(), wished(tx, desks));
                let held = reservations::hold(tx, &by.resident.actor, id, &asked)?;
                assert_eq!((held.state, Cents(held.price_cents)), (State::Held, Cents(0)));
                reservations::confirm(tx, &by.resident.actor, id)?;
                Ok(id)
            })
            .await;
        house.expect_sound().await;
        house
            .write(move |tx| {
                let forged = "UPDATE reservations_draw SET back = 1 WHERE booking = $1";
                tx.run(store::sql(forged), &[id.into()])
            })
            .await;
        let findings = house.read(reservations::check).await;
        assert!(findings.iter().any(|one| one.record == id.to_string()), "{findings:?}");
    }
}
