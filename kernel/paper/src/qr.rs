//! Codes that a telephone reads (QR, ISO/IEC 18004), as pictures for pages.

use qrcode::{Color, EcLevel, QrCode};

use crate::PaperError;

/// Cells of white around the code, as the standard wants.
const MARGIN: usize = 4;

/// A text as a QR code: SVG without anything inline but shapes, black on white whatever the page.
/// `label` says what it is to those who do not see it, escaped already.
pub fn qr_svg(text: &str, label: &str) -> Result<String, PaperError> {
    svg(text, &format!("class=\"qr\" role=\"img\" aria-label=\"{label}\""))
}

/// The same for a printed page.
pub(crate) fn qr_picture(text: &str) -> Result<String, PaperError> {
    svg(text, "xmlns=\"http://www.w3.org/2000/svg\"")
}

fn svg(text: &str, attributes: &str) -> Result<String, PaperError> {
    // Error correction M, which codes for transfers must have.
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| PaperError::Layout(error.to_string()))?;
    let width = code.width();
    let side = width + 2 * MARGIN;
    let cells: String = code
        .to_colors()
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + MARGIN, at / width + MARGIN))
        .collect();
    Ok(format!(
        "<svg {attributes} viewBox=\"0 0 {side} {side}\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{cells}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_three_corners_are_there() {
        let svg = super::qr_svg("otpauth://totp/Parvis", "code").unwrap();
        // A finder pattern is seven cells wide: its top left cell, and that of its right neighbour.
        assert!(svg.contains("M4 4h1v1h-1z") && svg.contains("M10 4h1v1h-1z"));
        assert!(!svg.contains("M11 4h1v1h-1z"), "a finder pattern is followed by white");
        assert!(super::qr_svg(&"x".repeat(5_000), "code").is_err());
    }
}
