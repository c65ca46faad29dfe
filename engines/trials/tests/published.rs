//! Published results, equal to all digits that their publication prints.

mod data;

use trials::distributions::{chi2_upper, f_upper, normal, normal_quantile, t_quantile};
use trials::studentised::{dunnett_quantile, range_quantile, range_upper};
use trials::{
    Adjustment, Analysis, AnovaRow, AnovaType, Comparison, Ddf, Family, Formula, Method, Options,
    Outcome, Structure, Table, analyse,
};

fn asked(csv: &str, factors: &[(&str, &str)], model: &str, options: Options) -> Outcome<Analysis> {
    let mut table = Table::from_csv(csv)?;
    for (new, old) in factors {
        table.make_categorical(new, old)?;
    }
    analyse(&table, &Formula::parse(model)?, &options)
}

#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
fn answered(csv: &str, factors: &[(&str, &str)], model: &str, options: Options) -> Analysis {
    asked(csv, factors, model, options).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
fn row<'a>(found: &'a Analysis, stratum: &str, term: &str) -> &'a AnovaRow {
    let wanted = |row: &&AnovaRow| row.stratum == stratum && row.term == term;
    found.anova.iter().find(wanted).unwrap()
}

#[track_caller]
fn near(found: f64, published: f64, half_a_digit: f64) {
    assert!((found - published).abs() <= half_a_digit, "{found} is not {published}");
}

#[test]
fn goulden_latin_square() {
    let factors = [("row", "row"), ("col", "col"), ("trt", "trt")];
    let found = answered(data::GOULDEN, &factors, "yield ~ row + col + trt", Options::default());
    near(row(&found, "", "row").sum_sq, 46.67, 0.005);
    near(row(&found, "", "col").sum_sq, 14.02, 0.005);
    near(row(&found, "", "trt").sum_sq, 196.61, 0.005);
    near(row(&found, "", "Residuals").mean_sq, 2.337, 0.0005);
    assert_eq!(row(&found, "", "Residuals").df, 12.0);
    let means: Vec<f64> =
        found.emmeans.iter().filter(|mean| mean.term == "trt").map(|mean| mean.emmean).collect();
    for (mean, published) in means.iter().zip([6.84, 6.46, 13.12, 7.96, 4.92]) {
        near(*mean, published, 1e-9);
    }
}

#[test]
fn npk_with_fixed_blocks_and_by_strata() {
    let factors = [("block", "block"), ("N", "N"), ("P", "P"), ("K", "K")];
    let fixed = answered(data::NPK, &factors, "yield ~ block + N*P*K", Options::default());
    near(row(&fixed, "", "block").sum_sq, 343.3, 0.05);
    near(row(&fixed, "", "N").f, 12.259, 0.0005);
    near(row(&fixed, "", "N").p, 0.00437, 0.000005);
    near(row(&fixed, "", "K").f, 6.166, 0.0005);
    near(row(&fixed, "", "Residuals").mean_sq, 15.44, 0.005);
    // NPK is confounded with blocks: said, not guessed.
    assert_eq!(fixed.aliased.iter().map(|a| a.term.as_str()).collect::<Vec<_>>(), ["N1:P1:K1"]);
    assert!(fixed.warnings.iter().any(|text| text.contains("N1:P1:K1 is not estimable")));
    let strata = answered(data::NPK, &factors, "yield ~ N*P*K + Error(block)", Options::default());
    near(row(&strata, "block", "N:P:K").sum_sq, 37.0, 0.05);
    near(row(&strata, "block", "Residuals").mean_sq, 76.57, 0.005);
    near(row(&strata, "Within", "N").f, 12.259, 0.0005);
}

#[test]
fn oats_split_plot() {
    let factors = [("nf", "nitro")];
    let strata = answered(
        &data::oats(),
        &factors,
        "yield ~ nf*Variety + Error(Block/Variety)",
        Options::default(),
    );
    near(row(&strata, "Block", "Residuals").sum_sq, 15875.28, 0.005);
    near(row(&strata, "Block:Variety", "Variety").sum_sq, 1786.36, 0.005);
    near(row(&strata, "Block:Variety", "Variety").f, 1.4853, 0.00005);
    near(row(&strata, "Within", "nf").f, 37.686, 0.0005);
    // Balanced: REML is the estimate of the analysis of variance, to the last digit.
    let options = Options { ddf: Ddf::KenwardRoger, ..Options::default() };
    let exact =
        answered(&data::oats(), &factors, "yield ~ nf*Variety + (1|Block/Variety)", options);
    let within = row(&strata, "Within", "Residuals").mean_sq;
    let plots = row(&strata, "Block:Variety", "Residuals").mean_sq;
    let blocks = row(&strata, "Block", "Residuals").mean_sq;
    near(exact.residual.as_ref().unwrap().variance, within, 1e-9 * within);
    near(exact.random[1].variance, (plots - within) / 4.0, 1e-7);
    near(exact.random[0].variance, (blocks - plots) / 12.0, 1e-7);
    near(row(&exact, "", "nf").f, row(&strata, "Within", "nf").f, 1e-7);
    near(row(&exact, "", "nf").ddf, 45.0, 1e-6);
    near(row(&exact, "", "Variety").ddf, 10.0, 1e-6);
    // Pinheiro & Bates 2000, p. 47.
    let linear =
        answered(&data::oats(), &[], "yield ~ nitro + (1|Block/Variety)", Options::default());
    near(linear.random[0].sd, 14.506, 0.001);
    near(linear.random[1].sd, 11.005, 0.001);
    near(linear.residual.unwrap().sd, 12.867, 0.001);
    near(linear.fixed[0].estimate, 81.872, 0.0005);
    near(linear.fixed[0].se, 6.9453, 0.0002);
    near(linear.fixed[1].estimate, 73.667, 0.0005);
    near(linear.fixed[1].se, 6.7815, 0.0002);
}

/// Halekoh & Højsgaard 2014, section 4: harvest F(1, 2) = 15.21 by Kenward-Roger, p = 0.0599.
#[test]
fn beets_by_kenward_roger() {
    let options = Options { ddf: Ddf::KenwardRoger, ..Options::default() };
    let model = "sugar ~ block + sow + harvest + (1|block:harvest)";
    let found = answered(&data::beets(), &[], model, options);
    let harvest = row(&found, "", "harvest");
    near(harvest.f, 15.21, 0.005);
    near(harvest.ddf, 2.0, 1e-6);
    near(harvest.p, 0.0599, 0.00005);
}

#[test]
fn plant_growth_by_tukey_and_dunnett() {
    let found = answered(&data::plant_growth(), &[], "weight ~ group", Options::default());
    near(row(&found, "", "group").f, 4.846, 0.0005);
    near(row(&found, "", "group").p, 0.0159, 0.00005);
    // The manual of R, TukeyHSD.
    let p: Vec<f64> = found.comparisons.iter().map(|pair| pair.p).collect();
    for (p, published) in p.iter().zip([0.3908711, 0.1979960, 0.0120064]) {
        near(*p, published, 5e-8);
    }
    near(found.comparisons[0].upper, 1.0622161, 5e-8);
    let comparison = Comparison { adjustment: Adjustment::Dunnett, control: Some("ctrl".into()) };
    let options = Options { comparison, ..Options::default() };
    let found = answered(&data::plant_growth(), &[], "weight ~ group", options);
    near(found.comparisons[0].p, 0.3227, 0.0001);
    near(found.comparisons[1].p, 0.1535, 0.0001);
}

/// Types differ where cells are unequal. Searle 1971, p. 287: two rows, two columns.
#[test]
fn types_of_sums_of_squares() {
    let csv = "y,a,b\n1,p,u\n3,p,u\n2,p,v\n6,q,u\n8,q,v\n10,q,v\n9,q,v\n";
    let of = |kind| {
        let options = Options { anova: Some(kind), ..Options::default() };
        let found = answered(csv, &[], "y ~ a*b", options);
        ["a", "b", "a:b"].map(|term| row(&found, "", term).sum_sq)
    };
    let (one, two, three) = (of(AnovaType::I), of(AnovaType::II), of(AnovaType::III));
    // By hand: the interaction is last in each; a and b of type II come after each other.
    near(one[2], two[2], 1e-12);
    near(two[2], three[2], 1e-12);
    near(one[1], two[1], 1e-12);
    // Type III of the interaction contrast: (2 - 2 - 6 + 9)² / (1/2 + 1 + 1 + 1/3).
    near(three[2], 9.0 / (17.0 / 6.0), 1e-12);
    // Type III of a: ((6 + 9)/2 - (2 + 2)/2)² over a quarter of the same sum.
    near(three[0], 30.25 / (17.0 / 24.0), 1e-12);
    assert!((one[0] - two[0]).abs() > 1e-3);
}

/// Harter 1960, *Tables of range and studentized range*; Dunnett 1964, Biometrics 20, table II.
#[test]
fn tables_of_multiple_comparisons() {
    near(range_quantile(0.05, 3, 10.0), 3.877, 0.0005);
    near(range_quantile(0.05, 10, 20.0), 5.008, 0.0005);
    near(range_quantile(0.01, 4, 12.0), 5.502, 0.0005);
    near(range_quantile(0.05, 20, f64::INFINITY), 5.012, 0.0005);
    // Two means are a t test.
    near(range_quantile(0.05, 2, 7.0), t_quantile(0.95, 7.0) * 2.0_f64.sqrt(), 1e-9);
    near(range_upper(f64::MIN_POSITIVE, 5, 3.0), 1.0, 1e-12);
    let half = 0.5_f64.sqrt();
    near(dunnett_quantile(0.05, &[half; 3], 10.0), 2.76, 0.005);
    near(dunnett_quantile(0.05, &[half; 4], 15.0), 2.73, 0.005);
}

/// Abramowitz & Stegun 1964, tables 26.1, 26.8, 26.9, 26.10.
#[test]
fn tables_of_distributions() {
    near(normal(1.96), 0.9750021048517795, 1e-15);
    near(normal_quantile(0.975), 1.959963984540054, 1e-14);
    near(t_quantile(0.95, 10.0), 2.228138851986274, 1e-12);
    near(chi2_upper(18.307038053275146, 10.0), 0.05, 1e-14);
    near(f_upper(3.3258345304130112, 5.0, 10.0), 0.05, 1e-14);
    near(f_upper(4.0, 3.0, f64::INFINITY), chi2_upper(12.0, 3.0), 1e-15);
}

/// Plants weighed five
/// times with lag-one correlation: by hand, the likelihood at φ from the formula for AR(1)
/// (Pinheiro & Bates 2000, p. 226) is highest where ours is.
#[test]
fn residuals_in_time() {
    let series = [
        [1.0, 1.4, 1.2, 0.3, 0.1],
        [2.0, 1.1, 0.2, 0.9, 1.3],
        [0.5, 0.4, 1.5, 1.9, 1.2],
        [1.7, 2.2, 2.1, 1.0, 0.6],
    ];
    let mut csv = "y,day,plant\n".to_owned();
    for (plant, weights) in series.iter().enumerate() {
        let days = [1, 3, 8, 9, 20];
        weights.iter().zip(days).for_each(|(y, day)| csv += &format!("{y},{day},{plant}\n"));
    }
    let structure = Some(Structure::parse("ar1(day|plant)").unwrap());
    let options = Options { structure, method: Some(Method::Ml), ..Options::default() };
    let found = answered(&csv, &[], "y ~ 1", options);
    // The log-likelihood of all series: the first of each is free, the others follow it.
    let likelihood = |phi: f64| {
        let weight = 1.0 - phi * phi;
        let follow = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
            series.iter().flat_map(|s| s.windows(2)).map(|pair| f(pair[0], pair[1])).sum()
        };
        let first: f64 = series.iter().map(|s| s[0]).sum();
        let top = first + follow(&|a, b| (b - phi * a) * (1.0 - phi)) / weight;
        let mean = top / (4.0 + 16.0 * (1.0 - phi) * (1.0 - phi) / weight);
        let start: f64 = series.iter().map(|s| (s[0] - mean).powi(2)).sum();
        let rest = follow(&|a, b| (b - mean - phi * (a - mean)).powi(2)) / weight;
        let variance = (start + rest) / 20.0;
        let constant = (2.0 * std::f64::consts::PI).ln();
        -0.5 * (20.0 * (constant + variance.ln() + 1.0) + 16.0 * weight.ln())
    };
    let phi = found.residual.unwrap().parameters["phi"];
    near(found.log_likelihood, likelihood(phi), 1e-9);
    assert!(likelihood(phi) >= likelihood(phi - 1e-3) && likelihood(phi) >= likelihood(phi + 1e-3));
}

/// Crowder 1978: deviance 33.28 with 17 degrees of freedom, counts vary more than binomially. With
/// plates as a random group: lme4 1.1-31, `glmer`.
#[test]
fn seeds_that_germinate() {
    let binomial = || Options { family: Family::Binomial, ..Options::default() };
    let found = answered(&data::seeds(), &[], "cbind(germ, n - germ) ~ gen*extract", binomial());
    let deviance = found.deviance.unwrap();
    near(deviance.residual, 33.28, 0.005);
    assert_eq!(deviance.df, 17.0);
    near(deviance.null, 98.72, 0.005);
    for (row, published) in found.fixed.iter().zip([-0.4122, -0.1459, 0.5401, 0.7781]) {
        near(row.estimate, published, 0.00005);
    }
    near(found.fixed[3].se, 0.3064, 0.00005);
    assert!(found.warnings.iter().any(|text| text.contains("1.9 times")));
    let model = "cbind(germ, n - germ) ~ gen*extract + (1|plate)";
    let found = answered(&data::seeds(), &[], model, binomial());
    near(found.log_likelihood, -53.76957, 0.00001);
    near(found.random[0].sd, 0.2346, 0.0001);
    for (row, published) in found.fixed.iter().zip([-0.4511, -0.0974, 0.5268, 0.8100]) {
        near(row.estimate, published, 0.0001);
    }
}

/// Sweet potatoes under viruses: a trial of the International Potato Center, the example of the R
/// package agricolae, whose manual prints these groups, the coefficient of variation and the checks.
#[test]
fn sweet_potatoes_in_groups() {
    let csv = "virus,yield\ncc,28.5\ncc,21.7\ncc,23.0\nfc,14.9\nfc,10.6\nfc,13.1\n\
               ff,41.8\nff,39.2\nff,28.0\noo,38.2\noo,40.4\noo,32.1\n";
    let groups = |adjustment| {
        let comparison = Comparison { adjustment, control: None };
        let options = Options { comparison, ..Options::default() };
        let found = answered(csv, &[], "yield ~ virus", options);
        found.emmeans.iter().map(|mean| mean.letters.clone()).collect::<Vec<_>>()
    };
    assert_eq!(groups(Adjustment::Tukey), ["bc", "c", "ab", "a"]);
    assert_eq!(groups(Adjustment::None), ["b", "c", "a", "a"]);
    assert_eq!(groups(Adjustment::Duncan), ["b", "c", "a", "a"]);
    let found = answered(csv, &[], "yield ~ virus", Options::default());
    near(row(&found, "", "virus").f, 17.345, 0.0005);
    near(found.cv_percent, 17.1666, 0.00005);
    near(found.comparisons[0].upper - found.comparisons[0].estimate, 12.39967, 0.000005);
    let checks = found.checks.unwrap();
    near(checks.shapiro_wilk.unwrap().statistic, 0.95878, 0.000005);
    near(checks.shapiro_wilk.unwrap().p, 0.7663, 0.00005);
    near(checks.bartlett.unwrap().statistic, 2.3886, 0.00005);
    near(checks.bartlett.unwrap().p, 0.4958, 0.00005);
}
