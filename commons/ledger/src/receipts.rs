//! What somebody paid in a year, and why: the yearly summary of each party, and the receipt for gifts
//! that lowers a donor's tax (model CERFA 11580*05; articles 200 and 978 of the *code général des
//! impôts*).
//!
//! Invariants: a donor has one receipt a year, of a year that is over, under the next number of the
//! book; it is for what was given and not taken back, and never changes.

use std::collections::BTreeMap;

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

/// Payments of a book that are read; more are refused.
const LOOKED_AT: usize = 200_000;

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
    /// Whether they are an enterprise, whose receipt is another model (CERFA 16216*01; CGI, article
    /// 238 bis), which is not made here.
    pub is_company: bool,
    /// What they gave, less what went back.
    pub amount: i64,
    /// The number in the book of their receipt.
    pub receipt: Option<i64>,
}

impl Donor {
    /// Whether a receipt can be made for them.
    pub fn is_ready(&self) -> bool {
        self.receipt.is_none() && self.has_address && !self.is_company
    }
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

/// What came and went on one claim.
struct Move {
    claim: i64,
    paid: Paid,
}

/// All that ever came and went on claims of a book, by party, oldest first: of one party or of all,
/// gifts alone or everything.
fn moves_of(
    tx: &mut Tx,
    entity: EntityId,
    (of, gifts): (Option<PartyId>, bool),
) -> Outcome<BTreeMap<PartyId, Vec<Move>>> {
    let of = of.map(|of| of.to_string()).unwrap_or_default();
    let rows = tx.all(
        sql("SELECT c.party, c.number, t.effective, t.amount, t.code, a.purpose, c.label
             FROM ledger_claim c
             JOIN ledger_transfer t ON t.entity = c.entity AND t.reference = c.reference
             JOIN ledger_account a ON a.number = t.debit
             WHERE c.entity = $1 AND (c.purpose = 'gifts' OR CAST($2 AS BIGINT) = 0)
                AND (c.party = $3 OR CAST($3 AS TEXT) = '')
                AND t.code IN ('ledger.claim', 'ledger.claim-returned', 'ledger.reversal')
             UNION ALL
             SELECT c.party, c.number, t.effective, t.amount,
                CASE WHEN t.code = 'ledger.order' THEN 'refund' ELSE 'ledger.claim' END,
                'bank', c.label
             FROM ledger_claim c
             JOIN ledger_order o ON o.entity = c.entity AND o.claim = c.number
             JOIN ledger_transfer t ON t.entity = o.entity AND t.reference =
                'VIR' || CAST(o.entity AS TEXT) || '-' || CAST(o.number AS TEXT)
             WHERE c.entity = $1 AND (c.purpose = 'gifts' OR CAST($2 AS BIGINT) = 0)
                AND (c.party = $3 OR CAST($3 AS TEXT) = '')
                AND ((t.code = 'ledger.order' AND t.flags IN (4, 5))
                    OR t.code = 'ledger.order-returned')
             ORDER BY 3, 2 LIMIT $4"),
        &[entity.0.into(), i64::from(gifts).into(), of.into(), (LOOKED_AT + 1).into()],
    )?;
    if rows.len() > LOOKED_AT {
        let say = base::Say::new("ledger-conflict-many-payments").with("limit", LOOKED_AT);
        return Err(Refusal::conflict(say));
    }
    let mut found: BTreeMap<PartyId, Vec<Move>> = BTreeMap::new();
    for row in rows {
        let (party, one) = read_move(row)?;
        found.entry(party).or_default().push(one);
    }
    Ok(found)
}

fn read_move(row: Row) -> Outcome<(PartyId, Move)> {
    let mut columns = row.columns();
    let (party, claim) = (columns.take()?, columns.take()?);
    let (on, amount): (Day, i64) = (Day(columns.take()?), columns.take()?);
    let code: String = columns.take()?;
    let purpose: String = columns.take()?;
    let back = code != "ledger.claim";
    let how = if back || purpose == "transit" { "bank".to_owned() } else { purpose };
    let amount = if back { -amount } else { amount };
    Ok((party, Move { claim, paid: Paid { on, amount, how, label: columns.take()? } }))
}

/// The payments of a year, less what went back of each, whenever it did: what goes back is of the
/// newest payments of its claim.
fn kept_of(moves: Vec<Move>, (first, last): (Day, Day)) -> Vec<Paid> {
    let mut claims: BTreeMap<i64, Vec<Paid>> = BTreeMap::new();
    for Move { claim, paid } in moves {
        let payments = claims.entry(claim).or_default();
        if paid.amount >= 0 {
            payments.push(paid);
            continue;
        }
        let mut back = -paid.amount;
        while let Some(newest) = payments.last_mut().filter(|_| back > 0) {
            let taken = back.min(newest.amount);
            (newest.amount, back) = (newest.amount - taken, back - taken);
            if newest.amount == 0 {
                payments.pop();
            }
        }
    }
    let all = claims.into_values().flatten();
    let mut kept: Vec<Paid> = all.filter(|paid| (first..=last).contains(&paid.on)).collect();
    kept.sort_by_key(|paid| paid.on);
    kept
}

fn gifts_of(tx: &mut Tx, entity: EntityId, year: i16) -> Outcome<BTreeMap<PartyId, Vec<Paid>>> {
    let span = span(year)?;
    let moves = moves_of(tx, entity, (None, true))?;
    let kept = moves.into_iter().map(|(party, moves)| (party, kept_of(moves, span)));
    Ok(kept.filter(|(_, kept)| !kept.is_empty()).collect())
}

/// What a party paid in a year and what went back, each on its day.
fn year_of(tx: &mut Tx, entity: EntityId, of: PartyId, year: i16) -> Outcome<Vec<Paid>> {
    let (first, last) = span(year)?;
    let moves = moves_of(tx, entity, (Some(of), false))?.remove(&of).unwrap_or_default();
    let within = moves.into_iter().map(|one| one.paid);
    Ok(within.filter(|paid| (first..=last).contains(&paid.on)).collect())
}

/// Who gave in a year, by name.
pub fn donors(tx: &mut Tx, actor: &Actor, id: EntityId, year: i16) -> Outcome<Vec<Donor>> {
    let entity = book(tx, actor, id)?;
    let gifts = gifts_of(tx, entity.id, year)?;
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
        sql("SELECT id, name,
                CASE WHEN street <> '' AND postcode <> '' AND town <> '' THEN 1 ELSE 0 END,
                CASE WHEN siren <> '' THEN 1 ELSE 0 END
             FROM ledger_party WHERE entity = $1 ORDER BY folded, id"),
        &[entity.id.0.into()],
    )? {
        let mut columns = row.columns();
        let party: PartyId = columns.take()?;
        let amount = gifts.get(&party).map_or(0, |gifts| gifts.iter().map(|one| one.amount).sum());
        let receipt = receipts.get(&party).copied();
        let (name, has_address) = (columns.take()?, columns.take::<i64>()? != 0);
        let is_company = columns.take::<i64>()? != 0;
        if amount > 0 || receipt.is_some() {
            donors.push(Donor { party, name, has_address, is_company, amount, receipt });
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
    let mut gifts = gifts_of(tx, entity.id, year)?;
    let mut made = 0;
    for donor in donors(tx, actor, entity.id, year)? {
        let waits = donor.is_ready() && donor.amount > 0;
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
    let paid = year_of(tx, entity.id, of, year)?;
    Ok((known, paid))
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
        let paid = year_of(tx, entity, party, year)?;
        if !paid.is_empty() {
            summaries.push((name, paid));
        }
    }
    Ok(summaries)
}
