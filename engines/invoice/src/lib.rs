//! Invoices and credit notes: what they say, what they come to, and their form for machines.
//!
//! | module | what | source |
//! |---|---|---|
//! | [`model`] | what an invoice says | EN 16931-1, semantic model; art. 242 nonies A of annex II CGI |
//! | [`numbers`] | SIREN, SIRET, RNA and VAT numbers | INSEE; art. 286 ter CGI |
//! | [`vat`], [`units`] | categories, rates and exemptions of VAT; units | CGI; UNTDID 5305, VATEX; UN/ECE Rec 20 and 21 |
//! | [`total`] | lines, VAT by rate, what is due | EN 16931-1, BR-CO-10 to 17 |
//! | [`mentions`] | what French law wants said of late payment | art. L441-9, L441-10, D441-5 C. com. |
//! | [`platform_gaps`] | what an approved platform would miss | FNFE-MPE, rules BR-FR of flux 2 |
//! | [`write_cii`], [`factur_x`] | the file inside a Factur-X invoice, and what the PDF says of it | Factur-X 1.09, profile EN 16931, UN/CEFACT CII D22B |
//! | [`transfer_asked`] | the code that fills in its transfer | EPC069-12 |
//!
//! Guarantees: pure functions of their input, without clock or chance. Euros alone, in whole cents;
//! prices and quantities in thousandths. Integer arithmetic, rounded half away from zero where
//! EN 16931 rounds (so that what is taken back comes to what was given), and nowhere else. What is
//! written validates against the schema of Factur-X, the rules of EN 16931 and, where
//! [`platform_gaps`] finds none, those of the French platforms (`cargo xtask test --only standards`).
//!
//! Deliberately absent: numbering, which must be without gaps and is the caller's; other
//! currencies; reverse charge, exports and deliveries within the Union; invoices of a deposit and
//! self-billing; reading what others write. Faults are situations, the caller speaks to people.

mod check;
mod cii;
mod code;
pub mod factur_x;
pub mod faults;
pub mod mentions;
pub mod model;
pub mod numbers;
mod platform;
mod totals;
pub mod units;
pub mod vat;

pub use cii::write_cii;
pub use code::transfer_asked;
pub use faults::{Fault, FaultKind, Field, Place};
pub use mentions::Mentions;
pub use model::{
    Address, Adjustment, Buyer, BuyerKind, Delivered, Earlier, Endpoint, Invoice, Kind, Line,
    Nature, Party, Payment, Registered,
};
pub use numbers::{NumberFault, Rna, Siren, Siret, VatNumber};
pub use platform::{Gap, platform_gaps};
pub use totals::{Totals, VatPart, total};
pub use units::Unit;
pub use vat::{Exemption, Rate, Vat};
