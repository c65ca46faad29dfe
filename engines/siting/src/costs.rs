//! What it costs to serve each demand from each site where a place may be, laid out three ways:
//! by site, by demand, and for each demand the sites from the cheapest on.

use crate::Problem;

/// Sums up to which whole costs are added without an error that reaches [`SLACK`].
const WHOLE_MAX: f64 = 1e8;
/// By so much a bound must be over a whole number to be that of the next.
const SLACK: f64 = 1e-3;

/// Costs of a problem whose objective is their sum over the nearest open sites.
pub(crate) struct Costs {
    pub(crate) demands: usize,
    pub(crate) sites: usize,
    /// How many sites, the first ones, must be open.
    pub(crate) kept: usize,
    /// All costs are whole numbers, and not too large.
    pub(crate) whole: bool,
    by_site: Vec<f64>,
    by_demand: Vec<f64>,
    sorted: Vec<f64>,
    sorted_sites: Vec<u32>,
}

impl Costs {
    /// `cost` is given a weight and minutes.
    pub(crate) fn new(
        problem: &Problem,
        allowed: &[usize],
        cost: impl Fn(f64, f64) -> f64,
    ) -> Self {
        let (demands, sites) = (problem.demands(), allowed.len());
        let mut by_demand = Vec::with_capacity(demands * sites);
        for (row, &weight) in problem.rows().zip(problem.weights()) {
            let minutes = allowed.iter().filter_map(|&site| row.get(site));
            by_demand.extend(minutes.map(|&minutes| cost(weight, minutes)));
        }
        let mut by_site = Vec::with_capacity(demands * sites);
        for site in 0..sites {
            by_site.extend(by_demand.iter().skip(site).step_by(sites));
        }
        let (mut sorted, mut sorted_sites) = (Vec::new(), Vec::new());
        for row in by_demand.chunks_exact(sites) {
            let mut pairs: Vec<(f64, u32)> = row.iter().copied().zip(0u32..).collect();
            pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            sorted.extend(pairs.iter().map(|pair| pair.0));
            sorted_sites.extend(pairs.iter().map(|pair| pair.1));
        }
        let most: f64 = by_demand
            .chunks_exact(sites)
            .flat_map(|row| row.iter().copied().reduce(f64::max))
            .sum();
        let whole = most < WHOLE_MAX && by_demand.iter().all(|cost| cost.fract() == 0.0);
        let kept = problem.kept().len();
        Costs { demands, sites, kept, whole, by_site, by_demand, sorted, sorted_sites }
    }

    /// The costs of all demands from a site.
    pub(crate) fn column(&self, site: usize) -> &[f64] {
        self.by_site.get(site * self.demands..(site + 1) * self.demands).unwrap_or_default()
    }

    /// The costs of a demand from all sites.
    pub(crate) fn of_demand(&self, demand: usize) -> &[f64] {
        self.by_demand.get(demand * self.sites..(demand + 1) * self.sites).unwrap_or_default()
    }

    /// The highest cost of a demand.
    pub(crate) fn dearest(&self, demand: usize) -> f64 {
        self.of_demand(demand).iter().copied().fold(0.0, f64::max)
    }

    /// The sites for a demand that cost less than `limit`, the cheapest first.
    pub(crate) fn below(&self, demand: usize, limit: f64) -> impl Iterator<Item = (usize, f64)> {
        let range = demand * self.sites..(demand + 1) * self.sites;
        let costs = self.sorted.get(range.clone()).unwrap_or_default();
        let sites = self.sorted_sites.get(range).unwrap_or_default();
        let pairs = sites.iter().map(|&site| site as usize).zip(costs.iter().copied());
        pairs.take_while(move |(_, cost)| *cost < limit)
    }

    /// The sum over all demands of the cheapest open site.
    pub(crate) fn total(&self, open: &[usize]) -> f64 {
        let cheapest = |demand: usize| {
            let row = self.of_demand(demand);
            open.iter().filter_map(|&site| row.get(site)).copied().fold(f64::INFINITY, f64::min)
        };
        (0..self.demands).map(cheapest).sum()
    }

    /// The bound that a proven one implies.
    pub(crate) fn implied(&self, bound: f64) -> f64 {
        if self.whole { (bound - SLACK).ceil() } else { bound }
    }

    /// Whether a bound leaves no room for anything better than `value`.
    pub(crate) fn closes(&self, bound: f64, value: f64) -> bool {
        match self.whole {
            true => bound > value - 1.0 + SLACK,
            false => bound >= value * (1.0 - 1e-9),
        }
    }
}
