//! Scores that reviewers gave to proposals, whatever the scale.

use std::collections::HashMap;

/// Who gave which score to what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Index of the proposal.
    pub proposal: usize,
    /// Index of the reviewer.
    pub reviewer: usize,
    /// The score, finite.
    pub score: f64,
}

/// Ratings, with the names of proposals and reviewers in the order in which they came.
///
/// Proposals and reviewers that have a name and no rating may be there.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    proposals: Names,
    reviewers: Names,
    ratings: Vec<Rating>,
}

impl Scores {
    /// Takes one more rating in. The score must be finite.
    pub fn add(&mut self, proposal: &str, reviewer: &str, score: f64) {
        debug_assert!(score.is_finite(), "scores are finite");
        let proposal = self.proposals.index(proposal);
        let reviewer = self.reviewers.index(reviewer);
        self.ratings.push(Rating { proposal, reviewer, score });
    }

    /// Names a proposal, and a reviewer, who may have no rating.
    pub fn name(&mut self, proposal: &str, reviewer: &str) {
        self.proposals.index(proposal);
        self.reviewers.index(reviewer);
    }

    /// Names of the proposals.
    pub fn proposals(&self) -> &[String] {
        &self.proposals.list
    }

    /// Names of the reviewers.
    pub fn reviewers(&self) -> &[String] {
        &self.reviewers.list
    }

    /// The ratings, in the order in which they came.
    pub fn ratings(&self) -> &[Rating] {
        &self.ratings
    }

    /// The scores of each proposal, with their reviewers.
    pub(crate) fn by_proposal(&self) -> Vec<Vec<(usize, f64)>> {
        let mut all = vec![Vec::new(); self.proposals.list.len()];
        for rating in &self.ratings {
            if let Some(scores) = all.get_mut(rating.proposal) {
                scores.push((rating.reviewer, rating.score));
            }
        }
        all
    }
}

/// Names, each with a number from 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) list: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Names {
    /// The number of a name, new if it must be.
    pub(crate) fn index(&mut self, name: &str) -> usize {
        if let Some(index) = self.numbers.get(name) {
            return *index;
        }
        let index = self.list.len();
        self.list.push(name.to_owned());
        self.numbers.insert(name.to_owned(), index);
        index
    }

    /// The number of a name that is known.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }
}
