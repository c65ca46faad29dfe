//! What must not be in any file: the folders of one machine, what lies outside the tree, the
//! hosts of package registries (their clients know them).

use super::{Finding, Source};

/// Folders of a machine, found where an absolute path begins. Split, so as not to find itself.
const FOLDERS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

const OTHERS: &[(&str, &str)] = &[
    (concat!("../sha", "red"), "the tree stands alone: nothing outside it is named"),
    (concat!("registry.npm", "js"), "name no host of a registry"),
    (concat!("static.crates", ".io"), "name no host of a registry"),
    (concat!("index.crates", ".io"), "name no host of a registry"),
    (concat!("pypi", ".org"), "name no host of a registry"),
    (concat!("files.python", "hosted"), "name no host of a registry"),
    (concat!("deb.debian", ".org"), "name no host of a registry"),
];

/// Every line with such a word.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        for (index, line) in source.text.lines().enumerate() {
            let mut report = |what: String| {
                findings.push(Finding::new(&source.file, index + 1, what));
            };
            for folder in FOLDERS.iter().filter(|folder| names_folder(line, folder)) {
                report(format!("{folder} is a folder of one machine"));
            }
            for (word, why) in OTHERS.iter().filter(|(word, _)| line.contains(word)) {
                report(format!("{word}: {why}"));
            }
        }
    }
    findings
}

/// Whether a path that begins with this folder stands in the line, not one that goes through it.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(place, _)| {
        let before = line.get(..place).unwrap_or_default();
        let through = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '}' | ')');
        !before.ends_with(through)
    })
}
