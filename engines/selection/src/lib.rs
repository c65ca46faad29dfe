//! Which proposals, read by whom, for which money: the mathematics of a selection.
//!
//! | module | what | source |
//! |---|---|---|
//! | [`calibrate`] | what scores say of proposals and reviewers, and how surely | Bates et al. 2015, Heyard et al. 2022 |
//! | [`next_reading`] | which files need another reader most | Frazier et al. 2008 |
//! | [`agreement`] | how far reviewers agree | Shrout and Fleiss 1979, Krippendorff 2011 |
//! | [`assign`] | who reads what: the greatest sum, or the fairest | Ahuja et al. 1993, Kobren et al. 2019 |
//! | [`portfolio`] | which files for the money there is, with a bound; what quotas cost | Pisinger 1997 |
//! | [`equal_shares`] | the same by equal shares of the voters | Peters et al. 2021 |
//! | [`pabulib`] | participatory budgets as they are published | Faliszewski et al. 2023 |
//! | [`tables`], [`projects`] | the CSV files that all of it is read from | |
//!
//! Guarantees: pure functions of their input; chance comes from a seed. Limits are named where
//! they are, and refused beyond. What is asked and cannot be is a fault that says why.
//!
//! Deliberately absent: files, clock, database; sentences for people, but for faults of files and
//! questions, which are said in English.

pub mod agreement;
pub mod assign;
pub mod calibrate;
mod draws;
pub mod equal_shares;
mod fair;
mod knapsack;
mod mixed;
pub mod next_reading;
pub mod pabulib;
pub mod portfolio;
pub mod projects;
mod relaxation;
pub mod scores;
mod search;
pub mod tables;
mod transport;

pub use scores::{Rating, Scores};
