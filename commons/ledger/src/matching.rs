//! Which line of a bank's statement is which transfer of the book: pure.
//!
//! A pair is certain when nothing else could be meant: the line names the transfer's reference, or
//! each is the only one of its amount near its day that the other could be. What is not certain is
//! left to a person, with the likely transfers beside it.

use std::collections::BTreeMap;

use crate::model::Day;

/// Open lines, transfers, claims and orders of a book that are looked at.
pub(crate) const LOOKED_AT: usize = 5_000;
/// Days that a bank may be earlier or later than the book.
pub(crate) const DAYS_APART: i64 = 10;
/// A shorter reference is in too many texts by chance.
const REFERENCE_MIN: usize = 4;

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// In cents; what came in is more than nothing.
    pub(crate) amount: i64,
    /// When the bank booked it.
    pub(crate) day: Day,
    /// All that the bank says.
    pub(crate) text: String,
}

/// A transfer on the bank account of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its number.
    pub(crate) number: i64,
    /// In cents; what came in is more than nothing.
    pub(crate) amount: i64,
    /// When it takes effect.
    pub(crate) day: Day,
    /// Its reference.
    pub(crate) reference: String,
}

/// Whether a line could be a transfer.
pub(crate) fn is_likely(said: &Said, written: &Written) -> bool {
    said.amount == written.amount && (said.day.0 - written.day.0).abs() <= DAYS_APART
}

fn names(said: &Said, written: &Written) -> bool {
    let reference = written.reference.to_lowercase();
    reference.chars().count() >= REFERENCE_MIN && said.text.to_lowercase().contains(&reference)
}

/// The certain pairs: places of lines, and numbers of transfers. None is in two pairs.
pub(crate) fn certain(lines: &[Said], transfers: &[Written]) -> Vec<(usize, i64)> {
    let mut by_amount: BTreeMap<i64, (Vec<usize>, Vec<&Written>)> = BTreeMap::new();
    for (at, said) in lines.iter().enumerate() {
        by_amount.entry(said.amount).or_default().0.push(at);
    }
    for written in transfers {
        by_amount.entry(written.amount).or_default().1.push(written);
    }
    let alike = by_amount.into_values();
    let mut pairs: Vec<(usize, i64)> =
        alike.flat_map(|(places, written)| certain_alike(lines, places, written)).collect();
    pairs.sort_unstable();
    pairs
}

/// The same among lines and transfers of one amount: first what the bank names.
fn certain_alike(
    lines: &[Said],
    mut places: Vec<usize>,
    mut transfers: Vec<&Written>,
) -> Vec<(usize, i64)> {
    let mut pairs = Vec::new();
    for by_name in [true, false] {
        let fits = |at: usize, written: &Written| {
            let likely =
                |said: &Said| is_likely(said, written) && (!by_name || names(said, written));
            lines.get(at).is_some_and(likely)
        };
        let mut found = Vec::new();
        for &at in &places {
            let mut likely = transfers.iter().filter(|written| fits(at, written));
            let (Some(written), None) = (likely.next(), likely.next()) else { continue };
            if places.iter().filter(|other| fits(**other, written)).count() == 1 {
                found.push((at, written.number));
            }
        }
        places.retain(|at| found.iter().all(|(taken, _)| taken != at));
        transfers.retain(|one| found.iter().all(|(_, taken)| *taken != one.number));
        pairs.extend(found);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(amount: i64, day: i64, text: &str) -> Said {
        Said { amount, day: Day(day), text: text.to_owned() }
    }

    fn written(number: i64, amount: i64, day: i64, reference: &str) -> Written {
        Written { number, amount, day: Day(day), reference: reference.to_owned() }
    }

    #[test]
    fn what_can_only_be_one_thing_is_certain() {
        let lines = [said(100, 10, "VIR DUPONT"), said(-40, 11, "PRLV EAU")];
        let book = [written(1, 100, 8, ""), written(2, -40, 20, ""), written(3, 40, 11, "")];
        assert_eq!(certain(&lines, &book), [(0, 1), (1, 2)]);
    }

    #[test]
    fn twins_are_left_to_a_person_unless_the_bank_names_them() {
        let lines = [said(100, 10, "VIR"), said(100, 10, "VIR F-2026-07 merci")];
        let book = [written(1, 100, 10, "F-2026-06"), written(2, 100, 10, "F-2026-07")];
        // Once one is named the other can only be the other.
        assert_eq!(certain(&lines, &book), [(0, 1), (1, 2)]);
        let unnamed = [said(100, 10, "VIR"), said(100, 12, "VIR")];
        assert_eq!(certain(&unnamed, &book), []);
    }

    #[test]
    fn neither_far_apart_nor_of_another_sign() {
        let far = [said(100, 10, "x"), said(-7, 10, "y")];
        let book = [written(1, 100, 21, ""), written(2, 7, 10, "")];
        assert_eq!(certain(&far, &book), []);
    }

    proptest::proptest! {
        #[test]
        fn no_line_and_no_transfer_is_in_two_pairs(
            lines in proptest::collection::vec((-3_i64..3, 0_i64..30), 0..20),
            book in proptest::collection::vec((-3_i64..3, 0_i64..30), 0..20),
        ) {
            let lines: Vec<Said> = lines.iter().map(|(a, d)| said(*a, *d, "")).collect();
            let book: Vec<Written> = book
                .iter()
                .zip(1..)
                .map(|((amount, day), number)| written(number, *amount, *day, ""))
                .collect();
            let pairs = certain(&lines, &book);
            let distinct = |mut ids: Vec<i64>| {
                let all = ids.len();
                ids.sort_unstable();
                ids.dedup();
                ids.len() == all
            };
            assert!(distinct(pairs.iter().map(|(at, _)| *at as i64).collect()));
            assert!(distinct(pairs.iter().map(|(_, number)| *number).collect()));
            for (at, number) in pairs {
                let written = book.iter().find(|written| written.number == number);
                assert!(is_likely(&lines[at], written.unwrap()));
            }
        }
    }
}
