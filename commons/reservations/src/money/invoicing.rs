//! The invoices of a month: who owes what to a site, and one invoice for each, through its book.
//!
//! Invariants: what is owed stands on one invoice; a month that is not over has none; what is owed
//! less than was invoiced is credited once. Each payer is a unit of work: one whose invoice cannot be
//! holds up no other.

use std::collections::{BTreeMap, BTreeSet};

use base::{Moment, Outcome, Refusal, Say};
use jiff::civil::Date;
use ledger::{EntityId, InvoiceLine, NewInvoice, NewParty, Party, PartyId, Purpose};
use people::{Actor, OrgId, PersonId};
use store::{Tx, sql};

use super::charges::{Charge, read};
use super::lots::later;
use super::{Book, kept_book};
use crate::local::midnight;
use crate::model::{Site, SiteId, Span};

/// Charges of a month that are looked at.
const CHARGES_MAX: usize = 20_000;
/// Days in which an invoice is to be paid.
const DUE_DAYS: i64 = 30;

/// What one payer owes for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose id: a person's or an organisation's.
    pub payer: String,
    /// Their name.
    pub name: String,
    /// Whether it is an organisation.
    pub pooled: bool,
    /// What is owed and stands on no invoice yet: in words, and in cents without tax.
    pub lines: Vec<(String, i64)>,
    /// What was invoiced too much and is to be credited, in cents without tax.
    pub to_credit: i64,
    /// What was invoiced, less credit notes, and the papers on which it stands.
    pub invoiced: i64,
    /// Their invoices and credit notes of the month.
    pub papers: Vec<String>,
    /// What keeps the invoice from being made.
    pub missing: Option<Say>,
    /// Who they are in the book, once that is known.
    pub party: Option<PartyId>,
}

impl Due {
    /// What is owed and not yet invoiced, in cents without tax.
    pub fn sum(&self) -> i64 {
        self.lines.iter().map(|(_, cents)| cents).sum()
    }
}

/// A month of a site.
#[derive(Clone, Debug)]
pub struct Month {
    /// The site.
    pub site: Site,
    /// Its book.
    pub book: Book,
    /// Whether it is over, so that it can be invoiced.
    pub over: bool,
    /// Who owed or owes, by name.
    pub dues: Vec<Due>,
}

/// The first moment of a month on the wall of a site, and that of the next.
fn span_of(site: &Site, first: Date) -> Outcome<Span> {
    Ok(Span { from: midnight(site, first)?, to: midnight(site, later(first, 1, 0)?)? })
}

/// What is owed and was invoiced for a month, for whoever keeps the book.
pub fn month_of(tx: &mut Tx, actor: &Actor, of: SiteId, first: Date) -> Outcome<Month> {
    let (site, book) = kept_book(tx, actor, of)?;
    let span = span_of(&site, first)?;
    let mut by_payer: BTreeMap<(String, bool), Vec<Charge>> = BTreeMap::new();
    for charge in charges_in(tx, (of, book.entity), span, None)? {
        by_payer.entry((charge.payer.clone(), charge.pooled)).or_default().push(charge);
    }
    let keys: Vec<(String, bool)> = by_payer.keys().cloned().collect();
    let names = names(tx, &keys)?;
    let parties = parties_of(tx, actor, book.entity, &keys)?;
    let mut dues = Vec::new();
    for ((payer, pooled), charges) in by_payer {
        let party = parties.get(&payer);
        let fallback = !pooled || !names.contains_key(&payer);
        let missing = match party {
            Some(party) => missing_of(&party.data),
            None => fallback.then(|| Say::new("reservations-missing-address")),
        };
        dues.push(Due {
            name: names.get(&payer).cloned().unwrap_or_default(),
            pooled,
            lines: owed(&charges).map(|one| (one.label.clone(), one.owed)).collect(),
            to_credit: charges.iter().map(too_much).sum(),
            invoiced: charges.iter().map(|one| one.invoiced - one.credited).sum(),
            papers: papers(&charges),
            missing,
            party: party.map(|party| party.id),
            payer,
        });
    }
    dues.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Month { over: span.to <= tx.now(), site, book, dues })
}

fn owed(charges: &[Charge]) -> impl Iterator<Item = &Charge> {
    charges.iter().filter(|one| one.invoice.is_none() && one.owed > 0)
}

fn too_much(charge: &Charge) -> i64 {
    match charge.invoice {
        Some(_) => (charge.invoiced - charge.credited - charge.owed).max(0),
        None => 0,
    }
}

fn papers(charges: &[Charge]) -> Vec<String> {
    let all: BTreeSet<&str> = charges.iter().flat_map(|one| one.papers.split(' ')).collect();
    all.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// What keeps a party from getting an invoice.
fn missing_of(data: &NewParty) -> Option<Say> {
    data.town.trim().is_empty().then(|| Say::new("reservations-missing-address"))
}

/// The charges of a month with something owed or invoiced, in their order; those of one payer alone.
fn charges_in(
    tx: &mut Tx,
    (of, book): (SiteId, EntityId),
    span: Span,
    payer: Option<&str>,
) -> Outcome<Vec<Charge>> {
    tx.all(
        sql("SELECT id, book, payer, pooled, pass, label, owed_cents, vat, invoice, line,
                invoiced_cents, credited_cents, papers
             FROM reservations_charge
             WHERE site = $1 AND book = $2 AND at >= $3 AND at < $4
                AND (owed_cents > 0 OR invoice IS NOT NULL) AND ($5 = '' OR payer = $5)
             ORDER BY at, id LIMIT $6"),
        &[
            of.into(),
            book.0.into(),
            span.from.into(),
            span.to.into(),
            payer.unwrap_or_default().into(),
            CHARGES_MAX.into(),
        ],
    )?
    .into_iter()
    .map(read)
    .collect()
}

fn names(tx: &mut Tx, keys: &[(String, bool)]) -> Outcome<BTreeMap<String, String>> {
    let of = |wanted: bool| keys.iter().filter(move |(_, pooled)| *pooled == wanted);
    let persons: Vec<PersonId> = of(false).filter_map(|(id, _)| id.parse().ok()).collect();
    let organisations: Vec<OrgId> = of(true).filter_map(|(id, _)| id.parse().ok()).collect();
    let mut names = BTreeMap::new();
    for (id, name) in people::names_of(tx, &persons)? {
        names.insert(id.to_string(), name);
    }
    for (id, name) in people::organisation_names(tx, &organisations)? {
        names.insert(id.to_string(), name);
    }
    Ok(names)
}

/// Who some payers are in a book: as it was found before, or by their account.
fn parties_of(
    tx: &mut Tx,
    actor: &Actor,
    book: EntityId,
    payers: &[(String, bool)],
) -> Outcome<BTreeMap<String, Party>> {
    let all = ledger::parties(tx, actor, book, "")?;
    let rows = tx.all(
        sql("SELECT payer, party FROM reservations_payer WHERE book = $1 LIMIT 20000"),
        &[book.0.into()],
    )?;
    let mut found = BTreeMap::new();
    for row in rows {
        let mut columns = row.columns();
        let payer: String = columns.take()?;
        let party: PartyId = columns.take()?;
        if payers.iter().all(|(known, _)| *known != payer) {
            continue;
        }
        let listed = all.iter().find(|one| one.id == party).cloned();
        // Few books have more parties than a list shows.
        match listed.map_or_else(|| ledger::party(tx, actor, book, party), Ok) {
            Ok(party) => drop(found.insert(payer, party)),
            Err(Refusal::Unknown) => {}
            Err(other) => return Err(other),
        }
    }
    for party in all {
        let Some(owner) = party.owner.map(|owner| owner.to_string()) else { continue };
        if payers.iter().any(|(payer, _)| *payer == owner) {
            found.entry(owner).or_insert(party);
        }
    }
    Ok(found)
}

/// The payers of a month that have something to be invoiced or credited.
pub fn payers_of(tx: &mut Tx, actor: &Actor, of: SiteId, first: Date) -> Outcome<Vec<String>> {
    let month = month_of(tx, actor, of, first)?;
    if !month.over {
        return Err(Refusal::conflict("reservations-conflict-month"));
    }
    let due = |one: &Due| !one.lines.is_empty() || one.to_credit > 0;
    Ok(month.dues.into_iter().filter(due).map(|one| one.payer).collect())
}

/// Finds who a payer is in the book of a site, or writes them down there: a person that the book
/// knows by their account, an organisation as it says itself.
pub fn place_party(tx: &mut Tx, actor: &Actor, of: SiteId, payer: &str) -> Outcome<PartyId> {
    let (_, book) = kept_book(tx, actor, of)?;
    tx.fence(
        sql("UPDATE reservations_book SET version = version + 1 WHERE site = $1"),
        &[of.into()],
    )?;
    let known = tx.maybe(
        sql("SELECT party FROM reservations_payer WHERE book = $1 AND payer = $2"),
        &[book.entity.0.into(), payer.into()],
    )?;
    if let Some(row) = known {
        return row.single();
    }
    let new = match people::account(tx, payer.parse()?) {
        Ok(account) => NewParty { name: account.name, email: account.email, ..NewParty::default() },
        Err(Refusal::Unknown) => of_organisation(tx, payer)?,
        Err(other) => return Err(other),
    };
    let there = ledger::parties(tx, actor, book.entity, &new.name)?;
    let same = |one: &&Party| {
        let person = one.owner.is_some_and(|owner| owner.to_string() == payer);
        person || (!new.siren.is_empty() && one.data.siren == new.siren)
    };
    let party = match there.iter().find(same) {
        Some(party) => party.id,
        None => ledger::add_party(tx, actor, book.entity, &new)?,
    };
    tx.run(
        sql("INSERT INTO reservations_payer (book, payer, party) VALUES ($1, $2, $3)"),
        &[book.entity.0.into(), payer.into(), party.into()],
    )?;
    Ok(party)
}

fn of_organisation(tx: &mut Tx, payer: &str) -> Outcome<NewParty> {
    let data = people::organisation(tx, payer.parse()?)?.data;
    Ok(NewParty {
        name: data.name,
        street: data.address,
        postcode: data.postcode,
        town: data.city,
        siren: data.siret.chars().take(9).collect(),
        ..NewParty::default()
    })
}

/// Invoices what a payer owes for a month that is over, and credits what was invoiced too much. Done
/// twice, it is done once. The number of the invoice in the book, if one was made.
///
/// # Errors
/// A conflict when the month is not over; what is wrong with the invoice.
pub fn issue_for(
    tx: &mut Tx,
    actor: &Actor,
    of: SiteId,
    first: Date,
    payer: &str,
) -> Outcome<Option<i64>> {
    let (site, book) = kept_book(tx, actor, of)?;
    let span = span_of(&site, first)?;
    if span.to > tx.now() {
        return Err(Refusal::conflict("reservations-conflict-month"));
    }
    // Two who issue the same wait here for each other, and the second finds nothing left.
    tx.fence(
        sql("UPDATE reservations_book SET version = version + 1 WHERE site = $1"),
        &[of.into()],
    )?;
    let charges = charges_in(tx, (of, book.entity), span, Some(payer))?;
    for charge in charges.iter().filter(|one| too_much(one) > 0) {
        credit(tx, actor, charge)?;
    }
    let owed: Vec<&Charge> = owed(&charges).collect();
    let Some(one) = owed.first() else { return Ok(None) };
    let party: PartyId = tx
        .one(
            sql("SELECT party FROM reservations_payer WHERE book = $1 AND payer = $2"),
            &[book.entity.0.into(), payer.into()],
        )?
        .single()?;
    let kind = if one.pooled { buyer_kind(tx, payer)? } else { "person" };
    let states = ended(tx, (of, book.entity), span, payer)?;
    let new = invoice(party, kind, (tx.now(), span.to), (&owed, &states));
    let number = ledger::issue_invoice(tx, actor, book.entity, &new)?;
    let (kept, _) = ledger::invoice_in(tx, actor, book.entity, number)?;
    for (line, charge) in owed.iter().enumerate() {
        tx.run(
            sql("UPDATE reservations_charge SET invoice = $1, line = $2, invoiced_cents = $3,
                    papers = $4
                 WHERE id = $5 AND invoice IS NULL"),
            &[
                number.into(),
                line.into(),
                charge.owed.into(),
                kept.content.number.as_str().into(),
                charge.id.as_str().into(),
            ],
        )?;
    }
    let object = of.to_string();
    people::record(
        tx,
        &actor.name_in_log(),
        "reservations.invoiced",
        &object,
        &kept.content.number,
    )?;
    Ok(Some(number))
}

fn invoice(
    party: PartyId,
    kind: &str,
    (now, end): (Moment, Moment),
    (owed, states): (&[&Charge], &BTreeMap<String, String>),
) -> NewInvoice {
    let line = |charge: &&Charge| InvoiceLine {
        name: match states.get(&charge.id).map(String::as_str) {
            Some("cancelled") => format!("{} (annulation tardive)", charge.label),
            Some("no_show") => format!("{} (non honorée)", charge.label),
            _ => charge.label.clone(),
        },
        quantity: 1_000,
        unit: "C62".to_owned(),
        price: charge.owed * 10,
        vat: charge.vat.clone(),
    };
    let day = |at: Moment| ledger::Day::of(at.in_france().date());
    NewInvoice {
        party,
        purpose: Purpose::Services,
        delivered: day(end.plus_seconds(-1)),
        due: ledger::Day(day(now).0 + DUE_DAYS),
        goods: false,
        buyer_kind: kind.to_owned(),
        service: String::new(),
        order: String::new(),
        lines: owed.iter().map(line).collect(),
        note: String::new(),
    }
}

/// Which of a payer's promises of a month were cancelled or missed: the invoice says so.
fn ended(
    tx: &mut Tx,
    (of, book): (SiteId, EntityId),
    span: Span,
    payer: &str,
) -> Outcome<BTreeMap<String, String>> {
    let rows = tx.all(
        sql("SELECT b.id, b.state
             FROM reservations_charge c JOIN reservations_booking b ON b.id = c.id
             WHERE c.site = $1 AND c.book = $2 AND c.at >= $3 AND c.at < $4 AND c.payer = $5
                AND b.state IN ('cancelled', 'no_show')"),
        &[of.into(), book.0.into(), span.from.into(), span.to.into(), payer.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut columns = row.columns();
            Ok((columns.take()?, columns.take()?))
        })
        .collect()
}

/// What an organisation is to an invoice: one without a number buys as an association does.
fn buyer_kind(tx: &mut Tx, payer: &str) -> Outcome<&'static str> {
    let data = people::organisation(tx, payer.parse()?)?.data;
    Ok(match data.kind.as_str() {
        _ if data.siret.is_empty() => "association",
        "association" | "fondation" => "association",
        "public" => "public-body",
        _ => "company",
    })
}

/// Credits what was invoiced of a charge and is owed no more.
pub(super) fn credit(tx: &mut Tx, actor: &Actor, charge: &Charge) -> Outcome<()> {
    let (Some(invoice), cents) = (charge.invoice, too_much(charge)) else { return Ok(()) };
    let line = usize::try_from(charge.line).map_err(Refusal::broken)?;
    let number = ledger::credit_part(tx, actor, charge.book, invoice, &[(line, cents)])?;
    let (kept, _) = ledger::invoice_in(tx, actor, charge.book, number)?;
    let papers = format!("{} {}", charge.papers, kept.content.number);
    tx.run(
        sql("UPDATE reservations_charge SET credited_cents = credited_cents + $1, papers = $2
             WHERE id = $3"),
        &[cents.into(), papers.into(), charge.id.as_str().into()],
    )?;
    people::record(
        tx,
        &actor.name_in_log(),
        "reservations.credited",
        &charge.id,
        &kept.content.number,
    )
}
