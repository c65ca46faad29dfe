//! What is taken, and what is left.

use parvis_reservations::capacity::{Amount, Excess, first_excess, free_over, peak};
use proptest::prelude::*;

fn amount(from: i32, to: i32, quantity: u32) -> Amount<i32> {
    Amount { from, to, quantity }
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
}
