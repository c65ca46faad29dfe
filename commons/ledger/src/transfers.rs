//! Moving amounts: batches, and the all-or-none form that other verbs use.

use ::store::Tx;
use base::{Outcome, Refusal, Say};

use crate::model::{Status, Transfer};
use crate::store::{load, save};

/// Transfers in one batch, at most: as many as TigerBeetle takes.
pub const BATCH_LIMIT: usize = 8_190;
/// Transfers in one chain, at most.
pub const CHAIN_LIMIT: usize = 1_000;

/// Carries out a batch: what became of each transfer, in order. One that fails leaves the others
/// as they are, but for those it is linked with.
///
/// The same transfer asked for again is [`Status::Exists`]; an id whose transfer the state of the
/// book refused is spent.
pub fn create_transfers(tx: &mut Tx, asked: &[Transfer]) -> Outcome<Vec<Status>> {
    let chain = asked.split(|event| !event.linked).map(<[Transfer]>::len).max().unwrap_or(0);
    if asked.len() > BATCH_LIMIT || chain >= CHAIN_LIMIT {
        let say = Say::new("ledger-conflict-batch").with("count", asked.len());
        return Err(Refusal::conflict(say));
    }
    let mut loaded = load(tx, asked)?;
    let statuses = loaded.desk.create_transfers(asked);
    save(tx, loaded)?;
    Ok(statuses)
}

/// Carries out some transfers together with the work of another verb: all of them, or none and the
/// reason. Asked again, it is done once.
pub fn transfer_all(tx: &mut Tx, asked: &[Transfer]) -> Outcome<()> {
    let last = asked.len().saturating_sub(1);
    let chained = asked.iter().cloned().enumerate();
    let chained: Vec<Transfer> =
        chained.map(|(at, event)| Transfer { linked: at < last, ..event }).collect();
    let statuses = create_transfers(tx, &chained)?;
    // All there already: the same request again. Of a chain only its first member says so.
    if statuses.first() == Some(&Status::Exists) {
        return Ok(());
    }
    let fault = |status: &&Status| !matches!(status, Status::Created | Status::LinkedEventFailed);
    match statuses.iter().find(fault) {
        None => Ok(()),
        Some(status) => Err(refusal(*status)),
    }
}

/// What a status means for whoever asked.
pub fn refusal(status: Status) -> Refusal {
    let key = match status {
        Status::ExceedsCredits => "ledger-conflict-not-enough",
        Status::ExceedsDebits => "ledger-conflict-ceiling",
        Status::DebitAccountAlreadyClosed | Status::CreditAccountAlreadyClosed => {
            "ledger-conflict-account-closed"
        }
        Status::PendingTransferAlreadyPosted => "ledger-conflict-posted",
        Status::PendingTransferAlreadyVoided => "ledger-conflict-voided",
        Status::PendingTransferExpired => "ledger-conflict-expired",
        Status::PeriodIsClosed => "ledger-conflict-period-closed",
        Status::EffectiveOutOfRange => "ledger-conflict-day",
        Status::DebitAccountNotFound
        | Status::CreditAccountNotFound
        | Status::PendingTransferNotFound => return Refusal::Unknown,
        Status::IdAlreadyFailed => "ledger-conflict-spent",
        other => return Refusal::broken(format_args!("a transfer was refused: {}", other.name())),
    };
    Refusal::conflict(key)
}
