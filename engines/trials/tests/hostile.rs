//! What cannot be answered is said where it is wrong, and nothing is guessed.

use trials::{Family, Fault, Formula, Options, Outcome, Table, analyse};

const PEAS: &str = "block,N,P,yield\n1,0,1,49.5\n1,1,1,62.8\n2,0,0,46.8\n2,1,0,57.0\n";

fn asked(csv: &str, model: &str) -> Outcome<trials::Analysis> {
    analyse(&Table::from_csv(csv)?, &Formula::parse(model)?, &Options::default())
}

#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
fn said(csv: &str, model: &str) -> String {
    asked(csv, model).unwrap_err().to_string()
}

#[test]
fn a_formula_is_faulted_at_its_place() {
    let caret = |model: &str, under: &str| {
        let text = said(PEAS, model);
        let place = if under.is_empty() { model.len() } else { model.find(under).unwrap() };
        let last = text.lines().last().unwrap();
        assert_eq!(last.find('^'), Some(place + 2), "{text}");
    };
    caret("yield ~ N * Q", "Q");
    caret("yield ~ N +", "");
    caret("yield ~ N ) + P", ")");
    caret("yield ~ (P|block)", "P");
    caret("yield ~ sine(N)", "sine");
    caret("yield N", "N");
    caret("yield ~ 3 + N", "3");
}

#[test]
fn a_cell_is_faulted_by_line_and_column() {
    let text = said("y,x\n1,2\n3,4\n5,six\n7,8\n9,10\n", "y ~ x");
    assert!(text.contains("line 4") && text.contains("column x") && text.contains("six"), "{text}");
    let text = said("y,x\n1,2\nmuch,4\n", "y ~ x");
    assert!(text.contains("line 3") && text.contains("column y"), "{text}");
    let text = said("y,x\n1,2\n-3,4\n", "log(y) ~ x");
    assert!(text.contains("line 3"), "{text}");
    let text = said("y,x\n1,2\n3\n", "y ~ x");
    assert!(text.contains("line 3"), "{text}");
    assert!(said("y,y\n1,2\n", "y ~ 1").contains("already"));
    assert!(said("", "y ~ 1").contains("no row"));
}

#[test]
fn missing_cells_are_left_out_and_counted() {
    let csv = "y,a\n1,p\nNA,p\n2,q\n3,\n4,q\n2,p\n,q\n";
    let found = asked(csv, "y ~ a").unwrap();
    assert_eq!((found.n, found.without_response, found.without_variable), (4, 2, 1));
}

#[test]
fn numbers_that_do_not_hold_are_not_given() {
    // One replicate: coefficients, but nothing to measure error by.
    let found = asked("y,a\n1,p\n2,q\n4,r\n", "y ~ a").unwrap();
    assert!(found.fixed.iter().all(|row| row.se.is_nan() && row.p.is_nan()));
    assert!(found.fixed.iter().all(|row| !row.estimate.is_nan()));
    assert!(found.warnings.iter().any(|text| text.contains("nothing is left over")));
    // No error at all.
    let found = asked("y,a\n1,p\n1,p\n2,q\n2,q\n", "y ~ a").unwrap();
    assert!(found.anova.iter().all(|row| row.p.is_nan()));
    // Collinear factors: which is which, in words.
    let found = asked("y,a,b\n1,p,u\n2,p,u\n4,q,v\n7,q,v\n", "y ~ a + b").unwrap();
    assert!(
        found.warnings.iter().any(|text| text.contains("bv is not estimable: it is 1.0000 × aq"))
    );
    assert!(found.emmeans.iter().all(|mean| mean.emmean.is_nan()));
    // No variance at all, one level, one unit a row.
    assert!(asked("y,a\n1,p\n1,q\n", "y ~ a").unwrap_err().is_no_answer());
    assert!(matches!(asked("y,a\n1,p\n2,p\n", "y ~ a"), Err(Fault::Formula { .. })));
    let text = said("y,g\n1,1\n3,2\n2,3\n", "y ~ 1 + (1|g)");
    assert!(text.contains("a unit for each row"), "{text}");
}

#[test]
fn counts_that_are_none_are_named() {
    let asked = |csv: &str, model: &str| {
        let options = Options { family: Family::Binomial, ..Options::default() };
        analyse(&Table::from_csv(csv)?, &Formula::parse(model)?, &options)
    };
    let fault = asked("k,n,a\n1,4,p\n5,4,q\n", "cbind(k, n - k) ~ a").unwrap_err().to_string();
    assert!(fault.contains("line 3"), "{fault}");
    // All of one level, none of the other: no number would hold.
    let separated = "k,n,a\n0,4,p\n0,3,p\n4,4,q\n5,5,q\n";
    let fault = asked(separated, "cbind(k, n - k) ~ a").unwrap_err();
    assert!(fault.is_no_answer() && fault.to_string().contains("separation"), "{fault}");
    assert!(said("k,n,a\n1,4,p\n5,4,q\n", "cbind(k, n - k) ~ a").contains("binomial"));
}

/// What would take all memory or the whole stack is refused.
#[test]
fn too_large_is_said() {
    let deep = format!("yield ~ {}N{}", "(".repeat(500), ")".repeat(500));
    assert!(said(PEAS, &deep).contains("within each other"));
    assert!(said(PEAS, &format!("yield ~ {}", "N + ".repeat(2_000))).contains("letters at most"));
    let many: Vec<String> = (0..30).map(|i| format!("I(N + {i})")).collect();
    assert!(said(PEAS, &format!("yield ~ ({})^20", many.join(" + "))).contains("terms"));
    let mut csv = "y,a,b\n".to_owned();
    (0..3_000).for_each(|i| csv += &format!("{},a{i},b{}\n", i % 7, i / 3));
    assert!(asked(&csv, "y ~ a*b").unwrap_err().is_no_answer());
}

/// Three plants in each tank are no three replicates.
#[test]
fn plants_are_no_replicates_of_a_tank() {
    let csv =
        "y,ec,tank\n1,low,1\n2,low,1\n4,low,2\n5,low,2\n3,high,3\n6,high,3\n7,high,4\n9,high,4\n";
    let asked = |model: &str| {
        let options = Options { unit: vec!["tank".into()], ..Options::default() };
        analyse(&Table::from_csv(csv)?, &Formula::parse(model)?, &options)
    };
    let fault = asked("y ~ ec").unwrap_err().to_string();
    assert!(fault.contains("samples of it, no replicates"), "{fault}");
    assert_eq!(asked("y ~ ec + (1|tank)").unwrap().anova[0].ddf.round(), 2.0);
    let strata = asked("y ~ ec + Error(tank)").unwrap();
    assert_eq!((strata.anova[0].stratum.as_str(), strata.anova[0].ddf), ("tank", 2.0));
}

/// A variance that the data would have negative is 0, and said to be.
#[test]
fn the_boundary_is_said() {
    let csv = "y,g\n1,a\n9,a\n2,b\n8,b\n3,c\n7,c\n";
    let found = asked(csv, "y ~ 1 + (1|g)").unwrap();
    assert_eq!(found.random[0].variance, 0.0);
    assert!(found.warnings.iter().any(|text| text.contains("the variance of “g” is 0")));
    assert!(found.blups.iter().all(|blup| blup.estimate == 0.0));
}

/// Values that agree in twelve digits are told apart by the digits that they have.
#[test]
fn large_values_keep_their_digits() {
    let small = "y,a\n0.3,p\n0.4,p\n0.5,q\n0.7,q\n";
    let large: String = small
        .lines()
        .map(|line| {
            if line.starts_with('y') {
                format!("{line}\n")
            } else {
                line.replacen("0.", "1000000000000.", 1) + "\n"
            }
        })
        .collect();
    let (a, b) = (asked(small, "y ~ a").unwrap(), asked(&large, "y ~ a").unwrap());
    for (x, y) in a.anova.iter().zip(&b.anova) {
        assert!((x.sum_sq - y.sum_sq).abs() <= 1e-12 * x.sum_sq, "{} {}", x.sum_sq, y.sum_sq);
    }
    let (x, y) = (a.random.len(), b.fixed[1].estimate);
    assert_eq!(x, 0);
    assert!((y - a.fixed[1].estimate).abs() < 1e-12);
}

/// Semicolons with decimal commas, as a spreadsheet in France saves them.
#[test]
fn a_french_sheet_reads_alike() {
    let french = "\u{feff}y;a\n1,5;p\n2,5;p\n4;q\n3;q\n";
    let english = "y,a\n1.5,p\n2.5,p\n4,q\n3,q\n";
    let (a, b) = (asked(french, "y ~ a").unwrap(), asked(english, "y ~ a").unwrap());
    assert_eq!(a.anova[0].f, b.anova[0].f);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn no_text_is_too_strange(csv in ".{0,200}", model in "[-a-zA-Z~+*:/^|()0-9 .,`]{0,40}") {
        let _ = asked(&csv, &model);
        let _ = asked(PEAS, &model);
    }

    /// Shifting and scaling the response changes estimates alike, and no test.
    #[test]
    fn tests_do_not_depend_on_units(shift in -1e9..1e9_f64, scale in 1e-3..1e6_f64) {
        let csv = |shift: f64, scale: f64| {
            let mut out = "y,g,a\n".to_owned();
            for (i, y) in [3.1, 4.0, 2.2, 7.5, 6.1, 9.9, 5.0, 5.8].iter().enumerate() {
                let (g, a) = (["u", "v", "w", "x"][i / 2], ["p", "q"][i % 2]);
                out += &format!("{},{g},{a}\n", y * scale + shift);
            }
            out
        };
        let model = "y ~ a + (1|g)";
        let (plain, moved) = (asked(&csv(0.0, 1.0), model)?, asked(&csv(shift, scale), model)?);
        let close = |a: f64, b: f64, by: f64| (a - b).abs() <= by * a.abs();
        let rounding = 1e-14 * (shift.abs() / scale).max(1.0);
        proptest::prop_assert!(close(plain.anova[0].f, moved.anova[0].f, 1e-6 + 1e2 * rounding));
        let ratio = moved.random[0].variance / (scale * scale);
        proptest::prop_assert!(close(plain.random[0].variance, ratio, 1e-6 + 1e2 * rounding));
    }
}
