//! Readings that go where they decide something.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use selection::next_reading::gains_of;

const FILES: usize = 41;
const CHOSEN: usize = 14;
/// Variance of files, and of a reading: a reliability of .35.
const FILE: f64 = 0.35;
const READING: f64 = 0.65;

#[test]
fn the_line_is_where_readings_count() {
    let gains = gains_of(&[(3.0, 0.1), (1.1, 0.1), (1.0, 0.1), (0.9, 0.4), (-3.0, 0.1)], 0.5, 2);
    assert!(gains[3] > gains[1] && gains[1] > gains[0] && gains[2] > gains[4], "{gains:?}");
    assert!(gains[0] < 1e-6 && gains[4] < 1e-6);
    assert_eq!(gains_of(&[(1.0, 0.1), (0.0, 0.0)], 0.5, 2), [0.0, 0.0]);
    assert_eq!(gains_of(&[(1.0, 0.0), (0.0, 0.0)], 0.0, 1), [0.0, 0.0]);
    assert_eq!(gains_of(&[], 0.5, 0), [0.0; 0]);
}

struct Jury {
    chance: ChaCha20Rng,
    truths: Vec<f64>,
    sums: Vec<f64>,
    counts: Vec<usize>,
}

impl Jury {
    fn normal(&mut self, variance: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.chance.random::<f64>()).ln() * variance).sqrt();
        radius * (std::f64::consts::TAU * self.chance.random::<f64>()).cos()
    }

    /// A jury whose files have been read by so many each.
    fn begin(seed: u64, readings: usize) -> Jury {
        let chance = ChaCha20Rng::seed_from_u64(seed);
        let mut jury =
            Jury { chance, truths: Vec::new(), sums: vec![0.0; FILES], counts: vec![0; FILES] };
        jury.truths = (0..FILES).map(|_| jury.normal(FILE)).collect();
        (0..FILES * readings).for_each(|reading| jury.read(reading % FILES));
        jury
    }

    fn read(&mut self, file: usize) {
        self.sums[file] += self.truths[file] + self.normal(READING);
        self.counts[file] += 1;
    }

    fn known(&self) -> Vec<(f64, f64)> {
        let each = self.sums.iter().zip(&self.counts);
        each.map(|(sum, count)| {
            let precision = 1.0 / FILE + *count as f64 / READING;
            (sum / READING / precision, 1.0 / precision)
        })
        .collect()
    }

    /// The truth about the files that are chosen, and how many of them are among the best.
    fn chosen(&self) -> (f64, usize) {
        let first = |of: &[f64]| {
            let mut order: Vec<usize> = (0..FILES).collect();
            order.sort_by(|one, other| of[*other].total_cmp(&of[*one]));
            order.truncate(CHOSEN);
            order
        };
        let means: Vec<f64> = self.known().iter().map(|(mean, _)| *mean).collect();
        let (chosen, best) = (first(&means), first(&self.truths));
        let worth = chosen.iter().map(|file| self.truths[*file]).sum();
        (worth, chosen.iter().filter(|file| best.contains(file)).count())
    }
}

/// One reader everywhere, then each reading where it gains most, until there are three a file.
fn adaptive(seed: u64) -> (f64, usize) {
    let mut jury = Jury::begin(seed, 1);
    for _ in 0..2 * FILES {
        let gains = gains_of(&jury.known(), READING, CHOSEN);
        let best = (0..FILES).max_by(|one, other| gains[*one].total_cmp(&gains[*other]));
        jury.read(best.unwrap());
    }
    jury.chosen()
}

/// 41 files, 14 winners: with three readings a file on average as good a choice as with five each.
#[test]
fn three_readings_where_they_count_do_what_five_everywhere_do() {
    const JURIES: u64 = 300;
    let mean = |of: &dyn Fn(u64) -> (f64, usize)| {
        let all: Vec<(f64, usize)> = (0..JURIES).map(of).collect();
        let worth = all.iter().map(|(worth, _)| worth).sum::<f64>() / JURIES as f64;
        (worth, all.iter().map(|(_, best)| *best as f64).sum::<f64>() / JURIES as f64)
    };
    let three = mean(&|seed| Jury::begin(seed, 3).chosen());
    let five = mean(&|seed| Jury::begin(seed, 5).chosen());
    let adaptive = mean(&adaptive);
    assert!(adaptive.0 >= five.0 && adaptive.1 >= five.1, "{adaptive:?} {five:?}");
    assert!(adaptive.0 > 1.05 * three.0, "{adaptive:?} {three:?}");
}
