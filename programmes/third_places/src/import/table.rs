//! A file of lines and cells, whatever office wrote it: comma, semicolon or tab; UTF-8, with or
//! without its mark, or Windows-1252.
//!
//! Invariants: every byte sequence is answered by a table or by what is wrong with it; nothing is
//! guessed beyond separator and alphabet. Lines are numbered as an editor numbers them.

use serde::{Deserialize, Serialize};

/// Lines of a file, at most: more places than the whole country has. They are entered in one piece,
/// while others wait to write.
pub(crate) const LINES_MOST: usize = 5_000;
/// Columns of a file, at most.
pub(crate) const COLUMNS_MOST: usize = 120;

/// A file as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The names of its columns.
    pub head: Vec<String>,
    /// Its lines: number in the file, cells. A line may have fewer cells than there are columns.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// What is wrong with a file: the key of a text.
pub(crate) type Wrong = &'static str;

/// The text of some bytes.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, Wrong> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err("places-fault-file-text");
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    };
    if text.trim().is_empty() { Err("places-fault-file-empty") } else { Ok(text) }
}

/// The separator that the first line holds most of, outside quotes.
fn separator(text: &str) -> u8 {
    let (mut quoted, mut counts) = (false, [(b',', 0), (b';', 0), (b'\t', 0)]);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                counts.iter_mut().filter(|(one, _)| *one == byte).for_each(|(_, count)| *count += 1)
            }
        }
    }
    // Of several as frequent, the last one counts; a comma is the rule where there is none.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(one, _)| one)
}

/// The table that a text holds.
pub(crate) fn table(text: &str) -> Result<Table, Wrong> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .has_headers(true)
        .from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| -> Vec<String> {
        record.iter().map(|cell| cell.trim().to_owned()).collect()
    };
    let head = cells(reader.headers().map_err(|_| "places-fault-file-csv")?);
    if head.len() < 2 || head.len() > COLUMNS_MOST {
        return Err("places-fault-file-columns");
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| "places-fault-file-csv")?;
        let row = cells(&record);
        if row.iter().all(String::is_empty) {
            continue;
        }
        if rows.len() >= LINES_MOST {
            return Err("places-fault-file-long");
        }
        rows.push((record.position().map_or(0, csv::Position::line), row));
    }
    if rows.is_empty() { Err("places-fault-file-empty") } else { Ok(Table { head, rows }) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decoded, table};

    #[test]
    fn separators_alphabets_and_marks_are_known() {
        let lines = ["ID,NOM\n1,L’Été\n", "ID;NOM\n1;L’Été\n", "ID\tNOM\n1\tL’Été\n"];
        for text in lines {
            let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
            let (old, _, _) = encoding_rs::WINDOWS_1252.encode(text);
            for bytes in [text.as_bytes(), &marked, &old] {
                let table = table(&decoded(bytes).unwrap()).unwrap();
                assert_eq!(table.head, ["ID", "NOM"], "{text:?}");
                assert_eq!(table.rows, [(2, vec!["1".to_owned(), "L’Été".to_owned()])]);
            }
        }
    }

    #[test]
    fn quoted_cells_hold_separators_and_lines() {
        let text = "ID;\"NOM; ou titre\";X\n1;\"deux\nlignes\";\n\n;;\n2;b;c\n";
        let table = table(text).unwrap();
        assert_eq!(table.head[1], "NOM; ou titre");
        let numbers: Vec<u64> = table.rows.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [2, 6], "as an editor numbers them");
    }

    #[test]
    fn a_file_is_long_enough_for_the_country_and_no_longer() {
        let lines = |count: usize| format!("ID,NOM\n{}", "1,Lieu\n".repeat(count));
        assert_eq!(table(&lines(super::LINES_MOST)).map(|table| table.rows.len()), Ok(5_000));
        assert_eq!(table(&lines(super::LINES_MOST + 1)), Err("places-fault-file-long"));
    }

    #[test]
    fn what_is_no_table_is_told() {
        for (bytes, wrong) in [
            (&b"PK\x03\x04\0\0"[..], "places-fault-file-text"),
            (b"", "places-fault-file-empty"),
            (b"\xef\xbb\xbf  \n", "places-fault-file-empty"),
            (b"seul\n1\n", "places-fault-file-columns"),
            (b"ID,NOM\n", "places-fault-file-empty"),
        ] {
            assert_eq!(decoded(bytes).and_then(|text| table(&text)), Err(wrong));
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(text) = decoded(&bytes) {
                _ = table(&text);
            }
        }
    }
}
