//! The log of acts leaves the instance whole, and its end, kept elsewhere, proves that it is the
//! same log.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

fn parvis(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.args(words).arg("--data").arg(folder).env_remove("PARVIS_DATABASE");
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// An instance with some acts; the end of its log.
fn with_acts(folder: &Path) -> String {
    for email in ["a@parvis.test", "b@parvis.test"] {
        assert!(parvis(folder, &["user", "--email", email, "--name", "Anna"]).status.success());
    }
    let checked = parvis(folder, &["check"]);
    assert!(checked.status.success());
    let text = said(&checked);
    let line = text.lines().find(|line| line.starts_with("log: ")).unwrap();
    line.rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn the_log_is_written_out_and_goes_on_from_an_end_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let end = with_acts(&one);
    let written = said(&parvis(&one, &["log"]));
    let entries: Vec<serde_json::Value> =
        written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let numbers: Vec<i64> = entries.iter().map(|e| e["number"].as_i64().unwrap()).collect();
    assert!(
        numbers.len() >= 4 && numbers.iter().copied().eq(1..=numbers.len() as i64),
        "{numbers:?}"
    );
    assert_eq!(entries.last().unwrap()["hash"], end.as_str());
    // More is added; the log goes on from the end that was kept.
    with_acts(&one);
    assert!(parvis(&one, &["check", "--log-end", &end]).status.success());
    // Another log, whole in itself, does not.
    with_acts(&other);
    let refused = parvis(&other, &["check", "--log-end", &end]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("the audit log goes on from the end that was kept elsewhere"));
}
