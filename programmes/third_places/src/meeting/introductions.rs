//! Introductions: asked by one, accepted or left by the other. Only after both said yes does each
//! see the other's address.
//!
//! Two people have one introduction, ever: whoever asks somebody who has asked them already says
//! yes. Declining is silent: whoever asked sees no answer, as before, and may not ask again.

use std::collections::BTreeMap;

use base::{Moment, Outcome, Refusal, Say};
use people::{Account, Actor, PersonId};
use store::{Row, Tx, sql};

use super::model::{Introduction, IntroductionId, Profile, ProfileId, Seen, Stand, Visible};
use super::notices::{self, Told};
use super::{outcomes, profiles, refusals};
use crate::model::PlaceId;

/// Introductions that one person may ask for in a week.
pub const WEEK_MAX: i64 = 5;
/// Characters of what is said when asking.
pub const WORDS_CHARS: usize = 600;
/// Days after which another week begins.
pub const WEEK_DAYS: i64 = 7;
const LISTED: usize = 200;

/// An introduction, as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) id: IntroductionId,
    pub(super) asker: PersonId,
    pub(super) asked: PersonId,
    words: String,
    pub(super) state: Stand,
    asked_at: Moment,
}

impl Kept {
    fn other(&self, person: PersonId) -> PersonId {
        if self.asker == person { self.asked } else { self.asker }
    }
}

fn pair(one: PersonId, other: PersonId) -> String {
    format!("{} {}", one.min(other), one.max(other))
}

/// Asks to be introduced to somebody. Both at once make one introduction, to which both said yes.
pub fn ask(
    tx: &mut Tx,
    actor: &Actor,
    id: IntroductionId,
    of: ProfileId,
    (place, words): (Option<PlaceId>, &str),
) -> Outcome<()> {
    let me = profiles::own_profile(tx, actor)?.filter(|own| own.visible != Visible::Nobody);
    let me = me.ok_or_else(|| Refusal::conflict("places-meet-conflict-profile"))?;
    let other = profiles::profile(tx, actor, of)?;
    if other.person == me.person {
        return Err(Refusal::Unknown);
    }
    profiles::fence_pair(tx, me.person, other.person)?;
    if refusals::apart(tx, me.person)?.contains(&other.person) {
        return Err(Refusal::Unknown);
    }
    refusals::forgive(tx, me.person, other.person)?;
    match of_pair(tx, me.person, other.person)? {
        Some(known) if known.asker == me.person || known.state == Stand::Accepted => return Ok(()),
        Some(known) => accept(tx, &known, me.person)?,
        None => begin(tx, id, (&me, &other), place, words)?,
    }
    let own = me.person.to_string();
    people::record(tx, &actor.name_in_log(), "places.introduction-asked", &own, "")
}

fn begin(
    tx: &mut Tx,
    id: IntroductionId,
    (me, other): (&Profile, &Profile),
    place: Option<PlaceId>,
    words: &str,
) -> Outcome<()> {
    if words.trim().is_empty() {
        return Err(Refusal::field("words", "web-fault-required"));
    }
    keep_pace(tx, me.person)?;
    // Whoever has declined once is not asked again; to whoever asks it looks as if they were.
    let declined = refusals::turned_down_by(tx, other.person)?
        .iter()
        .any(|(whom, kind)| *whom == me.person && kind == "declined");
    let shared = |place: &PlaceId| me.is_at(*place) && other.is_at(*place);
    let place = place.filter(shared).or_else(|| me.places().find(shared));
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_introduction (id, version, pair, asker, asked, place, words,
                state, asked_at, answered_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, NULL)"),
        &[
            id.into(),
            pair(me.person, other.person).into(),
            me.person.into(),
            other.person.into(),
            place.into(),
            words.trim().into(),
            if declined { "declined" } else { "asked" }.into(),
            now.into(),
        ],
    )?;
    if declined {
        return Ok(());
    }
    notices::tell(tx, other.person, Told::Asked, &id.to_string(), &[])
}

/// So many a week, whatever has become of them and of one's profile since.
fn keep_pace(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let now = tx.now();
    let begun = now.plus_days(-WEEK_DAYS);
    let asked: i64 = tx
        .one(
            sql("INSERT INTO third_places_pace (person, since, asked) VALUES ($1, $2, 1)
                 ON CONFLICT (person) DO UPDATE SET
                    asked = CASE WHEN third_places_pace.since <= $3 THEN 1
                        ELSE third_places_pace.asked + 1 END,
                    since = CASE WHEN third_places_pace.since <= $3 THEN $2
                        ELSE third_places_pace.since END
                 RETURNING asked"),
            &[person.into(), now.into(), begun.into()],
        )?
        .single()?;
    if asked > WEEK_MAX {
        let say = Say::new("places-meet-conflict-week").with("most", WEEK_MAX);
        return Err(Refusal::conflict(say));
    }
    Ok(())
}

/// A week that is over says nothing more.
pub(super) fn forget_paces(tx: &mut Tx) -> Outcome<()> {
    let begun = tx.now().plus_days(-WEEK_DAYS);
    tx.run(sql("DELETE FROM third_places_pace WHERE since <= $1"), &[begun.into()]).map(drop)
}

/// Answers somebody who asks. No is told to nobody.
pub fn answer(tx: &mut Tx, actor: &Actor, id: IntroductionId, yes: bool) -> Outcome<()> {
    let person = actor.person()?;
    let mine = |known: &Kept| known.asked == person;
    let known = find(tx, id)?.filter(mine).ok_or(Refusal::Unknown)?;
    profiles::fence_pair(tx, known.asker, known.asked)?;
    let known = find(tx, id)?.filter(mine).ok_or(Refusal::Unknown)?;
    match (known.state, yes) {
        (Stand::Accepted, true) | (Stand::Declined, false) => return Ok(()),
        (Stand::Accepted, false) => {
            return Err(Refusal::conflict("places-meet-conflict-answered"));
        }
        (_, true) => accept(tx, &known, person)?,
        (Stand::Asked, false) => {
            set(tx, id, Stand::Declined)?;
            refusals::turn_down(tx, person, known.asker, "declined")?;
        }
    }
    people::record(
        tx,
        &actor.name_in_log(),
        "places.introduction-answered",
        &person.to_string(),
        "",
    )
}

fn accept(tx: &mut Tx, known: &Kept, by: PersonId) -> Outcome<()> {
    refusals::forgive(tx, by, known.asker)?;
    set(tx, known.id, Stand::Accepted)?;
    notices::tell(tx, known.asker, Told::Accepted, &known.id.to_string(), &[])
}

fn set(tx: &mut Tx, id: IntroductionId, state: Stand) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("UPDATE third_places_introduction SET version = version + 1, state = $1,
                answered_at = $2 WHERE id = $3"),
        &[state.code().into(), now.into(), id.into()],
    )
    .map(drop)
}

/// What somebody was asked and has asked, newest first.
pub fn introductions(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Introduction>> {
    let person = actor.person()?;
    let all = all_of(tx, person)?;
    let others: Vec<PersonId> = all.iter().map(|known| known.other(person)).collect();
    let met = all.iter().filter(|known| known.state == Stand::Accepted);
    let met: Vec<PersonId> = met.map(|known| known.other(person)).collect();
    let names = people::names_of(tx, &others)?;
    let profiles = profiles::profiles_of(tx, &others)?;
    let addresses = addresses(tx, &met)?;
    let shown = |known: Kept| {
        let other = known.other(person);
        let seen = match known.state {
            Stand::Accepted => Seen::Met(addresses.get(&other)?.clone()),
            _ if known.asker == person => Seen::NoAnswer,
            Stand::Asked => Seen::AskedOfMe,
            Stand::Declined => return None,
        };
        Some(Introduction {
            id: known.id,
            other,
            name: names.get(&other)?.clone(),
            profile: profiles.get(&other).cloned(),
            words: known.words,
            asked_at: known.asked_at,
            seen,
        })
    };
    Ok(all.into_iter().filter_map(shown).collect())
}

/// The addresses of people to whom somebody was introduced.
fn addresses(tx: &mut Tx, ids: &[PersonId]) -> Outcome<BTreeMap<PersonId, String>> {
    let mut found = BTreeMap::new();
    for &id in ids {
        let account: Account = people::account(tx, id)?;
        found.insert(id, account.email);
    }
    Ok(found)
}

/// The people to whom somebody was introduced.
pub(super) fn met(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PersonId>> {
    let all = all_of(tx, person)?;
    let met = all.iter().filter(|known| known.state == Stand::Accepted);
    Ok(met.map(|known| known.other(person)).collect())
}

/// Whoever has an introduction with somebody, whatever became of it.
pub(super) fn known_to(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PersonId>> {
    Ok(all_of(tx, person)?.iter().map(|known| known.other(person)).collect())
}

fn all_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Kept>> {
    tx.all(
        sql("SELECT id, asker, asked, words, state, asked_at FROM third_places_introduction
             WHERE asker = $1 OR asked = $1 ORDER BY asked_at DESC, id LIMIT $2"),
        &[person.into(), LISTED.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// Whether somebody shows themselves to another: they ask them, or both said yes.
pub(super) fn shows(tx: &mut Tx, one: PersonId, to: PersonId) -> Outcome<bool> {
    let known = of_pair(tx, one, to)?;
    Ok(known.is_some_and(|known| match known.state {
        Stand::Accepted => true,
        Stand::Asked => known.asker == one,
        Stand::Declined => false,
    }))
}

fn of_pair(tx: &mut Tx, one: PersonId, other: PersonId) -> Outcome<Option<Kept>> {
    tx.maybe(
        sql("SELECT id, asker, asked, words, state, asked_at FROM third_places_introduction
             WHERE pair = $1"),
        &[pair(one, other).into()],
    )?
    .map(read)
    .transpose()
}

fn find(tx: &mut Tx, id: IntroductionId) -> Outcome<Option<Kept>> {
    tx.maybe(
        sql("SELECT id, asker, asked, words, state, asked_at FROM third_places_introduction
             WHERE id = $1 AND pair IS NOT NULL"),
        &[id.into()],
    )?
    .map(read)
    .transpose()
}

fn read(row: Row) -> Outcome<Kept> {
    let mut columns = row.columns();
    Ok(Kept {
        id: columns.take()?,
        asker: columns.take()?,
        asked: columns.take()?,
        words: columns.take()?,
        state: columns.take()?,
        asked_at: columns.take()?,
    })
}

/// Takes out of somebody's introductions, to one other or to all if none is named, whatever says
/// whose they were; that there were some stays counted.
pub(super) fn blank(tx: &mut Tx, person: PersonId, other: &str) -> Outcome<()> {
    outcomes::blank(tx, person, other)?;
    tx.run(
        sql("UPDATE third_places_introduction SET pair = NULL, asker = NULL, asked = NULL,
                words = ''
             WHERE (asker = $1 AND (asked = $2 OR $2 = ''))
                OR (asked = $1 AND (asker = $2 OR $2 = ''))"),
        &[person.into(), other.into()],
    )
    .map(drop)
}
