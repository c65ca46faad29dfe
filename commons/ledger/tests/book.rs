//! The book through its verbs, on both engines: what is asked twice is done once, what goes wrong
//! changes nothing, what is closed stays closed, and what is rewritten is found out.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use base::{Id, Outcome, Refusal};
use parvis_ledger::{
    ALL, AccountId, Day, EntityId, NewAccount, Purpose, Status, Transfer, TransferId, account,
    balance_at, balance_on, check, close_account, close_period, create_transfers, open_account,
    open_book, statement, transfer_all, transfers_about,
};
use people::{NewOrganisation, OrgId};
use store::testing::on_each_engine;
use store::{Migrations, Store, Tx, sql};

const CONTEXTS: &[Migrations] = &[
    store::MIGRATIONS,
    work::MIGRATIONS,
    web::MIGRATIONS,
    people::MIGRATIONS,
    parvis_ledger::MIGRATIONS,
];

/// A book with a bank, gifts, and a member's advances that cannot be overdrawn.
#[derive(Clone, Copy)]
struct Book {
    entity: EntityId,
    bank: AccountId,
    gifts: AccountId,
    wallet: AccountId,
}

fn organisation(tx: &mut Tx) -> Outcome<OrgId> {
    let email = format!("{}@test.example", tx.id::<()>());
    let manager = people::create_account(tx, &email, "Ada", "fr")?;
    let new = NewOrganisation {
        name: "Les Toits".to_owned(),
        kind: "association".to_owned(),
        rna: "W922012345".to_owned(),
        address: "1 rue du Test".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        siret: String::new(),
        invented: true,
    };
    people::create_organisation(tx, manager, &new)
}

fn book(tx: &mut Tx) -> Outcome<Book> {
    let organisation = organisation(tx)?;
    let entity = open_book(tx, organisation)?;
    let member: Id<()> = tx.id();
    let bank = open_account(tx, entity, &NewAccount::euros(Purpose::Bank, ""))?;
    let gifts = open_account(tx, entity, &NewAccount::euros(Purpose::Gifts, ""))?;
    let wallet = NewAccount::euros(Purpose::Wallet, member).never_overdrawn();
    let wallet = open_account(tx, entity, &wallet)?;
    Ok(Book { entity, bank, gifts, wallet })
}

async fn begun(store: &Store) -> Book {
    store.write(book).await.unwrap()
}

fn id(number: u128) -> TransferId {
    Id::from_bytes(number.to_be_bytes())
}

async fn moves(store: &Store, asked: Vec<Transfer>) -> Vec<Status> {
    store.write(move |tx| create_transfers(tx, &asked)).await.unwrap()
}

async fn net(store: &Store, id: AccountId) -> i64 {
    store.read(move |tx| account(tx, id)).await.unwrap().balances.net()
}

async fn sound(store: &Store) {
    assert_eq!(store.read(check).await.unwrap(), []);
}

#[tokio::test]
async fn the_same_transfer_twice_is_one() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { bank, wallet, .. } = begun(&store).await;
        let paid =
            Transfer::new(id(1), bank, wallet, 2_500).about("test.paid", "order:1", "Panier");
        assert_eq!(moves(&store, vec![paid.clone()]).await, [Status::Created]);
        assert_eq!(moves(&store, vec![paid.clone()]).await, [Status::Exists]);
        let other = Transfer { amount: 2_600, ..paid };
        assert_eq!(moves(&store, vec![other]).await, [Status::ExistsWithDifferentAmount]);
        assert_eq!(net(&store, wallet).await, 2_500);
        let about = store.read(|tx| transfers_about(tx, "order:1")).await.unwrap();
        assert_eq!(about.len(), 1);
        sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_wallet_is_never_overdrawn_and_its_id_is_spent() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { bank, wallet, .. } = begun(&store).await;
        let too_much = Transfer::new(id(1), wallet, bank, 1);
        assert_eq!(moves(&store, vec![too_much.clone()]).await, [Status::ExceedsCredits]);
        moves(&store, vec![Transfer::new(id(2), bank, wallet, 10)]).await;
        // What was refused for want of money does not succeed later by itself.
        assert_eq!(moves(&store, vec![too_much]).await, [Status::IdAlreadyFailed]);
        let all = Transfer { balancing_debit: true, ..Transfer::new(id(3), wallet, bank, ALL) };
        assert_eq!(moves(&store, vec![all]).await, [Status::Created]);
        assert_eq!(net(&store, wallet).await, 0);
        sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn linked_transfers_are_all_or_none() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { bank, gifts, wallet, .. } = begun(&store).await;
        let pledge = Transfer::new(id(1), bank, gifts, 50).pending(0).linked();
        let matched = Transfer::new(id(2), wallet, gifts, 50).pending(0);
        let answers = moves(&store, vec![pledge, matched]).await;
        assert_eq!(answers, [Status::LinkedEventFailed, Status::ExceedsCredits]);
        assert_eq!(net(&store, gifts).await, 0);
        let asked =
            [Transfer::new(id(3), bank, wallet, 50), Transfer::new(id(4), wallet, gifts, 50)];
        let both = asked.clone();
        store.write(move |tx| transfer_all(tx, &both)).await.unwrap();
        // Again it is done once, and answered alike.
        store.write(move |tx| transfer_all(tx, &asked)).await.unwrap();
        assert_eq!((net(&store, wallet).await, net(&store, gifts).await), (0, 50));
        sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_set_aside_is_posted_in_part_and_the_rest_is_free() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { bank, gifts, wallet, .. } = begun(&store).await;
        moves(&store, vec![Transfer::new(id(1), bank, wallet, 100)]).await;
        moves(&store, vec![Transfer::new(id(2), wallet, gifts, 80).pending(60)]).await;
        let more = Transfer::new(id(3), wallet, gifts, 30);
        assert_eq!(moves(&store, vec![more]).await, [Status::ExceedsCredits]);
        assert_eq!(moves(&store, vec![Transfer::post(id(4), id(2), 30)]).await, [Status::Created]);
        let again = Transfer::void(id(5), id(2));
        assert_eq!(moves(&store, vec![again]).await, [Status::PendingTransferAlreadyPosted]);
        assert_eq!((net(&store, wallet).await, net(&store, gifts).await), (70, 30));
        moves(&store, vec![Transfer::new(id(6), wallet, gifts, 70).pending(60)]).await;
        store.world().advance_seconds(61);
        assert_eq!(
            moves(&store, vec![Transfer::post(id(7), id(6), ALL)]).await,
            [Status::PendingTransferExpired]
        );
        let free = Transfer::new(id(8), wallet, gifts, 70);
        assert_eq!(moves(&store, vec![free]).await, [Status::Created]);
        sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_closed_period_takes_nothing_and_an_account_with_money_stays_open() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { entity, bank, gifts, wallet } = begun(&store).await;
        let day = |date: &str| Some(Day::of(date.parse().unwrap()));
        let on = |number, date| Transfer {
            effective: day(date),
            ..Transfer::new(id(number), bank, gifts, 10)
        };
        assert_eq!(moves(&store, vec![on(1, "2025-12-31")]).await, [Status::Created]);
        let through = day("2025-12-31").unwrap();
        store.write(move |tx| close_period(tx, entity, through)).await.unwrap();
        assert_eq!(moves(&store, vec![on(2, "2025-12-31")]).await, [Status::PeriodIsClosed]);
        assert_eq!(moves(&store, vec![on(3, "2026-01-01")]).await, [Status::Created]);
        // A closing never goes back.
        let earlier = day("2024-12-31").unwrap();
        store.write(move |tx| close_period(tx, entity, earlier)).await.unwrap();
        assert_eq!(moves(&store, vec![on(4, "2025-06-01")]).await, [Status::PeriodIsClosed]);
        let today = day("2026-11-23").unwrap();
        let open = store.write(move |tx| close_period(tx, entity, today)).await;
        assert!(matches!(open, Err(Refusal::Conflict(_))), "{open:?}");

        let full = store.write(move |tx| close_account(tx, gifts)).await;
        assert!(matches!(full, Err(Refusal::Conflict(_))), "{full:?}");
        store.write(move |tx| close_account(tx, wallet)).await.unwrap();
        let shut = Transfer::new(id(5), bank, wallet, 1);
        assert_eq!(moves(&store, vec![shut]).await, [Status::CreditAccountAlreadyClosed]);
        sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn balances_of_the_past_by_moment_and_by_day_of_effect() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { bank, gifts, .. } = begun(&store).await;
        let mut seen = vec![(store.world().now(), 0)];
        // More than lie between two marks of an account's trail.
        for number in 1..=200_u128 {
            store.world().advance_seconds(3_600);
            let effective = Some(Day::of(jiff::civil::date(2026, 1, (number % 28 + 1) as i8)));
            let amount = number as i64;
            moves(
                &store,
                vec![Transfer { effective, ..Transfer::new(id(number), bank, gifts, amount) }],
            )
            .await;
            seen.push((store.world().now(), seen.last().unwrap().1 + amount));
        }
        for (at, expected) in seen {
            let got = store.read(move |tx| balance_at(tx, gifts, at)).await.unwrap();
            assert_eq!(got, expected);
        }
        let on = |date: &str| Day::of(date.parse().unwrap());
        let fifth = on("2026-01-05");
        let expected: i64 = (1..=200).filter(|number| number % 28 < 5).sum();
        let got = store.read(move |tx| balance_on(tx, gifts, fifth)).await.unwrap();
        assert_eq!(got, expected);
        // Page by page, each transfer once.
        let (mut before, mut read) = (None, Vec::new());
        loop {
            let page = store.read(move |tx| statement(tx, bank, before, 30)).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.number);
            read.extend(page.iter().map(|row| row.number));
        }
        assert_eq!(read, (1..=200).rev().collect::<Vec<i64>>());
    })
    .await;
}

#[tokio::test]
async fn whatever_is_written_anew_is_found_out() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { entity, bank, gifts, wallet } = begun(&store).await;
        for number in 1..=5 {
            moves(&store, vec![Transfer::new(id(number), bank, gifts, 10)]).await;
        }
        sound(&store).await;
        let tampers: [(store::Sql, &str); 6] = [
            (sql("UPDATE ledger_transfer SET debit_before = 1 WHERE number = 4"), "lead from"),
            (sql("UPDATE ledger_transfer SET amount = 11 WHERE number = 3"), "as it was written"),
            (sql("UPDATE ledger_transfer SET label = 'x' WHERE number = 5"), "as it was written"),
            (sql("UPDATE ledger_account SET credits_posted = 60 WHERE purpose = 'gifts'"), "sum"),
            (sql("UPDATE ledger_day SET debits = debits + 1"), "by day"),
            (sql("DELETE FROM ledger_transfer WHERE number = 2"), "missing"),
        ];
        for (tamper, told) in tampers {
            let undo = store.write(move |tx| {
                tx.run(tamper, &[])?;
                let findings = check(tx)?;
                Err::<(), _>(Refusal::broken(format!("{findings:?}")))
            });
            let Err(Refusal::Broken(found)) = undo.await else { unreachable!() };
            assert!(found.contains(told), "{tamper:?}: {found}");
        }
        sound(&store).await;
        let _ = (entity, wallet);
    })
    .await;
}

#[tokio::test]
async fn many_at_once_on_one_account_never_overdraw_it() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { bank, gifts, wallet, .. } = begun(&store).await;
        moves(&store, vec![Transfer::new(id(1), bank, wallet, 100)]).await;
        let tasks: Vec<_> = (0..40_u128)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    // Each is sent twice, as an impatient browser does.
                    let asked = vec![Transfer::new(id(100 + number / 2), wallet, gifts, 9)];
                    moves(&store, asked).await[0]
                })
            })
            .collect();
        let mut created = 0;
        for task in tasks {
            created += usize::from(task.await.unwrap() == Status::Created);
        }
        assert_eq!(created, 11);
        assert_eq!((net(&store, wallet).await, net(&store, gifts).await), (1, 99));
        sound(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_batch_that_is_too_long_is_refused_whole() {
    on_each_engine(CONTEXTS, async |store| {
        let Book { bank, gifts, .. } = begun(&store).await;
        let many = |count: u128, linked| -> Vec<Transfer> {
            let one = |n| Transfer { linked, ..Transfer::new(id(n), bank, gifts, 1) };
            (1..=count).map(one).collect()
        };
        for asked in [many(8_191, false), many(1_001, true)] {
            let refused = store.write(move |tx| create_transfers(tx, &asked)).await;
            assert!(matches!(refused, Err(Refusal::Conflict(_))), "{refused:?}");
        }
        let mut chain = many(1_000, true);
        chain[999].linked = false;
        assert!(moves(&store, chain).await.iter().all(|status| *status == Status::Created));
        assert_eq!(net(&store, gifts).await, 1_000);
    })
    .await;
}
