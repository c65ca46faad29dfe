//! `parvis allocation`: fair draws and stable matchings on files, without an instance.
//!
//! Ends with 0 done, 2 bad usage, 3 bad input, 4 no stable answer (the best one is printed all the
//! same). What is printed with `--json` is the file to publish: `check` does it again.

mod say;

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use allocation::files::{Files, read};
use allocation::{Known, Market, Published, Rule, Standing, lottery};
use base::{Outcome, Refusal, World};
use clap::{Subcommand, ValueEnum};

const DONE: u8 = 0;
const BAD_USAGE: u8 = 2;
const BAD_INPUT: u8 = 3;
const NONE_STABLE: u8 = 4;

/// Bytes of a published file.
const PUBLISHED_MAX: u64 = 1_000_000_000;

/// What is asked.
#[derive(Clone, Debug, Subcommand)]
pub enum Asked {
    /// Makes a secret seed, and the hash to announce before the closing date.
    Seed {
        /// The hash of this seed instead of a new one.
        #[arg(long)]
        seed: Option<String>,
    },
    /// Gives out the seats.
    Draw(Box<Drawing>),
    /// Does a published file again, and checks it by counting: 3 if it is not right.
    Check {
        /// The file that `draw --json` printed; `-` reads standard input.
        file: PathBuf,
    },
    /// Tells one person what they have, and why nothing better.
    Why {
        /// The file that `draw --json` printed; `-` reads standard input.
        file: PathBuf,
        /// The person's identifier.
        person: String,
    },
}

/// What the seats are given out by.
#[derive(Clone, Debug, clap::Args)]
pub struct Drawing {
    /// In turn as drawn, or by priorities and then the draw.
    #[arg(long)]
    rule: Chosen,
    /// CSV: offer, seats.
    #[arg(long)]
    offers: PathBuf,
    /// CSV: person, wishes (best first, with `>` between), party, category.
    #[arg(long)]
    persons: PathBuf,
    /// CSV: offer, person, class (1 goes first).
    #[arg(long)]
    classes: Option<PathBuf>,
    /// CSV: offer, category, at_least, at_most.
    #[arg(long)]
    quotas: Option<PathBuf>,
    /// The seed.
    #[arg(long)]
    seed: String,
    /// A text that nobody could know when the hash was announced.
    #[arg(long, default_value = "")]
    public: String,
    /// The hash that was announced, to be compared.
    #[arg(long)]
    announced: Option<String>,
    /// The file to publish.
    #[arg(long)]
    json: bool,
}

/// Rules by their names on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Chosen {
    /// Random serial dictatorship.
    Serial,
    /// Deferred acceptance.
    Deferred,
}

/// Why a command ends early: with which code, and a sentence.
struct Stop(u8, String);

/// Answers on standard output; the code with which to end.
pub fn answer(asked: Asked) -> Outcome<u8> {
    let mut out = BufWriter::new(std::io::stdout());
    let done = match asked {
        Asked::Seed { seed } => {
            let seed = seed.unwrap_or_else(|| World::system().token());
            let hash = lottery::commitment(&seed);
            Ok((DONE, format!("seed, to be kept secret: {seed}\nhash, to be announced: {hash}\n")))
        }
        Asked::Draw(drawing) => draw(*drawing),
        Asked::Check { file } => check(&file),
        Asked::Why { file, person } => why(&file, &person),
    };
    let code = match done {
        Ok((code, text)) => {
            out.write_all(text.as_bytes()).map_err(Refusal::broken)?;
            code
        }
        Err(Stop(code, sentence)) => {
            eprintln!("parvis allocation: {sentence}");
            code
        }
    };
    out.flush().map_err(Refusal::broken)?;
    Ok(code)
}

fn draw(drawing: Drawing) -> Result<(u8, String), Stop> {
    let usage = |sentence: &str| Err(Stop(BAD_USAGE, sentence.to_owned()));
    let rule = match drawing.rule {
        Chosen::Serial => Rule::Serial,
        Chosen::Deferred => Rule::Deferred,
    };
    if rule == Rule::Serial && drawing.classes.is_some() {
        return usage("in turn as drawn there are no classes: use --rule deferred");
    }
    let hash = lottery::commitment(&drawing.seed);
    let announced = drawing.announced.as_deref().map(|hash| hash.trim().to_lowercase());
    if announced.is_some_and(|announced| announced != hash) {
        let sentence = format!("the seed is not the announced one: its hash is {hash}");
        return Err(Stop(BAD_INPUT, sentence));
    }
    let files = Files {
        offers: open(&drawing.offers)?,
        persons: open(&drawing.persons)?,
        classes: drawing.classes.as_deref().map(open).transpose()?,
        quotas: drawing.quotas.as_deref().map(open).transpose()?,
    };
    let (entered, market) =
        read(files).map_err(|fault| Stop(BAD_INPUT, say::read_fault(&fault, &drawing)))?;
    let reserved = market.offers().iter().any(|offer| offer.quotas.iter().any(|q| q.at_least > 0));
    if rule == Rule::Serial && reserved {
        return usage("in turn as drawn no seats are reserved: use --rule deferred");
    }
    let known = Known { rule, seed: drawing.seed, public: drawing.public };
    let published = allocation::allocate(entered, &market, known)
        .map_err(|fault| Stop(BAD_USAGE, say::seed_fault(fault).to_owned()))?;
    let code = match published.standing {
        Standing::InTurn | Standing::Stable => DONE,
        Standing::NoneExists | Standing::NoneFound => NONE_STABLE,
    };
    if !drawing.json {
        return Ok((code, say::tables(&published, &market)));
    }
    let text = serde_json::to_string_pretty(&published);
    let text = text.map_err(|error| Stop(BAD_INPUT, error.to_string()))?;
    Ok((code, text + "\n"))
}

fn check(file: &Path) -> Result<(u8, String), Stop> {
    let (published, market) = published(file)?;
    let wrong = |sentence| Stop(BAD_INPUT, format!("{}: {sentence}", file.display()));
    let seed = |fault| wrong(say::seed_fault(fault).to_owned());
    let different = allocation::differences(&published, &market).map_err(seed)?;
    if !different.is_empty() {
        let parts = different.join(", ");
        return Err(wrong(format!("done again, it comes out otherwise: {parts}")));
    }
    Ok((DONE, say::checked(&published)))
}

fn why(file: &Path, person: &str) -> Result<(u8, String), Stop> {
    let (published, _) = published(file)?;
    let text = say::why(&published, person);
    let unknown = || Stop(BAD_INPUT, format!("{}: there is no {person}", file.display()));
    Ok((DONE, text.ok_or_else(unknown)?))
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

fn published(path: &Path) -> Result<(Published, Market), Stop> {
    let wrong = |sentence: String| Stop(BAD_INPUT, format!("{}: {sentence}", path.display()));
    let mut text = String::new();
    let read = open(path)?.take(PUBLISHED_MAX).read_to_string(&mut text);
    read.map_err(|error| wrong(error.to_string()))?;
    let published: Published =
        serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if published.format != allocation::FORMAT {
        return Err(wrong(format!("its format is not {}", allocation::FORMAT)));
    }
    let market = Market::new(&published.entered)
        .map_err(|fault| wrong(say::market_fault(&fault, &published.entered)))?;
    Ok((published, market))
}
