//! An invoice to begin with.

use invoice::{
    Address, Buyer, BuyerKind, Delivered, Invoice, Kind, Line, Mentions, Nature, Party, Registered,
    Siren, Unit, Vat, VatNumber,
};
use jiff::civil::date;

/// Of one company to another, with these lines.
pub(crate) fn invoice(lines: Vec<Line>) -> Invoice {
    Invoice {
        kind: Kind::Invoice,
        number: "FA-1".to_owned(),
        issued: date(2026, 12, 2),
        due: date(2027, 1, 1),
        delivered: Delivered::On(date(2026, 12, 1)),
        nature: Nature::Both,
        seller: party("Le Panier", "732829320"),
        buyer: Buyer {
            party: party("Coop des Toits", "552100554"),
            kind: BuyerKind::Company,
            reference: String::new(),
            order: String::new(),
        },
        lines,
        adjustments: vec![],
        prepaid: 0,
        payment: None,
        mentions: Mentions::usual(BuyerKind::Company),
        note: String::new(),
    }
}

/// Thousandths of quantity and price, cents of discount.
pub(crate) fn line(quantity: i64, price: i64, discount: i64, vat: Vat) -> Line {
    Line {
        name: "Panier".to_owned(),
        description: String::new(),
        quantity,
        unit: Unit::One,
        price,
        discount,
        vat,
    }
}

fn party(name: &str, siren: &str) -> Party {
    let siren = Siren::parse(siren).ok();
    Party {
        name: name.to_owned(),
        address: Address {
            street: "7 rue des Essais".to_owned(),
            complement: String::new(),
            postcode: "92000".to_owned(),
            town: "Nanterre".to_owned(),
            country: "FR".to_owned(),
        },
        vat_number: siren.as_ref().map(VatNumber::of),
        registered: siren.map(Registered::Siren),
        rna: None,
        endpoint: None,
    }
}
