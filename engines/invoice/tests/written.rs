//! Files that we write, read back by a parser that knows nothing of them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{invoice, line};
use invoice::{
    BuyerKind, Endpoint, Gap, Mentions, Payment, Rate, Unit, Vat, platform_gaps, total,
    transfer_asked, write_cii,
};
use jiff::civil::date;
use proptest::prelude::*;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

const NORMAL: Vat = Vat::Rate(Rate::Normal);

/// Every leaf as its name and text, in order.
fn leaves(xml: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut leaves, mut name, mut text) = (Vec::new(), None, String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                name = Some(start.name().as_ref().to_owned());
                text.clear();
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::GeneralRef(piece) => {
                text.push_str(&unescape(&format!("&{};", &*piece)).unwrap());
            }
            Event::End(_) => leaves.extend(name.take().map(|name| (name, text.clone()))),
            Event::Eof => return leaves,
            _ => {}
        }
    }
}

fn all<'a>(leaves: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    leaves.iter().filter(|(known, _)| known == name).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn what_was_typed_is_never_markup() {
    let typed = "</ram:Name><x y='1' z=\"2\">&amp; &lt; ]]> <!-- --> <?a?>";
    let mut hostile = invoice(vec![line(1_000, 1_000, 0, NORMAL)]);
    hostile.note = typed.to_owned();
    hostile.lines[0].name = typed.to_owned();
    hostile.buyer.party.name = typed.to_owned();
    hostile.buyer.party.endpoint = Some(Endpoint::Mail("<a&b>@exemple.fr".to_owned()));
    let read = leaves(&write_cii(&hostile).unwrap());
    assert_eq!(all(&read, "ram:Name"), [typed, "Le Panier", typed]);
    assert_eq!(all(&read, "ram:Content").last(), Some(&typed));
    assert_eq!(all(&read, "ram:URIID"), ["732829320", "<a&b>@exemple.fr"]);
}

#[test]
fn the_file_says_what_the_totals_say() {
    let mut paid = invoice(vec![line(20_000, 4_550, 910, NORMAL)]);
    paid.prepaid = 500;
    let read = leaves(&write_cii(&paid).unwrap());
    assert_eq!(all(&read, "ram:BilledQuantity"), ["20"]);
    assert_eq!(all(&read, "ram:ChargeAmount"), ["4.55"]);
    assert_eq!(all(&read, "ram:LineTotalAmount"), ["81.90", "81.90"]);
    assert_eq!(all(&read, "ram:GrandTotalAmount"), ["98.28"]);
    assert_eq!(all(&read, "ram:DuePayableAmount"), ["93.28"]);
    assert_eq!(all(&read, "ram:RateApplicablePercent"), ["20.0", "20.0"]);
}

/// BT-23: the letter by what is sold, 2 only when nothing is left to pay.
#[test]
fn an_invoice_that_is_paid_says_so() {
    let mut one = invoice(vec![line(1_000, 10_000, 0, NORMAL)]);
    let process = |one: &invoice::Invoice| {
        all(&leaves(&write_cii(one).unwrap()), "ram:ID").first().map(|text| (*text).to_owned())
    };
    assert_eq!(process(&one).as_deref(), Some("M1"));
    one.prepaid = 1_199;
    assert_eq!(process(&one).as_deref(), Some("M1"));
    one.prepaid = 1_200;
    one.nature = invoice::Nature::Goods;
    assert_eq!(process(&one).as_deref(), Some("B2"));
}

#[test]
fn a_credit_note_names_its_invoice() {
    let credit =
        invoice(vec![line(1_000, 10_000, 0, NORMAL)]).credit_note("AV-1", date(2026, 12, 9));
    let xml = write_cii(&credit).unwrap();
    let read = leaves(&xml);
    assert!(all(&read, "ram:TypeCode").contains(&"381"));
    assert_eq!(all(&read, "ram:IssuerAssignedID"), ["FA-1"]);
    assert_eq!(all(&read, "qdt:DateTimeString"), ["20261202"]);
    assert_eq!(credit.prepaid, 0);
}

#[test]
fn out_of_scope_no_vat_number_is_named() {
    let xml = write_cii(&invoice(vec![line(1_000, 10_000, 0, Vat::OutOfScope)])).unwrap();
    assert!(!xml.contains("SpecifiedTaxRegistration") && !xml.contains("RateApplicablePercent"));
    assert!(xml.contains("VATEX-EU-O"));
}

#[test]
fn a_person_without_a_mailbox_is_beyond_the_platforms() {
    let mut one = invoice(vec![line(1_000, 10_000, 0, NORMAL)]);
    assert_eq!(platform_gaps(&one), []);
    one.buyer.kind = BuyerKind::Person;
    one.buyer.party.registered = None;
    assert_eq!(platform_gaps(&one), [Gap::BuyerEndpoint]);
    one.buyer.party.endpoint = Some(Endpoint::Mail("anne@exemple.fr".to_owned()));
    assert_eq!(platform_gaps(&one), []);
    one.seller.registered = None;
    assert_eq!(platform_gaps(&one), [Gap::SellerSiren, Gap::SellerEndpoint]);
}

#[test]
fn a_transfer_is_asked_for_by_a_code_until_all_is_paid() {
    let mut one = invoice(vec![line(1_000, 10_000, 0, NORMAL)]);
    let asked = |one: &invoice::Invoice| transfer_asked(one, &total(one).unwrap());
    assert_eq!(asked(&one), None, "nothing is said of a transfer");
    let iban = bank::Iban::parse("FR1420041010050500013M02606").unwrap();
    one.payment = Some(Payment::Transfer { iban, bic: None, reference: None });
    one.prepaid = 200;
    let payload = bank::epc_qr::payload(&asked(&one).unwrap()).unwrap();
    let wanted = "BCD\n002\n1\nSCT\n\nLe Panier\nFR1420041010050500013M02606\nEUR10.00\n\n\nFA-1";
    assert_eq!(payload.text, wanted);
    let mut credit = one.credit_note("AV-1", date(2026, 12, 9));
    credit.payment = one.payment.clone();
    assert_eq!(asked(&credit), None);
    one.prepaid = 1_200;
    assert_eq!(asked(&one), None);
}

#[test]
fn units_are_known_by_their_code() {
    for unit in Unit::ALL {
        assert_eq!(Unit::of_code(unit.code()), Some(unit));
    }
    assert_eq!(Unit::of_code("hur"), None);
}

/// French typography: a narrow or full no-break space before signs that want one.
#[test]
fn mentions_are_written_as_french_is() {
    let kinds =
        [BuyerKind::Person, BuyerKind::Association, BuyerKind::Company, BuyerKind::PublicBody];
    for kind in kinds {
        let Mentions { penalties, recovery, discount } = Mentions::usual(kind);
        for text in [penalties, recovery, discount] {
            assert!(!text.contains('\'') && !text.contains(" €") && !text.contains(" :"), "{text}");
            assert!(!text.contains("  ") && text.ends_with('.'), "{text}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_refused_or_read_back(text in "(?s).{0,120}", name in "\\PC{1,110}") {
        let mut any = invoice(vec![line(1_000, 10_000, 0, NORMAL)]);
        any.note = text.clone();
        any.lines[0].name = name.clone();
        if total(&any).is_ok() {
            let read = leaves(&write_cii(&any).unwrap());
            prop_assert_eq!(all(&read, "ram:Name")[0], name.trim());
            let note = all(&read, "ram:Content").get(3).copied().unwrap_or_default();
            prop_assert_eq!(note, text.trim());
        }
    }
}
