//! Files of Pabulib, well made and not.

use proptest::prelude::*;
use selection::equal_shares::Utility;
use selection::pabulib::{Worth, read};

const SMALL: &str = "META\nkey;value\ndescription;invented\nbudget;1000\nvote_type;cumulative\n\
    PROJECTS\nproject_id;cost;votes;score;name\n7;600;2;5;\"a bench; with a table\"\n\
    x;500,50;1;1;Bees\nVOTES\nvoter_id;vote;points\n0;7,x;3,1\n1;7;2\n2;;\n";

#[test]
fn a_budget_is_read() {
    for text in [SMALL.to_owned(), SMALL.replace('\n', "\r\n"), format!("\u{feff}{SMALL}\n\n")] {
        let found = read(text.as_bytes()).unwrap();
        assert_eq!(
            (found.budget, found.worth, found.utility),
            (1000.0, Worth::Score, Utility::Points)
        );
        let projects = [("7".to_owned(), 600.0, 5.0), ("x".to_owned(), 500.5, 1.0)];
        assert_eq!(found.projects, projects);
        let support: Vec<&[(usize, f64)]> =
            found.ballots.iter().map(|ballot| ballot.support.as_slice()).collect();
        assert_eq!(support, [&[(0, 3.0), (1, 1.0)][..], &[(0, 2.0)], &[]]);
    }
    let approval = SMALL.replace(";points", "").replace(";3,1\n", "\n").replace(";2\n2;;", "\n2;");
    let found =
        read(approval.replace(";score", "").replace(";5;", ";").replace(";1;1;", ";1;").as_bytes());
    let found = found.unwrap();
    assert_eq!((found.worth, found.utility), (Worth::Votes, Utility::Cost));
}

#[test]
fn what_cannot_be_taken_is_refused_by_line_and_column() {
    let said = |from: &str, to: &str| {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from}");
        read(text.as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(said("budget;1000", "budget;much"), "line 4, column budget: « much » is no number");
    assert_eq!(said("budget;1000\n", ""), "line 1, column budget: META has no line budget");
    assert_eq!(said("budget;1000", "budget;-1"), "line 4, column budget: -1 is less than zero");
    assert_eq!(said("7;600", "7;NaN"), "line 8, column cost: « NaN » is no number");
    assert_eq!(said("7;600", "7;-600"), "line 8, column cost: -600 is less than zero");
    assert_eq!(said("x;500", "7;500"), "line 9, column project_id: « 7 » stands in line 8 already");
    assert_eq!(
        said(";cost;", ";price;"),
        "line 7, column cost: there is no such column; those that there are: project_id, price, votes, score, name"
    );
    assert_eq!(said("0;7,x;", "0;7,y;"), "line 12, column vote: « y » is known nowhere else");
    assert_eq!(said("3,1", "3"), "line 12, column points: nothing is written here");
    assert_eq!(said("META\n", ""), "line 1: there is no section META, or nothing in it");
    assert_eq!(
        read(b"").unwrap_err().to_string(),
        "line 1: the file is empty: its first line must name the columns"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail_otherwise(
        place in 0_usize..SMALL.len(), bytes in prop::collection::vec(any::<u8>(), 0..12)
    ) {
        let mut text = SMALL.as_bytes().to_vec();
        text.splice(place..(place + bytes.len()).min(SMALL.len()), bytes);
        let _ = read(&text);
    }
}
