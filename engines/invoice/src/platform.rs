//! What the approved platforms of the French reform ask for beyond EN 16931, and where invoices
//! are received.

use crate::model::{Endpoint, Invoice, Party};

/// What is missing for an invoice to pass through a platform (rules BR-FR of flux 2). Invoices to
/// private persons, and of sellers that the tax does not know, need not pass through one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The seller has no SIREN (BR-FR-10).
    SellerSiren,
    /// The seller has no electronic address (BR-FR-13).
    SellerEndpoint,
    /// The buyer has none (BR-FR-12).
    BuyerEndpoint,
}

/// What a platform would refuse an invoice for that is right otherwise.
pub fn platform_gaps(invoice: &Invoice) -> Vec<Gap> {
    let gaps = [
        (invoice.seller.siren().is_none(), Gap::SellerSiren),
        (endpoint(&invoice.seller).is_none(), Gap::SellerEndpoint),
        (endpoint(&invoice.buyer.party).is_none(), Gap::BuyerEndpoint),
    ];
    gaps.into_iter().filter_map(|(there, gap)| there.then_some(gap)).collect()
}

/// Where a party receives invoices: what it says, else its SIREN, which the directory knows.
pub(crate) fn endpoint(party: &Party) -> Option<Endpoint> {
    let siren = || party.siren().map(|siren| Endpoint::Directory(siren.to_owned()));
    party.endpoint.clone().or_else(siren)
}
