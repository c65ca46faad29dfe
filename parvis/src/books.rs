//! `parvis ledger`: the books of an instance for the command line, of any length; beside a running
//! server too, for nothing is changed but by `statement`, which reads what a page would be too small for.

use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use base::{Cents, Outcome, Refusal, World};
use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use ledger::{Day, Entity, EntityId, PlainText};
use serde_json::json;
use store::{Place, Store};

/// What is asked of the books.
#[derive(Clone, Debug, Subcommand)]
pub enum Asked {
    /// Lists the books.
    Books {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// What stands on each account of a book.
    Balances {
        /// Number of the book.
        book: i64,
        /// On the evening of this day, by date of effect; otherwise now.
        #[arg(long)]
        on: Option<Date>,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Writes the *fichier des écritures comptables* of a period.
    Fec {
        /// Number of the book.
        book: i64,
        /// First day.
        #[arg(long)]
        from: Date,
        /// Last day.
        #[arg(long)]
        through: Date,
    },
    /// Writes the hand-over file of a period, for the finance software of a public body.
    Handover {
        /// Number of the book.
        book: i64,
        /// First day.
        #[arg(long)]
        from: Date,
        /// Last day.
        #[arg(long)]
        through: Date,
    },
    /// Reads the bank's statements (camt.053) of a file, up to 200,000 entries, into a book.
    Statement {
        /// Number of the book.
        book: i64,
        /// The file.
        #[arg(long)]
        file: PathBuf,
        /// The address of whoever reads them: somebody who keeps the book.
        #[arg(long = "as")]
        who: String,
    },
    /// Writes a whole book as a journal of plain text.
    Journal {
        /// Number of the book.
        book: i64,
        /// For which program.
        #[arg(long, default_value = "hledger")]
        format: Format,
    },
}

/// Programs that read a journal.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// hledger.
    Hledger,
    /// beancount.
    Beancount,
}

/// Answers on standard output.
pub async fn answer(place: Place, asked: Asked) -> Outcome<()> {
    let store = match asked {
        Asked::Statement { .. } => Store::open(place, World::system())?,
        _ => Store::inspect(place, World::system())?,
    };
    let mut out = BufWriter::new(std::io::stdout());
    match asked {
        Asked::Books { json } => books(&store, json, &mut out).await?,
        Asked::Balances { book, on, json } => balances(&store, book, on, json, &mut out).await?,
        Asked::Fec { book, from, through } => {
            let entity = find(&store, book).await?;
            let to = |part: &str| out.write_all(part.as_bytes()).map_err(Refusal::broken);
            let (from, through) = (Day::of(from), Day::of(through));
            let name = ledger::write_fec(&store, &entity, from, through, to).await;
            let name = name.map_err(|refusal| match refusal {
                Refusal::Conflict(_) => Refusal::broken("the first day is after the last one"),
                other => other,
            })?;
            eprintln!("the law calls this file {name}");
        }
        Asked::Handover { book, from, through } => {
            let entity = find(&store, book).await?;
            let to = |part: &str| out.write_all(part.as_bytes()).map_err(Refusal::broken);
            ledger::write_handover(&store, &entity, (Day::of(from), Day::of(through)), to).await?;
        }
        Asked::Statement { book, file, who } => {
            let taken = statement(&store, book, &file, who).await?;
            writeln!(out, "{} lines, {} matched", taken.lines, taken.matched)
                .map_err(Refusal::broken)?;
        }
        Asked::Journal { book, format } => {
            let entity = find(&store, book).await?;
            let kind = match format {
                Format::Hledger => PlainText::Hledger,
                Format::Beancount => PlainText::Beancount,
            };
            let to = |part: &str| out.write_all(part.as_bytes()).map_err(Refusal::broken);
            ledger::write_plain_text(&store, &entity, kind, to).await?;
        }
    }
    out.flush().map_err(Refusal::broken)
}

/// Reads a file of statements as somebody who keeps the book would on its page: once to know that it
/// is good, then again to keep it, an entry at a time.
async fn statement(store: &Store, book: i64, file: &Path, who: String) -> Outcome<ledger::Taken> {
    let entity = find(store, book).await?;
    ledger::try_file(open(file)?).map_err(|refusal| said(file, refusal))?;
    let again = file.to_owned();
    let taken = store
        .write(move |tx| {
            let account = people::account_by_email(tx, &who.to_lowercase())?;
            let account =
                account.ok_or_else(|| Refusal::broken("nobody has an account of this address"))?;
            let actor = people::Actor::of(tx, account.id)?;
            ledger::take_file(tx, &actor, entity.id, open(&again)?)
        })
        .await;
    taken.map_err(|refusal| said(file, refusal))
}

fn open(file: &Path) -> Outcome<BufReader<std::fs::File>> {
    let opened = std::fs::File::open(file);
    let wrong = |error| Refusal::broken(format_args!("{}: {error}", file.display()));
    opened.map(BufReader::new).map_err(wrong)
}

/// A refusal in the words of the pages, after the name of the file.
fn said(file: &Path, refusal: Refusal) -> Refusal {
    let (Refusal::Conflict(say), Ok(words)) = (&refusal, words::Words::new(&crate::texts())) else {
        return refusal;
    };
    let said = words.say_it(words::Lang::En, say);
    Refusal::broken(format_args!("{}: {said}", file.display()))
}

async fn find(store: &Store, book: i64) -> Outcome<Entity> {
    let all = store.read(ledger::entities).await?;
    let found = all.into_iter().find(|entity| entity.id == EntityId(book));
    found.ok_or_else(|| Refusal::broken("there is no such book; `parvis ledger books` lists them"))
}

async fn books(store: &Store, json: bool, out: &mut impl Write) -> Outcome<()> {
    for entity in store.read(ledger::entities).await? {
        let closed = entity.closed_through.map(|day| day.date().to_string());
        let line = match json {
            true => json!({
                "book": entity.id.0,
                "name": entity.name,
                "siren": entity.siren,
                "transfers": entity.transfers,
                "closed_through": closed,
            })
            .to_string(),
            false => format!(
                "{}\t{}\t{}\t{}\t{}",
                entity.id.0,
                entity.name,
                entity.siren,
                entity.transfers,
                closed.unwrap_or_default()
            ),
        };
        writeln!(out, "{line}").map_err(Refusal::broken)?;
    }
    Ok(())
}

async fn balances(
    store: &Store,
    book: i64,
    on: Option<Date>,
    json: bool,
    out: &mut impl Write,
) -> Outcome<()> {
    let entity = find(store, book).await?;
    let (accounts, past) = store
        .read(move |tx| {
            let past = on.map(|date| ledger::balances_on(tx, entity.id, Day::of(date)));
            Ok((ledger::accounts_in(tx, entity.id)?, past.transpose()?))
        })
        .await?;
    for account in accounts {
        let net = match &past {
            Some(past) => past.get(&account.id).copied().unwrap_or(0),
            None => account.balances.net(),
        };
        let data = &account.data;
        let shown = if data.unit == "EUR" { Cents(net).decimal() } else { net.to_string() };
        let (chart, _) = data.purpose.chart();
        let line = match json {
            true => json!({
                "account": account.id.to_string(),
                "purpose": data.purpose.code(),
                "chart": chart,
                "owner": data.owner,
                "unit": data.unit,
                "net": net,
            })
            .to_string(),
            false => format!(
                "{}\t{chart}\t{}\t{}\t{shown} {}",
                account.id,
                data.purpose.code(),
                data.owner,
                data.unit
            ),
        };
        writeln!(out, "{line}").map_err(Refusal::broken)?;
    }
    Ok(())
}
