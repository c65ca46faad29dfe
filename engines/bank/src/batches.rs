//! What both files for the bank share: the head, and batches of payments on one day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use crate::euros;
use crate::fields::{FaultKind, Field, Texts};
use crate::letters::Replacement;
use crate::writer::Xml;

/// Payments in one file, so that sums stay far from the ends of an `i64`.
pub const PAYMENTS_MAX: usize = 1_000_000;

/// Identifiers of batches are that of the file, a hyphen and a number of up to 6 digits.
const MESSAGE_CHARACTERS_MAX: usize = 28;

/// A file for the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file, in UTF-8; the same input gives the same bytes.
    pub xml: String,
    /// Payments in it.
    pub count: usize,
    /// Their sum in euro cents.
    pub cents: i64,
    /// Its batches, in the order in which they stand: by day, then as the file says.
    pub batches: Vec<Batch>,
    /// Characters that banks do not take, and what stands for them.
    pub replaced: Vec<Replacement>,
}

/// Payments that the bank executes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its identifier, which a status report names.
    pub id: String,
    /// The day of execution.
    pub on: Date,
    /// Payments in it.
    pub count: usize,
    /// Their sum in euro cents.
    pub cents: i64,
}

/// The identifier of the file and the number of its payments.
pub(crate) fn check_head(texts: &mut Texts, message: &str, count: usize) {
    texts.identifier(Field::Message, message, MESSAGE_CHARACTERS_MAX);
    if !(1..=PAYMENTS_MAX).contains(&count) {
        let most = i64::try_from(PAYMENTS_MAX).unwrap_or(i64::MAX);
        texts.fault(Field::Payments, FaultKind::Range { least: 1, most });
    }
}

/// An identifier of a payment, which no other payment of the file has.
pub(crate) fn check_end_to_end<'a>(
    texts: &mut Texts,
    seen: &mut BTreeSet<&'a str>,
    end_to_end: &'a str,
) {
    texts.identifier(Field::EndToEnd, end_to_end, 35);
    if !seen.insert(end_to_end) {
        texts.fault(Field::EndToEnd, FaultKind::Repeated);
    }
}

/// Payments by what their batch shares, each batch in the order given.
pub(crate) fn by_batch<K: Ord, P>(payments: Vec<(K, P)>) -> BTreeMap<K, Vec<P>> {
    let mut batches: BTreeMap<K, Vec<P>> = BTreeMap::new();
    for (key, payment) in payments {
        batches.entry(key).or_default().push(payment);
    }
    batches
}

/// The sum of checked amounts.
pub(crate) fn sum(cents: impl Iterator<Item = i64>) -> i64 {
    cents.fold(0, i64::saturating_add)
}

/// The element that opens every message of this kind.
pub(crate) fn write_head(
    xml: &mut Xml,
    (message, made_at): (&str, DateTime),
    (count, cents): (usize, i64),
    initiator: &str,
) {
    xml.within("GrpHdr", |xml| {
        xml.leaf("MsgId", message);
        xml.leaf("CreDtTm", &made_at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
        xml.leaf("NbOfTxs", &count.to_string());
        xml.leaf("CtrlSum", &euros(cents));
        xml.nested(&["InitgPty", "Nm"], initiator);
    });
}

/// How a batch begins; `method` is `TRF` or `DD`.
pub(crate) fn write_batch_head(xml: &mut Xml, batch: &Batch, method: &str) {
    xml.leaf("PmtInfId", &batch.id);
    xml.leaf("PmtMtd", method);
    xml.leaf("NbOfTxs", &batch.count.to_string());
    xml.leaf("CtrlSum", &euros(batch.cents));
}
