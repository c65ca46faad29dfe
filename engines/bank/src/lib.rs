//! What one says to a bank and reads from it: identifiers, references and message files.
//!
//! | module | what | source |
//! |---|---|---|
//! | [`iban`], [`bic`], [`creditor`] | account numbers, codes of banks, creditor identifiers | ISO 13616 and its registry, ISO 9362, EPC262-08 |
//! | [`reference`] | references with a key | ISO 11649 |
//! | [`letters`] | the letters that banks take | EPC217-08 |
//! | [`epc_qr`] | the text of a code that fills in a transfer | EPC069-12 |
//! | [`transfer_file`], [`debit_file`] | orders to the bank | ISO 20022 pain.001.001.09 and pain.008.001.08, EPC132-08, EPC130-08 |
//! | [`writer`] | XML as it is written, for invoices as well | |
//! | [`statement`], [`status`] | what the bank says | ISO 20022 camt.053.001.08 and .02, pain.002.001.10 and .03 |
//!
//! Guarantees: pure functions of their input, without clock or chance. Amounts are whole cents,
//! never rounded. What is written validates against the schemas of ISO 20022
//! (`cargo xtask test --only standards`). What is read is never trusted: readers take a stream,
//! hold one entry at a time, and end with a line and an element on whatever is not as it should
//! be; a statement whose entries do not lead from its opening to its closing balance is refused.
//!
//! Deliberately absent: sentences (faults are situations, the caller speaks to people), which
//! bank an account is at (that directory is licensed), other versions of the messages, and all
//! that knows what the money is for.

mod amounts;
pub mod batches;
pub mod bic;
mod countries;
pub mod creditor;
pub mod debit_file;
pub mod epc_qr;
pub mod fields;
pub mod iban;
pub mod letters;
mod mod97;
pub mod parties;
pub mod reference;
pub mod statement;
pub mod status;
pub mod transfer_file;
pub mod writer;
pub mod xml;

pub use amounts::euros;
pub use batches::{Batch, Written};
pub use bic::{Bic, BicFault};
pub use countries::{Kind, is_country};
pub use creditor::{CreditorFault, CreditorId};
pub use epc_qr::About;
pub use fields::{Fault, FaultKind, Field};
pub use iban::{Iban, IbanFault, Rib};
pub use letters::{Plain, Replacement, plain};
pub use parties::{Account, Address, Party};
pub use reference::{Reference, ReferenceFault};
pub use xml::{ReadFault, ReadFaultKind};
