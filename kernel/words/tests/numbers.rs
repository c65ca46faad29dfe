//! Numbers, shares, amounts and sizes as people read them.

use base::Cents;
use words::{Lang, bytes, decimal, money, number, percent};

#[test]
fn whole_numbers_are_grouped() {
    for (lang, n, shown) in [
        (Lang::Fr, 0, "0"),
        (Lang::Fr, 999, "999"),
        (Lang::Fr, 1_000, "1\u{202f}000"),
        (Lang::Fr, -1_234_567, "−1\u{202f}234\u{202f}567"),
        (Lang::En, 1_234_567, "1,234,567"),
        (Lang::Km, 1_234, "1.234"),
        (Lang::Hy, 1_234, "1\u{a0}234"),
        (Lang::Ht, 1_234, "1\u{202f}234"),
        (Lang::En, i64::MIN, "−9,223,372,036,854,775,808"),
    ] {
        assert_eq!(number(lang, n), shown);
    }
}

#[test]
fn decimals_take_the_sign_of_the_language() {
    assert_eq!(decimal(Lang::Fr, 1234.5, 2), "1\u{202f}234,50");
    assert_eq!(decimal(Lang::En, 1234.5, 1), "1,234.5");
    assert_eq!(decimal(Lang::Fr, -0.04, 1), "0,0");
    assert_eq!(decimal(Lang::Fr, -0.06, 1), "−0,1");
    assert_eq!(decimal(Lang::Fr, 2.0, 0), "2");
    assert_eq!(decimal(Lang::Fr, f64::NAN, 1), "–");
    assert_eq!(decimal(Lang::Fr, f64::INFINITY, 1), "–");
}

#[test]
fn shares_lose_idle_decimals() {
    assert_eq!(percent(Lang::Fr, 1_250), "12,5\u{a0}%");
    assert_eq!(percent(Lang::Fr, 10_000), "100\u{a0}%");
    assert_eq!(percent(Lang::Fr, 1_005), "10,05\u{a0}%");
    assert_eq!(percent(Lang::En, 1_250), "12.5%");
    assert_eq!(percent(Lang::En, -7), "−0.07%");
    assert_eq!(percent(Lang::En, 0), "0%");
}

#[test]
fn amounts_show_cents_only_where_there_are_some() {
    assert_eq!(money(Lang::Fr, Cents::euros(15_000)), "15\u{202f}000\u{a0}€");
    assert_eq!(money(Lang::Fr, Cents(1_500_050)), "15\u{202f}000,50\u{a0}€");
    assert_eq!(money(Lang::Fr, Cents(-7)), "−0,07\u{a0}€");
    assert_eq!(money(Lang::En, Cents::euros(15_000)), "€15,000");
    assert_eq!(money(Lang::En, Cents(-1_250)), "−€12.50");
    assert_eq!(money(Lang::Km, Cents::euros(1_000)), "1.000\u{a0}€");
}

#[test]
fn sizes_take_the_unit_that_suits() {
    for (size, french, english) in [
        (0, "0\u{a0}o", "0\u{a0}B"),
        (999, "999\u{a0}o", "999\u{a0}B"),
        (1_000, "1\u{a0}ko", "1\u{a0}kB"),
        (999_999, "1\u{a0}Mo", "1\u{a0}MB"),
        (3_200_000, "3,2\u{a0}Mo", "3.2\u{a0}MB"),
        (45_670_000, "45,7\u{a0}Mo", "45.7\u{a0}MB"),
        (256_700_000, "257\u{a0}Mo", "257\u{a0}MB"),
        (u64::MAX, "18\u{202f}447\u{a0}Po", "18,447\u{a0}PB"),
    ] {
        assert_eq!(bytes(Lang::Fr, size), french);
        assert_eq!(bytes(Lang::En, size), english);
    }
}

proptest::proptest! {
    #[test]
    fn what_is_shown_of_an_amount_reads_back(cents in -999_999_999_999i64..=999_999_999_999) {
        let shown = money(Lang::Fr, Cents(cents));
        assert_eq!(Cents::parse(&shown), Some(Cents(cents)), "{shown}");
    }

    #[test]
    fn any_number_is_shown(n: i64, value: f64, digits: usize, size: u64) {
        for lang in Lang::ALL {
            number(lang, n);
            decimal(lang, value, digits);
            percent(lang, n);
            money(lang, Cents(n));
            bytes(lang, size);
        }
    }
}
