//! Tables for spreadsheets and for machines: CSV (RFC 4180) and XLSX.
//!
//! Invariants: a text never becomes a formula, neither in XLSX, where it is written as a string,
//! nor in CSV for offices, where a leading apostrophe disarms it; amounts, numbers and dates keep
//! their type; equal sheets give equal bytes. Deliberately absent: several sheets, formulas,
//! reading.

use base::Cents;
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::PaperError;

/// A table with a name and a head.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows, each as wide as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text, whatever it begins with.
    Text(String),
    /// A number; what is not finite is left empty.
    Number(f64),
    /// An amount of euros.
    Money(Cents),
    /// A date.
    Date(Date),
    /// Nothing.
    Empty,
}

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Csv {
    /// Between the cells: `;` or `,`.
    pub separator: u8,
    /// Whether the file begins with a byte order mark, by which offices recognise UTF-8.
    pub byte_order_mark: bool,
    /// Whether numbers have a decimal comma.
    pub decimal_comma: bool,
    /// Whether texts stay as they are even if a spreadsheet would take them for formulas.
    pub raw: bool,
}

impl Csv {
    /// For spreadsheets in French: semicolons, decimal commas, formulas disarmed.
    pub const OFFICE: Csv =
        Csv { separator: b';', byte_order_mark: true, decimal_comma: true, raw: false };

    /// For open data under a schema: commas, decimal points, texts untouched.
    pub const OPEN: Csv =
        Csv { separator: b',', byte_order_mark: false, decimal_comma: false, raw: true };
}

/// The sheet as CSV in UTF-8, lines ended by CR LF, dates in ISO 8601, amounts without unit.
pub fn to_csv(sheet: &Sheet, csv: Csv) -> Result<Vec<u8>, PaperError> {
    let bytes = if csv.byte_order_mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(csv.separator)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(bytes);
    let failed = |error: csv::Error| PaperError::Sheet(error.to_string());
    writer.write_record(sheet.head.iter().map(|head| csv_text(csv, head))).map_err(failed)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| csv_cell(csv, cell))).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| PaperError::Sheet(error.to_string()))
}

fn csv_cell(csv: Csv, cell: &Cell) -> String {
    let decimal = |plain: String| if csv.decimal_comma { plain.replace('.', ",") } else { plain };
    match cell {
        Cell::Text(text) => csv_text(csv, text),
        Cell::Number(number) if number.is_finite() => decimal(number.to_string()),
        Cell::Money(amount) => decimal(amount.decimal()),
        Cell::Date(date) => date.to_string(),
        Cell::Number(_) | Cell::Empty => String::new(),
    }
}

fn csv_text(csv: Csv, text: &str) -> String {
    if !csv.raw && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The sheet as an XLSX workbook: typed cells, the head bold, always in sight, with filters.
/// Refused beyond the format's own limits (1,048,576 rows, 16,384 columns, 32,767 characters a
/// cell).
pub fn to_xlsx(sheet: &Sheet) -> Result<Vec<u8>, PaperError> {
    fill(sheet).map_err(|error| match error {
        XlsxError::RowColumnLimitError => {
            PaperError::TooLarge { limit: 1_048_576, what: "rows, or 16,384 columns" }
        }
        XlsxError::MaxStringLengthExceeded => {
            PaperError::TooLarge { limit: 32_767, what: "characters in a cell" }
        }
        other => PaperError::Sheet(other.to_string()),
    })
}

fn fill(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The moment of making is not told: equal sheets give equal bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let formats = Formats {
        money: Format::new().set_num_format("#,##0.00 [$€-40C]"),
        date: Format::new().set_num_format("yyyy-mm-dd"),
    };
    let page = workbook.add_worksheet();
    page.set_name(sheet_name(&sheet.name))?;
    let bold = Format::new().set_bold();
    let mut last_column = 0;
    for (column, head) in (0..).zip(&sheet.head) {
        page.write_string_with_format(0, column, head, &bold)?;
        last_column = column;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            write(page, (row, column), cell, &formats)?;
        }
    }
    if !sheet.head.is_empty() {
        page.set_freeze_panes(1, 0)?;
        let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        page.autofilter(0, 0, last_row, last_column)?;
    }
    page.set_autofit_max_row(1_000);
    page.set_autofit_max_width(400);
    page.autofit();
    workbook.save_to_buffer()
}

struct Formats {
    money: Format,
    date: Format,
}

fn write(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => page.write_string(row, column, text)?,
        Cell::Number(number) if number.is_finite() => page.write_number(row, column, *number)?,
        Cell::Money(Cents(cents)) => {
            page.write_number_with_format(row, column, *cents as f64 / 100.0, &formats.money)?
        }
        Cell::Date(date) => match excel_date(*date) {
            Some(day) => page.write_datetime_with_format(row, column, &day, &formats.date)?,
            None => page.write_string(row, column, date.to_string())?,
        },
        Cell::Number(_) | Cell::Empty => page,
    };
    Ok(())
}

/// The format knows no date before 1900.
fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// A name that the format takes: no `[]:*?/\`, no apostrophe at its ends, at most 31 characters.
fn sheet_name(name: &str) -> String {
    let forbidden = |sign: char| sign.is_control() || "[]:*?/\\".contains(sign);
    let clean: String = name.chars().map(|sign| if forbidden(sign) { ' ' } else { sign }).collect();
    let mut short = String::new();
    for sign in clean.trim_matches(['\'', ' ']).chars() {
        // The limit counts UTF-16 units.
        if short.encode_utf16().count() + sign.len_utf16() > 31 {
            break;
        }
        short.push(sign);
    }
    let short = short.trim_matches(['\'', ' ']);
    if short.is_empty() { "Parvis".to_owned() } else { short.to_owned() }
}
