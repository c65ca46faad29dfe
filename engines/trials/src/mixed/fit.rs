//! Finding the variances: Newton steps, halved while they lead nowhere, and held at 0 where the
//! likelihood falls from there on.

use crate::fault::{Fault, Outcome};
use crate::matrix::{Matrix, at};
use crate::mixed::Problem;
use crate::mixed::state::{Derivatives, State};

const STEPS_MAX: usize = 200;
const HALVINGS_MAX: usize = 40;
/// Half the square of the step in standard errors from which on the likelihood is too flat to tell
/// better from worse, and the step itself must.
const NEAR: f64 = 1e-6;
/// A variance below this part of the residual's, that goes on falling, is 0.
const ZERO: f64 = 1e-10;

/// # Errors
/// No convergence.
pub(crate) fn fit(problem: &Problem) -> Outcome<State> {
    let k = problem.groups.len();
    let mut variances = vec![0.5 / k.max(1) as f64; k];
    variances.push(0.5);
    let failed = || {
        Fault::NoAnswer(
            "the likelihood has no maximum that can be found: the groups explain too much or are \
             too alike"
                .into(),
        )
    };
    let mut state = State::new(problem, &variances).ok_or_else(failed)?;
    for _ in 0..STEPS_MAX {
        let derivatives = state.derivatives(problem);
        let free = free(&state, &derivatives);
        let (step, decrement) = step(&derivatives, &free).ok_or_else(failed)?;
        if state.residual() < 1e-12 {
            return Err(Fault::NoAnswer("the groups explain everything: no error is left".into()));
        }
        if decrement < NEAR {
            return Ok(polished(problem, state, step, decrement));
        }
        let mut part = 1.0;
        let mut better = None;
        for _ in 0..HALVINGS_MAX {
            let next = moved(&state, &step, part).and_then(|t| State::new(problem, &t));
            if let Some(next) = next.filter(|next| next.criterion < state.criterion) {
                better = Some(next);
                break;
            }
            part *= 0.5;
        }
        match better {
            Some(next) => state = next,
            None => return Err(failed()),
        }
    }
    Err(failed())
}

/// Full steps for as long as they become smaller.
fn polished(problem: &Problem, mut state: State, mut step: Vec<f64>, mut decrement: f64) -> State {
    for _ in 0..STEPS_MAX {
        let Some(next) = moved(&state, &step, 1.0).and_then(|t| State::new(problem, &t)) else {
            break;
        };
        let derivatives = next.derivatives(problem);
        let free = free(&next, &derivatives);
        match self::step(&derivatives, &free) {
            Some((further, smaller)) if smaller < decrement => {
                (state, step, decrement) = (next, further, smaller);
            }
            _ => break,
        }
    }
    state
}

/// Variances that may move: not those at 0 from where the likelihood falls.
fn free(state: &State, derivatives: &Derivatives) -> Vec<usize> {
    let places = state.variances.iter().zip(&derivatives.gradient).enumerate();
    places.filter(|(_, (t, slope))| **t > 0.0 || **slope < 0.0).map(|(place, _)| place).collect()
}

/// The step of all variances, and half its square in the metric of the second derivatives.
fn step(derivatives: &Derivatives, free: &[usize]) -> Option<(Vec<f64>, f64)> {
    let part = |m: &Matrix| m.columns(free).select_rows(free);
    let slope: Vec<f64> = free.iter().map(|&place| at(&derivatives.gradient, place)).collect();
    let slope = Matrix::column(&slope);
    let solve = |m: &Matrix| part(m).cholesky().map(|c| c.solve(&slope));
    let found = solve(&derivatives.observed)
        .or_else(|| solve(&derivatives.average))
        .or_else(|| solve(&derivatives.expected))?;
    let mut out = vec![0.0; derivatives.gradient.len()];
    for (value, &place) in found.col(0).iter().zip(free) {
        if let Some(slot) = out.get_mut(place) {
            *slot = -value;
        }
    }
    Some((out, 0.5 * found.dot(&slope)))
}

/// The variances after a part of the step, cut off at 0; none when the residual's would be.
fn moved(state: &State, step: &[f64], part: f64) -> Option<Vec<f64>> {
    let mut out: Vec<f64> =
        state.variances.iter().zip(step).map(|(t, d)| (t + part * d).max(0.0)).collect();
    let residual = out.pop().filter(|t| *t > 0.0)?;
    out.iter_mut().zip(step).for_each(|(t, d)| {
        if *t < ZERO * residual && *d < 0.0 {
            *t = 0.0;
        }
    });
    out.push(residual);
    Some(out)
}
