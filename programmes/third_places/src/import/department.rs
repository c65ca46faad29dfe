//! Which lines are of a département: asked of every column that tells, because lists contradict
//! themselves. In the list of 2019, three of the places under one code of a département have
//! another postcode, and one of them lies elsewhere.

use super::mapping::{Mapping, cell, code};

/// What tells the département, the most trusted first.
pub(crate) const SIGNS: [&str; 3] = ["commune-code", "department", "postcode"];

/// The département that a code of a commune, of a département or of the post begins with.
fn department_of(sign: &str, text: &str) -> Option<String> {
    let text = match sign {
        // A zero in front that an office took away.
        "department" if text.len() == 1 => format!("0{text}"),
        "department" => text.to_uppercase(),
        _ => code(text),
    };
    let overseas = text.starts_with("97") || text.starts_with("98");
    let length = if overseas { 3 } else { 2 };
    let start = text.get(..length).filter(|start| start.chars().any(|c| c != '0'))?;
    // Corsica's postcodes are those of before 1976.
    Some(match (sign, start, text.get(..3)) {
        ("postcode", "20", Some("200" | "201")) => "2A".to_owned(),
        ("postcode", "20", _) => "2B".to_owned(),
        _ => start.to_owned(),
    })
}

/// What each sign of a line says of its département; nothing where it says nothing.
pub(crate) fn told(row: &[String], mapping: &Mapping) -> [Option<String>; 3] {
    SIGNS.map(|sign| department_of(sign, cell(row, mapping, sign)))
}

/// The département of a line: what most signs say; of as many, what the most trusted says.
pub(crate) fn of(told: &[Option<String>; 3]) -> Option<&str> {
    let votes = |one: &str| told.iter().flatten().filter(|other| *other == one).count();
    let most = told.iter().flatten().map(|one| votes(one)).max()?;
    told.iter().flatten().find(|one| votes(one) == most).map(String::as_str)
}

/// Whether the signs of a line contradict each other.
pub(crate) fn disagree(told: &[Option<String>; 3]) -> bool {
    let mut known = told.iter().flatten();
    known.next().is_some_and(|first| known.any(|other| other != first))
}

#[cfg(test)]
mod tests {
    use super::{disagree, of, told};
    use crate::import::mapping::guessed;

    fn signs(commune: &str, department: &str, postcode: &str) -> [Option<String>; 3] {
        let mapping = guessed(&["INSEE", "DEP", "CP"].map(str::to_owned));
        told(&[commune, department, postcode].map(str::to_owned), &mapping)
    }

    #[test]
    fn no_column_alone_is_trusted() {
        let good = signs("92050", "92", "92000");
        assert_eq!((of(&good), disagree(&good)), (Some("92"), false));
        let elsewhere = signs("78686", "92", "78220");
        assert_eq!((of(&elsewhere), disagree(&elsewhere)), (Some("78"), true));
        let half = signs("0", "92", "0");
        assert_eq!((of(&half), disagree(&half)), (Some("92"), false));
        let tie = signs("92050", "", "75015");
        assert_eq!((of(&tie), disagree(&tie)), (Some("92"), true));
        assert_eq!(of(&signs("", "", "")), None);
    }

    #[test]
    fn the_ain_corsica_and_reunion_are_known_by_any_sign() {
        for signs in [signs("1053", "1", "1000"), signs("01053", "01", "01000")] {
            assert_eq!((of(&signs), disagree(&signs)), (Some("01"), false));
        }
        let ajaccio = signs("2A004", "2a", "20000");
        assert_eq!((of(&ajaccio), disagree(&ajaccio)), (Some("2A"), false));
        let bastia = signs("2B033", "2B", "20600");
        assert_eq!((of(&bastia), disagree(&bastia)), (Some("2B"), false));
        let saint_denis = signs("97411", "974", "97400");
        assert_eq!((of(&saint_denis), disagree(&saint_denis)), (Some("974"), false));
    }
}
