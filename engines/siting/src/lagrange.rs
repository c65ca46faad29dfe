//! A bound that no set of sites can go below.
//!
//! Each demand pays a price u for being served once; what a site then saves at these prices is its
//! worth, and the best `places` sites give a value that no solution is below, whatever the prices
//! (Cornuéjols, Fisher & Nemhauser, *Manag. Sci.* 23 (1977)). Prices are moved by subgradients.
//! Sites whose opening or closing would lift that value over the best known are decided for good.
#![expect(clippy::indexing_slicing, reason = "indices are of one Costs, and of vectors as long")]

use crate::costs::Costs;

/// What is decided of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fixed {
    Free,
    Open,
    Closed,
}

/// Prices, and what they prove.
#[derive(Clone)]
pub(crate) struct Prices {
    pub(crate) bound: f64,
    pub(crate) price: Vec<f64>,
    /// The sites that are best at these prices.
    pub(crate) best: Vec<usize>,
    worth: Vec<f64>,
    /// How often each site was among the best of late, from 0 to 1.
    share: Vec<f64>,
}

/// How far a round goes at first, by what it is multiplied after so many rounds without more.
const PACE: f64 = 0.8;
const DECAY: f64 = 0.8;
const PATIENCE: usize = 20;
/// How much of the way of the round before is kept.
const MOMENTUM: f64 = 0.6;
/// The weight of the last round in `share`.
const LATELY: f64 = 0.03;

/// The question of one node of the search.
pub(crate) struct Node<'a> {
    pub(crate) costs: &'a Costs,
    pub(crate) places: usize,
    pub(crate) fixed: &'a [Fixed],
}

impl Node<'_> {
    /// What prices prove.
    pub(crate) fn at(&self, price: Vec<f64>) -> Prices {
        let mut worth = vec![0.0; self.costs.sites];
        for (demand, &price) in price.iter().enumerate() {
            for (site, cost) in self.costs.below(demand, price) {
                worth[site] += cost - price;
            }
        }
        let mut best: Vec<usize> = Vec::with_capacity(self.costs.sites);
        best.extend((0..self.costs.sites).filter(|&site| self.fixed[site] == Fixed::Open));
        let must = best.len();
        best.extend((0..self.costs.sites).filter(|&site| self.fixed[site] == Fixed::Free));
        let more = self.places.saturating_sub(must);
        if more > 0 && must + more < best.len() {
            let by_worth = |a: &usize, b: &usize| worth[*a].total_cmp(&worth[*b]).then(a.cmp(b));
            best[must..].select_nth_unstable_by(more - 1, by_worth);
        }
        best.truncate(must + more);
        let bound = price.iter().sum::<f64>() + best.iter().map(|&site| worth[site]).sum::<f64>();
        Prices { bound, price, best, worth, share: vec![0.5; self.costs.sites] }
    }

    /// Moves prices so that they prove more, up to `rounds` times or until nothing better than
    /// `value` is possible. `met` is shown the best sites from time to time, and answers the value.
    pub(crate) fn ascend(
        &self,
        start: Vec<f64>,
        rounds: usize,
        value: &mut f64,
        mut met: impl FnMut(&[usize]) -> f64,
    ) -> Prices {
        // A price over all costs proves less.
        let dearest: Vec<f64> = (0..self.costs.demands).map(|d| self.costs.dearest(d)).collect();
        let mut now = self.at(start);
        let mut top = now.clone();
        let (mut pace, mut idle) = (PACE, 0);
        let mut is_best = vec![false; self.costs.sites];
        let mut share = now.share.clone();
        let mut heading = vec![0.0; self.costs.demands];
        for round in 0..rounds {
            if self.costs.closes(top.bound, *value) || pace < 1e-3 {
                break;
            }
            for &site in &now.best {
                is_best[site] = true;
            }
            let served = now.price.iter().enumerate().map(|(demand, &price)| {
                let below = self.costs.below(demand, price);
                1.0 - below.map(|(site, _)| f64::from(u8::from(is_best[site]))).sum::<f64>()
            });
            let slope: Vec<f64> = served.collect();
            for (share, is_best) in share.iter_mut().zip(&mut is_best) {
                *share += LATELY * (f64::from(u8::from(*is_best)) - *share);
                *is_best = false;
            }
            if slope.iter().all(|slope| *slope == 0.0) {
                // Each demand is served just once: these sites are the best there are.
                *value = value.min(met(&now.best));
                break;
            }
            // Part of the way before is kept, against going to and fro.
            for (heading, slope) in heading.iter_mut().zip(&slope) {
                *heading = MOMENTUM * *heading + slope;
            }
            let length: f64 = heading.iter().map(|heading| heading * heading).sum();
            let aim = (*value * 1.002 - now.bound).max(value.abs() * 1e-6);
            let step = pace * aim / length.max(1e-9);
            let price = now.price.iter().zip(&heading).zip(&dearest);
            let price = price.map(|((price, way), most)| (price + step * way).max(0.0).min(*most));
            let price = price.collect();
            now = self.at(price);
            if now.bound > top.bound + 1e-9 * top.bound.abs() {
                top = now.clone();
                idle = 0;
            } else {
                idle += 1;
                if idle == PATIENCE {
                    (pace, idle) = (pace * DECAY, 0);
                    now = top.clone();
                    heading.fill(0.0);
                }
            }
            match round % 20 {
                9 => *value = value.min(met(&now.best)),
                19 => *value = value.min(met(&self.usual(&share))),
                _ => {}
            }
        }
        top.share = share;
        top
    }

    /// The sites that were most often among the best.
    fn usual(&self, share: &[f64]) -> Vec<usize> {
        let mut sites: Vec<usize> =
            (0..self.costs.sites).filter(|&site| self.fixed[site] != Fixed::Closed).collect();
        let key = |site: &usize| (self.fixed[*site] != Fixed::Open, 1.0 - share[*site]);
        sites.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        sites.truncate(self.places);
        sites
    }

    /// Decides sites that can be nothing else in anything better than `value`.
    pub(crate) fn decide(&self, prices: &Prices, value: f64) -> Vec<Fixed> {
        let mut fixed = self.fixed.to_vec();
        let mut is_best = vec![false; self.costs.sites];
        for &site in &prices.best {
            is_best[site] = true;
        }
        let free = |site: &usize| self.fixed[*site] == Fixed::Free;
        let last = (0..fixed.len()).filter(|site| is_best[*site]).filter(free);
        let last = last.map(|site| prices.worth[site]).fold(f64::NEG_INFINITY, f64::max);
        let next = (0..fixed.len()).filter(|site| !is_best[*site]).filter(free);
        let next = next.map(|site| prices.worth[site]).fold(f64::INFINITY, f64::min);
        for site in (0..fixed.len()).filter(free) {
            let worth = prices.worth[site];
            if is_best[site] && self.costs.closes(prices.bound - worth + next, value) {
                fixed[site] = Fixed::Open;
            } else if !is_best[site] && self.costs.closes(prices.bound - last + worth, value) {
                fixed[site] = Fixed::Closed;
            }
        }
        fixed
    }

    /// The free site of which it is least clear whether it is among the best.
    pub(crate) fn branch_on(&self, prices: &Prices) -> Option<usize> {
        let free = (0..self.costs.sites).filter(|&site| self.fixed[site] == Fixed::Free);
        let doubt = |site: usize| (prices.share[site] - 0.5).abs();
        free.min_by(|a, b| doubt(*a).total_cmp(&doubt(*b)))
    }
}
