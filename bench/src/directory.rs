//! `parvis import directory` on an invented SIRENE: a million legal persons with an establishment
//! each, or as many as `PARVIS_BENCH_ROWS` says; then searches in what was imported.
//!
//! The files have the columns of INSEE's and about the length of its lines; names are made of a few
//! hundred words, so that many begin alike.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base::World;
use store::{Place, Store};

use crate::{Line, scratch, server};

const ROWS: u64 = 1_000_000;
const SEARCHES: u64 = 2_000;
const SEARCH_MAX_MS: f64 = 50.0;
const MEMORY_MAX_MB: f64 = 200.0;
const ROWS_MIN: f64 = 10_000.0;

const FIRST: [&str; 20] = [
    "JARDINS",
    "ATELIER",
    "MAISON",
    "AMIS",
    "COMPAGNIE",
    "ECOLE",
    "CLUB",
    "COMITE",
    "CENTRE",
    "FEDERATION",
    "COLLECTIF",
    "RESSOURCERIE",
    "EPICERIE",
    "CANTINE",
    "FABRIQUE",
    "THEATRE",
    "CHORALE",
    "UNION",
    "CERCLE",
    "RESEAU",
];
const SECOND: [&str; 20] = [
    "SOLIDAIRE",
    "POPULAIRE",
    "DU QUARTIER",
    "DES ARTS",
    "DE LA VALLEE",
    "DES ENFANTS",
    "DU LIVRE",
    "DU NUMERIQUE",
    "DE LA FORET",
    "DES VOISINS",
    "DU PORT",
    "DES METIERS",
    "DE L'AVENIR",
    "DU MARCHE",
    "DES SAVOIRS",
    "DU PAIN",
    "DES AINES",
    "DE LA MUSIQUE",
    "DU VELO",
    "DES TOITS",
];

pub(crate) fn measure() -> Result<Vec<Line>, String> {
    let asked = std::env::var("PARVIS_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok());
    let rows: u64 = asked.unwrap_or(ROWS);
    let folder = scratch::folder()?;
    let (units, sites) = (folder.path().join("units.csv"), folder.path().join("sites.csv"));
    write_units(&units, rows).and_then(|()| write_sites(&sites, rows)).map_err(said)?;
    let data = folder.path().join("data");
    let mut lines = Vec::new();
    for (what, file) in [("legal persons imported", &units), ("establishments imported", &sites)] {
        let (seconds, memory) = import(&data, file)?;
        let rate = rows as f64 / seconds;
        lines.push(Line {
            what,
            ours: format!("{rate:.0} /s, {memory:.0} MB"),
            rival: String::new(),
            ratio: None,
            target: "≥ 10,000",
            met: rate >= ROWS_MIN && memory <= MEMORY_MAX_MB,
        });
    }
    let size = std::fs::metadata(data.join("parvis.db")).map_err(said)?.len();
    println!("{rows} of each; the database has {} MB", size / 1_000_000);
    let slowest = scratch::runtime()?.block_on(searches(&data, rows))?;
    lines.push(Line {
        what: "search by name or number, p99",
        ours: format!("{slowest:.2} ms"),
        rival: String::new(),
        ratio: None,
        target: "≤ 50 ms",
        met: slowest <= SEARCH_MAX_MS,
    });
    Ok(lines)
}

fn said(error: std::io::Error) -> String {
    error.to_string()
}

/// The digit that makes a number pass the check of Luhn.
fn keyed(digits: u64) -> u64 {
    let (mut sum, mut rest, mut doubled) = (0, digits, true);
    while rest > 0 {
        let digit = (rest % 10) * if doubled { 2 } else { 1 };
        sum += digit / 10 + digit % 10;
        (rest, doubled) = (rest / 10, !doubled);
    }
    digits * 10 + (10 - sum % 10) % 10
}

fn siren(row: u64) -> u64 {
    keyed(30_000_000 + row)
}

fn siret(row: u64) -> u64 {
    keyed(siren(row) * 10_000 + 1)
}

fn name(row: u64) -> String {
    let pick = |list: &[&'static str], at: u64| {
        usize::try_from(at).ok().and_then(|at| list.get(at % list.len())).copied().unwrap_or("")
    };
    let scattered = row.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let words = (pick(&FIRST, scattered), pick(&SECOND, scattered / 20));
    format!("ASSOCIATION LES {} {} {}", words.0, words.1, scattered % 9_973)
}

fn write_units(path: &Path, rows: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(
        file,
        "siren,statutDiffusionUniteLegale,unitePurgeeUniteLegale,dateCreationUniteLegale,\
         sigleUniteLegale,sexeUniteLegale,prenom1UniteLegale,prenom2UniteLegale,\
         prenomUsuelUniteLegale,identifiantAssociationUniteLegale,trancheEffectifsUniteLegale,\
         dateDernierTraitementUniteLegale,categorieEntreprise,dateDebut,\
         etatAdministratifUniteLegale,nomUniteLegale,denominationUniteLegale,\
         denominationUsuelle1UniteLegale,categorieJuridiqueUniteLegale,\
         activitePrincipaleUniteLegale,nicSiegeUniteLegale,economieSocialeSolidaireUniteLegale"
    )?;
    for row in 0..rows {
        writeln!(
            file,
            "{:09},O,,2001-01-01,,,,,,,NN,2024-03-12T10:12:46,PME,2008-01-01,A,,{},,9220,94.99Z,\
             00001,O",
            siren(row),
            name(row)
        )?;
    }
    file.flush()
}

fn write_sites(path: &Path, rows: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(
        file,
        "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,\
         trancheEffectifsEtablissement,dateDernierTraitementEtablissement,etablissementSiege,\
         complementAdresseEtablissement,numeroVoieEtablissement,indiceRepetitionEtablissement,\
         typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,\
         libelleCommuneEtablissement,codeCommuneEtablissement,dateDebut,\
         etatAdministratifEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,\
         activitePrincipaleEtablissement"
    )?;
    for row in 0..rows {
        let siret = siret(row);
        writeln!(
            file,
            "{:09},{:05},{siret:014},O,2001-01-01,NN,2024-03-12T10:12:46,true,,{},,RUE,DES ESSAIS,\
             92{:03},NANTERRE,92050,2008-01-01,A,,,94.99Z",
            siret / 100_000,
            siret % 100_000,
            row % 200,
            row % 990
        )?;
    }
    file.flush()
}

/// Seconds and peak megabytes of an import by the binary.
fn import(data: &Path, file: &Path) -> Result<(f64, f64), String> {
    let begun = Instant::now();
    let mut child = Command::new(server::binary()?)
        .args(["import", "directory", "--data"])
        .arg(data)
        .arg("--file")
        .arg(file)
        .env("RUST_LOG", "warn")
        .stdout(Stdio::null())
        .spawn()
        .map_err(said)?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        if let Ok(text) = std::fs::read_to_string(&status) {
            let line = text.lines().find(|line| line.starts_with("VmHWM"));
            let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
            peak = peak.max(kilobytes.unwrap_or(0.0) / 1_000.0);
        }
        match child.try_wait().map_err(said)? {
            Some(status) if status.success() => return Ok((begun.elapsed().as_secs_f64(), peak)),
            Some(status) => return Err(format!("the import ended with {status}")),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Milliseconds of all searches but one in a hundred.
async fn searches(data: &Path, rows: u64) -> Result<f64, String> {
    let opened = Store::inspect(Place::Folder(data.to_owned()), World::system());
    let store = opened.map_err(|refusal| refusal.to_string())?;
    let mut times = Vec::new();
    for search in 0..SEARCHES {
        let row = search.wrapping_mul(7_919) % rows;
        let typed = match search % 4 {
            0 => format!("{:014}", siret(row)),
            1 => format!("{:09}", siren(row)),
            2 => name(row),
            _ => name(row).chars().take(22).collect(),
        };
        let begun = Instant::now();
        let found = store.read(move |tx| people::search_directory(tx, &typed, 20)).await;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        if found.map_err(|refusal| refusal.to_string())?.is_empty() {
            return Err(format!("search {search} found nothing"));
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(times.len() * 99 / 100).copied().unwrap_or(f64::NAN))
}
