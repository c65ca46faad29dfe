//! Tests of the house as a whole: what no crate can test of itself.
//!
//! Deliberately absent: any code. The tests in Rust are in `tests/`; those that look at Parvis
//! through a browser in `browser/`, those of exports against their standards in `standards/`.
