//! What Parvis exports, validated by a program that is not ours.
//!
//! The awards of the demonstration must satisfy the schema « Subventions » 2.1.1 of the common
//! base of local data (SCDL). frictionless checks the table schema; the two checks that the schema
//! leaves to its validator (the key of a SIRET, a SIRET or an RNA for every beneficiary) are made
//! here. schemathesis sends the API of a running
//! demonstration what its description allows and forbids. Each run first proves on two files of
//! ours that a good row passes and a bad one fails. Files for banks are in `bank_files.rs`,
//! invoices in `invoices.rs`, opening hours and calendars in `reservations.rs`, what trials are
//! computed with in `certified.rs`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::run::{output, run, said, scratch};
use crate::tools;

const SCHEMA: &str = "subventions-2.1.1.json";

/// Validates the exports of the demonstration.
pub(crate) fn standards(root: &Path) -> Result<(), String> {
    let folder = scratch("standards")?;
    let checked = crate::bank_files::bank_files(root, &folder)
        .and_then(|()| crate::invoices::invoices(root, &folder))
        .and_then(|()| allocations(root))
        .and_then(|()| crate::reservations::reservations(root, &folder))
        .and_then(|()| crate::certified::certified(root))
        .and_then(|()| proofs(root, &folder))
        .and_then(|()| export(root, &folder))
        .and_then(|()| crate::books::books(root, &folder))
        .and_then(|()| api(root, &folder));
    let removed = std::fs::remove_dir_all(&folder).map_err(|error| said(&folder, &error));
    checked.and(removed)
}

/// Seats given out by `parvis allocation`, and again by a program written from its specification.
fn allocations(root: &Path) -> Result<(), String> {
    let script = root.join("tests/standards/allocation.py");
    run(tools::python(root)?.arg(script).arg(crate::browser::binary(root)?))
}

/// Good rows pass; each bad row fails for its own reason.
fn proofs(root: &Path, folder: &Path) -> Result<(), String> {
    for name in [SCHEMA, "awards-good.csv", "awards-bad.csv", "awards-bad.txt"] {
        let from = root.join("tests/standards").join(name);
        std::fs::copy(&from, folder.join(name)).map_err(|error| said(&from, &error))?;
    }
    let good = errors(root, folder, "awards-good.csv")?;
    if !good.is_empty() {
        return Err(format!("awards-good.csv should pass:\n{}", good.join("\n")));
    }
    let path = folder.join("awards-bad.txt");
    let wanted = std::fs::read_to_string(&path).map_err(|error| said(&path, &error))?;
    let bad = errors(root, folder, "awards-bad.csv")?;
    if bad != wanted.lines().collect::<Vec<_>>() {
        let bad = bad.join("\n");
        return Err(format!("awards-bad.csv should fail as awards-bad.txt says, but:\n{bad}"));
    }
    println!("proved: good rows pass, {} faults are found", bad.len());
    Ok(())
}

/// The awards of the demonstration, exported and checked.
fn export(root: &Path, folder: &Path) -> Result<(), String> {
    let program = crate::browser::binary(root)?;
    let data = folder.join("data");
    run(Command::new(&program).arg("demo").arg("--data").arg(&data).arg("--prepare-only"))?;
    let mut command = Command::new(&program);
    command.arg("export").arg("--data").arg(&data).args(["awards", "--format", "scdl"]);
    let awards = output(&mut command)?;
    let path = folder.join("awards.csv");
    std::fs::write(&path, &awards).map_err(|error| said(&path, &error))?;
    let rows = awards.lines().count().saturating_sub(1);
    if rows == 0 {
        return Err("the demonstration exported no award, so nothing was checked".to_owned());
    }
    let found = errors(root, folder, "awards.csv")?;
    if found.is_empty() {
        println!("awards of the demonstration: {rows} rows, 0 errors");
        return Ok(());
    }
    Err(format!("the exported awards break the standard:\n{}", found.join("\n")))
}

/// The open data of a running demonstration, and its API against its own description.
fn api(root: &Path, folder: &Path) -> Result<(), String> {
    let settings = folder.join("parvis.toml");
    std::fs::write(&settings, "requests_per_second = 100000\n")
        .map_err(|error| said(&settings, &error))?;
    let mut server = Command::new(crate::browser::binary(root)?)
        .arg("demo")
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--config")
        .arg(settings)
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("parvis demo: {error}"))?;
    let checked = address_of(&mut server).and_then(|address| {
        let asked = |script: &str| {
            let script = root.join("tests/standards").join(script);
            run(tools::python(root)?.current_dir(folder).arg(script).arg(&address))
        };
        asked("places.py").and_then(|()| asked("api.py"))
    });
    let ended = server.kill().and_then(|()| server.wait()).map_err(|error| error.to_string());
    checked.and(ended.map(drop))
}

/// Where a server that was just started says that it listens.
fn address_of(server: &mut Child) -> Result<String, String> {
    let told = server.stdout.take().ok_or("the server has no output")?;
    BufReader::new(told)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("Parvis: ").map(str::to_owned))
        .ok_or_else(|| "the server ended before it listened".to_owned())
}

/// Every error of a file as `row N: field: kind`, sorted: of frictionless, then of our checks.
fn errors(root: &Path, folder: &Path, file: &str) -> Result<Vec<String>, String> {
    let mut command = tools::python(root)?;
    command.current_dir(folder).args([
        "-m",
        "frictionless",
        "validate",
        file,
        "--schema",
        SCHEMA,
        "--json",
    ]);
    let done = command.output().map_err(|error| format!("frictionless: {error}"))?;
    let text = String::from_utf8_lossy(&done.stdout);
    let report: serde_json::Value = serde_json::from_str(&text).map_err(|error| {
        format!("frictionless: {error}\n{}", String::from_utf8_lossy(&done.stderr))
    })?;
    let mut found = of_report(&report);
    if done.status.success() != found.is_empty() {
        return Err(format!("frictionless ended with {}:\n{text}", done.status));
    }
    found.sort();
    found.extend(of_identifiers(&folder.join(file))?);
    Ok(found)
}

fn of_report(report: &serde_json::Value) -> Vec<String> {
    let list = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(serde_json::Value::as_array).cloned().unwrap_or_default()
    };
    let line = |error: &serde_json::Value| {
        let text = |key: &str| error.get(key).map(|value| value.to_string().replace('"', ""));
        let row = text("rowNumber").unwrap_or_else(|| "0".to_owned());
        let field = text("fieldName").unwrap_or_else(|| "file".to_owned());
        format!("row {row}: {field}: {}", text("type").unwrap_or_default())
    };
    let mut found: Vec<String> = list(report, "errors").iter().map(line).collect();
    for task in list(report, "tasks") {
        found.extend(list(&task, "errors").iter().map(line));
    }
    found
}

fn of_identifiers(path: &Path) -> Result<Vec<String>, String> {
    let fault = |error: csv::Error| format!("{}: {error}", path.display());
    let mut reader = csv::Reader::from_path(path).map_err(fault)?;
    let headers = reader.headers().map_err(fault)?.clone();
    let mut found = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let (row, number) = (row.map_err(fault)?, index + 2);
        let cell = |name: &str| {
            let column = headers.iter().position(|header| header == name);
            column.and_then(|column| row.get(column)).unwrap_or_default()
        };
        for field in ["idAttribuant", "idBeneficiaire"] {
            if !cell(field).is_empty() && !is_siret(cell(field)) {
                found.push(format!("row {number}: {field}: siret-key"));
            }
        }
        if cell("idBeneficiaire").is_empty() && cell("rnaBeneficiaire").is_empty() {
            found.push(format!("row {number}: idBeneficiaire: siret-or-rna"));
        }
    }
    Ok(found)
}

/// Fourteen digits whose Luhn sum is a multiple of ten; for La Poste the plain sum, of five.
fn is_siret(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let doubled = |(place, digit): (usize, &u32)| match (place % 2, digit * 2) {
        (0, twice) if twice > 9 => twice - 9,
        (0, twice) => twice,
        _ => *digit,
    };
    let luhn: u32 = digits.iter().enumerate().map(doubled).sum();
    let postal = text.starts_with("356000000") && digits.iter().sum::<u32>().is_multiple_of(5);
    digits.len() == 14 && text.len() == 14 && (luhn.is_multiple_of(10) || postal)
}

#[cfg(test)]
mod tests {
    use super::is_siret;

    #[test]
    fn the_key_of_a_siret_is_checked() {
        assert!(is_siret("21060004500392"));
        assert!(is_siret("35600000000048"));
        assert!(!is_siret("21060004500393"));
        assert!(!is_siret("2106000450039"));
        assert!(!is_siret("2106000450039a"));
    }
}
