//! What an invoice must be before it is added up: limits, texts, days, numbers, field by field.

use std::ops::RangeInclusive;

use bank::is_country;
use jiff::civil::Date;

use crate::faults::{Fault, FaultKind, Field, Place};
use crate::model::{
    Address, Adjustment, Buyer, BuyerKind, Delivered, Endpoint, Invoice, Kind, Line, Party,
    Payment, Registered,
};
use crate::totals::AMOUNT_MAX;
use crate::vat::Vat;

const LINES_MAX: usize = 1_000;
const ADJUSTMENTS_MAX: usize = 20;
const NUMBER_MAX: usize = 35;
const NAME_MAX: usize = 100;
const TEXT_MAX: usize = 1_024;
const POSTCODE_MAX: usize = 16;
const ORDER_MAX: usize = 50;
const ENDPOINT_MAX: usize = 125;
const QUANTITY_MAX: i64 = 999_999_999_999;
const PRICE_MAX: i64 = 999_999_999_999;
const YEARS: RangeInclusive<i64> = 2000..=2099;

/// Faults as they are found.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, place: Place, field: Field, kind: FaultKind) {
        self.0.push(Fault { place, field, kind });
    }

    /// A text on one line that must be there.
    fn needed(&mut self, place: Place, field: Field, text: &str, limit: usize) {
        if text.trim().is_empty() {
            self.add(place, field, FaultKind::Missing);
        }
        self.line(place, field, text, limit);
    }

    /// A text on one line, perhaps empty.
    fn line(&mut self, place: Place, field: Field, text: &str, limit: usize) {
        if let Some(found) = text.chars().find(|c| matches!(c, '\n' | '\t')) {
            self.add(place, field, FaultKind::Character { found });
        }
        self.lines(place, field, text, limit);
    }

    /// A text, perhaps empty or of several lines. XML holds neither control characters nor the two
    /// that are none, and turns a carriage return into a line break.
    fn lines(&mut self, place: Place, field: Field, text: &str, limit: usize) {
        let strange = |c: &char| {
            c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
        };
        if let Some(found) = text.chars().find(strange) {
            self.add(place, field, FaultKind::Character { found });
        }
        let found = text.chars().count();
        if found > limit {
            self.add(place, field, FaultKind::TooLong { limit, found });
        }
    }

    /// An identifier: letters and digits of ASCII, and these signs.
    fn identifier(&mut self, place: Place, field: Field, text: &str, limit: usize, signs: &str) {
        let strange = |c: &char| !c.is_ascii_alphanumeric() && !signs.contains(*c);
        if text.is_empty() {
            self.add(place, field, FaultKind::Missing);
        } else if let Some(found) = text.chars().find(strange) {
            self.add(place, field, FaultKind::Character { found });
        } else if text.len() > limit {
            self.add(place, field, FaultKind::TooLong { limit, found: text.len() });
        }
    }

    fn range(&mut self, place: Place, field: Field, value: i64, range: RangeInclusive<i64>) {
        if !range.contains(&value) {
            let kind = FaultKind::Range { least: *range.start(), most: *range.end() };
            self.add(place, field, kind);
        }
    }

    fn day(&mut self, field: Field, day: Date) {
        self.range(Place::Document, field, day.year().into(), YEARS);
    }

    fn order(&mut self, field: Field, first: Date, second: Date) {
        if second < first {
            self.add(Place::Document, field, FaultKind::Early);
        }
    }
}

/// Every fault that can be seen without adding up.
pub(crate) fn check(invoice: &Invoice) -> Vec<Fault> {
    let mut faults = Faults::default();
    let found = &mut faults;
    check_document(found, invoice);
    check_party(found, Place::Seller, &invoice.seller);
    check_seller(found, invoice);
    check_buyer(found, &invoice.buyer);
    check_count(found, Field::Lines, invoice.lines.len(), 1..=LINES_MAX);
    check_count(found, Field::Adjustments, invoice.adjustments.len(), 0..=ADJUSTMENTS_MAX);
    // What is too much is not looked at.
    for (at, line) in invoice.lines.iter().take(LINES_MAX).enumerate() {
        check_line(found, Place::Line(at), line);
    }
    for (at, adjustment) in invoice.adjustments.iter().take(ADJUSTMENTS_MAX).enumerate() {
        check_adjustment(found, Place::Adjustment(at), adjustment);
    }
    check_mixture(found, invoice);
    faults.0
}

fn check_count(found: &mut Faults, field: Field, count: usize, range: RangeInclusive<usize>) {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let range = number(*range.start())..=number(*range.end());
    found.range(Place::Document, field, number(count), range);
}

fn check_document(found: &mut Faults, invoice: &Invoice) {
    let place = Place::Document;
    found.identifier(place, Field::Number, &invoice.number, NUMBER_MAX, "+-_/");
    found.day(Field::Issued, invoice.issued);
    found.day(Field::Due, invoice.due);
    match invoice.delivered {
        Delivered::On(day) => found.day(Field::Delivered, day),
        Delivered::During(first, last) => {
            found.day(Field::Delivered, first);
            found.day(Field::Delivered, last);
            found.order(Field::Delivered, first, last);
        }
    }
    if let Kind::CreditNote(earlier) = &invoice.kind {
        found.identifier(place, Field::Corrected, &earlier.number, NUMBER_MAX, "+-_/");
        found.day(Field::Corrected, earlier.issued);
        found.order(Field::Corrected, earlier.issued, invoice.issued);
    }
    if let Some(Payment::Debit { mandate, .. }) = &invoice.payment {
        found.identifier(place, Field::Mandate, mandate, NUMBER_MAX, "/-?:().,'+ ");
    }
    let mentions = &invoice.mentions;
    for (field, text) in [
        (Field::Penalties, &mentions.penalties),
        (Field::Recovery, &mentions.recovery),
        (Field::EarlyPayment, &mentions.discount),
    ] {
        if text.trim().is_empty() {
            found.add(place, field, FaultKind::Missing);
        }
        found.lines(place, field, text, TEXT_MAX);
    }
    found.lines(place, Field::Note, &invoice.note, TEXT_MAX);
}

fn check_party(found: &mut Faults, place: Place, party: &Party) {
    found.needed(place, Field::Name, &party.name, NAME_MAX);
    let Address { street, complement, postcode, town, country } = &party.address;
    found.line(place, Field::Street, street, NAME_MAX);
    found.line(place, Field::Complement, complement, NAME_MAX);
    found.line(place, Field::Postcode, postcode, POSTCODE_MAX);
    found.needed(place, Field::Town, town, NAME_MAX);
    if !is_country(country) {
        found.add(place, Field::Country, FaultKind::NoCode);
    }
    let of_vat = party.vat_number.as_ref().and_then(|number| number.siren());
    if let (Some(of_vat), Some(siren)) = (of_vat, party.siren())
        && of_vat != siren
    {
        found.add(place, Field::VatNumber, FaultKind::OtherOrganisation);
    }
    match &party.endpoint {
        Some(Endpoint::Directory(text)) => {
            found.identifier(place, Field::Endpoint, text, ENDPOINT_MAX, "+-_.");
        }
        Some(Endpoint::Mail(text)) => {
            found.needed(place, Field::Endpoint, text, ENDPOINT_MAX);
            let parts = text.split_once('@').filter(|(name, host)| {
                !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace)
            });
            if parts.is_none() && !text.trim().is_empty() {
                found.add(place, Field::Endpoint, FaultKind::NoCode);
            }
        }
        None => {}
    }
}

/// Who sells is known by a number; who charges VAT has one for it.
fn check_seller(found: &mut Faults, invoice: &Invoice) {
    let seller = &invoice.seller;
    if seller.registered.is_none() && seller.rna.is_none() {
        found.add(Place::Seller, Field::Identity, FaultKind::Missing);
    }
    let charged = vats(invoice).any(|(_, vat)| matches!(vat, Vat::Rate(_) | Vat::Zero));
    if charged && seller.vat_number.is_none() {
        found.add(Place::Seller, Field::VatNumber, FaultKind::Missing);
    }
}

fn check_buyer(found: &mut Faults, buyer: &Buyer) {
    let party = &buyer.party;
    check_party(found, Place::Buyer, party);
    let identified = match buyer.kind {
        BuyerKind::Person | BuyerKind::Association => true,
        BuyerKind::Company => party.registered.is_some() || party.address.country != "FR",
        BuyerKind::PublicBody => matches!(party.registered, Some(Registered::Siret(_))),
    };
    if !identified {
        found.add(Place::Buyer, Field::Identity, FaultKind::Missing);
    }
    found.line(Place::Buyer, Field::Reference, &buyer.reference, NAME_MAX);
    found.line(Place::Buyer, Field::Order, &buyer.order, ORDER_MAX);
}

fn check_line(found: &mut Faults, place: Place, line: &Line) {
    found.needed(place, Field::Name, &line.name, NAME_MAX);
    found.lines(place, Field::Description, &line.description, TEXT_MAX);
    if line.quantity == 0 {
        found.add(place, Field::Quantity, FaultKind::Missing);
    }
    found.range(place, Field::Quantity, line.quantity, -QUANTITY_MAX..=QUANTITY_MAX);
    found.range(place, Field::Price, line.price, 0..=PRICE_MAX);
}

fn check_adjustment(found: &mut Faults, place: Place, adjustment: &Adjustment) {
    found.needed(place, Field::Reason, &adjustment.reason, NAME_MAX);
    if adjustment.cents == 0 {
        found.add(place, Field::Amount, FaultKind::Missing);
    }
    found.range(place, Field::Amount, adjustment.cents, -AMOUNT_MAX..=AMOUNT_MAX);
}

/// BR-O-11 to 14: what is out of scope stands alone; BR-E-01: there is one reason to be exempt.
fn check_mixture(found: &mut Faults, invoice: &Invoice) {
    let mut first_exempt = None;
    let out = |vat: Vat| matches!(vat, Vat::OutOfScope);
    let first = vats(invoice).next().map(|(_, vat)| vat);
    for (place, vat) in vats(invoice) {
        let exempt = matches!(vat, Vat::Exempt(_));
        let other = exempt && *first_exempt.get_or_insert(vat) != vat;
        if other || first.is_some_and(|first| out(first) != out(vat)) {
            found.add(place, Field::Vat, FaultKind::Mixed);
        }
    }
}

/// The VAT of each line, discount and charge.
fn vats(invoice: &Invoice) -> impl Iterator<Item = (Place, Vat)> {
    let lines = invoice.lines.iter().take(LINES_MAX).enumerate();
    let adjustments = invoice.adjustments.iter().take(ADJUSTMENTS_MAX).enumerate();
    lines
        .map(|(at, line)| (Place::Line(at), line.vat))
        .chain(adjustments.map(|(at, one)| (Place::Adjustment(at), one.vat)))
}
