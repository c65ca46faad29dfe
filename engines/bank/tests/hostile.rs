//! What nobody should send: it is refused, and costs little.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{BufReader, Read};

use bank::statement::read_all;
use bank::xml::{DEPTH_MAX, TEXT_MAX};
use bank::{ReadFaultKind, status};
use proptest::prelude::*;

const SAMPLE: &str = include_str!("files/camt.053.001.08.xml");
const REPORT: &str = include_str!("files/pain.002.001.10.xml");

fn kind(text: &str) -> ReadFaultKind {
    read_all(text.as_bytes()).unwrap_err().kind
}

/// The sample with a text in its first note.
fn noted(note: &str) -> String {
    SAMPLE.replacen("VIR SEPA RECU", note, 1)
}

#[test]
fn document_types_and_entities_are_refused() {
    let laughs = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'>\
        <!ENTITY lol2 '&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;'>]><lolz>&lol2;</lolz>";
    assert_eq!(kind(laughs), ReadFaultKind::DocumentType);
    let file =
        SAMPLE.replacen("<Document", "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><Document", 1);
    assert_eq!(kind(&file), ReadFaultKind::DocumentType);
    assert_eq!(kind(&noted("<!DOCTYPE x>")), ReadFaultKind::DocumentType);
    assert_eq!(kind(&noted("&lol;")), ReadFaultKind::Entity("lol".to_owned()));
    assert_eq!(kind(&noted("&#0;")), ReadFaultKind::Entity("#0".to_owned()));
    assert_eq!(kind(&noted("&#xD800;")), ReadFaultKind::Entity("#xD800".to_owned()));
    assert!(matches!(kind(&noted("&#1;")), ReadFaultKind::Malformed(_) | ReadFaultKind::Entity(_)));
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |count: usize| noted(&format!("{}{}", "<a>".repeat(count), "</a>".repeat(count)));
    // Four elements stand around a note.
    assert!(read_all(nested(DEPTH_MAX - 5).as_bytes()).is_ok());
    assert_eq!(kind(&nested(DEPTH_MAX - 4)), ReadFaultKind::Depth);
    let foreign =
        |count: usize| noted(&format!("{}{}", "<a xmlns='b'>".repeat(count), "</a>".repeat(count)));
    assert_eq!(kind(&foreign(DEPTH_MAX)), ReadFaultKind::Depth);
    assert!(read_all(noted(&"é".repeat(TEXT_MAX)).as_bytes()).is_ok());
    assert_eq!(kind(&noted(&"e".repeat(TEXT_MAX + 1))), ReadFaultKind::Length);
    let pieces = "<![CDATA[eeeeeeeeee]]>&amp;".repeat(TEXT_MAX / 11 + 1);
    assert_eq!(kind(&noted(&pieces)), ReadFaultKind::Length);
}

#[test]
fn other_encodings_and_broken_xml_are_refused() {
    let latin = SAMPLE.replacen("UTF-8", "ISO-8859-1", 1);
    assert_eq!(kind(&latin), ReadFaultKind::Encoding("ISO-8859-1".to_owned()));
    let bytes: Vec<u8> =
        SAMPLE.replace('é', "@").bytes().map(|b| if b == b'@' { 0xe9 } else { b }).collect();
    assert!(matches!(read_all(&bytes[..]).unwrap_err().kind, ReadFaultKind::Malformed(_)));
    let wide: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read_all(&wide[..]).is_err());
    let marked = format!("\u{feff}{SAMPLE}");
    assert_eq!(read_all(marked.as_bytes()), read_all(SAMPLE.as_bytes()));
    assert_eq!(kind(""), ReadFaultKind::Truncated);
    assert_eq!(kind(&SAMPLE[..SAMPLE.len() / 2]), ReadFaultKind::Truncated);
    for around in [
        format!("{SAMPLE}<a/>"),
        format!("{SAMPLE}{SAMPLE}"),
        format!("{SAMPLE}a"),
        format!("a{SAMPLE}"),
    ] {
        assert!(matches!(kind(&around), ReadFaultKind::Malformed(_)), "{:?}", kind(&around));
    }
    assert!(matches!(kind(&noted("<a></b>")), ReadFaultKind::Malformed(_)));
    assert!(matches!(kind(&noted("a<b/>")), ReadFaultKind::Malformed(_)));
    assert!(matches!(kind(&noted("<b/>a")), ReadFaultKind::Malformed(_)));
}

/// Repeats pieces without holding them.
struct Endless {
    head: &'static [u8],
    body: &'static [u8],
    times: usize,
    at: usize,
    taken: usize,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let mut piece = if self.at == 0 { self.head } else { self.body };
        if self.taken == piece.len() {
            self.at += 1;
            self.taken = 0;
            piece = self.body;
        }
        if self.at > self.times {
            return Ok(0);
        }
        let read = (&piece[self.taken..]).read(into)?;
        self.taken += read;
        Ok(read)
    }
}

fn endless(body: &'static str, times: usize) -> Endless {
    let head = SAMPLE.find("      <Ntry>").unwrap();
    Endless { head: &SAMPLE.as_bytes()[..head], body: body.as_bytes(), times, at: 0, taken: 0 }
}

#[test]
fn a_tag_or_comment_without_end_is_not_awaited() {
    for start in ["<Ntry a='", "<!-- ", "<?x ", "<![CDATA[", "<Ntry>aaa"] {
        let head = endless(start, 1);
        let rest =
            Endless { head: b"a", body: &[b'a'; 65_536], times: usize::MAX, at: 0, taken: 0 };
        let fault = read_all(BufReader::new(head.chain(rest))).unwrap_err();
        assert_eq!(fault.kind, ReadFaultKind::Length, "{start}");
    }
}

#[test]
fn an_entry_with_too_many_parts_is_refused() {
    let head = endless("<Ntry><NtryDtls>", 1);
    let parts = Endless { head: b"", body: b"<TxDtls/>", times: usize::MAX, at: 0, taken: 0 };
    let fault = read_all(BufReader::new(head.chain(parts))).unwrap_err();
    assert_eq!(fault.kind, ReadFaultKind::Count);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_all(&bytes[..]);
        let _ = status::read(&bytes[..]);
    }

    #[test]
    fn changed_samples_never_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..6),
    ) {
        for sample in [SAMPLE, REPORT] {
            let mut bytes = sample.as_bytes().to_vec();
            for (place, byte, how) in &changes {
                let place = place.index(bytes.len());
                match how {
                    0 => bytes[place] = *byte,
                    1 => { bytes.remove(place); }
                    _ => bytes.insert(place, *byte),
                }
            }
            let _ = read_all(&bytes[..]);
            let _ = status::read(&bytes[..]);
        }
    }

    #[test]
    fn whole_lines_in_another_order_never_panic(
        swaps in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let mut lines: Vec<&str> = SAMPLE.lines().collect();
        for (from, to) in swaps {
            let (from, to) = (from.index(lines.len()), to.index(lines.len()));
            lines.swap(from, to);
        }
        let _ = read_all(lines.join("\n").as_bytes());
    }
}
