//! What is owed to the person behind an account: what was paid to and by them, and why. Nothing of
//! a book is erased, for the law keeps it; an account in which something stands is settled first.

use ::store::{Tx, sql};
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
    Ok(json!({"balances": balances, "transfers": transfers, "claims": claims}))
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
