//! Trials: designs, their analysis and the optimum.
//!
//! | module | what | source |
//! |---|---|---|
//! | [`Table`] | data from CSV text | RFC 4180 |
//! | [`Formula`] | models in the notation of R and lme4 | Wilkinson & Rogers 1973; Bates et al. 2015, JSS 67(1) |
//! | [`analyse`] | least squares, analysis of variance, error strata, marginal means, comparisons | Searle 1971; Chambers & Hastie 1992 |
//! | [`analyse`] with random groups | REML and ML, Satterthwaite, Kenward-Roger, BLUP, heritability | Searle, Casella & McCulloch 1992; Kenward & Roger 1997; Cullis et al. 2006 |
//! | [`analyse`] of a [`Family`] | counts, with random groups by Laplace's approximation | McCullagh & Nelder 1989; Breslow & Clayton 1993 |
//! | [`surface`] | second-order surfaces: lack of fit, canonical analysis, ridge | Box & Draper 2007; Myers, Montgomery & Anderson-Cook 2009 |
//! | [`desirability`] | several responses at once | Derringer & Suich 1980 |
//! | [`designs`] | plots, two levels, surfaces, from a seed | Cochran & Cox 1957; Box, Hunter & Hunter 2005 |
//! | [`process`], [`next_batch`] | what noisy observations say, and what to try next | Rasmussen & Williams 2006; Jones, Schonlau & Welch 1998 |
//! | [`power`] | how often a difference would be found | Cohen 1988 |
//! | [`distributions`], [`studentised`] | tails and quantiles | Copenhaver & Holland 1988 |
//!
//! Guarantees: pure functions of their input. Numbers equal those of R to the digits that the
//! methods allow (`tests/published.rs`). A number that does not hold (nothing left over to measure
//! error by, a mean that the data do not determine) is not given, and a warning says why.
//!
//! Deliberately absent: random slopes, weights and offsets.

mod analyse;
mod chance;
mod checks;
mod compare;
mod counts;
mod design_matrix;
pub mod designs;
pub mod desirability;
pub mod distributions;
mod fault;
mod formula;
mod frame;
mod linear;
mod matrix;
mod means;
mod minimise;
mod mixed;
pub mod next_batch;
pub mod power;
pub mod process;
mod qr;
mod report;
mod strata;
mod structure;
pub mod studentised;
pub mod surface;
mod table;
mod terms;

pub use analyse::{Options, analyse};
pub use checks::{Check, Checks};
pub use compare::Comparison;
pub use counts::Family;
pub use fault::{Fault, Outcome};
pub use formula::Formula;
pub use mixed::Ddf;
pub use report::{
    Adjustment, Aliased, Analysis, AnovaRow, AnovaType, Blup, Coefficient, Component, Deviance,
    Difference, Heritability, Mean, Method, OnResponse, Prediction, Residual, Weighted,
};
pub use structure::Structure;
pub use table::{Column, Factor, Table};
