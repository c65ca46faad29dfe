//! `parvis trials`: designs, analysis and optimum of trials, on files, without an instance. 0 done,
//! 2 bad usage, 3 bad input, 4 no answer that would hold.

mod analysis;
mod next;
mod optimum;
mod planning;
mod tables;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use serde::Serialize;
use trials::{Fault, Table};

const BAD_INPUT: u8 = 3;
const NO_ANSWER: u8 = 4;

/// What is asked about a trial.
#[derive(Clone, Debug, Subcommand)]
pub enum Asked {
    /// Analyses data by a model.
    Analyse(analysis::Analyse),
    /// Fits a surface of the second order and looks for its optimum.
    Surface(optimum::SurfaceAsked),
    /// Looks for the settings that are best for several responses at once.
    Desirability(optimum::DesirabilityAsked),
    /// What to try next, from what has been observed.
    Next(next::NextAsked),
    /// Draws a design.
    Design(planning::Design),
    /// How often a trial would find a difference.
    Power(planning::PowerAsked),
}

/// Answers on standard output.
pub fn answer(asked: Asked) -> ExitCode {
    let answered = match asked {
        Asked::Analyse(asked) => analysis::answer(&asked),
        Asked::Surface(asked) => optimum::surface(&asked),
        Asked::Desirability(asked) => optimum::desirability(&asked),
        Asked::Next(asked) => next::answer(&asked),
        Asked::Design(asked) => planning::design(&asked),
        Asked::Power(asked) => planning::power(&asked),
    };
    match answered {
        Ok(text) => match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err((place, fault)) => {
            eprintln!("parvis: {place}{fault}");
            ExitCode::from(if fault.is_no_answer() { NO_ANSWER } else { BAD_INPUT })
        }
    }
}

/// A text, or the place and the reason that there is none.
type Answer = Result<String, (String, Fault)>;

fn nowhere(fault: Fault) -> (String, Fault) {
    (String::new(), fault)
}

/// A fault of the data names their file.
fn of_file(file: &Path, fault: Fault) -> (String, Fault) {
    match fault {
        Fault::Cell { .. } | Fault::Data(_) => (format!("{}: ", file.display()), fault),
        _ => nowhere(fault),
    }
}

fn read(file: &Path, categorical: &[String]) -> Result<Table, (String, Fault)> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| of_file(file, Fault::Data(error.to_string())))?;
    let mut table = Table::from_csv(&text).map_err(|fault| of_file(file, fault))?;
    for wanted in categorical {
        let (new, old) = wanted.split_once('=').unwrap_or((wanted, wanted));
        table.make_categorical(new.trim(), old.trim()).map_err(|fault| of_file(file, fault))?;
    }
    Ok(table)
}

fn json(answer: &impl Serialize) -> Answer {
    let text = serde_json::to_string(answer);
    text.map(|text| text + "\n").map_err(|error| nowhere(Fault::NoAnswer(error.to_string())))
}
