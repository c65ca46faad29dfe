//! `cargo xtask test`: every check, one after the other, and a table of how long each took.
//!
//! A failed step does not stop the others, so that one run shows all that is wrong; only without
//! the tools nothing else is tried. The table is printed whatever happens.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::postgres::Cluster;
use crate::run::{cargo, run};

/// What the steps of one run share.
struct Session {
    root: PathBuf,
    cluster: Option<Cluster>,
}

/// One check.
pub struct Step {
    /// What `--only` calls it.
    pub name: &'static str,
    /// What it is, in a line.
    pub headline: &'static str,
    check: fn(&mut Session) -> Result<(), String>,
}

/// Every check, in the order in which they run.
pub const STEPS: &[Step] = &[
    Step { name: "tools", headline: "the programs that the tests need", check: tools },
    Step { name: "format", headline: "the layout of the code", check: format },
    Step { name: "tidy", headline: "the rules of the house", check: tidy },
    Step { name: "lints", headline: "the lints of clippy", check: lints },
    Step { name: "licences", headline: "licences and sources of dependencies", check: licences },
    Step { name: "tests", headline: "the tests in Rust, on both databases", check: tests },
    Step { name: "browser", headline: "the pages, through a browser", check: browser },
    Step { name: "standards", headline: "the exports, against their standards", check: standards },
];

/// Runs every step, or the one named; fails if one of them failed.
pub fn test(root: &Path, only: Option<&str>) -> Result<(), String> {
    let chosen: Vec<&Step> =
        STEPS.iter().filter(|step| only.is_none_or(|name| name == step.name)).collect();
    if chosen.is_empty() {
        return Err("there is no such step; see cargo xtask test --list".to_owned());
    }
    let mut session = Session { root: root.to_path_buf(), cluster: None };
    let mut rows = Vec::new();
    let start = Instant::now();
    for step in &chosen {
        println!("\n━━ {}: {} ━━", step.name, step.headline);
        let began = Instant::now();
        let result = (step.check)(&mut session);
        if let Err(message) = &result {
            eprintln!("{}: {message}", step.name);
        }
        let failed = result.is_err();
        rows.push((step.name, began.elapsed(), result));
        if failed && step.name == "tools" {
            break;
        }
    }
    drop(session);
    summary(&rows, chosen.len(), start.elapsed())
}

fn summary(
    rows: &[(&str, Duration, Result<(), String>)],
    chosen: usize,
    total: Duration,
) -> Result<(), String> {
    println!("\n━━ summary ━━");
    for (name, time, result) in rows {
        let verdict = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{name:<10} {verdict} {:>8.1} s", time.as_secs_f64());
    }
    println!("{:<10} {:>15.1} s", "total", total.as_secs_f64());
    let passed = rows.iter().filter(|(_, _, result)| result.is_ok()).count();
    if passed == chosen { Ok(()) } else { Err(format!("{passed} of {chosen} steps passed")) }
}

fn tools(session: &mut Session) -> Result<(), String> {
    crate::tools::all(&session.root)
}

fn format(session: &mut Session) -> Result<(), String> {
    run(cargo().args(["fmt", "--all", "--check"]).current_dir(&session.root))
}

fn tidy(session: &mut Session) -> Result<(), String> {
    let findings = crate::tidy::tidy(&session.root)?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() { Ok(()) } else { Err(format!("{} findings", findings.len())) }
}

fn lints(session: &mut Session) -> Result<(), String> {
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    run(cargo().args(clippy).current_dir(&session.root))
}

fn licences(session: &mut Session) -> Result<(), String> {
    let program = crate::tools::cargo_deny()?;
    run(cargo().arg("fetch").current_dir(&session.root))?;
    let check = ["--offline", "check", "bans", "licenses", "sources"];
    run(std::process::Command::new(program).args(check).current_dir(&session.root))
}

fn tests(session: &mut Session) -> Result<(), String> {
    let url = postgres(session)?;
    let mut command = cargo();
    command.args(["test", "--workspace"]).env("PARVIS_TEST_POSTGRES", url);
    run(command.current_dir(&session.root))
}

fn browser(session: &mut Session) -> Result<(), String> {
    let url = postgres(session)?;
    crate::browser::browser(&session.root, &[], Some(&url))
}

fn standards(session: &mut Session) -> Result<(), String> {
    crate::standards::standards(&session.root)
}

/// The address of PostgreSQL: the one that the developer gave, else of our own, started once.
fn postgres(session: &mut Session) -> Result<String, String> {
    if let Ok(url) = std::env::var("PARVIS_TEST_POSTGRES") {
        return Ok(url);
    }
    if let Some(cluster) = &session.cluster {
        return Ok(cluster.url.clone());
    }
    let cluster = crate::postgres::start()?;
    let url = cluster.url.clone();
    println!("PostgreSQL answers at {url}");
    session.cluster = Some(cluster);
    Ok(url)
}
