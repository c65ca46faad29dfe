//! Tables for people.

use std::fmt::Write as _;

/// Words and then numbers.
pub(super) type Row = (Vec<String>, Vec<f64>);

/// A table with aligned columns; nothing where there are no rows.
pub(super) fn shown(title: &str, heads: &[&str], rows: Vec<Row>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut lines: Vec<Vec<String>> = vec![heads.iter().map(|head| (*head).to_owned()).collect()];
    let mut texts = 0;
    for (words, numbers) in rows {
        texts = words.len();
        lines.push(words.into_iter().chain(numbers.iter().map(|v| rounded(*v))).collect());
    }
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let mut out = format!("\n{title}\n");
    for line in &lines {
        let mut text = String::new();
        for (place, (cell, width)) in line.iter().zip(&widths).enumerate() {
            let _ = match place < texts {
                true => write!(text, "{cell:<width$}  "),
                false => write!(text, "{cell:>width$}  "),
            };
        }
        let _ = writeln!(out, "{}", text.trim_end());
    }
    out
}

/// Five digits that count; nothing for what does not hold.
fn rounded(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if value.is_nan() => String::new(),
        f64::INFINITY => "∞".into(),
        0.0 => "0".into(),
        _ if size.fract() == 0.0 && size < 1e9 => format!("{value}"),
        1e-4..1e7 => {
            let decimals = (4 - size.log10().floor() as i32).clamp(0, 8);
            format!("{value:.*}", decimals as usize)
        }
        _ => format!("{value:.3e}"),
    }
}
