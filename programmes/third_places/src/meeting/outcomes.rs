//! What came of it: asked three months after two were introduced and after an idea was opened,
//! asked once more a month later, answered with one key, counted without a name.

use base::{Moment, Outcome, Refusal};
use people::{Actor, PersonId};
use store::{Tx, sql};

use super::notices::{self, Told};

/// Days after which it is asked: three months.
pub const AFTER_DAYS: i64 = 91;
/// Days after which it is asked once more.
pub const AGAIN_DAYS: i64 = 30;
/// Subjects that one round asks about.
const ROUND: usize = 500;

/// What may have come of it, the least first; each has a text `places-meet-outcome-…`.
pub const ANSWERS: [&str; 5] = ["nothing", "talked", "together", "project", "created"];

/// A question to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// About which introduction or idea.
    pub subject: String,
    /// `introduction` or `idea`.
    pub kind: String,
    /// What they answered, or nothing.
    pub answer: String,
    /// How many jobs or enterprises were created.
    pub count: i64,
    /// What else they said.
    pub words: String,
    /// When it was last asked.
    pub asked_at: Moment,
}

/// The questions to somebody, open ones first.
pub fn questions(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Question>> {
    let person = actor.person()?;
    questions_of(tx, person)
}

pub(super) fn questions_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Question>> {
    tx.all(
        sql("SELECT subject, kind, answer, count, words, asked_at FROM third_places_outcome
             WHERE person = $1
             ORDER BY CASE WHEN answer = '' THEN 0 ELSE 1 END, asked_at DESC, subject LIMIT 200"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Question {
            subject: columns.take()?,
            kind: columns.take()?,
            answer: columns.take()?,
            count: columns.take()?,
            words: columns.take()?,
            asked_at: columns.take()?,
        })
    })
    .collect()
}

/// Answers what came of it; said again, the later counts.
pub fn answer_question(
    tx: &mut Tx,
    actor: &Actor,
    subject: &str,
    (answer, count, words): (&str, i64, &str),
) -> Outcome<()> {
    let person = actor.person()?;
    if !ANSWERS.contains(&answer) {
        return Err(Refusal::Malformed);
    }
    let now = tx.now();
    // Only what was created has a number, and at least one.
    let count = if answer == "created" { count.clamp(1, 1_000) } else { 0 };
    let known = tx.run(
        sql("UPDATE third_places_outcome SET answer = $1, count = $2, words = $3, answered_at = $4
             WHERE subject = $5 AND person = $6"),
        &[answer.into(), count.into(), words.into(), now.into(), subject.into(), person.into()],
    )?;
    if known == 0 {
        return Err(Refusal::Unknown);
    }
    people::record(tx, &actor.name_in_log(), "places.meeting-outcome", &person.to_string(), "")
}

/// Asks whoever is to be asked by now, each question once.
pub fn ask_due(tx: &mut Tx) -> Outcome<()> {
    let now = tx.now();
    let before = now.plus_days(-AFTER_DAYS);
    let met = tx.all(
        sql("SELECT id, asker, asked FROM third_places_introduction i
             WHERE state = 'accepted' AND answered_at <= $1 AND pair IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM third_places_outcome o WHERE o.subject = i.id)
             ORDER BY answered_at, id LIMIT $2"),
        &[before.into(), ROUND.into()],
    )?;
    for row in met {
        let mut columns = row.columns();
        let subject: String = columns.take()?;
        for number in 1..=2 {
            put(tx, (&subject, number, "introduction"), columns.take()?)?;
        }
    }
    let opened = tx.all(
        sql("SELECT i.id, m.person FROM third_places_idea i
             JOIN third_places_idea_member m ON m.idea = i.id AND m.state = 'member'
             WHERE i.opened_at <= $1
                AND NOT EXISTS (SELECT 1 FROM third_places_outcome o WHERE o.subject = i.id)
             ORDER BY i.opened_at, i.id, m.at, m.person LIMIT $2"),
        &[before.into(), ROUND.into()],
    )?;
    let mut last = (String::new(), 0);
    for row in opened {
        let mut columns = row.columns();
        let subject: String = columns.take()?;
        last = if last.0 == subject { (subject, last.1 + 1) } else { (subject, 1) };
        put(tx, (&last.0, last.1, "idea"), columns.take()?)?;
    }
    ask_again(tx)
}

fn put(
    tx: &mut Tx,
    (subject, number, kind): (&str, i64, &'static str),
    person: PersonId,
) -> Outcome<()> {
    let now = tx.now();
    let new = tx.run(
        sql("INSERT INTO third_places_outcome (subject, number, kind, person, times, asked_at,
                answer, count, words, answered_at)
             VALUES ($1, $2, $3, $4, 1, $5, '', 0, '', NULL)
             ON CONFLICT (subject, number) DO NOTHING"),
        &[subject.into(), number.into(), kind.into(), person.into(), now.into()],
    )?;
    match new {
        0 => Ok(()),
        _ => notices::tell(tx, person, Told::WhatCame, &format!("{subject}:1"), &[]),
    }
}

fn ask_again(tx: &mut Tx) -> Outcome<()> {
    let now = tx.now();
    let rows = tx.all(
        sql("UPDATE third_places_outcome SET times = 2, asked_at = $1
             WHERE answer = '' AND times = 1 AND asked_at <= $2 AND person IS NOT NULL
             RETURNING subject, person"),
        &[now.into(), now.plus_days(-AGAIN_DAYS).into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        let (subject, person): (String, PersonId) = (columns.take()?, columns.take()?);
        notices::tell(tx, person, Told::WhatCame, &format!("{subject}:2"), &[])?;
    }
    Ok(())
}

/// What was said of somebody's introductions, to one other or to all if none is named, is counted
/// without a name from now on.
pub(super) fn blank(tx: &mut Tx, person: PersonId, other: &str) -> Outcome<()> {
    tx.run(
        sql("UPDATE third_places_outcome SET person = NULL, words = ''
             WHERE subject IN (SELECT id FROM third_places_introduction
                WHERE (asker = $1 AND (asked = $2 OR $2 = ''))
                    OR (asked = $1 AND (asker = $2 OR $2 = '')))"),
        &[person.into(), other.into()],
    )
    .map(drop)
}

/// What somebody said is counted without their name.
pub(super) fn forget(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    tx.run(
        sql("UPDATE third_places_outcome SET person = NULL, words = '' WHERE person = $1"),
        &[person.into()],
    )
    .map(drop)
}
