//! Project ideas: opened by people who were introduced, written together, and later a draft in a
//! call.
//!
//! An idea belongs to its members and is unknown to everybody else. Whoever opens it invites people
//! to whom they were introduced; it counts as opened when a second one joins. Its text is saved
//! over the version that was read, and every version is kept. What becomes of it in a call is
//! written by the house, which knows both programmes; here stands only where it went.

use std::collections::BTreeMap;

use base::{Fault, Id, Moment, Outcome, Refusal, Say};
use people::{Actor, OrgId, PersonId};
use serde::{Deserialize, Serialize};
use store::{Row, Tx, sql};

use super::introductions;
use super::notices::{self, Told};
use crate::model::PlaceId;
use crate::places;

/// Marks ids of ideas.
pub enum IdeaKind {}
/// The id of an idea, chosen by whoever opens it.
pub type IdeaId = Id<IdeaKind>;

/// Members and invited of one idea, at most.
pub const TOGETHER_MAX: usize = 12;
/// Ideas that one person takes part in, at most.
const IDEAS_MAX: usize = 100;

/// What is written of an idea.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdeaText {
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Who would do it.
    pub who: String,
    /// The rest.
    pub body: String,
}

/// An idea.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idea {
    /// Its id.
    pub id: IdeaId,
    /// Its version.
    pub version: i64,
    /// Where it would be.
    pub place: Option<PlaceId>,
    /// What is written of it.
    pub text: IdeaText,
    /// When a second person joined.
    pub opened_at: Option<Moment>,
    /// The organisation for which it became a draft, and the file.
    pub draft: Option<(OrgId, String)>,
    /// When it was last written.
    pub changed_at: Moment,
}

/// Somebody who takes part in an idea.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they have joined, or were only invited.
    pub joined: bool,
}

/// A version of what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Which.
    pub version: i64,
    /// By whom; nobody once their account is gone.
    pub author: Option<PersonId>,
    /// When.
    pub at: Moment,
    /// What.
    pub text: IdeaText,
}

/// Opens an idea and invites some to whom one was introduced. Opened twice with the same id, it is
/// opened once.
pub fn open_idea(
    tx: &mut Tx,
    actor: &Actor,
    id: IdeaId,
    (place, text): (Option<PlaceId>, &IdeaText),
    others: &[PersonId],
) -> Outcome<()> {
    let person = actor.person()?;
    if find(tx, id)?.is_some() {
        return idea(tx, actor, id).map(drop);
    }
    let met = introductions::met(tx, person)?;
    let mut others: Vec<PersonId> = others.to_vec();
    others.sort();
    others.dedup();
    let mut faults = faults(text);
    if others.is_empty() || others.iter().any(|one| !met.contains(one)) {
        faults.push(Fault::new("others", "web-fault-choose"));
    }
    if others.len() >= TOGETHER_MAX {
        let say = Say::new("places-meet-fault-together").with("most", TOGETHER_MAX);
        faults.push(Fault::new("others", say));
    }
    places::refuse(faults)?;
    if ideas_of(tx, person)?.len() >= IDEAS_MAX {
        return Err(Refusal::conflict(
            Say::new("places-meet-conflict-ideas").with("most", IDEAS_MAX),
        ));
    }
    known_place(tx, actor, place)?;
    let now = tx.now();
    let data = serde_json::to_string(text).map_err(Refusal::broken)?;
    tx.run(
        sql("INSERT INTO third_places_idea (id, version, place, data, made_at, opened_at,
                organisation, file, changed_at)
             VALUES ($1, 1, $2, $3, $4, NULL, NULL, NULL, $4)"),
        &[id.into(), place.into(), data.as_str().into(), now.into()],
    )?;
    keep_version(tx, id, 1, person, &data)?;
    join(tx, id, person, "member")?;
    for other in others {
        join(tx, id, other, "invited")?;
        notices::tell(tx, other, Told::Invited, &id.to_string(), &[])?;
    }
    people::record(tx, &actor.name_in_log(), "places.idea", &id.to_string(), "")
}

/// Writes an idea anew over the version that was read.
pub fn save_idea(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (IdeaId, i64),
    (place, text): (Option<PlaceId>, &IdeaText),
) -> Outcome<()> {
    let person = actor.person()?;
    let known = joined(tx, actor, id)?;
    places::refuse(faults(text))?;
    if place != known.place {
        known_place(tx, actor, place)?;
    }
    let now = tx.now();
    let data = serde_json::to_string(text).map_err(Refusal::broken)?;
    tx.fence(
        sql("UPDATE third_places_idea SET version = version + 1, place = $1, data = $2,
                changed_at = $3 WHERE id = $4 AND version = $5"),
        &[place.into(), data.as_str().into(), now.into(), id.into(), version.into()],
    )?;
    keep_version(tx, id, version + 1, person, &data)?;
    people::record(tx, &actor.name_in_log(), "places.idea-changed", &id.to_string(), "")
}

/// Invites somebody to whom one was introduced.
pub fn invite(tx: &mut Tx, actor: &Actor, id: IdeaId, other: PersonId) -> Outcome<()> {
    let person = actor.person()?;
    joined(tx, actor, id)?;
    fence(tx, id)?;
    if !introductions::met(tx, person)?.contains(&other) {
        return Err(Refusal::field("other", "web-fault-choose"));
    }
    let all = people_of(tx, id)?;
    if all.iter().any(|(one, _)| *one == other) {
        return Ok(());
    }
    if all.len() >= TOGETHER_MAX {
        let say = Say::new("places-meet-fault-together").with("most", TOGETHER_MAX);
        return Err(Refusal::field("other", say));
    }
    join(tx, id, other, "invited")?;
    notices::tell(tx, other, Told::Invited, &id.to_string(), &[])?;
    people::record(tx, &actor.name_in_log(), "places.idea-invited", &id.to_string(), "")
}

/// Joins an idea to which one was invited, or leaves the invitation. The idea is opened when the
/// second joins.
pub fn answer_invitation(tx: &mut Tx, actor: &Actor, id: IdeaId, yes: bool) -> Outcome<()> {
    let person = actor.person()?;
    idea(tx, actor, id)?;
    fence(tx, id)?;
    let invited = people_of(tx, id)?.iter().any(|(one, joined)| *one == person && !joined);
    if !invited {
        return Ok(());
    }
    if !yes {
        return part(tx, id, person);
    }
    let now = tx.now();
    tx.run(
        sql("UPDATE third_places_idea_member SET state = 'member', at = $1
             WHERE idea = $2 AND person = $3"),
        &[now.into(), id.into(), person.into()],
    )?;
    tx.run(
        sql("UPDATE third_places_idea SET opened_at = $1 WHERE id = $2 AND opened_at IS NULL"),
        &[now.into(), id.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "places.idea-joined", &id.to_string(), "")
}

/// Leaves an idea; with the last member what was written goes.
pub fn leave_idea(tx: &mut Tx, actor: &Actor, id: IdeaId) -> Outcome<()> {
    let person = actor.person()?;
    idea(tx, actor, id)?;
    fence(tx, id)?;
    part(tx, id, person)?;
    people::record(tx, &actor.name_in_log(), "places.idea-left", &id.to_string(), "")
}

fn part(tx: &mut Tx, id: IdeaId, person: PersonId) -> Outcome<()> {
    tx.run(
        sql("DELETE FROM third_places_idea_member WHERE idea = $1 AND person = $2"),
        &[id.into(), person.into()],
    )?;
    let left = people_of(tx, id)?.iter().any(|(_, joined)| *joined);
    if !left {
        tx.run(sql("DELETE FROM third_places_idea_member WHERE idea = $1"), &[id.into()])?;
        tx.run(sql("DELETE FROM third_places_idea_text WHERE idea = $1"), &[id.into()])?;
        tx.run(
            sql("DELETE FROM third_places_idea WHERE id = $1 AND opened_at IS NULL"),
            &[id.into()],
        )?;
        // That it was opened stays counted.
        tx.run(sql("UPDATE third_places_idea SET data = '{}' WHERE id = $1"), &[id.into()])?;
    }
    Ok(())
}

/// Writes down that an idea became a draft: once, and for an organisation that one acts for.
pub fn became_draft(
    tx: &mut Tx,
    actor: &Actor,
    id: IdeaId,
    (organisation, file): (OrgId, &str),
) -> Outcome<()> {
    joined(tx, actor, id)?;
    if !actor.acts_for(organisation) {
        return Err(Refusal::Unknown);
    }
    tx.fence(
        sql("UPDATE third_places_idea SET organisation = $1, file = $2
             WHERE id = $3 AND file IS NULL"),
        &[organisation.into(), file.into(), id.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "places.idea-drafted", &id.to_string(), file)
}

/// An idea, for a member, behind its fence: whoever makes a draft of it waits here for others.
pub fn idea_to_draft(tx: &mut Tx, actor: &Actor, id: IdeaId) -> Outcome<Idea> {
    joined(tx, actor, id)?;
    fence(tx, id)?;
    joined(tx, actor, id)
}

fn fence(tx: &mut Tx, id: IdeaId) -> Outcome<()> {
    tx.fence(sql("UPDATE third_places_idea SET version = version WHERE id = $1"), &[id.into()])
}

/// An idea, for whoever takes part in it or was invited.
pub fn idea(tx: &mut Tx, actor: &Actor, id: IdeaId) -> Outcome<Idea> {
    let person = actor.person()?;
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    let part = people_of(tx, id)?.iter().any(|(one, _)| *one == person);
    if part { Ok(known) } else { Err(Refusal::Unknown) }
}

fn joined(tx: &mut Tx, actor: &Actor, id: IdeaId) -> Outcome<Idea> {
    let person = actor.person()?;
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    let part = people_of(tx, id)?.iter().any(|(one, joined)| *one == person && *joined);
    if part { Ok(known) } else { Err(Refusal::Unknown) }
}

/// The ideas that somebody takes part in, and whether they have joined, the latest first.
pub fn ideas(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(Idea, bool)>> {
    let person = actor.person()?;
    ideas_of(tx, person)
}

pub(super) fn ideas_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<(Idea, bool)>> {
    tx.all(
        sql("SELECT i.id, i.version, i.place, i.data, i.opened_at, i.organisation, i.file,
                i.changed_at, m.state
             FROM third_places_idea_member m JOIN third_places_idea i ON i.id = m.idea
             WHERE m.person = $1 ORDER BY i.changed_at DESC, i.id LIMIT $2"),
        &[person.into(), IDEAS_MAX.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        let idea = read_columns(&mut columns)?;
        Ok((idea, columns.take::<String>()? == "member"))
    })
    .collect()
}

/// Who takes part in an idea.
pub fn together(tx: &mut Tx, actor: &Actor, id: IdeaId) -> Outcome<Vec<Together>> {
    idea(tx, actor, id)?;
    let all = people_of(tx, id)?;
    let ids: Vec<PersonId> = all.iter().map(|(person, _)| *person).collect();
    let names = people::names_of(tx, &ids)?;
    Ok(all
        .into_iter()
        .map(|(person, joined)| Together {
            person,
            name: names.get(&person).cloned().unwrap_or_default(),
            joined,
        })
        .collect())
}

/// The people to whom one was introduced, by name: those whom one may invite.
pub fn may_invite(tx: &mut Tx, actor: &Actor) -> Outcome<BTreeMap<PersonId, String>> {
    let met = introductions::met(tx, actor.person()?)?;
    people::names_of(tx, &met)
}

/// The versions of an idea, the latest first.
pub fn idea_versions(tx: &mut Tx, actor: &Actor, id: IdeaId) -> Outcome<Vec<Written>> {
    idea(tx, actor, id)?;
    tx.all(
        sql("SELECT version, author, at, data FROM third_places_idea_text WHERE idea = $1
             ORDER BY version DESC LIMIT 100"),
        &[id.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Written {
            version: columns.take()?,
            author: columns.take()?,
            at: columns.take()?,
            text: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        })
    })
    .collect()
}

fn people_of(tx: &mut Tx, id: IdeaId) -> Outcome<Vec<(PersonId, bool)>> {
    tx.all(
        sql("SELECT person, state FROM third_places_idea_member WHERE idea = $1
             ORDER BY at, person"),
        &[id.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take::<String>()? == "member"))
    })
    .collect()
}

fn join(tx: &mut Tx, id: IdeaId, person: PersonId, state: &'static str) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_idea_member (idea, person, state, at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (idea, person) DO NOTHING"),
        &[id.into(), person.into(), state.into(), now.into()],
    )
    .map(drop)
}

fn keep_version(
    tx: &mut Tx,
    id: IdeaId,
    version: i64,
    author: PersonId,
    data: &str,
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_idea_text (idea, version, author, data, at)
             VALUES ($1, $2, $3, $4, $5)"),
        &[id.into(), version.into(), author.into(), data.into(), now.into()],
    )
    .map(drop)
}

fn known_place(tx: &mut Tx, actor: &Actor, place: Option<PlaceId>) -> Outcome<()> {
    match place {
        Some(place) => match places::place(tx, actor, place) {
            Err(Refusal::Unknown) => Err(Refusal::field("place", "web-fault-choice")),
            other => other.map(drop),
        },
        None => Ok(()),
    }
}

fn faults(text: &IdeaText) -> Vec<Fault> {
    let asked = [("title", &text.title), ("purpose", &text.purpose)];
    asked
        .into_iter()
        .filter(|(_, said)| said.trim().is_empty())
        .map(|(field, _)| Fault::new(field, "web-fault-required"))
        .collect()
}

fn find(tx: &mut Tx, id: IdeaId) -> Outcome<Option<Idea>> {
    tx.maybe(
        sql("SELECT id, version, place, data, opened_at, organisation, file, changed_at
             FROM third_places_idea WHERE id = $1"),
        &[id.into()],
    )?
    .map(|row: Row| read_columns(&mut row.columns()))
    .transpose()
}

fn read_columns(columns: &mut store::Columns) -> Outcome<Idea> {
    let (id, version) = (columns.take()?, columns.take()?);
    let place = columns.take()?;
    let text = serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?;
    let opened_at = columns.take()?;
    let (organisation, file): (Option<OrgId>, Option<String>) = (columns.take()?, columns.take()?);
    let draft = organisation.zip(file);
    Ok(Idea { id, version, place, text, opened_at, draft, changed_at: columns.take()? })
}

/// Invitations to somebody go with their profile.
pub(super) fn forget_invitations(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.run(
        sql("DELETE FROM third_places_idea_member WHERE person = $1 AND state = 'invited'"),
        &[person.into()],
    )
    .map(drop)
}

/// Somebody leaves all ideas; what they wrote with others stays, without their number.
pub(super) fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    for (idea, _) in ideas_of(tx, person)? {
        fence(tx, idea.id)?;
        part(tx, idea.id, person)?;
    }
    tx.run(
        sql("UPDATE third_places_idea_text SET author = NULL WHERE author = $1"),
        &[person.into()],
    )
    .map(drop)
}
