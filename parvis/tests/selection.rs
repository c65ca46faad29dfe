//! `parvis selection` as people and programs use it: what it prints, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const SCORES: &str = "proposal,reviewer,score\nbread,ana,4\nbread,ben,5\nbread,cleo,\nsoap,ana,2\n\
    soap,ben,3\nsoap,cleo,2\nbike,ana,3\nbike,cleo,4\n";
const AFFINITY: &str = "reviewer;proposal;score\r\nana;bread;0,9\r\nana;soap;0,8\r\nben;bread;0,1\r\n\
    ben;soap;0,7\r\ncleo;bread;0,2\r\ncleo;soap;0,1\r\n";
const PROJECTS: &str = "id,value,cost,theme,se\na,60,100,x,1\nb,40,50,y,1\nc,35,50,x,1\n";
const PABULIB: &str = "META\nkey;value\nbudget;100\nPROJECTS\nproject_id;cost;votes\na;100;2\nb;50;1\n\
    c;50;2\nVOTES\nvoter_id;vote\n1;a,c\n2;a,b,c\n";

fn run(folder: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.arg("selection").args(words.split(' ')).current_dir(folder).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("scores.csv", SCORES),
        ("affinity.csv", AFFINITY),
        ("conflicts.csv", "reviewer,proposal\nana,bread\n"),
        ("none.csv", "reviewer,proposal\n"),
        ("projects.csv", PROJECTS),
        ("ballots.csv", "voter,project,points\nv,a,1\nw,b,3\n"),
        ("budget.pb", PABULIB),
        ("empty.csv", ""),
        ("bad.csv", "proposal,reviewer,score\na,b,1\na,c,NaN\n"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn json(folder: &Path, words: &str) -> Value {
    let output = run(folder, &format!("{words} --json"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Keys of an object, sorted.
fn keys(value: &Value) -> String {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys.join(" ")
}

/// The keys that docs/commands.md promises.
#[test]
fn programs_get_the_keys_that_are_documented() {
    let folder = folder();
    let found = json(folder.path(), "calibrate --scores scores.csv --first 1 --draws 100");
    assert_eq!(
        keys(&found),
        "abstained agreement icc log_likelihood mean notes proposals reviewers severity variance"
    );
    assert_eq!(keys(&found["variance"]), "proposal residual reviewer");
    assert_eq!(keys(&found["icc"]), "k mean single");
    assert_eq!(
        keys(&found["proposals"][0]),
        "effect estimate expected_rank id mean n p_selected reading_gain se"
    );
    assert_eq!(keys(&found["reviewers"][0]), "effect id interval n se spread spread_interval");
    assert_eq!(
        (found["abstained"].as_u64(), found["proposals"][0]["n"].as_u64()),
        (Some(1), Some(2))
    );

    let assign = "assign --affinity affinity.csv --per-proposal 1 --max-load 1";
    let found = json(folder.path(), assign);
    assert_eq!(keys(&found), "bound objective pairs smallest_bound smallest_proposal_score");
    assert_eq!(found["pairs"], serde_json::json!([["ana", "bread"], ["ben", "soap"]]));
    let found =
        json(folder.path(), &format!("{assign} --objective fair --conflicts conflicts.csv"));
    assert_eq!(found["smallest_proposal_score"], 0.2);
    assert!(json(folder.path(), &format!("{assign} --conflicts none.csv"))["bound"].is_number());

    let asked = "portfolio --projects projects.csv --budget 100 --quota theme=x<=0 --draws 20 \
        --ballots ballots.csv";
    let found = json(folder.path(), asked);
    assert_eq!(keys(&found), "chances equal_shares equal_shares_completed exact greedy quotas");
    for way in ["exact", "greedy", "equal_shares", "equal_shares_completed"] {
        assert_eq!(keys(&found[way]), "bound chosen cost costs shares value", "{way}");
    }
    assert_eq!(
        (found["exact"]["value"].as_f64(), found["exact"]["bound"].as_f64()),
        (Some(40.0), Some(40.0))
    );
    assert_eq!(found["quotas"], serde_json::json!([{"quota": "theme=x<=0", "price": 35.0}]));
    let found = json(folder.path(), "portfolio --pabulib budget.pb");
    assert_eq!(found["exact"]["chosen"], serde_json::json!(["b", "c"]));
    assert_eq!(found["equal_shares"]["chosen"], serde_json::json!(["c"]));
}

#[test]
fn people_get_tables() {
    let folder = folder();
    for (words, shown) in [
        ("calibrate --scores scores.csv", "proposal  n   mean"),
        ("calibrate --scores scores.csv", "abstentions: 1"),
        ("assign --affinity affinity.csv --per-proposal 1 --max-load 1", "no assignment has more"),
        ("portfolio --projects projects.csv --budget 100", "exact      75"),
        ("portfolio --pabulib budget.pb --steps 50,100", "equal shares"),
    ] {
        let output = run(folder.path(), words);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains(shown), "{words}\n{text}");
    }
}

#[test]
fn it_ends_with_a_number_and_a_sentence() {
    let folder = folder();
    for (words, code, said) in [
        ("calibrate", 2, "--scores"),
        ("calibrate --scores scores.csv --first 3", 2, "the first 3 of 3 proposals"),
        ("calibrate --scores scores.csv --draws 1e9", 2, "a whole number"),
        ("calibrate --scores scores.csv --first 0", 2, "a whole number"),
        ("calibrate --scores gone.csv", 3, "gone.csv: "),
        ("calibrate --scores empty.csv", 3, "empty.csv: line 1: the file is empty"),
        ("calibrate --scores bad.csv", 3, "bad.csv: line 3, column score: « NaN » is no number"),
        (
            "calibrate --scores scores.csv --score note",
            3,
            "scores.csv: line 1, column note: there is no such column",
        ),
        ("assign --affinity affinity.csv --max-load 1 --min-load 2", 2, "least load"),
        (
            "assign --affinity affinity.csv --max-load 1",
            4,
            "proposals bread, soap: 6 readings needed, 3 possible",
        ),
        (
            "assign --affinity affinity.csv --max-load 1 --conflicts bad.csv",
            3,
            "bad.csv: line 2, column proposal: « a »",
        ),
        ("portfolio --projects projects.csv", 2, "--budget"),
        ("portfolio --pabulib budget.pb --budget 5", 2, "cannot be used with"),
        ("portfolio --projects projects.csv --budget much", 2, "no amount"),
        ("portfolio --projects projects.csv --budget 100 --quota theme=y>=2", 4, "theme=y>=2"),
        (
            "portfolio --projects projects.csv --budget 100 --quota theme=z>=1",
            3,
            "column theme: « z »",
        ),
        ("portfolio --projects projects.csv --budget salt=9", 3, "line 1, column salt"),
        ("portfolio --pabulib scores.csv", 3, "scores.csv: line 1: there is no section META"),
    ] {
        let output = run(folder.path(), words);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{words}\n{text}");
        assert!(text.contains(said) && output.stdout.is_empty(), "{words}\n{text}");
    }
}

#[test]
fn standard_input_is_a_file_too() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(["selection", "calibrate", "--scores", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(SCORES.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["reviewers"].as_array().unwrap().len(), 3);
}
