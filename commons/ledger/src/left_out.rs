//! Payments that could not go into a file for the bank: each is left out with its reason, and the others
//! go. The reason is a text that says what to do; it is forgotten when the payment goes.

use ::store::{Tx, sql};
use bank::{Fault, Field};
use base::{Outcome, Refusal, Say};
use people::Actor;

use crate::books::book;
use crate::model::EntityId;

/// Payments that a list shows.
const LISTED: usize = 200;

/// A payment that was left out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The number of its claim, if it collects; otherwise of its order.
    pub number: i64,
    /// Whether it collects, rather than pays.
    pub collects: bool,
    /// Who is to be paid, or to pay.
    pub name: String,
    /// Why, and what to do: a text, which knows `$name`.
    pub reason: String,
}

/// The first fault of each payment that has one, by its place; what the whole file shares is no fault
/// of a payment, and refused.
pub(crate) fn by_payment(
    faults: &[Fault],
    collects: bool,
) -> Result<Vec<(usize, &'static str)>, Refusal> {
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for fault in faults {
        let Some(at) = fault.payment else {
            let field = format!("{:?}", fault.field);
            let say = Say::new("ledger-conflict-file-refused").with("field", field);
            return Err(Refusal::conflict(say));
        };
        if found.iter().all(|(known, _)| *known != at) {
            found.push((at, why(fault.field, collects)));
        }
    }
    Ok(found)
}

fn why(field: Field, collects: bool) -> &'static str {
    match (field, collects) {
        (Field::Name, false) => "ledger-left-payee",
        (Field::Name, true) => "ledger-left-payer",
        (Field::Text, _) => "ledger-left-text",
        (Field::Amount, _) => "ledger-left-amount",
        (Field::Signed, _) => "ledger-left-signed",
        (Field::Address | Field::Street | Field::Town | Field::Country | Field::Postcode, _) => {
            "ledger-left-address"
        }
        _ => "ledger-left-other",
    }
}

/// What the book itself has against a payment.
pub(crate) fn why_not(say: &Say) -> &'static str {
    match say.key {
        "ledger-conflict-refund" => "ledger-left-refund",
        "ledger-conflict-not-enough" => "ledger-left-not-enough",
        _ => "ledger-left-account",
    }
}

/// Nothing can go: the first reason.
pub(crate) fn nothing_goes(reason: &'static str, name: &str) -> Refusal {
    Refusal::conflict(Say::new(reason).with("name", name))
}

/// Says why an order was left out; nothing says that it was not.
pub(crate) fn leave_order(tx: &mut Tx, entity: EntityId, number: i64, reason: &str) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_order SET left_out = $1 WHERE entity = $2 AND number = $3"),
        &[reason.into(), entity.0.into(), number.into()],
    )
}

/// The same of a claim that was to be collected.
pub(crate) fn leave_claim(tx: &mut Tx, entity: EntityId, number: i64, reason: &str) -> Outcome<()> {
    tx.fence(
        sql("UPDATE ledger_claim SET left_out = $1 WHERE entity = $2 AND number = $3"),
        &[reason.into(), entity.0.into(), number.into()],
    )
}

/// The payments of a book that were left out of the last file and wait still.
pub fn left_out(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<LeftOut>> {
    let entity = book(tx, actor, id)?;
    let orders = tx.all(
        sql("SELECT number, name, left_out FROM ledger_order
             WHERE entity = $1 AND state = 'approved' AND left_out <> ''
             ORDER BY number LIMIT $2"),
        &[entity.id.0.into(), LISTED.into()],
    )?;
    let claims = tx.all(
        sql("SELECT c.number, p.name, c.left_out
             FROM ledger_claim c JOIN ledger_party p ON p.id = c.party
             WHERE c.entity = $1 AND c.state = 'open' AND c.left_out <> ''
             ORDER BY c.number LIMIT $2"),
        &[entity.id.0.into(), LISTED.into()],
    )?;
    let both = orders.into_iter().map(|row| (false, row));
    let both = both.chain(claims.into_iter().map(|row| (true, row)));
    both.map(|(collects, row)| {
        let mut columns = row.columns();
        let (number, name) = (columns.take()?, columns.take()?);
        Ok(LeftOut { number, collects, name, reason: columns.take()? })
    })
    .collect()
}
