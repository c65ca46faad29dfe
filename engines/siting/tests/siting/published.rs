//! Published results, each with its source.

use siting::{Effort, Problem, centre, cover_all, median, most_covered};

/// A problem on points, each demand and site, with a distance between numbers.
fn points(count: usize, minutes: impl Fn(usize, usize) -> f64) -> Problem {
    let pairs = (0..count).flat_map(|from| (0..count).map(move |to| (from, to)));
    let minutes = pairs.map(|(from, to)| minutes(from, to)).collect();
    Problem::new(vec![1.0; count], minutes, count).unwrap()
}

/// Squares of a chess board: 0 for the own square, 1 if a piece goes there in one move, else 2.
fn board(goes: impl Fn(usize, usize) -> bool) -> Problem {
    points(64, |from, to| {
        let (rows, columns) = ((from / 8).abs_diff(to / 8), (from % 8).abs_diff(to % 8));
        match (rows, columns) {
            (0, 0) => 0.0,
            _ if goes(rows, columns) => 1.0,
            _ => 2.0,
        }
    })
}

fn fewest(problem: &Problem) -> f64 {
    let found = cover_all(problem, 1.0, 1, Effort::default()).unwrap();
    assert!(found.is_optimal(), "{} to {}", found.bound, found.objective);
    assert_eq!(found.open.len() as f64, found.objective);
    for row in problem.rows() {
        assert!(found.open.iter().any(|&site| row[site] <= 1.0));
    }
    found.objective
}

/// Domination of the chess board by queens, 5, kings, 9, and knights, 12 (Watkins, *Across the
/// Board*, 2004; OEIS A075458 and A006075).
#[test]
fn pieces_that_dominate_the_chess_board() {
    let queens = board(|r, c| r == 0 || c == 0 || r == c);
    let kings = board(|r, c| r < 2 && c < 2);
    let knights = board(|r, c| r.min(c) == 1 && r.max(c) == 2);
    assert_eq!([&queens, &kings, &knights].map(fewest), [5.0, 9.0, 12.0]);
    for (problem, pieces) in [(&queens, 5), (&kings, 9), (&knights, 12)] {
        let all = most_covered(problem, pieces, 1.0, 1, Effort::default()).unwrap();
        assert_eq!((all.objective, all.is_optimal()), (64.0, true));
        let radii = [pieces - 1, pieces].map(|places| {
            let found = centre(problem, places, Effort::default()).unwrap();
            (found.objective, found.is_optimal())
        });
        assert_eq!(radii, [(2.0, true), (1.0, true)]);
    }
}

/// Hamming, *Error Detecting and Error Correcting Codes*, Bell Syst. Tech. J. 29 (1950): sixteen
/// words of seven bits are within one bit of all others, each of these of one word only; so they
/// are the best median too.
#[test]
fn the_perfect_code_of_hamming() {
    let words = points(128, |from, to| f64::from((from ^ to).count_ones()));
    assert_eq!(fewest(&words), 16.0);
    let found = median(&words, 16, 1, Effort::default()).unwrap();
    assert_eq!((found.objective, found.bound), (112.0, 112.0));
    let found = centre(&words, 16, Effort::default()).unwrap();
    assert_eq!((found.objective, found.is_optimal()), (1.0, true));
}

/// Fulkerson, Nemhauser & Trotter, *Math. Prog. Study* 2 (1974): to meet each triple of the Steiner
/// systems of 9 and 27 points takes 5 and 18 of them (what is left is a cap of the affine space of
/// order 3; Bose, *Sankhyā* 8 (1947)). They are small, and hard on bounds.
#[test]
fn the_triples_of_steiner() {
    for (dimension, fewest) in [(2, 5.0), (3, 18.0)] {
        let count = 3usize.pow(dimension);
        let digit = |number: usize, place: u32| number / 3usize.pow(place) % 3;
        let third = |a: usize, b: usize| -> usize {
            let digits = (0..dimension)
                .map(|place| (6 - digit(a, place) - digit(b, place)) % 3 * 3usize.pow(place));
            digits.sum()
        };
        let mut lines = std::collections::BTreeSet::new();
        for a in 0..count {
            for b in 0..a {
                let mut line = [a, b, third(a, b)];
                line.sort_unstable();
                lines.insert(line);
            }
        }
        let minutes = lines
            .iter()
            .flat_map(|line| (0..count).map(|point| f64::from(u8::from(!line.contains(&point)))));
        let problem = Problem::new(vec![1.0; lines.len()], minutes.collect(), count).unwrap();
        let found = cover_all(&problem, 0.0, 1, Effort::times(4)).unwrap();
        assert_eq!(found.objective, fewest, "at least {}", found.bound);
        assert!(found.bound <= fewest);
    }
}

/// Everyone their own place, and a long street: large, with nothing to search.
#[test]
fn what_is_large_and_plain_is_answered() {
    let street = points(700, |from, to| from.abs_diff(to) as f64);
    let found = cover_all(&street, 0.0, 1, Effort::default()).unwrap();
    assert_eq!((found.objective, found.bound), (700.0, 700.0));
    let found = cover_all(&street, 3.0, 1, Effort::default()).unwrap();
    assert_eq!((found.objective, found.bound), (100.0, 100.0));
    let found = centre(&street, 100, Effort::default()).unwrap();
    assert_eq!((found.objective, found.bound), (3.0, 3.0));
    let found = median(&street, 100, 1, Effort::default()).unwrap();
    assert_eq!((found.objective, found.bound), (1200.0, 1200.0));
}
