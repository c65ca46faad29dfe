//! `cargo xtask fuzz`: every parser of outside input, fed by libFuzzer for some time each.
//!
//! What they do is in `tests/src/fuzz.rs`; the test `fuzz` runs them briefly without any of this.
//! Inputs that reach something new stay in `fuzz/found`, failing ones in `fuzz/artifacts`.

use std::path::Path;
use std::process::Command;

use crate::run::{run, said, target_dir};
use crate::tools;

/// Feeds the parsers named, or all, for so many seconds each.
pub fn fuzz(root: &Path, seconds: u32, names: &[&str]) -> Result<(), String> {
    let program = tools::cargo_fuzz()?;
    let folder = root.join("fuzz");
    let mut failed = Vec::new();
    for name in parsers(&folder, names)? {
        println!("\n━━ {name} ━━");
        let found = folder.join("found").join(&name);
        std::fs::create_dir_all(&found).map_err(|error| said(&found, &error))?;
        let mut command = Command::new(&program);
        // Without a sanitizer it runs on the stable compiler; a panic is what is looked for.
        command.args(["fuzz", "run", "--sanitizer", "none", "parser"]);
        command.arg(&found).arg(folder.join("corpus").join(&name)).arg("--");
        command.args(["-timeout=20", "-rss_limit_mb=2048", "-max_len=8192", "-verbosity=0"]);
        command.args([format!("-max_total_time={seconds}"), "-print_final_stats=1".to_owned()]);
        command.env("PARVIS_FUZZ", &name).env("CARGO_TARGET_DIR", target_dir(root)?.join("fuzz"));
        if let Err(message) = run(command.current_dir(root)) {
            failed.push(format!("{name}: {message}"));
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// The parsers that have a corpus; those named, if any are.
fn parsers(folder: &Path, names: &[&str]) -> Result<Vec<String>, String> {
    let corpus = folder.join("corpus");
    let entries = std::fs::read_dir(&corpus).map_err(|error| said(&corpus, &error))?;
    let all = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut all: Vec<String> = all.collect();
    all.sort();
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|known| known == *name)) {
        return Err(format!("there is no parser {unknown}; there are {}", all.join(", ")));
    }
    all.retain(|known| names.is_empty() || names.contains(&known.as_str()));
    Ok(all)
}
