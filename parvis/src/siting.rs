//! `parvis siting`: where to open the next places, on files, without an instance.
//!
//! Ends with 0 done, 2 bad usage, 3 bad input, 4 no feasible answer. The word *optimal* is said
//! only where the bound meets the objective.

mod say;

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use base::{Outcome, Refusal};
use clap::{Args, Subcommand};
use serde_json::json;
use siting::files::{Files, Named, read};
use siting::{Effort, Fault, Siting, orlib};

const BAD_USAGE: u8 = 2;
const BAD_INPUT: u8 = 3;
const NOT_FEASIBLE: u8 = 4;

/// Bytes of a network.
const NETWORK_MAX: u64 = 500_000_000;

/// What is to be as good as possible.
#[derive(Clone, Debug, Subcommand)]
pub enum Asked {
    /// The least sum of weight × minutes to the nearest place.
    Median {
        /// Whom to serve, from where.
        #[command(flatten)]
        from: From,
        /// How many places; a network says it itself.
        #[arg(long)]
        places: Option<usize>,
    },
    /// The least minutes of whoever is worst off.
    Centre {
        /// Whom to serve, from where.
        #[command(flatten)]
        from: From,
        /// How many places; a network says it itself.
        #[arg(long)]
        places: Option<usize>,
    },
    /// The most weight within so many minutes.
    Cover {
        /// Whom to serve, from where.
        #[command(flatten)]
        from: From,
        /// How many places; a network says it itself.
        #[arg(long)]
        places: Option<usize>,
        /// Minutes, inclusive.
        #[arg(long)]
        within: f64,
    },
    /// The fewest places with everyone within so many minutes.
    CoverAll {
        /// Whom to serve, from where.
        #[command(flatten)]
        from: From,
        /// Minutes, inclusive.
        #[arg(long)]
        within: f64,
    },
}

/// Whom to serve, from where.
#[derive(Clone, Debug, Args)]
pub struct From {
    /// A network in the form of the OR-Library.
    #[arg(long, conflicts_with_all = ["demands", "sites", "minutes"])]
    orlib: Option<PathBuf>,
    /// CSV: demand, weight, and x, y without minutes.
    #[arg(long, required_unless_present = "orlib", requires = "sites")]
    demands: Option<PathBuf>,
    /// CSV: site, state (kept, forbidden), and x, y without minutes.
    #[arg(long)]
    sites: Option<PathBuf>,
    /// CSV: demand, site, minutes.
    #[arg(long)]
    minutes: Option<PathBuf>,
    /// What chance begins with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many times the usual work before the search is broken off.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    effort: u16,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Why a command ends early: with which code, and a sentence.
struct Stop(u8, String);

/// Answers on standard output; the code with which to end.
pub fn answer(asked: Asked) -> Outcome<u8> {
    match solve(asked) {
        Ok(text) => {
            std::io::stdout().write_all(text.as_bytes()).map_err(Refusal::broken)?;
            Ok(0)
        }
        Err(Stop(code, sentence)) => {
            eprintln!("parvis siting: {sentence}");
            Ok(code)
        }
    }
}

fn solve(asked: Asked) -> Result<String, Stop> {
    let (from, places, within) = match &asked {
        Asked::Median { from, places } | Asked::Centre { from, places } => (from, *places, 0.0),
        Asked::Cover { from, places, within } => (from, *places, *within),
        Asked::CoverAll { from, within } => (from, None, *within),
    };
    if within.is_nan() || within < 0.0 {
        return Err(Stop(BAD_USAGE, "minutes are not negative".to_owned()));
    }
    let (named, own) = load(from)?;
    let places = places.or(own);
    let wanted =
        || places.ok_or_else(|| Stop(BAD_USAGE, "say how many places, with --places".to_owned()));
    let effort = Effort::times(usize::from(from.effort));
    let (problem, seed) = (&named.problem, from.seed);
    let begun = Instant::now();
    let fault = |fault| Stop(code_of(fault), say::fault(fault, &named));
    let (question, found) = match asked {
        Asked::Median { .. } => ("median", siting::median(problem, wanted()?, seed, effort)),
        Asked::Centre { .. } => ("centre", siting::centre(problem, wanted()?, effort)),
        Asked::Cover { .. } => {
            ("cover", siting::most_covered(problem, wanted()?, within, seed, effort))
        }
        Asked::CoverAll { .. } => {
            let found = siting::cover_all(problem, within, seed, effort);
            (
                "cover-all",
                Ok(found
                    .map_err(|none| say::uncovered(none, within, &named))
                    .map_err(|sentence| Stop(NOT_FEASIBLE, sentence))?),
            )
        }
    };
    let found = found.map_err(fault)?;
    let seconds = begun.elapsed().as_secs_f64();
    match from.json {
        true => Ok(machine(question, &found, &named, from, seconds)),
        false => Ok(say::table(question, &found, &named, seconds)),
    }
}

fn machine(question: &str, found: &Siting, named: &Named, from: &From, seconds: f64) -> String {
    let open = found.open.iter().filter_map(|&site| named.sites.get(site));
    let object = json!({
        "question": question,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap(),
        "optimal": found.is_optimal(),
        "open": open.collect::<Vec<_>>(),
        "estimated": named.estimated,
        "seconds": seconds,
        "seed": from.seed,
        "effort": from.effort,
    });
    format!("{object}\n")
}

/// More places than sites is a question that cannot be; a pair without a way is in the file.
fn code_of(fault: Fault) -> u8 {
    match fault {
        Fault::Places { .. } => NOT_FEASIBLE,
        _ => BAD_INPUT,
    }
}

/// The problem, and how many places the file itself asks for.
fn load(from: &From) -> Result<(Named, Option<usize>), Stop> {
    if let Some(path) = &from.orlib {
        let wrong = |what: String| Stop(BAD_INPUT, format!("{}{what}", path.display()));
        let mut text = String::new();
        let read = open(path)?.take(NETWORK_MAX).read_to_string(&mut text);
        read.map_err(|error| wrong(format!(": {error}")))?;
        let network = orlib::read(&text).map_err(|fault| wrong(say::network_fault(&fault)))?;
        let names: Vec<String> =
            (1..=network.problem.sites()).map(|number| number.to_string()).collect();
        let problem = network.problem;
        let named = Named { problem, demands: names.clone(), sites: names, estimated: false };
        return Ok((named, Some(network.places)));
    }
    let missing = || Stop(BAD_USAGE, "give --orlib, or --demands and --sites".to_owned());
    let (demands, sites) = from.demands.as_ref().zip(from.sites.as_ref()).ok_or_else(missing)?;
    let files = Files {
        demands: open(demands)?,
        sites: open(sites)?,
        minutes: from.minutes.as_deref().map(open).transpose()?,
    };
    match read(files) {
        Ok(named) => Ok((named, None)),
        Err(fault) => Err(Stop(BAD_INPUT, say::read_fault(&fault, from))),
    }
}

fn open(path: &Path) -> Result<Box<dyn Read>, Stop> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(Stop(BAD_INPUT, format!("{}: {error}", path.display()))),
    }
}
