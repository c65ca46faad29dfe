//! Each third-party package has a reason, written in `docs/dependencies.md`.
//!
//! A package is listed by a row or list item that begins with its name in backticks. Packages are
//! those of cargo, of npm and of pip that the tree names directly.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::members::Workspace;
use super::{Finding, Source};

const LIST: &str = "docs/dependencies.md";

/// Packages without a reason, reasons without a package, declared packages that nobody uses.
pub(super) fn check(workspace: &Workspace, sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut used, faults) = used_elsewhere(sources);
    findings.extend(faults);
    for member in &workspace.members {
        for import in member.imports.iter().filter(|import| !import.ours) {
            let place = (member.dir.join("Cargo.toml"), member.line_of(&import.key));
            used.entry(import.package.clone()).or_insert(place);
        }
    }
    for package in workspace.declared.iter().filter(|package| !used.contains_key(*package)) {
        findings.push(Finding::new("Cargo.toml", 1, format!("no crate uses {package}")));
    }
    let text = sources.iter().find(|source| source.file.as_os_str() == LIST);
    let lines = text.map(|source| source.text.as_str()).unwrap_or_default().lines();
    let listed: BTreeMap<&str, usize> =
        lines.enumerate().filter_map(|(index, line)| Some((listed(line)?, index + 1))).collect();
    for (package, (file, line)) in &used {
        if !listed.contains_key(package.as_str()) {
            let what = format!("{package} has no line in {LIST}: why it and not its rival?");
            findings.push(Finding::new(file, *line, what));
        }
    }
    for (package, line) in listed.iter().filter(|(package, _)| !used.contains_key(**package)) {
        findings.push(Finding::new(LIST, *line, format!("nothing uses {package}")));
    }
    findings
}

/// The name that a row or an item of the list begins with.
fn listed(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix(['|', '-', '*'])?.trim_start();
    let (name, _) = rest.strip_prefix('`')?.split_once('`')?;
    Some(name)
}

type Used = BTreeMap<String, (PathBuf, usize)>;

/// The packages of npm and pip, each with the line that names it.
fn used_elsewhere(sources: &[Source]) -> (Used, Vec<Finding>) {
    let (mut used, mut faults) = (Used::new(), Vec::new());
    for source in sources {
        let line_of = |needle: &str| {
            source.text.lines().position(|line| line.contains(needle)).map_or(1, |line| line + 1)
        };
        if source.name() == "requirements.txt" {
            let names = source.text.lines().filter_map(|line| line.split("==").next());
            for name in names.map(str::trim).filter(|name| !name.is_empty()) {
                used.insert(name.to_owned(), (source.file.clone(), line_of(name)));
            }
        }
        // A workspace of its own, which the product's build does not see.
        if source.file.as_os_str() == "fuzz/Cargo.toml" {
            let manifest = toml::from_str::<toml::Table>(&source.text).unwrap_or_default();
            let names = manifest.get("dependencies").and_then(toml::Value::as_table);
            let names = names.into_iter().flat_map(toml::Table::keys);
            for name in names.filter(|name| !name.starts_with("parvis-")) {
                used.insert(name.clone(), (source.file.clone(), line_of(name)));
            }
        }
        if source.name() == "package.json" {
            let Ok(package) = serde_json::from_str::<serde_json::Value>(&source.text) else {
                faults.push(Finding::new(&source.file, 1, "this is not JSON"));
                continue;
            };
            for section in ["dependencies", "devDependencies"] {
                let names = package.get(section).and_then(serde_json::Value::as_object);
                for name in names.into_iter().flat_map(serde_json::Map::keys) {
                    let line = line_of(&format!("\"{name}\":"));
                    used.insert(name.clone(), (source.file.clone(), line));
                }
            }
        }
    }
    (used, faults)
}
