//! Statements as a bank would send them (camt.053.001.08), made for a test.

/// A movement: cents (out is negative), day, who, and what the bank says.
pub type Movement<'a> = (i64, &'a str, &'a str, &'a str);

/// A statement of one account: its name, the balances of its first and its last day, and what moved.
pub fn camt(
    name: &str,
    (first, opening): (&str, i64),
    (last, closing): (&str, i64),
    movements: &[Movement],
) -> String {
    let amount = |cents: i64| {
        let side = if cents < 0 { "DBIT" } else { "CRDT" };
        let (euros, rest) = (cents.abs() / 100, cents.abs() % 100);
        format!("<Amt Ccy=\"EUR\">{euros}.{rest:02}</Amt><CdtDbtInd>{side}</CdtDbtInd>")
    };
    let balance = |kind: &str, cents: i64, day: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{}<Dt><Dt>{day}</Dt></Dt></Bal>",
            amount(cents)
        )
    };
    let entry = |(cents, day, who, text): &Movement| {
        let party = if *cents < 0 { "Cdtr" } else { "Dbtr" };
        format!(
            "<Ntry>{}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>\
             <BkTxCd><Prtry><Cd>05</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>\
             <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><{party}><Pty>\
             <Nm>{who}</Nm></Pty></{party}></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf>\
             </TxDtls></NtryDtls></Ntry>",
            amount(*cents)
        )
    };
    let entries: String = movements.iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>\
         <GrpHdr><MsgId>{name}</MsgId><CreDtTm>2026-11-27T04:00:00+01:00</CreDtTm></GrpHdr><Stmt>\
         <Id>{name}</Id><CreDtTm>2026-11-27T04:00:00+01:00</CreDtTm>\
         <FrToDt><FrDtTm>{first}T00:00:00+01:00</FrDtTm><ToDtTm>{last}T23:59:59+01:00</ToDtTm>\
         </FrToDt><Acct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id><Ccy>EUR</Ccy></Acct>\
         {}{}{entries}</Stmt></BkToCstmrStmt></Document>",
        balance("OPBD", opening, first),
        balance("CLBD", closing, last)
    )
}
