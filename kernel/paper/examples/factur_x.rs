//! Makes a PDF of each file of a folder, `NAME.xml`, with the file inside as Factur-X wants it, so
//! that programs of others can look at them. The folder is the only argument.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use invoice::factur_x;
use jiff::civil::date;
use paper::{Archive, Attachment, Block, Document, Property, Relation, Schema, archive};
use words::Lang;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("factur_x: name a folder");
        return ExitCode::from(2);
    };
    match print_all(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("factur_x: {message}");
            ExitCode::FAILURE
        }
    }
}

fn print_all(folder: &Path) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "xml"));
    for path in paths {
        let xml = std::fs::read(&path).map_err(|error| error.to_string())?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let made = archive(&page(&name), &kept(xml)).map_err(|error| error.to_string())?;
        std::fs::write(path.with_extension("pdf"), made).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// A page with every kind of block.
fn page(name: &str) -> Document {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Document {
        lang: Lang::Fr,
        title: format!("Facture « {name} »"),
        sender: texts(&["Le Panier & Cie", "7 bis rue des Essais", "92000 Nanterre"]),
        recipient: texts(&["Coop’ des Toits", "92000 Nanterre"]),
        place_date: "Nanterre, le 2 décembre 2026".to_owned(),
        reference: Some("FA-2026-0017".to_owned()),
        blocks: vec![
            Block::Heading("Ce qui est vendu".to_owned()),
            Block::Table {
                head: texts(&["Désignation", "Montant"]),
                rows: vec![texts(&["Panier de légumes", "12,50\u{a0}€"])],
                right_aligned: vec![1],
            },
            Block::Pairs(vec![("Net à payer".to_owned(), "12,50\u{a0}€".to_owned())]),
            Block::Code {
                text: "BCD\n002\n1\nSCT\n\nLe Panier\nFR1420041010050500013M02606\nEUR12.50"
                    .to_owned(),
                caption:
                    "Pour payer par virement, lisez ce code\navec l’application de votre banque."
                        .to_owned(),
                label: "Code QR de virement".to_owned(),
            },
            Block::Paragraph("Pas d’escompte pour paiement anticipé. 🌱".to_owned()),
            Block::Signature("La trésorière".to_owned()),
        ],
        footer: "SIREN 732\u{a0}829\u{a0}320".to_owned(),
    }
}

fn kept(xml: Vec<u8>) -> Archive {
    let property = |(name, value, description): (&str, &str, &str)| Property {
        name: name.to_owned(),
        value: value.to_owned(),
        description: description.to_owned(),
    };
    Archive {
        made_on: date(2026, 12, 2),
        files: vec![Attachment {
            name: factur_x::FILE_NAME.to_owned(),
            media_type: factur_x::MEDIA_TYPE.to_owned(),
            description: "Facture lisible par machine (Factur-X)".to_owned(),
            relation: Relation::Alternative,
            bytes: xml,
        }],
        schema: Some(Schema {
            title: factur_x::SCHEMA_TITLE.to_owned(),
            namespace: factur_x::SCHEMA_NAMESPACE.to_owned(),
            prefix: factur_x::SCHEMA_PREFIX.to_owned(),
            properties: factur_x::PROPERTIES.map(property).to_vec(),
        }),
    }
}
