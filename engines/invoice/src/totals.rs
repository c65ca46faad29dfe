//! What an invoice comes to (EN 16931-1: BR-CO-10 to 17, and the rules of each category of VAT).

use std::collections::BTreeMap;

use crate::check::check;
use crate::faults::{Fault, FaultKind, Field, Place};
use crate::model::{Invoice, Line};
use crate::vat::Vat;

/// The largest amount: what one payment can be, 999 999 999.99 euros.
pub(crate) const AMOUNT_MAX: i64 = bank::fields::CENTS_MAX;

/// What an invoice comes to, in cents. Those of a credit note are what is given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Each line without VAT, its discount taken off (BT-131).
    pub lines: Vec<i64>,
    /// Their sum (BT-106).
    pub sum: i64,
    /// Discounts on the whole, not less than nought (BT-107).
    pub discounts: i64,
    /// Charges on the whole (BT-108).
    pub charges: i64,
    /// Without VAT (BT-109).
    pub net: i64,
    /// By category and rate, the highest rate first (BG-23).
    pub vat: Vec<VatPart>,
    /// VAT in all (BT-110).
    pub tax: i64,
    /// With VAT (BT-112).
    pub gross: i64,
    /// Paid already (BT-113).
    pub prepaid: i64,
    /// To be paid (BT-115).
    pub due: i64,
}

/// What bears the same VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatPart {
    /// Which.
    pub vat: Vat,
    /// What it is counted on, cents (BT-116).
    pub base: i64,
    /// What it comes to, cents (BT-117).
    pub tax: i64,
}

/// Checks an invoice, and adds it up.
///
/// # Errors
/// Every fault that can be seen without adding up; if there is none, the first in adding up.
pub fn total(invoice: &Invoice) -> Result<Totals, Vec<Fault>> {
    let faults = check(invoice);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut lines = Vec::with_capacity(invoice.lines.len());
    let mut faults = Vec::new();
    for (at, line) in invoice.lines.iter().enumerate() {
        match line_net(line) {
            Ok(net) => lines.push(net),
            Err((field, kind)) => faults.push(Fault { place: Place::Line(at), field, kind }),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    add_up(invoice, lines).map_err(|(field, kind)| {
        let place = Place::Document;
        vec![Fault { place, field, kind }]
    })
}

type Wrong = (Field, FaultKind);

/// A line without VAT: quantity times price, rounded, less its discount.
fn line_net(line: &Line) -> Result<i64, Wrong> {
    let exact = i128::from(line.quantity) * i128::from(line.price);
    let gross = within(Field::Amount, rounded(exact, 10_000), -AMOUNT_MAX, AMOUNT_MAX)?;
    let discount = within(Field::Discount, line.discount.into(), 0, gross.max(0))?;
    Ok(gross - discount)
}

fn add_up(invoice: &Invoice, lines: Vec<i64>) -> Result<Totals, Wrong> {
    let mut bases: BTreeMap<Vat, i128> = BTreeMap::new();
    for (line, net) in invoice.lines.iter().zip(&lines) {
        *bases.entry(line.vat).or_default() += i128::from(*net);
    }
    let (mut discounts, mut charges) = (0_i128, 0_i128);
    for one in &invoice.adjustments {
        let cents = i128::from(one.cents);
        *bases.entry(one.vat).or_default() += cents;
        discounts += (-cents).max(0);
        charges += cents.max(0);
    }
    let amount = |value: i128| within(Field::Total, value, -AMOUNT_MAX, AMOUNT_MAX);
    let mut vat = Vec::new();
    for (of, base) in bases {
        vat.push(VatPart { vat: of, base: amount(base)?, tax: amount(tax_on(base, of.tenths()))? });
    }
    let all = |of: fn(&VatPart) -> i64| vat.iter().map(|part| i128::from(of(part))).sum::<i128>();
    let (net, tax) = (all(|part| part.base), all(|part| part.tax));
    let gross = within(Field::Total, net + tax, 0, AMOUNT_MAX)?;
    let prepaid = within(Field::Prepaid, invoice.prepaid.into(), 0, gross)?;
    // What is paid already was perhaps paid before the invoice was made (BR-FR-CO-07).
    let paid = prepaid > 0 && prepaid == gross;
    if invoice.due < invoice.issued && !paid {
        return Err((Field::Due, FaultKind::Early));
    }
    Ok(Totals {
        sum: amount(lines.iter().copied().map(i128::from).sum())?,
        lines,
        discounts: amount(discounts)?,
        charges: amount(charges)?,
        net: amount(net)?,
        vat,
        tax: amount(tax)?,
        gross,
        prepaid,
        due: gross - prepaid,
    })
}

/// VAT on an amount in cents, rounded to the cent (BR-CO-17).
fn tax_on(base: i128, tenths: u32) -> i128 {
    rounded(base * i128::from(tenths), 1_000)
}

/// Half away from nought.
fn rounded(value: i128, by: i128) -> i128 {
    let magnitude = (value.abs() + by / 2) / by;
    if value < 0 { -magnitude } else { magnitude }
}

fn within(field: Field, value: i128, least: i64, most: i64) -> Result<i64, Wrong> {
    let kind = FaultKind::Range { least, most };
    let value = i64::try_from(value).map_err(|_| (field, kind))?;
    if (least..=most).contains(&value) { Ok(value) } else { Err((field, kind)) }
}

#[cfg(test)]
mod tests {
    use super::{rounded, tax_on};

    #[test]
    fn halves_go_away_from_nought() {
        for (value, wanted) in [(14, 1), (15, 2), (25, 3), (-14, -1), (-15, -2), (-25, -3), (0, 0)]
        {
            assert_eq!(rounded(value, 10), wanted, "{value}");
        }
    }

    /// KoSIT, XRechnung test suite, business case 01.01a: 7 % on 314.86 euros are 22.04.
    #[test]
    fn the_rate_of_a_neighbour_is_counted_alike() {
        assert_eq!(tax_on(31_486, 70), 2_204);
    }
}
