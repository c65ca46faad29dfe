//! The invariants of reservations, verified on a live or restored database.

use base::{Moment, Outcome};
use store::{Finding, Tx, sql};

use crate::bookings::read_amount;
use crate::capacity::{Amount, first_excess};
use crate::model::Resource;
use crate::sites::resource;

/// Every record that breaks an invariant of this context.
pub fn check(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for row in tx.all(sql("SELECT id FROM reservations_resource ORDER BY id"), &[])? {
        let thing = resource(tx, row.single::<String>()?.parse()?)?;
        findings.extend(overbooked(tx, &thing)?);
    }
    let lost = tx.all(
        sql("SELECT id FROM reservations_wait
             WHERE (state = 'offered') AND (booking IS NULL OR booking NOT IN
                (SELECT id FROM reservations_booking))"),
        &[],
    )?;
    for row in lost {
        let record: String = row.single()?;
        findings.push(Finding { invariant: "a place that is offered is kept", record });
    }
    findings.extend(crate::money::check(tx)?);
    Ok(findings)
}

/// All promises of a thing that are not over: its capacity may have been another before.
fn overbooked(tx: &mut Tx, thing: &Resource) -> Outcome<Option<Finding>> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT busy_from, busy_to, quantity FROM reservations_booking
             WHERE resource = $1 AND busy_to > $2 AND live_until > $2"),
        &[thing.id.into(), now.into()],
    )?;
    let taken: Vec<Amount<Moment>> =
        rows.into_iter().map(|row| read_amount(&mut row.columns())).collect::<Outcome<_>>()?;
    let longest = taken.iter().map(|one| one.to.0 - one.from.0).max().unwrap_or(0);
    let record = thing.id.to_string();
    if longest > thing.longest {
        let invariant = "no promise is longer than its thing remembers";
        return Ok(Some(Finding { invariant, record }));
    }
    let quantity = u32::try_from(thing.data.capacity).unwrap_or(0);
    let all = Amount { from: Moment(i64::MIN), to: Moment(i64::MAX), quantity };
    let over = first_excess(taken, [all]).is_some();
    let invariant = "never more is promised than there is";
    Ok(over.then_some(Finding { invariant, record }))
}
