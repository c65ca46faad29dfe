//! The parameters of the residuals' structure: those under which the model, at its best variances,
//! is likeliest. Several starts, for these likelihoods have more than one summit.

use crate::design_matrix::Design;
use crate::fault::{Fault, Outcome};
use crate::frame::Frame;
use crate::minimise::minimise;
use crate::mixed::Problem;
use crate::mixed::fit::fit;
use crate::mixed::state::State;
use crate::report::Method;
use crate::structure::Laid;

/// Starts that are followed to their end.
const FOLLOWED: usize = 3;
/// A logarithm or logit beyond this is at its bound.
const BOUND: f64 = 12.0;

/// Parameters, and whether a range that was not taken is likelier.
pub(crate) struct Found {
    pub(crate) place: Vec<f64>,
    pub(crate) longer_is_likelier: bool,
}

pub(crate) fn no_place() -> Fault {
    Fault::NoAnswer("the structure of the residuals has no parameters that can be found".into())
}

/// -2 log-likelihood in the units of the response, residuals taken as whitened.
pub(crate) fn criterion(problem: &Problem, state: &State) -> f64 {
    let free = if problem.restricted { problem.n - problem.p } else { problem.n } as f64;
    let triangle = if problem.restricted { problem.ln_triangle() } else { 0.0 };
    state.criterion + 2.0 * free * problem.scale.ln() + triangle
}

pub(crate) fn search(
    frame: &Frame,
    design: &Design,
    method: Method,
    laid: &Laid,
) -> Outcome<Found> {
    let mut of = |place: &[f64]| {
        let found = laid.whitening(place).and_then(|whitening| {
            let problem = Problem::new(frame, design, method, Some(&whitening)).ok()?;
            let state = fit(&problem).ok()?;
            Some(criterion(&problem, &state) + whitening.ln_determinant)
        });
        found.unwrap_or(f64::INFINITY)
    };
    let ranges = laid.ranges();
    if !ranges.is_empty() {
        return summit(&mut of, &ranges, laid.has_nugget());
    }
    let mut starts: Vec<(f64, Vec<f64>)> =
        laid.starts().into_iter().map(|place| (of(&place), place)).collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ends = starts.iter().take(FOLLOWED).map(|(_, start)| minimise(&mut of, start, 0.3, 1e-12));
    let best = ends.min_by(|a, b| a.1.total_cmp(&b.1)).ok_or_else(no_place)?;
    if !best.1.is_finite() || best.0.iter().any(|v| v.abs() > BOUND) {
        return Err(no_place());
    }
    Ok(Found { place: best.0, longer_is_likelier: false })
}

/// The first range that is likelier than those beside it.
fn summit(of: &mut dyn FnMut(&[f64]) -> f64, ranges: &[f64], nugget: bool) -> Outcome<Found> {
    let mut profile = Vec::new();
    for &range in ranges {
        profile.push(if nugget { best_nugget(of, range) } else { (of(&[range]), vec![range]) });
    }
    let lower = |a: Option<&(f64, Vec<f64>)>, b: Option<&(f64, Vec<f64>)>| match (a, b) {
        (Some(a), Some(b)) => a.0.is_finite() && a.0 <= b.0,
        _ => false,
    };
    let inside = |i: &usize| {
        lower(profile.get(*i), profile.get(i - 1)) && lower(profile.get(*i), profile.get(i + 1))
    };
    let Some(place) = (1..profile.len().saturating_sub(1)).find(inside) else {
        return Err(Fault::NoAnswer(
            "no range within the field is likelier than a shorter and a longer one: there is no \
             correlation that can be told from a trend or from independence"
                .into(),
        ));
    };
    let start = profile.get(place).map(|(_, start)| start.clone()).unwrap_or_default();
    let best = minimise(of, &start, 0.02, 1e-12);
    let longer = profile.iter().skip(place + 1).any(|(value, _)| *value < best.1 - 1e-3);
    Ok(Found { place: best.0, longer_is_likelier: longer })
}

/// By golden section, on the logit of the nugget.
fn best_nugget(of: &mut dyn FnMut(&[f64]) -> f64, range: f64) -> (f64, Vec<f64>) {
    let share = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (-5.0, 3.0);
    let (mut a, mut b) = (high - share * (high - low), low + share * (high - low));
    let (mut at_a, mut at_b) = (of(&[range, a]), of(&[range, b]));
    for _ in 0..14 {
        if at_a <= at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - share * (high - low);
            at_a = of(&[range, a]);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + share * (high - low);
            at_b = of(&[range, b]);
        }
    }
    if at_a <= at_b { (at_a, vec![range, a]) } else { (at_b, vec![range, b]) }
}
