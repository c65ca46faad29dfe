//! Factors at two levels: all combinations, in blocks that give up named effects, or a fraction with
//! the effects that cannot be told apart (Box, Hunter & Hunter 2005, ch. 5, 6).

use std::collections::BTreeMap;

use crate::chance::Chance;
use crate::designs::{Layout, bounded, few};
use crate::fault::{Fault, Outcome};

/// Factors are letters.
const FACTORS_MAX: usize = 15;
/// Effects of more factors than this are not listed among aliases.
const LISTED: u32 = 2;

/// 2^(k-p) in blocks: generators as `E=ABCD`, and effects that blocks are confounded with.
///
/// # Errors
/// Generators or effects that are not of the factors, or that depend on each other.
pub fn two_level(
    factors: usize,
    generators: &[String],
    confounded: &[String],
    reps: usize,
    seed: u64,
) -> Outcome<Layout> {
    if !(2..=FACTORS_MAX).contains(&factors) || reps < 1 || generators.len() >= factors {
        return Err(few("from 2 to 15 factors, fewer generators, one replicate or more"));
    }
    let words = generators.iter().map(|text| word(text, factors)).collect::<Outcome<Vec<u32>>>()?;
    let blocks =
        confounded.iter().map(|text| letters(text, factors)).collect::<Outcome<Vec<u32>>>()?;
    let group = generated(&words)?;
    generated(&[words.clone(), blocks.clone()].concat())?;
    let runs = 1_usize << (factors - words.len());
    bounded(runs * reps)?;
    let even = |run: u32, word: u32| (run & word).count_ones() % 2;
    // A run is in the fraction when every word's product is plus: minus letters even in number.
    let inside = |run: &u32| words.iter().all(|word| even(!run & ((1 << factors) - 1), *word) == 0);
    let fraction: Vec<u32> = (0..1_u32 << factors).filter(inside).collect();
    let names: Vec<String> = (0..factors).map(letter).collect();
    let mut columns = vec!["replicate", "block"];
    columns.extend(names.iter().map(String::as_str));
    let mut out = Layout::new("two levels", seed, &columns, "run in a block");
    let mut chance = Chance::new(seed);
    for rep in 1..=reps {
        let mut by_block: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for run in &fraction {
            let place = blocks.iter().map(|word| even(*run, *word)).collect();
            by_block.entry(place).or_default().push(*run);
        }
        for (block, mut runs) in by_block.into_values().enumerate() {
            chance.shuffle(&mut runs);
            for run in runs {
                let sign = |j: usize| if run >> j & 1 == 1 { "1" } else { "-1" };
                let (rep, block) = (rep.to_string(), (block + 1).to_string());
                let mut cells = vec![rep.as_str(), block.as_str()];
                cells.extend((0..factors).map(sign));
                out.push(&cells);
            }
        }
    }
    if !words.is_empty() {
        out.aliases = aliases(&group, factors);
        let shortest = group.iter().filter(|word| **word != 0).map(|word| word.count_ones()).min();
        out = out.fact("resolution", f64::from(shortest.unwrap_or(0)));
    }
    Ok(out.fact("runs", (runs * reps) as f64))
}

fn letter(place: usize) -> String {
    char::from(b'A' + place as u8).to_string()
}

fn name(effect: u32) -> String {
    if effect == 0 {
        return "I".into();
    }
    (0..32).filter(|j| effect >> j & 1 == 1).map(letter).collect()
}

fn letters(text: &str, factors: usize) -> Outcome<u32> {
    let mut out = 0;
    for sign in text.trim().chars() {
        let place = (sign.to_ascii_uppercase() as usize).wrapping_sub('A' as usize);
        if place >= factors || out >> place & 1 == 1 {
            return Err(Fault::Data(format!("“{text}” is no effect of {factors} factors")));
        }
        out |= 1 << place;
    }
    if out == 0 {
        return Err(Fault::Data("an effect has a letter".into()));
    }
    Ok(out)
}

/// The defining word of `E=ABCD`: ABCDE.
fn word(text: &str, factors: usize) -> Outcome<u32> {
    let wanted = || Fault::Data(format!("“{text}” is no generator; one is written E=ABCD"));
    let (made, of) = text.split_once('=').ok_or_else(wanted)?;
    let (made, of) = (letters(made, factors)?, letters(of, factors)?);
    if made.count_ones() != 1 || made & of != 0 {
        return Err(wanted());
    }
    Ok(made | of)
}

/// All products of the words; a product that is nothing says that they depend on each other.
fn generated(words: &[u32]) -> Outcome<Vec<u32>> {
    let mut out = vec![0_u32];
    for word in words {
        if out.contains(word) {
            return Err(few("the generators and effects depend on each other"));
        }
        let more: Vec<u32> = out.iter().map(|known| known ^ word).collect();
        out.extend(more);
    }
    Ok(out)
}

/// Sets of main effects and interactions of two that cannot be told apart, and the defining
/// relation first.
fn aliases(group: &[u32], factors: usize) -> Vec<String> {
    let list = |set: &mut Vec<u32>| {
        set.sort_by_key(|effect| (effect.count_ones(), *effect));
        set.iter().map(|effect| name(*effect)).collect::<Vec<_>>().join(" = ")
    };
    let mut out = vec![list(&mut group.to_vec())];
    let mut seen: Vec<u32> = group.to_vec();
    let mut effects: Vec<u32> =
        (1..1_u32 << factors).filter(|effect| effect.count_ones() <= LISTED).collect();
    effects.sort_by_key(|effect| (effect.count_ones(), *effect));
    for effect in effects {
        if seen.contains(&effect) {
            continue;
        }
        let whole: Vec<u32> = group.iter().map(|word| word ^ effect).collect();
        seen.extend(&whole);
        let mut short: Vec<u32> =
            whole.into_iter().filter(|effect| effect.count_ones() <= LISTED).collect();
        if short.len() > 1 {
            out.push(list(&mut short));
        }
    }
    out
}
