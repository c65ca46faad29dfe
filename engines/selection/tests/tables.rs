//! Tables as they come, and what is said of those that cannot be taken.

use proptest::prelude::*;
use selection::tables::{ScoreColumns, Table, scores};

fn read(bytes: &[u8]) -> Result<(usize, f64, usize), String> {
    let table = Table::read(bytes).map_err(|fault| fault.to_string())?;
    let read = scores(&table, &ScoreColumns::default()).map_err(|fault| fault.to_string())?;
    let sum = read.0.ratings().iter().map(|rating| rating.score).sum();
    Ok((read.0.ratings().len(), sum, read.1))
}

#[test]
fn tables_as_programs_write_them() {
    let plain = "proposal,reviewer,score\na,x,1.5\na,y,2\n";
    assert_eq!(read(plain.as_bytes()), Ok((2, 3.5, 0)));
    for other in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.replace(',', ";"),
        plain.replace(',', ";").replace("1.5", "1,5"),
        "Score;note; Reviewer ;PROPOSAL\n 1.5 ;;x;a\n2;« ; »;y;a\n;;;\n".replace("« ; »", "\";\""),
        "\n\nproposal,reviewer,score\n\na,x,1.5\n\na,y,2e0".to_owned(),
    ] {
        assert_eq!(read(other.as_bytes()), Ok((2, 3.5, 0)), "{other:?}");
    }
}

#[test]
fn who_abstains_has_not_scored() {
    assert_eq!(read(b"proposal,reviewer,score\na,x,4\na,y,\nb,y, \n"), Ok((1, 4.0, 2)));
}

#[test]
fn what_cannot_be_taken_is_refused_by_line_and_column() {
    let head = "proposal,reviewer,score\n";
    for (text, said) in [
        (String::new(), "line 1: the file is empty: its first line must name the columns"),
        (
            "\u{feff} \r\n".to_owned(),
            "line 1: the file is empty: its first line must name the columns",
        ),
        (head.to_owned(), "line 1: no line follows the first"),
        (
            "proposal,reader,score\na,x,1\n".to_owned(),
            "line 1, column reviewer: there is no such column; those that there are: proposal, reader, score",
        ),
        (
            "score,proposal,score\n1,a,2\n".to_owned(),
            "line 1, column score: two columns have this name",
        ),
        (format!("{head}a,x,1\na,y,NaN\n"), "line 3, column score: « NaN » is no number"),
        (format!("{head}a,x,inf\n"), "line 2, column score: « inf » is no number"),
        (format!("{head}a,x,good\n"), "line 2, column score: « good » is no number"),
        (
            format!("{head}a,x,1e300\n"),
            "line 2, column score: 1e300 is too large: at most a million million",
        ),
        (
            format!("{head}a,x,1e999\n"),
            "line 2, column score: 1e999 is too large: at most a million million",
        ),
        (format!("{head}a,,1\n"), "line 2, column reviewer: nothing is written here"),
        (
            format!("{head}a,x,1\nb,x,1\na,x,2\n"),
            "line 4, column reviewer: « x, a » stands in line 2 already",
        ),
        (format!("{head}a,x\n"), "line 2: 2 fields, where the first line has 3"),
    ] {
        assert_eq!(read(text.as_bytes()), Err(said.to_owned()), "{text:?}");
    }
    let latin = b"proposal,reviewer,score\na,x,1\n\xe9cole,x,2\n";
    let said = "line 3: the text is not UTF-8: save the file as « CSV UTF-8 »";
    assert_eq!(read(latin), Err(said.to_owned()));
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail_otherwise(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_table_makes_it_fail_otherwise(text in "(proposal|reviewer|score|a|1|,|;|\"|\n|\r|-|e|\\.| ){0,80}") {
        let _ = read(text.as_bytes());
    }
}
