//! An invoice as it was issued, kept word for word, and the file that machines read of it.

use invoice::{
    Address, Buyer, BuyerKind, Delivered, Earlier, Exemption, Invoice, Kind, Line, Mentions,
    Nature, Party, Payment, Rate, Registered, Rna, Siren, Siret, Unit, Vat, VatNumber,
};
use serde::{Deserialize, Serialize};

use crate::model::Day;
use crate::parties::Details;

/// Who sells or buys, as it was when the invoice was issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// Commune.
    pub town: String,
    /// SIREN or SIRET, or nothing.
    pub siret: String,
    /// RNA number, or nothing.
    pub rna: String,
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What is sold.
    pub name: String,
    /// How much of it, in thousandths.
    pub quantity: i64,
    /// The code of its unit.
    pub unit: String,
    /// The price of one, in thousandths of a euro.
    pub price: i64,
    /// The code of its tax: [`VATS`].
    pub vat: String,
}

/// An invoice or credit note as it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its number: `F-2026-0001`.
    pub number: String,
    /// The number and day of the invoice that it credits.
    pub credits: Option<(String, Day)>,
    /// Its day.
    pub issued: Day,
    /// Until when it is to be paid.
    pub due: Day,
    /// When goods or services were supplied.
    pub delivered: Day,
    /// Whether goods are sold, rather than services.
    pub goods: bool,
    /// Who sells.
    pub seller: Named,
    /// Who buys.
    pub buyer: Named,
    /// What the buyer is: one of [`BUYERS`].
    pub buyer_kind: String,
    /// The buyer's service, as Chorus Pro names it.
    pub service: String,
    /// The number of the buyer's order.
    pub order: String,
    /// What is sold.
    pub lines: Vec<InvoiceLine>,
    /// The account to pay on.
    pub iban: String,
    /// Its bank.
    pub bic: String,
    /// The reference to quote.
    pub reference: String,
    /// What else is said.
    pub note: String,
}

/// What a buyer can be.
pub const BUYERS: [&str; 4] = ["person", "association", "company", "public-body"];

/// The taxes of a line, by code.
pub const VATS: [(&str, Vat); 7] = [
    ("non-profit", Vat::Exempt(Exemption::NonProfit)),
    ("franchise", Vat::Exempt(Exemption::Franchise)),
    ("20", Vat::Rate(Rate::Normal)),
    ("10", Vat::Rate(Rate::Intermediate)),
    ("5-5", Vat::Rate(Rate::Reduced)),
    ("2-1", Vat::Rate(Rate::Special)),
    ("out-of-scope", Vat::OutOfScope),
];

fn vat(code: &str) -> Vat {
    VATS.iter().find(|(known, _)| *known == code).map_or(Vat::OutOfScope, |(_, vat)| *vat)
}

fn buyer_kind(code: &str) -> BuyerKind {
    match code {
        "person" => BuyerKind::Person,
        "association" => BuyerKind::Association,
        "company" => BuyerKind::Company,
        _ => BuyerKind::PublicBody,
    }
}

fn party(named: &Named, taxed: bool) -> Party {
    let siret = Siret::parse(&named.siret).ok();
    let siren = Siren::parse(named.siret.get(..9).unwrap_or_default()).ok();
    let vat_number = siren.as_ref().filter(|_| taxed).map(VatNumber::of);
    let registered = siret.map(Registered::Siret).or(siren.map(Registered::Siren));
    Party {
        name: named.name.clone(),
        address: Address {
            street: named.street.clone(),
            complement: String::new(),
            postcode: named.postcode.clone(),
            town: named.town.clone(),
            country: "FR".to_owned(),
        },
        registered,
        rna: Rna::parse(&named.rna).ok(),
        vat_number,
        endpoint: None,
    }
}

impl Issued {
    /// The invoice for the engine.
    pub fn invoice(&self) -> Invoice {
        let kind = buyer_kind(&self.buyer_kind);
        let line = |line: &InvoiceLine| Line {
            name: line.name.clone(),
            description: String::new(),
            quantity: line.quantity,
            unit: Unit::of_code(&line.unit).unwrap_or(Unit::One),
            price: line.price,
            discount: 0,
            vat: vat(&line.vat),
        };
        let lines: Vec<Line> = self.lines.iter().map(line).collect();
        let taxed = lines.iter().any(|line| matches!(line.vat, Vat::Rate(_)));
        let earlier = self.credits.clone();
        let iban = bank::Iban::parse(&self.iban).ok();
        let payment = iban.filter(|_| earlier.is_none()).map(|iban| Payment::Transfer {
            iban,
            bic: bank::Bic::parse(&self.bic).ok(),
            reference: bank::Reference::parse(&self.reference).ok(),
        });
        Invoice {
            kind: match earlier {
                Some((number, issued)) => {
                    Kind::CreditNote(Earlier { number, issued: issued.date() })
                }
                None => Kind::Invoice,
            },
            number: self.number.clone(),
            issued: self.issued.date(),
            due: self.due.date(),
            delivered: Delivered::On(self.delivered.date()),
            nature: if self.goods { Nature::Goods } else { Nature::Services },
            seller: party(&self.seller, taxed),
            buyer: Buyer {
                party: party(&self.buyer, false),
                kind,
                reference: self.service.clone(),
                order: self.order.clone(),
            },
            lines,
            adjustments: Vec::new(),
            prepaid: 0,
            payment,
            mentions: Mentions::usual(kind),
            note: self.note.clone(),
        }
    }

    /// The same with where to pay.
    #[must_use]
    pub fn paid_on(self, details: &Details, reference: &bank::Reference) -> Self {
        Self {
            iban: details.iban.as_str().to_owned(),
            bic: details.bic.as_ref().map(|bic| bic.as_str().to_owned()).unwrap_or_default(),
            reference: reference.as_str().to_owned(),
            ..self
        }
    }
}
