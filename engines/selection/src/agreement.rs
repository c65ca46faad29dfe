//! How far reviewers agree: intraclass correlations and Krippendorff's alpha.

use crate::scores::Scores;

/// Scores with more distinct values have no alpha of ratios: it looks at every pair of values.
const VALUES_MAX: usize = 3_000;

/// Intraclass correlations of one score and of the mean of all k scores of a proposal.
///
/// Shrout and Fleiss 1979, Psychological Bulletin 86(2), 420-428. The first two need the same
/// number of scores for each proposal, the others every reviewer's score for every proposal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Icc {
    /// Scores of each proposal.
    pub k: usize,
    /// ICC(1,1) and ICC(1,k): each proposal has reviewers of its own.
    pub one_way: [f64; 2],
    /// ICC(2,1), ICC(2,k): the same reviewers, drawn from many; then ICC(3,1), ICC(3,k): these
    /// reviewers and no others.
    pub crossed: Option<[[f64; 2]; 2]>,
}

/// The intraclass correlations; nothing where scores are too few, unbalanced, or all the same.
pub fn icc(scores: &Scores) -> Option<Icc> {
    let by_proposal = scores.by_proposal();
    let k = by_proposal.first()?.len();
    let n = by_proposal.len();
    if k < 2 || n < 2 || by_proposal.iter().any(|given| given.len() != k) {
        return None;
    }
    let (rows, columns) = (n as f64, k as f64);
    let all = || by_proposal.iter().flatten();
    let mean = all().map(|(_, score)| score).sum::<f64>() / (rows * columns);
    let total: f64 = all().map(|(_, score)| (score - mean).powi(2)).sum();
    let between: f64 = by_proposal
        .iter()
        .map(|given| given.iter().map(|(_, score)| score - mean).sum::<f64>().powi(2) / columns)
        .sum();
    let of_targets = between / (rows - 1.0);
    let within = (total - between) / (rows * (columns - 1.0));
    let ratio = |above: f64, below: f64| (below > 0.0).then(|| above / below);
    let one_way = [
        ratio(of_targets - within, of_targets + (columns - 1.0) * within)?,
        ratio(of_targets - within, of_targets)?,
    ];
    let crossed = crossed_by_all(scores, &by_proposal, mean).and_then(|of_judges| {
        let error = (total - between - of_judges) / ((rows - 1.0) * (columns - 1.0));
        let judges = of_judges / (columns - 1.0);
        let gap = columns * (judges - error) / rows;
        let above = of_targets - error;
        Some([
            [
                ratio(above, of_targets + (columns - 1.0) * error + gap)?,
                ratio(above, of_targets + (judges - error) / rows)?,
            ],
            [ratio(above, of_targets + (columns - 1.0) * error)?, ratio(above, of_targets)?],
        ])
    });
    Some(Icc { k, one_way, crossed })
}

/// The sum of squares between reviewers, if each has scored every proposal once.
fn crossed_by_all(scores: &Scores, by_proposal: &[Vec<(usize, f64)>], mean: f64) -> Option<f64> {
    let judges = scores.reviewers().len();
    let mut sums = vec![0.0; judges];
    for given in by_proposal {
        let mut seen = vec![false; judges];
        for (reviewer, score) in given {
            *sums.get_mut(*reviewer)? += score - mean;
            *seen.get_mut(*reviewer)? = true;
        }
        if given.len() != judges || seen.contains(&false) {
            return None;
        }
    }
    Some(sums.iter().map(|sum| sum * sum).sum::<f64>() / by_proposal.len() as f64)
}

/// Krippendorff's alpha, by what a difference between two scores means.
///
/// Krippendorff 2011, « Computing Krippendorff's Alpha-Reliability ». A proposal with one score
/// says nothing and drops out; missing scores are missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// Scores are names.
    pub nominal: Option<f64>,
    /// Scores are an order.
    pub ordinal: Option<f64>,
    /// Scores are measured.
    pub interval: Option<f64>,
    /// Scores are measured from a true zero; nothing where one is negative.
    pub ratio: Option<f64>,
}

/// Krippendorff's alpha in four forms; nothing where scores that can be paired are all the same.
pub fn alpha(scores: &Scores) -> Alpha {
    let units: Vec<Vec<f64>> = scores
        .by_proposal()
        .into_iter()
        .filter(|given| given.len() > 1)
        .map(|given| given.into_iter().map(|(_, score)| score).collect())
        .collect();
    let mut values: Vec<f64> = units.iter().flatten().copied().collect();
    values.sort_by(f64::total_cmp);
    let counts: Vec<(f64, f64)> = values
        .chunk_by(|one, other| one == other)
        .map(|same| (same.first().copied().unwrap_or(0.0), same.len() as f64))
        .collect();
    let measured = values.first().is_some_and(|least| *least >= 0.0);
    Alpha {
        nominal: nominal(&units, &counts),
        ordinal: squared(&ranked(&units, &counts)),
        interval: squared(&units),
        ratio: ratio(&units, &counts).filter(|_| measured),
    }
}

fn of_disagreements(observed: f64, expected: f64) -> Option<f64> {
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Differences count squared.
fn squared(units: &[Vec<f64>]) -> Option<f64> {
    let count = units.iter().map(Vec::len).sum::<usize>() as f64;
    let squares = |of: &mut dyn Iterator<Item = f64>, mean: f64| -> f64 {
        of.map(|value| (value - mean).powi(2)).sum()
    };
    let observed: f64 = units
        .iter()
        .map(|unit| {
            let size = unit.len() as f64;
            let mean = unit.iter().sum::<f64>() / size;
            2.0 * size / (size - 1.0) * squares(&mut unit.iter().copied(), mean)
        })
        .sum();
    let mean = units.iter().flatten().sum::<f64>() / count;
    let spread = squares(&mut units.iter().flatten().copied(), mean);
    of_disagreements(observed, 2.0 * count / (count - 1.0) * spread)
}

/// Any difference counts alike.
fn nominal(units: &[Vec<f64>], counts: &[(f64, f64)]) -> Option<f64> {
    let count: f64 = counts.iter().map(|(_, times)| times).sum();
    let observed: f64 = units
        .iter()
        .map(|unit| {
            let mut sorted = unit.clone();
            sorted.sort_by(f64::total_cmp);
            let same: usize = sorted
                .chunk_by(|one, other| one == other)
                .map(|same| same.len() * (same.len() - 1))
                .sum();
            let size = unit.len();
            (size * (size - 1) - same) as f64 / (size - 1) as f64
        })
        .sum();
    let same: f64 = counts.iter().map(|(_, times)| times * times).sum();
    of_disagreements(observed, (count * count - same) / (count - 1.0))
}

/// Each score as its mean rank: the differences of an order are differences of such ranks.
fn ranked(units: &[Vec<f64>], counts: &[(f64, f64)]) -> Vec<Vec<f64>> {
    let mut below = 0.0;
    let ranks: Vec<(f64, f64)> = counts
        .iter()
        .map(|(value, times)| {
            let rank = below + times / 2.0;
            below += times;
            (*value, rank)
        })
        .collect();
    let rank = |value: &f64| {
        let place = ranks.binary_search_by(|(known, _)| known.total_cmp(value));
        place.ok().and_then(|place| ranks.get(place)).map_or(0.0, |(_, rank)| *rank)
    };
    units.iter().map(|unit| unit.iter().map(rank).collect()).collect()
}

/// Differences count squared, as a share of the sum of both.
fn ratio(units: &[Vec<f64>], counts: &[(f64, f64)]) -> Option<f64> {
    if counts.len() > VALUES_MAX {
        return None;
    }
    let count: f64 = counts.iter().map(|(_, times)| times).sum();
    let apart = |one: f64, other: f64| match one + other {
        0.0 => 0.0,
        sum => ((one - other) / sum).powi(2),
    };
    let pairs = |of: &[f64]| -> f64 {
        of.iter().map(|one| of.iter().map(|other| apart(*one, *other)).sum::<f64>()).sum()
    };
    let observed: f64 = units.iter().map(|unit| pairs(unit) / (unit.len() - 1) as f64).sum();
    let expected: f64 = counts
        .iter()
        .map(|(one, times)| {
            let sum: f64 = counts.iter().map(|(other, n)| n * apart(*one, *other)).sum();
            times * sum
        })
        .sum();
    of_disagreements(observed, expected / (count - 1.0))
}
