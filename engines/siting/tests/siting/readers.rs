//! Files as they should be, and as they should not.

use proptest::prelude::*;
use siting::files::{File, Files, Named, ReadFault, ReadFaultKind, read};
use siting::{Effort, Fault, median, orlib};

#[test]
fn a_network_is_read_as_its_author_says() {
    // Of an edge that is named twice the last cost counts, though it is longer.
    let network = orlib::read(" 4 5 2 \n1 2 3\n2 3 4\n3 4 1\n1 4 9\n2 1 5 \n").unwrap();
    assert_eq!(network.places, 2);
    let rows: Vec<&[f64]> = network.problem.rows().collect();
    assert_eq!(rows[0], [0.0, 5.0, 9.0, 9.0]);
    assert_eq!(rows[3], [9.0, 5.0, 1.0, 0.0]);
    let found = median(&network.problem, 2, 1, Effort::default()).unwrap();
    assert_eq!((found.objective, found.is_optimal()), (5.0, true));
}

#[test]
fn a_network_that_is_wrong_is_refused_with_its_place() {
    use orlib::ReadFaultKind::{Apart, Length, Number, Size, Vertex};
    let cases = [
        ("", 1, 1, Length),
        ("2 1 1\n1 2", 2, 4, Length),
        ("2 1 1\n1 2 3\n1", 3, 1, Length),
        ("2 1 1\n1  two 3\n", 2, 4, Number("two".to_owned())),
        ("2 1 1\n1 2 -3\n", 2, 5, Number("-3".to_owned())),
        ("2 1 1\n1 3 3\n", 2, 3, Vertex(3)),
        ("2 1 1\n0 2 3\n", 2, 1, Vertex(0)),
        ("0 0 1\n", 1, 1, Size),
        ("99999999 0 1\n", 1, 1, Size),
        ("3 1 1\n1 2 3\n", 1, 1, Apart(1, 3)),
    ];
    for (text, line, column, kind) in cases {
        assert_eq!(orlib::read(text), Err(orlib::ReadFault { line, column, kind }), "{text:?}");
    }
}

const DEMANDS: &str = "demand,weight,x,y\na,10,0,0\nb,2.5,800,0\n";
const SITES: &str = "site,state,x,y\ns,,0,0\nt,kept,800,0\nu,forbidden,400,0\n";

fn with(demands: &str, sites: &str, minutes: Option<&str>) -> Result<Named, ReadFault> {
    let minutes = minutes.map(str::as_bytes);
    read(Files { demands: demands.as_bytes(), sites: sites.as_bytes(), minutes })
}

#[test]
fn tables_are_read() {
    let named = with(DEMANDS, SITES, None).unwrap();
    assert!(named.estimated);
    assert_eq!(named.problem.rows().next().unwrap(), [0.0, 13.0, 6.5]);
    assert_eq!(named.problem.kept(), [1]);
    let found = median(&named.problem, 2, 1, Effort::default()).unwrap();
    assert_eq!((found.open, found.objective), (vec![0, 1], 0.0));
    let minutes = "site,demand,minutes\r\ns,a,4\r\nt,b,0.5\r\n";
    let named = with(DEMANDS, SITES, Some(minutes)).unwrap();
    assert!(!named.estimated);
    let none = f64::INFINITY;
    assert_eq!(named.problem.rows().collect::<Vec<_>>(), [[4.0, none, none], [none, 0.5, none]]);
}

#[test]
fn tables_that_are_wrong_are_refused_with_their_place() {
    use File::{Demands, Minutes, Sites};
    use ReadFaultKind::{Again, Column, Id, NoColumn, Number, Problem, State, Unknown};
    let own = String::from;
    let good = "demand,site,minutes\n";
    let cases = [
        (Demands, "demand,x,y\n", 1, 0, NoColumn("weight")),
        (Demands, "demand,weight,x,y,z\n", 1, 5, Column(own("z"))),
        (Demands, "demand,weight,x,y\na,-1,0,0\n", 2, 2, Number(own("-1"))),
        (Demands, "demand,weight,x,y\na,1,0,NaN\n", 2, 4, Number(own("NaN"))),
        (Demands, "demand,weight,x,y\na,1,inf,0\n", 2, 3, Number(own("inf"))),
        (Demands, "demand,weight,x,y\na,1,0,0\n\na,1,0,0\n", 4, 1, Id(own("a"))),
        (Demands, "demand,weight,x,y\n", 0, 0, Problem(Fault::Size)),
        (Sites, "site,state,x,y\ns,closed,0,0\n", 2, 2, State(own("closed"))),
        (Sites, "site,x,y\n ,0,0\n", 2, 1, Id(own(""))),
        (Minutes, "demand,site,minutes\na,s,1\nc,s,1\n", 3, 1, Unknown(own("c"))),
        (Minutes, "demand,site,minutes\na,q,1\n", 2, 2, Unknown(own("q"))),
        (Minutes, "demand,site,minutes\na,s,1\na,s,2\n", 3, 3, Again),
        (Minutes, "demand,site,minutes\na,s,\n", 2, 3, Number(own(""))),
    ];
    for (file, text, line, column, kind) in cases {
        let read = match file {
            Demands => with(text, SITES, None),
            Sites => with(DEMANDS, text, None),
            Minutes => with(DEMANDS, SITES, Some(text)),
        };
        assert_eq!(read.unwrap_err(), ReadFault { file, line, column, kind }, "{text:?}");
    }
    assert!(with(DEMANDS, SITES, Some(good)).is_ok());
}

proptest! {
    #[test]
    fn no_text_brings_the_readers_down(text in "[0-9 \na-c,.-]{0,80}") {
        let _ = orlib::read(&text);
        prop_assert!(with(&text, &text, Some(&text)).is_err());
    }
}
