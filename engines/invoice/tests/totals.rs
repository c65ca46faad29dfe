//! What holds of any invoice that is added up.

mod common;

use common::{invoice, line};
use invoice::{Adjustment, Exemption, Invoice, Rate, Vat, total};
use jiff::civil::date;
use proptest::prelude::*;

fn vat() -> impl Strategy<Value = Vat> {
    prop_oneof![
        prop::sample::select(&Rate::ALL[..]).prop_map(Vat::Rate),
        Just(Vat::Zero),
        Just(Vat::Exempt(Exemption::NonProfit)),
    ]
}

/// Invoices whose lines come to something, however they mix what is sold and what comes back.
fn invoices() -> impl Strategy<Value = Invoice> {
    let lines = prop::collection::vec((-9_999..99_999_i64, 0..999_999_i64, vat()), 1..30);
    let adjustments = prop::collection::vec((-9_999..9_999_i64, vat()), 0..4);
    (lines, adjustments).prop_map(|(lines, adjustments)| {
        let lines = lines.into_iter().filter(|(quantity, ..)| *quantity != 0);
        let mut made =
            invoice(lines.map(|(count, price, vat)| line(count, price, 0, vat)).collect());
        // Enough for the sum not to be less than nought.
        made.lines.push(line(9_999_000, 999_000, 0, Vat::Rate(Rate::Normal)));
        let reason = "Geste".to_owned();
        made.adjustments = adjustments
            .into_iter()
            .filter(|(cents, _)| *cents != 0)
            .map(|(cents, vat)| Adjustment { reason: reason.clone(), cents, vat })
            .collect();
        made
    })
}

proptest! {
    #[test]
    fn everything_adds_up(invoice in invoices(), share in 0..=100_i64) {
        let mut invoice = invoice;
        invoice.prepaid = total(&invoice).unwrap().gross * share / 100;
        let totals = total(&invoice).unwrap();
        prop_assert_eq!(totals.lines.iter().sum::<i64>(), totals.sum);
        prop_assert_eq!(totals.sum - totals.discounts + totals.charges, totals.net);
        prop_assert_eq!(totals.vat.iter().map(|part| part.base).sum::<i64>(), totals.net);
        prop_assert_eq!(totals.vat.iter().map(|part| part.tax).sum::<i64>(), totals.tax);
        prop_assert_eq!(totals.net + totals.tax, totals.gross);
        prop_assert_eq!(totals.due + totals.prepaid, totals.gross);
        for part in &totals.vat {
            // Within half a cent of the exact tax.
            let exact = part.base * i64::from(part.vat.tenths());
            prop_assert!((part.tax * 1_000 - exact).abs() <= 500);
        }
        for pair in totals.vat.windows(2) {
            prop_assert!(pair[0].vat < pair[1].vat, "a rate stands once");
        }
        for (line, net) in invoice.lines.iter().zip(&totals.lines) {
            prop_assert!((net * 10_000 - line.quantity * line.price).abs() <= 5_000);
        }
    }

    #[test]
    fn a_credit_note_cancels_its_invoice(invoice in invoices()) {
        let credit = invoice.credit_note("AV-1", date(2026, 12, 31));
        let (given, back) = (total(&invoice).unwrap(), total(&credit).unwrap());
        let sum = |one: i64, other: i64| one * invoice.kind.sign() + other * credit.kind.sign();
        prop_assert_eq!(sum(given.gross, back.gross), 0);
        for (one, other) in given.vat.iter().zip(&back.vat) {
            prop_assert_eq!(one.vat, other.vat);
            prop_assert_eq!((sum(one.base, other.base), sum(one.tax, other.tax)), (0, 0));
        }
        prop_assert_eq!(given.vat.len(), back.vat.len());
    }

    #[test]
    fn a_line_taken_back_leaves_nothing(count in 1..999_999_i64, price in 0..999_999_i64) {
        let vat = Vat::Rate(Rate::Reduced);
        let totals = total(&invoice(vec![line(count, price, 0, vat), line(-count, price, 0, vat)]));
        prop_assert_eq!(totals.unwrap().gross, 0);
    }
}

/// VAT is counted on the sum of a rate, not line by line: three times 0.10 at 5.5 % are 0.0165.
#[test]
fn vat_is_rounded_once_a_rate() {
    let vat = Vat::Rate(Rate::Reduced);
    let totals = total(&invoice(vec![line(1_000, 100, 0, vat); 3])).unwrap();
    assert_eq!((totals.net, totals.tax), (30, 2));
}

#[test]
fn a_price_by_the_kilometre_keeps_its_third_decimal() {
    let totals = total(&invoice(vec![line(12_345, 636, 0, Vat::Rate(Rate::Normal))])).unwrap();
    assert_eq!(totals.lines, [785], "12.345 km at 0.636 are 7.85142");
}
