//! Reading a market from CSV: UTF-8, comma, a first line with the names of the columns in any
//! order.
//!
//! | file | columns |
//! |---|---|
//! | offers | `offer`, `seats` |
//! | persons | `person`, `wishes` (offers, best first, with `>` between), and if need be `party`, `category` |
//! | classes | `offer`, `person`, `class` (1 goes first; who is not named goes last) |
//! | quotas | `offer`, `category`, and one or both of `at_least`, `at_most` |

use std::collections::HashMap;
use std::io::Read;

use crate::market::{OFFERS_MAX, WISHES_MAX};
use crate::{At, Entered, FaultKind, Market, OfferLine, PersonLine, QuotaLine, WishLine};

/// Bytes of one file.
pub const BYTES_MAX: u64 = 200_000_000;

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// What there is.
    Offers,
    /// Who asks.
    Persons,
    /// Who goes before whom.
    Classes,
    /// Rules for categories.
    Quotas,
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFault {
    /// The file.
    pub file: File,
    /// The line, from 1; 0 for the whole.
    pub line: u64,
    /// The column, from 1; 0 for the whole line.
    pub column: usize,
    /// What.
    pub kind: ReadFaultKind,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFaultKind {
    /// It cannot be read, or is no CSV in UTF-8.
    Malformed(String),
    /// The first line does not name this column.
    NoColumn(&'static str),
    /// The first line names a column that is unknown, or twice.
    Column(String),
    /// No whole number that is not negative.
    Number(String),
    /// More bytes than so many.
    Bytes(u64),
    /// No person has this identifier.
    NoSuchPerson(String),
    /// What the market says.
    Market(FaultKind),
}

/// The files of a market.
pub struct Files<R> {
    /// What there is.
    pub offers: R,
    /// Who asks.
    pub persons: R,
    /// Who goes before whom.
    pub classes: Option<R>,
    /// Rules for categories.
    pub quotas: Option<R>,
}

/// Reads a market, as it was entered and checked.
pub fn read<R: Read>(files: Files<R>) -> Result<(Entered, Market), ReadFault> {
    let (mut entered, mut lines) = (Entered::default(), Lines::default());
    offers(files.offers, &mut entered, &mut lines)?;
    if let Some(file) = files.quotas {
        quotas(file, &mut entered, &mut lines)?;
    }
    persons(files.persons, &mut entered, &mut lines)?;
    if let Some(file) = files.classes {
        classes(file, &mut entered)?;
    }
    match Market::new(&entered) {
        Ok(market) => Ok((entered, market)),
        Err(fault) => Err(lines.place(fault)),
    }
}

/// On which lines the market was entered, and in which columns.
#[derive(Default)]
struct Lines {
    offers: Vec<u64>,
    persons: Vec<u64>,
    quotas: HashMap<(usize, usize), u64>,
    wishes: usize,
    party: usize,
}

impl Lines {
    fn place(&self, fault: crate::Fault) -> ReadFault {
        let at = |lines: &[u64], index: usize| lines.get(index).copied().unwrap_or(0);
        let aligned = matches!(fault.kind, FaultKind::Aligned(_) | FaultKind::PartyOf(_));
        let (file, line, column) = match fault.at {
            At::Market if self.offers.is_empty() || self.offers.len() > OFFERS_MAX => {
                (File::Offers, 0, 0)
            }
            At::Market => (File::Persons, 0, 0),
            At::Offer(index) => (File::Offers, at(&self.offers, index), 0),
            At::Quota(offer, place) => {
                let line = self.quotas.get(&(offer, place)).copied();
                (File::Quotas, line.unwrap_or(0), 0)
            }
            At::Person(index) if aligned => (File::Persons, at(&self.persons, index), self.party),
            At::Person(index) => (File::Persons, at(&self.persons, index), 0),
            At::Wish(index, _) => (File::Persons, at(&self.persons, index), self.wishes),
        };
        ReadFault { file, line, column, kind: ReadFaultKind::Market(fault.kind) }
    }
}

/// One line of a file, by the names of its columns.
struct Row<'a> {
    file: File,
    line: u64,
    names: &'a HashMap<&'static str, usize>,
    cells: &'a csv::StringRecord,
}

impl Row<'_> {
    fn column(&self, name: &str) -> usize {
        self.names.get(name).map_or(0, |column| column + 1)
    }

    fn text(&self, name: &str) -> &str {
        let column = self.names.get(name);
        column.and_then(|&column| self.cells.get(column)).unwrap_or("").trim()
    }

    fn number(&self, name: &str) -> Result<u32, ReadFault> {
        let text = self.text(name);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { text.parse().ok() } else { None };
        number.ok_or_else(|| self.fault(name, ReadFaultKind::Number(text.to_owned())))
    }

    fn fault(&self, name: &str, kind: ReadFaultKind) -> ReadFault {
        ReadFault { file: self.file, line: self.line, column: self.column(name), kind }
    }
}

fn rows(
    reader: impl Read,
    file: File,
    wanted: &[&'static str],
    allowed: &[&'static str],
    mut take: impl FnMut(&Row<'_>) -> Result<(), ReadFault>,
) -> Result<HashMap<&'static str, usize>, ReadFault> {
    let fault = |line, column, kind| ReadFault { file, line, column, kind };
    let mut bytes = Vec::new();
    let read = reader.take(BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| fault(0, 0, ReadFaultKind::Malformed(error.to_string())))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > BYTES_MAX) {
        return Err(fault(0, 0, ReadFaultKind::Bytes(BYTES_MAX)));
    }
    let mut count = LineCount { bytes: &bytes, at: 0, line: 1 };
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes.as_slice());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(fault(1, 0, ReadFaultKind::Malformed(error.to_string()))),
    };
    let names = named(&header, wanted, allowed).map_err(|(column, kind)| fault(1, column, kind))?;
    let mut cells = csv::StringRecord::new();
    loop {
        let start = reader.position().byte();
        match reader.read_record(&mut cells) {
            Ok(true) => {}
            Ok(false) => return Ok(names),
            Err(error) => {
                let kind = ReadFaultKind::Malformed(error.to_string());
                return Err(fault(count.line_from(start), 0, kind));
            }
        }
        take(&Row { file, line: count.line_from(start), names: &names, cells: &cells })?;
    }
}

/// Which column has which name.
fn named(
    header: &csv::StringRecord,
    wanted: &[&'static str],
    allowed: &[&'static str],
) -> Result<HashMap<&'static str, usize>, (usize, ReadFaultKind)> {
    let mut names = HashMap::new();
    for (column, cell) in header.iter().enumerate() {
        let cell = cell.trim_start_matches('\u{feff}').trim();
        let known = wanted.iter().chain(allowed).find(|name| **name == cell);
        match known.map(|name| names.insert(*name, column)) {
            Some(None) => {}
            _ => return Err((column + 1, ReadFaultKind::Column(cell.to_owned()))),
        }
    }
    match wanted.iter().find(|name| !names.contains_key(*name)) {
        Some(name) => Err((0, ReadFaultKind::NoColumn(name))),
        None => Ok(names),
    }
}

/// Lines of a text, counted as one goes: csv leaves out empty ones, and counts CR LF late.
struct LineCount<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCount<'_> {
    /// The line of the first byte from here on that ends no line.
    fn line_from(&mut self, start: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        for (index, byte) in self.bytes.iter().enumerate().skip(self.at) {
            self.at = index;
            if index >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
        }
        self.line
    }
}

fn offers(reader: impl Read, entered: &mut Entered, lines: &mut Lines) -> Result<(), ReadFault> {
    rows(reader, File::Offers, &["offer", "seats"], &[], |row| {
        let (id, seats) = (row.text("offer").to_owned(), row.number("seats")?);
        entered.offers.push(OfferLine { id, seats, quotas: Vec::new() });
        lines.offers.push(row.line);
        Ok(())
    })?;
    Ok(())
}

fn quotas(reader: impl Read, entered: &mut Entered, lines: &mut Lines) -> Result<(), ReadFault> {
    let offers: HashMap<String, usize> = numbered(entered.offers.iter().map(|offer| &offer.id));
    rows(reader, File::Quotas, &["offer", "category"], &["at_least", "at_most"], |row| {
        let named = row.text("offer");
        let index = offers.get(named).copied();
        let Some((index, offer)) = index.and_then(|i| Some((i, entered.offers.get_mut(i)?))) else {
            let kind = ReadFaultKind::Market(FaultKind::NoSuchOffer(named.to_owned()));
            return Err(row.fault("offer", kind));
        };
        let or = |name: &str, otherwise| match row.text(name) {
            "" => Ok(otherwise),
            _ => row.number(name),
        };
        lines.quotas.insert((index, offer.quotas.len()), row.line);
        offer.quotas.push(QuotaLine {
            category: row.text("category").to_owned(),
            at_least: or("at_least", 0)?,
            at_most: or("at_most", offer.seats)?,
        });
        Ok(())
    })?;
    Ok(())
}

fn persons(reader: impl Read, entered: &mut Entered, lines: &mut Lines) -> Result<(), ReadFault> {
    let allowed = ["party", "category"];
    let names = rows(reader, File::Persons, &["person", "wishes"], &allowed, |row| {
        let id = row.text("person").to_owned();
        let party = Some(row.text("party")).filter(|party| !party.is_empty()).unwrap_or(&id);
        let wished = Some(row.text("wishes")).filter(|wishes| !wishes.is_empty());
        let wishes: Vec<WishLine> = wished
            .into_iter()
            .flat_map(|wishes| wishes.split('>').take(WISHES_MAX + 1))
            .map(|offer| WishLine { offer: offer.trim().to_owned(), class: None })
            .collect();
        let (party, category) = (party.to_owned(), row.text("category").to_owned());
        entered.persons.push(PersonLine { id, party, category, wishes });
        lines.persons.push(row.line);
        Ok(())
    })?;
    lines.wishes = names.get("wishes").map_or(0, |column| column + 1);
    lines.party = names.get("party").map_or(0, |column| column + 1);
    Ok(())
}

fn classes(reader: impl Read, entered: &mut Entered) -> Result<(), ReadFault> {
    let persons: HashMap<String, usize> = numbered(entered.persons.iter().map(|person| &person.id));
    rows(reader, File::Classes, &["offer", "person", "class"], &[], |row| {
        let named = row.text("person");
        let index = persons.get(named).copied();
        let Some(person) = index.and_then(|index| entered.persons.get_mut(index)) else {
            return Err(row.fault("person", ReadFaultKind::NoSuchPerson(named.to_owned())));
        };
        let (offer, class) = (row.text("offer"), row.number("class")?);
        if class == 0 || class == crate::market::NO_CLASS {
            return Err(row.fault("class", ReadFaultKind::Market(FaultKind::Class(class))));
        }
        let mut wished = false;
        for wish in person.wishes.iter_mut().filter(|wish| wish.offer == offer) {
            if wish.class.replace(class).is_some() {
                let kind = ReadFaultKind::Market(FaultKind::Classes(offer.to_owned()));
                return Err(row.fault("class", kind));
            }
            wished = true;
        }
        // A list of priorities often names more than those who ask; an offer that no one knows
        // is a slip all the same.
        if !wished && !entered.offers.iter().any(|known| known.id == offer) {
            let kind = ReadFaultKind::Market(FaultKind::NoSuchOffer(offer.to_owned()));
            return Err(row.fault("offer", kind));
        }
        Ok(())
    })?;
    Ok(())
}

fn numbered<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
    ids.enumerate().map(|(index, id)| (id.clone(), index)).collect()
}
