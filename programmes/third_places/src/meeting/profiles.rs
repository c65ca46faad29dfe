//! Profiles: written, withdrawn, shown to whoever may see them.

use std::collections::{BTreeMap, BTreeSet};

use base::{Outcome, Refusal};
use people::{Actor, PersonId};
use store::{Row, Tx, sql};

use super::model::{Profile, ProfileId, ProfileText, Visible};
use super::{ideas, introductions, outcomes, refusals, rules};
use crate::model::{Life, Place, PlaceId};
use crate::places;

/// Profiles that are looked at, at most.
pub(super) const READ_MAX: usize = 5_000;

/// One's own profile.
pub fn own_profile(tx: &mut Tx, actor: &Actor) -> Outcome<Option<Profile>> {
    let person = actor.person()?;
    profile_of(tx, person)
}

/// Writes one's profile over the version that it was made from; 0 for the first.
pub fn save_profile(
    tx: &mut Tx,
    actor: &Actor,
    version: i64,
    visible: Visible,
    text: &ProfileText,
) -> Outcome<()> {
    let person = actor.person()?;
    places::refuse(rules::profile_faults(text, visible))?;
    let meeting: BTreeSet<String> =
        meeting_places(tx, actor)?.iter().map(|place| place.id.to_string()).collect();
    let known = profile_of(tx, person)?;
    let kept = |id: &String| known.as_ref().is_some_and(|known| known.text.places.contains(id));
    if text.places.iter().any(|id| !meeting.contains(id) && !kept(id)) {
        return Err(Refusal::field("places", "web-fault-choice"));
    }
    let now = tx.now();
    let data = serde_json::to_string(text).map_err(Refusal::broken)?;
    if version == 0 {
        let id: ProfileId = tx.id();
        let made = tx.run(
            sql("INSERT INTO third_places_profile (person, id, version, visible, data, changed_at)
                 VALUES ($1, $2, 1, $3, $4, $5) ON CONFLICT (person) DO NOTHING"),
            &[person.into(), id.into(), visible.code().into(), data.into(), now.into()],
        )?;
        if made == 0 {
            return Err(Refusal::Stale);
        }
    } else {
        tx.fence(
            sql("UPDATE third_places_profile SET version = version + 1, visible = $1, data = $2,
                    changed_at = $3 WHERE person = $4 AND version = $5"),
            &[visible.code().into(), data.into(), now.into(), person.into(), version.into()],
        )?;
    }
    people::record(tx, &actor.name_in_log(), "places.profile", &person.to_string(), "")
}

/// Withdraws one's profile: nothing of it is left to anybody. Whom one has turned down stays turned
/// down, and how many were introduced stays counted, without a name.
pub fn withdraw(tx: &mut Tx, actor: &Actor) -> Outcome<()> {
    let person = actor.person()?;
    forget(tx, person)?;
    people::record(tx, &actor.name_in_log(), "places.profile-withdrawn", &person.to_string(), "")
}

pub(super) fn forget(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    // The fence: whoever asks at the same moment does so before, or finds no profile.
    tx.run(sql("DELETE FROM third_places_profile WHERE person = $1"), &[person.into()])?;
    ideas::forget_invitations(tx, person)?;
    introductions::blank(tx, person, "")?;
    outcomes::forget(tx, person)
}

/// Both of a pair wait here for whoever else writes of one of them.
pub(super) fn fence_pair(tx: &mut Tx, one: PersonId, other: PersonId) -> Outcome<()> {
    for person in [one.min(other), one.max(other)] {
        tx.fence(
            sql("UPDATE third_places_profile SET version = version WHERE person = $1"),
            &[person.into()],
        )?;
    }
    Ok(())
}

/// A profile, for whoever may see it: whom its owner keeps away finds nothing.
pub fn profile(tx: &mut Tx, actor: &Actor, id: ProfileId) -> Outcome<Profile> {
    let viewer = own_profile(tx, actor)?;
    let row = tx.one(
        sql("SELECT person, id, version, visible, data FROM third_places_profile WHERE id = $1"),
        &[id.into()],
    )?;
    let profile = read(row)?;
    let person = actor.person()?;
    if profile.person == person {
        return Ok(profile);
    }
    let apart = refusals::apart(tx, person)?;
    if apart.contains(&profile.person) {
        return Err(Refusal::Unknown);
    }
    // Whoever asks, or has said yes, shows who they are.
    let known = introductions::shows(tx, profile.person, person)?;
    let shown = known || rules::sees(viewer.as_ref(), &profile);
    if shown { Ok(profile) } else { Err(Refusal::Unknown) }
}

/// The profiles that somebody may see, theirs apart, by name.
pub fn profiles(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(Profile, String)>> {
    let person = actor.person()?;
    let viewer = own_profile(tx, actor)?;
    let apart = refusals::apart(tx, person)?;
    let seen: Vec<Profile> = shown(tx)?
        .into_iter()
        .filter(|one| one.person != person && !apart.contains(&one.person))
        .filter(|one| rules::sees(viewer.as_ref(), one))
        .collect();
    let ids: Vec<PersonId> = seen.iter().map(|one| one.person).collect();
    let names = people::names_of(tx, &ids)?;
    let mut named: Vec<(Profile, String)> = seen
        .into_iter()
        .filter_map(|one| {
            let name = names.get(&one.person)?.clone();
            Some((one, name))
        })
        .collect();
    named.sort_by_key(|(one, name)| (words::sort_key(name), one.id));
    Ok(named)
}

/// All profiles that do not rest.
pub(super) fn shown(tx: &mut Tx) -> Outcome<Vec<Profile>> {
    tx.all(
        sql("SELECT person, id, version, visible, data FROM third_places_profile
             WHERE visible IN ('places', 'everybody') ORDER BY person LIMIT $1"),
        &[READ_MAX.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// The profiles of some people.
pub(super) fn profiles_of(
    tx: &mut Tx,
    people: &[PersonId],
) -> Outcome<BTreeMap<PersonId, Profile>> {
    let mut found = BTreeMap::new();
    for page in people.chunks(16) {
        let mut params: Vec<store::Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(16, "".into());
        let rows = tx.all(
            sql("SELECT person, id, version, visible, data FROM third_places_profile
                 WHERE person IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                    $15, $16)"),
            &params,
        )?;
        for row in rows {
            let profile = read(row)?;
            found.insert(profile.person, profile);
        }
    }
    Ok(found)
}

pub(super) fn profile_of(tx: &mut Tx, person: PersonId) -> Outcome<Option<Profile>> {
    tx.maybe(
        sql("SELECT person, id, version, visible, data FROM third_places_profile
             WHERE person = $1"),
        &[person.into()],
    )?
    .map(read)
    .transpose()
}

fn read(row: Row) -> Outcome<Profile> {
    let mut columns = row.columns();
    Ok(Profile {
        person: columns.take()?,
        id: columns.take()?,
        version: columns.take()?,
        visible: columns.take()?,
        text: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
    })
}

/// For whom somebody works, as far as the organisations here know.
pub fn employer(tx: &mut Tx, actor: &Actor) -> Outcome<Option<people::Organisation>> {
    Ok(people::organisations_of(tx, actor.person()?)?.into_iter().next())
}

/// The places at which people may be found: public ones where something is let.
pub fn meeting_places(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Place>> {
    let let_at: BTreeSet<PlaceId> =
        reservations::sites(tx)?.iter().map(|site| site.id.cast()).collect();
    let all = places::public_places(tx, actor)?;
    let stays = |place: &Place| matches!(place.state, Life::Announced | Life::Open);
    Ok(all.into_iter().filter(|place| let_at.contains(&place.id) && stays(place)).collect())
}

/// The names of places that are public.
pub fn place_names(tx: &mut Tx, _: &Actor, ids: &[PlaceId]) -> Outcome<BTreeMap<PlaceId, String>> {
    names_of_places(tx, ids)
}

pub(super) fn names_of_places(tx: &mut Tx, ids: &[PlaceId]) -> Outcome<BTreeMap<PlaceId, String>> {
    let mut names = BTreeMap::new();
    for page in ids.chunks(16) {
        let mut params: Vec<store::Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(16, "".into());
        let rows = tx.all(
            sql("SELECT id, name FROM third_places_place
                 WHERE state <> 'draft' AND id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                    $12, $13, $14, $15, $16)"),
            &params,
        )?;
        for row in rows {
            let mut columns = row.columns();
            names.insert(columns.take()?, columns.take()?);
        }
    }
    Ok(names)
}
