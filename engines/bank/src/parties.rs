//! Who pays and who is paid, and how a message file of ISO 20022 names them.

use crate::countries::is_country;
use crate::epc_qr::About;
use crate::euros;
use crate::fields::{FaultKind, Field, Texts};
use crate::writer::Xml;
use crate::{Bic, Iban};

/// A person or organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// 1 to 70 characters.
    pub name: String,
    /// Where it is; needed for debits of accounts outside the European Economic Area.
    pub address: Option<Address>,
}

/// An address in parts; town and country are always needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Up to 70 characters, or nothing.
    pub street: String,
    /// Up to 16 characters, or nothing.
    pub number: String,
    /// Up to 16 characters, or nothing.
    pub postcode: String,
    /// 1 to 35 characters.
    pub town: String,
    /// ISO 3166-1, two letters.
    pub country: String,
}

/// Somebody's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub holder: Party,
    /// Its number.
    pub iban: Iban,
    /// Its bank; needed by hardly any bank today.
    pub bic: Option<Bic>,
}

/// The name, and the address if given, in the letters of banks.
pub(crate) fn checked(texts: &mut Texts, party: &Party) -> Party {
    let name = texts.needed(Field::Name, &party.name, 70);
    let address = party.address.as_ref().map(|address| {
        let country = address.country.to_ascii_uppercase();
        if !is_country(&country) {
            texts.fault(Field::Country, FaultKind::NoCode);
        }
        Address {
            street: texts.optional(Field::Street, &address.street, 70),
            number: texts.optional(Field::Number, &address.number, 16),
            postcode: texts.optional(Field::Postcode, &address.postcode, 16),
            town: texts.needed(Field::Town, &address.town, 35),
            country,
        }
    });
    Party { name, address }
}

/// The account with its holder in the letters of banks.
pub(crate) fn checked_account(texts: &mut Texts, account: &Account) -> Account {
    Account { holder: checked(texts, &account.holder), ..account.clone() }
}

/// What is sent along, in the letters of banks.
pub(crate) fn checked_about(texts: &mut Texts, about: &About) -> About {
    match about {
        About::Text(text) => About::Text(texts.needed(Field::Text, text, 140)),
        other => other.clone(),
    }
}

/// A message of ISO 20022 of this kind: `pain.001.001.09`.
pub(crate) fn message(kind: &str) -> Xml {
    Xml::document("Document", &format!(" xmlns=\"urn:iso:std:iso:20022:tech:xsd:{kind}\""))
}

/// An amount in euros.
pub(crate) fn write_amount(xml: &mut Xml, name: &str, cents: i64) {
    xml.marked(name, "Ccy=\"EUR\"", &euros(cents));
}

pub(crate) fn write_party(xml: &mut Xml, element: &'static str, party: &Party) {
    xml.within(element, |xml| {
        xml.leaf("Nm", &party.name);
        if let Some(address) = &party.address {
            xml.within("PstlAdr", |xml| {
                xml.leaf_if("StrtNm", &address.street);
                xml.leaf_if("BldgNb", &address.number);
                xml.leaf_if("PstCd", &address.postcode);
                xml.leaf("TwnNm", &address.town);
                xml.leaf("Ctry", &address.country);
            });
        }
    });
}

/// A bank by its BIC, or as not provided.
pub(crate) fn write_agent(xml: &mut Xml, element: &'static str, bic: Option<&Bic>) {
    match bic {
        Some(bic) => xml.nested(&[element, "FinInstnId", "BICFI"], bic.as_str()),
        None => xml.nested(&[element, "FinInstnId", "Othr", "Id"], "NOTPROVIDED"),
    }
}

pub(crate) fn write_account(xml: &mut Xml, element: &'static str, iban: &Iban) {
    xml.nested(&[element, "Id", "IBAN"], iban.as_str());
}

pub(crate) fn write_about(xml: &mut Xml, about: &About) {
    match about {
        About::Nothing => {}
        About::Text(text) => xml.nested(&["RmtInf", "Ustrd"], text),
        About::Reference(reference) => xml.within("RmtInf", |xml| {
            xml.within("Strd", |xml| {
                xml.within("CdtrRefInf", |xml| {
                    xml.within("Tp", |xml| {
                        xml.nested(&["CdOrPrtry", "Cd"], "SCOR");
                        xml.leaf("Issr", "ISO");
                    });
                    xml.leaf("Ref", reference.as_str());
                });
            });
        }),
    }
}
