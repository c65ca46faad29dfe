//! The least sum of costs with so many places: a good set, a bound, and the search that closes
//! the gap between them where it can.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::Effort;
use crate::costs::Costs;
use crate::interchange::Open;
use crate::lagrange::{Fixed, Node, Prices};

/// The best sites found, their value, and what no sites can go below.
pub(crate) struct Found {
    pub(crate) open: Vec<usize>,
    pub(crate) value: f64,
    pub(crate) bound: f64,
}

pub(crate) fn solve(costs: &Costs, places: usize, seed: u64, effort: Effort) -> Found {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let all: Vec<usize> = (costs.kept..costs.sites).collect();
    let mut best = Open::new(costs, (0..places).collect());
    if places == costs.sites || all.is_empty() {
        let bound = best.total;
        return Found { value: best.total, open: best.sites, bound };
    }
    best.kick(&all, places * 2, &mut chance);
    best.improve(&all);
    let mut fixed: Vec<Fixed> = vec![Fixed::Free; costs.sites];
    fixed.iter_mut().take(costs.kept).for_each(|fixed| *fixed = Fixed::Open);
    // Prices begin halfway between the nearest and the second nearest open site.
    let mut prices = start(costs, &best);
    let mut bound = f64::NEG_INFINITY;
    for _ in 0..effort.turns {
        let node = Node { costs, places, fixed: &fixed };
        let mut value = best.total;
        let candidates = free(&fixed);
        let found = node.ascend(prices.clone(), effort.rounds, &mut value, |sites| {
            try_sites(costs, &mut best, sites, &candidates)
        });
        bound = found.bound.max(bound);
        if costs.closes(bound, best.total) {
            break;
        }
        fixed = node.decide(&found, best.total);
        prices = found.price;
        let candidates = free(&fixed);
        if candidates.is_empty() {
            break;
        }
        kicks(&mut best, &candidates, effort.kicks, &mut chance);
    }
    let mut search =
        Search { costs, places, best, nodes: effort.nodes, rounds: effort.rounds / 10 };
    if !costs.closes(bound, search.best.total) {
        let below = search.descend(fixed, prices);
        bound = bound.max(below.min(search.best.total));
    }
    let best = search.best;
    if costs.closes(bound, best.total) {
        bound = best.total;
    }
    let bound = costs.implied(bound).min(best.total);
    Found { value: best.total, bound, open: best.sites }
}

fn start(costs: &Costs, open: &Open<'_>) -> Vec<f64> {
    let price = |demand: usize| {
        let row = costs.of_demand(demand);
        let mut near: Vec<f64> =
            open.sites.iter().filter_map(|&site| row.get(site).copied()).collect();
        near.sort_unstable_by(f64::total_cmp);
        let first = near.first().copied().unwrap_or(0.0);
        (first + near.get(1).copied().unwrap_or(first)) / 2.0
    };
    (0..costs.demands).map(price).collect()
}

fn free(fixed: &[Fixed]) -> Vec<usize> {
    let sites = fixed.iter().enumerate();
    sites.filter(|(_, fixed)| **fixed != Fixed::Closed).map(|(site, _)| site).collect()
}

/// Makes what prices suggest as good as it gets, if it is worth the work.
fn try_sites<'a>(
    costs: &'a Costs,
    best: &mut Open<'a>,
    sites: &[usize],
    candidates: &[usize],
) -> f64 {
    let total = costs.total(sites);
    if total < best.total * 1.03 {
        let mut other = Open::new(costs, sites.to_vec());
        other.improve(candidates);
        if other.total < best.total - 1e-9 * best.total {
            *best = other;
        }
    }
    best.total
}

fn kicks(best: &mut Open<'_>, candidates: &[usize], count: usize, chance: &mut ChaCha8Rng) {
    let mut now = best.clone();
    for kick in 0..count {
        now.kick(candidates, 2 + kick % 6, chance);
        now.improve(candidates);
        // What is as good is taken too: from there the next kick may lead further.
        if now.total <= best.total {
            best.clone_from(&now);
        } else {
            now.clone_from(best);
        }
    }
}

/// The search through what is not decided.
struct Search<'a> {
    costs: &'a Costs,
    places: usize,
    best: Open<'a>,
    nodes: usize,
    rounds: usize,
}

impl Search<'_> {
    /// What nothing below this node goes under; infinite when nothing better is there.
    fn descend(&mut self, fixed: Vec<Fixed>, prices: Vec<f64>) -> f64 {
        let count = |wanted| fixed.iter().filter(|fixed| **fixed == wanted).count();
        let (open, undecided) = (count(Fixed::Open), count(Fixed::Free));
        if open > self.places || open + undecided < self.places {
            return f64::INFINITY;
        }
        let node = Node { costs: self.costs, places: self.places, fixed: &fixed };
        if open == self.places || open + undecided == self.places {
            let wanted = |fixed: &Fixed| match open == self.places {
                true => *fixed == Fixed::Open,
                false => *fixed != Fixed::Closed,
            };
            let sites = fixed.iter().enumerate().filter(|(_, fixed)| wanted(fixed));
            let sites = Open::new(self.costs, sites.map(|(site, _)| site).collect());
            let total = sites.total;
            if total < self.best.total {
                self.best = sites;
            }
            return total;
        }
        let (costs, mut value) = (self.costs, self.best.total);
        let candidates = free(&fixed);
        let best = &mut self.best;
        let found: Prices = node.ascend(prices, self.rounds, &mut value, |sites| {
            try_sites(costs, best, sites, &candidates)
        });
        if costs.closes(found.bound, self.best.total) {
            return f64::INFINITY;
        }
        if self.nodes == 0 {
            return found.bound;
        }
        self.nodes -= 1;
        let decided = node.decide(&found, self.best.total);
        let node = Node { costs, places: self.places, fixed: &decided };
        // Sites may have been decided that were among the best: the branch must be a free one.
        let Some(site) = node.branch_on(&found) else {
            if decided == fixed {
                return found.bound;
            }
            return self.descend(decided, found.price);
        };
        let mut below = f64::INFINITY;
        for choice in [Fixed::Open, Fixed::Closed] {
            let mut fixed = decided.clone();
            if let Some(fixed) = fixed.get_mut(site) {
                *fixed = choice;
            }
            below = below.min(self.descend(fixed, found.price.clone()));
        }
        below.max(found.bound)
    }
}
