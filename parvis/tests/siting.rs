//! Where to open, asked of files, as one types it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs in a folder; the code, what was said, and what was said on standard error.
fn parvis(folder: &Path, words: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    let done = command.arg("siting").args(words.split(' ')).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

fn files(folder: &Path) {
    let demands = "demand,weight,x,y\nport,100,0,0\nmill,10,1600,0\nfarm,1,8000,0\n";
    fs::write(folder.join("demands.csv"), demands).unwrap();
    let sites = "site,state,x,y\nquay,,0,0\nlock,kept,1600,0\nbarn,forbidden,8000,0\n";
    fs::write(folder.join("sites.csv"), sites).unwrap();
    fs::write(folder.join("net.txt"), "4 4 2\n1 2 3\n2 3 4\n3 4 1\n1 4 9\n").unwrap();
}

const TABLES: &str = "--demands demands.csv --sites sites.csv";

#[test]
fn an_answer_has_its_bound() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    files(folder);
    let (code, text, _) = parvis(folder, &format!("median {TABLES} --places 2 --json"));
    let mut found: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(found.as_object_mut().unwrap().remove("seconds").is_some());
    let wanted = serde_json::json!({
        "question": "median", "objective": 104.0, "bound": 104.0, "gap": 0.0, "optimal": true,
        "open": ["quay", "lock"], "estimated": true, "seed": 1, "effort": 1,
    });
    assert_eq!((code, found), (0, wanted));
    let (code, text, _) = parvis(folder, &format!("cover {TABLES} --places 1 --within 30"));
    assert_eq!(code, 0);
    assert!(text.contains("weight within reach: 110\n"), "{text}");
    assert!(text.contains("optimal: proven\nestimate:"), "{text}");
    assert!(text.ends_with("lock  (kept)\n"), "{text}");
    let (code, text, _) = parvis(folder, "centre --orlib net.txt");
    assert_eq!((code, text.contains("worst off: 3\noptimal: proven\n")), (0, true), "{text}");
    let (code, text, _) = parvis(folder, "cover-all --orlib net.txt --within 4");
    assert_eq!((code, text.contains("places: 2\noptimal: proven\n")), (0, true), "{text}");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    files(folder);
    fs::write(folder.join("minutes.csv"), "demand,site,minutes\nport,quay,x\n").unwrap();
    fs::write(folder.join("few.csv"), "demand,site,minutes\nport,quay,1\n").unwrap();
    fs::write(folder.join("bad.txt"), "2 1 1\n1 q 2\n").unwrap();
    let cases = [
        (format!("median {TABLES}"), 2, "--places"),
        ("median --demands demands.csv".to_owned(), 2, "--sites"),
        (format!("median {TABLES} --places 3"), 4, "from 1 (kept ones) to 2 (allowed ones)"),
        (format!("cover-all {TABLES} --within 5"), 4, "within 5 minutes of `farm`"),
        (
            format!("median {TABLES} --places 1 --minutes minutes.csv"),
            3,
            "minutes.csv, line 2, column 3: `x` is no number",
        ),
        (
            format!("median {TABLES} --places 1 --minutes few.csv"),
            3,
            "no minutes are given from `port` to `lock`",
        ),
        ("median --orlib bad.txt".to_owned(), 3, "bad.txt, line 2, column 3: `q`"),
    ];
    for (words, wanted, sentence) in cases {
        let (code, _, told) = parvis(folder, &words);
        assert_eq!((code, told.contains(sentence)), (wanted, true), "{words}: {told}");
    }
}
