//! Who could meet whom, and why: a sum that is published, shown part by part.

use std::collections::BTreeSet;

use base::Fault;
use jiff::civil::Date;
use people::PersonId;

use super::model::{
    DOMAINS, DOMAINS_MAX, FORMS, LANGUAGES, PLACES_MAX, Profile, ProfileText, Visible, WORDS_MAX,
};
use crate::model::PlaceId;

/// Points of each part, in the order in which they are shown; each has a text
/// `places-meet-part-…`.
pub const POINTS: [(Part, i64); 6] = [
    (Part::Domain, 3),
    (Part::Words, 2),
    (Part::Mutual, 2),
    (Part::SocialAndClassic, 2),
    (Part::Language, 1),
    (Part::OtherDays, 1),
];
/// Further days that count at most.
const OTHER_DAYS_MAX: i64 = 2;

/// A part of the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A domain that one seeks and the other offers.
    Domain,
    /// Words of one's own that say the same.
    Words,
    /// Each has something for the other.
    Mutual,
    /// One works for a social enterprise, the other for a classic one.
    SocialAndClassic,
    /// They speak a language in common.
    Language,
    /// They meet on further days.
    OtherDays,
}

impl Part {
    /// The end of its text's key.
    pub fn code(self) -> &'static str {
        match self {
            Part::Domain => "domain",
            Part::Words => "words",
            Part::Mutual => "mutual",
            Part::SocialAndClassic => "social",
            Part::Language => "language",
            Part::OtherDays => "days",
        }
    }
}

/// Somebody whom one could meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Whom.
    pub person: PersonId,
    /// Where both will be.
    pub place: PlaceId,
    /// The first day on which they will.
    pub day: Date,
    /// What one offers and the other seeks: domains and words.
    pub given: Vec<String>,
    /// What one seeks and the other offers.
    pub taken: Vec<String>,
    /// Each part with its points.
    pub parts: Vec<(Part, i64)>,
}

impl Suggestion {
    /// The sum.
    pub fn points(&self) -> i64 {
        self.parts.iter().map(|(_, points)| points).sum()
    }
}

/// Who is where on which day.
pub type Days = BTreeSet<(PersonId, PlaceId, Date)>;

/// Whether somebody may see the profile of another.
pub fn sees(viewer: Option<&Profile>, profile: &Profile) -> bool {
    match profile.visible {
        Visible::Nobody => false,
        Visible::Everybody => true,
        Visible::Places => viewer.is_some_and(|viewer| {
            viewer.visible != Visible::Nobody && viewer.places().any(|place| profile.is_at(place))
        }),
    }
}

/// Whom somebody could meet: the highest sum first, then the nearest day.
pub fn suggestions(me: &Profile, others: &[Profile], days: &Days) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> =
        others.iter().filter_map(|other| suggestion(me, other, days)).collect();
    all.sort_by_key(|one| (std::cmp::Reverse(one.points()), one.day, one.person));
    all
}

/// Whether two could meet: both agreed to be found at a place where both will be on a day, and one
/// offers what the other seeks.
pub fn suggestion(me: &Profile, other: &Profile, days: &Days) -> Option<Suggestion> {
    if !fit(me, other) {
        return None;
    }
    let shared = shared_days(me, other, days);
    let (day, place) = *shared.first()?;
    let (mine, theirs) = (&me.text, &other.text);
    let (given, given_words) = (met(&mine.offers, &theirs.seeks), words_met(mine, theirs));
    let (taken, taken_words) = (met(&theirs.offers, &mine.seeks), words_met(theirs, mine));
    let given_some = given.len() + given_words.len() > 0;
    let mutual = given_some && taken.len() + taken_words.len() > 0;
    let other_days: BTreeSet<Date> = shared.iter().map(|(day, _)| *day).collect();
    let times = |part: Part| match part {
        Part::Domain => count(given.len() + taken.len()),
        Part::Words => count(given_words.len() + taken_words.len()),
        Part::Mutual => i64::from(mutual),
        Part::SocialAndClassic => i64::from(are_of_two_kinds(mine, theirs)),
        Part::Language => i64::from(!met(&mine.languages, &theirs.languages).is_empty()),
        Part::OtherDays => (count(other_days.len()) - 1).min(OTHER_DAYS_MAX),
    };
    let parts = POINTS.map(|(part, points)| (part, points * times(part)));
    Some(Suggestion {
        person: other.person,
        place,
        day,
        given: [given, given_words].concat(),
        taken: [taken, taken_words].concat(),
        parts: parts.into_iter().filter(|(_, points)| *points > 0).collect(),
    })
}

/// Whether two who agreed to be found have something for each other, wherever they are.
pub fn fit(me: &Profile, other: &Profile) -> bool {
    let agreed = me.visible != Visible::Nobody && other.visible != Visible::Nobody;
    let gives = |one: &ProfileText, other: &ProfileText| {
        !met(&one.offers, &other.seeks).is_empty() || !words_met(one, other).is_empty()
    };
    let (mine, theirs) = (&me.text, &other.text);
    agreed && me.person != other.person && (gives(mine, theirs) || gives(theirs, mine))
}

/// The days on which both are at a place where both agreed to be found.
fn shared_days(me: &Profile, other: &Profile, days: &Days) -> BTreeSet<(Date, PlaceId)> {
    let first = (me.person, PlaceId::from_bytes([0; 16]), Date::MIN);
    let last = (me.person, PlaceId::from_bytes([u8::MAX; 16]), Date::MAX);
    days.range(first..=last)
        .filter(|(_, place, day)| {
            me.is_at(*place) && other.is_at(*place) && days.contains(&(other.person, *place, *day))
        })
        .map(|(_, place, day)| (*day, *place))
        .collect()
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn are_of_two_kinds(one: &ProfileText, other: &ProfileText) -> bool {
    let forms = [one.form.as_str(), other.form.as_str()];
    forms == ["social", "classic"] || forms == ["classic", "social"]
}

fn met(offers: &[String], seeks: &[String]) -> Vec<String> {
    offers.iter().filter(|one| seeks.contains(one)).cloned().collect()
}

/// Words that mean the same whatever their case and accents, as whoever offers them writes them.
fn words_met(offering: &ProfileText, seeking: &ProfileText) -> Vec<String> {
    let sought: Vec<String> = seeking.seek_words.iter().map(|word| words::fold(word)).collect();
    let offered = offering.offer_words.iter();
    offered.filter(|word| sought.contains(&words::fold(word))).cloned().collect()
}

/// Words of one's own as typed in a line: between commas, each once.
pub fn words_typed(typed: &str) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    let mut all: Vec<String> = Vec::new();
    for word in typed.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        let folded = words::fold(word);
        if !known.contains(&folded) {
            known.push(folded);
            all.push(word.to_owned());
        }
    }
    all
}

/// What is wrong with a profile.
pub fn profile_faults(text: &ProfileText, visible: Visible) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (field, domains) in [("offers", &text.offers), ("seeks", &text.seeks)] {
        if domains.len() > DOMAINS_MAX || domains.iter().any(|one| !DOMAINS.contains(&one.as_str()))
        {
            let say = base::Say::new("places-meet-fault-domains").with("most", DOMAINS_MAX);
            faults.push(Fault::new(field, say));
        }
    }
    for (field, words) in [("offer_words", &text.offer_words), ("seek_words", &text.seek_words)] {
        if words.len() > WORDS_MAX {
            let say = base::Say::new("places-meet-fault-words").with("most", WORDS_MAX);
            faults.push(Fault::new(field, say));
        }
    }
    if !FORMS.contains(&text.form.as_str()) {
        faults.push(Fault::new("form", "web-fault-choose"));
    }
    if text.languages.iter().any(|one| !LANGUAGES.contains(&one.as_str())) {
        faults.push(Fault::new("languages", "web-fault-choice"));
    }
    let says = [&text.offers, &text.offer_words, &text.seeks, &text.seek_words];
    if visible != Visible::Nobody && says.iter().all(|list| list.is_empty()) {
        faults.push(Fault::new("offers", "places-meet-fault-nothing"));
    }
    if text.places.len() > PLACES_MAX {
        let say = base::Say::new("places-meet-fault-many-places").with("most", PLACES_MAX);
        faults.push(Fault::new("places", say));
    }
    if visible == Visible::Places && text.places.is_empty() {
        faults.push(Fault::new("places", "places-meet-fault-places"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use base::{Id, Moment, World};
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn ids<K>(count: usize) -> Vec<Id<K>> {
        let world = World::fixed(Moment(1_800_000_000_000_000), 5);
        (0..count).map(|_| world.id()).collect()
    }

    /// Four people at most of two places; each list is the bits of a number.
    fn profile(person: PersonId, places: &[PlaceId], drawn: (u8, u8, u8, u8, u8)) -> Profile {
        let (visible, offers, seeks, at, rest) = drawn;
        let some = |list: &[&str], bits: u8| -> Vec<String> {
            let kept = list.iter().take(3).enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
            kept.map(|(_, one)| (*one).to_owned()).collect()
        };
        let names: Vec<String> = places.iter().map(ToString::to_string).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Profile {
            person,
            id: person.cast(),
            version: 1,
            visible: Visible::ALL[usize::from(visible % 3)],
            text: ProfileText {
                offers: some(DOMAINS, offers),
                offer_words: some(&["Étagères", "paie", "thé"], offers >> 3),
                seeks: some(DOMAINS, seeks),
                seek_words: some(&["etageres", "Paie", "the"], seeks >> 3),
                form: FORMS[usize::from(rest % 3)].to_owned(),
                places: some(&names, at),
                languages: some(LANGUAGES, rest >> 2),
                ..ProfileText::default()
            },
        }
    }

    fn drawn() -> impl Strategy<Value = (Vec<Profile>, Days)> {
        let one = (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>());
        let there = proptest::collection::vec((0usize..4, 0usize..2, 1i8..4), 0..16);
        (proptest::collection::vec(one, 4), there).prop_map(|(drawn, there)| {
            let (people, places) = (ids::<people::PersonKind>(4), ids(2));
            let profiles =
                drawn.into_iter().zip(&people).map(|(d, &who)| profile(who, &places, d)).collect();
            let days = there
                .into_iter()
                .map(|(who, place, day)| (people[who], places[place], date(2027, 3, day)))
                .collect();
            (profiles, days)
        })
    }

    proptest! {
        #[test]
        fn nobody_is_suggested_who_did_not_agree_or_is_not_there((all, days) in drawn()) {
            for me in &all {
                for one in suggestions(me, &all, &days) {
                    let other = all.iter().find(|p| p.person == one.person).unwrap();
                    for who in [me, other] {
                        prop_assert!(who.visible != Visible::Nobody && who.is_at(one.place));
                        prop_assert!(days.contains(&(who.person, one.place, one.day)));
                    }
                    prop_assert!(sees(Some(me), other) && sees(Some(other), me));
                    prop_assert!(one.person != me.person);
                }
            }
        }

        #[test]
        fn what_is_said_to_one_is_said_to_the_other((all, days) in drawn()) {
            for me in &all {
                for other in &all {
                    let (there, back) = (suggestion(me, other, &days), suggestion(other, me, &days));
                    prop_assert_eq!(there.is_some(), back.is_some());
                    let (Some(there), Some(back)) = (there, back) else { continue };
                    prop_assert_eq!(&there.parts, &back.parts);
                    prop_assert_eq!((there.day, there.place), (back.day, back.place));
                    prop_assert_eq!((there.given, there.taken), (back.taken, back.given));
                }
            }
        }

        #[test]
        fn the_order_in_which_people_come_changes_nothing((all, days) in drawn()) {
            let mut turned = all.clone();
            turned.reverse();
            for me in &all {
                prop_assert_eq!(suggestions(me, &all, &days), suggestions(me, &turned, &days));
            }
        }

        #[test]
        fn words_are_read_as_they_are_written_each_once(typed in "[a-zé ,;]{0,40}") {
            let words = words_typed(&typed);
            prop_assert_eq!(&words_typed(&words.join(", ")), &words);
            prop_assert!(words.iter().all(|word| !word.trim().is_empty()));
        }
    }

    #[test]
    fn the_sum_is_that_of_its_parts() {
        let (people, places) = (ids::<people::PersonKind>(2), ids(1));
        let says = |offers: &str, seeks: &str, form: &str| ProfileText {
            offers: vec![offers.to_owned()],
            seeks: vec![seeks.to_owned()],
            form: form.to_owned(),
            places: vec![places[0].to_string()],
            languages: vec!["fr".to_owned()],
            ..ProfileText::default()
        };
        let profile = |turn: usize, text| Profile {
            person: people[turn],
            id: people[turn].cast(),
            version: 1,
            visible: Visible::Places,
            text,
        };
        let one = profile(0, says("accounting", "reuse", "classic"));
        let other = profile(1, says("reuse", "accounting", "social"));
        let days = [1, 2, 5, 6]
            .into_iter()
            .flat_map(|day| people.iter().map(move |&who| (who, day)))
            .map(|(who, day)| (who, places[0], date(2027, 3, day)))
            .collect();
        let found = suggestion(&one, &other, &days).unwrap();
        // Two domains, each for the other, two kinds, one language, two further days of three.
        assert_eq!(found.points(), 2 * 3 + 2 + 2 + 1 + 2);
        assert_eq!((found.given, found.taken), (vec!["accounting".into()], vec!["reuse".into()]));
        assert_eq!(found.day, date(2027, 3, 1));
        assert_eq!(suggestion(&one, &other, &Days::new()), None);
    }
}
