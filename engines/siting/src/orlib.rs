//! Networks in the form of the OR-Library (J. E. Beasley, *J. Oper. Res. Soc.* 41 (1990)): vertices,
//! edges and places, then one edge a line; every vertex is a demand of weight 1 and a site. Of an
//! edge that is named twice the last length counts. Minutes are lengths of shortest paths.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::Problem;
use crate::problem::CELLS_MAX;

/// A network and how many places it asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Whom to serve, from where.
    pub problem: Problem,
    /// How many places.
    pub places: usize,
}

/// What is wrong with a file, and where; line and column from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFault {
    /// The line.
    pub line: usize,
    /// The number of the line's first byte that is wrong.
    pub column: usize,
    /// What.
    pub kind: ReadFaultKind,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFaultKind {
    /// No whole number.
    Number(String),
    /// It ends too soon, or goes on.
    Length,
    /// No vertices, or too many.
    Size,
    /// No vertex has this number.
    Vertex(u64),
    /// Two vertices without a way between them.
    Apart(usize, usize),
}

/// Reads a network.
pub fn read(text: &str) -> Result<Network, ReadFault> {
    let mut words = words(text).peekable();
    let mut end = (1, 1);
    let mut next = || -> Result<(u64, usize, usize), ReadFault> {
        let Some((line, column, word)) = words.next() else {
            let (line, column) = end;
            return Err(ReadFault { line, column, kind: ReadFaultKind::Length });
        };
        end = (line, column + word.len());
        let number = word.parse::<u64>().ok().filter(|number| *number < 1 << 40);
        let fault = || ReadFault { line, column, kind: ReadFaultKind::Number(word.to_owned()) };
        Ok((number.ok_or_else(fault)?, line, column))
    };
    let (vertices, line, column) = next()?;
    let count = usize::try_from(vertices).ok();
    let fits = |count: &usize| count.checked_mul(*count).is_some_and(|n| n > 0 && n <= CELLS_MAX);
    let Some(count) = count.filter(fits) else {
        return Err(ReadFault { line, column, kind: ReadFaultKind::Size });
    };
    let (edges, ..) = next()?;
    let (places, ..) = next()?;
    let mut lengths: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for _ in 0..edges {
        let mut vertex = || {
            let (number, line, column) = next()?;
            let index = number.checked_sub(1).filter(|_| number <= vertices);
            let fault = || ReadFault { line, column, kind: ReadFaultKind::Vertex(number) };
            index.and_then(|index| usize::try_from(index).ok()).ok_or_else(fault)
        };
        let (a, b) = (vertex()?, vertex()?);
        lengths.insert((a.min(b), a.max(b)), next()?.0);
    }
    if let Some((line, column, _)) = words.next() {
        return Err(ReadFault { line, column, kind: ReadFaultKind::Length });
    }
    let minutes = shortest(count, &lengths).map_err(|(a, b)| ReadFault {
        line: 1,
        column: 1,
        kind: ReadFaultKind::Apart(a, b),
    })?;
    let problem = Problem::new(vec![1.0; count], minutes, count);
    let problem =
        problem.map_err(|_| ReadFault { line: 1, column: 1, kind: ReadFaultKind::Size })?;
    Ok(Network { problem, places: usize::try_from(places).unwrap_or(usize::MAX) })
}

/// Words with their line and column.
fn words(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    text.lines().enumerate().flat_map(|(line, text)| {
        text.split_ascii_whitespace().map(move |word| {
            let column = word.as_ptr().addr() - text.as_ptr().addr();
            (line + 1, column + 1, word)
        })
    })
}

/// Lengths of shortest paths between all vertices (Dijkstra), or two that have none.
fn shortest(
    count: usize,
    lengths: &BTreeMap<(usize, usize), u64>,
) -> Result<Vec<f64>, (usize, usize)> {
    let mut near: Vec<Vec<(usize, u64)>> = vec![Vec::new(); count];
    for (&(a, b), &length) in lengths {
        for (from, to) in [(a, b), (b, a)] {
            if let Some(near) = near.get_mut(from) {
                near.push((to, length));
            }
        }
    }
    let mut all = Vec::with_capacity(count * count);
    for start in 0..count {
        let mut reached = vec![u64::MAX; count];
        let mut heap = BinaryHeap::from([Reverse((0, start))]);
        while let Some(Reverse((length, vertex))) = heap.pop() {
            match reached.get_mut(vertex) {
                Some(known) if length < *known => *known = length,
                _ => continue,
            }
            for &(to, more) in near.get(vertex).into_iter().flatten() {
                let further = length.saturating_add(more);
                if reached.get(to).is_some_and(|known| further < *known) {
                    heap.push(Reverse((further, to)));
                }
            }
        }
        if let Some(apart) = reached.iter().position(|length| *length == u64::MAX) {
            return Err((start + 1, apart + 1));
        }
        #[expect(clippy::cast_precision_loss, reason = "lengths below 2^53 are exact")]
        all.extend(reached.iter().map(|length| *length as f64));
    }
    Ok(all)
}
