//! Files sent by users, kept once under the SHA-256 of their content, beside the data they
//! belong to: one backup holds all, and nodes share nothing but the database.

use base::Outcome;

use crate::tx::Tx;
use crate::value::sql;

/// Keeps some bytes; their SHA-256 is the name to find them by.
pub fn put_blob(tx: &mut Tx, bytes: Vec<u8>) -> Outcome<String> {
    let hash = base::sha256(&bytes);
    let size = bytes.len();
    tx.run(
        sql("INSERT INTO store_blob (hash, size, bytes) VALUES ($1, $2, $3)
             ON CONFLICT (hash) DO NOTHING"),
        &[hash.as_str().into(), size.into(), bytes.into()],
    )?;
    Ok(hash)
}

/// The bytes kept under a hash.
pub fn get_blob(tx: &mut Tx, hash: &str) -> Outcome<Vec<u8>> {
    tx.one(sql("SELECT bytes FROM store_blob WHERE hash = $1"), &[hash.into()])?.single()
}

/// Forgets the bytes kept under a hash; the caller knows that nothing refers to it any more.
pub fn delete_blob(tx: &mut Tx, hash: &str) -> Outcome<()> {
    tx.run(sql("DELETE FROM store_blob WHERE hash = $1"), &[hash.into()]).map(drop)
}
