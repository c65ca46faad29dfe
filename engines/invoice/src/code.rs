//! The code on an invoice that fills in the transfer in the payer's bank application.

use bank::About;
use bank::epc_qr::Asked;

use crate::model::{Invoice, Kind, Payment};
use crate::totals::Totals;

/// What such a code asks for, to be given to [`bank::epc_qr::payload`]; nothing for what is not paid
/// by transfer, or not at all.
pub fn transfer_asked(invoice: &Invoice, totals: &Totals) -> Option<Asked> {
    let Some(Payment::Transfer { iban, bic, reference }) = &invoice.payment else { return None };
    if invoice.kind != Kind::Invoice || totals.due == 0 {
        return None;
    }
    let about = match reference {
        Some(reference) => About::Reference(reference.clone()),
        None => About::Text(invoice.number.clone()),
    };
    Some(Asked {
        name: invoice.seller.name.clone(),
        iban: iban.clone(),
        bic: bic.clone(),
        cents: totals.due,
        purpose: None,
        about,
        hint: String::new(),
    })
}
