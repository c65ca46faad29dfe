//! Which files need another reader most, when so many are to be chosen: a reading is worth what it
//! is expected to add to the choice, so that it goes where the line between chosen and not chosen
//! is uncertain.
//!
//! The knowledge gradient (Frazier, Powell and Dayanik 2008, « A knowledge-gradient policy for
//! sequential information collection ») for the choice of several: a reading of a file counts if
//! it may carry the file across the line, to the best that is not chosen or the worst that is.
//! Estimates are taken as independent.

use std::f64::consts::{SQRT_2, TAU};

use statrs::function::erf::erfc;

use crate::calibrate::Calibration;

/// What one more reading of each proposal would add to the sum of what is chosen, on the scale of
/// the scores, when the first so many are chosen; in the order of the proposals.
pub fn gains(found: &Calibration, first: usize, lowest_is_best: bool) -> Vec<f64> {
    let sign = if lowest_is_best { -1.0 } else { 1.0 };
    let known: Vec<(f64, f64)> =
        found.proposals.iter().map(|of| (sign * of.effect, of.se * of.se)).collect();
    gains_of(&known, found.variance.reviewer + found.variance.residual, first)
}

/// The same from means and variances of what is known, and the variance of a reading.
pub fn gains_of(known: &[(f64, f64)], noise: f64, first: usize) -> Vec<f64> {
    let mut means: Vec<f64> = known.iter().map(|(mean, _)| *mean).collect();
    means.sort_by(|one, other| other.total_cmp(one));
    let inside = first.checked_sub(1).and_then(|last| means.get(last)).copied();
    let (Some(inside), Some(outside)) = (inside, means.get(first).copied()) else {
        return vec![0.0; known.len()];
    };
    let gain = |(mean, variance): &(f64, f64)| {
        let line = if *mean >= inside { outside } else { inside };
        // How far a reading is expected to move the mean.
        let moves = match variance + noise {
            both if both > 0.0 => variance / both.sqrt(),
            _ => 0.0,
        };
        expected_crossing((mean - line).abs(), moves)
    };
    known.iter().map(gain).collect()
}

/// The mean of what lies beyond a distance, of a normal deviation.
fn expected_crossing(distance: f64, deviation: f64) -> f64 {
    if deviation <= 0.0 {
        return 0.0;
    }
    let far = distance / deviation;
    let density = (-far * far / 2.0).exp() / TAU.sqrt();
    deviation * (density - far * 0.5 * erfc(far / SQRT_2))
}
