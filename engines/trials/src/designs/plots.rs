//! Designs that compare treatments on plots (Cochran & Cox 1957; Patterson & Williams 1976; Federer
//! 1956).

use crate::chance::Chance;
use crate::designs::{Layout, bounded, few};
use crate::fault::Outcome;
use crate::matrix::Matrix;

/// Arrays that are tried for an alpha design.
const ALPHA_TRIES: usize = 300;

fn treatments(names: &[String]) -> Outcome<()> {
    let mut sorted = names.to_vec();
    sorted.sort();
    sorted.dedup();
    match sorted.len() {
        0 | 1 => Err(few("a comparison needs two treatments")),
        count if count < names.len() => Err(few("a treatment is named twice")),
        _ => Ok(()),
    }
}

fn shuffled(names: &[String], chance: &mut Chance) -> Vec<String> {
    let mut out = names.to_vec();
    chance.shuffle(&mut out);
    out
}

/// Every treatment `reps` times, in any order.
///
/// # Errors
/// Fewer than two treatments or replicates.
pub fn completely_randomised(names: &[String], reps: usize, seed: u64) -> Outcome<Layout> {
    treatments(names)?;
    if reps < 2 {
        return Err(few("without a second replicate nothing measures error"));
    }
    bounded(names.len() * reps)?;
    let mut chance = Chance::new(seed);
    let mut out = Layout::new("completely randomised", seed, &["treatment"], "plot");
    let all: Vec<String> = (0..reps).flat_map(|_| names.to_vec()).collect();
    for name in shuffled(&all, &mut chance) {
        out.push(&[&name]);
    }
    Ok(out)
}

/// Every treatment once in each block.
///
/// # Errors
/// Fewer than two treatments or blocks.
pub fn blocks(names: &[String], blocks: usize, seed: u64) -> Outcome<Layout> {
    treatments(names)?;
    if blocks < 2 {
        return Err(few("without a second block nothing measures error"));
    }
    bounded(names.len() * blocks)?;
    let mut chance = Chance::new(seed);
    let mut out =
        Layout::new("randomised blocks", seed, &["block", "treatment"], "plot in a block");
    for block in 1..=blocks {
        for name in shuffled(names, &mut chance) {
            out.push(&[&block.to_string(), &name]);
        }
    }
    Ok(out)
}

/// Every treatment once in each row and column.
///
/// # Errors
/// Fewer than three treatments: nothing is left over.
pub fn latin(names: &[String], seed: u64) -> Outcome<Layout> {
    treatments(names)?;
    let size = names.len();
    if size < 3 {
        return Err(few("a Latin square of two leaves nothing to measure error by"));
    }
    bounded(size * size)?;
    let mut out = Layout::new("Latin square", seed, &["row", "column", "treatment"], "plot");
    let mut chance = Chance::new(seed);
    let (rows, columns) = (order(size, &mut chance), order(size, &mut chance));
    let names = shuffled(names, &mut chance);
    for (row, i) in rows.iter().enumerate() {
        for (column, j) in columns.iter().enumerate() {
            let name = names.get((i + j) % size).map_or("", String::as_str);
            out.push(&[&(row + 1).to_string(), &(column + 1).to_string(), name]);
        }
    }
    Ok(out)
}

fn order(size: usize, chance: &mut Chance) -> Vec<usize> {
    let mut out: Vec<usize> = (0..size).collect();
    chance.shuffle(&mut out);
    out
}

/// Two sets of treatments, each once in every row and column, and every pair once.
///
/// # Errors
/// Sets of different sizes; sizes for which no square is made here (there is none for 2 and 6).
pub fn graeco_latin(first: &[String], second: &[String], seed: u64) -> Outcome<Layout> {
    treatments(first)?;
    treatments(second)?;
    let size = first.len();
    if second.len() != size {
        return Err(few("both sets need as many treatments"));
    }
    // Lines of slope 1 and of slope a in the field of that order.
    let cell: fn(usize, usize, usize) -> (usize, usize) = match size {
        4 => |i, j, _| (i ^ j, double(i, 4, 7) ^ j),
        8 => |i, j, _| (i ^ j, double(i, 8, 11) ^ j),
        _ if size % 2 == 1 && size >= 3 => |i, j, n| ((i + j) % n, (i + n - j) % n),
        _ => {
            return Err(few(
                "Graeco-Latin squares are made for odd sizes, 4 and 8; there is none for 2 and 6",
            ));
        }
    };
    let mut out =
        Layout::new("Graeco-Latin square", seed, &["row", "column", "first", "second"], "plot");
    let mut chance = Chance::new(seed);
    let (rows, columns) = (order(size, &mut chance), order(size, &mut chance));
    let (first, second) = (shuffled(first, &mut chance), shuffled(second, &mut chance));
    for (row, i) in rows.iter().enumerate() {
        for (column, j) in columns.iter().enumerate() {
            let (a, b) = cell(*i, *j, size);
            let name =
                |names: &[String], place: usize| names.get(place).cloned().unwrap_or_default();
            let (row, column) = ((row + 1).to_string(), (column + 1).to_string());
            out.push(&[&row, &column, &name(&first, a), &name(&second, b)]);
        }
    }
    Ok(out)
}

/// Twice an element of a field of 2^k.
fn double(value: usize, size: usize, polynomial: usize) -> usize {
    let twice = value << 1;
    if twice >= size { twice ^ polynomial } else { twice }
}

/// One factor on whole plots within blocks, others on parts of them: any number of levels.
///
/// # Errors
/// Fewer than two factors, treatments or blocks.
pub fn split(factors: &[(String, Vec<String>)], blocks: usize, seed: u64) -> Outcome<Layout> {
    if factors.len() < 2 || blocks < 2 {
        return Err(few("a split plot needs two factors and two blocks"));
    }
    factors.iter().try_for_each(|(_, names)| treatments(names))?;
    bounded(blocks * factors.iter().map(|(_, names)| names.len()).product::<usize>())?;
    let mut columns = vec!["block"];
    columns.extend(factors.iter().map(|(name, _)| name.as_str()));
    let whole = factors.first().map_or("", |(name, _)| name.as_str());
    let unit = format!("the whole plot for {whole}, its parts for the others");
    let mut out = Layout::new("split plot", seed, &columns, &unit);
    let mut chance = Chance::new(seed);
    for block in 1..=blocks {
        parts(&mut out, factors, &mut vec![block.to_string()], &mut chance);
    }
    Ok(out)
}

fn parts(
    out: &mut Layout,
    factors: &[(String, Vec<String>)],
    above: &mut Vec<String>,
    chance: &mut Chance,
) {
    let Some(((_, names), inner)) = factors.split_first() else {
        let cells: Vec<&str> = above.iter().map(String::as_str).collect();
        out.push(&cells);
        return;
    };
    for name in shuffled(names, chance) {
        above.push(name);
        parts(out, inner, above, chance);
        above.pop();
    }
}

/// Two factors on strips that cross in each block.
///
/// # Errors
/// Fewer than two treatments or blocks.
pub fn strip(
    first: &(String, Vec<String>),
    second: &(String, Vec<String>),
    blocks: usize,
    seed: u64,
) -> Outcome<Layout> {
    treatments(&first.1)?;
    treatments(&second.1)?;
    if blocks < 2 {
        return Err(few("a strip plot needs two blocks"));
    }
    bounded(blocks * first.1.len() * second.1.len())?;
    let columns = ["block", first.0.as_str(), second.0.as_str()];
    let unit = "the strip for each factor, the crossing for their interaction";
    let mut out = Layout::new("strip plot", seed, &columns, unit);
    let mut chance = Chance::new(seed);
    for block in 1..=blocks {
        let (across, along) = (shuffled(&first.1, &mut chance), shuffled(&second.1, &mut chance));
        for a in &across {
            for b in &along {
                out.push(&[&block.to_string(), a, b]);
            }
        }
    }
    Ok(out)
}

/// Checks in every block, new entries once (Federer 1956).
///
/// # Errors
/// Too few checks or blocks to measure error.
pub fn augmented(
    checks: &[String],
    entries: &[String],
    blocks: usize,
    seed: u64,
) -> Outcome<Layout> {
    treatments(checks)?;
    treatments(&[checks, entries].concat())?;
    if blocks < 2 || entries.len() < blocks {
        return Err(few("an augmented design needs two blocks and a new entry in each"));
    }
    bounded(checks.len() * blocks + entries.len())?;
    let mut chance = Chance::new(seed);
    let new = shuffled(entries, &mut chance);
    let unit = "plot; only the checks measure error";
    let mut out = Layout::new("augmented blocks", seed, &["block", "treatment", "kind"], unit);
    for block in 0..blocks {
        let own = new.iter().skip(block).step_by(blocks).map(|name| (name, "new"));
        let mut plots: Vec<(&String, &str)> =
            checks.iter().map(|name| (name, "check")).chain(own).collect();
        chance.shuffle(&mut plots);
        for (name, kind) in plots {
            out.push(&[&(block + 1).to_string(), name, kind]);
        }
    }
    let df = (checks.len() - 1) * (blocks - 1);
    Ok(out.fact("error_df", df as f64))
}

/// Replicates that are divided into blocks of this size, treatments together as evenly as the best
/// of many arrays makes them (Patterson & Williams 1976, Biometrika 63).
///
/// # Errors
/// A number of treatments that blocks of this size do not divide.
pub fn alpha(names: &[String], size: usize, reps: usize, seed: u64) -> Outcome<Layout> {
    treatments(names)?;
    let count = names.len();
    if size < 2 || reps < 2 || !count.is_multiple_of(size) || count / size < size.min(2) {
        return Err(few(
            "blocks of two or more must divide the treatments, in two replicates or more",
        ));
    }
    bounded(count * reps)?;
    let blocks = count / size;
    let mut chance = Chance::new(seed);
    let mut best: Option<(f64, Vec<Vec<usize>>)> = None;
    for _ in 0..ALPHA_TRIES {
        let array: Vec<Vec<usize>> = (0..reps)
            .map(|rep| {
                let cell = |row| if rep == 0 || row == 0 { 0 } else { chance.below(blocks) };
                (0..size).map(cell).collect()
            })
            .collect();
        let found = efficiency(&array, size, blocks);
        if best.as_ref().is_none_or(|(known, _)| found > *known) {
            best = Some((found, array));
        }
    }
    let (found, array) = best.unwrap_or_default();
    let names = shuffled(names, &mut chance);
    let mut out =
        Layout::new("alpha", seed, &["replicate", "block", "treatment"], "plot in a block");
    for (rep, shifts) in array.iter().enumerate() {
        for (place, block) in order(blocks, &mut chance).into_iter().enumerate() {
            let mut members: Vec<usize> = shifts
                .iter()
                .enumerate()
                .map(|(row, shift)| row * blocks + (block + shift) % blocks)
                .collect();
            chance.shuffle(&mut members);
            for member in members {
                let name = names.get(member).map_or("", String::as_str);
                out.push(&[&(rep + 1).to_string(), &(place + 1).to_string(), name]);
            }
        }
    }
    Ok(out.fact("efficiency_factor", found).fact("efficiency_bound", bound(count, size, reps)))
}

/// Harmonic mean of the canonical efficiencies: how much of the information on differences is left
/// within blocks.
fn efficiency(array: &[Vec<usize>], size: usize, blocks: usize) -> f64 {
    let count = size * blocks;
    let mut together = Matrix::zeros(count, count);
    for shifts in array {
        for block in 0..blocks {
            let member = |(row, shift): (usize, &usize)| row * blocks + (block + shift) % blocks;
            let members: Vec<usize> = shifts.iter().enumerate().map(member).collect();
            for &a in &members {
                members.iter().for_each(|&b| together[(a, b)] += 1.0);
            }
        }
    }
    let share = 1.0 / (array.len() * size) as f64;
    let (values, _) = Matrix::identity(count).minus(&together.scaled(share)).eigen();
    // The smallest belongs to the mean.
    let kept = values.iter().take(count - 1);
    if kept.clone().any(|value| *value < 1e-9) {
        return 0.0;
    }
    (count - 1) as f64 / kept.map(|value| 1.0 / value).sum::<f64>()
}

/// What no resolvable design of these sizes exceeds (Williams & Patterson 1977).
fn bound(count: usize, size: usize, reps: usize) -> f64 {
    let (v, k, r) = (count as f64, size as f64, reps as f64);
    let s = v / k;
    (v - 1.0) * (r - 1.0) / ((v - 1.0) * (r - 1.0) + r * (s - 1.0))
}
