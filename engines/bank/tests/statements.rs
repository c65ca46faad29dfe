//! Statements as banks send them, and as nobody should.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use bank::statement::{EntryStatus, Number, Part, Statements, read_all};
use bank::{Iban, ReadFault, ReadFaultKind, Reference};
use jiff::civil::date;

const SAMPLE: &str = include_str!("files/camt.053.001.08.xml");

fn fault(text: &str) -> ReadFault {
    read_all(text.as_bytes()).unwrap_err()
}

/// The sample with one piece changed, which must be there.
fn sample(from: &str, to: &str) -> String {
    assert!(SAMPLE.contains(from), "{from}");
    SAMPLE.replacen(from, to, 1)
}

#[test]
fn the_head_says_whose_statement_it_is() {
    let read = read_all(SAMPLE.as_bytes()).unwrap();
    let [(statement, entries)] = &read[..] else { panic!("one statement") };
    assert_eq!(statement.message, "REL-20261126");
    assert_eq!(statement.id, "REL-20261126-1");
    assert_eq!((statement.electronic_number, statement.legal_number), (Some(226), Some(11)));
    assert_eq!(statement.page, Some((1, true)));
    let day = date(2026, 11, 26);
    assert_eq!((statement.from, statement.to), (Some(day), Some(day)));
    let iban = Iban::parse("FR1420041010050500013M02606").unwrap();
    assert_eq!(statement.account, Number::Iban(iban));
    assert_eq!((statement.opening.minor, statement.closing.minor), (100_000, -1_234));
    assert_eq!((statement.currency.as_str(), statement.opening.on), ("EUR", day));
    let amounts: Vec<i64> = entries.iter().map(|entry| entry.minor).collect();
    assert_eq!(amounts, [2_550, 2_000, -1_250, -104_534, 500]);
}

#[test]
fn a_transfer_received_tells_who_paid_and_for_what() {
    let (_, entries) = read_all(SAMPLE.as_bytes()).unwrap().remove(0);
    let entry = &entries[0];
    assert_eq!(entry.reference.as_deref(), Some("1"));
    assert_eq!((&entry.status, entry.reversal), (&EntryStatus::Booked, false));
    assert_eq!(entry.booked_on, Some(date(2026, 11, 26)));
    assert_eq!(entry.value_on, Some(date(2026, 11, 27)));
    assert_eq!(entry.bank_reference.as_deref(), Some("BQ-0001"));
    assert_eq!(entry.note.as_deref(), Some("VIR SEPA RECU"));
    assert_eq!(SAMPLE.lines().nth(entry.line as usize - 1), Some("      </Ntry>"));
    let code = &entry.code;
    let codes = [&code.domain, &code.family, &code.sub_family, &code.proprietary, &code.issuer];
    let codes: Vec<&str> = codes.into_iter().flatten().map(String::as_str).collect();
    assert_eq!(codes, ["PMNT", "RCDT", "ESCT", "05", "CFONB"]);
    let [paid] = &entry.transactions[..] else { panic!("one transaction") };
    assert_eq!((paid.minor, &paid.end_to_end), (Some(2_550), &None));
    assert_eq!(paid.counterparty.name.as_deref(), Some("Anne & Rémi — Nanterre"));
    let iban = Iban::parse("DE89370400440532013000").unwrap();
    assert_eq!(paid.counterparty.account, Some(Number::Iban(iban)));
    assert_eq!(paid.texts, ["don pour", "la halle <3"]);
    assert!(Reference::parse(&paid.references[0]).is_ok());
}

#[test]
fn a_batch_tells_each_of_its_debits_and_a_return_its_reason() {
    let (_, entries) = read_all(SAMPLE.as_bytes()).unwrap().remove(0);
    let batch = entries[1].batch.as_ref().unwrap();
    assert_eq!(batch.payment_information.as_deref(), Some("PRLV-1-2"));
    assert_eq!((batch.message.as_deref(), batch.count), (Some("PRLV-1"), Some(2)));
    let told: Vec<_> = entries[1]
        .transactions
        .iter()
        .map(|t| (t.minor, t.end_to_end.as_deref(), t.mandate.as_deref()))
        .collect();
    let wanted =
        [(Some(1_250), Some("B-1"), Some("RUM 1")), (Some(750), Some("B-2"), Some("RUM 2"))];
    assert_eq!(told, wanted);
    let other = Number::Other("US-123".to_owned());
    assert_eq!(entries[1].transactions[1].counterparty.account, Some(other));

    let back = &entries[2].transactions[0];
    assert!(entries[2].reversal);
    assert_eq!((back.minor, back.return_reason.as_deref()), (Some(-1_250), Some("AM04")));
    assert_eq!(back.return_notes, ["provision insuffisante"]);
    assert_eq!(back.counterparty.name.as_deref(), Some("Anne"));
    assert_eq!(entries[3].transactions[0].counterparty.name.as_deref(), Some("La Ruche"));
    assert_eq!(entries[4].status, EntryStatus::Pending);
}

#[test]
fn the_older_message_is_read_alike() {
    let older = SAMPLE
        .replace("camt.053.001.08", "camt.053.001.02")
        .replace("<Sts><Cd>", "<Sts>")
        .replace("</Cd></Sts>", "</Sts>")
        .replace("<Pty>", "")
        .replace("</Pty>", "");
    assert_eq!(read_all(older.as_bytes()), read_all(SAMPLE.as_bytes()));
    assert_eq!(Statements::open(older.as_bytes()).unwrap().kind(), "camt.053.001.02");
}

#[test]
fn prefixes_of_namespaces_do_not_matter() {
    let mut prefixed = String::new();
    let head = SAMPLE.find("<Document").unwrap();
    for (index, piece) in SAMPLE[head..].split('<').enumerate() {
        match piece.strip_prefix('/') {
            _ if index == 0 => {}
            Some(rest) => prefixed.push_str(&format!("</c:{rest}")),
            None if piece.starts_with("![CDATA[") || piece.starts_with("3]]>") => {
                prefixed.push_str(&format!("<{piece}"));
            }
            None => prefixed.push_str(&format!("<c:{piece}")),
        }
    }
    let prefixed = prefixed.replacen("xmlns=", "xmlns:c=", 1);
    assert_eq!(
        read_all(prefixed.as_bytes()).map_err(|fault| panic!("{fault:?}")),
        read_all(&SAMPLE.as_bytes()[head..])
    );
}

#[test]
fn a_statement_that_does_not_add_up_is_refused_with_its_figures() {
    let found = fault(&sample("<Amt Ccy=\"EUR\">25.50<", "<Amt Ccy=\"EUR\">25.51<"));
    let kind = ReadFaultKind::Unbalanced { opening: 100_000, booked: -101_233, closing: -1_234 };
    assert_eq!(found.kind, kind);
    assert_eq!(found.path, "Document/BkToCstmrStmt/Stmt");
    assert_eq!(found.line, 118);
    // What waits does not count.
    assert!(
        read_all(sample("<Amt Ccy=\"EUR\">5.00<", "<Amt Ccy=\"EUR\">6.00<").as_bytes()).is_ok()
    );
}

#[test]
fn the_closing_balance_of_the_day_before_opens_as_well() {
    assert_eq!(read_all(sample("OPBD", "PRCD").as_bytes()), read_all(SAMPLE.as_bytes()));
}

#[test]
fn an_empty_statement_begins_and_ends() {
    let (from, to) = (SAMPLE.find("<Ntry>").unwrap(), SAMPLE.rfind("</Stmt>").unwrap());
    let empty = format!("{}{}", &SAMPLE[..from], &SAMPLE[to..]);
    let empty = empty.replace("12.34</Amt><CdtDbtInd>DBIT", "1000.00</Amt><CdtDbtInd>CRDT");
    let mut statements = Statements::open(empty.as_bytes()).unwrap();
    assert!(matches!(statements.next_part(), Ok(Some(Part::Begins(_)))));
    assert_eq!(statements.next_part(), Ok(Some(Part::Ends)));
    assert_eq!(statements.next_part(), Ok(None));
}

#[test]
fn each_statement_of_a_file_adds_up_by_itself() {
    let (from, to) = (SAMPLE.find("<Stmt>").unwrap(), SAMPLE.rfind("</BkToCstmrStmt>").unwrap());
    let second = SAMPLE[from..to].replace("REL-20261126-1", "REL-20261126-2");
    let both = format!("{}{second}{}", &SAMPLE[..to], &SAMPLE[to..]);
    let read = read_all(both.as_bytes()).unwrap();
    let told: Vec<_> = read.iter().map(|(s, entries)| (s.id.as_str(), entries.len())).collect();
    assert_eq!(told, [("REL-20261126-1", 5), ("REL-20261126-2", 5)]);
    let wrong = both.replacen("1045.34", "1045.35", 2).replacen("1045.35", "1045.34", 1);
    let found = fault(&wrong);
    assert!(matches!(found.kind, ReadFaultKind::Unbalanced { .. }));
    assert!(found.line > 200, "{}", found.line);
}

#[test]
fn days_are_days_of_the_calendar() {
    for day in [
        "20261126T0",
        "2026-W48-4",
        "2026/11/26",
        "2026-11-2",
        "26-11-2026",
        "2026-11-26 x",
        "é026-11-26",
    ] {
        let found =
            fault(&sample("<Dt>2026-11-26</Dt></BookgDt>", &format!("<Dt>{day}</Dt></BookgDt>")));
        assert_eq!(found.kind, ReadFaultKind::Date(day.to_owned()));
    }
    let zoned = sample("<Dt>2026-11-26</Dt></BookgDt>", "<Dt>2026-11-26+01:00</Dt></BookgDt>");
    assert_eq!(read_all(zoned.as_bytes()), read_all(SAMPLE.as_bytes()));
}

#[test]
fn other_messages_are_named() {
    let kind = |text: &str| fault(text).kind;
    let message = |name: &str| ReadFaultKind::Message(name.to_owned());
    let namespace = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
    assert_eq!(kind(&sample("camt.053.001.08", "camt.054.001.08")), message(namespace));
    assert_eq!(kind("<html></html>"), message("html"));
    assert_eq!(kind("<Document/>"), message("Document"));
    assert_eq!(kind("<a:Document/>"), message("Document"));
    let wrong = "<Other xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'/>";
    assert_eq!(kind(wrong), message("Other"));
    // The right namespace around another message.
    let wrong = sample("<BkToCstmrStmt>", "<BkToCstmrAcctRpt>");
    let wrong = wrong.replace("</BkToCstmrStmt>", "</BkToCstmrAcctRpt>");
    assert_eq!(kind(&wrong), ReadFaultKind::Missing("Stmt"));
}

#[test]
fn every_fault_has_its_line_and_element() {
    let text = |words: &str| words.to_owned();
    let entry = "Document/BkToCstmrStmt/Stmt/Ntry";
    let amount = format!("{entry}/Amt");
    let cases = [
        ("25.50<", "25.505<", ReadFaultKind::Decimals(text("25.505")), 27, amount.as_str()),
        ("25.50<", "-25.50<", ReadFaultKind::Amount(text("-25.50")), 27, &amount),
        ("25.50<", "99999999999999999999<", ReadFaultKind::Size, 27, &amount),
        ("\"EUR\">25.50", "\"USD\">25.50", ReadFaultKind::OtherCurrency(text("USD")), 27, &amount),
        ("\"EUR\">25.50", "\"XXX\">25.50", ReadFaultKind::Currency(text("XXX")), 27, &amount),
        (" Ccy=\"EUR\">25.50", ">25.50", ReadFaultKind::Currency(text("")), 27, &amount),
        (
            "2026-11-26</Dt></BookgDt>",
            "2026-02-30</Dt></BookgDt>",
            ReadFaultKind::Date(text("2026-02-30")),
            30,
            &format!("{entry}/BookgDt/Dt"),
        ),
        (
            "DBIT</CdtDbtInd>\n        <RvslInd>true",
            "DBIT</CdtDbtInd>\n        <RvslInd>yes",
            ReadFaultKind::Word(text("yes")),
            87,
            &format!("{entry}/RvslInd"),
        ),
        ("        <Sts><Cd>PDNG</Cd></Sts>\n", "", ReadFaultKind::Missing("Sts"), 116, entry),
        (
            "<Sts><Cd>PDNG</Cd></Sts>",
            "<Sts><Cd>PDNG</Cd></Sts><Sts><Cd>BOOK</Cd></Sts>",
            ReadFaultKind::Repeated,
            115,
            &format!("{entry}/Sts/Cd"),
        ),
        ("CLBD", "CLAV", ReadFaultKind::Missing("Bal CLBD"), 25, entry),
        ("OPBD", "XXXX", ReadFaultKind::Missing("Bal OPBD"), 25, entry),
        (
            "M02606",
            "M02607",
            ReadFaultKind::Iban(bank::IbanFault::Key),
            12,
            "Document/BkToCstmrStmt/Stmt/Acct/Id/IBAN",
        ),
        ("<Ccy>EUR", "<Ccy>USD", ReadFaultKind::OtherCurrency(text("USD")), 25, entry),
        (
            "226",
            "2_6",
            ReadFaultKind::Amount(text("2_6")),
            8,
            "Document/BkToCstmrStmt/Stmt/ElctrncSeqNb",
        ),
        (
            "<NtryRef>1<",
            "<NtryRef>&x;<",
            ReadFaultKind::Entity(text("x")),
            26,
            &format!("{entry}/NtryRef"),
        ),
    ];
    for (from, to, kind, line, path) in cases {
        let found = fault(&sample(from, to));
        assert_eq!((&found.kind, found.path.as_str()), (&kind, path), "{to}");
        assert_eq!(found.line, line, "{to}");
    }
}

#[test]
fn supplementary_data_of_others_are_passed_over() {
    let extra = "<x:Amt xmlns:x='urn:other' Ccy='EUR'>9<x:Deep><Ntry/></x:Deep></x:Amt><BookgDt>";
    let with = sample("<BookgDt>", extra);
    assert_eq!(read_all(with.as_bytes()), read_all(SAMPLE.as_bytes()));
}
