//! Results that others certify, from the folder of test data that SciPy's wheel carries: the sets of
//! NIST for one-way analysis of variance and linear regression (certified to 15 digits), and a
//! table of the studentised range to 17 digits. Ends with an error below 9 digits.

use std::error::Error;
use std::path::Path;

use serde_json::Value;
use trials::studentised::range_upper;
use trials::{Analysis, Formula, Options, Table, analyse};

/// Digits that must agree.
const DIGITS_MIN: f64 = 9.0;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let folder = std::env::args().nth(1).ok_or("name the folder stats/tests/data of SciPy")?;
    let folder = Path::new(&folder);
    let mut least = f64::INFINITY;
    let mut sets = 0;
    for kind in ["nist_anova", "nist_linregress"] {
        for entry in std::fs::read_dir(folder.join(kind))? {
            let path = entry?.path();
            let text = std::fs::read_to_string(&path)?;
            let digits = if kind == "nist_anova" { variance(&text)? } else { regression(&text)? };
            println!("{}: {digits:.1} digits", path.display());
            least = least.min(digits);
            sets += 1;
        }
    }
    let (digits, places) = ranges(&folder.join("studentized_range_mpmath_ref.json"))?;
    println!("studentised range: {digits:.1} digits at {places} places");
    if sets < 12 || places < 10 {
        return Err("the folder holds fewer sets than it should".into());
    }
    if least.min(digits) < DIGITS_MIN {
        return Err(format!("{:.1} digits agree: too few", least.min(digits)).into());
    }
    Ok(())
}

/// How many digits of two numbers agree.
fn agreed(found: f64, certified: f64) -> f64 {
    match ((found - certified) / certified).abs() {
        0.0 => 15.0,
        error if error.is_nan() => 0.0,
        error => -error.log10(),
    }
}

/// The numbers at the end of a line.
fn numbers(line: &str) -> Vec<f64> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

fn asked(text: &str, head: &str, model: &str, factors: &[&str]) -> Outcome<Analysis> {
    // A file's data begin after its 60th line.
    let rows = text.lines().skip(60).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let cells: Vec<String> = rows.filter(|row| row.len() == 2).map(|row| row.join(",")).collect();
    let mut table = Table::from_csv(&format!("{head}\n{}\n", cells.join("\n")))?;
    for factor in factors {
        table.make_categorical(factor, factor)?;
    }
    Ok(analyse(&table, &Formula::parse(model)?, &Options::default())?)
}

fn variance(text: &str) -> Outcome<f64> {
    let line = |word: &str| {
        let found = text.lines().skip(40).find(|line| line.starts_with(word));
        found.map(numbers).ok_or_else(|| format!("no line begins with {word}"))
    };
    let found = asked(text, "g,y", "y ~ g", &["g"])?;
    let (between, within) = (line("Between")?, line("Within")?);
    let [group, rest] = found.anova.as_slice() else {
        return Err("the table should have two rows".into());
    };
    let pairs =
        [(group.sum_sq, between.get(1)), (group.f, between.get(3)), (rest.sum_sq, within.get(1))];
    let each = pairs.iter().map(|(value, certified)| certified.map_or(0.0, |c| agreed(*value, *c)));
    Ok(each.fold(f64::INFINITY, f64::min))
}

fn regression(text: &str) -> Outcome<f64> {
    let found = asked(text, "y,x", "y ~ x", &[])?;
    let mut least = f64::INFINITY;
    for (name, row) in ["B0", "B1"].iter().zip(&found.fixed) {
        let line = text.lines().find(|line| line.trim_start().starts_with(name));
        let certified = line.map(numbers).unwrap_or_default();
        let [estimate, se] = certified.as_slice() else {
            return Err(format!("{name} should have an estimate and an error").into());
        };
        least = least.min(agreed(row.estimate, *estimate)).min(agreed(row.se, *se));
    }
    Ok(least)
}

fn ranges(path: &Path) -> Outcome<(f64, usize)> {
    let table: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let cases = table.get("cdf_data").and_then(Value::as_array).ok_or("no cdf_data")?;
    let mut worst = 0.0_f64;
    for case in cases {
        let number = |place: Option<&Value>| place.and_then(Value::as_f64).ok_or("no number");
        let of = |name: &str| number(case.get("src_case").and_then(|source| source.get(name)));
        let found = 1.0 - range_upper(of("q")?, of("k")? as usize, of("v")?);
        worst = worst.max((found - number(case.get("mp_result"))?).abs());
    }
    Ok((-worst.log10(), cases.len()))
}
