//! Whom somebody does not want to be suggested, has declined, or keeps away.

use std::collections::BTreeSet;

use base::{Outcome, Refusal};
use people::{Actor, PersonId};
use store::{Tx, sql};

use super::model::ProfileId;
use super::{introductions, profiles};

/// Says that one does not want to meet somebody: they are never suggested again.
pub fn dismiss(tx: &mut Tx, actor: &Actor, id: ProfileId) -> Outcome<()> {
    let other = profiles::profile(tx, actor, id)?.person;
    let person = actor.person()?;
    if person == other {
        return Err(Refusal::Unknown);
    }
    turn_down(tx, person, other, "dismissed")?;
    people::record(tx, &actor.name_in_log(), "places.meeting-turned-down", &person.to_string(), "")
}

/// Keeps somebody away: neither sees anything of the other any more. To them it looks as if one's
/// profile were withdrawn.
pub fn block(tx: &mut Tx, actor: &Actor, id: ProfileId) -> Outcome<()> {
    let other = profiles::profile(tx, actor, id)?.person;
    let person = actor.person()?;
    if person == other {
        return Err(Refusal::Unknown);
    }
    profiles::fence_pair(tx, person, other)?;
    turn_down(tx, person, other, "blocked")?;
    introductions::blank(tx, person, &other.to_string())?;
    people::record(tx, &actor.name_in_log(), "places.meeting-blocked", &person.to_string(), "")
}

/// Keeps somebody away no more.
pub fn unblock(tx: &mut Tx, actor: &Actor, other: PersonId) -> Outcome<()> {
    let person = actor.person()?;
    let gone = tx.run(
        sql("DELETE FROM third_places_turned_down
             WHERE person = $1 AND other = $2 AND kind = 'blocked'"),
        &[person.into(), other.into()],
    )?;
    if gone == 0 {
        return Err(Refusal::Unknown);
    }
    people::record(tx, &actor.name_in_log(), "places.meeting-unblocked", &person.to_string(), "")
}

/// Whom somebody keeps away, with their names.
pub fn blocked(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(PersonId, String)>> {
    let person = actor.person()?;
    let ids: Vec<PersonId> = turned_down_by(tx, person)?
        .into_iter()
        .filter(|(_, kind)| kind == "blocked")
        .map(|(other, _)| other)
        .collect();
    Ok(people::names_of(tx, &ids)?.into_iter().collect())
}

/// Whom somebody has turned down, and how.
pub(super) fn turned_down_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<(PersonId, String)>> {
    tx.all(
        sql("SELECT other, kind FROM third_places_turned_down WHERE person = $1 ORDER BY other"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?))
    })
    .collect()
}

/// Who has turned somebody down: they are not suggested to them either.
pub(super) fn turned_down_me(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PersonId>> {
    tx.all(
        sql("SELECT person FROM third_places_turned_down WHERE other = $1 ORDER BY person"),
        &[person.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// With whom somebody has nothing to do, because one of the two wants it so.
pub(super) fn apart(tx: &mut Tx, person: PersonId) -> Outcome<BTreeSet<PersonId>> {
    tx.all(
        sql("SELECT other FROM third_places_turned_down WHERE person = $1 AND kind = 'blocked'
             UNION
             SELECT person FROM third_places_turned_down WHERE other = $1 AND kind = 'blocked'"),
        &[person.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// The strongest refusal stays.
pub(super) fn turn_down(
    tx: &mut Tx,
    person: PersonId,
    other: PersonId,
    kind: &'static str,
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_turned_down (person, other, kind, at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (person, other) DO UPDATE SET kind = $3, at = $4
             WHERE third_places_turned_down.kind <> 'blocked' AND $3 <> 'dismissed'"),
        &[person.into(), other.into(), kind.into(), now.into()],
    )
    .map(drop)
}

/// One wants it after all.
pub(super) fn forgive(tx: &mut Tx, person: PersonId, other: PersonId) -> Outcome<()> {
    tx.run(
        sql("DELETE FROM third_places_turned_down
             WHERE person = $1 AND other = $2 AND kind <> 'blocked'"),
        &[person.into(), other.into()],
    )
    .map(drop)
}
