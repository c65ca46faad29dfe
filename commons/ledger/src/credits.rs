//! Credit notes: an invoice is taken back, whole, by lines or by a part of an amount.
//!
//! Invariants: what all credit notes of an invoice come to is at most the invoice, with and without tax
//! and for each rate; its claim is at what is owed still, or at what was paid if that is more.

use std::collections::BTreeMap;

use ::store::{Tx, sql};
use base::{Cents, Fault, Outcome, Refusal, Say};
use people::Actor;

use crate::books::book;
use crate::claims::{ClaimState, claim_in, fence, record, set_owed};
use crate::entities::Entity;
use crate::invoice_file::{InvoiceLine, Issued};
use crate::invoices::{Kept, insert, kept, next_name, total_of, write_down};
use crate::model::EntityId;
use crate::plan::Purpose;

/// A part of an invoice to be taken back: the place of a line, and cents without tax.
pub type Part = (usize, i64);

/// Takes an invoice back, or what is left of it; the number of the credit note. What was paid can then
/// be refunded.
pub fn credit_invoice(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let (first, earlier) = creditable(tx, &entity, number)?;
    let lines = match earlier.as_slice() {
        [] => first.content.lines.clone(),
        earlier => {
            let left = left_by_rate(&first, earlier)?;
            let rest = left.into_iter().filter(|(_, net)| *net > 0);
            let name = format!("Reste de la facture {}", first.content.number);
            rest.map(|(vat, net)| part_of(&name, &vat, net)).collect()
        }
    };
    if lines.is_empty() {
        return Err(Refusal::conflict("ledger-conflict-credited"));
    }
    credit(tx, actor, &entity, (&first, &earlier), lines)
}

/// Takes parts of an invoice back; the number of the credit note.
pub fn credit_part(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    number: i64,
    parts: &[Part],
) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let (first, earlier) = creditable(tx, &entity, number)?;
    let nets = total_of(&first.content)?.lines;
    let mut left = left_by_rate(&first, &earlier)?;
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for (at, asked) in parts {
        let (Some(line), Some(net)) = (first.content.lines.get(*at), nets.get(*at)) else {
            return Err(Refusal::Malformed);
        };
        let rest = left.entry(line.vat.clone()).or_insert(0);
        let most = (*net).min(*rest);
        if !(1..=most).contains(asked) {
            let say = Say::new("ledger-fault-credit-left").with("left", Cents(most.max(0)));
            faults.push(Fault::new(format!("credit-{at}"), say));
            continue;
        }
        *rest -= asked;
        lines.push(match asked == net {
            true => line.clone(),
            false => part_of(&line.name, &line.vat, *asked),
        });
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    if lines.is_empty() {
        return Err(Refusal::field("credit-0", "ledger-fault-credit-nothing"));
    }
    credit(tx, actor, &entity, (&first, &earlier), lines)
}

fn part_of(name: &str, vat: &str, net: i64) -> InvoiceLine {
    InvoiceLine {
        name: name.to_owned(),
        quantity: 1_000,
        unit: "C62".to_owned(),
        price: net * 10,
        vat: vat.to_owned(),
    }
}

/// An invoice, and the credit notes that it has; none has one itself.
fn creditable(tx: &mut Tx, entity: &Entity, number: i64) -> Outcome<(Kept, Vec<Kept>)> {
    let first = kept(tx, entity.id, number)?;
    if first.credits.is_some() {
        return Err(Refusal::conflict("ledger-conflict-credit-of-credit"));
    }
    let mut earlier = Vec::new();
    // Few credit notes are of the same invoice.
    for (number, _) in credits_of(tx, entity.id, number)? {
        earlier.push(kept(tx, entity.id, number)?);
    }
    let credited: i64 = earlier.iter().map(Kept::gross).sum();
    if credited >= first.gross() && !earlier.is_empty() {
        return Err(Refusal::conflict("ledger-conflict-credited"));
    }
    Ok((first, earlier))
}

/// What is left of an invoice without tax, for each rate.
fn left_by_rate(first: &Kept, earlier: &[Kept]) -> Outcome<BTreeMap<String, i64>> {
    let mut left = BTreeMap::new();
    for (sign, of) in std::iter::once((1, first)).chain(earlier.iter().map(|one| (-1, one))) {
        let nets = total_of(&of.content)?.lines;
        for (line, net) in of.content.lines.iter().zip(nets) {
            *left.entry(line.vat.clone()).or_insert(0) += sign * net;
        }
    }
    Ok(left)
}

fn credit(
    tx: &mut Tx,
    actor: &Actor,
    entity: &Entity,
    (first, earlier): (&Kept, &[Kept]),
    lines: Vec<InvoiceLine>,
) -> Outcome<i64> {
    let today = crate::rules::today(tx.now());
    let issued = Issued {
        number: next_name(tx, entity.id, 'A', today)?,
        credits: Some((first.content.number.clone(), first.content.issued)),
        issued: today,
        due: today,
        iban: String::new(),
        bic: String::new(),
        reference: String::new(),
        lines,
        ..first.content.clone()
    };
    let totals = total_of(&issued)?;
    let credited: i64 = earlier.iter().map(Kept::gross).sum();
    // The tax of parts may be rounded to a cent more than that of the whole.
    let left = first.gross() - credited;
    if totals.gross > left {
        let say = Say::new("ledger-conflict-credit-more").with("left", Cents(left));
        return Err(Refusal::conflict(say));
    }
    let purpose = purpose_of(tx, entity, first)?;
    write_down(tx, entity, (first.party, purpose), &issued, &totals)?;
    let parts = (first.party, None, Some(first.number));
    let number = insert(tx, actor, entity.id, parts, &issued, &totals)?;
    if let Some(claim) = first.claim {
        let claim = claim_in(tx, entity.id, claim)?;
        if claim.state == ClaimState::Sent {
            return Err(Refusal::conflict("ledger-conflict-claim-at-bank"));
        }
        set_owed(tx, entity.id, claim.number, left - totals.gross)?;
    }
    record(tx, actor, "ledger.invoice-credited", entity.id, number)?;
    Ok(number)
}

/// The income under which an invoice was booked.
fn purpose_of(tx: &mut Tx, entity: &Entity, first: &Kept) -> Outcome<Purpose> {
    let booked = crate::statements::transfers_about(tx, &first.content.number)?;
    let own = |one: &&crate::model::Booked| {
        one.transfer.debit.entity() == entity.id && one.transfer.code == "ledger.invoice"
    };
    for one in booked.iter().filter(own) {
        let purpose = crate::entities::account(tx, one.transfer.credit)?.data.purpose;
        if purpose.is_income() {
            return Ok(purpose);
        }
    }
    Ok(Purpose::Services)
}

/// The credit notes of an invoice: number and name.
pub(crate) fn credits_of(
    tx: &mut Tx,
    entity: EntityId,
    number: i64,
) -> Outcome<Vec<(i64, String)>> {
    let rows = tx.all(
        sql("SELECT number, name FROM ledger_invoice WHERE entity = $1 AND credits = $2
             ORDER BY number LIMIT 200"),
        &[entity.0.into(), number.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut columns = row.columns();
            Ok((columns.take()?, columns.take()?))
        })
        .collect()
}

/// What a claim's invoice comes to, and what is owed of it once its credit notes are taken off; nothing
/// for a claim that no invoice made.
pub(crate) fn owed(tx: &mut Tx, entity: EntityId, claim: i64) -> Outcome<Option<(i64, i64)>> {
    let row = tx.maybe(
        sql("SELECT i.net + i.tax, CAST(COALESCE(SUM(c.net + c.tax), 0) AS BIGINT)
             FROM ledger_invoice i
             LEFT JOIN ledger_invoice c ON c.entity = i.entity AND c.credits = i.number
             WHERE i.entity = $1 AND i.claim = $2 GROUP BY i.number, i.net, i.tax"),
        &[entity.0.into(), claim.into()],
    )?;
    row.map(|row| {
        let mut columns = row.columns();
        let (gross, credited): (i64, i64) = (columns.take()?, columns.take()?);
        Ok((gross, gross - credited))
    })
    .transpose()
}
