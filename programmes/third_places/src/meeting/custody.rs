//! What is owed to somebody who met others here: all that they said, and that it is forgotten.

use base::{Moment, Outcome};
use people::PersonId;
use serde_json::{Value, json};
use store::{Tx, sql};

use super::{ideas, outcomes, profiles, refusals};

/// What is kept of somebody: their profile, their introductions, whom they turned down. What
/// another has said of them, no included, is the other's.
pub(crate) fn export(tx: &mut Tx, person: PersonId) -> Outcome<Vec<(&'static str, Value)>> {
    let profile = profiles::profile_of(tx, person)?;
    let profile = profile.map(|own| {
        json!({
            "visible": own.visible.code(),
            "offers": ([own.text.offers, own.text.offer_words].concat()),
            "seeks": ([own.text.seeks, own.text.seek_words].concat()),
            "employer": own.text.employer,
            "form": own.text.form,
            "places": own.text.places,
            "languages": own.text.languages,
            "about": own.text.about,
        })
    });
    let downs: Vec<Value> = refusals::turned_down_by(tx, person)?
        .into_iter()
        .map(|(other, kind)| json!({"person": other.to_string(), "kind": kind}))
        .collect();
    Ok(vec![
        ("meeting_profile", profile.into_iter().collect()),
        ("introductions", introductions_of(tx, person)?.into()),
        ("turned_down", downs.into()),
        ("ideas", ideas_of(tx, person)?.into()),
        ("outcomes", outcomes_of(tx, person)?.into()),
    ])
}

fn ideas_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    let shown = |(idea, joined): (ideas::Idea, bool)| {
        json!({
            "title": idea.text.title,
            "text": ([idea.text.purpose, idea.text.who, idea.text.body].join("\n\n")),
            "state": if joined { "member" } else { "invited" },
            "saved_at": idea.changed_at.to_string(),
        })
    };
    Ok(ideas::ideas_of(tx, person)?.into_iter().map(shown).collect())
}

fn outcomes_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    let shown = |one: outcomes::Question| {
        json!({
            "event": one.kind,
            "outcome": one.answer,
            "quantity": one.count,
            "message": one.words,
            "at": one.asked_at.to_string(),
        })
    };
    Ok(outcomes::questions_of(tx, person)?.into_iter().map(shown).collect())
}

fn introductions_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Value>> {
    let rows = tx.all(
        sql("SELECT asker, state, words, asked_at FROM third_places_introduction
             WHERE asker = $1 OR asked = $1 ORDER BY asked_at"),
        &[person.into()],
    )?;
    let mut all = Vec::new();
    for row in rows {
        let mut columns = row.columns();
        let (asker, state): (PersonId, String) = (columns.take()?, columns.take()?);
        let (words, at): (String, Moment) = (columns.take()?, columns.take()?);
        let own = asker == person;
        // To whoever asked, no is no answer.
        let state = if own && state == "declined" { "asked".to_owned() } else { state };
        all.push(json!({
            "event": if own { "asked" } else { "received" },
            "state": state,
            "message": words,
            "at": at.to_string(),
        }));
    }
    Ok(all)
}

/// Nothing is left of somebody but that so many were introduced.
pub(crate) fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    profiles::forget(tx, person)?;
    ideas::erase(tx, person)?;
    tx.run(
        sql("DELETE FROM third_places_turned_down WHERE person = $1 OR other = $1"),
        &[person.into()],
    )?;
    tx.run(sql("DELETE FROM third_places_pace WHERE person = $1"), &[person.into()]).map(drop)
}
