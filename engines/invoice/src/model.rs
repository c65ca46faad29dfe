//! What an invoice says, after the semantic model of EN 16931 (BT and BG are its terms).

use bank::{Bic, CreditorId, Iban, Reference};
use jiff::civil::Date;

use crate::numbers::{Rna, Siren, Siret, VatNumber};
use crate::{Mentions, Unit, Vat};

/// An invoice or a credit note. Empty texts are not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Which of the two (BT-3).
    pub kind: Kind,
    /// 1 to 35 letters, digits and `+ - _ /` (BT-1).
    pub number: String,
    /// The day of issue, of the years 2000 to 2099 as all days here (BT-2).
    pub issued: Date,
    /// The day by which it is due; if all is paid already, the day of payment (BT-9).
    pub due: Date,
    /// When goods or services were supplied (BT-72, BG-14).
    pub delivered: Delivered,
    /// What is sold (part of BT-23).
    pub nature: Nature,
    /// Who sells.
    pub seller: Party,
    /// Who buys.
    pub buyer: Buyer,
    /// What is sold, 1 to 1000 lines.
    pub lines: Vec<Line>,
    /// Discounts and charges on the whole, up to 20.
    pub adjustments: Vec<Adjustment>,
    /// What was paid already, cents, from 0 to the total with VAT (BT-113).
    pub prepaid: i64,
    /// How it is paid.
    pub payment: Option<Payment>,
    /// What the law wants said.
    pub mentions: Mentions,
    /// Anything else, up to 1024 characters.
    pub note: String,
}

/// Invoice or credit note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A commercial invoice (UNTDID 1001: 380).
    Invoice,
    /// A credit note (381), whose amounts are those given back.
    CreditNote(Earlier),
}

/// An invoice that was issued before (BG-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub number: String,
    /// Its day of issue.
    pub issued: Date,
}

/// When goods or services were supplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// On a day.
    On(Date),
    /// From the first to the second day.
    During(Date, Date),
}

/// What is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Goods alone.
    Goods,
    /// Services alone.
    Services,
    /// Goods and services.
    Both,
}

/// A person or organisation that sells or buys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// 1 to 100 characters.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// Its number in the French register of enterprises.
    pub registered: Option<Registered>,
    /// Its number in the French register of associations.
    pub rna: Option<Rna>,
    /// Its VAT number.
    pub vat_number: Option<VatNumber>,
    /// Where it receives invoices; if nothing is said, at its SIREN in the directory.
    pub endpoint: Option<Endpoint>,
}

/// A number in the register of enterprises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// Of the organisation.
    Siren(Siren),
    /// Of one of its places.
    Siret(Siret),
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Up to 100 characters.
    pub street: String,
    /// Up to 100 characters.
    pub complement: String,
    /// Up to 16 characters.
    pub postcode: String,
    /// 1 to 100 characters.
    pub town: String,
    /// ISO 3166-1, two capitals.
    pub country: String,
}

/// An electronic address (BT-34, BT-49).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// In the French directory: a SIREN and what follows it, up to 125 letters, digits and `+ - _ .`
    Directory(String),
    /// A mailbox, up to 125 characters.
    Mail(String),
}

/// Who buys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// Who it is.
    pub party: Party,
    /// What it is.
    pub kind: BuyerKind,
    /// Its reference; for a public body the code of its service in Chorus Pro; up to 100 characters
    /// (BT-10).
    pub reference: String,
    /// The number of its order; for a public body that of the commitment (*numéro d'engagement*); up
    /// to 50 characters (BT-13).
    pub order: String,
}

/// What a buyer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuyerKind {
    /// A private person.
    Person,
    /// An association.
    Association,
    /// A company, in France with a SIREN.
    Company,
    /// A public body, with a SIRET.
    PublicBody,
}

/// A line (BG-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is sold, 1 to 100 characters (BT-153).
    pub name: String,
    /// The same in more words, up to 1024 characters (BT-154).
    pub description: String,
    /// Thousandths of the unit, up to 999 999 999 999 of them; less than nought for what comes back
    /// (BT-129).
    pub quantity: i64,
    /// In what it is counted (BT-130).
    pub unit: Unit,
    /// Thousandths of a euro for one, without VAT: prices by the kilometre or the copy have three
    /// decimals (BT-146).
    pub price: i64,
    /// Cents that are taken off the line, from 0 to what it comes to (BT-136).
    pub discount: i64,
    /// Its VAT.
    pub vat: Vat,
}

/// A discount or charge on the whole (BG-20, BG-21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Why, 1 to 100 characters.
    pub reason: String,
    /// Cents without VAT: a charge, or less than nought for a discount.
    pub cents: i64,
    /// Its VAT.
    pub vat: Vat,
}

/// How an invoice is paid (BG-16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payment {
    /// By SEPA transfer.
    Transfer {
        /// To this account.
        iban: Iban,
        /// At this bank.
        bic: Option<Bic>,
        /// With this reference.
        reference: Option<Reference>,
    },
    /// By SEPA direct debit.
    Debit {
        /// The reference of the mandate (*référence unique de mandat*), 1 to 35 characters.
        mandate: String,
        /// Who debits.
        creditor: CreditorId,
        /// The account debited.
        iban: Iban,
    },
    /// In cash.
    Cash,
    /// By cheque.
    Cheque,
    /// By card.
    Card,
}

impl Invoice {
    /// The credit note that cancels it: the same lines, to be given back on the day itself.
    pub fn credit_note(&self, number: &str, issued: Date) -> Invoice {
        Invoice {
            kind: Kind::CreditNote(Earlier { number: self.number.clone(), issued: self.issued }),
            number: number.to_owned(),
            issued,
            due: issued,
            prepaid: 0,
            payment: None,
            ..self.clone()
        }
    }
}

impl Kind {
    /// 1 for what is owed by the buyer, -1 for what is owed to it: totals times this add up.
    pub const fn sign(&self) -> i64 {
        match self {
            Kind::Invoice => 1,
            Kind::CreditNote(_) => -1,
        }
    }
}

impl Registered {
    /// The organisation's number.
    pub fn siren(&self) -> &str {
        match self {
            Registered::Siren(siren) => siren.as_str(),
            Registered::Siret(siret) => siret.siren(),
        }
    }
}

impl Party {
    /// The SIREN, if it has one.
    pub fn siren(&self) -> Option<&str> {
        self.registered.as_ref().map(Registered::siren)
    }
}
