//! What a developer waits for: `cargo check` of everything after one edit in `programmes/calls`.
//! The edit is made in a copy of the tree, which stays beside the program so that a later run
//! finds it compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::Line;

const EDITED: &str = "programmes/calls/src/rules.rs";
const LIMIT_S: f64 = 5.0;

pub(crate) fn measure() -> Result<Vec<Line>, String> {
    let tree = copy_of_the_tree()?;
    let file = tree.join(EDITED);
    let text = fs::read_to_string(&file).map_err(|error| format!("{EDITED}: {error}"))?;
    check(&tree)?;
    let edit = "\n#[expect(dead_code, reason = \"an edit\")]\nfn edited() -> usize {\n    3\n}\n";
    fs::write(&file, text + edit).map_err(|error| error.to_string())?;
    let begun = Instant::now();
    check(&tree)?;
    let seconds = begun.elapsed().as_secs_f64();
    Ok(vec![Line {
        what: "cargo check after one edit",
        ours: format!("{seconds:.1} s"),
        rival: "–".to_owned(),
        ratio: None,
        target: "< 5 s",
        met: seconds < LIMIT_S,
    }])
}

/// All files of the tree that are kept or would be, those unchanged with the times they had.
fn copy_of_the_tree() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let copy = program.with_file_name("bench-edit");
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--full-name", ":/"])
        .output()
        .map_err(|error| format!("git: {error}"))?;
    let root = Command::new("git")
        .args(["rev-parse", "--show-toplevel"])
        .output()
        .map_err(|error| format!("git: {error}"))?;
    let root = PathBuf::from(String::from_utf8_lossy(&root.stdout).trim_end());
    for name in String::from_utf8_lossy(&listed.stdout).lines() {
        let Ok(bytes) = fs::read(root.join(name)) else { continue };
        let target = copy.join(name);
        if fs::read(&target).is_ok_and(|held| held == bytes) {
            continue;
        }
        let folder = target.parent().unwrap_or(&copy);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&target, bytes))
            .map_err(|error| format!("{}: {error}", target.display()))?;
    }
    Ok(copy)
}

fn check(tree: &Path) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The folder that holds `release/bench-edit`: the libraries are there already.
    let build = tree.ancestors().nth(2).unwrap_or(tree);
    let status = Command::new(cargo)
        .args(["check", "--quiet", "--package", "parvis"])
        .env("CARGO_TARGET_DIR", build)
        .current_dir(tree)
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo check: {status}")) }
}
