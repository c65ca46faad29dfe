//! Who gets a seat when more ask than there are: fair draws and stable matchings.
//!
//! | module | what | source |
//! |---|---|---|
//! | [`lottery`] | one draw for all, announced by its hash, that anyone can redo | SHA-256 |
//! | [`Rule::Serial`] | random serial dictatorship: each chooses in the order of the draw | Abdulkadiroğlu & Sönmez, *Econometrica* 66 (1998) |
//! | [`Rule::Deferred`] | deferred acceptance, persons proposing, priorities first and the draw among equals | Gale & Shapley, *Amer. Math. Monthly* 69 (1962); Abdulkadiroğlu & Sönmez, *AER* 93 (2003) |
//! | quotas | at least so many seats for a category as long as it asks for them; at most so many | Hafalir, Yenmez & Yildirim, *Theor. Econ.* 8 (2013); Abdulkadiroğlu & Sönmez (2003) |
//! | parties | families and groups, placed together or not at all | after Roth & Peranson, *AER* 89 (1999) |
//! | [`checker`] | what is wrong with an allocation, found by counting: no code in common with what made it | |
//! | [`reasons`] | why somebody has not what they asked for first | |
//!
//! Guarantees. No offer takes more than its seats, nor a category more than its *at most*.
//! *Serial*: to say one's true wishes is best for every party; nobody can be better off without
//! another being worse off. *Deferred*, each for themselves: the answer is stable (nobody is
//! refused a seat that somebody with less claim to it has, and no wished seat stays empty),
//! everyone has the best seat that they have in any stable answer, so that among stable answers
//! envy is least, and to say one's true wishes is best. *Deferred with parties of several*: a
//! stable answer may not exist (Roth, *J. Polit. Econ.* 92 (1984)) and honesty is no longer
//! proven best. The search is bounded, and the answer says which of the three it is: stable; not
//! stable because no stable one exists, with the fewest complaints possible; or not stable because
//! none was found, with the fewest complaints met.
//!
//! Pure: chance is a text that is passed in, and the order of the lines of a file changes nothing
//! but the order of members in their party. Deliberately absent: trading seats after the draw
//! (top trading cycles, stable improvement cycles), which undoes priorities or honesty; wishes
//! for several seats at once by one person; sentences (the caller speaks to people).

pub mod checker;
mod choice;
mod deferred;
pub mod files;
mod groups;
pub mod lottery;
pub mod market;
mod published;
pub mod reasons;
mod serial;

pub use market::{
    At, Entered, Fault, FaultKind, Market, Offer, OfferLine, Party, Person, PersonLine, Quota,
    QuotaLine, Wish, WishLine,
};
pub use published::{
    Answer, Drawn, Envy, FORMAT, Known, Published, ReasonLine, allocate, differences,
};

use serde::{Deserialize, Serialize};

/// By which rule seats are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Each party in the order of the draw takes its best wish that is left.
    Serial,
    /// Deferred acceptance: priorities, then the draw.
    Deferred,
}

/// What may be said of an allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Everyone has chosen in turn.
    InTurn,
    /// Nobody has a justified complaint.
    Stable,
    /// All allocations were searched: none is stable, and none has fewer complaints.
    NoneExists,
    /// The search was broken off at its bound.
    NoneFound,
}

/// Who has what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// For each party, the wish (from 0) that was fulfilled.
    pub got: Vec<Option<usize>>,
    /// What may be said of it.
    pub standing: Standing,
    /// Requests made of offers until the end.
    pub steps: u64,
}

/// Gives out the seats; `draw` holds the place of each party in the draw ([`lottery::draw`]).
#[must_use]
pub fn solve(market: &Market, draw: &lottery::Draw, rule: Rule) -> Allocation {
    let grouped = market.parties().iter().any(|party| party.members.len() > 1);
    match rule {
        Rule::Serial => serial::solve(market, draw),
        Rule::Deferred if grouped => groups::solve(market, draw),
        Rule::Deferred => deferred::solve(market, draw),
    }
}
