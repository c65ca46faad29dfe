//! The least value of a smooth function of one or two variables that is even in each of them.
//!
//! Newton's method on second differences, with the absolute curvature in place of the curvature,
//! so that it leaves saddles: at zero an even function is flat even where it is greatest.

/// Steps of the differences.
const DIFFERENCE: f64 = 3e-4;
/// Steps of Newton's method; four or five do.
const STEPS_MAX: usize = 60;
/// Times that a step is halved.
const HALVINGS_MAX: usize = 30;
/// Below this a step changes nothing that is shown.
const STEP_MIN: f64 = 1e-9;
/// No variable goes further.
const FAR: f64 = 1e4;

type Point = [f64; 2];

/// Finds the least value from a start. A variable that is not `free` stays at zero.
pub(crate) fn least(
    start: Point,
    free: [bool; 2],
    value: &mut impl FnMut(Point) -> f64,
) -> (Point, f64) {
    let keep = |point: Point| {
        let held = |variable: f64, free: bool| if free { variable.abs().min(FAR) } else { 0.0 };
        [held(point[0], free[0]), held(point[1], free[1])]
    };
    let mut at = keep(start);
    let mut best = value(at);
    for _ in 0..STEPS_MAX {
        let step = newton(at, best, free, value);
        let mut taken = None;
        for halving in 0..HALVINGS_MAX {
            let scale = 0.5_f64.powi(halving as i32);
            let next = keep([at[0] + scale * step[0], at[1] + scale * step[1]]);
            let found = value(next);
            if found < best {
                taken = Some((next, found));
                break;
            }
            if scale * step[0].hypot(step[1]) < STEP_MIN {
                break;
            }
        }
        let Some((next, found)) = taken else { break };
        let moved = (next[0] - at[0]).hypot(next[1] - at[1]);
        (at, best) = (next, found);
        if moved < STEP_MIN * (1.0 + at[0].hypot(at[1])) {
            break;
        }
    }
    settle(at, best, value)
}

/// What has come as near to zero as rounding lets it is zero, if that is no worse.
fn settle(mut at: Point, mut best: f64, value: &mut impl FnMut(Point) -> f64) -> (Point, f64) {
    for zeroed in [[0.0, at[1]], [at[0], 0.0], [0.0, 0.0]] {
        if (zeroed[0] - at[0]).hypot(zeroed[1] - at[1]) > 1e-3 {
            continue;
        }
        let found = value(zeroed);
        if found <= best + 1e-10 * (1.0 + best.abs()) {
            (at, best) = (zeroed, found);
        }
    }
    (at, best)
}

fn newton(at: Point, here: f64, free: [bool; 2], value: &mut impl FnMut(Point) -> f64) -> Point {
    let size = |variable: f64| DIFFERENCE * (1.0 + variable);
    let steps = [size(at[0]), size(at[1])];
    let mut slopes = [0.0; 2];
    let mut curves = [1.0; 2];
    let mut ahead = [here; 2];
    for (axis, is_free) in free.into_iter().enumerate() {
        let [x, y] = steps;
        let by = if axis == 0 { [x, 0.0] } else { [0.0, y] };
        if let (true, Some(slope), Some(curve), Some(plus), Some(step)) = (
            is_free,
            slopes.get_mut(axis),
            curves.get_mut(axis),
            ahead.get_mut(axis),
            steps.get(axis),
        ) {
            *plus = value([at[0] + by[0], at[1] + by[1]]);
            let minus = value([at[0] - by[0], at[1] - by[1]]);
            *slope = (*plus - minus) / (2.0 * step);
            *curve = (*plus - 2.0 * here + minus) / (step * step);
        }
    }
    let both = free[0] && free[1];
    let mixed = if both {
        let corner = value([at[0] + steps[0], at[1] + steps[1]]);
        (corner - ahead[0] - ahead[1] + here) / (steps[0] * steps[1])
    } else {
        0.0
    };
    let step = downhill(slopes, curves, mixed);
    let length = step[0].hypot(step[1]);
    let limit = (at[0].hypot(at[1]) / 2.0).max(0.3);
    let scale = if length > limit { limit / length } else { 1.0 };
    [scale * step[0], scale * step[1]]
}

/// The step of Newton with the absolute values of the two curvatures.
fn downhill(slopes: Point, curves: Point, mixed: f64) -> Point {
    let angle = 0.5 * (2.0 * mixed).atan2(curves[0] - curves[1]);
    let (sin, cos) = angle.sin_cos();
    let first = curves[0] * cos * cos + 2.0 * mixed * sin * cos + curves[1] * sin * sin;
    let second = curves[0] * sin * sin - 2.0 * mixed * sin * cos + curves[1] * cos * cos;
    let along = (slopes[0] * cos + slopes[1] * sin) / first.abs().max(1e-6);
    let across = (slopes[1] * cos - slopes[0] * sin) / second.abs().max(1e-6);
    [-(along * cos - across * sin), -(along * sin + across * cos)]
}
