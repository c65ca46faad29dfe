//! Where to open the next places: the best sites found, and a bound that proves how good they are.
//!
//! | question | what is best | source |
//! |---|---|---|
//! | [`median`] | the least sum of weight × minutes to the nearest place | Hakimi (1964); bound of Cornuéjols, Fisher & Nemhauser (1977) |
//! | [`centre`] | the least minutes of whoever is worst off | Hakimi (1964); by set covers, Minieka (1970) |
//! | [`most_covered`] | the most weight within so many minutes, with so many places | Church & ReVelle (1974) |
//! | [`cover_all`] | the fewest places with everyone within so many minutes | Toregas et al. (1971) |
//! | [`orlib`], [`files`] | reading networks and tables | |
//!
//! Places that exist are kept, sites can be forbidden, demands have weights.
//!
//! Guarantees: `bound` is proven, whatever the heuristics do: no choice of sites is better. When
//! it meets the objective (to one part in a billion, where these are no whole numbers) the answer
//! is optimal, and only then may that word be used. The same problem, seed and effort give the
//! same answer: there is no clock; work is counted, not timed. Weights and minutes that are whole
//! numbers make bounds whole numbers too.
//!
//! Deliberately absent for now: capacities, budgets, places that move by weekday, fronts of two
//! objectives.

mod centre;
mod costs;
mod cover;
mod fewer;
pub mod files;
mod interchange;
mod lagrange;
mod median;
pub mod orlib;
mod problem;

pub use problem::{CELLS_MAX, Fault, Problem};

/// How much work is done before the search is broken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Times that bound and heuristics take turns.
    pub turns: usize,
    /// Moves of prices in one turn.
    pub rounds: usize,
    /// Kicks in one turn.
    pub kicks: usize,
    /// Nodes of the search that closes the gap.
    pub nodes: usize,
}

impl Effort {
    /// What suffices for a département on most questions; `times` as much of everything.
    #[must_use]
    pub fn times(times: usize) -> Self {
        Effort {
            turns: 3 * times,
            rounds: 1_500,
            kicks: 60 * times,
            nodes: times.saturating_mul(300),
        }
    }
}

impl Default for Effort {
    fn default() -> Self {
        Effort::times(1)
    }
}

/// The sites, and how good they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Siting {
    /// Indices of the open sites, ascending.
    pub open: Vec<usize>,
    /// What they achieve.
    pub objective: f64,
    /// What no other choice exceeds (a most), or goes under (a least).
    pub bound: f64,
}

impl Siting {
    /// How far the objective may be from the best possible, as a share of the objective.
    #[must_use]
    pub fn gap(&self) -> f64 {
        match (self.objective - self.bound).abs() {
            0.0 => 0.0,
            away if self.objective == 0.0 => away,
            away => away / self.objective.abs(),
        }
    }

    /// Whether nothing better is possible.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.gap() == 0.0
    }
}

/// The least sum of weight × minutes to the nearest of `places`.
pub fn median(
    problem: &Problem,
    places: usize,
    seed: u64,
    effort: Effort,
) -> Result<Siting, Fault> {
    problem.check_places(places)?;
    problem.check_reached()?;
    let allowed = problem.allowed();
    let costs = costs::Costs::new(problem, &allowed, |weight, minutes| weight * minutes);
    let found = median::solve(&costs, places, seed, effort);
    let open = named(&found.open, &allowed);
    Ok(Siting { open, objective: found.value, bound: found.bound })
}

/// The most weight within `limit` minutes (inclusive) of one of `places`.
pub fn most_covered(
    problem: &Problem,
    places: usize,
    limit: f64,
    seed: u64,
    effort: Effort,
) -> Result<Siting, Fault> {
    problem.check_places(places)?;
    let allowed = problem.allowed();
    // Who is covered costs nothing, who is not costs their weight: a median.
    let cost = |weight: f64, minutes: f64| if minutes <= limit { 0.0 } else { weight };
    let costs = costs::Costs::new(problem, &allowed, cost);
    let found = median::solve(&costs, places, seed, effort);
    let all: f64 = problem.weights().iter().sum();
    let open = named(&found.open, &allowed);
    Ok(Siting { open, objective: all - found.value, bound: all - found.bound })
}

/// The fewest places with every demand within `limit` minutes (inclusive), or the first demand
/// that no site covers.
pub fn cover_all(
    problem: &Problem,
    limit: f64,
    seed: u64,
    effort: Effort,
) -> Result<Siting, Uncovered> {
    cover::fewest(problem, limit, seed, effort)
}

/// The least minutes within which every demand has one of `places`.
pub fn centre(problem: &Problem, places: usize, effort: Effort) -> Result<Siting, Fault> {
    problem.check_places(places)?;
    problem.check_reached()?;
    Ok(centre::solve(problem, places, effort))
}

/// A demand that no allowed site covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// Index of the demand.
    pub demand: usize,
}

fn named(open: &[usize], allowed: &[usize]) -> Vec<usize> {
    let mut open: Vec<usize> = open.iter().filter_map(|&site| allowed.get(site)).copied().collect();
    open.sort_unstable();
    open
}
