//! Suggestions: whom one could meet, because both will be there. They are found anew each time, and
//! kept nowhere: whoever withdraws or stays at home is in none.

use std::collections::BTreeSet;

use base::Outcome;
use jiff::civil::Date;
use people::{Actor, PersonId};
use reservations::Span;
use store::Tx;

use super::model::{Profile, ProfileId, Visible};
use super::notices::{self, Told};
use super::rules::{self, Days, Suggestion};
use super::{introductions, profiles, refusals};
use crate::model::PlaceId;

/// Days ahead that are looked at.
pub const DAYS_AHEAD: i64 = 14;
/// Suggestions that are shown.
const SHOWN: usize = 20;

/// Somebody whom one could meet, with their profile and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// Why.
    pub suggestion: Suggestion,
    /// Their profile.
    pub profile: Profile,
    /// Their name.
    pub name: String,
    /// The name of the place.
    pub place: String,
}

/// Whom somebody could meet in the next days.
pub fn suggested(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Suggested>> {
    let Some(me) = profiles::own_profile(tx, actor)? else { return Ok(Vec::new()) };
    let others = profiles::shown(tx)?;
    let found = found(tx, &me, &others)?;
    let ids: Vec<PersonId> = found.iter().map(|one| one.person).collect();
    let names = people::names_of(tx, &ids)?;
    let at: Vec<PlaceId> = found.iter().map(|one| one.place).collect();
    let at = profiles::names_of_places(tx, &at)?;
    let shown = |suggestion: Suggestion| {
        let profile = others.iter().find(|one| one.person == suggestion.person)?.clone();
        let name = names.get(&suggestion.person)?.clone();
        let place = at.get(&suggestion.place)?.clone();
        Some(Suggested { suggestion, profile, name, place })
    };
    Ok(found.into_iter().filter_map(shown).collect())
}

fn found(tx: &mut Tx, me: &Profile, others: &[Profile]) -> Outcome<Vec<Suggestion>> {
    if me.visible == Visible::Nobody {
        return Ok(Vec::new());
    }
    let mut days = days_ahead(tx, &[me.person])?;
    let is_there = |other: &&Profile| days.iter().any(|(_, place, _)| other.is_at(*place));
    let fitting = others.iter().filter(|other| rules::fit(me, other)).filter(is_there);
    let fitting: Vec<Profile> = left(tx, me, fitting)?;
    let ids: Vec<PersonId> = fitting.iter().map(|one| one.person).collect();
    days.extend(days_ahead(tx, &ids)?);
    let mut found = rules::suggestions(me, &fitting, &days);
    found.truncate(SHOWN);
    Ok(found)
}

/// When those who agreed to be found will be where.
fn days_ahead(tx: &mut Tx, ids: &[PersonId]) -> Outcome<Days> {
    let now = tx.now();
    let within = Span { from: now, to: now.plus_days(DAYS_AHEAD) };
    let there = reservations::days_there(tx, ids, within)?;
    Ok(there.into_iter().map(|(person, site, day)| (person, site.cast(), day)).collect())
}

/// Those whom one has not turned down nor been turned down by, is not kept from, and does not know already.
fn left<'a>(
    tx: &mut Tx,
    me: &Profile,
    others: impl Iterator<Item = &'a Profile>,
) -> Outcome<Vec<Profile>> {
    let mut not: BTreeSet<PersonId> = refusals::apart(tx, me.person)?;
    not.extend(refusals::turned_down_by(tx, me.person)?.into_iter().map(|(other, _)| other));
    not.extend(refusals::turned_down_me(tx, me.person)?);
    not.extend(introductions::known_to(tx, me.person)?);
    Ok(others.filter(|one| !not.contains(&one.person)).cloned().collect())
}

/// Whom to tell of a suggestion: the profile of the other, the place, the day.
pub(super) type New = (PersonId, Vec<(ProfileId, String, Date)>);

/// Everybody who could meet somebody.
pub(super) fn all_new(tx: &mut Tx) -> Outcome<Vec<New>> {
    let all = profiles::shown(tx)?;
    let ids: Vec<PersonId> = all.iter().map(|one| one.person).collect();
    let days = days_ahead(tx, &ids)?;
    let at: BTreeSet<PlaceId> = days.iter().map(|(_, place, _)| *place).collect();
    let names = profiles::names_of_places(tx, &at.into_iter().collect::<Vec<_>>())?;
    let mut new = Vec::new();
    for me in &all {
        if rules::suggestions(me, &all, &days).is_empty() {
            continue;
        }
        let left = left(tx, me, all.iter())?;
        let mut told = Vec::new();
        for one in rules::suggestions(me, &left, &days).iter().take(SHOWN) {
            let other = left.iter().find(|other| other.person == one.person);
            let place = names.get(&one.place).cloned();
            told.extend(other.zip(place).map(|(other, place)| (other.id, place, one.day)));
        }
        new.push((me.person, told));
    }
    Ok(new)
}

/// Tells somebody that there is somebody new to meet; of each other person once, whenever they
/// meet.
pub(super) fn tell_new(tx: &mut Tx, (person, found): &New) -> Outcome<()> {
    for (other, place, day) in found {
        let args = [
            ("title", people::Said::Text(place.clone())),
            ("date", people::Said::Day(day.to_string())),
        ];
        notices::tell(tx, *person, Told::Suggested, &other.to_string(), &args)?;
    }
    Ok(())
}
