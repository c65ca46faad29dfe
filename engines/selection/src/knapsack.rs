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

/// States of one list; beyond it those of the lowest bounds are dropped, and the bound says so.
const STATES_MAX: usize = 400_000;
/// Steps by which multipliers are sought, and sweeps that end the search.
const STEPS: usize = 300;
const SWEEPS: usize = 4;
const HALVINGS: usize = 60;
/// States with which a new one is compared.
const COMPARED: usize = 24;
/// What rounding may add to a bound, as a share of it.
const ROUNDING: f64 = 1e-11;

/// A way to take an item.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) value: i64,
    /// Amount in each row.
    pub(crate) amounts: Vec<i64>,
}

/// Items with their options, and the bounds of the rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problem {
    pub(crate) items: Vec<Vec<Choice>>,
    pub(crate) bounds: Vec<i64>,
}

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
struct State {
    value: i64,
    left: Vec<i64>,
    /// Where it departs from the multipliers' choice, in the log of departures.
    from: u32,
}

/// A departure: the state before, the item, and its option.
struct Departure {
    before: u32,
    item: usize,
    option: Option<usize>,
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
    let multipliers = multipliers(problem);
    let relaxed = relaxed(problem, &multipliers);
    let mut search = Search::new(problem, multipliers, &relaxed, start);
    let others = search.others(&relaxed);
    search.run(&others);
    let dropped = search.dropped;
    let value = search.value;
    let found = search.found.take().map(|chosen| {
        let bound = dropped.map_or(value, |bound| bound.max(value));
        Best { value, bound, chosen }
    });
    (found, dropped.is_some())
}

/// The choice that multipliers make, and the bound that they give.
struct Relaxed {
    bound: f64,
    chosen: Vec<Option<usize>>,
    left: Vec<i64>,
    value: i64,
}

fn priced(choice: &Choice, multipliers: &[f64]) -> f64 {
    let paid = choice.amounts.iter().zip(multipliers);
    choice.value as f64 - paid.map(|(amount, price)| *amount as f64 * price).sum::<f64>()
}

fn relaxed(problem: &Problem, multipliers: &[f64]) -> Relaxed {
    let bounds = problem.bounds.iter().zip(multipliers);
    let mut bound: f64 = bounds.map(|(bound, price)| *bound as f64 * price).sum();
    let (mut chosen, mut left, mut value) = (Vec::new(), problem.bounds.clone(), 0);
    for item in &problem.items {
        let mut best = (0.0, None);
        for (index, choice) in item.iter().enumerate() {
            let gain = priced(choice, multipliers);
            if gain > best.0 {
                best = (gain, Some(index));
            }
        }
        bound += best.0;
        if let Some(choice) = best.1.and_then(|index| item.get(index)) {
            value += choice.value;
            left.iter_mut().zip(&choice.amounts).for_each(|(left, amount)| *left -= amount);
        }
        chosen.push(best.1);
    }
    Relaxed { bound, chosen, left, value }
}

/// Multipliers with a low bound: steps down the subgradient, then each in turn by halving.
fn multipliers(problem: &Problem) -> Vec<f64> {
    let rows = problem.bounds.len();
    let scales: Vec<f64> = (0..rows).map(|row| scale(problem, row)).collect();
    let mut best = vec![0.0; rows];
    let mut least = relaxed(problem, &best).bound;
    if rows > 1 {
        let mut now = best.clone();
        let mut step = 1.0;
        for _ in 0..STEPS {
            let here = relaxed(problem, &now);
            if here.bound < least {
                (least, best) = (here.bound, now.clone());
            } else {
                step *= 0.97;
            }
            let scaled: Vec<f64> =
                here.left.iter().zip(&scales).map(|(left, scale)| *left as f64 / scale).collect();
            let size: f64 = scaled.iter().map(|left| left * left).sum();
            if size == 0.0 {
                break;
            }
            let length = step * 0.1 * here.bound.abs().max(1.0) / size.max(1e-12);
            for ((now, left), scale) in now.iter_mut().zip(&scaled).zip(&scales) {
                *now = (*now - length.min(1e12) * left / scale).max(0.0);
            }
        }
    }
    for _ in 0..if rows > 1 { SWEEPS } else { 1 } {
        for row in 0..rows {
            halve(problem, &mut best, row);
        }
    }
    best
}

/// The mean size of the amounts of a row.
fn scale(problem: &Problem, row: usize) -> f64 {
    let amounts = problem.items.iter().flatten().map(|choice| choice.amounts[row].abs() as f64);
    let (sum, count) = amounts
        .filter(|amount| *amount > 0.0)
        .fold((0.0, 0.0), |(sum, count), amount| (sum + amount, count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}

/// The best multiplier of one row, the others as they are: the row is kept above it, not below.
fn halve(problem: &Problem, multipliers: &mut [f64], row: usize) {
    let keeps = |multipliers: &[f64]| relaxed(problem, multipliers).left[row] >= 0;
    let (mut low, mut high) = (0.0, 1.0);
    multipliers[row] = low;
    if keeps(multipliers) {
        return;
    }
    for _ in 0..HALVINGS {
        multipliers[row] = high;
        if keeps(multipliers) {
            break;
        }
        high *= 4.0;
    }
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        multipliers[row] = middle;
        (low, high) = if keeps(multipliers) { (low, middle) } else { (middle, high) };
    }
    multipliers[row] = high;
}

struct Search<'a> {
    problem: &'a Problem,
    multipliers: Vec<f64>,
    bound: f64,
    base: Vec<Option<usize>>,
    /// The best choice that keeps all bounds, and its value.
    found: Option<Vec<Option<usize>>>,
    value: i64,
    states: Vec<State>,
    log: Vec<Departure>,
    dropped: Option<i64>,
}

impl<'a> Search<'a> {
    fn new(
        problem: &'a Problem,
        multipliers: Vec<f64>,
        relaxed: &Relaxed,
        start: Option<Vec<Option<usize>>>,
    ) -> Search<'a> {
        // Nothing is worth less than all that is worth less than nothing.
        let worst: i64 = problem
            .items
            .iter()
            .map(|item| item.iter().map(|choice| choice.value).min().unwrap_or(0).min(0))
            .sum();
        let value_of = |chosen: &Vec<Option<usize>>| -> i64 {
            let each = chosen.iter().zip(&problem.items);
            each.filter_map(|(option, item)| item.get((*option)?)).map(|choice| choice.value).sum()
        };
        let value = start.as_ref().map_or(worst - 1, value_of);
        let state = State { value: relaxed.value, left: relaxed.left.clone(), from: 0 };
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
    fn loss(&self, state: &State) -> f64 {
        let left = state.left.iter().zip(&self.multipliers);
        self.bound - state.value as f64 - left.map(|(left, by)| *left as f64 * by).sum::<f64>()
    }

    fn try_out(&mut self, state: &State) {
        if state.value > self.value && state.left.iter().all(|left| *left >= 0) {
            self.value = state.value;
            self.found = Some(self.chosen(state));
        }
    }

    fn chosen(&self, state: &State) -> Vec<Option<usize>> {
        let mut chosen = self.base.clone();
        let mut at = state.from;
        while at != 0 {
            let departure = &self.log[at as usize];
            chosen[departure.item] = departure.option;
            at = departure.before;
        }
        chosen
    }

    /// Other options of each item, by what they lose for a unit of amount.
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
            let mut other = Other {
                item,
                options: Vec::new(),
                rates: vec![f64::INFINITY; rows],
                order: f64::INFINITY,
            };
            let all = (0..choices.len()).map(Some).chain([None]);
            for option in all.filter(|option| *option != first) {
                let choice = of(option);
                let loss = (gain - priced(choice, &self.multipliers)).max(0.0);
                let taken: Vec<i64> = choice
                    .amounts
                    .iter()
                    .zip(&of(first).amounts)
                    .map(|(new, old)| new - old)
                    .collect();
                let mut extent: f64 = 0.0;
                for (row, amount) in taken.iter().enumerate().filter(|(_, amount)| **amount != 0) {
                    other.rates[row] = other.rates[row].min(loss / amount.abs() as f64);
                    extent = extent.max(amount.abs() as f64 / scales[row]);
                }
                other.order = other.order.min(loss / extent.max(1e-12));
                other.options.push((option, choice.value - of(first).value, taken));
            }
            others.push(other);
        }
        others.sort_by(|one, other| one.order.total_cmp(&other.order));
        others
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
                let left = state.left.iter().zip(taken).map(|(left, taken)| left - taken).collect();
                let next = State { value: state.value + value, left, from: state.from };
                if (self.bound - self.loss(&next)).is_nan() || self.reaches(&next) {
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
    fn reaches(&self, state: &State) -> bool {
        (self.bound - self.loss(state)).floor() > self.value as f64
    }

    /// Drops states that lead to nothing better, or are behind another.
    fn prune(&mut self, rates: &[f64], back: &[i64]) {
        let mut states = std::mem::take(&mut self.states);
        let bound = |state: &State| {
            let mut least: f64 = 0.0;
            for (row, left) in state.left.iter().enumerate() {
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
        let mut kept: Vec<State> = Vec::with_capacity(states.len());
        for state in states {
            let is_behind = |other: &State| {
                other.value >= state.value
                    && other.left.iter().zip(&state.left).all(|(one, two)| one >= two)
            };
            if !kept.iter().rev().take(COMPARED).any(is_behind) {
                kept.push(state);
            }
        }
        if kept.len() > STATES_MAX {
            kept.sort_by(|one, other| bound(other).total_cmp(&bound(one)));
            let lost = bound(&kept[STATES_MAX]) as i64;
            self.dropped = Some(self.dropped.map_or(lost, |before| before.max(lost)));
            kept.truncate(STATES_MAX);
        }
        self.states = kept;
    }
}
