//! What is wrong with an allocation, whoever made it.
//!
//! This shares no code with what gives out the seats: where that chooses among claims one by one,
//! this counts. Of a crowd at an offer, a person is kept if fewer of their category stand before
//! them than are reserved for it; or if fewer stand before them than the category may have, and
//! fewer seats that are not reserved are left than there are such persons before them.

use std::collections::BTreeMap;

use crate::lottery::Draw;
use crate::{Market, Offer, Rule};

/// Something that should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// A party is said to have a wish that it does not have, or parties are missing.
    Unknown {
        /// Index of the party.
        party: usize,
    },
    /// More persons than seats.
    Overfull {
        /// Index of the offer.
        offer: usize,
    },
    /// A category exceeds its *at most*.
    OverQuota {
        /// Index of the offer.
        offer: usize,
        /// Number of the category.
        category: Option<u32>,
    },
    /// The party has a right to this wish, and has worse or nothing.
    Denied {
        /// Index of the party.
        party: usize,
        /// The wish, from 0.
        wish: usize,
    },
}

/// Who is at an offer: class, place in the draw, index of the person.
type Rank = (u32, u32, usize);

/// All that is wrong; nothing if the allocation is as its rule wants it. Of each party only its
/// best justified complaint.
#[must_use]
pub fn complaints(
    market: &Market,
    draw: &Draw,
    rule: Rule,
    got: &[Option<usize>],
) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut present: BTreeMap<usize, Vec<Rank>> = BTreeMap::new();
    for (party, who) in market.parties().iter().enumerate() {
        let rank = match got.get(party) {
            Some(Some(rank)) if *rank < who.wishes => *rank,
            Some(None) => continue,
            _ => {
                found.push(Complaint::Unknown { party });
                continue;
            }
        };
        for (person, wish) in market.asked(party, rank) {
            let ranked = (wish.class, draw.place(party), person);
            present.entry(wish.offer).or_default().push(ranked);
        }
    }
    for (&offer, crowd) in &present {
        overfull(market, offer, crowd, &mut found);
    }
    for (party, who) in market.parties().iter().enumerate() {
        let Some(has) = got.get(party) else { continue };
        let has = has.unwrap_or(who.wishes);
        let entitled = |rank: &usize| match rule {
            Rule::Serial => was_left(market, draw, &present, party, *rank),
            Rule::Deferred => has_claim(market, draw, &present, party, *rank),
        };
        if let Some(wish) = (0..has.min(who.wishes)).find(entitled) {
            found.push(Complaint::Denied { party, wish });
        }
    }
    found
}

fn overfull(market: &Market, offer: usize, crowd: &[Rank], found: &mut Vec<Complaint>) {
    let rules = market.offer(offer);
    if count(crowd.iter(), |_| true) > u64::from(rules.seats) {
        found.push(Complaint::Overfull { offer });
    }
    for quota in &rules.quotas {
        let category = Some(quota.category);
        let inside = count(crowd.iter(), |r| market.person(r.2).category == category);
        if inside > u64::from(quota.at_most) {
            found.push(Complaint::OverQuota { offer, category });
        }
    }
}

/// Whether all seats of a wish were left when it was the party's turn.
fn was_left(
    market: &Market,
    draw: &Draw,
    present: &BTreeMap<usize, Vec<Rank>>,
    party: usize,
    rank: usize,
) -> bool {
    let wanted: Vec<(usize, usize)> =
        market.asked(party, rank).map(|(person, wish)| (person, wish.offer)).collect();
    wanted.iter().all(|&(person, at)| {
        let rules = market.offer(at);
        let category = market.person(person).category;
        let alike = |other: usize| market.person(other).category == category;
        let before = present.get(&at).into_iter().flatten().filter(|r| r.1 < draw.place(party));
        let together = wanted.iter().filter(|(_, offer)| *offer == at);
        let all = count(before.clone(), |_| true) + count(together.clone(), |_| true);
        let same = count(before, |r| alike(r.2)) + count(together, |(other, _)| alike(*other));
        let most = rules.quotas.iter().find(|quota| Some(quota.category) == category);
        all <= u64::from(rules.seats) && most.is_none_or(|quota| same <= u64::from(quota.at_most))
    })
}

/// Whether each member of a party would be kept at its wish.
fn has_claim(
    market: &Market,
    draw: &Draw,
    present: &BTreeMap<usize, Vec<Rank>>,
    party: usize,
    rank: usize,
) -> bool {
    let mut crowds: BTreeMap<usize, Vec<Rank>> = BTreeMap::new();
    for (person, wish) in market.asked(party, rank) {
        let crowd = crowds.entry(wish.offer).or_insert_with(|| {
            let there = present.get(&wish.offer).into_iter().flatten().copied();
            there.filter(|r| market.person(r.2).party != party).collect()
        });
        crowd.push((wish.class, draw.place(party), person));
    }
    crowds.iter_mut().all(|(&offer, crowd)| {
        crowd.sort_unstable();
        members_kept(market, market.offer(offer), crowd, party)
    })
}

/// Whether the members of a party are among those kept of a crowd in order.
fn members_kept(market: &Market, offer: &Offer, crowd: &[Rank], party: usize) -> bool {
    let mut size: BTreeMap<Option<u32>, u64> = BTreeMap::new();
    for ranked in crowd {
        *size.entry(market.person(ranked.2).category).or_default() += 1;
    }
    let reserved = offer.quotas.iter().map(|quota| {
        let asking = size.get(&Some(quota.category)).copied().unwrap_or(0);
        asking.min(u64::from(quota.at_least))
    });
    let open = u64::from(offer.seats).saturating_sub(reserved.sum());
    let mut before: BTreeMap<Option<u32>, u64> = BTreeMap::new();
    let mut contending = 0;
    for ranked in crowd {
        let person = market.person(ranked.2);
        let quota = offer.quotas.iter().find(|quota| Some(quota.category) == person.category);
        let within = before.entry(person.category).or_default();
        let by_reserve = quota.is_some_and(|quota| *within < u64::from(quota.at_least));
        let allowed = quota.is_none_or(|quota| *within < u64::from(quota.at_most));
        if person.party == party && !by_reserve && !(allowed && contending < open) {
            return false;
        }
        *within += 1;
        contending += u64::from(allowed && !by_reserve);
    }
    true
}

fn count<T>(items: impl Iterator<Item = T>, wanted: impl Fn(&T) -> bool) -> u64 {
    items.filter(wanted).fold(0, |sum, _| sum + 1)
}
