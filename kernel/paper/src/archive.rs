//! Documents that carry files and last: PDF/A-3a (ISO 19005-3), still PDF/UA-1.
//!
//! What people read is the page; what machines read is attached, and the metadata may say so in a
//! schema of their own. Invariants: those of [`crate::pdf()`]; an attached file is kept byte by byte.
//! Deliberately absent: what the files and schemas are for.

use jiff::civil::Date;
use lopdf::Object;
use quick_xml::escape::escape;

use crate::PaperError;
use crate::pdf::{Document, make};
use crate::press::Edition;

/// The most files of a document.
const FILES: usize = 10;

/// The most bytes of the files together.
const FILE_BYTES: usize = 20_000_000;

/// What makes a document one to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Archive {
    /// The day on which document and files were made.
    pub made_on: Date,
    /// The files that it carries, up to 10 and 20 MB.
    pub files: Vec<Attachment>,
    /// What the metadata says for machines, if anything.
    pub schema: Option<Schema>,
}

/// A file that a document carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// Its name: letters, digits, `.`, `-` and `_`, up to 100.
    pub name: String,
    /// Its media type, as `text/xml`.
    pub media_type: String,
    /// What it is, in words.
    pub description: String,
    /// What it is to the document.
    pub relation: Relation,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What an attached file is to the document (ISO 32000-2, 7.11.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The document was made from it.
    Source,
    /// What the document shows was computed from it.
    Data,
    /// It says the same in another form.
    Alternative,
    /// It adds to it.
    Supplement,
}

/// Properties in the metadata (XMP) under a schema of others, described as PDF/A wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// What the schema is called.
    pub title: String,
    /// Its namespace.
    pub namespace: String,
    /// Its usual prefix: letters.
    pub prefix: String,
    /// Its properties.
    pub properties: Vec<Property>,
}

/// A property with a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name: letters.
    pub name: String,
    /// Its value here.
    pub value: String,
    /// What it means.
    pub description: String,
}

impl Relation {
    /// The word of the template.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Relation::Source => "source",
            Relation::Data => "data",
            Relation::Alternative => "alternative",
            Relation::Supplement => "supplement",
        }
    }
}

/// The document with its files as a PDF/A-3a and PDF/UA-1 file.
pub fn archive(document: &Document, archive: &Archive) -> Result<Vec<u8>, PaperError> {
    check(archive)?;
    let made = make(document, &Edition::Kept(archive))?;
    match &archive.schema {
        Some(schema) => with_schema(&made, schema),
        None => Ok(made),
    }
}

fn check(archive: &Archive) -> Result<(), PaperError> {
    if archive.files.len() > FILES {
        return Err(PaperError::TooLarge { limit: FILES, what: "attached files" });
    }
    if archive.files.iter().map(|file| file.bytes.len()).sum::<usize>() > FILE_BYTES {
        return Err(PaperError::TooLarge { limit: FILE_BYTES, what: "bytes of attached files" });
    }
    let plain = |name: &str, signs: &str| {
        let good = |c: char| c.is_ascii_alphanumeric() || signs.contains(c);
        (1..=100).contains(&name.len()) && name.chars().all(good)
    };
    for file in &archive.files {
        if !plain(&file.name, ".-_") || file.name.starts_with('.') {
            return Err(PaperError::Name(file.name.clone()));
        }
    }
    let Some(schema) = &archive.schema else { return Ok(()) };
    let properties = || schema.properties.iter();
    for name in std::iter::once(&schema.prefix).chain(properties().map(|one| &one.name)) {
        if !plain(name, "") || name.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(PaperError::Name(name.clone()));
        }
    }
    let texts = properties().flat_map(|one| [&one.value, &one.description]);
    let strange = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if texts.chain([&schema.title, &schema.namespace]).any(|text| text.contains(strange)) {
        return Err(PaperError::ControlCharacter("metadata"));
    }
    Ok(())
}

/// Typst writes no properties of others, so that they are put into its metadata afterwards.
fn with_schema(made: &[u8], schema: &Schema) -> Result<Vec<u8>, PaperError> {
    let failed = |error: lopdf::Error| PaperError::Layout(error.to_string());
    let mut file = lopdf::Document::load_mem(made).map_err(failed)?;
    let metadata = file.catalog().and_then(|catalog| catalog.get(b"Metadata"));
    let metadata = metadata.and_then(Object::as_reference).map_err(failed)?;
    let stream = file.get_object_mut(metadata).and_then(Object::as_stream_mut).map_err(failed)?;
    let text = std::str::from_utf8(&stream.content)
        .map_err(|error| PaperError::Layout(error.to_string()))?;
    let told = told(text, schema).ok_or_else(|| PaperError::Layout("no metadata".to_owned()))?;
    stream.set_plain_content(told.into_bytes());
    let mut bytes = Vec::with_capacity(made.len() + 4096);
    file.save_to(&mut bytes).map_err(|error| PaperError::Layout(error.to_string()))?;
    Ok(bytes)
}

/// The metadata with the properties, and their description beside those of other schemas.
fn told(text: &str, schema: &Schema) -> Option<String> {
    let Schema { title, namespace, prefix, properties } = schema;
    let (title, namespace) = (escape(title.as_str()), escape(namespace.as_str()));
    let mut values = String::new();
    let mut descriptions = String::new();
    for Property { name, value, description } in properties {
        let (value, description) = (escape(value.as_str()), escape(description.as_str()));
        values.push_str(&format!("<{prefix}:{name}>{value}</{prefix}:{name}>"));
        descriptions.push_str(&format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
             <pdfaProperty:valueType>Text</pdfaProperty:valueType>\
             <pdfaProperty:category>external</pdfaProperty:category>\
             <pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
        ));
    }
    let described = format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{title}</pdfaSchema:schema>\
         <pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>\
         <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
         <pdfaSchema:property><rdf:Seq>{descriptions}</rdf:Seq></pdfaSchema:property></rdf:li>"
    );
    let stated = format!(
        "<rdf:Description rdf:about=\"\" xmlns:{prefix}=\"{namespace}\">{values}</rdf:Description>"
    );
    let schemas = text.find("<pdfaExtension:schemas>")?;
    let list = text.get(schemas..)?.find("<rdf:Bag>")? + schemas + "<rdf:Bag>".len();
    let end = text.rfind("</rdf:RDF>")?;
    let parts = [text.get(..list)?, &described, text.get(list..end)?, &stated, text.get(end..)?];
    Some(parts.concat())
}
