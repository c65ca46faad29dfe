//! The fewest sites that cover all demands within a limit.
//!
//! What is implied is decided first: the only site of a demand is open; a site that covers no more
//! than another is of no use; a demand that is covered whenever another is need not be looked at.
//! What is left is bounded by prices (Lagrangian relaxation; Beasley, *Eur. J. Oper. Res.* 31
//! (1987)), improved greedily, and branched on the demand with the fewest sites.
#![expect(clippy::indexing_slicing, reason = "indices are of one Sets, and of vectors as long")]

use std::collections::BTreeSet;

use crate::fewer::fewer;
use crate::{Effort, Problem, Siting, Uncovered};

/// Rounds of prices at the root, and below it.
const ROUNDS: (usize, usize) = (1_000, 60);

/// Exchanges for each turn of the effort.
const STEPS: u64 = 10_000;

pub(crate) fn fewest(
    problem: &Problem,
    limit: f64,
    seed: u64,
    effort: Effort,
) -> Result<Siting, Uncovered> {
    let allowed = problem.allowed();
    let sets = Sets::within(problem, &allowed, limit)?;
    let kept = problem.kept().len();
    let members: Vec<Vec<usize>> = sets.sites.iter().map(|set| ones(set).collect()).collect();
    let rows = sets.rows;
    // A glance gives a cover and a bound, exchange a better cover; the search need then only look
    // for what has fewer sites still.
    let glance = search(sets.clone(), allowed.len(), 1);
    let cover = glance.cover.unwrap_or_else(|| (kept..allowed.len()).collect());
    let cover = cover.into_iter().map(|site| site - kept).collect();
    let steps = STEPS.saturating_mul(u64::try_from(effort.turns).unwrap_or(u64::MAX));
    let cover = fewer(&members, rows, cover, glance.bound, steps, seed);
    let mut best: Vec<usize> = cover.into_iter().map(|site| site + kept).collect();
    let mut bound = glance.bound;
    if let Some(most) = best.len().checked_sub(1).filter(|most| *most >= bound) {
        let found = search(sets, most, effort.nodes * 10);
        bound = found.bound.max(bound);
        best = found.cover.unwrap_or(best);
    }
    let bound = bound + kept;
    best.extend(0..kept);
    let mut open: Vec<usize> = best.iter().filter_map(|&site| allowed.get(site)).copied().collect();
    open.sort_unstable();
    let objective = open.len();
    Ok(Siting { open, objective: float(objective), bound: float(bound.min(objective)) })
}

/// What a search has found.
pub(crate) struct Found {
    /// The smallest cover, if one as small as wanted was found.
    pub(crate) cover: Option<Vec<usize>>,
    /// No cover has fewer sites.
    pub(crate) bound: usize,
}

/// Demands (rows) and the sites that cover them, as sets of bits.
#[derive(Clone)]
pub(crate) struct Sets {
    rows: usize,
    names: Vec<usize>,
    sites: Vec<Vec<u64>>,
    prices: Vec<f64>,
}

impl Sets {
    /// What kept sites do not cover, and what other sites cover of it.
    pub(crate) fn within(
        problem: &Problem,
        allowed: &[usize],
        limit: f64,
    ) -> Result<Self, Uncovered> {
        let kept = problem.kept().len();
        let mut rows = Vec::new();
        for (demand, row) in problem.rows().enumerate() {
            let covers = |site: &usize| row[*site] <= limit;
            match allowed.iter().position(covers) {
                None => return Err(Uncovered { demand }),
                Some(first) if first < kept => {}
                Some(_) => rows.push(row),
            }
        }
        let names: Vec<usize> = (kept..allowed.len()).collect();
        let site =
            |name: &usize| bits(rows.iter().map(|row| row[allowed[*name]] <= limit), rows.len());
        let sites = names.iter().map(site).collect();
        Ok(Sets { rows: rows.len(), names, sites, prices: vec![0.3; rows.len()] })
    }

    /// By row, the sites that cover it.
    fn by_row(&self) -> Vec<Vec<u64>> {
        let mut rows = vec![vec![0; self.sites.len().div_ceil(64)]; self.rows];
        for (site, set) in self.sites.iter().enumerate() {
            for row in ones(set) {
                rows[row][site / 64] |= 1 << (site % 64);
            }
        }
        rows
    }

    /// Only these rows and sites.
    fn only(&self, rows: &[usize], sites: &[usize]) -> Sets {
        let part = |site: &usize| {
            let set = &self.sites[*site];
            bits(rows.iter().map(|&row| set[row / 64] >> (row % 64) & 1 == 1), rows.len())
        };
        Sets {
            rows: rows.len(),
            names: sites.iter().map(|&site| self.names[site]).collect(),
            sites: sites.iter().map(part).collect(),
            prices: rows.iter().map(|&row| self.prices[row]).collect(),
        }
    }

    /// What is left when these sites are open.
    fn open(&self, open: &BTreeSet<usize>) -> Sets {
        let covers =
            |row: usize| move |site: &usize| self.sites[*site][row / 64] >> (row % 64) & 1 == 1;
        let rows: Vec<usize> =
            (0..self.rows).filter(|&row| !open.iter().any(covers(row))).collect();
        let sites: Vec<usize> = (0..self.sites.len()).filter(|site| !open.contains(site)).collect();
        self.only(&rows, &sites)
    }

    /// Decides what is implied; answers the sites that must be open, or nothing if a row has none.
    fn reduce(&mut self) -> Option<Vec<usize>> {
        let mut forced = Vec::new();
        loop {
            let before = (self.rows, self.sites.len());
            let rows = self.by_row();
            if rows.iter().any(|row| row.iter().all(|word| *word == 0)) {
                return None;
            }
            let alone = rows.iter().filter(|row| count(row) == 1);
            let alone: BTreeSet<usize> = alone.flat_map(|row| ones(row)).collect();
            if !alone.is_empty() {
                forced.extend(alone.iter().map(|&site| self.names[site]));
                *self = self.open(&alone);
                continue;
            }
            // Of two equals the first stays.
            let useful = undominated(&self.sites, within);
            let needed = undominated(&rows, |a, b| within(b, a));
            *self = self.only(&needed, &useful);
            if (self.rows, self.sites.len()) == before {
                return Some(forced);
            }
        }
    }

    /// Prices that prove how many sites are needed, at least; stops once it is over `enough`.
    fn ascend(&mut self, rounds: usize, enough: usize) -> (f64, Vec<f64>) {
        let members: Vec<Vec<usize>> = self.sites.iter().map(|set| ones(set).collect()).collect();
        let worth = |prices: &[f64]| -> Vec<f64> {
            let paid = |set: &Vec<usize>| 1.0 - set.iter().map(|&row| prices[row]).sum::<f64>();
            members.iter().map(paid).collect()
        };
        let value = |prices: &[f64], worth: &[f64]| {
            prices.iter().sum::<f64>() + worth.iter().filter(|w| **w < 0.0).sum::<f64>()
        };
        let mut prices = self.prices.clone();
        let mut now = worth(&prices);
        let mut top = (value(&prices, &now), prices.clone(), now.clone());
        let (mut pace, mut idle) = (0.8, 0);
        let mut slope = vec![0.0; self.rows];
        for _ in 0..rounds {
            if top.0 > float(enough) + 1e-6 || pace < 1e-3 {
                break;
            }
            slope.iter_mut().for_each(|slope| *slope = 0.6 * *slope + 1.0);
            for (set, _) in members.iter().zip(&now).filter(|(_, worth)| **worth < 0.0) {
                set.iter().for_each(|&row| slope[row] -= 1.0);
            }
            let length: f64 = slope.iter().map(|slope| slope * slope).sum();
            if length == 0.0 {
                break;
            }
            let step = pace * (float(enough) + 1.05 - value(&prices, &now)).max(0.05) / length;
            for (price, slope) in prices.iter_mut().zip(&slope) {
                *price = (*price + step * slope).clamp(0.0, 1.0);
            }
            now = worth(&prices);
            let reached = value(&prices, &now);
            if reached > top.0 + 1e-9 {
                top = (reached, prices.clone(), now.clone());
                idle = 0;
            } else {
                idle += 1;
                if idle == 15 {
                    (pace, idle) = (pace * 0.8, 0);
                    slope.fill(0.0);
                    prices.clone_from(&top.1);
                    now.clone_from(&top.2);
                }
            }
        }
        self.prices = top.1;
        (top.0, top.2)
    }

    /// A cover made greedily, by what a row that is newly covered costs at these prices; then
    /// without those that the others make superfluous.
    fn greedy(&self, worth: &[f64]) -> Vec<usize> {
        let mut left = bits((0..self.rows).map(|_| true), self.rows);
        let mut taken: Vec<usize> = Vec::new();
        while left.iter().any(|word| *word != 0) {
            let score = |site: usize| {
                let new = overlap(&self.sites[site], &left);
                let price = (worth[site] + 1.0).max(0.01);
                if new == 0 { f64::INFINITY } else { price / float(new) }
            };
            let best = (0..self.sites.len()).min_by(|a, b| score(*a).total_cmp(&score(*b)));
            let Some(best) = best.filter(|site| score(*site).is_finite()) else { return taken };
            for (left, set) in left.iter_mut().zip(&self.sites[best]) {
                *left &= !set;
            }
            taken.push(best);
        }
        let mut times = vec![0; self.rows];
        taken.iter().flat_map(|&site| ones(&self.sites[site])).for_each(|row| times[row] += 1);
        let mut needed = Vec::new();
        for &site in &taken {
            if ones(&self.sites[site]).all(|row| times[row] > 1) {
                ones(&self.sites[site]).for_each(|row| times[row] -= 1);
            } else {
                needed.push(site);
            }
        }
        needed
    }
}

/// Searches a cover with at most `most` sites, and the smallest of those.
pub(crate) fn search(sets: Sets, most: usize, nodes: usize) -> Found {
    let mut search = Search { cover: None, most: Some(most), nodes, root: None };
    search.descend(sets, Vec::new());
    let smallest = search.cover.as_ref().map(Vec::len);
    let bound = match (search.nodes, smallest) {
        (0, _) => search.root.unwrap_or(0),
        (_, Some(smallest)) => smallest,
        (_, None) => most + 1,
    };
    Found { bound: smallest.map_or(bound, |smallest| bound.min(smallest)), cover: search.cover }
}

struct Search {
    cover: Option<Vec<usize>>,
    /// How many sites a cover may have to be of interest; nothing when none is any more.
    most: Option<usize>,
    nodes: usize,
    /// What the first node proves.
    root: Option<usize>,
}

impl Search {
    fn descend(&mut self, mut sets: Sets, mut chosen: Vec<usize>) {
        if self.nodes == 0 {
            return;
        }
        self.nodes -= 1;
        let Some(forced) = sets.reduce() else { return };
        chosen.extend(forced);
        if self.left(&chosen).is_none() {
            return;
        }
        if sets.rows == 0 {
            self.most = chosen.len().checked_sub(1);
            self.cover = Some(chosen);
            return;
        }
        self.try_greedy(&sets, &vec![0.0; sets.sites.len()], &chosen);
        let Some(left) = self.left(&chosen) else { return };
        let rounds = if self.root.is_none() { ROUNDS.0 } else { ROUNDS.1 };
        let (bound, worth) = sets.ascend(rounds, left);
        let needed = whole(bound);
        if self.root.is_none() {
            self.root = Some(chosen.len() + needed);
        }
        if needed > left {
            return;
        }
        self.try_greedy(&sets, &worth, &chosen);
        let Some(left) = self.left(&chosen) else { return };
        if needed > left {
            return;
        }
        // A site whose opening lifts the bound over what is of interest stays closed.
        let useful: Vec<usize> = (0..sets.sites.len())
            .filter(|&site| worth[site] <= 0.0 || whole(bound + worth[site]) <= left)
            .collect();
        let rows: Vec<usize> = (0..sets.rows).collect();
        self.branch(sets.only(&rows, &useful), &chosen);
    }

    /// How many sites may be added to these.
    fn left(&self, chosen: &[usize]) -> Option<usize> {
        self.most?.checked_sub(chosen.len())
    }

    fn try_greedy(&mut self, sets: &Sets, worth: &[f64], chosen: &[usize]) {
        let greedy = sets.greedy(worth);
        if self.left(chosen).is_some_and(|left| greedy.len() <= left) {
            let names = greedy.iter().map(|&site| sets.names[site]);
            self.cover = Some(chosen.iter().copied().chain(names).collect());
            self.most = (chosen.len() + greedy.len()).checked_sub(1);
        }
    }

    fn branch(&mut self, mut sets: Sets, chosen: &[usize]) {
        let rows = sets.by_row();
        let Some(row) = rows.iter().min_by_key(|row| count(row)) else { return };
        let mut sites: Vec<usize> = ones(row).collect();
        sites.sort_by_key(|&site| std::cmp::Reverse(count(&sets.sites[site])));
        for site in sites {
            let mut chosen = chosen.to_vec();
            chosen.push(sets.names[site]);
            self.descend(sets.open(&BTreeSet::from([site])), chosen);
            // What follows is without this site.
            sets.sites[site].iter_mut().for_each(|word| *word = 0);
        }
    }
}

/// The least whole number that is not under a bound.
fn whole(bound: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small, positive")]
    let whole = (bound - 1e-6).ceil().max(0.0) as usize;
    whole
}

/// Small counts are exact.
fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn bits(values: impl Iterator<Item = bool>, length: usize) -> Vec<u64> {
    let mut words = vec![0; length.div_ceil(64)];
    for (index, value) in values.enumerate() {
        words[index / 64] |= u64::from(value) << (index % 64);
    }
    words
}

fn ones(set: &[u64]) -> impl Iterator<Item = usize> {
    set.iter().enumerate().flat_map(|(word, &bits)| {
        let next = |bits: &u64| Some(bits & (bits - 1)).filter(|bits| *bits != 0);
        std::iter::successors(Some(bits).filter(|bits| *bits != 0), next)
            .map(move |bits| word * 64 + bits.trailing_zeros() as usize)
    })
}

fn count(set: &[u64]) -> u32 {
    set.iter().map(|word| word.count_ones()).sum()
}

fn overlap(a: &[u64], b: &[u64]) -> usize {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones() as usize).sum()
}

fn within(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a & !b == 0)
}

/// Those that are not `under` another; of two that are under each other the first.
fn undominated(sets: &[Vec<u64>], under: impl Fn(&[u64], &[u64]) -> bool) -> Vec<usize> {
    let beaten = |index: &usize| {
        let set = &sets[*index];
        sets.iter().enumerate().any(|(other, with)| {
            other != *index && under(set, with) && (other < *index || !under(with, set))
        })
    };
    (0..sets.len()).filter(|index| !beaten(index)).collect()
}
