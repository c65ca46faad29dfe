//! Media types of sent files: the first bytes and the name's ending must say the same, and what is
//! not listed is not taken. Nothing is ever opened here: a bomb stays in its shell.

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// First bytes, ending of the name, media type.
const KINDS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\xff\xd8\xff", "jpeg", "image/jpeg"),
    (ZIP, "zip", "application/zip"),
    (ZIP, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (ZIP, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (ZIP, "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (ZIP, "odt", "application/vnd.oasis.opendocument.text"),
    (ZIP, "ods", "application/vnd.oasis.opendocument.spreadsheet"),
    (ZIP, "odp", "application/vnd.oasis.opendocument.presentation"),
    (OLE, "doc", "application/msword"),
    (OLE, "xls", "application/vnd.ms-excel"),
    (OLE, "ppt", "application/vnd.ms-powerpoint"),
];

/// The media type of a document, image or sheet; nothing for anything else.
pub fn media_type(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    let fits =
        |&&(start, known, _): &&(&[u8], &str, &str)| known == ending && bytes.starts_with(start);
    KINDS.iter().find(fits).map(|&(_, _, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::{OLE, ZIP, media_type};

    const PDF: &[u8] = b"%PDF-1.7\n";

    #[test]
    fn the_content_decides_not_the_name() {
        assert_eq!(media_type("Statuts.PDF", PDF), Some("application/pdf"));
        for bad in [b"<svg onload=x>".as_slice(), b"<html>", b"MZ\x90", b"#!/bin/sh", b""] {
            for name in ["a.svg", "a.pdf", "a.html", "a.exe", "a"] {
                assert_eq!(media_type(name, bad), None, "{name}");
            }
        }
    }

    #[test]
    fn the_name_must_say_what_the_content_is() {
        for name in ["statuts", "a.exe", "a.pdf.exe", "a.html", "a.png", "a.docx", "pdf", "a.pdf "]
        {
            assert_eq!(media_type(name, PDF), None, "{name}");
        }
        for name in ["a.jar", "a.apk", "a.docm", "a.xlsm", "a.pdf", "a.doc"] {
            assert_eq!(media_type(name, ZIP), None, "{name}");
        }
        for name in ["a.msi", "a.msg", "a.docx"] {
            assert_eq!(media_type(name, OLE), None, "{name}");
        }
        assert!(media_type("Budget 2026.ods", ZIP).is_some());
        assert!(media_type("rib.jpeg", b"\xff\xd8\xff\xe0").is_some());
    }
}
