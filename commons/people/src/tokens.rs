//! Tokens for programs: a person's, with scopes and an end, shown once and stored hashed.

use base::{Id, Moment, Outcome, Refusal};
use store::{Tx, sql};

use crate::PersonId;

/// Scopes that a token may have.
pub(crate) const SCOPES: &[&str] = &["read", "write"];
/// A token ends after so many days.
pub(crate) const TOKEN_DAYS: i64 = 365;

/// Marks ids of tokens.
pub enum TokenKind {}

/// What may be shown of a token.
#[derive(Clone, Debug)]
pub struct TokenInfo {
    /// Its id.
    pub id: Id<TokenKind>,
    /// What its owner calls it.
    pub name: String,
    /// Its scopes, separated by spaces.
    pub scopes: String,
    /// When it ends.
    pub expires_at: Moment,
}

/// Makes a token; what is returned is shown once.
pub fn create_token(tx: &mut Tx, person: PersonId, name: &str, scopes: &str) -> Outcome<String> {
    let token = format!("parvis_{}", tx.world().token());
    let id: Id<TokenKind> = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO people_token (id, person, name, token_hash, scopes, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        &[
            id.into(),
            person.into(),
            name.into(),
            base::sha256(token.as_bytes()).into(),
            scopes.into(),
            now.into(),
            now.plus_days(TOKEN_DAYS).into(),
        ],
    )?;
    let by = person.to_string();
    crate::record(tx, &by, "people.token-created", &id.to_string(), scopes)?;
    Ok(token)
}

/// The live tokens of a person.
pub fn tokens_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<TokenInfo>> {
    let now = tx.now();
    tx.all(
        sql("SELECT id, name, scopes, expires_at FROM people_token
             WHERE person = $1 AND expires_at > $2 ORDER BY id DESC LIMIT 100"),
        &[person.into(), now.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(TokenInfo {
            id: columns.take()?,
            name: columns.take()?,
            scopes: columns.take()?,
            expires_at: columns.take()?,
        })
    })
    .collect()
}

/// Ends a token of a person.
pub fn revoke_token(tx: &mut Tx, person: PersonId, id: Id<TokenKind>) -> Outcome<()> {
    let ended = tx.run(
        sql("DELETE FROM people_token WHERE id = $1 AND person = $2"),
        &[id.into(), person.into()],
    )?;
    if ended == 0 {
        return Err(Refusal::Unknown);
    }
    crate::record(tx, &person.to_string(), "people.token-ended", &id.to_string(), "")
}

/// Whose a token is, and its scopes.
pub(crate) fn holder(tx: &mut Tx, token: &str) -> Outcome<Option<(PersonId, String)>> {
    let now = tx.now();
    tx.maybe(
        sql("SELECT person, scopes FROM people_token WHERE token_hash = $1 AND expires_at > $2"),
        &[base::sha256(token.as_bytes()).into(), now.into()],
    )?
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?))
    })
    .transpose()
}
