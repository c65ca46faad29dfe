//! A backup is one moment, whole, and restores on either engine.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parvis_store::testing::{Ground, grounds, open, sqlite_ground};
use parvis_store::{
    MIGRATIONS, Migrations, Store, Tx, backup, migrate, put_blob, restore, sql, table_digests,
};

use crate::child;
use crate::ground::{ALL, TRIAL, insert_pair, number, open_as_is, said, whole_pairs};

type Digests = Vec<(String, String)>;

async fn digests(store: &Store) -> Digests {
    store.read(table_digests).await.unwrap()
}

/// Restores into an empty place of every engine; the digests, which must be equal.
async fn restore_everywhere(file: &Path) -> Digests {
    let mut seen: Vec<Digests> = Vec::new();
    for target in grounds() {
        restore(&target.place, ALL, file).await.unwrap();
        let store = open_as_is(&target.place).unwrap();
        migrate(&store, ALL, |_, name, _| panic!("{name} was applied again")).await.unwrap();
        whole_pairs(&store).await;
        seen.push(digests(&store).await);
    }
    assert!(seen.windows(2).all(|two| two[0] == two[1]), "{seen:#?}");
    seen.remove(0)
}

/// Something in every table, and every kind of value.
async fn furnish(store: &Store) {
    let filled = store.write(|tx| {
        tx.run(sql("INSERT INTO trial_value (id) VALUES ('nothing')"), &[])?;
        tx.run(
            sql("INSERT INTO trial_value (id, number, words, bytes) VALUES ('all', $1, $2, $3)"),
            &[i64::MIN.into(), "l’été 🌿 'x'\n".into(), (0..=255).collect::<Vec<u8>>().into()],
        )?;
        tx.run(sql("INSERT INTO trial_place (id, version) VALUES ('hall', 3)"), &[])?;
        tx.run(
            sql("INSERT INTO trial_booking (id, place, begins, ends)
                 VALUES ('one', 'hall', 9, 10)"),
            &[],
        )?;
        tx.run(sql("UPDATE trial_head SET number = 41 WHERE name = 'chain'"), &[])?;
        put_blob(tx, vec![5; 100_000])?;
        insert_pair(tx, "pair")
    });
    filled.await.unwrap();
}

#[tokio::test]
async fn a_backup_at_rest_holds_all_and_restores_on_either_engine() {
    let folder = tempfile::tempdir().unwrap();
    for (at, source) in grounds().into_iter().enumerate() {
        let store = open(&source, ALL).await;
        furnish(&store).await;
        let file = folder.path().join(format!("{at}.db"));
        let report = backup(&source.place, ALL, &file).await.unwrap();
        assert!(report.contains(&("trial_pair".to_owned(), 2)), "{report:?}");
        assert!(report.contains(&("trial_head".to_owned(), 1)), "{report:?}");
        assert_eq!(report.len(), digests(&store).await.len());
        assert_eq!(restore_everywhere(&file).await, digests(&store).await);
    }
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, grounds().len(), "a backup is one file");
}

/// Writes pairs, each with a value of the same id, until told to stop.
async fn keep_writing(store: Store, writer: usize, stop: Arc<AtomicBool>) -> usize {
    let mut count = 0;
    while !stop.load(Ordering::SeqCst) {
        let id = format!("{writer}-{count}");
        let work = move |tx: &mut Tx| {
            insert_pair(tx, &id)?;
            let insert = sql("INSERT INTO trial_value (id) VALUES ($1)");
            tx.run(insert, &[id.as_str().into()])
        };
        store.write(work).await.unwrap();
        count += 1;
        // Enough to change what is copied while it is copied, not so much that copying takes long.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    count
}

async fn back_up_while_writing(source: &Ground, folder: &Path) {
    let store = open(source, ALL).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> =
        (0..8).map(|at| tokio::spawn(keep_writing(store.clone(), at, stop.clone()))).collect();
    let files: Vec<PathBuf> = (0..4).map(|at| folder.join(format!("{at}.db"))).collect();
    for file in &files {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let rows = sql("SELECT count(*) FROM trial_pair");
        let before = number(&store, rows).await;
        let report = backup(&source.place, ALL, file).await.unwrap();
        let after = number(&store, rows).await;
        let rows = |name: &str| report.iter().find(|(table, _)| table == name).unwrap().1;
        let (pairs, values) = (rows("trial_pair"), rows("trial_value"));
        println!("{before} rows before, {pairs} kept, {after} after: {:?}", source.place);
        assert_eq!(pairs, 2 * values, "two moments in one backup");
        let kept = i64::try_from(pairs).unwrap();
        assert!(before <= kept && kept <= after, "{before} ≤ {kept} ≤ {after}");
    }
    stop.store(true, Ordering::SeqCst);
    let mut written = 0;
    for writer in writers {
        written += writer.await.unwrap();
    }
    assert_eq!(whole_pairs(&store).await.len(), written);
    for file in &files {
        restore_everywhere(file).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_while_others_write_is_one_moment() {
    for source in grounds() {
        let folder = tempfile::tempdir().unwrap();
        back_up_while_writing(&source, folder.path()).await;
    }
}

/// The release after: one more step, which also changes what was there.
const LATER: Migrations = Migrations {
    context: "trial",
    steps: &[
        TRIAL.steps[0],
        TRIAL.steps[1],
        (
            "0003_later",
            "ALTER TABLE trial_head ADD COLUMN note TEXT NOT NULL DEFAULT '';
             UPDATE trial_head SET note = 'seen';",
        ),
    ],
};

#[tokio::test]
async fn a_backup_of_the_release_before_is_restored_and_then_migrated() {
    const RELEASE: &[Migrations] = &[MIGRATIONS, LATER];
    let folder = tempfile::tempdir().unwrap();
    for (at, source) in grounds().into_iter().enumerate() {
        furnish(&open(&source, ALL).await).await;
        let file = folder.path().join(format!("{at}.db"));
        // The new release backs up before it migrates.
        backup(&source.place, RELEASE, &file).await.unwrap();
        for target in grounds() {
            restore(&target.place, RELEASE, &file).await.unwrap();
            let store = open(&target, RELEASE).await;
            let seen = sql("SELECT number FROM trial_head WHERE note = 'seen'");
            assert_eq!(number(&store, seen).await, 41, "{:?}", target.place);
        }
    }
}

#[tokio::test]
async fn a_backup_of_a_newer_release_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (at, source) in grounds().into_iter().enumerate() {
        open(&source, &[MIGRATIONS, LATER]).await;
        let file = folder.path().join(format!("{at}.db"));
        backup(&source.place, &[MIGRATIONS, LATER], &file).await.unwrap();
        for target in grounds() {
            let refused = said(restore(&target.place, ALL, &file).await);
            assert!(refused.contains("newer release (trial: 0003_later)"), "{refused}");
            // Nothing was left behind: the place is still empty.
            restore(&target.place, &[MIGRATIONS, LATER], &file).await.unwrap();
        }
    }
}

#[tokio::test]
async fn nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    for (at, source) in grounds().into_iter().enumerate() {
        let store = open(&source, ALL).await;
        furnish(&store).await;
        let before = digests(&store).await;
        let file = folder.path().join(format!("{at}.db"));
        backup(&source.place, ALL, &file).await.unwrap();
        let again = said(backup(&source.place, ALL, &file).await);
        assert!(again.ends_with("exists already"), "{again}");
        let over = said(restore(&source.place, ALL, &file).await);
        assert!(over.contains("holds data already"), "{over}");
        assert_eq!(digests(&store).await, before);
    }
    let none = folder.path().join("none.db");
    for target in grounds() {
        let missing = said(restore(&target.place, ALL, &none).await);
        assert!(missing.ends_with("is not a backup file"), "{missing}");
        std::fs::write(&none, "no database at all").unwrap();
        said(restore(&target.place, ALL, &none).await);
        std::fs::remove_file(&none).unwrap();
    }
}

const KEPT_FILES: u8 = 60;

#[tokio::test]
#[ignore = "the child of the test below"]
async fn backer() {
    let Some(place) = child::place() else { return };
    child::say("begun");
    backup(&place, ALL, Path::new(&child::detail())).await.unwrap();
    child::say("done");
}

#[tokio::test]
async fn a_backup_that_is_killed_leaves_none_or_a_whole_one() {
    for source in grounds() {
        let store = open(&source, ALL).await;
        let filled = store.write(|tx| {
            (0..KEPT_FILES).try_for_each(|at| put_blob(tx, vec![at; 300_000]).map(drop))
        });
        filled.await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup.db");
        let mut killed = 0;
        for round in 0..12 {
            let backer = child::command("backups::backer", &source.place, file.to_str().unwrap());
            let said = child::start(backer).kill_after(Duration::from_millis(round * 8));
            killed += usize::from(said.len() == 1);
            if file.exists() {
                let target = sqlite_ground();
                restore(&target.place, ALL, &file).await.unwrap();
                let restored = open_as_is(&target.place).unwrap();
                assert_eq!(digests(&restored).await, digests(&store).await, "round {round}");
                std::fs::remove_file(&file).unwrap();
            }
        }
        assert!(killed > 0, "no backup was killed");
        // What the last one left behind is not in the way.
        backup(&source.place, ALL, &file).await.unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
