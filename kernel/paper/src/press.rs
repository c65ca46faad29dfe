//! Typst, closed: one template of ours, one file of data.
//!
//! Invariants: whatever else the template might ask for (another file, a package, the date) is
//! denied, so that the result depends on the data and the attached files alone. Deliberately absent: caches of ours; Typst remembers
//! the layout of the last documents by itself.

use std::sync::OnceLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::PaperError;
use crate::archive::Archive;
use crate::fonts::{Fonts, fonts};

const TEMPLATE: &str = include_str!("letter.typ");

/// How many documents a piece of layout stays remembered for; the memory is shared and would
/// otherwise grow without end.
const MEMORY: usize = 10;

/// What is the same for all documents.
struct Shop {
    library: LazyHash<Library>,
    template: Source,
    data_id: FileId,
}

fn shop() -> Result<&'static Shop, PaperError> {
    static SHOP: OnceLock<Result<Shop, PaperError>> = OnceLock::new();
    let made = SHOP.get_or_init(|| {
        Ok(Shop {
            library: LazyHash::new(Library::default()),
            template: Source::new(file_id("letter.typ")?, TEMPLATE.to_owned()),
            data_id: file_id("letter.json")?,
        })
    });
    made.as_ref().map_err(Clone::clone)
}

fn file_id(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|error| PaperError::Layout(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// In which form a document is made.
pub(crate) enum Edition<'a> {
    /// To be read: PDF/UA-1.
    Plain,
    /// To be kept, with files: PDF/A-3a as well.
    Kept(&'a Archive),
}

impl Edition<'_> {
    fn standards(&self) -> &'static [PdfStandard] {
        match self {
            Edition::Plain => &[PdfStandard::Ua_1],
            Edition::Kept(_) => &[PdfStandard::A_3a, PdfStandard::Ua_1],
        }
    }

    fn files(&self) -> Result<Vec<(FileId, Bytes)>, PaperError> {
        let Edition::Kept(archive) = self else { return Ok(Vec::new()) };
        let served = |(at, file): (usize, &crate::Attachment)| {
            Ok((file_id(&served_as(at))?, Bytes::new(file.bytes.clone())))
        };
        archive.files.iter().enumerate().map(served).collect()
    }
}

/// The name by which the template asks for an attached file.
pub(crate) fn served_as(at: usize) -> String {
    format!("attached-{at}")
}

struct Press {
    shop: &'static Shop,
    fonts: &'static Fonts,
    data: Bytes,
    files: Vec<(FileId, Bytes)>,
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.shop.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.shop.template.id() {
            Ok(self.shop.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shop.data_id {
            return Ok(self.data.clone());
        }
        let attached = self.files.iter().find(|(known, _)| *known == id);
        attached.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.all.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Lays out the data of one letter and exports it.
pub(crate) fn print(data: String, edition: &Edition<'_>) -> Result<Vec<u8>, PaperError> {
    let ident = base::sha256(data.as_bytes());
    let files = edition.files()?;
    let press = Press { shop: shop()?, fonts: fonts(), data: Bytes::from_string(data), files };
    let Warned { output, .. } = typst::compile::<PagedDocument>(&press);
    let exported = match output {
        Ok(document) => export(&document, ident, edition.standards()),
        Err(errors) => Err(failure(&errors)),
    };
    typst::comemo::evict(MEMORY);
    exported
}

fn export(
    document: &PagedDocument,
    ident: String,
    standards: &[PdfStandard],
) -> Result<Vec<u8>, PaperError> {
    let standards = PdfStandards::new(standards)
        .map_err(|error| PaperError::Layout(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Parvis".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| failure(&errors))
}

fn failure(errors: &[SourceDiagnostic]) -> PaperError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PaperError::Layout(messages.join("; "))
}
