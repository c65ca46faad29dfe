//! The file that is published: all that went in, and all that came out, so that anyone can redo
//! it. `docs/allocation.md` specifies every step.

use serde::{Deserialize, Serialize};

use crate::checker::{Complaint, complaints};
use crate::lottery::{Seed, SeedFault, commitment, draw};
use crate::reasons::{Ground, Seated};
use crate::{Allocation, Entered, Market, Rule, Standing, solve};

/// The form of the file.
pub const FORMAT: &str = "parvis-allocation-1";

/// An allocation with all that led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// [`FORMAT`].
    pub format: String,
    /// By which rule.
    pub rule: Rule,
    /// The seed, secret until then.
    pub seed: String,
    /// What was added to it, known to nobody before; or nothing.
    pub public: String,
    /// SHA-256 of the seed, announced before the closing date.
    pub commitment: String,
    /// What was entered.
    pub entered: Entered,
    /// Parties, first drawn first.
    pub draw: Vec<Drawn>,
    /// What each person has, in the order of entry.
    pub answer: Vec<Answer>,
    /// What may be said of the whole.
    pub standing: Standing,
    /// Requests made until the end.
    pub steps: u64,
    /// Who would rather have something else.
    pub envy: Envy,
    /// Why.
    pub reasons: Vec<ReasonLine>,
}

/// A party and its ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The party.
    pub party: String,
    /// SHA-256, 64 hexadecimal digits.
    pub ticket: String,
}

/// What a person has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The person.
    pub person: String,
    /// The offer, or nothing.
    pub offer: Option<String>,
    /// Which wish it was, from 1.
    pub wish: Option<usize>,
}

/// Who would rather have something else; persons are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envy {
    /// How many have their first wish, their second, and so on.
    pub by_wish: Vec<usize>,
    /// How many asked and have nothing.
    pub without: usize,
    /// How many have less than they have a right to: 0 unless no stable answer was found.
    pub justified: usize,
}

/// Why a person has not a wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonLine {
    /// The party.
    pub party: String,
    /// Its wish, from 1.
    pub wish: usize,
    /// The member that was turned away.
    pub person: String,
    /// Where.
    pub offer: String,
    /// By which rule.
    pub ground: Ground,
    /// How many went before.
    pub before: usize,
    /// The last of them.
    pub last: Option<String>,
}

/// What must be known beside the market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// By which rule.
    pub rule: Rule,
    /// The seed.
    pub seed: String,
    /// What is added to it, or nothing.
    pub public: String,
}

/// Gives out the seats, and says all that is to be published.
pub fn allocate(entered: Entered, market: &Market, known: Known) -> Result<Published, SeedFault> {
    let seed = Seed::new(&known.seed, &known.public)?;
    let draw = draw(market, &seed);
    let allocation = solve(market, &draw, known.rule);
    let denied = complaints(market, &draw, known.rule, &allocation.got);
    let seated = Seated::new(market, &draw, known.rule, &allocation);
    let mut reasons = Vec::new();
    for (index, party) in market.parties().iter().enumerate() {
        reasons.extend(seated.reasons(index).into_iter().map(|reason| ReasonLine {
            party: party.id.clone(),
            wish: reason.wish + 1,
            person: market.person(reason.person).id.clone(),
            offer: market.offer(reason.offer).id.clone(),
            ground: reason.ground,
            before: reason.before,
            last: reason.last.map(|person| market.person(person).id.clone()),
        }));
    }
    let drawn = draw.order.iter().map(|&party| {
        let id = &market.party(party).id;
        Drawn { party: id.clone(), ticket: seed.ticket(id) }
    });
    Ok(Published {
        format: FORMAT.to_owned(),
        rule: known.rule,
        commitment: commitment(&known.seed),
        seed: known.seed,
        public: known.public,
        entered,
        draw: drawn.collect(),
        answer: answers(market, &allocation),
        standing: allocation.standing,
        steps: allocation.steps,
        envy: envy(market, &allocation, &denied),
        reasons,
    })
}

/// The names of the parts that are not what they are when all is done again; none if it is right.
pub fn differences(published: &Published, market: &Market) -> Result<Vec<&'static str>, SeedFault> {
    let known = Known {
        rule: published.rule,
        seed: published.seed.clone(),
        public: published.public.clone(),
    };
    let again = allocate(published.entered.clone(), market, known)?;
    let parts = [
        ("format", again.format == published.format),
        ("commitment", again.commitment == published.commitment),
        ("draw", again.draw == published.draw),
        ("answer", again.answer == published.answer),
        ("standing", again.standing == published.standing),
        ("steps", again.steps == published.steps),
        ("envy", again.envy == published.envy),
        ("reasons", again.reasons == published.reasons),
    ];
    Ok(parts.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect())
}

fn answers(market: &Market, allocation: &Allocation) -> Vec<Answer> {
    let answer = |person: &crate::Person| {
        let wish = allocation.got.get(person.party).copied().flatten();
        let offer = wish.and_then(|wish| person.wishes.get(wish));
        Answer {
            person: person.id.clone(),
            offer: offer.map(|wish| market.offer(wish.offer).id.clone()),
            wish: wish.map(|wish| wish + 1),
        }
    };
    market.persons().iter().map(answer).collect()
}

fn envy(market: &Market, allocation: &Allocation, denied: &[Complaint]) -> Envy {
    let mut envy = Envy::default();
    for (party, got) in market.parties().iter().zip(&allocation.got) {
        match got {
            Some(wish) => {
                let length = envy.by_wish.len().max(wish + 1);
                envy.by_wish.resize(length, 0);
                if let Some(count) = envy.by_wish.get_mut(*wish) {
                    *count += party.members.len();
                }
            }
            None if party.wishes > 0 => envy.without += party.members.len(),
            None => {}
        }
    }
    for complaint in denied {
        if let Complaint::Denied { party, .. } = complaint {
            envy.justified += market.party(*party).members.len();
        }
    }
    envy
}
