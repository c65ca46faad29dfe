//! Who else may read a child's file: whom its parent named, by account.

use std::collections::BTreeMap;

use base::{Fault, Outcome, Refusal, Say};
use people::{Actor, PersonId};
use store::{Tx, sql};

use super::family::{Child, ChildId, own_child, read};
use super::model::NurseryId;

/// Readers of one file at most.
const READERS_MAX: usize = 8;

/// Lets the owner of an address read a file. Only its parent does; whether the address had an
/// account before is told to nobody.
pub fn let_read(tx: &mut Tx, actor: &Actor, id: ChildId, email: &str) -> Outcome<()> {
    own_child(tx, actor, id)?;
    let reader = people::create_account(tx, email, email, "fr")?;
    if actor.person()? == reader {
        return Err(Refusal::field("email", "places-child-fault-yourself"));
    }
    if readers_of(tx, id)?.len() >= READERS_MAX {
        let say = Say::new("places-child-fault-readers").with("most", READERS_MAX);
        return Err(Refusal::Invalid(vec![Fault::new("email", say)]));
    }
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_child_reader (child, person, given_at)
             VALUES ($1, $2, $3) ON CONFLICT (child, person) DO NOTHING"),
        &[id.into(), reader.into(), now.into()],
    )?;
    let reader = reader.to_string();
    people::record(tx, &actor.name_in_log(), "places.child-shared", &id.to_string(), &reader)
}

/// Lets somebody read a file no more.
pub fn end_reading(tx: &mut Tx, actor: &Actor, id: ChildId, reader: PersonId) -> Outcome<()> {
    own_child(tx, actor, id)?;
    tx.run(
        sql("DELETE FROM third_places_child_reader WHERE child = $1 AND person = $2"),
        &[id.into(), reader.into()],
    )?;
    let reader = reader.to_string();
    people::record(tx, &actor.name_in_log(), "places.child-unshared", &id.to_string(), &reader)
}

/// Who may read a file, by the address that its parent gave.
pub fn readers(tx: &mut Tx, actor: &Actor, id: ChildId) -> Outcome<BTreeMap<PersonId, String>> {
    own_child(tx, actor, id)?;
    let mut readers = BTreeMap::new();
    for reader in readers_of(tx, id)? {
        readers.insert(reader, people::account(tx, reader)?.email);
    }
    Ok(readers)
}

fn readers_of(tx: &mut Tx, id: ChildId) -> Outcome<Vec<PersonId>> {
    tx.all(
        sql("SELECT person FROM third_places_child_reader WHERE child = $1 ORDER BY person"),
        &[id.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

pub(super) fn may_read(tx: &mut Tx, actor: &Actor, id: ChildId) -> Outcome<bool> {
    let Some(account) = actor.account.as_ref() else { return Ok(false) };
    Ok(readers_of(tx, id)?.contains(&account.id))
}

/// The files at a nursery that others let one read.
pub fn children_shared(tx: &mut Tx, actor: &Actor, of: NurseryId) -> Outcome<Vec<Child>> {
    let all = shared_with(tx, actor.person()?)?;
    Ok(all.into_iter().filter(|child| child.nursery == of).collect())
}

pub(super) fn shared_with(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Child>> {
    tx.all(
        sql("SELECT c.id, c.version, c.nursery, c.parent, c.number, c.walks, c.sealed
             FROM third_places_child_reader r JOIN third_places_child c ON c.id = r.child
             WHERE r.person = $1 ORDER BY c.id LIMIT 200"),
        &[person.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// Nobody reads what is gone, and whoever is gone reads nothing.
pub(super) fn forget_child(tx: &mut Tx, id: ChildId) -> Outcome<()> {
    tx.run(sql("DELETE FROM third_places_child_reader WHERE child = $1"), &[id.into()]).map(drop)
}

pub(super) fn forget_reader(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.run(sql("DELETE FROM third_places_child_reader WHERE person = $1"), &[person.into()])
        .map(drop)
}
