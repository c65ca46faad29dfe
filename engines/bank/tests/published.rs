//! Published examples, each with its source.

use bank::epc_qr::{Asked, payload};
use bank::{About, Bic, CreditorId, Iban, Reference};

/// SWIFT, IBAN registry (ISO 13616), release 101: the example of each country of SEPA.
const REGISTRY: &[&str] = &[
    "AD1200012030200359100100",
    "AL47212110090000000235698741",
    "AT611904300234573201",
    "BE68539007547034",
    "BG80BNBG96611020345678",
    "CH9300762011623852957",
    "CY17002001280000001200527600",
    "CZ6508000000192000145399",
    "DE89370400440532013000",
    "DK5000400440116243",
    "EE382200221020145685",
    "ES9121000418450200051332",
    "FI2112345600000785",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "GI75NWBK000000007099453",
    "GR1601101250000000012300695",
    "HR1210010051863000160",
    "HU42117730161111101800000000",
    "IE29AIBK93115212345678",
    "IS140159260076545510730339",
    "IT60X0542811101000000123456",
    "LI21088100002324013AA",
    "LT121000011101001000",
    "LU280019400644750000",
    "LV80BANK0000435195001",
    "MC5811222000010123456789030",
    "MD24AG000225100013104168",
    "ME25505000012345678951",
    "MK07250120000058984",
    "MT84MALT011000012345MTLCAST001S",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "PL61109010140000071219812874",
    "PT50000201231234567890154",
    "RO49AAAA1B31007593840000",
    "RS35260005601001611379",
    "SE4550000000058398257466",
    "SI56191000000123438",
    "SK3112000000198742637541",
    "SM86U0322509800000000270100",
    "VA59001123000012345678",
];

#[test]
fn every_example_of_the_registry_is_an_iban() {
    for example in REGISTRY {
        let iban = Iban::parse(example).unwrap_or_else(|fault| panic!("{example}: {fault:?}"));
        assert_eq!(iban.as_str(), *example);
        assert_eq!(Iban::parse(&iban.to_string()), Ok(iban));
    }
    let countries: std::collections::BTreeSet<&str> =
        REGISTRY.iter().filter_map(|example| example.get(..2)).collect();
    assert_eq!(countries.len(), 42);
}

/// ISO 11649 and EPC142-08: the structured creditor reference, with its form on paper.
#[test]
fn the_reference_of_the_standard() {
    let reference = Reference::make("539007547034").unwrap();
    assert_eq!(reference.as_str(), "RF18539007547034");
    assert_eq!(reference.to_string(), "RF18 5390 0754 7034");
    assert_eq!(Reference::parse("RF18 5390 0754 7034"), Ok(reference));
}

/// EPC262-08, *Creditor Identifier Overview*: a French, a German, a Spanish and a Dutch identifier as
/// its national sections build them. Their keys were verified with python-stdnum 2.2 as well.
#[test]
fn creditor_identifiers() {
    for example in
        ["FR72ZZZ123456", "DE98ZZZ09999999999", "ES50ZZZM23456789", "NL79ZZZ999999990000"]
    {
        assert!(CreditorId::parse(example).is_ok(), "{example}");
    }
}

/// EPC069-12, the example of the Belgian Red Cross, as it is reprinted everywhere: there with version
/// 001 and `EUR1`; ours has version 002 and writes cents, as the guidelines allow.
#[test]
fn the_code_of_the_red_cross() {
    let told = payload(&Asked {
        name: "Red Cross of Belgium".to_owned(),
        iban: Iban::parse("BE72000000001616").unwrap(),
        bic: Some(Bic::parse("BPOTBEB1").unwrap()),
        cents: 100,
        purpose: Some("CHAR".to_owned()),
        about: About::Text("Urgency fund".to_owned()),
        hint: "Sample EPC QR code".to_owned(),
    })
    .unwrap();
    let lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        "BPOTBEB1",
        "Red Cross of Belgium",
        "BE72000000001616",
        "EUR1.00",
        "CHAR",
        "",
        "Urgency fund",
        "Sample EPC QR code",
    ];
    assert_eq!(told.text, lines.join("\n"));
    assert!(told.replaced.is_empty());
}
