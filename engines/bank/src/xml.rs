//! XML of ISO 20022 as a stream of elements, from whoever sent it.
//!
//! Bounds: depth, length of a text, length of any one tag or comment. Refused: document types and
//! entity declarations (the five of XML itself are read), encodings other than UTF-8, what is not
//! well formed. How long the whole is, the caller bounds. Elements of other namespaces, which
//! messages may enclose as supplementary data, are passed over.

use std::io::{self, BufRead, Read};

use quick_xml::NsReader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::IbanFault;
use crate::amounts::{self, AmountFault};

/// Elements in one another.
pub const DEPTH_MAX: usize = 64;
/// Characters of one text.
pub const TEXT_MAX: usize = 10_000;
/// Bytes of one tag, comment or run of text.
const PIECE_MAX: usize = 1 << 18;

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:";

/// Why a message is not read further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFault {
    /// Line, from 1, where it was noticed.
    pub line: u64,
    /// The elements open there, as `Document/BkToCstmrStmt/Stmt`.
    pub path: String,
    /// What is wrong.
    pub kind: ReadFaultKind,
}

/// What is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFaultKind {
    /// The source failed.
    Source(io::ErrorKind),
    /// It is no well-formed XML; the parser's words, for experts.
    Malformed(String),
    /// It ends before its elements do.
    Truncated,
    /// It has a document type or declares entities.
    DocumentType,
    /// It uses an entity that XML does not know by itself.
    Entity(String),
    /// It says that it is in another encoding than UTF-8.
    Encoding(String),
    /// Elements are nested deeper than [`DEPTH_MAX`].
    Depth,
    /// A text is longer than [`TEXT_MAX`], or a tag far longer than any needs to be.
    Length,
    /// More entries, transactions or payments than are read from one file.
    Count,
    /// Another message: what it calls itself, a namespace if it has one.
    Message(String),
    /// An element is missing.
    Missing(&'static str),
    /// An element that stands once stands twice.
    Repeated,
    /// Not a date.
    Date(String),
    /// Not an amount.
    Amount(String),
    /// An amount with more decimals than its currency has.
    Decimals(String),
    /// An amount beyond what can be counted.
    Size,
    /// A currency that is not known here, or none.
    Currency(String),
    /// An amount in another currency than the account's.
    OtherCurrency(String),
    /// Neither of the two words that may stand there, such as `CRDT` and `DBIT`.
    Word(String),
    /// The account's number is no IBAN.
    Iban(IbanFault),
    /// The statement does not add up: minor units of its currency, debts negative.
    Unbalanced {
        /// The opening balance.
        opening: i64,
        /// The sum of the booked entries.
        booked: i64,
        /// The closing balance.
        closing: i64,
    },
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// An element begins.
    Opened,
    /// An element ends; the text if it is a leaf.
    Closed(Option<String>),
}

/// A message that is being read.
pub(crate) struct Message<R> {
    reader: NsReader<Counted<R>>,
    kind: &'static str,
    path: String,
    depth: usize,
    buffer: Vec<u8>,
    text: String,
    /// Whether the innermost element had no child yet.
    leaf: bool,
    currency: Option<String>,
    /// An element was reported as closed and is still in the path.
    closing: bool,
    /// An element without content was reported as opened.
    hollow: bool,
    /// How many elements of other namespaces are open.
    foreign: usize,
    ended: bool,
}

impl<R: BufRead> Message<R> {
    /// Reads the head, and refuses what is none of these messages.
    pub(crate) fn open(input: R, kinds: &[&'static str]) -> Result<Self, ReadFault> {
        let mut reader = NsReader::from_reader(Counted { input, lines: 0, piece: 0 });
        reader.config_mut().check_comments = true;
        let mut message = Message {
            reader,
            kind: "",
            path: String::new(),
            depth: 0,
            buffer: Vec::new(),
            text: String::new(),
            leaf: false,
            currency: None,
            closing: false,
            hollow: false,
            foreign: 0,
            ended: false,
        };
        message.root(kinds)?;
        Ok(message)
    }

    /// Which of the messages it is.
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// The elements open now, including one that was just reported as closed.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The line that was read last, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.reader.get_ref().lines + 1
    }

    /// A fault here.
    pub(crate) fn fault(&self, kind: ReadFaultKind) -> ReadFault {
        ReadFault { line: self.line(), path: self.path.clone(), kind }
    }

    /// The next step, or nothing after the end.
    pub(crate) fn next(&mut self) -> Result<Option<Step>, ReadFault> {
        if self.closing {
            self.closing = false;
            self.leave();
        }
        if self.hollow {
            self.hollow = false;
            return Ok(Some(self.closed()));
        }
        while !self.ended {
            if let Some(step) = self.advance()? {
                return Ok(Some(step));
            }
        }
        Ok(None)
    }

    /// The currency that the innermost element names, or nothing.
    pub(crate) fn currency(&self) -> &str {
        self.currency.as_deref().unwrap_or_default()
    }

    /// Minor units of the amount whose element was just closed, and its currency.
    pub(crate) fn amount(&self, text: &str) -> Result<(i64, String), ReadFault> {
        let currency = self.currency().to_owned();
        let Some(exponent) = amounts::exponent(&currency) else {
            return Err(self.fault(ReadFaultKind::Currency(currency)));
        };
        let kind = |fault| match fault {
            AmountFault::Form => ReadFaultKind::Amount(text.to_owned()),
            AmountFault::Decimals => ReadFaultKind::Decimals(text.to_owned()),
            AmountFault::Size => ReadFaultKind::Size,
        };
        let minor = amounts::minor_units(text, exponent).map_err(|f| self.fault(kind(f)))?;
        Ok((minor, currency))
    }

    /// The day of a date or of a moment, as its writer's calendar had it.
    pub(crate) fn date(&self, text: &str) -> Result<jiff::civil::Date, ReadFault> {
        let wrong = || self.fault(ReadFaultKind::Date(text.to_owned()));
        let day = text.get(..10).ok_or_else(wrong)?;
        let rest = text.get(10..).unwrap_or_default();
        let zone = rest == "Z" || rest.starts_with(['+', '-']) && rest.len() == 6;
        let plain = |(place, byte): (usize, u8)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        if !(rest.is_empty() || rest.starts_with('T') || zone)
            || !day.bytes().enumerate().all(plain)
        {
            return Err(wrong());
        }
        day.parse().map_err(|_| wrong())
    }

    /// Which of two words a text is: true for the first.
    pub(crate) fn word(&self, text: &str, yes: &[&str], no: &[&str]) -> Result<bool, ReadFault> {
        if yes.contains(&text) || no.contains(&text) {
            return Ok(yes.contains(&text));
        }
        Err(self.fault(ReadFaultKind::Word(text.to_owned())))
    }

    /// Keeps what stands once.
    pub(crate) fn once<T>(&self, place: &mut Option<T>, value: T) -> Result<(), ReadFault> {
        match place.replace(value) {
            None => Ok(()),
            Some(_) => Err(self.fault(ReadFaultKind::Repeated)),
        }
    }

    fn root(&mut self, kinds: &[&'static str]) -> Result<(), ReadFault> {
        loop {
            let (namespace, event) = self.event()?;
            let (start, hollow) = match event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::Eof => return Err(self.fault(ReadFaultKind::Truncated)),
                Event::Text(text) if !text.trim().is_empty() => {
                    return Err(self.fault(malformed("text before the first element")));
                }
                Event::CData(_) | Event::GeneralRef(_) => {
                    return Err(self.fault(malformed("text before the first element")));
                }
                _ => continue,
            };
            let found = namespace.unwrap_or_default();
            let known = found.strip_prefix(NAMESPACE).unwrap_or_default();
            let Some(kind) = kinds.iter().find(|kind| **kind == known) else {
                let found = if found.is_empty() { name_of(&start) } else { found };
                return Err(self.fault(ReadFaultKind::Message(shortened(&found))));
            };
            if name_of(&start) != "Document" {
                return Err(self.fault(ReadFaultKind::Message(shortened(&name_of(&start)))));
            }
            self.kind = kind;
            self.enter(&start)?;
            self.hollow = hollow;
            return Ok(());
        }
    }

    /// One event; a step if it is one.
    fn advance(&mut self) -> Result<Option<Step>, ReadFault> {
        let (namespace, event) = self.event()?;
        let ours = namespace.as_deref().and_then(|name| name.strip_prefix(NAMESPACE));
        match event {
            Event::Start(_) | Event::Empty(_) if self.depth == 0 => {
                return Err(self.fault(malformed("two outermost elements")));
            }
            Event::Start(_) if self.foreign > 0 || ours != Some(self.kind) => {
                self.begin_child()?;
                self.foreign += 1;
                if self.depth + self.foreign > DEPTH_MAX {
                    return Err(self.fault(ReadFaultKind::Depth));
                }
            }
            Event::End(_) if self.foreign > 0 => self.foreign -= 1,
            Event::Empty(_) if self.foreign > 0 || ours != Some(self.kind) => {
                self.begin_child()?;
            }
            Event::Start(start) => return self.enter(&start).map(Some),
            Event::Empty(start) => {
                let step = self.enter(&start)?;
                self.hollow = true;
                return Ok(Some(step));
            }
            Event::End(_) => return Ok(Some(self.closed())),
            Event::Text(text) if self.foreign == 0 => self.take(&text.xml10_content())?,
            Event::CData(text) if self.foreign == 0 => self.take(&text.xml10_content())?,
            Event::GeneralRef(reference) if self.foreign == 0 => {
                let character = self.referred(&reference)?;
                self.take(character.encode_utf8(&mut [0; 4]))?;
            }
            Event::Eof if self.depth > 0 => {
                return Err(self.fault(ReadFaultKind::Truncated));
            }
            Event::Eof => self.ended = true,
            _ => {}
        }
        Ok(None)
    }

    /// The next event with the namespace of its element.
    fn event(&mut self) -> Result<(Option<String>, Event<'static>), ReadFault> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        self.reader.get_mut().piece = 0;
        let read = match self.reader.read_resolved_event_into(&mut buffer) {
            Ok((namespace, event)) => Ok((named(&namespace), event.into_owned())),
            Err(error) => Err(error),
        };
        self.buffer = buffer;
        let (namespace, event) = read.map_err(|error| self.fault(read_fault(&error)))?;
        match &event {
            Event::DocType(_) => Err(self.fault(ReadFaultKind::DocumentType)),
            Event::Decl(declaration) => {
                self.declared(declaration)?;
                Ok((namespace, event))
            }
            _ => Ok((namespace, event)),
        }
    }

    fn declared(&self, declaration: &BytesDecl<'_>) -> Result<(), ReadFault> {
        match declaration.encoding() {
            Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") => {
                Err(self.fault(ReadFaultKind::Encoding(shortened(&name))))
            }
            _ => Ok(()),
        }
    }

    fn enter(&mut self, start: &BytesStart<'_>) -> Result<Step, ReadFault> {
        self.begin_child()?;
        if self.depth >= DEPTH_MAX {
            return Err(self.fault(ReadFaultKind::Depth));
        }
        let mut currency = None;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.fault(malformed(&error.to_string())))?;
            if attribute.key.as_ref() == "Ccy" {
                currency = Some(shortened(&attribute.value));
            }
        }
        let name = name_of(start);
        if name.len() > 100 {
            return Err(self.fault(ReadFaultKind::Length));
        }
        if self.depth > 0 {
            self.path.push('/');
        }
        self.path.push_str(&name);
        self.depth += 1;
        self.currency = currency;
        self.text.clear();
        self.leaf = true;
        Ok(Step::Opened)
    }

    /// What stood before a child must be nothing but spaces.
    fn begin_child(&mut self) -> Result<(), ReadFault> {
        if self.leaf && !self.text.trim().is_empty() {
            return Err(self.fault(malformed("text beside elements")));
        }
        self.leaf = false;
        Ok(())
    }

    fn closed(&mut self) -> Step {
        self.closing = true;
        let text = self.leaf.then(|| self.text.trim().to_owned());
        Step::Closed(text)
    }

    fn leave(&mut self) {
        let kept = self.path.rfind('/').unwrap_or(0);
        self.path.truncate(kept);
        self.depth = self.depth.saturating_sub(1);
        self.leaf = false;
        self.text.clear();
    }

    fn take(&mut self, text: &str) -> Result<(), ReadFault> {
        if !self.leaf {
            let blank = text.trim().is_empty();
            return if blank { Ok(()) } else { Err(self.fault(malformed("text beside elements"))) };
        }
        if self.text.len() + text.len() > TEXT_MAX
            && self.text.chars().count() + text.chars().count() > TEXT_MAX
        {
            return Err(self.fault(ReadFaultKind::Length));
        }
        if text.chars().any(|c| !is_character(c)) {
            return Err(self.fault(malformed("a character that XML does not know")));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn referred(&self, reference: &BytesRef<'_>) -> Result<char, ReadFault> {
        let unknown = || self.fault(ReadFaultKind::Entity(shortened(reference)));
        match reference.resolve_char_ref() {
            Ok(Some(character)) => Ok(character),
            Ok(None) => match &**reference {
                "amp" => Ok('&'),
                "lt" => Ok('<'),
                "gt" => Ok('>'),
                "apos" => Ok('\''),
                "quot" => Ok('"'),
                _ => Err(unknown()),
            },
            Err(_) => Err(unknown()),
        }
    }
}

fn named(namespace: &ResolveResult<'_>) -> Option<String> {
    match namespace {
        ResolveResult::Bound(name) => Some(name.as_ref().to_owned()),
        _ => None,
    }
}

fn name_of(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

/// What stands in a fault may have come from anybody.
fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}

fn malformed(words: &str) -> ReadFaultKind {
    ReadFaultKind::Malformed(shortened(words))
}

fn read_fault(error: &quick_xml::Error) -> ReadFaultKind {
    match error {
        quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            ReadFaultKind::Length
        }
        quick_xml::Error::Io(error) => ReadFaultKind::Source(error.kind()),
        quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => malformed(&error.to_string()),
        // All others of the kind say that something has no end.
        quick_xml::Error::Syntax(_) => ReadFaultKind::Truncated,
        other => malformed(&other.to_string()),
    }
}

/// The production Char of XML 1.0.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// A source that counts its lines, and ends when one piece of XML is too long.
struct Counted<R> {
    input: R,
    lines: u64,
    piece: usize,
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece > PIECE_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let seen = self.input.fill_buf()?;
        Ok(seen.get(..PIECE_MAX).unwrap_or(seen))
    }

    fn consume(&mut self, amount: usize) {
        // The buffer is filled already, so that this reads nothing.
        let seen = self.input.fill_buf().unwrap_or_default();
        let lines = seen.iter().take(amount).filter(|byte| **byte == b'\n').count();
        self.lines = self.lines.saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
        self.piece = self.piece.saturating_add(amount);
        self.input.consume(amount);
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(into)?;
        self.consume(taken);
        Ok(taken)
    }
}
