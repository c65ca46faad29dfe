//! A simulation: a seed drives what clients ask, the clock, and crashes; a model in memory, which
//! adds up all transfers anew for each answer, says what each answer must be.
//!
//! A crash on SQLite is made of the files themselves: what was not yet synced when the power went,
//! the sectors of the commit in flight, reaches the disk in part, whichever part; what was synced
//! is there. After it the batch in flight has happened whole or not at all, and all acknowledged
//! ones have. On PostgreSQL the same runs without crashes: its own disk is its own affair.
//!
//! `PARVIS_SEEDS=10000 cargo test -p parvis-ledger --test simulation` runs so many;
//! `PARVIS_SEED=17` runs one again.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod model;

use std::path::Path;

use base::{Id, World};
use model::Model;
use parvis_ledger::{
    ALL, AccountId, Day, EntityId, NewAccount, Phase, Purpose, Transfer, TransferId,
    create_transfers,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use store::testing::{Ground, TEST_NOW, postgres_ground};
use store::{Isolation, Migrations, Place, Store, sql};

const CONTEXTS: &[Migrations] = &[
    store::MIGRATIONS,
    work::MIGRATIONS,
    web::MIGRATIONS,
    people::MIGRATIONS,
    parvis_ledger::MIGRATIONS,
];
const BATCHES: usize = 40;

/// One run: the store, what stands in it according to the model, and chance.
struct Run {
    store: Store,
    model: Model,
    chance: ChaCha20Rng,
    world: World,
    entities: Vec<EntityId>,
    ids: Vec<TransferId>,
}

impl Run {
    async fn begin(store: Store, world: World, seed: u64) -> Self {
        let chance = ChaCha20Rng::seed_from_u64(seed);
        let mut run =
            Run { store, model: Model::default(), chance, world, entities: vec![], ids: vec![] };
        for number in 0..2 {
            let entity = run.open_book(seed, number).await;
            run.entities.push(entity);
            for at in 0..6 {
                run.open_account(entity, at).await;
            }
        }
        run
    }

    async fn open_book(&mut self, seed: u64, number: usize) -> EntityId {
        let email = format!("t{seed}-{number}@exemple.fr");
        let made = self.store.write(move |tx| {
            let person = people::create_account(tx, &email, "Trésorière", "fr")?;
            let new = people::NewOrganisation {
                name: email.clone(),
                kind: "association".to_owned(),
                ..people::NewOrganisation::default()
            };
            let organisation = people::create_organisation(tx, person, &new)?;
            parvis_ledger::open_book(tx, organisation)
        });
        made.await.unwrap()
    }

    async fn open_account(&mut self, entity: EntityId, at: usize) {
        let limit = |chance: &mut ChaCha20Rng| match chance.random_range(0..4) {
            0 => Some(0),
            1 => Some(chance.random_range(0..200)),
            _ => None,
        };
        let new = NewAccount {
            purpose: Purpose::Wallet,
            owner: format!("owner {at}"),
            unit: if at < 4 { "EUR" } else { "MIN" }.to_owned(),
            max_debit: limit(&mut self.chance),
            max_credit: limit(&mut self.chance),
        };
        let wanted = new.clone();
        let id = self.store.write(move |tx| parvis_ledger::open_account(tx, entity, &wanted)).await;
        self.model.open(id.unwrap(), &new);
    }

    fn account(&mut self, entity: EntityId) -> AccountId {
        // The seventh does not exist; two of three times one that counts in euros.
        let serial = if self.chance.random_bool(0.03) { 7 } else { self.chance.random_range(1..7) };
        let serial = if self.chance.random_bool(0.6) { 1 + serial % 4 } else { serial };
        AccountId::new(entity, serial)
    }

    fn amount(&mut self) -> i64 {
        match self.chance.random_range(0..40) {
            0 => ALL,
            1 => -1,
            2 => 0,
            3 => i64::MAX / 2,
            _ => self.chance.random_range(1..120),
        }
    }

    fn event(&mut self) -> Transfer {
        if !self.ids.is_empty() && self.chance.random_bool(0.06) {
            let at = self.chance.random_range(0..self.ids.len());
            if let Some(mut again) = self.model.asked(self.ids[at]) {
                match self.chance.random_range(0..4) {
                    0 => again.amount = again.amount.saturating_add(1),
                    1 => again.label.push('!'),
                    _ => {}
                }
                return again;
            }
        }
        let entity = self.entities[self.chance.random_range(0..2)];
        let other = if self.chance.random_bool(0.03) { self.entities[0] } else { entity };
        let id = Id::from_bytes(self.chance.random());
        self.ids.push(id);
        let (debit, credit) = (self.account(entity), self.account(other));
        let mut event = Transfer::new(id, debit, credit, self.amount());
        let kind = self.chance.random_range(0..10);
        if kind >= 7 && self.ids.len() > 3 {
            // Of any transfer, often of one that is no longer pending or never was.
            let pending = match self.model.waiting() {
                waiting if !waiting.is_empty() && self.chance.random_bool(0.8) => {
                    waiting[self.chance.random_range(0..waiting.len())]
                }
                _ => self.ids[self.chance.random_range(0..self.ids.len())],
            };
            event = match kind {
                7 => Transfer::void(id, pending),
                8 => Transfer::post(id, pending, ALL),
                _ => Transfer::post(id, pending, self.chance.random_range(0..60)),
            };
        } else if kind >= 4 {
            event = event.pending(self.chance.random_range(0..90));
        }
        event.code = "simulation".to_owned();
        event.linked = self.chance.random_bool(0.2);
        event.balancing_debit = self.chance.random_bool(0.08);
        event.balancing_credit = self.chance.random_bool(0.08);
        if self.chance.random_bool(0.1) {
            let today = Day::of(self.world.now().in_france().date());
            event.effective = Some(Day(today.0 - self.chance.random_range(-3..12)));
        }
        event
    }

    async fn batch(&mut self) {
        let count = self.chance.random_range(1..12);
        let asked: Vec<Transfer> = (0..count).map(|_| self.event()).collect();
        let wanted = asked.clone();
        let got = self.store.write(move |tx| create_transfers(tx, &wanted)).await.unwrap();
        let expected = self.model.answers(&asked, self.world.now());
        let got: Vec<&str> = got.iter().map(|status| status.name()).collect();
        assert_eq!(got, expected, "{asked:#?}");
    }

    /// Something other than transfers: time passes, accounts and periods are closed.
    async fn between(&mut self) {
        self.world.advance_seconds(self.chance.random_range(0..40));
        let entity = self.entities[self.chance.random_range(0..2)];
        if self.chance.random_bool(0.05) {
            let account = AccountId::new(entity, self.chance.random_range(1..7));
            let closed =
                self.store.write(move |tx| parvis_ledger::close_account(tx, account)).await;
            assert_eq!(closed.is_ok(), self.model.close(account), "{account}");
        }
        if self.chance.random_bool(0.05) {
            let today = Day::of(self.world.now().in_france().date());
            let through = Day(today.0 - self.chance.random_range(1..12));
            let closed =
                self.store.write(move |tx| parvis_ledger::close_period(tx, entity, through));
            closed.await.unwrap();
            self.model.close_period(entity, through);
        }
    }

    /// What changes with every batch: it tells whether one has happened.
    async fn mark(&self) -> (i64, i64) {
        let read = self.store.read(|tx| {
            let version = tx.one(
                sql("SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM ledger_entity"),
                &[],
            )?;
            let failed = tx.one(sql("SELECT COUNT(*) FROM ledger_failed"), &[])?;
            Ok((version.single()?, failed.single()?))
        });
        read.await.unwrap()
    }

    async fn compare(&self) {
        let findings = self.store.read(parvis_ledger::check).await.unwrap();
        assert_eq!(findings, [], "the book breaks its own invariants");
        for (id, expected) in self.model.all_balances() {
            let got = self.store.read(move |tx| parvis_ledger::account(tx, id)).await.unwrap();
            assert_eq!(got.balances, expected, "{id}");
        }
    }
}

async fn open(folder: &Path, world: &World) -> Store {
    let place = Place::Folder(folder.to_owned());
    let store = Store::open(place, world.clone()).unwrap();
    store::migrate(&store, CONTEXTS, |_, _, _| {}).await.unwrap();
    store
}

fn files(folder: &Path) -> (Vec<u8>, Vec<u8>) {
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap_or_default();
    (read("parvis.db"), read("parvis.db-wal"))
}

/// What a disk may hold of a file that was written but not synced: of the sectors that changed, any.
fn torn(before: &[u8], after: &[u8], chance: &mut ChaCha20Rng) -> Vec<u8> {
    const SECTOR: usize = 512;
    let share = [0.0, 0.3, 0.9, 1.0][chance.random_range(0..4)];
    let mut torn = before.to_vec();
    for (at, sector) in after.chunks(SECTOR).enumerate() {
        let from = at * SECTOR;
        if before.get(from..from + sector.len()) != Some(sector) && chance.random_bool(share) {
            torn.resize(torn.len().max(from + sector.len()), 0);
            torn[from..from + sector.len()].copy_from_slice(sector);
        }
    }
    torn
}

/// How many batches in flight a crash has taken, and left.
async fn on_sqlite(seed: u64) -> [usize; 2] {
    let ground = tempfile::tempdir().unwrap();
    let world = World::fixed(TEST_NOW, seed);
    let mut folder = ground.path().join("0");
    let mut run = Run::begin(open(&folder, &world).await, world.clone(), seed).await;
    let mut outcomes = [0, 0];
    for number in 0..BATCHES {
        run.between().await;
        let crashes = run.chance.random_bool(0.1);
        let (before, files_before, mark_before) =
            (run.model.clone(), files(&folder), run.mark().await);
        run.batch().await;
        if crashes {
            let (files_after, mark_after) = (files(&folder), run.mark().await);
            assert!(files_before.0 == files_after.0, "a commit writes the log alone");
            let next = ground.path().join(format!("{}", number + 1));
            std::fs::create_dir(&next).unwrap();
            let log = torn(&files_before.1, &files_after.1, &mut run.chance);
            std::fs::write(next.join("parvis.db"), &files_after.0).unwrap();
            std::fs::write(next.join("parvis.db-wal"), log).unwrap();
            run.store = open(&next, &world).await;
            folder = next;
            let mark = run.mark().await;
            assert!(mark == mark_before || mark == mark_after, "half of a batch has happened");
            if mark == mark_before {
                run.model = before;
            }
            outcomes[usize::from(mark == mark_after)] += 1;
            run.compare().await;
        }
    }
    run.compare().await;
    outcomes
}

async fn on_postgresql(ground: &Ground, seed: u64) {
    let world = World::fixed(TEST_NOW, seed);
    let store = Store::open(ground.place.clone(), world.clone()).unwrap();
    store::migrate(&store, CONTEXTS, |_, _, _| {}).await.unwrap();
    let mut run = Run::begin(store, world, seed).await;
    for _ in 0..BATCHES {
        run.between().await;
        run.batch().await;
    }
    run.compare().await;
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[tokio::test]
async fn every_answer_is_the_models() {
    let seeds = match number("PARVIS_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("PARVIS_SEEDS").unwrap_or(200),
    };
    let many = seeds.end - seeds.start > 20;
    let mut outcomes = [0, 0];
    for seed in seeds {
        println!("seed {seed}");
        let [taken, left] = on_sqlite(seed).await;
        outcomes = [outcomes[0] + taken, outcomes[1] + left];
    }
    println!("batches in flight that a crash took and left: {outcomes:?}");
    assert!(!many || outcomes.iter().all(|count| *count > 10), "{outcomes:?}");
}

#[tokio::test]
async fn every_answer_is_the_models_on_postgresql() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    for seed in 0..10 {
        println!("seed {seed}");
        on_postgresql(&ground, seed).await;
    }
}

/// That the comparison can fail: a model which forgets a transfer is found out.
#[tokio::test]
#[should_panic(expected = "assertion")]
async fn a_wrong_model_is_found_out() {
    let ground = tempfile::tempdir().unwrap();
    let world = World::fixed(TEST_NOW, 1);
    let mut run = Run::begin(open(&ground.path().join("0"), &world).await, world, 1).await;
    for _ in 0..BATCHES {
        run.batch().await;
        run.model.forget_the_last(|transfer| transfer.phase == Phase::Single);
    }
    run.compare().await;
}
