//! What is owed to the people who wrote of places: what they did and the pictures they sent. A
//! place belongs to its host; erasure leaves a number that leads to nobody. The files of their
//! children go, and the keys of these with them; what they said to be met goes.

use base::{Moment, Outcome, Say};
use people::PersonId;
use people::data_map::Custodian;
use serde_json::{Value, json};
use store::{Tx, sql};

/// What this programme does for the person behind an account.
pub const CUSTODIAN: Custodian = Custodian {
    context: "third_places",
    export,
    hindrances: |_, _| Ok(Vec::<Say>::new()),
    erase,
    seen: crate::childcare::seen,
    hand_over: |_, _, _| Ok(0),
};

fn export(tx: &mut Tx, person: PersonId) -> Outcome<Value> {
    let changes: Vec<Value> = tx
        .all(
            sql("SELECT subject, kind, detail, at FROM third_places_event WHERE author = $1
                 ORDER BY id"),
            &[person.into()],
        )?
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            let (place, event): (String, String) = (columns.take()?, columns.take()?);
            let (message, at): (String, Moment) = (columns.take()?, columns.take()?);
            Ok(json!({"place": place, "event": event, "message": message, "at": at.to_string()}))
        })
        .collect::<Outcome<_>>()?;
    let pictures: Vec<Value> = tx
        .all(
            sql("SELECT place, alt, at FROM third_places_picture WHERE author = $1 ORDER BY id"),
            &[person.into()],
        )?
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            let (place, name): (String, String) = (columns.take()?, columns.take()?);
            Ok(json!({"place": place, "name": name, "at": columns.take::<Moment>()?.to_string()}))
        })
        .collect::<Outcome<_>>()?;
    let [led, wishes, proposals] = crate::agenda::export(tx, person)?;
    let (children, stays) = crate::childcare::export(tx, person)?;
    let own = [
        ("place_changes", changes.into()),
        ("place_pictures", pictures.into()),
        ("children", children.into()),
        ("child_stays", stays.into()),
        ("child_waits", crate::childcare::export_waits(tx, person)?.into()),
    ];
    let met = crate::meeting::export(tx, person)?;
    let own = own.into_iter().chain([led, wishes, proposals]);
    let all = own.chain(met).map(|(section, value)| (section.to_owned(), value));
    Ok(Value::Object(all.collect()))
}

fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    crate::meeting::erase(tx, person)?;
    crate::agenda::erase(tx, person)?;
    crate::childcare::erase(tx, person)
}
