//! What is taken, what is left, and who gets which unit.

use parvis_reservations::capacity::{
    Amount, Excess, Stay, Unassignable, assign, first_excess, free_over, peak,
};
use proptest::prelude::*;

fn amount(from: i32, to: i32, quantity: u32) -> Amount<i32> {
    Amount { from, to, quantity }
}

fn stay(from: i32, to: i32) -> Stay<i32> {
    Stay { from, to, pin: None }
}

fn pinned(from: i32, to: i32, unit: usize) -> Stay<i32> {
    Stay { from, to, pin: Some(unit) }
}

#[test]
fn neighbours_do_not_overlap() {
    let room = [amount(8, 18, 1)];
    assert_eq!(first_excess([amount(9, 10, 1), amount(10, 11, 1)], room), None);
    let excess = Excess { from: 10, to: 11, taken: 2, capacity: 1 };
    assert_eq!(first_excess([amount(9, 11, 1), amount(10, 12, 1)], room), Some(excess));
    // Outside what is offered there is nothing.
    let late = Excess { from: 18, to: 19, taken: 1, capacity: 0 };
    assert_eq!(first_excess([amount(17, 19, 1)], room), Some(late));
    // What takes no time takes nothing.
    assert_eq!(first_excess([amount(7, 7, 5), amount(20, 19, 5), amount(20, 21, 0)], room), None);
}

#[test]
fn what_is_left_is_told_without_gaps() {
    let seats = [amount(8, 12, 10), amount(10, 14, 5)];
    let bookings = [amount(9, 11, 4), amount(11, 13, 4), amount(13, 14, 9)];
    assert_eq!(
        free_over(bookings, seats, 7, 15),
        [
            amount(7, 8, 0),
            amount(8, 9, 10),
            amount(9, 10, 6),
            amount(10, 12, 11),
            amount(12, 13, 1),
            amount(13, 15, 0),
        ]
    );
    assert_eq!(free_over(bookings, seats, 9, 9), []);
    assert_eq!(free_over([], [], 1, 3), [amount(1, 3, 0)]);
    assert_eq!(peak(bookings, 8, 13), 4);
    assert_eq!(peak(bookings, 0, 99), 9);
    assert_eq!(peak(bookings, 14, 99), 0);
    let many = [amount(0, 2, u32::MAX), amount(1, 3, u32::MAX)];
    assert_eq!(peak(many, 0, 3), 2 * u64::from(u32::MAX));
}

#[test]
fn late_assignment_never_fragments() {
    // Booked in this order and fixed at once, the third would find both desks taken for a part.
    let stays = [stay(9, 11), stay(12, 14), stay(9, 12), stay(11, 14)];
    let units = assign(&stays, 2).unwrap();
    assert_eq!(units.iter().max(), Some(&1));
    assert_eq!(assign(&stays, 1), Err(Unassignable::TooMany { at: 9, needed: 2 }));
}

#[test]
fn pins_are_kept_or_it_is_said_why_not() {
    let stays = [pinned(9, 11, 1), stay(10, 12), stay(9, 10), pinned(12, 14, 0), stay(11, 14)];
    assert_eq!(assign(&stays, 2).unwrap(), [1, 0, 0, 0, 1]);
    let missing = [stay(1, 2), pinned(1, 2, 2)];
    assert_eq!(assign(&missing, 2), Err(Unassignable::NoSuchUnit { stay: 1 }));
    let same = [pinned(1, 4, 0), stay(1, 2), pinned(3, 5, 0)];
    assert_eq!(assign(&same, 9), Err(Unassignable::SamePin { one: 0, other: 2 }));
    // Both units are taken for a part of the long stay, though never both at once.
    let between = [pinned(0, 2, 0), stay(1, 4), pinned(3, 5, 1)];
    assert_eq!(assign(&between, 2), Err(Unassignable::Impossible { from: 0, to: 5 }));
    assert_eq!(assign(&between, 3).unwrap(), [0, 2, 1]);
}

#[test]
fn a_week_of_a_large_place_is_assigned_with_its_pins() {
    // 60 desks, 3,000 stays, a tenth of them pinned to where a full plan has them.
    let mut stays = Vec::new();
    let mut ends = [0_i32; 60];
    let mut chance = 7_u64;
    let mut next = |below: u64| {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i32::try_from((chance >> 33) % below).unwrap()
    };
    for turn in 0..3_000 {
        let unit = turn % 60;
        let from = ends[unit] + next(3);
        ends[unit] = from + 1 + next(8);
        let pin = (next(10) == 0).then_some(unit);
        stays.push(Stay { from, to: ends[unit], pin });
    }
    let units = assign(&stays, 60).unwrap();
    assert_right(&stays, &units, 60);
}

/// Pins are kept, and nobody shares a unit.
fn assert_right(stays: &[Stay<i32>], units: &[usize], count: usize) {
    for (index, one) in stays.iter().enumerate() {
        assert!(units[index] < count);
        assert!(one.pin.is_none_or(|pin| pin == units[index]));
        for (other, two) in stays.iter().enumerate().skip(index + 1) {
            let overlap = one.from < two.to && two.from < one.to;
            assert!(!overlap || units[index] != units[other], "{one:?} {two:?}");
        }
    }
}

/// Whether any assignment is right, by trying all.
fn possible(stays: &[Stay<i32>], units: usize, given: &mut Vec<usize>) -> bool {
    let Some(one) = stays.get(given.len()) else {
        return true;
    };
    (0..units).any(|unit| {
        let clash = stays
            .iter()
            .zip(given.iter())
            .any(|(other, of)| *of == unit && one.from < other.to && other.from < one.to);
        if clash || one.pin.is_some_and(|pin| pin != unit) {
            return false;
        }
        given.push(unit);
        let found = possible(stays, units, given);
        given.pop();
        found
    })
}

fn amounts() -> impl Strategy<Value = Vec<Amount<i32>>> {
    let one = (0_i32..30, -1_i32..12, 0_u32..4);
    prop::collection::vec(one.prop_map(|(from, long, q)| amount(from, from + long, q)), 0..12)
}

/// The sum at a time, by looking at each.
fn at(time: i32, amounts: &[Amount<i32>]) -> u64 {
    let there = amounts.iter().filter(|one| one.from <= time && time < one.to);
    there.map(|one| u64::from(one.quantity)).sum()
}

proptest! {
    #[test]
    fn sums_are_those_of_looking_at_each_time(
        bookings in amounts(), capacity in amounts(), from in 0_i32..40, long in 0_i32..40,
    ) {
        let over = (0..50).find(|time| at(*time, &bookings) > at(*time, &capacity));
        let found = first_excess(bookings.clone(), capacity.clone());
        prop_assert_eq!(found.map(|excess| excess.from), over);
        if let Some(excess) = found {
            for time in excess.from..excess.to {
                prop_assert_eq!(excess.taken, at(time, &bookings));
                prop_assert_eq!(excess.capacity, at(time, &capacity));
            }
        }
        let to = from + long;
        let free = free_over(bookings.clone(), capacity.clone(), from, to);
        let joined = |pair: &[Amount<i32>]| {
            pair[0].to == pair[1].from && pair[0].quantity != pair[1].quantity
        };
        prop_assert!(free.windows(2).all(joined));
        prop_assert_eq!(free.first().map_or(to, |one| one.from), from.min(to));
        prop_assert_eq!(free.last().map_or(from, |one| one.to), to);
        for time in from..to {
            let left = at(time, &capacity).saturating_sub(at(time, &bookings));
            prop_assert_eq!(at(time, &free), left);
        }
        let most = (from..to).map(|time| at(time, &bookings)).max().unwrap_or(0);
        prop_assert_eq!(peak(bookings, from, to), most);
    }

    #[test]
    fn units_suffice_if_no_more_overlap(
        stays in prop::collection::vec((0_i32..60, 1_i32..20), 0..40), units in 1_usize..8,
    ) {
        let stays: Vec<Stay<i32>> = stays.iter().map(|(from, long)| stay(*from, from + long)).collect();
        let uses = stays.iter().map(|one| amount(one.from, one.to, 1));
        let fits = peak(uses, 0, 100) <= units as u64;
        match assign(&stays, units) {
            Ok(given) => {
                prop_assert!(fits);
                assert_right(&stays, &given, units);
            }
            Err(Unassignable::TooMany { at: time, needed }) => {
                prop_assert!(!fits && needed > units);
                prop_assert!(at(time, &stays.iter().map(|one| amount(one.from, one.to, 1)).collect::<Vec<_>>()) > units as u64);
            }
            Err(fault) => prop_assert!(false, "{fault:?}"),
        }
    }

    #[test]
    fn with_pins_the_answer_is_that_of_trying_all(
        stays in prop::collection::vec((0_i32..14, 1_i32..6, prop::option::weighted(0.4, 0_usize..3)), 0..9),
        units in 1_usize..5,
    ) {
        let stays: Vec<Stay<i32>> =
            stays.iter().map(|(from, long, pin)| Stay { from: *from, to: from + long, pin: *pin }).collect();
        match assign(&stays, units) {
            Ok(given) => assert_right(&stays, &given, units),
            Err(fault) => {
                let found = matches!(fault, Unassignable::NotFound { .. });
                prop_assert!(!found, "so few are always decided");
                prop_assert!(!possible(&stays, units, &mut Vec::new()), "{fault:?}");
            }
        }
    }
}
