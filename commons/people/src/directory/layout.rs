//! The files as they are published, line by line: columns are found by their names.
//!
//! `StockUniteLegale` and `StockEtablissement` of INSEE (comma, UTF-8; documented with the files
//! on data.gouv.fr) and `rna_waldec` of the ministry of the interior (semicolon; UTF-8, older ones
//! Latin 1). Sole traders (legal category 1000) and those not published in full (`statutDiffusion`
//! other than `O`) are left out here, before anything is stored.

use std::collections::HashMap;

use base::{Outcome, Refusal};
use csv::ByteRecord;
use store::Columns;

use super::sought;
use crate::rules;

/// Which directory, and in SIRENE which of its two levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A legal person, by SIREN.
    Unit,
    /// An establishment, by SIRET.
    Site,
    /// An association, by RNA number.
    Rna,
}

impl Source {
    /// The source as stored.
    pub fn code(self) -> &'static str {
        match self {
            Source::Unit => "unit",
            Source::Site => "site",
            Source::Rna => "rna",
        }
    }

    /// The source of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Source::Unit, Source::Site, Source::Rna].into_iter().find(|known| known.code() == code)
    }

    pub(super) fn of_column(columns: &mut Columns) -> Outcome<Self> {
        Source::from_code(&columns.take::<String>()?)
            .ok_or_else(|| Refusal::broken("the directory has an unknown source"))
    }

    /// Columns without which a file is not of this kind.
    fn needed(self) -> &'static [&'static str] {
        match self {
            Source::Unit => &[
                "siren",
                "statutDiffusionUniteLegale",
                "etatAdministratifUniteLegale",
                "denominationUniteLegale",
                "categorieJuridiqueUniteLegale",
            ],
            Source::Site => &[
                "siret",
                "statutDiffusionEtablissement",
                "etatAdministratifEtablissement",
                "libelleVoieEtablissement",
                "codePostalEtablissement",
                "libelleCommuneEtablissement",
            ],
            Source::Rna => &["id", "titre", "adrs_libvoie", "adrs_codepostal", "adrs_libcommune"],
        }
    }
}

/// What a line says. Of an establishment the legal person says the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// Key in its directory.
    pub key: String,
    /// Legal name; empty of an establishment.
    pub name: String,
    /// What the name is looked for by; empty of an establishment.
    pub sought: String,
    /// The name over the door.
    pub sign: String,
    /// SIRET, or empty.
    pub siret: String,
    /// RNA number, or empty.
    pub rna: String,
    /// Legal category.
    pub category: String,
    /// Principal activity.
    pub activity: String,
    /// Of the social and solidarity economy.
    pub ess: bool,
    /// The seat.
    pub seat: bool,
    /// Number and street.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Commune.
    pub city: String,
    /// INSEE code of the commune.
    pub commune: String,
    /// Neither closed nor dissolved.
    pub open: bool,
}

/// A line that cannot be taken: which column, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Name of the column.
    pub column: String,
    /// What is wrong.
    pub what: String,
}

/// A kind of file and where its columns are.
#[derive(Clone, Debug)]
pub struct Layout {
    /// What it lists.
    pub source: Source,
    at: HashMap<String, usize>,
    width: usize,
}

struct Line<'a> {
    layout: &'a Layout,
    record: &'a ByteRecord,
}

impl Line<'_> {
    fn text(&self, column: &str) -> String {
        let at = self.layout.at.get(column);
        let bytes = at.and_then(|at| self.record.get(*at)).unwrap_or_default();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // Latin 1 is the first 256 characters of Unicode.
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        };
        // INSEE writes [ND] for what is not published.
        let text = text.replace('\0', "");
        if text == "[ND]" { String::new() } else { text.trim().to_owned() }
    }

    fn first(&self, columns: &[&str]) -> String {
        columns.iter().map(|column| self.text(column)).find(|t| !t.is_empty()).unwrap_or_default()
    }

    fn joined(&self, columns: &[&str]) -> String {
        let parts = columns.iter().map(|column| self.text(column));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn number(&self, column: &str, good: fn(&str) -> bool, what: &str) -> Result<String, BadLine> {
        let number = self.text(column);
        if good(&number) { Ok(number) } else { Err(bad(column, what)) }
    }
}

fn bad(column: &str, what: &str) -> BadLine {
    BadLine { column: column.to_owned(), what: what.to_owned() }
}

impl Layout {
    /// The layout of a file from the names of its columns; otherwise what is missing for the kind
    /// that comes nearest.
    pub fn of(header: &ByteRecord) -> Result<Self, String> {
        let names = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned());
        let at: HashMap<String, usize> = names.zip(0..).collect();
        let lacks = |source: Source| {
            source.needed().iter().filter(|name| !at.contains_key(**name)).copied().collect()
        };
        let candidates = [Source::Unit, Source::Site, Source::Rna]
            .map(|source| (source, lacks(source)))
            .into_iter()
            .min_by_key(|(_, lacking): &(Source, Vec<&str>)| lacking.len());
        match candidates {
            Some((source, lacking)) if lacking.is_empty() => {
                Ok(Self { source, width: header.len(), at })
            }
            Some((_, lacking)) => Err(format!("no column {}", lacking.join(", "))),
            None => Err("no columns".to_owned()),
        }
    }

    /// What a line says; nothing of whoever is left out.
    pub fn read(&self, record: &ByteRecord) -> Result<Option<NewEntry>, BadLine> {
        if record.len() != self.width {
            let what = format!("{} columns where the first line has {}", record.len(), self.width);
            return Err(bad("", &what));
        }
        let line = Line { layout: self, record };
        match self.source {
            Source::Unit => unit(&line),
            Source::Site => site(&line),
            Source::Rna => association(&line),
        }
    }
}

fn unit(line: &Line) -> Result<Option<NewEntry>, BadLine> {
    let siren = line.number("siren", rules::is_siren, "not a SIREN: nine digits with their key")?;
    let category = line.text("categorieJuridiqueUniteLegale");
    if line.text("statutDiffusionUniteLegale") != "O" || category == "1000" {
        return Ok(None);
    }
    if category.len() != 4 || !category.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad("categorieJuridiqueUniteLegale", "not four digits"));
    }
    let name = line.first(&[
        "denominationUniteLegale",
        "denominationUsuelle1UniteLegale",
        "sigleUniteLegale",
    ]);
    if name.is_empty() {
        return Err(bad("denominationUniteLegale", "a legal person without a name"));
    }
    let rna = line.text("identifiantAssociationUniteLegale");
    Ok(Some(NewEntry {
        key: siren,
        sought: sought(&name),
        name,
        rna: if rules::is_rna(&rna) { rna } else { String::new() },
        category,
        activity: line.text("activitePrincipaleUniteLegale"),
        ess: line.text("economieSocialeSolidaireUniteLegale") == "O",
        open: line.text("etatAdministratifUniteLegale") == "A",
        ..NewEntry::default()
    }))
}

fn site(line: &Line) -> Result<Option<NewEntry>, BadLine> {
    let siret = line.number("siret", rules::is_siret, "not a SIRET: 14 digits with their key")?;
    if line.text("statutDiffusionEtablissement") != "O" {
        return Ok(None);
    }
    Ok(Some(NewEntry {
        sign: line.first(&["enseigne1Etablissement", "denominationUsuelleEtablissement"]),
        activity: line.text("activitePrincipaleEtablissement"),
        seat: line.text("etablissementSiege") == "true",
        address: line.joined(&[
            "numeroVoieEtablissement",
            "indiceRepetitionEtablissement",
            "typeVoieEtablissement",
            "libelleVoieEtablissement",
        ]),
        postcode: line.text("codePostalEtablissement"),
        city: line.text("libelleCommuneEtablissement"),
        commune: line.text("codeCommuneEtablissement"),
        open: line.text("etatAdministratifEtablissement") == "A",
        key: siret.clone(),
        siret,
        ..NewEntry::default()
    }))
}

fn association(line: &Line) -> Result<Option<NewEntry>, BadLine> {
    let what = "not an RNA number: W and nine digits or capitals";
    let rna = line.number("id", rules::is_rna, what)?;
    let name = line.text("titre");
    if name.is_empty() {
        return Err(bad("titre", "an association without a title"));
    }
    let siret = line.text("siret");
    let (position, ended) = (line.text("position"), line.text("date_disso"));
    Ok(Some(NewEntry {
        key: rna.clone(),
        sought: sought(&name),
        name,
        siret: if rules::is_siret(&siret) { siret } else { String::new() },
        rna,
        seat: true,
        address: line.joined(&["adrs_numvoie", "adrs_repetition", "adrs_typevoie", "adrs_libvoie"]),
        postcode: line.text("adrs_codepostal"),
        city: line.text("adrs_libcommune"),
        commune: line.text("adrs_codeinsee"),
        // The file has 0001-01-01 for no date.
        open: !["D", "S"].contains(&position.as_str())
            && (ended.is_empty() || ended == "0001-01-01"),
        ..NewEntry::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(header: &str) -> Result<Layout, String> {
        Layout::of(&header.split(',').collect::<Vec<_>>().into())
    }

    const UNITS: &str = "siren,statutDiffusionUniteLegale,etatAdministratifUniteLegale,\
        denominationUniteLegale,categorieJuridiqueUniteLegale,economieSocialeSolidaireUniteLegale";

    fn unit_of(line: &str) -> Result<Option<NewEntry>, BadLine> {
        let record: Vec<&str> = line.split(',').collect();
        layout(UNITS).unwrap().read(&record.into())
    }

    #[test]
    fn sole_traders_and_the_unpublished_are_left_out() {
        let kept = unit_of("229200506,O,A,DEPARTEMENT,7220,N").unwrap().unwrap();
        assert_eq!((kept.key.as_str(), kept.name.as_str()), ("229200506", "DEPARTEMENT"));
        assert!(kept.open && !kept.ess);
        for left_out in ["229200506,O,A,JEANNE MARTIN,1000,N", "229200506,P,A,[ND],5710,N"] {
            assert_eq!(unit_of(left_out).unwrap(), None, "{left_out}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_column() {
        for (line, column) in [
            ("229200507,O,A,DEPARTEMENT,7220,N", "siren"),
            ("229200506,O,A,DEPARTEMENT,72,N", "categorieJuridiqueUniteLegale"),
            ("229200506,O,A,[ND],7220,N", "denominationUniteLegale"),
            ("229200506,O,A", ""),
        ] {
            assert_eq!(unit_of(line).unwrap_err().column, column, "{line}");
        }
        let told = layout("siren,nom").unwrap_err();
        assert!(told.contains("denominationUniteLegale"), "{told}");
    }

    #[test]
    fn old_files_of_associations_are_latin_1() {
        let header = "id,siret,titre,adrs_libvoie,adrs_codepostal,adrs_libcommune,position,\
            date_disso";
        let layout = layout(header).unwrap();
        let mut record: ByteRecord = vec!["W922000123", ""].into();
        record.push_field(b"\xc9picerie");
        for text in ["DES ESSAIS", "92000", "Nanterre", "A", "0001-01-01"] {
            record.push_field(text.as_bytes());
        }
        let entry = layout.read(&record).unwrap().unwrap();
        assert_eq!(entry.name, "Épicerie");
        assert!(entry.open && entry.siret.is_empty());
    }
}
