//! Which files are chosen with the money that there is: the greatest value under one or several
//! budget lines, with quotas, exclusions, least amounts and partial funding.
//!
//! The exact choice carries a bound: no choice has a greater value. Beside it stand the greedy
//! choice, which is what juries and cities do, and the method of equal shares
//! ([`crate::equal_shares`]). The total value is not fairness, and a knapsack favours cheap files:
//! the three are shown side by side, with what each quota costs, and people decide.
//!
//! Money is counted in cents, values to nine digits of the largest.

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

use crate::draws::standard_normal;
use crate::knapsack::{self, Best};
use crate::relaxation::{Choice, Problem, worth};

/// The most files, lines and quotas.
pub const FILES_MAX: usize = 5_000;
/// The most rows: lines and quotas.
pub const ROWS_MAX: usize = knapsack::ROWS_MAX;
/// The largest value, as a whole number.
const WHOLE_MAX: f64 = (1 << 30) as f64;
const CENTS: f64 = 100.0;
/// Standard errors that no draw lies further off.
const WIDE: f64 = 10.0;

/// A file that may be chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Its name.
    pub id: String,
    /// What it is worth, finite.
    pub value: f64,
    /// Standard error of that, zero where it is sure.
    pub se: f64,
    /// What it asks of each line, zero or more.
    pub costs: Vec<f64>,
    /// The least that it can do something with, of all lines together.
    pub minimum: f64,
}

/// What a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Files.
    Files,
    /// Their money, of all lines together.
    Money,
}

/// A bound on some of the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// As it was asked for.
    pub name: String,
    /// What it counts.
    pub counted: Counted,
    /// Places of the files that it is about.
    pub files: Vec<usize>,
    /// At least so much of them; at most otherwise.
    pub at_least: bool,
    /// So much.
    pub bound: f64,
}

/// What is chosen from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// What each line may spend.
    pub budgets: Vec<f64>,
    /// The files.
    pub files: Vec<File>,
    /// Quotas.
    pub quotas: Vec<Quota>,
    /// Shares of what it asks that a file may get, above 0 and up to 1; 1 alone where empty. With
    /// a share of the money comes the same share of the value.
    pub steps: Vec<f64>,
}

/// A choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// Sum of the values.
    pub value: f64,
    /// No choice has a greater one; nothing where no bound was sought.
    pub bound: Option<f64>,
    /// What each line spends.
    pub costs: Vec<f64>,
    /// Places of the files chosen, with the share that each gets.
    pub chosen: Vec<(usize, f64)>,
}

/// Why there is no choice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PortfolioFault {
    /// More than [`FILES_MAX`].
    #[error("{0} files: at most {FILES_MAX}")]
    Files(usize),
    /// More than [`ROWS_MAX`].
    #[error("{0} lines and quotas: at most {ROWS_MAX}")]
    Rows(usize),
    /// No choice keeps all quotas.
    #[error("no choice keeps {}", quotas(.0))]
    Impossible(Vec<String>),
    /// None was found, within the work that is allowed.
    #[error("no choice was found that keeps all quotas; there may be one")]
    Unknown,
}

fn quotas(names: &[String]) -> String {
    match names {
        [] => "all quotas within the budget".to_owned(),
        [one] => format!("the quota {one} together with the rest"),
        more => format!("all quotas together; it would without one of {}", more.join(", ")),
    }
}

/// The choice of the greatest value.
///
/// # Errors
/// [`PortfolioFault`]; the quotas without any one of which there would be a choice are named.
pub fn exact(call: &Call) -> Result<Portfolio, PortfolioFault> {
    let rows = call.budgets.len() + call.quotas.len();
    if call.files.len() > FILES_MAX {
        return Err(PortfolioFault::Files(call.files.len()));
    }
    if rows > ROWS_MAX {
        return Err(PortfolioFault::Rows(rows));
    }
    let (scaled, scale) = problem(call, &values(call));
    match knapsack::best(&scaled, start(call)) {
        (Some(best), _) => Ok(portfolio(call, &best, scale)),
        (None, true) => Err(PortfolioFault::Unknown),
        (None, false) => {
            let blocks = |index: &usize| {
                let mut less = call.clone();
                less.quotas.remove(*index);
                knapsack::best(&problem(&less, &values(&less)).0, start(&less)).0.is_some()
            };
            let blocking = (0..call.quotas.len()).filter(blocks);
            let names = blocking.filter_map(|index| call.quotas.get(index));
            Err(PortfolioFault::Impossible(names.map(|quota| quota.name.clone()).collect()))
        }
    }
}

/// What each quota costs: by how much the value would be greater without it.
///
/// # Errors
/// [`PortfolioFault`], if there is no choice to begin with.
pub fn prices(call: &Call, found: &Portfolio) -> Result<Vec<(String, f64)>, PortfolioFault> {
    let mut prices = Vec::new();
    for (index, quota) in call.quotas.iter().enumerate() {
        let mut less = call.clone();
        less.quotas.remove(index);
        prices.push((quota.name.clone(), (exact(&less)?.value - found.value).max(0.0)));
    }
    Ok(prices)
}

/// What cities do: by value, then the cheaper first, every file that still fits in whole and keeps
/// the quotas that set a limit. Quotas that ask for something it does not look at.
pub fn greedy(call: &Call) -> Portfolio {
    let mut order: Vec<usize> = (0..call.files.len()).collect();
    let key = |place: usize| {
        let file = call.files.get(place);
        file.map_or((0.0, 0.0), |file| (file.value, file.costs.iter().sum::<f64>()))
    };
    order.sort_by(|one, other| {
        let ((value, cost), (others_value, others_cost)) = (key(*one), key(*other));
        others_value.total_cmp(&value).then(cost.total_cmp(&others_cost))
    });
    let (scaled, scale) = problem(call, &values(call));
    let chosen = fill(call, &scaled, &order, vec![None; call.files.len()]);
    let value = worth(&scaled, &chosen);
    let mut found = portfolio(call, &Best { value, bound: value, chosen }, scale);
    found.bound = None;
    found
}

/// The chance of each file of being chosen, when values are drawn from their standard errors and
/// every draw is decided exactly.
///
/// # Errors
/// [`PortfolioFault`].
pub fn chances(call: &Call, draws: usize, seed: u64) -> Result<Vec<f64>, PortfolioFault> {
    exact(call)?;
    let mut chance = ChaCha20Rng::seed_from_u64(seed);
    let mut counts = vec![0_u32; call.files.len()];
    let largest =
        call.files.iter().map(|file| file.value.abs() + WIDE * file.se).fold(1.0, f64::max);
    let (mut scaled, _) = problem(call, &values(call));
    let shares: Vec<Vec<f64>> =
        call.files.iter().map(|file| shares(call, file).collect()).collect();
    let mut last = start(call);
    for _ in 0..draws {
        for ((file, item), shares) in call.files.iter().zip(&mut scaled.items).zip(&shares) {
            let drawn = file.value + file.se * standard_normal(&mut chance);
            for (choice, share) in item.iter_mut().zip(shares) {
                choice.value = (drawn * share / largest * WHOLE_MAX).round() as i64;
            }
        }
        // What was best for the last draw is a good start for this one.
        let Some(best) = knapsack::best(&scaled, last.take()).0 else { continue };
        for (count, chosen) in counts.iter_mut().zip(&best.chosen) {
            *count += u32::from(chosen.is_some());
        }
        last = Some(best.chosen);
    }
    Ok(counts.into_iter().map(|count| f64::from(count) / draws.max(1) as f64).collect())
}

fn values(call: &Call) -> Vec<f64> {
    call.files.iter().map(|file| file.value).collect()
}

fn cents(amount: f64) -> i64 {
    (amount * CENTS).round() as i64
}

/// The shares that a file may get: those steps that give it its least amount.
fn shares<'a>(call: &'a Call, file: &'a File) -> impl Iterator<Item = f64> + 'a {
    let whole = call.steps.is_empty().then_some(1.0);
    let asked: f64 = file.costs.iter().sum();
    let enough = move |share: &f64| cents(asked * share) >= cents(file.minimum);
    whole.into_iter().chain(call.steps.iter().copied()).filter(enough)
}

/// The choice as whole numbers, and by how much values were multiplied.
fn problem(call: &Call, values: &[f64]) -> (Problem, f64) {
    let shares_of: Vec<Vec<f64>> =
        call.files.iter().map(|file| shares(call, file).collect()).collect();
    let all: Vec<f64> = values
        .iter()
        .zip(&shares_of)
        .flat_map(|(value, shares)| shares.iter().map(move |share| value * share))
        .collect();
    let largest = all.iter().fold(1.0, |largest: f64, value| largest.max(value.abs()));
    let is_whole =
        |scale: f64| all.iter().all(|value| ((value * scale).round() - value * scale).abs() < 1e-9);
    let mut scale = 1.0;
    while !is_whole(scale) && largest * scale * 10.0 <= WHOLE_MAX {
        scale *= 10.0;
    }
    let mut bounds: Vec<i64> = call.budgets.iter().map(|budget| cents(*budget)).collect();
    for quota in &call.quotas {
        let bound = match quota.counted {
            Counted::Money => cents(quota.bound),
            Counted::Files if quota.at_least => quota.bound.ceil() as i64,
            Counted::Files => quota.bound.floor() as i64,
        };
        bounds.push(if quota.at_least { -bound } else { bound });
    }
    let files = call.files.iter().zip(values).zip(shares_of).enumerate();
    let items = files
        .map(|(place, ((file, value), shares))| {
            shares.iter().map(|share| choice(call, place, file, value * scale, *share)).collect()
        })
        .collect();
    (Problem { items, bounds }, scale)
}

fn choice(call: &Call, place: usize, file: &File, value: f64, share: f64) -> Choice {
    let mut amounts: Vec<i64> = file.costs.iter().map(|cost| cents(cost * share)).collect();
    let money: i64 = amounts.iter().sum();
    for quota in &call.quotas {
        let amount = match quota.counted {
            _ if !quota.files.contains(&place) => 0,
            Counted::Files => 1,
            Counted::Money => money,
        };
        amounts.push(if quota.at_least { -amount } else { amount });
    }
    Choice { value: (value * share).round() as i64, amounts }
}

/// Adds files in an order, each in its first option, as long as no bound is passed.
fn fill(
    call: &Call,
    problem: &Problem,
    order: &[usize],
    mut chosen: Vec<Option<usize>>,
) -> Vec<Option<usize>> {
    let mut left = problem.bounds.clone();
    for (item, option) in problem.items.iter().zip(&chosen) {
        if let Some(choice) = option.and_then(|option| item.get(option)) {
            left.iter_mut().zip(&choice.amounts).for_each(|(left, amount)| *left -= amount);
        }
    }
    for place in order {
        let (Some(item), Some(taken)) = (problem.items.get(*place), chosen.get_mut(*place)) else {
            continue;
        };
        let largest = item.iter().enumerate().max_by_key(|(_, choice)| choice.value);
        let Some((index, choice)) = largest.filter(|_| taken.is_none()) else { continue };
        let asks = problem.bounds.len() - call.quotas.len();
        let fits = left.iter().zip(&choice.amounts).enumerate().all(|(row, (left, amount))| {
            let quota = row.checked_sub(asks).and_then(|index| call.quotas.get(index));
            quota.is_some_and(|quota| quota.at_least) || amount <= left
        });
        if fits && choice.value >= 0 {
            left.iter_mut().zip(&choice.amounts).for_each(|(left, amount)| *left -= amount);
            *taken = Some(index);
        }
    }
    chosen
}

/// A choice to begin with: the greedy one by value for money, if it keeps all bounds.
fn start(call: &Call) -> Option<Vec<Option<usize>>> {
    let (scaled, _) = problem(call, &values(call));
    let mut order: Vec<usize> = (0..call.files.len()).collect();
    let rate = |place: &usize| {
        call.files.get(*place).map_or(0.0, |file| {
            let asked = file.costs.iter().zip(&call.budgets);
            let share: f64 = asked.map(|(cost, budget)| cost / budget.max(1.0)).sum();
            file.value / share.max(1e-12)
        })
    };
    order.sort_by(|one, other| rate(other).total_cmp(&rate(one)));
    let needed: Vec<usize> = call
        .quotas
        .iter()
        .filter(|quota| quota.at_least)
        .flat_map(|quota| {
            let of = order.iter().copied().filter(|place| quota.files.contains(place));
            let count =
                if quota.counted == Counted::Files { quota.bound.ceil() as usize } else { 0 };
            of.take(count).collect::<Vec<_>>()
        })
        .collect();
    let first = fill(call, &scaled, &needed, vec![None; call.files.len()]);
    let chosen = fill(call, &scaled, &order, first);
    let keeps = (0..scaled.bounds.len()).all(|row| {
        let used: i64 = scaled
            .items
            .iter()
            .zip(&chosen)
            .filter_map(|(item, option)| item.get((*option)?)?.amounts.get(row))
            .sum();
        scaled.bounds.get(row).is_some_and(|bound| used <= *bound)
    });
    keeps.then_some(chosen)
}

fn portfolio(call: &Call, best: &Best, scale: f64) -> Portfolio {
    let mut found = Portfolio {
        value: 0.0,
        bound: None,
        costs: vec![0.0; call.budgets.len()],
        chosen: Vec::new(),
    };
    for (place, (file, option)) in call.files.iter().zip(&best.chosen).enumerate() {
        let Some(share) = option.and_then(|option| shares(call, file).nth(option)) else {
            continue;
        };
        found.value += file.value * share;
        for (cost, asked) in found.costs.iter_mut().zip(&file.costs) {
            *cost += cents(asked * share) as f64 / CENTS;
        }
        found.chosen.push((place, share));
    }
    let gap = (best.bound - best.value) as f64 / scale;
    found.bound = Some(found.value + gap);
    found
}
