//! The least minutes within which everyone has one of so many places: between the minutes that are
//! proven too few and those for which a cover is known, the middle is asked of `cover`.

use crate::cover::{Sets, search};
use crate::{Effort, Problem, Siting};

pub(crate) fn solve(problem: &Problem, places: usize, effort: Effort) -> Siting {
    let allowed = problem.allowed();
    let kept = problem.kept().len();
    let mut limits: Vec<f64> = problem
        .rows()
        .flat_map(|row| allowed.iter().filter_map(|&site| row.get(site)).copied())
        .collect();
    limits.sort_unstable_by(f64::total_cmp);
    limits.dedup();
    // Any places at all do for the longest.
    let mut best: Vec<usize> = (0..places).collect();
    let (mut low, mut high) = (0, limits.len().saturating_sub(1));
    let mut proven = 0;
    while low < high {
        let middle = low.midpoint(high);
        let limit = limits.get(middle).copied().unwrap_or(f64::INFINITY);
        let (mut cover, mut excluded) = (None, true);
        if let Ok(sets) = Sets::within(problem, &allowed, limit) {
            let found = search(sets, places - kept, effort.nodes * 10);
            excluded = found.bound > places - kept;
            cover = found.cover;
        }
        if let Some(cover) = cover {
            best = cover.into_iter().chain(0..kept).collect();
            high = middle;
        } else {
            low = middle + 1;
            // What is too little at one limit is too little at all below.
            if excluded {
                proven = middle + 1;
            }
        }
    }
    let spare = (0..allowed.len()).filter(|site| !best.contains(site));
    let more: Vec<usize> = spare.take(places.saturating_sub(best.len())).collect();
    best.extend(more);
    let mut open: Vec<usize> = best.iter().filter_map(|&site| allowed.get(site)).copied().collect();
    open.sort_unstable();
    let worst = |row: &[f64]| {
        open.iter().filter_map(|&site| row.get(site)).copied().fold(f64::INFINITY, f64::min)
    };
    let objective = problem.rows().map(worst).fold(0.0, f64::max);
    let bound = limits.get(proven).copied().unwrap_or(0.0).min(objective);
    Siting { open, objective, bound }
}
