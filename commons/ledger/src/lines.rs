//! Lines of the bank's statements as they are kept: who, when, how much, and all that the bank says.

use std::collections::BTreeSet;

use ::store::{Tx, sql};
use bank::statement::{Entry, Number, Transaction};
use base::Outcome;

use crate::model::{Day, EntityId};
use crate::reconcile::LineId;

/// Characters of what a bank says of one line that are kept.
const TEXT_MAX: usize = 500;

/// Keeps an entry as a line; `last` is the end of its statement.
pub(crate) fn insert_line(
    tx: &mut Tx,
    entity: EntityId,
    statement: &str,
    entry: &Entry,
    last: Day,
) -> Outcome<()> {
    let id: LineId = tx.id();
    let day = entry.booked_on.map_or(last, Day::of);
    // A batch has many other sides.
    let single = match entry.transactions.as_slice() {
        [one] => Some(&one.counterparty),
        _ => None,
    };
    let party = entry.transactions.iter().find_map(|one| one.counterparty.name.clone());
    let iban = match single.and_then(|party| party.account.as_ref()) {
        Some(Number::Iban(iban)) => iban.as_str(),
        _ => "",
    };
    tx.run(
        sql("INSERT INTO ledger_line (id, entity, statement, day, amount, party, text, transfer,
                iban)
             VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8)"),
        &[
            id.into(),
            entity.0.into(),
            statement.into(),
            day.0.into(),
            entry.minor.into(),
            cut(&party.unwrap_or_default()).into(),
            cut(&text_of(entry)).into(),
            iban.into(),
        ],
    )
    .map(drop)
}

fn cut(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).take(TEXT_MAX).collect()
}

/// All that the bank says of an entry, once each.
fn text_of(entry: &Entry) -> String {
    let said = |one: &Transaction| {
        let own = one.texts.iter().chain(&one.references).cloned();
        let own = own.chain(one.end_to_end.clone()).chain(one.return_reason.clone());
        own.chain(one.return_notes.iter().cloned()).collect::<Vec<String>>()
    };
    let mut seen = BTreeSet::new();
    let own = entry.transactions.iter().find_map(|one| one.payment_information.clone());
    let batch = entry.batch.as_ref().and_then(|batch| batch.payment_information.clone());
    // What names a whole batch stands before its payments, of which only the first are kept.
    let parts = batch.or(own).into_iter().chain(entry.transactions.iter().flat_map(said));
    let parts = parts.chain(entry.note.clone());
    let parts = parts.filter(|part| part != "NOTPROVIDED" && seen.insert(part.clone()));
    parts.collect::<Vec<String>>().join(" · ")
}
