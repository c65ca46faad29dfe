//! Files as they should not be: each is refused with its place; what is large ends.

use allocation::files::{File, Files, ReadFault, ReadFaultKind, read};
use allocation::lottery::{Seed, SeedFault};
use allocation::{FaultKind, Market, Rule, Standing, solve};
use proptest::prelude::*;

use crate::markets::{drawn, entered};

const OFFERS: &str = "offer,seats\na,1\nb,2\n";
const PERSONS: &str = "person,party,category,wishes\nx,,,a>b\ny,g,near,a>b\nz,g,,b > a\n";
const CLASSES: &str = "offer,person,class\na,x,1\nb,x,2\n";
const QUOTAS: &str = "offer,category,at_least,at_most\na,near,1,\nb,near,,1\n";

/// Reads with one file replaced; with other persons, without their classes.
fn with(file: File, text: &str) -> Result<Market, ReadFault> {
    let one = |other, usual| if other == file { text } else { usual };
    let (offers, persons) = (one(File::Offers, OFFERS), one(File::Persons, PERSONS));
    let (classes, quotas) = (one(File::Classes, CLASSES), one(File::Quotas, QUOTAS));
    let files = Files {
        offers: offers.as_bytes(),
        persons: persons.as_bytes(),
        classes: Some(classes.as_bytes()).filter(|_| file != File::Persons),
        quotas: Some(quotas.as_bytes()),
    };
    read(files).map(|(_, market)| market)
}

fn refused(file: File, text: &str) -> (u64, usize, ReadFaultKind) {
    let fault = with(file, text).unwrap_err();
    assert_eq!(fault.file, file);
    (fault.line, fault.column, fault.kind)
}

#[test]
fn good_files_are_read() {
    let market = with(File::Offers, OFFERS).unwrap();
    assert_eq!(market.parties().len(), 2);
    assert_eq!(market.person(0).wishes[1].class, 2);
    assert_eq!(market.person(2).wishes[0].offer, 1);
    assert_eq!(market.offer(0).bounds(market.person(1).category), (1, 1));
    assert_eq!(market.offer(1).bounds(market.person(1).category), (0, 1));
    let marked = format!("\u{feff}{}", OFFERS.replace('\n', "\r\n"));
    assert_eq!(with(File::Offers, &marked).unwrap(), market);
    let turned = "seats,offer\n1,a\n2,\"b\"\n";
    assert_eq!(with(File::Offers, turned).unwrap(), market);
}

#[test]
fn each_fault_has_its_place() {
    use FaultKind::{Aligned, Class, Classes, Id, NoSuchOffer, PartyOf, Quotas, Seats, Twice};
    use ReadFaultKind::{Column, Market, NoColumn, NoSuchPerson, Number};
    let own = String::from;
    let cases = [
        (File::Offers, "offer\na\n", 1, 0, NoColumn("seats")),
        (File::Offers, "offer,seats,colour\n", 1, 3, Column(own("colour"))),
        (File::Offers, "offer,seats,seats\n", 1, 3, Column(own("seats"))),
        (File::Offers, "offer,seats\na,1\nb,two\n", 3, 2, Number(own("two"))),
        (File::Offers, "offer,seats\na,-1\n", 2, 2, Number(own("-1"))),
        (File::Offers, "offer,seats\na,99999999999\n", 2, 2, Number(own("99999999999"))),
        (File::Offers, "offer,seats\na,1000001\nb,1\n", 2, 0, Market(Seats(1_000_000))),
        (File::Offers, "offer,seats\na,1\nb,1\na,1\n", 4, 0, Market(Twice(own("a")))),
        (File::Offers, "offer,seats\na,1\nb,1\n\"\",1\n", 4, 0, Market(Id(own("")))),
        (File::Persons, "person,wishes\nx,a>c\n", 2, 2, Market(NoSuchOffer(own("c")))),
        (File::Persons, "person,wishes\nx,a>\n", 2, 2, Market(NoSuchOffer(own("")))),
        (File::Persons, "person,wishes\nx,a>b>a\n", 2, 2, Market(Twice(own("a")))),
        (File::Persons, "person,wishes\nx,a\n\nx,b\n", 4, 0, Market(Twice(own("x")))),
        (File::Persons, "person,wishes\r\nx,a\r\n\r\nx,b\r\n", 4, 0, Market(Twice(own("x")))),
        (File::Persons, "person,wishes\n\"x\",\"a\"\nx,b", 3, 0, Market(Twice(own("x")))),
        (File::Persons, "person,wishes\nx\u{7},a\n", 2, 0, Market(Id(own("x\u{7}")))),
        (File::Classes, "offer,person,class\na,w,1\n", 2, 2, NoSuchPerson(own("w"))),
        (File::Classes, "offer,person,class\nc,x,1\n", 2, 1, Market(NoSuchOffer(own("c")))),
        (File::Classes, "offer,person,class\na,x,0\n", 2, 3, Market(Class(0))),
        (File::Classes, "offer,person,class\na,x,1\na,x,2\n", 3, 3, Market(Classes(own("a")))),
        (File::Quotas, "offer,category,at_least\na,near,2\n", 2, 0, Market(Quotas)),
        (File::Quotas, "offer,category\nc,near\n", 2, 1, Market(NoSuchOffer(own("c")))),
        (File::Quotas, "offer,category\na,k\na,k\n", 3, 0, Market(Twice(own("k")))),
    ];
    for (file, text, line, column, kind) in cases {
        assert_eq!(refused(file, text), (line, column, kind), "{text}");
    }
    let uneven = "person,wishes,party\nx,a>b,\ny,a,g\nz,a>b,g\n";
    assert_eq!(refused(File::Persons, uneven), (4, 3, Market(Aligned(own("g")))));
    let named = "person,wishes,party\nx,a>b,\ny,a,x\n";
    assert_eq!(refused(File::Persons, named), (3, 3, Market(PartyOf(own("x")))));
    let none = refused(File::Persons, "person,wishes\n");
    assert!(matches!(none, (0, 0, Market(FaultKind::Count(_)))), "{none:?}");
}

#[test]
fn what_is_no_csv_is_refused() {
    let ragged = refused(File::Offers, "offer,seats\na,1\nb\n");
    assert_eq!(ragged.0, 3);
    assert!(matches!(ragged.2, ReadFaultKind::Malformed(_)));
    let bytes: &[u8] = b"offer,seats\n\xff,1\n";
    let files = Files { offers: bytes, persons: b"", classes: None, quotas: None };
    let fault = read(files).unwrap_err();
    assert!(matches!(fault.kind, ReadFaultKind::Malformed(_)));
}

#[test]
fn limits_hold() {
    let many = format!("person,wishes\nx,{}\n", vec!["a"; 1_000_000].join(">"));
    let fault = refused(File::Persons, &many);
    assert!(matches!(fault, (2, 0, ReadFaultKind::Market(FaultKind::Count(100)))), "{fault:?}");
    let group: String = (0..60).map(|n| format!("p{n},a,g\n")).collect();
    let fault = refused(File::Persons, &format!("person,wishes,party\n{group}"));
    assert_eq!(fault, (52, 0, ReadFaultKind::Market(FaultKind::Count(50))));
}

#[test]
fn a_seed_has_one_reading() {
    assert_eq!(Seed::new("", "x"), Err(SeedFault::Empty));
    assert_eq!(Seed::new("a\nb", ""), Err(SeedFault::LineFeed));
    assert_eq!(Seed::new("a", "b\nc"), Err(SeedFault::LineFeed));
}

/// Ten thousand persons for one workshop, and a long chain in which each displaces the next.
#[test]
fn a_crowd_and_a_long_chain_end() {
    let crowd: Vec<String> = (0..10_000).map(|n| format!("p{n}: a")).collect();
    let crowd: Vec<&str> = crowd.iter().map(String::as_str).collect();
    let (market, draw) = drawn(&entered(&[("a", 20)], &[], &crowd), "s");
    for rule in [Rule::Serial, Rule::Deferred] {
        let got = solve(&market, &draw, rule).got;
        assert_eq!(got.iter().flatten().count(), 20);
        let first = draw.order[..20].iter().all(|&party| got[party].is_some());
        assert!(first, "with equal rights, the first drawn have the seats");
    }
    let ids: Vec<String> = (0..300).map(|n| format!("o{n}")).collect();
    let offers: Vec<(&str, u32)> = ids.iter().map(|id| (id.as_str(), 1)).collect();
    let order: Vec<String> = (0..300).map(|n| format!("o{n}: p{} p{n}", n + 1)).collect();
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    let persons: Vec<String> = (0..=300)
        .map(|n| match n {
            0 => "p0: o0".to_owned(),
            300 => "p300: o299".to_owned(),
            n => format!("p{n}: o{n} o{}", n - 1),
        })
        .collect();
    let persons: Vec<&str> = persons.iter().map(String::as_str).collect();
    let (market, draw) = drawn(&entered(&offers, &order, &persons), "s");
    let chain = solve(&market, &draw, Rule::Deferred);
    assert_eq!(chain.got.iter().filter(|got| got.is_none()).count(), 1);
    assert_eq!(chain.got[0], None);
}

/// Many couples of the kind for which no stable answer exists: the search ends and says so.
#[test]
fn an_unstable_market_that_is_too_large_to_search_ends() {
    let mut market = entered(&[], &[], &[]);
    for n in 0..40 {
        let (h1, h2) = (format!("h1-{n}"), format!("h2-{n}"));
        let order = [format!("{h1}: s1-{n} s3-{n}"), format!("{h2}: s3-{n} s2-{n}")];
        let persons = [
            format!("s1-{n}/c{n}: {h1}"),
            format!("s2-{n}/c{n}: {h2}"),
            format!("s3-{n}: {h1} {h2}"),
        ];
        let order: Vec<&str> = order.iter().map(String::as_str).collect();
        let persons: Vec<&str> = persons.iter().map(String::as_str).collect();
        let one = entered(&[(&h1, 1), (&h2, 1)], &order, &persons);
        market.offers.extend(one.offers);
        market.persons.extend(one.persons);
    }
    let (market, draw) = drawn(&market, "s");
    let allocation = solve(&market, &draw, Rule::Deferred);
    assert_eq!(allocation.standing, Standing::NoneFound);
    let wrong = allocation::checker::complaints(&market, &draw, Rule::Deferred, &allocation.got);
    assert!((1..=80).contains(&wrong.len()), "{}", wrong.len());
}

proptest! {
    #[test]
    fn no_text_brings_the_readers_down(texts in proptest::array::uniform4("[a-c,>\n\"0-9éx]{0,60}")) {
        let [offers, persons, classes, quotas] = texts;
        let files = Files {
            offers: offers.as_bytes(),
            persons: persons.as_bytes(),
            classes: Some(classes.as_bytes()),
            quotas: Some(quotas.as_bytes()),
        };
        prop_assert!(read(files).is_err());
    }
}
