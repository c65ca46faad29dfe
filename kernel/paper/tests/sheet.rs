//! Sheets: CSV byte by byte, XLSX read back.

use base::Cents;
use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use paper::{Cell, Csv, PaperError, Sheet, to_csv, to_xlsx};

fn sheet() -> Sheet {
    let text = |text: &str| Cell::Text(text.to_owned());
    Sheet {
        name: "Dossiers 2027/2028 : [toits] et autres jardins".to_owned(),
        head: ["Nom", "Note", "Montant", "Reçu le"].map(str::to_owned).to_vec(),
        rows: vec![
            vec![
                text("Les \"Abeilles\"; et, compagnie\nde Bagneux"),
                Cell::Number(12.5),
                Cell::Money(Cents(1_500_050)),
                Cell::Date(date(2027, 3, 1)),
            ],
            vec![text("=1+1"), Cell::Number(-3.0), Cell::Money(Cents(-7)), Cell::Empty],
            vec![text("été"), Cell::Number(f64::NAN), Cell::Empty, Cell::Date(date(1850, 1, 2))],
        ],
    }
}

#[test]
fn csv_for_offices_is_disarmed() {
    let expected = "\u{feff}Nom;Note;Montant;Reçu le\r\n\
        \"Les \"\"Abeilles\"\"; et, compagnie\nde Bagneux\";12,5;15000,50;2027-03-01\r\n\
        '=1+1;-3;-0,07;\r\n\
        été;;;1850-01-02\r\n";
    assert_eq!(String::from_utf8(to_csv(&sheet(), Csv::OFFICE).unwrap()).unwrap(), expected);
}

#[test]
fn csv_for_open_data_is_raw() {
    let expected = "Nom,Note,Montant,Reçu le\r\n\
        \"Les \"\"Abeilles\"\"; et, compagnie\nde Bagneux\",12.5,15000.50,2027-03-01\r\n\
        =1+1,-3,-0.07,\r\n\
        été,,,1850-01-02\r\n";
    assert_eq!(String::from_utf8(to_csv(&sheet(), Csv::OPEN).unwrap()).unwrap(), expected);
}

#[test]
fn every_dangerous_beginning_is_disarmed() {
    for beginning in ["=", "+", "-", "@", "\t", "\r", "\n"] {
        let text = format!("{beginning}x");
        let risky = Sheet {
            name: String::new(),
            head: vec![text.clone()],
            rows: vec![vec![Cell::Text(text.clone())]],
        };
        let written = to_csv(&risky, Csv { byte_order_mark: false, ..Csv::OFFICE }).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*written);
        for record in reader.records() {
            assert_eq!(record.unwrap().get(0), Some(format!("'{text}").as_str()));
        }
    }
}

#[test]
fn a_workbook_keeps_types_and_has_no_formula() {
    let bytes = to_xlsx(&sheet()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names, ["Dossiers 2027 2028    toits  et"]);
    let range = book.worksheet_range(&names[0]).unwrap();
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(0, 0), Data::String("Nom".to_owned()));
    assert_eq!(cell(1, 0), Data::String("Les \"Abeilles\"; et, compagnie\nde Bagneux".to_owned()));
    assert_eq!(cell(1, 1), Data::Float(12.5));
    assert_eq!(cell(1, 2), Data::Float(15_000.5));
    match cell(1, 3) {
        Data::DateTime(day) => assert_eq!(day.as_f64(), 46_447.0),
        other => panic!("{other:?}"),
    }
    assert_eq!(cell(2, 0), Data::String("=1+1".to_owned()));
    assert_eq!(cell(2, 2), Data::Float(-0.07));
    assert_eq!(cell(3, 1), Data::Empty);
    assert_eq!(cell(3, 3), Data::String("1850-01-02".to_owned()));
    assert!(book.worksheet_formula(&names[0]).unwrap().is_empty());
}

#[test]
fn equal_sheets_are_equal_files() {
    assert_eq!(to_xlsx(&sheet()).unwrap(), to_xlsx(&sheet()).unwrap());
}

#[test]
fn bare_sheets_are_made_too() {
    for name in ["", "'", "[]:*?/\\", "🌱".repeat(40).as_str(), "History"] {
        let bare = Sheet { name: name.to_owned(), head: vec![], rows: vec![] };
        assert!(to_xlsx(&bare).is_ok(), "{name}");
        assert!(to_csv(&bare, Csv::OPEN).is_ok());
    }
}

#[test]
fn what_the_format_cannot_hold_is_refused() {
    let one = |cell: Cell| Sheet { name: String::new(), head: vec![], rows: vec![vec![cell]] };
    let long = to_xlsx(&one(Cell::Text("x".repeat(32_768))));
    assert!(matches!(long, Err(PaperError::TooLarge { limit: 32_767, .. })));
    let wide =
        Sheet { name: String::new(), head: vec![], rows: vec![vec![Cell::Number(1.0); 16_385]] };
    assert!(matches!(to_xlsx(&wide), Err(PaperError::TooLarge { limit: 1_048_576, .. })));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_back_from_csv(a in ".*", b in ".*") {
        let any = Sheet {
            name: a.clone(),
            head: vec!["a".to_owned(), "b".to_owned()],
            rows: vec![vec![Cell::Text(a.clone()), Cell::Text(b.clone())]],
        };
        let written = to_csv(&any, Csv::OPEN).unwrap();
        let mut reader = csv::Reader::from_reader(&*written);
        let record = reader.records().next().unwrap().unwrap();
        proptest::prop_assert_eq!((&record[0], &record[1]), (a.as_str(), b.as_str()));
    }

    #[test]
    fn any_text_makes_a_workbook(name in ".*", text in "\\PC*") {
        let any = Sheet {
            name,
            head: vec![text.clone()],
            rows: vec![vec![Cell::Text(text.clone())]],
        };
        let bytes = to_xlsx(&any).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
        proptest::prop_assert!(book.worksheet_range_at(0).unwrap().is_ok());
    }
}
