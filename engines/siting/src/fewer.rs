//! Covers with fewer sites, by exchange under weights: a row that stays uncovered weighs more and
//! more, until it is worth a site (Gao, Weise & Li, *Eur. J. Oper. Res.* 246 (2015)).
#![expect(clippy::indexing_slicing, reason = "indices are of the rows and sites passed in")]

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A set of sites, and what each is worth to it.
struct Exchange<'a> {
    members: &'a [Vec<usize>],
    sites_of: Vec<Vec<usize>>,
    taken: Vec<usize>,
    is_taken: Vec<bool>,
    /// How many taken sites cover a row.
    times: Vec<u32>,
    uncovered: Vec<usize>,
    weight: Vec<i64>,
    /// What taking a site would newly cover; of a taken one, less what leaving it would uncover.
    score: Vec<i64>,
    /// The step of a site's last exchange.
    since: Vec<u64>,
}

/// The smallest cover met in so many steps from a cover; `members` are the rows of each site.
pub(crate) fn fewer(
    members: &[Vec<usize>],
    rows: usize,
    cover: Vec<usize>,
    enough: usize,
    steps: u64,
    seed: u64,
) -> Vec<usize> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut best = cover;
    let mut now = Exchange::new(members, rows);
    best.iter().for_each(|&site| now.take(site, 0));
    for step in 1..=steps {
        while now.uncovered.is_empty() {
            best.clone_from(&now.taken);
            if best.len() <= enough.max(1) {
                return best;
            }
            now.leave_least(step, None);
        }
        let left = now.leave_least(step, Some(step.wrapping_sub(1)));
        let Some(row) = now.any_uncovered(&mut chance) else { continue };
        now.take_most(row, step, left);
        now.weigh();
    }
    best
}

impl<'a> Exchange<'a> {
    fn new(members: &'a [Vec<usize>], rows: usize) -> Self {
        let mut sites_of = vec![Vec::new(); rows];
        for (site, rows) in members.iter().enumerate() {
            rows.iter().for_each(|&row| sites_of[row].push(site));
        }
        Exchange {
            members,
            sites_of,
            taken: Vec::new(),
            is_taken: vec![false; members.len()],
            times: vec![0; rows],
            uncovered: (0..rows).collect(),
            weight: vec![1; rows],
            score: members.iter().map(|rows| i64::try_from(rows.len()).unwrap_or(0)).collect(),
            since: vec![0; members.len()],
        }
    }

    fn take(&mut self, site: usize, step: u64) {
        for &row in &self.members[site] {
            let weight = self.weight[row];
            match self.times[row] {
                0 => self.sites_of[row].iter().for_each(|&other| self.score[other] -= weight),
                1 => self.sole(row, weight),
                _ => {}
            }
            self.times[row] += 1;
        }
        self.uncovered.retain(|&row| self.times[row] == 0);
        self.taken.push(site);
        self.is_taken[site] = true;
        self.since[site] = step;
        self.score[site] = -self.alone(site);
    }

    fn leave(&mut self, site: usize, step: u64) {
        self.taken.retain(|&other| other != site);
        self.is_taken[site] = false;
        self.since[site] = step;
        for &row in &self.members[site] {
            let weight = self.weight[row];
            self.times[row] -= 1;
            match self.times[row] {
                0 => {
                    self.sites_of[row].iter().for_each(|&other| self.score[other] += weight);
                    self.uncovered.push(row);
                }
                1 => self.sole(row, -weight),
                _ => {}
            }
        }
        let bare = self.members[site].iter().filter(|row| self.times[**row] == 0);
        self.score[site] = bare.map(|&row| self.weight[row]).sum();
    }

    /// Changes the score of the one taken site that covers a row.
    fn sole(&mut self, row: usize, by: i64) {
        if let Some(&site) = self.sites_of[row].iter().find(|site| self.is_taken[**site]) {
            self.score[site] += by;
        }
    }

    /// The weight of what only this site covers.
    fn alone(&self, site: usize) -> i64 {
        let rows = self.members[site].iter().filter(|row| self.times[**row] == 1);
        rows.map(|&row| self.weight[row]).sum()
    }

    /// Leaves the site that is worth least, the longest there of equals, but none of this step.
    fn leave_least(&mut self, step: u64, spared: Option<u64>) -> Option<usize> {
        let free = self.taken.iter().copied().filter(|site| Some(self.since[*site]) != spared);
        let least = free.min_by_key(|&site| (-self.score[site], self.since[site], site))?;
        self.leave(least, step);
        Some(least)
    }

    fn any_uncovered(&self, chance: &mut ChaCha8Rng) -> Option<usize> {
        let count = u64::try_from(self.uncovered.len()).ok().filter(|count| *count > 0)?;
        let index = usize::try_from(chance.next_u64() % count).ok()?;
        self.uncovered.get(index).copied()
    }

    /// Takes the site of a row that is worth most, but not the one that was just left.
    fn take_most(&mut self, row: usize, step: u64, left: Option<usize>) {
        let sites = self.sites_of[row].iter().copied();
        let others = sites.clone().filter(|site| Some(*site) != left);
        let key = |site: &usize| (-self.score[*site], self.since[*site], *site);
        if let Some(most) = others.min_by_key(key).or_else(|| sites.min_by_key(key)) {
            self.take(most, step);
        }
    }

    /// What is still uncovered weighs more.
    fn weigh(&mut self) {
        for &row in &self.uncovered {
            self.weight[row] += 1;
            self.sites_of[row].iter().for_each(|&site| self.score[site] += 1);
        }
    }
}
