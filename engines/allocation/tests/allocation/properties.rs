//! What holds for every market, tried on drawn ones.

use allocation::checker::complaints;
use allocation::{Allocation, Entered, Rule, Standing, solve};
use proptest::prelude::*;

use crate::markets::{drawn, entered};

const OFFERS: [&str; 4] = ["a", "b", "c", "d"];
const CATEGORIES: [&str; 3] = ["", "near", "far"];

/// What is drawn of a market: seats with their quotas, persons with wishes, classes and category.
type Sketch = (Vec<(u32, u32, u32)>, Vec<(Vec<usize>, Vec<u32>, usize)>);

fn sketches(persons: std::ops::Range<usize>) -> impl Strategy<Value = Sketch> {
    let wishes = Just((0..OFFERS.len()).collect::<Vec<_>>()).prop_shuffle();
    let wishes = (wishes, 0..=OFFERS.len()).prop_map(|(all, count)| all[..count].to_vec());
    let classes = proptest::collection::vec(0u32..4, OFFERS.len());
    (
        proptest::collection::vec((0u32..4, 0u32..3, 0u32..4), OFFERS.len()),
        proptest::collection::vec((wishes, classes, 0..CATEGORIES.len()), persons),
    )
}

/// The market of a sketch, whose persons go together by the sizes given in turn.
fn market_of(sketch: &Sketch, sizes: &[usize]) -> Entered {
    let offers: Vec<_> = OFFERS.iter().zip(&sketch.0).map(|(id, (s, ..))| (*id, *s)).collect();
    let mut market = entered(&offers, &[], &[]);
    for (offer, (seats, at_least, at_most)) in market.offers.iter_mut().zip(&sketch.0) {
        let at_least = *at_least.min(seats);
        let near = (CATEGORIES[1], at_least, *at_most.max(&at_least));
        let far = (CATEGORIES[2], 0, 2);
        let quotas = [near, far].into_iter().map(|(category, at_least, at_most)| {
            allocation::QuotaLine { category: category.to_owned(), at_least, at_most }
        });
        offer.quotas = quotas.collect();
    }
    let groups = sizes.iter().copied().chain(std::iter::repeat(1)).enumerate();
    let groups: Vec<(usize, usize)> =
        groups.flat_map(|(group, size)| vec![(group, size); size]).take(sketch.1.len()).collect();
    let mut lengths = std::collections::BTreeMap::new();
    for (index, (wishes, classes, category)) in sketch.1.iter().enumerate() {
        let (group, size) = groups[index];
        let length = *lengths.entry(group).or_insert(wishes.len());
        let wishes = wishes.iter().cycle().take(if wishes.is_empty() { 0 } else { length });
        let wishes = wishes.map(|&offer| allocation::WishLine {
            offer: OFFERS[offer].to_owned(),
            class: Some(classes[offer]).filter(|class| *class > 0),
        });
        let id = format!("p{index}");
        let party = if size > 1 { format!("g{group}") } else { id.clone() };
        let category = CATEGORIES[*category].to_owned();
        let wishes = wishes.collect();
        market.persons.push(allocation::PersonLine { id, party, category, wishes });
    }
    // A member without wishes stays out, so that those of a party stand side by side.
    let full = |market: &Entered, person: &allocation::PersonLine| {
        let mut members = market.persons.iter().filter(|other| other.party == person.party);
        members.all(|other| other.wishes.len() == person.wishes.len())
    };
    let kept: Vec<_> = market.persons.iter().filter(|p| full(&market, p)).cloned().collect();
    market.persons = kept;
    market
}

fn solved(market: &Entered, rule: Rule, seed: &str) -> (allocation::Market, Allocation, usize) {
    let (market, draw) = drawn(market, seed);
    let allocation = solve(&market, &draw, rule);
    let wrong = complaints(&market, &draw, rule, &allocation.got).len();
    (market, allocation, wrong)
}

/// The place of what somebody has in what they truly wish; later is worse.
fn place(
    market: &allocation::Market,
    got: &[Option<usize>],
    person: usize,
    truth: &[&str],
) -> usize {
    let wish = got[market.person(person).party].map(|rank| market.person(person).wishes[rank]);
    let offer = wish.map(|wish| market.offer(wish.offer).id.as_str());
    truth.iter().position(|id| Some(*id) == offer).unwrap_or(truth.len())
}

/// Every list of different offers that one could hand in.
fn lists() -> Vec<Vec<&'static str>> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    let mut last = all.clone();
    for _ in OFFERS {
        last = last
            .iter()
            .flat_map(|list| {
                let more = OFFERS.iter().filter(|offer| !list.contains(offer));
                more.map(|offer| [list.as_slice(), &[*offer]].concat()).collect::<Vec<_>>()
            })
            .collect();
        all.extend(last.clone());
    }
    all
}

fn reported(market: &Entered, person: usize, list: &[&str], classes: &[u32]) -> Entered {
    let mut other = market.clone();
    let wish = |id: &&str| {
        let class = classes[OFFERS.iter().position(|offer| offer == id).unwrap()];
        allocation::WishLine { offer: (*id).to_owned(), class: Some(class).filter(|c| *c > 0) }
    };
    other.persons[person].wishes = list.iter().map(wish).collect();
    other
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn each_alone_the_checker_finds_nothing(sketch in sketches(1..12), seed in "[a-z]{1,5}") {
        let market = market_of(&sketch, &[]);
        prop_assume!(!market.persons.is_empty());
        for rule in [Rule::Serial, Rule::Deferred] {
            let (_, allocation, wrong) = solved(&market, rule, &seed);
            prop_assert_eq!(wrong, 0);
            let standing = if rule == Rule::Serial { Standing::InTurn } else { Standing::Stable };
            prop_assert_eq!(allocation.standing, standing);
        }
    }

    #[test]
    fn groups_are_stable_or_said_not_to_be(
        sketch in sketches(2..9),
        sizes in proptest::collection::vec(1usize..4, 4),
        seed in "[a-z]{1,5}",
    ) {
        let market = market_of(&sketch, &sizes);
        prop_assume!(!market.persons.is_empty());
        let (_, _, wrong) = solved(&market, Rule::Serial, &seed);
        prop_assert_eq!(wrong, 0);
        let (checked, allocation, wrong) = solved(&market, Rule::Deferred, &seed);
        prop_assert_eq!(wrong == 0, allocation.standing == Standing::Stable);
        for (party, got) in checked.parties().iter().zip(&allocation.got) {
            let with = party.members.iter().filter(|_| got.is_some()).count();
            prop_assert!(with == 0 || with == party.members.len());
        }
    }

    /// Order of lines, and who is named when, change nothing.
    #[test]
    fn the_order_of_the_files_changes_nothing(sketch in sketches(1..10), seed in "[a-z]{1,5}") {
        let market = market_of(&sketch, &[]);
        prop_assume!(!market.persons.is_empty());
        let mut turned = market.clone();
        turned.persons.reverse();
        turned.offers.reverse();
        for rule in [Rule::Serial, Rule::Deferred] {
            let seats = |entered: &Entered| {
                let (market, allocation, _) = solved(entered, rule, &seed);
                let mut seats = crate::markets::seats(&market, &allocation.got);
                seats.sort();
                seats
            };
            prop_assert_eq!(seats(&market), seats(&turned));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Every list that each person could hand in instead of their true one is tried: none gives
    /// them something better.
    #[test]
    fn to_say_the_truth_is_best(sketch in sketches(2..6), seed in "[a-z]{1,5}") {
        let market = market_of(&sketch, &[]);
        prop_assume!(market.persons.len() == sketch.1.len());
        for (rule, person) in [Rule::Serial, Rule::Deferred]
            .into_iter()
            .flat_map(|rule| (0..market.persons.len()).map(move |person| (rule, person)))
        {
            let wishes = market.persons[person].wishes.iter();
            let truth: Vec<&str> = wishes.map(|wish| wish.offer.as_str()).collect();
            let (checked, honest, _) = solved(&market, rule, &seed);
            let honest = place(&checked, &honest.got, person, &truth);
            for list in lists() {
                let other = reported(&market, person, &list, &sketch.1[person].1);
                let (checked, other, _) = solved(&other, rule, &seed);
                let other = place(&checked, &other.got, person, &truth);
                prop_assert!(other >= honest, "{person} gains by {list:?}");
            }
        }
    }
}

/// A checker that sees nothing would pass all of the above.
#[test]
fn the_checker_finds_what_is_wrong() {
    use allocation::checker::Complaint;
    let mut market = entered(&[("a", 1), ("b", 1)], &["a: x y"], &["x: a b", "y: a b"]);
    let found = |market: &Entered, got: &[Option<usize>], rule| {
        let (market, draw) = drawn(market, "s");
        complaints(&market, &draw, rule, got)
    };
    let rule = Rule::Deferred;
    assert_eq!(found(&market, &[Some(0), Some(1)], rule), []);
    assert_eq!(
        found(&market, &[Some(1), Some(0)], rule),
        [Complaint::Denied { party: 0, wish: 0 }]
    );
    assert_eq!(found(&market, &[Some(0), None], rule), [Complaint::Denied { party: 1, wish: 1 }]);
    assert!(found(&market, &[Some(0), Some(0)], rule).contains(&Complaint::Overfull { offer: 0 }));
    let unknown = Complaint::Unknown { party: 1 };
    assert!(found(&market, &[Some(0), Some(2)], rule).contains(&unknown));
    assert_eq!(found(&market, &[Some(0)], rule), [unknown]);
    let turns = [[Some(0), Some(1)], [Some(1), Some(0)]]
        .map(|got| found(&market, &got, Rule::Serial).len());
    assert_eq!(turns.iter().sum::<usize>(), 1, "one of the two was drawn first");
    crate::markets::categorised(&mut market, "c", &["x"]);
    crate::markets::quota(&mut market, "a", "c", 0, 0);
    let over = Complaint::OverQuota { offer: 0, category: Some(0) };
    assert!(found(&market, &[Some(0), Some(1)], rule).contains(&over));
}

/// Where the search for groups has nothing to do, it finds what deferred acceptance finds.
#[test]
fn one_group_elsewhere_changes_nothing_for_the_others() {
    let order = ["a: p1 p2 p3 p4", "b: p4 p3 p2 p1"];
    let persons = ["p1: b a", "p2: b a", "p3: a b", "p4: a b"];
    let alone = entered(&[("a", 2), ("b", 1), ("c", 2)], &order, &persons);
    let mut with = alone.clone();
    with.persons.extend(entered(&[], &[], &["g1/g: c", "g2/g: c"]).persons);
    let (market, allocation, _) = solved(&alone, Rule::Deferred, "s");
    let (bigger, together, wrong) = solved(&with, Rule::Deferred, "s");
    assert_eq!(wrong, 0);
    let seats = crate::markets::seats(&bigger, &together.got);
    assert_eq!(seats[..4], crate::markets::seats(&market, &allocation.got));
    assert_eq!(seats[4..], ["g1 c", "g2 c"]);
}
