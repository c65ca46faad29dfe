//! Pure rules of notices: which ways are offered, and when a digest is due.

use base::Moment;

use super::{Channel, Kind};

/// Digests leave at this hour of France.
const HOUR: i8 = 7;

/// The ways that a kind can be set to.
pub(super) fn offered(kind: &Kind) -> Vec<Channel> {
    let fits = |channel: &Channel| !(kind.urgent && *channel == Channel::Weekly);
    if kind.fixed { Vec::new() } else { Channel::ALL.into_iter().filter(fits).collect() }
}

/// How a kind goes, given what a person has chosen.
pub(super) fn channel(kind: &Kind, chosen: Option<Channel>) -> Channel {
    match chosen {
        _ if kind.fixed => Channel::Mail,
        Some(channel) if offered(kind).contains(&channel) => channel,
        _ => kind.usual,
    }
}

/// When the digest that is now due was due: the latest seven o'clock of France, of Monday for
/// weekly ones. What was told before belongs into it.
pub(super) fn digest_due(now: Moment, channel: Channel) -> Moment {
    let seven = |date: jiff::civil::Date| Moment::from_france(date.at(HOUR, 0, 0, 0));
    let mut date = now.in_france().date();
    let monday = |date: jiff::civil::Date| date.weekday() == jiff::civil::Weekday::Monday;
    while seven(date) > now || (channel == Channel::Weekly && !monday(date)) {
        match date.yesterday() {
            Ok(before) => date = before,
            Err(_) => break,
        }
    }
    seven(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    fn france(text: &str) -> Moment {
        Moment::from_france(text.parse().unwrap())
    }

    #[test]
    fn digests_are_due_at_seven_in_france_whatever_the_clocks_do() {
        for (now, daily, weekly) in [
            ("2027-03-27T06:59:59", "2027-03-26T07:00", "2027-03-22T07:00"),
            ("2027-03-27T07:00:00", "2027-03-27T07:00", "2027-03-22T07:00"),
            // The clocks went forward at two, and back on the 31st of October.
            ("2027-03-28T07:00:00", "2027-03-28T07:00", "2027-03-22T07:00"),
            ("2027-03-29T06:59:00", "2027-03-28T07:00", "2027-03-22T07:00"),
            ("2027-03-29T07:00:00", "2027-03-29T07:00", "2027-03-29T07:00"),
            ("2027-10-31T06:59:59", "2027-10-30T07:00", "2027-10-25T07:00"),
            ("2027-10-31T07:00:00", "2027-10-31T07:00", "2027-10-25T07:00"),
        ] {
            assert_eq!(digest_due(france(now), Channel::Daily), france(daily), "{now}");
            assert_eq!(digest_due(france(now), Channel::Weekly), france(weekly), "{now}");
        }
        let (before, after) = (france("2027-03-27T07:00"), france("2027-03-28T07:00"));
        assert_eq!(after.seconds_since(before), 23 * 3_600);
    }

    proptest::proptest! {
        #[test]
        fn a_digest_is_due_within_a_day_or_a_week(us in 0i64..4_000_000_000_000_000) {
            let now = Moment(us);
            for (channel, hours) in [(Channel::Daily, 25), (Channel::Weekly, 169)] {
                let due = digest_due(now, channel);
                proptest::prop_assert!(due <= now && now.seconds_since(due) <= hours * 3_600);
                proptest::prop_assert_eq!(digest_due(due, channel), due);
            }
        }
    }

    #[test]
    fn what_is_fixed_cannot_be_set_and_what_is_urgent_not_to_weekly() {
        let kind = |fixed, urgent| Kind {
            code: "a.b",
            seen_by: Policy::SignedIn,
            usual: Channel::Daily,
            fixed,
            urgent,
        };
        let (fixed, urgent, plain) = (kind(true, true), kind(false, true), kind(false, false));
        assert!(offered(&fixed).is_empty());
        assert_eq!(channel(&fixed, Some(Channel::Off)), Channel::Mail);
        assert_eq!(channel(&urgent, Some(Channel::Weekly)), Channel::Daily);
        assert_eq!(channel(&plain, Some(Channel::Weekly)), Channel::Weekly);
        assert_eq!(channel(&plain, None), Channel::Daily);
    }
}
