//! Markets in few words, for the tests.

use allocation::lottery::{Draw, Seed, draw};
use allocation::{Entered, Market, OfferLine, PersonLine, QuotaLine, WishLine};

/// Offers as `id seats`; who goes first where as `offer: person person`; persons as
/// `id: offer offer`, with `id/party:` for who goes with others.
pub(crate) fn entered(offers: &[(&str, u32)], order: &[&str], persons: &[&str]) -> Entered {
    let class = |offer: &str, person: &str| {
        let list = order.iter().find_map(|line| line.strip_prefix(&format!("{offer}: ")))?;
        let place = list.split(' ').position(|other| other == person)?;
        u32::try_from(place + 1).ok()
    };
    let offer = |(id, seats): &(&str, u32)| OfferLine {
        id: (*id).to_owned(),
        seats: *seats,
        quotas: Vec::new(),
    };
    let person = |line: &&str| {
        let (who, wishes) = line.split_once(':').unwrap_or((line, ""));
        let (id, party) = who.split_once('/').unwrap_or((who, who));
        let wish = |offer: &str| WishLine { offer: offer.to_owned(), class: class(offer, id) };
        PersonLine {
            id: id.to_owned(),
            party: party.to_owned(),
            category: String::new(),
            wishes: wishes.split_whitespace().map(wish).collect(),
        }
    };
    Entered {
        offers: offers.iter().map(offer).collect(),
        persons: persons.iter().map(person).collect(),
    }
}

/// Adds a rule for a category.
pub(crate) fn quota(
    entered: &mut Entered,
    offer: &str,
    category: &str,
    at_least: u32,
    at_most: u32,
) {
    let found = entered.offers.iter_mut().find(|line| line.id == offer).unwrap();
    found.quotas.push(QuotaLine { category: category.to_owned(), at_least, at_most });
}

/// Puts persons into a category.
pub(crate) fn categorised(entered: &mut Entered, category: &str, persons: &[&str]) {
    for person in entered.persons.iter_mut().filter(|line| persons.contains(&line.id.as_str())) {
        person.category = category.to_owned();
    }
}

/// A market and a draw from this seed.
pub(crate) fn drawn(entered: &Entered, seed: &str) -> (Market, Draw) {
    let market = Market::new(entered).unwrap();
    let draw = draw(&market, &Seed::new(seed, "").unwrap());
    (market, draw)
}

/// Who has what, as `person offer`, in the order of entry; `-` for nothing.
pub(crate) fn seats(market: &Market, got: &[Option<usize>]) -> Vec<String> {
    let seat = |person: &allocation::Person| {
        let wish = got[person.party].map(|rank| person.wishes[rank]);
        format!("{} {}", person.id, wish.map_or("-", |wish| &market.offer(wish.offer).id))
    };
    market.persons().iter().map(seat).collect()
}
