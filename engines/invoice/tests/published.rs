//! Invoices that others published, added up here.

mod common;

use common::{invoice, line};
use invoice::{Rate, Vat, VatPart, total};
use jiff::civil::date;

const NORMAL: Vat = Vat::Rate(Rate::Normal);
const REDUCED: Vat = Vat::Rate(Rate::Reduced);

/// FNFE-MPE, samples of Factur-X 1.0, `Facture_FR_EN16931.pdf`: nougat with a tenth off, biscuits,
/// oil; 201 euros paid in advance. The VAT of 543.00 is 29.865.
#[test]
fn the_invoice_fa_2017_0010_of_the_french_forum() {
    let mut published = invoice(vec![
        line(20_000, 4_550, 910, NORMAL),
        line(15_000, 3_200, 0, REDUCED),
        line(25_000, 19_800, 0, REDUCED),
    ]);
    published.prepaid = 20_100;
    let totals = total(&published).unwrap();
    assert_eq!(totals.lines, [8_190, 4_800, 49_500]);
    assert_eq!((totals.sum, totals.net), (62_490, 62_490));
    let parts = [
        VatPart { vat: NORMAL, base: 8_190, tax: 1_638 },
        VatPart { vat: REDUCED, base: 54_300, tax: 2_987 },
    ];
    assert_eq!(totals.vat, parts);
    assert_eq!((totals.tax, totals.gross), (4_625, 67_115));
    assert_eq!((totals.prepaid, totals.due), (20_100, 47_015));
}

/// The same, `Avoir_FR_type381_EN16931.pdf`, AV-2017-0005: 5 of the nougat, 10 litres of the oil.
/// The tenth of 22.75 is 2.275; the line comes to 20.48.
#[test]
fn the_credit_note_av_2017_0005_of_the_french_forum() {
    let mut published =
        invoice(vec![line(5_000, 4_550, 227, NORMAL), line(10_000, 19_800, 0, REDUCED)]);
    published.number = "FA-2017-0010".to_owned();
    published.issued = date(2017, 11, 13);
    let totals = total(&published.credit_note("AV-2017-0005", date(2017, 11, 16))).unwrap();
    assert_eq!(totals.lines, [2_048, 19_800]);
    assert_eq!((totals.net, totals.tax, totals.gross), (21_848, 1_499, 23_347));
}
