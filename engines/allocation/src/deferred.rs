//! Deferred acceptance where each comes alone: in rounds, all who are without a seat ask for their
//! next wish, and each offer keeps the best of those it holds and those who ask.
//!
//! It ends, for each round somebody asks for a wish that they never asked for before. The result
//! does not depend on who asks when.

use std::collections::BTreeMap;

use crate::choice::{Claim, choose, claims};
use crate::lottery::Draw;
use crate::{Allocation, Market, Standing};

pub(crate) fn solve(market: &Market, draw: &Draw) -> Allocation {
    let mut held: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
    let mut rank = vec![0; market.parties().len()];
    let mut free: Vec<usize> = draw.order.clone();
    let mut steps = 0;
    while !free.is_empty() {
        let mut asking: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
        for party in free.drain(..) {
            let rank = rank.get(party).copied().unwrap_or_default();
            for (offer, claims) in claims(market, draw, party, rank) {
                steps += 1;
                asking.entry(offer).or_default().extend(claims);
            }
        }
        for (offer, asking) in asking {
            let holds = held.entry(offer).or_default();
            let all = holds.drain(..).chain(asking).collect();
            let chosen = choose(market.offer(offer), all);
            *holds = chosen.kept;
            for away in chosen.away {
                if let Some(rank) = rank.get_mut(away.party) {
                    *rank += 1;
                }
                free.push(away.party);
            }
        }
    }
    let held: BTreeMap<usize, ()> =
        held.values().flatten().map(|claim| (claim.party, ())).collect();
    let got = rank.into_iter().enumerate();
    let got = got.map(|(party, rank)| held.contains_key(&party).then_some(rank)).collect();
    Allocation { got, standing: Standing::Stable, steps }
}
