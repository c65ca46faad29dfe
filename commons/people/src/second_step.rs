//! The second step of signing in: six digits from an application (TOTP, RFC 6238), or one of ten
//! spare codes. A code serves once; a half sign-in lives five minutes and five attempts.

use base::{Outcome, Refusal};
use store::{Tx, sql};
use totp_rs::{Builder, Secret};

use crate::{Account, PersonId};

/// Spare codes given when a second step is set up.
const SPARE_CODES: usize = 10;
const HALF_S: i64 = 5 * 60;
const ATTEMPTS_MAX: i64 = 5;
/// Seconds that one code is good for.
const TURN_S: u64 = 30;

/// The second step of a person, as set up.
pub(crate) struct SecondStep {
    pub(crate) secret: Secret,
    pub(crate) confirmed: bool,
    last_turn: i64,
}

pub(crate) fn second_step(tx: &mut Tx, person: PersonId) -> Outcome<Option<SecondStep>> {
    let row = tx.maybe(
        sql("SELECT secret, confirmed_at, last_turn FROM people_second_step WHERE person = $1"),
        &[person.into()],
    )?;
    row.map(|row| {
        let mut columns = row.columns();
        let secret: String = columns.take()?;
        Ok(SecondStep {
            secret: Secret::try_from_base32(secret).map_err(Refusal::broken)?,
            confirmed: columns.take::<Option<i64>>()?.is_some(),
            last_turn: columns.take()?,
        })
    })
    .transpose()
}

/// Whether signing in takes a second step.
pub fn has_second_step(tx: &mut Tx, person: PersonId) -> Outcome<bool> {
    Ok(second_step(tx, person)?.is_some_and(|step| step.confirmed))
}

/// Whether a person can be known in two ways: by a code besides the password, or by a passkey.
pub(crate) fn has_second_way(tx: &mut Tx, person: PersonId) -> Outcome<bool> {
    let passkey = sql("SELECT id FROM people_passkey WHERE person = $1 LIMIT 1");
    Ok(has_second_step(tx, person)? || tx.maybe(passkey, &[person.into()])?.is_some())
}

/// Those who run the instance without a second step: how many.
pub(crate) fn count_without(tx: &mut Tx) -> Outcome<i64> {
    let now = tx.now();
    tx.one(
        sql("SELECT count(DISTINCT g.person) FROM people_grant g
             LEFT JOIN people_second_step s
                ON s.person = g.person AND s.confirmed_at IS NOT NULL
             WHERE g.role IN ('administrator', 'officer') AND g.revoked_at IS NULL
               AND g.valid_from <= $1 AND (g.valid_until IS NULL OR g.valid_until > $1)
               AND s.person IS NULL
               AND g.person NOT IN (SELECT person FROM people_passkey)"),
        &[now.into()],
    )?
    .single()
}

/// Makes a secret that counts once a code made from it has been seen.
pub fn begin_second_step(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    if has_second_step(tx, person)? {
        return Err(Refusal::conflict("people-conflict-second-step-there"));
    }
    let secret = Secret::from(tx.world().bytes::<20>()).to_base32();
    tx.run(sql("DELETE FROM people_second_step WHERE person = $1"), &[person.into()])?;
    tx.run(
        sql("INSERT INTO people_second_step (person, secret, last_turn) VALUES ($1, $2, 0)"),
        &[person.into(), secret.into()],
    )
    .map(drop)
}

/// The first code makes the second step count; the spare codes, shown this once.
pub fn confirm_second_step(tx: &mut Tx, person: PersonId, code: &str) -> Outcome<Vec<String>> {
    let step = second_step(tx, person)?.ok_or(Refusal::Unknown)?;
    let turn = turn_of(&step, tx.now().0, code)
        .ok_or_else(|| Refusal::field("code", "people-fault-code"))?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE people_second_step SET confirmed_at = $1, last_turn = $2
             WHERE person = $3 AND confirmed_at IS NULL"),
        &[now.into(), turn.into(), person.into()],
    )?;
    tx.run(sql("DELETE FROM people_spare_code WHERE person = $1"), &[person.into()])?;
    let mut codes = Vec::new();
    for _ in 0..SPARE_CODES {
        let code = base::hex(&tx.world().bytes::<16>());
        tx.run(
            sql("INSERT INTO people_spare_code (code_hash, person) VALUES ($1, $2)"),
            &[spare_hash(person, &code).into(), person.into()],
        )?;
        codes.push(code);
    }
    let id = person.to_string();
    crate::record(tx, &id, "people.second-step-set", &id, "")?;
    Ok(codes)
}

/// Ends the second step; a code proves that it is still in the right hands.
pub fn end_second_step(tx: &mut Tx, person: PersonId, code: &str) -> Outcome<()> {
    if !passes(tx, person, code)? {
        return Err(Refusal::field("code", "people-fault-code"));
    }
    forget_second_step(tx, person, &person.to_string())
}

/// Takes the second step away from somebody who has lost it: for administrators.
pub fn forget_second_step(tx: &mut Tx, person: PersonId, by: &str) -> Outcome<()> {
    crate::notices::second_step_ends(tx, person)?;
    tx.run(sql("DELETE FROM people_second_step WHERE person = $1"), &[person.into()])?;
    tx.run(sql("DELETE FROM people_spare_code WHERE person = $1"), &[person.into()])?;
    web::sessions::weaken_all(tx, &person.to_string())?;
    crate::record(tx, by, "people.second-step-ended", &person.to_string(), "")
}

/// Half signed in: the password was right. The token goes into the form of the second step.
pub(crate) fn half_sign_in(tx: &mut Tx, person: PersonId) -> Outcome<String> {
    let (token, now) = (tx.world().token(), tx.now());
    tx.run(sql("DELETE FROM people_half_sign_in WHERE expires_at < $1"), &[now.into()])?;
    tx.run(
        sql("INSERT INTO people_half_sign_in (token_hash, person, attempts, expires_at)
             VALUES ($1, $2, 0, $3)"),
        &[base::sha256(token.as_bytes()).into(), person.into(), now.plus_seconds(HALF_S).into()],
    )?;
    Ok(token)
}

/// The account that a half sign-in and a code open together; nothing if the code is wrong, and
/// [`Refusal::Unknown`] once the half sign-in is worth nothing any more.
pub(crate) fn complete_sign_in(tx: &mut Tx, token: &str, code: &str) -> Outcome<Option<Account>> {
    let (now, hash) = (tx.now(), base::sha256(token.as_bytes()));
    let person: PersonId = tx
        .one(
            sql("UPDATE people_half_sign_in SET attempts = attempts + 1
                 WHERE token_hash = $1 AND expires_at > $2 AND attempts < $3 RETURNING person"),
            &[hash.as_str().into(), now.into(), ATTEMPTS_MAX.into()],
        )?
        .single()?;
    if !passes(tx, person, code)? {
        return Ok(None);
    }
    tx.run(sql("DELETE FROM people_half_sign_in WHERE token_hash = $1"), &[hash.into()])?;
    crate::account(tx, person).map(Some)
}

/// Whether a code is right and was not used before; it is used by this.
fn passes(tx: &mut Tx, person: PersonId, code: &str) -> Outcome<bool> {
    let Some(step) = second_step(tx, person)?.filter(|step| step.confirmed) else {
        return Ok(false);
    };
    if let Some(turn) = turn_of(&step, tx.now().0, code) {
        let used = tx.run(
            sql(
                "UPDATE people_second_step SET last_turn = $1 WHERE person = $2 AND last_turn < $1",
            ),
            &[turn.into(), person.into()],
        )?;
        return Ok(used == 1);
    }
    let spare = tx.run(
        sql("DELETE FROM people_spare_code WHERE code_hash = $1 AND person = $2"),
        &[spare_hash(person, &compact(code)).into(), person.into()],
    )?;
    if spare == 1 {
        let id = person.to_string();
        crate::record(tx, &id, "people.spare-code-used", &id, "")?;
    }
    Ok(spare == 1)
}

/// The turn, at most one before or after the present one and not used yet, whose code this is.
fn turn_of(step: &SecondStep, now_us: i64, code: &str) -> Option<i64> {
    let seconds = u64::try_from(now_us / 1_000_000).ok()?;
    let (code, totp) =
        (compact(code), Builder::new().with_secret(step.secret.clone()).build().ok()?);
    let present = seconds / TURN_S;
    [present.saturating_sub(1), present, present + 1]
        .into_iter()
        .filter(|turn| i64::try_from(*turn).is_ok_and(|turn| turn > step.last_turn))
        .find(|turn| totp.generate(turn * TURN_S).to_string() == code)
        .and_then(|turn| i64::try_from(turn).ok())
}

impl SecondStep {
    /// The address that an application reads from a picture.
    pub(crate) fn address(&self, email: &str) -> Outcome<String> {
        Builder::new()
            .with_secret(self.secret.clone())
            .with_issuer(Some("Parvis"))
            .with_account_name(email)
            .build()
            .and_then(|totp| totp.to_url())
            .map_err(Refusal::broken)
    }
}

fn compact(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase()
}

fn spare_hash(person: PersonId, code: &str) -> String {
    base::sha256(format!("{person} {code}").as_bytes())
}
