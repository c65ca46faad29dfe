//! The official directories of organisations, as far as they were imported: SIRENE (INSEE) and the
//! national directory of associations (RNA).
//!
//! They only help to fill in: an organisation that files belong to is entered by a person, from an
//! entry or without. Invariants: an entry is a legal person or an association; a sole trader, or
//! whoever has asked INSEE not to be published, is never stored. Deliberately absent: spelling
//! mistakes; a name is found by the beginning of its telling words.

mod import;
mod layout;

use base::Outcome;
use store::{Row, Tx, sql};

use crate::rules;

pub use import::{
    Batch, DirectoryImport, Gone, begin_import, close_gone, end_import,
    progress as import_progress, take_batch,
};
pub use layout::{BadLine, Layout, NewEntry, Source};

/// An organisation of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Which directory.
    pub source: Source,
    /// Its key there: SIREN, SIRET or RNA number.
    pub key: String,
    /// Its legal name.
    pub name: String,
    /// The name over the door, if it is another.
    pub sign: String,
    /// SIRET, or empty.
    pub siret: String,
    /// RNA number, or empty.
    pub rna: String,
    /// Legal category (INSEE, four digits), or empty.
    pub category: String,
    /// Principal activity (NAF), or empty.
    pub activity: String,
    /// Declared of the social and solidarity economy.
    pub ess: bool,
    /// The seat, rather than another establishment.
    pub seat: bool,
    /// Number and street.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Commune.
    pub city: String,
    /// INSEE code of the commune.
    pub commune: String,
    /// Neither closed nor gone from the directory.
    pub open: bool,
}

impl DirectoryEntry {
    /// Its kind, as far as the legal category tells: one of [`crate::kinds::KINDS`].
    pub fn kind(&self) -> &'static str {
        let (head, tail) = (self.category.get(..2), self.category.get(2..));
        let cooperative = tail.is_some_and(|tail| ("51".."61").contains(&tail));
        match (self.source, head) {
            (Source::Rna, _) | (_, Some("92")) => "association",
            (_, Some("93")) => "fondation",
            (_, Some("82")) => "mutuelle",
            (_, Some("71" | "72" | "73" | "74")) => "public",
            (_, Some("54" | "55" | "56")) if cooperative => "cooperative",
            _ if self.category == "6317" || self.category == "6318" => "cooperative",
            _ => "entreprise",
        }
    }
}

/// Words that say nothing of which organisation it is.
const IDLE: [&str; 31] = [
    "a",
    "asso",
    "association",
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "entreprise",
    "et",
    "eurl",
    "fondation",
    "l",
    "la",
    "le",
    "les",
    "pour",
    "sa",
    "sarl",
    "sas",
    "sasu",
    "sci",
    "scic",
    "scop",
    "societe",
    "soc",
    "un",
    "une",
    "y",
];

/// What a name is looked for by: its telling words, folded, in their order.
pub(crate) fn sought(name: &str) -> String {
    let whole = words::sort_key(name);
    let telling: Vec<&str> = whole.split(' ').filter(|word| !IDLE.contains(word)).collect();
    let text = if telling.is_empty() { whole } else { telling.join(" ") };
    text.chars().take(80).collect()
}

/// Whether anything was imported.
pub fn has_directory(tx: &mut Tx) -> Outcome<bool> {
    Ok(tx.maybe(sql("SELECT 1 FROM people_directory_import LIMIT 1"), &[])?.is_some())
}

/// The entry of a SIRET: the establishment, or the association or, of what is imported without
/// its establishments, the legal person.
pub fn directory_entry(tx: &mut Tx, siret: &str) -> Outcome<Option<DirectoryEntry>> {
    if let Some(site) = entry(tx, Source::Site, siret)? {
        return Ok(Some(site));
    }
    let association = tx.maybe(
        sql("SELECT source, key, name, sign, siret, rna, category, activity, ess, seat, address,
                postcode, city, commune, state
             FROM people_directory WHERE source = 'rna' AND siret <> '' AND siret = $1"),
        &[siret.into()],
    )?;
    if let Some(row) = association {
        return read(row).map(Some);
    }
    entry(tx, Source::Unit, siret.get(..9).unwrap_or(""))
}

/// The entry of a key.
pub(crate) fn entry(tx: &mut Tx, source: Source, key: &str) -> Outcome<Option<DirectoryEntry>> {
    tx.maybe(
        sql("SELECT source, key, name, sign, siret, rna, category, activity, ess, seat, address,
                postcode, city, commune, state
             FROM people_directory WHERE source = $1 AND key = $2"),
        &[source.code().into(), key.into()],
    )?
    .map(read)
    .transpose()
}

/// Entries for what somebody typed: a SIRET, a SIREN, an RNA number, or a name from its first
/// telling word on; at most `limit`.
pub fn search_directory(tx: &mut Tx, typed: &str, limit: usize) -> Outcome<Vec<DirectoryEntry>> {
    let number = rules::compact(typed);
    if rules::is_siret(&number) {
        return Ok(directory_entry(tx, &number)?.into_iter().collect());
    }
    if rules::is_rna(&number) {
        return Ok(entry(tx, Source::Rna, &number)?.into_iter().collect());
    }
    let rows = if rules::is_siren(&number) {
        tx.all(
            sql("SELECT source, key, name, sign, siret, rna, category, activity, ess, seat,
                    address, postcode, city, commune, state
                 FROM people_directory WHERE source = 'site' AND key >= $1 AND key < $2
                 ORDER BY seat DESC, state DESC, key LIMIT $3"),
            &[number.as_str().into(), format!("{number}a").into(), limit.into()],
        )?
    } else {
        let start = sought(typed);
        if start.chars().count() < 3 {
            return Ok(Vec::new());
        }
        tx.all(
            sql("SELECT source, key, name, sign, siret, rna, category, activity, ess, seat,
                    address, postcode, city, commune, state
                 FROM people_directory
                 WHERE state = 'open' AND source <> 'unit' AND sought >= $1 AND sought < $2
                 ORDER BY sought, key LIMIT $3"),
            &[start.as_str().into(), format!("{start}\u{10ffff}").into(), limit.into()],
        )?
    };
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Outcome<DirectoryEntry> {
    let mut columns = row.columns();
    Ok(DirectoryEntry {
        source: Source::of_column(&mut columns)?,
        key: columns.take()?,
        name: columns.take()?,
        sign: columns.take()?,
        siret: columns.take()?,
        rna: columns.take()?,
        category: columns.take()?,
        activity: columns.take()?,
        ess: columns.take()?,
        seat: columns.take()?,
        address: columns.take()?,
        postcode: columns.take()?,
        city: columns.take()?,
        commune: columns.take()?,
        open: columns.take::<String>()? == "open",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sought_by_their_telling_words() {
        assert_eq!(sought("ASSOCIATION LES JARDINS D'ESSAI"), "jardins essai");
        assert_eq!(sought("L’Épicerie, de Quartier"), "epicerie quartier");
        assert_eq!(sought("LA SOCIETE"), "la societe");
    }

    #[test]
    fn the_legal_category_tells_the_kind() {
        let kind = |source: Source, category: &str| {
            let category = category.to_owned();
            DirectoryEntry { source, category, ..blank() }.kind()
        };
        for (category, wanted) in [
            ("9220", "association"),
            ("9300", "fondation"),
            ("8210", "mutuelle"),
            ("5458", "cooperative"),
            ("5558", "cooperative"),
            ("6317", "cooperative"),
            ("7210", "public"),
            ("5710", "entreprise"),
            ("5499", "entreprise"),
            ("", "entreprise"),
        ] {
            assert_eq!(kind(Source::Site, category), wanted, "{category}");
        }
        assert_eq!(kind(Source::Rna, ""), "association");
    }

    fn blank() -> DirectoryEntry {
        DirectoryEntry {
            source: Source::Site,
            key: String::new(),
            name: String::new(),
            sign: String::new(),
            siret: String::new(),
            rna: String::new(),
            category: String::new(),
            activity: String::new(),
            ess: false,
            seat: true,
            address: String::new(),
            postcode: String::new(),
            city: String::new(),
            commune: String::new(),
            open: true,
        }
    }
}
