//! What the store itself can verify of a live or restored database.

use base::Outcome;

use crate::tx::Tx;
use crate::value::sql;

/// One record that breaks one invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The invariant, in words.
    pub invariant: &'static str,
    /// The record that breaks it.
    pub record: String,
}

/// Verifies the engine's own structure and the content of every kept file against its name.
pub fn check_engine(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    if tx.is_sqlite() {
        for row in tx.raw("PRAGMA integrity_check")? {
            let line: String = row.single()?;
            if line != "ok" {
                findings.push(Finding { invariant: "the file of data is sound", record: line });
            }
        }
    }
    for row in tx.all(sql("SELECT hash FROM store_blob ORDER BY hash"), &[])? {
        let hash: String = row.single()?;
        if base::sha256(&crate::get_blob(tx, &hash)?) != hash {
            findings.push(Finding { invariant: "a kept file is what its name says", record: hash });
        }
    }
    Ok(findings)
}
