//! Account numbers, codes of banks and identifiers of creditors as people type them; what is wrong is
//! said with its place.

use bank::Kind;
use bank::{Bic, BicFault, CreditorFault, CreditorId, Iban, IbanFault};
use base::{Refusal, Say};
use web::Form;

use web::Reader;

/// An account number that may be missing.
pub(super) fn iban(reader: &mut Reader<'_>, form: &Form, name: &str) -> Option<Iban> {
    let typed = form.value(name).trim();
    if typed.is_empty() {
        return None;
    }
    Iban::parse(typed).map_err(|fault| reader.fault(name, said(&fault))).ok()
}

fn said(fault: &IbanFault) -> Say {
    match fault {
        IbanFault::Empty => Say::new("web-fault-required"),
        IbanFault::Character { place, found } => character(*place, *found),
        IbanFault::Country { found } => {
            Say::new("ledger-fault-iban-country").with("found", found.as_str())
        }
        IbanFault::Length { country, expected, found } => Say::new("ledger-fault-iban-length")
            .with("country", *country)
            .with("expected", *expected)
            .with("found", *found),
        IbanFault::Structure { place, expected, found, .. } => {
            let key = match expected {
                Kind::Digit => "ledger-fault-iban-digit",
                _ => "ledger-fault-iban-letter",
            };
            Say::new(key).with("place", *place).with("found", found.to_string())
        }
        IbanFault::Key | IbanFault::RibKey => Say::new("ledger-fault-iban-key"),
    }
}

fn character(place: usize, found: char) -> Say {
    Say::new("ledger-fault-character").with("place", place).with("found", found.to_string())
}

/// The code of a bank, which may be missing.
pub(super) fn bic(reader: &mut Reader<'_>, form: &Form, name: &str) -> Option<Bic> {
    let typed = form.value(name).trim();
    if typed.is_empty() {
        return None;
    }
    let say = |fault: BicFault| match fault {
        BicFault::Length { found } => Say::new("ledger-fault-bic-length").with("found", found),
        BicFault::Character { place, found } => character(place, found),
        BicFault::Country { found } => {
            Say::new("ledger-fault-bic-country").with("found", found.as_str())
        }
    };
    Bic::parse(typed).map_err(|fault| reader.fault(name, say(fault))).ok()
}

/// The identifier of a creditor, which may be missing.
pub(super) fn creditor(reader: &mut Reader<'_>, form: &Form, name: &str) -> Option<CreditorId> {
    let typed = form.value(name).trim();
    if typed.is_empty() {
        return None;
    }
    let say = |fault: CreditorFault| match fault {
        CreditorFault::Character { place, found } => character(place, found),
        CreditorFault::Country { found } => {
            Say::new("ledger-fault-iban-country").with("found", found.as_str())
        }
        CreditorFault::Length { least, most, found } => Say::new("ledger-fault-creditor-length")
            .with("least", least)
            .with("most", most)
            .with("found", found),
        CreditorFault::Key => Say::new("ledger-fault-creditor-key"),
    };
    CreditorId::parse(typed).map_err(|fault| reader.fault(name, say(fault))).ok()
}

/// An amount that must be there and be more than nothing, in cents.
pub(super) fn amount(reader: &mut Reader<'_>, form: &Form, name: &str) -> i64 {
    let amount = reader.money(name);
    if form.value(name).trim().is_empty() {
        reader.fault(name, "web-fault-required");
    }
    match amount {
        Some(amount) if amount.0 == 0 => reader.fault(name, "ledger-fault-nothing"),
        Some(amount) if amount.0 > bank_limit() => reader.fault(name, "ledger-fault-too-much"),
        _ => {}
    }
    amount.map_or(0, |amount| amount.0)
}

/// What a SEPA payment may be, in cents.
const fn bank_limit() -> i64 {
    99_999_999_999
}

/// A day that must be there.
pub(super) fn day(reader: &mut Reader<'_>, form: &Form, name: &str) -> crate::model::Day {
    let date = reader.date(name);
    if form.value(name).trim().is_empty() {
        reader.fault(name, "web-fault-required");
    }
    date.map_or_else(crate::model::Day::default, crate::model::Day::of)
}

/// The faults that a form is shown again with; another refusal goes on.
pub(super) fn faults_of(refusal: Refusal) -> Result<Vec<base::Fault>, Refusal> {
    match refusal {
        Refusal::Invalid(faults) => Ok(faults),
        Refusal::Conflict(say) => Ok(vec![base::Fault::new("", say)]),
        other => Err(other),
    }
}

/// A number with up to three decimals that must be there, in thousandths.
pub(super) fn thousandths(reader: &mut Reader<'_>, form: &Form, name: &str) -> i64 {
    let typed: String = form.value(name).chars().filter(|sign| !sign.is_whitespace()).collect();
    if typed.is_empty() {
        reader.fault(name, "web-fault-required");
        return 0;
    }
    let (whole, rest) = typed.split_once([',', '.']).unwrap_or((&typed, ""));
    let digits = |text: &str, most: usize| {
        text.len() <= most && text.bytes().all(|digit| digit.is_ascii_digit())
    };
    let good = !whole.is_empty() && digits(whole, 9) && digits(rest, 3);
    let value = format!("{whole}{rest:0<3}").parse().ok().filter(|_| good);
    value.unwrap_or_else(|| {
        reader.fault(name, "ledger-fault-decimal");
        0
    })
}
