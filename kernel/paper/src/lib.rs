//! Documents made for people and for other programmes: letters in PDF, mail, sheets.
//!
//! Everything here takes values and gives bytes, but for [`send`], which speaks to a mail server.
//! Invariants: what users typed is data everywhere, never code of a template, a header or a
//! formula; the same document gives the same bytes. Deliberately absent: the database, the clock,
//! and every sentence: callers say what is written, in the language of who reads it.

mod archive;
mod bounce;
mod error;
mod fonts;
mod ink;
mod mail;
mod pdf;
mod press;
mod qr;
mod sheet;

pub use archive::{Archive, Attachment, Property, Relation, Schema, archive};
pub use bounce::{Returned, read_bounce};
pub use error::PaperError;
pub use fonts::load_fonts;
pub use mail::{Mail, SmtpSettings, send};
pub use pdf::{Block, Document, pdf};
pub use qr::qr_svg;
pub use sheet::{Cell, Csv, Sheet, to_csv, to_xlsx};
