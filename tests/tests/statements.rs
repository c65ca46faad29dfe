//! Every SQL text of the tree is taken by both engines, on the tables of all contexts.

use store::Migrations;
use store::testing::on_each_engine;

/// The tables that the benchmarks make for themselves.
const BENCH: Migrations = Migrations {
    context: "bench",
    steps: &[("0001_start", include_str!("../../bench/sql/0001_start.sql"))],
};

/// The tables of the instance, and those.
fn all() -> Vec<Migrations> {
    [parvis::CONTEXTS, &[BENCH]].concat()
}

#[tokio::test]
async fn every_statement_is_taken_by_both_engines() {
    let statements = xtask::statements(&xtask::find_root().unwrap()).unwrap();
    for context in all() {
        let found = statements.iter().any(|statement| statement.context == context.context);
        assert!(found, "no statement of {} was found", context.context);
    }
    on_each_engine(&[all().as_slice(), store::KEYS_CONTEXTS].concat(), async |store| {
        let mut refused = Vec::new();
        for statement in &statements {
            let text = statement.text.clone();
            // One unit each: on PostgreSQL the first error ends a transaction.
            if let Err(refusal) = store.write(move |tx| tx.prepare(&text)).await {
                let place = format!("{}:{}", statement.file.display(), statement.line);
                refused.push(format!("{place}: {refusal}"));
            }
        }
        let place = store.place();
        assert!(refused.is_empty(), "refused by {place:?}:\n{}", refused.join("\n"));
        println!("{} statements taken", statements.len());
    })
    .await;
}

#[test]
fn every_migration_file_is_a_step_of_its_context() {
    for file in xtask::migrations(&xtask::find_root().unwrap()).unwrap() {
        let all = all();
        let steps = all.iter().filter(|context| context.context == file.context);
        let steps = steps.chain(store::KEYS_CONTEXTS).flat_map(|context| context.steps);
        let texts: Vec<&str> = steps.map(|(_, text)| *text).collect();
        assert!(texts.contains(&file.text.as_str()), "{} is in no list", file.file.display());
    }
}
