//! Letters, receipts and other documents of a few pages, as accessible PDF (PDF/UA-1).
//!
//! One structure serves them all: who writes to whom, a title, and blocks. Invariants: equal
//! documents give equal bytes; every text is data of a fixed template (`letter.typ`), so that
//! nothing typed can become code; the file is tagged, titled and says its language. Deliberately
//! absent: images but those of codes, links, free layout.

use serde_json::{Value, json};

use crate::PaperError;
use crate::fonts::{Fonts, fonts};
use crate::ink::{Care, printable};
use crate::press::{Edition, print, served_as};
use crate::qr::qr_picture;

/// The most text of a document, in bytes.
const TEXT_BYTES: usize = 500_000;

/// The most blocks of a document.
const BLOCKS: usize = 2_000;

/// A document to be printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The language it is written in.
    pub lang: words::Lang,
    /// Its title or subject; may not be blank.
    pub title: String,
    /// Lines of who writes; the first is the name.
    pub sender: Vec<String>,
    /// Lines of who it is written to, printed where the window of an envelope is; may be empty.
    pub recipient: Vec<String>,
    /// Place and date in words: « Nanterre, le 3 mars 2027 »; may be empty.
    pub place_date: String,
    /// A reference, printed above the title.
    pub reference: Option<String>,
    /// The body.
    pub blocks: Vec<Block>,
    /// A line at the foot of each page; may be empty.
    pub footer: String,
}

/// A piece of the body of a document. Line breaks inside texts are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The title of a part.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Names and values, one pair a line.
    Pairs(Vec<(String, String)>),
    /// A table; rows are cut or filled to the width of the head.
    Table {
        /// The heads of the columns.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
        /// The columns, from 0, that are aligned to the right: numbers.
        right_aligned: Vec<usize>,
    },
    /// A code that a telephone reads (QR), with words beside it.
    Code {
        /// What the code says.
        text: String,
        /// What it is for, beside it.
        caption: String,
        /// What it is, for those who do not see it; may not be blank.
        label: String,
    },
    /// Who signs, with room for the signature above; never parted between pages.
    Signature(String),
}

/// The document as a PDF/UA-1 file. A page takes some ten milliseconds of computing.
pub fn pdf(document: &Document) -> Result<Vec<u8>, PaperError> {
    make(document, &Edition::Plain)
}

/// The document in one form or the other.
pub(crate) fn make(document: &Document, edition: &Edition<'_>) -> Result<Vec<u8>, PaperError> {
    if is_blank(&document.title) {
        return Err(PaperError::Untitled);
    }
    if document.blocks.len() > BLOCKS {
        return Err(PaperError::TooLarge { limit: BLOCKS, what: "blocks" });
    }
    let usual = data(document, edition, Care::Usual)?.to_string();
    if usual.len() > TEXT_BYTES {
        return Err(PaperError::TooLarge { limit: TEXT_BYTES, what: "bytes of text" });
    }
    // A combination of signs may lack a glyph where each of them has one.
    print(usual, edition)
        .or_else(|_| print(data(document, edition, Care::Utmost)?.to_string(), edition))
}

/// Whether nothing of a text would be seen.
fn is_blank(text: &str) -> bool {
    let shown = printable(fonts(), Care::Utmost, text);
    shown.chars().all(|sign| sign.is_whitespace() || sign == '\u{200b}')
}

/// The document as data of the template.
fn data(document: &Document, edition: &Edition<'_>, care: Care) -> Result<Value, PaperError> {
    let fonts = fonts();
    let text = |text: &str| Value::from(printable(fonts, care, text));
    let texts = |texts: &[String]| texts.iter().map(|line| text(line)).collect::<Value>();
    let blocks = document.blocks.iter().map(|block| block_data(block, fonts, care));
    let (made_on, files) = match edition {
        Edition::Plain => (Value::Null, Vec::new()),
        Edition::Kept(archive) => {
            let day = archive.made_on;
            let made_on = json!({"year": day.year(), "month": day.month(), "day": day.day()});
            let files = archive.files.iter().enumerate().map(|(at, file)| {
                json!({
                    "served_as": served_as(at),
                    "digest": base::sha256(&file.bytes),
                    "name": file.name,
                    "media_type": file.media_type,
                    "description": text(&file.description),
                    "relation": file.relation.word(),
                })
            });
            (made_on, files.collect())
        }
    };
    Ok(json!({
        "lang": document.lang.code(),
        "title": text(&document.title.replace(['\r', '\n'], " ")),
        "sender": texts(&document.sender),
        "recipient": texts(&document.recipient),
        "place_date": text(&document.place_date),
        "reference": text(document.reference.as_deref().unwrap_or_default()),
        "blocks": blocks.collect::<Result<Value, PaperError>>()?,
        "footer": text(&document.footer),
        "made_on": made_on,
        "files": files,
    }))
}

fn block_data(block: &Block, fonts: &Fonts, care: Care) -> Result<Value, PaperError> {
    let text = |text: &str| Value::from(printable(fonts, care, text));
    let texts = |texts: &[String]| texts.iter().map(|line| text(line)).collect::<Value>();
    Ok(match block {
        Block::Heading(heading) => json!({"kind": "heading", "text": text(heading)}),
        Block::Paragraph(paragraph) => json!({"kind": "paragraph", "text": text(paragraph)}),
        Block::Signature(name) => json!({"kind": "signature", "text": text(name)}),
        Block::Code { text: said, caption, label } => {
            if is_blank(label) {
                return Err(PaperError::Unlabelled);
            }
            let picture = qr_picture(said)?;
            let (caption, label) = (text(caption), text(label));
            json!({"kind": "code", "picture": picture, "caption": caption, "label": label})
        }
        Block::Pairs(pairs) => {
            let pairs: Value =
                pairs.iter().map(|(name, value)| [text(name), text(value)]).collect();
            json!({"kind": "pairs", "pairs": pairs})
        }
        Block::Table { head, rows, right_aligned } => {
            let filled = |row: &Vec<String>| -> Value {
                let cells = row.iter().map(String::as_str).chain(std::iter::repeat(""));
                cells.take(head.len()).map(text).collect()
            };
            let right: Vec<bool> = (0..head.len()).map(|at| right_aligned.contains(&at)).collect();
            let rows: Value = rows.iter().map(filled).collect();
            json!({"kind": "table", "head": texts(head), "rows": rows, "right": right})
        }
    })
}
