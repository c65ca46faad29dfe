//! The file of the criteria is whole, and each state in it rests on something that exists.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use askama::Template;
use toml::{Table, Value};
use words::{Lang, Words};

use super::*;

/// Criteria of each theme in version 4.1.2.
const CRITERIA: [u8; 13] = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];
const KEYS: [&str; 11] = [
    "numero", "fr", "en", "statut", "moyen", "date", "preuves", "absents", "pages", "note",
    "constat",
];
/// Folders of what is sent to browsers.
const FACES: [&str; 7] = [
    "kernel/web/templates",
    "kernel/web/assets/css",
    "kernel/web/assets/js",
    "kernel/web/src",
    "commons",
    "programmes",
    "parvis/templates",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

fn criteria() -> Vec<Table> {
    let file: Table = read("docs/rgaa.toml").unwrap().parse().unwrap();
    file["critere"].as_array().unwrap().iter().map(|c| c.as_table().unwrap().clone()).collect()
}

fn text<'a>(criterion: &'a Table, key: &str) -> &'a str {
    criterion.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn texts<'a>(criterion: &'a Table, key: &str) -> Vec<&'a str> {
    let list = criterion.get(key).and_then(Value::as_array);
    list.into_iter().flatten().map(|item| item.as_str().unwrap()).collect()
}

/// Templates, styles, scripts, and the sources that write markup; by path.
fn faces() -> Vec<(String, String)> {
    let mut waiting: Vec<PathBuf> = FACES.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
            if path.is_dir() {
                waiting.push(path);
            } else if ["html", "css", "js", "rs"].contains(&kind) {
                let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
                found.push((path.display().to_string(), text));
            }
        }
    }
    assert!(found.len() > 100, "only {} files", found.len());
    found
}

#[test]
fn every_criterion_is_there_once() {
    let audit = AUDIT.as_ref().unwrap();
    let wanted: Vec<String> = (1..)
        .zip(CRITERIA)
        .flat_map(|(theme, count)| (1..=count).map(move |at| format!("{theme}.{at}")))
        .collect();
    let numbers: Vec<&str> = audit.criteria.iter().map(|c| c.number.as_str()).collect();
    assert_eq!(wanted.len(), 106);
    assert_eq!(numbers, wanted);
    let themes: Vec<u8> = audit.themes.iter().map(|theme| theme.number).collect();
    assert_eq!(themes, (1..=13).collect::<Vec<u8>>());
    for criterion in criteria() {
        let strange: Vec<&String> =
            criterion.keys().filter(|key| !KEYS.contains(&key.as_str())).collect();
        assert!(strange.is_empty(), "{}: {strange:?}", text(&criterion, "numero"));
    }
}

/// What is wrong with one proof.
fn fault(proof: &str, proofs: &[&str]) -> Option<String> {
    if proof.starts_with("axe: ") || proof.starts_with("html-validate: ") {
        let run = proofs.iter().any(|other| other.starts_with("tests/browser/checks.mjs"));
        return (!run).then(|| format!("{proof}: by which check?"));
    }
    let (path, name) = proof.split_once("::").unwrap_or((proof, ""));
    let Some(source) = read(path) else { return Some(format!("there is no file {path}")) };
    let there = [format!("fn {name}("), format!("test(\"{name}\""), format!("kind: \"{name}\"")];
    let known = name.is_empty() || there.iter().any(|wanted| source.contains(wanted));
    (!known).then(|| format!("there is no {name} in {path}"))
}

#[test]
fn every_state_has_its_proof() {
    let day = AUDIT.as_ref().unwrap().date.clone();
    let routes = read("docs/routes.md").unwrap();
    for criterion in criteria() {
        let (number, status) = (text(&criterion, "numero"), text(&criterion, "statut"));
        let (means, proofs) = (text(&criterion, "moyen"), texts(&criterion, "preuves"));
        for proof in &proofs {
            assert_eq!(fault(proof, &proofs), None, "{number}");
        }
        let decided = status != "non évalué";
        assert_eq!(means.is_empty(), !decided, "{number}: {status}, {means}");
        let (hand, pages) = (means == "à la main", texts(&criterion, "pages"));
        assert_eq!(hand, !pages.is_empty(), "{number}: pages go with what was read by hand");
        for page in pages {
            assert!(routes.contains(&format!("| `{page}` | GET |")), "{number}: no page {page}");
        }
        let file = proofs.iter().any(|proof| proof.contains('/'));
        assert!(!decided || hand || file, "{number}: no file");
        let rule = proofs.iter().any(|proof| proof.contains(": "));
        assert!(means != "automatique" || rule, "{number}: by which rule?");
        let (read, date) = (hand || means == "lecture du code", text(&criterion, "date"));
        assert_eq!(read, !date.is_empty(), "{number}: a date goes with reading");
        assert!(
            date <= day.as_str() && (!read || date.parse::<Date>().is_ok()),
            "{number}: {date}"
        );
        let told = criterion.contains_key("constat");
        assert_eq!(told, status == "non conforme", "{number}: what is found wrong?");
    }
}

#[test]
fn what_is_said_to_be_absent_is_absent() {
    let faces = faces();
    let mut sought = BTreeSet::new();
    for criterion in criteria() {
        for word in texts(&criterion, "absents") {
            let number = text(&criterion, "numero");
            sought.insert(word.to_owned());
            // Sources write markup; in their other words nothing can be told.
            let markup = word.starts_with('<') || word.contains('=');
            let looked = faces.iter().filter(|(path, _)| markup || !path.ends_with(".rs"));
            let found: Vec<&String> =
                looked.filter(|(_, face)| face.contains(word)).map(|(path, _)| path).collect();
            assert!(found.is_empty(), "{number}: {word} in {found:?}");
        }
    }
    assert!(sought.len() > 20, "only {sought:?}");
    for (path, face) in faces.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!face.contains("<table") || face.contains("<th"), "{path}: a table without heads");
    }
}

#[test]
fn what_is_written_is_well_set() {
    for criterion in criteria() {
        let found = criterion.get("constat").and_then(|said| said.get("fr")?.as_str());
        for said in [Some(text(&criterion, "fr")), Some(text(&criterion, "note")), found] {
            let said = said.unwrap_or_default();
            let faults = words::typography_faults(&format!("k = {said}\n"));
            assert!(said.is_empty() || faults.is_empty(), "{faults:?}");
        }
    }
}

fn counts(holds: i64, fails: i64, open: i64) -> Counts {
    Counts { holds, fails, absent: 3, open }
}

#[test]
fn the_state_is_the_one_that_the_law_gives() {
    for (counted, state, rate) in [
        (counts(103, 0, 0), State::Total, Some(10_000)),
        (counts(102, 1, 0), State::Partial, Some(9_902)),
        (counts(51, 51, 0), State::Partial, Some(5_000)),
        (counts(50, 51, 0), State::None, Some(4_950)),
        (counts(102, 0, 1), State::None, None),
        (counts(0, 0, 0), State::Total, None),
    ] {
        assert_eq!((counted.state(), counted.rate()), (state, rate));
    }
}

#[test]
fn the_page_and_the_foot_of_every_page_say_the_same_state() {
    let audit = AUDIT.as_ref().unwrap();
    let words = Arc::new(Words::new(&crate::texts()).unwrap());
    let state = Counts::of(audit.criteria.iter()).state();
    let (fr, en) = match state {
        State::Total => ("totalement conforme", "fully conforming"),
        State::Partial => ("partiellement conforme", "partially conforming"),
        State::None => ("non conforme", "not conforming"),
    };
    for (lang, foot) in [
        (Lang::Fr, format!("Accessibilité\u{a0}: {fr}")),
        (Lang::En, format!("Accessibility: {en}")),
    ] {
        let voice = Voice::new(words.clone(), lang);
        assert_eq!(voice.say("web-accessibility"), foot);
        let publisher = Publisher::default();
        let page = Declaration::new(&voice, audit, &publisher).unwrap();
        let (said, html) = (page.verdict(), page.render().unwrap());
        for wanted in [said.as_str(), "71120", "2005-102"] {
            assert!(html.contains(wanted), "{wanted} in {html}");
        }
        assert_eq!(html.matches("<tr role=\"row\">").count(), 1 + 13 + 1 + 106);
        for fault in audit.criteria.iter().filter(|c| c.status == Status::Fails) {
            assert!(html.contains(fault.finding.as_ref().unwrap().to(&voice)), "{}", fault.number);
        }
        assert!(!html.contains('⟦'), "a text is missing: {html}");
    }
}
