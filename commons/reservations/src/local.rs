//! From the clock on the wall to a moment, on days of 23 and 25 hours too.

use base::{Moment, Outcome, Refusal};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};

use crate::model::Site;
use crate::sites::zone_of;

/// The first moment at which the clock of a zone shows this time or a later one. A time that is
/// jumped over is the moment of the jump; one that comes twice is its first coming. A later time
/// never gives an earlier moment, so that intervals stay in order. `None` outside what jiff counts.
pub(crate) fn first(zone: &TimeZone, at: DateTime) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(at);
    let gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let earlier = ambiguous.earlier().ok()?;
    if !gap {
        return Some(earlier);
    }
    zone.following(earlier).next().map(|jump| jump.timestamp())
}

/// The moment of a local time as RFC 5545 (§3.3.5) reads it: one that does not exist by the offset
/// before the jump, one that comes twice the first time.
pub(crate) fn by_calendar(zone: &TimeZone, at: DateTime) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(at).compatible().ok()
}

/// What the clock on the wall of a site shows at a moment.
pub(crate) fn wall(site: &Site, at: Moment) -> Outcome<ZonedDateTime> {
    Ok(at.timestamp().to_zoned_datetime(zone_of(&site.data.zone)?))
}

/// The moment of a time on the wall of a site.
pub(crate) fn moment_at(site: &Site, at: DateTime) -> Outcome<Moment> {
    let moment = by_calendar(&zone_of(&site.data.zone)?, at);
    moment.map(Moment::from).ok_or_else(|| Refusal::broken("a time beyond all calendars"))
}

/// The moment at which a day begins on the wall of a site.
pub(crate) fn midnight(site: &Site, day: Date) -> Outcome<Moment> {
    moment_at(site, day.to_datetime(Time::midnight()))
}
