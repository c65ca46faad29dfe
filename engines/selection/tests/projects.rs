//! Calls as they are typed and tabled.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use selection::equal_shares::Utility;
use selection::portfolio::{Call, exact};
use selection::projects::{Asked, Line, ballots, line, quota, read};
use selection::tables::Table;

const FILES: &str = "id;value;fonctionnement;investissement;town;exclusive;minimum\n\
    a;9;30;10;Nanterre;x;\nb;8;30;10;Nanterre;x;\nc;5,5;20;;Sceaux;;5\n";

fn table(text: &str) -> Table {
    Table::read(text.as_bytes()).unwrap()
}

fn lines() -> Vec<Line> {
    vec![line("fonctionnement=60").unwrap(), line("investissement = 20").unwrap()]
}

fn read_with(text: &str, quotas: &[Asked]) -> Result<Call, String> {
    read(&table(text), &lines(), quotas).map_err(|fault| fault.to_string())
}

fn chosen(call: &Call) -> Vec<&str> {
    let found = exact(call).unwrap();
    found.chosen.iter().map(|(place, _)| call.files.get(*place).unwrap().id.as_str()).collect()
}

#[test]
fn lines_quotas_and_exclusions_are_kept() {
    let text = FILES.replace("20;;", "20;0;");
    let call = read_with(&text, &[]).unwrap();
    assert_eq!(chosen(&call), ["a", "c"], "one of x at most");
    let free = read_with(&text.replace(";x;", ";;"), &[]).unwrap();
    assert_eq!(chosen(&free), ["a", "b"]);
    let sceaux = quota("town=Sceaux>=1").unwrap();
    let call = read_with(&text.replace(";x;", ";;"), &[sceaux]).unwrap();
    assert_eq!(chosen(&call), ["a", "c"]);
    let less = quota("amount:town=Nanterre<=39.99").unwrap();
    assert_eq!(chosen(&read_with(&text, &[less]).unwrap()), ["c"]);
}

#[test]
fn what_cannot_be_taken_is_said() {
    assert_eq!(
        read_with(FILES, &[]).unwrap_err(),
        "line 4, column investissement: nothing is written here"
    );
    let negative = FILES.replace("20;;", "20;-1;");
    assert_eq!(
        read_with(&negative, &[]).unwrap_err(),
        "line 4, column investissement: -1 is less than zero"
    );
    let twice = FILES.replace("c;5", "a;5");
    assert_eq!(
        read_with(&twice, &[]).unwrap_err(),
        "line 4, column id: « a » stands in line 2 already"
    );
    let unnamed = FILES.replace("value;", "worth;");
    let said = read_with(&unnamed, &[]).unwrap_err();
    assert!(said.starts_with("line 1, column value: there is no such column"), "{said}");
    let nobody = quota("town=Clamart>=1").unwrap();
    let said = read_with(&FILES.replace("20;;", "20;0;"), &[nobody]).unwrap_err();
    assert_eq!(said, "line 1, column town: « Clamart » is known nowhere else");
    for typed in ["town>=1", "town=Sceaux", "town=Sceaux>=many", "town=Sceaux>=-1", ""] {
        assert!(quota(typed).is_err(), "{typed}");
    }
    for typed in ["", "much", "cost=", "-1", "NaN", "inf", "1e300"] {
        assert!(line(typed).is_err(), "{typed}");
    }
    assert_eq!(line("1000"), Ok(Line { column: "cost".to_owned(), budget: 1000.0 }));
}

#[test]
fn ballots_are_read() {
    let call = read_with(&FILES.replace("20;;", "20;0;"), &[]).unwrap();
    let (given, utility) =
        ballots(&table("voter,project,points\nv,a,2\nw,c,1\nv,c,1\n"), &call).unwrap();
    assert_eq!((given.len(), utility), (2, Utility::Points));
    assert_eq!(given.first().unwrap().support, [(0, 2.0), (2, 1.0)]);
    let said = ballots(&table("voter,project\nv,z\n"), &call).unwrap_err().to_string();
    assert_eq!(said, "line 2, column project: « z » is known nowhere else");
}
