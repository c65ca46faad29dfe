//! Each fault is found, at its place, and named.

mod common;

use common::{invoice, line};
use invoice::{
    Adjustment, BuyerKind, Delivered, Endpoint, Exemption, Fault, FaultKind, Field, Invoice,
    Payment, Place, Rate, Siren, Vat, VatNumber, total, write_cii,
};
use jiff::civil::date;

const NORMAL: Vat = Vat::Rate(Rate::Normal);
const LIMIT: i64 = 99_999_999_999;

fn good() -> Invoice {
    invoice(vec![line(1_000, 10_000, 0, NORMAL), line(2_000, 5_000, 0, Vat::Rate(Rate::Reduced))])
}

/// The faults of the good invoice after a change.
fn faults(change: impl FnOnce(&mut Invoice)) -> Vec<Fault> {
    let mut changed = good();
    change(&mut changed);
    let faults = total(&changed).err().unwrap_or_default();
    assert_eq!(write_cii(&changed).err().unwrap_or_default(), faults);
    faults
}

fn only(place: Place, field: Field, kind: FaultKind) -> Vec<Fault> {
    vec![Fault { place, field, kind }]
}

#[test]
fn a_good_invoice_has_none() {
    assert_eq!(faults(|_| {}), []);
}

#[test]
fn what_must_be_there_is_missed() {
    let missing = |place, field| only(place, field, FaultKind::Missing);
    let (document, seller, buyer) = (Place::Document, Place::Seller, Place::Buyer);
    assert_eq!(faults(|i| i.number.clear()), missing(document, Field::Number));
    assert_eq!(faults(|i| i.seller.name = " \u{a0}".to_owned()), missing(seller, Field::Name));
    assert_eq!(faults(|i| i.buyer.party.address.town.clear()), missing(buyer, Field::Town));
    assert_eq!(faults(|i| i.seller.registered = None), missing(seller, Field::Identity));
    assert_eq!(faults(|i| i.seller.vat_number = None), missing(seller, Field::VatNumber));
    assert_eq!(faults(|i| i.buyer.party.registered = None), missing(buyer, Field::Identity));
    assert_eq!(faults(|i| i.buyer.kind = BuyerKind::PublicBody), missing(buyer, Field::Identity));
    assert_eq!(faults(|i| i.lines[1].quantity = 0), missing(Place::Line(1), Field::Quantity));
    assert_eq!(faults(|i| i.lines[1].name.clear()), missing(Place::Line(1), Field::Name));
    assert_eq!(faults(|i| i.mentions.recovery.clear()), missing(document, Field::Recovery));
    let nothing = Adjustment { reason: "Geste".to_owned(), cents: 0, vat: NORMAL };
    let found = faults(|i| i.adjustments = vec![nothing]);
    assert_eq!(found, missing(Place::Adjustment(0), Field::Amount));
    let foreign = faults(|i| {
        i.buyer.party.registered = None;
        i.buyer.party.vat_number = None;
        i.buyer.party.address.country = "BE".to_owned();
    });
    assert_eq!(foreign, [], "a company abroad has no SIREN");
}

#[test]
fn texts_have_an_end_and_no_control_characters() {
    let long = |limit: usize| FaultKind::TooLong { limit, found: limit + 1 };
    let strange = |found| FaultKind::Character { found };
    let line = Place::Line(0);
    assert_eq!(faults(|i| i.lines[0].name = "é".repeat(100)), []);
    let found = faults(|i| i.lines[0].name = "é".repeat(101));
    assert_eq!(found, only(line, Field::Name, long(100)));
    let found = faults(|i| i.number = "9".repeat(36));
    assert_eq!(found, only(Place::Document, Field::Number, long(35)));
    let found = faults(|i| i.note = "9".repeat(1_025));
    assert_eq!(found, only(Place::Document, Field::Note, long(1_024)));
    for (text, sign) in [("a\u{0}", '\u{0}'), ("a\rb", '\r'), ("a\u{ffff}", '\u{ffff}')] {
        let found = faults(|i| i.lines[0].description = text.to_owned());
        assert_eq!(found, only(line, Field::Description, strange(sign)));
    }
    let found = faults(|i| i.lines[0].name = "a\nb".to_owned());
    assert_eq!(found, only(line, Field::Name, strange('\n')));
    assert_eq!(faults(|i| i.lines[0].description = "a\nb\tc".to_owned()), []);
    let found = faults(|i| i.number = "FA 1".to_owned());
    assert_eq!(found, only(Place::Document, Field::Number, strange(' ')));
}

#[test]
fn amounts_have_limits() {
    let range = |least, most| FaultKind::Range { least, most };
    let line = Place::Line(0);
    let found = faults(|i| i.lines[0].price = -1);
    assert_eq!(found, only(line, Field::Price, range(0, 999_999_999_999)));
    let found = faults(|i| i.lines[0].quantity = i64::MIN);
    let most = 999_999_999_999;
    assert_eq!(found, only(line, Field::Quantity, range(-most, most)));
    let found = faults(|i| i.lines[0].discount = 1_001);
    assert_eq!(found, only(line, Field::Discount, range(0, 1_000)));
    let found = faults(|i| (i.lines[0].quantity, i.lines[0].price) = (most, most));
    assert_eq!(found, only(line, Field::Amount, range(-LIMIT, LIMIT)));
    let found = faults(|i| i.lines[0].quantity = -9_000);
    assert_eq!(found, only(Place::Document, Field::Total, range(0, LIMIT)));
    let found = faults(|i| i.lines[0].price = 999_999_999_000);
    assert_eq!(found, only(Place::Document, Field::Total, range(0, LIMIT)), "with VAT it is more");
    let found = faults(|i| i.prepaid = 2_256);
    assert_eq!(found, only(Place::Document, Field::Prepaid, range(0, 2_255)));
    let found = faults(|i| i.lines.clear());
    assert_eq!(found[0], only(Place::Document, Field::Lines, range(1, 1_000))[0]);
    let found = faults(|i| i.lines = vec![i.lines[0].clone(); 1_001]);
    assert_eq!(found, only(Place::Document, Field::Lines, range(1, 1_000)));
    let many = Adjustment { reason: "Geste".to_owned(), cents: 1, vat: NORMAL };
    let found = faults(|i| i.adjustments = vec![many; 21]);
    assert_eq!(found, only(Place::Document, Field::Adjustments, range(0, 20)));
}

#[test]
fn days_follow_each_other() {
    let early = |field| only(Place::Document, field, FaultKind::Early);
    assert_eq!(faults(|i| i.due = date(2026, 12, 1)), early(Field::Due));
    let found = faults(|i| (i.due, i.prepaid) = (date(2026, 12, 1), 2_255));
    assert_eq!(found, [], "what is paid may have been paid before");
    let backwards = Delivered::During(date(2026, 12, 2), date(2026, 12, 1));
    assert_eq!(faults(|i| i.delivered = backwards), early(Field::Delivered));
    let found = faults(|i| *i = i.credit_note("AV-1", date(2026, 12, 1)));
    assert_eq!(found, early(Field::Corrected));
    let years = FaultKind::Range { least: 2000, most: 2099 };
    let found = faults(|i| i.due = date(2100, 1, 1));
    assert_eq!(found, only(Place::Document, Field::Due, years));
}

#[test]
fn kinds_of_vat_that_do_not_go_together_are_refused() {
    let mixed = |place| only(place, Field::Vat, FaultKind::Mixed);
    assert_eq!(faults(|i| i.lines[1].vat = Vat::OutOfScope), mixed(Place::Line(1)));
    assert_eq!(faults(|i| i.lines[1].vat = Vat::Exempt(Exemption::NonProfit)), []);
    let found = faults(|i| {
        i.lines[0].vat = Vat::Exempt(Exemption::NonProfit);
        i.lines[1].vat = Vat::Exempt(Exemption::Franchise);
    });
    assert_eq!(found, mixed(Place::Line(1)));
    let alone = faults(|i| i.lines.iter_mut().for_each(|line| line.vat = Vat::OutOfScope));
    assert_eq!(alone, []);
}

#[test]
fn codes_and_numbers_are_checked() {
    let other = VatNumber::of(&Siren::parse("552100554").unwrap_or_else(|_| unreachable!()));
    let found = faults(|i| i.seller.vat_number = Some(other));
    assert_eq!(found, only(Place::Seller, Field::VatNumber, FaultKind::OtherOrganisation));
    for country in ["", "fr", "FRA", "ZZ"] {
        let found = faults(|i| i.seller.address.country = country.to_owned());
        assert_eq!(found, only(Place::Seller, Field::Country, FaultKind::NoCode), "{country}");
    }
    for address in ["anne", "@exemple.fr", "anne@", "an ne@exemple.fr"] {
        let mail = Endpoint::Mail(address.to_owned());
        let found = faults(|i| i.buyer.party.endpoint = Some(mail));
        assert_eq!(found, only(Place::Buyer, Field::Endpoint, FaultKind::NoCode), "{address}");
    }
    let directory = Endpoint::Directory("732829320/A".to_owned());
    let found = faults(|i| i.seller.endpoint = Some(directory));
    let slash = FaultKind::Character { found: '/' };
    assert_eq!(found, only(Place::Seller, Field::Endpoint, slash));
}

#[test]
fn every_fault_is_told_at_once() {
    let found = faults(|i| {
        i.number.clear();
        i.payment = Some(Payment::Cash);
        i.lines[0].price = -1;
        i.lines[1].name.clear();
    });
    let places: Vec<Place> = found.iter().map(|fault| fault.place).collect();
    assert_eq!(places, [Place::Document, Place::Line(0), Place::Line(1)]);
}
