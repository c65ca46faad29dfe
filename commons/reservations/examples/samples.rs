//! Writes what programs that are not ours read again: when places with given opening hours are open
//! (`hours.json`). The folder is the only argument.

use std::path::Path;
use std::process::ExitCode;

use jiff::civil::date;
use jiff::tz::TimeZone;
use parvis_reservations::hours::Hours;

/// Texts that both must understand alike: what hosts write, and the corners of the syntax.
const HOURS: &[&str] = &[
    "24/7",
    "24/7; PH off",
    "Mo-Fr 09:00-18:00",
    "Mo-Fr 09:00-12:30,14:00-18:00; Sa 10:00-12:00",
    "Mo-Fr 09:00-18:00; PH off",
    "Mo-Fr,PH 09:00-18:00",
    "PH 10:00-16:00",
    "Mo-Su 09:00-18:00; PH 10:00-16:00",
    "Fr 20:00-02:00",
    "Fr 20:00-02:00; Sa off",
    "Fr 20:00-02:00; Sa 10:00-12:00",
    // Not Saturday: opening_hours 3.15.0 adds an hour after a Sunday of 23 hours.
    "Th,Fr 20:00-02:00, Sa 10:00-12:00",
    "Mo-Su 20:00-02:00; PH off",
    "Mo-Su 22:00-26:00",
    "Mo-Su 01:30-03:30",
    "Mo-Su 02:00-03:00",
    "Mo-Su 00:00-24:00",
    "week 2-52/2 We 14:00-18:00",
    "week 1-53/2 Mo-Fr 08:00-12:00; week 2-52/2 Mo-Fr 13:00-17:00",
    "Mo[1] 10:00-12:00, We[-1] 14:00-16:00",
    "Sa[1,3] 10:00-12:00",
    "Mo-Sa 10:00-18:00; Dec 25-Jan 01 off",
    "Mo-Fr 10:00-18:00; Aug off",
    "Apr-Sep Mo-Sa 08:00-20:00; Oct-Mar Mo-Sa 09:00-17:00",
    "2026 Jan-Mar 10:00-12:00",
    "Mo-Fr 10:00-18:00; 2026 Jul 14 off; 2026 Dec 24-2027 Jan 02 off",
    "Mo-Fr 10:00-18:00; 2026 May 01-2026 May 03 08:00-10:00",
    "10:00-12:00; easter +1 day off",
    "easter -2 days 15:00-17:00",
    "Mo-Fr 09:00-18:00; 12:00-14:00 off",
    "Mo-Fr 09:00-18:00 || Sa 10:00-12:00",
    "Mo-Fr 10:00-20:00; Dec 24,Dec 31 10:00-16:00",
    "Sa-Mo 10:00-12:00",
    "2026-2028 Mo 10:00-12:00",
    "off",
];

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("samples: name a folder");
        return ExitCode::from(2);
    };
    match hours(&Path::new(&folder).join("hours.json")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("samples: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Two years of each text: its intervals, as seconds since 1970.
fn hours(path: &Path) -> Result<(), String> {
    let said = |error: jiff::Error| error.to_string();
    let zone = TimeZone::get("Europe/Paris").map_err(said)?;
    let from = zone.to_timestamp(date(2026, 1, 1).at(0, 0, 0, 0)).map_err(said)?;
    let to = zone.to_timestamp(date(2028, 1, 1).at(0, 0, 0, 0)).map_err(said)?;
    let mut lines = Vec::new();
    for text in HOURS {
        let hours = Hours::parse(text).map_err(|fault| format!("{text}: {fault:?}"))?;
        let again = Hours::parse(hours.write()).map_err(|fault| format!("{text}: {fault:?}"))?;
        if again.open(&zone, from, to) != hours.open(&zone, from, to) {
            return Err(format!("{text}: reads otherwise as {}", hours.write()));
        }
        let open = hours.open(&zone, from, to);
        let spans =
            open.iter().map(|(from, to)| format!("[{},{}]", from.as_second(), to.as_second()));
        lines.push(format!(
            "{{\"text\":\"{text}\",\"written\":\"{}\",\"from\":{},\"to\":{},\"open\":[{}]}}",
            hours.write(),
            from.as_second(),
            to.as_second(),
            spans.collect::<Vec<_>>().join(",")
        ));
    }
    let file = format!("[\n{}\n]\n", lines.join(",\n"));
    std::fs::write(path, file).map_err(|error| format!("{}: {error}", path.display()))
}
