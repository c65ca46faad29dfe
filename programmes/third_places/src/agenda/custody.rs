//! What is owed to people of the programme: what they lead, what they wished, what they proposed.

use base::{Moment, Outcome};
use people::PersonId;
use serde_json::{Value, json};
use store::{Tx, sql};

/// What somebody leads, wished and proposed, by the sections of their export.
pub(crate) fn export(tx: &mut Tx, person: PersonId) -> Outcome<[(&'static str, Value); 3]> {
    Ok([
        ("gatherings_led", led(tx, person)?),
        ("draw_wishes", wished(tx, person)?),
        ("proposals", proposed(tx, person)?),
    ])
}

fn led(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let rows = tx.all(
        sql("SELECT place, title, starts_at, ends_at, state FROM third_places_gathering
             WHERE leader = $1 ORDER BY starts_at, id"),
        &[person.into()],
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        found.push(json!({
            "place": columns.take::<String>()?,
            "name": columns.take::<String>()?,
            "from": columns.take::<Moment>()?.to_string(),
            "to": columns.take::<Moment>()?.to_string(),
            "state": columns.take::<String>()?,
        }));
    }
    Ok(found.into())
}

fn wished(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let rows = tx.all(
        sql("SELECT d.title, w.number, w.quantity, w.answer, w.asked_at FROM third_places_wish w
             JOIN third_places_draw d ON d.id = w.draw WHERE w.person = $1
             ORDER BY w.asked_at, w.id"),
        &[person.into()],
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        found.push(json!({
            "name": columns.take::<String>()?,
            "number": columns.take::<i64>()?,
            "quantity": columns.take::<i64>()?,
            "state": columns.take::<String>()?,
            "at": columns.take::<Moment>()?.to_string(),
        }));
    }
    Ok(found.into())
}

fn proposed(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let rows = tx.all(
        sql("SELECT p.place, p.title, p.state, e.said, e.at FROM third_places_proposal p
             JOIN third_places_exchange e ON e.proposal = p.id
             WHERE p.person = $1 AND (e.by_host = 0 OR e.person = $1)
             ORDER BY p.id, e.number"),
        &[person.into()],
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        found.push(json!({
            "place": columns.take::<String>()?,
            "name": columns.take::<String>()?,
            "state": columns.take::<String>()?,
            "message": columns.take::<String>()?,
            "at": columns.take::<Moment>()?.to_string(),
        }));
    }
    Ok(found.into())
}

/// Forgets who wished and who proposed; numbers of a draw that is done lead to nobody any more, and
/// wishes of one to come are taken back.
pub(crate) fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.run(
        sql("DELETE FROM third_places_wish WHERE person = $1 AND answer = ''"),
        &[person.into()],
    )?;
    tx.run(sql("UPDATE third_places_wish SET person = NULL WHERE person = $1"), &[person.into()])?;
    tx.run(
        sql("UPDATE third_places_exchange SET said = '' WHERE proposal IN
                (SELECT id FROM third_places_proposal WHERE person = $1)"),
        &[person.into()],
    )?;
    tx.run(
        sql("UPDATE third_places_exchange SET person = NULL WHERE person = $1"),
        &[person.into()],
    )?;
    tx.run(
        sql("UPDATE third_places_proposal SET person = NULL, title = '', data = '{}',
                state = CASE WHEN state IN ('waiting', 'asked') THEN 'withdrawn' ELSE state END
             WHERE person = $1"),
        &[person.into()],
    )?;
    super::gatherings::forget_leader(tx, person)
}
