//! Amounts in minor units: cents of euros, and of other currencies by their exponent (ISO 4217).

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountFault {
    /// Not a number without sign, as `1234.5`.
    Form,
    /// More decimals than the currency has, that are not zeros.
    Decimals,
    /// Beyond what can be counted.
    Size,
}

/// Cents as machines write them: `-0.07`, `1234.50`.
pub fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

/// How many decimals a currency has, for those that banks here show; nothing for others.
pub(crate) fn exponent(currency: &str) -> Option<usize> {
    let among = |list: &str| list.split_ascii_whitespace().any(|known| known == currency);
    if among("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF") {
        return Some(0);
    }
    if among("BHD IQD JOD KWD LYD OMR TND") {
        return Some(3);
    }
    let hundredths = "AED ALL AMD ARS AUD AZN BAM BDT BGN BRL CAD CDF CHF CNY COP CVE CZK DKK DZD \
        EGP ETB EUR GBP GEL GHS HKD HRK HTG HUF IDR ILS INR KES KHR LAK LBP LKR MAD MDL MGA MKD \
        MRU MUR MXN MYR NGN NOK NPR NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SCR SEK SGD THB TRY \
        TWD UAH USD UYU ZAR";
    among(hundredths).then_some(2)
}

/// Reads an `xs:decimal` that is not negative, exactly.
pub(crate) fn minor_units(text: &str, exponent: usize) -> Result<i64, AmountFault> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + decimals.len() == 0 || !digits(whole) || !digits(decimals) {
        return Err(AmountFault::Form);
    }
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > exponent {
        return Err(AmountFault::Decimals);
    }
    let padding = std::iter::repeat_n(b'0', exponent - decimals.len());
    whole
        .bytes()
        .chain(decimals.bytes())
        .chain(padding)
        .try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
        .ok_or(AmountFault::Size)
}

#[cfg(test)]
mod tests {
    use super::{AmountFault, euros, exponent, minor_units};

    #[test]
    fn decimals_are_exact() {
        for (text, cents) in [
            ("12", 1200),
            ("12.3", 1230),
            ("0012.34000", 1234),
            (".5", 50),
            ("5.", 500),
            ("+1", 100),
        ] {
            assert_eq!(minor_units(text, 2), Ok(cents), "{text}");
        }
        assert_eq!(minor_units("92233720368547758.07", 2), Ok(i64::MAX));
        assert_eq!(minor_units("92233720368547758.08", 2), Err(AmountFault::Size));
        assert_eq!(minor_units("1.001", 2), Err(AmountFault::Decimals));
        assert_eq!(minor_units("1.5", 0), Err(AmountFault::Decimals));
        assert_eq!(minor_units("1.5", 3), Ok(1500));
        for text in ["", ".", "-1", "1,5", "1e3", "1.2.3", " 1", "١", "0x1", "+-1", "NaN"] {
            assert_eq!(minor_units(text, 2), Err(AmountFault::Form), "{text}");
        }
    }

    #[test]
    fn currencies_have_their_decimals() {
        assert_eq!(exponent("EUR"), Some(2));
        assert_eq!(exponent("XOF"), Some(0));
        assert_eq!(exponent("TND"), Some(3));
        assert_eq!(exponent("XXX"), None);
        assert_eq!(exponent("EUR GBP"), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(cents in 0..=i64::MAX) {
            proptest::prop_assert_eq!(minor_units(&euros(cents), 2), Ok(cents));
        }
    }
}
