//! Reports on files sent, as banks send them.

use bank::ReadFaultKind;
use bank::status::{Status, read};

const SAMPLE: &str = include_str!("files/pain.002.001.10.xml");

#[test]
fn each_level_has_its_verdict() {
    let report = read(SAMPLE.as_bytes()).unwrap();
    assert_eq!((report.message.as_str(), report.original.as_str()), ("RET-1", "VIR-1"));
    assert_eq!(report.original_kind, "pain.001.001.09");
    assert_eq!(report.verdict.status, Some(Status::Partly));
    let [first, second] = &report.batches[..] else { panic!("two batches") };
    assert_eq!((first.id.as_str(), &first.verdict.status), ("VIR-1-1", &Some(Status::Partly)));
    assert_eq!((second.id.as_str(), &second.verdict.status), ("VIR-1-2", &Some(Status::Rejected)));
    assert_eq!(second.verdict.reasons, ["X1"]);
    let [refused, taken] = &first.payments[..] else { panic!("two payments") };
    assert_eq!(refused.end_to_end.as_deref(), Some("A-1"));
    assert_eq!(refused.verdict.status, Some(Status::Rejected));
    assert_eq!(refused.verdict.reasons, ["AC04"]);
    assert_eq!(refused.verdict.notes, ["compte clos"]);
    assert_eq!(taken.end_to_end.as_deref(), Some("A-2"));
    assert_eq!(taken.verdict.status, Some(Status::Accepted));
}

#[test]
fn the_older_message_is_read_alike() {
    let older = SAMPLE.replace("pain.002.001.10", "pain.002.001.03");
    assert_eq!(read(older.as_bytes()), read(SAMPLE.as_bytes()));
}

#[test]
fn what_is_missing_is_named() {
    let without = SAMPLE.replace("<OrgnlMsgId>VIR-1</OrgnlMsgId>", "");
    let fault = read(without.as_bytes()).unwrap_err();
    assert_eq!(fault.kind, ReadFaultKind::Missing("OrgnlMsgId"));
    let twice = SAMPLE.replace("<TxSts>ACSP</TxSts>", "<TxSts>ACSP</TxSts><TxSts>RJCT</TxSts>");
    let fault = read(twice.as_bytes()).unwrap_err();
    assert_eq!((fault.kind, fault.line), (ReadFaultKind::Repeated, 20));
    assert!(fault.path.ends_with("OrgnlPmtInfAndSts/TxInfAndSts/TxSts"), "{}", fault.path);
}
