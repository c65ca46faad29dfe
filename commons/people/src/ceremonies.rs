//! What takes two steps: asked for now, answered in a moment by the same browser.
//!
//! A ceremony is found by a token that only that browser has, and its content is sealed under that
//! token: the store alone cannot read it. It is answered once, and forgotten when its time is over.

use base::{Outcome, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Key, Tx, sql};

use crate::PersonId;

/// Wrong answers that a ceremony bears.
const ATTEMPTS_MAX: i64 = 5;

/// Begins a ceremony of a purpose; its token.
pub(crate) fn begin(
    tx: &mut Tx,
    purpose: &str,
    person: Option<PersonId>,
    content: &impl Serialize,
    seconds: i64,
) -> Outcome<String> {
    let token = tx.world().token();
    let content = sealed(tx, purpose, &token, content)?;
    let until = tx.now().plus_seconds(seconds);
    tx.run(
        sql("INSERT INTO people_ceremony
                (token_hash, purpose, person, content, attempts, expires_at)
             VALUES ($1, $2, $3, $4, 0, $5)"),
        &[
            base::sha256(token.as_bytes()).into(),
            purpose.into(),
            person.into(),
            content.into(),
            until.into(),
        ],
    )?;
    Ok(token)
}

/// What a ceremony is about and for whom; it goes on.
pub(crate) fn look<T: DeserializeOwned>(
    tx: &mut Tx,
    purpose: &str,
    token: &str,
) -> Outcome<(Option<PersonId>, T)> {
    let now = tx.now();
    let row = tx.maybe(
        sql("SELECT person, content FROM people_ceremony
             WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND attempts < $4"),
        &[base::sha256(token.as_bytes()).into(), purpose.into(), now.into(), ATTEMPTS_MAX.into()],
    )?;
    read(row, purpose, token)
}

/// Ends a ceremony: of two answers only the first finds it.
pub(crate) fn take<T: DeserializeOwned>(
    tx: &mut Tx,
    purpose: &str,
    token: &str,
) -> Outcome<(Option<PersonId>, T)> {
    let now = tx.now();
    let row = tx.maybe(
        sql("DELETE FROM people_ceremony
             WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND attempts < $4
             RETURNING person, content"),
        &[base::sha256(token.as_bytes()).into(), purpose.into(), now.into(), ATTEMPTS_MAX.into()],
    )?;
    read(row, purpose, token)
}

/// Counts a wrong answer.
pub(crate) fn count_wrong(tx: &mut Tx, token: &str) -> Outcome<()> {
    tx.run(
        sql("UPDATE people_ceremony SET attempts = attempts + 1 WHERE token_hash = $1"),
        &[base::sha256(token.as_bytes()).into()],
    )
    .map(drop)
}

/// Changes what a ceremony is about.
pub(crate) fn amend(
    tx: &mut Tx,
    purpose: &str,
    token: &str,
    content: &impl Serialize,
) -> Outcome<()> {
    let content = sealed(tx, purpose, token, content)?;
    tx.run(
        sql("UPDATE people_ceremony SET content = $1 WHERE token_hash = $2"),
        &[content.into(), base::sha256(token.as_bytes()).into()],
    )
    .map(drop)
}

fn sealed(tx: &Tx, purpose: &str, token: &str, content: &impl Serialize) -> Outcome<String> {
    let text = serde_json::to_string(content).map_err(Refusal::broken)?;
    Key::of_secret("ceremony", token).seal(tx.world(), purpose, &text)
}

fn read<T: DeserializeOwned>(
    row: Option<store::Row>,
    purpose: &str,
    token: &str,
) -> Outcome<(Option<PersonId>, T)> {
    let mut columns = row.ok_or(Refusal::Unknown)?.columns();
    let (person, content): (Option<PersonId>, String) = (columns.take()?, columns.take()?);
    let text = Key::of_secret("ceremony", token).open(purpose, &content);
    let text = text.ok_or_else(|| Refusal::broken("a ceremony is sealed otherwise"))?;
    Ok((person, serde_json::from_str(&text).map_err(Refusal::broken)?))
}
