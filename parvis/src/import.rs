//! `parvis import`: the official directories of organisations, read line by line.
//!
//! One thread reads and understands lines, the store takes them in batches; neither holds more than
//! a few batches, however long the file. How far it has come stands in the database with each
//! batch: killed, it goes on there when it is started again with the same file. A file is known by
//! its beginning and its length.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base::{Outcome, Refusal, World};
use people::{Batch, DirectoryImport, Layout, Source};
use store::{Place, Store};
use tokio::sync::mpsc;

use crate::CONTEXTS;

/// Lines of one transaction.
const BATCH_LINES: usize = 4_000;
/// Batches that wait to be written.
const WAITING_MAX: usize = 2;
/// By so many bytes of its beginning a file is known.
const HEAD_BYTES: usize = 65_536;
/// Lines that cannot be taken and are shown.
const SHOWN_MAX: usize = 20;
/// How often it tells how far it is.
const TOLD_EVERY: Duration = Duration::from_secs(5);

/// Which directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// INSEE: StockUniteLegale first, then StockEtablissement.
    Sirene,
    /// Associations: rna_waldec.
    Rna,
}

/// What is to be imported.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The file; `-` is standard input.
    pub file: PathBuf,
    /// Which directory, if it must be that one.
    pub kind: Option<Kind>,
    /// A département, or empty for all.
    pub department: String,
}

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All is done.
    Done,
    /// It was asked for what cannot be.
    BadUsage,
    /// The file, or a line of it, cannot be taken.
    BadInput,
}

impl From<Ending> for std::process::ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => Self::SUCCESS,
            Ending::BadUsage => Self::from(2),
            Ending::BadInput => Self::from(3),
        }
    }
}

/// The number of a département: two digits, 2A, 2B, or three digits overseas.
pub fn department(typed: &str) -> Result<String, String> {
    let number = typed.to_uppercase();
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let overseas = number.len() == 3 && (number.starts_with("97") || number.starts_with("98"));
    match number.as_str() {
        "2A" | "2B" => Ok(number),
        _ if digits && (number.len() == 2 || overseas) => Ok(number),
        _ => Err("a département is 92, 2A or 974".to_owned()),
    }
}

/// A file, its first line read.
struct Input {
    rest: Box<dyn BufRead + Send>,
    layout: Layout,
    delimiter: u8,
    digest: String,
    /// Bytes of the first line.
    first: u64,
    /// Bytes of the file, if it is known.
    size: Option<u64>,
}

/// What the reading thread hands over: lines, and what to say of those that cannot be taken.
#[derive(Default)]
struct Understood {
    batch: Batch,
    bad: Vec<String>,
}

/// Imports a directory, and tells on the way how far it is.
pub async fn directory(place: Place, wanted: Wanted) -> Outcome<Ending> {
    let input = match open(&wanted.file, &wanted.department) {
        Ok(input) => input,
        Err(why) => {
            eprintln!("parvis: {}: {why}", wanted.file.display());
            return Ok(Ending::BadInput);
        }
    };
    let source = input.layout.source;
    let is_rna = source == Source::Rna;
    if wanted.kind.is_some_and(|kind| (kind == Kind::Rna) != is_rna) {
        let is = if is_rna { "of the RNA" } else { "of SIRENE" };
        eprintln!("parvis: {}: this is a file {is}", wanted.file.display());
        return Ok(Ending::BadUsage);
    }
    let store = Store::open(place, World::system())?;
    store::migrate(&store, CONTEXTS, |_, _, _| {}).await?;
    if source == Source::Site
        && store.read(|tx| people::import_progress(tx, Source::Unit)).await?.is_none()
    {
        eprintln!("parvis: import StockUniteLegale first: it says who is a legal person");
        return Ok(Ending::BadUsage);
    }
    let digest = input.digest.clone();
    let from = store.write(move |tx| people::begin_import(tx, source, &digest)).await?;
    let size = input.size;
    let (mut taken, unreadable) = read_all(&store, input, from, &wanted).await?;
    if let Some(why) = unreadable {
        eprintln!("parvis: {}: line {}: {why}", wanted.file.display(), taken.import.line + 1);
        return Ok(Ending::BadInput);
    }
    if taken.import.line == 0 {
        eprintln!("parvis: {}: no line after the first", wanted.file.display());
        return Ok(Ending::BadInput);
    }
    taken.tell(size);
    close(&store, source, &mut taken.import, &wanted.department).await?;
    let import = taken.import.clone();
    store.write(move |tx| people::end_import(tx, source, &import)).await?;
    println!(
        "{} entries kept, {} lines left out, {} bad",
        taken.import.kept, taken.import.skipped, taken.import.bad
    );
    Ok(if taken.import.bad > 0 { Ending::BadInput } else { Ending::Done })
}

/// An import under way.
struct Taken {
    import: DirectoryImport,
    began: Instant,
    first_line: i64,
    first_byte: i64,
    told: Instant,
}

impl Taken {
    /// Lines a second, and what remains of a file whose length is known.
    fn tell(&mut self, size: Option<u64>) {
        self.told = Instant::now();
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = (self.import.line - self.first_line) as f64 / seconds;
        let done = (self.import.byte - self.first_byte) as f64 / seconds;
        let remaining = size.map(|size| size as f64 - self.import.byte as f64);
        let left = remaining.filter(|_| done > 0.0).map(|bytes| bytes.max(0.0) / done);
        let left = left.map_or_else(String::new, |left| format!(", {left:.0} s left"));
        eprintln!("{} lines, {rate:.0} a second{left}", self.import.line);
    }
}

/// Reads to the end; and, if it cannot be read to its end, why.
async fn read_all(
    store: &Store,
    input: Input,
    import: DirectoryImport,
    wanted: &Wanted,
) -> Outcome<(Taken, Option<String>)> {
    let (source, size) = (input.layout.source, input.size);
    let (sender, mut batches) = mpsc::channel(WAITING_MAX);
    let (byte, line, only) = (import.byte, import.line, wanted.department.clone());
    let reading = std::thread::spawn(move || read(input, byte, line, &only, &sender));
    let began = Instant::now();
    let (first_line, first_byte) = (import.line, import.byte);
    if first_line > 0 {
        eprintln!("going on after line {}", first_line + 1);
    }
    let mut taken = Taken { import, began, first_line, first_byte, told: began };
    let mut shown = 0;
    while let Some(Understood { batch, bad }) = batches.recv().await {
        for told in bad.iter().take(SHOWN_MAX - shown) {
            eprintln!("{}: {told}", wanted.file.display());
            shown += 1;
        }
        let from = taken.import.clone();
        taken.import = store.write(move |tx| people::take_batch(tx, source, &from, &batch)).await?;
        if taken.told.elapsed() > TOLD_EVERY {
            taken.tell(size);
        }
    }
    match reading.join() {
        Ok(Ok(())) => Ok((taken, None)),
        Ok(Err(why)) => Ok((taken, Some(why))),
        Err(_) => Err(Refusal::broken("the reading thread ended")),
    }
}

/// Marks those gone as closed, unless the file may be incomplete.
async fn close(
    store: &Store,
    source: Source,
    import: &mut DirectoryImport,
    department: &str,
) -> Outcome<()> {
    if import.bad > 0 || import.kept * 2 < import.kept_before {
        eprintln!(
            "nothing is marked as closed: {} bad lines, {} entries where the import before had {}",
            import.bad, import.kept, import.kept_before
        );
        return Ok(());
    }
    // Legal persons have no place in their file.
    let department = if source == Source::Unit { "" } else { department }.to_owned();
    let mut closed = 0;
    loop {
        let (own, mut from) = (department.clone(), import.clone());
        let (after, gone) = store
            .write(move |tx| {
                let gone = people::close_gone(tx, source, &mut from, &own)?;
                Ok((from.clone(), gone))
            })
            .await?;
        *import = after;
        closed += gone.closed;
        if !gone.more {
            println!("{closed} gone since the import before");
            return Ok(());
        }
    }
}

fn open(path: &Path, department: &str) -> Result<Input, String> {
    let (mut source, size): (Box<dyn Read + Send>, _) = if path == Path::new("-") {
        (Box::new(std::io::stdin()), None)
    } else {
        let file = File::open(path).map_err(|error| error.to_string())?;
        let size = file.metadata().map_err(|error| error.to_string())?.len();
        (Box::new(file), Some(size))
    };
    let mut head = Vec::new();
    source
        .by_ref()
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(|error| error.to_string())?;
    let mark = [&head[..], &size.unwrap_or(0).to_le_bytes(), department.as_bytes()].concat();
    let digest = base::sha256(&mark);
    let chained = Cursor::new(head).chain(source);
    let mut rest: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(1 << 20, chained));
    let mut line = Vec::new();
    rest.read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
    let first = line.len() as u64;
    let plain = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
    let delimiter = if plain.contains(&b';') { b';' } else { b',' };
    let mut header = csv::ByteRecord::new();
    reader(plain, delimiter).read_byte_record(&mut header).map_err(|error| error.to_string())?;
    let layout = Layout::of(&header).map_err(|why| format!("line 1: {why}"))?;
    Ok(Input { rest, layout, delimiter, digest, first, size })
}

fn reader<R: Read>(input: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(input)
}

/// Reads from where an import stands; an error is a file that breaks off.
fn read(
    mut input: Input,
    byte: i64,
    line: i64,
    department: &str,
    batches: &mpsc::Sender<Understood>,
) -> Result<(), String> {
    let start = input.first.max(u64::try_from(byte).unwrap_or(0));
    std::io::copy(&mut input.rest.by_ref().take(start - input.first), &mut std::io::sink())
        .map_err(|error| error.to_string())?;
    let whole = input.layout.source == Source::Unit;
    let mut lines = reader(input.rest, input.delimiter);
    let mut record = csv::ByteRecord::new();
    let mut now = Understood::default();
    let mut count = 0;
    loop {
        let more = lines.read_byte_record(&mut record).map_err(|error| error.to_string())?;
        if count == BATCH_LINES || (!more && count > 0) {
            // Whoever wrote has stopped; they know why.
            if batches.blocking_send(std::mem::take(&mut now)).is_err() {
                return Ok(());
            }
            count = 0;
        }
        if !more {
            return Ok(());
        }
        count += 1;
        let end = lines.position();
        now.batch.byte = i64::try_from(start + end.byte()).unwrap_or(i64::MAX);
        now.batch.line = line + i64::try_from(end.line()).unwrap_or(i64::MAX) - 1;
        match input.layout.read(&record) {
            Ok(Some(entry)) if whole || entry.commune.starts_with(department) => {
                now.batch.entries.push(entry);
            }
            Ok(_) => now.batch.skipped += 1,
            Err(bad) => {
                now.batch.bad += 1;
                let own = record.position().map_or(0, csv::Position::line);
                // The first line names the columns.
                let at = line + 1 + i64::try_from(own).unwrap_or(0);
                now.bad.push(format!("line {at}, column {}: {}", bad.column, bad.what));
            }
        }
    }
}
