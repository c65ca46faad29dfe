//! The rules of third places, pure: what a life may become, what a text lacks, which stage is next.

use base::{Fault, Say};
use jiff::civil::Date;

use crate::model::{Address, Days, Life, PlaceText, ServiceText, Stage, Stay};
use crate::vocabulary;

/// Whether a place or a tour may go from one state to another. What was archived by mistake goes
/// back to closed; nothing public becomes a draft again once it was open.
pub fn may_become(from: Life, to: Life) -> bool {
    matches!(
        (from, to),
        (Life::Draft, Life::Announced | Life::Open)
            | (Life::Announced, Life::Draft | Life::Open | Life::Closed)
            | (Life::Open, Life::Closed)
            | (Life::Closed, Life::Open | Life::Archived)
            | (Life::Archived, Life::Closed)
    )
}

/// What a state may become, in the order of a life.
pub fn next_states(from: Life) -> Vec<Life> {
    Life::ALL.into_iter().filter(|to| may_become(from, *to)).collect()
}

/// A place whose host may still change it: what is archived is left to the network.
pub fn host_may_edit(state: Life) -> bool {
    state != Life::Archived
}

fn at_least(faults: &mut Vec<Fault>, missing: bool, field: &str, key: &'static str) {
    if missing {
        faults.push(Fault::new(field, Say::new(key)));
    }
}

/// What is wrong with an address; an empty one is not.
pub fn address_faults(address: &Address) -> Vec<Fault> {
    let mut faults = Vec::new();
    let code = &address.commune_code;
    at_least(
        &mut faults,
        !code.is_empty() && !is_commune(code),
        "commune_code",
        "places-fault-commune",
    );
    let postcode = &address.postcode;
    let wrong = !postcode.is_empty() && !people::rules::is_postcode(postcode);
    at_least(&mut faults, wrong, "postcode", "people-fault-postcode");
    let half = address.lat_e6.is_some() != address.lon_e6.is_some();
    at_least(&mut faults, half, "lat", "places-fault-position-half");
    faults
}

/// What is wrong with days: the last one before the first one.
pub fn days_faults(days: &Days) -> Vec<Fault> {
    match (days.first, days.last) {
        (Some(first), Some(last)) if last < first => {
            vec![Fault::new("last_day", "places-fault-days-order")]
        }
        _ => Vec::new(),
    }
}

/// What is wrong with what a place says of itself.
pub fn place_faults(text: &PlaceText) -> Vec<Fault> {
    let mut faults = address_faults(&text.address);
    at_least(&mut faults, text.name.trim().is_empty(), "name", "web-fault-required");
    faults.extend(days_faults(&text.days));
    let web = &text.website;
    at_least(
        &mut faults,
        !web.is_empty() && !is_web_address(web),
        "website",
        "places-fault-website",
    );
    let dated = text.stay == Stay::Ephemeral;
    at_least(&mut faults, dated && text.days.first.is_none(), "first_day", "places-fault-days");
    at_least(&mut faults, dated && text.days.last.is_none(), "last_day", "places-fault-days");
    faults
}

/// What a place lacks to be shown to everybody.
pub fn public_faults(text: &PlaceText) -> Vec<Fault> {
    let mut faults = place_faults(text);
    at_least(&mut faults, text.address.commune.is_empty(), "commune", "web-fault-required");
    faults
}

/// What is wrong with a service, as data·inclusion asks.
pub fn service_faults(text: &ServiceText) -> Vec<Fault> {
    let mut faults = Vec::new();
    let name = text.name.trim().chars().count();
    at_least(&mut faults, name == 0, "name", "web-fault-required");
    at_least(&mut faults, (1..3).contains(&name), "name", "places-fault-service-name");
    let told = text.description.trim().chars().count();
    at_least(
        &mut faults,
        (1..5).contains(&told),
        "description",
        "places-fault-service-description",
    );
    let everybody = text.publics.iter().any(|one| one == "tous-publics");
    at_least(&mut faults, everybody && text.publics.len() > 1, "publics", "places-fault-everybody");
    let costs = text.fee == "payant";
    at_least(&mut faults, costs && text.fee_details.is_empty(), "fee_details", "places-fault-fee");
    faults
}

/// An INSEE code of a commune: five digits, or `2A` and `2B` before three.
pub fn is_commune(code: &str) -> bool {
    let bytes = code.as_bytes();
    let rest = bytes.get(2..).unwrap_or_default();
    let corsica = code.starts_with("2A") || code.starts_with("2B");
    let start = corsica || bytes.get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_digit));
    bytes.len() == 5 && start && rest.iter().all(u8::is_ascii_digit)
}

/// A page of the web, whose name is one of the public network.
pub fn is_web_address(text: &str) -> bool {
    let begun = text.starts_with("https://") || text.starts_with("http://");
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    let named = |url: url::Url| url.domain().is_some_and(|domain| domain.contains('.'));
    begun && plain && url::Url::parse(text).is_ok_and(named)
}

/// Degrees as typed, with a point or a comma, in millionths; nothing when they are none, or beyond
/// `most` degrees.
pub fn degrees_e6(typed: &str, most: i64) -> Option<i64> {
    let degrees: f64 = typed.trim().replace(',', ".").parse().ok()?;
    let millionths = (degrees * 1e6).round();
    // Within the bounds an i64 holds it exactly.
    (millionths.abs() <= most as f64 * 1e6).then_some(millionths as i64)
}

/// Where a stage stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is over.
    Past,
    /// It is now, or the first one to come.
    Next,
    /// It comes later, or nobody knows when.
    Later,
}

impl Mark {
    /// The end of the text's key.
    pub fn code(self) -> &'static str {
        match self {
            Mark::Past => "past",
            Mark::Next => "next",
            Mark::Later => "later",
        }
    }
}

/// Where each stage stands on a day; one alone is next.
pub fn marks(stages: &[Stage], today: Date) -> Vec<Mark> {
    let over = |stage: &Stage| {
        let last = stage.text.days.last.or(stage.text.days.first);
        last.is_some_and(|last| last < today)
    };
    let coming = stages.iter().filter(|stage| !over(stage) && stage.text.days.first.is_some());
    let next = coming.min_by_key(|stage| (stage.text.days.first, stage.number)).map(|s| s.id);
    let mark = |stage: &Stage| match over(stage) {
        true => Mark::Past,
        false if Some(stage.id) == next => Mark::Next,
        false => Mark::Later,
    };
    stages.iter().map(mark).collect()
}

/// Codes of a list that are asked for, in the order of the list and once each.
pub fn known(list: &[&str], asked: &[String]) -> Vec<String> {
    list.iter().filter(|code| asked.iter().any(|one| one == *code)).map(|&c| c.to_owned()).collect()
}

/// What is said of access that is a field of the vocabulary.
pub fn is_access(key: &str) -> bool {
    vocabulary::ACCESS.iter().any(|(known, _)| *known == key)
}

#[cfg(test)]
mod tests {
    use base::Id;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Stage, StageText};

    fn stage(number: i64, first: Option<Date>, last: Option<Date>) -> Stage {
        let text = StageText { days: Days { first, last }, ..StageText::default() };
        let id = Id::from_parts(number.unsigned_abs(), &[0; 10]);
        Stage { id, number, place: None, text, results: String::new() }
    }

    #[test]
    fn one_stage_is_next_and_what_is_over_is_past() {
        let stages = [
            stage(1, Some(date(2026, 3, 1)), Some(date(2026, 3, 2))),
            stage(2, Some(date(2026, 6, 3)), Some(date(2026, 6, 4))),
            stage(3, Some(date(2026, 5, 3)), None),
            stage(4, None, None),
        ];
        let on = |day| marks(&stages, day);
        assert_eq!(on(date(2026, 3, 2)), [Mark::Next, Mark::Later, Mark::Later, Mark::Later]);
        assert_eq!(on(date(2026, 3, 3)), [Mark::Past, Mark::Later, Mark::Next, Mark::Later]);
        assert_eq!(on(date(2026, 5, 4)), [Mark::Past, Mark::Next, Mark::Past, Mark::Later]);
        assert_eq!(on(date(2027, 1, 1)), [Mark::Past, Mark::Past, Mark::Past, Mark::Later]);
    }

    #[test]
    fn what_was_public_is_never_hidden_again_once_it_was_open() {
        for from in [Life::Open, Life::Closed, Life::Archived] {
            assert!(!next_states(from).contains(&Life::Draft), "{from:?}");
        }
        assert_eq!(next_states(Life::Closed), [Life::Open, Life::Archived]);
        assert!(!may_become(Life::Draft, Life::Archived));
    }

    #[test]
    fn communes_of_corsica_are_communes() {
        for good in ["92050", "2A004", "2B033", "97411"] {
            assert!(is_commune(good), "{good}");
        }
        for bad in ["", "9205", "920500", "2C004", "92O50", "A2004"] {
            assert!(!is_commune(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_of_the_web_are_whole() {
        for good in ["https://halle.example", "http://a.b.example/c?d=e#f"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in
            ["", "halle.example", "https://halle", "https://a b.example", "javascript://a.b/%0a"]
        {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_service_for_everybody_is_for_nobody_else() {
        let service = |publics: &[&str]| ServiceText {
            name: "Conseil".to_owned(),
            publics: publics.iter().map(|&one| one.to_owned()).collect(),
            ..ServiceText::default()
        };
        assert!(service_faults(&service(&["tous-publics"])).is_empty());
        assert_eq!(service_faults(&service(&["tous-publics", "jeunes"])).len(), 1);
    }

    proptest! {
        #[test]
        fn degrees_come_back_as_they_were_typed(e6 in -90_000_000i64..=90_000_000) {
            let typed = format!("{:.6}", e6 as f64 / 1e6);
            prop_assert_eq!(degrees_e6(&typed, 90), Some(e6));
            prop_assert_eq!(degrees_e6(&typed.replace('.', ","), 90), Some(e6));
        }

        #[test]
        fn what_is_no_number_is_no_degree(typed in "[a-z°]{1,8}") {
            prop_assume!(!["inf", "nan", "infinity"].contains(&typed.as_str()));
            prop_assert_eq!(degrees_e6(&typed, 90), None);
        }
    }
}
