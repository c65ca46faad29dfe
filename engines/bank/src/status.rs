//! What became of a file sent to the bank: pain.002.001.10, and pain.002.001.03 that some banks
//! still send.
//!
//! A status stands at three levels: the file, its batches, their payments. What is not named took
//! the status of the level above; many banks name only what they refuse.

use std::io::BufRead;

use crate::statement::COUNT_MAX;
use crate::xml::{Message, ReadFault, ReadFaultKind, Step};

/// The report on one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The bank's identifier of the report.
    pub message: String,
    /// The identifier of the file that it is about.
    pub original: String,
    /// The message that it is about, such as `pain.001.001.09`.
    pub original_kind: String,
    /// The status of the file, if one is told.
    pub verdict: Verdict,
    /// Its batches, as far as they are named.
    pub batches: Vec<BatchReport>,
}

/// What is said of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchReport {
    /// Its identifier: [`crate::Batch::id`].
    pub id: String,
    /// Its status, if one is told.
    pub verdict: Verdict,
    /// Its payments, as far as they are named.
    pub payments: Vec<PaymentReport>,
}

/// What is said of a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentReport {
    /// Its identifier.
    pub end_to_end: Option<String>,
    /// Its status, if one is told.
    pub verdict: Verdict,
}

/// A status and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What became of it.
    pub status: Option<Status>,
    /// Reasons, such as `AC04`.
    pub reasons: Vec<String>,
    /// What else the bank says.
    pub notes: Vec<String>,
}

/// What became of something sent to the bank (ISO 20022 external code set).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// `RCVD`: received.
    Received,
    /// `PDNG`: waits, for a check or a signature.
    Pending,
    /// `ACTC`, `ACCP`, `ACWC`, `ACSP`, `ACWP`: accepted, more or less far on its way.
    Accepted,
    /// `ACSC`, `ACCC`: carried out.
    Settled,
    /// `PART`: some payments are accepted and some refused.
    Partly,
    /// `RJCT`: refused.
    Rejected,
    /// `CANC`: withdrawn.
    Cancelled,
    /// Another.
    Other(String),
}

/// Reads a report. The caller bounds the length of the input.
///
/// # Errors
/// [`ReadFaultKind::Message`] if it is another message, and whatever is not as it should be, with
/// its line and element.
pub fn read(input: impl BufRead) -> Result<Report, ReadFault> {
    let mut message = Message::open(input, &["pain.002.001.10", "pain.002.001.03"])?;
    let (mut report, mut count) = (Report::default(), 0);
    let (mut id, mut original, mut kind) = (None, None, None);
    while let Some(step) = message.next()? {
        let Some(place) = message.path().strip_prefix("Document/CstmrPmtStsRpt/") else {
            continue;
        };
        match (place, step) {
            ("OrgnlPmtInfAndSts", Step::Opened) => {
                counted(&message, &mut count)?;
                report.batches.push(BatchReport::default());
            }
            ("OrgnlPmtInfAndSts/TxInfAndSts", Step::Opened) => {
                counted(&message, &mut count)?;
                if let Some(batch) = report.batches.last_mut() {
                    batch.payments.push(PaymentReport::default());
                }
            }
            ("GrpHdr/MsgId", Step::Closed(Some(text))) => message.once(&mut id, text)?,
            ("OrgnlGrpInfAndSts/OrgnlMsgId", Step::Closed(Some(text))) => {
                message.once(&mut original, text)?;
            }
            ("OrgnlGrpInfAndSts/OrgnlMsgNmId", Step::Closed(Some(text))) => {
                message.once(&mut kind, text)?;
            }
            (place, Step::Closed(Some(text))) => take(&message, &mut report, place, text)?,
            _ => {}
        }
    }
    let missing = |name| message.fault(ReadFaultKind::Missing(name));
    report.message = id.ok_or_else(|| missing("GrpHdr/MsgId"))?;
    report.original = original.ok_or_else(|| missing("OrgnlMsgId"))?;
    report.original_kind = kind.ok_or_else(|| missing("OrgnlMsgNmId"))?;
    Ok(report)
}

fn counted<R: BufRead>(message: &Message<R>, count: &mut usize) -> Result<(), ReadFault> {
    *count += 1;
    if *count > COUNT_MAX { Err(message.fault(ReadFaultKind::Count)) } else { Ok(()) }
}

/// Takes a text at one of the three levels.
fn take<R: BufRead>(
    message: &Message<R>,
    report: &mut Report,
    place: &str,
    text: String,
) -> Result<(), ReadFault> {
    if let Some(below) = place.strip_prefix("OrgnlGrpInfAndSts/") {
        return report.verdict.take(message, below, "GrpSts", text);
    }
    let (Some(below), Some(batch)) =
        (place.strip_prefix("OrgnlPmtInfAndSts/"), report.batches.last_mut())
    else {
        return Ok(());
    };
    let (Some(inner), Some(payment)) =
        (below.strip_prefix("TxInfAndSts/"), batch.payments.last_mut())
    else {
        if below == "OrgnlPmtInfId" {
            batch.id = text;
            return Ok(());
        }
        return batch.verdict.take(message, below, "PmtInfSts", text);
    };
    if inner == "OrgnlEndToEndId" {
        return message.once(&mut payment.end_to_end, text);
    }
    payment.verdict.take(message, inner, "TxSts", text)
}

impl Verdict {
    fn take<R: BufRead>(
        &mut self,
        message: &Message<R>,
        below: &str,
        name: &str,
        text: String,
    ) -> Result<(), ReadFault> {
        match below {
            below if below == name => return message.once(&mut self.status, status(text)),
            "StsRsnInf/Rsn/Cd" | "StsRsnInf/Rsn/Prtry" => self.reasons.push(text),
            "StsRsnInf/AddtlInf" => self.notes.push(text),
            _ => {}
        }
        Ok(())
    }
}

fn status(text: String) -> Status {
    match text.as_str() {
        "RCVD" => Status::Received,
        "PDNG" => Status::Pending,
        "ACTC" | "ACCP" | "ACWC" | "ACSP" | "ACWP" => Status::Accepted,
        "ACSC" | "ACCC" => Status::Settled,
        "PART" => Status::Partly,
        "RJCT" => Status::Rejected,
        "CANC" => Status::Cancelled,
        _ => Status::Other(text),
    }
}
