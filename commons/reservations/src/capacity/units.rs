//! Which unit everyone gets, when units are alike: desks, bays, cars of a class.
//!
//! Promise by number, assign late: `k` units suffice if and only if at most `k` stays overlap at any
//! time, because intervals taken in the order of their starts never need more (Frederiksen & Larsen,
//! *On-line Seat Reservations via Off-line Seating Arrangements*, WADS 2003). A unit fixed at booking
//! would fragment them. Some stays are pinned to a unit all the same (the adjustable desk, the same
//! desk through a series): then it is colouring an interval graph of which some vertices have their
//! colour, which is NP-hard. The time is cut where nobody stays; a part without pins is filled in
//! order, one with pins by search: the stay with the fewest units left first, units that are still
//! empty only once, as they are alike. The search is bounded, and says whether it has proved that
//! nothing fits or has given up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Steps of the search in a part before it is given up.
const STEPS: u32 = 50_000;

/// Somebody who needs one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay<T> {
    /// From when.
    pub from: T,
    /// Until when; the unit is free again then.
    pub to: T,
    /// The unit it must have, from 0.
    pub pin: Option<usize>,
}

/// Why there is no assignment. Stays are named by their place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unassignable<T> {
    /// More stays overlap than there are units.
    TooMany {
        /// When it begins.
        at: T,
        /// How many overlap there.
        needed: usize,
    },
    /// A stay is pinned to a unit that there is not.
    NoSuchUnit {
        /// The stay.
        stay: usize,
    },
    /// Two stays that overlap are pinned to the same unit.
    SamePin {
        /// One.
        one: usize,
        /// The other.
        other: usize,
    },
    /// Between these times no assignment keeps all pins: proved.
    Impossible {
        /// From when.
        from: T,
        /// Until when.
        to: T,
    },
    /// Between these times none was found in the steps allowed.
    NotFound {
        /// From when.
        from: T,
        /// Until when.
        to: T,
    },
}

/// A unit, from 0, for each stay, in the order of the list; stays of no length get 0.
///
/// # Errors
/// Why not. Without pins the only one is [`Unassignable::TooMany`].
pub fn assign<T: Copy + Ord>(
    stays: &[Stay<T>],
    units: usize,
) -> Result<Vec<usize>, Unassignable<T>> {
    let mut order: Vec<(usize, Stay<T>)> =
        stays.iter().copied().enumerate().filter(|(_, stay)| stay.from < stay.to).collect();
    order.sort_by_key(|(_, stay)| (stay.from, stay.to));
    for (index, stay) in &order {
        if stay.pin.is_some_and(|pin| pin >= units) {
            return Err(Unassignable::NoSuchUnit { stay: *index });
        }
    }
    let mut given = vec![0; stays.len()];
    for part in parts(&order) {
        let part = order.get(part).unwrap_or_default();
        crowded(part, units)?;
        let units_of = if part.iter().any(|(_, stay)| stay.pin.is_some()) {
            search(part, units)?
        } else {
            in_order(part, units)
        };
        for ((index, _), unit) in part.iter().zip(units_of) {
            if let Some(place) = given.get_mut(*index) {
                *place = unit;
            }
        }
    }
    Ok(given)
}

/// The parts of sorted stays between times at which nobody stays.
fn parts<T: Copy + Ord>(order: &[(usize, Stay<T>)]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut end: Option<T> = None;
    for (place, (_, stay)) in order.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if end.is_some_and(|end| stay.from < end) => part.end = place + 1,
            _ => parts.push(place..place + 1),
        }
        end = end.max(Some(stay.to));
    }
    parts
}

/// Refuses a part in which more stays overlap than there are units.
fn crowded<T: Copy + Ord>(part: &[(usize, Stay<T>)], units: usize) -> Result<(), Unassignable<T>> {
    let mut ends = BinaryHeap::new();
    for (_, stay) in part {
        while ends.peek().is_some_and(|Reverse(end)| *end <= stay.from) {
            ends.pop();
        }
        ends.push(Reverse(stay.to));
        if ends.len() > units {
            return Err(Unassignable::TooMany { at: stay.from, needed: ends.len() });
        }
    }
    Ok(())
}

/// Without pins: each in turn takes the free unit with the lowest number.
fn in_order<T: Copy + Ord>(part: &[(usize, Stay<T>)], units: usize) -> Vec<usize> {
    let mut free: BinaryHeap<Reverse<usize>> = (0..units).map(Reverse).collect();
    let mut busy: BinaryHeap<Reverse<(T, usize)>> = BinaryHeap::new();
    let mut given = Vec::with_capacity(part.len());
    for (_, stay) in part {
        while let Some(Reverse((_, unit))) =
            busy.peek().filter(|Reverse((end, _))| *end <= stay.from).copied()
        {
            busy.pop();
            free.push(Reverse(unit));
        }
        // There is one: no more overlap than there are units.
        let Reverse(unit) = free.pop().unwrap_or(Reverse(0));
        busy.push(Reverse((stay.to, unit)));
        given.push(unit);
    }
    given
}

/// With pins: backtracking, the stay with the fewest units left first.
fn search<T: Copy + Ord>(
    part: &[(usize, Stay<T>)],
    units: usize,
) -> Result<Vec<usize>, Unassignable<T>> {
    let mut board = Board::new(part, units);
    for (place, (_, stay)) in part.iter().enumerate() {
        if let Some(pin) = stay.pin {
            if let Some(other) = board.conflict(place, pin) {
                let index = |place: usize| part.get(place).map_or(0, |(index, _)| *index);
                let (one, other) = (index(place).min(index(other)), index(place).max(index(other)));
                return Err(Unassignable::SamePin { one, other });
            }
            board.put(place, pin);
        }
    }
    let mut steps = STEPS;
    let from = part.iter().map(|(_, stay)| stay.from).min();
    let to = part.iter().map(|(_, stay)| stay.to).max();
    match (board.solve(&mut steps), from, to) {
        (true, _, _) => Ok(board.unit.iter().map(|unit| unit.unwrap_or(0)).collect()),
        (false, Some(from), Some(to)) if steps > 0 => Err(Unassignable::Impossible { from, to }),
        (false, Some(from), Some(to)) => Err(Unassignable::NotFound { from, to }),
        (false, _, _) => Ok(Vec::new()),
    }
}

/// Who has which unit, and what that leaves to those who overlap with them.
struct Board {
    units: usize,
    /// For each stay, those that overlap with it.
    near: Vec<Vec<usize>>,
    /// The unit of each stay.
    unit: Vec<Option<usize>>,
    /// For each stay and unit, how many that overlap have it.
    taken: Vec<u32>,
    /// For each stay, how many units nobody has who overlaps with it.
    left: Vec<usize>,
    /// For each unit, how many have it.
    users: Vec<u32>,
}

impl Board {
    fn new<T: Copy + Ord>(part: &[(usize, Stay<T>)], units: usize) -> Board {
        let mut near = vec![Vec::new(); part.len()];
        for (one, (_, stay)) in part.iter().enumerate() {
            let later = part.iter().enumerate().skip(one + 1);
            for (other, _) in later.take_while(|(_, (_, next))| next.from < stay.to) {
                for (place, neighbour) in [(one, other), (other, one)] {
                    if let Some(list) = near.get_mut(place) {
                        list.push(neighbour);
                    }
                }
            }
        }
        Board {
            units,
            near,
            unit: vec![None; part.len()],
            taken: vec![0; part.len() * units],
            left: vec![units; part.len()],
            users: vec![0; units],
        }
    }

    /// Somebody who overlaps with a stay and has a unit.
    fn conflict(&self, stay: usize, unit: usize) -> Option<usize> {
        let near = self.near.get(stay)?;
        near.iter().copied().find(|other| self.unit.get(*other) == Some(&Some(unit)))
    }

    fn is_free(&self, stay: usize, unit: usize) -> bool {
        self.taken.get(stay * self.units + unit) == Some(&0)
    }

    fn put(&mut self, stay: usize, unit: usize) {
        self.change(stay, unit, true);
    }

    fn change(&mut self, stay: usize, unit: usize, put: bool) {
        let by = |count: u32| if put { count + 1 } else { count.saturating_sub(1) };
        if let Some(place) = self.unit.get_mut(stay) {
            *place = put.then_some(unit);
        }
        if let Some(users) = self.users.get_mut(unit) {
            *users = by(*users);
        }
        for other in self.near.get(stay).into_iter().flatten() {
            let count = self.taken.get_mut(other * self.units + unit);
            if let (Some(count), Some(left)) = (count, self.left.get_mut(*other)) {
                let before = *count;
                *count = by(before);
                match (before, *count) {
                    (0, 1) => *left -= 1,
                    (1, 0) => *left += 1,
                    _ => {}
                }
            }
        }
    }

    /// The stay without a unit that has the fewest left; of several, the one with most neighbours.
    fn next(&self) -> Option<usize> {
        let waiting = self.unit.iter().enumerate().filter(|(_, unit)| unit.is_none());
        waiting
            .map(|(stay, _)| {
                let near = self.near.get(stay).map_or(0, Vec::len);
                (self.left.get(stay).copied().unwrap_or(0), Reverse(near), stay)
            })
            .min()
            .map(|(_, _, stay)| stay)
    }

    /// Gives a unit to all who wait; `false` if it cannot or `steps` are used up. A stack of our
    /// own: a part may have thousands of stays.
    fn solve(&mut self, steps: &mut u32) -> bool {
        let mut stack: Vec<(usize, usize)> = Vec::new();
        let Some(mut stay) = self.next() else {
            return true;
        };
        let mut tried = Tried::Before(0);
        while *steps > 0 {
            *steps -= 1;
            if let Some(unit) = self.choice(stay, tried) {
                self.put(stay, unit);
                stack.push((stay, unit));
                match self.next() {
                    None => return true,
                    Some(next) => (stay, tried) = (next, Tried::Before(0)),
                }
                continue;
            }
            let Some((before, unit)) = stack.pop() else {
                return false;
            };
            let was_empty = self.users.get(unit) == Some(&1);
            self.change(before, unit, false);
            (stay, tried) = (before, if was_empty { Tried::All } else { Tried::Before(unit + 1) });
        }
        false
    }

    /// The next unit to try: used ones in turn, then an empty one, which stands for all empty ones.
    fn choice(&self, stay: usize, tried: Tried) -> Option<usize> {
        let Tried::Before(from) = tried else { return None };
        let users = |unit: &usize| self.users.get(*unit).copied().unwrap_or(0);
        let used = (from..self.units).find(|unit| users(unit) > 0 && self.is_free(stay, *unit));
        used.or_else(|| (0..self.units).find(|unit| users(unit) == 0))
    }
}

/// Which units a stay has tried.
#[derive(Clone, Copy)]
enum Tried {
    /// The used ones before a number.
    Before(usize),
    /// All.
    All,
}
