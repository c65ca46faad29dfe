//! Who reads what: the assignment of readers to proposals of the greatest total affinity, or the
//! fairest one.
//!
//! The fairest assignment first makes the proposal that is served worst as well served as it can
//! be (the sum of the affinities of its readers), then the total as large as it can be
//! (Kobren, Saha and McCallum 2019, « Paper matching with local fairness constraints »). The
//! first objective is a flow and exact. The second is found by branch and bound over flows; its
//! bound is told, and equals the value where it was proved.
//!
//! Affinities are taken to nine digits of the largest.

use crate::fair;
use crate::scores::Names;
use crate::tables::{Fault, FaultKind, Pairs, Table};
use crate::transport::{Flow, Network, Pair, Stuck};

/// The most proposals and readers together.
pub const NODES_MAX: usize = 4_096;
/// The largest affinity, as a whole number.
const WHOLE_MAX: f64 = (1 << 30) as f64;

/// Who may read what, how well, and how much of it.
#[derive(Clone, Debug, Default)]
pub struct Readers {
    proposals: Names,
    reviewers: Names,
    /// Affinity of pairs that were given: proposal, reviewer, affinity.
    given: Vec<(usize, usize, f64)>,
    conflicts: Vec<(usize, usize)>,
}

/// How many readings there are to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loads {
    /// Readers of each proposal.
    pub per_proposal: usize,
    /// The least that each reader reads.
    pub least: usize,
    /// The most that each reader reads.
    pub most: usize,
    /// Whether a pair without an affinity may be used, with affinity zero.
    pub unlisted: bool,
}

/// What is sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// The greatest sum of affinities.
    Sum,
    /// The best service of the proposal that is served worst, then the greatest sum.
    Fair,
}

/// An assignment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Sum of the affinities of all pairs.
    pub sum: f64,
    /// No assignment has a larger sum; for [`Objective::Fair`]: of those whose smallest sum is the
    /// one told.
    pub sum_bound: f64,
    /// The smallest sum of affinities of one proposal.
    pub smallest: f64,
    /// No assignment has a larger smallest sum; told for [`Objective::Fair`].
    pub smallest_bound: Option<f64>,
    /// Pairs: reviewer, proposal; by proposal, in the order given.
    pub pairs: Vec<(String, String)>,
}

/// Why there is no assignment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Proposals need more readings than those who may read them can do.
    #[error(
        "{}: {needed} readings needed, {possible} possible by those who may read them ({})",
        list("proposal", proposals),
        list("reviewer", reviewers)
    )]
    Proposals {
        /// The proposals.
        proposals: Vec<String>,
        /// Those who may read them.
        reviewers: Vec<String>,
        /// Readings needed.
        needed: usize,
        /// Readings that they can do.
        possible: usize,
    },
    /// Reviewers cannot be given their least load.
    #[error("{} cannot be given {least} proposals each", list("reviewer", reviewers))]
    Reviewers {
        /// The reviewers.
        reviewers: Vec<String>,
        /// The least load.
        least: usize,
    },
}

/// Names shown in a sentence.
const SHOWN_MAX: usize = 10;

fn list(what: &str, names: &[String]) -> String {
    let shown = names.iter().take(SHOWN_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => format!("no {what}"),
        1 => format!("{what} {shown}"),
        more if more > SHOWN_MAX => format!("{what}s {shown} and {} more", more - SHOWN_MAX),
        _ => format!("{what}s {shown}"),
    }
}

/// Why the question cannot be put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssignFault {
    /// More than [`NODES_MAX`].
    #[error("{0} proposals and reviewers together: at most {NODES_MAX}")]
    Size(usize),
    /// The least load is above the most.
    #[error("the least load is above the most")]
    Loads,
    /// There is no assignment.
    #[error(transparent)]
    Impossible(#[from] Impossible),
}

impl Readers {
    /// Reads affinities: columns reviewer, proposal, score.
    ///
    /// # Errors
    /// The first fault.
    pub fn read(table: &Table) -> Result<Readers, Fault> {
        let reviewer = table.column("reviewer")?;
        let proposal = table.column("proposal")?;
        let score = table.column("score")?;
        let mut readers = Readers::default();
        let mut pairs = Pairs::default();
        for row in table.rows() {
            let (by, of) = (row.needed(reviewer)?, row.needed(proposal)?);
            pairs.add(&row, reviewer, by, of)?;
            readers.add(of, by, row.number(score)?);
        }
        Ok(readers)
    }

    /// An affinity, finite.
    pub fn add(&mut self, proposal: &str, reviewer: &str, affinity: f64) {
        let pair = (self.proposals.index(proposal), self.reviewers.index(reviewer));
        self.given.push((pair.0, pair.1, affinity));
    }

    /// Reads conflicts: columns reviewer, proposal. Repeated ones are one.
    ///
    /// # Errors
    /// The first fault; a name that has no affinity is one, for it may be mistyped.
    pub fn read_conflicts(&mut self, table: &Table) -> Result<(), Fault> {
        let reviewer = table.column("reviewer")?;
        let proposal = table.column("proposal")?;
        for row in table.rows() {
            let find = |names: &Names, column| {
                let name = row.needed(column)?;
                let unknown = || row.fault(column, FaultKind::Unknown(name.to_owned()));
                names.find(name).ok_or_else(unknown)
            };
            let pair = (find(&self.proposals, proposal)?, find(&self.reviewers, reviewer)?);
            self.conflicts.push(pair);
        }
        Ok(())
    }

    /// The affinities as whole numbers, by how much they were multiplied, and the pairs that may
    /// be used.
    fn whole(&self, loads: &Loads) -> Whole {
        let (files, readers) = (self.proposals.list.len(), self.reviewers.list.len());
        let largest = self.given.iter().map(|(_, _, affinity)| affinity.abs()).fold(0.0, f64::max);
        let mut scale = 1e9;
        while largest * scale > WHOLE_MAX && scale > 1.0 {
            scale /= 10.0;
        }
        let mut worth = vec![0; files * readers];
        let mut exact = vec![0.0; files * readers];
        let other = if loads.unlisted { Pair::Open } else { Pair::Closed };
        let mut pairs = vec![other; files * readers];
        for (file, reader, affinity) in &self.given {
            let place = file * readers + reader;
            for (worth, exact) in worth.get_mut(place).into_iter().zip(exact.get_mut(place)) {
                *worth = (affinity * scale).round() as i64;
                *exact = *affinity;
            }
            pairs.get_mut(place).into_iter().for_each(|pair| *pair = Pair::Open);
        }
        for (file, reader) in &self.conflicts {
            let place = file * readers + reader;
            pairs.get_mut(place).into_iter().for_each(|pair| *pair = Pair::Closed);
        }
        Whole { worth, exact, scale, pairs }
    }
}

struct Whole {
    worth: Vec<i64>,
    exact: Vec<f64>,
    scale: f64,
    pairs: Vec<Pair>,
}

/// Assigns readers to proposals.
///
/// # Errors
/// [`AssignFault`]; [`Impossible`] names whom there is no assignment for.
pub fn assign(
    readers: &Readers,
    loads: &Loads,
    objective: Objective,
) -> Result<Assignment, AssignFault> {
    let (files, count) = (readers.proposals.list.len(), readers.reviewers.list.len());
    if files + count > NODES_MAX {
        return Err(AssignFault::Size(files + count));
    }
    if loads.least > loads.most {
        return Err(AssignFault::Loads);
    }
    let whole = readers.whole(loads);
    let needs = vec![loads.per_proposal; files];
    let network = Network::new(needs, vec![(loads.least, loads.most); count], &whole.worth);
    let flow = network.solve(whole.pairs.clone());
    let flow = flow.map_err(|stuck| unserved(readers, loads, &network, &whole.pairs, &stuck))?;
    let short = network.short(&flow);
    if !short.is_empty() {
        let name = |(reader, _): &(usize, usize)| readers.reviewers.list.get(*reader).cloned();
        let reviewers = short.iter().filter_map(name).collect();
        return Err(Impossible::Reviewers { reviewers, least: loads.least }.into());
    }
    match objective {
        Objective::Sum => Ok(answer(readers, &whole, &network, &flow, None)),
        Objective::Fair => {
            let found = fair::fairest(&network, &whole.worth, flow);
            Ok(answer(readers, &whole, &network, &found.flow, Some(&found)))
        }
    }
}

/// Why a file is left without a reader: of the files that compete with it, and their readers, none
/// has room.
fn unserved(
    readers: &Readers,
    loads: &Loads,
    network: &Network,
    pairs: &[Pair],
    stuck: &Stuck,
) -> Impossible {
    let named = |names: &Names, of: &[usize]| -> Vec<String> {
        of.iter().filter_map(|index| names.list.get(*index).cloned()).collect()
    };
    // What they can do: each at most once a file, and no more than the load.
    let may = |file: usize, reader: usize| {
        pairs.get(file * network.readers + reader).is_some_and(|pair| *pair != Pair::Closed)
    };
    let possible = stuck
        .readers
        .iter()
        .map(|reader| {
            stuck.files.iter().filter(|file| may(**file, *reader)).count().min(loads.most)
        })
        .sum::<usize>();
    Impossible::Proposals {
        proposals: named(&readers.proposals, &stuck.files),
        reviewers: named(&readers.reviewers, &stuck.readers),
        needed: stuck.files.len() * loads.per_proposal,
        possible,
    }
}

fn answer(
    readers: &Readers,
    whole: &Whole,
    network: &Network,
    flow: &Flow,
    fair: Option<&fair::Fairest>,
) -> Assignment {
    let mut pairs = Vec::new();
    let (mut sum, mut smallest) = (0.0, f64::INFINITY);
    for (file, proposal) in readers.proposals.list.iter().enumerate() {
        let mut own = 0.0;
        for reader in flow.readers(network, file) {
            own += whole.exact.get(file * network.readers + reader).copied().unwrap_or(0.0);
            let reviewer = readers.reviewers.list.get(reader).cloned().unwrap_or_default();
            pairs.push((reviewer, proposal.clone()));
        }
        sum += own;
        smallest = own.min(smallest);
    }
    // Rounding to whole numbers may put the bound a hair below the sum that it was proved for.
    let bound = |whole_bound: i64, value: f64| (whole_bound as f64 / whole.scale).max(value);
    Assignment {
        sum,
        sum_bound: fair.map_or(sum, |fair| match fair.sum_gap {
            0 => sum,
            gap => sum + gap as f64 / whole.scale,
        }),
        smallest,
        smallest_bound: fair.map(|fair| match fair.smallest_gap {
            0 => smallest,
            gap => bound(fair.smallest + gap, smallest),
        }),
        pairs,
    }
}
