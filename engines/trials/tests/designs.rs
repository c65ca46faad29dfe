//! Designs have the properties that they are named for, and a seed draws the same one again.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use trials::designs::Layout;
use trials::designs::factorial::two_level;
use trials::designs::plots::{
    alpha, augmented, blocks, completely_randomised, graeco_latin, latin, split, strip,
};
use trials::designs::surfaces::{Star, box_behnken, central_composite, d_optimal, star_distance};
use trials::power::{Simulation, anova_power, power, simulate, units_for};
use trials::{Formula, Table};

fn names(count: usize) -> Vec<String> {
    (1..=count).map(|i| format!("T{i:02}")).collect()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).into()).collect()
}

/// How often each combination of these columns occurs.
fn counts(layout: &Layout, columns: &[&str]) -> BTreeMap<Vec<String>, usize> {
    let places: Vec<usize> = columns
        .iter()
        .map(|name| layout.columns.iter().position(|column| column == name).unwrap())
        .collect();
    let mut out = BTreeMap::new();
    for row in &layout.rows {
        *out.entry(places.iter().map(|&place| row[place].clone()).collect()).or_insert(0) += 1;
    }
    out
}

#[track_caller]
fn each(layout: &Layout, columns: &[&str], times: usize, combinations: usize) {
    let found = counts(layout, columns);
    assert_eq!(found.len(), combinations, "{columns:?}");
    assert!(found.values().all(|count| *count == times), "{found:?}");
}

#[track_caller]
fn near(found: f64, published: f64, by: f64) {
    assert!((found - published).abs() <= by, "{found} is not {published}");
}

#[test]
fn treatments_stand_where_they_should() {
    each(&completely_randomised(&names(5), 4, 1).unwrap(), &["treatment"], 4, 5);
    each(&blocks(&names(7), 3, 1).unwrap(), &["block", "treatment"], 1, 21);
    let square = latin(&names(6), 3).unwrap();
    each(&square, &["row", "treatment"], 1, 36);
    each(&square, &["column", "treatment"], 1, 36);
    for size in [3, 4, 5, 7, 8, 9] {
        let square = graeco_latin(&names(size), &names(size), 2).unwrap();
        for pair in [
            ["row", "first"],
            ["column", "first"],
            ["row", "second"],
            ["column", "second"],
            ["first", "second"],
        ] {
            each(&square, &pair, 1, size * size);
        }
    }
    assert!(graeco_latin(&names(6), &names(6), 1).is_err());
    let factors = [
        ("nitrogen".to_owned(), names(3)),
        ("variety".to_owned(), names(4)),
        ("cut".to_owned(), names(2)),
    ];
    let plots = split(&factors, 5, 1).unwrap();
    each(&plots, &["block", "nitrogen", "variety", "cut"], 1, 120);
    // A whole plot holds its parts together.
    let whole: Vec<&String> = plots.rows.iter().map(|row| &row[2]).collect();
    assert!(whole.chunks(8).all(|part| part.iter().all(|name| *name == part[0])));
    let strips = strip(&factors[0], &factors[1], 3, 9).unwrap();
    each(&strips, &["block", "nitrogen", "variety"], 1, 36);
    let order = |block: usize, row: usize| -> Vec<String> {
        strips.rows.iter().skip(block * 12 + row * 4).take(4).map(|row| row[3].clone()).collect()
    };
    assert!((0..3).all(|block| order(block, 0) == order(block, 1)));
    let checked = augmented(&texts(&["A", "B", "C"]), &names(10), 4, 1).unwrap();
    assert_eq!(checked.rows.len(), 22);
    assert_eq!(checked.facts["error_df"], 6.0);
    assert!(
        counts(&checked, &["treatment"])
            .iter()
            .all(|(name, count)| { *count == if name[0].starts_with('T') { 1 } else { 4 } })
    );
}

#[test]
fn seeds_replay() {
    let of = |seed| alpha(&names(24), 4, 3, seed).unwrap().rows;
    assert_eq!(of(5), of(5));
    assert_ne!(of(5), of(6));
}

/// Patterson & Williams 1976; John & Williams 1995: the published design of this size has 0.7265.
#[test]
fn alpha_designs_are_resolvable_and_efficient() {
    let found = alpha(&names(24), 4, 3, 1).unwrap();
    each(&found, &["replicate", "treatment"], 1, 72);
    assert!(counts(&found, &["replicate", "block"]).values().all(|count| *count == 4));
    near(found.facts["efficiency_bound"], 46.0 / 61.0, 1e-12);
    assert!(found.facts["efficiency_factor"] > 0.72, "{:?}", found.facts);
    assert!(found.facts["efficiency_factor"] <= found.facts["efficiency_bound"]);
    assert!(alpha(&names(23), 4, 3, 1).is_err());
}

/// Box, Hunter & Hunter 2005, tables 6.22 and 5.10.
#[test]
fn fractions_and_their_aliases() {
    let of = |k, generators: &[&str]| two_level(k, &texts(generators), &[], 1, 1).unwrap();
    let half = of(5, &["E=ABCD"]);
    assert_eq!((half.rows.len(), half.facts["resolution"]), (16, 5.0));
    assert_eq!(half.aliases, ["I = ABCDE"]);
    let quarter = of(6, &["E=ABC", "F=BCD"]);
    assert_eq!((quarter.rows.len(), quarter.facts["resolution"]), (16, 4.0));
    assert!(quarter.aliases.contains(&"AB = CE".to_owned()), "{:?}", quarter.aliases);
    let saturated = of(7, &["D=AB", "E=AC", "F=BC", "G=ABC"]);
    assert_eq!((saturated.rows.len(), saturated.facts["resolution"]), (8, 3.0));
    assert!(saturated.aliases.contains(&"A = BD = CE = FG".to_owned()), "{:?}", saturated.aliases);
    // E is the product of A, B, C and D in every run.
    for row in &half.rows {
        let sign = |place: usize| row[place].parse::<f64>().unwrap();
        assert_eq!(sign(7), (3..7).map(sign).product::<f64>());
    }
    // NPK confounded with blocks: as in the trial of peas.
    let peas = two_level(3, &[], &texts(&["ABC"]), 3, 1).unwrap();
    assert_eq!(counts(&peas, &["replicate", "block"]).len(), 6);
    for row in &peas.rows {
        let product: f64 = row[3..].iter().map(|cell| cell.parse::<f64>().unwrap()).product();
        assert_eq!(row[2] == "1", product < 0.0 || row[2] != "2");
    }
    assert!(two_level(4, &texts(&["D=ABD"]), &[], 1, 1).is_err());
    assert!(two_level(4, &texts(&["D=ABC"]), &texts(&["ABCD"]), 1, 1).is_err());
}

/// Box & Hunter 1957; Box & Behnken 1960, table 4.
#[test]
fn surfaces() {
    for (k, published) in [(2, 1.414), (3, 1.682), (4, 2.0), (5, 2.378), (6, 2.828)] {
        near(star_distance(Star::Rotatable, k, 0), published, 0.0005);
    }
    near(star_distance(Star::Orthogonal, 2, 4), 1.210, 0.0005);
    assert_eq!(central_composite(3, Star::Rotatable, 6, 1).unwrap().rows.len(), 20);
    for (k, runs) in [(3, 12), (4, 24), (5, 40), (6, 48), (7, 56)] {
        let found = box_behnken(k, 0, 1).unwrap();
        assert_eq!(found.rows.len(), runs);
        assert_eq!(found.rows.iter().map(|row| &row[1..]).collect::<BTreeSet<_>>().len(), runs);
    }
    // The best 14 of 27 are better than all 27 (0.4421), a run for a run.
    let best = d_optimal(3, 3, 14, 1).unwrap();
    assert!(best.facts["d_criterion"] > 0.46304, "{:?}", best.facts);
    assert!(d_optimal(3, 3, 9, 1).is_err());
}

/// The manual of R, `power.anova.test`: variances 1 between and 3 within four groups. R looks for
/// the number of units to four digits only.
#[test]
fn power_before_planting() {
    let f = (0.75_f64 / 3.0).sqrt();
    near(anova_power(4.0, 5.0, f, 0.05), 0.3535594, 5e-8);
    near(units_for(4.0, 0.8, f, 0.05).unwrap().n, 11.926, 5e-4);
    // No effect is found as often as the level says.
    near(anova_power(3.0, 6.0, 0.0, 0.05), 0.05, 1e-12);
    let small = power(3.0, 4.0, 0.25, 0.05).unwrap();
    assert!(small.sentence.contains("9 of 100") && small.sentence.contains("not worth planting"));
    assert!(power(1.0, 4.0, 0.25, 0.05).is_err());
    assert!(units_for(3.0, 0.8, 0.0, 0.05).unwrap_err().is_no_answer());
}

/// Blocks take their variance away: what is left is the formula for plots of the residual variance,
/// with the blocks' degrees of freedom less. Where there is no effect, one in twenty finds one.
#[test]
fn power_by_simulation() {
    let book = blocks(&names(3), 6, 1).unwrap();
    let mut csv = book.columns.join(",");
    book.rows.iter().for_each(|row| csv += &format!("\n{}", row.join(",")));
    let mut table = Table::from_csv(&csv).unwrap();
    table.make_categorical("block", "block").unwrap();
    let of = |means: [f64; 3], seed| {
        let asked = Simulation {
            model: Formula::parse("y ~ treatment + (1|block)").unwrap(),
            effect: ("treatment".into(), means.to_vec()),
            groups: vec![("block".into(), 9.0)],
            residual: 4.0,
            alpha: 0.05,
            trials: 600,
            seed,
        };
        simulate(&table, &asked).unwrap()
    };
    // F with 2 and 10 degrees of freedom, non-centrality 6 · 8 / 4 = 12.
    near(of([0.0, 2.0, 4.0], 1).power, 0.7592, 0.06);
    near(of([0.0; 3], 2).power, 0.05, 0.03);
    assert_eq!(of([0.0, 2.0, 4.0], 3).power, of([0.0, 2.0, 4.0], 3).power);
}
