//! What every other crate needs and nothing more: ids, the clock, chance, money, refusals.
//!
//! Invariants: time, ids and chance come from a [`World`] that is passed in, so that a test can
//! fix all three; amounts of money are whole minor units with checked arithmetic; whatever can go
//! wrong for a user is a [`Refusal`], named after the situation and mapped to HTTP in one place.
//! Deliberately absent: any word of the field, any input or output.

mod id;
mod money;
mod refusal;
mod secret;
mod world;

pub use id::Id;
pub use money::Cents;
pub use refusal::{Arg, Fault, Refusal, Say};
pub use secret::Secret;
pub use world::{Moment, World};

/// The result of every verb: a value, or the situation that refused it.
pub type Outcome<T> = Result<T, Refusal>;

/// Lower-case hexadecimal text of some bytes.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of some bytes, as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(bytes))
}
