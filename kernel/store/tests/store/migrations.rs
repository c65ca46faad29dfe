//! A migration happens once, step by step, whoever is killed in between.

use parvis_store::testing::{grounds, on_each_engine, open, sqlite_ground};
use parvis_store::{MIGRATIONS, Migrations, Step, Store, migrate, sql, table_digests};

use crate::child;
use crate::ground::{ALL, TRIAL, number, open_as_is, said};

const APPLIED: parvis_store::Sql = sql("SELECT count(*) FROM store_migration");

/// The tables with their content, without the moments at which the steps were applied.
async fn schema(store: &Store) -> Vec<(String, String)> {
    let mut digests = store.read(table_digests).await.unwrap();
    digests.retain(|(table, _)| table != "store_migration");
    digests
}

#[tokio::test]
#[ignore = "the child of the test below"]
async fn migrator() {
    let Some(place) = child::place() else { return };
    let die = |context: &str, name: &str, step: Step| {
        if child::detail() == format!("{context} {name} {step:?}") {
            std::process::abort();
        }
    };
    migrate(&open_as_is(&place).unwrap(), ALL, die).await.unwrap();
}

#[tokio::test]
async fn a_migration_killed_at_any_step_goes_on_where_it_stopped() {
    for ground in grounds() {
        let mut done = 0;
        for context in ALL {
            for (name, _) in context.steps {
                for (step, committed) in [(Step::Ran, 0), (Step::Committed, 1)] {
                    let at = format!("{} {name} {step:?}", context.context);
                    let dying = child::command("migrations::migrator", &ground.place, &at);
                    assert!(!child::start(dying).end().0, "it was not killed at {at}");
                    let store = open_as_is(&ground.place).unwrap();
                    assert_eq!(number(&store, APPLIED).await, done + committed, "killed at {at}");
                }
                done += 1;
            }
        }
        let resumed = open(&ground, ALL).await;
        assert_eq!(number(&resumed, APPLIED).await, steps());
        for fresh in grounds() {
            assert_eq!(schema(&open(&fresh, ALL).await).await, schema(&resumed).await);
        }
    }
}

/// Steps of all contexts.
fn steps() -> i64 {
    ALL.iter().map(|context| i64::try_from(context.steps.len()).unwrap()).sum()
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    on_each_engine(ALL, async |store| {
        let before = store.read(table_digests).await.unwrap();
        migrate(&store, ALL, |_, name, _| panic!("{name} was applied again")).await.unwrap();
        assert_eq!(store.read(table_digests).await.unwrap(), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_together_migrate_once() {
    for _ in 0..6 {
        for ground in grounds() {
            let store = open_as_is(&ground.place).unwrap();
            let nodes: Vec<_> = (0..4)
                .map(|_| {
                    let store = store.clone();
                    tokio::spawn(async move { migrate(&store, ALL, |_, _, _| {}).await })
                })
                .collect();
            for node in nodes {
                assert_eq!(node.await.unwrap(), Ok(()), "{:?}", ground.place);
            }
            assert_eq!(number(&store, APPLIED).await, steps());
        }
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_of_itself() {
    const BAD: Migrations = Migrations {
        context: "bad",
        steps: &[("0001_start", "CREATE TABLE bad_one (id TEXT); CREATE TABLE bad_one (id TEXT);")],
    };
    on_each_engine(ALL, async |store| {
        let before = store.read(table_digests).await.unwrap();
        said(migrate(&store, &[MIGRATIONS, TRIAL, BAD], |_, _, _| {}).await);
        assert_eq!(store.read(table_digests).await.unwrap(), before);
    })
    .await;
}

#[tokio::test]
async fn a_published_step_that_changed_is_refused() {
    const CHANGED: Migrations = Migrations {
        context: "trial",
        steps: &[("0001_start", "CREATE TABLE trial_other (id TEXT)"), TRIAL.steps[1]],
    };
    on_each_engine(ALL, async |store| {
        let said = said(migrate(&store, &[MIGRATIONS, CHANGED], |_, _, _| {}).await);
        let expected =
            "migration trial 0001_start is not the text that was applied to this database";
        assert_eq!(said, expected);
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_release_is_refused() {
    const OLDER: Migrations = Migrations { context: "trial", steps: &[TRIAL.steps[0]] };
    on_each_engine(ALL, async |store| {
        let older_step = said(migrate(&store, &[MIGRATIONS, OLDER], |_, _, _| {}).await);
        let expected = "this database was changed by a newer release (trial: 0002_head); \
                        start that release, or restore a backup made before it";
        assert_eq!(older_step, expected);
        // A context that this release has never heard of.
        let older_context = said(migrate(&store, &[MIGRATIONS], |_, _, _| {}).await);
        assert_eq!(older_context, expected.replace("0002_head", "0001_start"));
    })
    .await;
}

#[tokio::test]
#[ignore = "the child of the test below"]
async fn second_process() {
    if let Some(place) = child::place() {
        child::say(said(open_as_is(&place).map(drop)));
    }
}

#[tokio::test]
async fn a_second_process_on_one_folder_is_refused() {
    let ground = sqlite_ground();
    let store = open(&ground, ALL).await;
    let second = || child::command("migrations::second_process", &ground.place, "");
    let (refused, said) = child::start(second()).end();
    assert!(refused, "{said:?}");
    assert!(said[0].ends_with("is in use by another process; stop it first"), "{said:?}");
    drop(store);
    assert!(!child::start(second()).end().0, "the folder is still taken");
}
