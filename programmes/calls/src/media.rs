//! Media types of sent files, told by their first bytes: what is not listed is not taken.

/// The media type of a document, image or sheet; nothing for anything else.
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        // Office documents and OpenDocument are ZIP archives; they are never opened here.
        (b"PK\x03\x04", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    ];
    KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn the_content_decides_not_the_name() {
        assert_eq!(media_type(b"%PDF-1.7\n"), Some("application/pdf"));
        for bad in [b"<svg onload=x>".as_slice(), b"<html>", b"MZ\x90", b"#!/bin/sh", b""] {
            assert_eq!(media_type(bad), None);
        }
    }
}
