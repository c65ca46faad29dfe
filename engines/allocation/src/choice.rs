//! Whom an offer keeps of all who ask.
//!
//! Claims stand in the order of class, draw, and order in the file. First, in that order, each
//! category gets what is reserved for it. Then the seats that are left go in that order to whoever
//! does not exceed their category's *at most*. Whoever is kept among many is kept among fewer, and
//! more who ask never means fewer who are kept: that is what deferred acceptance rests on.

use std::collections::BTreeMap;

use crate::lottery::Draw;
use crate::market::Wish;
use crate::{Market, Offer};

/// What one person can say for themselves at one offer; the smaller goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Claim {
    pub(crate) class: u32,
    pub(crate) draw: u32,
    pub(crate) person: usize,
    pub(crate) category: Option<u32>,
    pub(crate) party: usize,
}

impl Claim {
    pub(crate) fn new(market: &Market, draw: &Draw, (person, wish): (usize, Wish)) -> Self {
        let who = market.person(person);
        let (party, category) = (who.party, who.category);
        Claim { class: wish.class, draw: draw.place(party), person, category, party }
    }
}

/// The claims of a party's wish, by offer.
pub(crate) fn claims(
    market: &Market,
    draw: &Draw,
    party: usize,
    rank: usize,
) -> BTreeMap<usize, Vec<Claim>> {
    let mut claims: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
    for asked in market.asked(party, rank) {
        claims.entry(asked.1.offer).or_default().push(Claim::new(market, draw, asked));
    }
    claims
}

/// Who is kept, in order, and who is turned away.
pub(crate) struct Chosen {
    pub(crate) kept: Vec<Claim>,
    pub(crate) away: Vec<Claim>,
}

/// Chooses.
pub(crate) fn choose(offer: &Offer, mut claims: Vec<Claim>) -> Chosen {
    let seats = usize::try_from(offer.seats).unwrap_or(usize::MAX);
    claims.sort_unstable();
    if offer.quotas.is_empty() {
        let away = claims.split_off(seats.min(claims.len()));
        return Chosen { kept: claims, away };
    }
    let mut taken: BTreeMap<Option<u32>, u32> = BTreeMap::new();
    let (mut kept, mut rest, mut away) = (Vec::new(), Vec::new(), Vec::new());
    for claim in claims {
        let count = taken.entry(claim.category).or_default();
        if *count < offer.bounds(claim.category).0 {
            *count += 1;
            kept.push(claim);
        } else {
            rest.push(claim);
        }
    }
    for claim in rest {
        let count = taken.entry(claim.category).or_default();
        if kept.len() < seats && *count < offer.bounds(claim.category).1 {
            *count += 1;
            kept.push(claim);
        } else {
            away.push(claim);
        }
    }
    kept.sort_unstable();
    Chosen { kept, away }
}
