//! The chain of a book: each transfer is sealed by a hash over itself and the seal before it, so
//! that nothing in the book can be written anew without every later seal saying so.

use sha2::{Digest, Sha256};

use crate::model::{Booked, Phase, Transfer};

/// SHA-256, as stored.
pub(crate) type Seal = [u8; 32];

/// Before the first transfer.
pub(crate) const BEGINNING: Seal = [0; 32];

/// What a transfer does and what modifies it, as one number: TigerBeetle's flags, and ours.
pub(crate) fn flags(transfer: &Transfer) -> i64 {
    let phase = match transfer.phase {
        Phase::Single => 0,
        Phase::Pending { .. } => 2,
        Phase::Post { .. } => 4,
        Phase::Void { .. } => 8,
        Phase::Expire { .. } => 64,
    };
    let bit = |set: bool, bit: i64| if set { bit } else { 0 };
    phase
        + bit(transfer.linked, 1)
        + bit(transfer.balancing_debit, 16)
        + bit(transfer.balancing_credit, 32)
}

/// The seal of a transfer after `before`.
pub(crate) fn seal(before: &Seal, booked: &Booked) -> Seal {
    let Booked { transfer, number, at, effective, debit_balance, credit_balance, .. } = booked;
    let timeout_s = match transfer.phase {
        Phase::Pending { timeout_s } => timeout_s,
        _ => 0,
    };
    let mut hash = Sha256::new();
    hash.update(before);
    for part in [
        *number,
        flags(transfer),
        transfer.debit.0,
        transfer.credit.0,
        transfer.amount,
        timeout_s,
        effective.0,
        at.0,
        *debit_balance,
        *credit_balance,
    ] {
        hash.update(part.to_le_bytes());
    }
    hash.update(transfer.id.bytes());
    hash.update(transfer.ends().map_or([0; 16], base::Id::bytes));
    for text in [&transfer.code, &transfer.reference, &transfer.label] {
        // Lengths keep neighbouring texts apart.
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}
