//! Published results, each with its source.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use selection::Scores;
use selection::agreement::{alpha, icc};
use selection::calibrate::{Calibration, Note, Options, calibrate};

fn close(found: f64, published: f64, by: f64) {
    assert!((found - published).abs() <= by, "{found} is not {published}");
}

fn calibrated(scores: &Scores) -> Calibration {
    calibrate(scores, &Options::default()).unwrap()
}

/// Diameters of the zone that six samples of penicillin left free on 24 plates: Davies and
/// Goldsmith 1972, Statistical Methods in Research and Production, table 6.6.
const PENICILLIN: [[u8; 6]; 24] = [
    [27, 23, 26, 23, 23, 21],
    [27, 23, 26, 23, 23, 21],
    [25, 21, 25, 24, 24, 20],
    [26, 23, 25, 23, 23, 20],
    [25, 22, 26, 22, 23, 20],
    [24, 22, 25, 23, 22, 19],
    [24, 20, 23, 21, 22, 19],
    [26, 22, 26, 24, 24, 21],
    [24, 21, 24, 22, 22, 20],
    [24, 21, 24, 23, 22, 19],
    [26, 23, 26, 24, 24, 21],
    [25, 22, 26, 24, 24, 20],
    [26, 24, 26, 24, 25, 22],
    [26, 23, 26, 23, 23, 20],
    [26, 23, 25, 24, 24, 22],
    [25, 22, 25, 23, 23, 20],
    [25, 21, 24, 23, 23, 20],
    [25, 22, 24, 23, 23, 19],
    [24, 21, 23, 21, 21, 19],
    [26, 23, 26, 24, 24, 21],
    [25, 21, 24, 22, 22, 18],
    [25, 22, 25, 22, 22, 20],
    [24, 21, 24, 22, 24, 19],
    [24, 21, 24, 22, 21, 18],
];

/// Bates 2010, lme4: Mixed-effects modeling with R, section 2.1: the REML fit of the crossed model
/// (log-likelihood from its criterion, 330.8606), and effects as lme4 1.1-31 gives them.
#[test]
fn penicillin_plates_crossed_with_samples() {
    let mut scores = Scores::default();
    for (plate, diameters) in PENICILLIN.iter().enumerate() {
        for (sample, diameter) in diameters.iter().enumerate() {
            scores.add(&plate.to_string(), &sample.to_string(), f64::from(*diameter));
        }
    }
    let found = calibrated(&scores);
    close(found.log_likelihood.unwrap(), -330.860_589 / 2.0, 1e-6);
    close(found.variance.proposal.sqrt(), 0.8467, 5e-5);
    close(found.variance.reviewer.sqrt(), 1.9316, 5e-5);
    close(found.variance.residual.sqrt(), 0.5499, 5e-5);
    close(found.mean, 22.972_222, 1e-6);
    close(found.proposals[0].effect, 0.804_547, 1e-5);
    close(found.proposals[6].effect, -1.375_516, 1e-5);
    close(found.proposals[0].se, 0.271_359, 1e-5);
    close(found.reviewers[5].effect, -3.003_745, 1e-5);
    close(found.reviewers[5].se, 0.202_171, 1e-5);
    let severity = found.severity.unwrap();
    close(severity.log_likelihood_without, -306.628_012, 1e-6);
    assert!(severity.p_value < 1e-30 && found.notes.is_empty());
    balanced(&found);
}

/// In a balanced table the REML estimates are those of the analysis of variance.
fn balanced(found: &Calibration) {
    let all = || PENICILLIN.iter().flatten().map(|diameter| f64::from(*diameter));
    let mean = all().sum::<f64>() / 144.0;
    let total: f64 = all().map(|diameter| (diameter - mean).powi(2)).sum();
    let plates: f64 = PENICILLIN
        .iter()
        .map(|row| (row.iter().map(|d| f64::from(*d)).sum::<f64>() / 6.0 - mean).powi(2) * 6.0)
        .sum();
    let samples: f64 = (0..6)
        .map(|sample| PENICILLIN.iter().map(|row| f64::from(row[sample])).sum::<f64>() / 24.0)
        .map(|of| (of - mean).powi(2) * 24.0)
        .sum();
    let error = (total - plates - samples) / (23.0 * 5.0);
    close(found.variance.residual, error, 1e-6);
    close(found.variance.proposal, (plates / 23.0 - error) / 6.0, 1e-6);
    close(found.variance.reviewer, (samples / 5.0 - error) / 24.0, 1e-6);
}

/// Yields of dyestuff from six batches, five samples each: Davies and Goldsmith 1972, table 6.2;
/// one factor, so that every yield has a reviewer of its own here.
const DYESTUFF: [[u16; 5]; 6] = [
    [1545, 1440, 1440, 1520, 1580],
    [1540, 1555, 1490, 1560, 1495],
    [1595, 1550, 1605, 1510, 1560],
    [1445, 1440, 1595, 1465, 1545],
    [1595, 1630, 1515, 1635, 1625],
    [1520, 1455, 1450, 1480, 1445],
];

/// Box and Tiao 1973, Bayesian Inference in Statistical Analysis, table 5.1.4: the variance
/// between batches is estimated as zero.
const DYESTUFF_2: [[f64; 5]; 6] = [
    [7.298, 3.846, 2.434, 9.566, 7.990],
    [5.220, 6.556, 0.608, 11.788, -0.892],
    [0.110, 10.386, 13.434, 5.510, 8.166],
    [2.212, 4.852, 7.092, 9.288, 4.980],
    [0.282, 9.014, 4.458, 9.446, 7.198],
    [1.722, 4.782, 8.106, 0.758, 3.758],
];

fn batches<T: Copy + Into<f64>>(yields: &[[T; 5]; 6]) -> Scores {
    let mut scores = Scores::default();
    for (batch, of) in yields.iter().enumerate() {
        for (sample, one) in of.iter().enumerate() {
            scores.add(&batch.to_string(), &format!("{batch}/{sample}"), (*one).into());
        }
    }
    scores
}

/// Bates 2010, section 1.3.1 (REML: 1764.05, 2451.25, criterion 319.6543; 0, 13.806, 161.8283).
#[test]
fn dyestuff_of_one_factor_and_at_the_boundary() {
    let found = calibrated(&batches(&DYESTUFF));
    close(found.log_likelihood.unwrap(), -319.654_277 / 2.0, 1e-6);
    close(found.variance.proposal, 1764.05, 0.005);
    close(found.variance.residual, 2451.25, 0.005);
    close(found.proposals[4].effect, 56.733_188, 1e-3);
    close(found.proposals[4].se, 19.586_570, 1e-3);
    assert_eq!(found.notes, [Note::ReviewersOnce]);

    let none = calibrated(&batches(&DYESTUFF_2));
    assert_eq!(none.variance.proposal, 0.0);
    close(none.variance.residual, 13.806_31, 1e-5);
    close(none.log_likelihood.unwrap(), -161.828_278 / 2.0, 1e-6);
    assert_eq!(none.notes, [Note::ReviewersOnce, Note::NoProposalVariance]);
    let ranks: Vec<f64> = none.proposals.iter().map(|proposal| proposal.expected_rank).collect();
    assert_eq!(ranks, [3.5; 6]);
}

/// Shrout and Fleiss 1979, Psychological Bulletin 86(2), tables 2 and 4.
#[test]
fn shrout_and_fleiss() {
    let table =
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
    let mut scores = Scores::default();
    for (target, given) in table.iter().enumerate() {
        for (judge, score) in given.iter().enumerate() {
            scores.add(&target.to_string(), &judge.to_string(), f64::from(*score));
        }
    }
    let found = icc(&scores).unwrap();
    let crossed = found.crossed.unwrap();
    for (found, published) in [
        (found.one_way[0], 0.17),
        (crossed[0][0], 0.29),
        (crossed[1][0], 0.71),
        (found.one_way[1], 0.44),
        (crossed[0][1], 0.62),
        (crossed[1][1], 0.91),
    ] {
        close(found, published, 0.005);
    }
}

/// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections D and E: four
/// observers, twelve units, scores missing.
#[test]
fn krippendorff() {
    let observers = ["123321412***", "1233224125*3", "*3332342251*", "12332441251*"];
    let mut scores = Scores::default();
    for (observer, values) in observers.iter().enumerate() {
        for (unit, value) in values.chars().enumerate() {
            if let Some(value) = value.to_digit(10) {
                scores.add(&unit.to_string(), &observer.to_string(), f64::from(value));
            }
        }
    }
    let found = alpha(&scores);
    close(found.nominal.unwrap(), 0.743, 0.0005);
    close(found.ordinal.unwrap(), 0.815, 0.0005);
    close(found.interval.unwrap(), 0.849, 0.0005);
    close(found.ratio.unwrap(), 0.797, 0.0005);
}
