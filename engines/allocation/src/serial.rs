//! Random serial dictatorship: parties in the order of the draw, each its best wish that is left.
//!
//! Priorities and reserved seats have no place in it (use deferred acceptance); *at most* holds.

use std::collections::BTreeMap;

use crate::lottery::Draw;
use crate::{Allocation, Market, Standing};

/// Seats taken, by offer and category.
type Taken = BTreeMap<(usize, Option<u32>), u32>;

pub(crate) fn solve(market: &Market, draw: &Draw) -> Allocation {
    let mut got = vec![None; market.parties().len()];
    let (mut taken, mut all, mut steps) = (Taken::new(), BTreeMap::new(), 0);
    for &party in &draw.order {
        for rank in 0..market.party(party).wishes {
            steps += 1;
            if take(market, party, rank, &mut taken, &mut all) {
                if let Some(got) = got.get_mut(party) {
                    *got = Some(rank);
                }
                break;
            }
        }
    }
    Allocation { got, standing: Standing::InTurn, steps }
}

/// Takes the seats of a wish, all or none.
fn take(
    market: &Market,
    party: usize,
    rank: usize,
    taken: &mut Taken,
    all: &mut BTreeMap<usize, u32>,
) -> bool {
    let mut done = Vec::new();
    for (person, wish) in market.asked(party, rank) {
        let offer = market.offer(wish.offer);
        let category = market.person(person).category;
        let count = taken.entry((wish.offer, category)).or_default();
        let total = all.entry(wish.offer).or_default();
        if *total >= offer.seats || *count >= offer.bounds(category).1 {
            for (offer, category) in done {
                *taken.entry((offer, category)).or_default() -= 1;
                *all.entry(offer).or_default() -= 1;
            }
            return false;
        }
        *count += 1;
        *total += 1;
        done.push((wish.offer, category));
    }
    true
}
