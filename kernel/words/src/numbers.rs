//! Numbers as people read them: grouped, with the decimal sign and the spaces of the language.
//!
//! Invariants: a minus is the sign U+2212, which screen readers say, and never stands before a
//! zero; spaces inside a number or before its unit never break. Deliberately absent: reading
//! numbers back (`base::Cents::parse`), and digits other than 0 to 9.

use base::Cents;

use crate::Lang;

const MINUS: char = '\u{2212}';
const NARROW_SPACE: char = '\u{202f}';
const SPACE: char = '\u{a0}';

/// A whole number: `15 000` with narrow no-break spaces in French, `15,000` in English.
pub fn number(lang: Lang, n: i64) -> String {
    signed(n < 0, &grouped(lang, &n.unsigned_abs().to_string()))
}

/// A number with so many decimals, at most 12; a dash for what is no number.
pub fn decimal(lang: Lang, value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = format!("{:.*}", digits.min(12), value.abs());
    let zero = plain.bytes().all(|byte| byte == b'0' || byte == b'.');
    signed(value < 0.0 && !zero, &localised(lang, &plain))
}

/// A share in ten-thousandths as a percentage without idle decimals: 1250 is `12,5 %`.
pub fn percent(lang: Lang, basis_points: i64) -> String {
    let size = basis_points.unsigned_abs();
    let plain = format!("{}.{:02}", size / 100, size % 100);
    let shown = localised(lang, plain.trim_end_matches('0').trim_end_matches('.'));
    match lang {
        Lang::En | Lang::Km => signed(basis_points < 0, &format!("{shown}%")),
        _ => signed(basis_points < 0, &format!("{shown}{SPACE}%")),
    }
}

/// An amount, without cents when they are zero: `15 000 €`, `€15,000.50`.
pub fn money(lang: Lang, amount: Cents) -> String {
    let size = amount.0.unsigned_abs();
    let plain = match size % 100 {
        0 => (size / 100).to_string(),
        cents => format!("{}.{cents:02}", size / 100),
    };
    let shown = localised(lang, &plain);
    match lang {
        Lang::En => signed(amount.0 < 0, &format!("€{shown}")),
        _ => signed(amount.0 < 0, &format!("{shown}{SPACE}€")),
    }
}

/// A size in decimal units, with one decimal below a hundred: `3,2 Mo`, `3.2 MB`.
pub fn bytes(lang: Lang, size: u64) -> String {
    let french = matches!(lang, Lang::Fr | Lang::Ht | Lang::Bm);
    let units = if french {
        ["o", "ko", "Mo", "Go", "To", "Po"]
    } else {
        ["B", "kB", "MB", "GB", "TB", "PB"]
    };
    let mut value = size as f64;
    let mut rank = 0;
    // 999.5 and more would be shown as 1000: the next unit says it better.
    while value >= 999.5 && rank + 1 < units.len() {
        value /= 1000.0;
        rank += 1;
    }
    let tenths = rank > 0 && value < 99.95;
    let plain = format!("{value:.*}", usize::from(tenths));
    let plain = plain.strip_suffix(".0").unwrap_or(&plain);
    let unit = units.get(rank).copied().unwrap_or_default();
    format!("{}{SPACE}{unit}", localised(lang, plain))
}

fn signed(negative: bool, shown: &str) -> String {
    if negative { format!("{MINUS}{shown}") } else { shown.to_owned() }
}

/// `15000.5` as the language writes it.
fn localised(lang: Lang, plain: &str) -> String {
    let comma = if lang == Lang::En { '.' } else { ',' };
    match plain.split_once('.') {
        None => grouped(lang, plain),
        Some((whole, decimals)) => format!("{}{comma}{decimals}", grouped(lang, whole)),
    }
}

fn grouped(lang: Lang, digits: &str) -> String {
    let separator = match lang {
        Lang::Fr | Lang::Ht | Lang::Bm => NARROW_SPACE,
        Lang::En => ',',
        Lang::Km => '.',
        Lang::Hy => SPACE,
    };
    let mut shown = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}
