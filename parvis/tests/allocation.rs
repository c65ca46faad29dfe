//! Seats given out from files, published, checked and explained, as one types it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs in a folder; the code, what was said, and what was said on standard error.
fn parvis(folder: &Path, words: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    let done = command.arg("allocation").args(words.split(' ')).current_dir(folder).output();
    let done = done.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

fn files(folder: &Path) {
    fs::write(folder.join("offers.csv"), "offer,seats\nclay,1\nwood,2\n").unwrap();
    let persons = "person,party,category,wishes\n\
        anna,,,clay>wood\nbela,g,near,clay>wood\nceli,g,,wood>wood\ndora,,,clay\n";
    fs::write(folder.join("persons.csv"), persons).unwrap();
    fs::write(folder.join("classes.csv"), "offer,person,class\nclay,anna,1\n").unwrap();
    let quotas = "offer,category,at_least,at_most\nclay,near,1,1\n";
    fs::write(folder.join("quotas.csv"), quotas).unwrap();
}

const DRAW: &str = "draw --offers offers.csv --persons persons.csv --seed abc";
const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn seats_are_given_out_published_checked_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    files(folder);
    let (code, text, _) = parvis(folder, "seed --seed abc");
    assert_eq!((code, text.contains(HASH)), (0, true));
    let words = format!("{DRAW} --rule deferred --classes classes.csv --announced {HASH}");
    let (code, text, _) = parvis(folder, &words);
    assert_eq!(code, 0);
    assert!(text.contains("stable: nobody is refused a seat"), "{text}");
    assert!(text.contains("clay: 1 other (anna) with priority over dora"), "{text}");
    let (code, text, _) = parvis(folder, &format!("{words} --json"));
    let published: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &published["commitment"]), (0, &HASH.into()));
    assert_eq!(published["answer"][0]["offer"], "clay");
    fs::write(folder.join("published.json"), &text).unwrap();
    assert_eq!(parvis(folder, "check published.json").0, 0);
    let (code, text, _) = parvis(folder, "why published.json dora");
    assert_eq!((code, text.starts_with("dora has nothing\n")), (0, true), "{text}");
    let touched = fs::read_to_string(folder.join("published.json")).unwrap();
    let touched = touched.replace(
        "\"offer\": \"clay\",\n      \"wish\": 1",
        "\"offer\": null,\n      \"wish\": null",
    );
    fs::write(folder.join("touched.json"), touched).unwrap();
    let (code, _, told) = parvis(folder, "check touched.json");
    assert_eq!((code, told.contains("touched.json: done again")), (3, true), "{told}");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    files(folder);
    fs::write(folder.join("bad.csv"), "person,wishes\nanna,clay>glass\n").unwrap();
    let cases = [
        (format!("{DRAW} --rule serial --classes classes.csv"), 2, "no classes"),
        (format!("{DRAW} --rule serial --quotas quotas.csv"), 2, "no seats are reserved"),
        (format!("{DRAW} --rule bogus"), 2, "bogus"),
        (format!("{DRAW} --rule serial --announced 00"), 3, HASH),
        (
            DRAW.replace("persons.csv", "bad.csv") + " --rule serial",
            3,
            "bad.csv, line 2, column 2: there is no offer `glass`",
        ),
        (DRAW.replace("offers.csv", "none.csv") + " --rule serial", 3, "none.csv"),
        ("check offers.csv".to_owned(), 3, "line 1 column 1"),
    ];
    for (words, wanted, sentence) in cases {
        let (code, _, told) = parvis(folder, &words);
        assert_eq!((code, told.contains(sentence)), (wanted, true), "{words}: {told}");
    }
}

#[test]
fn without_a_stable_answer_it_says_so_and_ends_with_4() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("offers.csv"), "offer,seats\nh1,1\nh2,1\n").unwrap();
    let persons = "person,party,wishes\ns1,couple,h1\ns2,couple,h2\ns3,,h1>h2\n";
    fs::write(folder.join("persons.csv"), persons).unwrap();
    let classes = "offer,person,class\nh1,s1,1\nh1,s3,2\nh2,s3,1\nh2,s2,2\n";
    fs::write(folder.join("classes.csv"), classes).unwrap();
    let words = format!("{DRAW} --rule deferred --classes classes.csv");
    let (code, text, _) = parvis(folder, &words);
    assert_eq!((code, text.contains("no stable answer exists")), (4, true), "{text}");
}
