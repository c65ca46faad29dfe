//! Deferred acceptance where some go together: a bounded search for a stable answer.
//!
//! A party is taken where each of its members is kept, among those held there and itself; whoever
//! is no longer kept leaves with all of their party. An attempt goes thus. Parties wait in an
//! order. The first asks for its wishes, best first, for those better than what it has, and moves
//! to the first where it is taken; parties that this displaces wait at the end, in the order of
//! the draw. When none waits, all parties that would be taken at a better wish wait again, in the
//! order of the draw; when there is no such party, the answer is stable. An attempt ends after
//! [`steps_max`] requests. The first attempt takes the order of the draw, [`ATTEMPTS`] - 1 more the
//! orders of [`Draw::again`]. When none is stable, the best (fewest complaints, earliest) stands,
//! and in a small market all allocations are searched for a better one, up to [`NODES_MAX`].

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::choice::{Claim, choose, claims};
use crate::lottery::Draw;
use crate::{Allocation, Market, Standing};

/// Orders that are tried.
const ATTEMPTS: usize = 10;
/// Parties up to which all allocations are searched.
const PARTIES_MAX: usize = 16;
/// Allocations, whole and partial, after which that search is broken off.
const NODES_MAX: u64 = 100_000;

/// Parties that may come to the head of the queue in one attempt.
fn steps_max(market: &Market) -> u64 {
    let parties = u64::try_from(market.parties().len()).unwrap_or(u64::MAX);
    parties.saturating_mul(20).saturating_add(1_000)
}

pub(crate) fn solve(market: &Market, draw: &Draw) -> Allocation {
    let mut best: Option<(usize, Seats)> = None;
    let mut steps = 0;
    for attempt in 0..ATTEMPTS {
        let order = match attempt {
            0 => draw.order.clone(),
            _ => draw.again(market, attempt),
        };
        let mut seats = Seats::empty(market, draw);
        steps += seats.attempt(order);
        let complaints = seats.complaining().len();
        if complaints == 0 {
            return Allocation { got: seats.got, standing: Standing::Stable, steps };
        }
        if best.as_ref().is_none_or(|(fewest, _)| complaints < *fewest) {
            best = Some((complaints, seats));
        }
    }
    let (fewest, seats) = best.unwrap_or_else(|| (0, Seats::empty(market, draw)));
    let mut search = Search { best: seats.got, fewest, nodes: 0, broken: false };
    search.broken = market.parties().len() > PARTIES_MAX;
    search.descend(&mut Seats::empty(market, draw), 0);
    let standing = match (search.fewest, search.broken) {
        (0, _) => Standing::Stable,
        (_, false) => Standing::NoneExists,
        (_, true) => Standing::NoneFound,
    };
    Allocation { got: search.best, standing, steps: steps + search.nodes }
}

/// Who holds what, at some moment.
struct Seats<'a> {
    market: &'a Market,
    draw: &'a Draw,
    got: Vec<Option<usize>>,
    held: BTreeMap<usize, Vec<Claim>>,
}

/// A wish that is granted: who is kept where, and which parties must leave, in order of the draw.
struct Grant {
    kept: Vec<(usize, Vec<Claim>)>,
    displaced: BTreeSet<(u32, usize)>,
}

impl<'a> Seats<'a> {
    fn empty(market: &'a Market, draw: &'a Draw) -> Self {
        let got = vec![None; market.parties().len()];
        Seats { market, draw, got, held: BTreeMap::new() }
    }

    fn wish_of(&self, party: usize) -> Option<usize> {
        self.got.get(party).copied().flatten()
    }

    /// Wishes that a party would rather have.
    fn better(&self, party: usize) -> std::ops::Range<usize> {
        0..self.wish_of(party).unwrap_or(self.market.party(party).wishes)
    }

    /// What it would mean to grant a wish, if each member is kept.
    fn grant(&self, party: usize, rank: usize) -> Option<Grant> {
        let mut grant = Grant { kept: Vec::new(), displaced: BTreeSet::new() };
        for (offer, asking) in claims(self.market, self.draw, party, rank) {
            let held = self.held.get(&offer).into_iter().flatten();
            let others = held.filter(|claim| claim.party != party).copied();
            let chosen = choose(self.market.offer(offer), others.chain(asking).collect());
            for away in chosen.away {
                if away.party == party {
                    return None;
                }
                grant.displaced.insert((away.draw, away.party));
            }
            grant.kept.push((offer, chosen.kept));
        }
        Some(grant)
    }

    fn leave(&mut self, party: usize) {
        let Some(rank) = self.got.get_mut(party).and_then(Option::take) else { return };
        for (_, wish) in self.market.asked(party, rank) {
            if let Some(held) = self.held.get_mut(&wish.offer) {
                held.retain(|claim| claim.party != party);
            }
        }
    }

    /// Moves a party to a wish that is granted; answers who must leave.
    fn enter(&mut self, party: usize, rank: usize, grant: Grant) -> BTreeSet<(u32, usize)> {
        self.leave(party);
        self.held.extend(grant.kept);
        for &(_, displaced) in &grant.displaced {
            self.leave(displaced);
        }
        if let Some(got) = self.got.get_mut(party) {
            *got = Some(rank);
        }
        grant.displaced
    }

    /// Parties that would be taken at a better wish, in the order of the draw.
    fn complaining(&self) -> Vec<usize> {
        let complains = |party: &usize| {
            let mut better = self.better(*party);
            better.any(|rank| self.grant(*party, rank).is_some())
        };
        self.draw.order.iter().copied().filter(complains).collect()
    }

    /// One attempt; answers how many times somebody asked.
    fn attempt(&mut self, order: Vec<usize>) -> u64 {
        let most = steps_max(self.market);
        let mut steps = 0;
        let mut waiting: VecDeque<usize> = order.into();
        let mut waits: BTreeSet<usize> = waiting.iter().copied().collect();
        loop {
            while let Some(party) = waiting.pop_front() {
                if steps == most {
                    return steps;
                }
                steps += 1;
                waits.remove(&party);
                let granted = self.better(party).find_map(|rank| {
                    let grant = self.grant(party, rank)?;
                    Some((rank, grant))
                });
                let Some((rank, grant)) = granted else { continue };
                for (_, displaced) in self.enter(party, rank, grant) {
                    if waits.insert(displaced) {
                        waiting.push_back(displaced);
                    }
                }
            }
            waiting = self.complaining().into();
            waits = waiting.iter().copied().collect();
            if waiting.is_empty() {
                return steps;
            }
        }
    }

    /// Grants a wish without displacing anybody, if seats and *at most* allow it.
    fn fits(&self, party: usize, rank: usize) -> Option<Grant> {
        let mut kept = Vec::new();
        for (offer, asking) in claims(self.market, self.draw, party, rank) {
            let rules = self.market.offer(offer);
            let held = self.held.get(&offer).into_iter().flatten().copied();
            let all: Vec<Claim> = held.chain(asking).collect();
            let over = |claim: &Claim| {
                let same = all.iter().filter(|other| other.category == claim.category);
                u32::try_from(same.count()).unwrap_or(u32::MAX) > rules.bounds(claim.category).1
            };
            let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
            if count > rules.seats || all.iter().any(over) {
                return None;
            }
            kept.push((offer, all));
        }
        Some(Grant { kept, displaced: BTreeSet::new() })
    }
}

/// The search through all allocations: parties in the order of the draw, wishes best first, then
/// nothing. What it finds replaces what was known only if it has fewer complaints.
struct Search {
    best: Vec<Option<usize>>,
    fewest: usize,
    nodes: u64,
    broken: bool,
}

impl Search {
    fn descend(&mut self, seats: &mut Seats<'_>, depth: usize) {
        if self.broken || self.fewest == 0 {
            return;
        }
        if self.nodes == NODES_MAX {
            self.broken = true;
            return;
        }
        self.nodes += 1;
        let Some(&party) = seats.draw.order.get(depth) else {
            let complaints = seats.complaining().len();
            if complaints < self.fewest {
                self.fewest = complaints;
                self.best.clone_from(&seats.got);
            }
            return;
        };
        for rank in 0..seats.market.party(party).wishes {
            if let Some(grant) = seats.fits(party, rank) {
                seats.enter(party, rank, grant);
                self.descend(seats, depth + 1);
                seats.leave(party);
            }
        }
        self.descend(seats, depth + 1);
    }
}
