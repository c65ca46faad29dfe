//! A statement of thirty megabytes, in a process of its own so that its memory can be told.

use std::io::{BufReader, Read};

use bank::ReadFaultKind;
use bank::statement::{COUNT_MAX, Part, Statements};

const SAMPLE: &str = include_str!("files/camt.053.001.08.xml");

/// The head of the sample, then the same entry without end.
struct Endless {
    entry: Vec<u8>,
    left: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left.is_empty() {
            self.left.clone_from(&self.entry);
        }
        let read = (&self.left[..]).read(into)?;
        self.left.drain(..read);
        Ok(read)
    }
}

/// The most memory that this process ever held, in kB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn a_long_statement_is_read_an_entry_at_a_time() {
    let note = "n".repeat(50);
    let entry = format!(
        "<Ntry><Amt Ccy=\"EUR\">0.01</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BkTxCd/><AddtlNtryInf>{note}</AddtlNtryInf></Ntry>\n"
    );
    let head = SAMPLE.find("      <Ntry>").unwrap();
    let left = SAMPLE.as_bytes()[..head].to_vec();
    let input = BufReader::new(Endless { entry: entry.into_bytes(), left });
    let before = peak();
    let mut statements = Statements::open(input).unwrap();
    let mut sum = 0;
    let fault = loop {
        match statements.next_part() {
            Ok(Some(Part::Entry(entry))) => sum += entry.minor,
            Ok(Some(_)) => {}
            Ok(None) => panic!("it has no end"),
            Err(fault) => break fault,
        }
    };
    assert_eq!((fault.kind, sum), (ReadFaultKind::Count, COUNT_MAX as i64));
    assert_eq!(fault.line, 24 + COUNT_MAX as u64 + 1);
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < 4_096, "{} kB more than before", after - before);
    }
}
