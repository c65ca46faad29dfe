//! Durable double-entry transfers a second: in batches, one by one from many clients, and all on
//! one account; beside them a plain double entry on PostgreSQL that locks the rows of both
//! accounts, as most programs keep books. Then what a large book costs: balances, statements,
//! storage, and carrying it out again.
//!
//! `PARVIS_BENCH_TRANSFERS` sets how many the large book holds.

use std::path::Path;
use std::time::{Duration, Instant};

use base::{Id, World};
use ledger::{
    AccountId, EntityId, NewAccount, Purpose, Status, Transfer, create_transfers, open_account,
};
use store::{Place, Store, Tx};

use crate::ledger_rival;
use crate::{Line, scratch};

const CLIENTS: usize = 32;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(3);
const ACCOUNTS: usize = 1_000;
const BATCH: usize = 1_000;
const LARGE: i64 = 10_000_000;
const CHECKED: i64 = 1_000_000;

/// A book: one account that all others pay into, and they.
#[derive(Clone)]
struct Book {
    entity: EntityId,
    hot: AccountId,
    accounts: Vec<AccountId>,
}

/// Which accounts the clients' transfers are between.
#[derive(Clone, Copy)]
enum Between {
    /// Any two.
    Any,
    /// Any and the one.
    Hot,
}

pub(crate) fn measure() -> Result<Vec<Line>, String> {
    let runtime = scratch::runtime()?;
    let postgres = ledger_rival::Rival::start()?;
    let mut rounds: [Vec<f64>; 6] = Default::default();
    for round in 1..=ROUNDS {
        let folder = scratch::folder()?;
        let figures = runtime.block_on(async {
            let (store, book) = begin(folder.path()).await?;
            let batched = batched(&store, &book).await?;
            let single = single(&store, &book, Between::Any).await?;
            let hot = single_hot(&store, &book).await?;
            Ok::<_, String>([batched, single, hot])
        })?;
        let [batched, single, hot] = figures;
        let (plain, plain_hot) = (postgres.per_second(false)?, postgres.per_second(true)?);
        println!(
            "round {round}: batched {batched:.0}, single {single:.0}, hot {hot:.0} /s; \
             PostgreSQL with row locks {plain:.0}, hot {plain_hot:.0} /s"
        );
        let ratio = hot / single;
        for (all, one) in rounds.iter_mut().zip([batched, single, hot, ratio, plain, plain_hot]) {
            all.push(one);
        }
    }
    let [batched, single, hot, hot_ratio, plain, plain_hot] = rounds.map(median);
    let p99 = runtime.block_on(paced())?;
    let rate = |what, ours: f64, rival: f64, target, met| Line {
        what,
        ours: format!("{ours:.0} /s"),
        rival: format!("{rival:.0} /s"),
        ratio: Some(ours / rival),
        target,
        met,
    };
    Ok(vec![
        rate("batches of 1,000", batched, plain, "≥ 20,000 /s", batched >= 20_000.0),
        rate("single, 32 clients", single, plain, "≥ 10,000 /s", single >= 10_000.0),
        rate("single, one hot account", hot, plain_hot, "≥ half of it", hot_ratio >= 0.5),
        Line {
            what: "single at 500 /s, p99",
            ours: format!("{p99:.1} ms"),
            rival: String::new(),
            ratio: None,
            target: "< 50 ms",
            met: p99 < 50.0,
        },
    ])
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

async fn begin(folder: &Path) -> Result<(Store, Book), String> {
    let opened = Store::open(Place::Folder(folder.join("data")), World::system());
    let store = opened.map_err(said)?;
    store::migrate(&store, parvis::CONTEXTS, |_, _, _| {}).await.map_err(said)?;
    let book = store.write(book).await.map_err(said)?;
    Ok((store, book))
}

fn said(refusal: base::Refusal) -> String {
    refusal.to_string()
}

fn book(tx: &mut Tx) -> base::Outcome<Book> {
    let manager = people::create_account(tx, "manager@bench.example", "Ada", "fr")?;
    let new = people::NewOrganisation {
        name: "Bench".to_owned(),
        kind: "association".to_owned(),
        siret: String::new(),
        rna: "W922012345".to_owned(),
        address: "1 rue".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        invented: true,
    };
    let organisation = people::create_organisation(tx, manager, &new)?;
    let entity = ledger::open_book(tx, organisation)?;
    let hot = open_account(tx, entity, &NewAccount::euros(Purpose::Bank, ""))?;
    let mut accounts = Vec::new();
    for _ in 0..ACCOUNTS {
        let owner: Id<()> = tx.id();
        accounts.push(open_account(tx, entity, &NewAccount::euros(Purpose::Wallet, owner))?);
    }
    Ok(Book { entity, hot, accounts })
}

/// A transfer whose accounts follow from its place in the run.
fn transfer(world: &World, book: &Book, at: usize, between: Between) -> Transfer {
    let pick = |at: usize| book.accounts.get(at % ACCOUNTS).copied().unwrap_or(book.hot);
    let debit = match between {
        Between::Any => pick(at * 7 + 1),
        Between::Hot => book.hot,
    };
    let credit = pick(at * 7 + 3);
    Transfer::new(world.id(), debit, credit, 100).about("bench.paid", "", "Une part de récolte")
}

async fn batched(store: &Store, book: &Book) -> Result<f64, String> {
    let began = Instant::now();
    let tasks: Vec<_> = (0..2)
        .map(|task| {
            let (store, book) = (store.clone(), book.clone());
            tokio::spawn(async move {
                let mut done = 0;
                while began.elapsed() < ROUND {
                    fill(&store, &book, task + done, BATCH).await?;
                    done += BATCH;
                }
                Ok::<usize, String>(done)
            })
        })
        .collect();
    total(tasks, began).await
}

/// One batch.
async fn fill(store: &Store, book: &Book, from: usize, count: usize) -> Result<(), String> {
    let world = store.world().clone();
    let one = |at| transfer(&world, book, from + at, Between::Any);
    let asked: Vec<Transfer> = (0..count).map(one).collect();
    let statuses = store.write(move |tx| create_transfers(tx, &asked)).await.map_err(said)?;
    match statuses.iter().find(|status| **status != Status::Created) {
        None => Ok(()),
        Some(status) => Err(format!("a transfer was answered {}", status.name())),
    }
}

async fn single_hot(store: &Store, book: &Book) -> Result<f64, String> {
    single(store, book, Between::Hot).await
}

async fn single(store: &Store, book: &Book, between: Between) -> Result<f64, String> {
    let began = Instant::now();
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (store, book) = (store.clone(), book.clone());
            tokio::spawn(async move {
                let mut done = 0;
                while began.elapsed() < ROUND {
                    one(&store, &book, client * 31 + done, between).await?;
                    done += 1;
                }
                Ok::<usize, String>(done)
            })
        })
        .collect();
    total(tasks, began).await
}

async fn one(store: &Store, book: &Book, at: usize, between: Between) -> Result<(), String> {
    let asked = vec![transfer(store.world(), book, at, between)];
    let statuses = store.write(move |tx| create_transfers(tx, &asked)).await.map_err(said)?;
    if statuses == [Status::Created] { Ok(()) } else { Err(format!("{statuses:?}")) }
}

async fn total(
    tasks: Vec<tokio::task::JoinHandle<Result<usize, String>>>,
    began: Instant,
) -> Result<f64, String> {
    let mut done = 0;
    for task in tasks {
        done += task.await.map_err(|error| error.to_string())??;
    }
    Ok(done as f64 / began.elapsed().as_secs_f64())
}

/// What 99 of 100 transfers take at most when 500 come a second, evenly; in milliseconds.
async fn paced() -> Result<f64, String> {
    let folder = scratch::folder()?;
    let (store, book) = begin(folder.path()).await?;
    let mut clock = tokio::time::interval(Duration::from_millis(2));
    let mut tasks = Vec::new();
    for at in 0..2_500 {
        clock.tick().await;
        let (store, book) = (store.clone(), book.clone());
        tasks.push(tokio::spawn(async move {
            let begun = Instant::now();
            one(&store, &book, at, Between::Any).await?;
            Ok::<f64, String>(begun.elapsed().as_secs_f64() * 1_000.0)
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.map_err(|error| error.to_string())??);
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() * 99 / 100).copied().ok_or_else(|| "nothing was measured".to_owned())
}

/// A large book.
pub(crate) fn large() -> Result<Vec<Line>, String> {
    let wanted = std::env::var("PARVIS_BENCH_TRANSFERS").ok();
    let count = wanted.and_then(|text| text.parse().ok()).unwrap_or(LARGE);
    scratch::runtime()?.block_on(async {
        let folder = scratch::folder()?;
        let (store, book) = begin(folder.path()).await?;
        let grown = Instant::now();
        grow(&store, &book, CHECKED.min(count)).await?;
        let checked = check_seconds(&store).await?;
        grow(&store, &book, count).await?;
        println!("{count} transfers in {:.0} s", grown.elapsed().as_secs_f64());
        let bytes = size(&folder.path().join("data"))? as f64 / count as f64;
        let pages = page_ms(&store, &book).await?;
        let line = |what, ours, target, met| Line {
            what,
            ours,
            rival: String::new(),
            ratio: None,
            target,
            met,
        };
        Ok(vec![
            line(
                "a million carried out again",
                format!("{checked:.1} s"),
                "< 10 s",
                checked < 10.0,
            ),
            line("balance and statement, p99", format!("{pages:.2} ms"), "< 5 ms", pages < 5.0),
            line("storage, a transfer", format!("{bytes:.0} bytes"), "-", true),
        ])
    })
}

async fn grow(store: &Store, book: &Book, count: i64) -> Result<(), String> {
    let there = |tx: &mut Tx| Ok(ledger::entities(tx)?.first().map_or(0, |one| one.transfers));
    let mut done = store.read(there).await.map_err(said)?;
    while done < count {
        let batch = BATCH.min(usize::try_from(count - done).unwrap_or(BATCH));
        fill(store, book, usize::try_from(done).unwrap_or(0), batch).await?;
        done += batch as i64;
    }
    Ok(())
}

async fn check_seconds(store: &Store) -> Result<f64, String> {
    let begun = Instant::now();
    let findings = store.read(ledger::check).await.map_err(said)?;
    match findings.first() {
        None => Ok(begun.elapsed().as_secs_f64()),
        Some(finding) => Err(format!("{}: {}", finding.invariant, finding.record)),
    }
}

fn size(folder: &Path) -> Result<u64, String> {
    let length = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |file| file.len());
    match length("parvis.db") {
        0 => Err("the book has no file".to_owned()),
        file => Ok(file + length("parvis.db-wal")),
    }
}

/// A balance now, one of the past, and the newest fifty transfers of an account.
async fn page_ms(store: &Store, book: &Book) -> Result<f64, String> {
    let mut times = Vec::new();
    for at in 0..2_000_usize {
        let account = book.accounts.get(at * 13 % ACCOUNTS).copied().unwrap_or(book.hot);
        let past = store.world().now().plus_seconds(-(at as i64 % 60));
        let entity = book.entity;
        let begun = Instant::now();
        let rows = store
            .read(move |tx| {
                let held = ledger::account(tx, account)?;
                let day = ledger::Day::of(tx.now().in_france().date());
                ledger::balance_at(tx, account, past)?;
                ledger::balance_on(tx, account, day)?;
                let rows = ledger::statement(tx, account, None, 50)?;
                Ok((held.id.entity() == entity, rows.len()))
            })
            .await
            .map_err(said)?;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        if rows != (true, 50) {
            return Err(format!("a statement has {rows:?} rows"));
        }
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() * 99 / 100).copied().ok_or_else(|| "nothing was measured".to_owned())
}
