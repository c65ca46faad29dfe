//! Good sets of open sites: interchange of one open site for one closed, as long as it helps, and
//! kicks out of where that ends.
//!
//! The gain of opening a site and the loss of closing another are found together, from the nearest
//! and second nearest open site of each demand (Whitaker, *INFOR* 21 (1983); Hansen & Mladenović,
//! *Location Science* 5 (1997)).
#![expect(clippy::indexing_slicing, reason = "indices are of one Costs, and of vectors as long")]

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::costs::Costs;

/// A set of open sites, with the nearest two of each demand.
#[derive(Clone)]
pub(crate) struct Open<'a> {
    costs: &'a Costs,
    pub(crate) sites: Vec<usize>,
    is_open: Vec<bool>,
    near: Vec<[usize; 2]>,
    cost: Vec<[f64; 2]>,
    loss: Vec<f64>,
    pub(crate) total: f64,
}

impl<'a> Open<'a> {
    pub(crate) fn new(costs: &'a Costs, sites: Vec<usize>) -> Self {
        let mut is_open = vec![false; costs.sites];
        for &site in &sites {
            is_open[site] = true;
        }
        let mut open = Open {
            costs,
            sites,
            is_open,
            near: vec![[usize::MAX; 2]; costs.demands],
            cost: vec![[f64::INFINITY; 2]; costs.demands],
            loss: vec![0.0; costs.sites],
            total: 0.0,
        };
        for demand in 0..costs.demands {
            open.look(demand);
        }
        open.sum();
        open
    }

    fn sum(&mut self) {
        self.total = self.cost.iter().map(|cost| cost[0]).sum();
    }

    /// Finds the nearest two of a demand anew.
    fn look(&mut self, demand: usize) {
        let row = self.costs.of_demand(demand);
        let (mut near, mut cost) = ([usize::MAX; 2], [f64::INFINITY; 2]);
        for &site in &self.sites {
            let this = row[site];
            if this < cost[0] {
                (near[1], cost[1]) = (near[0], cost[0]);
                (near[0], cost[0]) = (site, this);
            } else if this < cost[1] {
                (near[1], cost[1]) = (site, this);
            }
        }
        self.near[demand] = near;
        self.cost[demand] = cost;
    }

    /// The best site to close for opening this one, and what the sum of costs changes by.
    fn exchange(&mut self, opened: usize) -> Option<(usize, f64)> {
        for &site in &self.sites {
            self.loss[site] = 0.0;
        }
        let mut gain = 0.0;
        let column = self.costs.column(opened);
        for ((&this, cost), near) in column.iter().zip(&self.cost).zip(&self.near) {
            if this < cost[0] {
                gain += cost[0] - this;
            } else {
                self.loss[near[0]] += this.min(cost[1]) - cost[0];
            }
        }
        let kept = self.costs.kept;
        let free = self.sites.iter().copied().filter(|site| *site >= kept);
        let closed = free.min_by(|a, b| self.loss[*a].total_cmp(&self.loss[*b]))?;
        Some((closed, self.loss[closed] - gain))
    }

    fn swap(&mut self, opened: usize, closed: usize) {
        if let Some(place) = self.sites.iter().position(|site| *site == closed) {
            self.sites[place] = opened;
        }
        self.is_open[closed] = false;
        self.is_open[opened] = true;
        let column = self.costs.column(opened);
        for (demand, &this) in column.iter().enumerate() {
            if self.near[demand].contains(&closed) {
                self.look(demand);
                continue;
            }
            let (near, cost) = (&mut self.near[demand], &mut self.cost[demand]);
            if this < cost[0] {
                (near[1], cost[1]) = (near[0], cost[0]);
                (near[0], cost[0]) = (opened, this);
            } else if this < cost[1] {
                (near[1], cost[1]) = (opened, this);
            }
        }
        self.sum();
    }

    /// Exchanges with the sites of `candidates` until none of them helps.
    pub(crate) fn improve(&mut self, candidates: &[usize]) {
        let mut idle = 0;
        for &site in candidates.iter().cycle() {
            if idle == candidates.len() {
                return;
            }
            idle += 1;
            if self.is_open[site] {
                continue;
            }
            let Some((closed, change)) = self.exchange(site) else { return };
            if change < -1e-9 * self.total.max(1e-3) {
                self.swap(site, closed);
                idle = 0;
            }
        }
    }

    /// Exchanges some sites at random.
    pub(crate) fn kick(&mut self, candidates: &[usize], count: usize, chance: &mut ChaCha8Rng) {
        let kept = self.costs.kept;
        let free: Vec<usize> = self.sites.iter().copied().filter(|site| *site >= kept).collect();
        for _ in 0..count.min(free.len()) {
            let (closed, opened) = (drawn(&free, chance), drawn(candidates, chance));
            if self.is_open[closed] && !self.is_open[opened] {
                self.swap(opened, closed);
            }
        }
    }
}

/// One of a list that is not empty.
fn drawn(list: &[usize], chance: &mut ChaCha8Rng) -> usize {
    let length = u64::try_from(list.len()).unwrap_or(1);
    usize::try_from(chance.next_u64() % length).map_or(0, |index| list[index])
}
