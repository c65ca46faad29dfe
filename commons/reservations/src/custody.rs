//! What is owed to the person behind an account: their promises, and that these are forgotten.

use base::{Outcome, Say};
use people::PersonId;
use people::data_map::Custodian;
use serde_json::{Value, json};
use store::{Tx, sql};

/// A promise says whose it was for so many days after it is over: thirteen months.
pub const BOOKING_DAYS: i64 = 390;

/// What reservations do for the person behind an account.
pub const CUSTODIAN: Custodian =
    Custodian { context: "reservations", export, hindrances, erase, seen, hand_over };

fn export(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let mut bookings = Vec::new();
    let rows = tx.all(
        sql("SELECT b.id, r.name, b.title, b.quantity, b.starts_at, b.ends_at, b.state,
                b.price_cents, b.refund_cents, b.units, b.made_at
             FROM reservations_booking b JOIN reservations_resource r ON r.id = b.resource
             WHERE b.person = $1 ORDER BY b.starts_at"),
        &[person.into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        bookings.push(json!({
            "id": columns.take::<String>()?,
            "name": columns.take::<String>()?,
            "title": columns.take::<String>()?,
            "quantity": columns.take::<i64>()?,
            "from": columns.take::<base::Moment>()?.to_string(),
            "to": columns.take::<base::Moment>()?.to_string(),
            "state": columns.take::<String>()?,
            "amount": columns.take::<i64>()?,
            "refunded": columns.take::<i64>()?,
            "units": columns.take::<String>()?,
            "at": columns.take::<base::Moment>()?.to_string(),
        }));
    }
    Ok(json!({
        "bookings": bookings,
        "waits": waits_of(tx, person)?,
        "standings": standings_of(tx, person)?,
        "passes": passes_had(tx, person)?,
        "charges": charges_of(tx, person)?,
    }))
}

fn waits_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    let rows = tx.all(
        sql("SELECT r.name, w.title, w.quantity, w.starts_at, w.ends_at, w.state, w.asked_at
             FROM reservations_wait w JOIN reservations_resource r ON r.id = w.resource
             WHERE w.person = $1 ORDER BY w.asked_at"),
        &[person.into()],
    )?;
    let mut waits = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        waits.push(json!({
            "name": columns.take::<String>()?,
            "title": columns.take::<String>()?,
            "quantity": columns.take::<i64>()?,
            "from": columns.take::<base::Moment>()?.to_string(),
            "to": columns.take::<base::Moment>()?.to_string(),
            "state": columns.take::<String>()?,
            "at": columns.take::<base::Moment>()?.to_string(),
        }));
    }
    Ok(waits)
}

fn standings_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    let rows = tx.all(
        sql("SELECT t.name, s.code, s.until, s.given_at
             FROM reservations_standing s JOIN reservations_site t ON t.id = s.site
             WHERE s.person = $1 ORDER BY s.given_at"),
        &[person.into()],
    )?;
    let mut standings = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        standings.push(json!({
            "name": columns.take::<String>()?,
            "standing": columns.take::<String>()?,
            "until": columns.take::<Option<base::Moment>>()?.map(|until| until.to_string()),
            "at": columns.take::<base::Moment>()?.to_string(),
        }));
    }
    Ok(standings)
}

/// The passes that they have, or use of an organisation.
fn passes_had(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    let rows = tx.all(
        sql("SELECT p.name, s.name, t.starts_at, t.ends_at, t.made_at
             FROM reservations_pass t JOIN reservations_plan p ON p.id = t.plan
             JOIN reservations_site s ON s.id = t.site
             WHERE t.person = $1 OR t.id IN (SELECT pass FROM reservations_user WHERE person = $1)
             ORDER BY t.made_at"),
        &[person.into()],
    )?;
    let mut passes = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        passes.push(json!({
            "title": columns.take::<String>()?,
            "name": columns.take::<String>()?,
            "from": columns.take::<base::Moment>()?.to_string(),
            "to": columns.take::<base::Moment>()?.to_string(),
            "at": columns.take::<base::Moment>()?.to_string(),
        }));
    }
    Ok(passes)
}

/// What they owe or owed, and the papers on which it stands.
fn charges_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    let rows = tx.all(
        sql("SELECT label, at, owed_cents, papers FROM reservations_charge
             WHERE payer = $1 ORDER BY at, id"),
        &[person.into()],
    )?;
    let mut charges = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        charges.push(json!({
            "title": columns.take::<String>()?,
            "at": columns.take::<base::Moment>()?.to_string(),
            "amount": columns.take::<i64>()?,
            "papers": columns.take::<String>()?,
        }));
    }
    Ok(charges)
}

/// What is promised is kept or given back first, and what is owed is invoiced.
fn hindrances(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Say>> {
    let now = tx.now();
    let open: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM reservations_booking
                 WHERE person = $1 AND ends_at > $2
                    AND state IN ('requested', 'confirmed', 'checked_in')"),
            &[person.into(), now.into()],
        )?
        .single()?;
    let owed: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM reservations_charge
                 WHERE payer = $1 AND invoice IS NULL AND owed_cents > 0"),
            &[person.into()],
        )?
        .single()?;
    let say = |key, count| (count > 0).then(|| Say::new(key).with("count", count));
    let open = say("reservations-hindrance-open", open);
    Ok(open.into_iter().chain(say("reservations-hindrance-owed", owed)).collect())
}

fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.run(
        sql("UPDATE reservations_event SET detail = ''
             WHERE booking IN (SELECT id FROM reservations_booking WHERE person = $1)"),
        &[person.into()],
    )?;
    tx.run(
        sql("UPDATE reservations_booking SET person = NULL, title = '', request = ''
             WHERE person = $1"),
        &[person.into()],
    )?;
    tx.run(
        sql("UPDATE reservations_event SET actor = '' WHERE actor = $1"),
        &[person.to_string().into()],
    )?;
    let name = person.to_string();
    tx.run(
        sql("UPDATE reservations_order SET actor = '' WHERE actor = $1"),
        &[name.as_str().into()],
    )?;
    tx.run(
        sql("UPDATE reservations_standing SET given_by = '' WHERE given_by = $1"),
        &[name.as_str().into()],
    )?;
    tx.run(
        sql("UPDATE reservations_closure SET made_by = '' WHERE made_by = $1"),
        &[name.as_str().into()],
    )?;
    tx.run(sql("UPDATE reservations_pass SET person = NULL WHERE person = $1"), &[person.into()])?;
    tx.run(
        sql("UPDATE reservations_pass SET made_by = '' WHERE made_by = $1"),
        &[name.as_str().into()],
    )?;
    tx.run(
        sql("UPDATE reservations_book SET chosen_by = '' WHERE chosen_by = $1"),
        &[name.as_str().into()],
    )?;
    tx.run(
        sql("UPDATE reservations_charge SET payer = '', label = '' WHERE payer = $1"),
        &[person.into()],
    )?;
    tx.run(sql("DELETE FROM reservations_payer WHERE payer = $1"), &[person.into()])?;
    tx.run(sql("DELETE FROM reservations_user WHERE person = $1"), &[person.into()])?;
    tx.run(sql("DELETE FROM reservations_wait WHERE person = $1"), &[person.into()])?;
    tx.run(sql("DELETE FROM reservations_standing WHERE person = $1"), &[person.into()])?;
    tx.run(sql("DELETE FROM reservations_person WHERE person = $1"), &[person.into()]).map(drop)
}

/// What is over is told of nobody any more after a while.
pub(crate) fn forget(tx: &mut Tx) -> Outcome<u64> {
    let before = tx.now().plus_days(-BOOKING_DAYS);
    tx.run(
        sql("UPDATE reservations_event SET actor = '', detail = ''
             WHERE (actor <> '' OR detail <> '') AND booking IN
                (SELECT id FROM reservations_booking WHERE ends_at < $1)"),
        &[before.into()],
    )?;
    tx.run(sql("DELETE FROM reservations_wait WHERE ends_at < $1"), &[before.into()])?;
    tx.run(
        sql("UPDATE reservations_charge SET payer = '', label = ''
             WHERE at < $1 AND payer <> '' AND pooled = 0
                AND (invoice IS NOT NULL OR owed_cents = 0)"),
        &[before.into()],
    )?;
    tx.run(
        sql("UPDATE reservations_pass SET person = NULL, made_by = ''
             WHERE ends_at < $1 AND (person IS NOT NULL OR made_by <> '')"),
        &[before.into()],
    )?;
    tx.run(
        sql("UPDATE reservations_booking SET person = NULL, title = '', request = ''
             WHERE ends_at < $1 AND request <> ''"),
        &[before.into()],
    )
}

/// Who has what is seen by themselves and their host, as the map says.
fn seen(_: &mut Tx, _: PersonId) -> Outcome<Vec<people::Entry>> {
    Ok(Vec::new())
}

fn hand_over(_: &mut Tx, _: PersonId, _: PersonId) -> Outcome<u64> {
    Ok(0)
}
