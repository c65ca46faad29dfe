//! Money in whole cents.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of euros in cents. Arithmetic is checked: an overflow is an absence, never a wrap.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Cents = Cents(0);

    /// An amount of whole euros.
    pub const fn euros(euros: i64) -> Self {
        Self(euros.saturating_mul(100))
    }

    /// The sum, or nothing on overflow.
    pub fn plus(self, other: Cents) -> Option<Cents> {
        self.0.checked_add(other.0).map(Cents)
    }

    /// The difference, or nothing on overflow.
    pub fn minus(self, other: Cents) -> Option<Cents> {
        self.0.checked_sub(other.0).map(Cents)
    }

    /// The sum of many, or nothing on overflow.
    pub fn sum(amounts: impl IntoIterator<Item = Cents>) -> Option<Cents> {
        amounts.into_iter().try_fold(Cents::ZERO, Cents::plus)
    }

    /// `basis_points` ten-thousandths of the amount, rounded down to the cent.
    pub fn share(self, basis_points: u32) -> Cents {
        let exact = i128::from(self.0) * i128::from(basis_points);
        Cents(i64::try_from(exact.div_euclid(10_000)).unwrap_or(i64::MAX))
    }

    /// Decimal notation with a point and two decimals, as machines read it: `15000.00`.
    pub fn decimal(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }

    /// Reads what people type: `15 000`, `15 000,50 €`, `15000.5`. Nothing when it is not an
    /// amount, has more than two decimals, or is beyond ten thousand million euros.
    pub fn parse(typed: &str) -> Option<Cents> {
        let compact: String =
            typed.chars().filter(|c| !c.is_whitespace() && *c != '€' && *c != '\u{202f}').collect();
        let (negative, digits) = match compact.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, compact.as_str()),
        };
        let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 10 || decimals.len() > 2 {
            return None;
        }
        if !all_digits(whole) || !all_digits(decimals) {
            return None;
        }
        let euros: i64 = whole.parse().ok()?;
        let cents: i64 = format!("{decimals:0<2}").parse().ok()?;
        let amount = euros.checked_mul(100)?.checked_add(cents)?;
        Some(Cents(if negative { -amount } else { amount }))
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.decimal())
    }
}

#[cfg(test)]
mod tests {
    use super::Cents;

    #[test]
    fn reads_what_people_type() {
        for (typed, cents) in [
            ("15 000", 1_500_000),
            ("15\u{202f}000,50 €", 1_500_050),
            ("15000.5", 1_500_050),
            ("-3,07", -307),
            ("0", 0),
        ] {
            assert_eq!(Cents::parse(typed), Some(Cents(cents)), "{typed}");
        }
        for typed in ["", "€", "1,234", "1.000,00", "12a", "1e9", "99999999999", "--1", "٣"] {
            assert_eq!(Cents::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_share_is_rounded_down_to_the_cent() {
        assert_eq!(Cents(9_999).share(5_000), Cents(4_999));
        assert_eq!(Cents::euros(100_000).share(8_000), Cents::euros(80_000));
    }

    proptest::proptest! {
        #[test]
        fn decimal_notation_reads_back(cents in -999_999_999_999i64..999_999_999_999) {
            assert_eq!(Cents::parse(&Cents(cents).decimal()), Some(Cents(cents)));
        }
    }
}
