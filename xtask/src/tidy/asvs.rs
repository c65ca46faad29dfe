//! Each requirement of the ASVS has one outcome in `docs/asvs.md`, and what it rests on exists.
//!
//! A row is `| V1.2.3 | level | asks | outcome |`; an outcome begins with one of [`OUTCOMES`]. What
//! it has in backticks is a test, `path::name`, or else a file. Which ids there are is told by the
//! plain list at the end of the document, a line `Level 1: …` and a line `Level 2: …`. Deliberately
//! absent: whether a test shows what it is named for; people read that.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Finding, Source};

const LIST: &str = "docs/asvs.md";
/// Requirements of each level in version 5.0.0.
const LEVELS: [(&str, usize); 2] = [("1", 70), ("2", 183)];
/// An outcome's name in the table of counts, and how it begins.
const OUTCOMES: [(&str, &str); 4] = [
    ("test", "test: "),
    ("code", "code: "),
    ("does not apply", "no: does not apply: "),
    ("not yet", "no: not yet: "),
];

struct Row<'a> {
    line: usize,
    id: &'a str,
    level: &'a str,
    outcome: &'a str,
}

impl Row<'_> {
    fn kind(&self) -> Option<&'static str> {
        OUTCOMES.iter().find(|(_, start)| self.outcome.starts_with(start)).map(|(name, _)| *name)
    }
}

/// Rows whose test or file is gone, ids missing or twice, counts that are wrong.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(list) = sources.iter().find(|source| source.file.as_os_str() == LIST) else {
        return Vec::new();
    };
    let lines = list.text.lines().enumerate();
    let rows: Vec<Row> = lines.filter_map(|(index, line)| row(line, index + 1)).collect();
    let mut findings = ids(&list.text, &rows);
    for row in &rows {
        let wrong = evidence(row, sources);
        findings.extend(wrong.into_iter().map(|what| Finding::new(LIST, row.line, what)));
    }
    for line in counts(&rows) {
        if !list.text.lines().any(|known| known == line) {
            findings.push(Finding::new(LIST, 1, format!("the counts should have: {line}")));
        }
    }
    findings
}

fn row(line: &str, number: usize) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.strip_prefix("| V")?.strip_suffix(" |")?.split(" | ").collect();
    let [_, level, _, outcome] = cells.as_slice() else { return None };
    let id = line.strip_prefix("| ")?.split(' ').next()?;
    Some(Row { line: number, id, level, outcome })
}

fn ids(text: &str, rows: &[Row]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for row in rows {
        if let Some((_, first)) = seen.insert(row.id, (row.level, row.line)) {
            let what = format!("{} is in line {first} too", row.id);
            findings.push(Finding::new(LIST, row.line, what));
        }
    }
    let mut wanted: BTreeMap<&str, &str> = BTreeMap::new();
    for (level, count) in LEVELS {
        let start = format!("Level {level}: ");
        let listed = text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default();
        let before = wanted.len();
        wanted.extend(listed.trim_end_matches('.').split(", ").map(|id| (id, level)));
        let listed = wanted.len() - before;
        if listed != count {
            let what = format!("level {level} has {count} ids, and {listed} are listed");
            findings.push(Finding::new(LIST, 1, what));
        }
    }
    for (id, level) in &wanted {
        if seen.get(id).is_none_or(|(told, _)| told != level) {
            findings.push(Finding::new(LIST, 1, format!("{id} has no row of level {level}")));
        }
    }
    let strange = seen.iter().filter(|(id, _)| !wanted.contains_key(*id));
    findings
        .extend(strange.map(|(id, (_, line))| Finding::new(LIST, *line, format!("no id: {id}"))));
    findings
}

/// What is wrong with what a row rests on.
fn evidence(row: &Row, sources: &[Source]) -> Vec<String> {
    let Some(kind) = row.kind() else {
        return vec![format!("{}: an outcome is test, code or no, with its reason", row.id)];
    };
    let known = |path: &str| sources.iter().find(|source| source.file == Path::new(path));
    let named = row.outcome.split('`').skip(1).step_by(2);
    let named: Vec<&str> = named.filter(|name| name.contains(['/', '.'])).collect();
    let mut wrong = Vec::new();
    for name in &named {
        match name.split_once("::") {
            Some((path, test)) if !known(path).is_some_and(|source| has_test(source, test)) => {
                wrong.push(format!("{}: there is no test {name}", row.id));
            }
            None if known(name).is_none() => {
                wrong.push(format!("{}: there is no file {name}", row.id));
            }
            _ => {}
        }
    }
    let tests = named.iter().filter(|name| name.contains("::")).count();
    if (kind == "test" && tests == 0) || (kind == "code" && tests == named.len()) {
        wrong.push(format!("{}: name the {kind} that shows it", row.id));
    }
    wrong
}

/// Whether a source has a test of this name that runs.
fn has_test(source: &Source, name: &str) -> bool {
    if source.extension() == "mjs" {
        return source.text.contains(&format!("test(\"{name}\""));
    }
    let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
    let begins = |line: &str| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        let rest = line.strip_prefix("fn ").and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with('('))
    };
    lines.iter().enumerate().filter(|(_, line)| begins(line)).any(|(at, _)| {
        let attributes = lines.iter().take(at).rev().take_while(|line| line.starts_with("#["));
        let starts = |start: &str| attributes.clone().any(|line| line.starts_with(start));
        (starts("#[test]") || starts("#[tokio::test")) && !starts("#[ignore")
    })
}

/// The rows of the table of counts.
fn counts(rows: &[Row]) -> Vec<String> {
    let line = |name: &str, counted: &dyn Fn(&Row) -> bool| {
        let of = |level: &str| rows.iter().filter(|r| r.level == level && counted(r)).count();
        let [first, second] = LEVELS.map(|(level, _)| of(level));
        format!("| {name} | {first} | {second} | {} |", first + second)
    };
    let mut lines: Vec<String> =
        OUTCOMES.iter().map(|(name, _)| line(name, &|row| row.kind() == Some(name))).collect();
    lines.push(line("all", &|_| true));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTS: &str = "#[test]\nfn holds() {}\n\n#[tokio::test]\nasync fn waits() {}\n\n\
        fn helper() {}\n\n#[test]\n#[ignore = \"by hand\"]\nfn sleeps() {}\n";

    fn said(document: &str) -> String {
        let source = |file: &str, text: &str| Source { file: file.into(), text: text.to_owned() };
        let browser = "test(\"a page\", async () => {});\n";
        let sources =
            [source(LIST, document), source("a/t.rs", TESTS), source("b.test.mjs", browser)];
        check(&sources).iter().map(|finding| format!("{finding}\n")).collect()
    }

    /// A document whose first row is this; the others do not apply.
    fn document(first: &str) -> String {
        let ids =
            |level: usize, count: usize| (1..=count).map(move |at| format!("V{level}.0.{at}"));
        let mut rows = Vec::new();
        let mut lists = Vec::new();
        for (level, (name, count)) in LEVELS.iter().enumerate() {
            let no = |id: String| format!("| {id} | {name} | x | no: does not apply: none |");
            rows.extend(ids(level, *count).map(no));
            lists.push(format!(
                "Level {name}: {}.",
                ids(level, *count).collect::<Vec<_>>().join(", ")
            ));
        }
        rows[0] = first.to_owned();
        let parsed: Vec<Row> = rows.iter().filter_map(|line| row(line, 1)).collect();
        format!("{}\n\n{}\n\n{}\n", counts(&parsed).join("\n"), rows.join("\n"), lists.join("\n"))
    }

    #[test]
    fn outcomes_rest_on_what_exists() {
        for good in [
            "test: `a/t.rs::holds`",
            "test: `a/t.rs::waits`, `b.test.mjs::a page`: all of it",
            "code: `a/t.rs`; the rest by `a/t.rs::holds`",
            "no: not yet: nobody has, with `smtps`",
        ] {
            assert_eq!(said(&document(&format!("| V0.0.1 | 1 | x | {good} |"))), "", "{good}");
        }
        for (bad, wanted) in [
            ("test: `a/t.rs::gone`", "there is no test a/t.rs::gone"),
            ("test: `a/t.rs::helper`", "there is no test a/t.rs::helper"),
            ("test: `a/t.rs::sleeps`", "there is no test a/t.rs::sleeps"),
            ("test: `b.test.mjs::another page`", "there is no test b.test.mjs::another page"),
            ("code: `a/gone.rs`", "there is no file a/gone.rs"),
            ("no: not yet: see `a/gone.rs`", "there is no file a/gone.rs"),
            ("test: somewhere", "name the test that shows it"),
            ("code: `a/t.rs::holds`", "name the code that shows it"),
            ("yes", "an outcome is test, code or no"),
        ] {
            let found = said(&document(&format!("| V0.0.1 | 1 | x | {bad} |")));
            assert!(found.contains(wanted), "{bad}: {found}");
        }
    }

    #[test]
    fn ids_are_all_there_and_once() {
        let no = "no: not yet: no";
        let good = document(&format!("| V0.0.1 | 1 | x | {no} |"));
        let twice = said(&good.replace("| V0.0.2 | 1", "| V0.0.1 | 1"));
        assert!(twice.contains("V0.0.1 is in line"), "{twice}");
        assert!(twice.contains("V0.0.2 has no row of level 1"), "{twice}");
        let moved = said(&good.replace("| V0.0.2 | 1", "| V0.0.2 | 2"));
        assert!(moved.contains("V0.0.2 has no row of level 1"), "{moved}");
        let strange = said(&good.replace("| V0.0.2 | 1", "| V9.9.9 | 1"));
        assert!(strange.contains("no id: V9.9.9"), "{strange}");
        let short = said(&good.replace("V1.0.183.", "V1.0.1."));
        assert!(short.contains("level 2 has 183 ids, and 182 are listed"), "{short}");
        let counted = said(&good.replace("| not yet | 1 | 0 | 1 |", "| not yet | 0 | 0 | 0 |"));
        assert!(counted.contains("the counts should have: | not yet | 1 | 0 | 1 |"), "{counted}");
    }
}
