//! The choice of the greatest value within bounds: at most one option of each item, and for every
//! row the amounts of the chosen options sum to no more than its bound.
//!
//! Branch and bound in breadth with dominance (Pisinger 1997, « A minimal algorithm for the 0-1
//! knapsack problem », here with options and any number of rows). Multipliers of the rows
//! (Lagrange) give the bound, and for every item the option that it would take; what another
//! option loses against it says how far a choice may be from there. Items are looked at by what a
//! unit of amount costs in that loss, and lists of states are kept of which none is behind another
//! in value and in all that is left of the bounds.
#![expect(clippy::indexing_slicing, reason = "rows, items and options are numbered by the problem")]

use crate::relaxation::{Choice, Problem, Relaxed, multipliers, priced, relaxed, scale, worth};

/// The most rows.
pub(crate) const ROWS_MAX: usize = 40;
/// States of one list; beyond it those of the lowest bounds are dropped, and the bound says so.
const STATES_MAX: usize = 400_000;
/// Departures in all, and the states of one list when there have been so many: a second or two.
const DEPARTURES_MAX: usize = 3_000_000;
const STATES_MIN: usize = 2_000;
/// Items among which pairs are exchanged before the search, and rounds of that.
const POLISHED: usize = 100;
const ROUNDS: usize = 60;
/// States with which a new one is compared.
const COMPARED: usize = 24;
/// What rounding may add to a bound, as a share of it.
const ROUNDING: f64 = 1e-11;

/// The best choice found.
#[derive(Clone, Debug)]
pub(crate) struct Best {
    pub(crate) value: i64,
    /// No choice has a greater value.
    pub(crate) bound: i64,
    /// The option of each item, if any.
    pub(crate) chosen: Vec<Option<usize>>,
}

/// A choice for the items looked at; the others stand as the multipliers have them.
#[derive(Clone)]
struct State<const ROWS: usize> {
    value: i64,
    left: [i64; ROWS],
    /// Where it departs from the multipliers' choice, in the log of departures.
    from: u32,
}

/// A departure: the state before, the item, and its option.
struct Departure {
    before: u32,
    item: usize,
    option: Option<usize>,
}

/// A change of one item: what it adds to the value, and takes from each row.
struct Move {
    item: usize,
    option: Option<usize>,
    value: i64,
    taken: Vec<i64>,
}

/// What an item may take instead of its first choice.
struct Other {
    item: usize,
    /// Option, what it adds to the value, and what it takes from each row.
    options: Vec<(Option<usize>, i64, Vec<i64>)>,
    /// The least loss for a unit of amount, in each row.
    rates: Vec<f64>,
    order: f64,
}

/// Finds it; nothing where no choice keeps all bounds (or none was found: then `None` with a
/// `true` beside it). `start` is a choice that keeps them, if one is known.
pub(crate) fn best(problem: &Problem, start: Option<Vec<Option<usize>>>) -> (Option<Best>, bool) {
    // States are as small as the number of rows lets them be.
    match problem.bounds.len() {
        0 | 1 => best_of::<1>(problem, start),
        2 => best_of::<2>(problem, start),
        3 | 4 => best_of::<4>(problem, start),
        5..=8 => best_of::<8>(problem, start),
        _ => best_of::<ROWS_MAX>(problem, start),
    }
}

fn best_of<const ROWS: usize>(
    problem: &Problem,
    start: Option<Vec<Option<usize>>>,
) -> (Option<Best>, bool) {
    let reached = start.as_ref().map_or(0, |chosen| worth(problem, chosen));
    let multipliers = multipliers(problem, reached);
    let relaxed = relaxed(problem, &multipliers);
    let mut search = Search::<ROWS>::new(problem, multipliers, &relaxed, start);
    let others = search.others(&relaxed);
    search.polish(&others);
    search.run(&others);
    let (dropped, value) = (search.dropped, search.value);
    let found = search.found.take().map(|chosen| {
        let bound = dropped.map_or(value, |bound| bound.max(value));
        Best { value, bound, chosen }
    });
    (found, dropped.is_some())
}

/// Amounts as an array, zeros where there are no rows.
fn array<const ROWS: usize>(amounts: &[i64]) -> [i64; ROWS] {
    let mut array = [0; ROWS];
    array.iter_mut().zip(amounts).for_each(|(into, amount)| *into = *amount);
    array
}

struct Search<'a, const ROWS: usize> {
    problem: &'a Problem,
    multipliers: Vec<f64>,
    bound: f64,
    base: Vec<Option<usize>>,
    /// The best choice that keeps all bounds, and its value.
    found: Option<Vec<Option<usize>>>,
    value: i64,
    states: Vec<State<ROWS>>,
    log: Vec<Departure>,
    dropped: Option<i64>,
}

impl<'a, const ROWS: usize> Search<'a, ROWS> {
    fn new(
        problem: &'a Problem,
        multipliers: Vec<f64>,
        relaxed: &Relaxed,
        start: Option<Vec<Option<usize>>>,
    ) -> Search<'a, ROWS> {
        // Nothing is worth less than all that is worth less than nothing.
        let worst: i64 = problem
            .items
            .iter()
            .map(|item| item.iter().map(|choice| choice.value).min().unwrap_or(0).min(0))
            .sum();
        let value = start.as_ref().map_or(worst - 1, |chosen| worth(problem, chosen));
        let state = State { value: relaxed.value, left: array(&relaxed.left), from: 0 };
        let root = Departure { before: 0, item: usize::MAX, option: None };
        let mut search = Search {
            problem,
            multipliers,
            bound: relaxed.bound + relaxed.bound.abs() * ROUNDING,
            base: relaxed.chosen.clone(),
            found: start,
            value,
            states: Vec::new(),
            log: vec![root],
            dropped: None,
        };
        search.try_out(&state);
        search.states.push(state);
        search
    }

    /// What a state has lost against the bound.
    fn loss(&self, state: &State<ROWS>) -> f64 {
        let left = state.left.iter().zip(&self.multipliers);
        self.bound - state.value as f64 - left.map(|(left, by)| *left as f64 * by).sum::<f64>()
    }

    fn try_out(&mut self, state: &State<ROWS>) {
        if state.value > self.value && state.left.iter().all(|left| *left >= 0) {
            self.value = state.value;
            self.found = Some(self.chosen(state));
        }
    }

    fn chosen(&self, state: &State<ROWS>) -> Vec<Option<usize>> {
        let mut chosen = self.base.clone();
        let mut at = state.from;
        while at != 0 {
            let departure = &self.log[at as usize];
            chosen[departure.item] = departure.option;
            at = departure.before;
        }
        chosen
    }

    /// Other options of each item that may lead to more, by what they lose for a unit of amount.
    fn others(&self, relaxed: &Relaxed) -> Vec<Other> {
        let rows = self.problem.bounds.len();
        let scales: Vec<f64> = (0..rows).map(|row| scale(self.problem, row)).collect();
        let nothing = Choice { value: 0, amounts: vec![0; rows] };
        let mut others = Vec::new();
        for (item, choices) in self.problem.items.iter().enumerate() {
            let first = relaxed.chosen[item];
            let of =
                |option: Option<usize>| option.and_then(|o| choices.get(o)).unwrap_or(&nothing);
            let gain = priced(of(first), &self.multipliers);
            let mut other =
                Other { item, options: Vec::new(), rates: Vec::new(), order: f64::INFINITY };
            let all = (0..choices.len()).map(Some).chain([None]);
            for option in all.filter(|option| *option != first) {
                let choice = of(option);
                let loss = (gain - priced(choice, &self.multipliers)).max(0.0);
                if (self.bound - loss).floor() <= self.value as f64 {
                    continue;
                }
                let taken: Vec<i64> = choice
                    .amounts
                    .iter()
                    .zip(&of(first).amounts)
                    .map(|(new, old)| new - old)
                    .collect();
                let mut extent: f64 = 0.0;
                other.rates.resize(rows, f64::INFINITY);
                for (row, amount) in taken.iter().enumerate().filter(|(_, amount)| **amount != 0) {
                    other.rates[row] = other.rates[row].min(loss / amount.abs() as f64);
                    extent = extent.max(amount.abs() as f64 / scales[row]);
                }
                other.order = other.order.min(loss / extent.max(1e-12));
                other.options.push((option, choice.value - of(first).value, taken));
            }
            if !other.options.is_empty() {
                others.push(other);
            }
        }
        others.sort_by(|one, other| one.order.total_cmp(&other.order));
        others
    }

    /// Betters the best choice by changing one or two of the items that the multipliers are least
    /// sure of. With one row the search itself does it sooner.
    fn polish(&mut self, others: &[Other]) {
        let Some(mut chosen) = self.found.clone().filter(|_| self.problem.bounds.len() > 1) else {
            return;
        };
        let core: Vec<usize> = others.iter().take(POLISHED).map(|other| other.item).collect();
        for _ in 0..ROUNDS {
            let mut left = self.problem.bounds.clone();
            for (item, option) in self.problem.items.iter().zip(&chosen) {
                let taken = option.iter().flat_map(|option| &item[*option].amounts);
                left.iter_mut().zip(taken).for_each(|(left, amount)| *left -= amount);
            }
            let moves = self.moves(&core, &chosen);
            let keeps = |sides: [&Move; 2]| {
                let of = |row: usize| left[row] - sides[0].taken[row] - sides[1].taken[row];
                (0..left.len()).all(|row| of(row) >= 0)
            };
            let mut best: Option<(i64, [&Move; 2])> = None;
            for (index, one) in moves.iter().enumerate() {
                for other in moves.iter().skip(index).filter(|other| other.item != one.item) {
                    let gain = one.value + other.value;
                    if gain > best.map_or(0, |(gain, _)| gain) && keeps([one, other]) {
                        best = Some((gain, [one, other]));
                    }
                }
            }
            let Some((gain, sides)) = best else { break };
            sides.into_iter().for_each(|side| {
                if side.item < chosen.len() {
                    chosen[side.item] = side.option;
                }
            });
            self.value += gain;
        }
        self.found = Some(chosen);
    }

    /// Every change of one item, and none.
    fn moves(&self, core: &[usize], chosen: &[Option<usize>]) -> Vec<Move> {
        let rows = self.problem.bounds.len();
        let nothing = Choice { value: 0, amounts: vec![0; rows] };
        let none = Move { item: usize::MAX, option: None, value: 0, taken: vec![0; rows] };
        let mut moves = vec![none];
        for item in core {
            let of =
                |option: Option<usize>| option.map_or(&nothing, |o| &self.problem.items[*item][o]);
            let now = of(chosen[*item]);
            let all = (0..self.problem.items[*item].len()).map(Some).chain([None]);
            moves.extend(all.filter(|option| *option != chosen[*item]).map(|option| {
                Move {
                    item: *item,
                    option,
                    value: of(option).value - now.value,
                    taken: of(option)
                        .amounts
                        .iter()
                        .zip(&now.amounts)
                        .map(|(new, old)| new - old)
                        .collect(),
                }
            }));
        }
        moves
    }

    fn run(&mut self, others: &[Other]) {
        let rows = self.problem.bounds.len();
        // What the items still to come can give back of each row, and at which rate at least.
        let mut rates = vec![vec![f64::INFINITY; rows]];
        let mut back = vec![vec![0_i64; rows]];
        for other in others.iter().rev() {
            let (last_rates, last_back) = (&rates[rates.len() - 1], &back[back.len() - 1]);
            let gives = |row: usize| other.options.iter().map(|(_, _, taken)| -taken[row]).max();
            let next: Vec<i64> =
                (0..rows).map(|row| last_back[row] + gives(row).unwrap_or(0).max(0)).collect();
            let least =
                last_rates.iter().zip(&other.rates).map(|(one, two)| one.min(*two)).collect();
            rates.push(least);
            back.push(next);
        }
        rates.reverse();
        back.reverse();
        for (index, other) in others.iter().enumerate() {
            if self.states.is_empty() {
                break;
            }
            self.branch(other);
            let (rates, back) = (&rates[index + 1], &back[index + 1]);
            self.prune(rates, back);
        }
    }

    /// Every state, with each option of one more item.
    fn branch(&mut self, other: &Other) {
        let mut made = Vec::new();
        for (option, value, taken) in &other.options {
            for state in &self.states {
                let mut left = state.left;
                left.iter_mut().zip(taken).for_each(|(left, taken)| *left -= taken);
                let next = State { value: state.value + value, left, from: state.from };
                if self.reaches(&next) {
                    made.push((next, *option));
                }
            }
        }
        for (mut state, option) in made {
            let before = state.from;
            let at = self.log.len() as u32;
            self.log.push(Departure { before, item: other.item, option });
            state.from = at;
            self.try_out(&state);
            self.states.push(state);
        }
    }

    /// Whether a state may lead to more than the best value.
    fn reaches(&self, state: &State<ROWS>) -> bool {
        (self.bound - self.loss(state)).floor() > self.value as f64
    }

    /// Drops states that lead to nothing better, or are behind another.
    fn prune(&mut self, rates: &[f64], back: &[i64]) {
        let mut states = std::mem::take(&mut self.states);
        let bound = |state: &State<ROWS>| {
            let mut least: f64 = 0.0;
            for (row, left) in state.left.iter().enumerate().take(rates.len()) {
                let rate =
                    if *left < 0 { rates[row] } else { rates[row].min(self.multipliers[row]) };
                if *left != 0 {
                    least = least.max(rate * left.abs() as f64);
                }
            }
            (self.bound - self.loss(state) - least * (1.0 - 1e-9)).floor()
        };
        states.retain(|state| {
            let can_be_kept = state.left.iter().zip(back).all(|(left, back)| left + back >= 0);
            can_be_kept && bound(state) > self.value as f64
        });
        states
            .sort_unstable_by(|one, other| (&other.left, other.value).cmp(&(&one.left, one.value)));
        let mut kept: Vec<State<ROWS>> = Vec::with_capacity(states.len());
        for state in states {
            let is_behind = |other: &State<ROWS>| {
                other.value >= state.value
                    && other.left.iter().zip(&state.left).all(|(one, two)| one >= two)
            };
            if !kept.iter().rev().take(COMPARED).any(is_behind) {
                kept.push(state);
            }
        }
        let most = if self.log.len() > DEPARTURES_MAX { STATES_MIN } else { STATES_MAX };
        if kept.len() > most {
            kept.sort_by(|one, other| bound(other).total_cmp(&bound(one)));
            let lost = bound(&kept[most]) as i64;
            self.dropped = Some(self.dropped.map_or(lost, |before| before.max(lost)));
            kept.truncate(most);
        }
        self.states = kept;
    }
}
