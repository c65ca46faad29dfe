//! Sites and their bounds, as a user of the engine sees them. [`published`] holds the published
//! results that they reproduce.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod brute;
mod published;
mod readers;
