//! The fonts of letters, read once.
//!
//! Libertinus Serif sets the text; the others stand in for signs that it lacks. Deliberately
//! absent: fonts of the machine, so that a letter looks the same wherever it is made.

use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::PaperError;

/// The family that sets the text; `letter.typ` names it too.
pub(crate) const MAIN_FAMILY: &str = "Libertinus Serif";

pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) all: Vec<Font>,
}

static FONTS: OnceLock<Fonts> = OnceLock::new();

/// Adds fonts (TrueType or OpenType) to those at hand, for scripts that these lack, such as Khmer.
/// To be called at most once, before the first document is made.
pub fn load_fonts(extra: Vec<Vec<u8>>) -> Result<(), PaperError> {
    let mut fonts: Vec<Font> = own_fonts().collect();
    for bytes in extra {
        let known = fonts.len();
        fonts.extend(Font::iter(Bytes::new(bytes)));
        if fonts.len() == known {
            return Err(PaperError::Fonts("not a TrueType or OpenType font"));
        }
    }
    FONTS
        .set(Fonts::new(fonts))
        .map_err(|_| PaperError::Fonts("to be added before the first document"))
}

pub(crate) fn fonts() -> &'static Fonts {
    FONTS.get_or_init(|| Fonts::new(own_fonts().collect()))
}

fn own_fonts() -> impl Iterator<Item = Font> {
    typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes)))
}

impl Fonts {
    fn new(mut all: Vec<Font>) -> Self {
        // The main family first: most signs are then found at once.
        all.sort_by_key(|font| font.info().family != MAIN_FAMILY);
        Self { book: LazyHash::new(FontBook::from_fonts(&all)), all }
    }

    /// Whether the main family has the sign.
    pub(crate) fn main_shows(&self, sign: char) -> bool {
        let main = self.all.iter().take_while(|font| font.info().family == MAIN_FAMILY);
        main.take(1).any(|font| font.info().coverage.contains(u32::from(sign)))
    }

    /// Whether any font has the sign.
    pub(crate) fn show(&self, sign: char) -> bool {
        self.all.iter().any(|font| font.info().coverage.contains(u32::from(sign)))
    }
}
