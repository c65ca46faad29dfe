//! Files sent by users, kept once under the SHA-256 of their content, beside the data they
//! belong to: one backup holds all, and nodes share nothing but the database. Whoever keeps some bytes
//! uses them once, until they forget them; the bytes go with their last use.

use base::Outcome;

use crate::tx::Tx;
use crate::value::sql;

/// Keeps some bytes; their SHA-256 is the name to find them by.
pub fn put_blob(tx: &mut Tx, bytes: Vec<u8>) -> Outcome<String> {
    let hash = base::sha256(&bytes);
    let size = bytes.len();
    tx.run(
        sql("INSERT INTO store_blob (hash, size, bytes) VALUES ($1, $2, $3)
             ON CONFLICT (hash) DO UPDATE SET uses = store_blob.uses + 1"),
        &[hash.as_str().into(), size.into(), bytes.into()],
    )?;
    Ok(hash)
}

/// The bytes kept under a hash.
pub fn get_blob(tx: &mut Tx, hash: &str) -> Outcome<Vec<u8>> {
    tx.one(sql("SELECT bytes FROM store_blob WHERE hash = $1"), &[hash.into()])?.single()
}

/// Ends one use of the bytes kept under a hash: one for each time that they were put.
pub fn delete_blob(tx: &mut Tx, hash: &str) -> Outcome<()> {
    tx.run(sql("UPDATE store_blob SET uses = uses - 1 WHERE hash = $1"), &[hash.into()])?;
    tx.run(sql("DELETE FROM store_blob WHERE hash = $1 AND uses <= 0"), &[hash.into()]).map(drop)
}
