//! The tests in `tests/browser`, run by Node.js against the program just built.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cargo, run, target_dir};
use crate::tools;

/// Builds Parvis and runs the browser tests, or those in the files named.
pub fn browser(root: &Path, files: &[String], postgres: Option<&str>) -> Result<(), String> {
    let mut node = prepared(root)?;
    if let Some(url) = postgres {
        node.env("PARVIS_TEST_POSTGRES", url);
    }
    let tests = if files.is_empty() { test_files(root)? } else { files.to_vec() };
    run(node.arg("--test").args(["--test-concurrency=2", "--test-reporter=spec"]).args(tests))
}

/// Writes the pictures of `docs/screenshots`.
pub fn screenshots(root: &Path) -> Result<(), String> {
    run(prepared(root)?.arg("screenshots.mjs"))
}

/// The demonstration's program, built in the development profile.
pub(crate) fn binary(root: &Path) -> Result<PathBuf, String> {
    run(cargo().args(["build", "--package", "parvis"]).current_dir(root))?;
    Ok(target_dir(root)?.join("debug").join("parvis"))
}

/// Node.js in the folder of the browser tests, its packages installed, Parvis built.
fn prepared(root: &Path) -> Result<Command, String> {
    let program = binary(root)?;
    let folder = root.join("tests/browser");
    let node = tools::node()?;
    let npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    run(Command::new("npm").args(npm).current_dir(&folder))?;
    let mut command = Command::new(node);
    command.current_dir(&folder).env("PARVIS_BIN", program);
    command.env("PARVIS_CHROMIUM", tools::chromium()?);
    Ok(command)
}

fn test_files(root: &Path) -> Result<Vec<String>, String> {
    let folder = root.join("tests/browser");
    let entries = std::fs::read_dir(&folder).map_err(|error| crate::run::said(&folder, &error))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    names.sort();
    Ok(names)
}
