//! The first administrator of a new instance, made by a link that only who starts it can see.

use base::{Outcome, Refusal};
use store::{Tx, sql};

use crate::{Account, NewGrant, Role};

/// A link is good for so many seconds, a day; the next start makes another.
const LINK_S: i64 = 86_400;

/// The token of a new link, while there is no administrator; links made before end.
pub fn first_link(tx: &mut Tx) -> Outcome<Option<String>> {
    if !crate::holders(tx, Role::Administrator, "")?.is_empty() {
        return Ok(None);
    }
    let (token, expires_at) = (tx.world().token(), tx.now().plus_seconds(LINK_S));
    tx.run(sql("DELETE FROM people_first_link"), &[])?;
    tx.run(
        sql("INSERT INTO people_first_link (token_hash, expires_at) VALUES ($1, $2)"),
        &[base::sha256(token.as_bytes()).into(), expires_at.into()],
    )?;
    Ok(Some(token))
}

/// Whether a link is still good; otherwise it is unknown.
pub(crate) fn check_first_link(tx: &mut Tx, token: &str) -> Outcome<()> {
    let now = tx.now();
    tx.one(
        sql("SELECT 1 FROM people_first_link WHERE token_hash = $1 AND expires_at > $2"),
        &[base::sha256(token.as_bytes()).into(), now.into()],
    )
    .map(drop)
}

/// Makes the first administrator; the link ends.
pub(crate) fn make_first(
    tx: &mut Tx,
    token: &str,
    (email, name, lang): (&str, &str, &str),
    password_hash: &str,
) -> Outcome<Account> {
    check_first_link(tx, token)?;
    // The fence: of two uses of one link only the first finds it.
    let used = tx.run(sql("DELETE FROM people_first_link"), &[])?;
    if used == 0 || !crate::holders(tx, Role::Administrator, "")?.is_empty() {
        return Err(Refusal::Unknown);
    }
    let person = crate::create_account(tx, email, name, lang)?;
    let link = crate::request_link(tx, person)?;
    let account = crate::set_password_by_link(tx, &link, password_hash)?;
    let role = Role::Administrator;
    crate::grant(
        tx,
        "system",
        &NewGrant { person, role, scope: String::new(), valid_until: None },
    )?;
    Ok(account)
}
