//! The assignment whose worst-served file is served best, and of those the one of the greatest
//! sum: branch and bound over flows.
//!
//! Asked is for the greatest sum in which every file reaches a floor. Left out of the relaxation,
//! a flow, are the floors; pairs that cannot be part of a file's way to the floor are closed
//! beforehand. Multipliers put the floors into the worth of pairs (Held, Wolfe and Crowder 1974),
//! and each flow under multipliers bounds the sum. Where a file of the flow stays below the floor,
//! one of its readers must go: the first, or the second with the first locked, and so on. Each of
//! these is one path from the flow before. The highest floor is found by halving between what has
//! been reached and what no assignment can reach.
#![expect(
    clippy::indexing_slicing,
    reason = "indices are numbers of files and readers below the sizes of the network"
)]

use crate::transport::{Flow, Network, Pair, UNIT, WEIGHT_MAX};

/// Pairs looked at in all branches, before what is undecided is left so: a second or two.
const WORK_MAX: usize = 60_000_000;
/// Rounds in which multipliers are sought.
const ROUNDS: usize = 80;
/// Steps that change nothing any more.
const STEP_MIN: f64 = 1e-3;
/// Rounds without progress before steps are halved.
const PATIENCE: usize = 6;

/// The fairest flow found.
pub(crate) struct Fairest {
    pub(crate) flow: Flow,
    /// The worth of the worst-served file.
    pub(crate) smallest: i64,
    /// By how much more it might be.
    pub(crate) smallest_gap: i64,
    /// By how much more the sum might be, at the same smallest worth.
    pub(crate) sum_gap: i64,
}

/// How a search for a floor ended.
enum Ended {
    /// With a flow; no other has a sum larger by more than the gap.
    Found(Flow, i64),
    /// No flow reaches it.
    Impossible,
    /// Not within the work that is allowed.
    Undecided,
}

/// Finds it, from a flow that fills all needs and loads.
pub(crate) fn fairest(network: &Network, worth: &[i64], flow: Flow) -> Fairest {
    let smallest = smallest(&served(network, worth, &flow));
    let pairs = unused(&flow);
    let mut search = Search { network, worth, pairs, work: WORK_MAX, fairest: (smallest, flow) };
    // No file can be above the ceiling, nor, at the end, above the open end.
    let mut ceiling = search.ceiling();
    let mut open_end = ceiling;
    let mut next = ceiling;
    let mut settled = None;
    while search.fairest.0 < open_end {
        match search.reach(next) {
            Ended::Found(flow, gap) => settled = Some((next, flow, gap)),
            Ended::Impossible => (ceiling, open_end) = (next - 1, next - 1),
            Ended::Undecided => break,
        }
        let reached = search.fairest.0;
        next = reached + (open_end - reached + 1) / 2;
    }
    let floor = search.fairest.0;
    if let Some((_, flow, gap)) = settled.filter(|(at, ..)| *at == floor) {
        return search.end(flow, ceiling, gap);
    }
    search.work = search.work.max(WORK_MAX / 4);
    match search.reach(floor) {
        Ended::Found(flow, gap) => search.end(flow, ceiling, gap),
        Ended::Impossible | Ended::Undecided => {
            let flow = search.fairest.1.clone();
            let relaxed = network.solve(search.pairs.clone()).map_or(0, |flow| search.sum(&flow));
            let gap = relaxed - search.sum(&flow);
            search.end(flow, ceiling, gap)
        }
    }
}

/// What each file is served.
fn served(network: &Network, worth: &[i64], flow: &Flow) -> Vec<i64> {
    let of = |file: usize| {
        flow.readers(network, file).map(|reader| worth[file * network.readers + reader]).sum()
    };
    (0..network.files).map(of).collect()
}

fn smallest(served: &[i64]) -> i64 {
    served.iter().copied().min().unwrap_or(0)
}

/// The pairs of a flow as they were before it, but for those that are locked or closed.
fn unused(flow: &Flow) -> Vec<Pair> {
    let before = |pair: &Pair| if *pair == Pair::Used { Pair::Open } else { *pair };
    flow.pairs.iter().map(before).collect()
}

/// A flow where each reader has the least load, if it is one.
fn filled(network: &Network, pairs: Vec<Pair>) -> Option<Flow> {
    network.solve(pairs).ok().filter(|flow| network.short(flow).is_empty())
}

/// No flow that reaches the floor has a larger sum than this.
fn bound(weights: &[i64], served: &[i64], floor: i64) -> i64 {
    let sum: i64 = weights.iter().zip(served).map(|(w, own)| w * own - (w - UNIT) * floor).sum();
    sum.div_euclid(UNIT)
}

struct Search<'a> {
    network: &'a Network,
    worth: &'a [i64],
    /// Which pairs are open at all.
    pairs: Vec<Pair>,
    /// Pairs that may still be looked at.
    work: usize,
    /// The fairest flow met so far, and the worth of its worst-served file.
    fairest: (i64, Flow),
}

/// A part of the flows, with the best one where floors are left out.
struct Branch {
    flow: Flow,
    served: Vec<i64>,
    bound: i64,
    /// Whether multipliers are at work in it.
    weighted: bool,
}

/// The best flow that reaches a floor.
struct Best {
    sum: i64,
    flow: Option<Flow>,
}

impl Search<'_> {
    fn sum(&self, flow: &Flow) -> i64 {
        served(self.network, self.worth, flow).iter().sum()
    }

    fn end(&self, flow: Flow, ceiling: i64, sum_gap: i64) -> Fairest {
        let smallest = smallest(&served(self.network, self.worth, &flow));
        Fairest { flow, smallest, smallest_gap: (ceiling - smallest).max(0), sum_gap }
    }

    /// What the file that is worst off has with the best readers for itself.
    fn ceiling(&self) -> i64 {
        let best = |file: usize| -> i64 {
            let open = self.open(&self.pairs, file);
            open.iter().take(self.network.needs[file]).map(|(worth, _)| worth).sum()
        };
        (0..self.network.files).map(best).min().unwrap_or(0)
    }

    /// Pairs of a file that are open, with their worth, the best first.
    fn open(&self, pairs: &[Pair], file: usize) -> Vec<(i64, usize)> {
        let first = file * self.network.readers;
        let row = first..first + self.network.readers;
        let is_open = |place: &usize| pairs[*place] == Pair::Open;
        let mut open: Vec<(i64, usize)> =
            row.filter(is_open).map(|place| (self.worth[place], place)).collect();
        open.sort_unstable_by(|one, other| other.cmp(one));
        open
    }

    /// The pairs that cannot be part of a file's way to the floor; nothing where it has none.
    fn useless(&self, pairs: &[Pair], file: usize, floor: i64) -> Option<Vec<usize>> {
        let first = file * self.network.readers;
        let row = first..first + self.network.readers;
        let locked = row.filter(|place| pairs[*place] == Pair::Locked);
        let locked: Vec<i64> = locked.map(|place| self.worth[place]).collect();
        let missing = self.network.needs[file].saturating_sub(locked.len());
        let sure: i64 = locked.iter().sum();
        if missing == 0 {
            return (sure >= floor).then(Vec::new);
        }
        let open = self.open(pairs, file);
        let others: i64 = open.iter().take(missing - 1).map(|(worth, _)| worth).sum();
        let rest = open.get(missing - 1..)?;
        let useful = rest.iter().take_while(|(worth, _)| sure + others + worth >= floor).count();
        (useful > 0).then(|| rest[useful..].iter().map(|(_, place)| *place).collect())
    }

    /// Keeps a flow if it is the fairest so far, or the best that reaches the floor.
    fn keep(&mut self, flow: &Flow, served: &[i64], floor: i64, best: &mut Best) {
        let (smallest, sum) = (smallest(served), served.iter().sum::<i64>());
        if smallest > self.fairest.0 {
            self.fairest = (smallest, flow.clone());
        }
        if smallest >= floor && sum > best.sum {
            *best = Best { sum, flow: Some(flow.clone()) };
        }
    }

    /// The greatest sum in which every file reaches the floor.
    fn reach(&mut self, floor: i64) -> Ended {
        let files = self.network.files;
        let mut pairs = self.pairs.clone();
        for file in 0..files {
            let Some(useless) = self.useless(&pairs, file, floor) else {
                return Ended::Impossible;
            };
            useless.into_iter().for_each(|place| pairs[place] = Pair::Closed);
        }
        let Some(flow) = filled(self.network, pairs) else {
            return Ended::Impossible;
        };
        // Any flow that reaches the floor has this sum at least.
        let mut best = Best { sum: floor.saturating_mul(files as i64) - 1, flow: None };
        let (smallest, fairest) = self.fairest.clone();
        if smallest >= floor {
            best = Best { sum: self.sum(&fairest), flow: Some(fairest) };
        }
        let mut weighted = self.network.clone();
        let root = self.multiply(&mut weighted, flow, floor, &mut best);
        let root_bound = root.bound;
        let mut branches = vec![root];
        let cost = files * self.network.readers;
        while let Some(branch) = branches.pop() {
            if branch.bound <= best.sum {
                continue;
            }
            let Some(left) = self.work.checked_sub(cost) else {
                let gap = root_bound - best.sum;
                return best.flow.map_or(Ended::Undecided, |flow| Ended::Found(flow, gap));
            };
            self.work = left;
            self.keep(&branch.flow, &branch.served, floor, &mut best);
            let worst = (0..files).min_by_key(|file| branch.served[*file]).unwrap_or(0);
            if branch.served.get(worst).is_some_and(|own| *own < floor) {
                let network = if branch.weighted { &weighted } else { self.network };
                branches.extend(self.split(network, &branch, worst, floor));
            } else if branch.weighted {
                let flow = filled(self.network, unused(&branch.flow));
                branches.extend(flow.map(|flow| self.branch(self.network, flow, floor, false)));
            }
        }
        best.flow.map_or(Ended::Impossible, |flow| Ended::Found(flow, 0))
    }

    fn branch(&self, network: &Network, flow: Flow, floor: i64, weighted: bool) -> Branch {
        let served = served(network, self.worth, &flow);
        let bound = bound(&network.weights, &served, floor);
        Branch { flow, served, bound, weighted }
    }

    /// One of the readers of a file must go: the first, or the second with the first locked, …
    fn split(&self, network: &Network, branch: &Branch, file: usize, floor: i64) -> Vec<Branch> {
        let first = file * network.readers;
        let readers = branch.flow.readers(network, file);
        let mut readers: Vec<usize> =
            readers.filter(|reader| branch.flow.pairs[first + reader] == Pair::Used).collect();
        readers.sort_by_key(|reader| self.worth[first + reader]);
        let mut made = Vec::new();
        let mut locked = branch.flow.clone();
        for reader in readers {
            let mut flow = locked.clone();
            locked.pairs[first + reader] = Pair::Locked;
            if network.close(&mut flow, file, reader).is_err() {
                continue;
            }
            let mut open = flow.clone();
            open.pairs = unused(&flow);
            let Some(useless) = self.useless(&open.pairs, file, floor) else { continue };
            let mut is_possible = true;
            for place in useless {
                if flow.pairs[place] == Pair::Used {
                    is_possible &= network.close(&mut flow, file, place - first).is_ok();
                } else {
                    flow.pairs[place] = Pair::Closed;
                }
            }
            if is_possible && network.short(&flow).is_empty() {
                made.push(self.branch(network, flow, floor, branch.weighted));
            }
        }
        made.sort_by_key(|branch| branch.bound);
        made
    }

    /// Multipliers under which the flow without floors is near to one that reaches them; in the
    /// network, with the flow that bounds the sum best.
    fn multiply(
        &mut self,
        network: &mut Network,
        flow: Flow,
        floor: i64,
        best: &mut Best,
    ) -> Branch {
        let mut least = self.branch(network, flow, floor, true);
        let mut weights = network.weights.clone();
        let mut multipliers = vec![0.0_f64; network.files];
        let mut now = self.branch(network, least.flow.clone(), floor, true);
        let (mut step, mut waited) = (1.0, 0);
        for _ in 0..ROUNDS {
            self.keep(&now.flow, &now.served, floor, best);
            let gaps: Vec<f64> = now.served.iter().map(|own| (floor - own) as f64).collect();
            let felt = gaps.iter().zip(&multipliers).filter(|(gap, by)| **gap > 0.0 || **by > 0.0);
            let size: f64 = felt.map(|(gap, _)| gap * gap).sum();
            if size == 0.0 || least.bound <= best.sum {
                break;
            }
            // How far down the bound may go is not known: as far as the floors are missed.
            let missed: f64 = gaps.iter().filter(|gap| **gap > 0.0).sum();
            let down = (now.bound - best.sum).max(1) as f64;
            let length = step * down.min(missed.max(size.sqrt())) / size;
            for (by, gap) in multipliers.iter_mut().zip(&gaps) {
                *by = (*by + length * gap).clamp(0.0, 15.0);
            }
            let weight = |by: &f64| ((1.0 + by) * UNIT as f64).round() as i64;
            let next = multipliers.iter().map(|by| weight(by).min(WEIGHT_MAX)).collect();
            let mut flow = now.flow;
            if network.reweigh(next, &mut flow).is_err() {
                break;
            }
            now = self.branch(network, flow, floor, true);
            waited += 1;
            if now.bound < least.bound {
                weights.clone_from(&network.weights);
                least = self.branch(network, now.flow.clone(), floor, true);
                waited = 0;
            } else if waited == PATIENCE {
                (step, waited) = (step / 2.0, 0);
                if step < STEP_MIN {
                    break;
                }
            }
        }
        network.weights = weights;
        least
    }
}
