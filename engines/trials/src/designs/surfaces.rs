//! Designs for surfaces of the second order: central composite (Box & Wilson 1951), Box-Behnken
//! (1960), and the best of given candidates by exchange (Fedorov 1972; Cook & Nachtsheim 1980).

use crate::chance::Chance;
use crate::designs::{Layout, bounded, few};
use crate::fault::{Fault, Outcome};
use crate::matrix::{Matrix, dot};

const FACTORS_MAX: usize = 8;
/// Candidates of a D-optimal search.
const CANDIDATES_MAX: usize = 2_000;
/// Random starts of a D-optimal search.
const STARTS: usize = 50;

/// How far the star points are from the centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Star {
    /// So that precision depends on distance alone: the fourth root of the number of cube runs.
    Rotatable,
    /// So that squares are estimated independently of each other.
    Orthogonal,
    /// On the faces of the cube.
    Face,
}

/// The distance of star points for k factors on a full cube.
pub fn star_distance(star: Star, factors: usize, centre: usize) -> f64 {
    let cube = (1_usize << factors) as f64;
    match star {
        Star::Rotatable => cube.powf(0.25),
        Star::Face => 1.0,
        Star::Orthogonal => {
            let rest = (2 * factors + centre) as f64;
            (((cube + rest).sqrt() - cube.sqrt()).powi(2) * cube / 4.0).powf(0.25)
        }
    }
}

/// Cube, star and centre.
///
/// # Errors
/// Fewer than two factors, or more than eight.
pub fn central_composite(factors: usize, star: Star, centre: usize, seed: u64) -> Outcome<Layout> {
    if !(2..=FACTORS_MAX).contains(&factors) {
        return Err(few("a central composite design is made for 2 to 8 factors"));
    }
    let distance = star_distance(star, factors, centre);
    let mut runs: Vec<(&str, Vec<f64>)> = Vec::new();
    for run in 0..1_usize << factors {
        let sign = |j: usize| if run >> j & 1 == 1 { 1.0 } else { -1.0 };
        runs.push(("cube", (0..factors).map(sign).collect()));
    }
    for axis in 0..factors {
        for side in [-distance, distance] {
            runs.push(("star", (0..factors).map(|j| if j == axis { side } else { 0.0 }).collect()));
        }
    }
    runs.extend((0..centre).map(|_| ("centre", vec![0.0; factors])));
    Ok(laid("central composite", factors, runs, seed)?.fact("star_distance", distance))
}

/// Box & Behnken 1960: which factors vary together in each set of runs.
fn sets(factors: usize) -> Option<Vec<Vec<usize>>> {
    let pairs = || {
        let pair = |i: usize| (i + 1..factors).map(move |j| vec![i, j]);
        (0..factors).flat_map(pair).collect()
    };
    match factors {
        3..=5 => Some(pairs()),
        6 => Some((0..6).map(|i| vec![i, (i + 1) % 6, (i + 3) % 6]).collect()),
        7 => Some((0..7).map(|i| vec![i, (i + 1) % 7, (i + 3) % 7]).collect()),
        _ => None,
    }
}

/// Middles of edges, and the centre.
///
/// # Errors
/// Factors other than three to seven.
pub fn box_behnken(factors: usize, centre: usize, seed: u64) -> Outcome<Layout> {
    let sets =
        sets(factors).ok_or_else(|| few("Box-Behnken designs are made for 3 to 7 factors"))?;
    let mut runs: Vec<(&str, Vec<f64>)> = Vec::new();
    for set in sets {
        for run in 0..1_usize << set.len() {
            let mut place = vec![0.0; factors];
            for (j, factor) in set.iter().enumerate() {
                if let Some(value) = place.get_mut(*factor) {
                    *value = if run >> j & 1 == 1 { 1.0 } else { -1.0 };
                }
            }
            runs.push(("edge", place));
        }
    }
    runs.extend((0..centre).map(|_| ("centre", vec![0.0; factors])));
    laid("Box-Behnken", factors, runs, seed)
}

fn laid(kind: &str, factors: usize, mut runs: Vec<(&str, Vec<f64>)>, seed: u64) -> Outcome<Layout> {
    bounded(runs.len())?;
    let names: Vec<String> = (1..=factors).map(|j| format!("x{j}")).collect();
    let mut columns = vec!["kind"];
    columns.extend(names.iter().map(String::as_str));
    let mut out = Layout::new(kind, seed, &columns, "run");
    Chance::new(seed).shuffle(&mut runs);
    let count = runs.len() as f64;
    for (kind, place) in runs {
        let cells: Vec<String> = place.iter().map(f64::to_string).collect();
        let mut row = vec![kind];
        row.extend(cells.iter().map(String::as_str));
        out.push(&row);
    }
    Ok(out.fact("runs", count))
}

/// The best `runs` of all combinations of `levels` even steps between -1 and 1, for a full model of
/// the second order: the determinant of X'X/n to the power 1/p is largest.
///
/// # Errors
/// Fewer runs than coefficients, or too many candidates.
pub fn d_optimal(factors: usize, levels: usize, runs: usize, seed: u64) -> Outcome<Layout> {
    let coefficients = (factors + 1) * (factors + 2) / 2;
    let count = levels.saturating_pow(factors as u32);
    if factors == 0 || levels < 3 || count > CANDIDATES_MAX {
        return Err(few("three levels or more of each factor, and at most 2,000 candidates"));
    }
    if runs < coefficients {
        let text = format!("a surface of {factors} factors has {coefficients} coefficients");
        return Err(Fault::Data(format!("{text}: as many runs at least")));
    }
    bounded(runs)?;
    let point = |number: usize| -> Vec<f64> {
        let mut rest = number;
        let step = |_| {
            let level = rest % levels;
            rest /= levels;
            2.0 * level as f64 / (levels - 1) as f64 - 1.0
        };
        (0..factors).map(step).collect()
    };
    let candidates: Vec<Vec<f64>> = (0..count).map(|number| terms(&point(number))).collect();
    let mut chance = Chance::new(seed);
    let mut best: Option<(f64, Vec<usize>)> = None;
    for _ in 0..STARTS {
        let start = (0..runs).map(|_| chance.below(count)).collect();
        if let Some(found) = exchanged(&candidates, start, coefficients)
            && best.as_ref().is_none_or(|(known, _)| found.0 > *known)
        {
            best = Some(found);
        }
    }
    let none = || Fault::NoAnswer("no set of candidates determines the surface".into());
    let (ln_determinant, chosen) = best.ok_or_else(none)?;
    let criterion = (ln_determinant / coefficients as f64).exp() / runs as f64;
    let places = chosen.into_iter().map(|number| ("run", point(number))).collect();
    Ok(laid("D-optimal", factors, places, seed)?.fact("d_criterion", criterion))
}

/// 1, factors, products and squares.
fn terms(place: &[f64]) -> Vec<f64> {
    let mut out = vec![1.0];
    out.extend(place);
    for (i, a) in place.iter().enumerate() {
        out.extend(place.iter().skip(i).map(|b| a * b));
    }
    out
}

/// Runs are exchanged for candidates while that raises the determinant.
fn exchanged(
    candidates: &[Vec<f64>],
    mut chosen: Vec<usize>,
    coefficients: usize,
) -> Option<(f64, Vec<usize>)> {
    let row = |number: usize| candidates.get(number).map_or(&[][..], Vec::as_slice);
    let information = |chosen: &[usize]| {
        // A little of the identity lets a start be singular.
        let mut out = Matrix::identity(coefficients).scaled(1e-9);
        for &number in chosen {
            let x = Matrix::column(row(number));
            out.add_scaled(&x.times(&x.transpose()), 1.0);
        }
        out
    };
    let mut factor = information(&chosen).cholesky()?;
    loop {
        let mut changed = false;
        for place in 0..chosen.len() {
            let inverse = factor.inverse();
            let old = *chosen.get(place)?;
            let seen = |number: usize| inverse.times(&Matrix::column(row(number))).col(0).to_vec();
            let spread_old = seen(old);
            let own = dot(row(old), &spread_old);
            let gain = |number: usize| {
                let both = dot(row(number), &spread_old);
                let new = dot(row(number), &seen(number));
                (1.0 + new) * (1.0 - own) + both * both
            };
            let best = (0..candidates.len())
                .map(|number| (gain(number), number))
                .max_by(|a, b| a.0.total_cmp(&b.0))?;
            if best.0 > 1.0 + 1e-9 {
                *chosen.get_mut(place)? = best.1;
                factor = information(&chosen).cholesky()?;
                changed = true;
            }
        }
        if !changed {
            let found = factor.ln_determinant();
            return Some((found, chosen));
        }
    }
}
