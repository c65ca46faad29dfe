//! What can be wrong with a question, and what an answer must be read with.

use thiserror::Error;

/// Why there is no answer.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Fault {
    /// A place in the data that cannot be taken.
    #[error("line {line}, column {column}: {what}")]
    Cell {
        /// Line of the file, the header being the first.
        line: u64,
        /// Name of the column, or its number where the header has none.
        column: String,
        /// What is wrong.
        what: String,
    },
    /// The data as a whole.
    #[error("{0}")]
    Data(String),
    /// A place in a formula; shown with a caret under it.
    #[error("{what}\n  {formula}\n  {:>at$}", "^", at = at + 1)]
    Formula {
        /// The formula.
        formula: String,
        /// Characters before the place.
        at: usize,
        /// What is wrong.
        what: String,
    },
    /// The question is sound, but no number that would hold answers it.
    #[error("{0}")]
    NoAnswer(String),
}

impl Fault {
    /// The input is sound: nothing in it can be mended to have an answer.
    pub fn is_no_answer(&self) -> bool {
        matches!(self, Self::NoAnswer(_))
    }
}

/// An answer or the reason that there is none.
pub type Outcome<T> = Result<T, Fault>;
