//! What users typed, made printable: only signs that the fonts have reach the page.
//!
//! A PDF for accessibility may not show a sign without a glyph; rather than refuse a whole letter
//! because of one emoji, such a sign is printed as a white square. Invariants: nothing printable
//! is dropped; no control character and no override of the writing direction passes.

use crate::fonts::Fonts;

/// How much is trusted to the fonts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// Signs of any font, with their combinations.
    Usual,
    /// Signs of the main font alone, uncombined: for the rare text whose combinations no font has.
    Utmost,
}

const UNKNOWN: char = '□';
const LONGEST_RUN: usize = 48;

/// A text fit for the page; line breaks stay.
pub(crate) fn printable(fonts: &Fonts, care: Care, text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.replace("\r\n", "\n").chars() {
        let Some(sign) = printed_as(fonts, care, sign) else { continue };
        run = if sign.is_ascii_alphanumeric() { run + 1 } else { 0 };
        if run > LONGEST_RUN {
            // A place to break a run that is wider than the page.
            shown.push('\u{200b}');
            run = 1;
        }
        shown.push(sign);
    }
    shown
}

fn printed_as(fonts: &Fonts, care: Care, sign: char) -> Option<char> {
    match sign {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{ff}' => Some(sign),
        sign if sign.is_control() => None,
        // Spaces that Typst knows by their width, fonts or not.
        '\u{200b}' | '\u{202f}' | '\u{2009}' => Some(sign),
        // Soft hyphens, joiners, marks and overrides of direction, variants, tags: unseen by
        // themselves.
        '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => None,
        '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' => None,
        // Private use: each font draws there what it likes.
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some(UNKNOWN),
        '\u{300}'..='\u{36f}' if care == Care::Utmost => None,
        sign => {
            let known = match care {
                Care::Usual => fonts.show(sign),
                Care::Utmost => fonts.main_shows(sign),
            };
            Some(if known { sign } else { UNKNOWN })
        }
    }
}
