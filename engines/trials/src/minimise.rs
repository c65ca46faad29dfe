//! The least value of a function of a few numbers: without derivatives (Nelder & Mead 1965), begun
//! anew from where it ended until that changes nothing; and, where it is smooth, by its slopes.

use crate::matrix::{Matrix, at};

/// Evaluations in all.
const EVALUATIONS_MAX: usize = 4_000;

/// The place and the value; a value that is not finite is taken for infinitely large.
pub(crate) fn minimise(
    of: &mut dyn FnMut(&[f64]) -> f64,
    start: &[f64],
    step: f64,
    tolerance: f64,
) -> (Vec<f64>, f64) {
    let mut left = EVALUATIONS_MAX;
    let mut best = (start.to_vec(), value(of, start));
    let mut size = step;
    while left > 0 {
        let next = shrink(of, &best.0, size, tolerance, &mut left);
        let gain = best.1 - next.1;
        if next.1 <= best.1 {
            best = next;
        }
        if gain.is_finite() && gain <= tolerance * (1.0 + best.1.abs()) {
            break;
        }
        size *= 0.25;
    }
    best
}

fn value(of: &mut dyn FnMut(&[f64]) -> f64, place: &[f64]) -> f64 {
    let found = of(place);
    if found.is_finite() { found } else { f64::INFINITY }
}

fn shrink(
    of: &mut dyn FnMut(&[f64]) -> f64,
    start: &[f64],
    step: f64,
    tolerance: f64,
    left: &mut usize,
) -> (Vec<f64>, f64) {
    let mut measure = |place: Vec<f64>, left: &mut usize| {
        *left = left.saturating_sub(1);
        let found = value(of, &place);
        (place, found)
    };
    let mut corners = vec![measure(start.to_vec(), left)];
    for axis in 0..start.len() {
        let moved = start.iter().enumerate().map(|(i, v)| if i == axis { v + step } else { *v });
        corners.push(measure(moved.collect(), left));
    }
    loop {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (Some(best), Some(worst)) = (corners.first().cloned(), corners.pop()) else {
            return (start.to_vec(), f64::INFINITY);
        };
        let size =
            best.0.iter().zip(&worst.0).fold(0.0_f64, |most, (a, b)| most.max((a - b).abs()));
        let flat = (worst.1 - best.1).abs() <= tolerance * (1.0 + best.1.abs());
        if *left == 0 || start.is_empty() || (flat && size < 0.1 * tolerance.sqrt()) || size < 1e-13
        {
            return best;
        }
        let count = corners.len() as f64;
        let centre: Vec<f64> = (0..start.len())
            .map(|i| corners.iter().filter_map(|c| c.0.get(i)).sum::<f64>() / count)
            .collect();
        let along = |by: f64| -> Vec<f64> {
            centre.iter().zip(&worst.0).map(|(c, w)| c + by * (c - w)).collect()
        };
        let second = corners.last().map_or(best.1, |corner| corner.1);
        let reflected = measure(along(1.0), left);
        let next = if reflected.1 < best.1 {
            let further = measure(along(2.0), left);
            if further.1 < reflected.1 { further } else { reflected }
        } else if reflected.1 < second {
            reflected
        } else {
            let inside = measure(along(if reflected.1 < worst.1 { 0.5 } else { -0.5 }), left);
            if inside.1 < worst.1.min(reflected.1) {
                inside
            } else {
                let shrunk: Vec<Vec<f64>> = corners
                    .iter()
                    .skip(1)
                    .chain([&worst])
                    .map(|c| c.0.iter().zip(&best.0).map(|(v, b)| 0.5 * (v + b)).collect())
                    .collect();
                corners.truncate(1);
                corners.extend(shrunk.into_iter().map(|place| measure(place, left)));
                continue;
            }
        };
        corners.push(next);
    }
}

/// A function of several numbers with its slopes.
pub(crate) type Smooth<'a> = dyn Fn(&[f64]) -> Option<(f64, Vec<f64>)> + 'a;

/// The least value of a smooth function, by the second derivatives that its slopes show (BFGS);
/// none where it cannot be found.
pub(crate) fn descend(of: &dyn Fn(&[f64]) -> f64, start: &[f64]) -> Option<Vec<f64>> {
    let smooth = |place: &[f64]| {
        let height = of(place);
        height.is_finite().then(|| (height, slopes(of, place).col(0).to_vec()))
    };
    descend_slopes(&smooth, of, start, 1e-12)
}

/// The same where slopes are known, to where a step would gain less than this part.
pub(crate) fn descend_slopes(
    smooth: &Smooth<'_>,
    of: &dyn Fn(&[f64]) -> f64,
    start: &[f64],
    tolerance: f64,
) -> Option<Vec<f64>> {
    const STEPS_MAX: usize = 500;
    let size = start.len();
    let mut place = start.to_vec();
    let (mut height, slope) = smooth(&place)?;
    let mut slope = Matrix::column(&slope);
    let mut inverse = Matrix::identity(size);
    let mut fresh = true;
    for _ in 0..STEPS_MAX {
        let step = inverse.times(&slope).scaled(-1.0);
        let fall = step.dot(&slope);
        let next = if fall < -tolerance * (1.0 + height.abs()) {
            stepped(of, &place, height, &step, fall)
        } else {
            None
        };
        let Some((next, found)) = next else {
            // Once more along the slope itself, in case the second derivatives mislead.
            if fresh {
                return Some(place);
            }
            inverse = Matrix::identity(size);
            fresh = true;
            continue;
        };
        let next_slope = Matrix::column(&smooth(&next)?.1);
        let moved = Matrix::from_fn(size, 1, |i, _| at(&next, i) - at(&place, i));
        let turned = next_slope.minus(&slope);
        let along = moved.dot(&turned);
        if along > 1e-14 {
            let part = moved.times(&turned.transpose()).scaled(1.0 / along);
            let left = Matrix::identity(size).minus(&part);
            inverse = left.times(&inverse).times(&left.transpose());
            inverse.add_scaled(&moved.times(&moved.transpose()), 1.0 / along);
            fresh = false;
        }
        (place, height, slope) = (next, found, next_slope);
    }
    None
}

/// The longest part of a step, of at most 1 along any axis, that falls as the slope promises.
fn stepped(
    of: &dyn Fn(&[f64]) -> f64,
    place: &[f64],
    height: f64,
    step: &Matrix,
    fall: f64,
) -> Option<(Vec<f64>, f64)> {
    let longest = step.col(0).iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    let mut part = (1.0 / longest).min(1.0);
    while part > 1e-12 {
        let next: Vec<f64> = place.iter().zip(step.col(0)).map(|(v, d)| v + part * d).collect();
        let found = of(&next);
        if found <= height + 1e-4 * part * fall {
            return Some((next, found));
        }
        part *= 0.5;
    }
    None
}

fn slopes(of: &dyn Fn(&[f64]) -> f64, place: &[f64]) -> Matrix {
    Matrix::from_fn(place.len(), 1, |i, _| {
        let h = 1e-5 * at(place, i).abs().max(1.0);
        let moved = |by: f64| of(&shifted(place, &[(i, by)]));
        // Four points leave an error of the fourth power of the step.
        (8.0 * (moved(h) - moved(-h)) - (moved(2.0 * h) - moved(-2.0 * h))) / (12.0 * h)
    })
}

/// Second derivatives by these of the numbers.
pub(crate) fn curvature(of: &dyn Fn(&[f64]) -> f64, place: &[f64], which: &[usize]) -> Matrix {
    let step = |i: usize| 1e-3 * at(place, i).abs().max(0.1);
    let here = of(place);
    let mut out = Matrix::zeros(which.len(), which.len());
    for (a, &i) in which.iter().enumerate() {
        for (b, &j) in which.iter().enumerate().take(a + 1) {
            let (h, k) = (step(i), step(j));
            let value = if i == j {
                let moved = |by: f64| of(&shifted(place, &[(i, by * h)]));
                let near = moved(1.0) + moved(-1.0) - 2.0 * here;
                let far = moved(2.0) + moved(-2.0) - 2.0 * here;
                (16.0 * near - far) / (12.0 * h * h)
            } else {
                let moved = |x: f64, y: f64| of(&shifted(place, &[(i, x * h), (j, y * k)]));
                let square =
                    |by: f64| moved(by, by) - moved(by, -by) - moved(-by, by) + moved(-by, -by);
                (16.0 * square(1.0) - square(2.0)) / (48.0 * h * k)
            };
            out[(a, b)] = value;
            out[(b, a)] = value;
        }
    }
    out
}

fn shifted(place: &[f64], by: &[(usize, f64)]) -> Vec<f64> {
    let mut out = place.to_vec();
    for (i, step) in by {
        if let Some(value) = out.get_mut(*i) {
            *value += step;
        }
    }
    out
}
