//! Why a party has not a wish that it would rather have: who went before, by which rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::choice::{Claim, choose, claims};
use crate::lottery::Draw;
use crate::{Allocation, Market, Rule};

/// By which rule somebody was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The offer has fewer seats than the party needs there, whoever else asks.
    Room,
    /// One member would be taken, but not all: the party goes together or not at all.
    Together,
    /// The category has as many seats there as it may have.
    AtMost,
    /// The last seats are reserved for a category.
    AtLeast,
    /// All who have the seats are of a class before.
    Class,
    /// Somebody of the same class was drawn before.
    Draw,
    /// Nothing justifies it: there is no stable answer, or none was found.
    Unjustified,
}

/// Why a wish was not fulfilled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The wish, from 0.
    pub wish: usize,
    /// The member of the party that was turned away.
    pub person: usize,
    /// The offer.
    pub offer: usize,
    /// The rule.
    pub ground: Ground,
    /// How many others have seats there that they keep before this person.
    pub before: usize,
    /// The last of them.
    pub last: Option<usize>,
}

/// Who has which seats, for looking up reasons.
pub struct Seated<'a> {
    market: &'a Market,
    draw: &'a Draw,
    rule: Rule,
    allocation: &'a Allocation,
    held: BTreeMap<usize, Vec<Claim>>,
}

impl<'a> Seated<'a> {
    /// Looks an allocation over.
    #[must_use]
    pub fn new(market: &'a Market, draw: &'a Draw, rule: Rule, allocation: &'a Allocation) -> Self {
        let mut held: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
        for (party, rank) in allocation.got.iter().enumerate() {
            for (offer, claims) in rank.iter().flat_map(|&rank| claims(market, draw, party, rank)) {
                held.entry(offer).or_default().extend(claims);
            }
        }
        Seated { market, draw, rule, allocation, held }
    }

    /// One reason for each wish of a party that is better than what it has.
    #[must_use]
    pub fn reasons(&self, party: usize) -> Vec<Reason> {
        let has = self.allocation.got.get(party).copied().flatten();
        let has = has.unwrap_or(self.market.party(party).wishes);
        (0..has).map(|wish| self.reason(party, wish)).collect()
    }

    fn reason(&self, party: usize, wish: usize) -> Reason {
        let claims = claims(self.market, self.draw, party, wish);
        for (&offer, asking) in &claims {
            let refused = match self.rule {
                Rule::Serial => self.out_of_turn(offer, asking),
                Rule::Deferred => self.turned_away(offer, asking),
            };
            if let Some((claim, ground, kept)) = refused {
                let last = kept.last().map(|claim| claim.person);
                let (person, before) = (claim.person, kept.len());
                return Reason { wish, person, offer, ground, before, last };
            }
        }
        let first = self.market.asked(party, wish).next();
        let (person, offer) = first.map_or((0, 0), |(person, wish)| (person, wish.offer));
        let ground = Ground::Unjustified;
        Reason { wish, person, offer, ground, before: 0, last: None }
    }

    fn others(&self, offer: usize, party: usize) -> impl Iterator<Item = Claim> {
        let held = self.held.get(&offer).into_iter().flatten();
        held.filter(move |claim| claim.party != party).copied()
    }

    /// In deferred acceptance: the first member whom the offer does not keep, and who is kept.
    fn turned_away(&self, offer: usize, asking: &[Claim]) -> Option<(Claim, Ground, Vec<Claim>)> {
        let rules = self.market.offer(offer);
        let party = asking.first()?.party;
        let all = self.others(offer, party).chain(asking.iter().copied());
        let chosen = choose(rules, all.collect());
        let refused = *chosen.away.iter().find(|claim| claim.party == party)?;
        let mut kept: Vec<Claim> =
            chosen.kept.into_iter().filter(|claim| claim.party != party).collect();
        let alone = self.others(offer, party).chain([refused]).collect();
        let alone = choose(rules, alone).kept.contains(&refused);
        let most = rules.bounds(refused.category).1;
        let same = |claim: &Claim| claim.category == refused.category;
        let full = kept.iter().filter(|claim| same(claim)).count();
        let before = kept.iter().filter(|claim| **claim < refused).count();
        let ground = if kept.is_empty() {
            Ground::Room
        } else if alone {
            Ground::Together
        } else if u32::try_from(full).unwrap_or(u32::MAX) >= most {
            kept.retain(same);
            Ground::AtMost
        } else if before < kept.len() {
            Ground::AtLeast
        } else if kept.last().is_some_and(|last| last.class < refused.class) {
            Ground::Class
        } else {
            Ground::Draw
        };
        Some((refused, ground, kept))
    }

    /// In turn: what stood in the way when the party's turn came.
    fn out_of_turn(&self, offer: usize, asking: &[Claim]) -> Option<(Claim, Ground, Vec<Claim>)> {
        let rules = self.market.offer(offer);
        let first = *asking.first()?;
        let before = |claim: &Claim| claim.draw < first.draw;
        let mut kept: Vec<Claim> = self.others(offer, first.party).filter(before).collect();
        kept.sort_unstable_by_key(|claim| claim.draw);
        let count = |some: usize| u32::try_from(some).unwrap_or(u32::MAX);
        if count(kept.len() + asking.len()) > rules.seats {
            let ground = match kept.len() {
                0 => Ground::Room,
                taken if count(taken) < rules.seats => Ground::Together,
                _ => Ground::Draw,
            };
            return Some((first, ground, kept));
        }
        let over = asking.iter().find(|claim| {
            let same = |other: &&Claim| other.category == claim.category;
            let all = kept.iter().filter(same).count() + asking.iter().filter(same).count();
            count(all) > rules.bounds(claim.category).1
        });
        let over = *over?;
        kept.retain(|claim| claim.category == over.category);
        Some((over, Ground::AtMost, kept))
    }
}
