//! A choice within bounds, and what is known of it before any search: prices on the rows
//! (multipliers of Lagrange), under which every item makes its own choice and the sum of these
//! bounds what any choice can be worth.
#![expect(clippy::indexing_slicing, reason = "rows are numbered by the problem")]

/// Steps by which multipliers are sought, how many without progress until they are halved, and
/// when they are too small.
const STEPS: usize = 3_000;
const PATIENCE: usize = 20;
const STEP_MIN: f64 = 1e-5;
const HALVINGS: usize = 32;

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

/// What a choice is worth.
pub(crate) fn worth(problem: &Problem, chosen: &[Option<usize>]) -> i64 {
    let each = problem.items.iter().zip(chosen);
    each.filter_map(|(item, option)| item.get((*option)?)).map(|choice| choice.value).sum()
}

/// The choice that multipliers make, and the bound that they give.
pub(crate) struct Relaxed {
    pub(crate) bound: f64,
    pub(crate) chosen: Vec<Option<usize>>,
    pub(crate) left: Vec<i64>,
    pub(crate) value: i64,
}

pub(crate) fn priced(choice: &Choice, multipliers: &[f64]) -> f64 {
    let paid = choice.amounts.iter().zip(multipliers);
    choice.value as f64 - paid.map(|(amount, price)| *amount as f64 * price).sum::<f64>()
}

pub(crate) fn relaxed(problem: &Problem, multipliers: &[f64]) -> Relaxed {
    let bounds = problem.bounds.iter().zip(multipliers);
    let mut bound: f64 = bounds.map(|(bound, price)| *bound as f64 * price).sum();
    let (mut chosen, mut left, mut value) = (Vec::new(), problem.bounds.clone(), 0);
    for item in &problem.items {
        let best = first_choice(item, multipliers);
        bound += best.0;
        if let Some(choice) = best.1.and_then(|index| item.get(index)) {
            value += choice.value;
            left.iter_mut().zip(&choice.amounts).for_each(|(left, amount)| *left -= amount);
        }
        chosen.push(best.1);
    }
    Relaxed { bound, chosen, left, value }
}

/// The option that multipliers choose, if any, and what is gained by it.
fn first_choice(item: &[Choice], multipliers: &[f64]) -> (f64, Option<usize>) {
    let mut best = (0.0, None);
    for (index, choice) in item.iter().enumerate() {
        let gain = priced(choice, multipliers);
        if gain > best.0 {
            best = (gain, Some(index));
        }
    }
    best
}

/// What the choice that multipliers make leaves of a row.
fn room(problem: &Problem, multipliers: &[f64], row: usize) -> i64 {
    let items = problem.items.iter();
    let used =
        items.filter_map(|item| item.get(first_choice(item, multipliers).1?)?.amounts.get(row));
    problem.bounds[row] - used.sum::<i64>()
}

/// Multipliers with a low bound: each in turn by halving, then steps down the subgradient that are
/// as long as the bound is above a value that is reached (Polyak), and each in turn again.
pub(crate) fn multipliers(problem: &Problem, reached: i64) -> Vec<f64> {
    let rows = problem.bounds.len();
    let mut best = vec![0.0; rows];
    (0..rows).for_each(|row| halve(problem, &mut best, row));
    if rows == 1 {
        return best;
    }
    let scales: Vec<f64> = (0..rows).map(|row| scale(problem, row)).collect();
    let mut now = best.clone();
    let mut least = relaxed(problem, &best).bound;
    let (mut step, mut waited) = (1.0, 0);
    for _ in 0..STEPS {
        let here = relaxed(problem, &now);
        waited += 1;
        if here.bound < least {
            (least, waited) = (here.bound, 0);
            best.clone_from(&now);
        } else if waited == PATIENCE {
            (step, waited) = (step / 2.0, 0);
            now.clone_from(&best);
        }
        let slopes = here.left.iter().zip(&scales).zip(&now);
        // A row with room to spare cannot be worth less than nothing.
        let slopes: Vec<f64> = slopes
            .map(
                |((left, scale), now)| {
                    if *left > 0 && *now == 0.0 { 0.0 } else { *left as f64 / scale }
                },
            )
            .collect();
        let size: f64 = slopes.iter().map(|slope| slope * slope).sum();
        let above = here.bound - reached as f64;
        if size == 0.0 || above <= 0.0 || step < STEP_MIN {
            break;
        }
        for ((now, slope), scale) in now.iter_mut().zip(&slopes).zip(&scales) {
            *now = (*now - step * above * slope / size / scale).max(0.0);
        }
    }
    for row in 0..rows {
        halve(problem, &mut best, row);
    }
    best
}

/// The mean size of the amounts of a row.
pub(crate) fn scale(problem: &Problem, row: usize) -> f64 {
    let amounts = problem.items.iter().flatten().map(|choice| choice.amounts[row].abs() as f64);
    let (sum, count) = amounts
        .filter(|amount| *amount > 0.0)
        .fold((0.0, 0.0), |(sum, count), amount| (sum + amount, count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}

/// The best multiplier of one row, the others as they are: the row is kept above it, not below.
fn halve(problem: &Problem, multipliers: &mut [f64], row: usize) {
    let keeps = |multipliers: &[f64]| room(problem, multipliers, row) >= 0;
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
