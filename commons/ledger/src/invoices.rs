//! Invoices. An invoice is issued once, under the next number of its book and year, and never changed:
//! credit notes take it back.
//!
//! Invariants: the numbers of a series have no gap; what an invoice comes to is what it put on its
//! buyer's account and under incomes and tax.

use ::store::{Columns, Tx, sql};
use base::{Fault as FormFault, Outcome, Refusal, Say};
use invoice::{FaultKind, Field, Place, Totals};
use people::Actor;

use crate::books::{book, own_account};
use crate::claims::{NewClaim, claim_in, expect_payment, fence, record};
use crate::credits::credits_of;
use crate::entities::{Entity, NewAccount, open_account};
use crate::invoice_file::{InvoiceLine, Issued, Named};
use crate::model::{Day, EntityId, Transfer};
use crate::parties::{NewParty, PartyId, details_of, party};
use crate::plan::Purpose;
use crate::transfers::transfer_all;

/// Invoices that a list shows.
pub(crate) const LISTED: usize = 500;

/// What is to be invoiced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvoice {
    /// To whom.
    pub party: PartyId,
    /// Under which income it is booked.
    pub purpose: Purpose,
    /// When goods or services were supplied.
    pub delivered: Day,
    /// Until when it is to be paid.
    pub due: Day,
    /// Whether goods are sold, rather than services.
    pub goods: bool,
    /// What the buyer is: one of [`crate::BUYERS`].
    pub buyer_kind: String,
    /// The buyer's service, as Chorus Pro names it.
    pub service: String,
    /// The number of the buyer's order.
    pub order: String,
    /// What is sold.
    pub lines: Vec<InvoiceLine>,
    /// What else is said.
    pub note: String,
}

/// An invoice or credit note of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number in the book.
    pub number: i64,
    /// Who buys.
    pub party: PartyId,
    /// The invoice that it credits.
    pub credits: Option<i64>,
    /// The claim that it made.
    pub claim: Option<i64>,
    /// Without tax, in cents; more than nothing for credit notes too.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// As it was issued.
    pub content: Issued,
    /// The file for machines: CII D22B, Factur-X profile EN 16931.
    pub xml: String,
}

impl Kept {
    /// What the buyer owes, or is owed by a credit note.
    pub fn gross(&self) -> i64 {
        self.net + self.tax
    }
}

pub(crate) fn seller(tx: &mut Tx, entity: &Entity) -> Outcome<Named> {
    let data = people::organisation(tx, entity.organisation)?.data;
    Ok(Named {
        name: data.name,
        street: data.address,
        postcode: data.postcode,
        town: data.city,
        siret: data.siret,
        rna: data.rna,
    })
}

pub(crate) fn buyer(data: NewParty) -> Named {
    let (name, siret) = (data.name, data.siren);
    let (street, postcode, town) = (data.street, data.postcode, data.town);
    Named { name, street, postcode, town, siret, rna: String::new() }
}

/// What an invoice would come to, as it would be issued today; nothing is written.
pub fn draft_invoice(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    new: &NewInvoice,
) -> Outcome<(Issued, Totals)> {
    let entity = book(tx, actor, id)?;
    let issued = drafted(tx, actor, &entity, new)?;
    let totals = total_of(&issued)?;
    Ok((issued, totals))
}

/// What an invoice comes to.
pub(crate) fn total_of(issued: &Issued) -> Outcome<Totals> {
    invoice::total(&issued.invoice()).map_err(|faults| invalid(&faults))
}

fn drafted(tx: &mut Tx, actor: &Actor, entity: &Entity, new: &NewInvoice) -> Outcome<Issued> {
    let known = party(tx, actor, entity.id, new.party)?;
    let today = crate::rules::today(tx.now());
    Ok(Issued {
        number: next_name(tx, entity.id, 'F', today)?,
        credits: None,
        issued: today,
        due: new.due,
        delivered: new.delivered,
        goods: new.goods,
        seller: seller(tx, entity)?,
        buyer: buyer(known.data),
        buyer_kind: new.buyer_kind.clone(),
        service: new.service.clone(),
        order: new.order.clone(),
        lines: new.lines.clone(),
        iban: String::new(),
        bic: String::new(),
        reference: String::new(),
        note: new.note.clone(),
    })
}

/// The next number of a series in a year: the last one's and one.
pub(crate) fn next_name(tx: &mut Tx, entity: EntityId, series: char, on: Day) -> Outcome<String> {
    let start = format!("{series}-{}-", on.date().year());
    let last: Option<String> = tx
        .one(
            sql("SELECT MAX(name) FROM ledger_invoice
                 WHERE entity = $1 AND name >= $2 AND name < $3"),
            &[entity.0.into(), start.as_str().into(), format!("{start}~").into()],
        )?
        .single()?;
    let last = last.and_then(|name| name.get(start.len()..)?.parse::<i64>().ok()).unwrap_or(0);
    // Six digits, so that names sort as they were given.
    Ok(format!("{start}{:06}", last + 1))
}

/// Issues an invoice: its number in the book.
pub fn issue_invoice(tx: &mut Tx, actor: &Actor, id: EntityId, new: &NewInvoice) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let issued = drafted(tx, actor, &entity, new)?;
    let totals = total_of(&issued)?;
    let details = details_of(tx, entity.id)?;
    let claim = NewClaim {
        party: new.party,
        purpose: Purpose::Receivable,
        amount: totals.gross,
        due: new.due,
        label: format!("Facture {}", issued.number),
    };
    let claim = match totals.gross {
        0 => None,
        _ => Some(expect_payment(tx, actor, entity.id, &claim)?),
    };
    let issued = match (&details, claim) {
        (Some(details), Some(claim)) => {
            let reference = claim_in(tx, entity.id, claim)?.reference;
            issued.paid_on(details, &reference)
        }
        _ => issued,
    };
    write_down(tx, &entity, (new.party, new.purpose), &issued, &totals)?;
    let number = insert(tx, actor, entity.id, (new.party, claim, None), &issued, &totals)?;
    record(tx, actor, "ledger.invoice-issued", entity.id, number)?;
    Ok(number)
}

/// Puts what an invoice comes to on the buyer's account, under the income and the tax; a credit note
/// the other way.
pub(crate) fn write_down(
    tx: &mut Tx,
    entity: &Entity,
    (party, purpose): (PartyId, Purpose),
    issued: &Issued,
    totals: &Totals,
) -> Outcome<()> {
    let buyer = NewAccount::euros(Purpose::Receivable, party);
    let buyer = open_account(tx, entity.id, &buyer)?;
    let mut transfers = Vec::new();
    for (purpose, amount) in [(purpose, totals.net), (Purpose::VatCollected, totals.tax)] {
        if amount == 0 {
            continue;
        }
        let other = open_account(tx, entity.id, &own_account(purpose))?;
        let (debit, credit) =
            if issued.credits.is_none() { (buyer, other) } else { (other, buyer) };
        let title = if issued.credits.is_none() { "Facture" } else { "Avoir" };
        let label: String = format!("{title} {} · {}", issued.number, issued.buyer.name)
            .chars()
            .take(200)
            .collect();
        let transfer = Transfer::new(tx.id(), debit, credit, amount);
        let transfer = transfer.about("ledger.invoice", &issued.number, &label);
        transfers.push(Transfer { effective: Some(issued.issued), ..transfer });
    }
    if transfers.is_empty() { Ok(()) } else { transfer_all(tx, &transfers) }
}

pub(crate) fn insert(
    tx: &mut Tx,
    actor: &Actor,
    entity: EntityId,
    (party, claim, credits): (PartyId, Option<i64>, Option<i64>),
    issued: &Issued,
    totals: &Totals,
) -> Outcome<i64> {
    let number: i64 = tx
        .one(
            sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_invoice WHERE entity = $1"),
            &[entity.0.into()],
        )?
        .single()?;
    let xml = invoice::write_cii(&issued.invoice()).map_err(|faults| invalid(&faults))?;
    let content = serde_json::to_string(issued).map_err(Refusal::broken)?;
    let now = tx.now();
    tx.run(
        sql("INSERT INTO ledger_invoice (entity, number, name, credits, party, claim, issued, net,
                tax, content, xml, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"),
        &[
            entity.0.into(),
            number.into(),
            issued.number.as_str().into(),
            credits.into(),
            party.into(),
            claim.into(),
            issued.issued.0.into(),
            totals.net.into(),
            totals.tax.into(),
            content.into(),
            xml.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    Ok(number)
}

/// An invoice of a book, with the number and the name of each of its credit notes.
pub fn invoice_in(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    number: i64,
) -> Outcome<(Kept, Vec<(i64, String)>)> {
    let entity = book(tx, actor, id)?;
    Ok((kept(tx, entity.id, number)?, credits_of(tx, entity.id, number)?))
}

pub(crate) fn kept(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<Kept> {
    let row = tx.one(
        sql("SELECT number, party, credits, claim, net, tax, content, xml FROM ledger_invoice
             WHERE entity = $1 AND number = $2"),
        &[entity.0.into(), number.into()],
    )?;
    read(&mut row.columns())
}

/// The newest invoices and credit notes of a book.
pub fn invoices(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<Kept>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT number, party, credits, claim, net, tax, content, '' FROM ledger_invoice
             WHERE entity = $1 ORDER BY number DESC LIMIT $2"),
        &[entity.id.0.into(), LISTED.into()],
    )?;
    rows.into_iter().map(|row| read(&mut row.columns())).collect()
}

fn read(columns: &mut Columns) -> Outcome<Kept> {
    let number = columns.take()?;
    let party = columns.take()?;
    let (credits, claim) = (columns.take()?, columns.take()?);
    let (net, tax) = (columns.take()?, columns.take()?);
    let content: String = columns.take()?;
    let content = serde_json::from_str(&content).map_err(Refusal::broken)?;
    Ok(Kept { number, party, credits, claim, net, tax, content, xml: columns.take()? })
}

/// What is wrong with an invoice, at the fields of its form.
fn invalid(faults: &[invoice::Fault]) -> Refusal {
    let fault = |fault: &invoice::Fault| {
        let say = match fault.kind {
            FaultKind::Missing => Say::new("web-fault-required"),
            FaultKind::TooLong { limit, found } => {
                Say::new("web-fault-too-long").with("max", limit).with("length", found)
            }
            FaultKind::Early => Say::new("ledger-fault-invoice-early"),
            FaultKind::Mixed => Say::new("ledger-fault-invoice-mixed"),
            // What a bank moves at once, of a line and of the whole.
            FaultKind::Range { most: bank::fields::CENTS_MAX, .. } => {
                Say::new("ledger-fault-invoice-much")
            }
            FaultKind::Range { .. } => Say::new("ledger-fault-invoice-range"),
            FaultKind::Character { .. } | FaultKind::NoCode | FaultKind::OtherOrganisation => {
                Say::new("ledger-fault-invoice-value")
            }
        };
        let field = match (fault.place, fault.field) {
            (Place::Line(at), Field::Name) => format!("name-{at}"),
            (Place::Line(at), Field::Quantity) => format!("quantity-{at}"),
            (Place::Line(at), Field::Price | Field::Amount) => format!("price-{at}"),
            (Place::Line(at), Field::Vat) => format!("vat-{at}"),
            (_, Field::Due) => "due".to_owned(),
            (_, Field::Delivered) => "delivered".to_owned(),
            (_, Field::Reference) => "service".to_owned(),
            (_, Field::Order) => "order".to_owned(),
            (_, Field::Note) => "note".to_owned(),
            (_, Field::Lines) => "name-0".to_owned(),
            (_, Field::Total) => "price-0".to_owned(),
            (_, Field::Vat) => "vat-0".to_owned(),
            _ => String::new(),
        };
        let say = match fault.place {
            Place::Seller => Say::new("ledger-fault-invoice-seller"),
            Place::Buyer if field.is_empty() => Say::new("ledger-fault-invoice-buyer"),
            _ => say,
        };
        FormFault::new(&field, say)
    };
    Refusal::Invalid(faults.iter().map(fault).collect())
}
