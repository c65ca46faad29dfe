//! What passes give: never twice, back to where it came from, anew each month, until their day.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod place;

use base::{Moment, Outcome, Refusal};
use jiff::civil::{Date, date};
use parvis_reservations::*;
use people::{Actor, PersonId};
use place::*;
use store::testing::{Ground, on_each_engine, open, postgres_ground, sqlite_ground};
use store::{Isolation, Store, Tx};

fn said(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Conflict(say) => say.key,
        Refusal::Invalid(faults) => faults.first().map_or("", |fault| fault.say.key),
        _ => "another refusal",
    }
}

/// A place that charges, with desks at six euros an hour.
fn charging(tx: &mut Tx) -> Outcome<(Place, ResourceId)> {
    let place = opened(tx, "24/7")?;
    let host = Actor::of(tx, place.host)?;
    let organisation = site(tx, place.site)?.data.organisation;
    ledger::begin_book(tx, &host, organisation)?;
    set_book(tx, &host, place.site, "non-profit", true)?;
    let desks = NewResource { hour_cents: 600, max_minutes: 2_880, ..many(Kind::Units, 40) };
    let id = thing(tx, &place, desks)?;
    Ok((place, id))
}

fn plan_of(unit: Unit, amount: i64) -> NewPlan {
    NewPlan {
        name: "Dix entrées".to_owned(),
        unit: Some(unit),
        amount,
        price_cents: 10_000,
        vat: "non-profit".to_owned(),
        months: 3,
        ..NewPlan::default()
    }
}

/// Buys an offer from today on.
fn bought(tx: &mut Tx, place: &Place, person: PersonId, new: &NewPlan) -> Outcome<PassId> {
    let host = Actor::of(tx, place.host)?;
    let id = tx.id();
    let plan = add_plan(tx, &host, place.site, id, new)?;
    let (id, actor, today) = (tx.id(), Actor::of(tx, person)?, tx.now().in_france().date());
    buy(tx, &actor, plan, id, (Holder::Person(person), today))
}

/// What is left of the first lot of a pass.
fn left(tx: &mut Tx, person: PersonId, id: PassId) -> Outcome<Vec<(Unit, i64)>> {
    let actor = Actor::of(tx, person)?;
    let held = held_pass(tx, &actor, id)?;
    let plan = plan(tx, held.plan)?;
    let plans = std::iter::once((plan.id, plan)).collect();
    let left = left_of(tx, &[held], &plans)?;
    Ok(left.into_values().flatten().map(|one| (one.unit, one.left)).collect())
}

async fn sound(store: &Store) {
    let findings = store.read(check).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let findings = store.read(ledger::check).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

fn racing_grounds() -> Vec<Ground> {
    let mut grounds = vec![sqlite_ground()];
    grounds.extend(postgres_ground(Isolation::ReadCommitted));
    grounds
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twelve_who_ask_at_once_with_a_pass_of_ten_ten_have_their_place() {
    for ground in racing_grounds() {
        let store = open(&ground, CONTEXTS).await;
        let (thing, pass, people) = store
            .write(|tx| {
                let (place, thing) = charging(tx)?;
                let company = person(tx, "Camille")?;
                let new = people::NewOrganisation {
                    name: "Coursiers".to_owned(),
                    kind: "cooperative".to_owned(),
                    ..people::NewOrganisation::default()
                };
                let org = people::create_organisation(tx, company, &new)?;
                let host = Actor::of(tx, place.host)?;
                let id = tx.id();
                let new = NewPlan { pooled: true, ..plan_of(Unit::Entries, 10) };
                let plan = add_plan(tx, &host, place.site, id, &new)?;
                let (id, manager) = (tx.id(), Actor::of(tx, company)?);
                let today = tx.now().in_france().date();
                let pass = buy(tx, &manager, plan, id, (Holder::Organisation(org), today))?;
                let mut people = Vec::new();
                for n in 0..12 {
                    let one = person(tx, &format!("P{n}"))?;
                    name_user(tx, &manager, pass, one)?;
                    people.push(one);
                }
                Ok((thing, pass, people))
            })
            .await
            .unwrap();
        let now = store.world().now();
        let mut asking = Vec::new();
        for person in people {
            let store = store.clone();
            asking.push(tokio::spawn(async move {
                let asked = wish(thing, quarters(now, 0, 4), 1);
                let work = move |tx: &mut Tx| {
                    let (actor, id) = (Actor::of(tx, person)?, tx.id());
                    hold_with(tx, &actor, &[(id, asked.clone())], Means::Pass(pass))?;
                    confirm(tx, &actor, id)
                };
                store.write(work).await
            }));
        }
        let (mut kept, mut refused) = (0, Vec::new());
        for answer in asking {
            match answer.await.unwrap() {
                Ok(state) => kept += i32::from(state == State::Confirmed),
                Err(refusal) => refused.push(said(&refusal)),
            }
        }
        assert_eq!((kept, refused), (10, vec!["reservations-conflict-credits"; 2]));
        sound(&store).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_sets_aside_a_yes_takes_and_what_runs_out_or_is_cancelled_comes_back_to_its_lot() {
    on_each_engine(CONTEXTS, |store| async move {
        let (thing, ada, first, second) = store
            .write(|tx| {
                let (place, thing) = charging(tx)?;
                let ada = person(tx, "Ada")?;
                let first = bought(tx, &place, ada, &plan_of(Unit::Minutes, 90))?;
                let second = bought(tx, &place, ada, &plan_of(Unit::Minutes, 600))?;
                Ok((thing, ada, first, second))
            })
            .await
            .unwrap();
        let now = store.world().now();
        let lefts = move |tx: &mut Tx| Ok((left(tx, ada, first)?, left(tx, ada, second)?));
        let minutes = |a: i64, b: i64| (vec![(Unit::Minutes, a)], vec![(Unit::Minutes, b)]);
        // Two hours: the oldest lot first, the rest from the next.
        let asked = wish(thing, quarters(now, 0, 8), 1);
        let again = asked.clone();
        let held = store
            .write(move |tx| {
                let (actor, id) = (Actor::of(tx, ada)?, tx.id());
                hold(tx, &actor, id, &asked)
            })
            .await
            .unwrap();
        assert_eq!(held.price_cents, 0, "what is paid with credits costs nothing more");
        assert_eq!(store.write(lefts).await.unwrap(), minutes(0, 570));
        // The hold runs out: the next one finds all of it again, before any job.
        store.world().advance_seconds(11 * 60);
        let booked = store.write(move |tx| promised(tx, ada, &again)).await.unwrap();
        assert_eq!(store.write(lefts).await.unwrap(), minutes(0, 570));
        sound(&store).await;
        // Late: half is given back, to the lots that it came from, the oldest first.
        let (begins, later) = (quarters(now, 0, 1).from, store.world().now());
        store.world().advance_seconds(begins.seconds_since(later) - 3_600);
        let cancelled = move |tx: &mut Tx| {
            let actor = Actor::of(tx, ada)?;
            cancel(tx, &actor, booked, "")
        };
        store.write(cancelled).await.unwrap();
        assert_eq!(store.write(lefts).await.unwrap(), minutes(60, 570));
        sound(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_moves_takes_what_its_new_time_needs() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let lefts = store
            .write(move |tx| {
                let (place, thing) = charging(tx)?;
                let ada = person(tx, "Ada")?;
                let pass = bought(tx, &place, ada, &plan_of(Unit::Minutes, 240))?;
                let days =
                    |span: Span| Span { from: span.from.plus_days(3), to: span.to.plus_days(3) };
                let id = promised(tx, ada, &wish(thing, days(quarters(now, 0, 4)), 1))?;
                let actor = Actor::of(tx, ada)?;
                let mut lefts = left(tx, ada, pass)?;
                move_to(tx, &actor, id, days(quarters(now, 0, 16)))?;
                lefts.extend(left(tx, ada, pass)?);
                let more = move_to(tx, &actor, id, days(quarters(now, 0, 20)));
                assert_eq!(said(&more.unwrap_err()), "reservations-conflict-credits");
                Ok(lefts)
            })
            .await
            .unwrap();
        assert_eq!(lefts, [(Unit::Minutes, 180), (Unit::Minutes, 0)]);
    })
    .await;
}

/// Noon of a day in France, for so many hours.
fn noon(day: Date, hours: i64) -> Span {
    let from = Moment::from_france(day.at(12, 0, 0, 0));
    Span { from, to: from.plus_seconds(hours * 3_600) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_allowance_is_given_anew_each_month_and_an_entry_is_a_day() {
    on_each_engine(CONTEXTS, |store| async move {
        let today = store.world().now().in_france().date();
        let day = move |days: i64| today.saturating_add(jiff::Span::new().days(days));
        let lefts = store
            .write(move |tx| {
                let (place, thing) = charging(tx)?;
                let ada = person(tx, "Ada")?;
                let new = NewPlan { each_month: true, ..plan_of(Unit::Entries, 2) };
                let pass = bought(tx, &place, ada, &new)?;
                let actor = Actor::of(tx, ada)?;
                let mut ask = |span| {
                    let id = tx.id();
                    hold_with(tx, &actor, &[(id, wish(thing, span, 1))], Means::Pass(pass))?;
                    confirm(tx, &actor, id)
                };
                // A night is two days.
                ask(noon(day(2), 18))?;
                let third = ask(noon(day(4), 1)).unwrap_err();
                assert_eq!(said(&third), "reservations-conflict-credits");
                // The month after has its own.
                ask(noon(day(40), 1))?;
                left(tx, ada, pass)
            })
            .await
            .unwrap();
        assert_eq!(lefts, [(Unit::Entries, 0)]);
        store.world().advance_seconds(35 * 86_400);
        let read = store
            .write(move |tx| {
                let row = tx.one(store::sql("SELECT id FROM reservations_pass"), &[])?;
                let id: PassId = row.single()?;
                let person = tx.one(store::sql("SELECT person FROM reservations_pass"), &[])?;
                left(tx, person.single()?, id)
            })
            .await
            .unwrap();
        assert_eq!(read, [(Unit::Entries, 1)]);
        sound(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_spends_its_hours_then_its_budget_and_no_more() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        store
            .write(move |tx| {
                let (place, thing) = charging(tx)?;
                let (camille, ada) = (person(tx, "Camille")?, person(tx, "Ada")?);
                let new = people::NewOrganisation {
                    name: "Coursiers".to_owned(),
                    kind: "cooperative".to_owned(),
                    ..people::NewOrganisation::default()
                };
                let org = people::create_organisation(tx, camille, &new)?;
                let (host, manager) = (Actor::of(tx, place.host)?, Actor::of(tx, camille)?);
                let id = tx.id();
                let new = NewPlan {
                    pooled: true,
                    each_month: true,
                    budget_cents: 1_000,
                    ..plan_of(Unit::Minutes, 60)
                };
                let plan = add_plan(tx, &host, place.site, id, &new)?;
                let id = tx.id();
                let today = tx.now().in_france().date();
                let pass = buy(tx, &manager, plan, id, (Holder::Organisation(org), today))?;
                name_user(tx, &manager, pass, ada)?;
                let actor = Actor::of(tx, ada)?;
                let mut prices = Vec::new();
                for (from, to) in [(0, 4), (8, 12), (16, 20)] {
                    let id = tx.id();
                    let asked = wish(thing, quarters(now, from, to), 1);
                    match hold_with(tx, &actor, &[(id, asked)], Means::Pass(pass)) {
                        Ok(held) => prices.extend(held.iter().map(|one| one.price_cents)),
                        Err(refusal) => assert_eq!(said(&refusal), "reservations-conflict-credits"),
                    }
                }
                // One hour from the pool, one at its price from the budget, and 4 € are not enough.
                assert_eq!(prices, [0, 600]);
                // Its manager sees amounts; nobody else sees the account's users or uses.
                assert_eq!(users(tx, &manager, pass)?, [ada]);
                assert_eq!(users(tx, &actor, pass), Err(Refusal::Unknown));
                assert_eq!(used(tx, &host, pass), Err(Refusal::Unknown));
                let stranger = person(tx, "Zoé")?;
                let stranger = Actor::of(tx, stranger)?;
                assert_eq!(held_pass(tx, &stranger, pass), Err(Refusal::Unknown));
                Ok(())
            })
            .await
            .unwrap();
        sound(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_free_and_a_site_without_a_book_leave_the_ledger_alone() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let moved = store
            .write(move |tx| {
                let (place, _) = charging(tx)?;
                let ada = person(tx, "Ada")?;
                bought(tx, &place, ada, &plan_of(Unit::Entries, 10))?;
                let free = thing(tx, &place, many(Kind::Units, 5))?;
                let before = ledger::entities(tx)?;
                promised(tx, ada, &wish(free, quarters(now, 0, 4), 1))?;
                let other = opened(tx, "24/7")?;
                let paid = NewResource { hour_cents: 600, ..room() };
                let paid = thing(tx, &other, paid)?;
                let id = promised(tx, ada, &wish(paid, quarters(now, 8, 12), 1))?;
                let actor = Actor::of(tx, ada)?;
                let (known, _, _) = booking(tx, &actor, id)?;
                assert_eq!(known.price_cents, 600, "it is paid at the place");
                assert_eq!(charged(tx, &actor, id)?, None);
                Ok(before == ledger::entities(tx)?)
            })
            .await
            .unwrap();
        assert!(moved);
    })
    .await;
}

/// What a wish comes to, part by part: minutes, cents, and the name of the price.
async fn priced(store: &Store, span: Span, standing: bool) -> Vec<(i64, i64, String)> {
    store
        .write(move |tx| {
            let place = opened(tx, "24/7")?;
            let new = NewResource {
                hour_cents: 600,
                horizon_days: 730,
                day_cents: 15_000,
                max_minutes: 2_880,
                ..room()
            };
            let id = thing(tx, &place, new)?;
            let host = Actor::of(tx, place.host)?;
            let evening = Rate {
                label: "Soirée".to_owned(),
                hours: "18:00-22:00".to_owned(),
                standing: String::new(),
                hour_cents: 1_200,
            };
            add_rate(tx, &host, id, &evening)?;
            let night = Rate {
                label: "Nuit des membres".to_owned(),
                hours: "22:00-06:00".to_owned(),
                standing: "member".to_owned(),
                hour_cents: 100,
            };
            add_rate(tx, &host, id, &night)?;
            let ada = person(tx, "Ada")?;
            if standing {
                let member = Standing { person: ada, code: "member".to_owned(), until: None };
                set_standing(tx, &host, place.site, &member, true)?;
            }
            let (actor, asked) = (Actor::of(tx, ada)?, wish(id, span, 1));
            let parts = quote_parts(tx, &actor, &asked)?;
            let whole = quote(tx, &actor, &asked)?.map_err(|say| Refusal::broken(say.key))?;
            assert_eq!(whole.0, parts.iter().map(|part| part.cents).sum::<i64>());
            Ok(parts.into_iter().map(|one| (one.minutes, one.cents, one.label)).collect())
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_changes_at_the_evening_and_counts_the_hours_that_pass() {
    on_each_engine(CONTEXTS, |store| async move {
        let part = |minutes, cents, label: &str| (minutes, cents, label.to_owned());
        let year = store.world().now().in_france().date().year() + 1;
        let at = |day: Date, hour| Moment::from_france(day.at(hour, 0, 0, 0));
        let day = date(year, 3, 10);
        let span = Span { from: at(day, 17), to: at(day, 23) };
        let usual = [part(60, 600, ""), part(240, 4_800, "Soirée"), part(60, 600, "")];
        assert_eq!(priced(&store, span, false).await, usual);
        let own =
            [part(60, 600, ""), part(240, 4_800, "Soirée"), part(60, 100, "Nuit des membres")];
        assert_eq!(priced(&store, span, true).await, own);
        // The night on which clocks are put forward has seven hours from ten to six; the one on
        // which they are put back nine.
        for (month, hours) in [(3, 7), (10, 9)] {
            let last = date(year, month, 31);
            let back = i64::from(last.weekday().to_sunday_zero_offset());
            let sunday = last.saturating_sub(jiff::Span::new().days(back));
            let span = Span { from: at(sunday.yesterday().unwrap(), 22), to: at(sunday, 6) };
            let night = [part(hours * 60, hours * 100, "Nuit des membres")];
            assert_eq!(priced(&store, span, true).await, night);
        }
        // Beyond the ceiling of a day, what is too much is taken off and said.
        let span = Span { from: at(day, 0), to: at(day.tomorrow().unwrap(), 0) };
        let parts = priced(&store, span, false).await;
        assert_eq!(parts.last(), Some(&part(0, -1_800, "")));
    })
    .await;
}

#[tokio::test]
async fn a_booking_with_the_id_of_a_pass_leaves_what_the_pass_costs_alone() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let (before, after) = store
            .write(move |tx| {
                let (place, _) = charging(tx)?;
                let free = thing(tx, &place, many(Kind::Units, 4))?;
                let ada = person(tx, "Ada")?;
                let pass = bought(tx, &place, ada, &plan_of(Unit::Entries, 10))?;
                let owed = |tx: &mut Tx| -> Outcome<i64> {
                    let row = tx.one(
                        store::sql("SELECT owed_cents FROM reservations_charge WHERE id = $1"),
                        &[pass.into()],
                    )?;
                    row.single()
                };
                let before = owed(tx)?;
                let actor = Actor::of(tx, ada)?;
                hold(tx, &actor, pass.cast(), &wish(free, quarters(now, 0, 4), 1))?;
                confirm(tx, &actor, pass.cast())?;
                cancel(tx, &actor, pass.cast(), "")?;
                Ok((before, owed(tx)?))
            })
            .await
            .unwrap();
        assert_eq!((before, after), (10_000, 10_000));
    })
    .await;
}

#[tokio::test]
async fn what_cost_nothing_costs_its_price_once_it_is_moved_to_where_it_has_one() {
    on_each_engine(CONTEXTS, |store| async move {
        let now = store.world().now();
        let (owed, price) = store
            .write(move |tx| {
                let (place, desks) = charging(tx)?;
                let host = Actor::of(tx, place.host)?;
                let early = Rate {
                    label: "Matin".to_owned(),
                    hours: "00:00-08:00".to_owned(),
                    standing: String::new(),
                    hour_cents: 0,
                };
                add_rate(tx, &host, desks, &early)?;
                let ada = person(tx, "Ada")?;
                // From midnight UTC of the second day on it is free, at noon it is not.
                let free = quarters(now, 48, 52);
                let id = promised(tx, ada, &wish(desks, free, 1))?;
                let actor = Actor::of(tx, ada)?;
                assert_eq!(booking(tx, &actor, id)?.0.price_cents, 0);
                move_to(tx, &actor, id, quarters(now, 96, 100))?;
                let known = booking(tx, &actor, id)?.0;
                Ok((charged(tx, &actor, id)?.map(|one| one.owed_cents), known.price_cents))
            })
            .await
            .unwrap();
        assert_eq!((owed, price), (Some(600), 600));
    })
    .await;
}
