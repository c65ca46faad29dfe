//! Dates and distances in time, in words.

use base::Moment;
use jiff::civil::{date as day, datetime};
use words::{Lang, date, moment, relative};

#[test]
fn dates_are_said_in_words() {
    for (lang, first, third) in [
        (Lang::Fr, "1er mars 2027", "3 août 2027"),
        (Lang::En, "1 March 2027", "3 August 2027"),
        (Lang::Ht, "1er mas 2027", "3 out 2027"),
        (Lang::Km, "1 មីនា 2027", "3 សីហា 2027"),
        (Lang::Hy, "1 մարտի, 2027 թ.", "3 օգոստոսի, 2027 թ."),
        (Lang::Bm, "1 marisi 2027", "3 uti 2027"),
    ] {
        assert_eq!(date(lang, day(2027, 3, 1)), first);
        assert_eq!(date(lang, day(2027, 8, 3)), third);
    }
}

#[test]
fn times_are_those_of_france() {
    // 17:30 UTC in winter, 16:30 UTC in summer.
    let winter = Moment::from_france(datetime(2027, 3, 3, 18, 30, 0, 0));
    let summer = Moment::from_france(datetime(2027, 7, 3, 18, 30, 0, 0));
    assert_eq!(winter.to_string(), "2027-03-03T17:30:00Z");
    assert_eq!(summer.to_string(), "2027-07-03T16:30:00Z");
    assert_eq!(moment(Lang::Fr, winter), "3 mars 2027 à 18\u{a0}h\u{a0}30");
    assert_eq!(moment(Lang::En, summer), "3 July 2027, 18:30");
    let early = Moment::from_france(datetime(2027, 3, 1, 8, 5, 0, 0));
    assert_eq!(moment(Lang::Fr, early), "1er mars 2027 à 8\u{a0}h\u{a0}05");
    assert_eq!(moment(Lang::Ht, early), "1er mas 2027, 08:05");
    let sharp = Moment::from_france(datetime(2027, 3, 3, 12, 0, 0, 0));
    assert_eq!(moment(Lang::Fr, sharp), "3 mars 2027 à 12\u{a0}h");
}

#[test]
fn distances_take_their_largest_whole_unit() {
    let from = Moment(0);
    for (seconds, french, english) in [
        (0, "maintenant", "now"),
        (59, "maintenant", "now"),
        (60, "dans 1 minute", "in 1 minute"),
        (-7_200, "il y a 2 heures", "2 hours ago"),
        (3 * 86_400, "dans 3 jours", "in 3 days"),
        (-86_400, "il y a 1 jour", "1 day ago"),
        (60 * 86_400, "dans 60 jours", "in 60 days"),
        (61 * 86_400, "dans 2 mois", "in 2 months"),
        (731 * 86_400, "dans 2 ans", "in 2 years"),
        (-1_900 * 31_556_952, "il y a 1\u{202f}900 ans", "1,900 years ago"),
    ] {
        assert_eq!(relative(Lang::Fr, from, from.plus_seconds(seconds)), french);
        assert_eq!(relative(Lang::En, from, from.plus_seconds(seconds)), english);
    }
    let later = from.plus_days(3);
    assert_eq!(relative(Lang::Ht, from, later), "nan 3 jou");
    assert_eq!(relative(Lang::Ht, later, from), "sa gen 3 jou");
    assert_eq!(relative(Lang::Km, from, later), "3 ថ្ងៃទៀត");
    assert_eq!(relative(Lang::Hy, later, from), "3 օր առաջ");
}

proptest::proptest! {
    #[test]
    fn any_moment_is_said(a: i64, b: i64) {
        for lang in Lang::ALL {
            assert!(!moment(lang, Moment(a)).is_empty());
            assert!(!relative(lang, Moment(a), Moment(b)).is_empty());
        }
    }
}
