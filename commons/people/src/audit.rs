//! The audit log: who did what to which object, each entry sealed by the hash of the one before.
//!
//! Content is told by reference (ids, names of fields), so that erasing a person does not break
//! the chain. The head row is the fence: entries of concurrent commands queue behind it.

use base::Outcome;
use store::{Finding, Tx, sql};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// When.
    pub at: base::Moment,
    /// Who: the id of a person, or `system`.
    pub actor: String,
    /// What, as `context.verb`.
    pub action: String,
    /// To what: an id.
    pub object: String,
    /// With which particulars.
    pub detail: String,
    /// Hash of this entry and the hash before it.
    pub hash: String,
}

impl Entry {
    fn seal(&self, before: &str) -> String {
        let Entry { number, at, actor, action, object, detail, .. } = self;
        // Lengths keep neighbouring texts apart.
        let text = format!(
            "{before}|{number}|{}|{}:{actor}|{}:{action}|{}:{object}|{}:{detail}",
            at.0,
            actor.len(),
            action.len(),
            object.len(),
            detail.len()
        );
        base::sha256(text.as_bytes())
    }
}

/// Adds an entry, in the transaction of what it tells; call it last, it is where commands queue.
pub fn record(tx: &mut Tx, actor: &str, action: &str, object: &str, detail: &str) -> Outcome<()> {
    let mut head = tx
        .one(
            sql("UPDATE people_audit_head SET number = number + 1 WHERE name = 'chain'
                 RETURNING number, hash"),
            &[],
        )?
        .columns();
    let (number, before): (i64, String) = (head.take()?, head.take()?);
    let mut entry = Entry {
        number,
        at: tx.now(),
        actor: actor.to_owned(),
        action: action.to_owned(),
        object: object.to_owned(),
        detail: detail.to_owned(),
        hash: String::new(),
    };
    entry.hash = entry.seal(&before);
    tx.run(
        sql("UPDATE people_audit_head SET hash = $1 WHERE name = 'chain'"),
        &[entry.hash.as_str().into()],
    )?;
    tx.run(
        sql("INSERT INTO people_audit (number, at, actor, action, object, detail, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        &[
            number.into(),
            entry.at.into(),
            entry.actor.into(),
            entry.action.into(),
            entry.object.into(),
            entry.detail.into(),
            entry.hash.into(),
        ],
    )
    .map(drop)
}

/// The newest entries before a number, of one object or of all.
pub fn entries(
    tx: &mut Tx,
    object: Option<&str>,
    before: Option<i64>,
    limit: usize,
) -> Outcome<Vec<Entry>> {
    tx.all(
        sql("SELECT number, at, actor, action, object, detail, hash FROM people_audit
             WHERE (object = $1 OR $1 = '') AND number < $2 ORDER BY number DESC LIMIT $3"),
        &[object.unwrap_or("").into(), before.unwrap_or(i64::MAX).into(), limit.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// The thousand entries after a number, oldest first.
pub fn entries_after(tx: &mut Tx, number: i64) -> Outcome<Vec<Entry>> {
    let rows = tx.all(
        sql("SELECT number, at, actor, action, object, detail, hash FROM people_audit
             WHERE number > $1 ORDER BY number LIMIT 1000"),
        &[number.into()],
    )?;
    rows.into_iter().map(read).collect()
}

/// The end of the chain: how many entries, and the hash that seals them all. Kept elsewhere, it
/// proves that a chain written anew is another one.
pub fn chain_head(tx: &mut Tx) -> Outcome<(i64, String)> {
    let mut head = tx
        .one(sql("SELECT number, hash FROM people_audit_head WHERE name = 'chain'"), &[])?
        .columns();
    Ok((head.take()?, head.take()?))
}

/// Whether the chain goes on from an end that was kept elsewhere.
pub fn goes_on_from(tx: &mut Tx, hash: &str) -> Outcome<bool> {
    let known = tx.maybe(sql("SELECT number FROM people_audit WHERE hash = $1"), &[hash.into()])?;
    Ok(known.is_some())
}

/// Recomputes the chain from its first entry; every entry that does not fit is told.
pub fn check_chain(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut broken = |record: String| {
        findings.push(Finding { invariant: "the audit log is as it was written", record });
    };
    let (mut expected, mut hash) = (0, String::new());
    loop {
        let page = entries_after(tx, expected)?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            if entry.number != expected + 1 {
                broken(format!("entries {} to {} are missing", expected + 1, entry.number - 1));
            }
            if entry.seal(&hash) != entry.hash {
                broken(format!("entry {}", entry.number));
            }
            (expected, hash) = (entry.number, entry.hash);
        }
    }
    if chain_head(tx)? != (expected, hash) {
        broken("the end of the log".to_owned());
    }
    Ok(findings)
}

fn read(row: store::Row) -> Outcome<Entry> {
    let mut columns = row.columns();
    Ok(Entry {
        number: columns.take()?,
        at: columns.take()?,
        actor: columns.take()?,
        action: columns.take()?,
        object: columns.take()?,
        detail: columns.take()?,
        hash: columns.take()?,
    })
}
