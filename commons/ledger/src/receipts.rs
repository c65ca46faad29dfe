//! What somebody paid in a year, and why: the yearly summary of each party, and the receipt for gifts
//! that lowers a donor's tax (model CERFA 11580*05; articles 200 and 978 of the *code général des
//! impôts*).
//!
//! Invariants: a donor has one receipt a year, of a year that is over, under the next number of the
//! book; it is for what was given and not taken back, and never changes.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Row, Tx, sql};
use base::{Outcome, Refusal};
use jiff::civil::Date;
use people::{Actor, PersonId};
use serde::{Deserialize, Serialize};

use crate::books::book;
use crate::claims::{fence, record};
use crate::entities::Entity;
use crate::invoice_file::Named;
use crate::invoices::seller;
use crate::model::{Day, EntityId};
use crate::parties::{Party, PartyId, party};

/// Payments that are read, of a year.
const LOOKED_AT: usize = 20_000;

/// What an organisation is to those who give, as its receipts say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charity {
    /// What it is for.
    pub object: String,
    /// Why gifts to it lower taxes: one of [`QUALITIES`].
    pub quality: String,
    /// Who signs for it: name and office.
    pub signer: String,
}

/// Kinds of organisations whose donors pay less tax (CGI, article 200).
pub const QUALITIES: [&str; 4] = ["general-interest", "public-utility", "in-need", "endowment"];

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// When it takes effect.
    pub on: Day,
    /// In cents; what went back is less than nothing.
    pub amount: i64,
    /// How: the purpose of the account that it came to.
    pub how: String,
    /// What for.
    pub label: String,
}

/// A receipt as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number: `R-2026-0001`.
    pub name: String,
    /// The year of the gifts.
    pub year: i16,
    /// Who received.
    pub organisation: Named,
    /// What it is to those who give.
    pub charity: Charity,
    /// Who gave.
    pub donor: Named,
    /// The gifts.
    pub gifts: Vec<Paid>,
    /// Their sum, in cents.
    pub amount: i64,
    /// When it was made.
    pub made_on: Day,
}

/// Somebody who gave in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Donor {
    /// Who.
    pub party: PartyId,
    /// Their name.
    pub name: String,
    /// Whether their address is known, as a receipt wants it.
    pub has_address: bool,
    /// What they gave, less what went back.
    pub amount: i64,
    /// The number in the book of their receipt.
    pub receipt: Option<i64>,
}

fn span(year: i16) -> Outcome<(Day, Day)> {
    let day = |month, day| Date::new(year, month, day).map_err(|_| Refusal::Malformed);
    Ok((Day::of(day(1, 1)?), Day::of(day(12, 31)?)))
}

/// What an organisation said of itself to those who give.
pub fn charity(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Option<Charity>> {
    let entity = book(tx, actor, id)?;
    let row = tx.maybe(
        sql("SELECT object, quality, signer FROM ledger_charity WHERE entity = $1"),
        &[entity.id.0.into()],
    )?;
    row.map(|row| {
        let mut columns = row.columns();
        Ok(Charity { object: columns.take()?, quality: columns.take()?, signer: columns.take()? })
    })
    .transpose()
}

/// Says what an organisation is to those who give.
pub fn set_charity(tx: &mut Tx, actor: &Actor, id: EntityId, new: &Charity) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    tx.run(
        sql("INSERT INTO ledger_charity (entity, object, quality, signer) VALUES ($1, $2, $3, $4)
             ON CONFLICT (entity) DO UPDATE
             SET object = excluded.object, quality = excluded.quality, signer = excluded.signer"),
        &[
            entity.id.0.into(),
            new.object.as_str().into(),
            new.quality.as_str().into(),
            new.signer.as_str().into(),
        ],
    )?;
    let object = entity.organisation.to_string();
    people::record(tx, &actor.name_in_log(), "ledger.charity-told", &object, "")
}

/// Everything paid on claims of a book in a year, by party; gifts alone or all.
fn paid_in(
    tx: &mut Tx,
    entity: EntityId,
    (year, gifts): (i16, bool),
) -> Outcome<BTreeMap<PartyId, Vec<Paid>>> {
    let (first, last) = span(year)?;
    let rows = tx.all(
        sql("SELECT c.party, c.number, c.refunded, t.effective, t.amount, t.code, a.purpose, c.label
             FROM ledger_claim c
             JOIN ledger_transfer t ON t.entity = c.entity AND t.reference = c.reference
             JOIN ledger_account a ON a.number = t.debit
             WHERE c.entity = $1 AND (c.purpose = 'gifts' OR CAST($2 AS BIGINT) = 0)
                AND t.code IN ('ledger.claim', 'ledger.claim-returned', 'ledger.reversal')
                AND t.effective >= $3 AND t.effective <= $4
             ORDER BY t.effective, t.number LIMIT $5"),
        &[
            entity.0.into(),
            i64::from(gifts).into(),
            first.0.into(),
            last.0.into(),
            LOOKED_AT.into(),
        ],
    )?;
    let mut found: BTreeMap<PartyId, Vec<Paid>> = BTreeMap::new();
    let mut refunds = BTreeSet::new();
    for row in rows {
        let (party, claim, refunded, paid) = read_paid(row)?;
        let payments = found.entry(party).or_default();
        if refunded > 0 && refunds.insert(claim) {
            let (on, label) = (paid.on, paid.label.clone());
            payments.push(Paid { on, amount: -refunded, how: "bank".to_owned(), label });
        }
        payments.push(paid);
    }
    Ok(found)
}

/// Party, claim, what was refunded of it, and a payment.
fn read_paid(row: Row) -> Outcome<(PartyId, i64, i64, Paid)> {
    let mut columns = row.columns();
    let (party, claim, refunded) = (columns.take()?, columns.take()?, columns.take()?);
    let (on, amount): (Day, i64) = (Day(columns.take()?), columns.take()?);
    let code: String = columns.take()?;
    let purpose: String = columns.take()?;
    let back = code != "ledger.claim";
    let how = if back || purpose == "transit" { "bank".to_owned() } else { purpose };
    let amount = if back { -amount } else { amount };
    Ok((party, claim, refunded, Paid { on, amount, how, label: columns.take()? }))
}

/// Who gave in a year, by name.
pub fn donors(tx: &mut Tx, actor: &Actor, id: EntityId, year: i16) -> Outcome<Vec<Donor>> {
    let entity = book(tx, actor, id)?;
    let gifts = paid_in(tx, entity.id, (year, true))?;
    let mut receipts = BTreeMap::new();
    for row in tx.all(
        sql("SELECT party, number FROM ledger_receipt WHERE entity = $1 AND year = $2"),
        &[entity.id.0.into(), i64::from(year).into()],
    )? {
        let mut columns = row.columns();
        receipts.insert(columns.take::<PartyId>()?, columns.take()?);
    }
    let mut donors = Vec::new();
    for row in tx.all(
        sql("SELECT id, name, CASE WHEN street <> '' AND town <> '' THEN 1 ELSE 0 END
             FROM ledger_party WHERE entity = $1 ORDER BY folded, id"),
        &[entity.id.0.into()],
    )? {
        let mut columns = row.columns();
        let party: PartyId = columns.take()?;
        let amount = gifts.get(&party).map_or(0, |gifts| gifts.iter().map(|one| one.amount).sum());
        let receipt = receipts.get(&party).copied();
        let (name, has_address) = (columns.take()?, columns.take::<i64>()? != 0);
        if amount > 0 || receipt.is_some() {
            donors.push(Donor { party, name, has_address, amount, receipt });
        }
    }
    Ok(donors)
}

/// Makes the receipts of a year that is over, for all who gave and whose address is known; how many.
pub fn make_receipts(tx: &mut Tx, actor: &Actor, id: EntityId, year: i16) -> Outcome<usize> {
    let entity = book(tx, actor, id)?;
    let today = crate::rules::today(tx.now());
    if year >= today.date().year() {
        return Err(Refusal::conflict("ledger-conflict-year-not-over"));
    }
    let Some(charity) = charity(tx, actor, entity.id)? else {
        return Err(Refusal::conflict("ledger-conflict-no-charity"));
    };
    fence(tx, entity.id)?;
    let organisation = seller(tx, &entity)?;
    let mut gifts = paid_in(tx, entity.id, (year, true))?;
    let mut made = 0;
    for donor in donors(tx, actor, entity.id, year)? {
        let waits = donor.receipt.is_none() && donor.has_address && donor.amount > 0;
        let Some(gifts) = gifts.remove(&donor.party).filter(|_| waits) else { continue };
        let known = party(tx, actor, entity.id, donor.party)?;
        let receipt = Receipt {
            name: String::new(),
            year,
            organisation: organisation.clone(),
            charity: charity.clone(),
            donor: crate::invoices::buyer(known.data),
            gifts,
            amount: donor.amount,
            made_on: today,
        };
        insert(tx, actor, &entity, donor.party, receipt)?;
        made += 1;
    }
    Ok(made)
}

fn insert(
    tx: &mut Tx,
    actor: &Actor,
    entity: &Entity,
    party: PartyId,
    receipt: Receipt,
) -> Outcome<()> {
    let number: i64 = tx
        .one(
            sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_receipt WHERE entity = $1"),
            &[entity.id.0.into()],
        )?
        .single()?;
    let name = format!("R-{}-{number:06}", receipt.made_on.date().year());
    let receipt = Receipt { name, ..receipt };
    let content = serde_json::to_string(&receipt).map_err(Refusal::broken)?;
    let now = tx.now();
    tx.run(
        sql("INSERT INTO ledger_receipt (entity, number, name, party, year, amount, content,
                made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        &[
            entity.id.0.into(),
            number.into(),
            receipt.name.as_str().into(),
            party.into(),
            i64::from(receipt.year).into(),
            receipt.amount.into(),
            content.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    record(tx, actor, "ledger.receipt-made", entity.id, number)
}

/// A receipt of a book.
pub fn receipt(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<Receipt> {
    let entity = book(tx, actor, id)?;
    let content: String = tx
        .one(
            sql("SELECT content FROM ledger_receipt WHERE entity = $1 AND number = $2"),
            &[entity.id.0.into(), number.into()],
        )?
        .single()?;
    serde_json::from_str(&content).map_err(Refusal::broken)
}

/// What a party paid in a year, oldest first.
pub fn summary(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    (of, year): (PartyId, i16),
) -> Outcome<(Party, Vec<Paid>)> {
    let entity = book(tx, actor, id)?;
    let known = party(tx, actor, entity.id, of)?;
    let mut paid = paid_in(tx, entity.id, (year, false))?;
    Ok((known, paid.remove(&of).unwrap_or_default()))
}

/// What a person paid in a year in all books: the name of each, and the payments.
pub fn summaries_of(tx: &mut Tx, person: PersonId, year: i16) -> Outcome<Vec<(String, Vec<Paid>)>> {
    let rows = tx.all(
        sql("SELECT p.entity, e.name, p.id FROM ledger_party p
             JOIN ledger_entity e ON e.number = p.entity
             WHERE p.owner = $1 AND p.owner <> '' ORDER BY p.entity, p.id"),
        &[person.into()],
    )?;
    let mut summaries = Vec::new();
    // Few organisations have to do with the same person.
    for row in rows {
        let mut columns = row.columns();
        let (entity, name) = (EntityId(columns.take()?), columns.take()?);
        let party: PartyId = columns.take()?;
        let paid = paid_in(tx, entity, (year, false))?.remove(&party).unwrap_or_default();
        if !paid.is_empty() {
            summaries.push((name, paid));
        }
    }
    Ok(summaries)
}
