//! What is owed to the person behind an account: what was paid to and by them, and why. Nothing of
//! a book is erased, for the law keeps it; an account in which something stands is settled first.

use ::store::{Sql, Tx, sql};
use base::{Outcome, Say};
use people::PersonId;
use people::data_map::Custodian;
use serde_json::{Value, json};

use crate::claims::{Claim, claims_of_person};
use crate::entities::accounts_of;
use crate::statements::{moved, statement};

/// Transfers of one account that an export holds, the newest ones.
const EXPORTED: usize = 10_000;

/// What the ledger does for the person behind an account.
pub const CUSTODIAN: Custodian =
    Custodian { context: "ledger", export, hindrances, erase, seen, hand_over };

fn export(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let (mut balances, mut transfers) = (Vec::new(), Vec::new());
    for account in accounts_of(tx, person)? {
        let unit = &account.data.unit;
        balances.push(json!({
            "account": account.id.to_string(),
            "purpose": account.data.purpose.code(),
            "unit": unit,
            "balance": account.balances.net(),
        }));
        for booked in statement(tx, account.id, None, EXPORTED)? {
            transfers.push(json!({
                "account": account.id.to_string(),
                "unit": unit,
                "amount": moved(&booked, account.id),
                "label": booked.transfer.label,
                "reference": booked.transfer.reference,
                "effective": booked.effective.date().to_string(),
                "at": booked.at.to_string(),
            }));
        }
    }
    let claims = claims_of_person(tx, person)?;
    let claims: Vec<Value> = claims.iter().map(|(_, claim)| exported(claim)).collect();
    let mut all = json!({"balances": balances, "transfers": transfers, "claims": claims});
    for (section, entries) in kept_of(tx, person)? {
        if let Some(all) = all.as_object_mut() {
            all.insert(section.to_owned(), entries.into());
        }
    }
    Ok(all)
}

/// What books keep of a person beside what they paid, by section.
fn kept_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<(&'static str, Vec<Value>)>> {
    let records = rows(
        tx,
        sql("SELECT e.name, p.name, p.email, p.street, p.postcode, p.town, p.siren, p.iban, p.bic
             FROM ledger_party p JOIN ledger_entity e ON e.number = p.entity
             WHERE p.owner = $1 ORDER BY p.id"),
        person,
        &["book", "name", "email", "street", "postcode", "town", "siren", "iban", "bic"],
    )?;
    let mandates = rows(
        tx,
        sql("SELECT e.name, m.rum, m.name, m.iban, m.bic, m.state FROM ledger_party p
             JOIN ledger_mandate m ON m.party = p.id JOIN ledger_entity e ON e.number = m.entity
             WHERE p.owner = $1 ORDER BY m.entity, m.number"),
        person,
        &["book", "mandate", "name", "iban", "bic", "state"],
    )?;
    let payments = rows(
        tx,
        sql("SELECT e.name, o.name, o.iban, o.label, o.reference, o.state,
                CAST(o.amount AS TEXT)
             FROM ledger_party p JOIN ledger_order o ON o.party = p.id
             JOIN ledger_entity e ON e.number = o.entity
             WHERE p.owner = $1 ORDER BY o.entity, o.number"),
        person,
        &["book", "name", "iban", "label", "reference", "state", "amount"],
    )?;
    let prepared = rows(
        tx,
        sql("SELECT e.name, CAST(o.number AS TEXT), o.label, o.state, CAST(o.amount AS TEXT),
                CASE WHEN o.prepared_by = $1 THEN 'prepared' ELSE 'approved' END
             FROM ledger_order o JOIN ledger_entity e ON e.number = o.entity
             WHERE o.prepared_by = $1 OR o.approved_by = $1 ORDER BY o.entity, o.number"),
        person,
        &["book", "number", "label", "state", "amount", "action"],
    )?;
    let mut all = vec![
        ("address_book", records),
        ("mandates", mandates),
        ("payments_received", payments),
        ("payments_prepared", prepared),
    ];
    all.extend(sent_to(tx, person)?);
    Ok(all)
}

/// Papers that were made out to a person, by section.
fn sent_to(tx: &mut Tx, person: PersonId) -> Outcome<Vec<(&'static str, Vec<Value>)>> {
    let documents = rows(
        tx,
        sql("SELECT e.name, i.name, i.content, CAST(i.net + i.tax AS TEXT) FROM ledger_party p
             JOIN ledger_invoice i ON i.party = p.id JOIN ledger_entity e ON e.number = i.entity
             WHERE p.owner = $1 ORDER BY i.entity, i.number"),
        person,
        &["book", "number", "text", "amount"],
    )?;
    let receipts = rows(
        tx,
        sql("SELECT e.name, r.name, r.content, CAST(r.amount AS TEXT) FROM ledger_party p
             JOIN ledger_receipt r ON r.party = p.id JOIN ledger_entity e ON e.number = r.entity
             WHERE p.owner = $1 ORDER BY r.entity, r.number"),
        person,
        &["book", "number", "text", "amount"],
    )?;
    let reminders = rows(
        tx,
        sql("SELECT e.name, c.label, r.level, CAST(r.amount AS TEXT) FROM ledger_party p
             JOIN ledger_claim c ON c.party = p.id
             JOIN ledger_reminder r ON r.entity = c.entity AND r.claim = c.number
             JOIN ledger_entity e ON e.number = c.entity
             WHERE p.owner = $1 ORDER BY r.entity, r.claim, r.day"),
        person,
        &["book", "label", "level", "amount"],
    )?;
    Ok(vec![("invoices", documents), ("gift_receipts", receipts), ("reminders", reminders)])
}

/// Rows about a person, each value a text under its name.
fn rows(tx: &mut Tx, query: Sql, person: PersonId, names: &[&str]) -> Outcome<Vec<Value>> {
    tx.all(query, &[person.into()])?
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            let mut entry = serde_json::Map::new();
            for name in names {
                entry.insert((*name).to_owned(), columns.take::<String>()?.into());
            }
            Ok(Value::Object(entry))
        })
        .collect()
}

fn exported(claim: &Claim) -> Value {
    json!({
        "name": claim.name,
        "label": claim.data.label,
        "amount": claim.data.amount,
        "paid": claim.paid,
        "refunded": claim.refunded,
        "due": claim.data.due.date().to_string(),
        "reference": claim.reference.as_str(),
        "state": claim.state.code(),
    })
}

fn hindrances(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Say>> {
    let unsettled: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM ledger_account WHERE owner = $1
                    AND (credits_posted <> debits_posted
                        OR credits_pending <> 0 OR debits_pending <> 0)"),
            &[person.into()],
        )?
        .single()?;
    Ok(match unsettled {
        0 => Vec::new(),
        count => vec![Say::new("ledger-hindrance-balance").with("count", count)],
    })
}

fn erase(_: &mut Tx, _: PersonId) -> Outcome<()> {
    Ok(())
}

/// Books are seen by those who keep them, as the map says.
fn seen(_: &mut Tx, _: PersonId) -> Outcome<Vec<people::Entry>> {
    Ok(Vec::new())
}

fn hand_over(_: &mut Tx, _: PersonId, _: PersonId) -> Outcome<u64> {
    Ok(0)
}
