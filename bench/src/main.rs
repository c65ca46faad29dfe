//! `cargo xtask bench [SECTION…]`: what Parvis promises of speed and durability, measured.
//!
//! A figure stands beside that of a rival, measured in the same run on the same machine, and
//! beside its target; the ratio is what counts, for it travels from one machine to another. A
//! section is a function in a file of its own that returns the lines of its table.
//! Deliberately absent: figures kept from earlier runs.

mod directory;
mod edit;
mod http;
mod kill;
mod ledger;
mod ledger_rival;
mod pages;
mod promises;
mod scratch;
mod server;
mod wire;
mod writes;

use std::process::ExitCode;

/// As in the product.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One line of a table.
struct Line {
    what: &'static str,
    /// What Parvis did, and what the rival did, with their unit.
    ours: String,
    rival: String,
    ratio: Option<f64>,
    target: &'static str,
    met: bool,
}

struct Section {
    name: &'static str,
    headline: &'static str,
    measure: fn() -> Result<Vec<Line>, String>,
}

const SECTIONS: &[Section] = &[
    Section {
        name: "store",
        headline: "durable writes on SQLite, 32 writers at once, against one commit for each",
        measure: store,
    },
    Section {
        name: "pages",
        headline: "pages of the binary under load, against peers on a like machine",
        measure: pages::measure,
    },
    Section {
        name: "footprint",
        headline: "start, memory and size, with the demonstration",
        measure: pages::footprint,
    },
    Section {
        name: "wire",
        headline: "what others wait beside slow clients and large forms",
        measure: wire::measure,
    },
    Section {
        name: "directory",
        headline: "an official directory of organisations: import and search",
        measure: directory::measure,
    },
    Section {
        name: "ledger",
        headline: "durable transfers in double entry, against PostgreSQL with row locks",
        measure: ledger::measure,
    },
    Section { name: "book", headline: "a book of ten million transfers", measure: ledger::large },
    Section {
        name: "promises",
        headline: "reserving under contention, against looking first and then writing",
        measure: promises::measure,
    },
    Section { name: "edit", headline: "what a developer waits for", measure: edit::measure },
];

fn store() -> Result<Vec<Line>, String> {
    Ok(vec![writes::measure()?, kill::measure()?])
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder] = arguments.as_slice()
        && word == kill::WRITER
    {
        return ending(kill::write_until_killed(folder.as_ref()).map(|()| true));
    }
    if arguments == ["postgres-keeper"] {
        return ending(xtask::keep_postgres().map(|()| true));
    }
    let chosen: Vec<&Section> = SECTIONS
        .iter()
        .filter(|section| arguments.is_empty() || arguments.iter().any(|a| a == section.name))
        .collect();
    if chosen.len() < arguments.len() || chosen.is_empty() {
        eprintln!("usage: cargo xtask bench [SECTION…]; the sections:");
        for section in SECTIONS {
            eprintln!("  {:<8} {}", section.name, section.headline);
        }
        return ExitCode::from(2);
    }
    ending(chosen.into_iter().try_fold(true, |met, section| Ok(run(section)? && met)))
}

/// Measures a section and prints its table; whether all targets were met.
fn run(section: &Section) -> Result<bool, String> {
    println!("━━ {}: {} ━━", section.name, section.headline);
    let lines = (section.measure)()?;
    println!();
    println!("{:<34} {:>22} {:>22} {:>7} {:>8}  met", "", "Parvis", "rival", "ratio", "target");
    for line in &lines {
        let ratio = line.ratio.map_or(String::new(), |ratio| format!("{ratio:.1} ×"));
        println!(
            "{:<34} {:>22} {:>22} {ratio:>7} {:>8}  {}",
            line.what,
            line.ours,
            line.rival,
            line.target,
            if line.met { "yes" } else { "NO" }
        );
    }
    println!();
    Ok(lines.iter().all(|line| line.met))
}

fn ending(outcome: Result<bool, String>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
