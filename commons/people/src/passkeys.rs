//! Passkeys (WebAuthn): a key in the person's telephone, computer or token, opened by a finger, a
//! face or a code. It stands for both steps of signing in, since the device verifies its holder.
//!
//! Challenges are made by webauthn-rs with its own chance. A counter that does not grow, as a
//! copied key's would not, is refused and told in the log.

use base::{Id, Moment, Outcome, Refusal};
use serde_json::Value;
use store::{Tx, sql};
use webauthn_rs::prelude::{
    AuthenticationResult, CreationChallengeResponse, DiscoverableAuthentication, Passkey,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid,
    WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::{Account, PersonId, ceremonies};

const NEW: &str = "passkey-new";
const USE: &str = "passkey-use";
/// The browser has so many seconds to answer.
const ANSWER_S: i64 = 5 * 60;
/// Passkeys of one person.
const KEYS_MAX: usize = 20;

/// Marks ids of passkeys.
pub(crate) enum PasskeyKind {}
/// The id of a passkey: not the browser's.
pub(crate) type PasskeyId = Id<PasskeyKind>;

/// A passkey, for its owner.
pub(crate) struct PasskeyInfo {
    pub(crate) id: PasskeyId,
    pub(crate) name: String,
    pub(crate) created_at: Moment,
    pub(crate) used_at: Option<Moment>,
}

/// What the browser needs to ask for a key, and the token of the ceremony.
pub(crate) struct Asked {
    pub(crate) options: Value,
    pub(crate) token: String,
}

/// Passkeys belong to a host by name; an instance at a bare address has none.
pub(crate) fn site(public_url: &str) -> Option<Webauthn> {
    let origin = Url::parse(public_url).ok()?;
    let host = origin.domain()?.to_owned();
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name("Parvis").build().ok()
}

/// Begins to add a passkey to an account.
pub(crate) fn begin_new(tx: &mut Tx, site: &Webauthn, account: &Account) -> Outcome<Asked> {
    let held = keys(tx, account.id)?;
    if held.len() >= KEYS_MAX {
        return Err(Refusal::conflict("people-conflict-passkeys-many"));
    }
    let user = account.id.to_string().parse::<Uuid>().map_err(Refusal::broken)?;
    let known = held.iter().map(|key| key.cred_id().clone()).collect();
    let (challenge, state) = site
        .start_passkey_registration(user, &account.email, &account.name, Some(known))
        .map_err(Refusal::broken)?;
    let token = ceremonies::begin(tx, NEW, Some(account.id), &state, ANSWER_S)?;
    Ok(Asked { options: discoverable(&challenge)?, token })
}

/// The key must name its holder by itself, since signing in asks for no address.
fn discoverable(challenge: &CreationChallengeResponse) -> Outcome<Value> {
    let mut options = serde_json::to_value(&challenge.public_key).map_err(Refusal::broken)?;
    if let Some(Value::Object(wanted)) = options.get_mut("authenticatorSelection") {
        wanted.insert("residentKey".to_owned(), "required".into());
        wanted.insert("requireResidentKey".to_owned(), true.into());
    }
    Ok(options)
}

/// Adds the passkey with which the browser answers.
pub(crate) fn finish_new(
    tx: &mut Tx,
    site: &Webauthn,
    person: PersonId,
    token: &str,
    credential: &str,
    name: &str,
) -> Outcome<()> {
    let (asker, state) = ceremonies::take::<PasskeyRegistration>(tx, NEW, token)?;
    if asker != Some(person) {
        return Err(Refusal::Unknown);
    }
    let wrong = || Refusal::field("", "people-fault-passkey");
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(credential).map_err(|_| wrong())?;
    let key = site.finish_passkey_registration(&answer, &state).map_err(|_| wrong())?;
    let (id, now): (PasskeyId, Moment) = (tx.id(), tx.now());
    let added = tx.run(
        sql("INSERT INTO people_passkey (id, person, credential, name, public_key, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential) DO NOTHING"),
        &[
            id.into(),
            person.into(),
            base::hex(key.cred_id().as_ref()).into(),
            name.into(),
            serde_json::to_string(&key).map_err(Refusal::broken)?.into(),
            now.into(),
        ],
    )?;
    if added == 0 {
        return Err(wrong());
    }
    crate::notices::way_in_added(tx, person, "people-action-passkey-added")?;
    crate::record(tx, &person.to_string(), "people.passkey-added", &person.to_string(), "")
}

/// Begins to sign in, or to prove who one is, with whichever passkey the device offers.
pub(crate) fn begin_use(tx: &mut Tx, site: &Webauthn) -> Outcome<Asked> {
    let (challenge, state) = site.start_discoverable_authentication().map_err(Refusal::broken)?;
    let token = ceremonies::begin(tx, USE, None, &state, ANSWER_S)?;
    let options = serde_json::to_value(&challenge.public_key).map_err(Refusal::broken)?;
    Ok(Asked { options, token })
}

/// What came of an answer.
pub(crate) enum Opened {
    /// The holder is whom the key belongs to.
    Account(Account),
    /// The answer proves nothing: unknown key, other site, old challenge, copied key.
    Nothing,
}

/// Verifies the answer of a device. The challenge is used up in any case.
pub(crate) fn finish_use(
    tx: &mut Tx,
    site: &Webauthn,
    token: &str,
    credential: &str,
) -> Outcome<Opened> {
    let state = match ceremonies::take::<DiscoverableAuthentication>(tx, USE, token) {
        Ok((_, state)) => state,
        Err(Refusal::Unknown) => return Ok(Opened::Nothing),
        Err(refusal) => return Err(refusal),
    };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(credential) else {
        return Ok(Opened::Nothing);
    };
    let Ok((holder, credential)) = site.identify_discoverable_authentication(&answer) else {
        return Ok(Opened::Nothing);
    };
    let found = tx.maybe(
        sql("SELECT id, person, public_key FROM people_passkey WHERE credential = $1"),
        &[base::hex(credential).into()],
    )?;
    let Some(row) = found else { return Ok(Opened::Nothing) };
    let mut columns = row.columns();
    let (id, person): (PasskeyId, PersonId) = (columns.take()?, columns.take()?);
    let mut key: Passkey = parsed(&columns.take::<String>()?)?;
    if person.to_string() != holder.to_string() {
        return Ok(Opened::Nothing);
    }
    let verified = site.finish_discoverable_authentication_v2(&answer, state, &key);
    match verified {
        Ok(result) => {
            used(tx, id, &mut key, &result)?;
            crate::account(tx, person).map(Opened::Account)
        }
        Err(WebauthnError::CredentialPossibleCompromise) => {
            let who = person.to_string();
            crate::record(tx, &who, "people.passkey-copied", &who, "")?;
            Ok(Opened::Nothing)
        }
        Err(_) => Ok(Opened::Nothing),
    }
}

fn used(tx: &mut Tx, id: PasskeyId, key: &mut Passkey, seen: &AuthenticationResult) -> Outcome<()> {
    key.update_credential(seen);
    let now = tx.now();
    tx.run(
        sql("UPDATE people_passkey SET public_key = $1, used_at = $2 WHERE id = $3"),
        &[serde_json::to_string(&key).map_err(Refusal::broken)?.into(), now.into(), id.into()],
    )
    .map(drop)
}

fn parsed(text: &str) -> Outcome<Passkey> {
    serde_json::from_str(text).map_err(Refusal::broken)
}

fn keys(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Passkey>> {
    let rows = tx.all(
        sql("SELECT public_key FROM people_passkey WHERE person = $1 ORDER BY id"),
        &[person.into()],
    )?;
    rows.into_iter().map(|row| parsed(&row.single::<String>()?)).collect()
}

/// The passkeys of a person, oldest first.
pub(crate) fn passkeys_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PasskeyInfo>> {
    tx.all(
        sql("SELECT id, name, created_at, used_at FROM people_passkey
             WHERE person = $1 ORDER BY id"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(PasskeyInfo {
            id: columns.take()?,
            name: columns.take()?,
            created_at: columns.take()?,
            used_at: columns.take()?,
        })
    })
    .collect()
}

/// Takes a passkey off its owner's account.
pub(crate) fn remove(tx: &mut Tx, person: PersonId, id: PasskeyId) -> Outcome<()> {
    let gone = tx.run(
        sql("DELETE FROM people_passkey WHERE id = $1 AND person = $2"),
        &[id.into(), person.into()],
    )?;
    if gone == 0 {
        return Err(Refusal::Unknown);
    }
    crate::record(tx, &person.to_string(), "people.passkey-removed", &person.to_string(), "")
}
