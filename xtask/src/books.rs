//! Books against programs that are not ours: a random book is written by an example of the ledger;
//! its accounting files must pass the checker of `django-accounting-fr` (AGPL), hledger must find
//! the balances that we find, and beancount must accept the journal.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::run::{cargo, output, run, said};
use crate::tools;

const CHECK: &str = "
import sys
from pathlib import Path
from accounting_fr.fec_check import check_fec
for path in map(Path, sys.argv[1:]):
    report = check_fec(path.read_bytes(), path.name)
    for error in report.errors: print(f'{path.name}: {error}')
    if not report.stats.get('ecritures'): print(f'{path.name}: no entry')
";

/// Makes a random book and has it checked.
pub(crate) fn books(root: &Path, folder: &Path) -> Result<(), String> {
    let folder = folder.join("book");
    std::fs::create_dir_all(&folder).map_err(|error| said(&folder, &error))?;
    let example =
        ["run", "--quiet", "--package", "parvis-ledger", "--example", "random_book", "--"];
    run(cargo().args(example).arg(&folder).current_dir(root))?;
    let files = ["229200506FEC20251231.txt", "229200506FEC20261231.txt"];
    let mut check = tools::python(root)?;
    check.current_dir(&folder).args(["-c", CHECK]);
    let found = output(check.args(files))?;
    if !found.trim().is_empty() {
        return Err(format!("the accounting file breaks its rules:\n{found}"));
    }
    proves_a_fault(root, &folder)?;
    println!("accounting files of two years: 0 errors");
    balances(&folder)?;
    let mut beancount = Command::new(tools::beancount()?);
    output(beancount.arg(folder.join("book.beancount")))?;
    println!("beancount accepts the journal");
    Ok(())
}

/// The checker finds a file of which a line is gone.
fn proves_a_fault(root: &Path, folder: &Path) -> Result<(), String> {
    let path = folder.join("229200506FEC20261231.txt");
    let text = std::fs::read_to_string(&path).map_err(|error| said(&path, &error))?;
    let lines: Vec<&str> = text.lines().collect();
    let cut: Vec<&str> = lines.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default();
    let bad = folder.join("999999999FEC20261231.txt");
    std::fs::write(&bad, cut.join("\n")).map_err(|error| said(&bad, &error))?;
    let mut check = tools::python(root)?;
    check.current_dir(folder).args(["-c", CHECK, "999999999FEC20261231.txt"]);
    if output(&mut check)?.trim().is_empty() {
        return Err("the checker finds nothing wrong in a file that lacks a line".to_owned());
    }
    Ok(())
}

/// hledger adds up the journal; each account must have the balance that the ledger keeps.
fn balances(folder: &Path) -> Result<(), String> {
    let mut hledger = Command::new(tools::hledger()?);
    hledger.env("LANG", "C.UTF-8").arg("-f").arg(folder.join("book.journal"));
    let theirs = output(hledger.args(["balance", "--flat", "--no-total", "-O", "csv"]))?;
    let theirs: BTreeMap<String, String> = rows(theirs.lines().skip(1));
    let path = folder.join("balances.csv");
    let ours = std::fs::read_to_string(&path).map_err(|error| said(&path, &error))?;
    let ours = rows(ours.lines());
    if ours.len() < 30 {
        return Err(format!("only {} accounts have a balance", ours.len()));
    }
    if ours != theirs {
        let differing = ours.iter().filter(|(name, sum)| theirs.get(*name) != Some(*sum));
        let shown: Vec<String> = differing
            .map(|(name, sum)| format!("{name}: ours {sum}, theirs {:?}", theirs.get(name)))
            .collect();
        return Err(format!("hledger finds other balances:\n{}", shown.join("\n")));
    }
    println!("hledger finds the same balances in {} accounts", ours.len());
    Ok(())
}

fn rows<'a>(lines: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let cells = |line: &str| {
        let (name, sum) = line.split_once(',')?;
        Some((name.trim_matches('"').to_owned(), sum.trim_matches('"').to_owned()))
    };
    lines.filter_map(cells).collect()
}
