//! Idempotency: a command with a key happens once, however often it is sent.

use base::{Moment, Outcome, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::tx::Tx;
use crate::value::sql;

/// Carries out `work` under `key` the first time; afterwards gives the same answer again without
/// doing it again. The same key with another `request` is a conflict. A refusal is not kept.
///
/// `key` should begin with who sends it, so that nobody can take somebody else's key.
pub fn once<T, F>(tx: &mut Tx, key: &str, request: &str, work: F) -> Outcome<T>
where
    T: Serialize + DeserializeOwned,
    F: FnOnce(&mut Tx) -> Outcome<T>,
{
    let digest = base::sha256(request.as_bytes());
    let now = tx.now();
    let fresh = tx.run(
        sql("INSERT INTO store_command (key, digest, answer, at) VALUES ($1, $2, '', $3)
             ON CONFLICT (key) DO NOTHING"),
        &[key.into(), digest.as_str().into(), now.into()],
    )?;
    if fresh == 0 {
        return earlier_answer(tx, key, &digest);
    }
    let value = work(tx)?;
    let answer = serde_json::to_string(&value).map_err(Refusal::broken)?;
    tx.run(
        sql("UPDATE store_command SET answer = $1 WHERE key = $2"),
        &[answer.into(), key.into()],
    )?;
    Ok(value)
}

fn earlier_answer<T: DeserializeOwned>(tx: &mut Tx, key: &str, digest: &str) -> Outcome<T> {
    let mut row = tx
        .one(sql("SELECT digest, answer FROM store_command WHERE key = $1"), &[key.into()])?
        .columns();
    let kept_digest: String = row.take()?;
    let answer: String = row.take()?;
    if kept_digest != digest {
        return Err(Refusal::conflict("web-conflict-key-reused"));
    }
    serde_json::from_str(&answer).map_err(Refusal::broken)
}

/// Forgets the keys of commands older than `before`.
pub fn forget_commands(tx: &mut Tx, before: Moment) -> Outcome<u64> {
    tx.run(sql("DELETE FROM store_command WHERE at < $1"), &[before.into()])
}

/// Forgets the keys that hold an id: those of somebody who is gone.
pub fn forget_commands_of<K>(tx: &mut Tx, who: base::Id<K>) -> Outcome<u64> {
    tx.run(sql("DELETE FROM store_command WHERE key LIKE $1"), &[format!("%{who}%").into()])
}
