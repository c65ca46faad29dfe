//! Each rule of tidy, proved able to fail on a small made-up tree.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

const ROOT: &str = r#"[workspace]
members = ["kernel/base", "kernel/store", "commons/people", "programmes/calls"]

[workspace.dependencies]
base = { path = "kernel/base", package = "parvis-base" }
store = { path = "kernel/store", package = "parvis-store" }
people = { path = "commons/people", package = "parvis-people" }
calls = { path = "programmes/calls", package = "parvis-calls" }
serde = "1"
"#;

/// A tree in a folder of its own, which goes when this is dropped.
struct Tree(PathBuf);

impl Drop for Tree {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// A tree without fault, with some files added or replaced.
fn tree(changes: &[(&str, &str)]) -> Result<Tree, String> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let root = std::env::temp_dir().join(format!("parvis-tidy-{}-{number}", std::process::id()));
    let tree = Tree(root);
    let manifest = |name: &str, imports: &str| {
        format!("[package]\nname = \"parvis-{name}\"\n\n[dependencies]\n{imports}")
    };
    let mut files = vec![
        ("Cargo.toml".to_owned(), ROOT.to_owned()),
        ("docs/dependencies.md".to_owned(), "- `serde`: reads and writes.\n".to_owned()),
        ("kernel/base/Cargo.toml".to_owned(), manifest("base", "serde.workspace = true\n")),
        ("kernel/store/Cargo.toml".to_owned(), manifest("store", "base.workspace = true\n")),
        ("commons/people/Cargo.toml".to_owned(), manifest("people", "store.workspace = true\n")),
        ("programmes/calls/Cargo.toml".to_owned(), manifest("calls", "people.workspace = true\n")),
    ];
    for dir in ["kernel/base", "kernel/store", "commons/people", "programmes/calls"] {
        files.push((format!("{dir}/src/lib.rs"), "//! A crate.\n".to_owned()));
    }
    files.extend(changes.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())));
    for (file, text) in files {
        let path = tree.0.join(file);
        let folder = path.parent().ok_or("no folder")?;
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        std::fs::write(&path, text).map_err(|error| error.to_string())?;
    }
    Ok(tree)
}

/// What tidy says of the tree so changed, one finding a line.
fn said(changes: &[(&str, &str)]) -> Result<String, String> {
    let tree = tree(changes)?;
    let findings = xtask::tidy(&tree.0)?;
    Ok(findings.iter().map(|finding| format!("{finding}\n")).collect())
}

/// What tidy says of the crate `calls` with this statement.
fn of_statement(text: &str) -> Result<String, String> {
    let source = format!("//! Calls.\nfn verb() {{\n    sql(r#\"{text}\"#);\n}}\n");
    said(&[("programmes/calls/src/lib.rs", &source)])
}

/// What tidy says of the crate `calls` with these imports.
fn of_imports(member: &str, package: &str, imports: &str) -> Result<String, String> {
    let text = format!("[package]\nname = \"{package}\"\n\n{imports}");
    said(&[(&format!("{member}/Cargo.toml"), &text)])
}

#[test]
fn a_tree_without_fault_has_no_finding() {
    assert_eq!(said(&[]).unwrap(), "");
}

#[test]
fn an_import_that_climbs_is_found() {
    let up = "[dependencies]\nserde.workspace = true\npeople.workspace = true\n";
    let found = of_imports("kernel/base", "parvis-base", up).unwrap();
    assert!(found.starts_with("kernel/base/Cargo.toml:6: parvis-base may not import"), "{found}");
    let build =
        "[dependencies]\nserde.workspace = true\n[build-dependencies.store]\nworkspace = true\n";
    let found = of_imports("kernel/base", "parvis-base", build).unwrap();
    assert!(found.contains("parvis-store: in the kernel it comes later"), "{found}");
    let path = "[dependencies]\npeople = { path = \"../../x\", package = \"parvis-calls\" }\n";
    let found = of_imports("commons/people", "parvis-people", path).unwrap();
    assert!(found.contains("stands higher"), "{found}");
}

#[test]
fn what_only_tests_import_is_free() {
    let up =
        "[dependencies]\nserde.workspace = true\n[dev-dependencies]\npeople.workspace = true\n";
    assert_eq!(of_imports("kernel/base", "parvis-base", up).unwrap(), "");
}

#[test]
fn programmes_and_engines_keep_to_themselves() {
    let two = ROOT.replace("calls\"]", "calls\", \"programmes/club\"]");
    let both =
        two.replace("serde =", "club = { path = \"p\", package = \"parvis-club\" }\nserde =");
    let club = "[package]\nname = \"parvis-club\"\n[dependencies]\ncalls.workspace = true\n";
    let found = said(&[("Cargo.toml", &both), ("programmes/club/Cargo.toml", club)]).unwrap();
    assert!(found.contains("programmes do not import each other"), "{found}");
    let engine = ROOT.replace("calls\"]", "calls\", \"engines/reach\"]");
    let reach = "[package]\nname = \"parvis-reach\"\n[dependencies]\nbase.workspace = true\n";
    let found = said(&[("Cargo.toml", &engine), ("engines/reach/Cargo.toml", reach)]).unwrap();
    assert!(found.contains("an engine imports no crate of ours"), "{found}");
}

#[test]
fn an_engine_stands_on_one_before_it() {
    let members = ROOT.replace("calls\"]", "calls\", \"engines/bank\", \"engines/invoice\"]");
    let bank = "bank = { path = \"b\", package = \"parvis-bank\" }\n";
    let invoice = "invoice = { path = \"i\", package = \"parvis-invoice\" }\n";
    let root = members.replace("serde =", &format!("{bank}{invoice}serde ="));
    let of = |importing: &str, imported: &str| {
        let alone = format!("[package]\nname = \"parvis-{imported}\"\n");
        let on_it = format!(
            "[package]\nname = \"parvis-{importing}\"\n[dependencies]\n{imported}.workspace = true\n"
        );
        let path = |name: &str| format!("engines/{name}/Cargo.toml");
        let files = [(path(importing), on_it), (path(imported), alone)];
        let mut tree = vec![("Cargo.toml", root.as_str())];
        tree.extend(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        said(&tree).unwrap()
    };
    assert!(!of("invoice", "bank").contains("may not import"), "{}", of("invoice", "bank"));
    assert!(of("bank", "invoice").contains("an engine imports no crate of ours"));
}

#[test]
fn a_crate_without_a_place_is_found() {
    let stray = ROOT.replace("calls\"]", "calls\", \"kernel/stray\"]");
    let manifest = "[package]\nname = \"parvis-stray\"\n";
    let found = said(&[("Cargo.toml", &stray), ("kernel/stray/Cargo.toml", manifest)]).unwrap();
    assert!(found.contains("parvis-stray has no place in the house"), "{found}");
}

#[test]
fn a_table_of_another_crate_is_found() {
    for text in [
        "SELECT * FROM people_accounts",
        "SELECT 1 FROM calls_calls c, people_accounts p",
        "SELECT 1 FROM calls_calls JOIN people_accounts ON true",
        "INSERT INTO people_accounts (a) VALUES ($1)",
        "UPDATE people_accounts SET a = $1",
        "DELETE FROM\n people_accounts",
        "WITH x AS (SELECT 1 FROM people_accounts) SELECT 1 FROM x",
    ] {
        let found = of_statement(text).unwrap();
        assert!(found.contains("people_accounts is of people"), "{text}: {found}");
    }
    let found = of_statement("DELETE FROM\n people_accounts").unwrap();
    assert!(found.starts_with("programmes/calls/src/lib.rs:4:"), "{found}");
}

#[test]
fn own_tables_and_names_within_a_statement_are_free() {
    for text in [
        "SELECT people_id FROM calls_calls WHERE people_id IS DISTINCT FROM $1",
        "WITH people_x AS (SELECT 1) SELECT * FROM people_x",
        "WITH RECURSIVE a(n) AS (SELECT 1), people_y(n) AS (SELECT 2) SELECT 1 FROM people_y",
        "INSERT INTO calls_a (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET n = excluded.n",
        "CREATE TABLE calls_a (id BIGINT, blob TEXT NOT NULL)",
        "SELECT a FROM calls_a GROUP BY a HAVING SUM(n) > $1 ORDER BY SUM(n)",
        "SELECT 'FROM people_accounts' AS t FROM calls_calls -- JOIN people_accounts",
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM calls_calls WHERE a = $1 AND b = $2",
    ] {
        assert_eq!(of_statement(text).unwrap(), "", "{text}");
    }
}

#[test]
fn migrations_are_held_to_the_same() {
    let text = "CREATE TABLE accounts (id BIGINT);\nCREATE INDEX i ON people_accounts (id);\n";
    let found = said(&[("programmes/calls/sql/0001.sql", text)]).unwrap();
    assert!(found.contains("0001.sql:1: name the table calls_accounts"), "{found}");
    assert!(found.contains("0001.sql:2: the table people_accounts is of people"), "{found}");
}

#[test]
fn statements_are_found_in_macros_and_not_in_tests() {
    let source = r#"//! Calls.
fn verb() {
    let _ = tokio::try_join!(tx.all(sql("SELECT 1 FROM calls_a"), params![sql("SELECT 2")]));
}
#[cfg(test)]
mod tests {
    fn verb() {
        sql("SELECT 3 FROM people_accounts");
    }
}
fn last() {
    sql(
        "SELECT 4",
    );
}
"#;
    let tree = tree(&[("programmes/calls/src/lib.rs", source)]).unwrap();
    let found = xtask::statements(&tree.0).unwrap();
    let texts: Vec<_> = found.iter().map(|found| (found.text.as_str(), found.line)).collect();
    assert_eq!(texts, [("SELECT 1 FROM calls_a", 3), ("SELECT 2", 3), ("SELECT 4", 13)]);
    assert!(found.iter().all(|found| found.context == "calls"));
}

#[test]
fn sql_that_cannot_be_read_is_found() {
    let source = "//! Calls.\nfn a() {\n    sql(text);\n    sql(concat!(\"a\", \"b\"));\n    Sql(\"x\");\n}\n";
    let found = said(&[("programmes/calls/src/lib.rs", source)]).unwrap();
    assert!(found.contains(":3: `sql` takes one literal"), "{found}");
    assert!(found.contains(":4: `sql` takes one literal"), "{found}");
    assert!(found.contains(":5: write SQL as"), "{found}");
    let store = "//! Store.\npub struct Sql(&'static str);\npub const fn sql(text: &'static str) -> Sql { Sql(text) }\n";
    assert_eq!(said(&[("kernel/store/src/lib.rs", store)]).unwrap(), "");
}

#[test]
fn sql_outside_the_common_subset_is_found() {
    for text in [
        "CREATE TABLE calls_a (id BIGSERIAL)",
        "CREATE TABLE calls_a (id BIGINT AUTOINCREMENT)",
        "CREATE TABLE calls_a (id BLOB)",
        "CREATE TABLE calls_a (id BIGINT) STRICT",
        "CREATE TRIGGER t AFTER INSERT ON calls_a",
        "ALTER TABLE calls_a ALTER COLUMN b TYPE TEXT",
        "ALTER TABLE calls_a ADD COLUMN b JSONB",
        "SELECT CAST(a AS JSONB) FROM calls_a",
        "SELECT a::text FROM calls_a",
        "SELECT now()",
        "SELECT a FROM calls_a WHERE a ILIKE $1",
        "SELECT a FROM calls_a FOR UPDATE",
        "SELECT a FROM calls_a FOR UPDATE SKIP LOCKED",
        "SELECT a->>'b' FROM calls_a",
        "SELECT lower(a) FROM calls_a",
        "SELECT SUM(n) FROM calls_a",
        "SELECT a FROM calls_a WHERE a = ?",
        "SELECT a FROM calls_a WHERE a = $2 AND b = $1",
        "INSERT OR IGNORE INTO calls_a (a) VALUES ($1)",
        "DELETE FROM calls_a USING calls_b WHERE true",
        "WITH x AS (DELETE FROM calls_a RETURNING a) SELECT a FROM x",
        "LISTEN calls",
        "SAVEPOINT a",
        "PRAGMA foreign_keys = ON",
    ] {
        assert!(!of_statement(text).unwrap().is_empty(), "{text}");
    }
}

#[test]
fn what_is_too_long_is_found() {
    let long = format!("//! Base.\nfn long() {{\n{}}}\n", "    step();\n".repeat(69));
    let found = said(&[("kernel/base/src/lib.rs", &long)]).unwrap();
    assert_eq!(found, "kernel/base/src/lib.rs:2: long: 71 lines: a function has 70 at most\n");
    let inside = format!("//! Base.\nimpl A {{\nfn long() {{\n{}}}\n}}\n", "step();\n".repeat(68));
    assert_eq!(said(&[("kernel/base/src/lib.rs", &inside)]).unwrap(), "");
    let sheet = "a {}\n".repeat(501);
    let found = said(&[("kernel/base/files/a.css", &sheet)]).unwrap();
    assert!(found.contains("a.css:501: 501 lines"), "{found}");
}

#[test]
fn forbidden_words_are_found() {
    for words in [
        concat!("see /wo", "rk/main"),
        concat!("\"/ro", "ot/.cache\""),
        concat!("file:///ho", "me/me"),
        concat!("../sha", "red/ref"),
        concat!("https://registry.npm", "js.org"),
    ] {
        let found = said(&[("docs/a.md", words)]).unwrap();
        assert!(found.starts_with("docs/a.md:1:"), "{words}: {found}");
    }
    let through = concat!("kernel/wo", "rk/src and ${A}/ro", "ot/x");
    assert_eq!(said(&[("docs/a.md", through)]).unwrap(), "");
}

#[test]
fn dependencies_have_a_reason_and_reasons_a_dependency() {
    let found = said(&[("docs/dependencies.md", "")]).unwrap();
    assert!(found.contains("base/Cargo.toml:5: serde has no line"), "{found}");
    let list = "| package | why |\n|---|---|\n| `serde` | not `rival` |\n- `gone`: why.\n";
    let found = said(&[("docs/dependencies.md", list)]).unwrap();
    assert_eq!(found, "docs/dependencies.md:4: nothing uses gone\n");
    let extra = format!("{ROOT}unused = \"1\"\n");
    let found = said(&[("Cargo.toml", &extra)]).unwrap();
    assert_eq!(found, "Cargo.toml:1: no crate uses unused\n");
    let package = "{\n  \"dependencies\": { \"axe-core\": \"1.0.0\" }\n}\n";
    let found = said(&[("tests/browser/package.json", package)]).unwrap();
    assert!(found.starts_with("tests/browser/package.json:2: axe-core has no line"), "{found}");
}

#[test]
fn a_module_without_an_opening_is_found() {
    let found = said(&[("kernel/base/src/money.rs", "pub struct Cents;\n")]).unwrap();
    assert!(found.starts_with("kernel/base/src/money.rs:1: begin with a paragraph"), "{found}");
}

/// What tidy says of a page of the crate `calls` whose handler does this.
fn of_handler(body: &str) -> Result<String, String> {
    let verbs = "//! Files.\npub fn file(tx: &mut Tx, id: FileId) -> File { todo() }\n\
        pub fn own_file(tx: &mut Tx, actor: &Actor, id: FileId) -> File { todo() }\n\
        pub fn events(tx: &mut Tx, file: FileId) -> Vec<Event> { todo() }\n\
        pub fn tokens_of(tx: &mut Tx, person: PersonId) -> Vec<Token> { todo() }\n\
        pub fn end_token(tx: &mut Tx, person: PersonId, id: TokenId) { todo() }\n\
        pub fn everything(tx: &mut Tx) -> Vec<File> { todo() }\n";
    let page = format!("//! A page.\nasync fn show(ctx: Ctx, actor: Actor) {{\n{body}\n}}\n");
    said(&[("programmes/calls/src/files.rs", verbs), ("programmes/calls/src/pages/a.rs", &page)])
}

#[test]
fn a_handler_that_reaches_a_record_without_an_actor_is_found() {
    for body in [
        "let id = typed.parse()?;\nctx.read(move |tx| files::file(tx, id));",
        "ctx.read(move |tx| crate::files::file(tx, typed.parse()?));",
        "ctx.read(move |tx| { files::own_file(tx, &actor, id)?; files::events(tx, id) });",
        "let id = file.id;\nlet id = typed.parse()?;\nctx.read(move |tx| files::events(tx, id));",
        "ctx.read(files::everything);",
        "ctx.read(|tx| files::everything(tx));",
        "ids.map(files::file);",
        "ctx.read(move |tx| files::tokens_of(tx, person));",
        "ctx.read(move |tx| tx.one(sql(\"SELECT 1 FROM calls_file\"), &[]));",
    ] {
        let found = of_handler(body).unwrap();
        assert!(found.contains("programmes/calls/src/pages/a.rs:"), "{body}: {found}");
    }
}

#[test]
fn a_handler_asks_by_an_actor_or_by_what_a_loaded_record_holds() {
    for body in [
        "let id = typed.parse()?;\nctx.read(move |tx| files::own_file(tx, &actor, id));",
        "ctx.read(move |tx| { let file = files::own_file(tx, &actor, id)?; files::events(tx, file.id) });",
        "let id = loaded.file.id;\nctx.read(move |tx| files::events(tx, id));",
        "let (person, id) = (actor.person()?, typed.parse()?);\nctx.write(move |tx| files::end_token(tx, person, id));",
    ] {
        assert_eq!(of_handler(body).unwrap(), "", "{body}");
    }
}
