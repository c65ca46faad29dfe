//! Statements of an account: camt.053.001.08, and camt.053.001.02 that some banks still send.
//!
//! [`Statements`] reads a stream of any length and holds one entry at a time. What a part says is
//! to be kept only when the last has come without a fault: a file is good as a whole or not at
//! all. Elements that no one here needs (interest, charges, cards, securities) are passed over.

mod draft;

use std::io::BufRead;

use jiff::civil::Date;

use crate::Iban;
use crate::xml::{Message, ReadFault, ReadFaultKind, Step};
use draft::{EntryDraft, StatementDraft};

/// Entries of one file, and transactions of one entry.
pub const COUNT_MAX: usize = 200_000;

/// What the next piece of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A statement begins.
    Begins(Box<Statement>),
    /// An entry of the statement that began last.
    Entry(Box<Entry>),
    /// The statement that began last ends, and adds up.
    Ends,
}

/// A statement without its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The bank's identifier of the file that it came in.
    pub message: String,
    /// The bank's identifier of the statement.
    pub id: String,
    /// The bank's running number of electronic statements (`ElctrncSeqNb`).
    pub electronic_number: Option<u64>,
    /// The bank's running number of legal statements (`LglSeqNb`).
    pub legal_number: Option<u64>,
    /// The page and whether it is the last, if the bank divides statements.
    pub page: Option<(u64, bool)>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Whose entries these are.
    pub account: Number,
    /// ISO 4217; all amounts are in it.
    pub currency: String,
    /// Booked balance before the first entry (`OPBD`, else `PRCD`).
    pub opening: Balance,
    /// Booked balance after the last entry (`CLBD`).
    pub closing: Balance,
}

/// The number of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// An IBAN of SEPA.
    Iban(Iban),
    /// Another number, or the IBAN of another country.
    Other(String),
}

/// A balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Minor units of the currency; negative if overdrawn.
    pub minor: i64,
    /// The day.
    pub on: Date,
}

/// What moved, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line of the file on which it ends, to find it again.
    pub line: u64,
    /// The bank's number of the entry (`NtryRef`).
    pub reference: Option<String>,
    /// Minor units of the statement's currency; what is credited is positive.
    pub minor: i64,
    /// Whether it takes back an earlier entry; the sign is its own.
    pub reversal: bool,
    /// Whether it counts in the balance.
    pub status: EntryStatus,
    /// The day of booking.
    pub booked_on: Option<Date>,
    /// The day from which it bears interest.
    pub value_on: Option<Date>,
    /// The bank's own reference (`AcctSvcrRef`).
    pub bank_reference: Option<String>,
    /// What kind of movement.
    pub code: Code,
    /// The batch of ours, or of the bank, that it stands for.
    pub batch: Option<BatchDetails>,
    /// Its parts: none, one, or each payment of a batch.
    pub transactions: Vec<Transaction>,
    /// What else the bank says.
    pub note: Option<String>,
}

/// Whether an entry counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryStatus {
    /// `BOOK`: it counts in the balance.
    Booked,
    /// `PDNG`: it does not yet.
    Pending,
    /// Another, as `INFO` or `FUTR`: it does not.
    Other(String),
}

/// The kind of a movement, as banks code it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// ISO 20022, such as `PMNT`.
    pub domain: Option<String>,
    /// ISO 20022, such as `RCDT`.
    pub family: Option<String>,
    /// ISO 20022, such as `ESCT`.
    pub sub_family: Option<String>,
    /// The bank's own.
    pub proprietary: Option<String>,
    /// Whose code the bank's own is, such as `CFONB`.
    pub issuer: Option<String>,
}

/// The batch that an entry stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchDetails {
    /// The identifier of the file that it came from.
    pub message: Option<String>,
    /// The identifier of the batch: [`crate::Batch::id`].
    pub payment_information: Option<String>,
    /// How many payments.
    pub count: Option<u64>,
}

/// One payment of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transaction {
    /// Minor units of the statement's currency with the sign of an entry, if they are told.
    pub minor: Option<i64>,
    /// The identifier that its maker gave; `NOTPROVIDED` is none.
    pub end_to_end: Option<String>,
    /// The mandate of a debit.
    pub mandate: Option<String>,
    /// The identifier of the batch of ours that it was in.
    pub payment_information: Option<String>,
    /// The bank's own reference.
    pub bank_reference: Option<String>,
    /// The other side.
    pub counterparty: Counterparty,
    /// Text sent along, each piece.
    pub texts: Vec<String>,
    /// References sent along; unchecked.
    pub references: Vec<String>,
    /// Why it came back, such as `AC04`.
    pub return_reason: Option<String>,
    /// What else is said on that.
    pub return_notes: Vec<String>,
    /// What kind of movement.
    pub code: Code,
}

/// The other side of a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counterparty {
    /// Its name.
    pub name: Option<String>,
    /// Its account.
    pub account: Option<Number>,
}

/// A file of statements that is being read.
pub struct Statements<R> {
    message: Message<R>,
    message_id: String,
    draft: StatementDraft,
    entry: EntryDraft,
    entries: usize,
    booked: i64,
    /// The statement that began, while it has not ended.
    current: Option<Statement>,
    ends: bool,
    seen: bool,
}

impl<R: BufRead> Statements<R> {
    /// Begins to read. The caller bounds the length of the input.
    ///
    /// # Errors
    /// [`ReadFaultKind::Message`] if it is another message, or any fault of XML.
    pub fn open(input: R) -> Result<Self, ReadFault> {
        Ok(Self {
            message: Message::open(input, &["camt.053.001.08", "camt.053.001.02"])?,
            message_id: String::new(),
            draft: StatementDraft::default(),
            entry: EntryDraft::default(),
            entries: 0,
            booked: 0,
            current: None,
            ends: false,
            seen: false,
        })
    }

    /// Which message it is: `camt.053.001.08` or `camt.053.001.02`.
    pub fn kind(&self) -> &'static str {
        self.message.kind()
    }

    /// The next part, or nothing after the last.
    ///
    /// # Errors
    /// Whatever is not as it should be, with its line and element. After a fault the reader is
    /// not to be used further.
    pub fn next_part(&mut self) -> Result<Option<Part>, ReadFault> {
        if std::mem::take(&mut self.ends) {
            self.end()?;
            return Ok(Some(Part::Ends));
        }
        while let Some(step) = self.message.next()? {
            let path = self.message.path();
            let Some(rest) = path.strip_prefix("Document/BkToCstmrStmt") else {
                continue;
            };
            let place = rest.strip_prefix("/Stmt").unwrap_or(rest);
            match (step, rest, place) {
                (Step::Closed(Some(text)), "/GrpHdr/MsgId", _) => self.message_id = text,
                (Step::Opened, "/Stmt", _) => self.draft = StatementDraft::default(),
                (Step::Closed(_), "/Stmt", _) => {
                    if self.current.is_none() {
                        self.ends = true;
                        return self.begin().map(Some);
                    }
                    self.end()?;
                    return Ok(Some(Part::Ends));
                }
                (Step::Opened, _, "/Ntry") => {
                    self.entry = EntryDraft::default();
                    if self.current.is_none() {
                        return self.begin().map(Some);
                    }
                }
                (step, _, place) => {
                    if let Some(part) = self.inside(step, place.len())? {
                        return Ok(Some(part));
                    }
                }
            }
        }
        if !self.seen {
            return Err(self.message.fault(ReadFaultKind::Missing("Stmt")));
        }
        Ok(None)
    }

    /// A step inside a statement; `length` is that of its path below the statement.
    fn inside(&mut self, step: Step, length: usize) -> Result<Option<Part>, ReadFault> {
        let message = &self.message;
        let path = message.path();
        let place = path.get(path.len() - length..).unwrap_or_default();
        if let Some(below) = place.strip_prefix("/Ntry/") {
            let currency = self.current.as_ref().map(|one| one.currency.as_str());
            self.entry.take(message, below, step, currency.unwrap_or_default())?;
            return Ok(None);
        }
        if place == "/Ntry" {
            return self.finish_entry().map(Some);
        }
        // After the first entry nothing changes the head.
        if self.current.is_none() {
            self.draft.take(message, place, step)?;
        }
        Ok(None)
    }

    fn begin(&mut self) -> Result<Part, ReadFault> {
        let draft = std::mem::take(&mut self.draft);
        let statement = draft.finish(&self.message, &self.message_id)?;
        self.booked = 0;
        self.seen = true;
        self.current = Some(statement.clone());
        Ok(Part::Begins(Box::new(statement)))
    }

    fn finish_entry(&mut self) -> Result<Part, ReadFault> {
        let Some(statement) = &self.current else {
            return Err(self.message.fault(ReadFaultKind::Missing("Bal")));
        };
        self.entries += 1;
        if self.entries > COUNT_MAX {
            return Err(self.message.fault(ReadFaultKind::Count));
        }
        let entry = std::mem::take(&mut self.entry).finish(&self.message, statement)?;
        if entry.status == EntryStatus::Booked {
            let sum = self.booked.checked_add(entry.minor);
            self.booked = sum.ok_or_else(|| self.message.fault(ReadFaultKind::Size))?;
        }
        Ok(Part::Entry(Box::new(entry)))
    }

    fn end(&mut self) -> Result<(), ReadFault> {
        let Some(statement) = self.current.take() else { return Ok(()) };
        let (opening, closing) = (statement.opening.minor, statement.closing.minor);
        if opening.checked_add(self.booked) == Some(closing) {
            return Ok(());
        }
        let booked = self.booked;
        Err(self.message.fault(ReadFaultKind::Unbalanced { opening, booked, closing }))
    }
}

/// Reads a whole file into memory: each statement with its entries.
///
/// # Errors
/// Whatever is not as it should be, with its line and element.
pub fn read_all(input: impl BufRead) -> Result<Vec<(Statement, Vec<Entry>)>, ReadFault> {
    let mut statements = Statements::open(input)?;
    let mut read: Vec<(Statement, Vec<Entry>)> = Vec::new();
    while let Some(part) = statements.next_part()? {
        match part {
            Part::Begins(statement) => read.push((*statement, Vec::new())),
            Part::Entry(entry) => {
                if let Some((_, entries)) = read.last_mut() {
                    entries.push(*entry);
                }
            }
            Part::Ends => {}
        }
    }
    Ok(read)
}
