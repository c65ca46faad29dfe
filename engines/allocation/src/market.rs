//! Offers, persons and what they wish: checked once, so that all that follows can rely on it.
//!
//! Persons who go together are a party. Their wishes are read side by side: the second wish of a
//! party is the second wish of each of its members, at one offer or at several.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

/// Offers of one market.
pub const OFFERS_MAX: usize = 10_000;
/// Persons of one market.
pub const PERSONS_MAX: usize = 200_000;
/// Wishes of one person.
pub const WISHES_MAX: usize = 100;
/// Members of one party.
pub const MEMBERS_MAX: usize = 50;
/// Seats of one offer.
pub const SEATS_MAX: u32 = 1_000_000;
/// Bytes of an identifier.
pub const ID_MAX: usize = 100;
/// The class of who has no priority: after all others.
pub const NO_CLASS: u32 = u32::MAX;

/// A market as it was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entered {
    /// What there is.
    pub offers: Vec<OfferLine>,
    /// Who asks.
    pub persons: Vec<PersonLine>,
}

/// A workshop, a nursery section: whatever has seats that are alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferLine {
    /// Its identifier.
    pub id: String,
    /// How many it takes.
    pub seats: u32,
    /// Rules for categories of persons.
    pub quotas: Vec<QuotaLine>,
}

/// A rule for one category of persons at one offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaLine {
    /// Whom it concerns.
    pub category: String,
    /// Seats that go to the category first, as long as it asks for them.
    pub at_least: u32,
    /// Seats that it cannot exceed.
    pub at_most: u32,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonLine {
    /// Its identifier.
    pub id: String,
    /// The party that it belongs to; its own identifier when it comes alone.
    pub party: String,
    /// Its category, or nothing.
    pub category: String,
    /// Best first.
    pub wishes: Vec<WishLine>,
}

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishLine {
    /// The offer.
    pub offer: String,
    /// The class of priority there: 1 goes first; none goes last.
    pub class: Option<u32>,
}

/// Where a fault of a market is; indices into what was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The whole.
    Market,
    /// An offer.
    Offer(usize),
    /// A quota of an offer.
    Quota(usize, usize),
    /// A person.
    Person(usize),
    /// A wish of a person.
    Wish(usize, usize),
}

/// What is wrong with a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// There is none, or more than so many.
    Count(usize),
    /// Empty, too long, or with a character that cannot be seen.
    Id(String),
    /// Named before.
    Twice(String),
    /// No offer has this identifier.
    NoSuchOffer(String),
    /// More seats than so many.
    Seats(u32),
    /// The quotas of the offer reserve more seats than there are, or *at least* is over *at most*.
    Quotas,
    /// A class of priority is 1 or more, and less than 4294967295.
    Class(u32),
    /// A person has two classes at one offer.
    Classes(String),
    /// A party of several takes the name of another person who comes alone.
    PartyOf(String),
    /// A member of a party has another number of wishes than the first member.
    Aligned(String),
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// What.
    pub kind: FaultKind,
}

/// An offer, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its identifier.
    pub id: String,
    /// How many it takes.
    pub seats: u32,
    /// Its rules for categories.
    pub quotas: Vec<Quota>,
}

/// A rule for one category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Number of the category.
    pub category: u32,
    /// Seats that go to it first.
    pub at_least: u32,
    /// Seats that it cannot exceed.
    pub at_most: u32,
}

/// A person, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its identifier.
    pub id: String,
    /// Index of its party.
    pub party: usize,
    /// Number of its category.
    pub category: Option<u32>,
    /// Best first.
    pub wishes: Vec<Wish>,
}

/// A wish, checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Index of the offer.
    pub offer: usize,
    /// Class of priority there; [`NO_CLASS`] for none.
    pub class: u32,
}

/// Persons who go together, or one alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its identifier, with which it is drawn.
    pub id: String,
    /// Indices of its persons, in the order in which they were entered.
    pub members: Vec<usize>,
    /// How many wishes it has.
    pub wishes: usize,
}

/// A market that was checked: every index in it leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    offers: Vec<Offer>,
    persons: Vec<Person>,
    parties: Vec<Party>,
    categories: Vec<String>,
}

impl Market {
    /// Checks what was entered.
    pub fn new(entered: &Entered) -> Result<Self, Fault> {
        counted(entered.offers.len(), OFFERS_MAX, At::Market)?;
        counted(entered.persons.len(), PERSONS_MAX, At::Market)?;
        let mut numbers = BTreeMap::new();
        let named = entered.persons.iter().map(|person| &person.category).chain(
            entered.offers.iter().flat_map(|o| o.quotas.iter().map(|quota| &quota.category)),
        );
        for category in named.filter(|category| !category.is_empty()) {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            numbers.entry(category.clone()).or_insert(next);
        }
        let offers = offers(&entered.offers, &numbers)?;
        let (persons, parties) = persons(entered, &numbers)?;
        let mut categories: Vec<(u32, String)> = numbers.into_iter().map(|(c, n)| (n, c)).collect();
        categories.sort_unstable();
        let categories = categories.into_iter().map(|(_, category)| category).collect();
        Ok(Market { offers, persons, parties, categories })
    }

    /// All offers.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// All persons.
    #[must_use]
    pub fn persons(&self) -> &[Person] {
        &self.persons
    }

    /// All parties.
    #[must_use]
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// One of its offers.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "indices of a market lead somewhere")]
    pub fn offer(&self, index: usize) -> &Offer {
        &self.offers[index]
    }

    /// One of its persons.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "indices of a market lead somewhere")]
    pub fn person(&self, index: usize) -> &Person {
        &self.persons[index]
    }

    /// One of its parties.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "indices of a market lead somewhere")]
    pub fn party(&self, index: usize) -> &Party {
        &self.parties[index]
    }

    /// The name of a category.
    #[must_use]
    pub fn category(&self, number: Option<u32>) -> &str {
        let index = number.and_then(|number| usize::try_from(number).ok());
        index.and_then(|index| self.categories.get(index)).map_or("", String::as_str)
    }

    /// What each member of a party asks for with its wish `rank`: person and wish.
    pub fn asked(&self, party: usize, rank: usize) -> impl Iterator<Item = (usize, Wish)> {
        let members = self.party(party).members.iter();
        members.filter_map(move |&member| {
            self.person(member).wishes.get(rank).map(|wish| (member, *wish))
        })
    }
}

impl Offer {
    /// The rule for a category: at least, at most.
    #[must_use]
    pub fn bounds(&self, category: Option<u32>) -> (u32, u32) {
        let quota = self.quotas.iter().find(|quota| Some(quota.category) == category);
        quota.map_or((0, u32::MAX), |quota| (quota.at_least, quota.at_most))
    }
}

fn counted(count: usize, most: usize, at: At) -> Result<(), Fault> {
    if count == 0 || count > most {
        return Err(Fault { at, kind: FaultKind::Count(most) });
    }
    Ok(())
}

fn identified(id: &str, at: At) -> Result<(), Fault> {
    let bad = id.is_empty() || id.len() > ID_MAX || id.trim() != id || id.contains('>');
    if bad || id.chars().any(char::is_control) {
        return Err(Fault { at, kind: FaultKind::Id(id.to_owned()) });
    }
    Ok(())
}

fn offers(lines: &[OfferLine], numbers: &BTreeMap<String, u32>) -> Result<Vec<Offer>, Fault> {
    let mut known = BTreeSet::new();
    let mut offers = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let fault = |kind| Err(Fault { at: At::Offer(index), kind });
        identified(&line.id, At::Offer(index))?;
        if !known.insert(&line.id) {
            return fault(FaultKind::Twice(line.id.clone()));
        }
        if line.seats > SEATS_MAX {
            return fault(FaultKind::Seats(SEATS_MAX));
        }
        let mut quotas: Vec<Quota> = Vec::with_capacity(line.quotas.len());
        let mut reserved = 0u64;
        for (place, quota) in line.quotas.iter().enumerate() {
            let fault = |kind| Err(Fault { at: At::Quota(index, place), kind });
            identified(&quota.category, At::Quota(index, place))?;
            let category = numbers.get(&quota.category).copied().unwrap_or(u32::MAX);
            if quotas.iter().any(|other| other.category == category) {
                return fault(FaultKind::Twice(quota.category.clone()));
            }
            reserved += u64::from(quota.at_least);
            if quota.at_least > quota.at_most || reserved > u64::from(line.seats) {
                return fault(FaultKind::Quotas);
            }
            quotas.push(Quota { category, at_least: quota.at_least, at_most: quota.at_most });
        }
        offers.push(Offer { id: line.id.clone(), seats: line.seats, quotas });
    }
    Ok(offers)
}

fn persons(
    entered: &Entered,
    numbers: &BTreeMap<String, u32>,
) -> Result<(Vec<Person>, Vec<Party>), Fault> {
    let places: HashMap<&str, usize> = entered
        .offers
        .iter()
        .enumerate()
        .map(|(index, offer)| (offer.id.as_str(), index))
        .collect();
    let mut ids = BTreeSet::new();
    for (index, line) in entered.persons.iter().enumerate() {
        identified(&line.id, At::Person(index))?;
        identified(&line.party, At::Person(index))?;
        if !line.category.is_empty() {
            identified(&line.category, At::Person(index))?;
        }
        if !ids.insert(line.id.as_str()) {
            let kind = FaultKind::Twice(line.id.clone());
            return Err(Fault { at: At::Person(index), kind });
        }
    }
    let mut persons: Vec<Person> = Vec::with_capacity(entered.persons.len());
    let mut parties: Vec<Party> = Vec::new();
    let mut numbered: HashMap<&str, usize> = HashMap::new();
    for (index, line) in entered.persons.iter().enumerate() {
        let fault = |kind| Err(Fault { at: At::Person(index), kind });
        let wishes = wishes(index, line, &places)?;
        // Somebody alone is drawn with their own identifier, which no group may take.
        if line.party != line.id && ids.contains(line.party.as_str()) {
            return fault(FaultKind::PartyOf(line.party.clone()));
        }
        let party = *numbered.entry(line.party.as_str()).or_insert(parties.len());
        match parties.get_mut(party) {
            None => {
                let (id, members) = (line.party.clone(), vec![index]);
                parties.push(Party { id, members, wishes: wishes.len() });
            }
            Some(party) if party.wishes != wishes.len() => {
                return fault(FaultKind::Aligned(line.party.clone()));
            }
            Some(party) => {
                party.members.push(index);
                counted(party.members.len(), MEMBERS_MAX, At::Person(index))?;
            }
        }
        let category = numbers.get(&line.category).copied();
        persons.push(Person { id: line.id.clone(), party, category, wishes });
    }
    Ok((persons, parties))
}

fn wishes(
    person: usize,
    line: &PersonLine,
    places: &HashMap<&str, usize>,
) -> Result<Vec<Wish>, Fault> {
    if line.wishes.len() > WISHES_MAX {
        return Err(Fault { at: At::Person(person), kind: FaultKind::Count(WISHES_MAX) });
    }
    let alone = line.party == line.id;
    let mut wishes: Vec<Wish> = Vec::with_capacity(line.wishes.len());
    for (rank, wish) in line.wishes.iter().enumerate() {
        let fault = |kind| Err(Fault { at: At::Wish(person, rank), kind });
        let Some(&offer) = places.get(wish.offer.as_str()) else {
            return fault(FaultKind::NoSuchOffer(wish.offer.clone()));
        };
        let class = match wish.class {
            None => NO_CLASS,
            Some(class) if class == 0 || class == NO_CLASS => {
                return fault(FaultKind::Class(class));
            }
            Some(class) => class,
        };
        // Within a party one member may ask for an offer again, while another asks for a new one.
        let before = wishes.iter().find(|other| other.offer == offer);
        if before.is_some() && alone {
            return fault(FaultKind::Twice(wish.offer.clone()));
        }
        if before.is_some_and(|other| other.class != class) {
            return fault(FaultKind::Classes(wish.offer.clone()));
        }
        wishes.push(Wish { offer, class });
    }
    Ok(wishes)
}
