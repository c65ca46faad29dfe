//! Full-text search, the same hits in the same order on both engines.
//!
//! An inverted index in one ordinary table: no engine's own tokenizer or ranking is involved, the
//! terms come analysed from `words::analyse`. A document is found when it holds every term asked;
//! it ranks by how often it holds them, then newest first.

use std::collections::BTreeMap;

use base::Outcome;

use crate::tx::Tx;
use crate::value::{Value, sql};

/// Terms of a query that are looked at; the rest are ignored.
pub const MAX_QUERY_TERMS: usize = 8;

/// A document to be found: which collection it is in, its id there, its analysed terms.
pub struct Index<'a> {
    /// Name of the collection, beginning with the context's name.
    pub collection: &'a str,
    /// Id of the document.
    pub document: &'a str,
    /// Analysed terms, with repetitions.
    pub terms: &'a [String],
}

/// Puts a document in the index, in place of what was there of it.
pub fn index(tx: &mut Tx, entry: &Index) -> Outcome<()> {
    unindex(tx, entry.collection, entry.document)?;
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for term in entry.terms {
        *counts.entry(term).or_default() += 1;
    }
    for (term, count) in counts {
        tx.run(
            sql("INSERT INTO store_term (collection, term, document, count)
                 VALUES ($1, $2, $3, $4)"),
            &[entry.collection.into(), term.into(), entry.document.into(), count.into()],
        )?;
    }
    Ok(())
}

/// Takes a document out of the index.
pub fn unindex(tx: &mut Tx, collection: &str, document: &str) -> Outcome<()> {
    tx.run(
        sql("DELETE FROM store_term WHERE collection = $1 AND document = $2"),
        &[collection.into(), document.into()],
    )?;
    Ok(())
}

/// Ids of the documents that hold every term, best first, at most `limit`.
pub fn find(tx: &mut Tx, collection: &str, terms: &[String], limit: usize) -> Outcome<Vec<String>> {
    let mut asked: Vec<&str> = terms.iter().map(String::as_str).collect();
    asked.sort_unstable();
    asked.dedup();
    asked.truncate(MAX_QUERY_TERMS);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut params: Vec<Value> = vec![collection.into()];
    for at in 0..MAX_QUERY_TERMS {
        params.push(asked.get(at).copied().unwrap_or("").into());
    }
    params.push(asked.len().into());
    params.push(limit.into());
    tx.all(
        sql("SELECT document FROM store_term
             WHERE collection = $1 AND term IN ($2, $3, $4, $5, $6, $7, $8, $9)
             GROUP BY document HAVING count(*) = $10
             ORDER BY sum(count) DESC, document DESC LIMIT $11"),
        &params,
    )?
    .into_iter()
    .map(|row| row.single())
    .collect()
}
