//! Every text that the sources ask for is there in every shipped language, and well set.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use words::{Lang, Words};

const CONTEXTS: [&str; 9] =
    ["web", "people", "ledger", "reservations", "calls", "places", "home", "work", "store"];

/// What looks like a key and is none: an example in a comment, names of threads.
const NO_KEYS: [&str; 4] = ["calls-nom", "store-", "store-reader", "store-writer"];

fn root() -> PathBuf {
    xtask::find_root().unwrap()
}

/// Sources and templates, without tests and examples.
fn sources() -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    for floor in ["kernel", "commons", "programmes", "parvis"] {
        for entry in walkdir::WalkDir::new(root().join(floor)) {
            let path = entry.unwrap().into_path();
            let told = |part: &str| path.components().any(|c| c.as_os_str() == Path::new(part));
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or("");
            let own = matches!(kind, "rs" | "html") && !told("tests") && !told("examples");
            let tests = path.ends_with("tests.rs")
                || path.components().any(|c| c.as_os_str().to_string_lossy().contains("gallery"));
            if own && !tests && (told("src") || told("templates")) {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
                sources.push((path, text));
            }
        }
    }
    assert!(sources.len() > 60, "only {} sources found", sources.len());
    sources
}

/// Quoted texts that begin with a context's name: keys, or beginnings of keys.
fn quoted_keys(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for context in CONTEXTS {
        let start = format!("\"{context}-");
        for (at, _) in text.match_indices(&start) {
            let rest = text.get(at + 1..).unwrap();
            let end = rest.find('"').unwrap_or(0);
            let literal = rest.get(..end).unwrap();
            let key_like =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-{}".contains(c);
            if literal.chars().all(key_like) {
                found.insert(literal.split('{').next().unwrap().to_owned());
            }
        }
    }
    found
}

#[test]
fn the_language_files_agree_with_each_other() {
    let faults = words::verify(&parvis::texts());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_key_that_sources_ask_for_is_there() {
    let words = Words::new(&parvis::texts()).unwrap();
    let mut missing = Vec::new();
    let mut seen = 0;
    for (path, text) in sources() {
        for key in quoted_keys(&text) {
            seen += 1;
            for lang in Lang::SHIPPED.iter().copied() {
                let stem = key.trim_end_matches('-');
                let begun = format!("{stem}-");
                let known = words.has(lang, &key)
                    || words.keys(lang).iter().any(|known| known.starts_with(&begun));
                if !known && !NO_KEYS.contains(&key.as_str()) {
                    missing.push(format!("{}: {key} ({})", path.display(), lang.code()));
                }
            }
        }
    }
    assert!(seen > 400, "only {seen} keys found in the sources");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Keys whose end is chosen when the page is made: every end that there can be.
fn composed_keys() -> Vec<String> {
    let mut keys = Vec::new();
    let mut put = |prefix: &str, codes: &[&str]| {
        keys.extend(codes.iter().map(|code| format!("{prefix}-{code}")));
    };
    let calls: Vec<&str> = calls::CallState::ALL.iter().map(|s| s.code()).collect();
    put("calls-state", &calls);
    put("calls-state-means", &calls);
    put("calls-set", &["open", "closed"]);
    let sessions: Vec<&str> = calls::SessionState::ALL.iter().map(|s| s.code()).collect();
    put("calls-session", &sessions);
    let files: Vec<&str> = calls::FileState::ALL.iter().map(|s| s.code()).collect();
    put("calls-file", &files);
    put("calls-file-means", &files);
    let readings: Vec<&str> = calls::ReadingState::ALL.iter().map(|s| s.code()).collect();
    put("calls-reading", &readings);
    put("calls-event", &["begun", "submitted", "completed", "withdrawn", "complete", "incomplete"]);
    put("calls-event", &["ineligible", "decided", "opinion", "awarded", "refused"]);
    put("calls-verdict", &["complete", "missing", "ineligible"]);
    put("calls-outcome", &["awarded", "refused"]);
    put("calls-conflict-answer", &["none", "some"]);
    put("calls-part", &["lignes", "eligibilite", "formulaire", "grille"]);
    put("calls-part-what", &["lignes", "eligibilite", "formulaire", "grille"]);
    put("calls-test", &["yes", "no", "kind_in", "postcode_starts", "at_least", "at_most"]);
    put("calls-kind", &["text", "long_text", "number", "money", "date", "choice", "table"]);
    put("calls-kind", &["budget", "address", "files"]);
    let columns = ["number", "project", "organisation", "state", "asked", "mean", "amount"];
    put("calls-column", &columns);
    for (part, controls) in [
        ("lignes", &["name", "rate", "cap"][..]),
        ("eligibilite", &["question", "test", "value", "otherwise"]),
        ("formulaire", &["section", "label", "help", "kind", "detail", "required"]),
        ("grille", &["label", "help", "max", "weight"]),
    ] {
        put(&format!("calls-rule-{part}"), controls);
    }
    put("people-kind", people::kinds::KINDS);
    let roles: Vec<&str> = people::Role::ALL.iter().map(|role| role.code()).collect();
    put("people-role", &roles);
    put("people-token-scope", &["read", "read-write"]);
    put("people-job", &["ready", "running", "done", "dead"]);
    put("people-job-kind", &["mail"]);
    for prefix in ["people-health", "people-health-do"] {
        put(prefix, &["database", "disk", "backup", "jobs", "mail", "second-step", "settings"]);
        put(prefix, &["certificate"]);
    }
    put("home-job-kind", &["tidy"]);
    let declared = ["total", "partial", "none", "criterion", "status", "means"];
    put("home-declaration", &declared);
    let criteria = ["holds", "fails", "absent", "open"];
    put("home-declaration", &criteria);
    put("home-criterion", &criteria);
    put("home-means", &["rule", "script", "reading"]);
    put("calls-job-kind", &["freeze", "receipt", "notice", "letter"]);
    put("people-journal", &["number", "at", "actor", "action", "object", "hash"]);
    for kind in ["missing", "ineligible", "receipt", "letter"] {
        put(&format!("calls-mail-{kind}"), &["subject", "text"]);
    }
    for kind in ["awarded", "refused"] {
        keys.extend(["", "-end", "-title"].map(|end| format!("calls-letter-{kind}{end}")));
    }
    keys.extend(childcare_keys());
    keys.extend(setting_keys());
    keys.extend(refusal_keys());
    keys.extend(notice_keys());
    keys
}

fn notice_keys() -> Vec<String> {
    let mut keys: Vec<String> =
        parvis::NOTICE_KINDS.iter().copied().flatten().map(people::notices::Kind::name).collect();
    let mut put = |prefix: &str, codes: &[&str]| {
        keys.extend(codes.iter().map(|code| format!("{prefix}-{code}")));
    };
    put("people-channel", &people::notices::Channel::ALL.map(people::notices::Channel::code));
    put("people-job-kind", &["notice", "digests"]);
    put("calls-job-kind", &["reminders", "drafts"]);
    put("home-job-kind", &["idle", "bounces"]);
    put("people-health", &["addresses"]);
    put("people-health-do", &["addresses"]);
    let people = ["password", "second-step-ended", "browser", "right-given", "right-ended"];
    let others = ["member-added", "member-removed", "new-manager", "address-changed"];
    let mails = ["address-left", "address-link", "address-taken"];
    for text in people.iter().chain(&others).chain(&mails) {
        put(&format!("people-mail-{text}"), &["subject", "text"]);
    }
    for text in ["draft", "filed", "assigned", "reminder", "unread"] {
        put(&format!("calls-mail-{text}"), &["subject", "text"]);
    }
    keys
}

fn childcare_keys() -> Vec<String> {
    let mut keys = Vec::new();
    let mut put = |prefix: &str, codes: &[&str]| {
        keys.extend(codes.iter().map(|code| format!("places-child-{prefix}-{code}")));
    };
    put("carer", third_places::childcare::QUALIFICATIONS);
    put("ratio", third_places::childcare::RATIOS);
    put("ratio-means", third_places::childcare::RATIOS);
    let bounds = ["no-rule", "closed", "least-staff", "alone-unqualified", "alone", "ratio"];
    for prefix in ["rule", "why"] {
        put(prefix, &bounds);
        put(prefix, &["first-category", "places"]);
    }
    put("column", &["week", "present", "capacity", "rate", "day", "time", "walking"]);
    put("column", &["not-walking", "first", "second", "open", "most", "rule"]);
    keys.push("places-job-kind-forget-child".to_owned());
    keys
}

fn setting_keys() -> Vec<String> {
    let settings = web::ENTRIES.iter().map(|entry| format!("people-setting-{}", entry.name));
    let parts = web::Part::ALL.map(|part| format!("people-settings-{}", part.code()));
    let facts = ["name", "siret", "address", "phone", "director", "host", "contact"];
    settings.chain(parts).chain(facts.map(|fact| format!("home-legal-{fact}"))).collect()
}

fn refusal_keys() -> Vec<String> {
    let refusals = [
        "unknown",
        "sign-in",
        "forbidden",
        "invalid",
        "stale",
        "conflict",
        "too-many",
        "too-large",
        "malformed",
        "busy",
        "no-space",
        "broken",
    ];
    let mut keys: Vec<String> = refusals.map(|refusal| format!("web-refusal-{refusal}")).to_vec();
    // A conflict brings its own sentence.
    let plain = refusals.iter().filter(|refusal| **refusal != "conflict");
    keys.extend(plain.map(|refusal| format!("web-refusal-{refusal}-what")));
    keys
}

#[test]
fn every_key_composed_from_a_code_is_there() {
    let words = Words::new(&parvis::texts()).unwrap();
    let mut missing = Vec::new();
    for key in composed_keys() {
        for lang in Lang::SHIPPED.iter().copied().filter(|lang| !words.has(*lang, &key)) {
            missing.push(format!("{key} ({})", lang.code()));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// What is written to the log is said in the journal: `calls.file-begun` by `calls-action-…`.
#[test]
fn every_action_of_the_log_has_a_name() {
    let words = Words::new(&parvis::texts()).unwrap();
    let mut actions = BTreeSet::new();
    for (_, text) in sources() {
        for (at, _) in text.match_indices("record(") {
            let call: String = text.get(at..).unwrap().chars().take(160).collect();
            let call = call.split(';').next().unwrap();
            let literals = call.split('"').skip(1).step_by(2);
            let action = |l: &&str| l.starts_with("calls.") || l.starts_with("people.");
            actions.extend(literals.filter(action).map(str::to_owned));
        }
    }
    assert!(actions.len() >= 20, "only {actions:?}");
    let mut missing = Vec::new();
    for action in actions {
        let key = action.replacen('.', "-action-", 1);
        for lang in Lang::SHIPPED.iter().copied().filter(|lang| !words.has(*lang, &key)) {
            missing.push(format!("{key} ({})", lang.code()));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn french_is_set_as_french_is() {
    let french = parvis::texts().into_iter().filter(|(lang, _, _)| *lang == Lang::Fr);
    let faults: Vec<String> = french
        .flat_map(|(_, context, text)| {
            let faults = words::typography_faults(text);
            faults.into_iter().map(move |fault| format!("{context}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
