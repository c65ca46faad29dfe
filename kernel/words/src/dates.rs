//! Dates and times in words, on the clocks of metropolitan France.
//!
//! Month names: CLDR for French, English, Khmer, Armenian (genitive) and Bambara; our own table for
//! Haitian Creole, which CLDR leaves in French. Deliberately absent: weekdays, other time zones,
//! and Bambara words for durations, which are said in French until a speaker gives them.

use base::Moment;
use jiff::civil::Date;

use crate::numbers::number;
use crate::{Lang, plural};

/// A date in words: `1er mars 2027`, `1 March 2027`.
pub fn date(lang: Lang, date: Date) -> String {
    let (year, month, day) = (date.year(), month_name(lang, date.month()), date.day());
    match lang {
        Lang::Fr | Lang::Ht if day == 1 => format!("1er {month} {year}"),
        Lang::Hy => format!("{day} {month}, {year} թ."),
        _ => format!("{day} {month} {year}"),
    }
}

/// A date and its time in France: `3 mars 2027 à 18 h 30`, `3 March 2027, 18:30`. The spaces of
/// the French time do not break.
pub fn moment(lang: Lang, moment: Moment) -> String {
    let local = moment.in_france();
    let day = date(lang, local.date());
    match (lang, local.hour(), local.minute()) {
        (Lang::Fr, hour, 0) => format!("{day} à {hour}\u{a0}h"),
        (Lang::Fr, hour, minute) => format!("{day} à {hour}\u{a0}h\u{a0}{minute:02}"),
        (_, hour, minute) => format!("{day}, {hour:02}:{minute:02}"),
    }
}

/// How far `to` is from `from`, in its largest whole unit: `dans 3 jours`, `il y a 2 heures`. What
/// is less than a minute away is now. Days go up to 60, months (of 30.44 days) to two years.
pub fn relative(lang: Lang, from: Moment, to: Moment) -> String {
    let seconds = to.seconds_since(from);
    let (minute, hour, day) = (60, 3_600, 86_400);
    let (unit, length) = match seconds.unsigned_abs() {
        size if size < minute => return now(lang).to_owned(),
        size if size < hour => (Unit::Minute, minute),
        size if size < day => (Unit::Hour, hour),
        size if size < 61 * day => (Unit::Day, day),
        size if size < 731 * day => (Unit::Month, 2_629_746),
        _ => (Unit::Year, 31_556_952),
    };
    let count = i64::try_from(seconds.unsigned_abs() / length).unwrap_or(i64::MAX);
    far(lang, unit, count, seconds < 0)
}

#[derive(Clone, Copy)]
enum Unit {
    Minute,
    Hour,
    Day,
    Month,
    Year,
}

impl Unit {
    fn of(self, names: [&'static str; 5]) -> &'static str {
        let [minute, hour, day, month, year] = names;
        match self {
            Unit::Minute => minute,
            Unit::Hour => hour,
            Unit::Day => day,
            Unit::Month => month,
            Unit::Year => year,
        }
    }
}

fn now(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr | Lang::Bm => "maintenant",
        Lang::En => "now",
        Lang::Ht => "kounye a",
        Lang::Km => "ឥឡូវ",
        Lang::Hy => "հիմա",
    }
}

fn far(lang: Lang, unit: Unit, count: i64, past: bool) -> String {
    let shown = number(lang, count);
    let one = plural(lang, count) == "one";
    match (lang, past) {
        (Lang::En, _) => {
            let name = unit.of(["minute", "hour", "day", "month", "year"]);
            let s = if one { "" } else { "s" };
            if past { format!("{shown} {name}{s} ago") } else { format!("in {shown} {name}{s}") }
        }
        (Lang::Ht, _) => {
            let name = unit.of(["minit", "èdtan", "jou", "mwa", "an"]);
            if past { format!("sa gen {shown} {name}") } else { format!("nan {shown} {name}") }
        }
        (Lang::Km, _) => {
            let name = unit.of(["នាទី", "ម៉ោង", "ថ្ងៃ", "ខែ", "ឆ្នាំ"]);
            format!("{shown} {name}{}", if past { "មុន" } else { "ទៀត" })
        }
        (Lang::Hy, true) => {
            format!("{shown} {} առաջ", unit.of(["րոպե", "ժամ", "օր", "ամիս", "տարի"]))
        }
        (Lang::Hy, false) => {
            format!("{shown} {}", unit.of(["րոպեից", "ժամից", "օրից", "ամսից", "տարուց"]))
        }
        (Lang::Fr | Lang::Bm, _) => {
            let name = if count.unsigned_abs() <= 1 {
                unit.of(["minute", "heure", "jour", "mois", "an"])
            } else {
                unit.of(["minutes", "heures", "jours", "mois", "ans"])
            };
            if past { format!("il y a {shown} {name}") } else { format!("dans {shown} {name}") }
        }
    }
}

fn month_name(lang: Lang, month: i8) -> &'static str {
    let names = match lang {
        Lang::Fr => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        Lang::En => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Lang::Ht => [
            "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb",
            "novanm", "desanm",
        ],
        Lang::Km => {
            ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]
        }
        Lang::Hy => [
            "հունվարի",
            "փետրվարի",
            "մարտի",
            "ապրիլի",
            "մայիսի",
            "հունիսի",
            "հուլիսի",
            "օգոստոսի",
            "սեպտեմբերի",
            "հոկտեմբերի",
            "նոյեմբերի",
            "դեկտեմբերի",
        ],
        Lang::Bm => [
            "zanwuye",
            "feburuye",
            "marisi",
            "awirili",
            "mɛ",
            "zuwɛn",
            "zuluye",
            "uti",
            "sɛtanburu",
            "ɔkutɔburu",
            "nowanburu",
            "desanburu",
        ],
    };
    let place = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    names.get(place).copied().unwrap_or_default()
}
