//! Readers to files at the least cost: a flow of whole readings, kept optimal while pairs are
//! closed or locked.
//!
//! Successive shortest paths with prices (Ahuja, Magnanti and Orlin 1993, section 9.7): each step
//! along a path has a reduced cost of at least zero, so that every flow reached is the cheapest of
//! its size, and the prices prove it. A reader's readings up to the least load are free of charge,
//! those above it cost more than everything else together: the least loads are filled if they can
//! be.
#![expect(
    clippy::indexing_slicing,
    reason = "indices are numbers of files and readers below the sizes of the network"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A price or distance; paths are short enough for all of them to fit (see [`Network::new`]).
type Cost = i64;

/// The weight of a file, where none is given, and the largest.
pub(crate) const UNIT: Cost = 1 << 8;
pub(crate) const WEIGHT_MAX: Cost = 16 * UNIT;

/// Where nothing leads.
const NOWHERE: Cost = Cost::MAX;

/// What a pair is to the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// It may be used.
    Open,
    /// It is used.
    Used,
    /// It is used, and stays so.
    Locked,
    /// It is never used.
    Closed,
}

/// What does not change: sizes, needs, loads and costs.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) files: usize,
    pub(crate) readers: usize,
    /// Readings that each file needs.
    pub(crate) needs: Vec<usize>,
    /// The least and the most readings of each reader.
    pub(crate) loads: Vec<(usize, usize)>,
    /// Cost of each pair, file by file, zero or more, before weights.
    costs: Vec<Cost>,
    /// Weight of each file's costs.
    pub(crate) weights: Vec<Cost>,
    /// Cost of a reading above the least load.
    above: Cost,
}

/// A flow and its prices.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub(crate) pairs: Vec<Pair>,
    /// Readings of each reader.
    pub(crate) loads: Vec<usize>,
    prices: Vec<Cost>,
}

/// Files and readers among whom no further reading can be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stuck {
    pub(crate) files: Vec<usize>,
    pub(crate) readers: Vec<usize>,
}

impl Network {
    /// A network in which a pair is worth `worth`, of magnitude up to 2³⁰; files and readers are
    /// at most 2¹² together, so that with weights up to [`WEIGHT_MAX`] no path costs 2⁵⁶.
    pub(crate) fn new(needs: Vec<usize>, loads: Vec<(usize, usize)>, worth: &[i64]) -> Network {
        let (files, readers) = (needs.len(), loads.len());
        let mut costs = worth.to_vec();
        for row in costs.chunks_mut(readers.max(1)) {
            let best = row.iter().copied().max().unwrap_or(0);
            row.iter_mut().for_each(|cost| *cost = best - *cost);
        }
        let dearest = costs.iter().copied().max().unwrap_or(0);
        let above = (dearest * WEIGHT_MAX + 1) * (files + readers + 1) as Cost;
        Network { files, readers, needs, loads, costs, weights: vec![UNIT; files], above }
    }

    /// Changes the weights of files, and makes a flow the cheapest one under them.
    pub(crate) fn reweigh(&mut self, weights: Vec<Cost>, flow: &mut Flow) -> Result<(), Stuck> {
        for (file, weight) in weights.into_iter().enumerate() {
            if std::mem::replace(&mut self.weights[file], weight) == weight {
                continue;
            }
            let first = file * self.readers;
            let mut freed = Vec::new();
            let mut price = Cost::MIN;
            for reader in 0..self.readers {
                let pair = &mut flow.pairs[first + reader];
                if *pair == Pair::Used {
                    *pair = Pair::Open;
                    freed.push(reader);
                }
                if *pair == Pair::Open {
                    price = price.max(flow.prices[self.files + reader] - self.cost(file, reader));
                }
            }
            if price > Cost::MIN {
                flow.prices[file] = price;
            }
            for reader in freed {
                self.place(flow, file, self.files + reader)?;
            }
        }
        Ok(())
    }

    fn cost(&self, file: usize, reader: usize) -> Cost {
        self.weights[file] * self.costs[file * self.readers + reader]
    }

    /// The cheapest flow through pairs that are open, besides those that are locked.
    pub(crate) fn solve(&self, pairs: Vec<Pair>) -> Result<Flow, Stuck> {
        let nodes = self.files + self.readers + 1;
        let mut flow = Flow { pairs, loads: vec![0; self.readers], prices: vec![0; nodes] };
        let mut missing = self.needs.clone();
        for (place, _) in flow.pairs.iter().enumerate().filter(|(_, pair)| **pair == Pair::Locked) {
            missing[place / self.readers] -= 1;
            flow.loads[place % self.readers] += 1;
        }
        for (reader, (least, _)) in self.loads.iter().enumerate() {
            // Prices under which no reading that is locked could be had for less.
            flow.prices[self.files + reader] =
                if flow.loads[reader] > *least { -self.above } else { 0 };
        }
        for (file, missing) in missing.into_iter().enumerate() {
            for _ in 0..missing {
                self.place(&mut flow, file, nodes - 1)?;
            }
        }
        Ok(flow)
    }

    /// Closes a pair that is used, and finds the cheapest flow without it.
    pub(crate) fn close(&self, flow: &mut Flow, file: usize, reader: usize) -> Result<(), Stuck> {
        flow.pairs[file * self.readers + reader] = Pair::Closed;
        self.place(flow, file, self.files + reader)
    }

    /// Sends one more reading from a file along the shortest path to a node.
    fn place(&self, flow: &mut Flow, file: usize, target: usize) -> Result<(), Stuck> {
        let nodes = flow.prices.len();
        let mut distance = vec![NOWHERE; nodes];
        let mut before = vec![usize::MAX; nodes];
        let mut done = vec![false; nodes];
        distance[file] = 0;
        let mut reached = BinaryHeap::from([Reverse((0, file))]);
        while let Some(Reverse((far, node))) = reached.pop() {
            if std::mem::replace(&mut done[node], true) {
                continue;
            }
            if node == target {
                break;
            }
            self.steps(flow, node, |next, cost| {
                let through = far + cost + flow.prices[node] - flow.prices[next];
                if through < distance[next] {
                    distance[next] = through;
                    before[next] = node;
                    reached.push(Reverse((through, next)));
                }
            });
        }
        if !done[target] {
            return Err(self.stuck(flow, &done));
        }
        // No price rises by more than the way to the target.
        for (price, far) in flow.prices.iter_mut().zip(&distance) {
            *price += distance[target].min(*far);
        }
        self.turn(flow, target, &before);
        Ok(())
    }

    /// The files that were reached, and everybody who reads them or might.
    fn stuck(&self, flow: &Flow, done: &[bool]) -> Stuck {
        let files: Vec<usize> = (0..self.files).filter(|file| done[*file]).collect();
        let reads = |reader: usize| {
            let of = |file: &usize| flow.pairs[file * self.readers + reader] == Pair::Used;
            done[self.files + reader] || files.iter().any(of)
        };
        let readers = (0..self.readers).filter(|reader| reads(*reader)).collect();
        Stuck { files, readers }
    }

    /// Each step that the flow leaves open from a node, with its cost.
    fn steps(&self, flow: &Flow, node: usize, mut step: impl FnMut(usize, Cost)) {
        let end = self.files + self.readers;
        if node < self.files {
            let row = node * self.readers..(node + 1) * self.readers;
            for (reader, pair) in flow.pairs[row.clone()].iter().enumerate() {
                if *pair == Pair::Open {
                    step(self.files + reader, self.cost(node, reader));
                }
            }
        } else if node < end {
            let reader = node - self.files;
            for file in 0..self.files {
                let place = file * self.readers + reader;
                if flow.pairs[place] == Pair::Used {
                    step(file, -self.cost(file, reader));
                }
            }
            let (least, most) = self.loads[reader];
            if flow.loads[reader] < most {
                step(end, if flow.loads[reader] < least { 0 } else { self.above });
            }
        } else {
            for (reader, (least, _)) in self.loads.iter().enumerate() {
                if flow.loads[reader] > 0 {
                    let is_above = flow.loads[reader] > *least;
                    step(self.files + reader, if is_above { -self.above } else { 0 });
                }
            }
        }
    }

    /// Turns every step of a path around.
    fn turn(&self, flow: &mut Flow, target: usize, before: &[usize]) {
        let end = self.files + self.readers;
        let mut node = target;
        while before[node] != usize::MAX {
            let last = before[node];
            match (last, node) {
                (reader, _) if node == end => flow.loads[reader - self.files] += 1,
                (_, reader) if last == end => flow.loads[reader - self.files] -= 1,
                (file, reader) if file < self.files => {
                    flow.pairs[file * self.readers + reader - self.files] = Pair::Used;
                }
                (reader, file) => {
                    flow.pairs[file * self.readers + reader - self.files] = Pair::Open;
                }
            }
            node = last;
        }
    }

    /// Readers who get less than their least load, with what they get.
    pub(crate) fn short(&self, flow: &Flow) -> Vec<(usize, usize)> {
        let loads = self.loads.iter().zip(&flow.loads).enumerate();
        loads
            .filter(|(_, ((least, _), load))| *load < least)
            .map(|(r, (_, load))| (r, *load))
            .collect()
    }
}

impl Flow {
    /// The readers of a file.
    pub(crate) fn readers(&self, network: &Network, file: usize) -> impl Iterator<Item = usize> {
        let row = file * network.readers..(file + 1) * network.readers;
        let used = |pair: &Pair| matches!(pair, Pair::Used | Pair::Locked);
        self.pairs[row].iter().enumerate().filter(move |(_, pair)| used(pair)).map(|(r, _)| r)
    }
}
