//! Paths over a surface: the best point at each distance from the centre, and the line through the
//! stationary point along which least is lost.

use crate::matrix::{Matrix, at};
use crate::surface::{Fitted, Point};

const STEP: f64 = 0.5;
const STEPS: i32 = 10;

/// The ridge (Hoerl 1959; Draper 1963): at radius r the x with (B - μI)x = -b/2 and |x| = r, μ
/// above the largest eigenvalue of B, or below the smallest for the least.
pub(super) fn ridge(fitted: &Fitted, least: bool) -> Vec<Point> {
    let sign = if least { -1.0 } else { 1.0 };
    let (values, vectors) = fitted.quadratic.scaled(sign).eigen();
    let slope = vectors.t_times(&Matrix::column(&fitted.linear)).scaled(0.5 * sign);
    let at_mu = |mu: f64| -> Vec<f64> {
        let place = Matrix::from_fn(values.len(), 1, |i, _| slope[(i, 0)] / (mu - at(&values, i)));
        vectors.times(&place).col(0).to_vec()
    };
    let length = |place: &[f64]| crate::qr::length(place);
    let top = at(&values, 0);
    let size = length(slope.col(0));
    if size == 0.0 {
        return Vec::new();
    }
    let mut out = vec![fitted.point(0.0, &vec![0.0; values.len()])];
    for step in 1..=STEPS {
        let radius = STEP * f64::from(step);
        // The length falls from infinity at the eigenvalue to 0.
        let (mut low, mut high) = (top, top + size / radius);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if length(&at_mu(middle)) > radius {
                low = middle;
            } else {
                high = middle;
            }
        }
        let place = at_mu(high);
        if (length(&place) - radius).abs() < 1e-6 * radius {
            out.push(fitted.point(radius, &place));
        }
    }
    out
}

/// Along the eigenvector of the largest eigenvalue, or of the smallest for the least.
pub(super) fn canonical(
    fitted: &Fitted,
    stationary: &[f64],
    vectors: &Matrix,
    least: bool,
) -> Vec<Point> {
    let direction = vectors.col(if least { vectors.cols() - 1 } else { 0 });
    let along = |step: i32| {
        let distance = STEP * f64::from(step);
        let place: Vec<f64> =
            stationary.iter().zip(direction).map(|(v, d)| v + distance * d).collect();
        fitted.point(distance, &place)
    };
    (-STEPS..=STEPS).map(along).collect()
}
