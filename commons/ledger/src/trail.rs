//! How the transfers of an account are found without an index that grows with each of them: every
//! transfer keeps the number of the one before it on both of its accounts, and now and then one is
//! marked. An index by account would change a page of its own for each account of a batch, which on
//! a large book is most of what a disk has to write.

/// Transfers of one account from one mark to the next.
pub(crate) const MARK_EVERY: i64 = 64;

/// The transfers that touched an account: each keeps the number of the one before, and every
/// [`MARK_EVERY`]th is marked, so that any of them is found by few steps and no index grows with
/// each transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// The number of the last one; 0 if there is none.
    pub last: i64,
    /// How many there are.
    pub moves: i64,
}

impl Trail {
    /// One more transfer; the number of the one before it, and whether it is to be marked.
    pub fn add(&mut self, number: i64) -> (i64, bool) {
        let before = std::mem::replace(&mut self.last, number);
        self.moves += 1;
        (before, self.moves % MARK_EVERY == 0)
    }
}
