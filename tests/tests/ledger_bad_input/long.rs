//! Statements of any length, made while they are read.

use std::io::{BufReader, Read};

use ledger::EntityId;
use parvis_tests::{camt, gather, house};

use super::{begun, picture, send};

/// A statement whose entries have a long text, made while it is read: nothing of it is kept.
struct Long {
    parts: Box<dyn Iterator<Item = String> + Send>,
    left: Vec<u8>,
    at: usize,
}

impl Long {
    fn of(entries: usize, text: usize) -> Self {
        let line = (1, "2026-11-10", "Awa Sy", "");
        let end = 100_000 + entries as i64;
        let whole = camt("R-1", ("2026-11-02", 100_000), ("2026-11-15", end), &[line]);
        let (start, rest) = whole.split_once("<Ntry>").unwrap();
        let (entry, end) = rest.split_once("</Ntry>").unwrap();
        let remark = format!("</NtryDtls><AddtlNtryInf>{}</AddtlNtryInf>", "x".repeat(text));
        let entry = format!("<Ntry>{}</Ntry>\n", entry.replace("</NtryDtls>", &remark));
        let parts = std::iter::once(start.to_owned())
            .chain(std::iter::repeat_n(entry, entries))
            .chain(std::iter::once(end.to_owned()));
        Self { parts: Box::new(parts), left: Vec::new(), at: 0 }
    }
}

impl Read for Long {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.left.len() {
            (self.left, self.at) = (self.parts.next().unwrap_or_default().into_bytes(), 0);
        }
        let read = (&self.left[self.at..]).read(into)?;
        self.at += read;
        Ok(read)
    }
}

/// The most memory that this process ever held, in kB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

#[tokio::test]
async fn a_statement_of_a_hundred_megabytes_is_read_an_entry_at_a_time() {
    let house = house().await;
    let cast = gather(&house).await;
    let (mut browser, book) = begun(&house, &cast).await;
    // The page takes less, and says how much.
    let before = picture(&house).await;
    let page = send(&mut browser, &book, &vec![b' '; 11_000_000]).await.expect(413);
    page.says("10\u{a0}Mo");
    assert_eq!(picture(&house).await, before);

    let (entries, text) = (11_000, 9_000);
    let held = peak();
    let tried = ledger::try_file(BufReader::new(Long::of(entries, text))).unwrap();
    assert_eq!(tried, entries);
    let keeper = cast.manager.actor.clone();
    let taken = house.write(move |tx| {
        ledger::take_file(tx, &keeper, EntityId(1), BufReader::new(Long::of(entries, text)))
    });
    assert_eq!(taken.await.lines, entries);
    let more = peak() - held;
    assert!(more < 60_000, "{more} kB more for 100 MB");
    house.expect_sound().await;
}

#[tokio::test]
async fn a_statement_of_more_entries_than_are_read() {
    let long = Long::of(bank::statement::COUNT_MAX + 1, 400);
    let refusal = ledger::try_file(BufReader::new(long)).unwrap_err();
    let base::Refusal::Conflict(say) = refusal else { panic!("{refusal:?}") };
    // It asks for a statement a month.
    assert_eq!(say.key, "ledger-conflict-file-large");
    assert_eq!(say.args, [("line", base::Arg::Count(200_001))]);
}
